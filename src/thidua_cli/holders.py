"""What a cluster's sheets say together of its bonuses: who holds each, who claims it, whose rate was higher (B.III.6).

A bonus goes to one unit of the cluster. Nothing here changes a score or keeps a unit from its place;
this module opens no file and ranks nobody.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from msgspec import Struct, field

from thidua_cli import catalogue, facts
from thidua_cli.catalogue import Text, filled
from thidua_cli.roles import are_stated, has_role, said_of, unnamed, words
from thidua_cli.rubric.kinds import Holder, RateInCluster, percent
from thidua_cli.rubric.model import Stage, Status

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from fractions import Fraction

    from thidua_cli.catalogue import Code
    from thidua_cli.findings import Finding
    from thidua_cli.intake import Given, ScoreSheet
    from thidua_cli.roster.model import Member, Roster
    from thidua_cli.rubric.model import Criterion, Rubric
    from thidua_cli.scores import Scores
    from thidua_cli.submission import Submission

ZERO = Decimal(0)
IN_SELF, GIVEN, PREFERRED = "holder_in_self", "bonus_holder", "highest_without_increase"


class Holders(Struct, frozen=True):
    """What was found about the bonuses of a cluster.

    Attributes:
        findings: Everything found.
        readings: The ids of the readings that played a part: another option would have given another finding.
    """

    findings: tuple[Finding, ...] = ()
    readings: tuple[str, ...] = ()


def check(path: str, roster: Roster, rubric: Rubric, sheets: Mapping[str, Submission]) -> Holders:
    """The bonuses of the cluster, judged over the one sheet of each member, given by unit id.

    Excluded units are not considered, so they neither hold a bonus nor stand in anybody's way; pending
    units count as holders, since they may be cleared. A sheet of another table is left out: its rows
    are not this cluster's.
    """
    considered = [member for member in roster.members if member.status is not Status.EXCLUDED]
    sent = tuple(_sent(considered, rubric, sheets))
    draft = _Draft(path, rubric, sent, complete=0 < len(sent) == len(considered))
    for bonus in _bonuses(rubric):
        _count_holders(draft, bonus)
        _ask_for_holder(draft, bonus)
        if isinstance(bonus.criterion.kind, RateInCluster):
            _compare_rates(draft, bonus)
    if roster.listed and not are_stated(roster):
        _ask_for_roles(draft, roster)
    readings = tuple(reading for reading in rubric.guidance.readings if reading in draft.played)
    return Holders(tuple(draft.findings), readings)


# --- what is looked at ---------------------------------------------------------------------------


class _Sent(NamedTuple):
    """A member that is considered, with its sheet."""

    member: Member
    sheet: ScoreSheet
    scores: Scores


class _Bonus(NamedTuple):
    """A row that only so many units of the cluster may have points in."""

    criterion: Criterion
    holder: Holder
    section: str
    clause: str  # of the rule that names the number of units, which stands above the row


class _Held(NamedTuple):
    """A unit's points for a bonus in one column."""

    sent: _Sent
    points: Decimal
    said: Given | None

    @property
    def place(self) -> dict[str, str | None]:
        """The file, worksheet and cell of the points."""
        return self.sent.sheet.where(self.said)


class _Draft(Struct):
    """What is known while the bonuses are gone through."""

    path: str
    rubric: Rubric
    sent: tuple[_Sent, ...]
    complete: bool
    findings: list[Finding] = field(default_factory=list)
    played: set[str] = field(default_factory=set)

    def say(self, code: Code, bonus: _Bonus, stage: Stage | None = None, **values: Any) -> None:
        """A finding about the bonus in the whole cluster."""
        place = {"file": self.path, "criterion": bonus.criterion.id, "clause": bonus.clause}
        self.findings.append(code.finding(**{"stage": stage.value if stage else None, **place, **values}))

    def holders(self, bonus: _Bonus, stage: Stage) -> list[_Held]:
        """The units with points for the bonus in the column, in the list's order."""
        held = ((sent, sent.scores.points.get((bonus.criterion.id, stage))) for sent in self.sent)
        return [
            _Held(sent, points, said_of(bonus.criterion, sent.sheet, stage))
            for sent, points in held
            if points is not None and points > ZERO
        ]

    def columns(self, bonus: _Bonus) -> tuple[Stage, ...]:
        """The columns in which the bonus is scored; outside its scope the board only repeats the cluster."""
        return tuple(stage for stage in Stage if stage is not Stage.BOARD or bonus.section in self.rubric.board_scope)


def _sent(considered: Sequence[Member], rubric: Rubric, sheets: Mapping[str, Submission]) -> Iterator[_Sent]:
    for member in considered:
        submission = sheets.get(member.id)
        if submission is None or submission.sheet is None or submission.scores is None:
            continue
        if submission.sheet.rubric.id == rubric.id:
            yield _Sent(member, submission.sheet, submission.scores)


def _bonuses(rubric: Rubric) -> Iterator[_Bonus]:
    for section in rubric.sections:
        yield from _bonuses_below(section, section.id, section.clause)


