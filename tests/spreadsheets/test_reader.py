"""What is read from the cells and sheets of a workbook, fact by fact, on the smallest XML that shows it."""

from __future__ import annotations

import math
import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from thidua_cli import catalogue
from thidua_cli.cells import Cell, Kind, Range, Workbook, Worksheet, as_shown, plain
from thidua_cli.spreadsheets import ooxml, xml_parts
from thidua_cli.spreadsheets.reader import read_workbook

from . import made
from .made import book, number, row, text
from .test_gate import the_refusal, what

if TYPE_CHECKING:
    from collections.abc import Mapping


def read(data: bytes) -> Workbook:
    workbook, findings = read_workbook(data, "tệp.xlsx")
    assert workbook is not None, [catalogue.say(finding, "en") for finding in findings]
    return workbook


def sheet_of(data: bytes) -> Worksheet:
    (sheet,) = read(data).sheets
    return sheet


def cells(rows: str, **parts: Any) -> Mapping[tuple[int, int], Cell]:
    return sheet_of(book(rows, **parts)).cells


def cell(attributes: str, inner: str, **parts: Any) -> Cell | None:
    """What D5 holds, written with these attributes and this content."""
    found = cells(row(5, f'<c r="D5" {attributes}>{inner}</c>'), **parts)
    assert set(found) <= {(5, 4)}
    return found.get((5, 4))


def of(kind: Kind, shown: str, number_: str | None = None, formula: str | None = None) -> Cell:
    return Cell(kind, shown, None if number_ is None else Decimal(number_), formula)


# --- values ------------------------------------------------------------------------------------------

NINES = "9" * 5000


