"""The consolidated workbook of one cluster, `ket-qua/tong-hop.xlsx`, as a `page.Book`.

This module draws what the report says: it adds up no score, ranks nobody and knows no file format.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import lru_cache
from math import ceil
from typing import TYPE_CHECKING

from thidua_cli.catalogue import SCORE_MISSING, STAGE_NAMES, UNIT_NOT_RANKED, WAIVED, Text, filled, say, shown
from thidua_cli.cells import Range, address, column_letters
from thidua_cli.cluster import State
from thidua_cli.comparison import proposal_in_words
from thidua_cli.findings import Severity, count
from thidua_cli.page import Book, Box, Run, Sheet, Style
from thidua_cli.ranking import STAGE_LABELS, touches
from thidua_cli.rubric.model import Stage, Status
from thidua_cli.scores import parts_of
from thidua_cli.seal.result import LABEL
from thidua_cli.vietnamese import fold, format_points

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from thidua_cli.awards import Proposal
    from thidua_cli.catalogue import Lang
    from thidua_cli.cluster import ClusterUnit
    from thidua_cli.comparison import Standing
    from thidua_cli.findings import Finding
    from thidua_cli.intake import Given, ScoreSheet
    from thidua_cli.page import Value
    from thidua_cli.ranking import Ranked
    from thidua_cli.report import ClusterReport
    from thidua_cli.rubric.model import Criterion, Rubric
    from thidua_cli.scores import Scores
    from thidua_cli.submission import Submission


def consolidated(report: ClusterReport, lang: Lang = "vi") -> Book:
    """The workbook of a cluster: summary, one matrix a stage, findings, and the source of every number."""
    scene = _scene(report, lang)
    sheets = (
        _summary(scene),
        *(_matrix(scene, scene.plans[stage]) for stage in Stage),
        _findings(scene),
        _sources(scene),
    )
    return Book(sheets, title=f"{_heading(scene)} – {report.cluster.roster.name}")


# --- words ---------------------------------------------------------------------------------------

_TAB_SUMMARY = Text("Tổng hợp", "Summary")
_TABS = {
    Stage.SELF: Text("Tự chấm", "Self scores"),
    Stage.CLUSTER: Text("Cụm chấm", "Cluster scores"),
    Stage.BOARD: Text("Ban TĐKT", "Board scores"),
}
_TAB_FINDINGS = Text("Phát hiện", "Findings")
_TAB_SOURCES = Text("Nguồn số liệu", "Sources")

_STATES = {
    State.OK: Text("đạt", "in order"),
    State.ERRORS: Text("có lỗi", "has errors"),
    State.MISSING: Text("chưa có phiếu", "no sheet"),
    State.UNREADABLE: Text("không đọc được", "unreadable"),
    State.DUPLICATE: Text("nhiều phiếu", "several sheets"),
}
_STATUSES = {
    Status.ELIGIBLE: Text("được xét", "considered"),
    Status.EXCLUDED: Text("không xét", "not considered"),
    Status.PENDING: Text("chưa xét", "not yet considered"),
}
_SEVERITIES = {
    Severity.ERROR: Text("Lỗi", "Error"),
    Severity.WARNING: Text("Cảnh báo", "Warning"),
    Severity.INFO: Text("Ghi chú", "Note"),
}
_OTHER_TABLE = Text("theo bảng tiêu chí khác", "follows another table")


# --- looks ---------------------------------------------------------------------------------------

_RED, _GREY = "9C0006", "595959"
_HEADER_FILL, _SECTION_FILL, _GROUP_FILL, _ABSENT_FILL = "DCE6F1", "EEF3F9", "F5F5F5", "E4E4E4"
_WRONG_FILL, _UNSCORED_FILL, _BORROWED_FILL = "FFC7CE", "FFF2CC", "E8E1F2"
_CHANGED_FILL = "FCE4D6"
_SEVERITY_FILLS = {Severity.ERROR: _WRONG_FILL, Severity.WARNING: _UNSCORED_FILL, Severity.INFO: "E2EFDA"}

_TITLE = Style(size=14, bold=True, horizontal="center")
_SUBTITLE = Style(bold=True, horizontal="center")
_REMARK = Style(size=11, italic=True, horizontal="center", colour=_GREY)
_DRAFT = Style(bold=True, horizontal="center", colour=_RED)
_PLAIN = Style(size=11, vertical="top")
_STRONG = Style(size=11, bold=True)
_HEADER = Style(size=11, bold=True, border=True, horizontal="center", fill=_HEADER_FILL)
_CELL = Style(size=11, border=True, horizontal="center")
_TEXT = Style(size=11, border=True)
_SMALL = Style(size=10, border=True)

# Marks a wrong number without changing it; colour alone says nothing on a black and white print.
_STARRED = 'General"*"'

_NARROW, _WIDE = " .,:;!|'()[]/-ijltfr", "\u2000"  # by letters' widths: thin ones, and the first of the wide
_POINTS_PER_CHARACTER = 6.0  # of Times New Roman 12, in which column widths are counted
_CELL_PADDING = 6.0
_TALLEST = 400.0
_TALLEST_FROZEN = 230.0
_SIGNING_SPACE = 60.0
_MOST_DIGITS = 15  # what a spreadsheet keeps of a number
_MANY_UNITS = 10


@dataclass(slots=True)
class _Canvas:
    """A sheet while it is being drawn."""

    widths: dict[int, float]
    boxes: dict[tuple[int, int], Box] = field(default_factory=dict)
    heights: dict[int, float] = field(default_factory=dict)
    merged: list[Range] = field(default_factory=list)

    @property
    def last_column(self) -> int:
        return max(self.widths)

    @property
    def next_row(self) -> int:
        return max((row for row, _ in self.boxes), default=0) + 1

    def put(self, row: int, column: int, value: Value, style: Style, *, link: str | None = None) -> None:
        """Put a value into a cell; only numbers and short texts take a link, LibreOffice wraps no linked text."""
        self.boxes[row, column] = Box(value, style, link=link)

    def put_row(self, row: int, values: Iterable[Value], style: Style) -> None:
        """Put values side by side, from the first column on."""
        for column, value in enumerate(values, 1):
            self.put(row, column, value, style)

    def merge(self, row: int, first: int, last: int, *, bottom: int | None = None) -> None:
        """Show the cells from the first to the last column as one."""
        if last > first or (bottom or row) > row:
            self.merged.append(Range(row, first, bottom or row, last))

    def band(self, row: int, text: str, style: Style, *, first: int = 1) -> None:
        """Put a text across the sheet, from the column on."""
        self.put(row, first, text, style)
        self.merge(row, first, self.last_column)

    def sheet(
        self, name: str, *, head: Range, frozen_column: int, footer: str, a3: bool = False, repeated: bool = True
    ) -> Sheet:
        """The sheet, its rows as high as their texts need; the rows of `head` stay in view and on each page."""
        self._fit()
        above = sum(self.heights.get(row, 0) for row in range(1, head.bottom + 1))
        # A frozen head that fills the window would leave nothing to scroll.
        frozen = (head.bottom + 1 if above <= _TALLEST_FROZEN else 1, frozen_column)
        return Sheet(
            name=name,
            boxes=self.boxes,
            widths=self.widths,
            heights=self.heights,
            merged=tuple(self.merged),
            frozen=None if frozen == (1, 1) else frozen,
            repeated_rows=(head.top, head.bottom) if repeated else None,
            print_area=Range(1, 1, self.next_row - 1, self.last_column),
            a3=a3,
            footer=(footer.replace("&", "&&"), "", "&P/&N"),
        )

    def _fit(self) -> None:
        spans = {(area.top, area.left): area for area in self.merged}
        needed: dict[int, float] = {}
        for (row, column), box in self.boxes.items():
            area = spans.get((row, column), Range(row, column, row, column))
            if area.bottom > area.top:
                continue  # its rows are set by what stands beside it
            width = sum(self.widths[n] for n in range(area.left, area.right + 1))
            height = _height(box.value, width, box.style) if isinstance(box.value, str) else 0.0
            needed[row] = max(needed.get(row, 18.0), height)
        for row, height in needed.items():
            self.heights.setdefault(row, min(height, _TALLEST))


@lru_cache(maxsize=4096)  # the same names and words stand in hundreds of cells
def _height(text: str, width: float, style: Style) -> float:
    """The height in points of a row that shows the text wrapped, a little generous."""
    room = width * _POINTS_PER_CHARACTER - _CELL_PADDING - 6 * style.indent
    lines = sum(_wrapped(paragraph, room, style) for paragraph in text.split("\n"))
    return lines * style.size * 1.3 + 4


def _wrapped(paragraph: str, room: float, style: Style) -> int:
    """On how many lines the paragraph is set, breaking between words, and inside those that are too long."""
    lines, used = 1, 0.0
    space = _breadth(" ", style)
    for word in paragraph.split(" "):
        length = _breadth(word, style)
        if used and used + space + length > room:
            lines, used = lines + 1, length
        else:
            used += length + (space if used else 0)
        if used > room:
            extra = ceil(used / room) - 1
            lines, used = lines + extra, used - extra * room
    return lines


def _breadth(text: str, style: Style) -> float:
    """About how wide the text is set in Times New Roman, in points; a letter's marks add nothing."""
    bare = (letter for letter in unicodedata.normalize("NFD", text) if not unicodedata.combining(letter))
    ems = sum(
        0.3 if letter in _NARROW else 0.7 if letter.isupper() else 0.5 if letter < _WIDE else 1.0 for letter in bare
    )
    return ems * style.size * (1.1 if style.bold else 1.02)


