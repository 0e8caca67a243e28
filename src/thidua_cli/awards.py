"""From a ranking to the awards it proposes: flag, certificates, ballots, with the clause for each.

thidua proposes; a council awards. This module never breaks a tie; it knows no file and no cell.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from thidua_cli import catalogue
from thidua_cli.catalogue import Reason, Text
from thidua_cli.ranking import rank
from thidua_cli.rubric.model import Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from thidua_cli.cluster import Cluster
    from thidua_cli.findings import Finding
    from thidua_cli.ranking import Ranked, Ranking
    from thidua_cli.roster.model import AwardId, Ballot, Member, Roster
    from thidua_cli.rubric.model import Award, Guidance

NARROW = Decimal("0.05")
_CLAUSE = "C.II"


@dataclass(frozen=True, slots=True)
class Proposal:
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


@dataclass(frozen=True, slots=True)
class Recommendation:
    """Everything proposed for a cluster, each with its reasons.

    Attributes:
        flag: The flag.
        certificate: The certificates.
        reasons: By unit id, why it is proposed or not.
        findings: What the proposals leave open.
    """

    flag: Proposal
    certificate: Proposal
    reasons: dict[str, tuple[Reason, ...]]
    findings: tuple[Finding, ...]

    def award_of(self, unit_id: str) -> AwardId | None:
        """The award the unit is proposed for."""
        if unit_id in self.flag.proposed:
            return "flag"
        return "certificate" if unit_id in self.certificate.proposed else None


@dataclass(slots=True)
class _Draft:
    """What is known while the steps of C.II are taken one after the other."""

    cluster: Cluster
    rows: tuple[Ranked, ...]
    reasons: dict[str, list[Reason]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    used_ballots: set[int] = field(default_factory=set)

    def because(self, row: Ranked, text: Text, clause: str | None = _CLAUSE, **params: object) -> None:
        self.reasons.setdefault(row.member.id, []).append(Reason.of(text, clause, **params))


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
    _small_matters(draft, flag, certificate)
    _pending(draft, ranking, flag, certificate)
    reasons = {row.member.id: (*row.aside, *draft.reasons.get(row.member.id, ())) for row in ranking.rows}
    return Recommendation(flag, certificate, reasons, tuple(draft.findings))


def _propose(draft: _Draft) -> tuple[Proposal, Proposal]:
    """The flag and the certificates, with reasons and findings put into the draft."""
    awards = draft.cluster.rubric.guidance.awards
    flag_quota = _quota(draft, awards["flag"], members_counted(draft.cluster.roster))
    certificate_quota = _certificate_quota(draft, awards["certificate"])
    flag = _propose_flag(draft, Proposal(awards["flag"], flag_quota))
    return flag, _propose_certificates(draft, Proposal(awards["certificate"], certificate_quota), flag)


def members_counted(roster: Roster) -> int:
    """The number of members that decides the quotas (reading `members_counted`)."""
    if roster.readings.get("members_counted") == "eligible":
        return sum(1 for member in roster.members if member.status is Status.ELIGIBLE)
    return len(roster.members)


def option(roster: Roster, guidance: Guidance, reading: str) -> str:
    """The option taken for a reading: the cluster's own, else the default."""
    return roster.readings.get(reading, guidance.readings[reading].default)


def _quota(draft: _Draft, award: Award, members: int) -> int:
    """How many of the award a cluster of so many members may propose."""
    for size in award.sizes:
        if (size.at_least or 0) <= members <= (size.at_most if size.at_most is not None else members):
            if size.quota is not None:
                return size.quota
            if size.reading is not None:
                return int(option(draft.cluster.roster, draft.cluster.rubric.guidance, size.reading))
    return 0


