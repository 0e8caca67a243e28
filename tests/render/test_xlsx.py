"""Facts about the consolidated workbook: its numbers, where they come from, and what it never does."""

from __future__ import annotations

import itertools
import re
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from msgspec.structs import replace

from thidua_cli import catalogue
from thidua_cli.cells import Cell, Kind, address, place
from thidua_cli.cluster import assemble
from thidua_cli.render.xlsx import consolidated
from thidua_cli.report import draw_up
from thidua_cli.roster.model import Ballot, Member
from thidua_cli.rubric.model import Stage, Status
from thidua_cli.spreadsheets.writer import to_bytes
from thidua_cli.submission import Expected, Submission, UnitName, take_in, unreadable

from . import by_hand
from .by_hand import DISTRICTS, ENTERPRISES, SHEET, Scores, digest, filled, in_scope, report_of, rubric_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from thidua_cli.page import Book, Box, Sheet
    from thidua_cli.report import ClusterReport
    from thidua_cli.roster.model import Roster

    Convert = Callable[[Mapping[str, bytes], str], dict[str, Path]]

TABS = [
    *("Tổng hợp", "Tự chấm", "Cụm chấm", "Ban TĐKT", "So sánh", "Chênh lệch", "Biểu đồ"),
    *("Phát hiện", "Nguồn số liệu", "Tệp nguồn"),
]
TAB_OF = dict(zip(Stage, TABS[1:4], strict=True))
NAMES = ("Sở Nội vụ", "Sở Tài chính", "Sở Công Thương")


# --- clusters ------------------------------------------------------------------------------------


def members(*names: str) -> list[Member]:
    return [Member(f"u{number}", name) for number, name in enumerate(names)]


def all_stages(short: str, *, rubric: str = DISTRICTS, but: Scores | None = None) -> dict[Stage, Scores]:
    scores = filled(rubric_of(rubric), short, but=but)
    return {Stage.SELF: scores, Stage.CLUSTER: scores, Stage.BOARD: in_scope(rubric_of(rubric), scores)}


def submit(roster: Roster, number: int, by_stage: dict[Stage, Scores], file: str = "") -> Submission:
    member = roster.members[number]
    return by_hand.submission(roster, member.name, file or f"{member.id}.xlsx", by_stage)


def plain_cluster(rubric: str = DISTRICTS, names: tuple[str, ...] = NAMES) -> ClusterReport:
    roster = by_hand.roster_of(members(*names), rubric=rubric)
    sent = [submit(roster, n, all_stages(str(n + 1), rubric=rubric)) for n in range(len(names))]
    return report_of(roster, sent)


def mixed_roster() -> Roster:
    listed = members(*NAMES, "Thanh tra tỉnh", "Văn phòng UBND tỉnh", "Sở Y tế", "Ban Dân tộc", "Sở Xây dựng")
    excluded = {"status": Status.EXCLUDED, "reason": "Tự ý điều chỉnh số liệu", "basis": "KL 15/KL-TTr"}
    pending = {"status": Status.PENDING, "reason": "Chờ kết luận thanh tra", "basis": "CV 22/SNV"}
    listed[2] = replace(listed[2], **excluded)
    listed[7] = replace(listed[7], **pending)
    return by_hand.roster_of(listed)


def mixed() -> ClusterReport:
    """One unit each that is in order, has details, is excluded, repeated, unreadable, missing, wrong, pending."""
    roster = mixed_roster()
    rubric = rubric_of()
    detailed = filled(rubric, "3", but={"III.2.a": Decimal("2.5"), "III.2.b": 2, "III.3.a": 2})
    detailed |= {"III.3.b.1": 1, "III.3.b.2": 3}
    del detailed["III.2"], detailed["III.3"]
    wrong: Scores = {
        "III.1": "bốn điểm",
        "III.4": 6,
        "III.5": Cell(Kind.DATE, "2019-05-04", Decimal(43589)),
        "total": 1,
    }
    partly = filled(rubric, "4")
    del partly["III.1"]
    empty = catalogue.FILE_EMPTY.finding(file="u4.xlsx")
    broken = unreadable("u4.xlsx", digest("u4.xlsx"), [empty], Expected(by_hand.Shelf(), roster, rubric))
    return report_of(
        roster,
        [
            submit(roster, 0, all_stages("2.5")),
            submit(roster, 1, {Stage.SELF: detailed, Stage.CLUSTER: filled(rubric, "3.25"), Stage.BOARD: detailed}),
            submit(roster, 2, all_stages("1")),
            submit(roster, 3, all_stages("2"), "a.xlsx"),
            submit(roster, 3, all_stages("2"), "b/a (1).xlsx"),
            replace(broken, unit=UnitName("u4", "Văn phòng UBND tỉnh")),
            submit(roster, 6, {Stage.SELF: filled(rubric, "4", but=wrong), Stage.CLUSTER: partly}),
            submit(roster, 7, all_stages("1.75")),
        ],
    )