@pytest.mark.parametrize(
    ("attributes", "inner", "expected"),
    [
        # numbers
        ("", "<v>4.5</v>", of(Kind.NUMBER, "4.5", "4.5")),
        ('t="n"', "<v>4</v>", of(Kind.NUMBER, "4", "4")),
        ("", "<v> 4\n</v>", of(Kind.NUMBER, "4", "4")),
        ("", "<v>-1</v>", of(Kind.NUMBER, "-1", "-1")),
        ("", "<v>+1.50</v>", of(Kind.NUMBER, "1.5", "1.5")),
        ("", "<v>4.3499999999999996</v>", of(Kind.NUMBER, "4.35", "4.35")),
        ("", "<v>0.30000000000000004</v>", of(Kind.NUMBER, "0.3", "0.3")),
        ("", "<v>10.000001</v>", of(Kind.NUMBER, "10.000001", "10.000001")),
        ("", "<v>1.1E2</v>", of(Kind.NUMBER, "110", "110")),
        ("", "<v>-0</v>", of(Kind.NUMBER, "0", "0")),
        ("", "<v>1e308</v>", of(Kind.NUMBER, "1" + "0" * 308, "1" + "0" * 308)),
        ("", "<v>4<!-- -->2</v>", of(Kind.NUMBER, "42", "42")),
        ("", "<v><![CDATA[42]]></v>", of(Kind.NUMBER, "42", "42")),
        # what no spreadsheet calls a number stays the text that is stored
        ("", "<v>abc</v>", of(Kind.TEXT, "abc")),
        ("", "<v>NaN</v>", of(Kind.TEXT, "NaN")),
        ("", "<v>INF</v>", of(Kind.TEXT, "INF")),
        ("", "<v>1e999</v>", of(Kind.TEXT, "1e999")),
        ("", f"<v>{NINES}</v>", of(Kind.TEXT, NINES)),
        ("", "<v>1_0</v>", of(Kind.TEXT, "1_0")),
        ("", "<v>٤</v>", of(Kind.TEXT, "٤")),
        ("", "<v>0x10</v>", of(Kind.TEXT, "0x10")),
        ("", "<v>4,5</v>", of(Kind.TEXT, "4,5")),
        # nothing
        ("", "", None),
        ("", "<v></v>", None),
        ("", "<v/>", None),
        ("", "<v>  </v>", None),
        ('t="s"', "", None),
        ('t="s"', "<v/>", None),
        ('t="str"', "<v/>", None),
        ('t="b"', "<v/>", None),
        ('t="inlineStr"', "<is/>", None),
        ('t="inlineStr"', "<is><t/></is>", None),
        # texts
        ('t="str"', "<v> 4 </v>", of(Kind.TEXT, " 4 ")),
        ('t="inlineStr"', "<is><t> a\nb </t></is>", of(Kind.TEXT, " a\nb ")),
        ('t="inlineStr"', "<is><t>a&#13;&lt;&amp;</t></is>", of(Kind.TEXT, "a\r<&")),
        ('t="inlineStr"', "<is><r><rPr><b/></rPr><t>4</t></r><r><t>,5</t></r></is>", of(Kind.TEXT, "4,5")),
        ('t="inlineStr"', '<is><t>4</t><rPh sb="0" eb="1"><t>9</t></rPh><phoneticPr/></is>', of(Kind.TEXT, "4")),
        ('t="inlineStr"', "<v>9,5</v>", of(Kind.TEXT, "9,5")),
        ("", "<is><t>x</t></is>", of(Kind.TEXT, "x")),
        ('t="inlineStr"', "<is><t>\u200b</t></is>", of(Kind.TEXT, "\u200b")),
        ('t="inlineStr"', "<is><t>_x0041__x005F_x0041_ _x41_ x</t></is>", of(Kind.TEXT, "A_x0041_ _x41_ x")),
        ('t="str"', "<v>a_x000D__x000a_b</v>", of(Kind.TEXT, "a\r\nb")),
        ('t="str"', "<v>_xD83C__xDF33_ _xD800_</v>", of(Kind.TEXT, "🌳 \ufffd")),
        # booleans, errors, dates as text
        ('t="b"', "<v>1</v>", of(Kind.BOOLEAN, "TRUE")),
        ('t="b"', "<v>0</v>", of(Kind.BOOLEAN, "FALSE")),
        ('t="b"', "<v>true</v>", of(Kind.BOOLEAN, "TRUE")),
        ('t="b"', "<v>7</v>", of(Kind.BOOLEAN, "7")),
        ('t="e"', "<v>#N/A</v>", of(Kind.ERROR, "#N/A")),
        ('t="e"', "<v>#DIV/0!</v>", of(Kind.ERROR, "#DIV/0!")),
        ('t="e"', "<v>#WHAT!</v>", of(Kind.ERROR, "#WHAT!")),
        ('t="e"', "<v/>", of(Kind.ERROR, "#UNKNOWN!")),
        ('t="d"', "<v>2025-02-01</v>", of(Kind.DATE, "2025-02-01", "45689")),
        ('t="d"', "<v>2025-02-01T18:00:00.000Z</v>", of(Kind.DATE, "2025-02-01T18:00", "45689.75")),
        ('t="d"', "<v>1900-01-01</v>", of(Kind.DATE, "1900-01-01", "1")),
        ('t="d"', "<v>1899-12-01</v>", of(Kind.DATE, "1899-12-01", "-30")),
        ('t="d"', "<v>2025-13-45</v>", of(Kind.TEXT, "2025-13-45")),
        ('t="d"', "<v>4.5</v>", of(Kind.TEXT, "4.5")),
        # an unknown type promises nothing
        ('t="zzz"', "<v>4</v>", of(Kind.TEXT, "4")),
        # formulas
        ("", "<f>2+2</f><v>4</v>", of(Kind.NUMBER, "4", "4", "2+2")),
        ("", "<v>4</v><f>2+2</f>", of(Kind.NUMBER, "4", "4", "2+2")),
        ("", "<f>2+2</f>", of(Kind.UNCALCULATED, "=2+2", None, "2+2")),
        ("", "<f>2+2</f><v></v>", of(Kind.UNCALCULATED, "=2+2", None, "2+2")),
        ('t="n"', "<f>2+2</f><v/>", of(Kind.UNCALCULATED, "=2+2", None, "2+2")),
        ('t="b"', "<f>TRUE()</f><v/>", of(Kind.UNCALCULATED, "=TRUE()", None, "TRUE()")),
        ('t="str"', "<f>A1</f>", of(Kind.UNCALCULATED, "=A1", None, "A1")),
        ('t="str"', "<f>A1</f><v></v>", of(Kind.TEXT, "", None, "A1")),
        ('t="str"', '<f>"4"</f><v>4</v>', of(Kind.TEXT, "4", None, '"4"')),
        ('t="e"', "<f>1/0</f><v>#DIV/0!</v>", of(Kind.ERROR, "#DIV/0!", None, "1/0")),
        ('t="b"', "<f>1=1</f><v>1</v>", of(Kind.BOOLEAN, "TRUE", None, "1=1")),
        ("", "<f>A1&amp;_xlfn.X()</f><v>1</v>", of(Kind.NUMBER, "1", "1", "A1&_xlfn.X()")),
        ("", '<f t="shared" si="7"/><v>4</v>', of(Kind.NUMBER, "4", "4", "")),
        ("", '<f t="shared" ref="D5:D9" si="0">A5*2</f><v>4</v>', of(Kind.NUMBER, "4", "4", "A5*2")),
        ("", '<f t="shared" si="7"/>', of(Kind.UNCALCULATED, "=", None, "")),
        ("", '<f t="array" ref="D5:D6">A1:A2*2</f><v>4</v>', of(Kind.NUMBER, "4", "4", "A1:A2*2")),
        # what an extension adds to a cell is none of its content
        ("", "<v>4</v><extLst><ext><f>9</f><v>9</v></ext></extLst>", of(Kind.NUMBER, "4", "4")),
    ],
)
def test_a_cell_is_read_as_stored(attributes: str, inner: str, expected: Cell | None) -> None:
    assert cell(attributes, inner) == expected


