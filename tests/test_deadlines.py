"""Facts about dates, roles and membership: what is late, what is said, and which readings played a part."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.sheets import DISTRICTS, rubric
from thidua_cli.catalogue import say
from thidua_cli.deadlines import check, in_two_clusters, not_registered
from thidua_cli.roster.model import Member, Roster
from thidua_cli.rubric.guidance import read_guidance
from thidua_cli.rubric.model import Status

if TYPE_CHECKING:
    from thidua_cli.findings import Finding

GUIDANCE = Path(__file__).parents[1] / "rubrics" / "langson-2019" / "guidance.yaml"
CHOSEN = {"section_I_source": "2460"}


def roster(year: str = "2019", *members: Member, readings: dict[str, str] | None = None, **more: Any) -> Roster:
    everybody = members or (Member("a", "Sở A"),)
    return Roster("cum-1", "Cụm số 1", year, DISTRICTS, everybody, readings=CHOSEN | (readings or {}), **more)


def told(one: Roster) -> tuple[Finding, ...]:
    return check(one, rubric(DISTRICTS).under(one.readings), "cluster.yaml").findings


def codes(one: Roster) -> list[str]:
    return [finding.code for finding in told(one)]


def played(one: Roster) -> tuple[str, ...]:
    return check(one, rubric(DISTRICTS).under(one.readings), "cluster.yaml").readings


# --- deadlines ------------------------------------------------------------------------------------


def test_a_list_without_dates_has_nothing_to_be_told() -> None:
    assert codes(roster()) == []


def test_units_found_without_a_list_are_not_held_against_any_date() -> None:
    assert check(replace(roster("2020"), listed=False), rubric(DISTRICTS), "x").findings == ()


def test_an_unknown_year_is_no_year_to_check() -> None:
    assert codes(roster("", conference=date(2020, 3, 1))) == []


@pytest.mark.parametrize(
    ("year", "first_late"),
    [("2020", date(2021, 1, 31)), ("2018-2019", date(2019, 7, 1)), ("2019", date(2020, 1, 31))],
)
def test_a_conference_has_one_first_late_day(year: str, first_late: date) -> None:
    late = [f for f in told(roster(year, conference=first_late)) if f.code == "TD516"]
    assert [finding.allowed for finding in late] == [first_late - timedelta(days=2)]
    assert "TD516" not in codes(roster(year, conference=first_late - timedelta(days=1)))


@given(st.dates(date(2019, 7, 1), date(2020, 12, 31)), st.integers(0, 60))
def test_a_report_is_late_exactly_when_fewer_than_seven_days_are_left(conference: date, before: int) -> None:
    one = roster(conference=conference, reported=conference - timedelta(days=before))
    assert ("TD517" in codes(one)) == (before < 7)


@given(st.dates(date(2019, 7, 1), date(2020, 12, 31)), st.integers(0, 60))
def test_by_working_days_seven_of_them_lie_between(conference: date, before: int) -> None:
    """From the day of the report on, Saturdays and Sundays and the day of the conference left out."""
    reported = conference - timedelta(days=before)
    days = [reported + timedelta(days=n) for n in range(before)]
    enough = sum(1 for day in days if day.weekday() < 5) >= 7
    one = roster(conference=conference, reported=reported, readings={"report_days": "working"})
    assert ("TD517" in codes(one)) == (not enough)


@given(st.dates(date(2020, 1, 1), date(2020, 12, 31)), st.sampled_from(["warn", "late", "in_time"]))
def test_a_late_registration_names_the_latest_day_and_that_day_is_in_time(day: date, option: str) -> None:
    readings = {"on_the_day": option}
    late = [
        f for f in told(roster("2020", Member("a", "Sở A", registered=day), readings=readings)) if f.code == "TD513"
    ]
    assert bool(late) == (day > date(2020, 1, 30) or (day == date(2020, 1, 30) and option == "late"))
    for finding in late:
        assert isinstance(finding.allowed, date)
        again = roster("2020", Member("a", "Sở A", registered=finding.allowed), readings=readings)
        assert not {"TD513", "TD514"} & set(codes(again))


def test_a_late_day_is_written_as_each_language_writes_it() -> None:
    (finding,) = told(roster(conference=date(2020, 2, 3)))
    assert say(finding, "vi").message == "Hội nghị tổng kết ngày 03/02/2020; chậm nhất là ngày 29/01/2020."
    assert say(finding, "en").message == "The final conference is on 2020-02-03; the latest day is 2020-01-29."


def test_the_first_years_registrations_are_passed_over_in_the_words_of_the_guidance() -> None:
    one = roster(
        "2019", Member("a", "Sở A", registered=date(2019, 3, 1)), Member("b", "Sở B", registered=date(2019, 3, 2))
    )
    (finding,) = told(one)
    assert say(finding, "vi").message == (
        "Hướng dẫn ban hành tháng 4/2019, không có quy định chuyển tiếp; "
        "các mốc đăng ký đầu năm 2019 không được kiểm tra."
    )


def test_the_decision_behind_section_one_is_asked_about_in_the_words_of_both() -> None:
    one = replace(roster(), readings={})
    (finding,) = told(one)
    assert say(finding, "vi").message == (
        "Mục I chấm theo Quyết định 2460/QĐ-UBND ngày 30/11/2018; "
        "có Quyết định 2052/QĐ-UBND ngày 29/10/2019 về cùng nội dung. Kiểm tra văn bản áp dụng."
    )
    assert (finding.code, finding.clause) == ("TD525", "B.I.1")


def test_other_tables_do_not_rest_on_that_decision() -> None:
    one = replace(roster(), readings={})
    for table in ("enterprises", "credit-institutions", "party-mass-organizations"):
        assert check(one, rubric(f"langson-2019/{table}"), "cluster.yaml").findings == ()


def test_a_guidance_without_deadlines_finds_nothing_late() -> None:
    table = rubric(DISTRICTS)
    bare = replace(table, guidance=replace(table.guidance, deadlines={}))
    one = roster(
        "2019",
        Member("a", "Sở A", registered=date(2021, 1, 1), registered_with_council=False),
        conference=date(2021, 1, 1),
        reported=date(2021, 1, 1),
        half_year=date(2020, 12, 1),
    )
    assert check(one, bare, "cluster.yaml").findings == ()


# --- readings that played a part ------------------------------------------------------------------


def test_a_reading_plays_only_where_another_option_would_say_otherwise() -> None:
    assert played(roster()) == ("section_I_source",)
    assert played(roster("2020")) == ()
    on_the_day = roster("2020", Member("a", "Sở A", registered=date(2020, 1, 30)))
    assert played(on_the_day) == ("on_the_day",)
    assert played(roster("2020", Member("a", "Sở A", registered=date(2020, 1, 29)))) == ()
    first_year = roster("2019", Member("a", "Sở A", registered=date(2019, 1, 20)))
    assert played(first_year) == ("first_year_deadlines", "section_I_source")
    working = roster("2020", conference=date(2021, 1, 20), reported=date(2021, 1, 12))
    assert played(working) == ("report_days",)
    assert played(roster("2020", Member("a", "Sở A", signed=False))) == ("not_registered",)
    assert played(roster("2020", Member("a", "Sở A", registered=False, signed=False))) == ()


# --- membership and roles -------------------------------------------------------------------------


def test_whom_somebody_has_set_aside_is_not_told_to_have_failed_to_register() -> None:
    lacking = Member("a", "Sở A", registered=False)
    assert [f.code for f in not_registered(roster("2019", lacking), rubric(DISTRICTS))] == ["TD614"]
    aside = replace(lacking, status=Status.EXCLUDED)
    assert not_registered(roster("2019", aside), rubric(DISTRICTS)) == ()


def named(id_: str, name: str, **more: Any) -> Member:
    return Member(id_, name, **more)


def twice(one: Roster, other: Roster) -> dict[str, list[str | None]]:
    found = in_two_clusters([("1", one), ("2", other)])
    return {file: [finding.unit for finding in findings] for file, findings in found.items()}


@pytest.mark.parametrize("name", ["Sở Y tế", "SỞ Y TẾ", "so y te", "Sở  Y-tế"])
def test_a_unit_is_the_same_by_its_name_without_accents(name: str) -> None:
    assert twice(roster("2019", named("x", "Sở Y tế")), roster("2019", named("y", name))) == {"1": ["x"], "2": ["y"]}


def test_a_unit_is_the_same_by_its_id() -> None:
    assert twice(roster("2019", named("x", "Sở A")), roster("2019", named("x", "Sở B"))) == {"1": ["x"], "2": ["x"]}


def test_lists_of_different_periods_may_share_their_units() -> None:
    assert twice(roster("2019", named("x", "Sở A")), roster("2020", named("x", "Sở A"))) == {}
    assert twice(roster("2019", named("x", "Sở A")), roster("2018-2019", named("x", "Sở A"))) == {}


@pytest.mark.parametrize(("came", "same"), [(date(2019, 6, 30), True), (date(2019, 7, 1), False)])
def test_a_unit_that_moved_is_in_two_clusters_only_where_the_times_overlap(came: date, same: bool) -> None:
    left = roster("2019", named("x", "Sở A", member_to=date(2019, 6, 30)))
    entered = roster("2019", named("x", "Sở A", member_from=came))
    assert bool(twice(left, entered)) == same


def test_units_found_without_a_list_are_in_no_two_clusters() -> None:
    found = replace(roster("2019", named("x", "Sở A")), listed=False)
    assert twice(found, roster("2019", named("x", "Sở A"))) == {}


# --- the deadlines in guidance.yaml ---------------------------------------------------------------


def faults(tmp_path: Path, old: str, new: str) -> list[str]:
    text = GUIDANCE.read_text(encoding="utf-8")
    assert text.count(old) == 1
    (tmp_path / "guidance.yaml").write_text(text.replace(old, new), encoding="utf-8")
    guidance, findings = read_guidance(tmp_path / "guidance.yaml")
    assert guidance is None
    return [say(finding, "en").message.partition(": ")[2] for finding in findings]


@pytest.mark.parametrize("day", ["31/02", "29/02", "2019-01-30", "0/1", "30", "30/13"])
def test_a_deadline_is_a_day_that_comes_every_year(day: str, tmp_path: Path) -> None:
    (fault,) = faults(tmp_path, "calendar: {before: 10/07, year: 0}", f"calendar: {{before: {day}, year: 0}}")
    assert (
        fault
        == f"“{day}” is not valid for deadlines.half_year.calendar.before; expected a day and a month such as 30/01."
    )


def test_a_deadline_is_of_the_year_scored_or_the_next(tmp_path: Path) -> None:
    (fault,) = faults(tmp_path, "calendar: {before: 10/07, year: 0}", "calendar: {before: 10/07, year: 2}")
    assert "deadlines.half_year.calendar.year" in fault


def test_a_deadline_spares_only_kinds_of_clusters_that_there_are(tmp_path: Path) -> None:
    (fault,) = faults(tmp_path, "not_for: [enterprises,", "not_for: [enterprise,")
    assert "Did you mean “enterprises”?" in fault


def test_a_misspelt_deadline_is_named_with_what_was_meant(tmp_path: Path) -> None:
    (fault,) = faults(tmp_path, "\n  half_year:   ", "\n  halfyear:   ")
    assert fault == "there is no “halfyear” in deadlines. Did you mean “half_year”?"


def test_a_deadline_rests_on_a_clause_that_the_guidance_has(tmp_path: Path) -> None:
    (fault,) = faults(tmp_path, "clause: A.III.1\n    calendar", "clause: A.III.9\n    calendar")
    assert "A.III.9" in fault
