"""Columns of a score table in which points stand although no heading says whose they are.

This module knows no rule; what such a column means is asked, never supposed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from thidua_cli import layout
from thidua_cli.cells import Kind
from thidua_cli.intake.tables import heading_key, repeated_columns
from thidua_cli.intake.values import given
from thidua_cli.rubric.model import STAGES, Stage
from thidua_cli.vietnamese import fold, tidy

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from decimal import Decimal

    from thidua_cli.intake.model import Entry, Table

# Beside the table stand a column or two; what is farther off is another table.
_BESIDE = 2
_LEAST_ROWS = 2
# Words in headings of points, and words that make them other points than those of a stage; folded.
_OF_POINTS = frozenset({"diem", "cham", "tham", "cum", "khoi", "ban", "tdkt", "hoi", "to"})
_OF_OTHER_POINTS = frozenset(
    {"chuan", "toi", "tru", "cong", "thuong", "truoc", "chenh", "lech", "nguoi", "bang", "ti", "le", "ghi", "chu"}
)


class Unclaimed(Struct, frozen=True):
    """A column of points that no heading claims.

    Attributes:
        column: Its number on the worksheet.
        row: The row of its heading, or the first row of the headings if it has none.
        heading: Its heading; empty if it has none.
        number: In how many rows points stand.
        wanting: The stages without points in the table that it may be of.
    """

    column: int
    row: int
    heading: str
    number: int
    wanting: tuple[Stage, ...]


def unclaimed(table: Table, entries: Mapping[str, Entry], maxima: Mapping[str, Decimal]) -> Iterator[Unclaimed]:
    """The columns in which at least half of the scored rows hold points, where a stage has none.

    Args:
        table: The table.
        entries: Its rows, by criterion.
        maxima: The most points of each row that is scored directly.
    """
    rows = {entries[criterion_id].row: most for criterion_id, most in maxima.items() if criterion_id in entries}
    wanting = tuple(stage for stage in STAGES if not _is_scored(stage, entries))
    if not wanting or len(rows) < _LEAST_ROWS:
        return
    columns = set(table.columns.values())
    for column in range(max(1, min(columns) - _BESIDE), max(columns) + _BESIDE + 1):
        if column in columns:
            continue
        row, heading = _heading(table, column)
        number = _points(table, column, rows)
        if 2 * number < len(rows):
            continue
        possible = _possible(table, heading, wanting)
        if possible and not _is_repeated(table, column):
            yield Unclaimed(column, row, heading, number, possible)


def _is_repeated(table: Table, column: int) -> bool:
    """Whether a merged heading stands over this column and over another one, which is said of both."""
    return any(column in columns for columns in repeated_columns(table).values())


def _is_scored(stage: Stage, entries: Mapping[str, Entry]) -> bool:
    return any(stage in entry.given and not entry.given[stage].is_blank for entry in entries.values())


def _heading(table: Table, column: int) -> tuple[int, str]:
    """The lowest heading over the column, with its row; one merged over it counts."""
    for row in range(table.first_row - 1, table.header_row - 1, -1):
        cell = table.sheet.cells.get((row, column))
        if cell is not None and cell.kind is Kind.TEXT and fold(cell.text):
            return row, tidy(cell.text)
    return table.header_row, ""


def _points(table: Table, column: int, rows: Mapping[int, Decimal]) -> int:
    """In how many rows the column says points that its row allows; 0 if any number is too large for its row."""
    number = 0
    for row, most in rows.items():
        value = given(table.values.cells.get((row, column)), "").value
        if value is None:
            continue
        if not 0 <= value <= most:
            return 0
        number += 1
    return number


def _possible(table: Table, heading: str, wanting: tuple[Stage, ...]) -> tuple[Stage, ...]:
    """The stages that the column may be of; none where its heading makes it another, or one that stands twice."""
    if not heading:
        return wanting
    missing = tuple(stage for stage in wanting if stage not in table.columns)
    if heading_key(heading, table.headings) is not None:
        return ()
    words = set(fold(heading).split())
    # Without any self score the table states no points at all, whatever the heading says.
    is_possible = Stage.SELF in missing or (words & _OF_POINTS and not words & _OF_OTHER_POINTS)
    return missing if is_possible else ()


def names_of(stages: tuple[Stage, ...], columns: Mapping[str, str]) -> tuple[str, ...]:
    """The headings that the form prints for the stages."""
    names = layout.headings(columns)
    return tuple(names[stage] for stage in stages)
