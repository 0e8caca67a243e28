"""What can still be read of a damaged .xlsx: parts that unpack, rows up to where a part breaks.

Only for `repair`, which lists every cell for a person to compare; no other command uses a damaged file. What is
recovered is put into a new sound archive and read by the ordinary reader, under the ordinary limits.
"""

from __future__ import annotations

import re
import struct
import zlib
from typing import TYPE_CHECKING, Final, NamedTuple

from msgspec import Struct

from thidua_cli.catalogue import Text
from thidua_cli.spreadsheets.archive import packed
from thidua_cli.spreadsheets.gate import MOST_UNPACKED, Refused, load

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from thidua_cli.cells import Workbook

_LOCAL: Final = struct.Struct("<4s5H3L2H")
_MARK: Final = b"PK\x03\x04"
_DESCRIPTOR: Final = b"PK\x07\x08"
_ENDS: Final = (_MARK, b"PK\x01\x02", _DESCRIPTOR)
_STORED, _DEFLATED = 0, 8
_WITH_DESCRIPTOR, _ENCRYPTED = 0x0008, 0x2041
_MOST_PARTS: Final = 1_000
_LONGEST_NAME: Final = 200
_NAME: Final = re.compile(r"[A-Za-z0-9_\-\[\]./ ]+")

_SHEET: Final = re.compile(r"(?i)xl/worksheets/[^/]+\.xml")
_STRINGS: Final = "xl/sharedStrings.xml"
_STYLES: Final = "xl/styles.xml"
_PLAIN_CELL: Final = re.compile(rb"<c\b([^>]*)><v>(0?\.[0-9]+|[0-9.]+E-[0-9]+)</v></c>")
_STYLED: Final = re.compile(rb' s="[1-9]')
_OF_NUMBER: Final = b' t="n"'
_STYLE: Final = re.compile(rb'(<c\b[^>]*?) s="[0-9]*"')
_BOOK: Final = "xl/workbook.xml"
_RELATIONS: Final = "xl/_rels/workbook.xml.rels"
_NAMESPACE: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_TYPES: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
# What stands for a text of the file that is gone; it is no number and will be listed.
_GONE: Final = "\N{REPLACEMENT CHARACTER}"
_MOST_STRINGS: Final = 100_000


class Part(Struct, frozen=True):
    """A part of the archive as far as it unpacks.

    Attributes:
        name: Its name.
        data: Its bytes.
        whole: Whether it unpacked to its end.
        sound: Whether its checksum is right; False too where none is known.
    """

    name: str
    data: bytes
    whole: bool
    sound: bool


class Recovered(NamedTuple):
    """The bytes of the file, the workbook recovered from it and, in words, what that rests on."""

    data: bytes
    workbook: Workbook | None
    what: Text


def recover(path: Path, name: str) -> Recovered:
    """What can still be read of the damaged file; no workbook if nothing can. Nothing that a file can be raises."""
    try:
        data = load(path)
    except Refused:
        return Recovered(b"", None, _NOTHING)
    workbook, what = recover_from(data, name)
    return Recovered(data, workbook, what)


_NOTHING: Final = Text("không lấy lại được phần nào", "nothing")


def recover_from(data: bytes, name: str) -> tuple[Workbook | None, Text]:
    """The workbook that the sound pieces of the bytes make, and what they are in words."""
    from thidua_cli.spreadsheets.reader import read_workbook

    try:
        parts = {part.name: part for part in parts_in(data)}
        sheets = sorted((name for name in parts if _SHEET.fullmatch(name)), key=_natural)
        if not sheets:
            return None, _NOTHING
        mended = {name: _mended(part) for name, part in parts.items()}
        complete = _with_frame(mended, sheets)
        if not _has_styles(complete):
            complete |= {name: _doubted(complete[name]) for name in sheets}
        gone = 0
        if _STRINGS in complete:
            gone = _gone(complete[_STRINGS], _most_index(complete, sheets))
            complete[_STRINGS] = _padded(complete[_STRINGS], gone)
        workbook, _ = read_workbook(packed(complete), name)
        if workbook is None and _is_readable(mended):
            bare = _bare(mended, sheets)
            bare |= {name: _doubted(bare[name]) for name in sheets if not _has_styles(bare)}
            workbook, _ = read_workbook(packed(bare), name)
    except (ValueError, KeyError, MemoryError, struct.error):
        return None, _NOTHING
    return workbook, _told(parts, sheets, gone)


def _is_readable(mended: Mapping[str, bytes]) -> bool:
    return any(_SHEET.fullmatch(name) and b"<row" in data for name, data in mended.items())


def _natural(name: str) -> tuple[int, str]:
    """Sheets in the order of their numbers: sheet2 before sheet10."""
    digits = re.findall(r"[0-9]{1,6}", name)
    return int(digits[-1]) if digits else 0, name


