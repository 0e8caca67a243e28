"""A described folder on disk, and what the command line says of it, as a user would run it there.

This module knows files and the JSON documents of contract 5; it judges nothing.
"""

from __future__ import annotations

import contextlib
import io
import json
import shlex
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from tests.errors import made
from tests.sheets import xlsx
from thidua_cli.cli import run as run_command

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from thidua_cli.catalogue import Lang


def write(files: Mapping[str, Any], folder: Path) -> None:
    """The files in the folder.

    A text is the file's text; `{bytes: NAME}` what `tests.errors.made` makes under that name;
    `{link: TARGET}` a link; null takes the file away; anything else describes a score sheet, or a list of
    them in one workbook.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if content is None:
            path.unlink()
        elif isinstance(content, str):
            path.write_text(content, encoding="utf-8")
        elif isinstance(content, list):
            path.write_bytes(xlsx(*content))
        elif "bytes" in content:
            path.write_bytes(made.BYTES[content["bytes"]]())
        elif "link" in content:
            path.symlink_to(content["link"])
        else:
            path.write_bytes(xlsx(content))


@dataclass(frozen=True, slots=True)
class Told:
    """What a command told: its exit code, its JSON document if it printed one, and its talk."""

    exit: int
    document: Any
    talk: str

    @property
    def findings(self) -> tuple[dict[str, Any], ...]:
        """Every finding of the document, wherever it stands in it."""
        return tuple(_findings(self.document))


def _findings(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield from item if key == "findings" else _findings(item)
    elif isinstance(value, list):
        for item in value:
            yield from _findings(item)


def tell(command: str, folder: Path, lang: Lang = "vi") -> Told:
    """What `thidua COMMAND --format json` tells in the folder; numbers are exact."""
    out, err = io.StringIO(), io.StringIO()
    words = [*shlex.split(command), "--format", "json", "--lang", lang]
    with contextlib.chdir(folder), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = run_command(words)
    printed = out.getvalue()
    document = json.loads(printed, parse_float=Decimal, parse_int=Decimal) if printed else None
    return Told(code, document, err.getvalue())


def left_over(expected: Sequence[Mapping[str, Any] | str], found: Sequence[Mapping[str, Any]]) -> dict[str, list[Any]]:
    """What was expected and not found, and what was found and not expected; empty if all is as expected.

    An expected finding is its code, or a mapping with its code and further fields it must have.
    """
    wanted = [{"code": entry} if isinstance(entry, str) else dict(entry) for entry in expected]
    wanted.sort(key=len, reverse=True)  # what is described most closely takes its finding first
    rest = list(found)
    missing = []
    for entry in wanted:
        match = next((f for f in rest if all(f[key] == value for key, value in entry.items())), None)
        if match is None:
            missing.append(entry)
        else:
            rest.remove(match)
    fields = ("code", "file", "unit", "cell", "criterion", "stage", "found", "allowed", "message")
    unexpected = [{key: f[key] for key in fields if f[key] is not None} for f in rest]
    named = {"missing": missing, "unexpected": unexpected}
    return {name: entries for name, entries in named.items() if entries}
