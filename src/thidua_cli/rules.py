"""What the rules of a sheet's rows give for its facts, which scores go against them, which readings played a part.

This module judges no sum and knows no other unit; it opens no file.
"""

from __future__ import annotations

from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from msgspec import Struct

from thidua_cli import catalogue
from thidua_cli.catalogue import Text, shown
from thidua_cli.findings import Between
from thidua_cli.once import once
from thidua_cli.rubric.kinds import ZERO, MinusPerOccurrence, Outcome, Sum
from thidua_cli.rubric.model import STAGES, Stage
from thidua_cli.scores import begun

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from thidua_cli.findings import Finding
    from thidua_cli.intake import Given, ScoreSheet
    from thidua_cli.rubric.model import Criterion, Rubric
    from thidua_cli.scores import Scores

    Facts = Mapping[str, Decimal]
    Ranges = tuple[Between, ...] | None

# The readings that the program itself honours, with what holds where a guidance does not name them.
COMPARISON, ONE_ROW, NEAR_MAXIMUM, FINEST = "comparison_note", "section_two_rows", "near_maximum", "finest_step"
SCOPE = "appraisal_scope"


class Rules(Struct, frozen=True):
    """What the rules give on one sheet.

    Attributes:
        outcomes: By criterion id, what the facts of the sheet come to; only where they say something.
        readings: The ids of the readings that played a part: another option would have given another
            number, verdict or finding.
    """

    outcomes: Mapping[str, Outcome]
    readings: tuple[str, ...] = ()


def apply(sheet: ScoreSheet, scores: Scores, facts: Facts) -> Rules:
    """The outcomes for the usable facts of the sheet, and the readings that played a part."""
    outcomes = {
        criterion.id: outcome
        for criterion in _criteria(sheet.rubric)
        if (outcome := outcome_of(criterion, facts)) is not None
    }
    return Rules(MappingProxyType(outcomes), tuple(_played(sheet, scores, facts, outcomes)))


@once
def _criteria(rubric: Rubric) -> tuple[Criterion, ...]:
    return tuple(criterion for section in rubric.sections for criterion in section.everything())


def outcome_of(criterion: Criterion, facts: Facts) -> Outcome | None:
    """What the facts give for a criterion: by its own rule, or by those of the details it is made of.

    III.5 as one row is at most 1 + 1 and what the reports leave of 3 (B.III.5).
    """
    own = criterion.kind.outcome(facts, criterion.maximum)
    if own is not None or not criterion.details:
        return own
    parts = [(part, outcome_of(part, facts)) for part in criterion.details]
    told = [outcome for _, outcome in parts if outcome is not None]
    mosts = [outcome.most if outcome else part.maximum for part, outcome in parts]
    highest = isinstance(criterion.kind, Sum) and criterion.kind.take == "highest"
    most = min(criterion.maximum, max(mosts) if highest else sum(mosts, ZERO))
    if not told:
        return None
    steps = tuple(step for outcome in told for step in outcome.steps)
    return Outcome(ZERO, most, None, steps)


# --- which readings played a part -----------------------------------------------------------------


def _played(sheet: ScoreSheet, scores: Scores, facts: Facts, outcomes: Mapping[str, Outcome]) -> Iterator[str]:
    rubric = sheet.rubric
    found = {one.reading for one in _alternatives(rubric) if _matters(one, sheet, scores, facts)}
    for name, matters in _OF_THE_PROGRAM.items():
        if name in rubric.guidance.readings and matters(sheet, scores, outcomes):
            found.add(name)
    return (name for name in rubric.guidance.readings if name in found)


class _Alternatives(NamedTuple):
    """A criterion as each option of a reading has it, with the points that its rule can then give.

    `met` holds what was found without any facts: for the same scores it is the same on every sheet.
    """

    reading: str
    criterion: Criterion
    under: tuple[tuple[Criterion, Ranges], ...]
    met: dict[tuple[Decimal, ...], bool]


@once
def _alternatives(rubric: Rubric) -> tuple[_Alternatives, ...]:
    """Every criterion of the table that a reading could change, with what it then is."""
    return tuple(
        _Alternatives(
            name, criterion, tuple(_with_values(criterion.under({name: each})) for each in reading.options), {}
        )
        for section in rubric.sections
        for criterion in section.everything()
        for name in criterion.readings()
        if (reading := rubric.guidance.readings.get(name)) is not None
    )


def _with_values(criterion: Criterion) -> tuple[Criterion, Ranges]:
    return criterion, criterion.kind.values(criterion.maximum)


