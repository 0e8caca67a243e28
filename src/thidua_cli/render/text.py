"""Reports as text for people: findings by criterion, a table per cluster, the verdict last.

This module draws values only; it computes none and opens no file. Rich is loaded for tables alone.
"""

from __future__ import annotations

import textwrap
from itertools import groupby
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from thidua_cli.catalogue import CODES, SEALED_SCORE_CHANGED, STAGE_NAMES, WAIVED, Text, filled, say, shown
from thidua_cli.findings import Between, Severity, count
from thidua_cli.rubric.model import Stage, Status
from thidua_cli.sheet_report import tally
from thidua_cli.vietnamese import format_points

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from decimal import Decimal

    from thidua_cli.catalogue import Lang
    from thidua_cli.cluster import ClusterUnit
    from thidua_cli.comparison import Comparison, Standing
    from thidua_cli.findings import Finding
    from thidua_cli.ranking import Ranked
    from thidua_cli.report import ClusterReport, Report
    from thidua_cli.sheet_report import FixLists, Played, ReviewRead, Tally, Validated
    from thidua_cli.submission import Submission


class Screen(Struct, frozen=True):
    """How text is drawn: language, width in characters, whether colours may be used, with what bars are drawn.

    `blocks` holds the block characters from the thinnest to the full one; without them no bar is drawn.
    """

    lang: Lang
    width: int = 100
    colour: bool = False
    quiet: bool = False
    blocks: str = ""


_LABELS = {
    Severity.ERROR: Text("LỖI", "ERROR"),
    Severity.WARNING: Text("CẢNH BÁO", "WARNING"),
    Severity.INFO: Text("GHI CHÚ", "NOTE"),
}
_ACCEPTED = Text(", ĐÃ CHẤP NHẬN", ", WAIVED")
_WAIVED_COLOUR = "2"
_COLOURS = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.INFO: "36"}
_FOLDED_FROM = 4
# Below so many characters a table is told row by row; nothing is drawn for less than the second.
_TABLE_FROM, _NARROWEST = 60, 20


def _paint(text: str, code: str, screen: Screen) -> str:
    return f"\x1b[{code}m{text}\x1b[0m" if screen.colour else text


def _wrapped(text: str, screen: Screen, first: str, rest: str) -> Iterator[str]:
    yield from textwrap.wrap(
        text,
        max(screen.width, _NARROWEST),
        initial_indent=first,
        subsequent_indent=rest,
        break_long_words=False,
        break_on_hyphens=False,
    ) or [first.rstrip()]


# --- findings ------------------------------------------------------------------------------------


def _finding_lines(
    same: Sequence[Finding], screen: Screen, indent: str = "  ", home: str | None = None
) -> Iterator[str]:
    """One finding, or several of one kind folded into one, as a few lines; `home` is the file they stand under."""
    finding, lang = _of_all(same), screen.lang
    message, fix = say(finding, lang)
    if len(same) > 1 and finding.code == SEALED_SCORE_CHANGED.id:
        message = _altered(same, lang)
    accepted = "" if finding.waived is None else _ACCEPTED.to(lang)
    label = f"[{_LABELS[finding.severity].to(lang)}{accepted}]"
    clause = Text(f" (mục {finding.clause})", f" ({finding.clause})").to(lang) if finding.clause else ""
    cure = f"{fix}{clause} {finding.code}"
    if len(same) > 1 and finding.code != SEALED_SCORE_CHANGED.id and not _alike(same):
        first, *more = _several(same, lang)
        told = [f"{label} {first}", *more, cure]
    else:
        told = [f"{label} {_place(same, lang, home)}{message} {cure}"]
    below = indent + "  "
    lines = [line for n, part in enumerate(told) for line in _wrapped(part, screen, below if n else indent, below)]
    colour = _COLOURS[finding.severity] if finding.waived is None else _WAIVED_COLOUR
    lines[0] = lines[0].replace(label, _paint(label, colour, screen), 1)
    yield from lines


def _of_all(same: Sequence[Finding]) -> Finding:
    """The first of several findings that are told as one, without a range or a clause that is not that of all."""
    first = same[0]
    if len({finding.clause for finding in same}) > 1:
        first = replace(first, clause=None)
    if _of_many_ranges(same):
        first = replace(first, params=(*first.params, ("allowed", _OF_EACH_ROW)))
    return first


def _of_many_ranges(same: Sequence[Finding]) -> bool:
    """Whether they are about scores, each with its own range."""
    ranges = {finding.allowed for finding in same}
    return len(ranges) > 1 and all(isinstance(each, Between) for each in ranges)


_OF_EACH_ROW = Text("0 đến điểm chuẩn của từng dòng", "0 to the maximum of each row")
_MOST_LISTED, _MOST_TOLD = 8, 3


def _several(same: Sequence[Finding], lang: Lang) -> Iterator[str]:
    """Several findings of one kind that say different values: the first few, then where the others stand."""
    for one in same[:_MOST_TOLD]:
        yield f"{_place([one], lang)}{say(one, lang).message}"
    cells = [one.cell or "" for one in same[_MOST_TOLD:]]
    few = ", ".join(cells[:_MOST_LISTED]) + (", …" if len(cells) > _MOST_LISTED else "")
    yield Text(f"Và {len(cells)} ô khác: {few}.", f"And {len(cells)} more cell(s): {few}.").to(lang)


