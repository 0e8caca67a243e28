"""From the cells of a workbook to one unit's score sheet: the table, the rows, who it speaks of.

This module knows neither files nor rules: whether a value is allowed is asked in `checks`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from decimal import Decimal
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import islice
from types import MappingProxyType
from typing import TYPE_CHECKING

from thidua_cli import catalogue, layout
from thidua_cli.catalogue import Text
from thidua_cli.cells import Cell, Kind, address, column_letters, place
from thidua_cli.findings import Checked
from thidua_cli.rubric.model import Criterion, Stage
from thidua_cli.vietnamese import NotPoints, fold, parse_points, tidy

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from thidua_cli.cells import Range, Workbook, Worksheet
    from thidua_cli.findings import Finding
    from thidua_cli.rubric.model import Fact, Rubric

TOTAL = "total"


class Fault(StrEnum):
    """Why a filled cell states no points."""

    TEXT = "text"
    AMBIGUOUS = "ambiguous"
    PERCENT = "percent"
    DATE = "date"
    BOOLEAN = "boolean"
    ERROR = "error"
    UNCALCULATED = "uncalculated"
    COVERED = "covered"


@dataclass(frozen=True, slots=True)
class Given:
    """What one score cell says.

    Attributes:
        cell: Its address.
        value: The points, exactly as stated; None if blank or faulty.
        fault: Why it states none although it is filled.
        text: Its content as a person would read it.
    """

    cell: str
    value: Decimal | None = None
    fault: Fault | None = None
    text: str = ""

    @property
    def is_blank(self) -> bool:
        """Whether nothing was scored here; blank is never 0."""
        return self.value is None and self.fault is None


@dataclass(frozen=True, slots=True)
class Entry:
    """One criterion's row on a sheet.

    Attributes:
        row: The row's number on the worksheet.
        given: What each score column says; a column the sheet lacks is left out.
        maximum: The maximum printed on the sheet.
        evidence: The optional column Minh chứng.
        explanation: The optional column Giải trình.
    """

    row: int
    given: Mapping[Stage, Given]
    maximum: Given | None = None
    evidence: str = ""
    explanation: str = ""


@dataclass(frozen=True, slots=True)
class Identity:
    """Whom and what a sheet says it is for, as written.

    Attributes:
        unit: The name in the line `Đơn vị: …`; empty if there is none.
        unit_cell: Where that name stands.
        years: The years that the lines above the table state, in order.
        marker: What the form says of itself, if thidua made it.
    """

    unit: str = ""
    unit_cell: str | None = None
    years: tuple[str, ...] = ()
    marker: layout.Marker | None = None

    @property
    def year(self) -> str | None:
        """The year the sheet is for: the marker's, else the first one stated."""
        if self.marker and self.marker.year:
            return self.marker.year
        return self.years[0] if self.years else None


@dataclass(frozen=True, slots=True)
class Table:
    """A score table found on a worksheet: its columns by key, the row below its headings, what headings mean."""

    sheet: Worksheet
    columns: Mapping[str, int]
    header_row: int
    first_row: int
    headings: Mapping[str, str] = field(default_factory=lambda: layout.HEADING_KEYS)


@dataclass(frozen=True, slots=True)
class ScoreSheet:
    """One unit's filled sheet.

    Attributes:
        file: The file as the user may open it.
        sheet: The worksheet's name.
        rubric: The table it is read against.
        identity: Whom it says it is for.
        entries: The rows found, by criterion id; `total` is the total row.
        facts: What the optional sheet `Số liệu` says, by fact id; a fact whose row it lacks is left out.
        facts_sheet: That worksheet's name; None if the workbook has none.
        facts_typed: Whether anything was typed into it, a note or a row of its own included.
    """

    file: str
    sheet: str
    rubric: Rubric
    identity: Identity
    entries: Mapping[str, Entry] = field(default_factory=lambda: MappingProxyType({}))
    facts: Mapping[str, Given] = field(default_factory=lambda: MappingProxyType({}))
    facts_sheet: str | None = None
    facts_typed: bool = False

    def given(self, criterion_id: str, stage: Stage) -> Given | None:
        """What the sheet says for a criterion and stage; None if it has no such cell."""
        entry = self.entries.get(criterion_id)
        return entry.given.get(stage) if entry else None


# --- finding the table ---------------------------------------------------------------------------

_TRAILING_NUMBER = re.compile(r" [0-9]+$")
_LEAST_PREFIX, _LONGEST_HEADING = 8, 200


def _heading_key(text: str, keys: Mapping[str, str]) -> str | None:
    """The column a heading means, exactly or by a beginning such as `Điểm tự chấm (150)`."""
    key = _TRAILING_NUMBER.sub("", fold(text))
    if key in keys:
        return keys[key]
    prefixes = [name for name in keys if len(name) >= _LEAST_PREFIX and key.startswith(name + " ")]
    return keys[max(prefixes, key=len)] if prefixes else None


