"""What is still open in a cluster, in the words of the first sheet.

This module decides nothing: it words findings, states and ballots of the report.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from thidua_cli.catalogue import STAGE_NAMES, UNIT_NOT_RANKED, Text, say, shown
from thidua_cli.cluster import State
from thidua_cli.findings import Severity
from thidua_cli.render.xlsx.scene import FINDINGS_HEAD
from thidua_cli.render.xlsx.words import SEVERITIES, award, some
from thidua_cli.rubric.model import Stage, Status

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from thidua_cli.catalogue import Lang
    from thidua_cli.findings import Finding
    from thidua_cli.render.xlsx.scene import Scene


def lacking(scene: Scene) -> Iterator[str]:
    """What keeps the result from being final, each in a few words."""
    report, lang = scene.report, scene.lang
    for state, text in _LACKING_STATES.items():
        names = [
            unit.member.name
            for unit in report.cluster.units
            if unit.state is state and (state is not State.MISSING or unit.member.status is Status.ELIGIBLE)
        ]
        if names:
            yield f"{text.to(lang)} {some(names, lang)}"
    unranked = [scene.name_of(f.unit) for f in report.findings if f.code == UNIT_NOT_RANKED.id]
    if unranked:
        yield Text("chưa đủ điểm:", "incomplete scores:").to(lang) + f" {some(unranked, lang)}"
    if report.ranking.stage is not Stage.BOARD:
        yield Text(
            f"chưa xếp hạng được theo {STAGE_NAMES['board'].vi}", f"not ranked by the {STAGE_NAMES['board'].en} yet"
        ).to(lang)
    for proposal in (report.recommendation.flag, report.recommendation.certificate):
        if proposal.ballot:
            vote = Text("chờ bỏ phiếu", "a ballot is open for the").to(lang)
            yield f"{vote} {award(proposal, lang)}: {some([scene.name_of(u) for u in proposal.ballot], lang)}"
    # A unit whose sheet is in order may be in error elsewhere: in the settings, or in another cluster as well.
    told = {unit.member.id for unit in report.cluster.units if unit.state in _LACKING_STATES}
    others = sum(1 for finding in report.findings if finding.is_error and finding.unit not in told)
    if others:
        yield Text(f"{others} lỗi ngoài phiếu của các đơn vị", f"errors outside the units' sheets: {others}").to(lang)


_LACKING_STATES = {
    State.MISSING: Text("chưa có phiếu của", "no sheet from"),
    State.DUPLICATE: Text("nhiều phiếu của", "several sheets of"),
    State.UNREADABLE: Text("không đọc được phiếu của", "unreadable sheet of"),
    State.ERRORS: Text("còn lỗi trong phiếu của", "errors in the sheet of"),
}


class Item(Struct, frozen=True):
    """Something open, in words, with its row on the sheet of findings."""

    text: str
    row: int
    blocking: bool


_MOST_PLACES = 12


def open_points(scene: Scene) -> Iterator[Item]:
    """What is still open; the cells of one sheet, and sheets of which the same is said, in one line."""
    grouped: dict[tuple[object, ...], list[tuple[int, Finding]]] = {}
    for row, finding in enumerate(scene.findings, FINDINGS_HEAD + 1):
        if finding.severity is not Severity.INFO and finding.waived is None:
            in_cell = finding.cell or finding.criterion
            key = (finding.file, finding.severity) if in_cell else (finding.code, say(finding, scene.lang))
            grouped.setdefault(key, []).append((row, finding))
    for group in grouped.values():
        findings = [finding for _, finding in group]
        blocking = any(finding.code in scene.report.blockers for finding in findings)
        one = len({say(finding, scene.lang) for finding in findings}) == 1
        text = _said_once(scene, findings) if one else _counted(scene, findings)
        yield Item(text, group[0][0], blocking)


def _who(scene: Scene, finding: Finding) -> str:
    name, file = scene.name_of(finding.unit), scene.file_of(finding)
    return f"{name} ({file})" if name and file else name or file


def _said_once(scene: Scene, findings: Sequence[Finding]) -> str:
    """What is said of all these, with whom and where it concerns before it."""
    first, said = findings[0], say(findings[0], scene.lang)
    named = shown(scene.name_of(first.unit), scene.lang)
    who = [] if named and named in said.message else list(dict.fromkeys(_who(scene, f) for f in findings))
    cells = list(dict.fromkeys(finding.cell for finding in findings if finding.cell))
    places = [_cell_word(scene.lang, ", ".join(cells))] if cells else []
    before = ", ".join(part for part in (*who, *places) if part)
    basis = "; ".join(part for part in (first.clause, first.code) if part)
    return f"{before + ': ' if before else ''}{said.message} {said.fix} ({basis})"


def _cell_word(lang: Lang, cell: str) -> str:
    return Text(f"ô {cell}", f"cell {cell}").to(lang)


def _counted(scene: Scene, findings: Sequence[Finding]) -> str:
    """How many there are in one sheet, and where."""
    places = list(dict.fromkeys(finding.cell or finding.criterion or "" for finding in findings))
    more = "…" if len(places) > _MOST_PLACES else ""
    listed = ", ".join(places[:_MOST_PLACES]) + more
    codes = ", ".join(sorted({finding.code for finding in findings}))
    number = len(findings)
    kind = SEVERITIES[findings[0].severity].to(scene.lang).lower()
    plural = Text(f"{number} {kind} tại {listed} ({codes}).", f"{number} {kind}s at {listed} ({codes}).")
    return f"{_who(scene, findings[0])}: {plural.to(scene.lang)}"