def _alike(same: Sequence[Finding]) -> bool:
    """Whether they say the same of each cell, but for the range of its row."""
    of_one = len({finding.allowed for finding in same}) == 1 or _of_many_ranges(same)
    return of_one and len({(finding.found, finding.params) for finding in same}) == 1


def _altered(same: Sequence[Finding], lang: Lang) -> str:
    """Several scores of one unit that are not as sealed, in one sentence."""
    values = dict(same[0].params)
    listed = [
        f"{one.criterion} {shown(given['then'], lang)} → {shown(given['now'], lang)}"
        for one in same[:_MOST_LISTED]
        for given in (dict(one.params),)
    ]
    more = len(same) - len(listed)
    listed += [Text(f"và {more} điểm khác", f"and {more} more").to(lang)] if more else []
    return filled(_ALTERED, day=values["day"], name=values["name"], file=same[0].file, changes=tuple(listed)).to(lang)


_ALTERED = Text(
    "Số liệu khác bản đã thống nhất ngày {day}: {name} ({file}): {changes}. "
    "Có dấu hiệu điều chỉnh sau thống nhất, cần xác minh.",
    "Scores are not what was agreed on {day}: {name} ({file}): {changes}. "
    "They may have been altered after the agreement and have to be looked into.",
)


def _place(same: Sequence[Finding], lang: Lang, home: str | None = None) -> str:
    """Where: the cell or cells, their file if it is not the one they stand under, and the score column."""
    finding = same[0]
    file, sheet = shown(finding.file, lang), shown(finding.sheet, lang)
    away = home is not None and file not in {"", home}
    stage = Text(f", trang “{sheet}” của {file}", f" on the sheet “{sheet}” of {file}").to(lang) if away else ""
    stage += f" ({STAGE_NAMES[finding.stage].to(lang)})" if finding.stage in STAGE_NAMES and finding.cell else ""
    cells = [one.cell for one in same if one.cell]
    if not cells:
        return ""
    if len(cells) == 1:
        return f"{Text('Ô', 'Cell').to(lang)} {cells[0]}{stage}: "
    few, more = ", ".join(cells[:_MOST_LISTED]), len(cells) - _MOST_LISTED
    few += Text(f" và {more} ô khác", f" and {more} more").to(lang) if more > 0 else ""
    return f"{len(cells)} {Text('ô', 'cells').to(lang)} {few}{stage}: "


def _folded(findings: Iterable[Finding], *, loosely: bool = False) -> list[list[Finding]]:
    """Findings in order; four or more of one code, column and sentence stand together.

    `loosely`: so do warnings and notes on cells whose sentences differ in values only. Errors are told one by one.
    """
    kinds: dict[tuple[object, ...], list[Finding]] = {}
    for finding in findings:
        unit = finding.unit if finding.code == SEALED_SCORE_CHANGED.id else None
        kind = (finding.code, finding.file, finding.sheet, finding.stage, unit, finding.waived)
        kinds.setdefault(kind, []).append(finding)
    groups: list[list[Finding]] = []
    done: set[int] = set()
    for same in kinds.values():
        # Scores altered after the agreement each say another number, and are listed in one sentence.
        alike = same[0].code == SEALED_SCORE_CHANGED.id or _alike(same) or (loosely and _of_one_cure(same))
        if len(same) >= _FOLDED_FROM and alike:
            groups.append(same)
            done.update(id(f) for f in same)
        else:
            groups.extend([f] for f in same)
    return groups


def _of_one_cure(same: Sequence[Finding]) -> bool:
    """Whether they are remarks on cells that one and the same step puts right."""
    remarks = all(finding.cell and not finding.is_error for finding in same)
    return remarks and len({say(finding, "vi").fix for finding in same}) == 1


def _by_criterion(findings: Sequence[Finding], submission: Submission, screen: Screen) -> Iterator[str]:
    """A sheet's findings under the criterion they belong to, in the table's order."""
    rubric = submission.sheet.rubric if submission.sheet else None
    rows = {} if rubric is None else {c.id: (n, c.title) for n, c in enumerate((*rubric.rows(), *rubric.details()))}
    groups = _folded(findings)

    def order(same: list[Finding]) -> int:
        first = same[0].criterion
        return -1 if first is None or len(same) > 1 else rows.get(first, (0, ""))[0]

    ordered = sorted(groups, key=order)
    for _, members in groupby(ordered, key=order):
        same_criterion = list(members)
        criterion = same_criterion[0][0].criterion if len(same_criterion[0]) == 1 else None
        if criterion in rows:
            title = f"{criterion} {rows[criterion][1]}"
            yield "  " + _paint(_cut(title, screen.width - 4), "1", screen)
        for same in same_criterion:
            yield from _finding_lines(same, screen, "    " if criterion in rows else "  ", submission.file)


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else text[: max(width - 1, 1)] + "…"


