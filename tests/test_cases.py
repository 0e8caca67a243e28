"""The guidance as cases: what a clerk types, and exactly what must come of it, clause by clause.

The files under `tests/cases/langson-2019` are written for people who know the guidance and no Python:

    clause: C.II
    says: "…"                          the guidance's own words, or the rule that stands for them
    cases:
      the-leader-needs-110-points:     the case's name; `pytest -k the-leader-needs` runs it
        numbers: [27]                  its number in the list of 42 cases that the guidance was read into
        cluster: {ballots: […]}        further keys of cluster.yaml; readings add to `CHOSEN`, null takes one away
        members: {b: {status: …}}      the members, with further keys; by default the units of the sheets
        sheets:                        by unit: what `tests.sheets` takes, or the total in all three columns
          a: 110
        sheet: {…}                     instead: a sheet on its own, without a cluster
        files: {…}                     further files
        first: template …              a command that is run before
        later: {…}                     sheets that units send between the two, as in `sheets`
        run: rank . --year 2019        the command; `validate .` for a sheet on its own
        expect: {…}                    see `EXPECTATIONS`; findings are always compared, and exactly

`pytest tests/test_cases.py -k "B.III.4:"` runs the cases of one clause. Numbers of the list that are left out
stand in `tests/cases/coverage.yaml` with the reason.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

import openpyxl
import pytest
import yaml

from tests.cases import coverage, folder
from tests.sheets import DISTRICTS, STAGES, rubric

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

HERE: Final = Path(__file__).parent / "cases" / "langson-2019"
# What a cluster of the first year says at once, lest every case be told of it.
CHOSEN: Final = MappingProxyType({"section_I_source": "2460"})
NUMBERS: Final = frozenset(range(1, 43)) - coverage.numbers_without_case().keys()


@dataclass(frozen=True)
class Case:
    """One case, as its file has it."""

    clause: str
    name: str
    expect: dict[str, Any]
    numbers: tuple[int, ...] = ()
    cluster: dict[str, Any] | None = None
    members: dict[str, dict[str, Any]] = field(default_factory=dict)
    sheets: dict[str, Any] = field(default_factory=dict)
    sheet: dict[str, Any] | None = None
    files: dict[str, Any] = field(default_factory=dict)
    first: str | None = None
    later: dict[str, Any] = field(default_factory=dict)
    run: str | None = None

    @property
    def readings(self) -> dict[str, Any]:
        """The readings that its cluster.yaml chooses."""
        return dict((self.cluster or {}).get("readings", {}))

    @property
    def command(self) -> str:
        """The command that is run."""
        alone = self.sheet is not None or (self.first is not None and not self.sheets)
        return self.run or ("validate ." if alone else "rank . --year 2019")

    def all_files(self) -> dict[str, Any]:
        """The files of the folder."""
        files = {f"{unit}.xlsx": _sheet(unit, typed) for unit, typed in self.sheets.items() if typed is not None}
        if self.sheet is not None:
            files["a.xlsx"] = _sheet("a", self.sheet)
        if self.sheets and self.cluster != {}:
            files["cluster.yaml"] = self._roster()
        return {**files, **self.files}

    def _roster(self) -> str:
        ids = dict.fromkeys([*self.sheets, *self.members])
        units = [{"id": id_, "name": name_of(id_), **(self.members.get(id_) or {})} for id_ in ids]
        roster = {"name": "Cụm thi đua số 1", "year": 2019, "rubric": DISTRICTS, "units": units}
        readings = {name: option for name, option in {**CHOSEN, **self.readings}.items() if option is not None}
        merged = {**roster, **(self.cluster or {}), "readings": readings}
        return yaml.safe_dump(merged, allow_unicode=True, sort_keys=False)


def name_of(unit: str) -> str:
    """The unit's name: the one of `a` is `Sở A`."""
    return f"Sở {unit.upper()}"


def _sheet(unit: str, typed: Any) -> Any:
    if isinstance(typed, dict):
        return typed if "unit" in typed or "bytes" in typed else {"unit": name_of(unit), **typed}
    return {"unit": name_of(unit), "spread": typed}


