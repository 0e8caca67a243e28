"""Facts about a form on its way through another program: blank, filled, saved again, read back."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from openpyxl import load_workbook

from thidua_cli import pipeline
from thidua_cli.cells import place
from thidua_cli.facts import usable
from thidua_cli.layout import FACTS_SHEET
from thidua_cli.page import Book
from thidua_cli.rubric.load import load, shipped
from thidua_cli.rubric.model import Stage
from thidua_cli.spreadsheets.reader import read_workbook
from thidua_cli.spreadsheets.writer import to_bytes
from thidua_cli.submission import Expected, take_in
from thidua_cli.template import UnitOnForm, blank_form, fact_cells, input_cells

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tests.conftest import Convert
    from thidua_cli.rubric.model import Criterion, Rubric

UNIT = "Sở Giáo dục và Đào tạo"


def rubric_of(rubric_id: str) -> Rubric:
    rubric = load(rubric_id).value
    assert rubric is not None
    return rubric


def blank(rubric_id: str, folder: Path) -> Path:
    """The blank form that `thidua template` writes."""
    result = pipeline.blank_form(rubric_id, UNIT, "2019", str(folder / "bieu.xlsx"))
    assert not result.findings
    return folder / "bieu.xlsx"


def points_of(criterion: Criterion) -> Decimal:
    """Half the maximum, or else the most that the row's rule can give below it, or the maximum."""
    half = criterion.maximum / 2
    ranges = criterion.kind.values(criterion.maximum)
    if ranges is None or any(low <= half <= high for low, high in ranges):
        return half
    return max((high for _, high in ranges if 0 < high <= half), default=criterion.maximum)


def filled(form: Path, rubric: Rubric, figures: Mapping[str, Any] = MappingProxyType({})) -> bytes:
    """The form with all three columns and some figures filled, as a program that keeps cell types would."""
    workbook = load_workbook(form)
    for fact, value in figures.items():
        workbook[FACTS_SHEET][fact_cells(rubric)[fact]] = value
    for (criterion_id, stage), cell in input_cells(rubric).items():
        criterion = rubric.find(criterion_id)
        assert criterion is not None
        if stage is Stage.BOARD and not criterion_id.startswith("III."):
            continue
        workbook.worksheets[0][cell] = float(points_of(criterion))
        if criterion.reasoned:
            workbook.worksheets[0]["H" + cell.lstrip("DEF")] = "Theo biên bản họp"
    saved = io.BytesIO()
    workbook.save(saved)
    return saved.getvalue()


@pytest.mark.parametrize("rubric_id", shipped())
def test_a_blank_form_has_no_fault_but_its_empty_cells(rubric_id: str, tmp_path: Path) -> None:
    submission = pipeline.validate([str(blank(rubric_id, tmp_path))]).submissions[0]
    assert {finding.code for finding in submission.findings} == {"TD201"}
    assert submission.rubric == rubric_id
    assert submission.unit is not None
    assert submission.unit.name == UNIT


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_what_is_filled_in_is_what_is_read_back(data: st.DataObject) -> None:
    """Blank form, filled, written, read: the same points in the same cells, exactly."""
    rubric = rubric_of(data.draw(st.sampled_from(shipped())))
    sheet = blank_form(rubric, unit=UnitOnForm("so-a", "Sở A"), year="2019", cluster=None).sheets[0]
    boxes, typed = dict(sheet.boxes), {}
    for (criterion_id, stage), cell in input_cells(rubric).items():
        criterion, where = rubric.find(criterion_id), place(cell)
        assert criterion is not None
        assert where is not None
        points = data.draw(st.none() | st.decimals(min_value=0, max_value=criterion.maximum, places=2))
        boxes[where] = replace(boxes[where], value=points)
        typed[criterion_id, stage] = points
    written = to_bytes(Book((replace(sheet, boxes=boxes),)))
    source = read_workbook(written, "x.xlsx").value
    assert source is not None
    submission = take_in(source, "x.xlsx", "", Expected(pipeline.SHELF, rubric=rubric))
    assert submission.scores is not None
    assert {key: submission.scores.points[key] for key in typed} == typed


@pytest.mark.office
@pytest.mark.parametrize("rubric_id", shipped())
def test_a_form_filled_and_saved_by_libreoffice_validates_without_a_finding(
    rubric_id: str, tmp_path: Path, convert: Convert
) -> None:
    rubric = rubric_of(rubric_id)
    saved = convert({"bieu": filled(blank(rubric_id, tmp_path), rubric)}, "xlsx:Calc MS Excel 2007 XML")["bieu"]
    submission = pipeline.validate([str(saved)]).submissions[0]
    assert submission.findings == ()
    assert submission.rubric == rubric_id
    assert submission.scores is not None
    total = sum(points_of(row) for row in rubric.rows() if not row.is_group)
    assert {stage: found.value for stage, found in submission.scores.totals.items()} == dict.fromkeys(Stage, total)


# What is typed by fact, and what it is read as after LibreOffice saved it.
TYPED = {
    "papers-late": (2, 2),
    "dossiers-submitted": (10, 10),
    "dossiers-approved": ("8", 8),
    "dossiers-unqualified": (2, 2),
    "dossiers-pending": (0, 0),
    "party-cell": ("có", 1),
    "mass-organisation": ("không", 0),
    "revenue": (Decimal("1234567.89"), Decimal("1234567.89")),
    "revenue-plan": ("1.234.567,5", Decimal("1234567.5")),
    "profit": (-12.5, Decimal("-12.5")),
    "bad-debt": (Decimal("1.1"), Decimal("1.1")),
}


