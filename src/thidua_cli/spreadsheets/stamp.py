"""A finished workbook stamped with other texts: a thousand forms for the work of one.

What the stamped file holds is byte for byte what `writer.to_bytes` would write for the same texts, which a test
asserts; the parts that do not change are copied as they are. This module knows no form.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from io import BytesIO
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Mapping

# A local file header, an entry of the list of contents and its end (APPNOTE.TXT 4.3.7, 4.3.12, 4.3.16).
_LOCAL = struct.Struct("<4s5H3L2H")
_LISTED = struct.Struct("<4s4B4H3L5H2L")
_END = struct.Struct("<4s4H2LH")


class _Part(Struct, frozen=True):
    """One part of the file: its header's fields, its packed bytes and, if it is stamped, its text."""

    entry: zipfile.ZipInfo
    packed: bytes
    text: str | None


class Stamp(Struct, frozen=True):
    """A workbook with marks in the places of texts."""

    parts: tuple[_Part, ...]

    @classmethod
    def of(cls, data: bytes, marks: tuple[str, ...]) -> Stamp:
        """The stamp that a workbook makes whose texts hold the marks; a mark holds only letters of private use."""
        parts = []
        with zipfile.ZipFile(BytesIO(data)) as file:
            for entry in file.infolist():
                text = file.read(entry).decode("utf-8", "surrogateescape")
                start = entry.header_offset + _LOCAL.size + len(entry.filename.encode())
                packed = data[start : start + entry.compress_size]
                parts.append(_Part(entry, packed, text if any(mark in text for mark in marks) else None))
        return cls(tuple(parts))

    def stamped(self, texts: Mapping[str, str]) -> bytes:
        """The workbook with a text in place of each mark."""
        put = {mark: escape(text) for mark, text in texts.items()}
        out, listed, count = BytesIO(), [], 0
        for part in self.parts:
            packed, crc, size = part.packed, part.entry.CRC, part.entry.file_size
            if part.text is not None:
                content = part.text
                for mark, text in put.items():
                    content = content.replace(mark, text)
                plain = content.encode("utf-8", "surrogateescape")
                packed, crc, size = _deflated(plain), zlib.crc32(plain), len(plain)
            listed.append(_listed(part.entry, out.tell(), packed, crc, size))
            out.write(_local(part.entry, packed, crc, size))
            out.write(packed)
            count += 1
        start = out.tell()
        contents = b"".join(listed)
        out.write(contents)
        out.write(_END.pack(b"PK\5\6", 0, 0, count, count, len(contents), start, 0))
        return out.getvalue()


def _deflated(content: bytes) -> bytes:
    packer = zlib.compressobj(zlib.Z_DEFAULT_COMPRESSION, zlib.DEFLATED, -15)
    return packer.compress(content) + packer.flush()


def _moment(entry: zipfile.ZipInfo) -> tuple[int, int]:
    """The entry's time and date as the format packs them."""
    year, month, day, hour, minute, second = entry.date_time
    return hour << 11 | minute << 5 | second // 2, (year - 1980) << 9 | month << 5 | day


def _local(entry: zipfile.ZipInfo, packed: bytes, crc: int, size: int) -> bytes:
    name, (time, date) = entry.filename.encode(), _moment(entry)
    version, flags, way = entry.extract_version, entry.flag_bits, entry.compress_type
    return _LOCAL.pack(b"PK\3\4", version, flags, way, time, date, crc, len(packed), size, len(name), 0) + name


def _listed(entry: zipfile.ZipInfo, offset: int, packed: bytes, crc: int, size: int) -> bytes:
    name, (time, date) = entry.filename.encode(), _moment(entry)
    head = (entry.create_version, entry.create_system, entry.extract_version, 0, entry.flag_bits, entry.compress_type)
    tail = (time, date, crc, len(packed), size, len(name), 0, 0, 0, entry.internal_attr, entry.external_attr, offset)
    return _LISTED.pack(b"PK\1\2", *head, *tail) + name
