"""Random clusters, as descriptions: many ties, leaders near 110, six members often, sheets of all depths.

Most clusters give each bonus to one unit in the cluster's and the board's columns; some give it to several.

What is never made, because the contract is silent on it:

- a unit with an error whose own sheet ends at an earlier stage than the cluster's deepest sheet: it
  could hold the cluster back at a stage at which it is itself out;
- a cluster in which the errors would leave nobody at a stage that all reach;
- a wrong total of the cluster's column in a cluster that reaches the board, where the total is not used
  but what it sums partly is;
- a total stated in the board's column when that column is filled in section III only, or otherwise than
  the cluster's: whether it is the column's sum or the final total is not said;
- sheets without any stage in common;
- sums stated over rows that are not all filled, or that hold an error;
- two ballots that both decide, differently; a vote for two places that fills only one of them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random
from typing import TYPE_CHECKING, Final, Literal, cast

from tests.oracle.description import RUBRICS, STAGES, TOTAL, Ballot, Cluster, Sheet, Stage, Table, Unit, table
from tests.oracle.oracle import HEADS_ONLY, Proposal, errors, judge

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.oracle.description import Award

_NAMES: Final = (
    ("Sở Nội vụ", "SNV"),
    ("Sở Tài chính", "STC"),
    ("Sở Công Thương", "SCT"),
    ("Sở Kế hoạch và Đầu tư", "SKHĐT"),
    ("Thanh tra tỉnh", "TTT"),
    ("Văn phòng UBND tỉnh", "VP"),
    ("Huyện Hữu Lũng", "HL"),
    ("Huyện Lộc Bình", "LB"),
    ("Thành phố Lạng Sơn", "TPLS"),
    ("Ngân hàng Nông nghiệp", "NHNN"),
    ("Công ty Điện lực", "PC"),
    ("Hội Nông dân", "HND"),
    ("Tỉnh đoàn", "TĐ"),
    ("Trường Cao đẳng Y tế", "CĐYT"),
)
_FINALS: Final = (98_50, 109_99, 110_00, 110_00, 110_01, 120_50, 120_50, 128_25, 131_00, 131_00, 140_50)
_LOW: Final = (98_50, 104_00, 104_00, 109_99)
_WORDS: Final = ("abc", "đạt", "tốt", "?", "chưa có")


@dataclass(frozen=True, slots=True)
class _Plan:
    """What is drawn once for a whole cluster."""

    table: Table
    totals: tuple[int, ...]
    deepest: int
    ragged: bool
    all_board: bool
    winners: dict[tuple[str, Stage], frozenset[str]]
    heads: frozenset[str]


def cluster(seed: int) -> Cluster:
    """The cluster of a seed; always the same."""
    dice = Random(seed)  # noqa: S311 - test data, not secrets
    rubric = dice.choice(RUBRICS)
    members = dice.choice([1, 2, 3, 4, 5, 5, 6, 6, 6, 6, 7, 7, 8, 9, 10, 12, 14])
    named = dice.sample(_NAMES, members)
    ids = [f"dv-{number}" for number in dice.sample(range(10, 99), members)]
    leader, *deputies = dice.sample(ids, min(members, 2))
    readings: dict[str, str] = {}
    if dice.random() < 0.3:
        readings["certificates_when_6"] = dice.choice(["1", "2"])
    if dice.random() < 0.4:
        readings["certificates_without_flag"] = dice.choice(["none", "top", "leader"])
    if dice.random() < 0.2:
        readings["appraisal_scope"] = dice.choice(["all", "all", "III"])
    plan = _plan(dice, table(rubric), ids, frozenset((leader, *deputies)))
    units = tuple(_unit(dice, plan, id_, name, alias) for id_, (name, alias) in zip(ids, named, strict=True))
    made = Cluster(
        rubric,
        units,
        leader,
        tuple(deputies),
        readings=readings,
        unreadable_files=int(dice.random() < 0.04),
        forced_stage=dice.choice(STAGES) if dice.random() < 0.08 else None,
    )
    if dice.random() < 0.4:
        made = _with_errors(dice, made, plan)
    made = _with_gaps(dice, made)
    return _with_ballots(dice, made)


def _plan(dice: Random, form: Table, ids: Sequence[str], heads: frozenset[str]) -> _Plan:
    bonus = [leaf for leaf in form.leaves if leaf.startswith("III.6.")]
    stages: tuple[Stage, ...] = ("cluster", "board")
    kinds = dice.choice([1, 2, 2, 3, 4, 6, 10])
    finals = _LOW if dice.random() < 0.15 else _FINALS
    most = 3 if dice.random() < 0.2 else 1
    return _Plan(
        form,
        tuple(dice.choice(finals) for _ in range(kinds)),
        dice.choice([1, 2, 2, 3, 3, 3, 3, 3]),
        dice.random() < 0.25,
        dice.random() < 0.3,
        {
            (leaf, stage): _winners(dice, sorted(heads) if leaf == HEADS_ONLY else list(ids), most)
            for leaf in bonus
            for stage in stages
        },
        heads,
    )


def _winners(dice: Random, units: Sequence[str], most: int) -> frozenset[str]:
    return frozenset(dice.sample(units, dice.randint(1, min(most, len(units)))))


# --- one unit ------------------------------------------------------------------------------------


def _unit(dice: Random, plan: _Plan, id_: str, name: str, alias: str) -> Unit:
    status = dice.choices(["eligible", "excluded", "pending"], [88, 7, 5])[0]
    number = dice.choices([1, 0, 2], [93, 4, 3])[0]
    sheets = [_sheet(dice, plan, id_) for _ in range(number)]
    if number > 1 and dice.random() < 0.3:
        sheets[1:] = [sheets[0]] * (number - 1)
    return Unit(id_, name, alias, cast("Literal['eligible', 'excluded', 'pending']", status), tuple(sheets))


def _sheet(dice: Random, plan: _Plan, unit: str) -> Sheet:
    depth = plan.deepest
    if plan.ragged and dice.random() < 0.3:
        depth = dice.randint(1, depth)
    final = dice.choice(plan.totals)
    cells: dict[tuple[str, Stage], int | str] = {}
    political, party = _base(dice, final)
    third = final - political - party
    for stage in STAGES[:depth]:
        caps = _caps(plan, unit, stage)
        here = third
        if STAGES.index(stage) < plan.deepest - 1 and dice.random() < 0.7:
            here = dice.randrange(8_00, 25_01, 25)
        if stage == "self" and dice.random() < 0.5 and plan.deepest > 1:
            political_here = _clamp(political + dice.randrange(-3_00, 4_00, 50), 100_00)
        else:
            political_here = political
        if stage == "board":
            place = dice.random()
            if not plan.all_board and place < 0.75:
                _spread(dice, plan.table, cells, "III", stage, here, caps)
                continue
            # The board's column filled in I and II too: as the cluster's, or otherwise.
            for section in ("I", "II"):
                for leaf in plan.table.leaves_of[section]:
                    cells[leaf, "board"] = cells[leaf, "cluster"]
            if place > 0.9:
                leaf = dice.choice(plan.table.leaves_of["I"])
                cells[leaf, "board"] = dice.randrange(0, plan.table.maximum[leaf] + 1, 50)
            _spread(dice, plan.table, cells, "III", stage, here, caps)
            continue
        _spread(dice, plan.table, cells, "I", stage, political_here, caps)
        _spread(dice, plan.table, cells, "II", stage, party, caps)
        _spread(dice, plan.table, cells, "III", stage, here, caps)
    sheet = Sheet(cells)
    return replace(sheet, stated=_stated(dice, plan.table, sheet))


def _base(dice: Random, final: int) -> tuple[int, int]:
    """Points of I and II that leave a possible rest for III."""
    while True:
        party = dice.randrange(10_00, 20_01, 50)
        third = dice.randrange(12_00, 25_01, 25)
        political = final - party - third
        if 0 <= political <= 100_00:
            return political, party


def _clamp(value: int, most: int) -> int:
    return max(0, min(most, value))


def _caps(plan: _Plan, unit: str, stage: Stage) -> dict[str, int]:
    caps = {leaf: plan.table.maximum[leaf] for leaf in plan.table.leaves}
    for leaf in caps:
        if not leaf.startswith("III.6."):
            continue
        if (stage != "self" and unit not in plan.winners[leaf, stage]) or (
            leaf == HEADS_ONLY and unit not in plan.heads
        ):
            caps[leaf] = 0
    return caps


def _spread(
    dice: Random,
    form: Table,
    cells: dict[tuple[str, Stage], int | str],
    section: str,
    stage: Stage,
    points: int,
    caps: dict[str, int],
) -> None:
    """Fills a section's rows so that they add up to the points."""
    leaves = list(form.leaves_of[section])
    dice.shuffle(leaves)
    step = dice.choice([5, 10, 25, 50, 100])
    for position, leaf in enumerate(leaves):
        later = sum(caps[each] for each in leaves[position + 1 :])
        low, high = max(0, points - later), min(caps[leaf], points)
        value = dice.randint(low, high) // step * step
        value = max(low, min(high, value))
        cells[leaf, stage] = value
        points -= value
    assert points == 0


