"""What is promised of damaged, hostile and awkward files, put to the test with every fault that is made here."""

from __future__ import annotations

import contextlib
import io
import os
import sys
import unicodedata
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import pytest

from tests.cases.folder import tell
from tests.faults import cases, promises
from tests.faults.values import STORED, TYPED
from thidua_cli.cli import run as run_command
from thidua_cli.findings import Severity
from thidua_cli.pipeline.reading import SHELF
from thidua_cli.spreadsheets.reader import read_workbook
from thidua_cli.submission import Expected, take_in

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cases.folder import Told

EVERY: Final = cases.every()
OWED: Final = {
    **{f"value/typed-{name}.xlsx": owed for name, (_, owed) in TYPED.items()},
    **{f"value/stored-{name}.xlsx": owed for name, (*_, owed) in STORED.items()},
}


def test_no_two_faults_have_one_name() -> None:
    assert len({fault.file.casefold() for fault in EVERY}) == len(EVERY)


# --- no score is guessed -----------------------------------------------------------------------------------


@pytest.mark.parametrize("fault", [fault for fault in EVERY if fault.name in OWED], ids=lambda fault: fault.name)
def test_a_score_cell_gets_what_it_is_owed(fault: cases.Fault) -> None:
    """Its points and nothing else, or one finding with its address; every other cell stays as it was."""
    workbook, findings = read_workbook(fault.make(), "phiếu")
    assert workbook is not None
    assert findings == ()
    submission = take_in(workbook, "phiếu", "", Expected(SHELF))
    assert submission.sheet is not None
    here = [finding.code for finding in submission.findings if finding.cell == cases.SCORE]
    others = {finding.code for finding in submission.findings if finding.cell not in {cases.SCORE, None}}
    owed = OWED[fault.name]
    if owed.startswith("TD"):
        assert here == [owed]
    else:
        given = next(iter(submission.sheet.entries["I"].given.values()))
        assert (here, given.cell, given.value) == ([], cases.SCORE, Decimal(owed))
    assert others == GOOD_CODES


def _good_codes() -> set[str]:
    workbook, _ = read_workbook(cases.good(), "phiếu")
    assert workbook is not None
    found = take_in(workbook, "phiếu", "", Expected(SHELF)).findings
    assert not any(finding.is_error for finding in found)
    return {finding.code for finding in found if finding.cell is not None}


GOOD_CODES: Final = _good_codes()


