"""Facts about a cluster's own table from its starter: copied, filled in, checked, made into forms, scored."""

from __future__ import annotations

import re
from pathlib import Path

import openpyxl
import pytest

from tests.cases.folder import tell
from thidua_cli.rubric.load import STARTERS, load, starter
from thidua_cli.yaml_text import parse

# Where the guidance lists the heads of section I, and how many there are (B.I.3, B.I.4, B.I.6).
HEADS = {"party": ("3", 8), "mass": ("4", 9), "central": ("6", 8)}
# The head lines of the guidance, verbatim, as the office issued them.
TEXT = Path(__file__).with_name("heads.txt").read_text(encoding="utf-8")
CLUSTER = """\
name: Khối thi đua số 9
year: 2019
rubric: bang.yaml
units:
  - {id: a, name: Hội A}
  - {id: b, name: Hội B}
"""


def filled(kind: str, points: int = 94, bonus: int = 6, minutes: str = "12/BB-CTĐ ngày 20/01/2019") -> str:
    """The starter as a cluster fills it in: the first row takes what the others leave."""
    text = starter(kind).decode()
    rows = len(re.findall(r"^ {8}maximum: ", text, re.MULTILINE))
    values = [points - 5 * (rows - 2), *[5] * (rows - 2), bonus]
    for value in values:
        text = re.sub(r"^( {8}maximum:) +(?=#)", rf"\1 {value}  ", text, count=1, flags=re.MULTILINE)
    for number in range(rows):
        text = re.sub(r"^( {8}title:)$", rf"\1 Nhiệm vụ số {number + 1}", text, count=1, flags=re.MULTILINE)
    return text.replace("minutes: ", f"minutes: {minutes}", 1) if minutes else text


@pytest.mark.parametrize("kind", STARTERS)
def test_a_starter_says_what_to_do_and_leaves_the_points_blank(kind: str) -> None:
    text = starter(kind).decode()
    document, findings = parse(text.encode(), "a.yaml")
    assert findings == ()
    assert document is not None
    assert document.at("extends") == "langson-2019/party-mass-organizations"
    assert document.at("minutes") is None
    assert document.at("replace", 0, "maximum") == "100"
    rows = document.at("replace", 0, "rows")
    assert isinstance(rows, list)
    assert [row.get("maximum") for row in rows if isinstance(row, dict)] == [None] * len(rows)
    assert document.at("replace", 0, "rows", len(rows) - 1, "bonus") == "true"
    assert document.at("replace", 0, "rows", len(rows) - 1, "title") == "Điểm thưởng"
    comments = "".join(re.findall(r"#.*", text))
    for word in ("D.2", "100", "06", "minutes:", "rubric check", "cluster.yaml"):
        assert word in comments


@pytest.mark.parametrize("kind", HEADS)
def test_the_heads_are_the_guidance_s_own_words(kind: str) -> None:
    """Verbatim, but for the full stop or semicolon at the end of the line, as the issued forms print theirs."""
    number, count = HEADS[kind]
    lines = re.findall(rf"^{number}\.\d+\. (.*)$", TEXT, re.MULTILINE)
    assert len(lines) == count
    document, _ = parse(starter(kind), "a.yaml")
    assert document is not None
    titles = [document.at("replace", 0, "rows", n, "title") for n in range(count)]
    assert titles == [re.sub(r"(?<!\.)[.;]$", "", line.strip()) for line in lines]
    assert document.at("replace", 0, "clause") == f"B.I.{number}"


def test_the_guidance_lists_no_heads_for_colleges() -> None:
    document, _ = parse(starter("college"), "a.yaml")
    assert document is not None
    assert document.at("replace", 0, "clause") == "B.I.5"
    assert [document.at("replace", 0, "rows", n, "title") for n in range(5)] == [None] * 5
    (line,) = re.findall(r"^5: (.*)$", TEXT, re.MULTILINE)
    assert document.at("replace", 0, "lines", 0) == line


