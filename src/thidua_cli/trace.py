"""Where a score comes from, and why a unit gets an award or misses it: the value that explanations draw.

It decides nothing anew: points, ranks and proposals are the report's, and each step names its clause.
This module draws nothing and opens no file.
"""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from thidua_cli.catalogue import MEMBER_MISSING, NO_STAGE, PROPOSALS_HELD, STAGE_NAMES, Reason, Text
from thidua_cli.cluster import State
from thidua_cli.facts import usable
from thidua_cli.rubric.kinds import Sum
from thidua_cli.rubric.model import Stage
from thidua_cli.scores import parts_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from thidua_cli.awards import Proposal
    from thidua_cli.cluster import Cluster, ClusterUnit
    from thidua_cli.comparison import Standing
    from thidua_cli.findings import Finding
    from thidua_cli.intake import Fault, ScoreSheet
    from thidua_cli.ranking import Ranked
    from thidua_cli.report import ClusterReport
    from thidua_cli.roster.model import AwardId, Ballot, Member
    from thidua_cli.rubric.kinds import Outcome
    from thidua_cli.rubric.model import Award, Criterion, Fact, Reading, Rubric
    from thidua_cli.scores import Scores

ZERO = Decimal(0)


class Origin(Struct, frozen=True):
    """Whose number it is and where it stands.

    Attributes:
        cluster: The cluster.
        unit: The member with what became of its sheet.
        rubric: The table its sheet was read against; the cluster's where there is no sheet.
        stage: The column the cluster is ranked by; None while it cannot be ranked.
        forced: Whether the user asked for that column.
        sheet: The unit's sheet; None if there is none that can be used.
        without: Why there is none.
    """

    cluster: Cluster
    unit: ClusterUnit
    rubric: Rubric
    stage: Stage | None
    forced: bool
    sheet: ScoreSheet | None
    without: Reason | None

    @property
    def member(self) -> Member:
        """The unit as listed."""
        return self.unit.member


class Chosen(Struct, frozen=True):
    """A reading with the option in force."""

    reading: Reading
    option: str
    meaning: Text
    is_default: bool


# --- one criterion --------------------------------------------------------------------------------


class Part(Struct, frozen=True):
    """A row or detail that a score is made of, or is part of, with its points in one column.

    Attributes:
        criterion: The row or detail.
        points: Its points; None where nothing is scored.
        cell: Where they stand; None if the sheet has no such cell.
        added: What its own parts come to before any cap; None if it is scored directly.
    """

    criterion: Criterion
    points: Decimal | None
    cell: str | None
    added: Decimal | None = None

    @property
    def is_capped(self) -> bool:
        """Whether its parts come to more than it may give."""
        return self.added is not None and self.points is not None and self.added > self.points


class Column(Struct, frozen=True):
    """What one score column says of the criterion, and what it comes to.

    Attributes:
        stage: The column.
        cell: The cell; None if the sheet has none for it.
        file: The file, where it is not the unit's own sheet; else empty.
        sheet: That file's worksheet; else empty.
        text: What was typed there.
        value: The points read from it.
        fault: Why it states none although it is filled.
        parts: What its points are made of; empty if it is scored directly.
        take: Whether the parts are added up or only the highest counts.
        added: What the parts come to before any cap; None without parts.
        points: Its points as they count, recomputed.
    """

    stage: Stage
    cell: str | None
    text: str
    value: Decimal | None
    fault: Fault | None
    parts: tuple[Part, ...]
    take: Literal["all", "highest"]
    added: Decimal | None
    points: Decimal | None
    file: str = ""
    sheet: str = ""

    @property
    def is_capped(self) -> bool:
        """Whether the parts come to more than the criterion may give."""
        return self.added is not None and self.points is not None and self.added > self.points

    @property
    def is_differently_stated(self) -> bool:
        """Whether the sheet states another sum than its parts come to."""
        return bool(self.parts) and self.value is not None and self.value != self.points


