"""One file as one unit's submission: whose it is, under which table, its points, what is wrong.

This module joins intake and checks for a single workbook; it opens no file and knows no ranking.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from msgspec import Struct

from thidua_cli import catalogue, checks, facts, intake, roles, rules
from thidua_cli.catalogue import NAMES_ALIKE, Text, did_you_mean
from thidua_cli.cells import column_letters
from thidua_cli.layout import CONTENT, EVIDENCE, EXPLANATION, STT, fix_list_of, heading_keys, headings
from thidua_cli.review.settle import changed_since, settle, unexplained
from thidua_cli.scores import compute
from thidua_cli.vietnamese import fold, name_key, slug

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from thidua_cli.cells import Workbook
    from thidua_cli.findings import Finding
    from thidua_cli.intake import Identity, ManyUnits, ScoreSheet, Table
    from thidua_cli.review.model import Review
    from thidua_cli.roster.model import Member, Roster
    from thidua_cli.rubric.model import Rubric
    from thidua_cli.rules import Rules
    from thidua_cli.scores import Scores


class UnitName(Struct, frozen=True):
    """A unit as reports name it."""

    id: str
    name: str


class Shelf(Protocol):
    """The tables a sheet may be recognised as; they are loaded only when asked for."""

    def find(self, rubric_id: str) -> Rubric | None:
        """The table of that id, or None."""

    def all(self) -> tuple[Rubric, ...]:
        """Every table, in the official order."""


class Expected(Struct, frozen=True):
    """What is known before a sheet is read.

    Attributes:
        shelf: The tables a sheet may be recognised as.
        roster: The cluster's list, if there is one.
        rubric: The table the sheet must follow, if it is known.
        review: The cluster's review workbook, if there is one.
    """

    shelf: Shelf
    roster: Roster | None = None
    rubric: Rubric | None = None
    review: Review | None = None

    @property
    def columns(self) -> Mapping[str, str]:
        """The headings that the form of the expected table prints, by column; empty if no table is expected."""
        return self.rubric.guidance.columns if self.rubric else {}

    @property
    def readings(self) -> Mapping[str, str]:
        """The readings the cluster chose."""
        return self.roster.readings if self.roster else {}


class Submission(Struct, frozen=True):
    """One file, read.

    Attributes:
        file: The file as the user may open it.
        sha256: The digest of its bytes; empty if it could not be opened.
        unit: Whose sheet it is; None if nobody could be made out.
        year: The year it says it is for, else its cluster's.
        rubric: The id of the table it was read against.
        sheet: Its rows; None if the file holds no readable table.
        scores: Its points, recomputed; None exactly when `sheet` is.
        findings: Everything found in it.
        rules: What its rows' rules give for its facts; None exactly when `sheet` is.
    """

    file: str
    sha256: str = ""
    unit: UnitName | None = None
    year: str | None = None
    rubric: str | None = None
    sheet: ScoreSheet | None = None
    scores: Scores | None = None
    findings: tuple[Finding, ...] = ()
    rules: Rules | None = None

    @property
    def readings(self) -> tuple[str, ...]:
        """The ids of the readings that played a part in it."""
        return self.rules.readings if self.rules else ()


def unreadable(file: str, sha256: str, findings: Sequence[Finding], expected: Expected) -> Submission:
    """A submission whose content could not be used; its unit is known at most from the file's name."""
    hinted = _unit_by_file_name(file, expected.roster) if expected.roster else None
    unit = UnitName(hinted.id, hinted.name) if hinted else None
    return Submission(file, sha256, unit, findings=_of_unit(findings, unit))


class Recognised(Struct, frozen=True):
    """What a workbook holds, before its rows are read.

    Attributes:
        table: The one table to read; None if there is none, or no single one.
        identity: Whom and what it says it is for; None exactly when `table` is.
        rubric: The table of criteria that it follows; None if that cannot be told.
        unit: Whose it is; None if nobody could be made out.
        year: The year it says it is for, else its cluster's.
        findings: What is doubtful or wrong in all that.
    """

    table: Table | None
    identity: Identity | None = None
    rubric: Rubric | None = None
    unit: UnitName | None = None
    year: str | None = None
    findings: tuple[Finding, ...] = ()


