"""One finding code explained in words: what it means, why it is looked at, what to do.

This module draws the catalogue's own words; it computes nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from thidua_cli.catalogue import Code, Text
from thidua_cli.findings import Severity

if TYPE_CHECKING:
    from thidua_cli.catalogue import Lang

_SEVERITIES = {
    Severity.ERROR: Text("lỗi", "error"),
    Severity.WARNING: Text("cảnh báo", "warning"),
    Severity.INFO: Text("ghi chú", "note"),
}


def explained(code: Code, lang: Lang) -> str:
    """The code's page."""
    labels = (
        (Text("Phát hiện", "Finding"), code.message.with_gaps(lang)),
        (Text("Vì sao", "Why"), code.cause.to(lang)),
        (Text("Cách sửa", "Cure"), code.fix.with_gaps(lang)),
        (Text("Căn cứ", "Clause"), code.clause),
    )
    lines = [f"{code.id} {code.name} · {_SEVERITIES[code.severity].to(lang)}", ""]
    lines += [f"{label.to(lang)}: {value}" for label, value in labels if value]
    return "\n".join(lines)
