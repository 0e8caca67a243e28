"""Reads .xlsx and .xlsm workbooks cell by cell, in one pass over each part, exactly as stored.

This module knows the file format and nothing of criteria, tables or points.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple
from xml.parsers import expat

from thidua_cli import catalogue
from thidua_cli.catalogue import Text, shown
from thidua_cli.cells import Cell, Kind, Range, Workbook, Worksheet, address, as_shown, place, plain
from thidua_cli.findings import Checked, Finding
from thidua_cli.spreadsheets.gate import (
    Package,
    Refused,
    damaged,
    forbidden,
    load,
    open_package,
    too_large,
    what_archive,
    what_package,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from decimal import Decimal
    from pathlib import Path

    from thidua_cli.spreadsheets.gate import Entry

# What is walked. The Vietnamese forms take some tens of rows; the rest guards time and memory.
LAST_ROW: Final = 20_000
LAST_COLUMN: Final = 256
AREA: Final = f"A1:{address(LAST_ROW, LAST_COLUMN)}"
MOST_CELLS: Final = 2_000_000
MOST_FILLED: Final = 300_000
MOST_ROWS_BEYOND: Final = 100_000
MOST_TAGS: Final = 5_000_000
MOST_TEXT: Final = 16_000_000
MOST_STYLES: Final = 200_000
MOST_RELATIONS: Final = 20_000
MOST_PROPERTIES: Final = 10_000

_GRID_ROWS: Final = 1_048_576
_GRID_COLUMNS: Final = 16_384


@dataclass(frozen=True, slots=True)
class Source:
    """A workbook, and the SHA-256 of the bytes it was read from, in hexadecimal."""

    workbook: Workbook
    sha256: str


def read_file(path: Path, name: str) -> Checked[Source | None]:
    """The workbook in a file; None exactly when a finding of error weight says why there is none.

    Anything may stand at the path: only a regular file of at most 20 MB is opened, and read once.
    The findings call the file by `name`. Nothing that a file can be raises.
    """
    try:
        data = load(path)
        workbook = _workbook(data)
        from hashlib import sha256

        return Checked(Source(workbook, sha256(data).hexdigest()), _beyond(workbook, name))
    except Exception as error:  # noqa: BLE001 - whatever a file provokes must become one finding
        return Checked(None, (_why(error, name),))


def read_workbook(data: bytes, name: str) -> Checked[Workbook | None]:
    """The workbook in the bytes; None exactly when a finding of error weight says why there is none.

    Cells outside `AREA` are not read; a sheet that fills one is `truncated` and warned of.
    The findings call the file by `name`. No bytes raise.
    """
    try:
        workbook = _workbook(data)
        return Checked(workbook, _beyond(workbook, name))
    except Exception as error:  # noqa: BLE001 - whatever the bytes provoke must become one finding
        return Checked(None, (_why(error, name),))


def _why(error: Exception, name: str) -> Finding:
    """The one finding for any failure."""
    if isinstance(error, Refused):
        return error.finding(name)
    if isinstance(error, MemoryError):
        reason = Text("không đủ bộ nhớ để đọc", "there is not enough memory to read it")
        return catalogue.FILE_UNREADABLE.finding(file=name, reason=reason)
    return damaged("cấu trúc bên trong không theo chuẩn", "its inner structure breaks the standard").finding(name)


def _beyond(workbook: Workbook, name: str) -> tuple[Finding, ...]:
    return tuple(
        catalogue.CELLS_BEYOND.finding(file=name, sheet=sheet.name, allowed=AREA)
        for sheet in workbook.sheets
        if sheet.truncated
    )


# --- walking one XML part ----------------------------------------------------------------------------

# A token still open after this many bytes is no cell's text, which comes in pieces.
_LONGEST_TOKEN: Final = 1 << 20
_MOST_NAMES: Final = 20_000
_DEEPEST: Final = 1_000


class _Node:
    """What is done with an element: its attributes, its text or its end, and what is looked at inside.

    Elements are told by local name, so that both namespaces and any prefix will do; those not named
    are passed over with all they hold, or refused inside a `closed` one. `begin` answers whether to
    pass over this one as well.
    """

    __slots__ = ("begin", "closed", "end", "inside", "text")

    def __init__(
        self,
        begin: Callable[[dict[str, str]], bool | None] | None = None,
        end: Callable[[], None] | None = None,
        text: Callable[[str], None] | None = None,
        inside: Mapping[str, _Node] = MappingProxyType({}),
        *,
        closed: bool = False,
    ) -> None:
        self.begin = begin
        self.end = end
        self.text = text
        self.inside = inside
        self.closed = closed


def _text_node(take: Callable[[str], None]) -> _Node:
    """An element that holds text and nothing else."""
    return _Node(text=take, closed=True)


class _Walk:
    """Parses the parts of one package, and bounds what they hold together.

    Attributes:
        met: Rows and cells met, filled or not.
        stored: Cells and ranges kept in memory.
    """

    def __init__(self, package: Package) -> None:
        self._package = package
        self._tags = 0
        self._text = 0
        self.met = 0
        self.stored = 0

    def part(self, entry: Entry, root: Mapping[str, _Node]) -> None:
        """Walk a part whose root element is one of those given."""
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = _refuse_doctype
        pieces = self._handle(parser, entry, root)
        fed = 0
        try:
            for chunk in self._package.read(entry):
                self._tags += chunk.count(b"<")
                parser.Parse(chunk, False)
                fed += len(chunk)
                if fed - parser.CurrentByteIndex > _LONGEST_TOKEN or len(parser.intern) > _MOST_NAMES:
                    raise _abnormal(entry)
                self._require_bounds(sum(map(len, pieces)))
            parser.Parse(b"", True)
        except expat.ExpatError as error:
            if error.code == expat.errors.codes[expat.errors.XML_ERROR_NO_MEMORY]:
                raise MemoryError from error
            raise _Malformed(entry, error.lineno) from error
        except (LookupError, ValueError) as error:  # an encoding that nobody knows, or of several bytes
            raise _Malformed(entry, 1) from error

    def _handle(  # noqa: C901 - two closures over one state, so that each event costs one call
        self, parser: expat.XMLParserType, entry: Entry, root: Mapping[str, _Node]
    ) -> list[str]:
        """Set the parser's handlers; the list holds the text of the element that is open."""
        pieces: list[str] = []
        collect = pieces.append
        node = _Node(inside=root, closed=True)
        above: list[_Node] = []
        skipped = 0

        def start(name: str, attributes: dict[str, str]) -> None:
            nonlocal node, skipped
            if skipped:
                skipped += 1
                if skipped > _DEEPEST:
                    raise _abnormal(entry)
                return
            child = node.inside.get(name) or node.inside.get(name.rpartition(":")[2])
            if child is None:
                if node.closed:
                    raise _Malformed(entry, parser.CurrentLineNumber)
                skipped = 1
                return
            begin = child.begin
            if begin is not None and begin(attributes):
                skipped = 1
                return
            above.append(node)
            node = child
            if child.text is not None:
                parser.CharacterDataHandler = collect

        def end(_: str) -> None:
            nonlocal node, skipped
            if skipped:
                skipped -= 1
                return
            take = node.text
            if take is not None:
                parser.CharacterDataHandler = None
                text = "".join(pieces)
                pieces.clear()
                self._text += len(text)
                take(text)
            elif node.end is not None:
                node.end()
            node = above.pop()

        parser.StartElementHandler = start
        parser.EndElementHandler = end
        return pieces

    def _require_bounds(self, open_text: int) -> None:
        if self._tags > MOST_TAGS:
            raise too_large("số thẻ XML", "the number of its XML tags", "5 000 000")
        if self.met > MOST_CELLS:
            raise too_large("số ô", "the number of its cells", "2 000 000")
        if self.stored > MOST_FILLED:
            raise too_large("số ô có dữ liệu", "the number of its filled cells", "300 000")
        if self._text + open_text > MOST_TEXT:
            raise too_large("tổng số ký tự", "the number of its characters", "16 000 000")


