"""The figures of a sheet: which of them may be computed with, and what is wrong with the others.

This module knows neither files nor points; what a rule gives for the figures is asked in `rubric.kinds`.
"""

from __future__ import annotations

from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from thidua_cli import catalogue
from thidua_cli.catalogue import Text, filled
from thidua_cli.layout import FIGURES
from thidua_cli.rubric.kinds import Bands, CarriedOver, Judged

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from thidua_cli.findings import Finding
    from thidua_cli.intake import ScoreSheet
    from thidua_cli.rubric.kinds import Kind
    from thidua_cli.rubric.model import Criterion, Fact, FactSum

ZERO = Decimal(0)


def usable(sheet: ScoreSheet) -> Mapping[str, Decimal]:
    """The figures that may be computed with, by fact id; blank, invalid and contradictory ones are left out."""
    valid = _valid(sheet)
    spoilt = {fact for clash in _clashes(sheet, valid) for fact in (*clash.parts, clash.rule.whole)}
    return MappingProxyType({fact: value for fact, value in valid.items() if fact not in spoilt})


def check(sheet: ScoreSheet) -> tuple[Finding, ...]:
    """What is wrong with the figures of the sheet, and which ones a rule still lacks.

    Bad: 10 cases submitted, 11 of them approved; `5 hoặc 6`; a rate of 120 %; approved without submitted.
    Good: every figure of a rule, or none of them (B.III.4).
    """
    if sheet.facts_sheet is None:
        return ()
    return (*_invalid(sheet), *_contradictory(sheet), *_incomplete(sheet))


def _valid(sheet: ScoreSheet) -> dict[str, Decimal]:
    return {
        fact.id: said.value
        for fact, _ in sheet.rubric.facts()
        if (said := sheet.facts.get(fact.id)) is not None
        and said.value is not None
        and FIGURES[fact.kind].admits(said.value)
    }


# --- values --------------------------------------------------------------------------------------


def _invalid(sheet: ScoreSheet) -> Iterator[Finding]:
    valid = _valid(sheet)
    for fact, criterion in sheet.rubric.facts():
        said = sheet.facts.get(fact.id)
        if said is None or said.is_blank or fact.id in valid:
            continue
        yield catalogue.FACT_NOT_A_NUMBER.finding(
            file=sheet.file,
            sheet=sheet.facts_sheet,
            cell=said.cell,
            criterion=criterion.id,
            clause=fact.clause,
            found=said.text,
            prompt=_prompt(fact),
            expected=_expected(fact, said.text),
        )


def _expected(fact: Fact, found: str) -> Text:
    """What may stand there; for `1.500`, which may be 1500 or 1,5, also how to write it."""
    what = FIGURES[fact.kind].what
    digits = found.strip().replace(".", "").replace(",", "")
    if digits == found.strip() or not (digits.isascii() and digits.isdigit()):
        return what
    return filled(Text("{what}, viết liền các chữ số", "{what}, its digits without a mark between them"), what=what)


def _prompt(fact: Fact) -> Text:
    return Text(fact.prompt.vi, fact.prompt.en)


# --- sums ----------------------------------------------------------------------------------------


class _Clash(NamedTuple):
    """Figures that together are more than the one that holds them all."""

    rule: FactSum
    parts: tuple[str, ...]
    found: Decimal


def _clashes(sheet: ScoreSheet, valid: Mapping[str, Decimal]) -> Iterator[_Clash]:
    for rule in sheet.rubric.guidance.fact_sums:
        parts = tuple(part for part in rule.parts if part in valid)
        # Parts that are missing could only make the sum greater, unless one may be below zero.
        known = len(parts) == len(rule.parts) or all(_is_positive(sheet, part) for part in rule.parts)
        found = sum((valid[part] for part in parts), ZERO)
        if parts and known and rule.whole in valid and found > valid[rule.whole]:
            yield _Clash(rule, parts, found)


def _is_positive(sheet: ScoreSheet, fact: str) -> bool:
    known = sheet.rubric.guidance.facts.get(fact)
    return known is not None and FIGURES[known.kind].least >= ZERO


def _contradictory(sheet: ScoreSheet) -> Iterator[Finding]:
    asked = {fact.id: (fact, criterion) for fact, criterion in sheet.rubric.facts()}
    valid = _valid(sheet)
    for rule, parts, found in _clashes(sheet, valid):
        yield catalogue.FACTS_CONTRADICT.finding(
            file=sheet.file,
            sheet=sheet.facts_sheet,
            cell=sheet.facts[parts[0]].cell,
            criterion=asked[parts[0]][1].id,
            clause=rule.clause,
            found=found,
            allowed=valid[rule.whole],
            parts=tuple(_placed(sheet, asked[part][0]) for part in parts),
            whole=_placed(sheet, asked[rule.whole][0]),
            come_to=Text("cộng lại là", "add up to") if len(parts) > 1 else Text("là", "is"),
        )


def _placed(sheet: ScoreSheet, fact: Fact) -> Text:
    """The figure's name with the cell that it stands in."""
    template = Text("“{prompt}” ở ô {cell}", "“{prompt}” in cell {cell}")
    return filled(template, prompt=_prompt(fact), cell=sheet.facts[fact.id].cell)


# --- figures that belong together ----------------------------------------------------------------


def _incomplete(sheet: ScoreSheet) -> Iterator[Finding]:
    facts = sheet.rubric.guidance.facts
    given = {fact for fact, said in sheet.facts.items() if not said.is_blank}
    for section in sheet.rubric.sections:
        for criterion in section.everything():
            missing = _missing(criterion.kind, given) if given.intersection(criterion.kind.facts()) else ()
            if not missing or _is_settled(sheet, criterion):
                continue
            yield catalogue.FACTS_INCOMPLETE.finding(
                file=sheet.file,
                sheet=sheet.facts_sheet,
                cell=next((sheet.facts[fact].cell for fact in missing if fact in sheet.facts), None),
                criterion=criterion.id,
                clause=criterion.clause,
                missing=tuple(filled(Text("“{it}”", "“{it}”"), it=_prompt(facts[fact])) for fact in missing),
            )


def _missing(kind: Kind, given: Iterable[str]) -> tuple[str, ...]:
    """The figures that the rule cannot do without and that are not given."""
    needed: tuple[str, ...] = kind.facts()
    if isinstance(kind, CarriedOver):
        needed = (kind.fact,)
    elif isinstance(kind, Bands):
        needed = tuple(fact for fact in (kind.count, kind.whole, kind.part) if fact)
    elif isinstance(kind, Judged):
        # Each condition stands alone; one of which nothing is known is not asked for.
        begun = [test.facts() for test in kind.tests if set(given).intersection(test.facts())]
        needed = tuple(dict.fromkeys(fact for facts in begun for fact in facts))
    return tuple(fact for fact in needed if fact not in set(given))


def _is_settled(sheet: ScoreSheet, criterion: Criterion) -> bool:
    """Whether the rule comes to a result all the same, as where every case was approved."""
    kind = criterion.kind
    return isinstance(kind, Bands) and kind.outcome(usable(sheet), criterion.maximum) is not None
