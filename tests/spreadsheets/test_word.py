"""What is read from the tables of a Word document, fact by fact, on the smallest XML that shows it."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Final

import docx
import pytest

from tests import foreign
from tests.cases.folder import tell, write
from tests.foreign import cell, document, paragraph, table
from tests.sheets import workbook
from thidua_cli import catalogue, intake
from thidua_cli.cells import Kind, Range, Workbook, Worksheet
from thidua_cli.spreadsheets import bounds, gate, word
from thidua_cli.spreadsheets.reader import read_workbook

from .test_gate import the_refusal, what

if TYPE_CHECKING:
    from pathlib import Path

    from thidua_cli.findings import Finding

ROWS: Final = (("STT", "Nội dung", "Điểm"), ("1", "Tiêu chí", "4,5"))


def opened(body: str) -> tuple[Workbook, tuple[Finding, ...]]:
    found, findings = read_workbook(document(body), "phiếu.docx")
    assert found is not None, [catalogue.say(finding, "en") for finding in findings]
    return found, tuple(findings)


def sheets(body: str) -> tuple[Worksheet, ...]:
    return opened(body)[0].sheets


def texts(sheet: Worksheet) -> list[list[str]]:
    """The sheet row by row, up to the last filled cell of each."""
    rows = max((row for row, _ in sheet.cells), default=0)
    lines = []
    for row in range(1, rows + 1):
        last = max((column for at, column in sheet.cells if at == row), default=0)
        lines.append([sheet.cells[row, c].text if (row, c) in sheet.cells else "" for c in range(1, last + 1)])
    return lines


def the_cell(inner: str) -> str:
    """The text of a cell with this content, given as XML."""
    (sheet,) = sheets(table([["a", "b", f"<w:tc><w:tcPr/>{inner}</w:tc>"]]))
    return sheet.cells[1, 3].text if (1, 3) in sheet.cells else ""


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


# --- tables and lines --------------------------------------------------------------------------------------


def test_a_table_is_a_sheet_and_the_lines_above_it_are_rows() -> None:
    found, findings = opened(paragraph("Đơn vị: Sở Nội vụ") + paragraph("") + table(ROWS) + paragraph("Ký tên"))
    (sheet,) = found.sheets
    assert sheet.name == "Bảng 1"
    assert texts(sheet) == [["Đơn vị: Sở Nội vụ"], *map(list, ROWS)]
    assert {cell.kind for cell in sheet.cells.values()} == {Kind.TEXT}
    (finding,) = findings
    assert finding.code == "TD016"
    assert "“Bảng 1” từ dòng 2" in catalogue.say(finding, "vi").message


def test_each_table_is_a_sheet_of_its_own_with_the_lines_since_the_one_before() -> None:
    first, second = sheets(paragraph("A") + table(ROWS) + paragraph("B") + table([["x", "y", "z"]]))
    assert texts(first)[0] == ["A"]
    assert (second.name, texts(second)) == ("Bảng 2", [["B"], ["x", "y", "z"]])


def test_a_letterhead_laid_out_as_a_table_counts_as_lines() -> None:
    head = table([["UBND TỈNH", "CỘNG HÒA"], ["Đơn vị:", "Sở Nội vụ"]])
    (sheet,) = sheets(head + paragraph("Năm 2019") + table(ROWS))
    assert texts(sheet)[:3] == [["UBND TỈNH", "CỘNG HÒA"], ["Đơn vị:", "Sở Nội vụ"], ["Năm 2019"]]


def test_a_table_broken_off_by_blank_lines_is_one() -> None:
    (sheet,) = sheets(table(ROWS) + paragraph("") + paragraph(" ") + table([["2", "Tiêu chí", "3"]]))
    assert texts(sheet) == [*map(list, ROWS), ["2", "Tiêu chí", "3"]]


def test_tables_of_other_columns_are_not_joined() -> None:
    assert len(sheets(table(ROWS) + paragraph("") + table([["1", "2", "3", "4"]]))) == 2
    assert len(sheets(table(ROWS, [500, 900, 500]) + table(ROWS, [500, 900, 600]))) == 2


def test_a_table_inside_a_cell_is_a_sheet_of_its_own() -> None:
    outer = table([["a", "b", f"<w:tc><w:tcPr/>{paragraph('x')}{table(ROWS)}{paragraph('y')}</w:tc>"]])
    inner, around = sheets(outer)
    assert texts(inner) == [*map(list, ROWS)]
    assert texts(around) == [["a", "b", "x\ny"]]


@pytest.mark.parametrize("body", ["", paragraph("Công văn"), table([["a", "b"]])])
def test_a_document_without_a_table_is_no_workbook(body: str) -> None:
    finding = the_refusal(document(body), catalogue.FILE_NOT_A_WORKBOOK)
    assert what(finding) == "văn bản Word (.docx) không có bảng"


# --- cells ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("inner", "text"),
    [
        (paragraph("4,5"), "4,5"),
        (paragraph("a") + paragraph("b"), "a\nb"),
        (paragraph("") + paragraph("b") + paragraph(""), "b"),
        (f"<w:p>{run('4')}{run(',')}{run('5')}</w:p>", "4,5"),
        ("<w:p><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:noBreakHyphen/></w:r></w:p>", "a b\nc-"),
        (f"<w:p><w:hyperlink>{run('a')}</w:hyperlink><w:fldSimple>{run('b')}</w:fldSimple></w:p>", "ab"),
        (f"<w:sdt><w:sdtPr/><w:sdtContent><w:p>{run('a')}</w:p></w:sdtContent></w:sdt>", "a"),
        (f"<w:p><w:sdt><w:sdtContent>{run('a')}</w:sdtContent></w:sdt></w:p>", "a"),
        (f"<w:p>{run('5', '<w:vanish/>')}{run('4')}</w:p>", "4"),
        (f"<w:p>{run('5', '<w:vanish w:val=&quot;0&quot;/>'.replace('&quot;', chr(34)))}{run('4')}</w:p>", "54"),
        ("<w:p><w:r><w:instrText>PAGE</w:instrText></w:r></w:p>", ""),
        (f"<w:p><w:r><w:pict><w:txbxContent><w:p>{run('9')}</w:p></w:txbxContent></w:pict></w:r>{run('4')}</w:p>", "4"),
    ],
)
def test_a_cells_text_is_what_word_shows(inner: str, text: str) -> None:
    assert the_cell(inner) == text


def test_changes_not_accepted_are_said_aloud() -> None:
    changed = f"<w:p><w:del><w:r><w:delText>4</w:delText></w:r></w:del><w:ins>{run('5')}</w:ins></w:p>"
    moved = f"<w:p><w:moveFrom>{run('4')}</w:moveFrom><w:moveTo>{run('5')}</w:moveTo></w:p>"
    for inner in (changed, moved):
        assert the_cell(inner) == "5"
        _, findings = opened(table([["a", "b", f"<w:tc>{inner}</w:tc>"]]))
        assert [finding.code for finding in findings] == ["TD016", "TD017"]


def test_a_row_deleted_under_revision_marks_is_not_read() -> None:
    gone = f"<w:tr><w:trPr><w:del/></w:trPr>{cell('x')}{cell('y')}{cell('z')}</w:tr>"
    found, findings = opened(table(ROWS).replace("</w:tbl>", gone + "</w:tbl>"))
    assert texts(found.sheets[0]) == [*map(list, ROWS)]
    assert "TD017" in {finding.code for finding in findings}


# --- columns -------------------------------------------------------------------------------------------


def test_merged_cells_keep_the_columns_of_their_row() -> None:
    total = [cell("Tổng", '<w:gridSpan w:val="2"/>'), "9"]
    (sheet,) = sheets(table([*ROWS, total]))
    assert sheet.cells[3, 3].text == "9"
    assert sheet.merged == (Range(3, 1, 3, 2),)


def test_cells_merged_downwards_are_one_range() -> None:
    rows = [
        [cell("III", '<w:vMerge w:val="restart"/>'), "a", "1"],
        [cell("", "<w:vMerge/>"), "b", "2"],
        [cell("", '<w:vMerge w:val="continue"/>'), "c", "3"],
        ["IV", "d", "4"],
    ]
    (sheet,) = sheets(table(rows))
    assert sheet.merged == (Range(1, 1, 3, 1),)
    assert texts(sheet) == [["III", "a", "1"], ["", "b", "2"], ["", "c", "3"], ["IV", "d", "4"]]


def test_a_row_that_begins_further_right_keeps_its_columns() -> None:
    late = f'<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr>{cell("b")}{cell("c")}</w:tr>'
    (sheet,) = sheets(table(ROWS).replace("</w:tbl>", late + "</w:tbl>"))
    assert texts(sheet)[2] == ["", "b", "c"]


def test_borders_dragged_apart_are_one() -> None:
    """Word then counts a step more in its grid, and a cell of one row begins a millimetre right of the others."""
    rows = [
        ["STT", cell("Nội dung", '<w:gridSpan w:val="2"/>'), "Điểm"],
        [cell("1", '<w:gridSpan w:val="2"/>'), "Tiêu chí", "4,5"],
    ]
    (sheet,) = sheets(table(rows, [600, 60, 4000, 900]))
    assert texts(sheet) == [["STT", "Nội dung", "Điểm"], ["1", "Tiêu chí", "4,5"]]
    assert sheet.merged == ()
    (apart,) = sheets(table(rows, [600, 600, 4000, 900]))
    assert texts(apart) == [["STT", "Nội dung", "", "Điểm"], ["1", "", "Tiêu chí", "4,5"]]


def test_a_grid_that_leaves_no_room_for_a_rows_cells_is_not_believed() -> None:
    assert texts(sheets(table(ROWS, [10, 10, 10]))[0]) == [*map(list, ROWS)]
    assert texts(sheets(table(ROWS, [0, 0, 0]))[0]) == [*map(list, ROWS)]


# --- bounds --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("span", ["16385", "9999999"])
def test_a_span_wider_than_any_table_is_damage(span: str) -> None:
    rows = [[cell("x", f'<w:gridSpan w:val="{span}"/>'), "b", "c"]]
    the_refusal(document(table(rows)), catalogue.FILE_DAMAGED)


def test_a_span_that_is_no_number_is_one_column() -> None:
    assert texts(sheets(table([[cell("a", '<w:gridSpan w:val="x"/>'), "b", "c"]]))[0]) == [["a", "b", "c"]]


def test_what_lies_beyond_the_area_is_said_aloud() -> None:
    found, findings = opened(table([["x"] * (bounds.LAST_COLUMN + 1)]))
    assert len(found.sheets[0].cells) == bounds.LAST_COLUMN
    assert [finding.code for finding in findings] == ["TD016", "TD010"]


def test_tables_in_tables_have_an_end() -> None:
    body = paragraph("x")
    for _ in range(word._DEEPEST + 1):
        body = f"<w:tbl><w:tr><w:tc>{body}</w:tc></w:tr></w:tbl>{paragraph('')}"
    the_refusal(document(body), catalogue.FILE_FORBIDDEN)


def test_a_document_is_bounded_like_a_workbook(monkeypatch: pytest.MonkeyPatch) -> None:
    from thidua_cli.spreadsheets import xml_parts

    monkeypatch.setattr(xml_parts, "MOST_FILLED", 20)
    the_refusal(document(table([["x", "y", "z"]] * 7)), catalogue.FILE_TOO_LARGE)


def test_the_document_passes_the_same_gate() -> None:
    sound = document(table(ROWS))
    package = gate.open_package(sound)
    entry = package.find("word/document.xml")
    assert entry is not None
    text = b"".join(package.read(entry))
    head, _, rest = text.partition(b"?>")
    doctype = head + b'?><!DOCTYPE x [<!ENTITY a "b">]>' + rest
    assert what(the_refusal(foreign.zipped({"word/document.xml": doctype}), catalogue.FILE_FORBIDDEN)) == (
        "khai báo DOCTYPE"
    )
    the_refusal(foreign.zipped({"word/document.xml": text + b" " * (101 << 20)}), catalogue.FILE_TOO_LARGE)
    the_refusal(foreign.zipped({"word/document.xml": text[:-30]}), catalogue.FILE_DAMAGED)


# --- as a sheet of a unit --------------------------------------------------------------------------------


def described() -> Worksheet:
    unit = {"unit": "Sở Nội vụ", "year": 2019, "rest": [0.5, "0,5", None], "points": {"I": [98.75, 97, None]}}
    return workbook(unit).sheets[0]


def header_of(sheet: Worksheet) -> int:
    return min(row for (row, _), cell in sheet.cells.items() if cell.text == "STT")


def test_a_form_typed_into_word_gives_the_table_of_its_workbook() -> None:
    sheet = described()
    (found,) = read_workbook(foreign.docx(sheet, header_of(sheet)), "x")[0].sheets  # type: ignore[union-attr]
    (ours,) = intake.find_tables(Workbook((sheet,)))
    (read,) = intake.find_tables(Workbook((found,)))
    assert read.columns == ours.columns
    identity = intake.identify(Workbook((found,)), read)
    assert (identity.unit, identity.year) == ("Sở Nội vụ", "2019")


def test_a_word_sheet_ranks_beside_the_others_and_a_letter_is_passed_over(tmp_path: Path) -> None:
    sheet = described()
    home = tmp_path / "cum"
    write({"b.xlsx": {"unit": "Sở Tư pháp", "year": 2019, "rest": 1, "points": {"I": 90}}}, home)
    (home / "a.docx").write_bytes(foreign.docx(sheet, header_of(sheet)))
    (home / "cong van.docx").write_bytes(document(paragraph("Kính gửi") + table([["a", "b", "c"]])))
    told = tell("validate .", home)
    assert told.exit == 0
    assert {(f["code"], f["file"]) for f in told.findings} >= {("TD016", "a.docx"), ("TD018", ".")}
    consolidated = tell("consolidate .", home)
    assert consolidated.exit == 0
    assert "Sở Nội vụ" in str(consolidated.document)


def test_a_letter_named_by_the_user_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "cong van.docx").write_bytes(document(paragraph("Kính gửi")))
    told = tell("validate 'cong van.docx'", tmp_path)
    assert (told.exit, [f["code"] for f in told.findings]) == (1, ["TD004"])


def test_a_word_document_that_cannot_be_opened_may_be_a_sheet(tmp_path: Path) -> None:
    write({"b.xlsx": {"unit": "Sở Tư pháp", "year": 2019, "rest": 1}}, tmp_path)
    (tmp_path / "a.docx").write_bytes(document(table(ROWS))[:300])
    told = tell("validate .", tmp_path)
    assert told.exit == 1
    assert ("TD007", "a.docx") in {(f["code"], f["file"]) for f in told.findings}


def test_a_folder_of_letters_holds_no_sheet(tmp_path: Path) -> None:
    (tmp_path / "cong van.docx").write_bytes(document(paragraph("Kính gửi")))
    assert {f["code"] for f in tell("validate .", tmp_path).findings} == {"TD013", "TD018"}


def test_a_table_written_by_another_program_is_read_cell_by_cell() -> None:
    """As python-docx lays it out, which writes what Word itself does: styles, widths, merged cells."""
    written = docx.Document()
    written.add_paragraph("Đơn vị: Sở Nội vụ")
    made = written.add_table(4, 4)
    for row in range(4):
        for column in range(4):
            made.cell(row, column).text = f"ô {row}.{column}"
    made.cell(1, 0).merge(made.cell(2, 0)).text = "dọc"
    made.cell(3, 1).merge(made.cell(3, 2)).text = "ngang"
    out = io.BytesIO()
    written.save(out)
    found, _ = read_workbook(out.getvalue(), "x")
    assert found is not None
    (sheet,) = found.sheets
    assert sheet.merged == (Range(3, 1, 4, 1), Range(5, 2, 5, 3))
    covered = {(4, 1), (5, 3)}
    for (row, column), cell_ in sheet.cells.items():
        if row > 1:
            assert cell_.text == made.cell(row - 2, column - 1).text
    places = {(row, column) for row in range(2, 6) for column in range(1, 5)}
    assert set(sheet.cells) == {(1, 1), *(places - covered)}
