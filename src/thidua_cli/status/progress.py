"""How far a cluster is: what each unit has done, the step it is at as a whole (C.I.2), and what is next.

This module opens no file and draws nothing; today's date is given to it.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from thidua_cli.catalogue import Text, filled
from thidua_cli.cluster import State
from thidua_cli.findings import count
from thidua_cli.rubric.model import Stage, Status
from thidua_cli.status.bounds import bounds
from thidua_cli.status.calendar import Standing, calendar
from thidua_cli.status.openings import Weight, few, in_error, openings, prospects, stage_ahead

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date
    from decimal import Decimal

    from thidua_cli.cluster import ClusterUnit
    from thidua_cli.findings import Count, Finding
    from thidua_cli.report import ClusterReport
    from thidua_cli.roster.model import Member
    from thidua_cli.scores import Scores
    from thidua_cli.status.bounds import Bounds
    from thidua_cli.status.calendar import Due
    from thidua_cli.status.openings import Opening
    from thidua_cli.status.outlook import Outlook


class Step(StrEnum):
    """The steps of the year's scoring, in order (C.I.2.1 to C.I.2.4)."""

    NOT_SENT = "not-sent"
    SELF_SCORED = "self-scored"
    CLUSTER_SCORED = "cluster-scored"
    AGREED = "agreed"
    REPORTED = "reported"
    EXAMINED = "examined"


STEP_WORDS: dict[Step, Text] = {
    Step.NOT_SENT: Text("CHƯA NỘP", "NOT SENT"),
    Step.SELF_SCORED: Text("TỰ CHẤM", "SELF-SCORED"),
    Step.CLUSTER_SCORED: Text("CỤM CHẤM", "SETTLED"),
    Step.AGREED: Text("THỐNG NHẤT", "AGREED"),
    Step.REPORTED: Text("ĐÃ BÁO CÁO", "REPORTED"),
    Step.EXAMINED: Text("ĐÃ THẨM ĐỊNH", "EXAMINED"),
}


class UnitProgress(Struct, frozen=True):
    """What one unit has done, and what it can still come to.

    Attributes:
        unit: The member with its sheet.
        step: How far it is: not sent, self-scored, scored by the cluster or examined.
        errors: How many errors its sheet has.
        blank: By stage, the criteria that the column still lacks; for the board only those it examines.
        rank: Its rank; None if it stands aside.
        total: Its total at the ranking's stage; None if it has none.
        bounds: The totals that it can still have at the stage ahead.
        outlook: What it can still get; None for an excluded unit.
    """

    unit: ClusterUnit
    step: Step
    errors: int
    blank: dict[Stage, tuple[str, ...]]
    rank: int | None
    total: Decimal | None
    bounds: Bounds
    outlook: Outlook | None

    @property
    def member(self) -> Member:
        """The unit as listed."""
        return self.unit.member

    def has_filled(self, stage: Stage) -> bool:
        """Whether every cell of the column is filled; no column of a sheet that cannot be used is."""
        scores = self.unit.submission.scores if self.unit.submission else None
        return scores is not None and not self.blank[stage]


TallyId = Literal["registered", "signed", "sent", "self", "cluster", "board"]


class Tally(Struct, frozen=True):
    """How many units have done one thing.

    Attributes:
        id: What.
        done: How many have.
        lacking: The names of those that have not.
        unknown: The names of those of which it is not recorded.
        notes: What else is to be said, with the names: errors, sheets that cannot be read or came twice.
    """

    id: TallyId
    done: int
    lacking: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    notes: tuple[tuple[Text, tuple[str, ...]], ...] = ()


class Next(Struct, frozen=True):
    """What is to be done next.

    Attributes:
        text: One sentence.
        command: The command to run.
    """

    text: Text
    command: str


