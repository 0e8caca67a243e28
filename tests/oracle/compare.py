"""Holds the program's JSON document of one cluster against the oracle's verdict."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from thidua_cli import pipeline
from thidua_cli.render import json as drawn
from thidua_cli.rubric.model import Stage

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from tests.oracle.description import Cluster
    from tests.oracle.oracle import Line, Proposal, Verdict


def ranked(folder: Path, cluster: Cluster) -> str:
    """The program's document on a cluster folder, in process."""
    stage = Stage(cluster.forced_stage) if cluster.forced_stage else None
    return drawn.ranked(pipeline.rank(str(folder), "2019", stage), "vi")


def read(text: str) -> dict[str, Any]:
    """The only cluster of a document, its numbers exact."""
    document = json.loads(text, parse_float=Decimal, parse_int=Decimal)
    (cluster,) = document["clusters"]
    values: dict[str, Any] = cluster
    return values


def differences(found: dict[str, Any], verdict: Verdict, cluster: Cluster) -> list[str]:
    """Every way in which the program's answer is not what the contract says; empty when it is."""
    return list(_differences(found, verdict, cluster))


def _differences(found: dict[str, Any], verdict: Verdict, cluster: Cluster) -> Iterable[str]:
    rows = {row["unit"]["id"]: row for row in found["ranking"]}
    if found["members"] != len(cluster.units):
        yield f"members: {found['members']} for {len(cluster.units)}"
    # With nobody ranked, every stage counts for every ranked unit.
    if verdict.stage and found["stage"] != verdict.stage:
        yield f"stage: {found['stage']} for {verdict.stage}"
    if rows.keys() != verdict.lines.keys() or len(found["ranking"]) != len(rows):
        yield f"units: {sorted(rows)} for {sorted(verdict.lines)}"
        return
    places = [row["rank"] for row in found["ranking"]]
    numbered = [place for place in places if place is not None]
    if numbered != sorted(numbered) or places[: len(numbered)] != numbered:
        yield f"order: {places}"
    for line in verdict.lines.values():
        yield from _line(rows[line.unit], line, verdict)
    for award, proposal in (("flag", verdict.flag), ("certificate", verdict.certificate)):
        yield from _proposal(award, found["awards"][award], proposal)
    if verdict.ready is not None and found["ready"] != verdict.ready:
        yield f"ready: {found['ready']} for {verdict.ready}, blockers {found['blockers']}"
    if ("TD504" in found["blockers"]) != verdict.held_twice:
        yield f"held twice: {found['blockers']} for {verdict.held_twice}"
    if found["ready"] == bool(found["blockers"]):
        yield f"blockers: {found['blockers']} with ready {found['ready']}"


def _line(row: dict[str, Any], line: Line, verdict: Verdict) -> Iterable[str]:
    award = None
    if line.unit in verdict.flag.proposed:
        award = "flag"
    elif line.unit in verdict.certificate.proposed:
        award = "certificate"
    expected: dict[str, Any] = {"rank": line.rank, "state": line.state, "status": line.status, "award": award}
    if line.total is not None and line.sections is not None:
        expected["total"] = Decimal(line.total) / 100
        expected["sections"] = {section: Decimal(points) / 100 for section, points in line.sections.items()}
    for name, value in expected.items():
        if row[name] != value:
            yield f"{line.unit} {name}: {row[name]} for {value}"


def _proposal(award: str, found: dict[str, Any], proposal: Proposal) -> Iterable[str]:
    if found["quota"] != proposal.quota:
        yield f"{award} quota: {found['quota']} for {proposal.quota}"
    for name in ("proposed", "ballot"):
        units = found[name]
        if len(set(units)) != len(units) or set(units) != getattr(proposal, name):
            yield f"{award} {name}: {units} for {sorted(getattr(proposal, name))}"
