"""The form of a rubric with a unit's answers in it, as a `page.Book` ready to be written.

This module must not know file formats, where the answers come from, or any finding.
"""

from __future__ import annotations

from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

from thidua_cli import template
from thidua_cli.cells import address, place
from thidua_cli.layout import EVIDENCE, EXPLANATION, FACT_COLUMNS, NOTE
from thidua_cli.rubric.kinds import Sum
from thidua_cli.rubric.model import Stage
from thidua_cli.typeset import text_height

if TYPE_CHECKING:
    from collections.abc import Mapping

    from thidua_cli.page import Book, Box, Sheet, Value
    from thidua_cli.rubric.model import Criterion, Rubric

_ZERO = Decimal(0)
_POINTS_PER_CHARACTER = 6.0
# No row may be taller in Excel.
_MOST_HEIGHT = 409.0


class Answers(Struct, frozen=True):
    """What a unit answered.

    Attributes:
        scores: The points of rows that are scored directly, by criterion id and stage.
        notes: Evidence and explanations, by criterion id and column key (`evidence`, `explanation`).
        facts: The figures as numbers or as the form's words for yes and no, by fact id.
        remarks: What is noted beside them, by fact id.
    """

    scores: Mapping[tuple[str, Stage], Decimal] = field(default_factory=lambda: MappingProxyType({}))
    notes: Mapping[tuple[str, str], str] = field(default_factory=lambda: MappingProxyType({}))
    facts: Mapping[str, Decimal | str] = field(default_factory=lambda: MappingProxyType({}))
    remarks: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


def note_cells(rubric: Rubric) -> dict[tuple[str, str], str]:
    """The address of every evidence and explanation, by criterion id and column key."""
    rows = {**template.input_cells(rubric), **template.sum_cells(rubric)}
    found: dict[tuple[str, str], str] = {}
    for (criterion, _), cell in rows.items():
        spot = place(cell)
        if spot is None or not criterion:
            continue
        for key in (EVIDENCE, EXPLANATION):
            found[criterion, key] = address(spot[0], template.COLUMN[key])
    return found


def remark_cells(rubric: Rubric) -> dict[str, str]:
    """The address of what is noted beside each figure, by fact id."""
    column = list(FACT_COLUMNS).index(NOTE) + 1
    spots = {fact: place(cell) for fact, cell in template.fact_cells(rubric).items()}
    return {fact: address(spot[0], column) for fact, spot in spots.items() if spot}


def answered(blank: Book, rubric: Rubric, answers: Answers) -> Book:
    """The blank form of the rubric with the answers in their cells and every sum's stored result computed from them."""
    first, *others = blank.sheets
    scored = _with_values(first, _on_scores(rubric, answers))
    figures = tuple(_with_values(sheet, _on_figures(rubric, answers)) for sheet in others)
    return replace(blank, sheets=(scored, *figures))


def sums(rubric: Rubric, scores: Mapping[tuple[str, Stage], Decimal]) -> dict[tuple[str, Stage], Decimal]:
    """What the form's formulas come to, by group id and stage; the total's id is empty, blank counts as 0."""
    points: dict[tuple[str, Stage], Decimal] = {}

    def of(criterion: Criterion, stage: Stage) -> Decimal:
        if not criterion.is_group:
            return scores.get((criterion.id, stage), _ZERO)
        parts = [of(row, stage) for row in criterion.rows]
        highest = isinstance(criterion.kind, Sum) and criterion.kind.take == "highest"
        value = max(parts) if highest else sum(parts, _ZERO)
        points[criterion.id, stage] = min(value, criterion.maximum) if criterion.is_capped else value
        return points[criterion.id, stage]

    for stage in Stage:
        for section in rubric.sections:
            points[section.id, stage] = of(section, stage)
    for stage in Stage:
        taken = (
            (section.id, Stage.CLUSTER if stage is Stage.BOARD and section.id not in rubric.board_scope else stage)
            for section in rubric.sections
        )
        points["", stage] = sum((points[key] for key in taken), _ZERO)
    return points


def _on_scores(rubric: Rubric, answers: Answers) -> dict[str, Value]:
    """The values of the score table by address."""
    cells, notes = template.input_cells(rubric), note_cells(rubric)
    values: dict[str, Value] = {cells[key]: value for key, value in answers.scores.items()}
    computed = sums(rubric, answers.scores)
    values |= {cell: computed[key] for key, cell in template.sum_cells(rubric).items()}
    values |= {notes[key]: text for key, text in answers.notes.items()}
    leaves = {criterion for criterion, _ in cells}
    missing = sum((leaf, Stage.SELF) not in answers.scores for leaf in leaves)
    values[template.STATUS_CELL] = f"Còn {missing} ô chưa điền" if missing else "Đã điền đủ"
    return values


def _on_figures(rubric: Rubric, answers: Answers) -> dict[str, Value]:
    """The values of the sheet of figures by address."""
    cells, beside = template.fact_cells(rubric), remark_cells(rubric)
    values: dict[str, Value] = {cells[fact]: value for fact, value in answers.facts.items()}
    return values | {beside[fact]: text for fact, text in answers.remarks.items()}


def _with_values(sheet: Sheet, values: Mapping[str, Value]) -> Sheet:
    """The sheet with the values in its boxes, and rows high enough for their texts."""
    boxes, heights = dict(sheet.boxes), dict(sheet.heights)
    for cell, value in values.items():
        spot = place(cell)
        if spot is None or spot not in boxes:
            continue
        box = replace(boxes[spot], value=value)
        boxes[spot] = box
        if isinstance(value, str) and box.formula is None:
            heights[spot[0]] = max(heights.get(spot[0], 0.0), _height(box, sheet.widths.get(spot[1], 8)))
    return replace(sheet, boxes=boxes, heights=heights)


def _height(box: Box, characters: float) -> float:
    needed = text_height(str(box.value), characters * _POINTS_PER_CHARACTER, box.style.size, bold=box.style.bold)
    return min(needed, _MOST_HEIGHT)