# --- reading the book ----------------------------------------------------------------------------


def sheet_of(book: Book, tab: str) -> Sheet:
    return next(sheet for sheet in book.sheets if sheet.name == tab)


def texts(sheet: Sheet) -> str:
    return "\n".join(str(box.value) for _, box in sorted(sheet.boxes.items()) if box.value is not None)


def column_of(sheet: Sheet, heading: str) -> int:
    return next(column for (_, column), box in sheet.boxes.items() if box.value == heading)


def row_of(sheet: Sheet, text: str, column: int) -> int:
    return next(row for (row, at), box in sheet.boxes.items() if at == column and box.value == text)


def at(sheet: Sheet, row_text: str, row_column: int, column: int) -> Box:
    return sheet.boxes[row_of(sheet, row_text, row_column), column]


def matrix(book: Book, unit: str, criterion: str, stage: Stage) -> Box:
    """The unit's cell of a printed row, found by the row's text."""
    sheet = sheet_of(book, TAB_OF[stage])
    found = rubric_of().find(criterion)
    title = found.title if found else criterion
    rows = [row for (row, column), box in sheet.boxes.items() if column == 2 and str(box.value).startswith(title)]
    return sheet.boxes[rows[0], column_of(sheet, unit)]


def summary_row(book: Book, unit: str) -> list[object]:
    sheet = sheet_of(book, TABS[0])
    row = row_of(sheet, unit, 2)
    return [sheet.boxes[row, column].value for column in range(1, max(sheet.widths) + 1)]


def linked_row(book: Book, link: str) -> list[object]:
    tab, _, cell = link.partition("!")
    where = place(cell)
    assert where is not None
    sheet = sheet_of(book, tab.strip("'"))
    return [sheet.boxes[where[0], column].value for column in range(1, max(sheet.widths) + 1)]


def summed(sheet: Sheet, formula: str) -> Decimal:
    """What Excel makes of a SUM: numbers count, texts and blanks do not."""
    ranges = re.fullmatch(r"SUM\((.*)\)", formula)
    assert ranges is not None
    total = Decimal(0)
    for area in ranges[1].split(","):
        first, _, last = area.partition(":")
        top, bottom = place(first), place(last or first)
        assert top is not None
        assert bottom is not None
        for row in range(top[0], bottom[0] + 1):
            value = sheet.boxes[row, top[1]].value
            total += value if isinstance(value, Decimal) else 0
    return total


def unit_cells(report: ClusterReport, sheet: Sheet) -> list[tuple[str, int, int]]:
    """Each (unit id, row, column) of a matrix below its headings."""
    return [
        (unit.member.id, row, column)
        for unit in report.cluster.units
        for column in [column_of(sheet, unit.member.name)]
        for row, where in sheet.boxes
        if where == column and row > 5
    ]


REPORTS: dict[str, Callable[[], ClusterReport]] = {
    "plain": plain_cluster,
    "mixed": mixed,
    "enterprises": lambda: plain_cluster(ENTERPRISES),
}


# --- the whole -----------------------------------------------------------------------------------


def test_the_sheets_stand_in_the_order_of_the_work() -> None:
    assert [sheet.name for sheet in consolidated(plain_cluster()).sheets] == TABS
    assert [sheet.name for sheet in consolidated(plain_cluster(), "en").sheets] == [
        *("Summary", "Self scores", "Cluster scores", "Board scores", "Comparison", "Differences", "Charts"),
        *("Findings", "Sources", "Source files"),
    ]