def _told(parts: Mapping[str, Part], sheets: list[str], gone: int) -> Text:
    """What was recovered and how far it can be trusted."""
    cut = [_short(name) for name in sheets if not parts[name].whole or not _is_closed(parts[name].data)]
    unsound = [_short(name) for name in sheets if parts[name].whole and not parts[name].sound]
    vi, en = [f"{len(sheets)} trang"], [f"{len(sheets)} worksheet(s)"]
    if cut:
        vi.append(f"bị cắt ngang: {', '.join(cut)}")
        en.append(f"cut short: {', '.join(cut)}")
    if unsound:
        vi.append(f"sai mã kiểm tra, số có thể sai: {', '.join(unsound)}")
        en.append(f"wrong checksum, figures may be wrong: {', '.join(unsound)}")
    if gone:
        vi.append(f"mất {gone} nội dung chữ")
        en.append(f"{gone} text(s) are gone")
    return Text("; ".join(vi), "; ".join(en))


def _short(name: str) -> str:
    return name.rpartition("/")[2].rpartition(".")[0]


def _is_closed(data: bytes) -> bool:
    return data.rstrip().endswith((b"</worksheet>", b"</sst>"))


# --- the archive ---------------------------------------------------------------------------------


def parts_in(data: bytes) -> Iterator[Part]:
    """Every part whose own header is there, as far as it unpacks; the directory at the archive's end is not needed."""
    at, number, room = data.find(_MARK), 0, MOST_UNPACKED
    while at >= 0 and number < _MOST_PARTS and room > 0:
        part, after = _part(data, at, room)
        if part is not None:
            number += 1
            room -= len(part.data)
            yield part
        at = data.find(_MARK, max(after, at + len(_MARK)))


def _part(data: bytes, at: int, room: int) -> tuple[Part | None, int]:
    """The part whose header stands there, and where the search for the next one begins."""
    start = at + _LOCAL.size
    if start > len(data):
        return None, len(data)
    _, _, flags, method, _, _, checksum, size, _, length, extra = _LOCAL.unpack_from(data, at)
    name = data[start : start + length].decode("utf-8", "replace").replace("\\", "/").lstrip("/")
    if flags & _ENCRYPTED or not name or len(name) > _LONGEST_NAME or not _NAME.fullmatch(name):
        return None, start
    begin = start + length + extra
    known = None if flags & _WITH_DESCRIPTOR else checksum
    if method == _DEFLATED:
        return _inflated(data, begin, name, known, room)
    if method == _STORED and not flags & _WITH_DESCRIPTOR:
        content = data[begin : begin + min(size, room)]
        whole = len(content) == size
        return Part(name, content, whole, whole and zlib.crc32(content) == checksum), begin + len(content)
    return None, begin


def _inflated(data: bytes, begin: int, name: str, checksum: int | None, room: int) -> tuple[Part, int]:
    """The part unpacked until it ends or breaks; where it breaks, what came before is kept."""
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    pieces: list[bytes] = []
    size, step, at, feed = 0, 1 << 16, begin, b""
    try:
        while not inflater.eof and size < room:
            feed = inflater.unconsumed_tail or data[at : at + step]
            if not inflater.unconsumed_tail:
                at += len(feed)
            if not feed:
                break
            piece = inflater.decompress(feed, 1 << 18)
            pieces.append(piece)
            size += len(piece)
    except zlib.error:
        pieces += _last_bytes(data, begin, size)
    content = b"".join(pieces)
    after = at - len(inflater.unused_data) if inflater.eof else begin
    if checksum is None:
        checksum = _described(data, after) if inflater.eof else None
    sound = inflater.eof and checksum is not None and zlib.crc32(content) == checksum
    return Part(name, content, inflater.eof, sound), after


def _last_bytes(data: bytes, begin: int, size: int) -> list[bytes]:
    """What a broken stream gives beyond its first bytes, fed byte by byte up to where it breaks."""
    inflater, found, seen = zlib.decompressobj(-zlib.MAX_WBITS), [], 0
    try:
        for at in range(begin, min(len(data), begin + (1 << 20))):
            piece = inflater.decompress(data[at : at + 1], 1 << 18)
            if seen + len(piece) > size:
                found.append(piece[max(size - seen, 0) :])
            seen += len(piece)
    except zlib.error:
        pass
    return found


def _described(data: bytes, after: int) -> int | None:
    """The checksum that follows a part whose header does not hold it."""
    if data[after : after + 4] == _DESCRIPTOR:
        after += 4
    return int(struct.unpack_from("<L", data, after)[0]) if after + 4 <= len(data) else None


# --- the parts -----------------------------------------------------------------------------------


def _mended(part: Part) -> bytes:
    """The part's XML, cut back to its last complete row or text and closed, where it is not complete."""
    data = part.data
    if _SHEET.fullmatch(part.name) and not _is_closed(data):
        return _cut(data, (b"</row>",), b"</sheetData></worksheet>", b"</sheetData>")
    if part.name == _STRINGS and not _is_closed(data):
        return _cut(data, (b"</si>", b"<si/>"), b"</sst>", b"</sst>")
    return data


def _cut(data: bytes, marks: tuple[bytes, ...], ending: bytes, inner: bytes) -> bytes:
    if inner in data:
        return data[: data.find(inner) + len(inner)] + ending.removeprefix(inner)
    last = max((data.rfind(mark) + len(mark) for mark in marks if mark in data), default=-1)
    return data[:last] + ending if last >= 0 else data


