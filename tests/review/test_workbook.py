"""Facts about the review workbook: what is drawn is read back, wherever it then stands, and what is wrong is told."""

from __future__ import annotations

import shutil
import subprocess
from decimal import Decimal
from typing import TYPE_CHECKING, Final

import pytest
from msgspec.structs import replace

from tests.review.table import FILE, LEAVES, TABLE, Desk, desk, roster, settled, value_of
from thidua_cli.cells import Kind, Range, column_letters, place
from thidua_cli.findings import Severity
from thidua_cli.intake import Fault
from thidua_cli.review import layout
from thidua_cli.review.content import Did, column_points
from thidua_cli.review.draw import draw
from thidua_cli.review.layout import BOARD_TAB, CLUSTER_TAB, EARLIER, TABS
from thidua_cli.review.read import read, unusable
from thidua_cli.roster.model import Member
from thidua_cli.rubric.model import Stage
from thidua_cli.spreadsheets.writer import to_bytes

if TYPE_CHECKING:
    from pathlib import Path

    from thidua_cli.cells import Workbook

ONE: Final = "don-vi-1"
CLUSTER, BOARD = Stage.CLUSTER, Stage.BOARD


# --- what is settled -----------------------------------------------------------------------------


def test_a_blank_cell_settles_nothing() -> None:
    assert settled(desk().review()) == {}


def test_a_typed_score_is_settled_at_its_cell() -> None:
    made = desk()
    made.score(ONE, "III.4", CLUSTER, Decimal("4.5"))
    said = made.review().given[ONE, "III.4", CLUSTER]
    assert (said.value, said.file, said.sheet) == (Decimal("4.5"), FILE, CLUSTER_TAB)
    assert place(said.cell) == made.where(ONE, "III.4", CLUSTER)[1]


def test_an_agreement_settles_every_blank_cell_at_the_score_beside_it_and_says_so() -> None:
    made = desk()
    made.score(ONE, "III.4", CLUSTER, Decimal("0.5"))
    made.agree(ONE, CLUSTER)
    review = made.review()
    assert review.given[ONE, "III.4", CLUSTER].value == Decimal("0.5")
    assert review.given[ONE, "III.5", CLUSTER].value == Decimal(1)
    assert review.given[ONE, "III.5", CLUSTER].text == "1 (đồng ý các điểm tự chấm)"
    assert review.given["don-vi-2", "III.5", CLUSTER].is_blank


def test_the_board_agrees_to_the_clusters_scores_in_its_scope_only() -> None:
    made = desk()
    made.agree(ONE, CLUSTER)
    made.agree(ONE, BOARD)
    scored = {criterion for unit, criterion, stage in settled(made.review()) if (unit, stage) == (ONE, BOARD)}
    assert scored == {row for row in LEAVES if row.startswith("III")}


def test_a_dash_is_no_score_and_no_agreement() -> None:
    made = desk()
    made.agree(ONE, CLUSTER)
    made.score(ONE, "III.4", CLUSTER, "-")
    assert made.review().given[ONE, "III.4", CLUSTER].is_blank


def test_a_score_that_the_unit_changes_after_the_agreement_stays_what_was_agreed() -> None:
    made = desk()
    made.agree(ONE, CLUSTER)
    made.send(ONE, rest=2, points={"III.6.2": 1, "III.6.3": 1, "III.6.4": 1})
    new = made.refresh("2020-01-06")
    assert made.review().given[ONE, "III.4", CLUSTER].value == Decimal(1)
    assert made.taken().content.unit(ONE).typed["III.4", CLUSTER].number == Decimal(1)  # type: ignore[union-attr]
    told = [(line.did, line.before, line.after) for line in new.events if line.criterion == "III.4"]
    assert told == [(Did.AGREED, "", "1"), (Did.CHANGED, "1", "2")]
    assert made.review().given[ONE, "III.6.3", CLUSTER].text == "1 (đồng ý các điểm tự chấm)"


def test_a_score_that_was_not_settled_may_change_without_a_word() -> None:
    made = desk()
    made.send(ONE, rest=2)
    assert made.refresh().events == ()
    assert settled(made.review()) == {}


