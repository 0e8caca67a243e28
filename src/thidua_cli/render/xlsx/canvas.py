"""A sheet of the consolidated workbook while it is being drawn.

This module knows no score and no word of a cluster.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec import Struct, field

from thidua_cli.cells import Range
from thidua_cli.page import Box, Sheet
from thidua_cli.render.xlsx.paper import on_one_page, page_breaks, room
from thidua_cli.typeset import text_height, text_width

if TYPE_CHECKING:
    from collections.abc import Iterable

    from thidua_cli.page import Chart, Highlight, Style, Value
    from thidua_cli.render.xlsx.paper import Paper

POINTS_PER_CHARACTER = 6.0  # of Times New Roman 12, in which column widths are counted
_POINTS_PER_INDENT = 9.0
_LEAST_HEIGHT = 18.0
_UNSET_HEIGHT = 15.75  # of a row that nothing was put into
_FOOTER_SIZE = 9.0
_FOOTER_GAP = 12.0  # points between the parts of a footer
TALLEST = 400.0  # Excel allows 409
_TALLEST_FROZEN = 230.0


class Canvas(Struct):
    """A sheet while it is being drawn.

    `across` is the last column that titles and notes reach; by default the last column of all. The rows of `kept`
    are printed on the page of the row below them; a sheet that has some says where each page begins.
    """

    widths: dict[int, float]
    across: int = 0
    boxes: dict[tuple[int, int], Box] = field(default_factory=dict)
    heights: dict[int, float] = field(default_factory=dict)
    merged: list[Range] = field(default_factory=list)
    highlights: list[Highlight] = field(default_factory=list)
    charts: list[Chart] = field(default_factory=list)
    breaks: list[int] = field(default_factory=list)
    kept: set[int] = field(default_factory=set)

    @property
    def last_column(self) -> int:
        """The last column of the sheet."""
        return max(self.widths)

    @property
    def next_row(self) -> int:
        """The first row below everything that has been put down or made room for."""
        return max(max((row for row, _ in self.boxes), default=0), max(self.heights, default=0)) + 1

    def put(self, row: int, column: int, value: Value, style: Style, *, link: str | None = None) -> None:
        """Put a value into a cell; only numbers and short texts take a link, LibreOffice wraps no linked text."""
        self.boxes[row, column] = Box(value, style, link=link)

    def put_row(self, row: int, values: Iterable[Value], style: Style) -> None:
        """Put values side by side, from the first column on."""
        for column, value in enumerate(values, 1):
            self.put(row, column, value, style)

    def merge(self, row: int, first: int, last: int, *, bottom: int | None = None) -> None:
        """Show the cells from the first to the last column as one."""
        if last > first or (bottom or row) > row:
            self.merged.append(Range(row, first, bottom or row, last))

    def band(self, row: int, text: str, style: Style, *, first: int = 1) -> None:
        """Put a text across the sheet, from the column on."""
        self.put(row, first, text, style)
        self.merge(row, first, self.across or self.last_column)

    def sheet(
        self,
        name: str,
        *,
        head: Range,
        frozen_column: int,
        footer: tuple[str, str, str],
        paper: Paper | None = None,
        repeated: bool = True,
        last_of_table: int = 0,
        print_columns: int = 0,
    ) -> Sheet:
        """The sheet, its rows as high as their texts need; the rows of `head` stay in view and on each page.

        `footer` has plain texts at its left and centre, and the name of the sheet is added to it. `last_of_table` is
        the last row that the headings belong to where notes follow: notes alone need no headings on their pages.
        `print_columns` is the last column that is printed, all by default.
        """
        self._fit()
        above = sum(self.heights.get(row, 0) for row in range(1, head.bottom + 1))
        # A frozen head that fills the window would leave nothing to scroll.
        frozen = (head.bottom + 1 if above <= _TALLEST_FROZEN else 1, frozen_column)
        if paper is not None and not self.breaks:
            printed = {column: width for column, width in self.widths.items() if column <= (print_columns or column)}
            paper = on_one_page(paper, printed, sum(self._all_heights()))
        if paper is not None and self.kept:
            repeated = self._paginate(paper, head, last_of_table)
        split = paper is not None and paper.is_split
        return Sheet(
            name=name,
            boxes=self.boxes,
            widths=self.widths,
            heights=self.heights,
            merged=tuple(self.merged),
            frozen=None if frozen == (1, 1) else frozen,
            repeated_rows=(head.top, head.bottom) if repeated else None,
            repeated_columns=(1, frozen_column - 1) if split else None,
            print_area=Range(1, 1, self.next_row - 1, print_columns or self.last_column),
            breaks=tuple(self.breaks),
            column_breaks=paper.column_breaks if paper else (),
            scale=paper.scale if paper else None,
            a3=paper is not None and paper.a3,
            footer=_footer(name, footer, room(a3=paper is not None and paper.a3)),
            highlights=tuple(self.highlights),
            charts=tuple(self.charts),
        )

    def _paginate(self, paper: Paper, head: Range, last_of_table: int) -> bool:
        """Set where pages begin; the result is whether the table goes beyond the first of them."""
        heights = self._all_heights()
        breaks = page_breaks(paper, heights, self.kept, 0.0)
        beyond = bool(breaks) and breaks[0] < last_of_table
        if beyond:
            breaks = page_breaks(paper, heights, self.kept, sum(heights[head.top - 1 : head.bottom]))
        self.breaks.extend(breaks)
        return beyond

    def _all_heights(self) -> list[float]:
        """The heights in points of all rows, from the first one on."""
        return [self.heights.get(row, _UNSET_HEIGHT) for row in range(1, self.next_row)]

    def _fit(self) -> None:
        spans = {(area.top, area.left): area for area in self.merged}
        needed: dict[int, float] = {}
        for (row, column), box in self.boxes.items():
            area = spans.get((row, column), Range(row, column, row, column))
            if area.bottom > area.top:
                continue  # its rows are set by what stands beside it
            width = sum(self.widths[n] for n in range(area.left, area.right + 1))
            height = _height(box.value, width, box.style) if isinstance(box.value, str) else 0.0
            needed[row] = max(needed.get(row, _LEAST_HEIGHT), height)
        for row, height in needed.items():
            self.heights.setdefault(row, min(height, TALLEST))


@lru_cache(maxsize=4096)  # the same names and words stand in hundreds of cells
def _height(text: str, width: float, style: Style) -> float:
    """The height in points of a row that shows the text wrapped."""
    room = max(width * POINTS_PER_CHARACTER - _POINTS_PER_INDENT * style.indent, POINTS_PER_CHARACTER * 2)
    return text_height(text, room, style.size, bold=style.bold)


def _footer(name: str, texts: tuple[str, str, str], width: float) -> tuple[str, str, str]:
    """The footer in Excel's codes: what is on the left with the sheet's name, cut before it would run into the centre.

    A sheet that goes over several pages would else not tell on each of them what it is.
    """
    left, centre, right = texts
    most = (width - text_width(centre, _FOOTER_SIZE)) / 2 - _FOOTER_GAP
    short = left
    while short and text_width(_named(short, left, name), _FOOTER_SIZE) > most:
        short = short[:-1].rstrip()
    return (_named(short, left, name).replace("&", "&&"), centre.replace("&", "&&"), right)


def _named(short: str, whole: str, name: str) -> str:
    """The text, marked where it is cut, with the sheet's name behind it."""
    return f"{short}{'' if short == whole else '…'} · {name}"
