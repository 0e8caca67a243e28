"""The use cases: validate, consolidate, rank, make blank forms. The only writer of files.

Each returns one report value; how it is shown is the renderers' matter.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections import Counter
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from thidua_cli import catalogue, deadlines, folders
from thidua_cli.cluster import Cluster, assemble
from thidua_cli.findings import Checked, in_order
from thidua_cli.folders import CLUSTER_FILE, RESULTS, shown
from thidua_cli.report import ClusterReport, Report, Validated, Written, draw_up
from thidua_cli.roster.model import Member, Roster
from thidua_cli.submission import Expected, Submission, take_in, unreadable
from thidua_cli.vietnamese import name_key, slug

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from thidua_cli.catalogue import Lang
    from thidua_cli.findings import Finding
    from thidua_cli.page import Book
    from thidua_cli.rubric.model import Rubric, Stage
    from thidua_cli.spreadsheets.reader import Source
    from thidua_cli.trace import CriterionTrace, UnitTrace

CONSOLIDATED = "tong-hop.xlsx"


# --- reading -------------------------------------------------------------------------------------


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


def _submission(path: Path, name: str, expected: Expected) -> Submission:
    from thidua_cli.spreadsheets.reader import read_file

    return _taken_in(read_file(path, name), name, expected)


def _taken_in(opened: Checked[Source | None], name: str, expected: Expected) -> Submission:
    source, findings = opened
    if source is None:
        return unreadable(name, "", findings, expected)
    submission = take_in(source.workbook, name, source.sha256, expected)
    unit = submission.unit.id if submission.unit else None
    return replace(submission, findings=(*(f.on(unit=unit) for f in findings), *submission.findings))


@dataclass(frozen=True, slots=True)
class _Settings:
    """A cluster's roster and rubric as far as they could be loaded."""

    roster: Roster | None
    rubric: Rubric | None
    findings: tuple[Finding, ...]


def _settings(folder: Path, name: str) -> _Settings:
    """The settings of a cluster folder; both are None if anything in them is wrong."""
    from thidua_cli.roster.load import check_readings
    from thidua_cli.roster.load import load as load_roster
    from thidua_cli.rubric.load import load as load_rubric

    file = folder / CLUSTER_FILE
    roster, findings = load_roster(file)
    findings = tuple(finding.on(file=name) for finding in findings)
    if roster is None:
        return _Settings(None, None, findings)
    rubric, wrong = load_rubric(roster.rubric, folder)
    findings += tuple(finding.on(file=finding.file or name) for finding in wrong)
    if rubric is None:
        return _Settings(None, None, findings)
    found = tuple(finding.on(file=name) for finding in check_readings(roster, rubric.guidance, name))
    findings = rubric.guidance.citing((*findings, *found, *_year_covered(roster, rubric, name)))
    if any(finding.is_error for finding in findings):
        return _Settings(None, None, findings)
    return _Settings(roster, rubric.under(roster.readings), findings)


def _year_covered(roster: Roster, rubric: Rubric, name: str) -> Iterable[Finding]:
    """The guidance replaced an older one; years before it are not its own (G-03)."""
    document = rubric.guidance.document
    if roster.year and int(roster.year[:4]) < document.from_year and roster.year[-4:] < str(document.from_year):
        yield catalogue.YEAR_NOT_COVERED.finding(
            file=name, document=document.title, found=roster.year, allowed=str(document.from_year)
        )


def _skipped(paths: Sequence[Path], root: Path, file: str) -> list[Finding]:
    if not paths:
        return []
    names = [shown(path.relative_to(root)) for path in paths]
    few = (*names[:5], *(["…"] if len(names) > 5 else []))  # noqa: PLR2004 - as many as one line holds
    return [catalogue.FILES_SKIPPED.finding(file=file, number=len(names), names=few)]


# --- validate ------------------------------------------------------------------------------------


def validate(paths: Sequence[str], rubric: str | None = None) -> Validated:
    """Every sheet named or found under the paths, read and checked, one bad one hiding no other."""
    findings: list[Finding] = []
    files: list[tuple[Path, str]] = []
    for given in paths:
        found, wrong = _files_under(given)
        files.extend(found)
        findings.extend(wrong)
    wanted: Rubric | None = None
    if rubric is not None:
        from thidua_cli.rubric.load import load

        wanted, wrong_rubric = load(rubric, Path())
        findings.extend(wrong_rubric)
        if wanted is None:
            return Validated((), tuple(findings))
    settings: dict[Path | None, _Settings] = {None: _Settings(None, None, ())}
    submissions: list[Submission] = []
    homes: dict[str, Path] = {}
    for path, name in dict(files).items():
        folder = folders.cluster_of(path)
        homes[name] = folder or path.parent
        if folder not in settings and folder is not None:
            settings[folder] = _settings(folder, shown(_beside(path, name, folder / CLUSTER_FILE)))
            findings.extend(settings[folder].findings)
        known = settings[folder]
        expected = Expected(SHELF, known.roster, wanted or known.rubric)
        submissions.append(_submission(path, name, expected))
    findings.extend(_repeated(submissions, homes))
    return Validated(tuple(submissions), tuple(findings))


