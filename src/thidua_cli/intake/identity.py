"""Whom and which year a sheet names, above its table and in its marker.

This module knows no list of units and no row of the table.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from thidua_cli import layout
from thidua_cli.cells import Kind, address
from thidua_cli.intake.model import Identity
from thidua_cli.vietnamese import fold, tidy

if TYPE_CHECKING:
    from thidua_cli.cells import Cell, Workbook, Worksheet
    from thidua_cli.intake.model import Table

_FAR = 30
_LABELLED = re.compile(r"\s*([^:：]{1,60}?)\s*[:：](.*)", re.DOTALL)
_YEAR = re.compile(r"(?<!\d)(?:nam|nam hoc) ([12][0-9]{3})(?: ([12][0-9]{3}))?(?![0-9])")
_DATE = re.compile(r"ngai [0-9 ]*thang [0-9 ]*nam [0-9]{4}")


def identify(workbook: Workbook, table: Table) -> Identity:
    """Whom and which year the sheet names, above its table and in its marker."""
    above = sorted((place, cell) for place, cell in table.sheet.cells.items() if place[0] < table.header_row)
    unit, unit_cell = "", None
    years: list[str] = []
    for (row, column), cell in above:
        if not unit and (named := _unit_in(cell, row, column, table.sheet)):
            unit, unit_cell = named
        years.extend(_years_in(cell, row, column, table.sheet))
    return Identity(unit, unit_cell, tuple(dict.fromkeys(years)), layout.marker_of(workbook))


def _right_of(sheet: Worksheet, row: int, column: int) -> tuple[int, Cell] | None:
    """The next filled cell to the right in the same row, with its column, if it is not far away."""
    for other in range(column + 1, column + _FAR):
        if (row, other) in sheet.cells:
            return other, sheet.cells[row, other]
    return None


def _unit_in(cell: Cell, row: int, column: int, sheet: Worksheet) -> tuple[str, str] | None:
    """The unit a labelled cell names, with the address of the name."""
    if cell.kind is not Kind.TEXT:
        return None
    for line in cell.text.splitlines():
        match = _LABELLED.fullmatch(line)
        label, value = (match[1], tidy(match[2])) if match else (line, "")
        if fold(label) not in layout.UNIT_LABELS:
            continue
        if fold(value):
            return value, address(row, column)
        beside = _right_of(sheet, row, column)
        if beside and beside[1].kind is Kind.TEXT and fold(beside[1].text):
            return tidy(beside[1].text), address(row, beside[0])
    return None


def _years_in(cell: Cell, row: int, column: int, sheet: Worksheet) -> list[str]:
    """The years a line states; a date such as `ngày 10 tháng 01 năm 2020` states none."""
    text = cell.text
    if fold(text) in {"nam", "nam hoc"}:
        beside = _right_of(sheet, row, column)
        text = f"{text} {beside[1].text}" if beside else text
    key = _DATE.sub(" ", fold(text))
    return ["-".join(filter(None, match.groups())) for match in _YEAR.finditer(key)]
