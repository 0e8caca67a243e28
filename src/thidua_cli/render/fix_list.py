"""A unit's fix list as a workbook: the faults with their cures, and its sheet with the faulty cells marked.

This module draws values only; it computes none and opens no file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

from thidua_cli import catalogue
from thidua_cli.catalogue import STAGE_NAMES, WAIVED, Text, filled, say, shown
from thidua_cli.cells import Range, address, place
from thidua_cli.findings import Severity, count, natural_cell
from thidua_cli.intake import TOTAL
from thidua_cli.layout import (
    CONTENT,
    EVIDENCE,
    EXPLANATION,
    FACTS_SHEET,
    FIX_LIST_PROPERTY,
    MAXIMUM,
    SHEET_NAME,
    STT,
    fix_list_line,
    headings,
)
from thidua_cli.page import Book, Box, Sheet, Style
from thidua_cli.rubric.model import Stage
from thidua_cli.template import (
    CLUSTER_CELL,
    COLUMN,
    HEADER_ROW,
    STATUS_CELL,
    STATUS_ROW,
    UNIT_CELL,
    YEAR_ROW,
    UnitOnForm,
    blank_form,
    fact_cells,
    input_cells,
    sum_cells,
)
from thidua_cli.typeset import text_height

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from thidua_cli.catalogue import Lang
    from thidua_cli.findings import Finding
    from thidua_cli.intake import Given, ScoreSheet
    from thidua_cli.submission import Submission


class Line(Struct, frozen=True):
    """A sheet on the list over a whole folder.

    Attributes:
        submission: The sheet.
        file: Its file as seen from the folder.
        written: The name of its own fix list; empty if it needs none.
    """

    submission: Submission
    file: str
    written: str = ""


def of_sheet(submission: Submission, file: str, lang: Lang) -> Book:
    """The fix list of one sheet; without the marked sheet where the file could not be read as one."""
    copy = _Copy.of(submission, lang)
    name = submission.unit.name if submission.unit else Text("chưa rõ đơn vị", "unit unknown").to(lang)
    titles = _titles(submission)
    rows = [_Row(finding, name, _target(finding, copy), titles) for finding in submission.findings]
    title = Text("DANH SÁCH LỖI CẦN SỬA", "WHAT TO CORRECT").to(lang)
    year = Text(f"năm {submission.year}", f"year {submission.year}").to(lang) if submission.year else ""
    about = [" · ".join(_clean(part, lang) for part in (name, year) if part)]
    about.append(Text(f"Phiếu: {file}", f"Sheet: {file}").to(lang))
    about.append(_counts(submission.findings).to(lang))
    remarks = [_HOW.to(lang), *([_HOW_MARKED.to(lang)] if copy else [_NOT_READ.to(lang)])]
    first = _list(_TAB.to(lang), title, about, remarks, _ordered(rows), lang)
    sheets = (first, *(copy.sheets(submission, file, rows, lang) if copy else ()))
    return Book(sheets, title=title, properties={FIX_LIST_PROPERTY: file})


def of_folder(lines: Sequence[Line], general: Sequence[Finding], folder: str, lang: Lang) -> Book:
    """The fix list over all sheets of a folder, with what was found beside them: who has what, then every fault."""
    names = {line.submission.unit.id: line.submission.unit.name for line in lines if line.submission.unit}
    rows = [_Row(finding, names.get(finding.unit or "") or _GENERAL.to(lang), None) for finding in general]
    for line in lines:
        name, titles = _unit_name(line).to(lang), _titles(line.submission)
        rows += [_Row(finding, name, None, titles, line.file) for finding in line.submission.findings]
    title = Text("TỔNG HỢP LỖI CẦN SỬA", "WHAT TO CORRECT, ALL SHEETS").to(lang)
    found = [*general, *(finding for line in lines for finding in line.submission.findings)]
    faulty = sum(1 for line in lines if line.written)
    number = Text(
        f"{len(lines)} phiếu, {faulty} phiếu cần sửa.", f"{len(lines)} sheet(s), {faulty} with something to correct."
    ).to(lang)
    about = [Text(f"Thư mục: {folder}", f"Folder: {folder}").to(lang), f"{number} {_counts(found).to(lang)}"]
    ordered = _by_file(rows, lines)
    listed = _list(_TAB.to(lang), title, about, [], ordered, lang, with_file=True)
    starts = {row.file: n for n, row in reversed(list(enumerate(ordered)))}
    shared = frozenset(finding.unit for finding in general if finding.unit)
    whole = _whole(title, about, lines, starts, shared, lang)
    return Book((whole, listed), title=title, properties={FIX_LIST_PROPERTY: folder})


_TAB = Text("Danh sách lỗi", "Fix list")
_HOW = Text(
    "Sửa trong phiếu gốc của đơn vị rồi gửi lại phiếu đó. Không sửa và không gửi lại tệp này.",
    "Correct the unit's own sheet and send it again. Do not correct or send back this file.",
)
_HOW_MARKED = filled(
    Text(
        "Trang “{sheet}” chép lại phiếu, ô có lỗi được tô màu; trỏ vào ô để đọc ghi chú. "
        "Bấm vào địa chỉ ở cột “Ô” để tới ô đó.",
        "The page “{sheet}” repeats the sheet with the faulty cells coloured; point at one to read its note. "
        "A click on an address in the column “Cell” leads there.",
    ),
    sheet=SHEET_NAME,
)
_NOT_READ = Text(
    "Không đọc được biểu chấm điểm trong tệp nên không có trang đánh dấu ô.",
    "No score table could be read in the file, so there is no page with marked cells.",
)


def _unit_name(line: Line) -> Text:
    unit = line.submission.unit
    return Text(unit.name, unit.name) if unit else Text("chưa rõ đơn vị", "unit unknown")


_GENERAL = Text("(chung)", "(general)")


def _titles(submission: Submission) -> Mapping[str, str]:
    """The first line of each criterion's text, by id."""
    if submission.sheet is None:
        return {}
    sections = submission.sheet.rubric.sections
    return {criterion.id: criterion.title for section in sections for criterion in section.everything()}


