"""The recognisable answers of a damaged, older, hand-made or foreign sheet, moved into a clean form.

Nothing is converted in silence: every filled cell of the unit's table is moved, or listed as lost with the reason;
what had to be supposed is listed too. This module opens no file and draws nothing.
"""

from __future__ import annotations

from enum import StrEnum
from itertools import islice
from typing import TYPE_CHECKING

from msgspec import Struct, field

from thidua_cli import catalogue, intake, layout, template
from thidua_cli.catalogue import DOCUMENT_SKIPPED, FILES_SKIPPED, Text, filled, say
from thidua_cli.cells import address, place
from thidua_cli.filled import Answers, answered, note_cells, remark_cells, sums
from thidua_cli.intake.figures import read_facts
from thidua_cli.intake.model import TOTAL, Fault
from thidua_cli.intake.rows import Doubt, Matcher, Row, is_total, rows_of
from thidua_cli.intake.tables import figure_heads
from thidua_cli.intake.values import MOST_ROWS
from thidua_cli.layout import EVIDENCE, EXPLANATION, FACTS_SHEET, FIGURES, NO, SHEET_NAME, YES
from thidua_cli.rubric.model import Stage
from thidua_cli.scores import compute, leaves_of, parts_of
from thidua_cli.submission import recognise
from thidua_cli.vietnamese import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from decimal import Decimal

    from thidua_cli.cells import Cell, Workbook, Worksheet
    from thidua_cli.findings import Finding
    from thidua_cli.intake import Given, Identity, Table
    from thidua_cli.page import Book
    from thidua_cli.rubric.model import Criterion, Fact, Rubric
    from thidua_cli.submission import Expected, Recognised, UnitName

MOST_LISTED = 500
_LONGEST_TYPED = 2_000


class Item(StrEnum):
    """What kind of answer was moved."""

    SCORE = "score"
    EVIDENCE = "evidence"
    EXPLANATION = "explanation"
    UNIT = "unit"
    YEAR = "year"
    FACT = "fact"
    REMARK = "remark"


class Moved(Struct, frozen=True):
    """An answer that stands in the new form.

    Attributes:
        item: What kind of answer it is.
        label: The criterion's or the figure's id; empty for the unit and the year.
        stage: The score column of a score; else None.
        sheet: The worksheet it was taken from.
        cells: Where it stood; several cells if it was put together from them.
        typed: Its content as a person would read it there.
        value: What stands in the new form.
        to_sheet: The worksheet of the new form.
        to_cell: The cell there.
    """

    item: Item
    label: str
    stage: Stage | None
    sheet: str
    cells: tuple[str, ...]
    typed: str
    value: str | Decimal
    to_sheet: str
    to_cell: str


class Guessed(Struct, frozen=True):
    """Something that had to be supposed.

    Attributes:
        sheet: The worksheet; empty if it is about the file as a whole.
        cell: Where; empty if it is about no cell.
        typed: What stands there.
        why: What was supposed, and on what basis.
        to_cell: The cell of the new form that rests on it; empty if none does.
    """

    sheet: str
    cell: str
    typed: str
    why: Text
    to_cell: str = ""


class Lost(Struct, frozen=True):
    """Something filled that does not stand in the new form.

    Attributes:
        sheet: The worksheet.
        cell: Where it stands.
        typed: Its content.
        why: Why it was not moved.
        label: The criterion or figure that it belongs to; empty if it belongs to none.
        stage: The score column; None if it stands in none.
        to_cell: The cell of the new form where it may be typed by hand; empty if there is none.
    """

    sheet: str
    cell: str
    typed: str
    why: Text
    label: str = ""
    stage: Stage | None = None
    to_cell: str = ""


class Repaired(Struct, frozen=True):
    """What became of one file.

    Attributes:
        form: The new form, without the page that tells what was done; None if nothing could be moved.
        rubric: Its table; None exactly when `form` is.
        unit: Whose it is; None if nobody could be made out.
        year: The year on the new form; empty if there is none.
        moved: What was moved, in the new form's order.
        guessed: What was supposed.
        lost: What was not moved, in the old sheet's order.
        findings: Why nothing could be moved, or what a person must still decide.
    """

    form: Book | None = None
    rubric: Rubric | None = None
    unit: UnitName | None = None
    year: str = ""
    moved: tuple[Moved, ...] = ()
    guessed: tuple[Guessed, ...] = ()
    lost: tuple[Lost, ...] = ()
    findings: tuple[Finding, ...] = ()


class State(StrEnum):
    """What became of a file."""

    WRITTEN = "written"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


