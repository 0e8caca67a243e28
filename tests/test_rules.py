"""What the rules give for a sheet's facts, and which readings played a part."""

from __future__ import annotations

from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import pytest

from tests.sheets import rubric
from thidua_cli import rules
from thidua_cli.intake import Entry, Given, Identity, ScoreSheet
from thidua_cli.rubric.model import Stage
from thidua_cli.scores import compute

if TYPE_CHECKING:
    from collections.abc import Mapping

    from thidua_cli.findings import Finding

DISTRICTS = "langson-2019/districts-departments"


def sheet(points: Mapping[str, Any], readings: Mapping[str, str] | None = None, **explained: str) -> ScoreSheet:
    """A sheet with these self scores (or lists for self, cluster, board); other rows are absent."""
    entries = {}
    for row, (key, typed) in enumerate(points.items(), 10):
        values = typed if isinstance(typed, list) else [typed]
        given = {
            stage: Given(f"{column}{row}", None if value is None else Decimal(str(value)), None, str(value or ""))
            for stage, column, value in zip(Stage, "DEF", values, strict=False)
        }
        entries[key] = Entry(row, given, explanation=explained.get(key.replace(".", "_"), ""))
    table = rubric(DISTRICTS).under(readings or {})
    return ScoreSheet("a.xlsx", "Biểu", table, Identity(), MappingProxyType(entries))


def findings(one: ScoreSheet, **facts: int) -> list[Finding]:
    given = {key.replace("_", "-"): Decimal(value) for key, value in facts.items()}
    scores = compute(one)
    return list(rules.check(one, scores, rules.apply(one, scores, given)))


def codes(one: ScoreSheet, **facts: int) -> list[str]:
    return [finding.code for finding in findings(one, **facts)]


def played(one: ScoreSheet, **facts: int) -> tuple[str, ...]:
    given = {key.replace("_", "-"): Decimal(value) for key, value in facts.items()}
    return rules.apply(one, compute(one), given).readings


@pytest.mark.parametrize(
    ("points", "expected"), [("5", ["TD404"]), ("4", ["TD404"]), ("3", []), ("2", ["TD406"]), ("0", ["TD406"])]
)
def test_two_late_papers_leave_three_points_as_a_ceiling(points: str, expected: list[str]) -> None:
    assert codes(sheet({"III.1": points}), papers_late=2) == expected


def test_a_lower_score_with_a_reason_is_silent() -> None:
    assert codes(sheet({"III.1": 2}, III_1="so sánh trong cụm"), papers_late=2) == []


@pytest.mark.parametrize(("note", "expected"), [("ceiling", "TD404"), ("binding", "TD405"), ("advice", None)])
def test_the_comparison_note_decides_how_much_a_formula_weighs(note: str, expected: str | None) -> None:
    assert codes(sheet({"III.1": 5}, {"comparison_note": note}), papers_late=2) == ([expected] if expected else [])


def test_without_facts_only_what_the_row_allows_is_checked() -> None:
    assert codes(sheet({"III.1": "4.5", "III.4": 4})) == []
    assert codes(sheet({"III.4": 2})) == ["TD403"]
    assert codes(sheet({"III.1": "4.5"}, {"comparison_note": "binding"})) == ["TD403"]


def test_reports_late_lower_the_ceiling_of_the_whole_row() -> None:
    (found,) = findings(sheet({"III.5": 5}), reports_late=2)
    assert (found.code, found.criterion, str(found.params)) == ("TD404", "III.5", str(found.params))
    assert getattr(found.allowed, "high", found.allowed) == 3
    assert codes(sheet({"III.5": 3}), reports_late=2) == []


def test_a_rate_between_bands_is_left_to_the_cluster() -> None:
    facts = {"dossiers_submitted": 20, "dossiers_unqualified": 1, "dossiers_approved": 19}
    assert codes(sheet({"III.4": 4}), **facts) == ["TD407"]
    assert codes(sheet({"III.4": 5}), **facts) == ["TD407", "TD408"]
    assert sorted(codes(sheet({"III.4": 2}), **facts)) == ["TD406", "TD407"]
    assert played(sheet({"III.4": 4}), **facts) == ("unqualified_below_10",)


def test_a_reading_plays_a_part_only_where_another_option_would_change_something() -> None:
    assert played(sheet({"III.4": 5}), dossiers_submitted=20, dossiers_approved=20) == ()
    assert played(sheet({"III.1": 5}), papers_late=0) == ()
    assert played(sheet({"III.1": 5}), papers_late=1) == ("comparison_note",)
    assert played(sheet({"II": 20})) == ("section_two_rows",)
    assert played(sheet({"II.1": 5, "II.2": 4})) == ("five_points",)
    assert played(sheet({"III.3": None, "III.3.a": 1, "III.3.b": 3})) == ("plan_points",)
    assert played(sheet({"III.3": None, "III.3.a": 2, "III.3.b.1": 1, "III.3.b.2": 1})) == ("publicity_parts",)
    assert played(sheet({"III.3": None, "III.3.a": 2, "III.3.b.1": 1, "III.3.b.2": 3})) == ()
    assert played(sheet({"III.2": "4.75"})) == ("finest_step",)
    assert played(sheet({"III.1": "4.5"})) == ("comparison_note",)


def test_pending_cases_leave_the_base() -> None:
    facts = {"dossiers_submitted": 10, "dossiers_approved": 9, "dossiers_pending": 1}
    assert codes(sheet({"III.4": 5}), **facts) == ["TD410"]
    assert "pending_dossiers" in played(sheet({"III.4": 5}), **facts)


def test_a_raised_score_is_told_step_by_step() -> None:
    found = findings(sheet({"III.2": [3, 4, 5]}))
    assert [(one.code, one.stage, one.found, one.allowed) for one in found] == [
        ("TD419", "cluster", Decimal(4), Decimal(3)),
        ("TD419", "board", Decimal(5), Decimal(4)),
    ]


def test_section_two_in_one_row_is_told_where_four_were_chosen() -> None:
    assert codes(sheet({"II": 18}, {"section_two_rows": "four"})) == ["TD420"]
    assert codes(sheet({"II": 18})) == []