def _cases() -> Iterator[Case]:
    for path in sorted(HERE.glob("*.yaml")):
        read = yaml.safe_load(path.read_text(encoding="utf-8"))
        assert read.keys() == {"clause", "says", "cases"}
        for name, case in read["cases"].items():
            yield Case(read["clause"], name, **case)


CASES: Final = tuple(_cases())


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.clause}: {case.name}")
def test_the_guidance_holds(case: Case, tmp_path: Path) -> None:
    assert case.expect.keys() - EXPECTATIONS.keys() - {"findings"} == set()
    assert _differences(case, tmp_path) == {}


def _differences(case: Case, home: Path) -> dict[str, Any]:
    """What the command tells in the case's folder that is not as expected, by expectation."""
    folder.write(case.all_files(), home)
    if case.first:
        assert folder.tell(case.first, home).exit == 0
    folder.write({f"{unit}.xlsx": _sheet(unit, typed) for unit, typed in case.later.items()}, home)
    told = folder.tell(case.command, home)
    assert told.document is not None, told.talk
    findings = folder.left_over(_repeated(case.expect.get("findings", [])), told.findings)
    found = {
        name: EXPECTATIONS[name](told.document, expected, home)
        for name, expected in case.expect.items()
        if name != "findings"
    }
    wrong: dict[str, Any] = {name: value for name, value in found.items() if value != case.expect[name]}
    return wrong | ({"findings": findings} if findings else {})


def _repeated(entries: list[Any]) -> list[Any]:
    """The expected findings, `TD201 x 11` as eleven of them."""
    plain = []
    for entry in entries:
        match = re.fullmatch(r"(TD\d{3}) x (\d+)", entry) if isinstance(entry, str) else None
        plain += [match[1]] * int(match[2]) if match else [entry]
    return plain


# --- what may be expected ------------------------------------------------------------------------


def _number(value: Any) -> Any:
    """An exact number as a case states it."""
    if not isinstance(value, Decimal):
        return value
    return int(value) if value == value.to_integral_value() else float(value)


def _like(expected: Any, by_stage: Mapping[str, Any]) -> Any:
    """The values of the three columns as the case states them: in a list, or the self score alone."""
    values = [_number(by_stage[stage]) for stage in STAGES]
    return values if isinstance(expected, list) else values[0]


def _file(document: Any) -> Any:
    (file,) = document["files"]
    return file


def _scores(document: Any, expected: Any, _: Path) -> Any:
    """The scores of these criteria, groups recomputed."""
    blank = dict.fromkeys(STAGES)
    scores = _file(document)["scores"]
    return {key: _like(value, scores.get(key, blank)) for key, value in expected.items()}


def _total(document: Any, expected: Any, _: Path) -> Any:
    """The total of the self scores, or of each stage."""
    return _like(expected, {stage: total["value"] for stage, total in _file(document)["totals"].items()})


def _complete(document: Any, _expected: Any, _: Path) -> Any:
    """The stages of which every row is scored."""
    return [stage for stage in STAGES if _file(document)["totals"][stage]["complete"]]


def _unit(document: Any, _expected: Any, _: Path) -> Any:
    """The id of the unit whose sheet it is."""
    unit = _file(document)["unit"]
    return unit["id"] if unit else None


def _form(home: Path) -> list[tuple[str, int]]:
    """The rows of the form that print a maximum: number and maximum, the total row last."""
    rows = openpyxl.load_workbook(home / "a.xlsx").worksheets[0].iter_rows(max_col=3, values_only=True)
    texts = [[str(value or "") for value in row] for row in rows]
    return [(number, int(maximum)) for number, _, maximum in texts if maximum.isdecimal()]


def _rows_of_the_form(_document: Any, _expected: Any, home: Path) -> Any:
    """How many rows of the form that was made print a maximum, the total row among them."""
    return len(_form(home))


def _maxima_add_up_to(_document: Any, _expected: Any, home: Path) -> Any:
    """What the maxima of the rows that are scored directly add up to, as the form prints them."""
    *rows, (_, total) = _form(home)
    levels = [*(_level(number) for number, _ in rows), 0]
    leaves = [maximum for n, (_, maximum) in enumerate(rows) if levels[n + 1] <= levels[n]]
    assert sum(leaves) == total
    return total


def _level(number: str) -> int:
    """How deep a row stands: sections are Roman, their rows numbered, parts dashed."""
    return next(level for level, pattern in enumerate((r"[IVX]+", r"\d+", r"-")) if re.fullmatch(pattern, number))


