"""Facts about any sequence of what units and the head may do: nothing typed is lost, no settled score changes."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.review.table import LEAVES, Desk, desk, roster, settled
from thidua_cli.review import layout
from thidua_cli.review.layout import BOARD_TAB, CLUSTER_TAB, TABS

if TYPE_CHECKING:
    from collections.abc import Callable

    from thidua_cli.rubric.model import Stage

UNITS: Final = ("don-vi-1", "don-vi-2", "don-vi-3")

_units = st.sampled_from(UNITS)
_stages = st.sampled_from(list(TABS))
_leaves = st.sampled_from(LEAVES)
_quarters = st.integers(0, 8).map(lambda n: Decimal(n) / 4)


@st.composite
def _sends(draw: st.DrawFn) -> tuple[str, Callable[[Desk], object]]:
    unit = draw(_units)
    points = draw(st.dictionaries(_leaves, st.lists(st.none() | _quarters, min_size=3, max_size=3), max_size=4))
    rest = draw(_quarters | _quarters | st.none())
    return f"{unit} sends {points}, rest {rest}", lambda desk: desk.send(unit, points=points, rest=rest)


@st.composite
def _withdraws(draw: st.DrawFn) -> tuple[str, Callable[[Desk], object]]:
    unit = draw(_units)
    return f"{unit} withdraws", lambda desk: desk.sheets.pop(unit, None)


@st.composite
def _types(draw: st.DrawFn) -> tuple[str, Callable[[Desk], object]]:
    unit, criterion, stage = draw(_units), draw(_leaves), draw(_stages)
    typed = draw(
        _quarters
        | st.none()
        | st.sampled_from(["4,5", "xem lại", "-", "#N/A", {"percent": 85}, {"error": "#REF!"}, True, {"formula": "D9"}])
    )
    return f"types {typed!r} at {unit} {criterion} {stage}", lambda desk: _at(desk, unit, criterion, stage, typed)


def _at(desk: Desk, unit: str, criterion: str, stage: Stage, typed: object) -> None:
    if (unit, criterion, stage) in desk.taken().spots:
        desk.score(unit, criterion, stage, typed)


@st.composite
def _agrees(draw: st.DrawFn) -> tuple[str, Callable[[Desk], object]]:
    unit, stage, typed = draw(_units), draw(_stages), draw(st.sampled_from(["x", "x", "x", "X", None, "không"]))

    def do(desk: Desk) -> None:
        if (unit, stage) in desk.taken().agreed:
            desk.agree(unit, stage, typed)

    return f"{unit} agrees {typed} at {stage}", do


@st.composite
def _reasons(draw: st.DrawFn) -> tuple[str, Callable[[Desk], object]]:
    unit, criterion, stage, number = draw(_units), draw(_leaves), draw(_stages), draw(st.integers(0, 999))
    text, document = f"lý do số {number}", draw(st.sampled_from(["", f"văn bản {number}"]))
    return f"gives {text} for {unit} {criterion}", lambda desk: desk.reason(unit, criterion, stage, text, document)


@st.composite
def _moves(draw: st.DrawFn) -> tuple[str, Callable[[Desk], object]]:
    tab = draw(st.sampled_from([CLUSTER_TAB, BOARD_TAB]))
    how = draw(st.sampled_from(["row", "column", "swap"]))
    one, other = draw(st.integers(1, 20)), draw(st.integers(layout.FIRST_ROW, layout.FIRST_ROW + 12))

    def do(desk: Desk) -> None:
        if how == "swap":
            desk.swap_rows(tab, layout.FIRST_ROW + one % 13, other)
        else:
            desk.insert(tab, **{how: one if how == "row" else 1 + one % 9})

    return f"{how} {one} {other} on {tab}", do


@st.composite
def _scribbles(draw: st.DrawFn) -> tuple[str, Callable[[Desk], object]]:
    tab = draw(
        st.sampled_from([*TABS.values(), layout.REASONS_TAB, layout.LOG_TAB, layout.KEPT_TAB, layout.EVIDENCE_TAB])
    )
    at, number = (draw(st.integers(1, 40)), draw(st.integers(11, 30))), draw(st.integers(0, 999))
    return f"scribbles at {at} on {tab}", lambda desk: desk.put(tab, at, f"ghi chú số {number}")


def _wait(desk: Desk) -> None:
    """Nothing but the refresh that follows."""
    del desk


_refreshes = st.just(("refresh", _wait))
_steps = st.lists(
    st.one_of(_sends(), _withdraws(), _types(), _agrees(), _reasons(), _moves(), _scribbles(), _refreshes), max_size=12
)
_MARKS: Final = ("lý do số", "văn bản", "ghi chú số", "xem lại")


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(_steps, st.lists(st.integers(0, 11), max_size=4))
def test_nothing_typed_is_lost_and_no_settled_score_changes(
    steps: list[tuple[str, Callable[[Desk], object]]], pauses: list[int]
) -> None:
    made = desk(3, rest=1)
    for number, (name, do) in enumerate(steps):
        do(made)
        if name == "refresh" or number in pauses:
            _refresh_keeps_all(made)
    _refresh_keeps_all(made)


def _refresh_keeps_all(desk: Desk) -> None:
    before = settled(desk.review())
    content = desk.taken().content
    marks = sorted(text for text in desk.texts() if text.startswith(_MARKS))
    faulty = {key: said.text for key, said in desk.review().given.items() if said.fault is not None}
    desk.refresh()
    after = desk.review()
    now = settled(after)
    assert {key: now.get(key) for key in before} == before
    # A text may stand twice where a whole row of the workbook was copied to the sheet of what is kept.
    there = desk.texts()
    for mark in set(marks):
        assert sum(mark in text for text in there) >= marks.count(mark)
    for key, text in faulty.items():
        assert after.given[key].fault is not None
        assert after.given[key].text == text
    for unit in content.units:
        again = desk.taken().content.unit(unit.id)
        assert again is not None
        assert {stage: cell.text for stage, cell in again.agreed.items()} == {
            stage: cell.text for stage, cell in unit.agreed.items()
        }
    seen = [line.day for line in content.log]
    assert [line.day for line in desk.taken().content.log][: len(seen)] == seen


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(_steps)
def test_a_second_refresh_changes_nothing(steps: list[tuple[str, Callable[[Desk], object]]]) -> None:
    made = desk(3, rest=1)
    for _, do in steps:
        do(made)
    made.refresh()
    first = made.book
    assert made.refresh().events == ()
    assert made.book == first


def test_the_order_of_units_in_the_workbook_is_that_of_the_list() -> None:
    desk = Desk(roster(3))
    desk.refresh()
    desk.roster = replace(desk.roster, members=desk.roster.members[::-1])
    desk.refresh()
    assert [unit.id for unit in desk.taken().content.units] == list(UNITS[::-1])
