"""The review workbook read back: what was settled, on which scores, for which reasons, and what is wrong with it.

This module knows no file and no sheet of a unit.
"""

from __future__ import annotations

from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING

from msgspec.structs import replace

from thidua_cli import catalogue
from thidua_cli.catalogue import Text
from thidua_cli.findings import Between, Checked
from thidua_cli.intake import Fault, Given, given
from thidua_cli.review import layout
from thidua_cli.review.content import Did
from thidua_cli.review.layout import TABS, marker_of
from thidua_cli.review.model import Event, Review, SettledReason
from thidua_cli.review.take import FORMULA, Spot, Taken, take
from thidua_cli.rubric.model import Stage
from thidua_cli.vietnamese import format_points, name_key

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from thidua_cli.cells import Cell, Workbook
    from thidua_cli.findings import Finding
    from thidua_cli.review.content import UnitColumns
    from thidua_cli.review.layout import Marker
    from thidua_cli.roster.model import Roster
    from thidua_cli.rubric.model import Criterion, Rubric


def read(workbook: Workbook, file: str, sha256: str, roster: Roster, rubric: Rubric) -> Checked[Review | None]:
    """What the workbook says; None if it is no review workbook of this cluster, year and table."""
    strange = foreign(workbook, file, roster, rubric)
    if strange:
        return Checked(None, strange)
    taken = take(workbook, roster, rubric)
    marker = marker_of(workbook)
    findings = [*_changed_table(marker, file, rubric), *_findings(taken, file, roster, marker, rubric)]
    return Checked(review_of(taken, file, sha256, rubric), tuple(findings))


def foreign(workbook: Workbook, file: str, roster: Roster, rubric: Rubric) -> tuple[Finding, ...]:
    """Why the workbook is not this cluster's for this year and table; empty if it is."""
    marker = marker_of(workbook)
    if marker is None:
        what = Text("không phải sổ rà soát do thidua tạo", "it is no review workbook made by thidua")
        return (catalogue.REVIEW_FOREIGN.finding(file=file, what=what),)
    if marker.year != roster.year:
        what = Text(
            f"đây là sổ của năm {marker.year}, cụm chấm năm {roster.year}",
            f"it is for {marker.year}, the cluster scores {roster.year}",
        )
        return (catalogue.REVIEW_FOREIGN.finding(file=file, found=marker.year, allowed=roster.year, what=what),)
    if not rubric.is_marked(marker.rubric, marker.digest):
        what = Text(
            f"sổ theo bảng tiêu chí {marker.rubric}, cụm dùng bảng {rubric.id}",
            f"it follows the table {marker.rubric}, the cluster uses {rubric.id}",
        )
        return (catalogue.REVIEW_FOREIGN.finding(file=file, found=marker.rubric, allowed=rubric.id, what=what),)
    if marker.cluster != roster.id and not _has_members(workbook, roster, rubric):
        what = Text(
            f"đây là sổ của cụm {marker.cluster}, không phải của {roster.id}",
            f"it is that of the cluster {marker.cluster}, not of {roster.id}",
        )
        return (catalogue.REVIEW_FOREIGN.finding(file=file, found=marker.cluster, allowed=roster.id, what=what),)
    return ()


def _has_members(workbook: Workbook, roster: Roster, rubric: Rubric) -> bool:
    """Whether most of its units are the cluster's: a folder that was renamed changes the id that it gives."""
    taken = take(workbook, roster, rubric)
    strangers = {name for _, name, spot in taken.unknown if rubric.find(name) is None and spot}
    own = len(taken.content.units)
    return own > len(strangers)


# --- the value -----------------------------------------------------------------------------------


