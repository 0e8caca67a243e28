"""Reads the tables of a Word document (.docx) as worksheets, with the lines above each table as rows.

This module knows how Word lays out tables and nothing of criteria: every cell is text, as typed.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import accumulate
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

from msgspec import Struct, field

from thidua_cli.cells import Cell, Kind, Range, Workbook, Worksheet
from thidua_cli.spreadsheets.bounds import LAST_COLUMN, LAST_ROW
from thidua_cli.spreadsheets.gate import damaged, forbidden, not_a_workbook
from thidua_cli.spreadsheets.ooxml import part_of, relations_of
from thidua_cli.spreadsheets.xml_parts import Node, Walk, text_node

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from thidua_cli.spreadsheets.gate import Package

# A table of fewer columns lays out a letterhead or signatures; no score table has so few.
_LEAST_COLUMNS: Final = 3
# Borders closer than this (3.5 mm, in twentieths of a point) were meant as one and dragged apart.
_NARROWEST: Final = 200
_DEEPEST: Final = 20
_LONGEST_NUMBER: Final = 7
_MOST_STEPS: Final = 16_384
_FALSE: Final = frozenset({"0", "false", "off"})


class Document(NamedTuple):
    """A document's tables, and what a reader of the cells alone could not know.

    Attributes:
        workbook: One worksheet for each table.
        first_rows: The row of each worksheet in which its table begins, in the order of the sheets.
        revised: Whether the text holds insertions or deletions that nobody has accepted yet.
    """

    workbook: Workbook
    first_rows: tuple[int, ...]
    revised: bool


def read_word(package: Package) -> Document:
    """The tables of the document in the archive; `Refused` if it holds none or cannot be read.

    Inserted text that is not yet accepted counts, deleted and hidden text does not: what is read is what Word shows.
    """
    walk = Walk(package)
    root = relations_of(walk, package, "").values()
    entry = part_of(package, root, "officeDocument", "word/document.xml")
    if entry is None:
        raise damaged("thiếu phần word/document.xml", "the part word/document.xml is missing")
    text = _Text(walk)
    walk.part(entry, {"document": Node(inside={"body": text.body})})
    sheets = _sheets(text.blocks)
    if not sheets:
        raise not_a_workbook("văn bản Word (.docx) không có bảng", "a Word document (.docx) without a table")
    book = Workbook(tuple(sheet.worksheet(number) for number, sheet in enumerate(sheets, 1)))
    return Document(book, tuple(len(sheet.above) + 1 for sheet in sheets), text.revised)


# --- what the text holds ---------------------------------------------------------------------------------


class _Cell(Struct):
    """A cell as written: the steps of the table's grid before it and under it, and its lines.

    A cell that is `continued` belongs to the one above it.
    """

    first: int
    span: int = 1
    continued: bool = False
    lines: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "\n".join(self.lines).strip("\n")


class _Table(Struct):
    """A table as written: whether it stands inside another, the widths of its grid's steps, its rows."""

    nested: bool = False
    widths: list[int] = field(default_factory=list)
    rows: list[list[_Cell]] = field(default_factory=list)

    def columns(self) -> list[int]:
        """The 1-based column that begins at each border of the grid, the last one included."""
        steps = max((cell.first + cell.span for row in self.rows for cell in row), default=0)
        apart = list(range(1, steps + 2))
        if len(self.widths) < steps or not all(self.widths):
            return apart
        merged = list(accumulate((width >= _NARROWEST for width in self.widths[:steps]), initial=1))
        begun = [[merged[cell.first] for cell in row] for row in self.rows]
        return merged if all(len(set(row)) == len(row) for row in begun) else apart


