"""The papers of one cluster at the end of its year: minutes, report to the board, proposal.

What thidua does not know (who was present, what was said) stays open; this module computes no number.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from thidua_cli.catalogue import say
from thidua_cli.papers import tables
from thidua_cli.papers.ballots import counts, slips
from thidua_cli.papers.letterheads import day_in_words, heading_of, kept, signature_of, term_of, year_of
from thidua_cli.papers.missing import missing_of
from thidua_cli.papers.model import (
    LINE_OPEN,
    LONG_OPEN,
    OPEN,
    Appendix,
    Form,
    Heading,
    Paper,
    PaperId,
    Paragraph,
    Role,
    Signature,
)
from thidua_cli.ranking import STAGE_LABELS
from thidua_cli.rubric.model import Status
from thidua_cli.vietnamese import format_date

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from datetime import date

    from thidua_cli.papers.model import Block
    from thidua_cli.report import ClusterReport
    from thidua_cli.roster.letterhead import Letterhead
    from thidua_cli.roster.model import Roster
    from thidua_cli.rubric.model import Document, Guidance


class Desk(Struct, frozen=True):
    """What every paper of a cluster needs.

    Attributes:
        report: The cluster's result.
        letterhead: Whose letterhead, what the cluster leaves open taken from the province's.
        missing: What keeps the result from being final.
        check: The line with the check code of its scores.
    """

    report: ClusterReport
    letterhead: Letterhead
    missing: tuple[str, ...]
    check: str

    @property
    def roster(self) -> Roster:
        """The cluster's list."""
        return self.report.cluster.roster

    @property
    def guidance(self) -> Guidance:
        """The guidance it is scored by."""
        return self.report.cluster.rubric.guidance

    @property
    def year(self) -> str:
        """The year as papers name it."""
        return year_of(self.roster)

    @property
    def term(self) -> str:
        """What papers call the cluster: Cụm or Khối."""
        return term_of(self.roster)

    def cited(self, *clauses: str) -> str:
        """The clauses in brackets, those that this guidance has; empty if it has none of them."""
        known = [clause for clause in clauses if clause in self.guidance.clauses]
        return f" (mục {', '.join(known)})" if known else ""

    def heading(self, paper: PaperId, day: date | None = None) -> Heading:
        """What stands above the title."""
        return heading_of(paper, self.roster, self.letterhead, self.guidance, day)


def papers_of(report: ClusterReport, defaults: Letterhead, wanted: Collection[PaperId]) -> tuple[Paper, ...]:
    """The cluster's papers among those wanted; papers of a ballot only where there is or was one."""
    letterhead = report.cluster.roster.letterhead.over(defaults)
    desk = Desk(report, letterhead, missing_of(report), check_line(report))
    return tuple(paper for paper in _papers(desk) if paper.id in wanted)


def check_line(report: ClusterReport) -> str:
    """The line with the check code; without a list of members there is nothing to check by."""
    return report.check.sentence.vi if report.check.code else "Mã đối chiếu: không có (chưa có cluster.yaml)"


def _papers(desk: Desk) -> Iterator[Paper]:
    yield _preparatory(desk)
    yield _report(desk)
    yield _conference(desk)
    heading = desk.heading(PaperId.COUNT, desk.roster.conference)
    yield from counts(desk.report, heading, desk.missing, desk.check)
    yield from slips(desk.report, heading, desk.missing, desk.check)
    yield _proposal(desk)


# --- parts that several papers share -------------------------------------------------------------


def guidance_named(document: Document) -> str:
    """The guidance as a paper cites it; number and day stay open where the copy at hand leaves them so (Q-01)."""
    number = f"số {document.number} " if document.number else f"(số {OPEN}) "
    return f"{document.title} {number}ban hành {document.issued} của {document.issuer}"


def _recipients(desk: Desk, form: Form, default: Iterable[str], *, minutes: bool = False) -> tuple[str, ...]:
    own = desk.letterhead.recipients or tuple(default)
    return own if any(entry.startswith("Lưu") for entry in own) else (*own, kept(form, minutes=minutes))


def _members(desk: Desk) -> str:
    return f"Các đơn vị thành viên {desk.roster.name}"