def _abnormal(entry: Entry) -> Refused:
    name = shown(entry.name, "vi")
    return forbidden(f"XML bất thường trong {name}", f"abnormal XML in {name}")


def _refuse_doctype(*_: object) -> None:
    raise forbidden("khai báo DOCTYPE", "a DOCTYPE declaration")


class _Malformed(Refused):
    """A part is no XML, or not the XML it should be."""

    def __init__(self, entry: Entry, line: int) -> None:
        name = shown(entry.name, "vi")
        vi = f"phần {name} sai cấu trúc ở dòng {line}"
        super().__init__(catalogue.FILE_DAMAGED, what=Text(vi, f"the part {name} is malformed in line {line}"))


# --- small parts: relationships, workbook, styles, strings, properties --------------------------------

_TRUE: Final = frozenset({"1", "true"})
_ESCAPE: Final = "_x([0-9A-Fa-f]{4})_"
_SURROGATES: Final = "[\ud800-\udbff][\udc00-\udfff]|[\ud800-\udfff]"


def _unescaped(text: str) -> str:
    """The text with `_xHHHH_` as the character it stands for; half a surrogate pair as U+FFFD."""
    if "_x" not in text:
        return text
    text = re.sub(_ESCAPE, lambda match: chr(int(match[1], 16)), text)
    return re.sub(_SURROGATES, _paired, text)


