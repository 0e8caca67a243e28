"""Facts about notes: real comments, whole, large enough to read, the same bytes every time."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from typing import Final

import pytest
from openpyxl import load_workbook

from thidua_cli.page import Book, Box, Sheet
from thidua_cli.spreadsheets.reader import read_workbook
from thidua_cli.spreadsheets.writer import to_bytes

LONG: Final = "Điểm 7 vượt điểm chuẩn tối đa; cho phép 0–5. Nhập điểm trong khoảng cho phép. " * 12


def book(*notes: str) -> Book:
    boxes = {(row, 1): Box(row, note=note) for row, note in enumerate(notes, 1)}
    return Book((Sheet("Một", boxes), Sheet("Hai", {(2, 2): Box(3, formula="1+2", note="hai")})))


def drawing(data: bytes) -> str:
    with zipfile.ZipFile(BytesIO(data)) as file:
        return file.read("xl/drawings/commentsDrawing1.vml").decode()


def heights(data: bytes) -> list[int]:
    return [int(number) for number in re.findall(r"height:(\d+)px", drawing(data))]


def test_a_note_is_the_cells_comment() -> None:
    found = load_workbook(BytesIO(to_bytes(book("Sai <b>&\nhai dòng"))))
    comment = found["Một"]["A1"].comment
    assert comment is not None
    assert (comment.text, comment.author) == ("Sai <b>&\nhai dòng", "thidua")
    other = found["Hai"]["B2"].comment
    assert other is not None
    assert other.text == "hai"


def test_a_cell_without_a_note_has_none() -> None:
    with zipfile.ZipFile(BytesIO(to_bytes(Book((Sheet("Một", {(1, 1): Box(1)}),))))) as file:
        assert not [name for name in file.namelist() if "comment" in name.lower()]


def test_a_longer_note_gets_a_taller_box_and_none_is_taller_than_a_screen() -> None:
    short, long, endless = heights(to_bytes(book("ngắn", LONG, LONG * 50)))
    assert short < long < endless <= 700


@pytest.mark.parametrize("text", ["a\x00b", "\ud800", "_x0041_", "=1+1", "x" * 40_000])
def test_no_text_breaks_the_workbook(text: str) -> None:
    data = to_bytes(book(text))
    found, wrong = read_workbook(data, "a.xlsx")
    assert (found is not None, wrong) == (True, ())
    comment = load_workbook(BytesIO(data))["Một"]["A1"].comment
    assert comment is not None
    assert len(comment.text) <= 32_767


def test_the_same_notes_are_the_same_bytes() -> None:
    assert to_bytes(book("a", LONG)) == to_bytes(book("a", LONG))


def test_the_marks_that_quiet_a_formula_stand_before_the_drawing_of_notes() -> None:
    with zipfile.ZipFile(BytesIO(to_bytes(book("a")))) as file:
        xml = file.read("xl/worksheets/sheet2.xml").decode()
    assert 0 < xml.index("<ignoredErrors>") < xml.index("<legacyDrawing")
