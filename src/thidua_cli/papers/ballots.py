"""The papers of a ballot: minutes of the count, and the ballot papers themselves.

A ballot belongs to units that tie (C.II); this module decides none and counts nothing that was not recorded.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from thidua_cli.awards import AWARD_WORDS
from thidua_cli.papers import tables
from thidua_cli.papers.letterheads import day_in_words, kept, year_of
from thidua_cli.papers.model import (
    LINE_OPEN,
    OPEN,
    Align,
    Column,
    Heading,
    Paper,
    PaperId,
    Paragraph,
    Role,
    Signature,
    Slips,
    Table,
)
from thidua_cli.vietnamese import slug

if TYPE_CHECKING:
    from collections.abc import Iterator

    from thidua_cli.awards import Proposal
    from thidua_cli.papers.model import Block
    from thidua_cli.ranking import Ranked
    from thidua_cli.report import ClusterReport
    from thidua_cli.roster.model import AwardId, Ballot

_SLIPS = 4


class _Vote(Struct, frozen=True):
    """The ballots for one award: those recorded between units that tie, and the one still to be held."""

    award: AwardId
    proposal: Proposal
    held: tuple[Ballot, ...]
    open: tuple[str, ...]


def _votes(report: ClusterReport) -> Iterator[_Vote]:
    totals = {row.member.id: row.total for row in report.ranking.ranked}
    flag, certificate = tables.proposals(report)
    pairs: tuple[tuple[AwardId, Proposal], ...] = (("flag", flag), ("certificate", certificate))
    for award, proposal in pairs:
        held = tuple(
            ballot
            for ballot in report.cluster.roster.ballots
            if ballot.award == award and len({totals.get(unit, unit) for unit in ballot.between}) == 1
        )
        if held or proposal.ballot:
            yield _Vote(award, proposal, held, proposal.ballot)


def counts(report: ClusterReport, heading: Heading, missing: tuple[str, ...], check: str) -> Iterator[Paper]:
    """The minutes of the count for each award that a ballot decides or has decided."""
    for vote in _votes(report):
        name = AWARD_WORDS[vote.award].vi
        yield Paper(
            PaperId.COUNT,
            f"bien-ban-kiem-phieu-{slug(name)}",
            heading,
            "BIÊN BẢN",
            f"Kiểm phiếu chọn đơn vị đề nghị tặng {vote.proposal.award.name.vi} của {report.cluster.roster.name}",
            tuple(_minutes(report, vote)),
            check,
            signatures=(Signature(("THƯ KÝ",)), Signature(("TRƯỞNG BAN KIỂM PHIẾU",))),
            recipients=(f"Các đơn vị thành viên {report.cluster.roster.name}", kept(heading.form, minutes=True)),
            missing=missing,
        )


def _minutes(report: ClusterReport, vote: _Vote) -> Iterator[Block]:
    day = report.cluster.roster.conference
    rows = {row.member.id: row for row in report.ranking.rows}
    yield Paragraph(f"Thời gian: {OPEN} giờ {OPEN}, {day_in_words(day)}")
    yield Paragraph(f"Địa điểm: {LINE_OPEN}")
    for who in ("Trưởng ban kiểm phiếu", "Thư ký", "Thành viên"):
        yield Paragraph(f"{who}: {LINE_OPEN}")
    yield Paragraph(f"Lý do bỏ phiếu: các đơn vị có số điểm bằng nhau (mục {vote.proposal.award.clause}).")
    several = len(vote.held) + bool(vote.open) > 1
    for number, ballot in enumerate(vote.held, 1):
        if several:
            yield Paragraph(f"Lần {number}", Role.HEADING)
        yield from _held(ballot, rows)
    if vote.open:
        if several:
            yield Paragraph(f"Lần {len(vote.held) + 1}", Role.HEADING)
        yield from _sheet(_table([rows[unit] for unit in vote.open], None), None)
    yield Paragraph("Kết quả", Role.HEADING)
    yield from _outcome(vote, rows)
    yield Paragraph(f"Việc kiểm phiếu kết thúc vào {OPEN} giờ {OPEN} cùng ngày./.")


def _held(ballot: Ballot, rows: dict[str, Ranked]) -> Iterator[Block]:
    if ballot.minutes:
        yield Paragraph(f"Theo: {ballot.minutes}.")
    yield from _sheet(_table([rows[unit] for unit in ballot.between if unit in rows], ballot), ballot.voters)


def _sheet(table: Table, voters: int | None) -> Iterator[Block]:
    people = OPEN if voters is None else str(voters)
    yield Paragraph(
        f"Số người bỏ phiếu: {people}; số phiếu phát ra: {OPEN}; thu về: {OPEN}; hợp lệ: {OPEN}; không hợp lệ: {OPEN}"
    )
    yield table


def _table(rows: list[Ranked], ballot: Ballot | None) -> Table:
    columns = (
        Column("TT", 6),
        Column("Tên đơn vị", 50, Align.LEFT),
        Column("Tổng điểm", 16),
        Column("Số phiếu", 16),
    )
    votes = ballot.votes if ballot is not None else {}
    return Table(
        columns,
        tuple(
            (str(number), row.member.name, tables.points(row.total), str(votes.get(row.member.id, OPEN)))
            for number, row in enumerate(rows, 1)
        ),
    )


def _outcome(vote: _Vote, rows: dict[str, Ranked]) -> Iterator[Paragraph]:
    between = {unit for ballot in vote.held for unit in ballot.between}
    won = [rows[unit].member.name for unit in vote.proposal.proposed if unit in between]
    if vote.open:
        names = ", ".join(rows[unit].member.name for unit in vote.open)
        if vote.held:
            yield Paragraph("Các lần bỏ phiếu đã ghi chưa chọn được đơn vị; cần bỏ phiếu lại.")
        yield Paragraph(f"Đơn vị được chọn trong số {names}: {LINE_OPEN}")
    elif won:
        yield Paragraph(f"Đơn vị được chọn, đề nghị tặng {vote.proposal.award.name.vi}: {', '.join(won)}.")
    else:
        yield Paragraph(f"Không có đơn vị nào trong số này được đề nghị tặng {vote.proposal.award.name.vi}.")


def slips(report: ClusterReport, heading: Heading, missing: tuple[str, ...], check: str) -> Iterator[Paper]:
    """Ballot papers for each ballot still to be held, or for the last one that was."""
    names = {row.member.id: row.member.name for row in report.ranking.rows}
    for vote in _votes(report):
        units = vote.open or vote.held[-1].between
        award = vote.proposal.award.name.vi
        places = max(vote.proposal.quota - len([u for u in vote.proposal.proposed if u not in units]), 1)
        slip = Slips(
            (
                "PHIẾU BẦU",
                f"Chọn đơn vị đề nghị tặng {award}",
                f"{report.cluster.roster.name}, {year_of(report.cluster.roster)}",
            ),
            tuple(names.get(unit, unit) for unit in units),
            f"Đánh dấu X vào ô của {places:02d} đơn vị được chọn. Phiếu đánh dấu nhiều hơn {places:02d} đơn vị "
            "hoặc không đánh dấu là phiếu không hợp lệ.",
            _SLIPS,
        )
        yield Paper(
            PaperId.BALLOT,
            f"phieu-bau-{slug(AWARD_WORDS[vote.award].vi)}",
            Heading(heading.form, heading.agency, dated=False),
            "",
            "",
            (slip,),
            check,
            missing=missing,
        )
