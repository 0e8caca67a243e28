"""Every finding code, once: its weight, its sentences in both languages, its cause and its cure.

This module knows how a finding reads, never how it is found. A code is never reused.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import islice
from string import Formatter
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from thidua_cli.findings import Between, Finding, Severity
from thidua_cli.vietnamese import format_date, format_points, nearest

if TYPE_CHECKING:
    from collections.abc import Iterable

Lang = Literal["vi", "en"]


class Text(NamedTuple):
    """A sentence in both languages; `{name}` stands for a field or parameter of the finding."""

    vi: str
    en: str

    def to(self, lang: Lang) -> str:
        """The sentence in one language."""
        return self.vi if lang == "vi" else self.en

    def with_gaps(self, lang: Lang) -> str:
        """The sentence in one language with its values left open."""
        parts = Formatter().parse(self.to(lang))
        return "".join(text + ("…" if name is not None else "") for text, name, _, _ in parts)


@dataclass(frozen=True, slots=True)
class Code:
    """A finding code.

    Attributes:
        id: `TD` and three digits.
        name: The thing wrong, in kebab case.
        severity: Its weight.
        message: What is wrong with which value.
        fix: What to do.
        cause: Why this is looked at, for `thidua explain`.
        clause: Where the rule stands, when it is always the same place.
    """

    id: str
    name: str
    severity: Severity
    message: Text
    fix: Text
    cause: Text
    clause: str | None = None

    def finding(
        self,
        *,
        file: str | None = None,
        sheet: str | None = None,
        cell: str | None = None,
        criterion: str | None = None,
        stage: str | None = None,
        unit: str | None = None,
        clause: str | None = None,
        found: str | Decimal | date | None = None,
        allowed: str | Decimal | Between | None = None,
        **params: Any,
    ) -> Finding:
        """A finding of this code; further keywords are values for its sentence."""
        return Finding(
            code=self.id,
            severity=self.severity,
            file=file,
            sheet=sheet,
            cell=cell,
            criterion=criterion,
            stage=stage,
            unit=unit,
            clause=clause or self.clause,
            found=found,
            allowed=allowed,
            params=tuple(sorted(params.items())),
        )


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a unit stands where it stands: a sentence with its values, and the clause."""

    text: Text
    clause: str | None = None
    params: tuple[tuple[str, Any], ...] = ()

    @classmethod
    def of(cls, text: Text, clause: str | None = None, **params: Any) -> Reason:
        """A reason whose sentence takes the given values."""
        return cls(text, clause, tuple(sorted(params.items())))

    def say(self, lang: Lang) -> str:
        """The sentence in one language."""
        return self.text.to(lang).format_map({name: shown(value, lang) for name, value in self.params})


class Said(NamedTuple):
    """A finding in words."""

    message: str
    fix: str


STAGE_NAMES = {
    "self": Text("Điểm tự chấm", "self score"),
    "cluster": Text("Điểm Cụm thi đua chấm", "cluster score"),
    "board": Text("Điểm Ban TĐKT thẩm định", "board score"),
}

_LONGEST_SHOWN, _LONGEST_FOUND = 500, 80
_CONTROL = dict.fromkeys([*range(32), *range(0x7F, 0xA0)], " ")


def shown(value: Any, lang: Lang) -> str:
    """A value as a sentence shows it: decimals and dates by language, text in one short clean line."""
    if value is None:
        return ""
    if isinstance(value, Text):
        return value.to(lang)
    if isinstance(value, Between):
        return f"{format_points(value.low, lang)}–{format_points(value.high, lang)}"
    if isinstance(value, Decimal):
        return format_points(value, lang)
    if isinstance(value, date):
        return format_date(value) if lang == "vi" else value.isoformat()
    if isinstance(value, tuple | list):
        return ", ".join(shown(item, lang) for item in value)
    return _short(" ".join(str(value).translate(_CONTROL).split()), _LONGEST_SHOWN)


def _short(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1] + "…"


def say(finding: Finding, lang: Lang) -> Said:
    """The finding's message and cure in one language; only what users typed is cut short."""
    code = CODES[finding.code]
    values = {name: shown(value, lang) for name, value in finding.params}
    for name in ("file", "sheet", "cell", "criterion", "unit", "clause", "allowed"):
        values.setdefault(name, shown(getattr(finding, name), lang))
    values.setdefault("found", _short(shown(finding.found, lang), _LONGEST_FOUND))
    stage = STAGE_NAMES.get(finding.stage or "")
    values["stage"] = stage.to(lang) if stage else ""
    return Said(code.message.to(lang).format_map(values), code.fix.to(lang).format_map(values))


_LONGEST_WORD, _MOST_WORDS = 80, 200


# Names of offices share words such as Sở, Hội, tỉnh: only a slip of the pen is asked about.
NAMES_ALIKE = 0.8


def did_you_mean(word: str, among: Iterable[str], least: float = 0.6) -> Text:
    """The question that follows an unknown word; empty if none of the known ones is so alike."""
    near = nearest(word, islice(among, _MOST_WORDS), least) if len(word) <= _LONGEST_WORD else None
    return Text(f" Có phải “{near}”?", f" Did you mean “{near}”?") if near else Text("", "")


CODES: dict[str, Code] = {}


def _code(
    number: str,
    name: str,
    severity: Severity,
    message: Text,
    fix: Text,
    cause: Text,
    clause: str | None = None,
) -> Code:
    if number in CODES:
        raise ValueError(f"{number} is declared twice")
    code = Code(number, name, severity, message, fix, cause, clause)
    CODES[number] = code
    return code


_E, _W, _I = Severity.ERROR, Severity.WARNING, Severity.INFO

# --- 0xx: the file -------------------------------------------------------------------------------

