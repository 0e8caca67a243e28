"""The parts of an office package as bytes, and a package made of parts without any trace of time.

This module knows no format of documents.
"""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import TYPE_CHECKING

from thidua_cli.findings import Checked
from thidua_cli.spreadsheets.gate import Refused, load, open_package

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_WHEN = (2000, 1, 1, 0, 0, 0)
_FIRST = "[Content_Types].xml"


def parts_of(data: bytes) -> dict[str, bytes] | None:
    """The parts by name; None if the bytes are no package that can be trusted."""
    try:
        package = open_package(data)
        return {entry.name: b"".join(package.read(entry)) for entry in package.parts.values()}
    except Refused:
        return None


def read_package(path: Path, name: str) -> Checked[bytes | None]:
    """The bytes of a package at the path, every part of it read once; what is wrong with it else."""
    try:
        data = load(path)
        package = open_package(data)
        for entry in package.parts.values():
            for _ in package.read(entry):
                pass
    except Refused as refused:
        return Checked(None, (refused.finding(name),))
    return Checked(data)


def packed(parts: Mapping[str, bytes]) -> bytes:
    """The package: the list of contents first, then the parts by name; the same bytes on every system and day."""
    raw = BytesIO()
    with zipfile.ZipFile(raw, "w") as archive:
        for name in sorted(parts, key=lambda part: (part != _FIRST, part)):
            entry = zipfile.ZipInfo(name, _WHEN)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0  # else the bytes would tell Windows from Linux
            archive.writestr(entry, parts[name])
    return raw.getvalue()