class RepairedFile(Struct, frozen=True):
    """One file and its repaired form.

    Attributes:
        file: The file as the user may open it.
        sha256: The digest of its bytes; empty if it could not be opened.
        repaired: What was moved.
        state: Whether a form was written, stood there already byte for byte, or could not be made.
        output: Where the form stands; None if there is none.
        findings: What is to be known of the file and of what was done.
    """

    file: str
    sha256: str
    repaired: Repaired
    state: State
    output: str | None
    findings: tuple[Finding, ...]


class Repairs(Struct, frozen=True):
    """The result of `repair`.

    Attributes:
        files: By path.
        findings: What was found beside the files themselves (paths, settings, files passed over).
    """

    files: tuple[RepairedFile, ...]
    findings: tuple[Finding, ...]

    def all_findings(self) -> tuple[Finding, ...]:
        """All findings, the general ones first, then file by file."""
        return (*self.findings, *(finding for one in self.files for finding in one.findings))

    @property
    def skipped(self) -> int:
        """How many files and closed folders were passed over, each named in a note."""
        passed = {FILES_SKIPPED.id, DOCUMENT_SKIPPED.id}
        return sum(dict(finding.params)["number"] for finding in self.findings if finding.code in passed)

    def number(self, state: State) -> int:
        """How many files came to this state."""
        return sum(one.state is state for one in self.files)


# Findings that stop, and those that a person must settle although the form is written.
_OPEN = frozenset({"TD103", "TD105"})
_STOPS = frozenset({"TD107"})
# What stands in the lists in its own words.
_LISTED = frozenset({"TD112", "TD113", "TD115", "TD118", "TD416", *_OPEN})
# What the new form mends by being the official one.
_MENDED = frozenset({"TD116", "TD117"})


def repair(workbook: Workbook, file: str, expected: Expected, year: str = "") -> Repaired:
    """The workbook's answers in a clean form, or why that cannot be.

    Args:
        workbook: What was read.
        file: The name to show.
        expected: What is known before; its table is the one of the new form, if it names one.
        year: The year that the user says the answers are of; empty if the user says nothing.
    """
    known = recognise(workbook, file, expected)
    if known.table is None or known.identity is None or known.rubric is None:
        return Repaired(unit=known.unit, findings=known.findings)
    stops = tuple(one for one in known.findings if one.code in _STOPS)
    if stops and not year:
        return Repaired(unit=known.unit, findings=known.rubric.guidance.citing(stops))
    rubric = (expected.rubric or known.rubric).under(expected.readings)
    move = _Move(workbook, file, known, known.table, known.identity, rubric)
    if not move.recognised:
        none = catalogue.TABLE_NOT_RECOGNISED.finding(file=file, sheet=known.table.sheet.name)
        return Repaired(unit=known.unit, findings=rubric.guidance.citing([none]))
    return move.done(expected, year)


class _Lists(Struct):
    """The three lists being put together, and the answers."""

    moved: list[Moved] = field(default_factory=list)
    guessed: list[Guessed] = field(default_factory=list)
    lost: list[Lost] = field(default_factory=list)
    scores: dict[tuple[str, Stage], Decimal] = field(default_factory=dict)
    notes: dict[tuple[str, str], str] = field(default_factory=dict)
    facts: dict[str, Decimal | str] = field(default_factory=dict)
    remarks: dict[str, str] = field(default_factory=dict)


