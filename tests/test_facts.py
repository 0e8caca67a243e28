"""Facts about the optional sheet of figures: how it is found and read, and what is wrong with figures."""

from __future__ import annotations

from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests import sheets
from thidua_cli import facts, intake, pipeline
from thidua_cli.cells import Cell, Kind, Range, Workbook, Worksheet, place
from thidua_cli.layout import FIGURES
from thidua_cli.ranking import touches
from thidua_cli.rubric.kinds import Judged, Test
from thidua_cli.rubric.model import Stage
from thidua_cli.spreadsheets.reader import read_workbook
from thidua_cli.spreadsheets.writer import to_bytes
from thidua_cli.submission import Expected, take_in
from thidua_cli.template import UnitOnForm, blank_form, fact_cells

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from thidua_cli.findings import Finding
    from thidua_cli.rubric.model import Rubric

DOSSIERS = {"dossiers-submitted": 10, "dossiers-approved": 8, "dossiers-unqualified": 2}
ENTERPRISES, CREDIT = "langson-2019/enterprises", "langson-2019/credit-institutions"


def taken(workbook: Workbook, rubric: Rubric) -> tuple[intake.ScoreSheet, tuple[Finding, ...]]:
    """The score sheet of the workbook with its figures, and what was found in these."""
    (table,) = intake.find_tables(workbook)
    sheet, _ = intake.read_table(table, rubric, intake.identify(workbook, table), "x.xlsx")
    sheet, findings = intake.read_facts(workbook, sheet)
    return sheet, (*findings, *facts.check(sheet))


def read(typed: dict[str, Any], reference: str = sheets.DISTRICTS, **more: Any) -> tuple[intake.ScoreSheet, list[str]]:
    described = {"rubric": reference, "rest": 1, "facts": typed, **more}
    sheet, findings = taken(sheets.workbook(described), sheets.rubric(reference))
    return sheet, [finding.code for finding in findings]


def rebuilt(change: Callable[[dict[tuple[int, int], Cell]], None], typed: dict[str, Any], **shape: Any) -> Workbook:
    """A workbook whose second sheet has its cells and its shape changed."""
    first, second = sheets.workbook({"rest": 1, "facts": typed}).sheets
    cells = dict(second.cells)
    change(cells)
    return Workbook((first, replace(second, cells=MappingProxyType(cells), **shape)))


def codes(workbook: Workbook) -> list[str]:
    return [finding.code for finding in taken(workbook, sheets.rubric(sheets.DISTRICTS))[1]]


# --- finding the sheet ---------------------------------------------------------------------------


def test_a_workbook_without_the_sheet_has_no_figures() -> None:
    workbook = sheets.workbook({"rest": 1})
    sheet, findings = taken(workbook, sheets.rubric(sheets.DISTRICTS))
    assert (sheet.facts_sheet, dict(sheet.facts), sheet.facts_typed, findings) == (None, {}, False, ())
    assert facts.usable(sheet) == {}


def test_a_blank_sheet_of_figures_says_nothing_and_nothing_is_wrong_with_it() -> None:
    sheet, found = read({})
    asked = {fact.id for fact, _ in sheet.rubric.facts()}
    assert (sheet.facts_sheet, set(sheet.facts), sheet.facts_typed, found) == ("Số liệu", asked, False, [])
    assert all(said.is_blank for said in sheet.facts.values())


@pytest.mark.parametrize("name", ["Số liệu", "SO LIEU", "Phụ lục 1", "Sheet2"])
def test_the_sheet_is_found_by_its_name_or_by_its_headings(name: str) -> None:
    sheet, _ = taken(rebuilt(lambda _: None, {"papers-late": 2}, name=name), sheets.rubric(sheets.DISTRICTS))
    assert [sheet.facts_sheet, sheet.facts["papers-late"].value] == [name, 2]


