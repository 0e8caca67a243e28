"""The review workbook `ra-soat.xlsx` of a cluster, made or brought up to date.

An older state is never lost: what it replaces is kept as a dated copy, and an open file is never replaced.
"""

from __future__ import annotations

from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from thidua_cli import catalogue, folders, waivers
from thidua_cli.catalogue import Text, filled
from thidua_cli.cluster import State, assemble
from thidua_cli.findings import in_order
from thidua_cli.folders import CLUSTER_FILE, RESULTS, REVIEW_FILE, shown
from thidua_cli.pipeline.clusters import cluster_in
from thidua_cli.pipeline.reading import (
    exists,
    look,
    not_found,
    settings_file,
    settings_needed,
    settings_of,
    submission_of,
)
from thidua_cli.pipeline.writing import notices, write_bytes
from thidua_cli.review.outcome import Reviewed, standing

if TYPE_CHECKING:
    from collections.abc import Collection

    from thidua_cli.cells import Workbook, Worksheet
    from thidua_cli.findings import Finding
    from thidua_cli.intake import ScoreSheet
    from thidua_cli.pipeline.reading import Settings
    from thidua_cli.review.take import Taken
    from thidua_cli.roster.model import Roster
    from thidua_cli.rubric.model import Rubric

OLD_COPIES = "ra-soat-cu"
NEW_BESIDE = "ra-soat-moi.xlsx"


def review(given: str, today: date | None = None) -> Reviewed:
    """The cluster's review workbook made or brought up to date; nothing is written where nothing changed.

    `today` is the day that the record and the copies state, by default this day.
    """
    folder, name = Path(given), shown(given)
    refused = _not_a_cluster(given)
    if refused:
        return Reviewed(name, findings=refused)
    settings = settings_of(folder, settings_file(name))
    roster, rubric = settings.roster, settings.rubric
    if roster is None or rubric is None:
        return Reviewed(name, findings=settings.findings)
    day = today or datetime.now().astimezone().date()
    old, wrong = _before(folder, name, roster, rubric)
    if wrong:
        return Reviewed(name, roster, rubric, findings=in_order(rubric.guidance.citing(wrong)))
    sheets = _own_sheets(folder, settings)
    return _brought_up(_Run(folder, name, roster, rubric, day), old, sheets)


_REVIEW = Text("lập sổ rà soát", "make the review workbook")


def _not_a_cluster(given: str) -> tuple[Finding, ...]:
    """Why the path is no folder of a cluster; empty if it is one."""
    name = shown(given)
    if not exists(given):
        return (not_found(Path(given)),)
    if not Path(given).is_dir():
        return (catalogue.NOT_A_FOLDER.finding(file=name),)
    if not (Path(given) / CLUSTER_FILE).exists():
        return (settings_needed(Path(given), _REVIEW),)
    return ()


class _Run(Struct, frozen=True):
    """One run of the use case: the cluster, its folder, the folder's name as shown, and the day."""

    folder: Path
    name: str
    roster: Roster
    rubric: Rubric
    day: date

    @property
    def target(self) -> Path:
        """The workbook's place."""
        return self.folder / REVIEW_FILE


class _Old(Struct, frozen=True):
    """The workbook as it stood: its cells, what they hold, and the digest of its bytes."""

    workbook: Workbook
    taken: Taken
    digest: str


def _before(folder: Path, name: str, roster: Roster, rubric: Rubric) -> tuple[_Old | None, tuple[Finding, ...]]:
    """The workbook so far, None if there is none yet; or why it can be neither used nor replaced."""
    from thidua_cli.review.read import foreign
    from thidua_cli.review.take import take
    from thidua_cli.spreadsheets.reader import read_file

    path, file = folder / REVIEW_FILE, _file(name)
    if not exists(str(path)):
        return None, ()
    source, findings = read_file(path, file)
    if source is None:
        return None, tuple(findings)
    strange = foreign(source.workbook, file, roster, rubric)
    if strange:
        return None, strange
    return _Old(source.workbook, take(source.workbook, roster, rubric), source.sha256), ()


def _file(name: str) -> str:
    """The workbook's name as reports show it, spelled like the folder's."""
    return shown(Path(name) / REVIEW_FILE)


def _own_sheets(folder: Path, settings: Settings) -> dict[str, ScoreSheet]:
    """Each unit's one sheet that can be used, by unit id, without what was settled for it."""
    roster, rubric = settings.roster, settings.rubric
    if roster is None or rubric is None:
        return {}
    expected = replace(settings.expected(), review=None)
    found, _ = look(folder, expected.columns)
    own = [sheet for sheet in found.sheets if folders.cluster_of(sheet) == folder.absolute()]
    read = [submission_of(sheet, shown(sheet.relative_to(folder)), expected) for sheet in own]
    units = assemble("", roster, rubric, read).units
    return {
        unit.member.id: unit.submission.sheet
        for unit in units
        if unit.submission is not None and unit.submission.sheet is not None and unit.submission.rubric == rubric.id
    }


