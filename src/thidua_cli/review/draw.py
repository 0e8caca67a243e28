"""The review workbook as a `page.Book`: its content drawn so that it can be typed into, projected, printed, signed.

This module knows no file and never how the workbook is read back.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

from thidua_cli.cells import Kind, Range, address, column_letters
from thidua_cli.page import MARGINS, Book, Box, Highlight, Limit, Run, Sheet, Style
from thidua_cli.review import layout
from thidua_cli.review.content import column_points, unconfirmed
from thidua_cli.review.layout import CLUSTER_TAB, EARLIER, FIRST_PAIR, FIRST_ROW, TABS, Marker
from thidua_cli.rubric.kinds import Sum
from thidua_cli.rubric.model import Stage
from thidua_cli.template import OUTSIDE_SCOPE, score_limit
from thidua_cli.typeset import line_height, text_height
from thidua_cli.vietnamese import format_date

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from decimal import Decimal

    from thidua_cli.cells import Cell
    from thidua_cli.page import Value
    from thidua_cli.review.content import Content, UnitColumns
    from thidua_cli.roster.model import Roster
    from thidua_cli.rubric.model import Criterion, Rubric

# One character of a column's width is 6 points in the workbook's font, Times New Roman 12.
_POINTS_PER_CHARACTER = 6.0
_CODE_WIDTH, _CONTENT_WIDTH, _MAXIMUM_WIDTH, _SCORE_WIDTH = 7.0, 42.0, 8.0, 8.5
_SIZE, _MOST_HEIGHT = 12.0, 409.0
_SIGNING_SPACE = 70.0
_INDENT_POINTS = 9.0
_FREE_LINES = 30
# Blank lines of a list that are printed, for notes by hand.
_PRINTED_BLANKS = 3
# With more units a matrix is printed on A3, as it is where its rows do not fit on an A4 page.
_MOST_ON_A4 = 4
_LEAST_SCALE, _MOST_SCALE = 55, 100

_HEADER_FILL, _GROUP_FILL, _INPUT_FILL, _SHOWN_FILL, _OUTSIDE_FILL = "DCE6F1", "F2F2F2", "FFFFFF", "F5F7FA", "E3E3E3"
_WRONG_FILL, _WRONG_TEXT = "FFC7CE", "9C0006"
_DIFFERS_FILL, _DIFFERS_TEXT = "FCE4D6", "833C0B"
_CHANGED_FILL, _CHANGED_TEXT = "FFD966", "7F0000"
_AGREED_FILL, _MISSING_FILL = "E2F0D9", "FFF9DB"
_GREY = "595959"

_CENTRED = Style(size=_SIZE, border=True, horizontal="center")
_HEADER = replace(_CENTRED, size=11, bold=True, fill=_HEADER_FILL)
_ID = Style(size=8, colour=_GREY, border=True, horizontal="center")
_LABEL = Style(size=11, horizontal="right", indent=1)
_INPUT = replace(_CENTRED, fill=_INPUT_FILL, unlocked=True)
_SHOWN = replace(_CENTRED, fill=_SHOWN_FILL, colour="404040")


def draw(content: Content, roster: Roster, rubric: Rubric) -> Book:
    """The workbook that holds the content, for the cluster and its table."""
    marker = Marker(roster.id, roster.year, rubric.id, rubric.digest)
    scene = _Scene(content, roster, rubric, marker)
    sheets = (
        *(_matrix(scene, stage) for stage in TABS),
        _reasons(scene),
        _evidence(scene),
        _log(scene),
        _kept(scene),
        _lists(scene),
    )
    return Book(sheets, title=f"{layout.TITLES[CLUSTER_TAB]} – {roster.name}", properties=marker.properties())


class _Scene(Struct, frozen=True):
    """What is drawn, and for whom."""

    content: Content
    roster: Roster
    rubric: Rubric
    marker: Marker

    @property
    def heading(self) -> str:
        """The line that says whose the workbook is."""
        year = f"năm học {self.roster.year}" if "-" in self.roster.year else f"năm {self.roster.year}"
        return f"{layout.CLUSTER_PREFIX}{self.roster.name} – {year}"

    @property
    def footer(self) -> tuple[str, str, str]:
        """The footer of every sheet."""
        return self.marker.line().replace("&", "&&"), "", "Trang &P/&N"


class _Draft(Struct):
    """A sheet being put together."""

    boxes: dict[tuple[int, int], Box] = field(default_factory=dict)
    heights: dict[int, float] = field(default_factory=dict)
    merged: list[Range] = field(default_factory=list)

    def put(self, row: int, column: int, value: Value, style: Style, *, formula: str | None = None) -> None:
        """Put a value, or a formula with its result, into a cell."""
        self.boxes[row, column] = Box(value, style, formula=formula)

    def across(self, row: int, first: int, last: int, box: Box) -> None:
        """Put a box over several columns of a row."""
        self.boxes[row, first] = box
        if last > first:
            self.merged.append(Range(row, first, row, last))

    def tall(self, row: int, height: float) -> None:
        """Make the row at least so high."""
        self.heights[row] = min(max(self.heights.get(row, 0), height), _MOST_HEIGHT)


def _typed(cell: Cell | None, style: Style) -> Box:
    """A cell as it was typed, in the look given; what no workbook can be told to hold stands as its text."""
    if cell is None:
        return Box(None, style)
    if cell.kind is Kind.DATE and (serial := _serial(cell.text)) is not None:
        return Box(serial, replace(style, number_format="dd/mm/yyyy"))
    if cell.number is not None and cell.kind is Kind.PERCENT:
        return Box(cell.number, replace(style, number_format="0.####%"))
    if cell.number is not None and cell.kind is Kind.NUMBER:
        return Box(cell.number, style)
    return Box(cell.text, style)


_EPOCH = date(1899, 12, 30).toordinal()
# Before 1 March 1900 Excel counts a day that never was.
_FIRST_SAFE_SERIAL = 61


def _serial(text: str) -> int | None:
    try:
        serial = date.fromisoformat(text).toordinal() - _EPOCH
    except ValueError:
        return None
    return serial if serial >= _FIRST_SAFE_SERIAL else None


# --- the matrix of a stage -----------------------------------------------------------------------


class _Plan(Struct, frozen=True):
    """Where each row and column of a matrix stands; both matrices stand alike."""

    rubric: Rubric
    stage: Stage
    rows: Mapping[str, int]
    total_row: int
    columns: Mapping[str, int]

    @property
    def last_column(self) -> int:
        """The last column of the last unit."""
        return FIRST_PAIR + 2 * len(self.columns) - 1

    def in_scope(self, row: Criterion) -> bool:
        """Whether the stage scores the row."""
        return self.stage is not Stage.BOARD or row.id.split(".")[0] in self.scope

    @property
    def scope(self) -> tuple[str, ...]:
        """The sections that the board examines."""
        return self.rubric.board_scope


def _plan(scene: _Scene, stage: Stage) -> _Plan:
    rows = {row.id: number for number, row in enumerate(scene.rubric.rows(), FIRST_ROW)}
    columns = {unit.id: FIRST_PAIR + 2 * number for number, unit in enumerate(scene.content.units)}
    return _Plan(scene.rubric, stage, rows, FIRST_ROW + len(rows), columns)


def _matrix(scene: _Scene, stage: Stage) -> Sheet:
    plan, draft = _plan(scene, stage), _Draft()
    _matrix_head(draft, scene, plan)
    for row in scene.rubric.rows():
        _fixed_cells(draft, plan, row)
    _total_label(draft, plan)
    for unit in scene.content.units:
        _pair(draft, plan, unit)
    last = _matrix_foot(draft, scene, plan)
    widths = {
        layout.CODE_COLUMN: _CODE_WIDTH,
        layout.CONTENT_COLUMN: _CONTENT_WIDTH,
        layout.MAXIMUM_COLUMN: _MAXIMUM_WIDTH,
    }
    widths |= dict.fromkeys(range(FIRST_PAIR, plan.last_column + 1), _SCORE_WIDTH)
    a3 = len(scene.content.units) > _MOST_ON_A4 or not _fits_a4(draft.heights)
    scale = _scale(draft.heights, widths, a3=a3)
    return Sheet(
        name=TABS[stage],
        boxes=draft.boxes,
        widths=widths,
        heights=draft.heights,
        merged=tuple(draft.merged),
        frozen=(FIRST_ROW, FIRST_PAIR),
        repeated_rows=(layout.NAME_ROW, layout.HEADING_ROW),
        repeated_columns=(layout.CODE_COLUMN, layout.MAXIMUM_COLUMN),
        print_area=Range(1, 1, last, max(plan.last_column, layout.MAXIMUM_COLUMN)),
        column_breaks=_column_breaks(plan, scale, a3=a3),
        scale=scale,
        a3=a3,
        footer=scene.footer,
        limits=tuple(_matrix_limits(plan)),
        highlights=tuple(_matrix_highlights(scene, plan)),
        protected=True,
        selected=address(FIRST_ROW + 1, FIRST_PAIR + 1),
    )


def _page_points(*, a3: bool) -> tuple[float, float]:
    """The width and height of a landscape page inside its margins, in points."""
    across, down = (420, 297) if a3 else (297, 210)
    top, right, bottom, left = MARGINS
    return (across - left - right) * 72 / 25.4, (down - top - bottom) * 72 / 25.4


def _fits_a4(heights: Mapping[int, float]) -> bool:
    """Whether all rows, the signatures among them, stand on one A4 page: alone they could go with another table."""
    _, height = _page_points(a3=False)
    return height * 100 / _LEAST_SCALE >= sum(heights.values()) + 10


def _scale(heights: Mapping[int, float], widths: Mapping[int, float], *, a3: bool) -> int:
    """The size in percent at which all rows stand on one page, with one unit at the least; within reason."""
    width, height = _page_points(a3=a3)
    narrowest = sum(w for c, w in widths.items() if c < FIRST_PAIR + 2) * _POINTS_PER_CHARACTER
    fits = min(height / (sum(heights.values()) + 10), width / narrowest)
    return max(_LEAST_SCALE, min(_MOST_SCALE, int(fits * 100)))


def _column_breaks(plan: _Plan, scale: int, *, a3: bool) -> tuple[int, ...]:
    """Page breaks between units, never inside a pair; units spread evenly over the pages."""
    width, _ = _page_points(a3=a3)
    # A column is a little wider on paper than its characters, by the padding of its cells.
    fixed = (_CODE_WIDTH + _CONTENT_WIDTH + _MAXIMUM_WIDTH) * _POINTS_PER_CHARACTER + 12
    pair = 2 * (_SCORE_WIDTH * _POINTS_PER_CHARACTER + 4)
    room = max(1, int((width * 100 / scale - fixed) / pair))
    units = len(plan.columns)
    pages = -(-units // room)
    ends = (FIRST_PAIR + 2 * (units * page // pages) - 1 for page in range(1, pages)) if pages else ()
    return tuple(ends)


def _matrix_head(draft: _Draft, scene: _Scene, plan: _Plan) -> None:
    first, last = layout.CODE_COLUMN, layout.MAXIMUM_COLUMN
    width = (_CODE_WIDTH + _CONTENT_WIDTH + _MAXIMUM_WIDTH) * _POINTS_PER_CHARACTER
    title = Style(size=14, bold=True, horizontal="center")
    draft.across(layout.TITLE_ROW, first, last, Box(layout.TITLES[TABS[plan.stage]], title))
    draft.tall(layout.TITLE_ROW, line_height(14) + 3)
    subtitle = Style(size=_SIZE, bold=True, horizontal="center")
    draft.across(layout.CLUSTER_ROW, first, last, Box(scene.heading, subtitle))
    draft.tall(layout.CLUSTER_ROW, text_height(scene.heading, width, _SIZE, bold=True))
    labels = {
        layout.NAME_ROW: (layout.NAME_LABEL, replace(_LABEL, size=_SIZE, bold=True)),
        layout.ID_ROW: (layout.ID_LABEL, replace(_LABEL, size=9, colour=_GREY)),
        layout.AGREE_ROW: (layout.AGREE_LABELS[plan.stage], replace(_LABEL, bold=True)),
        layout.OPEN_ROW: (layout.OPEN_LABEL, _LABEL),
    }
    for row, (label, style) in labels.items():
        draft.across(row, first, last, Box(label, style))
        draft.tall(row, line_height(style.size) + 5)
    for column, heading in zip(range(first, last + 1), (layout.CODE, layout.CONTENT, layout.MAXIMUM), strict=True):
        draft.put(layout.HEADING_ROW, column, heading, _HEADER)
    draft.tall(layout.HEADING_ROW, 3 * line_height(11) + 6)


def _fixed_cells(draft: _Draft, plan: _Plan, row: Criterion) -> None:
    """The id, text and maximum of a row."""
    number = plan.rows[row.id]
    strong = row.is_group or row in plan.rubric.sections
    fill = _GROUP_FILL if strong else None if plan.in_scope(row) else _OUTSIDE_FILL
    style = replace(_CENTRED, bold=strong, fill=fill)
    draft.put(number, layout.CODE_COLUMN, row.id, replace(style, size=11))
    draft.put(number, layout.CONTENT_COLUMN, row.title, replace(style, horizontal="left", indent=1))
    draft.put(number, layout.MAXIMUM_COLUMN, row.maximum, style)
    width = _CONTENT_WIDTH * _POINTS_PER_CHARACTER - _INDENT_POINTS
    draft.tall(number, max(24.0, text_height(row.title, width, _SIZE, bold=strong, spare=6)))


def _total_label(draft: _Draft, plan: _Plan) -> None:
    style = replace(_CENTRED, bold=True, fill=_HEADER_FILL)
    draft.put(plan.total_row, layout.CODE_COLUMN, None, style)
    draft.put(plan.total_row, layout.CONTENT_COLUMN, layout.TOTAL, style)
    draft.put(plan.total_row, layout.MAXIMUM_COLUMN, plan.rubric.maximum, style)
    draft.tall(plan.total_row, 26)


def _pair(draft: _Draft, plan: _Plan, unit: UnitColumns) -> None:
    """The two columns of a unit: the earlier scores, and those to be typed."""
    left, right = plan.columns[unit.id], plan.columns[unit.id] + 1
    name = unit.name + (f"\n{layout.NO_SHEET_MARK}" if unit.without_sheet else "")
    draft.across(layout.NAME_ROW, left, right, Box(name, _HEADER))
    draft.tall(layout.NAME_ROW, text_height(name, 2 * _SCORE_WIDTH * _POINTS_PER_CHARACTER, 11, bold=True, spare=6))
    for column, stage in ((left, EARLIER[plan.stage]), (right, plan.stage)):
        draft.put(layout.ID_ROW, column, unit.id, _ID)
        heading = replace(_HEADER, fill=_SHOWN_FILL if column == left else _HEADER_FILL, bold=column == right)
        draft.put(layout.HEADING_ROW, column, layout.STAGE_LABELS[stage], heading)
    draft.tall(layout.ID_ROW, text_height(unit.id.replace("-", "- "), _SCORE_WIDTH * _POINTS_PER_CHARACTER, 8, spare=4))
    draft.put(layout.AGREE_ROW, left, layout.AGREE_ARROW, replace(_ID, size=10))
    draft.boxes[layout.AGREE_ROW, right] = _typed(unit.agreed.get(plan.stage), replace(_INPUT, bold=True))
    shown, points = (column_points(unit, plan.rubric, stage) for stage in (EARLIER[plan.stage], plan.stage))
    for row in plan.rubric.rows():
        _scores(draft, plan, unit, row, shown, points)
    total = replace(_CENTRED, bold=True, fill=_HEADER_FILL)
    sections = [plan.rows[section.id] for section in plan.rubric.sections]
    draft.put(plan.total_row, left, shown[""], total, formula=_sum(left, sections))
    draft.put(plan.total_row, right, points[""], total, formula=_final(plan, left, right))
    _open(draft, plan, unit, left, right)


def _scores(
    draft: _Draft,
    plan: _Plan,
    unit: UnitColumns,
    row: Criterion,
    shown: Mapping[str, Decimal | None],
    points: Mapping[str, Decimal | None],
) -> None:
    """The two cells of a row."""
    number, left = plan.rows[row.id], plan.columns[unit.id]
    right = left + 1
    group = replace(_CENTRED, bold=True, fill=_GROUP_FILL)
    inside = plan.in_scope(row)
    if plan.stage is Stage.BOARD:
        style = group if row.is_group else _SHOWN if inside else replace(_SHOWN, fill=_OUTSIDE_FILL)
        cell = unit.settled(row.id, Stage.CLUSTER)
        value: Value = shown[row.id] if row.is_group else (_value(cell) if cell is not None else "")
        draft.put(number, left, value, style, formula=_from_cluster(number, left, group=row.is_group))
    elif row.is_group and row.id not in unit.shown:
        draft.put(number, left, shown[row.id], group, formula=_group(plan, row, left, None))
    else:
        draft.boxes[number, left] = _typed(unit.shown.get(row.id), group if row.is_group else _SHOWN)
    if not row.is_group:
        style = _INPUT if inside else replace(_INPUT, fill=_OUTSIDE_FILL)
        draft.boxes[number, right] = _typed(unit.typed.get((row.id, plan.stage)), style)
    elif inside:
        draft.put(number, right, points[row.id], group, formula=_group(plan, row, right, left))
    else:
        formula = address(number, left)
        draft.put(number, right, points[row.id], replace(group, fill=_OUTSIDE_FILL), formula=formula)


def _value(cell: Cell) -> Value:
    """What a formula that refers to the cell shows."""
    if cell.number is not None:
        return cell.number
    return cell.text


def _open(draft: _Draft, plan: _Plan, unit: UnitColumns, left: int, right: int) -> None:
    """How many cells of the unit still say nothing."""
    leaves = [row for row in plan.rubric.rows() if not row.is_group and plan.in_scope(row)]
    number = sum(unit.settled(row.id, plan.stage) is None for row in leaves)
    runs = _runs(plan.rows[row.id] for row in leaves)
    agree = _agree(right)
    terms = (
        f'SUMPRODUCT(({column_letters(right)}{top}:{column_letters(right)}{bottom}="")'
        f'*IF({agree},({column_letters(left)}{top}:{column_letters(left)}{bottom}=""),1))'
        for top, bottom in runs
    )
    draft.across(layout.OPEN_ROW, left, right, Box(number, replace(_CENTRED, size=11), formula="+".join(terms)))


# --- formulas ------------------------------------------------------------------------------------


def _agree(column: int) -> str:
    """Whether the unit agrees to all earlier scores, by the cell above its column."""
    return f'LOWER(TRIM({column_letters(column)}${layout.AGREE_ROW}))="{layout.AGREED}"'


def _runs(rows: Iterable[int]) -> list[tuple[int, int]]:
    """The rows as first and last of each unbroken run."""
    runs: list[tuple[int, int]] = []
    for row in rows:
        if runs and runs[-1][1] == row - 1:
            runs[-1] = (runs[-1][0], row)
        else:
            runs.append((row, row))
    return runs


def _ranges(column: int, rows: Iterable[int]) -> list[str]:
    letters = column_letters(column)
    return [f"{letters}{top}" if top == bottom else f"{letters}{top}:{letters}{bottom}" for top, bottom in _runs(rows)]


def _sum(column: int, rows: Iterable[int]) -> str:
    return f"SUM({','.join(_ranges(column, rows))})"


def _final(plan: _Plan, left: int, right: int) -> str:
    """The total: the stage's own sections, and the earlier stage's where the board does not score (C.I.2.4).

    A section without rows of its own is an input cell, which may be blank under an agreement.
    """
    inside = [section for section in plan.rubric.sections if plan.in_scope(section)]
    sums = [plan.rows[section.id] for section in inside if section.is_group]
    leaves = [plan.rows[section.id] for section in inside if not section.is_group]
    outside = [plan.rows[section.id] for section in plan.rubric.sections if section not in inside]
    terms = [_sum(column, rows) for column, rows in ((right, sums), (left, outside)) if rows]
    return "+".join((*terms, *(_counted(row, right, left) for row in leaves)))


def _group(plan: _Plan, group: Criterion, column: int, earlier: int | None) -> str:
    """What a group comes to: the sum or the highest of its rows, at most its maximum.

    With a column of earlier scores, a blank cell counts as its neighbour there once the unit agrees as a whole.
    """
    rows = [plan.rows[row.id] for row in group.rows]
    highest = isinstance(group.kind, Sum) and group.kind.take == "highest"
    if earlier is None:
        formula = _sum(column, rows)
        formula = formula.replace("SUM", "MAX", 1) if highest else formula
    elif highest:
        formula = "MAX(" + ",".join(_counted(row, column, earlier) for row in rows) + ")"
    else:
        pairs = zip(_ranges(column, rows), _ranges(earlier, rows), strict=True)
        blanks = "+".join(f'SUMPRODUCT(({cells}="")*1,{beside})' for cells, beside in pairs)
        formula = f"{_sum(column, rows)}+IF({_agree(column)},{blanks},0)"
    most = f"${column_letters(layout.MAXIMUM_COLUMN)}{plan.rows[group.id]}"
    return f"MIN({most},{formula})" if group.is_capped else formula


def _counted(row: int, column: int, earlier: int) -> str:
    cell, beside = address(row, column), address(row, earlier)
    return f'IF(AND({cell}="",{_agree(column)}),N({beside}),N({cell}))'


def _from_cluster(row: int, left: int, *, group: bool) -> str:
    """The cluster's score of the row on the first sheet, which stands in the same cells there."""
    tab, right = f"'{CLUSTER_TAB}'!", left + 1
    scored, beside = tab + address(row, right), tab + address(row, left)
    if group:
        return scored
    agree = f'LOWER(TRIM({tab}{column_letters(right)}${layout.AGREE_ROW}))="{layout.AGREED}"'
    agreed = f'IF({agree},IF({beside}="","",{beside}),"")'
    return f'IF({scored}="",{agreed},{scored})'


