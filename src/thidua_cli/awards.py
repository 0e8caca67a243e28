"""From a ranking to the awards it proposes: flag, certificates, ballots, with the clause for each.

thidua proposes; a council awards. This module never breaks a tie; it knows no file and no cell.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

from thidua_cli import catalogue
from thidua_cli.catalogue import Reason, Text
from thidua_cli.cluster import State
from thidua_cli.ranking import rank
from thidua_cli.rubric.model import Status

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from thidua_cli.cluster import Cluster
    from thidua_cli.findings import Finding
    from thidua_cli.ranking import Ranked, Ranking
    from thidua_cli.roster.model import AwardId, Ballot, Member
    from thidua_cli.rubric.model import Award

# The widest lead that is told, unless the guidance has the reading `narrow_gap`.
NARROW = Decimal("0.05")


class Proposal(Struct, frozen=True):
    """What is proposed for one award.

    Attributes:
        award: The award.
        quota: How many the cluster may propose.
        proposed: The ids of the units proposed, by rank.
        ballot: The ids of the units among which a ballot must decide; none of them is proposed.
    """

    award: Award
    quota: int
    proposed: tuple[str, ...] = ()
    ballot: tuple[str, ...] = ()


class OpenBallot(Struct, frozen=True):
    """A ballot that has yet to be held (C.II).

    Attributes:
        award: What it decides.
        places: How many of the award it gives.
        units: Between whom it is to be held, in the ranking's order: all that tie, or those that the last vote
            left level.
        number: Which vote on these places it is; 1 while none was held.
        votes: The last vote, by unit id; empty while none was held.
        won: The ids of units that earlier votes gave a place outright.
    """

    award: Award
    places: int
    units: tuple[Ranked, ...]
    number: int = 1
    votes: Mapping[str, int] = field(default_factory=dict)
    won: tuple[str, ...] = ()


class Recommendation(Struct, frozen=True):
    """Everything proposed for a cluster, each with its reasons.

    Attributes:
        flag: The flag.
        certificate: The certificates.
        reasons: By unit id, why it is proposed or not.
        findings: What the proposals leave open.
        readings: The ids of the readings that played a part: another option would have changed a proposal,
            a quota or a finding.
        ballots: The ballots that have yet to be held, the flag's first.
    """

    flag: Proposal
    certificate: Proposal
    reasons: dict[str, tuple[Reason, ...]]
    findings: tuple[Finding, ...]
    readings: tuple[str, ...] = ()
    ballots: tuple[OpenBallot, ...] = ()

    def award_of(self, unit_id: str) -> AwardId | None:
        """The award the unit is proposed for."""
        if unit_id in self.flag.proposed:
            return "flag"
        return "certificate" if unit_id in self.certificate.proposed else None


class _Draft(Struct):
    """What is known while the steps of C.II are taken one after the other."""

    cluster: Cluster
    rows: tuple[Ranked, ...]
    reasons: dict[str, list[Reason]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    used_ballots: set[int] = field(default_factory=set)
    played: dict[str, None] = field(default_factory=dict)
    ballots: list[OpenBallot] = field(default_factory=list)

    def plays(self, reading: str) -> None:
        """Note that the reading played a part, if the guidance has it."""
        if reading in self.cluster.rubric.guidance.readings:
            self.played[reading] = None

    def because(self, row: Ranked, text: Text, **params: object) -> None:
        self.reasons.setdefault(row.member.id, []).append(Reason.of(text, self.clause(text), **params))

    def clause(self, text: Text) -> str:
        """The clause of the award that a sentence speaks of."""
        return self.cluster.rubric.guidance.award("flag" if text in _OF_FLAG else "certificate").clause


# --- the sentences -------------------------------------------------------------------------------

_FIRST = Text(
    "Điểm cao nhất cụm ({total}), đạt mức tối thiểu {least} điểm; đề nghị {award}.",
    "Highest total of the cluster ({total}), at least {least}; proposed for the {award}.",
)
_FIRST_BY_BALLOT = Text(
    "Cùng điểm cao nhất ({total}), được chọn qua bỏ phiếu với {votes} phiếu{minutes}; đề nghị {award}.",
    "Shares the highest total ({total}) and won the ballot with {votes} votes{minutes}; proposed for the {award}.",
)
_LOST_BALLOT = Text(
    "Cùng điểm cao nhất nhưng không được chọn qua bỏ phiếu ({votes} phiếu); đứng đầu hàng xét Bằng khen.",
    "Shares the highest total but lost the ballot ({votes} votes); first in line for a certificate.",
)
_TIED_FIRST = Text(
    "Cùng điểm cao nhất ({total}) với {others}; chờ bỏ phiếu chọn đơn vị dẫn đầu.",
    "Shares the highest total ({total}) with {others}; a ballot decides who leads.",
)
_BELOW = Text(
    "Dẫn đầu nhưng dưới {least} điểm (thiếu {short}); không đề nghị {award}.",
    "Leads, but is below {least} points (short by {short}); not proposed for the {award}.",
)
_NEXT = Text(
    "Số điểm liền kề sau đơn vị được đề nghị Cờ (Bằng khen thứ {place} trong {quota}); đề nghị {award}.",
    "Next after the unit proposed for the flag (certificate {place} of {quota}); proposed for the {award}.",
)
_NEXT_BY_BALLOT = Text(
    "Bằng điểm ({total}) ở vị trí cuối được xét, được chọn qua bỏ phiếu với {votes} phiếu{minutes}; đề nghị {award}.",
    "Ties ({total}) for the last place and won the ballot with {votes} votes{minutes}; proposed for the {award}.",
)
_TIED_LAST = Text(
    "Bằng điểm ({total}) với {others} cho {places} Bằng khen còn lại; chờ bỏ phiếu.",
    "Ties ({total}) with {others} for the {places} remaining certificate(s); a ballot decides.",
)
_LOST_LAST = Text(
    "Bằng điểm ({total}) ở vị trí cuối được xét nhưng không được chọn qua bỏ phiếu ({votes} phiếu).",
    "Ties ({total}) for the last place but lost the ballot ({votes} votes).",
)
_TIE_LEFT = Text(
    "Bằng điểm ({total}) với {others} cho {places} Bằng khen còn lại; theo cách hiểu certificate_tie: none, "
    "không đề nghị.",
    "Ties ({total}) with {others} for the {places} remaining certificate(s); by the reading certificate_tie: none, "
    "not proposed.",
)
_BEHIND_TIE = Text(
    "Bằng khen còn lại không đề nghị vì các đơn vị bằng điểm ở trên; không xét đơn vị xếp sau.",
    "The remaining certificate(s) are not proposed because of the tie above; no unit below it is considered.",
)
_PLACE_HELD = Text(
    "Còn đơn vị chưa xét ({names}); theo cách hiểu pending_unit: hold, giữ lại đề nghị {award}.",
    "Units are still pending ({names}); by the reading pending_unit: hold, the proposal for the {award} is held.",
)
_OUTSIDE = Text(
    "Cụm được đề nghị {quota} Bằng khen; thiếu {short} điểm so với đơn vị cuối cùng được xét.",
    "The cluster may propose {quota} certificate(s); {short} points short of the last unit in line.",
)
_NO_FLAG = Text(
    "Không có đơn vị được đề nghị Cờ nên chưa xác định đơn vị “liền kề sau”.",
    "No flag is proposed, so no unit is “next after” its holder.",
)
_WITHOUT_FLAG = Text(
    "Không có đơn vị được đề nghị Cờ; theo cách hiểu certificates_without_flag: {option}, đề nghị {award}.",
    "No flag is proposed; by the reading certificates_without_flag: {option}, proposed for the {award}.",
)
_HELD = Text(
    "Chờ bỏ phiếu Cờ thi đua; Bằng khen được xét sau khi có kết quả.",
    "Awaits the ballot for the flag; certificates are settled after it.",
)
_SURE = Text(
    "Chờ bỏ phiếu Cờ thi đua; dù kết quả thế nào, đơn vị này vẫn trong số {quota} Bằng khen.",
    "Awaits the ballot for the flag; whatever its result, this unit is among the {quota} certificate(s).",
)
_NO_SUCH_TIE = Text(
    "không có vị trí khen thưởng nào chờ các đơn vị này bỏ phiếu", "no award awaits a ballot between these units"
)
_NOT_YET = Text(
    "Bằng khen được xét sau khi có kết quả bỏ phiếu Cờ thi đua",
    "certificates are settled after the ballot for the flag",
)
_TOO_LOW = Text(
    "Dưới {least} điểm (thiếu {short}); không đề nghị {award}.",
    "Below {least} points (short by {short}); not proposed for the {award}.",
)
_NONE = Text("Cụm không có Bằng khen nào để đề nghị.", "The cluster has no certificate to propose.")
_OF_FLAG = frozenset({_FIRST, _FIRST_BY_BALLOT, _LOST_BALLOT, _TIED_FIRST, _BELOW})
_MINUTES = Text(" ({minutes})", " ({minutes})")
AWARD_WORDS: dict[AwardId, Text] = {
    "flag": Text("Cờ thi đua", "flag"),
    "certificate": Text("Bằng khen", "certificate"),
}


# --- the steps of C.II ---------------------------------------------------------------------------


def recommend(cluster: Cluster, ranking: Ranking) -> Recommendation:
    """The awards that follow from the ranking, as contract 6 and C.II have them."""
    draft = _Draft(cluster, ranking.ranked)
    flag, certificate = _propose(draft)
    _unused_ballots(draft, flag, certificate)
    _narrow_gaps(draft, flag, certificate)
    flag, certificate = _pending(draft, ranking, flag, certificate)
    _below_threshold(draft, flag, certificate)
    reasons = {row.member.id: (*row.aside, *draft.reasons.get(row.member.id, ())) for row in ranking.rows}
    readings = tuple(reading for reading in cluster.rubric.guidance.readings if reading in draft.played)
    return Recommendation(flag, certificate, reasons, tuple(draft.findings), readings, tuple(draft.ballots))


def _propose(draft: _Draft) -> tuple[Proposal, Proposal]:
    """The flag and the certificates, with reasons and findings put into the draft."""
    guidance = draft.cluster.rubric.guidance
    award, other = guidance.award("flag"), guidance.award("certificate")
    flag_quota = _quota(draft, award, members_counted(draft.cluster))
    certificate_quota = _certificate_quota(draft, other)
    flag = _propose_flag(draft, Proposal(award, flag_quota))
    return flag, _propose_certificates(draft, Proposal(other, certificate_quota), flag)


def members_counted(cluster: Cluster) -> int:
    """The number of members that decides the quotas (reading `members_counted`)."""
    counts = _counts(cluster)
    return counts.get(cluster.rubric.option("members_counted", "listed"), counts["listed"])


def _counts(cluster: Cluster) -> dict[str, int]:
    """The numbers of members that `members_counted` chooses from, by its options (Q-48)."""
    members = cluster.roster.members
    return {
        "listed": len(members),
        "eligible": sum(1 for member in members if member.status is Status.ELIGIBLE),
        "sent": sum(1 for unit in cluster.units if unit.state is not State.MISSING),
    }


def _quota(draft: _Draft, award: Award, members: int) -> int:
    """How many of the award a cluster of so many members may propose."""
    size = award.size(members)
    if size is None:
        return 0
    if size.reading is not None:
        return int(draft.cluster.rubric.option(size.reading, "0"))
    everybody = draft.cluster.roster.members
    return size.number(len(everybody), sum(1 for member in everybody if member.status is Status.ELIGIBLE))


def _certificate_quota(draft: _Draft, award: Award) -> int:
    counted, counts = members_counted(draft.cluster), _counts(draft.cluster)
    quota = _quota(draft, award, counted)
    if len({_quota(draft, award, count) for count in counts.values() if count}) > 1:
        draft.plays("members_counted")
    size = award.size(counted)
    if size is not None and size.reading:
        draft.plays(size.reading)
        silent = catalogue.SIX_MEMBERS.finding(
            file=draft.cluster.path,
            clause=award.clause,
            used=f"{quota:02d}",
            number=Text(f"{counted:02d}", str(counted)),
            above=Text(f"{counted + 1:02d}", str(counted + 1)),
            reading=size.reading,
            options=_either(draft.cluster.rubric.guidance.readings[size.reading].options),
        )
        draft.findings.append(silent)
    listed, eligible = counts["listed"], counts["eligible"]
    if eligible and _quota(draft, award, listed) != _quota(draft, award, eligible):
        draft.findings.append(
            catalogue.COUNT_MATTERS.finding(
                file=draft.cluster.path,
                listed=listed,
                quota=_quota(draft, award, listed),
                other=eligible,
                other_quota=_quota(draft, award, eligible),
            )
        )
    return quota


def _propose_flag(draft: _Draft, proposal: Proposal) -> Proposal:
    """The first unit, if its total reaches the least total; a tie waits for a ballot."""
    if not draft.rows:
        return proposal
    top = [row for row in draft.rows if row.rank == 1]
    total, least = _total(top[0]), proposal.award.least_total or Decimal(0)
    if total < least:
        short = least - total
        for row in top:
            draft.because(row, _BELOW, least=least, short=short, award=_name(proposal.award))
        draft.findings.append(
            catalogue.LEADER_BELOW_THRESHOLD.finding(
                file=draft.cluster.path, found=total, allowed=least, short=short, unit=top[0].member.id
            )
        )
        return proposal
    if len(top) == 1:
        draft.because(top[0], _FIRST, total=total, least=least, award=_name(proposal.award))
        return Proposal(proposal.award, proposal.quota, (top[0].member.id,))
    verdict = _decided(draft, "flag", top, places=1)
    if verdict is None:
        for row in top:
            draft.because(row, _TIED_FIRST, total=total, others=_others(top, row))
        draft.findings.append(
            catalogue.FLAG_BALLOT_OPEN.finding(file=draft.cluster.path, number=len(top), total=total, names=_names(top))
        )
        return Proposal(proposal.award, proposal.quota, (), tuple(row.member.id for row in top))
    _tell_verdict(draft, top, verdict, _FIRST_BY_BALLOT, _LOST_BALLOT, proposal.award)
    return Proposal(proposal.award, proposal.quota, tuple(row.member.id for row in verdict.winners))


def _propose_certificates(draft: _Draft, proposal: Proposal, flag: Proposal) -> Proposal:
    """The next in line after the flag's holder, up to the quota; a tie across the last place waits."""
    if not proposal.quota:
        for row in draft.rows:
            if row.member.id not in (*flag.proposed, *flag.ballot):
                draft.because(row, _NONE)
        return proposal
    if flag.ballot:
        _hold_certificates(draft, proposal, flag)
        return proposal
    if not flag.proposed:
        return _certificates_without_flag(draft, proposal)
    line = _high_enough(draft, proposal, [row for row in draft.rows if row.member.id not in flag.proposed])
    return _fill(draft, proposal, line)