@pytest.mark.parametrize(
    ("format_", "value", "expected"),
    [
        (9, "0.85", of(Kind.PERCENT, "85%", "0.85")),
        (10, "0.855", of(Kind.PERCENT, "85.5%", "0.855")),
        ("0.0%", "1", of(Kind.PERCENT, "100%", "1")),
        ('0"%"', "85", of(Kind.NUMBER, "85", "85")),
        ("0\\%", "85", of(Kind.NUMBER, "85", "85")),
        (0, "45689", of(Kind.NUMBER, "45689", "45689")),
        (2, "4.5", of(Kind.NUMBER, "4.5", "4.5")),
        (49, "4.5", of(Kind.NUMBER, "4.5", "4.5")),
        (14, "45689", of(Kind.DATE, "2025-02-01", "45689")),
        (22, "45689.75", of(Kind.DATE, "2025-02-01T18:00", "45689.75")),
        (22, "45689.7502", of(Kind.DATE, "2025-02-01T18:00:17", "45689.7502")),
        (20, "0.1875", of(Kind.DATE, "04:30", "0.1875")),
        (21, "0", of(Kind.DATE, "00:00", "0")),
        (46, "1.5", of(Kind.DATE, "1900-01-01T12:00", "1.5")),
        (14, "1", of(Kind.DATE, "1900-01-01", "1")),
        (14, "59", of(Kind.DATE, "1900-02-28", "59")),
        (14, "60", of(Kind.DATE, "1900-02-29", "60")),
        (14, "61", of(Kind.DATE, "1900-03-01", "61")),
        (14, "45688.9999999", of(Kind.DATE, "2025-02-01", "45688.9999999")),
        (14, "2958465", of(Kind.DATE, "9999-12-31", "2958465")),
        (14, "2958465.9999999", of(Kind.DATE, "2958465.9999999", "2958465.9999999")),
        (14, "2958466", of(Kind.DATE, "2958466", "2958466")),
        (14, "-1", of(Kind.DATE, "-1", "-1")),
        (14, "1e15", of(Kind.DATE, "1000000000000000", "1000000000000000")),
        (14, "abc", of(Kind.TEXT, "abc")),
        (27, "45689", of(Kind.DATE, "2025-02-01", "45689")),
        (58, "45689", of(Kind.DATE, "2025-02-01", "45689")),
        ("dd/mm/yyyy", "45689", of(Kind.DATE, "2025-02-01", "45689")),
        ("d-mmm", "45000", of(Kind.DATE, "2023-03-15", "45000")),
        ("[$-42A]dd mmmm yyyy;@", "45689", of(Kind.DATE, "2025-02-01", "45689")),
        ("[h]:mm:ss", "0.5", of(Kind.DATE, "12:00", "0.5")),
        ("[HH]", "0.5", of(Kind.DATE, "12:00", "0.5")),
        ("mm:ss.0", "0.5", of(Kind.DATE, "12:00", "0.5")),
        ("General", "4", of(Kind.NUMBER, "4", "4")),
        ("#,##0.00", "4", of(Kind.NUMBER, "4", "4")),
        ('0.0 "điểm mỗi ngày day"', "4", of(Kind.NUMBER, "4", "4")),
        ("0.0\\d", "4", of(Kind.NUMBER, "4", "4")),
        ("0_d*y", "4", of(Kind.NUMBER, "4", "4")),
        ("[Red][<5]0.0", "4", of(Kind.NUMBER, "4", "4")),
        ("[$₫-42A]#,##0", "4", of(Kind.NUMBER, "4", "4")),
        ("0;[Red]dd/mm", "4", of(Kind.NUMBER, "4", "4")),
        ("0.00E+00", "4", of(Kind.NUMBER, "4", "4")),
        ("# ?/?", "0.5", of(Kind.NUMBER, "0.5", "0.5")),
        ('"unclosed d', "4", of(Kind.NUMBER, "4", "4")),
    ],
)
def test_a_number_format_makes_a_date_or_a_percent(format_: int | str, value: str, expected: Cell) -> None:
    assert cells(row(5, number("D5", value, 1)), styles=made.styles_xml(format_)) == {(5, 4): expected}


@pytest.mark.parametrize(
    ("serial", "expected"), [("0", "1904-01-01"), ("44227", "2025-02-01"), ("0.5", "12:00"), ("2957004", "2957004")]
)
def test_the_1904_system_counts_from_its_own_day(serial: str, expected: str) -> None:
    head = '<workbookPr date1904="1"/>'
    data = book(
        row(5, number("D5", serial, 1)), styles=made.styles_xml(14), workbook=made.workbook_xml(["S"], head=head)
    )
    workbook = read(data)
    assert workbook.date1904
    assert workbook.sheets[0].cells == {(5, 4): of(Kind.DATE, expected, serial)}


def test_a_formulas_result_keeps_its_format() -> None:
    inner = "<f>A1/B1</f><v>0.85</v>"
    assert cell('s="1"', inner, styles=made.styles_xml(9)) == of(Kind.PERCENT, "85%", "0.85", "A1/B1")


def test_a_cell_without_style_has_style_0() -> None:
    styles = made.styles_xml().replace(b'<xf numFmtId="0"', b'<xf numFmtId="9"')
    assert cell("", "<v>0.5</v>", styles=styles) == of(Kind.PERCENT, "50%", "0.5")


def test_the_formats_of_named_styles_are_not_those_of_cells() -> None:
    """`cellStyleXfs` of the made stylesheet say percent; only `cellXfs` count."""
    assert cell('s="0"', "<v>0.5</v>") == of(Kind.NUMBER, "0.5", "0.5")


