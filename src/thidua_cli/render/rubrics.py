"""Rubrics in words: the list, a table with its clauses or its readings, the result of a check, differences.

This module draws values only; it loads nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from thidua_cli.catalogue import Text
from thidua_cli.findings import count
from thidua_cli.rubric.differences import holder_in_words
from thidua_cli.vietnamese import format_points

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from thidua_cli.catalogue import Lang
    from thidua_cli.findings import Finding
    from thidua_cli.rubric.differences import Difference
    from thidua_cli.rubric.model import Criterion, Reading, Rubric, Wording


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
    """The whole table as a tree: every row and part with maximum, clause, scoring, facts, holder and notes."""
    document = rubric.guidance.document
    lines = [rubric.title, f"{document.title} · {rubric.id} · {rubric.digest}"]
    if rubric.extends:
        lines.append(f"{Text('Kế thừa', 'Extends').to(lang)}: {rubric.extends}")
    if rubric.minutes:
        lines.append(f"{Text('Biên bản', 'Minutes').to(lang)}: {rubric.minutes}")
    lines.append("")
    for section in rubric.sections:
        lines.extend(_lines(section, rubric, 0, lang))
    lines.append(f"{rubric.total_title}: {format_points(rubric.maximum, lang)}")
    return "\n".join(lines)


def _lines(criterion: Criterion, rubric: Rubric, depth: int, lang: Lang) -> Iterator[str]:
    points = Text("tối đa", "at most").to(lang)
    indent = "  " * depth
    scored = f"{points} {format_points(criterion.maximum, lang)}; {criterion.clause}"
    yield f"{indent}{criterion.id}  {criterion.title}  [{scored}]"
    for label, said in _about(criterion, rubric, lang):
        yield f"{indent}    {label.to(lang)}: {said}"
    for part in (*criterion.rows, *criterion.details):
        yield from _lines(part, rubric, depth + 1, lang)


_SCORED = Text("Cách chấm", "Scoring")
_ASKED = Text("Số liệu", "Facts")
_READ = Text("Cách hiểu", "Readings")
_BONUS = Text("Điểm thưởng", "Bonus")
_NOTE = Text("Ghi chú", "Note")
_REASONED = Text("cho điểm thì ghi lý do", "points need a reason")


def _about(criterion: Criterion, rubric: Rubric, lang: Lang) -> Iterator[tuple[Text, str]]:
    """How a row is scored, from which facts, under which readings and for whom."""
    yield _SCORED, criterion.kind.describe(criterion.maximum).to(lang)
    facts = [rubric.guidance.facts[fact] for fact in criterion.kind.facts()]
    if facts:
        yield _ASKED, "; ".join(f"{_said(fact.prompt, lang)} ({fact.id})" for fact in facts)
    if criterion.readings():
        yield _READ, ", ".join(criterion.readings())
    if criterion.bonus:
        said = [holder_in_words(criterion.holder).to(lang)] if criterion.holder else []
        said += [_REASONED.to(lang)] if criterion.reasoned else []
        yield _BONUS, "; ".join(said) or Text("có", "yes").to(lang)
    if criterion.note:
        yield _NOTE, _said(criterion.note, lang)


def _said(wording: Wording, lang: Lang) -> str:
    return wording.vi if lang == "vi" else wording.en


_DEFAULT = Text("mặc định", "default")
_IN_FORCE = Text("đang áp dụng", "in force")
_USED_BY = Text("Dùng ở", "Used by")
_HOW = Text("Đổi trong cluster.yaml của cụm", "To change it, in the cluster's cluster.yaml")


def readings(rubric: Rubric, lang: Lang) -> str:
    """Every named choice of the guidance: question, clause, options, and how a cluster chooses otherwise."""
    lines = [rubric.title, f"{rubric.guidance.document.title} · {rubric.id}"]
    for reading in rubric.guidance.readings.values():
        lines += ["", f"{reading.id}  [{reading.clause}]", f"  {_said(reading.question, lang)}"]
        lines += [_option(rubric, reading, option, lang) for option in reading.options]
        used = used_by(rubric, reading.id)
        if used:
            lines.append(f"  {_USED_BY.to(lang)}: {', '.join(used)}")
        other = next((option for option in reading.options if option != reading.default), reading.default)
        lines.append(f"  {_HOW.to(lang)}: readings: {{{reading.id}: {_scalar(other)}}}")
    return "\n".join(lines)


def _option(rubric: Rubric, reading: Reading, option: str, lang: Lang) -> str:
    marks = [_DEFAULT.to(lang)] if option == reading.default else []
    marks += [_IN_FORCE.to(lang)] if option == rubric.options.get(reading.id) else []
    after = f"  ({', '.join(marks)})" if marks else ""
    sign = "*" if option == rubric.option(reading.id) else "-"
    return f"  {sign} {option}: {_said(reading.options[option], lang)}{after}"


def used_by(rubric: Rubric, reading: str) -> tuple[str, ...]:
    """The criteria whose scoring depends on a reading."""
    everything = (each for section in rubric.sections for each in section.everything())
    return tuple(each.id for each in everything if reading in each.readings())


def _scalar(text: str) -> str:
    """The option as YAML takes it; one that looks like a number or a truth value in quotation marks."""
    plain = text.replace("_", "").replace("-", "").isalpha() and text not in {"no", "yes", "none"}
    return text if plain else f'"{text}"'


def compared(names: tuple[str, str], found: Sequence[Difference], lang: Lang) -> str:
    """In what one table differs from another, one sentence a line; or that it does not."""
    if not found:
        return Text("Hai bảng không khác nhau.", "The two tables do not differ.").to(lang)
    head = Text(
        f"Từ {names[0]} sang {names[1]}: {len(found)} điểm khác.",
        f"From {names[0]} to {names[1]}: {len(found)} difference(s).",
    )
    return "\n".join((head.to(lang), *(f"- {' '.join(each.sentence.to(lang).split())}" for each in found)))


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
