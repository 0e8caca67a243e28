"""Kinds of scoring: how the points of one criterion come about.

Each kind is a frozen dataclass told apart by `kind`. It knows points, never cells or files.
A new kind is one class here and one member of `Kind`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Judged:
    """Judged by comparison between 0 and the maximum, in any steps (C.I.1.2)."""

    kind: Literal["judged"] = "judged"

    def describe_vi(self) -> str:
        """How a row of this kind is scored, in Vietnamese."""
        return "Chấm trong khoảng từ 0 đến điểm tối đa."


@dataclass(frozen=True, slots=True)
class AllOrNothing:
    """Either the full maximum or 0, such as "Có kế hoạch …: 02 điểm" (B.III.3)."""

    kind: Literal["all-or-nothing"] = "all-or-nothing"

    def describe_vi(self) -> str:
        """How a row of this kind is scored, in Vietnamese."""
        return "Có thì được trọn điểm, không thì 0."


@dataclass(frozen=True, slots=True)
class MinusPerOccurrence:
    """A start value minus so much for each occurrence, never below the floor (B.III.1, B.III.5).

    Attributes:
        start: Points with no occurrence.
        per: Points taken for each occurrence.
        what: What occurs, in Vietnamese.
        floor: The least score.
    """

    start: Decimal
    per: Decimal
    what: str
    floor: Decimal = ZERO
    kind: Literal["minus-per-occurrence"] = "minus-per-occurrence"

    def describe_vi(self) -> str:
        """How a row of this kind is scored, in Vietnamese."""
        start, per, floor = _vi(self.start), _vi(self.per), _vi(self.floor)
        return f"Từ {start} điểm, mỗi {self.what}: trừ {per} điểm, thấp nhất {floor}."


@dataclass(frozen=True, slots=True)
class Band:
    """One band of a table: shares from `start` to `end` percent give `points`.

    Attributes:
        points: Points of the band; with `up_to` the most that may be given.
        start: Least percentage, included.
        end: Greatest percentage, included; None means no upper end.
        up_to: Whether fewer points may be given.
        when: The band in words, in Vietnamese, shortened from the table.
    """

    points: Decimal
    when: str
    start: Decimal | None = None
    end: Decimal | None = None
    up_to: bool = False


@dataclass(frozen=True, slots=True)
class Bands:
    """Points by bands of a percentage, with a stated policy for the gaps between them (B.III.4).

    Attributes:
        metric: What the percentage is of.
        bands: The bands and the cases beside them, as the table prints them.
        gap: What happens to a percentage that no band covers.
    """

    metric: str
    bands: tuple[Band, ...]
    gap: Literal["manual"] = "manual"
    kind: Literal["bands"] = "bands"

    def describe_vi(self) -> str:
        """How a row of this kind is scored, in Vietnamese."""
        return "; ".join(
            f"{band.when}: {'tối đa ' if band.up_to else ''}{_vi(band.points)} điểm" for band in self.bands
        )


@dataclass(frozen=True, slots=True)
class Sum:
    """The sum of the parts, capped at the group's own maximum (B.III.3, B.III.5)."""

    kind: Literal["sum"] = "sum"

    def describe_vi(self) -> str:
        """How a row of this kind is scored, in Vietnamese."""
        return "Cộng các phần, không vượt điểm tối đa."


@dataclass(frozen=True, slots=True)
class Holder:
    """Who may hold a bonus: how many units of the cluster, and in which role (B.III.6).

    Attributes:
        units: The most units of a cluster that may hold it.
        roles: Roles it is open to; empty means every member.
    """

    units: int = 1
    roles: tuple[Literal["leader", "deputy"], ...] = field(default=())


JUDGED = Judged()

Kind = Judged | AllOrNothing | MinusPerOccurrence | Bands | Sum


def _vi(points: Decimal) -> str:
    return format(points, "f").replace(".", ",")
