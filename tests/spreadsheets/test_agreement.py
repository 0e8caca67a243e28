"""Cell by cell, the reader agrees with openpyxl and python-calamine; each difference is explained here.

The workbooks are written by openpyxl, by LibreOffice, and by hand from raw XML.
"""

from __future__ import annotations

import io
import shutil
import subprocess
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import pytest
from openpyxl import Workbook as Written
from openpyxl import load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, to_excel
from python_calamine import CalamineWorkbook

from thidua_cli.cells import Kind, Worksheet, address, as_shown
from thidua_cli.spreadsheets.reader import read_workbook

from . import made
from .made import number, row, text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from thidua_cli.cells import Cell, Workbook

# openpyxl warns of dates that Excel shows as errors.
pytestmark = pytest.mark.filterwarnings("ignore:Cell .* is marked as a date:UserWarning")

VALUES: Final[tuple[tuple[Any, str], ...]] = (
    ("Điểm tự chấm", "General"),
    (" 4,5 ", "General"),
    ("hai\ndòng", "General"),
    ("=1+1", "General"),
    (4, "General"),
    (4.5, "0.0"),
    (-0.1, "General"),
    (0.30000000000000004, "General"),
    (4.3499999999999996, "General"),
    (1e15, "General"),
    (1e-7, "General"),
    (123456789012, "#,##0"),
    (0.85, "0%"),
    (0.855, "0.0%"),
    (85, '0"%"'),
    (True, "General"),
    (False, "General"),
    (date(2025, 2, 1), "dd/mm/yyyy"),
    (datetime(2025, 2, 1, 18, 30, 15), "yyyy-mm-dd hh:mm:ss"),  # noqa: DTZ001 - a cell has no zone
    (date(1900, 3, 1), "d-mmm"),
    (time(4, 30), "hh:mm"),
    (timedelta(hours=36), "[h]:mm"),
    ("#N/A", "General"),
    ("#DIV/0!", "General"),
    (45000, "d-mmm"),
    (4, "0;[Red]dd/mm"),
)


def by_openpyxl(*, date1904: bool = False) -> bytes:
    book = Written()
    if date1904:
        book.epoch = CALENDAR_MAC_1904
    sheet = book.active
    assert sheet is not None
    sheet.title = "Phiếu chấm"
    for index, (value, format_) in enumerate(VALUES, 2):
        if date1904 and value == date(1900, 3, 1):
            continue  # before the first day of that system
        cell = sheet.cell(index, 3)
        cell.value = value
        cell.number_format = format_
        if value == "=1+1":
            cell.data_type = "s"
        sheet.cell(index, 5).value = f"=C{index}"
    sheet["H40"] = CellRichText("đậm ", TextBlock(InlineFont(b=True), "và"), " nhạt")
    sheet.merge_cells("A1:F1")
    sheet["A1"] = "BẢNG CHẤM ĐIỂM"
    sheet.row_dimensions[7].hidden = True
    sheet.column_dimensions["G"].hidden = True
    other = book.create_sheet("Ẩn")
    other.sheet_state = "veryHidden"
    other["IV60"] = 1
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def by_hand() -> bytes:
    strings = made.strings_xml("chung", "<r><t>4</t></r><r><t>,5</t></r>", " hai dấu cách  ", "")
    rows = "".join(
        (
            row(1, *(f'<c r="{c}1" t="s"><v>{n}</v></c>' for n, c in enumerate("ABCD"))),
            row(2, text("A2", "trong ô"), '<c r="B2" t="str"><f>A2</f><v>trong ô</v></c>'),
            row(3, '<c r="A3" t="b"><v>1</v></c>', '<c r="B3" t="e"><f>1/0</f><v>#DIV/0!</v></c>', number("C3", 4.35)),
            row(4, '<c r="A4"><f>C3*2</f><v>8.6999999999999993</v></c>', '<c r="B4"><f>C3</f></c>'),
            row(5, number("A5", 45689, 1), number("B5", 0.85, 2), number("C5", "45689.75", 3), number("D5", 0.1875, 4)),
            row(6, '<c r="A6" t="d"><v>2025-02-01T00:00:00</v></c>'),
            row(9, number("C9", 1)),
        )
    )
    return made.book(rows, strings=strings, styles=made.styles_xml(14, 9, 22, 20))


