"""Where things stand in the review workbook: its sheets, headings, labels and marker.

`draw` and `read` both rely on this module and never on each other, so they cannot disagree.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from thidua_cli.rubric.model import Stage
from thidua_cli.vietnamese import fold

if TYPE_CHECKING:
    from collections.abc import Mapping

    from thidua_cli.cells import Workbook

CLUSTER_TAB, BOARD_TAB = "Cụm chấm", "Ban thẩm định"
REASONS_TAB, EVIDENCE_TAB, LOG_TAB, KEPT_TAB, LISTS_TAB = "Lý do", "Minh chứng", "Nhật ký", "Giữ lại", "Danh mục"
TABS: Mapping[Stage, str] = {Stage.CLUSTER: CLUSTER_TAB, Stage.BOARD: BOARD_TAB}

# The stage whose scores stand beside those of a stage, and that a blank cell may agree to as a whole.
EARLIER: Mapping[Stage, Stage] = {Stage.CLUSTER: Stage.SELF, Stage.BOARD: Stage.CLUSTER}

# What the head and the board call the columns; the tabs are named after them.
STAGE_LABELS: Mapping[Stage, str] = {Stage.SELF: "Tự chấm", Stage.CLUSTER: CLUSTER_TAB, Stage.BOARD: BOARD_TAB}
STAGE_OF_LABEL: Mapping[str, Stage] = {fold(label): stage for stage, label in STAGE_LABELS.items()}

# --- the matrix of a stage -----------------------------------------------------------------------

CODE, CONTENT, MAXIMUM = "Mã", "Nội dung", "Điểm chuẩn tối đa"
CODE_COLUMN, CONTENT_COLUMN, MAXIMUM_COLUMN, FIRST_PAIR = 1, 2, 3, 4
TITLE_ROW, CLUSTER_ROW, NAME_ROW, ID_ROW, AGREE_ROW, OPEN_ROW, HEADING_ROW, FIRST_ROW = range(1, 9)
NAME_LABEL, ID_LABEL = "Đơn vị", "Mã đơn vị (phần mềm đọc theo mã này)"
AGREE_LABELS: Mapping[Stage, str] = {
    Stage.CLUSTER: "Đồng ý các điểm tự chấm còn lại",
    Stage.BOARD: "Đồng ý các điểm Cụm chấm còn lại",
}
AGREE_HINT = "Gõ x: ô để trống tính theo cột bên trái"
AGREE_ARROW = "gõ x →"
OPEN_LABEL = "Số ô chưa có điểm"
AGREED = "x"
TOTAL = "TỔNG CỘNG"

# --- the lists -----------------------------------------------------------------------------------

UNIT, CRITERION, COLUMN, BEFORE, AFTER = "Đơn vị", "Tiêu chí", "Cột", "Từ", "Thành"
REASON, DOCUMENT, REMARK = "Lý do", "Văn bản", "Ghi chú"
REASON_HEADINGS = (UNIT, CRITERION, COLUMN, BEFORE, AFTER, REASON, DOCUMENT, REMARK)

SELF, EVIDENCE, EXPLANATION = "Điểm tự chấm", "Minh chứng", "Giải trình"
EVIDENCE_HEADINGS = (UNIT, CRITERION, CONTENT, SELF, EVIDENCE, EXPLANATION)

DAY, WHAT, SOURCE, SEEN, UNIT_ID = "Ngày", "Việc", "Nguồn", "Đã xem lại (gõ x)", "Mã đơn vị"
LOG_HEADINGS = (DAY, UNIT, CRITERION, COLUMN, WHAT, BEFORE, AFTER, SOURCE, SEEN, UNIT_ID)

KEPT_SHEET, KEPT_CELL, KEPT_TEXT, KEPT_WHY = "Trang", "Ô", "Nội dung đã gõ", "Vì sao giữ lại"
KEPT_HEADINGS = (KEPT_SHEET, KEPT_CELL, KEPT_TEXT, KEPT_WHY, DAY)

# The row of the headings of each list, under its title and hint.
LIST_HEADING_ROW, LIST_FIRST_ROW = 4, 5

# --- the marker ----------------------------------------------------------------------------------

KIND = "review"
_PREFIX = "thidua."
_LINE = "Mã sổ rà soát: "
_NAMES = ("cluster", "year", "rubric", "digest")


class Marker(Struct, frozen=True):
    """What a review workbook says of itself.

    Attributes:
        cluster: The cluster's id.
        year: The year scored, such as `2019` or `2018-2019`.
        rubric: The table's id.
        digest: The digest of the table when the workbook was made.
    """

    cluster: str
    year: str
    rubric: str
    digest: str

    def properties(self) -> dict[str, str]:
        """The marker as custom document properties, which LibreOffice and Excel keep."""
        values = (self.cluster, self.year, self.rubric, self.digest)
        return {_PREFIX + "kind": KIND} | {_PREFIX + name: text for name, text in zip(_NAMES, values, strict=True)}

    def line(self) -> str:
        """The marker as one printed line; it also speaks for a workbook whose properties were lost."""
        return f"{_LINE}{self.cluster} | {self.year} | {self.rubric} | {self.digest}"


def marker_of(workbook: Workbook) -> Marker | None:
    """The marker in the workbook's properties or on its printed line; None for a workbook made elsewhere."""
    found = {name.removeprefix(_PREFIX): text.strip() for name, text in workbook.properties.items()}
    if found.get("kind") == KIND:
        return Marker(*(found.get(name, "") for name in _NAMES))
    for sheet in workbook.sheets:
        for cell in sheet.cells.values():
            parts = cell.text.removeprefix(_LINE).split(" | ")
            if cell.text.startswith(_LINE) and len(parts) == len(_NAMES):
                return Marker(*(part.strip() for part in parts))
    return None