def _high_enough(draft: _Draft, proposal: Proposal, rows: Sequence[Ranked]) -> list[Ranked]:
    """The rows that reach the award's least total, if it has one; of the others it is said why not."""
    least = proposal.award.least_total or Decimal(0)
    for row in rows:
        if _total(row) < least:
            draft.because(row, _TOO_LOW, least=least, short=least - _total(row), award=_name(proposal.award))
    return [row for row in rows if _total(row) >= least]


def _fill(draft: _Draft, proposal: Proposal, line: Sequence[Ranked]) -> Proposal:
    """The proposal with the places given down the line, equal totals together."""
    taken: list[Ranked] = []
    open_ballot: list[Ranked] = []
    left = False
    for tied in _by_total(line):
        places = proposal.quota - len(taken)
        if left:
            for row in tied:
                draft.because(row, _BEHIND_TIE)
        elif places <= 0 or open_ballot:
            _outside(draft, proposal, tied, (open_ballot or taken)[-1] if taken or open_ballot else None)
        elif len(tied) <= places:
            for row in tied:
                taken.append(row)
                draft.because(row, _NEXT, place=len(taken), quota=proposal.quota, award=_name(proposal.award))
        elif _tie_is_left(draft):
            left = True
            _leave_tie(draft, tied, places)
        else:
            won = _last_places(draft, proposal, tied, places)
            taken.extend(won)
            if not won:
                open_ballot = tied
    ids = tuple(row.member.id for row in taken)
    return Proposal(proposal.award, proposal.quota, ids, tuple(row.member.id for row in open_ballot))