@pytest.mark.parametrize("name", REPORTS)
def test_the_same_report_gives_the_same_book(name: str) -> None:
    first, second = consolidated(REPORTS[name]()), consolidated(REPORTS[name]())
    assert first == second
    assert to_bytes(first) == to_bytes(second)


def test_the_order_of_the_files_does_not_matter() -> None:
    report = mixed()
    cluster = report.cluster
    turned = assemble(cluster.path, cluster.roster, cluster.rubric, cluster.submissions[::-1])
    assert consolidated(draw_up(turned)) == consolidated(report)


def test_where_the_cluster_lies_is_not_told() -> None:
    report = mixed()
    found = catalogue.SETTINGS_MISSING_KEY.finding(file="/srv/bí mật/cum-1/cluster.yaml", line=1, column=1, within="x")
    moved = replace(report.cluster, path="/srv/bí mật/cum-1", findings=(*report.cluster.findings, found))
    book = consolidated(draw_up(moved))
    assert not any("bí mật" in texts(sheet) for sheet in book.sheets)
    assert "cluster.yaml" in texts(sheet_of(book, "Phát hiện"))


# --- numbers and their sources -------------------------------------------------------------------


@pytest.mark.parametrize("name", REPORTS)
@pytest.mark.parametrize("stage", Stage)
def test_every_score_leads_to_its_file_sheet_and_cell(name: str, stage: Stage) -> None:
    report = REPORTS[name]()
    book = consolidated(report)
    sheet = sheet_of(book, TAB_OF[stage])
    sent = {unit.member.id: unit.submission for unit in report.cluster.units}
    seen = 0
    for unit_id, row, column in unit_cells(report, sheet):
        box = sheet.boxes[row, column]
        if not isinstance(box.value, Decimal) or box.formula:
            continue
        submission = sent[unit_id]
        assert submission is not None
        assert submission.sheet is not None
        if box.link is None:  # a sum held down by its maximum
            assert sheet.boxes[row, 2].value == rubric_of().find("III.3.b").title  # type: ignore[union-attr]  # it is there
            continue
        unit, criterion, _, stated, points, file, tab, cell, sha = linked_row(book, box.link)
        taken = Stage.CLUSTER if stage is Stage.BOARD and not str(criterion).startswith("III") else stage
        given = submission.sheet.given(str(criterion), taken)
        assert given is not None
        assert (unit, points, stated) == (submission.unit and submission.unit.name, box.value, given.text)
        assert (file, tab, cell, sha) == (submission.file, SHEET, given.cell, digest(submission.file))
        assert given.value == box.value
        seen += 1
    assert seen > 20


def test_a_source_leads_back_to_its_cell_in_the_matrix() -> None:
    book = consolidated(mixed())
    sources = sheet_of(book, "Nguồn số liệu")
    links = [(row, box.link) for (row, column), box in sources.boxes.items() if column == 2 and box.link]
    assert len(links) > 100
    for row, link in links:
        tab, _, cell = str(link).partition("!")
        where = place(cell)
        assert where is not None
        shown = sheet_of(book, tab.strip("'")).boxes[where].value
        points = sources.boxes[row, 5].value
        assert shown == (points if points is not None else sources.boxes[row, 4].value)


@pytest.mark.parametrize("name", REPORTS)
@pytest.mark.parametrize("stage", Stage)
def test_stored_results_of_formulas_are_the_recomputed_points(name: str, stage: Stage) -> None:
    report = REPORTS[name]()
    sheet = sheet_of(consolidated(report), TAB_OF[stage])
    formulas = [box for box in sheet.boxes.values() if box.formula is not None]
    assert len(formulas) >= 9
    for box in formulas:
        assert summed(sheet, str(box.formula)) == box.value


@pytest.mark.parametrize("stage", Stage)
def test_totals_are_the_report_s(stage: Stage) -> None:
    report = plain_cluster()
    book = consolidated(report)
    for unit in report.cluster.units:
        assert unit.submission is not None
        assert unit.submission.scores is not None
        total = unit.submission.scores.totals[stage].value
        box = matrix(book, unit.member.name, "Tổng cộng", stage)
        assert (box.value, box.formula is not None) == (total, True)
        assert summary_row(book, unit.member.name)[8 + list(Stage).index(stage)] == total


