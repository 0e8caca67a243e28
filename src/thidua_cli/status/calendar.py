"""The days of a cluster's year: by when each step is due, what was recorded, what is late (A, C.I).

This module knows lists, dates and the table's settings, and the day it is told is today; no sheet and no score.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from thidua_cli.catalogue import Text
from thidua_cli.deadlines import is_late, last_day, registrations_checked
from thidua_cli.rubric.model import Stage, Status

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from thidua_cli.roster.model import Member, Roster
    from thidua_cli.rubric.model import DeadlineId, Rubric

DueId = Literal["registration", "half_year", "self_scores", "preparatory", "agreed", "report", "conference"]


class Standing(StrEnum):
    """How a step stands against its day."""

    DONE = "done"
    LATE = "late"
    OVERDUE = "overdue"
    DUE = "due"
    OPEN = "open"
    NOT_CHECKED = "not-checked"


class Due(Struct, frozen=True):
    """One step with its day.

    Attributes:
        id: The step.
        name: What is to be done.
        clause: Where the guidance has it; None if it sets no such step.
        last: The last day in time; None if no day can be named.
        recorded: The day recorded; the latest one where each unit has its own; None if there is none.
        standing: How it stands; without a recorded day and past the last one it is overdue.
        lacking: The names of the units that have no day recorded, where each unit has its own.
        late: The names of those that were late.
        derived: Whether the last day rests on a conference that has no day yet.
    """

    id: DueId
    name: Text
    clause: str | None
    last: date | None
    recorded: date | None
    standing: Standing
    lacking: tuple[str, ...] = ()
    late: tuple[str, ...] = ()
    derived: bool = False

    @property
    def matters(self) -> bool:
        """Whether it concerns the present: late, overdue or still to come."""
        return self.standing in {Standing.LATE, Standing.OVERDUE, Standing.DUE}


_NAMES: dict[DueId, Text] = {
    "registration": Text("Đăng ký thi đua", "Registrations"),
    "half_year": Text("Sơ kết", "Half-year review"),
    "self_scores": Text("Gửi điểm tự chấm", "Self scores sent"),
    "preparatory": Text("Họp trù bị", "Preparatory meet."),
    "agreed": Text("Thống nhất điểm", "Scores agreed"),
    "report": Text("Báo cáo Ban TĐKT", "Board report"),
    "conference": Text("Hội nghị tổng kết", "Final conference"),
}


def calendar(roster: Roster, rubric: Rubric, today: date, arrived: Collection[str] = ()) -> tuple[Due, ...]:
    """Every step of the cluster's year that has a day or could have one, in the order of the year.

    `arrived` are the ids of the units whose sheets are there, whether or not the day of arrival was recorded.
    """
    if not roster.listed or roster.first_year is None:
        return ()
    return tuple(_steps(roster, rubric, today, arrived))


def _steps(roster: Roster, rubric: Rubric, today: date, arrived: Collection[str]) -> Iterator[Due]:
    if "registration" in rubric.guidance.deadlines:
        yield _registrations(roster, rubric, today)
    half = rubric.guidance.deadlines.get("half_year")
    if half is not None and (roster.half_year or roster.kind not in half.not_for):
        yield _by_guidance("half_year", "half_year", roster.half_year, roster, rubric, today)
    if roster.self_scores is not None:
        yield _self_scores(roster, today, rubric.guidance.stages.get(Stage.SELF), arrived)
    if roster.preparatory is not None:
        yield _preparatory(roster, rubric, today)
    report = rubric.guidance.deadlines.get("report")
    by = last_day(roster, rubric, "report") if report else None
    agreed = rubric.guidance.stages.get(Stage.CLUSTER)
    derived = roster.conference is None
    # The guidance names no day for the agreement; it comes before the report (C.I.2.2, C.I.2.3).
    yield _judged("agreed", agreed, roster.reported or by, roster.agreed, today, derived=derived)
    if report is not None:
        yield _by_guidance("report", "report", roster.reported, roster, rubric, today, derived=derived)
    if "conference" in rubric.guidance.deadlines:
        yield _by_guidance("conference", "conference", roster.conference, roster, rubric, today)


def _by_guidance(
    id_: DueId,
    of: DeadlineId,
    recorded: date | None,
    roster: Roster,
    rubric: Rubric,
    today: date,
    *,
    derived: bool = False,
) -> Due:
    late = recorded is not None and is_late(recorded, roster, rubric, of)
    clause = rubric.guidance.deadlines[of].clause
    return _judged(id_, clause, last_day(roster, rubric, of), recorded, today, late=late, derived=derived)


def _judged(
    id_: DueId,
    clause: str | None,
    last: date | None,
    recorded: date | None,
    today: date,
    *,
    late: bool | None = None,
    derived: bool = False,
) -> Due:
    """The step with its standing; a day recorded for the future is a plan, and still to come."""
    if recorded is not None:
        too_late = last is not None and recorded > last if late is None else late
        standing = Standing.LATE if too_late else Standing.DUE if recorded > today else Standing.DONE
    else:
        standing = Standing.OPEN if last is None else Standing.OVERDUE if today > last else Standing.DUE
    return Due(id_, _NAMES[id_], clause, last, recorded, standing, derived=derived)


def _expected(roster: Roster) -> list[Member]:
    return [member for member in roster.members if member.status is not Status.EXCLUDED]


def _registrations(roster: Roster, rubric: Rubric, today: date) -> Due:
    """The registrations of all units, with those that are late or unknown by name (A.II.3)."""
    members, last = _expected(roster), last_day(roster, rubric, "registration")
    days = [member.registered for member in members if isinstance(member.registered, date)]
    lacking = tuple(member.name for member in members if not member.registered)
    clause = rubric.guidance.deadlines["registration"].clause
    late: tuple[str, ...] = ()
    if not registrations_checked(roster, rubric):
        standing = Standing.NOT_CHECKED
    else:
        late = tuple(
            member.name
            for member in members
            if isinstance(member.registered, date) and is_late(member.registered, roster, rubric, "registration")
        )
        past = last is not None and today > last
        left = (Standing.OVERDUE if past else Standing.DUE) if lacking else Standing.DONE
        standing = Standing.LATE if late else left
    recorded = max(days, default=None)
    return Due("registration", _NAMES["registration"], clause, last, recorded, standing, lacking, late)


def _self_scores(roster: Roster, today: date, clause: str | None, arrived: Collection[str]) -> Due:
    """The day that the head set for the self scores; the guidance sets none (Q-07)."""
    last, members = roster.self_scores, _expected(roster)
    lacking = tuple(member.name for member in members if member.sent is None and member.id not in arrived)
    late = tuple(member.name for member in members if member.sent and last and member.sent > last)
    past = last is not None and today > last
    left = (Standing.OVERDUE if past else Standing.DUE) if lacking else Standing.DONE
    recorded = max((member.sent for member in members if member.sent), default=None)
    standing = Standing.LATE if late else left
    return Due("self_scores", _NAMES["self_scores"], clause, last, recorded, standing, lacking, late)


def _preparatory(roster: Roster, rubric: Rubric, today: date) -> Due:
    """The meeting that prepares the final conference, which comes before it (A.III.2)."""
    conference = rubric.guidance.deadlines.get("conference")
    last = roster.conference or last_day(roster, rubric, "conference")
    return _judged("preparatory", conference.clause if conference else None, last, roster.preparatory, today)