def test_a_workbook_may_have_no_styles() -> None:
    assert cell('s="3"', "<v>0.5</v>", styles=None) == of(Kind.NUMBER, "0.5", "0.5")


def test_a_style_that_does_not_exist_is_damage() -> None:
    """Nobody could say whether 0.85 were 85 %."""
    the_refusal(book(row(5, number("D5", "0.85", 99))), catalogue.FILE_DAMAGED)


def test_broken_styles_are_damage() -> None:
    the_refusal(book(row(5, number("D5", 1)), styles=b"\0\1garbage"), catalogue.FILE_DAMAGED)


# --- shared strings ------------------------------------------------------------------------------------


def shared(index: object, ref: str = "D5", inner: str = "") -> str:
    return f'<c r="{ref}" t="s">{inner}<v>{index}</v></c>'


def test_shared_strings_are_read_by_index() -> None:
    strings = made.strings_xml(
        "Điểm", "<r><rPr/><t>4</t></r><r><t>,5</t></r>", '<t>漢</t><rPh sb="0" eb="1"><t>かん</t></rPh>', "_x0041_"
    )
    rows = row(1, shared(0, "A1"), shared(1, "B1"), shared(2, "C1"), shared(3, "D1"), shared(" 0 ", "E1"))
    assert [cell.text for cell in cells(rows, strings=strings).values()] == ["Điểm", "4,5", "漢", "A", "Điểm"]


def test_an_empty_shared_string_is_an_empty_cell() -> None:
    rows = row(1, shared(0, "A1"), shared(0, "B1", "<f>C1</f>"))
    assert cells(rows, strings=made.strings_xml("")) == {(1, 2): of(Kind.TEXT, "", None, "C1")}


@pytest.mark.parametrize("index", ["1", "999", "-1", "abc", "0.0", "٠", "99999999999999999999"])
def test_a_shared_string_that_does_not_exist_is_damage(index: str) -> None:
    the_refusal(book(row(5, shared(index)), strings=made.strings_xml("a")), catalogue.FILE_DAMAGED)


def test_shared_strings_may_be_absent_when_unused() -> None:
    assert cells(row(5, number("D5", 1)), strings=None)
    the_refusal(book(row(5, shared(0)), strings=None), catalogue.FILE_DAMAGED)


def test_unused_shared_strings_cost_no_memory() -> None:
    import tracemalloc

    strings = made.strings_xml(*["A" * 50] * 50_000)
    data = book(row(1, shared(49_999, "A1")), strings=strings)
    tracemalloc.start()
    try:
        assert sheet_of(data).cells[1, 1].text == "A" * 50
        assert tracemalloc.get_traced_memory()[1] < 2_000_000
    finally:
        tracemalloc.stop()


# --- places --------------------------------------------------------------------------------------------


def places(rows: str) -> list[tuple[int, int]]:
    return list(cells(rows))


def test_cells_without_references_are_counted_on() -> None:
    rows = "<row><c><v>1</v></c><c/><c><v>3</v></c></row><row/><row><c><v>4</v></c></row>"
    assert places(rows) == [(1, 1), (1, 3), (3, 1)]


def test_counting_goes_on_from_the_last_reference() -> None:
    rows = '<row r="5"><c r="D5"><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>'
    assert places(rows) == [(5, 4), (5, 5), (6, 1)]


def test_a_whole_table_without_references_reads_the_same() -> None:
    rows = "".join(row(r, *(number(f"{c}{r}", r) for c in "ABC")) for r in range(1, 20))
    assert cells(made.without_references(rows)) == cells(rows)


def test_a_row_without_a_number_takes_it_from_its_first_cell() -> None:
    rows = '<row><c r="A3"><v>1</v></c><c r="B3"><v>2</v></c></row><row><c><v>3</v></c></row>'
    assert places(rows) == [(3, 1), (3, 2), (4, 1)]


def test_rows_and_cells_out_of_order_are_put_in_order() -> None:
    rows = row(9, number("D9", 1), number("B9", 2)) + row(5, number("D5", 3))
    assert [(place, cell.text) for place, cell in cells(rows).items()] == [((5, 4), "3"), ((9, 2), "2"), ((9, 4), "1")]


def test_a_row_may_come_in_two_pieces() -> None:
    assert places(row(5, number("D5", 1)) + row(5, number("A5", 2))) == [(5, 1), (5, 4)]


@pytest.mark.parametrize(
    "rows",
    [
        row(5, number("D5", 1), number("D5", 9)),
        row(5, number("D5", 1)) + row(5, number("D5", 9)),
        row(5, number("D5", 1)) + row(5, '<c r="D5"/>'),
        row(5, '<c r="D5"/>', number("D5", 9)),
        row(5, number("D5", 1), number("C5", 2), "<c><v>9</v></c>"),
    ],
)
def test_a_cell_that_comes_twice_is_damage(rows: str) -> None:
    finding = the_refusal(book(rows), catalogue.FILE_DAMAGED)
    assert what(finding) == "ô D5 có hai lần"


