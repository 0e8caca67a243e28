"""What keeps a cluster's result from being final, in the words that stand on its papers.

This module knows no paper and no way of drawing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from thidua_cli.catalogue import STAGE_NAMES, say

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from thidua_cli.findings import Finding
    from thidua_cli.report import ClusterReport

DRAFT = "DỰ THẢO – CHƯA ĐỦ"
# So many places of one kind are told one by one; of the rest it is said how many and whose.
_MOST_TOLD = 5


def missing_of(report: ClusterReport) -> tuple[str, ...]:
    """One sentence for each thing that holds the result back; empty if it is ready."""
    names = {member.id: member.name for member in report.cluster.roster.members}
    held: list[str] = []
    for code in report.blockers:
        same = [finding for finding in report.findings if finding.code == code and finding.waived is None]
        held += [_told(finding, names) for finding in same[:_MOST_TOLD]]
        if len(same) > _MOST_TOLD:
            held.append(_rest(same[_MOST_TOLD:], names))
        if not same:
            held.append(f"Chưa đạt điều kiện {code}.")
    return tuple(held)


def told(findings: Iterable[Finding]) -> tuple[str, ...]:
    """Errors found beside the clusters, in words."""
    return tuple(_told(finding, {}) for finding in findings if finding.is_error)


def _told(finding: Finding, names: Mapping[str, str]) -> str:
    """A finding as one sentence: whose, where, what."""
    message = say(finding, "vi").message
    name = names.get(finding.unit or "", "")
    stage = STAGE_NAMES.get(finding.stage or "")
    column = f" ({stage.vi})" if stage and finding.cell else ""
    place = f"ô {finding.cell}{column}" if finding.cell else ""
    file = finding.file if finding.file and finding.cell else ""
    where = ", ".join(filter(None, (name if name not in message else "", file, place)))
    return f"{where}: {message} ({finding.code})" if where else f"{message} ({finding.code})"


def _rest(findings: Sequence[Finding], names: Mapping[str, str]) -> str:
    units = dict.fromkeys(names.get(finding.unit or "", "") for finding in findings)
    whose = ", ".join(filter(None, units))
    of = f" của {whose}" if whose else ""
    return f"Và {len(findings)} chỗ khác cùng loại{of}; xem bằng `thidua rank` ({findings[0].code})"
