"""Facts about files in their places: the old one or the whole new one, whatever fails and whenever it is killed."""

from __future__ import annotations

import errno
import os
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import time
from typing import TYPE_CHECKING, Any, Final, Self

import pytest

from tests.cases import folder
from thidua_cli.cli import run
from thidua_cli.page import Book, Box, Sheet
from thidua_cli.pipeline import writing
from thidua_cli.pipeline.writing import notices, write, write_bytes

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ROSTER: Final = """\
name: Cụm thi đua số 1
year: 2019
rubric: langson-2019/districts-departments
conference: 2020-01-15
units:
  - {id: a, name: Sở Nội vụ}
  - {id: b, name: Sở Tài chính}
readings: {section_I_source: 2460}
"""
# Every command that writes, each with the folder that it is run in.
COMMANDS: Final = {
    "template": ["template", "--cluster", "."],
    "consolidate": ["consolidate", "."],
    "review": ["review", "."],
    "seal": ["seal", "."],
    "report": ["report", ".", "--year", "2019"],
    "repair": ["repair", "."],
}
_MOST_STEPS: Final = 60


def codes(findings: Any) -> list[str]:
    return [finding.code for finding in findings]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cluster with scores of two columns, and the folder that commands are run in."""
    made = tmp_path / "cum-1"
    folder.write(
        {
            "cluster.yaml": ROSTER,
            "a.xlsx": {"unit": "Sở Nội vụ", "spread": [120, 120]},
            "b.xlsx": {"unit": "Sở Tài chính", "spread": [118, 117]},
        },
        made,
    )
    monkeypatch.setenv("THIDUA_CACHE", "off")
    monkeypatch.chdir(made)
    return made


def state(home: Path) -> dict[str, bytes]:
    return {str(path.relative_to(home)): path.read_bytes() for path in sorted(home.rglob("*")) if path.is_file()}


# --- a failure at the Nth step ---------------------------------------------------------------------


class Failing:
    """Makes one kind of step fail at its Nth call."""

    def __init__(self, step: str, number: int) -> None:
        self.step, self.number, self.calls, self.failed, self.spared = step, number, 0, False, False

    def patch(self, patched: pytest.MonkeyPatch) -> None:
        owner, name = {
            "replace": (os, "replace"),
            "fsync": (os, "fsync"),
            "create": (tempfile, "mkstemp"),
            "write": (writing, "_opened"),
        }[self.step]
        true: Callable[..., Any] = getattr(owner, name)

        def step(*given: Any, **named: Any) -> Any:
            self.calls += 1
            if self.calls != self.number:
                return true(*given, **named)
            self.failed = True
            # What fails after the new name is given changes nothing any more.
            self.spared = self.step == "fsync" and stat.S_ISDIR(os.fstat(given[0]).st_mode)
            if self.step == "write":
                return _Torn(true(*given, **named))
            raise OSError(errno.ENOSPC, "no space")

        patched.setattr(owner, name, step)


class _Torn:
    """A stream that takes half of the bytes and then fails."""

    def __init__(self, stream: Any) -> None:
        self.stream = stream

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stream.close()

    def write(self, data: bytes) -> None:
        self.stream.write(data[: len(data) // 2])
        raise OSError(errno.EIO, "input/output error")


@pytest.mark.parametrize("step", ["create", "write", "fsync", "replace"])
@pytest.mark.parametrize("command", COMMANDS)
def test_every_output_is_old_or_whole_whichever_step_fails(
    command: str, step: str, home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = state(home)
    assert run(COMMANDS[command]) == 0, capsys.readouterr()
    whole = state(home)
    assert whole.keys() > before.keys()
    failures = 0
    for number in range(1, _MOST_STEPS):
        for name in whole.keys() - before.keys():
            (home / name).unlink(missing_ok=True)
        failing = Failing(step, number)
        with monkeypatch.context() as patched:
            failing.patch(patched)
            code = run(COMMANDS[command])
        told = capsys.readouterr()
        after = state(home)
        assert not [name for name in after if ".thidua-" in name]
        assert {name: data for name, data in after.items() if whole.get(name) != data} == {}
        assert {name: after.get(name) for name in before} == before
        if not failing.failed:
            assert after == whole
            break
        assert "Traceback" not in told.err + told.out
        if failing.spared:
            assert (code, after) == (0, whole)
            continue
        failures += 1
        assert code == 3
        assert "TD912" in told.err + told.out
        assert after.keys() < whole.keys()
    else:
        pytest.fail("the command never ended whole")
    assert failures


@pytest.mark.parametrize("step", ["create", "write", "fsync", "replace"])
def test_the_old_output_survives_a_failure_of_the_next_run(
    step: str, home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run(COMMANDS["consolidate"]) == 0
    old = (home / "ket-qua" / "tong-hop.xlsx").read_bytes()
    folder.write({"b.xlsx": {"unit": "Sở Tài chính", "spread": [119, 117]}}, home)
    with monkeypatch.context() as patched:
        Failing(step, 1).patch(patched)
        assert run(COMMANDS["consolidate"]) == 3
    assert (home / "ket-qua" / "tong-hop.xlsx").read_bytes() == old
    assert [path.name for path in (home / "ket-qua").iterdir()] == ["tong-hop.xlsx"]
    assert run(COMMANDS["consolidate"]) == 0
    assert (home / "ket-qua" / "tong-hop.xlsx").read_bytes() != old
    capsys.readouterr()


# --- open in another program -----------------------------------------------------------------------


def test_a_target_held_open_is_kept_and_the_result_put_beside_it(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows refuses to replace a file that Excel holds open."""
    assert run(COMMANDS["consolidate"]) == 0
    target = home / "ket-qua" / "tong-hop.xlsx"
    old = target.read_bytes()
    folder.write({"b.xlsx": {"unit": "Sở Tài chính", "spread": [119, 117]}}, home)
    true = os.replace

    def replace(source: str, to: Path) -> None:
        if to == target.relative_to(home):
            raise PermissionError(errno.EACCES, "sharing violation")
        true(source, to)

    capsys.readouterr()
    with monkeypatch.context() as patched:
        patched.setattr(os, "replace", replace)
        assert run(COMMANDS["consolidate"]) == 3
        told = capsys.readouterr()
        assert "ket-qua/tong-hop (moi).xlsx" in " ".join(told.err.split())
        assert "TD030" in told.err
        assert run(COMMANDS["consolidate"]) == 3
    assert target.read_bytes() == old
    names = sorted(path.name for path in target.parent.iterdir())
    assert names == ["tong-hop (moi 2).xlsx", "tong-hop (moi).xlsx", "tong-hop.xlsx"]
    new = (target.parent / "tong-hop (moi).xlsx").read_bytes()
    assert (target.parent / "tong-hop (moi 2).xlsx").read_bytes() == new != old
    capsys.readouterr()
    assert run(COMMANDS["consolidate"]) == 0
    assert target.read_bytes() == new