# --- what is drawn -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Read:
    """A unit's one sheet, read against the cluster's table, with its points."""

    submission: Submission
    sheet: ScoreSheet
    scores: Scores

    def source(self, section: Criterion, stage: Stage) -> Stage:
        """The score column that the section's points in the stage's total come from."""
        below = section.id + "."
        return next(
            (taken for leaf, taken in self.scores.used[stage] if leaf == section.id or leaf.startswith(below)), stage
        )

    def is_wrong(self, criterion: Criterion, stage: Stage) -> bool:
        """Whether an error was found at the criterion in that score column."""
        return any(
            finding.is_error and finding.criterion == criterion.id and finding.stage in {None, stage.value}
            for finding in self.submission.findings
        )

    def is_unscored(self, criterion: Criterion, stage: Stage) -> bool:
        """Whether the criterion should have been scored in that column and was not."""
        return any(
            finding.code == SCORE_MISSING.id and finding.criterion == criterion.id and finding.stage == stage.value
            for finding in self.submission.findings
        )

    def touched(self, stage: Stage) -> bool:
        """Whether an error touches a number that the stage's total is made of."""
        return any(touches(finding, self.submission, stage) for finding in self.submission.findings)

    def lacking(self, stage: Stage) -> tuple[int, int]:
        """How many cells of the stage's total are blank, and how many state no points although filled."""
        given = [self.sheet.given(leaf, taken) for leaf, taken in self.scores.used[stage]]
        faulty = sum(1 for said in given if said is not None and said.fault is not None)
        return len(self.scores.totals[stage].blank), faulty


@dataclass(frozen=True, slots=True)
class _Column:
    """A unit with its column in the matrices."""

    unit: ClusterUnit
    number: int
    read: _Read | None


@dataclass(frozen=True, slots=True)
class _Point:
    """What one cell of a matrix holds.

    Attributes:
        value: The points; None where nothing is scored.
        taken: The score column they come from.
        given: What the sheet says, for a criterion that was scored directly.
        parts: The criteria whose points it is the sum of.
        whole: Whether every cell it is made of states points.
    """

    value: Decimal | None
    taken: Stage
    given: Given | None
    parts: tuple[str, ...]
    whole: bool


@dataclass(frozen=True, slots=True)
class _Plan:
    """A matrix laid out: the row of each criterion, and what each unit's cells hold.

    Attributes:
        stage: The stage it shows.
        rows: The row of each criterion, by id; details only where a sheet scored them.
        points: By unit id and criterion id, for the units with a sheet.
    """

    stage: Stage
    rows: Mapping[str, int]
    points: Mapping[str, Mapping[str, _Point]]

    @property
    def total_row(self) -> int:
        return _BODY_ROW + len(self.rows)


@dataclass(frozen=True, slots=True)
class _Source:
    """A score as a sheet states it, with its place."""

    column: _Column
    criterion: Criterion
    stage: Stage
    read: _Read
    given: Given


@dataclass(frozen=True, slots=True)
class _Scene:
    """The report with everything that sheets refer to in one another."""

    report: ClusterReport
    lang: Lang
    columns: Mapping[str, _Column]
    plans: Mapping[Stage, _Plan]
    sources: tuple[_Source, ...]
    source_rows: Mapping[tuple[str, str, Stage], int]
    findings: tuple[Finding, ...]

    @property
    def rubric(self) -> Rubric:
        return self.report.cluster.rubric

    def name_of(self, unit_id: str | None) -> str:
        """The unit's name as papers print it."""
        member = self.report.cluster.roster.member(unit_id) if unit_id else None
        return member.name if member else unit_id or ""

    def place(self, text: Text, row: int, column: int) -> str:
        """The place of a cell on another sheet, for a link."""
        return f"'{text.to(self.lang)}'!{address(row, column)}"

    def file_of(self, finding: Finding) -> str:
        """The file as seen from the cluster's folder, so that the workbook does not tell where that lies."""
        path, file = self.report.cluster.path, finding.file or ""
        if any(submission.file == file for submission in self.report.cluster.submissions):
            return file
        return "" if file == path else file.removeprefix(path + "/")