def _counts(findings: Iterable[Finding]) -> Text:
    found = tuple(findings)
    tally, waived = count(found), sum(finding.waived is not None for finding in found)
    vi = f"{tally.errors} lỗi phải sửa, {tally.warnings} cảnh báo cần xem lại, {tally.infos} ghi chú"
    en = f"Errors to correct: {tally.errors}, warnings to look at: {tally.warnings}, notes: {tally.infos}"
    if waived:
        vi, en = f"{vi}, {waived} đã chấp nhận", f"{en}, waived: {waived}"
    return Text(vi + ".", en + ".")


# --- looks ---------------------------------------------------------------------------------------

_SEVERITIES = {
    Severity.ERROR: Text("Lỗi", "Error"),
    Severity.WARNING: Text("Cảnh báo", "Warning"),
    Severity.INFO: Text("Ghi chú", "Note"),
}
_FILLS = {Severity.ERROR: "FFC7CE", Severity.WARNING: "FFEB9C", Severity.INFO: "DDEBF7"}
_WAIVED_FILL, _HEADER_FILL = "E4E4E4", "DCE6F1"
_TITLE = Style(size=14, bold=True, horizontal="center")
_ABOUT = Style(size=12, horizontal="center")
_REMARK = Style(size=11, italic=True, horizontal="center", colour="595959")
_HEADER = Style(size=11, bold=True, border=True, horizontal="center", fill=_HEADER_FILL)
_CELL = Style(size=11, border=True, vertical="top")
_CENTRED = replace(_CELL, horizontal="center")
_LINKED = replace(_CENTRED, colour="0563C1", bold=True)
_POINTS_PER_CHARACTER = 6.0
_LEAST_HEIGHT, _MOST_HEIGHT = 18.0, 409.0


_FOOT = Text("Danh sách lỗi – không phải phiếu chấm điểm", "Fix list – no score sheet")
_PAGES = Text("Trang &P/&N", "Page &P/&N")


def _weight(finding: Finding) -> tuple[bool, int]:
    """Errors first, what is waived last."""
    return finding.waived is not None, list(Severity).index(finding.severity)


def _fill(finding: Finding) -> str:
    return _FILLS[finding.severity] if finding.waived is None else _WAIVED_FILL


def _severity(finding: Finding) -> Text:
    return _SEVERITIES[finding.severity] if finding.waived is None else WAIVED


# --- page 1: the list ----------------------------------------------------------------------------


class _Target(Struct, frozen=True):
    """A cell of the repeated sheet."""

    sheet: str
    cell: str


