"""The units of a new cluster from their names: read from a list, told apart, given ids.

This module knows no file, no YAML and no rubric.
"""

from __future__ import annotations

import csv
import re
from itertools import count
from typing import TYPE_CHECKING, NamedTuple

from thidua_cli import catalogue
from thidua_cli.cells import Kind, column_letters
from thidua_cli.findings import Checked
from thidua_cli.roster.model import Member
from thidua_cli.vietnamese import fold, name_key, slug, tidy

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from thidua_cli.cells import Workbook
    from thidua_cli.findings import Finding

# More than any cluster has; a longer list is some other file.
MOST_NAMES = 300
LONGEST_NAME = 200

_NUMBERED = re.compile(r"^\s*(?:\(?[0-9]{1,3}[.)]|[-*•+–])\s+")
# Headings over a column of names, as `fold` compares them, the surest first.
_HEADINGS = (
    "ten don vi", "ten co quan don vi", "ten co quan", "ten cac don vi", "ten thanh vien", "don vi thanh vien",
    "cac don vi", "don vi", "co quan don vi", "co quan", "ho va ten don vi", "ten goi", "ten", "unit", "units", "name",
)  # fmt: skip
_FOLDED_HEADINGS = {fold(heading): rank for rank, heading in enumerate(_HEADINGS)}


class Listed(NamedTuple):
    """The names that a list holds, in its order, and where they stood; the place is empty for a plain list."""

    names: tuple[str, ...]
    place: str = ""


def clean(name: str) -> str:
    """A name on one line, without what cannot be printed."""
    return tidy("".join(c if c.isprintable() else " " for c in name))


def in_text(text: str) -> Listed:
    """The names in a text, one a line; blank lines, remarks (`#`) and numbers before the names are left out."""
    lines = (clean(_NUMBERED.sub("", line)) for line in text.splitlines() if not line.lstrip().startswith("#"))
    return Listed(tuple(line for line in lines if line))


def in_csv(text: str) -> Listed:
    """The names in a table of separated values; the mark that parts its columns is found in its first lines."""
    head = text[:4000]
    mark = max((";", "\t", ","), key=head.count)
    rows = csv.reader(text.splitlines(), delimiter=mark) if head.count(mark) else ([line] for line in text.splitlines())
    cells = {(r, c): clean(value) for r, row in enumerate(rows, 1) for c, value in enumerate(row, 1)}
    return _in_cells({place: text for place, text in cells.items() if text})


def in_workbook(workbook: Workbook) -> Listed:
    """The names on the first sheet that holds any: below a heading like “Tên đơn vị”, else its longest column."""
    for sheet in workbook.sheets:
        if sheet.state != "visible":
            continue
        texts = {place: clean(cell.text) for place, cell in sheet.cells.items() if cell.kind is Kind.TEXT}
        found = _in_cells({place: text for place, text in texts.items() if text})
        if found.names:
            return found
    return Listed(())


def _in_cells(cells: Mapping[tuple[int, int], str]) -> Listed:
    texts = {place: text for place, text in sorted(cells.items()) if not _is_number(text)}
    headings = [
        (rank, place) for place, text in texts.items() if (rank := _FOLDED_HEADINGS.get(fold(text))) is not None
    ]
    if headings:
        top, column = min(headings)[1]
    else:
        columns = [column for _, column in texts]
        top, column = 0, max(sorted(set(columns)), key=columns.count, default=0)
    names = tuple(_NUMBERED.sub("", text) for (row, at), text in texts.items() if at == column and row > top)
    return Listed(names, column_letters(column) if names else "")


def _is_number(text: str) -> bool:
    return not any(c.isalpha() for c in text)


def members_of(names: Iterable[str], file: str) -> Checked[tuple[Member, ...]]:
    """The units of these names, each once, with an id of its own; names that repeat or are much alike are told."""
    kept: dict[str, str] = {}
    findings: list[Finding] = []
    for name in filter(None, map(clean, names)):
        key = name_key(name) or name
        if key in kept:
            findings.append(catalogue.MEMBER_REPEATED.finding(file=file, found=name))
            continue
        kept[key] = name
    findings += _alike(tuple(kept.values()), file)
    ids = _ids(tuple(kept.values()))
    return Checked(tuple(Member(unit_id, name) for unit_id, name in zip(ids, kept.values(), strict=True)), (*findings,))


def _alike(names: Sequence[str], file: str) -> Iterator[Finding]:
    """Names that differ in their accents only."""
    first: dict[str, str] = {}
    for name in names:
        other = first.setdefault(fold(name) or name, name)
        if other != name:
            yield catalogue.MEMBERS_ALIKE.finding(file=file, found=name, other=other)


def _ids(names: Sequence[str]) -> tuple[str, ...]:
    """An id for each name; none is also a name of another unit, as `name_key` compares them."""
    taken: set[str] = set()
    found = []
    for number, name in enumerate(names, 1):
        others = {name_key(other) for other in names if other != name}
        stem = slug(name) or f"don-vi-{number}"
        tried = (stem if n == 1 else f"{stem}-{n}" for n in count(1))
        unit_id = next(each for each in tried if name_key(each) not in others | taken)
        taken.add(name_key(unit_id))
        found.append(unit_id)
    return tuple(found)
