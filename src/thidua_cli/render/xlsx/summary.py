"""The first sheet of the consolidated workbook: the ranking, what is proposed and why, what is still open.

This module draws what the report says; it ranks nobody and adds up no score.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from msgspec.structs import replace

from thidua_cli.catalogue import STAGE_NAMES, Text, shown
from thidua_cli.cells import Range
from thidua_cli.cluster import State
from thidua_cli.comparison import proposal_in_words
from thidua_cli.findings import count
from thidua_cli.page import Box, Run, Style
from thidua_cli.ranking import STAGE_LABELS
from thidua_cli.render.xlsx import words
from thidua_cli.render.xlsx.canvas import Canvas
from thidua_cli.render.xlsx.looks import (
    CELL,
    CHANGED_FILL,
    DRAFT,
    GROUP_FILL,
    HEADER,
    PLAIN,
    REMARK,
    STARRED,
    STRONG,
    SUBTITLE,
    TEXT,
    TITLE,
    WRONG_FILL,
)
from thidua_cli.render.xlsx.open_points import lacking, open_points
from thidua_cli.render.xlsx.paper import at_width
from thidua_cli.render.xlsx.scene import SECTION_COLUMN, SUMMARY_HEAD
from thidua_cli.render.xlsx.totals import stage_total
from thidua_cli.rubric.model import Stage
from thidua_cli.seal.result import LABEL
from thidua_cli.typeset import line_height
from thidua_cli.vietnamese import fold

if TYPE_CHECKING:
    from thidua_cli.comparison import Standing
    from thidua_cli.page import Sheet
    from thidua_cli.ranking import Ranked
    from thidua_cli.render.xlsx.scene import Scene

_SIGNING_SPACE = 60.0


def summary(scene: Scene) -> Sheet:
    """The first sheet: rank, points, proposals, what is open, signatures."""
    report, lang = scene.report, scene.lang
    sections = len(scene.rubric.sections)
    # The provisional rank stands between the totals and the proposals, where there is one.
    beside = [8.0] if report.provisional else []
    widths = [5.5, 24.0, 9.0, 8.0, *[7.5] * sections, 8.0, 10.0, 10.0, 10.0, *beside, 18.0, 38.0 - sum(beside)]
    canvas = Canvas(dict(enumerate(widths, 1)), across=len(widths))
    paper = at_width(canvas.widths)
    _summary_titles(scene, canvas)
    _summary_header(scene, canvas)
    for row, ranked in enumerate(report.ranking.rows, SUMMARY_HEAD + 1):
        _summary_row(scene, canvas, row, ranked)
    if scene.chart_names > scene.summary_columns:
        _chart_names(scene, canvas)
    _summary_notes(scene, canvas)
    _signatures(scene, canvas)
    return canvas.sheet(
        words.TAB_SUMMARY.to(lang),
        head=Range(SUMMARY_HEAD - 1, 1, SUMMARY_HEAD, 1),
        frozen_column=3,
        footer=scene.footer,
        paper=paper,
        print_columns=len(widths),
        last_of_table=SUMMARY_HEAD + len(report.ranking.rows),
    )


def _chart_names(scene: Scene, canvas: Canvas) -> None:
    """Beside the printed columns the units' names as charts have them, because some are too long for an axis."""
    column = scene.chart_names
    canvas.widths[column] = 40.0
    canvas.put(SUMMARY_HEAD, column, words.ON_CHART.to(scene.lang), HEADER)
    for row, ranked in enumerate(scene.report.ranking.ranked, SUMMARY_HEAD + 1):
        canvas.put(row, column, words.on_chart(ranked.member.name, scene.lang), replace(TEXT, size=10))


def heading(scene: Scene) -> str:
    """The title of the workbook."""
    year = scene.report.cluster.roster.year
    vi = f"NĂM HỌC {year}" if "-" in year else f"NĂM {year or '………'}"
    return Text(f"BẢNG TỔNG HỢP KẾT QUẢ CHẤM ĐIỂM THI ĐUA {vi}", f"SUMMARY OF EMULATION SCORES, {year or '………'}").to(
        scene.lang
    )