def _scene(report: ClusterReport, lang: Lang) -> _Scene:
    rubric = report.cluster.rubric
    columns = {
        unit.member.id: _Column(unit, number, _read(unit, rubric))
        for number, unit in enumerate(report.cluster.units, _UNIT_COLUMN)
    }
    sources = tuple(_sources_of(columns.values(), rubric))
    return _Scene(
        report=report,
        lang=lang,
        columns=columns,
        plans={stage: _plan(columns.values(), rubric, stage) for stage in Stage},
        sources=sources,
        source_rows={
            (source.column.unit.member.id, source.criterion.id, source.stage): row
            for row, source in enumerate(sources, _SOURCES_HEAD + 1)
        },
        findings=tuple(sorted(report.findings, key=_weight)),
    )


def _read(unit: ClusterUnit, rubric: Rubric) -> _Read | None:
    """The unit's sheet; None if there is none to show, or if its rows are those of another table."""
    submission = unit.submission
    if submission is None or submission.sheet is None or submission.scores is None:
        return None
    return _Read(submission, submission.sheet, submission.scores) if submission.rubric == rubric.id else None


def _in_form_order(criterion: Criterion) -> Iterator[Criterion]:
    """The criterion, its details and the rows printed below it."""
    yield criterion
    for part in (*criterion.details, *criterion.rows):
        yield from _in_form_order(part)


def _plan(columns: Iterable[_Column], rubric: Rubric, stage: Stage) -> _Plan:
    points = {
        column.unit.member.id: _points(column.read, rubric, stage) for column in columns if column.read is not None
    }
    printed = {row.id for row in rubric.rows()}
    scored = {criterion_id for of_unit in points.values() for criterion_id in of_unit}
    lines = [c for section in rubric.sections for c in _in_form_order(section) if c.id in printed | scored]
    return _Plan(stage, {criterion.id: row for row, criterion in enumerate(lines, _BODY_ROW)}, points)


def _points(read: _Read, rubric: Rubric, stage: Stage) -> Mapping[str, _Point]:
    found: dict[str, _Point] = {}

    def walk(criterion: Criterion, taken: Stage) -> _Point:
        parts = parts_of(criterion, read.sheet, taken)
        below = [walk(part, taken) for part in parts]
        value = read.scores.points[criterion.id, taken]
        found[criterion.id] = _Point(
            value,
            taken,
            None if parts else read.sheet.given(criterion.id, taken),
            tuple(part.id for part in parts),
            all(point.whole for point in below) if parts else value is not None,
        )
        return found[criterion.id]

    for section in rubric.sections:
        walk(section, read.source(section, stage))
    return found


def _sources_of(columns: Iterable[_Column], rubric: Rubric) -> Iterator[_Source]:
    """Every filled cell that a matrix shows, by unit, score column and criterion."""
    criteria = [criterion for section in rubric.sections for criterion in _in_form_order(section)]
    for column in columns:
        read = column.read
        if read is None:
            continue
        used = {cell for cells in read.scores.used.values() for cell in cells}
        for stage in Stage:
            for criterion in criteria:
                said = read.sheet.given(criterion.id, stage) if (criterion.id, stage) in used else None
                if said is not None and not said.is_blank:
                    yield _Source(column, criterion, stage, read, said)


# --- the summary ---------------------------------------------------------------------------------

_SUMMARY_HEAD = 8  # the second of its two heading rows
_SECTION_COLUMN = 5
_ONE_PAGE = 12  # so many units fit on the first page


def _summary(scene: _Scene) -> Sheet:
    report, lang = scene.report, scene.lang
    sections = len(scene.rubric.sections)
    # The provisional rank stands between the totals and the proposals, where there is one.
    beside = [9.0] if report.provisional else []
    widths = [6.0, 26.0, 10.0, 9.5, *[7.5] * sections, 9.5, 10.5, 10.5, 10.5, *beside, 15.0, 42.0 - sum(beside)]
    canvas = _Canvas(dict(enumerate(widths, 1)))
    _summary_titles(scene, canvas)
    _summary_header(scene, canvas)
    for row, ranked in enumerate(report.ranking.rows, _SUMMARY_HEAD + 1):
        _summary_row(scene, canvas, row, ranked)
    _summary_notes(scene, canvas)
    _signatures(scene, canvas)
    return canvas.sheet(
        _TAB_SUMMARY.to(lang),
        head=Range(_SUMMARY_HEAD - 1, 1, _SUMMARY_HEAD, 1),
        frozen_column=3,
        footer=_footer(scene),
        repeated=len(scene.columns) > _ONE_PAGE,  # else the headings would stand over the notes alone
    )


def _heading(scene: _Scene) -> str:
    year = scene.report.cluster.roster.year
    vi = f"NĂM HỌC {year}" if "-" in year else f"NĂM {year or '………'}"
    return Text(f"BẢNG TỔNG HỢP KẾT QUẢ CHẤM ĐIỂM THI ĐUA {vi}", f"SUMMARY OF EMULATION SCORES, {year or '………'}").to(
        scene.lang
    )


def _footer(scene: _Scene) -> str:
    return shown(scene.report.cluster.roster.name, scene.lang)


def _summary_titles(scene: _Scene, canvas: _Canvas) -> None:
    canvas.band(1, _heading(scene), _TITLE)
    canvas.band(2, scene.report.cluster.roster.name, replace(_SUBTITLE, size=13))
    canvas.band(3, scene.rubric.title, _SUBTITLE)
    canvas.band(4, _basis(scene), replace(_REMARK, colour="000000"))
    if scene.report.ready:
        whole = Text(
            "Đã đủ điểm và đủ đơn vị; không còn lỗi.", "Complete: every unit is accounted for, no error is left."
        )
        canvas.band(5, whole.to(scene.lang), replace(_REMARK, colour="1E5B1E"))
        return
    draft = Text("DỰ THẢO – CHƯA ĐỦ", "DRAFT – INCOMPLETE").to(scene.lang)
    missing = "; ".join(_lacking(scene))
    text = f"{draft}: {missing}." if missing else f"{draft}."
    canvas.band(5, text, _DRAFT)


def _basis(scene: _Scene) -> str:
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


def _lacking(scene: _Scene) -> Iterator[str]:
    """What keeps the result from being final, each in a few words."""
    report, lang = scene.report, scene.lang
    for state, text in _LACKING_STATES.items():
        names = [
            unit.member.name
            for unit in report.cluster.units
            if unit.state is state and (state is not State.MISSING or unit.member.status is Status.ELIGIBLE)
        ]
        if names:
            yield f"{text.to(lang)} {_some(names, lang)}"
    unranked = [scene.name_of(f.unit) for f in report.findings if f.code == UNIT_NOT_RANKED.id]
    if unranked:
        yield Text("chưa đủ điểm:", "incomplete scores:").to(lang) + f" {_some(unranked, lang)}"
    if report.ranking.stage is not Stage.BOARD:
        yield Text(
            f"chưa xếp hạng được theo {STAGE_NAMES['board'].vi}", f"not ranked by the {STAGE_NAMES['board'].en} yet"
        ).to(lang)
    for proposal in (report.recommendation.flag, report.recommendation.certificate):
        if proposal.ballot:
            vote = Text("chờ bỏ phiếu", "a ballot is open for the").to(lang)
            yield f"{vote} {_award(proposal, lang)}: {_some([scene.name_of(u) for u in proposal.ballot], lang)}"
    others = sum(1 for finding in report.findings if finding.is_error and finding.unit is None)
    if others:
        yield Text(f"{others} lỗi ngoài phiếu của các đơn vị", f"errors outside the units' sheets: {others}").to(lang)