def _paired(match: re.Match[str]) -> str:
    return match[0].encode("utf-16", "surrogatepass").decode("utf-16", "replace")


class _Relation(NamedTuple):
    """A relationship: the last word of its type, and the part it leads to, None if outside the file."""

    kind: str
    target: str | None


def _relations(walk: _Walk, package: Package, source: str) -> dict[str, _Relation]:
    """The relationships of a part (of the whole package for ""), by id; none if it states none."""
    folder, _, name = source.rpartition("/")
    entry = package.find(f"{folder}/_rels/{name}.rels")
    found: dict[str, _Relation] = {}

    def relationship(attributes: dict[str, str]) -> None:
        target: str | None = _resolved(folder, attributes.get("Target", ""))
        if attributes.get("TargetMode") == "External":
            target = None
        identifier = attributes.get("Id", "")
        if identifier in found:
            raise damaged("hai quan hệ cùng mã", "two relationships with one id")
        if len(found) == MOST_RELATIONS:
            raise too_large("số quan hệ", "the number of its relationships", "20 000")
        found[identifier] = _Relation(attributes.get("Type", "").rpartition("/")[2], target)

    if entry is not None:
        walk.part(entry, {"Relationships": _Node(inside={"Relationship": _Node(begin=relationship)})})
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


def _target(package: Package, relations: Iterable[_Relation], kind: str, usual: str) -> Entry | None:
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

    def __init__(self, walk: _Walk, entry: Entry) -> None:
        self.tabs: list[_Tab] = []
        self.date1904 = False
        inside = {
            "workbookPr": _Node(begin=self._properties),
            "sheets": _Node(inside={"sheet": _Node(begin=self._sheet)}),
        }
        walk.part(entry, {"workbook": _Node(inside=inside)})

    def _properties(self, attributes: dict[str, str]) -> None:
        self.date1904 = attributes.get("date1904") in _TRUE

    def _sheet(self, attributes: dict[str, str]) -> None:
        if len(self.tabs) == MOST_RELATIONS:
            raise too_large("số trang", "the number of its sheets", "20 000")
        state = attributes.get("state", "")
        relation = next((value for key, value in attributes.items() if key.endswith(":id")), "")
        name = _unescaped(attributes.get("name", ""))
        self.tabs.append(_Tab(name, state if state in {"hidden", "veryHidden"} else "visible", relation))


# 27 to 36 and 50 to 58 are dates in every language that defines them (ECMA-376 part 1, 18.8.30).
_DATE_FORMATS: Final = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
_PERCENT_FORMATS: Final = frozenset({9, 10})
_LITERAL: Final = r'(?s)"[^"]*"?|[\\_*].|\[(?!(?:h+|m+|s+)\])[^\]]*\]'


def _kind_of_format(code: str) -> Kind:
    """What numbers in a format of this code are: its first section decides, its literal text does not."""
    code = re.sub(_LITERAL, "", code.lower()).partition(";")[0]
    if any(letter in code for letter in "dmyhs"):
        return Kind.DATE
    return Kind.PERCENT if "%" in code else Kind.NUMBER


