"""Output that survives any console: code pages without Vietnamese letters, pipes closed early, full disks.

This module knows no command.
"""

from __future__ import annotations

import codecs
import contextlib
import errno
import os
import re
import shutil
import sys
import textwrap
import unicodedata
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

# What no taking off of marks makes plain; a sign becomes one of the same width where there is one.
_PLAIN = {
    "đ": "d", "Đ": "D", "Ð": "D", "ð": "d", "–": "-", "—": "-", "‐": "-", "‑": "-", "‒": "-", "−": "-", "·": "-",
    "•": "*", "…": "...", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "×": "x", "÷": "/",
    "─": "-", "━": "-", "│": "|", "┃": "|", "═": "=", "→": "->", "≥": ">=", "≤": "<=", "½": "1/2", "¼": "1/4",
    "¾": "3/4", "²": "2", "§": "S", "☐": "[ ]", "☑": "[x]", "\u00a0": " ", "\u202f": " ", "\u2009": " ", "：": ":",
}  # fmt: skip


class OutputLostError(Exception):
    """Standard output takes no more: the disk behind it is full, or there is none.

    Attributes:
        full: Whether it is for want of space.
    """

    def __init__(self, *, full: bool) -> None:
        super().__init__("standard output cannot be written")
        self.full = full


# --- code pages ----------------------------------------------------------------------------------


def plain_for(encoding: str) -> str:
    """The name of the way to spell characters that the encoding lacks, as near to them as it comes."""
    # One for each encoding, because the error itself only says that it is some table.
    name = f"thidua-plain-{encoding}"

    def spell(error: UnicodeError) -> tuple[str | bytes, int]:
        if not isinstance(error, UnicodeEncodeError):
            raise error
        plain = [_nearest(character, encoding) for character in error.object[error.start : error.end]]
        return "".join(plain), error.end

    codecs.register_error(name, spell)
    return name


def _nearest(character: str, encoding: str) -> str:
    """`ể` as `ê` and a hook in the Vietnamese code page of Windows, as `e` in all others that lack it."""
    parts = unicodedata.normalize("NFD", character)
    for at in range(len(parts) - 1, 0, -1):
        letter = unicodedata.normalize("NFC", parts[:at])
        for spelled in (letter + parts[at:], unicodedata.normalize("NFC", parts[0] + parts[-1]) + parts[1:-1]):
            if _encodes(spelled, encoding):
                return spelled
    if unicodedata.combining(character) or unicodedata.category(character) == "Cf":
        return ""
    base = _PLAIN.get(character) or "".join(c for c in parts if not unicodedata.combining(c))
    return base if base.isascii() and base else "?"


