"""The next state of a review workbook: what it held, joined with the units' sheets as they are now.

Nothing that was typed is dropped and no settled score changes. This module knows no file and no cells' places.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from thidua_cli.review import layout
from thidua_cli.review.content import (
    Content,
    Did,
    EvidenceLine,
    LogLine,
    ReasonLine,
    UnitColumns,
    number_cell,
    said,
    same,
    text_cell,
)
from thidua_cli.review.layout import EARLIER, STAGE_LABELS, TABS
from thidua_cli.review.settle import self_score
from thidua_cli.rubric.model import Stage
from thidua_cli.scores import compute
from thidua_cli.vietnamese import format_points

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from thidua_cli.cells import Cell
    from thidua_cli.intake import ScoreSheet
    from thidua_cli.review.take import Taken
    from thidua_cli.roster.model import Member, Roster
    from thidua_cli.rubric.model import Criterion, Rubric
    from thidua_cli.scores import Scores


class Refreshed(Struct, frozen=True):
    """The next state of a workbook, and the lines of its record that this refresh added."""

    content: Content
    events: tuple[LogLine, ...]


def refresh(
    taken: Taken | None, roster: Roster, rubric: Rubric, sheets: Mapping[str, ScoreSheet], today: str
) -> Refreshed:
    """The next state, from the one before (None for the first) and the units' own sheets by unit id.

    `today` is the day in ISO form. A unit without a sheet keeps the self-scores shown last.
    """
    before = taken.content if taken else Content()
    events: list[LogLine] = []
    units: list[UnitColumns] = []
    for member in roster.members:
        one = _Unit(member, rubric, before.unit(member.id), sheets.get(member.id), today, events)
        if taken is not None and before.unit(member.id) is None:
            events.append(one.line(Did.ADDED))
        units.append(one.refreshed(before.log))
    events += _removed(taken, roster, before.log, today)
    kept = before.kept + tuple(replace(line, day=line.day or today) for line in (taken.foreign if taken else ()))
    content = Content(
        tuple(units),
        _reasons(before.reasons, units, rubric),
        tuple(_evidence(roster, rubric, sheets)),
        (*before.log, *events),
        tuple(replace(line, text=line.text or "–") for line in kept),
    )
    return Refreshed(content, tuple(events))


# --- one unit ------------------------------------------------------------------------------------


class _Unit(Struct, frozen=True):
    """A unit while its columns are brought up to date; what is done goes into `events`."""

    member: Member
    rubric: Rubric
    old: UnitColumns | None
    sheet: ScoreSheet | None
    today: str
    events: list[LogLine]

    def line(
        self,
        did: Did,
        criterion: str = "",
        stage: Stage | None = None,
        *,
        before: str = "",
        after: str = "",
        source: str = "",
    ) -> LogLine:
        """A line of the record about the unit."""
        member = self.member
        return LogLine(self.today, member.id, member.name, did, criterion, stage, before, after, source)

    def refreshed(self, log: Iterable[LogLine]) -> UnitColumns:
        """Its columns: what was typed, beside its self-scores as they are now."""
        old = self.old or UnitColumns(self.member.id, self.member.name)
        if self.sheet is None:
            name = self.member.name
            if old.shown and not _is_without_sheet(self.member.id, log):
                self.events.append(self.line(Did.NO_SHEET))
            return replace(old, name=name, typed=_plain(old.typed), without_sheet=True)
        if _is_without_sheet(self.member.id, log):
            self.events.append(self.line(Did.SHEET_BACK, source=self.sheet.file))
        scores = compute(self.sheet)
        shown = self._shown(scores)
        typed = dict(_plain(old.typed))
        for row in self.rubric.rows():
            if not row.is_group and self.old is not None:
                self._keep_agreed(self.old, row, shown, typed)
        new = replace(old, name=self.member.name, shown=shown, typed=typed, without_sheet=False)
        return replace(new, typed=typed | dict(self._from_sheet(new, scores)))

    def _shown(self, scores: Scores) -> dict[str, Cell]:
        """The self-scores to show; a group only where the sheet scores it directly."""
        shown: dict[str, Cell] = {}
        leaves = {row.id for row in scores.leaves[Stage.SELF]}
        for row in self.rubric.rows():
            if row.is_group and row.id not in leaves:
                continue
            found = self_score(self._sheet(), scores, row.id)
            if found is not None and found.value is not None:
                shown[row.id] = number_cell(found.value)
            elif found is not None and (cell := text_cell(found.text if found.fault else "")) is not None:
                shown[row.id] = cell
        return shown

    def _sheet(self) -> ScoreSheet:
        if self.sheet is None:
            raise ValueError("a unit without a sheet has no scores")
        return self.sheet

    def _keep_agreed(
        self, old: UnitColumns, row: Criterion, shown: Mapping[str, Cell], typed: dict[tuple[str, Stage], Cell]
    ) -> None:
        """Where a self-score changed under a settled score, say so; a score agreed to is a number and stays it."""
        then, now = old.shown.get(row.id), shown.get(row.id)
        if same(then, now):
            return
        key = (row.id, Stage.CLUSTER)
        settled = old.settled(row.id, Stage.CLUSTER)
        agreed_blank = old.agrees(Stage.CLUSTER) and key not in old.typed
        if agreed_blank and said(then).value is not None and then is not None:
            typed[key] = then
            self.events.append(self.line(Did.AGREED, row.id, Stage.CLUSTER, after=_shown_text(then)))
        if not said(settled).is_blank or (agreed_blank and not said(now).is_blank):
            self.events.append(
                self.line(
                    Did.CHANGED,
                    row.id,
                    Stage.SELF,
                    before=_shown_text(then),
                    after=_shown_text(now),
                    source=self._source(row.id, Stage.SELF),
                )
            )

    def _from_sheet(self, unit: UnitColumns, scores: Scores) -> Iterator[tuple[tuple[str, Stage], Cell]]:
        """Scores that the unit's own sheet holds for cells in which nothing is settled and nothing typed."""
        for stage in TABS:
            for section in self.rubric.sections:
                if stage is Stage.BOARD and section.id not in self.rubric.board_scope:
                    continue
                for row in section.walk():
                    points = scores.points.get((row.id, stage))
                    if row.is_group or points is None or unit.settled(row.id, stage) is not None:
                        continue
                    source = self._source(row.id, stage)
                    text = format_points(points)
                    self.events.append(self.line(Did.TAKEN, row.id, stage, after=text, source=source))
                    yield (row.id, stage), number_cell(points)

    def _source(self, criterion_id: str, stage: Stage) -> str:
        found = self._sheet().given(criterion_id, stage)
        return self._sheet().file + (f", ô {found.cell}" if found is not None and found.cell else "")


