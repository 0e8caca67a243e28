"""Files that no description of a sheet can give: damaged, foreign, protected, hostile, enormous.

Each is the smallest that still is what it claims to be.
"""

from __future__ import annotations

import io
import struct
import zipfile
from types import MappingProxyType
from typing import Final

from tests.sheets import xlsx

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
    return _compound("Workbook")


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


BYTES: Final = MappingProxyType(
    {
        make.__name__.replace("_", "-"): make
        for make in (empty, pdf, protected, old_excel, cut_short, with_doctype, too_large)
    }
)