def by_libreoffice(folder: Path) -> bytes:
    (folder / "a.xlsx").write_bytes(by_openpyxl())
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [
        "soffice",
        profile,
        "--headless",
        "--convert-to",
        "xlsx",
        "--outdir",
        f"{folder}/out",
        f"{folder}/a.xlsx",
    ]
    subprocess.run(command, check=True, timeout=180, capture_output=True)
    return (folder / "out" / "a.xlsx").read_bytes()


MADE: Final = {"openpyxl": by_openpyxl(), "openpyxl 1904": by_openpyxl(date1904=True), "hand": by_hand()}


@pytest.fixture(scope="module", params=[*MADE, pytest.param("LibreOffice", marks=pytest.mark.office)])
def data(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    if request.param != "LibreOffice":
        return MADE[request.param]
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice is not installed")
    return by_libreoffice(tmp_path_factory.mktemp("office"))


def read(data: bytes) -> Workbook:
    workbook, _ = read_workbook(data, "x")
    assert workbook is not None
    return workbook


def serial(value: Any, *, date1904: bool) -> Decimal | None:
    """The serial number of another reader's date, to the second."""
    if isinstance(value, timedelta):
        days = Decimal(value.days) + Decimal(value.seconds) / 86400
    elif isinstance(value, date | time):
        epoch = CALENDAR_MAC_1904 if date1904 else CALENDAR_WINDOWS_1900
        days = Decimal(str(to_excel(value, epoch)))  # type: ignore[no-untyped-call] # openpyxl's own lack
    else:
        return None
    return round(days * 86400) / Decimal(86400)


def same(cell: Cell, value: Any, *, date1904: bool) -> bool:
    """Whether another reader's value is what the cell holds."""
    match cell.kind:
        case Kind.NUMBER | Kind.PERCENT:
            return isinstance(value, int | float) and as_shown(repr(value)) == cell.number
        case Kind.DATE:
            assert cell.number is not None
            other = serial(value, date1904=date1904)
            return other is not None and abs(other - cell.number) < Decimal("0.00001")
        case Kind.BOOLEAN:
            return value is (cell.text == "TRUE")
        case Kind.UNCALCULATED:
            return value is None
        case _:
            return bool(value == cell.text)


# --- openpyxl ----------------------------------------------------------------------------------------


def places(ours: Worksheet, filled: Iterator[tuple[int, int]]) -> list[tuple[int, int]]:
    return sorted({*ours.cells, *filled})


def test_openpyxl_reads_the_same_values(data: bytes) -> None:
    """Without a difference."""
    ours = read(data)
    theirs = load_workbook(io.BytesIO(data), data_only=True)
    assert [sheet.name for sheet in ours.sheets] == [sheet.title for sheet in theirs.worksheets]
    compared = 0
    for sheet, other in zip(ours.sheets, theirs.worksheets, strict=True):
        filled = ((c.row, c.column) for line in other.iter_rows() for c in line if c.value not in {None, ""})
        for place in places(sheet, (place for place in filled if place[0] and place[1])):
            assert place in sheet.cells, f"{sheet.name}!{address(*place)}"
            value = other.cell(*place).value
            assert same(sheet.cells[place], value, date1904=ours.date1904), (address(*place), sheet.cells[place], value)
            compared += 1
    assert compared > 12


def test_openpyxl_reads_the_same_formulas(data: bytes) -> None:
    theirs = load_workbook(io.BytesIO(data))
    for sheet, other in zip(read(data).sheets, theirs.worksheets, strict=True):
        for place, cell in sheet.cells.items():
            value = other.cell(*place)
            formula = str(value.value).removeprefix("=") if value.data_type == "f" else None
            assert cell.formula == formula, address(*place)


def test_openpyxl_reads_the_same_sheets(data: bytes) -> None:
    theirs = load_workbook(io.BytesIO(data))
    for sheet, other in zip(read(data).sheets, theirs.worksheets, strict=True):
        assert sheet.state == other.sheet_state
        assert {(r.top, r.left, r.bottom, r.right) for r in sheet.merged} == {
            (r.min_row, r.min_col, r.max_row, r.max_col) for r in other.merged_cells.ranges
        }
        assert sheet.hidden_rows == {index for index, line in other.row_dimensions.items() if line.hidden}
        spans = [(c.min or 1, c.max or 1) for c in other.column_dimensions.values() if c.hidden]
        assert sheet.hidden_columns == {n for first, last in spans for n in range(first, last + 1)}


# --- calamine ----------------------------------------------------------------------------------------

# What calamine gives as nothing: error cells, and formulas without a stored result.
NOTHING_THERE: Final = {Kind.ERROR, Kind.UNCALCULATED}


def test_calamine_reads_the_same_values(data: bytes) -> None:
    """But for what it gives as nothing."""
    ours = read(data)
    theirs = CalamineWorkbook.from_filelike(io.BytesIO(data))
    for sheet in ours.sheets:
        lines = theirs.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False)
        filled = ((r, c) for r, line in enumerate(lines, 1) for c, value in enumerate(line, 1) if value != "")
        for place in places(sheet, filled):
            assert place in sheet.cells, f"{sheet.name}!{address(*place)}"
            cell = sheet.cells[place]
            value = lines[place[0] - 1][place[1] - 1] if place[0] <= len(lines) and place[1] <= len(lines[0]) else ""
            if cell.kind in NOTHING_THERE:
                assert value == "", address(*place)
            else:
                assert same(cell, value, date1904=ours.date1904), (address(*place), cell, value)


