"""The blank score form of a rubric, as a `page.Book` ready to be written.

This module must not know file formats, how filled forms are read, or any finding.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

from thidua_cli.cells import Range, address, column_letters
from thidua_cli.layout import (
    CLAUSE,
    COLUMNS,
    CONTENT,
    CRITERION,
    EVIDENCE,
    EXPLANATION,
    FACT_COLUMNS,
    FACTS_SHEET,
    FIGURES,
    MAXIMUM,
    NOTE,
    PROMPT,
    SHEET_NAME,
    STT,
    UNIT,
    VALUE,
    Marker,
    headings,
)
from thidua_cli.page import MARGINS, Book, Box, Highlight, Limit, Run, Sheet, Style
from thidua_cli.rubric.kinds import AllOrNothing, Sum
from thidua_cli.rubric.model import Stage
from thidua_cli.typeset import line_height, text_height
from thidua_cli.vietnamese import format_points

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from thidua_cli.rubric.model import Criterion, Fact, Rubric


class UnitOnForm(Struct, frozen=True):
    """The unit a form is made for: its id in cluster.yaml and its name as papers print it."""

    id: str
    name: str


# Where things stand. The rows above the table are the same for every rubric.
HEADING_ROW, TITLE_ROW, ISSUED_ROW, YEAR_ROW = 1, 2, 3, 4
UNIT_ROW, CLUSTER_ROW, STATUS_ROW, HEADER_ROW, FIRST_ROW = 5, 6, 7, 8, 9
COLUMN: dict[str, int] = {key: number for number, key in enumerate(COLUMNS, 1)}
LAST_COLUMN = len(COLUMNS)
UNIT_CELL = address(UNIT_ROW, COLUMN[MAXIMUM])
CLUSTER_CELL = address(CLUSTER_ROW, COLUMN[MAXIMUM])
STATUS_CELL = address(STATUS_ROW, COLUMN[MAXIMUM])

# Column widths in characters; one is 6 points in the workbook's font, Times New Roman 12.
_WIDTHS: dict[str, float] = {
    STT: 5,
    CONTENT: 62,
    MAXIMUM: 8,
    Stage.SELF: 8,
    Stage.CLUSTER: 10,
    Stage.BOARD: 10,
    EVIDENCE: 14,
    EXPLANATION: 14,
}
_POINTS_PER_CHARACTER = 6.0
_INDENT, _INDENT_POINTS = 1, 9.0

_SIZE = 12.0
_FREE_SIZE = 10.0
_MARKER_SIZE = 9.0
_LABEL = Style(size=_SIZE, horizontal="right", indent=1)
_GREY_TEXT = "595959"
_HEADER_FILL, _GROUP_FILL, _INPUT_FILL, _OUTSIDE_FILL = "DCE6F1", "F2F2F2", "F8FBFE", "EDEDED"
_WRONG_FILL, _WRONG_TEXT = "FFC7CE", "9C0006"
_MISSING_FILL = "FFF9DB"
_DONE_FILL, _DONE_TEXT = "E2F0D9", "1E5B1E"

_DONE = "Đã điền đủ"
_PROMPT_LENGTH, _PROMPT_TITLE_LENGTH = 255, 32
_ROLES = {"leader": "Trưởng cụm", "deputy": "Phó cụm"}
_SIGNING_SPACE = 84.0
# No row may be taller in Excel.
_LEAST_HEIGHT, _MOST_HEIGHT = 21.0, 409.0


def blank_form(rubric: Rubric, *, unit: UnitOnForm | None, year: str, cluster: str | None) -> Book:
    """The blank form of the rubric as a workbook: the score table and, where rules need figures, their sheet.

    What is unknown (unit, cluster) is an input cell. `year` is `2019`, or `2018-2019` for a school
    year; empty leaves dots.
    """
    form = _Form.of(rubric)
    named = unit or UnitOnForm("", "")
    marker = Marker(rubric.id, rubric.digest, year, named.id, named.name)
    draft = _Draft()
    _titles(draft, rubric, year)
    _names(draft, unit, cluster)
    _status(draft, form)
    _header(draft, headings(rubric.guidance.columns))
    for criterion in rubric.rows():
        _row(draft, form, criterion)
    _total(draft, form)
    _foot(draft, form, marker)
    sheet = Sheet(
        name=SHEET_NAME,
        boxes=draft.boxes,
        widths={COLUMN[key]: width for key, width in _WIDTHS.items()},
        heights=draft.heights,
        merged=tuple(draft.merged),
        frozen=(FIRST_ROW, COLUMN[MAXIMUM]),
        repeated_rows=(HEADER_ROW, HEADER_ROW),
        print_area=Range(1, 1, form.marker_row, LAST_COLUMN),
        breaks=_breaks(form, draft.heights),
        footer=(_footer(unit, marker), "", "Trang &P/&N"),
        limits=(*_limits(form), *_free_limits(form, unit=unit, cluster=cluster)),
        highlights=tuple(_highlights(form)),
        protected=True,
        selected=UNIT_CELL if unit is None else address(form.rows[form.leaves[0].id], COLUMN[Stage.SELF]),
    )
    sheets = (sheet, _figures(rubric, unit=unit, year=year, marker=marker)) if rubric.facts() else (sheet,)
    return Book(sheets, title=f"{rubric.heading} {rubric.title}", properties=marker.properties())


# A form made for these is stamped with the id and the name of each unit (`spreadsheets.stamp`).
STAMPED = UnitOnForm("\ue000\ue001", "\ue002\ue003")
# A name of words and common signs, which stands in a cell, a footer and a property as it is.
_PLAIN_NAME = re.compile(r"[^\W_](?:[\w ,.()\-–/]{0,98}[\w).])?")
_MOST_STAMPED_FOOTER = 150


def can_be_stamped(rubric: Rubric, unit: UnitOnForm, year: str) -> bool:
    """Whether the form of the unit differs from the one made for `STAMPED` in id and name alone."""
    if not _PLAIN_NAME.fullmatch(unit.name) or "  " in unit.name or "_x" in unit.name:
        return False
    marker = Marker(rubric.id, rubric.digest, year, unit.id, unit.name)
    shapes = [
        (
            text_height(one.name, _points(*list(COLUMNS)[COLUMN[MAXIMUM] - 1 :]), _SIZE, bold=True),
            text_height(one.name, _fact_points(PROMPT, UNIT, VALUE, CLAUSE, NOTE), _SIZE, bold=True),
            text_height(replace(marker, unit=one.id).line(), _points(*COLUMNS), _MARKER_SIZE),
        )
        for one in (unit, STAMPED)
    ]
    return shapes[0] == shapes[1] and len(_footer(unit, marker)) <= _MOST_STAMPED_FOOTER


def input_cells(rubric: Rubric) -> dict[tuple[str, Stage], str]:
    """The address of every score to be typed, by criterion id and stage; groups are sums and not here."""
    form = _Form.of(rubric)
    return {(leaf.id, stage): address(form.rows[leaf.id], COLUMN[stage]) for leaf in form.leaves for stage in Stage}


def sum_cells(rubric: Rubric) -> dict[tuple[str, Stage], str]:
    """The address of every sum, by group id and stage; the total row's id is empty."""
    form = _Form.of(rubric)
    places = {row.id: form.rows[row.id] for row in rubric.rows() if row.is_group} | {"": form.total_row}
    return {(key, stage): address(row, COLUMN[stage]) for key, row in places.items() for stage in Stage}