class _Row(Struct, frozen=True):
    """A line of the list: the finding, whose it is, where it is marked, its criteria by id, its file."""

    finding: Finding
    name: str
    target: _Target | None
    titles: Mapping[str, str] = field(default_factory=dict)
    file: str = ""


def _ordered(rows: Iterable[_Row]) -> list[_Row]:
    """By weight, then as one reads the repeated sheet, what belongs to no cell first."""

    def key(row: _Row) -> tuple[object, ...]:
        finding, target = row.finding, row.target
        spot = (target.sheet != SHEET_NAME, *natural_cell(target.cell)) if target else (False, 0, "")
        return (*_weight(finding), *spot, finding.code, *natural_cell(finding.cell), finding.criterion or "")

    return sorted(rows, key=key)


def _by_file(rows: Iterable[_Row], lines: Sequence[Line]) -> list[_Row]:
    """What belongs to no sheet first, then sheet by sheet."""
    places = {line.file: n for n, line in enumerate(lines, 1)}
    return sorted(_ordered(rows), key=lambda row: places.get(row.file, 0))


_HEADS: tuple[tuple[Text, float], ...] = (
    (Text("Đơn vị", "Unit"), 16),
    (Text("Phiếu", "Sheet"), 16),
    (Text("Ô", "Cell"), 12),
    (Text("Tiêu chí", "Criterion"), 22),
    (Text("Mức độ", "Severity"), 10),
    (Text("Lỗi", "What is wrong"), 36),
    (Text("Cách sửa", "What to do"), 34),
    (Text("Căn cứ", "Clause"), 10),
    (Text("Mã", "Code"), 8),
)
_FILE, _CELL_COLUMN, _SEVERITY = 1, 2, 4


def _list(
    tab: str,
    title: str,
    about: Sequence[str],
    remarks: Sequence[str],
    rows: Sequence[_Row],
    lang: Lang,
    *,
    with_file: bool = False,
) -> Sheet:
    """The page with every fault, its headings repeated on each sheet of paper."""
    used = [n for n in range(len(_HEADS)) if with_file or n != _FILE]
    draft = _Draft([_HEADS[n][1] for n in used])
    draft.head(title, about, remarks)
    header = draft.next
    draft.row([Box(_HEADS[n][0].to(lang), _HEADER) for n in used])
    for row in rows:
        boxes = _boxes(row, lang)
        draft.row([boxes[n] for n in used])
    if not rows:
        draft.band(Text("Không có gì phải sửa.", "Nothing to correct.").to(lang), _CELL)
    return draft.sheet(tab, header, lang)


def _boxes(row: _Row, lang: Lang) -> list[Box]:
    finding, said = row.finding, say(row.finding, lang)
    link = f"'{row.target.sheet}'!{row.target.cell}" if row.target else None
    return [
        Box(_clean(row.name, lang), _CELL),
        Box(row.file or finding.file or None, _CELL),
        Box(_where(finding, lang) or None, _LINKED if link else _CENTRED, link=link),
        Box(_criterion(row, lang) or None, _CELL),
        Box(_severity(finding).to(lang), replace(_CENTRED, bold=True, fill=_fill(finding))),
        Box(said.message, _CELL),
        Box(said.fix, _CELL),
        Box(finding.clause, _CENTRED),
        Box(finding.code, _CENTRED),
    ]


def _clean(text: str, lang: Lang) -> str:
    return shown(text, lang)


def _where(finding: Finding, lang: Lang) -> str:
    """The cell as the unit finds it in its own file."""
    if not finding.cell:
        return ""
    elsewhere = f"{_clean(finding.sheet, lang)}!" if finding.sheet and finding.sheet != SHEET_NAME else ""
    return f"{elsewhere}{finding.cell}"


_LONGEST_TITLE = 40


def _criterion(row: _Row, lang: Lang) -> str:
    """The criterion with its title, and the score column."""
    finding = row.finding
    text = finding.criterion or ""
    if finding.criterion is None and finding.code in _OF_TOTAL and finding.stage:
        text = Text("Tổng cộng", "Total").to(lang)
    title = row.titles.get(finding.criterion or "", "")
    if title:
        text += f" {title}" if len(title) <= _LONGEST_TITLE else f" {title[:_LONGEST_TITLE].rsplit(' ', 1)[0]}…"
    stage = STAGE_NAMES.get(finding.stage or "")
    return "\n".join(part for part in (text, f"({stage.to(lang)})" if stage else "") if part)


