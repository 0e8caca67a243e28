"""Facts about finding the table, the unit, the year and the rows on a sheet."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import sheets
from thidua_cli import intake
from thidua_cli.cells import Cell, Kind, Range, Workbook, Worksheet
from thidua_cli.intake import TOTAL, Fault
from thidua_cli.rubric.load import load, shipped
from thidua_cli.rubric.model import Stage

ENTERPRISES = "langson-2019/enterprises"


def table_of(workbook: Workbook) -> intake.Table:
    tables = intake.find_tables(workbook)
    assert len(tables) == 1
    return tables[0]


def read(described: dict[str, Any]) -> tuple[intake.ScoreSheet, list[str]]:
    """The sheet described, read against its own table, with the codes of what was found."""
    workbook = sheets.workbook(described)
    table = table_of(workbook)
    rubric = sheets.rubric(described.get("rubric", sheets.DISTRICTS))
    sheet, findings = intake.read_table(table, rubric, intake.identify(workbook, table), "x.xlsx")
    return sheet, [finding.code for finding in findings]


def moved(workbook: Workbook, down: int, right: int) -> Workbook:
    """The first sheet with everything so many rows lower and columns further right."""
    first = workbook.sheets[0]
    cells = {(row + down, column + right): cell for (row, column), cell in first.cells.items()}
    return Workbook((Worksheet(first.name, cells),), workbook.properties)


# --- the table -----------------------------------------------------------------------------------


@given(st.integers(0, 40), st.integers(0, 20))
def test_a_table_is_found_wherever_it_starts(down: int, right: int) -> None:
    workbook = moved(sheets.workbook({"unit": "Sở Nội vụ", "rest": 1}), down, right)
    table = table_of(workbook)
    rubric = sheets.rubric(sheets.DISTRICTS)
    sheet, findings = intake.read_table(table, rubric, intake.identify(workbook, table), "x.xlsx")
    assert findings == ()
    assert set(sheet.entries) == {row.id for row in rubric.rows()} | {TOTAL}
    assert sheet.identity.unit == "Sở Nội vụ"


@pytest.mark.parametrize("reference", shipped())
def test_every_issued_table_is_read_row_by_row(reference: str) -> None:
    sheet, codes = read({"rubric": reference, "rest": 1})
    rubric = load(reference).value
    assert rubric is not None
    assert set(sheet.entries) == {row.id for row in rubric.rows()} | {TOTAL}
    assert codes == []


def test_headings_are_known_in_other_cases_and_spellings() -> None:
    columns = [
        "Stt",
        "NỘI DUNG",
        "Điểm chuẩn",
        "ĐIỂM TỰ CHẤM",
        "Điểm Khối thi đua chấm",
        "Điểm Ban Thi đua – Khen thưởng thẩm định",
    ]
    heads = dict(zip(columns, sheets.HEADINGS, strict=True))
    workbook = sheets.workbook({"rest": 1})
    renamed = {
        place: next((Cell(Kind.TEXT, new) for new, old in heads.items() if cell.text == old), cell)
        for place, cell in workbook.sheets[0].cells.items()
    }
    table = table_of(Workbook((Worksheet("x", renamed),)))
    assert set(table.columns) == {"stt", "content", "maximum", *Stage}


def test_headings_may_stand_in_two_rows() -> None:
    cells = {
        (1, 1): Cell(Kind.TEXT, "STT"),
        (1, 2): Cell(Kind.TEXT, "Nội dung"),
        (1, 3): Cell(Kind.TEXT, "Điểm chuẩn tối đa"),
        (1, 4): Cell(Kind.TEXT, "Điểm"),
        (2, 4): Cell(Kind.TEXT, "Tự chấm"),
        (2, 5): Cell(Kind.TEXT, "Cụm chấm"),
        (2, 6): Cell(Kind.TEXT, "Ban TĐKT thẩm định"),
    }
    table = table_of(Workbook((Worksheet("x", cells),)))
    assert (table.header_row, table.first_row) == (1, 3)
    assert table.columns[Stage.BOARD] == 6


def test_a_title_that_reads_like_a_heading_is_no_table() -> None:
    cells = {(1, 1): Cell(Kind.TEXT, "Nội dung"), (3, 1): Cell(Kind.TEXT, "Điểm tự chấm")}
    assert intake.find_tables(Workbook((Worksheet("x", cells),))) == ()


def test_a_row_of_column_numbers_is_no_criterion() -> None:
    described: dict[str, Any] = {"rest": 1}
    workbook = sheets.workbook(described)
    cells = {(row + (row > 4), column): cell for (row, column), cell in workbook.sheets[0].cells.items()}
    cells |= {(5, column): Cell(Kind.NUMBER, str(column), Decimal(column)) for column in range(1, 7)}
    numbered = Workbook((Worksheet("x", cells),))
    table = table_of(numbered)
    _, findings = intake.read_table(table, sheets.rubric(sheets.DISTRICTS), intake.identify(numbered, table), "x")
    assert findings == ()


# --- who and when --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "unit"),
    [
        ({"A3": "Đơn vị: Sở Nội vụ"}, "Sở Nội vụ"),
        ({"A3": "TÊN ĐƠN VỊ : SỞ NỘI VỤ"}, "SỞ NỘI VỤ"),
        ({"A3": "Tên đơn vị", "C3": "Sở Nội vụ"}, "Sở Nội vụ"),
        ({"A3": "Đơn vị:", "B3": "Sở Nội vụ"}, "Sở Nội vụ"),
        ({"A3": "Đơn vị：Sở Nội vụ"}, "Sở Nội vụ"),
        ({"A3": "Cụm số 1\nĐơn vị: Sở  Nội vụ"}, "Sở Nội vụ"),
        ({"A3": "Đơn vị: ………"}, ""),
        ({"E3": "Đơn vị tính: điểm"}, ""),
        ({"A3": "ĐVT: điểm"}, ""),
    ],
)
def test_the_unit_is_the_one_named_above_the_table(cells: dict[str, str], unit: str) -> None:
    workbook = sheets.workbook({"cells": cells})
    assert intake.identify(workbook, table_of(workbook)).unit == unit


@pytest.mark.parametrize(
    ("line", "years"),
    [
        ("NĂM 2019", ("2019",)),
        ("Năm học 2018 - 2019", ("2018-2019",)),
        ("Năm: 2019", ("2019",)),
        ("Lạng Sơn, ngày 10 tháng 01 năm 2020", ()),
        ("(Ban hành kèm theo Hướng dẫn số /HD-SNV ngày /4/2019)", ()),
        ("Kết quả năm 2019, kế hoạch năm 2020", ("2019", "2020")),
    ],
)
def test_a_year_is_what_follows_the_word_and_no_date(line: str, years: tuple[str, ...]) -> None:
    workbook = sheets.workbook({"cells": {"A3": line}})
    assert intake.identify(workbook, table_of(workbook)).years == years


# --- values --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "value", "fault"),
    [
        (Cell(Kind.NUMBER, "4.5", Decimal("4.5")), Decimal("4.5"), None),
        (Cell(Kind.TEXT, "04,5 điểm"), Decimal("4.5"), None),
        (Cell(Kind.TEXT, "x"), None, None),
        (None, None, None),
        (Cell(Kind.TEXT, "tốt"), None, Fault.TEXT),
        (Cell(Kind.TEXT, "1.234,5"), None, Fault.AMBIGUOUS),
        (Cell(Kind.PERCENT, "85%", Decimal("0.85")), None, Fault.PERCENT),
        (Cell(Kind.DATE, "2019-05-09", Decimal(43594)), None, Fault.DATE),
        (Cell(Kind.BOOLEAN, "TRUE"), None, Fault.BOOLEAN),
        (Cell(Kind.ERROR, "#N/A"), None, Fault.ERROR),
        (Cell(Kind.UNCALCULATED, "=A1"), None, Fault.UNCALCULATED),
    ],
)
def test_each_kind_of_cell_has_its_own_word(cell: Cell | None, value: Decimal | None, fault: Fault | None) -> None:
    said = intake.given(cell, "D12")
    assert (said.value, said.fault) == (value, fault)
    assert said.cell == "D12"


# --- rows ----------------------------------------------------------------------------------------


def test_the_bonus_of_section_i_and_of_section_iii_are_told_apart() -> None:
    sheet, _ = read({"rubric": ENTERPRISES, "points": {"I.9": 6, "III.6.1": 2}})
    assert sheet.entries["I.9"].given[Stage.SELF].value == 6
    assert sheet.entries["III.6"].given[Stage.SELF].is_blank


def test_dashes_are_taken_in_their_order_when_the_text_is_gone() -> None:
    texts = {"III.6.1": "", "III.6.2": "", "III.6.3": "", "III.6.4": ""}
    sheet, codes = read({"texts": texts, "points": {"III.6.1": 2, "III.6.4": 1}})
    assert sheet.entries["III.6.1"].given[Stage.SELF].value == 2
    assert sheet.entries["III.6.4"].given[Stage.SELF].value == 1
    assert codes == []


def test_a_shortened_text_is_recognised_by_its_number_and_said_to_be_so() -> None:
    _, codes = read({"texts": {"III.4": "Hồ sơ khen thưởng"}, "points": {"III.4": 4}})
    assert codes == ["TD114"]


def test_a_wrong_number_beside_the_right_text_is_said() -> None:
    sheet, codes = read({"numbers": {"III.4": "5"}, "points": {"III.4": 4}})
    assert codes == ["TD120"]
    assert sheet.entries["III.4"].given[Stage.SELF].value == 4


def test_a_missing_row_is_an_error_and_a_group_without_rows_is_none() -> None:
    assert read({"without": ["III.4"]})[1] == ["TD111"]
    assert read({"without": [f"III.6.{n}" for n in range(1, 5)], "points": {"III.6": 3}})[1] == []


def test_a_row_outside_the_table_matters_only_with_points() -> None:
    assert read({"extra": [["7", "Tiêu chí riêng của đơn vị", "5", 4]]})[1] == ["TD112"]
    assert read({"extra": [["", "Ghi chú: số liệu đến 31/12", "", None]]})[1] == []


def test_what_stands_below_the_total_is_not_read() -> None:
    cells = {"B19": "Người lập biểu", "D19": 99}
    assert read({"rest": 1, "cells": cells})[1] == []


def test_parts_that_a_text_lists_may_be_rows_of_their_own() -> None:
    sheet, codes = read(
        {"points": {"II.1": 5, "II.2": 5, "II.3": 5, "II.4": 4, "III.3.b.1": 1, "III.3.b.2": 3, "III.3.a": 2}}
    )
    assert codes == []
    assert sheet.entries["II.4"].given[Stage.SELF].value == 4


def test_hidden_parts_are_named() -> None:
    workbook = sheets.workbook({"rest": 1, "hidden": ["8", "E", "sheet"]})
    table = table_of(workbook)
    _, findings = intake.read_table(table, sheets.rubric(sheets.DISTRICTS), intake.identify(workbook, table), "x")
    assert [finding.code for finding in findings] == ["TD011"]


def test_a_score_hidden_under_a_merged_range_is_no_score() -> None:
    workbook = sheets.workbook({"rest": 1})
    first = workbook.sheets[0]
    merged = Worksheet(first.name, first.cells, merged=(Range(8, 4, 9, 4),))
    table = table_of(Workbook((merged,)))
    sheet, _ = intake.read_table(table, sheets.rubric(sheets.DISTRICTS), intake.Identity(), "x")
    assert sheet.entries["III.1"].given[Stage.SELF].value == 1
    assert sheet.entries["III.2"].given[Stage.SELF].fault is Fault.COVERED


# --- which table ---------------------------------------------------------------------------------


@pytest.mark.parametrize("reference", shipped())
def test_a_titled_table_is_recognised_without_a_doubt(reference: str) -> None:
    table = table_of(sheets.workbook({"rubric": reference}))
    rubrics = [sheets.rubric(one) for one in shipped()]
    found, others = intake.choose_rubric(intake.wording(table), rubrics)
    assert found is not None
    assert (found.id, others) == (reference, ())


def test_a_table_of_other_rows_is_recognised_as_none() -> None:
    rows = [[str(n), f"Tiêu chí số {n}", "10", 8] for n in range(1, 11)]
    table = table_of(sheets.workbook({"titled": False, "rows": rows}))
    assert intake.choose_rubric(intake.wording(table), [sheets.rubric(one) for one in shipped()])[0] is None
