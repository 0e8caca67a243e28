"""The ranked units compared criterion by criterion: highest, lowest, mean, and where points are lost.

Highest, lowest and mean are formulas over the matrix; a criterion that nobody has points for stays blank.
"""

from __future__ import annotations

from decimal import Context, Decimal
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from thidua_cli.catalogue import STAGE_NAMES, Text
from thidua_cli.cells import Range, address
from thidua_cli.page import Box, Highlight
from thidua_cli.render.xlsx.canvas import Canvas
from thidua_cli.render.xlsx.formulas import MOST_DIGITS, across, is_kept
from thidua_cli.render.xlsx.looks import (
    CELL,
    GROUP_FILL,
    HEADER,
    LEGEND,
    REMARK,
    ROUNDED,
    SECTION_FILL,
    SUBTITLE,
    TEXT,
    TITLE,
    UNSCORED_FILL,
)
from thidua_cli.render.xlsx.paper import lay_out
from thidua_cli.render.xlsx.scene import BODY_ROW, CRITERIA_HEAD, in_order, stt_of
from thidua_cli.render.xlsx.words import MAXIMUM, ON_CHART, TAB_CRITERIA, TABS, on_chart, sentence, some, titled

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from thidua_cli.page import Sheet, Style
    from thidua_cli.render.xlsx.scene import Plan, Scene
    from thidua_cli.rubric.model import Criterion

LOST_COLUMN, LABEL_COLUMN = 8, 12
_HIGHEST, _LOWEST, _MEAN = 5, 6, 7
_AS_STORED = Context(prec=MOST_DIGITS)
_HEADS = {
    Text("STT", "No."): 6.0,
    Text("Nội dung", "Criterion"): 44.0,
    MAXIMUM: 8.0,
    Text("Số đơn vị có điểm", "Units scored"): 9.0,
    Text("Cao nhất", "Highest"): 8.5,
    Text("Thấp nhất", "Lowest"): 8.5,
    Text("Bình quân (làm tròn)", "Mean (rounded)"): 10.0,
    Text("Mất điểm bình quân (làm tròn)", "Mean loss (rounded)"): 11.0,
    Text("Số đơn vị đạt tối đa", "Units at the maximum"): 10.0,
    Text("Đơn vị cao nhất", "Highest unit"): 24.0,
    Text("Đơn vị thấp nhất", "Lowest unit"): 24.0,
    ON_CHART: 40.0,
}


class _Compared(Struct, frozen=True):
    """The points that the ranked units have for one criterion, by unit id."""

    points: Mapping[str, Decimal]

    @property
    def mean(self) -> Decimal:
        """The mean to as many digits as a spreadsheet keeps; sums are exact."""
        return _AS_STORED.divide(sum(self.points.values(), Decimal(0)), Decimal(len(self.points)))

    def units_at(self, value: Decimal) -> list[str]:
        """The units with so many points."""
        return [unit for unit, points in self.points.items() if points == value]


def criteria(scene: Scene) -> Sheet:
    """The comparison at the stage ranked by."""
    lang, plan = scene.lang, scene.plan
    canvas = Canvas(dict(enumerate(_HEADS.values(), 1)), across=LABEL_COLUMN - 1)
    title = Text("SO SÁNH ĐIỂM CÁC ĐƠN VỊ THEO TỪNG TIÊU CHÍ", "UNITS COMPARED CRITERION BY CRITERION")
    canvas.band(1, title.to(lang), TITLE)
    canvas.band(2, titled(scene.report.cluster.roster, lang), SUBTITLE)
    canvas.band(3, _note(scene), REMARK)
    canvas.put_row(CRITERIA_HEAD, (text.to(lang) for text in _HEADS), HEADER)
    if plan is None:
        nobody = Text("Chưa có đơn vị nào được xếp hạng để so sánh.", "No unit is ranked yet; nothing is compared.")
        canvas.band(CRITERIA_HEAD + 1, nobody.to(lang), TEXT)
    else:
        _rows(scene, plan, canvas)
    printed = {column: width for column, width in canvas.widths.items() if column < LABEL_COLUMN}
    return canvas.sheet(
        TAB_CRITERIA.to(lang),
        head=Range(CRITERIA_HEAD, 1, CRITERIA_HEAD, 1),
        frozen_column=3,
        footer=scene.footer,
        paper=lay_out(printed, 2),
        print_columns=LABEL_COLUMN - 1,
    )


def lost_rows(scene: Scene) -> Range | None:
    """The rows in which lost points may stand, first to last; None if nobody is ranked."""
    return Range(CRITERIA_HEAD + 1, LOST_COLUMN, _last_row(scene.plan), LOST_COLUMN) if scene.plan else None


def _row_of(plan: Plan, criterion: Criterion) -> int:
    """The row of a criterion, which stand in the same order as in the matrix."""
    return plan.rows[criterion.id] - BODY_ROW + CRITERIA_HEAD + 1


def _last_row(plan: Plan) -> int:
    """The last row above the totals."""
    return CRITERIA_HEAD + len(plan.rows)


def _note(scene: Scene) -> str:
    stage, lang = scene.report.ranking.stage, scene.lang
    number = len(scene.ranked)
    if stage is None or not number:
        return ""
    name = STAGE_NAMES[stage]
    return Text(
        f"{sentence(name.vi)} của {number} đơn vị được xếp hạng. Bình quân tính từ điểm chính xác, chỉ hiển thị làm "
        "tròn đến hai chữ số thập phân; ô trống không tính.",
        f"The {name.en} of the units ranked ({number}). Means are computed from the exact points and only shown "
        "rounded to two decimals; blank cells do not count.",
    ).to(lang)


