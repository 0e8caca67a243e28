"""From paths to values: settings, sheets and clusters, read once and in one way for every use case.

This module writes nothing and shows nothing.
"""

from __future__ import annotations

import os
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from thidua_cli import catalogue, folders, progress, waivers
from thidua_cli.catalogue import filled
from thidua_cli.findings import Checked
from thidua_cli.folders import CLUSTER_FILE, PROVINCE_FILE, REVIEW_FILE, SEAL_FILE, Folder, shown
from thidua_cli.layout import heading_keys
from thidua_cli.submission import Expected, Submission, take_in, unreadable
from thidua_cli.vietnamese import name_key, nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from thidua_cli.findings import Finding
    from thidua_cli.review.model import Review
    from thidua_cli.roster.model import Roster
    from thidua_cli.roster.province import Province
    from thidua_cli.rubric.model import Rubric
    from thidua_cli.seal.model import Agreement, Seal
    from thidua_cli.spreadsheets.reader import Source


class ShippedRubrics:
    """The tables shipped with thidua, loaded only when asked for."""

    def find(self, rubric_id: str) -> Rubric | None:
        """The shipped table of that id, or None."""
        from thidua_cli.rubric.load import load, shipped

        return load(rubric_id).value if rubric_id in shipped() else None

    def all(self) -> tuple[Rubric, ...]:
        """Every shipped table, in the official order."""
        from thidua_cli.rubric.load import shipped

        return tuple(rubric for rubric_id in shipped() if (rubric := self.find(rubric_id)) is not None)


SHELF = ShippedRubrics()


def submission_of(path: Path, name: str, expected: Expected) -> Submission:
    """The file at the path as a submission, under the name that reports show; never raises for a bad file."""
    return taken_in(opened(path, name), name, expected)


def taken_in(source_read: Checked[Source | None], name: str, expected: Expected) -> Submission:
    """What was opened as a submission."""
    source, findings = source_read
    if source is None:
        return unreadable(name, "", findings, expected)
    submission = take_in(source.workbook, name, source.sha256, expected)
    unit = submission.unit.id if submission.unit else None
    return replace(submission, findings=(*(f.on(unit=unit) for f in findings), *submission.findings))


def opened(path: Path, name: str) -> Checked[Source | None]:
    """The workbook in the file, or why there is none; whoever waits at a terminal is told its name."""
    from thidua_cli.spreadsheets.reader import read_file

    progress.reading(name)
    return read_file(path, name)


class Settings(Struct, frozen=True):
    """A cluster's settings as far as they could be loaded, and what it settled so far.

    Attributes:
        roster: Its list; None if anything in the settings is wrong.
        rubric: Its table under its readings; None if anything is wrong.
        findings: What is wrong with them, with the review workbook and with the seal.
        review: Its review workbook; None if it has none that can be used.
        seal: Its seal; None if it has none that can be used.
    """

    roster: Roster | None
    rubric: Rubric | None
    findings: tuple[Finding, ...]
    review: Review | None = None
    seal: Seal | None = None

    def expected(self) -> Expected:
        """What is known before a sheet of the cluster is read."""
        return Expected(SHELF, self.roster, self.rubric, self.review)


def settings_of(folder: Path, name: str) -> Settings:
    """The settings of a cluster folder; both are None if anything in them is wrong."""
    from thidua_cli.roster.load import check_readings, check_waivers
    from thidua_cli.roster.load import load as load_roster
    from thidua_cli.rubric.load import load as load_rubric

    file = folder / CLUSTER_FILE
    roster, findings = load_roster(file)
    (province, above), broken = province_of(folder)
    findings = (*(finding.on(file=name) for finding in findings), *broken)
    if roster is None or (above and province is None):
        return Settings(None, None, findings)
    rubric, wrong = load_rubric(roster.rubric, folder)
    findings += tuple(finding.on(file=finding.file or name) for finding in wrong)
    if rubric is None:
        return Settings(None, None, findings)
    found = tuple(finding.on(file=name) for finding in check_readings(roster, rubric.guidance, name))
    if province is not None:
        found += check_readings(replace(roster, readings=province.readings), rubric.guidance, above)
        chosen = MappingProxyType({**province.readings, **roster.readings})
        roster = replace(roster, readings=chosen, defaults=above)
    found += check_waivers(roster, rubric, name)
    findings = rubric.guidance.citing((*findings, *found, *_year_covered(roster, rubric, name)))
    if any(finding.is_error for finding in findings):
        return Settings(None, None, findings)
    rubric = rubric.under(roster.readings)
    review, wrong = _review(folder / REVIEW_FILE, beside(name, REVIEW_FILE), roster, rubric)
    seal, broken = seal_of(folder / SEAL_FILE, beside(name, SEAL_FILE), roster, rubric)
    findings = waivers.over((*findings, *rubric.guidance.citing((*wrong, *broken))), roster)
    return Settings(roster, rubric, findings, review, seal)