def _brought_up(run: _Run, old: _Old | None, sheets: dict[str, ScoreSheet]) -> Reviewed:
    """The next state of the workbook in its place, or beside it while it is open."""
    from thidua_cli.review.draw import draw
    from thidua_cli.review.refresh import refresh
    from thidua_cli.spreadsheets.reader import read_workbook
    from thidua_cli.spreadsheets.writer import to_bytes

    new = refresh(old.taken if old else None, run.roster, run.rubric, sheets, run.day.isoformat())
    book = draw(new.content, run.roster, run.rubric)
    data = to_bytes(book)
    result = Reviewed(
        run.name,
        run.roster,
        run.rubric,
        standing=standing(new.content, run.rubric),
        sheets=len(sheets),
        events=new.events,
    )
    if old is not None:
        drawn, _ = read_workbook(data, REVIEW_FILE)
        if drawn is not None and _says_the_same(old.workbook, drawn):
            return replace(result, output=_file(run.name), events=(), findings=_after(run))
    written = _written(run, old, data, result)
    if not written.is_written or written.output is None:
        return written
    return replace(written, findings=in_order([*written.findings, *notices(book, written.output)]))


def _written(run: _Run, old: _Old | None, data: bytes, result: Reviewed) -> Reviewed:
    """The workbook in its place, the one before kept; beside its place where it cannot be replaced."""
    reason = _open_elsewhere(run, old)
    copy: str | None = None
    if reason is None:
        copied, refused = _copied(run, run.target) if old else (None, ())
        if refused:
            return replace(result, events=(), findings=refused)
        copy = shown(copied) if copied else None
        refused = write_bytes(data, run.target)
        if not refused:
            return replace(result, output=_file(run.name), is_written=True, copy=copy, findings=_after(run))
        reason = dict(refused[0].params)["reason"]
        if old is None:
            return replace(result, events=(), findings=refused)
    beside = run.folder / RESULTS / NEW_BESIDE
    if beside.is_file():
        _copied(run, beside)
    refused = write_bytes(data, beside)
    if refused:
        return replace(result, events=(), copy=copy, findings=refused)
    told = catalogue.REVIEW_FILE_OPEN.finding(file=_file(run.name), reason=reason, output=shown(beside))
    findings = in_order([told, *_after(run)])
    return replace(result, output=shown(beside), is_written=True, copy=copy, findings=findings)


def _open_elsewhere(run: _Run, old: _Old | None) -> Text | None:
    """Why the workbook must not be replaced now; None if it may be."""
    if old is None:
        return None
    for lock in (f"~${REVIEW_FILE}", f".~lock.{REVIEW_FILE}#"):
        if (run.folder / lock).exists():
            template = Text("cạnh tệp có tệp khóa {lock}", "the lock file {lock} is beside it")
            return filled(template, lock=lock)
    if sha256(run.target.read_bytes()).hexdigest() != old.digest:
        return Text("tệp vừa được lưu lại", "it has just been saved again")
    return None


def _copied(run: _Run, source: Path) -> tuple[Path | None, tuple[Finding, ...]]:
    """The file kept under the day's date; one that is kept already is not kept twice."""
    data = source.read_bytes()
    home, stem = run.folder / RESULTS / OLD_COPIES, f"{source.stem}-{run.day.isoformat()}"
    number = 1
    while (target := home / f"{stem}{'' if number == 1 else f'-{number}'}.xlsx").exists():
        if target.is_file() and target.read_bytes() == data:
            return target, ()
        number += 1
    refused = write_bytes(data, target)
    return (None, refused) if refused else (target, ())


def _says_the_same(one: Workbook, other: Workbook) -> bool:
    """Whether both hold the same texts and numbers in the same cells; a formula is one whatever it shows."""
    own = {name: text for name, text in one.properties.items() if name.startswith("thidua.")}
    theirs = {name: text for name, text in other.properties.items() if name.startswith("thidua.")}
    return own == theirs and [_spoken(sheet) for sheet in one.sheets] == [_spoken(sheet) for sheet in other.sheets]


def _spoken(sheet: Worksheet) -> tuple[object, ...]:
    cells = {
        at: ("", "formula") if cell.formula is not None else (cell.kind.value, cell.text)
        for at, cell in sheet.cells.items()
        if cell.text or cell.formula is not None
    }
    merged = sorted((area.top, area.left, area.bottom, area.right) for area in sheet.merged)
    return sheet.name, cells, merged


# What is told of the units' sheets: which are missing, sent twice, not readable; the rest is `validate`'s.
_ABOUT_SHEETS = frozenset({"TD501", "TD502"})


def _after(run: _Run) -> tuple[Finding, ...]:
    """What is wrong with the workbook as it now stands, and with the sheets that it could not take in."""
    cluster, failed = cluster_in(run.folder, run.name, None)
    if cluster is None:
        return failed
    unreadable = {file for unit in cluster.units if unit.state is State.UNREADABLE for file in unit.files}
    found = waivers.over(cluster.findings, cluster.roster)
    return tuple(finding for finding in found if _concerns(finding, _file(run.name), unreadable))


def _concerns(finding: Finding, file: str, unreadable: Collection[str | None]) -> bool:
    about_review = finding.file == file or finding.code in {"TD701", "TD702", "TD703"}
    return about_review or finding.code in _ABOUT_SHEETS or finding.file in unreadable or finding.code.startswith("TD9")