class _Form(Struct, frozen=True):
    """A rubric laid out: the row of each criterion and of what stands below the table."""

    rubric: Rubric
    rows: Mapping[str, int]
    leaves: tuple[Criterion, ...]
    outside: frozenset[str]

    @classmethod
    def of(cls, rubric: Rubric) -> _Form:
        criteria = rubric.rows()
        examined = rubric.board_scope
        outside = (row.id for section in rubric.sections if section.id not in examined for row in section.walk())
        return cls(
            rubric,
            {criterion.id: row for row, criterion in enumerate(criteria, FIRST_ROW)},
            tuple(criterion for criterion in criteria if not criterion.is_group),
            frozenset(outside),
        )

    @property
    def total_row(self) -> int:
        return FIRST_ROW + len(self.rows)

    @property
    def note_row(self) -> int:
        return self.total_row + 1

    @property
    def signature_row(self) -> int:
        return self.total_row + 2

    @property
    def marker_row(self) -> int:
        return self.total_row + 3

    def leaf_rows(self, *criteria: Criterion) -> list[int]:
        """The rows of the leaves at and below the criteria, in order; of all sections if none is given."""
        found = (row for one in criteria or self.rubric.sections for row in one.walk())
        return [self.rows[row.id] for row in found if not row.is_group]


class _Draft(Struct, frozen=True):
    """A sheet being put together, row by row."""

    boxes: dict[tuple[int, int], Box] = field(default_factory=dict)
    heights: dict[int, float] = field(default_factory=dict)
    merged: list[Range] = field(default_factory=list)
    columns: Mapping[str, int] = field(default_factory=lambda: COLUMN)

    def put(self, row: int, key: str, box: Box) -> None:
        self.boxes[row, self.columns[key]] = box

    def put_across(self, row: int, first: str, last: str, box: Box) -> None:
        """Put the box into the columns from first to last, merged."""
        self.put(row, first, box)
        self.merged.append(Range(row, self.columns[first], row, self.columns[last]))

    def fit(self, row: int, box: Box, width: float, *, spare: float = 3) -> None:
        """Make the row as high as the box's text needs at that width."""
        self.heights[row] = text_height(str(box.value or ""), width, box.style.size, bold=box.style.bold, spare=spare)


