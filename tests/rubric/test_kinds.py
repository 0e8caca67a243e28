"""Facts about every kind of scoring: what it says, which facts it needs, what it gives for them.

The cases of the guidance are computed on the shipped tables; the rest on kinds written out here.
"""

from __future__ import annotations

import inspect
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from thidua_cli import catalogue
from thidua_cli.catalogue import Text
from thidua_cli.findings import Between
from thidua_cli.rubric import kinds
from thidua_cli.rubric.files import KINDS
from thidua_cli.rubric.kinds import (
    AllOrNothing,
    Band,
    Bands,
    CarriedOver,
    Gap,
    Judged,
    Kind,
    Level,
    Levels,
    MinusPerOccurrence,
    Outcome,
    PerOccurrence,
    Proportional,
    RateInCluster,
    Remark,
    Sum,
    Test,
    Variant,
    Words,
    under,
)
from thidua_cli.rubric.load import load

if TYPE_CHECKING:
    from thidua_cli.rubric.model import Criterion

D = Decimal
W = Words("lần", "time")
EVERY = Path(__file__).parents[1] / "second_guidance"
CLASSES = get_args(Kind)


def row(criterion: str, table: str = "langson-2019/districts-departments", **options: str) -> Criterion:
    """A row of a table under options of readings."""
    rubric, _ = load(table, EVERY)
    assert rubric is not None
    found = rubric.under(options).find(criterion)
    assert found is not None
    return found


def facts(**given: Any) -> dict[str, Decimal]:
    return {name.replace("_", "-"): D(str(value)) for name, value in given.items()}


def of(criterion: Criterion, **given: Any) -> Outcome | None:
    return criterion.kind.outcome(facts(**given), criterion.maximum)


def points(outcome: Outcome | None) -> tuple[Any, ...] | None:
    """(least, most, proposed, codes of the remarks), or None."""
    if outcome is None:
        return None
    return (outcome.least, outcome.most, outcome.proposed, [remark.code.id for remark in outcome.remarks])


def exactly(value: float | str, *codes: str) -> tuple[Any, ...]:
    exact = D(str(value))
    return (exact, exact, exact, list(codes))


def levels(*found: float | str) -> tuple[Between, ...]:
    return tuple(Between(D(str(each)), D(str(each))) for each in found)


# --- what every kind has -------------------------------------------------------------------------

ONE_OF_EACH: dict[str, Kind] = {
    "judged": Judged(D("0.5"), (Test("a", "above", "b", W),)),
    "all-or-nothing": AllOrNothing(),
    "levels": Levels((Level(D(5), W), Level(D(2), W), Level(D(0), W))),
    "minus-per-occurrence": MinusPerOccurrence(D(5), D(1), W, "n"),
    "per-occurrence": PerOccurrence(D(1), W, "n", D(1), D(2), W, "m"),
    "proportional": Proportional("a", "b", D(80)),
    "bands": Bands(W, (Band(D(5), W, D(0), D(0)), Band(D(1), W, D(1), None, up_to=True)), gap="manual", count="n"),
    "rate-in-cluster": RateInCluster(W, "a", "b", "c", "d", D("0.5")),
    "carried-over": CarriedOver("a", "b"),
    "sum": Sum(),
}


def test_every_kind_is_here() -> None:
    assert tuple(ONE_OF_EACH) == KINDS
    assert tuple(type(kind) for kind in ONE_OF_EACH.values()) == CLASSES
    assert [kind.kind for kind in ONE_OF_EACH.values()] == list(KINDS)


@pytest.mark.parametrize("kind", CLASSES, ids=lambda kind: kind.__name__)
def test_every_kind_names_its_source_and_an_example(kind: type) -> None:
    said = inspect.getdoc(kind) or ""
    assert "Example: " in said
    assert "(K" in said or "(B." in said or "(C." in said


@pytest.mark.parametrize("kind", ONE_OF_EACH.values(), ids=list(ONE_OF_EACH))
def test_every_kind_is_described_in_both_languages(kind: Kind) -> None:
    vi, en = kind.describe(D(5))
    assert vi != en
    assert "{" not in vi + en
    assert "Decimal" not in vi + en


@pytest.mark.parametrize("kind", ONE_OF_EACH.values(), ids=list(ONE_OF_EACH))
def test_every_kind_is_silent_without_facts_and_finds_no_fault_with_itself(kind: Kind) -> None:
    assert kind.outcome({}, D(5)) is None
    assert list(kind.faults(D(5))) == []


def test_one_table_holds_every_kind_and_every_policy() -> None:
    rubric, findings = load("du-loai.yaml", EVERY)
    assert rubric is not None
    assert not [finding for finding in findings if finding.is_error]
    everything = [criterion for section in rubric.sections for criterion in section.everything()]
    other = load("xa.yaml", EVERY).value
    assert other is not None
    everything += [criterion for section in other.sections for criterion in section.everything()]
    assert {type(criterion.kind) for criterion in everything} == set(CLASSES)
    policies = {gap.policy for c in everything if isinstance(c.kind, Bands) for gap in c.kind.all_gaps()}
    assert policies == {"manual", "lower", "upper", "interpolate", "round", "90"}


# --- the cases of the guidance (rules.md 7) ------------------------------------------------------


@pytest.mark.parametrize(("late", "given"), [(0, 5), (2, 3), (5, 0), (7, 0)])
def test_case_2_papers_late(late: int, given: int) -> None:
    assert points(of(row("III.1"), papers_late=late)) == exactly(given)


@pytest.mark.parametrize(("late", "given"), [(0, 3), (1, 2), (3, 0), (4, 0)])
def test_case_3_reports_late(late: int, given: int) -> None:
    assert points(of(row("III.5.c"), reports_late=late)) == exactly(given)


UNDECIDED = (D(3), D(5), D(4), ["TD407", "TD408"])
DOSSIERS = {
    "6: all approved": ({"submitted": 20, "approved": 20}, exactly(5)),
    "6: none unqualified": ({"submitted": 20, "approved": 20, "unqualified": 0}, exactly(5)),
    "7: 10%": ({"submitted": 20, "unqualified": 2}, exactly(3)),
    "8: 15%": ({"submitted": 20, "unqualified": 3}, exactly(3)),
    "9: 16%": ({"submitted": 25, "unqualified": 4}, (D(0), D(1), D(1), [])),
    "10: 5%": ({"submitted": 20, "unqualified": 1}, UNDECIDED),
    "11: 15,38%": ({"submitted": 13, "unqualified": 2}, exactly(3, "TD409")),
    "12: 15,52%": ({"submitted": 58, "unqualified": 9}, (D(0), D(1), D(1), ["TD409"])),
    "13: none submitted": ({"submitted": 0}, (D(0), D(1), D(1), [])),
    "14: one pending": ({"submitted": 10, "approved": 9, "pending": 1}, exactly(5, "TD410")),
    "9,5% moves to 10%": ({"submitted": 200, "unqualified": 19}, exactly(3, "TD409")),
    "9,4% stays": ({"submitted": 500, "unqualified": 47}, UNDECIDED),
    "0,4% does not become 0%": ({"submitted": 500, "unqualified": 2}, UNDECIDED),
    "all pending": ({"submitted": 10, "pending": 10}, None),
    "more pending than submitted": ({"submitted": 10, "pending": 11, "unqualified": 1}, None),
    "cut by a quota": ({"submitted": 20, "approved": 19, "unqualified": 0}, UNDECIDED),
    "approved but not all, unqualified unknown": ({"submitted": 20, "approved": 19}, None),
    "submitted alone": ({"submitted": 20}, None),
    "all unqualified": ({"submitted": 3, "unqualified": 3}, (D(0), D(1), D(1), [])),
}


