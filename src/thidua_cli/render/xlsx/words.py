"""Words that several sheets of the consolidated workbook share.

This module knows no number and no place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from thidua_cli.catalogue import Text, shown
from thidua_cli.cluster import State
from thidua_cli.findings import Severity
from thidua_cli.rubric.model import Stage, Status

if TYPE_CHECKING:
    from collections.abc import Sequence

    from thidua_cli.awards import Proposal
    from thidua_cli.catalogue import Lang
    from thidua_cli.roster.model import Roster

TAB_SUMMARY = Text("Tổng hợp", "Summary")
TABS = {
    Stage.SELF: Text("Tự chấm", "Self scores"),
    Stage.CLUSTER: Text("Cụm chấm", "Cluster scores"),
    Stage.BOARD: Text("Ban TĐKT", "Board scores"),
}
TAB_CRITERIA = Text("So sánh", "Comparison")
TAB_CHANGES = Text("Chênh lệch", "Differences")
TAB_CHARTS = Text("Biểu đồ", "Charts")
TAB_FINDINGS = Text("Phát hiện", "Findings")
TAB_SOURCES = Text("Nguồn số liệu", "Sources")
TAB_FILES = Text("Tệp nguồn", "Source files")

STATES = {
    State.OK: Text("đạt", "in order"),
    State.ERRORS: Text("có lỗi", "has errors"),
    State.MISSING: Text("chưa có phiếu", "no sheet"),
    State.UNREADABLE: Text("không đọc được", "unreadable"),
    State.DUPLICATE: Text("nhiều phiếu", "several sheets"),
}
STATUSES = {
    Status.ELIGIBLE: Text("được xét", "considered"),
    Status.EXCLUDED: Text("không xét", "not considered"),
    Status.PENDING: Text("chưa xét", "not yet considered"),
}
SEVERITIES = {
    Severity.ERROR: Text("Lỗi", "Error"),
    Severity.WARNING: Text("Cảnh báo", "Warning"),
    Severity.INFO: Text("Ghi chú", "Note"),
}
OTHER_TABLE = Text("theo bảng tiêu chí khác", "follows another table")
DRAFT = Text("DỰ THẢO – CHƯA ĐỦ", "DRAFT – INCOMPLETE")
MAXIMUM = Text("Điểm chuẩn", "Maximum")
TOTAL = Text("Tổng", "Total")
ON_CHART = Text("Tên trên biểu đồ", "Name on the chart")

_FEW = 4
LONGEST_ON_CHART = 44  # characters


def sentence(text: str) -> str:
    """The text with a capital first letter."""
    return text[:1].upper() + text[1:]


def some(names: Sequence[str], lang: Lang) -> str:
    """The first few names and how many more there are."""
    rest = len(names) - _FEW
    listed = shown(tuple(names[:_FEW]), lang)
    return listed + (Text(f" và {rest} đơn vị khác", f" and {rest} more").to(lang) if rest > 0 else "")


def on_chart(text: str, lang: Lang) -> str:
    """The text short enough for the axis of a chart: long ones would leave no room for the bars."""
    line = shown(text, lang)
    if len(line) <= LONGEST_ON_CHART:
        return line
    head = line[: LONGEST_ON_CHART - 1]
    return (head.rpartition(" ")[0] or head).rstrip(" ,;:-–(") + "…"


def award(proposal: Proposal, lang: Lang) -> str:
    """The name of the award that is proposed."""
    return Text(proposal.award.name.vi, proposal.award.name.en).to(lang)


def section(section_id: str, lang: Lang) -> str:
    """A section as headings and charts name it."""
    return Text(f"Mục {section_id}", f"Section {section_id}").to(lang)


def titled(roster: Roster, lang: Lang) -> str:
    """The cluster and the year scored, as the second line of every sheet has it."""
    if not roster.year:
        return roster.name
    year = Text(f"Năm học {roster.year}" if "-" in roster.year else f"Năm {roster.year}", roster.year)
    return f"{roster.name} – {year.to(lang)}"