def test_a_confirmation_stays() -> None:
    made = desk()
    made.score(ONE, "III.4", CLUSTER, 1)
    made.send(ONE, rest=1, points={"III.4": 3})
    made.refresh()
    (event,) = [event for event in made.review().events if event.changed]
    assert (event.before, event.after, event.seen) == ("1", "3", "")
    at = place(event.cell)
    assert at is not None
    made.put(layout.LOG_TAB, at, "x")
    made.refresh()
    assert [event.seen for event in made.review().events if event.changed] == ["x"]


def test_a_unit_without_a_sheet_keeps_the_scores_it_last_had() -> None:
    made = desk()
    made.agree(ONE, CLUSTER)
    del made.sheets[ONE]
    assert [line.did for line in made.refresh().events] == [Did.NO_SHEET]
    assert made.review().given[ONE, "III.4", CLUSTER].value == Decimal(1)
    assert made.refresh().events == ()
    made.send(ONE, rest=1)
    assert [line.did for line in made.refresh().events] == [Did.SHEET_BACK]


# --- taking over from a unit's sheet -------------------------------------------------------------


def test_scores_in_a_units_sheet_are_taken_over_into_blank_cells() -> None:
    made = Desk(roster(1))
    made.send(ONE, points={"III.4": [5, 4, 3], "I": [90, "xem", None]})
    new = made.refresh()
    assert settled(made.review()) == {(ONE, "III.4", CLUSTER): Decimal(4), (ONE, "III.4", BOARD): Decimal(3)}
    assert [(line.did, line.stage, line.source) for line in new.events] == [
        (Did.TAKEN, CLUSTER, "don-vi-1.xlsx, ô E11"),
        (Did.TAKEN, BOARD, "don-vi-1.xlsx, ô F11"),
    ]


@pytest.mark.parametrize("typed", [Decimal(2), "xem lại", "-", {"error": "#N/A"}])
def test_nothing_is_taken_over_into_a_cell_that_holds_anything(typed: object) -> None:
    made = desk()
    made.score(ONE, "III.4", CLUSTER, typed)
    text = made.review().given[ONE, "III.4", CLUSTER].text
    made.send(ONE, points={"III.4": [5, 4, None]})
    made.refresh()
    assert made.review().given[ONE, "III.4", CLUSTER].text == text


def test_nothing_is_taken_over_where_the_unit_agreed_as_a_whole() -> None:
    made = desk()
    made.agree(ONE, CLUSTER)
    made.send(ONE, rest=1, points={"III.4": [1, 4, None]})
    made.refresh()
    assert made.review().given[ONE, "III.4", CLUSTER].value == Decimal(1)


# --- reasons -------------------------------------------------------------------------------------


def test_every_score_that_differs_has_a_line_for_its_reason() -> None:
    made = desk()
    made.score(ONE, "III.4", CLUSTER, Decimal("0.5"))
    made.refresh()
    (line,) = made.taken().content.reasons
    assert line.key == (ONE, "III.4", CLUSTER)
    assert (line.before, line.after, line.reason) == ("1", "0,5", None)
    made.reason(ONE, "III.4", CLUSTER, "Chậm nộp hồ sơ", "CV số 12")
    made.score(ONE, "III.4", CLUSTER, Decimal("0.25"))
    made.refresh()
    (told,) = made.review().reasons
    assert (told.before, told.after, told.reason, told.document) == ("1", "0,25", "Chậm nộp hồ sơ", "CV số 12")


def test_a_reason_stays_when_its_difference_is_gone_and_an_empty_line_goes() -> None:
    made = desk()
    made.score(ONE, "III.4", CLUSTER, Decimal("0.5"))
    made.score(ONE, "III.5", CLUSTER, Decimal("0.5"))
    made.refresh()
    made.reason(ONE, "III.4", CLUSTER, "Chậm nộp hồ sơ")
    made.score(ONE, "III.4", CLUSTER, 1)
    made.score(ONE, "III.5", CLUSTER, 1)
    made.refresh()
    (line,) = made.taken().content.reasons
    assert (line.key, line.remark) == ((ONE, "III.4", CLUSTER), layout.NO_LONGER)


