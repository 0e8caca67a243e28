"""Rubrics as text and JSON: the list, one table with its clauses, the result of a check.

This module draws values only; it loads nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from thidua_cli.catalogue import Text
from thidua_cli.findings import count
from thidua_cli.render.json import dumps
from thidua_cli.vietnamese import format_points

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from thidua_cli.catalogue import Lang
    from thidua_cli.findings import Finding
    from thidua_cli.render.text import Screen
    from thidua_cli.rubric.model import Criterion, Rubric


def listed(rubrics: Sequence[Rubric], lang: Lang, *, as_json: bool) -> str:
    """The rubrics, one a line; the number of rows counts the total row, as the form prints it."""
    if as_json:
        return dumps(
            {
                "schema": "thidua.rubrics/1",
                "rubrics": [
                    {"id": r.id, "title": r.title, "rows": len(r.rows()) + 1, "maximum": r.maximum, "digest": r.digest}
                    for r in rubrics
                ],
            }
        )
    width = max((len(rubric.id) for rubric in rubrics), default=0)
    rows = Text("dòng", "rows").to(lang)
    points = Text("điểm", "points").to(lang)
    return "\n".join(
        f"{r.id:<{width}}  {len(r.rows()) + 1:>2} {rows}, {format_points(r.maximum, lang)} {points}  {r.title}" for r in rubrics
    )


def shown(rubric: Rubric, screen: Screen, *, as_json: bool) -> str:
    """The whole table: every row with number, maximum, clause and how it is scored."""
    if as_json:
        sections = [_criterion(section) for section in rubric.sections]
        head: dict[str, Any] = {"id": rubric.id, "title": rubric.title, "digest": rubric.digest, "maximum": rubric.maximum}
        return dumps({"schema": "thidua.rubric/1", **head, "criteria": sections})
    lang = screen.lang
    document = rubric.guidance.document
    lines = [rubric.title, f"{document.title} · {rubric.id} · {rubric.digest}", ""]
    for section in rubric.sections:
        lines.extend(_lines(section, 0, lang))
    lines.append(f"{rubric.total_title}: {format_points(rubric.maximum, lang)}")
    return "\n".join(lines)


def _lines(criterion: Criterion, depth: int, lang: Lang) -> Iterator[str]:
    points = Text("tối đa", "at most").to(lang)
    indent = "  " * depth
    yield (
        f"{indent}{criterion.id}  {criterion.title}  [{points} {format_points(criterion.maximum, lang)}; {criterion.clause}]"
    )
    if criterion.note:
        yield f"{indent}    ({Text(criterion.note.vi, criterion.note.en).to(lang)})"
    for part in (*criterion.rows, *criterion.details):
        yield from _lines(part, depth + 1, lang)


def _criterion(criterion: Criterion) -> dict[str, Any]:
    return {
        "id": criterion.id,
        "stt": criterion.stt,
        "title": criterion.title,
        "lines": list(criterion.lines),
        "maximum": criterion.maximum,
        "clause": criterion.clause,
        "kind": criterion.kind.kind,
        "bonus": criterion.bonus,
        "note": {"vi": criterion.note.vi, "en": criterion.note.en} if criterion.note else None,
        "rows": [_criterion(row) for row in criterion.rows],
        "details": [_criterion(detail) for detail in criterion.details],
    }


def checked(
    results: Sequence[tuple[str, Rubric | None]], findings: Sequence[Finding], lang: Lang, *, as_json: bool
) -> str:
    """Which rubrics load and which do not; the faults themselves are findings."""
    if as_json:
        from thidua_cli.render.json import findings_as_values

        return dumps(
            {
                "schema": "thidua.rubric-check/1",
                "rubrics": [{"file": file, "loads": rubric is not None} for file, rubric in results],
                "findings": findings_as_values(findings, lang),
            }
        )
    good, bad = Text("đạt", "loads"), Text("có lỗi", "has faults")
    lines = [f"{file}: {(good if rubric else bad).to(lang)}" for file, rubric in results]
    number = count(findings)
    lines.append(Text(f"{number.errors} lỗi, {number.warnings} cảnh báo.", f"{number.errors} error(s), {number.warnings} warning(s).").to(lang))
    return "\n".join(lines)