def _bonuses_below(criterion: Criterion, section: str, clause: str) -> Iterator[_Bonus]:
    if criterion.holder is not None:
        yield _Bonus(criterion, criterion.holder, section, clause)
    for part in (*criterion.rows, *criterion.details):
        yield from _bonuses_below(part, section, criterion.clause)


# --- how many hold it ----------------------------------------------------------------------------


def _count_holders(draft: _Draft, bonus: _Bonus) -> None:
    """No more units have points than may hold the bonus; in the self column that only lists who claims it (Q-34).

    Bad: two units with points for III.6.1 in the cluster's column. Good: one, or none.
    """
    for stage in draft.columns(bonus):
        held = draft.holders(bonus, stage)
        if len(held) <= bonus.holder.units:
            continue
        code = catalogue.BONUS_HELD_TWICE
        if stage is Stage.SELF:
            draft.played.add(IN_SELF)
            if draft.rubric.option(IN_SELF, "no") == "no":
                code = catalogue.BONUS_CLAIMS
        draft.say(
            code,
            bonus,
            stage,
            found=Decimal(len(held)),
            allowed=Decimal(bonus.holder.units),
            most=_two_digits(Decimal(bonus.holder.units)),
            units=tuple(map(_told, held)),
        )


def _told(held: _Held) -> Text:
    """Who holds it, with the points and where they stand."""
    template = Text("{name} {points} điểm ({where})", "{name} {points} point(s) ({where})")
    place = held.place
    file, cell = place["file"] or "", place["cell"]
    where = Text(f"{file}, ô {cell}", f"{file}, cell {cell}") if cell else file
    return filled(template, name=held.sent.member.name, points=held.points, where=where)


def _two_digits(number: Decimal) -> Text:
    """A number as the guidance writes it in Vietnamese: whole ones below ten with a zero in front."""
    if number != number.to_integral_value():
        return filled(Text("{number}", "{number}"), number=number)
    return Text(f"{int(number):02}", str(int(number)))


def _ask_for_holder(draft: _Draft, bonus: _Bonus) -> None:
    """Where the cluster reads that each bonus must be given, somebody holds it once everybody is scored (Q-33)."""
    stage = _stage_ranked_by(draft)
    if stage is None:
        return
    column = stage if stage in draft.columns(bonus) else Stage.CLUSTER
    points = [sent.scores.points.get((bonus.criterion.id, column)) for sent in draft.sent]
    if any(value is None or value > ZERO for value in points):
        return
    draft.played.add(GIVEN)
    if draft.rubric.option(GIVEN, "at_most_one") == "exactly_one":
        option = _meaning(draft.rubric, GIVEN)
        draft.say(catalogue.BONUS_NOT_GIVEN, bonus, column, row=bonus.criterion.id, option=option)


def _stage_ranked_by(draft: _Draft) -> Stage | None:
    """The later of the two columns in which all members are scored; None while some are not."""
    if draft.complete:
        for stage in (Stage.BOARD, Stage.CLUSTER):
            if all(sent.scores.totals[stage].filled for sent in draft.sent):
                return stage
    return None


def _meaning(rubric: Rubric, reading: str) -> Text:
    """What the option in force means; empty where the guidance does not know the reading."""
    known = rubric.guidance.readings.get(reading)
    option = known.options[rubric.option(reading)] if known else None
    return Text(option.vi, option.en) if option else Text("", "")


def _ask_for_roles(draft: _Draft, roster: Roster) -> None:
    """Points for a bonus of the leader and the deputies where cluster.yaml does not name them (B.III.6.2)."""
    scored = {
        bonus.criterion.id: (bonus, sent.member.name)
        for bonus in _bonuses(draft.rubric)
        if bonus.holder.roles
        for sent in reversed(draft.sent)
        if not has_role(sent.member.id, bonus.holder, roster)
        for stage in Stage
        if (sent.scores.points.get((bonus.criterion.id, stage)) or ZERO) > ZERO
    }
    if scored:
        bonus, name = next(iter(scored.values()))
        rows, roles = tuple(scored), words(unnamed(bonus.holder, roster))
        draft.say(catalogue.ROLE_UNKNOWN, bonus, clause=bonus.criterion.clause, rows=rows, roles=roles, name=name)


# --- rates compared ------------------------------------------------------------------------------


class _Rate(NamedTuple):
    """A unit's rate this year and last year, in percent."""

    member: Member
    now: Fraction
    before: Fraction

    @property
    def rose(self) -> bool:
        return self.now > self.before


class _Verdict(NamedTuple):
    """A holder whose rate was compared with the others' in a column, and what came of it.

    `ahead` is the unit that comes before it, and the code that says so; None if there is none.
    """

    stage: Stage
    held: _Held
    own: _Rate
    ahead: tuple[Code, _Rate] | None

    @property
    def key(self) -> tuple[str, ...]:
        """What tells this verdict from that of another option of a reading."""
        said = (self.ahead[0].id, self.ahead[1].member.id) if self.ahead else ()
        return (self.stage.value, self.own.member.id, *said)


