"""A unit's total at a stage as sheets show it: the number, or in words why there is none to rely on.

This module adds up nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from thidua_cli.catalogue import Text
from thidua_cli.render.xlsx.words import OTHER_TABLE
from thidua_cli.vietnamese import format_points

if TYPE_CHECKING:
    from decimal import Decimal

    from thidua_cli.catalogue import Lang
    from thidua_cli.render.xlsx.scene import Column, Read
    from thidua_cli.rubric.model import Stage


def stage_total(column: Column, stage: Stage, lang: Lang) -> Decimal | str:
    """The total at a stage, or in words why there is none that may be relied on."""
    if column.read is None:
        return "–" if column.unit.submission is None or column.unit.submission.scores is None else OTHER_TABLE.to(lang)
    if not column.read.scores.totals[stage].complete:
        return incomplete(column.read, stage, lang)
    value = column.read.scores.totals[stage].value
    if column.read.touched(stage):
        return format_points(value, lang) + Text(" (còn lỗi)", " (has errors)").to(lang)
    return value


def incomplete(read: Read, stage: Stage, lang: Lang) -> str:
    """Why the stage's total is not the whole: how many cells are blank or faulty."""
    blank, faulty = read.lacking(stage)
    parts = []
    if blank:
        parts.append(Text(f"{blank} ô trống", f"{blank} blank").to(lang))
    if faulty:
        parts.append(Text(f"{faulty} ô lỗi", f"{faulty} faulty").to(lang))
    return Text("chưa đủ", "incomplete").to(lang) + f" ({', '.join(parts)})"
