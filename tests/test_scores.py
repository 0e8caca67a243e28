"""Facts about the recomputed points and totals of one sheet."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import sheets
from thidua_cli import intake
from thidua_cli.rubric.load import shipped
from thidua_cli.rubric.model import Stage
from thidua_cli.scores import Scores, begun, compute

if TYPE_CHECKING:
    from thidua_cli.intake import ScoreSheet


def read(described: dict[str, Any], **readings: str) -> tuple[ScoreSheet, Scores]:
    workbook = sheets.workbook(described)
    table = intake.find_tables(workbook)[0]
    rubric = sheets.rubric(described.get("rubric", sheets.DISTRICTS)).under(readings)
    sheet, _ = intake.read_table(table, rubric, intake.identify(workbook, table), "x.xlsx")
    return sheet, compute(sheet)


def scored(described: dict[str, Any], **readings: str) -> Scores:
    return read(described, **readings)[1]


def test_a_stated_sum_is_never_used() -> None:
    scores = scored({"rest": 1, "points": {"III": 30, "III.6": 5}, "total": 150})
    assert scores.totals[Stage.SELF].value == 11
    assert scores.points["III.6", Stage.SELF] == 4


def test_blank_is_not_zero() -> None:
    scores = scored({"points": {"I": 90, "II": 0}})
    assert scores.points["II", Stage.SELF] == 0
    assert scores.points["III.1", Stage.SELF] is None
    total = scores.totals[Stage.SELF]
    assert total.value == 90
    assert (total.filled, total.complete) == (False, False)
    assert total.blank[0] == "III.1"


def test_a_faulty_cell_is_filled_but_not_complete() -> None:
    total = scored({"rest": 1, "points": {"III.4": {"error": "#N/A"}}}).totals[Stage.SELF]
    assert (total.filled, total.complete) == (True, False)


def test_the_final_total_takes_i_and_ii_from_the_cluster_and_iii_from_the_board() -> None:
    """Rules 7, case 32."""
    scores = scored({"rest": [1, 2, 3], "points": {"I": [98, 97], "II": [20, 19]}})
    final = scores.totals[Stage.BOARD]
    assert final.value == 97 + 19 + 9 * 3
    assert final.complete
    assert scores.sections[Stage.BOARD] == {"I": 97, "II": 19, "III": 27}
    assert scores.columns[Stage.BOARD] == 27


@pytest.mark.parametrize(
    ("scope", "final"),
    [("III", 2 + 2 + 9 * 3), ("II", 2 + 3 + 9 * 2), ("II, III", 2 + 3 + 9 * 3), ("all", 3 + 3 + 9 * 3)],
)
def test_the_final_total_takes_from_the_board_what_it_examines(scope: str, final: int) -> None:
    scores = scored({"rest": [1, 2, 3]}, appraisal_scope=scope)
    assert scores.totals[Stage.BOARD].value == final


def test_a_group_without_rows_on_the_sheet_is_scored_directly() -> None:
    rows = [f"III.6.{n}" for n in range(1, 5)]
    scores = scored({"rest": 1, "without": rows, "points": {"III.6": 3}})
    assert scores.points["III.6", Stage.SELF] == 3
    assert scores.totals[Stage.SELF].complete


def test_section_ii_counts_as_one_row_or_as_four() -> None:
    """Rules 7, case 23."""
    assert scored({"points": {"II": 20}}).points["II", Stage.SELF] == 20
    four = {f"II.{n}": 5 for n in range(1, 5)}
    assert scored({"points": four}).points["II", Stage.SELF] == 20
    assert scored({"points": {"II": [20, 19], **four}}).points["II", Stage.CLUSTER] == 19


def test_a_total_is_made_of_the_details_that_are_scored() -> None:
    four = {f"II.{n}": 5 for n in range(1, 5)}
    parts = [("II.1", Stage.SELF), ("II.2", Stage.SELF), ("II.3", Stage.SELF), ("II.4", Stage.SELF)]
    scores = scored({"points": {"I": 90, **four}})
    assert [cell for cell in sorted(scores.used[Stage.SELF]) if cell[0].startswith("II.")] == parts
    assert ("II", Stage.SELF) not in scores.used[Stage.SELF]
    assert not {"II", *four} & {*scores.totals[Stage.SELF].blank}
    whole = scored({"points": {"II": 20}})
    assert ("II", Stage.SELF) in whole.used[Stage.SELF]


def test_the_final_total_uses_the_column_that_each_section_comes_from() -> None:
    used = scored({"rest": [1, 2, 3]}).used
    assert {stage for _, stage in used[Stage.CLUSTER]} == {Stage.CLUSTER}
    assert {("I", Stage.CLUSTER), ("II", Stage.CLUSTER), ("III.1", Stage.BOARD)} <= used[Stage.BOARD]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ({}, [True, False, False]),
        ({"I": 90}, [True, False, False]),
        ({"I": [90, 80]}, [True, True, False]),
        ({"III.1": [5, None, 4]}, [True, False, True]),
        ({"III.1": [None, {"error": "#N/A"}]}, [True, True, False]),
    ],
)
def test_a_stage_has_begun_where_anything_stands_in_its_column(typed: dict[str, Any], expected: list[bool]) -> None:
    sheet, scores = read({"points": typed})
    assert [begun(sheet, scores, stage) for stage in Stage] == expected


def test_a_full_column_has_begun() -> None:
    sheet, scores = read({"rest": [1, 2]})
    assert [begun(sheet, scores, stage) for stage in Stage] == [True, True, False]


def test_parts_are_capped_where_the_text_caps_them() -> None:
    """Rules 7, cases 4 and 5: 1 + 3 under "tối đa 03" is 3, 1 + 0,5 under "tối đa 01" is 1."""
    parts = {
        "III.3.a": 2,
        "III.3.b.1": 1,
        "III.3.b.2": 3,
        "III.5.a": 1,
        "III.5.b.1": 1,
        "III.5.b.2": "0,5",
        "III.5.c": 3,
    }
    scores = scored({"points": parts})
    assert scores.points["III.3.b", Stage.SELF] == 3
    assert scores.points["III.3", Stage.SELF] == 5
    assert scores.points["III.5.b", Stage.SELF] == 1
    assert scores.points["III.5", Stage.SELF] == 5


def test_of_the_parts_only_the_highest_counts_where_the_reading_says_so() -> None:
    parts = {"III.3.a": 2, "III.3.b.1": 1, "III.3.b.2": 1.5, "III.5.b.1": 0.5, "III.5.b.2": 0.25}
    scores = scored({"points": parts}, publicity_parts="highest", training_parts="highest")
    assert scores.points["III.3.b", Stage.SELF] == Decimal("1.5")
    assert scores.points["III.3", Stage.SELF] == Decimal("3.5")
    assert scores.points["III.5", Stage.SELF] == Decimal("0.5")


def test_a_group_that_is_not_capped_shows_what_its_rows_add_up_to() -> None:
    assert scored({"rest": 1, "points": {"III.4": 30}}).points["III", Stage.SELF] == 38


@given(st.sampled_from(shipped()), st.data())
def test_every_total_is_the_exact_sum_of_its_rows(reference: str, data: st.DataObject) -> None:
    rubric = sheets.rubric(reference)
    leaves = [row for row in rubric.rows() if not row.is_group]
    points = {
        leaf.id: data.draw(st.decimals(min_value=0, max_value=leaf.maximum, places=2), label=leaf.id) for leaf in leaves
    }
    scores = scored({"rubric": reference, "points": points})
    assert scores.totals[Stage.SELF].value == sum(points.values(), Decimal(0))
    assert sum(scores.sections[Stage.SELF].values(), Decimal(0)) == scores.totals[Stage.SELF].value


@pytest.mark.parametrize("stage", list(Stage))
def test_an_empty_sheet_has_no_points_anywhere(stage: Stage) -> None:
    scores = scored({})
    assert all(value is None for value in scores.points.values())
    assert scores.totals[stage].value == 0