def _verdict(findings: Sequence[Finding], what: str, screen: Screen) -> str:
    number = count(findings)
    if number.errors:
        head = _paint(Text("KHÔNG ĐẠT", "NOT ACCEPTED").to(screen.lang), "1;31", screen)
    elif number.warnings:
        head = _paint(Text("ĐẠT, CÓ CẢNH BÁO", "ACCEPTED WITH WARNINGS").to(screen.lang), "1;33", screen)
    else:
        head = _paint(Text("ĐẠT", "ACCEPTED").to(screen.lang), "1;32", screen)
    counts = Text(
        f"{number.errors} lỗi, {number.warnings} cảnh báo, {number.infos} ghi chú",
        f"{number.errors} error(s), {number.warnings} warning(s), {number.infos} note(s)",
    ).to(screen.lang)
    waived = sum(finding.waived is not None for finding in findings)
    if waived:
        counts += Text(f", {waived} phát hiện được chấp nhận", f", {waived} waived").to(screen.lang)
    return f"{head}: {counts}; {what}."


def _general(findings: Sequence[Finding], screen: Screen) -> Iterator[str]:
    """Findings about paths, folders and settings, each under its file."""
    for file, members in groupby(findings, key=lambda finding: finding.file or ""):
        if file:
            yield _paint(file, "1", screen)
        for same in _folded(members, loosely=True):
            yield from _finding_lines(same, screen)
        yield ""


def general(findings: Sequence[Finding], screen: Screen) -> str:
    """Findings that belong to no sheet and no cluster, for standard error."""
    return "\n".join(_general(findings, screen))


# --- validate ------------------------------------------------------------------------------------


def validated(report: Validated, screen: Screen, folder: str = "") -> str:
    """Each sheet with its findings by criterion, and the verdict and the next step last.

    `folder` is the one folder that was checked, as it is typed in a command; empty for sheets by themselves.
    """
    lines: list[str] = list(_general(report.findings, screen))
    for review in () if screen.quiet else report.reviews:
        lines.extend(_review(review, screen))
        lines.append("")
    for submission in report.submissions:
        if screen.quiet and not any(finding.is_error for finding in submission.findings):
            continue
        lines.extend(_sheet(submission, screen))
        lines.append("")
    if not screen.quiet and report.readings:
        lines.extend(_readings(report.readings, screen, indent=""))
        lines.append("")
    if not screen.quiet:
        lines.extend(_wrapped(_tallied(tally(report.submissions, report.findings), screen), screen, "", "  "))
    sheets = Text(f"{len(report.submissions)} phiếu", f"{len(report.submissions)} sheet(s)").to(screen.lang)
    findings = report.all_findings()
    lines.append(_verdict(findings, sheets, screen))
    if report.fix_lists is not None:
        lines.extend(_fix_lists(report.fix_lists, screen))
    elif report.submissions and not screen.quiet:
        lines.append(_after_validate(findings, folder).to(screen.lang))
    return "\n".join(lines)


_TALLIED = Text(
    "Tìm thấy {found} tệp: {used} phiếu đọc được, {rejected} không đọc được, {skipped} bỏ qua.",
    "{found} file(s) found: {used} sheet(s) read, {rejected} rejected, {skipped} passed over.",
)


def _tallied(numbers: Tally, screen: Screen) -> str:
    """What became of the files found."""
    return _TALLIED.to(screen.lang).format_map(numbers._asdict())


def _review(review: ReviewRead, screen: Screen) -> Iterator[str]:
    """A review workbook that was read, and how far it is."""
    about = Text(f"sổ rà soát của {review.cluster}", f"review workbook of {review.cluster}").to(screen.lang)
    yield f"{_paint(review.file, '1', screen)} · {shown(about, screen.lang)}"
    for stage, cells in review.standing.cells.items():
        settled, differs = review.standing.settled[stage], review.standing.differences[stage]
        name = STAGE_NAMES[stage]
        yield Text(
            f"  {name.vi}: {settled}/{cells} ô có điểm, {differs} ô khác bước trước",
            f"  {name.en}: {settled} of {cells} settled, {differs} differ from the stage before",
        ).to(screen.lang)


def _fix_lists(made: FixLists, screen: Screen) -> Iterator[str]:
    """The fix lists written, the sheets that need none, and what to do with them."""
    lang = screen.lang
    for _, path in made.lists:
        yield Text(f"Đã lập danh sách lỗi {path}", f"Wrote the fix list {path}").to(lang)
    for path in made.summaries:
        yield Text(f"Đã lập danh sách lỗi chung {path}", f"Wrote the list over all sheets {path}").to(lang)
    if made.clean and not screen.quiet:
        number, names = len(made.clean), ", ".join(made.clean)
        clean = Text(
            f"{number} phiếu không có gì phải sửa nên không lập danh sách: {names}.",
            f"No list for {number} sheet(s) with nothing to correct: {names}.",
        )
        yield from _wrapped(clean.to(lang), screen, "", "  ")
    if made.lists and not screen.quiet:
        yield Text(
            "Bước tiếp theo: gửi danh sách lỗi cho từng đơn vị để sửa trong phiếu gốc, rồi chạy lại thidua validate.",
            "Next: send each unit its fix list, have it correct its own sheet, and run thidua validate again.",
        ).to(lang)


