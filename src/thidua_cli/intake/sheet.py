"""From a table that was found to one unit's score sheet, and what is wrong with its structure.

This module knows neither files nor rules: whether a value is allowed is asked in `checks`.
"""

from __future__ import annotations

from decimal import Decimal
from itertools import islice
from types import MappingProxyType
from typing import TYPE_CHECKING

from msgspec.structs import replace

from thidua_cli import catalogue, layout
from thidua_cli.catalogue import Text
from thidua_cli.cells import address, column_letters
from thidua_cli.findings import Checked
from thidua_cli.intake.columns import names_of, unclaimed
from thidua_cli.intake.model import TOTAL, Entry, Fault, Given, ScoreSheet
from thidua_cli.intake.questions import day_of_serial
from thidua_cli.intake.rows import Doubt, Matcher, is_total, rows_of
from thidua_cli.intake.values import MOST_ROWS, given, is_covered, merged_over
from thidua_cli.rubric.model import STAGES, Stage
from thidua_cli.vietnamese import fold, tidy

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from thidua_cli.cells import Range
    from thidua_cli.findings import Finding
    from thidua_cli.intake.model import Identity, Table
    from thidua_cli.intake.rows import Row
    from thidua_cli.rubric.model import Criterion, Rubric

# No row gives as many points, and no day of our time has a smaller number.
_LEAST_SERIAL = Decimal(1000)


def _merged_scores(table: Table) -> tuple[Range, ...]:
    """The merged ranges that lie over score columns of the rows that are read."""
    return merged_over(table, [table.columns[stage] for stage in STAGES if stage in table.columns])


def _entry(table: Table, number: int, merged: tuple[Range, ...]) -> Entry:
    sheet, columns = table.values, table.columns

    def text(key: str) -> str:
        cell = sheet.cells.get((number, columns[key])) if key in columns else None
        return cell.text if cell else ""

    def value(key: str) -> Given:
        column = columns[key]
        said = given(sheet.cells.get((number, column)), address(number, column))
        if not said.is_blank and is_covered((number, column), merged):
            return Given(said.cell, None, Fault.COVERED, said.text)
        if said.value is not None and said.value >= _LEAST_SERIAL:
            return replace(said, day=day_of_serial(said.value, date1904=table.date1904))
        return said

    return Entry(
        row=number,
        given=MappingProxyType({stage: value(stage) for stage in STAGES if stage in columns}),
        maximum=value(layout.MAXIMUM) if layout.MAXIMUM in columns else None,
        evidence=text(layout.EVIDENCE),
        explanation=text(layout.EXPLANATION),
    )


def read_table(table: Table, rubric: Rubric, identity: Identity, file: str) -> Checked[ScoreSheet]:
    """The score sheet that the table is under the rubric, and what is wrong with its structure."""
    matcher = Matcher(rubric)
    places: dict[str, list[int]] = {}
    findings: list[Finding] = []
    rows = list(islice(rows_of(table), MOST_ROWS + 1))
    if len(rows) > MOST_ROWS:
        beyond = address(rows.pop().number, table.columns[layout.CONTENT])
        findings.append(
            catalogue.TABLE_TOO_LONG.finding(file=file, sheet=table.sheet.name, cell=beyond, allowed=f"{MOST_ROWS}")
        )
    last_total = max((row.number for row in rows if is_total(row)), default=None)
    for row in rows:
        if last_total is not None and row.number > last_total:
            break
        if is_total(row):
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
    lines = [numbers[0] for numbers in places.values()]
    merged = tuple(area for area in _merged_scores(table) if any(area.top <= line <= area.bottom for line in lines))
    entries = {criterion_id: _entry(table, numbers[0], merged) for criterion_id, numbers in places.items()}
    if merged:
        entries = {
            criterion_id: _shared(entry, criterion_id, entries, merged, table)
            for criterion_id, entry in entries.items()
        }
    findings.extend(_unclaimed(table, entries, rubric, file))
    return Checked(ScoreSheet(file, table.sheet.name, rubric, identity, MappingProxyType(entries)), tuple(findings))


def _shared(
    entry: Entry, criterion_id: str, entries: Mapping[str, Entry], merged: tuple[Range, ...], table: Table
) -> Entry:
    """The entry with a fault where one of its cells is one with the cell of another row or stage that says something.

    A detail merged with the row that it is a part of has no score of its own.
    """
    own = {entries[above].row for above in _groups_above(criterion_id) if above in entries}
    stages = {table.columns[stage]: stage for stage in STAGES if stage in table.columns}
    said = dict(entry.given)
    for area in merged:
        stage = stages.get(area.left)
        if area.top in own or stage is None or not area.top <= entry.row <= area.bottom:
            continue
        first = given(table.values.cells.get((area.top, area.left)), address(area.top, area.left))
        for column in range(area.left, area.right + 1) if not first.is_blank else ():
            here = said.get(stages.get(column, Stage.SELF)) if column in stages else None
            if here is not None and here.is_blank and (entry.row, column) != (area.top, area.left):
                said[stages[column]] = Given(here.cell, None, Fault.MERGED, f"{first.cell}: {first.text}")
    return replace(entry, given=MappingProxyType(said)) if said != entry.given else entry


def _groups_above(criterion_id: str) -> Iterator[str]:
    while "." in criterion_id:
        criterion_id = criterion_id.rpartition(".")[0]
        yield criterion_id


def _unclaimed(table: Table, entries: Mapping[str, Entry], rubric: Rubric, file: str) -> Iterator[Finding]:
    """A finding for each column of points whose heading does not say whose they are."""
    maxima = {row.id: row.maximum for row in rubric.rows() if not row.is_group}
    for found in unclaimed(table, entries, maxima):
        yield catalogue.COLUMN_NOT_RECOGNISED.finding(
            file=file,
            sheet=table.sheet.name,
            cell=address(found.row, found.column),
            found=found.heading or None,
            column=column_letters(found.column),
            heading=f"“{found.heading}”" if found.heading else Text("không có tiêu đề", "without a heading"),
            number=found.number,
            allowed=", ".join(names_of(found.wanting, rubric.guidance.columns)),
        )


_BY = {
    Doubt.TEXT: Text("số thứ tự", "its number"),
    Doubt.SIMILAR: Text("nội dung gần giống", "similar text"),
}


def _doubted(row: Row, criterion: Criterion, doubt: Doubt, table: Table, file: str) -> Finding:
    """The warning that a row was recognised although its number or its text is not the form's."""
    place = {"file": file, "sheet": table.sheet.name, "criterion": criterion.id, "clause": criterion.clause}
    if doubt is Doubt.NUMBER:
        cell = address(row.number, table.columns.get(layout.STT, table.columns[layout.CONTENT]))
        return catalogue.ROW_NUMBER_DIFFERS.finding(**place, cell=cell, found=tidy(row.stt), allowed=criterion.stt)
    cell = address(row.number, table.columns[layout.CONTENT])
    found = tidy(row.content)
    return catalogue.ROW_TEXT_DIFFERS.finding(**place, cell=cell, found=found, allowed=criterion.title, by=_BY[doubt])


def _unknown(row: Row, table: Table, file: str) -> Iterator[Finding]:
    """A finding for each score column in which a row outside the rubric carries points."""
    for stage in STAGES:
        if stage not in table.columns:
            continue
        where = address(row.number, table.columns[stage])
        said = given(table.values.cells.get((row.number, table.columns[stage])), where)
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
    columns = (table.columns[stage] for stage in STAGES if stage in table.columns)
    return any(not given(table.values.cells.get((number, column)), "").is_blank for column in columns)


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
