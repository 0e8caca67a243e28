"""What the command `thidua seal` has to tell, and the line that papers carry beside the signatures.

This module knows no file and draws nothing.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct, field

from thidua_cli.catalogue import Text, filled
from thidua_cli.seal.code import Typed, code_of
from thidua_cli.seal.code import typed as typed_code
from thidua_cli.seal.compare import Differences

if TYPE_CHECKING:
    from datetime import date

    from thidua_cli.findings import Finding
    from thidua_cli.roster.model import Roster
    from thidua_cli.seal.model import Change, Present, Seal


class SealState(StrEnum):
    """How the present scores stand to the seal."""

    UNSEALED = "unsealed"
    AGREES = "agrees"
    DIFFERS = "differs"


class CheckLine(Struct, frozen=True):
    """The check code on a paper.

    Attributes:
        code: The code of the present scores.
        state: Whether they are sealed, and as they stand.
        day: The date of the seal; None without one.
        sealed: The code of the seal; None without one.
    """

    code: str
    state: SealState
    day: date | None = None
    sealed: str | None = None

    @property
    def sentence(self) -> Text:
        """The line as papers and screens have it."""
        return Text(f"{LABEL.vi}: {self.code} ({self.standing.vi})", f"{LABEL.en}: {self.code} ({self.standing.en})")

    @property
    def standing(self) -> Text:
        """How the scores stand to the seal, in a few words."""
        return filled(_STANDING[self.state], day=self.day, sealed=self.sealed)


LABEL = Text("Mã đối chiếu", "Check code")
_STANDING = {
    SealState.UNSEALED: Text("điểm chưa niêm", "scores not sealed"),
    SealState.AGREES: Text("như điểm đã niêm ngày {day}", "as sealed on {day}"),
    SealState.DIFFERS: Text("khác bản niêm ngày {day}, mã {sealed}", "not as sealed on {day}, code {sealed}"),
}


def check_line(code: str, seal: Seal | None, changed: Differences) -> CheckLine:
    """The line for the present code and what was sealed."""
    if seal is None:
        return CheckLine(code, SealState.UNSEALED)
    state = SealState.DIFFERS if changed else SealState.AGREES
    return CheckLine(code, state, seal.day, code_of(seal.agreement))


# --- a code that somebody holds ------------------------------------------------------------------


class Match(StrEnum):
    """What a code on a paper agrees with."""

    SEAL = "seal"
    PRESENT = "present"
    EARLIER = "earlier"
    NONE = "none"
    MISTYPED = "mistyped"


class Matched(Struct, frozen=True):
    """A code that somebody typed from a paper, held against the files.

    Attributes:
        code: The code as papers write it; as typed if it can be none.
        match: What it agrees with.
        fault: Why it can be no code, where it was mistyped.
        day: The date of the seal that it agrees with, present or earlier.
    """

    code: str
    match: Match
    fault: Typed | None = None
    day: date | None = None


def matched(typed: str, present: str, seal: Seal | None) -> Matched:
    """What the typed code agrees with: the seal first, then the present scores, then the latest earlier seal."""
    code, fault = typed_code(typed)
    if fault is not None:
        return Matched(code, Match.MISTYPED, fault)
    if seal is not None and code == code_of(seal.agreement):
        return Matched(code, Match.SEAL, day=seal.day)
    if code == present:
        return Matched(code, Match.PRESENT)
    for earlier in reversed(seal.history if seal else ()):
        if code == earlier.code:
            return Matched(code, Match.EARLIER, day=earlier.day)
    return Matched(code, Match.NONE)


# --- the command ---------------------------------------------------------------------------------


class Outcome(StrEnum):
    """What `thidua seal` did."""

    SEALED = "sealed"
    AMENDED = "amended"
    UNCHANGED = "unchanged"
    REFUSED = "refused"
    CHECKED = "checked"
    CODE = "code"


class SealResult(Struct, frozen=True):
    """The result of `thidua seal`.

    Attributes:
        outcome: What was done.
        path: The cluster's folder, as given.
        file: The seal's file, as reports name it.
        findings: What was found about the seal and the settings, and why nothing was done.
        roster: The cluster's list; None if its settings cannot be used.
        present: The scores as they stand; None likewise.
        seal: The seal in force after the command; None if there is none.
        differences: In what the present scores differ from it.
        changes: What an amendment changed.
        matched: What a typed code agrees with; None if none was given.
        warnings: How many warnings the cluster has besides.
    """

    outcome: Outcome
    path: str
    file: str
    findings: tuple[Finding, ...]
    roster: Roster | None = None
    present: Present | None = None
    seal: Seal | None = None
    differences: Differences = field(default_factory=Differences)
    changes: tuple[Change, ...] = ()
    matched: Matched | None = None
    warnings: int = 0

    @property
    def check(self) -> CheckLine | None:
        """The check code of the present scores and how it stands to the seal; None without scores."""
        return check_line(code_of(self.present.agreement), self.seal, self.differences) if self.present else None

    @property
    def disagrees(self) -> bool:
        """Whether the answer to a question is no: scores not as sealed, or a paper that does not agree."""
        if self.outcome is Outcome.CHECKED:
            return bool(self.differences)
        if self.matched is None:
            return False
        if self.matched.match is Match.SEAL:
            return bool(self.differences)
        return self.matched.match is not Match.PRESENT or self.seal is not None
