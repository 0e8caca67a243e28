"""Facts about Vietnamese text, numbers and dates."""

from __future__ import annotations

import unicodedata
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thidua_cli.vietnamese import (
    NotPoints,
    fold,
    format_date,
    format_points,
    name_key,
    nearest,
    parse_points,
    slug,
    tidy,
)


@pytest.mark.parametrize(
    "text",
    [
        "4,5",
        "4.5",
        "04,5 điểm",
        " 4,5 ",
        "4,50",
        "4,5đ",
        "4,5 đ.",
        "+4,5",
        "\u00a04,5\u00a0",
        "４,５",
        "4,5 ĐIỂM",
        "4,5\u200b",
    ],
)
def test_every_usual_spelling_of_four_and_a_half_is_exactly_that(text: str) -> None:
    assert parse_points(text).value == Decimal("4.5")


@pytest.mark.parametrize("text", ["", " ", "-", "–", "—", "x", "X", "\u00a0", "\u200b"])
def test_blank_marks_are_blank_and_never_zero(text: str) -> None:
    assert parse_points(text).reason is NotPoints.BLANK


@pytest.mark.parametrize(
    ("text", "value"), [("0", "0"), ("00", "0"), ("-0", "0"), ("05", "5"), ("035", "35"), ("-2", "-2")]
)
def test_whole_numbers_keep_their_value(text: str, value: str) -> None:
    assert parse_points(text).value == Decimal(value)


@pytest.mark.parametrize("text", ["1.234,5", "1,234.5", "1 234", "4 5", "1.2.3", "1,2,3"])
def test_two_marks_are_a_question_and_no_value(text: str) -> None:
    assert parse_points(text).reason is NotPoints.AMBIGUOUS


@pytest.mark.parametrize(
    "text",
    [
        "abc",
        "4,",
        ",5",
        "1/2",
        "10/10",
        "4-5",
        "5²",
        "½",
        "٤",
        "NaN",
        "inf",
        "1e3",
        "0x5",
        "4,5 điểm thưởng",
        "=5",
        "9" * 40,
    ],
)
def test_anything_else_is_no_number(text: str) -> None:
    assert parse_points(text).reason is NotPoints.TEXT


def test_a_percentage_is_its_own_kind() -> None:
    assert parse_points("85%").reason is NotPoints.PERCENT
    assert parse_points("8,5 %").reason is NotPoints.PERCENT


def test_three_tenths_added_are_three_tenths() -> None:
    tenth = parse_points("0,1").value
    assert tenth is not None
    assert tenth + tenth + tenth == parse_points("0,3").value


@given(st.decimals(min_value=0, max_value=999, places=4))
def test_parsing_what_was_formatted_gives_the_same_number(value: Decimal) -> None:
    assert parse_points(format_points(value, "vi")).value == value
    assert parse_points(format_points(value, "en")).value == value


@given(st.text())
def test_parsing_never_fails_and_says_either_a_value_or_a_reason(text: str) -> None:
    points = parse_points(text)
    assert (points.value is None) != (points.reason is None)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sở Nội vụ", "SỞ NỘI VỤ"),
        ("hoá", "hóa"),
        ("uỷ ban", "ủy ban"),
        ("qui chế", "quy chế"),
        ("Thi đua - Khen thưởng", "Thi đua – Khen thưởng"),
        ("Đơn vị", "đơn  vị"),
        ("Sở Y tế", "sở i tế"),
        ('"Học tập"', "“Học tập”"),
    ],
)
def test_spellings_of_one_phrase_fold_to_one_key(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@given(st.text())
def test_composed_and_decomposed_text_fold_alike(text: str) -> None:
    assert fold(unicodedata.normalize("NFC", text)) == fold(unicodedata.normalize("NFD", text))


def test_different_names_do_not_fold_together() -> None:
    assert fold("Sở Tài chính") != fold("Sở Tài nguyên")


def test_a_slug_is_a_plain_id() -> None:
    assert slug("Sở Nội vụ") == "so-noi-vu"
    assert slug("Ủy ban MTTQ Việt Nam tỉnh") == "uy-ban-mttq-viet-nam-tinh"


def test_tidy_text_is_composed_and_single_spaced() -> None:
    assert tidy(unicodedata.normalize("NFD", "  Sở \u00a0 Nội\tvụ\u200b ")) == "Sở Nội vụ"


def test_points_are_shown_exactly_and_without_idle_zeros() -> None:
    assert format_points(Decimal("4.50")) == "4,5"
    assert format_points(Decimal("109.99")) == "109,99"
    assert format_points(Decimal("1E+2")) == "100"
    assert format_points(Decimal("-0.0")) == "0"
    assert format_points(Decimal("4.5"), "en") == "4.5"


def test_dates_in_tables_have_two_digits_for_day_and_month() -> None:
    assert format_date(date(2020, 1, 5)) == "05/01/2020"


def test_the_nearest_word_is_found_without_marks_and_none_is_invented() -> None:
    assert nearest("So noi vu", ["Sở Nội vụ", "Sở Tài chính"]) == "Sở Nội vụ"
    assert nearest("unitz", ["units", "year"]) == "units"
    assert nearest("hoàn toàn khác", ["Sở Nội vụ"]) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sở Nội vụ", "SỞ  NỘI VỤ."),
        ("Hoà Bình", "Hòa Bình"),
        ("Uỷ ban MTTQ", "Ủy ban MTTQ"),
        ("Sở Y tế", "Sở I tế"),
        ("UBND huyện Chi Lăng", "ubnd huyện chi lăng"),
    ],
)
def test_spellings_of_one_name_share_a_key(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)
    assert name_key(unicodedata.normalize("NFD", one)) == name_key(unicodedata.normalize("NFC", other))


@pytest.mark.parametrize(
    ("one", "other"), [("Tân Thành", "Tân Thanh"), ("Tân Sơn", "Tan Son"), ("Đơn vị 1", "Đơn vị 2")]
)
def test_names_that_differ_in_an_accent_are_different_names(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)
