"""Who belongs to a cluster, in which role and standing, and which ballots were held.

This module knows no file, no YAML and no score.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from msgspec import Struct, field

from thidua_cli.roster.letterhead import Letterhead
from thidua_cli.rubric.model import ClusterKind, Status
from thidua_cli.vietnamese import fold, name_key

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

AwardId = Literal["flag", "certificate"]
Term = Literal["cum", "khoi"]


class Member(Struct, frozen=True):
    """A unit on the cluster's list.

    Attributes:
        id: Its key in cluster.yaml.
        name: Its name as papers print it.
        aliases: Other names that sheets use for it.
        registered: The date or fact of its registration; None means not known.
        signed: Whether it signed the emulation agreement (giao ước); None means not known.
        status: Whether it is considered (D.3).
        reason: Why it is set aside.
        basis: The document that says so.
        registered_with_council: The same as `registered` for the second addressee, the provincial council (A.II.3).
        sent: When its self score reached the Cụm trưởng; None means not known.
        member_from: The first day on which it belonged to the cluster; None if always.
        member_to: The last day; None if still.
    """

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    registered: date | bool | None = None
    signed: bool | None = None
    status: Status = Status.ELIGIBLE
    reason: str | None = None
    basis: str | None = None
    registered_with_council: date | bool | None = None
    sent: date | None = None
    member_from: date | None = None
    member_to: date | None = None

    def names(self) -> frozenset[str]:
        """The keys of the names under which a sheet may call the unit."""
        return frozenset(filter(None, (name_key(name) for name in (self.name, *self.aliases))))

    def loose_names(self) -> frozenset[str]:
        """The same without accents, and its id, as file names and hasty typists have them."""
        return frozenset(filter(None, (fold(name) for name in (self.id, self.name, *self.aliases))))


class Ballot(Struct, frozen=True):
    """A recorded vote between units that tied for an award (C.II).

    Attributes:
        award: What it was held for.
        between: The ids of the units voted on.
        votes: Votes by unit id.
        voters: How many voted; None if not recorded.
        minutes: The minutes of the count.
        line: Its line in cluster.yaml, for messages; None for a ballot not read from a file.
    """

    award: AwardId
    between: tuple[str, ...]
    votes: Mapping[str, int]
    voters: int | None = None
    minutes: str | None = None
    line: int | None = None


class Waiver(Struct, frozen=True):
    """That the cluster accepts findings of one code as they are, with its reason and paper.

    Attributes:
        code: The finding code.
        reason: Why, as written.
        who: Who decided so.
        document: The paper that says so.
        unit: The id of the unit whose findings it accepts; None for any.
        criterion: The id of the criterion; None for any.
        stage: `self`, `cluster` or `board`; None for any.
        until: The last day on which it holds; None if it has none.
        line: Its line in cluster.yaml, for messages.
        criterion_at: Line and column of its criterion there.
    """

    code: str
    reason: str
    who: str
    document: str
    unit: str | None = None
    criterion: str | None = None
    stage: str | None = None
    until: date | None = None
    line: int = 1
    criterion_at: tuple[int, int] = (1, 1)

    def holds_until(self, day: date | None) -> bool:
        """Whether it still holds on the day; without a day nothing ends."""
        return day is None or self.until is None or self.until >= day


class Roster(Struct, frozen=True):
    """A cluster's cluster.yaml as a value.

    Attributes:
        id: The cluster's key; the folder's name unless given.
        name: Its name as papers print it.
        year: `2019`, or `2018-2019` for a school year.
        rubric: The rubric's id, or a path relative to cluster.yaml; empty when unknown.
        members: The official list in its order.
        leader: The id of the Cụm trưởng of the scored year.
        deputies: The ids of the Cụm phó.
        conference: The date of the final conference (A.III.2).
        agreed: When the scores were agreed (C.I.2.2).
        reported: When they were reported to the board (C.I.2.3).
        ballots: In the order recorded.
        readings: Options chosen other than the rubric's defaults, by reading id.
        listed: False when there was no cluster.yaml and the members are the units found.
        decision: The decision that drew up the list (A.I.1), as written.
        term: Whether papers call it Cụm or Khối; None if not said.
        kind: What sort of units it unites; None if not said.
        previous_leader: The id of the Cụm trưởng of the year before; it need not be a member any more.
        previous_conference: The final conference of the year before, where this year's goals are agreed.
        half_year: The half-year review (A.III.1).
        term_1_end: The last day of the first term, for a school year.
        preparatory: The meeting that prepares the final conference.
        self_scores: The day by which the Cụm trưởng wants the self scores.
        letterhead: Whose letterhead its papers go out on.
        waivers: What it accepts as it is, in the order recorded.
        defaults: The thidua.yaml that it takes its defaults from, as shown; empty if there is none.
    """

    id: str
    name: str
    year: str
    rubric: str
    members: tuple[Member, ...]
    leader: str | None = None
    deputies: tuple[str, ...] = ()
    conference: date | None = None
    agreed: date | None = None
    reported: date | None = None
    ballots: tuple[Ballot, ...] = ()
    readings: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    listed: bool = True
    decision: str | None = None
    term: Term | None = None
    kind: ClusterKind | None = None
    previous_leader: str | None = None
    previous_conference: date | None = None
    half_year: date | None = None
    term_1_end: date | None = None
    preparatory: date | None = None
    self_scores: date | None = None
    letterhead: Letterhead = field(default_factory=Letterhead)
    waivers: tuple[Waiver, ...] = ()
    defaults: str = ""

    @property
    def is_school_year(self) -> bool:
        """Whether the cluster works by the school year (A.I.2)."""
        return "-" in self.year

    @property
    def first_year(self) -> int | None:
        """The calendar year in which the period scored begins; None if the year is not known."""
        return int(self.year[:4]) if self.year else None

    def member(self, unit_id: str) -> Member | None:
        """The member of that id, or None."""
        return next((member for member in self.members if member.id == unit_id), None)

    def named(self, text: str) -> Member | None:
        """The member that a sheet calls by this text, compared without case, spacing and punctuation."""
        key = name_key(text)
        return next((m for m in self.members if key in m.names() or text.strip() == m.id), None) if key else None

    def alike(self, text: str) -> Member | None:
        """The one member whose name differs from the text at most in its accents; None if several do."""
        key = fold(text)
        found = [member for member in self.members if key in member.loose_names()]
        return found[0] if key and len(found) == 1 else None