FILE_UNREADABLE = _code(
    "TD001", "file-unreadable", _E,
    Text("Không mở được tệp: {reason}.", "The file cannot be opened: {reason}."),
    Text("Kiểm tra tệp còn tồn tại, là tệp thường và có quyền đọc; đóng tệp nếu đang mở rồi chạy lại.",
         "Check that it exists, is an ordinary file and may be read; close it if it is open, then run again."),
    Text("Chỉ đọc tệp thường; thư mục, ống dẫn, thiết bị hoặc tệp không có quyền đọc được bỏ lại và nêu tên.",
         "Only ordinary files are read; folders, pipes, devices and files without read access are named."),
)  # fmt: skip
FILE_TOO_LARGE = _code(
    "TD002", "file-too-large", _E,
    Text("Tệp quá lớn: {what} vượt giới hạn {allowed}.", "The file is too large: {what} exceeds {allowed}."),
    Text("Chép bảng chấm điểm sang một tệp mới rồi gửi lại tệp đó.",
         "Copy the score table into a new workbook and send that one."),
    Text("Biểu chấm điểm chỉ vài chục KB; tệp phình to thường do định dạng thừa hoặc là tệp độc hại.",
         "A score sheet takes some tens of KB; a bloated file is damaged, over-formatted or hostile."),
)  # fmt: skip
FILE_EMPTY = _code(
    "TD003", "file-empty", _E,
    Text("Tệp rỗng (0 byte).", "The file is empty (0 bytes)."),
    Text("Xin đơn vị gửi lại tệp; thường do sao chép hoặc tải về dở dang.",
         "Ask the unit to send it again; copies and downloads broken off leave such files."),
    Text("Tệp không có nội dung nào để đọc.", "There is nothing in the file to read."),
)  # fmt: skip
FILE_NOT_A_WORKBOOK = _code(
    "TD004", "file-not-a-workbook", _E,
    Text("Tệp không phải bảng tính Excel: nội dung là {what}.", "Not an Excel workbook: the content is {what}."),
    Text("Mở tệp bằng Excel hoặc LibreOffice, lưu lại dạng Sổ làm việc Excel (Excel Workbook, .xlsx) rồi gửi lại.",
         "Open it in Excel or LibreOffice, save it as an Excel Workbook (.xlsx) and send it again."),
    Text("Loại tệp được xét theo nội dung, không theo phần mở rộng của tên.",
         "What a file is, is told from its content, not from its name's ending."),
)  # fmt: skip
FILE_ENCRYPTED = _code(
    "TD005", "file-encrypted", _E,
    Text("Tệp có mật khẩu mở nên không đọc được.", "The file needs a password to open."),
    Text("Bỏ mật khẩu (Tệp > Thông tin > Bảo vệ sổ làm việc) rồi gửi lại.",
         "Remove the password (File > Info > Protect Workbook) and send it again."),
    Text("thidua không hỏi và không giữ mật khẩu.", "thidua neither asks for passwords nor keeps them."),
)  # fmt: skip
FILE_OTHER_FORMAT = _code(
    "TD006", "file-other-format", _E,
    Text("Chưa hỗ trợ định dạng {what}.", "The format {what} is not read."),
    Text("Mở tệp bằng Excel hoặc LibreOffice, lưu lại dạng Sổ làm việc Excel (Excel Workbook, .xlsx) rồi chạy lại.",
         "Open it in Excel or LibreOffice, save it as an Excel Workbook (.xlsx) and run again."),
    Text("Chỉ đọc .xlsx và .xlsm, vì ở đó phân biệt được ô lỗi, ô trống và công thức chưa tính.",
         "Only .xlsx and .xlsm are read: there error cells, blanks and uncalculated formulas can be told apart."),
)  # fmt: skip
FILE_DAMAGED = _code(
    "TD007", "file-damaged", _E,
    Text("Tệp bị hỏng: {what}.", "The file is damaged: {what}."),
    Text("Mở bằng Excel (chọn sửa chữa nếu được hỏi), lưu lại rồi gửi lại tệp.",
         "Open it in Excel (let it repair the file if it asks), save and send it again."),
    Text("Một phần của tệp thiếu, sai mã kiểm tra hoặc sai cấu trúc; đọc tiếp có thể sót số liệu.",
         "A part is missing, fails its checksum or is malformed; reading on could lose figures in silence."),
)  # fmt: skip
FILE_FORBIDDEN = _code(
    "TD008", "file-forbidden-content", _E,
    Text("Tệp có cấu trúc không được phép: {what}.", "The file holds what no office program writes: {what}."),
    Text("Chép bảng chấm điểm sang một tệp mới rồi gửi lại; không mở tệp này nếu không rõ nguồn.",
         "Copy the score table into a new workbook; do not open this one if you do not know its origin."),
    Text("Khai báo DOCTYPE, phần trùng tên hoặc chồng lấn là dấu hiệu của tệp độc hại.",
         "Document type declarations, duplicate or overlapping parts are signs of a hostile file."),
)  # fmt: skip
FILES_SKIPPED = _code(
    "TD009", "files-skipped", _I,
    Text("Bỏ qua {number} tệp không phải phiếu chấm: {names}.", "Passed over {number} file(s) that are no sheets: {names}."),
    Text("Không cần làm gì; nếu trong đó có phiếu chấm, đổi tên hoặc lưu lại dạng .xlsx.",
         "Nothing to do; if one of them is a sheet, rename it or save it as .xlsx."),
    Text("Tệp tạm (~$…), tệp ẩn, tệp hệ thống và tệp không phải bảng tính không được đọc, nhưng được đếm.",
         "Lock files (~$…), hidden, system and other files are not read, but they are counted aloud."),
)  # fmt: skip
CELLS_BEYOND = _code(
    "TD010", "cells-beyond-bounds", _W,
    Text("Trang có ô chứa dữ liệu nằm ngoài vùng được đọc ({allowed}).",
         "The sheet holds filled cells beyond the area that is read ({allowed})."),
    Text("Xóa các ô thừa ở cuối trang nếu không thuộc biểu chấm điểm.",
         "Clear the stray cells at the end of the sheet unless they belong to the table."),
    Text("Biểu chấm điểm chỉ chiếm vài chục dòng; ô ở rất xa thường là gõ nhầm.",
         "A score table takes some tens of rows; cells far away are usually typed by mistake."),
)  # fmt: skip
HIDDEN_PART = _code(
    "TD011", "hidden-part", _W,
    Text("Biểu chấm điểm có phần bị ẩn: {what}; vẫn được đọc và tính.",
         "Part of the score table is hidden: {what}; it is read and counted all the same."),
    Text("Bỏ ẩn để người xem thấy đúng những gì được tính.", "Unhide it, so that readers see what is counted."),
    Text("Dòng, cột hoặc trang ẩn vẫn mang điểm; người ký cần nhìn thấy.",
         "Hidden rows, columns and sheets still carry points; those who sign should see them."),
)  # fmt: skip
PATH_NOT_FOUND = _code(
    "TD012", "path-not-found", _E,
    Text("Không có tệp hoặc thư mục này.", "There is no such file or folder."),
    Text("Kiểm tra lại đường dẫn; nếu có khoảng trắng, đặt đường dẫn trong dấu ngoặc kép.",
         "Check the path; put it in quotation marks if it holds spaces."),
    Text("Lệnh cần một tệp hoặc thư mục có thật.", "The command needs a file or folder that exists."),
)  # fmt: skip
NO_SHEETS = _code(
    "TD013", "no-sheets", _E,
    Text("Thư mục không có phiếu chấm nào (tệp .xlsx).", "The folder holds no score sheet (.xlsx file)."),
    Text("Đưa phiếu của các đơn vị vào thư mục này, hoặc chỉ ra đúng thư mục chứa phiếu.",
         "Put the units' sheets into it, or name the folder that holds them."),
    Text("ket-qua/, tệp tạm ~$… và tệp ẩn không được tính là phiếu.",
         "ket-qua/, lock files ~$… and hidden files do not count as sheets."),
)  # fmt: skip
NOT_A_FOLDER = _code(
    "TD014", "not-a-folder", _E,
    Text("Lệnh này cần một thư mục, đây là tệp.", "This command needs a folder; this is a file."),
    Text("Chỉ ra thư mục của cụm; để kiểm tra một phiếu, dùng `thidua validate`.",
         "Name the cluster's folder; to check one sheet, use `thidua validate`."),
    Text("Xếp hạng và tổng hợp làm việc trên thư mục của cụm.", "Ranking and consolidating work on a cluster's folder."),
)  # fmt: skip

# --- 1xx: identity and structure -----------------------------------------------------------------

