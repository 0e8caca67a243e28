"""The rubric as a value: sections, criteria, clauses, stages, awards and readings.

This module knows no file, no YAML and no workbook; numbers are points (`Decimal`).
"""

from __future__ import annotations

from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from msgspec import Struct, field
from msgspec.structs import replace

from thidua_cli.catalogue import CODES
from thidua_cli.once import once
from thidua_cli.rubric.kinds import JUDGED, Bands, under

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from thidua_cli.findings import Finding
    from thidua_cli.rubric.kinds import Holder, Kind, Variant


# What a clause is cited for besides findings: why a unit stands aside, and what the whole table may give.
PLACES = ("excluded", "total")


class Stage(StrEnum):
    """The three score columns, in the order in which they are filled (C.I.2)."""

    SELF = "self"
    CLUSTER = "cluster"
    BOARD = "board"


# The stages in their order; going through the class itself takes three times as long.
STAGES: tuple[Stage, ...] = tuple(Stage)


class Status(StrEnum):
    """Whether a unit is considered for awards (D.3)."""

    ELIGIBLE = "eligible"
    EXCLUDED = "excluded"
    PENDING = "pending"


class Wording(Struct, frozen=True):
    """One text in both languages."""

    vi: str
    en: str


class Criterion(Struct, frozen=True):
    """A row of the issued table, or a detail that its text gives.

    Attributes:
        id: The path in the guidance: `I`, `III.4`, `III.6.2`, `III.2.a`.
        stt: The number as the form prints it: `I`, `1`, `-`; empty for a detail.
        title: The row's first line, verbatim.
        lines: The further lines of the row, verbatim.
        maximum: The most points.
        clause: Where the guidance has it, such as `B.III.4`.
        kind: How it is scored, under the options in force.
        variants: How it would be scored under other options of readings.
        rows: The rows printed below it; a criterion with rows is a group and their sum.
        details: The parts its text gives, not printed as rows; a sheet may carry them as rows.
        bonus: Whether its points are a bonus.
        holder: Who may hold it, for a bonus of the cluster.
        reasoned: Whether a score above 0 needs a reason beside it.
        note: What was normalised or left open, in both languages.
        chosen: The options that `kind` stands under, by reading; empty for the defaults.
        issued: How it is scored under the defaults, kept so that a chosen option can be taken back.
    """

    id: str
    stt: str
    title: str
    maximum: Decimal
    clause: str
    lines: tuple[str, ...] = ()
    kind: Kind = JUDGED
    variants: tuple[Variant, ...] = ()
    rows: tuple[Criterion, ...] = ()
    details: tuple[Criterion, ...] = ()
    bonus: bool = False
    holder: Holder | None = None
    reasoned: bool = False
    note: Wording | None = None
    chosen: tuple[tuple[str, str], ...] = ()
    issued: Kind | None = None

    @property
    def is_group(self) -> bool:
        """Whether the form prints rows below it."""
        return bool(self.rows)

    @property
    def is_capped(self) -> bool:
        """Whether its parts could add up to more than it: the text then caps their sum (B.III.3, B.III.5)."""
        parts = self.rows or self.details
        return sum((part.maximum for part in parts), Decimal(0)) > self.maximum

    def under(self, options: Mapping[str, str]) -> Criterion:
        """The criterion and everything below it as the options of readings have it."""
        chosen = {**dict(self.chosen), **options}
        issued = self.issued or self.kind
        return replace(
            self,
            kind=under(issued, self.variants, chosen),
            chosen=tuple(sorted(chosen.items())),
            issued=issued,
            rows=tuple(row.under(options) for row in self.rows),
            details=tuple(detail.under(options) for detail in self.details),
        )

    def readings(self) -> tuple[str, ...]:
        """The readings that its own kind depends on."""
        own = self.kind.readings() if isinstance(self.kind, Bands) else ()
        return tuple(dict.fromkeys((*(variant.reading for variant in self.variants), *own)))

    def walk(self) -> Iterator[Criterion]:
        """The criterion and all printed rows below it, in the form's order."""
        yield self
        for row in self.rows:
            yield from row.walk()

    def everything(self) -> Iterator[Criterion]:
        """The criterion with all rows and details below it, each part right after its whole."""
        yield self
        for part in (*self.rows, *self.details):
            yield from part.everything()

    def walk_details(self) -> Iterator[Criterion]:
        """All details below it, at any depth, those of its rows included."""
        for detail in self.details:
            yield detail
            yield from detail.walk_details()
        for row in self.rows:
            yield from row.walk_details()