# --- one bad file hides no other ---------------------------------------------------------------------------


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every fault beside two good files and a text that nobody may print."""
    home = tmp_path_factory.mktemp("faults")
    for fault in EVERY:
        (home / fault.file).write_bytes(fault.make())
    for name in ("000.xlsx", "zzz.xlsx"):
        (home / name).write_bytes(cases.good())
    (home / "canary.txt").write_text(cases.CANARY, encoding="utf-8")
    return home


@pytest.fixture(scope="module")
def told(folder: Path) -> Told:
    return tell("validate .", folder)


def _findings(told: Told, file: str) -> list[dict[str, Any]]:
    return [finding for finding in told.findings if finding["file"] == file]


def test_every_file_is_accounted_for(told: Told) -> None:
    assert told.exit == 1
    paths = [entry["path"] for entry in told.document["files"]]
    assert sorted(paths) == sorted({"000.xlsx", "zzz.xlsx", *(fault.file for fault in EVERY)})


@pytest.mark.parametrize("fault", EVERY, ids=lambda fault: fault.name)
def test_a_fault_gets_what_it_is_owed(fault: cases.Fault, told: Told) -> None:
    (entry,) = (entry for entry in told.document["files"] if entry["path"] == fault.file)
    errors = [f for f in _findings(told, fault.file) if f["severity"] == Severity.ERROR.value]
    if fault.owed == "reject":
        assert errors
        assert entry["unit"] is None or errors[0]["code"] in {"TD102", "TD131"}
    for finding in errors:
        assert finding["message"]
        assert finding["fix"]


def test_the_good_files_are_read_as_if_they_were_alone(told: Told, folder: Path) -> None:
    alone = tell("validate 000.xlsx", folder)
    together = [{**finding, "file": ""} for finding in _findings(told, "000.xlsx") if finding["code"] != "TD504"]
    assert [{**finding, "file": ""} for finding in alone.findings] == together


def test_what_is_printed_holds_no_control_character_and_no_secret(tmp_path: Path) -> None:
    shown = [fault for fault in EVERY if fault.name.startswith(("text/", "structure/", "xml/external"))]
    for fault in shown:
        (tmp_path / fault.file).write_bytes(fault.make())
    (tmp_path / "canary.txt").write_text(cases.CANARY, encoding="utf-8")
    out = io.StringIO()
    with contextlib.chdir(tmp_path), contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        assert run_command(["validate", "."]) == 1
    text = out.getvalue()
    assert all(fault.file in text for fault in shown)
    assert cases.CANARY not in text
    assert {letter for letter in text if unicodedata.category(letter) == "Cc"} <= {"\n"}


# --- the file system -----------------------------------------------------------------------------------------


@pytest.mark.skipif(os.name != "posix", reason="pipes, links and devices as POSIX has them")
def test_what_is_no_file_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "phieu.xlsx").write_bytes(cases.good())
    (tmp_path / "thu-muc.xlsx").mkdir()
    (tmp_path / "vong.xlsx").symlink_to("vong.xlsx")
    (tmp_path / "dut.xlsx").symlink_to("khong-co.xlsx")
    (tmp_path / "vo-tan.xlsx").symlink_to("/dev/zero")
    os.mkfifo(tmp_path / "ong.xlsx")
    told = tell("validate .", tmp_path)
    assert {(f["file"], f["code"]) for f in told.findings if f["severity"] == "error"} == {
        ("vong.xlsx", "TD001"),
        ("dut.xlsx", "TD001"),
        ("vo-tan.xlsx", "TD001"),
        ("ong.xlsx", "TD001"),
    }
    assert "phieu.xlsx" in {entry["path"] for entry in told.document["files"]}


LEFT_BY_PROGRAMS: Final = (
    *("~$phieu.xlsx", ".~lock.phieu.xlsx#", "._phieu.xlsx", "phieu.tmp", "A1B2C3D4", "phieu.xlsx.part"),
    *("phieu.xlsx.crdownload", "phieu.xlsx~", "Thumbs.db", "desktop.ini", ".DS_Store"),
)


def test_what_programs_leave_behind_is_passed_over_and_counted(tmp_path: Path) -> None:
    (tmp_path / "phieu.xlsx").write_bytes(cases.good())
    for name in LEFT_BY_PROGRAMS:
        (tmp_path / name).write_bytes(b"\0\5admin")
    told = tell("validate .", tmp_path)
    (skipped,) = (f for f in told.findings if f["code"] == "TD009")
    assert f" {len(LEFT_BY_PROGRAMS)} " in skipped["message"]
    assert [entry["path"] for entry in told.document["files"]] == ["phieu.xlsx"]


NAMES: Final = (
    *(unicodedata.normalize(form, "Phiếu chấm điểm Đông Hưng.xlsx") for form in ("NFC", "NFD")),
    *(" phieu  cham .xlsx", "phieu - Copy (1).xlsx", "-rf.xlsx", "a\nb.xlsx", "a\x1b[2Jb.xlsx", "a\u202excod.xlsx"),
    *("a'b\"c.xlsx", "%s {0} {x}.xlsx", "$(id);`id`&.xlsx", "[a]*?.xlsx", "🇻🇳.xlsx", "=1+1.xlsx", "<b>a&b.xlsx"),
    os.fsdecode(b"phi\xd5u-\xff.xlsx"),
)


@pytest.mark.skipif(os.name != "posix", reason="names that only POSIX allows")
def test_a_file_may_have_any_name(tmp_path: Path) -> None:
    for name in NAMES:
        (tmp_path / name).write_bytes(cases.good())
    told = tell("validate .", tmp_path)
    paths = [entry["path"] for entry in told.document["files"]]
    assert len(paths) == len(NAMES)
    assert all(path.isprintable() for path in paths)
    assert all(entry["unit"] for entry in told.document["files"])


# --- each in a process of its own ----------------------------------------------------------------------------

VALIDATE: Final = (sys.executable, "-m", "thidua_cli", "validate")


# One fault for each way to fail, for the ordinary run.
FEW: Final = (
    *("archive/bomb-sheet1.xlsx", "archive/overlapping.xlsx", "xml/billion-laughs-sheet.xlsx", "xml/deep.xlsx"),
    *("xml/external-file.xlsx", "disguise/compound-loop.xls", "disguise/form.xls", "text/ansi-clear.xlsx"),
)


def test_the_few_are_among_the_faults() -> None:
    assert set(FEW) <= {fault.name for fault in EVERY}


def _keeps_its_promises(fault: cases.Fault, home: Path) -> None:
    file = home / fault.name.rpartition("/")[2]
    file.write_bytes(fault.make())
    (home / "canary.txt").write_text(cases.CANARY, encoding="utf-8")
    run = promises.run(VALIDATE, file, forbidden=[cases.CANARY])
    assert run.broken == frozenset(), run.output
    assert run.exit != 0 or fault.owed != "reject"


@pytest.mark.skipif(os.name != "posix", reason="limits of memory as POSIX has them")
@pytest.mark.parametrize("fault", [fault for fault in EVERY if fault.name in FEW], ids=lambda fault: fault.name)
def test_a_fault_ends_cleanly_within_limits(fault: cases.Fault, tmp_path: Path) -> None:
    _keeps_its_promises(fault, tmp_path)


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="limits of memory as POSIX has them")
@pytest.mark.parametrize("fault", EVERY, ids=lambda fault: fault.name)
def test_every_fault_ends_cleanly_within_limits(fault: cases.Fault, tmp_path: Path) -> None:
    _keeps_its_promises(fault, tmp_path)
