"""Facts about joining a unit's sheet with what was settled for it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests import sheets
from thidua_cli import pipeline
from thidua_cli.intake import Fault, Given
from thidua_cli.review.model import Event, Review, SettledReason
from thidua_cli.roster.model import Member, Roster
from thidua_cli.rubric.load import load
from thidua_cli.rubric.model import Stage
from thidua_cli.submission import Expected, Submission, take_in

RUBRIC = load(sheets.DISTRICTS).value
LEAVES = [row.id for row in RUBRIC.rows() if not row.is_group] if RUBRIC else []


def settled(criterion: str, value: str | None, stage: Stage = Stage.CLUSTER, **how: Any) -> dict[Any, Given]:
    """One settled score of the unit, as the review workbook says it."""
    number = Decimal(value) if value is not None else None
    said = Given("E20", number, text=value or "", file="ra-soat.xlsx", sheet="Cụm chấm")
    return {("a", criterion, stage): said if not how else Given(said.cell, file=said.file, sheet=said.sheet, **how)}


def taken(described: dict[str, Any], review: Review | None) -> Submission:
    """The unit's sheet, taken in together with the review."""
    roster = Roster("c", "Cụm", "2019", sheets.DISTRICTS, (Member("a", "Sở A"),))
    expected = Expected(pipeline.SHELF, roster, RUBRIC, review)
    return take_in(sheets.workbook({"unit": "Sở A", **described}), "a.xlsx", "", expected)


def codes(submission: Submission) -> list[str]:
    return sorted(finding.code for finding in submission.findings)


def points(submission: Submission, criterion: str, stage: Stage) -> Decimal | None:
    assert submission.scores is not None
    return submission.scores.points.get((criterion, stage))


def test_without_a_review_nothing_changes() -> None:
    assert taken({"rest": 1}, None) == taken({"rest": 1}, Review("ra-soat.xlsx"))


def test_a_settled_score_takes_the_place_of_a_blank() -> None:
    found = taken({"rest": 1}, Review("ra-soat.xlsx", given=settled("III.4", "1")))
    assert points(found, "III.4", Stage.CLUSTER) == Decimal(1)
    assert points(found, "III.4", Stage.SELF) == Decimal(1)


def test_the_cell_of_a_settled_score_is_named_where_it_stands() -> None:
    found = taken({"rest": 1}, Review("ra-soat.xlsx", given=settled("III.4", "6")))
    (wrong,) = (finding for finding in found.findings if finding.code == "TD203" and finding.cell == "E20")
    assert (wrong.file, wrong.sheet, wrong.cell, wrong.stage) == ("ra-soat.xlsx", "Cụm chấm", "E20", "cluster")


def test_a_score_in_both_places_that_agrees_is_no_matter() -> None:
    described = {"rest": 1, "points": {"III.4": [1, 1, None]}}
    found = taken(described, Review("ra-soat.xlsx", given=settled("III.4", "1.0")))
    assert "TD701" not in codes(found)
    assert points(found, "III.4", Stage.CLUSTER) == Decimal(1)


def test_two_different_scores_are_an_error_that_names_both_cells() -> None:
    described = {"rest": 1, "points": {"III.4": [1, 4, None]}}
    found = taken(described, Review("ra-soat.xlsx", given=settled("III.4", "3")))
    (wrong,) = (finding for finding in found.findings if finding.code == "TD701")
    assert (wrong.file, wrong.cell, wrong.criterion, wrong.stage) == ("ra-soat.xlsx", "E20", "III.4", "cluster")
    assert dict(wrong.params)["other"] == "a.xlsx"
    assert dict(wrong.params)["place"] == cell_of_four(found)
    assert wrong.is_error


def cell_of_four(found: Submission) -> str:
    said = found.sheet.given("III.4", Stage.CLUSTER) if found.sheet else None
    assert said is not None
    return said.cell


@pytest.mark.parametrize("fault", [Fault.TEXT, Fault.DATE, Fault.ERROR])
def test_a_settled_cell_that_states_no_points_is_that_cells_error(fault: Fault) -> None:
    found = taken({"rest": 1}, Review("ra-soat.xlsx", given=settled("III.4", None, fault=fault, text="bốn")))
    wrong = [finding for finding in found.findings if finding.cell == "E20" and finding.is_error]
    assert [finding.file for finding in wrong] == ["ra-soat.xlsx"]


def test_a_settled_cell_that_states_no_points_is_an_error_beside_a_score_on_the_sheet() -> None:
    described = {"rest": 1, "points": {"III.4": [1, 1, None]}}
    given = settled("III.4", None, fault=Fault.TEXT, text="bốn") | settled("III.5", "1")
    found = taken(described, Review("ra-soat.xlsx", given=given))
    assert [(f.code, f.file) for f in found.findings if f.cell == "E20" and f.is_error] == [("TD202", "ra-soat.xlsx")]