class _Text:
    """Collects the paragraphs and tables of the text in order, while it is walked.

    Attributes:
        body: What is done with the element that holds the text.
        blocks: Lines of text and tables; a table inside another's cell stands before that one.
        revised: Whether a change is met that nobody has accepted yet.
    """

    def __init__(self, walk: Walk) -> None:
        self._walk = walk
        self.blocks: list[str | _Table] = []
        self.revised = False
        self._tables: list[_Table] = []
        self._row_gone = False
        self._row_start = 0
        self._paragraph: list[str] = []
        self._run: list[str] = []
        self._seen = True
        self.body = self._nodes()

    # --- the elements ---

    def _nodes(self) -> Node:
        """The text's node; a cell holds what the text holds, tables included."""
        blocks: dict[str, Node] = {"p": Node(end=self._end_paragraph, inside=self._runs())}
        blocks["tbl"] = self._table(blocks)
        _open_wrappers(blocks)
        return Node(inside=blocks)

    def _runs(self) -> Mapping[str, Node]:
        content = {
            "rPr": Node(inside={"vanish": Node(begin=self._vanish)}),
            "t": text_node(self._run.append),
            "tab": Node(begin=lambda _: self._run.append(" ")),
            "br": Node(begin=lambda _: self._run.append("\n")),
            "cr": Node(begin=lambda _: self._run.append("\n")),
            "noBreakHyphen": Node(begin=lambda _: self._run.append("-")),
        }
        deleted = Node(begin=self._deleted)
        runs = {"r": Node(begin=self._begin_run, end=self._end_run, inside=content)}
        runs |= {"del": deleted, "moveFrom": deleted}
        runs |= dict.fromkeys(("ins", "moveTo"), Node(begin=self._inserted, inside=runs))
        runs |= dict.fromkeys(("hyperlink", "smartTag", "fldSimple"), Node(inside=runs))
        _open_wrappers(runs)
        return runs

    def _table(self, blocks: dict[str, Node]) -> Node:
        cell_properties = {"gridSpan": Node(begin=self._span), "vMerge": Node(begin=self._merge)}
        in_cell = _Either({"tcPr": Node(inside=cell_properties)}, blocks)
        row_properties = {"gridBefore": Node(begin=self._before), "del": Node(begin=self._row_deleted)}
        in_row = {"trPr": Node(inside=row_properties), "tc": Node(begin=self._begin_cell, inside=in_cell)}
        _open_wrappers(in_row)
        in_table = {"tblGrid": Node(inside={"gridCol": Node(begin=self._grid)})}
        in_table["tr"] = Node(begin=self._begin_row, end=self._end_row, inside=in_row)
        _open_wrappers(in_table)
        return Node(begin=self._begin_table, end=self._end_table, inside=in_table)

    # --- paragraphs ---

    def _begin_run(self, _: dict[str, str]) -> None:
        self._run.clear()
        self._seen = True

    def _vanish(self, attributes: dict[str, str]) -> None:
        self._seen = _value(attributes, "val") in _FALSE

    def _end_run(self) -> None:
        if self._seen:
            self._paragraph.extend(self._run)
        self._run.clear()

    def _inserted(self, _: dict[str, str]) -> None:
        self.revised = True

    def _deleted(self, _: dict[str, str]) -> bool:
        self.revised = True
        return True

    def _end_paragraph(self) -> None:
        line = "".join(self._paragraph)
        self._paragraph.clear()
        self._walk.met += 1
        if self._tables:
            self._cell.lines.append(line)
        elif line.strip():
            self._walk.stored += 1
            self.blocks.append(line)

    # --- tables ---

    @property
    def _cell(self) -> _Cell:
        """The cell being read."""
        return self._tables[-1].rows[-1][-1]

    def _begin_table(self, _: dict[str, str]) -> None:
        if len(self._tables) == _DEEPEST:
            raise forbidden("bảng lồng nhau quá sâu", "tables nested too deeply")
        self._tables.append(_Table(nested=bool(self._tables)))

    def _end_table(self) -> None:
        self.blocks.append(self._tables.pop())

    def _grid(self, attributes: dict[str, str]) -> None:
        self._walk.met += 1
        self._tables[-1].widths.append(_count(_value(attributes, "w")))

    def _begin_row(self, _: dict[str, str]) -> None:
        self._walk.met += 1
        self._row_gone = False
        self._row_start = 0
        self._tables[-1].rows.append([])

    def _before(self, attributes: dict[str, str]) -> None:
        self._row_start = _steps(_count(_value(attributes, "val")))

    def _row_deleted(self, _: dict[str, str]) -> None:
        self.revised = self._row_gone = True

    def _end_row(self) -> None:
        if self._row_gone:
            self._tables[-1].rows.pop()

    def _begin_cell(self, _: dict[str, str]) -> None:
        row = self._tables[-1].rows[-1]
        first = row[-1].first + row[-1].span if row else self._row_start
        row.append(_Cell(_steps(first)))
        self._walk.met += 1
        self._walk.stored += 1

    def _span(self, attributes: dict[str, str]) -> None:
        self._cell.span = _steps(max(1, _count(_value(attributes, "val"))))

    def _merge(self, attributes: dict[str, str]) -> None:
        self._cell.continued = _value(attributes, "val") != "restart"


