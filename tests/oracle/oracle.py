"""What contract 4, 5 and 6 say of a cluster, reckoned from its description alone.

Nothing of the program is used here, and nothing of the files. Where the contract leaves a choice, the
choice taken is marked "Reading".
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal

from tests.oracle.description import SECTIONS, STAGES, TOTAL, Cluster, Sheet, Stage, Table, Unit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.oracle.description import Award, Ballot

FLAG_THRESHOLD = 110_00
HEADS_ONLY = "III.6.2"


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
    """All that the contract fixes for a cluster; `ready` is None where it does not.

    `held_twice` says whether a bonus has more than one holder.
    """

    stage: Stage | None
    lines: dict[str, Line]
    flag: Proposal
    certificate: Proposal
    ready: bool | None
    held_twice: bool


# --- one sheet -----------------------------------------------------------------------------------


def errors(sheet: Sheet, table: Table, head: bool) -> set[tuple[str, Stage]]:
    """The places of a sheet where an error stands: impossible scores and sums stated wrongly.

    A unit that is neither leader nor deputy of the cluster has no points in III.6.2.
    """
    wrong: set[tuple[str, Stage]] = set()
    if not head:
        wrong |= {(HEADS_ONLY, stage) for stage in STAGES if _number(sheet, HEADS_ONLY, stage) > 0}
    for (row, stage), value in sheet.cells.items():
        if isinstance(value, str) or not 0 <= value <= table.maximum[row]:
            wrong.add((row, stage))
    for (row, stage), stated in sheet.stated.items():
        if stated != _sum(sheet, table.leaves_of[row], stage):
            wrong.add((row, stage))
    return wrong


def _sum(sheet: Sheet, leaves: Sequence[str], stage: Stage) -> int:
    return sum(_number(sheet, leaf, stage) for leaf in leaves)


def _number(sheet: Sheet, leaf: str, stage: Stage) -> int:
    value = sheet.cells.get((leaf, stage), 0)
    return 0 if isinstance(value, str) else value


@cache
def used(table: Table, stage: Stage, scope: tuple[str, ...]) -> frozenset[tuple[str, Stage]]:
    """The scored cells whose numbers make up the total at a stage."""
    if stage != "board":
        return frozenset((leaf, stage) for leaf in table.leaves)
    return frozenset[tuple[str, Stage]](
        (leaf, "board" if section in scope else "cluster") for section in SECTIONS for leaf in table.leaves_of[section]
    )


def counts(sheet: Sheet, table: Table, stage: Stage, scope: tuple[str, ...]) -> bool:
    """Whether every scored row of the stage is filled; a cell with an error in it is filled.

    Reading: the board's stage also needs the cluster's scores outside the board's scope, since
    without them there is no final score.
    """
    return all(cell in sheet.cells for cell in used(table, stage, scope))


def touched(sheet: Sheet, table: Table, stage: Stage, scope: tuple[str, ...], head: bool) -> bool:
    """Whether an error of the sheet stands on a number that a ranking at the stage uses.

    A wrong sum touches what it sums when all of that is used. The generator makes no sheet whose
    cluster total is wrong in a cluster that reaches the board.
    """
    cells = used(table, stage, scope)
    return any(
        (row, at) == (TOTAL, stage) if row == TOTAL else all((leaf, at) in cells for leaf in table.leaves_of[row])
        for row, at in errors(sheet, table, head)
    )


# --- the cluster ---------------------------------------------------------------------------------


def held_twice(cluster: Cluster) -> bool:
    """Whether the cluster's or the board's column gives one bonus to two units (B.III.6).

    Reading: excluded units are not considered, pending ones may be cleared and count. The column of the
    self scores holds claims only. Nobody loses a place by it.
    """
    sheets = [unit.sheets[0] for unit in cluster.units if unit.status != "excluded" and len(unit.sheets) == 1]
    places = [(row, stage) for row in cluster.table.leaves if row.startswith("III.6.") for stage in STAGES[1:]]
    return any(sum(_number(sheet, row, stage) > 0 for sheet in sheets) > 1 for row, stage in places)


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
            head = cluster.is_head(unit.id)
            if counts(sheet, table, stage, scope) and not touched(sheet, table, stage, scope, head):
                cells = used(table, stage, scope)
                sections = {
                    section: sum(_number(sheet, leaf, at) for leaf, at in cells if leaf in table.leaves_of[section])
                    for section in SECTIONS
                }
                total = sum(sections.values())
                if unit.status == "eligible":
                    ranked[unit.id] = total
        lines.append(Line(unit.id, None, total, sections, _state(unit, cluster), unit.status))
    places = {unit: 1 + sum(other > total for other in ranked.values()) for unit, total in ranked.items()}
    votes = _Votes(cluster.ballots)
    flag, certificate = _awards(cluster, ranked, votes)
    twice = held_twice(cluster)
    ready: bool | None = (
        stage == "board"
        and not twice
        and not flag.ballot
        and not certificate.ballot
        and not votes.invalid()
        and not cluster.unreadable_files
        and all(line.state == "ok" for line in lines)
        and all(line.status != "eligible" or line.unit in ranked for line in lines)
    )
    # The contract does not say whether a member set aside is accounted for without its scores.
    aside = [line for line in lines if line.status != "eligible"]
    if votes.strays() or any(line.state == "missing" or line.total is None for line in aside):
        ready = None
    return Verdict(
        stage,
        {
            line.unit: Line(line.unit, places.get(line.unit), line.total, line.sections, line.state, line.status)
            for line in lines
        },
        flag,
        certificate,
        ready,
        twice,
    )


def _state(unit: Unit, cluster: Cluster) -> Literal["ok", "errors", "missing", "duplicate"]:
    if not unit.sheets:
        return "missing"
    if len(unit.sheets) > 1:
        return "duplicate"
    return "errors" if errors(unit.sheets[0], cluster.table, cluster.is_head(unit.id)) else "ok"


def _stage(cluster: Cluster, scope: tuple[str, ...]) -> Stage | None:
    """The latest stage that counts for every unit that would be ranked at it.

    Reading: a unit for which no stage counts cannot be ranked and holds nobody back. A unit that is
    out at a stage because of an error holds nobody back at that stage. Nothing is made here of sheets
    that have no stage in common: the contract does not say where they are ranked.
    """
    if cluster.forced_stage:
        return cluster.forced_stage
    table = cluster.table
    units = [unit for unit in cluster.units if unit.status == "eligible" and len(unit.sheets) == 1]
    sheets = [(unit.sheets[0], cluster.is_head(unit.id)) for unit in units]
    sheets = [(sheet, head) for sheet, head in sheets if any(counts(sheet, table, stage, scope) for stage in STAGES)]
    for stage in reversed(STAGES):
        standing = [sheet for sheet, head in sheets if not touched(sheet, table, stage, scope, head)]
        if standing and all(counts(sheet, table, stage, scope) for sheet in standing):
            return stage
    return None


# --- awards --------------------------------------------------------------------------------------


class _Votes:
    """The recorded ballots, and the ties they were asked about."""

    def __init__(self, ballots: Sequence[Ballot]) -> None:
        self.ballots = ballots
        self.asked: set[tuple[Award, frozenset[str]]] = set()

    def chosen(self, award: Award, tied: frozenset[str], seats: int) -> frozenset[str]:
        """The units chosen by a valid ballot between exactly the tied units; none without one.

        Of several ballots the first that decides counts: a vote that ended level is held again.
        """
        self.asked.add((award, tied))
        for ballot in self.ballots:
            if ballot.award != award or not _between(ballot, tied) or _too_many(ballot):
                continue
            order = sorted(ballot.votes.values(), reverse=True)
            if order[seats - 1] > order[seats]:
                return frozenset(unit for unit, votes in ballot.votes.items() if votes >= order[seats - 1])
        return frozenset()

    def invalid(self) -> bool:
        """Whether a ballot counts more votes than voters."""
        return any(_too_many(ballot) for ballot in self.ballots)

    def strays(self) -> bool:
        """Whether a ballot was not between exactly the units of a tie.

        It decides nothing; the contract does not say whether it is an error or only unneeded.
        """
        return any(
            not any(award == ballot.award and _between(ballot, tied) for award, tied in self.asked)
            for ballot in self.ballots
        )


def _between(ballot: Ballot, tied: frozenset[str]) -> bool:
    return set(ballot.between) == tied and ballot.votes.keys() == tied


def _too_many(ballot: Ballot) -> bool:
    return sum(ballot.votes.values()) > ballot.voters


def _awards(cluster: Cluster, ranked: dict[str, int], votes: _Votes) -> tuple[Proposal, Proposal]:
    """Both proposals.

    Reading: quotas follow from the number of members, and stay when nobody can be proposed.
    """
    members = len(cluster.units)
    seats = 2 if members >= 7 else 1
    if members == 6:
        seats = int(cluster.readings.get("certificates_when_6", "1"))
    flag = _flag(ranked, votes)
    if flag.ballot:
        return flag, Proposal(seats)
    if flag.proposed:
        rest = {unit: total for unit, total in ranked.items() if unit not in flag.proposed}
        return flag, _line(rest, votes, seats, seats)
    without = cluster.readings.get("certificates_without_flag", "none")
    if without == "none":
        return flag, Proposal(seats)
    # Reading: with "leader" one certificate, to the leader; several leaders need a vote.
    return flag, _line(ranked, votes, seats, 1 if without == "leader" else seats)


def _flag(ranked: dict[str, int], votes: _Votes) -> Proposal:
    best = max(ranked.values(), default=0)
    if best < FLAG_THRESHOLD:
        return Proposal(1)
    first = frozenset(unit for unit, total in ranked.items() if total == best)
    if len(first) == 1:
        return Proposal(1, first)
    chosen = votes.chosen("flag", first, 1)
    return Proposal(1, chosen) if chosen else Proposal(1, ballot=first, seats=1)


def _line(ranked: dict[str, int], votes: _Votes, quota: int, seats: int) -> Proposal:
    """The next in line by total; a tie across the last place needs a ballot for the places left.

    Reading: the losers of a ballot for the flag are tied with each other, and the votes they had for
    the flag do not order them.
    """
    proposed: frozenset[str] = frozenset()
    for total in sorted(set(ranked.values()), reverse=True):
        tied = frozenset(unit for unit, each in ranked.items() if each == total)
        left = seats - len(proposed)
        if left and len(tied) > left:
            chosen = votes.chosen("certificate", tied, left)
            if not chosen:
                return Proposal(quota, proposed, tied, left)
            return Proposal(quota, proposed | chosen)
        if left:
            proposed |= tied
    return Proposal(quota, proposed)
