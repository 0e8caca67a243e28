"""Where clusters stand, as one screen of text: who has done what, what is next, the days, what is still open.

This module draws values only; it computes none and opens no file.
"""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from thidua_cli.catalogue import Text, filled, shown
from thidua_cli.cluster import State
from thidua_cli.rubric.model import Stage, Status
from thidua_cli.status.calendar import Standing
from thidua_cli.status.openings import OpenKind, Weight, few
from thidua_cli.status.outlook import Chance
from thidua_cli.status.progress import STEP_WORDS, Step
from thidua_cli.vietnamese import format_date, format_points, tidy

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from thidua_cli.catalogue import Lang
    from thidua_cli.status.calendar import Due
    from thidua_cli.status.openings import Opening
    from thidua_cli.status.outlook import Outlook
    from thidua_cli.status.progress import Progress, Survey, Tally, UnitProgress

_HEIGHT = 24
_LEAST_OPEN_LINES = 4
_NARROWEST, _TABLE_FROM = 10, 60
_BOLD, _RED, _YELLOW, _GREEN = "1", "31", "33", "32"


class _Page:
    """Lines of text in one language, wrapped to a width."""

    def __init__(self, lang: Lang, width: int, *, colour: bool, everything: bool, quiet: bool) -> None:
        self.lang, self.width = lang, max(width, 20)
        self.colour, self.everything, self.quiet = colour, everything, quiet
        self.lines: list[str] = []

    def say(self, text: Text) -> str:
        return text.to(self.lang)

    def paint(self, text: str, code: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self.colour and code else text

    def wrapped(self, text: str, first: str = "", rest: str = "") -> list[str]:
        return textwrap.wrap(
            text,
            self.width,
            initial_indent=first,
            subsequent_indent=rest,
            break_long_words=False,
            break_on_hyphens=False,
        )

    def add(self, text: str, first: str = "", rest: str = "", colour: str = "") -> None:
        self.lines += [self.paint(line, colour) for line in self.wrapped(text, first, rest)]

    def head(self, text: Text) -> None:
        self.lines += ["", self.paint(self.say(text), _BOLD)]


def told(
    survey: Survey,
    lang: Lang,
    width: int = 80,
    *,
    colour: bool = False,
    everything: bool = False,
    quiet: bool = False,
) -> str:
    """One cluster in full, or a line for each of several; with `everything` all of them in full and nothing folded."""
    page = _Page(lang, width, colour=colour, everything=everything, quiet=quiet)
    if not survey.clusters:
        _nothing(page, survey)
    elif len(survey.clusters) == 1 and not survey.unread:
        _cluster(page, survey.clusters[0], survey.today)
    else:
        _clusters(page, survey)
    return "\n".join(page.lines).strip("\n")


# --- no cluster -----------------------------------------------------------------------------------

_UNREAD = Text(
    "{names}: chưa đọc được cluster.yaml hoặc bảng tiêu chí; xem các lỗi kèm theo.",
    "{names}: cluster.yaml or its table cannot be used; see the errors.",
)
_CORRECT_SETTINGS = Text(
    "Bước tiếp theo: sửa các chỗ đã nêu rồi chạy lại thidua status.",
    "Next: correct what is named, then run thidua status again.",
)
_NO_CLUSTER = Text("Không có cụm nào để báo tình hình.", "There is no cluster to tell about.")
_NAME_FOLDER = Text(
    "Bước tiếp theo: chỉ ra thư mục có cluster.yaml, đúng năm, rồi chạy lại thidua status.",
    "Next: name a folder with a cluster.yaml of that year, then run thidua status again.",
)


def _nothing(page: _Page, survey: Survey) -> None:
    if survey.unread:
        _unread(page, survey)
        page.add(page.say(_CORRECT_SETTINGS))
    else:
        page.add(page.say(_NO_CLUSTER))
        page.add(page.say(_NAME_FOLDER))


def _unread(page: _Page, survey: Survey) -> None:
    if survey.unread:
        page.add(page.say(filled(_UNREAD, names=survey.unread)), rest="  ", colour=_RED)


# --- several clusters -----------------------------------------------------------------------------

_COLUMNS = (
    Text("Tên cụm", "Cluster"),
    Text("Bước", "Step"),
    Text("Nộp", "Sent"),
    Text("Cụm", "Clus"),
    Text("Ban", "Brd"),
    Text("Lỗi", "Err"),
    Text("Trễ", "Late"),
    Text("Mở", "Open"),
)
_SUMMARY = Text(
    "{number} cụm ({steps}); {ready} sẵn sàng trình; {errors} lỗi, {behind} mốc trễ, {open} điều còn có thể làm thay "
    "đổi đề nghị.",
    "{number} cluster(s) ({steps}); {ready} ready; {errors} error(s), {behind} day(s) missed, {open} thing(s) could "
    "still change an award.",
)
_ONE = Text("Xem một cụm: thidua status {path}", "For one cluster: thidua status {path}")
_LEGEND = Text(
    "Trễ: mốc đã trễ hoặc quá hạn. Mở: điều còn có thể làm thay đổi đề nghị.",
    "Late: days missed or overdue. Open: what could still change an award.",
)


def _clusters(page: _Page, survey: Survey) -> None:
    rows = [[page.say(name) for name in _COLUMNS], *(_line(one, page) for one in survey.clusters)]
    if len({one.report.cluster.roster.year for one in survey.clusters}) > 1:
        for row, one in zip(rows[1:], survey.clusters, strict=True):
            row[0] = f"{one.report.cluster.roster.year} {row[0]}"
    if not page.quiet:
        _table(page, rows, left=2)
        page.add(page.say(_LEGEND), rest="  ")
    _unread(page, survey)
    steps = [(step, sum(one.step is step for one in survey.clusters)) for step in Step]
    told_steps = [f"{number} {STEP_WORDS[step].to(page.lang)}" for step, number in steps if number]
    summary = filled(
        _SUMMARY,
        number=str(len(survey.clusters)),
        steps=Text(", ".join(told_steps), ", ".join(told_steps)),
        ready=str(sum(one.report.ready for one in survey.clusters)),
        errors=str(sum(one.findings.errors for one in survey.clusters)),
        behind=str(sum(one.behind for one in survey.clusters)),
        open=str(sum(one.undecided for one in survey.clusters)),
    )
    page.add(page.say(summary))
    if page.everything:
        for one in survey.clusters:
            page.lines.append("")
            _cluster(page, one, survey.today)
    elif not page.quiet:
        page.add(page.say(filled(_ONE, path=survey.clusters[0].report.cluster.path)))


def _line(one: Progress, page: _Page) -> list[str]:
    of = len(one.expected)
    return [
        shown(tidy(one.report.cluster.roster.name), page.lang),
        STEP_WORDS[one.step].to(page.lang),
        *(f"{one.tally(id_).done}/{of}" for id_ in ("sent", "cluster", "board")),
        *(str(number) if number else "–" for number in (one.findings.errors, one.behind, one.undecided)),
    ]


def _table(page: _Page, rows: Sequence[Sequence[str]], left: int, indent: str = "", *, below: bool = False) -> None:
    """Columns in plain text, the first so many set left; the first column gives way first, then the last one.

    What does not fit is cut, or the first column goes on `below`; in a narrow window each row is told in full, as
    lines of its own.
    """
    if page.width < _TABLE_FROM:
        for row in rows[1:]:
            page.add(row[0], first=indent, rest=indent + "  ", colour=_BOLD)
            told = " · ".join(f"{name} {cell}" for name, cell in zip(rows[0][1:], row[1:], strict=True) if cell.strip())
            page.add(told, first=indent + "  ", rest=indent + "  ")
        return
    widths = [max(len(row[n]) for row in rows) for n in range(len(rows[0]))]
    gap = 2 if min(widths[0], _NARROWEST) + sum(widths[1:]) + 2 * len(widths) <= page.width else 1
    for n in (0, -1):
        over = sum(widths) + gap * (len(widths) - 1) + len(indent) - page.width
        widths[n] = max(widths[n] - max(over, 0), min(widths[n], _NARROWEST))
    for number, row in enumerate(rows):
        first, *rest = textwrap.wrap(row[0], widths[0]) if below else [row[0]]
        cells = [
            _cut(cell, widths[n]).ljust(widths[n]) if n < left else cell.rjust(widths[n])
            for n, cell in enumerate([first, *row[1:]])
        ]
        line = (indent + (" " * gap).join(cells)).rstrip()
        page.lines.append(page.paint(line, _BOLD) if number == 0 else line)
        page.lines += [f"{indent}  {more}" for more in rest]


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else text[: width - 1] + "…"


# --- one cluster ----------------------------------------------------------------------------------

_MEMBERS = Text("{number} đơn vị", "{number} unit(s)")
_EXCLUDED = Text("{number} không xét", "{number} excluded")
_WAITING = Text("{number} chưa xét", "{number} pending")
_RANKED_BY = {
    Stage.SELF: Text("xếp hạng để tham khảo", "ranking for information"),
    Stage.CLUSTER: Text("xếp hạng dự kiến", "provisional ranking"),
    Stage.BOARD: Text("xếp hạng chính thức", "official ranking"),
}
_NO_RANKING = Text("chưa xếp hạng được", "cannot be ranked yet")
_READY = Text("sẵn sàng trình", "ready to submit")
_FOUND = Text("{errors} lỗi, {warnings} cảnh báo", "{errors} error(s), {warnings} warning(s)")
_NEXT = Text("Bước tiếp theo: {text}", "Next: {text}")


def _cluster(page: _Page, one: Progress, today: date) -> None:
    start = len(page.lines)
    _heading(page, one)
    if page.quiet:
        return
    _tallies(page, one)
    if page.everything:
        _units(page, one)
    _days(page, one, today)
    _open(page, one, len(page.lines) - start)


_DEFAULTS = Text("Thiết lập chung: {file}", "Defaults: {file}")


def _heading(page: _Page, one: Progress) -> None:
    roster, status = one.report.cluster.roster, [unit.member.status for unit in one.units]
    excluded, waiting = status.count(Status.EXCLUDED), status.count(Status.PENDING)
    parts = [shown(tidy(roster.name), page.lang)]
    if roster.year:
        parts.append(page.say(filled(Text("năm {year}", "year {year}"), year=roster.year)))
    aside = [filled(_EXCLUDED, number=str(excluded))] if excluded else []
    aside += [filled(_WAITING, number=str(waiting))] if waiting else []
    members = page.say(filled(_MEMBERS, number=str(len(one.units))))
    parts.append(members + (f" ({', '.join(page.say(text) for text in aside)})" if aside else ""))
    page.add(" · ".join(parts), rest="  ", colour=_BOLD)
    if roster.defaults:
        page.add(page.say(filled(_DEFAULTS, file=roster.defaults)), rest="  ")
    stage = one.report.ranking.stage
    step = [page.say(STEP_WORDS[one.step])]
    step.append(page.say(_RANKED_BY[stage] if stage else _NO_RANKING))
    number = one.findings
    step.append(page.say(filled(_FOUND, errors=str(number.errors), warnings=str(number.warnings))))
    if one.report.ready:
        step.append(page.say(_READY))
    page.add(" · ".join(step), rest="  ")
    page.add(page.say(filled(_NEXT, text=one.next.text)), rest="  ", colour=_GREEN if one.report.ready else _YELLOW)
    page.lines.append(f"  {one.next.command}")


_TALLIES: dict[str, Text] = {
    "registered": Text("Đăng ký", "Registered"),
    "signed": Text("Ký", "Signed"),
    "sent": Text("Nộp", "Sent"),
    "self": Text("Tự chấm", "Self"),
    "cluster": Text("Cụm chấm", "Cluster"),
    "board": Text("Ban", "Board"),
}
_NOT_DONE: dict[str, Text] = {
    "registered": Text("Không đăng ký: {names}", "Not registered: {names}"),
    "signed": Text("Không ký giao ước: {names}", "Not signed: {names}"),
    "sent": Text("Chưa nộp phiếu: {names}", "No sheet: {names}"),
    "self": Text("Chưa tự chấm đủ: {names}", "Self column not complete: {names}"),
    "cluster": Text("Cụm chưa chấm đủ: {names}", "Cluster column not complete: {names}"),
    "board": Text("Ban chưa thẩm định đủ: {names}", "Board column not complete: {names}"),
}
_NOT_KNOWN: dict[str, Text] = {
    "registered": Text("Chưa ghi đăng ký: {names}", "Registration not recorded: {names}"),
    "signed": Text("Chưa ghi ký giao ước: {names}", "Signature not recorded: {names}"),
}
_NEITHER_KNOWN = Text("Chưa ghi đăng ký, ký giao ước: {names}", "Registration and signature not recorded: {names}")
_PROGRESS = Text("Tiến độ: {parts}", "Done: {parts}")


def _tallies(page: _Page, one: Progress) -> None:
    of = len(one.expected)
    joined = " · ".join(f"{page.say(_TALLIES[each.id])} {_count(each, of)}" for each in one.tallies)
    page.add(page.say(filled(_PROGRESS, parts=Text(joined, joined))), rest="  ")
    for template, names in _lacking(one.tallies, of, everything=page.everything):
        _named(page, template, names)


def _count(tally: Tally, of: int) -> str:
    """How many of how many; a question mark where nothing is recorded of anybody."""
    return f"?/{of}" if of and len(tally.unknown) == of else f"{tally.done}/{of}"


def _lacking(tallies: Sequence[Tally], of: int, *, everything: bool) -> Iterator[tuple[Text, Sequence[str]]]:
    """Who has not done it, each unit at the first column it lacks; where nobody has, the number says so already."""
    by_id = {tally.id: tally for tally in tallies}
    registered, signed = by_id["registered"], by_id["signed"]
    told: set[str] = set()
    for tally in tallies:
        names = [name for name in tally.lacking if name not in told or tally in {registered, signed}]
        if tally not in {registered, signed}:
            told.update(tally.lacking)
        if names and (len(tally.lacking) < of or everything):
            yield _NOT_DONE[tally.id], names
        same = registered.unknown == signed.unknown
        if tally.unknown and (len(tally.unknown) < of or everything) and not (same and tally is signed):
            yield _NEITHER_KNOWN if same else _NOT_KNOWN[tally.id], tally.unknown
        for what, noted in tally.notes:
            yield filled(_NOTED, what=what), noted


_NOTED = Text("Phiếu {what}: {{names}}", "Sheets {what}: {{names}}")


def _named(page: _Page, template: Text, names: Sequence[str]) -> None:
    """The names in one line, as many as it holds; all of them where everything is asked for."""
    for most in range(len(names), 0, -1):
        text = page.say(filled(template, names=few(names, most)))
        if page.everything or most == 1 or len(text) + 2 <= page.width:
            page.add(text, first="  ", rest="    ")
            return


# --- the units ------------------------------------------------------------------------------------

_STATES = {
    State.ERRORS: Text("có lỗi", "errors"),
    State.MISSING: Text("chưa có phiếu", "no sheet"),
    State.UNREADABLE: Text("không đọc được", "unreadable"),
    State.DUPLICATE: Text("nhiều phiếu", "several sheets"),
}
_UNIT_COLUMNS = (
    Text("Đơn vị", "Unit"),
    Text("Bước", "Step"),
    Text("Đề nghị", "Award"),
    Text("Hạng", "Rank"),
    Text("Tổng", "Total"),
    Text("Từ – đến", "From – to"),
)


def _units(page: _Page, one: Progress) -> None:
    page.head(Text("Từng đơn vị", "Unit by unit"))
    rows = [[page.say(name) for name in _UNIT_COLUMNS], *(_unit(unit, page.lang) for unit in one.units)]
    _table(page, rows, left=3, indent="  ", below=True)
    page.add(page.say(_POSSIBLE), first="  ", rest="  ")


_POSSIBLE = Text(
    "Từ – đến: tổng điểm còn có thể có. Dấu ? là chưa chắc chắn.",
    "From – to: the totals still possible. A ? means not settled.",
)


def _unit(unit: UnitProgress, lang: Lang) -> list[str]:
    low, high = (format_points(points, lang) for points in (unit.bounds.least, unit.bounds.greatest))
    return [
        shown(tidy(unit.member.name), lang),
        _step_word(unit).to(lang),
        _chances(unit.outlook).to(lang),
        str(unit.rank) if unit.rank else "–",
        format_points(unit.total, lang) if unit.total is not None else "–",
        "" if unit.outlook is None else low if low == high else f"{low} – {high}",
    ]


def _step_word(unit: UnitProgress) -> Text:
    """How far the unit is, or what is wrong with its sheet."""
    if unit.unit.state is State.OK and unit.step is Step.NOT_SENT:
        return Text("chưa chấm đủ", "not complete")
    return _STATES.get(unit.unit.state, STEP_WORDS[unit.step])


def _chances(outlook: Outlook | None) -> Text:
    """What the unit can still get, in two or three words."""
    if outlook is None:
        return Text("không xét", "excluded")
    if outlook.flag is Chance.SURE:
        return Text("Cờ", "flag")
    if outlook.certificate is Chance.SURE:
        return Text("Bằng khen", "certificate")
    if outlook.any_award is Chance.SURE:
        return Text("Cờ/Bằng khen", "flag/certificate")
    if outlook.flag is Chance.POSSIBLE:
        return Text("Cờ?", "flag?")
    return Text("Bằng khen?", "certificate?") if outlook.certificate is Chance.POSSIBLE else Text("–", "–")


# --- the days -------------------------------------------------------------------------------------

_STANDINGS = {
    Standing.DONE: Text("xong", "done"),
    Standing.LATE: Text("TRỄ", "LATE"),
    Standing.OVERDUE: Text("QUÁ HẠN, chưa ghi ngày", "OVERDUE, no date"),
    Standing.DUE: Text("chưa đến hạn", "to come"),
    Standing.OPEN: Text("chưa ghi ngày", "no date recorded"),
    Standing.NOT_CHECKED: Text("không kiểm tra", "not checked"),
}
_DAY_COLUMNS = (
    Text("Việc", "Step"),
    Text("Chậm nhất", "Latest day"),
    Text("Đã ghi", "Recorded"),
    Text("Mục", "Clause"),
    Text("Tình trạng", "Standing"),
)
_DAYS = Text("Thời hạn (hôm nay {today})", "Days (today {today})")
_DERIVED = Text("* tính theo ngày hội nghị tổng kết muộn nhất còn hạn.", "* for the latest conference that is in time.")
_ALL_IN_TIME = Text("  Các mốc đã ghi đều đúng hạn.", "  Every recorded day is in time.")
_NO_DAYS = Text("  Không có mốc nào để tính.", "  There is no day to reckon with.")


def _days(page: _Page, one: Progress, today: date) -> None:
    days = [each for each in one.days if each.matters or page.everything]
    page.head(filled(_DAYS, today=today))
    if not days:
        page.lines.append(page.say(_ALL_IN_TIME if one.days else _NO_DAYS))
        return
    rows = [[page.say(name) for name in _DAY_COLUMNS], *(_day(each, page) for each in days)]
    _table(page, rows, left=5, indent="  ")
    if page.everything and any(each.derived and each.last for each in days):
        page.add(page.say(_DERIVED), first="  ", rest="  ")


def _day(due: Due, page: _Page) -> list[str]:
    last = _date(due.last, page.lang) + ("*" if due.derived and due.last and page.everything else "")
    standing = page.say(_STANDINGS[due.standing])
    names = due.late if due.standing is Standing.LATE else due.lacking
    if names and due.standing in {Standing.LATE, Standing.OVERDUE}:
        standing = page.say(Text("TRỄ: ", "LATE: ") if due.late else Text("CHƯA RÕ: ", "NOT KNOWN: "))
        standing += names[0] + (f" +{len(names) - 1}" if len(names) > 1 else "")
    return [page.say(due.name), last, _date(due.recorded, page.lang), due.clause or "–", standing]


def _date(day: date | None, lang: Lang) -> str:
    return "–" if day is None else format_date(day) if lang == "vi" else day.isoformat()


# --- what is open ---------------------------------------------------------------------------------

_OPEN = Text("Còn có thể làm thay đổi đề nghị", "What could still change an award")
_NOTHING_OPEN = Text("  Không còn điều gì có thể làm thay đổi đề nghị.", "  Nothing open could change an award.")
_MORE = Text("  … còn {number} điều khác: thêm --all", "  … {number} more: add --all")
_NO_EFFECT = Text("Không làm thay đổi đề nghị", "Without effect on the awards")
_MARKS = frozenset({OpenKind.MARGIN, OpenKind.THRESHOLD})


def _open(page: _Page, one: Progress, used: int) -> None:
    """The openings, the weightiest first, as many as one screen holds."""
    page.head(_OPEN)
    weighty = [each for each in one.open if each.weight is not Weight.LEAVES]
    light = [each for each in one.open if each.weight is Weight.LEAVES]
    if not weighty:
        page.lines.append(page.say(_NOTHING_OPEN))
    if page.everything:
        _numbered(page, weighty, None)
        if light:
            page.head(_NO_EFFECT)
            _numbered(page, light, None)
        return
    # Margins that nothing can turn any more are still what people ask for first.
    marks = [each for each in light if each.kind in _MARKS]
    _numbered(page, [*weighty, *marks], max(_HEIGHT - used - 3, _LEAST_OPEN_LINES))


def _numbered(page: _Page, openings: Sequence[Opening], room: int | None) -> None:
    for number, one in enumerate(openings, 1):
        clause = f" (mục {one.clause})" if page.lang == "vi" else f" ({one.clause})"
        text = page.say(one.text) + (clause if one.clause else "")
        lines = page.wrapped(text, f"  {number}. ", "     ")
        left = len(openings) - number + 1
        if room is not None and number > 1 and len(lines) + (left > 1) > room:  # one at least, however narrow
            page.lines.append(page.say(filled(_MORE, number=str(left))))
            return
        room = None if room is None else room - len(lines)
        page.lines += lines
