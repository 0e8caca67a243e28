"""Facts about charts in the written file: what they refer to, and that the file stays as the standard has it."""

from __future__ import annotations

import re
from decimal import Decimal
from io import BytesIO
from zipfile import ZipFile

import openpyxl
import pytest

from thidua_cli.cells import Range
from thidua_cli.page import Book, Box, Cells, Chart, Series, Sheet
from thidua_cli.spreadsheets.writer import to_bytes

TAB = "Tổng 'hợp': [1]"


def cells(top: int, left: int, bottom: int) -> Cells:
    return Cells(TAB, Range(top, left, bottom, left))


def chart(**given: object) -> Chart:
    series = (
        Series(cells(1, 2, 1), cells(2, 2, 4), "404040", "FFFFFF"),
        Series(cells(1, 3, 1), cells(2, 3, 4), "D9D9D9"),
    )
    values = {"stacked": True, "most": Decimal(150)} | given
    return Chart(
        "Tổng điểm <&> thử",
        cells(2, 1, 4),
        series,
        "Đơn vị",
        "Điểm",
        (6, 1),
        (400.0, 250.0),
        **values,  # type: ignore[arg-type]  # mypy does not look into mappings
    )


def book(*charts: Chart, note: str = "") -> Book:
    boxes = {(1, 1): Box("Đơn vị", note=note), (1, 2): Box("Mục I"), (1, 3): Box("Mục II")}
    for row in (2, 3, 4):
        boxes |= {(row, 1): Box(f"=Đơn vị {row}"), (row, 2): Box(Decimal(row)), (row, 3): Box(Decimal("0.5"))}
    boxes[5, 2] = Box(Decimal(9), formula="SUM(B2:B4)")
    return Book((Sheet(TAB, boxes, charts=charts),))


def part(data: bytes, name: str) -> str:
    with ZipFile(BytesIO(data)) as file:
        return file.read(name).decode()


def test_references_name_the_tab_as_the_file_has_it() -> None:
    data = to_bytes(book(chart()))
    (tab,) = openpyxl.load_workbook(BytesIO(data)).sheetnames
    quoted = tab.replace("'", "''")
    references = re.findall(r"<f>([^<]*)</f>", part(data, "xl/charts/chart1.xml"))
    assert references == [
        f"'{quoted}'!$B$1",
        f"'{quoted}'!$A$2:$A$4",
        f"'{quoted}'!$B$2:$B$4",
        f"'{quoted}'!$C$1",
        f"'{quoted}'!$A$2:$A$4",
        f"'{quoted}'!$C$2:$C$4",
    ]


@pytest.mark.parametrize("note", ["", "Ghi chú"])
def test_what_openpyxl_does_not_write_stands_before_the_drawing(note: str) -> None:
    xml = part(to_bytes(book(chart(), note=note)), "xl/worksheets/sheet1.xml")
    spots = [xml.index(mark) for mark in ("<pageSetup", "<ignoredErrors>", "<drawing ", "</worksheet>")]
    assert spots == sorted(spots)
    assert xml.count("<ignoredErrors>") == 1
    if note:
        assert xml.index("<drawing ") < xml.index("<legacyDrawing ")


def test_the_same_charts_are_the_same_bytes() -> None:
    assert to_bytes(book(chart(), chart(stacked=False))) == to_bytes(book(chart(), chart(stacked=False)))


def test_a_chart_lies_where_it_is_told_at_the_size_it_is_told() -> None:
    (drawn,) = openpyxl.load_workbook(BytesIO(to_bytes(book(chart())))).worksheets[0]._charts  # type: ignore[attr-defined]  # not in the stubs
    assert (drawn.anchor._from.row, drawn.anchor._from.col) == (5, 0)
    assert [round(length / 12_700) for length in (drawn.anchor.ext.width, drawn.anchor.ext.height)] == [400, 250]


@pytest.mark.parametrize(
    ("given", "position", "grouping"),
    [
        ({}, "ctr", "stacked"),
        ({"stacked": False}, "outEnd", "clustered"),
        ({"stacked": False, "inside": True}, "inEnd", "clustered"),
    ],
)
def test_numbers_stand_on_or_behind_the_bars(given: dict[str, bool], position: str, grouping: str) -> None:
    xml = part(to_bytes(book(chart(**given))), "xl/charts/chart1.xml")
    assert set(re.findall(r'<dLblPos val="(\w+)"', xml)) == {position}
    assert f'<grouping val="{grouping}"' in xml
    assert "Cache" not in xml


def test_the_axis_begins_at_nothing_and_ends_where_it_is_told() -> None:
    xml = part(to_bytes(book(chart())), "xl/charts/chart1.xml")
    assert '<max val="150" /><min val="0" />' in xml
    assert '<majorUnit val="30" />' in xml
    assert '<delete val="1" />' not in xml
    assert "<max " not in part(to_bytes(book(chart(most=None))), "xl/charts/chart1.xml")
