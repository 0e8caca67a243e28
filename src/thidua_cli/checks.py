"""The checks of one sheet: values, sums and the rules that one sheet can break.

Inside this stage every check runs and none masks another. It knows no file and no other unit.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from thidua_cli import catalogue
from thidua_cli.catalogue import Text
from thidua_cli.findings import Between
from thidua_cli.intake import TOTAL, Fault, meanings
from thidua_cli.rubric.model import STAGES, Stage
from thidua_cli.scores import ZERO, begun
from thidua_cli.vietnamese import format_points

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

    from thidua_cli.findings import Finding
    from thidua_cli.intake import Given, ScoreSheet
    from thidua_cli.rubric.model import Criterion
    from thidua_cli.scores import Scores

_CODE_OF_FAULT = {
    Fault.TEXT: catalogue.SCORE_NOT_A_NUMBER,
    Fault.AMBIGUOUS: catalogue.SCORE_AMBIGUOUS,
    Fault.PERCENT: catalogue.SCORE_IS_PERCENT,
    Fault.DATE: catalogue.SCORE_IS_DATE,
    Fault.BOOLEAN: catalogue.SCORE_IS_BOOLEAN,
    Fault.ERROR: catalogue.SCORE_ERROR_CELL,
    Fault.UNCALCULATED: catalogue.SCORE_UNCALCULATED,
    Fault.COVERED: catalogue.SCORE_COVERED,
    Fault.MERGED: catalogue.SCORE_MERGED,
}


def check(sheet: ScoreSheet, scores: Scores) -> tuple[Finding, ...]:
    """Everything the checks find on the sheet."""
    return tuple(finding for one in CHECKS for finding in one(sheet, scores))


def _place(sheet: ScoreSheet, criterion: Criterion, stage: Stage, said: Given | None) -> dict[str, str | None]:
    return {
        **sheet.where(said),
        "criterion": criterion.id,
        "stage": stage.value,
        "clause": criterion.clause,
    }


def value_within_maximum(sheet: ScoreSheet, scores: Scores) -> Iterator[Finding]:
    """Each scored cell states points between 0 and the row's maximum.

    Bad: 6 of at most 5; -1; `#N/A`; a date. Good: 4,5 of at most 5.
    """
    for stage in STAGES:
        for leaf in scores.leaves[stage]:
            said = sheet.given(leaf.id, stage)
            if said is None or said.is_blank:
                continue
            yield from _value(sheet, leaf, stage, said)


def _value(sheet: ScoreSheet, leaf: Criterion, stage: Stage, said: Given) -> Iterator[Finding]:
    step = sheet.rubric.option("finest_step", "0.25")
    value = said.value if said.value is not None else ZERO
    if said.fault is None and ZERO <= value <= leaf.maximum and (step == "any" or not value % Decimal(step)):
        return
    place = _place(sheet, leaf, stage, said)
    allowed = Between(ZERO, leaf.maximum)
    if said.fault is not None:
        found = _day(said.text) if said.fault is Fault.DATE else said.text
        meant = _meant(sheet, leaf, said)
        yield _CODE_OF_FAULT[said.fault].finding(**place, found=found, allowed=allowed, meant=meant)
        return
    if value > leaf.maximum and said.day is not None:
        meant = _meant(sheet, leaf, said)
        yield catalogue.SCORE_IS_SERIAL.finding(**place, found=value, allowed=allowed, day=said.day, meant=meant)
    elif value > leaf.maximum:
        yield catalogue.SCORE_ABOVE_MAXIMUM.finding(**place, found=value, allowed=allowed)
    elif value < 0:
        yield catalogue.SCORE_NEGATIVE.finding(**place, found=value, allowed=allowed)
    else:
        yield catalogue.SCORE_FINE.finding(**place, found=value, allowed=Decimal(step))


def _meant(sheet: ScoreSheet, leaf: Criterion, said: Given) -> Text:
    """The question what the cell was meant to say; empty if nothing fits the row's maximum."""
    row = sheet.entries[leaf.id].given.values()
    beside = {other.value: other.cell for other in row if other.value is not None}
    points = meanings(said, leaf.maximum, beside)
    if not points:
        return Text("", "")
    said_too = {value: Text(f" (như ô {cell} cùng dòng)", f" (as {cell} says)") for value, cell in beside.items()}
    none = Text("", "")
    vi = " hoặc ".join(format_points(value, "vi") + said_too.get(value, none).vi for value in points)
    en = " or ".join(format_points(value, "en") + said_too.get(value, none).en for value in points)
    return Text(f" Có phải là {vi}?", f" Was it meant to be {en}?")


