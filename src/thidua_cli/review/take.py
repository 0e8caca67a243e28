"""A review workbook taken in: where each score, reason and confirmation stands, found by keys and not by place.

This module knows no file and no sheet of a unit; what the scores come to is asked in `read`.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

from thidua_cli.cells import Cell, Kind, address
from thidua_cli.review import layout
from thidua_cli.review.content import Content, KeptLine, LogLine, ReasonLine, UnitColumns, said
from thidua_cli.review.content import Did as _Did
from thidua_cli.review.layout import EARLIER, TABS
from thidua_cli.rubric.model import Stage
from thidua_cli.vietnamese import fold, name_key, tidy

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from thidua_cli.cells import Workbook, Worksheet
    from thidua_cli.roster.model import Roster
    from thidua_cli.rubric.model import Criterion, Rubric

Place = tuple[int, int]
Key = tuple[str, str, Stage]


class Spot(Struct, frozen=True):
    """A cell of the workbook: its worksheet and address."""

    sheet: str
    cell: str


class Clash(Struct, frozen=True):
    """A score that stands in several cells which say different things."""

    key: Key
    spots: tuple[Spot, ...]
    texts: tuple[str, ...]


class Taken(Struct, frozen=True):
    """A review workbook as it stands.

    Attributes:
        content: What it holds. A score with a clash is held as the text of all its cells.
        spots: Where each input cell stands, by (unit id, criterion id, stage).
        shown: Where each self-score is shown, by (unit id, criterion id).
        agreed: Where a unit's earlier scores are agreed to, by (unit id, stage).
        names: The units' names as the workbook shows them, with their cells, by id.
        tabs: The stages whose sheet and headings were found.
        missing_rows: Criteria that have no row, by stage.
        missing_units: Units of the cluster that have no column, by stage.
        unknown: Ids that the cluster or its table does not know: stage, id, place; a unit's or a row's.
        clashes: Scores that stand several times and differ.
        repeated: Units or criteria whose column or row stands more than once, with the places.
        covered: Input cells hidden under a merged range.
        foreign: What stands where the workbook knows no cell.
    """

    content: Content
    spots: Mapping[Key, Spot] = field(default_factory=lambda: MappingProxyType({}))
    shown: Mapping[tuple[str, str], Spot] = field(default_factory=lambda: MappingProxyType({}))
    agreed: Mapping[tuple[str, Stage], Spot] = field(default_factory=lambda: MappingProxyType({}))
    names: Mapping[str, tuple[str, Spot]] = field(default_factory=lambda: MappingProxyType({}))
    tabs: frozenset[Stage] = frozenset()
    missing_rows: Mapping[Stage, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    missing_units: Mapping[Stage, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    unknown: tuple[tuple[Stage, str, Spot], ...] = ()
    clashes: tuple[Clash, ...] = ()
    repeated: tuple[tuple[Stage, str, tuple[Spot, ...]], ...] = ()
    covered: tuple[tuple[Key, Spot], ...] = ()
    foreign: tuple[KeptLine, ...] = ()


class _Desk(Struct):
    """What has been taken in so far."""

    roster: Roster
    rubric: Rubric
    typed: dict[Key, list[tuple[Spot, Cell | None]]] = field(default_factory=dict)
    shown: dict[tuple[str, str], tuple[Spot, Cell | None]] = field(default_factory=dict)
    agreed: dict[tuple[str, Stage], list[tuple[Spot, Cell | None]]] = field(default_factory=dict)
    names: dict[str, tuple[str, Spot]] = field(default_factory=dict)
    order: dict[str, None] = field(default_factory=dict)
    rows: dict[Stage, set[str]] = field(default_factory=dict)
    columns: dict[Stage, set[str]] = field(default_factory=dict)
    unknown: list[tuple[Stage, str, Spot]] = field(default_factory=list)
    repeated: list[tuple[Stage, str, tuple[Spot, ...]]] = field(default_factory=list)
    covered: list[tuple[Key, Spot]] = field(default_factory=list)
    foreign: list[KeptLine] = field(default_factory=list)

    def keep(self, sheet: Worksheet, at: Place, why: str) -> None:
        """Note what stands in a cell that the workbook does not know."""
        cell = sheet.cells[at]
        text = cell.text if cell.formula is None else f"={cell.formula} → {cell.text}"
        self.foreign.append(KeptLine(sheet.name, address(*at), text, why))


_STRAY = "Ngoài các ô nhập của sổ"
_OTHER_ROW = "Dòng không có mã tiêu chí của bảng"
_OTHER_COLUMN = "Cột không thuộc đơn vị nào"
_REMOVED = "Đơn vị “{unit}” không có trong cluster.yaml; dòng {criterion}, {column}"
_REMOVED_AGREEMENT = "Đơn vị “{unit}” không có trong cluster.yaml; {label}"
_UNDER_MERGED = "Ô nằm dưới vùng gộp ô; dòng {criterion}, {column}"
_OTHER_SHEET = "Trang không thuộc sổ"
FORMULA = "Điểm nhập bằng công thức; ô giữ số đã tính được"


def take(workbook: Workbook, roster: Roster, rubric: Rubric) -> Taken:
    """The workbook as it stands; nothing that was typed into it is left out."""
    desk = _Desk(roster, rubric)
    sheets = {role: sheet for sheet in workbook.sheets if (role := _role(sheet, workbook)) is not None}
    tabs = frozenset(stage for stage, tab in TABS.items() if tab in sheets and _matrix(desk, sheets[tab], stage))
    clashes, typed, spots = _settled_cells(desk)
    units = tuple(_unit(desk, unit_id, typed) for unit_id in desk.order if roster.member(unit_id))
    names = _names(desk)
    reasons = _reasons(desk, sheets.get(layout.REASONS_TAB), names)
    log = _log(desk, sheets.get(layout.LOG_TAB), names)
    kept = _kept(desk, sheets.get(layout.KEPT_TAB))
    _evidence(desk, sheets.get(layout.EVIDENCE_TAB), names)
    own = {id(sheet) for sheet in sheets.values()}
    for sheet in workbook.sheets:
        if id(sheet) not in own:
            for at in sorted(sheet.cells):
                desk.keep(sheet, at, _OTHER_SHEET)
    leaves = [row.id for row in rubric.rows() if not row.is_group]
    return Taken(
        Content(units, reasons, (), log, kept),
        spots=spots,
        shown={key: spot for key, (spot, _) in desk.shown.items()},
        agreed={key: found[0][0] for key, found in desk.agreed.items()},
        names=desk.names,
        tabs=tabs,
        missing_rows={
            stage: tuple(row for row in leaves if row not in desk.rows.get(stage, ()))
            for stage in TABS
            if stage in tabs
        },
        missing_units={
            stage: tuple(m.id for m in roster.members if m.id not in desk.columns.get(stage, ()))
            for stage in TABS
            if stage in tabs
        },
        unknown=tuple(desk.unknown),
        clashes=clashes,
        repeated=tuple(desk.repeated),
        covered=tuple(desk.covered),
        foreign=tuple(desk.foreign),
    )


def _role(sheet: Worksheet, workbook: Workbook) -> str | None:
    """Which of the workbook's own sheets it is: by its tab, or, renamed, by what only that sheet says."""
    tabs = {fold(tab): tab for tab in (*TABS.values(), layout.REASONS_TAB, layout.EVIDENCE_TAB, layout.LOG_TAB)}
    tabs |= {fold(tab): tab for tab in (layout.KEPT_TAB, layout.LISTS_TAB)}
    named = tabs.get(fold(sheet.name))
    if named is not None:
        return named
    taken = {tabs.get(fold(other.name)) for other in workbook.sheets}
    texts = {fold(cell.text) for cell in sheet.cells.values() if cell.kind is Kind.TEXT}
    for tab, words in _TELLTALE.items():
        if tab not in taken and words <= texts:
            return tab
    return None


