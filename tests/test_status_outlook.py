"""Facts about which awards a unit can still get, held against every way in which open totals can turn out."""

from __future__ import annotations

from decimal import Decimal
from itertools import product
from random import Random
from typing import TYPE_CHECKING, Any

import pytest

from tests.by_totals import proposed, table
from thidua_cli.roster.model import Ballot
from thidua_cli.status.outlook import Chance, Contender, Outlook, Terms, is_open, outlooks

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from thidua_cli.awards import Recommendation
    from thidua_cli.rubric.model import Rubric

LEAST = 5  # the flag's least total in the small clusters below
SURE, POSSIBLE, NO = Chance.SURE, Chance.POSSIBLE, Chance.NO


def small(certificates: int, certificate_least: int | None = None, **options: str) -> Rubric:
    """The issued table with a small least total and a fixed number of certificates."""
    from thidua_cli.rubric.model import Size

    least = Decimal(certificate_least) if certificate_least else None
    return table(
        flag={"least_total": Decimal(LEAST)},
        certificate={"least_total": least, "sizes": (Size(1, None, certificates),)},
        silent=False,
        **options,
    )


def settled(totals: Sequence[str | None], rubric: Rubric, ballots: tuple[Ballot, ...] = ()) -> Iterator[Recommendation]:
    """What is proposed for these totals, whatever way the ballots that they ask for go."""
    found = proposed(*totals, rubric=rubric, ballots=ballots)
    for award, proposal in (("flag", found.flag), ("certificate", found.certificate)):
        if proposal.ballot:
            # Each order of preference that a vote could have.
            for winner in proposal.ballot:
                votes = dict.fromkeys(proposal.ballot, 1) | {winner: 9}
                for second in proposal.ballot:
                    ranked = votes | ({second: 5} if second != winner else {})
                    spread = {u: v * 10 + n for n, (u, v) in enumerate(ranked.items())}
                    yield from settled(totals, rubric, (*ballots, Ballot(award, proposal.ballot, spread)))  # type: ignore[arg-type]
            return
    yield found


def every_outcome(contenders: Sequence[Contender], rubric: Rubric) -> list[dict[str, str | None]]:
    """The award of each unit, for every whole total that each can have, and with or without those that may go."""
    names = "abcdefghijk"[: len(contenders)]
    assert [one.id for one in contenders] == list(names)
    choices: list[list[str | None]] = [
        [str(n) for n in range(int(one.least), int(one.greatest) + 1)] + ([] if one.stays else [None])
        for one in contenders
    ]
    found: dict[tuple[tuple[str, str | None], ...], None] = {}
    for totals in product(*choices):
        if all(total is None for total in totals):
            found[tuple((name, None) for name in names)] = None
            continue
        for recommendation in settled(totals, rubric):
            found[tuple((name, recommendation.award_of(name)) for name in names)] = None
    return [dict(outcome) for outcome in found]


def by_hand(outcomes: list[dict[str, str | None]], unit: str) -> Outlook:
    def chance(awards: set[str]) -> Chance:
        got = [outcome[unit] in awards for outcome in outcomes]
        return SURE if all(got) else POSSIBLE if any(got) else NO

    return Outlook(chance({"flag"}), chance({"certificate"}), chance({"flag", "certificate"}))


def random_contenders(dice: Random) -> tuple[Contender, ...]:
    units = []
    for name in "abcd"[: dice.randint(2, 4)]:
        least = dice.randint(3, 7)
        greatest = least + dice.choice((0, 0, 1, 2))
        units.append(Contender(name, Decimal(least), Decimal(greatest), dice.random() < 0.85))
    return tuple(units)


@pytest.mark.parametrize("seed", range(60))
@pytest.mark.parametrize("without", ["none", "leader", "top"])
def test_an_outlook_is_what_every_outcome_together_says(seed: int, without: str) -> None:
    dice = Random(seed)  # noqa: S311 - test data, not secrets
    contenders = random_contenders(dice)
    certificates, certificate_least = dice.choice((0, 1, 1, 2)), dice.choice((None, None, 4, 6))
    rubric = small(certificates, certificate_least, certificates_without_flag=without)
    places = {"none": 0, "leader": min(certificates, 1)}.get(without, certificates)
    terms = Terms(Decimal(LEAST), Decimal(certificate_least or 0), certificates, places)
    outcomes = every_outcome(contenders, rubric)
    assert outlooks(contenders, terms) == {one.id: by_hand(outcomes, one.id) for one in contenders}


@pytest.mark.parametrize("seed", range(60))
def test_a_tie_that_is_left_gives_nobody_the_last_place(seed: int) -> None:
    dice = Random(1000 + seed)  # noqa: S311
    contenders = random_contenders(dice)
    certificates = dice.choice((1, 1, 2))
    rubric = small(certificates, certificate_tie="none")
    terms = Terms(Decimal(LEAST), Decimal(0), certificates, tie_left=True)
    outcomes = every_outcome(contenders, rubric)
    found = outlooks(contenders, terms)
    for one in contenders:
        assert found[one.id] == by_hand(outcomes, one.id)


def of(*bounds: Any) -> tuple[Contender, ...]:
    return tuple(
        Contender(name, Decimal(low), Decimal(high)) for name, (low, high) in zip("abcdefgh", bounds, strict=False)
    )


def test_a_recorded_ballot_between_settled_totals_decides() -> None:
    level = of((7, 7), (7, 7), (6, 6))
    asked = Terms(Decimal(5), Decimal(0), 1)
    assert is_open(level, asked)
    told = Terms(Decimal(5), Decimal(0), 1, decided=frozenset({("b", "a")}))
    assert outlooks(level, told) == {
        "a": Outlook(NO, SURE, SURE),
        "b": Outlook(SURE, NO, SURE),
        "c": Outlook(NO, NO, NO),
    }
    assert not is_open(level, told)


def test_equal_bounds_are_open_and_a_hair_above_them_is_not() -> None:
    terms = Terms(Decimal(5), Decimal(0), 0)
    assert is_open(of((7, 9), (5, 7)), terms)
    assert not is_open(of(("7.01", 9), (5, 7)), terms)


def test_the_least_total_itself_is_enough() -> None:
    terms = Terms(Decimal(110), Decimal(0), 1)
    assert outlooks(of((110, 120), (90, 100)), terms)["a"].flag is SURE
    assert outlooks(of(("109.99", 120), (90, 100)), terms)["a"].flag is POSSIBLE
    assert outlooks(of((90, "109.99"), (80, 89)), terms)["a"].flag is NO


def test_nobody_has_an_outlook_in_an_empty_cluster() -> None:
    assert outlooks((), Terms(Decimal(110), Decimal(0), 1)) == {}