# --- what may be typed, and what shows at a glance ------------------------------------------------


def _matrix_limits(plan: _Plan) -> Iterator[Limit]:
    rights = [column + 1 for column in plan.columns.values()]
    for row in plan.rubric.rows():
        if not row.is_group and rights:
            cells = tuple(address(plan.rows[row.id], column) for column in rights)
            yield score_limit(row, cells) if plan.in_scope(row) else score_limit(row, cells, OUTSIDE_SCOPE)
    if rights:
        yield Limit(
            tuple(address(layout.AGREE_ROW, column) for column in rights),
            prompt_title="Đồng ý cả cột",
            prompt=f"{layout.AGREE_HINT}. Ô đã nhập điểm vẫn giữ điểm đã nhập. Xóa x thì ô trống là chưa chấm.",
            error_title="Chỉ gõ x",
            error="Gõ x nếu đồng ý, hoặc xóa trống ô.",
            choices=(layout.AGREED,),
        )


def _matrix_highlights(scene: _Scene, plan: _Plan) -> Iterator[Highlight]:
    leaves = [plan.rows[row.id] for row in plan.rubric.rows() if not row.is_group]
    scoped = [plan.rows[row.id] for row in plan.rubric.rows() if not row.is_group and plan.in_scope(row)]
    lefts = list(plan.columns.values())
    if not lefts or not scoped:
        return
    if plan.stage is Stage.CLUSTER:
        yield from _changes(scene, plan)
    cells = " ".join(area for left in lefts for area in _ranges(left + 1, leaves))
    here, most = address(leaves[0], lefts[0] + 1), f"${column_letters(layout.MAXIMUM_COLUMN)}{leaves[0]}"
    wrong = f'AND({here}<>"",OR(NOT(ISNUMBER({here})),{here}<0,{here}>{most}))'
    yield Highlight(cells, wrong, _WRONG_FILL, _WRONG_TEXT, bold=True)
    inputs = " ".join(area for left in lefts for area in _ranges(left + 1, scoped))
    shown = " ".join(area for left in lefts for area in _ranges(left, scoped))
    mine, theirs = address(scoped[0], lefts[0] + 1), address(scoped[0], lefts[0])
    differs = f'AND({mine}<>"",{theirs}<>"",{mine}<>{theirs})'
    yield Highlight(inputs, differs, _DIFFERS_FILL, _DIFFERS_TEXT, bold=True)
    yield Highlight(shown, differs, _DIFFERS_FILL, _DIFFERS_TEXT)
    yield Highlight(inputs, f'AND({mine}="",{theirs}<>"",{_agree(lefts[0] + 1)})', _AGREED_FILL)
    yield Highlight(inputs, f'{mine}=""', _MISSING_FILL)
    totals = [plan.rows[row.id] for row in plan.rubric.rows() if row.is_group] + [plan.total_row]
    sums = " ".join(area for left in lefts for row in totals for area in _ranges(left + 1, [row]))
    first, limit = address(totals[0], lefts[0] + 1), f"${column_letters(layout.MAXIMUM_COLUMN)}{totals[0]}"
    yield Highlight(sums, f"{first}>{limit}", _WRONG_FILL, _WRONG_TEXT, bold=True)