class _Move:
    """One sheet being moved; each cell that is dealt with is noted in `seen`, so that no other is passed over."""

    def __init__(
        self, workbook: Workbook, file: str, known: Recognised, table: Table, identity: Identity, rubric: Rubric
    ) -> None:
        self.workbook, self.file, self.known, self.table, self.identity = workbook, file, known, table, identity
        self.rubric = rubric
        # Under another table than the sheet's own, a number says nothing of what a row is.
        self.foreign = known.rubric is not None and known.rubric.id != rubric.id
        self.sheet, self.found = intake.read_table(table, rubric, identity, file)
        self.sheet, found = read_facts(workbook, self.sheet)
        self.found = (*self.found, *found)
        self.lists = _Lists()
        self.seen: set[tuple[int, int]] = set()
        self.seen_figures: set[tuple[int, int]] = set()
        self.inputs = template.input_cells(rubric)
        self.rows = _rows(table, rubric)
        self.recognised = {row.number: found for row, found, _ in self.rows if found is not None}
        self.last = max((row.number for row, _, _ in self.rows), default=0)

    def done(self, expected: Expected, year: str) -> Repaired:
        """The whole result."""
        self._findings()
        unit = self._unit()
        chosen = self._year(expected, year)
        self._scores()
        self._notes()
        self._sums()
        self._unknown_rows()
        self._figures()
        cluster = expected.roster.name if expected.roster and expected.roster.listed else None
        blank = template.blank_form(self.rubric, unit=unit, year=chosen, cluster=cluster)
        self._rest(_official_texts(self.rubric, blank, unit, chosen))
        lists = self.lists
        answers = Answers(lists.scores, lists.notes, lists.facts, lists.remarks)
        form = answered(blank, self.rubric, answers)
        still = tuple(one for one in self.known.findings if one.code in _OPEN)
        return Repaired(
            form=form,
            rubric=self.rubric,
            unit=self.known.unit,
            year=chosen,
            moved=tuple(lists.moved),
            guessed=tuple(lists.guessed),
            lost=tuple(sorted(lists.lost, key=self._order)),
            findings=self.rubric.guidance.citing(still),
        )

    def _order(self, lost: Lost) -> tuple[bool, str, tuple[int, int]]:
        return lost.sheet != self.table.sheet.name, lost.sheet, place(lost.cell) or (0, 0)

    # --- what is listed ---

    def lose(
        self, where: tuple[int, int], why: Text, criterion: str = "", stage: Stage | None = None, typed: str = ""
    ) -> None:
        """Note that the cell of the unit's table is not moved."""
        self.seen.add(where)
        cell = self.table.sheet.cells.get(where)
        content = typed or (cell.text if cell else "")
        target = self.inputs.get((criterion, stage), "") if stage else ""
        self.lists.lost.append(
            Lost(self.table.sheet.name, address(*where), content[:_LONGEST_TYPED], why, criterion, stage, target)
        )

    def guess(self, cell: str, typed: str, why: Text, to_cell: str = "") -> None:
        """Note what had to be supposed of a cell of the unit's table."""
        self.lists.guessed.append(Guessed(self.table.sheet.name, cell, typed[:_LONGEST_TYPED], why, to_cell))

    def _findings(self) -> None:
        """What was doubtful in recognising the table, in the finding's own words."""
        for one in (*self.known.findings, *self.found):
            if one.code in _LISTED | _MENDED or (one.code in _STOPS):
                continue
            found = one.found if isinstance(one.found, str) else ""
            why = Text(say(one, "vi").message, say(one, "en").message)
            where = one.sheet or self.table.sheet.name
            self.lists.guessed.append(Guessed(where, one.cell or "", found[:_LONGEST_TYPED], why))

    # --- whose, of which year ---

    def _unit(self) -> template.UnitOnForm | None:
        unit, identity = self.known.unit, self.identity
        if unit is None:
            if identity.unit and (spot := place(identity.unit_cell or "")):
                self.lose(spot, _UNIT_UNKNOWN, typed=identity.unit)
            return None
        typed = identity.unit or (identity.marker.unit_name if identity.marker else "") or self.file
        spot = place(identity.unit_cell or "")
        if spot:
            self.seen.add(spot)
        self.lists.moved.append(
            Moved(
                Item.UNIT,
                "",
                None,
                self.table.sheet.name if spot else "",
                (identity.unit_cell,) if identity.unit_cell else (),
                typed,
                unit.name,
                SHEET_NAME,
                template.UNIT_CELL,
            )
        )
        return template.UnitOnForm(unit.id, unit.name)

    def _year(self, expected: Expected, year: str) -> str:
        stated = self.identity.year or ""
        own = expected.roster.year if expected.roster and expected.roster.year else ""
        chosen = own or year or stated or str(self.rubric.guidance.document.from_year)
        to_cell = address(template.YEAR_ROW, 1)
        if stated == chosen:
            sheet = self.table.sheet.name
            self.lists.moved.append(Moved(Item.YEAR, "", None, sheet, (), stated, chosen, SHEET_NAME, to_cell))
        else:
            why = _YEAR_GIVEN if year else _YEAR_OF_CLUSTER if own else _YEAR_OF_GUIDANCE
            self.lists.guessed.append(Guessed("", "", stated, filled(why, year=chosen, typed=stated), to_cell))
        return chosen

    # --- scores ---

    def _scores(self) -> None:
        leaves = [criterion for criterion in self.rubric.rows() if not criterion.is_group]
        computed = compute(self.sheet).points
        for leaf in leaves:
            for stage in Stage:
                if stage in self.table.columns:
                    self._score(leaf, stage, computed.get((leaf.id, stage)))

    def _score(self, leaf: Criterion, stage: Stage, computed: Decimal | None) -> None:
        """Move what the row says in the column, or list why not."""
        if any(True for _ in parts_of(leaf, self.sheet, stage)):
            self._parts(leaf, stage, computed)
            return
        said = self.sheet.given(leaf.id, stage)
        problem = self._problem(leaf, stage, said)
        if said is None:
            return
        spot = place(said.cell)
        if spot is None:
            return
        if problem is not None:
            for where in self._rivals(leaf, stage) or [spot]:
                self.lose(where, problem, leaf.id, stage)
        elif said.value is not None:
            self._take(leaf, stage, said.value, (said.cell,), said.text)
            self._doubt(said, self.inputs[leaf.id, stage])
            for where in self._rivals(leaf, stage):
                if where != spot:
                    self.lose(where, _SAME_TWICE, leaf.id, stage)
        elif said.text and fold(said.text):
            self.seen.add(spot)
            self.guess(said.cell, said.text, _NOT_SCORED, self.inputs[leaf.id, stage])
        else:
            self.seen.add(spot)

    def _take(self, leaf: Criterion, stage: Stage, value: Decimal, cells: tuple[str, ...], typed: str) -> None:
        self.lists.scores[leaf.id, stage] = value
        self.seen |= {spot for cell in cells if (spot := place(cell))}
        name, to_cell = self.table.sheet.name, self.inputs[leaf.id, stage]
        self.lists.moved.append(Moved(Item.SCORE, leaf.id, stage, name, cells, typed, value, SHEET_NAME, to_cell))

    def _doubt(self, said: Given, to_cell: str) -> None:
        """A score that is no number typed into its cell."""
        spot = place(said.cell)
        cell = self.table.values.cells.get(spot) if spot else None
        if cell is not None and cell.formula is not None:
            self.guess(said.cell, said.text, _FROM_FORMULA, to_cell)

    def _problem(self, leaf: Criterion, stage: Stage, said: Given | None) -> Text | None:
        """Why what the row says cannot be moved; None if it can."""
        if self.foreign and self._by_number(leaf):
            return _OTHER_TABLE
        if self._clashes(leaf, stage):
            return _TWICE
        if said is None or said.is_blank:
            return None
        return _unusable(said, leaf)

    def _by_number(self, criterion: Criterion) -> bool:
        """Whether the row was recognised by its number although its text is another."""
        return any(
            doubt is Doubt.TEXT for _, found, doubt in self.rows if found is not None and found.id == criterion.id
        )

    def _rivals(self, leaf: Criterion, stage: Stage) -> list[tuple[int, int]]:
        """Every filled cell that claims to be this score: repeated rows, repeated columns; only where there are any."""
        numbers = [row.number for row, found, _ in self.rows if found is not None and found.id == leaf.id]
        repeated = intake.repeated_columns(self.table).get(stage, ())
        columns = dict.fromkeys((self.table.columns[stage], *repeated))
        spots = [(number, column) for number in numbers for column in columns]
        if len(spots) < 2:  # noqa: PLR2004 - one cell has no rival
            return []
        cells = self.table.values.cells
        return [spot for spot in spots if not intake.given(cells.get(spot), "").is_blank]

    def _clashes(self, leaf: Criterion, stage: Stage) -> bool:
        """Whether two cells claim to be this score and do not say the same."""
        cells = self.table.values.cells
        said = [intake.given(cells.get(spot), "") for spot in self._rivals(leaf, stage)]
        return len({(one.value, one.fault, one.text if one.fault else "") for one in said}) > 1

    def _parts(self, leaf: Criterion, stage: Stage, computed: Decimal | None) -> None:
        """Move the sum of the parts of a row, if they all say points and the row itself says nothing else."""
        parts = [part for part in _parts_below(leaf) if _is_filled(self.sheet.given(part.id, stage))]
        said = [(part, one) for part in parts if (one := self.sheet.given(part.id, stage)) is not None]
        own = self.sheet.given(leaf.id, stage)
        blank = [
            one.id for one in leaves_of(leaf, self.sheet, stage) if not _is_filled(self.sheet.given(one.id, stage))
        ]
        problem = next((why for part, one in said if (why := _unusable(one, part))), None)
        if problem is None and blank:
            problem = filled(_PARTS_MISSING, parts=blank)
        if problem is None and own is not None and not own.is_blank and own.value != computed:
            problem = filled(_PARTS_DIFFER, points=computed)
        if problem is None and computed is not None and computed > leaf.maximum:
            problem = filled(_ABOVE, maximum=leaf.maximum)
        if problem is None and self.foreign and self._by_number(leaf):
            problem = _OTHER_TABLE
        if problem is not None or computed is None:
            for _, one in [*said, *([(leaf, own)] if own is not None and not own.is_blank else [])]:
                if spot := place(one.cell):
                    self.lose(spot, _unusable(one, leaf) or problem or _NO_ROW, leaf.id, stage)
            return
        cells = tuple(one.cell for _, one in said)
        self._take(leaf, stage, computed, cells, " + ".join(one.text for _, one in said))
        self.guess(cells[0], "", filled(_PARTS_ADDED, cells=cells), self.inputs[leaf.id, stage])
        if own is not None and (spot := place(own.cell)):
            self.seen.add(spot)

    def _sums(self) -> None:
        """Sums that the sheet states: the form computes its own, and those that differ are listed."""
        computed = sums(self.rubric, self.lists.scores)
        groups = [(row.id, row.id) for row in self.rubric.rows() if row.is_group]
        for criterion, key in (*groups, (TOTAL, "")):
            for stage in Stage:
                said = self.sheet.given(criterion, stage)
                spot = place(said.cell) if said is not None else None
                if said is None or spot is None:
                    continue
                self.seen.add(spot)
                # A blank form's own formula says 0; an unfilled column states nothing.
                stated = said.value or None
                if not said.is_blank and not (said.fault is None and (stated or 0) == computed[key, stage]):
                    self.lose(spot, self._why_no_sum(criterion, said, computed[key, stage]), criterion)

    def _why_no_sum(self, criterion: str, said: Given, computed: Decimal) -> Text:
        """Why a stated sum is not the form's own."""
        if said.fault is not None:
            return _SUM_UNREADABLE
        group = self.rubric.find(criterion)
        rows = [row for part in group.rows for row in part.walk()] if group is not None else []
        if rows and not any(row.id in self.sheet.entries for row in rows):
            return _BY_ROW
        return filled(_SUM_DIFFERS, points=computed)

    # --- evidence and explanations ---

    def _notes(self) -> None:
        cells, columns = note_cells(self.rubric), self.table.columns
        for criterion in self.rubric.rows():
            for key, item in ((EVIDENCE, Item.EVIDENCE), (EXPLANATION, Item.EXPLANATION)):
                if key not in columns:
                    continue
                pieces = list(self._pieces(criterion, columns[key]))
                if not pieces:
                    continue
                text = "\n".join(piece for _, piece in pieces)
                where = tuple(address(*spot) for spot, _ in pieces)
                self.seen |= {spot for spot, _ in pieces}
                if self.foreign and self._by_number(criterion):
                    for spot, piece in pieces:
                        self.lose(spot, _OTHER_TABLE, criterion.id, typed=piece)
                    continue
                self.lists.notes[criterion.id, key] = text
                to_cell = cells[criterion.id, key]
                name = self.table.sheet.name
                self.lists.moved.append(Moved(item, criterion.id, None, name, where, text, text, SHEET_NAME, to_cell))
                if len(pieces) > 1:
                    self.guess(where[0], "", filled(_NOTES_JOINED, cells=where), to_cell)
                self._converted(pieces, to_cell)

    def _pieces(self, criterion: Criterion, column: int) -> Iterator[tuple[tuple[int, int], str]]:
        """The filled cells of the column in the criterion's rows and in those of its parts, with their texts."""
        below = {part.id: part for part in _parts_below(criterion)}
        for row, found, _ in self.rows:
            if found is None or (found.id != criterion.id and found.id not in below):
                continue
            spot = (row.number, column)
            cell = self.table.sheet.cells.get(spot)
            if cell is None or not cell.text.strip():
                continue
            yield spot, cell.text if found.id == criterion.id else f"{found.id}: {cell.text}"

    def _converted(self, pieces: Sequence[tuple[tuple[int, int], str]], to_cell: str) -> None:
        """Texts typed for an old font, which stand in the form in Unicode."""
        for spot, text in pieces:
            typed = self.table.values.cells.get(spot)
            if typed is not None and typed.text not in text:
                self.guess(address(*spot), typed.text, _CONVERTED, to_cell)

    # --- what stands in no row ---

    def _unknown_rows(self) -> None:
        """Score cells of rows that are none of the form's, and of the parts of rows scored as a whole."""
        known = {criterion.id for criterion in self.rubric.rows()} | {TOTAL}
        columns = [(stage, self.table.columns[stage]) for stage in Stage if stage in self.table.columns]
        for row, found, _ in self.rows:
            for stage, column in columns:
                spot = (row.number, column)
                said = intake.given(self.table.values.cells.get(spot), address(*spot))
                if said.is_blank or spot in self.seen:
                    continue
                if found is not None and found.id in known:
                    self.lose(spot, _SAME_TWICE, found.id, stage)
                else:
                    self.lose(spot, _NO_ROW, found.id if found else "", stage)

    # --- the sheet of figures ---

    def _figures(self) -> None:
        sheet = next((one for one in self.workbook.sheets if one.name == self.sheet.facts_sheet), None)
        if sheet is None:
            return
        targets = template.fact_cells(self.rubric)
        asked = {fact.id: fact for fact, _ in self.rubric.facts()}
        for fact_id, said in self.sheet.facts.items():
            spot = place(said.cell)
            if spot is None or said.is_blank:
                continue
            self.seen_figures.add(spot)
            fact = asked.get(fact_id)
            problem = _NO_FIGURE if fact is None or fact_id not in targets else _unusable_figure(said, fact)
            if problem is None and fact is not None and said.value is not None:
                value = _figure(said.value, fact)
                self.lists.facts[fact_id] = value
                to_cell = targets[fact_id]
                self.lists.moved.append(
                    Moved(Item.FACT, fact_id, None, sheet.name, (said.cell,), said.text, value, FACTS_SHEET, to_cell)
                )
            else:
                where = targets.get(fact_id, "")
                self.lists.lost.append(
                    Lost(sheet.name, said.cell, said.text[:_LONGEST_TYPED], problem or _NO_FIGURE, fact_id, None, where)
                )
        self._remarks(sheet)
        self._other_figures(sheet)

    def _remarks(self, sheet: Worksheet) -> None:
        """What is noted beside the figures."""
        heads = figure_heads(sheet)
        column = next((columns[layout.NOTE] for _, columns in sorted(heads.items()) if layout.NOTE in columns), None)
        cells = remark_cells(self.rubric)
        for fact_id, said in self.sheet.facts.items() if column is not None else ():
            spot = place(said.cell)
            cell = sheet.cells.get((spot[0], column)) if spot and column else None
            if spot is None or column is None or cell is None or not cell.text.strip() or fact_id not in cells:
                continue
            where = address(spot[0], column)
            self.seen_figures.add((spot[0], column))
            self.lists.remarks[fact_id] = cell.text
            self.lists.moved.append(
                Moved(
                    Item.REMARK, fact_id, None, sheet.name, (where,), cell.text, cell.text, FACTS_SHEET, cells[fact_id]
                )
            )

    def _other_figures(self, sheet: Worksheet) -> None:
        """Values and notes of rows that are none of the form's."""
        for head, columns in sorted(figure_heads(sheet).items())[:1]:
            wanted = {columns[key] for key in (layout.VALUE, layout.NOTE) if key in columns}
            filled_ = (
                (spot, cell) for spot, cell in sorted(sheet.cells.items()) if spot[0] > head and spot[1] in wanted
            )
            for spot, cell in islice(filled_, MOST_LISTED):
                if spot not in self.seen_figures and fold(cell.text):
                    typed = cell.text[:_LONGEST_TYPED]
                    self.lists.lost.append(Lost(sheet.name, address(*spot), typed, _NO_FIGURE))

    # --- everything else ---

    def _rest(self, own: frozenset[str]) -> None:
        """List what is filled beside the answers: own columns and rows, notes, other worksheets."""
        for spot, cell in sorted(self.table.sheet.cells.items()):
            if spot in self.seen or self._is_form(spot, cell, own):
                continue
            if len(self.lists.lost) >= MOST_LISTED:
                self.lists.lost.append(Lost(self.table.sheet.name, address(*spot), "…", _MORE))
                break
            self.lose(spot, self._where(spot))
        for sheet in self.workbook.sheets:
            if sheet.name in {self.table.sheet.name, self.sheet.facts_sheet} or not sheet.cells:
                continue
            first = min(sheet.cells)
            why = filled(_OTHER_SHEET, number=len(sheet.cells))
            self.lists.lost.append(Lost(sheet.name, address(*first), sheet.cells[first].text[:_LONGEST_TYPED], why))

    def _is_form(self, spot: tuple[int, int], cell: Cell, own: frozenset[str]) -> bool:
        """Whether the cell is part of the form itself, or says nothing."""
        key = fold(cell.text)
        if not key or spot[0] in range(self.table.header_row, self.table.first_row):
            return True
        inside = self.table.first_row <= spot[0] <= self.last
        if not inside and (key in own or _is_own_line(cell.text)):
            return True
        columns = self.table.columns
        texts = {columns[key] for key in (layout.STT, layout.CONTENT, layout.MAXIMUM) if key in columns}
        total = self.sheet.entries.get(TOTAL)
        in_row = spot[0] in self.recognised or (total is not None and spot[0] == total.row)
        return in_row and spot[1] in texts and not self._maximum_differs(spot)

    def _maximum_differs(self, spot: tuple[int, int]) -> bool:
        if spot[1] != self.table.columns.get(layout.MAXIMUM):
            return False
        found = self.recognised.get(spot[0])
        entry = self.sheet.entries.get(found.id) if found is not None else None
        stated = entry.maximum if entry is not None and entry.row == spot[0] else None
        return found is not None and stated is not None and stated.value is not None and stated.value != found.maximum

    def _where(self, spot: tuple[int, int]) -> Text:
        """Why a cell beside the answers is not moved."""
        if spot[0] < self.table.first_row:
            return _ABOVE_TABLE
        if spot[1] == self.table.columns.get(layout.MAXIMUM) and self._maximum_differs(spot):
            return _OWN_MAXIMUM
        if spot[0] > self.last:
            return _BELOW_TABLE
        return _OWN_COLUMN if spot[1] not in self.table.columns.values() else _OWN_ROW


