"""An office's own base document: its styles and its page, and nothing else of it.

This module opens no file; what stands in a base never comes into a paper.
"""

from __future__ import annotations

from copy import deepcopy
from io import BytesIO
from typing import TYPE_CHECKING

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from msgspec import Struct

from thidua_cli import catalogue
from thidua_cli.catalogue import Text
from thidua_cli.findings import Checked

if TYPE_CHECKING:
    from docx.document import Document
    from docx.section import Section

_PAGE = (
    "page_width",
    "page_height",
    "top_margin",
    "bottom_margin",
    "left_margin",
    "right_margin",
    "header_distance",
    "footer_distance",
)
_MOST_MM, _LEAST_TEXT_MM = 600, 100


class Base(Struct, frozen=True):
    """A base document, opened."""

    document: Document

    def dress(self, paper: Document) -> None:
        """Give a new document the base's styles, theme and page."""
        own, taken = paper.styles.element, self.document.styles.element
        for child in list(own):
            own.remove(child)
        for child in taken:
            own.append(deepcopy(child))
        for relation in self.document.part.rels.values():
            if relation.reltype == RELATIONSHIP_TYPE.THEME and not relation.is_external:
                _theme(paper, relation.target_part.blob)
        first, last = self.document.sections[0], paper.sections[0]
        for name in _PAGE:
            value = getattr(first, name)
            if value is not None:
                setattr(last, name, value)


def _theme(paper: Document, blob: bytes) -> None:
    for relation in paper.part.rels.values():
        if relation.reltype == RELATIONSHIP_TYPE.THEME and not relation.is_external:
            relation.target_part._blob = blob  # noqa: SLF001 - python-docx reads themes as plain parts


def open_base(data: bytes, name: str) -> Checked[Base | None]:
    """The base in these bytes; None and why if no paper can be made with it."""
    try:
        document = docx.Document(BytesIO(data))
        first = document.sections[0]
        next(iter(document.styles), None)
        reason = _unfit(first)
    except Exception:  # noqa: BLE001 - a foreign file may trip the library in any way
        reason = _NOT_WORD
    if reason is not None:
        return Checked(None, (catalogue.BASE_UNUSABLE.finding(file=name, reason=reason),))
    base = Base(document)
    try:
        base.dress(docx.Document())
    except Exception:  # noqa: BLE001 - the same, for what is only read when it is used
        return Checked(None, (catalogue.BASE_UNUSABLE.finding(file=name, reason=_NO_STYLES),))
    return Checked(base)


def _unfit(section: Section) -> Text | None:
    """Why no paper fits the base's page; None if one does."""
    width, height = section.page_width, section.page_height
    if width is None or height is None:
        return _NO_PAGE
    left, right = section.left_margin, section.right_margin
    text = width.mm - (left.mm if left else 0) - (right.mm if right else 0)
    if not _LEAST_TEXT_MM <= text <= _MOST_MM or not _LEAST_TEXT_MM <= height.mm <= _MOST_MM:
        return _NO_ROOM
    return None


_NOT_WORD = Text("tệp không phải văn bản Word (.docx) mở được", "it is no Word document (.docx) that can be opened")
_NO_STYLES = Text("không đọc được bộ kiểu chữ của tệp", "its styles cannot be read")
_NO_PAGE = Text("tệp không ghi khổ giấy", "it states no size of paper")
_NO_ROOM = Text(
    "khổ giấy và lề của tệp không đủ chỗ cho một văn bản", "its paper and margins leave no room for a paper"
)