@pytest.mark.parametrize("kind", STARTERS)
def test_from_the_starter_to_a_checked_form(kind: str, tmp_path: Path) -> None:
    made = tell(f"rubric new --for {kind} -o bang.yaml", tmp_path)
    assert (made.exit, made.document["files"]) == (0, ["bang.yaml"])
    table = tmp_path / "bang.yaml"
    assert table.read_bytes() == starter(kind)

    # Every blank is told with its place, and nothing else.
    unfilled = tell("rubric check bang.yaml", tmp_path)
    text = table.read_text(encoding="utf-8").splitlines()
    blanks = [n for n, line in enumerate(text, 1) if re.match(r" {8}(maximum|title): *(#.*)?$", line)]
    assert unfilled.exit == 3
    assert [finding["code"] for finding in unfilled.findings] == ["TD903"] * len(blanks)
    told = [re.match(r"Dòng (\d+), cột 9: thiếu mục", finding["message"]) for finding in unfilled.findings]
    assert [int(match[1]) for match in told if match] == blanks

    # Points that do not add up are told at the section's maximum.
    table.write_text(filled(kind, points=93), encoding="utf-8")
    (short,) = tell("rubric check bang.yaml", tmp_path).findings
    assert (short["code"], short["criterion"]) == ("TD907", "I")
    assert "99" in short["message"]

    table.write_text(filled(kind), encoding="utf-8")
    checked = tell("rubric check bang.yaml", tmp_path)
    assert checked.exit == 0
    assert [finding["code"] for finding in checked.findings] == ["TD927"]

    (tmp_path / "cluster.yaml").write_text(CLUSTER, encoding="utf-8")
    assert tell("template --cluster . -o .", tmp_path).exit == 0
    rows = load("bang.yaml", tmp_path).value
    assert rows is not None
    for unit in ("a", "b"):
        book = openpyxl.load_workbook(tmp_path / f"{unit}.xlsx")
        sheet = book.worksheets[0]
        # Section III numbers its rows from 1 again; those of section I come first.
        printed = {str(cell.value or "").strip(): cell.row for cell in reversed(sheet["A"])}
        (heading,) = (cell for row in sheet.iter_rows() for cell in row if cell.value == "Điểm tự chấm")
        for row in rows.sections[0].rows:
            sheet.cell(printed[row.stt], heading.column, 0 if row.bonus else 1)
        book.save(tmp_path / f"{unit}.xlsx")
    validated = tell("validate .", tmp_path)
    # Sections II and III stay blank, and sums saved by this library carry no result.
    assert {finding["code"] for finding in validated.findings} == {"TD201", "TD303"}
    for file in validated.document["files"]:
        assert file["rubric"] == "bang.yaml"
        assert file["scores"]["I"]["self"] == len(rows.sections[0].rows) - 1


def test_a_cluster_is_told_of_its_table_once_whatever_it_runs(tmp_path: Path) -> None:
    (tmp_path / "bang.yaml").write_text(filled("mass", minutes=""), encoding="utf-8")
    (tmp_path / "cluster.yaml").write_text(CLUSTER, encoding="utf-8")
    for command in ("template --cluster . -o .", "validate .", "consolidate .", "rank . --year 2019"):
        told = tell(command, tmp_path)
        assert [finding["code"] for finding in told.findings].count("TD922") == 1, command


def test_no_starter_is_written_over_a_file(tmp_path: Path) -> None:
    (tmp_path / "bang.yaml").write_text("của cụm", encoding="utf-8")
    told = tell("rubric new --for party -o bang.yaml", tmp_path)
    assert told.exit == 3
    assert [finding["code"] for finding in told.findings] == ["TD926"]
    assert (tmp_path / "bang.yaml").read_text(encoding="utf-8") == "của cụm"
    (tmp_path / "link.yaml").symlink_to("khong-co.yaml")
    assert tell("rubric new --for party -o link.yaml", tmp_path).exit == 3


def test_a_starter_goes_into_a_new_folder_too(tmp_path: Path) -> None:
    assert tell("rubric new --for central -o bang/cum-9.yml", tmp_path).exit == 0
    assert (tmp_path / "bang" / "cum-9.yml").is_file()
