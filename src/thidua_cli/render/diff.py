"""Differences between two states as text and as the document `thidua.diff/1`.

This module draws values only; it compares nothing and opens no file.
"""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any

from thidua_cli.awards import AWARD_WORDS
from thidua_cli.catalogue import STAGE_NAMES, Text, filled, shown
from thidua_cli.comparison import proposal_in_words
from thidua_cli.render.json import dumps, findings_as_json
from thidua_cli.rubric.model import Stage, Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from decimal import Decimal

    from thidua_cli.catalogue import Lang
    from thidua_cli.differences import (
        Compared,
        ScoreChange,
        Setting,
        Side,
        Spot,
        StateDifference,
        UnitDifference,
        UnitSide,
        WordChange,
    )
    from thidua_cli.render.text import Screen

_COLUMNS = {
    Stage.SELF: Text("Tự chấm", "Self"),
    Stage.CLUSTER: Text("Cụm chấm", "Cluster"),
    Stage.BOARD: Text("Ban TĐKT", "Board"),
}
_TEXTS = {
    "evidence": Text("Minh chứng", "Evidence"),
    "explanation": Text("Giải trình", "Explanation"),
    "fact": Text("Số liệu", "Figure"),
}
_STATES = {
    "ok": Text("đạt", "ok"),
    "errors": Text("có lỗi", "errors"),
    "missing": Text("chưa có phiếu", "no sheet"),
    "unreadable": Text("không đọc được", "unreadable"),
    "duplicate": Text("nhiều phiếu", "several sheets"),
}
_STATUSES = {
    Status.ELIGIBLE.value: Text("được xét", "considered"),
    Status.EXCLUDED.value: Text("không xét", "excluded"),
    Status.PENDING.value: Text("chưa xét", "pending"),
}
_TOTAL = Text("Tổng", "Total")
_NOTHING = "–"
_LONGEST_SAID, _LONGEST_TEXT = 18, 160


def compared(result: Compared, screen: Screen) -> str:
    """What differs, unit by unit; one sentence if nothing does, nothing if nothing could be compared."""
    lang = screen.lang
    if not result.done:
        return ""
    if not result.differs:
        return "\n".join([Text("Hai bên không khác nhau.", "The two do not differ.").to(lang), *_faulty(result, lang)])
    first, second = (shown(path, lang) for path in result.paths)
    lines = list(
        _wrapped(Text(f"So sánh: {first} → {second}", f"Compared: {first} → {second}").to(lang), screen, "", "  ")
    )
    for state in result.states:
        if state.differs:
            lines += ["", *_state(state, screen)]
    same = sum(not state.differs for state in result.states)
    if same:
        lines += ["", Text(f"{same} cụm không khác nhau.", f"{same} cluster(s) do not differ.").to(lang)]
    lines += ["", *_wrapped(_summary(result).to(lang), screen, "", "  "), *_faulty(result, lang)]
    return "\n".join(lines)


