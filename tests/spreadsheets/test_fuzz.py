"""Whatever becomes of a form in any format it is sent in: no exception, and either its cells or a finding says why.

Every flip and every cut is seeded: the same damage in every run.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

import pytest

from tests import foreign
from tests.faults import cases
from tests.sheets import workbook
from thidua_cli import catalogue
from thidua_cli.spreadsheets.reader import read_workbook
from thidua_cli.submission import Expected, take_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from thidua_cli.rubric.model import Rubric

CHEAP: Final[dict[str, Callable[[], bytes]]] = {
    ".xlsx": cases.good,
    ".ods": lambda: foreign.ods(workbook(cases.FORM)),
    ".docx": cases.form_in_word,
}
# A process for each.
DEAR: Final[dict[str, Callable[[], bytes]]] = {
    ".xls": lambda: foreign.xls(workbook(cases.FORM)),
    ".xlsb": lambda: foreign.xlsb(workbook(cases.FORM)),
}
FEW, FEW_DEAR, MANY, MANY_DEAR = 150, 15, 5_000, 500
_CONTENT: Final = {
    ".xlsx": ("xl/", "_rels/"),
    ".ods": ("content", "META"),
    ".docx": ("word/", "_rels/"),
    ".xlsb": ("xl/",),
}


class _NoTables:
    """A shelf without a table, so that what is read is looked at and not judged."""

    def find(self, _: str) -> Rubric | None:
        return None

    def all(self) -> tuple[Rubric, ...]:
        return ()


@cache
def good(ending: str) -> bytes:
    return {**CHEAP, **DEAR}[ending]()


def ends_cleanly(data: bytes) -> None:
    found, findings = read_workbook(data, "phiếu")
    assert (found is None) == any(finding.is_error for finding in findings)
    for finding in findings:
        assert all(catalogue.say(finding, lang).message for lang in ("vi", "en"))
    if found is not None:
        assert found.sheets
        take_in(found, "phiếu", "", Expected(_NoTables()))


def flipped(ending: str, count: int, seed: int) -> None:
    for data in cases.flips(good(ending), count, seed):
        ends_cleanly(data)


def spoilt(ending: str, count: int, seed: int) -> None:
    """The parts that are read, damaged under right checksums."""
    parts = cases.parts_of(good(ending))
    read = {name: data for name, data in parts.items() if name.startswith(_CONTENT[ending])}
    assert read
    for data in cases.damaged_parts(parts, sorted(read), count, seed):
        ends_cleanly(data)


@pytest.mark.parametrize("ending", [*CHEAP, *DEAR])
def test_the_undamaged_form_is_read(ending: str) -> None:
    found, findings = read_workbook(good(ending), "phiếu")
    assert found is not None
    assert len(found.sheets[0].cells) > 50
    assert not any(finding.is_error for finding in findings)


@pytest.mark.parametrize("ending", CHEAP)
def test_changed_bits_end_cleanly(ending: str) -> None:
    flipped(ending, FEW, seed=21)


@pytest.mark.parametrize("ending", CHEAP)
def test_spoilt_parts_end_cleanly(ending: str) -> None:
    spoilt(ending, FEW, seed=22)


@pytest.mark.parametrize("ending", DEAR)
def test_changed_bits_end_cleanly_in_a_process_of_their_own(ending: str) -> None:
    flipped(ending, FEW_DEAR, seed=23)


def test_a_spoilt_binary_workbook_ends_cleanly() -> None:
    spoilt(".xlsb", FEW_DEAR, seed=24)


@pytest.mark.slow
@pytest.mark.parametrize("ending", CHEAP)
def test_much_damage_ends_cleanly(ending: str) -> None:
    flipped(ending, MANY, seed=31)
    spoilt(ending, MANY, seed=32)


@pytest.mark.slow
@pytest.mark.parametrize("ending", DEAR)
def test_much_damage_ends_cleanly_in_a_process_of_its_own(ending: str) -> None:
    flipped(ending, MANY_DEAR, seed=33)
    if ending == ".xlsb":
        spoilt(ending, MANY_DEAR, seed=34)
