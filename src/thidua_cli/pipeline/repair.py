"""Sheets that are damaged, old or hand-made, moved into clean forms of the right table, each with a list of what moved.

This module decides nothing of what may be moved and never writes over anybody's answers.
"""

from __future__ import annotations

import os
from collections import Counter
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from thidua_cli import catalogue, folders
from thidua_cli.catalogue import Text
from thidua_cli.findings import Checked, Severity
from thidua_cli.folders import CLUSTER_FILE, RESULTS, shown
from thidua_cli.pipeline.forms import is_blank_form
from thidua_cli.pipeline.reading import SHELF, Settings, files_under, settings_of
from thidua_cli.pipeline.writing import notices, write_bytes
from thidua_cli.repair import Guessed, Repaired, RepairedFile, Repairs, State
from thidua_cli.repair import repair as moved_over
from thidua_cli.submission import Expected

if TYPE_CHECKING:
    from collections.abc import Sequence

    from thidua_cli.catalogue import Lang
    from thidua_cli.cells import Workbook
    from thidua_cli.findings import Finding
    from thidua_cli.page import Book
    from thidua_cli.rubric.model import Rubric

# Where repaired sheets of a cluster or of a folder stand, below `ket-qua/`.
REPAIRED = "sua"
_ENDING = ".sua.xlsx"


class Wish(Struct, frozen=True):
    """What the user asks for.

    Attributes:
        output: A file or a folder to write; None for the usual places.
        rubric: The table of the new forms, an id or a file; None for the cluster's or the sheet's own.
        year: The year that the answers are of; empty if the sheets say it.
    """

    output: str | None = None
    rubric: str | None = None
    year: str = ""


def repair(given: str, wish: Wish, lang: Lang) -> Repairs:
    """The sheet, or each sheet of the folder, in a clean form; one that cannot be read hides no other."""
    found, wrong = files_under(given)
    wanted, unusable = _wanted(wish.rubric)
    if unusable or (wanted is None and wish.rubric is not None):
        return Repairs((), (*wrong, *unusable))
    is_folder = Path(given).is_dir()
    if is_folder and wish.output is not None and wish.output.lower().endswith(".xlsx"):
        return Repairs((), (*wrong, catalogue.NOT_A_FOLDER.finding(file=shown(wish.output))))
    settings: dict[Path | None, Settings] = {None: Settings(None, None, ())}
    general = list(wrong)
    targets = _targets([path for path, _ in found], Path(given), wish.output, is_folder=is_folder)
    done: list[RepairedFile] = []
    for path, name in found:
        folder = folders.cluster_of(path)
        if folder is not None and folder not in settings:
            settings[folder] = settings_of(folder, shown(folder / CLUSTER_FILE))
            general.extend(one for one in settings[folder].findings if one.is_error)
        known = settings[folder]
        if folder is not None and known.roster is None:
            continue  # its settings say why
        expected = Expected(SHELF, known.roster, wanted or known.rubric)
        done.append(_repaired(path, name, expected, targets[path], wish.year, lang))
    return Repairs(tuple(done), tuple(general))


def _wanted(rubric: str | None) -> Checked[Rubric | None]:
    if rubric is None:
        return Checked(None)
    from thidua_cli.rubric.load import load

    return load(rubric, Path())


# --- where the new form goes ---------------------------------------------------------------------


def _targets(paths: Sequence[Path], given: Path, output: str | None, *, is_folder: bool) -> dict[Path, Path]:
    """The place of each file's new form; files that would share one keep their endings in its name."""
    if not is_folder and output is not None and output.lower().endswith(".xlsx"):
        return {path: Path(output) for path in paths}
    homes = {path: _home(path, given, output, is_folder=is_folder) for path in paths}
    plain = {path: homes[path] / f"{path.stem}{_ENDING}" for path in paths}
    shared = Counter(os.path.normcase(target) for target in plain.values())
    return {
        path: target if shared[os.path.normcase(target)] == 1 else homes[path] / f"{path.name}{_ENDING}"
        for path, target in plain.items()
    }


def _home(path: Path, given: Path, output: str | None, *, is_folder: bool) -> Path:
    """The folder of the new form: as asked, else `ket-qua/sua` of the cluster or of the folder, else beside."""
    cluster = folders.cluster_of(path)
    root = given if is_folder else cluster
    inside = path.parent.absolute().relative_to(root.absolute()) if root is not None else Path()
    if output is not None:
        return Path(output) / inside if is_folder else Path(output)
    if cluster is not None:
        return cluster / RESULTS / REPAIRED / path.parent.absolute().relative_to(cluster)
    return given / RESULTS / REPAIRED / inside if is_folder else path.parent