def test_of_two_such_sheets_the_one_of_that_name_counts() -> None:
    first, second = sheets.workbook({"rest": 1, "facts": {"papers-late": 2}}).sheets
    other = sheets.workbook({"rest": 1, "facts": {"papers-late": 3}}).sheets[1]
    workbook = Workbook((first, replace(other, name="Nháp"), second))
    assert taken(workbook, sheets.rubric(sheets.DISTRICTS))[0].facts["papers-late"].value == 2


def test_a_sheet_of_that_name_without_the_headings_is_somebody_elses() -> None:
    workbook = Workbook((*sheets.workbook({"rest": 1}).sheets, Worksheet("Số liệu", {(1, 1): Cell(Kind.TEXT, "x")})))
    assert taken(workbook, sheets.rubric(sheets.DISTRICTS))[0].facts_sheet is None


def test_the_sheet_of_figures_is_no_second_score_table() -> None:
    """Its column Tiêu chí is also what a score table may be headed by, and a figure may speak of scores."""

    def asks_for_scores(cells: dict[tuple[int, int], Cell]) -> None:
        cells[6, 3] = Cell(Kind.TEXT, "Điểm tự chấm năm trước")

    for workbook in (sheets.workbook({"rest": 1, "facts": DOSSIERS}), rebuilt(asks_for_scores, {})):
        assert [table.sheet.name for table in intake.find_tables(workbook)] == [sheets.NAME]


def test_a_score_table_may_be_headed_by_words_of_the_other_sheet() -> None:
    heads = {1: "STT", 2: "Tiêu chí", 3: "Số liệu", 4: "Giá trị", 5: "Điểm"}
    cells = {(1, column): Cell(Kind.TEXT, text) for column, text in heads.items()}
    cells |= {(2, 5): Cell(Kind.TEXT, "Tự chấm"), (2, 6): Cell(Kind.TEXT, "Cụm chấm")}
    assert len(intake.find_tables(Workbook((Worksheet("x", cells),)))) == 1


# --- finding the rows ----------------------------------------------------------------------------


@settings(deadline=None)
@given(st.permutations(range(6, 20)), st.integers(0, 30), st.integers(0, 9))
def test_rows_may_be_moved_and_the_table_may_stand_anywhere(order: list[int], down: int, right: int) -> None:
    typed = {**DOSSIERS, "papers-late": 1, "reports-late": 3}

    def moved(cells: dict[tuple[int, int], Cell]) -> None:
        held = dict(cells)
        cells.clear()
        for (row, column), cell in held.items():
            cells[(order[row - 6] if row > 5 else row) + down, column + right] = cell

    workbook = rebuilt(moved, typed)
    sheet, findings = taken(workbook, sheets.rubric(sheets.DISTRICTS))
    assert dict(facts.usable(sheet)) == typed
    assert findings == ()


def test_rows_are_known_by_their_words_whatever_the_spelling() -> None:
    def spelt(cells: dict[tuple[int, int], Cell]) -> None:
        cells[10, 3] = Cell(Kind.TEXT, cells[10, 3].text.upper().replace(",", " –  "))
        cells[10, 2] = Cell(Kind.TEXT, "1")

    sheet, findings = taken(rebuilt(spelt, {"papers-late": 2}), sheets.rubric(sheets.DISTRICTS))
    assert [sheet.facts["papers-late"].value, findings] == [2, ()]


@pytest.mark.parametrize(
    ("row", "found"),
    [
        (["", "", "Trong đó: đã được duyệt", "", 2], ["TD416"]),
        (["", "", "Trong đó: đã được duyệt", "", None], []),
        (["", "", "", "", 7], ["TD416"]),
        (["", "", "", "", "Người lập biểu"], []),
        (["", "", "Ghi chú: số liệu đến 31/12"], []),
    ],
)
def test_a_row_of_no_figure_matters_only_with_a_value(row: list[Any], found: list[str]) -> None:
    assert read({}, facts_extra=[row])[1] == found


def test_a_row_of_a_figure_that_only_other_tables_ask_for_is_known() -> None:
    guidance = sheets.rubric(sheets.DISTRICTS).guidance
    assert read({}, facts_extra=[["", "", guidance.facts["revenue"].prompt.vi, "", 5]])[1] == []


