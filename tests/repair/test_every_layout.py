"""Facts about repair over every layout and every fault: the new form is sound, and nothing vanishes in silence."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings

from tests.faults import cases
from tests.layouts import test_foreign_layouts as foreign_layouts
from tests.layouts.drawn import Drawn, forms
from thidua_cli.cells import address, place
from thidua_cli.pipeline import SHELF
from thidua_cli.pipeline.repair import Wish
from thidua_cli.pipeline.repair import repair as repair_files
from thidua_cli.render.repaired_page import with_page
from thidua_cli.repair import Item, Repaired, State, repair
from thidua_cli.rubric.model import Stage
from thidua_cli.spreadsheets.reader import read_workbook
from thidua_cli.spreadsheets.writer import to_bytes
from thidua_cli.submission import Expected, Submission, take_in

if TYPE_CHECKING:
    from thidua_cli.cells import Workbook

EVERY = cases.every()


def read_back(repaired: Repaired, expected: Expected) -> Submission:
    """The new form as `validate` reads it from its bytes."""
    book = with_page(repaired, "phieu.xlsx", "00", "vi")
    assert book is not None
    workbook, findings = read_workbook(to_bytes(book), "phieu.sua.xlsx")
    assert workbook is not None
    assert findings == ()
    return take_in(workbook, "phieu.sua.xlsx", "", expected)


def structural(submission: Submission) -> list[str]:
    return sorted({finding.code for finding in submission.findings if finding.code[2] in "013"})


def sound(repaired: Repaired, expected: Expected) -> Submission:
    """The new form read back: no finding about file, structure or sums, no score that may not be."""
    submission = read_back(repaired, expected)
    assert structural(submission) == []
    assert not {f.code for f in submission.findings} & {"TD202", "TD203", "TD204", "TD206", "TD210"}
    assert submission.sheet is not None
    moved = {(one.label, one.stage): one.value for one in repaired.moved if one.item is Item.SCORE}
    stands = {
        (criterion.id, stage): said.value
        for criterion in submission.sheet.rubric.rows()
        if not criterion.is_group
        for stage in Stage
        if (said := submission.sheet.given(criterion.id, stage)) is not None and said.value is not None
    }
    assert stands == moved
    return submission


def accounted(workbook: Workbook, repaired: Repaired) -> None:
    """Every filled score cell of the drawn sheet is in exactly one of moved and lost, or told of as supposed."""
    moved = [cell for one in repaired.moved for cell in one.cells]
    lost = [one.cell for one in repaired.lost if one.sheet == workbook.sheets[0].name]
    assert max(Counter(lost).values(), default=0) <= 1
    assert not set(moved) & set(lost)


@settings(max_examples=30, deadline=None)
@given(forms(whole=True))
def test_every_point_of_a_whole_form_is_moved_from_any_layout(form: Drawn) -> None:
    expected = Expected(SHELF, rubric=form.rubric)
    repaired = repair(form.workbook, "phieu.xlsx", expected)
    sound(repaired, expected)
    moved = {(one.label, one.stage): one.value for one in repaired.moved if one.item is Item.SCORE}
    assert moved == dict(form.points)
    accounted(form.workbook, repaired)


@settings(max_examples=40, deadline=None)
@given(forms())
def test_no_filled_cell_of_any_layout_vanishes(form: Drawn) -> None:
    expected = Expected(SHELF, rubric=form.rubric)
    repaired = repair(form.workbook, "phieu.xlsx", expected)
    if repaired.form is None:
        assert any(finding.is_error for finding in repaired.findings)
        return
    sound(repaired, expected)
    accounted(form.workbook, repaired)
    listed = {cell for one in repaired.moved for cell in one.cells} | {one.cell for one in repaired.lost}
    listed |= {one.cell for one in repaired.guessed}
    rows = {row: criterion for criterion, row in form.rows.items()}
    for (row, column), cell in form.workbook.sheets[0].cells.items():
        criterion = rows.get(row)
        typed = [form.points.get((criterion, stage)) for stage in Stage] if criterion else []
        is_score = cell.number is not None and criterion and any(value is not None for value in typed)
        if is_score and address(row, column) not in listed:
            # Only numbers that the form prints itself may be left unsaid: its own row numbers and maxima.
            found = form.rubric.find(criterion or "")
            assert found is not None
            assert cell.number == found.maximum or cell.text == found.stt


def _headings() -> list[list[list[Any]]]:
    """The rows of headings that the facts about foreign layouts are stated for."""
    named = foreign_layouts.test_headings_are_known_in_other_words_and_over_up_to_three_rows
    (mark,) = [mark for mark in named.pytestmark if mark.name == "parametrize"]
    return list(mark.args[1])


@pytest.mark.parametrize("rows", _headings())
def test_every_layout_of_headings_is_moved_whole(rows: list[list[Any]]) -> None:
    expected = Expected(SHELF)
    repaired = repair(foreign_layouts.headed(*rows), "x.xlsx", expected)
    submission = sound(repaired, expected)
    assert submission.sheet is not None
    scores = [one for one in repaired.moved if one.item is Item.SCORE]
    leaves = [row for row in submission.sheet.rubric.rows() if not row.is_group]
    assert {one.label for one in scores} == {row.id for row in leaves}


@pytest.mark.parametrize("fault", EVERY, ids=lambda fault: fault.name)
def test_every_fault_is_repaired_into_a_sound_form_or_refused_aloud(fault: cases.Fault, tmp_path: Path) -> None:
    original = tmp_path / "goc" / fault.file
    original.parent.mkdir()
    original.write_bytes(fault.make())
    before = original.read_bytes()
    result = repair_files(str(original), Wish(output=str(tmp_path / "moi")), "vi")
    assert original.read_bytes() == before
    assert [path.name for path in original.parent.iterdir()] == [original.name]
    (one,) = result.files
    if one.state is State.REFUSED:
        assert any(finding.is_error for finding in one.findings)
        assert not (tmp_path / "moi").exists()
        return
    assert one.state is State.WRITTEN
    assert one.output is not None
    workbook, findings = read_workbook(Path(one.output).read_bytes(), "moi.xlsx")
    assert workbook is not None
    assert findings == ()
    expected = Expected(SHELF)
    again = take_in(workbook, "moi.xlsx", "", expected)
    unnamed = {"TD103", "TD104"} if one.repaired.unit is None else set()
    assert not set(structural(again)) - unnamed
    for lost in one.repaired.lost:
        assert place(lost.cell) is not None
        assert lost.why.vi
        assert lost.why.en
