"""Workbooks as bytes: the same for the same book, texts as texts, numbers exact, Excel's limits kept."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import time
import zipfile
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from openpyxl import load_workbook

from thidua_cli.cells import Range
from thidua_cli.page import Book, Box, Highlight, Limit, Run, Sheet, Style
from thidua_cli.spreadsheets import writer
from thidua_cli.spreadsheets.writer import clean, to_bytes

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

    from thidua_cli.page import Value

RICH = (Run("Tiêu đề", bold=True), Run("\n"), Run("dòng hai", italic=True))
SAMPLE = Book(
    (
        Sheet(
            "Điểm",
            {
                (1, 1): Box("Tiêu đề\ndòng hai", runs=RICH),
                (2, 1): Box(Decimal("9.95"), Style(border=True, fill="FFFFEE", unlocked=True)),
                (2, 2): Box(Decimal(0), formula="SUM(A2:A3)"),
                (3, 2): Box("a & <b>", formula='"a & "&"<b>"'),
                (4, 1): Box("sang", link="'Ẩn'!B2"),
            },
            widths={1: 20, 2: 8},
            heights={1: 40},
            merged=(Range(6, 1, 7, 2),),
            frozen=(2, 2),
            repeated_rows=(1, 1),
            print_area=Range(1, 1, 7, 2),
            breaks=(3,),
            footer=("Sở A && B", "", "Trang &P/&N"),
            limits=(Limit(("A2",), Decimal(0), Decimal("5.5"), "Tên", "Lời nhắc", "Sai", "Từ 0 đến 5,5."),),
            highlights=(Highlight("A2:A3", "A2>5", "FFC7CE", "9C0006", bold=True),),
            protected=True,
            selected="A2",
        ),
        Sheet("Ẩn", {(2, 2): Box("x")}, hidden=True, hidden_columns=frozenset({2}), a3=True, landscape=False),
    ),
    title="Biểu",
    properties={"thidua.b": "2", "thidua.a": "1"},
)


def one(box: Box) -> Book:
    return Book((Sheet("Trang", {(1, 1): box}),))


def first(book: Book, *, data_only: bool = False) -> Worksheet:
    return load_workbook(io.BytesIO(to_bytes(book)), data_only=data_only).worksheets[0]


def part(book: Book, name: str = "xl/worksheets/sheet1.xml") -> str:
    return zipfile.ZipFile(io.BytesIO(to_bytes(book))).read(name).decode()


def test_the_same_book_gives_the_same_bytes_later(monkeypatch: pytest.MonkeyPatch) -> None:
    before = to_bytes(SAMPLE)
    later = time.time() + 86_400
    monkeypatch.setattr(time, "time", lambda: later)
    time.sleep(1.1)
    assert to_bytes(SAMPLE) == before


def test_the_same_book_gives_the_same_bytes_in_another_process() -> None:
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); import test_writer as t;"
        "sys.stdout.buffer.write(t.to_bytes(t.SAMPLE))"
    )
    command = [sys.executable, "-c", code, os.path.dirname(__file__)]  # noqa: PTH120 - sys.path takes text
    made = {
        subprocess.run(
            command, capture_output=True, check=True, env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone}
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Ho_Chi_Minh"))
    }
    assert made == {to_bytes(SAMPLE)}


def test_order_of_mappings_does_not_matter() -> None:
    sheet = SAMPLE.sheets[0]
    boxes = dict(sorted(sheet.boxes.items(), reverse=True))
    widths = dict(sorted(sheet.widths.items(), reverse=True))
    turned = replace(
        SAMPLE,
        sheets=(replace(sheet, boxes=boxes, widths=widths), SAMPLE.sheets[1]),
        properties=dict(sorted(SAMPLE.properties.items())),
    )
    assert to_bytes(turned) == to_bytes(SAMPLE)


def test_no_part_tells_time_program_or_outside_place() -> None:
    with zipfile.ZipFile(io.BytesIO(to_bytes(SAMPLE))) as archive:
        parts = {info.filename: archive.read(info) for info in archive.infolist()}
        assert {(info.date_time, info.create_system) for info in archive.infolist()} == {((2000, 1, 1, 0, 0, 0), 0)}
    assert next(iter(parts)) == "[Content_Types].xml"
    assert b"<dc:creator>thidua</dc:creator>" in parts["docProps/core.xml"]
    assert set(re.findall(rb"20\d\d-[^<]*", parts["docProps/core.xml"])) == {b"2000-01-01T00:00:00Z"}
    assert not any(b"penpyxl" in content for content in parts.values())
    assert not any(b'TargetMode="External"' in content for content in parts.values())
    assert not any("vba" in name or "externalLink" in name for name in parts)


@pytest.mark.parametrize(
    "text", ["=1+1", "+84 912", "-5", "- gạch đầu dòng", "@SUM(1)", "=cmd|'/c calc'!A1", "#N/A", "TRUE", "05", "1e5"]
)
def test_text_is_never_a_formula_a_number_or_an_error(text: str) -> None:
    cell = first(one(Box(text)))["A1"]
    assert (cell.data_type, cell.value) == ("s", text)
    assert "<f>" not in part(one(Box(text)))


def test_text_like_a_formula_stays_text_when_edited() -> None:
    assert 'quotePrefix="1"' in part(one(Box("=1+1")), "xl/styles.xml")
    assert 'quotePrefix="1"' not in part(one(Box("-")), "xl/styles.xml")


def test_characters_no_workbook_holds_are_replaced() -> None:
    assert first(one(Box("a\x00b\x1bc\ud800d\uffffe\x85")))["A1"].value == "a�b�c�d�e�"
    assert clean("một\r\nhai\rba\tbốn") == "một\nhai\nba\tbốn"


def test_text_that_looks_like_an_escape_is_kept() -> None:
    assert "_x005F_x0041_" in part(one(Box("_x0041_")))


@given(st.text(min_size=1, max_size=40).filter(lambda text: "_x" not in text and text.strip() == text))
def test_any_text_comes_back_as_it_was_cleaned(text: str) -> None:
    assert first(one(Box(text)))["A1"].value == clean(text)


def test_long_text_is_cut_at_a_word_with_an_ellipsis() -> None:
    text = first(one(Box("mười chữ " * 5000)))["A1"].value
    assert isinstance(text, str)
    assert len(text) <= writer.MOST_TEXT
    assert text.endswith((" chữ…", " mười…"))
    # An emoji is two of Excel's characters.
    emoji = clean("😀" * 20_000)
    assert len(emoji.encode("utf-16-le")) // 2 <= writer.MOST_TEXT


@pytest.mark.parametrize(
    ("number", "digits"),
    [
        (Decimal("9.95"), "9.95"),
        (Decimal("0.1") + Decimal("0.2"), "0.3"),
        (Decimal("8.410"), "8.41"),
        (Decimal("1E+2"), "100"),
        (Decimal("1E-7"), "0.0000001"),
        (Decimal("-0.0"), "0"),
        (Decimal("123456789.123456"), "123456789.123456"),
        (150, "150"),
        (10**20, "1" + "0" * 20),
    ],
)
def test_numbers_are_written_digit_for_digit(number: Value, digits: str) -> None:
    assert f'<c r="A1" s="1" t="n"><v>{digits}</v></c>' in part(one(Box(number)))


@pytest.mark.parametrize("number", [Decimal("1234567890.123456"), 1234567890123456, Decimal("1E+400")])
def test_numbers_a_double_would_change_are_written_as_text(number: Value) -> None:
    assert first(one(Box(number)))["A1"].value == str(number)


@pytest.mark.parametrize("number", [Decimal("NaN"), Decimal("Infinity"), float("nan"), 0.5])
@pytest.mark.parametrize("formula", [None, "1/3"])
def test_numbers_that_are_not_finite_or_not_exact_are_refused(number: Value, formula: str | None) -> None:
    with pytest.raises(ValueError, match=r"finite|exact"):
        to_bytes(one(Box(number, formula=formula)))


def test_formulas_carry_their_result() -> None:
    formulas, values = first(SAMPLE), first(SAMPLE, data_only=True)
    assert (formulas["B2"].value, values["B2"].value) == ("=SUM(A2:A3)", 0)
    assert (formulas["B3"].value, values["B3"].value) == ('="a & "&"<b>"', "a & <b>")
    kept = r't="str"><f>"a &amp; "&amp;"&lt;b&gt;"</f><v>a &amp; &lt;b&gt;</v></c>'
    assert kept in part(SAMPLE)
    assert 'fullCalcOnLoad="1"' in part(SAMPLE, "xl/workbook.xml")


def test_a_formula_without_a_known_result_has_none() -> None:
    assert first(one(Box(None, formula="NOW()")), data_only=True)["A1"].value is None


def test_sums_meant_as_they_are_get_no_warning_corner() -> None:
    quiet = '<ignoredErrors><ignoredError sqref="B2:B3" formula="1" formulaRange="1" /></ignoredErrors></worksheet>'
    assert part(SAMPLE).endswith(quiet)
    assert "ignoredErrors" not in part(one(Box(5)))


def test_a_formula_too_long_for_excel_is_refused() -> None:
    with pytest.raises(ValueError, match="formula too long at A1"):
        to_bytes(one(Box(0, formula="1+" * 5000 + "1")))


def test_rich_text_keeps_its_lines_and_weights() -> None:
    assert first(SAMPLE)["A1"].value == "Tiêu đề\ndòng hai"
    assert part(SAMPLE).count('<b val="1" />') == 1
    assert part(SAMPLE).count('<i val="1" />') == 1


def test_every_font_is_times_new_roman() -> None:
    styles = part(SAMPLE, "xl/styles.xml")
    assert set(re.findall(r'<name val="([^"]*)"', styles)) == {"Times New Roman"}
    assert "scheme" not in styles
    assert set(re.findall(r'rFont val="([^"]*)"', part(SAMPLE))) == {"Times New Roman"}


def test_sheet_names_are_what_excel_takes() -> None:
    names = ["Cụm: 1/2?", "", "'", "Sở", "SỞ", "sở", "x" * 40, "x" * 50, "History"]
    book = Book(tuple(Sheet(name, {}) for name in names))
    titles = load_workbook(io.BytesIO(to_bytes(book))).sheetnames
    assert titles[:6] == ["Cụm- 1-2-", "Trang", "Trang (2)", "Sở", "SỞ (2)", "sở (3)"]
    assert titles[6:] == ["x" * 31, "x" * 27 + " (2)", "History (2)"]
    assert len({title.casefold() for title in titles}) == len(titles)


def test_links_lead_inside_the_workbook_to_the_sheet_as_named() -> None:
    book = Book((Sheet("Một", {(1, 1): Box("đi", link="#'A/B'!C3")}), Sheet("A/B", {})))
    link = first(book)["A1"].hyperlink
    assert link is not None
    assert (link.location, link.target) == ("'A-B'!C3", None)


def test_bounds_and_texts_of_limits_keep_excels_lengths() -> None:
    long = Limit(("A1", "B1:B3"), Decimal(0), Decimal("0.5"), "Tiêu đề " * 9, "lời " * 99, "Sai " * 20, "điểm " * 99)
    found = first(Book((Sheet("T", {}, limits=(long,)),))).data_validations.dataValidation[0]
    assert (found.type, found.operator, found.formula1, found.formula2) == ("decimal", "between", "0", "0.5")
    assert str(found.sqref) == "A1 B1:B3"
    assert (found.showErrorMessage, found.errorStyle, found.allow_blank) == (True, "stop", True)
    assert [len(text or "") <= 32 for text in (found.promptTitle, found.errorTitle)] == [True, True]
    assert [len(text or "") <= 255 for text in (found.prompt, found.error)] == [True, True]
    assert found.prompt is not None
    assert found.prompt.endswith("lời…")


def test_a_limit_without_bounds_only_prompts() -> None:
    note = Limit(("A1",), prompt_title="Tên", prompt="Nhập tên.")
    found = first(Book((Sheet("T", {}, limits=(note,)),))).data_validations.dataValidation[0]
    assert (found.type, found.showErrorMessage, found.showInputMessage) == (None, False, True)


@pytest.mark.parametrize(
    ("low", "high", "operator"), [(Decimal(1), None, "greaterThanOrEqual"), (None, Decimal(9), "lessThanOrEqual")]
)
def test_a_limit_may_have_one_bound(low: Decimal | None, high: Decimal | None, operator: str) -> None:
    found = first(Book((Sheet("T", {}, limits=(Limit(("A1",), low, high),)),))).data_validations.dataValidation[0]
    assert (found.operator, found.formula1, found.formula2) == (operator, str(low or high), None)


def test_page_setup_prints_as_offices_print() -> None:
    sheet = first(SAMPLE)
    setup = sheet.page_setup
    assert (setup.paperSize, setup.orientation, setup.fitToWidth, setup.fitToHeight) == (9, "landscape", 1, 0)
    assert sheet.sheet_properties.pageSetUpPr is not None
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    margins = sheet.page_margins
    assert [round(side * 25.4) for side in (margins.top, margins.right, margins.bottom, margins.left)] == [
        20,
        15,
        20,
        30,
    ]
    assert sheet.print_options.horizontalCentered
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.print_area == "'Điểm'!$A$1:$B$7"
    assert [row.id for row in sheet.row_breaks.brk] == [3]
    assert sheet.oddFooter is not None
    assert sheet.oddFooter.left.text == "Sở A && B"
    assert sheet.oddFooter.right.text == "Trang &P/&N"


def test_other_paper_and_hidden_parts() -> None:
    hidden = load_workbook(io.BytesIO(to_bytes(SAMPLE))).worksheets[1]
    assert (hidden.page_setup.paperSize, hidden.page_setup.orientation) == (8, "portrait")
    assert (hidden.sheet_state, hidden.column_dimensions["B"].hidden) == ("hidden", True)


def test_long_footers_are_cut_without_breaking_a_code() -> None:
    text = part(Book((Sheet("T", {}, footer=("A && " * 90, "", "Trang &P/&N")),)))
    found = re.search(r"<oddFooter>(.*?)</oddFooter>", text)
    assert found is not None
    footer = found[1].replace("&amp;", "&")
    assert len(footer) <= 255
    assert footer.endswith("Trang &P/&N")
    assert re.search(r"(?<!&)(&&)*&…", footer) is None


def test_protection_has_no_password_and_lets_people_widen() -> None:
    protection = first(SAMPLE).protection
    assert (protection.sheet, protection.password) == (True, None)
    assert not any(
        (protection.selectLockedCells, protection.selectUnlockedCells, protection.formatColumns, protection.formatRows)
    )
    assert protection.insertRows
    assert first(SAMPLE)["A2"].protection.locked is False
    assert first(SAMPLE)["A1"].protection.locked is True


def test_merged_cells_are_dressed_alike() -> None:
    style = Style(border=True)
    boxes = {(1, 1): Box("x", style), (2, 2): Box("bị che", Style(border=True, bold=True))}
    sheet = first(Book((Sheet("T", boxes, merged=(Range(1, 1, 2, 2),)),)))
    assert [str(area) for area in sheet.merged_cells.ranges] == ["A1:B2"]
    assert "bị che" not in part(Book((Sheet("T", boxes, merged=(Range(1, 1, 2, 2),)),)))
    assert sheet["B2"].border.right.style == "thin"


@pytest.mark.parametrize(
    ("selected", "pane"), [("C3", "bottomRight"), ("C1", "topRight"), ("A3", "bottomLeft"), ("A1", "topLeft")]
)
def test_the_selected_cell_is_active_in_its_pane(selected: str, pane: str) -> None:
    view = first(Book((Sheet("T", {}, frozen=(2, 2), selected=selected),))).sheet_view
    assert view.pane is not None
    assert (view.pane.topLeftCell, view.pane.state, view.pane.activePane) == ("B2", "frozen", pane)
    active = [selection for selection in view.selection if selection.activeCell == selected]
    assert [selection.pane or "topLeft" for selection in active][-1:] == [pane]


def test_without_frozen_cells_the_selected_cell_is_active() -> None:
    view = first(Book((Sheet("T", {}, selected="B7"),))).sheet_view
    assert [(selection.activeCell, selection.sqref) for selection in view.selection] == [("B7", "B7")]


def test_highlights_are_conditional_formats_in_order() -> None:
    rules = [rule for area in first(SAMPLE).conditional_formatting for rule in area.rules]
    assert [(rule.type, rule.formula, rule.priority) for rule in rules] == [("expression", ["A2>5"], 1)]


def test_properties_are_kept_in_the_document() -> None:
    workbook = load_workbook(io.BytesIO(to_bytes(SAMPLE)))
    kept = {item.name: item.value for item in workbook.custom_doc_props.props}  # type: ignore[attr-defined]  # not in the stubs
    assert kept == {"thidua.a": "1", "thidua.b": "2"}
    assert workbook.properties.title == "Biểu"


def test_a_book_needs_a_visible_sheet() -> None:
    for sheets in ((), (Sheet("T", {}, hidden=True),)):
        with pytest.raises(ValueError, match="visible"):
            to_bytes(Book(sheets))


def test_the_first_visible_sheet_is_shown() -> None:
    book = Book((Sheet("Ẩn", {}, hidden=True), Sheet("Hiện", {})))
    shown = load_workbook(io.BytesIO(to_bytes(book))).active
    assert shown is not None
    assert shown.title == "Hiện"
