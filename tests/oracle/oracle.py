"""What contract 4, 5 and 6 say of a cluster, reckoned from its description alone.

Nothing of the program is used here, and nothing of the files. Where the contract leaves a choice, the
choice taken is marked "Reading".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from oracle.description import SECTIONS, STAGES, TOTAL, Cluster, Sheet, Stage, Table, Unit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from oracle.description import Award, Ballot

FLAG_THRESHOLD = 110_00


@dataclass(frozen=True, slots=True)
class Line:
    """A unit's line of the ranking; a total of None is a total the contract does not fix."""

    unit: str
    rank: int | None
    total: int | None
    sections: dict[str, int] | None
    state: Literal["ok", "errors", "missing", "duplicate"]
    status: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """An award's quota, the units proposed and the units between which a vote must decide."""

    quota: int
    proposed: frozenset[str] = frozenset()
    ballot: frozenset[str] = frozenset()
    seats: int = 0


@dataclass(frozen=True, slots=True)
class Verdict:
    """All that the contract fixes for a cluster; `ready` is None where it does not."""

    stage: Stage | None
    lines: dict[str, Line]
    flag: Proposal
    certificate: Proposal
    ready: bool | None


# --- one sheet -----------------------------------------------------------------------------------


def errors(sheet: Sheet, table: Table) -> set[tuple[str, Stage]]:
    """The places of a sheet where an error stands: impossible scores and sums stated wrongly."""
    wrong: set[tuple[str, Stage]] = set()
    for (row, stage), value in sheet.cells.items():
        if isinstance(value, str) or not 0 <= value <= table.maximum(row):
            wrong.add((row, stage))
    for (row, stage), stated in sheet.stated.items():
        if stated != _sum(sheet, table.leaves_of(row), stage):
            wrong.add((row, stage))
    return wrong


def _sum(sheet: Sheet, leaves: Sequence[str], stage: Stage) -> int:
    return sum(_number(sheet, leaf, stage) for leaf in leaves)


def _number(sheet: Sheet, leaf: str, stage: Stage) -> int:
    value = sheet.cells.get((leaf, stage), 0)
    return 0 if isinstance(value, str) else value


def used(table: Table, stage: Stage, scope: Sequence[str]) -> set[tuple[str, Stage]]:
    """The scored cells whose numbers make up the total at a stage."""
    if stage != "board":
        return {(leaf, stage) for leaf in table.leaves()}
    return {
        (leaf, "board" if section in scope else "cluster")
        for section in SECTIONS
        for leaf in table.leaves(section)
    }


def counts(sheet: Sheet, table: Table, stage: Stage, scope: Sequence[str]) -> bool:
    """Whether every scored row of the stage is filled; a cell with an error in it is filled.

    Reading: the board's stage also needs the cluster's scores outside the board's scope, since
    without them there is no final score.
    """
    return all(cell in sheet.cells for cell in used(table, stage, scope))


def touched(sheet: Sheet, table: Table, stage: Stage, scope: Sequence[str]) -> bool:
    """Whether an error of the sheet stands on a number that a ranking at the stage uses.

    A wrong sum touches what it sums when all of that is used. The generator makes no sheet whose
    cluster total is wrong in a cluster that reaches the board.
    """
    cells = used(table, stage, scope)
    return any(
        (row, at) == (TOTAL, stage)
        if row == TOTAL
        else all((leaf, at) in cells for leaf in table.leaves_of(row))
        for row, at in errors(sheet, table)
    )


# --- the ranking ---------------------------------------------------------------------------------


def judge(cluster: Cluster) -> Verdict:
    """The contract's verdict on a cluster."""
    table = cluster.table
    scope = SECTIONS if cluster.readings.get("appraisal_scope") == "all" else ("III",)
    stage = _stage(cluster, scope)
    ranked: dict[str, int] = {}
    lines: list[Line] = []
    for unit in cluster.units:
        total, sections = None, None
        if stage and len(unit.sheets) == 1:
            sheet = unit.sheets[0]
            if counts(sheet, table, stage, scope) and not touched(sheet, table, stage, scope):
                cells = used(table, stage, scope)
                sections = {
                    section: sum(
                        _number(sheet, leaf, at) for leaf, at in cells if leaf in table.leaves_of(section)
                    )
                    for section in SECTIONS
                }
                total = sum(sections.values())
                if unit.status == "eligible":
                    ranked[unit.id] = total
        lines.append(Line(unit.id, None, total, sections, _state(unit, table), unit.status))
    places = {
        unit: 1 + sum(other > total for other in ranked.values()) for unit, total in ranked.items()
    }
    flag, certificate, invalid, unclear = _awards(cluster, ranked)
    ready: bool | None = (
        stage == "board"
        and not flag.ballot
        and not certificate.ballot
        and not invalid
        and not cluster.unreadable_files
        and all(line.state == "ok" for line in lines)
        and all(line.status != "eligible" or line.unit in ranked for line in lines)
    )
    # Reading: a member without a sheet, or a sheet without scores, is not accounted for, whatever
    # its status; the contract does not say it of an excluded one.
    aside = [line for line in lines if line.status != "eligible"]
    if unclear or any(line.state == "missing" or line.total is None for line in aside):
        ready = None
    return Verdict(
        stage,
        {
            line.unit: Line(
                line.unit, places.get(line.unit), line.total, line.sections, line.state, line.status
            )
            for line in lines
        },
        flag,
        certificate,
        ready,
    )


