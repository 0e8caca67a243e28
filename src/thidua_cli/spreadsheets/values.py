"""What a stored value is: its number format, its type, its text, its exact number.

This module knows how .xlsx stores values and nothing of places, rows or sheets.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final

from thidua_cli.cells import Cell, Kind, as_shown, plain
from thidua_cli.spreadsheets.bounds import MOST_STYLES
from thidua_cli.spreadsheets.gate import damaged, too_large
from thidua_cli.spreadsheets.xml_parts import Node, unescaped

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from decimal import Decimal

    from thidua_cli.spreadsheets.gate import Entry
    from thidua_cli.spreadsheets.plain_rows import PlainCell
    from thidua_cli.spreadsheets.xml_parts import Walk

# --- number formats ------------------------------------------------------------------------------------

# 27 to 36 and 50 to 58 are dates in every language that defines them (ECMA-376 part 1, 18.8.30).
_DATE_FORMATS: Final = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
_PERCENT_FORMATS: Final = frozenset({9, 10})
_LITERAL: Final = r'(?s)"[^"]*"?|[\\_*].|\[(?!(?:h+|m+|s+)\])[^\]]*\]'


def _kind_of_format(code: str) -> Kind:
    """What numbers in a format of this code are: its first section decides, its literal text does not."""
    code = re.sub(_LITERAL, "", code.lower()).partition(";")[0]
    if any(letter in code for letter in "dmyhs"):
        return Kind.DATE
    return Kind.PERCENT if "%" in code else Kind.NUMBER


def _kind_of_builtin(number: int) -> Kind:
    if number in _DATE_FORMATS:
        return Kind.DATE
    return Kind.PERCENT if number in _PERCENT_FORMATS else Kind.NUMBER


def kinds_by_style(walk: Walk, entry: Entry | None, data: bytes | None = None) -> dict[str, Kind]:
    """What numbers are under each cell style, by the style's index as cells write it.

    `data` is the content of the part, if it was unpacked already.
    """
    custom: dict[str, Kind] = {}
    formats: list[str] = []

    def number_format(attributes: dict[str, str]) -> None:
        if len(custom) == MOST_STYLES:
            raise too_large("số định dạng", "the number of its formats", "200 000")
        custom[attributes.get("numFmtId", "")] = _kind_of_format(unescaped(attributes.get("formatCode", "")))

    def style(attributes: dict[str, str]) -> None:
        if len(formats) == MOST_STYLES:
            raise too_large("số định dạng", "the number of its formats", "200 000")
        formats.append(attributes.get("numFmtId", "0"))

    if entry is not None:
        inside = {
            "numFmts": Node(inside={"numFmt": Node(begin=number_format)}),
            "cellXfs": Node(inside={"xf": Node(begin=style)}),
        }
        walk.part(entry, {"styleSheet": Node(inside=inside)}, data)
    return {str(n): custom.get(number) or _kind_of_builtin(int(number)) for n, number in enumerate(formats)}


# --- values --------------------------------------------------------------------------------------------

WHITE: Final = " \t\r\n"
_NUMERIC: Final = "0123456789+-.eE"
_ISO: Final = r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:T[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?Z?)?"
_SECONDS: Final = 86_400
_LAST_SERIAL: Final = 2_958_465
_LEAP_BUG: Final = 60
_DAYS_1904: Final = 1_462
_EPOCH: Final = date(1899, 12, 30)
_BOOLEANS: Final = {"1": "TRUE", "0": "FALSE", "true": "TRUE", "false": "FALSE"}
_NO_CODE: Final = "#UNKNOWN!"
MOST_KEPT: Final = 10_000

# Stands in for a shared string until the strings are read.
AWAITED: Final = Cell(Kind.TEXT, "")


def number_text(number: Decimal, kind: Kind, *, date1904: bool) -> str:
    """What a person would call a number of this kind: `4.5`, `85%`, or the ISO date of a serial."""
    if kind is Kind.PERCENT:
        return plain(number.scaleb(2)) + "%"
    if kind is Kind.DATE:
        return _date_text(number, date1904=date1904) or plain(number)
    return plain(number)


def _date_text(serial: Decimal, *, date1904: bool) -> str:
    """The ISO date, with the time if there is any; only the time below 1; "" if Excel shows no date.

    In the 1900 system Excel counts a 29 February 1900 that never was: serial 60.
    """
    last = _LAST_SERIAL - (_DAYS_1904 if date1904 else 0)
    if not 0 <= serial < last + 1:
        return ""
    days, seconds = divmod(round(serial * _SECONDS), _SECONDS)
    time = "" if not seconds else f"{seconds // 3600:02}:{seconds // 60 % 60:02}"
    if seconds % 60:
        time += f":{seconds % 60:02}"
    if serial < 1 and days == 0 and (time or not date1904):
        return time or "00:00"
    if days > last:
        return ""
    day = _day(days + _DAYS_1904 if date1904 else days, date1904=date1904)
    return f"{day}T{time}" if time else day


def _day(days: int, *, date1904: bool) -> str:
    if days == _LEAP_BUG and not date1904:
        return "1900-02-29"
    if days < _LEAP_BUG and not date1904:
        days += 1
    return (_EPOCH + timedelta(days)).isoformat()


def serial_of(text: str, *, date1904: bool) -> Decimal | None:
    """The serial number of an ISO date with or without a time, or None if there is no such moment."""
    if not re.fullmatch(_ISO, text):
        return None
    try:
        moment = datetime.fromisoformat(text.removesuffix("Z"))
    except ValueError:
        return None
    passed = moment - datetime(_EPOCH.year, _EPOCH.month, _EPOCH.day)  # noqa: DTZ001 - a cell has no zone
    days = passed.days - (_DAYS_1904 if date1904 else 0)
    if days <= _LEAP_BUG and not date1904:
        days -= 1
    return as_shown(str(days + (passed.seconds + passed.microseconds / 1e6) / _SECONDS))


class Values:
    """Makes cells of stored values, for all sheets of one workbook.

    `readers` holds, by a cell's type, what makes a cell of its value, its style and its formula; the
    answer is None for a cell without content, and `AWAITED` for a shared string.
    """

    def __init__(self, kinds: Mapping[str, Kind], *, date1904: bool) -> None:
        self.readers: dict[str, Callable[[str, str, str | None], Cell | None]] = {
            "n": self._number,
            "s": self._shared_string,
            "str": self._text,
            "inlineStr": self._text,
            "b": self._boolean,
            "e": self._error,
            "d": self._date,
        }
        self._kinds = kinds
        self._date1904 = date1904
        self._numbers: dict[tuple[str, str], Cell] = {}
        # Cells and heads of rows by how they were written, for `plain_rows`.
        self.cells_known: dict[str, PlainCell] = {}
        self.rows_known: dict[str, tuple[tuple[int, bool], ...]] = {}

    def _number(self, value: str, style: str, formula: str | None) -> Cell | None:
        """A number under the kind its style gives it; TEXT if it is none that Excel could hold."""
        cell = self._numbers.get((value, style))
        if cell is None:
            stored = value.strip(WHITE)
            if not stored:
                return uncalculated(formula)
            # Python would take 1_0 and other scripts' digits for numbers, too.
            number = None if stored.strip(_NUMERIC) else as_shown(stored)
            if number is None:
                cell = Cell(Kind.TEXT, stored)
            else:
                kind = self._kind(style)
                cell = Cell(kind, number_text(number, kind, date1904=self._date1904), number)
            if len(self._numbers) < MOST_KEPT:
                self._numbers[value, style] = cell
        return cell if formula is None else Cell(cell.kind, cell.text, cell.number, formula)

    def _kind(self, style: str) -> Kind:
        """What numbers are under a style; plain numbers where the workbook has no styles at all."""
        kind = self._kinds.get(style)
        if kind is None and self._kinds:
            raise damaged("ô dùng một kiểu định dạng không tồn tại", "a cell has a style that does not exist")
        return kind or Kind.NUMBER

    def _shared_string(self, value: str, _: str, formula: str | None) -> Cell | None:
        return AWAITED if value.strip(WHITE) else uncalculated(formula)

    def _text(self, value: str, _: str, formula: str | None) -> Cell | None:
        return text_cell(unescaped(value), formula)

    def _boolean(self, value: str, _: str, formula: str | None) -> Cell | None:
        value = value.strip(WHITE)
        return Cell(Kind.BOOLEAN, _BOOLEANS.get(value, value), None, formula) if value else uncalculated(formula)

    def _error(self, value: str, _: str, formula: str | None) -> Cell | None:
        return Cell(Kind.ERROR, unescaped(value).strip() or _NO_CODE, None, formula)

    def _date(self, value: str, style: str, formula: str | None) -> Cell | None:
        value = value.strip(WHITE)
        serial = serial_of(value, date1904=self._date1904)
        if serial is None:
            return self.unknown(value, style, formula)
        return Cell(Kind.DATE, _date_text(serial, date1904=self._date1904) or value, serial, formula)

    def unknown(self, value: str, _: str, formula: str | None) -> Cell | None:
        """A value that is not what its type says, or of a type that nobody knows: the text as stored."""
        return Cell(Kind.TEXT, unescaped(value), None, formula) if value else uncalculated(formula)


def text_cell(text: str, formula: str | None) -> Cell | None:
    """The cell of a text; an empty one is kept only as the result of a formula."""
    return Cell(Kind.TEXT, text, None, formula) if text or formula is not None else None


def uncalculated(formula: str | None) -> Cell | None:
    """The cell of a formula without a stored result; None if there is no formula either."""
    return None if formula is None else Cell(Kind.UNCALCULATED, "=" + formula, None, formula)
