"""The text of `niem.json`: written so that people can read and compare it, and read strictly.

This module opens no file. What is wrong with a text is one sentence in both languages; nothing is guessed, because
a seal that was altered by hand proves nothing.
"""

from __future__ import annotations

import json
import re
from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import TYPE_CHECKING, Any, NamedTuple

from thidua_cli.catalogue import Text
from thidua_cli.cells import plain
from thidua_cli.rubric.model import Stage, Status
from thidua_cli.seal.code import code_of
from thidua_cli.seal.model import Agreement, Change, Corrected, File, Score, Seal, Unit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

SCHEMA = "thidua.seal/1"
_POINTS = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]*[1-9])?")
_DIGEST = re.compile(r"[0-9a-f]{64}")


class Parsed(NamedTuple):
    """A seal, or why the text is none that can be used."""

    seal: Seal | None
    wrong: Text | None = None


# --- writing -------------------------------------------------------------------------------------


def document(seal: Seal) -> dict[str, Any]:
    """The document `thidua.seal/1`, its digest last."""
    agreement = seal.agreement
    content: dict[str, Any] = {
        "schema": SCHEMA,
        "cluster": {
            "id": agreement.cluster,
            "name": agreement.name,
            "year": agreement.year,
            "rubric": agreement.rubric,
            "rubric_digest": agreement.rubric_digest,
        },
        "date": seal.day.isoformat(),
        "by": seal.by or None,
        "note": seal.note or None,
        "code": code_of(agreement),
        "files": [{"file": file.file, "sha256": file.sha256, "unit": file.unit} for file in agreement.files],
        "units": [_unit(unit) for unit in agreement.units],
        "scores": [_score(score) for score in agreement.scores],
        "history": [_corrected(one) for one in seal.history],
    }
    return {**content, "digest": _digest(content)}


def text_of(seal: Seal) -> str:
    """The document as text, one file, unit, score and change a line; the same for the same seal."""
    return "".join(_lines(document(seal)))


def digest_of(seal: Seal) -> str:
    """The SHA-256 over everything the seal says, spacing and order of keys apart."""
    found: str = document(seal)["digest"]
    return found


def _digest(content: Mapping[str, Any]) -> str:
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(text.encode("utf-8")).hexdigest()


def _unit(unit: Unit) -> dict[str, Any]:
    return {
        "id": unit.id,
        "name": unit.name,
        "status": unit.status.value,
        "total": plain(unit.total),
        "rank": unit.rank,
    }


def _score(score: Score) -> dict[str, Any]:
    return {
        "unit": score.unit,
        "criterion": score.criterion,
        "stage": score.stage.value,
        "value": "" if score.value is None else plain(score.value),
        "file": score.file or None,
        "sheet": score.sheet or None,
        "cell": score.cell or None,
    }


def _corrected(one: Corrected) -> dict[str, Any]:
    return {
        "date": one.day.isoformat(),
        "by": one.by or None,
        "note": one.note or None,
        "code": one.code,
        "digest": one.digest,
        "reason": one.reason,
        "document": one.document or None,
        "changes": [
            {
                "unit": change.unit,
                "criterion": change.criterion,
                "stage": change.stage.value,
                "from": change.before,
                "to": change.after,
            }
            for change in one.changes
        ],
    }


def _lines(content: Mapping[str, Any]) -> Iterable[str]:
    yield "{\n"
    for number, (key, value) in enumerate(content.items(), 1):
        end = ",\n" if number < len(content) else "\n"
        if key == "history" and value:
            entries = ",\n".join(_entry(one) for one in value)
            yield f'  "{key}": [\n{entries}\n  ]{end}'
        elif isinstance(value, list) and value:
            yield f'  "{key}": [\n{_each(value, "    ")}\n  ]{end}'
        else:
            yield f'  "{key}": {_plain(value)}{end}'
    yield "}\n"


def _entry(one: Mapping[str, Any]) -> str:
    """An earlier seal: its own values a line each, then its changes, a line each."""
    heads = "".join(f'      "{key}": {_plain(value)},\n' for key, value in one.items() if key != "changes")
    changed = _each(one["changes"], "        ")
    inner = f"[\n{changed}\n      ]" if one["changes"] else "[]"
    return f'    {{\n{heads}      "changes": {inner}\n    }}'