@pytest.mark.parametrize("case", DOSSIERS)
def test_cases_6_to_14_dossiers(case: str) -> None:
    given, expected = DOSSIERS[case]
    assert points(of(row("III.4"), **{f"dossiers_{name}": value for name, value in given.items()})) == expected


ONE_IN_TWENTY, TWO_OF_THIRTEEN = {"submitted": 20, "unqualified": 1}, {"submitted": 13, "unqualified": 2}
OPTIONS = {
    ("unqualified_below_10", "manual"): (ONE_IN_TWENTY, UNDECIDED),
    ("unqualified_below_10", "5"): (ONE_IN_TWENTY, exactly(5)),
    ("unqualified_below_10", "4"): (ONE_IN_TWENTY, exactly(4)),
    ("unqualified_below_10", "3"): (ONE_IN_TWENTY, exactly(3)),
    ("unqualified_15_to_16", "round"): (TWO_OF_THIRTEEN, exactly(3, "TD409")),
    ("unqualified_15_to_16", "lower"): (TWO_OF_THIRTEEN, exactly(3)),
    ("unqualified_15_to_16", "upper"): (TWO_OF_THIRTEEN, (D(0), D(1), D(1), [])),
    ("unqualified_15_to_16", "manual"): (TWO_OF_THIRTEEN, (D(1), D(3), None, ["TD407"])),
    ("pending_dossiers", "left_out"): ({"submitted": 10, "approved": 9, "pending": 1}, exactly(5, "TD410")),
    ("pending_dossiers", "counted"): ({"submitted": 10, "unqualified": 1, "pending": 1}, exactly(3)),
    ("one_point", "up_to"): ({"submitted": 0}, (D(0), D(1), D(1), [])),
    ("one_point", "exactly"): ({"submitted": 0}, exactly(1)),
}


@pytest.mark.parametrize(("reading", "option"), OPTIONS)
def test_every_option_of_the_readings_of_dossiers(reading: str, option: str) -> None:
    given, expected = OPTIONS[reading, option]
    outcome = of(row("III.4", **{reading: option}), **{f"dossiers_{name}": value for name, value in given.items()})
    assert points(outcome) == expected


def test_options_of_several_readings_add_up() -> None:
    criterion = row("III.4", one_point="exactly", pending_dossiers="counted", unqualified_below_10="4")
    assert points(of(criterion, dossiers_submitted=0)) == exactly(1)
    assert points(of(criterion, dossiers_submitted=20, dossiers_unqualified=1, dossiers_pending=2)) == exactly(4)


OTHER_OPTIONS: dict[tuple[str, str, str], tuple[str, tuple[Between, ...] | None]] = {
    ("II.1", "five_points", "up_to"): ("judged", None),
    ("II.1", "five_points", "all_or_nothing"): ("all-or-nothing", levels(0, 5)),
    ("III.3.a", "plan_points", "all_or_nothing"): ("all-or-nothing", levels(0, 2)),
    ("III.3.a", "plan_points", "up_to"): ("judged", None),
}


@pytest.mark.parametrize(("criterion", "reading", "option"), OTHER_OPTIONS)
def test_an_option_may_make_it_another_kind(criterion: str, reading: str, option: str) -> None:
    kind, allowed = OTHER_OPTIONS[criterion, reading, option]
    found = row(criterion, **{reading: option})
    assert found.kind.kind == kind
    assert found.kind.values(found.maximum) == allowed


@pytest.mark.parametrize(
    ("criterion", "reading", "option", "take"),
    [
        ("III.3.b", "publicity_parts", "sum", "all"),
        ("III.3.b", "publicity_parts", "highest", "highest"),
        ("III.5.b", "training_parts", "sum", "all"),
        ("III.5.b", "training_parts", "highest", "highest"),
    ],
)
def test_an_option_may_take_the_highest_part(criterion: str, reading: str, option: str, take: str) -> None:
    kind = row(criterion, **{reading: option}).kind
    assert isinstance(kind, Sum)
    assert kind.take == take


@pytest.mark.parametrize(("option", "whole"), [("of_awarded", "persons-awarded"), ("of_workers", "workers")])
def test_an_option_may_change_the_base_of_a_rate(option: str, whole: str) -> None:
    assert row("III.6.3", worker_rate=option).kind.facts()[1] == whole


@pytest.mark.parametrize(("option", "prefer"), [("increased", "increased"), ("highest", "highest")])
def test_an_option_may_prefer_the_highest_rate(option: str, prefer: str) -> None:
    kind = row("III.6.3", highest_without_increase=option).kind
    assert isinstance(kind, RateInCluster)
    assert kind.prefer == prefer


@pytest.mark.parametrize(
    ("option", "most", "codes"), [("judged", 15, ["TD411"]), ("half", D("7.5"), []), ("nothing", 0, [])]
)
def test_one_of_two_conditions(option: str, most: Decimal, codes: list[str]) -> None:
    criterion = row("I.1", "langson-2019/enterprises", both_conditions=option)
    figures = {"revenue": 110, "revenue_plan": 100, "revenue_before": 120}
    assert points(of(criterion, **figures)) == (0, most, None, codes)
    assert of(criterion, revenue=121, revenue_plan=100, revenue_before=120) is None
    assert of(criterion, revenue=90) is None


def test_a_unit_without_a_party_cell() -> None:
    assert points(of(row("II.3"), party_cell=0)) == (0, 5, None, ["TD411"])
    assert points(of(row("II.3", no_party_cell="zero"), party_cell=0)) == (0, 0, None, [])
    assert of(row("II.3", no_party_cell="zero"), party_cell=1) is None


def test_two_readings_of_one_row_hold_together() -> None:
    base = Judged(tests=(Test("a", "at-least", D(1), W),))
    variants = (
        Variant("r", "x", replace(base, step=D(5)), (("step", D(5)),)),
        Variant("s", "y", replace(base, if_failed="nothing"), (("if_failed", "nothing"),)),
    )
    both = under(base, variants, {"r": "x", "s": "y"})
    assert both.values(D(5)) == levels(0, 5)
    assert points(both.outcome({"a": D(0)}, D(5))) == (0, 0, None, [])


# --- judged and levels ---------------------------------------------------------------------------


def test_judged_in_steps() -> None:
    assert Judged(D("2.5")).values(D(10)) == levels(0, "2.5", 5, "7.5", 10)
    assert Judged().values(D(10)) is None
    assert Judged(D("0.001")).values(D(10)) is None  # too many to list
    assert [fault.en for fault in Judged(D(3)).faults(D(10))] == ["step must be above 0 and divide the maximum"]
    assert len(list(Judged(D(0)).faults(D(10)))) == 1


@pytest.mark.parametrize(
    ("relation", "value", "holds"),
    [
        ("above", 10, False),
        ("above", 11, True),
        ("at-least", 9, False),
        ("at-least", 10, True),
        ("at-most", 10, True),
        ("at-most", 11, False),
    ],
)
def test_relations(relation: Any, value: int, holds: bool) -> None:
    assert Test("a", relation, D(10), W).holds({"a": D(value)}) is holds
    assert Test("a", relation, "b", W).holds({"a": D(value), "b": D(10)}) is holds
    assert Test("a", relation, "b", W).holds({"a": D(value)}) is None


def test_a_remark_is_about_the_points_that_the_condition_carries() -> None:
    full = Judged(tests=(Test("a", "above", D(0), W),)).outcome({"a": D(0)}, D(5))
    any_ = Judged(tests=(Test("a", "above", D(0), W, any_points=True),)).outcome({"a": D(0)}, D(5))
    assert full is not None
    assert any_ is not None
    assert full.remarks[0].at == Between(D(5), D(5))
    assert any_.remarks[0].at == Between(D("0.01"), D(5))