def _after_validate(findings: Iterable[Finding], folder: str) -> Text:
    """What the head does with the folder of a cluster, or a unit with its own sheet."""
    found = count(findings)
    if found.errors and folder:
        return Text(
            f"Bước tiếp theo: thidua validate {folder} --fix-list lập danh sách lỗi để gửi từng đơn vị sửa.",
            f"Next: thidua validate {folder} --fix-list writes the errors for each unit to correct.",
        )
    if found.errors:
        return Text(
            "Bước tiếp theo: sửa các lỗi trên trong Excel rồi chạy lại thidua validate.",
            "Next: correct the errors in Excel and run thidua validate again.",
        )
    if folder:
        return Text(
            f"Bước tiếp theo: thidua consolidate {folder} để tổng hợp cụm.",
            f"Next: thidua consolidate {folder} draws the cluster together.",
        )
    if found.warnings:
        return Text(
            "Bước tiếp theo: xem lại các cảnh báo trên, điền hoặc sửa nếu cần, rồi gửi phiếu cho Cụm trưởng.",
            "Next: look at the warnings, fill in or correct where needed, then send the sheet to the cluster's head.",
        )
    return Text("Bước tiếp theo: gửi phiếu cho Cụm trưởng.", "Next: send the sheet to the cluster's head.")


def _sheet(submission: Submission, screen: Screen) -> Iterator[str]:
    lang = screen.lang
    parts = [
        submission.unit.name if submission.unit else Text("chưa rõ đơn vị", "unit unknown").to(lang),
        f"{Text('năm', 'year').to(lang)} {submission.year}" if submission.year else "",
        submission.rubric or "",
    ]
    about = " · ".join(shown(part, lang) for part in parts if part)
    yield f"{_paint(submission.file, '1', screen)} · {about}"
    if submission.scores is not None:
        yield "  " + " · ".join(_totals(submission, lang))
    if submission.findings:
        yield from _by_criterion(submission.findings, submission, screen)
    else:
        yield "  " + Text("Không có phát hiện.", "Nothing found.").to(lang)


def _totals(submission: Submission, lang: Lang) -> Iterator[str]:
    """The total of each column that is begun, and how far it is filled."""
    scores, sheet = submission.scores, submission.sheet
    if scores is None or sheet is None:
        return
    for stage in Stage:
        total = scores.totals[stage]
        own = [leaf for leaf in scores.leaves[stage] if scores.points[leaf.id, stage] is not None]
        if not own and stage is not Stage.SELF:
            continue
        faulty = any(
            said is not None and said.fault for said in (sheet.given(leaf, by) for leaf, by in scores.used[stage])
        )
        parts = [Text(f"còn {len(total.blank)} ô trống", f"{len(total.blank)} empty").to(lang)] if total.blank else []
        parts += [Text("có ô lỗi", "faulty cells").to(lang)] if faulty else []
        state = ", ".join(parts) or Text("đủ", "complete").to(lang)
        yield f"{STAGE_NAMES[stage].to(lang)} {format_points(total.value, lang)} ({state})"


# --- consolidate ---------------------------------------------------------------------------------

_STATES = {
    "ok": Text("đạt", "ok"),
    "errors": Text("có lỗi", "errors"),
    "missing": Text("chưa có phiếu", "no sheet"),
    "unreadable": Text("không đọc được", "unreadable"),
    "duplicate": Text("nhiều phiếu", "several sheets"),
}
_STATUSES = {
    Status.ELIGIBLE: Text("được xét", "considered"),
    Status.EXCLUDED: Text("không xét", "excluded"),
    Status.PENDING: Text("chưa xét", "pending"),
}


def consolidated(report: Report, screen: Screen) -> str:
    """Each cluster's members and their sheets, its findings, and where its workbook is."""
    if not report.clusters:
        return ""
    lang = screen.lang
    lines: list[str] = []
    for cluster in report.clusters:
        lines.extend(_heading(cluster, screen))
        rows = [_state_row(unit, lang) for unit in cluster.cluster.units]
        lines.extend(_table(_CONSOLIDATED, rows, screen))
        if any(cell.endswith("*") for row in rows for cell in row):
            lines.append("  " + Text("* chưa đủ: còn ô trống hoặc lỗi", "* incomplete: empty or faulty cells").to(lang))
        if not screen.quiet:
            lines.extend(_readings(cluster.readings, screen))
        lines.extend(_cluster_findings(cluster, screen))
        lines.extend(_waived(cluster, screen))
        lines.append("  " + cluster.check.sentence.to(lang))
        if cluster.output:
            lines.append(Text(f"Đã ghi {cluster.output}", f"Wrote {cluster.output}").to(lang))
        lines.append("")
    what = Text(f"{len(report.clusters)} cụm", f"{len(report.clusters)} cluster(s)").to(lang)
    if not screen.quiet:
        lines.extend(_wrapped(_tallied(report.tally, screen), screen, "", "  "))
    lines.append(_verdict(report.all_findings(), what, screen))
    if not screen.quiet and report.clusters:
        path, year = report.clusters[0].cluster.path, report.clusters[0].cluster.roster.year
        lines.append(
            Text(f"Bước tiếp theo: thidua rank {path} --year {year}", f"Next: thidua rank {path} --year {year}").to(
                lang
            )
        )
    return "\n".join(lines)


