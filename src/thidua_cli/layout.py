"""Where things stand on the official form: columns, headings, marker.

`template` and `intake` both rely on this module and never on each other, so they cannot disagree.
It knows no file format.
"""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec import Struct

from thidua_cli.catalogue import Text
from thidua_cli.rubric.model import Stage
from thidua_cli.vietnamese import fold

if TYPE_CHECKING:
    from collections.abc import Mapping

    from thidua_cli.cells import Workbook

SHEET_NAME = "Biểu chấm điểm"

# The columns of the form in order: key, heading. The first six are the official ones (T-01);
# the last two are optional and stand outside the issued table.
STT, CONTENT, MAXIMUM, EVIDENCE, EXPLANATION = "stt", "content", "maximum", "evidence", "explanation"
COLUMNS: dict[str, str] = {
    STT: "STT",
    CONTENT: "Nội dung",
    MAXIMUM: "Điểm chuẩn tối đa",
    Stage.SELF: "Điểm tự chấm",
    Stage.CLUSTER: "Điểm Cụm thi đua chấm",
    Stage.BOARD: "Điểm Ban TĐKT thẩm định",
    EVIDENCE: "Minh chứng",
    EXPLANATION: "Giải trình",
}

# Headings that mean the same, as offices write them; compared folded.
_SYNONYMS: dict[str, tuple[str, ...]] = {
    STT: ("STT", "TT", "Số TT", "Số thứ tự"),
    CONTENT: (
        "Nội dung",
        "Nội dung thi đua",
        "Nội dung chấm điểm",
        "Nội dung, tiêu chí",
        "Tiêu chí",
        "Nội dung tiêu chí",
        "Nội dung và tiêu chí",
        "Nội dung đánh giá",
        "Tiêu chí chấm điểm",
        "Tiêu chí thi đua",
        "Tiêu chí đánh giá",
        "Các nội dung, tiêu chí",
    ),
    MAXIMUM: (
        "Điểm chuẩn tối đa",
        "Điểm chuẩn",
        "Điểm tối đa",
        "Thang điểm",
        "Điểm chuẩn (tối đa)",
        "Số điểm tối đa",
        "Mức điểm tối đa",
        "Điểm quy định",
    ),
    Stage.SELF: (
        "Điểm tự chấm",
        "Tự chấm",
        "Đơn vị tự chấm",
        "Điểm đơn vị tự chấm",
        "Điểm tự chấm của đơn vị",
        "Điểm đơn vị chấm",
        "Đơn vị tự chấm điểm",
        "Điểm tự đánh giá",
        "Tự đánh giá",
        "Đơn vị tự đánh giá",
        "Tự chấm điểm",
        "Số điểm tự chấm",
        "Điểm do đơn vị tự chấm",
        "Điểm do đơn vị chấm",
    ),
    Stage.CLUSTER: (
        "Điểm Cụm thi đua chấm",
        "Điểm Khối thi đua chấm",
        "Điểm Cụm, Khối thi đua chấm",
        "Điểm Cụm chấm",
        "Điểm Khối chấm",
        "Cụm thi đua chấm",
        "Khối thi đua chấm",
        "Cụm chấm",
        "Khối chấm",
        "Cụm, Khối chấm",
        "Cụm, Khối thi đua chấm",
        "Điểm Cụm, Khối chấm",
        *(
            f"{before}{head} {verb}"
            for before in ("", "Điểm ")
            for head in ("Cụm", "Khối")
            for verb in ("thẩm định", "chấm điểm")
        ),
        *(
            f"Điểm {verb} của {head}"
            for verb in ("chấm", "thẩm định")
            for head in ("Cụm", "Khối", "Cụm thi đua", "Khối thi đua", "Trưởng cụm", "Cụm trưởng", "Khối trưởng")
        ),
        "Điểm do Cụm chấm",
        "Điểm do Khối chấm",
        *(
            f"{before}{head} {verb}"
            for before in ("", "Điểm ", "Điểm do ")
            for head in ("Trưởng cụm", "Cụm trưởng", "Trưởng khối", "Khối trưởng", "Trưởng cụm, khối")
            for verb in ("chấm", "chấm điểm", "thẩm định")
        ),
    ),
    Stage.BOARD: (
        "Điểm Ban TĐKT thẩm định",
        "Điểm Ban Thi đua - Khen thưởng thẩm định",
        "Ban TĐKT thẩm định",
        "Ban Thi đua - Khen thưởng thẩm định",
        "Điểm thẩm định của Ban TĐKT",
        "Điểm Ban TĐKT chấm",
        "Điểm thẩm định",
        "Ban TĐKT chấm",
        "Ban Thi đua - Khen thưởng chấm",
        "Ban TĐKT tỉnh thẩm định",
        "Điểm Ban TĐKT tỉnh thẩm định",
        "Ban Thi đua - Khen thưởng tỉnh thẩm định",
    ),
    EVIDENCE: ("Minh chứng", "Tài liệu minh chứng"),
    EXPLANATION: ("Giải trình", "Giải trình, ghi chú"),
}
HEADING_KEYS: Mapping[str, str] = {fold(name): key for key, names in _SYNONYMS.items() for name in names}