class Document(Struct, frozen=True):
    """The guidance that issued the tables. What is unknown (number, day) stays empty."""

    title: str
    issuer: str
    number: str
    issued: str
    replaces: str
    from_year: int


class Size(Struct, frozen=True):
    """How many awards a cluster of `at_least` to `at_most` members gets; None is open.

    Exactly one of `quota`, `reading` and `share` says how many.

    Attributes:
        at_least: The least number of members it is for.
        at_most: The greatest.
        quota: The number itself.
        reading: The reading whose option is the number.
        share: The number as a share of the members, in percent (K55).
        base: Which members the share is of: all on the list, or those considered for awards.
        rounding: How a share that is no whole number is rounded.
        least: The number that a share never falls below.
    """

    at_least: int | None
    at_most: int | None
    quota: int | None
    reading: str | None = None
    share: Decimal | None = None
    base: Literal["listed", "eligible"] = "listed"
    rounding: Literal["half-up", "down", "up"] = "down"
    least: int = 0

    def number(self, listed: int, eligible: int) -> int:
        """How many a share gives for so many members on the list and so many considered."""
        if self.share is None:
            return self.quota or 0
        exact = self.share * (listed if self.base == "listed" else eligible) / 100
        mode = {"half-up": ROUND_HALF_UP, "down": ROUND_FLOOR, "up": ROUND_CEILING}[self.rounding]
        return max(int(exact.to_integral_value(mode)), self.least)


class Award(Struct, frozen=True):
    """A form of commendation: its name, clause, number by cluster size and least total in points."""

    id: str
    name: Wording
    clause: str
    sizes: tuple[Size, ...]
    least_total: Decimal | None = None

    def size(self, members: int) -> Size | None:
        """The size that a cluster of so many members has."""
        for size in self.sizes:
            if (size.at_least or 0) <= members <= (size.at_most if size.at_most is not None else members):
                return size
        return None


class Reading(Struct, frozen=True):
    """A named choice where the guidance is silent or contradicts itself.

    Attributes:
        id: Its key under `readings:`.
        clause: The clause that is unclear.
        question: What is unclear.
        options: Each option's key and meaning, in order.
        default: The key of the option taken unless a cluster says otherwise.
        warning: What a run that used it tells; `{option}` stands for the option's meaning.
    """

    id: str
    clause: str
    question: Wording
    options: Mapping[str, Wording]
    default: str
    warning: Wording | None = None


class Limit(Struct, frozen=True):
    """The most that a table may give in one section, and the most of it that may be bonus (D.2)."""

    maximum: Decimal
    clause: str
    bonus: Decimal | None = None


class Fact(Struct, frozen=True):
    """A figure that rules compute from, as the form's second sheet asks for it.

    Attributes:
        id: Its key.
        prompt: What is asked for.
        unit: What it is counted in, such as "văn bản" or "đồng".
        kind: `count` (whole, not negative), `amount` (any number from 0), `percent` (0 to 100),
            `yes-no` (1 or 0), or `number` (may be negative).
        clause: The clause whose rule needs it.
    """

    id: str
    prompt: Wording
    unit: Wording
    kind: Literal["count", "amount", "percent", "yes-no", "number"]
    clause: str


class FactSum(Struct, frozen=True):
    """Facts that together can be no more than another one."""

    parts: tuple[str, ...]
    whole: str
    clause: str


class YearlyDay(Struct, frozen=True):
    """A day that comes every year.

    Attributes:
        day: The day of the month.
        month: The month.
        year: 0 for the year in which the period scored begins, 1 for the next one.
    """

    day: int
    month: int
    year: int

    def of(self, first_year: int) -> date:
        """The day for a period that begins in the given year."""
        return date(first_year + self.year, self.month, self.day)


DeadlineId = Literal["registration", "half_year", "conference", "report"]
ClusterKind = Literal[
    "districts", "departments", "enterprises", "credit", "party", "mass", "association", "college", "central"
]


class Deadline(Struct, frozen=True):
    """By when something is to be done.

    Attributes:
        clause: Where the guidance says so.
        calendar: The day before which it is done in a cluster that works by the calendar year.
        school: The same for a cluster that works by the school year; None if the guidance names no day.
        days_before_conference: How many days before the final conference at the latest.
        not_for: The kinds of clusters that need not keep it.
    """

    clause: str
    calendar: YearlyDay | None = None
    school: YearlyDay | None = None
    days_before_conference: int | None = None
    not_for: tuple[ClusterKind, ...] = ()


