"""What cluster.yaml says of dates, roles and membership, held against the guidance's deadlines and steps.

This module knows lists, dates and the table's settings; no sheet, no score and no file.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Literal

from msgspec import Struct

from thidua_cli import catalogue
from thidua_cli.catalogue import Text, filled
from thidua_cli.rubric.model import Status
from thidua_cli.vietnamese import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from thidua_cli.findings import Finding
    from thidua_cli.roster.model import Member, Roster
    from thidua_cli.rubric.model import Deadline, DeadlineId, Reading, Rubric

_TO_LEADER = Text("đến Cụm trưởng", "to the cluster's head")
_TO_COUNCIL = Text(
    "đến Thường trực Hội đồng Thi đua - Khen thưởng tỉnh", "to the provincial council's standing members"
)


class Dated(Struct, frozen=True):
    """What the dates, roles and membership of a cluster come to.

    Attributes:
        findings: What is late, out of order or to be kept in mind.
        readings: The ids of the readings that played a part: another option would have said otherwise.
    """

    findings: tuple[Finding, ...]
    readings: tuple[str, ...] = ()


def check(roster: Roster, rubric: Rubric, file: str) -> Dated:
    """The dates, roles and membership in a cluster.yaml against the guidance of its table.

    What is not stated is not missed: every date is optional.
    """
    if not roster.listed:
        return Dated(())
    told = _findings(roster, rubric, file)
    return Dated(told, _played(roster, rubric, file, told))


def _findings(roster: Roster, rubric: Rubric, file: str) -> tuple[Finding, ...]:
    year = roster.first_year
    if year is None:
        return ()
    dates = _Dates(roster, rubric, file, year)
    found: list[Finding] = []
    for part in (_registrations, _half_year, _conference, _report, _self_scores, _order, _membership, _roles, _texts):
        found += part(dates)
    return tuple(found)


_OWN = ("first_year_deadlines", "on_the_day", "report_days", "not_registered")


def _played(roster: Roster, rubric: Rubric, file: str, told: tuple[Finding, ...]) -> tuple[str, ...]:
    """The readings of which another option would have changed a finding, in a fixed order."""
    known = rubric.guidance.readings
    played = []
    stood = not_registered(roster, rubric)
    for reading in _OWN:
        options = known[reading].options if reading in known else ()
        tables = [rubric.under({reading: option}) for option in options]
        if any(_findings(roster, table, file) != told or not_registered(roster, table) != stood for table in tables):
            played.append(reading)
    if _section_one_source(roster, rubric) is not None:
        played.append("section_I_source")
    return tuple(played)


# --- deadlines ------------------------------------------------------------------------------------


class _Dates(Struct, frozen=True):
    """A cluster's dates with what they are held against."""

    roster: Roster
    rubric: Rubric
    file: str
    year: int

    def deadline(self, of: DeadlineId) -> Deadline | None:
        """The guidance's deadline, or None."""
        return self.rubric.guidance.deadlines.get(of)

    def limit(self, of: DeadlineId) -> date | None:
        """The day before which it is to be done, or None if the guidance names none."""
        deadline = self.deadline(of)
        if deadline is None:
            return None
        yearly = deadline.school if self.roster.is_school_year else deadline.calendar
        return yearly.of(self.year) if yearly else None

    def verdict(self, day: date, limit: date) -> Literal["late", "on the day", "in time"]:
        """Whether the day is late for "trước ngày …", the day itself by the reading `on_the_day` (Q-06)."""
        if day != limit:
            return "late" if day > limit else "in time"
        option = self.rubric.option("on_the_day", "warn")
        return "on the day" if option == "warn" else "late" if option == "late" else "in time"

    def latest(self, limit: date) -> date:
        """The last day that is in time."""
        return limit if self.rubric.option("on_the_day", "warn") == "in_time" else limit - timedelta(days=1)

    @property
    def first_year_skipped(self) -> bool:
        """Whether the registration dates are not checked, being older than the guidance (Q-02).

        By the school year one registers in autumn, so that those of the guidance's own year are younger.
        """
        first = self.rubric.guidance.document.from_year
        older = self.year < first or (self.year == first and not self.roster.is_school_year)
        return older and self.rubric.option("first_year_deadlines", "check") == "skip"


