"""What could still change an award, each with its effect in points and its clause, the weightiest first.

This module takes ranking and proposals as the report has them; it opens no file and draws nothing.
"""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from thidua_cli import awards, catalogue
from thidua_cli.catalogue import STAGE_NAMES, Text, filled
from thidua_cli.cluster import State
from thidua_cli.ranking import touches
from thidua_cli.rubric.model import Stage, Status
from thidua_cli.status.outlook import Chance, Contender, Outlook, Terms, is_open, outlooks
from thidua_cli.vietnamese import parse_points

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from thidua_cli.awards import Proposal, Recommendation
    from thidua_cli.cluster import ClusterUnit
    from thidua_cli.findings import Finding
    from thidua_cli.ranking import Ranked
    from thidua_cli.report import ClusterReport
    from thidua_cli.roster.model import AwardId
    from thidua_cli.status.bounds import Bounds

ZERO = Decimal(0)


class OpenKind(StrEnum):
    """What is open."""

    BALLOT = "ballot"
    THRESHOLD = "threshold"
    MARGIN = "margin"
    BLANK = "blank"
    MISSING = "missing"
    ERRORS = "errors"
    UNREADABLE = "unreadable"
    REPEATED = "repeated"
    PENDING = "pending"
    READING = "reading"
    CHANGED = "changed"


class Weight(StrEnum):
    """What hangs on it, the weightiest first."""

    WAITS = "waits"
    DECIDES = "decides"
    LEAVES = "leaves"


_ORDER = {weight: number for number, weight in enumerate(Weight)}


class Opening(Struct, frozen=True):
    """One thing that is open.

    Attributes:
        kind: What it is.
        weight: Whether an award waits for it, it could change an award, or it leaves the awards as they are.
        text: What is open, in words.
        clause: The clause it rests on.
        units: The ids of the units concerned, in the ranking's order.
        points: The most points by which it can move a total or a margin; for units without a total, by how many
            the best of them can pass the last unit that is in line for an award; None where it is not about points.
        down: By how much a total can still fall; None where the unit has none yet.
        up: By how much it can still rise; for a unit without a total, the greatest one.
        gap: The points that separate the units, or the leader from the least total; None where nothing does.
        cells: How many cells are open.
        reading: The reading's key under `readings:`; empty for everything else.
    """

    kind: OpenKind
    weight: Weight
    text: Text
    clause: str | None
    units: tuple[str, ...] = ()
    points: Decimal | None = None
    down: Decimal | None = None
    up: Decimal | None = None
    gap: Decimal | None = None
    cells: int = 0
    reading: str = ""


def stage_ahead(stage: Stage | None) -> Stage:
    """The stage whose open cells can still change a ranking by the given one."""
    return {None: Stage.SELF, Stage.SELF: Stage.CLUSTER}.get(stage, Stage.BOARD)


class Prospects(Struct, frozen=True):
    """What each unit can still come to.

    Attributes:
        ahead: The stage whose open cells count.
        bounds: The possible totals by unit id.
        outlooks: What each unit that is not excluded can still get, by unit id.
    """

    ahead: Stage
    bounds: Mapping[str, Bounds]
    outlooks: Mapping[str, Outlook]


def prospects(report: ClusterReport, ahead: Stage, bounds: Mapping[str, Bounds]) -> Prospects:
    """The prospects of every unit."""
    return Prospects(ahead, bounds, outlooks(_contenders(report, bounds), terms(report, ahead, bounds)))


def terms(report: ClusterReport, ahead: Stage, bounds: Mapping[str, Bounds]) -> Terms:
    """What decides the cluster's awards beside the totals."""
    cluster, proposals = report.cluster, report.recommendation
    quota = proposals.certificate.quota
    option = cluster.rubric.option("certificates_without_flag", "none")
    without = {"none": 0, "leader": min(quota, 1)}.get(option, quota)
    settled = {id_ for id_, bound in bounds.items() if bound.is_settled} if report.ranking.stage is ahead else set()
    return Terms(
        flag_least=proposals.flag.award.least_total or ZERO,
        certificate_least=proposals.certificate.award.least_total or ZERO,
        certificates=quota,
        without_flag=without,
        tie_left=cluster.rubric.option("certificate_tie", "ballot") == "none",
        decided=frozenset(_decided(report.ranking.ranked, proposals, settled)),
    )


