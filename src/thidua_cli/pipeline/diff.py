"""Two paths compared: two sheets, two review workbooks, two cluster folders or two trees of them.

This module writes nothing; what differs is told by `differences`.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from thidua_cli import catalogue, differences, folders
from thidua_cli.catalogue import Text
from thidua_cli.differences import Compared, Side
from thidua_cli.findings import Checked, count
from thidua_cli.folders import CLUSTER_FILE, REVIEW_FILE, shown
from thidua_cli.pipeline.clusters import cluster_folders, cluster_in, compared
from thidua_cli.pipeline.reading import Settings, exists, not_found, settings_of, submission_of
from thidua_cli.report import draw_up
from thidua_cli.vietnamese import tidy

if TYPE_CHECKING:
    from collections.abc import Sequence

    from thidua_cli.findings import Finding
    from thidua_cli.report import ClusterReport
    from thidua_cli.review.model import Review
    from thidua_cli.rubric.model import Stage
    from thidua_cli.submission import Submission

_KINDS = {
    "folder": Text("thư mục", "folder"),
    "review": Text("tệp rà soát (ra-soat.xlsx)", "review workbook (ra-soat.xlsx)"),
    "sheet": Text("tệp phiếu chấm điểm", "score sheet"),
}


def diff(first: str, second: str, stage: Stage | None = None) -> Compared:
    """In what the second path differs from the first; nothing is compared if one of them cannot be."""
    paths = (first, second)
    names = (shown(first), shown(second))
    missing = [not_found(Path(given)) for given in paths if not exists(given)]
    if missing:
        return Compared(names, (), tuple(missing))
    kinds = [_kind(Path(given)) for given in paths]
    if kinds[0] != kinds[1]:
        wrong = catalogue.DIFF_KINDS.finding(file=names[1], first=_KINDS[kinds[0]], second=_KINDS[kinds[1]])
        return Compared(names, (), (wrong,))
    if kinds[0] == "folder":
        return _clusters(names, paths, stage)
    return _reviews(names, paths) if kinds[0] == "review" else _sheets(names, paths)


def _kind(path: Path) -> str:
    if path.is_dir():
        return "folder"
    named = tidy(path.name).casefold().startswith(REVIEW_FILE.rpartition(".")[0])
    return "review" if named and path.suffix.lower() == ".xlsx" else "sheet"


def _side(path: str, findings: Sequence[Finding], **known: str | None) -> Side:
    number = count(findings)
    return Side(
        path,
        name=known.get("name") or "",
        year=known.get("year"),
        rubric=known.get("rubric"),
        errors=number.errors,
        warnings=number.warnings,
    )


# --- files ----------------------------------------------------------------------------------------


def _settings(path: Path) -> Settings:
    """The settings of the cluster that the file stands in; empty if it stands in none."""
    folder = folders.cluster_of(path)
    return Settings(None, None, ()) if folder is None else settings_of(folder, shown(folder / CLUSTER_FILE))


def _sheets(names: tuple[str, str], paths: tuple[str, str]) -> Compared:
    read: list[Submission] = []
    findings: list[Finding] = []
    for given, name in zip(paths, names, strict=True):
        settings = _settings(Path(given))
        findings.extend(finding for finding in settings.findings if finding.is_error)
        # The sheets as they were sent: what the cluster settled elsewhere is compared with its own workbook.
        expected = replace(settings.expected(), review=None)
        read.append(submission_of(Path(given), name, expected))
    within = tuple(dict.fromkeys(finding for one in read for finding in one.findings))
    if any(one.sheet is None for one in read):
        told = [f for one in read if one.sheet is None for f in one.findings]
        return Compared(names, (), (*dict.fromkeys([*findings, *told]),))
    first, second = read
    if first.unit and second.unit and first.unit.id != second.unit.id:
        findings.append(catalogue.DIFF_UNITS.finding(file=names[1], first=first.unit.name, second=second.unit.name))
    sides = [
        _side(name, one.findings, name=one.unit.name if one.unit else "", year=one.year, rubric=one.rubric)
        for name, one in zip(names, read, strict=True)
    ]
    state = differences.of_sheets(first, second, (sides[0], sides[1]))
    return Compared(names, (state,), tuple(dict.fromkeys(findings)), within)


def _reviews(names: tuple[str, str], paths: tuple[str, str]) -> Compared:
    found = [_settings(Path(given)) for given in paths]
    settings = next((one for one in found if one.roster is not None), None)
    if settings is None:
        faults = [finding for one in found for finding in one.findings if finding.is_error]
        return Compared(names, (), tuple(faults) or (catalogue.DIFF_REVIEW_ALONE.finding(file=names[0]),))
    opened = [_review(Path(given), name, settings) for given, name in zip(paths, names, strict=True)]
    first, second = (one.value for one in opened)
    findings = tuple(dict.fromkeys(finding for one in opened for finding in one.findings))
    if first is None or second is None or settings.roster is None or settings.rubric is None:
        return Compared(names, (), findings)
    known = {"name": settings.roster.name, "year": settings.roster.year, "rubric": settings.rubric.id}
    sides = [_side(name, one.findings, **known) for name, one in zip(names, opened, strict=True)]
    state = differences.of_reviews(first, second, settings.roster, settings.rubric, (sides[0], sides[1]))
    return Compared(names, (state,), findings)


def _review(path: Path, name: str, settings: Settings) -> Checked[Review | None]:
    from thidua_cli.review.read import read
    from thidua_cli.spreadsheets.reader import read_file

    source, findings = read_file(path, name)
    if source is None or settings.roster is None or settings.rubric is None:
        return Checked(None, tuple(findings))
    review, found = read(source.workbook, name, source.sha256, settings.roster, settings.rubric)
    return Checked(review, (*findings, *found))


# --- clusters -------------------------------------------------------------------------------------


def _clusters(names: tuple[str, str], paths: tuple[str, str], stage: Stage | None) -> Compared:
    drawn = [_reports(given, stage) for given in paths]
    findings = tuple(dict.fromkeys(finding for _, wrong in drawn for finding in wrong))
    (before, _), (after, _) = drawn
    if not before or not after:
        return Compared(names, (), findings)
    states = []
    for first, second in differences.clusters_matched(before, after):
        if first is not None and second is not None:
            states.append(differences.of_clusters(first, second, (_side_of(first), _side_of(second))))
        elif first is not None:
            states.append(differences.one_sided(first, _side_of(first), first=True))
        elif second is not None:
            states.append(differences.one_sided(second, _side_of(second), first=False))
    within = tuple(finding for report in (*before, *after) for finding in report.findings)
    return Compared(names, tuple(states), findings, within)


def _reports(given: str, stage: Stage | None) -> tuple[list[ClusterReport], list[Finding]]:
    """The clusters under the path, ranked."""
    roots, findings = cluster_folders(given)
    read = []
    for folder, name in roots:
        cluster, failed = cluster_in(folder, name, None)
        findings.extend(failed)
        if cluster is not None:
            read.append((folder, cluster))
    return [draw_up(cluster, stage) for _, cluster in compared(read)], findings


def _side_of(report: ClusterReport) -> Side:
    roster, number = report.cluster.roster, count(report.findings)
    return Side(
        report.cluster.path,
        roster.id,
        roster.name,
        roster.year or None,
        report.cluster.rubric.id,
        report.ranking.stage,
        number.errors,
        number.warnings,
    )
