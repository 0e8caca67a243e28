"""Explanations in words: a finding code; where a score comes from; why a unit gets an award or misses it.

This module draws the catalogue's words and a trace; it computes nothing.
"""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any

from thidua_cli.catalogue import STAGE_NAMES, Code, Text, filled, say
from thidua_cli.cluster import State
from thidua_cli.comparison import proposal_in_words
from thidua_cli.findings import Severity
from thidua_cli.ranking import STAGE_LABELS
from thidua_cli.rubric.model import Stage, Status
from thidua_cli.trace import CriterionTrace, Verdict
from thidua_cli.vietnamese import format_points

if TYPE_CHECKING:
    from collections.abc import Iterable
    from decimal import Decimal

    from thidua_cli.catalogue import Lang, Reason
    from thidua_cli.comparison import Standing
    from thidua_cli.findings import Finding
    from thidua_cli.roster.model import Ballot
    from thidua_cli.trace import AwardTrace, Chosen, Column, Distance, Figure, Origin, Part, TotalTrace, UnitTrace

_SEVERITIES = {
    Severity.ERROR: Text("lỗi", "error"),
    Severity.WARNING: Text("cảnh báo", "warning"),
    Severity.INFO: Text("ghi chú", "note"),
}


def explained(code: Code, lang: Lang) -> str:
    """The code's page."""
    example = code.example
    labels = (
        (Text("Phát hiện", "Finding"), code.message.with_gaps(lang)),
        (Text("Vì sao", "Why"), code.cause.to(lang)),
        (Text("Cách sửa", "Cure"), code.fix.with_gaps(lang)),
        (Text("Căn cứ", "Clause"), code.clause),
        (Text("Ví dụ sai", "Bad example"), example.bad.to(lang) if example else None),
        (Text("Ví dụ đúng", "Good example"), example.good.to(lang) if example else None),
    )
    lines = [f"{code.id} {code.name} · {_SEVERITIES[code.severity].to(lang)}", ""]
    lines += [f"{label.to(lang)}: {value}" for label, value in labels if value]
    return "\n".join(lines)


def traced(trace: CriterionTrace | UnitTrace, lang: Lang, width: int = 100, *, quiet: bool = False) -> str:
    """The page of a trace, in lines of at most so many characters; a quiet one gives only what it comes to."""
    page = _Page(lang, max(width, 20))
    if isinstance(trace, CriterionTrace):
        _criterion(page, trace, quiet=quiet)
    else:
        _unit(page, trace, quiet=quiet)
    return "\n".join(page.lines)


class _Page:
    """Lines of text in one language, wrapped to a width."""

    def __init__(self, lang: Lang, width: int) -> None:
        self.lang, self.width = lang, width
        self.lines: list[str] = []

    def line(self, text: Text, indent: int = 0, /, **values: Any) -> None:
        """A line, with values as the language shows them."""
        first = " " * indent
        rest = first + ("  " if indent else "")
        said = filled(text, **values).to(self.lang) if values else text.to(self.lang)
        self.lines += textwrap.wrap(
            said,
            self.width,
            initial_indent=first,
            subsequent_indent=rest,
            break_long_words=False,
            break_on_hyphens=False,
        )

    def head(self, text: Text, /, **values: Any) -> None:
        """A heading after an empty line."""
        if self.lines:
            self.lines.append("")
        self.line(text, **values)


def _plain(text: str) -> Text:
    return Text(text, text)


# --- what both pages share ------------------------------------------------------------------------

_STATES = {
    State.OK: Text("phiếu hợp lệ", "sheet in order"),
    State.ERRORS: Text("phiếu có lỗi", "sheet with errors"),
    State.MISSING: Text("chưa có phiếu", "no sheet"),
    State.UNREADABLE: Text("phiếu không đọc được", "sheet unreadable"),
    State.DUPLICATE: Text("có nhiều phiếu", "several sheets"),
}
_STATUSES = {
    Status.ELIGIBLE: Text("được xét thi đua", "considered"),
    Status.EXCLUDED: Text("không xét thi đua", "not considered"),
    Status.PENDING: Text("chưa xét thi đua", "not yet considered"),
}


def _of_cluster(page: _Page, origin: Origin) -> None:
    roster = origin.cluster.roster
    page.line(
        Text("{name}, năm {year}; bảng {rubric}", "{name}, {year}; table {rubric}"),
        name=roster.name,
        year=roster.year or "–",
        rubric=origin.rubric.id,
    )