def _tie_is_left(draft: _Draft) -> bool:
    """Whether units that tie for the last certificates go without, instead of to a ballot (Q-45)."""
    draft.plays("certificate_tie")
    return draft.cluster.rubric.option("certificate_tie", "ballot") == "none"


def _leave_tie(draft: _Draft, tied: Sequence[Ranked], places: int) -> None:
    """None of the tied units is proposed and no ballot is asked for."""
    total = _total(tied[0])
    for row in tied:
        draft.because(row, _TIE_LEFT, total=total, others=_others(tied, row), places=places)
    draft.findings.append(
        catalogue.CERTIFICATE_TIE_LEFT.finding(
            file=draft.cluster.path, number=len(tied), total=total, places=places, names=_names(tied)
        )
    )


def _last_places(draft: _Draft, proposal: Proposal, tied: list[Ranked], places: int) -> list[Ranked]:
    """The winners of the last places among units that tie for them; empty while the ballot is open."""
    total = _total(tied[0])
    verdict = _decided(draft, "certificate", tied, places)
    if verdict is None:
        for row in tied:
            draft.because(row, _TIED_LAST, total=total, others=_others(tied, row), places=places)
        draft.findings.append(
            catalogue.CERTIFICATE_BALLOT_OPEN.finding(
                file=draft.cluster.path, number=len(tied), total=total, places=places, names=_names(tied)
            )
        )
        return []
    _tell_verdict(draft, tied, verdict, _NEXT_BY_BALLOT, _LOST_LAST, proposal.award)
    return list(verdict.winners)


