"""Score sheets described in a few words, as workbook values and as the bytes of .xlsx files.

A description names only what matters in a test; everything else stands as on the official form:

    unit: Sở Nội vụ              the line `Đơn vị: …`; none without it
    year: 2019                   the line `Năm …`; none without it
    points:                      what is typed, by criterion: the self score, or all three columns
      I: 90
      III.4: [5, "4,5", 3]
    rest: 1                      what is typed in every other row that is scored directly
    spread: 120.5                instead: rows filled from the top until they add up to so many points
    total: [120, 120, 120]       what is typed in the row `Tổng cộng`
    facts: {papers-late: 2}      what is typed on a second sheet `Số liệu`, by fact; none without it

Numbers are typed as numbers and texts as texts; `{error: "#N/A"}`, `{percent: 85}`, `{formula: A1+1}`
(without a stored result), dates and true or false are what they say. `FEATURES` lists what else a sheet
may be given. This module knows how a form looks, never what the program makes of it.
"""

from __future__ import annotations

import unicodedata
from datetime import date
from decimal import Decimal
from functools import cache
from io import BytesIO
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, cast

from openpyxl import Workbook as Book
from openpyxl.packaging.custom import StringProperty

from thidua_cli.cells import Cell, Kind, Range, Workbook, Worksheet, address, place, plain
from thidua_cli.rubric.load import load

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from openpyxl.worksheet.worksheet import Worksheet as Tab

    from thidua_cli.rubric.model import Criterion, Rubric

DISTRICTS: Final = "langson-2019/districts-departments"
NAME: Final = "Biểu chấm điểm"
HEADINGS: Final = (
    "STT",
    "Nội dung",
    "Điểm chuẩn tối đa",
    "Điểm tự chấm",
    "Điểm Cụm thi đua chấm",
    "Điểm Ban TĐKT thẩm định",
)
STAGES: Final = ("self", "cluster", "board")
FIGURES_NAME: Final = "Số liệu"
FIGURES_HEADINGS: Final = ("STT", "Tiêu chí", "Số liệu", "Đơn vị tính", "Giá trị", "Điều khoản", "Ghi chú")

FEATURES: Final = MappingProxyType(
    {
        "unit": "the name in the line `Đơn vị: …`",
        "year": "the year in the line `Năm …`",
        "rubric": "the id of the table",
        "titled": "false: the line that says for whom the table is, is missing",
        "points": "what is typed, by criterion",
        "rest": "what is typed in every other row that is scored directly",
        "spread": "the points to spread over the rows from the top, in one column or in each",
        "total": "what is typed in the total row",
        "totalled": "false: the total row is missing",
        "columns": "the headings in order, in place of the official six",
        "without": "criteria whose rows are missing",
        "twice": "criteria whose rows stand twice",
        "texts": "other contents, by criterion",
        "numbers": "other row numbers, by criterion",
        "maxima": "other maxima, by criterion",
        "extra": "further rows above the total, as lists of cells",
        "many": "how many further rows of notes stand above the total",
        "rows": "all rows of the table, as lists of cells, in place of the official ones",
        "cells": "further cells, by address",
        "hidden": "`sheet`, and rows and columns by number or letter, that a reader does not see",
        "merged": "ranges shown as one cell; what is typed below their first cell stays in the file",
        "facts": "what is typed on the second sheet, by fact",
        "facts_extra": "further rows of the second sheet, as lists of cells",
        "name": "the name on the tab",
        "marker": "what the form says of itself, by name, as blank forms made by thidua do",
        "unicode": "NFD: all texts decomposed",
    }
)


@cache
def rubric(reference: str) -> Rubric:
    """The shipped table."""
    found = load(reference).value
    assert found is not None
    return found


# --- cells ---------------------------------------------------------------------------------------

_EPOCH: Final = date(1899, 12, 30).toordinal()


def cell(typed: Any) -> Cell | None:
    """What Excel holds after the value was typed; None for nothing."""
    if typed is None:
        return None
    if isinstance(typed, bool):
        return Cell(Kind.BOOLEAN, str(typed).upper())
    if isinstance(typed, int | float | Decimal):
        number = Decimal(str(typed))
        return Cell(Kind.NUMBER, plain(number), number)
    if isinstance(typed, date):
        return Cell(Kind.DATE, typed.isoformat(), Decimal(typed.toordinal() - _EPOCH))
    if isinstance(typed, dict):
        ((kind, value),) = typed.items()
        if kind == "percent":
            share = Decimal(str(value)) / 100
            return Cell(Kind.PERCENT, f"{plain(Decimal(str(value)))}%", share)
        if kind == "error":
            return Cell(Kind.ERROR, value)
        if kind == "formula":
            return Cell(Kind.UNCALCULATED, f"={value}", None, value)
        raise ValueError(f"no such cell: {kind}")
    return Cell(Kind.TEXT, str(typed)) if str(typed) else None