def _titles(draft: _Draft, rubric: Rubric, year: str) -> None:
    centred = Style(size=_SIZE, horizontal="center")
    titles = {
        HEADING_ROW: Box(rubric.heading, replace(centred, size=14, bold=True)),
        TITLE_ROW: Box(rubric.title, replace(centred, size=13, bold=True)),
        ISSUED_ROW: Box(rubric.issued, replace(centred, italic=True)),
        YEAR_ROW: Box(_year_line(year), replace(centred, bold=True)),
    }
    for row, box in titles.items():
        draft.put_across(row, STT, EXPLANATION, box)
        draft.fit(row, box, _points(*COLUMNS))


def _names(draft: _Draft, unit: UnitOnForm | None, cluster: str | None) -> None:
    """Put in whose form it is: a label, and right of it the name or a cell to type it into."""
    width = _points(*list(COLUMNS)[COLUMN[MAXIMUM] - 1 :])
    known = Style(size=_SIZE, bold=True, indent=1)
    unknown = replace(known, fill=_INPUT_FILL, border=True, unlocked=True)
    names = {
        UNIT_ROW: ("Đơn vị:", unit.name if unit else None),
        CLUSTER_ROW: ("Cụm, Khối thi đua:", cluster or None),
    }
    for row, (label, name) in names.items():
        draft.put(row, CONTENT, Box(label, _LABEL))
        box = Box(name, known if name else unknown)
        draft.put_across(row, MAXIMUM, EXPLANATION, box)
        draft.fit(row, box, width)


def _status(draft: _Draft, form: _Form) -> None:
    draft.put(STATUS_ROW, CONTENT, Box("Tình trạng điền biểu:", _LABEL))
    missing = f"Còn {len(form.leaves)} ô chưa điền"
    status = Box(missing, Style(size=_SIZE, bold=True, indent=1), formula=_status_formula(form))
    draft.put_across(STATUS_ROW, MAXIMUM, Stage.BOARD, status)
    optional = Style(size=10, italic=True, colour=_GREY_TEXT, horizontal="center")
    draft.put_across(STATUS_ROW, EVIDENCE, EXPLANATION, Box("Phần bổ sung, không bắt buộc", optional))
    draft.heights[STATUS_ROW] = line_height(_SIZE) + 3


def _year_line(year: str) -> str:
    if not year:
        return "NĂM ………"
    return f"NĂM HỌC {year}" if "-" in year else f"NĂM {year}"


def _header(draft: _Draft, names: Mapping[str, str]) -> None:
    official = Style(size=11, bold=True, border=True, horizontal="center", fill=_HEADER_FILL)
    optional = Style(size=11, italic=True, border=True, horizontal="center", colour=_GREY_TEXT)
    for key, heading in names.items():
        draft.put(HEADER_ROW, key, Box(heading, optional if key in {EVIDENCE, EXPLANATION} else official))
    draft.heights[HEADER_ROW] = 3 * line_height(11) + 7


def _row(draft: _Draft, form: _Form, criterion: Criterion) -> None:
    """Put in one printed row of the issued table."""
    row = form.rows[criterion.id]
    strong = criterion.is_group or criterion in form.rubric.sections
    plain = Style(border=True, fill=_GROUP_FILL if strong else None)
    centred = replace(plain, bold=strong, horizontal="center")
    draft.put(row, STT, Box(criterion.stt, centred))
    draft.put(row, CONTENT, _content_box(criterion, replace(plain, indent=_INDENT), strong=strong))
    draft.put(row, MAXIMUM, _maximum_box(criterion.maximum, centred))
    for stage in Stage:
        sums = criterion.is_group
        draft.put(row, stage, _sum_box(form, criterion, stage, centred) if sums else _input_box(form, criterion, stage))
    free = plain if criterion.is_group else Style(size=_FREE_SIZE, border=True, unlocked=True)
    for key in (EVIDENCE, EXPLANATION):
        draft.put(row, key, Box(None, free))
    width = _points(CONTENT) - _INDENT * _INDENT_POINTS
    title = text_height(criterion.title, width, _SIZE, bold=strong, spare=5)
    further = sum(text_height(line, width, _SIZE, spare=0) for line in criterion.lines)
    draft.heights[row] = min(max(_LEAST_HEIGHT, title + further), _MOST_HEIGHT)


