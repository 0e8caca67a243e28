"""What `thidua repair` moved, supposed and lost, as text for people and as its JSON document.

This module draws values only; it moves nothing and opens no file.
"""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any

from thidua_cli.catalogue import STAGE_NAMES, Text, filled, shown
from thidua_cli.findings import count
from thidua_cli.render.json import dumps, findings_as_json
from thidua_cli.render.text import general
from thidua_cli.repair import Item, State

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from thidua_cli.catalogue import Lang
    from thidua_cli.render.text import Screen
    from thidua_cli.repair import Guessed, Lost, Moved, RepairedFile, Repairs

_ITEMS: dict[Item, Text] = {
    Item.SCORE: Text("điểm", "score"),
    Item.EVIDENCE: Text("minh chứng", "evidence"),
    Item.EXPLANATION: Text("giải trình", "explanation"),
    Item.UNIT: Text("tên đơn vị", "unit's name"),
    Item.YEAR: Text("năm", "year"),
    Item.FACT: Text("số liệu", "figure"),
    Item.REMARK: Text("ghi chú số liệu", "note on a figure"),
}


def item_name(item: Item, lang: Lang) -> str:
    """What kind of answer it is, in a word or two."""
    return _ITEMS[item].to(lang)


# --- text ----------------------------------------------------------------------------------------

_MOST_SHOWN = 8
_NARROWEST = 40
_LONGEST_TYPED = 60

_STATES: dict[State, Text] = {
    State.WRITTEN: Text("đã ghi {output}", "wrote {output}"),
    State.UNCHANGED: Text("{output} đã có và không đổi", "{output} is there and unchanged"),
    State.REFUSED: Text("không lập được biểu mới", "no new form was made"),
}
_COUNTS = Text(
    "chuyển {scores} điểm và {others} nội dung khác; suy đoán {guessed}; không chuyển được {lost}",
    "{scores} score(s) and {others} other entries moved; {guessed} supposed; {lost} not moved",
)
_LOST = Text("Không chuyển được:", "Not moved:")
_GUESSED = Text("Hiểu theo suy đoán:", "Supposed:")
_MORE = Text("… và {number} nội dung khác, xem trang “Đã chuyển”", "… and {number} more, see the page “Đã chuyển”")
_VERDICT = Text(
    "{files} tệp: {repaired} biểu mới, {refused} không lập được; bỏ qua {skipped}.",
    "{files} file(s): {repaired} new form(s), {refused} refused; {skipped} passed over.",
)
_NEXT = Text(
    "Bước tiếp theo: mở biểu mới, đối chiếu trang “Đã chuyển” với tệp gốc, nhập tay phần còn thiếu; "
    "sau đó thay phiếu gốc bằng biểu này và chạy thidua validate.",
    "Next: open the new form, compare its page “Đã chuyển” with the original, type in what is missing; "
    "then put it in the original's place and run thidua validate.",
)
_NEXT_NONE = Text(
    "Bước tiếp theo: sửa theo hướng dẫn ở trên, hoặc xin đơn vị gửi lại phiếu.",
    "Next: follow the advice above, or ask the unit for its sheet again.",
)


def told(result: Repairs, screen: Screen) -> str:
    """Each file with what became of it, the verdict and the next step last; when quiet, refusals and the verdict."""
    lang, lines = screen.lang, []
    for one in result.files:
        if screen.quiet and one.state is not State.REFUSED:
            continue
        lines += [*_file(one, screen), ""]
    made = result.number(State.WRITTEN) + result.number(State.UNCHANGED)
    if result.files:
        values = {
            "files": len(result.files),
            "repaired": made,
            "refused": result.number(State.REFUSED),
            "skipped": result.skipped,
        }
        lines.append(filled(_VERDICT, **values).to(lang))
        if not screen.quiet:
            lines += _wrapped((_NEXT if made else _NEXT_NONE).to(lang), screen, "")
    return "\n".join(lines)


def _file(one: RepairedFile, screen: Screen) -> Iterator[str]:
    lang, moved = screen.lang, one.repaired
    unit = f" · {shown(moved.unit.name, lang)}" if moved.unit else ""
    state = filled(_STATES[one.state], output=one.output).to(lang)
    yield from _wrapped(f"{one.file}{unit}: {state}", screen, "")
    if moved.form is not None:
        scores = sum(entry.item is Item.SCORE for entry in moved.moved)
        values = {"scores": scores, "others": len(moved.moved) - scores}
        numbers = {"guessed": len(moved.guessed), "lost": len(moved.lost)}
        yield from _wrapped(filled(_COUNTS, **values, **numbers).to(lang), screen, "  ")
        yield from _listed(_LOST, [_lost(entry, lang) for entry in moved.lost], screen)
        yield from _listed(_GUESSED, [_guessed(entry, lang) for entry in moved.guessed], screen)
    rest = [finding for finding in one.findings if finding.code not in {"TD132", "TD133"}]
    if rest:
        # The file is named above already.
        yield general([finding.on(file=None) for finding in rest], screen).rstrip("\n")