def test_levels() -> None:
    kind = Levels((Level(D(8), W), Level(D(6), W), Level(D(0), W)))
    assert kind.values(D(8)) == levels(0, 6, 8)
    assert len(list(kind.faults(D(9)))) == 1
    assert len(list(Levels((Level(D(8), W), Level(D(8), W))).faults(D(8)))) == 1


def test_all_or_nothing() -> None:
    assert AllOrNothing().values(D(2)) == levels(0, 2)


# --- counted -------------------------------------------------------------------------------------


def test_minus_stops_at_the_floor() -> None:
    kind = MinusPerOccurrence(D(5), D("1.5"), W, "n", D(1))
    assert [points(kind.outcome({"n": D(n)}, D(5))) for n in range(4)] == [
        exactly(5),
        exactly("3.5"),
        exactly(2),
        exactly(1),
    ]
    assert kind.values(D(5)) == levels(1, 2, "3.5", 5)


def test_too_many_values_are_not_listed() -> None:
    assert MinusPerOccurrence(D(5), D("0.001"), W, "n").values(D(5)) is None
    assert PerOccurrence(D("0.001"), W, "n").values(D(5)) is None


@pytest.mark.parametrize("count", ["-1", "1.5"])
def test_what_is_no_number_of_times_says_nothing(count: str) -> None:
    given = {"n": D(count), "m": D(0)}
    assert MinusPerOccurrence(D(5), D(1), W, "n").outcome(given, D(5)) is None
    assert PerOccurrence(D(1), W, "n").outcome(given, D(5)) is None
    assert PerOccurrence(D(1), W, "m", D(0), D(1), W, "n").outcome(given, D(5)) is None


def test_plus_and_minus_are_clamped_and_say_so() -> None:
    kind = PerOccurrence(D(2), W, "n", D(1), D(3), W, "m")

    def at(n: int, m: int) -> tuple[Any, ...]:
        outcome = kind.outcome({"n": D(n), "m": D(m)}, D(10))
        assert outcome is not None
        return (outcome.proposed, [step.en for step in outcome.steps][1:])

    assert at(2, 1) == (2, [])
    assert at(0, 5) == (0, ["The least is 0."])
    assert at(9, 0) == (10, ["At most 10."])
    assert kind.outcome({"n": D(1)}, D(10)) is None
    assert kind.values(D(10)) is None


def test_a_deduction_that_nobody_counts_leaves_the_rule_silent() -> None:
    assert PerOccurrence(D(2), W, "n", D(0), D(3), W).outcome({"n": D(1)}, D(10)) is None


def test_plus_alone_gives_so_many_values() -> None:
    assert PerOccurrence(D(4), W, "n").values(D(10)) == levels(0, 4, 8, 10)
    assert PerOccurrence(D(4), W, "n", D(1)).values(D(10)) == levels(1, 5, 9, 10)
    assert len(list(PerOccurrence(D(0), W).faults(D(10)))) == 1
    assert len(list(PerOccurrence(D(1), W, minus=D(1)).faults(D(10)))) == 1


# --- proportional --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("actual", "target", "decimals", "rounding", "expected"),
    [
        (2, 3, 2, "half-up", "6.67"),
        (2, 3, 2, "down", "6.66"),
        (1, 8, 1, "half-up", "1.3"),  # 1,25
        (1, 8, 1, "down", "1.2"),
        (1, 4, 0, "half-up", "3"),  # 2,5
        (3, 3, 2, "half-up", "10"),
        (4, 3, 2, "half-up", "10"),
        (0, 3, 2, "half-up", "0"),
    ],
)
def test_proportional_is_rounded_once(actual: int, target: int, decimals: int, rounding: Any, expected: str) -> None:
    kind = Proportional("a", "b", decimals=decimals, rounding=rounding)
    assert points(kind.outcome({"a": D(actual), "b": D(target)}, D(10))) == exactly(expected)


def test_proportional_below_its_floor_gives_nothing() -> None:
    kind = Proportional("a", "b", D(80))
    assert points(kind.outcome({"a": D("79.99"), "b": D(100)}, D(10))) == exactly(0)
    assert points(kind.outcome({"a": D(80), "b": D(100)}, D(10))) == exactly(8)
    assert len(list(Proportional("a", "b", D(101)).faults(D(10)))) == 1


@pytest.mark.parametrize("target", ["0", "-1"])
def test_without_a_target_nothing_is_proportional_to_it(target: str) -> None:
    assert Proportional("a", "b").outcome({"a": D(1), "b": D(target)}, D(10)) is None


def test_proportional_never_rounds_above_the_maximum() -> None:
    kind = Proportional("a", "b", decimals=0)
    assert points(kind.outcome({"a": D(1), "b": D(1)}, D("0.5"))) == exactly("0.5")


# --- bands ---------------------------------------------------------------------------------------


def steps_of(*rows: tuple[float, float | None, float | None], **more: Any) -> Bands:
    """Bands on a count: (points, start, end)."""

    def exact(value: float | None) -> Decimal | None:
        return None if value is None else D(str(value))

    bands = tuple(Band(D(str(each)), W, exact(start), exact(end)) for each, start, end in rows)
    return Bands(W, bands, count="n", **more)


def at(kind: Bands, amount: float | str, maximum: int = 10) -> tuple[Any, ...] | None:
    found = points(kind.outcome({"n": D(str(amount))}, D(maximum)))
    return None if found is None else found[:3]


def same(value: float) -> tuple[Any, ...]:
    return (value, value, value)


@pytest.mark.parametrize(
    ("edges", "five", "eight"), [("lower", same(6), same(10)), ("upper", same(2), same(6)), ("both", None, None)]
)
def test_a_shared_edge_belongs_to_the_band_that_takes_it(edges: Any, five: Any, eight: Any) -> None:
    kind = steps_of((2, 0, 5), (6, 5, 8), (10, 8, None), edges=edges)
    if edges == "both":
        assert [fault.en for fault in kind.faults(D(10))] == ["two bands overlap at 5", "two bands overlap at 8"]
        return
    assert list(kind.faults(D(10))) == []
    assert kind.all_gaps() == ()
    assert (at(kind, 5), at(kind, 8)) == (five, eight)
    assert (at(kind, "4.999"), at(kind, "5.001")) == (same(2), same(6))
    assert (at(kind, 0), at(kind, 1000)) == (same(2), same(10))


@pytest.mark.parametrize("edges", ["both", "lower", "upper"])
def test_a_band_of_one_amount_has_that_amount(edges: Any) -> None:
    kind = steps_of((10, 0, 0), (6, 1, 1), (2, 2, 2), (0, 3, None), edges=edges, gap="manual")
    assert list(kind.faults(D(10))) == []
    assert [at(kind, n) for n in (0, 1, 2)] == [same(10), same(6), same(2)]
    assert at(kind, 4) == same(0)


def test_nothing_and_everything_belong_to_the_first_and_last_band_of_a_percentage() -> None:
    def of_share(edges: Any) -> Bands:
        return Bands(W, (Band(D(0), W, D(0), D(50)), Band(D(10), W, D(50), D(100))), edges=edges, part="a", whole="b")

    for edges in ("lower", "upper"):
        for part, expected in ((0, 0), (100, 10)):
            found = of_share(edges).outcome({"a": D(part), "b": D(100)}, D(10))
            assert found is not None
            assert found.proposed == expected


def test_a_count_of_a_hundred_is_no_end_of_all_counts() -> None:
    kind = steps_of((2, 0, 100), (10, 100, None), edges="lower")
    assert at(kind, 100) == same(10)