_TELLTALE: Mapping[str, frozenset[str]] = {
    **{TABS[stage]: frozenset({fold(label)}) for stage, label in layout.AGREE_LABELS.items()},
    layout.REASONS_TAB: frozenset(map(fold, layout.REASON_HEADINGS)),
    layout.LOG_TAB: frozenset(map(fold, layout.LOG_HEADINGS)),
    layout.EVIDENCE_TAB: frozenset(map(fold, layout.EVIDENCE_HEADINGS)),
    layout.KEPT_TAB: frozenset(map(fold, layout.KEPT_HEADINGS)),
}


# --- a matrix ------------------------------------------------------------------------------------


class _Grid(Struct, frozen=True):
    """A matrix found on its sheet: the rows of its labels, its fixed columns, the column of each unit and stage."""

    sheet: Worksheet
    stage: Stage
    heading_row: int
    id_row: int
    name_row: int
    agree_row: int
    code: int
    content: int
    maximum: int
    columns: Mapping[int, tuple[str, Stage]]
    rows: Mapping[int, Criterion]
    total_row: int
    open_row: int

    @property
    def last_row(self) -> int:
        """The total row, else the last row of the table."""
        return self.total_row or max(self.rows, default=self.heading_row)


def _text(sheet: Worksheet, at: Place) -> str:
    cell = sheet.cells.get(at)
    return tidy(cell.text) if cell else ""


