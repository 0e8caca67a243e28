"""What a cluster's own table may do and had better not: warnings, with line, column and clause.

The guidance lets a cluster detail and add criteria within each section's points (D.2, B.I); what it
lays down for other clusters stays comparable only if the rest is left as issued. Nothing here stops a
table from loading; what does is in `consistency`.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from thidua_cli import catalogue
from thidua_cli.catalogue import Code, Text, filled
from thidua_cli.findings import Finding
from thidua_cli.rubric.consistency import Source
from thidua_cli.rubric.model import Criterion, Rubric
from thidua_cli.yaml_text import Keys

_DISTRICTS = "langson-2019/districts-departments"
_CREDIT = "langson-2019/credit-institutions"
_CREDIT_ITEMS = ("I.1", "I.2", "I.3")
_ONE = "I"


def warnings(rubric: Rubric, source: Source, parent: Rubric | None, issued: str | None) -> Iterator[Finding]:
    """Everything that is unusual in a cluster's own table.

    Only what this file itself changes is told: a table that it extends was told about its own.

    Args:
        rubric: The table, resolved.
        source: Its file.
        parent: The table that it extends, or None for one written out in full.
        issued: The id of the shipped table that the chain of tables begins with.
    """
    yield from _minutes(rubric, source, parent)
    yield from _below_limit(rubric, source, parent)
    if parent is None:
        return
    if issued == _DISTRICTS and rubric.find(_ONE) != parent.find(_ONE):
        yield _told(catalogue.SECTION_ONE_CHANGED, source, _ONE)
    if issued == _CREDIT:
        yield from _credit_split(rubric, source, parent)
    asked = catalogue.ITEM_CHANGED.id in rubric.guidance.cites  # a guidance that is silent leaves it open
    found = {each.id: each for section in rubric.sections for each in section.everything()}
    for section in parent.sections:
        if asked and section.id != _ONE:
            yield from _changes(section, found, source)


def _told(code: Code, source: Source, criterion: str, key: str = "id", **values: Any) -> Finding:
    place = source.document.place(_path(source, criterion, key))
    return code.finding(file=source.file, criterion=criterion, line=place.line, column=place.column, **values)


def _path(source: Source, criterion: str, key: str) -> Keys:
    """Where this file says something of the criterion: itself, its removal, the whole that leaves it out."""
    written = dict(source.paths)
    removed = source.document.at("remove")
    whole = criterion
    while whole:
        if whole in written:
            return (*written[whole], key if whole == criterion else "id")
        if isinstance(removed, list) and whole in removed:
            return ("remove", removed.index(whole))
        whole = whole.rpartition(".")[0]
    return source.path(criterion, "id")


def _minutes(rubric: Rubric, source: Source, parent: Rubric | None) -> Iterator[Finding]:
    """The members agreed to the criteria, and the minutes say so (D.2).

    Bad: a table that divides section I, without `minutes:`. Good: `minutes: 12/BB-CTĐ ngày 20/01/2019`.
    """
    # A table written out in full beside a guidance that is a file is that guidance's own.
    issued = str(source.document.at("guidance") or "").lower().endswith((".yaml", ".yml"))
    changed = not issued if parent is None else rubric.sections != parent.sections
    if changed and rubric.minutes is None and catalogue.MINUTES_MISSING.id in rubric.guidance.cites:
        root = source.document.root
        first = next(iter(root), "") if isinstance(root, dict) else ""
        path = next((path for path in (("minutes",), ("extends",)) if path in source.document.keys), (first,))
        place = source.document.key_place(path)
        yield catalogue.MINUTES_MISSING.finding(file=source.file, line=place.line, column=place.column)


def _below_limit(rubric: Rubric, source: Source, parent: Rubric | None) -> Iterator[Finding]:
    """Every section gives all the points that the guidance lays down for it.

    Bad: a section II of 15. Good: 20.
    """
    for key, limit in rubric.guidance.limits.items():
        now, before = rubric.find(key), parent.find(key) if parent else None
        base = now.maximum if now else Decimal(0)
        if base < limit.maximum and (before is None or before.maximum != base):
            yield _told(catalogue.SECTION_BELOW_LIMIT, source, key, "maximum", allowed=limit.maximum, base=base)


def _credit_split(rubric: Rubric, source: Source, parent: Rubric) -> Iterator[Finding]:
    """The 45 points of credit institutions are divided as their form has it (reading of B.I.2).

    Bad: 20 + 15 + 10. Good: 15 + 15 + 15.
    """
    now = _points(rubric)
    if now != _points(parent):
        first = next((key for key in _CREDIT_ITEMS if key in dict(source.paths)), _ONE)
        yield _told(catalogue.CREDIT_SPLIT, source, first, "maximum", split=_sum_of(now), allowed="15 + 15 + 15")


def _points(rubric: Rubric) -> tuple[Decimal, ...]:
    return tuple(found.maximum for key in _CREDIT_ITEMS if (found := rubric.find(key)))


def _sum_of(points: tuple[Decimal, ...]) -> Text:
    return Text(
        " + ".join(catalogue.shown(each, "vi") for each in points) or "0",
        " + ".join(catalogue.shown(each, "en") for each in points) or "0",
    )


_REMOVED = Text("đã bị bỏ khỏi bảng", "is gone from the table")
_MAXIMUM = Text(
    "có điểm chuẩn {now}, bảng gốc ghi {before}", "has a maximum of {now}, {before} in the table it extends"
)
_TEXT = Text("đã bị thay lời văn, không phải chia nhỏ", "has another text, it is not only split")
_SCORING = Text("đã bị thay cách chấm, không phải chia nhỏ", "is scored in another way, it is not only split")


def _changes(before: Criterion, found: Mapping[str, Criterion], source: Source) -> Iterator[Finding]:
    """Criteria of sections II and III are split or added to, not replaced or given other points (D.2).

    Of a criterion that is changed itself, its parts are not told too.

    Bad: III.1 of 3 points and III.2 of 7. Good: III.1 of 5 points with details of 2 and 3.
    """
    now = found.get(before.id)
    is_section = "." not in before.id
    if now is before:
        return
    if now is None:
        yield _told(catalogue.ITEM_CHANGED, source, before.id, problem=_REMOVED)
        return
    if now.maximum != before.maximum and not is_section:
        problem = filled(_MAXIMUM, now=now.maximum, before=before.maximum)
        yield _told(catalogue.ITEM_CHANGED, source, before.id, "maximum", problem=problem)
        return
    split = len(list(now.everything())) > len(list(before.everything()))
    if now.title != before.title or (now.lines != before.lines and not split):
        yield _told(catalogue.ITEM_CHANGED, source, before.id, "title", problem=_TEXT)
        return
    if _scored(now) != _scored(before) and not (split and now.holder == before.holder):
        yield _told(catalogue.ITEM_CHANGED, source, before.id, "scoring", problem=_SCORING)
        return
    for part in (*before.rows, *before.details):
        yield from _changes(part, found, source)


def _scored(criterion: Criterion) -> tuple[object, ...]:
    """Everything that decides the points of a criterion but its parts."""
    return (criterion.kind, criterion.variants, criterion.holder, criterion.bonus, criterion.reasoned)