def _content_box(criterion: Criterion, style: Style, *, strong: bool) -> Box:
    """The row's text, verbatim, each line on its own; only the title of a strong row is bold."""
    text = "\n".join((criterion.title, *criterion.lines))
    if not strong or not criterion.lines:
        return Box(text, replace(style, bold=strong))
    further = text.removeprefix(criterion.title)
    return Box(text, style, runs=(Run(criterion.title, bold=True), Run(further)))


def _maximum_box(maximum: Decimal, style: Style) -> Box:
    return Box(maximum, replace(style, number_format=_two_digits(maximum)))


def _input_box(form: _Form, criterion: Criterion, stage: Stage) -> Box:
    outside = stage is Stage.BOARD and criterion.id in form.outside
    fill = _OUTSIDE_FILL if outside else _INPUT_FILL
    return Box(None, Style(border=True, fill=fill, horizontal="center", unlocked=True))


def _sum_box(form: _Form, group: Criterion, stage: Stage, style: Style) -> Box:
    return Box(0, style, formula=_group_formula(form, group, stage))


def _total(draft: _Draft, form: _Form) -> None:
    row = form.total_row
    centred = Style(bold=True, border=True, horizontal="center", fill=_HEADER_FILL)
    draft.put(row, STT, Box(None, centred))
    draft.put(row, CONTENT, Box(form.rubric.total_title, centred))
    draft.put(row, MAXIMUM, _maximum_box(form.rubric.maximum, centred))
    sections = [form.rows[section.id] for section in form.rubric.sections]
    for stage in (Stage.SELF, Stage.CLUSTER):
        draft.put(row, stage, Box(0, centred, formula=_sum(COLUMN[stage], sections)))
    draft.put(row, Stage.BOARD, Box(0, centred, formula=_final_formula(form)))
    for key in (EVIDENCE, EXPLANATION):
        draft.put(row, key, Box(None, Style(border=True)))
    draft.heights[row] = 24


def _foot(draft: _Draft, form: _Form, marker: Marker) -> None:
    """Put in what stands below the table: a note, the signatures and the marker."""
    small = Style(size=10, italic=True, colour=_GREY_TEXT, vertical="top")
    note = Box(_note(form), small)
    draft.put_across(form.note_row, STT, EXPLANATION, note)
    draft.fit(form.note_row, note, _points(*COLUMNS), spare=16)
    blocks = (
        ("ĐƠN VỊ TỰ CHẤM", "(Ký, ghi rõ họ tên, đóng dấu)", STT, CONTENT),
        # A cluster has no seal.
        ("TM. CỤM THI ĐUA\nCỤM TRƯỞNG", "(Ký, ghi rõ họ tên)", MAXIMUM, Stage.BOARD),
        ("BAN THI ĐUA -\nKHEN THƯỞNG", "(Ký, ghi rõ họ tên, đóng dấu)", EVIDENCE, EXPLANATION),
    )
    style = Style(size=_SIZE, horizontal="center", vertical="top")
    for title, instruction, first, last in blocks:
        runs = (
            Run("……, ngày … tháng … năm 20…\n", italic=True),
            Run(title, bold=True),
            Run("\n" + instruction, italic=True),
        )
        draft.put_across(form.signature_row, first, last, Box("".join(run.text for run in runs), style, runs=runs))
    # One row holds the whole block, because a row is never torn between two pages.
    draft.heights[form.signature_row] = 4 * line_height(_SIZE) + _SIGNING_SPACE
    line = Box(marker.line(), Style(size=_MARKER_SIZE, colour="808080"))
    draft.put_across(form.marker_row, STT, EXPLANATION, line)
    draft.fit(form.marker_row, line, _points(*COLUMNS), spare=2)


def _note(form: _Form) -> str:
    parts = ["Ghi chú: Chỉ nhập điểm từng dòng; dòng nhóm và dòng Tổng cộng tự tính."]
    outside = [section.id for section in form.rubric.sections if section.id in form.outside]
    if outside:
        names = headings(form.rubric.guidance.columns)
        parts.append(
            f"Tổng cộng của cột “{names[Stage.BOARD]}”: mục {', '.join(outside)} "
            f"lấy điểm ở cột “{names[Stage.CLUSTER]}”."
        )
    return " ".join(parts)


def _footer(unit: UnitOnForm | None, marker: Marker) -> str:
    parts = (unit.name if unit else "", marker.line())
    return " · ".join(part for part in parts if part).replace("&", "&&")


