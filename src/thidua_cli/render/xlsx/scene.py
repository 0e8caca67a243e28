"""The report with everything that sheets of the workbook refer to in one another.

This module lays out rows and columns; it draws nothing and adds up no score.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from thidua_cli.catalogue import SCORE_MISSING, shown
from thidua_cli.cells import address
from thidua_cli.findings import Severity
from thidua_cli.ranking import touches
from thidua_cli.render.xlsx.words import DRAFT, LONGEST_ON_CHART
from thidua_cli.rubric.model import Stage
from thidua_cli.scores import parts_of
from thidua_cli.seal.result import LABEL

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from decimal import Decimal

    from thidua_cli.catalogue import Lang, Text
    from thidua_cli.cluster import ClusterUnit
    from thidua_cli.findings import Finding
    from thidua_cli.intake import Given, ScoreSheet
    from thidua_cli.report import ClusterReport
    from thidua_cli.rubric.model import Criterion, Rubric
    from thidua_cli.scores import Scores
    from thidua_cli.submission import Submission

# Where things stand that other sheets point at.
SUMMARY_HEAD = 8  # the second of its two heading rows
NAME_COLUMN, SECTION_COLUMN = 2, 5
HEAD_ROW, STATE_ROW, BODY_ROW = 4, 5, 6
UNIT_COLUMN = 4
CRITERIA_HEAD = 4
FINDINGS_HEAD = 4
SOURCES_HEAD = 4


class Read(Struct, frozen=True):
    """A unit's one sheet, read against the cluster's table, with its points."""

    submission: Submission
    sheet: ScoreSheet
    scores: Scores

    def source(self, section: Criterion, stage: Stage) -> Stage:
        """The score column that the section's points in the stage's total come from."""
        below = section.id + "."
        return next(
            (taken for leaf, taken in self.scores.used[stage] if leaf == section.id or leaf.startswith(below)), stage
        )

    def is_wrong(self, criterion: Criterion, stage: Stage) -> bool:
        """Whether an error was found at the criterion in that score column."""
        return any(
            finding.is_error and finding.criterion == criterion.id and finding.stage in {None, stage.value}
            for finding in self.submission.findings
        )

    def is_unscored(self, criterion: Criterion, stage: Stage) -> bool:
        """Whether the criterion should have been scored in that column and was not."""
        return any(
            finding.code == SCORE_MISSING.id and finding.criterion == criterion.id and finding.stage == stage.value
            for finding in self.submission.findings
        )

    def touched(self, stage: Stage) -> bool:
        """Whether an error touches a number that the stage's total is made of."""
        return any(touches(finding, self.submission, stage) for finding in self.submission.findings)

    def lacking(self, stage: Stage) -> tuple[int, int]:
        """How many cells of the stage's total are blank, and how many state no points although filled."""
        given = [self.sheet.given(leaf, taken) for leaf, taken in self.scores.used[stage]]
        faulty = sum(1 for said in given if said is not None and said.fault is not None)
        return len(self.scores.totals[stage].blank), faulty


class Column(Struct, frozen=True):
    """A unit with its column in the matrices."""

    unit: ClusterUnit
    number: int
    read: Read | None


class Point(Struct, frozen=True):
    """What one cell of a matrix holds.

    Attributes:
        value: The points; None where nothing is scored.
        taken: The score column they come from.
        given: What the sheet says, for a criterion that was scored directly.
        parts: The criteria whose points it is the sum of.
        whole: Whether every cell it is made of states points.
    """

    value: Decimal | None
    taken: Stage
    given: Given | None
    parts: tuple[str, ...]
    whole: bool


class Plan(Struct, frozen=True):
    """A matrix laid out: the row of each criterion, and what each unit's cells hold.

    Attributes:
        stage: The stage it shows.
        rows: The row of each criterion, by id; details only where a sheet scored them.
        points: By unit id and criterion id, for the units with a sheet.
    """

    stage: Stage
    rows: Mapping[str, int]
    points: Mapping[str, Mapping[str, Point]]

    @property
    def total_row(self) -> int:
        """The row of the totals."""
        return BODY_ROW + len(self.rows)


class Source(Struct, frozen=True):
    """A score as a sheet states it, with its place."""

    column: Column
    criterion: Criterion
    stage: Stage
    read: Read
    given: Given