def _listed(title: Text, entries: Sequence[str], screen: Screen) -> Iterator[str]:
    if not entries:
        return
    yield f"  {title.to(screen.lang)}"
    for entry in entries[:_MOST_SHOWN]:
        yield from _wrapped(entry, screen, "    ")
    if len(entries) > _MOST_SHOWN:
        yield from _wrapped(filled(_MORE, number=len(entries) - _MOST_SHOWN).to(screen.lang), screen, "    ")


def _lost(entry: Lost, lang: Lang) -> str:
    stage = f" ({STAGE_NAMES[entry.stage.value].to(lang)})" if entry.stage else ""
    return f"{_where(entry.sheet, entry.cell, lang)}{stage}{_quoted(entry.typed, lang)}: {entry.why.to(lang)}"


def _guessed(entry: Guessed, lang: Lang) -> str:
    place = _where(entry.sheet, entry.cell, lang)
    return f"{place}{_quoted(entry.typed, lang)}: {entry.why.to(lang)}" if place else entry.why.to(lang)


def _where(sheet: str, cell: str, lang: Lang) -> str:
    name = shown(sheet, lang)
    return f"{name}!{cell}" if name and cell else name or cell


def _quoted(typed: str, lang: Lang) -> str:
    text = shown(typed, lang)
    text = text if len(text) <= _LONGEST_TYPED else text[: _LONGEST_TYPED - 1] + "…"
    return f" “{text}”" if text else ""


def _wrapped(text: str, screen: Screen, indent: str) -> list[str]:
    width = max(screen.width, _NARROWEST)
    return textwrap.wrap(
        text,
        width,
        initial_indent=indent,
        subsequent_indent=indent + "  ",
        break_long_words=False,
        break_on_hyphens=False,
    )


# --- JSON ----------------------------------------------------------------------------------------


def repaired_json(result: Repairs, lang: Lang) -> str:
    """The document `thidua.repair/1`: each file with its new form and every entry moved, supposed or lost."""
    entries = [one.repaired for one in result.files]
    return dumps(
        {
            "schema": "thidua.repair/1",
            "files": [_file_json(one, lang) for one in result.files],
            "findings": findings_as_json(result.findings, lang),
            "summary": {
                "files": len(result.files),
                "found": len(result.files) + result.skipped,
                "skipped": result.skipped,
                **{state.value: result.number(state) for state in State},
                "moved": sum(len(one.moved) for one in entries),
                "guessed": sum(len(one.guessed) for one in entries),
                "lost": sum(len(one.lost) for one in entries),
                **count(result.all_findings())._asdict(),
            },
        }
    )


def _file_json(one: RepairedFile, lang: Lang) -> dict[str, Any]:
    moved = one.repaired
    return {
        "path": one.file,
        "sha256": one.sha256 or None,
        "unit": {"id": moved.unit.id, "name": moved.unit.name} if moved.unit else None,
        "year": moved.year or None,
        "rubric": moved.rubric.id if moved.rubric else None,
        "state": one.state.value,
        "output": one.output,
        "moved": [_moved_json(entry) for entry in moved.moved],
        "guessed": [
            {
                "sheet": entry.sheet or None,
                "cell": entry.cell or None,
                "text": shown(entry.typed, lang),
                "why": entry.why.to(lang),
                "to": entry.to_cell or None,
            }
            for entry in moved.guessed
        ],
        "lost": [
            {
                "sheet": entry.sheet,
                "cell": entry.cell,
                "text": shown(entry.typed, lang),
                "why": entry.why.to(lang),
                "criterion": entry.label or None,
                "stage": entry.stage.value if entry.stage else None,
                "to": entry.to_cell or None,
            }
            for entry in moved.lost
        ],
        "findings": findings_as_json(one.findings, lang),
    }


def _moved_json(entry: Moved) -> dict[str, Any]:
    return {
        "item": entry.item.value,
        "criterion": entry.label or None,
        "stage": entry.stage.value if entry.stage else None,
        "from": {"sheet": entry.sheet or None, "cells": list(entry.cells)},
        "text": entry.typed,
        "value": entry.value,
        "to": {"sheet": entry.to_sheet, "cell": entry.to_cell},
    }
