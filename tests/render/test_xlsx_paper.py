"""Facts about how wide tables go on paper: readable, whole units on a page, nothing lost."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thidua_cli.render.xlsx.paper import lay_out, on_one_page, room

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
