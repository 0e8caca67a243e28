"""The cases of the gallery: files, a command, and exactly what it must find.

Each case is a YAML file named after its code:

    what: …                      one sentence: what is wrong
    run: validate .              the command, run in the folder of the files
    files: {…}                   the files, as `tests.cases.folder.write` takes them
    first: seal .                a command that is run before
    later: {…}                   files that are written, or taken away (null), between the two
    breaks: pipeline.validate    only for faults of our own: a function that is made to fail
    expect: [TD203, …]           every finding of the command, with as many fields as tell it apart
    exit: 1                      the exit code
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final
from unittest import mock

import yaml

from tests.cases import folder
from thidua_cli.catalogue import CODES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from thidua_cli.catalogue import Lang, Text

HERE: Final = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Case:
    """One case of the gallery.

    Attributes:
        name: The file's name without its ending, such as `TD203-score-above-maximum`.
        text: The file as it stands.
    """

    name: str
    text: str
    what: str
    run: str
    expect: tuple[Any, ...]
    exit: int
    files: dict[str, Any]
    breaks: str | None = None
    first: str | None = None
    later: dict[str, Any] = field(default_factory=dict)

    @property
    def code(self) -> str:
        """The code that the case is for."""
        return self.name.partition("-")[0]


def cases() -> tuple[Case, ...]:
    """Every case, by name."""
    return tuple(_case(path) for path in sorted(HERE.glob("*.yaml")))


def _case(path: Path) -> Case:
    text = path.read_text(encoding="utf-8")
    read = yaml.safe_load(text)
    return Case(path.stem, text, **{"files": {}, **read, "expect": tuple(read["expect"])})


def tell(case: Case, lang: Lang) -> folder.Told:
    """What the case's command tells, run in a folder of its own; run once and remembered."""
    if (case.name, lang) not in _TOLD:
        with TemporaryDirectory() as scratch:
            _TOLD[case.name, lang] = _tell(case, Path(scratch) / "cum-1", lang)
    return _TOLD[case.name, lang]


_TOLD: dict[tuple[str, Lang], folder.Told] = {}


def _tell(case: Case, home: Path, lang: Lang) -> folder.Told:
    folder.write(case.files, home)
    if case.first is not None:
        assert folder.tell(case.first, home).exit == 0
    folder.write(case.later, home)
    if case.breaks is None:
        return folder.tell(case.run, home, lang)
    with mock.patch(f"thidua_cli.{case.breaks}", side_effect=RuntimeError):
        return folder.tell(case.run, home, lang)


def found(case: Case, lang: Lang) -> tuple[dict[str, Any], ...]:
    """The findings told; a command refused before it began tells its one finding as plain talk."""
    told = tell(case, lang)
    if told.document is not None:
        return told.findings
    return tuple({"code": code, "message": told.talk, "fix": ""} for code in _codes_of(told.talk, lang))


def _codes_of(talk: str, lang: Lang) -> Iterator[str]:
    """The codes whose sentences the talk can be."""
    label = {"vi": "[LỖI]", "en": "[ERROR]"}[lang]
    line = " ".join(talk.split())
    for code in CODES.values():
        sentence = rf"{re.escape(label)} {_pattern(code.message, lang)} {_pattern(code.fix, lang)}(?: \(?{code.id}\)?)?"
        if re.fullmatch(sentence, line):
            yield code.id


def _pattern(text: Text, lang: Lang) -> str:
    return ".*".join(re.escape(" ".join(part.split())) for part in re.split(r"\{\w+\}", text.to(lang)))