def test_a_sum_held_down_by_its_maximum_is_a_plain_number() -> None:
    book = consolidated(mixed())
    parts = [matrix(book, "Sở Tài chính", f"III.3.b.{n}", Stage.SELF).value for n in (1, 2)]
    capped = matrix(book, "Sở Tài chính", "III.3.b", Stage.SELF)
    above = matrix(book, "Sở Tài chính", "III.3", Stage.SELF)
    assert parts == [1, 3]
    assert (capped.value, capped.formula) == (3, None)
    assert (above.value, above.formula is not None) == (5, True)


def test_details_stand_below_their_row_only_where_a_sheet_scored_them() -> None:
    book = consolidated(mixed())
    own, cluster = sheet_of(book, "Tự chấm"), sheet_of(book, "Cụm chấm")
    first = rubric_of().find("III.2.a")
    assert first is not None
    row = row_of(own, first.title, 2)
    assert own.boxes[row - 1, 1].value == "2"
    assert [own.boxes[row + below, 1].value for below in (0, 1, 2, 3, 4, 5, 6)] == [
        "a",
        "b",
        "3",
        "a",
        "b",
        "b.1",
        "b.2",
    ]
    assert first.title not in texts(cluster)
    assert matrix(book, "Sở Tài chính", "III.2", Stage.SELF).value == Decimal("4.5")
    assert matrix(book, "Sở Nội vụ", "III.2.a", Stage.SELF).value is None


def test_a_number_beyond_a_spreadsheet_s_precision_is_in_no_formula() -> None:
    roster = by_hand.roster_of(members("Sở Nội vụ"))
    report = report_of(roster, [submit(roster, 0, all_stages("0", but={"III.1": "4,12345678901234567"}))])
    book = consolidated(report)
    assert matrix(book, "Sở Nội vụ", "III.1", Stage.SELF).value == Decimal("4.12345678901234567")
    group = matrix(book, "Sở Nội vụ", "III", Stage.SELF)
    assert (group.value, group.formula) == (Decimal("29.12345678901234567"), None)
    to_bytes(book)


# --- what is not there ---------------------------------------------------------------------------


def test_blank_stays_blank() -> None:
    roster = by_hand.roster_of(members("Sở Nội vụ", "Sở Tài chính"))
    sparse: Scores = {"I": 90, "II": "-", "III.1": 0, "III.2": "x", "III.3": ""}
    report = report_of(roster, [submit(roster, 0, {Stage.SELF: sparse}), submit(roster, 1, {})])
    book = consolidated(report)
    assert matrix(book, "Sở Nội vụ", "III.1", Stage.SELF).value == 0
    for criterion in ("II", "III.2", "III.3", "III.4", "III.6", "III.6.1"):
        assert matrix(book, "Sở Nội vụ", criterion, Stage.SELF) == replace(
            matrix(book, "Sở Nội vụ", criterion, Stage.SELF), value=None, formula=None, link=None
        )
    sheet = sheet_of(book, "Tự chấm")
    column = column_of(sheet, "Sở Tài chính")
    values = {box.value for (row, at), box in sheet.boxes.items() if at == column and row > 5}
    assert not any(isinstance(value, Decimal | int) for value in values)


def test_an_incomplete_total_is_said_in_words() -> None:
    book = consolidated(mixed())
    assert summary_row(book, "Ban Dân tộc")[8:11] == [
        *("chưa đủ (2 ô lỗi)", "chưa đủ (1 ô trống)", "chưa đủ (9 ô trống)")
    ]
    assert matrix(book, "Ban Dân tộc", "Tổng cộng", Stage.CLUSTER).value == "chưa đủ (1 ô trống)"
    tally = matrix(book, "Ban Dân tộc", "Tạm cộng", Stage.CLUSTER)
    group = matrix(book, "Ban Dân tộc", "III", Stage.CLUSTER)
    complete = matrix(book, "Sở Nội vụ", "III", Stage.CLUSTER)
    assert (tally.value, tally.style.italic) == (141, True)
    assert (group.value, group.style.italic, complete.style.italic) == (25, True, False)
    assert matrix(book, "Sở Nội vụ", "Tạm cộng", Stage.CLUSTER).value is None


