"""The Word papers of a cluster or of a tree of clusters, made and put in their places.

This module words nothing and never writes over what a person has changed.
"""

from __future__ import annotations

import os
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from thidua_cli import catalogue
from thidua_cli.findings import Checked
from thidua_cli.folders import CLUSTER_FILE, RESULTS, shown
from thidua_cli.papers import ClusterPapers, Paper, PaperId, PapersMade, Placed, list_of, papers_of
from thidua_cli.papers.missing import missing_of
from thidua_cli.papers.model import Form
from thidua_cli.pipeline.clusters import cluster_folders
from thidua_cli.pipeline.reading import not_found, province_of
from thidua_cli.pipeline.results import rank
from thidua_cli.pipeline.writing import altered_texts, write_bytes
from thidua_cli.roster.letterhead import Letterhead

if TYPE_CHECKING:
    from collections.abc import Collection

    from thidua_cli.findings import Finding
    from thidua_cli.render.papers import Base
    from thidua_cli.report import ClusterReport, Report

_LONGEST_TOLD = 60
_OF_BALLOTS = frozenset({PaperId.COUNT, PaperId.BALLOT})


class Desk(NamedTuple):
    """Where papers go and how they look: the folder asked for, if any, and the office's base, if any."""

    output: str | None
    base: Base | None


def write_papers(
    path: str,
    year: str,
    wanted: Collection[PaperId] = (),
    output: str | None = None,
    base: str | None = None,
) -> PapersMade:
    """The wanted papers (all, if none is named) of each cluster of the year under the path.

    They go to `ket-qua/` in the cluster's folder, or below the folder given; the list over all clusters to
    `ket-qua/` of the path's own folder. Nothing is written with a base or settings that cannot be used.
    """
    report = rank(path, year)
    opened = _base(base)
    settings, unusable = _letterheads(path)
    if opened.findings or unusable:
        beside = tuple(dict.fromkeys((*report.findings, *opened.findings, *unusable)))
        return PapersMade(year, (), None, beside, beside)
    desk = Desk(output, opened.value)
    folders = {name: folder for folder, name in cluster_folders(path)[0]}
    single = (Path(path) / CLUSTER_FILE).is_file()
    ids = frozenset(wanted) or frozenset(PaperId) - ({PaperId.LIST} if single else set())
    clusters: list[ClusterPapers] = []
    findings: list[Finding] = []
    for each in report.clusters:
        folder = folders.get(each.cluster.path, Path(each.cluster.path))
        made, found = _of_cluster(each, folder, _target(folder, Path(path), output), ids, settings[folder], desk)
        clusters.append(made)
        findings += found
    province: Placed | None = None
    if PaperId.LIST in ids and report.clusters:
        own = settings[Path(path)]
        home = Path(output) if output is not None else Path(path) / RESULTS
        province, found = _place(list_of(report, own), home, desk)
        findings += found
    return PapersMade(year, tuple(clusters), province, (*_all(report), *findings), (*report.findings, *findings))


def _all(report: Report) -> tuple[Finding, ...]:
    return report.all_findings()


def _base(given: str | None) -> Checked[Base | None]:
    """The office's base; a finding if it cannot be used."""
    if given is None:
        return Checked(None)
    from thidua_cli.render.papers import open_base
    from thidua_cli.spreadsheets.archive import read_package

    path = Path(given)
    name = shown(path)
    if not given or not os.path.lexists(given):
        return Checked(None, (not_found(path),))
    data, findings = read_package(path, name)
    return Checked(None, findings) if data is None else open_base(data, name)


def _letterheads(path: str) -> tuple[dict[Path, Letterhead], tuple[Finding, ...]]:
    """By folder, the letterhead of the nearest thidua.yaml at or above it, and what is wrong with those files."""
    found: dict[Path, Letterhead] = {}
    wrong: list[Finding] = []
    for folder in (Path(path), *(folder for folder, _ in cluster_folders(path)[0])):
        (province, _), broken = province_of(folder)
        found[folder] = province.letterhead if province else Letterhead()
        wrong += broken
    return found, tuple(dict.fromkeys(wrong))


def _target(folder: Path, root: Path, output: str | None) -> Path:
    """Where a cluster's papers go: clusters of a tree keep apart in a folder given."""
    return folder / RESULTS if output is None else Path(output) / folder.relative_to(root)


def _of_cluster(
    report: ClusterReport,
    folder: Path,
    target: Path,
    wanted: Collection[PaperId],
    defaults: Letterhead,
    desk: Desk,
) -> Checked[ClusterPapers]:
    roster = report.cluster.roster
    placed: list[Placed] = []
    findings: list[Finding] = []
    papers = papers_of(report, defaults, wanted)
    for paper in papers:
        one, found = _place(paper, target, desk)
        findings += found
        if one is not None:
            placed.append(one)
    asked = _OF_BALLOTS.intersection(wanted)
    if asked and len(wanted) < len(PaperId) - 1 and not any(paper.id in _OF_BALLOTS for paper in papers):
        findings.append(catalogue.PAPER_WITHOUT_BALLOT.finding(file=shown(folder), name=roster.name))
    if any(paper.heading.form is Form.PLAIN for paper in papers if paper.id not in _OF_BALLOTS):
        findings.append(catalogue.LETTERHEAD_UNKNOWN.finding(file=shown(folder), name=roster.name))
    cited = report.cluster.rubric.guidance.citing(findings)
    made = ClusterPapers(
        roster.id, roster.name, report.cluster.path, missing_of(report), report.check.code, tuple(placed)
    )
    return Checked(made, cited)


def _place(paper: Paper, folder: Path, desk: Desk) -> Checked[Placed | None]:
    """The paper in its place, or beside a file there that a person has changed."""
    from thidua_cli.render.papers import altered, to_bytes

    data = to_bytes(paper, desk.base)
    first = folder / f"{paper.file}.docx"
    target, same = _free(folder, paper.file, data)
    refused = () if same else write_bytes(data, target)
    if refused:
        return Checked(None, refused)
    told = altered_texts([_brief(text) for text in altered(paper)], shown(target))
    if target != first:
        kept = catalogue.PAPER_KEPT.finding(file=shown(first), beside=shown(target))
        return Checked(Placed(paper.id, shown(target), "beside"), (kept, *told))
    return Checked(Placed(paper.id, shown(target), "unchanged" if same else "written"), told)


def _brief(text: str) -> str:
    return text if len(text) <= _LONGEST_TOLD else text[: _LONGEST_TOLD - 1] + "…"


def _free(folder: Path, stem: str, data: bytes) -> tuple[Path, bool]:
    """The first name at which nothing of a person's stands, and whether these very bytes stand there already."""
    for number in count():
        ending = "" if number == 0 else "-moi" if number == 1 else f"-moi-{number}"
        target = folder / f"{stem}{ending}.docx"
        if not os.path.lexists(target) or target.is_dir():
            return target, False
        present = _present(target)
        if present == data:
            return target, True
        if present is not None and _is_own(present):
            return target, False
    raise AssertionError("the names never end")


def _is_own(data: bytes) -> bool:
    from thidua_cli.render.papers import untouched

    return untouched(data)


def _present(target: Path) -> bytes | None:
    """The bytes of what stands there; None if it cannot be a paper of thidua's."""
    from thidua_cli.spreadsheets.gate import Refused, load

    try:
        return load(target)
    except Refused:
        return None