def _opening(day: date | None) -> Iterator[Paragraph]:
    """Time, place and those present, as minutes begin; only the day can be known."""
    yield Paragraph(f"Thời gian bắt đầu: {OPEN} giờ {OPEN}, {day_in_words(day)}")
    yield Paragraph(f"Địa điểm: {LINE_OPEN}")
    yield Paragraph(f"Thành phần tham dự: có mặt {OPEN}/{OPEN} đơn vị; đại biểu mời: {LINE_OPEN}")
    yield Paragraph(f"Vắng mặt (lý do): {LINE_OPEN}")
    yield Paragraph(f"Chủ trì (Chủ tọa): {LINE_OPEN}")
    yield Paragraph(f"Thư ký (Người ghi biên bản): {LINE_OPEN}")


def _closing(what: str, day: date | None) -> Iterator[Paragraph]:
    yield Paragraph(
        f"Biên bản đã được đọc cho các đại biểu dự {what} nghe, tỷ lệ nhất trí: {OPEN}/{OPEN}. "
        f"{what.capitalize()} kết thúc vào {OPEN} giờ {OPEN}, {day_in_words(day)}./."
    )


_MINUTES_SIGNED = (Signature(("THƯ KÝ",)), Signature(("CHỦ TỌA",)))


def _standing(desk: Desk) -> str:
    """By which column the ranking was made, and what that is worth."""
    stage = desk.report.ranking.stage
    if stage is None:
        return "Chưa có cột điểm nào đủ để xếp hạng."
    return f"Xếp hạng theo cột “{tables.stage_heading(desk.report, stage)}” ({STAGE_LABELS[stage].vi})."


def _standing_table(desk: Desk) -> tuple[Block, ...]:
    return (Paragraph(_standing(desk)), tables.ranking_table(desk.report))


def _awards(desk: Desk) -> Iterator[Paragraph]:
    """Each award: who is proposed and why, or what it waits for."""
    by_id = {row.member.id: row for row in desk.report.ranking.rows}
    for proposal in tables.proposals(desk.report):
        name, clause = proposal.award.name.vi, proposal.award.clause
        yield Paragraph(f"Đề nghị tặng {name} (được đề nghị tối đa {proposal.quota:02d}, mục {clause}):")
        for unit in proposal.proposed:
            row = by_id[unit]
            yield Paragraph(
                f"{row.member.name}: {tables.points(row.total)} điểm. {tables.why_proposed(desk.report, row)}",
                Role.ITEM,
            )
        if proposal.ballot:
            names = ", ".join(by_id[unit].member.name for unit in proposal.ballot)
            yield Paragraph(f"Chờ kết quả bỏ phiếu giữa: {names}.", Role.ITEM)
        if not proposal.proposed and not proposal.ballot:
            yield Paragraph(f"Chưa có đơn vị được đề nghị. Lý do: {_why_nobody(desk)}", Role.ITEM)
    for finding in desk.report.findings:
        if finding.code in _TO_CONSIDER:
            yield Paragraph(say(finding, "vi").message, Role.ITEM)


# What those who settle the proposals must have before them.
_TO_CONSIDER = frozenset({"TD612", "TD617"})


# What the award rules find about a place that nobody takes.
_WHY_NOBODY = frozenset({"TD603", "TD604", "TD605", "TD606", "TD620", "TD621"})


def _why_nobody(desk: Desk) -> str:
    """Why nobody is proposed for an award, as far as the rules say."""
    ranked = desk.report.ranking.ranked
    if not ranked:
        return "chưa có đơn vị được xếp hạng."
    found = [say(f, "vi").message for f in desk.report.recommendation.findings if f.code in _WHY_NOBODY]
    if not found and all(desk.report.recommendation.award_of(row.member.id) for row in ranked):
        return "không còn đơn vị được xếp hạng."
    return " ".join(found) or LONG_OPEN


def _aside(desk: Desk) -> Iterator[Paragraph]:
    """The units that are not, or not yet, considered, each with the document that says so (D.3)."""
    for row in desk.report.ranking.rows:
        if row.member.status is not Status.ELIGIBLE:
            yield Paragraph(f"{row.member.name}: {tables.why_aside(row)}", Role.ITEM)


