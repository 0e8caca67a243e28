"""How a wide table goes on paper: A4 or A3, at which size, and which columns on which page.

This module knows widths only; it draws nothing.
"""

from __future__ import annotations

from math import ceil, floor
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from thidua_cli.page import MARGINS

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

_LONG_SIDE_MM = {False: 297, True: 420}  # of A4 and of A3
_SHORT_SIDE_MM = {False: 210, True: 297}
_POINTS_PER_MM = 72 / 25.4
_POINTS_PER_CHARACTER = 6.0  # of Times New Roman 12, in which column widths are counted
# Texts of 11 points then stand 7.7 points high, the least that is read without effort.
_LEAST_SCALE = 0.7
_LEAST_WHOLE = 0.65  # a little less, where a table then stands on one page
_SPARE = 0.97  # programs do not agree on widths to the last point


class Paper(Struct, frozen=True):
    """How a sheet is printed, lying.

    Attributes:
        a3: Whether on A3 instead of A4.
        last_column: The last column of the first page.
        scale: The size in percent; None where the whole width is shrunk to fit one page.
        column_breaks: The columns after which a new page begins.
    """

    a3: bool
    last_column: int
    scale: int | None = None
    column_breaks: tuple[int, ...] = ()

    @property
    def is_split(self) -> bool:
        """Whether the columns go over several pages."""
        return bool(self.column_breaks)


def lay_out(widths: Mapping[int, float], repeated: int) -> Paper:
    """The smallest paper on which the columns can be read side by side.

    Where none is wide enough the columns after the first `repeated` ones, which must be about equally wide, are
    spread evenly over as few A3 pages as possible; the first ones stand on each page.
    """
    last = max(widths)
    total = sum(widths.values()) * _POINTS_PER_CHARACTER
    for a3 in (False, True):
        if total * _LEAST_SCALE <= room(a3=a3):
            return Paper(a3, last)
    fixed = sum(width for column, width in widths.items() if column <= repeated) * _POINTS_PER_CHARACTER
    others = [column for column in sorted(widths) if column > repeated]
    each = max(widths[column] for column in others) * _POINTS_PER_CHARACTER
    most = max(1, floor((room(a3=True) / _LEAST_SCALE - fixed) / each))
    pages = ceil(len(others) / most)
    on_page = ceil(len(others) / pages)
    scale = min(100, floor(room(a3=True) / (fixed + on_page * each) * 100))
    breaks = tuple(others[start - 1] for start in range(on_page, len(others), on_page))
    return Paper(a3=True, last_column=breaks[0] if breaks else last, scale=scale, column_breaks=breaks)


def at_width(widths: Mapping[int, float]) -> Paper:
    """A4 at the greatest size at which all the columns stand side by side."""
    scale = room() / (sum(widths.values()) * _POINTS_PER_CHARACTER)
    return Paper(a3=False, last_column=max(widths), scale=min(100, floor(scale * 100)))


def room(*, a3: bool = False) -> float:
    """The width in points between the margins of a lying sheet."""
    _, right, _, left = MARGINS
    return (_LONG_SIDE_MM[a3] - right - left) * _POINTS_PER_MM * _SPARE


def on_one_page(paper: Paper, widths: Mapping[int, float], height: float) -> Paper:
    """The paper at the size at which rows of that height in points stand on one page, if that can still be read.

    Without this the last row or two would often stand on a page of their own.
    """
    fits = _height_of_page(a3=paper.a3) / height
    beside = room(a3=paper.a3) / (sum(widths.values()) * _POINTS_PER_CHARACTER)
    chosen = paper.scale / 100 if paper.scale else min(1.0, beside)
    return replace(paper, scale=floor(fits * 100)) if _LEAST_WHOLE <= fits < chosen else paper


def _height_of_page(*, a3: bool) -> float:
    """The height in points between the margins of a lying sheet."""
    top, _, bottom, _ = MARGINS
    return (_SHORT_SIDE_MM[a3] - top - bottom) * _POINTS_PER_MM * _SPARE


def page_breaks(paper: Paper, heights: Sequence[float], kept: Collection[int], repeated: float) -> tuple[int, ...]:
    """The rows after which a new page begins, at the size of the paper.

    `heights` are those of the rows from the first one on, in points; a row of `kept` stands on the page of the row
    below it, as far as a page is high enough; `repeated` is the height of what stands on top of each further page.
    """
    whole = _height_of_page(a3=paper.a3) / ((paper.scale or 100) / 100)
    breaks: list[int] = []
    first, used = 1, 0.0
    for row, height in enumerate(heights, 1):
        if row > first and used + height > whole - (repeated if breaks else 0.0):
            last = row - 1
            while last in kept and last > first:
                last -= 1
            last = row - 1 if last in kept else last
            breaks.append(last)
            first, used = last + 1, sum(heights[last : row - 1])
        used += height
    return tuple(breaks)
