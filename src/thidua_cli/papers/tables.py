"""The tables of numbers that papers share: the ranking, the consolidated scores, the proposals.

Every number comes from the report; this module adds up nothing and ranks nobody.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from thidua_cli.papers.model import Align, Column, Table
from thidua_cli.rubric.model import Stage
from thidua_cli.vietnamese import format_points

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

    from thidua_cli.awards import Proposal
    from thidua_cli.catalogue import Reason
    from thidua_cli.cluster import ClusterUnit
    from thidua_cli.ranking import Ranked
    from thidua_cli.report import ClusterReport
    from thidua_cli.rubric.model import Criterion
    from thidua_cli.scores import Scores

# What stands where there is no number: blank is not zero.
NONE = "–"
_NUMBER, _UNIT = Column("TT", 5), Column("Tên đơn vị", 34, Align.LEFT)


def stage_heading(report: ClusterReport, stage: Stage) -> str:
    """The heading that the form of this guidance gives the column of a stage."""
    return report.cluster.rubric.guidance.columns[stage.value]


def borrowed(report: ClusterReport) -> str:
    """Which sections the board's totals take from the cluster's column (C.I.2.4); empty if none."""
    rubric = report.cluster.rubric
    others = [section.id for section in rubric.sections if section.id not in rubric.board_scope]
    if not others:
        return ""
    board, cluster = stage_heading(report, Stage.BOARD), stage_heading(report, Stage.CLUSTER)
    return f"Ở phần “{board}”, mục {', '.join(others)} lấy theo cột “{cluster}”; tổng là tổng điểm sau thẩm định."


def points(value: Decimal | None) -> str:
    """Points with a decimal comma; a dash where there are none."""
    return NONE if value is None else format_points(value)


def scores_of(unit: ClusterUnit) -> Scores | None:
    """The recomputed points of the unit's sheet."""
    return unit.submission.scores if unit.submission else None


def total_at(unit: ClusterUnit, stage: Stage) -> Decimal | None:
    """The unit's total of a stage; None while cells of it are empty."""
    scores = scores_of(unit)
    return scores.totals[stage].value if scores is not None and scores.totals[stage].filled else None


def why_aside(row: Ranked) -> str:
    """Why a unit has no rank, or an empty text."""
    return " ".join(reason.say("vi") for reason in row.aside)


def ranking_table(report: ClusterReport) -> Table:
    """Rank, unit, sections, total, and what is proposed or why the unit stands aside."""
    sections = report.cluster.rubric.sections
    columns = (
        Column("Xếp hạng", 9),
        Column("Tên đơn vị", 28, Align.LEFT),
        *(Column(f"Mục {section.id}", 8.5) for section in sections),
        Column("Tổng điểm", 10),
        Column("Ghi chú", 27.5, Align.LEFT),
    )
    rows = tuple(
        (
            str(row.rank) if row.rank else NONE,
            row.member.name,
            *(points(row.sections.get(section.id)) for section in sections),
            points(row.total),
            _remark(report, row),
        )
        for row in report.ranking.rows
    )
    return Table(columns, rows)


def _remark(report: ClusterReport, row: Ranked) -> str:
    aside = why_aside(row)
    if aside:
        return aside
    for proposal in proposals(report):
        if row.member.id in proposal.proposed:
            return f"Đề nghị {proposal.award.name.vi}"
        if row.member.id in proposal.ballot:
            return f"Chờ bỏ phiếu ({proposal.award.name.vi})"
    return ""


def agreed_table(report: ClusterReport) -> Table:
    """The totals of the self scores and of the cluster's, and how far they are apart (C.I.2.2)."""
    columns = (
        _NUMBER,
        _UNIT,
        Column(stage_heading(report, Stage.SELF), 12),
        Column(stage_heading(report, Stage.CLUSTER), 14),
        Column("Chênh lệch", 11),
        Column("Ghi chú", 24, Align.LEFT),
    )
    return Table(columns, tuple(_agreed(number, unit) for number, unit in enumerate(report.cluster.units, 1)))


def _agreed(number: int, unit: ClusterUnit) -> tuple[str, ...]:
    own, settled = total_at(unit, Stage.SELF), total_at(unit, Stage.CLUSTER)
    apart = settled - own if own is not None and settled is not None else None
    sign = "+" if apart is not None and apart > 0 else ""
    lacking = [
        heading
        for heading, value in (("điểm tự chấm", own), ("điểm Cụm chấm", settled))
        if value is None and unit.submission is not None
    ]
    remark = "Chưa có phiếu dùng được" if scores_of(unit) is None else ""
    remark = remark or (f"Chưa đủ {', '.join(lacking)}" if lacking else "")
    return (str(number), unit.member.name, points(own), points(settled), sign + points(apart), remark)


