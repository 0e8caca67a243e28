"""What a .docx says, read with the standard library alone: paragraphs, tables and parts in order.

This module knows no paper and asserts nothing.
"""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

if TYPE_CHECKING:
    from collections.abc import Iterator

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def part(data: bytes, name: str = "word/document.xml") -> ET.Element:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return ET.fromstring(archive.read(name))  # noqa: S314 - our own files


def names(data: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.namelist()


def text_of(element: ET.Element) -> str:
    """The text of a paragraph; a line to write on is shown as three dots."""
    said = {f"{W}tab": "...", f"{W}br": "\n"}
    inside = (node for node in element.iter() if node.tag in said or node.tag == f"{W}t")
    # Tabs inside the paragraph's own properties are tab stops.
    stops = {id(node) for properties in element.iter(f"{W}tabs") for node in properties.iter()}
    return "".join(said.get(node.tag) or node.text or "" for node in inside if id(node) not in stops)


def cells(table: ET.Element) -> list[list[str]]:
    return [
        ["\n".join(text_of(line) for line in cell.findall(f"{W}p")) for cell in row.findall(f"{W}tc")]
        for row in table.findall(f"{W}tr")
    ]


def tables(data: bytes) -> list[list[list[str]]]:
    """Every table of the body as rows of texts."""
    return [cells(table) for table in part(data).iter(f"{W}tbl")]


def table_with(data: bytes, heading: str) -> list[list[str]]:
    """The rows below the headings of the first table that has this heading."""
    for rows in tables(data):
        if any(heading in cell for cell in rows[0]):
            return rows[1:]
    raise AssertionError(f"no table has the heading {heading}")


def lines(data: bytes) -> list[str]:
    """The document as lines of text; a table's row is one line."""
    return list(_lines(part(data)[0]))


def _lines(body: ET.Element) -> Iterator[str]:
    for child in body:
        if child.tag == f"{W}p":
            yield text_of(child)
        elif child.tag == f"{W}tbl":
            for row in cells(child):
                yield "| " + " | ".join(cell.replace("\n", " / ") for cell in row) + " |"


def dump(data: bytes) -> str:
    """The document as the text that golden files keep, with what stands in its head and foot."""
    told = [line.rstrip() for line in lines(data)]
    told += [
        f"[{name.removeprefix('word/').removesuffix('.xml')}] {text_of(part(data, name))}".rstrip()
        for name in sorted(names(data))
        if name.startswith(("word/header", "word/footer"))
    ]
    return "\n".join(told) + "\n"