def recognise(workbook: Workbook, file: str, expected: Expected) -> Recognised:
    """Which table of the workbook is the unit's, whose and of which year, under which table of criteria."""
    listed = fix_list_of(workbook)
    if listed is not None:
        return Recognised(None, findings=(_fix_list(listed, file),))
    tables = intake.find_tables(workbook, heading_keys(expected.columns))
    table, found_in_tables = _single_table(workbook, tables, file, expected)
    if table is None:
        return Recognised(None, findings=tuple(found_in_tables))
    identity = intake.identify(workbook, table)
    rubric, findings = _rubric(table, identity, file, expected)
    findings += found_in_tables
    unit, found = _unit(identity, table, file, expected.roster)
    findings += found
    findings += _year(identity, table, file, expected.roster)
    findings += _columns(table, file, headings(rubric.guidance.columns if rubric else expected.columns))
    year = identity.year or (expected.roster.year if expected.roster else None)
    return Recognised(table, identity, rubric, unit, year, tuple(findings))


def take_in(workbook: Workbook, file: str, sha256: str, expected: Expected) -> Submission:
    """The submission that the workbook is, with all its findings."""
    known = recognise(workbook, file, expected)
    table, identity, rubric, unit, year = known.table, known.identity, known.rubric, known.unit, known.year
    if table is None or identity is None:
        return unreadable(file, sha256, known.findings, expected)
    findings = list(known.findings)
    if rubric is None:
        return Submission(file, sha256, unit, year, findings=_of_unit(findings, unit))
    guidance = rubric.guidance
    rubric = rubric.under(expected.readings)
    sheet, found_in_rows = intake.read_table(table, rubric, identity, file)
    sheet, found_in_figures = intake.read_facts(workbook, sheet)
    findings += found_in_figures
    own = sheet
    if expected.review is not None and unit is not None:
        settled = settle(sheet, expected.review, unit.id)
        sheet, found_in_review = settled.sheet, settled.findings
        findings += [*found_in_review, *checks.stated_sums(own, compute(own), settled.stages)]
    scores = compute(sheet)
    given = rules.apply(sheet, scores, facts.usable(sheet))
    findings += [*found_in_rows, *facts.check(sheet), *checks.check(sheet, scores), *rules.check(sheet, scores, given)]
    findings += roles.check(sheet, scores, unit.id if unit else None, expected.roster)
    if expected.review is not None and unit is not None:
        findings += [
            *unexplained(sheet, scores, expected.review, unit.id),
            *changed_since(own, expected.review, unit.id),
        ]
    told = _of_unit(guidance.citing(findings), unit)
    return Submission(file, sha256, unit, year, rubric.id, sheet, scores, told, given)


def _fix_list(source: str, file: str) -> Finding:
    named = Text(f"“{source}”", f"“{source}”") if source else Text("của đơn vị", "of the unit")
    return catalogue.FIX_LIST_GIVEN.finding(file=file, source=named)


def _of_unit(findings: Sequence[Finding], unit: UnitName | None) -> tuple[Finding, ...]:
    return tuple(finding.on(unit=unit.id) if unit else finding for finding in findings)


_MOST_NAMED, _LONGEST_MEANT = 5, 80


def _single_table(
    workbook: Workbook, tables: Sequence[Table], file: str, expected: Expected
) -> tuple[Table | None, list[Finding]]:
    """The one table to read; None with the reason why there is none."""
    roster = expected.roster
    is_member = (lambda text: (roster.named(text) or roster.alike(text)) is not None) if roster else None
    many = intake.many_units(workbook, heading_keys(expected.columns), tables, is_member)
    if many is not None:
        return None, [_several_units(many, file)]
    if len(tables) > 1:
        chosen = intake.the_one(tables, expected.rubric)
        if chosen is None:
            places = tuple(_where(table, intake.identify(workbook, table)) for table in tables[:_MOST_NAMED])
            return None, [catalogue.SEVERAL_TABLES.finding(file=file, number=len(tables), places=places)]
        table, why = chosen
        one = catalogue.ONE_OF_SEVERAL_TABLES.finding(
            file=file, sheet=table.sheet.name, number=len(tables), place=_where(table), why=why
        )
        return table, [one, *_old_font(table, file)]
    return (tables[0], _old_font(tables[0], file)) if tables else (None, [_no_table(file, expected)])


def _where(table: Table, identity: Identity | None = None) -> Text:
    """The place of a table, with the unit that it names."""
    sheet, row = table.sheet.name, table.header_row
    unit = f" – {identity.unit}" if identity and identity.unit else ""
    return Text(f"trang “{sheet}”, dòng {row}{unit}", f"sheet “{sheet}”, row {row}{unit}")


def _several_units(many: ManyUnits, file: str) -> Finding:
    more = ("…",) if len(many.names) > _MOST_NAMED else ()
    return catalogue.SEVERAL_UNITS.finding(
        file=file,
        sheet=many.sheet,
        cell=many.cell,
        number=len(many.names),
        names=(*many.names[:_MOST_NAMED], *more),
        each=Text("dòng", "row") if many.in_rows else Text("cột", "column"),
    )