def _before(
    dates: _Dates, day: date, of: DeadlineId, late: catalogue.Code, unit: str | None = None, **params: Any
) -> Iterator[Finding]:
    """The finding about a day that is not before its limit."""
    limit, deadline = dates.limit(of), dates.deadline(of)
    if limit is None or deadline is None:
        return
    verdict = dates.verdict(day, limit)
    if verdict == "late":
        allowed = dates.latest(limit)
        yield late.finding(file=dates.file, clause=deadline.clause, unit=unit, found=day, allowed=allowed, **params)
    elif verdict == "on the day":
        what = filled(_ON_THE_DAY[of], **params)
        yield catalogue.ON_THE_DAY.finding(file=dates.file, clause=deadline.clause, unit=unit, found=day, what=what)


_ON_THE_DAY: Mapping[DeadlineId, Text] = {
    "registration": Text("{name} gửi đăng ký thi đua {to}", "{name} sent its registration {to}"),
    "half_year": Text("Sơ kết 6 tháng", "The half-year review was held"),
    "conference": Text("Hội nghị tổng kết", "The final conference was held"),
}


def _registered_days(roster: Roster) -> Iterator[tuple[Member, date, Text]]:
    """Each known date of a registration: the unit, the date, the addressee; units set aside are left out."""
    for member in roster.members:
        if member.status is not Status.EXCLUDED:
            for day, to in ((member.registered, _TO_LEADER), (member.registered_with_council, _TO_COUNCIL)):
                if isinstance(day, date):
                    yield member, day, to


def _registrations(dates: _Dates) -> Iterator[Finding]:
    """Registrations in time and with both addressees, after the goals were agreed (A.II.3).

    Bad: `registered: 2020-02-03` for 2020. Good: `registered: 2020-01-20`.
    """
    deadline, days = dates.deadline("registration"), list(_registered_days(dates.roster))
    if deadline is None:
        return
    if dates.first_year_skipped:
        if days:
            issued, year = dates.rubric.guidance.document.issued, str(dates.rubric.guidance.document.from_year)
            yield catalogue.FIRST_YEAR_DATES.finding(
                file=dates.file,
                clause=deadline.clause,
                found=dates.roster.year,
                issued=Text(issued, year),
                when=_when(dates),
            )
    else:
        for member, day, to in days:
            yield from _before(
                dates, day, "registration", catalogue.REGISTERED_LATE, unit=member.id, name=member.name, to=to
            )
        yield from _before_agreed(dates, days, deadline.clause)
    for member in dates.roster.members:
        if member.status is Status.ELIGIBLE and member.registered and member.registered_with_council is False:
            yield catalogue.COUNCIL_NOT_TOLD.finding(
                file=dates.file, clause=deadline.clause, unit=member.id, name=member.name
            )


def _when(dates: _Dates) -> Text:
    year = dates.roster.year
    if dates.roster.is_school_year:
        return Text(f"của năm học {year}", f"of the school year {year}")
    return Text(f"đầu năm {year}", f"of early {year}")


def _before_agreed(dates: _Dates, days: Sequence[tuple[Member, date, Text]], clause: str) -> Iterator[Finding]:
    """Goals are registered once the cluster has agreed on them, at the conference of the year before (A.III.2)."""
    agreed = dates.roster.previous_conference
    early = dict.fromkeys(member.name for member, day, _ in days if agreed and day < agreed)
    if early and agreed:
        yield catalogue.REGISTERED_BEFORE_AGREED.finding(
            file=dates.file, clause=clause, names=tuple(early), found=agreed
        )
    conference = dates.roster.conference
    for member, day, to in days:
        if conference and day >= conference:
            yield _out_of_order(dates, filled(_REGISTRATION, name=member.name, to=to), day, _CONFERENCE, conference)