class Above(NamedTuple):
    """The nearest thidua.yaml at or above a folder: what it sets, None if it cannot be used, and its name as shown.

    Without such a file the name is empty.
    """

    province: Province | None
    name: str


def province_file(folder: Path) -> Path | None:
    """The nearest thidua.yaml at or above the folder."""
    absolute = folder.absolute()
    files = (here / PROVINCE_FILE for here in (absolute, *absolute.parents))
    return next((file for file in files if file.is_file()), None)


def province_of(folder: Path) -> Checked[Above]:
    """What the nearest thidua.yaml at or above the folder sets, and what is wrong with it."""
    file = province_file(folder)
    if file is None:
        return Checked(Above(None, ""))
    from thidua_cli.roster.load import load_province

    try:
        name = shown(os.path.relpath(file))
    except ValueError:  # another drive than the one worked on
        name = shown(file)
    province, findings = load_province(file)
    return Checked(Above(province, name), tuple(finding.on(file=name) for finding in findings))


def beside(name: str, file: str) -> str:
    """Another file of the folder that a file's name stands in."""
    return shown(Path(name).parent / file)


def _review(path: Path, name: str, roster: Roster, rubric: Rubric) -> Checked[Review | None]:
    """The cluster's review workbook; None without a finding if it has none."""
    if not os.path.lexists(path):
        return Checked(None)
    from thidua_cli.review.read import read
    from thidua_cli.spreadsheets.reader import read_file

    source, findings = read_file(path, name)
    if source is None:
        return Checked(None, tuple(findings))
    review, found = read(source.workbook, name, source.sha256, roster, rubric)
    return Checked(review, (*findings, *found))


def seal_of(path: Path, name: str, roster: Roster, rubric: Rubric) -> Checked[Seal | None]:
    """The cluster's seal; None without a finding if it has none, with one if it cannot be used."""
    if not os.path.lexists(path):
        return Checked(None)
    from thidua_cli.seal.document import parse

    data, reason = _sealed_bytes(path)
    seal, wrong = parse(data) if reason is None else (None, reason)
    if seal is None:
        return Checked(None, (catalogue.SEAL_UNUSABLE.finding(file=name, reason=wrong),))
    foreign = _other_than(seal.agreement, roster, rubric)
    if foreign is not None:
        return Checked(None, (foreign.on(file=name),))
    return Checked(seal)


_LARGEST_SEAL = 8 * 1024 * 1024


def _sealed_bytes(path: Path) -> tuple[bytes, catalogue.Text | None]:
    try:
        if not path.is_file():
            return b"", catalogue.Text("không phải tệp thường", "it is no regular file")
        with path.open("rb") as stream:
            data = stream.read(_LARGEST_SEAL + 1)
    except OSError:
        return b"", catalogue.Text("không có quyền đọc hoặc không mở được", "it may not be read or cannot be opened")
    if len(data) > _LARGEST_SEAL:
        return b"", catalogue.Text("tệp lớn hơn 8 MB", "it is larger than 8 MB")
    return data, None


def _other_than(agreement: Agreement, roster: Roster, rubric: Rubric) -> Finding | None:
    """Of which other cluster, year or table the seal is; a renamed folder or cluster stays the same."""
    code = catalogue.SEAL_FOREIGN
    if agreement.cluster != roster.id and name_key(agreement.name) != name_key(roster.name):
        what = catalogue.Text("cụm", "cluster")
        return code.finding(what=what, found=agreement.name, allowed=roster.name)
    if agreement.year != roster.year:
        return code.finding(what=catalogue.Text("năm", "year"), found=agreement.year, allowed=roster.year)
    if agreement.rubric != roster.rubric and agreement.rubric_digest != rubric.digest:
        what = catalogue.Text("bảng tiêu chí", "score table")
        return code.finding(what=what, found=agreement.rubric, allowed=roster.rubric)
    return None


def settings_file(path: str) -> str:
    """The cluster.yaml in a cluster's folder, spelled as the user gave the folder."""
    return shown(Path(path) / CLUSTER_FILE)


def unknown_unit(unit: str, roster: Roster, name: str) -> Finding:
    """The cluster has no such unit, with the ones that may be meant."""
    meant = catalogue.did_you_mean(unit, [member.name for member in roster.members], catalogue.NAMES_ALIKE)
    ids = ", ".join(member.id for member in roster.members)
    return catalogue.UNIT_NOT_A_MEMBER.finding(file=name, found=unit, cluster=roster.name, meant=meant, allowed=ids)


def unread_scores(settings: Settings, submissions: Iterable[Submission]) -> tuple[Finding, ...]:
    """What is wrong with the settled scores of members whose own sheet is not among those read."""
    if settings.review is None or settings.roster is None or settings.rubric is None:
        return ()
    from thidua_cli.review.read import unusable

    read = {submission.unit.id for submission in submissions if submission.unit and submission.sheet}
    left = {member.id for member in settings.roster.members} - read
    return settings.rubric.guidance.citing(tuple(unusable(settings.review, settings.rubric, left)))


