"""Files that no description of a sheet can give: damaged, foreign, protected, hostile, enormous.

Each is the smallest that still is what it claims to be.
"""

from __future__ import annotations

import io
import struct
import zipfile
from types import MappingProxyType
from typing import Final

from tests import foreign
from tests.errors.review_books import MAKERS
from tests.sheets import workbook, xlsx
from thidua_cli.layout import FIX_LIST_PROPERTY
from thidua_cli.page import Book, Box, Sheet
from thidua_cli.spreadsheets.writer import to_bytes

_SMALL: Final = {"unit": "Sở Nội vụ", "rest": 1}


def empty() -> bytes:
    return b""


def pdf() -> bytes:
    return b"%PDF-1.7\n"


def _compound(stream: str) -> bytes:
    """The beginning of an OLE file with a directory entry for one stream."""
    name = stream.encode("utf-16-le")
    entry = name.ljust(64, b"\0") + struct.pack("<H", len(name) + 2)
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0") + entry.ljust(512, b"\0")


def protected() -> bytes:
    """An .xlsx with a password to open is a compound file around an encrypted package."""
    return _compound("EncryptedPackage")


def old_excel() -> bytes:
    """The beginning of a workbook as Excel 4 stored it, before there were compound files."""
    return b"\x09\x04\x06\x00\x00\x00\x10\x00" + bytes(64)


def excel_97() -> bytes:
    return foreign.xls(workbook(_SMALL))


def _document(first: str) -> bytes:
    """The small sheet as a Word document, its first line given as XML."""
    sheet = workbook(_SMALL).sheets[0]
    header = min(row for (row, _), cell in sheet.cells.items() if cell.text == "STT")
    plain = foreign.docx(sheet, header)
    with zipfile.ZipFile(io.BytesIO(plain)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["word/document.xml"] = parts["word/document.xml"].replace(b"<w:body>", b"<w:body>" + first.encode())
    return foreign.zipped(parts)


def word() -> bytes:
    return _document("")


def word_revised() -> bytes:
    return _document("<w:p><w:del><w:r><w:delText>Lần 1</w:delText></w:r></w:del></w:p>")


def letter() -> bytes:
    return foreign.document(foreign.paragraph("Kính gửi: Ban Thi đua - Khen thưởng"))


def without_its_end() -> bytes:
    """A sheet whose download broke off in the directory at its end, every part of it whole."""
    data = xlsx({"unit": "Sở Nội vụ", "year": 2019, "rest": 1})
    return data[: data.rfind(b"PK\x01\x02")]


def cut_short() -> bytes:
    whole = xlsx(_SMALL)
    return whole[: len(whole) // 2]


def with_doctype() -> bytes:
    """A workbook whose main part declares a document type, as attacks with XML entities do."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(xlsx(_SMALL))) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "xl/workbook.xml":
                part = b'<!DOCTYPE workbook [<!ENTITY a "b">]>' + part
            new.writestr(name, part)
    return out.getvalue()


def too_large() -> bytes:
    return bytes(20 * 1024 * 1024 + 1)


def fix_list() -> bytes:
    """What tells a fix list from a sheet, and nothing else of it."""
    page = Sheet("Danh sách lỗi", {(1, 1): Box("DANH SÁCH LỖI CẦN SỬA")})
    return to_bytes(Book((page,), properties={FIX_LIST_PROPERTY: "so-noi-vu.xlsx"}))


BYTES: Final = MappingProxyType(
    {
        make.__name__.replace("_", "-"): make
        for make in (
            *(empty, pdf, protected, old_excel, excel_97, cut_short, with_doctype, too_large),
            without_its_end,
            *(word, word_revised, letter, fix_list),
            *MAKERS,
        )
    }
)