def _outside(draft: _Draft, proposal: Proposal, rows: Iterable[Ranked], last: Ranked | None) -> None:
    for row in rows:
        if last is not None:
            draft.because(row, _OUTSIDE, quota=proposal.quota, short=_total(last) - _total(row))


def _hold_certificates(draft: _Draft, proposal: Proposal, flag: Proposal) -> None:
    """While the flag's ballot is open nothing is proposed; what its outcome cannot change is said."""
    places_below = proposal.quota - (len(flag.ballot) - 1)
    others = [row for row in draft.rows if row.member.id not in flag.ballot]
    for tied in _by_total(_high_enough(draft, proposal, others)):
        sure = len(tied) <= places_below
        places_below -= len(tied)
        for row in tied:
            draft.because(row, _SURE if sure else _HELD, quota=proposal.quota)


def _certificates_without_flag(draft: _Draft, proposal: Proposal) -> Proposal:
    """No flag: nobody is "next after" its holder, unless the reading says otherwise (Q-44)."""
    if not draft.rows:
        return proposal
    draft.plays("certificates_without_flag")
    chosen = draft.cluster.rubric.option("certificates_without_flag", "none")
    if chosen == "none":
        for row in draft.rows:
            draft.because(row, _NO_FLAG)
        least = proposal.award.least_total or Decimal(0)
        candidates = [row for row in draft.rows if (row.rank or 0) <= proposal.quota and _total(row) >= least]
        draft.findings.append(
            catalogue.CERTIFICATES_WITHOUT_FLAG.finding(file=draft.cluster.path, names=_names(candidates))
        )
        return proposal
    places = 1 if chosen == "leader" else proposal.quota
    line = _high_enough(draft, proposal, draft.rows)
    filled = _fill(draft, Proposal(proposal.award, places), line)
    for row in draft.rows:
        if row.member.id in filled.proposed:
            draft.reasons[row.member.id] = [
                Reason.of(_WITHOUT_FLAG, draft.clause(_WITHOUT_FLAG), option=chosen, award=_name(proposal.award))
            ]
    return Proposal(proposal.award, proposal.quota, filled.proposed, filled.ballot)


