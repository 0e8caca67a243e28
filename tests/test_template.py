"""The blank form: official columns, rows and wording, bounds, locks, sums and marker.

The two tables here are made by hand, so that the form is tested without the rubric loader.
"""

from __future__ import annotations

import io
import shutil
import subprocess
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

import pytest
from msgspec.structs import replace
from openpyxl import load_workbook

from thidua_cli.cells import place
from thidua_cli.intake import find_tables, identify, read_table
from thidua_cli.layout import COLUMNS, FACT_COLUMNS, FACTS_SHEET, FIGURES, SHEET_NAME, Marker
from thidua_cli.rubric.kinds import AllOrNothing, Band, Bands, Holder, Judged, MinusPerOccurrence, Sum, Test, Words
from thidua_cli.rubric.model import Criterion, Document, Fact, Guidance, Rubric, Stage, Wording
from thidua_cli.scores import compute
from thidua_cli.spreadsheets.reader import read_workbook
from thidua_cli.spreadsheets.writer import to_bytes
from thidua_cli.template import (
    CLUSTER_CELL,
    FIRST_ROW,
    HEADER_ROW,
    STATUS_CELL,
    UNIT_CELL,
    UnitOnForm,
    blank_form,
    fact_cells,
    input_cells,
    sum_cells,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

    from tests.conftest import Convert
    from thidua_cli.page import Box, Limit, Sheet
    from thidua_cli.rubric.kinds import Kind

III = (
    (
        "Xây dựng, ban hành các quy chế, quy định văn bản để chỉ đạo, thực hiện công tác thi đua, khen thưởng",
        "Mỗi văn bản, quy chế không ban hành hoặc ban hành không đúng thời gian quy định, trừ 01 điểm.",
    ),
    (
        "Tổ chức, phát động, triển khai thực hiện phong trào thi đua tại cơ quan, đơn vị",
        "- Kịp thời phát động phong trào thi đua thường xuyên: tối đa 03 điểm.",
        "- Kịp thời phát động các phong trào thi đua theo đợt, theo chuyên đề: tối đa 02 điểm.",
    ),
    (
        "Công tác phát hiện, xây dựng, bồi dưỡng, tổng kết nhân rộng các điển hình tiên tiến",
        "- Có kế hoạch xây dựng, nhân rộng điển hình tiên tiến: 02 điểm",
        (
            "- Có các điển hình tiên tiến được tuyên truyền, bồi dưỡng, nhân rộng với các hình thức tuyên truyền "
            "phong phú, đa dạng: tối đa 03 điểm."
        ),
        "+ Trên phạm vi cơ quan, đơn vị: tối đa 01 điểm.",
        (
            "+ Tuyên truyền trên các phương tiện thông tin đại chúng của tỉnh, trung ương: Báo Lạng Sơn, Đài Phát "
            "thanh Truyền hình tỉnh, Trang Thông tin điện tử Thi đua- Khen thưởng tỉnh, Ban Thi đua – Khen thưởng "
            "Trung ương…: Tối đa 03 điểm."
        ),
    ),
    (
        "Chất lượng hồ sơ đề nghị khen thưởng",
        "- 100% hồ sơ khen thưởng từ cấp tỉnh trở lên được duyệt: 05 điểm.",
        "- Có từ 10 - 15% hồ sơ trình khen thưởng từ cấp tỉnh trở lên không đủ điều kiện, tiêu chuẩn: 03 điểm.",
        (
            "- Có từ 16% hồ sơ trở lên trình khen thưởng từ cấp tỉnh trở lên không đủ điều kiện, tiêu chuẩn: "
            "tối đa 01 điểm."
        ),
        "- Đơn vị không trình khen thưởng cấp tỉnh trở lên trong năm: tối đa 01 điểm.",
    ),
    (
        (
            "Các nội dung khác (Bồi dưỡng nghiệp vụ; Công tác kiểm tra giám sát và thực hiện chế độ thông tin "
            "báo cáo 6 tháng, 01 năm và các báo cáo khác)"
        ),
        "- Công tác kiểm tra, giám sát về TĐKT tại đơn vị: 01 điểm.",
        "- Công tác bồi dưỡng nghiệp vụ TĐKT: tối đa 01 điểm",
        "+ Tổ chức hội nghị bồi dưỡng về TĐKT tại đơn vị: tối đa 01 điểm",
        "+ Các hình thức khác (lồng ghép; tham gia tập huấn tại tỉnh…): tối đa 0,5 điểm.",
        "- Chế độ thông tin, báo cáo: 03 điểm (không ban hành hoặc ban hành chậm 01 báo cáo: trừ 01 điểm).",
    ),
)
BONUS: tuple[tuple[int, tuple[str, ...]], ...] = (
    (2, ("Có nhân tố mới, mô hình mới, đem lại hiệu quả rõ nét trong năm",)),
    (
        1,
        (
            (
                "Là đơn vị Trưởng cụm hoặc Phó cụm trong năm có nhiều đổi mới, sáng tạo trong thực hiện các hoạt "
                "động cụm thi đua"
            ),
        ),
    ),
    (
        1,
        (
            (
                "Tỷ lệ khen thưởng cho người lao động trực tiếp tăng so với năm trước và chiếm tỷ lệ cao so với các "
                "đơn vị trong cụm"
            ),
            "Nếu tỷ lệ cao nhất cụm nhưng không tăng so với năm trước, thưởng tối đa 0,5 điểm.",
        ),
    ),
    (1, ("Tổ chức nhiều phong trào thi đua hoặc có phong trào thi đua sáng tạo, đột phá trong năm",)),
)
ENTERPRISE = (
    (15, "Doanh thu vượt so với kế hoạch năm và tăng so với cùng kỳ năm trước"),
    (15, "Lợi nhuận sau thuế vượt so với kế hoạch năm và tăng so với năm trước"),
    (
        15,
        (
            "Chấp hành tốt nghĩa vụ tài chính với Nhà nước; nộp đầy đủ các loại thuế đúng thời gian quy định; "
            "không dây dưa, nợ thuế"
        ),
    ),
    (
        15,
        (
            "Đảm bảo đời sống, việc làm ổn định cho người lao động; thu nhập bình quân của người lao động đảm bảo "
            "đạt mức lương tối thiểu vùng theo quy định trở lên"
        ),
    ),
    (
        10,
        (
            "Thực hiện việc đóng Bảo hiểm xã hội, Bảo hiểm Y tế, Bảo hiểm thất nghiệp cho người lao động theo qui "
            "định của pháp luật"
        ),
    ),
    (10, "Thực hiện công tác xã hội, từ thiện trên địa bàn tỉnh"),
    (
        10,
        (
            "Thực hiện các quy định của pháp luật về hoạt động sản xuất, kinh doanh (đảm bảo an toàn vệ sinh lao "
            "động; bảo vệ tài nguyên, môi trường trong quá trình sản xuất, kinh doanh, phòng chống cháy nổ....)"
        ),
    ),
    (
        4,
        (
            "Có ứng dụng tiến bộ khoa học kỹ thuật vào sản xuất, kinh doanh nâng cao rõ rệt hiệu quả sản xuất, "
            "giảm thiểu chi phí, lao động"
        ),
    ),
    (6, "Điểm thưởng"),
)


def words(text: str) -> Words:
    """A text of which the form shows the Vietnamese only."""
    return Words(text, text)


BANDS = Bands(
    words("tỷ lệ hồ sơ không đủ điều kiện, tiêu chuẩn"),
    (
        Band(Decimal(5), words("100% hồ sơ khen thưởng từ cấp tỉnh trở lên được duyệt"), Decimal(0), Decimal(0)),
        Band(Decimal(3), words("từ 10 - 15% hồ sơ không đủ điều kiện, tiêu chuẩn"), Decimal(10), Decimal(15)),
        Band(Decimal(1), words("từ 16% hồ sơ trở lên không đủ điều kiện, tiêu chuẩn"), Decimal(16), up_to=True),
        Band(Decimal(1), words("đơn vị không trình khen thưởng cấp tỉnh trở lên trong năm"), up_to=True),
    ),
)
KINDS: dict[str, Kind] = {
    "III.1": MinusPerOccurrence(Decimal(5), Decimal(1), words("văn bản không ban hành hoặc ban hành chậm")),
    "III.4": BANDS,
}


def _guidance() -> Guidance:
    none: MappingProxyType[str, object] = MappingProxyType({})
    return Guidance(
        "langson-2019",
        Document("Hướng dẫn", "Sở Nội vụ", "", "", "", 2019),
        none,  # type: ignore[arg-type]  # the form needs none of these
        ("III",),
        none,  # type: ignore[arg-type]
        none,  # type: ignore[arg-type]
        none,  # type: ignore[arg-type]
        none,  # type: ignore[arg-type]
    )


def _row(path: str, stt: str, maximum: int, *texts: str, rows: tuple[Criterion, ...] = ()) -> Criterion:
    kind = KINDS.get(path, Judged())
    return Criterion(path, stt, texts[0], Decimal(maximum), f"B.{path}", texts[1:], kind, rows=rows)


def _third() -> Criterion:
    bonus = tuple(
        replace(_row(f"III.6.{n}", "-", most, *texts), bonus=True, holder=Holder())
        for n, (most, texts) in enumerate(BONUS, 1)
    )
    rows = tuple(_row(f"III.{n}", str(n), 5, *texts) for n, texts in enumerate(III, 1))
    group = replace(_row("III.6", "6", 5, "Điểm thưởng", rows=bonus), bonus=True, kind=Sum())
    title = "THỰC HIỆN CÁC NHIỆM VỤ CÔNG TÁC THI ĐUA, KHEN THƯỞNG"
    return replace(_row("III", "III", 30, title, rows=(*rows, group)), kind=Sum())


def _rubric(name: str, title: str, first: Criterion) -> Rubric:
    second = _row(
        "II",
        "II",
        20,
        "THỰC HIỆN CÁC CHỦ TRƯƠNG CỦA ĐẢNG, CHÍNH SÁCH, PHÁP LUẬT CỦA NHÀ NƯỚC, XÂY DỰNG HỆ THỐNG CHÍNH TRỊ",
    )
    return Rubric(
        f"langson-2019/{name}",
        "BIỂU CHẤM ĐIỂM THI ĐUA",
        title,
        "(Ban hành kèm theoHướng dẫn số     /HD-SNV  ngày    /4/ 2019 của Sở Nội vụ)",
        (first, second, _third()),
        "Tổng cộng",
        _guidance(),
        "0123456789ab",
    )


def districts() -> Rubric:
    """The table of 14 rows with a maximum and a total."""
    first = _row(
        "I",
        "I",
        100,
        "KẾT QUẢ THỰC HIỆN NHIỆM VỤ CHÍNH TRỊ",
        "Chấm điểm theo các nội dung ban hành kèm theo Quyết định số 2460/QĐ-UBND ngày 30/11/2018 của UBND tỉnh",
    )
    title = "ĐỐI VỚI CÁC HUYỆN, THÀNH PHỐ, CÁC SỞ, BAN, NGÀNH, ĐƠN VỊ TRỰC THUỘC UBND TỈNH"
    return _rubric("districts-departments", title, first)


def enterprises() -> Rubric:
    """The table of 23 rows with a maximum and a total; its section I is a group."""
    rows = tuple(_row(f"I.{n}", str(n), most, text) for n, (most, text) in enumerate(ENTERPRISE, 1))
    first = replace(_row("I", "I", 100, "KẾT QUẢ THỰC HIỆN NHIỆM VỤ CHÍNH TRỊ", rows=rows), kind=Sum())
    return _rubric("enterprises", "ĐỐI VỚI DOANH NGHIỆP TRUNG ƯƠNG, DOANH NGHIỆP TỈNH", first)


TABLES = {"districts": (districts, 14, 3), "enterprises": (enterprises, 23, 4)}
UNIT = UnitOnForm("so-noi-vu", "Sở Nội vụ & Ban Dân tộc")


@pytest.fixture(params=TABLES)
def rubric(request: pytest.FixtureRequest) -> Rubric:
    return TABLES[request.param][0]()


def form(rubric: Rubric, unit: UnitOnForm | None = UNIT, year: str = "2019", cluster: str | None = "Cụm 1") -> Sheet:
    return blank_form(rubric, unit=unit, year=year, cluster=cluster).sheets[0]


def box(sheet: Sheet, address: str) -> Box:
    spot = place(address)
    assert spot is not None
    return sheet.boxes[spot]


def limit(sheet: Sheet, address: str) -> Limit:
    (found,) = (one for one in sheet.limits if address in one.cells)
    return found


def formulas(sheet: Sheet) -> dict[str, str]:
    return {f"{'ABCDEFGH'[column - 1]}{row}": one.formula for (row, column), one in sheet.boxes.items() if one.formula}


# What the form says


def test_the_official_columns_stand_unchanged_and_in_order(rubric: Rubric) -> None:
    header = [form(rubric).boxes[HEADER_ROW, column].value for column in range(1, 9)]
    assert header[:6] == [
        "STT",
        "Nội dung",
        "Điểm chuẩn tối đa",
        "Điểm tự chấm",
        "Điểm Cụm thi đua chấm",
        "Điểm Ban TĐKT thẩm định",
    ]
    assert header == list(COLUMNS.values())


def test_each_row_stands_verbatim_in_official_order(rubric: Rubric) -> None:
    sheet = form(rubric)
    found = [
        (sheet.boxes[row, 1].value, sheet.boxes[row, 2].value, sheet.boxes[row, 3].value)
        for row in range(FIRST_ROW, FIRST_ROW + len(rubric.rows()))
    ]
    assert found == [(row.stt, "\n".join((row.title, *row.lines)), row.maximum) for row in rubric.rows()]
    total = FIRST_ROW + len(rubric.rows())
    assert [sheet.boxes[total, column].value for column in (1, 2, 3)] == [None, "Tổng cộng", 150]


def test_the_forms_have_as_many_rows_as_the_guidance() -> None:
    assert {name: len(make().rows()) + 1 for name, (make, _, _) in TABLES.items()} == {
        name: rows for name, (_, rows, _) in TABLES.items()
    }


def test_titles_are_bold_where_rows_stand_below_and_lines_are_not(rubric: Rubric) -> None:
    sheet = form(rubric)
    for row, criterion in enumerate(rubric.rows(), FIRST_ROW):
        strong = criterion.is_group or criterion in rubric.sections
        cell = sheet.boxes[row, 2]
        bold = [run.text for run in cell.runs if run.bold] if cell.runs else [cell.value] * cell.style.bold
        assert bold == ([criterion.title] if strong else [])
        assert "".join(run.text for run in cell.runs) in {"", cell.value}


@pytest.mark.parametrize(
    ("maximum", "number_format", "title"),
    [("5", "00", "05"), ("100", "00", "100"), ("0.5", "0.0", "0,5"), ("2.25", "0.00", "2,25")],
)
def test_maxima_look_as_the_guidance_prints_them(maximum: str, number_format: str, title: str) -> None:
    changed = replace(districts().sections[1], maximum=Decimal(maximum))
    sheet = form(replace(districts(), sections=(changed,)))
    assert box(sheet, "C9").style.number_format == number_format
    assert limit(sheet, "D9").prompt_title == f"II – tối đa {title} điểm"


def test_the_unit_and_the_cluster_stand_right_of_their_labels() -> None:
    sheet = form(districts())
    assert (UNIT_CELL, CLUSTER_CELL) == ("C5", "C6")
    assert [box(sheet, cell).value for cell in ("B5", "C5")] == ["Đơn vị:", UNIT.name]
    assert [box(sheet, cell).value for cell in ("B6", "C6")] == ["Cụm, Khối thi đua:", "Cụm 1"]
    assert not box(sheet, UNIT_CELL).style.unlocked


def test_an_unknown_unit_and_cluster_are_input_cells_with_a_prompt() -> None:
    sheet = form(districts(), unit=None, cluster=None)
    for cell in (UNIT_CELL, CLUSTER_CELL):
        assert (box(sheet, cell).value, box(sheet, cell).style.unlocked) == (None, True)
        assert limit(sheet, cell).prompt
        assert (limit(sheet, cell).minimum, limit(sheet, cell).maximum) == (None, None)
    assert sheet.selected == UNIT_CELL
    assert form(districts()).selected == "D9"


@pytest.mark.parametrize(("year", "line"), [("2019", "NĂM 2019"), ("2018-2019", "NĂM HỌC 2018-2019"), ("", "NĂM ………")])
def test_the_year_is_named_as_offices_name_it(year: str, line: str) -> None:
    assert form(districts(), year=year).boxes[4, 1].value == line


def test_the_title_is_the_issued_one() -> None:
    sheet = form(districts())
    assert [sheet.boxes[row, 1].value for row in (1, 2, 3)] == [
        districts().heading,
        districts().title,
        districts().issued,
    ]
    assert sheet.boxes[3, 1].style.italic
    assert "CỘNG HÒA" not in str([cell.value for cell in sheet.boxes.values()])


def test_three_parties_sign_in_one_row_that_no_page_tears(rubric: Rubric) -> None:
    sheet = form(rubric)
    row = FIRST_ROW + len(rubric.rows()) + 2
    texts = [str(sheet.boxes[row, column].value) for column in (1, 3, 7)]
    assert [text.split("\n")[1] for text in texts] == ["ĐƠN VỊ TỰ CHẤM", "TM. CỤM THI ĐUA", "BAN THI ĐUA -"]
    assert all(text.startswith("……, ngày … tháng … năm 20…\n") for text in texts)
    assert ["đóng dấu" in text for text in texts] == [True, False, True]
    assert sheet.heights[row] > 120


def test_the_form_carries_its_marker_for_programs_and_people(rubric: Rubric) -> None:
    book = blank_form(rubric, unit=UNIT, year="2019", cluster=None)
    marker = Marker(rubric.id, "0123456789ab", "2019", "so-noi-vu", "Sở Nội vụ & Ban Dân tộc")
    sheet = book.sheets[0]
    assert dict(book.properties) == marker.properties()
    assert sheet.boxes[max(row for row, _ in sheet.boxes), 1].value == marker.line()
    assert sheet.footer == (f"Sở Nội vụ && Ban Dân tộc · {marker.line()}", "", "Trang &P/&N")


def test_only_one_sheet_and_it_has_the_name_that_readers_know() -> None:
    book = blank_form(districts(), unit=None, year="2019", cluster=None)
    assert [(sheet.name, sheet.hidden) for sheet in book.sheets] == [(SHEET_NAME, False)]


# What may be typed


def test_every_leaf_and_stage_has_its_own_bounds(rubric: Rubric) -> None:
    sheet, cells = form(rubric), input_cells(rubric)
    leaves = [row for row in rubric.rows() if not row.is_group]
    assert set(cells) == {(leaf.id, stage) for leaf in leaves for stage in Stage}
    for leaf in leaves:
        for stage in Stage:
            found = limit(sheet, cells[leaf.id, stage])
            assert (found.minimum, found.maximum) == (Decimal(0), leaf.maximum)


def test_prompts_tell_how_a_row_is_scored_and_on_what_basis(rubric: Rubric) -> None:
    sheet, cells = form(rubric), input_cells(rubric)
    for (path, stage), cell in cells.items():
        found = limit(sheet, cell)
        assert found.prompt_title.startswith(f"{path} – tối đa ")
        assert found.prompt.endswith(f" Căn cứ: mục B.{path} Hướng dẫn.")
        assert len(found.prompt_title) <= 32
        assert len(found.error_title) <= 32
        assert max(len(found.prompt), len(found.error)) <= 255
        outside = stage is Stage.BOARD and not path.startswith("III")
        assert found.prompt.startswith("Để trống thì tổng lấy điểm Cụm") == outside
    assert "mỗi văn bản không ban hành" in limit(sheet, cells["III.1", Stage.SELF]).prompt
    assert "… Căn cứ" in limit(sheet, cells["III.4", Stage.SELF]).prompt
    assert " Chỉ chọn 01 đơn vị trong cụm. " in limit(sheet, cells["III.6.1", Stage.SELF]).prompt


def test_prompts_name_the_roles_that_a_bonus_is_open_to_and_end_their_sentences() -> None:
    changed = replace(districts().sections[1], kind=BANDS, holder=Holder(1, ("leader", "deputy")))
    short = replace(changed, kind=Bands(words("m"), (Band(Decimal(1), words("được duyệt")),)))
    prompts = [limit(form(replace(districts(), sections=(one,))), "D9").prompt for one in (changed, short)]
    said = " Dành cho Trưởng cụm hoặc Phó cụm. Chỉ chọn 01 đơn vị trong cụm. Căn cứ: mục B.II Hướng dẫn."
    assert [prompt.endswith(said) for prompt in prompts] == [True, True]
    assert prompts[1].startswith("được duyệt: 1 điểm. Dành")


@pytest.mark.parametrize(
    ("maximum", "kind", "said"),
    [
        ("5", Judged(), "từ 0 đến 5. Nhập lại một số trong khoảng này, ví dụ 4,5;"),
        ("0.5", Judged(), "từ 0 đến 0,5. Nhập lại một số trong khoảng này, ví dụ 0,5;"),
        ("2", AllOrNothing(), "từ 0 đến 2. Nhập lại một số trong khoảng này, ví dụ 2;"),
    ],
)
def test_the_error_names_the_range_and_what_to_do(maximum: str, kind: Kind, said: str) -> None:
    changed = replace(districts().sections[1], maximum=Decimal(maximum), kind=kind)
    assert said in limit(form(replace(districts(), sections=(changed,))), "D9").error


def test_exactly_the_input_cells_are_unlocked(rubric: Rubric) -> None:
    sheet = form(rubric)
    leaves = {row for row, one in enumerate(rubric.rows(), FIRST_ROW) if not one.is_group}
    unlocked = {spot for spot, one in sheet.boxes.items() if one.style.unlocked}
    assert unlocked == {(row, column) for row in leaves for column in range(4, 9)}
    assert sheet.protected
    free = form(rubric, unit=None, cluster=None)
    assert {spot for spot, one in free.boxes.items() if one.style.unlocked} - unlocked == {(5, 3), (6, 3)}


def test_scores_show_as_they_are_typed(rubric: Rubric) -> None:
    sheet = form(rubric)
    assert {box(sheet, cell).style.number_format for cell in input_cells(rubric).values()} == {"General"}


def test_board_cells_outside_its_scope_are_grey_but_open(rubric: Rubric) -> None:
    sheet, cells = form(rubric), input_cells(rubric)
    fills = {
        path.startswith("III"): box(sheet, cell).style.fill
        for (path, stage), cell in cells.items()
        if stage is Stage.BOARD
    }
    assert fills[False] == "EDEDED"
    assert fills[True] != "EDEDED"


# What adds up


def test_groups_and_the_total_are_sums_of_what_stands_below() -> None:
    found = formulas(form(districts()))
    assert {cell: found[cell] for cell in ("D11", "E11", "F11", "D17", "D22", "E22")} == {
        "D11": "SUM(D12:D17)",
        "E11": "SUM(E12:E17)",
        "F11": "SUM(F12:F17)",
        "D17": "SUM(D18:D21)",
        "D22": "SUM(D9:D11)",
        "E22": "SUM(E9:E11)",
    }
    assert found["F22"] == "SUM(F11)+SUM(E9:E10)"
    assert formulas(form(enterprises()))["D31"] == "SUM(D9,D19:D20)"


def test_every_sum_is_stored_as_zero(rubric: Rubric) -> None:
    sheet = form(rubric)
    assert {box(sheet, cell).value for cell in sum_cells(rubric).values()} == {0}
    assert set(sum_cells(rubric).values()) == set(formulas(sheet)) - {STATUS_CELL}


def test_a_table_all_in_the_boards_scope_has_a_plain_total() -> None:
    all_board = replace(_guidance(), board_scope=("I", "II", "III"))
    sheet = form(replace(districts(), guidance=all_board))
    assert formulas(sheet)["F22"] == "SUM(F9:F11)"
    assert "Mục" not in str(sheet.boxes[23, 1].value)


def test_the_status_line_counts_from_the_start(rubric: Rubric) -> None:
    leaves = sum(not row.is_group for row in rubric.rows())
    assert box(form(rubric), STATUS_CELL).value == f"Còn {leaves} ô chưa điền"


def _capped(kind: Sum) -> Rubric:
    """The table whose bonus has rows of 2 + 1 + 1 + 1 points under a maximum of 3."""
    *rows, bonus = _third().rows
    third = replace(_third(), rows=(*rows, replace(bonus, maximum=Decimal(3), kind=kind)))
    return replace(districts(), sections=(*districts().sections[:2], third))


def test_a_group_below_the_sum_of_its_rows_is_capped() -> None:
    found = formulas(form(_capped(Sum())))
    assert (found["D17"], found["F17"]) == ("MIN(C17,SUM(D18:D21))", "MIN(C17,SUM(F18:F21))")
    assert found["D11"] == "SUM(D12:D17)"


def test_a_group_of_which_the_highest_counts_takes_the_highest() -> None:
    assert formulas(form(_capped(Sum("highest"))))["D17"] == "MIN(C17,MAX(D18:D21))"
    *rows, bonus = _third().rows
    third = replace(_third(), rows=(*rows, replace(bonus, kind=Sum("highest"))))
    whole = replace(districts(), sections=(*districts().sections[:2], third))
    assert formulas(form(whole))["D17"] == "MAX(D18:D21)"


# The sheet of figures

_FACTS: dict[str, Fact] = {
    name: Fact(name, Wording(prompt, name), Wording(unit, unit), kind, clause)  # type: ignore[arg-type]
    for name, prompt, unit, kind, clause in (
        ("late", "Số văn bản ban hành chậm", "văn bản", "count", "B.III.1"),
        ("submitted", "Số trường hợp trình khen thưởng", "trường hợp", "count", "B.III.4"),
        ("unqualified", "Trong đó: không đủ điều kiện", "trường hợp", "count", "B.III.4"),
        ("revenue", "Doanh thu thực hiện trong năm", "triệu đồng", "amount", "B.I"),
        ("debt", "Tỷ lệ nợ xấu cuối năm", "%", "percent", "B.I"),
        ("profit", "Lợi nhuận sau thuế", "triệu đồng", "number", "B.I"),
        ("cell", "Đơn vị có tổ chức Đảng (có/không)", "có/không", "yes-no", "B.II"),
    )
}


def asking() -> Rubric:
    """The table whose rules need one figure of each kind, two of them for one row."""
    first, second, third = districts().sections
    least = (
        Test("revenue", "above", Decimal(0), words("")),
        Test("debt", "at-most", Decimal(3), words("")),
        Test("profit", "above", Decimal(0), words("")),
    )
    kinds: dict[str, Kind] = {
        "III.1": MinusPerOccurrence(Decimal(5), Decimal(1), words("văn bản"), "late"),
        "III.4": replace(BANDS, part="unqualified", whole="submitted"),
    }
    rows = tuple(replace(row, kind=kinds.get(row.id, row.kind)) for row in third.rows)
    sections = (
        replace(first, kind=Judged(tests=least)),
        replace(second, kind=Judged(tests=(Test("cell", "at-least", Decimal(1), words("")),))),
        replace(third, rows=rows),
    )
    return replace(districts(), sections=sections, guidance=replace(_guidance(), facts=MappingProxyType(_FACTS)))


def figures(unit: UnitOnForm | None = UNIT) -> Sheet:
    return blank_form(asking(), unit=unit, year="2019", cluster=None).sheets[1]


ORDER = ("revenue", "debt", "profit", "cell", "late", "submitted", "unqualified")


def test_the_second_sheet_stands_after_the_first_for_tables_whose_rules_need_figures() -> None:
    book = blank_form(asking(), unit=UNIT, year="2019", cluster=None)
    assert [(sheet.name, sheet.hidden) for sheet in book.sheets] == [(SHEET_NAME, False), (FACTS_SHEET, False)]
    assert book.sheets[0] == form(asking(), cluster=None)


def test_each_figure_has_one_row_in_the_order_of_the_table_under_its_criterion() -> None:
    sheet, cells = figures(), fact_cells(asking())
    assert tuple(cells) == ORDER
    rows = [spot[0] for cell in cells.values() if (spot := place(cell))]
    assert rows == sorted(rows)
    shown = [[sheet.boxes[row, column].value for column in range(1, 8)] for row in rows]
    needing = dict(zip(ORDER, ("I", "I", "I", "II", "III.1", "III.4", "III.4"), strict=True))
    assert shown == [
        [number, needing[name], _FACTS[name].prompt.vi, _FACTS[name].unit.vi, None, _FACTS[name].clause, None]
        for number, name in enumerate(ORDER, 1)
    ]
    headings = [box.value for (row, _), box in sorted(sheet.boxes.items()) if row > 5 and row not in rows]
    assert [str(text).partition(".")[0] for text in headings] == ["I", "II", "III", "III"]
    assert str(headings[3]).endswith("Chất lượng hồ sơ đề nghị khen thưởng")


def test_the_second_sheet_says_whose_it_is_and_that_it_is_optional() -> None:
    sheet = figures()
    assert [sheet.boxes[row, 1].value for row in (1, 2, 3, 4)] == [
        "SỐ LIỆU ĐỐI CHIẾU ĐIỂM THI ĐUA",
        "NĂM 2019",
        "Đơn vị:",
        "Không bắt buộc. Nếu điền, phần mềm đối chiếu điểm với số liệu.",
    ]
    assert sheet.boxes[3, 3].value == UNIT.name
    assert figures(None).boxes[3, 3].formula == f"""IF('{SHEET_NAME}'!{UNIT_CELL}="","",'{SHEET_NAME}'!{UNIT_CELL})"""
    assert [sheet.boxes[5, column].value for column in range(1, 8)] == list(FACT_COLUMNS.values())


def test_exactly_values_and_notes_may_be_typed_on_the_second_sheet() -> None:
    sheet = figures()
    unlocked = {spot for spot, one in sheet.boxes.items() if one.style.unlocked}
    rows = [spot[0] for cell in fact_cells(asking()).values() if (spot := place(cell))]
    assert unlocked == {(row, column) for row in rows for column in (5, 7)}
    assert sheet.protected
    assert {sheet.boxes[row, 5].style.fill for row in rows} == {box(form(asking()), "D12").style.fill}


def test_what_may_be_typed_is_what_is_accepted() -> None:
    sheet = figures()
    for name, cell in fact_cells(asking()).items():
        found, meant = limit(sheet, cell), FIGURES[_FACTS[name].kind]
        assert (found.minimum, found.maximum, found.whole) == (meant.least, meant.most, meant.whole)
        assert found.choices == meant.choices
        assert found.prompt.startswith(_FACTS[name].prompt.vi)
        assert found.prompt.endswith(f" Căn cứ: mục {_FACTS[name].clause} Hướng dẫn.")
        assert meant.what.vi in found.error
        assert max(len(found.prompt_title), len(found.error_title)) <= 32
        assert max(len(found.prompt), len(found.error)) <= 255


def test_the_file_binds_each_kind_of_figure() -> None:
    book = load_workbook(io.BytesIO(to_bytes(blank_form(asking(), unit=UNIT, year="2019", cluster=None))))
    rules = {str(rule.sqref): rule for rule in book[FACTS_SHEET].data_validations.dataValidation}
    kinds = {name: rules[cell] for name, cell in fact_cells(asking()).items()}
    assert {name: (rule.type, rule.formula1, rule.formula2) for name, rule in kinds.items()} == {
        "revenue": ("decimal", "0", "999999999999999"),
        "debt": ("decimal", "0", "100"),
        "profit": ("decimal", "-999999999999999", "999999999999999"),
        "cell": ("list", '"có,không"', None),
        "late": ("whole", "0", "999999999999999"),
        "submitted": ("whole", "0", "999999999999999"),
        "unqualified": ("whole", "0", "999999999999999"),
    }
    assert all(rule.showErrorMessage and rule.allow_blank for rule in kinds.values())


def test_the_second_sheet_prints_on_portrait_pages_with_its_heading_on_each() -> None:
    sheet = figures()
    assert (sheet.landscape, sheet.a3, sheet.repeated_rows, sheet.frozen) == (False, False, (5, 5), (6, 1))
    assert sheet.breaks == ()
    assert set(sheet.heights) == {row for row, _ in sheet.boxes}
    assert sheet.footer == form(asking()).footer


def test_the_figures_of_one_criterion_stay_on_one_page() -> None:
    many = {
        f"f{n}": Fact(f"f{n}", Wording(f"Số liệu thứ {n}", ""), Wording("vụ", ""), "count", "B.I") for n in range(40)
    }
    first, second, third = districts().sections
    half = [
        Judged(tests=tuple(Test(name, "above", Decimal(0), words("")) for name in part))
        for part in (list(many)[:20], list(many)[20:])
    ]
    sections = (replace(first, kind=half[0]), replace(second, kind=half[1]), third)
    rubric = replace(districts(), sections=sections, guidance=replace(_guidance(), facts=MappingProxyType(many)))
    sheet = blank_form(rubric, unit=UNIT, year="2019", cluster=None).sheets[1]
    assert sheet.breaks == (26,)
    assert str(sheet.boxes[27, 1].value).startswith("II. ")


# How it prints


def test_the_header_is_frozen_and_repeated(rubric: Rubric) -> None:
    sheet = form(rubric)
    assert (sheet.frozen, sheet.repeated_rows) == ((FIRST_ROW, 3), (HEADER_ROW, HEADER_ROW))
    assert (sheet.landscape, sheet.a3) == (True, False)


def test_every_row_has_a_height_that_grows_with_its_text() -> None:
    sheet = form(districts())
    assert set(sheet.heights) == {row for row, _ in sheet.boxes}
    long = replace(districts().sections[0], lines=("rất dài " * 40,))
    longer = form(replace(districts(), sections=(long, *districts().sections[1:])))
    assert longer.heights[9] > sheet.heights[9] + 30
    endless = replace(long, lines=("rất dài " * 4000,))
    assert form(replace(districts(), sections=(endless,))).heights[9] == 409


def test_the_last_group_total_and_signatures_keep_together() -> None:
    rows = tuple(_row(f"I.{n}", str(n), 5, "Tiêu chí " * 9) for n in range(1, 12))
    for most in range(1, len(rows)):
        first = replace(districts().sections[0], rows=rows[:most], kind=Sum())
        rubric = replace(districts(), sections=(first, *districts().sections[1:]))
        bonus = next(row for row, one in enumerate(rubric.rows(), FIRST_ROW) if one.id == "III.6")
        assert form(rubric).breaks in {(), (bonus - 1,)}
    assert form(districts()).breaks == (16,)
    assert form(replace(districts(), sections=districts().sections[1:2])).breaks == ()


# The file


def test_the_same_form_gives_the_same_bytes(rubric: Rubric) -> None:
    first, second = (to_bytes(blank_form(rubric, unit=UNIT, year="2019", cluster="Cụm 1")) for _ in range(2))
    assert first == second


def opened(content: bytes, *, values: bool = False) -> Worksheet:
    return load_workbook(io.BytesIO(content), data_only=values).worksheets[0]


def test_the_written_form_is_read_back_as_made(rubric: Rubric) -> None:
    sheet = form(rubric)
    written = opened(to_bytes(blank_form(rubric, unit=UNIT, year="2019", cluster="Cụm 1")), values=True)
    for (row, column), one in sheet.boxes.items():
        assert written.cell(row, column).value == (one.value or (0 if one.formula else None))


# Other programs

WITH_PDFTOTEXT = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler-utils is not installed")


def filled(rubric: Rubric, scores: Mapping[tuple[str, Stage], float | str]) -> bytes:
    workbook = load_workbook(io.BytesIO(to_bytes(blank_form(rubric, unit=UNIT, year="2019", cluster=None))))
    cells = input_cells(rubric)
    for key, score in scores.items():
        workbook.worksheets[0][cells[key]] = score
    saved = io.BytesIO()
    workbook.save(saved)
    return saved.getvalue()


def scores(rubric: Rubric, stage: Stage, less: float, *sections: str) -> dict[tuple[str, Stage], float | str]:
    """The maximum less so much for each leaf of the sections, at that stage."""
    leaves = (row for row in rubric.rows() if not row.is_group and row.id.split(".")[0] in sections)
    return {(leaf.id, stage): float(leaf.maximum) - less for leaf in leaves}


def typed(rubric: Rubric, board: tuple[str, ...]) -> dict[tuple[str, Stage], float | str]:
    """A form filled by the unit and the cluster, and by the board in the sections named."""
    everything = ("I", "II", "III")
    return {
        **scores(rubric, Stage.SELF, 0, *everything),
        **scores(rubric, Stage.CLUSTER, 0.25, *everything),
        **scores(rubric, Stage.BOARD, 0.5, *board),
    }


# Which sections the board types; elsewhere the final total takes the cluster's scores.
BOARDS = {"none": (), "scope": ("III",), "two": ("II", "III"), "all": ("I", "II", "III")}
WRONG: dict[tuple[str, Stage], float | str] = {
    ("II", Stage.SELF): 21,
    ("III.1", Stage.SELF): "4,5",
    ("III.2", Stage.CLUSTER): -1,
    ("III.5", Stage.SELF): 5,
}


CAPPED: dict[tuple[str, Stage], float | str] = {
    **{(f"III.6.{n}", Stage.SELF): points for n, points in enumerate((2, 1, 0.5, 1), 1)},
    ("III.6.1", Stage.CLUSTER): 1.5,
    ("III.6.4", Stage.CLUSTER): 1,
}


@pytest.fixture(scope="session")
def saved_elsewhere(convert: Convert) -> dict[str, Path]:
    """Blank and filled forms opened and saved by LibreOffice, by table and case."""
    files = {}
    for name, (make, _, _) in TABLES.items():
        files[f"{name}-blank"] = to_bytes(blank_form(make(), unit=UNIT, year="2019", cluster=None))
        files[f"{name}-wrong"] = filled(make(), WRONG)
        for case, board in BOARDS.items():
            files[f"{name}-{case}"] = filled(make(), typed(make(), board))
    for take in ("all", "highest"):
        files[f"capped-{take}"] = filled(_capped(Sum(take)), CAPPED)
    files["figures"] = to_bytes(blank_form(asking(), unit=None, year="2019", cluster=None))
    return convert(files, "xlsx:Calc MS Excel 2007 XML")


@pytest.mark.office
@pytest.mark.parametrize("name", TABLES)
def test_libreoffice_keeps_marker_bounds_locks_and_print_setup(saved_elsewhere: dict[str, Path], name: str) -> None:
    rubric, made = TABLES[name][0](), form(TABLES[name][0]())
    workbook = load_workbook(saved_elsewhere[f"{name}-blank"])
    sheet = workbook.worksheets[0]
    kept = {item.name: item.value for item in workbook.custom_doc_props.props}  # type: ignore[attr-defined]  # not in the stubs
    assert kept == Marker(rubric.id, rubric.digest, "2019", UNIT.id, UNIT.name).properties()
    for cell in input_cells(rubric).values():
        (found,) = (one for one in sheet.data_validations.dataValidation if cell in one.sqref)
        meant = limit(made, cell)
        assert (found.type, found.formula1, found.formula2) == ("decimal", "0", str(meant.maximum))
        assert (found.promptTitle, found.prompt) == (meant.prompt_title, meant.prompt)
        assert (found.errorTitle, found.error) == (meant.error_title, meant.error)
        assert sheet[cell].protection.locked is False
    assert sheet.protection.sheet
    assert all(sheet[cell].protection.locked for cell in sum_cells(rubric).values())
    assert (sheet.print_title_rows, sheet.page_setup.orientation) == ("$8:$8", "landscape")
    assert {sheet[cell].value for cell in formulas(made)} == {"=" + text for text in formulas(made).values()}


@pytest.mark.office
@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("case", BOARDS)
def test_libreoffice_computes_the_sums_and_the_final_total(
    saved_elsewhere: dict[str, Path], name: str, case: str
) -> None:
    rubric = TABLES[name][0]()
    sheet = load_workbook(saved_elsewhere[f"{name}-{case}"], data_only=True).worksheets[0]
    given = typed(rubric, BOARDS[case])
    for (path, stage), cell in sum_cells(rubric).items():
        if path or stage is not Stage.BOARD:
            group = f"{path}." if path else ""
            below = [score for (leaf, by), score in given.items() if by is stage and leaf.startswith(group)]
            assert sheet[cell].value == sum(map(float, below))
    final = [
        score
        for (leaf, by), score in given.items()
        if by is (Stage.BOARD if leaf.split(".")[0] == "III" else Stage.CLUSTER)
    ]
    assert sheet[sum_cells(rubric)["", Stage.BOARD]].value == sum(map(float, final))
    assert sheet[STATUS_CELL].value == "Đã điền đủ"


@pytest.mark.office
@pytest.mark.parametrize("name", TABLES)
def test_libreoffice_counts_missing_and_wrong_scores(saved_elsewhere: dict[str, Path], name: str) -> None:
    sheet = load_workbook(saved_elsewhere[f"{name}-wrong"], data_only=True).worksheets[0]
    missing = sum(not row.is_group for row in TABLES[name][0]().rows()) - 3
    assert sheet[STATUS_CELL].value == f"Còn {missing} ô chưa điền; có 3 ô sai"


@pytest.mark.office
@pytest.mark.parametrize(("take", "points"), [("all", (3, 2.5, 0)), ("highest", (2, 1.5, 0))])
def test_libreoffice_computes_capped_groups_as_the_scores_do(
    saved_elsewhere: dict[str, Path], take: Literal["all", "highest"], points: tuple[float, ...]
) -> None:
    rubric = _capped(Sum(take))
    content = saved_elsewhere[f"capped-{take}"].read_bytes()
    sheet = load_workbook(io.BytesIO(content), data_only=True).worksheets[0]
    shown = [sheet[sum_cells(rubric)["III.6", stage]].value for stage in Stage]
    assert tuple(shown) == points
    workbook = read_workbook(content, "x.xlsx").value
    assert workbook is not None
    (table,) = find_tables(workbook)
    counted = compute(read_table(table, rubric, identify(workbook, table), "x.xlsx").value).points
    assert [float(counted["III.6", stage] or 0) for stage in Stage] == shown


@pytest.mark.office
def test_libreoffice_keeps_the_bounds_and_locks_of_figures(saved_elsewhere: dict[str, Path]) -> None:
    book = load_workbook(saved_elsewhere["figures"])
    sheet, made = book[FACTS_SHEET], figures(None)
    kinds = {}
    for name, cell in fact_cells(asking()).items():
        (found,) = (one for one in sheet.data_validations.dataValidation if cell in one.sqref)
        kinds[_FACTS[name].kind] = found.type
        assert (found.prompt, found.error) == (limit(made, cell).prompt, limit(made, cell).error)
        assert sheet[cell].protection.locked is False
    assert kinds == {"count": "whole", "amount": "decimal", "percent": "decimal", "number": "decimal", "yes-no": "list"}
    assert sheet.protection.sheet
    assert (sheet.print_title_rows, sheet.page_setup.orientation) == ("$5:$5", "portrait")
    shown = load_workbook(saved_elsewhere["figures"], data_only=True)[FACTS_SHEET]["C3"].value
    assert shown in {None, ""}


@pytest.mark.office
@WITH_PDFTOTEXT
def test_printed_forms_keep_their_pages_and_their_end_together(
    convert: Convert,
) -> None:
    blanks = {
        name: to_bytes(blank_form(make(), unit=UNIT, year="2019", cluster="Cụm 1"))
        for name, (make, _, _) in TABLES.items()
    }
    for name, path in convert(blanks, "pdf").items():
        text = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, check=True, text=True).stdout
        pages = text.split("\f")[:-1]
        assert len(pages) == TABLES[name][2]
        assert all("STT" in page and f"Trang {n}/{len(pages)}" in page for n, page in enumerate(pages, 1))
        assert all(words in pages[-1] for words in ("Tổng cộng", "ĐƠN VỊ TỰ CHẤM", "Mã biểu: "))