class Guidance(Struct, frozen=True):
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
        facts: The figures that rules compute from, by id, in the order in which forms ask for them.
        fact_sums: Which facts can together be no more than another.
        deadlines: By when things are to be done; empty if the guidance sets no time.
        stages: The clause of each stage, by its key.
        cites: The clause that each finding rests on, by code, and each named place, by `PLACES`.
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
    facts: Mapping[str, Fact] = field(default_factory=lambda: MappingProxyType({}))
    fact_sums: tuple[FactSum, ...] = ()
    deadlines: Mapping[DeadlineId, Deadline] = field(default_factory=lambda: MappingProxyType({}))
    stages: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    cites: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def award(self, name: Literal["flag", "certificate"]) -> Award:
        """The award; one that the guidance does not have goes to nobody."""
        known = self.awards.get(name)
        return known or Award(name, Wording("Bằng khen", "certificate"), self.awards["flag"].clause, ())

    def citing(self, findings: Iterable[Finding]) -> tuple[Finding, ...]:
        """The findings with clauses of this guidance only.

        A finding that states no clause of its own, or the one its code has by default, takes the clause
        that `cites` gives the code; any other clause stays if this guidance has it.
        """
        return tuple(finding.on(clause=self._clause(finding)) for finding in findings)

    def _clause(self, finding: Finding) -> str | None:
        code = CODES.get(finding.code)
        if finding.clause is None or (code is not None and finding.clause == code.clause):
            return self.cites.get(finding.code)
        return finding.clause if finding.clause in self.clauses else None


class Rubric(Struct, frozen=True):
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
        options: The options of readings chosen other than the defaults, by reading id.
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
    options: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def under(self, options: Mapping[str, str]) -> Rubric:
        """The table as a cluster reads it that chose these options (`readings:` in cluster.yaml)."""
        if all(self.options.get(reading) == option for reading, option in options.items()):
            return self
        sections = tuple(section.under(options) for section in self.sections)
        return replace(self, sections=sections, options=MappingProxyType({**self.options, **options}))

    def option(self, reading: str, otherwise: str = "") -> str:
        """The option in force for a reading; `otherwise` where the guidance does not know the reading."""
        known = self.guidance.readings.get(reading)
        return self.options.get(reading, known.default) if known else otherwise

    def is_marked(self, table: str, digest: str) -> bool:
        """Whether a form or workbook with this marker was made from the table: by its id, its content or its file.

        A cluster's own table is named by its path, which is another one from another folder or on another machine.
        """
        if table == self.id or digest == self.digest:
            return True
        marked, own = (path.replace("\\", "/").rpartition("/")[2] for path in (table, self.id))
        return marked == own and own.endswith((".yaml", ".yml"))

    @property
    @once
    def board_scope(self) -> tuple[str, ...]:
        """The sections that the board re-examines (C.I.2.4, reading `appraisal_scope`)."""
        chosen = self.option("appraisal_scope", "")
        if chosen == "all":
            return tuple(section.id for section in self.sections)
        named = tuple(part for part in chosen.replace(",", " ").split() if any(s.id == part for s in self.sections))
        return named or self.guidance.board_scope

    @once
    def facts(self) -> tuple[tuple[Fact, Criterion], ...]:
        """The figures that its rules need, each with the first criterion that needs it, in the form's order.

        Those of the table as issued stay: a chosen option may not use one that a sum of figures still rests on.
        """
        needed: dict[str, Criterion] = {}
        for section in self.sections:
            for criterion in section.everything():
                for fact in (*(criterion.issued or criterion.kind).facts(), *criterion.kind.facts()):
                    needed.setdefault(fact, criterion)
        return tuple((self.guidance.facts[fact], criterion) for fact, criterion in needed.items())

    @property
    def maximum(self) -> Decimal:
        """The most points of the whole table."""
        return sum((section.maximum for section in self.sections), Decimal(0))

    @once
    def rows(self) -> tuple[Criterion, ...]:
        """All printed rows in the form's order, groups included, the total row not."""
        return tuple(row for section in self.sections for row in section.walk())

    @once
    def details(self) -> tuple[Criterion, ...]:
        """All details, which the form does not print as rows."""
        return tuple(detail for section in self.sections for detail in section.walk_details())

    def find(self, criterion_id: str) -> Criterion | None:
        """The row or detail of that id, or None."""
        for criterion in (*self.rows(), *self.details()):
            if criterion.id == criterion_id:
                return criterion
        return None