def _decided(rows: Sequence[Ranked], proposals: Recommendation, settled: set[str]) -> Iterator[tuple[str, str]]:
    """Pairs of equal totals that a recorded ballot decided."""
    rewarded = (*proposals.flag.proposed, *proposals.certificate.proposed)
    for row in rows:
        for other in rows:
            if row is other or row.total != other.total or not {row.member.id, other.member.id} <= settled:
                continue
            if row.member.id in proposals.flag.proposed or (
                row.member.id in rewarded and other.member.id not in rewarded
            ):
                yield row.member.id, other.member.id


def _contenders(report: ClusterReport, bounds: Mapping[str, Bounds]) -> tuple[Contender, ...]:
    """Everybody who may be in the ranking, with all that is open."""
    ranked = {row.member.id for row in report.ranking.ranked}
    return tuple(
        Contender(row.member.id, bounds[row.member.id].least, bounds[row.member.id].greatest, row.member.id in ranked)
        for row in report.ranking.rows
        if row.member.status is not Status.EXCLUDED
    )


# --- everything that is open ----------------------------------------------------------------------


def openings(report: ClusterReport, found: Prospects) -> tuple[Opening, ...]:
    """Everything open, by what hangs on it, then by its effect in points."""
    work = _Work(report, found, terms(report, found.ahead, found.bounds))
    told = [
        *_ballots(work),
        *_threshold(work),
        *_margins(work),
        *_blanks(work),
        *_without_rank(work),
        *_readings(work),
        *_changes(work),
    ]
    # The more the movement exceeds what is needed, the weightier; a stable sort keeps equals as listed above.
    return tuple(sorted(told, key=lambda one: (_ORDER[one.weight], (one.gap or ZERO) - (one.points or ZERO))))


class _Work(Struct, frozen=True):
    report: ClusterReport
    found: Prospects
    terms: Terms

    @property
    def rows(self) -> tuple[Ranked, ...]:
        return self.report.ranking.ranked

    def bound(self, unit: str) -> Bounds:
        return self.found.bounds[unit]

    def weight(self, units: Collection[str], spread: Mapping[str, Contender] | None = None) -> Weight:
        """Whether an award is open if only these units can still move and all others stay as they are."""
        if not self.rows:
            everybody = _contenders(self.report, self.found.bounds)
            return Weight.DECIDES if is_open(everybody, self.terms) else Weight.LEAVES
        moving = {one.id: one for one in _contenders(self.report, self.found.bounds) if one.id in units}
        moving |= spread or {}
        still = [Contender(row.member.id, _total(row), _total(row)) for row in self.rows if row.member.id not in moving]
        now = [Contender(row.member.id, _total(row), _total(row)) for row in self.rows]
        before = outlooks(now, self.terms)
        after = outlooks([*still, *moving.values()], self.terms)
        changed = any(after[id_] != before.get(id_, _NOTHING) for id_ in after)
        return Weight.DECIDES if changed else Weight.LEAVES

    def moves(self, unit: str) -> tuple[Decimal | None, Decimal]:
        """By how much the unit's total can fall and rise; without a total, None and the greatest one."""
        row = next((row for row in self.rows if row.member.id == unit), None)
        bound = self.bound(unit)
        if row is None:
            return None, bound.greatest
        return max(_total(row) - bound.least, ZERO), max(bound.greatest - _total(row), ZERO)

    def last_in_line(self) -> Decimal:
        """The total of the last unit that an award can reach; 0 while nobody is ranked."""
        places = 1 + self.report.recommendation.certificate.quota
        return _total(self.rows[:places][-1]) if self.rows else ZERO

    def clause(self, stage: Stage) -> str | None:
        return self.report.cluster.rubric.guidance.stages.get(stage)


_NOTHING = Outlook(Chance.NO, Chance.NO, Chance.NO)


def _total(row: Ranked) -> Decimal:
    if row.total is None:
        raise ValueError(f"{row.member.id} is ranked without a total")
    return row.total