def _headings(sheet: Worksheet, keys: Mapping[str, str]) -> dict[int, list[tuple[int, str]]]:
    """The (column, key) pairs of every row that holds any heading."""
    rows: dict[int, list[tuple[int, str]]] = {}
    for (row, column), cell in sorted(sheet.cells.items()):
        if cell.kind is Kind.TEXT and len(cell.text) <= _LONGEST_HEADING and (key := _heading_key(cell.text, keys)):
            rows.setdefault(row, []).append((column, key))
    return rows


def _is_table(keys: set[str]) -> bool:
    stages = keys & set(Stage)
    return layout.CONTENT in keys and bool(stages) and (len(stages) > 1 or bool(keys & {layout.STT, layout.MAXIMUM}))


def find_tables(workbook: Workbook, headings: Mapping[str, str] = layout.HEADING_KEYS) -> tuple[Table, ...]:
    """Every score table of the workbook, found by its headings, which may stand in two rows."""
    return tuple(table for sheet in workbook.sheets for table in _tables_of(sheet, headings))


def _tables_of(sheet: Worksheet, headings: Mapping[str, str]) -> Iterator[Table]:
    rows = _headings(sheet, headings)
    figures = _figure_heads(sheet)
    found_until = 0
    for row in sorted(rows):
        if row <= found_until:
            continue
        if _is_table({key for _, key in rows[row]}):
            yield Table(sheet, _first_columns(rows[row]), row, row + 1, headings)
            found_until = row
        elif any(key == layout.CONTENT for _, key in rows[row]) and not (row in figures and _one_stage(rows, row + 1)):
            both = rows[row] + [pair for pair in rows.get(row + 1, []) if pair[1] != layout.CONTENT]
            alone_below = _is_table({key for _, key in rows.get(row + 1, [])})
            if _is_table({key for _, key in both}) and not alone_below:
                yield Table(sheet, _first_columns(both), row, row + 2, headings)
                found_until = row + 1


def _one_stage(rows: Mapping[int, list[tuple[int, str]]], row: int) -> bool:
    """Whether the row below the headings of figures names one stage at most: a figure's own words.

    The column Tiêu chí of that sheet then begins no score table.
    """
    return len({key for _, key in rows.get(row, [])} & set(Stage)) <= 1


def _first_columns(pairs: Sequence[tuple[int, str]]) -> Mapping[str, int]:
    columns: dict[str, int] = {}
    for column, key in sorted(pairs):
        columns.setdefault(key, column)
    return MappingProxyType(columns)


def repeated_columns(table: Table) -> dict[str, tuple[int, ...]]:
    """The keys of headings that stand over more than one column of the table, with these columns."""
    heads = range(table.header_row, table.first_row)
    found: dict[str, list[int]] = {}
    for (row, column), cell in table.sheet.cells.items():
        if row in heads and cell.kind is Kind.TEXT and (key := _heading_key(cell.text, table.headings)):
            found.setdefault(key, []).append(column)
    return {
        key: tuple(sorted(columns))
        for key, columns in found.items()
        if len(columns) > 1 and key not in {layout.EVIDENCE, layout.EXPLANATION}
    }


# --- identity ------------------------------------------------------------------------------------

_FAR = 30
_LABELLED = re.compile(r"\s*([^:：]{1,60}?)\s*[:：](.*)", re.DOTALL)
_YEAR = re.compile(r"(?<!\d)(?:nam|nam hoc) ([12][0-9]{3})(?: ([12][0-9]{3}))?(?![0-9])")
_DATE = re.compile(r"ngai [0-9 ]*thang [0-9 ]*nam [0-9]{4}")


def identify(workbook: Workbook, table: Table) -> Identity:
    """Whom and which year the sheet names, above its table and in its marker."""
    above = sorted((place, cell) for place, cell in table.sheet.cells.items() if place[0] < table.header_row)
    unit, unit_cell = "", None
    years: list[str] = []
    for (row, column), cell in above:
        if not unit and (named := _unit_in(cell, row, column, table.sheet)):
            unit, unit_cell = named
        years.extend(_years_in(cell, row, column, table.sheet))
    return Identity(unit, unit_cell, tuple(dict.fromkeys(years)), layout.marker_of(workbook))


def _right_of(sheet: Worksheet, row: int, column: int) -> tuple[int, Cell] | None:
    """The next filled cell to the right in the same row, with its column, if it is not far away."""
    for other in range(column + 1, column + _FAR):
        if (row, other) in sheet.cells:
            return other, sheet.cells[row, other]
    return None


def _unit_in(cell: Cell, row: int, column: int, sheet: Worksheet) -> tuple[str, str] | None:
    """The unit a labelled cell names, with the address of the name."""
    if cell.kind is not Kind.TEXT:
        return None
    for line in cell.text.splitlines():
        match = _LABELLED.fullmatch(line)
        label, value = (match[1], tidy(match[2])) if match else (line, "")
        if fold(label) not in layout.UNIT_LABELS:
            continue
        if fold(value):
            return value, address(row, column)
        beside = _right_of(sheet, row, column)
        if beside and beside[1].kind is Kind.TEXT and fold(beside[1].text):
            return tidy(beside[1].text), address(row, beside[0])
    return None