def _exists(given: str) -> bool:
    """Whether the path leads to something; an empty one leads nowhere, not to the current folder."""
    return bool(given) and os.path.lexists(given)


def _beside(path: Path, name: str, target: Path) -> str:
    """The target's path spelled like the sheet's, which the user gave."""
    relative = os.path.relpath(target, path.absolute().parent)
    return os.path.normpath(str(Path(name).parent / relative))


def _files_under(given: str) -> tuple[list[tuple[Path, str]], list[Finding]]:
    """The sheets a path stands for, each with the name to show, and what is wrong with the path."""
    path = Path(given)
    name = shown(path)
    if path.is_dir() and _exists(given):
        found = folders.look(path)
        wrong = [
            catalogue.FILE_UNREADABLE.finding(file=shown(closed), reason=_NO_ACCESS) for closed in found.unreadable
        ]
        wrong += _skipped(found.skipped, path, name)
        if not found.sheets:
            wrong.append(catalogue.NO_SHEETS.finding(file=name))
        return [(sheet, shown(sheet)) for sheet in found.sheets], wrong
    if not _exists(given):
        return [], [catalogue.PATH_NOT_FOUND.finding(file=name)]
    return [(path, name)], []


_NO_ACCESS = catalogue.Text("không có quyền đọc thư mục", "the folder may not be read")


def _repeated(submissions: Sequence[Submission], homes: Mapping[str, Path]) -> list[Finding]:
    """Two sheets of one unit in one cluster's folder, the folder of each file being given."""
    by_unit: dict[tuple[Path, str], list[Submission]] = {}
    for submission in submissions:
        # A file that cannot be read is a unit's by its name alone, and no second sheet of it.
        if submission.unit and submission.scores is not None:
            by_unit.setdefault((homes[submission.file], name_key(submission.unit.name)), []).append(submission)
    return [
        catalogue.SHEETS_REPEATED.finding(
            file=same[1].file,
            unit=same[0].unit.id if same[0].unit else None,
            name=same[0].unit.name if same[0].unit else "",
            number=len(same),
            files=tuple(submission.file for submission in same),
        )
        for same in by_unit.values()
        if len(same) > 1
    ]


# --- clusters ------------------------------------------------------------------------------------


def _cluster(folder: Path, name: str, year: str | None) -> tuple[Cluster | None, tuple[Finding, ...]]:
    """The cluster in the folder; None if its settings cannot be used."""
    if not (folder / CLUSTER_FILE).exists():
        return _unlisted_cluster(folder, name, year)
    settings = _settings(folder, _settings_file(name))
    if settings.roster is None or settings.rubric is None:
        return None, settings.findings
    found = folders.look(folder)
    expected = Expected(SHELF, settings.roster, settings.rubric)
    own = [sheet for sheet in found.sheets if folders.cluster_of(sheet) == folder.absolute()]
    submissions = [_submission(sheet, shown(sheet.relative_to(folder)), expected) for sheet in own]
    dated = deadlines.check(settings.roster, settings.rubric, _settings_file(name))
    findings = [*settings.findings, *dated.findings, *_skipped(found.skipped, folder, name)]
    cluster = assemble(name, settings.roster, settings.rubric, submissions, findings)
    return replace(cluster, readings=tuple(dict.fromkeys((*cluster.readings, *dated.readings)))), ()