# --- one file ------------------------------------------------------------------------------------


class _Opened(Struct, frozen=True):
    """A file as far as it could be read."""

    workbook: Workbook | None
    sha256: str
    findings: tuple[Finding, ...]


def _repaired(path: Path, name: str, expected: Expected, target: Path, year: str, lang: Lang) -> RepairedFile:
    if folders.is_review(path):
        return RepairedFile(name, "", Repaired(), State.REFUSED, None, (catalogue.REPAIR_OF_REVIEW.finding(file=name),))
    opened = _opened(path, name)
    if opened.workbook is None:
        return RepairedFile(name, opened.sha256, Repaired(), State.REFUSED, None, opened.findings)
    moved = moved_over(opened.workbook, name, expected, year)
    if moved.form is not None:
        moved = replace(moved, guessed=(*map(_supposed, filter(_is_warning, opened.findings)), *moved.guessed))
    findings = (*opened.findings, *moved.findings)
    unit = moved.unit.id if moved.unit else None
    if moved.form is None:
        told = tuple(finding.on(unit=unit) for finding in findings)
        return RepairedFile(name, opened.sha256, moved, State.REFUSED, None, told)
    state, output, told = _placed(moved, path, name, opened.sha256, target, lang)
    findings = (*findings, *_counted(moved, name), *told)
    return RepairedFile(name, opened.sha256, moved, state, output, tuple(one.on(unit=unit) for one in findings))


def _is_warning(finding: Finding) -> bool:
    return finding.severity is Severity.WARNING


def _supposed(finding: Finding) -> Guessed:
    """A warning about the file as a whole, as the form's own page tells it."""
    why = Text(catalogue.say(finding, "vi").message, catalogue.say(finding, "en").message)
    return Guessed(finding.sheet or "", finding.cell or "", "", why)


def _counted(moved: Repaired, name: str) -> list[Finding]:
    found = []
    if moved.lost:
        found.append(catalogue.REPAIR_NOT_MOVED.finding(file=name, number=len(moved.lost)))
    if moved.guessed:
        found.append(catalogue.REPAIR_SUPPOSED.finding(file=name, number=len(moved.guessed)))
    return found


def _opened(path: Path, name: str) -> _Opened:
    """The file's workbook; of a damaged file what can still be read, said aloud."""
    from thidua_cli.spreadsheets.reader import read_file

    source, findings = read_file(path, name)
    if source is not None:
        return _Opened(source.workbook, source.sha256, tuple(findings))
    if all(finding.code != catalogue.FILE_DAMAGED.id for finding in findings):
        return _Opened(None, "", tuple(findings))
    from thidua_cli.spreadsheets.salvage import recover

    data, workbook, parts = recover(path, name)
    digest = sha256(data).hexdigest() if data else ""
    if workbook is None:
        return _Opened(None, digest, tuple(findings))
    return _Opened(workbook, digest, (catalogue.REPAIR_FROM_DAMAGED.finding(file=name, what=parts),))


def _placed(
    moved: Repaired, path: Path, name: str, digest: str, target: Path, lang: Lang
) -> tuple[State, str | None, tuple[Finding, ...]]:
    """Write the new form with its page, unless something stands there that may hold answers."""
    from thidua_cli.render.repaired_page import with_page
    from thidua_cli.spreadsheets.writer import to_bytes

    book: Book | None = with_page(moved, shown(path.name), digest, lang)
    if book is None:
        return State.REFUSED, None, ()
    data, spelled = to_bytes(book), _spelled(target, path, name)
    if os.path.lexists(target):
        if _is_same(target, data):
            return State.UNCHANGED, spelled, ()
        if _is_the_original(path, target) or not is_blank_form(target):
            kept = catalogue.REPAIR_TARGET_EXISTS.finding(file=name, target=spelled)
            return State.REFUSED, None, (kept,)
    refused = write_bytes(data, target)
    if refused:
        return State.REFUSED, None, refused
    return State.WRITTEN, spelled, notices(book, spelled)


def _spelled(target: Path, path: Path, name: str) -> str:
    """The target's path spelled like the sheet's, which the user gave."""
    if not target.is_absolute() or Path(name).is_absolute():
        return shown(target)
    return shown(os.path.normpath(Path(name).parent / os.path.relpath(target, path.absolute().parent)))


def _is_same(target: Path, data: bytes) -> bool:
    try:
        return target.is_file() and target.stat().st_size == len(data) and target.read_bytes() == data
    except OSError:
        return False


def _is_the_original(path: Path, target: Path) -> bool:
    """Whether both are one file, by whatever links; what cannot be told counts as one."""
    try:
        return path.samefile(target)
    except OSError:
        return True