@pytest.mark.office
@pytest.mark.parametrize("rubric_id", shipped())
def test_figures_filled_and_saved_by_libreoffice_are_read_as_typed(
    rubric_id: str, tmp_path: Path, convert: Convert
) -> None:
    rubric = rubric_of(rubric_id)
    asked = {fact.id for fact, _ in rubric.facts()}
    figures = {fact: typed for fact, (typed, _) in TYPED.items() if fact in asked}
    content = filled(blank(rubric_id, tmp_path), rubric, figures)
    saved = convert({"bieu": content}, "xlsx:Calc MS Excel 2007 XML")["bieu"]
    sheet = pipeline.validate([str(saved)]).submissions[0].sheet
    assert sheet is not None
    assert (sheet.facts_sheet, sheet.facts_typed) == (FACTS_SHEET, True)
    assert usable(sheet) == {fact: TYPED[fact][1] for fact in figures}
    assert {fact: said.cell for fact, said in sheet.facts.items()} == fact_cells(rubric)


@pytest.mark.office
@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler-utils is not installed")
@pytest.mark.parametrize("rubric_id", shipped())
def test_the_printed_form_is_a4_with_heading_and_number_on_every_page(
    rubric_id: str, tmp_path: Path, convert: Convert
) -> None:
    printed = convert({"bieu": blank(rubric_id, tmp_path).read_bytes()}, "pdf")["bieu"]
    told = subprocess.run(["pdfinfo", "-l", "99", str(printed)], capture_output=True, check=True, text=True).stdout
    sizes = re.findall(r"Page +[0-9]+ size: +([0-9.]+) x ([0-9.]+) pts \(A4\)", told)
    text = subprocess.run(
        ["pdftotext", "-layout", str(printed), "-"], capture_output=True, check=True, text=True
    ).stdout
    pages = text.rstrip("\f\n").split("\f")
    scored = [page for page, (width, height) in zip(pages, sizes, strict=True) if float(width) > float(height)]
    figures = pages[len(scored) :]
    assert 2 <= len(scored) <= 5
    assert 1 <= len(figures) <= 2
    for number, page in enumerate(pages, 1):
        assert f"Trang {number}/{len(pages)}" in page
        assert ("Nội dung" if number <= len(scored) else "Đơn vị tính") in page
    assert "BIỂU CHẤM ĐIỂM THI ĐUA" in scored[0]
    assert "CỤM TRƯỞNG" in scored[-1]
    assert "Tổng cộng" in scored[-1]
    assert "SỐ LIỆU ĐỐI CHIẾU ĐIỂM THI ĐUA" in figures[0]
    assert UNIT in figures[0]


# The order in which the standard wants a worksheet's parts (ECMA-376, 18.3.1.99); Excel repairs what differs.
PARTS = (
    "sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr",
    "sheetProtection", "protectedRanges", "scenarios", "autoFilter", "sortState", "dataConsolidate",
    "customSheetViews", "mergeCells", "phoneticPr", "conditionalFormatting", "dataValidations", "hyperlinks",
    "printOptions", "pageMargins", "pageSetup", "headerFooter", "rowBreaks", "colBreaks", "customProperties",
    "cellWatches", "ignoredErrors", "smartTags", "drawing", "legacyDrawing",
)  # fmt: skip


def test_the_parts_of_every_worksheet_stand_in_the_standards_order(cluster: Path, tmp_path: Path) -> None:
    pipeline.consolidate([str(cluster)], "vi")
    for file in (blank(shipped()[0], tmp_path), cluster / "ket-qua" / "tong-hop.xlsx"):
        with zipfile.ZipFile(file) as archive:
            for name in archive.namelist():
                if name.startswith("xl/worksheets/sheet"):
                    root = ET.fromstring(archive.read(name))  # noqa: S314 - our own file
                    order = [PARTS.index(part.tag.rpartition("}")[2]) for part in root]
                    assert order == sorted(order)


# --- a form of a cluster's own table -------------------------------------------------------------

_OWN = """\
extends: langson-2019/enterprises
minutes: 12/BB-CTĐ ngày 20/01/2019
replace:
  - {id: I.9, stt: 9, title: Điểm thưởng vượt kế hoạch, maximum: 6, clause: B.I.2.9, bonus: true}
"""
_CLUSTER = """\
name: Cụm thi đua số 1
year: 2019
rubric: bang.yaml
units: [{id: so-giao-duc-va-dao-tao, name: Sở Giáo dục và Đào tạo}]
"""


@pytest.mark.parametrize(
    ("made_from", "then", "told"),
    [
        ("khac/bang-2019.yaml", _OWN, set()),
        ("khac/bang.yaml", _OWN.replace("vượt kế hoạch", "vượt chỉ tiêu"), {"TD109"}),
        ("khac/bang-2019.yaml", _OWN.replace("vượt kế hoạch", "vượt chỉ tiêu"), {"TD108"}),
    ],
)
def test_a_form_is_known_by_what_its_table_holds_not_by_where_that_lay(
    made_from: str, then: str, told: set[str], tmp_path: Path
) -> None:
    """Forms are made before the cluster has its folder, or from a copy of the table under another name."""
    table = tmp_path / made_from
    table.parent.mkdir()
    table.write_text(then, encoding="utf-8")
    folder = tmp_path / "cum-1"
    folder.mkdir()
    (folder / "bang.yaml").write_text(_OWN, encoding="utf-8")
    (folder / "cluster.yaml").write_text(_CLUSTER, encoding="utf-8")
    assert pipeline.blank_form(str(table), UNIT, "2019", str(folder / "bieu.xlsx")).files
    result = pipeline.validate([str(folder)])
    found = {finding.code for finding in result.submissions[0].findings}
    assert found & {"TD108", "TD109"} == told
