"""Writes a JSON Schema for every document that `--format json` prints, and for `niem.json`, into `docs/schemas/`.

python docs/make_schemas.py --write
python docs/make_schemas.py --check

A shape below is read so: a word is a type, with `?` behind it it may be null (`text`, `number`, `integer`, `yes-no`,
`date`, or the name of a shape in `SHARED`); `[shape]` is a list, `{"key": shape}` an object in which every key stands
(with `?` behind the key it may be missing), `{"*": shape}` an object with any keys, `(…)` one of these words, and
`Null(shape)` a shape or null. Readers must allow for further keys; none is renamed or dropped.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

FOLDER: Final = Path(__file__).parent / "schemas"
DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"


@dataclass(frozen=True, slots=True)
class Null:
    """A shape, or null."""

    shape: Any


_STAGE: Final = ("self", "cluster", "board")
_COUNTS: Final = {"errors": "integer", "warnings": "integer", "infos": "integer"}
_PAIR: Final = {"before": "integer?", "after": "integer?"}
_AWARD: Final = ("flag", "certificate")
_NUMBER_PAIR: Final = {"before": "number?", "after": "number?"}
_AWARD_PAIR: Final = {"before": Null(_AWARD), "after": Null(_AWARD)}
_CLUSTER: Final = {"id": "text", "name": "text", "year": "text", "rubric": "text"}
_BY_TWO: Final = {"cluster": "integer", "board": "integer"}
_STANDING: Final = {
    "units": "integer",
    "cells": _BY_TWO,
    "settled": _BY_TWO,
    "differences": _BY_TWO,
    "reasons_missing": "integer",
    "unconfirmed": "integer",
    "kept": "integer",
}

SHARED: Final[dict[str, Any]] = {
    "finding": {
        "code": "code",
        "name": "text",
        "severity": ("error", "warning", "info"),
        "file": "text?",
        "sheet": "text?",
        "cell": "text?",
        "criterion": "text?",
        "stage": Null(_STAGE),
        "unit": "text?",
        "message": "text",
        "fix": "text",
        "clause": "text?",
        "found": "text?",
        "allowed": "text?",
        "waived": Null({"reason": "text", "who": "text", "document": "text", "until": "date?"}),
    },
    "unit": {"id": "text", "name": "text"},
    "words": {"vi": "text", "en": "text"},
    "reason": {"text": "text", "clause": "text?"},
    "state": ("ok", "errors", "missing", "unreadable", "duplicate"),
    "status": ("eligible", "excluded", "pending"),
    "award": _AWARD,
    "stage": _STAGE,
    "total": {"value": "number?", "complete": "yes-no"},
    "totals": {"self": "total", "cluster": "total", "board": "total"},
    "reading": {"id": "text", "option": "text", "clause": "text", "text": "text"},
    "check": {
        "code": "text",
        "state": ("unsealed", "agrees", "differs"),
        "seal": Null({"date": "date", "code": "text"}),
    },
    "quota": {"quota": "integer", "proposed": ["text"], "ballot": ["text"]},
    "change": {
        "unit": "unit",
        "rank": _PAIR,
        "total": _NUMBER_PAIR,
        "award": _AWARD_PAIR,
        "ballot": _AWARD_PAIR,
        "threshold": {"before": "yes-no?", "after": "yes-no?"},
        "changed": [("rank", "total", "threshold", "award")],
    },
    "comparison": {
        "stage": "stage",
        "ranking": [{"rank": "integer?", "unit": "unit", "total": "number?", "award": "award?"}],
        "changes": ["change"],
        "unranked": ["text"],
    },
    "ballot": {
        "award": "award",
        "name": "text",
        "clause": "text?",
        "seats": "integer",
        "round": "integer",
        "units": [{"id": "text", "name": "text", "total": "number", "rank": "integer", "votes": "integer?"}],
        "won": ["text"],
        "question": "text",
        "considered": "integer",
        "yaml": "text",
    },
    "part": {"criterion": "text", "maximum": "number?", "points": "number?", "cell": "text?", "added": "number?"},
    "distance": {"to": "text", "unit": "text?", "mark": "number", "points": "number"},
    "criterion": {
        "id": "text",
        "stt": "text",
        "title": "text",
        "lines": ["text"],
        "maximum": "number",
        "clause": "text",
        "kind": "text",
        "scoring": "words",
        "facts": ["text"],
        "readings": ["text"],
        "bonus": "yes-no",
        "holder": Null({"units": "integer", "roles": ["text"]}),
        "reasoned": "yes-no",
        "note": Null("words"),
        "rows": ["criterion"],
        "details": ["criterion"],
    },
    "spot": {"value": "number?", "text": "text?", "file": "text?", "sheet": "text?", "cell": "text?"},
    "side": {
        "path": "text",
        "id": "text?",
        "name": "text?",
        "year": "text?",
        "rubric": "text?",
        "stage": Null("stage"),
        "errors": "integer",
        "warnings": "integer",
    },
    "unit_side": {
        "unit": {"id": "text?", "name": "text?"},
        "files": ["text"],
        "state": "state?",
        "status": "status?",
        "totals": "totals",
        "rank": "integer?",
        "award": "award?",
        "ballot": "award?",
    },
    "tally": {
        "done": "integer",
        "lacking": ["text"],
        "unknown": ["text"],
        "notes": [{"text": "text", "names": ["text"]}],
    },
    "sections": {"*": {"points": "number?", "stage": "stage"}},
    "stage_total": {
        "value": "number?",
        "begun": "yes-no",
        "filled": "yes-no",
        "blank": ["text"],
        "sections": "sections",
    },
    "paper": {"paper": "text", "file": "text", "state": ("written", "unchanged", "beside")},
}

_CLUSTER_RESULT: Final = {
    "id": "text",
    "name": "text",
    "path": "text",
    "rubric": "text",
    "check": "check",
    "provisional": Null("comparison"),
    "findings": ["finding"],
    "readings": ["reading"],
}
_SEAL: Final = {
    "cluster": Null({**_CLUSTER, "rubric_digest?": "text"}),
    "date": "date?",
    "by": "text?",
    "note": "text?",
    "code": "text?",
    "files": [{"file": "text", "sha256": "text", "unit": "text?"}],
    "units": [{"id": "text", "name": "text", "status": "status", "total": "text", "rank": "integer?"}],
    "scores": [
        {
            "unit": "text",
            "criterion": "text",
            "stage": ("self", "cluster"),
            "value": "text",
            "file": "text",
            "sheet": "text",
            "cell": "text",
        }
    ],
    "history": [
        {
            "date": "date",
            "by": "text?",
            "note": "text?",
            "code": "text",
            "digest": "text",
            "reason": "text",
            "document": "text?",
            "changes": [
                {
                    "unit": "text",
                    "criterion": "text",
                    "stage": ("self", "cluster"),
                    "from": "text?",
                    "to": "text?",
                }
            ],
        }
    ],
    "digest": "text?",
}

DOCUMENTS: Final[dict[str, dict[str, Any]]] = {
    "thidua.validate/1": {
        "files": [
            {
                "path": "text",
                "sha256": "text?",
                "unit": Null("unit"),
                "year": "text?",
                "rubric": "text?",
                "scores": {"*": {"self": "number?", "cluster": "number?", "board": "number?"}},
                "totals": "totals",
                "findings": ["finding"],
            }
        ],
        "findings": ["finding"],
        "readings": ["reading"],
        "reviews": [{"path": "text", "cluster": "text", **_STANDING}],
        "fix_lists": Null({"lists": [{"sheet": "text", "path": "text"}], "summaries": ["text"], "clean": ["text"]}),
        "summary": {
            "files": "integer",
            "found": "integer",
            "used": "integer",
            "rejected": "integer",
            "skipped": "integer",
            **_COUNTS,
        },
    },
    "thidua.consolidate/1": {
        "clusters": [
            {
                **_CLUSTER_RESULT,
                "year": "text",
                "output": "text?",
                "units": [
                    {
                        "unit": "unit",
                        "file": "text?",
                        "files": ["text"],
                        "state": "state",
                        "status": "status",
                        "totals": "totals",
                    }
                ],
            }
        ],
        "findings": ["finding"],
        "summary": {
            "clusters": "integer",
            "found": "integer",
            "used": "integer",
            "rejected": "integer",
            "skipped": "integer",
            **_COUNTS,
        },
    },
    "thidua.rank/1": {
        "year": "text",
        "clusters": [
            {
                **_CLUSTER_RESULT,
                "members": "integer",
                "stage": "stage?",
                "ready": "yes-no",
                "blockers": ["code"],
                "ranking": [
                    {
                        "rank": "integer?",
                        "unit": "unit",
                        "total": "number?",
                        "sections": {"*": "number?"},
                        "state": "state",
                        "status": "status",
                        "award": "award?",
                        "reasons": ["reason"],
                    }
                ],
                "awards": {"flag": "quota", "certificate": "quota"},
                "ballots": ["ballot"],
                "ballot_paper": "text?",
            }
        ],
        "findings": ["finding"],
        "summary": {"clusters": "integer", "flags": "integer", "certificates": "integer", **_COUNTS},
    },
    "thidua.report/1": {
        "year": "text",
        "clusters": [
            {
                "id": "text",
                "name": "text",
                "path": "text",
                "ready": "yes-no",
                "missing": ["text"],
                "check": "text?",
                "papers": ["paper"],
            }
        ],
        "list": Null("paper"),
        "findings": ["finding"],
        "summary": {"clusters": "integer", "ready": "integer", "papers": "integer", **_COUNTS},
    },
    "thidua.written/1": {"files": ["text"], "findings": ["finding"]},
    "thidua.review/1": {
        "cluster": Null(_CLUSTER),
        "path": "text",
        "output": "text?",
        "written": "yes-no",
        "copy": "text?",
        "events": [
            {
                "day": "date",
                "unit": "unit",
                "did": ("taken", "agreed", "changed", "no-sheet", "sheet-back", "added", "removed"),
                "criterion": "text?",
                "stage": "stage?",
                "before": "text?",
                "after": "text?",
                "source": "text?",
            }
        ],
        "summary": Null({**_STANDING, "sheets": "integer"}),
        "findings": ["finding"],
    },
    "thidua.seal/1": {
        **_SEAL,
        "outcome": ("sealed", "amended", "unchanged", "refused", "checked", "code"),
        "path": "text",
        "output": "text?",
        "present": Null({"code": "text", "state": ("unsealed", "agrees", "differs")}),
        "differences": {
            "scores": [
                {
                    "unit": "text",
                    "criterion": "text",
                    "stage": ("self", "cluster"),
                    "file": "text?",
                    "sheet": "text?",
                    "cell": "text?",
                    "sealed": "number?",
                    "now": "number?",
                }
            ],
            "added": ["text"],
            "removed": ["text"],
            "standing": [{"unit": "text", "from": "status", "to": "status"}],
            "without_sheet": ["text"],
            "table": "yes-no",
            "files": [{"file": "text", "unit": "text?"}],
        },
        "matched": Null({"code": "text", "match": ("seal", "present", "earlier", "none"), "date": "date?"}),
        "findings": ["finding"],
        "summary": {"differs": "yes-no", "scores": "integer", **_COUNTS},
    },
    "thidua.diff/1": {
        "before": "text",
        "after": "text",
        "equal": "yes-no?",
        "states": [
            {
                "kind": ("sheet", "review", "cluster"),
                "before": Null("side"),
                "after": Null("side"),
                "differs": "yes-no",
                "settings": [{"key": "text", "before": "text?", "after": "text?"}],
                "criteria": [
                    {
                        "change": ("added", "removed", "text", "maximum", "clause"),
                        "criterion": "text",
                        "before": "text?",
                        "after": "text?",
                        "message": "text",
                    }
                ],
                "units": [
                    {
                        "presence": ("both", "before", "after"),
                        "matched": ("id", "name", "given"),
                        "renamed": "yes-no",
                        "before": Null("unit_side"),
                        "after": Null("unit_side"),
                        "scores": [
                            {
                                "criterion": "text",
                                "stage": "stage",
                                "before": "spot",
                                "after": "spot",
                                "points": "number?",
                                "stated": "yes-no",
                            }
                        ],
                        "texts": [
                            {
                                "about": "text",
                                "column": ("evidence", "explanation", "fact"),
                                "title": "text?",
                                "before": "text?",
                                "after": "text?",
                            }
                        ],
                    }
                ],
            }
        ],
        "findings": ["finding"],
        "summary": dict.fromkeys(
            (
                *("clusters", "units", "scores", "texts", "ranks", "awards"),
                *("added", "removed", "criteria", "settings"),
            ),
            "integer",
        ),
    },
    "thidua.status/1": {
        "today": "date",
        "year": "text?",
        "clusters": [
            {
                **_CLUSTER,
                "path": "text",
                "defaults": "text?",
                "members": "integer",
                "expected": "integer",
                "step": ("not-sent", "self-scored", "cluster-scored", "agreed", "reported", "examined"),
                "sealed": "yes-no",
                "stage": "stage?",
                "ahead": "stage?",
                "ready": "yes-no",
                "blockers": ["code"],
                "next": {"text": "text", "command": "text?"},
                "tallies": dict.fromkeys(("registered", "signed", "sent", "self", "cluster", "board"), "tally"),
                "units": [
                    {
                        "unit": "unit",
                        "status": "status",
                        "state": "state",
                        "step": "text",
                        "registered": Null("date-or-yes-no"),
                        "signed": Null("date-or-yes-no"),
                        "errors": "integer",
                        "filled": dict.fromkeys(_STAGE, "yes-no"),
                        "blank": {stage: ["text"] for stage in _STAGE},
                        "rank": "integer?",
                        "total": "number?",
                        "award": "award?",
                        "possible": Null({"least": "number", "greatest": "number", "open": ["text"]}),
                        "outlook": Null(dict.fromkeys(("flag", "certificate", "any"), ("sure", "possible", "no"))),
                    }
                ],
                "days": [
                    {
                        "id": (
                            *("registration", "half_year", "self_scores", "preparatory"),
                            *("agreed", "report", "conference"),
                        ),
                        "name": "text",
                        "clause": "text",
                        "last": "date?",
                        "recorded": "date?",
                        "standing": ("done", "late", "overdue", "due", "open", "not-checked"),
                        "lacking": ["text"],
                        "late": ["text"],
                        "derived": "yes-no",
                    }
                ],
                "open": [
                    {
                        "kind": (
                            *("ballot", "threshold", "margin", "blank", "missing", "errors", "unreadable"),
                            *("repeated", "pending", "reading", "changed"),
                        ),
                        "weight": ("waits", "decides", "leaves"),
                        "text": "text",
                        "clause": "text?",
                        "units": ["text"],
                        "points": "number?",
                        "down": "number?",
                        "up": "number?",
                        "gap": "number?",
                        "cells": "integer",
                        "reading": "text?",
                    }
                ],
                "findings": ["finding"],
                "readings": ["reading"],
            }
        ],
        "unread": ["text"],
        "findings": ["finding"],
        "summary": {"clusters": "integer", "ready": "integer", "late": "integer", "open": "integer", **_COUNTS},
    },
    "thidua.explain/1": {
        "code?": "code",
        "name?": "text",
        "severity?": ("error", "warning", "info"),
        "message?": "text",
        "cause?": "text",
        "fix?": "text",
        "clause?": "text?",
        "example?": {"bad": "text", "good": "text"},
        "cluster?": Null({**_CLUSTER, "path": "text", "stage": "stage?", "forced": "yes-no"}),
        "unit?": Null(
            {
                "id": "text",
                "name": "text",
                "files": ["text"],
                "sheet": "text?",
                "rubric": "text?",
                "state": "state",
                "status": "status",
                "without": Null("reason"),
            }
        ),
        "criterion?": Null(
            {
                "id": "text",
                "title": "text",
                "maximum": "number",
                "clause": "text",
                "kind": "text",
                "rule": "text",
                "columns": [
                    {
                        "stage": "stage",
                        "cell": "text?",
                        "file": "text?",
                        "sheet": "text?",
                        "text": "text?",
                        "value": "number?",
                        "fault": "text?",
                        "parts": ["part"],
                        "take": Null(("all", "highest")),
                        "added": "number?",
                        "capped": "yes-no",
                        "points": "number?",
                        "counts": "yes-no",
                    }
                ],
                "evidence": "text?",
                "explanation": "text?",
                "facts": Null(
                    {
                        "sheet": "text?",
                        "figures": [
                            {
                                "id": "text",
                                "prompt": "text",
                                "unit": "text",
                                "cell": "text?",
                                "text": "text?",
                                "value": "fact?",
                                "clause": "text",
                            }
                        ],
                        "steps": ["text"],
                        "least": "number?",
                        "most": "number?",
                        "proposed": "number?",
                    }
                ),
                "counted": "stage?",
                "points": "number?",
                "why": ["reason"],
                "within": ["part"],
                "total": "number?",
            }
        ),
        "standing?": Null(
            {
                "rank": "integer?",
                "ranked": "integer",
                "total": "number?",
                "totals": {"self": "stage_total", "cluster": "stage_total", "board": "stage_total"},
                "provisional": Null("change"),
                "reasons": ["reason"],
                "equal": ["text"],
                "distances": ["distance"],
                "awards": [
                    {
                        "id": "award",
                        "name": "text",
                        "clause": "text?",
                        "quota": "integer",
                        "verdict": ("proposed", "ballot", "held", "not-proposed", "aside"),
                        "reasons": ["reason"],
                        "distances": ["distance"],
                        "ballots": [
                            {
                                "between": ["text"],
                                "votes": {"*": "integer"},
                                "voters": "integer?",
                                "minutes": "text?",
                            }
                        ],
                    }
                ],
            }
        ),
        "readings?": [{"id": "text", "option": "text", "text": "text", "clause": "text", "default": "yes-no"}],
        "findings?": ["finding"],
    },
    "thidua.repair/1": {
        "files": [
            {
                "path": "text",
                "sha256": "text?",
                "unit": Null("unit"),
                "year": "text?",
                "rubric": "text?",
                "state": ("written", "unchanged", "refused"),
                "output": "text?",
                "moved": [
                    {
                        "item": "text",
                        "criterion": "text?",
                        "stage": "stage?",
                        "from": {"sheet": "text?", "cells": ["text"]},
                        "text": "text",
                        "value": "fact?",
                        "to": {"sheet": "text", "cell": "text"},
                    }
                ],
                "guessed": [{"sheet": "text?", "cell": "text?", "text": "text", "why": "text", "to": "text?"}],
                "lost": [
                    {
                        "sheet": "text?",
                        "cell": "text?",
                        "text": "text",
                        "why": "text",
                        "criterion": "text?",
                        "stage": "stage?",
                        "to": "text?",
                    }
                ],
                "findings": ["finding"],
            }
        ],
        "findings": ["finding"],
        "summary": {
            **dict.fromkeys(("files", "found", "skipped", "written", "unchanged", "refused"), "integer"),
            **dict.fromkeys(("moved", "guessed", "lost"), "integer"),
            **_COUNTS,
        },
    },
    "thidua.init/1": {
        "path": "text",
        "output": "text?",
        "name": "text",
        "year": "text",
        "rubric": "text",
        "units": ["unit"],
        "files": ["text"],
        "findings": ["finding"],
        "summary": {"units": "integer", "files": "integer", **_COUNTS},
    },
    "thidua.demo/1": {
        "path": "text",
        "name": "text",
        "files": ["text"],
        "findings": ["finding"],
        "summary": {"files": "integer", **_COUNTS},
    },
    "thidua.doctor/1": {
        "checks": [{"id": "text", "what": "text", "found": "text", "state": ("ok", "warn"), "fix": "text?"}],
        "facts": {"*": "text"},
        "summary": {"checks": "integer", "warnings": "integer"},
    },
    "thidua.selftest/1": {
        "passed": "yes-no",
        "steps": [{"id": "text", "what": "text", "passed": "yes-no", "found": "text?"}],
        "summary": {"steps": "integer", "failed": "integer"},
    },
    "thidua.rubrics/1": {
        "rubrics": [{"id": "text", "title": "text", "rows": "integer", "maximum": "number", "digest": "text"}],
        "findings": ["finding"],
    },
    "thidua.rubric/1": {
        "id": "text?",
        "title": "text?",
        "digest": "text?",
        "maximum": "number?",
        "criteria": ["criterion"],
        "extends": "text?",
        "minutes": "text?",
        "facts": [{"id": "text", "prompt": "words", "unit": "words", "kind": "text", "clause": "text"}],
        "readings": [
            {"id": "text", "clause": "text", "question": "words", "options": {"*": "words"}, "default": "text"}
        ],
        "findings": ["finding"],
    },
    "thidua.rubric-check/1": {"rubrics": [{"file": "text", "loads": "yes-no"}], "findings": ["finding"]},
    "thidua.rubric-diff/1": {
        "rubrics": [{"file": "text", "digest": "text?"}],
        "equal": "yes-no?",
        "differences": Null(
            [{"change": "text", "criterion": "text?", "before": "text?", "after": "text?", "message": "text"}]
        ),
        "findings": ["finding"],
    },
}

# What is no answer of a command: its name has no number.
FILES: Final[dict[str, dict[str, Any]]] = {"niem": _SEAL}

_TYPES: Final[dict[str, dict[str, Any]]] = {
    "text": {"type": "string"},
    "number": {"type": "number"},
    "integer": {"type": "integer"},
    "yes-no": {"type": "boolean"},
    "date": {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
    "code": {"type": "string", "pattern": "^TD[0-9]{3}$"},
    "date-or-yes-no": {"type": ["boolean", "string"]},
    "fact": {"type": ["number", "string", "boolean"]},
}


def schema(shape: Any, used: set[str]) -> dict[str, Any]:
    """The shape as JSON Schema; the shared shapes that it names are added to `used`."""
    match shape:
        case str():
            return _word(shape, used)
        case Null(shape=inner):
            return {"anyOf": [schema(inner, used), {"type": "null"}]}
        case tuple():
            return {"enum": list(shape)}
        case list():
            return {"type": "array", "items": schema(shape[0], used)}
        case {"*": value}:
            return {"type": "object", "additionalProperties": schema(value, used)}
        case _:
            return {
                "type": "object",
                "properties": {key.removesuffix("?"): schema(value, used) for key, value in shape.items()},
                "required": [key for key in shape if not key.endswith("?")],
            }


def _word(word: str, used: set[str]) -> dict[str, Any]:
    if word.endswith("?"):
        inner = _word(word[:-1], used)
        kind = inner.get("type")
        if kind is None or "pattern" in inner:
            return {"anyOf": [inner, {"type": "null"}]}
        return {"type": [*([kind] if isinstance(kind, str) else kind), "null"]}
    if word in _TYPES:
        return _TYPES[word]
    if word not in used:
        used.add(word)
        schema(SHARED[word], used)
    return {"$ref": f"#/$defs/{word}"}


def document(name: str, shape: dict[str, Any]) -> dict[str, Any]:
    """The whole schema of one document; `name` is what stands under `schema` in it."""
    used: set[str] = set()
    body = schema({"schema": (name,), **shape}, used)
    shared = {word: schema(SHARED[word], used) for word in sorted(used)}
    return {"$schema": DIALECT, "title": name, **body, **({"$defs": shared} if shared else {})}


def files() -> dict[str, str]:
    """Every schema file as text, by name."""
    made = {f"{name.replace('/', '-')}.json": document(name, shape) for name, shape in DOCUMENTS.items()}
    made |= {f"{name}.json": document("thidua.seal/1", shape) for name, shape in FILES.items()}
    return {name: json.dumps(made[name], ensure_ascii=False, indent=1) + "\n" for name in sorted(made)}


def main(asked: list[str]) -> int:
    """Write the files, or tell which are out of date."""
    if asked == ["--write"]:
        FOLDER.mkdir(exist_ok=True)
        for name, text in files().items():
            (FOLDER / name).write_text(text, encoding="utf-8")
        return 0
    old = [name for name, text in files().items() if not _same(FOLDER / name, text)]
    for name in old:
        print(f"docs/schemas/{name} is out of date: python docs/make_schemas.py --write")  # noqa: T201 - its answer
    return int(bool(old))


def _same(path: Path, text: str) -> bool:
    return path.exists() and path.read_text(encoding="utf-8") == text


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