def _day(text: str) -> date | str:
    """The day a cell turned into, so that it is shown as the language writes dates."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return text


def no_row_left_blank(sheet: ScoreSheet, scores: Scores) -> Iterator[Finding]:
    """Once a column is begun, each of its rows is scored; for the board each row in its scope.

    Bad: 13 of 14 rows scored. Good: all rows scored, 0 where there are no points.
    """
    for stage in STAGES:
        if stage not in _columns(sheet) or not begun(sheet, scores, stage):
            continue
        for section in sheet.rubric.sections:
            if stage is Stage.BOARD and section.id not in sheet.rubric.board_scope:
                continue
            for leaf in scores.leaves_of(section, stage):
                said = sheet.given(leaf.id, stage)
                if said is not None and said.is_blank:
                    place = _place(sheet, leaf, stage, said)
                    yield catalogue.SCORE_MISSING.finding(**place, allowed=Between(ZERO, leaf.maximum))


def _columns(sheet: ScoreSheet) -> set[Stage]:
    return {stage for entry in sheet.entries.values() for stage in entry.given}


def group_sum_agrees(sheet: ScoreSheet, scores: Scores) -> Iterator[Finding]:
    """A stated sum equals what stands below it, exactly.

    Bad: III.6 says 3 over rows of 1, 1, 0, 0. Good: III.6 says 2.
    """
    criteria = (*sheet.rubric.rows(), *sheet.rubric.details())
    for stage in STAGES:
        for criterion in criteria:
            said = sheet.given(criterion.id, stage)
            if said is None or said.is_blank or not scores.parts_of(criterion, stage):
                continue
            computed = scores.points[criterion.id, stage] or ZERO
            accepted = {computed}
            if stage is Stage.BOARD and criterion.id.split(".")[0] not in sheet.rubric.board_scope and not computed:
                # Outside its scope the board's column may repeat the cluster's sum.
                accepted.add(scores.points[criterion.id, Stage.CLUSTER] or ZERO)
            faulty = _has_fault(criterion, sheet, scores, stage)
            if not faulty and said.value in accepted:
                continue
            place = _place(sheet, criterion, stage, said)
            yield from _sum(catalogue.GROUP_SUM_DIFFERS, said, computed, accepted, faulty, criterion.id, place)


def total_agrees(sheet: ScoreSheet, scores: Scores) -> Iterator[Finding]:
    """The stated total equals the sum of the rows, exactly.

    In the board's column both the final total and the plain sum of that column are right.
    Bad: the total says 141 over rows adding up to 140,5. Good: it says 140,5.
    """
    for stage in STAGES:
        said = sheet.given(TOTAL, stage)
        if said is None or said.is_blank:
            continue
        computed = scores.totals[stage].value
        accepted = {computed, scores.columns[stage]}
        if stage is Stage.BOARD and not begun(sheet, scores, stage):
            accepted.add(ZERO)
        faulty = any(_has_fault(section, sheet, scores, stage) for section in sheet.rubric.sections) or any(
            _is_faulty(sheet.given(leaf, taken)) for leaf, taken in scores.used[stage]
        )
        place = {
            **sheet.where(said),
            "stage": stage.value,
            "clause": sheet.rubric.guidance.stages.get(stage),
        }
        yield from _sum(catalogue.TOTAL_DIFFERS, said, computed, accepted, faulty, "Tổng cộng", place)


def stated_sums(sheet: ScoreSheet, scores: Scores, stages: Collection[Stage]) -> Iterator[Finding]:
    """What the sums stated in some columns of a sheet are wrong by, beside the same checks of all its columns."""
    for one in (group_sum_agrees, total_agrees):
        for finding in one(sheet, scores):
            if finding.stage in stages:
                yield finding


def _has_fault(criterion: Criterion, sheet: ScoreSheet, scores: Scores, stage: Stage) -> bool:
    return any(_is_faulty(sheet.given(leaf.id, stage)) for leaf in scores.leaves_of(criterion, stage))


def _is_faulty(said: Given | None) -> bool:
    return said is not None and said.fault is not None


def _sum(
    code: catalogue.Code,
    said: Given,
    computed: Decimal,
    accepted: set[Decimal],
    faulty: bool,
    row: str,
    place: Mapping[str, str | None],
) -> Iterator[Finding]:
    if said.value is None:
        yield catalogue.SUM_UNREADABLE.finding(**place, found=said.text, allowed=computed, row=row)
    elif faulty:
        yield catalogue.SUM_NOT_CHECKED.finding(**place, row=row)
    elif said.value not in accepted:
        yield code.finding(**place, found=said.value, allowed=computed)


def maximum_as_issued(sheet: ScoreSheet, scores: Scores) -> Iterator[Finding]:
    """The maximum printed on the sheet is the table's.

    Bad: the row III.4 prints 10. Good: it prints 05.
    """
    del scores
    maxima = {criterion.id: (criterion.maximum, criterion.clause) for criterion in sheet.rubric.rows()}
    maxima[TOTAL] = (sheet.rubric.maximum, sheet.rubric.guidance.cites.get("total", ""))
    for criterion_id, (maximum, clause) in maxima.items():
        entry = sheet.entries.get(criterion_id)
        if entry is None or entry.maximum is None or entry.maximum.is_blank:
            continue
        if entry.maximum.value != maximum:
            yield catalogue.MAXIMUM_ALTERED.finding(
                file=sheet.file,
                sheet=sheet.sheet,
                cell=entry.maximum.cell,
                criterion=None if criterion_id == TOTAL else criterion_id,
                clause=clause or None,
                found=entry.maximum.value if entry.maximum.value is not None else entry.maximum.text,
                allowed=maximum,
            )


def not_all_at_maximum(sheet: ScoreSheet, scores: Scores) -> Iterator[Finding]:
    """Not every row of a column is at its maximum (C.I.1.3).

    Bad: 150 of 150 points. Good: anything less.
    """
    for stage in STAGES:
        leaves = scores.leaves[stage]
        if all(scores.points.get((leaf.id, stage)) == leaf.maximum for leaf in leaves):
            yield catalogue.ALL_AT_MAXIMUM.finding(file=sheet.file, sheet=sheet.sheet, stage=stage.value)


def board_keeps_to_its_scope(sheet: ScoreSheet, scores: Scores) -> Iterator[Finding]:
    """Outside its scope the board's column is empty or repeats the cluster's score (Q-38).

    Bad: I is 98 by the cluster and 97 in the board's column. Good: 98 and 98, or 98 and empty.
    """
    for section in sheet.rubric.sections:
        if section.id in sheet.rubric.board_scope:
            continue
        for leaf in scores.leaves_of(section, Stage.BOARD):
            said = sheet.given(leaf.id, Stage.BOARD)
            cluster = scores.points.get((leaf.id, Stage.CLUSTER))
            if said is not None and said.value is not None and said.value != cluster:
                yield catalogue.BOARD_OUTSIDE_SCOPE.finding(
                    **{**_place(sheet, leaf, Stage.BOARD, said), "clause": None},
                    found=said.value,
                    allowed="–" if cluster is None else cluster,
                )


CHECKS: tuple[Callable[[ScoreSheet, Scores], Iterator[Finding]], ...] = (
    value_within_maximum,
    no_row_left_blank,
    group_sum_agrees,
    total_agrees,
    maximum_as_issued,
    not_all_at_maximum,
    board_keeps_to_its_scope,
)