class _Draft(Struct):
    """A page of bands and rows being put together from the top."""

    widths: Sequence[float]
    boxes: dict[tuple[int, int], Box] = field(default_factory=dict)
    heights: dict[int, float] = field(default_factory=dict)
    merged: list[Range] = field(default_factory=list)
    next: int = 1

    def head(self, title: str, about: Sequence[str], remarks: Sequence[str]) -> None:
        """Put the title and what is said below it across the page."""
        self.band(title, _TITLE)
        for text in about:
            self.band(text, _ABOUT)
        for text in remarks:
            self.band(text, _REMARK)

    def band(self, text: str, style: Style) -> None:
        """Put a line across the page."""
        width = sum(self.widths) * _POINTS_PER_CHARACTER
        self.boxes[self.next, 1] = Box(text, style)
        self.merged.append(Range(self.next, 1, self.next, len(self.widths)))
        self.heights[self.next] = _fit([(text, width, style)])
        self.next += 1

    def row(self, boxes: Sequence[Box]) -> None:
        """Put a row of cells, as high as its longest text needs."""
        for column, box in enumerate(boxes, 1):
            self.boxes[self.next, column] = box
        texts = [
            (str(box.value or ""), width * _POINTS_PER_CHARACTER, box.style)
            for box, width in zip(boxes, self.widths, strict=True)
        ]
        self.heights[self.next] = _fit(texts)
        self.next += 1

    def sheet(self, name: str, header: int, lang: Lang) -> Sheet:
        """The page, its row of headings frozen and repeated."""
        return Sheet(
            name=name,
            boxes=self.boxes,
            widths=dict(enumerate(self.widths, 1)),
            heights=self.heights,
            merged=tuple(self.merged),
            frozen=(header + 1, 1),
            repeated_rows=(header, header),
            print_area=Range(1, 1, self.next - 1, len(self.widths)),
            footer=(_FOOT.to(lang), "", _PAGES.to(lang)),
        )


def _fit(texts: Iterable[tuple[str, float, Style]]) -> float:
    needed = (text_height(text, width, style.size, bold=style.bold, spare=5) for text, width, style in texts)
    return min(max(_LEAST_HEIGHT, *needed), _MOST_HEIGHT)


# --- who has what --------------------------------------------------------------------------------

_NOTHING = Text("Không có gì phải sửa", "Nothing to correct")
_SEE_GENERAL = Text("Xem các dòng đầu trang “Danh sách lỗi”", "See the first lines of the page “Fix list”")


def _whole(
    title: str,
    about: Sequence[str],
    lines: Sequence[Line],
    starts: Mapping[str, int],
    shared: frozenset[str],
    lang: Lang,
) -> Sheet:
    """The page with one row for each sheet; its file leads to the first of its faults in the list.

    Units that something beside their sheets is said of are given by id.
    """
    heads = (
        (Text("STT", "No."), 6),
        (Text("Đơn vị", "Unit"), 34),
        (Text("Phiếu", "Sheet"), 34),
        (Text("Lỗi", "Errors"), 9),
        (Text("Cảnh báo", "Warnings"), 11),
        (Text("Danh sách lỗi gửi đơn vị", "Fix list for the unit"), 36),
    )
    draft = _Draft([width for _, width in heads])
    draft.head(title, about, [])
    header = draft.next
    draft.row([Box(name.to(lang), _HEADER) for name, _ in heads])
    # The list has as many lines above its headings as this page.
    first = header + 1
    for number, line in enumerate(lines, 1):
        tally = count(line.submission.findings)
        link = f"'{_TAB.to(lang)}'!A{first + starts[line.file]}" if line.file in starts else None
        unit = line.submission.unit
        written = line.written or (_SEE_GENERAL if unit and unit.id in shared else _NOTHING).to(lang)
        draft.row(
            [
                Box(number, _CENTRED),
                Box(_clean(_unit_name(line).to(lang), lang), _CELL),
                Box(line.file, replace(_LINKED, horizontal="left") if link else _CELL, link=link),
                Box(tally.errors, replace(_CENTRED, fill=_FILLS[Severity.ERROR] if tally.errors else None)),
                Box(tally.warnings, replace(_CENTRED, fill=_FILLS[Severity.WARNING] if tally.warnings else None)),
                Box(written, _CELL),
            ]
        )
    return draft.sheet(Text("Tổng hợp", "Summary").to(lang), header, lang)