def _of_sheet(page: _Page, origin: Origin) -> None:
    if origin.sheet is None:
        if origin.without is not None:
            page.line(_reason(origin.without))
        return
    page.line(
        Text("Phiếu: {file}, trang “{sheet}”", "Sheet: {file}, worksheet “{sheet}”"),
        file=origin.sheet.file,
        sheet=origin.sheet.sheet,
    )


def _reason(reason: Reason) -> Text:
    return _with_clause(Text(reason.say("vi"), reason.say("en")), reason.clause)


def _with_clause(text: Text, clause: str | None) -> Text:
    return Text(f"{text.vi} (mục {clause})", f"{text.en} ({clause})") if clause else text


def _readings(page: _Page, readings: Iterable[Chosen]) -> None:
    for number, chosen in enumerate(readings):
        if not number:
            page.head(Text("Cách hiểu đang áp dụng", "Readings in force"))
        default = Text(", mặc định", ", the default") if chosen.is_default else Text("", "")
        page.line(
            Text(
                "- {id}: {option} – {meaning} (mục {clause}{default})",
                "- {id}: {option} – {meaning} ({clause}{default})",
            ),
            2,
            id=chosen.reading.id,
            option=chosen.option,
            meaning=chosen.meaning,
            clause=chosen.reading.clause,
            default=default,
        )


_WAIVED = Text("đã chấp nhận", "waived")


def _findings(page: _Page, findings: Iterable[Finding]) -> None:
    for number, finding in enumerate(findings):
        if not number:
            page.head(Text("Phát hiện liên quan", "Findings about it"))
        said = {lang: say(finding, lang) for lang in ("vi", "en")}
        text = Text(*(f"{said[lang].message} {said[lang].fix}" for lang in ("vi", "en")))
        where = Text(f"ô {finding.cell}: ", f"cell {finding.cell}: ") if finding.cell else Text("", "")
        page.line(
            Text("- [{weight}] {where}{text} {code}", "- [{weight}] {where}{text} {code}"),
            2,
            weight=_SEVERITIES[finding.severity] if finding.waived is None else _WAIVED,
            where=where,
            text=_with_clause(text, finding.clause),
            code=finding.code,
        )


# --- one criterion --------------------------------------------------------------------------------


def _criterion(page: _Page, trace: CriterionTrace, *, quiet: bool) -> None:
    origin, criterion = trace.origin, trace.criterion
    page.line(
        Text("{unit} · {id} {title}", "{unit} · {id} {title}"),
        unit=origin.member.name,
        id=criterion.id,
        title=criterion.title,
    )
    if not quiet:
        _behind(page, trace)
    _final(page, trace)


def _behind(page: _Page, trace: CriterionTrace) -> None:
    """What the points that count come from."""
    origin, criterion = trace.origin, trace.criterion
    page.line(
        Text("Tối đa {maximum} điểm (mục {clause})", "At most {maximum} points ({clause})"),
        maximum=criterion.maximum,
        clause=criterion.clause,
    )
    _of_cluster(page, origin)
    _of_sheet(page, origin)
    page.head(Text("Cách chấm", "Rule"))
    page.line(trace.rule, 2)
    _columns(page, trace)
    _figures(page, trace)
    _readings(page, trace.readings)
    _findings(page, trace.findings)


def _columns(page: _Page, trace: CriterionTrace) -> None:
    for number, column in enumerate(trace.columns):
        if not number:
            page.head(Text("Điểm trên phiếu", "Scores on the sheet"))
        page.line(Text("{name}: {said}", "{name}: {said}"), 2, name=STAGE_NAMES[column.stage.value], said=_said(column))
        if column.parts and column.added is not None:
            _parts(page, column, trace)
    for label, text in ((_EVIDENCE, trace.evidence), (_EXPLANATION, trace.explanation)):
        if text:
            page.line(label, 2, text=text)


_EVIDENCE = Text("Minh chứng: {text}", "Evidence: {text}")
_EXPLANATION = Text("Giải trình: {text}", "Explanation: {text}")


def _said(column: Column) -> Text:
    if column.cell is None:
        return Text("không có ô riêng trên phiếu", "no cell of its own on the sheet")
    if column.fault is not None:
        text = Text("ô {cell} ghi “{text}”, không đọc được điểm", "cell {cell} says “{text}”, which states no points")
    elif column.value is None and column.parts:
        text = Text("ô {cell} không ghi tổng", "cell {cell} states no sum")
    elif column.value is None:
        text = Text("ô {cell} chưa chấm", "cell {cell} is not scored")
    else:
        text = Text("ô {cell} ghi “{text}”, đọc là {value}", "cell {cell} says “{text}”, read as {value}")
    told = filled(text, cell=column.cell, text=column.text, value=column.value)
    if not column.file:
        return told
    place = Text("{file}, trang “{sheet}”: {told}", "{file}, worksheet “{sheet}”: {told}")
    return filled(place, file=column.file, sheet=column.sheet, told=told)