def _half_year(dates: _Dates) -> Iterator[Finding]:
    """The half-year review in time; by the school year it closes the first term (A.III.1).

    Some kinds of clusters need not hold a conference for it.
    """
    day, deadline = dates.roster.half_year, dates.deadline("half_year")
    if day is None or deadline is None or dates.roster.kind in deadline.not_for:
        return
    term = dates.roster.term_1_end
    if not dates.roster.is_school_year:
        yield from _before(dates, day, "half_year", catalogue.HALF_YEAR_LATE)
    elif term is not None and day > term:
        yield catalogue.HALF_YEAR_LATE.finding(file=dates.file, clause=deadline.clause, found=day, allowed=term)


def _conference(dates: _Dates) -> Iterator[Finding]:
    """The final conference in time, after the meeting that prepares it (A.III.2)."""
    day, preparatory = dates.roster.conference, dates.roster.preparatory
    deadline = dates.deadline("conference")
    if day is None or deadline is None:
        return
    yield from _before(dates, day, "conference", catalogue.CONFERENCE_LATE)
    if preparatory is not None and preparatory > day:
        yield catalogue.PREPARATORY_AFTER.finding(
            file=dates.file, clause=deadline.clause, found=preparatory, conference=day
        )


def _report(dates: _Dates) -> Iterator[Finding]:
    """The report to the board 7 days before the conference, the conference's day not counted (C.I.2.3).

    Bad: reported on 14 January for a conference on 20 January. Good: on 13 January.
    """
    conference, reported, deadline = dates.roster.conference, dates.roster.reported, dates.deadline("report")
    if conference is None or reported is None or deadline is None or deadline.days_before_conference is None:
        return
    days, working = deadline.days_before_conference, dates.rubric.option("report_days", "calendar") == "working"
    latest = _working_days_before(conference, days) if working else conference - timedelta(days=days)
    if reported > latest:
        yield catalogue.REPORTED_LATE.finding(
            file=dates.file,
            clause=deadline.clause,
            found=reported,
            allowed=latest,
            conference=conference,
            days=f"{days:02d}",
            sort=_WORKING if working else _CALENDAR,
        )


_CALENDAR = Text("ngày", "days")
_WORKING = Text("ngày làm việc, chưa trừ ngày nghỉ lễ", "working days, public holidays not taken out")
_SATURDAY = 5


def _working_days_before(day: date, number: int) -> date:
    """The working day so many working days before; public holidays are not known here."""
    while number:
        day -= timedelta(days=1)
        number -= day.weekday() < _SATURDAY
    return day


def _self_scores(dates: _Dates) -> Iterator[Finding]:
    """Self scores that came after the day which the head set; the guidance sets none (Q-07)."""
    due = dates.roster.self_scores
    for member in dates.roster.members:
        if due is not None and member.sent is not None and member.sent > due and member.status is not Status.EXCLUDED:
            yield catalogue.SELF_SCORE_LATE.finding(
                file=dates.file, unit=member.id, name=member.name, found=member.sent, allowed=due
            )


# --- the order of the steps -----------------------------------------------------------------------

_CONFERENCE = Text("hội nghị tổng kết", "the final conference")
_REGISTRATION = Text("đăng ký thi đua của {name} {to}", "the registration of {name} {to}")
_AGREED = Text("thống nhất điểm", "the agreement on scores")
_REPORTED = Text("báo cáo Ban TĐKT", "the report to the board")
_HALF_YEAR = Text("sơ kết 6 tháng", "the half-year review")
_SENT = Text("tự chấm của {name}", "the self score of {name}")


def _order(dates: _Dates) -> Iterator[Finding]:
    """Self score, agreement, report, conference: in this order (C.I.2).

    A report after the conference is late before all else and is told as such.
    """
    roster = dates.roster
    for first, one, then, other in (
        (_AGREED, roster.agreed, _REPORTED, roster.reported),
        (_AGREED, roster.agreed, _CONFERENCE, roster.conference),
        (_HALF_YEAR, roster.half_year, _CONFERENCE, roster.conference),
    ):
        if one is not None and other is not None and one > other:
            yield _out_of_order(dates, first, one, then, other)
    for member in roster.members:
        if member.sent is not None and roster.agreed is not None and member.sent > roster.agreed:
            yield _out_of_order(dates, filled(_SENT, name=member.name), member.sent, _AGREED, roster.agreed)