class Figure(Struct, frozen=True):
    """A figure that the rule computes from.

    Attributes:
        fact: What it is.
        cell: Where it stands; None if the sheet does not ask for it.
        text: What was typed.
        value: The number used; None if it is blank or cannot be used.
    """

    fact: Fact
    cell: str | None
    text: str
    value: Decimal | None


class CriterionTrace(Struct, frozen=True):
    """Where one unit's score of one criterion comes from.

    Attributes:
        origin: Whose score it is.
        criterion: The row or detail, under the readings in force.
        rule: How it is scored.
        columns: What each score column says; empty without a usable sheet.
        figures: The figures that the rule asks for.
        facts_sheet: The worksheet with the figures; None if there is none.
        outcome: What the rule gives for them; None while it says nothing.
        evidence: What stands in the column Minh chứng.
        explanation: What stands in the column Giải trình.
        counted: The column that counts; None if none does.
        why: Why that one.
        points: The points that count.
        within: What the criterion is part of in that column, from the nearest up to the section.
        total: The total that the section goes into; None without a ranking or a sheet.
        readings: The readings that bear on it.
        findings: What was found about it, its parts and its wholes.
    """

    origin: Origin
    criterion: Criterion
    rule: Text
    columns: tuple[Column, ...]
    figures: tuple[Figure, ...]
    facts_sheet: str | None
    outcome: Outcome | None
    evidence: str
    explanation: str
    counted: Stage | None
    why: tuple[Reason, ...]
    points: Decimal | None
    within: tuple[Part, ...]
    total: Decimal | None
    readings: tuple[Chosen, ...]
    findings: tuple[Finding, ...]


# --- one unit -------------------------------------------------------------------------------------


class SectionTrace(Struct, frozen=True):
    """A section's points in a total, and the column they are taken from."""

    criterion: Criterion
    points: Decimal
    taken: Stage


class TotalTrace(Struct, frozen=True):
    """One column's total.

    Attributes:
        stage: The column.
        value: The sum of what is scored.
        begun: Whether anything was scored in it.
        filled: Whether every cell it is made of holds something, so that it counts.
        blank: The criteria that are still blank.
        sections: What it is the sum of.
    """

    stage: Stage
    value: Decimal
    begun: bool
    filled: bool
    blank: tuple[str, ...]
    sections: tuple[SectionTrace, ...]


Mark = Literal["threshold", "leader", "above", "below", "last-place", "next"]


class Distance(Struct, frozen=True):
    """How far the unit's total is from a mark, in points: ahead above 0, behind below 0.

    Attributes:
        to: The award's least total; the leading unit; the unit above or below; the last unit proposed
            (or tied) for the award; the first one not proposed.
        points: The unit's total minus the other.
        mark: The other total.
        unit: Whose it is; None for the least total.
    """

    to: Mark
    points: Decimal
    mark: Decimal
    unit: Member | None = None


class Verdict(StrEnum):
    """What becomes of a unit for one award."""

    PROPOSED = "proposed"
    BALLOT = "ballot"
    HELD = "held"
    NOT_PROPOSED = "not-proposed"
    ASIDE = "aside"


class AwardTrace(Struct, frozen=True):
    """Why the unit gets an award or misses it.

    Attributes:
        award: The award.
        quota: How many the cluster may propose.
        verdict: What becomes of it.
        reasons: Why.
        distances: By how much.
        ballots: The ballots recorded for the award between this unit and others.
    """

    award: Award
    quota: int
    verdict: Verdict
    reasons: tuple[Reason, ...]
    distances: tuple[Distance, ...]
    ballots: tuple[Ballot, ...]


