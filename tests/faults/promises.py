"""Runs a command on one file in a process of its own, under limits, and tells which promises it broke.

A run breaks `traceback` if it shows a crash, `hang` if it is still running at its time limit, `signal` if it dies of
one, `silent` if it fails without a word, `unnamed` if it fails without naming the file, `leak` if it prints what it
must not, `altered` if anything beside the file changes, `control` if it prints a control character.
This module knows nothing of the program it runs. POSIX only.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

SECONDS: Final = 15
MEMORY: Final = 512 << 20
WRITTEN: Final = 256 << 20
_CRASH: Final = re.compile(
    r"Traceback \(most recent call last\)|panicked at|PanicException|Fatal Python error|Segmentation fault"
    r"|memory allocation of \d+ bytes failed|core dumped|Exception ignored in|Unhandled exception"
)
_LIMITED: Final = (
    "import os, resource, sys; memory, written, *command = sys.argv[1:];"
    "resource.setrlimit(resource.RLIMIT_AS, (int(memory), int(memory)));"
    "resource.setrlimit(resource.RLIMIT_FSIZE, (int(written), int(written)));"
    "resource.setrlimit(resource.RLIMIT_CORE, (0, 0)); os.execvp(command[0], command)"
)


@dataclass(frozen=True, slots=True)
class Run:
    """How a command ended; `exit` is negative for a signal and None at the time limit."""

    exit: int | None
    output: str
    broken: frozenset[str]


def run(command: Sequence[str], file: Path, forbidden: Sequence[str] = ()) -> Run:
    """The command with the file's path as its last argument, in a scratch folder."""
    before = _state(file.parent)
    limited = [sys.executable, "-c", _LIMITED, str(MEMORY), str(WRITTEN), *command, str(file)]
    with tempfile.TemporaryDirectory() as scratch:
        try:
            done = subprocess.run(
                limited,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                cwd=scratch,
                timeout=SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return Run(None, "", frozenset({"hang"}))
    output = done.stdout.decode("utf-8", "replace")
    rules = {
        "traceback": bool(_CRASH.search(output)),
        "signal": done.returncode < 0,
        "silent": done.returncode != 0 and not output.strip(),
        "unnamed": done.returncode != 0 and _flat(file.name) not in _flat(output),
        "leak": any(text in output for text in forbidden),
        "altered": _state(file.parent) != before,
        "control": any(unicodedata.category(letter) == "Cc" for letter in output if letter not in "\n\t"),
    }
    return Run(done.returncode, output, frozenset(rule for rule, broken in rules.items() if broken))


def _state(folder: Path) -> dict[str, tuple[int, int, int]]:
    """Size, time and mode of each entry; links are not followed."""
    found = {path.name: path.lstat() for path in folder.iterdir()}
    return {name: (state.st_size, state.st_mtime_ns, state.st_mode) for name, state in found.items()}


def _flat(text: str) -> str:
    """One spelling for composed and decomposed letters; line breaks may be the terminal's."""
    shown = "".join(letter if letter.isprintable() or letter.isspace() else "?" for letter in text)
    return re.sub(r"\s+", "", unicodedata.normalize("NFC", shown))