def _year_covered(roster: Roster, rubric: Rubric, name: str) -> Iterable[Finding]:
    """The guidance replaced an older one; years before it are not its own (G-03)."""
    document = rubric.guidance.document
    if roster.year and int(roster.year[:4]) < document.from_year and roster.year[-4:] < str(document.from_year):
        yield catalogue.YEAR_NOT_COVERED.finding(
            file=name, document=document.title, found=roster.year, allowed=str(document.from_year)
        )


def look(folder: Path, columns: Mapping[str, str] = MappingProxyType({})) -> tuple[Folder, tuple[Path, ...]]:
    """What stands in the folder, and the Word documents in it that are no sheets.

    A document with a score table, its headings as officially or in `columns`, stands among the sheets; so does
    one that cannot be opened, because it may be one.
    """
    found = folders.look(folder)
    sheets = {document for document in found.documents if _may_be_sheet(document, columns)}
    reports = tuple(document for document in found.documents if document not in sheets)
    return replace(found, sheets=tuple(sorted((*found.sheets, *sheets)))), reports


def _may_be_sheet(document: Path, columns: Mapping[str, str]) -> bool:
    from thidua_cli.intake import find_tables
    from thidua_cli.spreadsheets.reader import read_file

    source, findings = read_file(document, shown(document))
    if source is None:
        return any(finding.code != catalogue.FILE_NOT_A_WORKBOOK.id for finding in findings)
    return bool(find_tables(source.workbook, heading_keys(columns)))


def skipped(
    paths: Sequence[Path], root: Path, file: str, code: catalogue.Code = catalogue.FILES_SKIPPED
) -> list[Finding]:
    """The files passed over in a folder, named in one finding."""
    if not paths:
        return []
    names = [shown(path.relative_to(root)) + "/" * path.is_dir() for path in paths]
    few = (*names[:5], *(["…"] if len(names) > 5 else []))  # noqa: PLR2004 - as many as one line holds
    return [code.finding(file=file, number=len(names), names=few)]


def exists(given: str) -> bool:
    """Whether the path leads to something; an empty one leads nowhere, not to the current folder."""
    return bool(given) and os.path.lexists(given)


_ALIKE, _MOST_NAMES = 0.7, 500


def not_found(path: Path) -> Finding:
    """There is no such path: the finding, with the name beside it that was probably meant."""
    meant = _near(path)
    ask = catalogue.Text(f" Có phải “{meant}”?", f" Did you mean “{meant}”?") if meant else ""
    return catalogue.PATH_NOT_FOUND.finding(file=shown(path), meant=ask)


def _near(path: Path) -> str:
    """The path that is probably meant by one that leads nowhere; empty without any."""
    while path.parent != path and not path.parent.is_dir():
        path = path.parent
    try:
        names = sorted(entry.name for entry in path.parent.iterdir())[:_MOST_NAMES]
    except OSError:
        names = []
    # An ending that all of them have would make any two names alike.
    stems = {Path(name).stem: name for name in names if not folders.is_passed_over(name)}
    near = nearest(path.stem, stems, _ALIKE) if len(path.stem) <= _LONGEST_NAME else None
    return shown(path.parent / stems[near]) if near else ""


def settings_needed(folder: Path, what: catalogue.Text) -> Finding:
    """The folder has no cluster.yaml, without which nobody can do `what`; with the file that is probably meant."""
    near = _near(folder / CLUSTER_FILE)
    rename = catalogue.Text(
        f" Nếu “{near}” là tệp đó thì đổi tên thành cluster.yaml.", f" If “{near}” is that file, name it cluster.yaml."
    )
    meant = rename if near else ""
    return catalogue.CLUSTER_FILE_NEEDED.finding(file=shown(folder), what=what, meant=meant)


_LONGEST_NAME = 255


def files_under(given: str) -> tuple[list[tuple[Path, str]], list[Finding]]:
    """The sheets a path stands for, each with the name to show, and what is wrong with the path."""
    path = Path(given)
    name = shown(path)
    if path.is_dir() and exists(given):
        found, reports = look(path)
        wrong = closed_folders(found, path)
        wrong += skipped(found.skipped, path, name) + skipped(reports, path, name, catalogue.DOCUMENT_SKIPPED)
        if not found.sheets:
            wrong.append(catalogue.NO_SHEETS.finding(file=name))
        return [(sheet, shown(sheet)) for sheet in found.sheets], wrong
    if not exists(given):
        return [], [not_found(path)]
    return [(path, name)], []


def closed_folders(found: Folder, root: Path, *, within: bool = False) -> list[Finding]:
    """The folders that could not be listed, each in a finding, `within` the root or as the user may open them."""
    names = [shown(closed.relative_to(root)) if within else shown(closed) for closed in found.unreadable]
    return [catalogue.FILE_UNREADABLE.finding(file=name, reason=filled(_NO_ACCESS, name=name)) for name in names]


_NO_ACCESS = catalogue.Text("không có quyền đọc thư mục {name}", "the folder {name} may not be read")
