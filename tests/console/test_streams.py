"""Facts about where output goes: data and talk apart, pipes closed early, full disks, streams that are not there."""

from __future__ import annotations

import io
import os
import shlex
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final
from unittest import mock

import pytest

from tests.console.runs import LANGS, LINES, fill, told
from thidua_cli import progress
from thidua_cli.cli import streams, waiting

if TYPE_CHECKING:
    from thidua_cli.catalogue import Lang

FULL: Final = Path("/dev/full")
THIDUA: Final = f"{shlex.quote(sys.executable)} -m thidua_cli"
VERDICTS: Final = {
    "validate": ("KHÔNG ĐẠT:", "NOT ACCEPTED:"),
    "consolidate": ("KHÔNG ĐẠT:", "NOT ACCEPTED:"),
    "rank": ("Năm 2019: 1 cụm", "Year 2019: 1 cluster"),
    "report": ("Năm 2019:", "2019:"),
    "seal": ("Đã niêm", "Sealed"),
    "rubric check": ("0 lỗi, 0 cảnh báo.", "0 error(s), 0 warning(s)."),
    "diff": ("Tổng cộng:", "In all:"),
    "selftest": ("Tự kiểm tra đạt", "Self-test passed"),
}
# What only tells a fact, or ends in commands of its own.
WITHOUT_NEXT: Final = frozenset(
    {
        "",
        "explain",
        "explain, a score",
        "rubric",
        "rubric show",
        "rubric schema",
        "completion",
        "selftest",
        "doctor",
        "demo",
    }
)


def _shell(line: str, home: Path, **environ: str) -> subprocess.CompletedProcess[str]:
    fill(home)
    return subprocess.run(
        ["bash", "-c", line],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        cwd=home,
        env={**os.environ, "PYTHONIOENCODING": "utf-8", **environ},
    )


# --- what a result ends in -----------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", VERDICTS)
def test_a_verdict_is_told(name: str, lang: Lang) -> None:
    verdict = VERDICTS[name][LANGS.index(lang)]
    assert any(line.startswith(verdict) for line in told(name, lang).out.splitlines()), told(name, lang).out


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", [name for name in LINES if name not in WITHOUT_NEXT])
def test_a_next_step_is_told(name: str, lang: Lang) -> None:
    text = told(name, lang)
    label = {"vi": "Bước tiếp theo: ", "en": "Next: "}[lang]
    assert sum(label in line for line in (text.out + text.err).splitlines()) == 1


@pytest.mark.parametrize("name", ["template", "rubric new"])
def test_paths_of_files_written_are_data(name: str) -> None:
    """So that another program can take them from the pipe."""
    paths = told(name, "vi").out.splitlines()
    assert paths
    assert all(path.endswith((".xlsx", ".yaml")) for path in paths)
    assert "Bước tiếp theo: " in told(name, "vi").err


def test_no_colour_and_no_control_character_goes_into_a_pipe() -> None:
    for name in LINES:
        assert "\x1b" not in told(name, "vi").out + told(name, "vi").err
        assert not [c for c in told(name, "vi").out if ord(c) < 32 and c not in "\n\t"]


# --- pipes, disks, closed streams ----------------------------------------------------------------


@pytest.mark.parametrize("line", ["validate .", "rubric show langson-2019/enterprises", "--help"])
def test_a_reader_who_leaves_early_changes_nothing(line: str, tmp_path: Path) -> None:
    """No traceback, and the exit code is that of the findings, because the work was done."""
    whole = _shell(f"{THIDUA} {line} >/dev/null", tmp_path)
    left = _shell(f"{THIDUA} {line} | head -c 1 >/dev/null; exit ${{PIPESTATUS[0]}}", tmp_path)
    gone = _shell(f"{THIDUA} {line} | (exec <&-; sleep 0.5); exit ${{PIPESTATUS[0]}}", tmp_path)
    assert whole.returncode == left.returncode == gone.returncode
    assert whole.stderr == left.stderr == gone.stderr


@pytest.mark.skipif(not FULL.exists(), reason="this system has no device that is always full")
@pytest.mark.parametrize("line", ["validate .", "rubric list --format json", "--help", "rank --help", "--version"])
def test_a_full_disk_is_one_sentence(line: str, tmp_path: Path) -> None:
    done = _shell(f"{THIDUA} {line} >{FULL}", tmp_path)
    assert done.returncode == 3
    assert done.stderr.startswith("[LỖI] Không ghi được kết quả: nơi nhận kết quả in ra đã hết chỗ.")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("line", ["rubric list", "--help", "--version"])
def test_a_closed_output_is_one_sentence(line: str, tmp_path: Path) -> None:
    done = _shell(f"{THIDUA} {line} >&-", tmp_path)
    assert done.returncode == 3
    assert done.stderr.startswith("[LỖI] Không ghi được kết quả: nơi nhận kết quả in ra đã đóng.")


@pytest.mark.parametrize("to", ["&-", *([str(FULL)] if FULL.exists() else [])])
def test_nobody_to_talk_to_is_no_fault(to: str, tmp_path: Path) -> None:
    done = _shell(f"{THIDUA} template --rubric langson-2019/enterprises -o bieu.xlsx 2>{to}", tmp_path)
    assert (done.returncode, done.stdout) == (0, "bieu.xlsx\n")
    assert _shell(f"{THIDUA} rnk 2>{to}", tmp_path).returncode == 2


def test_quiet_keeps_the_next_step_to_itself(tmp_path: Path) -> None:
    done = _shell(f"{THIDUA} -q template --rubric langson-2019/enterprises -o bieu.xlsx", tmp_path)
    assert (done.stdout, done.stderr) == ("bieu.xlsx\n", "")


# --- the line that names the file being read -----------------------------------------------------


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def _drawn(name: str, environ: dict[str, str], seconds: float, *, quiet: bool = False) -> str:
    """What a terminal gets while a file of that name is read for so long."""
    terminal = _Terminal()
    with (
        mock.patch.object(sys, "stderr", terminal),
        mock.patch.multiple(waiting, _FIRST=0.05, _NEXT=0.02),
        waiting.shown_while_reading("vi", environ, quiet=quiet),
    ):
        progress.reading(name)
        time.sleep(seconds)
        streams.talk("Xong.")
    return terminal.getvalue()


def test_the_file_is_named_after_a_while_and_taken_away() -> None:
    line = "Đang đọc tệp thứ 1: so-noi-vu.xlsx"
    assert _drawn("so-noi-vu.xlsx", {"TERM": "xterm"}, 0.3) == f"\r{line}\r{' ' * len(line)}\rXong.\n"


@pytest.mark.parametrize(
    ("environ", "seconds", "quiet"), [({}, 0.0, False), ({"TERM": "dumb"}, 0.2, False), ({}, 0.2, True)]
)
def test_nothing_is_named_in_short_work_or_where_nobody_wants_it(
    environ: dict[str, str], seconds: float, quiet: bool
) -> None:
    assert _drawn("so-noi-vu.xlsx", environ, seconds, quiet=quiet) == "Xong.\n"


def test_a_long_name_stays_on_its_line() -> None:
    drawn = _drawn("x" * 500, {}, 0.2).split("\r")
    assert drawn[1].startswith("Đang đọc tệp thứ 1: xxx")
    assert all(len(part) < 110 for part in drawn)