# --- the value -----------------------------------------------------------------------------------


def workbook(*sheets: Mapping[str, Any]) -> Workbook:
    """A workbook of the sheets described, in tab order."""
    made = tuple(
        sheet
        for number, described in enumerate(sheets, 1)
        for sheet in _with_figures(described, _sheet(described, number))
    )
    marker: Mapping[str, Any] = next((described["marker"] for described in sheets if "marker" in described), {})
    properties = {f"thidua.{name}": str(value) for name, value in marker.items()}
    return Workbook(made, MappingProxyType(properties))


def _sheet(described: Mapping[str, Any], number: int) -> Worksheet:
    unknown = described.keys() - FEATURES.keys()
    if unknown:
        raise ValueError(f"no such feature of a sheet: {', '.join(sorted(unknown))}")
    cells: dict[tuple[int, int], Any] = {}
    for row, content in enumerate(_lines(described), 1):
        for column, value in enumerate(content, 1):
            cells[row, column] = value
    for where, value in described.get("cells", {}).items():
        cells[_place(where)] = value
    held = {at: found for at, value in sorted(cells.items()) if (found := cell(value))}
    if "unicode" in described:
        held = {at: _in_form(found, described["unicode"]) for at, found in held.items()}
    hidden = [str(part) for part in described.get("hidden", ())]
    return Worksheet(
        name=described.get("name", NAME if number == 1 else f"{NAME} {number}"),
        cells=MappingProxyType(held),
        state="hidden" if "sheet" in hidden else "visible",
        merged=tuple(_range(text) for text in described.get("merged", ())),
        hidden_rows=frozenset(int(part) for part in hidden if part.isdecimal()),
        hidden_columns=frozenset(_place(f"{part}1")[1] for part in hidden if part.isupper()),
    )


def _with_figures(described: Mapping[str, Any], first: Worksheet) -> tuple[Worksheet, ...]:
    """The sheet, and the one of figures if it is described."""
    if "facts" not in described and "facts_extra" not in described:
        return (first,)
    rows = _figures(described.get("facts", {}), rubric(described.get("rubric", DISTRICTS)))
    cells: dict[tuple[int, int], Cell] = {}
    for row, content in enumerate([*rows, *described.get("facts_extra", ())], 1):
        cells |= {(row, column): held for column, value in enumerate(content, 1) if (held := cell(value))}
    return (first, Worksheet(FIGURES_NAME, MappingProxyType(cells)))


def _figures(typed: Mapping[str, Any], table: Rubric) -> list[Sequence[Any]]:
    """The rows of the second sheet: the headings in row 5, then every figure that the table asks for."""
    asked = table.facts()
    unknown = typed.keys() - {fact.id for fact, _ in asked}
    if unknown:
        raise ValueError(f"no such fact: {', '.join(sorted(unknown))}")
    rows = [
        [number, criterion.id, fact.prompt.vi, fact.unit.vi, typed.get(fact.id), fact.clause]
        for number, (fact, criterion) in enumerate(asked, 1)
    ]
    return [["SỐ LIỆU ĐỐI CHIẾU ĐIỂM THI ĐUA"], [], [], [], FIGURES_HEADINGS, *rows]


def _place(text: str) -> tuple[int, int]:
    found = place(text)
    if found is None:
        raise ValueError(f"no address: {text}")
    return found


def _range(text: str) -> Range:
    first, _, last = text.partition(":")
    return Range(*_place(first), *_place(last))


def _in_form(found: Cell, form: str) -> Cell:
    if found.kind is not Kind.TEXT:
        return found
    return Cell(Kind.TEXT, unicodedata.normalize(cast("Any", form), found.text))


def _lines(described: Mapping[str, Any]) -> list[Sequence[Any]]:
    """The rows of the sheet, from the heading of the form to the total."""
    table = rubric(described.get("rubric", DISTRICTS))
    heading = table.heading + (f" - Năm {described['year']}" if "year" in described else "")
    unit = f"Đơn vị: {described['unit']}" if "unit" in described else None
    headings = described.get("columns", HEADINGS)
    rows = described["rows"] if "rows" in described else _official_rows(described, table)
    if described.get("totalled", True):
        stated = _by_column(described.get("total"))
        rows = [*rows, ["", table.total_title, plain(table.maximum), *stated]]
    order = [HEADINGS.index(name) if name in HEADINGS else None for name in headings]
    return [
        [heading],
        [table.title if described.get("titled", True) else None],
        [unit],
        headings,
        *([None if n is None else row[n] if n < len(row) else None for n in order] for row in rows),
    ]