def _changes(scene: _Scene, plan: _Plan) -> Iterator[Highlight]:
    """Self-scores that changed under a settled score, until somebody confirms them on the record."""
    waiting = unconfirmed(scene.content.log)
    column = column_letters(layout.LOG_HEADINGS.index(layout.SEEN) + 1)
    for number, line in enumerate(scene.content.log, layout.LIST_FIRST_ROW):
        if (
            waiting.get((line.unit, line.criterion)) is line
            and line.unit in plan.columns
            and line.criterion in plan.rows
        ):
            cell = address(plan.rows[line.criterion], plan.columns[line.unit])
            seen = f"'{layout.LOG_TAB}'!${column}${number}"
            yield Highlight(cell, f'{seen}=""', _CHANGED_FILL, _CHANGED_TEXT, bold=True)


def _matrix_foot(draft: _Draft, scene: _Scene, plan: _Plan) -> int:
    """The note, the signatures and the printed marker; the result is the last row."""
    first, last, row = layout.CODE_COLUMN, layout.MAXIMUM_COLUMN, plan.total_row + 1
    width = (_CODE_WIDTH + _CONTENT_WIDTH + _MAXIMUM_WIDTH) * _POINTS_PER_CHARACTER
    small = Style(size=10, italic=True, colour=_GREY, vertical="top")
    note = layout.NOTES[plan.stage]
    draft.across(row, first, last, Box(note, small))
    draft.tall(row, text_height(note, width, 10, spare=18))
    who, how = layout.SIGNERS[plan.stage]
    style = Style(size=_SIZE, horizontal="center", vertical="top")
    runs = (Run(layout.DATE_LINE + "\n", italic=True), Run(who, bold=True), Run("\n" + how, italic=True))
    draft.across(row + 1, first, last, Box("".join(run.text for run in runs), style, runs=runs))
    # One row holds the whole block, because a row is never torn between two pages.
    draft.tall(row + 1, 4 * line_height(_SIZE) + _SIGNING_SPACE)
    signer = replace(style, size=10)
    lines = (Run(layout.UNIT_SIGNER[0], bold=True), Run("\n" + layout.UNIT_SIGNER[1], italic=True))
    for left in plan.columns.values() if plan.stage is Stage.CLUSTER else ():
        draft.across(row + 1, left, left + 1, Box("\n".join(layout.UNIT_SIGNER), signer, runs=lines))
    line = scene.marker.line()
    draft.across(row + 2, first, last, Box(line, Style(size=9, colour="808080")))
    draft.tall(row + 2, text_height(line, width, 9, spare=3))
    return row + 2