_CONSOLIDATED = (
    (Text("Đơn vị", "Unit"), "left"),
    (Text("Phiếu", "Sheet"), "left"),
    (Text("Xét thi đua", "Standing"), "left"),
    (Text("Tự chấm", "Self"), "right"),
    (Text("Cụm chấm", "Cluster"), "right"),
    (Text("Ban thẩm định", "Board"), "right"),
)


def _state_row(unit: ClusterUnit, lang: Lang) -> list[str]:
    row = [
        shown(unit.member.name, lang),
        _STATES[unit.state.value].to(lang),
        _STATUSES[unit.member.status].to(lang),
    ]
    scores = unit.submission.scores if unit.submission else None
    for stage in Stage:
        if scores is None:
            row.append("–")
            continue
        total = scores.totals[stage]
        begun = any(scores.points[leaf.id, stage] is not None for leaf in scores.leaves[stage])
        text = format_points(total.value, lang) if begun else "–"
        row.append(f"{text} *" if begun and not total.complete else text)
    return row


def _heading(cluster: ClusterReport, screen: Screen) -> Iterator[str]:
    lang, roster = screen.lang, cluster.cluster.roster
    year = Text(f"năm {roster.year}", f"year {roster.year}").to(lang)
    yield _paint(f"{shown(roster.name, lang)} · {year} · {cluster.cluster.rubric.id}", "1", screen)


def _table(columns: Sequence[tuple[Text, str]], rows: Sequence[Sequence[str]], screen: Screen) -> Iterator[str]:
    """A table drawn by Rich, with plain text in every cell; in a narrow window each row as lines of its own."""
    if screen.width < _TABLE_FROM:
        yield from _rows(columns, rows, screen)
        return
    from io import StringIO

    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text as Cell

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for name, side in columns:
        table.add_column(
            name.to(screen.lang),
            justify="right" if side == "right" else "left",
            overflow="fold",
            no_wrap=side in {"right", "bar"},
            style="cyan" if side == "bar" else "",
        )
    for row in rows:
        table.add_row(*(Cell(cell) for cell in row))
    stream = StringIO()
    console = Console(
        file=stream,
        width=screen.width - 2,  # the table is indented
        force_terminal=screen.colour,
        color_system="standard" if screen.colour else None,
        highlight=False,
        emoji=False,
        markup=False,
        legacy_windows=False,
    )
    console.print(table)
    yield from (f"  {line}".rstrip() for line in stream.getvalue().splitlines())


def _rows(columns: Sequence[tuple[Text, str]], rows: Sequence[Sequence[str]], screen: Screen) -> Iterator[str]:
    """The rows of a table one below the other: what stands left of the first name and the name, then the rest."""
    named = next(at for at, (_, side) in enumerate(columns) if side == "left")
    for row in rows:
        head = " · ".join(cell.strip() for cell in row[: named + 1] if cell.strip())
        yield from (_paint(line, "1", screen) for line in _wrapped(head, screen, "  ", "    "))
        rest = zip(columns[named + 1 :], row[named + 1 :], strict=True)
        cells = [(name.to(screen.lang), cell.strip()) for (name, side), cell in rest if side != "bar"]
        parts = [f"{name} {cell}" for name, cell in cells if cell]
        yield from _wrapped(" · ".join(parts), screen, "    ", "    ")


def _cluster_findings(cluster: ClusterReport, screen: Screen) -> Iterator[str]:
    """All errors, sheet by sheet, then the cluster's own findings; a sheet's warnings are counted."""
    own = {finding for submission in cluster.cluster.submissions for finding in submission.findings}
    for submission in cluster.cluster.submissions:
        errors = [
            finding
            for finding in cluster.findings
            if finding.is_error and finding in own and finding.file == submission.file
        ]
        warnings = sum(finding.is_warning for finding in submission.findings)
        if errors:
            yield f"  {_paint(_titled(submission, screen.lang), '1', screen)}"
            for same in _folded(errors):
                yield from _finding_lines(same, screen, "    ")
        elif warnings:
            more = Text(
                f"{warnings} cảnh báo; xem bằng thidua validate.",
                f"{warnings} warning(s); see thidua validate.",
            ).to(screen.lang)
            yield f"  {_titled(submission, screen.lang)}: {more}"
    rest = [f for f in cluster.findings if f not in own and f.waived is None]
    for same in _folded(rest, loosely=True):
        yield from _finding_lines(same, screen)


