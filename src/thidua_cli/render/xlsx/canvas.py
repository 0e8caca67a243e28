"""A sheet of the consolidated workbook while it is being drawn.

This module knows no score and no word of a cluster.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from thidua_cli.cells import Range
from thidua_cli.page import Box, Sheet
from thidua_cli.render.xlsx.paper import on_one_page
from thidua_cli.typeset import text_height

if TYPE_CHECKING:
    from collections.abc import Iterable

    from thidua_cli.page import Chart, Highlight, Style, Value
    from thidua_cli.render.xlsx.paper import Paper

POINTS_PER_CHARACTER = 6.0  # of Times New Roman 12, in which column widths are counted
_POINTS_PER_INDENT = 9.0
_LEAST_HEIGHT = 18.0
TALLEST = 400.0  # Excel allows 409
_TALLEST_FROZEN = 230.0


@dataclass(slots=True)
class Canvas:
    """A sheet while it is being drawn.

    `across` is the last column that titles and notes reach; by default the last column of all.
    """

    widths: dict[int, float]
    across: int = 0
    boxes: dict[tuple[int, int], Box] = field(default_factory=dict)
    heights: dict[int, float] = field(default_factory=dict)
    merged: list[Range] = field(default_factory=list)
    highlights: list[Highlight] = field(default_factory=list)
    charts: list[Chart] = field(default_factory=list)
    breaks: list[int] = field(default_factory=list)

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
        print_columns: int = 0,
    ) -> Sheet:
        """The sheet, its rows as high as their texts need; the rows of `head` stay in view and on each page.

        `print_columns` is the last column that is printed, all by default.
        """
        self._fit()
        above = sum(self.heights.get(row, 0) for row in range(1, head.bottom + 1))
        # A frozen head that fills the window would leave nothing to scroll.
        frozen = (head.bottom + 1 if above <= _TALLEST_FROZEN else 1, frozen_column)
        if paper is not None:
            printed = {column: width for column, width in self.widths.items() if column <= (print_columns or column)}
            paper = on_one_page(paper, printed, sum(self.heights.values()))
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
            footer=footer,
            highlights=tuple(self.highlights),
            charts=tuple(self.charts),
        )

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
