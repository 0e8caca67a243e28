"""What differs between the seal and the scores as they stand now, and what the next seal changes.

This module tells and judges nothing; it knows no sentence.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from thidua_cli.cells import plain
from thidua_cli.rubric.model import Status
from thidua_cli.seal.model import Change

if TYPE_CHECKING:
    from collections.abc import Iterator

    from thidua_cli.seal.model import Agreement, File, Key, Present, Score, Unit


class Difference(Struct, frozen=True):
    """A score that is not the sealed one.

    Attributes:
        sealed: The sealed score; None if this score was not sealed.
        now: The score in the sheets; None if the sheets have no such row.
    """

    sealed: Score | None
    now: Score | None

    @property
    def place(self) -> Score:
        """The score that tells where to look: the present one where there is one."""
        found = self.now or self.sealed
        if found is None:
            raise ValueError("a difference of nothing")
        return found


class Differences(Struct, frozen=True):
    """Everything in which the present state is not the sealed one.

    Attributes:
        scores: By unit and criterion in the seal's order, scores that were not sealed last.
        added: Units considered now that are not in the seal, as (id, status).
        removed: Sealed units that are on the cluster's list no more.
        aside: Sealed units whose standing changed, with the present one.
        gone: Sealed units for which no readable sheet speaks any more.
        table: Whether the table's content changed.
        files: Files that changed while their scores stayed; told, but no difference.
    """

    scores: tuple[Difference, ...] = ()
    added: tuple[tuple[str, Status], ...] = ()
    removed: tuple[Unit, ...] = ()
    aside: tuple[tuple[Unit, Status], ...] = ()
    gone: tuple[Unit, ...] = ()
    table: bool = False
    files: tuple[File, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.scores or self.added or self.removed or self.aside or self.gone or self.table)


def differences(sealed: Agreement, now: Present) -> Differences:
    """Everything in which the scores as they stand are not the sealed ones."""
    known = {unit.id for unit in sealed.units}
    compared = {unit for unit in now.read & known if now.standing.get(unit) is not Status.EXCLUDED}
    scores = tuple(_scores(sealed, now, compared))
    expected = [unit for unit in sealed.units if now.standing.get(unit.id, Status.EXCLUDED) is not Status.EXCLUDED]
    pending = {unit.id for unit in now.agreement.units if unit.status is Status.PENDING}
    return Differences(
        scores=scores,
        added=tuple(
            (unit, status)
            for unit, status in now.standing.items()
            if unit not in known and (status is Status.ELIGIBLE or unit in pending)
        ),
        removed=tuple(unit for unit in sealed.units if unit.id not in now.standing),
        aside=tuple(
            (unit, now.standing[unit.id])
            for unit in sealed.units
            if unit.id in now.standing and now.standing[unit.id] is not unit.status
        ),
        gone=tuple(unit for unit in expected if unit.id not in now.read),
        table=sealed.rubric_digest != now.agreement.rubric_digest,
        files=tuple(_files(sealed, now, {one.place.unit for one in scores})),
    )


def differences_of_sheet(sealed: Agreement, now: Present) -> Differences:
    """The same for the sheets that were read alone: nothing is said of other units and their sheets."""
    compared = {unit for unit in now.read if now.standing.get(unit) is not Status.EXCLUDED}
    scores = tuple(_scores(sealed, now, compared & {unit.id for unit in sealed.units}))
    return Differences(scores=scores, files=tuple(_files(sealed, now, {one.place.unit for one in scores})))


def _scores(sealed: Agreement, now: Present, units: set[str]) -> Iterator[Difference]:
    keys = {score.key for score in sealed.scores}
    for score in sealed.scores:
        if score.unit in units:
            found = now.points.get(score.key)
            if (found.value if found else None) != score.value:
                yield Difference(score, found)
    for score in now.agreement.scores:
        # A row scored otherwise than at the seal, as a whole or by its details, is compared by the sealed rows.
        if score.unit in units and score.value is not None and not _is_covered(score.key, keys):
            yield Difference(None, score)


def _is_covered(key: Key, keys: set[Key]) -> bool:
    unit, criterion, stage = key
    parts = criterion.split(".")
    above = {".".join(parts[:count]) for count in range(1, len(parts) + 1)}
    return any((unit, one, stage) in keys for one in above) or any(
        other.startswith(criterion + ".") for one, other, at in keys if (one, at) == (unit, stage)
    )


def _files(sealed: Agreement, now: Present, changed: set[str]) -> Iterator[File]:
    """Files of units whose scores all stayed, with other bytes than at the seal."""
    sums = {file.unit: file.sha256 for file in sealed.files if file.unit is not None}
    for file in now.agreement.files:
        if file.unit in sums and file.unit not in changed and file.sha256 != sums[file.unit]:
            yield file


def changes(before: Agreement, after: Agreement) -> tuple[Change, ...]:
    """Every score that the later agreement has otherwise, so that the earlier one can be told from the later."""
    old = {score.key: _text(score) for score in before.scores}
    new = {score.key: _text(score) for score in after.scores}
    return tuple(
        Change(*key, old.get(key), new.get(key)) for key in dict.fromkeys((*old, *new)) if old.get(key) != new.get(key)
    )


def _text(score: Score) -> str:
    return "" if score.value is None else plain(score.value)