# --- the lists -----------------------------------------------------------------------------------


class _List(Struct):
    """A list being drawn: its headings, widths in characters, and the rows put so far."""

    tab: str
    headings: Sequence[str]
    widths: Sequence[float]
    draft: _Draft = field(default_factory=_Draft)
    row: int = layout.LIST_FIRST_ROW
    filled: int = layout.LIST_HEADING_ROW

    def add(self, boxes: Iterable[Box]) -> int:
        """Put a row; the result is its number."""
        needed = [24.0]
        for column, box in enumerate(boxes, 1):
            self.draft.boxes[self.row, column] = box
            self.filled = self.filled if box.value is None else self.row
            width = self.widths[column - 1] * _POINTS_PER_CHARACTER - box.style.indent * _INDENT_POINTS
            needed.append(text_height(str(box.value or ""), width, box.style.size, spare=6))
        self.draft.tall(self.row, max(needed))
        self.row += 1
        return self.row - 1

    def sheet(
        self, scene: _Scene, limits: Iterable[Limit] = (), highlights: Iterable[Highlight] = (), *, hidden: bool = False
    ) -> Sheet:
        """The list as a sheet."""
        last = len(self.headings)
        title = Style(size=14, bold=True, horizontal="center")
        self.draft.across(1, 1, last, Box(layout.TITLES[self.tab], title))
        self.draft.across(2, 1, last, Box(scene.heading, Style(size=_SIZE, bold=True, horizontal="center")))
        hint = layout.HINTS[self.tab]
        self.draft.across(3, 1, last, Box(hint, Style(size=11, italic=True, colour=_GREY, horizontal="center")))
        self.draft.tall(1, line_height(14) + 4)
        self.draft.tall(3, text_height(hint, sum(self.widths) * _POINTS_PER_CHARACTER, 11, spare=6))
        for column, heading in enumerate(self.headings, 1):
            self.draft.put(layout.LIST_HEADING_ROW, column, heading, _HEADER)
        self.draft.tall(layout.LIST_HEADING_ROW, 2 * line_height(11) + 6)
        return Sheet(
            name=self.tab,
            boxes=self.draft.boxes,
            widths=dict(enumerate(self.widths, 1)),
            heights=self.draft.heights,
            merged=tuple(self.draft.merged),
            frozen=(layout.LIST_FIRST_ROW, 1),
            repeated_rows=(layout.LIST_HEADING_ROW, layout.LIST_HEADING_ROW),
            print_area=Range(1, 1, max(self.filled + _PRINTED_BLANKS, layout.LIST_FIRST_ROW), last),
            footer=scene.footer,
            limits=tuple(limits),
            highlights=tuple(highlights),
            protected=True,
            hidden=hidden,
            selected=address(layout.LIST_FIRST_ROW, 1),
        )


