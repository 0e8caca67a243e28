"""The workbook over all clusters of a year, `ket-qua/tong-hop-tinh.xlsx`: proposals, clusters, every unit's place.

This module draws the clusters' reports; totals of different clusters are never ranked against each other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from thidua_cli.catalogue import Text, say, shown
from thidua_cli.cells import Range, address
from thidua_cli.findings import count
from thidua_cli.page import Book, Box, Highlight
from thidua_cli.ranking import STAGE_LABELS
from thidua_cli.render.xlsx import words
from thidua_cli.render.xlsx.canvas import Canvas
from thidua_cli.render.xlsx.formulas import ranges
from thidua_cli.render.xlsx.looks import CELL, GROUP_FILL, HEADER, LEGEND, REMARK, STRONG, TEXT, TITLE, UNSCORED_FILL
from thidua_cli.render.xlsx.open_points import lacking
from thidua_cli.render.xlsx.scene import scene
from thidua_cli.render.xlsx.summary import proposal_of, reasons_of
from thidua_cli.seal.result import LABEL

if TYPE_CHECKING:
    from collections.abc import Iterator

    from thidua_cli.catalogue import Lang
    from thidua_cli.page import Sheet
    from thidua_cli.ranking import Ranked
    from thidua_cli.render.xlsx.scene import Scene
    from thidua_cli.report import Report

TAB_PROPOSALS = Text("Đề nghị khen thưởng", "Proposals")
TAB_CLUSTERS = Text("Các cụm, khối", "Clusters")
TAB_UNITS = Text("Các đơn vị", "Units")
_HEAD = 4


def province(report: Report, lang: Lang = "vi") -> Book:
    """The workbook of every cluster that was ranked."""
    scenes = tuple(scene(cluster, lang) for cluster in report.clusters)
    sheets = (_proposals(report, scenes, lang), _clusters(report, scenes, lang), _units(report, scenes, lang))
    return Book(sheets, title=_title(report, lang))


def _title(report: Report, lang: Lang) -> str:
    year = report.year or ""
    vi = f"NĂM HỌC {year}" if "-" in year else f"NĂM {year}"
    return Text(f"TỔNG HỢP KẾT QUẢ CHẤM ĐIỂM CÁC CỤM, KHỐI THI ĐUA {vi}", f"EMULATION CLUSTERS, {year}").to(lang)


def _canvas(report: Report, lang: Lang, about: Text, heads: dict[Text, float]) -> Canvas:
    """A sheet with its titles and headings."""
    canvas = Canvas(dict(enumerate(heads.values(), 1)))
    canvas.band(1, _title(report, lang), TITLE)
    canvas.band(2, about.to(lang), STRONG_CENTRED)
    canvas.band(3, _state(report, lang), REMARK)
    canvas.put_row(_HEAD, (text.to(lang) for text in heads), HEADER)
    return canvas


STRONG_CENTRED = replace(STRONG, horizontal="center")


def _state(report: Report, lang: Lang) -> str:
    """How many clusters are final."""
    ready = sum(cluster.ready for cluster in report.clusters)
    number = len(report.clusters)
    state = Text(f"{ready} trên {number} cụm, khối đã đủ", f"{ready} of {number} clusters are complete").to(lang)
    return state if ready == number and number else f"{words.DRAFT.to(lang)}: {state}"


def _sheet(canvas: Canvas, report: Report, lang: Lang, tab: Text, frozen_column: int) -> Sheet:
    draft = "" if all(cluster.ready for cluster in report.clusters) else words.DRAFT.to(lang)
    every = Text(f"Các cụm, khối thi đua {report.year or ''}", f"Emulation clusters {report.year or ''}")
    footer = (every.to(lang).rstrip(), draft, "&P/&N")
    head = Range(_HEAD, 1, _HEAD, 1)
    return canvas.sheet(tab.to(lang), head=head, frozen_column=frozen_column, footer=footer)


def _standing(drawn: Scene) -> str:
    """Official, provisional and so on; a draft says so."""
    stage, lang = drawn.report.ranking.stage, drawn.lang
    if stage is None:
        return Text("chưa xếp hạng", "not ranked").to(lang)
    label = STAGE_LABELS[stage].to(lang)
    return label if drawn.report.ready else f"{label}; {Text('chưa đủ', 'incomplete').to(lang)}"


# --- the proposals -------------------------------------------------------------------------------


def _proposals(report: Report, scenes: tuple[Scene, ...], lang: Lang) -> Sheet:
    """Award by award the units proposed, and those whom a ballot awaits."""
    heads = {
        Text("TT", "No."): 6.0,
        Text("Hình thức đề nghị", "Award"): 22.0,
        Text("Cụm, khối thi đua", "Cluster"): 32.0,
        Text("Đơn vị", "Unit"): 32.0,
        Text("Tổng điểm", "Total"): 10.0,
        Text("Hạng", "Rank"): 8.0,
        Text("Tình trạng", "State"): 16.0,
        Text("Lý do và căn cứ", "Reasons and clauses"): 46.0,
    }
    canvas = _canvas(report, lang, Text("Đơn vị được đề nghị khen thưởng", "Units proposed for awards"), heads)
    row = _HEAD
    for place in (0, 1):
        for drawn in scenes:
            for ranked, said in _proposed(drawn, place):
                row += 1
                values = (row - _HEAD, said, drawn.report.cluster.roster.name, ranked.member.name)
                canvas.put_row(row, (*values, ranked.total, ranked.rank, _standing(drawn)), CELL)
                for column in (3, 4):
                    canvas.put(row, column, values[column - 1], TEXT)
                canvas.put(row, len(heads), reasons_of(drawn, ranked), replace(TEXT, size=10))
    if row == _HEAD:
        nobody = Text("Chưa có đơn vị nào được đề nghị.", "No unit is proposed yet.")
        canvas.band(row + 1, nobody.to(lang), TEXT)
    note = Text(
        "Bảng này chỉ đề nghị; việc khen thưởng do cấp có thẩm quyền quyết định.",
        "This table proposes; the competent authority awards.",
    )
    canvas.band(canvas.next_row, note.to(lang), LEGEND)
    return _sheet(canvas, report, lang, TAB_PROPOSALS, 3)


def _proposed(drawn: Scene, place: int) -> Iterator[tuple[Ranked, str]]:
    recommendation = drawn.report.recommendation
    proposal = (recommendation.flag, recommendation.certificate)[place]
    for ranked in drawn.report.ranking.rows:
        if ranked.member.id in (*proposal.proposed, *proposal.ballot):
            yield ranked, proposal_of(drawn, ranked) or ""


# --- the clusters --------------------------------------------------------------------------------


def _clusters(report: Report, scenes: tuple[Scene, ...], lang: Lang) -> Sheet:
    """How far each cluster is, how much it proposes, and its check code."""
    heads = {
        Text("TT", "No."): 6.0,
        Text("Cụm, khối thi đua", "Cluster"): 32.0,
        Text("Số đơn vị", "Members"): 9.0,
        Text("Được xếp hạng", "Ranked"): 9.0,
        Text("Cờ thi đua", "Flags"): 9.0,
        Text("Bằng khen", "Certificates"): 11.0,
        Text("Tình trạng", "State"): 16.0,
        Text("Lỗi", "Errors"): 7.0,
        Text("Cảnh báo", "Warnings"): 9.0,
        Text("Còn thiếu", "What is missing"): 52.0,
        LABEL: 16.0,
    }
    canvas = _canvas(report, lang, Text("Tình hình từng cụm, khối thi đua", "Where each cluster stands"), heads)
    for row, drawn in enumerate(scenes, _HEAD + 1):
        each, found = drawn.report, count(drawn.report.findings)
        flag, certificate = each.recommendation.flag, each.recommendation.certificate
        counted = (len(each.cluster.roster.members), len(each.ranking.ranked), len(flag.proposed))
        values = (row - _HEAD, each.cluster.roster.name, *counted, len(certificate.proposed), _standing(drawn))
        canvas.put_row(row, (*values, found.errors, found.warnings, None, each.check.code or None), CELL)
        canvas.put(row, 2, each.cluster.roster.name, TEXT)
        canvas.put(row, 10, "" if each.ready else "; ".join(lacking(drawn)), replace(TEXT, size=10))
    if scenes:
        _sums(canvas, scenes, lang)
    for finding in report.findings:
        said = say(finding, lang)
        before = words.SEVERITIES[finding.severity].to(lang)
        told = f"{before}: {shown(finding.file, lang)}: {said.message} {said.fix} ({finding.code})"
        canvas.band(canvas.next_row, told, LEGEND)
    last = _HEAD + max(len(scenes), 1)
    area = f"{address(_HEAD + 1, 8)}:{address(last, 8)}"
    canvas.highlights.append(Highlight(area, f"{address(_HEAD + 1, 8)}>0", UNSCORED_FILL, bold=True))
    return _sheet(canvas, report, lang, TAB_CLUSTERS, 3)


def _sums(canvas: Canvas, scenes: tuple[Scene, ...], lang: Lang) -> None:
    """Members, ranked units and proposals of all clusters together."""
    row = _HEAD + len(scenes) + 1
    canvas.put_row(row, (None,) * canvas.last_column, HEADER)
    canvas.put(row, 2, Text("Cộng", "Sum").to(lang), HEADER)
    for column in range(3, 7):
        rows = range(_HEAD + 1, row)
        numbers = [canvas.boxes[line, column].value for line in rows]
        value = sum(number for number in numbers if isinstance(number, int))
        canvas.boxes[row, column] = Box(value, HEADER, formula=f"SUM({','.join(ranges(column, rows))})")


# --- the units -----------------------------------------------------------------------------------


def _units(report: Report, scenes: tuple[Scene, ...], lang: Lang) -> Sheet:
    """Every unit with its place in its own cluster."""
    heads = {
        Text("Cụm, khối thi đua", "Cluster"): 30.0,
        Text("Hạng trong cụm", "Rank in the cluster"): 9.0,
        Text("Đơn vị", "Unit"): 34.0,
        Text("Tổng điểm", "Total"): 10.0,
        words.MAXIMUM: 9.0,
        Text("Tình trạng phiếu", "Sheet"): 13.0,
        Text("Xét thi đua", "Status"): 13.0,
        Text("Đề nghị khen thưởng", "Proposed"): 22.0,
        Text("Lý do và căn cứ", "Reasons and clauses"): 46.0,
    }
    canvas = _canvas(report, lang, Text("Kết quả của từng đơn vị", "Every unit"), heads)
    row = _HEAD
    for drawn in scenes:
        for ranked in drawn.report.ranking.rows:
            row += 1
            look = CELL if ranked.rank is not None else replace(CELL, fill=GROUP_FILL)
            left = replace(look, horizontal="left")
            values = (
                None,
                ranked.rank,
                None,
                ranked.total,
                drawn.rubric.maximum,
                words.STATES[ranked.unit.state].to(lang),
                words.STATUSES[ranked.member.status].to(lang),
                proposal_of(drawn, ranked),
            )
            canvas.put_row(row, values, look)
            canvas.put(row, 1, drawn.report.cluster.roster.name, left)
            canvas.put(row, 3, ranked.member.name, left)
            canvas.put(row, len(heads), reasons_of(drawn, ranked), replace(left, size=10))
    if row == _HEAD:
        canvas.band(row + 1, Text("Không có đơn vị nào.", "There is no unit.").to(lang), TEXT)
    return _sheet(canvas, report, lang, TAB_UNITS, 4)
