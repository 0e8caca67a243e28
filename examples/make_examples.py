"""Makes the example clusters of 2019: `python examples/make_examples.py [TARGET]`.

Offices and districts are real names, every score is invented. The same bytes come out every time.
"""

from __future__ import annotations

import io
import re
import sys
import zipfile
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from msgspec.structs import replace

from thidua_cli.cells import Range, address, place
from thidua_cli.layout import COLUMNS, CONTENT, EVIDENCE, EXPLANATION, MAXIMUM, STT
from thidua_cli.page import Book, Box, Sheet, Style
from thidua_cli.rubric.load import load
from thidua_cli.rubric.model import Criterion, Rubric, Stage
from thidua_cli.spreadsheets.writer import to_bytes
from thidua_cli.template import (
    COLUMN,
    FIRST_ROW,
    STATUS_CELL,
    UnitOnForm,
    blank_form,
    fact_cells,
    input_cells,
    sum_cells,
)

HERE = Path(__file__).parent
DISTRICTS = "langson-2019/districts-departments"
ENTERPRISES = "langson-2019/enterprises"
CREDIT = "langson-2019/credit-institutions"
PARTY = "langson-2019/party-mass-organizations"
STAGES = tuple(Stage)

Scores = dict[str, dict[Stage, Decimal | str]]


# --- describing a sheet --------------------------------------------------------------------------


@dataclass(frozen=True)
class Unit:
    """A member and what its sheet says.

    Attributes:
        id: Its key in cluster.yaml.
        name: Its name.
        scores: The scores, row by row in the form's order, parted by spaces; each row's columns
            (self/cluster/board) parted by slashes, the later ones left out where nobody scored yet.
        made: How the sheet came about: `form` (the blank form filled) or `hand` (typed by hand).
        file: The file's name; the id by default.
        typed: What is typed instead of a score, by criterion, in the self column.
        total: What the total row says in the self column, where a hand-typed sheet says it wrongly.
        evidence: Texts in the column Minh chứng, by criterion; a sheet typed by hand has it only if needed.
        facts: What is typed on the form's second sheet, by fact.
    """

    id: str
    name: str
    scores: str
    made: str = "form"
    file: str = ""
    typed: tuple[tuple[str, str], ...] = ()
    total: str = ""
    evidence: tuple[tuple[str, str], ...] = ()
    facts: tuple[tuple[str, int], ...] = ()

    def by_row(self, rubric: Rubric) -> Scores:
        """The scores by criterion and column."""
        leaves = [row for row in rubric.rows() if not row.is_group]
        rows = self.scores.split()
        if len(rows) != len(leaves):
            raise ValueError(f"{self.id}: {len(rows)} rows of scores for {len(leaves)} criteria")
        return {
            leaf.id: {stage: Decimal(value) for stage, value in zip(STAGES, row.split("/"), strict=False) if value}
            for leaf, row in zip(leaves, rows, strict=True)
        }


def summed(rubric: Rubric, scores: Scores) -> dict[tuple[str, Stage], Decimal]:
    """The sums of groups and of the total (its id is empty), as Excel would have stored them."""

    def of(criterion: Criterion, stage: Stage) -> Decimal:
        if criterion.rows:
            return sum((of(row, stage) for row in criterion.rows), Decimal(0))
        value = scores[criterion.id].get(stage, Decimal(0))
        return value if isinstance(value, Decimal) else Decimal(0)

    sums = {(row.id, stage): of(row, stage) for row in rubric.rows() if row.is_group for stage in STAGES}
    for stage in STAGES:
        column = {
            section.id: Stage.CLUSTER if stage is Stage.BOARD and section.id != "III" else stage
            for section in rubric.sections
        }
        sums["", stage] = sum((of(section, column[section.id]) for section in rubric.sections), Decimal(0))
    return sums


# --- the two ways a sheet comes about --------------------------------------------------------------


def filled_form(rubric: Rubric, unit: Unit, cluster: str) -> Book:
    """The blank form that `thidua template` makes, filled."""
    book = blank_form(rubric, unit=UnitOnForm(unit.id, unit.name), year="2019", cluster=cluster)
    sheet = book.sheets[0]
    boxes = dict(sheet.boxes)
    scores = unit.by_row(rubric)
    for (criterion_id, stage), cell in input_cells(rubric).items():
        if stage in scores[criterion_id]:
            _fill(boxes, cell, scores[criterion_id][stage])
    for key, cell in sum_cells(rubric).items():
        _fill(boxes, cell, summed(rubric, scores)[key])
    for criterion_id, text in unit.evidence:
        row = FIRST_ROW + [criterion.id for criterion in rubric.rows()].index(criterion_id)
        _fill(boxes, address(row, COLUMN[EVIDENCE]), text)
    left = sum(1 for row in scores.values() if Stage.SELF not in row)
    _fill(boxes, STATUS_CELL, f"Còn {left} ô chưa điền" if left else "Đã điền đủ")
    return replace(book, sheets=(replace(sheet, boxes=boxes), *_figures(rubric, unit, book.sheets[1:])))


