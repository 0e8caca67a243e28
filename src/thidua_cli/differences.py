"""What differs between two states: two versions of a sheet, of a review workbook, of a cluster, or two years of one.

This module ranks nobody and reads nothing; it sets values side by side. Each difference mirrors: from the second
state to the first it is the same with its sides exchanged.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from thidua_cli.catalogue import Text
from thidua_cli.comparison import places
from thidua_cli.rubric.differences import differences as rubric_differences
from thidua_cli.rubric.model import Stage
from thidua_cli.vietnamese import name_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from decimal import Decimal

    from thidua_cli.cluster import ClusterUnit
    from thidua_cli.comparison import Place
    from thidua_cli.findings import Finding
    from thidua_cli.intake import Entry, Given, ScoreSheet
    from thidua_cli.report import ClusterReport
    from thidua_cli.review.model import Review
    from thidua_cli.roster.model import AwardId, Member, Roster
    from thidua_cli.rubric.differences import Difference as RubricDifference
    from thidua_cli.rubric.model import Rubric
    from thidua_cli.scores import Scores
    from thidua_cli.submission import Submission

TOTAL = "total"
Kind = Literal["sheet", "review", "cluster"]
Presence = Literal["both", "before", "after"]


class Spot(Struct, frozen=True):
    """A score as one side has it.

    Attributes:
        value: The points; None if blank or faulty.
        text: What stands there; empty if nothing does.
        file: The file.
        sheet: The worksheet.
        cell: The address; None if the side has no such cell.
    """

    value: Decimal | None
    text: str
    file: str
    sheet: str
    cell: str | None


class ScoreChange(Struct, frozen=True):
    """A score that differs.

    Attributes:
        criterion: The criterion's id; `total` for the total row.
        stage: The score column.
        before: How the first side has it.
        after: How the second side has it.
        stated: Whether it is a sum stated on the sheet, which counts for nothing by itself.
    """

    criterion: str
    stage: Stage
    before: Spot
    after: Spot
    stated: bool = False

    @property
    def points(self) -> Decimal | None:
        """By how many points it grew; None if one side has none."""
        if self.before.value is None or self.after.value is None:
            return None
        return self.after.value - self.before.value


class WordChange(Struct, frozen=True):
    """A text beside a score, or a figure, that differs.

    Attributes:
        about: The criterion's id, or the figure's.
        column: Which text it is.
        before: The first side's; empty if it has none.
        after: The second side's; empty if it has none.
        title: What a figure is asked as; None for a text beside a score.
    """

    about: str
    column: Literal["evidence", "explanation", "fact"]
    before: str
    after: str
    title: Text | None = None


class UnitSide(Struct, frozen=True):
    """A unit on one side.

    Attributes:
        id: Its id; None for a sheet that names nobody.
        name: Its name.
        files: The files that are its own.
        state: What became of its sheet, as in reports; `ok` or `unreadable` for a single sheet.
        status: Whether it is considered; None for a single sheet.
        totals: Its total at each stage that is begun; empty without a usable sheet.
        incomplete: The stages of which not every cell states points.
        rank: Its rank; None if it is not ranked, or for a single sheet.
        award: What it is proposed for.
        place: Its place with its proposal, or the ballot that awaits it; None for a single sheet.
    """

    id: str | None
    name: str
    files: tuple[str, ...] = ()
    state: str | None = None
    status: str | None = None
    totals: tuple[tuple[Stage, Decimal], ...] = ()
    incomplete: frozenset[Stage] = frozenset()
    rank: int | None = None
    award: AwardId | None = None
    place: Place | None = None

    @property
    def proposal(self) -> tuple[AwardId | None, AwardId | None, bool]:
        """What it is proposed for, the ballot that awaits it, and whether that for the flag holds it up."""
        return (self.award, self.place.ballot, self.place.held) if self.place else (self.award, None, False)

    def total(self, stage: Stage) -> Decimal | None:
        """The total at the stage; None if it is not begun."""
        return dict(self.totals).get(stage)

    def is_complete(self, stage: Stage) -> bool:
        """Whether the stage has a total made of points in every cell."""
        return self.total(stage) is not None and stage not in self.incomplete


class UnitDifference(Struct, frozen=True):
    """A unit in both states.

    Attributes:
        before: The unit on the first side; None if it is not there.
        after: The unit on the second side; None if it is not there.
        scores: The scores that differ, in the form's order.
        words: The texts and figures that differ.
        matched: How the sides were matched: by id, by name, or as the only sheets given.
    """

    before: UnitSide | None
    after: UnitSide | None
    scores: tuple[ScoreChange, ...] = ()
    words: tuple[WordChange, ...] = ()
    matched: Literal["id", "name", "given"] = "id"

    @property
    def presence(self) -> Presence:
        """On which sides the unit is."""
        if self.before is None:
            return "after"
        return "both" if self.after is not None else "before"

    @property
    def unit(self) -> UnitSide:
        """The unit as the second side has it, else the first."""
        found = self.after or self.before
        if found is None:
            raise ValueError("a unit stands on one side at least")
        return found

    @property
    def renamed(self) -> bool:
        """Whether its id or name is another one."""
        sides = self.before, self.after
        return len({(side.id, side.name) for side in sides if side is not None}) > 1

    @property
    def differs(self) -> bool:
        """Whether anything of it differs, its rank and proposal included."""
        if self.before is None or self.after is None:
            return True
        fields = ("id", "name", "state", "status", "totals", "rank", "proposal")
        moved = any(getattr(self.before, field) != getattr(self.after, field) for field in fields)
        return bool(self.scores or self.words or moved)


class Setting(Struct, frozen=True):
    """A line of cluster.yaml that differs, as text; empty where a side has none."""

    key: str
    before: str
    after: str


class Side(Struct, frozen=True):
    """One of the two states.

    Attributes:
        path: The file or folder as the user may open it.
        id: The cluster's id; None for a file.
        name: The cluster's name, or the unit's for a sheet.
        year: The year; None if not known.
        rubric: The table's id; None if not known.
        stage: The stage ranked by; None if nobody can be ranked, or for a file.
        errors: How many errors were found in it.
        warnings: How many warnings.
    """

    path: str
    id: str | None = None
    name: str = ""
    year: str | None = None
    rubric: str | None = None
    stage: Stage | None = None
    errors: int = 0
    warnings: int = 0


class StateDifference(Struct, frozen=True):
    """Two states of one thing.

    Attributes:
        kind: What was compared.
        before: The first state; None for a cluster that only the second side has.
        after: The second state; None for a cluster that only the first side has.
        units: Every unit, those of the first side in its order, then those that only the second side has.
        criteria: In what the tables differ: text, maximum, rows that only one of them has.
        settings: In what cluster.yaml differs.
    """

    kind: Kind
    before: Side | None
    after: Side | None
    units: tuple[UnitDifference, ...] = ()
    criteria: tuple[RubricDifference, ...] = ()
    settings: tuple[Setting, ...] = ()

    @property
    def changed(self) -> tuple[UnitDifference, ...]:
        """The units of which anything differs."""
        return tuple(unit for unit in self.units if unit.differs)

    @property
    def differs(self) -> bool:
        """Whether anything differs."""
        apart = self.before is None or self.after is None
        stages = not apart and _of(self.before, "stage") != _of(self.after, "stage")
        return bool(apart or stages or self.criteria or self.settings or self.changed)


class Compared(Struct, frozen=True):
    """Everything that two paths differ in.

    Attributes:
        paths: The two paths as the user gave them.
        states: What was compared: one pair for files, one for each cluster of folders.
        findings: What stood in the way, and what is to be minded.
        within: What was found in the files themselves; it is counted and decides the exit code.
    """

    paths: tuple[str, str]
    states: tuple[StateDifference, ...]
    findings: tuple[Finding, ...] = ()
    within: tuple[Finding, ...] = ()

    @property
    def done(self) -> bool:
        """Whether anything could be compared."""
        return bool(self.states)

    @property
    def differs(self) -> bool:
        """Whether anything differs."""
        return any(state.differs for state in self.states)


def _of(side: Side | None, field: str) -> object:
    return getattr(side, field) if side is not None else None


# --- sheets ---------------------------------------------------------------------------------------


def of_sheets(first: Submission, second: Submission, sides: tuple[Side, Side]) -> StateDifference:
    """Two sheets, whosesoever they are; both must be readable."""
    if first.sheet is None or second.sheet is None:
        raise ValueError("only sheets that were read can be compared")
    unit = UnitDifference(
        _side_of_sheet(first),
        _side_of_sheet(second),
        tuple(_scores(first, second)),
        tuple(_words(first.sheet, second.sheet)),
        matched="given",
    )
    criteria = _criteria(first.sheet.rubric, second.sheet.rubric)
    return StateDifference("sheet", *sides, (unit,), criteria, _years(*sides))


def _years(before: Side, after: Side) -> tuple[Setting, ...]:
    if before.year == after.year:
        return ()
    return (Setting("year", before.year or "", after.year or ""),)


def _side_of_sheet(submission: Submission) -> UnitSide:
    unit = submission.unit
    return UnitSide(
        unit.id if unit else None,
        unit.name if unit else "",
        (submission.file,),
        totals=_totals(submission.scores),
        incomplete=_incomplete(submission.scores),
    )


def _totals(scores: Scores | None) -> tuple[tuple[Stage, Decimal], ...]:
    """The total at each stage in which anything is scored."""
    if scores is None:
        return ()
    begun = [
        stage
        for stage in Stage
        if any(scores.points.get((leaf.id, stage)) is not None for leaf in scores.leaves[stage])
    ]
    return tuple((stage, scores.totals[stage].value) for stage in begun)


def _incomplete(scores: Scores | None) -> frozenset[Stage]:
    return frozenset(stage for stage in Stage if scores is not None and not scores.totals[stage].complete)


_RELEVANT = frozenset({"added", "removed", "text", "maximum", "clause"})


def _criteria(first: Rubric, second: Rubric) -> tuple[RubricDifference, ...]:
    """What differs in the tables as far as scores beside each other need it to be understood."""
    return tuple(one for one in rubric_differences(first, second) if one.change in _RELEVANT)


def _order(first: Rubric, second: Rubric) -> list[str]:
    """The criteria of both tables in the order of the form, the first table's first, and the total."""
    ids = [each.id for table in (first, second) for section in table.sections for each in section.everything()]
    return [*dict.fromkeys(ids), TOTAL]