_PLAIN = Style(size=_SIZE, border=True, indent=1)
_MIDDLE = replace(_PLAIN, horizontal="center", indent=0)
_FREE = replace(_PLAIN, unlocked=True)
_FREE_MIDDLE = replace(_MIDDLE, unlocked=True)


def _reasons(scene: _Scene) -> Sheet:
    lines = scene.content.reasons
    drawn = _List(layout.REASONS_TAB, layout.REASON_HEADINGS, (30, 10, 14, 8, 8, 44, 30, 20))
    for line in lines:
        # A line that nobody can place stays open for correction.
        named = (_PLAIN, _MIDDLE, _MIDDLE) if line.before or line.after else (_FREE, _FREE_MIDDLE, _FREE_MIDDLE)
        cells = (line.unit, line.criterion, line.column)
        drawn.add(
            (
                *(_typed(cell, style) for cell, style in zip(cells, named, strict=True)),
                Box(line.before or None, _MIDDLE),
                Box(line.after or None, replace(_MIDDLE, bold=True)),
                _typed(line.reason, _FREE),
                _typed(line.document, _FREE),
                Box(line.remark or None, replace(_PLAIN, size=11, italic=True, colour=_GREY)),
            )
        )
    for _ in range(_FREE_LINES):
        styles = (_FREE, _FREE_MIDDLE, _FREE_MIDDLE, _MIDDLE, _MIDDLE, _FREE, _FREE, _PLAIN)
        drawn.add(Box(None, style) for style in styles)
    first, last = layout.LIST_FIRST_ROW, drawn.row - 1
    limits = (
        Limit((f"{letters}{first}:{letters}{last}",), source=_source(column, count), prompt_title=title, prompt=hint)
        for letters, column, count, title, hint in (
            ("A", 1, len(scene.content.units), "Đơn vị", "Chọn trong danh sách."),
            ("B", 2, len(_leaves(scene.rubric)), "Tiêu chí", "Chọn mã tiêu chí, như ở cột Mã của bảng điểm."),
            ("C", 3, len(TABS), "Cột", "Chọn cột điểm mà lý do nói đến."),
        )
        if count
    )
    missing = Highlight(
        f"F{first}:F{last}", f'AND($D{first}<>"",$H{first}="",TRIM($F{first})="")', _MISSING_FILL, _WRONG_TEXT
    )
    sheet = drawn.sheet(scene, limits, (missing,))
    return replace(sheet, selected=address(first, 6))