def _years_in(cell: Cell, row: int, column: int, sheet: Worksheet) -> list[str]:
    """The years a line states; a date such as `ngày 10 tháng 01 năm 2020` states none."""
    text = cell.text
    if fold(text) in {"nam", "nam hoc"}:
        beside = _right_of(sheet, row, column)
        text = f"{text} {beside[1].text}" if beside else text
    key = _DATE.sub(" ", fold(text))
    return ["-".join(filter(None, match.groups())) for match in _YEAR.finditer(key)]


# --- reading values ------------------------------------------------------------------------------

_FAULT_OF_KIND = {
    Kind.PERCENT: Fault.PERCENT,
    Kind.DATE: Fault.DATE,
    Kind.BOOLEAN: Fault.BOOLEAN,
    Kind.ERROR: Fault.ERROR,
    Kind.UNCALCULATED: Fault.UNCALCULATED,
}
_FAULT_OF_TEXT = {
    NotPoints.TEXT: Fault.TEXT,
    NotPoints.AMBIGUOUS: Fault.AMBIGUOUS,
    NotPoints.PERCENT: Fault.PERCENT,
}


def given(cell: Cell | None, where: str) -> Given:
    """What a score cell says. No value is ever guessed: what is no plain number has its own fault."""
    if cell is None:
        return Given(where)
    if cell.kind is Kind.NUMBER:
        return Given(where, cell.number, None, cell.text)
    if cell.kind is Kind.TEXT:
        points = parse_points(cell.text)
        if points.value is not None:
            return Given(where, points.value, None, cell.text)
        if points.reason is NotPoints.BLANK:
            return Given(where, text=cell.text)
        return Given(where, None, _FAULT_OF_TEXT[points.reason or NotPoints.TEXT], cell.text)
    return Given(where, None, _FAULT_OF_KIND[cell.kind], cell.text)


# --- recognising rows ----------------------------------------------------------------------------

