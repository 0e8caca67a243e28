"""The least and the greatest total that a unit can still have, from the cells that are open in a column.

This module knows no ranking and no award; it opens no file.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from msgspec import Struct

from thidua_cli.catalogue import ROW_UNKNOWN
from thidua_cli.ranking import OF_FIGURES
from thidua_cli.roles import are_stated, has_role
from thidua_cli.rubric.kinds import Sum
from thidua_cli.rubric.model import Stage, Status
from thidua_cli.scores import parts_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from thidua_cli.cluster import Cluster, ClusterUnit
    from thidua_cli.findings import Finding
    from thidua_cli.rubric.model import Criterion, Rubric
    from thidua_cli.submission import Submission

ZERO = Decimal(0)


class Bounds(Struct, frozen=True):
    """A unit's possible totals at a stage, in points.

    Attributes:
        least: The total if every open cell gets nothing.
        greatest: The total if every open cell gets the most it may.
        open: The criteria whose cells are blank or rest on an error, in the form's order; for a unit without
            a usable sheet every criterion.
    """

    least: Decimal
    greatest: Decimal
    open: tuple[str, ...] = ()

    @property
    def is_settled(self) -> bool:
        """Whether the total cannot change any more."""
        return not self.open


def bounds(cluster: Cluster, stage: Stage) -> Mapping[str, Bounds]:
    """By unit id, the bounds of the total that the stage is ranked by, for every member.

    An open cell may get any points from 0 to the row's maximum (Q-57: a later stage may raise a score). A
    bonus that the unit has no role for, or that as many other units as may hold it have already, gets none.
    Each unit's bounds are exact by themselves; that two units cannot both get the same open bonus is left out.
    """
    held = _held(cluster, stage)
    return {unit.member.id: _of_unit(unit, cluster, stage, held) for unit in cluster.units}


def column_of(section: Criterion, stage: Stage, rubric: Rubric) -> Stage:
    """The column that the section's points in the stage's total come from (Q-38)."""
    return Stage.CLUSTER if stage is Stage.BOARD and section.id not in rubric.board_scope else stage


_Held = dict[str, frozenset[str]]


def _held(cluster: Cluster, stage: Stage) -> _Held:
    """The units that have points for each bonus of the cluster in the column that counts."""
    found: _Held = {}
    for section in cluster.rubric.sections:
        column = column_of(section, stage, cluster.rubric)
        for criterion in section.everything():
            if criterion.holder is not None:
                found[criterion.id] = frozenset(
                    unit.member.id
                    for unit in cluster.units
                    if unit.member.status is not Status.EXCLUDED
                    and unit.submission is not None
                    and unit.submission.scores is not None
                    and (unit.submission.scores.points.get((criterion.id, column)) or ZERO) > ZERO
                )
    return found


def _of_unit(unit: ClusterUnit, cluster: Cluster, stage: Stage, held: _Held) -> Bounds:
    sent = (unit.submission,) if unit.submission else _candidates(unit, cluster)
    read = [submission for submission in sent if submission.scores is not None and submission.sheet is not None]
    if not read:
        return _Walk(unit.member.id, cluster, stage, held, None).bounds()
    found = [_Walk(unit.member.id, cluster, stage, held, submission).bounds() for submission in read]
    if len(found) == 1:
        return found[0]
    # Which of several sheets is the right one is open: everything that any of them allows is possible.
    everything = _Walk(unit.member.id, cluster, stage, held, None).bounds().open
    return Bounds(min(one.least for one in found), max(one.greatest for one in found), everything)


def _candidates(unit: ClusterUnit, cluster: Cluster) -> tuple[Submission, ...]:
    """The sheets of a unit that sent several."""
    return tuple(submission for submission in cluster.submissions if submission.file in unit.files)


class _Walk(Struct, frozen=True):
    """One unit's way through the table at a stage; without a submission every row is open."""

    unit: str
    cluster: Cluster
    stage: Stage
    held: _Held
    submission: Submission | None

    def bounds(self) -> Bounds:
        """The bounds of the whole total."""
        found = [self._row(section, column_of(section, self.stage, self._rubric)) for section in self._rubric.sections]
        return Bounds(
            sum((one.least for one in found), ZERO),
            sum((one.greatest for one in found), ZERO),
            tuple(leaf for one in found for leaf in one.open),
        )

    @property
    def _rubric(self) -> Rubric:
        sheet = self.submission.sheet if self.submission else None
        return sheet.rubric if sheet else self.cluster.rubric

    def _row(self, criterion: Criterion, column: Stage) -> Bounds:
        parts = self._parts(criterion, column)
        if parts:
            found = [self._row(part, column) for part in parts]
            return Bounds(
                _together([one.least for one in found], criterion),
                _together([one.greatest for one in found], criterion),
                tuple(leaf for one in found for leaf in one.open),
            )
        value = self._stated(criterion, column)
        if value is None:
            return Bounds(ZERO, self._most(criterion), (criterion.id,))
        return Bounds(value, value)

    def _parts(self, criterion: Criterion, column: Stage) -> Sequence[Criterion]:
        sheet = self.submission.sheet if self.submission else None
        return criterion.rows if sheet is None else parts_of(criterion, sheet, column)

    def _stated(self, criterion: Criterion, column: Stage) -> Decimal | None:
        """The points that stand there and that nothing puts in doubt."""
        if self.submission is None or self.submission.sheet is None:
            return None
        said = self.submission.sheet.given(criterion.id, column)
        if said is None or said.value is None:
            return None
        doubted = any(_doubts(finding, criterion.id, column, self.stage) for finding in self.submission.findings)
        return None if doubted else said.value

    def _most(self, criterion: Criterion) -> Decimal:
        holder = criterion.holder
        if holder is None:
            return criterion.maximum
        roster = self.cluster.roster
        if are_stated(roster) and not has_role(self.unit, holder, roster):
            return ZERO
        others = self.held.get(criterion.id, frozenset()) - {self.unit}
        return ZERO if len(others) >= holder.units else criterion.maximum


def _together(points: Sequence[Decimal], criterion: Criterion) -> Decimal:
    """What parts come to, as `scores` adds them up: their sum or the highest, capped where the text caps it."""
    kind = criterion.kind
    value = max(points) if isinstance(kind, Sum) and kind.take == "highest" else sum(points, ZERO)
    return min(value, criterion.maximum) if criterion.is_capped else value


def _doubts(finding: Finding, leaf: str, column: Stage, stage: Stage) -> bool:
    """Whether the finding is an error in the number that stands in the row and column (as in `ranking.touches`)."""
    if not finding.is_error or finding.code in OF_FIGURES:
        return False
    if finding.stage is None:
        return True
    own = Stage(finding.stage)
    if own is not column:
        return False
    if finding.criterion is None:
        return own is stage or finding.code == ROW_UNKNOWN.id
    return (
        leaf == finding.criterion
        or leaf.startswith(finding.criterion + ".")
        or finding.criterion.startswith(leaf + ".")
    )
