"""The self-test: every kind of work done once in a scratch folder, and compared with results that are known.

This module needs no network, no other program and nothing that the user has; it leaves nothing behind.
"""

from __future__ import annotations

import tempfile
import traceback
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Final

from msgspec import Struct
from msgspec.structs import replace

from thidua_cli import template
from thidua_cli.catalogue import Text
from thidua_cli.cells import place, plain
from thidua_cli.desk import SelfTest, Trial
from thidua_cli.pipeline import demo
from thidua_cli.pipeline.html_page import write_page
from thidua_cli.pipeline.papers import write_papers
from thidua_cli.pipeline.reading import SHELF
from thidua_cli.pipeline.results import consolidate, rank
from thidua_cli.pipeline.review import review
from thidua_cli.pipeline.seal import Words, seal
from thidua_cli.pipeline.start import start, units_of
from thidua_cli.pipeline.validation import validate
from thidua_cli.pipeline.writing import write
from thidua_cli.rubric.model import Stage

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from thidua_cli.cells import Workbook
    from thidua_cli.page import Book, Box
    from thidua_cli.rubric.model import Rubric
    from thidua_cli.sheet_report import Validated

_TABLE: Final = "langson-2019/districts-departments"
_SHEET: Final = "so-noi-vu.xlsx"
# What the example's sheet adds up to: self, cluster, board.
_TOTALS: Final = {Stage.SELF: Decimal(143), Stage.CLUSTER: Decimal(142), Stage.BOARD: Decimal(141)}
_ORDER: Final = (
    (1, "so-tai-chinh", "142.5", "certificate"),
    (1, "so-khdt", "142.5", "flag"),
    (3, "so-noi-vu", "141", "certificate"),
    (4, "van-phong-ubnd", "140.5", ""),
    (5, "so-tu-phap", "139", ""),
    (6, "thanh-tra", "136.5", ""),
    (7, "ban-dan-toc", "135", ""),
    (8, "so-ngoai-vu", "131", ""),
)
_SAMPLES: Final = ("phieu.xls", "phieu.ods", "phieu.docx")
_DAY: Final = date(2020, 1, 5)


class _Otherwise(Exception):  # noqa: N818 - a stop inside this module, never seen outside it
    """A result is not the known one."""

    def __init__(self, vi: str, en: str) -> None:
        super().__init__(en)
        self.said = Text(vi, en)


class _Scratch(Struct):
    """The folder that the steps work in, one after the other."""

    home: Path

    @property
    def new(self) -> Path:
        """The cluster that the test begins."""
        return self.home / "cum-moi"

    @property
    def example(self) -> Path:
        """The example, copied."""
        return self.home / "vi du"


def self_test() -> SelfTest:
    """Every step in order; one that fails or breaks down does not keep the others from being tried."""
    with tempfile.TemporaryDirectory(prefix="thidua-", ignore_cleanup_errors=True) as folder:
        scratch = _Scratch(Path(folder))
        return SelfTest(tuple(_tried(name, what, step, scratch) for name, what, step in _STEPS))


def _tried(name: str, what: Text, step: Callable[[_Scratch], None], scratch: _Scratch) -> Trial:
    try:
        step(scratch)
    except _Otherwise as other:
        return Trial(name, what, passed=False, found=other.said)
    except Exception as error:  # noqa: BLE001 - a fault of ours is what this test is there to find
        place = f"{type(error).__name__} ({_where(error)})"
        return Trial(name, what, passed=False, found=Text(f"dừng vì lỗi {place}", f"broke down: {place}"))
    return Trial(name, what, passed=True)


