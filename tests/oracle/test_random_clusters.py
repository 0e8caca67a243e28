"""Facts about random clusters, read from sheets that look typed by hand.

Each cluster is described first, written to disk, ranked by the program, and held against the oracle,
which reckons from the description alone.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import replace
from random import Random
from typing import TYPE_CHECKING, Any

import pytest

from tests.oracle import compare, generate, hand_typed, oracle
from tests.oracle.description import SECTIONS, Sheet

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.oracle.description import Cluster, Stage

SEEDS = range(300)
MORE_SEEDS = range(300, 3300)


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A cluster's folder that is gone after the test: thousands of sheets are not worth keeping."""
    yield tmp_path / "cum"
    shutil.rmtree(tmp_path / "cum", ignore_errors=True)


def _ranked(cluster: Cluster, folder: Path, look: int) -> dict[str, Any]:
    shutil.rmtree(folder, ignore_errors=True)
    hand_typed.write(cluster, folder, _dice(look))
    return compare.read(compare.ranked(folder, cluster))


def _dice(seed: int) -> Random:
    return Random(seed)  # noqa: S311 - test data, not secrets


def _check(seed: int, folder: Path) -> None:
    cluster = generate.cluster(seed)
    found = _ranked(cluster, folder, seed)
    assert compare.differences(found, oracle.judge(cluster), cluster) == []
    _awards_are_lawful(found)


def _awards_are_lawful(found: dict[str, Any]) -> None:
    """No award beyond its quota, none twice, none while a vote is open, none to a unit without rank."""
    standing = {row["unit"]["id"] for row in found["ranking"] if row["rank"] is not None}
    proposed = []
    for award in found["awards"].values():
        assert len(award["proposed"]) <= award["quota"]
        assert not set(award["proposed"]) & set(award["ballot"])
        assert standing >= {*award["proposed"], *award["ballot"]}
        proposed += award["proposed"]
    assert len(proposed) == len(set(proposed))


@pytest.mark.parametrize("seed", SEEDS)
def test_the_program_says_what_the_contract_says(seed: int, folder: Path) -> None:
    _check(seed, folder)


def test_some_clusters_give_a_bonus_twice_and_most_do_not() -> None:
    twice = sum(oracle.held_twice(generate.cluster(seed)) for seed in SEEDS)
    assert 20 < twice < len(SEEDS) / 2


@pytest.mark.slow
@pytest.mark.parametrize("seed", MORE_SEEDS)
def test_the_program_says_what_the_contract_says_of_many_more(seed: int, folder: Path) -> None:
    _check(seed, folder)


@pytest.mark.parametrize("seed", range(10_000, 10_012))
def test_the_command_says_what_the_contract_says(seed: int, folder: Path) -> None:
    cluster = generate.cluster(seed)
    hand_typed.write(cluster, folder, _dice(seed))
    forced = ["--stage", cluster.forced_stage] if cluster.forced_stage else []
    done = subprocess.run(
        [sys.executable, "-m", "thidua_cli", "rank", str(folder), "--year", "2019", "--format", "json", *forced],
        capture_output=True,
        check=False,
        encoding="utf-8",
    )
    found = compare.read(done.stdout)
    assert compare.differences(found, oracle.judge(cluster), cluster) == []
    assert done.returncode == any(finding["severity"] == "error" for finding in found["findings"])


# --- what must not matter ------------------------------------------------------------------------


def _outcome(found: dict[str, Any]) -> dict[str, Any]:
    """The answer without what may follow the order of files and units."""
    rows = {
        row["unit"]["id"]: (row["rank"], row["total"], row["sections"], row["state"], row["award"])
        for row in found["ranking"]
    }
    awards = {
        (name, part): sorted(award[part]) for name, award in found["awards"].items() for part in ("proposed", "ballot")
    }
    return {"rows": rows, "awards": awards, "stage": found["stage"], "ready": found["ready"]}


