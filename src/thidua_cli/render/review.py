"""What `review` did, and how far the review workbook is, as text for people.

This module draws values only; it computes none and opens no file.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from thidua_cli.catalogue import STAGE_NAMES, Text, shown
from thidua_cli.review.content import Did

if TYPE_CHECKING:
    from collections.abc import Iterator

    from thidua_cli.catalogue import Lang
    from thidua_cli.review.content import LogLine
    from thidua_cli.review.outcome import Reviewed, Standing

_DID: dict[Did, Text] = {
    Did.TAKEN: Text("lấy {number} điểm đã có trong phiếu", "{number} score(s) taken over from its sheet"),
    Did.AGREED: Text("ghi {number} điểm đã đồng ý vào ô trống", "{number} score(s) agreed to typed into blank cells"),
    Did.CHANGED: Text(
        "{number} điểm tự chấm đã đổi, cần xem lại: {criteria}",
        "{number} self score(s) changed, to be looked at again: {criteria}",
    ),
    Did.NO_SHEET: Text(
        "chưa có phiếu dùng được; giữ điểm tự chấm lần trước", "no sheet that can be used; its last self scores stay"
    ),
    Did.SHEET_BACK: Text("đã có phiếu", "its sheet is back"),
    Did.ADDED: Text("thêm vào sổ", "added"),
    Did.REMOVED: Text(
        "không còn trong cluster.yaml; điểm đã nhập ở trang “Giữ lại”",
        "no longer in cluster.yaml; its scores are on the sheet “Giữ lại”",
    ),
}
_MOST_NAMED = 8


def reviewed(result: Reviewed, lang: Lang, *, quiet: bool = False) -> str:
    """Where the workbook is, what this run did, how far it is, and what to do next."""
    if result.output is None:
        return ""
    lines = [_head(result).to(lang)]
    if result.copy and not quiet:
        lines.append(Text(f"Bản trước giữ ở {result.copy}", f"The one before is kept as {result.copy}").to(lang))
    if not quiet:
        lines += [f"  {line}" for line in _events(result.events, lang)]
    if result.standing is not None:
        lines += [f"  {line}" for line in _standing(result.standing, result.sheets, lang)]
        if not quiet:
            lines.append(_next(result.standing, result.sheets).to(lang))
    return "\n".join(lines)


def _head(result: Reviewed) -> Text:
    name = shown(result.roster.name, "vi") if result.roster else ""
    if not result.is_written:
        return Text(
            f"{result.output} · {name}: không có gì thay đổi, không ghi lại.",
            f"{result.output} · {name}: nothing changed, nothing written.",
        )
    return Text(f"Đã ghi {result.output} · {name}", f"Written: {result.output} · {name}")


def _events(events: tuple[LogLine, ...], lang: Lang) -> Iterator[str]:
    """What this run did, a line for each unit and kind."""
    ordered = sorted(enumerate(events), key=lambda pair: (pair[1].unit, list(Did).index(pair[1].did), pair[0]))
    for (name, did), members in groupby((line for _, line in ordered), key=lambda line: (line.name, line.did)):
        lines = list(members)
        criteria = [line.criterion for line in lines]
        few = ", ".join(criteria[:_MOST_NAMED]) + (" …" if len(criteria) > _MOST_NAMED else "")
        told = _DID[did].to(lang).format(number=len(lines), criteria=few)
        yield f"{shown(name, lang)}: {told}"


def _standing(standing: Standing, sheets: int, lang: Lang) -> Iterator[str]:
    yield Text(
        f"{standing.units} đơn vị, {sheets} đơn vị có phiếu dùng được",
        f"{standing.units} unit(s), {sheets} with a sheet that can be used",
    ).to(lang)
    for stage, cells in standing.cells.items():
        settled, differs = standing.settled[stage], standing.differences[stage]
        name = STAGE_NAMES[stage]
        yield Text(
            f"{name.vi}: {settled}/{cells} ô có điểm, {differs} ô khác bước trước",
            f"{name.en}: {settled} of {cells} settled, {differs} differ from the stage before",
        ).to(lang)
    if standing.reasons_missing:
        yield Text(
            f"{standing.reasons_missing} điểm khác chưa có lý do (trang “Lý do”)",
            f"{standing.reasons_missing} of the differences lack a reason (sheet “Lý do”)",
        ).to(lang)
    if standing.unconfirmed:
        yield Text(
            f"{standing.unconfirmed} điểm tự chấm đã đổi chưa xem lại (trang “Nhật ký”)",
            f"{standing.unconfirmed} changed self score(s) not looked at again (sheet “Nhật ký”)",
        ).to(lang)
    if standing.kept:
        yield Text(f"{standing.kept} nội dung ở trang “Giữ lại”", f"{standing.kept} entries on the sheet “Giữ lại”").to(
            lang
        )


def _next(standing: Standing, sheets: int) -> Text:
    open_cells = any(standing.settled[stage] < cells for stage, cells in standing.cells.items())
    if sheets < standing.units:
        return Text(
            "Bước tiếp theo: nhận đủ phiếu rồi chạy lại thidua review; điểm đã nhập được giữ nguyên.",
            "Next: gather the missing sheets and run thidua review again; typed scores stay.",
        )
    if standing.unconfirmed or standing.reasons_missing or open_cells:
        return Text(
            "Bước tiếp theo: mở tệp, nhập điểm, lý do, lưu, đóng, rồi chạy lại thidua review hoặc thidua consolidate.",
            "Next: open the file, type scores and reasons, save, close, then run thidua review or thidua consolidate.",
        )
    return Text(
        "Bước tiếp theo: thidua seal THƯ_MỤC để niêm điểm đã thống nhất, thidua rank để xếp hạng.",
        "Next: thidua seal FOLDER freezes the agreed scores, thidua rank ranks.",
    )
