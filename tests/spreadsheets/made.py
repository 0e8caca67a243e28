"""Workbooks made from raw bytes and XML, so that no fault is lost in a library that writes them.

This module knows the file format and nothing of the reader.
"""

from __future__ import annotations

import io
import re
import struct
import warnings
import zipfile
import zlib
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
STAMP = (2025, 1, 1, 0, 0, 0)
SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"
STYLES = "xl/styles.xml"
BOOK = "xl/workbook.xml"
BOOK_RELS = "xl/_rels/workbook.xml.rels"
CUSTOM = "docProps/custom.xml"

Parts = dict[str, bytes]


def xml(text: str) -> bytes:
    return ('<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + text).encode()


def zipped(parts: Iterable[tuple[str, bytes]], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(out, "w") as archive:
        warnings.simplefilter("ignore")  # two parts of one name are sometimes the point
        for name, data in parts:
            info = zipfile.ZipInfo(name, STAMP)
            info.compress_type = method
            archive.writestr(info, data)
    return out.getvalue()


def packed(parts: Mapping[str, bytes]) -> bytes:
    return zipped(parts.items())


def content_types(sheets: int) -> bytes:
    """Our reader needs none of it; the readers it is compared with do."""
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = {"workbook": "sheet.main", "sharedStrings": "sharedStrings", "styles": "styles"}
    parts |= {f"worksheets/sheet{n}": "worksheet" for n in range(1, sheets + 1)}
    overrides = "".join(
        f'<Override PartName="/xl/{name}.xml" ContentType="{kind}.{what}+xml"/>' for name, what in parts.items()
    )
    return xml(
        f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def relationships(*entries: tuple[str, str, str], mode: str = "") -> bytes:
    rows = "".join(
        f'<Relationship Id="{key}" Type="{RELS}/{kind}" Target={quoteattr(target)}{mode}/>'
        for key, kind, target in entries
    )
    return xml(f'<Relationships xmlns="{PACKAGE}/relationships">{rows}</Relationships>')


def workbook_xml(names: Iterable[str], states: Iterable[str] = (), head: str = "", tail: str = "") -> bytes:
    state = dict(enumerate(states))
    sheets = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{n}" r:id="rId{n}"'
        + (f' state="{state[n - 1]}"' if state.get(n - 1) else "")
        + "/>"
        for n, name in enumerate(names, 1)
    )
    return xml(f'<workbook xmlns="{MAIN}" xmlns:r="{RELS}">{head}<sheets>{sheets}</sheets>{tail}</workbook>')


def styles_xml(*formats: int | str) -> bytes:
    """A stylesheet whose style n + 1 has the n-th format, a built-in number or a code; style 0 is General."""
    codes = [code for code in formats if isinstance(code, str)]
    numbers = [0, *(164 + codes.index(code) if isinstance(code, str) else code for code in formats)]
    custom = "".join(f'<numFmt numFmtId="{164 + n}" formatCode={quoteattr(code)}/>' for n, code in enumerate(codes))
    xfs = "".join(f'<xf numFmtId="{number}" fontId="0" fillId="0" borderId="0" xfId="0"/>' for number in numbers)
    return xml(
        f'<styleSheet xmlns="{MAIN}"><numFmts>{custom}</numFmts>'
        '<fonts count="1"><font><sz val="13"/><name val="Times New Roman"/></font></fonts>'
        '<fills count="1"><fill><patternFill patternType="none"/></fill></fills><borders count="1"><border/></borders>'
        '<cellStyleXfs count="1"><xf numFmtId="9" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        f"<cellXfs>{xfs}</cellXfs>"
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    )


def strings_xml(*items: str) -> bytes:
    """Shared strings; an item that begins with `<` is taken as XML, any other as text."""
    inner = [item if item.startswith("<") else f'<t xml:space="preserve">{escape(item)}</t>' for item in items]
    body = "".join(f"<si>{item}</si>" for item in inner)
    return xml(f'<sst xmlns="{MAIN}">{body}</sst>')


def number(ref: str, value: object, style: int = 0) -> str:
    return f'<c r="{ref}" s="{style}"><v>{value}</v></c>'


def text(ref: str, value: str) -> str:
    return f'<c r="{ref}" t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'


def row(index: int, *cells: str, attributes: str = "") -> str:
    return f'<row r="{index}"{attributes}>{"".join(cells)}</row>'


def sheet_xml(rows: str = "", before: str = "", after: str = "", namespace: str = MAIN) -> bytes:
    return xml(
        f'<worksheet xmlns="{namespace}" xmlns:r="{RELS}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'
    )


def book_parts(*sheets: bytes, names: Iterable[str] = ("Phiếu chấm",), states: Iterable[str] = ()) -> Parts:
    """The parts of a sound workbook with these worksheets."""
    sheets = sheets or (sheet_xml(score_rows()),)
    listed = list(names)
    listed += [f"Sheet{n + 1}" for n in range(len(listed), len(sheets))]
    links = [(f"rId{n}", "worksheet", f"worksheets/sheet{n}.xml") for n in range(1, len(sheets) + 1)]
    links += [("rIdS", "sharedStrings", "sharedStrings.xml"), ("rIdT", "styles", "styles.xml")]
    return {
        "[Content_Types].xml": content_types(len(sheets)),
        "_rels/.rels": relationships(("rId1", "officeDocument", BOOK), ("rId2", "custom-properties", CUSTOM)),
        BOOK: workbook_xml(listed, states),
        BOOK_RELS: relationships(*links),
        STRINGS: strings_xml(),
        STYLES: styles_xml(),
        **{f"xl/worksheets/sheet{n}.xml": sheet for n, sheet in enumerate(sheets, 1)},
    }


def book(rows: str = "", *, before: str = "", after: str = "", **parts: bytes | None) -> bytes:
    """A workbook of one sheet with these rows; a part may be replaced by its name here, or left out with None."""
    made = book_parts(sheet_xml(rows, before, after))
    names = {"styles": STYLES, "strings": STRINGS, "sheet": SHEET, "workbook": BOOK, "rels": BOOK_RELS}
    names |= {"root": "_rels/.rels", "custom": CUSTOM}
    for key, data in parts.items():
        if data is None:
            del made[names[key]]
        else:
            made[names[key]] = data
    return packed(made)


def score_rows(count: int = 10) -> str:
    """A small filled table, its scores in D5 and below."""
    rows = [
        row(1, text("A1", "BẢNG TỰ CHẤM ĐIỂM THI ĐUA")),
        row(2, text("A2", "Đơn vị:"), text("B2", "UBND xã An Bình")),
    ]
    rows += [
        row(r, number(f"A{r}", r - 4), text(f"B{r}", f"Tiêu chí {r}"), number(f"D{r}", 8.5))
        for r in range(5, count + 5)
    ]
    end = count + 5
    rows.append(row(end, f'<c r="D{end}"><f>SUM(D5:D{end - 1})</f><v>{8.5 * count}</v></c>'))
    return "".join(rows)


def patched(data: bytes, signature: bytes, offset: int, value: bytes) -> bytes:
    """The archive with a field overwritten in every record of this signature."""
    out = bytearray(data)
    at = out.find(signature)
    while at >= 0:
        out[at + offset : at + offset + len(value)] = value
        at = out.find(signature, at + 4)
    return bytes(out)


def overlapping(count: int) -> bytes:
    """A workbook whose many sheets are one and the same packed body."""
    body = sheet_xml(score_rows(200))
    squeeze = zlib.compressobj(9, zlib.DEFLATED, -15)
    squeezed = squeeze.compress(body) + squeeze.flush()
    parts = {name: data for name, data in book_parts(*[b""] * count).items() if not name.startswith("xl/worksheets/")}
    archive = packed(parts)
    end = archive.rfind(b"PK\x05\x06")
    (start,) = struct.unpack_from("<I", archive, end + 16)
    first = SHEET.encode()
    sizes = (zlib.crc32(body), len(squeezed), len(body))
    local = struct.pack("<4s5H3I2H", b"PK\3\4", 20, 0, 8, 0, 0x5A21, *sizes, len(first), 0) + first + squeezed
    directory = archive[start:end]
    for n in range(1, count + 1):
        name = b"xl/worksheets/sheet%d.xml" % n
        fields = (20, 20, 0, 8, 0, 0x5A21, *sizes, len(name), 0, 0, 0, 0, 0, start)
        directory += struct.pack("<4s6H3I5H2I", b"PK\1\2", *fields) + name
    total = len(parts) + count
    close = struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, total, total, len(directory), start + len(local), 0)
    return archive[:start] + local + directory + close


def in_64_bits(data: bytes) -> bytes:
    """The archive as a program writes it that always uses the 64-bit fields of the directory."""
    end = data.rfind(b"PK\5\6")
    count, size, start = struct.unpack_from("<H2I", data, end + 10)
    directory = b""
    at = start
    for _ in range(count):
        fields = list(struct.unpack_from("<4s6H3I5H2I", data, at))
        name = data[at + 46 : at + 46 + fields[10]]
        extra = struct.pack("<2H3Q", 1, 24, fields[9], fields[8], fields[16])
        fields[8] = fields[9] = fields[16] = 0xFFFFFFFF
        fields[11] = len(extra)
        directory += struct.pack("<4s6H3I5H2I", *fields) + name + extra
        at += 46 + len(name)
    assert at == start + size
    long_end = struct.pack("<4sQ2H2I4Q", b"PK\6\6", 44, 45, 45, 0, 0, count, count, len(directory), start)
    locator = struct.pack("<4sIQI", b"PK\6\7", 0, start + len(directory), 1)
    close = struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    return data[:start] + directory + long_end + locator + close


def compound(*streams: str) -> bytes:
    """The header of an OLE compound file and a directory that names these streams."""
    directory = b""
    for name in ("Root Entry", *streams):
        encoded = name.encode("utf-16-le")
        directory += (encoded.ljust(64, b"\0") + struct.pack("<H", len(encoded) + 2)).ljust(128, b"\0")
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0") + directory


def without_references(rows: str) -> str:
    return re.sub(r' r="[A-Z]*\d+"', "", rows)