def _old_font(table: Table, file: str) -> list[Finding]:
    old = table.old_font
    if old is None:
        return []
    place = {"file": file, "sheet": table.sheet.name, "cell": old.cell}
    return [
        catalogue.OLD_FONT_TEXT.finding(**place, found=old.text, encoding=old.encoding.value, meant=_brief(old.meant))
    ]


def _brief(text: str) -> str:
    return text if len(text) <= _LONGEST_MEANT else text[: _LONGEST_MEANT - 1] + "…"


def _no_table(file: str, expected: Expected) -> Finding:
    official = [name for key, name in headings(expected.columns).items() if key not in {EVIDENCE, EXPLANATION}]
    return catalogue.TABLE_NOT_FOUND.finding(file=file, allowed=", ".join(official))


def _columns(table: Table, file: str, names: Mapping[str, str]) -> list[Finding]:
    """Official columns that are missing or stand twice."""
    findings = [
        catalogue.COLUMN_MISSING.finding(file=file, sheet=table.sheet.name, found=name)
        for key, name in names.items()
        if key not in {EVIDENCE, EXPLANATION, *table.columns}
    ]
    for key, columns in intake.repeated_columns(table).items():
        if key in {STT, CONTENT}:
            continue
        places = ", ".join(column_letters(column) for column in columns)
        findings.append(
            catalogue.COLUMN_REPEATED.finding(file=file, sheet=table.sheet.name, found=names[key], places=places)
        )
    return findings


# --- which table ---------------------------------------------------------------------------------

_CLEARLY_BETTER = 4


def _rubric(table: Table, identity: Identity, file: str, expected: Expected) -> tuple[Rubric | None, list[Finding]]:
    """The table to read the sheet against: the marker's, the cluster's, or the one its rows fit."""
    if identity.marker is not None:
        return _marked_rubric(table, identity.marker.rubric, identity.marker.digest, file, expected)
    if expected.rubric is not None:
        return _expected_rubric(table, expected.rubric, file, expected.shelf)
    return _guessed_rubric(table, file, expected.shelf)


def _marked_rubric(
    table: Table, marked: str, digest: str, file: str, expected: Expected
) -> tuple[Rubric | None, list[Finding]]:
    own = expected.rubric is not None and expected.rubric.is_marked(marked, digest)
    rubric = expected.rubric if own else expected.shelf.find(marked)
    sheet = table.sheet.name
    if expected.rubric is not None and not own:
        mismatch = catalogue.RUBRIC_MISMATCH.finding(file=file, sheet=sheet, found=marked, allowed=expected.rubric.id)
        return rubric or expected.rubric, [mismatch]
    if rubric is None:
        return _guessed_rubric(table, file, expected.shelf)
    if digest and digest != rubric.digest:
        changed = catalogue.RUBRIC_CHANGED.finding(file=file, sheet=sheet, found=digest, allowed=rubric.id)
        return rubric, [changed]
    return rubric, []


def _expected_rubric(table: Table, rubric: Rubric, file: str, shelf: Shelf) -> tuple[Rubric, list[Finding]]:
    words = intake.wording(table)
    ours = intake.fit(words, rubric)
    if ours.titled or (not ours.missed and not ours.foreign and not words.names_a_table):
        return rubric, []
    best, _ = intake.choose_rubric(words, [rubric, *(other for other in shelf.all() if other.id != rubric.id)])
    if best is None or best.id == rubric.id:
        return rubric, []
    theirs = intake.fit(words, best)
    better = (theirs.matched - theirs.missed) - (ours.matched - ours.missed)
    if better < _CLEARLY_BETTER and not (theirs.titled and not ours.titled):
        return rubric, []
    mismatch = catalogue.RUBRIC_MISMATCH.finding(file=file, sheet=table.sheet.name, found=best.id, allowed=rubric.id)
    return best, [mismatch]


def _guessed_rubric(table: Table, file: str, shelf: Shelf) -> tuple[Rubric | None, list[Finding]]:
    best, others = intake.choose_rubric(intake.wording(table), shelf.all())
    if best is None:
        return None, [catalogue.TABLE_NOT_RECOGNISED.finding(file=file, sheet=table.sheet.name)]
    if not others:
        return best, []
    too = Text(f" (cũng khớp: {', '.join(others)})", f" (others fit as well: {', '.join(others)})")
    return best, [catalogue.RUBRIC_GUESSED.finding(file=file, sheet=table.sheet.name, found=best.id, others=too)]