def test_a_reason_typed_in_a_free_row_is_joined_with_its_score() -> None:
    made = desk()
    made.reason(ONE, "III.4", CLUSTER, "Sẽ trừ vì chậm")
    made.score(ONE, "III.4", CLUSTER, Decimal("0.5"))
    made.refresh()
    (told,) = made.review().reasons
    assert (told.before, told.after, told.reason) == ("1", "0,5", "Sẽ trừ vì chậm")


# --- rearranged ----------------------------------------------------------------------------------


def _rearranged(made: Desk) -> None:
    made.insert(CLUSTER_TAB, row=2)
    made.insert(CLUSTER_TAB, column=1)
    made.insert(CLUSTER_TAB, column=7)
    made.insert(CLUSTER_TAB, row=14, count=2)
    made.swap_rows(CLUSTER_TAB, 11, 18)
    made.insert(layout.REASONS_TAB, row=1)


def test_rows_and_columns_may_be_inserted_and_sorted() -> None:
    made = desk(8)
    for number, criterion in enumerate(LEAVES):
        made.score("don-vi-7", criterion, CLUSTER, Decimal(number) / 4)
    before = settled(made.review())
    _rearranged(made)
    assert settled(made.review()) == before
    assert made.findings() == ()


def test_columns_in_another_order_are_read_by_their_ids() -> None:
    made = desk()
    made.score(ONE, "III.4", CLUSTER, 1)
    left = made.where(ONE, "III.4", CLUSTER)[1][1] - 1
    turn = {left: left + 4, left + 1: left + 5, left + 4: left, left + 5: left + 1}
    made.edit(
        CLUSTER_TAB,
        lambda sheet: replace(
            sheet, cells={(row, turn.get(column, column)): held for (row, column), held in sheet.cells.items()}
        ),
    )
    assert settled(made.review()) == {(ONE, "III.4", CLUSTER): Decimal(1)}


def test_a_deleted_row_is_told_and_comes_back() -> None:
    made = desk()
    made.insert(CLUSTER_TAB, row=made.where(ONE, "III.4", CLUSTER)[1][0], count=-1)
    (finding,) = made.findings()
    assert (finding.code, finding.criterion, finding.stage) == ("TD707", "III.4", "cluster")
    made.refresh()
    assert made.findings() == ()


def test_a_deleted_column_is_told_and_comes_back() -> None:
    made = desk()
    made.insert(CLUSTER_TAB, column=made.where(ONE, "III.4", CLUSTER)[1][1], count=-1)
    assert ("TD708", ONE) in [(finding.code, finding.unit) for finding in made.findings()]
    made.refresh()
    assert made.findings() == ()


def test_a_copied_row_that_differs_settles_nothing_and_both_scores_stay_to_be_seen() -> None:
    made = desk()
    made.score(ONE, "III.4", CLUSTER, Decimal("0.5"))
    row = made.where(ONE, "III.4", CLUSTER)[1][0]
    made.edit(
        CLUSTER_TAB,
        lambda sheet: replace(
            sheet,
            cells={**sheet.cells, **{(60, column): held for (at, column), held in sheet.cells.items() if at == row}},
        ),
    )
    assert made.codes() == ["TD710"]
    tab, (_, column) = made.where(ONE, "III.4", CLUSTER)
    made.put(tab, (60, column), Decimal("0.75"))
    assert sorted(made.codes()) == ["TD710", "TD711"]
    said = made.review().given[ONE, "III.4", CLUSTER]
    assert (said.fault, said.text) == (Fault.TEXT, "0.5 / 0.75")
    made.refresh()
    assert made.review().given[ONE, "III.4", CLUSTER].text == "0.5 / 0.75"


