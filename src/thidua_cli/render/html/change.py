"""The provisional ranking beside the official one, as values of the page.

This module tells what `comparison` found; it compares nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from thidua_cli.catalogue import Text, shown
from thidua_cli.render.html.model import ChangeRow
from thidua_cli.render.html.standing import award_words, number
from thidua_cli.render.html.words import AWAITS
from thidua_cli.vietnamese import format_points

if TYPE_CHECKING:
    from collections.abc import Iterator

    from thidua_cli.catalogue import Lang
    from thidua_cli.comparison import Comparison, Place, Standing
    from thidua_cli.report import ClusterReport


def changes(report: ClusterReport, lang: Lang) -> tuple[ChangeRow, ...]:
    """Every member in both rankings; nothing where there is only one."""
    beside = report.provisional
    if beside is None:
        return ()
    return tuple(
        ChangeRow(
            unit=shown(one.member.name, lang),
            rank_before=number(one.before.rank, lang),
            rank_after=number(one.after.rank, lang),
            total_before=number(one.before.total, lang),
            total_after=number(one.after.total, lang),
            award_before=_award(one.before, report, lang),
            award_after=_award(one.after, report, lang),
            changed=", ".join(_changed(one, beside, lang)),
        )
        for one in beside.standings
    )


def note(report: ClusterReport, lang: Lang) -> str:
    """What the two rankings have to do with each other, and whom only one of them ranks."""
    beside = report.provisional
    if beside is None:
        return ""
    if not beside.differs:
        return Text(
            "Thẩm định của Ban TĐKT không làm thay đổi kết quả mà cụm, khối đã thống nhất.",
            "The board's examination did not change what the cluster adopted.",
        ).to(lang)
    text = Text(
        "Dự kiến là xếp hạng theo điểm Cụm thi đua đã chấm; chính thức là xếp hạng sau thẩm định của Ban TĐKT.",
        "Provisional is the ranking by the cluster's scores, official the one after the board's examination.",
    ).to(lang)
    if not beside.one_sided:
        return text
    names = ", ".join(shown(member.name, lang) for member in beside.one_sided)
    alone = Text(
        f" Chưa có hạng ở một hoặc cả hai bên: {names}.", f" Without a rank in one of the two, or in both: {names}."
    )
    return text + alone.to(lang)


def _award(place: Place, report: ClusterReport, lang: Lang) -> str:
    if place.award is not None:
        return award_words(report, place.award, lang)
    return f"{AWAITS.to(lang)}: {award_words(report, place.ballot, lang)}" if place.ballot is not None else ""


def _changed(one: Standing, beside: Comparison, lang: Lang) -> Iterator[str]:
    if one.rank_changed:
        yield Text("hạng", "rank").to(lang)
    if one.total_changed:
        yield Text("tổng điểm", "total").to(lang)
    if one.threshold_changed and beside.least is not None:
        least = format_points(beside.least, lang)
        yield Text(f"mức {least} điểm", f"the test of {least} points").to(lang)
    if one.award_changed:
        yield Text("đề nghị", "proposal").to(lang)
