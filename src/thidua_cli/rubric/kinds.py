"""Kinds of scoring: how the points of one criterion come about, and what they come to for given facts.

Each kind is a frozen value told apart by `kind`. It knows points and facts, never cells or files.
A new kind is one class here, one model in `files` and one member of `Kind`.

Every kind answers the same questions: `describe`, and those of `_Rule`.
`maximum` is the criterion's own, in points; facts are exact numbers by id, yes as 1 and no as 0.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from msgspec import Struct, field
from msgspec.structs import replace

from thidua_cli import catalogue
from thidua_cli.catalogue import Text, filled
from thidua_cli.findings import Between
from thidua_cli.vietnamese import format_points

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from thidua_cli.catalogue import Code

    Facts = Mapping[str, Decimal]

ZERO = Decimal(0)
HUNDRED = Decimal(100)


class Words(NamedTuple):
    """What something is called, in both languages."""

    vi: str
    en: str


class Remark(NamedTuple):
    """Something to say about a score that a rule was applied to.

    Attributes:
        code: The finding it becomes.
        params: Values for its sentence.
        at: The scores it is said about; None means every score.
    """

    code: Code
    params: tuple[tuple[str, Any], ...] = ()
    at: Between | None = None


class Outcome(Struct, frozen=True):
    """What a rule gives for the facts, in points.

    Attributes:
        least: The fewest points that the rule allows.
        most: The most.
        proposed: The points that the rule itself arrives at; None if it leaves them to the cluster.
        steps: How they were reached, one sentence each, in order.
        remarks: What is to be said about it.
    """

    least: Decimal
    most: Decimal
    proposed: Decimal | None
    steps: tuple[Text, ...] = ()
    remarks: tuple[Remark, ...] = ()

    @classmethod
    def exactly(cls, points: Decimal, *steps: Text, remarks: tuple[Remark, ...] = ()) -> Outcome:
        """The outcome of a rule that arrives at one number."""
        return cls(points, points, points, steps, remarks)


class _Rule(Struct, frozen=True):
    """What every kind answers; a kind overrides what is different for it.

    A kind that people judge freely needs no facts, allows any points and says nothing about a score.
    """

    def facts(self) -> tuple[str, ...]:
        """The ids of the facts that the rule needs, in the order in which the form asks for them."""
        return ()

    def values(self, maximum: Decimal) -> tuple[Between, ...] | None:
        """The points that the rule can give whatever the facts; None for any from 0 to the maximum."""
        del maximum
        return None

    def outcome(self, facts: Facts, maximum: Decimal) -> Outcome | None:
        """What the rule gives for the facts; None while it says nothing about the score."""
        del facts, maximum
        return None

    def faults(self, maximum: Decimal) -> Iterator[Text]:
        """What does not agree in a row of this kind, as clauses of a sentence."""
        del maximum
        return iter(())


# --- judged ---------------------------------------------------------------------------------------

Relation = Literal["above", "at-least", "at-most"]
_RELATIONS: dict[Relation, Text] = {
    "above": Text("vượt", "above"),
    "at-least": Text("đạt từ", "at least"),
    "at-most": Text("không quá", "at most"),
}


class Test(Struct, frozen=True):
    """A condition on facts that full points rest on, such as "vượt so với kế hoạch năm" (B.I.2.1).

    Attributes:
        fact: The fact that is tested.
        relation: How it must stand to the other.
        to: The fact it is compared with, or the number.
        what: The condition in words.
        any_points: Whether any points rest on it, not only full ones.
    """

    __test__ = False  # a name that pytest would collect

    fact: str
    relation: Relation
    to: str | Decimal
    what: Words
    any_points: bool = False

    def holds(self, facts: Facts) -> bool | None:
        """Whether it holds; None while a fact is missing."""
        other = self.to if isinstance(self.to, Decimal) else facts.get(self.to)
        value = facts.get(self.fact)
        if value is None or other is None:
            return None
        if self.relation == "above":
            return value > other
        return value >= other if self.relation == "at-least" else value <= other

    def facts(self) -> tuple[str, ...]:
        """The facts it needs."""
        return (self.fact,) if isinstance(self.to, Decimal) else (self.fact, self.to)


class Judged(_Rule, frozen=True):
    """Judged by comparison between 0 and the maximum, in any steps or in stated ones (C.I.1.2, K02).

    Attributes:
        step: The step that points go by; None for any.
        tests: Conditions on facts that full points rest on (K15); a failing one is said, or caps the score.
        if_failed: What a failing test does: only say so, halve the most, or leave nothing.

    Example: "Kịp thời phát động phong trào thi đua thường xuyên: tối đa 03 điểm" (B.III.2).
    """

    step: Decimal | None = None
    tests: tuple[Test, ...] = ()
    if_failed: Literal["say", "half", "nothing"] = "say"
    kind: Literal["judged"] = "judged"

    def describe(self, maximum: Decimal) -> Text:
        """How a row of this kind is scored."""
        step = (
            filled(Text(" theo bậc {step}", " in steps of {step}"), step=self.step)
            if self.step is not None
            else Text("", "")
        )
        return filled(
            Text("Chấm từ 0 đến {maximum} điểm{step}.", "Judged from 0 to {maximum} points{step}."),
            maximum=maximum,
            step=step,
        )

    def facts(self) -> tuple[str, ...]:
        """The ids of the facts that the rule needs, in the order in which the form asks for them."""
        return _unique(fact for test in self.tests for fact in test.facts())

    def values(self, maximum: Decimal) -> tuple[Between, ...] | None:
        """The points that the rule can give whatever the facts; None for any from 0 to the maximum."""
        return None if self.step is None else _stepped(ZERO, self.step, maximum)

    def outcome(self, facts: Facts, maximum: Decimal) -> Outcome | None:
        """What the rule gives for the facts; None while it says nothing about the score."""
        failed = [test for test in self.tests if test.holds(facts) is False]
        if not failed:
            return None
        most = {"say": maximum, "half": maximum / 2, "nothing": ZERO}[self.if_failed]
        steps, remarks = [], []
        for test in failed:
            what = Text(*test.what)
            steps.append(filled(Text("Chưa đạt điều kiện “{what}”.", "The condition “{what}” is not met."), what=what))
            if self.if_failed == "say":
                at = Between(Decimal("0.01") if test.any_points else maximum, maximum)
                remarks.append(Remark(catalogue.CONDITION_NOT_MET, (("what", what),), at))
        return Outcome(ZERO, most, None, tuple(steps), tuple(remarks))

    def faults(self, maximum: Decimal) -> Iterator[Text]:
        """What does not agree in a row of this kind, as clauses of a sentence."""
        if self.step is not None and (self.step <= 0 or maximum % self.step):
            yield Text("step phải lớn hơn 0 và chia hết điểm chuẩn", "step must be above 0 and divide the maximum")


class AllOrNothing(_Rule, frozen=True):
    """Either the full maximum or 0 (K01).

    Example: "Có kế hoạch xây dựng, nhân rộng điển hình tiên tiến: 02 điểm" (B.III.3).
    """

    kind: Literal["all-or-nothing"] = "all-or-nothing"

    def describe(self, maximum: Decimal) -> Text:
        """How a row of this kind is scored."""
        return filled(
            Text("Có thì được {maximum} điểm, không thì 0.", "{maximum} points if it is there, else 0."),
            maximum=maximum,
        )

    def values(self, maximum: Decimal) -> tuple[Between, ...] | None:
        """The points that the rule can give."""
        return (Between(ZERO, ZERO), Between(maximum, maximum))


class Level(Struct, frozen=True):
    """One level of a choice: its points and when it applies."""

    points: Decimal
    when: Words


class Levels(_Rule, frozen=True):
    """One of the stated levels, and nothing between them (K10, K22).

    Example: "8 điểm: đủ, đúng hạn; 6 điểm: thiếu 2 báo cáo tháng; 0 điểm: thiếu báo cáo quý".
    """

    levels: tuple[Level, ...]
    kind: Literal["levels"] = "levels"

    def describe(self, maximum: Decimal) -> Text:
        """How a row of this kind is scored."""
        del maximum
        return _join(
            filled(Text("{when}: {points} điểm", "{when}: {points} points"), when=Text(*one.when), points=one.points)
            for one in self.levels
        )

    def values(self, maximum: Decimal) -> tuple[Between, ...] | None:
        """The points that the rule can give."""
        del maximum
        return tuple(Between(points, points) for points in sorted({one.points for one in self.levels}))

    def faults(self, maximum: Decimal) -> Iterator[Text]:
        """What does not agree."""
        if max(one.points for one in self.levels) != maximum:
            yield filled(_BEST_LEVEL, maximum=maximum)
        points = [one.points for one in self.levels]
        if len(set(points)) != len(points):
            yield Text("hai mức có cùng số điểm", "two levels give the same points")


# --- counted --------------------------------------------------------------------------------------


class MinusPerOccurrence(_Rule, frozen=True):
    """A start value minus so much for each occurrence, never below the floor (K03).

    Attributes:
        start: Points with no occurrence.
        per: Points taken for each occurrence.
        what: What occurs.
        fact: The fact that counts the occurrences; None if nobody is asked.
        floor: The least score.

    Example: "Mỗi văn bản, quy chế không ban hành …: trừ 01 điểm" (B.III.1).
    """

    start: Decimal
    per: Decimal
    what: Words
    fact: str | None = None
    floor: Decimal = ZERO
    kind: Literal["minus-per-occurrence"] = "minus-per-occurrence"

    def describe(self, maximum: Decimal) -> Text:
        """How a row of this kind is scored."""
        del maximum
        template = Text(
            "Từ {start} điểm, mỗi {what}: trừ {per} điểm, thấp nhất {floor}.",
            "From {start} points, minus {per} for each {what}, at least {floor}.",
        )
        return filled(template, start=self.start, what=Text(*self.what), per=self.per, floor=self.floor)

    def facts(self) -> tuple[str, ...]:
        """The facts that the rule needs."""
        return (self.fact,) if self.fact else ()

    def values(self, maximum: Decimal) -> tuple[Between, ...] | None:
        """The points that the rule can give: so many occurrences fewer each time, down to the floor."""
        del maximum
        return _stepped(self.start, -self.per, self.floor)

    def outcome(self, facts: Facts, maximum: Decimal) -> Outcome | None:
        """The start minus the deductions, or the floor."""
        del maximum
        count = _times(facts, self.fact)
        if count is None:
            return None
        left = self.start - count * self.per
        points = max(self.floor, left)
        steps = [
            filled(
                Text(
                    "{count} {what}: {start} - {count} × {per} = {left}.",
                    "{count} {what}: {start} - {count} × {per} = {left}.",
                ),
                count=count,
                what=Text(*self.what),
                start=self.start,
                per=self.per,
                left=left,
            )
        ]
        if left < self.floor:
            steps.append(filled(Text("Thấp nhất là {floor}.", "The least is {floor}."), floor=self.floor))
        return Outcome.exactly(points, *steps)

    def faults(self, maximum: Decimal) -> Iterator[Text]:
        """What does not agree."""
        if self.start != maximum:
            yield filled(_START, maximum=maximum)
        if self.per <= 0 or self.floor > self.start:
            yield Text("per phải lớn hơn 0 và floor không quá start", "per must be above 0 and floor at most start")


class PerOccurrence(_Rule, frozen=True):
    """So much for each occurrence, up to the maximum; each occurrence of another kind may take some (K06, K07).

    Attributes:
        per: Points for each occurrence.
        what: What occurs.
        fact: The fact that counts it; None if nobody is asked.
        start: Points with no occurrence of either.
        minus: Points taken for each occurrence of the other kind; 0 if nothing takes points.
        minus_what: What takes points.
        minus_fact: The fact that counts that.

    Example: "+1 điểm mỗi lần, tối đa 10 điểm".
    """

    per: Decimal
    what: Words
    fact: str | None = None
    start: Decimal = ZERO
    minus: Decimal = ZERO
    minus_what: Words | None = None
    minus_fact: str | None = None
    kind: Literal["per-occurrence"] = "per-occurrence"

    def describe(self, maximum: Decimal) -> Text:
        """How a row of this kind is scored."""
        template = Text(
            "Từ {start} điểm, mỗi {what}: cộng {per} điểm{minus}; từ 0 đến {maximum}.",
            "From {start} points, plus {per} for each {what}{minus}; from 0 to {maximum}.",
        )
        minus = Text("", "")
        if self.minus_what is not None:
            taken = Text(", mỗi {what}: trừ {per} điểm", ", minus {per} for each {what}")
            minus = filled(taken, what=Text(*self.minus_what), per=self.minus)
        return filled(template, start=self.start, what=Text(*self.what), per=self.per, minus=minus, maximum=maximum)

    def facts(self) -> tuple[str, ...]:
        """The facts that the rule needs."""
        return tuple(fact for fact in (self.fact, self.minus_fact) if fact)

    def values(self, maximum: Decimal) -> tuple[Between, ...] | None:
        """The points that the rule can give; any, where two kinds of occurrence mix."""
        return None if self.minus else _stepped(self.start, self.per, maximum)

    def outcome(self, facts: Facts, maximum: Decimal) -> Outcome | None:
        """The points for all occurrences, kept between 0 and the maximum."""
        plus = _times(facts, self.fact)
        taken = _times(facts, self.minus_fact) if self.minus_fact else ZERO
        if plus is None or taken is None or (self.minus and not self.minus_fact):
            return None
        points = self.start + plus * self.per - taken * self.minus
        capped = min(max(points, ZERO), maximum)
        minus = Text("", "")
        if self.minus_what is not None:
            template = Text(" - {taken} × {minus} ({what})", " - {taken} × {minus} ({what})")
            minus = filled(template, taken=taken, minus=self.minus, what=Text(*self.minus_what))
        steps = [
            filled(
                Text(
                    "{count} {what}: {start} + {count} × {per}{minus} = {points}.",
                    "{count} {what}: {start} + {count} × {per}{minus} = {points}.",
                ),
                count=plus,
                what=Text(*self.what),
                start=self.start,
                per=self.per,
                minus=minus,
                points=points,
            )
        ]
        if points < ZERO:
            steps.append(filled(Text("Thấp nhất là {floor}.", "The least is {floor}."), floor=ZERO))
        elif points > maximum:
            steps.append(filled(_CAPPED, maximum=maximum))
        return Outcome.exactly(capped, *steps)

    def faults(self, maximum: Decimal) -> Iterator[Text]:
        """What does not agree."""
        if self.per <= 0 or self.start > maximum:
            yield Text(
                "per phải lớn hơn 0 và start không quá điểm chuẩn", "per must be above 0 and start at most the maximum"
            )
        if (self.minus_what is None) != (self.minus == 0) or (self.minus_fact and self.minus_what is None):
            yield Text("minus cần minus_what, và ngược lại", "minus needs minus_what, and the other way round")


class Proportional(_Rule, frozen=True):
    """The share of a target that was reached, times the maximum, capped, with a floor (K11, K12).

    Attributes:
        actual: The fact that says what was reached.
        target: The fact that says what was to be reached.
        least_share: The share in percent below which there are no points.
        decimals: To how many decimals the points are rounded.
        rounding: How they are rounded.

    Example: "đạt bao nhiêu phần trăm chỉ tiêu thì được bấy nhiêu phần trăm số điểm; dưới 80% không có điểm".
    """

    actual: str
    target: str
    least_share: Decimal = ZERO
    decimals: int = 2
    rounding: Literal["half-up", "down"] = "half-up"
    kind: Literal["proportional"] = "proportional"

    def describe(self, maximum: Decimal) -> Text:
        """How a row of this kind is scored."""
        least = (
            filled(Text("; dưới {least}% thì 0", "; below {least}% there are none"), least=self.least_share)
            if self.least_share
            else Text("", "")
        )
        template = Text(
            "Tỷ lệ thực hiện so với chỉ tiêu nhân {maximum} điểm, không quá {maximum}{least}.",
            "The share of the target that was reached, times {maximum} points, at most {maximum}{least}.",
        )
        return filled(template, maximum=maximum, least=least)

    def facts(self) -> tuple[str, ...]:
        """The facts that the rule needs."""
        return (self.actual, self.target)

    def outcome(self, facts: Facts, maximum: Decimal) -> Outcome | None:
        """The proportional points; None without a target to compare with."""
        actual, target = facts.get(self.actual), facts.get(self.target)
        if actual is None or target is None or target <= 0:
            return None
        share = Fraction(actual) / Fraction(target) * 100
        template = Text("Đạt {share}% chỉ tiêu.", "{share}% of the target was reached.")
        steps = [filled(template, share=percent(share))]
        if share < Fraction(self.least_share):
            steps.append(
                filled(Text("Dưới {least}% thì 0 điểm.", "Below {least}% gives 0 points."), least=self.least_share)
            )
            return Outcome.exactly(ZERO, *steps)
        exact = Fraction(maximum) * min(share, Fraction(100)) / 100
        points = min(_rounded(exact, self.decimals, half_up=self.rounding == "half-up"), maximum)
        if share > 100:  # noqa: PLR2004 - percent
            steps.append(filled(_CAPPED, maximum=maximum))
        return Outcome.exactly(points, *steps)

    def faults(self, maximum: Decimal) -> Iterator[Text]:
        """What does not agree."""
        del maximum
        if self.least_share > HUNDRED:
            yield Text("least_share không quá 100", "least_share is at most 100")


# --- bands ----------------------------------------------------------------------------------------

Policy = str


class Band(Struct, frozen=True):
    """One band of a table: amounts from `start` to `end` give `points`.

    Attributes:
        points: Points of the band; with `up_to` the most that may be given.
        when: The band in words, shortened from the table.
        start: The least amount; None means no lower end.
        end: The greatest amount; None means no upper end. Without both it is the case of nothing to count.
        up_to: Whether fewer points may be given.
        complete: Whether it also needs every case to have succeeded ("100% … được duyệt").
    """

    points: Decimal
    when: Words
    start: Decimal | None = None
    end: Decimal | None = None
    up_to: bool = False
    complete: bool = False

    @property
    def is_placed(self) -> bool:
        """Whether it covers amounts, and is not the case of nothing to count."""
        return self.start is not None or self.end is not None


class Gap(Struct, frozen=True):
    """Amounts between two bands that none covers, and what happens there.

    Attributes:
        after: The end of the band below.
        before: The start of the band above.
        policy: `manual` (any points between the neighbours' are accepted and the cluster decides),
            `lower` or `upper` (the band below or above counts), `interpolate`, `round` (to the nearest
            whole amount first), or a number of points.
        reading: The reading whose option is the policy, if it is one of the named choices.
        propose: Points to propose under `manual`.
    """

    after: Decimal
    before: Decimal
    policy: Policy = "manual"
    reading: str | None = None
    propose: Decimal | None = None


class Bands(_Rule, frozen=True):
    """Points by bands of a percentage or a count, with a stated policy for the gaps between them (K08, K09).

    Attributes:
        metric: What the amount is.
        bands: The bands and the case of nothing to count, as the table prints them.
        gap: The policy for every gap that `gaps` does not name; None if the table states none.
        gaps: The gaps by name.
        edges: Whether both ends belong to a band (`both`), or only the lower or the upper one.
        count: The fact that is the amount, for bands on a count.
        part: The fact that counts the cases, for bands on a percentage.
        whole: The fact that counts all cases.
        less: The fact that counts cases not yet decided, taken out of the whole.
        complete: The fact that counts the successful cases; it equals the whole where all succeeded.
        round_by: The reading under whose option `round` an amount in a gap is rounded to a whole one first.
        rounds: Whether it is.

    Example: "100% …: 05; 10 - 15% …: 03; từ 16% …: 01" (B.III.4).
    """

    metric: Words
    bands: tuple[Band, ...]
    gap: Policy | None = None
    gaps: tuple[Gap, ...] = ()
    edges: Literal["both", "lower", "upper"] = "both"
    count: str | None = None
    part: str | None = None
    whole: str | None = None
    less: str | None = None
    complete: str | None = None
    round_by: str | None = None
    rounds: bool = False
    kind: Literal["bands"] = "bands"

    def describe(self, maximum: Decimal) -> Text:
        """How a row of this kind is scored."""
        del maximum
        return _join(
            filled(
                Text("{when}: tối đa {points} điểm", "{when}: at most {points} points")
                if band.up_to
                else Text("{when}: {points} điểm", "{when}: {points} points"),
                when=Text(*band.when),
                points=band.points,
            )
            for band in self.bands
        )

    def facts(self) -> tuple[str, ...]:
        """The facts that the rule needs."""
        return tuple(fact for fact in (self.count, self.whole, self.complete, self.part, self.less) if fact)

    def values(self, maximum: Decimal) -> tuple[Between, ...] | None:
        """The points that some band can give, and those between the neighbours of a gap left to the cluster."""
        found = [Between(ZERO if band.up_to else band.points, band.points) for band in self.bands]
        for gap in self.all_gaps():
            below, above = self._neighbours(gap)
            # A gap wider than one may hold a whole amount, which rounding leaves where it is.
            left_open = gap.policy == "round" and gap.before - gap.after > 1
            if gap.policy in {"manual", "interpolate"} or left_open:
                found.append(Between(min(below.points, above.points), max(below.points, above.points)))
            elif (points := _points_of_policy(gap.policy)) is not None:
                found.append(Between(points, points))
        del maximum
        return _merged(found)

    def outcome(self, facts: Facts, maximum: Decimal) -> Outcome | None:
        """The band's points, or what the policy of the gap says; None while facts are missing."""
        if self.count is not None:
            amount = facts.get(self.count)
            return None if amount is None else self._at(Fraction(amount), maximum, _step_of_count(amount, self.metric))
        return self._of_share(facts, maximum)

    def _of_share(self, facts: Facts, maximum: Decimal) -> Outcome | None:
        whole = facts.get(self.whole or "")
        if whole is None:
            return None
        open_ = facts.get(self.less, ZERO) if self.less else ZERO
        remarks: tuple[Remark, ...] = ()
        base = whole - open_
        if open_:
            remarks = (Remark(catalogue.PENDING_LEFT_OUT, (("base", base), ("number", open_), ("whole", whole))),)
        if base < 0:
            return None
        if base == 0:
            return self._of_nothing(whole, remarks)
        succeeded = facts.get(self.complete or "")
        part = facts.get(self.part or "")
        if part is None and succeeded == base:
            part = ZERO
        if part is None:
            return None
        share = Fraction(part) / Fraction(base) * 100
        step = filled(
            Text("{part} trên {base}: {share}% {metric}.", "{part} of {base}: {share}% {metric}."),
            part=part,
            base=base,
            share=percent(share),
            metric=Text(*self.metric),
        )
        everything = succeeded is None or succeeded == base
        found = self._at(share, maximum, step, everything=everything)
        return replace(found, remarks=(*remarks, *found.remarks))

    def _of_nothing(self, whole: Decimal, remarks: tuple[Remark, ...]) -> Outcome | None:
        """The case of nothing to count; cases that all wait to be decided are no such case."""
        none = next((band for band in self.bands if not band.is_placed), None)
        return None if none is None or whole else replace(_of_band(none), remarks=remarks)

    def _at(self, amount: Fraction, maximum: Decimal, step: Text, *, everything: bool = True) -> Outcome:
        """The outcome at an amount; `everything` tells whether every case succeeded."""
        for band in self.bands:
            if self._covers(band, amount) and (everything or not band.complete):
                found = _of_band(band)
                return replace(found, steps=(step, *found.steps))
        gap = self._gap_at(amount)
        if self.rounds or (gap is not None and gap.policy == "round"):
            whole = Fraction(_rounded(amount, 0, half_up=True))
            near = next((one for one in self.bands if self._covers(one, whole) and not one.complete), None)
            if near is not None and whole != amount:
                remark = Remark(catalogue.RATE_ROUNDED, (("rate", percent(amount)), ("rounded", Decimal(int(whole)))))
                found = _of_band(near)
                return replace(found, steps=(step, *found.steps), remarks=(remark,))
        if gap is None:
            return Outcome(ZERO, maximum, None, (step,))
        return self._in_gap(gap, amount, step)

    def _covers(self, band: Band, amount: Fraction) -> bool:
        if not band.is_placed:
            return False
        # A band of one amount has that amount; nothing lies below none of the cases or above all of them.
        single = band.start == band.end
        whole = None if self.count is not None else HUNDRED
        if band.start is not None:
            taken = single or self.edges != "upper" or band.start == 0
            start = Fraction(band.start)
            if amount < start or (amount == start and not taken):
                return False
        if band.end is not None:
            taken = single or self.edges != "lower" or band.end == whole
            end = Fraction(band.end)
            if amount > end or (amount == end and not taken):
                return False
        return True

    def _gap_at(self, amount: Fraction) -> Gap | None:
        """The gap that the amount falls into; an edge that its band does not take is the gap's."""
        for gap in self.all_gaps():
            if Fraction(gap.after) <= amount <= Fraction(gap.before):
                return gap
        return None

    def _in_gap(self, gap: Gap, amount: Fraction, step: Text) -> Outcome:
        below, above = self._neighbours(gap)
        low, high = sorted((below.points, above.points))
        if gap.policy == "lower":
            return replace(_of_band(below), steps=(step, *_of_band(below).steps))
        if gap.policy == "upper":
            return replace(_of_band(above), steps=(step, *_of_band(above).steps))
        if gap.policy == "interpolate":
            share = (amount - Fraction(gap.after)) / (Fraction(gap.before) - Fraction(gap.after))
            exact = Fraction(below.points) + share * (Fraction(above.points) - Fraction(below.points))
            return Outcome.exactly(_rounded(exact, 2, half_up=True), step)
        points = _points_of_policy(gap.policy)
        if points is not None:
            return Outcome.exactly(points, step)
        params = (("high", high), ("low", low), ("rate", percent(amount)))
        remarks = [Remark(catalogue.RATE_BETWEEN_BANDS, params)]
        best = next((band for band in (below, above) if band.complete and band.points == high), None)
        if best is not None:
            said = (("rate", percent(amount)), ("when", Text(*best.when)))
            remarks.append(Remark(catalogue.RATE_NOT_COMPLETE, said, Between(high, high)))
        return Outcome(low, high, gap.propose, (step,), tuple(remarks))

    def all_gaps(self) -> tuple[Gap, ...]:
        """Every gap between the placed bands, with its policy."""
        named = {(gap.after, gap.before): gap for gap in self.gaps}
        found = []
        for below, above in pairwise(self.placed()):
            end, start = below.end, above.start
            if end is None or start is None or start < end or (start == end and self._shared(below, above)):
                continue
            found.append(named.get((end, start), Gap(end, start, self.gap or "manual")))
        return tuple(found)

    def _shared(self, below: Band, above: Band) -> bool:
        """Whether the amount at which two bands meet belongs to one of them."""
        at = Fraction(above.start or ZERO)
        return self._covers(below, at) or self._covers(above, at)

    def placed(self) -> tuple[Band, ...]:
        """The bands that cover amounts, lowest first."""
        return tuple(
            sorted(
                (band for band in self.bands if band.is_placed),
                key=lambda band: (band.start or ZERO, band.end is None, band.end or ZERO),
            )
        )

    def _neighbours(self, gap: Gap) -> tuple[Band, Band]:
        placed = self.placed()
        below = next(band for band in placed if band.end == gap.after)
        return below, next(band for band in placed if band.start == gap.before)

    def under(self, options: Mapping[str, str]) -> Bands:
        """The same table with the policies that the options choose."""
        gaps = tuple(
            replace(gap, policy=options[gap.reading]) if gap.reading in options and gap.reading else gap
            for gap in self.gaps
        )
        rounds = options[self.round_by] == "round" if self.round_by in options and self.round_by else self.rounds
        return replace(self, gaps=gaps, rounds=rounds)

    def readings(self) -> tuple[str, ...]:
        """The readings that its policies are options of."""
        return _unique(name for name in (*(gap.reading for gap in self.gaps), self.round_by) if name)

    def faults(self, maximum: Decimal) -> Iterator[Text]:
        """What does not agree: points, order, overlaps, gaps without a policy, what the amount is of.

        Bad: 10 to 15 and 15 to 20 with both edges taken. Good: 10 to 15, from 16, and `gap: manual` (B.III.4).
        """
        yield from self._faults_of_points(maximum)
        yield from self._faults_of_edges()
        for policy in (self.gap, *(gap.policy for gap in self.gaps)):
            points = None if policy is None else _points_of_policy(policy)
            if policy is not None and not is_policy(policy):
                yield filled(_NO_POLICY, policy=policy)
            elif points is not None and points > maximum:
                yield filled(_GAP_POINTS, points=points, maximum=maximum)
        if self.count is not None and (self.part or self.whole or self.less or self.complete):
            yield Text("ghi count, hoặc part và whole, không ghi cả hai", "state count, or part and whole, not both")
        if (self.part is None) != (self.whole is None):
            yield Text("part và whole đi cùng nhau", "part and whole go together")

    def _faults_of_points(self, maximum: Decimal) -> Iterator[Text]:
        for band in self.bands:
            if band.points > maximum:
                yield filled(_BAND_POINTS, points=band.points, maximum=maximum)
            if band.start is not None and band.end is not None and band.end < band.start:
                yield filled(_BAND_ORDER, start=band.start, end=band.end)
        if not any(band.points == maximum for band in self.bands):
            yield filled(_BEST_LEVEL, maximum=maximum)

    def _faults_of_edges(self) -> Iterator[Text]:
        named = {(gap.after, gap.before) for gap in self.gaps}
        for below, above in pairwise(self.placed()):
            end, start = below.end, above.start if above.start is not None else ZERO
            if end is None or start < end or (start == end and self.edges == "both"):
                yield filled(_OVERLAP, start=start)
            elif start > end and self.gap is None and (end, start) not in named:
                yield filled(_GAP, start=start, end=end)
        real = {(gap.after, gap.before) for gap in self.all_gaps()}
        for gap in self.gaps:
            if (gap.after, gap.before) not in real:
                yield filled(_NO_SUCH_GAP, after=gap.after, before=gap.before)


def is_policy(text: str) -> bool:
    """Whether the text is a policy for gaps."""
    return text in {"manual", "lower", "upper", "interpolate", "round"} or _points_of_policy(text) is not None


def _points_of_policy(policy: Policy) -> Decimal | None:
    """The points of a policy that states them."""
    text = policy.replace(".", "", 1)
    return Decimal(policy) if text.isdecimal() and text.isascii() else None


def _of_band(band: Band) -> Outcome:
    least = ZERO if band.up_to else band.points
    template = (
        Text("Mức “{when}”: tối đa {points} điểm.", "Band “{when}”: at most {points} points.")
        if band.up_to
        else Text("Mức “{when}”: {points} điểm.", "Band “{when}”: {points} points.")
    )
    step = filled(template, when=Text(*band.when), points=band.points)
    return Outcome(least, band.points, band.points, (step,))


# --- relative to the cluster ----------------------------------------------------------------------


class RateInCluster(_Rule, frozen=True):
    """A rate that rose and is high among the units; less where it is only the highest (K14–K16).

    What one sheet alone shows is whether the rate rose; who is highest only the cluster knows.

    Attributes:
        metric: What the rate is.
        part: The fact above the line, this year.
        whole: The fact below the line, this year.
        part_before: The same a year earlier.
        whole_before: The same a year earlier.
        highest_only: The most points where the rate is the cluster's highest but did not rise.
        prefer: Who comes first where one unit rose and another is highest without rising.

    Example: "Tỷ lệ khen thưởng cho người lao động trực tiếp tăng so với năm trước và chiếm tỷ lệ cao" (B.III.6.3).
    """

    metric: Words
    part: str
    whole: str
    part_before: str
    whole_before: str
    highest_only: Decimal
    prefer: Literal["increased", "highest"] = "increased"
    kind: Literal["rate-in-cluster"] = "rate-in-cluster"

    def describe(self, maximum: Decimal) -> Text:
        """How a row of this kind is scored."""
        template = Text(
            "{metric} tăng so với năm trước và cao trong cụm: tối đa {maximum}; "
            "cao nhất cụm nhưng không tăng: tối đa {least}.",
            "{metric} above the year before and high in the cluster: at most {maximum}; "
            "highest but no higher than before: at most {least}.",
        )
        return filled(template, metric=Text(*self.metric), maximum=maximum, least=self.highest_only)

    def facts(self) -> tuple[str, ...]:
        """The facts that the rule needs."""
        return (self.part, self.whole, self.part_before, self.whole_before)

    def rate(self, facts: Facts) -> Fraction | None:
        """This year's rate in percent; None while a fact is missing or nothing is below the line."""
        return _rate(facts, self.part, self.whole)

    def rate_before(self, facts: Facts) -> Fraction | None:
        """Last year's rate in percent."""
        return _rate(facts, self.part_before, self.whole_before)

    def rose(self, facts: Facts) -> bool | None:
        """Whether the rate is above last year's; None while either is unknown."""
        now, before = self.rate(facts), self.rate_before(facts)
        return None if now is None or before is None else now > before

    def outcome(self, facts: Facts, maximum: Decimal) -> Outcome | None:
        """The most that the unit's own figures allow."""
        rose = self.rose(facts)
        now, before = self.rate(facts), self.rate_before(facts)
        if rose is None or now is None or before is None:
            return None
        step = filled(
            Text("{metric}: {now}%, năm trước {before}%.", "{metric}: {now}%, the year before {before}%."),
            metric=Text(*self.metric),
            now=percent(now),
            before=percent(before),
        )
        if rose:
            return Outcome(ZERO, maximum, None, (step,))
        template = Text("Không tăng: tối đa {least} điểm.", "It did not rise: at most {least} points.")
        return Outcome(ZERO, self.highest_only, None, (step, filled(template, least=self.highest_only)))

    def faults(self, maximum: Decimal) -> Iterator[Text]:
        """What does not agree."""
        if self.highest_only > maximum:
            yield Text("highest_only không quá điểm chuẩn", "highest_only is at most the maximum")


def _rate(facts: Facts, part: str, whole: str) -> Fraction | None:
    above, below = facts.get(part), facts.get(whole)
    return None if above is None or below is None or below <= 0 else Fraction(above) / Fraction(below) * 100


# --- carried over and added up --------------------------------------------------------------------


class CarriedOver(_Rule, frozen=True):
    """The result of another official evaluation, carried over as it is (B.I.1).

    Attributes:
        fact: The fact that states the result.
        scale: The fact that states the scale of the other evaluation; absent means the maximum.

    A result on another scale is never converted: no clause says how.

    Example: "Chấm điểm theo các nội dung ban hành kèm theo Quyết định số 2460/QĐ-UBND" (B.I.1).
    """

    fact: str
    scale: str | None = None
    kind: Literal["carried-over"] = "carried-over"

    def describe(self, maximum: Decimal) -> Text:
        """How a row of this kind is scored."""
        template = Text(
            "Lấy kết quả đánh giá chính thức theo thang {maximum} điểm.",
            "The official result on a scale of {maximum} points is carried over.",
        )
        return filled(template, maximum=maximum)

    def facts(self) -> tuple[str, ...]:
        """The facts that the rule needs; the scale may be left out."""
        return (self.fact, self.scale) if self.scale else (self.fact,)

    def outcome(self, facts: Facts, maximum: Decimal) -> Outcome | None:
        """The result itself, where its scale is the criterion's."""
        result = facts.get(self.fact)
        scale = facts.get(self.scale, maximum) if self.scale else maximum
        if result is None:
            return None
        if scale != maximum:
            remark = Remark(catalogue.SCALE_DIFFERS, (("maximum", maximum), ("scale", scale)))
            template = Text("Kết quả theo thang {scale} điểm; không quy đổi.", "The scale is {scale}; not converted.")
            return Outcome(ZERO, maximum, None, (filled(template, scale=scale),), (remark,))
        if result < ZERO:
            return None
        if result > maximum:
            above = Remark(catalogue.RESULT_ABOVE_SCALE, (("maximum", maximum), ("result", result)))
            return Outcome(ZERO, maximum, None, (), (above,))
        template = Text("Kết quả đánh giá chính thức: {result}.", "The official result: {result}.")
        return Outcome.exactly(result, filled(template, result=result))


class Sum(_Rule, frozen=True):
    """The sum of the parts, capped at the group's own maximum; or only the highest of them (K20, K30).

    Example: "tuyên truyền: tối đa 03 điểm", with parts of 01 and 03 (B.III.3).
    """

    take: Literal["all", "highest"] = "all"
    kind: Literal["sum"] = "sum"

    def describe(self, maximum: Decimal) -> Text:
        """How a row of this kind is scored."""
        template = (
            Text("Cộng các phần, không vượt {maximum} điểm.", "The sum of its parts, at most {maximum} points.")
            if self.take == "all"
            else Text(
                "Phần cao nhất, không vượt {maximum} điểm.", "The highest of its parts, at most {maximum} points."
            )
        )
        return filled(template, maximum=maximum)


class Holder(Struct, frozen=True):
    """Who may hold a bonus: how many units of the cluster, and in which role (B.III.6, K17, K50).

    Attributes:
        units: The most units of a cluster that may hold it.
        roles: Roles it is open to; empty means every member.
    """

    units: int = 1
    roles: tuple[Literal["leader", "deputy"], ...] = field(default=())


JUDGED = Judged()

Kind = (
    Judged
    | AllOrNothing
    | Levels
    | MinusPerOccurrence
    | PerOccurrence
    | Proportional
    | Bands
    | RateInCluster
    | CarriedOver
    | Sum
)


class Variant(Struct, frozen=True):
    """A kind as it is under one option of a reading.

    Attributes:
        reading: The reading.
        option: Its option.
        kind: The whole kind under that option alone.
        changes: What the option changes, by field; empty where it is another kind altogether.
    """

    reading: str
    option: str
    kind: Kind
    changes: tuple[tuple[str, Any], ...] = ()

    @classmethod
    def of(cls, reading: str, option: str, kind: Kind, base: Kind) -> Variant:
        """The variant of a base kind."""
        if type(kind) is not type(base):
            return cls(reading, option, kind)
        changes = tuple(
            (name, getattr(kind, name)) for name in kind.__struct_fields__ if getattr(kind, name) != getattr(base, name)
        )
        return cls(reading, option, kind, changes)


def under(kind: Kind, variants: tuple[Variant, ...], options: Mapping[str, str]) -> Kind:
    """The kind with what the options change in it; options of several readings add up.

    Where one option makes it another kind, what others change in the kind that it was is gone with it.
    """
    result: Kind = kind
    for variant in variants:
        if options.get(variant.reading) != variant.option:
            continue
        if type(variant.kind) is type(result):
            result = replace(result, **dict(variant.changes))
        elif type(result) is type(kind):
            result = variant.kind
    return result.under(options) if isinstance(result, Bands) else result


# --- small words ----------------------------------------------------------------------------------

_MOST_VALUES = 1000
_BEST_LEVEL = Text("mức cao nhất phải bằng điểm chuẩn {maximum}", "the best one must be the maximum, {maximum}")
_START = Text("start phải bằng điểm chuẩn {maximum}", "start must be the maximum, {maximum}")
_BAND_POINTS = Text("mức {points} điểm vượt điểm chuẩn {maximum}", "a band of {points} exceeds the maximum {maximum}")
_BAND_ORDER = Text("mức từ {start} đến {end} bị ngược", "the band from {start} to {end} is backwards")
_OVERLAP = Text("các mức chồng nhau ở {start}", "two bands overlap at {start}")
_GAP = Text(
    "không mức nào cho giá trị trên {end} đến dưới {start}; ghi gap (manual, lower, upper, interpolate hoặc số điểm)",
    "no band covers more than {end} and less than {start}; state gap (manual, lower, upper, interpolate or points)",
)
_GAP_POINTS = Text(
    "khoảng trống được {points} điểm, vượt điểm chuẩn {maximum}", "a gap of {points} exceeds the maximum {maximum}"
)
_NO_SUCH_GAP = Text("không có khoảng trống giữa {after} và {before}", "there is no gap between {after} and {before}")
_NO_POLICY = Text("“{policy}” không phải cách xử lý khoảng trống", "“{policy}” is no policy for a gap")
_CAPPED = Text("Không quá {maximum}.", "At most {maximum}.")


def _join(parts: Iterator[Text]) -> Text:
    every = tuple(parts)
    return Text("; ".join(part.vi for part in every), "; ".join(part.en for part in every))


def _unique(names: Iterator[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))


def _stepped(first: Decimal, step: Decimal, last: Decimal) -> tuple[Between, ...] | None:
    """The points from the first in steps up or down to the last, lowest first; None if there are too many to list."""
    if not step or (last - first) / step > _MOST_VALUES:
        return None
    found = []
    points = first
    while (points < last) if step > 0 else (points > last):
        found.append(points)
        points += step
    return tuple(Between(each, each) for each in sorted({*found, last}))


def _times(facts: Facts, fact: str | None) -> Decimal | None:
    """How often something occurred; None while it is unknown or no number of times."""
    count = facts.get(fact) if fact else None
    return count if count is not None and count >= 0 and count == count.to_integral_value() else None


def _merged(ranges: list[Between]) -> tuple[Between, ...]:
    """The ranges in order, overlapping ones joined."""
    found: list[Between] = []
    for one in sorted(set(ranges)):
        if found and one.low <= found[-1].high:
            found[-1] = Between(found[-1].low, max(found[-1].high, one.high))
        else:
            found.append(one)
    return tuple(found)


def _rounded(exact: Fraction, decimals: int, *, half_up: bool) -> Decimal:
    """An exact fraction as a decimal, rounded once."""
    scaled = exact * 10**decimals
    whole = (
        (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
        if half_up
        else scaled.numerator // scaled.denominator
    )
    return Decimal(whole).scaleb(-decimals)


def percent(share: Fraction) -> Text:
    """A percentage to two decimals, for people; `15,38`."""
    value = _rounded(share, 2, half_up=True)
    return Text(format_points(value, "vi"), format_points(value, "en"))


def _step_of_count(amount: Decimal, metric: Words) -> Text:
    return filled(Text("{metric}: {amount}.", "{metric}: {amount}."), metric=Text(*metric), amount=amount)
