"""A workbook to be written, as a value: what stands where and how it looks.

This module knows no file format, no rubric and no finding; `spreadsheets.writer` turns it into bytes.
"""

from __future__ import annotations

from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from msgspec import Struct, field

if TYPE_CHECKING:
    from collections.abc import Mapping

    from thidua_cli.cells import Range

Value = str | Decimal | int | None

# Margins of every page in millimetres: top, right, bottom, left (Decree 30/2020/NĐ-CP, annex I).
MARGINS = (20, 15, 20, 30)


class Style(Struct, frozen=True):
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


class Run(Struct, frozen=True):
    """A piece of text inside one cell with its own weight."""

    text: str
    bold: bool = False
    italic: bool = False


class Box(Struct, frozen=True):
    """One cell to be written.

    Attributes:
        value: Text (always written as text, never as a formula), an exact number or nothing.
        style: Its look.
        formula: A formula without `=`; `value` is then its stored result, shown by programs
            that do not calculate.
        runs: Rich text; `value` is then its plain form.
        link: A place inside the same workbook to jump to, such as `'Sheet'!A1`.
        note: A text shown beside the cell when a reader points at it (a comment); empty for none.
    """

    value: Value = None
    style: Style = field(default_factory=Style)
    formula: str | None = None
    runs: tuple[Run, ...] = ()
    link: str | None = None
    note: str = ""


class Limit(Struct, frozen=True):
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
        source: A range of cells that holds them instead, such as `'Lists'!$A$2:$A$9`; other texts are allowed too.
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
    source: str = ""


class Highlight(Struct, frozen=True):
    """Cells that take a look while a formula is true (conditional format)."""

    cells: str
    formula: str
    fill: str
    colour: str = "000000"
    bold: bool = False


class Cells(Struct, frozen=True):
    """Cells of a sheet of the same book, named by its tab."""

    sheet: str
    area: Range


class Series(Struct, frozen=True):
    """The bars of one kind in a chart, drawn from cells.

    Attributes:
        name: The one cell that names them.
        values: The cells with their lengths, a column.
        fill: Their colour, RRGGBB.
        label_colour: The colour of the numbers set on them.
    """

    name: Cells
    values: Cells
    fill: str
    label_colour: str = "000000"


class Chart(Struct, frozen=True):
    """Lying bars, the first category on top; every number is read from cells, none is stored in the chart.

    Attributes:
        title: What stands above it.
        categories: The cells that name the bars, a column as long as each series.
        series: The bars of each category, in order.
        category_axis: What the categories are.
        value_axis: What the lengths are, with their unit.
        at: The (row, column) of its upper left corner.
        size: Width and height in points.
        stacked: Whether the bars of a category stand end to end instead of one below the other.
        most: Where the axis of lengths ends; None lets the program choose. It begins at 0.
        number_format: Excel's, of the numbers beside or on the bars.
        inside: Whether the numbers stand at the inner end of the bars instead of behind them; in the middle where
            bars are stacked.
    """

    title: str
    categories: Cells
    series: tuple[Series, ...]
    category_axis: str
    value_axis: str
    at: tuple[int, int]
    size: tuple[float, float]
    stacked: bool = False
    most: Decimal | None = None
    number_format: str = "General"
    inside: bool = False


class Sheet(Struct, frozen=True):
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
        repeated_columns: First and last column printed on every page, or None.
        column_breaks: Columns after which a new page begins.
        scale: The size in percent at which it is printed; None shrinks it until its columns fit the page,
            which leaves no room for `column_breaks`.
        landscape: Paper direction; paper is A4 unless `a3`.
        a3: Whether the paper is A3.
        footer: Left, centre and right footers, in Excel's codes (`&P`, `&N`).
        limits: What may be typed where.
        highlights: Conditional looks.
        protected: Whether locked cells refuse typing (no password).
        hidden: Whether the tab is hidden.
        hidden_columns: Columns hidden from view.
        selected: The cell selected on opening.
        charts: Charts laid over its cells.
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
    repeated_columns: tuple[int, int] | None = None
    column_breaks: tuple[int, ...] = ()
    scale: int | None = None
    landscape: bool = True
    a3: bool = False
    footer: tuple[str, str, str] = ("", "", "")
    limits: tuple[Limit, ...] = ()
    highlights: tuple[Highlight, ...] = ()
    protected: bool = False
    hidden: bool = False
    hidden_columns: frozenset[int] = frozenset()
    selected: str = "A1"
    charts: tuple[Chart, ...] = ()


class Book(Struct, frozen=True):
    """A workbook to be written.

    Attributes:
        sheets: In tab order; the first is shown on opening.
        title: The document's title.
        properties: Custom document properties, text to text.
    """

    sheets: tuple[Sheet, ...]
    title: str = ""
    properties: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