_ROMAN = re.compile(r"[ivxlcIVXLC]+")
_NUMBERING = re.compile(r"^\s*(?:[IVXLC]+|[0-9]+(?:\.[0-9]+)*|[A-Za-zđ])\s*[.)]\s+")
_LEAST_SHORTENED, _MOST_COMPARED = 12, 400
# The longest issued table has 23 rows; a unit that types every part as a row stays far below this.
_MOST_ROWS = 300
_SIMILAR = 0.85


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of the table as typed: its number, its text, whether it carries points."""

    number: int
    stt: str
    content: str
    carries_points: bool

    @property
    def label(self) -> str:
        return tidy(f"{self.stt} {self.content}")


class _Doubt(StrEnum):
    """What makes the recognition of a row a guess."""

    TEXT = "text"  # recognised by its number, the text differs
    SIMILAR = "similar"  # recognised by a similar text, without a number
    NUMBER = "number"  # recognised by its text, the number differs


class _Matcher:
    """Finds the criterion a row means, by its number under the current section and by its text."""

    def __init__(self, rubric: Rubric) -> None:
        self.rows = rubric.rows()
        self.details = rubric.details()
        self.by_id = {criterion.id: criterion for criterion in (*self.rows, *self.details)}
        self.keys = {c.id: fold(c.title) for c in (*self.rows, *self.details)}
        self.full_keys = {c.id: fold(" ".join((c.title, *c.lines))) for c in self.rows}
        self.section: str | None = None
        self.current: str | None = None

    def match(self, row: _Row, taken: set[str]) -> tuple[Criterion | None, _Doubt | None]:
        """The criterion, and what makes that a guess (None when number and text agree)."""
        by_text, exact = self._by_text(row)
        by_path = self._by_path(row.stt, taken)
        found, how = self._decide(row, by_text, by_path, taken, exact=exact)
        if found is not None:
            self.current = found.id
            if found in self.rows and "." not in found.id:
                self.section = found.id
        return found, how

    def _decide(
        self, row: _Row, by_text: Criterion | None, by_path: Criterion | None, taken: set[str], *, exact: bool
    ) -> tuple[Criterion | None, _Doubt | None]:
        if by_text is None:
            # Notes between the rows may be numbered too: without points, a number with another text
            # is enough only for a printed row that has not been met yet.
            new = by_path in self.rows and by_path is not None and by_path.id not in taken
            if by_path is None or (fold(row.content) and not row.carries_points and not new):
                return None, None
            return by_path, _Doubt.TEXT if fold(row.content) else None
        if by_path is by_text:
            return by_text, None
        if by_path is None:
            foreign = exact and by_text in self.rows and bool(fold(row.stt))
            return by_text, _Doubt.NUMBER if foreign else None if exact else _Doubt.SIMILAR
        if exact:
            # The parts a text lists carry no number of their own on the form.
            return by_text, _Doubt.NUMBER if by_text in self.rows else None
        return by_path, _Doubt.TEXT

    def _by_text(self, row: _Row) -> tuple[Criterion | None, bool]:
        """The criterion whose text the row has, and whether word for word."""
        first = next((line for line in row.content.splitlines() if fold(line)), "")
        key, full = fold(_NUMBERING.sub("", first)), fold(_NUMBERING.sub("", row.content))
        if not key:
            return None, False
        exact = [
            c
            for c in self.by_id.values()
            if self.keys[c.id] in {key, full}
            or self.full_keys.get(c.id) == full
            or (full.startswith(self.keys[c.id] + " ") and len(self.keys[c.id]) >= _LEAST_SHORTENED)
        ]
        if exact:
            return self._nearest(exact, full), True
        if _LEAST_SHORTENED <= len(key) <= _MOST_COMPARED:
            shortened = [c for c in self.rows if self.keys[c.id].startswith(key)]
            if len(shortened) == 1:
                return shortened[0], False
            similar = [c for c in self.rows if SequenceMatcher(None, key, self.keys[c.id]).ratio() >= _SIMILAR]
            if len(similar) == 1:
                return similar[0], False
        return None, False

    def _nearest(self, candidates: list[Criterion], full: str) -> Criterion:
        """Among rows of the same text (Điểm thưởng stands in I and III) the one of this section."""
        here = [c for c in candidates if self.section and c.id.startswith(self.section + ".")]
        pool = here or candidates
        return max(pool, key=lambda c: (self.full_keys.get(c.id) == full, len(self.keys[c.id])))

    def _by_path(self, stt: str, taken: set[str]) -> Criterion | None:
        number = tidy(stt).strip(" .):(")
        if not number:
            return None
        if number.isalpha() and (found := self.by_id.get(number)):  # a section: I, or A
            return found
        if number in {"-", "–", "—", "+", "*", "•"}:
            return self._next_dash(taken)
        dotted = ".".join(part.lstrip("0") or "0" for part in number.split("."))
        if dotted.isalpha():  # a detail, lettered below the row met last
            prefixes = [self.current, (self.current or "").rpartition(".")[0]]
            dotted = dotted.lower()
        else:
            prefixes = [self.section, None]
        for prefix in prefixes:
            if found := self.by_id.get(f"{prefix}.{dotted}" if prefix else dotted):
                return found
        return self.by_id.get(number.upper()) if _ROMAN.fullmatch(number) else None

    def _next_dash(self, taken: set[str]) -> Criterion | None:
        """The next unnumbered row below the group that was met last."""
        for criterion in self.rows:
            dashes = [row for row in criterion.rows if row.stt == "-"]
            if dashes and self.current in {criterion.id, *(row.id for row in dashes)}:
                return next((row for row in dashes if row.id not in taken), None)
        return None


def _rows_of(table: Table) -> Iterator[_Row]:
    """The rows below the headings up to the total row, the row of column numbers left out."""
    sheet, columns = table.sheet, table.columns
    numbers = sorted({row for row, _ in sheet.cells if row >= table.first_row})
    scores = [columns[stage] for stage in Stage if stage in columns]
    for number in numbers:
        stt, content = (
            cell.text if (cell := sheet.cells.get((number, columns.get(key, 0)))) else ""
            for key in (layout.STT, layout.CONTENT)
        )
        if number == table.first_row and re.fullmatch(r"[0-9]{1,2}|[a-z]", fold(content)):
            continue
        carries = any(not given(sheet.cells.get((number, column)), "").is_blank for column in scores)
        yield _Row(number, stt, content, carries)


def _is_total(row: _Row) -> bool:
    return fold(row.content) in layout.TOTAL_KEYS or (not fold(row.content) and fold(row.stt) in layout.TOTAL_KEYS)


def _merged_scores(table: Table) -> tuple[Range, ...]:
    """The merged ranges that lie over score columns of the rows that are read."""
    return _merged_over(table, [table.columns[stage] for stage in Stage if stage in table.columns])


def _merged_over(table: Table, columns: Sequence[int]) -> tuple[Range, ...]:
    """The merged ranges that lie over these columns of the rows that are read."""
    last = table.first_row + _MOST_ROWS
    return tuple(
        area
        for area in table.sheet.merged
        if area.bottom >= table.first_row
        and area.top <= last
        and any(area.left <= column <= area.right for column in columns)
    )


def _is_covered(where: tuple[int, int], merged: tuple[Range, ...]) -> bool:
    """Whether the cell is hidden below the first one of a merged range."""
    return any(where in area and where != (area.top, area.left) for area in merged)


def _entry(table: Table, number: int, merged: tuple[Range, ...]) -> Entry:
    sheet, columns = table.sheet, table.columns

    def text(key: str) -> str:
        cell = sheet.cells.get((number, columns[key])) if key in columns else None
        return cell.text if cell else ""

    def value(key: str) -> Given:
        column = columns[key]
        said = given(sheet.cells.get((number, column)), address(number, column))
        if not said.is_blank and _is_covered((number, column), merged):
            return Given(said.cell, None, Fault.COVERED, said.text)
        return said

    return Entry(
        row=number,
        given=MappingProxyType({stage: value(stage) for stage in Stage if stage in columns}),
        maximum=value(layout.MAXIMUM) if layout.MAXIMUM in columns else None,
        evidence=text(layout.EVIDENCE),
        explanation=text(layout.EXPLANATION),
    )


def read_table(table: Table, rubric: Rubric, identity: Identity, file: str) -> Checked[ScoreSheet]:
    """The score sheet that the table is under the rubric, and what is wrong with its structure."""
    matcher = _Matcher(rubric)
    places: dict[str, list[int]] = {}
    findings: list[Finding] = []
    rows = list(islice(_rows_of(table), _MOST_ROWS + 1))
    if len(rows) > _MOST_ROWS:
        beyond = address(rows.pop().number, table.columns[layout.CONTENT])
        findings.append(
            catalogue.TABLE_TOO_LONG.finding(file=file, sheet=table.sheet.name, cell=beyond, allowed=f"{_MOST_ROWS}")
        )
    last_total = max((row.number for row in rows if _is_total(row)), default=None)
    for row in rows:
        if last_total is not None and row.number > last_total:
            break
        if _is_total(row):
            if row.number == last_total:
                places[TOTAL] = [row.number]
            continue
        criterion, guessed = matcher.match(row, set(places))
        if criterion is None:
            findings.extend(_unknown(row, table, file))
            continue
        places.setdefault(criterion.id, []).append(row.number)
        if guessed is not None:
            findings.append(_doubted(row, criterion, guessed, table, file))
    findings.extend(_repeated(places, table, rubric, file))
    findings.extend(_missing(places, table, rubric, file))
    findings.extend(_hidden(places, table, file))
    merged = _merged_scores(table)
    entries = {criterion_id: _entry(table, numbers[0], merged) for criterion_id, numbers in places.items()}
    return Checked(ScoreSheet(file, table.sheet.name, rubric, identity, MappingProxyType(entries)), tuple(findings))


_BY = {
    _Doubt.TEXT: Text("số thứ tự", "its number"),
    _Doubt.SIMILAR: Text("nội dung gần giống", "similar text"),
}


def _doubted(row: _Row, criterion: Criterion, doubt: _Doubt, table: Table, file: str) -> Finding:
    """The warning that a row was recognised although its number or its text is not the form's."""
    place = {"file": file, "sheet": table.sheet.name, "criterion": criterion.id, "clause": criterion.clause}
    if doubt is _Doubt.NUMBER:
        cell = address(row.number, table.columns.get(layout.STT, table.columns[layout.CONTENT]))
        return catalogue.ROW_NUMBER_DIFFERS.finding(**place, cell=cell, found=tidy(row.stt), allowed=criterion.stt)
    cell = address(row.number, table.columns[layout.CONTENT])
    found = tidy(row.content)
    return catalogue.ROW_TEXT_DIFFERS.finding(**place, cell=cell, found=found, allowed=criterion.title, by=_BY[doubt])