# --- the workbook's own texts --------------------------------------------------------------------

TITLES: Mapping[str, str] = {
    CLUSTER_TAB: "RÀ SOÁT, THỐNG NHẤT ĐIỂM THI ĐUA",
    BOARD_TAB: "RÀ SOÁT, THẨM ĐỊNH ĐIỂM THI ĐUA",
    REASONS_TAB: "LÝ DO CÁC ĐIỂM KHÁC ĐIỂM CỦA BƯỚC TRƯỚC",
    EVIDENCE_TAB: "MINH CHỨNG, GIẢI TRÌNH CỦA CÁC ĐƠN VỊ",
    LOG_TAB: "NHẬT KÝ CỦA SỔ RÀ SOÁT",
    KEPT_TAB: "NỘI DUNG GIỮ LẠI",
    LISTS_TAB: "DANH MỤC DÙNG CHO Ô CHỌN",
}
CLUSTER_PREFIX = "Cụm, Khối: "
HINTS: Mapping[str, str] = {
    REASONS_TAB: "Ghi Lý do và Văn bản cho từng dòng. Dòng trống ở cuối dùng cho lý do khác: chọn đơn vị, "
    "tiêu chí, cột.",
    EVIDENCE_TAB: "Trích từ phiếu của các đơn vị; sửa ở phiếu.",
    LOG_TAB: "Điểm tự chấm đã đổi dưới điểm đã chấm thì xem lại điểm đó rồi gõ x ở cột cuối.",
    KEPT_TAB: "Những gì đã gõ ở nơi không phải ô nhập, giữ lại nguyên văn để không mất.",
    LISTS_TAB: "Trang ẩn; phần mềm tự ghi.",
}
NOTES: Mapping[Stage, str] = {
    Stage.CLUSTER: "Ghi chú: Ô màu cam là điểm khác điểm tự chấm, cần lý do ở trang “Lý do”. Ô tự chấm màu vàng đậm là "
    "điểm đơn vị đã đổi sau khi chấm. Ô xanh để trống là đồng ý điểm tự chấm. Dòng nhóm và Tổng cộng tự tính.",
    Stage.BOARD: "Ghi chú: Cột Cụm chấm lấy từ trang “Cụm chấm”. Dòng xám ngoài phạm vi thẩm định: tổng lấy điểm Cụm "
    "chấm. Ô màu cam là điểm khác điểm Cụm chấm, cần lý do ở trang “Lý do”.",
}
DATE_LINE = "……, ngày … tháng … năm 20…"
SIGNERS: Mapping[Stage, tuple[str, str]] = {
    # A cluster has no seal.
    Stage.CLUSTER: ("TM. CỤM THI ĐUA\nCỤM TRƯỞNG", "(Ký, ghi rõ họ tên)"),
    Stage.BOARD: ("BAN THI ĐUA -\nKHEN THƯỞNG", "(Ký, ghi rõ họ tên, đóng dấu)"),
}
UNIT_SIGNER = ("Đại diện\nđơn vị", "(Ký, họ tên)")
NO_LONGER = "Không còn khác điểm bước trước"
UNPLACED = "Chưa rõ đơn vị, tiêu chí hoặc cột"
NO_SHEET_MARK = "(chưa có phiếu)"

# What every workbook says by itself, at the start of a cell or as all of it: no person's text is among it.
OWN_TEXTS = (
    *TITLES.values(),
    CLUSTER_PREFIX,
    *HINTS.values(),
    *NOTES.values(),
    _LINE,
    DATE_LINE,
    *AGREE_LABELS.values(),
)
OWN_LABELS = (
    NAME_LABEL,
    ID_LABEL,
    AGREE_HINT,
    AGREE_ARROW,
    OPEN_LABEL,
    TOTAL,
    CODE,
    CONTENT,
    MAXIMUM,
    NO_LONGER,
    UNPLACED,
    "\n".join(UNIT_SIGNER),
)
