"""Facts about what `thidua rubric` prints: a table as a tree, its readings, a check, a comparison, schemas."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.cases.folder import tell
from thidua_cli.cli import run
from thidua_cli.rubric.load import load, shipped

ENTERPRISES = "langson-2019/enterprises"
OWN = """\
extends: langson-2019/enterprises
minutes: 12/BB-CTĐ ngày 20/01/2019
replace:
  - {id: I.9, stt: 9, title: Điểm thưởng vượt kế hoạch, maximum: 6, clause: B.I.2.9, bonus: true}
"""


def printed(capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> str:
    assert run(["rubric", *words]) == code
    return capsys.readouterr().out


@pytest.mark.parametrize("name", shipped())
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_table_is_printed_whole(name: str, lang: str, capsys: pytest.CaptureFixture[str]) -> None:
    out = printed(capsys, "show", name, "--lang", lang)
    rubric = load(name).value
    assert rubric is not None
    language = 0 if lang == "vi" else 1
    for section in rubric.sections:
        for each in section.everything():
            depth = each.id.count(".")
            pattern = (
                rf"^ {{{2 * depth}}}{re.escape(each.id)}  {re.escape(each.title)}  \[.*; {re.escape(each.clause)}\]$"
            )
            assert re.search(pattern, out, re.MULTILINE)
            assert each.kind.describe(each.maximum)[language] in out
    for fact, _ in rubric.facts():
        assert f"({fact.id})" in out
    assert "III.6.2" in out
    assert ("chỉ Cụm trưởng hoặc Cụm phó" if lang == "vi" else "only the leader or a deputy") in out
    if name == ENTERPRISES:
        assert "035" in out


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_reading_is_printed_with_how_to_change_it(
    lang: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = printed(capsys, "show", ENTERPRISES, "--readings", "--lang", lang)
    rubric = load(ENTERPRISES).value
    assert rubric is not None
    readings = rubric.guidance.readings.values()
    for reading in readings:
        assert f"{reading.id}  [{reading.clause}]" in out
        words = (reading.question, *reading.options.values())
        assert all((each.vi if lang == "vi" else each.en) in out for each in words)
    marked = re.findall(r"^  \* (.*?): .*\((?:mặc định|default)\)$", out, re.MULTILINE)
    assert marked == [reading.default for reading in readings]
    # What it says to write in cluster.yaml is taken, each with an option other than the default.
    changes = re.findall(r"readings: \{(.*)\}$", out, re.MULTILINE)
    assert len(changes) == len(rubric.guidance.readings)
    units = "name: C\nyear: 2019\nrubric: langson-2019/enterprises\nunits: [{id: a, name: A}]\n"
    (tmp_path / "cluster.yaml").write_text(units + "readings:\n" + "".join(f"  {each}\n" for each in changes))
    codes = [finding["code"] for finding in tell("template --cluster . -o .", tmp_path).findings]
    assert "TD908" not in codes
    assert not [code for code in codes if code.startswith("TD90")]


def test_the_criteria_that_a_reading_changes_are_named(capsys: pytest.CaptureFixture[str]) -> None:
    out = printed(capsys, "show", ENTERPRISES, "--readings")
    block = out[out.index("five_points  [") :].split("\n\n")[0]
    assert "Dùng ở: II.1, II.2, II.3, II.4" in block


def test_a_table_as_json_says_how_each_row_is_scored(tmp_path: Path) -> None:
    document = tell(f"rubric show {ENTERPRISES} --readings", tmp_path).document
    assert document["schema"] == "thidua.rubric/1"
    (first, second, third) = document["criteria"]
    assert first["rows"][0]["facts"] == ["revenue", "revenue-plan", "revenue-before"]
    assert first["rows"][0]["readings"] == ["both_conditions"]
    assert second["details"][0]["scoring"] == {
        "vi": "Chấm từ 0 đến 5 điểm.",
        "en": "Judged from 0 to 5 points.",
    }
    bonus = third["rows"][5]["rows"][1]
    assert bonus["holder"] == {"units": 1, "roles": ["leader", "deputy"]}
    assert {fact["id"] for fact in document["facts"]} >= {"revenue", "papers-late"}
    assert document["readings"][0]["default"] == "1"


def test_a_check_names_line_and_column_and_asks_what_was_meant(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("bang.yaml").write_text(OWN.replace("replace:", "replase:"), encoding="utf-8")
    assert run(["rubric", "check", "bang.yaml", ENTERPRISES]) == 3
    told = capsys.readouterr()
    assert "bang.yaml" in told.err
    assert "Dòng 3, cột 1: không có mục “replase”" in told.err
    assert "Có phải “replace”?" in told.err
    assert "bang.yaml: có lỗi" in told.out
    assert f"{ENTERPRISES}: đạt" in told.out


def test_a_check_lists_the_clauses_that_nothing_cites(tmp_path: Path) -> None:
    (finding,) = tell(f"rubric check {ENTERPRISES}", tmp_path).findings
    assert (finding["code"], finding["severity"], finding["file"]) == ("TD927", "info", ENTERPRISES)
    assert "Cả 37 tiêu chí đều ghi điều khoản" in finding["message"]
    names = finding["message"].rpartition(": ")[2].rstrip(".").split(", ")
    assert {"A.II.1", "B.I.3", "D.1"} <= set(names)
    assert not {"B.I.2.1", "B.I", "B.III", "C.II", "A.II.3"} & set(names)


def test_two_tables_are_compared_in_sentences(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("bang.yaml").write_text(OWN, encoding="utf-8")
    assert printed(capsys, "diff", ENTERPRISES, "bang.yaml").splitlines() == [
        f"Từ {ENTERPRISES} sang bang.yaml: 2 điểm khác.",
        "- I.9: lời văn “Điểm thưởng” thành “Điểm thưởng vượt kế hoạch”.",
        "- I.9: không còn phải ghi lý do khi cho điểm.",
    ]
    assert printed(capsys, "diff", "bang.yaml", "bang.yaml") == "Hai bảng không khác nhau.\n"
    assert printed(capsys, "diff", "bang.yaml", "bang.yaml", "--lang", "en") == "The two tables do not differ.\n"
    assert printed(capsys, "diff", "bang.yaml", "khong-co.yaml", code=3).strip() == ""


def test_a_comparison_as_json(tmp_path: Path) -> None:
    (tmp_path / "bang.yaml").write_text(OWN, encoding="utf-8")
    document = tell(f"rubric diff {ENTERPRISES} bang.yaml", tmp_path).document
    assert document["schema"] == "thidua.rubric-diff/1"
    assert document["equal"] is False
    assert [(each["change"], each["criterion"]) for each in document["differences"]] == [
        ("text", "I.9"),
        ("reasoned", "I.9"),
    ]
    assert document["differences"][0]["after"] == "Điểm thưởng vượt kế hoạch"
    same = tell("rubric diff bang.yaml bang.yaml", tmp_path).document
    assert (same["equal"], same["differences"]) == (True, [])
    missing = tell("rubric diff bang.yaml khong-co.yaml", tmp_path)
    assert (missing.exit, missing.document["equal"], missing.document["differences"]) == (3, None, None)


def test_the_schemas_cover_both_kinds_of_file(capsys: pytest.CaptureFixture[str]) -> None:
    rubric = json.loads(printed(capsys, "schema"))
    guidance = json.loads(printed(capsys, "schema", "--guidance"))
    assert rubric["title"] == "thidua rubric"
    assert guidance["title"] == "thidua guidance"
    assert {"readings", "facts", "clauses", "limits", "awards"} <= guidance["properties"].keys()
