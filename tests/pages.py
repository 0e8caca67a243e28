"""A page of the documentation as steps: what it has people run, type and look at; and a way to follow them.

It knows Markdown and the command line; it judges nothing.

A fenced block marked `sh` is run, line by line, in one folder that stays the same to the end of the page. A block
marked `text` right below it is what the last of its lines prints; a line `…` stands for any lines left out.
What stands in a comment (`<!-- … -->`) on a line of its own is for this module alone:

    not run: REASON     the next block only illustrates; its commands and options are still looked up
    exit N…             the last lines of the next block end with these codes, not with 0
    file: PATH          the next block is written to that file
    by hand: WORDS      what a person does in between, see `by_hand`
    today: DATE         the day it is from here on
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import sys
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING, Final
from unittest.mock import patch

from tests import by_hand
from thidua_cli.cli import run as run_command

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

WIDTH: Final = "100"
_NOTE: Final = re.compile(r"<!-- (not run|exit|file|by hand|today):? ?(.*?) -->")
_PICTURE: Final = re.compile(r"!\[[^\]]*\]\((?:docs/)?pictures/([a-z0-9-]+)\.(?:png|svg)\)")


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block, with what its comments say.

    Attributes:
        line: Its number on the page.
        language: The word behind the fence; empty for none.
        lines: What stands in it.
        not_run: Why it is not run; empty if it is.
        exits: The exit codes of its last lines; those above end with 0.
        file: The file that it is written to; empty for none.
        follows: Whether it stands right below another block.
    """

    line: int
    language: str
    lines: tuple[str, ...]
    not_run: str = ""
    exits: tuple[int, ...] = ()
    file: str = ""
    follows: bool = False

    @property
    def text(self) -> str:
        """Its lines as one text."""
        return "".join(f"{line}\n" for line in self.lines)


@dataclass(frozen=True, slots=True)
class ByHand:
    """What a person does between two commands."""

    line: int
    words: str


@dataclass(frozen=True, slots=True)
class Today:
    """The day it is from here on."""

    line: int
    day: date


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture shown on the page."""

    line: int
    name: str


Step = Block | ByHand | Today | Picture


def steps(text: str) -> tuple[Step, ...]:
    """The steps of a page in order."""
    return tuple(_steps(text.splitlines()))


def _steps(lines: list[str]) -> Iterator[Step]:
    notes: dict[str, str] = {}
    number, blocked = 0, -2
    while number < len(lines):
        line = lines[number]
        if line.startswith("```"):
            end = next((n for n in range(number + 1, len(lines)) if lines[n].startswith("```")), len(lines))
            yield Block(
                line=number + 1,
                language=line[3:].strip(),
                lines=tuple(lines[number + 1 : end]),
                not_run=notes.get("not run", ""),
                exits=tuple(map(int, notes.get("exit", "").split())),
                file=notes.get("file", ""),
                follows=blocked == number - 2 and not lines[number - 1].strip(),
            )
            notes, blocked, number = {}, end, end
        elif note := _NOTE.fullmatch(line):
            name, said = note.groups()
            if name == "by hand":
                yield ByHand(number + 1, said)
            elif name == "today":
                yield Today(number + 1, date.fromisoformat(said))
            else:
                notes[name] = said
        else:
            yield from (Picture(number + 1, name) for name in _PICTURE.findall(line))
        number += 1


# --- following -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Ran:
    """A command that was run: its line on the page, what it printed, its exit code and the one expected."""

    line: int
    command: str
    printed: str
    exit: int
    expected: int


def follow(
    page: tuple[Step, ...], folder: Path, look: Callable[[Picture, tuple[Ran, ...]], None] | None = None
) -> tuple[tuple[Ran, ...], tuple[str, ...]]:
    """Everything that was run, and each expected output that did not come; `look` is called at each picture."""
    ran: list[Ran] = []
    missed: list[str] = []
    environment = {"COLUMNS": WIDTH, "THIDUA_LANG": "vi", "NO_COLOR": "1"}
    with contextlib.chdir(folder), patch.dict(os.environ, environment), contextlib.ExitStack() as days:
        for step in page:
            match step:
                case Today(day=day):
                    days.close()
                    days.enter_context(_clock(day))
                case ByHand(words=words):
                    by_hand.do(shlex.split(words))
                case Picture():
                    if look is not None:
                        look(step, tuple(ran))
                case Block(file=file) if file:
                    Path(file).parent.mkdir(parents=True, exist_ok=True)
                    Path(file).write_text(step.text, encoding="utf-8")
                case Block(language="sh", not_run=""):
                    ran += _run(step)
                case Block(language="text", follows=True):
                    if ran and not shows(ran[-1].printed, step.lines):
                        missed.append(f"line {step.line}: `{ran[-1].command}` prints\n{ran[-1].printed}")
    return tuple(ran), tuple(missed)


def commands(block: Block) -> Iterator[tuple[str, ...]]:
    """The commands of a block as words; lines that end with a backslash are one with the next."""
    joined = "\n".join(block.lines).replace("\\\n", " ")
    for line in joined.splitlines():
        words = shlex.split(line, comments=True)
        if words:
            yield tuple(words)


def _run(block: Block) -> Iterator[Ran]:
    listed = list(commands(block))
    codes = (*(0 for _ in listed[len(block.exits) :]), *block.exits)
    for words, expected in zip(listed, codes, strict=True):
        if words[0] == "cd" and len(words) == len(("cd", "there")):
            os.chdir(words[1])
            continue
        if words[0] != "thidua":
            raise ValueError(
                f"line {block.line}: only `thidua` and `cd` are run, not {words[0]}: say why it is not run"
            )
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
            code = run_command(list(words[1:]))
        yield Ran(block.line, shlex.join(words), printed.getvalue(), code, expected)


@contextlib.contextmanager
def _clock(day: date) -> Iterator[None]:
    """The day that commands take for today."""

    class Day(date):
        @classmethod
        def today(cls) -> Day:
            return cls(day.year, day.month, day.day)

    class Moment(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Moment:
            return cls(day.year, day.month, day.day, 12, tzinfo=tz)

    with (
        patch("thidua_cli.cli.status.date", Day),
        patch("thidua_cli.cli.seal.date", Day),
        patch("thidua_cli.pipeline.review.datetime", Moment),
    ):
        yield


def shows(printed: str, expected: tuple[str, ...]) -> bool:
    """Whether the lines stand in what was printed, in order, and side by side where no line `…` parts them.

    Inside a line `…` stands for any characters.
    """
    runs: list[list[re.Pattern[str]]] = [[]]
    for line in expected:
        if line.strip() == "…":
            runs.append([])
        else:
            runs[-1].append(re.compile(".*".join(map(re.escape, line.rstrip().split("…")))))
    lines = [line.rstrip() for line in printed.splitlines()]
    at = 0
    for run in filter(None, runs):
        starts = range(at, len(lines) - len(run) + 1)
        found = next(
            (n for n in starts if all(w.fullmatch(line) for w, line in zip(run, lines[n:], strict=False))), None
        )
        if found is None:
            return False
        at = found + len(run)
    return True


def main(page: str, folder: str) -> None:
    """Follow a page in a folder and print everything, for whoever writes it."""
    ran, missed = follow(steps(Path(page).read_text(encoding="utf-8")), Path(folder))
    for one in ran:
        print(f"$ {one.command}   [line {one.line}, exit {one.exit}, expected {one.expected}]\n{one.printed}")  # noqa: T201
    print(*missed, sep="\n")  # noqa: T201


if __name__ == "__main__":
    main(*sys.argv[1:])