def _certificate_quota(draft: _Draft, award: Award) -> int:
    roster = draft.cluster.roster
    counted = members_counted(roster)
    quota = _quota(draft, award, counted)
    by_reading = any(size.reading and size.at_least == counted for size in award.sizes)
    if by_reading:
        draft.findings.append(catalogue.SIX_MEMBERS.finding(file=draft.cluster.path, used=f"{quota:02d}"))
    listed = len(roster.members)
    eligible = sum(1 for member in roster.members if member.status is Status.ELIGIBLE)
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
    if flag.ballot:
        _hold_certificates(draft, proposal, flag)
        return proposal
    if not flag.proposed:
        return _certificates_without_flag(draft, proposal)
    line = [row for row in draft.rows if row.member.id not in flag.proposed]
    return _fill(draft, proposal, line)


def _fill(draft: _Draft, proposal: Proposal, line: Sequence[Ranked]) -> Proposal:
    """The proposal with the places given down the line, equal totals together."""
    taken: list[Ranked] = []
    open_ballot: list[Ranked] = []
    for tied in _by_total(line):
        places = proposal.quota - len(taken)
        if places <= 0 or open_ballot:
            _outside(draft, proposal, tied, (taken or open_ballot)[-1] if taken or open_ballot else None)
        elif len(tied) <= places:
            for row in tied:
                taken.append(row)
                draft.because(row, _NEXT, place=len(taken), quota=proposal.quota, award=_name(proposal.award))
        else:
            won = _last_places(draft, proposal, tied, places)
            taken.extend(won)
            if not won:
                open_ballot = tied
    ids = tuple(row.member.id for row in taken)
    return Proposal(proposal.award, proposal.quota, ids, tuple(row.member.id for row in open_ballot))


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
    for tied in _by_total([row for row in draft.rows if row.member.id not in flag.ballot]):
        sure = len(tied) <= places_below
        places_below -= len(tied)
        for row in tied:
            draft.because(row, _SURE if sure else _HELD, quota=proposal.quota)


def _certificates_without_flag(draft: _Draft, proposal: Proposal) -> Proposal:
    """No flag: nobody is "next after" its holder, unless the reading says otherwise (Q-44)."""
    if not draft.rows:
        return proposal
    chosen = option(draft.cluster.roster, draft.cluster.rubric.guidance, "certificates_without_flag")
    if chosen == "none":
        for row in draft.rows:
            draft.because(row, _NO_FLAG)
        candidates = [row for row in draft.rows if (row.rank or 0) <= proposal.quota]
        draft.findings.append(
            catalogue.CERTIFICATES_WITHOUT_FLAG.finding(file=draft.cluster.path, names=_names(candidates))
        )
        return proposal
    places = 1 if chosen == "leader" else proposal.quota
    filled = _fill(draft, Proposal(proposal.award, places), draft.rows)
    for row in draft.rows:
        if row.member.id in filled.proposed:
            draft.reasons[row.member.id] = [
                Reason.of(_WITHOUT_FLAG, _CLAUSE, option=chosen, award=_name(proposal.award))
            ]
    return Proposal(proposal.award, proposal.quota, filled.proposed, filled.ballot)


# --- ballots -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Verdict:
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
    level = everybody
    won: tuple[Ranked, ...] = ()
    votes: dict[str, int] = {}
    verdict: _Verdict | None = None
    for number, ballot in enumerate(draft.cluster.roster.ballots):
        between = frozenset(ballot.between)
        if ballot.award != award or between not in {everybody, level}:
            continue
        draft.used_ballots.add(number)
        if between == everybody:
            level, won = everybody, ()
        left = places - len(won)
        wrong = _why_invalid(ballot, left)
        if wrong is not None:
            _refuse(draft, award, wrong)
            continue
        votes = {**votes, **ballot.votes}
        above, level = _count([row for row in tied if row.member.id in between], ballot, left)
        won = (*won, *above)
        if level and verdict is None:
            names = _names(row for row in tied if row.member.id in level)
            draft.findings.append(
                catalogue.BALLOT_TIED.finding(
                    file=draft.cluster.path, award=AWARD_WORDS[award], names=names, votes=ballot.votes[min(level)]
                )
            )
        elif verdict is None:
            verdict = _Verdict(won, votes, ballot.minutes)
        elif level or {row.member.id for row in won} != {row.member.id for row in verdict.winners}:
            _refuse(draft, award, Text("trái với kết quả bỏ phiếu ghi trước đó", "it contradicts an earlier ballot"))
            return None
    return verdict


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