def _breaks(form: _Form, heights: Mapping[int, float]) -> tuple[int, ...]:
    """A page break before the last group where that keeps it, the total and the signatures on one page.

    Signatures alone on a page could be moved to another table.
    """
    last = form.rubric.sections[-1]
    start = form.rows[last.rows[-1].id if last.rows else last.id]
    room = _page_room(_points(*COLUMNS), landscape=True) - heights[HEADER_ROW]
    tail = sum(height for row, height in heights.items() if row >= start)
    used, first = 0.0, 1
    for row in range(1, form.marker_row + 1):
        used += heights[row]
        if used > room + (heights[HEADER_ROW] if first == 1 else 0):
            used, first = heights[row], row
    return (start - 1,) if start < first and tail <= room else ()


def _page_room(columns: float, *, landscape: bool) -> float:
    """How many points of rows fit on an A4 page, shrunk until the columns fit its width."""
    top, right, bottom, left = MARGINS
    across, down = (297, 210) if landscape else (210, 297)
    width, height = ((mm - margins) * 72 / 25.4 for mm, margins in ((across, left + right), (down, top + bottom)))
    return height / min(1.0, width / columns)


# Formulas


def _runs(rows: Iterable[int]) -> list[tuple[int, int]]:
    """The rows as first and last of each unbroken run."""
    runs: list[tuple[int, int]] = []
    for row in rows:
        if runs and runs[-1][1] == row - 1:
            runs[-1] = (runs[-1][0], row)
        else:
            runs.append((row, row))
    return runs


def _ranges(rows: Iterable[int], first: int, last: int | None = None) -> list[str]:
    """The unbroken ranges of the rows between two columns, such as `D12:F16`."""
    left, right = column_letters(first), column_letters(last or first)
    return [
        f"{left}{top}" if (top, left) == (bottom, right) else f"{left}{top}:{right}{bottom}"
        for top, bottom in _runs(rows)
    ]


def _sum(column: int, rows: Iterable[int]) -> str:
    return f"SUM({','.join(_ranges(rows, column))})"


def _group_formula(form: _Form, group: Criterion, stage: Stage) -> str:
    """What a group comes to, as `scores` computes it: the sum or the highest of its rows, at most its maximum."""
    formula = _sum(COLUMN[stage], (form.rows[row.id] for row in group.rows))
    if isinstance(group.kind, Sum) and group.kind.take == "highest":
        formula = formula.replace("SUM", "MAX", 1)
    return f"MIN({address(form.rows[group.id], COLUMN[MAXIMUM])},{formula})" if group.is_capped else formula


def _final_formula(form: _Form) -> str:
    """The final total (C.I.2.4): the board's scores within its scope, the cluster's outside it."""
    inside = [form.rows[section.id] for section in form.rubric.sections if section.id not in form.outside]
    outside = [form.rows[section.id] for section in form.rubric.sections if section.id in form.outside]
    terms = [_sum(COLUMN[stage], rows) for stage, rows in ((Stage.BOARD, inside), (Stage.CLUSTER, outside)) if rows]
    return "+".join(terms)


def _status_formula(form: _Form) -> str:
    """How many self-scores are missing, and how many scores of any stage are no number within bounds."""
    rows = form.leaf_rows()
    first, last = COLUMN[Stage.SELF], COLUMN[Stage.BOARD]
    missing = "+".join(f"COUNTBLANK({cells})" for cells in _ranges(rows, first))
    empty = "+".join(f"COUNTBLANK({cells})" for cells in _ranges(rows, first, last))
    maxima = _ranges(rows, COLUMN[MAXIMUM])
    right = "+".join(
        f"SUMPRODUCT(ISNUMBER({cells})*({cells}>=0)*({cells}<={most}))"
        for cells, most in zip(_ranges(rows, first, last), maxima, strict=True)
    )
    wrong = f"{len(rows) * len(Stage)}-({empty}+{right})"
    done = f'IF({missing}=0,"{_DONE}","Còn "&({missing})&" ô chưa điền")'
    return f'IFERROR({done}&IF({wrong}=0,"","; có "&({wrong})&" ô sai"),"Có ô sai: công thức báo lỗi")'


# The sheet of figures

_FACTS_TITLE_ROW, _FACTS_YEAR_ROW, _FACTS_UNIT_ROW, _FACTS_NOTE_ROW, _FACTS_HEADER_ROW, _FACTS_FIRST_ROW = range(1, 7)
_FACT_COLUMN: dict[str, int] = {key: number for number, key in enumerate(FACT_COLUMNS, 1)}
# They fill a portrait A4 page, shrunk a little.
_FACT_WIDTHS: dict[str, float] = {STT: 5, CRITERION: 9, PROMPT: 34, UNIT: 11, VALUE: 12, CLAUSE: 11, NOTE: 11}
_FACTS_TITLE = "SỐ LIỆU ĐỐI CHIẾU ĐIỂM THI ĐUA"
_FACTS_NOTE = "Không bắt buộc. Nếu điền, phần mềm đối chiếu điểm với số liệu."