_LACKING_STATES = {
    State.MISSING: Text("chưa có phiếu của", "no sheet from"),
    State.DUPLICATE: Text("nhiều phiếu của", "several sheets of"),
    State.UNREADABLE: Text("không đọc được phiếu của", "unreadable sheet of"),
    State.ERRORS: Text("còn lỗi trong phiếu của", "errors in the sheet of"),
}
_FEW = 4


def _some(names: Sequence[str], lang: Lang) -> str:
    """The first few names and how many more there are."""
    rest = len(names) - _FEW
    listed = shown(tuple(names[:_FEW]), lang)
    return listed + (Text(f" và {rest} đơn vị khác", f" and {rest} more").to(lang) if rest > 0 else "")


def _award(proposal: Proposal, lang: Lang) -> str:
    return Text(proposal.award.name.vi, proposal.award.name.en).to(lang)


def _summary_header(scene: _Scene, canvas: _Canvas) -> None:
    """Two rows of headings: some stand over both, some over a group."""
    stage, lang = scene.report.ranking.stage, scene.lang
    top, low = _SUMMARY_HEAD - 1, _SUMMARY_HEAD
    total = _SECTION_COLUMN + len(scene.rubric.sections)
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
        canvas.put(top, column, text.to(lang), _HEADER)
        canvas.put(low, column, None, _HEADER)
        canvas.merge(top, column, column, bottom=low)
    canvas.put(top, _SECTION_COLUMN, f"{by}: {_sentence(STAGE_NAMES[stage].to(lang))}" if stage else by, _HEADER)
    canvas.merge(top, _SECTION_COLUMN, total)
    canvas.put(top, total + 1, Text("Tổng điểm theo từng giai đoạn", "Total at each stage").to(lang), _HEADER)
    canvas.merge(top, total + 1, total + 3)
    for column, section in enumerate(scene.rubric.sections, _SECTION_COLUMN):
        canvas.put(low, column, section.id, _HEADER)
    canvas.put(low, total, Text("Tổng", "Total").to(lang), _HEADER)
    for column, each in enumerate(Stage, total + 1):
        canvas.put(low, column, _TABS[each].to(lang), _HEADER)
    canvas.heights[low] = 34.0


def _proposals_column(scene: _Scene) -> int:
    """The column of the proposals, behind the totals and the provisional rank."""
    return _SECTION_COLUMN + len(scene.rubric.sections) + (5 if scene.report.provisional else 4)


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _summary_row(scene: _Scene, canvas: _Canvas, row: int, ranked: Ranked) -> None:
    lang, unit = scene.lang, ranked.unit
    column = scene.columns[ranked.member.id]
    fill = None if ranked.rank is not None else _GROUP_FILL
    centred, left = replace(_CELL, fill=fill), replace(_TEXT, fill=fill)
    canvas.put(row, 1, ranked.rank, replace(centred, bold=True))
    canvas.put(row, 2, ranked.member.name, left)
    state = replace(centred, fill=fill if unit.state is State.OK else _WRONG_FILL)
    canvas.put(row, 3, _STATES[unit.state].to(lang), state)
    canvas.put(row, 4, _STATUSES[ranked.member.status].to(lang), centred)
    for place, section in enumerate(scene.rubric.sections, _SECTION_COLUMN):
        canvas.put(row, place, ranked.sections.get(section.id), centred)
    total = _SECTION_COLUMN + len(scene.rubric.sections)
    canvas.put(row, total, ranked.total, replace(centred, bold=True))
    for place, each in enumerate(Stage, total + 1):
        link = scene.place(_TABS[each], scene.plans[each].total_row, column.number)
        said = _stage_total(column, each, lang)
        if isinstance(said, Decimal):
            canvas.put(row, place, said, centred, link=link)
        else:
            canvas.put(row, place, said, replace(centred, size=10, italic=True))
    standing = scene.report.provisional.of(ranked.member.id) if scene.report.provisional else None
    if standing is not None:
        _provisional(canvas, row, total, standing, centred)
    place = _proposals_column(scene)
    proposed = replace(centred, bold=True, fill=_CHANGED_FILL if standing and standing.award_changed else fill)
    canvas.put(row, place, _proposed(scene, ranked, standing), proposed)
    canvas.put(row, place + 1, _reasons(scene, ranked), replace(left, size=10))


def _provisional(canvas: _Canvas, row: int, total: int, standing: Standing, style: Style) -> None:
    """The rank as the cluster settled it; where it is another one now, both are marked, and so is another total."""
    changed = replace(style, fill=_CHANGED_FILL, number_format=_STARRED)
    canvas.put(row, total + 4, standing.before.rank, changed if standing.rank_changed else style)
    if standing.total_changed and standing.both:
        place = (row, total + 2)
        canvas.boxes[place] = replace(canvas.boxes[place], style=changed)


def _stage_total(column: _Column, stage: Stage, lang: Lang) -> Decimal | str:
    """The total at a stage, or in words why there is none that may be relied on."""
    if column.read is None:
        return "–" if column.unit.submission is None or column.unit.submission.scores is None else _OTHER_TABLE.to(lang)
    if not column.read.scores.totals[stage].complete:
        return _incomplete(column.read, stage, lang)
    value = column.read.scores.totals[stage].value
    if column.read.touched(stage):
        return format_points(value, lang) + Text(" (còn lỗi)", " (has errors)").to(lang)
    return value


def _incomplete(read: _Read, stage: Stage, lang: Lang) -> str:
    blank, faulty = read.lacking(stage)
    parts = []
    if blank:
        parts.append(Text(f"{blank} ô trống", f"{blank} blank").to(lang))
    if faulty:
        parts.append(Text(f"{faulty} ô lỗi", f"{faulty} faulty").to(lang))
    return Text("chưa đủ", "incomplete").to(lang) + f" ({', '.join(parts)})"


def _proposed(scene: _Scene, ranked: Ranked, standing: Standing | None) -> str | None:
    """The award proposed for the unit, or the ballot that it awaits; and what was proposed before, if that differs."""
    said = _proposal_now(scene, ranked)
    if standing is None or not standing.award_changed:
        return said
    before = proposal_in_words(standing.before).to(scene.lang)
    was = Text(f"(dự kiến: {before})", f"(provisionally: {before})").to(scene.lang)
    return f"{said}\n{was}" if said else was