def _stated(dice: Random, form: Table, sheet: Sheet) -> dict[tuple[str, Stage], int]:
    """Sums written out, rightly, over rows that are all filled."""
    stated: dict[tuple[str, Stage], int] = {}
    likely = dice.choice([0.0, 0.3, 1.0])
    for stage in STAGES:
        for row in form.sums:
            cells = [sheet.cells.get((leaf, stage)) for leaf in form.leaves_of[row]]
            numbers = [cell for cell in cells if isinstance(cell, int)]
            if len(numbers) < len(cells) or dice.random() >= likely:
                continue
            if row == TOTAL and stage == "board" and not _board_like_cluster(form, sheet):
                continue
            stated[row, stage] = sum(numbers)
    return stated


def _board_like_cluster(form: Table, sheet: Sheet) -> bool:
    return all(
        sheet.cells.get((leaf, "board")) == sheet.cells.get((leaf, "cluster"))
        for section in ("I", "II")
        for leaf in form.leaves_of[section]
    )


# --- what goes wrong -----------------------------------------------------------------------------


def _depth(sheet: Sheet) -> int:
    return max((STAGES.index(stage) for _, stage in sheet.cells), default=-1)


def _with_errors(dice: Random, made: Cluster, plan: _Plan) -> Cluster:
    """Errors in some sheets that reach the cluster's deepest stage, if somebody is ranked all the same."""
    units = list(made.units)
    for position in dice.sample(range(len(units)), dice.randint(1, min(3, len(units)))):
        unit = units[position]
        if len(unit.sheets) != 1 or _depth(unit.sheets[0]) < plan.deepest - 1:
            continue
        sheet = _wrong(dice, plan, unit.sheets[0], unit.id in plan.heads)
        tried = replace(made, units=(*units[:position], replace(unit, sheets=(sheet,)), *units[position + 1 :]))
        if _somebody_at(tried, plan):
            units[position] = tried.units[position]
    return replace(made, units=tuple(units))


