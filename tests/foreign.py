"""Workbook values as the bytes of the other formats that offices send: .xls, .xlsb, .ods and .docx.

Each is written by hand, as plain as the format allows, so that what its reader is given is known to the byte.
This module knows the formats and nothing of the readers.
"""

from __future__ import annotations

import io
import struct
import zipfile
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape, quoteattr

from thidua_cli.cells import Cell, Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from thidua_cli.cells import Workbook, Worksheet

_STAMP: Final = (2025, 1, 1, 0, 0, 0)


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            info = zipfile.ZipInfo(name, _STAMP)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, data)
    return out.getvalue()


def _rows(sheet: Worksheet) -> dict[int, dict[int, Cell]]:
    rows: dict[int, dict[int, Cell]] = {}
    for (row, column), cell in sorted(sheet.cells.items()):
        rows.setdefault(row, {})[column] = cell
    return rows


# --- .ods ------------------------------------------------------------------------------------------------

_ODS: Final = "application/vnd.oasis.opendocument.spreadsheet"
_ODF: Final = "urn:oasis:names:tc:opendocument:xmlns"
_NAMESPACES: Final = (
    f'xmlns:office="{_ODF}:office:1.0" xmlns:table="{_ODF}:table:1.0" xmlns:text="{_ODF}:text:1.0" '
    f'xmlns:style="{_ODF}:style:1.0" '
    'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
)


def ods(workbook: Workbook) -> bytes:
    """The workbook as LibreOffice would lay it out."""
    return ods_of("".join(_ods_table(sheet) for sheet in workbook.sheets))


def ods_of(tables: str, styles: str = "") -> bytes:
    """An .ods with these tables, given as XML."""
    body = f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
    content = f"<office:document-content {_NAMESPACES} office:version='1.3'>{styles}{body}</office:document-content>"
    return zipped(
        {
            "mimetype": _ODS,
            "content.xml": '<?xml version="1.0" encoding="UTF-8"?>' + content,
            "META-INF/manifest.xml": '<?xml version="1.0"?><manifest/>',
        }
    )


def _ods_table(sheet: Worksheet) -> str:
    covers = {(range_.top, range_.left): range_ for range_ in sheet.merged}
    lines = []
    last = 0
    for row, cells in _rows(sheet).items():
        if row > last + 1:
            lines.append(
                f'<table:table-row table:number-rows-repeated="{row - last - 1}"><table:table-cell/></table:table-row>'
            )
        inner, before = "", 0
        for column, cell in cells.items():
            if column > before + 1:
                inner += f'<table:table-cell table:number-columns-repeated="{column - before - 1}"/>'
            cover = covers.get((row, column))
            span = f' table:number-columns-spanned="{cover.right - cover.left + 1}"' if cover else ""
            inner += _ods_cell(cell, span)
            before = column
        lines.append(f"<table:table-row>{inner}</table:table-row>")
        last = row
    return f"<table:table table:name={quoteattr(sheet.name)}>{''.join(lines)}</table:table>"


def _ods_cell(cell: Cell, span: str) -> str:
    shown = "".join(f"<text:p>{escape(line)}</text:p>" for line in cell.text.split("\n"))
    match cell.kind:
        case Kind.NUMBER:
            value = f'office:value-type="float" office:value="{cell.text}"'
        case Kind.PERCENT:
            value = f'office:value-type="percentage" office:value="{cell.number}"'
        case Kind.DATE:
            seconds = ":00" if cell.text.count(":") == 1 else ""
            value = f'office:value-type="date" office:date-value="{cell.text}{seconds}"'
        case Kind.BOOLEAN:
            value = f'office:value-type="boolean" office:boolean-value="{cell.text.lower()}"'
        case Kind.ERROR:
            value = 'office:value-type="string" office:string-value="" calcext:value-type="error"'
        case _:
            value = 'office:value-type="string"'
    return f"<table:table-cell {value}{span}>{shown}</table:table-cell>"


# --- .xls ------------------------------------------------------------------------------------------------

_SECTOR: Final = 512
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_ERRORS: Final = {"#NULL!": 0, "#DIV/0!": 7, "#VALUE!": 15, "#REF!": 23, "#NAME?": 29, "#NUM!": 36, "#N/A": 42}


