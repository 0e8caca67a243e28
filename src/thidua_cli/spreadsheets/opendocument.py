"""Reads .ods workbooks cell by cell, in one pass over each part: values, errors, formulas, what is hidden.

This module knows the file format and nothing of criteria, tables or points.
"""

from __future__ import annotations

import re
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from thidua_cli import catalogue
from thidua_cli.cells import Cell, Kind, Range, Workbook, Worksheet, as_shown
from thidua_cli.spreadsheets.bounds import (
    GRID_COLUMNS,
    GRID_ROWS,
    LAST_COLUMN,
    LAST_ROW,
    MOST_FILLED,
    MOST_PROPERTIES,
)
from thidua_cli.spreadsheets.gate import Refused, damaged, too_large
from thidua_cli.spreadsheets.values import number_text, serial_of, uncalculated
from thidua_cli.spreadsheets.xml_parts import Malformed, Node, Walk

if TYPE_CHECKING:
    from collections.abc import Mapping

    from thidua_cli.spreadsheets.gate import Entry, Package

_DAY: Final = 86_400
_LONGEST_COUNT: Final = 7
_DURATION: Final = r"(-?)P(?:([0-9]{1,7})D)?T?(?:([0-9]{1,9})H)?(?:([0-9]{1,9})M)?(?:([0-9]{1,9}(?:\.[0-9]{1,9})?)S)?"
_NUMERIC: Final = r"[-+]?[0-9]*\.?[0-9]+(?:[eE][-+]?[0-9]+)?"
_GROUPS: Final = (
    *("table-rows", "table-header-rows", "table-row-group"),
    *("table-columns", "table-header-columns", "table-column-group"),
)
_PREFIX: Final = r"(?:[a-z]+:)?="
_REFERENCE: Final = r"\[([^\[\]]*)\]"
# What a formula's result reads where the program that saved it has no type for errors.
_ERRORS: Final = re.compile(r"#(?:NULL!|DIV/0!|VALUE!|REF!|NAME\?|NUM!|N/A)|Err:[0-9]{3}")


def read_ods(package: Package) -> Workbook:
    """The workbook in the archive; `Refused` or any other exception if there is none to be read."""
    walk = Walk(package)
    _require_open(walk, package.find("META-INF/manifest.xml"))
    entry = package.find("content.xml")
    if entry is None:
        raise damaged("thiếu phần content.xml", "the part content.xml is missing")
    content = _Content(walk)
    walk.part(entry, {"document-content": Node(inside=content.inside())})
    if not content.sheets:
        raise damaged("không có trang tính nào", "it has no worksheet")
    properties = _properties(walk, package.find("meta.xml"))
    return Workbook(tuple(content.sheets), MappingProxyType(properties))


def _require_open(walk: Walk, manifest: Entry | None) -> None:
    """Refuse a file of which any part is encrypted."""

    def encrypted(_: dict[str, str]) -> None:
        raise Refused(catalogue.FILE_ENCRYPTED)

    if manifest is not None:
        inside = {"file-entry": Node(inside={"encryption-data": Node(begin=encrypted)})}
        walk.part(manifest, {"manifest": Node(inside=inside)})


def _properties(walk: Walk, entry: Entry | None) -> dict[str, str]:
    """The custom document properties; none if the part is absent or broken."""
    found: dict[str, str] = {}
    name = ""

    def begin(attributes: dict[str, str]) -> None:
        nonlocal name
        name = _named(attributes, "name")
        if len(found) == MOST_PROPERTIES:
            raise too_large("số thuộc tính", "the number of its properties", "10 000")

    if entry is None:
        return {}
    defined = Node(begin=begin, text=lambda text: found.update({name: found.get(name, "") + text}), closed=True)
    try:
        walk.part(entry, {"document-meta": Node(inside={"meta": Node(inside={"user-defined": defined})})})
    except Malformed:
        return {}
    return found


def _named(attributes: Mapping[str, str], name: str) -> str:
    """The attribute of this local name, under any prefix."""
    return next((value for key, value in attributes.items() if key.rpartition(":")[2] == name), "")


def _count(attributes: Mapping[str, str], name: str) -> int:
    """How often or how wide; 1 where nothing, or nothing sensible, is stated."""
    digits = _named(attributes, name)
    few = len(digits) <= _LONGEST_COUNT and digits.isascii() and digits.isdigit()
    return max(1, int(digits)) if few else 1


