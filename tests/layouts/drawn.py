"""Filled forms in layouts that offices make of them, drawn at random, each with the points that were typed.

This module knows how a form may be rearranged and typed again, never what the program makes of it.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from tests import sheets
from thidua_cli.cells import Workbook, Worksheet, address
from thidua_cli.rubric.load import shipped
from thidua_cli.rubric.model import Stage
from thidua_cli.vietnamese import format_points

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from thidua_cli.rubric.model import Criterion, Rubric


@dataclass(frozen=True, slots=True)
class Drawn:
    """A form as it was sent.

    Attributes:
        workbook: What stands in the file.
        rubric: The table it follows.
        points: What was typed for each row that is scored directly, by criterion and stage.
        rows: On which row of the worksheet each criterion stands; a criterion left out has none.
    """

    workbook: Workbook
    rubric: Rubric
    points: Mapping[tuple[str, Stage], Decimal]
    rows: Mapping[str, int]

    def _repr_pretty_(self, printer: Any, _cycle: bool) -> None:
        """The sheet as lines of cells: Hypothesis shows a failing example so that it can be read."""
        cells = self.workbook.sheets[0].cells
        lines = (f"{address(*at)}: {cell.text[:60]!r}" for at, cell in sorted(cells.items()))
        printer.text(f"Drawn({self.rubric.id}; {', '.join(lines)})")


# --- how a text is typed again -------------------------------------------------------------------


def _without_marks(text: str) -> str:
    letters = unicodedata.normalize("NFD", text)
    return "".join(c for c in letters if not unicodedata.combining(c)).replace("đ", "d").replace("Đ", "D")


def _first_words(text: str) -> str:
    words = text.split("\n", 1)[0].split()
    return " ".join(words[: max(4, len(words) * 2 // 3)])


def _broken(text: str) -> str:
    words = text.split(" ")
    return "\n".join(" ".join(words[at : at + 5]) for at in range(0, len(words), 5))


def _one_letter_less(text: str) -> str:
    middle = len(text.split("\n", 1)[0]) // 2
    return text[:middle] + text[middle + 1 :]


def _letters_swapped(text: str) -> str:
    middle = len(text.split("\n", 1)[0]) // 2
    return text[:middle] + text[middle + 1 : middle + 2] + text[middle : middle + 1] + text[middle + 2 :]


RETYPED: tuple[Callable[[str], str], ...] = (
    str,
    str.upper,
    str.casefold,
    _without_marks,
    _first_words,
    _broken,
    _one_letter_less,
    _letters_swapped,
    lambda text: unicodedata.normalize("NFD", text),
    lambda text: text.split("\n", 1)[0],
    lambda text: f"- {text}",
    lambda text: f"•\u00a0{text}",
    lambda text: f"  {text.replace(' ', '  ')} ",
    lambda text: text.replace("\n", " "),
    lambda text: text.replace("-", "–").replace('"', "”"),
)
NUMBERS: tuple[Callable[[str], Any], ...] = (
    str,
    lambda stt: f"{stt}.",
    lambda stt: f"{stt})",
    lambda stt: f"0{stt}" if stt.isdecimal() else stt,
    lambda stt: Decimal(stt) if stt.isdecimal() else stt,
)
POINTS: tuple[Callable[[Decimal], Any], ...] = (
    lambda points: points,
    format_points,
    str,
    lambda points: f"{format_points(points)} điểm",
    lambda points: f"0{format_points(points)}",
    lambda points: f"\u00a0{format_points(points)}đ",
)
JUNK_TEXTS = (
    "Ghi chú: số liệu tính đến ngày 31/12",
    "Người chấm",
    "Các nội dung công tác trong năm",
    "Thực hiện nhiệm vụ được giao",
    "Công tác thi đua, khen thưởng",
)
JUNK_HEADINGS = (None, "Ghi chú", "Kết quả thực hiện", "Căn cứ", "Điểm trừ", "Người chấm")


# --- the form ------------------------------------------------------------------------------------


@st.composite
def forms(draw: st.DrawFn, *, whole: bool = False) -> Drawn:
    """Filled forms in random layouts.

    Whole ones hold each row once, in its section and with its number, and no points outside the table: Điểm thưởng
    stands in two sections, and out of both without its number nobody could tell which it is.
    """
    table = sheets.rubric(draw(st.sampled_from(shipped())))
    points = {
        (row.id, stage): Decimal(draw(st.integers(0, int(row.maximum * 2)))) / 2
        for row in table.rows()
        if not row.is_group
        for stage in Stage
    }
    order = _order(draw, table, whole=whole)
    lines = [(criterion.id, _line(draw, criterion, points, whole=whole)) for criterion in order]
    for _ in range(draw(st.integers(0, 3))):
        lines.insert(draw(st.integers(0, len(lines))), ("", _junk(draw, whole=whole)))
    grid, top = _around(draw, [line for _, line in lines], table)
    rows = {criterion_id: top + at for at, (criterion_id, _) in enumerate(lines) if criterion_id}
    return Drawn(_moved(draw, grid, rows), table, MappingProxyType(points), MappingProxyType(rows))


def _order(draw: st.DrawFn, table: Rubric, *, whole: bool) -> list[Criterion]:
    """The rows as issued, in another order, with one missing or one twice."""
    rows = list(table.rows())
    how = draw(st.sampled_from(["issued", "within sections"] + ([] if whole else ["anyhow"])))
    if how == "anyhow":
        rows = draw(st.permutations(rows))
    elif how == "within sections":
        rows = [row for section in table.sections for row in (section, *draw(st.permutations([*section.walk()][1:])))]
    change = "none" if whole else draw(st.sampled_from(["none", "missing", "twice"]))
    at = draw(st.integers(0, len(rows) - 1))
    if change == "missing":
        rows.pop(at)
    elif change == "twice":
        rows.insert(draw(st.integers(0, len(rows))), rows[at])
    return rows


def _line(
    draw: st.DrawFn, criterion: Criterion, points: Mapping[tuple[str, Stage], Decimal], *, whole: bool
) -> list[Any]:
    text = draw(st.sampled_from(RETYPED))("\n".join((criterion.title, *criterion.lines)))
    number = draw(st.sampled_from(NUMBERS if whole else (*NUMBERS, _none)))(criterion.stt)
    typed = [
        draw(st.sampled_from(POINTS))(points[criterion.id, stage]) if (criterion.id, stage) in points else None
        for stage in Stage
    ]
    return [number, text, format_points(criterion.maximum), *typed]


def _none(_: str) -> None:
    """No number at all."""


def _junk(draw: st.DrawFn, *, whole: bool) -> list[Any]:
    points = None if whole else draw(st.sampled_from([None, Decimal(1), "2,5"]))
    number = draw(st.sampled_from([None, "", "-", "a", "Ghi chú"]))
    return [number, draw(st.sampled_from(JUNK_TEXTS)), None, points, None, None]


def _around(draw: st.DrawFn, lines: list[list[Any]], table: Rubric) -> tuple[list[list[Any]], int]:
    """The whole sheet, and the index of the first line of the table in it."""
    head: list[list[Any]] = [[table.heading + " - Năm 2019"], [table.title], ["Đơn vị: Sở Nội vụ"]]
    head += [[]] * draw(st.integers(0, 2))
    headings: list[list[Any]] = draw(
        st.sampled_from(
            [
                [[*sheets.HEADINGS]],
                [["TT", "Tiêu chí", "Điểm tối đa", "Đơn vị tự chấm", "Trưởng cụm chấm", "Ban TĐKT chấm"]],
                [
                    ["STT", "Nội dung", "Điểm chuẩn tối đa", "Điểm", None, None],
                    [None, None, None, "Tự chấm", "Cụm chấm", "Ban TĐKT thẩm định"],
                ],
                [
                    ["STT", "Nội dung", "Điểm", None, None, None],
                    [None, None, "Chuẩn", "Điểm chấm", None, None],
                    [None, None, None, "Đơn vị", "Cụm", "Ban TĐKT"],
                ],
            ]
        )
    )
    total: list[Any] = [None, table.total_title, format_points(table.maximum), None, None, None]
    totalled = [total] if draw(st.booleans()) else []
    return [*head, *headings, *lines, *totalled], len(head) + len(headings)


def _moved(draw: st.DrawFn, grid: list[list[Any]], rows: dict[str, int]) -> Workbook:
    """The sheet somewhere on its worksheet, with columns inserted; `rows` then holds worksheet rows."""
    down, right = draw(st.integers(0, 12)), draw(st.integers(0, 5))
    inserted = sorted(draw(st.lists(st.integers(0, 6), max_size=2)))
    heading = next(at for at, line in enumerate(grid) if line and line[0] in {"STT", "TT"})
    cells: dict[tuple[int, int], Any] = {}
    for at, line in enumerate(grid):
        for column, value in enumerate(line):
            cells[at + down + 1, column + right + 1 + sum(new <= column for new in inserted)] = value
    for place, new in enumerate(inserted):
        column = new + right + 1 + place
        if (heading + down + 1, column) not in cells:
            cells[heading + down + 1, column] = draw(st.sampled_from(JUNK_HEADINGS))
        for row in draw(st.sets(st.sampled_from(sorted(rows.values())), max_size=3)):
            cells.setdefault((row + down + 1, column), draw(st.sampled_from(["xem phụ lục", Decimal(7)])))
    for criterion_id in rows:
        rows[criterion_id] += down + 1
    held = {at: found for at, value in sorted(cells.items()) if (found := sheets.cell(value))}
    return Workbook((Worksheet(sheets.NAME, MappingProxyType(held)),))
