"""Facts about what the consolidated workbook compares: its numbers against the JSON, its charts against its cells.

Everything here is read back from the file's bytes.
"""

from __future__ import annotations

import itertools
import json
import random
import re
from decimal import Decimal
from fractions import Fraction
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

import openpyxl
import pytest
from msgspec.structs import replace

from thidua_cli.cells import Cell, Kind, address, place
from thidua_cli.render import json as drawn
from thidua_cli.render.xlsx import consolidated
from thidua_cli.render.xlsx.paper import room
from thidua_cli.report import Report
from thidua_cli.review.model import Review, SettledReason
from thidua_cli.rubric.model import Stage
from thidua_cli.sheet_report import Validated
from thidua_cli.spreadsheets.writer import to_bytes
from thidua_cli.typeset import text_width

from . import by_hand
from .by_hand import in_scope, leaves, report_of, rubric_of
from .test_xlsx import HOSTILE, NAMES, TAB_OF, members, mixed, plain_cluster, submit, texts

if TYPE_CHECKING:
    from collections.abc import Callable

    from openpyxl import Workbook

    from tests.conftest import Golden
    from thidua_cli.page import Book, Sheet
    from thidua_cli.report import ClusterReport

# --- clusters ------------------------------------------------------------------------------------


def random_cluster(seed: int, units: int) -> ClusterReport:
    """So many units with any quarter points in all three columns, some cells of them blank or faulty."""
    luck = random.Random(seed)  # noqa: S311 - no secret
    rubric = rubric_of()
    roster = by_hand.roster_of(members(*(f"Đơn vị số {n}" for n in range(units))))
    sent = []
    for number in range(units):
        by_stage: dict[Stage, by_hand.Scores] = {}
        for stage in Stage:
            scores: by_hand.Scores = {
                row.id: Decimal(luck.randrange(int(row.maximum) * 4 + 1)) / 4 for row in leaves(rubric)
            }
            if luck.random() < 0.15:
                odd: list[by_hand.Score] = ["", "năm", Cell(Kind.DATE, "2019-05-04")]
                scores[luck.choice(leaves(rubric)).id] = luck.choice(odd)
            by_stage[stage] = in_scope(rubric, scores) if stage is Stage.BOARD else scores
        sent.append(submit(roster, number, by_stage))
    return report_of(roster, sent)


