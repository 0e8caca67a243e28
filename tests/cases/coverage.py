"""Which rules of the guidance have cases that a program runs, and why the others have none.

`coverage.yaml` beside this file lists every rule that the guidance was read into, every open question of
it, and every clause without a case. An entry names its cases, or says in plain words why there is none.
`python -m tests.cases.coverage` prints what has no case.

A case is a case of `tests/cases/langson-2019`, a case of the error gallery (`TD203-score-above-maximum`)
or a test function (`test_…`). This module reads files of the tests only; it runs nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import yaml

from tests.sheets import DISTRICTS, rubric

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

TESTS: Final = Path(__file__).parents[1]
HERE: Final = TESTS / "cases" / "langson-2019"
PAGE: Final = Path(__file__).with_name("coverage.yaml")


@dataclass(frozen=True, slots=True)
class Row:
    """A rule or a question of the guidance.

    Attributes:
        id: Its letter and number, such as `III-4a` or `Q-26`.
        what: What it says, in short.
        cases: The names of its cases.
        why: Why it has none; empty if it has some.
    """

    id: str
    what: str
    cases: tuple[str, ...] = ()
    why: str = ""


@cache
def _page() -> Mapping[str, Any]:
    read: dict[str, Any] = yaml.safe_load(PAGE.read_text(encoding="utf-8"))
    assert read.keys() == {"rows", "questions", "numbers", "clauses"}
    return read


def rows() -> tuple[Row, ...]:
    """Every rule and every question, in order."""
    return tuple(_row(id_, entry) for part in ("rows", "questions") for id_, entry in _page()[part].items())


def _row(id_: str, entry: Mapping[str, Any]) -> Row:
    return Row(id_, entry["what"], tuple(entry.get("cases", ())), entry.get("why", ""))


def numbers_without_case() -> Mapping[int, str]:
    """The numbers of the list of 42 cases that are left out, with the reason."""
    found: dict[int, str] = _page()["numbers"]
    return found


def clauses_without_case() -> Mapping[str, str]:
    """The clauses that have no case, with the reason, as the page states them."""
    found: dict[str, str] = _page()["clauses"]
    return found


def clauses_with_case() -> frozenset[str]:
    """The clauses that cases stand under, or that a case expects a finding to cite."""
    under = {str(read["clause"]) for read in _files()}
    cases = [case for read in _files() for case in read["cases"].values()]
    gallery = [yaml.safe_load(path.read_text(encoding="utf-8")) for path in (TESTS / "errors").glob("TD*.yaml")]
    expected = [*(case["expect"].get("findings", ()) for case in cases), *(case["expect"] for case in gallery)]
    cited = {entry["clause"] for entries in expected for entry in entries if "clause" in entry and "code" in entry}
    return frozenset(under | cited)


def every_id() -> tuple[str, ...]:
    """The ids of every rule and every question that there must be an entry for."""
    roman = ("00", "1", "2a", "2b", "3a", "3b", "4a", "4b", "4c", "4d", "4e", "4f", "5a", "5b", "5c", "5d")
    bonus = ("N", "6", "6w", "6.1", "6.2", "6.3", "6.3s", "6.4", "6c")
    return (
        *(_numbered("G", 8) + _numbered("O", 6) + _numbered("R", 8) + _numbered("D", 14)),
        *(_numbered("I", 22) + _numbered("II", 6)),
        *(f"III-{part}" for part in (*roman, *bonus)),
        *(_numbered("M", 6) + _numbered("A", 10) + _numbered("X", 5) + _numbered("N", 4) + _numbered("T", 14)),
        *_numbered("Q", 60),
    )


def _numbered(letter: str, last: int) -> tuple[str, ...]:
    return tuple(f"{letter}-{number:02}" for number in range(1, last + 1))


def known_names() -> frozenset[str]:
    """The names of all cases and test functions that there are."""
    cases = {name for read in _files() for name in read["cases"]}
    gallery = {path.stem for path in (TESTS / "errors").glob("TD*.yaml")}
    functions = {
        name
        for path in TESTS.rglob("test_*.py")
        for name in re.findall(r"^ *def (test_\w+)", path.read_text(encoding="utf-8"), re.MULTILINE)
    }
    return frozenset(cases | gallery | functions)


def _files() -> Iterator[Mapping[str, Any]]:
    for path in sorted(HERE.glob("*.yaml")):
        yield yaml.safe_load(path.read_text(encoding="utf-8"))


def all_clauses() -> tuple[str, ...]:
    """The clauses that the guidance is cited by, in order."""
    return tuple(rubric(DISTRICTS).guidance.clauses)


def report() -> str:
    """The clauses, rules, questions and numbers without a case, each with its reason."""
    covered = clauses_with_case()
    why = clauses_without_case()
    bare = [(clause, why.get(clause, "")) for clause in all_clauses() if clause not in covered]
    parts = {
        "Clauses without a case": bare,
        "Rules without a case": [(row.id, f"{row.what}: {row.why}") for row in rows() if not row.cases],
        "Numbers of the list left out": [(str(number), text) for number, text in numbers_without_case().items()],
    }
    return "\n\n".join(f"{title} ({len(entries)})\n{_lines(entries)}" for title, entries in parts.items())


def _lines(entries: Iterable[tuple[str, str]]) -> str:
    return "\n".join(f"  {name:9} {text}" for name, text in entries)


if __name__ == "__main__":
    print(report())  # noqa: T201 - it is what it is for
