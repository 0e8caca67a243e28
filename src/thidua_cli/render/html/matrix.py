"""The matrix of criteria and units, each cell with its share of the maximum.

This module draws recomputed points; it adds up no score.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from thidua_cli.catalogue import STAGE_NAMES, Text, shown
from thidua_cli.render.html.model import Heat, HeatRow, HeatTable
from thidua_cli.render.html.standing import certain, number, shown_stage
from thidua_cli.rubric.model import Stage
from thidua_cli.scores import parts_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

    from thidua_cli.catalogue import Lang
    from thidua_cli.cluster import ClusterUnit
    from thidua_cli.intake import ScoreSheet
    from thidua_cli.report import ClusterReport
    from thidua_cli.rubric.model import Criterion, Rubric
    from thidua_cli.scores import Scores
    from thidua_cli.submission import Submission

_MOST_UNITS = 12  # side by side on a landscape A4 page
_LONGEST_STATED = 12


def heat(report: ClusterReport, lang: Lang) -> tuple[HeatTable, ...]:
    """The matrix at the stage ranked by, in tables of about equally many units; empty if no sheet can be shown."""
    rubric, stage = report.cluster.rubric, shown_stage(report)
    units = [row.unit for row in report.ranking.rows]
    cells = {unit.member.id: _cells(unit, rubric, stage, lang) for unit in units}
    if not any(cells.values()):
        return ()
    printed = {row.id for row in rubric.rows()}
    scored = {criterion_id for of_unit in cells.values() for criterion_id in of_unit}
    lines = [c for section in rubric.sections for c in _in_form_order(section) if c.id in printed | scored]
    details = {detail.id for detail in rubric.details()}
    tables = []
    for group in _evenly(units):
        rows = [
            HeatRow(
                criterion.id,
                shown(criterion.title, lang),
                certain(criterion.maximum, lang),
                _level(criterion, rubric, details),
                tuple(cells[unit.member.id].get(criterion.id, _NOTHING) for unit in group),
            )
            for criterion in lines
        ]
        totals = tuple(_total(unit, rubric, stage, lang) for unit in group)
        rows.append(HeatRow("", shown(rubric.total_title, lang), certain(rubric.maximum, lang), "total", totals))
        names = tuple(shown(unit.member.name, lang) for unit in group)
        tables.append(HeatTable(_caption(units, group, lang), names, tuple(rows)))
    return tuple(tables)


def heat_basis(report: ClusterReport, lang: Lang) -> str:
    """Which scores the matrix shows."""
    stage, rubric = shown_stage(report), report.cluster.rubric
    name = STAGE_NAMES[stage]
    if stage is Stage.BOARD and set(rubric.board_scope) != {section.id for section in rubric.sections}:
        scope, cluster = ", ".join(rubric.board_scope), STAGE_NAMES[Stage.CLUSTER]
        return Text(
            f"{name.vi} ở phần {scope}, {cluster.vi} ở các phần khác; số cộng tính lại từ các dòng.",
            f"The {name.en} in section {scope}, the {cluster.en} elsewhere; sums are recomputed from the rows.",
        ).to(lang)
    return Text(f"{name.vi}; số cộng tính lại từ các dòng.", f"The {name.en}; sums are recomputed from the rows.").to(
        lang
    )


_NOTHING = Heat(None, "", None, wrong=False)


def _evenly(units: Sequence[ClusterUnit]) -> Iterator[Sequence[ClusterUnit]]:
    """The units in as few groups as fit a page, none much smaller than the others."""
    groups = -(-len(units) // _MOST_UNITS)
    for place in range(groups):
        yield units[place * len(units) // groups : (place + 1) * len(units) // groups]


def _caption(units: Sequence[ClusterUnit], group: Sequence[ClusterUnit], lang: Lang) -> str:
    if len(units) == len(group):
        return ""
    first = units.index(group[0]) + 1
    last = first + len(group) - 1
    return Text(f"đơn vị {first}–{last} trong {len(units)}", f"units {first}–{last} of {len(units)}").to(lang)


def _in_form_order(criterion: Criterion) -> Iterator[Criterion]:
    """The criterion, its details and the rows printed below it."""
    yield criterion
    for part in (*criterion.details, *criterion.rows):
        yield from _in_form_order(part)


def _level(criterion: Criterion, rubric: Rubric, details: set[str]) -> str:
    if criterion in rubric.sections:
        return "section"
    if criterion.id in details:
        return "detail"
    return "group" if criterion.is_group else "row"


def _cells(unit: ClusterUnit, rubric: Rubric, stage: Stage, lang: Lang) -> dict[str, Heat]:
    """The unit's cells by criterion; none if it has no sheet, or one whose rows are those of another table."""
    submission = unit.submission
    if submission is None or submission.sheet is None or submission.scores is None or submission.rubric != rubric.id:
        return {}
    found: dict[str, Heat] = {}
    for section in rubric.sections:
        taken = _source(section, submission.scores, stage)
        _walk(section, submission, submission.sheet, taken, found, lang)
    return found


def _source(section: Criterion, scores: Scores, stage: Stage) -> Stage:
    """The score column that the section's points in the stage's total come from."""
    below = section.id + "."
    return next((taken for leaf, taken in scores.used[stage] if leaf == section.id or leaf.startswith(below)), stage)


def _walk(
    criterion: Criterion, submission: Submission, sheet: ScoreSheet, taken: Stage, found: dict[str, Heat], lang: Lang
) -> None:
    parts = parts_of(criterion, sheet, taken)
    value = submission.scores.points.get((criterion.id, taken)) if submission.scores else None
    said = None if parts else sheet.given(criterion.id, taken)
    stated = shown(said.text, lang) if said is not None and said.fault is not None else ""
    found[criterion.id] = Heat(
        number(value, lang),
        stated if len(stated) <= _LONGEST_STATED else stated[: _LONGEST_STATED - 1] + "…",
        _shade(value, criterion.maximum),
        wrong=bool(stated) or _is_wrong(criterion, submission, taken),
    )
    for part in parts:
        _walk(part, submission, sheet, taken, found, lang)


def _is_wrong(criterion: Criterion, submission: Submission, stage: Stage) -> bool:
    return any(
        finding.is_error and finding.criterion == criterion.id and finding.stage in {None, stage.value}
        for finding in submission.findings
    )


def _shade(value: Decimal | None, maximum: Decimal) -> int | None:
    """The tenth of the maximum that is reached; only all of it is 10."""
    if value is None or maximum <= 0:
        return None
    return max(0, min(10, int(value * 10 / maximum)))


def _total(unit: ClusterUnit, rubric: Rubric, stage: Stage, lang: Lang) -> Heat:
    """The total at the stage; none while it is not complete, since a part must not look like the whole."""
    submission = unit.submission
    if submission is None or submission.scores is None or submission.rubric != rubric.id:
        return _NOTHING
    total = submission.scores.totals[stage]
    if not total.complete:
        return _NOTHING
    wrong = any(f.is_error and f.criterion is None and f.stage == stage.value for f in submission.findings)
    return Heat(number(total.value, lang), "", _shade(total.value, rubric.maximum), wrong=wrong)
