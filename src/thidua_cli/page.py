"""A workbook to be written, as a value: what stands where and how it looks.

This module knows no file format, no rubric and no finding; `spreadsheets.writer` turns it into bytes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from thidua_cli.cells import Range

Value = str | Decimal | int | None

# Margins of every page in millimetres: top, right, bottom, left (Decree 30/2020/NĐ-CP, annex I).
MARGINS = (20, 15, 20, 30)


@dataclass(frozen=True, slots=True)
class Style:
    """How a cell looks and whether it may be typed into.

    Colours are RRGGBB. `number_format` is Excel's, `General` by default.
    """

    bold: bool = False
    italic: bool = False
    size: float = 12
    colour: str = "000000"
    fill: str | None = None
    border: bool = False
    horizontal: Literal["left", "center", "right", "justify"] = "left"
    vertical: Literal["top", "center", "bottom"] = "center"
    wrap: bool = True
    number_format: str = "General"
    unlocked: bool = False
    indent: int = 0


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text inside one cell with its own weight."""

    text: str
    bold: bool = False
    italic: bool = False


@dataclass(frozen=True, slots=True)
class Box:
    """One cell to be written.

    Attributes:
        value: Text (always written as text, never as a formula), an exact number or nothing.
        style: Its look.
        formula: A formula without `=`; `value` is then its stored result, shown by programs
            that do not calculate.
        runs: Rich text; `value` is then its plain form.
        link: A place inside the same workbook to jump to, such as `'Sheet'!A1`.
    """

    value: Value = None
    style: Style = field(default_factory=Style)
    formula: str | None = None
    runs: tuple[Run, ...] = ()
    link: str | None = None


@dataclass(frozen=True, slots=True)
class Limit:
    """What Excel lets a user type into some cells (data validation).

    Excel's bounds hold: titles 32 characters, texts 255.

    Attributes:
        cells: The addresses it binds, such as `("D12", "D14:D20")`.
        minimum: The least number allowed; None with `maximum` None means any text is allowed.
        maximum: The greatest number allowed.
        prompt_title: Title of the note shown while the cell is selected.
        prompt: That note.
        error_title: Title of the box shown on a wrong entry.
        error: Its text.
        whole: Whether only whole numbers are allowed.
        choices: The words allowed in place of numbers, offered as a list.
    """

    cells: tuple[str, ...]
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    prompt_title: str = ""
    prompt: str = ""
    error_title: str = ""
    error: str = ""
    whole: bool = False
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Highlight:
    """Cells that take a look while a formula is true (conditional format)."""

    cells: str
    formula: str
    fill: str
    colour: str = "000000"
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """One worksheet to be written; rows and columns are 1-based.

    Attributes:
        name: The tab; at most 31 characters.
        boxes: Cells by (row, column).
        widths: Column widths in characters.
        heights: Row heights in points.
        merged: Ranges shown as one cell.
        frozen: The first (row, column) that scrolls, or None.
        repeated_rows: First and last row printed on every page, or None.
        print_area: The printed range, or None for all.
        breaks: Rows after which a new page begins.
        landscape: Paper direction; paper is A4 unless `a3`.
        a3: Whether the paper is A3.
        footer: Left, centre and right footers, in Excel's codes (`&P`, `&N`).
        limits: What may be typed where.
        highlights: Conditional looks.
        protected: Whether locked cells refuse typing (no password).
        hidden: Whether the tab is hidden.
        hidden_columns: Columns hidden from view.
        selected: The cell selected on opening.
    """

    name: str
    boxes: Mapping[tuple[int, int], Box]
    widths: Mapping[int, float] = field(default_factory=lambda: MappingProxyType({}))
    heights: Mapping[int, float] = field(default_factory=lambda: MappingProxyType({}))
    merged: tuple[Range, ...] = ()
    frozen: tuple[int, int] | None = None
    repeated_rows: tuple[int, int] | None = None
    print_area: Range | None = None
    breaks: tuple[int, ...] = ()
    landscape: bool = True
    a3: bool = False
    footer: tuple[str, str, str] = ("", "", "")
    limits: tuple[Limit, ...] = ()
    highlights: tuple[Highlight, ...] = ()
    protected: bool = False
    hidden: bool = False
    hidden_columns: frozenset[int] = frozenset()
    selected: str = "A1"


@dataclass(frozen=True, slots=True)
class Book:
    """A workbook to be written.

    Attributes:
        sheets: In tab order; the first is shown on opening.
        title: The document's title.
        properties: Custom document properties, text to text.
    """

    sheets: tuple[Sheet, ...]
    title: str = ""
    properties: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
