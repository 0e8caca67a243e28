"""What a cluster or a folder of sheets comes to: validate, consolidate, rank, explain.

Each returns one report value; how it is shown is the renderers' matter.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from thidua_cli import catalogue
from thidua_cli.findings import Checked
from thidua_cli.folders import RESULTS, shown
from thidua_cli.pipeline.ballots import write_paper
from thidua_cli.pipeline.clusters import cluster_folders, cluster_in, clusters_in, compared
from thidua_cli.pipeline.reading import (
    exists,
    not_found,
    unknown_unit,
)
from thidua_cli.pipeline.writing import notices, write
from thidua_cli.report import ClusterReport, Report, draw_up

if TYPE_CHECKING:
    from collections.abc import Sequence

    from thidua_cli.catalogue import Lang
    from thidua_cli.cluster import Cluster
    from thidua_cli.findings import Finding
    from thidua_cli.rubric.model import Stage
    from thidua_cli.trace import CriterionTrace, UnitTrace

CONSOLIDATED = "tong-hop.xlsx"


def consolidate(paths: Sequence[str], lang: Lang) -> Report:
    """Each cluster validated, drawn together and written to `ket-qua/tong-hop.xlsx`."""
    from thidua_cli.render.xlsx import consolidated

    findings: list[Finding] = []
    read: list[tuple[Path, Cluster]] = []
    for given in paths:
        roots, wrong = cluster_folders(given)
        findings.extend(wrong)
        for folder, _, cluster, failed in clusters_in(roots, None):
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
    for folder, name, cluster, failed in clusters_in(roots, year):
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