class Scene(Struct, frozen=True):
    """The report with everything that sheets refer to in one another."""

    report: ClusterReport
    lang: Lang
    columns: Mapping[str, Column]
    plans: Mapping[Stage, Plan]
    sources: tuple[Source, ...]
    source_rows: Mapping[tuple[str, str, Stage], int]
    findings: tuple[Finding, ...]

    @property
    def rubric(self) -> Rubric:
        """The cluster's table."""
        return self.report.cluster.rubric

    @property
    def ranked(self) -> tuple[Column, ...]:
        """The units that have a rank, by rank."""
        return tuple(self.columns[row.member.id] for row in self.report.ranking.ranked)

    @property
    def chart_names(self) -> int:
        """The column of the first sheet that names units on charts: their names, unless one is too long for that."""
        names = (shown(column.unit.member.name, self.lang) for column in self.ranked)
        fit = all(len(name) <= LONGEST_ON_CHART for name in names)
        return NAME_COLUMN if fit else self.summary_columns + 1

    @property
    def summary_columns(self) -> int:
        """How many columns the ranking has."""
        return SECTION_COLUMN + len(self.rubric.sections) + (6 if self.report.provisional else 5)

    @property
    def plan(self) -> Plan | None:
        """The matrix of the stage ranked by; None if nobody is ranked."""
        stage = self.report.ranking.stage
        return self.plans[stage] if stage is not None and self.ranked else None

    @property
    def footer(self) -> tuple[str, str, str]:
        """What stands at the foot of every page: the cluster, how far it is with the check code, page of pages."""
        check, lang = self.report.check, self.lang
        words = [] if self.report.ready else [DRAFT.to(lang)]
        if check.code:
            words.append(f"{LABEL.to(lang)}: {check.code}")
        return (shown(self.report.cluster.roster.name, lang), " · ".join(words), "&P/&N")

    def name_of(self, unit_id: str | None) -> str:
        """The unit's name as papers print it."""
        member = self.report.cluster.roster.member(unit_id) if unit_id else None
        return member.name if member else unit_id or ""

    def place(self, text: Text, row: int, column: int) -> str:
        """The place of a cell on another sheet, for a link."""
        return f"'{text.to(self.lang)}'!{address(row, column)}"

    def file_of(self, finding: Finding) -> str:
        """The file as seen from the cluster's folder, so that the workbook does not tell where that lies."""
        return self.within(finding.file or "")

    def within(self, file: str) -> str:
        """A file as seen from the cluster's folder; empty for the folder itself."""
        path = self.report.cluster.path
        if any(submission.file == file for submission in self.report.cluster.submissions):
            return file
        return "" if file == path else file.removeprefix(path + "/")

    def origin(self, source: Source) -> tuple[str, str]:
        """The file that a score was read from and its digest: the unit's sheet, or the review workbook."""
        submission, review = source.read.submission, self.report.cluster.review
        if not source.given.file or source.given.file == submission.file:
            return submission.file, submission.sha256
        same = review is not None and review.file == source.given.file
        return self.within(source.given.file), review.sha256 if review is not None and same else ""


def scene(report: ClusterReport, lang: Lang) -> Scene:
    """The report laid out for the workbook, in one language."""
    rubric = report.cluster.rubric
    columns = {
        unit.member.id: Column(unit, number, _read(unit, rubric))
        for number, unit in enumerate(report.cluster.units, UNIT_COLUMN)
    }
    sources = tuple(_sources_of(columns.values(), rubric))
    return Scene(
        report=report,
        lang=lang,
        columns=columns,
        plans={stage: _plan(columns.values(), rubric, stage) for stage in Stage},
        sources=sources,
        source_rows={
            (source.column.unit.member.id, source.criterion.id, source.stage): row
            for row, source in enumerate(sources, SOURCES_HEAD + 1)
        },
        findings=tuple(sorted(report.findings, key=_weight)),
    )


def _weight(finding: Finding) -> tuple[bool, int]:
    """Errors first, what is waived last."""
    return finding.waived is not None, list(Severity).index(finding.severity)


def _read(unit: ClusterUnit, rubric: Rubric) -> Read | None:
    """The unit's sheet; None if there is none to show, or if its rows are those of another table."""
    submission = unit.submission
    if submission is None or submission.sheet is None or submission.scores is None:
        return None
    return Read(submission, submission.sheet, submission.scores) if submission.rubric == rubric.id else None


def _in_form_order(criterion: Criterion) -> Iterator[Criterion]:
    """The criterion, its details and the rows printed below it."""
    yield criterion
    for part in (*criterion.details, *criterion.rows):
        yield from _in_form_order(part)


def in_order(rubric: Rubric, plan: Plan) -> Iterator[Criterion]:
    """The criteria that have a row in the matrix, from top to bottom."""
    for section in rubric.sections:
        yield from (criterion for criterion in _in_form_order(section) if criterion.id in plan.rows)


def stt_of(rubric: Rubric, criterion: Criterion) -> str:
    """The number that the form prints before the row; a detail has what its id adds to its row's."""
    return criterion.stt or criterion.id.removeprefix(_printed_above(rubric, criterion.id)).lstrip(".")


def _printed_above(rubric: Rubric, detail_id: str) -> str:
    """The id of the printed row that the detail is a part of."""
    return max((row.id for row in rubric.rows() if detail_id.startswith(row.id + ".")), key=len, default="")


def _plan(columns: Iterable[Column], rubric: Rubric, stage: Stage) -> Plan:
    points = {
        column.unit.member.id: _points(column.read, rubric, stage) for column in columns if column.read is not None
    }
    printed = {row.id for row in rubric.rows()}
    scored = {criterion_id for of_unit in points.values() for criterion_id in of_unit}
    lines = [c for section in rubric.sections for c in _in_form_order(section) if c.id in printed | scored]
    return Plan(stage, {criterion.id: row for row, criterion in enumerate(lines, BODY_ROW)}, points)


def _points(read: Read, rubric: Rubric, stage: Stage) -> Mapping[str, Point]:
    found: dict[str, Point] = {}

    def walk(criterion: Criterion, taken: Stage) -> Point:
        parts = parts_of(criterion, read.sheet, taken)
        below = [walk(part, taken) for part in parts]
        value = read.scores.points[criterion.id, taken]
        found[criterion.id] = Point(
            value,
            taken,
            None if parts else read.sheet.given(criterion.id, taken),
            tuple(part.id for part in parts),
            all(point.whole for point in below) if parts else value is not None,
        )
        return found[criterion.id]

    for section in rubric.sections:
        walk(section, read.source(section, stage))
    return found


def _sources_of(columns: Iterable[Column], rubric: Rubric) -> Iterator[Source]:
    """Every filled cell that a matrix shows, by unit, score column and criterion."""
    criteria = [criterion for section in rubric.sections for criterion in _in_form_order(section)]
    for column in columns:
        read = column.read
        if read is None:
            continue
        used = {cell for cells in read.scores.used.values() for cell in cells}
        for stage in Stage:
            for criterion in criteria:
                said = read.sheet.given(criterion.id, stage) if (criterion.id, stage) in used else None
                if said is not None and not said.is_blank:
                    yield Source(column, criterion, stage, read, said)