def test_an_unknown_id_is_told_and_its_scores_are_set_aside() -> None:
    made = desk()
    made.score(ONE, "III.4", CLUSTER, Decimal("0.5"))
    tab, at = made.where(ONE, "III.4", CLUSTER)
    for column in (at[1] - 1, at[1]):
        made.put(tab, (layout.ID_ROW, column), "don-vi-la")
    assert {"TD709", "TD708"} <= set(made.codes())
    made.refresh()
    (line,) = [line for line in made.taken().content.kept if line.text == "0.5"]
    assert (line.sheet, line.cell) == (CLUSTER_TAB, f"{column_letters(at[1])}{at[0]}")
    assert "don-vi-la" in line.why


def test_a_unit_that_left_the_list_leaves_its_scores_behind() -> None:
    made = desk()
    made.score(ONE, "III.4", CLUSTER, Decimal("0.5"))
    made.roster = replace(made.roster, members=made.roster.members[1:])
    assert "TD709" in made.codes()
    new = made.refresh()
    assert [(line.did, line.unit) for line in new.events] == [(Did.REMOVED, ONE)]
    assert "0.5" in [line.text for line in made.taken().content.kept]
    assert made.refresh().events == ()


def test_a_new_unit_gets_its_columns() -> None:
    made = desk()
    made.roster = replace(made.roster, members=(*made.roster.members, Member("moi", "Đơn vị mới")))
    assert set(made.codes()) == {"TD708"}
    assert [line.did for line in made.refresh().events] == [Did.ADDED]
    assert made.findings() == ()


def test_a_renamed_unit_is_known_by_its_id() -> None:
    made = desk()
    made.score(ONE, "III.4", CLUSTER, Decimal("0.5"))
    made.refresh()
    made.reason(ONE, "III.4", CLUSTER, "Lý do cũ")
    first, *others = made.roster.members
    made.roster = replace(made.roster, members=(replace(first, name="Tên mới"), *others))
    assert set(made.codes()) == {"TD719"}
    made.refresh()
    assert made.findings() == ()
    assert made.review().reasons[0].unit == ONE


# --- what people type where they should not ------------------------------------------------------


def test_text_in_a_score_cell_stays_as_typed() -> None:
    made = desk()
    made.score(ONE, "III.4", CLUSTER, "xem lại")
    made.refresh()
    said = made.review().given[ONE, "III.4", CLUSTER]
    assert (said.fault, said.text) == (Fault.TEXT, "xem lại")
    (finding,) = unusable(made.review(), TABLE, {ONE})
    assert (finding.code, finding.cell, finding.unit, finding.criterion) == ("TD715", said.cell, ONE, "III.4")
    assert list(unusable(made.review(), TABLE, {"don-vi-2"})) == []


def test_a_formula_becomes_the_number_it_shows_and_is_kept_aside() -> None:
    made = desk()
    held = value_of(to_bytes(draw(made.taken().content, made.roster, TABLE)))
    number = next(c for s in held.sheets for c in s.cells.values() if c.kind is Kind.NUMBER and c.formula is None)
    made.put(*made.where(ONE, "III.4", CLUSTER), replace(number, text="3", number=Decimal(3), formula="1+2"))
    assert made.codes() == ["TD714"]
    made.refresh()
    assert made.review().given[ONE, "III.4", CLUSTER].value == Decimal(3)
    assert [line.text for line in made.taken().content.kept] == ["=1+2 → 3"]
    assert made.findings() == ()


def test_an_unclear_agreement_agrees_to_nothing_and_stays_as_typed() -> None:
    made = desk()
    made.agree(ONE, CLUSTER, "không")
    (finding,) = made.findings()
    assert (finding.code, finding.unit, finding.found) == ("TD712", ONE, "không")
    assert settled(made.review()) == {}
    made.refresh()
    assert made.codes() == ["TD712"]


def test_merged_score_cells_are_told() -> None:
    made = desk()
    row, column = made.where(ONE, "III.4", CLUSTER)[1]
    made.edit(CLUSTER_TAB, lambda sheet: replace(sheet, merged=(*sheet.merged, Range(row, column, row + 1, column))))
    (finding,) = made.findings()
    assert (finding.code, finding.criterion, finding.severity) == ("TD713", "III.5", Severity.ERROR)
    assert made.review().given[ONE, "III.5", CLUSTER].fault is Fault.COVERED