def _kind_of_builtin(number: int) -> Kind:
    if number in _DATE_FORMATS:
        return Kind.DATE
    return Kind.PERCENT if number in _PERCENT_FORMATS else Kind.NUMBER


def _kinds(walk: _Walk, entry: Entry | None) -> dict[str, Kind]:
    """What numbers are under each cell style, by the style's index as cells write it."""
    custom: dict[str, Kind] = {}
    formats: list[str] = []

    def number_format(attributes: dict[str, str]) -> None:
        if len(custom) == MOST_STYLES:
            raise too_large("số định dạng", "the number of its formats", "200 000")
        custom[attributes.get("numFmtId", "")] = _kind_of_format(_unescaped(attributes.get("formatCode", "")))

    def style(attributes: dict[str, str]) -> None:
        if len(formats) == MOST_STYLES:
            raise too_large("số định dạng", "the number of its formats", "200 000")
        formats.append(attributes.get("numFmtId", "0"))

    if entry is not None:
        inside = {
            "numFmts": _Node(inside={"numFmt": _Node(begin=number_format)}),
            "cellXfs": _Node(inside={"xf": _Node(begin=style)}),
        }
        walk.part(entry, {"styleSheet": _Node(inside=inside)})
    return {str(n): custom.get(number) or _kind_of_builtin(int(number)) for n, number in enumerate(formats)}


def _strings(walk: _Walk, entry: Entry | None, wanted: set[int]) -> dict[int, str]:
    """The wanted shared strings by index; all others are passed over, but still walked and verified.

    Runs of rich text are joined; phonetic guides are no part of the text.
    """
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

    text = _text_node(lambda piece: runs.append(_unescaped(piece)))
    item = _Node(begin=begin, end=end, inside={"t": text, "r": _Node(inside={"t": text})})
    if entry is not None:
        walk.part(entry, {"sst": _Node(inside={"si": item})})
    if len(found) < len(wanted):
        raise damaged("ô dẫn tới một chuỗi ký tự không tồn tại", "a cell refers to a text that does not exist")
    return found


_PROPERTY_TYPES: Final = (
    *("lpwstr", "lpstr", "bstr", "bool", "date", "filetime", "decimal", "cy", "error"),
    *("i1", "i2", "i4", "i8", "int", "ui1", "ui2", "ui4", "ui8", "uint", "r4", "r8"),
)


def _properties(walk: _Walk, entry: Entry | None) -> dict[str, str]:
    """The custom document properties; none if the part is absent or broken."""
    found: dict[str, str] = {}
    name = ""

    def begin(attributes: dict[str, str]) -> None:
        nonlocal name
        name = _unescaped(attributes.get("name", ""))
        if len(found) == MOST_PROPERTIES:
            raise too_large("số thuộc tính", "the number of its properties", "10 000")

    value = _text_node(lambda text: found.update({name: _unescaped(text)}))
    inside = dict.fromkeys(_PROPERTY_TYPES, value)
    if entry is None:
        return {}
    try:
        walk.part(entry, {"Properties": _Node(inside={"property": _Node(begin=begin, inside=inside)})})
    except _Malformed:
        return {}
    return found


# --- values --------------------------------------------------------------------------------------------

_WHITE: Final = " \t\r\n"
_NUMERIC: Final = "0123456789+-.eE"
_ISO: Final = r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:T[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?Z?)?"
_SECONDS: Final = 86_400
_LAST_SERIAL: Final = 2_958_465
_LEAP_BUG: Final = 60
_DAYS_1904: Final = 1_462
_EPOCH: Final = date(1899, 12, 30)
_BOOLEANS: Final = {"1": "TRUE", "0": "FALSE", "true": "TRUE", "false": "FALSE"}
_NO_CODE: Final = "#UNKNOWN!"
_LONGEST_INDEX: Final = 9
_MOST_KEPT: Final = 10_000

# Stands in for a shared string until the strings are read.
_AWAITED: Final = Cell(Kind.TEXT, "")