def _compare_rates(draft: _Draft, bonus: _Bonus) -> None:
    """The holder's rate rose and is high among the units, as far as figures were given (Q-35 to Q-37).

    Bad: the holder's rate fell, another one's rose. Good: the holder has the highest of the rates that rose.
    """
    verdicts = _verdicts(draft, bonus)
    for verdict in verdicts:
        if verdict.ahead:
            _tell_rates(draft, bonus, verdict, *verdict.ahead)
    for name in bonus.criterion.readings():
        known = draft.rubric.guidance.readings.get(name)
        for option in known.options if known else ():
            otherwise = bonus._replace(criterion=bonus.criterion.under({name: option}))
            if [one.key for one in _verdicts(draft, otherwise)] != [one.key for one in verdicts]:
                draft.played.add(name)


def _verdicts(draft: _Draft, bonus: _Bonus) -> list[_Verdict]:
    """Each holder in the columns of cluster and board whose rate can be compared with another's."""
    kind = bonus.criterion.kind
    if not isinstance(kind, RateInCluster):
        return []
    rates = _rates(draft, kind)
    found = []
    for stage in draft.columns(bonus):
        held = draft.holders(bonus, stage)
        if stage is Stage.SELF or len(held) > bonus.holder.units:
            continue  # the head compares the claims; of too many holders it is said that they are too many
        holders = {one.sent.member.id for one in held}
        others = [rate for unit, rate in rates.items() if unit not in holders]
        for one in held:
            own = rates.get(one.sent.member.id)
            if own and others:
                found.append(_Verdict(stage, one, own, _comes_before(own, others, kind)))
    return found


def _rates(draft: _Draft, kind: RateInCluster) -> dict[str, _Rate]:
    """The rates of the units that gave all their figures, by unit id."""
    rates = {}
    for sent in draft.sent:
        known = facts.usable(sent.sheet)
        now, before = kind.rate(known), kind.rate_before(known)
        if now is not None and before is not None:
            rates[sent.member.id] = _Rate(sent.member, now, before)
    return rates


def _comes_before(own: _Rate, others: Sequence[_Rate], kind: RateInCluster) -> tuple[Code, _Rate] | None:
    """The unit that comes before the holder by its rate, and what that is called."""
    top = max(others, key=lambda rate: rate.now)
    risen = max((rate for rate in others if rate.rose), key=lambda rate: rate.now, default=None)
    if not own.rose:
        if top.now > own.now:
            return catalogue.RATE_NEITHER, top
        return (catalogue.RATE_NOT_PREFERRED, risen) if risen and kind.prefer == "increased" else None
    if kind.prefer == "highest" and top.now > own.now and not top.rose:
        return catalogue.RATE_NOT_PREFERRED, top
    return (catalogue.HIGHER_RATE_ROSE, risen) if risen and risen.now > own.now else None


def _tell_rates(draft: _Draft, bonus: _Bonus, verdict: _Verdict, code: Code, other: _Rate) -> None:
    """The finding about the holder, with all rates, the formula and whose figures are missing."""
    kind = bonus.criterion.kind
    if not isinstance(kind, RateInCluster):
        return
    rates = _rates(draft, kind)
    missing = tuple(sent.member.name for sent in draft.sent if sent.member.id not in rates)
    highest, risen = (other, verdict.own) if verdict.own.rose else (verdict.own, other)
    draft.say(
        code,
        bonus,
        verdict.stage,
        **verdict.held.place,
        unit=verdict.own.member.id,
        clause=bonus.criterion.clause,
        holder=verdict.own.member.name,
        other=other.member.name,
        highest=highest.member.name,
        risen=risen.member.name,
        half=_two_digits(kind.highest_only),
        whole=_two_digits(bonus.criterion.maximum),
        most=_two_digits(Decimal(bonus.holder.units)),
        rule=bonus.clause,
        rates=tuple(_rate_told(rate) for rate in sorted(rates.values(), key=lambda rate: -rate.now)),
        missing=filled(_MISSING, names=missing) if missing else Text("", ""),
        option=_meaning(draft.rubric, PREFERRED),
        formula=_formula(draft.rubric, kind),
    )


_MISSING = Text(" Chưa có đủ số liệu của {names}.", " Figures of {names} are missing.")


def _rate_told(rate: _Rate) -> Text:
    template = Text("{name} {now}% (năm trước {before}%)", "{name} {now}% (the year before {before}%)")
    return filled(template, name=rate.member.name, now=percent(rate.now), before=percent(rate.before))


def _formula(rubric: Rubric, kind: RateInCluster) -> Text:
    """The figures that the rate is made of, by their names on the form."""
    part, whole = (rubric.guidance.facts[fact].prompt for fact in (kind.part, kind.whole))
    return Text(f"“{part.vi}” : “{whole.vi}”", f"“{part.en}” : “{whole.en}”")
