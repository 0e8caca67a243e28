"""What a cluster or a folder of sheets comes to: validate, consolidate, rank, explain.

Each returns one report value; how it is shown is the renderers' matter.
"""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from thidua_cli import catalogue, folders
from thidua_cli.findings import Checked
from thidua_cli.folders import CLUSTER_FILE, RESULTS, shown
from thidua_cli.pipeline.reading import (
    Settings,
    cluster_folders,
    cluster_in,
    compared,
    exists,
    files_under,
    settings_of,
    submission_of,
    unknown_unit,
)
from thidua_cli.pipeline.writing import write
from thidua_cli.report import ClusterReport, Report, Validated, draw_up
from thidua_cli.submission import Submission
from thidua_cli.vietnamese import name_key

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from thidua_cli.catalogue import Lang
    from thidua_cli.cluster import Cluster
    from thidua_cli.findings import Finding
    from thidua_cli.rubric.model import Rubric, Stage
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
    for path, name in dict(files).items():
        folder = folders.cluster_of(path)
        homes[name] = folder or path.parent
        if folder not in settings and folder is not None:
            settings[folder] = settings_of(folder, shown(_beside(path, name, folder / CLUSTER_FILE)))
            findings.extend(settings[folder].findings)
        if folder is not None and folders.is_review(path):
            continue  # read with the cluster's settings
        expected = settings[folder].expected()
        submissions.append(submission_of(path, name, replace(expected, rubric=wanted or expected.rubric)))
    findings.extend(_repeated(submissions, homes))
    return Validated(tuple(submissions), tuple(findings))


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
            findings.extend(failed)
            if cluster is not None:
                read.append((folder, cluster))
    clusters: list[ClusterReport] = []
    for folder, cluster in compared(read):
        drawn = draw_up(cluster)
        target = folder / RESULTS / CONSOLIDATED
        refused = write(consolidated(drawn, lang), target)
        findings.extend(refused)
        clusters.append(drawn if refused else replace(drawn, output=shown(target)))
    return Report(tuple(clusters), tuple(findings))


def rank(path: str, year: str, stage: Stage | None = None) -> Report:
    """Every cluster of the year under the path, ranked, with the awards it proposes."""
    roots, wrong = cluster_folders(path)
    findings = list(wrong)
    read: list[tuple[Path, Cluster]] = []
    others: list[Finding] = []
    for folder, name in roots:
        cluster, failed = cluster_in(folder, name, year)
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
    clusters = [draw_up(cluster, stage) for _, cluster in compared(read)]
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
        return Checked(None, (catalogue.PATH_NOT_FOUND.finding(file=name),))
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