GAPS = {
    "manual": ((2, 6, None), True),
    "lower": ((2, 2, 2), False),
    "upper": ((6, 6, 6), False),
    "interpolate": ((4, 4, 4), False),
    "5": ((5, 5, 5), False),
    "4.5": ((D("4.5"), D("4.5"), D("4.5")), False),
}


@pytest.mark.parametrize("policy", GAPS)
def test_what_happens_in_a_gap(policy: str) -> None:
    kind = steps_of((2, 0, 5), (6, 7, 8), (10, 9, None), gap="manual", gaps=(Gap(D(5), D(7), policy),))
    expected, told = GAPS[policy]
    assert list(kind.faults(D(10))) == []
    assert at(kind, 6) == expected
    outcome = kind.outcome({"n": D(6)}, D(10))
    assert outcome is not None
    assert [remark.code.id for remark in outcome.remarks] == (["TD407"] if told else [])
    assert at(kind, 5) == same(2)
    assert at(kind, 7) == same(6)
    assert at(kind, "8.5") == (6, 10, None)  # the gap that is not named


def test_a_gap_that_rounds() -> None:
    kind = steps_of((2, 0, 5), (6, 6, None), gap="round")
    kind = replace(kind, bands=(*kind.bands, Band(D(10), W)))
    assert (at(kind, "5.4"), at(kind, "5.5"), at(kind, "5.6")) == (same(2), same(6), same(6))
    outcome = kind.outcome({"n": D("5.5")}, D(10))
    assert outcome is not None
    assert [remark.code.id for remark in outcome.remarks] == ["TD409"]


def test_a_gap_that_rounding_does_not_close_is_the_cluster_s() -> None:
    kind = steps_of((2, 0, 5), (10, 8, None), gap="round")
    assert at(kind, "5.2") == same(2)
    assert at(kind, "6.5") == (2, 10, None)
    assert kind.values(D(10)) == (Between(D(2), D(10)),)


def test_interpolation_is_proportional_and_rounded_once() -> None:
    kind = steps_of((10, 0, 1), (0, 4, None), gap="interpolate")
    assert at(kind, 2) == (D("6.67"), D("6.67"), D("6.67"))
    assert at(kind, 3) == (D("3.33"), D("3.33"), D("3.33"))


def test_an_edge_that_its_band_does_not_take_is_the_gap_s() -> None:
    kind = steps_of((2, 0, 5), (10, 6, None), edges="lower", gap="upper")
    assert at(kind, 5) == same(10)


def test_bands_in_any_order_and_open_below() -> None:
    kind = steps_of((0, 20, None), (10, None, 5), (4, 5, 20), edges="lower")
    assert list(kind.faults(D(10))) == []
    assert [at(kind, n) for n in (0, 5, 19, 20)] == [same(10), same(4), same(4), same(0)]


def test_a_band_of_nothing_stands_before_one_from_nothing() -> None:
    kind = steps_of((10, 0, 0), (4, 0, 15), (0, 15, None), edges="upper")
    assert [band.points for band in kind.placed()] == [10, 4, 0]
    assert list(kind.faults(D(10))) == []
    assert [at(kind, n) for n in (0, 1, 15, 16)] == [same(10), same(4), same(4), same(0)]


def test_an_amount_outside_all_bands_is_judged() -> None:
    kind = steps_of((4, 10, 20), (10, 21, None), gap="manual")
    assert at(kind, 3) == (0, 10, None)


FAULTS = {
    "no policy": (steps_of((10, 0, 5), (0, 7, None)), "no band covers more than 5 and less than 7"),
    "overlap": (steps_of((10, 0, 5), (0, 4, None)), "two bands overlap at 4"),
    "backwards": (steps_of((10, 5, 4)), "the band from 5 to 4 is backwards"),
    "too much": (steps_of((11, 0, 4), (10, 5, None), gap="manual"), "a band of 11 exceeds the maximum 10"),
    "never the maximum": (steps_of((9, 0, None)), "the best one must be the maximum, 10"),
    "unknown policy": (steps_of((10, 0, 4), (0, 5, None), gap="guess"), "“guess” is no policy for a gap"),
    "policy above": (steps_of((10, 0, 4), (0, 5, None), gap="11"), "a gap of 11 exceeds the maximum 10"),
    "no such gap": (
        steps_of((10, 0, 4), (0, 5, None), gap="manual", gaps=(Gap(D(1), D(2)),)),
        "there is no gap between 1 and 2",
    ),
    "part alone": (Bands(W, (Band(D(10), W, D(0)),), part="a"), "part and whole go together"),
    "count and part": (
        Bands(W, (Band(D(10), W, D(0)),), count="n", part="a", whole="b"),
        "state count, or part and whole, not both",
    ),
}


@pytest.mark.parametrize("case", FAULTS)
def test_what_bands_may_not_do(case: str) -> None:
    kind, expected = FAULTS[case]
    assert any(fault.en.startswith(expected) for fault in kind.faults(D(10)))


@pytest.mark.parametrize("text", ["manual", "lower", "upper", "interpolate", "round", "0", "4.5", "90"])
def test_policies(text: str) -> None:
    assert kinds.is_policy(text)


@pytest.mark.parametrize("text", ["", ".", "-1", "4,5", "half", "1e3", "٣"])
def test_no_policies(text: str) -> None:
    assert not kinds.is_policy(text)


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        (10, same(0)),
        (12, (0, 20, 10)),
        (22, same(20)),
        (33, same(50)),
        ("42.5", same(55)),
        ("50.5", same(80)),
        ("50.4", same(60)),
        (63, same(90)),
        (65, same(100)),
    ],
)
def test_every_policy_of_a_table_written_in_yaml(amount: float | str, expected: tuple[Any, ...]) -> None:
    found = points(of(row("A.6", "du-loai.yaml"), rate=amount))
    assert found is not None
    assert found[:3] == expected


# --- in the cluster, carried over ----------------------------------------------------------------


def test_a_rate_that_rose_may_take_all_another_half() -> None:
    kind = RateInCluster(W, "a", "b", "c", "d", D("0.5"))
    given = {"a": D(3), "b": D(10), "c": D(2), "d": D(10)}
    assert points(kind.outcome(given, D(1))) == (0, 1, None, [])
    assert points(kind.outcome({**given, "c": D(3)}, D(1))) == (0, D("0.5"), None, [])
    assert kind.outcome({**given, "d": D(0)}, D(1)) is None
    assert kind.rate(given) == Fraction(30)
    assert len(list(kind.faults(D("0.4")))) == 1


def test_a_result_on_another_scale_is_not_converted() -> None:
    kind = CarriedOver("result", "scale")
    assert points(kind.outcome({"result": D(92)}, D(100))) == exactly(92)
    assert points(kind.outcome({"result": D(92), "scale": D(100)}, D(100))) == exactly(92)
    assert points(kind.outcome({"result": D(9), "scale": D(10)}, D(100))) == (0, 100, None, ["TD412"])
    assert points(kind.outcome({"result": D(101)}, D(100))) == (0, 100, None, ["TD421"])
    assert kind.outcome({"result": D(-1)}, D(100)) is None
    assert points(CarriedOver("result").outcome({"result": D(0)}, D(100))) == exactly(0)


# --- under options -------------------------------------------------------------------------------


def test_another_kind_prevails_over_changes_in_the_one_it_was() -> None:
    base = Judged(tests=(Test("a", "above", D(0), W),))
    other = Variant("r", "x", AllOrNothing())
    change = Variant("s", "y", replace(base, if_failed="nothing"), (("if_failed", "nothing"),))
    for variants in ((other, change), (change, other)):
        assert under(base, variants, {"r": "x", "s": "y"}) == AllOrNothing()
        assert under(base, variants, {"s": "y"}) == replace(base, if_failed="nothing")
        assert under(base, variants, {}) == base


