"""Walks one XML part of a package, event by event, within bounds that all parts of a file share.

This module knows no cell, no sheet and no table; what an element means is the caller's.
"""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING, Final
from xml.parsers import expat

from thidua_cli import catalogue
from thidua_cli.catalogue import Text, shown
from thidua_cli.spreadsheets.bounds import MOST_CELLS, MOST_FILLED, MOST_TAGS, MOST_TEXT
from thidua_cli.spreadsheets.gate import Refused, forbidden, too_large

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from thidua_cli.spreadsheets.gate import Entry, Package

# A token still open after this many bytes is no cell's text, which comes in pieces.
_LONGEST_TOKEN: Final = 1 << 20
_MOST_NAMES: Final = 20_000
_DEEPEST: Final = 1_000
_SMALL: Final = 1 << 20


class Node:
    """What is done with an element: its attributes, its text or its end, and what is looked at inside.

    An element with both text and elements gives its text in pieces, as they come between the elements.

    Elements are told by local name, so that both namespaces and any prefix will do; those not named
    are passed over with all they hold, or refused inside a `closed` one. `begin` answers whether to
    pass over this one as well.
    """

    __slots__ = ("begin", "closed", "end", "inside", "text")

    def __init__(
        self,
        begin: Callable[[dict[str, str]], bool | None] | None = None,
        end: Callable[[], None] | None = None,
        text: Callable[[str], None] | None = None,
        inside: Mapping[str, Node] = MappingProxyType({}),
        *,
        closed: bool = False,
    ) -> None:
        self.begin = begin
        self.end = end
        self.text = text
        self.inside = inside
        self.closed = closed


def text_node(take: Callable[[str], None]) -> Node:
    """An element that holds text and nothing else."""
    return Node(text=take, closed=True)


class Walk:
    """Parses the parts of one package, and bounds what they hold together.

    Attributes:
        met: Rows and cells met, filled or not.
        stored: Cells and ranges kept in memory.
    """

    def __init__(self, package: Package) -> None:
        self._package = package
        self._tags = 0
        self._text = 0
        self.met = 0
        self.stored = 0

    def small(self, entry: Entry) -> bytes | None:
        """The whole of a part that is small enough to be held at once, verified; None for a larger one."""
        return b"".join(self._package.read(entry)) if entry.size <= _SMALL else None

    def note(self, data: bytes, met: int, stored: int) -> None:
        """Count what was read of the part without walking it."""
        self._tags += data.count(b"<")
        self._text += len(data)
        self.met += met
        self.stored += stored
        self._require_bounds(0)

    def part(self, entry: Entry, root: Mapping[str, Node], data: bytes | None = None) -> None:
        """Walk a part whose root element is one of those given; `data` is its content if it was unpacked already."""
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = _refuse_doctype
        pieces = self._handle(parser, entry, root)
        fed = 0
        try:
            for chunk in self._package.read(entry) if data is None else (data,):
                self._tags += chunk.count(b"<")
                parser.Parse(chunk, False)
                fed += len(chunk)
                if fed - parser.CurrentByteIndex > _LONGEST_TOKEN or len(parser.intern) > _MOST_NAMES:
                    raise _abnormal(entry)
                self._require_bounds(sum(map(len, pieces)))
            parser.Parse(b"", True)
        except expat.ExpatError as error:
            if error.code == expat.errors.codes[expat.errors.XML_ERROR_NO_MEMORY]:
                raise MemoryError from error
            raise Malformed(entry, error.lineno) from error
        except (LookupError, ValueError) as error:  # an encoding that nobody knows, or of several bytes
            raise Malformed(entry, 1) from error

    def _handle(  # noqa: C901 - two closures over one state, so that each event costs one call
        self, parser: expat.XMLParserType, entry: Entry, root: Mapping[str, Node]
    ) -> list[str]:
        """Set the parser's handlers; the list holds the text of the element that is open."""
        pieces: list[str] = []
        collect = pieces.append
        node = Node(inside=root, closed=True)
        above: list[Node] = []
        skipped = 0

        def taken() -> None:
            text = "".join(pieces)
            pieces.clear()
            self._text += len(text)
            if node.text is not None:
                node.text(text)

        def start(name: str, attributes: dict[str, str]) -> None:
            nonlocal node, skipped
            if skipped:
                skipped += 1
                if skipped > _DEEPEST:
                    raise _abnormal(entry)
                return
            if pieces:
                taken()
            child = node.inside.get(name) or node.inside.get(name.rpartition(":")[2])
            if child is None:
                if node.closed:
                    raise Malformed(entry, parser.CurrentLineNumber)
                skipped = 1
                parser.CharacterDataHandler = None
                return
            begin = child.begin
            if begin is not None and begin(attributes):
                skipped = 1
                parser.CharacterDataHandler = None
                return
            above.append(node)
            node = child
            parser.CharacterDataHandler = None if child.text is None else collect

        def end(_: str) -> None:
            nonlocal node, skipped
            if skipped:
                skipped -= 1
                if not skipped and node.text is not None:
                    parser.CharacterDataHandler = collect
                return
            if node.text is not None:
                taken()
            elif node.end is not None:
                node.end()
            node = above.pop()
            parser.CharacterDataHandler = None if node.text is None else collect

        parser.StartElementHandler = start
        parser.EndElementHandler = end
        return pieces

    def _require_bounds(self, open_text: int) -> None:
        if self._tags > MOST_TAGS:
            raise too_large("số thẻ XML", "the number of its XML tags", "5 000 000")
        if self.met > MOST_CELLS:
            raise too_large("số ô", "the number of its cells", "2 000 000")
        if self.stored > MOST_FILLED:
            raise too_large("số ô có dữ liệu", "the number of its filled cells", "300 000")
        if self._text + open_text > MOST_TEXT:
            raise too_large("tổng số ký tự", "the number of its characters", "16 000 000")


def _abnormal(entry: Entry) -> Refused:
    name = shown(entry.name, "vi")
    return forbidden(f"XML bất thường trong {name}", f"abnormal XML in {name}")


def _refuse_doctype(*_: object) -> None:
    raise forbidden("khai báo DOCTYPE", "a DOCTYPE declaration")


class Malformed(Refused):
    """A part is no XML, or not the XML it should be."""

    def __init__(self, entry: Entry, line: int) -> None:
        name = shown(entry.name, "vi")
        vi = f"phần {name} sai cấu trúc ở dòng {line}"
        super().__init__(catalogue.FILE_DAMAGED, what=Text(vi, f"the part {name} is malformed in line {line}"))


# --- what attributes and texts say ---------------------------------------------------------------------

TRUE: Final = frozenset({"1", "true"})
_ESCAPE: Final = "_x([0-9A-Fa-f]{4})_"
_SURROGATES: Final = "[\ud800-\udbff][\udc00-\udfff]|[\ud800-\udfff]"


def unescaped(text: str) -> str:
    """The text with `_xHHHH_` as the character it stands for; half a surrogate pair as U+FFFD."""
    if "_x" not in text:
        return text
    text = re.sub(_ESCAPE, lambda match: chr(int(match[1], 16)), text)
    return re.sub(_SURROGATES, _paired, text)


def _paired(match: re.Match[str]) -> str:
    return match[0].encode("utf-16", "surrogatepass").decode("utf-16", "replace")
