"""The list of proposals over all clusters of a year.

Every number comes from the clusters' reports; this module ranks nobody.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from thidua_cli.papers import tables
from thidua_cli.papers.letterheads import form_of, kept
from thidua_cli.papers.missing import missing_of, told
from thidua_cli.papers.model import (
    Align,
    Column,
    Form,
    Heading,
    Paper,
    PaperId,
    Paragraph,
    Role,
    Signature,
    Table,
)
from thidua_cli.ranking import STAGE_LABELS
from thidua_cli.rubric.model import Stage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from thidua_cli.awards import Proposal
    from thidua_cli.papers.model import Block
    from thidua_cli.report import ClusterReport, Report
    from thidua_cli.roster.letterhead import Letterhead


def list_of(report: Report, letterhead: Letterhead) -> Paper:
    """The proposals of every cluster of the year, award by award, and how the clusters stand."""
    year = report.year or ""
    agency = letterhead.agency
    form = form_of(agency, letterhead, None) if agency else Form.PLAIN
    heading = Heading(form, agency or "", above=letterhead.above, symbol=letterhead.symbol, place=letterhead.place)
    lines = (letterhead.authority, letterhead.post)
    signature = Signature(tuple(line.upper() for line in lines if line) or ("NGƯỜI LẬP DANH SÁCH",), letterhead.name)
    return Paper(
        PaperId.LIST,
        f"danh-sach-de-nghi-khen-thuong-{year}",
        heading,
        "DANH SÁCH",
        f"Đơn vị được các cụm, khối thi đua đề nghị khen thưởng năm {year}",
        tuple(_blocks(report)),
        "Mã đối chiếu của từng cụm, khối: xem mục III",
        signatures=(signature,),
        recipients=letterhead.recipients or (kept(form),),
        missing=tuple(_missing(report)),
    )


def _missing(report: Report) -> Iterator[str]:
    yield from told(report.findings)
    for cluster in report.clusters:
        for held in missing_of(cluster):
            yield f"{cluster.cluster.roster.name}: {held}"


def _blocks(report: Report) -> Iterator[Block]:
    numbers = ("I", "II")
    for number, place in zip(numbers, (0, 1), strict=True):
        rows = list(_proposed(report, place))
        names = dict.fromkeys(tables.proposals(cluster)[place].award.name.vi for cluster in report.clusters)
        yield Paragraph(f"{number}. Đề nghị tặng {', '.join(names)}: {len(rows):02d} đơn vị", Role.HEADING)
        if rows:
            columns = (
                Column("TT", 5),
                Column("Cụm, khối thi đua", 24, Align.LEFT),
                Column("Tên đơn vị", 30, Align.LEFT),
                Column("Tổng điểm", 10),
                Column("Xếp hạng", 9),
                Column("Tình trạng", 16),
            )
            yield Table(columns, tuple((str(n), *row) for n, row in enumerate(rows, 1)))
        else:
            yield Paragraph("Không có.")
    yield Paragraph("III. Tổng hợp theo cụm, khối thi đua", Role.HEADING)
    yield _summary(report)


def _proposed(report: Report, place: int) -> Iterator[tuple[str, ...]]:
    for cluster in report.clusters:
        proposal: Proposal = tables.proposals(cluster)[place]
        rows = {row.member.id: row for row in cluster.ranking.rows}
        for unit in proposal.proposed:
            row = rows[unit]
            yield (
                cluster.cluster.roster.name,
                row.member.name,
                tables.points(row.total),
                str(row.rank or tables.NONE),
                _state(cluster),
            )


def _state(cluster: ClusterReport) -> str:
    if cluster.ready:
        return "Chính thức"
    stage = cluster.ranking.stage
    if stage is Stage.BOARD:
        return "Chưa đủ"
    return f"Chưa đủ ({STAGE_LABELS[stage].vi if stage else 'chưa xếp hạng'})"


def _summary(report: Report) -> Table:
    columns = (
        Column("TT", 5),
        Column("Cụm, khối thi đua", 26, Align.LEFT),
        Column("Số đơn vị", 9),
        Column("Cờ thi đua", 9),
        Column("Bằng khen", 9),
        Column("Tình trạng", 15),
        Column("Mã đối chiếu", 24),
    )
    rows = []
    for number, cluster in enumerate(report.clusters, 1):
        flag, certificate = tables.proposals(cluster)
        members = len(cluster.cluster.roster.members)
        counted = (members, len(flag.proposed), len(certificate.proposed))
        name = cluster.cluster.roster.name
        rows.append((str(number), name, *map(str, counted), _state(cluster), cluster.check.code or tables.NONE))
    sums = [
        sum(len(cluster.cluster.roster.members) for cluster in report.clusters),
        *(sum(len(tables.proposals(cluster)[place].proposed) for cluster in report.clusters) for place in (0, 1)),
    ]
    ready = sum(1 for cluster in report.clusters if cluster.ready)
    rows.append(("", "Cộng", *map(str, sums), f"{ready}/{len(report.clusters)} chính thức", ""))
    return Table(columns, tuple(rows), frozenset({len(rows) - 1}))