# --- ballots, the least total, the margins --------------------------------------------------------

_BALLOT = Text(
    "Chờ bỏ phiếu {award} giữa {names} (cùng {total} điểm).",
    "A ballot for the {award} is open between {names} ({total} points each).",
)
_TIE = Text(
    "{award}: {names} đang cùng {total} điểm; nếu vẫn bằng nhau thì phải bỏ phiếu.",
    "For the {award}: {names} tie at {total} points; if they still do in the end, a ballot decides.",
)
_ABOVE = Text(
    "{name} dẫn đầu với {total} điểm, hơn mức {least} của Cờ {gap} điểm.",
    "{name} leads with {total} points, {gap} above the flag's {least}.",
)
_BELOW = Text(
    "{name} dẫn đầu với {total} điểm, thiếu {gap} điểm so với mức {least} của Cờ.",
    "{name} leads with {total} points, {gap} short of the flag's {least}.",
)
_MARGIN = Text(
    "{award}: hạng {rank} {first} hơn hạng {next} {second} {gap} điểm; {state}.",
    "For the {award}: rank {rank} {first} leads rank {next} {second} by {gap} points; {state}.",
)
_CELLS = Text("còn {number} ô chưa chấm", "{number} cell(s) not scored yet")
_ALL_SCORED = Text("đã chấm đủ", "both scored in full")


def _ballots(work: _Work) -> Iterator[Opening]:
    """Ties that a ballot decides: now by the official ranking, only if they last by an earlier one."""
    official = work.report.ranking.stage is Stage.BOARD
    for award, proposal in _proposals(work.report.recommendation):
        rows = [row for row in work.rows if row.member.id in proposal.ballot]
        if rows:
            text = filled(
                _BALLOT if official else _TIE,
                award=awards.AWARD_WORDS[award],
                names=few([row.member.name for row in rows]),
                total=_total(rows[0]),
            )
            moves = [work.moves(row.member.id) for row in rows]
            yield Opening(
                OpenKind.BALLOT,
                Weight.WAITS if official else Weight.DECIDES,
                text,
                proposal.award.clause,
                _ids(rows),
                points=max(max(down or ZERO, up) for down, up in moves),
                down=max(down or ZERO for down, _ in moves),
                up=max(up for _, up in moves),
                gap=ZERO,
            )


def _proposals(proposals: Recommendation) -> tuple[tuple[AwardId, Proposal], ...]:
    return ("flag", proposals.flag), ("certificate", proposals.certificate)


def _threshold(work: _Work) -> Iterator[Opening]:
    """The least total for the flag, where the leader is below it or could still fall below it."""
    flag = work.report.recommendation.flag.award
    if not work.rows or flag.least_total is None:
        return
    leader, least = work.rows[0], flag.least_total
    total = _total(leader)
    contenders = _contenders(work.report, work.found.bounds)
    reached = any(one.greatest >= least for one in contenders)
    kept = any(one.stays and one.least >= least for one in contenders)
    if total >= least and kept:
        return
    down, up = work.moves(leader.member.id)
    decides = reached and not kept
    text = filled(
        _ABOVE if total >= least else _BELOW,
        name=leader.member.name,
        total=total,
        least=least,
        gap=abs(total - least),
    )
    yield Opening(
        OpenKind.THRESHOLD,
        Weight.DECIDES if decides else Weight.LEAVES,
        text,
        flag.clause,
        (leader.member.id,),
        points=down if total >= least else up,
        down=down,
        up=up,
        gap=abs(total - least),
    )