def _number_text(number: Decimal, kind: Kind, *, date1904: bool) -> str:
    if kind is Kind.PERCENT:
        return plain(number.scaleb(2)) + "%"
    if kind is Kind.DATE:
        return _date_text(number, date1904=date1904) or plain(number)
    return plain(number)


def _date_text(serial: Decimal, *, date1904: bool) -> str:
    """The ISO date, with the time if there is any; only the time below 1; "" if Excel shows no date.

    In the 1900 system Excel counts a 29 February 1900 that never was: serial 60.
    """
    last = _LAST_SERIAL - (_DAYS_1904 if date1904 else 0)
    if not 0 <= serial < last + 1:
        return ""
    days, seconds = divmod(round(serial * _SECONDS), _SECONDS)
    time = "" if not seconds else f"{seconds // 3600:02}:{seconds // 60 % 60:02}"
    if seconds % 60:
        time += f":{seconds % 60:02}"
    if serial < 1 and days == 0 and (time or not date1904):
        return time or "00:00"
    if days > last:
        return ""
    day = _day(days + _DAYS_1904 if date1904 else days, date1904=date1904)
    return f"{day}T{time}" if time else day


def _day(days: int, *, date1904: bool) -> str:
    if days == _LEAP_BUG and not date1904:
        return "1900-02-29"
    if days < _LEAP_BUG and not date1904:
        days += 1
    return (_EPOCH + timedelta(days)).isoformat()


def _serial(text: str, *, date1904: bool) -> Decimal | None:
    """The serial number of an ISO date with or without a time, or None if there is no such moment."""
    if not re.fullmatch(_ISO, text):
        return None
    try:
        moment = datetime.fromisoformat(text.removesuffix("Z"))
    except ValueError:
        return None
    passed = moment - datetime(_EPOCH.year, _EPOCH.month, _EPOCH.day)  # noqa: DTZ001 - a cell has no zone
    days = passed.days - (_DAYS_1904 if date1904 else 0)
    if days <= _LEAP_BUG and not date1904:
        days -= 1
    return as_shown(str(days + (passed.seconds + passed.microseconds / 1e6) / _SECONDS))


class _Values:
    """Makes cells of stored values, for all sheets of one workbook.

    `readers` holds, by a cell's type, what makes a cell of its value, its style and its formula; the
    answer is None for a cell without content, and `_AWAITED` for a shared string.
    """

    def __init__(self, kinds: Mapping[str, Kind], *, date1904: bool) -> None:
        self.readers: dict[str, Callable[[str, str, str | None], Cell | None]] = {
            "n": self._number,
            "s": self._shared_string,
            "str": self._text,
            "inlineStr": self._text,
            "b": self._boolean,
            "e": self._error,
            "d": self._date,
        }
        self._kinds = kinds
        self._date1904 = date1904
        self._numbers: dict[tuple[str, str], Cell] = {}

    def _number(self, value: str, style: str, formula: str | None) -> Cell | None:
        """A number under the kind its style gives it; TEXT if it is none that Excel could hold."""
        cell = self._numbers.get((value, style))
        if cell is None:
            stored = value.strip(_WHITE)
            if not stored:
                return _uncalculated(formula)
            # Python would take 1_0 and other scripts' digits for numbers, too.
            number = None if stored.strip(_NUMERIC) else as_shown(stored)
            if number is None:
                cell = Cell(Kind.TEXT, stored)
            else:
                kind = self._kind(style)
                cell = Cell(kind, _number_text(number, kind, date1904=self._date1904), number)
            if len(self._numbers) < _MOST_KEPT:
                self._numbers[value, style] = cell
        return cell if formula is None else Cell(cell.kind, cell.text, cell.number, formula)

    def _kind(self, style: str) -> Kind:
        """What numbers are under a style; plain numbers where the workbook has no styles at all."""
        kind = self._kinds.get(style)
        if kind is None and self._kinds:
            raise damaged("ô dùng một kiểu định dạng không tồn tại", "a cell has a style that does not exist")
        return kind or Kind.NUMBER

    def _shared_string(self, value: str, _: str, formula: str | None) -> Cell | None:
        return _AWAITED if value.strip(_WHITE) else _uncalculated(formula)

    def _text(self, value: str, _: str, formula: str | None) -> Cell | None:
        return _text_cell(_unescaped(value), formula)

    def _boolean(self, value: str, _: str, formula: str | None) -> Cell | None:
        value = value.strip(_WHITE)
        return Cell(Kind.BOOLEAN, _BOOLEANS.get(value, value), None, formula) if value else _uncalculated(formula)

    def _error(self, value: str, _: str, formula: str | None) -> Cell | None:
        return Cell(Kind.ERROR, _unescaped(value).strip() or _NO_CODE, None, formula)

    def _date(self, value: str, style: str, formula: str | None) -> Cell | None:
        value = value.strip(_WHITE)
        serial = _serial(value, date1904=self._date1904)
        if serial is None:
            return self.unknown(value, style, formula)
        return Cell(Kind.DATE, _date_text(serial, date1904=self._date1904) or value, serial, formula)

    def unknown(self, value: str, _: str, formula: str | None) -> Cell | None:
        """A value that is not what its type says, or of a type that nobody knows: the text as stored."""
        return Cell(Kind.TEXT, _unescaped(value), None, formula) if value else _uncalculated(formula)