@pytest.mark.parametrize("seed", range(20_000, 20_020))
def test_names_of_files_and_order_of_units_do_not_matter(seed: int, folder: Path) -> None:
    cluster = generate.cluster(seed)
    units = list(cluster.units)
    _dice(seed).shuffle(units)
    shuffled = replace(cluster, units=tuple(units))
    assert _outcome(_ranked(cluster, folder, seed)) == _outcome(_ranked(shuffled, folder, seed + 1))


@pytest.mark.parametrize("seed", range(21_000, 21_010))
def test_the_order_in_which_files_were_made_does_not_change_a_byte(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cluster = generate.cluster(seed)
    first, second = tmp_path / "a" / "cum", tmp_path / "b" / "cum"
    hand_typed.write(cluster, first, _dice(seed))
    files = [path for path in first.rglob("*") if path.is_file()]
    _dice(seed).shuffle(files)
    for path in files:
        target = second / path.relative_to(first)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
    texts = []
    for place in (first, second):
        monkeypatch.chdir(place.parent)
        texts.append(compare.ranked(place.relative_to(place.parent), cluster))
    assert texts[0] == texts[1]


# --- what must follow ----------------------------------------------------------------------------


def _raised(cluster: Cluster, dice: Random) -> tuple[Cluster, str] | None:
    """The cluster with one score of a ranked unit raised, where the ranking uses that score."""
    verdict = oracle.judge(cluster)
    standing = [unit for unit in cluster.units if verdict.lines[unit.id].rank is not None]
    if not standing or verdict.stage is None:
        return None
    unit = dice.choice(standing)
    scope = SECTIONS if cluster.readings.get("appraisal_scope") == "all" else ("III",)
    places: list[tuple[str, Stage, int]] = []
    for row, stage in sorted(oracle.used(cluster.table, verdict.stage, scope)):
        value = unit.sheets[0].cells[row, stage]
        # Points of a bonus that another unit has are not to be won by a second one.
        if isinstance(value, int) and value < cluster.table.maximum[row] and not row.startswith("III.6"):
            places.append((row, stage, value))
    if not places:
        return None
    row, stage, value = dice.choice(places)
    better = dice.randint(value + 1, cluster.table.maximum[row])
    sheet = Sheet(unit.sheets[0].with_cell(row, stage, better).cells)
    units = tuple(replace(each, sheets=(sheet,)) if each is unit else each for each in cluster.units)
    return replace(cluster, units=units), unit.id


@pytest.mark.parametrize("seed", range(22_000, 22_030))
def test_raising_a_score_never_worsens_a_place(seed: int, folder: Path) -> None:
    cluster = replace(generate.cluster(seed), ballots=())
    raised = _raised(cluster, _dice(seed))
    if raised is None:
        pytest.skip("nobody is ranked, or nothing can be raised")
    better, unit = raised
    before, after = _ranked(cluster, folder, seed), _ranked(better, folder, seed)
    assert after["stage"] == before["stage"]
    assert _place(after, unit) <= _place(before, unit)
    worth = {"flag": 2, "certificate": 1, None: 0}
    held = [unit in award["ballot"] for award in before["awards"].values()]
    if any(held) or before["awards"]["flag"]["ballot"]:
        return
    # From the flag's threshold on, more points never cost an award; a tie may leave it to a vote.
    if not any(award["ballot"] for award in after["awards"].values()):
        assert worth[_award(after, unit)] >= worth[_award(before, unit)]


def _row(found: dict[str, Any], unit: str) -> dict[str, Any]:
    row: dict[str, Any] = next(row for row in found["ranking"] if row["unit"]["id"] == unit)
    return row


def _place(found: dict[str, Any], unit: str) -> int:
    return int(_row(found, unit)["rank"])


def _award(found: dict[str, Any], unit: str) -> str | None:
    award: str | None = _row(found, unit)["award"]
    return award
