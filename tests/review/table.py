"""A review workbook on a table: refreshed, typed into, rearranged as people do, and read back.

All edits are made on cells as values; this module judges nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from msgspec.structs import replace

from tests.sheets import DISTRICTS, cell, rubric, workbook
from thidua_cli.cells import Cell, Range, Workbook, Worksheet, place
from thidua_cli.review import layout
from thidua_cli.review.draw import draw
from thidua_cli.review.read import read
from thidua_cli.review.refresh import Refreshed, refresh
from thidua_cli.review.take import Taken, take
from thidua_cli.roster.model import Member, Roster
from thidua_cli.spreadsheets.reader import read_workbook
from thidua_cli.spreadsheets.writer import to_bytes
from thidua_cli.submission import Expected, take_in

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from decimal import Decimal

    from thidua_cli.findings import Finding
    from thidua_cli.intake import ScoreSheet
    from thidua_cli.review.model import Review
    from thidua_cli.rubric.model import Rubric, Stage

TABLE: Final = rubric(DISTRICTS)
LEAVES: Final = tuple(row.id for row in TABLE.rows() if not row.is_group)
FILE: Final = "ra-soat.xlsx"
TODAY: Final = "2020-01-05"


class _Shelf:
    def find(self, rubric_id: str) -> Rubric | None:
        return TABLE if rubric_id == TABLE.id else None

    def all(self) -> tuple[Rubric, ...]:
        return (TABLE,)


def roster(units: int = 3, *, cluster: str = "cum-1", year: str = "2019") -> Roster:
    """A cluster of so many units."""
    members = tuple(Member(f"don-vi-{number}", f"Đơn vị {number}") for number in range(1, units + 1))
    return Roster(cluster, "Cụm thi đua số 1", year, TABLE.id, members)


def sheet_of(member: Member, of: Roster, described: Mapping[str, Any]) -> ScoreSheet:
    """The sheet that the member sends, described as `tests.sheets` does."""
    taken = take_in(
        workbook({"unit": member.name, **described}), f"{member.id}.xlsx", "", Expected(_Shelf(), of, TABLE)
    )
    assert taken.sheet is not None
    assert taken.unit is not None
    assert taken.unit.id == member.id
    return taken.sheet


def value_of(data: bytes) -> Workbook:
    """The workbook in the bytes."""
    found, findings = read_workbook(data, FILE)
    assert found is not None
    assert findings == ()
    return found


@dataclass(slots=True)
class Desk:
    """The head's desk: the list, the sheets that came in, the workbook as it stands."""

    roster: Roster
    sheets: dict[str, ScoreSheet] = field(default_factory=dict)
    book: Workbook | None = None

    def send(self, unit: str, **described: Any) -> None:
        """A unit sends a sheet, in place of any that it sent before."""
        member = self.roster.member(unit)
        assert member is not None
        self.sheets[unit] = sheet_of(member, self.roster, described)

    def refresh(self, today: str = TODAY) -> Refreshed:
        """`thidua review`: the next state, drawn, written and read back."""
        new = refresh(self.taken() if self.book else None, self.roster, TABLE, self.sheets, today)
        self.book = value_of(to_bytes(draw(new.content, self.roster, TABLE)))
        return new

    def taken(self) -> Taken:
        """The workbook as it stands."""
        assert self.book is not None
        return take(self.book, self.roster, TABLE)

    def review(self) -> Review:
        """What the workbook says."""
        review = self.checked()[0]
        assert review is not None
        return review

    def findings(self) -> tuple[Finding, ...]:
        """What is wrong with the workbook."""
        return self.checked()[1]

    def checked(self) -> tuple[Review | None, tuple[Finding, ...]]:
        """What the workbook says and what is wrong with it."""
        assert self.book is not None
        return read(self.book, FILE, "", self.roster, TABLE)

    def codes(self) -> list[str]:
        """The codes of what is wrong with it."""
        return [finding.code for finding in self.findings()]

    # --- what people do ---------------------------------------------------------------------------

    def edit(self, tab: str, change: Callable[[Worksheet], Worksheet]) -> None:
        """Change one sheet."""
        assert self.book is not None
        sheets = tuple(change(sheet) if sheet.name == tab else sheet for sheet in self.book.sheets)
        self.book = replace(self.book, sheets=sheets)

    def put(self, tab: str, at: tuple[int, int], typed: Any) -> None:
        """Type into a cell, or empty it with None."""
        held = typed if isinstance(typed, Cell) else cell(typed)

        def change(sheet: Worksheet) -> Worksheet:
            cells = {where: old for where, old in sheet.cells.items() if where != at}
            return replace(sheet, cells=MappingProxyType(cells | ({at: held} if held else {})))

        self.edit(tab, change)

    def score(self, unit: str, criterion: str, stage: Stage, typed: Any) -> None:
        """Type a settled score."""
        self.put(*self.where(unit, criterion, stage), typed)

    def where(self, unit: str, criterion: str, stage: Stage) -> tuple[str, tuple[int, int]]:
        """The sheet and place of an input cell."""
        spot = self.taken().spots[unit, criterion, stage]
        at = place(spot.cell)
        assert at is not None
        return spot.sheet, at

    def agree(self, unit: str, stage: Stage, typed: Any = "x") -> None:
        """Agree to all earlier scores of a unit."""
        spot = self.taken().agreed[unit, stage]
        at = place(spot.cell)
        assert at is not None
        self.put(spot.sheet, at, typed)

    def reason(self, unit: str, criterion: str, stage: Stage, typed: str, document: str = "") -> None:
        """Type a reason into the line of a score, or into the first free one."""
        taken = self.taken()
        line = next((one for one in taken.content.reasons if one.key == (unit, criterion, stage)), None)
        tab = layout.REASONS_TAB
        if line is not None:
            at = place(line.cell)
            assert at is not None
            row = at[0]
        else:
            row = self.last_row(tab) + 1
            member = self.roster.member(unit)
            assert member is not None
            self.put(tab, (row, 1), member.name)
            self.put(tab, (row, 2), criterion)
            self.put(tab, (row, 3), layout.STAGE_LABELS[stage])
        self.put(tab, (row, 6), typed)
        if document:
            self.put(tab, (row, 7), document)

    def last_row(self, tab: str) -> int:
        """The last row of a sheet that holds anything."""
        assert self.book is not None
        return max(row for sheet in self.book.sheets if sheet.name == tab for row, _ in sheet.cells)

    def insert(self, tab: str, *, row: int = 0, column: int = 0, count: int = 1) -> None:
        """Insert rows or columns, or delete them (`count` -1)."""

        def moved(at: tuple[int, int]) -> tuple[int, int] | None:
            if count < 0 and (at[0] == row or at[1] == column):
                return None
            return (
                at[0] + count * bool(row and at[0] >= row),
                at[1] + count * bool(column and at[1] >= column),
            )

        def change(sheet: Worksheet) -> Worksheet:
            cells = {to: held for at, held in sheet.cells.items() if (to := moved(at)) is not None}
            merged = []
            for area in sheet.merged:
                first, last = moved((area.top, area.left)), moved((area.bottom, area.right))
                if first and last:
                    merged.append(Range(*first, *last))
            return replace(sheet, cells=MappingProxyType(cells), merged=tuple(merged))

        self.edit(tab, change)

    def swap_rows(self, tab: str, one: int, other: int) -> None:
        """Exchange two rows, as sorting does."""
        turn = {one: other, other: one}
        self.edit(
            tab,
            lambda sheet: replace(
                sheet, cells=MappingProxyType({(turn.get(r, r), c): held for (r, c), held in sheet.cells.items()})
            ),
        )

    def texts(self) -> list[str]:
        """The texts of all cells of the workbook."""
        assert self.book is not None
        return [held.text for sheet in self.book.sheets for held in sheet.cells.values()]


def settled(review: Review) -> dict[tuple[str, str, Stage], Decimal]:
    """Every settled score that states points."""
    return {key: said.value for key, said in review.given.items() if said.value is not None}


def desk(units: int = 3, **described: Any) -> Desk:
    """A desk with a sheet of each unit and a first workbook."""
    made = Desk(roster(units))
    for member in made.roster.members:
        made.send(member.id, **(described or {"rest": 1}))
    made.refresh()
    return made
