"""Facts about how wide tables go on paper: readable, whole units on a page, nothing lost."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thidua_cli.render.xlsx.paper import Paper, at_width, lay_out, on_one_page, page_breaks, room

FIXED = {1: 6.0, 2: 44.0, 3: 8.0}
LEAST = 70


def table(units: int, width: float = 11.0) -> dict[int, float]:
    return FIXED | dict.fromkeys(range(4, 4 + units), width)


def points(widths: dict[int, float]) -> float:
    return sum(widths.values()) * 6


@pytest.mark.parametrize(("units", "a3", "pages"), [(1, False, 1), (8, False, 1), (30, True, 2), (60, True, 4)])
def test_a_table_is_as_small_as_it_can_be_read(units: int, *, a3: bool, pages: int) -> None:
    paper = lay_out(table(units), 3)
    assert (paper.a3, len(paper.column_breaks) + 1) == (a3, pages)


@given(st.integers(1, 200), st.floats(9.5, 15))
def test_no_page_is_too_narrow_for_its_columns(units: int, width: float) -> None:
    widths = table(units, width)
    paper = lay_out(widths, 3)
    ends = [3, *paper.column_breaks, max(widths)]
    assert ends == sorted(set(ends))
    groups = [range(first + 1, last + 1) for first, last in itertools.pairwise(ends)]
    assert [column for group in groups for column in group] == list(range(4, 4 + units))
    sizes = [len(group) for group in groups]
    # As even as can be: only the last page may have fewer.
    assert set(sizes[:-1]) <= {max(sizes)}
    for group in groups:
        on_page = points(FIXED) + sum(widths[column] for column in group) * 6
        scale = paper.scale or min(100, room(a3=paper.a3) / on_page * 100)
        assert scale >= LEAST - 0.01
        assert on_page * scale / 100 <= room(a3=paper.a3) + 0.01
    assert paper.last_column == ends[1]


def test_a_last_row_is_brought_back_only_while_it_can_be_read() -> None:
    widths = table(8)
    paper = lay_out(widths, 3)
    least, most = 467 / 0.70, 467 / 0.72
    assert on_one_page(paper, widths, 400).scale is None
    assert on_one_page(paper, widths, (least + most) / 2).scale == 71
    assert on_one_page(paper, widths, 900) == paper


def test_a_paper_that_is_split_is_never_enlarged() -> None:
    widths = table(60)
    paper = lay_out(widths, 3)
    assert on_one_page(paper, widths, 100).scale == paper.scale


@given(
    st.lists(st.floats(6, 200), min_size=1, max_size=80),
    st.sets(st.integers(1, 80)),
    st.integers(60, 100),
    st.floats(0, 90),
)
def test_pages_are_no_higher_than_the_paper_and_keep_together_what_belongs_together(
    heights: list[float], kept: set[int], scale: int, repeated: float
) -> None:
    kept = {row for row in kept if row < len(heights)}
    breaks = page_breaks(Paper(a3=False, last_column=3, scale=scale), heights, kept, repeated)
    assert list(breaks) == sorted(set(breaks))
    assert all(0 < row < len(heights) for row in breaks)
    whole = 170 * 72 / 25.4 / (scale / 100)
    ends = [0, *breaks, len(heights)]
    for page, (first, last) in enumerate(itertools.pairwise(ends)):
        assert sum(heights[first:last]) + (repeated if page else 0) <= whole
        if last in kept:  # torn only where even a page of their own is too low for them
            start = last
            while start - 1 in kept:
                start -= 1
            assert first + 1 >= start


def test_a_sheet_printed_at_its_width_is_never_enlarged() -> None:
    assert at_width({1: 10.0}).scale == 100
    assert at_width({1: 160.0}).scale == 72