def _waived(cluster: ClusterReport, screen: Screen) -> Iterator[str]:
    """What the cluster accepts as it is, file by file, under a heading of its own."""
    accepted = [finding for finding in cluster.findings if finding.waived is not None]
    if not accepted:
        return
    yield "  " + _paint(WAIVED.to(screen.lang), "1", screen)
    titles = {one.file: _titled(one, screen.lang) for one in cluster.cluster.submissions}
    for file, same_file in groupby(accepted, key=lambda finding: finding.file or ""):
        if file in titles:
            yield f"  {titles[file]}"
        for same in _folded(same_file):
            yield from _finding_lines(same, screen, "    " if file in titles else "  ")


def _titled(submission: Submission, lang: Lang) -> str:
    """A sheet's file with its unit's name."""
    return f"{submission.file} · {shown(submission.unit.name, lang)}" if submission.unit else submission.file


# --- rank ----------------------------------------------------------------------------------------


def ranked(report: Report, screen: Screen) -> str:
    """A table for each cluster, its proposals with reasons, what is open, and a summary."""
    if not report.clusters:
        return ""
    lines: list[str] = []
    for cluster in report.clusters:
        lines.extend(_ranked_cluster(cluster, screen))
        lines.append("")
    if len(report.clusters) > 1 and not screen.quiet:
        lines.extend((*_clusters(report, screen), ""))
    lines.append(_summary(report, screen.lang))
    return "\n".join(lines)


def _clusters(report: Report, screen: Screen) -> Iterator[str]:
    """A line for each cluster: how far it is, how much it proposes, what holds it back."""
    columns = (
        (Text("Cụm, khối", "Cluster"), "left"),
        (Text("Tình trạng", "State"), "left"),
        (Text("Cờ", "Flags"), "right"),
        (Text("Bằng khen", "Certificates"), "right"),
        (Text("Còn phải giải quyết", "To be settled"), "left"),
    )
    ready, open_ = Text("sẵn sàng trình", "ready"), Text("chưa sẵn sàng", "not ready")
    rows = [
        (
            shown(cluster.cluster.roster.name, screen.lang),
            (ready if cluster.ready else open_).to(screen.lang),
            str(len(cluster.recommendation.flag.proposed)),
            str(len(cluster.recommendation.certificate.proposed)),
            ", ".join(cluster.blockers),
        )
        for cluster in report.clusters
    ]
    yield _paint(Text("Các cụm, khối", "The clusters").to(screen.lang), "1", screen)
    yield from _table(columns, rows, screen)


def _ranked_cluster(cluster: ClusterReport, screen: Screen) -> Iterator[str]:
    from thidua_cli.ranking import STAGE_LABELS

    lang, ranking = screen.lang, cluster.ranking
    yield from _heading(cluster, screen)
    if ranking.stage is None:
        used = Text("Chưa cột điểm nào đủ để xếp hạng.", "No score column is complete enough to rank by.")
    else:
        name, label = STAGE_NAMES[ranking.stage], STAGE_LABELS[ranking.stage]
        used = Text(f"Xếp hạng theo {name.vi} ({label.vi}).", f"Ranked by {name.en} ({label.en}).")
    yield "  " + used.to(lang)
    sections = [section.id for section in cluster.cluster.rubric.sections]
    columns = [
        (Text("Hạng", "Rank"), "right"),
        (Text("Đơn vị", "Unit"), "left"),
        (Text("Tổng", "Total"), "right"),
        *([(Text("", ""), "bar")] if _bar_width(screen) else ()),
        *((Text(section, section), "right") for section in sections),
        (Text("Hơn hạng sau", "Margin"), "right"),
        (_PROPOSED.get(ranking.stage, Text("Đề nghị", "Proposed")), "left"),
    ]
    rows = [_rank_row(row, cluster, sections, screen) for row in ranking.rows]
    yield from _table(columns, rows, screen)
    if not screen.quiet:
        yield "  " + cluster.check.sentence.to(lang)
        if cluster.provisional is not None:
            yield from _beside(cluster.provisional, screen)
        yield from _reasons(cluster, screen)
        yield from _readings(cluster.readings, screen)
        yield from _open(cluster, screen)
        yield from _ballots(cluster, screen)


# Before the board's examination a proposal is no more than the column it follows from.
_PROPOSED: dict[Stage | None, Text] = {
    Stage.SELF: Text("Đề nghị (tham khảo)", "Proposed (for information)"),
    Stage.CLUSTER: Text("Đề nghị (dự kiến)", "Proposed (provisional)"),
}


# From how many characters on a bar is drawn, and how long it then is; the widest first.
_BAR_WIDTHS = ((140, 24), (120, 14), (100, 8))


def _bar_width(screen: Screen) -> int:
    """How many characters a bar takes; 0 where none is drawn."""
    return next((bar for least, bar in _BAR_WIDTHS if screen.width >= least), 0) if screen.blocks else 0


def _bar(total: Decimal | None, full: Decimal, screen: Screen) -> str:
    """The total as a bar, as long as its share of the whole table, to the nearest block below."""
    width, fine = _bar_width(screen), len(screen.blocks)
    if total is None or full <= 0:
        return " " * width
    steps = max(0, min(width * fine, int(total * width * fine / full)))
    whole, part = divmod(steps, fine)
    return (screen.blocks[-1] * whole + (screen.blocks[part - 1] if part else "")).ljust(width)