TABLE_NOT_FOUND = _code(
    "TD101", "table-not-found", _E,
    Text("Không tìm thấy bảng chấm điểm: không có dòng tiêu đề đủ các cột {allowed}.",
         "No score table found: no row holds the column headings {allowed}."),
    Text("Giữ nguyên dòng tiêu đề sáu cột của biểu chính thức, hoặc chép điểm vào biểu trắng do `thidua template` tạo.",
         "Keep the six column headings of the official form, or copy the scores into a blank form made by `thidua template`."),
    Text("Bảng được tìm theo tiêu đề cột, ở bất kỳ vị trí nào trên bất kỳ trang nào của tệp.",
         "The table is found by its headings, anywhere on any sheet of the workbook."),
)  # fmt: skip
SEVERAL_TABLES = _code(
    "TD102", "several-tables", _E,
    Text("Tệp có {number} bảng chấm điểm ({places}); không rõ bảng nào là của đơn vị.",
         "The workbook holds {number} score tables ({places}); which one counts is not clear."),
    Text("Chỉ để một bảng chấm điểm trong mỗi tệp; tách các bảng khác sang tệp riêng.",
         "Keep one score table in each workbook; move the others into files of their own."),
    Text("Không bảng nào được chọn thay cho người dùng.", "No table is chosen on the user's behalf."),
)  # fmt: skip
UNIT_NOT_NAMED = _code(
    "TD103", "unit-not-named", _E,
    Text("Phiếu không nêu tên đơn vị.", "The sheet does not name its unit."),
    Text("Ghi dòng “Đơn vị: …” phía trên bảng.", "Write a line “Đơn vị: …” above the table."),
    Text("Phiếu thuộc đơn vị mà nội dung của nó nêu; tên tệp chỉ là gợi ý.",
         "A sheet belongs to the unit that its own text names; the file name is only a hint."),
)  # fmt: skip
UNIT_FROM_FILE_NAME = _code(
    "TD104", "unit-from-file-name", _W,
    Text("Phiếu không nêu tên đơn vị; tạm hiểu là “{name}” theo tên tệp.",
         "The sheet names no unit; taken to be “{name}” from the file name."),
    Text("Ghi dòng “Đơn vị: …” phía trên bảng để khỏi nhầm.", "Write a line “Đơn vị: …” above the table."),
    Text("Tên tệp dễ bị đổi hoặc chép nhầm, nên chỉ dùng khi phiếu không tự nêu tên.",
         "File names are easily changed or copied, so they are used only when the sheet itself is silent."),
)  # fmt: skip
UNIT_UNKNOWN = _code(
    "TD105", "unit-unknown", _E,
    Text("Đơn vị “{found}” không có trong danh sách thành viên của {cluster}.{meant}",
         "The unit “{found}” is not on the list of members of {cluster}.{meant}"),
    Text("Sửa tên đơn vị trên phiếu, hoặc bổ sung tên gọi khác (aliases) hay đơn vị vào cluster.yaml.",
         "Correct the name on the sheet, or add an alias or the unit to cluster.yaml."),
    Text("Thành viên của cụm do UBND tỉnh sắp xếp; phiếu của đơn vị ngoài danh sách không được tính.",
         "The province settles who belongs to a cluster; a sheet from outside the list is not counted."),
    "A.I.1",
)  # fmt: skip
UNIT_CONFLICT = _code(
    "TD106", "unit-conflict", _E,
    Text("Dòng “Đơn vị” ghi “{found}” nhưng mã biểu trong tệp là của “{allowed}”.",
         "The line “Đơn vị” says “{found}”, but the form was made for “{allowed}”."),
    Text("Dùng đúng biểu trắng đã tạo cho đơn vị mình; không chép biểu của đơn vị khác.",
         "Use the blank form made for the unit itself, not a copy of another unit's form."),
    Text("Hai tên khác nhau trong một phiếu: không chọn thay, phải hỏi lại.",
         "Two names in one sheet: none is chosen, somebody must say which is right."),
)  # fmt: skip
YEAR_MISMATCH = _code(
    "TD107", "year-mismatch", _E,
    Text("Phiếu ghi năm {found}, cụm chấm năm {allowed}.", "The sheet is for {found}, the cluster scores {allowed}."),
    Text("Gửi đúng phiếu của năm được chấm, hoặc sửa năm ghi trên phiếu.",
         "Send the sheet of the year that is scored, or correct the year written on it."),
    Text("Điểm của năm khác không được đưa vào xếp hạng.", "Scores of another year never enter a ranking."),
    "A.I.2",
)  # fmt: skip
RUBRIC_MISMATCH = _code(
    "TD108", "rubric-mismatch", _E,
    Text("Phiếu lập theo bảng “{found}”, cụm dùng bảng “{allowed}”.",
         "The sheet follows the table “{found}”, the cluster uses “{allowed}”."),
    Text("Chép điểm sang biểu đúng của cụm, do `thidua template --cluster` tạo.",
         "Copy the scores into the cluster's own form, made by `thidua template --cluster`."),
    Text("Các đơn vị trong một cụm phải chấm theo cùng một bảng thì tổng điểm mới so sánh được.",
         "Totals compare only when all members of a cluster use the same table."),
    "B.I",
)  # fmt: skip
RUBRIC_CHANGED = _code(
    "TD109", "rubric-changed", _W,
    Text("Biểu được tạo từ một phiên bản khác của bảng “{allowed}” (mã {found}).",
         "The form was made from another version of the table “{allowed}” (digest {found})."),
    Text("Đối chiếu với bảng hiện hành; nếu tiêu chí hoặc điểm chuẩn đã đổi, tạo lại biểu.",
         "Compare it with the table in force; make new forms if a criterion or maximum has changed."),
    Text("Mã của bảng được ghi vào biểu khi tạo và so lại khi đọc.",
         "The table's digest is written into the form and compared when it is read."),
)  # fmt: skip
RUBRIC_GUESSED = _code(
    "TD110", "rubric-guessed", _W,
    Text("Phiếu không nêu bảng tiêu chí; tạm dùng “{found}” theo nội dung các dòng{others}.",
         "The sheet names no table; “{found}” is used, judging from its rows{others}."),
    Text("Nêu bảng của cụm trong cluster.yaml, hoặc chạy với --rubric.",
         "Name the cluster's table in cluster.yaml, or run with --rubric."),
    Text("Các bảng có nhiều dòng giống nhau nên nhận dạng theo nội dung chỉ là phỏng đoán.",
         "The tables share many rows, so judging by content is a guess."),
)  # fmt: skip
ROW_MISSING = _code(
    "TD111", "row-missing", _E,
    Text("Thiếu dòng {criterion} “{title}”.", "The row {criterion} “{title}” is missing."),
    Text("Thêm lại dòng theo đúng biểu chính thức.", "Put the row back as in the official form."),
    Text("Biểu ban hành kèm theo hướng dẫn; thiếu một dòng thì không đủ điểm để cộng.",
         "The form is issued with the guidance; without the row the sum is incomplete."),
)  # fmt: skip
ROW_UNKNOWN = _code(
    "TD112", "row-unknown", _E,
    Text("Dòng “{found}” có điểm nhưng không thuộc bảng tiêu chí.", "The row “{found}” carries points but is not in the table."),
    Text("Bỏ dòng, hoặc ghi đúng số thứ tự và nội dung của tiêu chí; tiêu chí riêng của cụm phải có trong bảng của cụm.",
         "Remove it, or give it the number and text of its criterion; a cluster's own criteria belong in its own table."),
    Text("Điểm ở dòng lạ không được cộng và không được bỏ qua trong im lặng.",
         "Points in an unknown row are neither added nor dropped in silence."),
    "D.2",
)  # fmt: skip
ROW_REPEATED = _code(
    "TD113", "row-repeated", _E,
    Text("Tiêu chí {criterion} xuất hiện {number} lần: {places}.", "The criterion {criterion} stands {number} times: {places}."),
    Text("Chỉ giữ một dòng cho mỗi tiêu chí.", "Keep one row for each criterion."),
    Text("Không chọn thay dòng nào là đúng.", "Which row is right is not chosen on the user's behalf."),
)  # fmt: skip
ROW_TEXT_DIFFERS = _code(
    "TD114", "row-text-differs", _W,
    Text("Nội dung dòng {criterion} khác biểu chính thức: “{found}”; được nhận dạng theo {by}.",
         "The text of row {criterion} differs from the official form: “{found}”; recognised by {by}."),
    Text("Kiểm tra dòng có đúng là tiêu chí “{allowed}”; nếu đúng, chép lại nội dung chính thức.",
         "Check that the row is the criterion “{allowed}”; if so, restore the official text."),
    Text("Mỗi dòng được nhận theo số thứ tự và nội dung; khi hai dấu hiệu lệch nhau, việc nhận dạng là phỏng đoán.",
         "A row is recognised by its number and its text; where they disagree, it is a guess and said to be one."),
)  # fmt: skip
MAXIMUM_ALTERED = _code(
    "TD115", "maximum-altered", _W,
    Text("Điểm chuẩn tối đa ghi {found}, theo bảng là {allowed}.", "The maximum reads {found}; the table says {allowed}."),
    Text("Khôi phục điểm chuẩn của biểu chính thức; việc kiểm tra vẫn theo bảng.",
         "Restore the official maximum; checks follow the table in any case."),
    Text("Điểm chuẩn do hướng dẫn quy định, đơn vị không tự sửa.", "Maxima are set by the guidance, not by the unit."),
)  # fmt: skip
TOTAL_ROW_MISSING = _code(
    "TD116", "total-row-missing", _I,
    Text("Bảng không có dòng “Tổng cộng”.", "The table has no row “Tổng cộng”."),
    Text("Nên giữ dòng “Tổng cộng” như biểu chính thức; tổng vẫn được cộng lại từ các dòng.",
         "Keep the row as in the official form; the total is added up from the rows in any case."),
    Text("Tổng luôn được cộng lại; dòng tổng ghi sẵn chỉ để đối chiếu.",
         "The total is always recomputed; the stated one serves only for comparison."),
)  # fmt: skip
COLUMN_MISSING = _code(
    "TD117", "column-missing", _W,
    Text("Bảng thiếu cột “{found}”; cột đó coi như chưa chấm.", "The column “{found}” is missing; it counts as not scored."),
    Text("Giữ đủ sáu cột của biểu chính thức.", "Keep the six columns of the official form."),
    Text("Biểu chính thức có sáu cột theo thứ tự.", "The official form has six columns in order."),
)  # fmt: skip
COLUMN_REPEATED = _code(
    "TD118", "column-repeated", _E,
    Text("Cột “{found}” xuất hiện nhiều lần: {places}.", "The column “{found}” stands more than once: {places}."),
    Text("Chỉ giữ một cột cho mỗi loại điểm.", "Keep one column for each kind of score."),
    Text("Không chọn thay cột nào là đúng.", "Which column is right is not chosen on the user's behalf."),
)  # fmt: skip
TABLE_NOT_RECOGNISED = _code(
    "TD119", "table-not-recognised", _E,
    Text("Các dòng của bảng không thuộc bảng tiêu chí nào đã biết.", "The rows belong to no known score table."),
    Text("Dùng biểu trắng do `thidua template` tạo, hoặc chỉ định bảng của cụm bằng --rubric hay cluster.yaml.",
         "Use a blank form made by `thidua template`, or name the cluster's table with --rubric or in cluster.yaml."),
    Text("Muốn kiểm tra phải biết phiếu theo bảng tiêu chí nào.", "A sheet can be checked only against its own table."),
    "B",
)  # fmt: skip
ROW_NUMBER_DIFFERS = _code(
    "TD120", "row-number-differs", _W,
    Text("Dòng {criterion} ghi số thứ tự “{found}”, biểu chính thức là “{allowed}”; được nhận dạng theo nội dung.",
         "Row {criterion} is numbered “{found}”, the official form says “{allowed}”; recognised by its text."),
    Text("Kiểm tra dòng có đúng tiêu chí không; nếu đúng, ghi lại số thứ tự chính thức.",
         "Check that the row is this criterion; if so, restore the official number."),
    Text("Mỗi dòng được nhận theo số thứ tự và nội dung; khi hai dấu hiệu lệch nhau, nội dung đúng từng chữ được tin hơn.",
         "A row is recognised by its number and its text; where they disagree, a text that is right to the word counts."),
)  # fmt: skip
TABLE_TOO_LONG = _code(
    "TD122", "table-too-long", _E,
    Text("Bảng có hơn {allowed} dòng; các dòng từ ô này trở đi không được đọc.",
         "The table has more than {allowed} rows; those from this cell on are not read."),
    Text("Chỉ giữ các dòng của biểu chấm điểm; chuyển bảng khác sang trang hoặc tệp riêng.",
         "Keep the rows of the score table; move other tables to a sheet or file of their own."),
    Text("Biểu dài nhất có 23 dòng; bảng dài hơn nhiều lần không phải là biểu chấm điểm.",
         "The longest form has 23 rows; a table many times longer is no score sheet."),
)  # fmt: skip
UNIT_NAME_DIFFERS = _code(
    "TD121", "unit-name-differs", _W,
    Text("Phiếu ghi đơn vị “{found}”; tạm hiểu là “{allowed}” (chỉ khác dấu).",
         "The sheet says “{found}”; taken to be “{allowed}” (the accents differ)."),
    Text("Ghi đúng tên đơn vị trên phiếu, hoặc thêm tên này vào aliases trong cluster.yaml.",
         "Write the unit's name in full, or add this spelling to its aliases in cluster.yaml."),
    Text("Tên khác dấu có thể là đơn vị khác; chỉ nhận khi trong cụm không có đơn vị nào khác trùng.",
         "A name with other accents may be another unit; it is taken only if no other member fits."),
)  # fmt: skip