def _unlisted_cluster(folder: Path, name: str, year: str | None) -> tuple[Cluster | None, tuple[Finding, ...]]:
    """A folder of sheets without cluster.yaml: its members are the units found (contract 3)."""
    from thidua_cli.spreadsheets.reader import read_file

    found = folders.look(folder)
    inside = {cluster.absolute() for cluster in found.clusters}
    sheets = [sheet for sheet in found.sheets if folders.cluster_of(sheet) not in inside]
    names = [shown(sheet.relative_to(folder)) for sheet in sheets]
    opened = {file: read_file(sheet, file) for sheet, file in zip(sheets, names, strict=True)}
    first = [_taken_in(one, file, Expected(SHELF)) for file, one in opened.items()]
    rubrics = Counter(submission.rubric for submission in first if submission.rubric)
    years = Counter(submission.year for submission in first if submission.year)
    rubric = _most(rubrics, SHELF.all())
    if rubric is None:
        wrong = [finding for submission in first for finding in submission.findings]
        return None, tuple(wrong) or (catalogue.NO_CLUSTER_FOUND.finding(file=name),)
    stem = shown(folder.absolute().name)
    roster = Roster(
        id=slug(stem) or "cum",
        name=stem,
        year=min(years, key=lambda value: (-years[value], value), default=year or ""),
        rubric=rubric.id,
        members=_found_members(first),
        listed=False,
    )
    expected = Expected(SHELF, roster, rubric)
    again = [_taken_in(one, file, expected) for file, one in opened.items()]
    return assemble(name, roster, rubric, again, _skipped(found.skipped, folder, name)), ()


def _found_members(submissions: Sequence[Submission]) -> tuple[Member, ...]:
    """The units that the sheets name, by id; names that differ in an accent only keep apart."""
    names = {name_key(unit.name): unit for submission in submissions if (unit := submission.unit)}
    members: dict[str, Member] = {}
    for key in sorted(names):
        unit, unit_id = names[key], names[key].id
        for number in count(2):
            if unit_id not in members:
                break
            unit_id = f"{unit.id}-{number}"
        members[unit_id] = Member(unit_id, unit.name)
    return tuple(members[unit_id] for unit_id in sorted(members))


def _most(rubrics: Counter[str], known: Sequence[Rubric]) -> Rubric | None:
    """The rubric most sheets follow; of equals the first in the official order."""
    return max(
        (rubric for rubric in known if rubrics[rubric.id]),
        key=lambda rubric: rubrics[rubric.id],
        default=None,
    )


def _cluster_folders(given: str) -> tuple[list[tuple[Path, str]], list[Finding]]:
    """The cluster folders a path stands for, each with the name to show."""
    path = Path(given)
    name = shown(path)
    if not _exists(given):
        return [], [catalogue.PATH_NOT_FOUND.finding(file=name)]
    if not path.is_dir():
        return [], [catalogue.NOT_A_FOLDER.finding(file=name)]
    if (path / CLUSTER_FILE).exists():
        return [(path, name)], []
    found = folders.look(path)
    inside = {cluster.absolute() for cluster in found.clusters}
    loose = {sheet.parent for sheet in found.sheets if folders.cluster_of(sheet) not in inside}
    # A folder of sheets takes in its subfolders, as a cluster's folder does.
    loose = {folder for folder in loose if not any(above in loose for above in folder.parents)}
    roots = sorted({*found.clusters, *loose})
    if not roots:
        return [], [catalogue.NO_CLUSTER_FOUND.finding(file=name)]
    return [(root, shown(root)) for root in roots], []


def consolidate(paths: Sequence[str], lang: Lang) -> Report:
    """Each cluster validated, drawn together and written to `ket-qua/tong-hop.xlsx`."""
    from thidua_cli.render.xlsx import consolidated

    findings: list[Finding] = []
    read: list[tuple[Path, Cluster]] = []
    for given in paths:
        roots, wrong = _cluster_folders(given)
        findings.extend(wrong)
        for folder, name in roots:
            cluster, failed = _cluster(folder, name, None)
            findings.extend(failed)
            if cluster is not None:
                read.append((folder, cluster))
    clusters: list[ClusterReport] = []
    for folder, cluster in _compared(read):
        drawn = draw_up(cluster)
        target = folder / RESULTS / CONSOLIDATED
        refused = write(consolidated(drawn, lang), target)
        findings.extend(refused)
        clusters.append(drawn if refused else replace(drawn, output=shown(target)))
    return Report(tuple(clusters), tuple(findings))


def _compared(read: Sequence[tuple[Path, Cluster]]) -> list[tuple[Path, Cluster]]:
    """The clusters, each told of units that stand in another one's list too."""
    # A folder named twice is one cluster.
    lists = {folder.resolve(): (_settings_file(cluster.path), cluster.roster) for folder, cluster in read}
    twice = deadlines.in_two_clusters(lists.values())
    told = [(folder, cluster, twice.get(_settings_file(cluster.path), ())) for folder, cluster in read]
    return [(folder, replace(cluster, findings=in_order([*cluster.findings, *more]))) for folder, cluster, more in told]


def _settings_file(path: str) -> str:
    """The cluster.yaml in a cluster's folder, spelled as the user gave the folder."""
    return shown(Path(path) / CLUSTER_FILE)


