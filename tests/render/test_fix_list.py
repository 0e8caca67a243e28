"""Facts about the fix list of a sheet: every fault at its cell, every value as typed, and no sheet it can pass for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.faults import cases as faults
from tests.layouts.drawn import Drawn, forms
from tests.sheets import DISTRICTS, rubric, workbook
from thidua_cli.cells import Cell, Kind, Workbook, address, place
from thidua_cli.findings import Waived
from thidua_cli.layout import EVIDENCE, FACTS_SHEET, SHEET_NAME, fix_list_of, marker_of
from thidua_cli.pipeline import SHELF
from thidua_cli.render.fix_list import Line, of_folder, of_sheet
from thidua_cli.spreadsheets.reader import read_workbook
from thidua_cli.spreadsheets.writer import to_bytes, untouched
from thidua_cli.submission import Expected, Submission, take_in, unreadable
from thidua_cli.template import COLUMN, UNIT_CELL, fact_cells, input_cells, sum_cells

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from tests.conftest import Convert, Golden
    from thidua_cli.catalogue import Lang
    from thidua_cli.page import Book, Box, Sheet
    from thidua_cli.rubric.model import Stage

EXPECTED: Final = Expected(SHELF)
FAULTY: Final[dict[str, Any]] = {
    "unit": "Sở Nội vụ",
    "rest": 1,
    "points": {"III.4": 7, "III.3": "4/5", "III.2": "x", "III.1": "tốt", "I": {"error": "#N/A"}},
    "facts": {"dossiers-submitted": 10, "dossiers-approved": 11, "dossiers-unqualified": "không rõ"},
}


def taken(described: dict[str, Any]) -> Submission:
    return take_in(workbook(described), "so-noi-vu.xlsx", "0" * 64, EXPECTED)


def book_of(described: dict[str, Any], lang: Lang = "vi") -> Book:
    return of_sheet(taken(described), "so-noi-vu.xlsx", lang)


def at(sheet: Sheet, cell: str) -> Box:
    spot = place(cell)
    assert spot is not None
    return sheet.boxes[spot]


def lines(sheet: Sheet) -> list[list[Box]]:
    """The rows below the headings of a list."""
    assert sheet.frozen is not None
    width, last = max(column for _, column in sheet.boxes), max(row for row, _ in sheet.boxes)
    return [[sheet.boxes[row, column] for column in range(1, width + 1)] for row in range(sheet.frozen[0], last + 1)]


def cells() -> dict[tuple[str, str], str]:
    """The form's cells of the self scores, by criterion."""
    return {(key, stage.value): cell for (key, stage), cell in input_cells(rubric(DISTRICTS)).items()}


class TestTheList:
    def test_every_finding_has_a_line_and_errors_come_first(self) -> None:
        submission = taken(FAULTY)
        rows = lines(book_of(FAULTY).sheets[0])
        assert sorted(str(row[-1].value) for row in rows) == sorted(finding.code for finding in submission.findings)
        weights = [str(row[3].value) for row in rows]
        assert weights == sorted(weights, key=["Lỗi", "Cảnh báo", "Ghi chú"].index)

    def test_a_line_says_where_what_and_what_to_do(self) -> None:
        row = next(row for row in lines(book_of(FAULTY).sheets[0]) if row[-1].value == "TD203")
        texts = [str(box.value) for box in row]
        assert texts[0] == "Sở Nội vụ"
        assert texts[2].startswith("III.4 Chất lượng hồ sơ")
        assert texts[2].endswith("(Điểm tự chấm)")
        assert texts[4:] == [
            "Điểm 7 vượt điểm chuẩn tối đa; cho phép 0–5.",
            "Nhập điểm trong khoảng cho phép.",
            "B.III.4",
            "TD203",
        ]

    def test_the_address_is_that_of_the_units_file_and_leads_to_its_twin(self) -> None:
        submission, book = taken(FAULTY), book_of(FAULTY)
        found = next(finding for finding in submission.findings if finding.code == "TD203")
        row = next(row for row in lines(book.sheets[0]) if row[-1].value == "TD203")
        assert row[1].value == found.cell
        assert row[1].link == f"'{SHEET_NAME}'!{cells()['III.4', 'self']}"
        assert found.cell != cells()["III.4", "self"]

    def test_what_is_waived_comes_last_with_its_paper(self) -> None:
        submission = taken(FAULTY)
        waived = Waived("Đã thống nhất", "Hội nghị cụm", "12/BB")
        findings = tuple(
            finding.on(waived=waived) if finding.code == "TD415" else finding for finding in submission.findings
        )
        rows = lines(of_sheet(replace(submission, findings=findings), "a.xlsx", "vi").sheets[0])
        last = [row for row in rows if row[3].value == "Đã chấp nhận"]
        assert (rows[-1:], [row[-1].value for row in last]) == (last, ["TD415"])
        assert last[0][5].value == "Được chấp nhận: Đã thống nhất (Hội nghị cụm; 12/BB)."

    def test_a_file_that_cannot_be_read_has_the_list_alone(self) -> None:
        checked = read_workbook(b"%PDF-1.7", "a.xlsx")
        book = of_sheet(unreadable("a.xlsx", "", checked.findings, EXPECTED), "a.xlsx", "vi")
        assert [sheet.name for sheet in book.sheets] == ["Danh sách lỗi"]
        assert [row[-1].value for row in lines(book.sheets[0])] == ["TD004"]