def _somebody_at(made: Cluster, plan: _Plan) -> bool:
    """Whether each stage that is reached has a unit without errors that reaches it too."""
    clean = [
        unit.sheets[0]
        for unit in made.units
        if unit.status == "eligible"
        and len(unit.sheets) == 1
        and not errors(unit.sheets[0], plan.table, made.is_head(unit.id))
    ]
    return any(_depth(sheet) == plan.deepest - 1 for sheet in clean)


def _wrong(dice: Random, plan: _Plan, sheet: Sheet, head: bool) -> Sheet:
    form = plan.table
    kind = dice.choice(["above", "above", "word", "negative", "sum", "sum", *([] if head else ["role"])])
    if kind == "sum":
        places = [
            (row, stage)
            for row, stage in _complete_sums(form, sheet)
            if not (row == TOTAL and stage == "cluster" and plan.deepest == len(STAGES))
        ]
        if places:
            totals = [place for place in places if place[0] == TOTAL]
            row, stage = dice.choice(totals if totals and dice.random() < 0.5 else places)
            right = sum(cast("int", sheet.cells[leaf, stage]) for leaf in form.leaves_of[row])
            wrong = right + dice.choice([-1_00, -25, 1, 50, 10_00])
            if 0 <= wrong <= form.maximum[row] and wrong != right:
                return replace(sheet, stated={**sheet.stated, (row, stage): wrong})
    row, stage = dice.choice(sorted(sheet.cells))
    value: int | str = form.maximum[row] + dice.choice([1, 25, 1_00])
    if kind == "word":
        value = dice.choice(_WORDS)
    elif kind == "negative":
        value = -dice.choice([1_00, 50])
    elif kind == "role":
        row, value = HEADS_ONLY, dice.choice([25, 50, 1_00])
    stated = {place: sum_ for place, sum_ in sheet.stated.items() if row not in form.leaves_of[place[0]]}
    return replace(sheet.with_cell(row, stage, value), stated=stated)


