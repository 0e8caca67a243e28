"""Facts about addresses and stored numbers."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thidua_cli.cells import Range, address, as_shown, column_letters, place, plain


@given(st.integers(1, 1_048_576), st.integers(1, 16_384))
def test_an_address_leads_back_to_its_place(row: int, column: int) -> None:
    assert place(address(row, column)) == (row, column)


@pytest.mark.parametrize(
    ("column", "letters"), [(1, "A"), (26, "Z"), (27, "AA"), (702, "ZZ"), (703, "AAA"), (16384, "XFD")]
)
def test_columns_are_lettered_as_excel_does(column: int, letters: str) -> None:
    assert column_letters(column) == letters


@pytest.mark.parametrize("text", ["", "12", "A", "A0B", "AAAA1", "Á1", "A1:B2"])
def test_what_is_no_address_has_no_place(text: str) -> None:
    assert place(text) is None


def test_a_stored_double_is_the_number_the_user_typed() -> None:
    """Excel stores 4.35 as 4.3499999999999996 and shows 15 digits."""
    assert as_shown("4.3499999999999996") == Decimal("4.35")
    assert as_shown("0.30000000000000004") == Decimal("0.3")
    assert as_shown("120.5") == Decimal("120.5")
    assert as_shown("1E2") == Decimal(100)


@given(st.decimals(min_value=-999, max_value=999, places=4))
def test_every_score_survives_being_stored_as_a_double(value: Decimal) -> None:
    assert as_shown(repr(float(value))) == value


@pytest.mark.parametrize("stored", ["NaN", "INF", "1e999", "", "abc", "-inf"])
def test_what_is_no_finite_number_is_none(stored: str) -> None:
    assert as_shown(stored) is None


def test_plain_notation_has_no_exponent_and_no_idle_zeros() -> None:
    assert plain(Decimal("1E+2")) == "100"
    assert plain(Decimal("4.50")) == "4.5"
    assert plain(Decimal("-0.0")) == "0"


def test_a_range_holds_its_corners_and_nothing_outside() -> None:
    box = Range(2, 2, 4, 5)
    assert (2, 2) in box
    assert (4, 5) in box
    assert (5, 5) not in box
    assert "B2" not in box
