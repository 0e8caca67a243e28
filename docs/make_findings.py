"""Writes `docs/findings.md` from the catalogue and the error gallery, or checks that it is up to date.

python docs/make_findings.py --check
python docs/make_findings.py --write
"""

from __future__ import annotations

import sys
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Final

ROOT: Final = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.errors import gallery  # noqa: E402 - the tests are found from the top of the checkout

from thidua_cli.catalogue import CODES, Text  # noqa: E402 - as above
from thidua_cli.findings import Severity  # noqa: E402 - as above

if TYPE_CHECKING:
    from collections.abc import Iterator

    from thidua_cli.catalogue import Code, Lang

PAGE: Final = ROOT / "docs" / "findings.md"
_CODES: Final = tuple(CODES[key] for key in sorted(CODES))

GROUPS: Final = {
    "0": Text("Tệp", "The file"),
    "1": Text("Đơn vị và cấu trúc biểu", "Identity and structure"),
    "2": Text("Giá trị của ô", "The value of a cell"),
    "3": Text("Cộng điểm", "Sums"),
    "4": Text("Quy định đối với một phiếu", "Rules of one sheet"),
    "5": Text("Cụm thi đua", "The cluster"),
    "6": Text("Xếp hạng và đề nghị khen thưởng", "Ranking and awards"),
    "7": Text("Thống nhất và niêm điểm", "Agreement and seal"),
    "9": Text("Cấu hình, bảng tiêu chí, lệnh", "Settings, rubrics, commands"),
}
WEIGHTS: Final = {
    Severity.ERROR: Text("lỗi", "error"),
    Severity.WARNING: Text("cảnh báo", "warning"),
    Severity.INFO: Text("ghi chú", "note"),
}
INTRODUCTION: Final = """\
# Finding codes · Mã phát hiện

*Made by `docs/make_findings.py` from `src/thidua_cli/catalogue.py` and the cases in `tests/errors`;
a test holds it up to date.*

Every finding has a code that is never reused: `TD` and three digits, of which the first tells the group.
`thidua explain TD203` shows one of them. An error makes the exit code 1 (3 for settings, rubrics and
outputs, 2 for wrong usage), a warning only with `--strict`. “…” stands for values of the finding.

Below each code is the smallest case that provokes it: the command (`run`), the files it finds (`files`) and
exactly what it finds (`expect`). A sheet is described by what is typed in it: `points` by criterion, one
value for the self score or a list of the three columns, and `rest` in every other row that is scored;
`spread` fills the rows from the top until they add up to so many points. `tests/sheets.py` has the rest.
"""


def page() -> str:
    """The whole page."""
    return "\n".join([INTRODUCTION, *_index(), *_chapters()])


def _index() -> Iterator[str]:
    yield "| code | name | weight | finding | phát hiện |"
    yield "|---|---|---|---|---|"
    for code in _CODES:
        weight = WEIGHTS[code.severity].en
        told = " | ".join(_cell(code.message.with_gaps(lang)) for lang in ("en", "vi"))
        yield f"| [{code.id}](#{_anchor(code)}) | {code.name} | {weight} | {told} |"
    yield ""


def _anchor(code: Code) -> str:
    return f"{code.id.lower()}-{code.name}"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _chapters() -> Iterator[str]:
    cases = {case.code: case for case in gallery.cases()}
    for group, codes in groupby(_CODES, lambda code: code.id[2]):
        yield f"## TD{group}xx · {GROUPS[group].en} · {GROUPS[group].vi}\n"
        for code in codes:
            yield from _entry(code, cases.get(code.id))


def _entry(code: Code, case: gallery.Case | None) -> Iterator[str]:
    weight = WEIGHTS[code.severity]
    yield f"### {code.id} {code.name}\n"
    yield f"*{weight.en} · {weight.vi}" + (f" · {code.clause}*\n" if code.clause else "*\n")
    yield "| | Tiếng Việt | English |"
    yield "|---|---|---|"
    rows = (("finding", code.message), ("why", code.cause), ("cure", code.fix))
    for label, text in rows:
        yield f"| {label} | {_cell(text.with_gaps('vi'))} | {_cell(text.with_gaps('en'))} |"
    yield ""
    if case is None:
        return
    yield "```yaml"
    yield case.text.rstrip("\n")
    yield "```\n"
    told = [_told(case, code, lang) for lang in ("vi", "en")]
    if all(told):
        yield "".join(f"> {message}  \n" for message in told)


def _told(case: gallery.Case, code: Code, lang: Lang) -> str:
    """The message of the case in one language; empty for a command that was refused before it began."""
    if gallery.tell(case, lang).document is None:
        return ""
    return next(str(found["message"]) for found in gallery.found(case, lang) if found["code"] == code.id)


def main(arguments: list[str]) -> int:
    """Write or check the page; 0 if it is up to date, 1 if not, 2 if neither was asked for."""
    if arguments == ["--write"]:
        PAGE.write_text(page(), encoding="utf-8")
        return 0
    if arguments != ["--check"]:
        sys.stderr.write(f"{__doc__}\n")
        return 2
    if PAGE.exists() and PAGE.read_text(encoding="utf-8") == page():
        return 0
    sys.stderr.write("docs/findings.md is not up to date: python docs/make_findings.py --write\n")
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
