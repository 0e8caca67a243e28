"""The rubric as a value: sections, criteria, clauses, stages, awards and readings.

This module knows no file, no YAML and no workbook; numbers are points (`Decimal`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

from thidua_cli.rubric.kinds import JUDGED

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from thidua_cli.rubric.kinds import Holder, Kind


class Stage(StrEnum):
    """The three score columns, in the order in which they are filled (C.I.2)."""

    SELF = "self"
    CLUSTER = "cluster"
    BOARD = "board"


class Status(StrEnum):
    """Whether a unit is considered for awards (D.3)."""

    ELIGIBLE = "eligible"
    EXCLUDED = "excluded"
    PENDING = "pending"


@dataclass(frozen=True, slots=True)
class Wording:
    """One text in both languages."""

    vi: str
    en: str


@dataclass(frozen=True, slots=True)
class Criterion:
    """A row of the issued table, or a detail that its text gives.

    Attributes:
        id: The path in the guidance: `I`, `III.4`, `III.6.2`, `III.2.a`.
        stt: The number as the form prints it: `I`, `1`, `-`; empty for a detail.
        title: The row's first line, verbatim.
        lines: The further lines of the row, verbatim.
        maximum: The most points.
        clause: Where the guidance has it, such as `B.III.4`.
        kind: How it is scored.
        rows: The rows printed below it; a criterion with rows is a group and their sum.
        details: The parts its text gives, not printed as rows; a sheet may carry them as rows.
        bonus: Whether its points are a bonus.
        holder: Who may hold it, for a bonus of the cluster.
        note: What was normalised or left open, in both languages.
    """

    id: str
    stt: str
    title: str
    maximum: Decimal
    clause: str
    lines: tuple[str, ...] = ()
    kind: Kind = JUDGED
    rows: tuple[Criterion, ...] = ()
    details: tuple[Criterion, ...] = ()
    bonus: bool = False
    holder: Holder | None = None
    note: Wording | None = None

    @property
    def is_group(self) -> bool:
        """Whether the form prints rows below it."""
        return bool(self.rows)

    @property
    def is_capped(self) -> bool:
        """Whether its parts could add up to more than it: the text then caps their sum (B.III.3, B.III.5)."""
        parts = self.rows or self.details
        return sum((part.maximum for part in parts), Decimal(0)) > self.maximum

    def walk(self) -> Iterator[Criterion]:
        """The criterion and all printed rows below it, in the form's order."""
        yield self
        for row in self.rows:
            yield from row.walk()

    def walk_details(self) -> Iterator[Criterion]:
        """All details below it, at any depth, those of its rows included."""
        for detail in self.details:
            yield detail
            yield from detail.walk_details()
        for row in self.rows:
            yield from row.walk_details()


@dataclass(frozen=True, slots=True)
class Document:
    """The guidance that issued the tables. What is unknown (number, day) stays empty."""

    title: str
    issuer: str
    number: str
    issued: str
    replaces: str
    from_year: int


@dataclass(frozen=True, slots=True)
class Size:
    """How many awards a cluster of `at_least` to `at_most` members gets; None is open."""

    at_least: int | None
    at_most: int | None
    quota: int | None
    reading: str | None = None


@dataclass(frozen=True, slots=True)
class Award:
    """A form of commendation: its name, clause, number by cluster size and least total in points."""

    id: str
    name: Wording
    clause: str
    sizes: tuple[Size, ...]
    least_total: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """A named choice where the guidance is silent or contradicts itself.

    Attributes:
        id: Its key under `readings:`.
        clause: The clause that is unclear.
        question: What is unclear.
        options: Each option's key and meaning, in order.
        default: The key of the option taken unless a cluster says otherwise.
    """

    id: str
    clause: str
    question: Wording
    options: Mapping[str, Wording]
    default: str


@dataclass(frozen=True, slots=True)
class Limit:
    """The most that a table may give in one section, and the most of it that may be bonus (D.2)."""

    maximum: Decimal
    clause: str
    bonus: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Guidance:
    """What all tables of one guidance share.

    Attributes:
        id: Its folder's name, such as `langson-2019`.
        document: The paper itself.
        columns: The form's six headings by key, in order.
        board_scope: The sections that the board re-examines (C.I.2.4).
        clauses: What each clause says, in short.
        awards: The forms of commendation by id, `flag` first.
        exclusions: The grounds for setting a unit aside, by id (D.3).
        readings: The named choices by id.
        limits: The most points by section id; empty if the guidance sets none.
    """

    id: str
    document: Document
    columns: Mapping[str, str]
    board_scope: tuple[str, ...]
    clauses: Mapping[str, Wording]
    awards: Mapping[str, Award]
    exclusions: Mapping[str, Wording]
    readings: Mapping[str, Reading]
    limits: Mapping[str, Limit] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Rubric:
    """One issued score table, resolved.

    Attributes:
        id: Such as `langson-2019/enterprises`; the file's path for a cluster's own table.
        heading: The form's title lines, verbatim.
        title: For whom the table is, verbatim.
        issued: The line under the title, verbatim.
        sections: The sections in order, each with its rows.
        total_title: The last row's text.
        guidance: The guidance it belongs to.
        digest: The first 12 hexadecimal digits of a SHA-256 over the resolved content.
        extends: The reference of the table that this one starts from, as written; None if none.
        minutes: The minutes in which the members agreed to a cluster's own table (D.2).
    """

    id: str
    heading: str
    title: str
    issued: str
    sections: tuple[Criterion, ...]
    total_title: str
    guidance: Guidance
    digest: str
    extends: str | None = None
    minutes: str | None = None

    @property
    def maximum(self) -> Decimal:
        """The most points of the whole table."""
        return sum((section.maximum for section in self.sections), Decimal(0))

    def rows(self) -> tuple[Criterion, ...]:
        """All printed rows in the form's order, groups included, the total row not."""
        return tuple(row for section in self.sections for row in section.walk())

    def details(self) -> tuple[Criterion, ...]:
        """All details, which the form does not print as rows."""
        return tuple(detail for section in self.sections for detail in section.walk_details())

    def find(self, criterion_id: str) -> Criterion | None:
        """The row or detail of that id, or None."""
        for criterion in (*self.rows(), *self.details()):
            if criterion.id == criterion_id:
                return criterion
        return None