# --- ballots -------------------------------------------------------------------------------------


class _Verdict(Struct, frozen=True):
    """What the recorded ballots decided: the winners, everybody's last votes, and the minutes."""

    winners: tuple[Ranked, ...]
    votes: Mapping[str, int]
    minutes: str | None


def _decided(draft: _Draft, award: AwardId, tied: Sequence[Ranked], places: int) -> _Verdict | None:
    """What the recorded ballots decide about the places; None while they decide nothing.

    Ballots between exactly the tied units count, in the order recorded. A level vote is history: it
    may be held again between all of them, or between those it left level. One that is not valid is
    an error and decides nothing. Two ballots that decide differently contradict each other.
    """
    everybody = frozenset(row.member.id for row in tied)
    course = _Course(everybody)
    verdict: _Verdict | None = None
    for number, ballot in enumerate(draft.cluster.roster.ballots):
        between = frozenset(ballot.between)
        if ballot.award != award or between not in {everybody, course.level}:
            continue
        draft.used_ballots.add(number)
        if between == everybody:
            course = _Course(everybody, number=course.number)
        wrong = _why_invalid(ballot, places - len(course.won))
        if wrong is not None:
            _refuse(draft, award, ballot, wrong)
            continue
        _small_faults(draft, award, ballot, places - len(course.won))
        course = _after(course, ballot, [row for row in tied if row.member.id in between], places)
        if course.level and verdict is None:
            names = _names(row for row in tied if row.member.id in course.level)
            draft.findings.append(
                catalogue.BALLOT_TIED.finding(
                    file=draft.cluster.path,
                    award=AWARD_WORDS[award],
                    names=names,
                    votes=ballot.votes[min(course.level)],
                    line=_line(ballot),
                )
            )
        elif verdict is None:
            verdict = _Verdict(course.won, course.votes, ballot.minutes)
        elif course.level or _ids(course.won) != _ids(verdict.winners):
            _refuse(draft, award, ballot, _contradiction(verdict, course))
            draft.ballots.append(_open(draft, award, tied, places, _Course(everybody, number=course.number)))
            return None
    if verdict is None:
        draft.ballots.append(_open(draft, award, tied, places, course))
    return verdict


class _Course(Struct, frozen=True):
    """How far the recorded ballots have come: who is level for what is left, who has won, who has which votes."""

    level: frozenset[str]
    won: tuple[Ranked, ...] = ()
    votes: Mapping[str, int] = field(default_factory=dict)
    number: int = 0


