"""Many sheets read at once: by several processes where that pays, always in the order in which they were asked for.

A sheet is read the same way wherever it is read; what another process read comes back in a parcel (`kept`), in which
the tables of criteria stand by name only. This module knows no cluster and no report.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, NamedTuple

from thidua_cli import catalogue, kept, progress
from thidua_cli.pipeline.reading import SHELF, submission_of
from thidua_cli.submission import unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from concurrent.futures import Future, ProcessPoolExecutor
    from pathlib import Path

    from thidua_cli.rubric.model import Rubric
    from thidua_cli.submission import Expected, Submission

# How many processes may read; 1 reads in this one only.
SETTING = "THIDUA_PROCESSES"
# Fewer sheets are read sooner than another process is ready; a share is what a process reads at a time.
_LEAST, _SHARE = 120, 20
_MOST_PROCESSES = 8
# How many shares another process has before it, so that it never waits for one.
_AHEAD = 2


class Wanted(NamedTuple):
    """A sheet to be read: where it is, what reports call it, and what is known before."""

    path: Path
    name: str
    expected: Expected


def submissions_of(wanted: Sequence[Wanted]) -> Iterator[Submission]:
    """The files as submissions, in that order; never raises for a bad file, nor for one that ends a process."""
    processes = min(_processes(), len(wanted) // _SHARE) if len(wanted) >= _LEAST else 1
    if processes > 1:
        yield from _in_processes(wanted, processes)
        return
    for one in wanted:
        yield submission_of(*one)


def _processes() -> int:
    """How many processes may read; 1 where a process cannot be split in two, as on Windows."""
    if not sys.platform.startswith("linux"):
        return 1
    asked = os.environ.get(SETTING, "")
    return int(asked[:4]) if asked.isdecimal() else min(len(os.sched_getaffinity(0)), _MOST_PROCESSES)


# What the processes split off from this one are to read; they have it from the moment they begin.
_work: Sequence[Wanted] = ()


def _in_processes(wanted: Sequence[Wanted], processes: int) -> Iterator[Submission]:
    """The others are sent shares from the first on, a few at a time; this process reads too, from the last one on."""
    global _work  # noqa: PLW0603 - how a split process is handed what cannot be sent
    from concurrent.futures.process import BrokenProcessPool

    shares = [range(first, min(first + _SHARE, len(wanted))) for first in range(0, len(wanted), _SHARE)]
    tables = _tables(wanted)  # loaded before the others split off, so that each has them
    _work = wanted
    pool = _pool(processes - 1)
    try:
        sent: list[Future[bytes]] = []
        own: list[list[Submission]] = []
        ahead = _AHEAD * (processes - 1)
        while len(sent) + len(own) < len(shares):
            if sum(not one.done() for one in sent) < ahead:
                share = shares[len(sent)]
                try:
                    sent.append(pool.submit(_read, share.start, share.stop))
                except BrokenProcessPool:  # a file ended one of them; what was sent is told below
                    ahead = 0
            else:
                own.append([submission_of(*wanted[at]) for at in shares[-1 - len(own)]])
        for one, share in zip(sent, shares, strict=False):
            for at, submission in zip(share, _received(one, share, wanted, tables), strict=True):
                progress.reading(wanted[at].name)
                yield submission
        while own:
            yield from own.pop()
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
        _work = ()


def _received(
    sent: Future[bytes], share: range, wanted: Sequence[Wanted], tables: Mapping[str, object]
) -> Iterator[Submission]:
    """What a process read; each file of a share whose process ended, in a process of its own."""
    from concurrent.futures.process import BrokenProcessPool

    try:
        parcel = sent.result()
    except BrokenProcessPool:
        yield from (_by_itself(at, wanted[at], tables) for at in share)
        return
    yield from kept.unpacked(parcel, tables)  # type: ignore[misc]  # what was packed


def _by_itself(at: int, one: Wanted, tables: Mapping[str, object]) -> Submission:
    """One file read by a process of its own; if that ends too, a finding says so of this file."""
    from concurrent.futures.process import BrokenProcessPool

    with _pool(1) as pool:
        try:
            parcel = pool.submit(_read, at, at + 1).result()
        except BrokenProcessPool:
            reason = catalogue.Text(
                "tiến trình đọc tệp dừng đột ngột, có thể do hết bộ nhớ",
                "the process that read it ended, perhaps for want of memory",
            )
            found = catalogue.FILE_UNREADABLE.finding(file=one.name, reason=reason)
            return unreadable(one.name, "", (found,), one.expected)
    return kept.unpacked(parcel, tables)[0]  # type: ignore[index, no-any-return]  # what was packed


def _pool(processes: int) -> ProcessPoolExecutor:
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    return ProcessPoolExecutor(processes, get_context("fork"), _begin)


def _begin() -> None:
    """What a process split off does first: Ctrl-C is the first one's matter, and so is who waits at the terminal."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    progress.listen_no_more()


def _read(first: int, stop: int) -> bytes:
    """In another process: these sheets in one parcel, in which what they share stands once."""
    names = {id(value): name for name, value in _tables(_work).items()}
    return kept.packed([submission_of(*one) for one in _work[first:stop]], names)


def _tables(wanted: Sequence[Wanted]) -> dict[str, object]:
    """Everything that both processes have, by a name: the tables, their criteria, the codes of findings."""
    expected = {id(one.expected.rubric): one.expected.rubric for one in wanted}
    rubrics = [rubric for rubric in expected.values() if rubric is not None]
    found: dict[str, object] = {f"code {code.id}": code for code in catalogue.CODES.values()}
    for number, rubric in enumerate(rubrics):
        found |= _named(f"{number}", rubric)
    for rubric in SHELF.all():
        found |= _named(rubric.id, rubric)
    return found


def _named(name: str, rubric: Rubric) -> dict[str, object]:
    criteria = (criterion for section in rubric.sections for criterion in section.everything())
    return {f"table {name}": rubric} | {f"criterion {name} {criterion.id}": criterion for criterion in criteria}
