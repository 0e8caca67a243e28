"""Finding the score tables of a workbook by the headings of their columns.

This module knows no criterion and no value.
"""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING

from msgspec.structs import replace

from thidua_cli import layout
from thidua_cli.cells import Kind
from thidua_cli.intake.encodings import in_unicode
from thidua_cli.intake.model import Table
from thidua_cli.intake.values import MOST_ROWS
from thidua_cli.once import once
from thidua_cli.rubric.model import Stage
from thidua_cli.vietnamese import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from thidua_cli.cells import Workbook, Worksheet

_TRAILING_NUMBER = re.compile(r" [0-9]+$")
_LEAST_PREFIX, LONGEST_HEADING = 8, 200
_MOST_HEADING_ROWS, _MOST_PARTS, _LONGEST_PART = 3, 10, 30
_MOST_COLUMNS = 100
# Below the headings of a page, before its first row.
_MOST_BLANK_ROWS = 5
# More words than any heading has; a guidance's own headings are no longer.
_MOST_WORDS = 20
_MOST_KNOWN = 4096
# Words behind a known beginning that make it another column: Điểm thẩm định của Cụm, Điểm tự chấm năm trước.
_NOT_THIS_YEAR = frozenset({"truoc", "chenh", "lech", "tang", "giam", "cheo"})
_TURNING = {
    layout.MAXIMUM: frozenset({"dat", "tu", "tham", "cum", "khoi"}),
    Stage.SELF: _NOT_THIS_YEAR | {"cum", "khoi", "tham", "tdkt"},
    Stage.CLUSTER: _NOT_THIS_YEAR | {"tdkt"},
    Stage.BOARD: _NOT_THIS_YEAR | {"cum", "khoi", "truong"},
}


def heading_key(text: str, keys: Mapping[str, str]) -> str | None:
    """The column a heading means, exactly or by a beginning such as `Điểm tự chấm (150)`."""
    known = _known(keys)
    if text in known:
        return known[text]
    if len(known) >= _MOST_KNOWN:
        known.clear()
    found = known[text] = _meant(text, keys)
    return found


@once
def _known(_: Mapping[str, str]) -> dict[str, str | None]:
    """What texts were found to mean: the same ones stand on every sheet of a form."""
    return {}


def _meant(text: str, keys: Mapping[str, str]) -> str | None:
    key = _TRAILING_NUMBER.sub("", fold(text))
    if key in keys:
        return keys[key]
    words = key.split(" ")
    for number in range(min(len(words) - 1, _MOST_WORDS), 0, -1):
        beginning = " ".join(words[:number])
        if len(beginning) < _LEAST_PREFIX:
            return None
        if beginning in keys:
            found = keys[beginning]
            return None if _TURNING.get(found, frozenset()).intersection(words[number:]) else found
    return None


def _headings(sheet: Worksheet, keys: Mapping[str, str]) -> dict[int, list[tuple[int, str]]]:
    """The (column, key) pairs of every row that holds any heading."""
    rows: dict[int, list[tuple[int, str]]] = {}
    for (row, column), cell in sorted(sheet.cells.items()):
        if cell.kind is Kind.TEXT and len(cell.text) <= LONGEST_HEADING and (key := heading_key(cell.text, keys)):
            rows.setdefault(row, []).append((column, key))
    return {row: _without_longer(sheet, row, pairs, keys) for row, pairs in rows.items()}


def _without_longer(
    sheet: Worksheet, row: int, pairs: list[tuple[int, str]], keys: Mapping[str, str]
) -> list[tuple[int, str]]:
    """The pairs of a row without columns such as Nội dung giải trình, where another is headed Nội dung alone."""
    whole = {column for column, key in pairs if key == layout.CONTENT and fold(sheet.cells[row, column].text) in keys}
    return [pair for pair in pairs if not whole or pair[1] != layout.CONTENT or pair[0] in whole]