def _after(course: _Course, ballot: Ballot, rows: Sequence[Ranked], places: int) -> _Course:
    """Where things stand after one more valid ballot between these units."""
    above, level = _count(rows, ballot, places - len(course.won))
    return _Course(level, (*course.won, *above), {**course.votes, **ballot.votes}, course.number + 1)


def _open(draft: _Draft, award: AwardId, tied: Sequence[Ranked], places: int, course: _Course) -> OpenBallot:
    """The ballot that is still to be held."""
    return OpenBallot(
        award=draft.cluster.rubric.guidance.award(award),
        places=places - len(course.won),
        units=tuple(row for row in tied if row.member.id in course.level),
        number=course.number + 1,
        votes={row.member.id: course.votes[row.member.id] for row in tied if row.member.id in course.votes},
        won=tuple(row.member.id for row in course.won),
    )


def _ids(rows: Iterable[Ranked]) -> set[str]:
    return {row.member.id for row in rows}


def _tell_verdict(
    draft: _Draft, tied: Sequence[Ranked], verdict: _Verdict, won: Text, lost: Text, award: Award
) -> None:
    """The reason of each unit voted on: it won the award, or it did not."""
    for row in tied:
        votes, total = verdict.votes[row.member.id], _total(row)
        if row in verdict.winners:
            draft.because(row, won, total=total, votes=votes, minutes=_minutes(verdict), award=_name(award))
        else:
            draft.because(row, lost, total=total, votes=votes)


def _count(rows: Sequence[Ranked], ballot: Ballot, places: int) -> tuple[tuple[Ranked, ...], frozenset[str]]:
    """Who won a place outright, and who is level for what is left; nobody is level if all is decided."""
    ordered = sorted(rows, key=lambda row: -ballot.votes[row.member.id])
    last = ballot.votes[ordered[places - 1].member.id]
    if ballot.votes[ordered[places].member.id] < last:
        return tuple(ordered[:places]), frozenset()
    above = tuple(row for row in ordered if ballot.votes[row.member.id] > last)
    return above, frozenset(row.member.id for row in rows if ballot.votes[row.member.id] == last)


class _Fault(Struct, frozen=True):
    """Why a recorded ballot cannot count, with what is recorded and what may be."""

    reason: Text
    found: str
    allowed: str


def _line(ballot: Ballot) -> Text:
    """Where the ballot is recorded; empty for one that was not read from a file."""
    if ballot.line is None:
        return Text("", "")
    return Text(f" (dòng {ballot.line} của cluster.yaml)", f" (line {ballot.line} of cluster.yaml)")


def _refuse(draft: _Draft, award: AwardId, ballot: Ballot, fault: _Fault) -> None:
    draft.findings.append(
        catalogue.BALLOT_INVALID.finding(
            file=draft.cluster.path,
            award=AWARD_WORDS[award],
            reason=fault.reason,
            line=_line(ballot),
            found=fault.found,
            allowed=fault.allowed,
        )
    )


def _contradiction(verdict: _Verdict, course: _Course) -> _Fault:
    """Two ballots between the same units that decide differently."""
    return _Fault(
        Text("trái với kết quả bỏ phiếu ghi trước đó", "it contradicts an earlier ballot"),
        ", ".join(row.member.id for row in course.won),
        ", ".join(row.member.id for row in verdict.winners),
    )


def _why_invalid(ballot: Ballot, places: int) -> _Fault | None:
    """Why a recorded ballot cannot count; None if it can."""
    between = ", ".join(ballot.between)
    strangers = ", ".join(sorted(set(ballot.votes) - set(ballot.between)))
    if strangers:
        return _Fault(
            Text(
                f"có phiếu cho đơn vị ngoài danh sách bỏ phiếu: {strangers}",
                f"votes for units not voted on: {strangers}",
            ),
            strangers,
            between,
        )
    absent = ", ".join(sorted(set(ballot.between) - set(ballot.votes)))
    if absent:
        return _Fault(
            Text(f"không ghi số phiếu của {absent}", f"no votes are recorded for {absent}"),
            ", ".join(sorted(ballot.votes)),
            between,
        )
    return _too_many(ballot, places)


def _too_many(ballot: Ballot, places: int) -> _Fault | None:
    """More votes than the voters can have cast: one each for every place, and one for a unit."""
    if ballot.voters is None:
        return None
    cast, most = sum(ballot.votes.values()), ballot.voters * places
    if cast <= most and all(votes <= ballot.voters for votes in ballot.votes.values()):
        return None
    found, allowed = (cast, most) if cast > most else (max(ballot.votes.values()), ballot.voters)
    return _Fault(
        Text(
            f"tổng số phiếu {cast} vượt số người bỏ phiếu {ballot.voters}",
            f"{cast} votes were cast by {ballot.voters} voters",
        ),
        str(found),
        f"0–{allowed}",
    )