def test_a_complete_total_with_an_error_in_it_says_so() -> None:
    roster = by_hand.roster_of(members("Sở Nội vụ"))
    report = report_of(roster, [submit(roster, 0, all_stages("0", but={"II": 21}))])
    book = consolidated(report)
    assert summary_row(book, "Sở Nội vụ")[8] == "151 (còn lỗi)"
    total, score = matrix(book, "Sở Nội vụ", "Tổng cộng", Stage.SELF), matrix(book, "Sở Nội vụ", "II", Stage.SELF)
    assert (total.value, total.style.number_format) == (151, 'General"*"')
    assert (score.value, score.style.number_format) == (21, 'General"*"')


def test_a_faulty_cell_shows_the_text_as_found() -> None:
    book = consolidated(mixed())
    text, day = (matrix(book, "Ban Dân tộc", criterion, Stage.SELF) for criterion in ("III.1", "III.5"))
    good = matrix(book, "Sở Nội vụ", "III.1", Stage.SELF)
    assert (text.value, day.value) == ("bốn điểm", "2019-05-04")
    assert text.style.fill == day.style.fill != good.style.fill
    assert any(box.value == "bốn điểm" for box in sheet_of(book, "Nguồn số liệu").boxes.values())


@pytest.mark.parametrize(
    ("unit", "words", "state"),
    [
        ("Sở Nội vụ", "đạt", "đạt"),
        ("Sở Công Thương", "đạt; không xét", "đạt"),
        ("Sở Xây dựng", "đạt; chưa xét", "đạt"),
        ("Thanh tra tỉnh", "nhiều phiếu", "nhiều phiếu"),
        ("Văn phòng UBND tỉnh", "không đọc được", "không đọc được"),
        ("Sở Y tế", "chưa có phiếu", "chưa có phiếu"),
        ("Ban Dân tộc", "có lỗi", "có lỗi"),
    ],
)
def test_every_member_keeps_its_column_with_its_state_in_words(unit: str, words: str, state: str) -> None:
    book = consolidated(mixed())
    for stage in Stage:
        sheet = sheet_of(book, TAB_OF[stage])
        assert sheet.boxes[5, column_of(sheet, unit)].value == words
    assert summary_row(book, unit)[2] == state


def test_a_sheet_of_another_table_lends_no_numbers() -> None:
    """The same ids mean other criteria there."""
    roster = by_hand.roster_of(members("Công ty A"), rubric=ENTERPRISES)
    made = by_hand.workbook(rubric_of(DISTRICTS), "Công ty A", all_stages("1"))
    sent = take_in(made, "a.xlsx", digest("a.xlsx"), Expected(by_hand.Shelf(), roster, rubric_of(ENTERPRISES)))
    assert (sent.rubric, sent.scores is None) == (DISTRICTS, False)
    book = consolidated(report_of(roster, [sent]))
    sheet = sheet_of(book, "Tự chấm")
    assert sheet.boxes[5, column_of(sheet, "Công ty A")].value == "theo bảng tiêu chí khác"
    assert summary_row(book, "Công ty A")[8:11] == ["theo bảng tiêu chí khác"] * 3
    assert "Chưa có điểm nào." in texts(sheet_of(book, "Nguồn số liệu"))


# --- the board's matrix --------------------------------------------------------------------------


def test_sections_outside_the_board_s_scope_show_the_cluster_s_score_in_another_style() -> None:
    book = consolidated(mixed())
    lent, own = (matrix(book, "Sở Tài chính", section, Stage.BOARD) for section in ("I", "III"))
    assert lent.value == matrix(book, "Sở Tài chính", "I", Stage.CLUSTER).value == Decimal("96.75")
    assert lent.style.italic
    assert lent.style.fill != own.style.fill
    board = texts(sheet_of(book, "Ban TĐKT"))
    assert "(lấy Điểm Cụm thi đua chấm)" in board
    assert "Ban TĐKT không thẩm định mục này" in board
    assert "lấy Điểm Cụm" not in texts(sheet_of(book, "Cụm chấm"))


