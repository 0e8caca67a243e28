"""Facts about the workbook over all clusters: its numbers are the clusters' own, and it says what is incomplete."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from shutil import copytree
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from msgspec.structs import replace

from thidua_cli.cli import run
from thidua_cli.findings import Finding, Severity
from thidua_cli.render import json as drawn
from thidua_cli.render.xlsx.open_points import lacking
from thidua_cli.render.xlsx.province import province
from thidua_cli.render.xlsx.scene import scene
from thidua_cli.report import Report
from thidua_cli.spreadsheets.writer import to_bytes

from .test_xlsx import HOSTILE, OURS, mixed, plain_cluster, texts

if TYPE_CHECKING:
    from collections.abc import Callable

EXAMPLES = Path(__file__).parents[2] / "examples" / "langson-2019"


def two() -> Report:
    return Report((plain_cluster(), mixed()), (), "2019")


def rows_of(report: Report, tab: str) -> list[list[Any]]:
    """The rows below the headings, as the file's bytes have them."""
    workbook = openpyxl.load_workbook(BytesIO(to_bytes(province(report))), data_only=True)
    return [list(row) for row in workbook[tab].iter_rows(min_row=5, values_only=True) if any(row)]


def test_every_unit_stands_with_rank_and_total_of_the_json() -> None:
    report = two()
    document = json.loads(drawn.ranked(report, "vi"), parse_float=Decimal)
    expected = [
        (cluster["name"], row["rank"], row["unit"]["name"], row["total"])
        for cluster in document["clusters"]
        for row in cluster["ranking"]
    ]
    found = [
        (name, rank, unit, None if total is None else Decimal(str(total)))
        for name, rank, unit, total, *_ in rows_of(report, "Các đơn vị")
    ]
    assert found == expected


def test_proposals_are_listed_award_by_award() -> None:
    rows = rows_of(two(), "Đề nghị khen thưởng")
    assert [(row[1], row[3], row[6]) for row in rows[:-1]] == [
        ("Đề nghị Cờ thi đua của UBND tỉnh", "Sở Nội vụ", "chính thức"),
        ("Đề nghị Cờ thi đua của UBND tỉnh", "Sở Nội vụ", "chính thức; chưa đủ"),
        ("Đề nghị Bằng khen của Chủ tịch UBND tỉnh", "Sở Tài chính", "chính thức"),
        ("Đề nghị Bằng khen của Chủ tịch UBND tỉnh", "Sở Tài chính", "chính thức; chưa đủ"),
    ]
    assert all("(C.II)" in row[7] for row in rows[:-1])


def test_a_cluster_says_what_is_missing_and_has_its_check_code() -> None:
    report = two()
    rows = rows_of(report, "Các cụm, khối")
    assert [row[10] for row in rows[:2]] == [cluster.check.code for cluster in report.clusters]
    assert rows[0][9] is None
    assert "chưa có phiếu của Sở Y tế" in rows[1][9]
    assert rows[2][1:6] == ["Cộng", 11, 5, 2, 2]
    book = province(report)
    assert all("DỰ THẢO – CHƯA ĐỦ: 1 trên 2 cụm, khối đã đủ" in texts(sheet) for sheet in book.sheets)
    assert {sheet.footer[1] for sheet in book.sheets} == {"DỰ THẢO – CHƯA ĐỦ"}
    whole = province(Report((plain_cluster(),), (), "2019"))
    assert not any("DỰ THẢO" in texts(sheet) for sheet in whole.sheets)


def test_an_error_outside_the_sheets_is_no_silent_gap() -> None:
    whole = plain_cluster()
    twice = Finding("TD527", Severity.ERROR, unit=whole.cluster.units[0].member.id, file="cum-1/cluster.yaml")
    report = replace(whole, findings=(*whole.findings, twice))
    assert "1 lỗi ngoài phiếu của các đơn vị" in list(lacking(scene(report, "vi")))


def test_the_same_clusters_give_the_same_bytes() -> None:
    assert to_bytes(province(two())) == to_bytes(province(two()))


def test_hostile_names_stay_text() -> None:
    workbook = openpyxl.load_workbook(BytesIO(to_bytes(province(Report((plain_cluster(names=HOSTILE),), (), "2019")))))
    formulas = [
        str(cell.value)
        for sheet in workbook.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    ]
    assert formulas
    assert all(OURS.fullmatch(formula) for formula in formulas)


def test_english_leaves_only_names_and_official_texts() -> None:
    book = province(two(), "en")
    assert [sheet.name for sheet in book.sheets] == ["Proposals", "Clusters", "Units"]
    said = texts(book.sheets[1])
    assert not re.search(r"chưa|Lỗi|Cộng|khối", said)


# --- by the command ------------------------------------------------------------------------------


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for name in ("cum-1-cac-huyen", "cum-2-so-tong-hop"):
        copytree(EXAMPLES / name, tmp_path / "tinh" / name)
    return tmp_path / "tinh"


def test_report_writes_it_into_the_tree(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["report", str(tree), "--year", "2019", "--xlsx"]) == 0
    target = tree / "ket-qua" / "tong-hop-tinh.xlsx"
    assert str(target) in capsys.readouterr().out
    first = target.read_bytes()
    assert run(["report", str(tree), "--year", "2019", "--xlsx", "-o", str(tree / "khac")]) == 0
    assert (tree / "khac" / "tong-hop-tinh.xlsx").read_bytes() == first


@pytest.mark.parametrize("others", [["--html"], ["--paper", "bao-cao"], ["--base", "x.docx"], ["-o", "x.xlsx"]])
def test_what_does_not_go_with_it_is_wrong_usage(
    tree: Path, others: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["report", str(tree), "--year", "2019", "--xlsx", *others]) == 2
    assert "TD916" in capsys.readouterr().err
    assert not (tree / "ket-qua").exists()


def test_nothing_is_written_where_no_cluster_is_of_the_year(tree: Path) -> None:
    assert run(["report", str(tree), "--year", "1999", "--xlsx"]) != 0
    assert not (tree / "ket-qua").exists()


@pytest.mark.office
def test_libreoffice_opens_it(convert: Callable[[dict[str, bytes], str], dict[str, Path]]) -> None:
    saved = convert({"tong-hop-tinh": to_bytes(province(two()))}, "xlsx")["tong-hop-tinh"]
    assert openpyxl.load_workbook(saved, data_only=True)["Các cụm, khối"]["C7"].value == 11
