"""What became of the scores from stage to stage: self, cluster, board.

A change is told only where both stages state points: blank is not 0. This module judges no change.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from thidua_cli.catalogue import Text
from thidua_cli.cells import Range, address
from thidua_cli.page import Box, Highlight
from thidua_cli.render.xlsx.canvas import Canvas
from thidua_cli.render.xlsx.formulas import is_kept
from thidua_cli.render.xlsx.looks import (
    ABSENT_FILL,
    CELL,
    FALLEN_FILL,
    GROUP_FILL,
    HEADER,
    LEGEND,
    REMARK,
    RISEN_FILL,
    SIGNED,
    SUBTITLE,
    TEXT,
    TITLE,
)
from thidua_cli.render.xlsx.totals import stage_total
from thidua_cli.render.xlsx.words import MAXIMUM, STATES, TAB_CHANGES, TABS, titled
from thidua_cli.rubric.model import Stage

if TYPE_CHECKING:
    from collections.abc import Mapping

    from thidua_cli.page import Sheet, Style
    from thidua_cli.render.xlsx.scene import Column, Scene
    from thidua_cli.rubric.model import Criterion

_HEAD = 4
_HEADS = {
    Text("Đơn vị", "Unit"): 26.0,
    Text("Tiêu chí", "Criterion"): 8.0,
    Text("Nội dung", "Content"): 44.0,
    MAXIMUM: 8.0,
    TABS[Stage.SELF]: 9.5,
    TABS[Stage.CLUSTER]: 9.5,
    Text("Cụm so với tự chấm", "Cluster less self"): 10.0,
    TABS[Stage.BOARD]: 9.5,
    Text("Ban so với Cụm", "Board less cluster"): 10.0,
    Text("Lý do (tệp rà soát, cột Giải trình)", "Reason (review workbook, column Giải trình)"): 38.0,
}
_POINTS = {Stage.SELF: 5, Stage.CLUSTER: 6, Stage.BOARD: 8}
_STEPS = {7: (Stage.SELF, Stage.CLUSTER), 9: (Stage.CLUSTER, Stage.BOARD)}
_REASON = 10
_LONGEST_REASON = 300


class _Line(Struct, frozen=True):
    """One row: the points of each stage and where they stand in the matrices."""

    points: Mapping[Stage, Decimal]
    rows: Mapping[Stage, int]

    def change(self, before: Stage, after: Stage) -> Decimal | None:
        """By how much the score changed; None where one of the stages states none."""
        if before not in self.points or after not in self.points:
            return None
        return self.points[after] - self.points[before]

    @property
    def is_changed(self) -> bool:
        """Whether any step changed it."""
        return any(self.change(*step) for step in _STEPS.values())


def changes(scene: Scene) -> Sheet:
    """Every unit's totals at each stage, and below them the rows whose score was changed."""
    lang = scene.lang
    canvas = Canvas(dict(enumerate(_HEADS.values(), 1)))
    title = Text("CHÊNH LỆCH ĐIỂM: TỰ CHẤM – CỤM CHẤM – BAN TĐKT THẨM ĐỊNH", "CHANGES: SELF – CLUSTER – BOARD SCORES")
    canvas.band(1, title.to(lang), TITLE)
    canvas.band(2, titled(scene.report.cluster.roster, lang), SUBTITLE)
    note = Text(
        "Mỗi đơn vị một dòng tổng điểm, dưới đó là các tiêu chí có điểm thay đổi. Chỉ so hai cột đều đã có điểm.",
        "A row of totals for each unit, below it the criteria whose score changed. Only columns that both state "
        "points are compared.",
    )
    canvas.band(3, note.to(lang), REMARK)
    canvas.put_row(_HEAD, (text.to(lang) for text in _HEADS), HEADER)
    row = _HEAD + 1
    for column in scene.columns.values():
        row = _unit(scene, canvas, column, row)
    _marks(canvas, _LEGEND.to(lang))
    head = Range(_HEAD, 1, _HEAD, 1)
    return canvas.sheet(TAB_CHANGES.to(lang), head=head, frozen_column=3, footer=scene.footer)


_LEGEND = Text(
    "Dấu + trên nền xanh: điểm được nâng; dấu - trên nền cam, chữ đậm: điểm bị hạ. Ô xám: cột đó không chấm dòng này.",
    "Plus on green: raised; minus in bold on orange: lowered. Grey: the column does not score the row.",
)


