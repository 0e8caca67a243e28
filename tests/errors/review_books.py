"""Review workbooks of a cluster of two units, each with one thing wrong in it.

The cluster is that of `CLUSTER`: units `a` (Sở Nội vụ) and `b` (Sở Tài chính), year 2019; every self-score is 1.
"""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace
from openpyxl import load_workbook

from tests.sheets import DISTRICTS, rubric
from thidua_cli.cells import place
from thidua_cli.review import layout
from thidua_cli.review.content import Content, UnitColumns, number_cell
from thidua_cli.review.draw import draw
from thidua_cli.review.layout import CLUSTER_TAB
from thidua_cli.review.take import take
from thidua_cli.roster.model import Member, Roster
from thidua_cli.rubric.model import Stage
from thidua_cli.spreadsheets.reader import read_workbook
from thidua_cli.spreadsheets.writer import to_bytes

if TYPE_CHECKING:
    from collections.abc import Callable

_TABLE = rubric(DISTRICTS)
_ROSTER = Roster(
    "cum-1", "Cụm thi đua số 1", "2019", DISTRICTS, (Member("a", "Sở Nội vụ"), Member("b", "Sở Tài chính"))
)


def _content() -> Content:
    one = number_cell(_TABLE.maximum / _TABLE.maximum)
    shown = {row.id: one for row in _TABLE.rows() if not row.is_group}
    return Content(tuple(UnitColumns(member.id, member.name, shown) for member in _ROSTER.members))


def _made(of: Roster = _ROSTER, **table: str) -> bytes:
    return to_bytes(draw(_content(), of, replace(_TABLE, **table)))


def _edited(change: Callable[[Any, Callable[[str, str, Stage], str]], None]) -> bytes:
    """The workbook after a change with openpyxl; the second argument tells where a score stands."""
    data = _made()
    workbook, _ = read_workbook(data, "ra-soat.xlsx")
    assert workbook is not None
    spots = take(workbook, _ROSTER, _TABLE).spots
    book = load_workbook(BytesIO(data))
    change(book, lambda unit, criterion, stage: spots[unit, criterion, stage].cell)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _typed(value: object) -> bytes:
    """A score of III.4 of the first unit, typed."""

    def change(book: Any, where: Callable[[str, str, Stage], str]) -> None:
        book[CLUSTER_TAB][where("a", "III.4", Stage.CLUSTER)] = value

    return _edited(change)


def review_as_made() -> bytes:
    return _made()


def review_with_lower_score() -> bytes:
    """The first unit is agreed with as a whole, but for III.4, which is settled at 0."""

    def change(book: Any, where: Callable[[str, str, Stage], str]) -> None:
        book[CLUSTER_TAB][where("a", "III.4", Stage.CLUSTER)] = 0
        book[CLUSTER_TAB].cell(layout.AGREE_ROW, layout.FIRST_PAIR + 1, "x")

    return _edited(change)


def review_with_text() -> bytes:
    return _typed("xem lại")


def review_with_formula() -> bytes:
    """The formula shows 2: openpyxl writes no result, so the file is made by our own writer."""
    at = place("E12")
    assert at is not None
    book = draw(_content(), _ROSTER, _TABLE)
    first = book.sheets[0]
    box = replace(first.boxes[at], value=2, formula="1+1")
    return to_bytes(replace(book, sheets=(replace(first, boxes={**first.boxes, at: box}), *book.sheets[1:])))


def review_of_2018() -> bytes:
    return _made(replace(_ROSTER, year="2018"))


def review_of_older_table() -> bytes:
    return _made(digest="0123456789ab")


def review_without_sheet() -> bytes:
    def change(book: Any, where: Callable[[str, str, Stage], str]) -> None:
        del where
        book.remove(book[CLUSTER_TAB])

    return _edited(change)


def review_without_row() -> bytes:
    def change(book: Any, where: Callable[[str, str, Stage], str]) -> None:
        row = place(where("a", "III.4", Stage.CLUSTER))
        assert row is not None
        for cell in book[CLUSTER_TAB][row[0]]:
            cell.value = None

    return _edited(change)


def review_without_unit() -> bytes:
    return to_bytes(draw(Content(_content().units[:1]), _ROSTER, _TABLE))


def review_with_stranger() -> bytes:
    stranger = UnitColumns("so-ngoai-vu", "Sở Ngoại vụ")
    return to_bytes(draw(Content((*_content().units, stranger)), _ROSTER, _TABLE))


def _copied_row(value: object) -> bytes:
    def change(book: Any, where: Callable[[str, str, Stage], str]) -> None:
        sheet, first = book[CLUSTER_TAB], where("a", "III.4", Stage.CLUSTER)
        sheet[first] = 2
        at = place(first)
        assert at is not None
        sheet.cell(40, layout.CODE_COLUMN, "III.4")
        sheet.cell(40, at[1], value)

    return _edited(change)


def review_with_row_twice() -> bytes:
    return _copied_row(2)


def review_with_scores_twice() -> bytes:
    return _copied_row(3)


def review_agreed_unclearly() -> bytes:
    def change(book: Any, where: Callable[[str, str, Stage], str]) -> None:
        del where
        book[CLUSTER_TAB].cell(layout.AGREE_ROW, layout.FIRST_PAIR + 1, "không")

    return _edited(change)


def review_merged() -> bytes:
    def change(book: Any, where: Callable[[str, str, Stage], str]) -> None:
        first, second = where("a", "III.4", Stage.CLUSTER), where("a", "III.5", Stage.CLUSTER)
        book[CLUSTER_TAB].merge_cells(f"{first}:{second}")

    return _edited(change)


def review_with_loose_reason() -> bytes:
    def change(book: Any, where: Callable[[str, str, Stage], str]) -> None:
        del where
        for column, text in ((1, "Sở Nội vụ"), (2, "III.9"), (3, CLUSTER_TAB), (6, "Chậm nộp hồ sơ")):
            book[layout.REASONS_TAB].cell(layout.LIST_FIRST_ROW, column, text)

    return _edited(change)


def review_with_remark() -> bytes:
    def change(book: Any, where: Callable[[str, str, Stage], str]) -> None:
        del where
        book[CLUSTER_TAB]["K3"] = "Nhớ hỏi lại"

    return _edited(change)


def review_with_old_name() -> bytes:
    units = _content().units
    return to_bytes(draw(Content((replace(units[0], name="Ban Tổ chức"), units[1])), _ROSTER, _TABLE))


MAKERS = (
    *(
        review_as_made,
        review_with_lower_score,
        review_with_text,
        review_with_formula,
        review_of_2018,
        review_of_older_table,
    ),
    *(review_without_sheet, review_without_row, review_without_unit, review_with_stranger, review_with_row_twice),
    *(review_with_scores_twice, review_agreed_unclearly, review_merged, review_with_loose_reason, review_with_remark),
    review_with_old_name,
)
