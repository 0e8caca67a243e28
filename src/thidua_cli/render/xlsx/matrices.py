"""The matrices: criteria by units at one stage.

This module draws recomputed points; it adds up no score.
"""

from __future__ import annotations

from math import ceil, floor
from typing import TYPE_CHECKING

from msgspec.structs import replace

from thidua_cli.catalogue import STAGE_NAMES, Text, filled, shown
from thidua_cli.cells import Range
from thidua_cli.cluster import State
from thidua_cli.page import Box
from thidua_cli.render.xlsx.canvas import POINTS_PER_CHARACTER, Canvas
from thidua_cli.render.xlsx.formulas import sum_of
from thidua_cli.render.xlsx.looks import (
    ABSENT_FILL,
    BORROWED_FILL,
    CELL,
    GREY,
    GROUP_FILL,
    HEADER,
    HEADER_FILL,
    LEGEND,
    RED,
    REMARK,
    SECTION_FILL,
    STARRED,
    SUBTITLE,
    TITLE,
    UNSCORED_FILL,
    WRONG_FILL,
)
from thidua_cli.render.xlsx.paper import lay_out, room
from thidua_cli.render.xlsx.scene import HEAD_ROW, STATE_ROW, UNIT_COLUMN, stt_of
from thidua_cli.render.xlsx.totals import incomplete
from thidua_cli.render.xlsx.words import MAXIMUM, OTHER_TABLE, STATES, STATUSES, TAB_SOURCES, TABS, titled
from thidua_cli.rubric.model import Stage, Status
from thidua_cli.typeset import CELL_PADDING, text_width

if TYPE_CHECKING:
    from decimal import Decimal

    from thidua_cli.catalogue import Lang
    from thidua_cli.page import Sheet, Style
    from thidua_cli.render.xlsx.scene import Column, Plan, Point, Read, Scene
    from thidua_cli.rubric.model import Criterion, Rubric

_FIXED_WIDTHS = {1: 6.0, 2: 44.0, 3: 8.0}
_MOST_CONTENT = 56.0
_GOOD_SCALE = 0.75
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


def matrix(scene: Scene, plan: Plan) -> Sheet:
    """Criteria by units at one stage, sums as formulas over what the sheets state."""
    width = _unit_width(scene)
    widths = _FIXED_WIDTHS | ({c.number: width for c in scene.columns.values()} or {UNIT_COLUMN: _MOST_WIDTH})
    # What a page has to spare goes to the texts, which then take fewer lines.
    spare = room() / _GOOD_SCALE / POINTS_PER_CHARACTER - sum(widths.values())
    widths[2] += min(max(floor(spare), 0.0), _MOST_CONTENT - widths[2])
    paper = lay_out(widths, UNIT_COLUMN - 1)
    canvas = Canvas(widths, across=paper.last_column)
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
            row = canvas.next_row
            canvas.put(row, 1, said.to(scene.lang), LEGEND)
            # Of columns that stand on every page nothing may go beyond them, or it would be cut off there.
            canvas.merge(row, 1, UNIT_COLUMN - 1 if paper.is_split else canvas.across)
    return canvas.sheet(
        TABS[plan.stage].to(scene.lang),
        head=Range(HEAD_ROW, 1, STATE_ROW, 1),
        frozen_column=UNIT_COLUMN,
        footer=scene.footer,
        paper=paper,
    )


def _unit_width(scene: Scene) -> float:
    """As wide as the longest word of the units' names, within bounds; long names widen the columns a little."""
    names = [shown(column.unit.member.name, scene.lang) for column in scene.columns.values()]
    words = [word for name in names for word in name.split()]
    longest = max((_breadth(word) for word in words), default=0) + CELL_PADDING
    spread = max((_breadth(name) for name in names), default=0) / 4 + CELL_PADDING
    return min(max(_LEAST_WIDTH, ceil(max(longest, spread) / POINTS_PER_CHARACTER) + 0.5), _MOST_WIDTH)


def _breadth(text: str) -> float:
    """How wide the text is set in a heading, in points."""
    return text_width(text, HEADER.size, bold=HEADER.bold)


def _matrix_titles(scene: Scene, plan: Plan, canvas: Canvas) -> None:
    lang = scene.lang
    name = STAGE_NAMES[plan.stage].to(lang)
    title = Text(f"BẢNG {name.upper()} CỦA CÁC ĐƠN VỊ", f"UNITS BY {name.upper()}").to(lang)
    canvas.band(1, title, TITLE)
    canvas.band(2, titled(scene.report.cluster.roster, lang), SUBTITLE)
    note = Text(
        "Số cộng được tính lại từ các dòng, không lấy số cộng ghi trong phiếu. Bấm vào điểm để xem tệp, trang, ô.",
        "Sums are recomputed from the rows, not taken from the sheets. Click a score to see its file, sheet and cell.",
    )
    canvas.band(3, note.to(lang), REMARK)


def _matrix_labels(scene: Scene, plan: Plan, canvas: Canvas) -> None:
    """The headings of the rows, and the three columns before the units'."""
    lang, rubric = scene.lang, scene.rubric
    heads = (Text("STT", "No."), Text("Nội dung", "Criterion"), MAXIMUM)
    for column, text in enumerate(heads, 1):
        canvas.put(HEAD_ROW, column, text.to(lang), HEADER)
    state = replace(HEADER, bold=False, italic=True, size=10)
    canvas.put_row(STATE_ROW, (None, Text("Tình trạng phiếu", "State of the sheet").to(lang), None), state)
    borrowed = _borrowed(scene, plan)
    for criterion_id, row in plan.rows.items():
        criterion = rubric.find(criterion_id)
        if criterion is None:
            continue
        base = _row_style(rubric, criterion)
        detail = criterion in rubric.details()
        title = criterion.title
        if criterion_id in borrowed:
            title += Text(f"\n(lấy {STAGE_NAMES['cluster'].vi})", f"\n(the {STAGE_NAMES['cluster'].en} is used)").to(
                lang
            )
        canvas.put(row, 1, stt_of(rubric, criterion), replace(base, italic=detail))
        canvas.put(row, 2, title, replace(base, horizontal="left", italic=detail, indent=1 if detail else 0))
        canvas.put(row, 3, criterion.maximum, replace(base, italic=detail))
    canvas.put_row(plan.total_row, (None, rubric.total_title, rubric.maximum), HEADER)