def _summary_titles(scene: Scene, canvas: Canvas) -> None:
    canvas.band(1, heading(scene), TITLE)
    canvas.band(2, scene.report.cluster.roster.name, replace(SUBTITLE, size=13))
    canvas.band(3, scene.rubric.title, SUBTITLE)
    canvas.band(4, _basis(scene), replace(REMARK, colour="000000"))
    if scene.report.ready:
        whole = Text(
            "Đã đủ điểm và đủ đơn vị; không còn lỗi.", "Complete: every unit is accounted for, no error is left."
        )
        canvas.band(5, whole.to(scene.lang), replace(REMARK, colour="1E5B1E"))
        return
    draft = words.DRAFT.to(scene.lang)
    missing = "; ".join(lacking(scene))
    text = f"{draft}: {missing}." if missing else f"{draft}."
    canvas.band(5, text, DRAFT)


def _basis(scene: Scene) -> str:
    """By which scores the units are ranked and how far that counts."""
    ranking, lang = scene.report.ranking, scene.lang
    if ranking.stage is None:
        return Text(
            "Chưa xếp hạng: chưa có cột điểm nào đủ để xếp hạng.", "Not ranked: no score column is complete."
        ).to(lang)
    name, label = STAGE_NAMES[ranking.stage].to(lang), STAGE_LABELS[ranking.stage].to(lang)
    parts = [Text(f"Xếp hạng theo {name}: kết quả {label}", f"Ranked by the {name}: {label}")]
    if ranking.stage is Stage.BOARD and not scene.report.ready:
        parts.append(Text(" sau khi giải quyết các việc nêu dưới bảng", " once what is listed below is settled"))
    if ranking.forced:
        parts.append(Text(" (giai đoạn do người dùng chọn)", " (the stage was chosen by the user)"))
    return "".join(part.to(lang) for part in parts)


def _summary_header(scene: Scene, canvas: Canvas) -> None:
    """Two rows of headings: some stand over both, some over a group."""
    stage, lang = scene.report.ranking.stage, scene.lang
    top, low = SUMMARY_HEAD - 1, SUMMARY_HEAD
    total = SECTION_COLUMN + len(scene.rubric.sections)
    label = f" ({STAGE_LABELS[stage].to(lang)})" if stage not in {None, Stage.BOARD} and stage else ""
    by = Text("Điểm dùng để xếp hạng", "Scores ranked by").to(lang)
    alone = {
        1: Text("Hạng", "Rank"),
        2: Text("Đơn vị", "Unit"),
        3: Text("Tình trạng phiếu", "Sheet"),
        4: Text("Xét thi đua", "Status"),
        _proposals_column(scene): Text(f"Đề nghị khen thưởng{label}", f"Proposed{label}"),
        _proposals_column(scene) + 1: Text("Lý do và căn cứ", "Reasons and clauses"),
    }
    if scene.report.provisional:
        alone[total + 4] = Text("Hạng dự kiến", "Provisional rank")
    for column, text in alone.items():
        canvas.put(top, column, text.to(lang), HEADER)
        canvas.put(low, column, None, HEADER)
        canvas.merge(top, column, column, bottom=low)
    canvas.put(top, SECTION_COLUMN, f"{by}: {words.sentence(STAGE_NAMES[stage].to(lang))}" if stage else by, HEADER)
    canvas.merge(top, SECTION_COLUMN, total)
    canvas.put(top, total + 1, Text("Tổng điểm theo từng giai đoạn", "Total at each stage").to(lang), HEADER)
    canvas.merge(top, total + 1, total + 3)
    for column, section in enumerate(scene.rubric.sections, SECTION_COLUMN):
        canvas.put(low, column, words.section(section.id, lang), HEADER)
    canvas.put(low, total, words.TOTAL.to(lang), HEADER)
    for column, each in enumerate(Stage, total + 1):
        canvas.put(low, column, words.TABS[each].to(lang), HEADER)
    canvas.heights[low] = 34.0


def _proposals_column(scene: Scene) -> int:
    """The column of the proposals, behind the totals and the provisional rank."""
    return SECTION_COLUMN + len(scene.rubric.sections) + (5 if scene.report.provisional else 4)