# --- what is said, word for word -----------------------------------------------------------------

LATE = Words("văn bản muộn", "late paper")
PRAISED = Words("lần khen", "praise")
RATE = Words("không đủ điều kiện", "unqualified")

DESCRIBED: dict[str, tuple[Kind, str, str]] = {
    "judged": (Judged(), "Chấm từ 0 đến 5,5 điểm.", "Judged from 0 to 5.5 points."),
    "judged in steps": (
        Judged(D("0.5")),
        "Chấm từ 0 đến 5,5 điểm theo bậc 0,5.",
        "Judged from 0 to 5.5 points in steps of 0.5.",
    ),
    "all or nothing": (AllOrNothing(), "Có thì được 5,5 điểm, không thì 0.", "5.5 points if it is there, else 0."),
    "levels": (
        Levels((Level(D("5.5"), Words("đủ", "all")), Level(D(0), Words("thiếu", "some missing")))),
        "đủ: 5,5 điểm; thiếu: 0 điểm",
        "all: 5.5 points; some missing: 0 points",
    ),
    "minus": (
        MinusPerOccurrence(D(5), D("1.5"), LATE, "n", D("0.5")),
        "Từ 5 điểm, mỗi văn bản muộn: trừ 1,5 điểm, thấp nhất 0,5.",
        "From 5 points, minus 1.5 for each late paper, at least 0.5.",
    ),
    "plus": (
        PerOccurrence(D("1.5"), PRAISED, "n", D(1)),
        "Từ 1 điểm, mỗi lần khen: cộng 1,5 điểm; từ 0 đến 5,5.",
        "From 1 points, plus 1.5 for each praise; from 0 to 5.5.",
    ),
    "plus and minus": (
        PerOccurrence(D(1), PRAISED, "n", D(0), D("0.5"), LATE, "m"),
        "Từ 0 điểm, mỗi lần khen: cộng 1 điểm, mỗi văn bản muộn: trừ 0,5 điểm; từ 0 đến 5,5.",
        "From 0 points, plus 1 for each praise, minus 0.5 for each late paper; from 0 to 5.5.",
    ),
    "proportional": (
        Proportional("a", "b"),
        "Tỷ lệ thực hiện so với chỉ tiêu nhân 5,5 điểm, không quá 5,5.",
        "The share of the target that was reached, times 5.5 points, at most 5.5.",
    ),
    "proportional with a floor": (
        Proportional("a", "b", D(80)),
        "Tỷ lệ thực hiện so với chỉ tiêu nhân 5,5 điểm, không quá 5,5; dưới 80% thì 0.",
        "The share of the target that was reached, times 5.5 points, at most 5.5; below 80% there are none.",
    ),
    "bands": (
        Bands(RATE, (Band(D("5.5"), Words("không có", "none")), Band(D(1), Words("từ 1", "from 1"), D(1), up_to=True))),
        "không có: 5,5 điểm; từ 1: tối đa 1 điểm",
        "none: 5.5 points; from 1: at most 1 points",
    ),
    "rate in the cluster": (
        RateInCluster(RATE, "a", "b", "c", "d", D("0.5")),
        (
            "không đủ điều kiện tăng so với năm trước và cao trong cụm: tối đa 5,5; "
            "cao nhất cụm nhưng không tăng: tối đa 0,5."
        ),
        (
            "unqualified above the year before and high in the cluster: at most 5.5; "
            "highest but no higher than before: at most 0.5."
        ),
    ),
    "carried over": (
        CarriedOver("a"),
        "Lấy kết quả đánh giá chính thức theo thang 5,5 điểm.",
        "The official result on a scale of 5.5 points is carried over.",
    ),
    "sum": (Sum(), "Cộng các phần, không vượt 5,5 điểm.", "The sum of its parts, at most 5.5 points."),
    "highest": (
        Sum("highest"),
        "Phần cao nhất, không vượt 5,5 điểm.",
        "The highest of its parts, at most 5.5 points.",
    ),
}


@pytest.mark.parametrize("case", DESCRIBED)
def test_how_each_kind_is_described(case: str) -> None:
    kind, vi, en = DESCRIBED[case]
    assert kind.describe(D("5.5")) == Text(vi, en)


LATE_PAPERS = MinusPerOccurrence(D(5), D("1.5"), LATE, "n", D("0.5"))
PRAISE = PerOccurrence(D("1.5"), PRAISED, "n", D(1))
PRAISE_AND_LATE = PerOccurrence(D("1.5"), PRAISED, "n", D(1), D("0.5"), LATE, "m")
TARGET = Proportional("a", "b", D(80))
COUNTED = Bands(
    LATE,
    (
        Band(D(10), Words("không có", "none"), D(0), D(0)),
        Band(D(6), Words("từ 1 đến 5", "1 to 5"), D(1), D(5)),
        Band(D(2), Words("từ 7", "7 and more"), D(7), None, up_to=True),
    ),
    gap="manual",
    count="n",
)
COUNT_OF_SIX = ("văn bản muộn: 6.", "late paper: 6.")
ROSE = RateInCluster(RATE, "a", "b", "c", "d", D("0.5"))
CARRIED = CarriedOver("result", "scale")