# --- 2xx: the value of a cell --------------------------------------------------------------------

SCORE_MISSING = _code(
    "TD201", "score-missing", _W,
    Text("Chưa chấm điểm (để trống, “-” hoặc “x”); không được tính là 0.", "Not scored (empty, “-” or “x”); this is not counted as 0."),
    Text("Nhập điểm trong khoảng {allowed}; nếu không có điểm, nhập 0.", "Enter a score within {allowed}; enter 0 for no points."),
    Text("Mỗi dòng của cột đã bắt đầu chấm phải có điểm, nếu không cột đó chưa đủ để xếp hạng.",
         "Once a column is begun, every row needs a score; an incomplete column cannot be ranked."),
    "C.I.2.1",
)  # fmt: skip
SCORE_NOT_A_NUMBER = _code(
    "TD202", "score-not-a-number", _E,
    Text("“{found}” không phải là điểm; cho phép {allowed}.", "“{found}” is not a score; allowed is {allowed}."),
    Text("Nhập một số, ví dụ 4 hoặc 4,5.", "Enter a number, such as 4 or 4.5."),
    Text("Điểm là số; chữ, ghi chú đưa vào cột Giải trình.", "A score is a number; notes belong in the column Giải trình."),
)  # fmt: skip
SCORE_ABOVE_MAXIMUM = _code(
    "TD203", "score-above-maximum", _E,
    Text("Điểm {found} vượt điểm chuẩn tối đa; cho phép {allowed}.", "The score {found} is above the maximum; allowed is {allowed}."),
    Text("Nhập điểm trong khoảng cho phép.", "Enter a score within the allowed range."),
    Text("Điểm của mỗi dòng không vượt điểm chuẩn tối đa của dòng đó.", "No row scores more than its maximum."),
)  # fmt: skip
SCORE_NEGATIVE = _code(
    "TD204", "score-negative", _E,
    Text("Điểm {found} là số âm; cho phép {allowed}.", "The score {found} is negative; allowed is {allowed}."),
    Text("Nhập điểm còn lại sau khi trừ, thấp nhất là 0.", "Enter what is left after the deduction, 0 at the least."),
    Text("Hướng dẫn không có điều nào cho điểm âm; trừ hết thì còn 0.", "No clause gives a negative score; deductions end at 0."),
)  # fmt: skip
SCORE_ERROR_CELL = _code(
    "TD205", "score-error-cell", _E,
    Text("Ô báo lỗi công thức {found}; cho phép {allowed}.", "The cell shows the formula error {found}; allowed is {allowed}."),
    Text("Nhập lại điểm bằng số.", "Type the score as a number."),
    Text("Ô lỗi không phải ô trống; giá trị thật không đoán được.", "An error is not a blank; its true value cannot be guessed."),
)  # fmt: skip
SCORE_IS_DATE = _code(
    "TD206", "score-is-date", _E,
    Text("Ô đã bị Excel đổi thành ngày {found}; cho phép {allowed}.", "Excel has turned the cell into the date {found}; allowed is {allowed}."),
    Text("Đặt định dạng ô là Số (Number) rồi nhập lại điểm, ví dụ 4,5.", "Format the cell as a number and type the score again."),
    Text("Gõ 4/5 hoặc 4.5 có thể thành ngày tháng; điểm gốc không đoán được.",
         "Typing 4/5 or 4.5 may make a date; the score meant cannot be guessed."),
)  # fmt: skip
SCORE_IS_PERCENT = _code(
    "TD207", "score-is-percent", _E,
    Text("“{found}” là tỷ lệ phần trăm, không phải điểm; cho phép {allowed}.", "“{found}” is a percentage, not a score; allowed is {allowed}."),
    Text("Nhập số điểm, ví dụ 4,5.", "Enter points, such as 4.5."),
    Text("Tỷ lệ phần trăm không tự đổi thành điểm.", "A percentage is not converted into points."),
)  # fmt: skip
SCORE_IS_BOOLEAN = _code(
    "TD208", "score-is-boolean", _E,
    Text("Ô chứa giá trị đúng/sai ({found}), không phải điểm; cho phép {allowed}.",
         "The cell holds a logical value ({found}), not a score; allowed is {allowed}."),
    Text("Nhập số điểm.", "Enter points."),
    Text("Giá trị đúng/sai không tự đổi thành điểm.", "A logical value is not converted into points."),
)  # fmt: skip
SCORE_UNCALCULATED = _code(
    "TD209", "score-uncalculated", _E,
    Text("Ô là công thức {found} chưa có kết quả; cho phép {allowed}.", "The formula {found} has no stored result; allowed is {allowed}."),
    Text("Mở tệp bằng Excel hoặc LibreOffice và lưu lại, hoặc nhập điểm bằng số.",
         "Open and save the file in Excel or LibreOffice, or type the score as a number."),
    Text("thidua không tính lại công thức của người dùng; chỉ đọc kết quả đã lưu.",
         "thidua does not evaluate a user's formulas; it reads their stored results."),
)  # fmt: skip
SCORE_AMBIGUOUS = _code(
    "TD210", "score-ambiguous", _E,
    Text("“{found}” có thể hiểu nhiều cách vì có nhiều dấu phân cách; cho phép {allowed}.",
         "“{found}” can be read in several ways, because it has several marks; allowed is {allowed}."),
    Text("Nhập lại với một dấu thập phân duy nhất, ví dụ 4,5.", "Type it with a single decimal mark, such as 4.5."),
    Text("Số có cả dấu chấm và dấu phẩy không được đoán.", "A number with both marks is not guessed at."),
)  # fmt: skip
SCORE_FINE = _code(
    "TD211", "score-fine", _I,
    Text("Điểm {found} không phải là bội số của {allowed}.", "The score {found} is no multiple of {allowed}."),
    Text("Không bắt buộc sửa; kiểm tra có đúng ý định không.", "No change is required; check that it is meant."),
    Text("Hướng dẫn không quy định bước điểm; điểm rất lẻ thường do gõ nhầm.",
         "The guidance sets no step; very fine scores are usually slips."),
)  # fmt: skip
SCORE_COVERED = _code(
    "TD212", "score-covered", _E,
    Text("Ô bị che trong vùng gộp ô nhưng vẫn chứa “{found}”; không ai nhìn thấy điểm này.",
         "The cell is covered by a merged range but still holds “{found}”, which nobody can see."),
    Text("Bỏ gộp ô, kiểm tra rồi nhập lại điểm trong khoảng {allowed}.", "Unmerge the cells, check and type a score within {allowed}."),
    Text("Chỉ ô trên cùng bên trái của vùng gộp được hiển thị; điểm không nhìn thấy thì không được tính.",
         "Only the top left cell of a merged range is shown; a score that cannot be seen is not counted."),
)  # fmt: skip