def _unknown(row: _Row, table: Table, file: str) -> Iterator[Finding]:
    """A finding for each score column in which a row outside the rubric carries points."""
    for stage in Stage:
        if stage not in table.columns:
            continue
        where = address(row.number, table.columns[stage])
        said = given(table.sheet.cells.get((row.number, table.columns[stage])), where)
        # A note between the rows may stretch over the score columns; only numbers are points.
        if said.value is not None and (fold(row.label) or said.value):
            yield catalogue.ROW_UNKNOWN.finding(
                file=file, sheet=table.sheet.name, cell=where, stage=stage, found=row.label or f"{row.number}"
            )


def _repeated(places: Mapping[str, list[int]], table: Table, rubric: Rubric, file: str) -> Iterator[Finding]:
    column = table.columns[layout.CONTENT]
    for criterion_id, numbers in places.items():
        if len(numbers) > 1 and (criterion := rubric.find(criterion_id)):
            cells = [address(number, column) for number in numbers]
            yield catalogue.ROW_REPEATED.finding(
                file=file,
                sheet=table.sheet.name,
                cell=cells[1],
                criterion=criterion_id,
                clause=criterion.clause,
                number=len(numbers),
                places=", ".join(cells),
            )


def _missing(places: Mapping[str, list[int]], table: Table, rubric: Rubric, file: str) -> Iterator[Finding]:
    """Rows the form has and the sheet lacks; a group without any of its rows is scored directly."""

    def below(criterion: Criterion) -> Iterator[Criterion]:
        present = [part for part in criterion.rows if any(row.id in places for row in part.walk())]
        if present:
            for part in criterion.rows:
                yield from below(part)
        elif criterion.id not in places:
            yield criterion

    for section in rubric.sections:
        for criterion in below(section):
            yield catalogue.ROW_MISSING.finding(
                file=file,
                sheet=table.sheet.name,
                criterion=criterion.id,
                clause=criterion.clause,
                title=criterion.title,
            )
    yield from _missing_details(places, table, rubric, file)
    if TOTAL not in places:
        yield catalogue.TOTAL_ROW_MISSING.finding(file=file, sheet=table.sheet.name)


def _missing_details(places: Mapping[str, list[int]], table: Table, rubric: Rubric, file: str) -> Iterator[Finding]:
    """Details are optional, but a sheet that scores some of them must carry them all."""
    for criterion in (*rubric.rows(), *rubric.details()):
        scored = [d for d in criterion.details if d.id in places and _carries(table, places[d.id][0])]
        if not scored:
            continue
        for detail in criterion.details:
            if detail.id not in places and not any(part.id in places for part in detail.details):
                yield catalogue.ROW_MISSING.finding(
                    file=file,
                    sheet=table.sheet.name,
                    criterion=detail.id,
                    clause=detail.clause,
                    title=detail.title,
                )


