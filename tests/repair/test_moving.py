"""Facts about which answers are moved, which are listed as supposed or lost, and why."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests import sheets
from tests.repair.test_every_layout import read_back, sound
from thidua_cli.cells import Cell, Kind, Workbook
from thidua_cli.pipeline import SHELF
from thidua_cli.repair import Item, Lost, Repaired, repair
from thidua_cli.roster.model import Member, Roster
from thidua_cli.rubric.model import Stage
from thidua_cli.submission import Expected

UNIT = {"unit": "Sở Nội vụ", "year": 2019, "rest": 1}
NOTES = {"columns": [*sheets.HEADINGS, "Minh chứng", "Giải trình"]}
ENTERPRISES = "langson-2019/enterprises"


def done(described: dict[str, Any], **known: Any) -> Repaired:
    year = known.pop("year", "")
    return repair(sheets.workbook(described), "phieu.xlsx", Expected(SHELF, **known), year)


def scores(repaired: Repaired) -> dict[tuple[str, Stage], Any]:
    return {(one.label, one.stage): one.value for one in repaired.moved if one.item is Item.SCORE and one.stage}


def lost(repaired: Repaired, cell: str) -> Lost:
    (found,) = [one for one in repaired.lost if one.cell == cell]
    return found


def roster(**more: Any) -> Roster:
    members = (Member("so-noi-vu", "Sở Nội vụ"), Member("so-tai-chinh", "Sở Tài chính"))
    return Roster(id="cum-1", name="Cụm số 1", year="2019", rubric=sheets.DISTRICTS, members=members, **more)


# --- scores ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("1.234,5", "hiểu theo nhiều cách"),
        ("năm điểm", "có chữ"),
        ("10/10", "có chữ"),
        (6, "lớn hơn điểm chuẩn tối đa 5"),
        (-1, "âm"),
        (45055, "ngày tháng"),
        (True, "đúng hoặc sai"),
        ({"percent": 85}, "phần trăm"),
        ({"error": "#N/A"}, "báo lỗi"),
        ({"formula": "1+1"}, "chưa có kết quả"),
    ],
)
def test_a_score_that_is_none_is_listed_with_its_reason_and_never_moved(typed: Any, why: str) -> None:
    repaired = done({**UNIT, "points": {"III.4": typed}})
    assert ("III.4", Stage.SELF) not in scores(repaired)
    (found,) = [one for one in repaired.lost if one.label == "III.4"]
    assert why in found.why.vi
    assert found.stage is Stage.SELF
    assert found.to_cell
    sound(repaired, Expected(SHELF))


@pytest.mark.parametrize(
    ("typed", "value"),
    [("4,5 điểm", "4.5"), ("04", "4"), ("4.50", "4.5"), ("0", "0"), ("\u00a04,5đ", "4.5"), (Decimal("0.1"), "0.1")],
)
def test_a_score_typed_in_any_usual_way_is_moved_exactly(typed: Any, value: str) -> None:
    assert scores(done({**UNIT, "points": {"III.4": typed}}))["III.4", Stage.SELF] == Decimal(value)


@pytest.mark.parametrize("typed", ["x", "chưa chấm"])
def test_a_mark_for_not_scored_stays_blank_and_is_told(typed: str) -> None:
    repaired = done({**UNIT, "points": {"III.4": typed}})
    assert ("III.4", Stage.SELF) not in scores(repaired)
    assert [one.typed for one in repaired.guessed] == [typed]
    submission = read_back(repaired, Expected(SHELF))
    assert submission.scores is not None
    assert submission.scores.points["III.4", Stage.SELF] is None


def test_all_three_columns_are_moved() -> None:
    repaired = done({**UNIT, "points": {"III.4": [1, "2,5", 3]}})
    moved = scores(repaired)
    assert [moved["III.4", stage] for stage in Stage] == [Decimal(1), Decimal("2.5"), Decimal(3)]


def test_rows_that_stand_twice_are_moved_only_where_they_agree() -> None:
    same = done({**UNIT, "twice": ["III.4"]})
    assert scores(same)["III.4", Stage.SELF] == 1
    assert [one.label for one in same.lost] == ["III.4"]
    cell = lost(same, same.lost[0].cell).cell
    other = done({**UNIT, "twice": ["III.4"], "cells": {cell: 3}})
    assert ("III.4", Stage.SELF) not in scores(other)
    assert {one.typed for one in other.lost if one.label == "III.4"} == {"1", "3"}


def test_a_score_column_that_stands_twice_is_moved_only_where_both_agree() -> None:
    columns = [*sheets.HEADINGS, "Điểm tự chấm"]
    repaired = done({**UNIT, "columns": columns, "cells": {"G5": 90, "G6": 1}})
    assert ("I", Stage.SELF) not in scores(repaired)
    assert {one.cell for one in repaired.lost if one.label == "I"} == {"D5", "G5"}


def test_parts_are_added_up_where_all_of_them_are_scored_and_told_of() -> None:
    whole = done({**UNIT, "points": {"III.2.a": "1,5", "III.2.b": 1}})
    assert scores(whole)["III.2", Stage.SELF] == Decimal("2.5")
    assert any("tổng điểm các phần" in one.why.vi for one in whole.guessed)
    open_ = done({**UNIT, "points": {"III.2.a": "1,5", "III.2.b": None}})
    assert ("III.2", Stage.SELF) not in scores(open_)
    assert any("III.2.b" in one.why.vi for one in open_.lost)


def test_points_of_rows_that_the_form_does_not_have_are_listed() -> None:
    rows = sheets.workbook(UNIT).sheets[0].cells
    last = max(row for row, _ in rows)
    extra = {f"A{last}": "7", f"B{last}": "Sáng kiến riêng của sở", f"D{last}": 3, f"C{last}": None}
    repaired = done({**UNIT, "totalled": False, "cells": extra})
    assert "không có dòng này" in lost(repaired, f"D{last}").why.vi


def test_a_stated_sum_that_differs_is_listed_and_one_that_agrees_is_not() -> None:
    right = done({**UNIT, "total": 11})
    assert right.lost == ()
    wrong = done({**UNIT, "total": 99})
    assert [one.typed for one in wrong.lost] == ["99"]
    assert "11" in wrong.lost[0].why.vi


# --- notes, figures, what stands beside --------------------------------------------------------------


def test_evidence_and_explanations_are_moved_as_typed() -> None:
    text = "QĐ 12/QĐ-UBND\nngày 05/3/2019; =1+1"
    repaired = done({**UNIT, **NOTES, "cells": {"G5": text, "H6": "giải thích"}})
    submission = sound(repaired, Expected(SHELF))
    assert submission.sheet is not None
    assert submission.sheet.entries["I"].evidence == text
    assert submission.sheet.entries["II"].explanation == "giải thích"
    assert repaired.lost == ()


def test_own_columns_notes_and_other_worksheets_are_listed() -> None:
    described = {**UNIT, "cells": {"I5": "theo phụ lục", "B40": "Người lập biểu"}}
    two = sheets.workbook(described, {"rows": [], "name": "Nháp", "totalled": False, "titled": False})
    repaired = repair(two, "phieu.xlsx", Expected(SHELF))
    whys = {one.cell: one.why.vi for one in repaired.lost}
    assert "cột không có" in whys["I5"]
    assert "dưới bảng" in whys["B40"]
    assert [one.sheet for one in repaired.lost if one.sheet == "Nháp"] == ["Nháp"]


def test_figures_are_moved_and_wrong_ones_listed() -> None:
    table = sheets.rubric(sheets.DISTRICTS)
    facts = {fact.id: fact for fact, _ in table.facts()}
    count = next(fact for fact in facts.values() if fact.kind == "count")
    others = [fact for fact in facts.values() if fact.kind == "count" and fact is not count]
    repaired = done({**UNIT, "facts": {count.id: "1.234.567", others[0].id: -3}})
    moved = {one.label: one.value for one in repaired.moved if one.item is Item.FACT}
    assert moved == {count.id: Decimal(1_234_567)}
    assert [one.label for one in repaired.lost] == [others[0].id]
    submission = sound(repaired, Expected(SHELF))
    assert submission.sheet is not None
    assert submission.sheet.facts[count.id].value == 1_234_567


# --- whose, of which year, under which table -----------------------------------------------------------


def test_the_form_is_the_clusters_with_its_marker() -> None:
    expected = Expected(SHELF, roster(), sheets.rubric(sheets.DISTRICTS))
    repaired = repair(sheets.workbook({**UNIT, "unit": "SO NOI VU"}), "x.xlsx", expected)
    submission = sound(repaired, expected)
    assert submission.sheet is not None
    assert submission.sheet.identity.marker is not None
    assert submission.sheet.identity.marker.unit == "so-noi-vu"
    assert submission.sheet.identity.unit == "Sở Nội vụ"


def test_an_unknown_unit_is_not_printed_and_told_as_an_error() -> None:
    expected = Expected(SHELF, roster(), sheets.rubric(sheets.DISTRICTS))
    repaired = repair(sheets.workbook({**UNIT, "unit": "Sở Y tế"}), "x.xlsx", expected)
    assert [finding.code for finding in repaired.findings] == ["TD105"]
    assert repaired.form is not None
    assert [one.typed for one in repaired.lost] == ["Sở Y tế"]


def test_answers_of_another_year_are_not_moved_unless_the_user_says_so() -> None:
    known = {"roster": roster(), "rubric": sheets.rubric(sheets.DISTRICTS)}
    refused = done({**UNIT, "year": 2018}, **known)
    assert refused.form is None
    assert [finding.code for finding in refused.findings] == ["TD107"]
    said = done({**UNIT, "year": 2018}, **known, year="2019")
    assert said.year == "2019"
    assert any("2018" in one.why.vi for one in said.guessed)


def test_rows_of_another_table_are_moved_by_their_text_alone() -> None:
    repaired = done({**UNIT, "rubric": ENTERPRISES}, rubric=sheets.rubric(sheets.DISTRICTS))
    assert any("bảng" in one.why.vi for one in repaired.guessed)
    sound(repaired, Expected(SHELF, rubric=sheets.rubric(sheets.DISTRICTS)))
    here = {row.title for row in sheets.rubric(sheets.DISTRICTS).rows()}
    there = {row.title for row in sheets.rubric(ENTERPRISES).rows()}
    moved = {label for label, _ in scores(repaired)}
    titles = {row.title for row in sheets.rubric(sheets.DISTRICTS).rows() if row.id in moved}
    assert titles <= here & there


def test_several_tables_or_units_are_refused_with_the_reading_error() -> None:
    two = repair(sheets.workbook(UNIT, {**UNIT, "rest": 2}), "x.xlsx", Expected(SHELF))
    assert two.form is None
    assert [finding.code for finding in two.findings] == ["TD102"]


def test_a_formula_is_moved_as_its_stored_result_and_told_of() -> None:
    first = sheets.workbook(UNIT).sheets[0]
    cells = {**first.cells, (5, 4): Cell(Kind.NUMBER, "90", Decimal(90), "45*2")}
    from msgspec.structs import replace

    repaired = repair(Workbook((replace(first, cells=cells),)), "x.xlsx", Expected(SHELF))
    assert scores(repaired)["I", Stage.SELF] == 90
    assert any("công thức" in one.why.vi for one in repaired.guessed)


def test_a_group_scored_as_one_row_is_not_divided_up() -> None:
    table = sheets.rubric(sheets.DISTRICTS)
    group = next(row for row in table.rows() if row.is_group and row not in table.sections)
    rows = [[row.stt, row.title, row.maximum, 1] for row in table.rows() if row not in group.walk()]
    rows.append([group.stt, group.title, group.maximum, 2])
    repaired = done({**UNIT, "rows": rows})
    assert any("gộp một dòng" in one.why.vi for one in repaired.lost if one.label == group.id)
    assert not {label for label, _ in scores(repaired)} & {row.id for row in group.walk()}


def test_a_table_without_any_row_of_the_form_is_refused() -> None:
    rows = [["1", "Họp giao ban", 5, 1], ["2", "Chấm công", 5, 2]]
    repaired = done({**UNIT, "rows": rows, "totalled": False}, rubric=sheets.rubric(sheets.DISTRICTS))
    assert repaired.form is None
    assert [finding.code for finding in repaired.findings] == ["TD119"]