def _scores(first: Submission, second: Submission) -> Iterator[ScoreChange]:
    sheets = first.sheet, second.sheet
    if sheets[0] is None or sheets[1] is None:
        return
    for criterion in _order(sheets[0].rubric, sheets[1].rubric):
        for stage in Stage:
            before, after = _spot(sheets[0], criterion, stage), _spot(sheets[1], criterion, stage)
            if _said(before) == _said(after):
                continue
            stated = all(_is_sum(one, criterion, stage) for one in (first, second))
            if stated and all(_agrees(one, criterion, stage) for one in (first, second)):
                continue  # a sum that follows its rows; the rows are told
            yield ScoreChange(criterion, stage, before, after, stated)


def _said(spot: Spot) -> tuple[Decimal | None, str]:
    """What the cell says: its points, else its text; blank cells and absent ones say the same."""
    return spot.value, "" if spot.value is not None else spot.text


def _spot(sheet: ScoreSheet, criterion: str, stage: Stage) -> Spot:
    said = sheet.given(criterion, stage)
    if said is None:
        return Spot(None, "", sheet.file, sheet.sheet, None)
    text = "" if said.is_blank else said.text
    return Spot(said.value, text, said.file or sheet.file, said.sheet or sheet.sheet, said.cell)


def _is_sum(submission: Submission, criterion: str, stage: Stage) -> bool:
    """Whether the cell is a sum of others on this sheet."""
    scores = submission.scores
    return criterion == TOTAL or (scores is not None and all(leaf.id != criterion for leaf in scores.leaves[stage]))