def test_text_beside_the_matrix_and_whole_sheets_are_set_aside() -> None:
    made = desk()
    made.put(CLUSTER_TAB, (3, 30), "Nhớ hỏi lại")
    assert made.book is not None
    own = replace(made.book.sheets[0], name="Nháp", cells={(1, 1): made.book.sheets[0].cells[1, 1]}, merged=())
    made.book = replace(made.book, sheets=(*made.book.sheets, own))
    made.refresh()
    kept = {(line.sheet, line.cell, line.text) for line in made.taken().content.kept}
    assert (CLUSTER_TAB, "AD3", "Nhớ hỏi lại") in kept
    assert ("Nháp", "A1", layout.TITLES[CLUSTER_TAB]) in kept
    made.refresh()
    assert len(made.taken().content.kept) == 2


def test_texts_that_look_like_formulas_stay_texts() -> None:
    made = Desk(roster(1))
    made.send(ONE, rest=1)
    sheet = made.sheets[ONE]
    entry = replace(sheet.entries["III.4"], evidence='=HYPERLINK("x")')
    made.sheets[ONE] = replace(sheet, entries={**sheet.entries, "III.4": entry})
    made.refresh()
    made.reason(ONE, "III.4", CLUSTER, "=1+1")
    made.refresh()
    assert made.book is not None
    found = [
        held for one in made.book.sheets for held in one.cells.values() if held.text in {'=HYPERLINK("x")', "=1+1"}
    ]
    assert [(held.kind, held.formula) for held in found] == [(Kind.TEXT, None)] * 2


# --- whose workbook it is ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("other", "found"),
    [
        (roster(3, year="2020"), "2019"),
        (replace(roster(3, cluster="cum-2"), members=(Member("khac", "Đơn vị khác"),)), "cum-1"),
    ],
)
def test_the_workbook_of_another_year_or_cluster_is_refused(other: object, found: str) -> None:
    made = desk()
    assert made.book is not None
    review, findings = read(made.book, FILE, "", other, TABLE)  # type: ignore[arg-type]
    assert review is None
    assert [(finding.code, finding.found) for finding in findings] == [("TD704", found)]


def test_the_workbook_of_another_table_is_refused() -> None:
    made = desk()
    assert made.book is not None
    review, (finding,) = read(made.book, FILE, "", made.roster, replace(TABLE, id="langson-2019/other", digest="0"))
    assert review is None
    assert finding.code == "TD704"


def test_a_folder_that_was_renamed_keeps_its_workbook() -> None:
    made = desk()
    made.roster = replace(made.roster, id="cum-1-nam-2019")
    assert made.findings() == ()


def test_a_changed_table_is_told_once() -> None:
    made = desk()
    assert made.book is not None
    review, findings = read(made.book, FILE, "", made.roster, replace(TABLE, digest="0"))
    assert review is not None
    assert [finding.code for finding in findings] == ["TD705"]


def test_the_printed_marker_speaks_for_lost_properties() -> None:
    made = desk()
    assert made.book is not None
    made.book = replace(made.book, properties={})
    assert made.findings() == ()


# --- drawn ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("units", [1, 3, 8, 30])
def test_what_is_drawn_is_read_back(units: int) -> None:
    made = desk(units)
    made.agree("don-vi-1", CLUSTER)
    made.score(f"don-vi-{units}", "III.4", CLUSTER, Decimal("0.75"))
    made.refresh()
    content = made.taken().content
    made.refresh()
    assert made.taken().content == content
    assert [unit.id for unit in content.units] == [f"don-vi-{number}" for number in range(1, units + 1)]


def test_the_same_content_gives_the_same_bytes() -> None:
    one, other = desk(), desk()
    assert to_bytes(draw(one.taken().content, one.roster, TABLE)) == to_bytes(
        draw(other.taken().content, other.roster, TABLE)
    )