def rank(path: str, year: str, stage: Stage | None = None) -> Report:
    """Every cluster of the year under the path, ranked, with the awards it proposes."""
    roots, wrong = _cluster_folders(path)
    findings = list(wrong)
    read: list[tuple[Path, Cluster]] = []
    others: list[Finding] = []
    for folder, name in roots:
        cluster, failed = _cluster(folder, name, year)
        findings.extend(failed)
        if cluster is None:
            continue
        if cluster.roster.year != year:
            left_out = catalogue.CLUSTER_LEFT_OUT.finding(
                file=name, name=cluster.roster.name, found=year, allowed=cluster.roster.year
            )
            others.extend(cluster.rubric.guidance.citing([left_out]))
            continue
        read.append((folder, cluster))
    clusters = [draw_up(cluster, stage) for _, cluster in _compared(read)]
    if others and not clusters:
        years = sorted({str(finding.allowed) for finding in others})
        none = catalogue.NO_CLUSTER_OF_YEAR.finding(file=shown(path), found=year, allowed=", ".join(years))
        findings.append(none.on(clause=others[0].clause))
    return Report(tuple(clusters), (*findings, *others), year)


# --- where a score comes from --------------------------------------------------------------------


def explain(
    given: str, unit: str, criterion: str | None = None, stage: Stage | None = None
) -> Checked[CriterionTrace | UnitTrace | None]:
    """Where a unit's score of a criterion comes from, or why it stands where it stands; None if it cannot be told."""
    from thidua_cli import trace

    path = Path(given)
    name = shown(path)
    if not _exists(given):
        return Checked(None, (catalogue.PATH_NOT_FOUND.finding(file=name),))
    if not path.is_dir():
        return Checked(None, (catalogue.NOT_A_FOLDER.finding(file=name),))
    cluster, failed = _cluster(path, name, None)
    if cluster is None:
        return Checked(None, failed)
    member = cluster.roster.named(unit) or cluster.roster.alike(unit)
    if member is None:
        return Checked(None, (_unknown_unit(unit, cluster.roster, name),))
    report = draw_up(cluster, stage)
    if criterion is None:
        return Checked(trace.trace(report, member.id))
    rubric = trace.rubric_of(report, member.id)
    known = {one.id.casefold(): one.id for section in rubric.sections for one in section.everything()}
    criterion_id = known.get(criterion.strip().casefold())
    if criterion_id is None:
        meant = catalogue.did_you_mean(criterion, known.values())
        unknown = catalogue.CRITERION_UNKNOWN.finding(file=name, found=criterion, table=rubric.id, meant=meant)
        return Checked(None, (unknown,))
    return Checked(trace.trace(report, member.id, criterion_id))


# --- blank forms ---------------------------------------------------------------------------------


def blank_form(rubric: str, unit: str | None, year: str | None, output: str | None) -> Written:
    """One blank form of the rubric, for the named unit or for any."""
    from thidua_cli import template
    from thidua_cli.rubric.load import load

    loaded, findings = load(rubric, Path())
    if loaded is None:
        return Written((), findings)
    named = template.UnitOnForm(slug(unit), unit) if unit else None
    first_year = str(loaded.guidance.document.from_year)
    book = template.blank_form(loaded, unit=named, year=year or first_year, cluster=None)
    stem = slug(unit) if unit else loaded.id.rpartition("/")[2]
    target = _target(output, f"{stem}.xlsx")
    refused = _write_blank(book, target)
    return Written(() if refused else (shown(target),), (*findings, *refused))


def _target(output: str | None, name: str) -> Path:
    """The file to write: the path given, or the name inside it when it is a folder."""
    if output is None:
        return Path(name)
    path = Path(output)
    return path / name if path.is_dir() or output.endswith(("/", os.sep)) or not path.suffix else path


def forms_of_cluster(given: str, unit: str | None, year: str | None, output: str | None) -> Written:
    """One blank form for each member of the cluster, or for one of them."""
    from thidua_cli import template

    folder = Path(given)
    name = shown(folder)
    if not (folder / CLUSTER_FILE).is_file():
        missing = catalogue.PATH_NOT_FOUND.finding(file=shown(folder / CLUSTER_FILE))
        return Written((), (missing,))
    settings = _settings(folder, shown(Path(name) / CLUSTER_FILE))
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
            unknown = _unknown_unit(unit, roster, name)
            return Written((), (*findings, *settings.rubric.guidance.citing([unknown])))
        members = (member,)
    home = Path(output) if output is not None else folder / RESULTS / "bieu-trang"
    if home.suffix.lower() == ".xlsx" and len(members) > 1:
        return Written((), (*findings, catalogue.NOT_A_FOLDER.finding(file=shown(home))))
    written: list[str] = []
    for member in members:
        book = template.blank_form(
            settings.rubric,
            unit=template.UnitOnForm(member.id, member.name),
            year=roster.year,
            cluster=roster.name,
        )
        target = home if home.suffix.lower() == ".xlsx" else home / f"{member.id}.xlsx"
        refused = _write_blank(book, target)
        findings.extend(refused)
        if not refused:
            written.append(shown(target))
    return Written(tuple(written), tuple(findings))