def _out_of_order(dates: _Dates, first: Text, one: date, then: Text, other: date) -> Finding:
    return catalogue.DATES_OUT_OF_ORDER.finding(file=dates.file, found=one, first=first, then=then, other=other)


# --- membership and roles -------------------------------------------------------------------------


def _membership(dates: _Dates) -> Iterator[Finding]:
    """Units that belonged to the cluster for a part of the period only (Q-58)."""
    roster = dates.roster
    last = dates.year + roster.is_school_year
    for member in roster.members:
        came, left = member.member_from, member.member_to
        # When a school year begins and ends is not told: any day in its two years may be inside it.
        late = came is not None and came > date(dates.year, 1, 1)
        early = left is not None and left < date(last, 12, 31)
        if late or early:
            yield catalogue.MEMBER_IN_PART.finding(
                file=dates.file, unit=member.id, name=member.name, period=_period(member), year=roster.year
            )


def _period(member: Member) -> Text:
    """From when to when a unit is a member, in words."""
    came, left = member.member_from, member.member_to
    parts = [filled(Text("từ {day}", "from {day}"), day=came)] if came else []
    parts += [filled(Text("đến {day}", "until {day}"), day=left)] if left else []
    return Text(" ".join(part.vi for part in parts), " ".join(part.en for part in parts))


def _roles(dates: _Dates) -> Iterator[Finding]:
    """The head's office goes round (A.I.3)."""
    roster = dates.roster
    if roster.leader is not None and roster.leader == roster.previous_leader:
        member = roster.member(roster.leader)
        name = member.name if member else roster.leader
        yield catalogue.LEADER_AGAIN.finding(file=dates.file, unit=roster.leader, name=name)


def in_two_clusters(clusters: Iterable[tuple[str, Roster]]) -> Mapping[str, tuple[Finding, ...]]:
    """The units that stand in two lists of the same period, by the file of each list (Q-58).

    A unit is the same by its id or its name without accents. One that left the one cluster before it
    came to the other stands in one at a time.
    """
    found: dict[str, dict[Finding, None]] = {}
    seen: dict[_Identity, list[tuple[str, Roster, Member]]] = {}
    for file, roster in clusters:
        if not roster.listed:
            continue
        for member in roster.members:
            for identity in _identities(member, roster.year):
                for other_file, other, twin in seen.get(identity, ()):
                    if _overlap(member, twin):
                        found.setdefault(file, {})[_twice(file, member, roster, other, other_file)] = None
                        found.setdefault(other_file, {})[_twice(other_file, twin, other, roster, file)] = None
        for member in roster.members:
            for identity in _identities(member, roster.year):
                seen.setdefault(identity, []).append((file, roster, member))
    return {file: tuple(findings) for file, findings in found.items()}


_Identity = tuple[str, str, str]


def _identities(member: Member, year: str) -> tuple[_Identity, _Identity]:
    """What tells a unit from others across the lists of a period."""
    return (year, "id", member.id), (year, "name", fold(member.name))


def _overlap(one: Member, other: Member) -> bool:
    """Whether there is a day on which both memberships hold."""
    start = max(one.member_from or date.min, other.member_from or date.min)
    return start <= min(one.member_to or date.max, other.member_to or date.max)


def _twice(file: str, member: Member, own: Roster, other: Roster, other_file: str) -> Finding:
    return catalogue.UNIT_IN_TWO_CLUSTERS.finding(
        file=file, unit=member.id, name=member.name, own=own.name, other=other.name, beside=other_file, year=own.year
    )