class _Content:
    """Collects the worksheets while the content is walked."""

    def __init__(self, walk: Walk) -> None:
        self.sheets: list[Worksheet] = []
        self._walk = walk
        # Table styles that hide their sheet, and the style being read.
        self._hiding: set[str] = set()
        self._style = ""
        # The sheet being read.
        self._name = ""
        self._state = "visible"
        self._cells: dict[tuple[int, int], Cell] = {}
        self._merged: list[Range] = []
        self._hidden_rows: set[int] = set()
        self._hidden_columns: set[int] = set()
        self._truncated = False
        # The row being read: where it stands, how often, and its cells by column.
        self._row = 0
        self._rows = 1
        self._column = 0
        self._line: dict[int, Cell] = {}
        # The cell being read.
        self._attributes: dict[str, str] = {}
        self._text: list[str] = []
        self._paragraphs = 0

    def inside(self) -> Mapping[str, Node]:
        """What is looked at in the content."""
        properties = Node(begin=self._style_properties)
        styles = Node(inside={"style": Node(begin=self._begin_style, inside={"table-properties": properties})})
        cell = Node(begin=self._begin_cell, end=self._end_cell, inside={"p": self._paragraph()})
        row = Node(begin=self._begin_row, end=self._end_row, inside={"table-cell": cell, "covered-table-cell": cell})
        in_table: dict[str, Node] = {"table-row": row, "table-column": Node(begin=self._columns)}
        in_table |= dict.fromkeys(_GROUPS, Node(inside=in_table))
        table = Node(begin=self._begin_table, end=self._end_table, inside=in_table)
        body = Node(inside={"spreadsheet": Node(inside={"table": table})})
        return {"automatic-styles": styles, "body": body}

    def _paragraph(self) -> Node:
        """A line of a cell's text, with spans, links, and signs for spaces and breaks in it."""
        inside: dict[str, Node] = {
            "s": Node(begin=lambda attributes: self._text.append(" " * min(_count(attributes, "c"), 1000))),
            "tab": Node(begin=lambda _: self._text.append("\t")),
            "line-break": Node(begin=lambda _: self._text.append("\n")),
        }
        inside |= dict.fromkeys(("span", "a"), Node(text=self._take, inside=inside))
        return Node(begin=self._begin_paragraph, text=self._take, inside=inside)

    # --- styles ---

    def _begin_style(self, attributes: dict[str, str]) -> None:
        self._walk.met += 1
        self._style = _named(attributes, "name")

    def _style_properties(self, attributes: dict[str, str]) -> None:
        if _named(attributes, "display") == "false":
            self._hiding.add(self._style)

    # --- sheets ---

    def _begin_table(self, attributes: dict[str, str]) -> None:
        self._name = _named(attributes, "name")
        self._state = "hidden" if _named(attributes, "style-name") in self._hiding else "visible"
        self._cells, self._merged = {}, []
        self._hidden_rows, self._hidden_columns = set(), set()
        self._truncated = False
        self._row = self._column = 0

    def _end_table(self) -> None:
        sheet = Worksheet(
            name=self._name,
            cells=MappingProxyType(self._cells),
            state=self._state,
            merged=tuple(self._merged),
            hidden_rows=frozenset(self._hidden_rows),
            hidden_columns=frozenset(self._hidden_columns),
            truncated=self._truncated,
        )
        self.sheets.append(sheet)

    def _columns(self, attributes: dict[str, str]) -> None:
        self._walk.met += 1
        first = self._column + 1
        self._column = min(self._column + _count(attributes, "number-columns-repeated"), GRID_COLUMNS)
        if _is_hidden(attributes):
            self._hidden_columns.update(range(first, min(self._column, LAST_COLUMN) + 1))

    # --- rows ---

    def _begin_row(self, attributes: dict[str, str]) -> None:
        self._walk.met += 1
        self._rows = _count(attributes, "number-rows-repeated")
        self._column = 0
        self._line = {}
        if self._row + self._rows > GRID_ROWS:
            raise damaged("quá nhiều dòng", "it has too many rows")
        if _is_hidden(attributes):
            self._hidden_rows.update(range(self._row + 1, min(self._row + self._rows, LAST_ROW) + 1))

    def _end_row(self) -> None:
        last = min(self._row + self._rows, LAST_ROW)
        if self._line:
            self._truncated = self._truncated or last < self._row + self._rows
            self._keep(len(self._line) * max(0, last - self._row))
            for row in range(self._row + 1, last + 1):
                self._cells.update({(row, column): cell for column, cell in self._line.items()})
        self._row += self._rows
        self._column = 0

    def _keep(self, count: int) -> None:
        """Count cells and ranges before they are kept: a few bytes may state millions."""
        self._walk.stored += count
        if self._walk.stored > MOST_FILLED:
            raise too_large("số ô có dữ liệu", "the number of its filled cells", "300 000")

    # --- cells ---

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        self._walk.met += 1
        self._attributes = attributes
        self._text.clear()
        self._paragraphs = 0

    def _begin_paragraph(self, _: dict[str, str]) -> None:
        if self._paragraphs:
            self._text.append("\n")
        self._paragraphs += 1

    def _take(self, text: str) -> None:
        self._text.append(re.sub(r"[ \t\r\n]+", " ", text))

    def _end_cell(self) -> None:
        attributes = self._attributes
        first = self._column + 1
        self._column += _count(attributes, "number-columns-repeated")
        if self._column > GRID_COLUMNS:
            raise damaged("quá nhiều cột", "it has too many columns")
        self._merge(attributes, first)
        cell = _cell(attributes, "".join(self._text))
        if cell is None:
            return
        last = min(self._column, LAST_COLUMN)
        self._truncated = self._truncated or last < self._column
        self._line.update(dict.fromkeys(range(first, last + 1), cell))

    def _merge(self, attributes: dict[str, str], column: int) -> None:
        wide, high = _count(attributes, "number-columns-spanned"), _count(attributes, "number-rows-spanned")
        if wide > 1 or high > 1:
            self._keep(1)
            row = self._row + 1
            bottom, right = min(row + high - 1, GRID_ROWS), min(column + wide - 1, GRID_COLUMNS)
            self._merged.append(Range(row, column, bottom, right))