def _proposal_now(scene: _Scene, ranked: Ranked) -> str | None:
    recommendation, lang = scene.report.recommendation, scene.lang
    for proposal in (recommendation.flag, recommendation.certificate):
        if ranked.member.id in proposal.proposed:
            return f"{Text('Đề nghị', 'Proposed:').to(lang)} {_award(proposal, lang)}"
        if ranked.member.id in proposal.ballot:
            return f"{Text('Chờ bỏ phiếu', 'Ballot open:').to(lang)} {_award(proposal, lang)}"
    return None


def _reasons(scene: _Scene, ranked: Ranked) -> str:
    reasons = scene.report.recommendation.reasons.get(ranked.member.id, ranked.aside)
    said = (
        reason.say(scene.lang).rstrip(".") + (f" ({reason.clause})." if reason.clause else ".") for reason in reasons
    )
    return "\n".join(said)


def _summary_notes(scene: _Scene, canvas: _Canvas) -> None:
    """Below the table: the quotas, what is still open, what to mind, and how much was found."""
    lang = scene.lang
    row = canvas.next_row + 1
    canvas.heights[row - 1] = 6.0
    canvas.band(row, _quotas(scene), replace(_PLAIN, italic=True))
    if scene.report.provisional is not None and scene.report.provisional.differs:
        canvas.band(canvas.next_row, _MARKED.to(lang), replace(_PLAIN, italic=True))
    items = list(_open(scene))
    groups = (
        (True, Text("Còn phải giải quyết trước khi trình", "To be settled before submitting")),
        (False, Text("Cần lưu ý", "To be minded")),
    )
    for blocking, title in groups:
        own = [item for item in items if item.blocking is blocking]
        if not own:
            continue
        canvas.band(canvas.next_row, f"{title.to(lang)} ({len(own)})", _STRONG)
        for number, item in enumerate(own, 1):
            row = canvas.next_row
            place = scene.place(_TAB_FINDINGS, item.row, 1)
            canvas.put(row, 1, f"{number}.", replace(_PLAIN, horizontal="right"), link=place)
            canvas.band(row, item.text, _PLAIN, first=2)
    if scene.report.readings:
        canvas.band(canvas.next_row, Text("Cách hiểu đã áp dụng", "Readings applied").to(lang), _STRONG)
        for one in scene.report.readings:
            canvas.band(canvas.next_row, f"{one.text.to(lang)} [readings.{one.id}]", _PLAIN, first=2)
    tally = count(scene.report.findings)
    total = Text(
        f"Tổng số phát hiện: {tally.errors} lỗi, {tally.warnings} cảnh báo, {tally.infos} ghi chú "
        f"(trang “{_TAB_FINDINGS.vi}”).",
        f"Findings: errors: {tally.errors}, warnings: {tally.warnings}, notes: {tally.infos} "
        f"(sheet “{_TAB_FINDINGS.en}”).",
    )
    canvas.band(canvas.next_row, total.to(lang), _STRONG)


_MARKED = Text(
    "Dấu * trên nền cam: tổng điểm hoặc thứ hạng dự kiến (theo Điểm Cụm thi đua chấm) khác kết quả chính thức.",
    "An asterisk on orange: the provisional total or rank (by the cluster's score) is not the official one.",
)


def _quotas(scene: _Scene) -> str:
    recommendation, lang = scene.report.recommendation, scene.lang
    members = len(scene.report.cluster.roster.members)
    listed = ", ".join(
        f"{proposal.quota:02d} {_award(proposal, lang)}"
        for proposal in (recommendation.flag, recommendation.certificate)
    )
    clause = recommendation.flag.award.clause
    return Text(
        f"Số đơn vị trong danh sách: {members}; được đề nghị nhiều nhất: {listed} ({clause}). Bảng này chỉ đề nghị; "
        "việc khen thưởng do cấp có thẩm quyền quyết định.",
        f"The cluster has {members} members and may propose at most: {listed} ({clause}). This table proposes; "
        "the competent authority awards.",
    ).to(lang)


@dataclass(frozen=True, slots=True)
class _Item:
    """Something open, in words, with its row on the sheet of findings."""

    text: str
    row: int
    blocking: bool


_MOST_PLACES = 12


def _open(scene: _Scene) -> Iterator[_Item]:
    """What is still open; the cells of one sheet, and sheets of which the same is said, in one line."""
    grouped: dict[tuple[object, ...], list[tuple[int, Finding]]] = {}
    for row, finding in enumerate(scene.findings, _FINDINGS_HEAD + 1):
        if finding.severity is not Severity.INFO and finding.waived is None:
            in_cell = finding.cell or finding.criterion
            key = (finding.file, finding.severity) if in_cell else (finding.code, say(finding, scene.lang))
            grouped.setdefault(key, []).append((row, finding))
    for group in grouped.values():
        findings = [finding for _, finding in group]
        blocking = any(finding.code in scene.report.blockers for finding in findings)
        one = len({say(finding, scene.lang) for finding in findings}) == 1
        text = _said_once(scene, findings) if one else _counted(scene, findings)
        yield _Item(text, group[0][0], blocking)


def _who(scene: _Scene, finding: Finding) -> str:
    name, file = scene.name_of(finding.unit), scene.file_of(finding)
    return f"{name} ({file})" if name and file else name or file


def _said_once(scene: _Scene, findings: Sequence[Finding]) -> str:
    """What is said of all these, with whom and where it concerns before it."""
    first, said = findings[0], say(findings[0], scene.lang)
    named = shown(scene.name_of(first.unit), scene.lang)
    who = [] if named and named in said.message else list(dict.fromkeys(_who(scene, f) for f in findings))
    cells = list(dict.fromkeys(finding.cell for finding in findings if finding.cell))
    places = [_cell_word(scene.lang, ", ".join(cells))] if cells else []
    before = ", ".join(part for part in (*who, *places) if part)
    basis = "; ".join(part for part in (first.clause, first.code) if part)
    return f"{before + ': ' if before else ''}{said.message} {said.fix} ({basis})"


def _cell_word(lang: Lang, cell: str) -> str:
    return Text(f"ô {cell}", f"cell {cell}").to(lang)


def _counted(scene: _Scene, findings: Sequence[Finding]) -> str:
    """How many there are in one sheet, and where."""
    places = list(dict.fromkeys(finding.cell or finding.criterion or "" for finding in findings))
    more = "…" if len(places) > _MOST_PLACES else ""
    listed = ", ".join(places[:_MOST_PLACES]) + more
    codes = ", ".join(sorted({finding.code for finding in findings}))
    number = len(findings)
    kind = _SEVERITIES[findings[0].severity].to(scene.lang).lower()
    plural = Text(f"{number} {kind} tại {listed} ({codes}).", f"{number} {kind}s at {listed} ({codes}).")
    return f"{_who(scene, findings[0])}: {plural.to(scene.lang)}"


