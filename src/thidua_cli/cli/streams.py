"""Output that survives any console: code pages without Vietnamese letters, pipes closed early.

This module knows no command.
"""

from __future__ import annotations

import codecs
import os
import shutil
import sys
import unicodedata
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from collections.abc import Mapping

_PLAIN = {
    "đ": "d", "Đ": "D", "–": "-", "—": "-", "·": "-", "…": "...", "“": '"', "”": '"', "‘": "'", "’": "'",
    "─": "-", "━": "-", "│": "|", "┃": "|", "═": "=", "×": "x", "→": "->", "≥": ">=", "≤": "<=",
}  # fmt: skip


def _without_marks(error: UnicodeError) -> tuple[str | bytes, int]:
    """Characters a console lacks, as the nearest plain letters: `ể` as `e`, anything else as `?`."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    plain = []
    for character in error.object[error.start : error.end]:
        base = _PLAIN.get(character) or "".join(
            c for c in unicodedata.normalize("NFD", character) if not unicodedata.combining(c)
        )
        plain.append(base if base.isascii() and base else "?")
    return "".join(plain), error.end


def prepare() -> None:
    """Make standard output and error unable to fail on a character."""
    codecs.register_error("thidua-plain", _without_marks)
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="thidua-plain")


def utf8(stream: TextIO) -> None:
    """Make the stream write UTF-8, as JSON demands whatever the console."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(encoding="utf-8", errors="replace")


def may_colour(environ: Mapping[str, str], *, no_colour: bool) -> bool:
    """Whether colours may be used: a terminal that can, and nobody who asked for none."""
    return sys.stdout.isatty() and not no_colour and not environ.get("NO_COLOR") and environ.get("TERM", "") != "dumb"


def width() -> int:
    """The width to draw for: the terminal's, or 110 where there is none."""
    if sys.stdout.isatty():
        return max(60, min(shutil.get_terminal_size((110, 24)).columns, 160))
    columns = os.environ.get("COLUMNS", "")
    return max(60, min(int(columns), 240)) if columns.isdigit() else 110


_EIGHTHS, _HALVES = "▏▎▍▌▋▊▉█", "▌█"


def blocks(environ: Mapping[str, str]) -> str:
    """The characters that bars may be drawn with, from the thinnest to the full one; empty where none should be.

    The old console of Windows and the console of Linux have the half block only.
    """
    if not sys.stdout.isatty() or environ.get("TERM", "") == "dumb":
        return ""
    old = (os.name == "nt" and not environ.get("WT_SESSION")) or environ.get("TERM", "") == "linux"
    characters = _HALVES if old else _EIGHTHS
    try:
        characters.encode(sys.stdout.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return ""
    return characters


def emit(text: str) -> None:
    """Write data to standard output with one final line end."""
    if not text:
        return
    sys.stdout.write(text if text.endswith("\n") else text + "\n")


def talk(text: str) -> None:
    """Write a remark to standard error."""
    if text.strip():
        sys.stderr.write(text.rstrip("\n") + "\n")