def _carries(table: Table, number: int) -> bool:
    columns = (table.columns[stage] for stage in Stage if stage in table.columns)
    return any(not given(table.sheet.cells.get((number, column)), "").is_blank for column in columns)


def _hidden(places: Mapping[str, list[int]], table: Table, file: str) -> Iterator[Finding]:
    """What of the table a reader of the workbook cannot see."""
    sheet = table.sheet
    rows = sorted(number for numbers in places.values() for number in numbers if number in sheet.hidden_rows)
    columns = sorted(
        column for key, column in table.columns.items() if key in set(Stage) and column in sheet.hidden_columns
    )
    parts: list[Text] = []
    if sheet.state != "visible":
        parts.append(Text(f"trang “{sheet.name}”", f"sheet “{sheet.name}”"))
    if rows:
        names = ", ".join(str(row) for row in rows)
        parts.append(Text(f"dòng {names}", f"rows {names}"))
    if columns:
        names = ", ".join(column_letters(column) for column in columns)
        parts.append(Text(f"cột {names}", f"columns {names}"))
    if parts:
        yield catalogue.HIDDEN_PART.finding(file=file, sheet=sheet.name, what=tuple(parts))


# --- the sheet of figures ------------------------------------------------------------------------

_MAY_BE_THOUSANDS = re.compile(r"[1-9][0-9]{0,2}[.,][0-9]{3}")
_GROUPED = re.compile(r"[1-9][0-9]{0,2}([., ])[0-9]{3}(?:\1[0-9]{3})*")
_MOST_DIGITS = 20
_LONGEST_FIGURE_HEADING = 30
# Letters without marks that stand in “Giá trị” however its accents are written.
_VALUE_HINT = "tr"


def read_facts(workbook: Workbook, sheet: ScoreSheet) -> Checked[ScoreSheet]:
    """The score sheet with what the optional sheet of figures says, and the rows there that it cannot use."""
    found = _figures(workbook, sheet.sheet)
    if found is None:
        return Checked(sheet)
    rows = list(islice(_figure_rows(found), _MOST_ROWS + 1))
    facts, findings = _facts(rows[:_MOST_ROWS], found, sheet)
    if len(rows) > _MOST_ROWS:
        findings.append(_unused(rows[-1], found, sheet))
    findings.extend(_hidden_figures(facts, found, sheet.file))
    typed = any(row.typed for row in rows)
    read = replace(sheet, facts=MappingProxyType(facts), facts_sheet=found.sheet.name, facts_typed=typed)
    return Checked(read, tuple(findings))


def _figures(workbook: Workbook, besides: str) -> Table | None:
    """The table of figures: on the sheet of that name, else on the first with its headings."""
    tables = [table for sheet in workbook.sheets if sheet.name != besides and (table := _figures_of(sheet))]
    named = [table for table in tables if fold(table.sheet.name) == fold(layout.FACTS_SHEET)]
    return next(iter((*named, *tables)), None)


def _figures_of(sheet: Worksheet) -> Table | None:
    for row, columns in sorted(_figure_heads(sheet).items()):
        return Table(sheet, columns, row, row + 1)
    return None


def _figure_heads(sheet: Worksheet) -> dict[int, Mapping[str, int]]:
    """The columns of each row that heads a table of figures."""
    # Big sheets are looked through for the one heading first: folding every cell takes seconds.
    found = {
        row
        for (row, _), cell in sheet.cells.items()
        if cell.kind is Kind.TEXT
        and len(cell.text) <= _LONGEST_FIGURE_HEADING
        and _VALUE_HINT in cell.text.casefold()
        and layout.FACT_HEADING_KEYS.get(fold(cell.text)) == layout.VALUE
    }
    rows: dict[int, list[tuple[int, str]]] = {}
    for (row, column), cell in sheet.cells.items() if found else ():
        if row in found and cell.kind is Kind.TEXT and len(cell.text) <= _LONGEST_FIGURE_HEADING:
            key = layout.FACT_HEADING_KEYS.get(fold(cell.text))
            if key:
                rows.setdefault(row, []).append((column, key))
    heads = {row: _first_columns(pairs) for row, pairs in rows.items()}
    return {row: columns for row, columns in heads.items() if {layout.PROMPT, layout.VALUE} <= columns.keys()}


@dataclass(frozen=True, slots=True)
class _FigureRow:
    """A row of the sheet of figures as typed."""

    number: int
    criterion: str
    prompt: str
    value: Cell | None
    note: str

    @property
    def typed(self) -> bool:
        return self.value is not None or bool(tidy(self.note))


