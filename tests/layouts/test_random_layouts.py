"""Facts about filled forms in any layout: the points come back, or an error names the row that they were lost in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given, settings

from tests.layouts.drawn import Drawn, forms
from thidua_cli.pipeline import SHELF
from thidua_cli.submission import Expected, take_in

if TYPE_CHECKING:
    from thidua_cli.findings import Finding
    from thidua_cli.submission import Submission

# Rows missing, unknown or standing twice, columns missing or standing twice.
STRUCTURE = {"TD111", "TD112", "TD113", "TD117", "TD118"}


def named(findings: tuple[Finding, ...]) -> tuple[set[str], set[int]]:
    """The criteria and the worksheet rows that errors name."""
    errors = [finding for finding in findings if finding.is_error]
    rows = {int(finding.cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")) for finding in errors if finding.cell}
    return {finding.criterion for finding in errors if finding.criterion}, rows


def lost(form: Drawn, submission: Submission) -> dict[str, object]:
    """The points that were read otherwise than typed, in rows that no error names."""
    assert submission.sheet is not None
    criteria, rows = named(submission.findings)
    return {
        f"{criterion_id} {stage}": (typed, said)
        for (criterion_id, stage), typed in form.points.items()
        if (said := submission.sheet.given(criterion_id, stage)) is None or said.value != typed
        if criterion_id not in criteria and form.rows.get(criterion_id) not in rows
    }


@settings(max_examples=40, deadline=None)
@given(forms(whole=True))
def test_each_point_of_a_whole_form_comes_back_from_any_layout(form: Drawn) -> None:
    submission = take_in(form.workbook, "phieu.xlsx", "", Expected(SHELF, rubric=form.rubric))
    assert submission.sheet is not None
    read = {key: said.value for key in form.points if (said := submission.sheet.given(*key)) is not None}
    assert read == dict(form.points)
    assert not STRUCTURE & {finding.code for finding in submission.findings}


@settings(max_examples=40, deadline=None)
@given(forms())
def test_points_come_back_from_any_layout_or_an_error_names_their_row(form: Drawn) -> None:
    submission = take_in(form.workbook, "phieu.xlsx", "", Expected(SHELF, rubric=form.rubric))
    if submission.sheet is None:
        assert any(finding.is_error for finding in submission.findings)
        return
    assert lost(form, submission) == {}