def _margins(work: _Work) -> Iterator[Opening]:
    """The margins at the two places where an award ends: below the leader and below the last certificate."""
    proposals = work.report.recommendation
    last = 1 + proposals.certificate.quota
    for place, (award, proposal) in zip((1, last), _proposals(proposals), strict=True):
        if not 0 < place < len(work.rows) or (award == "certificate" and last == 1):
            continue
        upper, lower = work.rows[place - 1], work.rows[place]
        gap = _total(upper) - _total(lower)
        if gap == ZERO:
            continue  # a tie, which a ballot decides or has decided
        cells = len(work.bound(upper.member.id).open) + len(work.bound(lower.member.id).open)
        state = filled(_CELLS, number=cells) if cells else _ALL_SCORED
        text = filled(
            _MARGIN,
            award=awards.AWARD_WORDS[award],
            rank=upper.rank,
            first=upper.member.name,
            next=lower.rank,
            second=lower.member.name,
            gap=gap,
            state=state,
        )
        falls, rises = work.moves(upper.member.id)[0] or ZERO, work.moves(lower.member.id)[1]
        turns = bool(cells) and work.bound(upper.member.id).least <= work.bound(lower.member.id).greatest
        yield Opening(
            OpenKind.MARGIN,
            Weight.DECIDES if turns else Weight.LEAVES,
            text,
            proposal.award.clause,
            (upper.member.id, lower.member.id),
            points=falls + rises,
            down=falls,
            up=rises,
            gap=gap,
            cells=cells,
        )


# --- cells and sheets -----------------------------------------------------------------------------

_BLANK = Text(
    "{names}: còn {number} ô chưa có {column}; tổng còn có thể giảm {down}, tăng {up} điểm.",
    "{names}: {number} cell(s) without a {column}; the total can still fall by {down}, rise by {up}.",
)
_BLANKS = Text(
    "{names}: còn {number} ô chưa có {column}; tổng mỗi đơn vị còn có thể giảm đến {down}, tăng đến {up} điểm.",
    "{names}: {number} cells without a {column}; each total can still fall by up to {down}, rise by up to {up}.",
)
_FOLD_FROM = 3


def _blanks(work: _Work) -> Iterator[Opening]:
    """Units that are ranked, with cells that the stage ahead has to fill."""
    ranked = [row for row in work.rows if not work.bound(row.member.id).is_settled]
    column = STAGE_NAMES[work.found.ahead]
    for rows in _groups(ranked):
        ids = _ids(rows)
        down = max(work.moves(id_)[0] or ZERO for id_ in ids)
        up = max(work.moves(id_)[1] for id_ in ids)
        cells = sum(len(work.bound(id_).open) for id_ in ids)
        template = _BLANK if len(rows) == 1 else _BLANKS
        names = few([row.member.name for row in rows])
        text = filled(template, names=names, number=cells, column=column, down=down, up=up)
        clause = work.clause(work.found.ahead)
        points = max(down, up)
        yield Opening(OpenKind.BLANK, work.weight(ids), text, clause, ids, points, down, up, cells=cells)


def _groups(rows: Sequence[Ranked]) -> list[list[Ranked]]:
    """Each row by itself, or all of them as one where there are many."""
    return [list(rows)] if len(rows) >= _FOLD_FROM else [[row] for row in rows]


# What is said of units that are not ranked; `{reach}` is what they can still get.
_ASIDE: dict[OpenKind, Text] = {
    OpenKind.BLANK: Text(
        "{names}: còn {number} ô trống ở cột {column} nên chưa xếp hạng; {range}, {reach}.",
        "{names}: {number} empty cell(s) in the {column}, so not ranked; {range}, {reach}.",
    ),
    OpenKind.MISSING: Text("{names}: chưa có phiếu; {range}, {reach}.", "{names}: no sheet yet; {range}, {reach}."),
    OpenKind.ERRORS: Text(
        "{names}: lỗi ở số liệu xếp hạng; {range}, {reach}.", "{names}: errors in numbers that rank; {range}, {reach}."
    ),
    OpenKind.UNREADABLE: Text(
        "{names}: không đọc được phiếu; {range}, {reach}.", "{names}: the sheet cannot be read; {range}, {reach}."
    ),
    OpenKind.REPEATED: Text("{names}: có nhiều phiếu; {range}, {reach}.", "{names}: several sheets; {range}, {reach}."),
    OpenKind.PENDING: Text("{names} chưa xét; nếu được xét: {range}, {reach}.", "{names}: pending; {range}, {reach}."),
}
_STATES = {
    State.MISSING: OpenKind.MISSING,
    State.UNREADABLE: OpenKind.UNREADABLE,
    State.DUPLICATE: OpenKind.REPEATED,
}
_BETWEEN = Text("từ {low} đến {high} điểm", "{low} to {high} points")
_EXACT = Text("{high} điểm", "{high} points")


