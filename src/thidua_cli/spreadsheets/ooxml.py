"""Reads .xlsx, .xlsm, .xltx and .xltm cell by cell, in one pass over each part, exactly as stored.

This module knows the file format and nothing of criteria, tables or points.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple, TypeVar

from thidua_cli.catalogue import shown
from thidua_cli.cells import Cell, Kind, Range, Workbook, Worksheet, address, place
from thidua_cli.spreadsheets.bounds import (
    GRID_COLUMNS,
    GRID_ROWS,
    LAST_COLUMN,
    LAST_ROW,
    MOST_PROPERTIES,
    MOST_RELATIONS,
    MOST_ROWS_BEYOND,
)
from thidua_cli.spreadsheets.gate import Refused, damaged, too_large, what_archive
from thidua_cli.spreadsheets.plain_rows import plain_rows, plain_strings
from thidua_cli.spreadsheets.values import AWAITED, MOST_KEPT, WHITE, Values, kinds_by_style, text_cell, uncalculated
from thidua_cli.spreadsheets.xml_parts import TRUE, Malformed, Node, Walk, text_node, unescaped

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from thidua_cli.spreadsheets.gate import Entry, Package

# --- small parts: relationships, workbook, strings, properties ------------------------------------------


class Relation(NamedTuple):
    """A relationship: the last word of its type, and the part it leads to, None if outside the file."""

    kind: str
    target: str | None


def relations_of(walk: Walk, package: Package, source: str) -> dict[str, Relation]:
    """The relationships of a part (of the whole package for ""), by id; none if it states none."""
    folder, _, name = source.rpartition("/")
    entry = package.find(f"{folder}/_rels/{name}.rels")
    found: dict[str, Relation] = {}

    def relationship(attributes: dict[str, str]) -> None:
        target: str | None = _resolved(folder, attributes.get("Target", ""))
        if attributes.get("TargetMode") == "External":
            target = None
        identifier = attributes.get("Id", "")
        if identifier in found:
            raise damaged("hai quan hệ cùng mã", "two relationships with one id")
        if len(found) == MOST_RELATIONS:
            raise too_large("số quan hệ", "the number of its relationships", "20 000")
        found[identifier] = Relation(attributes.get("Type", "").rpartition("/")[2], target)

    if entry is not None:
        walk.part(entry, {"Relationships": Node(inside={"Relationship": Node(begin=relationship)})})
    return found


def _resolved(folder: str, target: str) -> str:
    """The name of the part a relationship leads to; it never climbs out of the package."""
    target = target.replace("\\", "/")
    steps = [] if target.startswith("/") else folder.split("/")
    for step in target.split("/"):
        if step == "..":
            del steps[-1:]
        elif step not in {"", "."}:
            steps.append(step)
    return "/".join(steps)


def part_of(package: Package, relations: Iterable[Relation], kind: str, usual: str) -> Entry | None:
    """The part that the relationship of this kind leads to, or else the one of the usual name."""
    names = [relation.target for relation in relations if relation.kind == kind and relation.target]
    return next((entry for name in (*names, usual) if (entry := package.find(name))), None)


class _Tab(NamedTuple):
    """A sheet as the workbook lists it."""

    name: str
    state: str
    relation: str


class _Book:
    """What the workbook part states: its sheets in tab order, and the date system."""

    def __init__(self, walk: Walk, entry: Entry) -> None:
        self.tabs: list[_Tab] = []
        self.date1904 = False
        inside = {
            "workbookPr": Node(begin=self._properties),
            "sheets": Node(inside={"sheet": Node(begin=self._sheet)}),
        }
        walk.part(entry, {"workbook": Node(inside=inside)})

    def _properties(self, attributes: dict[str, str]) -> None:
        self.date1904 = attributes.get("date1904") in TRUE

    def _sheet(self, attributes: dict[str, str]) -> None:
        if len(self.tabs) == MOST_RELATIONS:
            raise too_large("số trang", "the number of its sheets", "20 000")
        state = attributes.get("state", "")
        relation = next((value for key, value in attributes.items() if key.endswith(":id")), "")
        name = unescaped(attributes.get("name", ""))
        self.tabs.append(_Tab(name, state if state in {"hidden", "veryHidden"} else "visible", relation))


def _strings(walk: Walk, entry: Entry | None, wanted: set[int]) -> dict[int, str]:
    """The wanted shared strings by index; all others are passed over, but still walked and verified.

    Runs of rich text are joined; phonetic guides are no part of the text.
    """
    data = walk.small(entry) if entry is not None else None
    plain = plain_strings(data, _STRINGS) if data is not None else None
    if entry is not None and data is not None and plain is not None:
        walk.part(entry, {"sst": Node()}, plain.frame)
        walk.note(data, 0, 0)
        return _chosen(plain.strings, wanted)
    found: dict[int, str] = {}
    runs: list[str] = []
    index = -1

    def begin(_: dict[str, str]) -> bool:
        nonlocal index
        index += 1
        return index not in wanted

    def end() -> None:
        found[index] = "".join(runs)
        runs.clear()

    text = text_node(lambda piece: runs.append(unescaped(piece)))
    item = Node(begin=begin, end=end, inside={"t": text, "r": Node(inside={"t": text})})
    if entry is not None:
        walk.part(entry, {"sst": Node(inside={"si": item})}, data)
    if len(found) < len(wanted):
        raise _no_such_string()
    return found


def _chosen(strings: list[str], wanted: set[int]) -> dict[int, str]:
    if len(_STRINGS) > MOST_KEPT:
        _STRINGS.clear()
    if wanted and max(wanted) >= len(strings):
        raise _no_such_string()
    return {index: strings[index] for index in wanted}


def _no_such_string() -> Refused:
    return damaged("ô dẫn tới một chuỗi ký tự không tồn tại", "a cell refers to a text that does not exist")


_PROPERTY_TYPES: Final = (
    *("lpwstr", "lpstr", "bstr", "bool", "date", "filetime", "decimal", "cy", "error"),
    *("i1", "i2", "i4", "i8", "int", "ui1", "ui2", "ui4", "ui8", "uint", "r4", "r8"),
)


def _properties(walk: Walk, entry: Entry | None) -> dict[str, str]:
    """The custom document properties; none if the part is absent or broken."""
    found: dict[str, str] = {}
    name = ""

    def begin(attributes: dict[str, str]) -> None:
        nonlocal name
        name = unescaped(attributes.get("name", ""))
        if len(found) == MOST_PROPERTIES:
            raise too_large("số thuộc tính", "the number of its properties", "10 000")

    value = text_node(lambda text: found.update({name: unescaped(text)}))
    inside = dict.fromkeys(_PROPERTY_TYPES, value)
    if entry is None:
        return {}
    try:
        walk.part(entry, {"Properties": Node(inside={"property": Node(begin=begin, inside=inside)})})
    except Malformed:
        return {}
    return found


_LONGEST_INDEX: Final = 9


def _index(value: str) -> int:
    """The index of a shared string."""
    value = value.strip(WHITE)
    if value.isascii() and value.isdigit() and len(value) <= _LONGEST_INDEX:
        return int(value)
    raise _no_such_string()


# --- one worksheet -------------------------------------------------------------------------------------

_LONGEST_ROW: Final = 7
_ZERO: Final = frozenset({"0", "0.0"})

# The places of the addresses met so far; forms use the same few hundred over and over.
_PLACES: Final[dict[str, tuple[int, int]]] = {}


def _place(reference: str) -> tuple[int, int]:
    """The (row, column) of a cell's address, which must be one of Excel's grid, in capitals."""
    found = place(reference)
    if found is None or not 1 <= found[0] <= GRID_ROWS or found[1] > GRID_COLUMNS or address(*found) != reference:
        name = shown(reference, "vi")
        raise damaged(f"địa chỉ ô “{name}” không hợp lệ", f"the cell address “{name}” is not valid")
    if len(_PLACES) < MOST_KEPT:
        _PLACES[reference] = found
    return found


def _natural(digits: str) -> int:
    """The number written in few plain digits, without a leading zero; 0 for anything else."""
    few = len(digits) <= _LONGEST_ROW and digits.isascii() and digits.isdigit()
    return int(digits) if few and digits[0] != "0" else 0


def _row(digits: str) -> int:
    """The number of a row of Excel's grid."""
    row = _natural(digits)
    if not 1 <= row <= GRID_ROWS:
        name = shown(digits, "vi")
        raise damaged(f"số dòng “{name}” không hợp lệ", f"the row number “{name}” is not valid")
    return row


