"""The line that names the file being read, for somebody who waits at a terminal.

This module knows no command; where nobody looks, or nothing takes long, it writes nothing.
"""

from __future__ import annotations

import sys
from contextlib import contextmanager
from threading import Event, Thread
from typing import TYPE_CHECKING

from thidua_cli import progress
from thidua_cli.catalogue import Text, shown
from thidua_cli.cli import streams

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from thidua_cli.catalogue import Lang

_FIRST, _NEXT = 1.0, 0.2  # seconds
_READING = Text("Đang đọc tệp thứ {number}: {name}", "Reading file {number}: {name}")


class Waiting:
    """A line at the foot of the terminal, from the first second on, taken away before anything else is written."""

    def __init__(self, lang: Lang, columns: int) -> None:
        self._lang, self._columns = lang, columns
        self._number, self._name, self._drawn = 0, "", ""
        self._over = Event()
        self._thread = Thread(target=self._run, daemon=True)

    def start(self) -> None:
        """Begin to count the seconds."""
        self._thread.start()

    def reading(self, name: str) -> None:
        """Take note of the file that is being read."""
        self._name, self._number = name, self._number + 1

    def end(self) -> None:
        """Take the line away; nothing is drawn after this."""
        self._over.set()
        if self._thread.is_alive():
            self._thread.join()
        if self._drawn:
            self._draw("")

    def _run(self) -> None:
        pause = _FIRST
        while not self._over.wait(pause):
            pause = _NEXT
            if self._name:
                text = _READING.to(self._lang).format(number=self._number, name=shown(self._name, self._lang))
                self._draw(text if len(text) < self._columns else text[: self._columns - 2] + "…")

    def _draw(self, text: str) -> None:
        if text == self._drawn:
            return
        # Blanks and a return to the line's beginning are understood by every terminal.
        streams.draw(f"\r{text.ljust(len(self._drawn))}" + ("" if text else "\r"))
        self._drawn = text


@contextmanager
def shown_while_reading(lang: Lang, environ: Mapping[str, str], *, quiet: bool) -> Iterator[None]:
    """Name the files on standard error while they are read, if it is a terminal that can and nobody wants quiet."""
    if quiet or not streams.is_terminal(sys.stderr) or environ.get("TERM", "") == "dumb":
        yield
        return
    line = Waiting(lang, streams.columns_of(sys.stderr))
    streams.before_writing(line.end)
    line.start()
    try:
        with progress.told_to(line.reading):
            yield
    finally:
        streams.before_writing(None)
        line.end()
