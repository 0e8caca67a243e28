"""A cluster: its list of members joined with what they sent.

This module decides which sheet speaks for which member; it ranks nobody and opens no file.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct, field

from thidua_cli import catalogue, deadlines, holders
from thidua_cli.findings import in_order
from thidua_cli.rubric.model import Status
from thidua_cli.seal.agreed import present
from thidua_cli.seal.code import code_of
from thidua_cli.seal.compare import Differences, differences
from thidua_cli.seal.told import findings as told_of_seal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from thidua_cli.findings import Finding
    from thidua_cli.review.model import Review
    from thidua_cli.roster.model import Member, Roster
    from thidua_cli.rubric.model import Rubric
    from thidua_cli.seal.model import Present, Seal
    from thidua_cli.submission import Submission


class State(StrEnum):
    """What became of a member's sheet."""

    OK = "ok"
    ERRORS = "errors"
    MISSING = "missing"
    UNREADABLE = "unreadable"
    DUPLICATE = "duplicate"


class ClusterUnit(Struct, frozen=True):
    """A member and its sheet.

    Attributes:
        member: The member, as listed.
        state: What became of its sheet.
        submission: The one sheet that speaks for it; None if there is none or more than one.
        files: All files attributed to it.
    """

    member: Member
    state: State
    submission: Submission | None = None
    files: tuple[str, ...] = ()


class Cluster(Struct, frozen=True):
    """A cluster with everything its members sent.

    Attributes:
        path: The folder as the user may open it.
        roster: Its list and settings.
        rubric: Its table.
        units: Its members in the list's order.
        submissions: Every sheet found, by file.
        findings: Everything found so far, in order.
        readings: The ids of the readings that played a part in the rules between units.
        review: Its review workbook; None if it has none that can be used.
        present: The self and cluster scores as they stand.
        seal: What was sealed; None if nothing was, or the seal cannot be used.
        changed: In what the present scores differ from the seal; empty without one.
    """

    path: str
    roster: Roster
    rubric: Rubric
    units: tuple[ClusterUnit, ...]
    submissions: tuple[Submission, ...]
    findings: tuple[Finding, ...]
    readings: tuple[str, ...] = ()
    review: Review | None = None
    present: Present | None = None
    seal: Seal | None = None
    changed: Differences = field(default_factory=Differences)

    @property
    def code(self) -> str:
        """The check code of the present scores, for papers; empty if there is no list to go by."""
        return code_of(self.present.agreement) if self.present else ""


def assemble(
    path: str,
    roster: Roster,
    rubric: Rubric,
    submissions: Sequence[Submission],
    findings: Sequence[Finding] = (),
    sealed: tuple[Seal | None, str] = (None, ""),
) -> Cluster:
    """The cluster, each submission attributed to its member; independent of the files' order.

    What was sealed is given with the name of its file.
    """
    ordered = tuple(sorted(submissions, key=lambda submission: submission.file))
    units = tuple(_unit(member, ordered) for member in roster.members)
    found = [finding for submission in ordered for finding in submission.findings]
    found += [finding for unit in units for finding in _unit_findings(unit)]
    if not roster.listed:
        found.append(catalogue.NO_CLUSTER_FILE.finding(file=path))
    found += deadlines.not_registered(roster, rubric)
    sheets = {unit.member.id: unit.submission for unit in units if unit.submission is not None}
    bonuses = holders.check(path, roster, rubric, sheets)
    now = present(roster, rubric, sheets)
    seal, file = sealed
    changed = differences(seal.agreement, now) if seal else Differences()
    altered = told_of_seal(changed, seal, roster, file) if seal else ()
    every = in_order([*findings, *found, *bonuses.findings, *altered])
    return Cluster(
        path, roster, rubric, units, ordered, every, bonuses.readings, present=now, seal=seal, changed=changed
    )


def _unit(member: Member, submissions: Sequence[Submission]) -> ClusterUnit:
    own = [submission for submission in submissions if submission.unit and submission.unit.id == member.id]
    # A file that cannot be read is the unit's by its name alone; beside a sheet that can, it is not.
    own = [submission for submission in own if submission.scores is not None] or own
    files = tuple(submission.file for submission in own)
    if not own:
        return ClusterUnit(member, State.MISSING)
    if len(own) > 1:
        return ClusterUnit(member, State.DUPLICATE, None, files)
    submission = own[0]
    if submission.scores is None:
        return ClusterUnit(member, State.UNREADABLE, submission, files)
    wrong = any(finding.is_error for finding in submission.findings)
    return ClusterUnit(member, State.ERRORS if wrong else State.OK, submission, files)


def _unit_findings(unit: ClusterUnit) -> list[Finding]:
    member = unit.member
    if unit.state is State.MISSING and member.status is not Status.EXCLUDED:
        return [catalogue.MEMBER_MISSING.finding(unit=member.id, name=member.name)]
    if unit.state is State.DUPLICATE:
        return [
            catalogue.SHEETS_REPEATED.finding(
                file=unit.files[1],
                unit=member.id,
                name=member.name,
                number=len(unit.files),
                files=", ".join(unit.files),
            )
        ]
    return []