class _Frame(NamedTuple):
    """What a worksheet part states around its rows, and whether the rows are the worksheet's own."""

    merged: tuple[Range, ...]
    hidden_columns: frozenset[tuple[int, int]]
    has_rows: bool


# What was read of parts that are the same in many workbooks, by their content.
_FRAMES: Final[dict[bytes, _Frame]] = {}
_VALUES: Final[dict[tuple[bytes, bool], Values]] = {}
_STRINGS: Final[dict[str, str]] = {}
_MOST_PARTS: Final = 64

_Key = TypeVar("_Key")
_Held = TypeVar("_Held")


def _keep(held: dict[_Key, _Held], key: _Key, value: _Held, most: int = _MOST_PARTS) -> None:
    if len(held) >= most:
        held.clear()
    held[key] = value


class _Sheet:
    """Collects one worksheet while it is walked.

    Shared strings are not known yet: their cells are noted in `awaited` and filled in by `finish`.
    """

    def __init__(self, walk: Walk, values: Values) -> None:
        self._walk = walk
        self.awaited: list[tuple[tuple[int, int], int, str | None]] = []
        self._values = values
        self._cells: dict[tuple[int, int], Cell] = {}
        self._truncated = False
        self._rows_beyond = 0
        self._in_order = True
        # The row being read, and whether it states its number; columns seen, a bit for each.
        self._row = 0
        self._numbered = False
        self._hidden = False
        self._column = 0
        self._seen = 0
        self._seen_before: dict[int, int] = {}
        # The cell being read.
        self._where = (0, 0)
        self._attributes: dict[str, str] = {}
        self._value: str | None = None
        self._formula: str | None = None
        self._inline: list[str] | None = None
        # The sheet.
        self._bodies = 0
        self._merged: list[Range] = []
        self._hidden_rows: set[int] = set()
        self._hidden_spans: set[tuple[int, int]] = set()

    def read(self, entry: Entry) -> _Sheet:
        """The same, with the worksheet part read."""
        data = self._walk.small(entry)
        if data is None or not self._take_apart(entry, data):
            self._walk_part(entry, data)
        return self

    def _take_apart(self, entry: Entry, data: bytes) -> bool:
        """Take the rows as programs usually write them, without a parser; False, and nothing taken, for any other."""
        plain = plain_rows(data, self._values, LAST_ROW, LAST_COLUMN)
        if plain is None:
            return False
        frame = _FRAMES.get(plain.frame)
        if frame is None:
            around = _Sheet(self._walk, self._values)
            try:
                around._walk_part(entry, plain.frame)
            except Refused:  # as the whole is, or the cut was made in the wrong place
                return False
            frame = _Frame(tuple(around._merged), frozenset(around._hidden_spans), around._bodies == 1)
            _keep(_FRAMES, plain.frame, frame)
        if not frame.has_rows:  # what looked like the rows are not the worksheet's own
            return False
        self._walk.note(data, plain.met, len(plain.cells))
        self._cells, self.awaited, self._hidden_rows = plain.cells, plain.awaited, plain.hidden
        self._merged, self._hidden_spans = list(frame.merged), set(frame.hidden_columns)
        return True

    def _walk_part(self, entry: Entry, data: bytes | None) -> None:
        text = text_node(self._take_inline)
        inside_cell = {
            "v": text_node(self._take_value),
            "f": text_node(self._take_formula),
            "is": Node(begin=self._begin_inline, inside={"t": text, "r": Node(inside={"t": text})}),
        }
        cell = Node(begin=self._begin_cell, end=self._end_cell, inside=inside_cell)
        alternatives = Node(begin=_refuse_alternatives)
        row = Node(begin=self._begin_row, end=self._end_row, inside={"c": cell, "AlternateContent": alternatives})
        inside = {
            "sheetData": Node(begin=self._begin_body, inside={"row": row, "AlternateContent": alternatives}),
            "cols": Node(inside={"col": Node(begin=self._column_range)}),
            "mergeCells": Node(inside={"mergeCell": Node(begin=self._merge)}),
        }
        self._walk.part(entry, {"worksheet": Node(inside=inside)}, data)

    def _begin_body(self, _: dict[str, str]) -> None:
        self._bodies += 1

    def finish(self, tab: _Tab, strings: Mapping[int, Cell]) -> Worksheet:
        """The worksheet, with the shared strings filled in and the cells in reading order."""
        cells = self._cells
        for where, index, formula in self.awaited:
            cell = strings[index]
            if formula is not None:
                cells[where] = Cell(cell.kind, cell.text, None, formula)
            elif cell.text:
                cells[where] = cell
            else:
                del cells[where]
        if not self._in_order:
            cells = dict(sorted(cells.items()))
        columns = {column for first, last in self._hidden_spans for column in range(first, last + 1)}
        return Worksheet(
            name=tab.name,
            cells=MappingProxyType(cells),
            state=tab.state,
            merged=tuple(self._merged),
            hidden_rows=frozenset(self._hidden_rows),
            hidden_columns=frozenset(columns),
            truncated=self._truncated,
        )

    # --- rows ---

    def _begin_row(self, attributes: dict[str, str]) -> bool:
        """Enter the row; once cells beyond the area are known of, rows beyond it are passed over."""
        self._walk.met += 1
        number = attributes.get("r")
        self._numbered = number is not None
        self._enter_row(self._row + 1 if number is None else _row(number))
        self._hidden = attributes.get("hidden") in TRUE or attributes.get("ht") in _ZERO
        if not self._truncated or self._row <= LAST_ROW:
            return False
        self._rows_beyond += 1
        if self._rows_beyond > MOST_ROWS_BEYOND:
            raise too_large(
                "số dòng có dữ liệu", "the number of its filled rows", f"{MOST_ROWS_BEYOND:,}".replace(",", " ")
            )
        return True

    def _enter_row(self, row: int) -> None:
        if row > GRID_ROWS:
            raise damaged("quá nhiều dòng", "it has too many rows")
        if row <= self._row:
            self._in_order = False
        self._row = row
        self._column = 0
        self._seen = self._seen_before.get(row, 0)

    def _require_row(self, row: int) -> None:
        """A row without a number takes it from its first cell; any other disagreement is damage."""
        if self._numbered or self._column:
            raise damaged(f"dòng {self._row} có ô ghi dòng {row}", f"the row {self._row} has a cell of row {row}")
        self._enter_row(row)

    def _end_row(self) -> None:
        if self._row <= LAST_ROW:
            self._seen_before[self._row] = self._seen
            if self._hidden:
                self._hidden_rows.add(self._row)

    # --- cells ---

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        self._walk.met += 1
        reference = attributes.get("r")
        if reference is None:
            where = (self._row, self._column + 1)
            if where[1] > GRID_COLUMNS:
                raise damaged("quá nhiều cột", "it has too many columns")
        else:
            where = _PLACES.get(reference) or _place(reference)
            if where[0] != self._row:
                self._require_row(where[0])
        column = where[1]
        if column <= self._column:
            self._in_order = False
        self._column = column
        if column <= LAST_COLUMN:
            bit = 1 << column
            if self._seen & bit:
                name = address(*where)
                raise damaged(f"ô {name} có hai lần", f"the cell {name} is there twice")
            self._seen |= bit
        self._where = where
        self._attributes = attributes
        self._value = self._formula = self._inline = None

    def _begin_inline(self, _: dict[str, str]) -> None:
        self._require_first(self._inline)
        self._inline = []

    def _take_inline(self, text: str) -> None:
        if self._inline is not None:
            self._inline.append(unescaped(text))

    def _take_value(self, text: str) -> None:
        self._require_first(self._value)
        self._value = text

    def _take_formula(self, text: str) -> None:
        self._require_first(self._formula)
        self._formula = unescaped(text)

    def _require_first(self, before: object) -> None:
        if before is not None:
            name = address(*self._where)
            raise damaged(f"ô {name} có hai giá trị", f"the cell {name} has two values")

    def _end_cell(self) -> None:
        value, formula = self._value, self._formula
        if self._inline is not None:
            self._require_first(value)
            cell = text_cell("".join(self._inline), formula)
        elif value is not None:
            attributes, values = self._attributes, self._values
            read = values.readers.get(attributes.get("t", "n"), values.unknown)
            cell = read(value, attributes.get("s", "0"), formula)
        elif formula is not None:
            cell = uncalculated(formula)
        else:
            return
        if cell is None:
            return
        where = self._where
        if where[0] > LAST_ROW or where[1] > LAST_COLUMN:
            self._truncated = True
            return
        self._cells[where] = cell
        self._walk.stored += 1
        if cell is AWAITED:
            self.awaited.append((where, _index(value or ""), formula))

    # --- beside the cells ---

    def _merge(self, attributes: dict[str, str]) -> None:
        reference = attributes.get("ref", "")
        first, _, last = reference.partition(":")
        one, other = place(first), place(last or first)
        if one is None or other is None:
            where = shown(reference, "vi")
            raise damaged(f"vùng gộp ô {where} không hợp lệ", f"the merged range {where} is not valid")
        self._walk.stored += 1
        rows, columns = sorted((one[0], other[0])), sorted((one[1], other[1]))
        self._merged.append(Range(rows[0], columns[0], rows[1], columns[1]))

    def _column_range(self, attributes: dict[str, str]) -> None:
        if attributes.get("hidden") in TRUE or attributes.get("width") in _ZERO:
            first, last = _natural(attributes.get("min", "")), _natural(attributes.get("max", ""))
            if not 1 <= first <= last:
                raise damaged("số cột bị ẩn không hợp lệ", "the hidden columns are not valid")
            self._hidden_spans.add((first, min(last, LAST_COLUMN)))


