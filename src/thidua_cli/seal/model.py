"""What a seal says, as values.

This module knows no text of a file and does not know where the scores come from.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from msgspec import Struct, field

from thidua_cli.rubric.model import Stage, Status

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from decimal import Decimal

# The scores that are agreed before the board examines (C.I.2.1, C.I.2.2); the board's own column is never sealed.
AGREED = (Stage.SELF, Stage.CLUSTER)

Key = tuple[str, str, Stage]


class Score(Struct, frozen=True):
    """One agreed score.

    Attributes:
        unit: The unit's id.
        criterion: The criterion's id.
        stage: `self` or `cluster`.
        value: The points, exactly; None for a cell in which nothing is scored, which is not 0.
        file: The file it stands in.
        sheet: That file's worksheet.
        cell: Its address; empty if the sheet has no such cell.
    """

    unit: str
    criterion: str
    stage: Stage
    value: Decimal | None
    file: str = ""
    sheet: str = ""
    cell: str = ""

    @property
    def key(self) -> Key:
        """What tells it from every other score of the cluster."""
        return (self.unit, self.criterion, self.stage)


class Unit(Struct, frozen=True):
    """A unit whose scores are sealed.

    Attributes:
        id: Its key in cluster.yaml.
        name: Its name.
        status: Its standing when it was sealed; never `excluded`.
        total: The total of the cluster's column in points, for reading.
        rank: Its rank by that total among the units considered, for reading; None for a pending unit.
    """

    id: str
    name: str
    status: Status
    total: Decimal
    rank: int | None = None


class File(Struct, frozen=True):
    """A file that the scores were read from: its name in the cluster's folder, its SHA-256 and whose sheet it is."""

    file: str
    sha256: str
    unit: str | None = None


class Agreement(Struct, frozen=True):
    """The scores of a cluster that are, or would be, agreed.

    Attributes:
        cluster: The cluster's id.
        name: Its name.
        year: The year scored.
        rubric: Its table, as cluster.yaml names it.
        rubric_digest: The digest of the table's content.
        units: In the order of the cluster's list.
        scores: By unit in that order, then in the form's order of criteria, the self score before the cluster's.
        files: The sheets in the units' order, then the review workbook if it is used, then cluster.yaml.
    """

    cluster: str
    name: str
    year: str
    rubric: str
    rubric_digest: str
    units: tuple[Unit, ...] = ()
    scores: tuple[Score, ...] = ()
    files: tuple[File, ...] = ()

    def unit(self, unit_id: str) -> Unit | None:
        """The unit of that id, or None."""
        return next((unit for unit in self.units if unit.id == unit_id), None)


class Change(Struct, frozen=True):
    """A score that one seal has otherwise than the one before it.

    Attributes:
        unit: The unit's id.
        criterion: The criterion's id.
        stage: `self` or `cluster`.
        before: The earlier points in plain notation; empty if nothing was scored, None if it was not sealed.
        after: The later ones, likewise.
    """

    unit: str
    criterion: str
    stage: Stage
    before: str | None
    after: str | None


class Corrected(Struct, frozen=True):
    """An earlier seal of the same cluster, and why it was replaced.

    Attributes:
        day: Its date.
        code: Its check code.
        digest: The digest of its whole content.
        by: Who sealed; empty if not said.
        note: Its note; empty if none.
        reason: Why it was replaced.
        document: The document that says so; empty if none.
        changes: What its successor has otherwise.
    """

    day: date
    code: str
    digest: str
    by: str = ""
    note: str = ""
    reason: str = ""
    document: str = ""
    changes: tuple[Change, ...] = ()


class Seal(Struct, frozen=True):
    """The agreed scores, frozen.

    Attributes:
        agreement: What was agreed.
        day: When (C.I.2.2).
        by: Who sealed; empty if not said.
        note: A remark; empty if none.
        history: The earlier seals, the oldest first.
    """

    agreement: Agreement
    day: date
    by: str = ""
    note: str = ""
    history: tuple[Corrected, ...] = ()


class Present(Struct, frozen=True):
    """The scores as they stand in the sheets now.

    Attributes:
        agreement: What would be sealed now, complete or not.
        points: Every row that carries a score, groups recomputed.
        standing: Every member's standing by id, in the list's order.
        read: The ids of the members that one readable sheet speaks for.
    """

    agreement: Agreement
    points: Mapping[Key, Score] = field(default_factory=lambda: MappingProxyType({}))
    standing: Mapping[str, Status] = field(default_factory=lambda: MappingProxyType({}))
    read: frozenset[str] = frozenset()
