"""A cluster in which every kind of explanation has its unit, as described files.

This module knows what was typed, never what is said of it.
"""

from __future__ import annotations

from typing import Any, Final

ROSTER: Final = """\
name: Cụm thi đua số 1
year: 2019
rubric: langson-2019/districts-departments
leader: so-tai-chinh
units:
  - {id: so-noi-vu, name: Sở Nội vụ, aliases: [SNV]}
  - {id: so-tai-chinh, name: Sở Tài chính}
  - {id: so-tu-phap, name: Sở Tư pháp}
  - {id: so-y-te, name: Sở Y tế}
  - {id: thanh-tra, name: Thanh tra tỉnh, status: excluded, reason: vi phạm, basis: 12/KL-TTr}
  - {id: so-xay-dung, name: Sở Xây dựng}
  - {id: so-ngoai-vu, name: Sở Ngoại vụ}
  - {id: ban-dan-toc, name: Ban Dân tộc}
  - {id: van-phong, name: Văn phòng UBND tỉnh}
"""

# Sở Nội vụ: details, a cap, figures; 90 + 18 by the cluster and 20 by the board are 128 points.
OWN: Final[dict[str, Any]] = {
    "unit": "Sở Nội vụ",
    "points": {
        "I": [95, 90],
        "II": [18, 18],
        "III.1": [3, 3, 3],
        "III.2": [5, 4, 4],
        "III.3.a": [2, 2, 2],
        "III.3.b.1": [1, 1, 1],
        "III.3.b.2": [3, 3, 3],
        "III.4": [5, 4, 4],
        "III.5": [4, 4, 4],
        "III.6": [0, 0, 0],
        "III.6.1": [0, 0, 0],
        "III.6.2": [0, 0, 0],
        "III.6.3": [0, 0, 0],
        "III.6.4": [0, 0, 0],
    },
    "facts": {
        "papers-late": 2,
        "dossiers-submitted": 22,
        "dossiers-approved": 19,
        "dossiers-unqualified": 1,
        "dossiers-pending": 2,
    },
}


def _spread(unit: str, total: str) -> dict[str, Any]:
    return {"unit": unit, "spread": [total, total, total]}


FILES: Final[dict[str, Any]] = {
    "cluster.yaml": ROSTER,
    "so-noi-vu.xlsx": OWN,
    "so-tai-chinh.xlsx": _spread("Sở Tài chính", "130.5"),
    "so-tu-phap.xlsx": _spread("Sở Tư pháp", "125"),
    "so-y-te.xlsx": _spread("Sở Y tế", "125"),
    "so-ngoai-vu.xlsx": _spread("Sở Ngoại vụ", "121.25"),
    "thanh-tra.xlsx": _spread("Thanh tra tỉnh", "140"),
    "so-xay-dung.xlsx": {"bytes": "pdf"},
    "van-phong.xlsx": _spread("Văn phòng UBND tỉnh", "120"),
    "van-phong-2.xlsx": _spread("Văn phòng UBND tỉnh", "119"),
}
