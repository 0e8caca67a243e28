"""The value that `validate` is drawn from, and what every report tells of files and readings.

Light on purpose: checking one sheet needs no cluster, no ranking and no award. This module draws nothing and opens no
file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct

from thidua_cli.catalogue import DOCUMENT_SKIPPED, FILES_SKIPPED, Text, filled
from thidua_cli.findings import in_order

if TYPE_CHECKING:
    from collections.abc import Iterable

    from thidua_cli.findings import Finding
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


class Written(Struct, frozen=True):
    """The result of a command that writes files: where they are and what went wrong."""

    files: tuple[str, ...]
    findings: tuple[Finding, ...]