def _refuse(draft: _Draft, award: AwardId, reason: Text) -> None:
    draft.findings.append(
        catalogue.BALLOT_INVALID.finding(file=draft.cluster.path, award=AWARD_WORDS[award], reason=reason)
    )


def _why_invalid(ballot: Ballot, places: int) -> Text | None:
    """Why a recorded ballot cannot count; None if it can."""
    strangers = sorted(set(ballot.votes) - set(ballot.between))
    if strangers:
        names = ", ".join(strangers)
        return Text(f"có phiếu cho đơn vị ngoài danh sách bỏ phiếu: {names}", f"votes for units not voted on: {names}")
    absent = sorted(set(ballot.between) - set(ballot.votes))
    if absent:
        names = ", ".join(absent)
        return Text(f"không ghi số phiếu của {names}", f"no votes are recorded for {names}")
    if ballot.voters is None:
        return None
    cast = sum(ballot.votes.values())
    if cast > ballot.voters * places or any(votes > ballot.voters for votes in ballot.votes.values()):
        return Text(
            f"tổng số phiếu {cast} vượt số người bỏ phiếu {ballot.voters}",
            f"{cast} votes were cast by {ballot.voters} voters",
        )
    return None


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
                )
            )


# --- what readers should know --------------------------------------------------------------------


def _small_matters(draft: _Draft, flag: Proposal, certificate: Proposal) -> None:
    """A narrow lead at a place that decides an award, and certificates below the flag's threshold."""
    chosen = {*flag.proposed, *certificate.proposed}
    pairs = zip(draft.rows, draft.rows[1:], strict=False)
    for upper, lower in pairs:
        gap = _total(upper) - _total(lower)
        decides = (upper.member.id in flag.proposed) or (upper.member.id in chosen) != (lower.member.id in chosen)
        if 0 < gap <= NARROW and decides:
            draft.findings.append(
                catalogue.NARROW_GAP.finding(
                    file=draft.cluster.path, first=upper.member.name, second=lower.member.name, gap=gap
                )
            )
    least = flag.award.least_total or Decimal(0)
    for row in draft.rows:
        if row.member.id in certificate.proposed and _total(row) < least:
            draft.findings.append(
                catalogue.CERTIFICATE_BELOW_THRESHOLD.finding(
                    file=draft.cluster.path,
                    unit=row.member.id,
                    name=row.member.name,
                    total=_total(row),
                    allowed=least,
                )
            )


def _pending(draft: _Draft, ranking: Ranking, flag: Proposal, certificate: Proposal) -> None:
    """What would change if a unit that is not yet considered were cleared (Q-53)."""
    for row in ranking.rows:
        if row.member.status is not Status.PENDING or row.total is None or ranking.stage is None:
            continue
        cleared = rank(_cleared(draft.cluster, row.member.id), ranking.stage)
        place = next(other.rank for other in cleared.rows if other.member.id == row.member.id)
        if _propose(_Draft(_cleared(draft.cluster, row.member.id), cleared.ranked)) != (flag, certificate):
            draft.findings.append(
                catalogue.PENDING_MATTERS.finding(
                    file=draft.cluster.path, unit=row.member.id, name=row.member.name, total=row.total, rank=place
                )
            )


def _cleared(cluster: Cluster, unit_id: str) -> Cluster:
    """The cluster as if the unit were considered."""

    def clear(member: Member) -> Member:
        return replace(member, status=Status.ELIGIBLE) if member.id == unit_id else member

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