# --- 3xx: sums -----------------------------------------------------------------------------------

GROUP_SUM_DIFFERS = _code(
    "TD301", "group-sum-differs", _E,
    Text("Dòng {criterion} ghi {found}, các dòng con cộng lại là {allowed}.",
         "Row {criterion} says {found}; the rows below it add up to {allowed}."),
    Text("Sửa điểm các dòng con hoặc dòng cộng cho khớp.", "Correct the rows or their sum so that they agree."),
    Text("Tổng luôn được cộng lại từ các dòng; hai số khác nhau thì một số sai.",
         "Sums are always recomputed; where two numbers differ, one of them is wrong."),
)  # fmt: skip
TOTAL_DIFFERS = _code(
    "TD302", "total-differs", _E,
    Text("Dòng Tổng cộng ghi {found}, cộng lại là {allowed}.", "The total says {found}; the rows add up to {allowed}."),
    Text("Sửa điểm các dòng hoặc dòng Tổng cộng cho khớp.", "Correct the rows or the total so that they agree."),
    Text("Tổng luôn được cộng lại từ các dòng; hai số khác nhau thì một số sai.",
         "Sums are always recomputed; where two numbers differ, one of them is wrong."),
)  # fmt: skip
SUM_UNREADABLE = _code(
    "TD303", "sum-unreadable", _W,
    Text("Không đối chiếu được tổng ghi ở dòng {row}: “{found}”; cộng lại là {allowed}.",
         "The sum stated in row {row} cannot be compared: “{found}”; the rows add up to {allowed}."),
    Text("Mở tệp bằng Excel và lưu lại, hoặc nhập tổng bằng số.", "Open and save the file in Excel, or type the sum."),
    Text("Tổng ghi sẵn là công thức chưa tính, ô lỗi hoặc chữ; tổng được cộng lại nên xếp hạng không đổi.",
         "The sum is an uncalculated formula, an error or text; the total is recomputed, so no rank depends on it."),
)  # fmt: skip
SUM_NOT_CHECKED = _code(
    "TD304", "sum-not-checked", _I,
    Text("Chưa đối chiếu được tổng ở dòng {row} vì có dòng bên dưới bị lỗi.",
         "The sum in row {row} was not compared, because a row below it is faulty."),
    Text("Sửa các dòng bị lỗi rồi kiểm tra lại.", "Correct the faulty rows and check again."),
    Text("Việc kiểm tra nào không chạy được thì phải nói rõ.", "A check that could not run says so."),
)  # fmt: skip

# --- 4xx: rules of one sheet ---------------------------------------------------------------------

ALL_AT_MAXIMUM = _code(
    "TD401", "all-at-maximum", _W,
    Text("Tất cả nội dung đều đạt điểm tối đa; đề nghị rà soát.", "Every row is at its maximum; please review."),
    Text("Đối chiếu từng nội dung với minh chứng.", "Compare each row with its evidence."),
    Text("Hướng dẫn yêu cầu tránh tình trạng nội dung nào cũng đạt điểm tối đa.",
         "The guidance asks to avoid full marks in everything."),
    "C.I.1.3",
)  # fmt: skip
BOARD_OUTSIDE_SCOPE = _code(
    "TD402", "board-outside-scope", _W,
    Text("Cột Ban TĐKT ghi {found}, cột Cụm chấm ghi {allowed}; mục này lấy điểm Cụm chấm.",
         "The board column says {found}, the cluster column {allowed}; the cluster's score is used here."),
    Text("Xác nhận với Ban TĐKT; nếu Ban thẩm định cả mục này, đặt readings.appraisal_scope trong cluster.yaml.",
         "Confirm with the board; if it re-examines this section too, set readings.appraisal_scope in cluster.yaml."),
    Text("Mục C.I.2.4 ghi 'nội dung II - Công tác thi đua, khen thưởng', trong khi công tác thi đua, khen thưởng là mục III. "
         "Đang hiểu Ban TĐKT thẩm định mục III; mục I, II lấy điểm Cụm chấm.",
         "C.I.2.4 says 'section II - emulation work', but emulation work is section III. It is read as section III; "
         "sections I and II keep the cluster's score."),
    "C.I.2.4",
)  # fmt: skip

# --- 5xx: the cluster ----------------------------------------------------------------------------

