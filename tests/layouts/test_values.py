"""Facts about what a score cell may say: what is taken, what is blank, what is refused, and what is asked then."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tests import sheets
from thidua_cli import intake
from thidua_cli.intake import Fault, Given, meanings
from thidua_cli.intake.questions import day_of_serial
from thidua_cli.pipeline import SHELF
from thidua_cli.submission import Expected, take_in

BLANK = "blank"

# What is typed; the points taken, or `blank`, or why it is refused; what is asked where the row gives at most 10.
TYPED: tuple[tuple[Any, str | Fault, tuple[str, ...]], ...] = (
    # numbers, and texts that are one number in any usual spelling
    (4.5, "4.5", ()),
    ("4,5", "4.5", ()),
    ("4.5", "4.5", ()),
    ("04,5 điểm", "4.5", ()),
    ("4,5đ", "4.5", ()),
    ("4,5 đ.", "4.5", ()),
    ("'4,5", "4.5", ()),
    ("’4,5", "4.5", ()),
    ("４，５", "4.5", ()),
    ("\u00a04,5\u202f", "4.5", ()),
    ("\u200b4,5\ufeff", "4.5", ()),
    ("\u202a4,5\u202c", "4.5", ()),
    ("0", "0", ()),
    ("0 điểm", "0", ()),
    ("00", "0", ()),
    ("−2", "-2", ()),
    ("–2", "-2", ()),
    # nothing scored; never 0
    (None, BLANK, ()),
    ("", BLANK, ()),
    ("\u00a0\u200b", BLANK, ()),
    ("-", BLANK, ()),
    ("–", BLANK, ()),
    ("--", BLANK, ()),
    ("x", BLANK, ()),
    ("…", BLANK, ()),
    ("......", BLANK, ()),
    ("không chấm", BLANK, ()),
    ("Chưa chấm", BLANK, ()),
    ("CHƯA CÓ ĐIỂM", BLANK, ()),
    # refused, with the question what was meant
    ("không", Fault.TEXT, ("0",)),
    ("không điểm", Fault.TEXT, ("0",)),
    ("10/10", Fault.TEXT, ("10",)),
    ("9 / 10", Fault.TEXT, ("9",)),
    ("4,5/5", Fault.TEXT, ("4.5",)),
    ("4/5", Fault.TEXT, ("4", "4.5")),
    ("4,", Fault.TEXT, ("4",)),
    (",5", Fault.TEXT, ("0.5",)),
    ("4;5", Fault.TEXT, ("4.5",)),
    ("4 ,5", Fault.TEXT, ("4.5",)),
    ("9O", Fault.TEXT, ()),
    ("1O", Fault.TEXT, ("10",)),
    ("l,5", Fault.TEXT, ("1.5",)),
    ("4½", Fault.TEXT, ("4.5",)),
    ("tối đa 4,5", Fault.TEXT, ("4.5",)),
    ("4,5 (tốt)", Fault.TEXT, ("4.5",)),
    ("4,5 + 1", Fault.TEXT, ()),
    ("tốt", Fault.TEXT, ()),
    ("1.234,5", Fault.AMBIGUOUS, ()),
    ("4 5", Fault.AMBIGUOUS, ("4.5",)),
    ("1 234", Fault.AMBIGUOUS, ()),
    ({"percent": 4.5}, Fault.PERCENT, ("4.5",)),
    ({"percent": 450}, Fault.PERCENT, ("4.5",)),
    (True, Fault.BOOLEAN, ()),
    ({"error": "#N/A"}, Fault.ERROR, ()),
    ({"formula": "A1"}, Fault.UNCALCULATED, ()),
    # what Excel made a date of: 9/5 or 9.5 under either order of day and month
    (date(2023, 5, 9), Fault.DATE, ("9.5", "5.9")),
    (date(2023, 9, 5), Fault.DATE, ("5.9", "9.5")),
    (date(2019, 10, 9), Fault.DATE, ("9", "9.1")),
    (date(2025, 4, 1), Fault.DATE, ("1.4", "4.1", "4.25")),
    (date(2019, 12, 31), Fault.DATE, ()),
    # a score whose cell is formatted as a date
    (date(1900, 1, 4), Fault.DATE, ("4", "4.1", "1.4")),
)


@pytest.mark.parametrize(("typed", "taken", "asked"), TYPED, ids=[str(typed) for typed, _, _ in TYPED])
def test_what_a_cell_says_is_taken_blank_or_refused_with_a_question(
    typed: Any, taken: str | Fault, asked: tuple[str, ...]
) -> None:
    said = intake.given(sheets.cell(typed), "D7")
    if isinstance(taken, Fault):
        assert (said.value, said.fault) == (None, taken)
        assert [str(value) for value in meanings(said, Decimal(10))] == list(asked)
    elif taken == BLANK:
        assert said.is_blank
    else:
        assert (said.value, said.fault) == (Decimal(taken), None)


@pytest.mark.parametrize(
    ("shown", "points"),
    [("1900-01-04", "4"), ("1900-01-04T12:00", "4.5"), ("1900-03-09T06:00", "69.25"), ("12:00", "0.5")],
)
def test_a_score_formatted_as_a_date_is_asked_for_as_the_number_in_its_cell(shown: str, points: str) -> None:
    """As the reader tells such cells in the system of 1900; below 1 it shows only the time."""
    assert meanings(Given("D7", None, Fault.DATE, shown), Decimal(100))[0] == Decimal(points)


def test_in_the_system_of_1904_the_same_number_is_another_day_and_asked_for_all_the_same() -> None:
    assert meanings(Given("D7", None, Fault.DATE, "1904-01-05T12:00"), Decimal(100))[0] == Decimal("4.5")


@pytest.mark.parametrize(
    ("serial", "date1904", "day"),
    [
        ("45055", False, date(2023, 5, 9)),
        ("45055", True, date(2027, 5, 10)),
        ("43593", True, date(2023, 5, 9)),
        ("100", False, None),
        ("45055.5", False, None),
        ("99999999999", False, None),
        ("-45055", False, None),
    ],
)
def test_a_number_is_a_day_of_our_time_or_none(serial: str, date1904: bool, day: date | None) -> None:
    assert day_of_serial(Decimal(serial), date1904=date1904) == day


@pytest.mark.parametrize(("date1904", "found"), [(False, date(2023, 5, 4)), (True, date(2027, 5, 5))])
def test_a_number_that_is_a_date_is_refused_and_told_as_that_day(date1904: bool, found: date) -> None:
    workbook = replace(sheets.workbook({"unit": "A", "rest": 1, "points": {"III.4": 45050}}), date1904=date1904)
    submission = take_in(workbook, "x.xlsx", "", Expected(SHELF))
    (finding,) = [finding for finding in submission.findings if finding.cell == "D11"]
    assert (finding.code, dict(finding.params)["day"]) == ("TD221", found)


def test_what_another_column_of_the_row_says_is_asked_first_and_named() -> None:
    typed = {"III.4": [date(2023, 4, 3), "4,3", "3"]}
    submission = take_in(sheets.workbook({"unit": "A", "rest": [1, 1, 1], "points": typed}), "x", "", Expected(SHELF))
    (finding,) = [finding for finding in submission.findings if finding.cell == "D11" and finding.code == "TD206"]
    assert dict(finding.params)["meant"].vi == " Có phải là 4,3 (như ô E11 cùng dòng) hoặc 3,4?"


@given(st.text(max_size=20), st.decimals(0, 100, places=1))
def test_only_points_that_the_row_can_give_are_asked_for(text: str, maximum: Decimal) -> None:
    said = intake.given(sheets.cell(text), "D7")
    asked = meanings(said, maximum)
    assert all(0 <= value <= maximum for value in asked)
    assert len(asked) <= 3
    assert not (asked and said.value is not None)


@given(st.dates(), st.decimals(0, 100, places=1))
def test_any_date_can_be_asked_about(day: date, maximum: Decimal) -> None:
    asked = meanings(Given("D7", None, Fault.DATE, day.isoformat()), maximum)
    assert all(0 <= value <= maximum for value in asked)