def _figure_rows(table: Table) -> Iterator[_FigureRow]:
    """The rows below the headings that name a figure or hold a value."""
    cells, columns = table.sheet.cells, table.columns

    def text(row: int, key: str) -> str:
        cell = cells.get((row, columns.get(key, 0)))
        return cell.text[:_MOST_COMPARED] if cell else ""

    for number in sorted({row for row, _ in cells if row >= table.first_row}):
        row = _FigureRow(
            number,
            text(number, layout.CRITERION),
            text(number, layout.PROMPT),
            cells.get((number, columns[layout.VALUE])),
            text(number, layout.NOTE),
        )
        if fold(row.prompt) or row.typed:
            yield row


def _facts(rows: Sequence[_FigureRow], table: Table, sheet: ScoreSheet) -> tuple[dict[str, Given], list[Finding]]:
    """What the rows say by fact id, and a finding for each row that holds a value and is no figure of the form."""
    known = _known_figures(sheet.rubric)
    facts: dict[str, Given] = {}
    findings: list[Finding] = []
    merged = _merged_over(table, [table.columns[layout.VALUE]])
    for row in rows:
        candidates = known.get(fold(row.prompt), [])
        if not candidates:
            # Below the table somebody may sign; only a number without a name is a lost figure.
            if row.value and (fold(row.prompt) or row.value.kind is not Kind.TEXT):
                findings.append(_unused(row, table, sheet))
            continue
        fact, _ = max(candidates, key=lambda pair: (fold(pair[1]) == fold(row.criterion), pair[0].id not in facts))
        where = (row.number, table.columns[layout.VALUE])
        said = _figure(row.value, address(*where), fact)
        if not said.is_blank and _is_covered(where, merged):
            said = Given(said.cell, None, Fault.COVERED, said.text)
        facts[fact.id] = _both(facts[fact.id], said) if fact.id in facts else said
    return facts, findings


def _known_figures(rubric: Rubric) -> dict[str, list[tuple[Fact, str]]]:
    """The figures by folded prompt, each with the id of the criterion that needs it.

    Those that no rule needs are known too: a form made under other readings may ask for them.
    """
    needed = {fact.id: criterion.id for fact, criterion in rubric.facts()}
    known: dict[str, list[tuple[Fact, str]]] = {}
    for fact in (*(fact for fact, _ in rubric.facts()), *rubric.guidance.facts.values()):
        pairs = known.setdefault(fold(fact.prompt.vi[:_MOST_COMPARED]), [])
        if all(other.id != fact.id for other, _ in pairs):
            pairs.append((fact, needed.get(fact.id, "")))
    return known


def _both(first: Given, second: Given) -> Given:
    """What two rows of one figure say together; two different values are none."""
    if first.is_blank or second.is_blank:
        return second if first.is_blank else first
    if first.fault is None and first.value == second.value:
        return first
    return Given(second.cell, None, Fault.AMBIGUOUS, f"{first.text}; {second.text}")


def _unused(row: _FigureRow, table: Table, sheet: ScoreSheet) -> Finding:
    name = tidy(row.prompt) or f"{row.number}"
    prompts = [fact.prompt.vi for fact, _ in sheet.rubric.facts()]
    return catalogue.FACT_ROW_UNKNOWN.finding(
        file=sheet.file,
        sheet=table.sheet.name,
        cell=address(row.number, table.columns[layout.VALUE]),
        found=name,
        meant=catalogue.did_you_mean(name, prompts),
    )


def _hidden_figures(facts: Mapping[str, Given], table: Table, file: str) -> Iterator[Finding]:
    """Figures that count and that a reader of the workbook cannot see."""
    sheet = table.sheet
    spots = [spot for said in facts.values() if not said.is_blank and (spot := place(said.cell))]
    if spots and sheet.state != "visible":
        what = Text(f"trang “{sheet.name}”", f"sheet “{sheet.name}”")
    elif cells := [address(*s) for s in spots if s[0] in sheet.hidden_rows or s[1] in sheet.hidden_columns]:
        names = ", ".join(cells)
        what = Text(f"ô {names}", f"cells {names}")
    else:
        return
    yield catalogue.HIDDEN_PART.finding(file=file, sheet=sheet.name, what=(what,))


def _figure(cell: Cell | None, where: str, fact: Fact) -> Given:
    """What the cell says for the figure; whether the value may be is asked in `facts`."""
    if cell is None:
        return Given(where)
    if cell.kind is Kind.NUMBER:
        return Given(where, cell.number, None, cell.text)
    if cell.kind is Kind.PERCENT and _is_percent(fact) and cell.number is not None:
        return Given(where, cell.number * 100, None, cell.text)
    if cell.kind is not Kind.TEXT:
        return Given(where, None, _FAULT_OF_KIND[cell.kind], cell.text)
    if len(cell.text) > _LONGEST_HEADING:
        return Given(where, None, Fault.TEXT, cell.text)
    value, fault = _answer(cell.text) if fact.kind == "yes-no" else _number(cell.text, fact)
    return Given(where, value, fault, cell.text)


def _is_percent(fact: Fact) -> bool:
    return fact.kind == "percent" or fact.unit.vi == "%"


