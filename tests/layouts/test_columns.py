"""Facts about headings that offices choose: points are read into the right column, or an error names the column."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from tests import sheets
from thidua_cli.intake.tables import heading_key
from thidua_cli.layout import CONTENT, HEADING_KEYS, MAXIMUM
from thidua_cli.pipeline import SHELF
from thidua_cli.rubric.model import Stage
from thidua_cli.submission import Expected, take_in

if TYPE_CHECKING:
    from collections.abc import Mapping

    from thidua_cli.submission import Submission

OFFICIAL = ["STT", "Nội dung", "Điểm chuẩn tối đa", "Điểm tự chấm", "Điểm Cụm thi đua chấm", "Điểm Ban TĐKT thẩm định"]
FIRST_ROW = 5
LEAVES = ("I", "II", "III.1", "III.2", "III.3", "III.4", "III.5", "III.6.1", "III.6.2", "III.6.3", "III.6.4")


def taken(described: Mapping[str, Any]) -> Submission:
    workbook = sheets.workbook({"unit": "Sở Nội vụ", **described})
    return take_in(workbook, "phieu.xlsx", "", Expected(SHELF, rubric=sheets.rubric(sheets.DISTRICTS)))


def points(submission: Submission, stage: Stage) -> dict[str, Decimal | None]:
    assert submission.sheet is not None
    given = {criterion_id: submission.sheet.given(criterion_id, stage) for criterion_id in LEAVES}
    return {criterion_id: said.value for criterion_id, said in given.items() if said is not None}


def codes(submission: Submission) -> set[str]:
    return {finding.code for finding in submission.findings}


@pytest.mark.parametrize(
    ("heading", "meant"),
    [
        ("Điểm thẩm định của Cụm", Stage.CLUSTER),
        ("Điểm thẩm định của Trưởng cụm", Stage.CLUSTER),
        ("Cụm thẩm định", Stage.CLUSTER),
        ("Điểm chấm của Khối", Stage.CLUSTER),
        ("Điểm do Cụm chấm", Stage.CLUSTER),
        ("Tự chấm điểm", Stage.SELF),
        ("Điểm do đơn vị tự chấm", Stage.SELF),
        ("Điểm tự chấm (của đơn vị)", Stage.SELF),
        ("Điểm thẩm định (Ban TĐKT)", Stage.BOARD),
        ("Điểm tối đa (150)", MAXIMUM),
        # Words behind a known beginning that make it another column.
        ("Điểm thẩm định - Cụm", None),
        ("Điểm thẩm định (Cụm trưởng)", None),
        ("Điểm tự chấm năm trước", None),
        ("Điểm đơn vị chấm chéo", None),
        ("Điểm tự chấm của Cụm", None),
        ("Điểm tự chấm tăng so với năm trước", None),
        ("Thang điểm tự chấm", None),
        ("Điểm chuẩn đạt được", None),
    ],
)
def test_a_heading_means_one_column_or_none(heading: str, meant: str | None) -> None:
    assert heading_key(heading, HEADING_KEYS) == meant


@pytest.mark.parametrize("heading", ["Điểm đạt", "Kết quả", "Điểm của đơn vị", "ĐTC", None])
def test_points_under_a_heading_that_names_nobody_are_an_error(heading: str | None) -> None:
    """Without a self score the sheet says nothing; whoever typed these points must hear of it."""
    described = {"columns": [*OFFICIAL[:3], heading, *OFFICIAL[4:]], "cells": column("D")}
    found = [one for one in taken(described).findings if one.code == "TD123"]
    assert [(one.cell, one.is_error) for one in found] == [("D4", True)]


@pytest.mark.parametrize("heading", ["Điểm cụm", "Hội đồng chấm", "Điểm thống nhất", "Điểm tổ thẩm định"])
def test_points_of_others_under_such_a_heading_are_an_error(heading: str) -> None:
    described = {"rest": 1, "columns": [*OFFICIAL[:4], heading], "cells": column("E")}
    found = [one for one in taken(described).findings if one.code == "TD123"]
    assert [one.allowed for one in found] == ["Điểm Cụm thi đua chấm, Điểm Ban TĐKT thẩm định"]


@pytest.mark.parametrize("heading", ["Điểm trừ", "Điểm năm trước", "Chênh lệch điểm", "Người chấm", "Ghi chú", "Tỷ lệ"])
def test_a_column_of_other_numbers_is_left_alone(heading: str) -> None:
    described = {"rest": 1, "columns": [*OFFICIAL[:4], heading], "cells": column("E")}
    assert "TD123" not in codes(taken(described))


def test_a_column_without_a_heading_is_left_alone_where_every_stage_is_scored() -> None:
    described = {"points": {key: [1, 1, 1] for key in LEAVES}, "cells": {**column("G")}}
    assert "TD123" not in codes(taken(described))


def column(letter: str) -> dict[str, int]:
    """A point in each row of the table."""
    return {f"{letter}{row}": 1 for row in range(FIRST_ROW, FIRST_ROW + 13)}


def test_a_heading_of_more_words_yields_to_the_plain_one() -> None:
    """`Nội dung minh chứng` before `Nội dung`: the criteria stand in the second."""
    assert heading_key("Nội dung minh chứng", HEADING_KEYS) == CONTENT
    plain = sheets.workbook({"rest": 1}).sheets[0]
    made = taken({"rest": 1, "columns": ["STT", "Nội dung", *OFFICIAL[2:], "Nội dung minh chứng"]})
    assert plain.cells
    assert points(made, Stage.SELF) == dict.fromkeys(LEAVES, Decimal(1))
    assert "TD118" not in codes(made)


# --- cells that are one --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("area", "cell", "found"),
    [("D10:D11", "D11", "D10: 4"), ("D10:E10", "E10", "D10: 4"), ("D10:D12", "D12", "D10: 4")],
)
def test_a_score_for_several_cells_is_an_error_on_each_that_has_none(area: str, cell: str, found: str) -> None:
    described = {"rest": 1, "cells": {"D10": 4, "D11": None, "D12": None, "E10": None}, "merged": [area]}
    faults = {one.cell: one.found for one in taken(described).findings if one.code == "TD213"}
    assert faults[cell] == found


def test_merged_cells_that_say_nothing_are_blank() -> None:
    described = {"rest": 1, "cells": {"D10": None, "D11": None}, "merged": ["D10:D11"]}
    assert "TD213" not in codes(taken(described))


def test_a_group_merged_with_its_own_rows_is_scored_directly() -> None:
    """Điểm thưởng with one number beside its four rows: nobody divides it, and nothing is hidden."""
    described = {"rest": 1, "cells": {"D13": 3, **{f"D{row}": None for row in range(14, 18)}}, "merged": ["D13:D17"]}
    assert "TD213" not in codes(taken(described))


# --- headings at the top of each page ------------------------------------------------------------


def paged(*, total: bool = False, unit: bool = False, numbered: bool = False) -> list[list[Any]]:
    """The rows of a table whose headings stand again after its fourth row."""
    rows = [
        [row.stt, row.title, int(row.maximum), *([] if row.is_group else [1, 1, 1])]
        for row in sheets.rubric(sheets.DISTRICTS).rows()
    ]
    again: list[list[Any]] = [["", "Tổng cộng"]] if total else []
    again += [["", "Đơn vị: Sở Tài chính"]] if unit else []
    again += [[], OFFICIAL, *([[1, 2, 3, 4, 5, 6]] if numbered else [])]
    return [*rows[:4], *again, *rows[4:]]


@pytest.mark.parametrize("numbered", [False, True])
def test_headings_repeated_on_each_page_do_not_part_the_table(*, numbered: bool) -> None:
    made = taken({"rows": paged(numbered=numbered)})
    for stage in Stage:
        assert points(made, stage) == dict.fromkeys(LEAVES, Decimal(1))
    assert not {"TD102", "TD111", "TD112", "TD113"} & codes(made)


@pytest.mark.parametrize("how", ["total", "unit"])
def test_headings_after_a_total_or_a_unit_begin_another_table(how: str) -> None:
    made = taken({"rows": paged(**{how: True})})
    assert made.sheet is None
    assert "TD102" in codes(made)