def test_a_board_that_examines_everything_borrows_nothing() -> None:
    listed = by_hand.roster_of(members("Sở Nội vụ"))
    roster = replace(listed, readings={"appraisal_scope": "all"})
    scores = {stage: filled(rubric_of(), "1") for stage in Stage}
    book = consolidated(report_of(roster, [submit(roster, 0, scores)]))
    assert "lấy Điểm Cụm" not in texts(sheet_of(book, "Ban TĐKT"))
    assert matrix(book, "Sở Nội vụ", "Tổng cộng", Stage.BOARD).value == 149


# --- the summary ---------------------------------------------------------------------------------


def test_a_ranked_unit_has_rank_sections_total_and_award_with_its_clause() -> None:
    book = consolidated(plain_cluster())
    row = summary_row(book, "Sở Nội vụ")
    assert row[:11] == [1, "Sở Nội vụ", "đạt", "được xét", 99, 20, 30, 149, 149, 149, 149]
    assert row[11:13] == [1, "Đề nghị Cờ thi đua của UBND tỉnh"]
    assert "(C.II)" in str(row[13])
    assert summary_row(book, "Sở Tài chính")[12] == "Đề nghị Bằng khen của Chủ tịch UBND tỉnh"


def test_an_excluded_unit_keeps_points_and_reason_and_has_no_rank() -> None:
    row = summary_row(consolidated(mixed()), "Sở Công Thương")
    assert row[:11] == [None, "Sở Công Thương", "đạt", "không xét", 99, 20, 30, 149, 149, 149, 149]
    assert row[11:13] == [None, None]
    assert row[13] == "Không xét thi đua: Tự ý điều chỉnh số liệu (KL 15/KL-TTr) (D.3)."


def test_a_draft_says_what_is_missing() -> None:
    report = mixed()
    assert not report.ready
    summary = texts(sheet_of(consolidated(report), TABS[0]))
    mark = next(line for line in summary.splitlines() if line.startswith("DỰ THẢO – CHƯA ĐỦ"))
    for words in (
        "chưa có phiếu của Sở Y tế",
        "nhiều phiếu của Thanh tra tỉnh",
        "không đọc được phiếu của Văn phòng UBND tỉnh",
        "còn lỗi trong phiếu của Ban Dân tộc",
    ):
        assert words in mark


def test_a_finished_result_is_no_draft() -> None:
    report = plain_cluster()
    assert report.ready
    summary = texts(sheet_of(consolidated(report), TABS[0]))
    assert "DỰ THẢO" not in summary
    assert "kết quả chính thức" in summary


@pytest.mark.parametrize(("stage", "label"), [(Stage.SELF, "để tham khảo"), (Stage.CLUSTER, "dự kiến")])
def test_a_result_that_is_not_the_board_s_is_labelled(stage: Stage, label: str) -> None:
    roster = by_hand.roster_of(members(*NAMES))
    upto = list(Stage)[: list(Stage).index(stage) + 1]
    sent = [submit(roster, n, {s: filled(rubric_of(), str(n)) for s in upto}) for n in range(len(NAMES))]
    summary = texts(sheet_of(consolidated(report_of(roster, sent)), TABS[0]))
    assert f"kết quả {label}" in summary
    assert f"Đề nghị khen thưởng ({label})" in summary
    assert "chưa xếp hạng được theo Điểm Ban TĐKT thẩm định" in summary


def test_an_open_ballot_is_said_and_nothing_is_proposed() -> None:
    roster = by_hand.roster_of(members(*NAMES))
    report = report_of(roster, [submit(roster, n, all_stages("1")) for n in range(3)])
    book = consolidated(report)
    assert {summary_row(book, name)[12] for name in NAMES} == {"Chờ bỏ phiếu Cờ thi đua của UBND tỉnh"}
    assert "chờ bỏ phiếu Cờ thi đua của UBND tỉnh: Sở Nội vụ, Sở Tài chính, Sở Công Thương" in texts(book.sheets[0])