# --- what stands in the target's place --------------------------------------------------------------


def test_a_link_is_replaced_and_what_it_leads_to_stays(tmp_path: Path) -> None:
    (tmp_path / "khac.txt").write_bytes(b"mine")
    (tmp_path / "x.xlsx").symlink_to(tmp_path / "khac.txt")
    assert write_bytes(b"new", tmp_path / "x.xlsx") == ()
    assert (tmp_path / "khac.txt").read_bytes() == b"mine"
    assert not (tmp_path / "x.xlsx").is_symlink()
    assert (tmp_path / "x.xlsx").read_bytes() == b"new"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")
@pytest.mark.parametrize("kind", ["pipe", "socket", "folder"])
def test_only_ordinary_files_are_replaced(kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # names of sockets must be short
    target = tmp_path / "x.xlsx"
    if kind == "pipe":
        os.mkfifo(target)
    elif kind == "folder":
        target.mkdir()
    else:
        with socket.socket(socket.AF_UNIX) as bound:
            bound.bind("x.xlsx")
    before = target.lstat().st_mode
    (finding,) = write_bytes(b"new", target)
    assert finding.code == "TD912"
    assert target.lstat().st_mode == before
    assert [path.name for path in tmp_path.iterdir()] == ["x.xlsx"]


@pytest.mark.parametrize(
    "name",
    ["x" * 300 + ".xlsx", "a\0b.xlsx", "x.txt/y.xlsx", "vong/y.xlsx"],
    ids=["too long", "no name", "below a file", "below a link to itself"],
)
def test_a_place_that_cannot_be_is_told_in_one_sentence(name: str, tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_bytes(b"mine")
    (tmp_path / "vong").symlink_to(tmp_path / "vong")
    (finding,) = write_bytes(b"new", tmp_path / name)
    assert finding.code == "TD912"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["vong", "x.txt"]


@pytest.mark.skipif(sys.platform == "win32", reason="rights of POSIX")
def test_a_replaced_file_keeps_its_rights_and_a_new_one_gets_the_usual(tmp_path: Path) -> None:
    old = tmp_path / "x.xlsx"
    old.write_bytes(b"old")
    old.chmod(0o600)
    mask = os.umask(0o027)
    try:
        write_bytes(b"new", old)
        write_bytes(b"new", tmp_path / "y.xlsx")
    finally:
        os.umask(mask)
    assert stat.S_IMODE(old.stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "y.xlsx").stat().st_mode) == 0o640


def test_what_a_killed_run_left_is_swept_away_and_nothing_else(tmp_path: Path) -> None:
    names = [".thidua-old.tmp", ".thidua-now.tmp", ".thidua-old.xlsx", "cua-toi.tmp"]
    for name in names:
        (tmp_path / name).write_bytes(b"x")
    long_ago = time.time() - 7200
    for name in (names[0], names[2], names[3]):
        os.utime(tmp_path / name, (long_ago, long_ago))
    write_bytes(b"new", tmp_path / "x.xlsx")
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([*names[1:], "x.xlsx"])


# --- killed, and out of room ------------------------------------------------------------------------

_LOOP: Final = """
import sys
from pathlib import Path
from thidua_cli.pipeline.writing import write_bytes
target = Path(sys.argv[1])
print("ready", flush=True)
while True:
    for letter in (b"A", b"B"):
        write_bytes(letter * 3_000_000, target)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_a_killed_run_leaves_the_old_file_or_the_new_one(tmp_path: Path) -> None:
    target = tmp_path / "x.xlsx"
    target.write_bytes(b"A" * 3_000_000)
    for moment in range(20):
        with subprocess.Popen([sys.executable, "-c", _LOOP, str(target)], stdout=subprocess.PIPE) as running:
            assert running.stdout is not None
            assert running.stdout.readline() == b"ready\n"
            time.sleep(0.0037 * moment)
            running.send_signal(signal.SIGKILL)
        assert target.read_bytes() in {b"A" * 3_000_000, b"B" * 3_000_000}
    left = {path.name for path in tmp_path.iterdir()} - {"x.xlsx"}
    assert all(name.startswith(".thidua-") for name in left)


_NO_ROOM: Final = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
from thidua_cli.cli import run
sys.exit(run(sys.argv[1:]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="limits of POSIX")
def test_a_disk_without_room_keeps_the_old_result(home: Path) -> None:
    assert run(COMMANDS["consolidate"]) == 0
    before = state(home)
    folder.write({"b.xlsx": {"unit": "Sở Tài chính", "spread": [119, 117]}}, home)
    done = subprocess.run(
        [sys.executable, "-c", _NO_ROOM, *COMMANDS["consolidate"]], capture_output=True, check=False, encoding="utf-8"
    )
    assert done.returncode == 3
    assert "TD912" in done.stderr
    assert "Traceback" not in done.stderr
    assert {**state(home), "b.xlsx": b""} == {**before, "b.xlsx": b""}


# --- texts ------------------------------------------------------------------------------------------


def test_texts_that_no_workbook_holds_are_told_of_and_others_are_not(tmp_path: Path) -> None:
    texts = ["a\x07b", "x" * 40_000, "\ud800", "=1+1", "dòng\r\nmới", "Sở _x0041_"]
    book = Book((Sheet("Trang", {(row, 1): Box(text) for row, text in enumerate(texts, 1)}),))
    assert write(book, tmp_path / "x.xlsx") == ()
    (finding,) = notices(book, "x.xlsx")
    assert dict(finding.params) == {"number": 3, "places": ("Trang!A1", "Trang!A2", "Trang!A3")}
    assert notices(Book((Sheet("Trang", {(1, 1): Box("=1+1")}),)), "x.xlsx") == ()
