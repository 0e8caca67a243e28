"""What stands in a review workbook, as one value: drawn by `draw`, taken in by `take`, carried on by `refresh`.

This module knows no cells' places and no sheet of a unit.
"""

from __future__ import annotations

from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

from msgspec import Struct, field

from thidua_cli.cells import Cell, Kind, plain
from thidua_cli.intake import Given, given
from thidua_cli.review.layout import AGREED
from thidua_cli.rubric.kinds import Sum
from thidua_cli.rubric.model import Stage
from thidua_cli.scores import ZERO
from thidua_cli.vietnamese import fold

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from decimal import Decimal

    from thidua_cli.rubric.model import Criterion, Rubric


class Did(StrEnum):
    """What a refresh did, as its line of the record says."""

    TAKEN = "Lấy điểm đã có trong phiếu"
    AGREED = "Ghi điểm đã đồng ý vào ô trống"
    CHANGED = "Điểm tự chấm thay đổi"
    NO_SHEET = "Chưa có phiếu dùng được, giữ điểm tự chấm lần trước"
    SHEET_BACK = "Đã có phiếu"
    ADDED = "Thêm đơn vị"
    REMOVED = "Bớt đơn vị"


class UnitColumns(Struct, frozen=True):
    """The columns of one unit.

    Attributes:
        id: Its id, which the workbook is read by.
        name: Its name as shown.
        shown: Its self-scores as shown, by criterion id; a group that its sheet scores directly is here too.
        typed: What is typed, by (criterion id, stage), exactly as typed.
        agreed: What is typed to agree to all earlier scores, by stage.
        without_sheet: Whether it has no sheet that can be used; the self-scores shown are then the last ones known.
    """

    id: str
    name: str
    shown: Mapping[str, Cell] = field(default_factory=lambda: MappingProxyType({}))
    typed: Mapping[tuple[str, Stage], Cell] = field(default_factory=lambda: MappingProxyType({}))
    agreed: Mapping[Stage, Cell] = field(default_factory=lambda: MappingProxyType({}))
    without_sheet: bool = False

    def agrees(self, stage: Stage) -> bool:
        """Whether a blank cell of the stage counts as the earlier score."""
        cell = self.agreed.get(stage)
        return cell is not None and fold(cell.text) == AGREED

    def settled(self, criterion_id: str, stage: Stage, *, in_scope: bool = True) -> Cell | None:
        """What the stage says for the criterion: what is typed, else the earlier score agreed to; None for nothing.

        Agreeing as a whole reaches the board's scope only (`in_scope`).
        """
        if stage is Stage.SELF:
            return self.shown.get(criterion_id)
        typed = self.typed.get((criterion_id, stage))
        if typed is not None:
            return typed
        if not self.agrees(stage) or (stage is Stage.BOARD and not in_scope):
            return None
        return self.settled(criterion_id, Stage.CLUSTER if stage is Stage.BOARD else Stage.SELF)


class ReasonLine(Struct, frozen=True):
    """A line of the sheet of reasons.

    Attributes:
        unit: The unit as the line says it.
        criterion: The criterion as the line says it.
        column: The column as the line says it.
        before: The earlier score shown; empty in a line that a person began.
        after: The settled score shown.
        reason: The reason as typed.
        document: The document as typed.
        remark: What the last refresh says of the line.
        key: The (unit id, criterion id, stage) that it speaks of; None if that cannot be made out.
        cell: The address of the reason's cell; empty for a line not read from a file.
    """

    unit: Cell | None
    criterion: Cell | None
    column: Cell | None
    before: str = ""
    after: str = ""
    reason: Cell | None = None
    document: Cell | None = None
    remark: str = ""
    key: tuple[str, str, Stage] | None = None
    cell: str = ""

    @property
    def is_typed(self) -> bool:
        """Whether a person typed anything into the line."""
        begun = not (self.before or self.after) and any((self.unit, self.criterion, self.column))
        return begun or self.reason is not None or self.document is not None


class LogLine(Struct, frozen=True):
    """A line of the record.

    Attributes:
        day: The day of the refresh, in ISO form.
        unit: The unit's id.
        name: Its name then.
        did: What was done.
        criterion: The criterion's id; empty for what concerns the whole unit.
        stage: The column; None for what concerns the whole unit.
        before: What stood there.
        after: What stands there since.
        source: The file and cell that it came from.
        seen: What is typed to confirm a change.
        cell: The address of the cell to confirm in; empty for a line not read from a file.
    """

    day: str
    unit: str
    name: str
    did: Did
    criterion: str = ""
    stage: Stage | None = None
    before: str = ""
    after: str = ""
    source: str = ""
    seen: Cell | None = None
    cell: str = ""