def _parts(page: _Page, column: Column, trace: CriterionTrace) -> None:
    """What the points of a column are made of, and what was cut off."""
    joint = " + " if column.take == "all" else "; "
    scored = [part for part in column.parts if part.points is not None]
    parts = Text(joint.join(_part(part, "vi") for part in scored), joint.join(_part(part, "en") for part in scored))
    text = (
        Text("Cộng các phần: {parts} = {added}", "Its parts: {parts} = {added}")
        if column.take == "all"
        else Text("Lấy phần cao nhất: {parts}: {added}", "The highest of its parts: {parts}: {added}")
    )
    page.line(text, 4, parts=parts, added=column.added)
    if column.is_capped:
        page.line(
            Text("Không quá {maximum}: tính {points}", "At most {maximum}: {points} counts"),
            4,
            maximum=trace.criterion.maximum,
            points=column.points,
        )
    if column.is_differently_stated:
        page.line(
            Text(
                "Số ghi trên phiếu khác tổng cộng lại; tính {points}", "The sheet states another sum; {points} counts"
            ),
            4,
            points=column.points,
        )


def _part(part: Part, lang: Lang) -> str:
    said = f"{part.criterion.id} {format_points(part.points, lang) if part.points is not None else '–'}"
    if part.is_capped and part.added is not None:
        cut = Text("các phần {added}, tính tối đa", "its parts {added}, cut at the most")
        return f"{said} ({filled(cut, added=part.added).to(lang)})"
    return f"{said} ({part.cell})" if part.cell else said


def _figures(page: _Page, trace: CriterionTrace) -> None:
    if trace.origin.sheet is None or (not trace.figures and trace.outcome is None):
        return
    sheet = _plain(f"“{trace.facts_sheet}”") if trace.facts_sheet else None
    page.head(
        Text("Tính theo số liệu (trang {sheet})", "By the figures (worksheet {sheet})")
        if sheet
        else Text("Tính theo số liệu", "By the figures"),
        **({"sheet": sheet} if sheet else {}),
    )
    for figure in trace.figures if trace.facts_sheet else ():
        _figure(page, figure)
    outcome = trace.outcome
    if outcome is None:
        page.line(_TOO_FEW if trace.facts_sheet else _NO_FIGURES, 2)
        return
    for step in outcome.steps:
        page.line(Text(f"→ {step.vi}", f"→ {step.en}"), 2)
    page.line(
        Text("Số liệu cho {range} điểm{proposed}", "The figures give {range} points{proposed}"),
        2,
        range=_range(outcome.least, outcome.most),
        proposed=_proposed(outcome.proposed, outcome.least == outcome.most),
    )


_TOO_FEW = Text(
    "Chưa đủ số liệu để tính; chấm theo minh chứng.", "Too few figures to compute from; judged by evidence."
)
_NO_FIGURES = Text("Phiếu không có số liệu; chấm theo minh chứng.", "The sheet gives no figures; judged by evidence.")


def _figure(page: _Page, figure: Figure) -> None:
    prompt = Text(figure.fact.prompt.vi, figure.fact.prompt.en)
    if figure.value is not None:
        text = Text("{prompt}: {value} {unit} (ô {cell})", "{prompt}: {value} {unit} (cell {cell})")
    elif figure.text:
        text = Text(
            "{prompt}: ghi “{text}” (ô {cell}), không dùng được", "{prompt}: “{text}” (cell {cell}) cannot be used"
        )
    else:
        text = Text("{prompt}: chưa có", "{prompt}: not given")
    unit = Text(figure.fact.unit.vi, figure.fact.unit.en)
    page.line(text, 2, prompt=prompt, value=figure.value, unit=unit, text=figure.text, cell=figure.cell or "–")


def _range(least: Decimal, most: Decimal) -> Text:
    if least == most:
        return filled(Text("đúng {points}", "exactly {points}"), points=most)
    return filled(Text("từ {least} đến {most}", "from {least} to {most}"), least=least, most=most)