def review_of(taken: Taken, file: str, sha256: str, rubric: Rubric) -> Review:
    """The workbook as the other steps use it, each score with its file, sheet and cell."""
    settled: dict[tuple[str, str, Stage], Given] = {}
    basis: dict[tuple[str, str], Given] = {}
    covered = {key for key, _ in taken.covered}
    for unit in taken.content.units:
        for section in rubric.sections:
            in_scope = section.id in rubric.board_scope
            for row in section.walk():
                shown = taken.shown.get((unit.id, row.id))
                if shown is not None:
                    basis[unit.id, row.id] = _placed(unit.shown.get(row.id), shown, file)
                if row.is_group:
                    continue
                for stage in TABS:
                    key = (unit.id, row.id, stage)
                    if key in taken.spots:
                        settled[key] = _settled(unit, row, stage, taken.spots[key], file, in_scope=in_scope)
                        if key in covered:
                            settled[key] = replace(settled[key], value=None, fault=Fault.COVERED)
    return Review(
        file,
        sha256,
        MappingProxyType(settled),
        MappingProxyType(basis),
        tuple(
            SettledReason(*line.key, line.before, line.after, _text(line.reason), _text(line.document), line.cell)
            for line in taken.content.reasons
            if line.key is not None
        ),
        tuple(
            Event(
                line.day,
                line.unit,
                line.criterion,
                line.stage or Stage.SELF,
                line.before,
                line.after,
                line.source,
                changed=line.did is Did.CHANGED,
                seen=_text(line.seen),
                cell=line.cell,
            )
            for line in taken.content.log
        ),
    )


def _text(cell: Cell | None) -> str:
    return cell.text.strip() if cell else ""


def _placed(cell: Cell | None, spot: Spot, file: str) -> Given:
    return replace(given(cell, spot.cell), file=file, sheet=spot.sheet)


def _settled(unit: UnitColumns, row: Criterion, stage: Stage, spot: Spot, file: str, *, in_scope: bool) -> Given:
    """What the input cell comes to; a blank one under an agreement says the score that it agrees to."""
    if (row.id, stage) in unit.typed:
        return _placed(unit.typed[row.id, stage], spot, file)
    agreed = unit.settled(row.id, stage, in_scope=in_scope)
    found = _placed(agreed, spot, file)
    if found.value is None:
        # What is agreed to states no points: then nothing was settled.
        return Given(spot.cell, file=file, sheet=spot.sheet)
    label = layout.AGREE_LABELS[stage].partition(" còn lại")[0].casefold()
    return replace(found, text=f"{format_points(found.value)} ({label})")


# --- what is wrong -------------------------------------------------------------------------------


def _changed_table(marker: Marker | None, file: str, rubric: Rubric) -> Iterator[Finding]:
    if marker is not None and marker.digest != rubric.digest:
        yield catalogue.REVIEW_TABLE_CHANGED.finding(file=file)


def _findings(taken: Taken, file: str, roster: Roster, marker: Marker | None, rubric: Rubric) -> Iterator[Finding]:
    for stage, tab in TABS.items():
        if stage not in taken.tabs:
            yield catalogue.REVIEW_PART_MISSING.finding(file=file, sheet=tab, found=tab, stage=stage.value)
    yield from _missing(taken, file, same_table=marker is not None and marker.digest == rubric.digest)
    yield from _ids(taken, file, rubric)
    yield from _agreements(taken, file)
    yield from _cells(taken, file)
    yield from _renamed(taken, file, roster)
    yield from _reasons(taken, file)
    yield from _stray(taken, file)


def _missing(taken: Taken, file: str, *, same_table: bool) -> Iterator[Finding]:
    for stage, rows in taken.missing_rows.items():
        # A table that changed has rows that the workbook could not have; that is told once.
        for criterion in rows if same_table else ():
            yield catalogue.REVIEW_ROW_MISSING.finding(
                file=file, sheet=TABS[stage], criterion=criterion, stage=stage.value, found=criterion
            )
    for stage, units in taken.missing_units.items():
        for unit in units:
            yield catalogue.REVIEW_UNIT_MISSING.finding(
                file=file, sheet=TABS[stage], unit=unit, stage=stage.value, found=unit
            )


def _ids(taken: Taken, file: str, rubric: Rubric) -> Iterator[Finding]:
    for stage, found, spot in taken.unknown:
        yield catalogue.REVIEW_ID_UNKNOWN.finding(
            file=file, sheet=spot.sheet, cell=spot.cell, stage=stage.value, found=found
        )
    for stage, found, spots in taken.repeated:
        cells = ", ".join(spot.cell for spot in spots)
        where = {"criterion": found} if rubric.find(found) else {"unit": found}
        yield catalogue.REVIEW_ID_REPEATED.finding(
            file=file, sheet=spots[0].sheet, cell=spots[0].cell, stage=stage.value, found=found, cells=cells, **where
        )
    for clash in taken.clashes:
        unit, criterion, stage = clash.key
        first = clash.spots[0]
        cells = ", ".join(spot.cell for spot in clash.spots)
        yield catalogue.REVIEW_SCORES_CLASH.finding(
            file=file,
            sheet=first.sheet,
            cell=first.cell,
            criterion=criterion,
            stage=stage.value,
            unit=unit,
            found=" / ".join(clash.texts),
            cells=cells,
        )