def _readings(document: Any, expected: Any, _: Path) -> Any:
    """The options in force of the readings named, null where another option would have changed nothing."""
    holder = document if "files" in document else _cluster(document)
    played = {reading["id"]: reading["option"] for reading in holder["readings"]}
    return {reading: played.get(reading) for reading in expected}


def _cluster(document: Any) -> Any:
    (cluster,) = document["clusters"]
    return cluster


def _stage(document: Any, _expected: Any, _: Path) -> Any:
    """The stage that is ranked by."""
    return _cluster(document)["stage"]


def _ranks(document: Any, _expected: Any, _: Path) -> Any:
    """Every member's rank; none for those that stand aside."""
    return {row["unit"]["id"]: _number(row["rank"]) for row in _cluster(document)["ranking"]}


def _totals(document: Any, expected: Any, _: Path) -> Any:
    """The totals that are ranked by, of the units named."""
    totals = {row["unit"]["id"]: _number(row["total"]) for row in _cluster(document)["ranking"]}
    return {unit: totals[unit] for unit in expected}


def _states(document: Any, expected: Any, _: Path) -> Any:
    """What became of the sheets of the units named."""
    states = {row["unit"]["id"]: row["state"] for row in _cluster(document)["ranking"]}
    return {unit: states[unit] for unit in expected}


def _flag(document: Any, _expected: Any, _: Path) -> Any:
    """The units proposed for the flag."""
    return _cluster(document)["awards"]["flag"]["proposed"]


def _certificates(document: Any, _expected: Any, _: Path) -> Any:
    """The units proposed for certificates."""
    return _cluster(document)["awards"]["certificate"]["proposed"]


def _ballot(document: Any, expected: Any, _: Path) -> Any:
    """The units between which a vote must decide, by award."""
    return {award: _cluster(document)["awards"][award]["ballot"] for award in expected}


def _quota(document: Any, _expected: Any, _: Path) -> Any:
    """How many certificates the cluster may propose."""
    return _number(_cluster(document)["awards"]["certificate"]["quota"])


def _blockers(document: Any, _expected: Any, _: Path) -> Any:
    """The codes that hold the result back; the cluster is ready when there is none."""
    cluster = _cluster(document)
    assert cluster["ready"] is not bool(cluster["blockers"])
    return cluster["blockers"]


EXPECTATIONS: Final = MappingProxyType(
    {
        "unit": _unit,
        "scores": _scores,
        "total": _total,
        "complete": _complete,
        "readings": _readings,
        "rows of the form": _rows_of_the_form,
        "maxima add up to": _maxima_add_up_to,
        "stage": _stage,
        "ranks": _ranks,
        "totals": _totals,
        "states": _states,
        "flag": _flag,
        "certificates": _certificates,
        "ballot": _ballot,
        "quota": _quota,
        "blockers": _blockers,
    }
)


# --- the collection ------------------------------------------------------------------------------


def _without(case: Case, reading: str) -> Case:
    """The same case with nothing said of that reading."""
    return replace(case, cluster={**(case.cluster or {}), "readings": {**case.readings, reading: None}})


@pytest.mark.parametrize("reading", rubric(DISTRICTS).guidance.readings)
def test_a_reading_has_a_case_that_would_end_otherwise_without_it(reading: str, tmp_path: Path) -> None:
    """A number, an award or a finding depends on the option; a reading on which nothing depends is none."""
    cases = [case for case in CASES if case.readings.get(reading) is not None]
    assert cases
    for number, case in enumerate(cases):
        if _differences(_without(case, reading), tmp_path / str(number)):
            return
    pytest.fail("no case of this reading depends on its option")


def test_every_case_of_the_list_that_is_in_scope_is_here() -> None:
    assert {number for case in CASES for number in case.numbers} == NUMBERS


def test_a_name_tells_one_case() -> None:
    names = [case.name for case in CASES]
    assert sorted(set(names)) == sorted(names)


def test_a_clause_is_one_of_the_guidance_or_a_part_of_the_contract() -> None:
    clauses = rubric(DISTRICTS).guidance.clauses
    assert {case.clause for case in CASES if not case.clause.startswith("contract ")} <= clauses.keys()