def _bases(desk: Desk) -> Iterator[str]:
    yield f"Căn cứ {guidance_named(desk.guidance.document)}"
    if desk.roster.decision:
        decision = desk.roster.decision
        yield f"Căn cứ Quyết định số {decision}" if decision[0].isdigit() else f"Căn cứ {decision}"


# --- the papers ----------------------------------------------------------------------------------


def _preparatory(desk: Desk) -> Paper:
    day = desk.roster.preparatory
    heading = desk.heading(PaperId.PREPARATORY, day)
    agreed = f" (thống nhất ngày {format_date(desk.roster.agreed)})" if desk.roster.agreed else ""
    blocks: tuple[Block, ...] = (
        *_opening(day),
        Paragraph(f"Nội dung{desk.cited('A.III.2', 'C.I.2.2')}:"),
        Paragraph(f"1. Thống nhất kết quả chấm điểm của {desk.term}{agreed}", Role.HEADING),
        tables.agreed_table(desk.report),
        Paragraph(f"Ý kiến của các đơn vị về điểm chênh lệch: {LINE_OPEN}"),
        Paragraph(f"Kết quả thống nhất: {LINE_OPEN}"),
        Paragraph("2. Dự kiến đơn vị đề nghị khen thưởng", Role.HEADING),
        Paragraph(_standing(desk)),
        *_awards(desk),
        *_aside(desk),
        Paragraph("3. Nội dung, chương trình hội nghị tổng kết", Role.HEADING),
        Paragraph(f"Thời gian, địa điểm dự kiến: {_expected(desk)}"),
        Paragraph(f"Phân công chuẩn bị: {LINE_OPEN}"),
        Paragraph("4. Ý kiến khác", Role.HEADING),
        Paragraph(LINE_OPEN),
        Paragraph(LINE_OPEN),
        *_closing("cuộc họp", day),
    )
    return Paper(
        PaperId.PREPARATORY,
        "bien-ban-hop-tru-bi",
        heading,
        "BIÊN BẢN",
        f"Họp trù bị hội nghị tổng kết {desk.year} của {desk.roster.name}",
        blocks,
        desk.check,
        signatures=_MINUTES_SIGNED,
        recipients=_recipients(desk, heading.form, [_members(desk)], minutes=True),
        missing=desk.missing,
    )


def _expected(desk: Desk) -> str:
    return f"{day_in_words(desk.roster.conference)}, tại {LINE_OPEN}"


def _conference(desk: Desk) -> Paper:
    day = desk.roster.conference
    heading = desk.heading(PaperId.CONFERENCE, day)
    blocks: tuple[Block, ...] = (
        *_opening(day),
        Paragraph(f"Nội dung theo diễn biến hội nghị{desk.cited('A.III.2')}:"),
        *_seven_heads(desk),
        *_closing("hội nghị", day),
    )
    return Paper(
        PaperId.CONFERENCE,
        "bien-ban-hoi-nghi-tong-ket",
        heading,
        "BIÊN BẢN",
        f"Hội nghị tổng kết {desk.year} của {desk.roster.name}",
        blocks,
        desk.check,
        signatures=_MINUTES_SIGNED,
        recipients=_recipients(desk, heading.form, [_members(desk)], minutes=True),
        missing=desk.missing,
    )


