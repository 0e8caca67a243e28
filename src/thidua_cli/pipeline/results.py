"""What a cluster or a folder of sheets comes to: validate, consolidate, rank, explain.

Each returns one report value; how it is shown is the renderers' matter.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from thidua_cli import catalogue, folders, waivers
from thidua_cli.findings import Checked
from thidua_cli.folders import CLUSTER_FILE, RESULTS, SEAL_FILE, shown
from thidua_cli.pipeline.ballots import write_paper
from thidua_cli.pipeline.reading import (
    Settings,
    cluster_folders,
    cluster_in,
    compared,
    exists,
    files_under,
    not_found,
    settings_of,
    submission_of,
    unknown_unit,
    unread_scores,
)
from thidua_cli.pipeline.writing import notices, write
from thidua_cli.report import ClusterReport, Report, ReviewRead, Validated, draw_up
from thidua_cli.vietnamese import name_key

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from thidua_cli.catalogue import Lang
    from thidua_cli.cluster import Cluster
    from thidua_cli.findings import Finding
    from thidua_cli.rubric.model import Rubric, Stage
    from thidua_cli.submission import Submission
    from thidua_cli.trace import CriterionTrace, UnitTrace

CONSOLIDATED = "tong-hop.xlsx"


def validate(paths: Sequence[str], rubric: str | None = None) -> Validated:
    """Every sheet named or found under the paths, read and checked, one bad one hiding no other."""
    findings: list[Finding] = []
    files: list[tuple[Path, str]] = []
    for given in paths:
        found, wrong = files_under(given)
        files.extend(found)
        findings.extend(wrong)
    wanted: Rubric | None = None
    if rubric is not None:
        from thidua_cli.rubric.load import load

        wanted, wrong_rubric = load(rubric, Path())
        findings.extend(wrong_rubric)
        if wanted is None:
            return Validated((), tuple(findings))
    settings: dict[Path | None, Settings] = {None: Settings(None, None, ())}
    submissions: list[Submission] = []
    homes: dict[str, Path] = {}
    reviewed: set[Path] = set()
    for path, name in dict(files).items():
        folder = folders.cluster_of(path)
        homes[name] = folder or path.parent
        if folder not in settings and folder is not None:
            settings[folder] = settings_of(folder, shown(_beside(path, name, folder / CLUSTER_FILE)))
            findings.extend(each for each in settings[folder].findings if each not in findings)
        if folder is not None and folders.is_review(path):
            reviewed.add(folder)
            continue  # read with the cluster's settings
        expected = settings[folder].expected()
        submission = submission_of(path, name, replace(expected, rubric=wanted or expected.rubric))
        seal_file = _beside(path, name, (folder or path.parent) / SEAL_FILE)
        submission = _against_seal(submission, settings[folder], seal_file)
        submissions.append(waivers.over_submission(submission, settings[folder].roster))
    findings.extend(_repeated(submissions, homes))
    reviewed |= {folder for folder in settings if folder is not None and _lies_under(folder, paths)}
    reviews = []
    for folder in sorted(reviewed):
        own = [one for one in submissions if homes[one.file] == folder]
        findings.extend(waivers.over(unread_scores(settings[folder], own), settings[folder].roster))
        reviews += _review_of(settings[folder])
    return Validated(tuple(submissions), tuple(findings), tuple(reviews))


def _lies_under(folder: Path, paths: Sequence[str]) -> bool:
    """Whether one of the paths is the folder or a folder above it."""
    given = {Path(path).absolute() for path in paths if Path(path).is_dir()}
    return bool(given.intersection((folder, *folder.parents)))


def _review_of(settings: Settings) -> list[ReviewRead]:
    """The cluster's review workbook and how far it is, if there is one."""
    if settings.review is None or settings.roster is None or settings.rubric is None:
        return []
    from thidua_cli.review.outcome import standing_of

    return [ReviewRead(settings.review.file, settings.roster.name, standing_of(settings.review, settings.rubric))]


def _against_seal(submission: Submission, settings: Settings, file: str) -> Submission:
    """The submission with what its cluster's seal says otherwise; nothing is said of other units."""
    if settings.seal is None or settings.roster is None or settings.rubric is None or submission.unit is None:
        return submission
    from thidua_cli.seal.agreed import present_of
    from thidua_cli.seal.compare import differences_of_sheet
    from thidua_cli.seal.told import findings as told_of_seal

    member = settings.roster.member(submission.unit.id)
    if member is None:
        return submission
    now = present_of(settings.roster, settings.rubric, member, submission)
    found = differences_of_sheet(settings.seal.agreement, now)
    told = settings.rubric.guidance.citing(told_of_seal(found, settings.seal, settings.roster, file))
    return replace(submission, findings=(*submission.findings, *told))


def _beside(path: Path, name: str, target: Path) -> str:
    """The target's path spelled like the sheet's, which the user gave."""
    relative = os.path.relpath(target, path.absolute().parent)
    return os.path.normpath(str(Path(name).parent / relative))


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


def consolidate(paths: Sequence[str], lang: Lang) -> Report:
    """Each cluster validated, drawn together and written to `ket-qua/tong-hop.xlsx`."""
    from thidua_cli.render.xlsx import consolidated

    findings: list[Finding] = []
    read: list[tuple[Path, Cluster]] = []
    for given in paths:
        roots, wrong = cluster_folders(given)
        findings.extend(wrong)
        for folder, name in roots:
            cluster, failed = cluster_in(folder, name, None)
            findings.extend(each for each in failed if each not in findings)
            if cluster is not None:
                read.append((folder, cluster))
    clusters: list[ClusterReport] = []
    for folder, cluster in compared(read):
        drawn = draw_up(cluster)
        target = folder / RESULTS / CONSOLIDATED
        book = consolidated(drawn, lang)
        refused = write(book, target)
        findings.extend(refused or notices(book, shown(target)))
        clusters.append(drawn if refused else replace(drawn, output=shown(target)))
    return Report(tuple(clusters), tuple(findings))


def rank(path: str, year: str, stage: Stage | None = None, *, papers: bool = False) -> Report:
    """Every cluster of the year under the path, ranked, with the awards it proposes.

    With `papers`, each cluster with an open ballot gets the file that prepares it.
    """
    roots, wrong = cluster_folders(path)
    findings = list(wrong)
    read: list[tuple[Path, Cluster]] = []
    others: list[Finding] = []
    for folder, name in roots:
        cluster, failed = cluster_in(folder, name, year)
        findings.extend(each for each in failed if each not in findings)
        if cluster is None:
            continue
        if cluster.roster.year != year:
            left_out = catalogue.CLUSTER_LEFT_OUT.finding(
                file=name, name=cluster.roster.name, found=year, allowed=cluster.roster.year
            )
            others.extend(cluster.rubric.guidance.citing([left_out]))
            continue
        read.append((folder, cluster))
    clusters: list[ClusterReport] = []
    for folder, cluster in compared(read):
        drawn = draw_up(cluster, stage)
        paper, kept = write_paper(drawn, folder) if papers else Checked(None)
        findings.extend(kept)
        clusters.append(replace(drawn, ballot_paper=paper))
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
    if not exists(given):
        return Checked(None, (not_found(path),))
    if not path.is_dir():
        return Checked(None, (catalogue.NOT_A_FOLDER.finding(file=name),))
    cluster, failed = cluster_in(path, name, None)
    if cluster is None:
        return Checked(None, failed)
    member = cluster.roster.named(unit) or cluster.roster.alike(unit)
    if member is None:
        return Checked(None, (unknown_unit(unit, cluster.roster, name),))
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