def _is_table(keys: set[str]) -> bool:
    stages = keys & set(Stage)
    return layout.CONTENT in keys and bool(stages) and (len(stages) > 1 or bool(keys & {layout.STT, layout.MAXIMUM}))


def find_tables(workbook: Workbook, headings: Mapping[str, str] = layout.HEADING_KEYS) -> tuple[Table, ...]:
    """Every score table of the workbook, found by its headings, which may stand in up to three rows.

    Texts typed for old fonts are read in Unicode; `Table.typed` is then the worksheet as typed.
    """
    return tuple(
        replace(table, typed=None if found is None else sheet, date1904=workbook.date1904, old_font=found)
        for sheet in workbook.sheets
        for readable, found in (in_unicode(sheet),)
        for table in _tables_of(readable, headings)
    )


def _tables_of(sheet: Worksheet, headings: Mapping[str, str]) -> Iterator[Table]:
    rows = _headings(sheet, headings)
    figures = figure_heads(sheet)
    found_until = 0
    before: Table | None = None
    for row in sorted(rows):
        if row <= found_until or all(key != layout.CONTENT for _, key in rows[row]):
            continue
        if row in figures and not _is_table(_keys(rows[row])) and _one_stage(rows, row + 1):
            continue
        pairs, last = _head(sheet, rows, row)
        if not _is_table(_keys(pairs)):
            continue
        found_until = last
        table = Table(sheet, first_columns(pairs), row, last + 1, headings)
        if before is None or not _continues(table, before):
            yield table
            before = table


def _continues(table: Table, before: Table) -> bool:
    """Whether the headings only repeat those above, as at the top of each printed page.

    They head a table of their own where a total or a unit stands between, or where the same first row follows.
    """
    if table.columns != before.columns or before.header_row + MOST_ROWS < table.header_row:
        return False
    first, again = _first_text(before), _first_text(table)
    if not first or not again or first == again:
        return False
    cells = table.sheet.cells.items()
    between = (cell.text for (row, _), cell in cells if before.first_row <= row < table.header_row)
    return not any(_ends_a_table(text) for text in between if len(text) <= LONGEST_HEADING)


def _first_text(table: Table) -> str:
    """The folded text of the first row below the headings that has one."""
    cells, content = table.sheet.cells, table.columns[layout.CONTENT]
    rows = range(table.first_row, table.first_row + _MOST_BLANK_ROWS + 1)
    return next((key for row in rows if (cell := cells.get((row, content))) and (key := fold(cell.text))), "")


def _ends_a_table(text: str) -> bool:
    return fold(text) in layout.TOTAL_KEYS or fold(text.partition(":")[0]) in layout.UNIT_LABELS


def _keys(pairs: Sequence[tuple[int, str]]) -> set[str]:
    return {key for _, key in pairs}


def _head(sheet: Worksheet, rows: Mapping[int, list[tuple[int, str]]], row: int) -> tuple[list[tuple[int, str]], int]:
    """The headings that begin in the row with what the rows below add to them, and the last row of these headings."""
    pairs, last = rows[row], row
    contents = [column for column, key in pairs if key == layout.CONTENT]
    for below in range(row + 1, row + _MOST_HEADING_ROWS):
        if _is_table(_keys(rows.get(below, []))):
            break
        more = [pair for pair in _parts(sheet, rows, below, pairs) if pair[1] != layout.CONTENT]
        # Below headings that are complete a text stands beside the first row of the table.
        told = any((below, column) in sheet.cells for column in contents)
        if told and (below > row + 1 or _is_table(_keys(pairs))):
            break
        if more:
            pairs, last = [*pairs, *more], below
    return pairs, last