def _small_faults(draft: _Draft, award: AwardId, ballot: Ballot, places: int) -> None:
    """What is worth a look at a ballot that counts: no number of voters, or fewer votes than voters."""
    cast = sum(ballot.votes.values())
    if ballot.voters is None:
        finding = catalogue.BALLOT_WITHOUT_VOTERS.finding(
            file=draft.cluster.path, award=AWARD_WORDS[award], line=_line(ballot), cast=cast
        )
    elif places == 1 and cast < ballot.voters:
        finding = catalogue.BALLOT_VOTES_MISSING.finding(
            file=draft.cluster.path,
            award=AWARD_WORDS[award],
            line=_line(ballot),
            found=str(cast),
            allowed=str(ballot.voters),
            missing=ballot.voters - cast,
        )
    else:
        return
    draft.findings.append(finding)


def _unused_ballots(draft: _Draft, flag: Proposal, certificate: Proposal) -> None:
    """Recorded ballots that decided nothing: no such tie, or not between the units that tie."""
    tie = {"flag": flag.ballot, "certificate": certificate.ballot}
    for number, ballot in enumerate(draft.cluster.roster.ballots):
        if number in draft.used_ballots:
            continue
        names = tuple(_name_of(draft, unit_id) for unit_id in ballot.between)
        if tie[ballot.award]:
            tied = tuple(_name_of(draft, unit_id) for unit_id in tie[ballot.award])
            listed = ", ".join(tied)
            draft.findings.append(
                catalogue.BALLOT_INVALID.finding(
                    file=draft.cluster.path,
                    award=AWARD_WORDS[ballot.award],
                    reason=Text(
                        f"bỏ phiếu giữa {', '.join(names)}, trong khi các đơn vị bằng điểm là {listed}",
                        f"it was held between {', '.join(names)}, but the units that tie are {listed}",
                    ),
                    line=_line(ballot),
                    found=", ".join(ballot.between),
                    allowed=", ".join(tie[ballot.award]),
                )
            )
        else:
            waits = ballot.award == "certificate" and bool(flag.ballot)
            draft.findings.append(
                catalogue.BALLOT_UNUSED.finding(
                    file=draft.cluster.path,
                    award=AWARD_WORDS[ballot.award],
                    names=names,
                    reason=_NOT_YET if waits else _NO_SUCH_TIE,
                    line=_line(ballot),
                    found=", ".join(ballot.between),
                )
            )


# --- what readers should know --------------------------------------------------------------------


def _narrow_gaps(draft: _Draft, flag: Proposal, certificate: Proposal) -> None:
    """A narrow lead at a place that decides an award (Q-41)."""
    chosen = {*flag.proposed, *certificate.proposed}
    narrow = Decimal(draft.cluster.rubric.option("narrow_gap", str(NARROW)))
    pairs = zip(draft.rows, draft.rows[1:], strict=False)
    for upper, lower in pairs:
        gap = _total(upper) - _total(lower)
        decides = (upper.member.id in flag.proposed) or (upper.member.id in chosen) != (lower.member.id in chosen)
        if 0 < gap <= max(narrow, NARROW) and decides:
            draft.plays("narrow_gap")
        if 0 < gap <= narrow and decides:
            draft.findings.append(
                catalogue.NARROW_GAP.finding(
                    file=draft.cluster.path, first=upper.member.name, second=lower.member.name, gap=gap
                )
            )


def _below_threshold(draft: _Draft, flag: Proposal, certificate: Proposal) -> None:
    """Certificates proposed below the flag's least total, where they have none of their own (Q-49)."""
    least = flag.award.least_total or Decimal(0)
    for row in draft.rows:
        unbounded = certificate.award.least_total is None
        if unbounded and row.member.id in certificate.proposed and _total(row) < least:
            draft.findings.append(
                catalogue.CERTIFICATE_BELOW_THRESHOLD.finding(
                    file=draft.cluster.path,
                    unit=row.member.id,
                    name=row.member.name,
                    total=_total(row),
                    allowed=least,
                )
            )