class UnitTrace(Struct, frozen=True):
    """Why a unit stands where it stands.

    Attributes:
        origin: The unit.
        totals: Its totals by column; empty without a usable sheet.
        rank: Its rank; None if it stands aside.
        ranked: How many units are ranked.
        total: Its total at the stage of the ranking.
        reasons: What the report says of it: why it stands aside, why it is proposed or not.
        distances: How far it is from the units above and below.
        equal: The units with the same total.
        awards: Each award, in the guidance's order.
        readings: The readings in play.
        findings: What was found about it and its sheet.
        provisional: The same beside how the cluster settled it; None unless the ranking is official.
    """

    origin: Origin
    totals: tuple[TotalTrace, ...]
    rank: int | None
    ranked: int
    total: Decimal | None
    reasons: tuple[Reason, ...]
    distances: tuple[Distance, ...]
    equal: tuple[Member, ...]
    awards: tuple[AwardTrace, ...]
    readings: tuple[Chosen, ...]
    findings: tuple[Finding, ...]
    provisional: Standing | None = None


def rubric_of(report: ClusterReport, unit_id: str) -> Rubric:
    """The table whose criteria can be asked about for the unit."""
    return _origin(report, _row(report, unit_id)).rubric


def trace(report: ClusterReport, unit_id: str, criterion_id: str | None = None) -> CriterionTrace | UnitTrace:
    """Where the unit's score of the criterion comes from, or why the unit stands where it stands.

    The unit and the criterion must be known (`rubric_of`); anything else is a ValueError.
    """
    row = _row(report, unit_id)
    origin = _origin(report, row)
    if criterion_id is None:
        return _unit(report, row, origin)
    criterion = origin.rubric.find(criterion_id)
    if criterion is None:
        raise ValueError(f"{origin.rubric.id} has no criterion {criterion_id}")
    return _criterion(report, row, origin, criterion)


def _row(report: ClusterReport, unit_id: str) -> Ranked:
    for row in report.ranking.rows:
        if row.member.id == unit_id:
            return row
    raise ValueError(f"{report.cluster.roster.id} has no unit {unit_id}")


_MISSING = Text("Đơn vị chưa gửi phiếu.", "The unit has sent no sheet.")
_DUPLICATE = Text(
    "Đơn vị có nhiều phiếu ({files}); không chọn thay phiếu nào là đúng.",
    "The unit has several sheets ({files}); which one is right is not chosen on its behalf.",
)
_UNREADABLE = Text(
    "Không đọc được phiếu {files}; xem phát hiện bên dưới.", "The sheet {files} cannot be read; see the findings."
)


def _origin(report: ClusterReport, row: Ranked) -> Origin:
    unit, cluster = row.unit, report.cluster
    sheet = unit.submission.sheet if unit.submission else None
    without = None
    if sheet is None:
        text = {State.MISSING: _MISSING, State.DUPLICATE: _DUPLICATE}.get(unit.state, _UNREADABLE)
        cites = cluster.rubric.guidance.cites
        clause = cites.get(MEMBER_MISSING.id) if unit.state is State.MISSING else None
        without = Reason.of(text, clause, files=unit.files)
    rubric = sheet.rubric if sheet else cluster.rubric
    return Origin(cluster, unit, rubric, report.ranking.stage, report.ranking.forced, sheet, without)


def _scores(origin: Origin) -> Scores | None:
    return origin.unit.submission.scores if origin.unit.submission else None


# --- the criterion --------------------------------------------------------------------------------

