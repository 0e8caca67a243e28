"""The fix lists of sheets that were checked, in their places: one a sheet, and one over each folder.

This module never writes over what a person made; what a fix list says is the renderers' matter.
"""

from __future__ import annotations

import os
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from thidua_cli import catalogue, folders
from thidua_cli.folders import FIX_LIST_ENDING, FIX_LISTS, RESULTS, shown
from thidua_cli.pipeline.reading import files_under
from thidua_cli.pipeline.writing import notices, write_bytes
from thidua_cli.sheet_report import FixLists

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from thidua_cli.catalogue import Lang
    from thidua_cli.findings import Finding
    from thidua_cli.page import Book
    from thidua_cli.sheet_report import Validated
    from thidua_cli.submission import Submission

BELOW = "loi"


def write_fix_lists(report: Validated, paths: Sequence[str], lang: Lang, output: str | None = None) -> Validated:
    """The report with the fix lists written for its sheets, and what was in the way of one.

    A sheet of a cluster has its list in `ket-qua/loi/` of the cluster's folder, one of a folder without a list in
    `ket-qua/loi/` there, any other beside itself; `output` is a folder for all of them. A sheet without errors and
    warnings gets none. What was found in a review workbook stands in the list over the folder only.
    """
    if output is not None and _is_no_folder(Path(output)):
        no_folder = catalogue.NOT_A_FOLDER.finding(file=shown(output))
        return replace(report, findings=(*report.findings, no_folder), fix_lists=FixLists())
    lists, summaries, clean = [], [], []
    findings: list[Finding] = []
    for shelf in _shelves(report, paths, output):
        for each in shelf.sheets:
            written, wrong = _sheet(each, shelf, lang)
            findings += wrong
            if not needs_list(each.submission):
                clean.append(each.submission.file)
            elif written is not None:
                lists.append((each.submission.file, shown(written)))
        summary, wrong = _summary(shelf, _beside(report), lang)
        findings += wrong
        summaries += [shown(summary)] if summary else []
    made = FixLists(tuple(lists), tuple(summaries), tuple(clean))
    return replace(report, findings=(*report.findings, *findings), fix_lists=made)


def needs_list(submission: Submission) -> bool:
    """Whether there is anything to correct or to look at in the sheet; what is waived is not."""
    return any(finding.is_error or finding.is_warning for finding in submission.findings)


def _is_no_folder(path: Path) -> bool:
    return os.path.lexists(path) and not path.is_dir()


# --- what goes where -----------------------------------------------------------------------------


class _Sheet(Struct, frozen=True):
    """A sheet, its file as seen from its shelf, and the name of its list."""

    submission: Submission
    file: str
    name: str


class _Shelf(Struct, frozen=True):
    """The sheets whose lists stand together.

    Attributes:
        home: The folder of the lists.
        root: The folder that the sheets come from; None for sheets from anywhere.
        sheets: By file.
        whole: Whether a list over all of them is wanted.
    """

    home: Path
    root: Path | None
    sheets: tuple[_Sheet, ...]
    whole: bool


def _shelves(report: Validated, paths: Sequence[str], output: str | None) -> list[_Shelf]:
    submissions = {submission.file: submission for submission in report.submissions}
    found: dict[tuple[Path, Path | None], dict[str, Path]] = {}
    wholes: set[tuple[Path, Path | None]] = set()
    for given in paths:
        is_folder = Path(given).is_dir()
        for path, name in files_under(given)[0]:
            if name not in submissions:
                continue
            key = _home(path, Path(given) if is_folder else None, output)
            found.setdefault(key, {})[name] = path
            if is_folder or len(found[key]) > 1:
                wholes.add(key)
    return [
        _Shelf(home, root, _named(files, root, submissions), (home, root) in wholes)
        for (home, root), files in sorted(found.items(), key=lambda item: os.fspath(item[0][0]))
    ]


def _home(path: Path, folder: Path | None, output: str | None) -> tuple[Path, Path | None]:
    """Where the list of the file goes, and the folder that its sheets come from."""
    if output is not None:
        return Path(output), None
    cluster = folders.cluster_of(path)
    if cluster is not None:
        # Spelled as the user did: what is shown must not tell where the folder lies.
        root = Path(os.path.normpath(path.parent / os.path.relpath(cluster, path.absolute().parent)))
        return root / RESULTS / BELOW, root
    if folder is not None:
        return folder / RESULTS / BELOW, folder
    return path.parent, path.parent


_LONGEST_STEM = 200


def _named(files: dict[str, Path], root: Path | None, submissions: dict[str, Submission]) -> tuple[_Sheet, ...]:
    """The sheets with names for their lists, each once whatever letters are capital."""
    taken: set[str] = set()
    named = []
    for name, path in sorted(files.items(), key=lambda item: os.fspath(item[1])):
        seen = Path(os.path.relpath(path, root)) if root is not None else path
        longer = "-".join(part for part in seen.with_suffix("").parts if part not in {"..", os.sep, seen.anchor})
        ending = path.suffix.lstrip(".")
        candidates = (path.stem, longer, f"{longer}-{ending}")
        stem = next(one for one in _stems(candidates) if one.casefold() not in taken)
        taken.add(stem.casefold())
        file = shown(seen) if root is not None else shown(path.name)
        named.append(_Sheet(_of_unit(submissions[name]), file, stem))
    return tuple(named)