def _figures(rubric: Rubric, unit: Unit, sheets: tuple[Sheet, ...]) -> tuple[Sheet, ...]:
    """The form's second sheet with the unit's figures."""
    if not unit.facts:
        return sheets
    (sheet,) = sheets
    boxes = dict(sheet.boxes)
    cells = fact_cells(rubric)
    for fact, value in unit.facts:
        _fill(boxes, cells[fact], Decimal(value))
    return (replace(sheet, boxes=boxes),)


def _fill(boxes: dict[tuple[int, int], Box], cell: str, value: Decimal | str) -> None:
    found = place(cell)
    if found is None:
        raise ValueError(cell)
    boxes[found] = replace(boxes[found], value=value)


_BOLD = Style(bold=True, size=13, horizontal="center")
_CELL = Style(border=True)
_CENTRE = Style(border=True, horizontal="center")
_DATE = Style(border=True, horizontal="center", number_format="d-mmm")


def typed_by_hand(rubric: Rubric, unit: Unit, year: str = "2019") -> Book:
    """A sheet somebody typed: the six official columns and Minh chứng if needed, starting where it suited them."""
    turn = sum(map(ord, unit.id))
    top, left = 5 + turn % 4, 1 + turn % 2
    scores: Scores = unit.by_row(rubric)
    boxes: dict[tuple[int, int], Box] = {
        (1, left): Box(f"{rubric.heading} NĂM {year}", _BOLD),
        (2, left): Box(rubric.title, _BOLD),
        (3, left): Box(f"{('Đơn vị', 'Tên đơn vị', 'ĐƠN VỊ')[turn % 3]}: {unit.name}", Style(bold=True, wrap=False)),
    }
    official = [key for key in COLUMNS if key not in {EXPLANATION, *(() if unit.evidence else (EVIDENCE,))}]
    column = {key: left + number for number, key in enumerate(official)}
    boxes |= {(top, column[key]): Box(COLUMNS[key], replace(_CENTRE, bold=True)) for key in official}
    row = top
    for row, criterion in enumerate(rubric.rows(), top + 1):
        boxes[row, column[STT]] = Box(criterion.stt, _CENTRE)
        boxes[row, column[CONTENT]] = Box("\n".join((criterion.title, *criterion.lines)), _CELL)
        boxes[row, column[MAXIMUM]] = Box(f"{criterion.maximum:02}", _CENTRE)
        for stage in STAGES:
            value = None if criterion.is_group else scores[criterion.id].get(stage)
            boxes[row, column[stage]] = Box(_as_typed(value, turn), _CENTRE)
        if unit.evidence:
            boxes[row, column[EVIDENCE]] = Box(dict(unit.evidence).get(criterion.id), _CELL)
        typed = dict(unit.typed).get(criterion.id)
        if typed is not None:
            boxes[row, column[Stage.SELF]] = _mistyped(typed)
    last = row + 1
    boxes[last, column[STT]] = Box("", _CENTRE)
    boxes[last, column[CONTENT]] = Box(rubric.total_title, replace(_CENTRE, bold=True))
    boxes[last, column[MAXIMUM]] = Box(rubric.maximum, _CENTRE)
    for stage in STAGES:
        stated = unit.total if unit.total and stage is Stage.SELF else ""
        total = Decimal(stated) if stated else summed(rubric, scores)["", stage]
        scored = any(stage in columns for columns in scores.values()) and (not unit.typed or stated)
        boxes[last, column[stage]] = Box(total if scored else None, replace(_CENTRE, bold=True))
    boxes[last + 2, column[Stage.SELF]] = Box("Lạng Sơn, ngày 06 tháng 01 năm 2020", Style(italic=True, wrap=False))
    boxes[last + 3, column[Stage.SELF]] = Box("THỦ TRƯỞNG ĐƠN VỊ", Style(bold=True, wrap=False))
    widths = {column[STT]: 6.0, column[CONTENT]: 70.0} | {column[key]: 12.0 for key in official[2:]}
    lines = {
        key[0]: str(box.value).count("\n") + len(str(box.value)) // 75
        for key, box in boxes.items()
        if key[1] == column[CONTENT]
    }
    heights = {number: 18.0 * (count + 1) for number, count in lines.items() if number > top}
    heights[top] = 50.0  # the headings take three lines
    heights[2] = 18.0 * (1 + len(rubric.title) // 90)  # the longest title takes two
    merged = tuple(Range(line, left, line, left + 5) for line in (1, 2))
    return Book((Sheet("Sheet1", boxes, widths=widths, heights=heights, merged=merged),), title=rubric.heading)


def _as_typed(value: Decimal | str | None, turn: int) -> Decimal | str | None:
    """A score as people type it: a number, or text with a decimal comma or a leading zero."""
    if value is None or isinstance(value, str) or turn % 3:
        return value
    text = format(value, "f").replace(".", ",")
    one_digit = len(text.partition(",")[0]) == 1
    return f"0{text}" if one_digit and turn % 2 else text


def _mistyped(what: str) -> Box:
    """What somebody typed, or what Excel made of it, in place of a score."""
    if what.startswith("date:"):
        return Box(Decimal(what.removeprefix("date:")), _DATE)
    if what.startswith("="):
        return Box(None, _CENTRE, formula=what.removeprefix("="))
    return Box(what or None, _CENTRE)


_ERROR_TEXT = re.compile(r'<c ([^>]*)t="inlineStr"([^>]*)><is><t[^>]*>(#[A-Z/0!?]+)</t></is></c>')


def with_error_cells(data: bytes) -> bytes:
    """The workbook with each text that is an error code turned into the error Excel would show."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            content = old.read(info)
            if info.filename.startswith("xl/worksheets/"):
                sheet_xml = _ERROR_TEXT.sub(r'<c \1t="e"\2><v>\3</v></c>', content.decode("utf-8"))
                content = sheet_xml.encode("utf-8")
            entry = zipfile.ZipInfo(info.filename, (2000, 1, 1, 0, 0, 0))
            entry.create_system = 0  # else the bytes would tell Windows from Linux
            new.writestr(entry, content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


# --- the clusters ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Cluster:
    """A folder of the examples.

    Attributes:
        folder: Its name.
        yaml: Its cluster.yaml, word for word.
        rubric: The table of its sheets.
        name: The cluster's name on the forms.
        units: Those who sent a sheet.
        others: Further files, by name.
    """

    folder: str
    yaml: str
    rubric: str
    name: str
    units: tuple[Unit, ...]
    others: tuple[tuple[str, bytes], ...] = ()


SIX_DISTRICTS = Cluster(
    "cum-1-cac-huyen",
    """\
# Cụm có đúng 06 đơn vị: mục C.II không quy định, thidua cảnh báo và áp dụng 01 Bằng khen.
id: cum-1
name: Cụm thi đua số 1 (các huyện)
year: 2019
rubric: langson-2019/districts-departments
leader: chi-lang
deputies: [huu-lung]
conference: 2020-01-17
dates:
  agreed: 2020-01-08          # thống nhất điểm (C.I.2.2)
  reported: 2020-01-09        # báo cáo Ban TĐKT (C.I.2.3)
readings:
  section_I_source: "2460"    # mục I lấy kết quả đánh giá theo Quyết định 2460/QĐ-UBND
units:
  - {id: chi-lang, name: UBND huyện Chi Lăng, registered: 2019-01-18, signed: true}
  - {id: huu-lung, name: UBND huyện Hữu Lũng, registered: 2019-01-21, signed: true}
  - {id: bac-son, name: UBND huyện Bắc Sơn, registered: 2019-01-15, signed: true}
  - {id: binh-gia, name: UBND huyện Bình Gia, registered: 2019-01-24, signed: true}
  - {id: van-quan, name: UBND huyện Văn Quan, registered: 2019-01-22, signed: true}
  - {id: cao-loc, name: UBND huyện Cao Lộc, registered: 2019-01-17, signed: true}
""",
    DISTRICTS,
    "Cụm thi đua số 1 (các huyện)",
    (
        Unit(
            "chi-lang",
            "UBND huyện Chi Lăng",
            "97.5/97.25 20/19.5 5/5/5 5/5/4.5 5/5/5 5/5/5 5/4.5/4.5 2/0/0 1/1/1 0/0/0 1/0/0",
            evidence=(("III.1", "Quyết định 12/QĐ-UBND ngày 10/01/2019"), ("III.3", "15 tin, bài trên Báo Lạng Sơn")),
        ),
        Unit(
            "huu-lung",
            "UBND huyện Hữu Lũng",
            "97/96.5 20/19.5 5/5/5 5/4.5/4.5 5/4.5/4.5 5/5/5 5/5/4.5 2/2/2 0/0/0 0/0/0 0/0/0",
        ),
        Unit(
            "bac-son",
            "UBND huyện Bắc Sơn",
            "96/95.5 20/20 5/5/5 5/5/5 5/4.5/4.5 5/5/4 5/4.5/4.5 0/0/0 0/0/0 1/1/1 0/0/0",
            made="hand",
            file="Bieu cham diem thi dua 2019 - Bac Son (chinh thuc).xlsx",
        ),
        Unit(
            "binh-gia",
            "UBND huyện Bình Gia",
            "94/93.5 19.5/19 5/5/4 5/4.5/4.5 4.5/4/4 3/3/3 5/4.5/4 0/0/0 0/0/0 0/0/0 1/0/0",
        ),
        Unit(
            "van-quan",
            "UBND huyện Văn Quan",
            "93.5/92 19.5/19.5 5/4/4 5/4.5/4.5 4.5/4.5/4 5/5/5 4.5/4.5/4.5 0/0/0 0/0/0 0/0/0 1/1/1",
            made="hand",
            file="phieu cham diem.xlsx",
        ),
        Unit(
            "cao-loc",
            "UBND huyện Cao Lộc",
            "95/94.25 20/19.5 5/5/5 5/5/5 5/5/4.5 5/5/5 4.5/4.5/4.5 0/0/0 0/0/0 0/0/0 0/0/0",
        ),
    ),
)

TIE_DECIDED = Cluster(
    "cum-2-so-tong-hop",
    """\
# Hai đơn vị cùng điểm cao nhất; kết quả bỏ phiếu đã ghi nên đề nghị được Cờ và Bằng khen.
id: cum-2
name: Cụm thi đua số 2 (các sở tổng hợp)
year: 2019
rubric: langson-2019/districts-departments
leader: so-noi-vu
deputies: [so-tai-chinh]
conference: 2020-01-16
dates:
  agreed: 2020-01-06
  reported: 2020-01-08
readings:
  section_I_source: "2460"    # mục I lấy kết quả đánh giá theo Quyết định 2460/QĐ-UBND
units:
  - {id: so-noi-vu, name: Sở Nội vụ, aliases: [SNV], registered: 2019-01-16, signed: true}
  - {id: so-tai-chinh, name: Sở Tài chính, registered: 2019-01-18, signed: true}
  - {id: so-khdt, name: Sở Kế hoạch và Đầu tư, aliases: [Sở KH&ĐT], registered: 2019-01-21, signed: true}
  - {id: so-tu-phap, name: Sở Tư pháp, registered: 2019-01-15, signed: true}
  - {id: thanh-tra, name: Thanh tra tỉnh, registered: 2019-01-22, signed: true}
  - {id: van-phong-ubnd, name: Văn phòng UBND tỉnh, registered: 2019-01-23, signed: true}
  - {id: so-ngoai-vu, name: Sở Ngoại vụ, registered: 2019-01-17, signed: true}
  - {id: ban-dan-toc, name: Ban Dân tộc, registered: 2019-01-24, signed: true}
ballots:
  - award: flag
    between: [so-tai-chinh, so-khdt]
    votes: {so-tai-chinh: 3, so-khdt: 5}
    voters: 8
    minutes: Biên bản kiểm phiếu ngày 16/01/2020
""",
    DISTRICTS,
    "Cụm thi đua số 2 (các sở tổng hợp)",
    (
        Unit(
            "so-noi-vu",
            "Sở Nội vụ",
            "97/96 20/20 5/5/5 5/5/5 5/5/4.5 5/5/5 5/5/4.5 0/0/0 1/1/1 0/0/0 0/0/0",
            facts=(
                *(("workers-awarded", 7), ("persons-awarded", 12)),
                *(("workers-awarded-before", 6), ("persons-awarded-before", 11)),
            ),
        ),
        Unit(
            "so-tai-chinh",
            "Sở Tài chính",
            "98/97 20/19.5 5/5/5 5/5/5 5/5/5 5/5/5 5/5/5 0/0/0 0/0/0 1/1/1 0/0/0",
            evidence=(
                ("III.1", "Quyết định số 08/QĐ-STC ngày 14/01/2019"),
                ("III.6.3", "11/15 trường hợp là công chức không giữ chức vụ (năm 2018: 8/14)"),
            ),
            facts=(
                *(("papers-late", 0), ("dossiers-submitted", 12), ("dossiers-approved", 12)),
                *(("dossiers-unqualified", 0), ("dossiers-pending", 0)),
                *(("workers-awarded", 11), ("persons-awarded", 15)),
                *(("workers-awarded-before", 8), ("persons-awarded-before", 14)),
            ),
        ),
        Unit(
            "so-khdt",
            "Sở Kế hoạch và Đầu tư",
            "97.5/97 20/19.5 5/5/5 5/5/5 5/5/4.5 5/5/5 5/5/4.5 2/2/2 0/0/0 0/0/0 0/0/0",
            made="hand",
            file="So KHDT_cham diem 2019 v2.xlsx",
        ),
        Unit(
            "so-tu-phap",
            "Sở Tư pháp",
            "96/95 20/19.5 5/5/5 5/4.5/4.5 5/4.5/4.5 5/5/5 5/4.5/4.5 1/0/0 0/0/0 0/0/0 1/1/1",
        ),
        Unit(
            "thanh-tra",
            "Thanh tra tỉnh",
            "95.5/95 20/19.5 5/5/4 4.5/4.5/4.5 4.5/4/4 5/5/5 4.5/4.5/4.5 0/0/0 0/0/0 0/0/0 0/0/0",
        ),
        Unit(
            "van-phong-ubnd",
            "Văn phòng UBND tỉnh",
            "96.5/96 20/20 5/5/5 5/5/5 4.5/4.5/4.5 5/5/5 5/5/5 0/0/0 0/0/0 0/0/0 0/0/0",
            made="hand",
            file="Biểu chấm điểm - Văn phòng UBND tỉnh.xlsx",
        ),
        Unit(
            "so-ngoai-vu",
            "Sở Ngoại vụ",
            "94/93.5 19.5/19.5 5/5/5 4.5/4/4 4/4/4 1/1/1 4.5/4.5/4 0/0/0 0/0/0 0/0/0 0/0/0",
        ),
        Unit(
            "ban-dan-toc",
            "Ban Dân tộc",
            "94.5/94 20/19.5 5/4/4 5/4.5/4.5 4.5/4.5/4 5/5/5 4.5/4/4 0/0/0 0/0/0 0/0/0 0/0/0",
        ),
    ),
)

TIE_OPEN = Cluster(
    "cum-3-so-chuyen-nganh",
    """\
# Hai đơn vị cùng điểm cao nhất, chưa bỏ phiếu: chưa đề nghị Cờ, Bằng khen chờ kết quả.
id: cum-3
name: Cụm thi đua số 3 (các sở chuyên ngành)
year: 2019
rubric: langson-2019/districts-departments
leader: so-xay-dung
deputies: [so-cong-thuong]
conference: 2020-01-20
dates:
  agreed: 2020-01-09
  reported: 2020-01-10
readings:
  section_I_source: "2460"    # mục I lấy kết quả đánh giá theo Quyết định 2460/QĐ-UBND
units:
  - {id: so-xay-dung, name: Sở Xây dựng, registered: 2019-01-17, signed: true}
  - {id: so-cong-thuong, name: Sở Công Thương, registered: 2019-01-18, signed: true}
  - {id: so-gtvt, name: Sở Giao thông vận tải, registered: 2019-01-21, signed: true}
  - {id: so-tnmt, name: Sở Tài nguyên và Môi trường, registered: 2019-01-22, signed: true}
  - {id: so-nnptnt, name: Sở Nông nghiệp và Phát triển nông thôn, registered: 2019-01-23, signed: true}
  - {id: so-khcn, name: Sở Khoa học và Công nghệ, registered: 2019-01-16, signed: true}
  - {id: so-tttt, name: Sở Thông tin và Truyền thông, registered: 2019-01-24, signed: true}
""",
    DISTRICTS,
    "Cụm thi đua số 3 (các sở chuyên ngành)",
    (
        Unit("so-xay-dung", "Sở Xây dựng", "96.5/96 20/19.5 5/5/5 5/5/5 5/5/4.5 5/5/5 5/5/4.5 0/0/0 1/1/1 0/0/0 0/0/0"),
        Unit(
            "so-cong-thuong",
            "Sở Công Thương",
            "97/96.5 20/19.5 5/5/5 5/5/4.5 5/5/5 5/5/5 5/5/4 0/0/0 0/0/0 1/1/1 0/0/0",
        ),
        Unit(
            "so-gtvt",
            "Sở Giao thông vận tải",
            "95/94.5 20/19.5 5/5/5 5/4.5/4.5 4.5/4.5/4.5 5/5/5 5/4.5/4.5 0/0/0 0/0/0 0/0/0 1/1/1",
        ),
        Unit(
            "so-tnmt",
            "Sở Tài nguyên và Môi trường",
            "94.5/94 19.5/19.5 5/4/4 5/5/5 4.5/4/4 3/3/3 4.5/4.5/4.5 0/0/0 0/0/0 0/0/0 0/0/0",
        ),
        Unit(
            "so-nnptnt",
            "Sở Nông nghiệp và Phát triển nông thôn",
            "96/95.25 20/19.5 5/5/5 5/5/4.5 5/4.5/4.5 5/5/5 5/4.5/4.5 2/2/2 0/0/0 0/0/0 0/0/0",
            made="hand",
            file="NNPTNT cham diem.15.01.xlsx",
        ),
        Unit(
            "so-khcn",
            "Sở Khoa học và Công nghệ",
            "94/93.5 20/20 5/5/5 4.5/4.5/4.5 5/4.5/4 5/5/5 4.5/4.5/4.5 1/0/0 0/0/0 0/0/0 0/0/0",
        ),
        Unit(
            "so-tttt",
            "Sở Thông tin và Truyền thông",
            "94.5/93 20/19.5 5/5/5 5/4.5/4.5 5/5/5 5/5/4 4.5/4.5/4 0/0/0 0/0/0 0/0/0 0/0/0",
        ),
    ),
)

BELOW_110 = Cluster(
    "cum-4-doanh-nghiep",
    """\
# Đơn vị dẫn đầu dưới 110 điểm: không đề nghị Cờ, Bằng khen chờ ý kiến (mục C.II).
id: cum-4
name: Khối thi đua doanh nghiệp số 4
year: 2019
rubric: langson-2019/enterprises
leader: xi-mang
conference: 2020-01-21
units:
  - {id: xi-mang, name: Công ty cổ phần Xi măng Minh Họa, registered: true, signed: true}
  - {id: nhiet-dien, name: Công ty Nhiệt điện Minh Họa, registered: true, signed: true}
  - {id: cap-nuoc, name: Công ty cổ phần Cấp thoát nước Minh Họa, registered: true, signed: true}
  - {id: thuy-loi, name: Công ty TNHH Thủy lợi Minh Họa, registered: true, signed: true}
  - {id: xo-so, name: Công ty TNHH Xổ số Minh Họa, registered: true, signed: true}
""",
    ENTERPRISES,
    "Khối thi đua doanh nghiệp số 4",
    (
        Unit(
            "xi-mang",
            "Công ty cổ phần Xi măng Minh Họa",
            "11/10 10/9.5 12/12 11/11 8/8 7/7 7/7 2/2 2/0 "
            "16/15.5 4/4/4 4/4/4 4/3.5/3.5 3/3/3 4/4/4 0/0/0 1/1/1 0/0/0 0/0/0",
            evidence=(
                ("I.2", "Báo cáo tài chính năm 2019"),
                ("I.9", "Hỗ trợ xây 02 nhà tình nghĩa"),
                ("III.4", "8 hồ sơ, 1 hồ sơ không đủ điều kiện"),
            ),
        ),
        Unit(
            "nhiet-dien",
            "Công ty Nhiệt điện Minh Họa",
            "10/9 9/9 12/12 12/11 8/8 6/6 8/7.5 2/2 0/0 "
            "16/16 4/4/4 4/4/3.5 4/4/4 1/1/1 4/3.5/3.5 0/0/0 0/0/0 0/0/0 1/1/1",
        ),
        Unit(
            "cap-nuoc",
            "Công ty cổ phần Cấp thoát nước Minh Họa",
            "10/9.5 9/8.5 11/11 11/11 8/8 7/6.5 7/7 3/3 3/3 "
            "16/15 4/4/4 4/3.5/3.5 3.5/3.5/3.5 1/1/1 4/4/3.5 0/0/0 0/0/0 0/0/0 0/0/0",
            made="hand",
            file="Cap thoat nuoc - tu cham.xlsx",
            evidence=(("I.9", "Cấp nước miễn phí cho 03 trường học"),),
        ),
        Unit(
            "thuy-loi",
            "Công ty TNHH Thủy lợi Minh Họa",
            "9/9 9/9 12/12 12/11.5 9/9 5/5 7/7 1/1 0/0 "
            "15/15 3/3/3 4/4/4 3.5/3/3 1/1/1 3.5/3.5/3.5 0/0/0 0/0/0 0/0/0 0/0/0",
        ),
        Unit(
            "xo-so",
            "Công ty TNHH Xổ số Minh Họa",
            "9/8.5 9/8.5 12/12 11/11 8/8 8/7.5 7/6.5 1/1 0/0 "
            "15/14.5 3/3/3 3.5/3.5/3.5 3/3/3 1/1/1 3.5/3.5/3 0/0/0 0/0/0 0/0/0 0/0/0",
        ),
    ),
)

SET_ASIDE = Cluster(
    "cum-5-ngan-hang",
    """\
# Một đơn vị không xét, một đơn vị chưa xét (mục D.3); Ban TĐKT chưa thẩm định nên xếp hạng mới là dự kiến.
id: cum-5
name: Khối thi đua ngân hàng số 5
year: 2019
rubric: langson-2019/credit-institutions
leader: ngan-hang-mot
deputies: [ngan-hang-hai]
conference: 2020-01-22
units:
  - {id: ngan-hang-mot, name: Ngân hàng Minh Họa Một - Chi nhánh Lạng Sơn, registered: true, signed: true}
  - {id: ngan-hang-hai, name: Ngân hàng Minh Họa Hai - Chi nhánh Lạng Sơn, registered: true, signed: true}
  - {id: ngan-hang-ba, name: Ngân hàng Minh Họa Ba - Chi nhánh Lạng Sơn, registered: true, signed: true}
  - id: ngan-hang-bon
    name: Ngân hàng Minh Họa Bốn - Chi nhánh Lạng Sơn
    registered: false
    status: excluded
    reason: không đăng ký, không ký kết giao ước thi đua năm 2019
    basis: Biên bản họp trù bị ngày 10/01/2020
  - id: quy-tin-dung
    name: Quỹ tín dụng nhân dân Minh Họa
    status: pending
    reason: đang chờ kết luận thanh tra
    basis: Quyết định thanh tra số 01/QĐ-MH
""",
    CREDIT,
    "Khối thi đua ngân hàng số 5",
    (
        Unit(
            "ngan-hang-mot",
            "Ngân hàng Minh Họa Một - Chi nhánh Lạng Sơn",
            "15/14.5 15/14 14/14 15/15 10/10 9/9 10/9.5 3/3 5/4 20/19.5 5/5 5/5 5/4.5 5/5 5/5 2/0 1/1 0/0 1/0",
            evidence=(("I.9", "Ủng hộ quỹ vì người nghèo"), ("III.6.2", "Chủ trì 02 hội nghị của Khối")),
        ),
        Unit(
            "ngan-hang-hai",
            "Ngân hàng Minh Họa Hai - Chi nhánh Lạng Sơn",
            "14.5/14 14/14 15/14.5 15/15 10/10 9/8.5 10/10 4/3.5 4/4 20/19 5/5 5/4.5 5/5 5/5 4.5/4.5 0/0 0/0 1/1 0/0",
            evidence=(("I.9", "Tài trợ 04 phòng học"),),
        ),
        Unit(
            "ngan-hang-ba",
            "Ngân hàng Minh Họa Ba - Chi nhánh Lạng Sơn",
            "13/13 13.5/13 14/13.5 15/14.5 10/10 8/8 9/9 3/3 2/2 19.5/19 5/4 4.5/4.5 4.5/4.5 5/5 4.5/4 0/0 0/0 0/0 0/0",
            made="hand",
            file="ngan hang Minh Hoa Ba.xlsx",
            evidence=(("I.9", "Tặng 20 suất học bổng"),),
        ),
        Unit(
            "ngan-hang-bon",
            "Ngân hàng Minh Họa Bốn - Chi nhánh Lạng Sơn",
            "14/13 13/13 14/14 15/15 10/10 8/8 10/9 3/3 3/3 19/19 3/3 4/4 4/4 3/3 4/4 0/0 0/0 0/0 0/0",
            evidence=(("I.9", "Tặng 15 suất học bổng"),),
        ),
        Unit(
            "quy-tin-dung",
            "Quỹ tín dụng nhân dân Minh Họa",
            "15/14.5 14.5/14 15/15 15/15 10/10 10/9 10/10 4/4 5/4 20/19.5 5/5 5/5 5/5 5/5 5/5 0/0 0/0 0/0 1/1",
            evidence=(("I.9", "Hỗ trợ vốn cho 30 hộ thoát nghèo"),),
        ),
    ),
)

_GOOD = "95 19.5 5 4.5 4.5 5 4.5 0 0 0 0"

FAULTY = Cluster(
    "cum-6-dang-doan-the",
    """\
# Mỗi phiếu của cụm này có một lỗi khác nhau, để thấy thidua báo gì.
id: cum-6
name: Cụm thi đua số 6 (Ban đảng, đoàn thể)
year: 2019
rubric: langson-2019/party-mass-organizations
leader: mttq
units:
  - {id: mttq, name: Ủy ban Mặt trận Tổ quốc tỉnh, aliases: [UBMTTQ tỉnh]}
  - {id: ban-to-chuc, name: Ban Tổ chức Tỉnh ủy}
  - {id: ban-tuyen-giao, name: Ban Tuyên giáo Tỉnh ủy}
  - {id: ban-dan-van, name: Ban Dân vận Tỉnh ủy}
  - {id: ldld, name: Liên đoàn Lao động tỉnh}
  - {id: hoi-nong-dan, name: Hội Nông dân tỉnh}
  - {id: hoi-phu-nu, name: Hội Liên hiệp Phụ nữ tỉnh}
  - {id: tinh-doan, name: Tỉnh đoàn}
  - {id: hoi-ccb, name: Hội Cựu chiến binh tỉnh}
  - {id: chu-thap-do, name: Hội Chữ thập đỏ tỉnh}
  - {id: lmhtx, name: Liên minh Hợp tác xã tỉnh}
  - {id: dang-uy-khoi, name: Đảng ủy Khối các cơ quan tỉnh}
""",
    PARTY,
    "Cụm thi đua số 6 (Ban đảng, đoàn thể)",
    (
        Unit("mttq", "UBMTTQ tỉnh", "96 20 5 5 4.5 5 4.5 2 1 0 0"),
        Unit(
            "ban-to-chuc",
            "Ban Tổ chức Tỉnh ủy",
            _GOOD,
            "hand",
            "ban to chuc (vuot diem toi da).xlsx",
            (("III.4", "6"),),
        ),
        Unit(
            "ban-tuyen-giao",
            "Ban Tuyên giáo Tỉnh ủy",
            _GOOD,
            "hand",
            "ban tuyen giao (o bao loi).xlsx",
            (("III.2", "#N/A"),),
        ),
        Unit(
            "ban-dan-van",
            "Ban Dân vận Tỉnh ủy",
            _GOOD,
            "hand",
            "ban dan van (diem thanh ngay).xlsx",
            (("III.3", "date:43560"),),
        ),
        Unit("ldld", "Liên đoàn Lao động tỉnh", _GOOD, "hand", "lien doan lao dong (sai tong).xlsx", (), "140"),
        Unit(
            "hoi-nong-dan", "Hội Nông dân tỉnh", _GOOD, "hand", "hoi nong dan (chu thay so).xlsx", (("III.5", "tốt"),)
        ),
        Unit(
            "hoi-phu-nu",
            "Hội Liên hiệp Phụ nữ tỉnh",
            _GOOD,
            "hand",
            "hoi phu nu (cong thuc chua tinh).xlsx",
            (("III.1", "=2+3"),),
        ),
        Unit("tinh-doan", "Tỉnh đoàn", _GOOD, "hand", "tinh doan (con o trong).xlsx", (("III.4", ""),)),
        Unit(
            "hoi-ccb", "Hội Cựu chiến binh tỉnh", _GOOD, "hand", "hoi ccb (hai dau thap phan).xlsx", (("I", "1.095,0"),)
        ),
        Unit("chu-thap-do", "Hội Chữ thập đỏ tỉnh", _GOOD, "hand", "chu thap do.xlsx"),
        Unit(
            "chu-thap-do",
            "Hội Chữ thập đỏ tỉnh",
            "96 19.5 5 4.5 4.5 5 4.5 0 0 0 0",
            "hand",
            "chu thap do - ban sua.xlsx",
        ),
        Unit("nguoi-ngoai", "Hội Làm vườn tỉnh", _GOOD, "hand", "hoi lam vuon (ngoai danh sach).xlsx"),
    ),
    (
        ("lien minh hop tac xa tinh (khong phai Excel).xlsx", "STT;Nội dung;Điểm tự chấm\nI;Kết quả;95\n".encode()),
        ("~$chu thap do.xlsx", b"lock file left by Excel"),
    ),
)

CLUSTERS = (SIX_DISTRICTS, TIE_DECIDED, TIE_OPEN, BELOW_110, SET_ASIDE, FAULTY)


# --- writing ---------------------------------------------------------------------------------------


def make(target: Path) -> None:
    """Write every cluster below the target."""
    for cluster in CLUSTERS:
        folder = target / cluster.folder
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "cluster.yaml").write_text(cluster.yaml, encoding="utf-8", newline="\n")
        rubric = load(cluster.rubric).value
        if rubric is None:
            raise ValueError(f"{cluster.rubric} does not load")
        for unit in cluster.units:
            (folder / (unit.file or f"{unit.id}.xlsx")).write_bytes(sheet(rubric, unit, cluster.name))
        for name, data in cluster.others:
            (folder / name).write_bytes(data)


def sheet(rubric: Rubric, unit: Unit, cluster: str) -> bytes:
    """The unit's sheet as a file."""
    if unit.made == "form":
        return to_bytes(filled_form(rubric, unit, cluster))
    data = to_bytes(typed_by_hand(rubric, unit))
    return with_error_cells(data) if any(what.startswith("#") for _, what in unit.typed) else data


if __name__ == "__main__":
    make(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "langson-2019")