def _parts(
    sheet: Worksheet, rows: Mapping[int, list[tuple[int, str]]], row: int, above: Sequence[tuple[int, str]]
) -> list[tuple[int, str]]:
    """The headings of a lower row: those known in full, else words so short that they mean columns only there."""
    if full := rows.get(row):
        return full
    last = max(column for column, _ in above) + _MOST_PARTS
    short = [
        (column, key)
        for column in range(1, last)
        if (cell := sheet.cells.get((row, column)))
        and cell.kind is Kind.TEXT
        and len(cell.text) <= _LONGEST_PART
        and (key := layout.PART_KEYS.get(fold(cell.text)))
    ]
    return short if len(_keys(short) & set(Stage)) > 1 or _keys(short) == {layout.MAXIMUM} else []


def _one_stage(rows: Mapping[int, list[tuple[int, str]]], row: int) -> bool:
    """Whether the row below the headings of figures names one stage at most: a figure's own words.

    The column Tiêu chí of that sheet then begins no score table.
    """
    return len({key for _, key in rows.get(row, [])} & set(Stage)) <= 1


def first_columns(pairs: Sequence[tuple[int, str]]) -> Mapping[str, int]:
    """The leftmost column of each key."""
    columns: dict[str, int] = {}
    for column, key in sorted(pairs):
        columns.setdefault(key, column)
    return MappingProxyType(columns)


def repeated_columns(table: Table) -> dict[str, tuple[int, ...]]:
    """The keys of headings that stand over more than one column of the table, with these columns.

    A heading of scores merged over several columns counts for each of them in which something is typed.
    """
    heads = range(table.header_row, table.first_row)
    found: dict[str, set[int]] = {}
    for (row, column), cell in table.sheet.cells.items():
        if row in heads and cell.kind is Kind.TEXT and (key := heading_key(cell.text, table.headings)):
            found.setdefault(key, set()).add(column)
    widths: dict[int, int] = {}
    for area in table.sheet.merged:
        if area.top in heads:
            widths[area.left] = max(area.right, widths.get(area.left, 0))
    for stage, columns in found.items():
        for left in sorted(columns) if stage in set(Stage) else ():
            if widths.get(left, left) > left:
                found[stage] = found[stage] | _typed_below(table, left, widths[left])
    return {
        key: tuple(sorted(columns))
        for key, columns in found.items()
        if len(columns) > 1 and key not in {layout.EVIDENCE, layout.EXPLANATION}
    }


def _typed_below(table: Table, left: int, right: int) -> set[int]:
    """The columns below a merged heading that no other heading claims and in which numbers stand."""
    rows = range(table.first_row, table.first_row + MOST_ROWS)
    return {
        column
        for column in range(left, min(right, left + _MOST_COLUMNS) + 1)
        if column == left or column not in table.columns.values()
        if any((cell := table.values.cells.get((row, column))) and cell.number is not None for row in rows)
    }


# --- the headings of the sheet of figures --------------------------------------------------------

_LONGEST_FIGURE_HEADING = 30
# Letters without marks that stand in “Giá trị” however its accents are written.
_VALUE_HINT = "tr"


def figure_heads(sheet: Worksheet) -> dict[int, Mapping[str, int]]:
    """The columns of each row that heads a table of figures."""
    # Big sheets are looked through for the one heading first: folding every cell takes seconds.
    found = {
        row
        for (row, _), cell in sheet.cells.items()
        if cell.kind is Kind.TEXT
        and len(cell.text) <= _LONGEST_FIGURE_HEADING
        and _VALUE_HINT in cell.text.casefold()
        and layout.FACT_HEADING_KEYS.get(fold(cell.text)) == layout.VALUE
    }
    rows: dict[int, list[tuple[int, str]]] = {}
    for (row, column), cell in sheet.cells.items() if found else ():
        if row in found and cell.kind is Kind.TEXT and len(cell.text) <= _LONGEST_FIGURE_HEADING:
            key = layout.FACT_HEADING_KEYS.get(fold(cell.text))
            if key:
                rows.setdefault(row, []).append((column, key))
    heads = {row: first_columns(pairs) for row, pairs in rows.items()}
    return {row: columns for row, columns in heads.items() if {layout.PROMPT, layout.VALUE} <= columns.keys()}