MEMBER_MISSING = _code(
    "TD501", "member-missing", _W,
    Text("Chưa có phiếu của {name}.", "There is no sheet from {name}."),
    Text("Đôn đốc đơn vị gửi phiếu; khi có, đặt vào thư mục của cụm rồi chạy lại.",
         "Remind the unit; put its sheet into the cluster's folder and run again."),
    Text("Mỗi đơn vị thành viên tự chấm và gửi một phiếu.", "Every member scores itself and sends one sheet."),
    "A.II.3",
)  # fmt: skip
SHEETS_REPEATED = _code(
    "TD502", "sheets-repeated", _E,
    Text("{name} có {number} phiếu: {files}; không phiếu nào được dùng.",
         "{name} has {number} sheets: {files}; none of them is used."),
    Text("Chỉ giữ phiếu đúng trong thư mục; chuyển các bản khác ra ngoài.",
         "Keep the right sheet in the folder and move the others out."),
    Text("Không tự chọn bản mới hơn: ngày của tệp không nói lên bản nào đúng.",
         "The newer one is not chosen: a file's date does not say which is right."),
)  # fmt: skip
NO_CLUSTER_FILE = _code(
    "TD503", "no-cluster-file", _W,
    Text("Thư mục không có cluster.yaml: thành viên lấy theo các phiếu tìm thấy; chưa kiểm tra được đơn vị thiếu, "
         "đơn vị ngoài danh sách, không xét, chưa xét và kết quả bỏ phiếu.",
         "The folder has no cluster.yaml: the members are the units found; missing, foreign, excluded and pending "
         "units and ballots cannot be checked."),
    Text("Lập cluster.yaml với name, year, rubric và units.", "Write a cluster.yaml with name, year, rubric and units."),
    Text("Số đơn vị của cụm quyết định số Bằng khen.", "The number of members decides the number of certificates."),
    "C.II",
)  # fmt: skip

# --- 6xx: ranking and awards ---------------------------------------------------------------------

NOT_FINAL = _code(
    "TD601", "not-final", _W,
    Text("Xếp hạng theo “{used}” {label}; kết quả cuối cùng có sau khi Ban TĐKT thẩm định.",
         "The ranking by the {used} is {label}; the final result awaits the board's examination."),
    Text("Bổ sung điểm còn thiếu: {missing}.", "Fill in what is missing: {missing}."),
    Text("Tổng điểm sau khi Ban Thi đua - Khen thưởng thẩm định là kết quả cuối cùng để bình xét.",
         "The total after the board's examination is the final result."),
    "C.I.2.4",
)  # fmt: skip
UNIT_NOT_RANKED = _code(
    "TD602", "unit-not-ranked", _W,
    Text("{name} chưa được xếp hạng: cột {stage} còn thiếu điểm ở {missing}.",
         "{name} is not ranked: the {stage} is missing in {missing}."),
    Text("Bổ sung các ô còn trống rồi chạy lại.", "Fill in the empty cells and run again."),
    Text("Một cột chỉ được tính khi mọi dòng của cột đã có điểm.", "A column counts only when every row of it is scored."),
    "C.I.2",
)  # fmt: skip
FLAG_BALLOT_OPEN = _code(
    "TD603", "flag-ballot-open", _W,
    Text("{number} đơn vị cùng điểm cao nhất ({total}): {names}. Cần kết quả bỏ phiếu trước khi đề nghị Cờ thi đua.",
         "{number} units share the highest total ({total}): {names}. A ballot must decide before the flag is proposed."),
    Text("Tổ chức bỏ phiếu và ghi kết quả vào mục ballots của cluster.yaml (award: flag, between, votes, voters).",
         "Hold the ballot and record it under ballots in cluster.yaml (award: flag, between, votes, voters)."),
    Text("Bằng điểm cao nhất thì bỏ phiếu để chọn đơn vị dẫn đầu; không tự phân định.",
         "Equal highest totals are decided by a ballot, never silently."),
    "C.II",
)  # fmt: skip
LEADER_BELOW_THRESHOLD = _code(
    "TD604", "leader-below-threshold", _W,
    Text("Đơn vị dẫn đầu đạt {found} điểm, dưới {allowed}: không đề nghị Cờ thi đua (thiếu {short} điểm).",
         "The leading unit has {found} points, below {allowed}: no flag is proposed (short by {short})."),
    Text("Không cần làm gì nếu điểm đã đúng.", "Nothing to do if the scores are right."),
    Text("Đơn vị dẫn đầu phải đạt tối thiểu 110 điểm mới được đề nghị tặng Cờ.",
         "The leading unit needs at least 110 points for the flag."),
    "C.II",
)  # fmt: skip
CERTIFICATES_WITHOUT_FLAG = _code(
    "TD605", "certificates-without-flag", _W,
    Text("Không có đơn vị được đề nghị Cờ nên chưa có đơn vị “liền kề sau”; chưa đề nghị Bằng khen. Đơn vị có điểm cao nhất: {names}.",
         "No flag is proposed, so no unit is “next after” its holder; no certificate is proposed. Highest totals: {names}."),
    Text("Xin ý kiến Sở Nội vụ (Ban TĐKT); đổi cách hiểu tại readings.certificates_without_flag nếu được chấp thuận.",
         "Ask the board; set readings.certificates_without_flag if another reading is approved."),
    Text("Bằng khen dành cho đơn vị có số điểm liền kề sau đơn vị được tặng Cờ.",
         "Certificates go to the units next after the holder of the flag."),
    "C.II",
)  # fmt: skip
CERTIFICATE_BALLOT_OPEN = _code(
    "TD606", "certificate-ballot-open", _W,
    Text("{number} đơn vị bằng điểm ({total}) cho {places} Bằng khen còn lại: {names}. Cần bỏ phiếu.",
         "{number} units tie ({total}) for the {places} remaining certificate(s): {names}. A ballot is needed."),
    Text("Bỏ phiếu (áp dụng tương tự Cờ thi đua) và ghi kết quả vào ballots của cluster.yaml (award: certificate).",
         "Hold a ballot, by analogy with the flag, and record it under ballots in cluster.yaml (award: certificate)."),
    Text("Hướng dẫn chỉ quy định bỏ phiếu cho vị trí dẫn đầu; ở đây áp dụng tương tự.",
         "The guidance provides a ballot for the first place only; it is applied here by analogy."),
    "C.II",
)  # fmt: skip
SIX_MEMBERS = _code(
    "TD607", "six-members", _W,
    Text("Cụm có đúng 06 đơn vị: mục C.II chỉ quy định 'dưới 06' và 'từ 07 trở lên'. Đang áp dụng {used} Bằng khen; "
         "đổi tại readings.certificates_when_6. Đề nghị xin ý kiến Sở Nội vụ (Ban TĐKT).",
         "The cluster has exactly 6 members: C.II speaks only of fewer than 6 and of 7 or more. {used} certificate(s) "
         "are applied; change it at readings.certificates_when_6. Please ask the board."),
    Text("Ghi ý kiến của Ban TĐKT và đặt readings.certificates_when_6 (1 hoặc 2).",
         "Record the board's opinion and set readings.certificates_when_6 (1 or 2)."),
    Text("Hướng dẫn bỏ sót trường hợp đúng 06 đơn vị.", "The guidance leaves out the case of exactly six members."),
    "C.II",
)  # fmt: skip
COUNT_MATTERS = _code(
    "TD608", "count-matters", _W,
    Text("Cụm có {listed} đơn vị trong danh sách ({quota} Bằng khen); nếu chỉ tính {other} đơn vị được xét thì là {other_quota}.",
         "The list has {listed} members ({quota} certificate(s)); counting only the {other} considered it would be {other_quota}."),
    Text("Mặc định tính theo danh sách; chọn listed hoặc eligible tại readings.members_counted theo ý kiến Ban TĐKT.",
         "The list counts by default; choose listed or eligible at readings.members_counted as the board decides."),
    Text("Hướng dẫn nói “Cụm có … đơn vị”, không nói rõ có trừ đơn vị không xét hay không.",
         "The guidance says “a cluster of … units” without saying whether units set aside count."),
    "C.II",
)  # fmt: skip
BALLOT_INVALID = _code(
    "TD609", "ballot-invalid", _E,
    Text("Kết quả bỏ phiếu xét {award} không hợp lệ: {reason}.", "The recorded ballot for the {award} is not valid: {reason}."),
    Text("Đối chiếu biên bản kiểm phiếu và sửa mục ballots trong cluster.yaml.",
         "Compare the minutes of the count and correct ballots in cluster.yaml."),
    Text("Kết quả bỏ phiếu chỉ được dùng khi đúng các đơn vị bằng điểm, số phiếu không vượt số người bỏ phiếu và có đơn vị cao phiếu nhất.",
         "A ballot counts only between exactly the tied units, with no more votes than voters and a clear winner."),
    "C.II",
)  # fmt: skip
BALLOT_UNUSED = _code(
    "TD610", "ballot-unused", _W,
    Text("Kết quả bỏ phiếu xét {award} giữa {names} không được dùng: {reason}.",
         "The ballot for the {award} between {names} is not used: {reason}."),
    Text("Kiểm tra lại; nếu không còn bằng điểm thì bỏ mục này khỏi ballots.",
         "Check it; remove it from ballots if there is no tie any more."),
    Text("Bỏ phiếu chỉ dùng khi các đơn vị bằng điểm ở vị trí xét thưởng.",
         "A ballot is used only where units tie for an award."),
    "C.II",
)  # fmt: skip
BALLOT_TIED = _code(
    "TD611", "ballot-tied", _W,
    Text("Bỏ phiếu xét {award} chưa phân định được: {names} cùng được {votes} phiếu.",
         "The ballot for the {award} decided nothing: {names} have {votes} votes each."),
    Text("Bỏ phiếu lại và ghi thêm kết quả lần sau vào ballots.", "Vote again and add the new result to ballots."),
    Text("Hướng dẫn không nói gì về bằng phiếu; không tự phân định.", "The guidance is silent on tied votes; they are not broken silently."),
    "C.II",
)  # fmt: skip
PENDING_MATTERS = _code(
    "TD612", "pending-matters", _W,
    Text("{name} thuộc diện chưa xét, đạt {total} điểm; nếu được xét sẽ xếp hạng {rank} và đề nghị khen thưởng sẽ thay đổi.",
         "{name} is pending with {total} points; if cleared it would rank {rank} and change the proposals."),
    Text("Chờ kết luận của cơ quan có thẩm quyền; cập nhật status trong cluster.yaml.",
         "Await the conclusion of the competent body; then update its status in cluster.yaml."),
    Text("Chưa xét đơn vị có dấu hiệu sai phạm đang chờ kết luận.", "Units awaiting a conclusion are not yet considered."),
    "D.3",
)  # fmt: skip
NARROW_GAP = _code(
    "TD613", "narrow-gap", _I,
    Text("{first} hơn {second} {gap} điểm ở vị trí quyết định khen thưởng.",
         "{first} leads {second} by {gap} points at a place that decides an award."),
    Text("Nên kiểm tra lại điểm của hai đơn vị trước khi trình.", "Check the scores of both units before submitting."),
    Text("Khoảng cách rất nhỏ vẫn là hơn điểm: so sánh trên số chính xác, không làm tròn.",
         "A very small gap is still a lead: exact numbers are compared, without rounding."),
    "C.II",
)  # fmt: skip
NOT_REGISTERED = _code(
    "TD614", "not-registered", _W,
    Text("{name}: cluster.yaml ghi {what}; mục D.3 không xét đơn vị không đăng ký và ký kết giao ước, nhưng status vẫn là eligible.",
         "{name}: cluster.yaml says {what}; D.3 leaves out units that did not register and sign, yet the status is eligible."),
    Text("Nếu đúng, đặt status: excluded kèm reason và basis; nếu không, sửa registered hoặc signed.",
         "If so, set status: excluded with reason and basis; if not, correct registered or signed."),
    Text("Việc không xét phải do người có thẩm quyền quyết định, có văn bản; thidua không tự loại.",
         "Exclusion is a human decision with a document; thidua never excludes by itself."),
    "D.3",
)  # fmt: skip
CERTIFICATE_BELOW_THRESHOLD = _code(
    "TD615", "certificate-below-threshold", _I,
    Text("{name} được đề nghị Bằng khen với {total} điểm, dưới {allowed}; hướng dẫn không quy định điểm tối thiểu cho Bằng khen.",
         "{name} is proposed for a certificate with {total} points, below {allowed}; the guidance sets no minimum for certificates."),
    Text("Không cần làm gì; ghi chú này để tránh hiểu nhầm.", "Nothing to do; said so that readers do not wonder."),
    Text("Mức 110 điểm chỉ áp dụng cho Cờ thi đua.", "The threshold of 110 applies to the flag only."),
    "C.II",
)  # fmt: skip
NO_STAGE = _code(
    "TD616", "no-stage", _W,
    Text("Chưa xếp hạng được đơn vị nào; lý do ghi ở từng đơn vị.", "No unit can be ranked yet; the reason stands with each of them."),
    Text("Xử lý theo lý do của từng đơn vị rồi chạy lại.", "Settle what holds each unit back, then run again."),
    Text("Một cột chỉ được tính khi mọi dòng của cột đã có điểm.", "A column counts only when every row of it is scored."),
    "C.I.2",
)  # fmt: skip
AWARDS_CHANGED = _code(
    "TD617", "awards-changed-by-board", _W,
    Text("Đề nghị khen thưởng sau thẩm định khác kết quả Cụm đã thông qua: {changes}. Cần bình xét lại.",
         "After the board's examination the proposals differ from what the cluster adopted: {changes}. They need to be settled anew."),
    Text("Báo Cụm trưởng tổ chức bình xét lại theo kết quả thẩm định.", "Have the cluster's head settle the proposals anew."),
    Text("Hội nghị tổng kết thông qua kết quả chấm điểm; tổng điểm sau thẩm định mới là kết quả cuối cùng.",
         "The conference adopts the scores, but the total after the board's examination is final."),
    "C.I.2.4",
)  # fmt: skip