def test_a_blank_settled_cell_is_missed_where_it_is_to_be_typed() -> None:
    given = settled("III.4", None, text="") | settled("III.5", "1")
    found = taken({"rest": 1}, Review("ra-soat.xlsx", given=given))
    missing = [f for f in found.findings if f.code == "TD201" and f.criterion == "III.4" and f.stage == "cluster"]
    assert [(f.file, f.cell) for f in missing] == [("ra-soat.xlsx", "E20")]


def test_the_sheets_own_sums_are_held_against_its_own_cells() -> None:
    described = {"rest": 1, "total": [14, 0, 0]}
    right = taken(described, Review("ra-soat.xlsx", given=settled("III.4", "1")))
    assert not {"TD301", "TD302"} & {f.code for f in right.findings if f.stage == "cluster"}
    wrong = taken({"rest": 1, "total": [14, 9, 0]}, Review("ra-soat.xlsx", given=settled("III.4", "1")))
    assert [f.code for f in wrong.findings if f.stage == "cluster" and f.code.startswith("TD3")] == ["TD302"]


def test_a_group_scored_as_a_whole_takes_the_sum_of_what_was_settled_below_it() -> None:
    parts = [row.id for row in RUBRIC.rows() if row.id.startswith("III.6.")] if RUBRIC else []
    given: dict[Any, Given] = {}
    for part in parts:
        given |= settled(part, "0.5")
    described = {"rest": 1, "without": parts, "points": {"III.6": 2}}
    found = taken(described, Review("ra-soat.xlsx", given=given))
    assert points(found, "III.6", Stage.CLUSTER) == Decimal("0.5") * len(parts)
    assert points(found, "III.6", Stage.SELF) == Decimal(2)


def test_a_settled_difference_asks_for_its_reason() -> None:
    given = settled("III.4", "0")
    silent = taken({"rest": 1}, Review("ra-soat.xlsx", given=given))
    assert "TD702" in codes(silent)
    told = SettledReason("a", "III.4", Stage.CLUSTER, reason="2 hồ sơ không đủ điều kiện")
    assert "TD702" not in codes(taken({"rest": 1}, Review("ra-soat.xlsx", given=given, reasons=(told,))))
    elsewhere = SettledReason("a", "III.5", Stage.CLUSTER, reason="khác")
    assert "TD702" in codes(taken({"rest": 1}, Review("ra-soat.xlsx", given=given, reasons=(elsewhere,))))


def test_a_self_score_that_changed_under_a_settled_one_is_told() -> None:
    given, then = settled("III.4", "1"), {("a", "III.4"): Given("D20", Decimal("0.5"), text="0,5")}
    found = taken({"rest": 1}, Review("ra-soat.xlsx", given=given, basis=then))
    (told,) = (finding for finding in found.findings if finding.code == "TD703")
    assert (told.file, told.criterion, told.stage, told.is_error) == ("a.xlsx", "III.4", "self", False)
    same = {("a", "III.4"): Given("D20", Decimal("1.00"), text="1")}
    assert "TD703" not in codes(taken({"rest": 1}, Review("ra-soat.xlsx", given=given, basis=same)))


def test_a_recorded_change_is_told_until_somebody_confirms_it() -> None:
    given, now = settled("III.4", "1"), {("a", "III.4"): Given("D20", Decimal(1), text="1")}
    event = Event("2020-01-04", "a", "III.4", Stage.SELF, "0,5", "1", "a.xlsx", changed=True, cell="H4")
    assert "TD703" in codes(taken({"rest": 1}, Review("ra-soat.xlsx", given=given, basis=now, events=(event,))))
    seen = Event("2020-01-04", "a", "III.4", Stage.SELF, "0,5", "1", "a.xlsx", changed=True, seen="x", cell="H4")
    assert "TD703" not in codes(taken({"rest": 1}, Review("ra-soat.xlsx", given=given, basis=now, events=(seen,))))


@pytest.mark.parametrize("stage", [Stage.CLUSTER, Stage.BOARD])
def test_all_settled_scores_make_the_stage_complete(stage: Stage) -> None:
    given: dict[Any, Given] = {}
    for leaf in LEAVES:
        given |= settled(leaf, "1", Stage.CLUSTER)
        if leaf.startswith("III"):
            given |= settled(leaf, "0.5", Stage.BOARD)
    found = taken({"rest": 1}, Review("ra-soat.xlsx", given=given))
    assert found.scores is not None
    total = found.scores.totals[stage]
    below = sum(1 for leaf in LEAVES if leaf.startswith("III"))
    expected = len(LEAVES) - (Decimal("0.5") * below if stage is Stage.BOARD else 0)
    assert (total.complete, total.value) == (True, expected)