def test_two_rows_of_one_figure_say_something_only_together() -> None:
    row = ["", "", sheets.rubric(sheets.DISTRICTS).guidance.facts["papers-late"].prompt.vi, ""]
    assert facts.usable(read({}, facts_extra=[[*row, 2]])[0]) == {"papers-late": 2}
    assert facts.usable(read({"papers-late": 2}, facts_extra=[[*row, None]])[0]) == {"papers-late": 2}
    assert read({"papers-late": 2}, facts_extra=[[*row, "2"]])[1] == []
    assert read({"papers-late": 2}, facts_extra=[[*row, 3]])[1] == ["TD414"]


def test_hundreds_of_rows_are_read_no_further_and_it_is_said() -> None:
    sheet, found = read({}, facts_extra=[["", "", f"Ghi chú {n}", "", None] for n in range(500)])
    assert (found, len(sheet.facts)) == (["TD416"], 14)


# --- values --------------------------------------------------------------------------------------


def said(fact: str, typed: Any, reference: str = sheets.DISTRICTS) -> Decimal | None:
    """What the figure is taken for; None for nothing, and for what is wrong if a finding says so."""
    sheet, findings = taken(
        sheets.workbook({"rubric": reference, "rest": 1, "facts": {fact: typed}}), sheets.rubric(reference)
    )
    wrong = [finding for finding in findings if finding.code == "TD414"]
    value = facts.usable(sheet).get(fact)
    assert bool(wrong) == (value is None and not sheet.facts[fact].is_blank)
    return Decimal(-99) if wrong else value


WRONG = Decimal(-99)


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        (0, Decimal(0)),
        (12, Decimal(12)),
        ("05", Decimal(5)),
        ("12,0", Decimal(12)),
        ("3 văn bản", Decimal(3)),
        ("1 500", Decimal(1500)),
        ("1.234.567", Decimal(1234567)),
        ("1,234,567", Decimal(1234567)),
        ("1.234.567,0", Decimal(1234567)),
        ("", None),
        ("-", None),
        (None, None),
        ("x", WRONG),
        ("có", WRONG),
        ("1.500", WRONG),
        ("1,500", WRONG),
        ("1.23.456", WRONG),
        ("1.234,567.890", WRONG),
        (-1, WRONG),
        (2.5, WRONG),
        ("2,5", WRONG),
        ("5%", WRONG),
        ("khoảng 5", WRONG),
        ("5 vụ", WRONG),
        ({"percent": 85}, WRONG),
        ({"error": "#N/A"}, WRONG),
        ({"formula": "A1"}, WRONG),
        (True, WRONG),
        (10**15, WRONG),
    ],
)
def test_a_count_is_a_whole_number_from_0(typed: Any, value: Decimal | None) -> None:
    assert said("papers-late", typed) == value


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        (2.5, Decimal("2.5")),
        ("2,5", Decimal("2.5")),
        ("0,125", Decimal("0.125")),
        ("1.234.567,89", Decimal("1234567.89")),
        ("1 234 567,89", Decimal("1234567.89")),
        ("12 triệu đồng", Decimal(12)),
        ("12 đồng", WRONG),
        ("12đ", WRONG),
        ("1.500", WRONG),
        ("-3", WRONG),
    ],
)
def test_an_amount_is_any_number_from_0(typed: Any, value: Decimal | None) -> None:
    assert said("revenue", typed, ENTERPRISES) == value


@pytest.mark.parametrize(
    ("typed", "value"), [(-3, -3), ("-3,5", Decimal("-3.5")), ("-1.234.567", -1234567), ("−2", -2), ("-1.500", WRONG)]
)
def test_a_number_may_be_below_0(typed: Any, value: Decimal) -> None:
    assert said("profit", typed, ENTERPRISES) == value