def _agrees(submission: Submission, criterion: str, stage: Stage) -> bool:
    """Whether the sum that is stated is blank or the sum of its rows."""
    sheet, scores = submission.sheet, submission.scores
    if sheet is None or scores is None:
        return True
    said = sheet.given(criterion, stage)
    if said is None or said.is_blank:
        return True
    if criterion == TOTAL:
        return said.value in {scores.totals[stage].value, scores.columns[stage]}
    return said.value == scores.points.get((criterion, stage))


def _words(first: ScoreSheet, second: ScoreSheet) -> Iterator[WordChange]:
    for criterion in _order(first.rubric, second.rubric):
        before, after = first.entries.get(criterion), second.entries.get(criterion)
        for column in ("evidence", "explanation"):
            was, now = _beside(before, column), _beside(after, column)
            if was.split() != now.split():
                yield WordChange(criterion, "evidence" if column == "evidence" else "explanation", was, now)
    asked = {fact.id: Text(fact.prompt.vi, fact.prompt.en) for one in (second, first) for fact, _ in one.rubric.facts()}
    for fact, title in asked.items():
        was, now = (_figure(sheet.facts.get(fact)) for sheet in (first, second))
        if was != now:
            yield WordChange(fact, "fact", was, now, title)


def _beside(entry: Entry | None, column: str) -> str:
    return str(getattr(entry, column)) if entry is not None else ""