def _is_hidden(attributes: Mapping[str, str]) -> bool:
    return _named(attributes, "visibility") in {"collapse", "filter"}


# --- values ----------------------------------------------------------------------------------------------


def _cell(attributes: Mapping[str, str], text: str) -> Cell | None:
    """The cell of what is stored and of the text that is shown; None if it holds nothing."""
    stated = _named(attributes, "formula")
    formula = _as_excel_writes(stated) if stated else None
    if attributes.get("calcext:value-type") == "error" or (formula is not None and _ERRORS.fullmatch(text)):
        return Cell(Kind.ERROR, text or "#UNKNOWN!", None, formula)
    kind = attributes.get("office:value-type", "")
    if kind in {"float", "currency", "percentage", "date", "time", "boolean"}:
        return _typed(kind, attributes, text, formula)
    text = attributes.get("office:string-value", "") or text
    if kind == "string" or text:
        return Cell(Kind.TEXT, text, None, formula) if text or formula is not None else None
    return uncalculated(formula)


def _as_excel_writes(formula: str) -> str:
    """The formula without its prefix, its references without brackets: `of:=[.A1]*2` is `A1*2`."""
    body = re.sub(_PREFIX, "", formula, count=1)
    return re.sub(_REFERENCE, lambda match: match[1].removeprefix(".").replace(":.", ":"), body)


def _typed(kind: str, attributes: Mapping[str, str], text: str, formula: str | None) -> Cell | None:
    """The cell of a value that is no text; what is not what its type says stays the text that is stored."""
    if kind == "boolean":
        stored = attributes.get("office:boolean-value", "")
        return Cell(Kind.BOOLEAN, stored.upper(), None, formula) if stored else _stored(text, formula)
    if kind in {"date", "time"}:
        stored = attributes.get(f"office:{kind}-value", "")
        serial = serial_of(stored, date1904=False) if kind == "date" else _length(stored)
        if serial is None:
            return _stored(stored or text, formula)
        return Cell(Kind.DATE, number_text(serial, Kind.DATE, date1904=False), serial, formula)
    stored = attributes.get("office:value", "")
    number = as_shown(stored) if re.fullmatch(_NUMERIC, stored) else None
    if number is None:
        return _stored(stored or text, formula)
    held = Kind.PERCENT if kind == "percentage" else Kind.NUMBER
    return Cell(held, number_text(number, held, date1904=False), number, formula)


def _stored(text: str, formula: str | None) -> Cell | None:
    return Cell(Kind.TEXT, text, None, formula) if text else uncalculated(formula)


def _length(text: str) -> Decimal | None:
    """The days of a duration such as PT36H00M00S, as Excel stores it."""
    match = re.fullmatch(_DURATION, text)
    if match is None:
        return None
    sign, *parts = match.groups()
    days, hours, minutes, seconds = (Decimal(part or 0) for part in parts)
    passed = days * _DAY + hours * 3600 + minutes * 60 + seconds
    return as_shown(str((-passed if sign else passed) / _DAY))
