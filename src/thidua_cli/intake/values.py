"""What one score cell says: points, nothing, or why it states none although it is filled.

This module knows no table and no criterion; which values are allowed is asked in `checks`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from thidua_cli.cells import Kind
from thidua_cli.intake.model import Fault, Given
from thidua_cli.vietnamese import NotPoints, parse_points

if TYPE_CHECKING:
    from collections.abc import Sequence

    from thidua_cli.cells import Cell, Range
    from thidua_cli.intake.model import Table

# The longest issued table has 23 rows; a unit that types every part as a row stays far below this.
MOST_ROWS = 300

FAULT_OF_KIND = {
    Kind.PERCENT: Fault.PERCENT,
    Kind.DATE: Fault.DATE,
    Kind.BOOLEAN: Fault.BOOLEAN,
    Kind.ERROR: Fault.ERROR,
    Kind.UNCALCULATED: Fault.UNCALCULATED,
}
_FAULT_OF_TEXT = {
    NotPoints.TEXT: Fault.TEXT,
    NotPoints.AMBIGUOUS: Fault.AMBIGUOUS,
    NotPoints.PERCENT: Fault.PERCENT,
}


def given(cell: Cell | None, where: str) -> Given:
    """What a score cell says. No value is ever guessed: what is no plain number has its own fault."""
    known = _known.get((id(cell), where))
    if known is not None:
        return known[1]
    if len(_known) >= _MOST_KNOWN:
        _known.clear()
    said = _given(cell, where)
    _known[id(cell), where] = (cell, said)
    return said


# What cells said so far: the same scores stand in the same cells of many sheets, which then share one value. A cell is
# told by its identity, as in `once`, and kept beside the value.
_known: dict[tuple[int, str], tuple[Cell | None, Given]] = {}
_MOST_KNOWN = 20_000


def _given(cell: Cell | None, where: str) -> Given:
    if cell is None:
        return Given(where)
    if cell.kind is Kind.NUMBER:
        return Given(where, cell.number, None, cell.text)
    if cell.kind is Kind.TEXT:
        points = parse_points(cell.text)
        if points.value is not None:
            return Given(where, points.value, None, cell.text)
        if points.reason is NotPoints.BLANK:
            return Given(where, text=cell.text)
        return Given(where, None, _FAULT_OF_TEXT[points.reason or NotPoints.TEXT], cell.text)
    return Given(where, None, FAULT_OF_KIND[cell.kind], cell.text)


def merged_over(table: Table, columns: Sequence[int]) -> tuple[Range, ...]:
    """The merged ranges that lie over these columns of the rows that are read."""
    last = table.first_row + MOST_ROWS
    return tuple(
        area
        for area in table.sheet.merged
        if area.bottom >= table.first_row
        and area.top <= last
        and any(area.left <= column <= area.right for column in columns)
    )


def is_covered(where: tuple[int, int], merged: tuple[Range, ...]) -> bool:
    """Whether the cell is hidden below the first one of a merged range."""
    return any(where in area and where != (area.top, area.left) for area in merged)
