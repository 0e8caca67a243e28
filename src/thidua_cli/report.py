"""The one value that every output is drawn from: what was validated, consolidated, ranked.

All numbers of all papers come from here; this module draws nothing and opens no file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct

from thidua_cli import awards, comparison, ranking, waivers
from thidua_cli.catalogue import DOCUMENT_SKIPPED, FILES_SKIPPED, Text, filled
from thidua_cli.cluster import State
from thidua_cli.findings import in_order
from thidua_cli.rubric.model import Stage, Status
from thidua_cli.seal.result import CheckLine, check_line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from thidua_cli.awards import Recommendation
    from thidua_cli.cluster import Cluster
    from thidua_cli.comparison import Comparison
    from thidua_cli.findings import Finding
    from thidua_cli.ranking import Ranking
    from thidua_cli.review.outcome import Standing
    from thidua_cli.rubric.model import Rubric
    from thidua_cli.submission import Submission


class Played(Struct, frozen=True):
    """A reading that played a part: another option would have given another number, award or finding.

    Attributes:
        id: Its key under `readings:`.
        option: The key of the option in force.
        clause: The clause that is unclear.
        text: What readers are told.
    """

    id: str
    option: str
    clause: str
    text: Text


def played(names: Iterable[str], rubric: Rubric) -> tuple[Played, ...]:
    """The readings of those names, each once, in the guidance's order."""
    wanted = set(names)
    found = []
    for name, reading in rubric.guidance.readings.items():
        if name not in wanted:
            continue
        option = rubric.option(name)
        meaning = Text(reading.options[option].vi, reading.options[option].en)
        warning = reading.warning
        told = warning or reading.question
        text = Text(told.vi, told.en) if warning else Text(told.vi + " {option}.", told.en + " {option}.")
        found.append(Played(name, option, reading.clause, filled(text, option=meaning)))
    return tuple(found)


class Tally(NamedTuple):
    """What became of the files found; the names are the keys of JSON summaries. found = used + rejected + skipped.

    Attributes:
        found: Files met that may be sheets or that nobody can tell; the cluster's own settings are not among them.
        used: Sheets that were read.
        rejected: Files that could not be read as a unit's sheet, each with an error.
        skipped: Files and closed folders passed over, named in a note.
    """

    found: int
    used: int
    rejected: int
    skipped: int


_PASSED_OVER = frozenset({FILES_SKIPPED.id, DOCUMENT_SKIPPED.id})


def tally(submissions: Iterable[Submission], findings: Iterable[Finding]) -> Tally:
    """The files behind these submissions, and those that the findings name as passed over."""
    read = [submission.sheet is not None for submission in submissions]
    skipped = sum(dict(finding.params)["number"] for finding in set(findings) if finding.code in _PASSED_OVER)
    return Tally(len(read) + skipped, sum(read), len(read) - sum(read), skipped)


class ReviewRead(Struct, frozen=True):
    """A review workbook that was read.

    Attributes:
        file: The file as the user may open it.
        cluster: The name of its cluster.
        standing: How far it is.
    """

    file: str
    cluster: str
    standing: Standing


class FixLists(Struct, frozen=True):
    """The fix lists that a check wrote.

    Attributes:
        lists: Each sheet with something to correct and the list written for it.
        summaries: The lists over all sheets of a folder.
        clean: The sheets with nothing to correct, for which none was written.
    """

    lists: tuple[tuple[str, str], ...] = ()
    summaries: tuple[str, ...] = ()
    clean: tuple[str, ...] = ()


class Validated(Struct, frozen=True):
    """The result of `validate`.

    Attributes:
        submissions: Every sheet read, by file.
        findings: What was found beside the sheets themselves (paths, folders, settings, review workbooks).
        reviews: The review workbooks among what was named, in the folders' order.
        fix_lists: The fix lists written; None unless they were asked for.
    """

    submissions: tuple[Submission, ...]
    findings: tuple[Finding, ...]
    reviews: tuple[ReviewRead, ...] = ()
    fix_lists: FixLists | None = None

    def all_findings(self) -> tuple[Finding, ...]:
        """All findings, in order."""
        return in_order([*self.findings, *(f for s in self.submissions for f in s.findings)])

    @property
    def readings(self) -> tuple[Played, ...]:
        """Every reading that played a part in some sheet, once."""
        every = (
            one
            for submission in self.submissions
            if submission.sheet is not None
            for one in played(submission.readings, submission.sheet.rubric)
        )
        return tuple(dict.fromkeys(every))


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


class Written(Struct, frozen=True):
    """The result of a command that writes files: where they are and what went wrong."""

    files: tuple[str, ...]
    findings: tuple[Finding, ...]


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