def consolidated_table(report: ClusterReport) -> Table:
    """Every unit with sections and total in each of the three columns of the form."""
    sections = report.cluster.rubric.sections
    columns = [_NUMBER, Column("Tên đơn vị", 30, Align.LEFT)]
    for stage in Stage:
        group = stage_heading(report, stage)
        columns += [*(Column(section.id, 6.5, group=group) for section in sections), Column("Tổng", 8, group=group)]
    columns += [Column("Xếp hạng", 7), Column("Ghi chú", 20, Align.LEFT)]
    rows = tuple(_consolidated(number, row, sections) for number, row in enumerate(report.ranking.rows, 1))
    return Table(tuple(columns), rows, small=True)


def _consolidated(number: int, row: Ranked, sections: Sequence[Criterion]) -> tuple[str, ...]:
    scores = scores_of(row.unit)
    cells: list[str] = []
    for stage in Stage:
        filled = scores is not None and scores.totals[stage].filled
        known = scores.sections[stage] if scores is not None and filled else {}
        cells += [points(known.get(section.id)) for section in sections]
        cells.append(points(total_at(row.unit, stage)))
    return (str(number), row.member.name, *cells, str(row.rank) if row.rank else NONE, why_aside(row))


def criteria_tables(report: ClusterReport, most: int = 8) -> Iterator[Table]:
    """The points of each row of the form in the column that ranks, at most so many units a table."""
    stage = report.ranking.stage
    rows = report.ranking.rows
    if stage is None:
        return
    for start in range(0, len(rows), most):
        yield _criteria(report, stage, rows[start : start + most])


def _criteria(report: ClusterReport, stage: Stage, units: Sequence[Ranked]) -> Table:
    rubric = report.cluster.rubric
    columns = (
        Column("Mục", 8.5),
        Column("Nội dung", 52, Align.LEFT),
        Column("Điểm tối đa", 7),
        *(Column(row.member.name, 10) for row in units),
    )
    lines: list[tuple[str, ...]] = []
    strong: list[int] = []
    for section in rubric.sections:
        taken = Stage.CLUSTER if stage is Stage.BOARD and section.id not in rubric.board_scope else stage
        strong.append(len(lines))
        lines += [
            (criterion.id, criterion.title, points(criterion.maximum), *(_at(row, criterion, taken) for row in units))
            for criterion in section.walk()
        ]
    strong.append(len(lines))
    lines.append(
        ("", rubric.total_title, points(rubric.maximum), *(points(total_at(row.unit, stage)) for row in units))
    )
    return Table(columns, tuple(lines), frozenset(strong), small=True)


def _at(row: Ranked, criterion: Criterion, stage: Stage) -> str:
    scores = scores_of(row.unit)
    return points(scores.points.get((criterion.id, stage)) if scores is not None else None)


def proposals(report: ClusterReport) -> tuple[Proposal, Proposal]:
    """The proposals for the flag and for the certificates."""
    return report.recommendation.flag, report.recommendation.certificate


def proposed_rows(report: ClusterReport) -> list[tuple[Ranked, Proposal]]:
    """Every unit proposed, the flag first, each award by rank."""
    by_id = {row.member.id: row for row in report.ranking.rows}
    return [(by_id[unit], proposal) for proposal in proposals(report) for unit in proposal.proposed]


def proposal_table(report: ClusterReport) -> Table:
    """The list of proposals: unit, total, rank, award, and why."""
    columns = (
        _NUMBER,
        Column("Tên đơn vị", 22, Align.LEFT),
        Column("Tổng điểm", 10.5),
        Column("Xếp hạng", 9.5),
        Column("Hình thức đề nghị khen thưởng", 18, Align.LEFT),
        Column("Căn cứ", 35, Align.LEFT),
    )
    rows = tuple(
        (
            str(number),
            row.member.name,
            points(row.total),
            str(row.rank or NONE),
            proposal.award.name.vi,
            why_proposed(report, row),
        )
        for number, (row, proposal) in enumerate(proposed_rows(report), 1)
    )
    return Table(columns, rows)


def why_proposed(report: ClusterReport, row: Ranked) -> str:
    """The reasons of a unit's standing, each with its clause."""
    reasons = report.recommendation.reasons.get(row.member.id, ())
    return " ".join(_with_clause(reason) for reason in reasons)


def _with_clause(reason: Reason) -> str:
    sentence = reason.say("vi")
    return f"{sentence.removesuffix('.')} (mục {reason.clause})." if reason.clause else sentence