# --- explained differences ---------------------------------------------------------------------------


def one(rows: str, **parts: Any) -> tuple[Cell | None, Any, Any]:
    """What the three readers say of A1."""
    data = made.book(rows, **parts)
    theirs = load_workbook(io.BytesIO(data), data_only=True).worksheets[0]
    lines = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python(skip_empty_area=False)
    return read(data).sheets[0].cells.get((1, 1)), theirs["A1"].value, lines[0][0] if lines else ""


def test_escaped_characters_are_decoded_as_excel_does() -> None:
    """Openpyxl leaves `_x000D_` in texts as it stands."""
    cell, openpyxl, calamine = one(row(1, text("A1", "a_x000D_b")))
    assert cell is not None
    assert (cell.text, openpyxl, calamine) == ("a\rb", "a_x000D_b", "a\rb")


def test_what_is_no_number_is_no_number() -> None:
    """Calamine gives inf for 1e999, and openpyxl too; a score is never infinite."""
    cell, openpyxl, calamine = one(row(1, number("A1", "1e999")))
    assert cell is not None
    assert (cell.kind, cell.text, openpyxl, calamine) == (Kind.TEXT, "1e999", float("inf"), float("inf"))


def test_an_error_is_no_blank() -> None:
    """Calamine gives error cells as blank."""
    cell, openpyxl, calamine = one(row(1, '<c r="A1" t="e"><v>#N/A</v></c>'))
    assert cell is not None
    assert (cell.kind, openpyxl, calamine) == (Kind.ERROR, "#N/A", "")


def test_a_formula_without_a_result_is_no_blank() -> None:
    """Both give it as blank."""
    cell, openpyxl, calamine = one(row(1, '<c r="A1"><f>1+1</f></c>'))
    assert cell is not None
    assert (cell.kind, cell.text, openpyxl, calamine) == (Kind.UNCALCULATED, "=1+1", None, "")


def test_a_date_past_excels_last_is_still_a_date() -> None:
    """Openpyxl gives an error code for it, calamine a number; nobody typed either."""
    cell, openpyxl, calamine = one(row(1, number("A1", 2958466, 1)), styles=made.styles_xml(14))
    assert cell is not None
    assert (cell.kind, cell.text, openpyxl) == (Kind.DATE, "2958466", "#VALUE!")
    assert calamine != ""


def test_strict_workbooks_are_not_empty() -> None:
    """Openpyxl reads Strict Open XML as a sheet without a cell, and says nothing."""
    data = made.book(sheet=made.sheet_xml(row(1, number("A1", 4)), namespace=made.STRICT))
    assert load_workbook(io.BytesIO(data)).worksheets[0]["A1"].value is None
    assert read(data).sheets[0].cells[1, 1].text == "4"


def test_a_lying_dimension_hides_nothing() -> None:
    """Openpyxl's read-only mode believes it."""
    data = made.book(row(1, number("A1", 4)) + row(2, number("A2", 5)), before='<dimension ref="A1"/>')
    assert len(list(load_workbook(io.BytesIO(data), read_only=True).worksheets[0].values)) == 1
    assert set(read(data).sheets[0].cells) == {(1, 1), (2, 1)}


def test_of_two_cells_with_one_address_none_is_chosen() -> None:
    """Openpyxl and calamine take the last in silence."""
    data = made.book(row(1, number("A1", 4), number("A1", 9)))
    assert load_workbook(io.BytesIO(data)).worksheets[0]["A1"].value == 9
    assert read_workbook(data, "x").value is None
