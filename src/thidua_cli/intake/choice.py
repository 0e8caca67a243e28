"""Which of several score tables is the unit's own, and tables that hold several units at once.

This module knows no finding and no rule; what it cannot tell is left open.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from msgspec import Struct

from thidua_cli import layout
from thidua_cli.catalogue import Text
from thidua_cli.cells import Kind, address
from thidua_cli.intake.recognition import fit, wording
from thidua_cli.intake.tables import heading_key
from thidua_cli.intake.values import MOST_ROWS, given
from thidua_cli.rubric.model import STAGES, Stage
from thidua_cli.vietnamese import fold, tidy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from thidua_cli.cells import Workbook, Worksheet
    from thidua_cli.intake.model import Table
    from thidua_cli.rubric.model import Rubric

_EMPTY = Text("các bảng khác chưa có điểm", "the others hold no scores")
_COPIES = Text("các bảng khác là bản sao giống hệt", "the others are exact copies")
_OTHERS = Text(
    "các bảng khác không theo bảng tiêu chí của cụm và chưa có điểm",
    "the others do not follow the cluster's table and hold no scores",
)


def the_one(tables: Sequence[Table], rubric: Rubric | None) -> tuple[Table, Text] | None:
    """The table that can be read without choosing for anybody, and why; None if a person must say which.

    Args:
        tables: Two or more.
        rubric: The table that the cluster uses, if it is known.
    """
    filled = [table for table in tables if _typed(table)]
    if len(filled) == 1:
        return filled[0], _EMPTY
    if len({_content(table) for table in tables}) == 1:
        return tables[0], _COPIES
    if not filled and rubric is not None:
        fits = [fit(wording(table), rubric) for table in tables]
        following = [table for table, found in zip(tables, fits, strict=True) if not found.missed and not found.foreign]
        if len(following) == 1:
            return following[0], _OTHERS
    return None


def _rows(table: Table) -> range:
    return range(table.first_row, table.first_row + MOST_ROWS)


def _typed(table: Table) -> dict[tuple[int, str], str]:
    """What was typed into the score columns, by row and column; results of formulas are not typed."""
    return {
        (row - table.first_row, stage): cell.text
        for stage in STAGES
        if stage in table.columns
        for row in _rows(table)
        if (cell := table.values.cells.get((row, table.columns[stage]))) is not None
        and cell.formula is None
        and not given(cell, "").is_blank
    }


def _content(table: Table) -> tuple[frozenset[str], frozenset[tuple[int, str]], frozenset[tuple[tuple[int, str], str]]]:
    """What makes two tables copies of each other: the lines above, the texts of the rows, what was typed."""
    column = table.columns[layout.CONTENT]
    cells = table.sheet.cells
    above = frozenset(fold(cell.text) for place, cell in cells.items() if place[0] < table.header_row)
    texts = ((row - table.first_row, fold(cells[row, column].text)) for row in _rows(table) if (row, column) in cells)
    return above, frozenset(texts), frozenset(_typed(table).items())


# --- tables of several units ---------------------------------------------------------------------

# The words with which names of offices begin, for runs without a list of members; compared folded.
_OFFICE = re.compile(
    "(?:so|ubnd|uy ban|huien|thanh pho|thi xa|thi tran|phuong|xa|ban|hoi|lien doan|tinh doan|tinh ui|huien ui|thanh ui"
    "|cong ti|ngan hang|chi nhanh|buu dien|vien thong|dai|bao|truong|benh vien|cuc|chi cuc|cong an|bo chi huy|van phong"
    "|toa an|vien kiem sat|kho bac|thanh tra|trung tam|quy) .+"
)
_LONGEST_NAME, _FAR, _LEAST_UNITS = 120, 60, 2
# A table of units stands at the top of its sheet; a sheet that is none must not take long to be refused.
_MOST_CELLS, _MOST_HEADS = 5_000, 20
_RESULTS = frozenset(map(fold, ("Xếp hạng", "Xếp loại", "Thứ hạng", "Hạng", "Ghi chú"))) | layout.TOTAL_KEYS


class ManyUnits(Struct, frozen=True):
    """A table of several units.

    Attributes:
        sheet: The worksheet's name.
        cell: Where the first of the units stands.
        names: The units, as written.
        in_rows: Whether each has a row; else each has a column.
    """

    sheet: str
    cell: str
    names: tuple[str, ...]
    in_rows: bool


def many_units(
    workbook: Workbook, keys: Mapping[str, str], tables: Sequence[Table], is_member: Callable[[str], bool] | None
) -> ManyUnits | None:
    """A consolidated table: units as columns beside the criteria, or units as rows beside their points; else None.

    Args:
        workbook: The workbook.
        keys: What each heading means.
        tables: The score tables found in it; where there is any, only units among its headings are looked for.
        is_member: Whether a text names a member of the cluster; None without a list, when words such as Sở tell.
    """
    is_unit = is_member or (lambda text: _OFFICE.fullmatch(fold(text)) is not None)
    if tables:
        heads = ((t.sheet, row) for t in tables for row in range(t.header_row, t.first_row + 1))
        return next((found for sheet, row in heads if (found := _in_columns(sheet, row, keys, is_unit))), None)
    return next((found for sheet in workbook.sheets if (found := _on_sheet(sheet, keys, is_unit))), None)


def _on_sheet(sheet: Worksheet, keys: Mapping[str, str], is_unit: Callable[[str], bool]) -> ManyUnits | None:
    for row, column in islice(_heads(sheet, keys), _MOST_HEADS):
        if heading_key(sheet.cells[row, column].text, keys) == layout.CONTENT:
            below = (_in_columns(sheet, row + more, keys, is_unit) for more in range(3))
            if found := next(filter(None, below), None):
                return found
        elif found := _in_rows(sheet, row, column, keys, is_unit):
            return found
    return None


def _heads(sheet: Worksheet, keys: Mapping[str, str]) -> Iterator[tuple[int, int]]:
    """Where headings of criteria and of units stand in the first cells of the sheet."""
    for place, cell in sorted(islice(sheet.cells.items(), _MOST_CELLS)):
        if cell.kind is Kind.TEXT and len(cell.text) <= _LONGEST_NAME:
            key = fold(cell.text)
            if key in layout.UNIT_LABELS or heading_key(cell.text, keys) == layout.CONTENT:
                yield place


def _in_columns(
    sheet: Worksheet, row: int, keys: Mapping[str, str], is_unit: Callable[[str], bool]
) -> ManyUnits | None:
    return _found(sheet, [(row, column) for column in range(1, _FAR)], keys, is_unit, in_rows=False)


def _in_rows(
    sheet: Worksheet, row: int, column: int, keys: Mapping[str, str], is_unit: Callable[[str], bool]
) -> ManyUnits | None:
    beside = [sheet.cells.get((row, other)) for other in range(column + 1, column + _FAR)]
    if not any(cell and (heading_key(cell.text, keys) in set(Stage) or fold(cell.text) in _RESULTS) for cell in beside):
        return None
    return _found(sheet, [(below, column) for below in range(row + 1, row + _FAR)], keys, is_unit, in_rows=True)


def _found(
    sheet: Worksheet,
    places: Sequence[tuple[int, int]],
    keys: Mapping[str, str],
    is_unit: Callable[[str], bool],
    *,
    in_rows: bool,
) -> ManyUnits | None:
    named = list(_named(sheet, places, keys, is_unit))
    if len({fold(name) for _, name in named}) < _LEAST_UNITS:
        return None
    return ManyUnits(sheet.name, address(*named[0][0]), tuple(name for _, name in named), in_rows)


def _named(
    sheet: Worksheet, places: Sequence[tuple[int, int]], keys: Mapping[str, str], is_unit: Callable[[str], bool]
) -> Iterator[tuple[tuple[int, int], str]]:
    for place in places:
        cell = sheet.cells.get(place)
        if cell is None or cell.kind is not Kind.TEXT or len(cell.text) > _LONGEST_NAME:
            continue
        if heading_key(cell.text, keys) is None and is_unit(tidy(cell.text)):
            yield place, tidy(cell.text)