# --- whose sheet ---------------------------------------------------------------------------------


def _unit(identity: Identity, table: Table, file: str, roster: Roster | None) -> tuple[UnitName | None, list[Finding]]:
    """Whose sheet it is by its own words, by its marker, or, with a warning, by its file's name."""
    place = {"file": file, "sheet": table.sheet.name, "cell": identity.unit_cell}
    marker = identity.marker
    if roster is None:
        return _unit_without_roster(identity, place, file)
    by_marker = roster.member(marker.unit) if marker and marker.unit else None
    member, findings = _named_unit(identity, by_marker, place, roster)
    if member is not None or findings:
        return UnitName(member.id, member.name) if member else None, findings
    hinted = _unit_by_file_name(file, roster)
    if hinted is None:
        return None, [catalogue.UNIT_NOT_NAMED.finding(file=file, sheet=table.sheet.name)]
    warning = catalogue.UNIT_FROM_FILE_NAME.finding(file=file, sheet=table.sheet.name, name=hinted.name)
    return UnitName(hinted.id, hinted.name), [warning]


def _named_unit(
    identity: Identity, by_marker: Member | None, place: Mapping[str, str | None], roster: Roster
) -> tuple[Member | None, list[Finding]]:
    """The member the sheet names in its line or its marker; neither, when it names nobody."""
    marker = identity.marker
    named = identity.unit or (marker.unit_name or marker.unit if marker and by_marker is None else "")
    if not named:
        return by_marker, []
    findings: list[Finding] = []
    by_text = roster.named(named)
    if by_text is None and (alike := roster.alike(named)):
        by_text = alike
        findings.append(catalogue.UNIT_NAME_DIFFERS.finding(**place, found=named, allowed=alike.name))
    if by_text is None:
        meant = did_you_mean(named, [member.name for member in roster.members], NAMES_ALIKE)
        return None, [catalogue.UNIT_UNKNOWN.finding(**place, found=named, cluster=roster.name, meant=meant)]
    made_for = by_marker.name if by_marker else (marker.unit_name if marker else "")
    other = by_marker.id != by_text.id if by_marker else bool(made_for) and roster.named(made_for) is not by_text
    if other:
        findings.append(catalogue.UNIT_CONFLICT.finding(**place, found=by_text.name, allowed=made_for))
    return by_text, findings


def _unit_without_roster(
    identity: Identity, place: Mapping[str, str | None], file: str
) -> tuple[UnitName | None, list[Finding]]:
    marker = identity.marker
    if identity.unit:
        unit = UnitName((marker.unit if marker else "") or slug(identity.unit), identity.unit)
        if marker and marker.unit_name and name_key(marker.unit_name) != name_key(identity.unit):
            conflict = catalogue.UNIT_CONFLICT.finding(**place, found=identity.unit, allowed=marker.unit_name)
            return UnitName(slug(identity.unit), identity.unit), [conflict]
        return unit, []
    if marker and marker.unit:
        return UnitName(marker.unit, marker.unit_name or marker.unit), []
    stem = _stem(file)
    if not slug(stem):
        return None, [catalogue.UNIT_NOT_NAMED.finding(file=file, sheet=place["sheet"])]
    return UnitName(slug(stem), stem), [
        catalogue.UNIT_FROM_FILE_NAME.finding(file=file, sheet=place["sheet"], name=stem)
    ]


def _unit_by_file_name(file: str, roster: Roster) -> Member | None:
    """The one member whose name, alias or id stands in the file's name as whole words."""
    stem = f" {fold(_stem(file))} "
    named = {
        member.id: max(len(key) for key in member.loose_names() if f" {key} " in stem)
        for member in roster.members
        if any(f" {key} " in stem for key in member.loose_names())
    }
    longest = max(named.values(), default=0)
    best = [unit_id for unit_id, length in named.items() if length == longest]
    return roster.member(best[0]) if len(best) == 1 else None


def _stem(file: str) -> str:
    """The file's name without folders and ending."""
    name = file.rpartition("/")[2]
    return name.rpartition(".")[0] or name


def _year(identity: Identity, table: Table, file: str, roster: Roster | None) -> list[Finding]:
    if roster is None or not roster.year:
        return []
    stated = [identity.marker.year] if identity.marker and identity.marker.year else []
    wrong = [year for year in stated if year != roster.year]
    if identity.years and roster.year not in identity.years:
        wrong.append(identity.years[0])
    return [
        catalogue.YEAR_MISMATCH.finding(file=file, sheet=table.sheet.name, found=year, allowed=roster.year)
        for year in wrong[:1]
    ]