class Progress(Struct, frozen=True):
    """Where one cluster stands.

    Attributes:
        report: The cluster as ranked.
        step: The step that the cluster as a whole has reached.
        units: Its members in the list's order.
        tallies: How many of them have done what.
        next: What is next.
        days: The year's steps with their days.
        ahead: The stage whose open cells could still change the ranking.
        open: What could still change an award, the weightiest first.
        findings: How many findings there are.
    """

    report: ClusterReport
    step: Step
    units: tuple[UnitProgress, ...]
    tallies: tuple[Tally, ...]
    next: Next
    days: tuple[Due, ...]
    ahead: Stage
    open: tuple[Opening, ...]
    findings: Count

    @property
    def sealed(self) -> bool:
        """Whether its agreed scores are sealed."""
        return self.report.cluster.seal is not None

    @property
    def expected(self) -> tuple[UnitProgress, ...]:
        """The units that take part: everybody but those excluded."""
        return tuple(one for one in self.units if one.member.status is not Status.EXCLUDED)

    @property
    def undecided(self) -> int:
        """How many things could still change an award."""
        return sum(one.weight is not Weight.LEAVES for one in self.open)

    @property
    def behind(self) -> int:
        """How many steps are late or overdue."""
        return sum(one.standing in {Standing.LATE, Standing.OVERDUE} for one in self.days)

    def tally(self, id_: TallyId) -> Tally:
        """The tally of that id."""
        return next(one for one in self.tallies if one.id == id_)


class Survey(Struct, frozen=True):
    """Where every cluster under a path stands.

    Attributes:
        today: The day it was told for.
        year: The year asked for; None for every year.
        clusters: By path.
        unread: The folders whose settings cannot be used.
        findings: What was found beside the clusters.
    """

    today: date
    year: str | None
    clusters: tuple[Progress, ...]
    unread: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()

    def all_findings(self) -> tuple[Finding, ...]:
        """All findings, the general ones first."""
        return (*self.findings, *(finding for one in self.clusters for finding in one.report.findings))


def progress(report: ClusterReport, today: date) -> Progress:
    """Where the cluster stands today."""
    cluster = report.cluster
    ahead = stage_ahead(report.ranking.stage)
    found = prospects(report, ahead, bounds(cluster, ahead))
    places = {row.member.id: row for row in report.ranking.rows}
    units = tuple(
        UnitProgress(
            unit,
            _step_of(unit, blank),
            in_error(unit),
            blank,
            places[unit.member.id].rank,
            places[unit.member.id].total,
            found.bounds[unit.member.id],
            found.outlooks.get(unit.member.id),
        )
        for unit in cluster.units
        for blank in (_blank(unit, cluster.rubric.board_scope),)
    )
    expected = tuple(one for one in units if one.member.status is not Status.EXCLUDED)
    step = _step(expected, report, today)
    arrived = {one.member.id for one in expected if one.unit.state is not State.MISSING}
    return Progress(
        report=report,
        step=step,
        units=units,
        tallies=tuple(_tallies(expected)),
        next=_next(report, expected, step),
        days=calendar(cluster.roster, cluster.rubric, today, arrived),
        ahead=ahead,
        open=openings(report, found),
        findings=count(report.findings),
    )


# --- one unit -------------------------------------------------------------------------------------


def _blank(unit: ClusterUnit, scope: tuple[str, ...]) -> dict[Stage, tuple[str, ...]]:
    scores = unit.submission.scores if unit.submission else None
    if scores is None:
        return dict.fromkeys(Stage, ())
    return {stage: _blank_in(scores, stage, scope) for stage in Stage}


def _blank_in(scores: Scores, stage: Stage, scope: tuple[str, ...]) -> tuple[str, ...]:
    """The rows that the column lacks; of the final total only those that the board examines."""
    blank = scores.totals[stage].blank
    return tuple(id_ for id_ in blank if id_.partition(".")[0] in scope) if stage is Stage.BOARD else blank