def _of_unit(submission: Submission) -> Submission:
    """The sheet with what its unit can correct: the review workbook is the head's."""
    own = tuple(finding for finding in submission.findings if finding.file in {None, submission.file})
    return replace(submission, findings=own)


def _beside(report: Validated) -> tuple[Finding, ...]:
    """What was found beside the sheets, in review workbooks too."""
    reviewed = (
        finding
        for submission in report.submissions
        for finding in submission.findings
        if finding.file not in {None, submission.file}
    )
    return (*report.findings, *reviewed)


def _stems(candidates: Sequence[str]) -> Iterable[str]:
    yield from (_short(one) for one in candidates)
    yield from (f"{_short(candidates[-1])}-{number}" for number in count(2))


def _short(stem: str) -> str:
    """The stem, cut to what every file system takes with an ending."""
    while len(os.fsencode(stem)) > _LONGEST_STEM:
        stem = stem[:-1]
    return stem


# --- writing -------------------------------------------------------------------------------------


def _sheet(each: _Sheet, shelf: _Shelf, lang: Lang) -> tuple[Path | None, tuple[Finding, ...]]:
    target = shelf.home / f"{each.name}{FIX_LIST_ENDING}"
    if not needs_list(each.submission):
        return None, _outdated(target, each.file)
    from thidua_cli.render.fix_list import of_sheet

    return _place(of_sheet(each.submission, each.file.rpartition("/")[2], lang), target)


def _summary(shelf: _Shelf, general: Sequence[Finding], lang: Lang) -> tuple[Path | None, tuple[Finding, ...]]:
    """The list over the shelf's sheets, with what was found beside them in its folder."""
    target = shelf.home / FIX_LISTS
    beside = [finding for finding in general if _lies_in(finding, shelf.root)]
    faulty = any(needs_list(each.submission) for each in shelf.sheets)
    if not shelf.whole:
        return None, ()
    source = shown(shelf.root.absolute().name) if shelf.root is not None else "…"
    if not faulty and not any(finding.is_error or finding.is_warning for finding in beside):
        return None, _outdated(target, source)
    from thidua_cli.render.fix_list import Line, of_folder

    lines = [
        Line(
            each.submission,
            each.file,
            shown(f"{each.name}{FIX_LIST_ENDING}") if needs_list(each.submission) else "",
        )
        for each in shelf.sheets
    ]
    return _place(of_folder(lines, [_seen(finding, shelf.root) for finding in beside], source, lang), target)


def _lies_in(finding: Finding, root: Path | None) -> bool:
    if root is None or finding.file is None:
        return root is None
    here = Path(os.path.abspath(finding.file))  # noqa: PTH100 - links are not followed
    return Path(os.path.abspath(root)) in (here, *here.parents)  # noqa: PTH100 - see above


def _seen(finding: Finding, root: Path | None) -> Finding:
    """The finding with its file as seen from the folder."""
    if root is None or finding.file is None:
        return finding
    inside = os.path.relpath(finding.file, root)
    return finding.on(file=None if inside == os.curdir else shown(inside))


def _place(book: Book, first: Path) -> tuple[Path | None, tuple[Finding, ...]]:
    """The list in its place, or beside a file there that is not thidua's own or was changed since."""
    from thidua_cli.spreadsheets.writer import to_bytes

    data = to_bytes(book)
    target, is_same = _free(first, data)
    refused = () if is_same else write_bytes(data, target)
    if refused:
        return None, refused
    told = notices(book, shown(target))
    if target != first:
        return target, (catalogue.FIX_LIST_KEPT.finding(file=shown(first), beside=shown(target)), *told)
    return target, told


def _free(first: Path, data: bytes) -> tuple[Path, bool]:
    """The first name at which nothing of a person's stands, and whether these very bytes stand there already."""
    stem, ending = (
        (first.name.removesuffix(FIX_LIST_ENDING), FIX_LIST_ENDING)
        if first.name.endswith(FIX_LIST_ENDING)
        else (first.stem, first.suffix)
    )
    for number in count():
        target = first.with_name(f"{stem}{'' if number == 0 else '-moi' if number == 1 else f'-moi-{number}'}{ending}")
        if not os.path.lexists(target):
            return target, False
        present = _present(target)
        if present == data:
            return target, True
        if present is not None and _is_own(present):
            return target, False
    raise AssertionError("the names never end")


def _present(target: Path) -> bytes | None:
    """The bytes of what stands there; None if it cannot be a list of thidua's, such as a link or a folder."""
    from thidua_cli.spreadsheets.gate import Refused, load

    if target.is_symlink():
        return None
    try:
        return load(target)
    except Refused:
        return None


def _is_own(data: bytes) -> bool:
    """Whether the bytes are a fix list that nobody has saved since thidua wrote it."""
    from thidua_cli.layout import fix_list_of
    from thidua_cli.spreadsheets.reader import read_workbook
    from thidua_cli.spreadsheets.writer import untouched

    if not untouched(data):
        return False
    workbook, _ = read_workbook(data, "")
    return workbook is not None and fix_list_of(workbook) is not None


def _outdated(target: Path, source: str) -> tuple[Finding, ...]:
    """That a list of an earlier check stands there although nothing is left to correct."""
    if not os.path.lexists(target):
        return ()
    present = _present(target)
    if present is None or not _is_own(present):
        return ()
    return (catalogue.FIX_LIST_OUTDATED.finding(file=shown(target), source=source),)
