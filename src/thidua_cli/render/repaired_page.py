"""The page “Đã chuyển” of a repaired form: what was not moved, what was supposed, what was moved, from cell to cell.

This module draws values only; it decides nothing and opens no file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from thidua_cli.catalogue import Text, filled
from thidua_cli.cells import Range
from thidua_cli.intake import TOTAL
from thidua_cli.layout import headings
from thidua_cli.page import Book, Box, Sheet, Style
from thidua_cli.render.repair import item_name
from thidua_cli.typeset import text_height
from thidua_cli.vietnamese import format_points

if TYPE_CHECKING:
    from collections.abc import Mapping

    from thidua_cli.catalogue import Lang
    from thidua_cli.page import Value
    from thidua_cli.repair import Guessed, Lost, Moved, Repaired
    from thidua_cli.rubric.model import Stage

PAGE = "Đã chuyển"

_WIDTHS = {1: 6.0, 2: 24.0, 3: 34.0, 4: 30.0, 5: 22.0, 6: 44.0}
_LAST = len(_WIDTHS)
_POINTS_PER_CHARACTER = 6.0
_MOST_HEIGHT = 409.0
_LONGEST_LINE = 1_000

_TITLE = Style(bold=True, size=14, horizontal="center")
_PLAIN = Style(size=11)
_CELL = Style(size=11, border=True, vertical="top")
_NUMBER = replace(_CELL, horizontal="center")
_HEAD = Style(size=11, bold=True, border=True, horizontal="center", fill="DCE6F1")
_SECTION = Style(size=12, bold=True)
_LOST, _GUESSED = replace(_CELL, fill="FDE9E7"), replace(_CELL, fill="FFF9DB")
_BLUE = "0563C1"

_WORDS: Mapping[str, Text] = {
    "title": Text("CHUYỂN SANG BIỂU MỚI", "MOVED INTO A NEW FORM"),
    "from": Text(
        "Tệp gốc: {file} (không thay đổi; SHA-256 {sha256})", "Original: {file} (unchanged; SHA-256 {sha256})"
    ),
    "counts": Text(
        "Đã chuyển {moved}; phải hiểu theo suy đoán {guessed}; không chuyển được {lost}. "
        "Đối chiếu với tệp gốc trước khi dùng biểu này.",
        "{moved} moved; {guessed} supposed; {lost} not moved. Compare with the original before this form is used.",
    ),
    "lost": Text("1. Không chuyển được", "1. Not moved"),
    "guessed": Text("2. Hiểu theo suy đoán", "2. Supposed"),
    "moved": Text("3. Đã chuyển", "3. Moved"),
    "none": Text("Không có.", "None."),
    "number": Text("Số", "No."),
    "old": Text("Ô ở tệp gốc", "Cell of the original"),
    "typed": Text("Đã gõ", "As typed"),
    "what": Text("Thuộc về", "Belongs to"),
    "new": Text("Ô ở biểu mới", "Cell of the new form"),
    "why": Text("Lý do", "Reason"),
    "value": Text("Ghi ở biểu mới", "In the new form"),
    "footer": Text("Danh sách chuyển sang biểu mới", "What was moved into a new form"),
}


def with_page(repaired: Repaired, file: str, sha256: str, lang: Lang) -> Book | None:
    """The new form with the page behind its other sheets; None if there is no form."""
    if repaired.form is None:
        return None
    book = repaired.form
    page = _Page(repaired, file, sha256, lang).sheet()
    properties = {**book.properties, "thidua.repaired-from": sha256}
    return replace(book, sheets=(*book.sheets, page), properties=properties)


class _Page:
    """The page being put together, row by row."""

    def __init__(self, repaired: Repaired, file: str, sha256: str, lang: Lang) -> None:
        self.repaired, self.lang = repaired, lang
        self.boxes: dict[tuple[int, int], Box] = {}
        self.heights: dict[int, float] = {}
        self.merged: list[Range] = []
        self.row = 1
        self.file, self.sha256 = file, sha256
        rubric = repaired.rubric
        self.columns = headings(rubric.guidance.columns) if rubric is not None else {}
        self._total = rubric.total_title if rubric is not None else ""

    def sheet(self) -> Sheet:
        one = self.repaired
        self._line(self._say("title"), _TITLE)
        self._line(self._say("from", file=self.file, sha256=self.sha256), _PLAIN)
        numbers = {"moved": len(one.moved), "guessed": len(one.guessed), "lost": len(one.lost)}
        self._line(self._say("counts", **numbers), replace(_PLAIN, bold=True))
        self._table("lost", "why", [self._lost(lost) for lost in one.lost], _LOST)
        self._table("guessed", "why", [self._guessed(guess) for guess in one.guessed], _GUESSED)
        self._table("moved", "value", [self._moved(moved) for moved in one.moved], _CELL)
        return Sheet(
            name=PAGE,
            boxes=self.boxes,
            widths=dict(_WIDTHS),
            heights=self.heights,
            merged=tuple(self.merged),
            print_area=Range(1, 1, self.row - 1, _LAST),
            footer=(self._say("footer"), "", "&P/&N"),
        )

    def _say(self, key: str, **values: object) -> str:
        return filled(_WORDS[key], **values).to(self.lang)

    def _line(self, text: str, style: Style) -> None:
        """One text across the page."""
        self.boxes[self.row, 1] = Box(text[:_LONGEST_LINE], style)
        self.merged.append(Range(self.row, 1, self.row, _LAST))
        width = sum(_WIDTHS.values()) * _POINTS_PER_CHARACTER
        self.heights[self.row] = text_height(text[:_LONGEST_LINE], width, style.size, bold=style.bold)
        self.row += 1

    def _table(self, title: str, last: str, rows: list[tuple[tuple[Value, ...], str]], style: Style) -> None:
        self.row += 1
        self._line(self._say(title), _SECTION)
        if not rows:
            self._line(self._say("none"), _PLAIN)
            return
        for column, key in enumerate(("number", "old", "typed", "what", "new", last), 1):
            self.boxes[self.row, column] = Box(self._say(key), _HEAD)
        self.row += 1
        for number, (values, link) in enumerate(rows, 1):
            self._row(number, values, link, style)

    def _row(self, number: int, values: tuple[Value, ...], link: str, style: Style) -> None:
        self.boxes[self.row, 1] = Box(number, _NUMBER)
        height = 0.0
        for column, value in enumerate(values, 2):
            linked = bool(link) and column == _LAST - 1
            look = replace(style, colour=_BLUE) if linked else style
            self.boxes[self.row, column] = Box(value, look, link=link if linked else None)
            width = _WIDTHS[column] * _POINTS_PER_CHARACTER
            height = max(height, text_height(str(value or ""), width, style.size))
        self.heights[self.row] = min(height, _MOST_HEIGHT)
        self.row += 1

    # --- rows ---

    def _lost(self, lost: Lost) -> tuple[tuple[Value, ...], str]:
        label = self._total if lost.label == TOTAL else lost.label
        what = " · ".join(part for part in (label, self._stage(lost.stage)) if part)
        to_sheet = self._form_sheet(lost.to_cell, figures=lost.stage is None)
        values = (_where(lost.sheet, lost.cell), lost.typed[:_LONGEST_LINE], what, lost.to_cell, lost.why.to(self.lang))
        return values, _link(to_sheet, lost.to_cell)

    def _guessed(self, guess: Guessed) -> tuple[tuple[Value, ...], str]:
        to_sheet = self._form_sheet(guess.to_cell, figures=False)
        old = _where(guess.sheet, guess.cell)
        values = (old, guess.typed[:_LONGEST_LINE], "", guess.to_cell, guess.why.to(self.lang))
        return values, _link(to_sheet, guess.to_cell)

    def _moved(self, moved: Moved) -> tuple[tuple[Value, ...], str]:
        parts = (item_name(moved.item, self.lang) if moved.stage is None else "", moved.label, self._stage(moved.stage))
        what = " · ".join(part for part in parts if part)
        old = _where(moved.sheet, ", ".join(moved.cells))
        value = moved.value if isinstance(moved.value, str) else format_points(moved.value, self.lang)
        new = _where(moved.to_sheet, moved.to_cell)
        values = (old, moved.typed[:_LONGEST_LINE], what, new, value[:_LONGEST_LINE])
        return values, _link(moved.to_sheet, moved.to_cell)

    def _stage(self, stage: Stage | None) -> str:
        return self.columns.get(stage, "") if stage is not None else ""

    def _form_sheet(self, cell: str, *, figures: bool) -> str:
        form = self.repaired.form
        if not cell or form is None:
            return ""
        return form.sheets[-1 if figures else 0].name


def _where(sheet: str, cell: str) -> str:
    return f"{sheet}!{cell}" if sheet and cell else sheet or cell


def _link(sheet: str, cell: str) -> str:
    return f"'{sheet}'!{cell}" if sheet and cell else ""