def _step_of(unit: ClusterUnit, blank: dict[Stage, tuple[str, ...]]) -> Step:
    if unit.submission is None or unit.submission.scores is None or blank[Stage.SELF]:
        return Step.NOT_SENT
    if blank[Stage.CLUSTER]:
        return Step.SELF_SCORED
    return Step.CLUSTER_SCORED if blank[Stage.BOARD] else Step.EXAMINED


# --- the cluster as a whole -----------------------------------------------------------------------


def _step(expected: tuple[UnitProgress, ...], report: ClusterReport, today: date) -> Step:
    """The last step that all units have taken; a day recorded for the future is none taken yet."""
    if not expected or any(one.step is Step.NOT_SENT for one in expected):
        return Step.NOT_SENT
    if any(one.step is Step.SELF_SCORED for one in expected):
        return Step.SELF_SCORED
    if all(one.step is Step.EXAMINED for one in expected):
        return Step.EXAMINED
    roster = report.cluster.roster
    if roster.reported is not None and roster.reported <= today:
        return Step.REPORTED
    if report.cluster.seal is not None or (roster.agreed is not None and roster.agreed <= today):
        return Step.AGREED
    return Step.CLUSTER_SCORED


_WITH_ERRORS = Text("có lỗi", "with errors")
_UNREADABLE = Text("không đọc được", "unreadable")
_REPEATED = Text("gửi nhiều lần", "sent more than once")


def _tallies(expected: tuple[UnitProgress, ...]) -> Iterable[Tally]:
    yield _recorded("registered", expected, lambda member: member.registered)
    yield _recorded("signed", expected, lambda member: member.signed)
    by_state = {state: tuple(one.member.name for one in expected if one.unit.state is state) for state in State}
    notes = (
        (_WITH_ERRORS, by_state[State.ERRORS]),
        (_UNREADABLE, by_state[State.UNREADABLE]),
        (_REPEATED, by_state[State.DUPLICATE]),
    )
    missing = by_state[State.MISSING]
    yield Tally("sent", len(expected) - len(missing), missing, (), tuple(note for note in notes if note[1]))
    columns: tuple[tuple[TallyId, Stage], ...] = (
        ("self", Stage.SELF),
        ("cluster", Stage.CLUSTER),
        ("board", Stage.BOARD),
    )
    for id_, stage in columns:
        lacking = tuple(one.member.name for one in expected if not one.has_filled(stage))
        yield Tally(id_, len(expected) - len(lacking), lacking)


def _recorded(id_: TallyId, expected: tuple[UnitProgress, ...], told: Callable[[Member], object]) -> Tally:
    """What cluster.yaml records: done, not done, or not known."""
    members = [one.member for one in expected]
    return Tally(
        id_,
        sum(bool(told(member)) for member in members),
        tuple(member.name for member in members if told(member) is False),
        tuple(member.name for member in members if told(member) is None),
    )


# --- what is next ---------------------------------------------------------------------------------

