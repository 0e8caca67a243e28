"""A new cluster, a copied example, the state of a desk and the self-test, as text and as JSON.

This module draws values only; it computes none and opens no file.
"""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any

from thidua_cli.catalogue import Text
from thidua_cli.findings import count
from thidua_cli.render.json import dumps, findings_as_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from thidua_cli.catalogue import Lang
    from thidua_cli.desk import Checkup, Condition, Copied, SelfTest, Started, Trial
    from thidua_cli.roster.model import Member

_NARROWEST = 40
_WORTH_QUOTING = frozenset(" &;()'\"$*?!|<>")


def _quoted(path: str) -> str:
    """The path as it is typed after a command."""
    return f'"{path}"' if set(path) & _WORTH_QUOTING else path


def _wrapped(text: str, width: int, rest: str = "  ") -> str:
    return "\n".join(
        textwrap.wrap(
            text, max(width, _NARROWEST), subsequent_indent=rest, break_long_words=False, break_on_hyphens=False
        )
    )


# --- a new cluster ---------------------------------------------------------------------------------

_BEGUN = Text(
    "Đã tạo {name}, năm {year}: {number} đơn vị, {forms} biểu trắng.",
    "{name}, {year}: {number} unit(s), {forms} blank form(s).",
)
_NO_CLUSTER = Text("Chưa tạo cụm nào.", "No cluster was started.")
_FROM_COLUMN = Text("Tên đơn vị lấy ở cột {column}.", "The names were taken from column {column}.")
_SETTINGS = Text("Thông tin cụm: {file}", "Settings: {file}")
_FORMS = Text("Biểu trắng: {files}", "Blank forms: {files}")
_NEXT = Text(
    "Bước tiếp theo: xem lại danh sách trong cluster.yaml, gửi cho mỗi đơn vị biểu của mình, "
    "chép phiếu nhận được vào {folder}, rồi chạy thidua status {folder}",
    "Next: look through the list in cluster.yaml, send each unit its form, put the sheets that come back into "
    "{folder}, then run thidua status {folder}",
)


def started(made: Started, lang: Lang, width: int, *, quiet: bool = False) -> str:
    """What was made, the units with their ids, and what to do next."""
    if not made.settings:
        return _NO_CLUSTER.to(lang)
    values = {"name": made.name, "year": made.year, "number": len(made.members), "forms": len(made.forms)}
    lines = [_wrapped(_BEGUN.to(lang).format_map(values), width)]
    if quiet:
        return lines[0]
    if made.column:
        lines.append(_FROM_COLUMN.to(lang).format(column=made.column))
    lines += _units(made.members)
    lines.append(_SETTINGS.to(lang).format(file=made.settings))
    if made.forms:
        lines.append(_FORMS.to(lang).format(files=made.forms[0].rpartition("/")[0] or "."))
    lines.append(_wrapped(_NEXT.to(lang).format(folder=_quoted(made.folder)), width))
    return "\n".join(lines)


def _units(members: Iterable[Member]) -> Iterator[str]:
    units = tuple(members)
    width = max((len(member.id) for member in units), default=0)
    for number, member in enumerate(units, 1):
        yield f"  {number:>2}  {member.id:<{width}}  {member.name}"


def started_json(made: Started, lang: Lang) -> str:
    """The document `thidua.init/1`."""
    return dumps(
        {
            "schema": "thidua.init/1",
            "path": made.folder,
            "output": made.settings or None,
            "name": made.name,
            "year": made.year,
            "rubric": made.rubric,
            "units": [{"id": member.id, "name": member.name} for member in made.members],
            "files": list(made.forms),
            "findings": findings_as_json(made.findings, lang),
            "summary": {"units": len(made.members), "files": len(made.forms), **count(made.findings)._asdict()},
        }
    )


# --- an example ------------------------------------------------------------------------------------

_COPIED = Text("Đã chép {name} vào {folder}: {about}.", "{name} was copied into {folder}: {about}.")
_NOT_COPIED = Text("Chưa chép ví dụ nào.", "No example was copied.")
_TRY = Text("Thử các lệnh sau:", "Try these commands:")
_COMMANDS = (
    ("status {folder}", Text("tình hình của cụm", "where the cluster stands")),
    ("validate {folder}", Text("kiểm tra từng phiếu", "check each sheet")),
    ("consolidate {folder}", Text("tổng hợp vào một bảng tính", "draw it together in a workbook")),
    ("rank {folder} --year {year}", Text("xếp hạng, đề nghị khen thưởng", "rank, propose awards")),
    (
        "explain --cluster {folder} so-noi-vu",
        Text("điểm của một đơn vị từ đâu mà có", "where a unit's score comes from"),
    ),
    ("report {folder} --year {year}", Text("lập văn bản Word", "write the Word papers")),
)


def copied(made: Copied, lang: Lang, year: str, width: int, *, quiet: bool = False) -> str:
    """Where the example went, and the commands to try on it."""
    if not made.files or made.findings:
        return _NOT_COPIED.to(lang)
    said = _COPIED.to(lang).format(name=made.name, folder=made.folder, about=made.about.to(lang))
    lines = [_wrapped(said, width)]
    if quiet:
        return lines[0]
    has = {name.rpartition("/")[2] for name in made.files}
    commands = [
        (words.format(folder=_quoted(made.folder), year=year), about.to(lang))
        for words, about in _COMMANDS
        if "so-noi-vu" not in words or "so-noi-vu.xlsx" in has
    ]
    longest = max(len(words) for words, _ in commands)
    lines.append(_TRY.to(lang))
    lines += [f"  thidua {words:<{longest}}  # {about}" for words, about in commands]
    return "\n".join(lines)