def _summary_row(scene: Scene, canvas: Canvas, row: int, ranked: Ranked) -> None:
    lang, unit = scene.lang, ranked.unit
    column = scene.columns[ranked.member.id]
    fill = None if ranked.rank is not None else GROUP_FILL
    centred, left = replace(CELL, fill=fill), replace(TEXT, fill=fill)
    canvas.put(row, 1, ranked.rank, replace(centred, bold=True))
    canvas.put(row, 2, ranked.member.name, left)
    state = replace(centred, fill=fill if unit.state is State.OK else WRONG_FILL)
    canvas.put(row, 3, words.STATES[unit.state].to(lang), state)
    canvas.put(row, 4, words.STATUSES[ranked.member.status].to(lang), centred)
    for place, section in enumerate(scene.rubric.sections, SECTION_COLUMN):
        canvas.put(row, place, ranked.sections.get(section.id), centred)
    total = SECTION_COLUMN + len(scene.rubric.sections)
    canvas.put(row, total, ranked.total, replace(centred, bold=True))
    for place, each in enumerate(Stage, total + 1):
        link = scene.place(words.TABS[each], scene.plans[each].total_row, column.number)
        said = stage_total(column, each, lang)
        if isinstance(said, Decimal):
            canvas.put(row, place, said, centred, link=link)
        else:
            canvas.put(row, place, said, replace(centred, size=10, italic=True))
    standing = scene.report.provisional.of(ranked.member.id) if scene.report.provisional else None
    if standing is not None:
        _provisional(canvas, row, total, standing, centred)
    place = _proposals_column(scene)
    proposed = replace(centred, bold=True, fill=CHANGED_FILL if standing and standing.award_changed else fill)
    canvas.put(row, place, _proposed(scene, ranked, standing), proposed)
    canvas.put(row, place + 1, reasons_of(scene, ranked), replace(left, size=10))


def _provisional(canvas: Canvas, row: int, total: int, standing: Standing, style: Style) -> None:
    """The rank as the cluster settled it; where it is another one now, both are marked, and so is another total."""
    changed = replace(style, fill=CHANGED_FILL, number_format=STARRED)
    canvas.put(row, total + 4, standing.before.rank, changed if standing.rank_changed else style)
    if standing.total_changed and standing.both:
        place = (row, total + 2)
        canvas.boxes[place] = replace(canvas.boxes[place], style=changed)


def _proposed(scene: Scene, ranked: Ranked, standing: Standing | None) -> str | None:
    """The award proposed for the unit, or the ballot that it awaits; and what was proposed before, if that differs."""
    said = proposal_of(scene, ranked)
    if standing is None or not standing.award_changed:
        return said
    before = proposal_in_words(standing.before).to(scene.lang)
    was = Text(f"(dự kiến: {before})", f"(provisionally: {before})").to(scene.lang)
    return f"{said}\n{was}" if said else was


def proposal_of(scene: Scene, ranked: Ranked) -> str | None:
    """The award proposed for the unit, or the ballot that it awaits; None for neither."""
    recommendation, lang = scene.report.recommendation, scene.lang
    for proposal in (recommendation.flag, recommendation.certificate):
        if ranked.member.id in proposal.proposed:
            return f"{Text('Đề nghị', 'Proposed:').to(lang)} {words.award(proposal, lang)}"
        if ranked.member.id in proposal.ballot:
            return f"{Text('Chờ bỏ phiếu', 'Ballot open:').to(lang)} {words.award(proposal, lang)}"
    return None


def reasons_of(scene: Scene, ranked: Ranked) -> str:
    """Why the unit stands where it stands, each reason with its clause."""
    reasons = scene.report.recommendation.reasons.get(ranked.member.id, ranked.aside)
    said = (
        reason.say(scene.lang).rstrip(".") + (f" ({reason.clause})." if reason.clause else ".") for reason in reasons
    )
    return "\n".join(said)