def _complete_sums(form: Table, sheet: Sheet) -> list[tuple[str, Stage]]:
    return [
        (row, stage)
        for stage in STAGES
        for row in form.sums
        if all((leaf, stage) in sheet.cells for leaf in form.leaves_of[row])
        and not (row == TOTAL and stage == "board" and not _board_like_cluster(form, sheet))
    ]


def _with_gaps(dice: Random, made: Cluster) -> Cluster:
    """Single cells not scored, in sheets without errors; now and then in a sheet hardly begun."""
    form = made.table
    units = list(made.units)
    for position, unit in enumerate(units):
        if len(unit.sheets) != 1 or errors(unit.sheets[0], form, made.is_head(unit.id)) or dice.random() >= 0.05:
            continue
        sheet = unit.sheets[0]
        if dice.random() < 0.3:
            sheet = Sheet({place: value for place, value in sheet.cells.items() if place[1] == "self"})
        row, stage = dice.choice(sorted(sheet.cells))
        cells = {place: value for place, value in sheet.cells.items() if place != (row, stage)}
        stated = {
            place: value
            for place, value in sheet.stated.items()
            if not (place[1] == stage and row in form.leaves_of[place[0]])
        }
        units[position] = replace(unit, sheets=(Sheet(cells, stated),))
        tried = replace(made, units=tuple(units))
        if judge(tried).stage is None:
            units[position] = unit
    return replace(made, units=tuple(units))


# --- ballots -------------------------------------------------------------------------------------


def _with_ballots(dice: Random, made: Cluster) -> Cluster:
    """Ballots for the ties that stand, one after the other, and some that nobody needs."""
    if dice.random() < 0.05 and len(made.units) > 1:
        award: Award = dice.choice(["flag", "certificate"])
        between = frozenset(dice.sample([unit.id for unit in made.units], 2))
        if between not in (judge(made).flag.ballot, judge(made).certificate.ballot):
            made = replace(made, ballots=(_decided(dice, award, between, 1),))
    asked: set[Award] = set()
    while dice.random() < 0.75:
        verdict = judge(made)
        award = "flag" if verdict.flag.ballot else "certificate"
        proposal = verdict.flag if verdict.flag.ballot else verdict.certificate
        if not proposal.ballot or award in asked:
            break
        asked.add(award)
        made = replace(made, ballots=(*made.ballots, *_votes(dice, made, award, proposal)))
    return made


def _votes(dice: Random, made: Cluster, award: Award, proposal: Proposal) -> tuple[Ballot, ...]:
    tied, seats = proposal.ballot, proposal.seats
    good = _decided(dice, award, tied, seats)
    kind = dice.choice(["good", "good", "good", "level", "many", "units", "votes"])
    if kind == "good":
        return (good,)
    first = good
    if kind == "level":
        first = Ballot(award, tuple(sorted(tied)), dict.fromkeys(sorted(tied), 3), 3 * len(tied) + 1)
    elif kind == "many":
        most = max(good.votes.values())
        # With several places the contract does not say how many votes a voter has.
        cast = sum(good.votes.values())
        first = replace(good, voters=dice.choice([most - 1, cast - 1]) if seats == 1 else most - 1)
    else:
        others = sorted({unit.id for unit in made.units} - tied)
        if not others and len(tied) < 3:
            return (good,)
        if others and (len(tied) < 3 or dice.random() < 0.5):
            between = tied | {dice.choice(others)}
        else:
            between = tied - {dice.choice(sorted(tied))}
        first = _decided(dice, award, frozenset(between), 1)
        if kind == "votes":
            first = replace(first, between=tuple(sorted(tied)))
    return (first, good) if dice.random() < 0.5 else (first,)


def _decided(dice: Random, award: Award, tied: frozenset[str], seats: int) -> Ballot:
    """A vote in which every place is clear."""
    order = sorted(tied)
    dice.shuffle(order)
    votes = {unit: len(order) - place + 2 * (place < seats) for place, unit in enumerate(order)}
    return Ballot(award, tuple(order), votes, sum(votes.values()) + dice.randint(0, 2))