@pytest.mark.parametrize("fact", ["bad-debt", "credit-growth"])
@pytest.mark.parametrize(
    ("typed", "value"),
    [(5, 5), ({"percent": 5}, 5), ("5%", 5), ("5 %", 5), ("1,125", Decimal("1.125")), ("1.125%", Decimal("1.125"))],
)
def test_five_percent_is_5_however_it_is_typed(fact: str, typed: Any, value: Decimal) -> None:
    assert said(fact, typed, CREDIT) == value


def test_a_share_lies_between_0_and_100_and_growth_need_not() -> None:
    assert [said("bad-debt", typed, CREDIT) for typed in (100, 101, -1, {"percent": 120})] == [100, WRONG, WRONG, WRONG]
    assert [said("credit-growth", typed, CREDIT) for typed in (120, -4)] == [120, -4]


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("có", 1), ("Có", 1), ("CO", 1), ("x", 1), ("X", 1), (1, 1), ("1", 1),
        ("không", 0), ("Không", 0), (0, 0), ("0", 0),
        ("", None), ("-", None), (None, None),
        ("?", WRONG), ("chưa", WRONG), (2, WRONG), (0.5, WRONG), (True, WRONG), ({"percent": 100}, WRONG),
    ],
)  # fmt: skip
def test_yes_and_no_are_words_a_mark_or_a_figure(typed: Any, value: Decimal | None) -> None:
    assert said("party-cell", typed) == value


def test_a_date_is_no_figure_and_a_value_below_a_merged_cell_neither() -> None:
    def dated(cells: dict[tuple[int, int], Cell]) -> None:
        cells[10, 5] = Cell(Kind.DATE, "2019-05-09", Decimal(43594))

    assert codes(rebuilt(dated, {})) == ["TD414"]
    assert codes(rebuilt(lambda _: None, {"papers-late": 2}, merged=(Range(9, 5, 10, 5),))) == ["TD414"]


def test_no_number_is_longer_than_a_reader_can_be_shown() -> None:
    assert not FIGURES["amount"].admits(Decimal("1e-300"))
    assert not FIGURES["number"].admits(Decimal("-1e300"))
    assert said("revenue", "1" * 40, ENTERPRISES) == WRONG


@settings(deadline=None)
@given(st.text(max_size=30) | st.from_regex(r"[-+]?[0-9., ]{1,25}(%|đ| văn bản)?", fullmatch=True))
def test_no_text_breaks_the_reader(text: str) -> None:
    for fact in ("papers-late", "party-cell"):
        value = said(fact, text)
        assert value is None or value == WRONG or value >= 0


def test_the_finding_names_the_cell_the_figure_and_what_may_stand_there() -> None:
    _, (found,) = taken(
        sheets.workbook({"rest": 1, "facts": {"papers-late": "1.500"}}), sheets.rubric(sheets.DISTRICTS)
    )
    assert (found.file, found.sheet, found.cell) == ("x.xlsx", "Số liệu", "E10")
    assert (found.criterion, found.stage, found.clause, found.found) == ("III.1", None, "B.III.1", "1.500")
    assert dict(found.params)["expected"].vi == "một số nguyên từ 0 trở lên, viết liền các chữ số"


# --- sums ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        (DOSSIERS, []),
        (DOSSIERS | {"dossiers-pending": 0}, []),
        (DOSSIERS | {"dossiers-pending": 1}, ["TD415"]),
        ({"dossiers-submitted": 3, "dossiers-unqualified": 4}, ["TD415"]),
        (DOSSIERS | {"dossiers-submitted": "mười"}, ["TD414"]),
    ],
)
def test_parts_are_no_more_than_the_whole(typed: dict[str, Any], found: list[str]) -> None:
    assert read(typed)[1] == found


def test_contradictory_figures_are_not_computed_with_and_others_are() -> None:
    sheet, _ = read(DOSSIERS | {"dossiers-approved": 9, "papers-late": 1})
    assert facts.usable(sheet) == {"papers-late": 1}