def _matters(one: _Alternatives, sheet: ScoreSheet, scores: Scores, facts: Facts) -> bool:
    """Whether another option of the reading would have changed what the criterion's rule says here."""
    scored = tuple(value for _, value, _ in _scored(one.criterion, sheet, scores))
    if facts or any(isinstance(criterion.kind, Sum) for criterion, _ in one.under):
        return _differ(one, scored, scores, facts)
    if scored not in one.met:
        if len(one.met) >= _MOST_MET:
            one.met.clear()
        one.met[scored] = _differ(one, scored, scores, facts)
    return one.met[scored]


_MOST_MET = 1000


def _differ(one: _Alternatives, scored: tuple[Decimal, ...], scores: Scores, facts: Facts) -> bool:
    """Whether what the criterion's rule says differs between the options."""
    first, *others = (_verdict(criterion, allowed, scored, scores, facts) for criterion, allowed in one.under)
    return any(other != first for other in others)


def _verdict(
    criterion: Criterion,
    allowed: Ranges,
    scored: tuple[Decimal, ...],
    scores: Scores,
    facts: Facts,
) -> tuple[Any, ...]:
    """Everything that the criterion's rule says about this sheet."""
    outcome = criterion.kind.outcome(facts, criterion.maximum)
    fits = tuple(_fits(value, allowed) for value in scored)
    sums: tuple[Any, ...] = ()
    if isinstance(criterion.kind, Sum):
        sums = tuple(_sum(criterion, scores, stage) for stage in STAGES)
    return (_plain(outcome) if fits or outcome else None, fits, sums)


def _plain(outcome: Outcome | None) -> tuple[Any, ...] | None:
    if outcome is None:
        return None
    return (outcome.least, outcome.most, outcome.proposed, tuple(remark.code.id for remark in outcome.remarks))


def _sum(criterion: Criterion, scores: Scores, stage: Stage) -> Decimal | None:
    parts = [scores.points.get((part.id, stage)) for part in scores.parts_of(criterion, stage)]
    known = [value for value in parts if value is not None]
    if not known or not isinstance(criterion.kind, Sum):
        return None
    total = max(known) if criterion.kind.take == "highest" else sum(known, ZERO)
    return min(total, criterion.maximum)


def _against(sheet: ScoreSheet, scores: Scores, outcomes: Mapping[str, Outcome]) -> bool:
    """Whether a score differs from what facts give, or from every number of occurrences (told if binding)."""
    loose = any(
        not _fits(value, criterion.kind.values(criterion.maximum))
        for criterion in _leaves(sheet, scores)
        if isinstance(criterion.kind, MinusPerOccurrence) and criterion.id not in outcomes
        for _, value, _ in _scored(criterion, sheet, scores)
    )
    return loose or any(
        not outcome.least <= value <= outcome.most
        for criterion, outcome in _told(sheet, outcomes)
        for _, value, _ in _scored(criterion, sheet, scores)
    )


def _has_one_row(sheet: ScoreSheet, scores: Scores, outcomes: Mapping[str, Outcome]) -> bool:
    del outcomes
    return any(True for _ in _in_one_row(sheet, scores))


def _is_fine(sheet: ScoreSheet, scores: Scores, outcomes: Mapping[str, Outcome]) -> bool:
    del outcomes
    half = Decimal("0.5")
    return any(value % half for value in _leaf_values(sheet, scores))


def _is_near_maximum(sheet: ScoreSheet, scores: Scores, outcomes: Mapping[str, Outcome]) -> bool:
    del sheet, outcomes
    return any(_nearly_all(scores, stage) for stage in STAGES)


def _board_counts(sheet: ScoreSheet, scores: Scores, outcomes: Mapping[str, Outcome]) -> bool:
    del outcomes
    return begun(sheet, scores, Stage.BOARD)


_OF_THE_PROGRAM: dict[str, Callable[[ScoreSheet, Scores, Mapping[str, Outcome]], bool]] = {
    COMPARISON: _against,
    ONE_ROW: _has_one_row,
    FINEST: _is_fine,
    NEAR_MAXIMUM: _is_near_maximum,
    SCOPE: _board_counts,
}


# --- checks ---------------------------------------------------------------------------------------


def check(sheet: ScoreSheet, scores: Scores, rules: Rules) -> tuple[Finding, ...]:
    """Everything that goes against the rules of the rows."""
    return tuple(finding for one in CHECKS for finding in one(sheet, scores, rules))