def copied_json(made: Copied, lang: Lang) -> str:
    """The document `thidua.demo/1`."""
    return dumps(
        {
            "schema": "thidua.demo/1",
            "path": made.folder,
            "name": made.name,
            "files": list(made.files),
            "findings": findings_as_json(made.findings, lang),
            "summary": {"files": len(made.files), **count(made.findings)._asdict()},
        }
    )


# --- the state of a desk ---------------------------------------------------------------------------

_WELL, _WARN = Text("[TỐT]", "[OK]"), Text("[LƯU Ý]", "[WARN]")
_ALL_WELL = Text(
    "Máy này dùng được thidua; không có gì phải làm.", "This desk is fit for thidua; nothing need be done."
)
_SOME = Text(
    "{number} điều cần lưu ý; xem việc nên làm ở trên. Thử chạy: thidua selftest",
    "{number} thing(s) to look at, as said above. To try it out: thidua selftest",
)
_SEND = Text(
    "Khi cần hỗ trợ, gửi phần dưới đây. Ngoài đường dẫn (có thể chứa tên người dùng), trong đó không có "
    "dữ liệu cá nhân.",
    "With a request for help, send what follows. But for paths, which may hold a user's name, there is nothing "
    "personal in it.",
)


def checked_up(checkup: Checkup, lang: Lang, width: int, *, quiet: bool = False) -> str:
    """A line for each thing looked at, the verdict, and a block to send; when quiet only what is not well."""
    wrong = [condition for condition in checkup.conditions if not condition.well]
    shown = wrong if quiet else checkup.conditions
    lines = [line for condition in shown for line in _condition(condition, lang, width)]
    verdict = _SOME.to(lang).format(number=len(wrong)) if wrong else _ALL_WELL.to(lang)
    lines.append(_wrapped(verdict, width))
    if not quiet:
        lines += ["", _wrapped(_SEND.to(lang), width, ""), "", "```"]
        lines += [f"{name}: {value}" for name, value in checkup.facts]
        lines.append("```")
    return "\n".join(lines)


def _condition(condition: Condition, lang: Lang, width: int) -> Iterator[str]:
    label = (_WELL if condition.well else _WARN).to(lang)
    pad = max(len(_WELL.to(lang)), len(_WARN.to(lang)))
    yield _wrapped(f"{label:<{pad}} {condition.what.to(lang)}: {condition.found.to(lang)}", width, " " * (pad + 1))
    if condition.cure is not None:
        yield textwrap.indent(_wrapped(condition.cure.to(lang), width - pad - 1, ""), " " * (pad + 1))


def checked_up_json(checkup: Checkup, lang: Lang) -> str:
    """The document `thidua.doctor/1`."""
    wrong = sum(1 for condition in checkup.conditions if not condition.well)
    return dumps(
        {
            "schema": "thidua.doctor/1",
            "checks": [
                {
                    "id": condition.id,
                    "what": condition.what.to(lang),
                    "found": condition.found.to(lang),
                    "state": "ok" if condition.well else "warn",
                    "fix": condition.cure.to(lang) if condition.cure else None,
                }
                for condition in checkup.conditions
            ],
            "facts": dict(checkup.facts),
            "summary": {"checks": len(checkup.conditions), "warnings": wrong},
        }
    )


# --- the self-test ---------------------------------------------------------------------------------

_PASSED, _FAILED = Text("[ĐÚNG]", "[PASS]"), Text("[SAI]", "[FAIL]")
_ALL_PASSED = Text("Tự kiểm tra đạt: {number} bước đều đúng.", "Self-test passed: {number} steps, all as known.")
_NOT_PASSED = Text(
    "Tự kiểm tra không đạt: {number} bước sai. Gửi phần này cùng kết quả của thidua doctor cho người phụ trách "
    "phần mềm.",
    "Self-test failed: {number} step(s). Send this, with what thidua doctor says, to whoever maintains the program.",
)


def self_tested(test: SelfTest, lang: Lang, width: int, *, quiet: bool = False) -> str:
    """A line for each step, and the verdict."""
    failed = [trial for trial in test.trials if not trial.passed]
    lines = [_trial(trial, lang, width) for trial in (failed if quiet else test.trials)]
    number = len(failed) or len(test.trials)
    lines.append(_wrapped((_NOT_PASSED if failed else _ALL_PASSED).to(lang).format(number=number), width))
    return "\n".join(lines)


def _trial(trial: Trial, lang: Lang, width: int) -> str:
    label = (_PASSED if trial.passed else _FAILED).to(lang)
    pad = max(len(_PASSED.to(lang)), len(_FAILED.to(lang)))
    found = f": {trial.found.to(lang)}" if trial.found else ""
    return _wrapped(f"{label:<{pad}} {trial.what.to(lang)}{found}", width, " " * (pad + 1))


def self_tested_json(test: SelfTest, lang: Lang) -> str:
    """The document `thidua.selftest/1`."""
    trials: list[dict[str, Any]] = [
        {
            "id": trial.id,
            "what": trial.what.to(lang),
            "passed": trial.passed,
            "found": trial.found.to(lang) if trial.found else None,
        }
        for trial in test.trials
    ]
    failed = sum(1 for trial in test.trials if not trial.passed)
    return dumps(
        {
            "schema": "thidua.selftest/1",
            "passed": test.passed,
            "steps": trials,
            "summary": {"steps": len(trials), "failed": failed},
        }
    )