class TestTheSheetRepeated:
    def test_every_value_stands_there_as_typed(self) -> None:
        page = book_of(FAULTY).sheets[1]
        typed = {key: at(page, cells()[key, "self"]).value for key in ("III.4", "III.3", "III.2", "III.1", "I", "II")}
        assert typed == {"III.4": 7, "III.3": "4/5", "III.2": "x", "III.1": "tốt", "I": "#N/A", "II": 1}

    def test_a_faulty_cell_is_coloured_by_weight_and_explained_in_a_note(self) -> None:
        page = book_of(FAULTY).sheets[1]
        wrong, blank, right = (at(page, cells()[key, "self"]) for key in ("III.4", "III.2", "II"))
        assert (wrong.style.fill, blank.style.fill) == ("FFC7CE", "FFEB9C")
        assert right.style.fill not in {"FFC7CE", "FFEB9C"}
        assert wrong.note.startswith("LỖI TD203")
        assert "Điểm 7 vượt điểm chuẩn tối đa; cho phép 0–5.\nCách sửa: Nhập điểm" in wrong.note
        assert wrong.note.endswith("Căn cứ: mục B.III.4")
        assert right.note == ""

    def test_a_stated_sum_stands_there_as_stated_and_is_not_computed_anew(self) -> None:
        page = book_of({**FAULTY, "total": [99, None, None]}).sheets[1]
        totals = {stage.value: at(page, cell) for (key, stage), cell in sum_cells(rubric(DISTRICTS)).items() if not key}
        assert (totals["self"].value, totals["cluster"].value) == (99, None)
        assert all(box.formula is None for box in page.boxes.values())

    def test_figures_follow_with_their_faults(self) -> None:
        page = book_of(FAULTY).sheets[2]
        places = fact_cells(rubric(DISTRICTS))
        assert page.name == FACTS_SHEET
        assert at(page, places["dossiers-approved"]).value == 11
        unclear = at(page, places["dossiers-unqualified"])
        assert (unclear.value, unclear.style.fill) == ("không rõ", "FFC7CE")
        assert "TD414" in unclear.note

    def test_a_unit_without_figures_is_shown_none(self) -> None:
        assert len(book_of({"unit": "A", "rest": 1, "points": {"III.4": 9}}).sheets) == 2

    def test_parts_that_the_form_has_no_row_for_are_told_in_a_note(self) -> None:
        described = {"unit": "A", "rest": 1, "points": {"II.1": 5, "II.2": 9, "II.3": 5, "II.4": 5}}
        box = at(book_of(described).sheets[1], cells()["II", "self"])
        assert "II.1: 5; II.2: 9; II.3: 5; II.4: 5" in box.note

    def test_the_units_own_words_stand_there(self) -> None:
        page = book_of(FAULTY).sheets[1]
        assert at(page, UNIT_CELL).value == "Sở Nội vụ"
        assert at(page, address(9, COLUMN[EVIDENCE])).value is None

    def test_nothing_can_be_typed_and_nobody_is_asked_to_sign(self) -> None:
        for page in book_of(FAULTY).sheets[1:]:
            assert page.protected
            assert page.limits == ()
            assert not any(box.style.unlocked for box in page.boxes.values())
            assert not any("Ký, ghi rõ họ tên" in str(box.value) for box in page.boxes.values())