def _where(error: Exception) -> str:
    """The line of the program that it broke down at."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{Path(last.filename).name}:{last.lineno}"


def _same(found: object, known: object) -> None:
    if found != known:
        raise _Otherwise(
            f"được {_short(found)}, đúng ra là {_short(known)}", f"{_short(found)} instead of {_short(known)}"
        )


def _short(value: object) -> str:
    if isinstance(value, tuple | list | frozenset | set):
        return ", ".join(map(_short, value)) or "0"
    if isinstance(value, bool) or value is None:
        return "1" if value else "0"
    return str(value)


# --- the steps -------------------------------------------------------------------------------------


def _tables(scratch: _Scratch) -> None:
    del scratch
    rubrics = SHELF.all()
    _same([rubric.maximum for rubric in rubrics], [Decimal(150)] * 4)


def _started(scratch: _Scratch) -> None:
    units = units_of(("Sở Nội vụ", "Sở Tài chính", "Sở Tư pháp"), None)
    made = start(str(scratch.new), "Cụm thử", demo.YEAR, _TABLE, units, "so-noi-vu")
    _same([finding.code for finding in made.findings], [])
    _same([Path(form).name for form in made.forms], ["so-noi-vu.xlsx", "so-tai-chinh.xlsx", "so-tu-phap.xlsx"])
    blank = validate([str(Path(made.forms[0]))])
    _same([submission.unit.id for submission in blank.submissions if submission.unit], ["so-noi-vu"])
    _same(_errors(blank), [])


def _filled(scratch: _Scratch) -> None:
    rubric, example = _rubric(), _workbook(demo.home() / demo.READY.folder / _SHEET)
    _put(_form(rubric, example, {}), scratch.new / _SHEET)
    report = validate([str(scratch.new / _SHEET)])
    _same(_errors(report), [])
    _same(_totals(report), _TOTALS)


def _faulty(scratch: _Scratch) -> None:
    rubric, example = _rubric(), _workbook(demo.home() / demo.READY.folder / _SHEET)
    cell = template.input_cells(rubric)["III.4", Stage.SELF]
    _put(_form(rubric, example, {cell: Decimal(6)}), scratch.new / "sai.xlsx")
    report = validate([str(scratch.new / "sai.xlsx")])
    told = [(f.code, f.cell) for f in report.all_findings() if f.code == "TD203"]
    (scratch.new / "sai.xlsx").unlink()
    _same(told, [("TD203", cell)])


def _copied(scratch: _Scratch) -> None:
    copied = demo.demo(str(scratch.example))
    _same(len(copied.files), 9)
    _same([finding.code for finding in copied.findings], [])


def _consolidated(scratch: _Scratch) -> None:
    report = consolidate([str(scratch.example)], "vi")
    _same([cluster.output is not None for cluster in report.clusters], [True])
    output = Path(report.clusters[0].output or "")
    texts = {cell.text for sheet in _workbook(output).sheets for cell in sheet.cells.values()}
    _same("Sở Nội vụ" in texts, known=True)


def _ranked(scratch: _Scratch) -> None:
    (cluster,) = rank(str(scratch.example), demo.YEAR).clusters
    _same(cluster.ranking.stage, Stage.BOARD)
    _same(cluster.blockers, ())
    awards = dict.fromkeys(cluster.recommendation.flag.proposed, "flag")
    awards |= dict.fromkeys(cluster.recommendation.certificate.proposed, "certificate")
    order = [
        (row.rank, row.member.id, "" if row.total is None else plain(row.total), awards.get(row.member.id, ""))
        for row in cluster.ranking.rows
    ]
    _same(order, list(_ORDER))


def _legacy(scratch: _Scratch) -> None:
    del scratch
    for name in _SAMPLES:
        _same(_totals(validate([str(samples() / name)])), _TOTALS)


def _reviewed(scratch: _Scratch) -> None:
    made = review(str(scratch.example), _DAY)
    _same(made.output is not None, True)
    sealed = seal(str(scratch.example), Words(day=_DAY), _DAY)
    _same([f.code for f in sealed.findings if f.is_error], [])


def _papers(scratch: _Scratch) -> None:
    papers = write_papers(str(scratch.example), demo.YEAR)
    _same([len(cluster.papers) >= 4 for cluster in papers.clusters], [True])  # noqa: PLR2004 - as many as any cluster has
    page = write_page(str(scratch.example), demo.YEAR, None, "vi")
    _same(len(page.files), 1)
    text = Path(page.files[0]).read_text(encoding="utf-8")
    _same("Sở Nội vụ" in text, True)


_STEPS: Final = (
    ("tables", Text("đọc bốn bảng tiêu chí", "reading the four score tables"), _tables),
    ("init", Text("tạo cụm mới và biểu trắng", "starting a cluster with its blank forms"), _started),
    ("validate", Text("điền biểu và kiểm tra", "filling a form and checking it"), _filled),
    ("findings", Text("chỉ ra ô vượt điểm tối đa", "finding the cell above its maximum"), _faulty),
    ("demo", Text("chép cụm ví dụ", "copying the example cluster"), _copied),
    ("consolidate", Text("tổng hợp cụm", "consolidating the cluster"), _consolidated),
    ("rank", Text("xếp hạng và đề nghị khen thưởng", "ranking and proposing awards"), _ranked),
    ("legacy", Text("đọc phiếu .xls, .ods, .docx", "reading sheets as .xls, .ods, .docx"), _legacy),
    ("review", Text("lập sổ rà soát, niêm điểm", "making the review workbook, sealing"), _reviewed),
    ("report", Text("lập văn bản Word và trang HTML", "writing the Word papers and the page"), _papers),
)


# --- what they need --------------------------------------------------------------------------------


def samples() -> Path:
    """Where the sheets in old and foreign formats are."""
    return Path(__file__).resolve().parents[1] / "samples"


def _rubric() -> Rubric:
    rubric = SHELF.find(_TABLE)
    if rubric is None:
        raise _Otherwise("không đọc được bảng tiêu chí", "the score table cannot be read")
    return rubric


def _workbook(path: Path) -> Workbook:
    from thidua_cli.spreadsheets.reader import read_file

    source, findings = read_file(path, path.name)
    if source is None:
        code = findings[0].code
        raise _Otherwise(f"không đọc lại được {path.name} ({code})", f"{path.name} cannot be read back ({code})")
    return source.workbook


def _form(rubric: Rubric, example: Workbook, typed: dict[str, Decimal]) -> Book:
    """The blank form with the example's scores and sums in it, and what is typed over them."""
    blank = template.blank_form(
        rubric, unit=template.UnitOnForm("so-noi-vu", "Sở Nội vụ"), year=demo.YEAR, cluster="Cụm thử"
    )
    boxes: dict[tuple[int, int], Box] = dict(blank.sheets[0].boxes)
    for cell in (*template.input_cells(rubric).values(), *template.sum_cells(rubric).values()):
        at = place(cell)
        found = example.sheets[0].cells.get(at) if at else None
        if at and found is not None:
            boxes[at] = replace(boxes[at], value=typed.get(cell, found.number))
    return replace(blank, sheets=(replace(blank.sheets[0], boxes=boxes), *blank.sheets[1:]))


def _put(book: Book, target: Path) -> None:
    _same([finding.code for finding in write(book, target)], [])


def _errors(report: Validated) -> Sequence[str]:
    return [finding.code for finding in report.all_findings() if finding.is_error]


def _totals(report: Validated) -> dict[Stage, Decimal | None]:
    (submission,) = report.submissions
    if submission.scores is None:
        raise _Otherwise("không đọc được điểm", "no score was read")
    return {stage: submission.scores.totals[stage].value for stage in Stage}