def _without_rank(work: _Work) -> Iterator[Opening]:
    """Units that are not ranked because of their sheets, or because nobody has cleared them yet."""
    found: dict[OpenKind, list[Ranked]] = {}
    for row in work.report.ranking.rows:
        if row.rank is None and row.member.status is not Status.EXCLUDED:
            found.setdefault(_why(row, work.report.ranking.stage or Stage.SELF), []).append(row)
    for kind, alike in found.items():
        for rows in _groups(alike):
            yield _aside(work, rows, kind)


def _why(row: Ranked, by: Stage) -> OpenKind:
    """Why a unit is not ranked."""
    if row.member.status is Status.PENDING:
        return OpenKind.PENDING
    sent = row.unit.submission
    if sent is None or sent.scores is None:
        return _STATES.get(row.unit.state, OpenKind.UNREADABLE)
    wrong = any(touches(finding, sent, by) for finding in sent.findings)
    return OpenKind.ERRORS if wrong else OpenKind.BLANK


def _aside(work: _Work, rows: Sequence[Ranked], kind: OpenKind) -> Opening:
    ids, by = _ids(rows), work.report.ranking.stage or Stage.SELF
    least = min(work.bound(id_).least for id_ in ids)
    greatest = max(work.bound(id_).greatest for id_ in ids)
    cells = sum(_blank(row, by) if kind is OpenKind.BLANK else len(work.bound(row.member.id).open) for row in rows)
    text = filled(
        _ASIDE[kind],
        names=few([row.member.name for row in rows]),
        number=str(cells),
        column=STAGE_NAMES[by],
        range=filled(_EXACT if least == greatest else _BETWEEN, low=least, high=greatest),
        reach=_reach([work.found.outlooks[id_] for id_ in ids]),
    )
    past = greatest - work.last_in_line()
    return Opening(kind, work.weight(ids), text, _clause(work, kind, by), ids, past, None, greatest, cells=cells)


def _blank(row: Ranked, by: Stage) -> int:
    """How many cells the unit lacks to be ranked by the stage."""
    scores = row.unit.submission.scores if row.unit.submission else None
    return len(scores.totals[by].blank) if scores else 0


def _clause(work: _Work, kind: OpenKind, by: Stage) -> str | None:
    guidance = work.report.cluster.rubric.guidance
    if kind is OpenKind.PENDING:
        return guidance.cites.get("excluded")
    if kind is OpenKind.MISSING:
        return guidance.cites.get(catalogue.MEMBER_MISSING.id)
    return guidance.stages.get(by)


_REACH_FLAG = Text("còn có thể được đề nghị Cờ", "the flag is within reach")
_REACH_CERTIFICATE = Text("còn có thể được đề nghị Bằng khen", "a certificate is within reach")
_REACH_NOTHING = Text("không thể được đề nghị", "no award is within reach")


def _reach(outlooks_: Sequence[Outlook]) -> Text:
    """The best that one of them can still get."""
    if any(one.flag is not Chance.NO for one in outlooks_):
        return _REACH_FLAG
    return _REACH_CERTIFICATE if any(one.certificate is not Chance.NO for one in outlooks_) else _REACH_NOTHING


# --- readings and changes -------------------------------------------------------------------------

_READING = Text(
    "Cách hiểu {reading}: đang chọn {used}; nếu chọn {other}: {changes}.",
    "Reading {reading}: {used} is chosen; with {other}: {changes}.",
)
_GAINS = Text("{name} được đề nghị {award}", "{name} is proposed for the {award}")
_LOSES = Text("{name} không được đề nghị", "{name} is not proposed")