def _labelled(sheet: Worksheet, label: str) -> Place | None:
    """The first cell, by rows, that says the label."""
    key = fold(label)
    return min((at for at, cell in sheet.cells.items() if fold(cell.text) == key), default=None)


def _find_grid(desk: _Desk, sheet: Worksheet, stage: Stage) -> _Grid | None:
    ids = _labelled(sheet, layout.ID_LABEL)
    heading = next(
        (
            at
            for at, cell in sorted(sheet.cells.items())
            if fold(cell.text) == fold(layout.CODE) and _column_of(sheet, at[0], layout.CONTENT)
        ),
        None,
    )
    if ids is None or heading is None:
        return None
    known = {row.id: row for row in desk.rubric.rows()}
    roles = {fold(layout.STAGE_LABELS[one]): one for one in (EARLIER[stage], stage)}
    columns: dict[int, tuple[str, Stage]] = {}
    for (row, column), cell in sorted(sheet.cells.items()):
        role = roles.get(fold(cell.text)) if row == heading[0] else None
        unit = _text(sheet, (ids[0], column))
        if role is not None and unit:
            columns[column] = (unit, role)
    rows = {
        row: known[code]
        for row, column in sorted(sheet.cells)
        if column == heading[1] and row > heading[0] and (code := _text(sheet, (row, column))) in known
    }
    return _Grid(
        sheet,
        stage,
        heading_row=heading[0],
        id_row=ids[0],
        name_row=_row_of(sheet, layout.NAME_LABEL),
        agree_row=_row_of(sheet, layout.AGREE_LABELS[stage]),
        code=heading[1],
        content=_column_of(sheet, heading[0], layout.CONTENT),
        maximum=_column_of(sheet, heading[0], layout.MAXIMUM),
        columns=columns,
        rows=rows,
        total_row=_row_of(sheet, layout.TOTAL),
        open_row=_row_of(sheet, layout.OPEN_LABEL),
    )


def _row_of(sheet: Worksheet, label: str) -> int:
    found = _labelled(sheet, label)
    return found[0] if found else 0


def _column_of(sheet: Worksheet, row: int, label: str) -> int:
    key = fold(label)
    return min((c for (r, c), cell in sheet.cells.items() if r == row and fold(cell.text) == key), default=0)