class KeptLine(Struct, frozen=True):
    """A text that was typed where the workbook knows no cell: where it stood, what it said, why it is kept."""

    sheet: str
    cell: str
    text: str
    why: str
    day: str = ""


class EvidenceLine(Struct, frozen=True):
    """What a unit's sheet says beside a score; all three as shown to people."""

    unit: str
    criterion: str
    score: str
    evidence: str
    explanation: str


class Content(Struct, frozen=True):
    """Everything that a review workbook holds, in the order in which it stands there."""

    units: tuple[UnitColumns, ...] = ()
    reasons: tuple[ReasonLine, ...] = ()
    evidence: tuple[EvidenceLine, ...] = ()
    log: tuple[LogLine, ...] = ()
    kept: tuple[KeptLine, ...] = ()

    def unit(self, unit_id: str) -> UnitColumns | None:
        """The columns of the unit, or None."""
        return next((unit for unit in self.units if unit.id == unit_id), None)


def unconfirmed(log: Sequence[LogLine]) -> dict[tuple[str, str], LogLine]:
    """The last change of each self-score under a settled score that nobody has confirmed, by (unit, criterion)."""
    last = {(line.unit, line.criterion): line for line in log if line.did is Did.CHANGED}
    return {key: line for key, line in last.items() if line.seen is None}


def number_cell(value: Decimal) -> Cell:
    """A cell that holds the number."""
    return Cell(Kind.NUMBER, plain(value), value)


def text_cell(text: str) -> Cell | None:
    """A cell that holds the text; None for an empty one."""
    return Cell(Kind.TEXT, text) if text else None


def said(cell: Cell | None) -> Given:
    """What a cell says as a score."""
    return given(cell, "")


def same(one: Cell | None, other: Cell | None) -> bool:
    """Whether both cells say the same score, or the same text that is none."""
    mine, theirs = said(one), said(other)
    if mine.value is not None or theirs.value is not None:
        return mine.value == theirs.value
    return (one.text if one else "") == (other.text if other else "")


def column_points(unit: UnitColumns, rubric: Rubric, stage: Stage) -> dict[str, Decimal | None]:
    """The points of one column by criterion id as its live formulas show them, the total under an empty id.

    A cell that states no points counts as nothing; so the sums are what a spreadsheet shows, not what counts.
    """
    points: dict[str, Decimal | None] = {}
    for section in rubric.sections:
        in_scope = section.id in rubric.board_scope
        if stage is Stage.BOARD and not in_scope:
            cluster = column_points(unit, rubric, Stage.CLUSTER)
            points |= {row.id: cluster[row.id] if row.is_group else None for row in section.walk()}
            for row in section.walk():
                if not row.is_group:
                    points[row.id] = _number(unit.typed.get((row.id, stage)))
            points[section.id] = cluster[section.id]
        else:
            _points_of(section, unit, stage, points)
    points[""] = _plain_sum([points[section.id] for section in rubric.sections])
    return points


def _points_of(row: Criterion, unit: UnitColumns, stage: Stage, into: dict[str, Decimal | None]) -> Decimal | None:
    if not row.is_group:
        into[row.id] = _number(unit.settled(row.id, stage))
        return into[row.id]
    parts = [_points_of(part, unit, stage, into) for part in row.rows]
    if stage is Stage.SELF and row.id in unit.shown:
        into[row.id] = _number(unit.shown[row.id])
        return into[row.id]
    highest = isinstance(row.kind, Sum) and row.kind.take == "highest"
    scored = [part for part in parts if part is not None]
    value = max(scored, default=ZERO) if highest else _plain_sum(parts)
    into[row.id] = min(value, row.maximum) if row.is_capped else value
    return into[row.id]


def _number(cell: Cell | None) -> Decimal | None:
    """The number as a spreadsheet's sum sees it: texts are nothing to it, even such as read `4,5`."""
    return cell.number if cell is not None and cell.kind is not Kind.TEXT else None


def _plain_sum(parts: Sequence[Decimal | None]) -> Decimal:
    return sum((part for part in parts if part is not None), ZERO)
