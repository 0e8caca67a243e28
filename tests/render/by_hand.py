"""Clusters made by hand and taken through the real functions, so that their numbers are real.

This module knows how a sheet looks, never what a renderer makes of it.
"""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING

from msgspec.structs import replace

from thidua_cli.cells import Cell, Kind, Workbook, Worksheet, plain
from thidua_cli.cluster import assemble
from thidua_cli.layout import COLUMNS, CONTENT, EVIDENCE, EXPLANATION, MAXIMUM, STT
from thidua_cli.report import draw_up
from thidua_cli.roster.model import Ballot, Member, Roster
from thidua_cli.rubric.load import load, shipped
from thidua_cli.submission import Expected, take_in

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from thidua_cli.report import ClusterReport
    from thidua_cli.rubric.model import Criterion, Rubric, Stage
    from thidua_cli.submission import Submission

DISTRICTS = "langson-2019/districts-departments"
ENTERPRISES = "langson-2019/enterprises"
SHEET = "Biểu chấm điểm"
FIRST_ROW = 5

Score = Decimal | int | str | Cell
Scores = dict[str, Score]


@cache
def rubric_of(reference: str = DISTRICTS) -> Rubric:
    """The shipped table, but any number of units may hold a bonus: the sheets made here have them all."""
    rubric = load(reference).value
    assert rubric is not None
    return replace(rubric, sections=tuple(_without_holders(section) for section in rubric.sections))


def _without_holders(criterion: Criterion) -> Criterion:
    return replace(criterion, holder=None, rows=tuple(_without_holders(row) for row in criterion.rows))


class Shelf:
    """The shipped tables."""

    def find(self, rubric_id: str) -> Rubric | None:
        return rubric_of(rubric_id) if rubric_id in shipped() else None

    def all(self) -> tuple[Rubric, ...]:
        return tuple(rubric_of(rubric_id) for rubric_id in shipped())


def leaves(rubric: Rubric) -> list[Criterion]:
    return [row for row in rubric.rows() if not row.is_group]


def filled(rubric: Rubric, short: str = "0", *, but: Scores | None = None) -> Scores:
    """Every row at its maximum, the first one short of so many points, with the given ones replaced."""
    scores: Scores = {row.id: row.maximum for row in leaves(rubric)}
    first = leaves(rubric)[0]
    return scores | {first.id: first.maximum - Decimal(short)} | (but or {})


def in_scope(rubric: Rubric, scores: Scores) -> Scores:
    """Only what the board scores."""
    return {key: value for key, value in scores.items() if key.split(".")[0] in rubric.guidance.board_scope}


def cell(value: Score) -> Cell:
    if isinstance(value, Cell):
        return value
    if isinstance(value, str):
        return Cell(Kind.TEXT, value)
    return Cell(Kind.NUMBER, plain(Decimal(value)), Decimal(value))


def workbook(rubric: Rubric, unit: str, by_stage: Mapping[Stage, Scores]) -> Workbook:
    """A sheet with the official columns from row 4 on; details and sums stand only where a score is given."""
    wanted = {criterion_id for scores in by_stage.values() for criterion_id in scores}
    cells = {(2, 2): Cell(Kind.TEXT, f"Đơn vị: {unit}")}
    keys = [key for key in COLUMNS if key not in {EVIDENCE, EXPLANATION}]
    column = {key: number for number, key in enumerate(keys, 1)}
    cells |= {(FIRST_ROW - 1, number): Cell(Kind.TEXT, COLUMNS[key]) for key, number in column.items()}
    for row, criterion in enumerate(_rows(rubric, wanted), FIRST_ROW):
        last = criterion.id.rpartition(".")[2]
        stt = criterion.stt or ("+" if last.isdigit() else last)
        cells[row, column[STT]] = Cell(Kind.TEXT, stt)
        cells[row, column[CONTENT]] = Cell(Kind.TEXT, "\n".join((criterion.title, *criterion.lines)))
        cells[row, column[MAXIMUM]] = cell(criterion.maximum)
        for stage, scores in by_stage.items():
            if criterion.id in scores:
                cells[row, column[stage]] = cell(scores[criterion.id])
    total = FIRST_ROW + len(_rows(rubric, wanted))
    cells[total, column[CONTENT]] = Cell(Kind.TEXT, rubric.total_title)
    for stage, scores in by_stage.items():
        if "total" in scores:
            cells[total, column[stage]] = cell(scores["total"])
    return Workbook((Worksheet(SHEET, cells),))


def _rows(rubric: Rubric, wanted: set[str]) -> list[Criterion]:
    def walk(criterion: Criterion) -> list[Criterion]:
        below = [found for part in (*criterion.details, *criterion.rows) for found in walk(part)]
        printed = criterion in rubric.rows() or criterion.id in wanted or bool(below)
        return [criterion, *below] if printed else below

    return [found for section in rubric.sections for found in walk(section)]


def digest(file: str) -> str:
    return sha256(file.encode()).hexdigest()


def roster_of(members: Sequence[Member], *, rubric: str = DISTRICTS, ballots: tuple[Ballot, ...] = ()) -> Roster:
    return Roster(
        id="cum-1",
        name="Cụm thi đua số 1",
        year="2019",
        rubric=rubric,
        members=tuple(members),
        leader=members[0].id if members else None,
        ballots=ballots,
    )


def submission(roster: Roster, unit: str, file: str, by_stage: Mapping[Stage, Scores]) -> Submission:
    rubric = rubric_of(roster.rubric)
    return take_in(workbook(rubric, unit, by_stage), file, digest(file), Expected(Shelf(), roster, rubric))


def report_of(roster: Roster, submissions: Sequence[Submission], stage: Stage | None = None) -> ClusterReport:
    return draw_up(assemble("cum-1", roster, rubric_of(roster.rubric), submissions), stage)
