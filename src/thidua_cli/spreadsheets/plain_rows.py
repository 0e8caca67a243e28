"""The rows of a worksheet as spreadsheet programs usually write them, taken apart without a parser.

Every character between `<sheetData>` and `</sheetData>` is accounted for by a strict pattern, or the answer is None and
the parser reads the part. A cell written like one met before is not worked out again: forms hold the same cells over
and over. This module knows no workbook and no bounds, and decides nothing that the parser would decide otherwise.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from thidua_cli.cells import place
from thidua_cli.spreadsheets.gate import Refused
from thidua_cli.spreadsheets.values import AWAITED, WHITE, text_cell, uncalculated
from thidua_cli.spreadsheets.xml_parts import TRUE, unescaped

if TYPE_CHECKING:
    from thidua_cli.cells import Cell
    from thidua_cli.spreadsheets.values import Values

_OPEN: Final = "<sheetData>"
_CLOSE: Final = "</sheetData>"
_PROLOG: Final = re.compile(
    r"""<\?xml version=["']1\.0["'](?: encoding=["'](?i:utf-8)["'])?(?: standalone=["'](?:yes|no)["'])? ?\?>\s*"""
)
# What a parser refuses or changes wherever it stands.
_UNUSUAL: Final = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]|\\]\\]>")

_NAME: Final = "[A-Za-z_][A-Za-z0-9_.-]*(?::[A-Za-z_][A-Za-z0-9_.-]*)?"
_ATTRIBUTES: Final = f'(?: {_NAME}="[^"<&\t\n]*")*'
# A text in one piece, or in runs of several fonts.
_PIECE: Final = '<t(?: xml:space="preserve")?>[^<]*</t>'
_FONT: Final = f"(?:<{_NAME}{_ATTRIBUTES} ?/>)*"
_TEXT: Final = f"{_PIECE}|(?:<r>(?:<rPr>{_FONT}</rPr>)?{_PIECE}</r>)+"
_ROW: Final = re.compile(f"<row({_ATTRIBUTES}) ?>")
_EMPTY_ROW: Final = re.compile(f"<row({_ATTRIBUTES}) ?/>")
_CELL: Final = re.compile(
    f"<c({_ATTRIBUTES}) ?(?:/>|>"
    f"(?:<f(?P<f>{_ATTRIBUTES}) ?(?:/>|>(?P<formula>[^<]*)</f>))?"
    "(?:<v>(?P<value>[^<]*)</v>|(?P<no_value><v ?/>))?"
    f"(?:<is>(?P<inline>{_TEXT})</is>)?"
    "</c>)"
)
# What differs from sheet to sheet around the rows and says nothing of them: which cell is marked, what is printed.
_HEADING: Final = "(?:odd|even|first)(?:Header|Footer)"
_PASSING: Final = re.compile(
    f"<(?<=><)(?:(?:dimension|selection){_ATTRIBUTES} ?/>"
    f"|headerFooter{_ATTRIBUTES} ?>"
    f"(?:<{_HEADING} ?/>|<({_HEADING})>(?:[^<&]|&(?:amp|lt|gt|quot|apos);)*</\\1>)*</headerFooter>"
    ")(?=<)"
)
_RUN: Final = re.compile(f"<r>(?:<rPr>{_FONT}</rPr>)?(<t[^<]*</t>)</r>")
_TAGGED: Final = re.compile(f"<{_NAME}({_ATTRIBUTES})")
_ATTRIBUTE: Final = re.compile(f' ({_NAME})="([^"]*)"')
_ENTITY: Final = re.compile("&(amp|lt|gt|quot|apos);")
_ENTITIES: Final = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_ZERO: Final = frozenset({"0", "0.0"})
_INDEX: Final = re.compile("[0-9]{1,9}")
_ADDRESS: Final = re.compile("[A-Z]{1,3}[1-9][0-9]{0,6}")
_NUMBER: Final = re.compile("[1-9][0-9]{0,6}")


class PlainCell(NamedTuple):
    """A cell: its place, what is in it, and for a shared string its index and formula."""

    row: int
    column: int
    cell: Cell | None
    string: int
    formula: str | None


class PlainRows(NamedTuple):
    """The rows of a worksheet part.

    Attributes:
        frame: The part with its rows taken out.
        cells: The cells with content by (row, column), in reading order; shared strings as `AWAITED`.
        awaited: The place, index and formula of each shared string.
        hidden: The rows that are not shown.
        met: How many rows and cells there are, filled or not.
    """

    frame: bytes
    cells: dict[tuple[int, int], Cell]
    awaited: list[tuple[tuple[int, int], int, str | None]]
    hidden: set[int]
    met: int


class _NotPlainError(Exception):
    """The part has something that only the parser can tell."""


def plain_rows(data: bytes, values: Values, last_row: int, last_column: int) -> PlainRows | None:
    """The rows of the worksheet part; None if anything about them is unusual, out of order or beyond the area."""
    text = _text_of(data)
    if text is None:
        return None
    start, end = text.find(_OPEN), text.rfind(_CLOSE)
    if start < 0 or end < start or text.find(_OPEN, start + 1) >= 0 or text.find(_CLOSE) != end:
        return None
    try:
        frame = _PASSING.sub(_taken_out, f"{text[: start + len(_OPEN)]}{text[end:]}").encode()
        return _rows(frame, text[start + len(_OPEN) : end], values, last_row, last_column)
    except (_NotPlainError, Refused):  # the parser finds it too, and says where
        return None


def _taken_out(found: re.Match[str]) -> str:
    """Nothing in place of what is passed over; what the parser would refuse stays for the parser."""
    written = found[0]
    try:
        for attributes in _TAGGED.findall(written):
            _attributes(attributes)
    except _NotPlainError:
        return written
    return written if _UNUSUAL.search(written) else ""


def _text_of(data: bytes) -> str | None:
    """The text of a part in UTF-8; None for one that states another encoding, or none that can be told."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return text if not text.startswith("<?") or _PROLOG.match(text) else None


