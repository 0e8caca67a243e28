"""Two rankings of one cluster side by side: the provisional one, as the cluster settled it, and the official one.

This module ranks nobody and proposes nothing itself; it knows no file and no cell.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from msgspec import Struct

from thidua_cli import catalogue
from thidua_cli.awards import AWARD_WORDS, recommend
from thidua_cli.catalogue import Text, filled
from thidua_cli.ranking import rank
from thidua_cli.rubric.model import Stage, Status

if TYPE_CHECKING:
    from thidua_cli.awards import Recommendation
    from thidua_cli.cluster import Cluster
    from thidua_cli.findings import Finding
    from thidua_cli.ranking import Ranking
    from thidua_cli.roster.model import AwardId, Member


class Place(Struct, frozen=True):
    """Where a unit stands in one of the rankings.

    Attributes:
        rank: Its rank; None if it is not ranked there.
        total: Its exact total in points; None if there is none to show.
        award: What it is proposed for; None for nothing.
        ballot: The award for which a ballot awaits it; None if none does.
        held: Whether its certificate is settled only after the ballot for the flag.
        reaches: Whether its total reaches the least total of the flag; None without a rank.
    """

    rank: int | None
    total: Decimal | None
    award: AwardId | None
    ballot: AwardId | None
    held: bool
    reaches: bool | None


class Standing(Struct, frozen=True):
    """A member in both rankings.

    Attributes:
        member: The member.
        before: Its place in the provisional ranking.
        after: Its place in the official one.
    """

    member: Member
    before: Place
    after: Place

    @property
    def both(self) -> bool:
        """Whether both rankings have a rank for it."""
        return self.before.rank is not None and self.after.rank is not None

    @property
    def rank_changed(self) -> bool:
        """Whether its rank is another one, or only one of the rankings has one."""
        return self.before.rank != self.after.rank

    @property
    def total_changed(self) -> bool:
        """Whether its total is another one."""
        return self.before.total != self.after.total

    @property
    def threshold_changed(self) -> bool:
        """Whether it reaches the least total of the flag in one ranking only."""
        return self.both and self.before.reaches != self.after.reaches

    @property
    def award_changed(self) -> bool:
        """Whether it is proposed for something else, or a ballot awaits it in one ranking only."""
        return (self.before.award, self.before.ballot) != (self.after.award, self.after.ballot)

    @property
    def matters(self) -> bool:
        """Whether anything changed that the conference adopted: rank, least total or proposal."""
        return self.rank_changed or self.threshold_changed or self.award_changed


class Comparison(Struct, frozen=True):
    """The provisional ranking beside the official one.

    Attributes:
        ranking: The provisional ranking, by the cluster's scores.
        recommendation: What followed from it.
        standings: Every member, in the order of the official ranking.
        least: The least total of the flag; None if it has none.
    """

    ranking: Ranking
    recommendation: Recommendation
    standings: tuple[Standing, ...]
    least: Decimal | None

    @property
    def changes(self) -> tuple[Standing, ...]:
        """The members of which rank, test of the least total or proposal changed."""
        return tuple(standing for standing in self.standings if standing.matters)

    @property
    def differs(self) -> bool:
        """Whether anything differs, totals included."""
        return any(standing.matters or standing.total_changed for standing in self.standings)

    @property
    def one_sided(self) -> tuple[Member, ...]:
        """The members that are considered and that only one of the rankings, or neither, can rank."""
        return tuple(
            standing.member
            for standing in self.standings
            if standing.member.status is Status.ELIGIBLE and not standing.both
        )

    def of(self, unit_id: str) -> Standing | None:
        """The member of that id in both rankings; None if there is no such member."""
        return next((standing for standing in self.standings if standing.member.id == unit_id), None)


def compare(cluster: Cluster, official: Ranking, recommendation: Recommendation) -> Comparison:
    """The cluster's own ranking beside the official one (Q-39)."""
    adopted = rank(cluster, Stage.CLUSTER)
    provisional = recommend(cluster, adopted)
    least = recommendation.flag.award.least_total
    sides = ((adopted, provisional), (official, recommendation))
    before, after = (places(ranking, proposals) for ranking, proposals in sides)
    standings = tuple(Standing(row.member, before[row.member.id], after[row.member.id]) for row in official.rows)
    return Comparison(adopted, provisional, standings, least)


def places(ranking: Ranking, recommendation: Recommendation) -> dict[str, Place]:
    """Where each member stands in the ranking, by its id."""
    least = recommendation.flag.award.least_total
    return {
        row.member.id: Place(
            row.rank,
            row.total,
            recommendation.award_of(row.member.id),
            (ballot := _awaits(row.member.id, recommendation)),
            row.rank is not None and bool(recommendation.flag.ballot) and ballot is None,
            None if row.rank is None or row.total is None else row.total >= (least or Decimal(0)),
        )
        for row in ranking.rows
    }


def _awaits(unit_id: str, recommendation: Recommendation) -> AwardId | None:
    if unit_id in recommendation.flag.ballot:
        return "flag"
    return "certificate" if unit_id in recommendation.certificate.ballot else None


# --- what the board's examination changed ---------------------------------------------------------

_CHANGED = Text("{name} ({before} → {after})", "{name} ({before} → {after})")
_NONE = Text("không đề nghị", "not proposed")
_BALLOT = Text("chờ bỏ phiếu {award}", "awaits the ballot for the {award}")
_HELD = Text("chờ kết quả bỏ phiếu Cờ", "held until the flag's ballot")
_UNRANKED = Text("không xếp hạng", "not ranked")


def proposal_in_words(place: Place) -> Text:
    """What a unit is proposed for in one of the rankings."""
    if place.award is not None:
        return AWARD_WORDS[place.award]
    if place.ballot is not None:
        return filled(_BALLOT, award=AWARD_WORDS[place.ballot])
    if place.rank is None:
        return _UNRANKED
    return _HELD if place.held else _NONE


def findings(comparison: Comparison, cluster: Cluster) -> tuple[Finding, ...]:
    """The proposals that the board's examination changed against what the cluster adopted (Q-39).

    While a ballot was open, or where the rankings rank different units, nobody knows what the cluster adopted
    or would propose now.
    """
    proposals = comparison.recommendation
    apart = any((one.before.rank is None) != (one.after.rank is None) for one in comparison.standings)
    if apart or proposals.flag.ballot or proposals.certificate.ballot:
        return ()
    in_order = (comparison.of(member.id) for member in cluster.roster.members)
    changes = tuple(
        filled(
            _CHANGED,
            name=one.member.name,
            before=proposal_in_words(one.before),
            after=proposal_in_words(one.after),
        )
        for one in in_order
        if one is not None and one.award_changed
    )
    return (catalogue.AWARDS_CHANGED.finding(file=cluster.path, changes=changes),) if changes else ()