@pytest.mark.parametrize(
    "inner",
    ["<v>1</v><v>9</v>", "<f>1</f><f>9</f><v>1</v>", "<is><t>a</t></is><is><t>b</t></is>", "<is><t>a</t></is><v>1</v>"],
)
def test_two_values_in_one_cell_are_damage(inner: str) -> None:
    the_refusal(book(row(5, f'<c r="D5">{inner}</c>')), catalogue.FILE_DAMAGED)


@pytest.mark.parametrize(
    "reference",
    ["ZZZZZZZZZ5", "D0", "D99999999999", "XFE5", "XFD1048577", "5D", "", "D 5", " D5", "D٥", "d5", "$D$5", "D05", "D6"],
)
def test_an_address_that_is_none_is_damage(reference: str) -> None:
    """Also one that belongs to another row, as in D6."""
    the_refusal(book(f'<row r="5"><c r="{reference}"><v>1</v></c></row>'), catalogue.FILE_DAMAGED)


@pytest.mark.parametrize("index", ["-1", "0", "abc", "", "4294967297", "1048577", "1.0", "٥", " 5"])
def test_a_row_number_that_is_none_is_damage(index: str) -> None:
    the_refusal(book(f'<row r="{index}"><c><v>1</v></c></row>'), catalogue.FILE_DAMAGED)


def test_a_cell_past_the_last_column_by_position_is_damage() -> None:
    the_refusal(book(row(1, '<c r="XFD1"/>', "<c/>")), catalogue.FILE_DAMAGED)
    the_refusal(book('<row r="1048576"/><row/>'), catalogue.FILE_DAMAGED)


@pytest.mark.parametrize("dimension", ["A1", "A1:XFD1048576", "ZZZZZZZZZ9:A0"])
def test_the_dimension_that_the_file_states_is_ignored(dimension: str) -> None:
    data = book(row(5, number("D5", 1)), before=f'<dimension ref="{dimension}"/>')
    assert set(sheet_of(data).cells) == {(5, 4)}


# --- beyond the area --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ref", "beyond"),
    [
        ("IV20000", False),
        ("IW20000", True),
        ("IV20001", True),
        ("A1048576", True),
        ("XFD20", True),
        ("XFD1048576", True),
    ],
)
def test_filled_cells_beyond_the_area_are_told_not_read(ref: str, beyond: bool) -> None:
    index = int(re.sub("[A-Z]", "", ref))
    workbook, findings = read_workbook(book(row(1, number("A1", 1)) + row(index, text(ref, " "))), "tệp.xlsx")
    assert workbook is not None
    (sheet,) = workbook.sheets
    assert sheet.truncated is beyond
    assert len(sheet.cells) == (1 if beyond else 2)
    told = catalogue.CELLS_BEYOND.finding(file="tệp.xlsx", sheet="Phiếu chấm", allowed="A1:IV20000")
    assert findings == ((told,) if beyond else ())


def test_formatted_but_empty_cells_beyond_the_area_are_nothing() -> None:
    rows = row(30_000, '<c r="A30000" s="0"/>', '<c r="IX30000" t="inlineStr"><is><t/></is></c>')
    workbook, findings = read_workbook(book(rows), "x")
    assert workbook is not None
    assert not workbook.sheets[0].truncated
    assert findings == ()


def test_cells_that_follow_those_beyond_are_still_read() -> None:
    rows = row(30_000, number("A30000", 1)) + row(30_001, number("A30001", 1)) + row(5, number("D5", 2))
    sheet = sheet_of(book(rows))
    assert sheet.truncated
    assert set(sheet.cells) == {(5, 4)}


@pytest.mark.parametrize(
    ("limit", "most", "rows"),
    [
        ("MOST_CELLS", 20, "<row><c/><c/></row>" * 7),
        ("MOST_FILLED", 20, "<row><c><v>1</v></c></row>" * 21),
        ("MOST_TAGS", 100, "<row/>" * 100),
        ("MOST_ROWS_BEYOND", 20, row(20_001, number("A20001", 1)) + "<row><c><v>1</v></c></row>" * 21),
        ("MOST_TEXT", 50, row(1, text("A1", "a" * 26), text("B1", "b" * 26))),
    ],
)
def test_what_a_workbook_may_hold_is_bounded(limit: str, most: int, rows: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert read_workbook(book(rows), "").value
    monkeypatch.setattr(ooxml if limit == "MOST_ROWS_BEYOND" else xml_parts, limit, most)
    the_refusal(book(rows), catalogue.FILE_TOO_LARGE)


def test_endless_merged_ranges_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xml_parts, "MOST_FILLED", 20)
    data = book(after="<mergeCells>" + '<mergeCell ref="A1:B1"/>' * 21 + "</mergeCells>")
    the_refusal(data, catalogue.FILE_TOO_LARGE)


RELATIONS = "".join(f'<Relationship Id="{n}" Type="x" Target="y"/>' for n in range(20_001))
PROPERTIES = "".join(f'<property name="{n}"><lpwstr>x</lpwstr></property>' for n in range(10_001))
ENDLESS = {
    "styles": "<styleSheet><cellXfs>" + '<xf numFmtId="0"/>' * 200_001 + "</cellXfs></styleSheet>",
    "rels": f"<Relationships>{RELATIONS}</Relationships>",
    "custom": f"<Properties>{PROPERTIES}</Properties>",
    "strings": "<sst>" + "<si/>" * 5_000_001 + "</sst>",
}