def new_table(kind: str, output: str) -> Written:
    """The starter of a cluster's own table, copied to a new file for the cluster to fill in."""
    from thidua_cli.rubric.load import starter

    target = Path(output)
    if os.path.lexists(target):
        return Written((), (catalogue.TABLE_FILE_EXISTS.finding(file=shown(target)),))
    refused = write_bytes(starter(kind), target)
    return Written(() if refused else (shown(target),), refused)


def _write_blank(book: Book, target: Path) -> tuple[Finding, ...]:
    """The blank form in its place, unless what stands there holds anybody's answers."""
    from thidua_cli.spreadsheets.writer import to_bytes

    data = to_bytes(book)
    if os.path.lexists(target) and not target.is_dir() and not _is_blank_form(target):
        return (catalogue.FORM_IN_USE.finding(file=shown(target)),)
    return write_bytes(data, target)


def _is_blank_form(path: Path) -> bool:
    """Whether the file is a form made by thidua in which nothing has been typed."""
    sheet = _submission(path, shown(path), Expected(SHELF)).sheet
    if sheet is None or sheet.identity.marker is None:
        return False
    leaves = [row.id for row in sheet.rubric.rows() if not row.is_group]
    entries = [entry for criterion_id, entry in sheet.entries.items() if criterion_id in leaves]
    typed = any(not said.is_blank or said.text for entry in entries for said in entry.given.values())
    noted = any(entry.evidence or entry.explanation for entry in sheet.entries.values())
    return not (typed or noted or sheet.facts_typed)


def _unknown_unit(unit: str, roster: Roster, name: str) -> Finding:
    meant = catalogue.did_you_mean(unit, [member.name for member in roster.members], catalogue.NAMES_ALIKE)
    return catalogue.UNIT_UNKNOWN.finding(file=name, found=unit, cluster=roster.name, meant=meant)


# --- writing -------------------------------------------------------------------------------------


def write(book: Book, target: Path) -> tuple[Finding, ...]:
    """The workbook in its place, complete or not at all: a temporary file beside it, then renamed."""
    from thidua_cli.spreadsheets.writer import to_bytes

    return write_bytes(to_bytes(book), target)


def write_bytes(data: bytes, target: Path) -> tuple[Finding, ...]:
    """The bytes in their place, complete or not at all; a failure leaves what stood there before."""
    temporary: str | None = None
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.is_dir():
            raise IsADirectoryError(21, "is a directory")
        handle, temporary = tempfile.mkstemp(prefix=".thidua-", suffix=".tmp", dir=target.parent)
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        os.chmod(temporary, 0o666 & ~_umask())  # noqa: PTH101 - mkstemp makes private files
        os.replace(temporary, target)  # noqa: PTH105 - the one atomic step
    except OSError as error:
        if temporary is not None:
            with contextlib.suppress(OSError):
                os.unlink(temporary)  # noqa: PTH108 - pairs with mkstemp
        return (catalogue.OUTPUT_NOT_WRITABLE.finding(file=shown(target), reason=_why(error)),)
    return ()


def _umask() -> int:
    """The process's umask, which can only be read by setting it."""
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _why(error: OSError) -> catalogue.Text:
    """An operating system's refusal in words."""
    if isinstance(error, PermissionError):
        return catalogue.Text(
            "không có quyền ghi hoặc tệp đang mở ở chương trình khác",
            "no write access, or the file is open elsewhere",
        )
    if isinstance(error, IsADirectoryError):
        return catalogue.Text("nơi ghi là một thư mục", "the target is a folder")
    if isinstance(error, NotADirectoryError | FileExistsError):
        return catalogue.Text(
            "một phần của đường dẫn là tệp, không phải thư mục", "a part of the path is a file, not a folder"
        )
    if error.errno == 28:  # noqa: PLR2004 - ENOSPC
        return catalogue.Text("đĩa đầy", "the disk is full")
    return catalogue.Text(f"hệ điều hành báo lỗi số {error.errno}", f"the operating system reports error {error.errno}")