def _matrix(desk: _Desk, sheet: Worksheet, stage: Stage) -> bool:
    """Take in a matrix; False if its headings are gone, its cells then all being kept."""
    grid = _find_grid(desk, sheet, stage)
    if grid is None:
        for at in sorted(sheet.cells):
            desk.keep(sheet, at, _STRAY)
        return False
    used = _take_labels(desk, grid)
    for column, (unit, role) in grid.columns.items():
        if role is stage:
            used |= _take_inputs(desk, grid, column, unit)
        elif role is Stage.SELF:
            _take_shown(desk, grid, column, unit)
    for at in sorted(grid.sheet.cells.keys() - used):
        _take_rest(desk, grid, at)
    return True


def _take_labels(desk: _Desk, grid: _Grid) -> set[Place]:
    """Note the ids of rows and columns, the unknown ones among them and those that stand twice."""
    sheet, stage = grid.sheet, grid.stage
    used: set[Place] = {(row, grid.code) for row in grid.rows}
    desk.rows[stage] = {criterion.id for criterion in grid.rows.values()}
    desk.columns[stage] = {unit for unit, role in grid.columns.values() if role is stage}
    for column, (unit, _) in grid.columns.items():
        used |= {(grid.id_row, column), (grid.heading_row, column), (grid.name_row, column)}
        name = _text(sheet, (grid.name_row, column)).removesuffix(layout.NO_SHEET_MARK).strip()
        if name and unit not in desk.names:
            desk.names[unit] = (name, Spot(sheet.name, address(grid.name_row, column)))
        desk.order.setdefault(unit)
    by_key: dict[tuple[str, str], list[Spot]] = {}
    for column, (unit, role) in grid.columns.items():
        by_key.setdefault((unit, role.value), []).append(Spot(sheet.name, address(grid.id_row, column)))
        if desk.roster.member(unit) is None and role is stage:
            desk.unknown.append((stage, unit, Spot(sheet.name, address(grid.id_row, column))))
    for row, criterion in grid.rows.items():
        by_key.setdefault((criterion.id, ""), []).append(Spot(sheet.name, address(row, grid.code)))
    for row in range(grid.heading_row + 1, grid.last_row + 1):
        code = _text(sheet, (row, grid.code))
        if code and row not in grid.rows and row != grid.total_row:
            desk.unknown.append((stage, code, Spot(sheet.name, address(row, grid.code))))
    desk.repeated += [(stage, key[0], tuple(spots)) for key, spots in by_key.items() if len(spots) > 1]
    return used


def _take_inputs(desk: _Desk, grid: _Grid, column: int, unit: str) -> set[Place]:
    """Take in what is typed in one column of scores."""
    sheet, stage, used = grid.sheet, grid.stage, set[Place]()
    known = desk.roster.member(unit) is not None
    if grid.agree_row:
        at = (grid.agree_row, column)
        used.add(at)
        if known:
            spot = Spot(sheet.name, address(*at))
            desk.agreed.setdefault((unit, stage), []).append((spot, _filled(sheet, at)))
        elif at in sheet.cells:
            label = layout.AGREE_LABELS[stage]
            desk.keep(sheet, at, _REMOVED_AGREEMENT.format(unit=unit, label=label))
    for row, criterion in grid.rows.items():
        at = (row, column)
        if criterion.is_group:
            continue
        used.add(at)
        if known:
            _take_input(desk, sheet, at, (unit, criterion.id, stage))
        elif at in sheet.cells:
            why = _REMOVED.format(unit=unit, criterion=criterion.id, column=layout.STAGE_LABELS[stage])
            desk.keep(sheet, at, why)
    return used


