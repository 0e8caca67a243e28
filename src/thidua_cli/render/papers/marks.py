"""The mark by which a paper that a person has changed is told from one as thidua wrote it.

This module knows no word of a paper; it opens no file.
"""

from __future__ import annotations

import re
from hashlib import sha256
from typing import TYPE_CHECKING

from thidua_cli.spreadsheets.archive import packed, parts_of

if TYPE_CHECKING:
    from collections.abc import Mapping

PART = "docProps/custom.xml"
_NAME = "thidua.content"
_MARK = re.compile(rf'name="{re.escape(_NAME)}"[^>]*>\s*<vt:lpwstr>([0-9a-f]{{64}})</vt:lpwstr>')
_PROPERTIES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
    'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">'
    '<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="2" name="{name}">'
    "<vt:lpwstr>{value}</vt:lpwstr></property></Properties>"
)


def marked(parts: Mapping[str, bytes]) -> bytes:
    """The package of these parts, with the digest of all of them among its properties."""
    value = _digest(parts)
    properties = _PROPERTIES.format(name=_NAME, value=value).encode()
    return packed({**parts, PART: properties})


def untouched(data: bytes) -> bool:
    """Whether the bytes are a paper exactly as thidua wrote it."""
    parts = parts_of(data)
    if parts is None or PART not in parts:
        return False
    found = _MARK.search(parts[PART].decode("utf-8", "replace"))
    return found is not None and found[1] == _digest(parts)


def _digest(parts: Mapping[str, bytes]) -> str:
    digest = sha256()
    for name in sorted(parts):
        if name != PART:
            digest.update(f"{name} {len(parts[name])}\n".encode() + parts[name])
    return digest.hexdigest()