def _proposed(points: Decimal | None, exact: bool) -> Text:
    if exact:
        return Text(".", ".")
    if points is None:
        return Text("; Cụm quyết định trong khoảng này.", "; the cluster decides within them.")
    return filled(Text("; gợi ý {points}.", "; {points} is suggested."), points=points)


def _final(page: _Page, trace: CriterionTrace) -> None:
    if trace.points is not None and trace.counted is not None:
        page.head(
            Text("Điểm được tính: {points} (cột {column})", "Points that count: {points} ({column})"),
            points=trace.points,
            column=STAGE_NAMES[trace.counted.value],
        )
    else:
        page.head(Text("Điểm được tính: chưa có", "Points that count: none"))
    for reason in trace.why:
        page.line(_listed(_reason(reason)), 2)
    if trace.points is not None and trace.total is not None:
        for part in trace.within:
            page.line(_within(part), 2)
        page.line(Text("- Tổng điểm của đơn vị: {total}.", "- The unit's total: {total}."), 2, total=trace.total)


def _within(part: Part) -> Text:
    text = (
        Text(
            "- Nằm trong {id}: {points} trong {maximum} điểm (các phần cộng lại {added}, phần vượt không tính).",
            "- Part of {id}: {points} of {maximum} points (its parts come to {added}; what is above does not count).",
        )
        if part.is_capped
        else Text("- Nằm trong {id}: {points} trong {maximum} điểm.", "- Part of {id}: {points} of {maximum} points.")
    )
    criterion = part.criterion
    return filled(text, id=criterion.id, points=part.points, maximum=criterion.maximum, added=part.added)


def _listed(text: Text) -> Text:
    return Text(f"- {text.vi}", f"- {text.en}")


# --- one unit -------------------------------------------------------------------------------------


def _unit(page: _Page, trace: UnitTrace, *, quiet: bool) -> None:
    origin = trace.origin
    member = origin.member
    page.line(
        Text("{unit} · {status}, {state}", "{unit} · {status}, {state}"),
        unit=member.name,
        status=_STATUSES[member.status],
        state=_STATES[origin.unit.state],
    )
    if not quiet:
        _of_cluster(page, origin)
        _of_sheet(page, origin)
        _totals(page, trace.totals)
    _standing(page, trace)
    for award in trace.awards:
        _award(page, award, trace)
    if not quiet:
        _readings(page, trace.readings)
        _findings(page, trace.findings)


def _totals(page: _Page, totals: Iterable[TotalTrace]) -> None:
    for number, total in enumerate(totals):
        if not number:
            page.head(Text("Tổng điểm theo cột", "Totals by column"))
        if not total.begun:
            page.line(Text("{name}: chưa chấm", "{name}: not scored"), 2, name=STAGE_NAMES[total.stage.value])
            continue
        sections = [_section(total, "vi"), _section(total, "en")]
        page.line(
            Text("{name}: {value} = {sections}", "{name}: {value} = {sections}"),
            2,
            name=STAGE_NAMES[total.stage.value],
            value=total.value,
            sections=Text(*sections),
        )
        if not total.filled:
            page.line(
                Text(
                    "Chưa tính được: còn {number} ô trống ({blank}).", "Does not count yet: {number} blank ({blank})."
                ),
                4,
                number=len(total.blank),
                blank=total.blank,
            )


def _section(total: TotalTrace, lang: Lang) -> str:
    parts = []
    for one in total.sections:
        taken = "" if one.taken is total.stage else f" ({STAGE_NAMES[one.taken.value].to(lang)})"
        parts.append(f"{one.criterion.id} {format_points(one.points, lang)}{taken}")
    return " + ".join(parts)


def _standing(page: _Page, trace: UnitTrace) -> None:
    if trace.rank is not None and trace.origin.stage is not None:
        page.head(
            Text(
                "Xếp hạng: {rank} trong {ranked} đơn vị, {total} điểm (cột {column}, {label})",
                "Rank: {rank} of {ranked} units, {total} points ({column}, {label})",
            ),
            rank=trace.rank,
            ranked=trace.ranked,
            total=trace.total,
            column=STAGE_NAMES[trace.origin.stage.value],
            label=STAGE_LABELS[Stage(trace.origin.stage)],
        )
    else:
        page.head(Text("Xếp hạng: không xếp hạng", "Rank: not ranked"))
    if trace.provisional is not None and (trace.provisional.before.rank or trace.rank):
        page.line(_listed(_beside(trace.provisional)), 2)
    for reason in trace.reasons:
        page.line(_listed(_reason(reason)), 2)
    if trace.equal:
        names = ", ".join(member.name for member in trace.equal)
        page.line(Text("- Bằng điểm với {names}.", "- Same total as {names}."), 2, names=names)
    for distance in trace.distances:
        page.line(_listed(_distance(distance)), 2)