def _take_input(desk: _Desk, sheet: Worksheet, at: Place, key: Key) -> None:
    spot = Spot(sheet.name, address(*at))
    if any(at in area and at != (area.top, area.left) for area in sheet.merged):
        desk.covered.append((key, spot))
        why = _UNDER_MERGED.format(criterion=key[1], column=layout.STAGE_LABELS[key[2]])
        text = sheet.cells[at].text if at in sheet.cells else ""
        desk.foreign.append(KeptLine(sheet.name, spot.cell, text, why))
        desk.typed.setdefault(key, []).append((spot, None))
        return
    cell = _filled(sheet, at)
    desk.typed.setdefault(key, []).append((spot, cell))
    if cell is not None and cell.formula is not None:
        desk.keep(sheet, at, FORMULA)


def _filled(sheet: Worksheet, at: Place) -> Cell | None:
    """The cell, if anything stands in it."""
    cell = sheet.cells.get(at)
    return None if cell is None or (cell.kind is Kind.TEXT and not cell.text and cell.formula is None) else cell


def _take_shown(desk: _Desk, grid: _Grid, column: int, unit: str) -> None:
    """Take in the self-scores that the column shows; a sum over the rows below is none."""
    for row, criterion in grid.rows.items():
        cell = _filled(grid.sheet, (row, column))
        if criterion.is_group and (cell is None or cell.formula is not None):
            continue
        spot = Spot(grid.sheet.name, address(row, column))
        desk.shown.setdefault((unit, criterion.id), (spot, cell))


def _take_rest(desk: _Desk, grid: _Grid, at: Place) -> None:
    """Keep what stands where the matrix knows no cell; what it wrote itself is left out."""
    row, column = at
    cell = grid.sheet.cells[at]
    if _is_own_text(cell) or _filled(grid.sheet, at) is None:
        return
    if column in grid.columns:
        if not _is_own_score(grid, cell, at):
            inside = grid.heading_row < row < grid.last_row and row not in grid.rows
            desk.keep(grid.sheet, at, _OTHER_ROW if inside else _STRAY)
        return
    criterion = grid.rows.get(row)
    if criterion is not None and column in {grid.content, grid.maximum} and _prints(cell, criterion):
        return
    if row == grid.heading_row and column in {grid.code, grid.content, grid.maximum}:
        return
    if row == grid.total_row and cell.number == desk.rubric.maximum:
        return
    inside = grid.heading_row < row <= grid.last_row
    why = _OTHER_ROW if inside and row not in grid.rows else _OTHER_COLUMN if inside else _STRAY
    desk.keep(grid.sheet, at, why)


def _is_own_score(grid: _Grid, cell: Cell, at: Place) -> bool:
    """Whether a cell in a unit's column is the workbook's own: a self-score shown, or a formula in its place."""
    row, column = at
    if row in grid.rows and grid.columns[column][1] is Stage.SELF:
        return True
    return cell.formula is not None and (row in grid.rows or row in {grid.total_row, grid.open_row})


def _prints(cell: Cell, criterion: Criterion) -> bool:
    return cell.number == criterion.maximum or tidy(cell.text) == tidy(criterion.title)


_OWN_TEXTS = tuple(map(fold, layout.OWN_TEXTS))
_OWN_LABELS = frozenset(map(fold, layout.OWN_LABELS))


def _is_own_text(cell: Cell) -> bool:
    """Whether the text is one that thidua writes on every workbook: a title, a label, a signature, a note."""
    key = fold(cell.text)
    return cell.kind is Kind.TEXT and (key in _OWN_LABELS or key.startswith(_OWN_TEXTS))


# --- what the cells come to ----------------------------------------------------------------------


def _settled_cells(desk: _Desk) -> tuple[tuple[Clash, ...], dict[Key, Cell], dict[Key, Spot]]:
    """The one cell that speaks for each score; where several differ, none does."""
    clashes: list[Clash] = []
    typed: dict[Key, Cell] = {}
    spots: dict[Key, Spot] = {}
    for key, found in desk.typed.items():
        filled = [(spot, cell) for spot, cell in found if cell is not None]
        spots[key] = (filled or found)[0][0]
        if not filled:
            continue
        texts = tuple(dict.fromkeys(cell.text for _, cell in filled))
        if len({(said(cell).value, said(cell).value is None and cell.text) for _, cell in filled}) == 1:
            typed[key] = filled[0][1]
            continue
        typed[key] = Cell(Kind.TEXT, " / ".join(texts))
        clashes.append(Clash(key, tuple(spot for spot, _ in filled), texts))
    return tuple(clashes), typed, spots