_SEND_FORMS = Text(
    "Chưa có phiếu nào: tạo biểu trắng và gửi các đơn vị.", "No sheet yet: make the blank forms and send them out."
)
_CHASE = Text("Đôn đốc {names} gửi phiếu.", "Ask {names} to send the sheets.")
_CORRECT = Text(
    "Xem lỗi trong phiếu của {names}, đề nghị đơn vị sửa.",
    "See the errors in the sheets of {names} and have them corrected.",
)
_COMPLETE = Text("Đề nghị {names} chấm đủ cột Điểm tự chấm.", "Ask {names} to fill in the whole self column.")
_SETTLE = Text(
    "Rà soát và chấm cột Điểm Cụm thi đua chấm cho {names}.", "Review and score the cluster column for {names}."
)
_SEAL = Text(
    "Cụm đã chấm đủ: thống nhất với các đơn vị rồi niêm bản thống nhất.",
    "The cluster's column is complete: agree it with the members, then seal it.",
)
_REPORT = Text(
    "Đã thống nhất: lập báo cáo gửi Ban TĐKT, ghi ngày gửi vào dates.reported trong cluster.yaml.",
    "The scores are agreed: write the report to the board, record dates.reported in cluster.yaml.",
)
_EXAMINE = Text(
    "Chờ Ban TĐKT thẩm định; ghi cột Điểm Ban TĐKT thẩm định cho {names}.",
    "The board examines next; enter the board column for {names}.",
)
_VOTE = Text(
    "Bỏ phiếu giữa {names}, ghi kết quả vào ballots trong cluster.yaml rồi xếp hạng lại.",
    "Hold the ballot between {names}, record it under ballots in cluster.yaml and rank again.",
)
_LIST = Text(
    "Chưa có cluster.yaml nên không biết còn đơn vị nào: lập danh sách của cụm.",
    "There is no cluster.yaml, so nobody knows who is missing: write the cluster's list.",
)
_HOLDING = Text(
    "Đã thẩm định đủ nhưng chưa sẵn sàng trình ({codes}): xem chi tiết và xử lý.",
    "Examined in full but not ready ({codes}): see the details and settle them.",
)
_READY = Text("Đã đủ điều kiện trình: lập các văn bản đề nghị.", "Ready to submit: write the papers.")


def _next(report: ClusterReport, expected: tuple[UnitProgress, ...], step: Step) -> Next:
    """The one thing to do next, with its command."""
    path = _quoted(report.cluster.path)
    missing = [one for one in expected if one.unit.state is State.MISSING]
    if expected and len(missing) == len(expected):
        return Next(_SEND_FORMS, f"thidua template --cluster {path}")
    faulty = [one for one in expected if one.unit.state in {State.ERRORS, State.UNREADABLE, State.DUPLICATE}]
    if faulty:
        return Next(_about(_CORRECT, faulty), f"thidua validate {path}")
    if missing:
        unit = f" --unit {missing[0].member.id}" if len(missing) == 1 else ""
        return Next(_about(_CHASE, missing), f"thidua template --cluster {path}{unit}")
    return _after_sheets(report, expected, step, path)


def _after_sheets(report: ClusterReport, expected: tuple[UnitProgress, ...], step: Step, path: str) -> Next:
    year = f" --year {report.cluster.roster.year}" if report.cluster.roster.year else ""
    rank, papers = f"thidua rank {path}{year}", f"thidua report {path}{year}"
    if not report.cluster.roster.listed:
        return Next(_LIST, rank)
    if step is Step.NOT_SENT:
        return Next(_about(_COMPLETE, _without(expected, Stage.SELF)), f"thidua validate {path}")
    if step is Step.SELF_SCORED:
        return Next(_about(_SETTLE, _without(expected, Stage.CLUSTER)), f"thidua review {path}")
    if step is Step.CLUSTER_SCORED:
        return Next(_SEAL, f"thidua seal {path}")
    if step is Step.AGREED:
        return Next(_REPORT, f"{papers} --paper bao-cao")
    if step is Step.REPORTED:
        return Next(_about(_EXAMINE, _without(expected, Stage.BOARD)), f"thidua review {path}")
    proposals = report.recommendation
    voted = {*proposals.flag.ballot, *proposals.certificate.ballot}
    if voted:
        return Next(_about(_VOTE, [one for one in expected if one.member.id in voted]), rank)
    if report.blockers:
        return Next(filled(_HOLDING, codes=report.blockers), rank)
    return Next(_READY, papers)


def _without(expected: tuple[UnitProgress, ...], stage: Stage) -> list[UnitProgress]:
    return [one for one in expected if not one.has_filled(stage)]


def _about(template: Text, units: list[UnitProgress]) -> Text:
    return filled(template, names=few([one.member.name for one in units]))


def _quoted(path: str) -> str:
    """The path or name as it is typed on a command line."""
    return f'"{path}"' if " " in path or not path else path
