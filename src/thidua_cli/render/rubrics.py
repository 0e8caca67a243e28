"""Rubrics in words: the list, one table with its clauses, the result of a check.

This module draws values only; it loads nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from thidua_cli.catalogue import Text
from thidua_cli.findings import count
from thidua_cli.vietnamese import format_points

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from thidua_cli.catalogue import Lang
    from thidua_cli.findings import Finding
    from thidua_cli.rubric.model import Criterion, Rubric


def listed(rubrics: Sequence[Rubric], lang: Lang) -> str:
    """The rubrics, one a line; the number of rows counts the total row, as the form prints it."""
    width = max((len(rubric.id) for rubric in rubrics), default=0)
    rows = Text("dòng", "rows").to(lang)
    points = Text("điểm", "points").to(lang)
    return "\n".join(
        f"{r.id:<{width}}  {len(r.rows()) + 1:>2} {rows}, {format_points(r.maximum, lang)} {points}  {r.title}"
        for r in rubrics
    )


def shown(rubric: Rubric, lang: Lang) -> str:
    """The whole table: every row with number, maximum and clause."""
    document = rubric.guidance.document
    lines = [rubric.title, f"{document.title} · {rubric.id} · {rubric.digest}", ""]
    for section in rubric.sections:
        lines.extend(_lines(section, 0, lang))
    lines.append(f"{rubric.total_title}: {format_points(rubric.maximum, lang)}")
    return "\n".join(lines)


def _lines(criterion: Criterion, depth: int, lang: Lang) -> Iterator[str]:
    points = Text("tối đa", "at most").to(lang)
    indent = "  " * depth
    scored = f"{points} {format_points(criterion.maximum, lang)}; {criterion.clause}"
    yield f"{indent}{criterion.id}  {criterion.title}  [{scored}]"
    if criterion.note:
        yield f"{indent}    ({Text(criterion.note.vi, criterion.note.en).to(lang)})"
    for part in (*criterion.rows, *criterion.details):
        yield from _lines(part, depth + 1, lang)


def checked(results: Sequence[tuple[str, Rubric | None]], findings: Sequence[Finding], lang: Lang) -> str:
    """Which rubrics load and which do not; the faults themselves are findings."""
    good, bad = Text("đạt", "loads"), Text("có lỗi", "has faults")
    lines = [f"{file}: {(good if rubric else bad).to(lang)}" for file, rubric in results]
    number = count(findings)
    counted = Text(
        f"{number.errors} lỗi, {number.warnings} cảnh báo.",
        f"{number.errors} error(s), {number.warnings} warning(s).",
    )
    return "\n".join([*lines, counted.to(lang)])
