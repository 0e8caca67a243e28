"""A page read as a browser reads it: strictly parsed, with what stands in its tables.

This module knows how a page is built up, never what it should say.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

import html5lib

if TYPE_CHECKING:
    from collections.abc import Iterator


def parsed(page: str) -> Element:
    """The document; a page that is not well formed raises."""
    found = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(page)
    assert isinstance(found, Element)
    return found


def text(element: Element) -> str:
    """All text in it, with single spaces."""
    return " ".join("".join(element.itertext()).split())


def with_class(element: Element, name: str, tag: str = "*") -> list[Element]:
    """The elements of that class."""
    return [one for one in element.iter(None if tag == "*" else tag) if name in (one.get("class") or "").split()]


def with_id(element: Element, name: str) -> Element:
    """The element of that id."""
    return next(one for one in element.iter() if one.get("id") == name)


def rows(table: Element) -> list[list[Element]]:
    """The cells of its body's rows."""
    body = table.find("tbody")
    assert body is not None
    return [list(row) for row in body]


def caption_of(table: Element) -> Element:
    """Its caption; every table has one."""
    caption = table.find("caption")
    assert caption is not None
    return caption


def number(cell: Element) -> Decimal | None:
    """The number that a cell holds for machines; None for none."""
    found = cell.find(".//data")
    return None if found is None else Decimal(found.get("value") or "")


def headings(element: Element) -> Iterator[tuple[int, str]]:
    """Each heading's level and text, in order."""
    for one in element.iter():
        if isinstance(one.tag, str) and one.tag in {"h1", "h2", "h3", "h4", "h5", "h6"}:
            yield int(one.tag[1]), text(one)