def _leaves(rubric: Rubric) -> list[str]:
    return [row.id for row in rubric.rows() if not row.is_group]


def _source(column: int, count: int) -> str:
    letters, first = column_letters(column), layout.LIST_FIRST_ROW
    return f"'{layout.LISTS_TAB}'!${letters}${first}:${letters}${first + count - 1}"


def _lists(scene: _Scene) -> Sheet:
    """The hidden sheet of what the lists of the sheet of reasons offer."""
    drawn = _List(layout.LISTS_TAB, (layout.UNIT, layout.CRITERION, layout.COLUMN), (40, 12, 18))
    columns = (
        [unit.name for unit in scene.content.units],
        _leaves(scene.rubric),
        [layout.STAGE_LABELS[stage] for stage in TABS],
    )
    for number in range(max(map(len, columns))):
        drawn.add(Box(texts[number] if number < len(texts) else None, _PLAIN) for texts in columns)
    return drawn.sheet(scene, hidden=True)


def _evidence(scene: _Scene) -> Sheet:
    drawn = _List(layout.EVIDENCE_TAB, layout.EVIDENCE_HEADINGS, (28, 10, 44, 9, 40, 40))
    for line in scene.content.evidence:
        row = scene.rubric.find(line.criterion)
        texts = (line.unit, line.criterion, row.title if row else "", line.score, line.evidence, line.explanation)
        styles = (_PLAIN, _MIDDLE, _PLAIN, _MIDDLE, _PLAIN, _PLAIN)
        drawn.add(Box(text or None, style) for text, style in zip(texts, styles, strict=True))
    return drawn.sheet(scene)