STEPS: dict[str, tuple[Kind, dict[str, float | str], list[tuple[str, str]]]] = {
    "condition not met": (
        Judged(tests=(Test("a", "above", D(0), Words("vượt kế hoạch", "above the plan")),)),
        {"a": 0},
        [("Chưa đạt điều kiện “vượt kế hoạch”.", "The condition “above the plan” is not met.")],
    ),
    "minus": (
        LATE_PAPERS,
        {"n": 2},
        [("2 văn bản muộn: 5 - 2 × 1,5 = 2.", "2 late paper: 5 - 2 × 1.5 = 2.")],
    ),
    "minus to the floor exactly": (
        LATE_PAPERS,
        {"n": 3},
        [("3 văn bản muộn: 5 - 3 × 1,5 = 0,5.", "3 late paper: 5 - 3 × 1.5 = 0.5.")],
    ),
    "minus below the floor": (
        LATE_PAPERS,
        {"n": 4},
        [
            ("4 văn bản muộn: 5 - 4 × 1,5 = -1.", "4 late paper: 5 - 4 × 1.5 = -1."),
            ("Thấp nhất là 0,5.", "The least is 0.5."),
        ],
    ),
    "plus": (PRAISE, {"n": 2}, [("2 lần khen: 1 + 2 × 1,5 = 4.", "2 praise: 1 + 2 × 1.5 = 4.")]),
    "plus to the maximum exactly": (
        PRAISE,
        {"n": 6},
        [("6 lần khen: 1 + 6 × 1,5 = 10.", "6 praise: 1 + 6 × 1.5 = 10.")],
    ),
    "plus above the maximum": (
        PRAISE,
        {"n": 7},
        [("7 lần khen: 1 + 7 × 1,5 = 11,5.", "7 praise: 1 + 7 × 1.5 = 11.5."), ("Không quá 10.", "At most 10.")],
    ),
    "plus and minus to nothing exactly": (
        PRAISE_AND_LATE,
        {"n": 0, "m": 2},
        [
            (
                "0 lần khen: 1 + 0 × 1,5 - 2 × 0,5 (văn bản muộn) = 0.",
                "0 praise: 1 + 0 × 1.5 - 2 × 0.5 (late paper) = 0.",
            )
        ],
    ),
    "plus and minus below nothing": (
        PRAISE_AND_LATE,
        {"n": 0, "m": 3},
        [
            (
                "0 lần khen: 1 + 0 × 1,5 - 3 × 0,5 (văn bản muộn) = -0,5.",
                "0 praise: 1 + 0 × 1.5 - 3 × 0.5 (late paper) = -0.5.",
            ),
            ("Thấp nhất là 0.", "The least is 0."),
        ],
    ),
    "target reached": (TARGET, {"a": 3, "b": 3}, [("Đạt 100% chỉ tiêu.", "100% of the target was reached.")]),
    "target reached and a half percent": (
        TARGET,
        {"a": "100.5", "b": 100},
        [("Đạt 100,5% chỉ tiêu.", "100.5% of the target was reached."), ("Không quá 10.", "At most 10.")],
    ),
    "target missed": (
        TARGET,
        {"a": 2, "b": 3},
        [
            ("Đạt 66,67% chỉ tiêu.", "66.67% of the target was reached."),
            ("Dưới 80% thì 0 điểm.", "Below 80% gives 0 points."),
        ],
    ),
    "count in a band": (
        COUNTED,
        {"n": 3},
        [("văn bản muộn: 3.", "late paper: 3."), ("Mức “từ 1 đến 5”: 6 điểm.", "Band “1 to 5”: 6 points.")],
    ),
    "count in a band up to": (
        COUNTED,
        {"n": 8},
        [
            ("văn bản muộn: 8.", "late paper: 8."),
            ("Mức “từ 7”: tối đa 2 điểm.", "Band “7 and more”: at most 2 points."),
        ],
    ),
    "count in a manual gap": (COUNTED, {"n": 6}, [COUNT_OF_SIX]),
    "count in a gap of the band below": (
        replace(COUNTED, gap="lower"),
        {"n": 6},
        [COUNT_OF_SIX, ("Mức “từ 1 đến 5”: 6 điểm.", "Band “1 to 5”: 6 points.")],
    ),
    "count in a gap of the band above": (
        replace(COUNTED, gap="upper"),
        {"n": 6},
        [COUNT_OF_SIX, ("Mức “từ 7”: tối đa 2 điểm.", "Band “7 and more”: at most 2 points.")],
    ),
    "count in a gap between": (replace(COUNTED, gap="interpolate"), {"n": 6}, [COUNT_OF_SIX]),
    "count in a gap of stated points": (replace(COUNTED, gap="4.5"), {"n": 6}, [COUNT_OF_SIX]),
    "count in a gap that rounds": (
        replace(COUNTED, gap="round"),
        {"n": "6.5"},
        [
            ("văn bản muộn: 6,5.", "late paper: 6.5."),
            ("Mức “từ 7”: tối đa 2 điểm.", "Band “7 and more”: at most 2 points."),
        ],
    ),
    "count outside": (COUNTED, {"n": -1}, [("văn bản muộn: -1.", "late paper: -1.")]),
    "rate that rose": (
        ROSE,
        {"a": 2, "b": 3, "c": 1, "d": 3},
        [
            (
                "không đủ điều kiện: 66,67%, năm trước 33,33%.",
                "unqualified: 66.67%, the year before 33.33%.",
            )
        ],
    ),
    "rate that did not rise": (
        ROSE,
        {"a": 1, "b": 1, "c": 1, "d": 1},
        [
            ("không đủ điều kiện: 100%, năm trước 100%.", "unqualified: 100%, the year before 100%."),
            ("Không tăng: tối đa 0,5 điểm.", "It did not rise: at most 0.5 points."),
        ],
    ),
    "carried over": (
        CARRIED,
        {"result": "9.5"},
        [("Kết quả đánh giá chính thức: 9,5.", "The official result: 9.5.")],
    ),
    "carried over in full": (
        CARRIED,
        {"result": 10},
        [("Kết quả đánh giá chính thức: 10.", "The official result: 10.")],
    ),
    "carried over from another scale": (
        CARRIED,
        {"result": 92, "scale": 100},
        [("Kết quả theo thang 100 điểm; không quy đổi.", "The scale is 100; not converted.")],
    ),
    "carried over above the scale": (CARRIED, {"result": 11}, []),
}


@pytest.mark.parametrize("case", STEPS)
def test_every_step_is_said_in_both_languages(case: str) -> None:
    kind, given, expected = STEPS[case]
    outcome = kind.outcome(facts(**given), D(10))
    assert outcome is not None
    assert outcome.steps == tuple(Text(*each) for each in expected)


OF_ALL = Bands(
    RATE,
    (
        Band(D(10), Words("tất cả", "all"), D(0), D(0), complete=True),
        Band(D(6), Words("10 đến 15%", "10 to 15%"), D(10), D(15)),
        Band(D(2), Words("16 đến 50%", "16 to 50%"), D(16), D(50)),
        Band(D(1), Words("không có hồ sơ", "nothing submitted")),
    ),
    gap="manual",
    part="part",
    whole="whole",
    less="open",
    complete="done",
)
TWO_OF_THIRTEEN_SAID = Text(
    "2 trên 13: 15,38% không đủ điều kiện.",
    "2 of 13: 15.38% unqualified.",
)


def of_all(kind: Bands = OF_ALL, **given: float) -> Outcome:
    outcome = kind.outcome(facts(**given), D(10))
    assert outcome is not None
    return outcome


def test_a_share_says_its_cases_and_its_band() -> None:
    outcome = of_all(part=1, whole=8)
    assert outcome.steps == (
        Text("1 trên 8: 12,5% không đủ điều kiện.", "1 of 8: 12.5% unqualified."),
        Text("Mức “10 đến 15%”: 6 điểm.", "Band “10 to 15%”: 6 points."),
    )
    assert outcome.remarks == ()


def test_a_share_leaves_out_what_is_open_and_says_so() -> None:
    outcome = of_all(part=1, whole=10, open=2)
    assert outcome.steps[0] == Text("1 trên 8: 12,5% không đủ điều kiện.", "1 of 8: 12.5% unqualified.")
    left_out = Remark(catalogue.PENDING_LEFT_OUT, (("base", D(8)), ("number", D(2)), ("whole", D(10))))
    assert outcome.remarks == (left_out,)


def test_a_share_between_two_bands_is_the_cluster_s() -> None:
    assert of_all(part=2, whole=13) == Outcome(
        D(2),
        D(6),
        None,
        (TWO_OF_THIRTEEN_SAID,),
        (Remark(catalogue.RATE_BETWEEN_BANDS, (("high", D(6)), ("low", D(2)), ("rate", Text("15,38", "15.38")))),),
    )


def test_a_share_below_a_band_that_needs_every_case_says_that_it_does() -> None:
    rate = Text("5", "5")
    assert of_all(part=1, whole=20).remarks == (
        Remark(catalogue.RATE_BETWEEN_BANDS, (("high", D(10)), ("low", D(6)), ("rate", rate))),
        Remark(catalogue.RATE_NOT_COMPLETE, (("rate", rate), ("when", Text("tất cả", "all"))), Between(D(10), D(10))),
    )


def test_a_share_that_is_rounded_says_from_what_to_what() -> None:
    outcome = of_all(replace(OF_ALL, rounds=True), part=2, whole=13)
    assert outcome == Outcome(
        D(6),
        D(6),
        D(6),
        (TWO_OF_THIRTEEN_SAID, Text("Mức “10 đến 15%”: 6 điểm.", "Band “10 to 15%”: 6 points.")),
        (Remark(catalogue.RATE_ROUNDED, (("rate", Text("15,38", "15.38")), ("rounded", D(15)))),),
    )


def test_a_share_outside_all_bands_may_have_any_points() -> None:
    outcome = of_all(part=3, whole=4)
    assert outcome == Outcome(
        D(0), D(10), None, (Text("3 trên 4: 75% không đủ điều kiện.", "3 of 4: 75% unqualified."),)
    )