class _Either(Mapping[str, Node]):
    """Two mappings as one, the second still growing."""

    def __init__(self, first: Mapping[str, Node], second: Mapping[str, Node]) -> None:
        self._maps = (first, second)

    def __getitem__(self, name: str) -> Node:
        for nodes in self._maps:
            if name in nodes:
                return nodes[name]
        raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        return (name for nodes in self._maps for name in nodes)

    def __len__(self) -> int:
        return sum(map(len, self._maps))


def _open_wrappers(inside: dict[str, Node]) -> None:
    """Look also into the elements that only wrap what they hold, such as content controls."""
    inside |= dict.fromkeys(("sdt", "sdtContent", "customXml"), Node(inside=inside))


def _value(attributes: Mapping[str, str], name: str) -> str:
    """The attribute of this local name, under any prefix."""
    return next((value for key, value in attributes.items() if key.rpartition(":")[2] == name), "")


def _count(digits: str) -> int:
    """The number written in few plain digits; 0 for anything else."""
    few = len(digits) <= _LONGEST_NUMBER and digits.isascii() and digits.isdigit()
    return int(digits) if few else 0


def _steps(count: int) -> int:
    """The count, if a table's grid can have so many steps; Word allows 63 columns."""
    if count > _MOST_STEPS:
        raise damaged("bảng có quá nhiều cột", "a table has too many columns")
    return count


# --- sheets ----------------------------------------------------------------------------------------------


class _Sheet:
    """One table with the lines above it."""

    def __init__(self, above: list[list[str]], table: _Table) -> None:
        self.above = above
        self.table = table

    def goes_on_in(self, table: _Table) -> bool:
        """Whether the other is the rest of this table, which the next page or a stray blank line broke off."""
        if self.table.nested or table.nested:
            return False
        return len(self.table.columns()) == len(table.columns()) and self.table.widths == table.widths

    def worksheet(self, number: int) -> Worksheet:
        """The worksheet; the rows of the table follow those of the lines."""
        cells = {
            (row, column): Cell(Kind.TEXT, text)
            for row, line in enumerate(self.above, 1)
            for column, text in enumerate(line, 1)
            if text
        }
        borders = self.table.columns()
        merged: list[Range] = []
        open_: dict[int, Range] = {}
        for row, line in enumerate(self.table.rows, len(self.above) + 1):
            below: dict[int, Range] = {}
            for cell in line:
                first, last = borders[cell.first], borders[cell.first + cell.span] - 1
                over = open_.pop(first, None) if cell.continued else None
                below[first] = Range(over.top if over else row, first, row, max(first, last))
                if cell.text:
                    cells[row, first] = Cell(Kind.TEXT, cell.text)
            merged.extend(open_.values())
            open_ = below
        merged.extend(open_.values())
        read = {place: cell for place, cell in cells.items() if place[0] <= LAST_ROW and place[1] <= LAST_COLUMN}
        return Worksheet(
            name=f"Bảng {number}",
            cells=MappingProxyType(dict(sorted(read.items()))),
            merged=tuple(range_ for range_ in merged if (range_.top, range_.left) != (range_.bottom, range_.right)),
            truncated=len(read) < len(cells),
        )


def _sheets(blocks: Sequence[str | _Table]) -> list[_Sheet]:
    """The tables in order; what lays out a letterhead counts as lines, what was broken off is joined."""
    sheets: list[_Sheet] = []
    above: list[list[str]] = []
    for block in blocks:
        if isinstance(block, str):
            above.append([block])
        elif len(block.columns()) - 1 < _LEAST_COLUMNS:
            above.extend([cell.text for cell in row] for row in block.rows)
        elif sheets and not above and sheets[-1].goes_on_in(block):
            sheets[-1].table.rows.extend(block.rows)
        else:
            sheets.append(_Sheet(above, block))
            above = []
    return sheets