@pytest.mark.parametrize("part", ENDLESS)
def test_endless_entries_in_the_small_parts_are_refused(part: str) -> None:
    changed: dict[str, Any] = {part: made.xml(ENDLESS[part])}
    the_refusal(book(row(1, number("A1", 1)), **changed), catalogue.FILE_TOO_LARGE)


# --- the sheet ---------------------------------------------------------------------------------------


def test_merged_ranges_are_told_never_expanded() -> None:
    refs = ("A1:E1", "C3:B2", "G7", "A1:XFD1048576")
    after = "<mergeCells>" + "".join(f'<mergeCell ref="{ref}"/>' for ref in refs) + "</mergeCells>"
    merged = sheet_of(book(row(1, number("A1", 1)), after=after)).merged
    assert merged == (Range(1, 1, 1, 5), Range(2, 2, 3, 3), Range(7, 7, 7, 7), Range(1, 1, 1_048_576, 16_384))


def test_a_merged_range_that_is_none_is_damage() -> None:
    the_refusal(book(after='<mergeCells><mergeCell ref="#REF!"/></mergeCells>'), catalogue.FILE_DAMAGED)


def test_hidden_rows_are_known() -> None:
    rows = row(5, attributes=' hidden="1"') + row(6, number("D6", 1), attributes=' hidden="true"')
    rows += row(7, attributes=' hidden="0"') + row(8, attributes=' ht="0" customHeight="1"') + "<row hidden='1'/>"
    sheet = sheet_of(book(rows))
    assert sheet.hidden_rows == {5, 6, 8, 9}
    assert set(sheet.cells) == {(6, 4)}


def test_hidden_columns_are_known_within_the_area() -> None:
    columns = '<col min="2" max="3" hidden="1"/><col min="4" max="4"/><col min="6" max="6" width="0"/>'
    before = f'<cols>{columns}<col min="255" max="16384" hidden="true"/></cols>'
    assert sheet_of(book(before=before)).hidden_columns == {2, 3, 6, 255, 256}


def test_hidden_columns_that_are_none_are_damage() -> None:
    the_refusal(book(before='<cols><col min="x" max="2" hidden="1"/></cols>'), catalogue.FILE_DAMAGED)


def test_sheets_come_in_tab_order_with_name_and_state() -> None:
    names = ("Bìa", 'a_x0041_&"', "", "PHIẾU")
    states = ("hidden", "veryHidden", "gone", "")
    parts = made.book_parts(
        *(made.sheet_xml(row(n, number(f"A{n}", n))) for n in range(1, 5)), names=names, states=states
    )
    found = read(made.packed(parts)).sheets
    assert [sheet.name for sheet in found] == ["Bìa", 'aA&"', "", "PHIẾU"]
    assert [sheet.state for sheet in found] == ["hidden", "veryHidden", "visible", "visible"]
    assert [list(sheet.cells) for sheet in found] == [[(n, 1)] for n in range(1, 5)]


def test_tab_order_is_the_workbooks_not_the_archives() -> None:
    parts = made.book_parts(made.sheet_xml(row(1, number("A1", 1))), made.sheet_xml(row(1, number("A1", 2))))
    parts[made.BOOK_RELS] = made.relationships(
        ("rId1", "worksheet", "worksheets/sheet2.xml"), ("rId2", "worksheet", "worksheets/sheet1.xml")
    )
    assert [sheet.cells[1, 1].text for sheet in read(made.packed(parts)).sheets] == ["2", "1"]


@pytest.mark.parametrize("kind", ["chartsheet", "dialogsheet"])
def test_charts_and_dialogs_are_no_worksheets(kind: str) -> None:
    parts = made.book_parts(made.sheet_xml(row(1, number("A1", 1))), made.xml(f"<{kind}/>"))
    parts[made.BOOK_RELS] = made.relationships(
        ("rId1", "worksheet", "worksheets/sheet1.xml"), ("rId2", kind, "worksheets/sheet2.xml")
    )
    assert len(read(made.packed(parts)).sheets) == 1
    parts[made.BOOK] = made.workbook_xml(["Biểu đồ"]).replace(b"rId1", b"rId2")
    the_refusal(made.packed(parts), catalogue.FILE_DAMAGED)


def test_a_workbook_without_a_sheet_is_damage() -> None:
    the_refusal(book(workbook=made.workbook_xml([])), catalogue.FILE_DAMAGED)


def test_a_sheet_without_a_cell_is_read() -> None:
    assert sheet_of(book()).cells == {}
    assert sheet_of(book(sheet=made.xml(f'<worksheet xmlns="{made.MAIN}"/>'))).cells == {}


