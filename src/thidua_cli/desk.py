"""What is told before and beside the work: a new cluster, a copied example, the state of a desk, a self-test.

This module holds values only; it knows no file, no system and no drawing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from thidua_cli.catalogue import Text
    from thidua_cli.findings import Finding
    from thidua_cli.roster.model import Member


class Started(Struct, frozen=True):
    """A new cluster.

    Attributes:
        folder: Its folder, as the user may open it.
        settings: Its cluster.yaml; empty if none was written.
        name: Its name.
        year: The year it scores.
        rubric: Its table.
        members: Its units in the list's order.
        column: The letters of the column that the names were taken from; empty if from none.
        forms: The blank forms written.
        findings: What went wrong, and what to look at.
    """

    folder: str
    settings: str
    name: str
    year: str
    rubric: str
    members: tuple[Member, ...]
    column: str
    forms: tuple[str, ...]
    findings: tuple[Finding, ...]


class Copied(Struct, frozen=True):
    """An example cluster, copied to play with.

    Attributes:
        folder: Where it went, as the user may open it.
        name: The example's own name.
        about: What it shows.
        files: The files written.
        findings: What went wrong.
    """

    folder: str
    name: str
    about: Text
    files: tuple[str, ...]
    findings: tuple[Finding, ...]


class Condition(Struct, frozen=True):
    """One thing looked at on a desk.

    Attributes:
        id: Its key in JSON.
        what: What was looked at.
        found: What was found.
        well: Whether nothing need be done.
        cure: What to do if it is not well; None if nothing.
    """

    id: str
    what: Text
    found: Text
    well: bool = True
    cure: Text | None = None


class Checkup(Struct, frozen=True):
    """The state of a desk, and the facts to send with a request for help, each a name and a value."""

    conditions: tuple[Condition, ...]
    facts: tuple[tuple[str, str], ...]


class Trial(Struct, frozen=True):
    """One step of the self-test.

    Attributes:
        id: Its key in JSON.
        what: What was tried.
        passed: Whether the result was the known one.
        found: What came of it instead; None if it passed.
    """

    id: str
    what: Text
    passed: bool
    found: Text | None = None


class SelfTest(Struct, frozen=True):
    """Every step of the self-test, in order."""

    trials: tuple[Trial, ...]

    @property
    def passed(self) -> bool:
        """Whether every step gave the known result."""
        return all(trial.passed for trial in self.trials)