def _rows(frame: bytes, text: str, values: Values, last_row: int, last_column: int) -> PlainRows:
    cells: dict[tuple[int, int], Cell] = {}
    awaited: list[tuple[tuple[int, int], int, str | None]] = []
    hidden: set[int] = set()
    known, rows_known = values.cells_known, values.rows_known
    met, row = 0, 0
    written = text.split("</row>")
    if written.pop().strip(WHITE):
        raise _NotPlainError
    for one in written:
        head, *rest = one.split("<c ")
        numbers = rows_known.get(head)
        if numbers is None:
            numbers = rows_known[head] = _row_numbers(head)
        if numbers[0][0] <= row or numbers[-1][0] > last_row:
            raise _NotPlainError
        row = numbers[-1][0]
        hidden.update(number for number, is_hidden in numbers if is_hidden)
        met += len(numbers) + len(rest)
        last = 0
        for raw in rest:
            found = known.get(raw)
            if found is None:
                found = known[raw] = _cell(raw, values)
            at, column, cell, index, formula = found
            if at != row or not last < column <= last_column:
                raise _NotPlainError
            last = column
            if cell is not None:
                cells[row, column] = cell
                if cell is AWAITED:
                    awaited.append(((row, column), index, formula))
    return PlainRows(frame, cells, awaited, hidden, met)


def _row_numbers(head: str) -> tuple[tuple[int, bool], ...]:
    """The number of the row that begins, after those of rows without any cell, and whether each is hidden."""
    found = []
    at = 0
    while (empty := _EMPTY_ROW.match(head, at)) is not None:
        found.append(_row(empty[1]))
        at = empty.end()
    opened = _ROW.fullmatch(head, at)
    if opened is None or _UNUSUAL.search(head):
        raise _NotPlainError
    found.append(_row(opened[1]))
    if any(one[0] >= two[0] for one, two in pairwise(found)):
        raise _NotPlainError
    return tuple(found)