def _unit(scene: Scene, canvas: Canvas, column: Column, row: int) -> int:
    """The unit's totals and changed rows, from the row on; the result is the row below them."""
    lang = scene.lang
    strong = replace(CELL, bold=True, fill=GROUP_FILL)
    left = replace(TEXT, bold=True, fill=GROUP_FILL)
    canvas.put_row(row, (None,) * len(_HEADS), strong)
    canvas.put(row, 1, column.unit.member.name, left)
    canvas.put(row, 3, scene.rubric.total_title, left)
    canvas.put(row, 4, scene.rubric.maximum, strong)
    if column.read is None:
        canvas.put(row, _REASON, STATES[column.unit.state].to(lang), replace(left, bold=False, italic=True, size=10))
        return row + 1
    said = {stage: stage_total(column, stage, lang) for stage in Stage}
    for stage, words in said.items():
        if not isinstance(words, Decimal):
            canvas.put(row, _POINTS[stage], words, replace(strong, bold=False, italic=True, size=10))
    totals = {stage: value for stage, value in said.items() if isinstance(value, Decimal)}
    line = _Line(totals, {stage: scene.plans[stage].total_row for stage in totals})
    _numbers(scene, canvas, row, column, line, strong)
    for criterion in scene.rubric.rows():
        if criterion.is_group:
            continue
        found = _line(scene, column, criterion)
        if found.is_changed:
            row += 1
            _changed(scene, canvas, row, column, criterion, found)
    return row + 1


def _line(scene: Scene, column: Column, criterion: Criterion) -> _Line:
    """The points of the row in the columns that score it themselves."""
    points: dict[Stage, Decimal] = {}
    for stage in Stage:
        point = scene.plans[stage].points[column.unit.member.id].get(criterion.id)
        if point is not None and point.taken is stage and point.value is not None:
            points[stage] = point.value
    return _Line(points, {stage: scene.plans[stage].rows[criterion.id] for stage in points})


def _changed(scene: Scene, canvas: Canvas, row: int, column: Column, criterion: Criterion, line: _Line) -> None:
    canvas.put_row(row, (None, criterion.id, criterion.title, criterion.maximum), CELL)
    canvas.put(row, 1, column.unit.member.name, replace(TEXT, size=10))
    canvas.put(row, 3, criterion.title, TEXT)
    for place in range(5, _REASON):
        canvas.put(row, place, None, replace(CELL, fill=ABSENT_FILL))
    _numbers(scene, canvas, row, column, line, CELL)
    canvas.put(row, _REASON, _reason(scene, column, criterion, line) or None, replace(TEXT, size=10))


def _numbers(scene: Scene, canvas: Canvas, row: int, column: Column, line: _Line, look: Style) -> None:
    """The points as they stand in the matrices, and the changes as differences of these cells."""
    for stage, value in line.points.items():
        cell = address(line.rows[stage], column.number)
        formula = f"'{TABS[stage].to(scene.lang)}'!{cell}" if is_kept(value) else None
        canvas.boxes[row, _POINTS[stage]] = Box(value, look, formula=formula)
    for place, (before, after) in _STEPS.items():
        change = line.change(before, after)
        if change is None:
            continue
        exact = all(map(is_kept, (change, line.points[before], line.points[after])))
        formula = f"{address(row, _POINTS[after])}-{address(row, _POINTS[before])}" if exact else None
        canvas.boxes[row, place] = Box(change, replace(look, number_format=SIGNED), formula=formula)


def _reason(scene: Scene, column: Column, criterion: Criterion, line: _Line) -> str:
    """Why, as far as somebody wrote it down: the review workbook's reason and document, the sheet's explanation."""
    review, unit = scene.report.cluster.review, column.unit.member.id
    texts: list[str] = []
    for before, after in _STEPS.values():
        settled = review.reason(unit, criterion.id, after) if review and line.change(before, after) else None
        if settled is not None:
            document = f" ({settled.document})" if settled.document else ""
            texts.append(f"{TABS[after].to(scene.lang)}: {_short(settled.reason)}{_short(document)}")
    entry = column.read.sheet.entries.get(criterion.id) if column.read else None
    if entry is not None and entry.explanation.strip():
        texts.append(_short(entry.explanation))
    return "\n".join(texts)


def _short(text: str) -> str:
    """The text on one line, cut where it is very long."""
    words = " ".join(text.split())
    lead = " " if text.startswith(" ") else ""
    return lead + (words if len(words) <= _LONGEST_REASON else words[:_LONGEST_REASON].rpartition(" ")[0] + "…")


def _marks(canvas: Canvas, legend: str) -> None:
    """Raised and lowered scores marked by the spreadsheet, and what the marks say."""
    first, last = _HEAD + 1, canvas.next_row - 1
    if last < first:
        return
    for place in _STEPS:
        letter = address(1, place).rstrip("1")
        cells = f"{letter}{first}:{letter}{last}"
        for sign, fill, bold in ((">", RISEN_FILL, False), ("<", FALLEN_FILL, True)):
            formula = f"AND(ISNUMBER({letter}{first}),{letter}{first}{sign}0)"
            canvas.highlights.append(Highlight(cells, formula, fill, bold=bold))
    canvas.band(canvas.next_row, legend, LEGEND)
