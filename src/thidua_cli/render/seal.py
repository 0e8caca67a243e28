"""What `thidua seal` did or found, as text for people and as its JSON document.

This module draws values only; it compares nothing and opens no file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from thidua_cli.catalogue import Text, filled, shown
from thidua_cli.findings import count
from thidua_cli.render.json import dumps, findings_as_json
from thidua_cli.render.text import general
from thidua_cli.seal.code import ALPHABET, Typed
from thidua_cli.seal.document import SCHEMA, document
from thidua_cli.seal.result import Match, Outcome
from thidua_cli.seal.told import counted

if TYPE_CHECKING:
    from thidua_cli.catalogue import Lang
    from thidua_cli.render.text import Screen
    from thidua_cli.seal.compare import Difference, Differences
    from thidua_cli.seal.result import Matched, SealResult

# --- text ----------------------------------------------------------------------------------------

_ABOUT = Text("{name} · năm {year}", "{name} · year {year}")
_SEALED = Text(
    "Đã niêm điểm thống nhất ngày {day}: {units} đơn vị, {scores} ô điểm. Đã ghi {file}",
    "Sealed what was agreed on {day}: {units} unit(s), {scores} scores. Wrote {file}",
)
_AMENDED = Text(
    "Đã niêm lại ngày {day}: {number} ô điểm thay đổi, lý do và số cũ giữ trong lịch sử. Đã ghi {file}",
    "Sealed anew on {day}: {number} score(s) changed; the reason and the old scores stay in its history. Wrote {file}",
)
_UNCHANGED = Text(
    "Điểm đúng như bản đã niêm ngày {day}; không ghi gì.", "The scores are as sealed on {day}; nothing is written."
)
_AGREES = Text("KHỚP: điểm đúng như bản đã niêm ngày {day}.", "AGREES: the scores are as sealed on {day}.")
_DIFFERS = Text("KHÔNG KHỚP với bản đã niêm ngày {day}: {parts}.", "DIFFERS from what was sealed on {day}: {parts}.")
_NO_SIGNATURE = Text(
    "Mã đối chiếu chỉ để so giấy với số liệu; không thay chữ ký.",
    "The check code compares a paper with the scores; it is no signature.",
)
_WARNINGS = Text(
    "Cụm còn {number} cảnh báo; xem bằng thidua consolidate {path}.",
    "The cluster has {number} warning(s) left; see thidua consolidate {path}.",
)
_NEXT = {
    Outcome.SEALED: Text(
        "Bước tiếp theo: thidua consolidate {path} để in bảng tổng hợp có mã đối chiếu rồi ký.",
        "Next: thidua consolidate {path} prints the consolidated workbook with the code, to be signed.",
    ),
    Outcome.AMENDED: Text(
        "Bước tiếp theo: thidua consolidate {path} để in lại bảng tổng hợp với mã mới rồi ký.",
        "Next: thidua consolidate {path} prints the workbook again with the new code, to be signed.",
    ),
}
_MATCHES = {
    Match.SEAL: Text("Mã {code}: khớp với bản đã niêm ngày {day}.", "Code {code}: it is that of the seal of {day}."),
    Match.PRESENT: Text(
        "Mã {code}: khớp với điểm hiện có, không phải với bản niêm.",
        "Code {code}: it is that of the present scores, not of the seal.",
    ),
    Match.EARLIER: Text(
        "Mã {code}: khớp với bản niêm cũ ngày {day}, nay đã được thay.",
        "Code {code}: it is that of an earlier seal of {day}, which was replaced since.",
    ),
    Match.NONE: Text(
        "Mã {code}: không khớp với bản niêm nào và không khớp với điểm hiện có.",
        "Code {code}: it is that of no seal and not of the present scores.",
    ),
}
_PRESENT_UNSEALED = Text(
    "Mã {code}: khớp với điểm hiện có; cụm chưa niêm.",
    "Code {code}: it is that of the present scores; nothing is sealed.",
)
_SINCE = Text(
    "Điểm hiện có khác bản niêm đó; xem bằng thidua seal {path} --check.",
    "The present scores differ from that seal; see thidua seal {path} --check.",
)
_FAULTS = {
    Typed.LENGTH: Text("mã có 8 ký tự", "a code has 8 characters"),
    Typed.CHARACTER: Text(f"mã chỉ gồm các ký tự {ALPHABET}", f"a code has only the characters {ALPHABET}"),
    Typed.CHECK: Text("có ký tự chép nhầm", "a character was copied wrong"),
}


def mistyped(found: Matched) -> Text:
    """What is said of a code that can be none."""
    reason = _FAULTS[found.fault or Typed.CHECK]
    text = Text(
        "Mã “{code}” gõ chưa đúng: {reason}. Gõ lại mã trên giấy.",
        "Code “{code}” is mistyped: {reason}. Type it again.",
    )
    return filled(text, code=found.code[:40], reason=reason)


def sealed(result: SealResult, screen: Screen) -> str:
    """What was done or found, the check code, and the next step."""
    lang, roster, seal = screen.lang, result.roster, result.seal
    if result.outcome is Outcome.REFUSED or roster is None:
        return ""
    lines = [] if screen.quiet else [filled(_ABOUT, name=roster.name, year=roster.year).to(lang)]
    if result.outcome is Outcome.CHECKED and result.findings:
        lines.append(general(result.findings, screen))
    lines += [text.to(lang) for text in _said(result)]
    if result.check is not None and result.outcome is not Outcome.CODE:
        lines.append(result.check.sentence.to(lang))
    if not screen.quiet:
        lines.append(_NO_SIGNATURE.to(lang))
        if seal is not None and result.outcome in _NEXT:
            if result.warnings:
                lines.append(filled(_WARNINGS, number=result.warnings, path=result.path).to(lang))
            lines.append(filled(_NEXT[result.outcome], path=result.path).to(lang))
    return "\n".join(lines)


def _said(result: SealResult) -> list[Text]:
    seal, outcome = result.seal, result.outcome
    if result.matched is not None:
        return _matched(result, result.matched)
    if seal is None:
        return []
    if outcome is Outcome.SEALED:
        units, scores = len(seal.agreement.units), len(seal.agreement.scores)
        return [filled(_SEALED, day=seal.day, units=units, scores=scores, file=result.file)]
    if outcome is Outcome.AMENDED:
        return [filled(_AMENDED, day=seal.day, number=len(result.changes), file=result.file)]
    if outcome is Outcome.UNCHANGED:
        return [filled(_UNCHANGED, day=seal.day)]
    if not result.differences:
        return [filled(_AGREES, day=seal.day)]
    return [filled(_DIFFERS, day=seal.day, parts=counted(result.differences))]


def _matched(result: SealResult, found: Matched) -> list[Text]:
    if found.match is Match.MISTYPED:
        return [mistyped(found)]
    unsealed = found.match is Match.PRESENT and result.seal is None
    said = filled(_PRESENT_UNSEALED if unsealed else _MATCHES[found.match], code=found.code, day=found.day)
    since = found.match is Match.SEAL and bool(result.differences)
    return [said, filled(_SINCE, path=result.path)] if since else [said]


# --- JSON ----------------------------------------------------------------------------------------


def sealed_json(result: SealResult, lang: Lang) -> str:
    """The document `thidua.seal/1`: the seal as its file has it, and what the command did and found."""
    roster, check, found = result.roster, result.check, result.matched
    cluster = {"id": roster.id, "name": roster.name, "year": roster.year, "rubric": roster.rubric} if roster else None
    held = document(result.seal) if result.seal else {**_NO_SEAL, "cluster": cluster}
    number = count(result.findings)
    written = result.outcome in {Outcome.SEALED, Outcome.AMENDED}
    return dumps(
        {
            **held,
            "outcome": result.outcome.value,
            "path": result.path,
            "output": result.file if written else None,
            "present": {"code": check.code, "state": check.state.value} if check else None,
            "differences": _differences(result.differences),
            "matched": (
                {
                    "code": shown(found.code[:40], lang),
                    "match": found.match.value,
                    "date": found.day.isoformat() if found.day else None,
                }
                if found
                else None
            ),
            "findings": findings_as_json(result.findings, lang),
            "summary": {"differs": result.disagrees, "scores": len(result.differences.scores), **number._asdict()},
        }
    )


_NO_SEAL: dict[str, Any] = {
    "schema": SCHEMA,
    "cluster": None,
    "date": None,
    "by": None,
    "note": None,
    "code": None,
    "files": [],
    "units": [],
    "scores": [],
    "history": [],
    "digest": None,
}


def _differences(found: Differences) -> dict[str, Any]:
    return {
        "scores": [_difference(one) for one in found.scores],
        "added": [unit for unit, _ in found.added],
        "removed": [unit.id for unit in found.removed],
        "standing": [{"unit": unit.id, "from": unit.status.value, "to": now.value} for unit, now in found.aside],
        "without_sheet": [unit.id for unit in found.gone],
        "table": found.table,
        "files": [{"file": file.file, "unit": file.unit} for file in found.files],
    }


def _difference(one: Difference) -> dict[str, Any]:
    place = one.place
    return {
        "unit": place.unit,
        "criterion": place.criterion,
        "stage": place.stage.value,
        "file": place.file or None,
        "sheet": place.sheet or None,
        "cell": place.cell or None,
        "sealed": one.sealed.value if one.sealed else None,
        "now": one.now.value if one.now else None,
    }