# --- page 2: the sheet repeated ------------------------------------------------------------------


class _Copy(Struct, frozen=True):
    """Where everything of a sheet stands on the form that repeats it.

    Attributes:
        sheet: The sheet repeated.
        form: Its blank form.
        rows: The form's row of each criterion; the total row's id is `total`.
        scores: The form's cell of each score and sum.
        facts: The form's cell of each figure.
        twins: The form's cell for each cell of the unit's file, by worksheet and address there.
    """

    sheet: ScoreSheet
    form: Book
    rows: Mapping[str, int]
    scores: Mapping[tuple[str, Stage], str]
    facts: Mapping[str, str]
    twins: Mapping[tuple[str | None, str], _Target]

    @classmethod
    def of(cls, submission: Submission, lang: Lang) -> _Copy | None:
        """The places on the form; None for a file without a readable sheet."""
        sheet = submission.sheet
        if sheet is None:
            return None
        name = sheet.identity.unit or (submission.unit.name if submission.unit else "")
        unit = UnitOnForm("", _clean(name, lang)) if name.strip() else None
        form = blank_form(sheet.rubric, unit=unit, year=_clean(submission.year or "", lang), cluster=None)
        sums = {(key or TOTAL, stage): cell for (key, stage), cell in sum_cells(sheet.rubric).items()}
        scores = {**input_cells(sheet.rubric), **sums}
        rows = {key: spot[0] for (key, stage), cell in scores.items() if (spot := place(cell)) and stage is Stage.SELF}
        facts = fact_cells(sheet.rubric)
        return cls(sheet, form, rows, scores, facts, dict(_twins(sheet, rows, scores, facts)))

    def sheets(self, submission: Submission, file: str, rows: Sequence[_Row], lang: Lang) -> tuple[Sheet, ...]:
        """The form with everything as the unit typed it, its faulty cells coloured and explained."""
        marks: dict[_Target, list[Finding]] = {}
        for row in _ordered(rows):
            if row.target is not None:
                marks.setdefault(row.target, []).append(row.finding)
        filled_in = {SHEET_NAME: self._typed(submission, file, lang), FACTS_SHEET: self._typed_facts()}
        return tuple(
            _marked(
                _locked(page, filled_in[page.name], self._left_out() if page.name == SHEET_NAME else frozenset(), lang),
                {target.cell: found for target, found in marks.items() if target.sheet == page.name},
                lang,
            )
            for page in self.form.sheets
            # The sheet of figures is optional: a unit that sent none is shown none.
            if page.name == SHEET_NAME or self.sheet.facts_sheet is not None
        )

    def _typed(self, submission: Submission, file: str, lang: Lang) -> dict[str, Box]:
        """What stands in the cells of the score table, by address."""
        sheet, typed = self.sheet, {}
        for (key, stage), cell in self.scores.items():
            typed[cell] = _said(sheet.given(key, stage))
        for key, row in self.rows.items():
            entry = sheet.entries.get(key)
            if entry is None:
                continue
            if entry.maximum is not None and not entry.maximum.is_blank:
                typed[address(row, COLUMN[MAXIMUM])] = _said(entry.maximum)
            typed[address(row, COLUMN[EVIDENCE])] = Box(entry.evidence or None)
            typed[address(row, COLUMN[EXPLANATION])] = Box(entry.explanation or None)
        for key, texts in _parts(sheet, self.rows).items():
            for stage, text in texts.items():
                cell = self.scores[key, stage]
                typed[cell] = replace(typed[cell], note=text.to(lang))
        label = address(STATUS_ROW, COLUMN[CONTENT])
        typed[label] = Box(Text("Danh sách lỗi:", "Fix list:").to(lang))
        typed[STATUS_CELL] = Box(_status(submission.findings).to(lang))
        last = max(row for row, _ in self.form.sheets[0].boxes)
        typed[address(last, COLUMN[STT])] = Box(fix_list_line(file))
        typed[address(self.rows[TOTAL] + 1, COLUMN[STT])] = Box(_LEGEND.to(lang))
        return typed

    def _left_out(self) -> frozenset[int]:
        """The rows of the form that a copy has not: the cluster's name, which is not read, and the signatures."""
        named = place(CLUSTER_CELL)
        return frozenset({self.rows[TOTAL] + 2, *([named[0]] if named else [])})

    def _typed_facts(self) -> dict[str, Box]:
        """What stands in the cells of the sheet of figures, by address."""
        return {cell: _said(self.sheet.facts.get(fact)) for fact, cell in self.facts.items()}


