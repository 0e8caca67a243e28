"""The text of a new cluster.yaml, with remarks for whoever fills in the rest.

This module knows how the settings are written, not where they go.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from thidua_cli.roster.model import Member

_PLAIN = re.compile(r"[^\W_](?:[\w .,()/–-]*[\w.)])?")
# What a reader of YAML may take for something else than text.
_NOT_TEXT = re.compile(r"(?i:null|true|false|yes|no|on|off|y|n)|[0-9][0-9_.,eE+:-]*")

_HEAD = """\
# Thông tin của cụm, khối thi đua. Dòng bắt đầu bằng # là ghi chú; bỏ dấu # để dùng một dòng mẫu.
# Ngày ghi dạng năm-tháng-ngày, ví dụ 2020-01-15.

name: {name}
year: {year}  # năm chấm điểm; cụm tính theo năm học ghi cả hai năm, ví dụ 2018-2019
rubric: {rubric}  # bảng tiêu chí; xem thidua rubric list

# decision: 12/QĐ-HĐTĐKT  # văn bản chia cụm
{leader}
# deputies: [{id}]  # các Cụm phó
# conference: 2020-01-15  # ngày hội nghị tổng kết
# dates:
#   self_scores: 2019-12-20  # hạn các đơn vị gửi điểm tự chấm
#   agreed: 2020-01-05  # ngày thống nhất điểm
#   reported: 2020-01-07  # ngày báo cáo Ban TĐKT, trước hội nghị ít nhất 07 ngày

# Danh sách đơn vị thành viên, theo thứ tự của văn bản. Có thể ghi thêm cho từng đơn vị:
#     aliases: [SNV]          tên khác mà phiếu có thể ghi
#     registered: 2019-01-20  ngày đăng ký thi đua
#     signed: true            đã ký giao ước
units:
"""


def cluster_yaml(name: str, year: str, rubric: str, members: Sequence[Member], leader: str | None) -> str:
    """The settings of a new cluster; the leader is a member's id, or None where it is not known yet."""
    first = members[0].id if members else "so-noi-vu"
    led = f"leader: {leader}" if leader else f"# leader: {first}"
    head = _HEAD.format(
        name=scalar(name),
        year=scalar(year, number=True),
        rubric=scalar(rubric),
        id=first,
        leader=f"{led}  # Cụm trưởng",
    )
    units = (f"  - id: {member.id}\n    name: {scalar(member.name)}\n" for member in members)
    return head + "".join(units)


def scalar(text: str, *, number: bool = False) -> str:
    """The text as YAML has it on one line, in quotation marks where it could be taken for something else."""
    if _PLAIN.fullmatch(text) and (number or not _NOT_TEXT.fullmatch(text)):
        return text
    return json.dumps(text, ensure_ascii=False)
