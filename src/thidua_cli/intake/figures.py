"""What the optional sheet of figures (`Số liệu`) says, and the rows there that cannot be used.

This module knows no score; which figures can be computed with is asked in `facts`.
"""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import islice
from types import MappingProxyType
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from thidua_cli import catalogue, layout
from thidua_cli.catalogue import Text
from thidua_cli.cells import Kind, address, place
from thidua_cli.findings import Checked
from thidua_cli.intake.model import Fault, Given, Table
from thidua_cli.intake.rows import MOST_COMPARED
from thidua_cli.intake.tables import LONGEST_HEADING, figure_heads
from thidua_cli.intake.values import FAULT_OF_KIND, MOST_ROWS, is_covered, merged_over
from thidua_cli.vietnamese import NotPoints, fold, parse_points, tidy

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from thidua_cli.cells import Cell, Workbook, Worksheet
    from thidua_cli.findings import Finding
    from thidua_cli.intake.model import ScoreSheet
    from thidua_cli.rubric.model import Fact, Rubric

_MAY_BE_THOUSANDS = re.compile(r"[1-9][0-9]{0,2}[.,][0-9]{3}")
_GROUPED = re.compile(r"[1-9][0-9]{0,2}([., ])[0-9]{3}(?:\1[0-9]{3})*")
_MOST_DIGITS = 20


def read_facts(workbook: Workbook, sheet: ScoreSheet) -> Checked[ScoreSheet]:
    """The score sheet with what the optional sheet of figures says, and the rows there that it cannot use."""
    found = _figures(workbook, sheet.sheet)
    if found is None:
        return Checked(sheet)
    rows = list(islice(_figure_rows(found), MOST_ROWS + 1))
    facts, findings = _facts(rows[:MOST_ROWS], found, sheet)
    if len(rows) > MOST_ROWS:
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
    for row, columns in sorted(figure_heads(sheet).items()):
        return Table(sheet, columns, row, row + 1)
    return None


class _FigureRow(Struct, frozen=True):
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
        return cell.text[:MOST_COMPARED] if cell else ""

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
    merged = merged_over(table, [table.columns[layout.VALUE]])
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
        if not said.is_blank and is_covered(where, merged):
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
        pairs = known.setdefault(fold(fact.prompt.vi[:MOST_COMPARED]), [])
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
        return Given(where, None, FAULT_OF_KIND[cell.kind], cell.text)
    if len(cell.text) > LONGEST_HEADING:
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