@pytest.mark.parametrize("units", [3, 8, 30])
def test_no_page_break_lies_inside_a_pair(units: int) -> None:
    made = desk(units)
    for sheet in draw(made.taken().content, made.roster, TABLE).sheets[:2]:
        assert all((column - layout.FIRST_PAIR) % 2 == 1 for column in sheet.column_breaks)
        assert sheet.repeated_columns == (1, 3)
        assert sheet.frozen == (layout.FIRST_ROW, layout.FIRST_PAIR)
        # A3 landscape is 257 mm high inside its margins: the signatures stand below the table they sign.
        assert sheet.a3
        assert sheet.scale is not None
        assert sum(sheet.heights.values()) * sheet.scale / 100 < 257 * 72 / 25.4
    assert bool(sheet.column_breaks) == (units > 12)


# --- in a spreadsheet program --------------------------------------------------------------------

_SOFFICE = shutil.which("soffice")


@pytest.fixture(scope="module")
def recalculated(tmp_path_factory: pytest.TempPathFactory) -> tuple[Desk, Workbook]:
    """A workbook with everything in it, opened, recalculated and saved by LibreOffice."""
    if _SOFFICE is None:
        pytest.skip("LibreOffice is not installed")
    made = desk(3, rest=1, points={"III.4": [3, None, None], "I": [88.5, None, None]})
    made.agree(ONE, CLUSTER)
    made.score(ONE, "I", CLUSTER, Decimal("87.25"))
    made.score("don-vi-2", "III.1", CLUSTER, "xem lại")
    for number, criterion in enumerate(LEAVES):
        made.score("don-vi-3", criterion, CLUSTER, Decimal(number) / 4)
    made.agree(ONE, BOARD)
    made.score(ONE, "III.5", BOARD, Decimal("0.5"))
    made.refresh()
    made.reason(ONE, "I", CLUSTER, "Giảm 1,25 điểm", "Biên bản 01")
    made.refresh()
    home: Path = tmp_path_factory.mktemp("soffice")
    (home / FILE).write_bytes(to_bytes(draw(made.taken().content, made.roster, TABLE)))
    profile = f"-env:UserInstallation=file://{home}/profile"
    # Through .ods, so that every formula is calculated anew on the way back.
    for form, source in (("ods", FILE), ("xlsx", "ra-soat.ods")):
        command = [_SOFFICE, profile, "--headless", "--convert-to", form, "--outdir", str(home), str(home / source)]
        subprocess.run(command, check=True, capture_output=True, timeout=180)
    return made, value_of((home / FILE).read_bytes())


def test_a_workbook_saved_by_libreoffice_is_read_back_unchanged(recalculated: tuple[Desk, Workbook]) -> None:
    made, saved = recalculated
    before = made.review()
    there = Desk(made.roster, made.sheets, saved)
    assert settled(there.review()) == settled(before)
    assert there.review().reasons == before.reasons
    assert there.review().events == before.events
    assert there.findings() == made.findings()
    assert there.refresh().events == ()


def test_stored_results_are_what_libreoffice_computes(recalculated: tuple[Desk, Workbook]) -> None:
    made, saved = recalculated
    drawn = value_of(to_bytes(draw(made.taken().content, made.roster, TABLE)))
    compared = 0
    for ours, theirs in zip(drawn.sheets[:2], saved.sheets[:2], strict=True):
        for at, cell in ours.cells.items():
            if cell.formula is not None:
                there = theirs.cells.get(at)
                assert (there.text if there else "") == cell.text, (ours.name, at)
                compared += 1
    assert compared == 75


def test_the_sums_are_those_of_the_settled_scores() -> None:
    made = desk()
    made.agree(ONE, CLUSTER)
    made.score(ONE, "III.4", CLUSTER, 5)
    made.agree(ONE, BOARD)
    unit = made.taken().content.unit(ONE)
    assert unit is not None
    cluster, board = (column_points(unit, TABLE, stage)[""] for stage in TABS)
    given = {
        criterion: points
        for (of, criterion, stage), points in settled(made.review()).items()
        if of == ONE and stage is CLUSTER
    }
    assert cluster == board == sum(given.values()) == Decimal(len(LEAVES) + 4)
    assert EARLIER[BOARD] is CLUSTER
    assert BOARD_TAB in {sheet.name for sheet in draw(made.taken().content, made.roster, TABLE).sheets}
