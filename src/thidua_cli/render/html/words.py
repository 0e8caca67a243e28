"""The fixed words of the page, in both languages.

This module knows no report and no markup.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from thidua_cli.catalogue import Text
from thidua_cli.cluster import State
from thidua_cli.findings import Severity
from thidua_cli.rubric.model import Stage, Status

if TYPE_CHECKING:
    from collections.abc import Mapping

    from thidua_cli.catalogue import Lang
    from thidua_cli.rubric.model import ClusterKind

_WORDS = MappingProxyType(
    {
        "skip": Text("Đến nội dung chính", "Skip to the content"),
        "contents": Text("Mục lục", "Contents"),
        "kicker": Text("Kết quả chấm điểm thi đua", "Results of the emulation scoring"),
        "ranking": Text("Xếp hạng và đề nghị khen thưởng", "Ranking and proposed awards"),
        "bars": Text("Điểm theo từng phần", "Points by section"),
        "heat": Text("Điểm từng tiêu chí", "Points by criterion"),
        "findings": Text("Phát hiện", "Findings"),
        "open": Text("Còn phải giải quyết", "Still open"),
        "readings": Text("Cách hiểu đang áp dụng", "Readings in use"),
        "provenance": Text("Nguồn số liệu", "Sources"),
        "change": Text("Dự kiến và chính thức", "Provisional and official"),
        "summary": Text("Tổng hợp các cụm, khối", "Summary of the clusters"),
        "by_kind": Text("Tổng số theo loại", "Totals by kind"),
        "general": Text("Phát hiện ngoài các cụm, khối", "Findings beside the clusters"),
        "rank": Text("Hạng", "Rank"),
        "unit": Text("Đơn vị", "Unit"),
        "total": Text("Tổng", "Total"),
        "lead": Text("Hơn hạng sau", "Margin"),
        "lead_hint": Text("Số điểm hơn hạng liền sau", "Points ahead of the next lower rank"),
        "reasons": Text("Lý do và căn cứ", "Reasons and clauses"),
        "clause": Text("Căn cứ", "Clause"),
        "cure": Text("Cách sửa", "What to do"),
        "place": Text("Nơi", "Place"),
        "criterion": Text("Tiêu chí", "Criterion"),
        "maximum": Text("Tối đa", "Maximum"),
        "section": Text("Phần", "Section"),
        "file": Text("Tệp", "File"),
        "sheet": Text("Trang", "Worksheet"),
        "digest": Text("SHA-256 của tệp", "SHA-256 of the file"),
        "cluster": Text("Cụm, khối", "Cluster"),
        "members": Text("Đơn vị", "Members"),
        "ranked": Text("Được xếp hạng", "Ranked"),
        "stage": Text("Xếp hạng theo", "Ranked by"),
        "flag": Text("Đề nghị Cờ", "Flag proposed"),
        "certificate": Text("Đề nghị Bằng khen", "Certificates proposed"),
        "state": Text("Tình trạng", "State"),
        "open_points": Text("Việc còn mở", "Open points"),
        "kind": Text("Loại", "Kind"),
        "clusters": Text("Số cụm, khối", "Clusters"),
        "flags": Text("Cờ", "Flags"),
        "certificates": Text("Bằng khen", "Certificates"),
        "ready": Text("Đủ điều kiện trình", "Ready to submit"),
        "not_ready": Text("Chưa đủ", "Not ready"),
        "draft": Text("DỰ THẢO – CHƯA ĐỦ", "DRAFT – INCOMPLETE"),
        "none": Text("không có", "none"),
        "no_findings": Text("Không có phát hiện nào.", "Nothing was found."),
        "nothing_open": Text("Không còn việc nào phải giải quyết.", "Nothing is open."),
        "no_readings": Text(
            "Không cách hiểu nào làm thay đổi kết quả này.", "No reading would have changed this result."
        ),
        "no_bars": Text("Chưa có đơn vị nào có tổng điểm.", "No unit has a total yet."),
        "no_heat": Text("Chưa có phiếu nào đọc được theo bảng này.", "No sheet of this table could be read yet."),
        "lacking": Text("Còn thiếu", "Lacking"),
        "legend": Text("Chú giải", "Legend"),
        "share": Text("Tỷ lệ so với điểm tối đa", "Share of the maximum"),
        "heat_hint": Text(
            "Màu càng đậm, điểm càng gần mức tối đa của tiêu chí. Dấu * chỉ ô có lỗi, xem mục Phát hiện; "
            "dấu – chỉ ô chưa có điểm (không phải 0).",
            "The deeper the colour, the nearer to the criterion's maximum. An * marks a cell with an error, see "
            "Findings; a – marks a cell without a score (which is not 0).",
        ),
        "not_scored": Text("chưa có điểm", "not scored"),
        "wrong": Text("có lỗi", "has an error"),
        "proposes": Text(
            "Trang này chỉ nêu đề nghị; việc khen thưởng do cấp có thẩm quyền quyết định.",
            "This page proposes; the competent authority awards.",
        ),
        "made_by": Text("Lập bằng thidua", "Made with thidua"),
        "sortable": Text(
            "Bấm vào tên cột để sắp xếp; bấm lần thứ ba để trở về thứ tự ban đầu.",
            "Click a heading to sort; a third click restores the order.",
        ),
        "code": Text("Mã", "Code"),
        "provisional": Text("Dự kiến", "Provisional"),
        "official": Text("Chính thức", "Official"),
        "changed": Text("Thay đổi", "Change"),
        "proposed": Text("Đề nghị", "Proposed"),
    }
)


def words(lang: Lang) -> Mapping[str, str]:
    """The fixed words in one language, by name."""
    return {name: text.to(lang) for name, text in _WORDS.items()}


SEVERITIES = {
    Severity.ERROR: Text("Lỗi", "Error"),
    Severity.WARNING: Text("Cảnh báo", "Warning"),
    Severity.INFO: Text("Ghi chú", "Note"),
}
STATES = {
    State.OK: Text("phiếu hợp lệ", "in order"),
    State.ERRORS: Text("phiếu có lỗi", "has errors"),
    State.MISSING: Text("chưa có phiếu", "no sheet"),
    State.UNREADABLE: Text("không đọc được", "unreadable"),
    State.DUPLICATE: Text("nhiều phiếu", "several sheets"),
}
STATUSES = {
    Status.ELIGIBLE: Text("được xét", "considered"),
    Status.EXCLUDED: Text("không xét", "not considered"),
    Status.PENDING: Text("chưa xét", "not yet considered"),
}
INCOMPLETE = Text("chưa đủ điểm", "incomplete")
AWAITS = Text("chờ bỏ phiếu", "awaits a ballot")
AWAITS_FLAG = Text("chờ kết quả bỏ phiếu Cờ", "awaits the ballot for the flag")
# Before the board's examination a proposal is no more than the column it follows from.
PROPOSED: Mapping[Stage | None, Text] = MappingProxyType(
    {
        None: Text("Đề nghị", "Proposed"),
        Stage.SELF: Text("Đề nghị (tham khảo)", "Proposed (for information)"),
        Stage.CLUSTER: Text("Đề nghị (dự kiến)", "Proposed (provisional)"),
        Stage.BOARD: Text("Đề nghị", "Proposed"),
    }
)
KINDS: Mapping[ClusterKind, Text] = MappingProxyType(
    {
        "districts": Text("Các huyện, thành phố", "Districts"),
        "departments": Text("Các sở, ngành", "Departments"),
        "enterprises": Text("Doanh nghiệp", "Enterprises"),
        "credit": Text("Tổ chức tín dụng", "Credit institutions"),
        "party": Text("Cơ quan Đảng", "Party bodies"),
        "mass": Text("Đoàn thể", "Mass organisations"),
        "association": Text("Hội", "Associations"),
        "college": Text("Trường chuyên nghiệp", "Colleges"),
        "central": Text("Cơ quan Trung ương trên địa bàn", "Central agencies in the province"),
    }
)