def _agreements(taken: Taken, file: str) -> Iterator[Finding]:
    for unit in taken.content.units:
        for stage, cell in unit.agreed.items():
            spot = taken.agreed.get((unit.id, stage))
            if spot is not None and not unit.agrees(stage) and cell.text.strip():
                yield catalogue.REVIEW_AGREEMENT_UNCLEAR.finding(
                    file=file, sheet=spot.sheet, cell=spot.cell, stage=stage.value, unit=unit.id, found=cell.text
                )


def _cells(taken: Taken, file: str) -> Iterator[Finding]:
    for (unit, criterion, stage), spot in taken.covered:
        yield catalogue.REVIEW_CELL_COVERED.finding(
            file=file, sheet=spot.sheet, cell=spot.cell, criterion=criterion, stage=stage.value, unit=unit
        )
    for unit_columns in taken.content.units:
        for (criterion, stage), cell in unit_columns.typed.items():
            spot = taken.spots[unit_columns.id, criterion, stage]
            if cell.formula is not None:
                yield catalogue.REVIEW_FORMULA.finding(
                    file=file,
                    sheet=spot.sheet,
                    cell=spot.cell,
                    criterion=criterion,
                    stage=stage.value,
                    unit=unit_columns.id,
                    found=cell.text,
                )


def _renamed(taken: Taken, file: str, roster: Roster) -> Iterator[Finding]:
    for unit, (name, spot) in taken.names.items():
        member = roster.member(unit)
        if member is not None and name_key(name) != name_key(member.name):
            yield catalogue.REVIEW_UNIT_RENAMED.finding(
                file=file, sheet=spot.sheet, cell=spot.cell, unit=unit, found=name, allowed=member.name
            )


def _reasons(taken: Taken, file: str) -> Iterator[Finding]:
    for line in taken.content.reasons:
        if line.key is None:
            words = [cell.text for cell in (line.unit, line.criterion, line.column) if cell is not None]
            yield catalogue.REVIEW_REASON_UNPLACED.finding(
                file=file, sheet=layout.REASONS_TAB, cell=line.cell or None, found=" · ".join(words)
            )


def _stray(taken: Taken, file: str) -> Iterator[Finding]:
    """One finding for all that stands where the workbook knows no cell; formulas are told elsewhere."""
    spots = [line for line in taken.foreign if line.text and line.why != FORMULA]
    if spots:
        few = tuple(Text(f"ô {line.cell} trang “{line.sheet}”", f"{line.cell} on “{line.sheet}”") for line in spots[:3])
        yield catalogue.REVIEW_STRAY_TEXT.finding(
            file=file, sheet=spots[0].sheet, cell=spots[0].cell, number=len(spots), places=few
        )


def unusable(review: Review, rubric: Rubric, units: Collection[str]) -> Iterator[Finding]:
    """Settled scores of these units that are no points between 0 and the maximum.

    For units whose own sheets were read the checks of a sheet find the same; so these are the others.
    """
    rows = {row.id: row for row in rubric.rows()}
    for (unit, criterion, stage), found in review.given.items():
        if unit not in units or criterion not in rows or found.is_blank or found.fault is Fault.COVERED:
            continue
        most = rows[criterion].maximum
        if found.fault is None and found.value is not None and Decimal(0) <= found.value <= most:
            continue
        yield catalogue.REVIEW_SCORE_UNUSABLE.finding(
            file=found.file,
            sheet=found.sheet,
            cell=found.cell,
            criterion=criterion,
            stage=stage.value,
            unit=unit,
            clause=rows[criterion].clause,
            found=found.text if found.fault is not None else found.value,
            allowed=Between(Decimal(0), most),
        )
