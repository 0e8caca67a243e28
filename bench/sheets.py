"""Sheets for the benchmark: filled forms and hand-typed tables, right and wrong ones, the same on every run.

Nothing here is measured; the forms are the program's own, the hand-typed tables are written by openpyxl.
"""

from __future__ import annotations

import io
import os
import re
import zipfile
from decimal import Decimal
from typing import TYPE_CHECKING

# With lxml installed openpyxl would write other bytes for the same book.
os.environ.setdefault("OPENPYXL_LXML", "False")

from openpyxl import Workbook

from thidua_cli import template
from thidua_cli.layout import COLUMNS
from thidua_cli.rubric.load import load
from thidua_cli.rubric.model import Stage
from thidua_cli.spreadsheets.writer import to_bytes

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from thidua_cli.rubric.model import Criterion, Rubric

TABLE = "langson-2019/districts-departments"
_OFFICIAL = 6
_NAME = "@name@"


def make(folder: Path, number: int, *, faults: bool = True) -> None:
    """Write so many sheets into the folder: of five, four filled forms and one hand-typed; one of twenty is wrong."""
    folder.mkdir(parents=True, exist_ok=True)
    rubric, marks = _rubric(), template.STAMPED
    form = template.blank_form(rubric, unit=marks, year="2019", cluster="Cụm thi đua số 1")
    filled = _Pattern.of(to_bytes(form), marks.id, marks.name)
    typed = _Pattern.of(_hand_typed(rubric), "@id@", _NAME)
    for n in range(number):
        wrong = faults and n % 20 == 19  # noqa: PLR2004 - every twentieth
        points = _points(rubric, n, wrong=wrong)
        pattern, places = (typed, _typed_places(rubric)) if n % 5 == 4 else (filled, _form_places(rubric))  # noqa: PLR2004
        values = {cell: str(points[key]) for key, cell in places.items()}
        (folder / f"don-vi-{n:05}.xlsx").write_bytes(pattern.filled(values, f"don-vi-{n}", f"Đơn vị số {n}"))


# What a unit with few faults has; section I differs from unit to unit.
_SCORES = {"II": "18", "III.1": "2", "III.2": "5", "III.3": "4", "III.4": "5", "III.5": "3"}
_LEAST_OF_ONE, _STEPS = 70, 112


def _points(rubric: Rubric, number: int, *, wrong: bool) -> dict[tuple[str, Stage], Decimal]:
    """The points of a unit by row and column, sums and the total (row "") included."""
    of_one = _LEAST_OF_ONE + Decimal(number * 7 % _STEPS) / 4
    given = {"I": of_one} | {row: Decimal(value) for row, value in _SCORES.items()}
    points: dict[tuple[str, Stage], Decimal] = {}
    for stage in Stage:
        for section in rubric.sections:
            points["", stage] = points.get(("", stage), Decimal(0)) + _summed(section, given, stage, points)
    if wrong:
        points["III.4", Stage.SELF] = Decimal(50)
    return points


def _summed(
    row: Criterion, given: Mapping[str, Decimal], stage: Stage, into: dict[tuple[str, Stage], Decimal]
) -> Decimal:
    below = [_summed(one, given, stage, into) for one in row.rows]
    points = sum(below, Decimal(0)) if row.is_group else given.get(row.id, Decimal(0))
    into[row.id, stage] = points
    return points


def _rubric() -> Rubric:
    loaded = load(TABLE).value
    if loaded is None:
        raise LookupError(TABLE)
    return loaded


def _form_places(rubric: Rubric) -> dict[tuple[str, Stage], str]:
    return template.input_cells(rubric) | template.sum_cells(rubric)


def _typed_places(rubric: Rubric) -> dict[tuple[str, Stage], str]:
    letters, rows = dict(zip(Stage, "DEF", strict=True)), [row.id for row in rubric.rows()]
    return {(row, stage): f"{letters[stage]}{n}" for n, row in enumerate([*rows, ""], 4) for stage in Stage}


def _hand_typed(rubric: Rubric) -> bytes:
    book = Workbook()
    sheet = book.active
    if sheet is None:
        raise LookupError("no sheet")
    sheet.append([rubric.heading + " " + rubric.title])
    sheet.append([f"Đơn vị: {_NAME}"])
    sheet.append(list(COLUMNS.values())[:_OFFICIAL])
    for row in rubric.rows():
        sheet.append([row.stt, "\n".join((row.title, *row.lines)), float(row.maximum), 0, 0, 0])
    sheet.append([None, rubric.total_title, float(rubric.maximum), 0, 0, 0])
    raw = io.BytesIO()
    book.save(raw)
    return raw.getvalue()


class _Pattern:
    """A workbook whose first sheet takes other numbers without being written anew."""

    def __init__(self, parts: Mapping[str, bytes], marks: tuple[str, ...]) -> None:
        self._parts, self._marks = parts, marks

    @classmethod
    def of(cls, data: bytes, *marks: str) -> _Pattern:
        """The pattern of a workbook whose texts hold the marks."""
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            return cls({name: file.read(name) for name in file.namelist()}, marks)

    def filled(self, values: Mapping[str, str], *texts: str) -> bytes:
        """The workbook with these values, by cell, and a text in place of each mark."""
        raw = io.BytesIO()
        with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as file:
            for name, content in self._parts.items():
                text = content.decode()
                for mark, new in zip(self._marks, texts, strict=True):
                    text = text.replace(mark, new)
                if name.endswith("/sheet1.xml"):
                    text = _put(text, values)
                file.writestr(zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), text, zipfile.ZIP_DEFLATED)
        return raw.getvalue()


_CELL = re.compile(r'<c r="([A-Z]+[0-9]+)"([^>]*?)(?: t="n")?(?:/>|>(<f>[^<]*</f>)?(?:<v ?/>|<v>[^<]*</v>)?</c>)')


def _put(xml: str, values: Mapping[str, str]) -> str:
    def one(match: re.Match[str]) -> str:
        value = values.get(match[1])
        if value is None:
            return match[0]
        return f'<c r="{match[1]}"{match[2].rstrip()}>{match[3] or ""}<v>{value}</v></c>'

    return _CELL.sub(one, xml)
