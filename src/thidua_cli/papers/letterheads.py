"""Whose letterhead a paper has, by which rules it is laid out, and how office papers write dates.

This module knows no score, no award and no way of drawing.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from thidua_cli.papers.model import OPEN, Form, Heading, PaperId, Signature
from thidua_cli.vietnamese import fold

if TYPE_CHECKING:
    from thidua_cli.roster.letterhead import Letterhead
    from thidua_cli.roster.model import Roster
    from thidua_cli.rubric.model import Guidance

# The day from which Decree 30/2020/NĐ-CP applies.
STATE_FROM = date(2020, 3, 5)
# Words in the names of Party bodies, as `fold` has them.
_PARTY = tuple(fold(word) for word in ("Tỉnh ủy", "Thành ủy", "Huyện ủy", "Đảng ủy", "Đảng bộ"))
_TYPES = {
    PaperId.PREPARATORY: "BB",
    PaperId.CONFERENCE: "BB",
    PaperId.COUNT: "BB",
    PaperId.REPORT: "BC",
    PaperId.PROPOSAL: "TTr",
}
_DATED = frozenset({PaperId.REPORT, PaperId.PROPOSAL, PaperId.LIST})
_TWO_DIGITS_BELOW, _MONTHS_PADDED = 10, 2


def day_in_words(day: date | None) -> str:
    """The date as papers write it: days below 10 and the months 1 and 2 with a zero; open if not known."""
    if day is None:
        return f"ngày {OPEN} tháng {OPEN} năm {OPEN}"
    days = f"{day.day:02d}" if day.day < _TWO_DIGITS_BELOW else str(day.day)
    months = f"{day.month:02d}" if day.month <= _MONTHS_PADDED else str(day.month)
    return f"ngày {days} tháng {months} năm {day.year}"


def number_line(heading: Heading) -> str:
    """The line of number and symbol, the number left open for the office; empty for a paper without one."""
    if heading.type is None:
        return ""
    symbol = heading.symbol or OPEN
    if heading.form is Form.PARTY:
        return f"Số {OPEN}-{heading.type}/{symbol}"
    return f"Số: {OPEN}/{heading.type}-{symbol}"


def is_party(agency: str) -> bool:
    """Whether the name is that of a Party body."""
    key = f" {fold(agency)} "
    return any(f" {word} " in key for word in _PARTY)


def term_of(roster: Roster) -> str:
    """What papers call the cluster: Cụm or Khối."""
    if roster.term is not None:
        return "Khối" if roster.term == "khoi" else "Cụm"
    return "Khối" if fold(roster.name).startswith("khoi ") else "Cụm"


def year_of(roster: Roster) -> str:
    """The year scored, as papers name it."""
    return f"năm học {roster.year}" if roster.is_school_year else f"năm {roster.year or OPEN}"


def heading_of(
    paper: PaperId, roster: Roster, letterhead: Letterhead, guidance: Guidance, day: date | None = None
) -> Heading:
    """What stands above a cluster's paper of the given day."""
    leader = roster.member(roster.leader) if roster.leader else None
    agency = letterhead.agency or (leader.name if leader else None)
    if agency is None:
        return Heading(Form.PLAIN, roster.name, dated=paper in _DATED, place=letterhead.place, day=day)
    return Heading(
        form_of(agency, letterhead, day or roster.conference or _usual_day(roster, guidance)),
        agency,
        above=letterhead.above,
        type=_TYPES.get(paper),
        symbol=letterhead.symbol,
        dated=paper in _DATED,
        place=letterhead.place,
        day=day,
    )


def form_of(agency: str, letterhead: Letterhead, day: date | None) -> Form:
    """The rules for a paper of that body and day; those in force today where the day is not known."""
    if letterhead.party if letterhead.party is not None else is_party(agency):
        return Form.PARTY
    return Form.EARLIER if day is not None and day < STATE_FROM else Form.STATE


def _usual_day(roster: Roster, guidance: Guidance) -> date | None:
    """The day before which the final conference of the year is held, where its own day is not known."""
    deadline, year = guidance.deadlines.get("conference"), roster.first_year
    if deadline is None or year is None:
        return None
    usual = deadline.school if roster.is_school_year else deadline.calendar
    return usual.of(year) if usual else None


def signature_of(roster: Roster, letterhead: Letterhead) -> Signature:
    """Who signs for the cluster; the Cụm trưởng where nothing else is said."""
    term = term_of(roster)
    party = letterhead.party if letterhead.party is not None else is_party(letterhead.agency or _leader(roster))
    of = "T/M" if party else "TM."
    authority = letterhead.authority or f"{of} {term} thi đua"
    post = letterhead.post or f"{term} trưởng"
    return Signature((authority.upper(), post.upper()), letterhead.name)


def _leader(roster: Roster) -> str:
    member = roster.member(roster.leader) if roster.leader else None
    return member.name if member else ""


def kept(form: Form, *, minutes: bool = False) -> str:
    """The last entry of "Nơi nhận": where the paper itself is kept."""
    if form is Form.PARTY:
        return "Lưu Văn phòng"
    return "Lưu: VT, hồ sơ" if minutes else "Lưu: VT"
