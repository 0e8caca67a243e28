"""Which awards each unit can still get and which nobody can take from it, from the bounds of all totals (C.II).

This module knows points, quotas and readings; no sheet, no file and no sentence.
"""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

ZERO = Decimal(0)


class Chance(StrEnum):
    """Whether a unit gets an award once everything open is settled."""

    SURE = "sure"
    POSSIBLE = "possible"
    NO = "no"


class Contender(Struct, frozen=True):
    """A unit with the totals it can still have.

    Attributes:
        id: Its id.
        least: The least total, in points.
        greatest: The greatest.
        stays: Whether it is certainly in the ranking; a pending unit, or one without a usable sheet, may not be.
    """

    id: str
    least: Decimal
    greatest: Decimal
    stays: bool = True


class Terms(Struct, frozen=True):
    """What decides the awards beside the totals.

    Attributes:
        flag_least: The least total for the flag.
        certificate_least: The least total for a certificate; 0 if there is none.
        certificates: How many the cluster may propose.
        without_flag: How many may be proposed where no flag is (reading `certificates_without_flag`).
        tie_left: Whether a tie for the last place leaves it empty instead of going to a ballot (Q-45).
        decided: Pairs (winner, loser) of recorded ballots between totals that cannot change any more.
    """

    flag_least: Decimal
    certificate_least: Decimal
    certificates: int
    without_flag: int = 0
    tie_left: bool = False
    decided: frozenset[tuple[str, str]] = frozenset()


class Outlook(Struct, frozen=True):
    """What one unit can still get.

    Attributes:
        flag: The flag.
        certificate: A certificate.
        any_award: The one or the other.
    """

    flag: Chance
    certificate: Chance
    any_award: Chance

    @property
    def is_open(self) -> bool:
        """Whether its award is not settled yet."""
        return Chance.POSSIBLE in {self.flag, self.certificate, self.any_award}


def outlooks(contenders: Sequence[Contender], terms: Terms) -> dict[str, Outlook]:
    """By unit id, what each can still get; equal totals count as open for all of them until a ballot decides.

    Totals move independently within their bounds. What is sure holds for every way in which the open cells can
    be filled; what is possible happens in at least one.
    """
    found = _Field(tuple(contenders), terms)
    return {one.id: found.outlook(one) for one in contenders}


def is_open(contenders: Sequence[Contender], terms: Terms) -> bool:
    """Whether any award is not settled yet."""
    return any(outlook.is_open for outlook in outlooks(contenders, terms).values())


class _Field(Struct, frozen=True):
    contenders: tuple[Contender, ...]
    terms: Terms

    def outlook(self, unit: Contender) -> Outlook:
        flag, certificate = self._may_lead(unit), self._may_follow(unit)
        sure_flag = flag and self._must_lead(unit)
        sure_any = sure_flag or ((flag or certificate) and self._must_be_rewarded(unit))
        return Outlook(
            Chance.SURE if sure_flag else Chance.POSSIBLE if flag else Chance.NO,
            _chance(possible=certificate and not sure_flag, sure=sure_any and not flag),
            _chance(possible=flag or certificate, sure=sure_any),
        )

    def _others(self, *but: Contender) -> Iterable[Contender]:
        return (one for one in self.contenders if one not in but)

    def _beats(self, one: Contender, other: Contender) -> bool:
        return (one.id, other.id) in self.terms.decided

    def _surely_above(self, one: Contender, unit: Contender, total: Decimal) -> bool:
        """Whether `one` certainly stands above the unit when that has so many points."""
        return one.stays and (one.least > total or (one.least == total and self._beats(one, unit)))

    # --- what is possible -----------------------------------------------------------------------

    def _may_lead(self, unit: Contender) -> bool:
        """Its greatest total is enough, and nobody is certainly above it."""
        if unit.greatest < self.terms.flag_least:
            return False
        return not any(self._surely_above(one, unit, unit.greatest) for one in self._others(unit))

    def _may_follow(self, unit: Contender) -> bool:
        """There is a leader that it can come next after, or a certificate without one."""
        if self.terms.certificates and any(self._may_follow_after(unit, one) for one in self._others(unit)):
            return True
        return bool(self.terms.without_flag) and self._may_stand_without_flag(unit)

    def _may_follow_after(self, unit: Contender, leader: Contender) -> bool:
        """Whether it can be among the certificates while that unit holds the flag."""
        total = min(unit.greatest, leader.greatest)
        if not self._may_lead(leader) or unit.least > leader.greatest or total < self.terms.certificate_least:
            return False
        if unit.least == leader.greatest and self._beats(unit, leader):
            return False
        return self._fits(unit, total, self.terms.certificates, leader)

    def _may_stand_without_flag(self, unit: Contender) -> bool:
        """Whether it can have one of the places given although nobody reaches the flag's least total."""
        least = self.terms.flag_least
        if any(one.stays and one.least >= least for one in self.contenders) or unit.least >= least:
            return False
        if unit.greatest >= least:
            # It can come as near to the least total as it likes; nobody is certainly there.
            return least > self.terms.certificate_least
        if unit.greatest < self.terms.certificate_least:
            return False
        return self._fits(unit, unit.greatest, self.terms.without_flag)

    def _fits(self, unit: Contender, total: Decimal, places: int, *but: Contender) -> bool:
        """Whether so many places can be enough for it with that total."""
        above = 0
        for one in self._others(unit, *but):
            tie_in_the_way = self.terms.tie_left and one.stays and one.least == total
            above += self._surely_above(one, unit, total) or tie_in_the_way
        return above < places

    # --- what is sure ---------------------------------------------------------------------------

    def _maybe_not_below(self, unit: Contender) -> list[Contender]:
        """Who can come to stand above the unit, or level with it, when it has its least total."""
        return [
            one
            for one in self._others(unit)
            if one.greatest > unit.least or (one.greatest == unit.least and not self._beats(unit, one))
        ]

    def _must_lead(self, unit: Contender) -> bool:
        return unit.stays and unit.least >= self.terms.flag_least and not self._maybe_not_below(unit)

    def _must_be_rewarded(self, unit: Contender) -> bool:
        if not unit.stays or unit.least < self.terms.certificate_least:
            return False
        rivals = len(self._maybe_not_below(unit))
        surely_flag = any(one.stays and one.least >= self.terms.flag_least for one in self.contenders)
        return rivals <= self.terms.certificates and (surely_flag or rivals < self.terms.without_flag)


def _chance(*, possible: bool, sure: bool) -> Chance:
    if not possible:
        return Chance.NO
    return Chance.SURE if sure else Chance.POSSIBLE
