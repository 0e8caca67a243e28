"""From folders to clusters: one folder's, or all that stand under a path.

This module writes nothing and shows nothing.
"""

from __future__ import annotations

from collections import Counter
from itertools import count, islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from msgspec.structs import replace

from thidua_cli import catalogue, deadlines, folders
from thidua_cli.cluster import Cluster, assemble
from thidua_cli.findings import in_order
from thidua_cli.folders import CLUSTER_FILE, SEAL_FILE, shown
from thidua_cli.pipeline.many import Wanted, submissions_of
from thidua_cli.pipeline.reading import (
    SHELF,
    Settings,
    beside,
    closed_folders,
    exists,
    look,
    not_found,
    opened,
    settings_file,
    settings_of,
    skipped,
    taken_in,
    unread_scores,
)
from thidua_cli.roster.model import Member, Roster
from thidua_cli.submission import Expected
from thidua_cli.vietnamese import name_key, slug

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from thidua_cli.findings import Finding
    from thidua_cli.rubric.model import Rubric
    from thidua_cli.submission import Submission


Read: TypeAlias = "tuple[Path, str, Cluster | None, tuple[Finding, ...]]"


def clusters_in(roots: Sequence[tuple[Path, str]], year: str | None) -> Iterator[Read]:
    """Each folder and its name, with the cluster in it; None, and why, if its settings cannot be used.

    The sheets of all of them are read as one lot, so that many small clusters are read as quickly as a large one.
    """
    listed = [_listed(*root) if (root[0] / CLUSTER_FILE).exists() else None for root in roots]
    read = submissions_of([sheet for one in listed if one is not None for sheet in one.wanted])
    for (folder, name), one in zip(roots, listed, strict=True):
        if one is None:
            yield folder, name, *_unlisted_cluster(folder, name, year)
        elif one.settings.roster is None or one.settings.rubric is None:
            yield folder, name, None, one.settings.findings
        else:
            submissions = list(islice(read, len(one.wanted)))
            yield folder, name, _assembled(name, one, one.settings.roster, one.settings.rubric, submissions), ()


def cluster_in(folder: Path, name: str, year: str | None) -> tuple[Cluster | None, tuple[Finding, ...]]:
    """The cluster in the folder; None if its settings cannot be used."""
    ((_, _, cluster, findings),) = clusters_in([(folder, name)], year)
    return cluster, findings


class _Listed(NamedTuple):
    """A cluster with its settings before its sheets are read: which they are, and what is known of other files."""

    settings: Settings
    wanted: tuple[Wanted, ...]
    findings: tuple[Finding, ...]


def _listed(folder: Path, name: str) -> _Listed:
    settings = settings_of(folder, settings_file(name))
    if settings.roster is None or settings.rubric is None:
        return _Listed(settings, (), ())
    expected = settings.expected()
    found, reports = look(folder, expected.columns)
    own = [sheet for sheet in found.sheets if folders.cluster_of(sheet) == folder.absolute()]
    wanted = tuple(Wanted(sheet, shown(sheet.relative_to(folder)), expected) for sheet in own)
    findings = closed_folders(found, folder, within=True) + skipped(found.skipped, folder, name)
    findings += skipped(reports, folder, name, catalogue.DOCUMENT_SKIPPED)
    return _Listed(settings, wanted, tuple(findings))


def _assembled(
    name: str, listed: _Listed, roster: Roster, rubric: Rubric, submissions: Sequence[Submission]
) -> Cluster:
    settings = listed.settings
    dated = deadlines.check(roster, rubric, settings_file(name))
    findings = [*settings.findings, *dated.findings, *listed.findings, *unread_scores(settings, submissions)]
    sealed = (settings.seal, beside(settings_file(name), SEAL_FILE))
    cluster = assemble(name, roster, rubric, submissions, findings, sealed)
    played = tuple(dict.fromkeys((*cluster.readings, *dated.readings)))
    return replace(cluster, readings=played, review=settings.review)


