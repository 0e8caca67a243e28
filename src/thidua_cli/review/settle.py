"""A unit's sheet joined with what was settled for it in the review workbook.

This module chooses nothing: where sheet and workbook give different scores, that is an error naming both cells.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from thidua_cli import catalogue
from thidua_cli.intake import TOTAL, Entry, Given
from thidua_cli.review.model import SETTLED
from thidua_cli.rubric.model import Stage
from thidua_cli.scores import ZERO, compute

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from thidua_cli.findings import Finding
    from thidua_cli.intake import ScoreSheet
    from thidua_cli.review.model import Review
    from thidua_cli.rubric.model import Criterion
    from thidua_cli.scores import Scores

_EARLIER = {Stage.CLUSTER: Stage.SELF, Stage.BOARD: Stage.CLUSTER}


class Settled(Struct, frozen=True):
    """A sheet with what was settled for its unit.

    Attributes:
        sheet: The sheet; its cluster and board scores are those of the review workbook where that has any.
        stages: The stages that the workbook has scores in; the sheet's own sums of these are left out, because
            they add up the sheet's own cells.
        findings: Where sheet and workbook disagree.
    """

    sheet: ScoreSheet
    stages: frozenset[Stage] = frozenset()
    findings: tuple[Finding, ...] = ()


def settle(sheet: ScoreSheet, review: Review, unit: str) -> Settled:
    """The sheet with the scores settled for the unit; a score that both give differently is an error (C.I.2.2)."""
    own = compute(sheet)
    settled = sheet
    stages: set[Stage] = set()
    findings: list[Finding] = []
    for stage in SETTLED:
        said = _on_the_sheets_rows(sheet, review.of(unit, stage))
        if all(one.is_blank for one in said.values()):
            continue
        stages.add(stage)
        findings += _differences(sheet, own, stage, said)
        settled = _taken_over(settled, own, stage, said)
    return Settled(settled, frozenset(stages), tuple(findings))


def _on_the_sheets_rows(sheet: ScoreSheet, said: Mapping[str, Given]) -> dict[str, Given]:
    """What was settled by the rows that the sheet scores: a group without rows of its own takes their sum."""
    taken = dict(said)
    for section in sheet.rubric.sections:
        for criterion in section.walk():
            if criterion.is_group and criterion.id in sheet.entries and not _has_rows(criterion, sheet):
                inner = [row.id for row in criterion.walk() if not row.is_group]
                parts = [part for row in inner if (part := taken.pop(row, None)) is not None]
                if parts:
                    taken[criterion.id] = _sum(parts)
    return taken


def _has_rows(criterion: Criterion, sheet: ScoreSheet) -> bool:
    return any(inner.id in sheet.entries for row in criterion.rows for inner in row.walk())


def _sum(parts: list[Given]) -> Given:
    """The parts as one score at the first one's cell; the first that states none speaks for all."""
    values = [part.value for part in parts]
    if all(part.is_blank for part in parts):
        return parts[0]
    for part, value in zip(parts, values, strict=True):
        if value is None:
            return part
    total = sum((value for value in values if value is not None), ZERO)
    return replace(parts[0], value=total, text=str(total))


def _differences(sheet: ScoreSheet, own: Scores, stage: Stage, said: Mapping[str, Given]) -> Iterator[Finding]:
    criteria = {row.id: row for section in sheet.rubric.sections for row in section.walk()}
    for criterion_id, theirs in said.items():
        ours = own.points.get((criterion_id, stage))
        if ours is None or theirs.value is None or ours == theirs.value:
            continue
        mine = sheet.given(criterion_id, stage)
        yield catalogue.SETTLED_TWICE.finding(
            file=theirs.file,
            sheet=theirs.sheet,
            cell=theirs.cell,
            criterion=criterion_id,
            stage=stage.value,
            clause=criteria[criterion_id].clause,
            found=theirs.value,
            allowed=ours,
            other=sheet.file,
            place=mine.cell if mine and mine.cell else criterion_id,
        )


