"""Native charts of a worksheet, from `page.Chart`.

This module stores no number: every bar is drawn from cells, by whatever program opens the file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from thidua_cli.cells import column_letters

if TYPE_CHECKING:
    from collections.abc import Mapping

    from openpyxl.chart import BarChart
    from openpyxl.chart.series import Series as DrawnSeries
    from openpyxl.chart.shapes import GraphicalProperties
    from openpyxl.chart.text import RichText
    from openpyxl.chart.title import Title
    from openpyxl.drawing.text import CharacterProperties
    from openpyxl.worksheet.worksheet import Worksheet

    from thidua_cli.page import Cells, Chart, Series

_FONT = "Times New Roman"
_TITLE_SIZE, _TEXT_SIZE = 13.0, 10.0
_LABEL_SIZE = 9.0
_POINTS_PER_CM = 72 / 2.54
_INK, _GRID = "000000", "BFBFBF"
_STEPS = 5  # marks on an axis whose end is given
_UPWARDS = -5_400_000  # a quarter turn, in the format's units
_LINE = 6_350  # half a point, in the format's units


def draw(worksheet: Worksheet, chart: Chart, tabs: Mapping[str, str]) -> None:
    """Lay the chart over the worksheet; `tabs` gives the name that each sheet has in the file."""
    from openpyxl.chart import BarChart

    drawn = BarChart()
    drawn.type = "bar"
    drawn.grouping = "stacked" if chart.stacked else "clustered"
    drawn.overlap = 100 if chart.stacked else 0
    drawn.gapWidth = 40
    drawn.varyColors = False
    drawn.title = _title(chart.title, _TITLE_SIZE)
    drawn.roundedCorners = False
    for number, series in enumerate(chart.series):
        drawn.series.append(_series(series, chart, number, tabs))
    _axes(drawn, chart)
    if len(chart.series) > 1 and drawn.legend is not None:
        drawn.legend.position = "b"
        drawn.legend.overlay = False
        drawn.legend.txPr = _text(_TEXT_SIZE)
    else:
        drawn.legend = None
    drawn.graphical_properties = _shape("FFFFFF", _GRID)
    width, height = (points / _POINTS_PER_CM for points in chart.size)
    drawn.width, drawn.height = width, height  # type: ignore[assignment]  # centimetres, not whole ones
    row, column = chart.at
    worksheet.add_chart(drawn, f"{column_letters(column)}{row}")


def _series(series: Series, chart: Chart, number: int, tabs: Mapping[str, str]) -> DrawnSeries:
    from openpyxl.chart.data_source import AxDataSource, NumDataSource, NumRef, StrRef
    from openpyxl.chart.label import DataLabelList
    from openpyxl.chart.series import Series as Drawn
    from openpyxl.chart.series import SeriesLabel

    drawn = Drawn(idx=number, order=number)
    drawn.tx = SeriesLabel(strRef=StrRef(f=_reference(series.name, tabs)))
    drawn.cat = AxDataSource(strRef=StrRef(f=_reference(chart.categories, tabs)))
    drawn.val = NumDataSource(numRef=NumRef(f=_reference(series.values, tabs)))
    drawn.invertIfNegative = False
    drawn.spPr = _shape(series.fill, _INK)
    drawn.dLbls = DataLabelList(
        numFmt=chart.number_format,
        txPr=_text(_LABEL_SIZE, colour=series.label_colour),
        dLblPos="ctr" if chart.stacked else "inEnd" if chart.inside else "outEnd",
        showVal=True,
        showSerName=False,
        showCatName=False,
        showLegendKey=False,
        showPercent=False,
        showBubbleSize=False,
    )
    return drawn


def _axes(drawn: BarChart, chart: Chart) -> None:
    """The categories from top to bottom, the lengths from 0 along the lower edge."""
    from openpyxl.chart.axis import ChartLines

    categories, lengths = drawn.x_axis, drawn.y_axis
    for axis, title in ((categories, chart.category_axis), (lengths, chart.value_axis)):
        axis.title = _title(title, _TEXT_SIZE, turned=axis is categories)
        axis.txPr = _text(_TEXT_SIZE)
        axis.delete = False
        axis.majorTickMark = "out"
        axis.spPr = _shape(None, _INK)
    categories.scaling.orientation = "maxMin"
    categories.tickLblSkip = 1  # every unit has its name
    categories.noMultiLvlLbl = True
    lengths.crosses = "max"  # which lies below, because the categories run downwards
    lengths.scaling.min = 0
    lengths.axPos = "b"
    if chart.most is not None:
        lengths.scaling.max = float(chart.most)
        lengths.majorUnit = float(chart.most / _STEPS)
    lengths.number_format = "General"
    lengths.majorGridlines = ChartLines(spPr=_shape(None, _GRID))


def _reference(cells: Cells, tabs: Mapping[str, str]) -> str:
    """The cells as a formula names them, such as `'Tổng hợp'!$E$9:$E$16`."""
    area = cells.area
    tab = tabs.get(cells.sheet, cells.sheet).replace("'", "''")
    first = f"${column_letters(area.left)}${area.top}"
    last = f"${column_letters(area.right)}${area.bottom}"
    return f"'{tab}'!{first}" + (f":{last}" if last != first else "")


def _title(text: str, size: float, *, turned: bool = False) -> Title:
    from openpyxl.chart.text import RichText, Text
    from openpyxl.chart.title import Title
    from openpyxl.drawing.text import Paragraph, ParagraphProperties, RegularTextRun, RichTextProperties

    letters = _letters(size, bold=True)
    line = Paragraph(pPr=ParagraphProperties(defRPr=letters), r=[RegularTextRun(rPr=letters, t=text)])
    frame = RichTextProperties(rot=_UPWARDS, vert="horz") if turned else None
    return Title(tx=Text(rich=RichText(bodyPr=frame, p=[line])), overlay=False)


def _text(size: float, *, colour: str = _INK) -> RichText:
    from openpyxl.chart.text import RichText
    from openpyxl.drawing.text import Paragraph, ParagraphProperties

    letters = _letters(size, colour=colour)
    return RichText(p=[Paragraph(pPr=ParagraphProperties(defRPr=letters), endParaRPr=_letters(size, colour=colour))])


def _letters(size: float, *, bold: bool = False, colour: str = _INK) -> CharacterProperties:
    from openpyxl.drawing.text import CharacterProperties, Font

    return CharacterProperties(latin=Font(typeface=_FONT), sz=round(size * 100), b=bold, solidFill=colour)


def _shape(fill: str | None, line: str) -> GraphicalProperties:
    from openpyxl.chart.shapes import GraphicalProperties
    from openpyxl.drawing.line import LineProperties

    outline = LineProperties(solidFill=line, w=_LINE)
    return GraphicalProperties(solidFill=fill, ln=outline) if fill else GraphicalProperties(ln=outline)