def _is_without_sheet(unit: str, log: Iterable[LogLine]) -> bool:
    """Whether the last that the record says of the unit's sheet is that there is none."""
    said_last = [line.did for line in log if line.unit == unit and line.did in {Did.NO_SHEET, Did.SHEET_BACK}]
    return bool(said_last) and said_last[-1] is Did.NO_SHEET


def _plain(typed: Mapping[tuple[str, Stage], Cell]) -> dict[tuple[str, Stage], Cell]:
    """What was typed, formulas as what they showed."""
    return {key: replace(cell, formula=None) if cell.formula is not None else cell for key, cell in typed.items()}


def _shown_text(cell: Cell | None) -> str:
    found = said(cell)
    return format_points(found.value) if found.value is not None else (cell.text if cell else "")


def _removed(taken: Taken | None, roster: Roster, log: Iterable[LogLine], today: str) -> Iterator[LogLine]:
    """Units whose columns stood in the workbook and that the list no longer has."""
    told = {line.unit for line in log if line.did is Did.REMOVED}
    strangers = {found for _, found, _ in taken.unknown} if taken else set()
    for unit, (name, _) in (taken.names if taken else {}).items():
        if roster.member(unit) is None and unit in strangers and unit not in told:
            yield LogLine(today, unit, name, Did.REMOVED)


# --- the lists -----------------------------------------------------------------------------------


def _reasons(lines: Iterable[ReasonLine], units: Iterable[UnitColumns], rubric: Rubric) -> tuple[ReasonLine, ...]:
    """A line for each settled score that is not the earlier one, in the tables' order; typed lines all stay."""
    by_key: dict[tuple[str, str, Stage], list[ReasonLine]] = {}
    loose: list[ReasonLine] = []
    for line in lines:
        if line.key is None:
            loose.append(replace(line, remark=layout.UNPLACED))
        else:
            by_key.setdefault(line.key, []).append(line)
    result: list[ReasonLine] = []
    for unit in units:
        for stage in TABS:
            for row in rubric.rows():
                result += _lines_of(unit, row, stage, by_key.pop((unit.id, row.id, stage), []))
    left = [line for same_key in by_key.values() for line in same_key if line.is_typed]
    return (*result, *(replace(line, remark=layout.UNPLACED) for line in left), *loose)


def _lines_of(unit: UnitColumns, row: Criterion, stage: Stage, old: list[ReasonLine]) -> list[ReasonLine]:
    earlier, settled = unit.settled(row.id, EARLIER[stage]), unit.settled(row.id, stage)
    before, after = said(earlier).value, said(settled).value
    differs = not row.is_group and before is not None and after is not None and before != after
    typed = [line for line in old if line.is_typed]
    if not differs or before is None or after is None:
        return [replace(line, remark=layout.NO_LONGER) if line.before or line.after else line for line in typed]
    key = (unit.id, row.id, stage)
    fresh = ReasonLine(text_cell(unit.name), text_cell(row.id), text_cell(STAGE_LABELS[stage]), key=key)
    return [
        replace(
            line,
            unit=fresh.unit,
            criterion=fresh.criterion,
            column=fresh.column,
            before=format_points(before),
            after=format_points(after),
            remark="",
        )
        for line in typed or [fresh]
    ]


def _evidence(roster: Roster, rubric: Rubric, sheets: Mapping[str, ScoreSheet]) -> Iterator[EvidenceLine]:
    """What the units' sheets say beside their scores, in the order of the list and of the table."""
    for member in roster.members:
        sheet = sheets.get(member.id)
        if sheet is None:
            continue
        scores = compute(sheet)
        for row in (*rubric.rows(), *rubric.details()):
            entry = sheet.entries.get(row.id)
            if entry is None or not (entry.evidence.strip() or entry.explanation.strip()):
                continue
            found = self_score(sheet, scores, row.id)
            text = "" if found is None else format_points(found.value) if found.value is not None else found.text
            yield EvidenceLine(member.name, row.id, text, entry.evidence, entry.explanation)
