"""Facts about narrow windows: lines fit, nothing is cut out of a table, what is to be copied stays whole."""

from __future__ import annotations

import re
import shutil
import sys
from typing import TYPE_CHECKING, Final

import pytest

from tests.console.runs import LANGS, LINES, fill
from thidua_cli.cli import run, streams

if TYPE_CHECKING:
    from pathlib import Path

    from thidua_cli.catalogue import Lang

_COLOUR: Final = re.compile(r"\x1b\[[0-9;]*m")
# What has to stay on one line: a command, a line of YAML or of a script, a path or a word without blanks.
_WHOLE: Final = re.compile(r"\s*(?:thidua |\$ |(?:- )?[a-z0-9_.-]+:(?:\s|$)|\S+$)")


def _seen(
    words: list[str], columns: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> list[str]:
    """The lines on a terminal of that width."""
    monkeypatch.setattr(streams, "is_terminal", lambda stream: stream is sys.stdout)
    monkeypatch.setattr(shutil, "get_terminal_size", lambda _: _Size(columns))
    run(words)
    told = capsys.readouterr()
    return [_COLOUR.sub("", line) for line in told.out.splitlines()]


class _Size:
    def __init__(self, columns: int) -> None:
        self.columns, self.lines = columns, 24


@pytest.mark.parametrize("columns", [40, 80])
@pytest.mark.parametrize(
    "name", [name for name in LINES if name not in {"completion", "rubric schema", "doctor", "selftest"}]
)
def test_every_line_fits(
    name: str, columns: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    fill(tmp_path)
    monkeypatch.chdir(tmp_path)
    lines = _seen(LINES[name].split(), columns, monkeypatch, capsys)
    assert lines
    assert [line for line in lines if len(line) > columns and not _WHOLE.match(line)] == []


@pytest.mark.parametrize("lang", LANGS)
def test_a_table_loses_nothing(
    lang: Lang, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    fill(tmp_path)
    monkeypatch.chdir(tmp_path)
    words = [*LINES["rank"].split(), "--lang", lang]
    wide, narrow = (" ".join(_seen(words, columns, monkeypatch, capsys)) for columns in (150, 40))
    for word in ("Sở Nội vụ", "Sở Công Thương", "140", "139", "135"):
        assert word in wide
        assert word in " ".join(narrow.split())


@pytest.mark.parametrize("lang", LANGS)
def test_help_keeps_a_default_on_one_line(
    lang: Lang, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = [line.strip() for line in _seen(["rank", "--help", "--lang", lang], 40, monkeypatch, capsys)]
    assert {"vi": "[mặc định: text]", "en": "[default: text]"}[lang] in lines


@pytest.mark.parametrize("columns", [20, 30, 40])
def test_one_thing_that_is_open_is_told_however_narrow_the_window(
    columns: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    fill(tmp_path)
    monkeypatch.chdir(tmp_path)
    lines = _seen(["status", "sach"], columns, monkeypatch, capsys)
    assert any(line.startswith("  1. ") for line in lines)


def test_a_command_is_never_broken() -> None:
    command = "  thidua report mot/thu/muc/rat/dai/cua/cum --year 2019"
    assert streams.fitted(f"Một câu dài hơn hai mươi ký tự.\n{command}", 20) == (
        f"Một câu dài hơn hai\n  mươi ký tự.\n{command}"
    )


def test_colours_have_no_width() -> None:
    assert streams.fitted("\x1b[1;32mĐẠT\x1b[0m: 0 lỗi", 11) == "\x1b[1;32mĐẠT\x1b[0m: 0 lỗi"
    assert streams.fitted("\x1b[1mmột hai\x1b[0m ba bốn năm", 14) == "\x1b[1mmột hai\x1b[0m ba\n  bốn năm"
