"""The charts: totals by section, self scores against the result, where points are lost.

Each is drawn from cells of the other sheets, so that no number stands here a second time.
"""

from __future__ import annotations

from math import ceil, floor
from typing import TYPE_CHECKING

from msgspec import Struct

from thidua_cli.catalogue import STAGE_NAMES, Text
from thidua_cli.cells import Range
from thidua_cli.page import Cells, Chart, Series
from thidua_cli.ranking import STAGE_LABELS
from thidua_cli.render.xlsx.canvas import POINTS_PER_CHARACTER, Canvas
from thidua_cli.render.xlsx.criteria import LABEL_COLUMN, LOST_COLUMN, lost_rows
from thidua_cli.render.xlsx.looks import LEGEND, ROUNDED, STRONG, SUBTITLE, TITLE
from thidua_cli.render.xlsx.paper import at_width, room
from thidua_cli.render.xlsx.scene import CRITERIA_HEAD, SECTION_COLUMN, SUMMARY_HEAD
from thidua_cli.render.xlsx.words import TAB_CHARTS, TAB_CRITERIA, TAB_SUMMARY, titled
from thidua_cli.rubric.model import Stage

if TYPE_CHECKING:
    from thidua_cli.page import Sheet
    from thidua_cli.render.xlsx.scene import Scene

_COLUMNS = 10
_ROW = 15.0  # points; a chart lies over as many whole rows as it is high
_MOST_UNITS, _MOST_PAIRS = 20, 12  # in one chart, with one bar each or two: more could not be read on a page
_BAR, _FRAME = 20.0, 130.0  # points: room for one bar, and for title, axis and legend together
_LEAST, _MOST = 225.0, 435.0  # points high; more would leave the page
_HEADING = 45.0  # points of the titles above the first chart
# Excel sets a 0 where a cell holds words instead of a number; no number must stand there.
_NO_ZERO = "General;-General;"
_EDGE = 4.0  # points that a chart stays within its rows and columns
_UNITS, _POINTS = Text("Đơn vị, theo thứ hạng", "Units by rank"), Text("Điểm", "Points")
# Fill, and the colour of a number on it; told apart in grey as well, all with a black edge.
_SHADES = (("404040", "FFFFFF"), ("D9D9D9", "000000"), ("A6A6A6", "000000"), ("F2F2F2", "000000"))


class _Spot(Struct, frozen=True):
    """Where a chart goes: its upper left cell, its width and height in points."""

    at: tuple[int, int]
    size: tuple[float, float]


class _Slice(Struct, frozen=True):
    """So many units of the ranking, as many as one chart shows."""

    top: int
    bottom: int
    words: Text


def charts(scene: Scene) -> Sheet:
    """The charts, one below the other, each on a page of its own."""
    lang = scene.lang
    width = (room() - POINTS_PER_CHARACTER) / POINTS_PER_CHARACTER / _COLUMNS
    canvas = Canvas(dict.fromkeys(range(1, _COLUMNS + 1), width))
    canvas.band(1, Text("BIỂU ĐỒ KẾT QUẢ CHẤM ĐIỂM", "CHARTS OF THE SCORES").to(lang), TITLE)
    canvas.band(2, titled(scene.report.cluster.roster, lang), SUBTITLE)
    if scene.plan is None:
        nobody = Text("Chưa có đơn vị nào được xếp hạng để vẽ biểu đồ.", "No unit is ranked yet; nothing is drawn.")
        canvas.band(3, nobody.to(lang), STRONG)
    else:
        _drawn(scene, canvas)
    return canvas.sheet(
        TAB_CHARTS.to(lang),
        head=Range(1, 1, 2, 1),
        frozen_column=1,
        footer=scene.footer,
        paper=at_width(canvas.widths) if canvas.breaks else None,  # a sheet fitted to a page may ignore its breaks
        repeated=False,
    )


def _drawn(scene: Scene, canvas: Canvas) -> None:
    units = len(scene.ranked)
    for part in _slices(units, _MOST_UNITS):
        spot = _spot(canvas, _basis(scene), part.bottom - part.top + 1)
        canvas.charts.append(_by_section(scene, part, spot))
    if scene.report.ranking.stage is not Stage.SELF:
        for part in _slices(units, _MOST_PAIRS):
            spot = _spot(canvas, _NO_BAR.to(scene.lang), 2 * (part.bottom - part.top + 1))
            canvas.charts.append(_self_and_result(scene, part, spot))
    rows = lost_rows(scene)
    if rows is not None:
        spot = _spot(canvas, _LOST_NOTE.to(scene.lang), rows.bottom - rows.top + 1)
        canvas.charts.append(_lost(scene, rows, spot))


_NO_BAR = Text(
    "Đơn vị mà tổng điểm tự chấm chưa đủ hoặc còn lỗi thì không có thanh tự chấm; trống không phải là 0 điểm.",
    "A unit whose self total is incomplete or has errors has no self bar; blank is not 0 points.",
)
_LOST_NOTE = Text(
    "Điểm chuẩn trừ điểm bình quân của các đơn vị được xếp hạng. Dòng không có thanh là nhóm hoặc chi tiết của dòng "
    "khác, không tính lần thứ hai.",
    "Maximum less the mean of the ranked units. Rows without a bar are groups or details of other rows and are not "
    "counted twice.",
)


