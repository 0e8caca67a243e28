"""Every command of the command line run once in each language, in a cluster's folder of its own.

This module judges nothing; a command that stands in no line of `LINES` is found by `tests/test_languages.py`.
"""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final, get_args
from unittest import mock

import typer

from tests.cases import folder
from thidua_cli.catalogue import Lang
from thidua_cli.cli import run, streams
from thidua_cli.cli.commands import build

if TYPE_CHECKING:
    from collections.abc import Iterator

LANGS: Final[tuple[Lang, ...]] = get_args(Lang)

_ROSTER: Final = """\
id: cum-1
name: Cụm thi đua số 1
year: 2019
rubric: langson-2019/districts-departments
leader: so-noi-vu
units:
  - {id: so-noi-vu, name: Sở Nội vụ}
  - {id: so-tai-chinh, name: Sở Tài chính}
  - {id: so-cong-thuong, name: Sở Công Thương}
"""
# Two good sheets, one with a score above its maximum and one that is no workbook.
FILES: Final[dict[str, Any]] = {
    "cluster.yaml": _ROSTER,
    "so-noi-vu.xlsx": {"unit": "Sở Nội vụ", "rest": 2},
    "so-tai-chinh.xlsx": {"unit": "Sở Tài chính", "points": {"III.4": 6}, "rest": 1},
    "so-cong-thuong.xlsx": {"unit": "Sở Công Thương", "rest": 1},
    "hong.xlsx": "không phải bảng tính",
    "sach/cluster.yaml": _ROSTER.replace("cum-1", "cum-2").replace("số 1", "số 2"),
    "sach/so-noi-vu.xlsx": {"unit": "Sở Nội vụ", "spread": 140},
    "sach/so-tai-chinh.xlsx": {"unit": "Sở Tài chính", "spread": [139.5, 139, 139]},
    "sach/so-cong-thuong.xlsx": {"unit": "Sở Công Thương", "spread": 135},
}

# Each command as it is typed; those that write do so in the folder of the run.
LINES: Final[dict[str, str]] = {
    "": "",
    "template": "template --cluster .",
    "validate": "validate .",
    "consolidate": "consolidate .",
    "rank": "rank sach --year 2019",
    "rank, with what is open": "rank . --year 2019",
    "explain": "explain TD203",
    "explain, a unit": "explain --cluster sach so-noi-vu",
    "explain, a score": "explain --cluster sach so-noi-vu III.4",
    "status": "status .",
    "status, in full": "status sach --all",
    "report": "report sach --year 2019",
    "review": "review sach",
    "seal": "seal sach --date 2020-01-05",
    "diff": "diff . sach",
    "repair": "repair so-noi-vu.xlsx -o moi.xlsx",
    "init": "init cum-moi --year 2019 --name Cụm-mới --rubric langson-2019/enterprises --unit Sở-A --unit Sở-B",
    "demo": "demo vi-du",
    "doctor": "doctor",
    "selftest": "selftest",
    "completion": "completion bash",
    "rubric": "rubric",
    "rubric list": "rubric list",
    "rubric show": "rubric show langson-2019/enterprises",
    "rubric check": "rubric check langson-2019/enterprises",
    "rubric diff": "rubric diff langson-2019/enterprises langson-2019/credit-institutions",
    "rubric new": "rubric new --for mass -o bang.yaml",
    "rubric schema": "rubric schema",
}


@dataclass(frozen=True, slots=True)
class Told:
    """What a command told on each stream, and its exit code."""

    exit: int
    out: str
    err: str


def commands() -> dict[str, Any]:
    """Every command and group by the words it is called with, hidden ones too."""
    return dict(_walk(typer.main.get_command(build("vi")), ()))


def _walk(command: Any, words: tuple[str, ...]) -> Iterator[tuple[str, Any]]:
    yield " ".join(words), command
    for name, below in getattr(command, "commands", {}).items():
        yield from _walk(below, (*words, name))


@cache
def _made() -> TemporaryDirectory[str]:
    """The files, made once; the folder lives as long as the process."""
    scratch = TemporaryDirectory()
    folder.write(FILES, Path(scratch.name))
    return scratch


def fill(home: Path) -> Path:
    """The files in that folder."""
    return Path(shutil.copytree(_made().name, home, dirs_exist_ok=True))


@cache
def told(name: str, lang: Lang) -> Told:
    """What the command of that name tells, run on a cluster of three; run once and remembered."""
    with TemporaryDirectory() as scratch:
        home = fill(Path(scratch) / "cum-1")
        return called(LINES[name].split(), lang, home)


def called(words: list[str], lang: Lang, home: Path) -> Told:
    """What the words tell in that folder, as on a pipe."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
    environ = {"THIDUA_LANG": lang, "COLUMNS": "100"}
    with (
        contextlib.chdir(home),
        mock.patch.dict(os.environ, environ),
        mock.patch.object(sys, "stdout", out),
        mock.patch.object(sys, "stderr", err),
    ):
        code = run(words)
    told_ = []
    for stream in (out, err):
        stream.flush()
        told_.append(stream.buffer.getvalue().decode("utf-8"))
    return Told(code, *told_)


def written(text: str, encoding: str) -> bytes:
    """The bytes that a console of that encoding gets for the text."""
    stream = io.TextIOWrapper(io.BytesIO(), encoding=encoding, newline="\n")
    with mock.patch.object(sys, "stdout", stream):
        streams.prepare()
        streams.emit(text)
    data: bytes = stream.buffer.getvalue()
    return data