def _refuse_alternatives(_: dict[str, str]) -> None:
    """Which of several contents a program shows cannot be told, so none may be passed over."""
    raise damaged("có ô lưu nhiều nội dung thay thế nhau", "cells are stored with alternative contents")


# --- the whole ------------------------------------------------------------------------------------------

_NOT_READ: Final = frozenset({"chartsheet", "dialogsheet", "xlMacrosheet", "xlIntlMacrosheet"})


def read_ooxml(package: Package) -> Workbook:
    """The workbook in the archive; `Refused` or any other exception if there is none to be read."""
    walk = Walk(package)
    root = relations_of(walk, package, "").values()
    entry = part_of(package, root, "officeDocument", "xl/workbook.xml")
    if entry is None:
        raise what_archive(package)
    book = _Book(walk, entry)
    relations = relations_of(walk, package, entry.name.replace("\\", "/"))
    styles = part_of(package, relations.values(), "styles", "xl/styles.xml")
    values = _values(walk, styles, date1904=book.date1904)
    sheets = [(tab, _Sheet(walk, values).read(part)) for tab, part in _worksheets(package, book.tabs, relations)]
    wanted = {index for _, sheet in sheets for _, index, _ in sheet.awaited}
    strings = _strings(walk, part_of(package, relations.values(), "sharedStrings", "xl/sharedStrings.xml"), wanted)
    texts = {index: Cell(Kind.TEXT, text) for index, text in strings.items()}
    properties = _properties(walk, part_of(package, root, "custom-properties", "docProps/custom.xml"))
    return Workbook(
        sheets=tuple(sheet.finish(tab, texts) for tab, sheet in sheets),
        properties=MappingProxyType(properties),
        date1904=book.date1904,
    )