def _taken_over(sheet: ScoreSheet, own: Scores, stage: Stage, said: Mapping[str, Given]) -> ScoreSheet:
    """The sheet with the stage's settled scores in place of its own blanks, and without its own sums of the stage."""
    groups = {row.id for section in sheet.rubric.sections for row in section.walk() if row.is_group}
    entries = dict(sheet.entries)
    for criterion_id in (TOTAL, *groups):
        if criterion_id in entries and criterion_id not in said:
            entries[criterion_id] = _without(entries[criterion_id], stage)
    for criterion_id, theirs in said.items():
        entry = entries.get(criterion_id, Entry(row=0, given={}))
        mine = entry.given.get(stage)
        scored = own.points.get((criterion_id, stage)) is not None
        faulty = mine is not None and mine.fault is not None
        # What is filled but states no points is an error wherever it stands, whatever the other place says.
        if theirs.fault is None and (scored or faulty):
            continue
        entries[criterion_id] = replace(entry, given={**entry.given, stage: theirs})
    return replace(sheet, entries=entries)


def _without(entry: Entry, stage: Stage) -> Entry:
    return replace(entry, given={at: said for at, said in entry.given.items() if at is not stage})


def unexplained(sheet: ScoreSheet, scores: Scores, review: Review, unit: str) -> Iterator[Finding]:
    """Settled scores that are not the earlier stage's and for which nobody gives a reason (C.I.2.2, III-N).

    The reason may stand in the review workbook or in the sheet's own column Giải trình.
    """
    for stage in SETTLED:
        for leaf in scores.leaves[stage]:
            if stage is Stage.BOARD and leaf.id.split(".")[0] not in sheet.rubric.board_scope:
                continue
            after = scores.points.get((leaf.id, stage))
            before = scores.points.get((leaf.id, _EARLIER[stage]))
            entry = sheet.entries.get(leaf.id)
            told = review.reason(unit, leaf.id, stage) or (entry and entry.explanation.strip())
            if after is None or before is None or after == before or told:
                continue
            yield catalogue.SETTLED_WITHOUT_REASON.finding(
                **sheet.where(sheet.given(leaf.id, stage)),
                criterion=leaf.id,
                stage=stage.value,
                found=after,
                allowed=before,
                column=catalogue.STAGE_NAMES[stage],
                earlier=catalogue.STAGE_NAMES[_EARLIER[stage]],
                review=review.file,
            )


def self_score(sheet: ScoreSheet, scores: Scores, criterion_id: str) -> Given | None:
    """The unit's own score of a row: what its cell says, or what the parts that it scored come to."""
    found = sheet.given(criterion_id, Stage.SELF)
    if found is not None and found.fault is not None:
        return found
    points = scores.points.get((criterion_id, Stage.SELF))
    if points is None:
        return found
    return replace(found or Given(""), value=points)


def is_same(one: Given, other: Given) -> bool:
    """Whether both state the same points; of what states none, the same text, since a copy of it is text."""
    if one.value is not None or other.value is not None:
        return one.value == other.value
    return (one.text if one.fault else "") == (other.text if other.fault else "")


def changed_since(sheet: ScoreSheet, review: Review, unit: str) -> Iterator[Finding]:
    """Self-scores that changed after a score was settled over them, and that nobody has looked at again."""
    waiting = {event.criterion: event for event in review.events if event.changed and event.unit == unit}
    settled = review.of(unit, Stage.CLUSTER)
    scores = compute(sheet)
    for criterion_id, said in settled.items():
        if said.is_blank:
            continue
        now, then = self_score(sheet, scores, criterion_id), review.basis.get((unit, criterion_id))
        event = waiting.get(criterion_id)
        moved = now is not None and then is not None and not is_same(now, then)
        if moved and now is not None and then is not None:
            before, after = then, now
        elif event is not None and not event.seen and now is not None:
            before, after = Given(event.cell, text=event.before), now
        else:
            continue
        yield catalogue.SELF_SCORE_CHANGED.finding(
            **sheet.where(now),
            criterion=criterion_id,
            stage=Stage.SELF.value,
            found=after.text or "–",
            allowed=before.text or "–",
            settled=said.value if said.value is not None else said.text,
            review=review.file,
            place=said.cell,
        )
