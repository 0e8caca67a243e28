"""Which criterion a row of the table means, by its number and by its text.

This module knows no finding and no score beyond whether there is one.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec import Struct

from thidua_cli import layout
from thidua_cli.intake.tables import LONGEST_HEADING, heading_key
from thidua_cli.intake.values import given
from thidua_cli.once import once
from thidua_cli.rubric.model import STAGES
from thidua_cli.vietnamese import fold, tidy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from thidua_cli.intake.model import Table
    from thidua_cli.rubric.model import Criterion, Rubric

_ROMAN = re.compile(r"[ivxlcIVXLC]+")
_NUMBERING = re.compile(r"^\s*(?:[IVXLC]+|[0-9]+(?:\.[0-9]+)*|[A-Za-zđ])\s*[.)]\s+")
_LEAST_SHORTENED, MOST_COMPARED = 12, 400
_MOST_MET = 1024
_SIMILAR, _CLEARLY_LIKER, _ALIKE, _WORTH_COMPARING = 0.85, 0.15, 0.7, 0.7


class Row(Struct, frozen=True):
    """A row of the table as typed: its number, its text, whether it carries points."""

    number: int
    stt: str
    content: str
    carries_points: bool

    @property
    def label(self) -> str:
        """Its number and its text, as a person would name it."""
        return tidy(f"{self.stt} {self.content}")


class Doubt(StrEnum):
    """What makes the recognition of a row a guess."""

    TEXT = "text"  # recognised by its number, the text differs
    SIMILAR = "similar"  # recognised by a similar text, without a number
    NUMBER = "number"  # recognised by its text, the number differs


class _Texts:
    """The texts of a table's rows as rows of sheets are compared with them, and what was found for those met."""

    def __init__(self, rubric: Rubric) -> None:
        self.rows = rubric.rows()
        self.details = rubric.details()
        self.by_id = {criterion.id: criterion for criterion in (*self.rows, *self.details)}
        self.keys = {c.id: fold(c.title) for c in (*self.rows, *self.details)}
        self.full_keys = {c.id: fold(" ".join((c.title, *c.lines))) for c in self.rows}
        self._met: dict[tuple[str, str], list[Criterion]] = {}

    def exact(self, key: str, full: str) -> list[Criterion]:
        """The criteria whose text a row has word for word, by its first line and by all of it."""
        found = self._met.get((key, full))
        if found is None:
            if len(self._met) >= _MOST_MET:
                self._met.clear()
            found = self._met[key, full] = [
                c
                for c in self.by_id.values()
                if self.keys[c.id] in {key, full}
                or self.full_keys.get(c.id) == full
                or (full.startswith(self.keys[c.id] + " ") and len(self.keys[c.id]) >= _LEAST_SHORTENED)
            ]
        return found


_texts = once(_Texts)