def _summary_notes(scene: Scene, canvas: Canvas) -> None:
    """Below the table: the quotas, what is still open, what to mind, and how much was found."""
    lang = scene.lang
    row = canvas.next_row + 1
    canvas.heights[row - 1] = 6.0
    canvas.band(row, _quotas(scene), replace(PLAIN, italic=True))
    if scene.report.provisional is not None and scene.report.provisional.differs:
        canvas.band(canvas.next_row, _MARKED.to(lang), replace(PLAIN, italic=True))
    items = list(open_points(scene))
    groups = (
        (True, Text("Còn phải giải quyết trước khi trình", "To be settled before submitting")),
        (False, Text("Cần lưu ý", "To be minded")),
    )
    for blocking, title in groups:
        own = [item for item in items if item.blocking is blocking]
        if not own:
            continue
        _title(canvas, f"{title.to(lang)} ({len(own)})")
        for number, item in enumerate(own, 1):
            row = canvas.next_row
            place = scene.place(words.TAB_FINDINGS, item.row, 1)
            canvas.put(row, 1, f"{number}.", replace(PLAIN, horizontal="right"), link=place)
            canvas.band(row, item.text, PLAIN, first=2)
    if scene.report.readings:
        _title(canvas, Text("Cách hiểu đã áp dụng", "Readings applied").to(lang))
        for one in scene.report.readings:
            canvas.band(canvas.next_row, f"{one.text.to(lang)} ({one.clause}) [readings.{one.id}]", PLAIN, first=2)
    tally = count(scene.report.findings)
    total = Text(
        f"Tổng số phát hiện: {tally.errors} lỗi, {tally.warnings} cảnh báo, {tally.infos} ghi chú "
        f"(trang “{words.TAB_FINDINGS.vi}”).",
        f"Findings: errors: {tally.errors}, warnings: {tally.warnings}, notes: {tally.infos} "
        f"(sheet “{words.TAB_FINDINGS.en}”).",
    )
    # No signature alone on a page: two lines of what is signed stand above it.
    canvas.kept |= {canvas.next_row - 1, canvas.next_row, canvas.next_row + 1}
    canvas.band(canvas.next_row, total.to(lang), STRONG)


def _title(canvas: Canvas, text: str) -> None:
    """A title over the next row, on the same page."""
    row = canvas.next_row
    canvas.kept.add(row)
    canvas.band(row, text, STRONG)


_MARKED = Text(
    "Dấu * trên nền cam: tổng điểm hoặc thứ hạng dự kiến (theo Điểm Cụm thi đua chấm) khác kết quả chính thức.",
    "An asterisk on orange: the provisional total or rank (by the cluster's score) is not the official one.",
)


def _quotas(scene: Scene) -> str:
    recommendation, lang = scene.report.recommendation, scene.lang
    members = len(scene.report.cluster.roster.members)
    listed = ", ".join(
        f"{proposal.quota:02d} {words.award(proposal, lang)}"
        for proposal in (recommendation.flag, recommendation.certificate)
    )
    clause = recommendation.flag.award.clause
    return Text(
        f"Số đơn vị trong danh sách: {members}; được đề nghị nhiều nhất: {listed} ({clause}). Bảng này chỉ đề nghị; "
        "việc khen thưởng do cấp có thẩm quyền quyết định.",
        f"The cluster has {members} members and may propose at most: {listed} ({clause}). This table proposes; "
        "the competent authority awards.",
    ).to(lang)


def _signatures(scene: Scene, canvas: Canvas) -> None:
    """Who drew it up and who answers for it; one row, because a row is never torn between two pages."""
    lang, roster = scene.lang, scene.report.cluster.roster
    row = canvas.next_row + 1
    bloc = fold(roster.name).startswith("khoi ")
    body, head = ("KHỐI THI ĐUA", "KHỐI TRƯỞNG") if bloc else ("CỤM THI ĐUA", "CỤM TRƯỞNG")
    leader = f"\n({shown(scene.name_of(roster.leader), lang)})" if roster.leader else ""
    sign = Text("\n(Ký, ghi rõ họ tên)", "\n(Signature, full name)").to(lang)
    date = Text("……, ngày … tháng … năm 20…\n", "……, … / … / 20…\n").to(lang)
    check = scene.report.check
    blocks = (
        (1, 4, (Run("\n"), Run(Text("NGƯỜI LẬP BIỂU", "PREPARED BY").to(lang), bold=True), Run(sign, italic=True))),
        (
            SECTION_COLUMN,
            scene.summary_columns - 3,
            (
                Run(f"\n{LABEL.to(lang)}\n"),
                Run(check.code, bold=True),
                Run(f"\n({check.standing.to(lang)})", italic=True),
            ),
        ),
        (
            scene.summary_columns - 2,
            scene.summary_columns,
            (
                Run(date, italic=True),
                Run(Text(f"TM. {body}\n{head}", "FOR THE CLUSTER\nHEAD OF THE CLUSTER").to(lang), bold=True),
                Run(leader + sign, italic=True),
            ),
        ),
    )
    lines = 0
    for first, last, runs in blocks:
        text = "".join(run.text for run in runs)
        lines = max(lines, text.count("\n") + 1)
        canvas.boxes[row, first] = Box(text, Style(horizontal="center", vertical="top"), runs=runs)
        canvas.merge(row, first, last)
    canvas.heights[row] = lines * line_height(12) + _SIGNING_SPACE
