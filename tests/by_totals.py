"""Clusters made of totals alone, without sheets: what ranking and awards see, in memory.

The clauses of the two awards differ here, so that a test can tell which of them is cited.
"""

from __future__ import annotations

from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from tests.render.by_hand import DISTRICTS, rubric_of
from thidua_cli.awards import recommend
from thidua_cli.cluster import Cluster, ClusterUnit, State
from thidua_cli.intake import Identity, ScoreSheet
from thidua_cli.ranking import rank
from thidua_cli.roster.model import Ballot, Member, Roster
from thidua_cli.rubric.model import Stage
from thidua_cli.scores import Scores, Total
from thidua_cli.submission import Submission, UnitName

if TYPE_CHECKING:
    from collections.abc import Mapping

    from thidua_cli.awards import Recommendation
    from thidua_cli.findings import Finding
    from thidua_cli.rubric.model import Criterion, Rubric

PATH = "cum-1"
FLAG_CLAUSE, CERTIFICATE_CLAUSE = "C.II.1", "C.II.2"
EMPTY = ("II.1", "III.2")  # the cells that a blank column lacks
USED = {
    Stage.SELF: frozenset({("I.1", Stage.SELF), ("III.2", Stage.SELF)}),
    Stage.CLUSTER: frozenset({("I.1", Stage.CLUSTER), ("III.2", Stage.CLUSTER)}),
    Stage.BOARD: frozenset({("I.1", Stage.CLUSTER), ("III.2", Stage.BOARD)}),
}

Points = str | None


def points(*, self_: Points = "1", cluster: Points = "1", board: Points = "1") -> Scores:
    """The totals of one sheet; None is a column with cells left empty."""
    given = {Stage.SELF: self_, Stage.CLUSTER: cluster, Stage.BOARD: board}
    totals = {
        stage: Total(Decimal(said or 0), said is not None, said is not None, () if said is not None else EMPTY)
        for stage, said in given.items()
    }
    sections = {stage: {"I": total.value} for stage, total in totals.items()}
    leaves: dict[Stage, tuple[Criterion, ...]] = dict.fromkeys(Stage, ())
    return Scores({}, {}, leaves, frozenset(), totals, sections, {}, USED)


def even(total: str) -> Scores:
    """The same total in every column."""
    return points(self_=total, cluster=total, board=total)


def sheet_of(unit: str, scores: Scores | None, findings: tuple[Finding, ...] = ()) -> Submission:
    read = ScoreSheet(f"{unit}.xlsx", "Biểu", rubric_of(), Identity()) if scores else None
    return Submission(
        f"{unit}.xlsx", "", UnitName(unit, f"Sở {unit.upper()}"), "2019", DISTRICTS, read, scores, findings
    )


def table(
    *,
    flag: Mapping[str, Any] | None = None,
    certificate: Mapping[str, Any] | None = None,
    silent: bool = False,
    **options: str,
) -> Rubric:
    """The issued table with changed awards and chosen readings; a silent guidance has no readings at all."""
    rubric = rubric_of()
    known = rubric.guidance
    awards = {
        "flag": replace(known.award("flag"), **{"clause": FLAG_CLAUSE, **(flag or {})}),
        "certificate": replace(known.award("certificate"), **{"clause": CERTIFICATE_CLAUSE, **(certificate or {})}),
    }
    guidance = replace(known, awards=awards, readings={} if silent else known.readings)
    return replace(rubric, guidance=guidance, options=MappingProxyType(options))


def cluster_of(
    units: Mapping[str, Submission | str | None],
    *,
    members: Mapping[str, Mapping[str, Any]] | None = None,
    ballots: tuple[Ballot, ...] = (),
    rubric: Rubric | None = None,
) -> Cluster:
    """A cluster of the units, each with its submission, its one total, or nothing."""
    joined: list[ClusterUnit] = []
    for unit, given in units.items():
        member = Member(unit, f"Sở {unit.upper()}", **(members or {}).get(unit, {}))
        sent = sheet_of(unit, even(given)) if isinstance(given, str) else given
        if sent is None:
            joined.append(ClusterUnit(member, State.MISSING))
            continue
        wrong = any(finding.is_error for finding in sent.findings)
        state = State.UNREADABLE if sent.scores is None else State.ERRORS if wrong else State.OK
        joined.append(ClusterUnit(member, state, sent, (sent.file,)))
    roster = Roster("cum-1", "Cụm 1", "2019", DISTRICTS, tuple(each.member for each in joined), ballots=ballots)
    sheets = tuple(each.submission for each in joined if each.submission is not None)
    return Cluster(PATH, roster, rubric or table(), tuple(joined), sheets, ())


def proposed(
    *totals: str | None,
    members: Mapping[str, Mapping[str, Any]] | None = None,
    ballots: tuple[Ballot, ...] = (),
    rubric: Rubric | None = None,
) -> Recommendation:
    """What is proposed for units `a`, `b`, … with these totals; None sent no sheet."""
    units = dict(zip("abcdefghijk", totals, strict=False))
    cluster = cluster_of(units, members=members, ballots=ballots, rubric=rubric)
    return recommend(cluster, rank(cluster))
