"""Findings by unit, what is open and what is lacking, as values of the page.

This module tells what was found; it finds nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from thidua_cli.catalogue import CODES, STAGE_NAMES, UNIT_NOT_RANKED, WAIVED, Text, say, shown
from thidua_cli.cluster import State
from thidua_cli.findings import Severity, count
from thidua_cli.render.html.model import Found, FoundGroup, Open, Said
from thidua_cli.render.html.standing import award_name, proposals
from thidua_cli.render.html.words import SEVERITIES
from thidua_cli.rubric.model import Stage, Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from thidua_cli.catalogue import Lang
    from thidua_cli.findings import Count, Finding
    from thidua_cli.report import ClusterReport

_FEW = 4
_MOST_SAID = 5


def counted(findings: Iterable[Finding], lang: Lang) -> str:
    """How many findings there are of each severity, and how many are waived."""
    found = tuple(findings)
    tally, waived = count(found), sum(finding.waived is not None for finding in found)
    accepted = Text(f", {waived} đã chấp nhận", f", waived: {waived}").to(lang) if waived else ""
    return _counts(tally).to(lang) + accepted


def _counts(tally: Count) -> Text:
    return Text(
        f"{tally.errors} lỗi, {tally.warnings} cảnh báo, {tally.infos} ghi chú",
        f"errors: {tally.errors}, warnings: {tally.warnings}, notes: {tally.infos}",
    )


def groups(report: ClusterReport, lang: Lang) -> tuple[FoundGroup, ...]:
    """The findings of the cluster as a whole, then those of each unit in the list's order."""
    members = {member.id: shown(member.name, lang) for member in report.cluster.roster.members}
    by_unit: dict[str | None, list[Finding]] = {None: [], **{unit: [] for unit in members}}
    for finding in report.findings:
        by_unit[finding.unit if finding.unit in members else None].append(finding)
    whole = Text("Cả cụm, khối và thiết lập", "The cluster and its settings").to(lang)
    path = report.cluster.path
    return tuple(
        _group(whole if unit is None else members[unit], found, path, lang) for unit, found in by_unit.items() if found
    )


def general(findings: Sequence[Finding], lang: Lang) -> tuple[FoundGroup, ...]:
    """Findings that belong to no cluster, under one heading."""
    if not findings:
        return ()
    return (_group(Text("Đường dẫn và thiết lập", "Paths and settings").to(lang), findings, None, lang),)


def _group(title: str, findings: Sequence[Finding], path: str | None, lang: Lang) -> FoundGroup:
    ordered = sorted(findings, key=_weight)
    alike: dict[tuple[object, ...], list[Finding]] = {}
    for finding in ordered:
        alike.setdefault((finding.code, finding.clause, say(finding, lang)), []).append(finding)
    return FoundGroup(title, counted(findings, lang), tuple(_found(same, path, lang) for same in alike.values()))


def _weight(finding: Finding) -> tuple[bool, int]:
    """Errors first, what is waived last."""
    return finding.waived is not None, list(Severity).index(finding.severity)


def _found(same: Sequence[Finding], path: str | None, lang: Lang) -> Found:
    first = same[0]
    message, fix = say(first, lang)
    return Found(
        severity=(first.severity if first.waived is None else Severity.INFO).value,
        label=(SEVERITIES[first.severity] if first.waived is None else WAIVED).to(lang),
        message=message,
        places=tuple(dict.fromkeys(place for finding in same if (place := _place(finding, path, lang)))),
        fix=fix,
        clause=first.clause,
        code=_code(first.code, lang),
    )


def _code(code: str, lang: Lang) -> str:
    """The code, with its name where the name's language is read."""
    return Text(code, f"{code} {CODES[code].name}").to(lang)


def _place(finding: Finding, path: str | None, lang: Lang) -> str:
    """File, worksheet, cell, score column and criterion, as far as they are known."""
    parts = [_file(finding, path)]
    if finding.sheet:
        parts.append(Text(f"trang “{finding.sheet}”", f"worksheet “{finding.sheet}”").to(lang))
    if finding.cell:
        parts.append(Text(f"ô {finding.cell}", f"cell {finding.cell}").to(lang))
    if finding.stage in STAGE_NAMES:
        parts.append(STAGE_NAMES[finding.stage].to(lang))
    if finding.criterion:
        parts.append(Text(f"tiêu chí {finding.criterion}", f"criterion {finding.criterion}").to(lang))
    return shown(", ".join(part for part in parts if part), lang)