@pytest.mark.parametrize(
    "rels",
    [
        None,
        made.relationships(("rId9", "worksheet", "worksheets/sheet1.xml")),
        made.relationships(("rId1", "worksheet", "worksheets/sheet7.xml")),
        made.relationships(("rId1", "worksheet", "../../../../etc/passwd")),
        made.relationships(("rId1", "worksheet", "worksheets/sheet1.xml"), mode=' TargetMode="External"'),
        made.relationships(("rId1", "worksheet", "workbook.xml")),
        made.relationships(("rId1", "worksheet", "worksheets/sheet1.xml"), ("rId1", "worksheet", "sheet2.xml")),
    ],
)
def test_a_sheet_that_leads_nowhere_is_damage(rels: bytes | None) -> None:
    """Data is never shortened in silence."""
    the_refusal(book(row(1, number("A1", 1)), rels=rels), catalogue.FILE_DAMAGED)


def test_a_missing_sheet_beside_a_good_one_is_damage() -> None:
    parts = made.book_parts(made.sheet_xml(), made.sheet_xml())
    del parts["xl/worksheets/sheet2.xml"]
    finding = the_refusal(made.packed(parts), catalogue.FILE_DAMAGED)
    assert what(finding) == "thiếu nội dung của trang Sheet2"


def test_two_sheets_over_one_part_are_damage() -> None:
    parts = made.book_parts(made.sheet_xml(), made.sheet_xml())
    parts[made.BOOK_RELS] = made.relationships(
        ("rId1", "worksheet", "worksheets/sheet1.xml"), ("rId2", "worksheet", "worksheets/sheet1.xml")
    )
    the_refusal(made.packed(parts), catalogue.FILE_DAMAGED)


# --- the package -------------------------------------------------------------------------------------

ROWS = row(5, number("D5", 8.5), text("E5", "đã kiểm tra"))


@pytest.mark.parametrize(
    "change",
    [
        lambda name: name.replace("/", "\\"),
        lambda name: name if "Content" in name else name.upper(),
        lambda name: "/" + name,
    ],
)
def test_part_names_are_found_in_any_honest_spelling(change: object) -> None:
    assert callable(change)
    parts = made.book_parts(made.sheet_xml(ROWS))
    assert read(made.zipped((change(name), data) for name, data in parts.items())) == read(book(ROWS))


@pytest.mark.parametrize(
    "target", ["/xl/worksheets/sheet1.xml", "./worksheets//sheet1.xml", "..\\xl\\worksheets\\sheet1.xml"]
)
def test_relationships_lead_from_their_part_or_from_the_root(target: str) -> None:
    assert sheet_of(book(ROWS, rels=made.relationships(("rId1", "worksheet", target)))).cells


def test_the_workbook_is_where_the_package_says() -> None:
    parts = made.book_parts(made.sheet_xml(ROWS))
    moved = {name.replace("xl/workbook.xml", "data/wb.xml"): data for name, data in parts.items()}
    moved["data/_rels/wb.xml.rels"] = made.relationships(("rId1", "worksheet", "/xl/worksheets/sheet1.xml"))
    moved["_rels/.rels"] = made.relationships(("rId1", "officeDocument", "/data/wb.xml"))
    assert sheet_of(made.packed(moved)).cells == cells(ROWS)


@pytest.mark.parametrize("root", [None, made.relationships()])
def test_the_usual_place_serves_where_the_package_says_nothing(root: bytes | None) -> None:
    assert cells(ROWS, root=root) == cells(ROWS)


def test_content_types_are_not_needed() -> None:
    parts = made.book_parts(made.sheet_xml(ROWS))
    del parts["[Content_Types].xml"]
    assert read(made.packed(parts)) == read(book(ROWS))


def test_strict_workbooks_read_the_same() -> None:
    """Excel's own "Strict Open XML" choice."""
    strict = {
        name: data.replace(made.MAIN.encode(), made.STRICT.encode()).replace(
            made.RELS.encode(), b"http://purl.oclc.org/ooxml/officeDocument/relationships"
        )
        for name, data in made.book_parts(made.sheet_xml(ROWS)).items()
    }
    assert read(made.packed(strict)) == read(book(ROWS))


def test_prefixed_elements_read_the_same() -> None:
    prefixed = {
        name: re.sub(rb"<(/?)(?!\?)(?=[a-zA-Z])", rb"<\1x:", data).replace(b"xmlns=", b"xmlns:x=")
        for name, data in made.book_parts(made.sheet_xml(ROWS)).items()
    }
    assert read(made.packed(prefixed)) == read(book(ROWS))


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "windows-1258"])
def test_other_encodings_are_read(encoding: str) -> None:
    rows = row(1, text("A1", "đơn"))
    declared = encoding.removesuffix("-sig")
    sheet = made.sheet_xml(rows).decode().replace("UTF-8", declared)
    assert cells("", sheet=sheet.encode(encoding))[1, 1].text == "đơn"


@pytest.mark.parametrize(
    "sheet",
    [
        b"",
        b"hello",
        made.sheet_xml(ROWS)[:-60],
        made.sheet_xml(ROWS) + b"<x/>",
        made.sheet_xml(ROWS).replace(b"UTF-8", b"TCVN-5712"),
        made.sheet_xml(ROWS).replace(b"UTF-8", b"GB18030"),
        made.sheet_xml(ROWS).replace("đã".encode(), b"\xff\xfe"),
        made.sheet_xml(ROWS).replace("đã".encode(), b"\0"),
        made.sheet_xml(ROWS).replace("đã".encode(), b"&#0;"),
        made.sheet_xml(ROWS).replace("đã".encode(), b"&nope;"),
        made.sheet_xml(ROWS).replace("đã".encode(), b"<x>9</x>"),
        made.sheet_xml(ROWS).replace(b'<row r="5">', b'<row r="5" r="6">'),
        made.xml("<html><body/></html>"),
    ],
)
def test_a_sheet_that_is_not_its_xml_is_damage(sheet: bytes) -> None:
    finding = the_refusal(book(sheet=sheet), catalogue.FILE_DAMAGED)
    assert "xl/worksheets/sheet1.xml" in what(finding)