def _text_cell(text: str, formula: str | None) -> Cell | None:
    """The cell of a text; an empty one is kept only as the result of a formula."""
    return Cell(Kind.TEXT, text, None, formula) if text or formula is not None else None


def _uncalculated(formula: str | None) -> Cell | None:
    """The cell of a formula without a stored result; None if there is no formula either."""
    return None if formula is None else Cell(Kind.UNCALCULATED, "=" + formula, None, formula)


def _index(value: str) -> int:
    """The index of a shared string."""
    value = value.strip(_WHITE)
    if value.isascii() and value.isdigit() and len(value) <= _LONGEST_INDEX:
        return int(value)
    raise damaged("ô dẫn tới một chuỗi ký tự không tồn tại", "a cell refers to a text that does not exist")


# --- one worksheet -------------------------------------------------------------------------------------

_LONGEST_ROW: Final = 7
_ZERO: Final = frozenset({"0", "0.0"})

# The places of the addresses met so far; forms use the same few hundred over and over.
_PLACES: Final[dict[str, tuple[int, int]]] = {}


def _place(reference: str) -> tuple[int, int]:
    """The (row, column) of a cell's address, which must be one of Excel's grid, in capitals."""
    found = place(reference)
    if found is None or not 1 <= found[0] <= _GRID_ROWS or found[1] > _GRID_COLUMNS or address(*found) != reference:
        name = shown(reference, "vi")
        raise damaged(f"địa chỉ ô “{name}” không hợp lệ", f"the cell address “{name}” is not valid")
    if len(_PLACES) < _MOST_KEPT:
        _PLACES[reference] = found
    return found


def _natural(digits: str) -> int:
    """The number written in few plain digits, without a leading zero; 0 for anything else."""
    few = len(digits) <= _LONGEST_ROW and digits.isascii() and digits.isdigit()
    return int(digits) if few and digits[0] != "0" else 0


def _row(digits: str) -> int:
    """The number of a row of Excel's grid."""
    row = _natural(digits)
    if not 1 <= row <= _GRID_ROWS:
        name = shown(digits, "vi")
        raise damaged(f"số dòng “{name}” không hợp lệ", f"the row number “{name}” is not valid")
    return row