def _pending(draft: _Draft, ranking: Ranking, flag: Proposal, certificate: Proposal) -> tuple[Proposal, Proposal]:
    """What would change if units that are not yet considered were cleared, and the proposals that stand (Q-53)."""
    waiting = [row for row in ranking.rows if row.member.status is Status.PENDING]
    if not waiting or ranking.stage is None:
        return flag, certificate
    other: list[tuple[Proposal, Proposal]] = []
    for row in waiting:
        if row.total is None:
            continue
        cleared = rank(_cleared(draft.cluster, {row.member.id}), ranking.stage)
        place = next(each.rank for each in cleared.rows if each.member.id == row.member.id)
        other.append(_propose(_Draft(_cleared(draft.cluster, {row.member.id}), cleared.ranked)))
        if other[-1] != (flag, certificate):
            draft.plays("pending_unit")
            draft.findings.append(
                catalogue.PENDING_MATTERS.finding(
                    file=draft.cluster.path, unit=row.member.id, name=row.member.name, total=row.total, rank=place
                )
            )
    if draft.cluster.rubric.option("pending_unit", "both_lists") != "hold":
        return flag, certificate
    everybody = _cleared(draft.cluster, {row.member.id for row in waiting if row.total is not None})
    other.append(_propose(_Draft(everybody, rank(everybody, ranking.stage).ranked)))
    # A unit whose points are not known yet could come to stand anywhere.
    unknown = any(row.total is None for row in waiting)
    held_flag = _held(flag, [] if unknown else [one.proposed for one, _ in other])
    held_certificate = _held(certificate, [] if unknown else [one.proposed for _, one in other])
    _tell_held(draft, waiting, (flag, held_flag), (certificate, held_certificate))
    return held_flag, held_certificate


def _held(proposal: Proposal, others: Sequence[tuple[str, ...]]) -> Proposal:
    """The proposal with only those units that are proposed in every other case too; none if no case is known."""
    sure = [unit for unit in proposal.proposed if others and all(unit in other for other in others)]
    return replace(proposal, proposed=tuple(sure))


def _tell_held(draft: _Draft, waiting: Sequence[Ranked], *pairs: tuple[Proposal, Proposal]) -> None:
    """The units whose proposals are held are told why, in place of why they were proposed."""
    names, pending = [], _names(waiting)
    for before, after in pairs:
        for unit_id in before.proposed:
            if unit_id not in after.proposed:
                names.append(_name_of(draft, unit_id))
                draft.reasons[unit_id] = [
                    Reason.of(
                        _PLACE_HELD,
                        draft.cluster.rubric.guidance.cites.get("excluded"),
                        names=pending,
                        award=_name(before.award),
                    )
                ]
    if names:
        draft.plays("pending_unit")
        draft.findings.append(
            catalogue.PROPOSALS_HELD.finding(file=draft.cluster.path, names=tuple(names), pending=pending)
        )


def _cleared(cluster: Cluster, ids: Collection[str]) -> Cluster:
    """The cluster as if these units were considered."""

    def clear(member: Member) -> Member:
        return replace(member, status=Status.ELIGIBLE) if member.id in ids else member

    return replace(
        cluster,
        roster=replace(cluster.roster, members=tuple(clear(member) for member in cluster.roster.members)),
        units=tuple(replace(unit, member=clear(unit.member)) for unit in cluster.units),
    )


# --- small words ---------------------------------------------------------------------------------


def _total(row: Ranked) -> Decimal:
    if row.total is None:
        raise ValueError(f"{row.member.id} is ranked without a total")
    return row.total


def _either(options: Iterable[str]) -> Text:
    names = tuple(options)
    return Text(" hoặc ".join(names), " or ".join(names))


def _by_total(rows: Sequence[Ranked]) -> list[list[Ranked]]:
    """The rows grouped by equal totals, highest first."""
    groups: dict[Decimal, list[Ranked]] = {}
    for row in rows:
        groups.setdefault(_total(row), []).append(row)
    return [groups[total] for total in sorted(groups, reverse=True)]


def _names(rows: Iterable[Ranked]) -> tuple[str, ...]:
    return tuple(row.member.name for row in rows)


def _others(rows: Iterable[Ranked], but: Ranked) -> tuple[str, ...]:
    return tuple(row.member.name for row in rows if row is not but)


def _name(award: Award) -> Text:
    return Text(award.name.vi, award.name.en)


def _name_of(draft: _Draft, unit_id: str) -> str:
    member = draft.cluster.roster.member(unit_id)
    return member.name if member else unit_id


def _minutes(verdict: _Verdict) -> Text:
    if not verdict.minutes:
        return Text("", "")
    return Text(_MINUTES.vi.format(minutes=verdict.minutes), _MINUTES.en.format(minutes=verdict.minutes))