# Words so short that they mean a column only in the second or third row of the headings, such as Điểm over
# Đơn vị, Cụm and Ban TĐKT.
_PARTS: dict[str, tuple[str, ...]] = {
    MAXIMUM: ("Chuẩn", "Tối đa", "Chuẩn tối đa"),
    Stage.SELF: ("Đơn vị", "Đơn vị chấm"),
    Stage.CLUSTER: (
        "Cụm",
        "Khối",
        "Cụm, khối",
        "Cụm thi đua",
        "Khối thi đua",
        "Trưởng cụm",
        "Cụm trưởng",
        "Khối trưởng",
    ),
    Stage.BOARD: ("Ban TĐKT", "Ban Thi đua - Khen thưởng", "Thẩm định"),
}
PART_KEYS: Mapping[str, str] = {
    **HEADING_KEYS,
    **{fold(name): key for key, names in _PARTS.items() for name in names},
}


def headings(columns: Mapping[str, str]) -> dict[str, str]:
    """The headings of a form by column key: the six that its guidance prints, and the two optional ones."""
    return {key: columns.get(key, name) for key, name in COLUMNS.items()}


def heading_keys(columns: Mapping[str, str]) -> Mapping[str, str]:
    """The column that each heading means, folded: those of a guidance, and those that offices write."""
    return _heading_keys(tuple(columns.items()))


@lru_cache(maxsize=16)
def _heading_keys(columns: tuple[tuple[str, str], ...]) -> Mapping[str, str]:
    return {**HEADING_KEYS, **{fold(name): key for key, name in columns}}


# Labels before a unit's name above the table; compared folded, so `Đơn vị tính:` is none of them.
UNIT_LABELS = frozenset(
    fold(label)
    for label in (
        "Đơn vị",
        "Tên đơn vị",
        "Cơ quan, đơn vị",
        "Tên cơ quan, đơn vị",
        "Đơn vị tự chấm",
        "Đơn vị chấm điểm",
    )
)

TOTAL_KEYS = frozenset(
    fold(text) for text in ("Tổng cộng", "Tổng điểm", "Tổng số điểm", "Cộng", "Tổng cộng điểm", "Tổng")
)

# --- the sheet of figures ------------------------------------------------------------------------

FACTS_SHEET = "Số liệu"

# Its columns in order: key, heading. A row is known by its prompt, whatever its place or number.
CRITERION, PROMPT, UNIT, VALUE, CLAUSE, NOTE = "criterion", "prompt", "unit", "value", "clause", "note"
FACT_COLUMNS: dict[str, str] = {
    STT: "STT",
    CRITERION: "Tiêu chí",
    PROMPT: "Số liệu",
    UNIT: "Đơn vị tính",
    VALUE: "Giá trị",
    CLAUSE: "Điều khoản",
    NOTE: "Ghi chú",
}
FACT_HEADING_KEYS: Mapping[str, str] = {fold(name): key for key, name in FACT_COLUMNS.items()}

# What people type for yes and for no, folded; the first of each is what the form offers.
YES, NO = ("có", "x", "1"), ("không", "0")