def _status(findings: Iterable[Finding]) -> Text:
    tally = count(findings)
    return Text(
        f"{tally.errors} lỗi, {tally.warnings} cảnh báo; không sửa, không gửi trang này",
        f"errors: {tally.errors}, warnings: {tally.warnings}; do not correct or send this page",
    )


def _said(given: Given | None) -> Box:
    """What a cell says: the exact number, or the text of what is none."""
    if given is None:
        return Box(None)
    return Box(given.value if given.value is not None else given.text or None)


def _parts(sheet: ScoreSheet, rows: Mapping[str, int]) -> dict[str, dict[Stage, Text]]:
    """The scores of parts that the form has no row for, told at the row that they belong to."""
    found: dict[str, dict[Stage, list[str]]] = {}
    for key, entry in sheet.entries.items():
        above = _printed(key, rows)
        if above is None or above == key:
            continue
        for stage, given in entry.given.items():
            if given.text or given.value is not None:
                text = shown(given.value, "vi") if given.value is not None else given.text
                found.setdefault(above, {}).setdefault(stage, []).append(f"{key}: {text}")
    return {
        key: {
            stage: Text(f"Chấm theo từng ý: {'; '.join(parts)}", f"Scored by its parts: {'; '.join(parts)}")
            for stage, parts in by_stage.items()
        }
        for key, by_stage in found.items()
    }


def _printed(criterion: str, rows: Mapping[str, int]) -> str | None:
    """The criterion, or the nearest above it that has a row on the form."""
    while criterion and criterion not in rows:
        criterion = criterion.rpartition(".")[0]
    return criterion or None


def _twins(
    sheet: ScoreSheet,
    rows: Mapping[str, int],
    scores: Mapping[tuple[str, Stage], str],
    facts: Mapping[str, str],
) -> Iterator[tuple[tuple[str | None, str], _Target]]:
    for key, entry in sheet.entries.items():
        above = _printed(key, rows)
        if above is None:
            continue
        for stage, given in entry.given.items():
            yield (given.sheet or sheet.sheet, given.cell), _Target(SHEET_NAME, scores[above, stage])
        if entry.maximum is not None:
            cell = address(rows[above], COLUMN[MAXIMUM])
            yield (sheet.sheet, entry.maximum.cell), _Target(SHEET_NAME, cell)
    if sheet.identity.unit_cell is not None:
        yield (sheet.sheet, sheet.identity.unit_cell), _Target(SHEET_NAME, UNIT_CELL)
    for fact, given in sheet.facts.items():
        if fact in facts:
            yield (sheet.facts_sheet, given.cell), _Target(FACTS_SHEET, facts[fact])


_OF_UNIT = frozenset(
    {
        catalogue.UNIT_NOT_NAMED.id,
        catalogue.UNIT_FROM_FILE_NAME.id,
        catalogue.UNIT_UNKNOWN.id,
        catalogue.UNIT_CONFLICT.id,
        catalogue.UNIT_NAME_DIFFERS.id,
    }
)
_OF_TOTAL = frozenset({catalogue.TOTAL_DIFFERS.id, catalogue.SUM_UNREADABLE.id, catalogue.SUM_NOT_CHECKED.id})
_OF_COLUMN = frozenset({catalogue.COLUMN_MISSING.id, catalogue.COLUMN_REPEATED.id})
# The column of the form that a finding about a whole row is marked in.
_ROW_COLUMNS = {catalogue.ROW_NUMBER_DIFFERS.id: STT, catalogue.MAXIMUM_ALTERED.id: MAXIMUM}


def _target(finding: Finding, copy: _Copy | None) -> _Target | None:
    """The cell of the repeated sheet that the finding is about; None if it is about none."""
    if copy is None:
        return None
    twin = copy.twins.get((finding.sheet, finding.cell)) if finding.cell else None
    if twin is not None:
        return twin
    cell = _cell(finding, copy)
    return _Target(SHEET_NAME, cell) if cell else None


