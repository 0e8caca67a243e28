"""Facts about the bars that `rank` draws on a terminal, and where it draws none."""

from __future__ import annotations

import io
import re
import sys
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from thidua_cli.cli import streams
from thidua_cli.render.text import Screen, _bar, ranked
from thidua_cli.report import Report
from thidua_cli.roster.model import Member
from thidua_cli.rubric.model import Stage

from . import by_hand
from .by_hand import filled, rubric_of

if TYPE_CHECKING:
    from collections.abc import Mapping

EIGHTHS = "▏▎▍▌▋▊▉█"
NAMES = ("Sở Nội vụ", "Sở Kế hoạch và Đầu tư tỉnh Lạng Sơn", "Văn phòng Đoàn đại biểu Quốc hội và HĐND tỉnh", "Sở Y tế")


def report() -> Report:
    roster = by_hand.roster_of([Member(f"u{n}", name) for n, name in enumerate(NAMES)])
    sent = [
        by_hand.submission(roster, name, f"{n}.xlsx", {Stage.SELF: filled(rubric_of(), str(n * 20))})
        for n, name in enumerate(NAMES[:3])
    ]
    return Report((by_hand.report_of(roster, sent),), (), "2019")


def bars(text: str) -> list[str]:
    return re.findall(f"[{EIGHTHS}]+", text)


@pytest.mark.parametrize(("width", "length"), [(100, 8), (119, 8), (120, 14), (140, 24), (160, 24)])
@pytest.mark.parametrize("colour", [False, True])
def test_each_total_has_a_bar_of_its_share_whole_and_aligned(width: int, length: int, colour: bool) -> None:
    text = ranked(report(), Screen("vi", width, colour=colour, blocks=EIGHTHS))
    text = re.sub(r"\x1b\[[0-9;]*m", "", text)
    found = bars(text)
    steps = [8 * bar.count("█") + EIGHTHS.index(bar[-1]) + 1 - 8 * (bar[-1] == "█") for bar in found]
    assert steps == [int(Decimal(total) * length * 8 / 150) for total in (150, 130, 110)]
    assert len({line.index(bar) for line in text.splitlines() for bar in found if f" {bar} " in line + " "}) == 1
    assert max(map(len, text.splitlines()[:12])) <= width


@pytest.mark.parametrize("screen", [Screen("vi", 99, blocks=EIGHTHS), Screen("vi", 80, blocks=EIGHTHS)])
def test_a_narrow_window_gets_the_text_as_it_always_was(screen: Screen) -> None:
    assert ranked(report(), screen) == ranked(report(), replace(screen, blocks=""))


def test_without_blocks_nothing_is_drawn_at_any_width() -> None:
    for width in (80, 110, 160):
        assert not bars(ranked(report(), Screen("vi", width)))


def test_a_bar_never_leaves_its_room() -> None:
    screen = Screen("vi", 140, blocks="▌█")
    assert _bar(Decimal(200), Decimal(150), screen) == "█" * 24
    assert _bar(Decimal(-3), Decimal(150), screen) == " " * 24
    assert _bar(None, Decimal(150), screen) == " " * 24
    assert _bar(Decimal(0), Decimal(0), screen) == " " * 24
    assert _bar(Decimal(75), Decimal(150), screen) == "█" * 12 + " " * 12


class Terminal(io.StringIO):
    """An output that claims to be a terminal of that encoding."""

    def __init__(self, encoding: str, *, tty: bool = True) -> None:
        super().__init__()
        self._encoding, self._tty = encoding, tty

    @property
    def encoding(self) -> str:  # type: ignore[override]
        return self._encoding

    def isatty(self) -> bool:
        return self._tty


@pytest.mark.parametrize(
    ("stream", "environ", "drawn"),
    [
        (Terminal("utf-8"), {"TERM": "xterm-256color"}, EIGHTHS),
        (Terminal("utf-8"), {"TERM": "xterm", "NO_COLOR": "1"}, EIGHTHS),
        (Terminal("utf-8"), {"TERM": "linux"}, "▌█"),
        (Terminal("utf-8"), {"TERM": "dumb"}, ""),
        (Terminal("cp1258"), {"TERM": "xterm"}, ""),
        (Terminal("utf-8", tty=False), {"TERM": "xterm"}, ""),
    ],
)
def test_only_a_terminal_that_can_show_blocks_gets_bars(
    monkeypatch: pytest.MonkeyPatch, stream: Terminal, environ: Mapping[str, str], drawn: str
) -> None:
    monkeypatch.setattr(sys, "stdout", stream)
    assert streams.blocks(environ) == drawn
