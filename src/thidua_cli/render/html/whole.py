"""The whole page as one value: each cluster with its parts, and what they come to together.

This module draws what the report says; it opens no file and writes no markup.
"""

from __future__ import annotations

from collections import Counter
from hashlib import sha256
from typing import TYPE_CHECKING

from thidua_cli import __version__
from thidua_cli.catalogue import STAGE_NAMES, Text, shown
from thidua_cli.ranking import STAGE_LABELS
from thidua_cli.render.html import change, found, matrix, standing
from thidua_cli.render.html.model import ClusterPart, KindRow, Number, Origin, Page, Province, Reading, SummaryRow
from thidua_cli.render.html.words import AWAITS, AWAITS_FLAG, KINDS, PROPOSED, STATES
from thidua_cli.vietnamese import format_points

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from thidua_cli.awards import Proposal
    from thidua_cli.catalogue import Lang
    from thidua_cli.report import ClusterReport, Report


def whole(report: Report, lang: Lang) -> Page:
    """The page of the report: of one cluster, or of several with their summary."""
    several = len(report.clusters) != 1
    parts = tuple(_cluster(one, f"c{place}", lang) for place, one in enumerate(report.clusters, 1))
    if several:
        title = Text(
            f"Kết quả chấm điểm thi đua {_year(report.year, 'vi')}",
            f"Results of the emulation scoring {_year(report.year, 'en')}",
        ).to(lang)
        about = Text(f"{len(parts)} cụm, khối thi đua", f"Clusters: {len(parts)}").to(lang)
    else:
        title, about = parts[0].name, parts[0].about
    return Page(
        lang=lang,
        title=title,
        about=about,
        province=_province(report, lang) if several else None,
        clusters=parts,
        findings=found.general(report.findings, lang),
        version=__version__,
    )


def _year(year: str | None, lang: Lang) -> str:
    if not year:
        return "–"
    if lang == "en":
        return year
    return f"năm học {year}" if "-" in year else f"năm {year}"


# --- one cluster ---------------------------------------------------------------------------------


def _cluster(report: ClusterReport, anchor: str, lang: Lang) -> ClusterPart:
    cluster, recommendation = report.cluster, report.recommendation
    rubric, least = cluster.rubric, recommendation.flag.award.least_total
    members = len(cluster.roster.members)
    origins = tuple(_origins(report, lang))
    name, year = shown(cluster.roster.name, lang), _year(cluster.roster.year, lang)
    above = None
    if least is not None:
        points = format_points(least, lang)
        above = Text(f"So với {points}", f"Against {points}").to(lang)
    return ClusterPart(
        anchor=anchor,
        name=f"{name} – {year}" if cluster.roster.year else name,
        about=Text(f"{rubric.title} · {members} đơn vị", f"{rubric.title} · {members} members").to(lang),
        basis=standing.basis(report, lang),
        ready=report.ready,
        lacking=tuple(found.lacking(report, lang)),
        quotas=_quotas(report, lang),
        section_names=tuple(section.id for section in rubric.sections),
        proposed_name=PROPOSED[report.ranking.stage].to(lang),
        above_name=above,
        places=standing.places(report, lang),
        bars=standing.bars(report, lang),
        heat=matrix.heat(report, lang),
        heat_basis=matrix.heat_basis(report, lang),
        changes=change.changes(report, lang),
        changes_note=change.note(report, lang),
        findings=found.groups(report, lang),
        counted=found.counted(report.findings, lang),
        open=found.still_open(report, lang),
        readings=tuple(Reading(f"readings.{one.id}", one.text.to(lang), one.clause) for one in report.readings),
        origins=origins,
        digest=_digest(report, origins, lang),
        sealed=report.check.sentence.to(lang),
    )


def _quotas(report: ClusterReport, lang: Lang) -> str:
    listed = ", ".join(
        f"{proposal.quota:02d} {standing.award_name(proposal, lang)}" for proposal in standing.proposals(report)
    )
    members, clause = len(report.cluster.roster.members), report.recommendation.flag.award.clause
    return Text(
        f"Danh sách có {members} đơn vị; được đề nghị nhiều nhất: {listed} (mục {clause}).",
        f"The list has {members} members, who may propose at most: {listed} ({clause}).",
    ).to(lang)