def thirds() -> ClusterReport:
    """Three units whose mean no decimal states exactly."""
    roster = by_hand.roster_of(members(*NAMES))
    sent = [
        submit(roster, n, {stage: in_scope(rubric_of(), scores) if stage is Stage.BOARD else scores for stage in Stage})
        for n, scores in enumerate(by_hand.filled(rubric_of(), "0", but={"II": 20 - n // 2}) for n in range(3))
    ]
    return report_of(roster, sent)


REPORTS: dict[str, Callable[[], ClusterReport]] = {
    "mixed": mixed,
    "one": lambda: random_cluster(1, 1),
    "eight": lambda: random_cluster(2, 8),
    "thirty": lambda: random_cluster(3, 30),
    "sixty": lambda: random_cluster(4, 60),
}


def saved(report: ClusterReport) -> Workbook:
    """The workbook as its bytes have it, formulas with their stored results."""
    return openpyxl.load_workbook(BytesIO(to_bytes(consolidated(report))), data_only=True)


def exact(value: object) -> Decimal | None:
    """A number of a cell; what a unit wrote instead of one is none."""
    return Decimal(str(value)) if isinstance(value, int | float) else None


def rows_of(sheet: Any, head: int) -> dict[str, list[Any]]:
    """The rows below the headings, by the text of their second column."""
    return {str(row[1]): list(row) for row in sheet.iter_rows(min_row=head + 1, values_only=True) if row[1]}


def sheet_named(book: Book, tab: str) -> Sheet:
    return next(sheet for sheet in book.sheets if sheet.name == tab)


# --- the same numbers as the JSON ----------------------------------------------------------------


@pytest.mark.parametrize("name", REPORTS)
def test_matrices_hold_the_numbers_of_the_json(name: str) -> None:
    report = REPORTS[name]()
    workbook = saved(report)
    sent = Validated(report.cluster.submissions, ())
    files = {file["path"]: file for file in json.loads(drawn.validated(sent, "vi"), parse_float=Decimal)["files"]}
    ids = {criterion.title: criterion.id for criterion in rubric_of().rows()}
    seen = 0
    for stage in Stage:
        sheet = workbook[TAB_OF[stage]]
        column_of = {cell.value: number for number, cell in enumerate(sheet[4], 1)}
        for unit in report.cluster.units:
            if unit.submission is None or unit.submission.scores is None:
                continue
            scores = files[unit.submission.file]["scores"]
            for number, row in enumerate(sheet.iter_rows(min_row=6), 6):
                criterion = ids.get(str(row[1].value).partition("\n")[0])
                if criterion is None or (stage is Stage.BOARD and criterion.split(".")[0] != "III"):
                    continue
                value = exact(sheet.cell(number, column_of[unit.member.name]).value)
                assert value == scores.get(criterion, {stage.value: None})[stage.value]
                seen += value is not None
    assert seen > 20 * len([unit for unit in report.cluster.units if unit.submission])


@pytest.mark.parametrize("name", REPORTS)
def test_the_first_sheet_ranks_as_the_json_does(name: str) -> None:
    report = REPORTS[name]()
    document = json.loads(drawn.ranked(Report((report,), (), "2019"), "vi"), parse_float=Decimal)
    ranking = document["clusters"][0]["ranking"]
    sheet = saved(report)["Tổng hợp"]
    for number, row in enumerate(ranking, 9):
        cells = [sheet.cell(number, column).value for column in range(1, 13)]
        assert (cells[0], cells[1]) == (row["rank"], row["unit"]["name"])
        assert [exact(cell) for cell in cells[4:8]] == [
            *(row["sections"] or {"": None} | dict.fromkeys("ab")).values(),
            row["total"],
        ]


@pytest.mark.parametrize("name", REPORTS)
def test_highest_lowest_and_mean_are_those_of_the_ranked_units(name: str) -> None:
    report = REPORTS[name]()
    stage = report.ranking.stage
    assert stage is not None
    workbook = saved(report)
    compared = rows_of(workbook["So sánh"], 4)
    matrix = rows_of(workbook[TAB_OF[stage]], 5)
    heads = [cell.value for cell in workbook[TAB_OF[stage]][4]]
    places = [heads.index(row.member.name) for row in report.ranking.ranked]
    assert places
    for title, row in compared.items():
        of_matrix = next((cells for text, cells in matrix.items() if text.startswith(title)), None)
        if of_matrix is None:
            continue
        points = [value for at in places if (value := exact(of_matrix[at])) is not None]
        assert row[3] == len(points)
        if not points:
            assert row[4:8] == [None] * 4
            continue
        assert [exact(row[4]), exact(row[5])] == [max(points), min(points)]
        mean = Fraction(sum(points)) / len(points)
        assert abs(Fraction(exact(row[6]) or 0) - mean) < Fraction(1, 10**10)
        if row[7] is not None:
            assert abs(Fraction(exact(row[7]) or 0) - (Fraction(exact(row[2]) or 0) - mean)) < Fraction(1, 10**10)
        assert row[8] == sum(value == exact(row[2]) for value in points)


def test_a_mean_is_shown_rounded_and_kept_as_exact_as_a_spreadsheet_can() -> None:
    sheet = sheet_named(consolidated(thirds()), "So sánh")
    row = next(row for (row, column), box in sheet.boxes.items() if column == 1 and box.value == "II")
    mean, lost = sheet.boxes[row, 7], sheet.boxes[row, 8]
    assert (mean.value, mean.style.number_format) == (Decimal("19.6666666666667"), "0.00")
    assert mean.formula == "AVERAGE('Ban TĐKT'!D7:F7)"
    assert (lost.value, lost.formula) == (Decimal("0.3333333333333"), f"C{row}-G{row}")
    assert "chỉ hiển thị làm tròn" in texts(sheet)


def test_a_criterion_that_nobody_has_points_for_stays_blank() -> None:
    roster = by_hand.roster_of(members("Sở Nội vụ"))
    report = report_of(roster, [submit(roster, 0, {Stage.SELF: by_hand.filled(rubric_of(), "1")})])
    sheet = sheet_named(consolidated(report), "So sánh")
    assert (sheet.boxes[5, 5].value, sheet.boxes[5, 4].value) == (99, 1)
    nobody = report_of(by_hand.roster_of(members("Sở Nội vụ")), [])
    book = consolidated(nobody)
    assert "Chưa có đơn vị nào được xếp hạng để so sánh." in texts(sheet_named(book, "So sánh"))
    assert "Chưa có đơn vị nào được xếp hạng để vẽ biểu đồ." in texts(sheet_named(book, "Biểu đồ"))
    assert not any(sheet.charts for sheet in book.sheets)


# --- differences ---------------------------------------------------------------------------------


def changed() -> ClusterReport:
    roster = by_hand.roster_of(members("Sở Nội vụ", "Sở Tài chính"))
    rubric = rubric_of()
    own = by_hand.filled(rubric, "2")
    settled = own | {"I": 99, "III.1": Decimal("4.5"), "III.4": "x"}
    board = in_scope(rubric, own | {"III.1": 5, "III.2": 4})
    return report_of(
        roster,
        [
            submit(roster, 0, {Stage.SELF: own, Stage.CLUSTER: settled, Stage.BOARD: board}),
            submit(roster, 1, {Stage.SELF: own, Stage.CLUSTER: own, Stage.BOARD: in_scope(rubric, own)}),
        ],
    )


def test_a_change_is_told_by_unit_and_criterion_with_its_sign() -> None:
    sheet = saved(changed())["Chênh lệch"]
    rows = [[cell.value for cell in row[:9]] for row in sheet.iter_rows(min_row=5) if row[0].value]
    lines = {(row[0], row[1]): row[4:] for row in rows}
    assert lines["Sở Nội vụ", "I"] == [98, 99, 1, None, None]
    assert lines["Sở Nội vụ", "III.1"] == [5, 4.5, -0.5, 5, 0.5]
    assert lines["Sở Nội vụ", "III.2"] == [5, 5, 0, 4, -1]
    # Blank in one column is no change.
    assert ("Sở Nội vụ", "III.4") not in lines
    assert [unit for unit, criterion in lines if criterion] == ["Sở Nội vụ"] * 3
    assert lines["Sở Tài chính", None] == [148, 148, 0, 148, 0]
    assert lines["Sở Nội vụ", None][:3] == [148, "chưa đủ (1 ô trống)", None]


def test_raised_and_lowered_scores_are_marked_by_sign_and_by_look() -> None:
    sheet = sheet_named(consolidated(changed()), "Chênh lệch")
    formats = {box.style.number_format for (_, column), box in sheet.boxes.items() if column in {7, 9} and box.formula}
    assert formats == {"+General;-General;0"}
    marks = [(each.cells[0], each.formula, each.bold) for each in sheet.highlights]
    assert marks == [
        ("G", "AND(ISNUMBER(G5),G5>0)", False),
        ("G", "AND(ISNUMBER(G5),G5<0)", True),
        ("I", "AND(ISNUMBER(I5),I5>0)", False),
        ("I", "AND(ISNUMBER(I5),I5<0)", True),
    ]


def test_points_and_changes_lead_to_the_matrices_by_formula() -> None:
    book = consolidated(changed())
    sheet = sheet_named(book, "Chênh lệch")
    seen = 0
    for (row, column), box in sheet.boxes.items():
        if box.formula is None:
            continue
        if column in {7, 9}:
            before, after = {7: (5, 6), 9: (6, 8)}[column]
            assert box.value == Decimal(str(sheet.boxes[row, after].value)) - Decimal(
                str(sheet.boxes[row, before].value)
            )
            continue
        tab, _, cell = box.formula.partition("!")
        where = place(cell)
        assert where is not None
        assert sheet_named(book, tab.strip("'")).boxes[where].value == box.value
        seen += 1
    assert seen > 10


# --- files ---------------------------------------------------------------------------------------


def test_every_file_stands_with_its_digest_and_the_check_code() -> None:
    report = mixed()
    sheet = sheet_named(consolidated(report), "Tệp nguồn")
    told = {
        sheet.boxes[row, 1].value: sheet.boxes[row, 6].value
        for (row, column), box in sheet.boxes.items()
        if column == 6
    }
    for submission in report.cluster.submissions:
        assert told[submission.file] == submission.sha256
    said = texts(sheet)
    assert report.check.code in said
    assert report.cluster.rubric.digest in said
    assert "Sở Y tế" in said


REVIEW = Review(
    "cum-1/ra-soat.xlsx",
    "ab" * 32,
    reasons=(SettledReason("u0", "III.1", Stage.CLUSTER, "5", "4.5", "=Thiếu minh chứng", "BB 05", "F5"),),
)


def reviewed() -> ClusterReport:
    """The changed scores, one of them settled in the review workbook."""
    report = changed()
    first, second = report.cluster.units
    assert first.submission is not None
    assert first.submission.sheet is not None
    sheet = first.submission.sheet
    entry = sheet.entries["III.1"]
    said = replace(entry.given[Stage.CLUSTER], file=REVIEW.file, sheet="Cụm chấm", cell="E11")
    given = dict(entry.given) | {Stage.CLUSTER: said}
    entries = dict(sheet.entries) | {"III.1": replace(entry, given=given, explanation="Đã bổ sung")}
    sent = replace(first.submission, sheet=replace(sheet, entries=entries))
    units = (replace(first, submission=sent), second)
    return replace(report, cluster=replace(report.cluster, units=units, review=REVIEW))


def test_a_score_settled_in_the_review_workbook_leads_there() -> None:
    book = consolidated(reviewed())
    sheet = sheet_named(book, "Nguồn số liệu")
    rows = [row for (row, column), box in sheet.boxes.items() if column == 6 and box.value == "ra-soat.xlsx"]
    assert [[sheet.boxes[row, column].value for column in (1, 2, 5, 7, 8, 9)] for row in rows] == [
        ["Sở Nội vụ", "III.1", Decimal("4.5"), "Cụm chấm", "E11", REVIEW.sha256]
    ]
    files = sheet_named(book, "Tệp nguồn")
    assert ("ra-soat.xlsx", REVIEW.sha256) in {
        (files.boxes[row, 1].value, files.boxes[row, 6].value) for (row, column) in files.boxes if column == 6
    }


def test_the_reason_of_a_change_stands_beside_it_as_text() -> None:
    sheet = sheet_named(consolidated(reviewed()), "Chênh lệch")
    row = next(row for (row, column), box in sheet.boxes.items() if column == 2 and box.value == "III.1")
    reason = sheet.boxes[row, 10]
    assert (reason.value, reason.formula) == ("Cụm chấm: =Thiếu minh chứng (BB 05)\nĐã bổ sung", None)


def test_the_foot_of_every_page_has_the_check_code_and_says_that_a_draft_is_one() -> None:
    draft, whole = mixed(), plain_cluster()
    for sheet in consolidated(draft).sheets:
        assert sheet.footer == (
            f"Cụm thi đua số 1 · {sheet.name}",
            f"DỰ THẢO – CHƯA ĐỦ · Mã đối chiếu: {draft.check.code}",
            "&P/&N",
        )
    for sheet in consolidated(whole).sheets:
        assert sheet.footer[1] == f"Mã đối chiếu: {whole.check.code}"


def test_a_long_name_never_runs_into_the_check_code_at_the_foot() -> None:
    report = plain_cluster()
    roster = replace(report.cluster.roster, name="Cụm <i>thi đua</i> & =1+1 các sở, ban, ngành " * 4)
    named = replace(report, cluster=replace(report.cluster, roster=roster))
    for sheet in consolidated(named).sheets:
        left, centre, _ = (part.replace("&&", "&") for part in sheet.footer)
        assert left.startswith("Cụm <i>thi đua</i> & =1+1")
        assert left.endswith(f"… · {sheet.name}")
        assert text_width(left, 9) + text_width(centre, 9) / 2 < room(a3=sheet.a3) / 2


def pages_of(sheet: Sheet) -> list[range]:
    """The rows of each printed page."""
    assert sheet.print_area is not None
    ends = [0, *sheet.breaks, sheet.print_area.bottom]
    return [range(first + 1, last + 1) for first, last in itertools.pairwise(ends)]


@pytest.mark.parametrize("units", range(1, 31))
def test_the_first_sheet_goes_over_pages_as_an_office_would_lay_it_out(units: int) -> None:
    report = plain_cluster(names=tuple(f"Đơn vị số {n:02d}" for n in range(units)))
    sheet = sheet_named(consolidated(report), "Tổng hợp")
    pages = pages_of(sheet)
    rows = {str(box.value): row for (row, _), box in sheet.boxes.items()}
    signed = next(row for text, row in rows.items() if "Ký, ghi rõ họ tên" in text)
    # Two lines of text and the empty one above the signatures are on their page.
    last = next(page for page in pages if signed in page)
    assert set(range(signed - 3, signed + 1)) <= set(last)
    # No title is the last line of a page.
    ends = {page[-1] for page in pages}
    titles = [row for text, row in rows.items() if text.startswith(("Cần lưu ý", "Cách hiểu đã áp dụng", "Còn phải"))]
    assert titles
    assert ends.isdisjoint(titles)
    # The headings stand again where the table goes on, and nowhere over notes alone.
    assert (sheet.repeated_rows is not None) is (8 + units > pages[0][-1])
    assert sheet.scale is not None
    assert sheet.scale >= 65


def test_every_cell_named_by_a_finding_about_a_score_leads_to_that_score() -> None:
    book = consolidated(mixed())
    sheet = sheet_named(book, "Phát hiện")
    told = {row for (row, column), box in sheet.boxes.items() if column == 7 and row > 4 and box.value}
    named = [row for row in told if sheet.boxes[row, 5].value and sheet.boxes[row, 6].value]
    assert len(named) >= 3
    for row in named:
        link = sheet.boxes[row, 5].link
        assert link is not None, sheet.boxes[row, 5].value
        tab, _, cell = link.removeprefix("'").partition("'!")
        where = place(cell)
        assert where is not None
        assert where in sheet_named(book, tab).boxes


# --- charts --------------------------------------------------------------------------------------

_REFERENCE = re.compile(r"'(?P<tab>[^']+)'!\$(?P<column>[A-Z]+)\$(?P<top>\d+)(:\$(?P=column)\$(?P<bottom>\d+))?")


def cells_of(workbook: Workbook, reference: str) -> list[Any]:
    """The values that a chart's reference names."""
    found = _REFERENCE.fullmatch(reference)
    assert found is not None, reference
    top, bottom = int(found["top"]), int(found["bottom"] or found["top"])
    return [workbook[found["tab"]][f"{found['column']}{row}"].value for row in range(top, bottom + 1)]


def charts_of(report: ClusterReport) -> list[tuple[str, list[Any], dict[str, list[Any]]]]:
    """Each chart read back from the file: title, categories, and each series' values by its name."""
    workbook = saved(report)
    found = []
    for chart in workbook["Biểu đồ"]._charts:  # type: ignore[attr-defined]  # not in the stubs
        title = "".join(run.t for paragraph in chart.title.tx.rich.p for run in paragraph.r)
        categories = {series.cat.strRef.f for series in chart.series}
        assert len(categories) == 1
        values = {
            cells_of(workbook, series.tx.strRef.f)[0]: cells_of(workbook, series.val.numRef.f)
            for series in chart.series
        }
        found.append((title, cells_of(workbook, categories.pop()), values))
    return found


@pytest.mark.parametrize("name", REPORTS)
def test_charts_are_drawn_from_the_cells_of_the_ranked_units(name: str) -> None:
    report = REPORTS[name]()
    ranked = report.ranking.ranked
    stacked = [chart for chart in charts_of(report) if chart[0].startswith("Tổng điểm theo từng mục")]
    assert [unit for _, units, _ in stacked for unit in units] == [row.member.name for row in ranked]
    assert all(len(units) <= 20 for _, units, _ in stacked)
    for section, name_ in (("I", "Mục I"), ("II", "Mục II"), ("III", "Mục III")):
        drawn_ = [exact(value) for _, _, series in stacked for value in series[name_]]
        assert drawn_ == [row.sections[section] for row in ranked]


def test_names_too_long_for_an_axis_stand_shortened_beside_the_printed_columns() -> None:
    book = consolidated(plain_cluster(names=HOSTILE))
    summary = book.sheets[0]
    column = max(summary.widths)
    labels = [summary.boxes[row, column].value for row in range(9, 9 + len(HOSTILE))]
    assert all(len(str(label)) <= 44 for label in labels)
    assert labels[:4] == list(HOSTILE[:4])
    assert summary.print_area is not None
    assert summary.print_area.right == column - 1
    drawn_ = {chart.categories.area for chart in sheet_named(book, "Biểu đồ").charts[:-1]}
    assert {(area.left, area.top, area.bottom) for area in drawn_} == {(column, 9, 16)}


@pytest.mark.parametrize("name", REPORTS)
def test_self_scores_stand_beside_the_result(name: str) -> None:
    report = REPORTS[name]()
    stage = report.ranking.stage
    beside = [chart for chart in charts_of(report) if chart[0].startswith("Tổng điểm tự chấm và")]
    if stage is Stage.SELF:
        assert not beside
        return
    assert stage is not None
    results = [exact(value) for _, _, series in beside for value in series[TAB_OF[stage]]]
    assert results == [row.total for row in report.ranking.ranked]
    own = [value for _, _, series in beside for value in series["Tự chấm"]]
    for value, row in zip(own, report.ranking.ranked, strict=True):
        assert row.unit.submission is not None
        assert row.unit.submission.scores is not None
        total = row.unit.submission.scores.totals[Stage.SELF]
        assert exact(value) in {total.value, None}
        assert total.complete or exact(value) is None


def test_words_in_place_of_a_total_are_no_zero_on_the_chart() -> None:
    roster = by_hand.roster_of(members("Sở Nội vụ"))
    rubric = rubric_of()
    settled = by_hand.filled(rubric, "1")
    own = settled | {"III.1": "", "II": 21}
    report = report_of(
        roster, [submit(roster, 0, {Stage.SELF: own, Stage.CLUSTER: settled, Stage.BOARD: in_scope(rubric, settled)})]
    )
    beside = sheet_named(consolidated(report), "Biểu đồ").charts[1]
    assert charts_of(report)[1][2]["Tự chấm"] == ["chưa đủ (1 ô trống)"]
    # Excel draws words as 0; its third section is how it writes a 0.
    assert beside.number_format.split(";")[2] == ""


def test_lost_points_are_drawn_for_rows_scored_directly() -> None:
    report = plain_cluster()
    _, labels, series = charts_of(report)[-1]
    lost = dict(zip(labels, series["Mất điểm bình quân (làm tròn)"], strict=True))
    assert lost["I. KẾT QUẢ THỰC HIỆN NHIỆM VỤ CHÍNH TRỊ"] == 2
    assert lost["III.6. Điểm thưởng"] is None
    assert sum(value is not None for value in lost.values()) == len(leaves(rubric_of()))


@pytest.mark.parametrize("name", REPORTS)
def test_charts_have_titles_axes_a_font_and_room(name: str) -> None:
    report = REPORTS[name]()
    book = consolidated(report)
    sheet = sheet_named(book, "Biểu đồ")
    assert sheet.charts
    for chart in sheet.charts:
        assert chart.title
        assert chart.category_axis
        assert chart.value_axis
        assert len({series.fill for series in chart.series}) == len(chart.series)
        width, height = chart.size
        assert width <= sum(sheet.widths.values()) * 6
        top, _ = chart.at
        rows, room = top, 0.0
        while room < height:
            # Nothing is written below a chart, and its rows are as high as it is.
            assert (rows, 1) not in sheet.boxes
            room += sheet.heights[rows]
            rows += 1
    with ZipFile(BytesIO(to_bytes(book))) as file:
        parts = [file.read(part).decode() for part in file.namelist() if part.startswith("xl/charts/chart")]
        assert len(parts) == len(sheet.charts)
        assert not any("externalLink" in part or "vbaProject" in part for part in file.namelist())
    for part in parts:
        assert set(re.findall(r'typeface="([^"]*)"', part)) == {"Times New Roman"}
        # No number is kept in the chart: it could disagree with the cells.
        assert "Cache" not in part


def test_fills_of_bars_differ_in_grey() -> None:
    for chart in sheet_named(consolidated(plain_cluster()), "Biểu đồ").charts:
        greys = sorted(int(series.fill[:2], 16) for series in chart.series)
        assert all(series.fill == series.fill[:2] * 3 for series in chart.series)
        assert all(after - before >= 50 for before, after in itertools.pairwise(greys))


def test_the_bytes_of_a_workbook_with_charts_depend_on_nothing_but_the_report() -> None:
    assert to_bytes(consolidated(random_cluster(7, 30))) == to_bytes(consolidated(random_cluster(7, 30)))


# --- the whole, as people see it -----------------------------------------------------------------


def dump(report: ClusterReport, lang: str) -> str:
    """Every sheet as text: its cells row by row, its charts and its page set-up."""
    book = consolidated(report, lang)  # type: ignore[arg-type]  # one of the two
    workbook = openpyxl.load_workbook(BytesIO(to_bytes(book)))
    lines: list[str] = []
    for worksheet, sheet in zip(workbook.worksheets, book.sheets, strict=True):
        paper = "A3" if sheet.a3 else "A4"
        lines.append(f"=== {worksheet.title} ({paper}, {sheet.scale or 'width'}, {worksheet.freeze_panes})")
        for row in worksheet.iter_rows():
            cells = [f"{cell.column_letter}: {_said(cell.value)}" for cell in row if cell.value is not None]
            if cells:
                lines.append(f"{row[0].row} | " + " | ".join(cells))
        lines += [f"chart {chart.at} {chart.title}: {_drawn(chart)}" for chart in sheet.charts]
    return "\n".join(lines) + "\n"


def _said(value: object) -> str:
    return str(value).replace("\n", " / ")


def _drawn(chart: Any) -> str:
    areas = ((series.values.sheet, series.values.area) for series in chart.series)
    return "; ".join(f"{tab}!{address(area.top, area.left)}:{address(area.bottom, area.right)}" for tab, area in areas)


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_workbook_as_issued(lang: str, golden: Golden) -> None:
    golden(f"tong-hop.{lang}.txt", dump(mixed(), lang))


def test_english_headings_stand_on_every_sheet() -> None:
    book = consolidated(mixed(), "en")
    for tab, words in {
        "Comparison": "Mean (rounded)",
        "Differences": "Board less cluster",
        "Charts": "CHARTS OF THE SCORES",
        "Source files": "SHA-256 of the file",
    }.items():
        assert words in texts(sheet_named(book, tab))