def _figure(said: Given | None) -> str:
    return said.text if said is not None else ""


# --- review workbooks -----------------------------------------------------------------------------


def of_reviews(
    first: Review, second: Review, roster: Roster, rubric: Rubric, sides: tuple[Side, Side]
) -> StateDifference:
    """Two versions of a cluster's review workbook: the settled scores of every member."""
    order = _order(rubric, rubric)
    units = tuple(_settled(first, second, member, order) for member in roster.members)
    return StateDifference("review", *sides, units)


def _settled(first: Review, second: Review, member: Member, order: Sequence[str]) -> UnitDifference:
    changes = []
    for criterion in order:
        for stage in Stage:
            before, after = (_settled_spot(review, member.id, criterion, stage) for review in (first, second))
            if _said(before) != _said(after):
                changes.append(ScoreChange(criterion, stage, before, after))
    sides = [UnitSide(member.id, member.name, (review.file,)) for review in (first, second)]
    return UnitDifference(sides[0], sides[1], tuple(changes), tuple(_reasons(first, second, member.id)))


def _settled_spot(review: Review, unit: str, criterion: str, stage: Stage) -> Spot:
    said = review.given.get((unit, criterion, stage))
    if said is None:
        return Spot(None, "", review.file, "", None)
    return Spot(said.value, "" if said.is_blank else said.text, said.file or review.file, said.sheet, said.cell)


def _reasons(first: Review, second: Review, unit: str) -> Iterator[WordChange]:
    """The reasons given for settled scores, where they differ."""
    keys = dict.fromkeys(
        (one.criterion, one.stage) for review in (first, second) for one in review.reasons if one.unit == unit
    )
    for criterion, stage in sorted(keys):
        was, now = (review.reason(unit, criterion, stage) for review in (first, second))
        texts = [f"{one.reason} {one.document}".strip() if one else "" for one in (was, now)]
        if texts[0] != texts[1]:
            yield WordChange(criterion, "explanation", texts[0], texts[1])


# --- clusters -------------------------------------------------------------------------------------


def of_clusters(first: ClusterReport, second: ClusterReport, sides: tuple[Side, Side]) -> StateDifference:
    """Two states of a cluster, or two years of it."""
    units = tuple(_unit(first, second, before, after, by) for before, after, by in _matched(first, second))
    criteria = _criteria(first.cluster.rubric, second.cluster.rubric)
    return StateDifference("cluster", *sides, units, criteria, tuple(_settings(first, second)))


def one_sided(report: ClusterReport, side: Side, *, first: bool) -> StateDifference:
    """A cluster that only one of the sides has."""
    found = [_unit_side(report, unit) for unit in report.cluster.units]
    units = tuple(UnitDifference(one, None) if first else UnitDifference(None, one) for one in found)
    return StateDifference("cluster", side if first else None, None if first else side, units)


Match = tuple["ClusterUnit | None", "ClusterUnit | None", Literal["id", "name", "given"]]


def _matched(first: ClusterReport, second: ClusterReport) -> Iterator[Match]:
    """The members of both sides, matched by id, then by a name that only one unmatched member has on each side."""
    before = {unit.member.id: unit for unit in first.cluster.units}
    after = {unit.member.id: unit for unit in second.cluster.units}
    rest = [
        [unit for key, unit in own.items() if key not in other] for own, other in ((before, after), (after, before))
    ]
    names = [_by_name(units) for units in rest]
    renamed = {names[0][key].member.id: names[1][key] for key in names[0].keys() & names[1].keys()}
    for key, unit in before.items():
        if key in after:
            yield unit, after[key], "id"
        else:
            yield unit, renamed.get(key), "name"
    taken = {unit.member.id for unit in renamed.values()}
    for unit in rest[1]:
        if unit.member.id not in taken:
            yield None, unit, "id"