def _rank_row(row: Ranked, cluster: ClusterReport, sections: Sequence[str], screen: Screen) -> list[str]:
    lang = screen.lang
    award = cluster.recommendation.award_of(row.member.id)
    proposals = {"flag": cluster.recommendation.flag, "certificate": cluster.recommendation.certificate}
    if award:
        name = proposals[award].award.name
        proposed = Text(name.vi, name.en).to(lang)
    elif any(row.member.id in proposal.ballot for proposal in proposals.values()):
        proposed = Text("chờ bỏ phiếu", "awaits a ballot").to(lang)
    elif row.rank is None:
        proposed = _why_aside(row).to(lang)
    else:
        proposed = ""
    return [
        str(row.rank) if row.rank is not None else "–",
        shown(row.member.name, lang),
        format_points(row.total, lang) if row.total is not None else "–",
        *([_bar(row.total, cluster.cluster.rubric.maximum, screen)] if _bar_width(screen) else ()),
        *(format_points(row.sections[s], lang) if s in row.sections else "–" for s in sections),
        _margin(row, cluster, lang),
        proposed,
    ]


_INCOMPLETE = Text("chưa đủ điểm", "incomplete")


def _why_aside(row: Ranked) -> Text:
    """In two words, why the unit has no rank."""
    from thidua_cli.cluster import State

    if row.member.status is not Status.ELIGIBLE:
        return _STATUSES[row.member.status]
    return _INCOMPLETE if row.unit.state is State.OK else _STATES[row.unit.state.value]


def _margin(row: Ranked, cluster: ClusterReport, lang: Lang) -> str:
    """How many points the unit leads the next lower rank by."""
    if row.rank is None or row.total is None:
        return ""
    lower = [other.total for other in cluster.ranking.ranked if other.total is not None and other.total < row.total]
    return format_points(row.total - max(lower), lang) if lower else ""


def _reasons(cluster: ClusterReport, screen: Screen) -> Iterator[str]:
    """Why each unit stands where it stands, with the clause."""
    yield "  " + _paint(Text("Căn cứ", "Reasons").to(screen.lang), "1", screen)
    for row in cluster.ranking.rows:
        for reason in cluster.recommendation.reasons.get(row.member.id, ()):
            clause = Text(f" (mục {reason.clause})", f" ({reason.clause})").to(screen.lang) if reason.clause else ""
            text = f"{shown(row.member.name, screen.lang)}: {reason.say(screen.lang)}{clause}"
            yield from _wrapped(text, screen, "  - ", "    ")


def _readings(readings: Sequence[Played], screen: Screen, indent: str = "  ") -> Iterator[str]:
    """Each reading that played a part, once, with its key, so that the cluster can choose otherwise."""
    if not readings:
        return
    yield indent + _paint(Text("Cách hiểu đã áp dụng", "Readings applied").to(screen.lang), "1", screen)
    for one in readings:
        text = f"{one.text.to(screen.lang)} [readings.{one.id}]"
        yield from _wrapped(text, screen, f"{indent}- ", f"{indent}  ")


# --- the provisional ranking beside the official one ----------------------------------------------

_BESIDE = (
    (Text("Hạng", "Rank"), "right"),
    (Text("Đơn vị", "Unit"), "left"),
    (Text("Tổng", "Total"), "right"),
    (Text("Thay đổi", "Changes"), "left"),
)
_MANY_UNITS = 20
_ARROW = Text("{before} → {after}", "{before} → {after}")
_REACHED = Text("nay đạt {least} điểm", "now reaches {least}")
_BELOW = Text("nay dưới {least} điểm", "now below {least}")


def _beside(comparison: Comparison, screen: Screen) -> Iterator[str]:
    """Each unit's rank, total and proposal as the cluster settled them, and what the examination made of them."""
    lang, name = screen.lang, STAGE_NAMES[Stage.CLUSTER]
    unknown = [one for one in comparison.one_sided if (standing := comparison.of(one.id)) and not standing.before.rank]
    if not comparison.ranking.ranked:
        told = Text(f"Không có xếp hạng dự kiến theo {name.vi} để đối chiếu.", f"There is no ranking by the {name.en}.")
        yield from _wrapped(told.to(lang), screen, "  ", "  ")
        return
    if not comparison.differs:
        same = Text(
            f"Xếp hạng dự kiến theo {name.vi}: điểm, hạng và đề nghị như trên.",
            f"The provisional ranking by the {name.en} has the same totals, ranks and proposals.",
        )
        yield from _wrapped(same.to(lang), screen, "  ", "  ")
    else:
        head = Text(f"Dự kiến theo {name.vi} → chính thức", f"Provisional, by the {name.en} → official")
        yield "  " + _paint(head.to(lang), "1", screen)
        shown_ = [one for one in comparison.standings if _is_beside(one, comparison)]
        yield from _table(_BESIDE, [_beside_row(one, comparison, lang) for one in shown_], screen)
        rest = len(comparison.standings) - len(shown_)
        if rest:
            yield "  " + Text(f"{rest} đơn vị khác không thay đổi.", f"{rest} other unit(s) did not change.").to(lang)
    if unknown:
        names = ", ".join(shown(member.name, lang) for member in unknown)
        told = Text(f"Chưa xếp hạng được theo {name.vi}: {names}.", f"Not ranked by the {name.en}: {names}.")
        yield from _wrapped(told.to(lang), screen, "  ", "    ")