def test_a_recorded_ballot_gives_one_proposal() -> None:
    ballot = Ballot("flag", ("u0", "u1", "u2"), {"u0": 1, "u1": 5, "u2": 2}, 8, "BB 01")
    roster = by_hand.roster_of(members(*NAMES), ballots=(ballot,))
    book = consolidated(report_of(roster, [submit(roster, n, all_stages("1")) for n in range(3)]))
    proposed = [name for name in NAMES if "Cờ" in str(summary_row(book, name)[12])]
    assert proposed == ["Sở Tài chính"]


def test_what_is_open_and_how_much_was_found_stand_below_the_table() -> None:
    report = mixed()
    summary = texts(sheet_of(consolidated(report), TABS[0]))
    assert "Còn phải giải quyết trước khi trình" in summary
    assert "Chưa có phiếu của Sở Y tế." in summary
    assert re.search(r"Ban Dân tộc \(u6\.xlsx\): 3 lỗi tại D8, D11, D12 \(TD202, TD203, TD206\)", summary)
    assert "Tổng số phát hiện: " in summary
    assert "TM. CỤM THI ĐUA\nCỤM TRƯỞNG\n(Sở Nội vụ)" in summary


# --- the findings --------------------------------------------------------------------------------


def test_every_finding_has_a_row_and_errors_come_first() -> None:
    report = mixed()
    sheet = sheet_of(consolidated(report), "Phát hiện")
    rows = [row for (row, column), box in sheet.boxes.items() if column == 13 and row > 4 and box.value]
    words = [str(sheet.boxes[row, 1].value) for row in sorted(rows)]
    assert len(words) == len(report.findings)
    assert words == sorted(words, key=["Lỗi", "Cảnh báo", "Ghi chú"].index)
    codes = sorted(str(sheet.boxes[row, 13].value) for row in rows)
    assert codes == sorted(finding.code for finding in report.findings)


def test_a_finding_names_its_place_and_leads_to_its_score() -> None:
    book = consolidated(mixed())
    sheet = sheet_of(book, "Phát hiện")
    row = row_of(sheet, "TD203", 13)
    values = [sheet.boxes[row, column].value for column in range(1, 14)]
    assert values[:7] == ["Lỗi", "Ban Dân tộc", "u6.xlsx", SHEET, "D11", "III.4", "Điểm tự chấm"]
    assert values[8:10] == ["6", "0–5"]
    link = str(sheet.boxes[row, 6].link)
    where = place(link.partition("!")[2])
    assert where is not None
    assert sheet_of(book, "Tự chấm").boxes[where] == matrix(book, "Ban Dân tộc", "III.4", Stage.SELF)


# --- names, sizes, languages ---------------------------------------------------------------------

_AREA = r"('(Tự chấm|Cụm chấm|Ban TĐKT)'!)?[A-Z]+[0-9]+(:[A-Z]+[0-9]+)?"
OURS = re.compile(rf"=((SUM|MAX|MIN|AVERAGE)\({_AREA}(,{_AREA})*\)|{_AREA}(-{_AREA})?)")

HOSTILE = ('=cmd|"/C calc"!A1', "<b>&amp;</b>", "+1", "@SUM(1)", "X" * 200, "Sở " + "rất dài " * 24, "-2", "😀 đơn vị")


def test_a_hostile_name_stays_text() -> None:
    report = plain_cluster(names=HOSTILE)
    named = replace(report.cluster, roster=replace(report.cluster.roster, name="=Cụm & <b> &P", year=""))
    book = consolidated(draw_up(named))
    workbook = openpyxl.load_workbook(BytesIO(to_bytes(book)))
    ours = {(sheet.name, address(*where)) for sheet in book.sheets for where, box in sheet.boxes.items() if box.formula}
    for worksheet in workbook.worksheets:
        for cell in (cell for row in worksheet.iter_rows() for cell in row):
            is_formula = cell.data_type == "f"
            assert is_formula == ((worksheet.title, cell.coordinate) in ours)
            assert not is_formula or OURS.fullmatch(str(cell.value))
    summary = {cell.value for row in workbook.worksheets[0].iter_rows() for cell in row}
    assert set(HOSTILE) <= summary