def _each(values: Iterable[Any], indent: str) -> str:
    return ",\n".join(indent + _plain(value) for value in values)


def _plain(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


# --- reading -------------------------------------------------------------------------------------


class _WrongError(Exception):
    """What is wrong with the text."""

    def __init__(self, reason: Text) -> None:
        super().__init__(reason.en)
        self.reason = reason


def parse(data: bytes) -> Parsed:
    """The seal that the bytes of a file are; whatever they are, nothing is raised."""
    try:
        return Parsed(_seal(_loaded(data)))
    except _WrongError as wrong:
        return Parsed(None, wrong.reason)


def _loaded(data: bytes) -> dict[str, Any]:
    try:
        read = json.loads(data.decode("utf-8-sig"), object_pairs_hook=_object, parse_constant=_constant)
    except _WrongError:
        raise
    except UnicodeError as error:
        raise _WrongError(Text("không phải văn bản UTF-8", "it is no UTF-8 text")) from error
    except json.JSONDecodeError as error:
        where = Text(f"không phải JSON (dòng {error.lineno})", f"it is no JSON (line {error.lineno})")
        raise _WrongError(where) from error
    except (ValueError, RecursionError) as error:
        raise _WrongError(Text("không phải JSON", "it is no JSON")) from error
    if not isinstance(read, dict) or read.get("schema") != SCHEMA:
        raise _WrongError(Text(f"không ghi “schema”: “{SCHEMA}”", f"it does not say “schema”: “{SCHEMA}”"))
    content = {key: value for key, value in read.items() if key != "digest"}
    try:
        digest = _digest(content)
    except UnicodeError as error:
        raise _WrongError(Text("có ký tự không hợp lệ", "it holds characters that are none")) from error
    if read.get("digest") != digest:
        raise _WrongError(
            Text(
                "nội dung đã bị sửa sau khi niêm (mã SHA-256 ở “digest” không khớp)",
                "its content was altered after it was sealed (the SHA-256 in “digest” does not agree)",
            )
        )
    return content


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    keys = [key for key, _ in pairs]
    if len(set(keys)) < len(keys):
        twice = next(key for number, key in enumerate(keys) if key in keys[:number])
        raise _WrongError(Text(f"khóa “{twice[:40]}” có hai lần", f"the key “{twice[:40]}” stands twice"))
    return dict(pairs)


def _constant(name: str) -> Any:
    raise _WrongError(Text(f"“{name}” không phải số", f"“{name}” is no number"))


class _Part:
    """An object of the document, each key taken once and checked; what nobody takes is unknown."""

    def __init__(self, value: Any, where: str) -> None:
        if not isinstance(value, dict):
            raise self._wrong(where)
        self._left, self._where = dict(value), where

    @staticmethod
    def _wrong(where: str) -> _WrongError:
        return _WrongError(Text(f"giá trị ở “{where}” không hợp lệ", f"the value at “{where}” is not valid"))

    def take(self, key: str, is_valid: Callable[[Any], bool]) -> Any:
        where = f"{self._where}.{key}".removeprefix(".")
        if key not in self._left:
            raise _WrongError(Text(f"thiếu “{where}”", f"“{where}” is missing"))
        value = self._left.pop(key)
        if not is_valid(value):
            raise self._wrong(where)
        return value

    def text(self, key: str) -> str:
        found: str = self.take(key, lambda value: isinstance(value, str))
        return found

    def optional(self, key: str) -> str:
        found: str | None = self.take(key, lambda value: value is None or (isinstance(value, str) and value != ""))
        return found or ""

    def points(self, key: str) -> str:
        found: str = self.take(key, lambda value: isinstance(value, str) and (not value or _is_points(value)))
        return found

    def day(self, key: str) -> date:
        return date.fromisoformat(self.take(key, _is_day))

    def one_of(self, key: str, allowed: Iterable[str]) -> str:
        known = set(allowed)
        found: str = self.take(key, lambda value: isinstance(value, str) and value in known)
        return found

    def parts(self, key: str) -> list[_Part]:
        where = f"{self._where}.{key}".removeprefix(".")
        found = self.take(key, lambda value: isinstance(value, list))
        return [_Part(value, f"{where}[{number}]") for number, value in enumerate(found, 1)]

    def end(self) -> None:
        for key in self._left:
            where = f"{self._where}.{key[:40]}".removeprefix(".")
            raise _WrongError(Text(f"khóa lạ “{where}”", f"the key “{where}” is not known"))


def _is_points(value: str) -> bool:
    return _POINTS.fullmatch(value) is not None and value != "-0"


def _is_day(value: Any) -> bool:
    try:
        return isinstance(value, str) and date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _is_rank(value: Any) -> bool:
    return value is None or (isinstance(value, int) and not isinstance(value, bool) and value > 0)


def _is_digest(value: Any) -> bool:
    return isinstance(value, str) and _DIGEST.fullmatch(value) is not None


def _seal(content: dict[str, Any]) -> Seal:
    whole = _Part(content, "")
    whole.text("schema")
    about = _Part(whole.take("cluster", lambda value: isinstance(value, dict)), "cluster")
    day, by, note, code = whole.day("date"), whole.optional("by"), whole.optional("note"), whole.text("code")
    agreement = Agreement(
        about.text("id"),
        about.text("name"),
        about.text("year"),
        about.text("rubric"),
        about.text("rubric_digest"),
        files=tuple(_file_of(part) for part in whole.parts("files")),
        units=tuple(_unit_of(part) for part in whole.parts("units")),
        scores=tuple(_score_of(part) for part in whole.parts("scores")),
    )
    history = tuple(_corrected_of(part) for part in whole.parts("history"))
    about.end()
    whole.end()
    _agrees(agreement, code)
    return Seal(agreement, day, by, note, history)


def _agrees(agreement: Agreement, code: str) -> None:
    """A score stands once and is a sealed unit's, and the code is that of the scores."""
    keys = [score.key for score in agreement.scores]
    units = [unit.id for unit in agreement.units]
    if len(set(keys)) < len(keys) or len(set(units)) < len(units):
        raise _WrongError(Text("một điểm hoặc đơn vị có hai lần", "a score or a unit stands twice"))
    if not {score.unit for score in agreement.scores} <= set(units):
        raise _WrongError(Text("có điểm của đơn vị không được niêm", "it has scores of a unit that is not in it"))
    if code_of(agreement) != code:
        raise _WrongError(Text("mã đối chiếu không khớp với điểm", "the check code is not that of the scores"))


def _file_of(part: _Part) -> File:
    unit: str | None = part.take("unit", lambda value: value is None or isinstance(value, str))
    found = File(part.text("file"), part.take("sha256", _is_digest), unit)
    part.end()
    return found


def _unit_of(part: _Part) -> Unit:
    status = Status(part.one_of("status", [Status.ELIGIBLE.value, Status.PENDING.value]))
    total = part.take("total", lambda value: isinstance(value, str) and _is_points(value))
    found = Unit(part.text("id"), part.text("name"), status, Decimal(total), part.take("rank", _is_rank))
    part.end()
    return found


def _stage_of(part: _Part) -> Stage:
    return Stage(part.one_of("stage", [Stage.SELF.value, Stage.CLUSTER.value]))


def _score_of(part: _Part) -> Score:
    value = part.points("value")
    found = Score(
        part.text("unit"),
        part.text("criterion"),
        _stage_of(part),
        Decimal(value) if value else None,
        part.optional("file"),
        part.optional("sheet"),
        part.optional("cell"),
    )
    part.end()
    return found


def _corrected_of(part: _Part) -> Corrected:
    found = Corrected(
        part.day("date"),
        part.text("code"),
        part.take("digest", _is_digest),
        part.optional("by"),
        part.optional("note"),
        part.text("reason"),
        part.optional("document"),
        tuple(_change_of(one) for one in part.parts("changes")),
    )
    part.end()
    return found


def _change_of(part: _Part) -> Change:
    def valid(value: Any) -> bool:
        return value is None or (isinstance(value, str) and (not value or _is_points(value)))

    found = Change(
        part.text("unit"), part.text("criterion"), _stage_of(part), part.take("from", valid), part.take("to", valid)
    )
    part.end()
    return found
