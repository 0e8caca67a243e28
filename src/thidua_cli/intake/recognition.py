"""Which rubric a table follows, judged by the texts above it and in its rows.

This module knows no score and no file; which rubric a cluster must use is asked in `submission`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from thidua_cli import layout
from thidua_cli.intake.values import MOST_ROWS
from thidua_cli.vietnamese import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from thidua_cli.intake.model import Table
    from thidua_cli.rubric.model import Rubric


class Fit(Struct, frozen=True):
    """How well a table's rows fit a rubric.

    Attributes:
        titled: Whether the rubric's title stands above the table.
        matched: Texts of the rubric that the table has, the whole text counting beside the title.
        missed: Rows of the rubric that the table lacks.
        foreign: Rows of the table that the rubric lacks.
    """

    titled: bool
    matched: int
    missed: int
    foreign: int


class Wording(Struct, frozen=True):
    """The folded texts of a table: lines above it, whole contents of its rows, their first lines."""

    above: frozenset[str]
    contents: frozenset[str]
    firsts: frozenset[str]

    @property
    def names_a_table(self) -> bool:
        """Whether a line above says for whom the table is (`ĐỐI VỚI …`), as every issued table does."""
        return any(line.startswith("doi voi ") for line in self.above)


def wording(table: Table) -> Wording:
    """The texts by which the table is recognised."""
    cells, column = table.sheet.cells, table.columns[layout.CONTENT]
    rows = range(table.first_row, table.first_row + MOST_ROWS)
    texts = [cells[row, column].text for row in rows if (row, column) in cells]
    return Wording(
        above=frozenset(fold(cell.text) for place, cell in cells.items() if place[0] < table.header_row),
        contents=frozenset(map(fold, texts)),
        firsts=frozenset(fold(text.split("\n", 1)[0]) for text in texts),
    )


def fit(words: Wording, rubric: Rubric) -> Fit:
    """How well a table of these texts fits the rubric."""
    key = fold(rubric.title)
    full = {fold(" ".join((row.title, *row.lines))) for row in rubric.rows()}
    titles = {fold(row.title) for row in rubric.rows()}
    return Fit(
        titled=any(key in line for line in words.above),
        matched=len(full & words.contents) + len(titles & words.firsts),
        missed=len(titles - words.firsts),
        foreign=len(words.firsts - titles - layout.TOTAL_KEYS - {""}),
    )


def choose_rubric(words: Wording, candidates: Sequence[Rubric]) -> tuple[Rubric | None, tuple[str, ...]]:
    """The rubric the table most likely follows, and the ids of others that fit as well.

    None when too little matches. With a title above the table nothing is guessed: the tuple is empty
    and so it is when one rubric fits better than all others.
    """
    fits = [(fit(words, rubric), rubric) for rubric in candidates]
    titled = [rubric for found, rubric in fits if found.titled]
    if len(titled) == 1:
        return titled[0], ()
    scored = [(found.matched - found.missed, -index, rubric) for index, (found, rubric) in enumerate(fits)]
    if not scored:
        return None, ()
    best = max(scored, key=lambda item: item[:2])
    found = fits[-best[1]][0]
    if found.matched < len(best[2].rows()) // 2:
        return None, ()
    return best[2], tuple(rubric.id for score, _, rubric in scored if score == best[0] and rubric is not best[2])
