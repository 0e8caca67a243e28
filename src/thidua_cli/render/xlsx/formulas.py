"""Formulas of the consolidated workbook, only where a spreadsheet arrives at the exact value.

This module computes nothing that is shown; it knows rows and columns only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from thidua_cli.cells import column_letters

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from decimal import Decimal

MOST_DIGITS = 15  # what a spreadsheet keeps of a number


def sum_of(column: int, parts: Mapping[int, Decimal | None], value: Decimal | None) -> str | None:
    """The sum of the cells in these rows; None where a spreadsheet would not arrive at the value.

    That is so where nothing is scored, where a cap holds, and beyond a spreadsheet's precision.
    """
    scored = [part for part in parts.values() if part is not None]
    if value is None or sum(scored) != value or not all(map(is_kept, (*scored, value))):
        return None
    return f"SUM({','.join(ranges(column, parts))})"


def is_kept(value: Decimal) -> bool:
    """Whether a spreadsheet keeps every digit."""
    return len(value.as_tuple().digits) <= MOST_DIGITS


def ranges(column: int, rows: Iterable[int]) -> Iterator[str]:
    """The cells of the rows in the column as unbroken ranges, such as `D7:D11`."""
    letters = column_letters(column)
    for first, last in _runs(rows):
        yield f"{letters}{first}" + (f":{letters}{last}" if last > first else "")


def across(row: int, columns: Iterable[int]) -> Iterator[str]:
    """The cells of the columns in the row as unbroken ranges, such as `D7:F7`."""
    for first, last in _runs(columns):
        yield f"{column_letters(first)}{row}" + (f":{column_letters(last)}{row}" if last > first else "")


def _runs(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """The first and the last of each unbroken run of numbers."""
    runs: list[tuple[int, int]] = []
    for number in sorted(numbers):
        if runs and runs[-1][1] == number - 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return runs