def _answer(text: str) -> tuple[Decimal | None, Fault | None]:
    """Yes as 1 and no as 0."""
    key = fold(text)
    if not key:
        return None, Fault.TEXT if _is_written(text) else None
    for value, words in ((Decimal(1), layout.YES), (Decimal(0), layout.NO)):
        if key in map(fold, words):
            return value, None
    return None, Fault.TEXT


def _is_written(text: str) -> bool:
    """Whether a text without letters or digits is more than the dash that stands for nothing."""
    return parse_points(text).reason is not NotPoints.BLANK


def _number(text: str, fact: Fact) -> tuple[Decimal | None, Fault | None]:
    """The number a text states: `4,5`, `1.234.567`, `1.234.567,8`, with the figure's unit behind it or not.

    `1.500` may be 1500 or 1,5 and is neither; of percents only 1,5 can be meant.
    """
    typed = tidy(text)
    if not _is_written(typed) and fold(typed) != "x":
        return None, None
    bare = _without_unit(typed, fact)
    if _MAY_BE_THOUSANDS.fullmatch(bare.lstrip("+- ")) and not _is_percent(fact):
        return None, Fault.AMBIGUOUS
    return _plain_number(bare)


def _without_unit(text: str, fact: Fact) -> str:
    unit = tidy(fact.unit.vi).casefold()
    for ending in (unit, "%") if _is_percent(fact) else (unit,):
        if ending and text.casefold().endswith(ending):
            return text[: len(text) - len(ending)].rstrip()
    return text


def _plain_number(text: str) -> tuple[Decimal | None, Fault | None]:
    """The number of digits, perhaps in groups of three, perhaps with a decimal mark."""
    points = parse_points(text)
    if points.value is not None and not text.casefold().endswith(("đ", "d", "điểm")):
        return points.value, None
    sign, digits = ("-", text[1:]) if text.startswith(("-", "−", "–")) else ("", text.lstrip("+"))
    for mark in (None, ",", "."):
        whole, _, part = digits.rpartition(mark) if mark else (digits, "", "")
        group = _GROUPED.fullmatch(whole)
        if group and group[1] != mark and (mark is None or part.isdecimal()):
            number = re.sub("[., ]", "", whole) + (f".{part}" if part else "")
            if number.isascii() and len(number) <= _MOST_DIGITS:
                return Decimal(sign + number), None
    return None, Fault.TEXT


# --- choosing the rubric -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Fit:
    """How well a table's rows fit a rubric.

    Attributes:
        titled: Whether the rubric's title stands above the table.
        matched: Texts of the rubric that the table has, the whole text counting beside the title.
        missed: Rows of the rubric that the table lacks.
        foreign: Rows of the table that the rubric lacks.
    """

    titled: bool
    matched: int
    missed: int
    foreign: int


@dataclass(frozen=True, slots=True)
class Wording:
    """The folded texts of a table: lines above it, whole contents of its rows, their first lines."""

    above: frozenset[str]
    contents: frozenset[str]
    firsts: frozenset[str]

    @property
    def names_a_table(self) -> bool:
        """Whether a line above says for whom the table is (`ĐỐI VỚI …`), as every issued table does."""
        return any(line.startswith("doi voi ") for line in self.above)


def wording(table: Table) -> Wording:
    """The texts by which the table is recognised."""
    cells, column = table.sheet.cells, table.columns[layout.CONTENT]
    rows = range(table.first_row, table.first_row + _MOST_ROWS)
    texts = [cells[row, column].text for row in rows if (row, column) in cells]
    return Wording(
        above=frozenset(fold(cell.text) for place, cell in cells.items() if place[0] < table.header_row),
        contents=frozenset(map(fold, texts)),
        firsts=frozenset(fold(text.split("\n", 1)[0]) for text in texts),
    )


def fit(words: Wording, rubric: Rubric) -> Fit:
    """How well a table of these texts fits the rubric."""
    key = fold(rubric.title)
    full = {fold(" ".join((row.title, *row.lines))) for row in rubric.rows()}
    titles = {fold(row.title) for row in rubric.rows()}
    return Fit(
        titled=any(key in line for line in words.above),
        matched=len(full & words.contents) + len(titles & words.firsts),
        missed=len(titles - words.firsts),
        foreign=len(words.firsts - titles - layout.TOTAL_KEYS - {""}),
    )


def choose_rubric(words: Wording, candidates: Sequence[Rubric]) -> tuple[Rubric | None, tuple[str, ...]]:
    """The rubric the table most likely follows, and the ids of others that fit as well.

    None when too little matches. With a title above the table nothing is guessed: the tuple is empty
    and so it is when one rubric fits better than all others.
    """
    fits = [(fit(words, rubric), rubric) for rubric in candidates]
    titled = [rubric for found, rubric in fits if found.titled]
    if len(titled) == 1:
        return titled[0], ()
    scored = [(found.matched - found.missed, -index, rubric) for index, (found, rubric) in enumerate(fits)]
    if not scored:
        return None, ()
    best = max(scored, key=lambda item: item[:2])
    found = fits[-best[1]][0]
    if found.matched < len(best[2].rows()) // 2:
        return None, ()
    return best[2], tuple(rubric.id for score, _, rubric in scored if score == best[0] and rubric is not best[2])