def _state(unit: Unit, table: Table) -> Literal["ok", "errors", "missing", "duplicate"]:
    if not unit.sheets:
        return "missing"
    if len(unit.sheets) > 1:
        return "duplicate"
    return "errors" if errors(unit.sheets[0], table) else "ok"


def _stage(cluster: Cluster, scope: Sequence[str]) -> Stage | None:
    """The latest stage that counts for every unit that would be ranked at it.

    Reading: a unit for which no stage counts cannot be ranked and holds nobody back. A unit that is
    out at a stage because of an error holds nobody back at that stage.
    """
    if cluster.forced_stage:
        return cluster.forced_stage
    table = cluster.table
    sheets = [
        unit.sheets[0] for unit in cluster.units if unit.status == "eligible" and len(unit.sheets) == 1
    ]
    sheets = [sheet for sheet in sheets if any(counts(sheet, table, stage, scope) for stage in STAGES)]
    for stage in reversed(STAGES):
        standing = [sheet for sheet in sheets if not touched(sheet, table, stage, scope)]
        if standing and all(counts(sheet, table, stage, scope) for sheet in standing):
            return stage
    return None


# --- awards --------------------------------------------------------------------------------------


def _awards(cluster: Cluster, ranked: dict[str, int]) -> tuple[Proposal, Proposal, bool, bool]:
    """Both proposals, whether a ballot is invalid, and whether a ballot's weight is not fixed.

    Reading: quotas follow from the number of members, and stay when nobody can be proposed.
    """
    members = len(cluster.units)
    seats = 2 if members >= 7 else 1  # noqa: PLR2004 - contract 6.3 says seven
    if members == 6:  # noqa: PLR2004 - contract 6.3 says exactly six
        seats = int(cluster.readings.get("certificates_when_6", "1"))
    flag = _flag(cluster, ranked)
    certificate = Proposal(seats)
    if flag.proposed:
        certificate = _line(cluster, {u: t for u, t in ranked.items() if u not in flag.proposed}, seats, seats)
    elif not flag.ballot:
        without = cluster.readings.get("certificates_without_flag", "none")
        if without == "top":
            certificate = _line(cluster, ranked, seats, seats)
        elif without == "leader":
            # Reading: one certificate, to the leader; several leaders need a vote.
            certificate = _line(cluster, ranked, seats, 1)
    invalid = any(_counts_wrongly(ballot) for ballot in cluster.ballots)
    # A ballot between other units than the tied ones decides nothing; the contract does not say
    # whether it is an error or only unneeded.
    unclear = any(
        ballot.votes.keys() != set(ballot.between) or _misses(cluster, ballot, flag, certificate, ranked)
        for ballot in cluster.ballots
    )
    return flag, certificate, invalid, unclear


def _flag(cluster: Cluster, ranked: dict[str, int]) -> Proposal:
    best = max(ranked.values(), default=0)
    if best < FLAG_THRESHOLD:
        return Proposal(1)
    first = frozenset(unit for unit, total in ranked.items() if total == best)
    if len(first) == 1:
        return Proposal(1, first)
    chosen = _chosen(cluster, "flag", first, 1)
    return Proposal(1, chosen) if chosen else Proposal(1, ballot=first, seats=1)


def _line(cluster: Cluster, ranked: dict[str, int], quota: int, seats: int) -> Proposal:
    """The next in line by total; a tie across the last place needs a ballot for the places left.

    Reading: the losers of a ballot for the flag are tied with each other, and the votes they had for
    the flag do not order them.
    """
    proposed: set[str] = set()
    for total in sorted(set(ranked.values()), reverse=True):
        tied = frozenset(unit for unit, each in ranked.items() if each == total)
        left = seats - len(proposed)
        if len(tied) <= left:
            proposed |= tied
            continue
        if left:
            chosen = _chosen(cluster, "certificate", tied, left)
            if not chosen:
                return Proposal(quota, frozenset(proposed), tied, left)
            proposed |= chosen
        break
    return Proposal(quota, frozenset(proposed))


def _chosen(cluster: Cluster, award: Award, tied: frozenset[str], seats: int) -> frozenset[str]:
    """The units a valid ballot between exactly the tied units chose; none when there is no such.

    Of several ballots the first that decides counts: a vote that ended level is held again.
    """
    for ballot in cluster.ballots:
        if ballot.award != award or set(ballot.between) != tied or _counts_wrongly(ballot):
            continue
        if ballot.votes.keys() != tied:
            continue
        order = sorted(ballot.votes.values(), reverse=True)
        if order[seats - 1] > order[seats]:
            return frozenset(unit for unit, votes in ballot.votes.items() if votes >= order[seats - 1])
    return frozenset()


def _counts_wrongly(ballot: Ballot) -> bool:
    return sum(ballot.votes.values()) > ballot.voters


def _misses(
    cluster: Cluster, ballot: Ballot, flag: Proposal, certificate: Proposal, ranked: dict[str, int]
) -> bool:
    """Whether a ballot is for an award that had a tie, but not between the tied units."""
    del cluster
    proposal = flag if ballot.award == "flag" else certificate
    if proposal.ballot:
        return set(ballot.between) != proposal.ballot
    totals = {ranked.get(unit) for unit in ballot.between}
    tied = {unit for unit, total in ranked.items() if total in totals}
    if ballot.award == "certificate" and len(tied - flag.proposed) > 1:
        tied -= flag.proposed
    return len(totals) > 1 or tied != set(ballot.between)