# --- pieces --------------------------------------------------------------------------------------


def _rows(table: Table, rubric: Rubric) -> tuple[tuple[Row, Criterion | None, Doubt | None], ...]:
    """Every row of the table but totals, with the criterion that it means, as `intake.read_table` matches them."""
    matcher = Matcher(rubric)
    rows = list(islice(rows_of(table), MOST_ROWS))
    last = max((row.number for row in rows if is_total(row)), default=None)
    found: list[tuple[Row, Criterion | None, Doubt | None]] = []
    taken: set[str] = set()
    for row in rows:
        if last is not None and row.number > last:
            break
        if is_total(row):
            taken |= {TOTAL} if row.number == last else set()
            continue
        criterion, doubt = matcher.match(row, taken)
        taken |= {criterion.id} if criterion else set()
        found.append((row, criterion, doubt))
    return tuple(found)


def _parts_below(criterion: Criterion) -> tuple[Criterion, ...]:
    """The details below a printed row, which the form has no rows for."""
    return tuple(part for detail in criterion.details for part in (detail, *detail.walk_details()))


def _is_filled(said: Given | None) -> bool:
    return said is not None and not said.is_blank


_FAULTS: Mapping[Fault, Text] = {
    Fault.TEXT: Text("ô điểm có chữ, không phải số", "a score cell that holds words, no number"),
    Fault.AMBIGUOUS: Text("số có thể hiểu theo nhiều cách", "a number that can be read in more than one way"),
    Fault.PERCENT: Text("ô ghi phần trăm, không phải điểm", "a percentage, not points"),
    Fault.DATE: Text("ô đã bị đổi thành ngày tháng", "the cell was turned into a date"),
    Fault.BOOLEAN: Text("ô ghi đúng hoặc sai, không phải điểm", "true or false, not points"),
    Fault.ERROR: Text("ô có công thức báo lỗi", "an error value"),
    Fault.UNCALCULATED: Text("công thức chưa có kết quả lưu trong tệp", "a formula without a stored result"),
    Fault.COVERED: Text("ô bị che dưới ô gộp", "the cell is hidden below a merged one"),
    Fault.MERGED: Text("ô gộp chung với ô điểm khác", "the cell is merged with another score cell"),
}
_ABOVE = Text("lớn hơn điểm chuẩn tối đa {maximum}", "above the maximum of {maximum}")
_NEGATIVE = Text("điểm âm", "below 0")
_SERIAL = Text("số này là một ngày tháng mất định dạng", "the number is a date that lost its format")
_TWICE = Text(
    "dòng hoặc cột này có hai lần và ghi khác nhau; không chọn thay",
    "the row or column stands twice and says two things; none is chosen",
)
_SAME_TWICE = Text(
    "dòng hoặc cột này có hai lần; đã lấy ô đứng trước", "the row or column stands twice; the first one was moved"
)
_OTHER_TABLE = Text(
    "phiếu theo bảng tiêu chí khác; dòng cùng số nhưng khác nội dung",
    "the sheet follows another table; the row has the same number and another text",
)
_PARTS_DIFFER = Text(
    "điểm của dòng khác tổng {points} của các phần; không chọn thay",
    "the row's points are not the {points} of its parts; none is chosen",
)
_PARTS_MISSING = Text(
    "biểu chỉ có một ô cho dòng này và các phần {parts} chưa có điểm; không cộng thay",
    "the form has one cell for the row and its parts {parts} are not scored; nothing is added up",
)
_PARTS_ADDED = Text(
    "biểu chỉ có một ô cho dòng này; đã ghi tổng điểm các phần ({cells})",
    "the form has one cell for the row; the sum of its parts stands there ({cells})",
)
_NOTES_JOINED = Text("đã nối nội dung của các ô {cells}", "the texts of the cells {cells} were joined")
_NOT_SCORED = Text("hiểu là chưa chấm; để trống, không phải 0", "understood as not scored; left blank, which is not 0")
_FROM_FORMULA = Text(
    "ô gốc là công thức; đã ghi kết quả lưu trong tệp", "a formula; the result stored in the file was moved"
)
_CONVERTED = Text("gõ bằng phông chữ cũ; đã đổi sang Unicode", "typed for an old font; put into Unicode")
_NO_ROW = Text("biểu không có dòng này", "the form has no such row")
_SUM_DIFFERS = Text(
    "tổng ghi trên phiếu khác tổng {points} của các điểm đã chuyển; biểu tự cộng",
    "the sum stated is not the {points} of the scores moved; the form adds up by itself",
)
_BY_ROW = Text(
    "phiếu chấm gộp một dòng, biểu chấm theo từng dòng bên dưới; không chia thay",
    "the sheet scores it as one row, the form by the rows below it; nothing is divided up",
)
_SUM_UNREADABLE = Text("ô tổng không đọc được; biểu tự cộng", "a sum that cannot be read; the form adds up by itself")
_UNIT_UNKNOWN = Text("đơn vị không có trong danh sách của cụm", "the unit is not on the cluster's list")
_YEAR_GIVEN = Text("ghi năm {year} theo --year (phiếu ghi: {typed})", "{year} as --year says (the sheet says: {typed})")
_YEAR_OF_CLUSTER = Text("phiếu không ghi năm; ghi năm {year} của cụm", "no year on the sheet; {year} is the cluster's")
_YEAR_OF_GUIDANCE = Text(
    "phiếu không ghi năm; ghi năm {year}, năm đầu của hướng dẫn",
    "no year on the sheet; {year} is the first that the guidance covers",
)
_NO_FIGURE = Text("biểu không hỏi số liệu này", "the form does not ask for this figure")
_FIGURE_OUT = Text("không nằm trong mức được ghi: {what}", "not what may stand there: {what}")
_MORE = Text("và các ô khác nữa; xem tệp gốc", "and further cells; see the original")
_OTHER_SHEET = Text(
    "trang khác của tệp, {number} ô có nội dung", "another worksheet of the file, {number} filled cell(s)"
)
_ABOVE_TABLE = Text("nằm trên bảng, không thuộc biểu", "above the table, no part of the form")
_BELOW_TABLE = Text("nằm dưới bảng, không thuộc biểu", "below the table, no part of the form")
_OWN_COLUMN = Text("cột không có trong biểu", "a column that the form does not have")
_OWN_ROW = Text("dòng không có trong biểu", "a row that the form does not have")
_OWN_MAXIMUM = Text(
    "điểm chuẩn khác biểu; biểu in điểm chuẩn chính thức", "another maximum; the form prints the official one"
)


