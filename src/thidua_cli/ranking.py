"""The ranking of a cluster: which stage counts, exact totals, equal ranks, and who stands aside.

This module never breaks a tie and proposes no award; it knows no file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from thidua_cli import catalogue
from thidua_cli.catalogue import STAGE_NAMES, Reason, Text
from thidua_cli.cluster import State
from thidua_cli.rubric.model import Stage, Status

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from thidua_cli.cluster import Cluster, ClusterUnit
    from thidua_cli.findings import Finding
    from thidua_cli.roster.model import Member
    from thidua_cli.scores import Scores
    from thidua_cli.submission import Submission

STAGE_LABELS = {
    Stage.SELF: Text("để tham khảo", "for information"),
    Stage.CLUSTER: Text("dự kiến", "provisional"),
    Stage.BOARD: Text("chính thức", "official"),
}
_ONLY = {
    Stage.SELF: Text("chỉ để tham khảo", "for information only"),
    Stage.CLUSTER: Text("mới là dự kiến", "provisional"),
}


class Ranked(Struct, frozen=True):
    """A member's place.

    Attributes:
        unit: The member with its sheet.
        rank: Its rank, shared by equal totals; None if it stands aside.
        total: Its exact total in points at the stage; None if there is none to show.
        sections: The points of each section that make up the total.
        aside: Why it stands aside; empty for a ranked unit.
    """

    unit: ClusterUnit
    rank: int | None
    total: Decimal | None
    sections: Mapping[str, Decimal]
    aside: tuple[Reason, ...] = ()

    @property
    def member(self) -> Member:
        """The member."""
        return self.unit.member


class Ranking(Struct, frozen=True):
    """The ranking at one stage.

    Attributes:
        stage: The stage ranked by; None if no sheet can be ranked by any.
        forced: Whether the user asked for the stage.
        rows: Ranked members by rank and then in the list's order, then those who stand aside.
        findings: What the ranking found.
    """

    stage: Stage | None
    forced: bool
    rows: tuple[Ranked, ...]
    findings: tuple[Finding, ...]

    @property
    def ranked(self) -> tuple[Ranked, ...]:
        """Only the members that have a rank."""
        return tuple(row for row in self.rows if row.rank is not None)


def rank(cluster: Cluster, stage: Stage | None = None) -> Ranking:
    """The ranking of the cluster by the given stage, or by the latest that counts (contract 4 to 6)."""
    chosen = stage or _stage(cluster)
    if chosen is None:
        nobody = tuple(_aside(unit, None, cluster.rubric.guidance.cites) for unit in cluster.units)
        open_ = (catalogue.NO_STAGE.finding(file=cluster.path), *_incomplete(cluster, Stage.SELF))
        return Ranking(None, forced=False, rows=nobody, findings=open_)
    ranked = [unit for unit in cluster.units if _may_be_ranked(unit) and _standing(unit, chosen) == _OK]
    others = [unit for unit in cluster.units if unit not in ranked]
    totals = {unit.member.id: _scores(unit).totals[chosen].value for unit in ranked}
    ordered = sorted(ranked, key=lambda unit: -totals[unit.member.id])  # stable: the list's order
    rows = [
        Ranked(
            unit,
            1 + sum(1 for total in totals.values() if total > totals[unit.member.id]),
            totals[unit.member.id],
            _scores(unit).sections[chosen],
        )
        for unit in ordered
    ]
    rows += [_aside(unit, chosen, cluster.rubric.guidance.cites) for unit in others]
    findings = [*_not_final(cluster, chosen), *_incomplete(cluster, chosen)]
    return Ranking(chosen, stage is not None, tuple(rows), tuple(findings))


# --- which stage ---------------------------------------------------------------------------------

_OK, _BLANK, _ERRORS = "ok", "blank", "errors"


def _may_be_ranked(unit: ClusterUnit) -> bool:
    return unit.member.status is Status.ELIGIBLE and unit.submission is not None and unit.submission.scores is not None


def _scores(unit: ClusterUnit) -> Scores:
    """The points of a unit that may be ranked, which therefore has some."""
    if unit.submission is None or unit.submission.scores is None:
        raise ValueError(f"{unit.member.id} has no scores")
    return unit.submission.scores


def _standing(unit: ClusterUnit, stage: Stage) -> str:
    """Whether the unit can be ranked by the stage, and if not, why."""
    submission = unit.submission
    if submission is None or submission.scores is None:
        return _ERRORS
    if not submission.scores.totals[stage].filled:
        return _BLANK
    return _ERRORS if any(touches(finding, submission, stage) for finding in submission.findings) else _OK


def _stage(cluster: Cluster) -> Stage | None:
    """The latest stage that counts for every unit that can be ranked at all.

    A unit that no stage could rank (blank or wrong throughout) does not hold the others back.
    If the units have no stage in common, the one that ranks most of them, the later of equals.
    """
    standing = {stage: [_standing(unit, stage) for unit in cluster.units if _may_be_ranked(unit)] for stage in Stage}
    count = len(standing[Stage.SELF])
    rankable = [any(standing[stage][n] == _OK for stage in Stage) for n in range(count)]
    for stage in reversed(Stage):
        holds = all(standing[stage][n] != _BLANK or not rankable[n] for n in range(count))
        if holds and _OK in standing[stage]:
            return stage
    best = max(reversed(Stage), key=lambda stage: standing[stage].count(_OK))
    return best if _OK in standing[best] else None


# Errors in the optional figures, which scores are compared with and never made of.
OF_FIGURES = frozenset({catalogue.FACT_NOT_A_NUMBER.id, catalogue.FACTS_CONTRADICT.id})


def touches(finding: Finding, submission: Submission, stage: Stage) -> bool:
    """Whether the finding is an error in a number that a ranking by the stage uses (contract 4).

    A finding about the whole sheet touches every number. A wrong sum touches the stage whose rows
    it adds up: nobody can say which of the two numbers is right. A wrong figure is no score: nothing
    is computed with it, and the scores stand as they were given.
    """
    if finding.code in OF_FIGURES:
        return False
    if not finding.is_error or submission.scores is None or submission.sheet is None:
        return finding.is_error
    if finding.stage is None:
        return True
    own = Stage(finding.stage)
    used = submission.scores.used[stage]
    if finding.criterion is None:
        # The total row, or a row outside the table that carries points in this column.
        unknown_row = finding.code == catalogue.ROW_UNKNOWN.id
        return own is stage or (unknown_row and any(taken is own for _, taken in used))
    below = finding.criterion + "."
    return any(
        taken is own
        and (leaf == finding.criterion or leaf.startswith(below) or finding.criterion.startswith(leaf + "."))
        for leaf, taken in used
    )


# --- who stands aside ----------------------------------------------------------------------------

_EXCLUDED = Text("Không xét thi đua: {reason} ({basis}).", "Not considered: {reason} ({basis}).")
_PENDING = Text("Chưa xét thi đua: {reason} ({basis}).", "Not yet considered: {reason} ({basis}).")
_MISSING = Text("Chưa có phiếu.", "No sheet was sent.")
_DUPLICATE = Text("Có nhiều phiếu: {files}.", "Several sheets: {files}.")
_UNREADABLE = Text("Không đọc được phiếu {file}: {codes}.", "The sheet {file} cannot be read: {codes}.")
_FAULTY = Text(
    "Có lỗi ở số liệu dùng để xếp hạng ({codes}): {cells}.",
    "Errors in numbers that the ranking uses ({codes}): {cells}.",
)
_UNUSABLE = Text("Phiếu không dùng được ({codes}).", "The sheet cannot be used ({codes}).")
_INCOMPLETE = Text(
    "Cột {stage} còn {number} ô chưa có điểm: {missing}.",
    "The {stage} column has {number} cells without a score: {missing}.",
)


def _aside(unit: ClusterUnit, stage: Stage | None, cites: Mapping[str, str]) -> Ranked:
    """The row of a unit that is not ranked, with its points where they can be shown, and the reason."""
    total: Decimal | None = None
    sections: Mapping[str, Decimal] = {}
    submission = unit.submission
    if stage is not None and submission is not None and submission.scores is not None:
        found = submission.scores.totals[stage]
        if found.filled and _standing(unit, stage) == _OK:
            total, sections = found.value, submission.scores.sections[stage]
    return Ranked(unit, None, total, sections, _why_aside(unit, stage, cites))


def _why_aside(unit: ClusterUnit, stage: Stage | None, cites: Mapping[str, str]) -> tuple[Reason, ...]:
    member, submission = unit.member, unit.submission
    if member.status is not Status.ELIGIBLE:
        text = _EXCLUDED if member.status is Status.EXCLUDED else _PENDING
        return (Reason.of(text, cites.get("excluded"), reason=member.reason or "…", basis=member.basis or "…"),)
    if unit.state is State.MISSING:
        return (Reason.of(_MISSING, cites.get(catalogue.MEMBER_MISSING.id)),)
    if unit.state is State.DUPLICATE:
        return (Reason.of(_DUPLICATE, None, files=", ".join(unit.files)),)
    if submission is None or submission.scores is None:
        codes = sorted({f.code for f in submission.findings if f.is_error}) if submission else []
        return (Reason.of(_UNREADABLE, None, file=", ".join(unit.files), codes=tuple(codes)),)
    by = stage or Stage.SELF
    reasons: list[Reason] = []
    wrong = [finding for finding in submission.findings if touches(finding, submission, by)]
    if wrong:
        cells = list(dict.fromkeys(finding.cell or finding.criterion or finding.file or "" for finding in wrong))
        codes = sorted({finding.code for finding in wrong})
        whole = all(finding.stage is None and finding.criterion is None for finding in wrong)
        reasons.append(Reason.of(_UNUSABLE if whole else _FAULTY, None, codes=tuple(codes), cells=tuple(cells)))
    blank = submission.scores.totals[by].blank
    if blank:
        clause = cites.get(catalogue.UNIT_NOT_RANKED.id)
        reasons.append(Reason.of(_INCOMPLETE, clause, stage=STAGE_NAMES[by], number=len(blank), missing=tuple(blank)))
    return tuple(reasons)


# --- findings ------------------------------------------------------------------------------------


def _not_final(cluster: Cluster, stage: Stage) -> list[Finding]:
    if stage is Stage.BOARD:
        return []
    later = [one for one in Stage if list(Stage).index(one) > list(Stage).index(stage)]
    missing = tuple(part for one in later if (part := _still_missing(cluster, one))) or (_NOTHING,)
    return [
        catalogue.NOT_FINAL.finding(
            file=cluster.path, stage=stage.value, used=STAGE_NAMES[stage], label=_ONLY[stage], missing=missing
        )
    ]


_NOTHING = Text("không; bỏ --stage để xếp hạng chính thức", "nothing; leave out --stage for the official ranking")


def _still_missing(cluster: Cluster, stage: Stage) -> Text | None:
    """The column and the units that lack it; None if nobody does."""
    lacking = [unit.member.name for unit in cluster.units if _may_be_ranked(unit) and _standing(unit, stage) != _OK]
    if not lacking:
        return None
    column, told, more = STAGE_NAMES[stage], lacking[:_MOST_NAMED], len(lacking) - _MOST_NAMED
    names = ", ".join(told if more > 1 else lacking)
    rest = Text(f" và {more} đơn vị khác", f" and {more} more units") if more > 1 else Text("", "")
    return Text(f"cột {column.vi} của {names}{rest.vi}", f"the {column.en} of {names}{rest.en}")


_MOST_NAMED = 4


def _incomplete(cluster: Cluster, stage: Stage) -> list[Finding]:
    return [
        catalogue.UNIT_NOT_RANKED.finding(
            file=unit.submission.file,
            unit=unit.member.id,
            stage=stage.value,
            name=unit.member.name,
            missing=tuple(unit.submission.scores.totals[stage].blank),
        )
        for unit in cluster.units
        if _may_be_ranked(unit)
        and unit.submission is not None
        and unit.submission.scores is not None
        and _standing(unit, stage) == _BLANK
    ]