def _is_beside(standing: Standing, comparison: Comparison) -> bool:
    """Whether the unit stands in the table: all of a cluster do, of a very large one those that changed."""
    return len(comparison.standings) <= _MANY_UNITS or standing.matters or standing.total_changed


def _beside_row(standing: Standing, comparison: Comparison, lang: Lang) -> list[str]:
    from thidua_cli.comparison import proposal_in_words

    before, after = standing.before, standing.after
    changes = []
    if standing.award_changed:
        words = filled(_ARROW, before=proposal_in_words(before), after=proposal_in_words(after))
        changes.append(words.to(lang))
    if standing.threshold_changed:
        changes.append(filled(_REACHED if after.reaches else _BELOW, least=comparison.least).to(lang))
    totals = [format_points(place.total, lang) if place.total is not None else "–" for place in (before, after)]
    return [
        _from_to(*(str(place.rank or "–") for place in (before, after))),
        shown(standing.member.name, lang),
        _from_to(*totals),
        "; ".join(changes),
    ]


def _from_to(before: str, after: str) -> str:
    return after if before == after else f"{before} → {after}"


# --- ballots --------------------------------------------------------------------------------------


def _ballots(cluster: ClusterReport, screen: Screen) -> Iterator[str]:
    """Each ballot that has yet to be held, and the lines for its result, which start at the left to be copied."""
    from thidua_cli.ballots import block, question

    lang, ballots = screen.lang, cluster.recommendation.ballots
    if not ballots:
        return
    yield "  " + _paint(Text("Cần bỏ phiếu", "Ballots to be held").to(lang), "1", screen)
    for ballot in ballots:
        clause = Text(f" (mục {ballot.award.clause})", f" ({ballot.award.clause})").to(lang)
        yield from _wrapped(f"{question(ballot).to(lang)}{clause}", screen, "  - ", "    ")
        names = ", ".join(shown(row.member.name, lang) for row in ballot.units)
        yield from _wrapped(f"{Text('Giữa', 'Between').to(lang)}: {names}.", screen, "    ", "    ")
    where = Text(
        f"Ghi kết quả vào {cluster.cluster.path}/cluster.yaml theo mẫu sau",
        f"Record the result in {cluster.cluster.path}/cluster.yaml as follows",
    ).to(lang)
    also = Text(f" (mẫu này có trong {cluster.ballot_paper})", f" (the same stands in {cluster.ballot_paper})").to(lang)
    yield from _wrapped(f"{where}{also if cluster.ballot_paper else ''}:", screen, "  ", "  ")
    yield ""
    yield from block(ballots, cluster.cluster, lang).splitlines()
    yield ""


def _open(cluster: ClusterReport, screen: Screen) -> Iterator[str]:
    """What is still open, and whether the result is ready."""
    weighty = [f for f in cluster.findings if f.severity is not Severity.INFO and f.waived is None]
    if weighty:
        yield "  " + _paint(Text("Còn phải xử lý", "Still open").to(screen.lang), "1", screen)
        yield from _cluster_findings(cluster, screen)
    yield from _waived(cluster, screen)
    proposals = cluster.recommendation
    if cluster.ready and not (proposals.flag.proposed or proposals.certificate.proposed):
        text = Text("Đủ điểm, đủ đơn vị; không có đề nghị khen thưởng.", "Complete; nothing is proposed.").to(
            screen.lang
        )
        yield "  " + _paint(text, "32", screen)
    elif cluster.ready:
        text = Text("Sẵn sàng trình: đủ điều kiện.", "Ready to submit.").to(screen.lang)
        yield "  " + _paint(text, "32", screen)
    else:
        codes = ", ".join(f"{code} {CODES[code].name}" for code in cluster.blockers)
        text = Text(f"CHƯA SẴN SÀNG: {', '.join(cluster.blockers)}", f"NOT READY: {codes}").to(screen.lang)
        yield "  " + _paint(text, "33", screen)


def _summary(report: Report, lang: Lang) -> str:
    number = count(report.all_findings())
    flags = sum(len(cluster.recommendation.flag.proposed) for cluster in report.clusters)
    certificates = sum(len(cluster.recommendation.certificate.proposed) for cluster in report.clusters)
    ready = sum(cluster.ready for cluster in report.clusters)
    return Text(
        f"Năm {report.year}: {len(report.clusters)} cụm ({ready} sẵn sàng trình); đề nghị {flags} Cờ thi đua, "
        f"{certificates} Bằng khen; {number.errors} lỗi, {number.warnings} cảnh báo.",
        f"Year {report.year}: {len(report.clusters)} cluster(s), {ready} ready; {flags} flag(s) and "
        f"{certificates} certificate(s) proposed; {number.errors} error(s), {number.warnings} warning(s).",
    ).to(lang)
