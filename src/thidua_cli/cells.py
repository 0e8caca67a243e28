"""Cells as they stand in a workbook, before anybody asks what they mean.

This module knows no file format, no rubric and no finding.
"""

from __future__ import annotations

import re
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

from msgspec import Struct, field

if TYPE_CHECKING:
    from collections.abc import Mapping


class Kind(StrEnum):
    """What a cell holds, as Excel would show it."""

    TEXT = "text"
    NUMBER = "number"
    PERCENT = "percent"
    DATE = "date"
    BOOLEAN = "boolean"
    ERROR = "error"
    UNCALCULATED = "uncalculated"


class Cell(Struct, frozen=True):
    """One filled cell.

    Attributes:
        kind: What it holds. A formula without a stored result is `UNCALCULATED`.
        text: What a person would call its content: the text itself, the number in plain
            notation, the ISO form of a date, `TRUE`/`FALSE`, the error code (`#N/A`); for an
            uncalculated formula the formula with its `=`.
        number: The exact number of a NUMBER, PERCENT (0.85 for 85 %) or DATE (serial) cell, at
            Excel's own precision of 15 significant digits; else None.
        formula: The formula without `=`, or None. A shared formula's followers hold "".
    """

    kind: Kind
    text: str
    number: Decimal | None = None
    formula: str | None = None


class Range(Struct, frozen=True):
    """A rectangle of cells, 1-based and inclusive."""

    top: int
    left: int
    bottom: int
    right: int

    def __contains__(self, place: object) -> bool:
        """Whether the (row, column) lies inside."""
        if not isinstance(place, tuple):
            return False
        row, column = place
        return bool(self.top <= row <= self.bottom and self.left <= column <= self.right)


class Worksheet(Struct, frozen=True):
    """The filled cells of one sheet, by (row, column), both 1-based.

    Attributes:
        name: The name on the tab.
        cells: Only cells that hold something, within the bounds that the reader walks.
        state: `visible`, `hidden` or `veryHidden`.
        merged: Merged ranges; only the top left cell of each holds a value.
        hidden_rows: Rows a user does not see.
        hidden_columns: Columns a user does not see.
        truncated: Whether filled cells lie beyond the bounds walked.
    """

    name: str
    cells: Mapping[tuple[int, int], Cell]
    state: str = "visible"
    merged: tuple[Range, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    truncated: bool = False


class Workbook(Struct, frozen=True):
    """All worksheets in tab order, and the custom document properties."""

    sheets: tuple[Worksheet, ...]
    properties: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    date1904: bool = False


_ADDRESS = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")


def column_letters(column: int) -> str:
    """The letters of a 1-based column: 1 is A, 27 is AA."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def address(row: int, column: int) -> str:
    """The A1 address of a 1-based place."""
    return f"{column_letters(column)}{row}"


def place(text: str) -> tuple[int, int] | None:
    """The (row, column) of an A1 address, or None if the text is none."""
    match = _ADDRESS.fullmatch(text)
    if match is None:
        return None
    column = 0
    for letter in match[1].upper():
        column = column * 26 + ord(letter) - 64
    return int(match[2]), column


def plain(number: Decimal) -> str:
    """The number in plain notation, without exponent or idle zeros: 4.50 is `4.5`, 1E+2 is `100`."""
    text = format(number, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


def as_shown(stored: str) -> Decimal | None:
    """The exact number Excel shows for a stored one, or None if it is no finite number.

    Excel keeps binary doubles and writes up to 17 digits (4.35 is stored as 4.3499999999999996)
    but computes display at 15 significant digits, so 15 digits are what the user typed.
    """
    try:
        value = float(stored)
    except ValueError:
        return None
    if value != value or value in {float("inf"), float("-inf")}:  # noqa: PLR0124 - nan is not itself
        return None
    return Decimal(plain(Decimal(f"{value:.15g}")))