def test_nothing_to_count_is_its_own_band_if_the_table_has_one() -> None:
    only = Text("Mức “không có hồ sơ”: 1 điểm.", "Band “nothing submitted”: 1 points.")
    assert of_all(whole=0) == Outcome.exactly(D(1), only)
    without = replace(OF_ALL, bands=OF_ALL.bands[:-1])
    assert without.outcome({"whole": D(0)}, D(10)) is None


def test_a_count_in_a_band_that_needs_every_case_has_them() -> None:
    kind = Bands(W, (Band(D(10), W, D(0), D(0), complete=True), Band(D(2), W, D(1), None)), count="n", gap="manual")
    assert at(kind, 0) == same(10)


def test_a_failing_condition_is_said_of_the_score() -> None:
    what = Words("vượt kế hoạch", "above the plan")
    outcome = Judged(tests=(Test("a", "above", D(0), what),)).outcome({"a": D(0)}, D(5))
    assert outcome is not None
    assert outcome.remarks == (Remark(catalogue.CONDITION_NOT_MET, (("what", Text(*what)),), Between(D(5), D(5))),)


def test_a_result_that_cannot_be_carried_over_says_why() -> None:
    other = CARRIED.outcome({"result": D(92), "scale": D(100)}, D(10))
    above = CARRIED.outcome({"result": D(11)}, D(10))
    assert other is not None
    assert above is not None
    assert other.remarks == (Remark(catalogue.SCALE_DIFFERS, (("maximum", D(10)), ("scale", D(100)))),)
    assert above.remarks == (Remark(catalogue.RESULT_ABOVE_SCALE, (("maximum", D(10)), ("result", D(11)))),)
    assert points(CARRIED.outcome({"result": D(10)}, D(10))) == exactly(10)


def test_an_outcome_of_one_number_keeps_its_steps_and_remarks() -> None:
    step, remark = Text("một", "one"), Remark(catalogue.SCALE_DIFFERS)
    assert Outcome.exactly(D(3), step, remarks=(remark,)) == Outcome(D(3), D(3), D(3), (step,), (remark,))


def test_percentages_are_rounded_half_up_to_two_decimals() -> None:
    assert kinds.percent(Fraction(200, 13)) == Text("15,38", "15.38")
    assert kinds.percent(Fraction(200, 3)) == Text("66,67", "66.67")
    assert kinds.percent(Fraction(1, 8)) == Text("0,13", "0.13")


# --- at the edges --------------------------------------------------------------------------------

FACTS: dict[str, tuple[Kind | Test, tuple[str, ...]]] = {
    "a test against a number": (Test("a", "above", D(1), W), ("a",)),
    "a test against a fact": (Test("a", "above", "b", W), ("a", "b")),
    "occurrences that somebody counts": (MinusPerOccurrence(D(5), D(1), W, "n"), ("n",)),
    "occurrences that nobody counts": (MinusPerOccurrence(D(5), D(1), W), ()),
    "a result and its scale": (CarriedOver("a", "b"), ("a", "b")),
    "a result without a scale": (CarriedOver("a"), ("a",)),
}


@pytest.mark.parametrize("case", FACTS)
def test_the_facts_that_are_asked_for(case: str) -> None:
    kind, expected = FACTS[case]
    assert kind.facts() == expected


ALLOWED: dict[str, tuple[Kind, int]] = {
    "a floor as high as the start": (MinusPerOccurrence(D(5), D(1), W, "n", D(5)), 5),
    "a start as high as the maximum": (PerOccurrence(D(1), W, "n", D(5)), 5),
    "a least share of everything": (Proportional("a", "b", D(100)), 5),
    "the highest rate alone may have the maximum": (RateInCluster(W, "a", "b", "c", "d", D(5)), 5),
    "a gap that gives the maximum": (steps_of((5, 0, 4), (0, 5, None), gap="5"), 5),
}


@pytest.mark.parametrize("case", ALLOWED)
def test_what_agrees_at_the_edge(case: str) -> None:
    kind, maximum = ALLOWED[case]
    assert list(kind.faults(D(maximum))) == []


MINUS_FAULT = Text("per phải lớn hơn 0 và floor không quá start", "per must be above 0 and floor at most start")
DISAGREE: dict[str, tuple[Kind, list[Text]]] = {
    "levels below the maximum": (
        Levels((Level(D(8), W), Level(D(0), W))),
        [Text("mức cao nhất phải bằng điểm chuẩn 10", "the best one must be the maximum, 10")],
    ),
    "nothing taken": (MinusPerOccurrence(D(10), D(0), W, "n"), [MINUS_FAULT]),
    "a floor above the start": (MinusPerOccurrence(D(10), D(1), W, "n", D(11)), [MINUS_FAULT]),
    "two bands open below": (
        steps_of((10, None, 5), (0, None, 8)),
        [Text("các mức chồng nhau ở 0", "two bands overlap at 0")],
    ),
}


@pytest.mark.parametrize("case", DISAGREE)
def test_what_does_not_agree_is_said_once(case: str) -> None:
    kind, expected = DISAGREE[case]
    assert list(kind.faults(D(10))) == expected


@pytest.mark.parametrize("name", ["part", "whole", "less", "complete"])
def test_bands_on_a_count_need_no_other_fact(name: str) -> None:
    more: dict[str, Any] = {name: "a"}
    kind = steps_of((10, 0, None), **more)
    assert "state count, or part and whole, not both" in [fault.en for fault in kind.faults(D(10))]


def test_a_policy_has_one_decimal_point() -> None:
    assert not kinds.is_policy("1.2.3")
    assert [fault.en for fault in steps_of((10, 0, 4), (0, 5, None), gap="1.2.3").faults(D(10))] == [
        "“1.2.3” is no policy for a gap"
    ]


def test_a_thousand_steps_are_still_listed() -> None:
    found = Judged(D("0.01")).values(D(10))
    assert found is not None
    assert len(found) == 1001
    assert Judged(D("0.01")).values(D("10.01")) is None


def test_what_goes_beyond_the_target_counts_as_the_target() -> None:
    kind = Proportional("a", "b", decimals=0, rounding="down")
    for reached in (1, 2):
        assert points(kind.outcome({"a": D(reached), "b": D(1)}, D("2.99"))) == exactly(2)


@pytest.mark.parametrize("known", ["a", "b"])
def test_one_figure_alone_is_proportional_to_nothing(known: str) -> None:
    assert Proportional("a", "b").outcome({known: D(1)}, D(10)) is None


def test_a_gap_of_two_holds_a_whole_amount_that_is_not_rounded() -> None:
    kind = steps_of((2, 0, 5), (10, 7, None), gap="round")
    assert at(kind, 6) == (2, 10, None)
    assert kind.values(D(10)) == (Between(D(2), D(10)),)


def test_interpolation_may_give_any_points_between() -> None:
    assert steps_of((10, 0, 1), (0, 4, None), gap="interpolate").values(D(10)) == (Between(D(0), D(10)),)


def test_the_upper_edge_of_a_gap_is_the_gap_s_where_bands_have_only_their_upper_ends() -> None:
    kind = steps_of((2, 0, 5), (10, 6, None), edges="upper", gap="lower")
    assert at(kind, 6) == same(2)
    assert at(kind, "6.001") == same(10)


def test_bands_that_overlap_or_have_no_ends_leave_no_gap() -> None:
    assert steps_of((2, 0, 5), (10, 4, None)).all_gaps() == ()
    assert steps_of((2, 0, None), (10, 5, None)).all_gaps() == ()
    assert steps_of((2, None, 5), (10, None, 8)).all_gaps() == ()