def fact_cells(rubric: Rubric) -> dict[str, str]:
    """The address on the sheet of figures where each is to be typed, by fact id."""
    return {fact.id: address(row, _FACT_COLUMN[VALUE]) for row, fact in _fact_rows(rubric) if not isinstance(fact, str)}


def _fact_rows(rubric: Rubric) -> Iterable[tuple[int, Fact | str]]:
    """What stands in each row below the header: a criterion's heading, then its figures."""
    row, above = _FACTS_FIRST_ROW, ""
    for fact, criterion in rubric.facts():
        if criterion.id != above:
            above = criterion.id
            yield row, f"{criterion.id}. {criterion.title}"
            row += 1
        yield row, fact
        row += 1


def _figures(rubric: Rubric, *, unit: UnitOnForm | None, year: str, marker: Marker) -> Sheet:
    """The optional sheet that asks for what the rules compute from."""
    draft = _Draft(columns=_FACT_COLUMN)
    _facts_head(draft, unit, year)
    needing = {fact.id: criterion for fact, criterion in rubric.facts()}
    limits: list[Limit] = []
    for row, fact in _fact_rows(rubric):
        if isinstance(fact, str):
            heading = Box(fact, Style(size=11, bold=True, border=True, fill=_GROUP_FILL, indent=_INDENT))
            draft.put_across(row, STT, NOTE, heading)
            draft.fit(row, heading, _fact_points(*FACT_COLUMNS) - _INDENT_POINTS, spare=6)
        else:
            _fact_row(draft, row, len(limits) + 1, fact, needing[fact.id])
            limits.append(_fact_limit(fact, needing[fact.id], address(row, _FACT_COLUMN[VALUE])))
    return Sheet(
        name=FACTS_SHEET,
        boxes=draft.boxes,
        widths={_FACT_COLUMN[key]: width for key, width in _FACT_WIDTHS.items()},
        heights=draft.heights,
        merged=tuple(draft.merged),
        frozen=(_FACTS_FIRST_ROW, 1),
        repeated_rows=(_FACTS_HEADER_ROW, _FACTS_HEADER_ROW),
        print_area=Range(1, 1, max(draft.heights), len(FACT_COLUMNS)),
        breaks=_facts_breaks(rubric, draft.heights),
        landscape=False,
        footer=(_footer(unit, marker), "", "Trang &P/&N"),
        limits=tuple(limits),
        protected=True,
        selected=limits[0].cells[0],
    )


def _facts_breaks(rubric: Rubric, heights: Mapping[int, float]) -> tuple[int, ...]:
    """Page breaks that keep the figures of one criterion on one page, under its heading."""
    starts = [row for row, fact in _fact_rows(rubric) if isinstance(fact, str)]
    room = _page_room(_fact_points(*FACT_COLUMNS), landscape=False)
    used, breaks = sum(height for row, height in heights.items() if row < _FACTS_FIRST_ROW), []
    for start, end in zip(starts, [*starts[1:], max(heights) + 1], strict=True):
        block = sum(heights[row] for row in range(start, end))
        if used + block > room and start > _FACTS_FIRST_ROW:
            breaks.append(start - 1)
            used = heights[_FACTS_HEADER_ROW]
        used += block
    return tuple(breaks)


def _facts_head(draft: _Draft, unit: UnitOnForm | None, year: str) -> None:
    centred = Style(size=_SIZE, bold=True, horizontal="center")
    named = Style(size=_SIZE, bold=True, indent=1)
    # A form for any unit names the one that is typed on the score table.
    place = f"'{SHEET_NAME}'!{UNIT_CELL}"
    name = Box(unit.name, named) if unit else Box("", named, formula=f'IF({place}="","",{place})')
    note = Box(_FACTS_NOTE, Style(size=11, italic=True, horizontal="center"))
    for row, box in (
        (_FACTS_TITLE_ROW, Box(_FACTS_TITLE, replace(centred, size=14))),
        (_FACTS_YEAR_ROW, Box(_year_line(year), centred)),
        (_FACTS_NOTE_ROW, note),
    ):
        draft.put_across(row, STT, NOTE, box)
        draft.fit(row, box, _fact_points(*FACT_COLUMNS), spare=6)
    draft.put_across(_FACTS_UNIT_ROW, STT, CRITERION, Box("Đơn vị:", _LABEL))
    draft.put_across(_FACTS_UNIT_ROW, PROMPT, NOTE, name)
    draft.fit(_FACTS_UNIT_ROW, name, _fact_points(PROMPT, UNIT, VALUE, CLAUSE, NOTE))
    header = Style(size=11, bold=True, border=True, horizontal="center", fill=_HEADER_FILL)
    optional = Style(size=11, italic=True, border=True, horizontal="center", colour=_GREY_TEXT)
    for key, heading in FACT_COLUMNS.items():
        draft.put(_FACTS_HEADER_ROW, key, Box(heading, optional if key == NOTE else header))
    draft.heights[_FACTS_HEADER_ROW] = 2 * line_height(11) + 7