def _unit(desk: _Desk, unit_id: str, typed: Mapping[Key, Cell]) -> UnitColumns:
    name = desk.names.get(unit_id, ("", None))[0]
    agreed = {
        stage: cells[0]
        for stage in TABS
        if (cells := [cell for _, cell in desk.agreed.get((unit_id, stage), ()) if cell is not None])
    }
    return UnitColumns(
        unit_id,
        name,
        {criterion: cell for (unit, criterion), (_, cell) in desk.shown.items() if unit == unit_id and cell},
        {(criterion, stage): cell for (unit, criterion, stage), cell in typed.items() if unit == unit_id},
        agreed,
    )


def _names(desk: _Desk) -> dict[str, str]:
    """The id that each name means: as the workbook shows it, as the cluster's list has it, and the id itself."""
    found = {name_key(name): unit for unit, (name, _) in desk.names.items()}
    for member in desk.roster.members:
        found |= dict.fromkeys((name_key(member.id), *member.names()), member.id)
    return found


# --- the lists -----------------------------------------------------------------------------------


class _List(Struct, frozen=True):
    """A list found on its sheet: the row of its headings and the column of each."""

    sheet: Worksheet
    heading_row: int
    columns: Mapping[str, int]

    def rows(self) -> list[int]:
        """The rows below the headings that hold anything."""
        return sorted({row for row, _ in self.sheet.cells if row > self.heading_row})

    def cell(self, row: int, heading: str) -> Cell | None:
        """What stands in the row under the heading."""
        return _filled(self.sheet, (row, self.columns[heading])) if heading in self.columns else None

    def text(self, row: int, heading: str) -> str:
        """The same as text."""
        cell = self.cell(row, heading)
        return cell.text if cell else ""


def _find_list(desk: _Desk, sheet: Worksheet | None, headings: Sequence[str]) -> _List | None:
    """The list under these headings; without it everything on the sheet is kept."""
    if sheet is None:
        return None
    best: _List | None = None
    for row in sorted({row for row, _ in sheet.cells}):
        columns = {heading: column for heading in headings if (column := _column_of(sheet, row, heading))}
        if len(columns) > len(best.columns if best else ()):
            best = _List(sheet, row, columns)
    if best is None or len(best.columns) * 2 <= len(headings):
        for at in sorted(sheet.cells):
            desk.keep(sheet, at, _STRAY)
        return None
    for at, cell in sorted(sheet.cells.items()):
        above, beside = at[0] < best.heading_row, at[1] not in best.columns.values()
        if (above or beside) and not _is_own_text(cell) and _filled(sheet, at) is not None:
            desk.keep(sheet, at, _STRAY)
    return best


def _reasons(desk: _Desk, sheet: Worksheet | None, names: Mapping[str, str]) -> tuple[ReasonLine, ...]:
    found = _find_list(desk, sheet, layout.REASON_HEADINGS)
    if found is None:
        return ()
    lines: list[ReasonLine] = []
    for row in found.rows():
        unit, criterion, column = (found.cell(row, name) for name in (layout.UNIT, layout.CRITERION, layout.COLUMN))
        line = ReasonLine(
            unit,
            criterion,
            column,
            found.text(row, layout.BEFORE),
            found.text(row, layout.AFTER),
            found.cell(row, layout.REASON),
            found.cell(row, layout.DOCUMENT),
            found.text(row, layout.REMARK),
            cell=address(row, found.columns.get(layout.REASON, 1)),
        )
        remark = (row, found.columns.get(layout.REMARK, 0))
        if line.remark and not _is_own_text(sheet_cell := found.sheet.cells[remark]) and sheet_cell.text:
            desk.keep(found.sheet, remark, _STRAY)
        if line.is_typed or line.before or line.after:
            lines.append(replace(line, key=_key_of(line, names, desk.rubric)))
    return tuple(lines)