def _wrapped(text: str, screen: Screen, first: str, rest: str) -> Iterator[str]:
    yield from textwrap.wrap(
        text,
        max(screen.width, 20),
        initial_indent=first,
        subsequent_indent=rest,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _from_to(before: str, after: str) -> str:
    return after if before == after else f"{before or _NOTHING} → {after or _NOTHING}"


def _bold(text: str, screen: Screen) -> str:
    return f"\x1b[1m{text}\x1b[0m" if screen.colour else text


# --- one pair -------------------------------------------------------------------------------------


def _state(state: StateDifference, screen: Screen) -> Iterator[str]:
    lang = screen.lang
    if state.kind != "sheet":
        yield from (_bold(line, screen) for line in _wrapped(_heading(state, lang), screen, "", "  "))
    before, after = state.before, state.after
    if before is None or after is None:
        here = before or after
        path = shown(here.path if here else "", lang)
        yield from _wrapped(
            Text(f"Cụm chỉ có ở {path}.", f"Only {path} has this cluster.").to(lang), screen, "  ", "  "
        )
        return
    if state.kind == "cluster" and before.stage is not after.stage:
        stages = _from_to(*(STAGE_NAMES[side.stage].to(lang) if side.stage else "" for side in (before, after)))
        yield from _wrapped(Text(f"Xếp hạng theo: {stages}", f"Ranked by: {stages}").to(lang), screen, "  ", "    ")
    for setting in state.settings:
        yield from _wrapped(_setting(setting, lang), screen, "  ", "    ")
    for difference in state.criteria:
        told = " ".join(difference.sentence.to(lang).split())
        yield from _wrapped(f"{Text('Bảng tiêu chí', 'Table').to(lang)}: {_cut(told)}", screen, "  ", "    ")
    for number, unit in enumerate(state.changed):
        if number or state.kind != "sheet" or state.settings or state.criteria:
            yield ""
        yield from _unit(unit, state, screen)


def _heading(state: StateDifference, lang: Lang) -> str:
    sides = [side for side in (state.before, state.after) if side is not None]
    name = _from_to(shown(sides[0].name, lang), shown(sides[-1].name, lang))
    year = _from_to(sides[0].year or "", sides[-1].year or "")
    return f"{name} · {Text('năm', 'year').to(lang)} {year}" if year else name


def _setting(setting: Setting, lang: Lang) -> str:
    before, after = (shown(text, lang) or _NOTHING for text in (setting.before, setting.after))
    return f"{setting.key}: {before} → {after}"


def _cut(text: str, longest: int = _LONGEST_TEXT) -> str:
    return text if len(text) <= longest else text[: longest - 1] + "…"


# --- one unit -------------------------------------------------------------------------------------


def _unit(unit: UnitDifference, state: StateDifference, screen: Screen) -> Iterator[str]:
    lang = screen.lang
    before, after = unit.before, unit.after
    names = [shown(side.name or side.id or "", lang) for side in (before, after) if side is not None]
    title = _from_to(names[0], names[-1])
    if before is None or after is None:
        here = state.before if after is None else state.after
        path = shown(here.path if here else "", lang)
        only = Text(f"{title}: chỉ có ở {path}.", f"{title}: only in {path}.").to(lang)
        yield from _wrapped(only, screen, "", "  ")
        yield from _wrapped(_alone(unit.unit, lang), screen, "  ", "  ")
        return
    if before.id != after.id:
        title += f" ({_from_to(before.id or '', after.id or '')})"
    yield from (_bold(line, screen) for line in _wrapped(title or state_path(state), screen, "", "  "))
    files = [", ".join(side.files) for side in (before, after)]
    if state.kind == "cluster" and files[0] != files[1]:
        yield from _wrapped(f"{Text('Tệp', 'File').to(lang)}: {_from_to(*files)}", screen, "  ", "    ")
    own = {file for side in (before, after) for file in side.files}
    yield from (_score(change, own, lang) for change in unit.scores)
    for word in unit.words:
        yield from _wrapped(_word(word, lang), screen, "  ", "    ")
    for line in _effects(before, after):
        yield from _wrapped(line.to(lang), screen, "  ", "    ")


def state_path(state: StateDifference) -> str:
    """The file of the second state, for a sheet that names nobody."""
    return state.after.path if state.after else ""


def _alone(side: UnitSide, lang: Lang) -> str:
    """What is known of a unit that stands on one side only."""
    parts = [f"{_COLUMNS[stage].to(lang)} {shown(total, lang)}" for stage, total in side.totals]
    if side.rank is not None:
        parts.append(Text(f"hạng {side.rank}", f"rank {side.rank}").to(lang))
    if side.award is not None:
        parts.append(AWARD_WORDS[side.award].to(lang))
    return ", ".join(parts)


def _score(change: ScoreChange, own: Iterable[str], lang: Lang) -> str:
    """One score in one line: criterion, column, before and after, by how much, and the cells."""
    criterion = _TOTAL.to(lang) if change.criterion == "total" else change.criterion
    said = f"{_said(change.before, lang)} → {_said(change.after, lang)}"
    points = f"({_signed(change.points, lang)})" if change.points is not None else ""
    note = Text(" · tổng ghi trên phiếu", " · as stated").to(lang) if change.stated else ""
    places = [_place(spot, own) for spot in (change.before, change.after)]
    cell = Text("ô", "cell").to(lang) + " " + _from_to(*places)
    return f"  {criterion:8}{_COLUMNS[change.stage].to(lang):10}{said:16} {points:8} {cell}{note}".rstrip()


def _said(spot: Spot, lang: Lang) -> str:
    if spot.value is not None:
        return shown(spot.value, lang)
    return f"“{_cut(shown(spot.text, lang), _LONGEST_SAID)}”" if spot.text else _NOTHING


def _place(spot: Spot, own: Iterable[str]) -> str:
    if spot.cell is None:
        return ""
    return spot.cell if spot.file in own else f"{spot.file}!{spot.cell}"


def _signed(points: Decimal, lang: Lang) -> str:
    return f"{'+' if points > 0 else '-' if points < 0 else ''}{shown(abs(points), lang)}"


def _word(word: WordChange, lang: Lang) -> str:
    before, after = (f"“{_cut(shown(text, lang))}”" if text else _NOTHING for text in (word.before, word.after))
    about = _cut(shown(word.title, lang)) if word.column == "fact" else word.about
    return f"{_TEXTS[word.column].to(lang)} {about}: {before} → {after}"


def _effects(before: UnitSide, after: UnitSide) -> Iterator[Text]:
    """What became of the totals, the rank and the proposal."""
    totals = [text for stage in Stage if (text := _total(stage, before, after)) is not None]
    if totals:
        yield filled(
            Text("Tổng: {totals}.", "Totals: {totals}."),
            totals=Text("; ".join(text.vi for text in totals), "; ".join(text.en for text in totals)),
        )
    for words, was, now in (
        (Text("Phiếu", "Sheet"), _STATES.get(before.state or ""), _STATES.get(after.state or "")),
        (Text("Xét thi đua", "Standing"), _STATUSES.get(before.status or ""), _STATUSES.get(after.status or "")),
    ):
        if was is not None and now is not None and was != now:
            yield Text(f"{words.vi}: {was.vi} → {now.vi}.", f"{words.en}: {was.en} → {now.en}.")
    if before.rank != after.rank:
        ranks = _from_to(str(before.rank or ""), str(after.rank or ""))
        yield Text(f"Hạng: {ranks}.", f"Rank: {ranks}.")
    if before.proposal != after.proposal:
        was, now = _proposal(before), _proposal(after)
        yield Text(f"Đề nghị: {was.vi} → {now.vi}.", f"Proposed: {was.en} → {now.en}.")


def _total(stage: Stage, before: UnitSide, after: UnitSide) -> Text | None:
    was, now = before.total(stage), after.total(stage)
    if was == now:
        return None
    points = {lang: f" ({_signed(now - was, lang)})" for lang in _LANGS} if was is not None and now is not None else {}
    said = {lang: _from_to(shown(was, lang), shown(now, lang)) + points.get(lang, "") for lang in _LANGS}
    if stage in after.incomplete:
        said = {lang: said[lang] + _INCOMPLETE.to(lang) for lang in _LANGS}
    return Text(f"{_COLUMNS[stage].vi} {said['vi']}", f"{_COLUMNS[stage].en} {said['en']}")


_INCOMPLETE = Text(", chưa đủ điểm", ", incomplete")
_LANGS: tuple[Lang, ...] = ("vi", "en")


def _proposal(side: UnitSide) -> Text:
    return proposal_in_words(side.place) if side.place else Text("không đề nghị", "not proposed")


# --- in all ---------------------------------------------------------------------------------------


def _tally(result: Compared) -> dict[str, int]:
    """How much differs in all."""
    units = [unit for state in result.states for unit in state.changed]
    both = [(unit.before, unit.after) for unit in units if unit.before is not None and unit.after is not None]
    return {
        "clusters": sum(state.differs for state in result.states),
        "units": len(units),
        "scores": sum(len(unit.scores) for unit in units),
        "texts": sum(len(unit.words) for unit in units),
        "ranks": sum(before.rank != after.rank for before, after in both),
        "awards": sum(before.proposal != after.proposal for before, after in both),
        "added": sum(unit.before is None for unit in units),
        "removed": sum(unit.after is None for unit in units),
        "criteria": sum(len(state.criteria) for state in result.states),
        "settings": sum(len(state.settings) for state in result.states),
    }


_PARTS = {
    "units": Text("{number} đơn vị khác nhau", "{number} unit(s) differ"),
    "scores": Text("{number} ô điểm", "{number} score(s)"),
    "texts": Text("{number} minh chứng, giải trình hoặc số liệu", "{number} text(s) or figure(s)"),
    "ranks": Text("{number} đơn vị đổi hạng", "{number} rank(s)"),
    "awards": Text("{number} đề nghị thay đổi", "{number} proposal(s)"),
    "added": Text("{number} đơn vị mới", "{number} unit(s) new"),
    "removed": Text("{number} đơn vị không còn", "{number} unit(s) gone"),
    "criteria": Text("{number} điểm khác ở bảng tiêu chí", "{number} difference(s) of the table"),
    "settings": Text("{number} thông tin của cụm", "{number} setting(s)"),
}


def _summary(result: Compared) -> Text:
    tally = _tally(result)
    parts = [filled(text, number=tally[key]) for key, text in _PARTS.items() if tally[key]]
    return Text(
        "Tổng cộng: " + "; ".join(part.vi for part in parts) + ".",
        "In all: " + "; ".join(part.en for part in parts) + ".",
    )


def _faulty(result: Compared, lang: Lang) -> Iterator[str]:
    """The sides in which errors were found, which may be why something differs."""
    sides = [side for state in result.states for side in (state.before, state.after) if side is not None]
    for path, errors in dict.fromkeys((shown(side.path, lang), side.errors) for side in sides):
        if errors:
            yield Text(
                f"{path} có {errors} lỗi; xem bằng thidua validate.",
                f"{path} has {errors} error(s); see thidua validate.",
            ).to(lang)


# --- JSON -----------------------------------------------------------------------------------------


def compared_json(result: Compared, lang: Lang) -> str:
    """The document `thidua.diff/1`."""
    return dumps(
        {
            "schema": "thidua.diff/1",
            "before": result.paths[0],
            "after": result.paths[1],
            "equal": None if not result.done else not result.differs,
            "states": [_state_json(state, lang) for state in result.states],
            "findings": findings_as_json(result.findings, lang),
            "summary": _tally(result),
        }
    )


def _state_json(state: StateDifference, lang: Lang) -> dict[str, Any]:
    return {
        "kind": state.kind,
        "before": _side_json(state.before),
        "after": _side_json(state.after),
        "differs": state.differs,
        "settings": [
            {"key": one.key, "before": one.before or None, "after": one.after or None} for one in state.settings
        ],
        "criteria": [
            {
                "change": one.change,
                "criterion": one.criterion,
                "before": one.before.to(lang) if one.before else None,
                "after": one.after.to(lang) if one.after else None,
                "message": one.sentence.to(lang),
            }
            for one in state.criteria
        ],
        "units": [_unit_json(unit, lang) for unit in state.changed],
    }


def _side_json(side: Side | None) -> dict[str, Any] | None:
    if side is None:
        return None
    return {
        "path": side.path,
        "id": side.id,
        "name": side.name or None,
        "year": side.year,
        "rubric": side.rubric,
        "stage": side.stage.value if side.stage else None,
        "errors": side.errors,
        "warnings": side.warnings,
    }


def _unit_json(unit: UnitDifference, lang: Lang) -> dict[str, Any]:
    return {
        "presence": unit.presence,
        "matched": unit.matched,
        "renamed": unit.renamed,
        "before": _unit_side_json(unit.before),
        "after": _unit_side_json(unit.after),
        "scores": [
            {
                "criterion": change.criterion,
                "stage": change.stage.value,
                "before": _spot_json(change.before),
                "after": _spot_json(change.after),
                "points": change.points,
                "stated": change.stated,
            }
            for change in unit.scores
        ],
        "texts": [
            {
                "about": word.about,
                "column": word.column,
                "title": word.title.to(lang) if word.title else None,
                "before": word.before or None,
                "after": word.after or None,
            }
            for word in unit.words
        ],
    }


def _unit_side_json(side: UnitSide | None) -> dict[str, Any] | None:
    if side is None:
        return None
    return {
        "unit": {"id": side.id, "name": side.name},
        "files": list(side.files),
        "state": side.state,
        "status": side.status,
        "totals": {stage.value: {"value": side.total(stage), "complete": side.is_complete(stage)} for stage in Stage},
        "rank": side.rank,
        "award": side.award,
        "ballot": side.place.ballot if side.place else None,
    }


def _spot_json(spot: Spot) -> dict[str, Any]:
    return {
        "value": spot.value,
        "text": spot.text or None,
        "file": spot.file,
        "sheet": spot.sheet or None,
        "cell": spot.cell,
    }
