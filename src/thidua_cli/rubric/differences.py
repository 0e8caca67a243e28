"""In what two score tables differ, criterion by criterion, as sentences in both languages.

This module compares values; it loads nothing. Tables of equal digest do not differ.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from thidua_cli.catalogue import Text, filled

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from decimal import Decimal

    from thidua_cli.rubric.kinds import Holder
    from thidua_cli.rubric.model import Criterion, Rubric

Change = Literal[
    "table",
    "added",
    "removed",
    "order",
    "number",
    "text",
    "maximum",
    "clause",
    "scoring",
    "readings",
    "holder",
    "bonus",
    "reasoned",
    "printed",
]


class Difference(Struct, frozen=True):
    """One thing in which a table differs from another.

    Attributes:
        change: What kind of thing it is.
        criterion: The criterion's id; None for the table as a whole.
        sentence: The difference in words.
        before: How the first table has it; None where it has nothing.
        after: How the second table has it; None where it has nothing.
    """

    change: Change
    criterion: str | None
    sentence: Text
    before: Text | None = None
    after: Text | None = None


def differences(first: Rubric, second: Rubric) -> tuple[Difference, ...]:
    """Everything in which the second table differs from the first, in the order of the form."""
    if first.digest == second.digest:
        return ()
    return (*_of_tables(first, second), *_of_criteria(first, second))


# --- the table as a whole -------------------------------------------------------------------------

_TABLE = Text("{what}: “{before}” thành “{after}”.", "{what}: “{before}” becomes “{after}”.")
_SPACING = Text("{what}: chỉ khác khoảng trắng.", "{what}: only the spacing differs.")


def _of_tables(first: Rubric, second: Rubric) -> Iterator[Difference]:
    parts = (
        (Text("Tên biểu", "Heading"), first.heading, second.heading),
        (Text("Đối tượng", "For whom"), first.title, second.title),
        (Text("Dòng ban hành", "Line of issue"), first.issued, second.issued),
        (Text("Dòng tổng", "Total row"), first.total_title, second.total_title),
        (Text("Các cột", "Columns"), _list(first.guidance.columns.values()), _list(second.guidance.columns.values())),
        (
            Text("Nội dung Ban TĐKT thẩm định", "What the board re-examines"),
            _list(first.guidance.board_scope),
            _list(second.guidance.board_scope),
        ),
    )
    for what, before, after in parts:
        if before != after:
            was, now = _same(before), _same(after)
            template = _SPACING if before.split() == after.split() else _TABLE
            yield Difference("table", None, filled(template, what=what, before=was, after=now), was, now)
    common = [_order(table, first, second) for table in (first, second)]
    if common[0] != common[1]:
        was, now = (_same(_list(order)) for order in common)
        what = Text("Thứ tự tiêu chí", "Order of the criteria")
        yield Difference("order", None, filled(_TABLE, what=what, before=was, after=now), was, now)


def _order(table: Rubric, first: Rubric, second: Rubric) -> list[str]:
    """The criteria that both tables have, in the order of this one."""
    both = _criteria(first).keys() & _criteria(second).keys()
    return [key for key in _criteria(table) if key in both]


def _criteria(table: Rubric) -> Mapping[str, Criterion]:
    return {each.id: each for section in table.sections for each in section.everything()}


def _list(words: Iterable[str]) -> str:
    return ", ".join(words)


def _same(text: str) -> Text:
    return Text(text, text)


# --- criteria -------------------------------------------------------------------------------------

_ADDED = Text(
    "{id}: thêm “{title}” ({maximum} điểm, {clause}).", "{id}: “{title}” is added ({maximum} points, {clause})."
)
_REMOVED = Text(
    "{id}: bỏ “{title}” ({maximum} điểm, {clause}).", "{id}: “{title}” is gone ({maximum} points, {clause})."
)


def _of_criteria(first: Rubric, second: Rubric) -> Iterator[Difference]:
    before, after = _criteria(first), _criteria(second)
    rows = [{row.id for row in table.rows()} for table in (first, second)]
    for key, was in before.items():
        now = after.get(key)
        if now is None:
            yield Difference("removed", key, _whole(_REMOVED, was), _said(was), None)
            continue
        yield from _of_words(was, now)
        yield from _of_scoring(was, now)
        if (key in rows[0]) != (key in rows[1]):
            yield _switched("printed", key, _PRINTED, now=key in rows[1])
    for key, now in after.items():
        if key not in before:
            yield Difference("added", key, _whole(_ADDED, now), None, _said(now))


def _whole(template: Text, criterion: Criterion) -> Text:
    return filled(template, id=criterion.id, title=criterion.title, maximum=criterion.maximum, clause=criterion.clause)


def _said(criterion: Criterion) -> Text:
    return _same("\n".join((criterion.title, *criterion.lines)))


_CHANGED = Text("{id}: {what} “{before}” thành “{after}”.", "{id}: {what} “{before}” becomes “{after}”.")
_NUMBER = Text("số thứ tự", "number")
_WORDS = Text("lời văn", "text")
_MAXIMUM = Text("điểm chuẩn", "maximum")
_CLAUSE = Text("điều khoản", "clause")
_SCORING = Text("cách chấm", "scoring")
_HOLDER = Text("đơn vị được thưởng", "holder")


def _changed(change: Change, key: str, what: Text, before: Text, after: Text) -> Difference:
    return Difference(change, key, filled(_CHANGED, id=key, what=what, before=before, after=after), before, after)


def _of_words(was: Criterion, now: Criterion) -> Iterator[Difference]:
    if was.stt != now.stt:
        yield _changed("number", was.id, _NUMBER, _same(was.stt), _same(now.stt))
    if (was.title, was.lines) != (now.title, now.lines):
        yield _changed("text", was.id, _WORDS, _said(was), _said(now))
    if was.maximum != now.maximum:
        yield _changed("maximum", was.id, _MAXIMUM, _points(was.maximum), _points(now.maximum))
    if was.clause != now.clause:
        yield _changed("clause", was.id, _CLAUSE, _same(was.clause), _same(now.clause))


def _points(maximum: Decimal) -> Text:
    return filled(Text("{points}", "{points}"), points=maximum)


# --- how criteria are scored ----------------------------------------------------------------------

_INPUTS = Text(
    "{id}: cách chấm “{after}” dùng số liệu hoặc điều kiện khác trước.",
    "{id}: the scoring “{after}” rests on other facts or conditions than before.",
)
_READINGS = Text(
    "{id}: cách chấm theo các cách hiểu đã đổi ({names}).", "{id}: the scoring under readings has changed ({names})."
)
_ANYBODY = Text("không giới hạn", "no limit")
_UNITS = Text("nhiều nhất {units} đơn vị trong cụm{roles}", "at most {units} unit(s) of the cluster{roles}")
_ROLES = {"leader": Text("Cụm trưởng", "the leader"), "deputy": Text("Cụm phó", "a deputy")}
_BONUS = (Text("{id}: nay là điểm thưởng.", "{id}: it is a bonus now."),
          Text("{id}: không còn là điểm thưởng.", "{id}: it is no bonus any more."))  # fmt: skip
_REASONED = (Text("{id}: nay phải ghi lý do khi cho điểm.", "{id}: points need a reason now."),
             Text("{id}: không còn phải ghi lý do khi cho điểm.", "{id}: points need no reason any more."))  # fmt: skip
_PRINTED = (Text("{id}: nay in thành dòng trên biểu.", "{id}: it is printed as a row now."),
            Text("{id}: nay không in thành dòng.", "{id}: it is no printed row any more."))  # fmt: skip


def _of_scoring(was: Criterion, now: Criterion) -> Iterator[Difference]:
    before, after = was.kind.describe(was.maximum), now.kind.describe(now.maximum)
    alike = now.kind.describe(was.maximum) == before
    if was.kind != now.kind:
        if alike and before == after:
            yield Difference("scoring", was.id, filled(_INPUTS, id=was.id, after=after), before, after)
        else:
            yield _changed("scoring", was.id, _SCORING, before, after)
    if was.variants != now.variants:
        names = _list(dict.fromkeys(each.reading for each in (*was.variants, *now.variants)))
        yield Difference("readings", was.id, filled(_READINGS, id=was.id, names=names))
    if was.holder != now.holder:
        yield _changed("holder", was.id, _HOLDER, holder_in_words(was.holder), holder_in_words(now.holder))
    if was.bonus != now.bonus:
        yield _switched("bonus", was.id, _BONUS, now=now.bonus)
    if was.reasoned != now.reasoned:
        yield _switched("reasoned", was.id, _REASONED, now=now.reasoned)


def _switched(change: Change, key: str, sentences: tuple[Text, Text], *, now: bool) -> Difference:
    """Something that a criterion is or is not."""
    yes, no = Text("có", "yes"), Text("không", "no")
    before, after = (no, yes) if now else (yes, no)
    return Difference(change, key, filled(sentences[0] if now else sentences[1], id=key), before, after)


def holder_in_words(holder: Holder | None) -> Text:
    """Who may hold a bonus."""
    if holder is None:
        return _ANYBODY
    roles = [_ROLES[role] for role in holder.roles]
    only = Text("", "")
    if roles:
        only = Text(
            ", chỉ " + " hoặc ".join(role.vi for role in roles), ", only " + " or ".join(role.en for role in roles)
        )
    return filled(_UNITS, units=f"{holder.units:02}", roles=only)
