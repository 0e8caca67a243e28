"""The one value that every output of a cluster is drawn from: what was consolidated and ranked.

All numbers of all papers come from here; this module draws nothing and opens no file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from thidua_cli import awards, comparison, ranking, waivers
from thidua_cli.cluster import State
from thidua_cli.findings import in_order
from thidua_cli.rubric.model import Stage, Status
from thidua_cli.seal.result import CheckLine, check_line
from thidua_cli.sheet_report import Played, Tally, played, tally

if TYPE_CHECKING:
    from thidua_cli.awards import Recommendation
    from thidua_cli.cluster import Cluster
    from thidua_cli.comparison import Comparison
    from thidua_cli.findings import Finding
    from thidua_cli.ranking import Ranking


class ClusterReport(Struct, frozen=True):
    """One cluster, ranked, with what is proposed and what is open.

    Attributes:
        cluster: The cluster with its sheets.
        ranking: Its ranking.
        recommendation: Its proposed awards.
        findings: Everything found, in order.
        blockers: The codes that keep the result from being ready, in order.
        readings: The readings that played a part.
        output: Where the consolidated workbook was written; None if none was.
        provisional: The ranking as the cluster settled it, beside this one; None unless this one is official and
            no stage was asked for.
        ballot_paper: The file that prepares its open ballots; None if none was written.
    """

    cluster: Cluster
    ranking: Ranking
    recommendation: Recommendation
    findings: tuple[Finding, ...]
    blockers: tuple[str, ...]
    readings: tuple[Played, ...] = ()
    output: str | None = None
    provisional: Comparison | None = None
    ballot_paper: str | None = None

    @property
    def ready(self) -> bool:
        """Whether the proposals are final: official stage, all accounted for, nothing open, no error."""
        return not self.blockers

    @property
    def check(self) -> CheckLine:
        """The check code of the scores and how it stands to the seal, for papers."""
        return check_line(self.cluster.code, self.cluster.seal, self.cluster.changed)


class Report(Struct, frozen=True):
    """The result of `consolidate` or `rank`.

    Attributes:
        clusters: By path.
        findings: What was found beside the clusters (paths, settings, clusters left out).
        year: The year asked for; None for `consolidate`.
    """

    clusters: tuple[ClusterReport, ...]
    findings: tuple[Finding, ...]
    year: str | None = None

    def all_findings(self) -> tuple[Finding, ...]:
        """All findings, the general ones first, then cluster by cluster."""
        return (*self.findings, *(finding for cluster in self.clusters for finding in cluster.findings))

    @property
    def tally(self) -> Tally:
        """What became of the files in the clusters' folders."""
        each = [tally(cluster.cluster.submissions, cluster.findings) for cluster in self.clusters]
        return Tally(*(sum(numbers) for numbers in zip(*each, strict=True))) if each else Tally(0, 0, 0, 0)


# Findings that hold a result back although they are no errors.
_HOLDING = frozenset(
    {"TD501", "TD601", "TD602", "TD603", "TD606", "TD616", "TD720", "TD721", "TD722", "TD724", "TD725"}
)


def draw_up(cluster: Cluster, stage: Stage | None = None) -> ClusterReport:
    """The report of a cluster, ranked by the given stage or by the latest that counts, under its waivers."""
    cluster = waivers.over_cluster(cluster)
    ranked = ranking.rank(cluster, stage)
    recommendation = awards.recommend(cluster, ranked)
    beside = comparison.compare(cluster, ranked, recommendation) if ranked.stage is Stage.BOARD else None
    changed = comparison.findings(beside, cluster) if beside else ()
    found = (*cluster.findings, *ranked.findings, *recommendation.findings, *changed)
    found = waivers.over(found, cluster.roster)
    # By a stage that was asked for, not everything is found that a waiver may be meant for.
    idle = () if ranked.forced else waivers.unused(found, cluster.roster, cluster.path)
    findings = in_order(cluster.rubric.guidance.citing((*found, *idle)))
    names = [name for unit in cluster.units if unit.submission for name in unit.submission.readings]
    names += [*cluster.readings, *recommendation.readings]
    return ClusterReport(
        cluster,
        ranked,
        recommendation,
        findings,
        _blockers(cluster, findings),
        played(names, cluster.rubric),
        provisional=None if ranked.forced else beside,
    )


def _blockers(cluster: Cluster, findings: tuple[Finding, ...]) -> tuple[str, ...]:
    codes = {finding.code for finding in findings if finding.is_error or finding.code in _HOLDING}
    unaccounted = any(unit.state is State.MISSING and unit.member.status is Status.ELIGIBLE for unit in cluster.units)
    if not unaccounted:
        codes.discard("TD501")
    return tuple(sorted(codes))
