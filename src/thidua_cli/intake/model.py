"""What is read from a workbook: the table found, the cells, rows and sheet that it holds, whom it names.

This module knows how none of it is found and which values are allowed.
"""

from __future__ import annotations

from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

from msgspec import Struct, field

from thidua_cli import layout

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from decimal import Decimal

    from thidua_cli.cells import Worksheet
    from thidua_cli.intake.encodings import OldFont
    from thidua_cli.rubric.model import Rubric, Stage

TOTAL = "total"


class Fault(StrEnum):
    """Why a filled cell states no points."""

    TEXT = "text"
    AMBIGUOUS = "ambiguous"
    PERCENT = "percent"
    DATE = "date"
    BOOLEAN = "boolean"
    ERROR = "error"
    UNCALCULATED = "uncalculated"
    COVERED = "covered"
    MERGED = "merged"


class Given(Struct, frozen=True):
    """What one score cell says.

    Attributes:
        cell: Its address.
        value: The points, exactly as stated; None if blank or faulty.
        fault: Why it states none although it is filled.
        text: Its content as a person would read it.
        file: The file it stands in, where that is not the unit's own sheet (the review workbook); else empty.
        sheet: That file's worksheet; else empty.
        day: The day that its whole number is, where it is no score but a date that lost its format.
    """

    cell: str
    value: Decimal | None = None
    fault: Fault | None = None
    text: str = ""
    file: str = ""
    sheet: str = ""
    day: date | None = None

    @property
    def is_blank(self) -> bool:
        """Whether nothing was scored here; blank is never 0."""
        return self.value is None and self.fault is None


class Entry(Struct, frozen=True):
    """One criterion's row on a sheet.

    Attributes:
        row: The row's number on the worksheet.
        given: What each score column says; a column the sheet lacks is left out.
        maximum: The maximum printed on the sheet.
        evidence: The optional column Minh chứng.
        explanation: The optional column Giải trình.
    """

    row: int
    given: Mapping[Stage, Given]
    maximum: Given | None = None
    evidence: str = ""
    explanation: str = ""


class Identity(Struct, frozen=True):
    """Whom and what a sheet says it is for, as written.

    Attributes:
        unit: The name in the line `Đơn vị: …`; empty if there is none.
        unit_cell: Where that name stands.
        years: The years that the lines above the table state, in order.
        marker: What the form says of itself, if thidua made it.
    """

    unit: str = ""
    unit_cell: str | None = None
    years: tuple[str, ...] = ()
    marker: layout.Marker | None = None

    @property
    def year(self) -> str | None:
        """The year the sheet is for: the marker's, else the first one stated."""
        if self.marker and self.marker.year:
            return self.marker.year
        return self.years[0] if self.years else None


class Table(Struct, frozen=True):
    """A score table found on a worksheet.

    Attributes:
        sheet: The worksheet; with texts in Unicode where they were typed for old fonts.
        columns: Its columns by key.
        header_row: The first row of its headings.
        first_row: The row below its headings.
        headings: What each heading means.
        typed: The worksheet as typed, where `sheet` is not.
        date1904: Whether the workbook counts days from 1904.
        old_font: Which old encoding its texts were typed in; None for Unicode.
    """

    sheet: Worksheet
    columns: Mapping[str, int]
    header_row: int
    first_row: int
    headings: Mapping[str, str] = field(default_factory=lambda: layout.HEADING_KEYS)
    typed: Worksheet | None = None
    date1904: bool = False
    old_font: OldFont | None = None

    @property
    def values(self) -> Worksheet:
        """The worksheet whose cells are read as values: as typed, whatever the fonts."""
        return self.typed or self.sheet


class ScoreSheet(Struct, frozen=True):
    """One unit's filled sheet.

    Attributes:
        file: The file as the user may open it.
        sheet: The worksheet's name.
        rubric: The table it is read against.
        identity: Whom it says it is for.
        entries: The rows found, by criterion id; `total` is the total row.
        facts: What the optional sheet `Số liệu` says, by fact id; a fact whose row it lacks is left out.
        facts_sheet: That worksheet's name; None if the workbook has none.
        facts_typed: Whether anything was typed into it, a note or a row of its own included.
    """

    file: str
    sheet: str
    rubric: Rubric
    identity: Identity
    entries: Mapping[str, Entry] = field(default_factory=lambda: MappingProxyType({}))
    facts: Mapping[str, Given] = field(default_factory=lambda: MappingProxyType({}))
    facts_sheet: str | None = None
    facts_typed: bool = False

    def given(self, criterion_id: str, stage: Stage) -> Given | None:
        """What the sheet says for a criterion and stage; None if it has no such cell."""
        entry = self.entries.get(criterion_id)
        return entry.given.get(stage) if entry else None

    def where(self, said: Given | None) -> dict[str, str | None]:
        """The file, worksheet and cell of what is said, as findings name a place; the sheet's own if nothing is."""
        if said is None:
            return {"file": self.file, "sheet": self.sheet, "cell": None}
        return {"file": said.file or self.file, "sheet": said.sheet or self.sheet, "cell": said.cell}
