"""Facts about sheets read by several processes: the same values in the same order, and one bad one hides no other."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pytest

from tests.test_pipeline import self_scores, sheet_bytes
from thidua_cli import kept
from thidua_cli.cli import run
from thidua_cli.pipeline import many, reading
from thidua_cli.pipeline.reading import SHELF
from thidua_cli.rubric import load
from thidua_cli.submission import Expected

if TYPE_CHECKING:
    from pathlib import Path

    from thidua_cli.submission import Submission

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems read in one process")
NUMBER = 12


@pytest.fixture
def wanted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[many.Wanted]:
    """Sheets of which each says another number, a broken file among them; few are enough to split."""
    monkeypatch.setattr(many, "_LEAST", 4)
    monkeypatch.setattr(many, "_SHARE", 2)
    expected = Expected(SHELF)
    found = []
    for n in range(NUMBER):
        path = tmp_path / f"{n}.xlsx"
        path.write_bytes(sheet_bytes(f"Sở {n}", self_scores(str(n % 5))) if n != 7 else b"PK no workbook")
        found.append(many.Wanted(path, path.name, expected))
    return found


def read(wanted: list[many.Wanted], processes: int, monkeypatch: pytest.MonkeyPatch) -> list[Submission]:
    monkeypatch.setenv(many.SETTING, str(processes))
    return list(many.submissions_of(wanted))


@pytest.mark.parametrize("processes", [2, 3])
def test_several_processes_read_what_one_reads(
    processes: int, wanted: list[many.Wanted], monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = read(wanted, 1, monkeypatch)
    assert [one.file for one in alone] == [f"{n}.xlsx" for n in range(NUMBER)]
    assert read(wanted, processes, monkeypatch) == alone
    assert {one.scores.totals[stage].value for one in alone if one.scores for stage in one.scores.totals}


def test_what_another_process_read_stands_under_the_same_table(
    wanted: list[many.Wanted], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Values that are worked out once for a table are told by its identity."""
    for one in read(wanted, 2, monkeypatch):
        if one.sheet is not None:
            assert one.sheet.rubric is SHELF.find(one.sheet.rubric.id)


def test_other_processes_do_read(wanted: list[many.Wanted], monkeypatch: pytest.MonkeyPatch) -> None:
    here = os.getpid()
    plain = reading.submission_of

    def marked(path: Path, name: str, expected: Expected) -> Submission:
        return plain(path, name if os.getpid() == here else f"there/{name}", expected)

    monkeypatch.setattr(many, "submission_of", marked)
    files = [one.file for one in read(wanted, 3, monkeypatch)]
    assert any(file.startswith("there/") for file in files)
    assert [file.removeprefix("there/") for file in files] == [f"{n}.xlsx" for n in range(NUMBER)]


def test_a_file_that_ends_its_process_is_named_and_the_others_are_read(
    wanted: list[many.Wanted], monkeypatch: pytest.MonkeyPatch
) -> None:
    here = os.getpid()
    plain = reading.submission_of

    def ending(path: Path, name: str, expected: Expected) -> Submission:
        if name == "0.xlsx" and os.getpid() != here:
            os._exit(9)
        return plain(path, name, expected)

    alone = read(wanted, 1, monkeypatch)
    monkeypatch.setattr(many, "submission_of", ending)
    first, *others = read(wanted, 2, monkeypatch)
    assert others == alone[1:]
    assert first.sheet is None
    (finding,) = first.findings
    assert (finding.code, finding.file) == ("TD001", "0.xlsx")


def test_few_sheets_are_read_by_one_process(wanted: list[many.Wanted], monkeypatch: pytest.MonkeyPatch) -> None:
    def split(_: int) -> None:
        raise AssertionError

    monkeypatch.setattr(many, "_pool", split)
    assert len(read(wanted[:3], 8, monkeypatch)) == 3


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_what_people_get_is_the_same_with_and_without_processes_and_kept_tables(
    lang: str,
    wanted: list[many.Wanted],
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    home = tmp_path_factory.mktemp("kept")
    told = set()
    for cache in ("off", str(home), str(home)):  # nothing kept, kept for the first time, kept
        for processes in ("1", "2", "3"):
            monkeypatch.setenv(kept.SETTING, cache)
            monkeypatch.setenv(many.SETTING, processes)
            load._shipped.cache_clear()
            for form in ("text", "json"):
                code = run(["validate", str(wanted[0].path.parent), "--lang", lang, "--format", form])
                told.add((form, code, capsys.readouterr().out))
    assert len(told) == 2
    assert list(home.iterdir())