def score_fits_a_level(sheet: ScoreSheet, scores: Scores, rules: Rules) -> Iterator[Finding]:
    """A score is one that its row's rule can give at all.

    Bad: 2 for III.4, whose bands give 5, 3, 3 to 5 and up to 1. Good: 3.
    """
    binding = sheet.rubric.option(COMPARISON, "binding") == "binding"
    for criterion in _leaves(sheet, scores):
        allowed = criterion.kind.values(criterion.maximum)
        free = isinstance(criterion.kind, MinusPerOccurrence) and not binding
        if allowed is None or free or criterion.id in rules.outcomes:
            continue
        for stage, value, said in _scored(criterion, sheet, scores):
            if not _fits(value, allowed):
                place = _place(sheet, criterion, stage, said)
                yield catalogue.SCORE_NOT_POSSIBLE.finding(**place, found=value, levels=tuple(map(_level, allowed)))


def score_agrees_with_the_facts(sheet: ScoreSheet, scores: Scores, rules: Rules) -> Iterator[Finding]:
    """A score is what the facts give, or below it with a reason (note after B.III.5, `comparison_note`).

    Bad: 5 for III.1 with two late papers. Good: 3, or 2 with a reason beside it.
    """
    note = sheet.rubric.option(COMPARISON, "binding")
    if note == "advice":
        return
    for criterion, outcome in _told(sheet, rules.outcomes):
        allowed = Between(outcome.least, outcome.most)
        for stage, value, said in _scored(criterion, sheet, scores):
            place = _place(sheet, criterion, stage, said)
            values: dict[str, Any] = {"found": value, "allowed": allowed, "steps": _told_in_one(outcome)}
            if outcome.least == outcome.most:
                values["allowed"] = outcome.most
            outside = not outcome.least <= value <= outcome.most
            if outside and note == "binding":
                yield catalogue.SCORE_AGAINST_RULE.finding(**place, **values)
            elif value > outcome.most:
                yield catalogue.SCORE_ABOVE_RULE.finding(**place, **values)
            elif value < outcome.least and not _explained(sheet, criterion):
                yield catalogue.SCORE_BELOW_RULE.finding(**place, **values)


def remarks_are_told(sheet: ScoreSheet, scores: Scores, rules: Rules) -> Iterator[Finding]:
    """What a rule has to say about its facts and the score is said, once for each criterion and score.

    Bad: silence about a rate of 5%, which no band covers. Good: the range of 3 to 5 points (Q-26).
    """
    for criterion in _leaves(sheet, scores):
        outcome = rules.outcomes.get(criterion.id)
        scored = list(_scored(criterion, sheet, scores))
        for remark in outcome.remarks if outcome else ():
            low, high = remark.at or Between(ZERO, criterion.maximum)
            at = [one for one in scored if low <= one[1] <= high]
            for stage, value, said in at if remark.at else at[:1]:
                place = _place(sheet, criterion, stage, said)
                yield remark.code.finding(**place, found=value, **dict(remark.params))


def bonus_is_reasoned(sheet: ScoreSheet, scores: Scores, rules: Rules) -> Iterator[Finding]:
    """A bonus whose content the text leaves open has its reason or evidence beside it (I-11, Q-13).

    Bad: 6 for I.9 and nothing beside it. Good: 6 with a line in Giải trình.
    """
    del rules
    for criterion in _leaves(sheet, scores):
        entry = sheet.entries.get(criterion.id)
        if not criterion.reasoned or entry is None or entry.evidence.strip() or entry.explanation.strip():
            continue
        first = next((scored for scored in _scored(criterion, sheet, scores) if scored[1] > 0), None)
        if first is not None:  # asked for once, where the points first stand
            stage, value, said = first
            yield catalogue.REASON_MISSING.finding(**_place(sheet, criterion, stage, said), found=value)


def not_nearly_all_at_maximum(sheet: ScoreSheet, scores: Scores, rules: Rules) -> Iterator[Finding]:
    """Fewer than nine rows in ten of a column are at their maximum (C.I.1.3; the share is a setting).

    Bad: 13 of 14 rows. Good: 12 of 14. All of them is a finding of its own.
    """
    del rules
    if sheet.rubric.option(NEAR_MAXIMUM, "100") == "100":
        return
    for stage in STAGES:
        counted = _nearly_all(scores, stage)
        if counted:
            number, count = counted
            yield catalogue.NEARLY_ALL_AT_MAXIMUM.finding(
                file=sheet.file, sheet=sheet.sheet, stage=stage.value, number=number, count=count
            )