def _values(walk: Walk, styles: Entry | None, *, date1904: bool) -> Values:
    """What makes cells of values under these styles; one for all workbooks that have the same ones."""
    data = walk.small(styles) if styles is not None else b""
    known = _VALUES.get((data, date1904)) if data is not None else None
    if known is None:
        known = Values(kinds_by_style(walk, styles, data), date1904=date1904)
        if data is not None:
            _keep(_VALUES, (data, date1904), known)
    if len(known.cells_known) > MOST_KEPT:
        known.cells_known.clear()
    if len(known.rows_known) > MOST_KEPT:
        known.rows_known.clear()
    return known


def _worksheets(package: Package, tabs: Iterable[_Tab], relations: Mapping[str, Relation]) -> list[tuple[_Tab, Entry]]:
    """The worksheets in tab order with their parts; charts and dialogs are no worksheets."""
    found: list[tuple[_Tab, Entry]] = []
    taken: set[str] = set()
    for tab in tabs:
        relation = relations.get(tab.relation)
        if relation is not None and relation.kind in _NOT_READ:
            continue
        entry = package.find(relation.target) if relation is not None and relation.target else None
        if entry is None:
            name = shown(tab.name, "vi")
            raise damaged(f"thiếu nội dung của trang {name}", f"the content of the sheet {name} is missing")
        if entry.name in taken:
            name = shown(tab.name, "vi")
            raise damaged(f"hai trang dùng chung một nội dung ({name})", f"two sheets share one content ({name})")
        taken.add(entry.name)
        found.append((tab, entry))
    if not found:
        raise damaged("không có trang tính nào", "it has no worksheet")
    return found
