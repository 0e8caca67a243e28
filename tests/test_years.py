"""Facts about the years asked for: calendar years and school years are never taken for each other (A.I.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.cases import folder

if TYPE_CHECKING:
    from pathlib import Path

SCHOOLS = """\
name: Khối các trường
year: 2018-2019
rubric: langson-2019/party-mass-organizations
units: [{id: a, name: Trường A}]
"""
SHEET = {"rubric": "langson-2019/party-mass-organizations", "unit": "Trường A", "spread": 120}


@pytest.fixture
def schools(tmp_path: Path) -> Path:
    folder.write({"cluster.yaml": SCHOOLS, "a.xlsx": SHEET}, tmp_path)
    return tmp_path


@pytest.mark.parametrize("year", ["2018-2019", "2018–2019", "2018 - 2019", " 2018 – 2019 "])
def test_a_school_year_is_asked_for_as_people_write_it(year: str, schools: Path) -> None:
    told = folder.tell(f'rank . --year "{year}"', schools)
    assert (told.exit, told.document["year"]) == (0, "2018-2019")
    assert [cluster["id"] for cluster in told.document["clusters"]] != []


@pytest.mark.parametrize("year", ["2018", "2019"])
def test_a_bare_year_is_refused_with_the_school_year_to_ask_for(year: str, schools: Path) -> None:
    told = folder.tell(f"rank . --year {year}", schools)
    assert (told.exit, told.document["clusters"]) == (2, [])
    refused, left_out = told.findings
    assert (refused["code"], refused["allowed"]) == ("TD913", "2018-2019")
    assert "--year 2018-2019" in refused["fix"]
    assert left_out["fix"] == "Chạy riêng với --year 2018-2019."


@pytest.mark.parametrize("year", ["2019-2018", "2018-2020", "2018-2018"])
def test_years_that_do_not_follow_each_other_are_refused_with_the_way_to_write_them(year: str, schools: Path) -> None:
    told = folder.tell(f"rank . --year {year}", schools)
    assert (told.exit, told.document) == (2, None)
    assert f"“{year}” không hợp lệ; ghi 2019, hoặc 2018-2019 cho năm học" in " ".join(told.talk.split())


def test_another_school_year_is_left_out_and_named(schools: Path) -> None:
    told = folder.tell("rank . --year 2019-2020", schools)
    assert told.exit == 2
    assert {finding["allowed"] for finding in told.findings} == {"2018-2019"}
