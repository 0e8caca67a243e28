"""The points of one sheet by criterion and stage, recomputed from the lowest rows; every total.

This module never trusts a stated sum and never judges a value; it knows no file.
"""

from __future__ import annotations

from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING

from msgspec import Struct, field

from thidua_cli.once import once
from thidua_cli.rubric.kinds import Sum
from thidua_cli.rubric.model import STAGES, Stage

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from thidua_cli.intake import Given, ScoreSheet
    from thidua_cli.rubric.model import Criterion, Rubric

ZERO = Decimal(0)


class Total(Struct, frozen=True):
    """A total in points, and how far it may be relied on.

    Attributes:
        value: The sum of what is scored.
        filled: Whether every cell it is made of holds something; the stage then counts (contract 4).
        complete: Whether every cell it is made of states points.
        blank: The criteria whose cells are empty or absent, in the form's order.
    """

    value: Decimal
    filled: bool
    complete: bool
    blank: tuple[str, ...] = ()


class Scores(Struct, frozen=True):
    """One sheet's points.

    Attributes:
        points: By (criterion id, stage), for every row of the sheet, groups recomputed; None where
            nothing is scored.
        parts: By (criterion id, stage), what the points are made of; empty for what is scored directly.
        leaves: By stage, the criteria scored directly in that stage.
        direct: The same as (criterion id, stage) cells.
        totals: By stage; for the board the final total as contract 4 composes it.
        sections: By stage and section id, the sum the stage's total is made of.
        columns: By stage, the plain sum of that column alone.
        used: By stage, the (criterion id, stage) cells its total is made of.
    """

    points: Mapping[tuple[str, Stage], Decimal | None]
    parts: Mapping[tuple[str, Stage], tuple[Criterion, ...]]
    leaves: Mapping[Stage, tuple[Criterion, ...]]
    direct: frozenset[tuple[str, Stage]]
    totals: Mapping[Stage, Total]
    sections: Mapping[Stage, Mapping[str, Decimal]]
    columns: Mapping[Stage, Decimal]
    used: Mapping[Stage, frozenset[tuple[str, Stage]]]

    def parts_of(self, criterion: Criterion, stage: Stage) -> tuple[Criterion, ...]:
        """What the criterion's points in that stage are the sum of; empty if it is scored directly, or not at all."""
        return self.parts.get((criterion.id, stage), ())

    def leaves_of(self, criterion: Criterion, stage: Stage) -> Iterator[Criterion]:
        """The criteria scored directly below (or at) the criterion in that stage."""
        return _leaves(criterion, stage, self.parts)


def _leaves(
    criterion: Criterion, stage: Stage, parts: Mapping[tuple[str, Stage], tuple[Criterion, ...]]
) -> Iterator[Criterion]:
    below = parts.get((criterion.id, stage), ())
    if not below:
        yield criterion
    for part in below:
        yield from _leaves(part, stage, parts)


def parts_of(criterion: Criterion, sheet: ScoreSheet, stage: Stage) -> tuple[Criterion, ...]:
    """What the criterion's points in that stage are the sum of; empty if it is scored directly.

    A group with rows below it on the sheet is their sum. Details count only where one of them is
    scored in this stage: a sheet may print them and score the row as a whole.
    """
    if criterion.rows and any(inner.id in sheet.entries for row in criterion.rows for inner in row.walk()):
        return criterion.rows
    if criterion.details and any(_is_scored(detail, sheet, stage) for detail in criterion.details):
        return criterion.details
    return ()


def _is_scored(criterion: Criterion, sheet: ScoreSheet, stage: Stage) -> bool:
    said = sheet.given(criterion.id, stage)
    if said is not None and not said.is_blank:
        return True
    parts = (*criterion.rows, *criterion.details)
    return bool(parts) and any(_is_scored(part, sheet, stage) for part in parts)


def leaves_of(criterion: Criterion, sheet: ScoreSheet, stage: Stage) -> Iterator[Criterion]:
    """The criteria scored directly below (or at) the criterion in that stage."""
    parts = parts_of(criterion, sheet, stage)
    if not parts:
        yield criterion
    for part in parts:
        yield from leaves_of(part, sheet, stage)


class _Computed(Struct, frozen=True):
    """Points and parts by (criterion id, stage), while they are worked out."""

    keys: Mapping[Stage, Mapping[str, tuple[str, Stage]]]
    points: dict[tuple[str, Stage], Decimal | None] = field(default_factory=dict)
    parts: dict[tuple[str, Stage], tuple[Criterion, ...]] = field(default_factory=dict)


@once
def _keys(rubric: Rubric) -> Mapping[Stage, Mapping[str, tuple[str, Stage]]]:
    """The key of each criterion and stage: ten thousand sheets share them."""
    ids = [criterion.id for section in rubric.sections for criterion in section.everything()]
    return {stage: {each: (each, stage) for each in ids} for stage in STAGES}


def _points(criterion: Criterion, sheet: ScoreSheet, stage: Stage, into: _Computed) -> Decimal | None:
    """The recomputed points, written down for the criterion and all parts it has."""
    key = into.keys[stage][criterion.id]
    parts = into.parts[key] = parts_of(criterion, sheet, stage)
    if not parts:
        said = sheet.given(criterion.id, stage)
        value = said.value if said else None
    else:
        scored = [p for part in parts if (p := _points(part, sheet, stage, into)) is not None]
        value = _together(scored, criterion) if scored else None
    into.points[key] = value
    return value


