"""Facts about sheets laid out as offices send them: headings in several rows, several tables, several units."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import pytest
from msgspec.structs import replace

from tests import sheets
from thidua_cli import intake
from thidua_cli.catalogue import say
from thidua_cli.cells import Range, Workbook
from thidua_cli.pipeline import SHELF
from thidua_cli.rubric.model import Stage
from thidua_cli.submission import Expected, Submission, take_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from thidua_cli.cells import Cell
    from thidua_cli.findings import Finding

UNIT = {"unit": "Sở Nội vụ", "rest": 1}


def read(*described: dict[str, Any], rubric: str | None = None) -> Submission:
    wanted = sheets.rubric(rubric) if rubric else None
    return take_in(sheets.workbook(*described), "x.xlsx", "", Expected(SHELF, rubric=wanted))


def codes(submission: Submission) -> list[str]:
    return sorted({finding.code for finding in submission.findings})


def the(submission: Submission, code: str) -> Finding:
    (found,) = [finding for finding in submission.findings if finding.code == code]
    return found


def headed(*rows: Sequence[Any], merged: Sequence[Range] = (), **described: Any) -> Workbook:
    """The sheet described with these rows of headings in place of the official one."""
    first = sheets.workbook({**UNIT, **described}).sheets[0]
    more = len(rows) - 1
    cells: dict[tuple[int, int], Cell] = {
        (row + (more if row > 4 else 0), column): cell for (row, column), cell in first.cells.items() if row != 4
    }
    for at, row in enumerate(rows, 4):
        cells |= {(at, column): held for column, text in enumerate(row, 1) if (held := sheets.cell(text))}
    return Workbook((replace(first, cells=MappingProxyType(cells), merged=tuple(merged)),))


# --- headings ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "rows",
    [
        [["TT", "Tiêu chí", "Điểm tối đa", "Đơn vị tự chấm", "Trưởng cụm chấm", "Ban TĐKT chấm"]],
        [["STT", "Nội dung", "Điểm chuẩn", "Tự chấm", "Cụm trưởng chấm", "Điểm thẩm định"]],
        [["STT", "Nội dung", "Thang điểm", "Tự đánh giá", "Điểm do Khối trưởng chấm", "Ban TĐKT tỉnh thẩm định"]],
        [
            ["STT", "Nội dung", "Điểm chuẩn tối đa", "Điểm", None, None],
            [None, None, None, "Tự chấm", "Cụm chấm", "Ban TĐKT thẩm định"],
        ],
        [
            ["STT", "Nội dung", "Điểm", None, None, None],
            [None, None, "Tối đa", "Đơn vị", "Cụm", "Ban TĐKT"],
        ],
        [
            ["STT", "Nội dung", "Điểm", None, None, None],
            [None, None, "Chuẩn", "Điểm chấm", None, None],
            [None, None, None, "Đơn vị", "Cụm, khối", "Thẩm định"],
        ],
        [
            ["STT", "Nội dung", "Điểm chuẩn", "Điểm tự chấm", "Điểm Cụm chấm", None],
            [None, None, None, None, None, "Ban TĐKT thẩm định"],
        ],
        [
            ["STT", "Nội dung", "Điểm chuẩn", "Điểm tự chấm", "Điểm Cụm chấm", "Điểm thẩm định"],
            ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)"],
        ],
    ],
)
def test_headings_are_known_in_other_words_and_over_up_to_three_rows(rows: list[list[Any]]) -> None:
    submission = take_in(headed(*rows), "x.xlsx", "", Expected(SHELF))
    assert codes(submission) == []
    assert submission.sheet is not None
    assert {stage for stage in Stage if submission.sheet.given("I", stage)} == set(Stage)


def test_words_of_lower_headings_mean_nothing_in_a_row_of_the_table() -> None:
    (table,) = intake.find_tables(sheets.workbook({**UNIT, "cells": {"D5": "Đơn vị", "E5": "Cụm"}}))
    assert (table.header_row, table.first_row) == (4, 5)


def test_a_heading_merged_over_several_filled_columns_is_no_choice_of_ours() -> None:
    row = ["STT", "Nội dung", "Điểm chuẩn", "Điểm tự chấm", None, "Điểm thẩm định"]
    workbook = headed(row, merged=[Range(4, 4, 4, 5)], rest=[2, 3, 3])
    submission = take_in(workbook, "x.xlsx", "", Expected(SHELF))
    assert dict(the(submission, "TD118").params)["places"] == "D, E"


def test_a_heading_merged_over_a_single_filled_column_is_one() -> None:
    row = ["STT", "Nội dung", "Điểm chuẩn", "Điểm tự chấm", None, "Điểm thẩm định"]
    submission = take_in(headed(row, merged=[Range(4, 4, 4, 5)]), "x.xlsx", "", Expected(SHELF))
    assert "TD118" not in codes(submission)


# --- rows ----------------------------------------------------------------------------------------


def test_rows_in_another_order_are_the_same_rows() -> None:
    table = sheets.rubric(sheets.DISTRICTS)
    rows = [
        [row.stt, "\n".join((row.title, *row.lines)), str(row.maximum), None if row.is_group else n]
        for n, row in reversed(list(enumerate(table.rows())))
    ]
    submission = read({"unit": "Sở Nội vụ", "rows": rows})
    assert submission.sheet is not None
    for n, row in enumerate(table.rows()):
        said = submission.sheet.given(row.id, Stage.SELF)
        assert said is not None
        assert row.is_group or said.value == n
    assert not {"TD111", "TD112", "TD113", "TD114", "TD120"} & set(codes(submission))


def test_a_title_broken_by_word_over_lines_is_the_same_row() -> None:
    submission = read({**UNIT, "texts": {"III.4": "Chất lượng hồ sơ\nđề nghị\nkhen thưởng"}})
    assert codes(submission) == []


def test_a_text_split_over_two_rows_loses_no_score_in_silence() -> None:
    """The score stands beside the second half of the text."""
    table = sheets.rubric(sheets.DISTRICTS)
    rows: list[list[Any]] = []
    for row in table.rows():
        if row.id == "III.1":
            rows += [["1", "Xây dựng, ban hành các quy chế, quy định", "5"], [None, "văn bản để chỉ đạo", None, 1]]
        else:
            rows.append([row.stt, row.title, str(row.maximum), None if row.is_group else 1])
    submission = read({"unit": "Sở Nội vụ", "rows": rows})
    assert the(submission, "TD112").cell == "D9"
    assert the(submission, "TD201").criterion == "III.1"


@pytest.mark.parametrize(
    ("number", "text", "code"),
    [
        ("4", "Chất lượng hồ sơ đề nghị khen thởng", []),
        (None, "Chất lượng hồ sơ đề nghị khen thởng", ["TD114"]),
        ("3", "Chất lượng hồ sơ đề nghị khen thởng", ["TD114"]),
        ("IV", "Chất lượng hồ sơ đề nghị khen thưởng", ["TD120"]),
    ],
)
def test_a_text_that_is_clearly_one_rows_counts_more_than_another_rows_number(
    number: str | None, text: str, code: list[str]
) -> None:
    submission = read({**UNIT, "texts": {"III.4": text}, "numbers": {"III.4": number}, "points": {"III.4": 4}})
    assert submission.sheet is not None
    said = submission.sheet.given("III.4", Stage.SELF)
    assert said is not None
    assert said.value == 4
    assert codes(submission) == code


def test_a_dash_before_another_text_is_no_row_of_the_form() -> None:
    submission = read({**UNIT, "without": ["III.6.1"], "extra": [["-", "Thành tích khác của đơn vị", None, 1]]})
    assert {finding.code for finding in submission.findings if finding.is_error} == {"TD111", "TD112"}


# --- several tables ------------------------------------------------------------------------------


def test_tables_of_two_units_are_a_question_that_names_both() -> None:
    submission = read({**UNIT, "name": "Nội vụ"}, {**UNIT, "unit": "Sở Tài chính", "name": "Tài chính"})
    assert submission.sheet is None
    message = say(the(submission, "TD102"), "vi").message
    assert "trang “Nội vụ”, dòng 4 – Sở Nội vụ" in message
    assert "trang “Tài chính”, dòng 4 – Sở Tài chính" in message


@pytest.mark.parametrize(
    "others",
    [
        [{}],
        [{}, {"rubric": "langson-2019/enterprises"}],
        [{"unit": "Sở Nội vụ", "rubric": "langson-2019/enterprises"}],
        [UNIT],
        [UNIT, UNIT],
    ],
)
def test_beside_blank_forms_and_copies_the_one_table_is_read_and_said_which(others: list[dict[str, Any]]) -> None:
    submission = read(UNIT, *others, rubric=sheets.DISTRICTS)
    assert submission.sheet is not None
    assert (submission.sheet.sheet, codes(submission)) == (sheets.NAME, ["TD130"])


def test_the_filled_table_is_read_wherever_it_stands() -> None:
    submission = read({}, {**UNIT, "name": "Trang 2"})
    assert submission.sheet is not None
    assert submission.sheet.sheet == "Trang 2"


def test_of_blank_forms_the_clusters_own_is_read() -> None:
    submission = read({"rubric": "langson-2019/enterprises"}, {"unit": "Sở Nội vụ"}, rubric=sheets.DISTRICTS)
    assert submission.sheet is not None
    assert submission.sheet.sheet == f"{sheets.NAME} 2"


@pytest.mark.parametrize(
    "other", [{**UNIT, "rest": 2}, {**UNIT, "unit": "Sở Y tế"}, {**UNIT, "rubric": "langson-2019/enterprises"}]
)
def test_between_different_figures_nothing_is_chosen(other: dict[str, Any]) -> None:
    assert codes(read(UNIT, other, rubric=sheets.DISTRICTS)) == ["TD102"]


# --- tables of several units ---------------------------------------------------------------------

OFFICES = ("Sở Nội vụ", "Sở Tài chính", "UBND huyện Chi Lăng")


def consolidated(*rows: Any) -> Workbook:
    cells = {
        (at, column): held
        for at, row in enumerate(rows, 3)
        for column, v in enumerate(row, 1)
        if (held := sheets.cell(v))
    }
    return Workbook((replace(sheets.workbook({}).sheets[0], cells=MappingProxyType(cells)),))


@pytest.mark.parametrize(
    "rows",
    [
        [["STT", "Nội dung", "Điểm chuẩn", *OFFICES], ["I", "Nhiệm vụ chính trị", 100, 90, 91, 92]],
        [
            ["STT", "Nội dung", "Điểm chuẩn", "Điểm tự chấm"],
            [None, None, None, *OFFICES],
            ["I", "Nhiệm vụ chính trị", 100, 90, 91, 92],
        ],
        [
            ["TT", "Tên đơn vị", "Điểm tự chấm", "Điểm Cụm chấm"],
            *([n, name, 100, 99] for n, name in enumerate(OFFICES)),
        ],
        [["TT", "Đơn vị", "Tổng điểm", "Xếp hạng"], *([n, name, 100, n] for n, name in enumerate(OFFICES))],
    ],
)
def test_a_table_of_several_units_is_called_one_and_not_read(rows: list[list[Any]]) -> None:
    submission = take_in(consolidated(*rows), "x.xlsx", "", Expected(SHELF))
    assert (submission.sheet, codes(submission)) == (None, ["TD131"])
    assert dict(the(submission, "TD131").params)["names"] == OFFICES


def test_a_list_of_offices_without_points_is_no_table_of_units() -> None:
    rows = [["TT", "Đơn vị", "Nơi nhận"], *([n, name, ""] for n, name in enumerate(OFFICES))]
    assert codes(take_in(consolidated(*rows), "x.xlsx", "", Expected(SHELF))) == ["TD101"]