def _file(finding: Finding, path: str | None) -> str:
    """The file as seen from the cluster's folder, so that the page does not tell where that lies."""
    file = finding.file or ""
    if path is None:
        return file
    return "" if file == path else file.removeprefix(path.rstrip("/") + "/")


# --- what is open --------------------------------------------------------------------------------


def still_open(report: ClusterReport, lang: Lang) -> tuple[Open, ...]:
    """What keeps the result from being ready, by code, with the first few sentences."""
    return tuple(_open(code, report, lang) for code in report.blockers)


def _open(code: str, report: ClusterReport, lang: Lang) -> Open:
    said: dict[Said, None] = {}
    for finding in report.findings:
        if finding.code != code or finding.waived is not None:
            continue
        member = report.cluster.roster.member(finding.unit) if finding.unit else None
        message, fix = say(finding, lang)
        name = shown(member.name, lang) if member else ""
        named = "" if name in message else name
        place = _place(finding, report.cluster.path, lang)
        before = f"{named} ({place}): " if named and place else f"{named or place}: " if named or place else ""
        said.setdefault(Said(f"{before}{message} {fix}", finding.clause))
    rest = len(said) - _MOST_SAID
    more = Text(f"và {rest} phát hiện khác, xem mục Phát hiện", f"and {rest} more, see Findings").to(lang)
    return Open(_code(code, lang), tuple(said)[:_MOST_SAID], more if rest > 0 else "")


_LACKING_STATES = {
    State.MISSING: Text("chưa có phiếu của", "no sheet from"),
    State.DUPLICATE: Text("nhiều phiếu của", "several sheets of"),
    State.UNREADABLE: Text("không đọc được phiếu của", "unreadable sheet of"),
    State.ERRORS: Text("còn lỗi trong phiếu của", "errors in the sheet of"),
}


def lacking(report: ClusterReport, lang: Lang) -> Iterator[str]:
    """What keeps the result from being final, each in a few words; nothing if it is ready."""
    if report.ready:
        return
    told = tuple(_told(report, lang))
    number = len(report.blockers)
    yield from told or (Text(f"{number} việc nêu dưới đây", f"the points listed below ({number})").to(lang),)


def _told(report: ClusterReport, lang: Lang) -> Iterator[str]:
    cluster = report.cluster
    names = {member.id: shown(member.name, lang) for member in cluster.roster.members}
    for state, text in _LACKING_STATES.items():
        own = [
            names[unit.member.id]
            for unit in cluster.units
            if unit.state is state and (state is not State.MISSING or unit.member.status is Status.ELIGIBLE)
        ]
        if own:
            yield f"{text.to(lang)} {_some(own, lang)}"
    unranked = [names.get(f.unit or "", f.unit or "") for f in report.findings if f.code == UNIT_NOT_RANKED.id]
    if unranked:
        yield Text("chưa đủ điểm:", "incomplete scores:").to(lang) + f" {_some(unranked, lang)}"
    if report.ranking.stage is not Stage.BOARD:
        board = STAGE_NAMES[Stage.BOARD]
        yield Text(f"chưa xếp hạng được theo {board.vi}", f"not ranked by the {board.en} yet").to(lang)
    for proposal in proposals(report):
        if proposal.ballot:
            vote = Text("chờ bỏ phiếu", "a ballot is open for the").to(lang)
            yield f"{vote} {award_name(proposal, lang)}: {_some([names[u] for u in proposal.ballot], lang)}"
    others = sum(1 for finding in report.findings if finding.is_error and finding.unit is None)
    if others:
        yield Text(f"{others} lỗi ngoài phiếu của các đơn vị", f"errors outside the units' sheets: {others}").to(lang)


def _some(names: Sequence[str], lang: Lang) -> str:
    """The first few names and how many more there are."""
    rest = len(names) - _FEW
    listed = ", ".join(names[:_FEW])
    return listed + (Text(f" và {rest} đơn vị khác", f" and {rest} more").to(lang) if rest > 0 else "")
