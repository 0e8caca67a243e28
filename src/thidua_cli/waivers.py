"""Which findings a cluster accepts as they are, on whose word: its waivers laid over what was found.

This module finds nothing, computes no point and knows no file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from thidua_cli import catalogue
from thidua_cli.catalogue import STAGE_NAMES, Text, filled
from thidua_cli.findings import Waived

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from thidua_cli.cluster import Cluster, ClusterUnit
    from thidua_cli.findings import Finding
    from thidua_cli.roster.model import Roster, Waiver
    from thidua_cli.submission import Submission


def over(findings: Iterable[Finding], roster: Roster | None) -> tuple[Finding, ...]:
    """The findings, in their order, each with the waiver that accepts it; the first of several that do.

    A waiver that does not last until the conference accepts nothing, nor does one for a code that cannot be waived.
    """
    waivers = _in_force(roster)
    if not waivers:
        return tuple(findings)
    return tuple(_with_waiver(finding, waivers) for finding in findings)


def over_submission(submission: Submission, roster: Roster | None) -> Submission:
    """The submission with the waivers laid over its findings; its points are what they were."""
    if not _in_force(roster) or not submission.findings:
        return submission
    return replace(submission, findings=over(submission.findings, roster))


def over_cluster(cluster: Cluster) -> Cluster:
    """The cluster with its waivers laid over its findings and those of its sheets."""
    if not _in_force(cluster.roster):
        return cluster
    by_file = {one.file: over_submission(one, cluster.roster) for one in cluster.submissions}
    return replace(
        cluster,
        units=tuple(_unit(unit, by_file) for unit in cluster.units),
        submissions=tuple(by_file[one.file] for one in cluster.submissions),
        findings=over(cluster.findings, cluster.roster),
    )


def unused(findings: Sequence[Finding], roster: Roster, file: str) -> tuple[Finding, ...]:
    """A warning for each waiver in force that accepts none of the findings, which are all that were found."""
    return tuple(
        catalogue.WAIVER_UNUSED.finding(file=file, found=waiver.code, of=_of(waiver), line=waiver.line)
        for waiver in _in_force(roster)
        if not any(_accepts(waiver, finding) for finding in findings)
    )


def _in_force(roster: Roster | None) -> tuple[Waiver, ...]:
    if roster is None or not roster.waivers:
        return ()
    return tuple(
        waiver for waiver in roster.waivers if waiver.holds_until(roster.conference) and _can_be_waived(waiver.code)
    )


def _can_be_waived(code: str) -> bool:
    declared = catalogue.CODES.get(code)
    return declared is not None and catalogue.why_not_waived(declared) is None


def _with_waiver(finding: Finding, waivers: Iterable[Waiver]) -> Finding:
    accepted = next((waiver for waiver in waivers if _accepts(waiver, finding)), None)
    if accepted is None:
        return finding
    return finding.on(waived=Waived(accepted.reason, accepted.who, accepted.document, accepted.until))


def _accepts(waiver: Waiver, finding: Finding) -> bool:
    """Whether the finding is of the waiver's code, and of its unit, criterion and stage as far as it names them."""
    wanted = (waiver.unit, finding.unit), (waiver.criterion, finding.criterion), (waiver.stage, finding.stage)
    return waiver.code == finding.code and all(own is None or own == found for own, found in wanted)


def _unit(unit: ClusterUnit, by_file: dict[str, Submission]) -> ClusterUnit:
    """The unit with its sheet as waived; a sheet whose only errors are waived is in order."""
    if unit.submission is None:
        return unit
    submission = by_file[unit.submission.file]
    faulty = any(finding.is_error for finding in submission.findings)
    from thidua_cli.cluster import State  # a sheet by itself is checked without any cluster

    state = State.OK if unit.state is State.ERRORS and not faulty else unit.state
    return replace(unit, submission=submission, state=state)


_UNIT, _CRITERION, _STAGE = (
    Text("đơn vị {value}", "unit {value}"),
    Text("tiêu chí {value}", "criterion {value}"),
    Text("cột {value}", "{value}"),
)


def _of(waiver: Waiver) -> Text:
    """What the waiver is restricted to, in parentheses; empty if to nothing."""
    stage = STAGE_NAMES[waiver.stage] if waiver.stage else None
    named = ((_UNIT, waiver.unit), (_CRITERION, waiver.criterion), (_STAGE, stage))
    parts = [filled(text, value=value) for text, value in named if value]
    if not parts:
        return Text("", "")
    return Text(f" ({', '.join(part.vi for part in parts)})", f" ({', '.join(part.en for part in parts)})")