def score_is_not_raised(sheet: ScoreSheet, scores: Scores, rules: Rules) -> Iterator[Finding]:
    """No step raises the score of the step before; not forbidden, but told (Q-57).

    Bad: 4 by the unit, 5 by the cluster. Good: 4 and 4.
    """
    del rules
    for criterion in _leaves(sheet, scores):
        before: Decimal | None = None
        for stage, value, said in _scored(criterion, sheet, scores):
            if before is not None and value > before:
                place = _place(sheet, criterion, stage, said)
                yield catalogue.SCORE_RAISED.finding(**{**place, "clause": None}, found=value, allowed=before)
            before = value


def parts_are_scored(sheet: ScoreSheet, scores: Scores, rules: Rules) -> Iterator[Finding]:
    """Section II is scored by its four parts where the cluster chose so (Q-19, `section_two_rows`).

    Bad: 20 in one row under `four`. Good: 5 + 5 + 5 + 5.
    """
    del rules
    if sheet.rubric.option(ONE_ROW, "either") != "four":
        return
    for criterion, stage, said in _in_one_row(sheet, scores):
        parts = tuple(part.id for part in criterion.details)
        yield catalogue.ONE_ROW_FOR_FOUR.finding(**_place(sheet, criterion, stage, said), parts=parts)


CHECKS: tuple[Callable[[ScoreSheet, Scores, Rules], Iterator[Finding]], ...] = (
    score_fits_a_level,
    score_agrees_with_the_facts,
    remarks_are_told,
    bonus_is_reasoned,
    not_nearly_all_at_maximum,
    score_is_not_raised,
    parts_are_scored,
)


# --- small words ----------------------------------------------------------------------------------


def _leaves(sheet: ScoreSheet, scores: Scores) -> tuple[Criterion, ...]:
    """The criteria scored directly in some stage, in the form's order."""
    del sheet
    return tuple({leaf.id: leaf for stage in STAGES for leaf in scores.leaves[stage]}.values())


def _scored(criterion: Criterion, sheet: ScoreSheet, scores: Scores) -> Iterator[tuple[Stage, Decimal, Given]]:
    """Each stage that scores the criterion directly, with the points and their cell.

    A score outside 0 to the maximum is an error of its own; nothing more is said about it.
    """
    for stage in STAGES:
        if (criterion.id, stage) in scores.direct:
            said = sheet.given(criterion.id, stage)
            if said is not None and said.value is not None and ZERO <= said.value <= criterion.maximum:
                yield stage, said.value, said


def _leaf_values(sheet: ScoreSheet, scores: Scores) -> Iterator[Decimal]:
    return (value for leaf in _leaves(sheet, scores) for _, value, _ in _scored(leaf, sheet, scores))


def _told(sheet: ScoreSheet, outcomes: Mapping[str, Outcome]) -> Iterator[tuple[Criterion, Outcome]]:
    for section in sheet.rubric.sections:
        for criterion in section.everything():
            if criterion.id in outcomes:
                yield criterion, outcomes[criterion.id]


def _in_one_row(sheet: ScoreSheet, scores: Scores) -> Iterator[tuple[Criterion, Stage, Given]]:
    """Sections that the text divides into parts and a stage scores as one row."""
    for section in sheet.rubric.sections:
        if section.details and not section.rows:
            for stage, _, said in _scored(section, sheet, scores):
                yield section, stage, said


def _nearly_all(scores: Scores, stage: Stage) -> tuple[int, int] | None:
    """How many rows of a column are at their maximum, and of how many, if it is nearly all and not all."""
    leaves = scores.leaves[stage]
    full = sum(1 for leaf in leaves if scores.points.get((leaf.id, stage)) == leaf.maximum)
    return (full, len(leaves)) if full < len(leaves) and full * 10 >= len(leaves) * 9 else None


def _fits(value: Decimal, allowed: tuple[Between, ...] | None) -> bool:
    return allowed is None or any(low <= value <= high for low, high in allowed)


def _level(allowed: Between) -> Text:
    """A level as a sentence shows it: one number, or a range."""
    value = allowed.low if allowed.low == allowed.high else allowed
    return Text(shown(value, "vi"), shown(value, "en"))


def _told_in_one(outcome: Outcome) -> Text:
    return Text(" ".join(step.vi for step in outcome.steps), " ".join(step.en for step in outcome.steps))


def _explained(sheet: ScoreSheet, criterion: Criterion) -> bool:
    entry = sheet.entries.get(criterion.id)
    return entry is not None and bool(entry.explanation.strip())


def _place(sheet: ScoreSheet, criterion: Criterion, stage: Stage, said: Given) -> dict[str, Any]:
    return {
        **sheet.where(said),
        "criterion": criterion.id,
        "stage": stage.value,
        "clause": criterion.clause,
    }