def _seven_heads(desk: Desk) -> Iterator[Block]:
    """What the conference does, in the order of A.III.2.2; scores and proposals are known, the rest is open."""
    yield Paragraph(
        f"1. Đánh giá kết quả hoạt động của {desk.term} trong năm, bàn biện pháp triển khai nhiệm vụ năm tới; "
        "thảo luận đánh giá kết quả phong trào thi đua, công tác khen thưởng của các đơn vị thành viên",
        Role.HEADING,
    )
    yield Paragraph(LINE_OPEN)
    yield Paragraph(LINE_OPEN)
    yield Paragraph("2. Phổ biến mô hình mới, cách làm hay, giao lưu học tập các điển hình tiên tiến", Role.HEADING)
    yield Paragraph(LINE_OPEN)
    yield Paragraph(LINE_OPEN)
    yield Paragraph(f"3. Thông qua kết quả chấm điểm của các đơn vị trong {desk.term}", Role.HEADING)
    yield from _standing_table(desk)
    yield Paragraph(f"Ý kiến thảo luận: {LINE_OPEN}")
    yield Paragraph(f"Kết quả biểu quyết thông qua: {OPEN}/{OPEN} đơn vị nhất trí.")
    yield Paragraph("4. Bình xét đơn vị tiêu biểu đề nghị UBND tỉnh xét khen thưởng", Role.HEADING)
    yield from _awards(desk)
    yield from _aside(desk)
    yield Paragraph(f"Kết quả biểu quyết: {OPEN}/{OPEN} đơn vị nhất trí.")
    yield Paragraph(f"5. Bầu {desk.term} trưởng, {desk.term} phó của năm tiếp theo", Role.HEADING)
    yield Paragraph(f"{desk.term} trưởng: {LONG_OPEN}; kết quả: {OPEN}/{OPEN} đơn vị nhất trí.")
    yield Paragraph(f"{desk.term} phó: {LONG_OPEN}; kết quả: {OPEN}/{OPEN} đơn vị nhất trí.")
    yield Paragraph("6. Phát động thi đua", Role.HEADING)
    yield Paragraph(LINE_OPEN)
    yield Paragraph(LINE_OPEN)
    yield Paragraph("7. Ký kết giao ước thi đua", Role.HEADING)
    yield Paragraph(f"Số đơn vị ký kết: {OPEN}/{OPEN}.")


def _report(desk: Desk) -> Paper:
    heading = desk.heading(PaperId.REPORT, desk.roster.reported)
    report = desk.report
    blocks: tuple[Block, ...] = (
        Paragraph(
            f"Thực hiện {guidance_named(desk.guidance.document)}, {desk.roster.name} báo cáo kết quả chấm điểm "
            f"{desk.year}{desk.cited('C.I.2.3')} như sau:"
        ),
        Paragraph("1. Tình hình chung", Role.HEADING),
        *(Paragraph(line, Role.ITEM) for line in _figures(desk)),
        *_aside(desk),
        Paragraph("2. Kết quả chấm điểm", Role.HEADING),
        *_standing_table(desk),
        Paragraph("Điểm tự chấm, điểm Cụm chấm và điểm từng tiêu chí: xem Phụ lục."),
        Paragraph("3. Dự kiến đơn vị đề nghị khen thưởng", Role.HEADING),
        *_awards(desk),
        *_unclear(desk),
        Paragraph(
            f"Trên đây là báo cáo kết quả chấm điểm {desk.year} của {desk.roster.name}, kính đề nghị "
            f"Ban Thi đua - Khen thưởng rà soát, thẩm định{desk.cited('C.I.2.4')}./."
        ),
    )
    appendices = [
        Appendix(
            "PHỤ LỤC 1",
            f"Bảng tổng hợp kết quả chấm điểm {desk.year} của {desk.roster.name}",
            (
                tables.consolidated_table(report),
                *(Paragraph(note, Role.NOTE) for note in [tables.borrowed(report)] if note),
            ),
            landscape=True,
        )
    ]
    criteria = tuple(tables.criteria_tables(report))
    if criteria and report.ranking.stage is not None:
        heading_ = tables.stage_heading(report, report.ranking.stage)
        about = f"Điểm từng tiêu chí, cột “{heading_}”"
        appendices.append(Appendix("PHỤ LỤC 2", about, criteria, landscape=True))
    return Paper(
        PaperId.REPORT,
        "bao-cao-ket-qua-cham-diem",
        heading,
        "BÁO CÁO",
        f"Kết quả chấm điểm thi đua {desk.year} của {desk.roster.name}",
        blocks,
        desk.check,
        addressees=("Ban Thi đua - Khen thưởng (Sở Nội vụ)",),
        signatures=(signature_of(desk.roster, desk.letterhead),),
        recipients=_recipients(desk, heading.form, ["Như trên", _members(desk)]),
        appendices=tuple(appendices),
        missing=desk.missing,
    )