class TestItIsNoSheet:
    def test_the_check_knows_it_by_its_property(self) -> None:
        found, _ = read_workbook(to_bytes(book_of(FAULTY)), "a.xlsx")
        assert found is not None
        assert (fix_list_of(found), marker_of(found)) == ("so-noi-vu.xlsx", None)
        submission = take_in(found, "a.xlsx", "", EXPECTED)
        assert (submission.sheet, [finding.code for finding in submission.findings]) == (None, ["TD780"])

    def test_it_is_known_by_its_last_line_where_the_properties_are_lost(self) -> None:
        found, _ = read_workbook(to_bytes(replace(book_of(FAULTY), properties={})), "a.xlsx")
        assert found is not None
        (told,) = take_in(found, "a.xlsx", "", EXPECTED).findings
        assert told.code == "TD780"

    @pytest.mark.office
    def test_saving_it_in_another_program_makes_it_no_sheet_and_no_longer_ours(self, convert: Convert) -> None:
        saved = convert({"loi": to_bytes(book_of(FAULTY))}, "xlsx:Calc MS Excel 2007 XML")["loi"].read_bytes()
        found, _ = read_workbook(saved, "a.xlsx")
        assert found is not None
        assert fix_list_of(found) == "so-noi-vu.xlsx"
        assert not untouched(saved)

    def test_equal_sheets_have_equal_lists_to_the_byte(self) -> None:
        one, other = to_bytes(book_of(FAULTY)), to_bytes(book_of(FAULTY))
        assert one == other
        assert untouched(one)


class TestTheListOverAFolder:
    def test_it_counts_each_sheet_and_leads_to_its_first_fault(self) -> None:
        good = take_in(workbook({"unit": "Sở Tài chính", "rest": 1}), "b.xlsx", "", EXPECTED)
        listed = [Line(taken(FAULTY), "a.xlsx", "a.loi.xlsx"), Line(good, "b.xlsx")]
        whole, every = of_folder(listed, (), "cum-1", "vi").sheets
        first, second = lines(whole)
        assert [box.value for box in first[:3]] == [1, "Sở Nội vụ", "a.xlsx"]
        assert first[5].value == "a.loi.xlsx"
        assert second[5].value == "Không có gì phải sửa"
        assert second[2].link is None
        assert first[2].link is not None
        name, _, cell = first[2].link.rpartition("!")
        assert name == f"'{every.name}'"
        assert at(every, cell).value == "Sở Nội vụ"
        assert every.frozen is not None
        assert place(cell) == (every.frozen[0], 1)

    def test_a_sheet_in_order_of_a_unit_that_sent_two_is_not_called_in_order(self) -> None:
        from thidua_cli.catalogue import SHEETS_REPEATED

        good = take_in(workbook({"unit": "Sở Tài chính", "rest": 1}), "b.xlsx", "", EXPECTED)
        assert good.unit is not None
        twice = SHEETS_REPEATED.finding(
            file="b.xlsx", unit=good.unit.id, name=good.unit.name, number=2, files="b.xlsx, c.xlsx"
        )
        whole, every = of_folder([Line(good, "b.xlsx")], [twice], "cum-1", "vi").sheets
        assert lines(whole)[0][5].value == "Xem các dòng đầu trang “Danh sách lỗi”"
        assert lines(every)[0][0].value == "Sở Tài chính"


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_what_people_see(golden: Golden, lang: Lang) -> None:
    submission = taken(FAULTY)
    good = take_in(workbook({"unit": "Sở Tài chính", "rest": 1}), "b.xlsx", "", EXPECTED)
    lists = [Line(submission, "a.xlsx", "a.loi.xlsx"), Line(good, "b.xlsx")]
    books = [of_sheet(submission, "so-noi-vu.xlsx", lang), of_folder(lists, (), "cum-1", lang)]
    golden(f"fix-list.{lang}.txt", "\n".join(line for book in books for line in _dump(book)) + "\n")