def _row(written: str) -> tuple[int, bool]:
    attributes = _attributes(written)
    number = attributes.get("r", "")
    if not _NUMBER.fullmatch(number):
        raise _NotPlainError
    return int(number), attributes.get("hidden") in TRUE or attributes.get("ht") in _ZERO


def _attributes(written: str) -> dict[str, str]:
    pairs = _ATTRIBUTE.findall(written)
    attributes = dict(pairs)
    if len(attributes) != len(pairs):
        raise _NotPlainError
    return attributes


def _cell(raw: str, values: Values) -> PlainCell:
    """The cell whose text after `<c ` this is."""
    found = _CELL.fullmatch(f"<c {raw}")
    if found is None or _UNUSUAL.search(raw):
        raise _NotPlainError
    attributes = _attributes(found[1])
    reference = attributes.get("r", "")
    where = place(reference) if _ADDRESS.fullmatch(reference) else None
    if where is None:
        raise _NotPlainError
    formula = None
    if found["f"] is not None:
        _attributes(found["f"])
        formula = unescaped(_plain_text(found["formula"] or ""))
    value, inline = found["value"], found["inline"]
    if found["no_value"] is not None:
        value = ""
    if inline is not None:
        if value is not None:
            raise _NotPlainError
        return PlainCell(*where, text_cell(_joined(inline), formula), 0, formula)
    if value is None:
        return PlainCell(*where, uncalculated(formula), 0, formula)
    value = _plain_text(value)
    read = values.readers.get(attributes.get("t", "n"), values.unknown)
    cell = read(value, attributes.get("s", "0"), formula)
    index = 0
    if cell is AWAITED:
        if not _INDEX.fullmatch(value):
            raise _NotPlainError
        index = int(value)
    return PlainCell(*where, cell, index, formula)


def _joined(written: str) -> str:
    """The text of one piece or of all runs, each unescaped by itself as the parser hands it over."""
    if written.startswith("<r>"):
        for attributes in _TAGGED.findall(written):
            _attributes(attributes)
        written = "".join(_RUN.findall(written))
    pieces = (piece.partition(">")[2] for piece in written.split("</t>")[:-1])
    return "".join(unescaped(_plain_text(piece)) for piece in pieces)


def _plain_text(written: str) -> str:
    """The text, with the five entities that every document has as what they stand for."""
    if "&" not in written:
        return written
    text, known = _ENTITY.subn(lambda entity: _ENTITIES[entity[1]], written)
    if known != written.count("&"):
        raise _NotPlainError
    return text


# --- shared strings ---------------------------------------------------------------------------------------

_STRING: Final = re.compile(f'<si>(?:<t(?: xml:space="preserve")?/>|({_TEXT}))')
_FIRST: Final = "<si>"
_LAST: Final = "</si>"


class PlainStrings(NamedTuple):
    """The shared strings of a workbook in their order, and the part without them."""

    frame: bytes
    strings: list[str]


def plain_strings(data: bytes, known: dict[str, str]) -> PlainStrings | None:
    """The strings of a part that holds nothing but texts in one piece each; None for any other."""
    text = _text_of(data)
    if text is None:
        return None
    start, end = text.find(_FIRST), text.rfind(_LAST)
    if start < 0 or end < start:
        return None
    strings = []
    try:
        for one in text[start:end].split(_LAST):
            string = known.get(one)
            if string is None:
                found = _STRING.fullmatch(one)
                if found is None or _UNUSUAL.search(one):
                    return None
                string = known[one] = _joined(found[1] or "")
            strings.append(string)
    except _NotPlainError:
        return None
    return PlainStrings(f"{text[:start]}{text[end + len(_LAST) :]}".encode(), strings)