def _borrowed(scene: Scene, plan: Plan) -> set[str]:
    """The sections whose points in this matrix come from another score column."""
    return {
        section.id
        for section in scene.rubric.sections
        for points in plan.points.values()
        if points[section.id].taken is not plan.stage
    }


def _row_style(rubric: Rubric, criterion: Criterion) -> Style:
    if criterion in rubric.sections:
        return replace(CELL, bold=True, fill=SECTION_FILL)
    return replace(CELL, bold=True, fill=GROUP_FILL) if criterion.is_group else CELL


def _matrix_column(scene: Scene, plan: Plan, column: Column, canvas: Canvas, used: set[str]) -> None:
    """One unit: its name, the state of its sheet and its points."""
    member = column.unit.member
    canvas.put(HEAD_ROW, column.number, member.name, HEADER)
    canvas.put(STATE_ROW, column.number, _state_words(column, scene.lang), _state_style(column))
    points = plan.points.get(member.id, {})
    for criterion_id, row in plan.rows.items():
        point, criterion = points.get(criterion_id), scene.rubric.find(criterion_id)
        if point is None or criterion is None or column.read is None:
            used.add("absent")
            canvas.put(row, column.number, None, replace(CELL, fill=ABSENT_FILL))
            continue
        marks = _marks(column.read, criterion, point, plan.stage)
        used |= marks
        style = _marked(_row_style(scene.rubric, criterion), marks)
        canvas.boxes[row, column.number] = _point_box(scene, plan, column, criterion, point, style)
    _matrix_total(scene, plan, column, canvas, used)


def _state_words(column: Column, lang: Lang) -> str:
    unit = column.unit
    other = column.read is None and unit.state in {State.OK, State.ERRORS}
    words = [(OTHER_TABLE if other else STATES[unit.state]).to(lang)]
    if unit.member.status is not Status.ELIGIBLE:
        words.append(STATUSES[unit.member.status].to(lang))
    return "; ".join(words)


def _state_style(column: Column) -> Style:
    fill = HEADER_FILL if column.unit.state is State.OK else WRONG_FILL
    return replace(HEADER, bold=False, italic=True, size=10, fill=fill)


def _marks(read: Read, criterion: Criterion, point: Point, stage: Stage) -> set[str]:
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
        style = replace(style, fill=BORROWED_FILL, italic=True)
    if "partial" in marks:
        style = replace(style, italic=True, bold=False, colour=GREY)
    if "unscored" in marks:
        style = replace(style, fill=UNSCORED_FILL)
    if "wrong" in marks:
        style = replace(style, fill=WRONG_FILL, colour=RED, number_format=STARRED)
    return style


def _point_box(scene: Scene, plan: Plan, column: Column, criterion: Criterion, point: Point, style: Style) -> Box:
    """A score with a link to its source, a sum with its formula, the text of a faulty cell, or nothing."""
    if point.parts:
        of_unit = plan.points[column.unit.member.id]
        parts = {plan.rows[part]: of_unit[part].value for part in point.parts}
        return Box(point.value, style, formula=sum_of(column.number, parts, point.value))
    if point.given is not None and point.given.fault is not None:
        return Box(shown(point.given.text, scene.lang), style)
    source = scene.source_rows.get((column.unit.member.id, criterion.id, point.taken))
    return Box(point.value, style, link=scene.place(TAB_SOURCES, source, 1) if source else None)


def _matrix_total(scene: Scene, plan: Plan, column: Column, canvas: Canvas, used: set[str]) -> None:
    """The total of one unit, or in words why there is none: a part of it must not look like the whole."""
    read, place = column.read, (plan.total_row, column.number)
    if read is None:
        canvas.put(*place, "–", HEADER)
        return
    total = read.scores.totals[plan.stage]
    if not total.complete:
        look = replace(HEADER, bold=False, italic=True, size=10)
        canvas.put(*place, incomplete(read, plan.stage, scene.lang), look)
        return
    marks = {"wrong"} if read.touched(plan.stage) else set()
    used |= marks
    formula = _total_formula(scene, plan, column, total.value)
    canvas.boxes[place] = Box(total.value, _marked(HEADER, marks), formula=formula)


def _total_formula(scene: Scene, plan: Plan, column: Column, value: Decimal) -> str | None:
    points = plan.points[column.unit.member.id]
    sections = {plan.rows[section.id]: points[section.id].value for section in scene.rubric.sections}
    return sum_of(column.number, sections, value)


def _matrix_tally(scene: Scene, plan: Plan, canvas: Canvas) -> None:
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
    style = replace(CELL, italic=True, size=10, colour=GREY)
    words = Text("Tạm cộng các ô đã có điểm (chưa đủ)", "Scored so far (incomplete)").to(scene.lang)
    canvas.put_row(row, (None, words, None, *[None] * len(scene.columns)), style)
    for column, value in tallies.values():
        formula = _total_formula(scene, plan, column, value)
        canvas.boxes[row, column.number] = Box(value, style, formula=formula)