_PLACE = Text("hạng {rank}, {total} điểm, {proposal}", "rank {rank}, {total} points, {proposal}")


def _beside(standing: Standing) -> Text:
    """The unit's place as the cluster settled it, and whether the board's examination changed it."""
    before = standing.before
    column = STAGE_NAMES[Stage.CLUSTER]
    if before.rank is None:
        text = Text("Dự kiến theo {column}: không xếp hạng.", "Provisionally, by the {column}: not ranked.")
        return filled(text, column=column)
    changed = standing.matters or standing.total_changed
    verdict = Text("khác kết quả chính thức", "the official result differs")
    if not changed:
        verdict = Text("không khác kết quả chính thức", "the official result is the same")
    text = Text("Dự kiến theo {column}: {place}; {verdict}.", "Provisionally, by the {column}: {place}; {verdict}.")
    place = filled(_PLACE, rank=before.rank, total=before.total, proposal=proposal_in_words(before))
    return filled(text, column=column, place=place, verdict=verdict)


_VERDICTS = {
    Verdict.PROPOSED: Text("được đề nghị", "proposed"),
    Verdict.BALLOT: Text("chờ bỏ phiếu", "awaits a ballot"),
    Verdict.HELD: Text("chưa xét", "not settled yet"),
    Verdict.NOT_PROPOSED: Text("không đề nghị", "not proposed"),
    Verdict.ASIDE: Text("không thuộc diện xét", "not in line"),
}


def _award(page: _Page, award: AwardTrace, trace: UnitTrace) -> None:
    page.head(
        Text("{name}: {verdict} (cụm được {quota})", "{name}: {verdict} (the cluster has {quota})"),
        name=Text(award.award.name.vi, award.award.name.en),
        verdict=_VERDICTS[award.verdict],
        quota=award.quota,
    )
    for reason in award.reasons:
        page.line(_listed(_reason(reason)), 2)
    for distance in award.distances:
        clause = award.award.clause if distance.to == "threshold" else None
        page.line(_listed(_with_clause(_distance(distance), clause)), 2)
    for ballot in award.ballots:
        page.line(_listed(_ballot(ballot, trace)), 2)


_MARKS = {
    "threshold": Text("mức tối thiểu ({mark})", "the least total ({mark})"),
    "leader": Text("đơn vị dẫn đầu {name} ({mark})", "the leading unit {name} ({mark})"),
    "above": Text("đơn vị xếp trên {name} ({mark})", "the unit above, {name} ({mark})"),
    "below": Text("đơn vị xếp dưới {name} ({mark})", "the unit below, {name} ({mark})"),
    "last-place": Text("đơn vị cuối cùng được xét {name} ({mark})", "the last unit in line, {name} ({mark})"),
    "next": Text("đơn vị kế tiếp {name} ({mark})", "the next unit, {name} ({mark})"),
}


def _distance(distance: Distance) -> Text:
    what = filled(_MARKS[distance.to], mark=distance.mark, name=distance.unit.name if distance.unit else "")
    if distance.points > 0:
        text = Text("Hơn {points} điểm so với {what}.", "{points} points above {what}.")
    elif distance.points < 0:
        text = Text("Thiếu {points} điểm so với {what}.", "{points} points short of {what}.")
    else:
        text = Text("Bằng {what}.", "Equal to {what}.")
    return filled(text, what=what, points=abs(distance.points))


def _ballot(ballot: Ballot, trace: UnitTrace) -> Text:
    roster = trace.origin.cluster.roster
    votes = [
        (member.name if (member := roster.member(unit_id)) else unit_id, ballot.votes.get(unit_id))
        for unit_id in ballot.between
    ]
    shown = Text(*(_votes(votes, lang) for lang in ("vi", "en")))
    minutes = Text(f" ({ballot.minutes})", f" ({ballot.minutes})") if ballot.minutes else Text("", "")
    return filled(
        Text("Bỏ phiếu đã ghi: {votes}{minutes}.", "Recorded ballot: {votes}{minutes}."), votes=shown, minutes=minutes
    )


def _votes(votes: Iterable[tuple[str, int | None]], lang: Lang) -> str:
    word = Text("phiếu", "votes").to(lang)
    return ", ".join(f"{name} {'–' if number is None else number} {word}" for name, number in votes)