def _encodes(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def prepare() -> None:
    """Make standard output and error unable to fail on a character."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            with contextlib.suppress(OSError):  # what waits in it cannot be written: told with the next text
                reconfigure(errors=plain_for(stream.encoding or "ascii"))


def utf8(stream: TextIO | None) -> None:
    """Make the stream write UTF-8, as JSON demands whatever the console."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(encoding="utf-8", errors="replace")


# --- what the console can do ---------------------------------------------------------------------


def is_terminal(stream: TextIO | None) -> bool:
    """Whether somebody looks at the stream; a closed one is none."""
    try:
        return stream is not None and stream.isatty()
    except ValueError:  # closed
        return False


def may_colour(environ: Mapping[str, str], *, no_colour: bool) -> bool:
    """Whether colours may be used: a terminal that can, and nobody who asked for none."""
    return (
        is_terminal(sys.stdout) and not no_colour and not environ.get("NO_COLOR") and environ.get("TERM", "") != "dumb"
    )


_NARROWEST, _WIDEST, _NO_TERMINAL = 20, 160, 110


def width() -> int:
    """The width to draw for: the terminal's, or 110 where there is none."""
    if is_terminal(sys.stdout):
        return max(_NARROWEST, min(shutil.get_terminal_size((_NO_TERMINAL, 24)).columns, _WIDEST))
    columns = os.environ.get("COLUMNS", "")
    return max(_NARROWEST, min(int(columns[:4]), 240)) if columns.isdecimal() else _NO_TERMINAL


_EIGHTHS, _HALVES = "▏▎▍▌▋▊▉█", "▌█"


def blocks(environ: Mapping[str, str]) -> str:
    """The characters that bars may be drawn with, from the thinnest to the full one; empty where none should be.

    The old console of Windows and the console of Linux have the half block only.
    """
    if not is_terminal(sys.stdout) or environ.get("TERM", "") == "dumb":
        return ""
    old = (os.name == "nt" and not environ.get("WT_SESSION")) or environ.get("TERM", "") == "linux"
    characters = _HALVES if old else _EIGHTHS
    return characters if _encodes(characters, sys.stdout.encoding or "ascii") else ""


_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
# What is there to be copied: a command, a line of YAML, a path.
_COPIED = re.compile(r"\s*(?:thidua |(?:- )?[a-z0-9_.-]+:(?:\s|$)|\S+$)")


def fitted(text: str, columns: int) -> str:
    """The text with its long lines broken between words, further lines indented; what is to be copied stays whole."""
    return "\n".join(_broken(line, columns) for line in text.split("\n"))


def _broken(line: str, columns: int) -> str:
    plain = _COLOUR.sub("", line)
    if len(plain) <= columns or _COPIED.match(plain):
        return line
    indent = plain[: len(plain) - len(plain.lstrip())] + "  "
    # A colour has no width: each is kept as one character that no text holds until the line is broken.
    colours = _COLOUR.findall(line)
    marked = _COLOUR.sub("\ue000", line)
    parts = textwrap.wrap(
        marked,
        columns,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
        drop_whitespace=True,
        replace_whitespace=False,
    )
    rest = iter(colours)
    return re.sub("\ue000", lambda _: next(rest, ""), "\n".join(parts))


# --- writing -------------------------------------------------------------------------------------

_before: Callable[[], None] | None = None


def before_writing(do: Callable[[], None] | None) -> None:
    """What is done before the next text is written, such as taking a line away; None for nothing."""
    global _before  # noqa: PLW0603 - a process has one terminal
    _before = do


def draw(text: str) -> None:
    """Write to the terminal behind standard error what is soon taken away again."""
    if sys.stderr is not None:
        with contextlib.suppress(OSError, ValueError):
            sys.stderr.write(text)
            sys.stderr.flush()


def emit(text: str) -> None:
    """Write data to standard output with one final line end.

    A reader who has gone is no failure: the rest is for nobody. `OutputLostError` if it cannot be written at all.
    """
    if not text:
        return
    if _before is not None:
        _before()
    if is_terminal(sys.stdout):
        text = fitted(text, width())
    stream = sys.stdout
    if stream is None:
        raise OutputLostError(full=False)
    try:
        _write(stream, text if text.endswith("\n") else text + "\n")
    except BrokenPipeError:
        _silence(stream)
    except (OSError, ValueError) as error:
        _silence(stream)
        number = getattr(error, "errno", None)
        if number == errno.EINVAL and os.name == "nt":  # how Windows tells of a pipe that was closed
            return
        raise OutputLostError(full=number == errno.ENOSPC) from None


def talk(text: str) -> None:
    """Write a remark to standard error; there is nobody to tell if that fails."""
    stream = sys.stderr
    if stream is None or not text.strip():
        return
    if _before is not None:
        _before()
    text = text.rstrip("\n") + "\n"
    if is_terminal(stream):
        text = fitted(text, columns_of(stream))
    try:
        _write(stream, text)
    except (OSError, ValueError):
        _silence(stream)


def _write(stream: TextIO, text: str) -> None:
    try:
        stream.write(text)
    except UnicodeEncodeError:  # a stream that somebody else set up
        stream.write(text.encode("ascii", plain_for("ascii")).decode("ascii"))
    stream.flush()


def columns_of(stream: TextIO) -> int:
    """The width of the terminal behind the stream, or 110 where there is none."""
    try:
        return max(_NARROWEST, os.get_terminal_size(stream.fileno()).columns)
    except (OSError, ValueError):
        return _NO_TERMINAL


def _silence(stream: TextIO) -> None:
    """Let the stream lead nowhere, so that what it still holds cannot fail at the end of the process."""
    with contextlib.suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