def _official_rows(described: Mapping[str, Any], table: Rubric) -> list[list[Any]]:
    typed = _typed(described, table)
    without, twice = described.get("without", ()), described.get("twice", ())
    rows = []
    for criterion in _criteria(table, typed):
        if criterion.id in without:
            continue
        content = "\n".join((criterion.title, *criterion.lines))
        row = [
            described.get("numbers", {}).get(criterion.id, criterion.stt or _number_of_detail(criterion)),
            described.get("texts", {}).get(criterion.id, content),
            described.get("maxima", {}).get(criterion.id, plain(criterion.maximum)),
            *typed.get(criterion.id, (None, None, None)),
        ]
        rows += [row, row] if criterion.id in twice else [row]
    notes = [["", f"Ghi chú số {number}"] for number in range(described.get("many", 0))]
    return [*rows, *described.get("extra", ()), *notes]


def _number_of_detail(criterion: Criterion) -> str:
    """The last part of a detail's id, as a person would number it: `a` for III.2.a, `+` below that."""
    last = criterion.id.rpartition(".")[2]
    return "+" if criterion.id.count(".") > 2 else last


def _criteria(table: Rubric, typed: Mapping[str, Any]) -> list[Criterion]:
    """The printed rows, each followed by those of its details that something is typed in."""
    found: list[Criterion] = []

    def walk(criterion: Criterion) -> None:
        printed = table.rows()
        if criterion in printed or criterion.id in typed:
            found.append(criterion)
        for below in (*criterion.details, *criterion.rows):
            walk(below)

    for section in table.sections:
        walk(section)
    return found


def _by_column(typed: Any) -> list[Any]:
    """The three columns of what is typed in a row; a single value is the self score."""
    values = typed if isinstance(typed, list) else [typed]
    return [*values, *[None] * (3 - len(values))]


def _typed(described: Mapping[str, Any], table: Rubric) -> dict[str, list[Any]]:
    """What is typed in the three columns, by criterion."""
    points = {key: _by_column(typed) for key, typed in described.get("points", {}).items()}
    unknown = points.keys() - {criterion.id for criterion in (*table.rows(), *table.details())}
    if unknown:
        raise ValueError(f"no such criterion: {', '.join(sorted(unknown))}")
    leaves = [row for row in table.rows() if not row.is_group]
    typed: dict[str, list[Any]] = {}
    if "rest" in described:
        typed = {leaf.id: _by_column(described["rest"]) for leaf in leaves if not _scored_below(leaf, points)}
    if "spread" in described:
        asked = described["spread"]
        totals = asked if isinstance(asked, list) else [asked, asked, asked]
        columns = [_spread(leaves, total) for total in [*totals, None, None][:3]]
        typed = {leaf.id: [column.get(leaf.id) for column in columns] for leaf in leaves}
    return typed | points


def _scored_below(leaf: Criterion, points: Mapping[str, Any]) -> bool:
    return any(detail.id in points for detail in leaf.walk_details())


def _spread(leaves: Sequence[Criterion], total: Any) -> dict[str, Decimal]:
    """The points by row: each row takes what it may until the total is reached, the others 0."""
    if total is None:
        return {}
    left, points = Decimal(str(total)), {}
    for leaf in leaves:
        points[leaf.id] = min(left, leaf.maximum)
        left -= points[leaf.id]
    if left:
        raise ValueError(f"{total} points are more than the table gives")
    return points


# --- the file ------------------------------------------------------------------------------------


def xlsx(*sheets: Mapping[str, Any]) -> bytes:
    """The sheets described as the bytes of a workbook that opens in Excel."""
    value = workbook(*sheets)
    book = Book()
    book.remove(book.worksheets[0])
    for sheet in value.sheets:
        tab = book.create_sheet(sheet.name)
        tab.sheet_state = cast("Any", sheet.state)
        for (row, column), held in sheet.cells.items():
            _write(tab, row, column, held)
        for merged in sheet.merged:
            # Merged without `merge_cells`, which would empty the cells that are covered.
            tab.merged_cells.add(f"{address(merged.top, merged.left)}:{address(merged.bottom, merged.right)}")
        for row in sheet.hidden_rows:
            tab.row_dimensions[row].hidden = True
        for column in sheet.hidden_columns:
            tab.column_dimensions[tab.cell(1, column).column_letter].hidden = True
    if all(sheet.state == "hidden" for sheet in value.sheets):
        book.create_sheet("Ghi chú")
    for name, text in value.properties.items():
        cast("Any", book).custom_doc_props.append(StringProperty(name=name, value=text))
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _write(tab: Tab, row: int, column: int, held: Cell) -> None:
    target = cast("Any", tab.cell(row, column))
    if held.kind is Kind.DATE:
        target.value = date.fromisoformat(held.text)
        target.number_format = "d-mmm"
    elif held.kind is Kind.BOOLEAN:
        target.value = held.text == "TRUE"
    elif held.number is not None:
        target.value = held.number
        target.number_format = "0%" if held.kind is Kind.PERCENT else "General"
    else:
        target.value = held.text
        if held.kind is Kind.TEXT:
            target.data_type = "s"