# --- 9xx: rubrics, settings, outputs -------------------------------------------------------------

SETTINGS_SYNTAX = _code(
    "TD901", "settings-syntax", _E,
    Text("Dòng {line}, cột {column}: sai cú pháp YAML: {problem}.", "Line {line}, column {column}: not valid YAML: {problem}."),
    Text("Sửa dòng này; thụt lề bằng dấu cách, sau dấu hai chấm có một dấu cách.",
         "Correct the line; indent with spaces and leave a space after each colon."),
    Text("Tệp cấu hình và bảng tiêu chí viết bằng YAML.", "Settings and rubrics are written in YAML."),
)  # fmt: skip
SETTINGS_UNKNOWN_KEY = _code(
    "TD902", "settings-unknown-key", _E,
    Text("Dòng {line}, cột {column}: không có mục “{found}” trong {within}.{meant}",
         "Line {line}, column {column}: there is no “{found}” in {within}.{meant}"),
    Text("Cho phép: {allowed}.", "Allowed: {allowed}."),
    Text("Mục viết sai tên sẽ bị bỏ qua trong im lặng nếu không báo.", "A misspelt key would otherwise be dropped in silence."),
)  # fmt: skip
SETTINGS_MISSING_KEY = _code(
    "TD903", "settings-missing-key", _E,
    Text("Dòng {line}, cột {column}: thiếu mục “{found}” trong {within}.", "Line {line}, column {column}: “{found}” is missing in {within}."),
    Text("Bổ sung mục này.", "Add it."),
    Text("Mục bắt buộc không có giá trị mặc định.", "A required key has no default."),
)  # fmt: skip
SETTINGS_BAD_VALUE = _code(
    "TD904", "settings-bad-value", _E,
    Text("Dòng {line}, cột {column}: “{found}” không hợp lệ cho {within}; cần {allowed}.{meant}",
         "Line {line}, column {column}: “{found}” is not valid for {within}; expected {allowed}.{meant}"),
    Text("Sửa giá trị.", "Correct the value."),
    Text("Mỗi mục chỉ nhận một kiểu giá trị.", "Each key takes one kind of value."),
)  # fmt: skip
SETTINGS_REPEATED_KEY = _code(
    "TD905", "settings-repeated-key", _E,
    Text("Dòng {line}, cột {column}: mục “{found}” lặp lại (đã có ở dòng {first}).",
         "Line {line}, column {column}: “{found}” is repeated (first in line {first})."),
    Text("Chỉ giữ một mục.", "Keep one of them."),
    Text("YAML thông thường lấy mục sau và bỏ mục trước trong im lặng.", "Ordinary YAML keeps the later one in silence."),
)  # fmt: skip
RUBRIC_NOT_FOUND = _code(
    "TD906", "rubric-not-found", _E,
    Text("Không có bảng tiêu chí “{found}”.{meant}", "There is no rubric “{found}”.{meant}"),
    Text("Xem danh sách bằng `thidua rubric list`, hoặc ghi đường dẫn tới tệp bảng của cụm.",
         "List the rubrics with `thidua rubric list`, or give the path of the cluster's own."),
    Text("Bảng được gọi bằng mã hoặc bằng đường dẫn tương đối với cluster.yaml.",
         "A rubric is named by id, or by a path relative to cluster.yaml."),
)  # fmt: skip
RUBRIC_INCONSISTENT = _code(
    "TD907", "rubric-inconsistent", _E,
    Text("{where}: {problem}.", "{where}: {problem}."),
    Text("Sửa bảng tiêu chí cho khớp với văn bản ban hành.", "Correct the rubric to agree with the issued text."),
    Text("Bảng cộng sai hoặc trùng mã sẽ cho điểm sai cho mọi đơn vị.", "A rubric that does not add up would misjudge every unit."),
    "D.2",
)  # fmt: skip
READING_UNKNOWN = _code(
    "TD908", "reading-unknown", _E,
    Text("Dòng {line}, cột {column}: “{found}” không phải lựa chọn của cách hiểu “{reading}”.{meant}",
         "Line {line}, column {column}: “{found}” is no option of the reading “{reading}”.{meant}"),
    Text("Cho phép: {allowed}.", "Allowed: {allowed}."),
    Text("Cách hiểu là lựa chọn có tên, có mặc định và có căn cứ trong bảng tiêu chí.",
         "A reading is a named choice of the rubric, with a default and a clause."),
)  # fmt: skip
UNIT_NOT_LISTED = _code(
    "TD909", "unit-not-listed", _E,
    Text("Dòng {line}, cột {column}: “{found}” ở {within} không có trong units.{meant}",
         "Line {line}, column {column}: “{found}” in {within} is not among the units.{meant}"),
    Text("Ghi đúng mã (id) của một đơn vị trong units.", "Write the id of one of the units."),
    Text("Cụm trưởng, Cụm phó và các đơn vị bỏ phiếu phải là thành viên của cụm.",
         "Leader, deputies and units in a ballot must be members."),
)  # fmt: skip
UNIT_REPEATED = _code(
    "TD910", "unit-repeated", _E,
    Text("Dòng {line}, cột {column}: “{found}” trùng với đơn vị “{other}”.", "Line {line}, column {column}: “{found}” repeats the unit “{other}”."),
    Text("Mỗi mã, tên và tên gọi khác chỉ thuộc một đơn vị.", "Each id, name and alias belongs to one unit."),
    Text("Tên được so không phân biệt hoa thường, khoảng trắng, dấu câu và vị trí đặt dấu thanh.", "Names are compared without case, spacing, punctuation and the placement of accents."),
)  # fmt: skip
STATUS_WITHOUT_BASIS = _code(
    "TD911", "status-without-basis", _E,
    Text("Dòng {line}, cột {column}: {name} có status: {status} nhưng thiếu {found}.",
         "Line {line}, column {column}: {name} has status: {status} but no {found}."),
    Text("Ghi lý do (reason) và số văn bản (basis).", "Give the reason and the document (basis)."),
    Text("Không xét hoặc chưa xét một đơn vị phải có căn cứ bằng văn bản.", "Setting a unit aside needs a document."),
    "D.3",
)  # fmt: skip
OUTPUT_NOT_WRITABLE = _code(
    "TD912", "output-not-writable", _E,
    Text("Không ghi được kết quả: {reason}.", "The result cannot be written: {reason}."),
    Text("Đóng tệp nếu đang mở trong Excel, kiểm tra quyền ghi và dung lượng đĩa rồi chạy lại.",
         "Close the file if it is open in Excel, check write access and disk space, then run again."),
    Text("Kết quả được ghi ra tệp tạm rồi đổi tên, nên bản cũ còn nguyên.",
         "Results are written to a temporary file and renamed, so the old one is intact."),
)  # fmt: skip
NO_CLUSTER_OF_YEAR = _code(
    "TD913", "no-cluster-of-year", _E,
    Text("Không có cụm nào của năm {found}; tìm thấy: {allowed}.", "There is no cluster of {found}; found: {allowed}."),
    Text("Chọn đúng năm với --year (cụm theo năm học: ví dụ --year 2018-2019).",
         "Name the year with --year (school-year clusters: --year 2018-2019, for instance)."),
    Text("Năm học phải ghi cả hai năm để không lấy nhầm phiếu.", "A school year names both years, so that no wrong sheets are taken."),
    "A.I.2",
)  # fmt: skip
CLUSTER_LEFT_OUT = _code(
    "TD914", "cluster-left-out", _I,
    Text("Không xếp hạng {name}: cụm chấm năm {allowed}, không phải {found}.", "Left out {name}: its year is {allowed}, not {found}."),
    Text("Chạy riêng với --year {allowed}.", "Run it with --year {allowed}."),
    Text("Cụm của năm khác không được xếp hạng chung một lần chạy.", "Clusters of another year are not ranked in the same run."),
    "A.I.2",
)  # fmt: skip
NO_CLUSTER_FOUND = _code(
    "TD915", "no-cluster-found", _E,
    Text("Không tìm thấy cụm nào: không có cluster.yaml và không có phiếu chấm.", "No cluster found: neither a cluster.yaml nor a score sheet."),
    Text("Chỉ ra đúng thư mục của cụm, hoặc thư mục chứa các cụm.", "Name the folder of a cluster, or the one that holds the clusters."),
    Text("Một cụm là thư mục có cluster.yaml, bên cạnh là phiếu của các đơn vị.",
         "A cluster is a folder with a cluster.yaml, and the units' sheets beside it."),
)  # fmt: skip
WRONG_USAGE = _code(
    "TD916", "wrong-usage", _E,
    Text("{problem}", "{problem}"),
    Text("Xem cách dùng: thidua {command} --help", "See the usage: thidua {command} --help"),
    Text("Lệnh, đối số hoặc tùy chọn không đúng.", "A command, argument or option is wrong."),
)  # fmt: skip
FORM_IN_USE = _code(
    "TD918", "form-in-use", _E,
    Text("Tệp này đã có nội dung; không ghi biểu trắng đè lên.", "This file already holds answers; no blank form is written over it."),
    Text("Chọn tên khác bằng -o, hoặc chuyển tệp cũ đi nơi khác rồi chạy lại.", "Choose another name with -o, or move the old file away and run again."),
    Text("Một phiếu đã điền không bao giờ bị ghi đè.", "A sheet that somebody has filled in is never overwritten."),
)  # fmt: skip
YEAR_NOT_COVERED = _code(
    "TD917", "year-not-covered", _W,
    Text("{document} áp dụng chấm điểm từ năm {allowed}; cụm chấm năm {found}.", "{document} scores {allowed} and later; the cluster scores {found}."),
    Text("Kiểm tra văn bản hướng dẫn áp dụng cho năm {found}.", "Check which guidance governs {found}."),
    Text("Hướng dẫn ban hành tháng 4/2019, thay thế Hướng dẫn số 37/HD-SNV ngày 21/3/2016.",
         "The guidance of April 2019 replaces the one of 21 March 2016."),
    "D",
)  # fmt: skip
OUR_FAULT = _code(
    "TD970", "our-fault", _E,
    Text("thidua gặp lỗi ngoài dự kiến: {reason}.", "thidua met an unexpected fault: {reason}."),
    Text("Gửi cho người phụ trách phần mềm: lệnh đã chạy, phiên bản ({version}) và dòng này; thêm --debug để xem chi tiết.",
         "Send the command, the version ({version}) and this line to whoever maintains it; --debug shows details."),
    Text("Đây là lỗi của thidua, không phải của người dùng; không tệp nào bị thay đổi.",
         "This is a fault of ours, not yours; no file was changed."),
)  # fmt: skip
