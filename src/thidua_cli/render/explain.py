"""One finding code explained: what it means, why it is looked at, what to do.

This module draws the catalogue's own words; it computes nothing.
"""

from __future__ import annotations

from string import Formatter
from typing import TYPE_CHECKING

from thidua_cli.catalogue import Code, Text
from thidua_cli.findings import Severity
from thidua_cli.render.json import dumps

if TYPE_CHECKING:
    from thidua_cli.catalogue import Lang

_SEVERITIES = {
    Severity.ERROR: Text("lỗi", "error"),
    Severity.WARNING: Text("cảnh báo", "warning"),
    Severity.INFO: Text("ghi chú", "note"),
}


def _with_gaps(sentence: str) -> str:
    """The sentence with its values left open."""
    return "".join(text + ("…" if name is not None else "") for text, name, _, _ in Formatter().parse(sentence))


def explained(code: Code, lang: Lang, *, as_json: bool = False) -> str:
    """The code's page as text or JSON."""
    pieces = {
        "code": code.id,
        "name": code.name,
        "severity": code.severity.value,
        "message": _with_gaps(code.message.to(lang)),
        "cause": code.cause.to(lang),
        "fix": _with_gaps(code.fix.to(lang)),
        "clause": code.clause,
    }
    if as_json:
        return dumps({"schema": "thidua.explain/1", **pieces})
    labels = (
        (Text("Phát hiện", "Finding"), pieces["message"]),
        (Text("Vì sao", "Why"), pieces["cause"]),
        (Text("Cách sửa", "Cure"), pieces["fix"]),
        (Text("Căn cứ", "Clause"), pieces["clause"]),
    )
    lines = [f"{code.id} {code.name} · {_SEVERITIES[code.severity].to(lang)}", ""]
    lines += [f"{label.to(lang)}: {value}" for label, value in labels if value]
    return "\n".join(lines)