def test_both_sums_are_named_with_their_cells() -> None:
    _, (found,) = taken(
        sheets.workbook({"rest": 1, "facts": DOSSIERS | {"dossiers-approved": 9}}), sheets.rubric(sheets.DISTRICTS)
    )
    assert [found.cell, found.criterion, found.clause, found.found, found.allowed] == [
        "E12",
        "III.4",
        "B.III.4",
        11,
        10,
    ]
    named = dict(found.params)
    assert named["come_to"].vi == "cộng lại là"
    assert [part.vi.rpartition(" ")[2] for part in (*named["parts"], named["whole"])] == ["E12", "E13", "E11"]


# --- figures that belong together ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "missing"),
    [
        ({"dossiers-submitted": 10}, 1),
        ({"dossiers-submitted": 10, "dossiers-unqualified": 1}, 0),
        ({"dossiers-submitted": 10, "dossiers-approved": 9}, 1),
        ({"dossiers-submitted": 10, "dossiers-approved": 10}, 0),
        ({"dossiers-submitted": 0}, 0),
        ({"dossiers-pending": 1}, 2),
        ({"dossiers-submitted": "mười", "dossiers-unqualified": 1}, 0),
        ({"evaluation-score": 95}, 0),
        ({"evaluation-scale": 100}, 1),
        ({"workers-awarded": 5, "persons-awarded": 9}, 2),
        ({"papers-late": 0}, 0),
    ],
)
def test_a_rule_asks_for_the_figures_that_it_cannot_do_without(typed: dict[str, Any], missing: int) -> None:
    sheet, _ = read(typed)
    found = [finding for finding in facts.check(sheet) if finding.code == "TD417"]
    assert [len(dict(finding.params)["missing"]) for finding in found] == ([missing] if missing else [])


def test_conditions_that_nothing_is_known_of_are_not_asked_for() -> None:
    tests = (Test("papers-late", "at-most", Decimal(0), sheets.rubric(sheets.DISTRICTS).find("III.4").kind.metric),)  # type: ignore[union-attr]
    both = Judged(tests=(*tests, replace(tests[0], fact="reports-late")))
    sheet, _ = read({"papers-late": 1})
    (third,) = (section for section in sheet.rubric.sections if section.id == "III")
    rows = tuple(replace(row, kind=both) if row.id == "III.2" else row for row in third.rows)
    sections = (*sheet.rubric.sections[:2], replace(third, rows=rows))
    assert facts.check(replace(sheet, rubric=replace(sheet.rubric, sections=sections))) == ()


# --- what a reader cannot see --------------------------------------------------------------------


@pytest.mark.parametrize(
    "shape", [{"state": "hidden"}, {"hidden_rows": frozenset({10})}, {"hidden_columns": frozenset({5})}]
)
def test_hidden_figures_are_named_if_any_counts(shape: dict[str, Any]) -> None:
    assert codes(rebuilt(lambda _: None, {"papers-late": 1}, **shape)) == ["TD011"]
    assert codes(rebuilt(lambda _: None, {}, **shape)) == []


# --- what figures change, and what they do not ---------------------------------------------------


def whole(described: dict[str, Any]) -> Any:
    return take_in(sheets.workbook(described), "x.xlsx", "", Expected(pipeline.SHELF))


@pytest.mark.parametrize("typed", [{"papers-late": "hai"}, DOSSIERS | {"dossiers-approved": 11}])
def test_a_wrong_figure_keeps_nobody_out_of_the_ranking(typed: dict[str, Any]) -> None:
    submission = whole({"unit": "Sở Nội vụ", "year": 2019, "rest": 1, "total": 11, "facts": typed})
    errors = [finding for finding in submission.findings if finding.is_error]
    assert {finding.code for finding in errors} <= {"TD414", "TD415"}
    assert errors
    assert not any(touches(finding, submission, stage) for finding in errors for stage in Stage)


def test_figures_change_no_score() -> None:
    plain = whole({"rest": 1})
    for typed in (DOSSIERS, {"papers-late": "hai"}):
        assert whole({"rest": 1, "facts": typed}).scores == plain.scores


# --- the form ------------------------------------------------------------------------------------