_FORCED = Text(
    "Cụm được xếp hạng theo cột {column}, theo yêu cầu khi chạy lệnh.",
    "The cluster is ranked by the {column}, as asked for on the command line.",
)
_LATEST = Text(
    "Cụm được xếp hạng theo cột {column}, cột sau cùng đủ điểm để xếp hạng.",
    "The cluster is ranked by the {column}, the latest column filled in far enough.",
)
_NO_STAGE = Text("Chưa cột nào đủ điểm để xếp hạng.", "No column is filled in far enough for a ranking yet.")
_EXAMINED = Text(
    "Mục {section} thuộc phần Ban TĐKT thẩm định: lấy điểm của Ban.",
    "The board re-examines section {section}: its score counts.",
)
_NOT_EXAMINED = Text(
    "Mục {section} không thuộc phần Ban TĐKT thẩm định: lấy điểm Cụm thi đua chấm.",
    "The board does not re-examine section {section}: the cluster's score counts.",
)
_IN_ONE = Text(
    "Cột này không chấm riêng tiêu chí; điểm nằm trong {whole}: {points}.",
    "This column does not score the criterion by itself; its points are within {whole}: {points}.",
)
_FAULTY = Text("Ô của cột này không ghi điểm đọc được.", "The cell of this column states no points.")
_NOT_SCORED = Text("Cột này chưa có điểm của tiêu chí.", "This column has no score of the criterion yet.")
_NOT_RANKED = Text(
    "Đơn vị không được xếp hạng, nên điểm chưa dùng để xếp hạng.",
    "The unit is not ranked, so the score is not used in a ranking.",
)


def _criterion(report: ClusterReport, row: Ranked, origin: Origin, criterion: Criterion) -> CriterionTrace:
    sheet, scores = origin.sheet, _scores(origin)
    wholes = _wholes(origin.rubric, criterion)
    counted = _counted(origin, scores, (*wholes, criterion)[0])
    found = _findings_about(report, origin, criterion)
    points, total = None, None
    within: tuple[Part, ...] = ()
    if scores is not None and counted is not None and sheet is not None and origin.stage is not None:
        points = scores.points.get((criterion.id, counted))
        total = scores.totals[origin.stage].value
        within = tuple(_part(whole, sheet, scores, counted) for whole in reversed(wholes))
    rules = origin.unit.submission.rules if origin.unit.submission else None
    outcome = rules.outcomes.get(criterion.id) if rules else None
    entry = sheet.entries.get(criterion.id) if sheet else None
    return CriterionTrace(
        origin=origin,
        criterion=criterion,
        rule=criterion.kind.describe(criterion.maximum),
        columns=tuple(_columns(criterion, sheet, scores)) if sheet and scores else (),
        figures=tuple(_figures(criterion, origin.rubric, sheet)),
        facts_sheet=sheet.facts_sheet if sheet else None,
        outcome=outcome,
        evidence=entry.evidence if entry else "",
        explanation=entry.explanation if entry else "",
        counted=counted,
        why=tuple(_why(row, origin, (*wholes, criterion), counted, points)),
        points=points,
        within=within,
        total=total,
        readings=_readings_about(origin, criterion, outcome),
        findings=found,
    )


def _wholes(rubric: Rubric, criterion: Criterion) -> tuple[Criterion, ...]:
    """What the criterion is part of, from the section down to the nearest."""

    def down(above: tuple[Criterion, ...], one: Criterion) -> tuple[Criterion, ...] | None:
        if one.id == criterion.id:
            return above
        found = (down((*above, one), part) for part in (*one.rows, *one.details))
        return next((path for path in found if path is not None), None)

    return next(path for section in rubric.sections if (path := down((), section)) is not None)


def _counted(origin: Origin, scores: Scores | None, section: Criterion) -> Stage | None:
    """The column that the section's points in the ranking are taken from."""
    if scores is None or origin.stage is None:
        return None
    return _taken(scores, origin.stage, section)


def _taken(scores: Scores, stage: Stage, section: Criterion) -> Stage:
    below = section.id + "."
    return next(
        (taken for leaf, taken in scores.used[stage] if leaf == section.id or leaf.startswith(below)),
        stage,
    )


def _part(criterion: Criterion, sheet: ScoreSheet, scores: Scores, stage: Stage) -> Part:
    said = sheet.given(criterion.id, stage)
    scored = [
        points
        for part in parts_of(criterion, sheet, stage)
        if (points := scores.points.get((part.id, stage))) is not None
    ]
    added = (max(scored) if _take(criterion) == "highest" else sum(scored, ZERO)) if scored else None
    return Part(criterion, scores.points.get((criterion.id, stage)), said.cell if said else None, added)