def _together(scored: list[Decimal], criterion: Criterion) -> Decimal:
    """What the parts come to: their sum or the highest of them, at most the whole's maximum (B.III.3)."""
    kind = criterion.kind
    value = max(scored) if isinstance(kind, Sum) and kind.take == "highest" else sum(scored, ZERO)
    return min(value, criterion.maximum) if criterion.is_capped else value


class _Structure(Struct, frozen=True):
    """What the points of sheets with the same rows are made of; the fields are those of `Scores`.

    Attributes:
        source: By stage and section, the column that the section's points in that stage's total come from.
        taken: By stage, the criteria and the columns that its total is made of, in the form's order.
    """

    parts: Mapping[tuple[str, Stage], tuple[Criterion, ...]]
    leaves: Mapping[Stage, tuple[Criterion, ...]]
    direct: frozenset[tuple[str, Stage]]
    used: Mapping[Stage, frozenset[tuple[str, Stage]]]
    source: Mapping[Stage, Mapping[str, Stage]]
    taken: Mapping[Stage, tuple[tuple[Criterion, Stage], ...]]


@once
def _structures(_: Rubric) -> dict[tuple[tuple[str, ...], ...], _Structure]:
    """The structures of the sheets met under a table: forms of one table have few."""
    return {}


_MOST_STRUCTURES = 200


def _structure(rubric: Rubric, parts: Mapping[tuple[str, Stage], tuple[Criterion, ...]]) -> _Structure:
    met = _structures(rubric)
    key = tuple((*each, *(part.id for part in below)) for each, below in parts.items())
    if key not in met:
        if len(met) >= _MOST_STRUCTURES:
            met.clear()
        met[key] = _new_structure(rubric, parts)
    return met[key]


def _new_structure(rubric: Rubric, parts: Mapping[tuple[str, Stage], tuple[Criterion, ...]]) -> _Structure:
    scope, keys = rubric.board_scope, _keys(rubric)
    below = {
        (section.id, stage): tuple(_leaves(section, stage, parts)) for stage in STAGES for section in rubric.sections
    }
    leaves = {
        stage: tuple(leaf for section in rubric.sections for leaf in below[section.id, stage]) for stage in STAGES
    }
    source = {stage: {section.id: _source(section, stage, scope) for section in rubric.sections} for stage in STAGES}
    taken = {
        stage: tuple(
            (leaf, source[stage][section.id])
            for section in rubric.sections
            for leaf in below[section.id, source[stage][section.id]]
        )
        for stage in STAGES
    }
    return _Structure(
        parts=MappingProxyType(dict(parts)),
        leaves=MappingProxyType(leaves),
        direct=frozenset(keys[stage][leaf.id] for stage, found in leaves.items() for leaf in found),
        used=MappingProxyType({stage: frozenset(keys[of][leaf.id] for leaf, of in taken[stage]) for stage in STAGES}),
        source=source,
        taken=taken,
    )


def compute(sheet: ScoreSheet) -> Scores:
    """The sheet's points, with the board examining the sections that the rubric says."""
    rubric = sheet.rubric
    computed = _Computed(_keys(rubric))
    for stage in STAGES:
        for section in rubric.sections:
            _points(section, sheet, stage, computed)
    points = computed.points
    structure = _structure(rubric, computed.parts)
    sections = {
        stage: MappingProxyType({id_: points[id_, taken] or ZERO for id_, taken in structure.source[stage].items()})
        for stage in STAGES
    }
    return Scores(
        points=MappingProxyType(points),
        parts=structure.parts,
        leaves=structure.leaves,
        direct=structure.direct,
        totals=MappingProxyType({stage: _total(sections[stage], structure.taken[stage], sheet) for stage in STAGES}),
        sections=MappingProxyType(sections),
        columns=MappingProxyType(
            {stage: sum((points[s.id, stage] or ZERO for s in rubric.sections), ZERO) for stage in STAGES}
        ),
        used=structure.used,
    )


def begun(sheet: ScoreSheet, scores: Scores, stage: Stage) -> bool:
    """Whether anything is scored in the stage; the self column always counts as begun (C.I.2.1)."""
    if stage is Stage.SELF:
        return True
    given = (sheet.given(leaf.id, stage) for leaf in scores.leaves[stage])
    return any(said is not None and not said.is_blank for said in given)


def _source(section: Criterion, stage: Stage, scope: tuple[str, ...]) -> Stage:
    """The column that the section's points in that stage's total come from (Q-38)."""
    if stage is Stage.BOARD and section.id not in scope:
        return Stage.CLUSTER
    return stage


def _total(sections: Mapping[str, Decimal], used: tuple[tuple[Criterion, Stage], ...], sheet: ScoreSheet) -> Total:
    said: list[tuple[Criterion, Given | None]] = [(leaf, sheet.given(leaf.id, stage)) for leaf, stage in used]
    blank = tuple(leaf.id for leaf, cell in said if cell is None or cell.is_blank)
    complete = all(cell is not None and cell.value is not None for _, cell in said)
    return Total(sum(sections.values(), ZERO), not blank, complete, blank)