def _fact_row(draft: _Draft, row: int, number: int, fact: Fact, criterion: Criterion) -> None:
    plain = Style(border=True)
    centred = replace(plain, horizontal="center")
    boxes = {
        STT: Box(number, centred),
        CRITERION: Box(criterion.id, centred),
        PROMPT: Box(fact.prompt.vi, replace(plain, indent=_INDENT)),
        UNIT: Box(fact.unit.vi, centred),
        VALUE: Box(None, replace(centred, fill=_INPUT_FILL, unlocked=True)),
        CLAUSE: Box(fact.clause, centred),
        NOTE: Box(None, Style(size=_FREE_SIZE, border=True, unlocked=True)),
    }
    needed = [_LEAST_HEIGHT]
    for key, box in boxes.items():
        draft.put(row, key, box)
        inside = _fact_points(key) - box.style.indent * _INDENT_POINTS
        needed.append(text_height(str(box.value or ""), inside, box.style.size, spare=5))
    draft.heights[row] = min(max(needed), _MOST_HEIGHT)


def _fact_limit(fact: Fact, criterion: Criterion, cell: str) -> Limit:
    """What may be typed for the figure, from the same declaration that the check goes by."""
    figure = FIGURES[fact.kind]
    how = f" Nhập {figure.what.vi}; không có thì để trống. Căn cứ: mục {fact.clause} Hướng dẫn."
    return Limit(
        cells=(cell,),
        minimum=figure.least,
        maximum=figure.most,
        prompt_title=_shorten(f"Số liệu của tiêu chí {criterion.id}", _PROMPT_TITLE_LENGTH),
        prompt=_shorten(fact.prompt.vi.rstrip(".") + ".", _PROMPT_LENGTH - len(how)) + how,
        error_title="Số liệu không hợp lệ",
        error=f"Ô này cần {figure.what.vi}. Nhập lại; không có số liệu thì xoá trống ô.",
        whole=figure.whole,
        choices=figure.choices,
    )


def _fact_points(*keys: str) -> float:
    return sum(_FACT_WIDTHS[key] for key in keys) * _POINTS_PER_CHARACTER


# What may be typed, and what shows at a glance


def _limits(form: _Form) -> Iterable[Limit]:
    """The bounds of every score cell, from the same criterion that the checks use."""
    for leaf in form.leaves:
        row = form.rows[leaf.id]
        inside = [stage for stage in Stage if stage is not Stage.BOARD or leaf.id not in form.outside]
        yield score_limit(leaf, tuple(address(row, COLUMN[stage]) for stage in inside))
        if len(inside) < len(Stage):
            how = OUTSIDE_SCOPE
            yield score_limit(leaf, (address(row, COLUMN[Stage.BOARD]),), how)


# What is said where the board need not score (C.I.2.4).
OUTSIDE_SCOPE = "Để trống thì tổng lấy điểm Cụm thi đua chấm."


def score_limit(leaf: Criterion, cells: tuple[str, ...], how: str = "") -> Limit:
    """What may be typed as points for the row; the note says how it is scored, or `how` instead."""
    how = how or leaf.kind.describe(leaf.maximum).vi
    most = format_points(leaf.maximum)
    half = Decimal("0.5")
    all_or_nothing = isinstance(leaf.kind, AllOrNothing)
    example = leaf.maximum if all_or_nothing or leaf.maximum <= half else leaf.maximum - half
    basis = f" Căn cứ: mục {leaf.clause} Hướng dẫn."
    holder = _holder(leaf)
    return Limit(
        cells=cells,
        minimum=Decimal(0),
        maximum=leaf.maximum,
        prompt_title=f"{leaf.id} – tối đa {_printed(leaf.maximum)} điểm",
        prompt=_shorten(how.rstrip(".") + ".", _PROMPT_LENGTH - len(basis) - len(holder)) + holder + basis,
        error_title="Điểm ngoài khoảng cho phép",
        error=f"Điểm của dòng {leaf.id} từ 0 đến {most}. Nhập lại một số trong khoảng này, "
        f"ví dụ {format_points(example)}; chưa chấm thì xoá trống ô.",
    )