def _rows(scene: Scene, plan: Plan, canvas: Canvas) -> None:
    for criterion in in_order(scene.rubric, plan):
        row = _row_of(plan, criterion)
        look = _look(scene, criterion)
        points = {
            column.unit.member.id: point.value
            for column in scene.ranked
            if (point := plan.points[column.unit.member.id].get(criterion.id)) is not None and point.value is not None
        }
        texts = (stt_of(scene.rubric, criterion), criterion.title, criterion.maximum)
        canvas.put_row(row, texts, look)
        canvas.put(row, 2, criterion.title, replace(look, horizontal="left"))
        rows = (row, plan.rows[criterion.id])
        _compared(scene, plan, canvas, rows, _Compared(points), criterion.maximum, look)
        if _is_lowest(scene, criterion):
            _lost(canvas, row, _Compared(points), criterion.maximum, look)
        canvas.put(
            row,
            LABEL_COLUMN,
            on_chart(f"{criterion.id}. {criterion.title}", scene.lang),
            replace(TEXT, size=10, wrap=False),
        )
    totals = {
        column.unit.member.id: column.read.scores.totals[plan.stage].value
        for column in scene.ranked
        if column.read is not None
    }
    maximum = scene.rubric.maximum
    total_row = _last_row(plan) + 1
    canvas.put_row(total_row, (None, scene.rubric.total_title, maximum), HEADER)
    _compared(scene, plan, canvas, (total_row, plan.total_row), _Compared(totals), maximum, HEADER)
    canvas.put(total_row, LOST_COLUMN, None, HEADER)
    _mark_most_lost(scene, plan, canvas)


def _look(scene: Scene, criterion: Criterion) -> Style:
    if criterion in scene.rubric.sections:
        return replace(CELL, bold=True, fill=SECTION_FILL)
    if criterion.is_group:
        return replace(CELL, bold=True, fill=GROUP_FILL)
    return replace(CELL, italic=criterion in scene.rubric.details())


def _is_lowest(scene: Scene, criterion: Criterion) -> bool:
    """Whether the form scores the row itself, so that its lost points are in no other row."""
    return not criterion.is_group and criterion in scene.rubric.rows()


def _compared(
    scene: Scene,
    plan: Plan,
    canvas: Canvas,
    rows: tuple[int, int],
    compared: _Compared,
    maximum: Decimal,
    look: Style,
) -> None:
    """One row of numbers and names; `rows` is its own and that of the matrix."""
    points, (row, scored) = compared.points, rows
    for column in range(4, LABEL_COLUMN):
        canvas.put(row, column, None, look)
    canvas.put(row, 4, len(points), look)
    if not points:
        return
    highest, lowest = max(points.values()), min(points.values())
    cells = _cells(scene, plan, scored, points)
    for column, name, value in (
        (_HIGHEST, "MAX", highest),
        (_LOWEST, "MIN", lowest),
        (_MEAN, "AVERAGE", compared.mean),
    ):
        style = replace(look, number_format=ROUNDED) if column == _MEAN else look
        canvas.boxes[row, column] = Box(value, style, formula=f"{name}({cells})" if cells else None)
    canvas.put(row, 9, len(compared.units_at(maximum)), look)
    left = replace(look, horizontal="left", size=10, bold=False)
    if highest == lowest:
        same = Text("(các đơn vị bằng điểm nhau)", "(all the same)") if len(points) > 1 else Text("", "")
        canvas.put(row, 10, same.to(scene.lang) or _names(scene, compared.units_at(highest)), left)
        canvas.put(row, 11, None, left)
        return
    canvas.put(row, 10, _names(scene, compared.units_at(highest)), left)
    canvas.put(row, 11, _names(scene, compared.units_at(lowest)), left)


def _names(scene: Scene, units: Sequence[str]) -> str:
    return some([scene.name_of(unit) for unit in units], scene.lang)


def _cells(scene: Scene, plan: Plan, row: int, points: Mapping[str, Decimal]) -> str | None:
    """The cells of the units in the matrix; None where a spreadsheet keeps one of their numbers inexactly."""
    if not all(map(is_kept, points.values())):
        return None
    tab = TABS[plan.stage].to(scene.lang)
    return ",".join(f"'{tab}'!{part}" for part in across(row, (scene.columns[unit].number for unit in points)))


def _lost(canvas: Canvas, row: int, compared: _Compared, maximum: Decimal, look: Style) -> None:
    """How far the mean stays below the maximum."""
    if not compared.points:
        return
    lost = _AS_STORED.subtract(maximum, compared.mean)
    formula = f"{address(row, 3)}-{address(row, _MEAN)}" if is_kept(maximum) else None
    canvas.boxes[row, LOST_COLUMN] = Box(lost, replace(look, number_format=ROUNDED), formula=formula)


def _mark_most_lost(scene: Scene, plan: Plan, canvas: Canvas) -> None:
    """The criterion that costs the most points, marked by the spreadsheet itself, and what the mark says."""
    first, last = CRITERIA_HEAD + 1, _last_row(plan)
    letter = address(1, LOST_COLUMN).rstrip("1")
    area = f"${letter}${first}:${letter}${last}"
    canvas.highlights.append(
        Highlight(
            f"{letter}{first}:{letter}{last}",
            f"AND(ISNUMBER({letter}{first}),{letter}{first}>0,{letter}{first}=MAX({area}))",
            UNSCORED_FILL,
            bold=True,
        )
    )
    words = Text(
        "Mất điểm bình quân = điểm chuẩn trừ bình quân, ở các dòng chấm trực tiếp; nền vàng, chữ đậm: mất nhiều nhất.",
        "Mean loss = maximum less mean, only for rows scored directly; bold on yellow: the greatest.",
    )
    canvas.band(canvas.next_row, words.to(scene.lang), LEGEND)
