"""Everything found, with links to the scores that it is about.

This module words no finding itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from thidua_cli.catalogue import STAGE_NAMES, WAIVED, Text, say, shown
from thidua_cli.cells import Range
from thidua_cli.findings import count
from thidua_cli.render.xlsx.canvas import Canvas
from thidua_cli.render.xlsx.looks import GROUP_FILL, HEADER, REMARK, SEVERITY_FILLS, SMALL, SUBTITLE, TEXT, TITLE
from thidua_cli.render.xlsx.scene import FINDINGS_HEAD, SUMMARY_HEAD
from thidua_cli.render.xlsx.words import SEVERITIES, TAB_FINDINGS, TAB_SOURCES, TAB_SUMMARY, TABS, titled
from thidua_cli.rubric.model import Stage

if TYPE_CHECKING:
    from thidua_cli.findings import Finding
    from thidua_cli.page import Sheet
    from thidua_cli.render.xlsx.scene import Scene


def findings(scene: Scene) -> Sheet:
    """Everything found, errors first."""
    lang = scene.lang
    heads = {
        Text("Mức độ", "Severity"): 8.0,
        Text("Đơn vị", "Unit"): 18.0,
        Text("Tệp", "File"): 14.0,
        Text("Trang", "Sheet"): 11.0,
        Text("Ô", "Cell"): 5.5,
        Text("Tiêu chí", "Criterion"): 7.5,
        Text("Cột điểm", "Column"): 10.5,
        Text("Phát hiện", "Finding"): 36.0,
        Text("Tìm thấy", "Found"): 10.0,
        Text("Cho phép", "Allowed"): 9.5,
        Text("Cách sửa", "What to do"): 32.0,
        Text("Căn cứ", "Clause"): 8.5,
        Text("Mã", "Code"): 7.0,
    }
    canvas = Canvas(dict(enumerate(heads.values(), 1)))
    canvas.band(1, Text("CÁC PHÁT HIỆN KHI KIỂM TRA PHIẾU", "FINDINGS").to(lang), TITLE)
    canvas.band(2, titled(scene.report.cluster.roster, lang), SUBTITLE)
    tally = count(scene.report.findings)
    tallied = Text(
        f"{tally.errors} lỗi, {tally.warnings} cảnh báo, {tally.infos} ghi chú. Lỗi phải sửa; cảnh báo cần xem lại.",
        f"Errors: {tally.errors}, warnings: {tally.warnings}, notes: {tally.infos}. "
        "Errors must be corrected, warnings looked at.",
    )
    waived = sum(finding.waived is not None for finding in scene.findings)
    accepted = Text(f" {waived} phát hiện đã chấp nhận.", f" Waived: {waived}.").to(lang) if waived else ""
    canvas.band(3, tallied.to(lang) + accepted, REMARK)
    canvas.put_row(FINDINGS_HEAD, (text.to(lang) for text in heads), HEADER)
    for row, finding in enumerate(scene.findings, FINDINGS_HEAD + 1):
        _finding_row(scene, canvas, row, finding)
    if not scene.findings:
        canvas.band(FINDINGS_HEAD + 1, Text("Không có phát hiện nào.", "Nothing was found.").to(lang), TEXT)
    head = Range(FINDINGS_HEAD, 1, FINDINGS_HEAD, 1)
    return canvas.sheet(TAB_FINDINGS.to(lang), head=head, frozen_column=3, footer=scene.footer)


def _finding_row(scene: Scene, canvas: Canvas, row: int, finding: Finding) -> None:
    lang, said = scene.lang, say(finding, scene.lang)
    stage = STAGE_NAMES.get(finding.stage or "")
    whole = Text("(cả cụm)", "(the cluster)").to(lang)
    values = (
        (SEVERITIES[finding.severity] if finding.waived is None else WAIVED).to(lang),
        scene.name_of(finding.unit) or (whole if not scene.file_of(finding) else ""),
        scene.file_of(finding),
        finding.sheet or "",
        finding.cell or "",
        finding.criterion or "",
        stage.to(lang) if stage else "",
        said.message,
        shown(finding.found, lang),
        shown(finding.allowed, lang),
        said.fix,
        finding.clause or "",
        finding.code,
    )
    canvas.put_row(row, (value or None for value in values), SMALL)
    fill = SEVERITY_FILLS[finding.severity] if finding.waived is None else GROUP_FILL
    look = replace(SMALL, bold=True, fill=fill)
    canvas.put(row, 1, values[0], look)
    canvas.put(row, 5, finding.cell, SMALL, link=_source_place(scene, finding) or _matrix_place(scene, finding))
    canvas.put(row, 6, finding.criterion, SMALL, link=_matrix_place(scene, finding))
    canvas.put(row, 13, finding.code, SMALL, link=_unit_place(scene, finding))


def _matrix_place(scene: Scene, finding: Finding) -> str | None:
    """Where the finding's score stands in its matrix."""
    column = scene.columns.get(finding.unit or "")
    if column is None or finding.stage is None:
        return None
    row = scene.plans[Stage(finding.stage)].rows.get(finding.criterion or "")
    return scene.place(TABS[Stage(finding.stage)], row, column.number) if row else None


def _source_place(scene: Scene, finding: Finding) -> str | None:
    """Where the score that it is about stands among the sources, with file, sheet and cell."""
    if finding.stage is None or finding.cell is None:
        return None
    row = scene.source_rows.get((finding.unit or "", finding.criterion or "", Stage(finding.stage)))
    return scene.place(TAB_SOURCES, row, 1) if row else None


def _unit_place(scene: Scene, finding: Finding) -> str | None:
    """Where its unit stands on the first sheet."""
    rows = scene.report.ranking.rows
    number = next((n for n, row in enumerate(rows, SUMMARY_HEAD + 1) if row.member.id == finding.unit), None)
    return scene.place(TAB_SUMMARY, number, 2) if number else None
