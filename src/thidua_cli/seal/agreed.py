"""The agreement as the sheets have it now: the self and cluster scores of every unit considered.

This module judges nothing: what is missing is left out or blank, and whether it may be sealed others decide.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from msgspec.structs import replace

from thidua_cli.rubric.model import Stage, Status
from thidua_cli.seal.model import AGREED, Agreement, File, Present, Score, Unit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from thidua_cli.roster.model import Member, Roster
    from thidua_cli.rubric.model import Rubric
    from thidua_cli.submission import Submission


def present(roster: Roster, rubric: Rubric, sheets: Mapping[str, Submission]) -> Present:
    """The scores as they stand in the sheets, the one that speaks for each member given by its id.

    Excluded units are left out (D.3); a pending one is in once its column is full, because its points count if it
    is cleared.
    """
    units: list[Unit] = []
    scores: list[Score] = []
    points: list[Score] = []
    for member in roster.members:
        submission = sheets.get(member.id)
        if submission is None or submission.scores is None or submission.sheet is None:
            continue
        points += _rows(member.id, submission)
        total = submission.scores.totals[Stage.CLUSTER]
        if member.status is Status.ELIGIBLE or (member.status is Status.PENDING and total.filled):
            units.append(Unit(member.id, member.name, member.status, total.value))
            scores += _leaves(member.id, submission)
    files = tuple(
        File(submission.file, submission.sha256, unit.id) for unit in units if (submission := sheets.get(unit.id))
    )
    agreement = Agreement(
        roster.id, roster.name, roster.year, roster.rubric, rubric.digest, _ranked(units), tuple(scores), files
    )
    readable = {unit for unit, submission in sheets.items() if submission.scores is not None}
    return Present(
        agreement,
        MappingProxyType({score.key: score for score in points}),
        MappingProxyType({member.id: member.status for member in roster.members}),
        frozenset(readable),
    )


def present_of(roster: Roster, rubric: Rubric, member: Member, submission: Submission) -> Present:
    """The scores of one member's sheet alone."""
    return present(replace(roster, members=(member,)), rubric, {member.id: submission})


def with_files(agreement: Agreement, further: Sequence[File]) -> Agreement:
    """The agreement with the files that belong to the whole cluster.

    A score read from none of the units' own sheets stands in one of them: it is named as in the cluster's folder,
    and only the files that a score stands in, or that hold no scores, are kept.
    """
    own = {file.unit: file.file for file in agreement.files}
    scores = tuple(
        score if score.file == own.get(score.unit) else replace(score, file=score.file.rpartition("/")[2])
        for score in agreement.scores
    )
    used = {score.file for score in scores}
    kept = tuple(file for file in further if file.file in used or not file.file.endswith(".xlsx"))
    return replace(agreement, scores=scores, files=(*agreement.files, *kept))


def _leaves(unit: str, submission: Submission) -> Iterator[Score]:
    """The scored rows in the form's order, the columns side by side."""
    scores, sheet = submission.scores, submission.sheet
    if scores is None or sheet is None:
        return
    scored = {(leaf.id, stage) for stage in AGREED for leaf in scores.leaves[stage]}
    for section in sheet.rubric.sections:
        for criterion in section.everything():
            for stage in AGREED:
                if (criterion.id, stage) in scored:
                    yield _score(unit, criterion.id, stage, submission)


def _rows(unit: str, submission: Submission) -> Iterator[Score]:
    if submission.scores is not None:
        for criterion, stage in submission.scores.points:
            if stage in AGREED:
                yield _score(unit, criterion, stage, submission)


def _score(unit: str, criterion: str, stage: Stage, submission: Submission) -> Score:
    sheet, scores = submission.sheet, submission.scores
    if sheet is None or scores is None:
        raise ValueError(f"{unit} has no scores")
    place = sheet.where(sheet.given(criterion, stage))
    value = scores.points.get((criterion, stage))
    return Score(unit, criterion, stage, value, place["file"] or "", place["sheet"] or "", place["cell"] or "")


def _ranked(units: Sequence[Unit]) -> tuple[Unit, ...]:
    """The units with their ranks; equal totals share one, pending units have none (C.II)."""
    totals = [unit.total for unit in units if unit.status is Status.ELIGIBLE]
    return tuple(
        replace(unit, rank=1 + sum(total > unit.total for total in totals)) if unit.status is Status.ELIGIBLE else unit
        for unit in units
    )
