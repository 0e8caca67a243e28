"""Blank forms and starters of tables, made and put in their places.

This module never writes over anybody's answers.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from thidua_cli import catalogue
from thidua_cli.folders import CLUSTER_FILE, RESULTS, shown
from thidua_cli.pipeline.reading import SHELF, not_found, settings_needed, settings_of, submission_of, unknown_unit
from thidua_cli.pipeline.writing import write_bytes
from thidua_cli.sheet_report import Written
from thidua_cli.submission import Expected
from thidua_cli.vietnamese import slug

if TYPE_CHECKING:
    from thidua_cli.findings import Finding
    from thidua_cli.roster.model import Member, Roster
    from thidua_cli.rubric.model import Rubric
    from thidua_cli.spreadsheets.stamp import Stamp
    from thidua_cli.template import UnitOnForm


def blank_form(rubric: str, unit: str | None, year: str | None, output: str | None) -> Written:
    """One blank form of the rubric, for the named unit or for any."""
    from thidua_cli import template
    from thidua_cli.rubric.load import load
    from thidua_cli.spreadsheets.writer import to_bytes

    loaded, findings = load(rubric, Path())
    if loaded is None:
        return Written((), findings)
    named = template.UnitOnForm(slug(unit), unit) if unit else None
    first_year = str(loaded.guidance.document.from_year)
    book = template.blank_form(loaded, unit=named, year=year or first_year, cluster=None)
    stem = slug(unit) if unit else loaded.id.rpartition("/")[2]
    target = _target(output, f"{stem}.xlsx")
    refused = _write_blank(to_bytes(book), target)
    return Written(() if refused else (shown(target),), (*findings, *refused))


def _target(output: str | None, name: str) -> Path:
    """The file to write: the path given, or the name inside it when it is a folder."""
    if output is None:
        return Path(name)
    path = Path(output)
    return path / name if path.is_dir() or output.endswith(("/", os.sep)) or not path.suffix else path


_MAKE_FORMS = catalogue.Text("lập biểu cho các đơn vị", "make the units' forms")


def forms_of_cluster(given: str, unit: str | None, year: str | None, output: str | None) -> Written:
    """One blank form for each member of the cluster, or for one of them."""
    folder = Path(given)
    name = shown(folder)
    if not (folder / CLUSTER_FILE).is_file():
        return Written((), (settings_needed(folder, _MAKE_FORMS) if folder.is_dir() else not_found(folder),))
    settings = settings_of(folder, shown(Path(name) / CLUSTER_FILE))
    if settings.roster is None or settings.rubric is None:
        return Written((), settings.findings)
    roster, findings = settings.roster, list(settings.findings)
    if year is not None and year != roster.year:
        wrong = catalogue.NO_CLUSTER_OF_YEAR.finding(file=name, found=year, allowed=roster.year)
        return Written((), (*findings, *settings.rubric.guidance.citing([wrong])))
    members = roster.members
    if unit is not None:
        member = roster.named(unit) or roster.alike(unit)
        if member is None:
            unknown = unknown_unit(unit, roster, name)
            return Written((), (*findings, *settings.rubric.guidance.citing([unknown])))
        members = (member,)
    home = Path(output) if output is not None else folder / RESULTS / "bieu-trang"
    if home.suffix.lower() == ".xlsx" and len(members) > 1:
        return Written((), (*findings, catalogue.NOT_A_FOLDER.finding(file=shown(home))))
    written: list[str] = []
    forms = _Forms(settings.rubric, roster)
    for member in members:
        target = home if home.suffix.lower() == ".xlsx" else home / f"{member.id}.xlsx"
        refused = _write_blank(forms.of(member), target)
        findings.extend(refused)
        if not refused:
            written.append(shown(target))
    return Written(tuple(written), tuple(findings))


class _Forms:
    """The blank forms of a cluster's members: one is laid out, others are stamped from it where that is the same."""

    def __init__(self, rubric: Rubric, roster: Roster) -> None:
        self._rubric, self._roster = rubric, roster
        self._stamp: Stamp | None = None

    def of(self, member: Member) -> bytes:
        """The member's form as an .xlsx file."""
        from thidua_cli import template
        from thidua_cli.spreadsheets.stamp import Stamp

        unit, marks = template.UnitOnForm(member.id, member.name), template.STAMPED
        marked = any(letter in self._roster.name for letter in marks.id + marks.name)
        if marked or not template.can_be_stamped(self._rubric, unit, self._roster.year):
            return self._laid_out(unit)
        if self._stamp is None:
            self._stamp = Stamp.of(self._laid_out(marks), (marks.id, marks.name))
        return self._stamp.stamped({marks.id: unit.id, marks.name: unit.name})

    def _laid_out(self, unit: UnitOnForm) -> bytes:
        from thidua_cli import template
        from thidua_cli.spreadsheets.writer import to_bytes

        form = template.blank_form(self._rubric, unit=unit, year=self._roster.year, cluster=self._roster.name)
        return to_bytes(form)


def new_table(kind: str, output: str) -> Written:
    """The starter of a cluster's own table, copied to a new file for the cluster to fill in."""
    from thidua_cli.rubric.load import starter

    target = Path(output)
    if os.path.lexists(target):
        return Written((), (catalogue.TABLE_FILE_EXISTS.finding(file=shown(target)),))
    refused = write_bytes(starter(kind), target)
    return Written(() if refused else (shown(target),), refused)


def _write_blank(data: bytes, target: Path) -> tuple[Finding, ...]:
    """The blank form in its place, unless what stands there holds anybody's answers."""
    if _holds(target, data):
        return ()
    if os.path.lexists(target) and not target.is_dir() and not is_blank_form(target):
        return (catalogue.FORM_IN_USE.finding(file=shown(target)),)
    return write_bytes(data, target)


def _holds(path: Path, data: bytes) -> bool:
    """Whether the file is there already, byte for byte."""
    try:
        return path.is_file() and path.stat().st_size == len(data) and path.read_bytes() == data
    except OSError:
        return False


def is_blank_form(path: Path) -> bool:
    """Whether the file is a form made by thidua in which nothing has been typed."""
    sheet = submission_of(path, shown(path), Expected(SHELF)).sheet
    if sheet is None or sheet.identity.marker is None:
        return False
    leaves = [row.id for row in sheet.rubric.rows() if not row.is_group]
    entries = [entry for criterion_id, entry in sheet.entries.items() if criterion_id in leaves]
    typed = any(not said.is_blank or said.text for entry in entries for said in entry.given.values())
    noted = any(entry.evidence or entry.explanation for entry in sheet.entries.values())
    return not (typed or noted or sheet.facts_typed)
