"""Facts about the command line: languages, exit codes, streams."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import unicodedata
from typing import TYPE_CHECKING

import pytest

from tests.test_pipeline import ROSTER
from thidua_cli.cli import run, streams

if TYPE_CHECKING:
    from pathlib import Path

COMMANDS = (
    (),
    ("template",),
    ("validate",),
    ("consolidate",),
    ("rank",),
    ("explain",),
    ("status",),
    ("diff",),
    ("seal",),
    ("rubric",),
    ("rubric", "list"),
    ("rubric", "show"),
    ("rubric", "check"),
    ("rubric", "diff"),
    ("rubric", "new"),
    ("rubric", "schema"),
)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda words: " ".join(words) or "thidua")
def test_help_is_whole_in_both_languages(command: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*command, "--help"]) == 0
    vietnamese = capsys.readouterr().out
    assert run([*command, "--help", "--lang", "en"]) == 0
    english = capsys.readouterr().out
    assert "Cách dùng:" in vietnamese
    assert "Usage:" in english
    for word in ("Usage", "Options", "Arguments", "Commands", "Show this", "required", "default:"):
        assert word not in vietnamese
    assert not re.search(r"[ăâđêôơưàáạảãèéẹẻẽìíịỉĩòóọỏõùúụủũỳýỵỷỹ]", english, re.IGNORECASE)


def test_without_a_command_the_help_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert run([]) == 0
    assert "validate" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "vietnamese", "english"),
    [
        (["rnk"], "Không có lệnh “rnk”. Có phải “rank”?", "There is no command “rnk”. Did you mean “rank”?"),
        (["rubric", "lst"], "Có phải “list”?", "Did you mean “list”?"),
        (["rank"], "Thiếu --year (Năm xếp hạng: 2019", "--year is missing (The year: 2019"),
        (["rank", "--yeer", "2019"], "Không có tùy chọn --yeer. Có phải “--year”?", "Did you mean “--year”?"),
        (["rank", "--year", "19"], "--year “19” không hợp lệ", "--year “19” is not valid"),
        (["rank", "--year", "2018-2020"], "không hợp lệ", "is not valid"),
        (
            ["rank", "--year", "2019", "--stage", "ban"],
            "cho phép: self, cluster, board",
            "allowed: self, cluster, board",
        ),
        (["rank", "--year", "2019", "a", "b"], "Thừa đối số", "Unexpected argument"),
        (["rank", "--year"], "Tùy chọn --year cần một giá trị.", ""),
        (["rank", "--year", "2019", "--strict=1"], "--strict không nhận giá trị", "--strict takes no value"),
        (["validate"], "Thiếu ĐƯỜNG_DẪN... (Tệp hoặc thư mục phiếu)", "PATH... is missing"),
        (["validate", "x", "--format", "xml"], "cho phép: text, json", "allowed: text, json"),
        (["rubric", "list", "--lang", "fr"], "cho phép: vi, en", ""),
        (["rubric", "new", "--for", "mas", "-o", "a.yaml"], "Có phải “mass”?", "Did you mean “mass”?"),
        (["rubric", "new", "--for", "mass", "-o", "a.xlsx"], "đuôi tệp .yaml", "must end in .yaml"),
        (["template"], "--rubric hoặc --cluster", "one of --rubric and --cluster"),
        (["explain", "TD2O3"], "Không có mã phát hiện", "no finding code"),
    ],
)
def test_wrong_usage_is_one_sentence_in_the_users_language(
    words: list[str], vietnamese: str, english: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(words) == 2
    told = capsys.readouterr()
    assert vietnamese in told.err
    assert told.out == ""
    if english:
        assert run([*words, "--lang", "en"]) == 2
        assert english in capsys.readouterr().err


def test_the_language_comes_from_the_environment_too(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("THIDUA_LANG", "en")
    assert run(["explain", "TD203"]) == 0
    assert "Finding:" in capsys.readouterr().out


def test_exit_codes_follow_the_weightiest_finding(cluster: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["validate", str(cluster)]) == 0
    assert run(["rank", str(cluster), "--year", "2019"]) == 0
    assert run(["rank", str(cluster), "--year", "2019", "--strict"]) == 1
    (cluster / "1.xlsx").write_bytes(b"not a workbook")
    assert run(["validate", str(cluster)]) == 1
    (cluster / "cluster.yaml").write_text("name: [", encoding="utf-8")
    assert run(["rank", str(cluster), "--year", "2019"]) == 3
    assert run(["validate", str(cluster / "khong-co.xlsx")]) == 2
    capsys.readouterr()


def test_json_is_one_document_and_nothing_else(cluster: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for words in (["validate", str(cluster)], ["rank", str(cluster), "--year", "2019"], ["rubric", "list"]):
        run([*words, "--format", "json"])
        told = capsys.readouterr()
        assert json.loads(told.out)["schema"].startswith("thidua.")
        assert told.err == ""


def test_settings_faults_are_told_on_standard_error(cluster: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (cluster / "cluster.yaml").write_text(ROSTER.replace("year:", "yaer:"), encoding="utf-8")
    assert run(["rank", str(cluster), "--year", "2019"]) == 3
    told = capsys.readouterr()
    assert "Có phải “year”?" in told.err
    assert "cluster.yaml" in told.err


def test_a_fault_of_ours_shows_no_traceback(
    cluster: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from thidua_cli import pipeline

    def break_(*_: object) -> None:
        raise RuntimeError("boom")

    monkeypatch.setattr(pipeline, "validate", break_)
    assert run(["validate", str(cluster)]) == 70
    told = capsys.readouterr().err
    assert "TD970" in told
    assert "Traceback" not in told
    with pytest.raises(RuntimeError):
        run(["validate", str(cluster), "--debug"])


def _thidua(*words: str, **environ: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "thidua_cli", *words], capture_output=True, check=False, env={**os.environ, **environ}
    )


@pytest.mark.parametrize("encoding", ["cp1258", "cp1252", "cp437", "ascii", "utf-8"])
def test_no_console_is_too_poor_for_the_output(cluster: Path, encoding: str) -> None:
    done = _thidua("rank", str(cluster), "--year", "2019", PYTHONIOENCODING=encoding)
    assert done.returncode == 0, done.stderr
    told = unicodedata.normalize("NFC", done.stdout.decode(encoding)).lower()
    assert "noi vu" in told or "nội vụ" in told


def test_json_is_utf8_whatever_the_console(cluster: Path) -> None:
    done = _thidua("validate", str(cluster), "--format", "json", PYTHONIOENCODING="cp1252")
    assert json.loads(done.stdout.decode("utf-8"))["files"][0]["unit"]["name"] == "Sở Nội vụ"


def test_a_reader_who_leaves_early_gets_no_traceback(cluster: Path) -> None:
    pipe = f"{sys.executable} -m thidua_cli rank {cluster} --year 2019 | head -1"
    done = subprocess.run(["sh", "-c", pipe], capture_output=True, check=False)
    assert b"Traceback" not in done.stderr
    assert b"Exception" not in done.stderr


def test_the_version_is_told_without_loading_anything_heavy() -> None:
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "thidua_cli", "--version"], capture_output=True, check=False
    )
    assert done.stdout.startswith(b"thidua ")
    for module in (b"typer", b"pydantic", b"yaml", b"openpyxl", b"rich"):
        assert not re.search(rb"\| +" + module + rb"\b", done.stderr)


def test_colours_need_a_terminal_that_wants_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    assert streams.may_colour({"TERM": "xterm"}, no_colour=False)
    assert not streams.may_colour({"TERM": "dumb"}, no_colour=False)
    assert not streams.may_colour({"NO_COLOR": "1"}, no_colour=False)
    assert not streams.may_colour({}, no_colour=True)