def _take(criterion: Criterion) -> Literal["all", "highest"]:
    return criterion.kind.take if isinstance(criterion.kind, Sum) else "all"


def _columns(criterion: Criterion, sheet: ScoreSheet, scores: Scores) -> Iterator[Column]:
    for stage in Stage:
        said = sheet.given(criterion.id, stage)
        own = _part(criterion, sheet, scores, stage)
        yield Column(
            stage,
            own.cell,
            said.text if said else "",
            said.value if said else None,
            said.fault if said else None,
            tuple(_part(part, sheet, scores, stage) for part in parts_of(criterion, sheet, stage)),
            _take(criterion),
            own.added,
            own.points,
            said.file if said else "",
            said.sheet if said else "",
        )


def _figures(criterion: Criterion, rubric: Rubric, sheet: ScoreSheet | None) -> Iterator[Figure]:
    """The figures that its rule and those of its details ask for."""
    facts = usable(sheet) if sheet else {}
    parts = (criterion, *criterion.walk_details()) if not criterion.is_group else (criterion,)
    for fact_id in dict.fromkeys(fact for part in parts for fact in part.kind.facts()):
        said = sheet.facts.get(fact_id) if sheet else None
        yield Figure(
            rubric.guidance.facts[fact_id],
            said.cell if said else None,
            said.text if said else "",
            facts.get(fact_id),
        )


def _why(
    row: Ranked, origin: Origin, path: tuple[Criterion, ...], counted: Stage | None, points: Decimal | None
) -> Iterator[Reason]:
    if origin.without is not None:
        yield origin.without
        return
    if origin.stage is None or counted is None:
        yield Reason.of(_NO_STAGE, origin.rubric.guidance.cites.get(NO_STAGE.id))
        return
    step = origin.rubric.guidance.stages.get(origin.stage)
    yield Reason.of(_FORCED if origin.forced else _LATEST, step, column=STAGE_NAMES[origin.stage.value])
    if origin.stage is Stage.BOARD:
        yield Reason.of(_EXAMINED if counted is Stage.BOARD else _NOT_EXAMINED, step, section=path[0].id)
    if points is None:
        yield _why_no_points(origin, path, counted)
    if row.rank is None:
        yield Reason.of(_NOT_RANKED)
        yield from row.aside


def _why_no_points(origin: Origin, path: tuple[Criterion, ...], counted: Stage) -> Reason:
    """Why the column that counts has no points of the criterion at the end of the path."""
    sheet, scores = origin.sheet, _scores(origin)
    said = sheet.given(path[-1].id, counted) if sheet else None
    if said is not None and said.fault is not None:
        return Reason.of(_FAULTY, origin.rubric.guidance.stages.get(counted))
    used = {leaf.id for leaf in scores.leaves[counted]} if scores else set()
    whole = next((one for one in path[:-1] if one.id in used), None)
    if whole is None or scores is None or (points := scores.points.get((whole.id, counted))) is None:
        return Reason.of(_NOT_SCORED, origin.rubric.guidance.stages.get(counted))
    return Reason.of(_IN_ONE, None, whole=whole.id, points=points)


def _findings_about(report: ClusterReport, origin: Origin, criterion: Criterion) -> tuple[Finding, ...]:
    """What was found about the criterion, its parts and its wholes, and errors of the whole sheet."""

    def touches(finding: Finding) -> bool:
        if finding.criterion is None:
            return finding.is_error and finding.stage is None
        one, other = finding.criterion, criterion.id
        return one == other or one.startswith(other + ".") or other.startswith(one + ".")

    return tuple(finding for finding in _findings_of(report, origin) if touches(finding))


def _findings_of(report: ClusterReport, origin: Origin) -> tuple[Finding, ...]:
    files = origin.unit.files
    return tuple(f for f in report.findings if f.unit == origin.member.id or (f.unit is None and f.file in files))