class Matcher:
    """Finds the criterion a row means, by its number under the current section and by its text."""

    def __init__(self, rubric: Rubric) -> None:
        self._texts = texts = _texts(rubric)
        self.rows, self.details, self.by_id = texts.rows, texts.details, texts.by_id
        self.keys, self.full_keys = texts.keys, texts.full_keys
        self.section: str | None = None
        self.current: str | None = None

    def match(self, row: Row, taken: set[str]) -> tuple[Criterion | None, Doubt | None]:
        """The criterion, and what makes that a guess (None when number and text agree)."""
        by_text, exact = self._by_text(row)
        by_path = self._by_path(row.stt, taken)
        found, how = self._decide(row, by_text, by_path, taken, exact=exact)
        if found is not None:
            self.current = found.id
            if found in self.rows and "." not in found.id:
                self.section = found.id
        return found, how

    def _decide(
        self, row: Row, by_text: Criterion | None, by_path: Criterion | None, taken: set[str], *, exact: bool
    ) -> tuple[Criterion | None, Doubt | None]:
        if by_text is None:
            if by_path is None or not fold(row.content):
                return by_path, None
            return (by_path, Doubt.TEXT) if self._is_enough(row, by_path, taken) else (None, None)
        if by_path is by_text:
            return by_text, None
        if exact:
            # The parts a text lists carry no number of their own on the form; a dash is one in every list.
            foreign = by_text in self.rows and bool(fold(row.stt)) and not _same_number(row.stt, by_text.stt)
            return by_text, Doubt.NUMBER if foreign else None
        if by_path is None or self._likeness(row, by_text) - self._likeness(row, by_path) >= _CLEARLY_LIKER:
            return by_text, Doubt.SIMILAR
        return by_path, Doubt.TEXT

    def _is_enough(self, row: Row, by_path: Criterion, taken: set[str]) -> bool:
        """Whether its number alone makes a row of another text this criterion's."""
        if not fold(row.stt):  # a dash is in every list
            return self._likeness(row, by_path) >= _ALIKE
        # Notes between the rows may be numbered too: without points, a number with another text
        # is enough only for a printed row that has not been met yet.
        return row.carries_points or (by_path in self.rows and by_path.id not in taken)

    def _by_text(self, row: Row) -> tuple[Criterion | None, bool]:
        """The criterion whose text the row has, and whether word for word."""
        key, full = _keys_of(row.content)
        if not key:
            return None, False
        exact = self._texts.exact(key, full)
        if exact:
            return self._nearest(exact, row, full), True
        if _LEAST_SHORTENED <= len(key) <= MOST_COMPARED:
            shortened = [c for c in self.rows if self.keys[c.id].startswith(key)]
            if len(shortened) == 1:
                return shortened[0], False
            similar = [c for c in self.rows if self._likeness(row, c) >= _SIMILAR]
            if similar:
                # Rows of one text in two sections are told apart as exact ones are.
                same = {self.keys[c.id] for c in similar}
                return (self._nearest(similar, row, full) if len(same) == 1 else None), False
        return None, False

    def _likeness(self, row: Row, criterion: Criterion) -> float:
        """How like the criterion's text the row's first line is, or all of it as far as that text goes: 0 to 1."""
        title = self.keys[criterion.id]
        first, full = _keys_of(row.content)
        if first and title.startswith(first) and len(first) >= _LEAST_SHORTENED:
            return 1.0
        return max(_ratio(first, title), _ratio(full[: len(title)], title))

    def _nearest(self, candidates: list[Criterion], row: Row, full: str) -> Criterion:
        """Among rows of the same text (Điểm thưởng stands in I and III) the one of this number, or of this section."""
        numbered = [c for c in candidates if c.stt and fold(row.stt) and _same_number(row.stt, c.stt)]
        here = [c for c in candidates if self.section and c.id.startswith(self.section + ".")]
        pool = numbered if len(numbered) == 1 else here or candidates
        return max(pool, key=lambda c: (self.full_keys.get(c.id) == full, len(self.keys[c.id])))

    def _by_path(self, stt: str, taken: set[str]) -> Criterion | None:
        number = tidy(stt).strip(" .):(")
        if not number:
            return None
        if number.isalpha() and (found := self.by_id.get(number)):  # a section: I, or A
            return found
        if number in {"-", "–", "—", "+", "*", "•"}:
            return self._next_dash(taken)
        dotted = ".".join(part.lstrip("0") or "0" for part in number.split("."))
        if dotted.isalpha():  # a detail, lettered below the row met last
            prefixes = [self.current, (self.current or "").rpartition(".")[0]]
            dotted = dotted.lower()
        else:
            prefixes = [self.section, None]
        for prefix in prefixes:
            if found := self.by_id.get(f"{prefix}.{dotted}" if prefix else dotted):
                return found
        return self.by_id.get(number.upper()) if _ROMAN.fullmatch(number) else None

    def _next_dash(self, taken: set[str]) -> Criterion | None:
        """The next unnumbered row below the group that was met last."""
        for criterion in self.rows:
            dashes = [row for row in criterion.rows if row.stt == "-"]
            if dashes and self.current in {criterion.id, *(row.id for row in dashes)}:
                return next((row for row in dashes if row.id not in taken), None)
        return None


def _keys_of(content: str) -> tuple[str, str]:
    """The folded first line of a content that says anything, and the whole of it, without a number before them."""
    first = next((line for line in content.splitlines() if fold(line)), "")
    return fold(_NUMBERING.sub("", first)), fold(_NUMBERING.sub("", content))


@lru_cache(maxsize=4096)
def _ratio(one: str, other: str) -> float:
    """How alike two folded texts are, 0 to 1; 0 where only a long comparison could tell."""
    if not one or max(len(one), len(other)) > MOST_COMPARED:
        return 0.0
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= _WORTH_COMPARING else 0.0


def _same_number(typed: str, issued: str) -> bool:
    """Whether a number is the one of the form: `04.`, `4)` and `4` are the same."""
    number = tidy(typed).strip(" .):(")
    return (number.lstrip("0") or number).casefold() == issued.casefold()


def rows_of(table: Table) -> Iterator[Row]:
    """The rows below the headings up to the total row, the row of column numbers left out."""
    sheet, columns = table.sheet, table.columns
    numbers = sorted({row for row, _ in sheet.cells if row >= table.first_row})
    scores = [columns[stage] for stage in STAGES if stage in columns]
    first_rows = {table.first_row}
    for number in numbers:
        stt, content = (
            cell.text if (cell := sheet.cells.get((number, columns.get(key, 0)))) else ""
            for key in (layout.STT, layout.CONTENT)
        )
        if number in first_rows and re.fullmatch(r"[0-9]{1,2}|[a-z]", fold(content)):
            continue
        if len(content) <= LONGEST_HEADING and _repeats_headings(table, number):
            first_rows.add(number + 1)
            continue
        carries = any(not given(table.values.cells.get((number, column)), "").is_blank for column in scores)
        yield Row(number, stt, content, carries)


def _repeats_headings(table: Table, number: int) -> bool:
    """Whether the headings stand in the row again, as at the top of a printed page."""
    cells = table.sheet.cells
    content = cells.get((number, table.columns[layout.CONTENT]))
    if content is None or heading_key(content.text, table.headings) != layout.CONTENT:
        return False
    scores = ((stage, cells.get((number, table.columns[stage]))) for stage in STAGES if stage in table.columns)
    return any(cell is not None and heading_key(cell.text, table.headings) == stage for stage, cell in scores)


def is_total(row: Row) -> bool:
    """Whether the row is the total of the table."""
    return fold(row.content) in layout.TOTAL_KEYS or (not fold(row.content) and fold(row.stt) in layout.TOTAL_KEYS)
