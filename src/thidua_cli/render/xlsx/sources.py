"""Where everything comes from: every score to its cell, every file to its digest.

This module reads no file; the digests are those of the bytes that were read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from thidua_cli.catalogue import STAGE_NAMES, Text, shown
from thidua_cli.cells import Range
from thidua_cli.cluster import State
from thidua_cli.findings import count
from thidua_cli.render.xlsx.canvas import Canvas
from thidua_cli.render.xlsx.looks import GROUP_FILL, HEADER, REMARK, SMALL, SUBTITLE, TEXT, TITLE
from thidua_cli.render.xlsx.scene import SOURCES_HEAD
from thidua_cli.render.xlsx.words import STATES, TAB_FILES, TAB_SOURCES, TABS, sentence, titled
from thidua_cli.seal.result import LABEL

if TYPE_CHECKING:
    from collections.abc import Iterator

    from thidua_cli.page import Sheet, Value
    from thidua_cli.render.xlsx.scene import Scene, Source


def sources(scene: Scene) -> Sheet:
    """Where every score comes from, to the cell and the digest of the file."""
    lang = scene.lang
    heads = {
        Text("Đơn vị", "Unit"): 26.0,
        Text("Tiêu chí", "Criterion"): 9.0,
        Text("Cột điểm", "Column"): 22.0,
        Text("Ghi trong phiếu", "As stated"): 12.0,
        Text("Điểm", "Points"): 8.0,
        Text("Tệp", "File"): 26.0,
        Text("Trang", "Sheet"): 16.0,
        Text("Ô", "Cell"): 7.0,
        Text("SHA-256 của tệp", "SHA-256 of the file"): 48.0,
    }
    canvas = Canvas(dict(enumerate(heads.values(), 1)))
    canvas.band(1, Text("NGUỒN CỦA TỪNG SỐ LIỆU", "SOURCE OF EVERY NUMBER").to(lang), TITLE)
    canvas.band(2, titled(scene.report.cluster.roster, lang), SUBTITLE)
    note = Text(
        "Mỗi điểm trong các bảng điểm lấy từ một ô của phiếu; số cộng được tính từ các điểm này.",
        "Each score in the matrices comes from one cell of a sheet; sums are made of these scores.",
    )
    canvas.band(3, note.to(lang), REMARK)
    canvas.put_row(SOURCES_HEAD, (text.to(lang) for text in heads), HEADER)
    for row, source in enumerate(scene.sources, SOURCES_HEAD + 1):
        _source_row(scene, canvas, row, source)
    if not scene.sources:
        canvas.band(SOURCES_HEAD + 1, Text("Chưa có điểm nào.", "There is no score yet.").to(lang), TEXT)
    head = Range(SOURCES_HEAD, 1, SOURCES_HEAD, 1)
    return canvas.sheet(TAB_SOURCES.to(lang), head=head, frozen_column=1, footer=scene.footer)


def _source_row(scene: Scene, canvas: Canvas, row: int, source: Source) -> None:
    file, sha256 = scene.origin(source)
    values = (
        source.column.unit.member.name,
        source.criterion.id,
        sentence(STAGE_NAMES[source.stage].to(scene.lang)),
        shown(source.given.text, scene.lang),
        source.given.value,
        file,
        source.given.sheet or source.read.sheet.sheet,
        source.given.cell,
    )
    canvas.put_row(row, values, SMALL)
    place = scene.plans[source.stage].rows[source.criterion.id]
    canvas.put(row, 2, source.criterion.id, SMALL, link=scene.place(TABS[source.stage], place, source.column.number))
    canvas.put(row, len(values) + 1, sha256 or None, replace(SMALL, size=8))


# --- the files -----------------------------------------------------------------------------------

_FILES_HEAD = 4


def files(scene: Scene) -> Sheet:
    """Every file that was read with its digest, the table it was read against, and the check code."""
    lang = scene.lang
    heads = {
        Text("Tệp", "File"): 40.0,
        Text("Đơn vị", "Unit"): 30.0,
        Text("Tình trạng phiếu", "Sheet"): 16.0,
        Text("Số lỗi", "Errors"): 8.0,
        Text("Số cảnh báo", "Warnings"): 9.0,
        Text("SHA-256 của tệp", "SHA-256 of the file"): 58.0,
    }
    canvas = Canvas(dict(enumerate(heads.values(), 1)))
    canvas.band(1, Text("CÁC TỆP ĐÃ ĐỌC VÀ MÃ ĐỐI CHIẾU", "FILES READ AND CHECK CODE").to(lang), TITLE)
    canvas.band(2, titled(scene.report.cluster.roster, lang), SUBTITLE)
    note = Text(
        "SHA-256 là dấu vân tay của tệp: tệp sửa một chữ cũng có SHA-256 khác. Số liệu trong bảng này lấy từ đúng các "
        "tệp sau.",
        "A SHA-256 is a file's fingerprint: one letter changed gives another. The numbers here come from exactly "
        "these files.",
    )
    canvas.band(3, note.to(lang), REMARK)
    canvas.put_row(_FILES_HEAD, (text.to(lang) for text in heads), HEADER)
    for values in _files(scene):
        row = canvas.next_row
        canvas.put_row(row, values, SMALL)
        canvas.put(row, len(values), values[-1], replace(SMALL, size=9))
        for column in (4, 5):
            canvas.put(row, column, values[column - 1], replace(SMALL, horizontal="center"))
    for unit in scene.report.cluster.units:
        if unit.state is State.MISSING:
            absent = (None, unit.member.name, STATES[unit.state].to(lang), None, None, None)
            canvas.put_row(canvas.next_row, absent, replace(SMALL, fill=GROUP_FILL))
    _table_and_code(scene, canvas)
    head = Range(_FILES_HEAD, 1, _FILES_HEAD, 1)
    return canvas.sheet(TAB_FILES.to(lang), head=head, frozen_column=1, footer=scene.footer)


def _files(scene: Scene) -> Iterator[tuple[Value, ...]]:
    """The sheets by file, then the review workbook."""
    cluster, lang = scene.report.cluster, scene.lang
    states = {file: unit.state for unit in cluster.units for file in unit.files}
    other = Text("không thuộc đơn vị nào trong danh sách", "of no unit on the list").to(lang)
    for sent in cluster.submissions:
        number = count(sent.findings)
        state = states.get(sent.file)
        said = STATES[state].to(lang) if state else other
        unit = scene.name_of(sent.unit.id) if sent.unit and state else sent.unit.name if sent.unit else None
        yield (scene.within(sent.file), unit, said, number.errors, number.warnings, sent.sha256 or None)
    if cluster.review is not None:
        yield (
            scene.within(cluster.review.file),
            None,
            Text("tệp rà soát", "review workbook").to(lang),
            None,
            None,
            cluster.review.sha256 or None,
        )


def _table_and_code(scene: Scene, canvas: Canvas) -> None:
    """What the files were read against, and the code that signed papers carry."""
    lang, rubric, check = scene.lang, scene.rubric, scene.report.check
    lines = (
        (Text("Bảng tiêu chí", "Score table"), f"{rubric.id} – {rubric.title}"),
        (Text("Mã của bảng tiêu chí (SHA-256)", "Digest of the score table (SHA-256)"), rubric.digest),
        (Text("Hướng dẫn", "Guidance"), rubric.guidance.document.title),
        (LABEL, f"{check.code} ({check.standing.to(lang)})" if check.code else ""),
    )
    row = canvas.next_row + 1
    canvas.heights[row - 1] = 8.0
    for text, value in lines:
        if value:
            canvas.put(row, 1, text.to(lang), replace(TEXT, bold=True))
            canvas.put(row, 2, value, TEXT)
            canvas.merge(row, 2, canvas.last_column)
            row += 1