def _readings(work: _Work) -> Iterator[Opening]:
    """The readings of which another option would propose other units."""
    cluster, proposals = work.report.cluster, work.report.recommendation
    for id_ in proposals.readings:
        reading, used = cluster.rubric.guidance.readings[id_], cluster.rubric.option(id_)
        for option in reading.options:
            if option == used:
                continue
            other = replace(cluster, rubric=cluster.rubric.under({id_: option}))
            changes = tuple(_changes_of(work, awards.recommend(other, work.report.ranking)))
            if changes:
                text = filled(
                    _READING, reading=id_, used=used, other=option, changes=tuple(text for _, text in changes)
                )
                units = tuple(unit for unit, _ in changes)
                yield Opening(OpenKind.READING, Weight.DECIDES, text, reading.clause, units, reading=id_)


def _changes_of(work: _Work, other: Recommendation) -> Iterator[tuple[str, Text]]:
    for row in work.report.ranking.rows:
        before, after = work.report.recommendation.award_of(row.member.id), other.award_of(row.member.id)
        if after != before:
            template = _GAINS if after else _LOSES
            award = awards.AWARD_WORDS[after] if after else Text("", "")
            yield row.member.id, filled(template, name=row.member.name, award=award)


_UNCONFIRMED = Text(
    "{name}: {number} điểm tự chấm thay đổi sau khi Cụm đã chấm, chưa xác nhận ({code}); chênh lệch {points} điểm.",
    "{name}: {number} self score(s) changed under a settled one, not confirmed ({code}); {points} points apart.",
)
_ALTERED = Text(
    "{name}: {number} điểm khác bản đã thống nhất ({code}), cần xác minh; chênh lệch {points} điểm.",
    "{name}: {number} score(s) are not what was agreed ({code}), to be looked into; {points} points apart.",
)
_CHANGES = {catalogue.SELF_SCORE_CHANGED.id: _UNCONFIRMED, catalogue.SEALED_SCORE_CHANGED.id: _ALTERED}


def _changes(work: _Work) -> Iterator[Opening]:
    """Self scores that changed under settled ones, and scores that differ from the agreed ones (D.3)."""
    found: dict[tuple[str, str], list[Finding]] = {}
    for finding in work.report.findings:
        if finding.unit and finding.code in _CHANGES:
            found.setdefault((finding.unit, finding.code), []).append(finding)
    names = {member.id: member.name for member in work.report.cluster.roster.members}
    for (unit, code), same in found.items():
        apart = sum((_apart(finding) for finding in same), ZERO)
        text = filled(_CHANGES[code], name=names.get(unit, unit), number=str(len(same)), code=code, points=apart)
        clause = next((finding.clause for finding in same if finding.clause), None)
        row = next((row for row in work.rows if row.member.id == unit), None)
        weight = Weight.DECIDES
        if row is not None:
            # Whoever altered agreed figures on its own is not considered: that may be what people find (D.3).
            stays = code != catalogue.SEALED_SCORE_CHANGED.id
            either_way = Contender(unit, max(_total(row) - apart, ZERO), _total(row) + apart, stays)
            weight = work.weight((), {unit: either_way})
        yield Opening(OpenKind.CHANGED, weight, text, clause, (unit,), apart, apart, apart)


def _apart(finding: Finding) -> Decimal:
    """How many points the two scores that a finding names are apart; a blank one counts as none."""
    found, allowed = _points(finding.found), _points(finding.allowed)
    return abs(found - allowed)


def _points(said: object) -> Decimal:
    if isinstance(said, Decimal):
        return said
    return (parse_points(said).value if isinstance(said, str) else None) or ZERO


# --- names ----------------------------------------------------------------------------------------

_NAMED = 2
_MORE = Text("{names} và {number} đơn vị khác", "{names} and {number} more")


def few(names: Sequence[str], most: int = _NAMED) -> Text:
    """The names in one short line: the first ones, and how many more there are; no line ends with one more."""
    if len(names) <= most + 1 and (most >= _NAMED or len(names) <= most):
        return filled(Text("{names}", "{names}"), names=tuple(names))
    return filled(_MORE, names=tuple(names[:most]), number=str(len(names) - most))


def _ids(rows: Iterable[Ranked]) -> tuple[str, ...]:
    return tuple(row.member.id for row in rows)


def in_error(unit: ClusterUnit) -> int:
    """How many errors the unit's own sheet has."""
    return sum(finding.is_error for finding in unit.submission.findings) if unit.submission else 0
