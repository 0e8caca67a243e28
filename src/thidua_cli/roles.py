"""Bonuses that only the head of a cluster may hold: points of a unit without the role (B.III.6.2).

This module knows one sheet and the cluster's list; it opens no file and knows no other unit.
"""

from __future__ import annotations

from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Literal

from thidua_cli import catalogue
from thidua_cli.catalogue import Text, shown
from thidua_cli.rubric.model import STAGES, Stage

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from thidua_cli.findings import Finding
    from thidua_cli.intake import Given, ScoreSheet
    from thidua_cli.roster.model import Roster
    from thidua_cli.rubric.kinds import Holder
    from thidua_cli.rubric.model import Criterion
    from thidua_cli.scores import Scores

    Role = Literal["leader", "deputy"]

ZERO = Decimal(0)
_WORDS: Final = MappingProxyType({"leader": Text("Trưởng cụm", "leader"), "deputy": Text("Phó cụm", "deputy")})


def check(sheet: ScoreSheet, scores: Scores, unit: str | None, roster: Roster | None) -> tuple[Finding, ...]:
    """Points for a bonus open to some roles only, by a unit that has none of them in the scored year.

    Nothing is said where cluster.yaml names no leader: any unit may be it, and `holders` asks who is.
    Bad: 1 for III.6.2 by a plain member. Good: 1 by the leader or a deputy, 0 by everybody else.
    """
    if roster is None or unit is None or not are_stated(roster):
        return ()
    return tuple(
        finding
        for criterion in _reserved(sheet)
        if not has_role(unit, criterion.holder, roster)
        for finding in _points_without_role(criterion, sheet, scores, roster)
    )


def are_stated(roster: Roster) -> bool:
    """Whether cluster.yaml names the leader, of whom there is always one; no deputies may mean that there are none."""
    return roster.listed and bool(roster.leader)


def has_role(unit: str, holder: Holder | None, roster: Roster) -> bool:
    """Whether the unit may hold the bonus by its role; every member may where no role is asked for."""
    if holder is None or not holder.roles:
        return True
    heads = _heads(roster)
    return any(unit in heads[role] for role in holder.roles)


def unnamed(holder: Holder, roster: Roster) -> tuple[Role, ...]:
    """The roles of the bonus that cluster.yaml names nobody for."""
    heads = _heads(roster)
    return tuple(role for role in holder.roles if not heads[role])


def words(roles: Iterable[Role]) -> Text:
    """The roles in words, such as `Trưởng cụm hoặc Phó cụm`."""
    named = [_WORDS[role] for role in roles]
    return Text(" hoặc ".join(role.vi for role in named), " or ".join(role.en for role in named))


def _heads(roster: Roster) -> Mapping[Role, tuple[str, ...]]:
    return {"leader": (roster.leader,) if roster.leader else (), "deputy": roster.deputies}


def _reserved(sheet: ScoreSheet) -> Iterator[Criterion]:
    """The criteria that only some roles may hold, in the form's order."""
    for section in sheet.rubric.sections:
        for criterion in section.everything():
            if criterion.holder is not None and criterion.holder.roles:
                yield criterion


def _points_without_role(criterion: Criterion, sheet: ScoreSheet, scores: Scores, roster: Roster) -> Iterator[Finding]:
    for stage in STAGES:
        points = scores.points.get((criterion.id, stage))
        if points is None or points <= ZERO:
            continue
        yield catalogue.ROLE_NOT_HELD.finding(
            **sheet.where(said_of(criterion, sheet, stage)),
            criterion=criterion.id,
            stage=stage.value,
            clause=criterion.clause,
            found=points,
            allowed=ZERO,
            roles=words(criterion.holder.roles if criterion.holder else ()),
            heads=tuple(_named(roster)),
        )


def said_of(criterion: Criterion, sheet: ScoreSheet, stage: Stage) -> Given | None:
    """What the criterion's row says in the column; what its first scored part says if the row says nothing."""
    for part in criterion.everything():
        said = sheet.given(part.id, stage)
        if said is not None and not said.is_blank:
            return said
    return None


def _named(roster: Roster) -> Iterator[Text]:
    """Who has which role, as cluster.yaml says."""
    for role, units in _heads(roster).items():
        members = [member for unit in units if (member := roster.member(unit))]
        if members:
            names = tuple(member.name for member in members)
            yield Text(
                f"{_WORDS[role].vi}: {shown(names, 'vi')}",
                f"{_WORDS[role].en}: {shown(names, 'en')}",
            )