def _cell(finding: Finding, copy: _Copy) -> str | None:
    if finding.code in _OF_UNIT:
        return UNIT_CELL
    if finding.code == catalogue.YEAR_MISMATCH.id:
        return address(YEAR_ROW, COLUMN[STT])
    if finding.code in _OF_COLUMN:
        return _heading(finding, copy)
    key = TOTAL if finding.criterion is None and finding.code in _OF_TOTAL else finding.criterion
    row = _printed(key, copy.rows) if key else None
    if row is None:
        return None
    if finding.stage is not None:
        return copy.scores[row, Stage(finding.stage)]
    return address(copy.rows[row], COLUMN[_ROW_COLUMNS.get(finding.code, CONTENT)])


def _heading(finding: Finding, copy: _Copy) -> str | None:
    """The heading of the column that the finding names."""
    names = headings(copy.sheet.rubric.guidance.columns)
    key = next((key for key, name in names.items() if name == finding.found), None)
    return address(HEADER_ROW, COLUMN[key]) if key else None


_LEGEND = Text(
    "Màu ô: đỏ là lỗi, vàng là cảnh báo, xanh là ghi chú, xám là đã chấp nhận. Trỏ vào ô để đọc ghi chú.",
    "Red cells hold errors, yellow ones warnings, blue ones notes, grey ones what is waived. Point at a cell to read.",
)


def _locked(page: Sheet, typed: Mapping[str, Box], left_out: frozenset[int], lang: Lang) -> Sheet:
    """The page of the form with what was typed in place of its inputs and formulas, and nothing to be typed."""
    boxes = {}
    for spot, box in page.boxes.items():
        if spot[0] in left_out:
            continue
        said = typed.get(address(*spot))
        value = said.value if said else None if box.formula is not None else box.value
        style = replace(box.style, unlocked=False)
        kept = () if said else box.runs
        boxes[spot] = Box(value, style, runs=kept, note=said.note if said else "")
    heights = {row: height for row, height in page.heights.items() if row not in left_out}
    for (row, column), box in boxes.items():
        if address(row, column) in typed and isinstance(box.value, str) and column in page.widths:
            across = _across(page, row, column)
            needed = text_height(box.value, across, box.style.size, bold=box.style.bold, spare=4)
            heights[row] = min(max(heights.get(row, _LEAST_HEIGHT), needed), _MOST_HEIGHT)
    return replace(
        page,
        boxes=boxes,
        heights=heights,
        merged=tuple(area for area in page.merged if area.top not in left_out),
        footer=(_FOOT.to(lang), "", _PAGES.to(lang)),
        limits=(),
        highlights=(),
        selected="A1",
        protected=True,
    )


def _across(page: Sheet, row: int, column: int) -> float:
    """The width in points that a text has in the cell, with what is merged to its right."""
    merged = next((area for area in page.merged if (row, column) in area), None)
    last = merged.right if merged else column
    return sum(page.widths.get(each, 8) for each in range(column, last + 1)) * _POINTS_PER_CHARACTER


def _marked(page: Sheet, marks: Mapping[str, Sequence[Finding]], lang: Lang) -> Sheet:
    """The page with each faulty cell in the colour of its weightiest finding, and all of them in its note."""
    boxes = dict(page.boxes)
    for cell, findings in marks.items():
        spot = place(cell)
        if spot is None:
            continue
        box = boxes.get(spot, Box(None, _CELL))
        style = replace(box.style, fill=_fill(findings[0]), bold=box.style.bold or findings[0].is_error)
        told = [*filter(None, [box.note]), *(_note(finding, lang) for finding in findings)]
        boxes[spot] = replace(box, style=style, note="\n\n".join(dict.fromkeys(told)))
    return replace(page, boxes=boxes)


def _note(finding: Finding, lang: Lang) -> str:
    said = say(finding, lang)
    head = f"{_severity(finding).to(lang).upper()} {finding.code}"
    where = _where(finding, lang)
    head += Text(f" – ô {where} của phiếu", f" – cell {where} of the sheet").to(lang) if where else ""
    clause = Text(f"\nCăn cứ: mục {finding.clause}", f"\nClause: {finding.clause}").to(lang)
    cure = said.fix if finding.waived else Text("Cách sửa: ", "What to do: ").to(lang) + said.fix
    return f"{head}\n{said.message}\n{cure}{clause if finding.clause else ''}"