def not_registered(roster: Roster, rubric: Rubric) -> tuple[Finding, ...]:
    """Members said not to have registered or signed, whom nobody has set aside (D.3, Q-50).

    By the reading `not_registered` one of the two is enough, or both are needed. A guidance that cites
    nothing for it asks for neither.
    """
    found: list[Finding] = []
    if catalogue.NOT_REGISTERED.id not in rubric.guidance.cites:
        return ()
    for member in roster.members:
        lacking = [name for name in ("registered", "signed") if getattr(member, name) is False]
        enough = len(lacking) == 2 if rubric.option("not_registered", "either") == "both" else bool(lacking)  # noqa: PLR2004
        if enough and member.status is Status.ELIGIBLE:
            what = ", ".join(f"{name}: false" for name in lacking)
            found.append(catalogue.NOT_REGISTERED.finding(unit=member.id, name=member.name, what=what))
    return tuple(found)


# --- which papers are in force --------------------------------------------------------------------


def _texts(dates: _Dates) -> Iterator[Finding]:
    """Papers whose application is a question: the decision behind section I (Q-10), later years (G-02)."""
    reading = _section_one_source(dates.roster, dates.rubric)
    if reading is not None and "section_I_source" not in dates.roster.readings:
        used = dates.rubric.option("section_I_source")
        yield catalogue.SECTION_ONE_SOURCE.finding(
            file=dates.file,
            clause=reading.clause,
            used=_wording(reading, used),
            others=tuple(_wording(reading, option) for option in reading.options if option != used),
        )
    document = dates.rubric.guidance.document
    if dates.year > document.from_year:
        yield catalogue.LATER_YEAR.finding(
            file=dates.file, document=document.title, found=dates.roster.year, year=str(document.from_year)
        )


def _section_one_source(roster: Roster, rubric: Rubric) -> Reading | None:
    """The reading of where section I comes from, if it is a question for this cluster.

    It is one in the guidance's first year, for tables whose section rests on the clause that names
    the decision; a cluster's own table that extends such a table rests on it too.
    """
    reading = rubric.guidance.readings.get("section_I_source")
    if reading is None or roster.year != str(rubric.guidance.document.from_year):
        return None
    return reading if any(section.clause == reading.clause for section in rubric.sections) else None


def _wording(reading: Reading, option: str) -> Text:
    words = reading.options[option]
    return Text(words.vi, words.en)


# --- the days themselves, for a calendar of a cluster ---------------------------------------------


def last_day(roster: Roster, rubric: Rubric, of: DeadlineId) -> date | None:
    """The last day that is in time for the cluster's period; None if the guidance names no day.

    The report's depends on the conference: where that has no day yet, it is the day for the latest conference
    that is in time (D-13).
    """
    year, deadline = roster.first_year, rubric.guidance.deadlines.get(of)
    if year is None or deadline is None:
        return None
    dates = _Dates(roster, rubric, "", year)
    if deadline.days_before_conference is not None:
        conference = roster.conference or last_day(roster, rubric, "conference")
        if conference is None:
            return None
        days, working = deadline.days_before_conference, rubric.option("report_days", "calendar") == "working"
        return _working_days_before(conference, days) if working else conference - timedelta(days=days)
    if of == "half_year" and roster.is_school_year:
        return roster.term_1_end
    limit = dates.limit(of)
    return dates.latest(limit) if limit else None


def is_late(day: date, roster: Roster, rubric: Rubric, of: DeadlineId) -> bool:
    """Whether the day is late; the limit's very day is so by the reading `on_the_day` only (Q-06)."""
    year, last = roster.first_year, last_day(roster, rubric, of)
    if year is None or last is None:
        return False
    dates = _Dates(roster, rubric, "", year)
    limit = dates.limit(of)
    return day > last if limit is None else dates.verdict(day, limit) == "late"


def registrations_checked(roster: Roster, rubric: Rubric) -> bool:
    """Whether registration dates are held against the guidance, which may be younger than they (Q-02)."""
    year = roster.first_year
    return year is not None and not _Dates(roster, rubric, "", year).first_year_skipped