def _unusable(said: Given, criterion: Criterion) -> Text | None:
    """Why what a score cell says is no points of the criterion; None if it is."""
    if said.fault is not None:
        return _FAULTS[said.fault]
    if said.value is None:
        return None
    if said.day is not None:
        return _SERIAL
    if said.value < 0:
        return _NEGATIVE
    return filled(_ABOVE, maximum=criterion.maximum) if said.value > criterion.maximum else None


def _unusable_figure(said: Given, fact: Fact) -> Text | None:
    if said.fault is not None:
        return _FAULTS[said.fault]
    figure = FIGURES[fact.kind]
    if said.value is None or figure.admits(said.value):
        return None
    return filled(_FIGURE_OUT, what=figure.what)


def _figure(value: Decimal, fact: Fact) -> Decimal | str:
    """What stands on the form: the number, or the form's word for yes and no."""
    return (YES[0] if value else NO[0]) if fact.kind == "yes-no" else value


def _is_own_line(text: str) -> bool:
    """Whether the text is a line that the form writes by itself: its marker, its state, a date to be filled in."""
    key = fold(text)
    if key.startswith("con ") and "chua dien" in key:
        return True
    return key.startswith(("ma bieu ", "da dien du", "co o sai", "ghi chu chi nhap diem"))


def _official_texts(rubric: Rubric, blank: Book, unit: template.UnitOnForm | None, year: str) -> frozenset[str]:
    """The texts that the form itself prints beside its table, folded."""
    texts: Iterable[str] = (str(box.value) for box in blank.sheets[0].boxes.values() if isinstance(box.value, str))
    more = (f"{rubric.heading} Năm {year}", f"{rubric.heading} - {rubric.title}", f"Năm {year}", f"Năm học {year}")
    unit_lines = (f"Đơn vị: {unit.name}", f"Tên đơn vị: {unit.name}") if unit else ()
    return frozenset(fold(text) for text in (*texts, *more, *unit_lines, *layout.UNIT_LABELS))
