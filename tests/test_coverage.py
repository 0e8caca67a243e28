"""Facts about what the cases cover: every rule and every clause has a case, or a reason why there is none."""

from __future__ import annotations

import pytest

from tests.cases import coverage

ROWS = coverage.rows()


def test_every_rule_and_question_is_listed_once_and_in_order() -> None:
    assert [row.id for row in ROWS] == list(coverage.every_id())


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_a_rule_has_cases_or_a_reason(row: coverage.Row) -> None:
    assert bool(row.cases) is not bool(row.why.strip())
    assert row.what.strip()


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_a_named_case_exists(row: coverage.Row) -> None:
    assert set(row.cases) - coverage.known_names() == set()


def test_every_clause_has_a_case_or_a_reason() -> None:
    """What has none is printed: `pytest -rP` shows it, `python -m tests.cases.coverage` too."""
    covered, without = coverage.clauses_with_case(), coverage.clauses_without_case()
    print(coverage.report())  # noqa: T201 - for whoever asks
    assert [clause for clause in coverage.all_clauses() if (clause in covered) is (clause in without)] == []
    assert without.keys() <= set(coverage.all_clauses())
    assert [clause for clause, why in without.items() if not why.strip()] == []


def test_a_number_left_out_has_a_reason() -> None:
    assert [number for number, why in coverage.numbers_without_case().items() if not str(why).strip()] == []