def test_a_gap_without_a_policy_is_the_cluster_s_also_after_bands_that_touch() -> None:
    kind = steps_of((2, 0, 5), (6, 5, 8), (10, 9, None), edges="lower")
    assert kind.all_gaps() == (Gap(D(8), D(9), "manual"),)


@pytest.mark.parametrize("end", [15, None])
def test_bands_from_the_same_amount_stand_shortest_first(end: int | None) -> None:
    kind = steps_of((4, 0, end), (10, 0, 0), edges="upper")
    assert [band.points for band in kind.placed()] == [10, 4]


def test_a_reading_chooses_the_policy_of_its_gap_and_whether_to_round() -> None:
    bands = steps_of((2, 0, 5), (10, 7, None)).bands
    kind = Bands(W, bands, gaps=(Gap(D(5), D(7), "manual", "r"),), count="n", round_by="s")
    assert kind.under({}) == kind
    assert kind.under({"r": "upper"}) == replace(kind, gaps=(Gap(D(5), D(7), "upper", "r"),))
    assert kind.under({"s": "round"}) == replace(kind, rounds=True)
    assert kind.under({"s": "lower"}) == kind
    rounding = replace(kind, rounds=True)
    assert rounding.under({}) == rounding
    assert rounding.under({"s": "lower"}) == kind


# --- variants ------------------------------------------------------------------------------------


def test_a_variant_knows_what_its_option_changes() -> None:
    base = Judged(tests=(Test("a", "above", D(0), W),))
    changed = replace(base, step=D(5), if_failed="nothing")
    assert Variant.of("r", "x", changed, base) == Variant("r", "x", changed, (("step", D(5)), ("if_failed", "nothing")))
    assert Variant.of("r", "x", base, base) == Variant("r", "x", base)


def test_a_variant_of_another_kind_changes_all_of_it() -> None:
    assert Variant.of("r", "x", AllOrNothing(), Judged(D(5))) == Variant("r", "x", AllOrNothing())


# --- for all facts -------------------------------------------------------------------------------

AMOUNTS = st.decimals(min_value=-5, max_value=120, places=2)
COUNTS = st.integers(min_value=0, max_value=200).map(Decimal)
ANY_FACTS = st.dictionaries(st.sampled_from("abcdnm"), st.one_of(AMOUNTS, COUNTS))
NAMED_FACTS = st.fixed_dictionaries(
    {}, optional={f"dossiers-{name}": COUNTS for name in ("submitted", "approved", "unqualified", "pending")}
)


def fits(outcome: Outcome, maximum: Decimal) -> bool:
    proposed = outcome.least if outcome.proposed is None else outcome.proposed
    return 0 <= outcome.least <= proposed <= outcome.most <= maximum


@given(kind=st.sampled_from(list(ONE_OF_EACH.values())), known=ANY_FACTS)
def test_no_outcome_leaves_the_bounds(kind: Kind, known: dict[str, Decimal]) -> None:
    outcome = kind.outcome(known, D(5))
    assert outcome is None or fits(outcome, D(5))


@given(known=NAMED_FACTS, options=st.fixed_dictionaries({}, optional={
    "unqualified_below_10": st.sampled_from(["manual", "5", "4", "3"]),
    "unqualified_15_to_16": st.sampled_from(["round", "lower", "upper", "manual"]),
    "pending_dossiers": st.sampled_from(["left_out", "counted"]),
    "one_point": st.sampled_from(["up_to", "exactly"]),
}))  # fmt: skip
def test_what_the_rule_proposes_is_a_value_of_the_rule(known: dict[str, Decimal], options: dict[str, str]) -> None:
    criterion = row("III.4", **options)
    outcome = criterion.kind.outcome(known, criterion.maximum)
    allowed = criterion.kind.values(criterion.maximum)
    assert allowed is not None
    if outcome is None:
        return
    assert fits(outcome, criterion.maximum)
    part, whole = known.get("dossiers-unqualified", D(0)), known.get("dossiers-submitted", D(0))
    if part <= whole:  # what is no share of anything is told by the check of the facts
        for value in (outcome.least, outcome.proposed, outcome.most):
            assert value is None or any(low <= value <= high for low, high in allowed)


@given(
    kind=st.one_of(
        st.builds(
            MinusPerOccurrence,
            start=st.just(D(10)),
            per=st.decimals(min_value="0.25", max_value=4, places=2),
            what=st.just(W),
            fact=st.just("n"),
            floor=st.sampled_from([D(0), D(2)]),
        ),
        st.builds(
            PerOccurrence,
            per=st.decimals(min_value="0.25", max_value=4, places=2),
            what=st.just(W),
            fact=st.just("n"),
            start=st.sampled_from([D(0), D(1)]),
        ),
    ),
    count=COUNTS,
)
def test_counted_points_go_one_way_and_are_values_of_the_rule(
    kind: MinusPerOccurrence | PerOccurrence, count: Decimal
) -> None:
    now, more = (kind.outcome({"n": each}, D(10)) for each in (count, count + 1))
    assert now is not None
    assert more is not None
    assert (more.most <= now.most) is isinstance(kind, MinusPerOccurrence) or more.most == now.most
    allowed = kind.values(D(10))
    assert allowed is not None
    assert Between(now.most, now.most) in allowed


@given(
    edges=st.lists(st.integers(0, 100), min_size=2, max_size=8, unique=True).map(sorted),
    policy=st.sampled_from(["manual", "lower", "upper", "interpolate", "round", "5"]),
    which=st.sampled_from(["both", "lower", "upper"]),
    amount=st.decimals(min_value=0, max_value=120, places=2),
)
def test_bands_give_falling_points_for_rising_amounts(
    edges: list[int], policy: str, which: Any, amount: Decimal
) -> None:
    """Any table without overlap: every amount from 0 is covered, and what is given is a value of the rule."""
    starts = [0, *edges]
    ends = [*(edge - (0 if which != "both" else 1) for edge in edges), None]
    pairs = [(s, e) for s, e in zip(starts, ends, strict=True) if e is None or e >= s]
    worth = [D(10) - n for n in range(len(pairs))]
    bands = tuple(
        Band(points, W, D(s), None if e is None else D(e)) for points, (s, e) in zip(worth, pairs, strict=True)
    )
    kind = Bands(W, bands, gap=policy, edges=which, count="n")
    assert list(kind.faults(D(10))) == []
    outcome = kind.outcome({"n": amount}, D(10))
    allowed = kind.values(D(10))
    assert outcome is not None
    assert allowed is not None
    assert fits(outcome, D(10))
    for value in (outcome.least, outcome.most):
        assert any(low <= value <= high for low, high in allowed)
    later = kind.outcome({"n": amount + 30}, D(10))
    assert later is not None
    assert later.least <= outcome.most or policy == "5"


@given(
    actual=st.decimals(min_value=0, max_value=1000, places=2),
    more=st.decimals(min_value=0, max_value=1000, places=2),
    target=st.decimals(min_value="0.01", max_value=1000, places=2),
    floor=st.integers(0, 100).map(Decimal),
    decimals=st.integers(0, 3),
    rounding=st.sampled_from(["half-up", "down"]),
)
def test_more_of_the_target_never_gives_less(
    actual: Decimal, more: Decimal, target: Decimal, floor: Decimal, decimals: int, rounding: Any
) -> None:
    kind = Proportional("a", "b", floor, decimals, rounding)
    one = kind.outcome({"a": actual, "b": target}, D(10))
    two = kind.outcome({"a": actual + more, "b": target}, D(10))
    assert one is not None
    assert two is not None
    assert fits(one, D(10))
    assert one.most <= two.most
