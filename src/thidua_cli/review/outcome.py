"""What a refresh of a review workbook came to, as the value that outputs draw.

This module draws nothing and opens no file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from thidua_cli.review.content import Content, said, unconfirmed
from thidua_cli.review.layout import EARLIER, TABS
from thidua_cli.rubric.model import Stage

if TYPE_CHECKING:
    from collections.abc import Mapping

    from thidua_cli.findings import Finding
    from thidua_cli.review.content import LogLine
    from thidua_cli.review.model import Review
    from thidua_cli.roster.model import Roster
    from thidua_cli.rubric.model import Rubric


class Standing(Struct, frozen=True):
    """How far a review workbook is.

    Attributes:
        units: The units in it.
        cells: By stage, how many scores are to be settled.
        settled: By stage, how many of them are.
        differences: By stage, how many settled scores are not the earlier stage's.
        reasons_missing: How many of these have no reason in the workbook.
        unconfirmed: Self-scores that changed under a settled score and that nobody has looked at again.
        kept: Texts set aside on the sheet for what has no place.
    """

    units: int
    cells: Mapping[Stage, int]
    settled: Mapping[Stage, int]
    differences: Mapping[Stage, int]
    reasons_missing: int
    unconfirmed: int = 0
    kept: int = 0


class Reviewed(Struct, frozen=True):
    """The result of `review`.

    Attributes:
        roster: The cluster's list; None if it could not be read.
        rubric: Its table; None if it could not be read.
        path: The folder as the user may open it.
        output: Where the workbook stands; None if none could be written.
        is_written: Whether this run wrote it.
        copy: Where the one before was kept; None if it was not replaced.
        events: What this run did, as its record says.
        standing: How far the workbook is; None if there is none.
        sheets: How many units have a sheet that could be used.
        findings: What is wrong with the workbook and with taking in the sheets.
    """

    path: str
    roster: Roster | None = None
    rubric: Rubric | None = None
    output: str | None = None
    is_written: bool = False
    copy: str | None = None
    events: tuple[LogLine, ...] = ()
    standing: Standing | None = None
    sheets: int = 0
    findings: tuple[Finding, ...] = ()


def standing(content: Content, rubric: Rubric) -> Standing:
    """How far the workbook with this content is."""
    leaves = {
        stage: [
            row.id
            for section in rubric.sections
            if stage is not Stage.BOARD or section.id in rubric.board_scope
            for row in section.walk()
            if not row.is_group
        ]
        for stage in TABS
    }
    settled, differences, missing = dict.fromkeys(TABS, 0), dict.fromkeys(TABS, 0), 0
    explained = {line.key for line in content.reasons if line.reason is not None and line.reason.text.strip()}
    for unit in content.units:
        for stage, rows in leaves.items():
            for row in rows:
                after = said(unit.settled(row, stage)).value
                before = said(unit.settled(row, EARLIER[stage])).value
                settled[stage] += after is not None
                if after is not None and before is not None and after != before:
                    differences[stage] += 1
                    missing += (unit.id, row, stage) not in explained
    return Standing(
        len(content.units),
        {stage: len(content.units) * len(rows) for stage, rows in leaves.items()},
        settled,
        differences,
        missing,
        len(unconfirmed(content.log)),
        len(content.kept),
    )


def standing_of(review: Review, rubric: Rubric) -> Standing:
    """How far the workbook is that was read; what is kept aside is not counted."""
    leaves = [row for row in rubric.rows() if not row.is_group]
    units = {unit for unit, _, _ in review.given}
    settled, differences, cells, missing = dict.fromkeys(TABS, 0), dict.fromkeys(TABS, 0), dict.fromkeys(TABS, 0), 0
    for unit in units:
        for row in leaves:
            for stage in TABS:
                if stage is Stage.BOARD and row.id.split(".")[0] not in rubric.board_scope:
                    continue
                cells[stage] += 1
                after = review.given.get((unit, row.id, stage))
                earlier = EARLIER[stage]
                before = (
                    review.basis.get((unit, row.id))
                    if earlier is Stage.SELF
                    else review.given.get((unit, row.id, earlier))
                )
                if after is None or after.value is None:
                    continue
                settled[stage] += 1
                if before is not None and before.value is not None and before.value != after.value:
                    differences[stage] += 1
                    missing += review.reason(unit, row.id, stage) is None
    last = {(event.unit, event.criterion): event for event in review.events if event.changed}
    return Standing(len(units), cells, settled, differences, missing, sum(not event.seen for event in last.values()))
