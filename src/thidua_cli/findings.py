"""What is wrong, where, and on what basis: the finding, and the pair (value, findings).

This module knows no sentence (see `catalogue`), no workbook and no rubric.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from msgspec import Struct
from msgspec.structs import replace

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from decimal import Decimal

T = TypeVar("T")


class Severity(StrEnum):
    """How much a finding weighs: an error stops, a warning asks, an info tells."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


_WEIGHT = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}


class Between(NamedTuple):
    """A closed range of points."""

    low: Decimal
    high: Decimal


class Waived(Struct, frozen=True):
    """That a finding is accepted as it is, and on whose word.

    Attributes:
        reason: Why, as written in cluster.yaml.
        who: Who decided so.
        document: The paper that says so.
        until: The last day on which it holds; None if it has none.
    """

    reason: str
    who: str
    document: str
    until: date | None = None


class Finding(Struct, frozen=True):
    """One thing found, as values; `catalogue.say` makes the sentence when it is shown.

    Attributes:
        code: `TD` and three digits, declared once in `catalogue`.
        severity: The weight that the catalogue gives the code.
        file: The file as the user may open it, or None for a finding about no file.
        sheet: The worksheet's name.
        cell: The address, such as `D12`.
        criterion: The criterion's id, such as `III.4`.
        stage: `self`, `cluster` or `board`.
        unit: The unit's id.
        clause: Where the rule stands, such as `B.III.4`.
        found: What stands there, as typed; a Decimal for points, a date for what became one.
        allowed: What may stand there, as text, points or a range of points; the latest day of a deadline.
        params: Further values for the sentence, in a fixed order.
        waived: On what word it is accepted as it is; None for one that calls for an act.
    """

    code: str
    severity: Severity
    file: str | None = None
    sheet: str | None = None
    cell: str | None = None
    criterion: str | None = None
    stage: str | None = None
    unit: str | None = None
    clause: str | None = None
    found: str | Decimal | date | None = None
    allowed: str | Decimal | Between | date | None = None
    params: tuple[tuple[str, Any], ...] = ()
    waived: Waived | None = None

    def on(self, **where: Any) -> Finding:
        """The same finding with the given fields set, for a caller who knows the place better."""
        return replace(self, **where)

    @property
    def is_error(self) -> bool:
        """Whether the finding is an error that nobody waived."""
        return self.severity is Severity.ERROR and self.waived is None

    @property
    def is_warning(self) -> bool:
        """Whether the finding is a warning that nobody waived."""
        return self.severity is Severity.WARNING and self.waived is None


class Checked(NamedTuple, Generic[T]):
    """A value and what is wrong with it: the result of every stage of the data flow."""

    value: T
    findings: tuple[Finding, ...] = ()


def natural_cell(cell: str | None) -> tuple[int, str]:
    """A key that sorts addresses as a reader meets them: by row, then by column."""
    if not cell:
        return (0, "")
    letters = cell.rstrip("0123456789")
    digits = cell[len(letters) :]
    return (int(digits) if digits else 0, letters.rjust(3))


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings without exact repeats, by file, sheet, cell, weight and code."""
    unique = dict.fromkeys(findings)
    return tuple(
        sorted(
            unique,
            key=lambda f: (
                f.file or "",
                f.sheet or "",
                natural_cell(f.cell),
                _WEIGHT[f.severity],
                f.code,
                f.unit or "",
                f.stage or "",
                f.criterion or "",
                str(f.params),
            ),
        )
    )


class Count(NamedTuple):
    """How many findings there are of each severity; the names are the keys of JSON summaries."""

    errors: int
    warnings: int
    infos: int


def count(findings: Iterable[Finding]) -> Count:
    """The number of errors, warnings and infos among the findings; what is waived counts as none of them."""
    tally = dict.fromkeys(Severity, 0)
    for finding in findings:
        tally[finding.severity] += finding.waived is None
    return Count(tally[Severity.ERROR], tally[Severity.WARNING], tally[Severity.INFO])