DOCTYPES = {
    "nested": '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>',
    "external": '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
    "external type": '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/">',
    "empty": "<!DOCTYPE x>",
}


@pytest.mark.parametrize("doctype", DOCTYPES.values(), ids=list(DOCTYPES))
@pytest.mark.parametrize("part", ["root", "workbook", "rels", "styles", "strings", "sheet", "custom"])
def test_a_doctype_is_refused_in_every_part(part: str, doctype: str) -> None:
    names = {"root": "_rels/.rels", "workbook": made.BOOK, "rels": made.BOOK_RELS, "styles": made.STYLES}
    names |= {"strings": made.STRINGS, "sheet": made.SHEET}
    parts = made.book_parts()
    sound = parts[names[part]] if part in names else made.xml("<Properties/>")
    head, _, rest = sound.decode().partition("\n")
    changed: dict[str, Any] = {part: f"{head}{doctype}{rest}".encode()}
    finding = the_refusal(book(ROWS, **changed), catalogue.FILE_FORBIDDEN)
    assert what(finding) == "khai báo DOCTYPE"


@pytest.mark.parametrize(
    "junk",
    [
        "<a>" * 2000 + "</a>" * 2000,
        "<!--" + "x" * (3 << 20) + "-->",
        "<a b='" + "x" * (3 << 20) + "'/>",
        "".join(f"<a{n}/>" for n in range(30_000)),
    ],
    ids=["depth", "comment", "attribute", "names"],
)
def test_xml_that_would_swell_the_parser_is_forbidden(junk: str) -> None:
    the_refusal(book(ROWS, after=junk), catalogue.FILE_FORBIDDEN)


# --- custom properties -----------------------------------------------------------------------------


def custom(*values: str) -> bytes:
    body = "".join(f'<property fmtid="{{x}}" pid="2" name="p{n}">{value}</property>' for n, value in enumerate(values))
    return made.xml(f'<Properties xmlns="urn:p" xmlns:vt="urn:vt">{body}</Properties>')


def test_custom_properties_are_read_as_text() -> None:
    part = custom(
        "<vt:lpwstr>a1b2_x0041_</vt:lpwstr>",
        "<vt:i4>7</vt:i4>",
        "<vt:bool>true</vt:bool>",
        "<vt:lpwstr/>",
        "<vt:x>9</vt:x>",
    )
    assert read(book(ROWS, custom=part)).properties == {"p0": "a1b2A", "p1": "7", "p2": "true", "p3": ""}


@pytest.mark.parametrize("part", [None, b"", b"hello", custom("<vt:i4>7</vt:i4>")[:-9], made.xml("<x/>")])
def test_broken_custom_properties_are_none(part: bytes | None) -> None:
    data = book(ROWS) if part is None else book(ROWS, custom=part)
    assert read(data).properties == {}


# --- properties --------------------------------------------------------------------------------------


def escaped(text_: str) -> str:
    """A text as Excel writes it: what XML forbids, and what looks like it, as `_xHHHH_`."""
    text_ = re.sub("_(?=x[0-9A-Fa-f]{4}_)", "_x005F_", text_)
    return re.sub("[\x00-\x08\x0b-\x1f\ufffe\uffff]", lambda match: f"_x{ord(match[0]):04X}_", text_)


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
@example("_x0041_")
@example("_x005F_x000D_")
@example("\r\n\t\x1b")
def test_any_text_is_read_as_written(written: str) -> None:
    data = book(row(5, text("D5", escaped(written)), shared(0, "E5")), strings=made.strings_xml(" " + escaped(written)))
    found = sheet_of(data).cells
    assert found[5, 4] == of(Kind.TEXT, written)
    assert found[5, 5] == of(Kind.TEXT, " " + written)


@given(st.floats(-1e300, 1e300))
def test_any_number_is_read_as_excel_shows_it(written: float) -> None:
    shown = as_shown(repr(written))
    assert shown is not None
    assert cell("", f"<v>{written!r}</v>") == Cell(Kind.NUMBER, plain(shown), shown)
    assert math.isclose(float(shown), written, rel_tol=1e-14)


@given(st.lists(st.tuples(st.integers(1, 60), st.integers(1, 30)), unique=True, max_size=40))
def test_the_order_of_cells_in_the_file_does_not_matter(written: list[tuple[int, int]]) -> None:
    from thidua_cli.cells import address

    rows = "".join(row(r, number(address(r, c), r * 100 + c)) for r, c in written)
    found = cells(rows)
    assert list(found) == sorted(written)
    assert all(cell.number == r * 100 + c for (r, c), cell in found.items())