def _origins(report: ClusterReport, lang: Lang) -> Iterator[Origin]:
    """Every file that was read, units' sheets by file, then the review workbook."""
    cluster = report.cluster
    states = {file: STATES[unit.state].to(lang) for unit in cluster.units for file in unit.files}
    names = {member.id: member.name for member in cluster.roster.members}
    for submission in cluster.submissions:
        unit = submission.unit
        name = names.get(unit.id, unit.name) if unit else "–"
        sheet = submission.sheet.sheet if submission.sheet else ""
        yield Origin(
            shown(name, lang),
            shown(submission.file, lang),
            shown(sheet, lang),
            submission.sha256,
            states.get(submission.file, "–"),
        )
    if cluster.review is not None:
        name = Text("Sổ rà soát", "Review workbook").to(lang)
        file = cluster.review.file.removeprefix(cluster.path.rstrip("/") + "/")
        yield Origin(name, shown(file, lang), "", cluster.review.sha256, "")


def _digest(report: ClusterReport, origins: Sequence[Origin], lang: Lang) -> str:
    """One line that names table and files; it changes when any of them does."""
    lines = sorted(f"{origin.digest}  {origin.file}\n" for origin in origins)
    together = sha256("".join(lines).encode()).hexdigest()
    rubric = report.cluster.rubric
    return Text(
        f"Bảng tiêu chí {rubric.id} (mã nội dung {rubric.digest}); {len(lines)} tệp, SHA-256 của danh sách tệp: "
        f"{together}.",
        f"Table {rubric.id} (digest {rubric.digest}); files: {len(lines)}, SHA-256 of the list of files: {together}.",
    ).to(lang)


# --- several clusters ----------------------------------------------------------------------------


def _province(report: Report, lang: Lang) -> Province:
    rows = tuple(
        SummaryRow(
            anchor=f"c{place}",
            name=shown(one.cluster.roster.name, lang),
            members=_whole_number(len(one.cluster.roster.members), lang),
            basis=_stage(one, lang),
            flags=_names(one, one.recommendation.flag.proposed, lang),
            flag_awaits=_awaits(one, one.recommendation.flag, lang),
            certificates=_names(one, one.recommendation.certificate.proposed, lang),
            certificate_awaits=_awaits(one, one.recommendation.certificate, lang),
            open_points=_whole_number(len(one.blockers), lang),
            ready=one.ready,
        )
        for place, one in enumerate(report.clusters, 1)
    )
    kinds: dict[str, list[ClusterReport]] = {}
    for one in report.clusters:
        kinds.setdefault(_kind(one, report, lang), []).append(one)
    total = Text("Tổng cộng", "Total").to(lang)
    return Province(
        rows,
        tuple(_kind_row(name, own, lang) for name, own in kinds.items()),
        _kind_row(total, report.clusters, lang),
        found.counted(report.all_findings(), lang),
    )


def _stage(report: ClusterReport, lang: Lang) -> str:
    stage = report.ranking.stage
    return "–" if stage is None else f"{STAGE_NAMES[stage].to(lang)} ({STAGE_LABELS[stage].to(lang)})"


def _names(report: ClusterReport, units: Sequence[str], lang: Lang) -> tuple[str, ...]:
    members = {member.id: member.name for member in report.cluster.roster.members}
    return tuple(shown(members[unit], lang) for unit in units)


def _awaits(report: ClusterReport, proposal: Proposal, lang: Lang) -> str:
    """The ballot that the award waits for; empty if none is open."""
    if proposal.ballot:
        return f"{AWAITS.to(lang)}: {', '.join(_names(report, proposal.ballot, lang))}"
    flag = report.recommendation.flag
    return AWAITS_FLAG.to(lang) if flag.ballot and proposal.quota and not proposal.proposed else ""


def _kind(one: ClusterReport, report: Report, lang: Lang) -> str:
    """What sort of units the cluster unites, if every cluster says so; else for whom its table is."""
    if all(other.cluster.roster.kind for other in report.clusters) and one.cluster.roster.kind:
        return KINDS[one.cluster.roster.kind].to(lang)
    return one.cluster.rubric.title


def _kind_row(name: str, clusters: Sequence[ClusterReport], lang: Lang) -> KindRow:
    tally: Counter[str] = Counter()
    for one in clusters:
        tally["ready"] += one.ready
        tally["members"] += len(one.cluster.roster.members)
        tally["ranked"] += len(one.ranking.ranked)
        tally["flags"] += len(one.recommendation.flag.proposed)
        tally["certificates"] += len(one.recommendation.certificate.proposed)
    numbers = (tally[key] for key in ("ready", "members", "ranked", "flags", "certificates"))
    return KindRow(name, _whole_number(len(clusters), lang), *(_whole_number(value, lang) for value in numbers))


def _whole_number(value: int, lang: Lang) -> Number:
    return standing.certain(value, lang)
