"""What people do between two commands of a page: fill a form, send it, type into the review workbook.

It knows where cells stand, and nothing of what the program makes of them.

    copy FROM TO                                a file or a folder; FROM below the checkout if it starts with `examples`
    remove PATH                                 a file
    fill CLUSTER UNIT TO CRITERION=POINTS…      the unit's blank form with its self scores, saved as TO
    agree CLUSTER STAGE UNIT…                   an `x` in the review workbook: all scores left blank are agreed to
    settle CLUSTER STAGE UNIT CRITERION POINTS  a score typed into the review workbook
    reason CLUSTER NUMBER TEXT [DOCUMENT]       a reason typed into its line on the sheet “Lý do”, counted from 1
    add FILE TEXT                               lines added to a text file, parted by `|`
    type FILE CELL TEXT                         a value typed into the first sheet of a workbook
"""

from __future__ import annotations

import shutil
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from openpyxl import load_workbook

from thidua_cli.filled import Answers, answered
from thidua_cli.folders import REVIEW_FILE
from thidua_cli.review import layout
from thidua_cli.review.take import Taken, take
from thidua_cli.roster.load import load as load_roster
from thidua_cli.rubric.load import load as load_rubric
from thidua_cli.rubric.model import Rubric, Stage
from thidua_cli.spreadsheets.reader import read_workbook
from thidua_cli.spreadsheets.writer import to_bytes
from thidua_cli.template import UnitOnForm, blank_form

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from thidua_cli.roster.model import Roster

ROOT: Final = Path(__file__).parent.parent


def do(words: list[str]) -> None:
    """Do what the words say in the present folder."""
    name, *given = words
    _DEEDS[name](*given)


def copy(source: str, target: str) -> None:
    """Copy a file or a folder; what earlier runs left under `ket-qua` stays behind."""
    path = ROOT / source if source.startswith("examples") else Path(source)
    Path(target).parent.mkdir(parents=True, exist_ok=True)
    if path.is_dir():
        shutil.copytree(path, target, dirs_exist_ok=True, ignore=shutil.ignore_patterns("ket-qua"))
    else:
        shutil.copyfile(path, target)


def _remove(path: str) -> None:
    Path(path).unlink()


def _settings(cluster: str) -> tuple[Roster, Rubric]:
    roster, _ = load_roster(Path(cluster, "cluster.yaml"))
    assert roster is not None
    rubric, _ = load_rubric(roster.rubric, Path(cluster))
    assert rubric is not None
    return roster, rubric


def _fill(cluster: str, unit: str, target: str, *points: str) -> None:
    roster, rubric = _settings(cluster)
    member = roster.member(unit)
    assert member is not None
    scores = {
        (criterion, Stage.SELF): Decimal(value) for criterion, _, value in (point.partition("=") for point in points)
    }
    blank = blank_form(rubric, unit=UnitOnForm(member.id, member.name), year=roster.year, cluster=roster.name)
    form = answered(blank, rubric, Answers(scores))
    Path(target).write_bytes(to_bytes(form))


def _reviewed(cluster: str) -> tuple[Taken, Any, Path]:
    roster, rubric = _settings(cluster)
    path = Path(cluster, REVIEW_FILE)
    workbook, _ = read_workbook(path.read_bytes(), str(path))
    assert workbook is not None
    return take(workbook, roster, rubric), load_workbook(path), path


def _agree(cluster: str, stage: str, *units: str) -> None:
    taken, book, path = _reviewed(cluster)
    for unit in units:
        spot = taken.agreed[unit, Stage(stage)]
        book[spot.sheet][spot.cell] = "x"
    book.save(path)


def _settle(cluster: str, stage: str, unit: str, criterion: str, points: str) -> None:
    taken, book, path = _reviewed(cluster)
    spot = taken.spots[unit, criterion, Stage(stage)]
    book[spot.sheet][spot.cell] = float(points)
    book.save(path)


def _reason(cluster: str, number: str, text: str, document: str = "") -> None:
    _, book, path = _reviewed(cluster)
    row = layout.LIST_FIRST_ROW + int(number) - 1
    book[layout.REASONS_TAB].cell(row, 6, text)
    if document:
        book[layout.REASONS_TAB].cell(row, 7, document)
    book.save(path)


def _add(file: str, text: str) -> None:
    path = Path(file)
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    path.write_text(before + text.replace("|", "\n") + "\n", encoding="utf-8")


def _type(file: str, cell: str, text: str) -> None:
    book = load_workbook(file)
    book.worksheets[0][cell] = text
    book.save(file)


_DEEDS: Final[Mapping[str, Callable[..., None]]] = {
    "copy": copy,
    "remove": _remove,
    "fill": _fill,
    "agree": _agree,
    "settle": _settle,
    "reason": _reason,
    "add": _add,
    "type": _type,
}