def _readings_about(origin: Origin, criterion: Criterion, outcome: Outcome | None) -> tuple[Chosen, ...]:
    """The readings that its rule, its parts or its column depend on, in the guidance's order."""
    named = {reading for part in criterion.everything() for reading in part.readings()}
    if any(part.holder is not None for part in criterion.everything()):
        named |= {"bonus_holder", "holder_in_self"}
    if outcome is not None:
        named.add("comparison_note")
    if origin.stage is Stage.BOARD and origin.sheet is not None:
        named.add("appraisal_scope")
    readings = origin.rubric.guidance.readings.values()
    named |= {reading.id for reading in readings if reading.clause == criterion.clause and criterion.details}
    return _chosen(origin.rubric, named)


def _chosen(rubric: Rubric, named: Iterable[str]) -> tuple[Chosen, ...]:
    wanted = frozenset(named)
    found = []
    for reading in rubric.guidance.readings.values():
        if reading.id in wanted:
            option = rubric.option(reading.id)
            words = reading.options.get(option)
            meaning = Text(words.vi, words.en) if words else Text(option, option)
            found.append(Chosen(reading, option, meaning, option == reading.default))
    return tuple(found)


# --- the unit -------------------------------------------------------------------------------------

_LEADS = Text("Có tổng điểm cao nhất và đạt mức tối thiểu.", "Has the highest total, and it reaches the least total.")
_WON = Text(
    "Cùng tổng điểm cao nhất với {others}; được chọn qua bỏ phiếu.",
    "Shares the highest total with {others} and won the ballot.",
)
_TIED = Text(
    "Cùng tổng điểm cao nhất với {others}; chờ bỏ phiếu.",
    "Shares the highest total with {others}; a ballot decides.",
)
_LOST = Text(
    "Cùng tổng điểm cao nhất với {others}; không được chọn qua bỏ phiếu.",
    "Shares the highest total with {others} and lost the ballot.",
)
_BELOW = Text(
    "Có tổng điểm cao nhất nhưng chưa đạt mức tối thiểu.", "Has the highest total, but it is below the least total."
)
_NOT_FIRST = Text("Chỉ xét đơn vị dẫn đầu cụm.", "Only the leading unit of the cluster is considered.")
_HOLDER = Text(
    "Đã được đề nghị {flag}; Bằng khen dành cho các đơn vị liền kề sau.",
    "Already proposed for: {flag}; certificates go to the next in line.",
)
_WAITS = Text("Được xét sau khi bỏ phiếu chọn xong đơn vị dẫn đầu.", "Settled after the ballot for the leading unit.")
_NEXT = Text(
    "Trong {quota} đơn vị liền kề sau đơn vị dẫn đầu.", "Among the next {quota} in line after the leading unit."
)
_NEXT_WON = Text(
    "Bằng điểm với {others} ở vị trí cuối được xét; được chọn qua bỏ phiếu.",
    "Ties with {others} for the last place and won the ballot.",
)
_NEXT_TIED = Text(
    "Bằng điểm với {others} ở vị trí cuối được xét; chờ bỏ phiếu.",
    "Ties with {others} for the last place; a ballot decides.",
)
_NO_FLAG = Text(
    "Không có đơn vị được đề nghị Cờ; theo cách hiểu certificates_without_flag: {option}.",
    "No flag is proposed; by the reading certificates_without_flag: {option}.",
)


def _unit(report: ClusterReport, row: Ranked, origin: Origin) -> UnitTrace:
    scores = _scores(origin)
    ranked = report.ranking.ranked
    return UnitTrace(
        origin=origin,
        totals=tuple(_totals(origin.sheet, scores)) if origin.sheet and scores else (),
        rank=row.rank,
        ranked=len(ranked),
        total=row.total,
        reasons=tuple(report.recommendation.reasons.get(row.member.id, ())),
        distances=_neighbours(row, ranked),
        equal=tuple(other.member for other in ranked if _ties(row, other)),
        awards=_awards(report, row),
        readings=_chosen(origin.rubric, _readings_in_play(report, origin)),
        findings=_findings_of(report, origin),
        provisional=report.provisional.of(row.member.id) if report.provisional else None,
    )