def _dump(book: Book) -> Iterator[str]:
    """Every filled cell with its address, link, colour and note."""
    for sheet in book.sheets:
        yield f"== {sheet.name}"
        for (row, column), box in sorted(sheet.boxes.items()):
            if box.value is None and not box.note:
                continue
            more = [f"-> {box.link}"] if box.link else []
            more += [f"[{box.style.fill}]"] if box.note else []
            more += [f"note: {box.note}"] if box.note else []
            told = " ".join((str(box.value), *more)).replace("\n", " / ")
            yield f"{address(row, column)} {told}"


# --- whatever a sheet is like --------------------------------------------------------------------


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(drawn=forms())
def test_every_layout_is_repeated_with_the_points_that_were_typed(drawn: Drawn) -> None:
    submission = take_in(drawn.workbook, "a.xlsx", "", Expected(SHELF, rubric=drawn.rubric))
    if submission.sheet is None:
        return
    page = of_sheet(submission, "a.xlsx", "vi").sheets[1]
    places = input_cells(submission.sheet.rubric)
    read: dict[tuple[str, Stage], Decimal] = {
        key: said.value
        for key in places
        if (said := submission.sheet.given(*key)) is not None and said.value is not None
    }
    assert {key: at(page, places[key]).value for key in read} == read
    assert {key: points for key, points in drawn.points.items() if key in read} == {
        key: points for key, points in read.items() if key in drawn.points
    }


def _with_faults(drawn: Drawn, typed: str) -> Workbook:
    """The drawn form, some of its numbers replaced by the text."""
    sheet = drawn.workbook.sheets[0]
    cells = {
        spot: Cell(Kind.TEXT, typed) if cell.kind is Kind.NUMBER and n % 5 == 0 else cell
        for n, (spot, cell) in enumerate(sheet.cells.items())
    }
    return replace(drawn.workbook, sheets=(replace(sheet, cells=cells), *drawn.workbook.sheets[1:]))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(drawn=forms(), typed=st.sampled_from(["4/5", "=1+1", "tốt", "\x07", "1.234,5", "@x", "'", "999"]))
def test_every_fault_in_a_score_leads_to_a_marked_cell(drawn: Drawn, typed: str) -> None:
    submission = take_in(_with_faults(drawn, typed), "a.xlsx", "", Expected(SHELF, rubric=drawn.rubric))
    book = of_sheet(submission, "a.xlsx", "en")
    assert to_bytes(book) == to_bytes(book)
    if submission.sheet is None:
        return
    linked = {box.link for row in lines(book.sheets[0]) for box in row if box.link}
    for link in linked:
        name, _, cell = link.rpartition("!")
        page = next(sheet for sheet in book.sheets if f"'{sheet.name}'" == name)
        assert at(page, cell).note
    scored = [finding for finding in submission.findings if finding.cell and finding.criterion and finding.stage]
    addressed = {str(row[1].value).rpartition("!")[2] for row in lines(book.sheets[0]) if row[1].link}
    assert {finding.cell for finding in scored} <= addressed


@pytest.mark.parametrize(
    "fault", [*faults.values(), *faults.texts(), *faults.structures()], ids=lambda fault: fault.name
)
def test_every_faulty_workbook_has_a_list_that_can_be_written(fault: faults.Fault) -> None:
    found, findings = read_workbook(fault.make(), "a.xlsx")
    submission = take_in(found, "a.xlsx", "", EXPECTED) if found else unreadable("a.xlsx", "", findings, EXPECTED)
    book = of_sheet(submission, "a.xlsx", "vi")
    again, wrong = read_workbook(to_bytes(book), "a.loi.xlsx")
    assert again is not None
    assert fix_list_of(again) == "a.xlsx"
    assert wrong == ()