def xls(workbook: Workbook) -> bytes:
    """The workbook as Excel 97 stores it (BIFF8); dates as plain numbers, since it has no styles."""
    return compound("Workbook", biff(workbook))


def biff(workbook: Workbook) -> bytes:
    """The stream of records alone."""
    bodies = [_biff_sheet(sheet) for sheet in workbook.sheets]
    names = [sheet.name.encode("utf-16-le") for sheet in workbook.sheets]
    head = _record(0x0809, struct.pack("<4H2I", 0x0600, 5, 0, 1997, 0, 6)) + _record(0x0042, struct.pack("<H", 1200))
    at = len(head) + sum(4 + 8 + len(name) for name in names) + 4
    for sheet, name, body in zip(workbook.sheets, names, bodies, strict=True):
        state = ("visible", "hidden", "veryHidden").index(sheet.state)
        head += _record(0x0085, struct.pack("<I4B", at, state, 0, len(name) // 2, 1) + name)
        at += len(body)
    return head + _record(0x000A) + b"".join(bodies)


def _record(number: int, data: bytes = b"") -> bytes:
    return struct.pack("<2H", number, len(data)) + data


def _biff_sheet(sheet: Worksheet) -> bytes:
    out = _record(0x0809, struct.pack("<4H2I", 0x0600, 0x10, 0, 1997, 0, 6))
    for (row, column), cell in sorted(sheet.cells.items()):
        place = struct.pack("<3H", row - 1, column - 1, 0)
        match cell.kind:
            case Kind.BOOLEAN:
                out += _record(0x0205, place + bytes([cell.text == "TRUE", 0]))
            case Kind.ERROR:
                out += _record(0x0205, place + bytes([_ERRORS[cell.text], 1]))
            case Kind.TEXT:
                text = cell.text.encode("utf-16-le")
                out += _record(0x0204, place + struct.pack("<HB", len(text) // 2, 1) + text)
            case _:
                out += _record(0x0203, place + struct.pack("<d", float(cell.number or 0)))
    ranges = b"".join(struct.pack("<4H", r.top - 1, r.bottom - 1, r.left - 1, r.right - 1) for r in sheet.merged)
    return out + _record(0x00E5, struct.pack("<H", len(sheet.merged)) + ranges) + _record(0x000A)


def compound(name: str, stream: bytes) -> bytes:
    """A compound file of this one stream, which fills at least the size of a large one."""
    stream = stream.ljust(4096, b"\0")
    sectors = -(-len(stream) // _SECTOR)
    fats = -(-(sectors + 2) // 127)
    chain = [*range(1, sectors), _END, _END, *[_FAT] * fats]
    chain += [_FREE] * (fats * 128 - len(chain))
    first_fat = sectors + 1
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<5H", 62, 3, 0xFFFE, 9, 6) + bytes(10)
    header += struct.pack("<I", fats) + struct.pack("<I", sectors) + struct.pack("<2I", 0, 4096)
    header += struct.pack("<4I", _END, 0, _END, 0)
    header += struct.pack(f"<{fats}I", *range(first_fat, first_fat + fats)).ljust(436, b"\xff")
    directory = _entry("Root Entry", 5, _END, 0, child=1) + _entry(name, 2, 0, len(stream)) + bytes(256)
    return header + stream.ljust(sectors * _SECTOR, b"\0") + directory + struct.pack(f"<{fats * 128}I", *chain)


def _entry(name: str, kind: int, start: int, size: int, child: int = _FREE) -> bytes:
    encoded = name.encode("utf-16-le")
    head = encoded.ljust(64, b"\0") + struct.pack("<H2B3I", len(encoded) + 2, kind, 1, _FREE, _FREE, child)
    return head + bytes(36) + struct.pack("<IQ", start, size)


# --- .xlsb -----------------------------------------------------------------------------------------------

_RELS: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def xlsb(workbook: Workbook) -> bytes:
    """The workbook as Excel's binary workbook (BIFF12); dates as plain numbers, since it has no styles."""
    links = ""
    book = _record12(131) + _record12(143)
    parts: dict[str, str | bytes] = {}
    for number, sheet in enumerate(workbook.sheets, 1):
        state = ("visible", "hidden", "veryHidden").index(sheet.state)
        book += _record12(156, struct.pack("<2I", state, number) + _string12(f"rId{number}") + _string12(sheet.name))
        links += f'<Relationship Id="rId{number}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{number}.bin"/>'
        parts[f"xl/worksheets/sheet{number}.bin"] = _xlsb_sheet(sheet)
    parts["xl/workbook.bin"] = book + _record12(144) + _record12(132)
    parts["xl/_rels/workbook.bin.rels"] = f'<?xml version="1.0"?><Relationships xmlns="{_RELS}">{links}</Relationships>'
    return zipped(parts)


def _string12(text: str) -> bytes:
    encoded = text.encode("utf-16-le")
    return struct.pack("<I", len(encoded) // 2) + encoded


def _record12(number: int, data: bytes = b"") -> bytes:
    head = bytes([number]) if number < 128 else bytes([number & 0x7F | 0x80, number >> 7])
    size, left = b"", len(data)
    while True:
        left, low = left >> 7, left & 0x7F
        size += bytes([low | (0x80 if left else 0)])
        if not left:
            return head + size + data


def _xlsb_sheet(sheet: Worksheet) -> bytes:
    last_row = max((row for row, _ in sheet.cells), default=1)
    last_column = max((column for _, column in sheet.cells), default=1)
    out = _record12(129) + _record12(148, struct.pack("<4I", 0, last_row - 1, 0, last_column - 1)) + _record12(145)
    for row, cells in _rows(sheet).items():
        out += _record12(0, struct.pack("<2I", row - 1, 0) + bytes(9))
        for column, cell in cells.items():
            place = struct.pack("<2I", column - 1, 0)
            match cell.kind:
                case Kind.BOOLEAN:
                    out += _record12(4, place + bytes([cell.text == "TRUE"]))
                case Kind.ERROR:
                    out += _record12(3, place + bytes([_ERRORS[cell.text]]))
                case Kind.TEXT:
                    out += _record12(6, place + _string12(cell.text))
                case _:
                    out += _record12(5, place + struct.pack("<d", float(cell.number or 0)))
    return out + _record12(146) + _record12(130)


# --- .docx -----------------------------------------------------------------------------------------------

_WORD: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_CONTENT_TYPES: Final = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)


def docx(sheet: Worksheet, header: int) -> bytes:
    """The sheet as a Word document: the rows above `header` as paragraphs, the others as one table.

    Numbers are written with a decimal comma, as they are typed in Vietnamese.
    """
    lines = _rows(sheet)
    above = "".join(paragraph(" ".join(cell.text for cell in lines[row].values())) for row in lines if row < header)
    width = max(column for row, cells in lines.items() if row >= header for column in cells)
    rows = [
        [_typed(cells.get(column)) for column in range(1, width + 1)] for row, cells in lines.items() if row >= header
    ]
    return document(above + table(rows) + paragraph("THỦ TRƯỞNG ĐƠN VỊ"))


def _typed(cell: Cell | None) -> str:
    if cell is None:
        return ""
    return cell.text.replace(".", ",") if cell.kind is Kind.NUMBER else cell.text


def document(body: str) -> bytes:
    """A .docx with this body, given as XML."""
    return zipped(
        {
            "[Content_Types].xml": _CONTENT_TYPES,
            "_rels/.rels": f'<?xml version="1.0"?><Relationships xmlns="{_RELS}"><Relationship Id="rId1" '
            f'Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
            "word/document.xml": '<?xml version="1.0" encoding="UTF-8"?>'
            f'<w:document xmlns:w="{_WORD}"><w:body>{body}<w:sectPr/></w:body></w:document>',
        }
    )


def paragraph(text: str) -> str:
    runs = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.split("\n"))
    return f"<w:p><w:pPr/><w:r>{runs}</w:r></w:p>"


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{''.join(paragraph(line) for line in text.split(chr(10)))}</w:tc>"


def table(rows: Iterable[Sequence[str]], widths: Sequence[int] = ()) -> str:
    """A table of these texts; a text that begins with `<` is taken as the XML of a cell."""
    made = "".join(
        f"<w:tr>{''.join(text if text.startswith('<w:tc') else cell(text) for text in row)}</w:tr>" for row in rows
    )
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{made}</w:tbl>"