def _by_name(units: Sequence[ClusterUnit]) -> dict[str, ClusterUnit]:
    """The units by name, without those whose name another one has."""
    keys = [name_key(unit.member.name) for unit in units]
    return {key: unit for key, unit in zip(keys, units, strict=True) if keys.count(key) == 1}


def _unit(
    first: ClusterReport,
    second: ClusterReport,
    before: ClusterUnit | None,
    after: ClusterUnit | None,
    by: Literal["id", "name", "given"],
) -> UnitDifference:
    sides = (_unit_side(first, before) if before else None, _unit_side(second, after) if after else None)
    sent = [unit.submission if unit else None for unit in (before, after)]
    scores: tuple[ScoreChange, ...] = ()
    words: tuple[WordChange, ...] = ()
    if sent[0] and sent[1] and sent[0].sheet and sent[1].sheet:
        scores = tuple(_scores(sent[0], sent[1]))
        words = tuple(_words(sent[0].sheet, sent[1].sheet))
    return UnitDifference(*sides, scores, words, by)


def _unit_side(report: ClusterReport, unit: ClusterUnit) -> UnitSide:
    member = unit.member
    row = next(row for row in report.ranking.rows if row.member.id == member.id)
    return UnitSide(
        member.id,
        member.name,
        unit.files,
        unit.state.value,
        member.status.value,
        _totals(unit.submission.scores if unit.submission else None),
        _incomplete(unit.submission.scores if unit.submission else None),
        row.rank,
        report.recommendation.award_of(member.id),
        places(report.ranking, report.recommendation)[member.id],
    )


def _settings(first: ClusterReport, second: ClusterReport) -> Iterator[Setting]:
    """What cluster.yaml says otherwise, without the members, who are told as units."""
    before, after = (dict(_settings_of(report.cluster.roster)) for report in (first, second))
    for key in (*before, *(key for key in after if key not in before)):
        was, now = before.get(key, ""), after.get(key, "")
        if was != now:
            yield Setting(key, was, now)


def _settings_of(roster: Roster) -> Iterator[tuple[str, str]]:
    plain = ("name", "year", "rubric", "leader", "decision", "conference", "agreed", "reported")
    for key in plain:
        yield key, _text(getattr(roster, key))
    yield "deputies", ", ".join(roster.deputies)
    for reading in sorted(roster.readings):
        yield f"readings.{reading}", roster.readings[reading]
    for number, ballot in enumerate(roster.ballots, 1):
        votes = ", ".join(f"{unit} {ballot.votes[unit]}" for unit in sorted(ballot.votes))
        yield f"ballots.{number}", f"{ballot.award}: {votes}; voters: {_text(ballot.voters)}"


def _text(value: object) -> str:
    return "" if value is None else str(value)


def clusters_matched(
    first: Iterable[ClusterReport], second: Iterable[ClusterReport]
) -> Iterator[tuple[ClusterReport | None, ClusterReport | None]]:
    """The clusters of two trees, matched by id, then by name; a single one on each side belongs together."""
    before, after = list(first), list(second)
    if len(before) == len(after) == 1:
        yield before[0], after[0]
        return
    pairs: list[tuple[ClusterReport, ClusterReport]] = []
    for key in (_cluster_id, _cluster_name):
        left = [one for one in before if all(one is not pair[0] for pair in pairs)]
        right = [one for one in after if all(one is not pair[1] for pair in pairs)]
        keys = [[key(one) for one in side] for side in (left, right)]
        for one, own in zip(left, keys[0], strict=True):
            if keys[0].count(own) == keys[1].count(own) == 1:
                pairs.append((one, right[keys[1].index(own)]))
    for one in before:
        yield next((pair for pair in pairs if pair[0] is one), (one, None))
    for other in after:
        if all(other is not pair[1] for pair in pairs):
            yield None, other


def _cluster_id(report: ClusterReport) -> str:
    return report.cluster.roster.id


def _cluster_name(report: ClusterReport) -> str:
    return name_key(report.cluster.roster.name)