@pytest.mark.parametrize(
    ("units", "a3", "pages"), [(1, False, 1), (8, False, 1), (16, True, 1), (30, True, 2), (60, True, 4)]
)
def test_wide_clusters_are_printed_large_enough_to_read(units: int, *, a3: bool, pages: int) -> None:
    book = consolidated(plain_cluster(names=tuple(f"Đơn vị số {n:02d}" for n in range(units))))
    for tab in TABS[1:4]:
        sheet = sheet_of(book, tab)
        assert (sheet.a3, sheet.landscape, sheet.repeated_rows, sheet.frozen) == (a3, True, (4, 5), (6, 4))
        assert len(sheet.widths) == 3 + units
        assert sheet.repeated_columns == ((1, 3) if pages > 1 else None)
        assert len(sheet.column_breaks) == pages - 1
        assert scale_of(sheet) >= 70
        # Titles end where the first page does; a note stands on every page, so nothing of it may be cut off there.
        first = sheet.column_breaks[0] if sheet.column_breaks else 3 + units
        notes = {area.right for area in sheet.merged if area.top > 5}
        assert {area.right for area in sheet.merged if area.top <= 5} == {first}
        assert notes <= {3 if pages > 1 else first}
    to_bytes(book)


def scale_of(sheet: Sheet) -> float:
    """The size in percent at which the sheet is printed, its widest page being what counts."""
    ends = [0, *sheet.column_breaks, max(sheet.widths)]
    repeated = sum(sheet.widths[n] for n in (1, 2, 3)) if sheet.column_breaks else 0
    spans = [
        sum(sheet.widths[n] for n in range(first + 1, last + 1)) + (repeated if first else 0)
        for first, last in itertools.pairwise(ends)
    ]
    room = ((420 if sheet.a3 else 297) - 45) / 25.4 * 72
    fits = room / (max(spans) * 6) * 100
    assert sheet.scale is None or sheet.scale <= fits
    return sheet.scale or min(fits, 100)


def test_a_cluster_without_any_sheet_is_drawn() -> None:
    report = report_of(by_hand.roster_of(members("Sở Nội vụ", "Sở Tài chính")), [])
    assert report.ranking.stage is None
    book = consolidated(report)
    assert "Chưa xếp hạng" in texts(book.sheets[0])
    assert summary_row(book, "Sở Nội vụ")[:11] == [None, "Sở Nội vụ", "chưa có phiếu", "được xét", *[None] * 4, *"–––"]
    to_bytes(book)


def test_a_cluster_without_members_is_drawn() -> None:
    report = report_of(replace(by_hand.roster_of([]), listed=False), [])
    assert to_bytes(consolidated(report))


def test_english_keeps_only_the_official_texts_in_vietnamese() -> None:
    report = mixed()
    summary = sheet_of(consolidated(report, "en"), "Summary")
    said = texts(summary)
    assert "DRAFT – INCOMPLETE" in said
    assert summary_row_values(summary, "Sở Nội vụ")[2:4] == ["in order", "considered"]
    assert not re.search(r"chưa|Phát hiện|Đề nghị|Tổng số|giải quyết", said)


def summary_row_values(sheet: Sheet, unit: str) -> list[Any]:
    row = row_of(sheet, unit, 2)
    return [sheet.boxes[row, column].value for column in range(1, max(sheet.widths) + 1)]


def test_no_row_is_higher_than_excel_allows_and_every_text_row_has_a_height() -> None:
    for book in (consolidated(mixed()), consolidated(plain_cluster(names=HOSTILE))):
        for sheet in book.sheets:
            assert max(sheet.heights.values()) <= 409
            assert {row for (row, _), box in sheet.boxes.items() if box.value is not None} <= set(sheet.heights)


# --- in an office program ------------------------------------------------------------------------


@pytest.mark.office
def test_libreoffice_computes_the_same_sums(convert: Convert) -> None:
    book = consolidated(mixed())
    saved = convert({"tong-hop": to_bytes(book)}, "xlsx")["tong-hop"]
    workbook = openpyxl.load_workbook(saved, data_only=True)
    sums = [
        (sheet.name, where, box.value) for sheet in book.sheets for where, box in sheet.boxes.items() if box.formula
    ]
    assert len(sums) > 40
    for name, where, value in sums:
        found = Decimal(str(workbook[name].cell(*where).value))
        # A mean is stored with as many digits as a spreadsheet keeps.
        assert round(found, 12) == round(Decimal(str(value)), 12)