def _totals(sheet: ScoreSheet, scores: Scores) -> Iterator[TotalTrace]:
    for stage in Stage:
        total = scores.totals[stage]
        sections = tuple(
            SectionTrace(section, scores.sections[stage][section.id], _taken(scores, stage, section))
            for section in sheet.rubric.sections
        )
        any_scored = any(scores.points.get((leaf.id, stage)) is not None for leaf in scores.leaves[stage])
        yield TotalTrace(stage, total.value, any_scored, total.filled, total.blank, sections)


def _ties(row: Ranked, other: Ranked) -> bool:
    return row.rank is not None and other.rank == row.rank and other.member.id != row.member.id


def _distance(to: Mark, row: Ranked, other: Ranked) -> Distance:
    mine, theirs = row.total or ZERO, other.total or ZERO
    return Distance(to, mine - theirs, theirs, other.member)


def _neighbours(row: Ranked, ranked: tuple[Ranked, ...]) -> tuple[Distance, ...]:
    """How far the unit is from the next higher and the next lower total."""
    if row.rank is None:
        return ()
    above = [other for other in ranked if (other.rank or 0) < row.rank]
    below = [other for other in ranked if (other.rank or 0) > row.rank]
    found = [_distance("above", row, above[-1])] if above else []
    return (*found, *([_distance("below", row, below[0])] if below else []))


def _awards(report: ClusterReport, row: Ranked) -> tuple[AwardTrace, ...]:
    ballots = report.cluster.roster.ballots
    found = []
    for award_id, proposal in (
        ("flag", report.recommendation.flag),
        ("certificate", report.recommendation.certificate),
    ):
        own = tuple(one for one in ballots if one.award == award_id and row.member.id in one.between)
        verdict, reasons = Verdict.ASIDE, row.aside
        distances: tuple[Distance, ...] = ()
        if row.rank is not None:
            case = _Case(report, row)
            verdict, reasons = case.flag() if award_id == "flag" else case.certificate()
            distances = case.to_flag() if award_id == "flag" else case.to_certificate(verdict)
        found.append(AwardTrace(proposal.award, proposal.quota, verdict, reasons, distances, own))
    return tuple(found)


_Judged = tuple[Verdict, tuple[Reason, ...]]