class Figure(Struct, frozen=True):
    """What may be typed for a figure and what is accepted; the form and the check both go by it.

    Attributes:
        least: The least number.
        most: The greatest number; what no office counts is a slip of the keyboard.
        what: What may stand there, in words.
        whole: Whether only whole numbers may.
        choices: The words that may, in place of numbers.
    """

    least: Decimal
    most: Decimal
    what: Text
    whole: bool = False
    choices: tuple[str, ...] = ()

    def admits(self, value: Decimal) -> bool:
        """Whether the value is one that may stand there."""
        exponent = value.as_tuple().exponent
        exact = isinstance(exponent, int) and exponent >= -_MOST_DECIMALS
        return exact and self.least <= value <= self.most and (not self.whole or value == value.to_integral_value())


# A quotient that Excel computed has as many; more is what no reader could be shown.
_MOST_DECIMALS = 20
_MOST = Decimal(999_999_999_999_999)
FIGURES: Mapping[str, Figure] = {
    "count": Figure(Decimal(0), _MOST, Text("một số nguyên từ 0 trở lên", "a whole number, 0 or more"), whole=True),
    "amount": Figure(Decimal(0), _MOST, Text("một số từ 0 trở lên", "a number, 0 or more")),
    "percent": Figure(Decimal(0), Decimal(100), Text("một số từ 0 đến 100", "a number from 0 to 100")),
    "number": Figure(-_MOST, _MOST, Text("một số", "a number")),
    "yes-no": Figure(
        Decimal(0),
        Decimal(1),
        Text("“có” hoặc “không”", "yes (“có”) or no (“không”)"),
        whole=True,
        choices=(YES[0], NO[0]),
    ),
}

_PREFIX = "thidua."

# A fix list repeats a unit's sheet; this property and the line at its foot say that it is none.
FIX_LIST_PROPERTY = _PREFIX + "fix-list"
_FIX_LIST_LINE = "Danh sách lỗi do thidua lập từ phiếu "


def fix_list_line(file: str) -> str:
    """What stands at the foot of a fix list of the file, for one whose properties were lost."""
    return f"{_FIX_LIST_LINE}{file}; không phải phiếu chấm điểm, không gửi lại."


def fix_list_of(workbook: Workbook) -> str | None:
    """The name of the file that the workbook is a fix list of, as far as it is known; None for any other workbook."""
    name = workbook.properties.get(FIX_LIST_PROPERTY)
    if name is not None:
        return name.strip()
    marked = any(cell.text.startswith(_FIX_LIST_LINE) for sheet in workbook.sheets for cell in sheet.cells.values())
    return "" if marked else None


class Marker(Struct, frozen=True):
    """What a blank form made by thidua says of itself.

    Attributes:
        rubric: The rubric's id.
        digest: The digest of the rubric when the form was made.
        year: The year it is for, such as `2019` or `2018-2019`; empty if not given.
        unit: The unit's id; empty for a form that any unit may fill in.
        unit_name: The unit's name as the form printed it.
    """

    rubric: str
    digest: str
    year: str = ""
    unit: str = ""
    unit_name: str = ""

    def properties(self) -> dict[str, str]:
        """The marker as custom document properties, which LibreOffice and Excel keep."""
        pairs = {
            "rubric": self.rubric,
            "digest": self.digest,
            "year": self.year,
            "unit": self.unit,
            "unit-name": self.unit_name,
        }
        return {_PREFIX + name: value for name, value in pairs.items() if value}

    def line(self) -> str:
        """The marker as one printed line, for people and for a sheet copied into another workbook."""
        parts = (self.rubric, self.digest, self.year, self.unit)
        return "Mã biểu: " + " | ".join(part for part in parts if part)


def marker_of(workbook: Workbook) -> Marker | None:
    """The marker in the workbook's properties, or None for a sheet made elsewhere."""
    found = {
        name.removeprefix(_PREFIX): value.strip()
        for name, value in workbook.properties.items()
        if name.startswith(_PREFIX)
    }
    if not found.get("rubric"):
        return None
    return Marker(
        rubric=found["rubric"],
        digest=found.get("digest", ""),
        year=found.get("year", ""),
        unit=found.get("unit", ""),
        unit_name=found.get("unit-name", ""),
    )