class _Sheet:
    """Collects one worksheet while it is walked.

    Shared strings are not known yet: their cells are noted in `awaited` and filled in by `finish`.
    """

    def __init__(self, walk: _Walk, values: _Values) -> None:
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
        self._merged: list[Range] = []
        self._hidden_rows: set[int] = set()
        self._hidden_spans: set[tuple[int, int]] = set()

    def walked(self, entry: Entry) -> _Sheet:
        """The same, with the worksheet part walked."""
        text = _text_node(self._take_inline)
        inside_cell = {
            "v": _text_node(self._take_value),
            "f": _text_node(self._take_formula),
            "is": _Node(begin=self._begin_inline, inside={"t": text, "r": _Node(inside={"t": text})}),
        }
        cell = _Node(begin=self._begin_cell, end=self._end_cell, inside=inside_cell)
        row = _Node(begin=self._begin_row, end=self._end_row, inside={"c": cell})
        inside = {
            "sheetData": _Node(inside={"row": row}),
            "cols": _Node(inside={"col": _Node(begin=self._column_range)}),
            "mergeCells": _Node(inside={"mergeCell": _Node(begin=self._merge)}),
        }
        self._walk.part(entry, {"worksheet": _Node(inside=inside)})
        return self

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
        self._hidden = attributes.get("hidden") in _TRUE or attributes.get("ht") in _ZERO
        if not self._truncated or self._row <= LAST_ROW:
            return False
        self._rows_beyond += 1
        if self._rows_beyond > MOST_ROWS_BEYOND:
            raise too_large(
                "số dòng có dữ liệu", "the number of its filled rows", f"{MOST_ROWS_BEYOND:,}".replace(",", " ")
            )
        return True

    def _enter_row(self, row: int) -> None:
        if row > _GRID_ROWS:
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
            if where[1] > _GRID_COLUMNS:
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
            self._inline.append(_unescaped(text))

    def _take_value(self, text: str) -> None:
        self._require_first(self._value)
        self._value = text

    def _take_formula(self, text: str) -> None:
        self._require_first(self._formula)
        self._formula = _unescaped(text)

    def _require_first(self, before: object) -> None:
        if before is not None:
            name = address(*self._where)
            raise damaged(f"ô {name} có hai giá trị", f"the cell {name} has two values")

    def _end_cell(self) -> None:
        value, formula = self._value, self._formula
        if self._inline is not None:
            self._require_first(value)
            cell = _text_cell("".join(self._inline), formula)
        elif value is not None:
            attributes, values = self._attributes, self._values
            read = values.readers.get(attributes.get("t", "n"), values.unknown)
            cell = read(value, attributes.get("s", "0"), formula)
        elif formula is not None:
            cell = _uncalculated(formula)
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
        if cell is _AWAITED:
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
        if attributes.get("hidden") in _TRUE or attributes.get("width") in _ZERO:
            first, last = _natural(attributes.get("min", "")), _natural(attributes.get("max", ""))
            if not 1 <= first <= last:
                raise damaged("số cột bị ẩn không hợp lệ", "the hidden columns are not valid")
            self._hidden_spans.add((first, min(last, LAST_COLUMN)))


# --- the whole ------------------------------------------------------------------------------------------

_NOT_READ: Final = frozenset({"chartsheet", "dialogsheet", "xlMacrosheet", "xlIntlMacrosheet"})


def _workbook(data: bytes) -> Workbook:
    """The workbook in the bytes; `Refused` or any other exception if there is none to be read."""
    package = open_package(data)
    refused = what_package(package)
    if refused is not None:
        raise refused
    walk = _Walk(package)
    root = _relations(walk, package, "").values()
    entry = _target(package, root, "officeDocument", "xl/workbook.xml")
    if entry is None:
        raise what_archive(package)
    book = _Book(walk, entry)
    relations = _relations(walk, package, entry.name.replace("\\", "/"))
    styles = _target(package, relations.values(), "styles", "xl/styles.xml")
    values = _Values(_kinds(walk, styles), date1904=book.date1904)
    sheets = [(tab, _Sheet(walk, values).walked(part)) for tab, part in _worksheets(package, book.tabs, relations)]
    wanted = {index for _, sheet in sheets for _, index, _ in sheet.awaited}
    strings = _strings(walk, _target(package, relations.values(), "sharedStrings", "xl/sharedStrings.xml"), wanted)
    texts = {index: Cell(Kind.TEXT, text) for index, text in strings.items()}
    properties = _properties(walk, _target(package, root, "custom-properties", "docProps/custom.xml"))
    return Workbook(
        sheets=tuple(sheet.finish(tab, texts) for tab, sheet in sheets),
        properties=MappingProxyType(properties),
        date1904=book.date1904,
    )


def _worksheets(package: Package, tabs: Iterable[_Tab], relations: Mapping[str, _Relation]) -> list[tuple[_Tab, Entry]]:
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