def _holder(leaf: Criterion) -> str:
    if leaf.holder is None:
        return ""
    roles = " hoặc ".join(_ROLES[role] for role in leaf.holder.roles)
    whose = f" Dành cho {roles}." if roles else ""
    return f"{whose} Chỉ chọn {leaf.holder.units:02d} đơn vị trong cụm."


def _free_limits(form: _Form, *, unit: UnitOnForm | None, cluster: str | None) -> Iterable[Limit]:
    """Notes beside the cells that take any text."""
    rows = form.leaf_rows()
    yield Limit(
        tuple(_ranges(rows, COLUMN[EVIDENCE])),
        prompt_title="Minh chứng (không bắt buộc)",
        prompt="Số, ký hiệu, ngày của văn bản hoặc tên tệp làm căn cứ cho điểm của dòng này.",
    )
    yield Limit(
        tuple(_ranges(rows, COLUMN[EXPLANATION])),
        prompt_title="Giải trình (không bắt buộc)",
        prompt="Lý do cho điểm, hoặc lý do điểm các cột khác nhau.",
    )
    if unit is None:
        yield Limit(
            (UNIT_CELL,),
            prompt_title="Tên đơn vị",
            prompt="Nhập tên đơn vị như trong danh sách thành viên của Cụm, Khối thi đua.",
        )
    if not cluster:
        yield Limit((CLUSTER_CELL,), prompt_title="Tên Cụm, Khối thi đua", prompt="Ví dụ: Cụm thi đua số 1.")


def _highlights(form: _Form) -> Iterable[Highlight]:
    """What turns red, yellow or green; the status line says the same in words."""
    rows = form.leaf_rows()
    top, (first, last) = rows[0], (column_letters(COLUMN[stage]) for stage in (Stage.SELF, Stage.BOARD))
    most = column_letters(COLUMN[MAXIMUM])
    here, scores, limit = f"{first}{top}", f"${first}{top}:${last}{top}", f"${most}{top}"
    yield Highlight(
        " ".join(_ranges(rows, COLUMN[Stage.SELF], COLUMN[Stage.BOARD])),
        f'AND({here}<>"",OR(NOT(ISNUMBER({here})),{here}<0,{here}>{limit}))',
        _WRONG_FILL,
        _WRONG_TEXT,
        bold=True,
    )
    yield Highlight(
        " ".join(_ranges(rows, 1, COLUMN[MAXIMUM])),
        f"COUNTA({scores})>SUMPRODUCT(ISNUMBER({scores})*({scores}>=0)*({scores}<={limit}))",
        "FDE9E7",
        _WRONG_TEXT,
    )
    yield Highlight(" ".join(_ranges(rows, COLUMN[Stage.SELF])), f'{here}=""', _MISSING_FILL)
    yield from _sum_highlights(form)
    status = "$".join(("", column_letters(COLUMN[MAXIMUM]), str(STATUS_ROW)))
    yield Highlight(STATUS_CELL, f'ISNUMBER(SEARCH("ô sai",{status}))', _WRONG_FILL, _WRONG_TEXT, bold=True)
    yield Highlight(STATUS_CELL, f'{status}="{_DONE}"', _DONE_FILL, _DONE_TEXT, bold=True)


def _sum_highlights(form: _Form) -> Iterable[Highlight]:
    """A sum above its maximum turns red."""
    groups = [form.rows[row.id] for row in form.rubric.rows() if row.is_group]
    for row in (*groups, form.total_row):
        cells = _ranges([row], COLUMN[Stage.SELF], COLUMN[Stage.BOARD])[0]
        here, most = address(row, COLUMN[Stage.SELF]), address(row, COLUMN[MAXIMUM])
        yield Highlight(cells, f"{here}>${most}", _WRONG_FILL, _WRONG_TEXT, bold=True)


# Numbers and sizes


def _two_digits(maximum: Decimal) -> str:
    """The number format in which the maximum looks as the form prints it: 5 is 05, 0.5 is 0,5."""
    _, mark, decimals = format_points(maximum, "en").partition(".")
    return "0." + "0" * len(decimals) if mark else "00"


def _printed(maximum: Decimal) -> str:
    text = format_points(maximum)
    return text.zfill(2) if text.isdigit() else text


def _shorten(text: str, most: int) -> str:
    from textwrap import shorten

    return shorten(text, most, placeholder="…")


def _points(*keys: str) -> float:
    """The width of the columns together, in points."""
    return sum(_WIDTHS[key] for key in keys) * _POINTS_PER_CHARACTER