def forms(folder: Path) -> Iterator[tuple[str, Any]]:
    """A blank form's path, with what may be typed where so that it is blank no more."""
    rubric = sheets.rubric(sheets.DISTRICTS)
    value = fact_cells(rubric)["papers-late"]
    for name, cell, typed in (("a", value, 2), ("b", value, "-"), ("c", value.replace("E", "G"), "theo báo cáo")):
        path = folder / f"{name}.xlsx"
        assert not pipeline.blank_form(rubric.id, "Sở Nội vụ", "2019", str(path)).findings
        yield str(path), (cell, typed)


def test_a_form_with_a_figure_typed_is_not_written_over(tmp_path: Path) -> None:
    from openpyxl import load_workbook

    for path, (cell, typed) in forms(tmp_path):
        again = pipeline.blank_form(sheets.DISTRICTS, "Sở Nội vụ", "2019", path)
        assert again.files == (path,)
        book = load_workbook(path)
        book["Số liệu"][cell] = typed
        book.save(path)
        refused = pipeline.blank_form(sheets.DISTRICTS, "Sở Nội vụ", "2019", path)
        assert [finding.code for finding in refused.findings] == ["TD918"]


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_what_is_typed_on_the_form_is_what_is_read(data: st.DataObject) -> None:
    rubric = sheets.rubric(data.draw(st.sampled_from((sheets.DISTRICTS, ENTERPRISES, CREDIT))))
    book = blank_form(rubric, unit=UnitOnForm("so-a", "Sở A"), year="2019", cluster=None)
    boxes, typed = dict(book.sheets[1].boxes), {}
    for fact, _ in rubric.facts():
        figure, where = FIGURES[fact.kind], place(fact_cells(rubric)[fact.id])
        assert where is not None
        least, most = max(figure.least, Decimal(-(10**6))), min(figure.most, Decimal(10**6))
        places = 0 if figure.whole else 2
        typed[fact.id] = data.draw(st.none() | st.decimals(least, most, places=places))
        boxes[where] = replace(boxes[where], value=typed[fact.id])
    source = read_workbook(to_bytes(replace(book, sheets=(book.sheets[0], replace(book.sheets[1], boxes=boxes)))), "x")
    assert source.value is not None
    sheet, findings = taken(source.value, rubric)
    assert {fact: said.value for fact, said in sheet.facts.items()} == typed
    assert {finding.code for finding in findings} <= {"TD415", "TD417"}


def test_two_figures_of_the_same_words_are_told_apart_by_criterion_and_order() -> None:
    """A cluster's own table may ask `Trong đó: được duyệt` twice."""
    rubric = sheets.rubric(sheets.DISTRICTS)
    facts_ = dict(rubric.guidance.facts)
    for name in ("dossiers-approved", "dossiers-unqualified", "reports-late"):
        facts_[name] = replace(facts_[name], prompt=facts_["dossiers-pending"].prompt)
    alike = replace(rubric, guidance=replace(rubric.guidance, facts=MappingProxyType(facts_)))
    book = blank_form(alike, unit=None, year="2019", cluster=None)
    typed = {"dossiers-approved": 4, "dossiers-unqualified": 3, "dossiers-pending": 2, "reports-late": 1}
    boxes = dict(book.sheets[1].boxes)
    for name, value in typed.items():
        where = place(fact_cells(alike)[name])
        assert where is not None
        boxes[where] = replace(boxes[where], value=value)
    source = read_workbook(to_bytes(replace(book, sheets=(book.sheets[0], replace(book.sheets[1], boxes=boxes)))), "x")
    assert source.value is not None
    sheet, _ = taken(source.value, alike)
    assert {name: sheet.facts[name].value for name in typed} == typed


def test_very_long_texts_are_no_figures_and_take_no_time() -> None:
    long = "văn bản " * 4000
    rows = [["", "", f"{n} {long}", "", "1." * 9000] for n in range(250)]
    sheet, found = read({"papers-late": "9" * 30000}, facts_extra=rows)
    assert set(found) == {"TD414", "TD416"}
    assert facts.usable(sheet) == {}