def _key_of(line: ReasonLine, names: Mapping[str, str], rubric: Rubric) -> Key | None:
    unit = names.get(name_key(line.unit.text)) if line.unit else None
    code = tidy(line.criterion.text) if line.criterion else ""
    criterion = next((row.id for row in rubric.rows() if row.id.casefold() == code.casefold()), None)
    stage = layout.STAGE_OF_LABEL.get(fold(line.column.text)) if line.column else None
    return (unit, criterion, stage) if unit and criterion and stage is not None and stage in TABS else None


_DIDS = {fold(did): did for did in _Did}


def _log(desk: _Desk, sheet: Worksheet | None, names: Mapping[str, str]) -> tuple[LogLine, ...]:
    found = _find_list(desk, sheet, layout.LOG_HEADINGS)
    if found is None:
        return ()
    lines: list[LogLine] = []
    for row in found.rows():
        did = _DIDS.get(fold(found.text(row, layout.WHAT)))
        if did is None:
            for at in sorted(at for at in found.sheet.cells if at[0] == row and at[1] in found.columns.values()):
                if not _is_own_text(found.sheet.cells[at]):
                    desk.keep(found.sheet, at, _STRAY)
            continue
        name = found.text(row, layout.UNIT)
        lines.append(
            LogLine(
                _iso(found.text(row, layout.DAY)),
                tidy(found.text(row, layout.UNIT_ID)) or names.get(name_key(name), ""),
                name,
                did,
                found.text(row, layout.CRITERION),
                layout.STAGE_OF_LABEL.get(fold(found.text(row, layout.COLUMN))),
                found.text(row, layout.BEFORE),
                found.text(row, layout.AFTER),
                found.text(row, layout.SOURCE),
                found.cell(row, layout.SEEN),
                address(row, found.columns.get(layout.SEEN, 1)),
            )
        )
    return tuple(lines)


def _iso(text: str) -> str:
    """A day as the workbook prints it, dd/mm/yyyy, in ISO form; anything else as it stands."""
    parts = text.split("/")
    return "-".join(reversed(parts)) if len(parts) == 3 else text  # noqa: PLR2004 - day, month, year


def _kept(desk: _Desk, sheet: Worksheet | None) -> tuple[KeptLine, ...]:
    found = _find_list(desk, sheet, layout.KEPT_HEADINGS)
    if found is None:
        return ()
    return tuple(
        KeptLine(
            found.text(row, layout.KEPT_SHEET),
            found.text(row, layout.KEPT_CELL),
            found.text(row, layout.KEPT_TEXT),
            found.text(row, layout.KEPT_WHY),
            _iso(found.text(row, layout.DAY)),
        )
        for row in found.rows()
        if any(_filled(found.sheet, (row, column)) for column in found.columns.values())
    )


def _evidence(desk: _Desk, sheet: Worksheet | None, names: Mapping[str, str]) -> None:
    """Keep what a person typed among the units' evidence; the rest is drawn anew from their sheets."""
    found = _find_list(desk, sheet, layout.EVIDENCE_HEADINGS)
    if found is None:
        return
    for row in found.rows():
        own = name_key(found.text(row, layout.UNIT)) in names and desk.rubric.find(found.text(row, layout.CRITERION))
        if not own:
            for at in _in_columns(found, row):
                desk.keep(found.sheet, at, _STRAY)


def _in_columns(found: _List, row: int) -> Iterator[Place]:
    places: Iterable[Place] = ((row, column) for column in sorted(found.columns.values()))
    return (at for at in places if _filled(found.sheet, at) is not None and not _is_own_text(found.sheet.cells[at]))