def _basis(scene: Scene) -> str:
    """By which stage the bars are, and how far that counts."""
    stage = scene.report.ranking.stage or Stage.SELF
    name, label = STAGE_NAMES[stage], STAGE_LABELS[stage]
    return Text(
        f"Theo {name.vi}, kết quả {label.vi}; đơn vị không được xếp hạng không có trên biểu đồ.",
        f"By the {name.en}, {label.en}; units without a rank are not on the chart.",
    ).to(scene.lang)


def _slices(units: int, most: int) -> tuple[_Slice, ...]:
    """The ranked units in as few charts as can be read, about equally many in each."""
    number = ceil(units / most)
    size = ceil(units / number)
    parts = []
    for first in range(0, units, size):
        last = min(first + size, units)
        words = Text(f" ({first + 1}–{last} trên {units} đơn vị)", f" ({first + 1}–{last} of {units} units)")
        parts.append(_Slice(SUMMARY_HEAD + 1 + first, SUMMARY_HEAD + last, words if number > 1 else Text("", "")))
    return tuple(parts)


def _spot(canvas: Canvas, note: str, bars: int) -> _Spot:
    """Room for a chart below everything there is, its note above it, on a page of its own."""
    row = canvas.next_row
    if canvas.charts:
        canvas.breaks.append(row - 1)
    canvas.band(row, note, LEGEND)
    most = _MOST if canvas.charts else _MOST - _HEADING
    lines = floor(min(max(_FRAME + bars * _BAR, _LEAST), most) / _ROW)
    canvas.heights |= dict.fromkeys(range(row + 1, row + 1 + lines), _ROW)
    width = sum(canvas.widths.values()) * POINTS_PER_CHARACTER
    return _Spot((row + 1, 1), (width - _EDGE, lines * _ROW - _EDGE))


def _cells(scene: Scene, tab: Text, area: Range) -> Cells:
    return Cells(tab.to(scene.lang), area)


def _bars(scene: Scene, column: int, part: _Slice, shade: int) -> Series:
    """A column of the summary, named by its heading."""
    fill, inside = _SHADES[shade % len(_SHADES)]
    return Series(
        name=_cells(scene, TAB_SUMMARY, Range(SUMMARY_HEAD, column, SUMMARY_HEAD, column)),
        values=_cells(scene, TAB_SUMMARY, Range(part.top, column, part.bottom, column)),
        fill=fill,
        label_colour=inside,
    )


def _names(scene: Scene, part: _Slice) -> Cells:
    column = scene.chart_names
    return _cells(scene, TAB_SUMMARY, Range(part.top, column, part.bottom, column))


def _by_section(scene: Scene, part: _Slice, spot: _Spot) -> Chart:
    """The points that the units are ranked by, section upon section."""
    lang = scene.lang
    title = Text("Tổng điểm theo từng mục", "Totals by section")
    return Chart(
        title=title.to(lang) + part.words.to(lang),
        categories=_names(scene, part),
        series=tuple(
            _bars(scene, column, part, shade)
            for shade, column in enumerate(range(SECTION_COLUMN, SECTION_COLUMN + len(scene.rubric.sections)))
        ),
        category_axis=_UNITS.to(lang),
        value_axis=_POINTS.to(lang),
        at=spot.at,
        size=spot.size,
        stacked=True,
        most=scene.rubric.maximum,
    )


def _self_and_result(scene: Scene, part: _Slice, spot: _Spot) -> Chart:
    """The units' own totals beside those that they are ranked by."""
    lang, stage = scene.lang, scene.report.ranking.stage or Stage.SELF
    first = SECTION_COLUMN + len(scene.rubric.sections) + 1
    label = STAGE_LABELS[stage]
    title = Text(f"Tổng điểm tự chấm và tổng điểm {label.vi}", f"Self totals and {label.en} totals")
    columns = (first, first + list(Stage).index(stage))
    return Chart(
        title=title.to(lang) + part.words.to(lang),
        categories=_names(scene, part),
        series=tuple(_bars(scene, column, part, shade) for column, shade in zip(columns, (1, 0), strict=True)),
        category_axis=_UNITS.to(lang),
        value_axis=_POINTS.to(lang),
        at=spot.at,
        size=spot.size,
        most=scene.rubric.maximum,
        number_format=_NO_ZERO,
        inside=True,
    )


def _lost(scene: Scene, rows: Range, spot: _Spot) -> Chart:
    """How many points the units lose on average, criterion by criterion."""
    lang, (fill, _) = scene.lang, _SHADES[2]
    series = Series(
        name=_cells(scene, TAB_CRITERIA, Range(CRITERIA_HEAD, LOST_COLUMN, CRITERIA_HEAD, LOST_COLUMN)),
        values=_cells(scene, TAB_CRITERIA, rows),
        fill=fill,
    )
    title = Text("Mất điểm bình quân theo từng tiêu chí", "Mean loss of points by criterion")
    return Chart(
        title=title.to(lang),
        categories=_cells(scene, TAB_CRITERIA, Range(rows.top, LABEL_COLUMN, rows.bottom, LABEL_COLUMN)),
        series=(series,),
        category_axis=Text("Tiêu chí", "Criterion").to(lang),
        value_axis=Text("Điểm mất bình quân", "Points lost on average").to(lang),
        at=spot.at,
        size=spot.size,
        number_format=ROUNDED,
    )