def _figures(desk: Desk) -> Iterator[str]:
    """How many members there are, and how they stand."""
    rows, members = desk.report.ranking.rows, desk.roster.members
    yield f"Số đơn vị thành viên: {len(members)}."
    yield f"Số đơn vị có phiếu chấm điểm: {sum(1 for unit in desk.report.cluster.units if unit.files)}."
    yield f"Số đơn vị được xếp hạng: {sum(1 for row in rows if row.rank)}."
    for status, words in ((Status.EXCLUDED, "không xét"), (Status.PENDING, "chưa xét")):
        number = sum(1 for member in members if member.status is status)
        if number:
            yield f"Số đơn vị {words}{desk.cited(desk.guidance.cites.get('excluded', ''))}: {number}."


def _unclear(desk: Desk) -> Iterator[Paragraph]:
    """The readings that mattered, put before the office that answers for the guidance (G-08)."""
    if not desk.report.readings:
        return
    yield Paragraph("4. Nội dung Hướng dẫn chưa quy định rõ, đề nghị cho ý kiến", Role.HEADING)
    for one in desk.report.readings:
        yield Paragraph(f"{one.text.vi.removesuffix('.')} (mục {one.clause}).", Role.ITEM)


def _proposal(desk: Desk) -> Paper:
    heading = desk.heading(PaperId.PROPOSAL)
    held = desk.roster.conference
    rows = tables.proposed_rows(desk.report)
    minutes = f"Căn cứ Biên bản hội nghị tổng kết {desk.year} {day_in_words(held)} của {desk.roster.name}"
    bases = [*_bases(desk), minutes]
    last = "," if heading.form is Form.EARLIER else "."
    ended = [f"{basis};" for basis in bases[:-1]] + [f"{bases[-1]}{last}"]
    if rows:
        asked: tuple[Block, ...] = (
            Paragraph(
                f"{desk.roster.name} kính đề nghị xem xét, trình khen thưởng cho {len(rows):02d} đơn vị có thành tích "
                f"trong phong trào thi đua {desk.year} (danh sách kèm theo), gồm:"
            ),
            *(
                Paragraph(f"{proposal.award.name.vi}: {len(proposal.proposed):02d} đơn vị.", Role.ITEM)
                for proposal in tables.proposals(desk.report)
                if proposal.proposed
            ),
            *_waiting(desk),
        )
    else:
        asked = (
            Paragraph(f"Qua kết quả chấm điểm {desk.year}, {desk.term} chưa có đơn vị được đề nghị khen thưởng:"),
            *_awards(desk),
        )
    annexes = (
        (
            Appendix(
                "DANH SÁCH",
                f"Đơn vị được đề nghị khen thưởng {desk.year} của {desk.roster.name}\n"
                f"(Kèm theo Tờ trình {_numbered(heading)} {day_in_words(heading.day)})",
                (tables.proposal_table(desk.report), Paragraph(_standing(desk), Role.NOTE)),
            ),
        )
        if rows
        else ()
    )
    return Paper(
        PaperId.PROPOSAL,
        "to-trinh-de-nghi-khen-thuong",
        heading,
        "TỜ TRÌNH",
        f"Về việc đề nghị khen thưởng phong trào thi đua {desk.year} của {desk.roster.name}",
        (
            *(Paragraph(basis, Role.BASIS) for basis in ended),
            *asked,
            Paragraph(f"{desk.roster.name} kính trình xem xét, {'quyết định' if rows else 'cho ý kiến'}./."),
        ),
        desk.check,
        addressees=(desk.letterhead.addressee or "Ủy ban nhân dân tỉnh (qua Ban Thi đua - Khen thưởng)",),
        signatures=(signature_of(desk.roster, desk.letterhead),),
        recipients=_recipients(desk, heading.form, ["Như trên", _members(desk)]),
        appendices=annexes,
        missing=desk.missing,
    )


def _waiting(desk: Desk) -> Iterator[Paragraph]:
    by_id = {row.member.id: row.member.name for row in desk.report.ranking.rows}
    for proposal in tables.proposals(desk.report):
        if proposal.ballot:
            names = ", ".join(by_id[unit] for unit in proposal.ballot)
            yield Paragraph(f"{proposal.award.name.vi}: chờ kết quả bỏ phiếu giữa {names}.", Role.ITEM)


def _numbered(heading: Heading) -> str:
    symbol = heading.symbol or OPEN
    return f"số {OPEN}-TTr/{symbol}" if heading.form is Form.PARTY else f"số {OPEN}/TTr-{symbol}"