def _signatures(scene: _Scene, canvas: _Canvas) -> None:
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
            _SECTION_COLUMN,
            canvas.last_column - 3,
            (
                Run(f"\n{LABEL.to(lang)}\n"),
                Run(check.code, bold=True),
                Run(f"\n({check.standing.to(lang)})", italic=True),
            ),
        ),
        (
            canvas.last_column - 2,
            canvas.last_column,
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
    canvas.heights[row] = lines * 15.6 + _SIGNING_SPACE


# --- the matrices --------------------------------------------------------------------------------

_HEAD_ROW, _STATE_ROW, _BODY_ROW = 4, 5, 6
_UNIT_COLUMN = 4
_LEAST_WIDTH, _MOST_WIDTH = 9.5, 15.0

_LEGENDS = {
    "borrowed": Text(
        "Ô chữ nghiêng, nền tím: Ban TĐKT không thẩm định mục này, nên lấy Điểm Cụm thi đua chấm{clause}.",
        "Italic on purple: the board does not examine this section, so the cluster's score is used{clause}.",
    ),
    "wrong": Text(
        "Ô nền hồng (số có dấu *): có lỗi, xem trang “Phát hiện”; chữ ghi đúng như trong phiếu.",
        "Pink cells (numbers with *): an error, see the sheet “Findings”; texts stand as on the sheet.",
    ),
    "unscored": Text("Ô trống nền vàng: phải chấm nhưng chưa chấm; trống không phải là 0.",
                     "Empty cells on yellow: to be scored, not scored yet; empty is not 0."),
    "partial": Text("Số cộng chữ nghiêng, màu xám: mới cộng các ô đã có điểm, chưa đủ.",
                    "Sums in grey italics: only what is scored so far, incomplete."),
    "absent": Text("Ô nền xám: phiếu của đơn vị không chấm riêng dòng này, hoặc không có số liệu.",
                   "Grey cells: the unit's sheet does not score this row by itself, or there is no data."),
}  # fmt: skip


def _matrix(scene: _Scene, plan: _Plan) -> Sheet:
    """Criteria by units at one stage, sums as formulas over what the sheets state."""
    canvas = _Canvas({1: 6.0, 2: 44.0, 3: 8.0} | {c.number: _unit_width(scene) for c in scene.columns.values()})
    if not scene.columns:
        canvas.widths[_UNIT_COLUMN] = _MOST_WIDTH
    _matrix_titles(scene, plan, canvas)
    _matrix_labels(scene, plan, canvas)
    used: set[str] = set()
    for column in scene.columns.values():
        _matrix_column(scene, plan, column, canvas, used)
    _matrix_tally(scene, plan, canvas)
    step = scene.rubric.guidance.stages.get(Stage.BOARD)
    for key, text in _LEGENDS.items():
        if key in used:
            said = filled(text, clause=Text(f" ({step})", f" ({step})") if step else Text("", ""))
            canvas.band(canvas.next_row, said.to(scene.lang), Style(size=10, italic=True))
    return canvas.sheet(
        _TABS[plan.stage].to(scene.lang),
        head=Range(_HEAD_ROW, 1, _STATE_ROW, 1),
        frozen_column=_UNIT_COLUMN,
        footer=_footer(scene),
        a3=len(scene.columns) > _MANY_UNITS,
    )


def _unit_width(scene: _Scene) -> float:
    """As wide as the longest word of the units' names, within bounds; long names widen the columns a little."""
    names = [shown(column.unit.member.name, scene.lang) for column in scene.columns.values()]
    words = [word for name in names for word in name.split()]
    longest = max((_breadth(word, _HEADER) for word in words), default=0) + _CELL_PADDING
    spread = max((_breadth(name, _HEADER) for name in names), default=0) / 4 + _CELL_PADDING
    return min(max(_LEAST_WIDTH, ceil(max(longest, spread) / _POINTS_PER_CHARACTER) + 0.5), _MOST_WIDTH)


def _matrix_titles(scene: _Scene, plan: _Plan, canvas: _Canvas) -> None:
    lang, roster = scene.lang, scene.report.cluster.roster
    name = STAGE_NAMES[plan.stage].to(lang)
    title = Text(f"BẢNG {name.upper()} CỦA CÁC ĐƠN VỊ", f"UNITS BY {name.upper()}").to(lang)
    canvas.band(1, title, _TITLE)
    year = Text(f"Năm học {roster.year}" if "-" in roster.year else f"Năm {roster.year}", roster.year).to(lang)
    canvas.band(2, f"{roster.name} – {year}" if roster.year else roster.name, _SUBTITLE)
    note = Text(
        "Số cộng được tính lại từ các dòng, không lấy số cộng ghi trong phiếu. Bấm vào điểm để xem tệp, trang, ô.",
        "Sums are recomputed from the rows, not taken from the sheets. Click a score to see its file, sheet and cell.",
    )
    canvas.band(3, note.to(lang), _REMARK)


def _matrix_labels(scene: _Scene, plan: _Plan, canvas: _Canvas) -> None:
    """The headings of the rows, and the three columns before the units'."""
    lang, rubric = scene.lang, scene.rubric
    heads = (Text("STT", "No."), Text("Nội dung", "Criterion"), Text("Điểm chuẩn", "Maximum"))
    for column, text in enumerate(heads, 1):
        canvas.put(_HEAD_ROW, column, text.to(lang), _HEADER)
    state = replace(_HEADER, bold=False, italic=True, size=10)
    canvas.put_row(_STATE_ROW, (None, Text("Tình trạng phiếu", "State of the sheet").to(lang), None), state)
    borrowed = _borrowed(scene, plan)
    for criterion_id, row in plan.rows.items():
        criterion = rubric.find(criterion_id)
        if criterion is None:
            continue
        base = _row_style(rubric, criterion)
        detail = criterion in rubric.details()
        stt = criterion.stt or criterion_id.removeprefix(_printed_above(rubric, criterion_id)).lstrip(".")
        title = criterion.title
        if criterion_id in borrowed:
            title += Text(f"\n(lấy {STAGE_NAMES['cluster'].vi})", f"\n(the {STAGE_NAMES['cluster'].en} is used)").to(
                lang
            )
        canvas.put(row, 1, stt, replace(base, italic=detail))
        canvas.put(row, 2, title, replace(base, horizontal="left", italic=detail, indent=1 if detail else 0))
        canvas.put(row, 3, criterion.maximum, replace(base, italic=detail))
    canvas.put_row(plan.total_row, (None, rubric.total_title, rubric.maximum), _HEADER)


def _printed_above(rubric: Rubric, detail_id: str) -> str:
    """The id of the printed row that the detail is a part of."""
    return max((row.id for row in rubric.rows() if detail_id.startswith(row.id + ".")), key=len, default="")


def _borrowed(scene: _Scene, plan: _Plan) -> set[str]:
    """The sections whose points in this matrix come from another score column."""
    return {
        section.id
        for section in scene.rubric.sections
        for points in plan.points.values()
        if points[section.id].taken is not plan.stage
    }


def _row_style(rubric: Rubric, criterion: Criterion) -> Style:
    if criterion in rubric.sections:
        return replace(_CELL, bold=True, fill=_SECTION_FILL)
    return replace(_CELL, bold=True, fill=_GROUP_FILL) if criterion.is_group else _CELL


def _matrix_column(scene: _Scene, plan: _Plan, column: _Column, canvas: _Canvas, used: set[str]) -> None:
    """One unit: its name, the state of its sheet and its points."""
    member = column.unit.member
    canvas.put(_HEAD_ROW, column.number, member.name, _HEADER)
    canvas.put(_STATE_ROW, column.number, _state_words(column, scene.lang), _state_style(column))
    points = plan.points.get(member.id, {})
    for criterion_id, row in plan.rows.items():
        point, criterion = points.get(criterion_id), scene.rubric.find(criterion_id)
        if point is None or criterion is None or column.read is None:
            used.add("absent")
            canvas.put(row, column.number, None, replace(_CELL, fill=_ABSENT_FILL))
            continue
        marks = _marks(column.read, criterion, point, plan.stage)
        used |= marks
        style = _marked(_row_style(scene.rubric, criterion), marks)
        canvas.boxes[row, column.number] = _point_box(scene, plan, column, criterion, point, style)
    _matrix_total(scene, plan, column, canvas, used)


def _state_words(column: _Column, lang: Lang) -> str:
    unit = column.unit
    other = column.read is None and unit.state in {State.OK, State.ERRORS}
    words = [(_OTHER_TABLE if other else _STATES[unit.state]).to(lang)]
    if unit.member.status is not Status.ELIGIBLE:
        words.append(_STATUSES[unit.member.status].to(lang))
    return "; ".join(words)


def _state_style(column: _Column) -> Style:
    fill = _HEADER_FILL if column.unit.state is State.OK else _WRONG_FILL
    return replace(_HEADER, bold=False, italic=True, size=10, fill=fill)


def _marks(read: _Read, criterion: Criterion, point: _Point, stage: Stage) -> set[str]:
    """What is peculiar about a cell, by the names of the legends."""
    marks = set()
    if point.taken is not stage:
        marks.add("borrowed")
    if read.is_wrong(criterion, point.taken):
        marks.add("wrong")
    elif not point.parts and point.value is None and read.is_unscored(criterion, point.taken):
        marks.add("unscored")
    if point.parts and point.value is not None and not point.whole:
        marks.add("partial")
    return marks


def _marked(style: Style, marks: set[str]) -> Style:
    if "borrowed" in marks:
        style = replace(style, fill=_BORROWED_FILL, italic=True)
    if "partial" in marks:
        style = replace(style, italic=True, bold=False, colour=_GREY)
    if "unscored" in marks:
        style = replace(style, fill=_UNSCORED_FILL)
    if "wrong" in marks:
        style = replace(style, fill=_WRONG_FILL, colour=_RED, number_format=_STARRED)
    return style


def _point_box(scene: _Scene, plan: _Plan, column: _Column, criterion: Criterion, point: _Point, style: Style) -> Box:
    """A score with a link to its source, a sum with its formula, the text of a faulty cell, or nothing."""
    if point.parts:
        of_unit = plan.points[column.unit.member.id]
        parts = {plan.rows[part]: of_unit[part].value for part in point.parts}
        return Box(point.value, style, formula=_formula(column.number, parts, point.value))
    if point.given is not None and point.given.fault is not None:
        return Box(shown(point.given.text, scene.lang), style)
    source = scene.source_rows.get((column.unit.member.id, criterion.id, point.taken))
    return Box(point.value, style, link=scene.place(_TAB_SOURCES, source, 1) if source else None)


def _formula(column: int, parts: Mapping[int, Decimal | None], value: Decimal | None) -> str | None:
    """The sum of the cells in these rows; None where a spreadsheet would not arrive at the value.

    That is so where nothing is scored, where a cap holds, and beyond a spreadsheet's precision.
    """
    scored = [part for part in parts.values() if part is not None]
    if value is None or sum(scored) != value or not all(map(_is_kept, (*scored, value))):
        return None
    return f"SUM({','.join(_ranges(column, parts))})"


def _is_kept(value: Decimal) -> bool:
    return len(value.as_tuple().digits) <= _MOST_DIGITS


def _ranges(column: int, rows: Iterable[int]) -> Iterator[str]:
    """The cells of the rows as unbroken ranges, such as `D7:D11`."""
    runs: list[list[int]] = []
    for row in sorted(rows):
        if runs and runs[-1][-1] == row - 1:
            runs[-1].append(row)
        else:
            runs.append([row])
    letters = column_letters(column)
    for run in runs:
        yield f"{letters}{run[0]}" + (f":{letters}{run[-1]}" if len(run) > 1 else "")


def _matrix_total(scene: _Scene, plan: _Plan, column: _Column, canvas: _Canvas, used: set[str]) -> None:
    """The total of one unit, or in words why there is none: a part of it must not look like the whole."""
    read, place = column.read, (plan.total_row, column.number)
    if read is None:
        canvas.put(*place, "–", _HEADER)
        return
    total = read.scores.totals[plan.stage]
    if not total.complete:
        look = replace(_HEADER, bold=False, italic=True, size=10)
        canvas.put(*place, _incomplete(read, plan.stage, scene.lang), look)
        return
    marks = {"wrong"} if read.touched(plan.stage) else set()
    used |= marks
    formula = _total_formula(scene, plan, column, total.value)
    canvas.boxes[place] = Box(total.value, _marked(_HEADER, marks), formula=formula)


def _total_formula(scene: _Scene, plan: _Plan, column: _Column, value: Decimal) -> str | None:
    points = plan.points[column.unit.member.id]
    sections = {plan.rows[section.id]: points[section.id].value for section in scene.rubric.sections}
    return _formula(column.number, sections, value)


def _matrix_tally(scene: _Scene, plan: _Plan, canvas: _Canvas) -> None:
    """Below the totals what incomplete columns add up to so far, apart from the real totals."""
    tallies = {
        column.number: (column, column.read.scores.totals[plan.stage].value)
        for column in scene.columns.values()
        if column.read is not None
        and not column.read.scores.totals[plan.stage].complete
        and any(point.value is not None for point in plan.points[column.unit.member.id].values())
    }
    if not tallies:
        return
    row = plan.total_row + 1
    style = replace(_CELL, italic=True, size=10, colour=_GREY)
    words = Text("Tạm cộng các ô đã có điểm (chưa đủ)", "Scored so far (incomplete)").to(scene.lang)
    canvas.put_row(row, (None, words, None, *[None] * len(scene.columns)), style)
    for column, value in tallies.values():
        formula = _total_formula(scene, plan, column, value)
        canvas.boxes[row, column.number] = Box(value, style, formula=formula)


# --- the findings --------------------------------------------------------------------------------

_FINDINGS_HEAD = 4


def _weight(finding: Finding) -> tuple[bool, int]:
    """Errors first, what is waived last."""
    return finding.waived is not None, list(Severity).index(finding.severity)


def _findings(scene: _Scene) -> Sheet:
    """Everything found, errors first."""
    lang = scene.lang
    heads = {
        Text("Mức độ", "Severity"): 8.0,
        Text("Đơn vị", "Unit"): 18.0,
        Text("Tệp", "File"): 14.0,
        Text("Trang", "Sheet"): 11.0,
        Text("Ô", "Cell"): 5.5,
        Text("Tiêu chí", "Criterion"): 7.5,
        Text("Cột điểm", "Column"): 10.5,
        Text("Phát hiện", "Finding"): 36.0,
        Text("Tìm thấy", "Found"): 10.0,
        Text("Cho phép", "Allowed"): 9.5,
        Text("Cách sửa", "What to do"): 32.0,
        Text("Căn cứ", "Clause"): 8.5,
        Text("Mã", "Code"): 7.0,
    }
    canvas = _Canvas(dict(enumerate(heads.values(), 1)))
    canvas.band(1, Text("CÁC PHÁT HIỆN KHI KIỂM TRA PHIẾU", "FINDINGS").to(lang), _TITLE)
    canvas.band(2, scene.report.cluster.roster.name, _SUBTITLE)
    tally = count(scene.report.findings)
    words = Text(
        f"{tally.errors} lỗi, {tally.warnings} cảnh báo, {tally.infos} ghi chú. Lỗi phải sửa; cảnh báo cần xem lại.",
        f"Errors: {tally.errors}, warnings: {tally.warnings}, notes: {tally.infos}. "
        "Errors must be corrected, warnings looked at.",
    )
    waived = sum(finding.waived is not None for finding in scene.findings)
    accepted = Text(f" {waived} phát hiện đã chấp nhận.", f" Waived: {waived}.").to(lang) if waived else ""
    canvas.band(3, words.to(lang) + accepted, _REMARK)
    canvas.put_row(_FINDINGS_HEAD, (text.to(lang) for text in heads), _HEADER)
    for row, finding in enumerate(scene.findings, _FINDINGS_HEAD + 1):
        _finding_row(scene, canvas, row, finding)
    if not scene.findings:
        canvas.band(_FINDINGS_HEAD + 1, Text("Không có phát hiện nào.", "Nothing was found.").to(lang), _TEXT)
    head = Range(_FINDINGS_HEAD, 1, _FINDINGS_HEAD, 1)
    return canvas.sheet(_TAB_FINDINGS.to(lang), head=head, frozen_column=3, footer=_footer(scene))


def _finding_row(scene: _Scene, canvas: _Canvas, row: int, finding: Finding) -> None:
    lang, said = scene.lang, say(finding, scene.lang)
    stage = STAGE_NAMES.get(finding.stage or "")
    whole = Text("(cả cụm)", "(the cluster)").to(lang)
    values = (
        (_SEVERITIES[finding.severity] if finding.waived is None else WAIVED).to(lang),
        scene.name_of(finding.unit) or (whole if not scene.file_of(finding) else ""),
        scene.file_of(finding),
        finding.sheet or "",
        finding.cell or "",
        finding.criterion or "",
        stage.to(lang) if stage else "",
        said.message,
        shown(finding.found, lang),
        shown(finding.allowed, lang),
        said.fix,
        finding.clause or "",
        finding.code,
    )
    canvas.put_row(row, (value or None for value in values), _SMALL)
    fill = _SEVERITY_FILLS[finding.severity] if finding.waived is None else _GROUP_FILL
    look = replace(_SMALL, bold=True, fill=fill)
    canvas.put(row, 1, values[0], look)
    canvas.put(row, 6, finding.criterion, _SMALL, link=_matrix_place(scene, finding))


def _matrix_place(scene: _Scene, finding: Finding) -> str | None:
    """Where the finding's score stands in its matrix."""
    column = scene.columns.get(finding.unit or "")
    if column is None or finding.stage is None:
        return None
    row = scene.plans[Stage(finding.stage)].rows.get(finding.criterion or "")
    return scene.place(_TABS[Stage(finding.stage)], row, column.number) if row else None


# --- the sources ---------------------------------------------------------------------------------

_SOURCES_HEAD = 4


def _sources(scene: _Scene) -> Sheet:
    """Where every score comes from, to the cell and the digest of the file."""
    lang = scene.lang
    heads = {
        Text("Đơn vị", "Unit"): 26.0,
        Text("Tiêu chí", "Criterion"): 9.0,
        Text("Cột điểm", "Column"): 22.0,
        Text("Ghi trong phiếu", "As stated"): 12.0,
        Text("Điểm", "Points"): 8.0,
        Text("Tệp", "File"): 26.0,
        Text("Trang", "Sheet"): 16.0,
        Text("Ô", "Cell"): 7.0,
        Text("SHA-256 của tệp", "SHA-256 of the file"): 48.0,
    }
    canvas = _Canvas(dict(enumerate(heads.values(), 1)))
    canvas.band(1, Text("NGUỒN CỦA TỪNG SỐ LIỆU", "SOURCE OF EVERY NUMBER").to(lang), _TITLE)
    canvas.band(2, scene.report.cluster.roster.name, _SUBTITLE)
    note = Text(
        "Mỗi điểm trong các bảng điểm lấy từ một ô của phiếu; số cộng được tính từ các điểm này.",
        "Each score in the matrices comes from one cell of a sheet; sums are made of these scores.",
    )
    canvas.band(3, note.to(lang), _REMARK)
    canvas.put_row(_SOURCES_HEAD, (text.to(lang) for text in heads), _HEADER)
    for row, source in enumerate(scene.sources, _SOURCES_HEAD + 1):
        _source_row(scene, canvas, row, source)
    if not scene.sources:
        canvas.band(_SOURCES_HEAD + 1, Text("Chưa có điểm nào.", "There is no score yet.").to(lang), _TEXT)
    head = Range(_SOURCES_HEAD, 1, _SOURCES_HEAD, 1)
    return canvas.sheet(_TAB_SOURCES.to(lang), head=head, frozen_column=1, footer=_footer(scene))


def _source_row(scene: _Scene, canvas: _Canvas, row: int, source: _Source) -> None:
    values = (
        source.column.unit.member.name,
        source.criterion.id,
        _sentence(STAGE_NAMES[source.stage].to(scene.lang)),
        shown(source.given.text, scene.lang),
        source.given.value,
        source.given.file or source.read.submission.file,
        source.given.sheet or source.read.sheet.sheet,
        source.given.cell,
    )
    canvas.put_row(row, values, _SMALL)
    place = scene.plans[source.stage].rows[source.criterion.id]
    canvas.put(row, 2, source.criterion.id, _SMALL, link=scene.place(_TABS[source.stage], place, source.column.number))
    canvas.put(row, len(values) + 1, source.read.submission.sha256, replace(_SMALL, size=8))
