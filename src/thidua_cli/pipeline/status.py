"""Where the clusters under a path stand today.

This module computes nothing itself; how it is shown is the renderers' matter.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from thidua_cli import catalogue
from thidua_cli.folders import shown
from thidua_cli.pipeline.clusters import cluster_folders, clusters_in, compared
from thidua_cli.report import draw_up
from thidua_cli.status import Survey, progress

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from thidua_cli.cluster import Cluster
    from thidua_cli.findings import Finding


def status(path: str, year: str | None, today: date) -> Survey:
    """Where every cluster under the path stands, of the given year or of any."""
    roots, wrong = cluster_folders(path)
    findings: list[Finding] = list(wrong)
    read: list[tuple[Path, Cluster]] = []
    others: list[Finding] = []
    unread: list[str] = []
    for folder, name, cluster, failed in clusters_in(roots, year):
        findings.extend(each for each in failed if each not in findings)
        if cluster is None:
            unread.append(name)
        elif year is not None and cluster.roster.year != year:
            left_out = catalogue.CLUSTER_LEFT_OUT.finding(
                file=name, name=cluster.roster.name, found=year, allowed=cluster.roster.year
            )
            others.extend(cluster.rubric.guidance.citing([left_out]))
        else:
            read.append((folder, cluster))
    clusters = tuple(progress(draw_up(cluster), today) for _, cluster in compared(read))
    if others and not clusters and not unread:
        years = sorted({str(finding.allowed) for finding in others})
        none = catalogue.NO_CLUSTER_OF_YEAR.finding(file=shown(path), found=year, allowed=", ".join(years))
        findings.append(none.on(clause=others[0].clause))
    return Survey(today, year, clusters, tuple(unread), (*findings, *others))