def _with_frame(mended: Mapping[str, bytes], sheets: list[str]) -> dict[str, bytes]:
    """The parts with the workbook and its relations, made anew where they are missing or broken."""
    parts = dict(mended)
    book, relations = parts.get(_BOOK, b""), parts.get(_RELATIONS, b"")
    named = b"</workbook>" in book and b"</Relationships>" in relations
    if not named or any(_short(sheet).encode() + b".xml" not in relations for sheet in sheets):
        return _bare(mended, sheets)
    return _without_lost_sheets(parts)


def _without_lost_sheets(parts: dict[str, bytes]) -> dict[str, bytes]:
    """The parts without the sheets that the workbook lists and the file has lost."""
    relations = parts[_RELATIONS].decode("utf-8", "replace")
    book = parts[_BOOK].decode("utf-8", "replace")
    for relation in re.findall(r"<Relationship\b[^>]*>", relations):
        target = re.search(r'Target="([^"]*)"', relation)
        identifier = re.search(r'\bId="([^"]*)"', relation)
        if target is None or identifier is None or "worksheets/" not in target[1]:
            continue
        if f"xl/worksheets/{target[1].rpartition('/')[2]}" not in parts:
            book = re.sub(rf'<sheet\b[^>]*:id="{re.escape(identifier[1])}"[^>]*/>', "", book)
    return parts | {_BOOK: book.encode()}


def _bare(mended: Mapping[str, bytes], sheets: list[str]) -> dict[str, bytes]:
    """A workbook of the sheets alone, under the names of their parts; styles are kept if they are whole."""
    kept = {name: data for name, data in mended.items() if name in sheets or name in {_STRINGS, _STYLES}}
    if b"</styleSheet>" not in kept.get(_STYLES, b""):
        kept.pop(_STYLES, None)
    if b"</Properties>" in mended.get("docProps/custom.xml", b""):
        kept["docProps/custom.xml"] = mended["docProps/custom.xml"]
    tabs = "".join(
        f'<sheet name="{_short(name)[:31]}" sheetId="{number}" r:id="s{number}"/>'
        for number, name in enumerate(sheets, 1)
    )
    links = "".join(
        f'<Relationship Id="s{number}" Type="{_TYPES}/worksheet" Target="/{name}"/>'
        for number, name in enumerate(sheets, 1)
    )
    others = "".join(
        f'<Relationship Id="{kind}" Type="{_TYPES}/{kind}" Target="/{name}"/>'
        for kind, name in (("sharedStrings", _STRINGS), ("styles", _STYLES))
        if name in kept
    )
    main = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    return kept | {
        "[Content_Types].xml": (
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="xml" ContentType="application/xml"/>'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/{_BOOK}" ContentType="{main}"/></Types>'
        ).encode(),
        "_rels/.rels": (
            f'<Relationships xmlns="{_PACKAGE}">'
            f'<Relationship Id="b" Type="{_TYPES}/officeDocument" Target="{_BOOK}"/></Relationships>'
        ).encode(),
        _BOOK: f'<workbook xmlns="{_NAMESPACE}" xmlns:r="{_TYPES}"><sheets>{tabs}</sheets></workbook>'.encode(),
        _RELATIONS: f'<Relationships xmlns="{_PACKAGE}">{links}{others}</Relationships>'.encode(),
        _STRINGS: kept.get(_STRINGS, f'<sst xmlns="{_NAMESPACE}"></sst>'.encode()),
    }


def _has_styles(parts: Mapping[str, bytes]) -> bool:
    return b"</styleSheet>" in parts.get(_STYLES, b"")


def _doubted(sheet: bytes) -> bytes:
    """The sheet without its styles, which are gone, and every styled number below 1 as text: 0.85 may be 85 %."""
    return _STYLE.sub(rb"\1", _PLAIN_CELL.sub(_with_doubt, sheet))


def _with_doubt(cell: re.Match[bytes]) -> bytes:
    attributes = cell[1].replace(_OF_NUMBER, b"")
    if not _STYLED.search(attributes) or b" t=" in attributes:
        return cell[0]
    return b"<c" + attributes + b' t="str"><v>' + cell[2] + b"?</v></c>"


def _most_index(parts: Mapping[str, bytes], sheets: list[str]) -> int:
    """The greatest index of a text that the sheets refer to."""
    found = (int(index) for name in sheets for index in re.findall(rb't="s"[^>]*><v>([0-9]{1,6})</v>', parts[name]))
    return min(max(found, default=-1), _MOST_STRINGS)


def _gone(strings: bytes, most: int) -> int:
    """How many of the texts that the sheets refer to are not there."""
    return max(0, most + 1 - len(re.findall(rb"<si[ >/]", strings)))


def _padded(strings: bytes, missing: int) -> bytes:
    """The texts with a mark for each that is gone, so that the cells which refer to it are read as unreadable text."""
    if not missing:
        return strings
    head, mark, tail = strings.rpartition(b"</sst>")
    return head + f"<si><t>{_GONE}</t></si>".encode() * missing + mark + tail