def _log(scene: _Scene) -> Sheet:
    drawn = _List(layout.LOG_TAB, layout.LOG_HEADINGS, (12, 28, 10, 14, 30, 9, 9, 36, 15, 16))
    waiting = unconfirmed(scene.content.log)
    seen = column_letters(layout.LOG_HEADINGS.index(layout.SEEN) + 1)
    last = column_letters(len(layout.LOG_HEADINGS))
    highlights: list[Highlight] = []
    for line in scene.content.log:
        stage = layout.STAGE_LABELS[line.stage] if line.stage else ""
        texts = (_day(line.day), line.name, line.criterion, stage, line.did.value, line.before, line.after, line.source)
        styles = (_MIDDLE, _PLAIN, _MIDDLE, _MIDDLE, _PLAIN, _MIDDLE, _MIDDLE, _PLAIN)
        confirm = line.seen is not None or waiting.get((line.unit, line.criterion)) is line
        row = drawn.add(
            (
                *(Box(text or None, style) for text, style in zip(texts, styles, strict=True)),
                _typed(line.seen, _FREE_MIDDLE if confirm else _MIDDLE),
                Box(line.unit or None, replace(_PLAIN, size=9, colour=_GREY)),
            )
        )
        if waiting.get((line.unit, line.criterion)) is line:
            highlights.append(Highlight(f"A{row}:{last}{row}", f'${seen}{row}=""', _CHANGED_FILL, _CHANGED_TEXT))
    return drawn.sheet(scene, highlights=highlights)


def _day(text: str) -> str:
    try:
        return format_date(date.fromisoformat(text))
    except ValueError:
        return text


def _kept(scene: _Scene) -> Sheet:
    drawn = _List(layout.KEPT_TAB, layout.KEPT_HEADINGS, (20, 9, 60, 50, 12))
    for line in scene.content.kept:
        texts = (line.sheet, line.cell, line.text, line.why, _day(line.day))
        styles = (_FREE, _FREE_MIDDLE, _FREE, _FREE, _FREE_MIDDLE)
        drawn.add(Box(text or None, style) for text, style in zip(texts, styles, strict=True))
    return drawn.sheet(scene)