class _Case(Struct, frozen=True):
    """A ranked unit before the proposals of its cluster."""

    report: ClusterReport
    row: Ranked

    @property
    def ranked(self) -> tuple[Ranked, ...]:
        return self.report.ranking.ranked

    @property
    def proposal(self) -> Mapping[AwardId, Proposal]:
        return {"flag": self.report.recommendation.flag, "certificate": self.report.recommendation.certificate}

    def flag(self) -> _Judged:
        """What becomes of the unit for the flag (C.II)."""
        proposal, row = self.proposal["flag"], self.row
        tied = self._tied()
        if row.member.id in proposal.ballot:
            return Verdict.BALLOT, self._because(_TIED, proposal, others=tied)
        if row.member.id in proposal.proposed:
            return Verdict.PROPOSED, self._because(_WON if tied else _LEADS, proposal, others=tied)
        if row.rank != 1:
            return Verdict.NOT_PROPOSED, self._because(_NOT_FIRST, proposal)
        if self._is_held():
            return Verdict.HELD, self._told()
        if proposal.proposed:
            return Verdict.NOT_PROPOSED, self._because(_LOST, proposal, others=tied)
        return Verdict.NOT_PROPOSED, self._because(_BELOW, proposal) if self._nobody_reaches() else self._told()

    def certificate(self) -> _Judged:
        """What becomes of the unit for a certificate (C.II)."""
        proposal, flag, own = self.proposal["certificate"], self.proposal["flag"], self.row.member.id
        if own in flag.proposed:
            name = Text(flag.award.name.vi, flag.award.name.en)
            return Verdict.NOT_PROPOSED, self._because(_HOLDER, proposal, flag=name)
        if flag.ballot:
            return Verdict.HELD, self._because(_WAITS, proposal)
        if own in proposal.ballot:
            return Verdict.BALLOT, self._because(_NEXT_TIED, proposal, others=self._tied(*flag.proposed))
        no_flag = self._nobody_reaches()
        without = self._because(_NO_FLAG, proposal, option=self._without_flag()) if no_flag else ()
        if own in proposal.proposed:
            lost = self._tied(*flag.proposed, *proposal.proposed)
            text = _NEXT_WON if lost else _NEXT
            reasons = self._because(text, proposal, others=lost, quota=proposal.quota)
            return Verdict.PROPOSED, without or reasons
        if self._is_held():
            return Verdict.HELD, self._told()
        return Verdict.NOT_PROPOSED, without or self._told()

    def _nobody_reaches(self) -> bool:
        """Whether no flag is proposed because the highest total is below the least total."""
        least = self.proposal["flag"].award.least_total or ZERO
        return (self.ranked[0].total or ZERO) < least

    def _is_held(self) -> bool:
        """Whether the report holds a proposal for the unit back until a pending unit is settled."""
        held = [f for f in self.report.recommendation.findings if f.code == PROPOSALS_HELD.id]
        return any(self.row.member.name in dict(finding.params).get("names", ()) for finding in held)

    def _told(self) -> tuple[Reason, ...]:
        """What the report itself says of the unit."""
        return tuple(self.report.recommendation.reasons.get(self.row.member.id, ()))

    def _without_flag(self) -> Text:
        rubric = self.report.cluster.rubric
        (chosen,) = _chosen(rubric, ["certificates_without_flag"]) or (None,)
        return chosen.meaning if chosen else Text("", "")

    def _tied(self, *but: str) -> tuple[str, ...]:
        """The names of the units with the same total, those with the given ids left out."""
        return tuple(row.member.name for row in self.ranked if _ties(self.row, row) and row.member.id not in but)

    def _because(self, text: Text, proposal: Proposal, **params: object) -> tuple[Reason, ...]:
        return (Reason.of(text, proposal.award.clause, **params),)

    def to_flag(self) -> tuple[Distance, ...]:
        """How far from the least total, and from the leader or the one behind."""
        proposal, row = self.proposal["flag"], self.row
        found = []
        if proposal.award.least_total is not None:
            least = proposal.award.least_total
            found.append(Distance("threshold", (row.total or ZERO) - least, least))
        others = [other for other in self.ranked if other.member.id != row.member.id]
        holder = [other for other in others if other.member.id in proposal.proposed]
        ahead = holder or (others if row.rank != 1 else [])
        if ahead:
            found.append(_distance("leader", row, ahead[0]))
        elif others:
            found.append(_distance("next", row, others[0]))
        return tuple(found)

    def to_certificate(self, verdict: Verdict) -> tuple[Distance, ...]:
        """How far from the last place, or from the first unit that has none."""
        proposal, flag, row = self.proposal["certificate"], self.proposal["flag"], self.row
        if row.member.id in flag.proposed or verdict in {Verdict.HELD, Verdict.BALLOT}:
            return ()
        line = [other for other in self.ranked if other.member.id not in (*flag.proposed, row.member.id)]
        if verdict is Verdict.PROPOSED:
            free = [other for other in line if other.member.id not in proposal.proposed]
            return (_distance("next", row, free[0]),) if free else ()
        placed = [other for other in line if other.member.id in (*proposal.proposed, *proposal.ballot)]
        return (_distance("last-place", row, placed[-1]),) if placed else ()


def _readings_in_play(report: ClusterReport, origin: Origin) -> tuple[str, ...]:
    """The readings that the unit's points or its cluster's awards rest on."""
    own = origin.unit.submission.readings if origin.unit.submission else ()
    return (*own, *report.cluster.readings, *report.recommendation.readings)
