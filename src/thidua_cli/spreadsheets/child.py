"""Reads one old or foreign workbook from standard input and writes its cells to standard output as JSON.

This module runs as a process of its own, because the library it calls may end the process or never end;
it knows nothing of criteria, and decides nothing: what a value means is told in `legacy`.
"""

from __future__ import annotations

import io
import json
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

from thidua_cli.spreadsheets.bounds import LAST_COLUMN, LAST_ROW, MOST_FILLED, MOST_TEXT

if TYPE_CHECKING:
    from collections.abc import Iterator

MEMORY: Final = 400 << 20
SECONDS: Final = 8
# The cells, filled or not, that the library lays out in memory for one sheet.
MOST_LAID_OUT: Final = 5_000_000


class TooLarge(Exception):  # noqa: N818 - it says what became of the workbook; nobody erred
    """The workbook holds more than is read."""


def main() -> None:
    """Answer with the cells, or with the one word that says why there are none."""
    _limit()
    try:
        answer = _answer(sys.stdin.buffer.read())
    except BaseException as error:  # noqa: BLE001 - the library's panics are no ordinary exceptions
        answer = {"fault": _fault(error)}
    sys.stdout.buffer.write(json.dumps(answer).encode())


def _limit() -> None:
    """Bound this process where the system can; elsewhere only the parent's time limit holds."""
    with suppress(ImportError):
        import resource

        bounds = (
            (resource.RLIMIT_AS, MEMORY),
            (resource.RLIMIT_CPU, SECONDS),
            (resource.RLIMIT_CORE, 0),
            (resource.RLIMIT_FSIZE, 0),
        )
        for limit, value in bounds:
            with suppress(OSError, ValueError):
                _, most = resource.getrlimit(limit)
                least = value if most == resource.RLIM_INFINITY else min(value, most)
                resource.setrlimit(limit, (least, least))


def _fault(error: BaseException) -> str:
    if isinstance(error, MemoryError):
        return "memory"
    if isinstance(error, TooLarge):
        return "large"
    return "encrypted" if type(error).__name__ == "PasswordError" else "damaged"


def _answer(data: bytes) -> dict[str, Any]:
    """Every worksheet: its name, whether it is seen, its merged ranges, its filled cells."""
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    sheets: list[dict[str, Any]] = []
    left = _Left()
    for listed in book.sheets_metadata:
        if _word(listed.typ) == "WorkSheet":
            sheet = book.get_sheet_by_name(listed.name)
            sheets.append({"name": listed.name, "state": _word(listed.visible), **_contents(sheet, left)})
    return {"sheets": sheets}


def _word(value: Any) -> str:
    """The last word of one of the library's constants."""
    return str(value).rpartition(".")[2]


class _Left:
    """How much may still be kept, over all sheets together."""

    def __init__(self) -> None:
        self.cells = MOST_FILLED
        self.text = MOST_TEXT

    def take(self, text: str) -> None:
        """Keep one more cell with this text."""
        self.cells -= 1
        self.text -= len(text)
        if self.cells < 0 or self.text < 0:
            raise TooLarge


def _contents(sheet: Any, left: _Left) -> dict[str, Any]:
    if sheet.end is None:
        return {"merged": [], "cells": [], "truncated": False}
    if sheet.height * sheet.width > MOST_LAID_OUT:
        raise TooLarge
    merged = [[top + 1, first + 1, bottom + 1, last + 1] for (top, first), (bottom, last) in _merged(sheet)]
    cells = []
    truncated = False
    for row, column, value in _filled(sheet):
        if row > LAST_ROW or column > LAST_COLUMN:
            truncated = True
            continue
        kind, text = _told(value)
        left.take(text)
        cells.append((row, column, kind, text))
    return {"merged": merged, "cells": cells, "truncated": truncated}


def _merged(sheet: Any) -> list[Any]:
    """The merged ranges; none in formats of which the library tells none."""
    return (sheet.merged_cell_ranges or [])[:MOST_FILLED]


def _filled(sheet: Any) -> Iterator[tuple[int, int, Any]]:
    """The filled cells with their 1-based places, in reading order."""
    top, first = sheet.start
    for row, line in enumerate(sheet.to_python(skip_empty_area=True), top + 1):
        for column, value in enumerate(line, first + 1):
            if value != "":
                yield row, column, value


def _told(value: Any) -> tuple[str, str]:
    """One letter for a value's kind, and its exact text; dates in ISO form, durations in seconds."""
    if isinstance(value, bool):
        return "b", str(value).upper()
    if isinstance(value, int | float):
        return "n", repr(value)
    if isinstance(value, str):
        return "s", value
    if hasattr(value, "total_seconds"):
        return "p", str(value.total_seconds())
    return ("d" if hasattr(value, "year") else "t"), value.isoformat()


if __name__ == "__main__":
    main()