def _unlisted_cluster(folder: Path, name: str, year: str | None) -> tuple[Cluster | None, tuple[Finding, ...]]:
    """A folder of sheets without cluster.yaml: its members are the units found (contract 3)."""
    found, reports = look(folder)
    inside = {cluster.absolute() for cluster in found.clusters}
    sheets = [sheet for sheet in found.sheets if folders.cluster_of(sheet) not in inside]
    names = [shown(sheet.relative_to(folder)) for sheet in sheets]
    read = {file: opened(sheet, file) for sheet, file in zip(sheets, names, strict=True)}
    first = [taken_in(one, file, Expected(SHELF)) for file, one in read.items()]
    rubrics = Counter(submission.rubric for submission in first if submission.rubric)
    years = Counter(submission.year for submission in first if submission.year)
    rubric = _most(rubrics, SHELF.all())
    if rubric is None:
        wrong = [finding for submission in first for finding in submission.findings]
        return None, tuple(wrong) or (catalogue.NO_CLUSTER_FOUND.finding(file=name),)
    stem = shown(folder.absolute().name)
    roster = Roster(
        id=slug(stem) or "cum",
        name=stem,
        year=min(years, key=lambda value: (-years[value], value), default=year or ""),
        rubric=rubric.id,
        members=_found_members(first),
        listed=False,
    )
    expected = Expected(SHELF, roster, rubric)
    again = [taken_in(one, file, expected) for file, one in read.items()]
    passed_over = closed_folders(found, folder, within=True)
    passed_over += skipped(found.skipped, folder, name) + skipped(reports, folder, name, catalogue.DOCUMENT_SKIPPED)
    return assemble(name, roster, rubric, again, passed_over), ()


def _found_members(submissions: Sequence[Submission]) -> tuple[Member, ...]:
    """The units that the sheets name, by id; names that differ in an accent only keep apart."""
    names = {name_key(unit.name): unit for submission in submissions if (unit := submission.unit)}
    members: dict[str, Member] = {}
    for key in sorted(names):
        unit, unit_id = names[key], names[key].id
        for number in count(2):
            if unit_id not in members:
                break
            unit_id = f"{unit.id}-{number}"
        members[unit_id] = Member(unit_id, unit.name)
    return tuple(members[unit_id] for unit_id in sorted(members))


def _most(rubrics: Counter[str], known: Sequence[Rubric]) -> Rubric | None:
    """The rubric most sheets follow; of equals the first in the official order."""
    return max(
        (rubric for rubric in known if rubrics[rubric.id]),
        key=lambda rubric: rubrics[rubric.id],
        default=None,
    )


def cluster_folders(given: str) -> tuple[list[tuple[Path, str]], list[Finding]]:
    """The cluster folders a path stands for, each with the name to show."""
    path = Path(given)
    name = shown(path)
    if not exists(given):
        return [], [not_found(path)]
    if not path.is_dir():
        return [], [catalogue.NOT_A_FOLDER.finding(file=name)]
    if (path / CLUSTER_FILE).exists():
        return [(path, name)], []
    found, _ = look(path)
    inside = {cluster.absolute() for cluster in found.clusters}
    loose = {sheet.parent for sheet in found.sheets if folders.cluster_of(sheet) not in inside}
    # A folder of sheets takes in its subfolders, as a cluster's folder does.
    loose = {folder for folder in loose if not any(above in loose for above in folder.parents)}
    roots = sorted({*found.clusters, *loose})
    if not roots:
        return [], [catalogue.NO_CLUSTER_FOUND.finding(file=name)]
    return [(root, shown(root)) for root in roots], []


def compared(read: Sequence[tuple[Path, Cluster]]) -> list[tuple[Path, Cluster]]:
    """The clusters, each told of units that stand in another one's list too."""
    # A folder named twice is one cluster.
    lists = {folder.resolve(): (settings_file(cluster.path), cluster.roster) for folder, cluster in read}
    twice = deadlines.in_two_clusters(lists.values())
    told = [(folder, cluster, twice.get(settings_file(cluster.path), ())) for folder, cluster in read]
    return [(folder, replace(cluster, findings=in_order([*cluster.findings, *more]))) for folder, cluster, more in told]
