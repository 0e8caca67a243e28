"""What the review workbook says, as values.

This module knows no cells' places and no sheet of a unit.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from msgspec import Struct, field

from thidua_cli.rubric.model import Stage

if TYPE_CHECKING:
    from collections.abc import Mapping

    from thidua_cli.intake import Given

# The stages that are settled in the review workbook; the self-scores are the units' own.
SETTLED = (Stage.CLUSTER, Stage.BOARD)


class SettledReason(Struct, frozen=True):
    """Why a settled score is not the earlier one, as typed on the sheet of reasons.

    Attributes:
        unit: The unit's id.
        criterion: The criterion's id.
        stage: The column that was settled.
        before: The earlier score as the sheet shows it; empty if none.
        after: The settled score as the sheet shows it; empty if none.
        reason: The reason typed; empty if none yet.
        document: The document typed; empty if none.
        cell: The cell of the reason.
    """

    unit: str
    criterion: str
    stage: Stage
    before: str = ""
    after: str = ""
    reason: str = ""
    document: str = ""
    cell: str = ""


class Event(Struct, frozen=True):
    """A line of the workbook's own record: what a refresh took over or found changed.

    Attributes:
        day: The day of the refresh, in ISO form.
        unit: The unit's id.
        criterion: The criterion's id.
        stage: The column.
        before: What stood there; empty if nothing.
        after: What stands there since; empty if nothing.
        source: Where it came from, such as `so-noi-vu.xlsx, ô D12`.
        changed: Whether a self-score changed under a settled score, so that somebody has to look again.
        seen: What was typed to confirm that; empty while nobody has.
        cell: The cell to confirm in.
    """

    day: str
    unit: str
    criterion: str
    stage: Stage
    before: str = ""
    after: str = ""
    source: str = ""
    changed: bool = False
    seen: str = ""
    cell: str = ""


class Review(Struct, frozen=True):
    """One review workbook, read.

    Attributes:
        file: The file as the user may open it.
        sha256: The digest of its bytes.
        given: What was settled, by (unit id, criterion id, stage), for scored rows only; each value says its file,
            worksheet and cell. A blank cell in a column whose earlier scores the head agreed to as a whole holds
            the earlier score.
        basis: The self-scores as they stood at the last refresh, by (unit id, criterion id).
        reasons: In the sheet's order.
        events: In the order in which they happened.
    """

    file: str
    sha256: str = ""
    given: Mapping[tuple[str, str, Stage], Given] = field(default_factory=lambda: MappingProxyType({}))
    basis: Mapping[tuple[str, str], Given] = field(default_factory=lambda: MappingProxyType({}))
    reasons: tuple[SettledReason, ...] = ()
    events: tuple[Event, ...] = ()

    def of(self, unit: str, stage: Stage) -> dict[str, Given]:
        """What was settled for the unit in the stage, by criterion id; blank cells included."""
        return {criterion: said for (one, criterion, at), said in self.given.items() if one == unit and at is stage}

    def reason(self, unit: str, criterion: str, stage: Stage) -> SettledReason | None:
        """The reason given for a settled score; None while nobody has typed one."""
        found = (one for one in self.reasons if (one.unit, one.criterion, one.stage) == (unit, criterion, stage))
        return next((one for one in found if one.reason), None)
