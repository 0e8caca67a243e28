"""Every finding code, once: its weight, its sentences in both languages, its cause and its cure.

This module knows how a finding reads, never how it is found. A code is never reused.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import islice
from string import Formatter
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from msgspec import Struct

from thidua_cli.findings import Between, Finding, Severity, Waived
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


class Example(NamedTuple):
    """What provokes a finding, and the same as it should be; for `thidua explain`."""

    bad: Text
    good: Text


class Code(Struct, frozen=True):
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

    @property
    def example(self) -> Example | None:
        """A bad and a good example."""
        return EXAMPLES.get(self.id)

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
        allowed: str | Decimal | Between | date | None = None,
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


class Reason(Struct, frozen=True):
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

_LONGEST_SHOWN, _LONGEST_FOUND, _MOST_LISTED = 500, 80, 30
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
        listed = [shown(item, lang) for item in value[:_MOST_LISTED]]
        rest = len(value) - len(listed)
        return ", ".join(listed) + (Text(f" và {rest} nữa", f" and {rest} more").to(lang) if rest else "")
    return _short(" ".join(str(value).translate(_CONTROL).split()), _LONGEST_SHOWN)


def filled(template: Text, **values: Any) -> Text:
    """The template in both languages, with each value as that language shows it."""
    return Text(
        template.vi.format_map({name: shown(value, "vi") for name, value in values.items()}),
        template.en.format_map({name: shown(value, "en") for name, value in values.items()}),
    )


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
    fix = code.fix.to(lang).format_map(values) if finding.waived is None else waiver_in_words(finding.waived).to(lang)
    return Said(code.message.to(lang).format_map(values), fix)


WAIVED = Text("Đã chấp nhận", "Waived")
_ACCEPTED = Text("Được chấp nhận: {reason} ({by}).", "Waived: {reason} ({by}).")
_UNTIL = Text("đến {day}", "until {day}")


def waiver_in_words(waived: Waived) -> Text:
    """On what word a finding is accepted: it stands where else the cure would."""
    by = [filled(Text("{value}", "{value}"), value=each) for each in (waived.who, waived.document)]
    by += [filled(_UNTIL, day=waived.until)] if waived.until else []
    joined = Text("; ".join(each.vi for each in by), "; ".join(each.en for each in by))
    return filled(_ACCEPTED, reason=waived.reason.rstrip("."), by=joined)


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
    Text("Đọc được .xlsx, .xlsm, .xltx, .xltm, .xls, .xlsb, .ods và bảng trong .docx; định dạng khác phải lưu lại.",
         "Files .xlsx, .xlsm, .xltx, .xltm, .xls, .xlsb, .ods and tables in .docx are read; others must be saved anew."),
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
    Text("Không có tệp hoặc thư mục này.{meant}", "There is no such file or folder.{meant}"),
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
ERRORS_NOT_SEEN = _code(
    "TD015", "errors-not-seen", _W,
    Text("Ở định dạng {found}, ô lỗi đọc ra như ô trống, tỷ lệ phần trăm như số thường và không thấy công thức.",
         "In the format {found} error cells come as blanks, percentages as plain numbers, and formulas are not seen."),
    Text("Lưu lại dạng Sổ làm việc Excel (Excel Workbook, .xlsx) để được kiểm tra đủ; nếu không, soát lại các ô trống.",
         "Save it as an Excel Workbook (.xlsx) to have everything checked; else look at the blank cells once more."),
    Text("Tệp .xls và .xlsb được đọc qua một tiến trình riêng, chỉ cho biết giá trị của ô.",
         "Files .xls and .xlsb are read by a separate process that tells only the values of cells."),
)  # fmt: skip
READ_FROM_WORD = _code(
    "TD016", "read-from-word", _I,
    Text("Phiếu là văn bản Word; mỗi bảng được đọc như một trang tính: {places}.",
         "The sheet is a Word document; each of its tables is read as a worksheet: {places}."),
    Text("Không cần làm gì; các ô nêu trong báo cáo đếm theo số dòng này, cột A là cột đầu của bảng.",
         "Nothing to do; cells in the report are counted from that row, column A being the table's first."),
    Text("Các dòng chữ phía trên bảng được đếm trước, nên dòng đầu của bảng không phải là dòng 1.",
         "The lines above a table are counted first, so that its first row is not row 1."),
)  # fmt: skip
CHANGES_NOT_ACCEPTED = _code(
    "TD017", "changes-not-accepted", _W,
    Text("Văn bản Word còn thay đổi chưa được chấp nhận; chữ thêm được đọc, chữ xóa không được đọc.",
         "The Word document holds changes that nobody has accepted; what was inserted is read, what was deleted is not."),
    Text("Mở văn bản, vào Xem lại > Chấp nhận (hoặc từ chối) mọi thay đổi, lưu rồi chạy lại.",
         "Open it, accept or reject all changes (Review), save and run again."),
    Text("Điểm đang sửa dở trong chế độ theo dõi thay đổi chưa phải là điểm đã chốt.",
         "A score that is still being changed under revision marks is not settled."),
)  # fmt: skip
DOCUMENT_SKIPPED = _code(
    "TD018", "document-skipped", _I,
    Text("Bỏ qua {number} văn bản Word không có bảng chấm điểm: {names}.",
         "Passed over {number} Word document(s) without a score table: {names}."),
    Text("Không cần làm gì; nếu trong đó có phiếu chấm, giữ nguyên dòng tiêu đề các cột của biểu chính thức.",
         "Nothing to do; if one of them is a sheet, keep the column headings of the official form."),
    Text("Báo cáo, công văn thường nằm cùng thư mục với phiếu; chỉ văn bản có bảng chấm điểm được đọc làm phiếu.",
         "Reports and letters often lie beside the sheets; only a document with a score table is read as one."),
)  # fmt: skip

OUTPUT_OPEN_ELSEWHERE = _code(
    "TD030", "output-open-elsewhere", _E,
    Text("Tệp kết quả đang mở ở chương trình khác nên không thay được; kết quả mới ghi ở {target}.",
         "The result is open in another program and cannot be replaced; the new one stands in {target}."),
    Text("Đóng tệp rồi chạy lại, hoặc dùng tệp vừa ghi.", "Close it and run again, or use the file just written."),
    Text("Bản đang mở còn nguyên; hai bản không bị trộn lẫn.", "The open one is intact; the two are never mixed."),
)  # fmt: skip
OUTPUT_TEXT_ALTERED = _code(
    "TD031", "output-text-altered", _W,
    Text("{number} chỗ có chữ không ghi nguyên được: {places}.", "{number} place(s) hold text that cannot be written as it is: {places}."),
    Text("Xem nguyên văn ở phiếu gốc; ký tự điều khiển được thay bằng “�”, phần quá dài được cắt và có dấu “…”.",
         "See the original sheet; control characters are replaced by “�”, what is too long is cut and ends in “…”."),
    Text("Một ô bảng tính chứa tối đa 32.767 ký tự; bảng tính và văn bản Word không chứa ký tự điều khiển.",
         "A cell of a workbook holds at most 32,767 characters; neither workbooks nor Word documents hold control characters."),
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
COLUMN_NOT_RECOGNISED = _code(
    "TD123", "column-not-recognised", _E,
    Text("Cột {column} ({heading}) ghi điểm ở {number} dòng nhưng không rõ là cột nào trong: {allowed}; chưa được tính.",
         "Column {column} ({heading}) holds points in {number} rows; which of these it is remains open: {allowed}; not counted."),
    Text("Ghi tiêu đề cột đúng như biểu chính thức; nếu không phải điểm của năm nay thì xóa cột.",
         "Head the column as the official form does; if it holds no points of this year, delete it."),
    Text("Điểm ở cột không rõ của ai thì không xếp vào cột nào; bỏ qua lặng lẽ thì mất điểm của đơn vị.",
         "Points in a column that nobody can name are put nowhere; to pass over them in silence would lose them."),
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
ONE_OF_SEVERAL_TABLES = _code(
    "TD130", "one-of-several-tables", _W,
    Text("Tệp có {number} bảng chấm điểm; đọc bảng ở {place}, vì {why}.",
         "The workbook holds {number} score tables; the one on {place} is read, because {why}."),
    Text("Chỉ để một bảng chấm điểm trong mỗi tệp; nếu bảng được đọc không đúng, xóa các bảng khác rồi chạy lại.",
         "Keep one score table in each workbook; if the wrong one was read, delete the others and run again."),
    Text("Bảng chỉ được đọc khi không phải chọn giữa các số liệu khác nhau.",
         "A table is read only where nobody has to choose between different figures."),
)  # fmt: skip
SEVERAL_UNITS = _code(
    "TD131", "several-units", _E,
    Text("Bảng này gồm {number} đơn vị ({names}), mỗi đơn vị một {each}; đây là bảng tổng hợp, không phải phiếu của một đơn vị.",
         "The table is of {number} units ({names}), each in a {each}; it is a consolidated table, not one unit's sheet."),
    Text("Xin mỗi đơn vị một phiếu riêng theo biểu do `thidua template` tạo; bảng tổng hợp do `thidua consolidate` lập từ các phiếu.",
         "Ask each unit for its own sheet, in the form made by `thidua template`; `thidua consolidate` draws up the table of all."),
    Text("Điểm của đơn vị phải truy được về phiếu của đơn vị đó; cột của bảng tổng hợp không cho biết ai đã chấm.",
         "A unit's points must lead back to its own sheet; a column of a consolidated table does not say who scored."),
    "C.I.2.1",
)  # fmt: skip
REPAIR_NOT_MOVED = _code(
    "TD132", "repair-not-moved", _W,
    Text("{number} nội dung không chuyển được sang biểu mới.", "{number} entries were not moved into the new form."),
    Text("Mở biểu mới, xem trang “Đã chuyển”, mục 1; ô nào là điểm thì hỏi đơn vị rồi nhập tay.",
         "Open the new form, page “Đã chuyển”, part 1; where it is a score, ask the unit and type it in."),
    Text("Ô không rõ nghĩa, ngoài mức cho phép hoặc không thuộc biểu không được đoán thay; từng ô được ghi kèm lý do.",
         "Cells that are unclear, out of bounds or no part of the form are not guessed; each is listed with its reason."),
)  # fmt: skip
REPAIR_SUPPOSED = _code(
    "TD133", "repair-supposed", _W,
    Text("{number} chỗ được hiểu theo suy đoán khi chuyển sang biểu mới.", "{number} things were supposed in moving to the new form."),
    Text("Mở biểu mới, xem trang “Đã chuyển”, mục 2; đối chiếu với tệp gốc.",
         "Open the new form, page “Đã chuyển”, part 2; compare with the original."),
    Text("Dòng nhận theo nội dung gần giống, tên đơn vị lấy theo tên tệp, công thức… đều được nêu để người kiểm tra quyết định.",
         "Rows told by similar text, a unit's name from the file's name, formulas and such are named for a person to decide."),
)  # fmt: skip
REPAIR_FROM_DAMAGED = _code(
    "TD134", "repair-from-damaged", _W,
    Text("Tệp bị hỏng; chỉ lấy lại được một phần: {what}.", "The file is damaged; only a part was recovered: {what}."),
    Text("Đối chiếu từng ô với bản giấy hoặc hỏi đơn vị; tốt nhất là xin đơn vị gửi lại tệp.",
         "Compare each cell with the paper or ask the unit; best of all, have the file sent again."),
    Text("Lệnh repair đọc những phần còn đọc được của tệp hỏng; các lệnh khác không dùng tệp hỏng.",
         "Repair reads what can still be read of a damaged file; no other command uses one."),
)  # fmt: skip
REPAIR_TARGET_EXISTS = _code(
    "TD135", "repair-target-exists", _E,
    Text("Nơi ghi biểu mới đã có tệp: {target}; không ghi đè.", "A file stands where the new form belongs: {target}; it is not replaced."),
    Text("Chọn nơi khác bằng -o, hoặc chuyển tệp đó đi rồi chạy lại.", "Choose another place with -o, or move that file away and run again."),
    Text("Tệp đó có thể đã được sửa tay; câu trả lời của đơn vị không bao giờ bị ghi đè.",
         "Somebody may have worked in that file; answers are never written over."),
)  # fmt: skip
REPAIR_OF_REVIEW = _code(
    "TD136", "repair-of-review", _E,
    Text("Tệp là sổ rà soát của cụm, không phải phiếu của một đơn vị; không chuyển sang biểu mới.",
         "The file is the cluster's review workbook, no unit's sheet; it is not moved into a form."),
    Text("Chạy `thidua review` với thư mục cụm để cập nhật sổ; điểm đã nhập được giữ.",
         "Run `thidua review` on the cluster's folder to refresh it; typed scores stay."),
    Text("Sổ rà soát có điểm của nhiều đơn vị, mỗi đơn vị một cột; biểu chỉ của một đơn vị.",
         "A review workbook holds several units, a column each; a form is of one."),
)  # fmt: skip
OLD_FONT_TEXT = _code(
    "TD141", "old-font-text", _W,
    Text("Chữ trên trang là mã {encoding}, không phải Unicode, ví dụ “{found}”; tạm hiểu là “{meant}”, nhận theo ký tự.",
         "The texts on the sheet are in {encoding}, not Unicode, such as “{found}”; taken to be “{meant}”, judging by the characters."),
    Text("Chuyển bảng mã {encoding} sang Unicode, đổi phông sang Times New Roman rồi gửi lại; kiểm tra tên đơn vị và các dòng.",
         "Convert the texts from {encoding} to Unicode, change the font to Times New Roman and send it again; check the unit's name and the rows."),
    Text("Chữ gõ bằng phông .VnTime hoặc VNI-Times chỉ đọc được dưới phông đó; ở đây chỉ chuyển để tìm cột, dòng và tên đơn vị.",
         "Texts typed under .VnTime or VNI-Times can be read only under that font; they are converted here only to find columns, rows and the unit's name."),
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
    Text("“{found}” không phải là điểm; cho phép {allowed}.{meant}", "“{found}” is not a score; allowed is {allowed}.{meant}"),
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
    Text("Ô đã bị Excel đổi thành ngày {found}; cho phép {allowed}.{meant}",
         "Excel has turned the cell into the date {found}; allowed is {allowed}.{meant}"),
    Text("Đặt định dạng ô là Số (Number) rồi nhập lại điểm, ví dụ 4,5.", "Format the cell as a number and type the score again."),
    Text("Gõ 4/5 hoặc 4.5 có thể thành ngày tháng; điểm gốc không đoán được.",
         "Typing 4/5 or 4.5 may make a date; the score meant cannot be guessed."),
)  # fmt: skip
SCORE_IS_PERCENT = _code(
    "TD207", "score-is-percent", _E,
    Text("“{found}” là tỷ lệ phần trăm, không phải điểm; cho phép {allowed}.{meant}",
         "“{found}” is a percentage, not a score; allowed is {allowed}.{meant}"),
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
    Text("“{found}” có thể hiểu nhiều cách vì có nhiều dấu phân cách; cho phép {allowed}.{meant}",
         "“{found}” can be read in several ways, because it has several marks; allowed is {allowed}.{meant}"),
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
SCORE_MERGED = _code(
    "TD213", "score-merged", _E,
    Text("Ô điểm này gộp chung với ô điểm khác ({found}); không rõ điểm là của ô nào.",
         "This score cell is merged with another one ({found}); whose score it is cannot be told."),
    Text("Bỏ gộp ô, ghi điểm riêng cho từng ô; ô này trong khoảng {allowed}.",
         "Unmerge the cells and score each of them; this one within {allowed}."),
    Text("Mỗi ô điểm là của một dòng và một cột; một điểm ghi chung không tự chia ra được.",
         "A score cell is of one row and one column; a score for several cannot be divided."),
)  # fmt: skip
SCORE_IS_SERIAL = _code(
    "TD221", "score-is-serial", _E,
    Text("Số {found} vượt điểm chuẩn tối đa và là số của ngày {day} trong Excel; cho phép {allowed}.{meant}",
         "{found} is above the maximum and is Excel's number for the date {day}; allowed is {allowed}.{meant}"),
    Text("Nhập lại điểm bằng số, ví dụ 4,5.", "Type the score again as a number, such as 4.5."),
    Text("Ô bị đổi thành ngày rồi đặt lại định dạng số sẽ hiện số ngày; điểm gốc không được đoán.",
         "A cell that became a date and was then formatted as a number shows the count of days; the score is not guessed."),
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

SCORE_NOT_POSSIBLE = _code(
    "TD403", "score-not-possible", _W,
    Text("Điểm {found} không ứng với mức nào của tiêu chí; các mức: {levels}.",
         "The score {found} fits no level of the criterion; the levels are {levels}."),
    Text("Đối chiếu với cách chấm của tiêu chí rồi chọn đúng mức, hoặc ghi lý do ở cột Giải trình.",
         "Compare it with how the criterion is scored and choose a level, or give the reason in the column Giải trình."),
    Text("Tiêu chí chỉ cho một số mức điểm; điểm khác thường là nhầm.",
         "The criterion gives certain scores only; another one is usually a slip."),
)  # fmt: skip
SCORE_ABOVE_RULE = _code(
    "TD404", "score-above-rule", _W,
    Text("Điểm {found} cao hơn mức tính theo số liệu ({allowed}): {steps}",
         "The score {found} is above what the figures give ({allowed}): {steps}"),
    Text("Sửa điểm theo số liệu, hoặc sửa số liệu nếu ghi nhầm.", "Correct the score, or the figures if they are wrong."),
    Text("Mức tính theo số liệu là mức trần; so sánh giữa các đơn vị chỉ có thể hạ điểm xuống.",
         "What the figures give is the ceiling; comparison between units can only lower it."),
)  # fmt: skip
SCORE_AGAINST_RULE = _code(
    "TD405", "score-against-rule", _E,
    Text("Điểm {found} khác mức tính theo số liệu ({allowed}): {steps}",
         "The score {found} differs from what the figures give ({allowed}): {steps}"),
    Text("Ghi đúng mức tính theo số liệu, hoặc sửa số liệu; công thức là bắt buộc.",
         "Enter what the figures give, or correct them; the formula is binding."),
    Text("Công thức là bắt buộc, theo văn bản hoặc theo `readings.comparison_note` của cụm.",
         "The formula is binding, by the guidance or by the cluster's `readings.comparison_note`."),
)  # fmt: skip
SCORE_BELOW_RULE = _code(
    "TD406", "score-below-rule", _W,
    Text("Điểm {found} thấp hơn mức tính theo số liệu ({allowed}) mà không có giải trình: {steps}",
         "The score {found} is below what the figures give ({allowed}) and no reason is given: {steps}"),
    Text("Ghi lý do ở cột Giải trình, hoặc sửa điểm.", "Give the reason in the column Giải trình, or correct the score."),
    Text("Được chấm thấp hơn trên cơ sở so sánh giữa các đơn vị, nhưng cần nêu lý do.",
         "A lower score by comparison between units is allowed, with a reason."),
)  # fmt: skip
RATE_BETWEEN_BANDS = _code(
    "TD407", "rate-between-bands", _W,
    Text("Chấm {found} điểm; tỷ lệ {rate}% nằm ngoài các mức của tiêu chí. Điểm hợp lý trong khoảng {low} - {high}, do Cụm thống nhất.",
         "Scored {found}; the rate {rate}% lies between the bands of the criterion. {low} to {high} points are reasonable; the cluster decides."),
    Text("Thống nhất điểm trong Cụm và ghi lý do; có thể chọn sẵn cách xử lý ở readings.",
         "Agree the score in the cluster and give the reason; a policy may be chosen in readings."),
    Text("Văn bản bỏ trống một khoảng giữa hai mức; thidua không tự điền.",
         "The text leaves a gap between two bands; thidua does not fill it."),
)  # fmt: skip
RATE_NOT_COMPLETE = _code(
    "TD408", "rate-not-complete", _W,
    Text("Chấm {found} điểm trong khi mức này cần “{when}” (tỷ lệ đang là {rate}%).",
         "{found} points were given, but that level needs “{when}” (the rate is {rate}%)."),
    Text("Xem lại điểm hoặc số liệu.", "Check the score or the figures."),
    Text("Mức cao nhất chỉ dành cho trường hợp trọn vẹn.", "The highest level is for complete success only."),
)  # fmt: skip
RATE_ROUNDED = _code(
    "TD409", "rate-rounded", _W,
    Text("Tỷ lệ {rate}% nằm giữa hai mức của tiêu chí; đã làm tròn thành {rounded}% để đối chiếu điểm {found}.",
         "The rate {rate}% lies between two bands of the criterion; it was rounded to {rounded}% to compare the score {found}."),
    Text("Nếu Cụm hiểu khác, chọn cách xử lý ở readings.", "If the cluster reads it differently, choose so in readings."),
    Text("Các mức ghi theo số phần trăm nguyên.", "The bands are stated in whole percents."),
)  # fmt: skip
PENDING_LEFT_OUT = _code(
    "TD410", "pending-left-out", _W,
    Text("Điểm {found} được đối chiếu với tỷ lệ trên {base} trường hợp thay vì {whole}: {number} trường hợp chưa có kết quả không tính vào mẫu số.",
         "The score {found} is compared with a rate over {base} cases, not {whole}: {number} not yet decided are left out of the base."),
    Text("Cập nhật số liệu khi có kết quả; đổi cách tính ở `readings.pending_dossiers`.",
         "Update the figures once they are decided; `readings.pending_dossiers` changes this."),
    Text("Văn bản không nói tính thế nào với trường hợp chưa có kết quả.", "The text is silent on cases not yet decided."),
)  # fmt: skip
CONDITION_NOT_MET = _code(
    "TD411", "condition-not-met", _W,
    Text("Chấm {found} điểm nhưng theo số liệu chưa đạt điều kiện “{what}”.",
         "{found} points were given, but by the figures the condition “{what}” is not met."),
    Text("Xem lại điểm hoặc số liệu.", "Check the score or the figures."),
    Text("Tiêu chí nêu điều kiện; văn bản không nói còn bao nhiêu điểm khi thiếu một điều kiện.",
         "The criterion states conditions and does not say what is left when one of them fails."),
)  # fmt: skip
SCALE_DIFFERS = _code(
    "TD412", "scale-differs", _W,
    Text("Chấm {found} điểm; kết quả đánh giá theo thang {scale} điểm, tiêu chí theo thang {maximum} điểm; không quy đổi.",
         "Scored {found}; the official result is on a scale of {scale}, the criterion on {maximum}; it is not converted."),
    Text("Cụm thống nhất cách quy đổi, ghi căn cứ ở cột Giải trình.",
         "Agree in the cluster how to convert it and give the basis in the column Giải trình."),
    Text("Không điều khoản nào quy định cách quy đổi.", "No clause says how to convert it."),
)  # fmt: skip
RESULT_ABOVE_SCALE = _code(
    "TD421", "result-above-scale", _W,
    Text("Kết quả đánh giá {result} vượt thang {maximum} điểm; điểm {found} không được đối chiếu.",
         "The official result {result} is above the scale of {maximum}; the score {found} is not compared with it."),
    Text("Sửa số liệu, hoặc ghi thang điểm của kết quả đó.", "Correct the figure, or state the scale of that result."),
    Text("Kết quả không thể cao hơn thang điểm của nó.", "A result cannot be above its own scale."),
)  # fmt: skip
REASON_MISSING = _code(
    "TD413", "reason-missing", _W,
    Text("Điểm thưởng {found} chưa có minh chứng hoặc giải trình.", "A bonus of {found} has neither evidence nor explanation."),
    Text("Ghi lý do ở cột Giải trình hoặc Minh chứng.", "Give the reason in the column Giải trình, or evidence in the column beside it."),
    Text("Văn bản không quy định nội dung được thưởng nên cần nêu rõ lý do.",
         "The text does not say what earns this bonus, so the reason must be given."),
)  # fmt: skip
FACT_NOT_A_NUMBER = _code(
    "TD414", "fact-not-a-number", _E,
    Text("Số liệu “{prompt}”: “{found}” không hợp lệ; cần {expected}.", "The figure “{prompt}”: “{found}” is not valid; expected {expected}."),
    Text("Sửa số liệu, hoặc để trống nếu không có.", "Correct the figure, or leave it empty if there is none."),
    Text("Số liệu sai không được dùng để tính.", "A wrong figure is not computed with."),
)  # fmt: skip
FACTS_CONTRADICT = _code(
    "TD415", "facts-contradict", _E,
    Text("Số liệu mâu thuẫn: {parts} {come_to} {found}, vượt {whole} ({allowed}).",
         "The figures contradict each other: {parts} {come_to} {found}, more than {whole} ({allowed})."),
    Text("Đối chiếu hồ sơ và sửa các ô này.", "Compare the records and correct these cells."),
    Text("Số liệu mâu thuẫn không được dùng để tính.", "Figures that contradict each other are not computed with."),
)  # fmt: skip
FACT_ROW_UNKNOWN = _code(
    "TD416", "fact-row-unknown", _W,
    Text("Dòng số liệu “{found}” không thuộc biểu; không được dùng.{meant}",
         "The row “{found}” belongs to no figure of the form; it is not used.{meant}"),
    Text("Giữ nguyên lời của biểu trắng ở trang Số liệu.", "Keep the wording of the blank form's sheet of figures."),
    Text("Mỗi số liệu được nhận theo lời của dòng.", "Each figure is recognised by its row's text."),
)  # fmt: skip
FACTS_INCOMPLETE = _code(
    "TD417", "facts-incomplete", _I,
    Text("Chưa đủ số liệu để tính {criterion}: còn thiếu {missing}.", "Not enough figures to compute {criterion}: {missing} missing."),
    Text("Điền nốt ở trang Số liệu, hoặc bỏ trống tất cả.", "Fill them in on the sheet of figures, or leave all of them empty."),
    Text("Có đủ số liệu mới đối chiếu được điểm.", "A score is compared only when all its figures are there."),
)  # fmt: skip
NEARLY_ALL_AT_MAXIMUM = _code(
    "TD418", "nearly-all-at-maximum", _I,
    Text("{number} trên {count} nội dung đạt điểm tối đa.", "{number} of {count} rows are at their maximum."),
    Text("Nên rà soát lại.", "A second look is advised."),
    Text("Chấm nghiêm túc, tránh tình trạng nội dung nào cũng đạt điểm tối đa.", "Scoring is strict; not everything is at its maximum."),
    "C.I.1.3",
)  # fmt: skip
SCORE_RAISED = _code(
    "TD419", "score-raised", _I,
    Text("Điểm {found} cao hơn điểm của bước trước ({allowed}).", "The score {found} is above the one of the step before ({allowed})."),
    Text("Không cần làm gì; nếu nhầm thì sửa lại.", "Nothing to do unless it is a slip."),
    Text("Văn bản không cấm nâng điểm; nêu ra để người ký biết.", "Raising a score is not forbidden; it is told so that those who sign know."),
    "C.I.2",
)  # fmt: skip
ONE_ROW_FOR_FOUR = _code(
    "TD420", "one-row-for-four", _W,
    Text("Mục {criterion} chấm một dòng; Cụm đã chọn chấm theo từng phần ({parts}).",
         "{criterion} is scored in one row; the cluster chose to score its parts ({parts})."),
    Text("Chấm từng phần, hoặc đổi lại `readings.section_two_rows`.", "Score the parts, or change `readings.section_two_rows` back."),
    Text("Biểu in một dòng, lời văn chia nhiều phần.", "The form prints one row, the text has parts."),
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
BONUS_HELD_TWICE = _code(
    "TD504", "bonus-held-twice", _E,
    Text("Điểm thưởng {criterion}: có {found} đơn vị được chấm điểm; mục {clause} chỉ cho chọn {most} đơn vị trong cụm. "
         "{stage}: {units}.",
         "Bonus {criterion}: {found} units have points; {clause} lets {most} unit(s) of the cluster have it. "
         "By the {stage}: {units}."),
    Text("Cụm thống nhất chọn {most} đơn vị; các đơn vị khác ghi 0 ở cột này.",
         "Agree in the cluster on {most} unit(s) and enter 0 for the others in this column."),
    Text("Mỗi nội dung thưởng điểm chỉ chọn 01 đơn vị tiêu biểu, xuất sắc nhất trong cụm.",
         "Each bonus goes to one unit, the most outstanding of the cluster."),
)  # fmt: skip
BONUS_CLAIMS = _code(
    "TD505", "bonus-claims", _I,
    Text("Điểm thưởng {criterion}: {found} đơn vị cùng tự nhận: {units}.",
         "Bonus {criterion}: {found} units claim it: {units}."),
    Text("Cụm trưởng đối chiếu minh chứng, chọn {most} đơn vị; các đơn vị khác ghi 0 ở cột Điểm Cụm thi đua chấm.",
         "The cluster's head compares the evidence and chooses {most} unit(s); the others get 0 as the cluster's score."),
    Text("Nhiều đơn vị có thể tự nhận cùng một nội dung thưởng; việc chọn là của Cụm.",
         "Several units may claim the same bonus; the choice is the cluster's."),
)  # fmt: skip
ROLE_NOT_HELD = _code(
    "TD506", "role-not-held", _E,
    Text("Được chấm {found} điểm ở {criterion}, nhưng theo cluster.yaml đơn vị không phải {roles} của năm ({heads}).",
         "{found} point(s) for {criterion}, but by cluster.yaml the unit is not {roles} in that year ({heads})."),
    Text("Ghi {allowed} điểm ở ô này, hoặc sửa leader, deputies trong cluster.yaml nếu ghi sai.",
         "Enter {allowed} here, or correct leader or deputies in cluster.yaml if they are wrong."),
    Text("Nội dung thưởng này chỉ dành cho đơn vị giữ vai trò đó trong năm được chấm điểm.",
         "This bonus is for units that had the role in the scored year only."),
)  # fmt: skip
ROLE_UNKNOWN = _code(
    "TD507", "role-unknown", _W,
    Text("Có điểm ở {rows} ({name}), nhưng cluster.yaml chưa ghi đơn vị nào là {roles}; chưa kiểm tra được.",
         "There are points for {rows} ({name}), but cluster.yaml names no {roles}; this cannot be checked."),
    Text("Ghi leader và deputies của năm được chấm điểm vào cluster.yaml.",
         "Write leader and deputies of the scored year into cluster.yaml."),
    Text("Nội dung thưởng này chỉ dành cho đơn vị giữ vai trò đó trong năm được chấm điểm.",
         "This bonus is for units that had the role in the scored year only."),
)  # fmt: skip
BONUS_NOT_GIVEN = _code(
    "TD508", "bonus-not-given", _W,
    Text("Điểm thưởng {row}: chưa đơn vị nào được chấm điểm, trong khi Cụm chọn cách hiểu “{option}”.",
         "Bonus {row}: nobody has points, while the cluster reads that it goes “{option}”."),
    Text("Chọn đơn vị được thưởng, hoặc đổi lại `readings.bonus_holder` trong cluster.yaml.",
         "Choose who gets it, or change `readings.bonus_holder` in cluster.yaml back."),
    Text("Văn bản không nói mỗi nội dung thưởng có bắt buộc phải chọn một đơn vị hay không.",
         "The text does not say whether each bonus must go to somebody."),
)  # fmt: skip
RATE_NOT_PREFERRED = _code(
    "TD509", "rate-not-preferred", _W,
    Text("Đơn vị {highest} có tỷ lệ cao nhất nhưng không tăng (tối đa {half} - theo Biểu), "
         "đơn vị {risen} có tỷ lệ tăng (tối đa {whole}). Chỉ {most} đơn vị được thưởng ({rule}); đang thưởng {holder}. "
         "Tỷ lệ: {rates}.{missing}",
         "{highest} has the highest rate, which did not rise (at most {half} by the form); the rate of {risen} rose "
         "(at most {whole}). {most} unit(s) may have it ({rule}); {holder} has it. Rates: {rates}.{missing}"),
    Text("Xem lại việc chọn; `readings.highest_without_increase` đang là “{option}”. Tỷ lệ = {formula}.",
         "Review the choice; `readings.highest_without_increase` is “{option}”. Rate = {formula}."),
    Text("Lời văn cần tỷ lệ tăng và cao; mức 0,5 điểm cho tỷ lệ cao nhất nhưng không tăng chỉ có trên biểu.",
         "The text wants a rate that rose and is high; the 0.5 for the highest without a rise stand on the form only."),
)  # fmt: skip
HIGHER_RATE_ROSE = _code(
    "TD510", "higher-rate-rose", _W,
    Text("Đang thưởng {holder}, nhưng tỷ lệ của {other} cũng tăng và cao hơn; "
         "cách hiểu là chọn đơn vị cao nhất trong số các đơn vị tăng. Tỷ lệ: {rates}.{missing}",
         "{holder} has the bonus, but the rate of {other} rose too and is higher; the highest of those that rose "
         "is meant. Rates: {rates}.{missing}"),
    Text("Xem lại việc chọn hoặc số liệu. Tỷ lệ = {formula}.", "Review the choice or the figures. Rate = {formula}."),
    Text("Văn bản viết “cao”, không viết “cao nhất”; nhiều đơn vị tăng thì lấy đơn vị có tỷ lệ cao nhất trong số đó.",
         "The text says “high”, not “highest”; of several that rose, the highest is taken."),
)  # fmt: skip
RATE_NEITHER = _code(
    "TD511", "rate-neither-rose-nor-highest", _W,
    Text("Đang thưởng {holder}, nhưng tỷ lệ không tăng so với năm trước và không cao nhất cụm. Tỷ lệ: {rates}.{missing}",
         "{holder} has the bonus, but its rate neither rose nor is the cluster's highest. Rates: {rates}.{missing}"),
    Text("Xem lại việc chọn hoặc số liệu. Tỷ lệ = {formula}.", "Review the choice or the figures. Rate = {formula}."),
    Text("Được thưởng khi tỷ lệ tăng và cao trong cụm, hoặc ít nhất là cao nhất cụm.",
         "It takes a rate that rose and is high, or at least the highest of the cluster."),
)  # fmt: skip

REGISTERED_LATE = _code(
    "TD513", "registered-late", _W,
    Text("{name} gửi đăng ký thi đua {to} ngày {found}; chậm nhất là ngày {allowed}.",
         "{name} sent its registration {to} on {found}; the latest day is {allowed}."),
    Text("Kiểm tra ngày ghi ở registered, registered_with_council; nếu đúng, Cụm xem xét và ghi nhận.",
         "Check the dates at registered and registered_with_council; if they are right, the cluster takes note."),
    Text("Hướng dẫn quy định hạn gửi đăng ký nhưng không nêu hậu quả của việc gửi chậm.",
         "The guidance sets the day for registering and no consequence for being late."),
)  # fmt: skip
ON_THE_DAY = _code(
    "TD514", "on-the-day", _W,
    Text("{what} đúng ngày hạn {found}; văn bản ghi “trước” ngày này.", "{what} on {found}, the very day; the text says “before” it."),
    Text("Không coi là chậm; Cụm có cách hiểu khác thì ghi readings.on_the_day (late hoặc in_time).",
         "It is not held to be late; set readings.on_the_day (late or in_time) if the cluster reads it otherwise."),
    Text("“Trước ngày” theo đúng chữ không gồm ngày đó, nhưng văn bản không gắn hậu quả nào với một ngày.",
         "By the letter “before” leaves the day itself out, but nothing hangs on that one day."),
)  # fmt: skip
HALF_YEAR_LATE = _code(
    "TD515", "half-year-late", _W,
    Text("Sơ kết 6 tháng ngày {found}; chậm nhất là ngày {allowed}.", "The half-year review was on {found}; the latest day is {allowed}."),
    Text("Kiểm tra ngày ghi ở dates (half_year, term_1_end).", "Check the days at dates (half_year, term_1_end)."),
    Text("Sơ kết hoàn thành trước ngày 10/7; cụm theo năm học thì khi kết thúc học kỳ 1.",
         "The half-year review is done before 10 July; by the school year, when the first term ends."),
)  # fmt: skip
CONFERENCE_LATE = _code(
    "TD516", "conference-late", _W,
    Text("Hội nghị tổng kết ngày {found}; chậm nhất là ngày {allowed}.", "The final conference is on {found}; the latest day is {allowed}."),
    Text("Kiểm tra ngày ghi ở conference; nếu chưa họp, xếp lịch sớm hơn.", "Check the day at conference; if it is still to come, hold it earlier."),
    Text("Hội nghị tổng kết trước ngày 30/01 năm sau; cụm theo năm học trước ngày 30/6.",
         "The final conference is before 30 January of the next year; by the school year, before 30 June."),
)  # fmt: skip
REPORTED_LATE = _code(
    "TD517", "reported-late", _W,
    Text("Báo cáo Ban TĐKT ngày {found}; chậm nhất là ngày {allowed} ({days} {sort} trước hội nghị tổng kết ngày {conference}).",
         "Reported to the board on {found}; the latest day is {allowed} ({days} {sort} before the conference on {conference})."),
    Text("Kiểm tra ngày ghi ở dates và conference; nếu chưa họp, có thể lùi ngày hội nghị trong thời hạn.",
         "Check dates and conference; if it is still to come, the conference can be moved within its own time."),
    Text("Kết quả chấm điểm được báo cáo chậm nhất 07 ngày trước hội nghị; không tính ngày họp.",
         "The scores are reported at least 7 days before the conference; its own day does not count."),
)  # fmt: skip
PREPARATORY_AFTER = _code(
    "TD518", "preparatory-after-conference", _I,
    Text("Họp trù bị ngày {found}, sau hội nghị tổng kết ngày {conference}.", "The preparatory meeting was on {found}, after the conference on {conference}."),
    Text("Kiểm tra lại hai ngày này.", "Check both days."),
    Text("Cụm trưởng chủ trì họp trù bị để thống nhất trước khi tổng kết.", "The head holds a preparatory meeting before the conference."),
    "A.III.2",
)  # fmt: skip
REGISTERED_BEFORE_AGREED = _code(
    "TD519", "registered-before-agreed", _W,
    Text("Đăng ký thi đua trước hội nghị tổng kết năm trước (ngày {found}): {names}.",
         "Registered before the conference of the year before (on {found}): {names}."),
    Text("Kiểm tra các ngày; đề nghị đơn vị rà soát nội dung đã đăng ký với chỉ tiêu Cụm thống nhất.",
         "Check the dates; have the units compare what they registered with the goals agreed."),
    Text("Đơn vị đăng ký những chỉ tiêu đã được Cụm thống nhất; giao ước được ký tại hội nghị.",
         "Units register goals that the cluster has agreed on; the agreement is signed at the conference."),
    "A.II.3",
)  # fmt: skip
DATES_OUT_OF_ORDER = _code(
    "TD520", "dates-out-of-order", _W,
    Text("Ngày {first} ({found}) không trước ngày {then} ({other}) như trình tự quy định.",
         "The day of {first} ({found}) is not before that of {then} ({other}) as the steps require."),
    Text("Kiểm tra lại hai ngày này trong cluster.yaml.", "Check both days in cluster.yaml."),
    Text("Trình tự: đơn vị tự chấm, Cụm thống nhất, báo cáo Ban TĐKT, hội nghị tổng kết.",
         "The steps: self score, agreement in the cluster, report to the board, final conference."),
    "C.I.2",
)  # fmt: skip
SELF_SCORE_LATE = _code(
    "TD521", "self-score-late", _I,
    Text("{name} gửi điểm tự chấm ngày {found}, sau hạn Cụm đặt ra ({allowed}).",
         "{name} sent its self score on {found}, after the day the cluster set ({allowed})."),
    Text("Không cần làm gì; hướng dẫn không quy định hạn này.", "Nothing to do; the guidance sets no such day."),
    Text("Hạn gửi điểm tự chấm do Cụm trưởng đặt; nên trước ngày báo cáo Ban TĐKT ít nhất 07 ngày.",
         "The head sets the day; at least 7 days before the report to the board is advised."),
    "A.II.3",
)  # fmt: skip
MEMBER_IN_PART = _code(
    "TD522", "member-in-part", _W,
    Text("{name} là thành viên của cụm {period}, có thể không trọn kỳ chấm điểm {year}; hướng dẫn không quy định trường hợp này.",
         "{name} is a member {period}, perhaps not for all of {year}; the guidance does not cover this."),
    Text("Cụm thống nhất cách xét; xin ý kiến Sở Nội vụ (Ban TĐKT) khi cần.", "The cluster settles it; ask the board where needed."),
    Text("Đơn vị chuyển cụm, sáp nhập hoặc mới thành lập trong năm không có quy định riêng.",
         "Units that change clusters, merge or begin during the year have no rule of their own."),
    "A.I.1",
)  # fmt: skip
LEADER_AGAIN = _code(
    "TD523", "leader-again", _W,
    Text("{name} làm Cụm trưởng hai năm liền; hướng dẫn quy định giới thiệu luân phiên.",
         "{name} is head for the second year running; the guidance has the office go round."),
    Text("Kiểm tra leader và previous_leader; nếu đúng, ghi rõ lý do trong biên bản hội nghị.",
         "Check leader and previous_leader; if they are right, state the reason in the minutes."),
    Text("Cụm trưởng, Cụm phó được giới thiệu luân phiên khi tổng kết năm.", "Head and deputies are put forward in turn at the yearly conference."),
    "A.I.3",
)  # fmt: skip
FIRST_YEAR_DATES = _code(
    "TD524", "first-year-dates", _W,
    Text("Hướng dẫn ban hành {issued}, không có quy định chuyển tiếp; các mốc đăng ký {when} không được kiểm tra.",
         "The guidance was issued in {issued} and has no transition clause; the registration dates {when} are not checked."),
    Text("Muốn kiểm tra theo hướng dẫn này thì đặt readings.first_year_deadlines là check.",
         "To check them all the same, set readings.first_year_deadlines to check."),
    Text("Các mốc này đến trước khi hướng dẫn được ban hành.", "These days came before the guidance was issued."),
    "A.II.3",
)  # fmt: skip
SECTION_ONE_SOURCE = _code(
    "TD525", "section-one-source", _W,
    Text("Mục I chấm theo {used}; có {others} về cùng nội dung. Kiểm tra văn bản áp dụng.",
         "Section I is scored by {used}; there is {others} on the same matter. Check which one applies."),
    Text("Khi đã rõ, ghi số văn bản tại readings.section_I_source (2460 hoặc 2052).",
         "Once it is clear, state the paper at readings.section_I_source (2460 or 2052)."),
    Text("Hướng dẫn nêu một quyết định; sau đó có quyết định khác về cùng nội dung.",
         "The guidance names one decision; another on the same matter came later."),
)  # fmt: skip
LATER_YEAR = _code(
    "TD526", "later-year", _W,
    Text("Cụm chấm năm {found} theo văn bản áp dụng từ năm {year}: {document}. Kiểm tra văn bản còn hiệu lực.",
         "The cluster scores {found} by a guidance of {year}: {document}. Check that it is still in force."),
    Text("Kiểm tra luật, quyết định và hướng dẫn của năm chấm điểm trước khi trình.",
         "Check the laws, decisions and guidances of the year scored before submitting."),
    Text("Hướng dẫn căn cứ những văn bản có vào lúc ban hành; phần mềm không biết văn bản ban hành sau đó.",
         "The guidance rests on the papers of its day; thidua does not know those that came later."),
)  # fmt: skip
UNIT_IN_TWO_CLUSTERS = _code(
    "TD527", "unit-in-two-clusters", _E,
    Text("{name} có trong hai cụm của kỳ {year}: {own} và {other} ({beside}).", "{name} is in two clusters of {year}: {own} and {other} ({beside})."),
    Text("Giữ đơn vị ở một cụm theo quyết định phân cụm; nếu chuyển cụm trong năm, ghi member_from và member_to.",
         "Keep it in the cluster that the decision names; if it moved during the year, state member_from and member_to."),
    Text("Một đơn vị chỉ thi đua ở một cụm trong một kỳ; so theo mã và tên.",
         "A unit competes in one cluster at a time; ids and names are compared."),
    "A.I.1",
)  # fmt: skip
COUNCIL_NOT_TOLD = _code(
    "TD528", "council-not-told", _W,
    Text("{name} đã đăng ký với Cụm trưởng nhưng chưa gửi Thường trực Hội đồng Thi đua - Khen thưởng tỉnh.",
         "{name} registered with the cluster's head but not with the provincial council's standing members."),
    Text("Đề nghị đơn vị gửi bản đăng ký qua Ban TĐKT, rồi cập nhật registered_with_council.",
         "Have the unit send its registration through the board, then update registered_with_council."),
    Text("Đăng ký thi đua có hai nơi nhận: Cụm trưởng và Thường trực Hội đồng.", "A registration has two addressees: the head and the council."),
    "A.II.3",
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
    Text("Đơn vị dẫn đầu phải đạt mức điểm tối thiểu mà hướng dẫn quy định mới được đề nghị tặng Cờ.",
         "The leading unit needs the least total that the guidance sets for the flag."),
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
    Text("Cụm có đúng {number} đơn vị: mục {clause} chỉ quy định 'dưới {number}' và 'từ {above} trở lên'. Đang áp dụng {used} Bằng khen; "
         "đổi tại readings.{reading}. Đề nghị xin ý kiến Sở Nội vụ (Ban TĐKT).",
         "The cluster has exactly {number} members: {clause} speaks only of fewer than {number} and of {above} or more. {used} certificate(s) "
         "are applied; change it at readings.{reading}. Please ask the board."),
    Text("Ghi ý kiến của Ban TĐKT và đặt readings.{reading} ({options}).",
         "Record the board's opinion and set readings.{reading} ({options})."),
    Text("Hướng dẫn bỏ sót trường hợp đúng số đơn vị này.", "The guidance leaves out the case of exactly so many members."),
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
    Text("Kết quả bỏ phiếu xét {award}{line} không hợp lệ: {reason}; ghi {found}, cho phép {allowed}.",
         "The recorded ballot for the {award}{line} is not valid: {reason}; it says {found}, allowed is {allowed}."),
    Text("Đối chiếu biên bản kiểm phiếu và sửa mục ballots trong cluster.yaml.",
         "Compare the minutes of the count and correct ballots in cluster.yaml."),
    Text("Kết quả bỏ phiếu chỉ được dùng khi đúng các đơn vị bằng điểm, số phiếu không vượt số người bỏ phiếu và có đơn vị cao phiếu nhất.",
         "A ballot counts only between exactly the tied units, with no more votes than voters and a clear winner."),
    "C.II",
)  # fmt: skip
BALLOT_UNUSED = _code(
    "TD610", "ballot-unused", _W,
    Text("Kết quả bỏ phiếu xét {award} giữa {names} (between: {found}){line} không được dùng: {reason}.",
         "The ballot for the {award} between {names} (between: {found}){line} is not used: {reason}."),
    Text("Kiểm tra lại; nếu không còn bằng điểm thì bỏ mục này khỏi ballots.",
         "Check it; remove it from ballots if there is no tie any more."),
    Text("Bỏ phiếu chỉ dùng khi các đơn vị bằng điểm ở vị trí xét thưởng.",
         "A ballot is used only where units tie for an award."),
    "C.II",
)  # fmt: skip
BALLOT_TIED = _code(
    "TD611", "ballot-tied", _W,
    Text("Bỏ phiếu xét {award}{line} chưa phân định được: {names} cùng được {votes} phiếu.",
         "The ballot for the {award}{line} decided nothing: {names} have {votes} votes each."),
    Text("Bỏ phiếu lại giữa {names} và ghi thêm kết quả lần sau vào ballots.",
         "Vote again between {names} and add the new result to ballots."),
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
    Text("{name}: cluster.yaml ghi {what}; mục {clause} không xét đơn vị không đăng ký và ký kết giao ước, nhưng status vẫn là eligible.",
         "{name}: cluster.yaml says {what}; {clause} leaves out units that did not register and sign, yet the status is eligible."),
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
    Text("Mức điểm tối thiểu chỉ áp dụng cho Cờ thi đua.", "The least total applies to the flag only."),
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

CERTIFICATE_TIE_LEFT = _code(
    "TD620", "certificate-tie-left", _W,
    Text("{number} đơn vị bằng điểm ({total}) cho {places} Bằng khen còn lại: {names}. Theo cách hiểu đã chọn, không đề nghị đơn vị nào trong số đó.",
         "{number} units tie ({total}) for the {places} remaining certificate(s): {names}. By the reading chosen none of them is proposed."),
    Text("Muốn bỏ phiếu thì đặt readings.certificate_tie là ballot.", "To hold a ballot, set readings.certificate_tie to ballot."),
    Text("Hướng dẫn chỉ quy định bỏ phiếu cho vị trí dẫn đầu.", "The guidance provides a ballot for the first place only."),
    "C.II",
)  # fmt: skip
PROPOSALS_HELD = _code(
    "TD621", "proposals-held", _W,
    Text("Giữ lại đề nghị đối với {names}, vì còn đơn vị chưa xét: {pending}.",
         "The proposals for {names} are held, because units are still pending: {pending}."),
    Text("Chờ kết luận rồi cập nhật status; hoặc đặt readings.pending_unit là both_lists.",
         "Await the conclusion, then update status; or set readings.pending_unit to both_lists."),
    Text("Theo cách hiểu đã chọn, chỉ đề nghị những gì không đổi dù đơn vị chưa xét được xét hay không.",
         "By the reading chosen only what stays the same is proposed, whatever becomes of the pending units."),
    "D.3",
)  # fmt: skip

BALLOT_VOTES_MISSING = _code(
    "TD622", "ballot-votes-missing", _W,
    Text("Kết quả bỏ phiếu xét {award}{line}: tổng số phiếu {found}, số người bỏ phiếu {allowed}; còn {missing} phiếu không rõ bầu cho đơn vị nào.",
         "The ballot for the {award}{line}: {found} votes by {allowed} voters; {missing} vote(s) are not accounted for."),
    Text("Đối chiếu biên bản kiểm phiếu; nếu có phiếu trống hoặc không hợp lệ thì giữ nguyên và nêu trong biên bản.",
         "Compare the minutes of the count; blank and spoilt votes stay as they are, named in the minutes."),
    Text("Mỗi người bỏ một phiếu; số phiếu ít hơn số người là có phiếu trống, phiếu không hợp lệ hoặc ghi sót.",
         "Everybody casts one vote; fewer votes than voters means blank or spoilt votes, or a slip."),
    "C.II",
)  # fmt: skip
BALLOT_WITHOUT_VOTERS = _code(
    "TD623", "ballot-without-voters", _I,
    Text("Kết quả bỏ phiếu xét {award}{line} có {cast} phiếu nhưng không ghi số người bỏ phiếu nên không đối chiếu được.",
         "The ballot for the {award}{line} has {cast} votes but no number of voters to compare them with."),
    Text("Ghi thêm voters theo biên bản kiểm phiếu.", "Add voters as the minutes of the count have it."),
    Text("Số phiếu không được vượt số người bỏ phiếu.", "There may be no more votes than voters."),
    "C.II",
)  # fmt: skip
BALLOT_PAPER_NOT_WRITTEN = _code(
    "TD624", "ballot-paper-not-written", _W,
    Text("Không ghi được tệp phục vụ bỏ phiếu: {reason}. Kết quả xếp hạng không bị ảnh hưởng.",
         "The file for the ballot could not be written: {reason}. The ranking is not affected."),
    Text("Dùng đoạn mẫu in trên màn hình; hoặc sửa quyền ghi thư mục rồi chạy lại.",
         "Use the block printed on the screen, or make the folder writable and run again."),
    Text("Khi cần bỏ phiếu, `thidua rank` ghi các đơn vị và chỗ điền kết quả vào ket-qua/bo-phieu.yaml.",
         "While a ballot is open, `thidua rank` writes the units and places for the result to ket-qua/bo-phieu.yaml."),
)  # fmt: skip
BALLOT_PAPER_KEPT = _code(
    "TD625", "ballot-paper-kept", _I,
    Text("Tệp phục vụ bỏ phiếu đã được ghi thêm hoặc sửa nên được giữ nguyên, không ghi đè.",
         "The file for the ballot was written in by somebody; it is left as it is."),
    Text("Chép kết quả đã điền vào mục ballots của cluster.yaml; muốn có tệp mới thì đổi tên tệp này rồi chạy lại.",
         "Copy the results into ballots in cluster.yaml; for a fresh file, rename this one and run again."),
    Text("Nội dung do người dùng ghi không bị ghi đè.", "What somebody wrote is never overwritten."),
)  # fmt: skip

# --- 7xx: agreement and seal ---------------------------------------------------------------------

SETTLED_TWICE = _code(
    "TD701", "settled-twice", _E,
    Text("Điểm chấm ghi ở hai nơi và khác nhau: {file} ghi {found}, ô {place} của {other} ghi {allowed}.",
         "The score stands in two places and differs: {file} says {found}, cell {place} of {other} says {allowed}."),
    Text("Thống nhất một điểm rồi sửa hoặc xóa trống ô còn lại.", "Agree on one score, then correct or empty the other cell."),
    Text("Điểm Cụm chấm là một số đã thống nhất; phần mềm không tự chọn giữa hai số.",
         "The cluster's score is one agreed number; the tool does not choose between two."),
    "C.I.2.2",
)  # fmt: skip
SETTLED_WITHOUT_REASON = _code(
    "TD702", "settled-without-reason", _W,
    Text("{column} là {found}, khác {earlier} {allowed}, chưa có lý do.",
         "The {column} is {found}, not the {earlier} of {allowed}, and no reason is given."),
    Text("Ghi lý do và văn bản ở trang Lý do của {review}.", "Give the reason and the document on the sheet Lý do of {review}."),
    Text("Điểm được rà soát, trao đổi và thống nhất với đơn vị; lý do ghi lại để giải thích về sau.",
         "Scores are reviewed and agreed with the units; the reason is kept for later questions."),
    "C.I.2.2",
)  # fmt: skip
SELF_SCORE_CHANGED = _code(
    "TD703", "self-score-changed-under-settled", _W,
    Text("Điểm tự chấm nay là {found}, khi Cụm chấm là {allowed}; điểm đã chấm {settled} (ô {place} của {review}) được giữ nguyên.",
         "The self score is {found} now and was {allowed} when it was settled; the settled score {settled} "
         "(cell {place} of {review}) is kept."),
    Text("Chạy `thidua review` rồi xem lại điểm đã chấm và đánh dấu ở trang Nhật ký.",
         "Run `thidua review`, look at the settled score again and confirm it on the sheet Nhật ký."),
    Text("Đơn vị gửi phiếu mới sau khi Cụm đã chấm.", "The unit sent a new sheet after the cluster had settled its scores."),
    "C.I.2.2",
)  # fmt: skip
REVIEW_FOREIGN = _code(
    "TD704", "review-workbook-foreign", _E,
    Text("Không dùng được sổ rà soát: {what}.", "The review workbook cannot be used: {what}."),
    Text("Chuyển tệp này đi nơi khác rồi chạy lại `thidua review`; tệp không bị ghi đè.",
         "Move this file elsewhere and run `thidua review` again; it is not overwritten."),
    Text("Sổ rà soát chỉ có giá trị cho đúng cụm, năm và bảng tiêu chí của nó.",
         "A review workbook holds for its own cluster, year and table only."),
)  # fmt: skip
REVIEW_TABLE_CHANGED = _code(
    "TD705", "review-table-changed", _W,
    Text("Bảng tiêu chí đã thay đổi từ khi lập sổ rà soát.",
         "The table has changed since the review workbook was made."),
    Text("Chạy `thidua review`; điểm đã nhập được chuyển theo mã tiêu chí. Rà lại các dòng có mức điểm mới.",
         "Run `thidua review`: scores are carried over by criterion. Look again at rows with a new maximum."),
    Text("Điểm đã chấm theo bảng cũ có thể không còn đúng mức tối đa.", "A score given under the old table may break the new one."),
)  # fmt: skip
REVIEW_PART_MISSING = _code(
    "TD706", "review-part-missing", _E,
    Text("Không tìm thấy bảng điểm “{found}” của sổ rà soát.", "The matrix “{found}” of the review workbook is not found."),
    Text("Lấy lại trang từ bản cũ trong thư mục ket-qua, hoặc chạy `thidua review` để lập lại trang trống.",
         "Take the sheet from an older copy in ket-qua, or run `thidua review` for an empty one."),
    Text("Trang, dòng tiêu đề hoặc dòng mã đơn vị bị xóa thì không biết điểm của ai.",
         "Without the sheet, its headings or the row of unit ids nobody knows whose the scores are."),
)  # fmt: skip
REVIEW_ROW_MISSING = _code(
    "TD707", "review-row-missing", _E,
    Text("Trang “{sheet}” không còn dòng của tiêu chí {found}.", "The sheet “{sheet}” has lost the row of criterion {found}."),
    Text("Chạy `thidua review` để có lại dòng, rồi nhập điểm; bản cũ ở trong thư mục ket-qua.",
         "Run `thidua review` to get the row back, then type its scores; older copies are in ket-qua."),
    Text("Dòng bị xóa hoặc mã ở cột “Mã” bị sửa; điểm của dòng đó không đọc được.",
         "The row was deleted or its id changed, so its scores cannot be read."),
)  # fmt: skip
REVIEW_UNIT_MISSING = _code(
    "TD708", "review-unit-missing", _W,
    Text("Trang “{sheet}” không có cột của đơn vị {found}.", "The sheet “{sheet}” has no column for unit {found}."),
    Text("Chạy `thidua review` để thêm cột.", "Run `thidua review` to add it."),
    Text("Đơn vị mới thêm vào danh sách, hoặc cột hay mã đơn vị bị xóa, sửa.",
         "The unit is new on the list, or its column or id was deleted or changed."),
)  # fmt: skip
REVIEW_ID_UNKNOWN = _code(
    "TD709", "review-id-unknown", _W,
    Text("Mã “{found}” không có trong cluster.yaml hoặc bảng tiêu chí; điểm ở đó không được dùng.",
         "The id “{found}” is in neither cluster.yaml nor the table; scores there are not used."),
    Text("Sửa lại mã, hoặc chạy `thidua review`: nội dung đã gõ chuyển sang trang “Giữ lại”.",
         "Correct the id, or run `thidua review`: what was typed moves to the sheet “Giữ lại”."),
    Text("Sổ rà soát được đọc theo mã, không theo vị trí.", "The review workbook is read by ids, not by places."),
)  # fmt: skip
REVIEW_ID_REPEATED = _code(
    "TD710", "review-id-repeated", _W,
    Text("Mã “{found}” có ở nhiều nơi: ô {cells}.", "The id “{found}” stands in several places: cells {cells}."),
    Text("Xóa dòng hoặc cột chép thừa.", "Delete the extra row or column."),
    Text("Dòng hoặc cột bị chép thành hai; nếu điểm khác nhau thì không biết điểm nào đúng.",
         "A row or column was copied; where scores differ nobody knows which is right."),
)  # fmt: skip
REVIEW_SCORES_CLASH = _code(
    "TD711", "review-scores-clash", _E,
    Text("Một điểm ghi ở nhiều ô và khác nhau: {found} (ô {cells}).", "One score stands in several cells and differs: {found} (cells {cells})."),
    Text("Giữ một điểm, xóa các ô còn lại.", "Keep one of them and empty the other cells."),
    Text("Phần mềm không tự chọn giữa hai điểm.", "The tool does not choose between two scores."),
    "C.I.2.2",
)  # fmt: skip
REVIEW_AGREEMENT_UNCLEAR = _code(
    "TD712", "review-agreement-unclear", _E,
    Text("Ô đồng ý ghi “{found}”; chỉ x là đồng ý, để trống là chưa.", "The cell of agreement says “{found}”; only x agrees, blank does not."),
    Text("Gõ x hoặc xóa trống ô.", "Type x or empty the cell."),
    Text("Đồng ý cả cột là thống nhất nhiều điểm một lúc nên phải rõ ràng.", "Agreeing as a whole settles many scores at once, so it has to be plain."),
    "C.I.2.2",
)  # fmt: skip
REVIEW_CELL_COVERED = _code(
    "TD713", "review-cell-covered", _E,
    Text("Ô điểm bị gộp vào ô khác nên không còn ô để nhập.", "The score's cell is merged into another one."),
    Text("Bỏ gộp ô rồi nhập điểm từng dòng.", "Unmerge the cells and type one score a row."),
    Text("Mỗi tiêu chí của mỗi đơn vị cần một ô điểm riêng.", "Each criterion of each unit needs a cell of its own."),
)  # fmt: skip
REVIEW_FORMULA = _code(
    "TD714", "review-score-formula", _W,
    Text("Điểm nhập bằng công thức; đang lấy kết quả {found}.", "The score is a formula; its result {found} is taken."),
    Text("Nhập số thay công thức; khi chạy `thidua review` ô giữ số đang hiện, công thức chép sang trang “Giữ lại”.",
         "Type the number; `thidua review` keeps the number shown and copies the formula to the sheet “Giữ lại”."),
    Text("Điểm đã thống nhất là một số; công thức có thể đổi theo ô khác.", "An agreed score is a number; a formula may change with other cells."),
)  # fmt: skip
REVIEW_SCORE_UNUSABLE = _code(
    "TD715", "review-score-unusable", _E,
    Text("Ô ghi “{found}”, không phải điểm từ {allowed}.", "The cell says “{found}”, which is no score in {allowed}."),
    Text("Nhập một số trong khoảng này; chưa chấm thì xóa trống ô.", "Type a number in this range; leave the cell empty if not scored."),
    Text("Điểm đã chấm không vượt điểm chuẩn tối đa.", "A settled score is at most the maximum."),
)  # fmt: skip
REVIEW_REASON_UNPLACED = _code(
    "TD716", "review-reason-unplaced", _W,
    Text("Dòng lý do chưa rõ của điểm nào: “{found}”.", "The line of reasons names no score: “{found}”."),
    Text("Chọn đủ đơn vị, tiêu chí và cột trong danh sách của ô.", "Choose unit, criterion and column from the lists."),
    Text("Lý do phải gắn với một điểm cụ thể.", "A reason belongs to one score."),
)  # fmt: skip
REVIEW_STRAY_TEXT = _code(
    "TD717", "review-stray-text", _I,
    Text("{number} nội dung nằm ngoài các ô nhập ({places}); không được dùng để tính.",
         "{number} entries stand outside the input cells ({places}); they are not used."),
    Text("Chạy `thidua review` để chuyển sang trang “Giữ lại”.", "Run `thidua review` to move them to the sheet “Giữ lại”."),
    Text("Không nội dung nào đã gõ bị bỏ đi.", "Nothing that was typed is dropped."),
)  # fmt: skip
REVIEW_FILE_OPEN = _code(
    "TD718", "review-file-open", _E,
    Text("Không thay được sổ rà soát vì tệp đang mở ({reason}); bản mới ghi ở {output}.",
         "The review workbook cannot be replaced because it is open ({reason}); the new one is {output}."),
    Text("Lưu và đóng tệp rồi chạy lại `thidua review`; bản mới chỉ để xem, đừng nhập vào đó.",
         "Save and close the file and run `thidua review` again; the new one is for looking at, type nothing there."),
    Text("Ghi đè tệp đang mở thì điểm chưa lưu bị mất.", "Replacing an open file would lose what is not saved."),
)  # fmt: skip
REVIEW_UNIT_RENAMED = _code(
    "TD719", "review-unit-renamed", _I,
    Text("Đơn vị trong sổ rà soát tên “{found}”, trong cluster.yaml là “{allowed}”; nhận theo mã đơn vị.",
         "The review workbook calls the unit “{found}”, cluster.yaml “{allowed}”; it is known by its id."),
    Text("Chạy `thidua review` để sổ ghi tên mới.", "Run `thidua review` to write the new name."),
    Text("Tên đổi mà mã giữ nguyên thì vẫn là đơn vị đó.", "With the same id it is the same unit."),
)  # fmt: skip

SEALED_SCORE_CHANGED = _code(
    "TD720", "sealed-score-changed", _W,
    Text("Số liệu khác bản đã thống nhất ngày {day}: {name}, {criterion} ({file}): nay {now}, bản niêm {then}. Có dấu hiệu điều chỉnh sau thống nhất, cần xác minh.",
         "A score is not what was agreed on {day}: {name}, {criterion} ({file}): now {now}, sealed {then}. It may have been altered after the agreement and has to be looked into."),
    Text("Xác minh với đơn vị; trả lại số đã niêm, hoặc thống nhất lại rồi ghi bằng `thidua seal --amend`.",
         "Look into it with the unit; restore the sealed score, or agree anew and record it with `thidua seal --amend`."),
    Text("Đơn vị tự ý điều chỉnh số liệu sau khi đã đối chiếu, thống nhất điểm thì không xét thi đua; phần mềm chỉ nêu dấu hiệu, quyết định là của người có thẩm quyền.",
         "A unit that alters figures by itself after they were agreed is not considered; the tool only shows the sign, the decision is a human's."),
    "D.3",
)  # fmt: skip
UNIT_NOT_SEALED = _code(
    "TD721", "unit-not-sealed", _W,
    Text("{name} nay {standing} nhưng không có trong bản đã thống nhất ngày {day}.",
         "{name} is {standing} now but not in what was agreed on {day}."),
    Text("Thống nhất điểm của đơn vị rồi ghi bằng `thidua seal --amend`.", "Agree on its scores and record them with `thidua seal --amend`."),
    Text("Điểm Cụm chấm được thống nhất với các đơn vị thành viên; bản niêm phải có đủ các đơn vị được xét.",
         "The cluster's scores are agreed with its members; the seal has to hold every unit considered."),
    "C.I.2.2",
)  # fmt: skip
SEALED_UNIT_REMOVED = _code(
    "TD722", "sealed-unit-removed", _W,
    Text("{name} có trong bản đã thống nhất ngày {day} nhưng không còn trong danh sách cụm.",
         "{name} is in what was agreed on {day} but no longer on the cluster's list."),
    Text("Sửa lại danh sách trong cluster.yaml, hoặc ghi việc điều chỉnh bằng `thidua seal --amend`.",
         "Correct the list in cluster.yaml, or record the correction with `thidua seal --amend`."),
    Text("Bớt một đơn vị làm đổi thứ hạng và số lượng Bằng khen.", "One unit less changes ranks and the number of certificates."),
    "C.I.2.2",
)  # fmt: skip
SEALED_STANDING_CHANGED = _code(
    "TD723", "sealed-standing-changed", _I,
    Text("{name}: khi thống nhất ngày {day} {before}, nay {after}.", "{name}: {before} when agreed on {day}, now {after}."),
    Text("Không phải sửa nếu có văn bản; ghi vào bản niêm bằng `thidua seal --amend` nếu cần.",
         "Nothing to correct where a document says so; `thidua seal --amend` records it if wanted."),
    Text("Không xét, chưa xét là quyết định của người có thẩm quyền, không phải thay đổi điểm.",
         "Setting a unit aside is a decision of those in charge, no change of scores."),
    "D.3",
)  # fmt: skip
SEALED_SHEET_GONE = _code(
    "TD724", "sealed-sheet-gone", _W,
    Text("Không có phiếu đọc được của {name} để đối chiếu với bản đã thống nhất ngày {day}.",
         "No readable sheet of {name} is there to compare with what was agreed on {day}."),
    Text("Đưa lại đúng phiếu đã niêm vào thư mục; tên tệp và mã SHA-256 ghi trong niem.json.",
         "Put the sealed sheet back; its name and SHA-256 stand in niem.json."),
    Text("Chưa đọc được phiếu thì chưa biết điểm đã thống nhất có còn nguyên hay không.",
         "Until the sheet can be read nobody knows whether its agreed scores still stand."),
    "C.I.2.2",
)  # fmt: skip
SEALED_TABLE_CHANGED = _code(
    "TD725", "sealed-table-changed", _W,
    Text("Bảng tiêu chí {table} đã thay đổi sau khi thống nhất ngày {day}.", "The score table {table} changed after the agreement of {day}."),
    Text("Xem lại thay đổi với các thành viên rồi ghi bằng `thidua seal --amend`, hoặc trả lại bảng cũ.",
         "Go through the change with the members and record it with `thidua seal --amend`, or restore the table."),
    Text("Bảng, thang điểm phải được các thành viên thống nhất trước khi chấm.", "The members agree on the table before scoring."),
    "D.2",
)  # fmt: skip
SEALED_FILE_CHANGED = _code(
    "TD726", "sealed-file-changed", _I,
    Text("{number} tệp thay đổi sau ngày thống nhất {day}, điểm tự chấm và điểm Cụm chấm vẫn như bản niêm: {files}.",
         "{number} file(s) changed after the agreement of {day}, their self and cluster scores are as sealed: {files}."),
    Text("Không phải sửa.", "Nothing to correct."),
    Text("Ghi điểm thẩm định hoặc lưu lại tệp làm đổi tệp mà không đổi điểm đã thống nhất.",
         "Typing the board's scores or saving again changes a file and no agreed score."),
    "C.I.2.2",
)  # fmt: skip
SEAL_UNUSABLE = _code(
    "TD727", "seal-unusable", _E,
    Text("Bản niêm không dùng được: {reason}. Chưa đối chiếu được với điểm đã thống nhất.",
         "The seal cannot be used: {reason}. Nothing could be compared with what was agreed."),
    Text("Khôi phục niem.json từ bản sao lưu; nếu không còn, đổi tên tệp này để lưu lại rồi niêm lại bằng `thidua seal`.",
         "Restore niem.json from a copy; if there is none, keep this file under another name and seal anew with `thidua seal`."),
    Text("Bản niêm bị hỏng hoặc bị sửa tay không chứng minh được gì và không bao giờ bị ghi đè.",
         "A seal that is damaged or was altered by hand proves nothing, and is never written over."),
)  # fmt: skip
SEAL_FOREIGN = _code(
    "TD728", "seal-foreign", _E,
    Text("Bản niêm là của {what} “{found}”, không phải “{allowed}”. Chưa đối chiếu được với điểm đã thống nhất.",
         "The seal is for the {what} “{found}”, not “{allowed}”. Nothing could be compared with what was agreed."),
    Text("Đặt đúng niem.json của cụm; nếu cluster.yaml sai thì sửa lại; muốn niêm lại thì đổi tên tệp cũ trước.",
         "Put the cluster's own niem.json here; correct cluster.yaml if that is wrong; to seal anew rename the old file first."),
    Text("So với bản niêm của cụm, năm hoặc bảng khác thì mọi ô đều khác.", "Against the seal of another cluster, year or table every cell differs."),
)  # fmt: skip
SEAL_REFUSED = _code(
    "TD729", "seal-refused", _E,
    Text("Chưa niêm được: {missing}.", "It cannot be sealed yet: {missing}."),
    Text("Bổ sung, sửa rồi chạy lại; niem.json đang có không bị thay đổi.", "Complete and correct it, then run again; an existing niem.json is unchanged."),
    Text("Chỉ niêm khi điểm Cụm chấm của mọi đơn vị được xét đã đủ và không có lỗi.",
         "Only complete and faultless cluster scores of every unit considered are sealed."),
    "C.I.2.2",
)  # fmt: skip
SEAL_EXISTS = _code(
    "TD730", "seal-exists", _E,
    Text("Điểm đã niêm ngày {day} và nay khác: {parts}.", "The scores were sealed on {day} and differ now: {parts}."),
    Text("Xem bằng `thidua seal --check`; nếu đã thống nhất lại thì ghi bằng `thidua seal --amend`, kèm lý do.",
         "See `thidua seal --check`; if agreed anew, record it with `thidua seal --amend` and the reason."),
    Text("Bản niêm không bị thay lặng lẽ: mỗi lần điều chỉnh đều ghi lý do và giữ lại số cũ.",
         "A seal is not replaced silently: every correction states its reason and keeps the old scores."),
    "C.I.2.2",
)  # fmt: skip
SEAL_UNCHANGED = _code(
    "TD731", "seal-unchanged", _I,
    Text("Điểm đúng như bản đã niêm ngày {day}; không ghi gì.", "The scores are as sealed on {day}; nothing is written."),
    Text("Không phải làm gì.", "Nothing to do."),
    Text("Niêm lại khi không có gì thay đổi chỉ làm mờ ngày thống nhất.", "Sealing again without a change would only blur the day of the agreement."),
    "C.I.2.2",
)  # fmt: skip
SEAL_MISSING = _code(
    "TD732", "seal-missing", _E,
    Text("Cụm chưa có bản niêm.", "The cluster has no seal yet."),
    Text("Niêm điểm đã thống nhất bằng `thidua seal`, không kèm tùy chọn khác.", "Seal the agreed scores with `thidua seal` without this option."),
    Text("Chưa niêm thì không có gì để đối chiếu, điều chỉnh.", "Without a seal there is nothing to compare with or to correct."),
    "C.I.2.2",
)  # fmt: skip

PAPER_KEPT = _code(
    "TD770", "paper-kept", _W,
    Text("Văn bản này đã được sửa sau khi thidua tạo nên được giữ nguyên; bản mới ghi ở {beside}.",
         "This paper was changed after thidua made it and is kept as it is; the new one stands in {beside}."),
    Text("So hai bản, chép phần đã sửa sang bản mới; muốn có lại tên cũ thì chuyển bản cũ đi nơi khác rồi chạy lại.",
         "Compare the two and copy what was changed; to have the old name again, move the old one away and run again."),
    Text("Chữ mà người dùng đã gõ vào một văn bản không bao giờ bị ghi đè.",
         "What a person has typed into a paper is never written over."),
)  # fmt: skip
BASE_UNUSABLE = _code(
    "TD771", "base-unusable", _E,
    Text("Không dùng được tệp này làm mẫu trình bày: {reason}.", "This file cannot serve as the base of papers: {reason}."),
    Text("Chọn ở --base một văn bản Word (.docx) khổ A4 mở được bằng Word hoặc LibreOffice, hoặc bỏ --base.",
         "Give --base a Word document (.docx) of size A4 that Word or LibreOffice opens, or leave --base out."),
    Text("Từ tệp mẫu chỉ lấy bộ kiểu chữ, khổ giấy và lề; nội dung của nó không được lấy.",
         "Only styles, size and margins are taken from a base; nothing of its text is."),
)  # fmt: skip
PAPER_WITHOUT_BALLOT = _code(
    "TD772", "paper-without-ballot", _I,
    Text("{name} không có bỏ phiếu nên không có biên bản kiểm phiếu và phiếu bầu.",
         "{name} has no ballot, so there are no minutes of a count and no ballot papers."),
    Text("Không cần làm gì.", "Nothing to do."),
    Text("Chỉ bỏ phiếu khi các đơn vị có số điểm bằng nhau.", "A ballot is held only between units that tie."),
    "C.II",
)  # fmt: skip
LETTERHEAD_UNKNOWN = _code(
    "TD773", "letterhead-unknown", _I,
    Text("Chưa biết cơ quan phát hành văn bản của {name}; văn bản không có phần tên cơ quan và quốc hiệu.",
         "Whose letterhead the papers of {name} go out on is not known; they have none."),
    Text("Ghi leader hoặc papers.agency trong cluster.yaml, hoặc papers.agency trong thidua.yaml.",
         "Give leader or papers.agency in cluster.yaml, or papers.agency in thidua.yaml."),
    Text("Văn bản của cụm phát hành theo thể thức của đơn vị Cụm trưởng.",
         "A cluster's papers go out on the letterhead of its head."),
)  # fmt: skip

DIFF_KINDS = _code(
    "TD750", "diff-of-different-kinds", _E,
    Text("Không so được {first} với {second}.", "A {first} cannot be compared with a {second}."),
    Text("So hai phiếu với nhau, hai tệp ra-soat.xlsx với nhau, hoặc hai thư mục với nhau.",
         "Compare two sheets, two ra-soat.xlsx files, or two folders."),
    Text("Chỉ so được những thứ cùng loại.", "Only things of one kind can be compared."),
)  # fmt: skip
DIFF_UNITS = _code(
    "TD751", "diff-of-different-units", _W,
    Text("Hai phiếu của hai đơn vị khác nhau: {first} và {second}; vẫn so sánh từng ô.",
         "The sheets are those of two units, {first} and {second}; they are compared all the same."),
    Text("Kiểm tra lại hai tệp nếu định so hai bản của cùng một đơn vị.",
         "Check the files if two versions of one unit's sheet were meant."),
    Text("So hai phiếu thường là so hai bản của cùng một đơn vị.", "Two sheets are mostly two versions of one unit's."),
)  # fmt: skip
DIFF_REVIEW_ALONE = _code(
    "TD752", "diff-review-without-cluster", _E,
    Text("Không có cluster.yaml dùng được ở thư mục chứa một trong hai tệp ra-soat.xlsx.",
         "There is no usable cluster.yaml in the folder of either ra-soat.xlsx."),
    Text("Đặt ít nhất một trong hai tệp trong thư mục của cụm rồi chạy lại.",
         "Put at least one of the files into the cluster's folder and run again."),
    Text("Đơn vị và tiêu chí trong tệp rà soát được nhận theo danh sách và bảng tiêu chí của cụm.",
         "Units and criteria of a review workbook are known by the cluster's list and table."),
)  # fmt: skip

FIX_LIST_GIVEN = _code(
    "TD780", "fix-list-given", _E,
    Text("Tệp là danh sách lỗi do thidua lập, không phải phiếu của đơn vị.", "The file is a fix list that thidua made, not the unit's sheet."),
    Text("Sửa trong phiếu gốc {source} rồi gửi phiếu đó; điểm gõ vào danh sách lỗi không được đọc.",
         "Correct the original sheet {source} and send that one; what is typed into a fix list is not read."),
    Text("Danh sách lỗi chép lại phiếu để chỉ chỗ cần sửa; nếu nhận như phiếu thì không rõ bản nào là của đơn vị.",
         "A fix list repeats the sheet to show what to correct; taken as a sheet, it would leave open which one is the unit's."),
)  # fmt: skip
FIX_LIST_KEPT = _code(
    "TD781", "fix-list-kept", _W,
    Text("Tệp này không do thidua lập hoặc đã được sửa sau khi lập nên được giữ nguyên; danh sách lỗi mới ghi ở {beside}.",
         "This file is not thidua's, or was changed after thidua made it, and is kept as it is; the new fix list stands in {beside}."),
    Text("Dùng bản mới; muốn có lại tên cũ thì chuyển tệp cũ đi nơi khác rồi chạy lại.",
         "Use the new one; to have the old name again, move the old file away and run again."),
    Text("Nội dung người dùng đã gõ vào một tệp không bao giờ bị ghi đè.", "What a person has typed into a file is never written over."),
)  # fmt: skip
FIX_LIST_OUTDATED = _code(
    "TD782", "fix-list-outdated", _I,
    Text("Danh sách lỗi này của lần kiểm tra trước; nay {source} không còn gì phải sửa.",
         "This fix list is of an earlier check; nothing in {source} calls for a correction now."),
    Text("Xóa tệp này để không gửi nhầm.", "Delete it, so that it is not sent by mistake."),
    Text("thidua không xóa tệp nào; danh sách cũ vẫn nằm trong thư mục kết quả.", "thidua deletes no file; older lists stay in the folder of results."),
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
KIND_UNKNOWN = _code(
    "TD919", "kind-unknown", _W,
    Text("Dòng {line}, cột {column}: chưa biết cách chấm “{found}”; tạm chấm trong khoảng 0 đến điểm chuẩn.{meant}",
         "Line {line}, column {column}: the kind of scoring “{found}” is not known; judged from 0 to the maximum instead.{meant}"),
    Text("Cho phép: {allowed}.", "Allowed: {allowed}."),
    Text("Bảng của văn bản mới có thể dùng trước khi thidua biết hết các cách chấm của nó.",
         "A table of a later guidance can be used before all its kinds of scoring are known."),
)  # fmt: skip
BONUS_OVER_BASE = _code(
    "TD920", "bonus-over-base", _W,
    Text("Dòng {line}, cột {column}: {criterion} có điểm chuẩn {base} chưa kể điểm thưởng {bonus}; tổng được cắt ở {allowed}.",
         "Line {line}, column {column}: {criterion} has {base} points before a bonus of {bonus}; the sum is cut at {allowed}."),
    Text("Nên chia điểm sao cho cả điểm thưởng vừa đủ {allowed}, như biểu của doanh nghiệp (94 + 6).",
         "Divide the points so that the bonus is inside {allowed}, as in the enterprises' form (94 + 6)."),
    Text("Văn bản chỉ nói tối đa đã gồm điểm thưởng; cả hai cách đều được nhận.",
         "The text only says that the maximum includes the bonus; both ways are taken."),
)  # fmt: skip
ITEM_CHANGED = _code(
    "TD921", "item-changed", _W,
    Text("Dòng {line}, cột {column}: {criterion} {problem}.", "Line {line}, column {column}: {criterion} {problem}."),
    Text("Ở mục II và mục III chỉ chia nhỏ hoặc bổ sung tiêu chí; giữ điểm chuẩn và lời văn của tiêu chí đã ban hành.",
         "In sections II and III only split or add criteria; keep the issued maxima and texts."),
    Text("Cụm được cụ thể hóa hoặc bổ sung; thay tiêu chí chỉ có ở mục I, với các cụm ngoài huyện, thành phố, sở, ban, ngành.",
         "A cluster may detail and add; replacing is provided for in section I only, outside districts and departments."),
    "D.2",
)  # fmt: skip
MINUTES_MISSING = _code(
    "TD922", "minutes-missing", _W,
    Text("Dòng {line}, cột {column}: bảng riêng chưa ghi biên bản các đơn vị thành viên thống nhất.",
         "Line {line}, column {column}: no minutes are named in which the members agreed to this table."),
    Text("Ghi số và ngày của biên bản ở mục `minutes:`.", "Name the minutes, with number and day, under `minutes:`."),
    Text("Bảng riêng phải được các thành viên trong Cụm thảo luận, thống nhất.",
         "A table of one's own is discussed and agreed by the cluster's members."),
    "D.2",
)  # fmt: skip
SECTION_ONE_CHANGED = _code(
    "TD923", "section-one-changed", _W,
    Text("Dòng {line}, cột {column}: bảng thay đổi mục I của các huyện, thành phố, sở, ban, ngành.",
         "Line {line}, column {column}: the table changes section I of the districts and departments."),
    Text("Giữ mục I chấm theo Quyết định 2460/QĐ-UBND, hoặc xin ý kiến Sở Nội vụ (Ban TĐKT).",
         "Keep section I as Decision 2460 of 30 November 2018 has it, or ask the Department of Home Affairs."),
    Text("Lưu ý của mục B.I chỉ cho các cụm từ mục 2 đến mục 6 thay tiêu chí; mục 1 không có trong đó.",
         "The note of B.I lets the clusters of heads 2 to 6 replace criteria; head 1 is not among them."),
    "B.I",
)  # fmt: skip
SECTION_BELOW_LIMIT = _code(
    "TD924", "section-below-limit", _W,
    Text("Dòng {line}, cột {column}: mục {criterion} chỉ có {base} điểm; hướng dẫn quy định {allowed}.",
         "Line {line}, column {column}: section {criterion} has {base} points only; the guidance lays down {allowed}."),
    Text("Chia cho đủ {allowed} điểm; thiếu điểm thì khó đạt mức xét Cờ và không so được với cụm khác.",
         "Give all {allowed} points; with fewer the flag's least total is harder to reach."),
    Text("Tổng điểm được giữ nguyên cho mọi cụm; cụm chỉ chia nhỏ trong từng mục.",
         "The totals are the same for every cluster; a cluster only divides them within a section."),
    "D.2",
)  # fmt: skip
CREDIT_SPLIT = _code(
    "TD925", "credit-split-differs", _W,
    Text("Dòng {line}, cột {column}: I.1, I.2, I.3 được chia {split} điểm; biểu của tổ chức tín dụng chia {allowed}.",
         "Line {line}, column {column}: I.1, I.2 and I.3 give {split} points; the credit institutions' form has {allowed}."),
    Text("Giữ cách chia của biểu, hoặc ghi rõ cách chia đã thống nhất trong biên bản của cụm.",
         "Keep the form's division, or have the other one agreed in the cluster's minutes."),
    Text("Lời văn chỉ ghi chung tối đa 45 điểm cho ba nội dung; biểu chia đều 15 + 15 + 15.",
         "The text gives 45 points to the three together; the form divides them 15 + 15 + 15."),
    "B.I.2",
)  # fmt: skip
TABLE_FILE_EXISTS = _code(
    "TD926", "table-file-exists", _E,
    Text("Đã có tệp này; không ghi bảng mẫu đè lên.", "This file exists already; no starter is written over it."),
    Text("Chọn tên khác bằng -o.", "Choose another name with -o."),
    Text("Một bảng đã soạn không bao giờ bị ghi đè.", "A table that somebody has written is never overwritten."),
)  # fmt: skip
CLAUSES_UNCITED = _code(
    "TD927", "clauses-uncited", _I,
    Text("Cả {number} tiêu chí đều ghi điều khoản cạnh điểm chuẩn; điều khoản không có tiêu chí, hình thức khen thưởng hay thời hạn nào viện dẫn: {names}.",
         "All {number} criteria name a clause beside their maximum; clauses that no criterion, award or deadline cites: {names}."),
    Text("Không phải sửa gì; danh sách này để đối chiếu bảng với văn bản.",
         "Nothing needs mending; the list is for comparing the table with the text."),
    Text("Bảng không ghi điều khoản cho một điểm chuẩn thì không đọc được, nên chỉ còn chiều ngược lại để đối chiếu.",
         "A table that names no clause for a maximum does not load, so only the other direction is left to compare."),
)  # fmt: skip
CLUSTER_FILE_NEEDED = _code(
    "TD931", "cluster-file-needed", _E,
    Text("Thư mục không có cluster.yaml nên không {what} được.{meant}", "Without cluster.yaml it is not possible to {what}.{meant}"),
    Text("Chỉ ra đúng thư mục của cụm; cụm mới thì tạo bằng `thidua init`.",
         "Name the cluster's own folder; a new cluster is started with `thidua init`."),
    Text("Việc này dựa vào danh sách đơn vị chính thức của cụm, ghi trong cluster.yaml.",
         "This rests on the cluster's official list of units, which stands in cluster.yaml."),
)  # fmt: skip
CRITERION_UNKNOWN = _code(
    "TD930", "criterion-unknown", _E,
    Text("Bảng “{table}” không có tiêu chí “{found}”.{meant}", "The table “{table}” has no criterion “{found}”.{meant}"),
    Text("Xem các tiêu chí bằng `thidua rubric show {table}`.", "See its criteria with `thidua rubric show {table}`."),
    Text("Tiêu chí được gọi theo đường dẫn trong hướng dẫn, ví dụ III.4 hoặc III.2.a.",
         "A criterion is named by its path in the guidance, such as III.4 or III.2.a."),
)  # fmt: skip
WAIVER_CODE_UNKNOWN = _code(
    "TD932", "waiver-code-unknown", _E,
    Text("Dòng {line}, cột {column}: không có mã phát hiện “{found}”.{meant}",
         "Line {line}, column {column}: there is no finding code “{found}”.{meant}"),
    Text("Ghi mã như thidua in ở cuối phát hiện, ví dụ TD413.", "Write the code as it stands at the end of the finding, such as TD413."),
    Text("Mỗi mục của waivers chấp nhận phát hiện của một mã.", "Each entry of waivers accepts findings of one code."),
)  # fmt: skip
WAIVER_NOT_ALLOWED = _code(
    "TD933", "waiver-not-allowed", _E,
    Text("Dòng {line}, cột {column}: không thể chấp nhận {found} ({what}): {why}.",
         "Line {line}, column {column}: {found} ({what}) cannot be waived: {why}."),
    Text("Bỏ mục này khỏi waivers và xử lý phát hiện.", "Take the entry out of waivers and settle the finding itself."),
    Text("Chỉ chấp nhận được điều không làm thay đổi hoặc thiếu một con số nào dùng để xếp hạng.",
         "Only what leaves no number of the ranking wrong or missing can be waived."),
)  # fmt: skip
WAIVER_CRITERION_UNKNOWN = _code(
    "TD934", "waiver-criterion-unknown", _E,
    Text("Dòng {line}, cột {column}: bảng “{table}” không có tiêu chí “{found}”.{meant}",
         "Line {line}, column {column}: the table “{table}” has no criterion “{found}”.{meant}"),
    Text("Xem các tiêu chí bằng `thidua rubric show {table}`.", "See its criteria with `thidua rubric show {table}`."),
    Text("Tiêu chí trong waivers phải có trong bảng của cụm.", "A criterion under waivers must be one of the cluster's table."),
)  # fmt: skip
WAIVER_EXPIRED = _code(
    "TD935", "waiver-expired", _W,
    Text("Dòng {line}: việc chấp nhận {found} chỉ đến {until}, trước ngày hội nghị {conference}; không được áp dụng.",
         "Line {line}: the waiver of {found} ends on {until}, before the conference of {conference}; it is not applied."),
    Text("Xử lý phát hiện, hoặc ghi văn bản chấp nhận mới với ngày until không trước hội nghị.",
         "Settle the finding, or record a new document whose until is not before the conference."),
    Text("Kết quả được thông qua tại hội nghị tổng kết, nên việc chấp nhận phải còn hiệu lực đến ngày đó.",
         "The result is adopted at the final conference, so a waiver has to last until then."),
)  # fmt: skip
WAIVER_UNUSED = _code(
    "TD936", "waiver-unused", _W,
    Text("Dòng {line}: không có phát hiện nào khớp với việc chấp nhận {found}{of}.", "Line {line}: no finding matches the waiver of {found}{of}."),
    Text("Bỏ mục này khỏi waivers, hoặc sửa đơn vị, tiêu chí, cột điểm cho đúng.",
         "Take the entry out of waivers, or correct its unit, criterion or stage."),
    Text("Mục chấp nhận không còn dùng có thể che một phát hiện sau này mà không ai để ý.",
         "A waiver that is no longer used could hide a later finding that nobody looks at."),
)  # fmt: skip
MEMBER_LIST_UNUSABLE = _code(
    "TD940", "member-list-unusable", _E,
    Text("Không lấy được danh sách đơn vị từ tệp này: {reason}.", "No list of units can be taken from this file: {reason}."),
    Text("Ghi mỗi đơn vị một dòng trong tệp văn bản (UTF-8), một cột trong bảng tính, hoặc ghi từng đơn vị bằng --unit.",
         "Give one unit a line in a text file (UTF-8), a column of a workbook, or name each unit with --unit."),
    Text("Danh sách sai thì thiếu đơn vị hoặc thừa đơn vị ngay từ đầu.", "From a wrong list units are missing, or too many, from the start."),
)  # fmt: skip
CLUSTER_EXISTS = _code(
    "TD941", "cluster-exists", _E,
    Text("Thư mục đã có cluster.yaml; không ghi đè.", "The folder has a cluster.yaml already; it is not overwritten."),
    Text("Sửa tệp này bằng trình soạn thảo văn bản, hoặc chọn thư mục khác. Tạo biểu trắng: thidua template --cluster THƯ_MỤC.",
         "Edit the file, or choose another folder. For the blank forms: thidua template --cluster FOLDER."),
    Text("Thông tin cụm đã soạn không bao giờ bị ghi đè.", "Settings that somebody has written are never overwritten."),
)  # fmt: skip
MEMBER_REPEATED = _code(
    "TD942", "member-repeated", _W,
    Text("“{found}” có hơn một lần trong danh sách; chỉ lấy một lần.", "“{found}” stands in the list more than once; it is taken once."),
    Text("Kiểm tra lại danh sách; nếu là hai đơn vị khác nhau thì ghi tên đầy đủ của từng đơn vị.",
         "Check the list; if two units are meant, give each its full name."),
    Text("Hai đơn vị không thể cùng một tên, vì phiếu được nhận theo tên.", "Two units cannot share a name, because sheets are known by it."),
)  # fmt: skip
MEMBERS_ALIKE = _code(
    "TD943", "members-alike", _W,
    Text("“{found}” chỉ khác “{other}” ở dấu; cả hai được ghi vào danh sách.", "“{found}” differs from “{other}” in its accents only; both are listed."),
    Text("Nếu là một đơn vị thì xóa một dòng trong cluster.yaml.", "If they are one unit, delete one of them in cluster.yaml."),
    Text("Tên gõ thiếu dấu thường là một đơn vị được ghi hai lần.", "A name typed without accents is often a unit listed twice."),
)  # fmt: skip
DEMO_FOLDER_IN_USE = _code(
    "TD944", "demo-folder-in-use", _E,
    Text("Thư mục đã có nội dung; không chép ví dụ vào đây.", "The folder is not empty; no example is copied into it."),
    Text("Chọn một thư mục mới hoặc còn trống rồi chạy lại.", "Choose a new or empty folder and run again."),
    Text("Ví dụ chép lẫn vào phiếu thật sẽ làm sai kết quả.", "An example among real sheets would spoil a result."),
)  # fmt: skip
UNIT_NOT_A_MEMBER = _code(
    "TD945", "unit-not-a-member", _E,
    Text("Trong {cluster} không có đơn vị “{found}”.{meant}", "{cluster} has no unit “{found}”.{meant}"),
    Text("Ghi mã (id), tên hoặc tên gọi khác của một thành viên: {allowed}.", "Give the id, name or alias of a member: {allowed}."),
    Text("Đơn vị trong câu lệnh được tìm trong danh sách units của cluster.yaml.",
         "A unit named in a command is looked up under units in cluster.yaml."),
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


# --- what may be waived --------------------------------------------------------------------------

# Errors in what no score, total, rank or award rests on: the optional figures, and a second cluster's list.
_ERRORS_WITHOUT_NUMBER = frozenset({FACT_NOT_A_NUMBER.id, FACTS_CONTRADICT.id, UNIT_IN_TWO_CLUSTERS.id})
_WHY_ERROR = Text(
    "lỗi này làm một con số sai, thiếu hoặc không rõ; phải sửa tại nơi phát sinh",
    "it leaves a number wrong, missing or in doubt, and has to be corrected where it stands",
)
_WHY_LACKING = Text(
    "đây là phần kết quả còn thiếu, chỉ hết khi có đủ; đơn vị không xét hoặc chưa xét thì ghi status kèm basis",
    "it says what the result still lacks; a unit that is not considered takes a status with its basis",
)
_WHY_SEALED = Text(
    "điểm khác bản đã thống nhất chỉ được ghi nhận khi niêm lại kèm lý do và văn bản",
    "what is not as sealed is settled by sealing anew, with the reason and the document",
)
_WHY_WAIVER = Text("phát hiện này nói về chính waivers", "it is about waivers themselves")
_NEVER_WAIVED: dict[str, Text] = {
    **dict.fromkeys(("TD501", "TD601", "TD602", "TD603", "TD606", "TD616"), _WHY_LACKING),
    **dict.fromkeys(("TD720", "TD721", "TD722", "TD724", "TD725"), _WHY_SEALED),
    **dict.fromkeys((WAIVER_EXPIRED.id, WAIVER_UNUSED.id), _WHY_WAIVER),
}


def why_not_waived(code: Code) -> Text | None:
    """Why findings of the code cannot be waived; None if they can.

    Warnings and infos can, unless they say what a result lacks or what was altered after the agreement, and of the
    errors those that touch no number (contract 4 to 6).
    """
    if code.severity is Severity.ERROR:
        return None if code.id in _ERRORS_WITHOUT_NUMBER else _WHY_ERROR
    return _NEVER_WAIVED.get(code.id)


# --- examples ------------------------------------------------------------------------------------

# A bad and a good example of every code, one short line each, for `thidua explain`.
# fmt: off
EXAMPLES: dict[str, Example] = {
    "TD001": Example(Text("`so-noi-vu.xlsx` là liên kết tới tệp đã xóa.", "`so-noi-vu.xlsx` is a link to a file that is gone."), Text("`so-noi-vu.xlsx` là tệp thường, mở được.", "`so-noi-vu.xlsx` is an ordinary file that opens.")),
    "TD002": Example(Text("Phiếu dài 300 MB vì dán kèm ảnh.", "A sheet of 300 MB, with photographs pasted in."), Text("Phiếu 30 KB chỉ có bảng chấm điểm.", "A sheet of 30 KB with the score table alone.")),
    "TD003": Example(Text("Tệp 0 byte do tải về dở dang.", "A file of 0 bytes from a broken download."), Text("Tệp gửi lại đầy đủ.", "The file sent again, whole.")),
    "TD004": Example(Text("Tệp PDF được đổi tên thành `so-noi-vu.xlsx`.", "A PDF renamed `so-noi-vu.xlsx`."), Text("Bảng tính lưu từ Excel dạng .xlsx.", "A workbook that Excel saved as .xlsx.")),
    "TD005": Example(Text("Phiếu đặt mật khẩu mở.", "A sheet that asks for a password."), Text("Phiếu đã bỏ mật khẩu.", "The sheet without a password.")),
    "TD006": Example(Text("`so-noi-vu.xls` của Excel 97.", "`so-noi-vu.xls` from Excel 97."), Text("`so-noi-vu.xlsx` lưu lại từ tệp đó.", "`so-noi-vu.xlsx`, saved from it.")),
    "TD007": Example(Text("Tệp chỉ tải được một nửa.", "Only half of the file arrived."), Text("Tệp tải lại đủ, mở được.", "The whole file, which opens.")),
    "TD008": Example(Text("Tệp có khai báo DOCTYPE ở phần XML bên trong.", "A file whose inner XML declares a DOCTYPE."), Text("Bảng chép sang tệp mới bằng Excel.", "The table copied into a new file by Excel.")),
    "TD009": Example(Text("`ghi chu.docx` nằm cạnh các phiếu.", "`notes.docx` beside the sheets."), Text("Thư mục chỉ có `cluster.yaml` và các phiếu .xlsx.", "A folder of `cluster.yaml` and .xlsx sheets only.")),
    "TD010": Example(Text("Một dấu chấm gõ nhầm ở dòng 20001.", "A stray full stop in cell A20001."), Text("Không có gì bên dưới dòng “Tổng cộng”.", "Nothing below the row “Tổng cộng”.")),
    "TD011": Example(Text("Dòng III.4 bị ẩn nhưng vẫn có điểm.", "The row III.4 is hidden and carries points."), Text("Mọi dòng có điểm đều hiện.", "Every row with points is visible.")),
    "TD012": Example(Text("`thidua validate cum-9` khi không có thư mục `cum-9`.", "`thidua validate cum-9` without such a folder."), Text("`thidua validate cum-1`", "`thidua validate cum-1`")),
    "TD013": Example(Text("Thư mục chỉ có `cluster.yaml`.", "A folder with `cluster.yaml` only."), Text("Thư mục có `cluster.yaml` và `so-noi-vu.xlsx`.", "A folder with `cluster.yaml` and `so-noi-vu.xlsx`.")),
    "TD014": Example(Text("`thidua rank so-noi-vu.xlsx --year 2019`", "`thidua rank so-noi-vu.xlsx --year 2019`"), Text("`thidua rank cum-1 --year 2019`", "`thidua rank cum-1 --year 2019`")),
    "TD015": Example(Text("Phiếu gửi dạng `so-noi-vu.xls`; ô D9 hiện #N/A nhưng đọc ra như ô trống.", "The sheet is sent as `so-noi-vu.xls`; its cell D9 shows #N/A and is read as blank."), Text("Phiếu gửi dạng `so-noi-vu.xlsx`; ô D9 được báo là ô lỗi.", "The sheet is sent as `so-noi-vu.xlsx`; its cell D9 is reported as an error.")),
    "TD016": Example(Text("Phiếu gửi dạng `so-noi-vu.docx`, ba dòng chữ rồi tới bảng; dòng đầu của bảng là dòng 4.", "The sheet is sent as `so-noi-vu.docx`, three lines and then the table; its first row is row 4."), Text("Phiếu gửi dạng `so-noi-vu.xlsx`, dòng và cột như thấy trong Excel.", "The sheet is sent as `so-noi-vu.xlsx`, rows and columns as Excel shows them.")),
    "TD017": Example(Text("Trong ô điểm, số 4 gạch bỏ và số 5 thêm vào, cả hai còn đánh dấu.", "In a score cell 4 is struck out and 5 put in, both still marked as changes."), Text("Mọi thay đổi đã được chấp nhận, ô chỉ còn số 5.", "All changes are accepted, the cell holds 5 alone.")),
    "TD018": Example(Text("`cong-van.docx` nằm cùng thư mục với các phiếu.", "`cong-van.docx` lies beside the sheets."), Text("Thư mục chỉ có phiếu và `cluster.yaml`.", "A folder with sheets and `cluster.yaml` only.")),
    "TD030": Example(Text("`tong-hop.xlsx` đang mở trong Excel khi chạy `thidua consolidate`.", "`tong-hop.xlsx` is open in Excel while `thidua consolidate` runs."), Text("Tệp đã đóng.", "The file is closed.")),
    "TD031": Example(Text("Phần giải trình dài 40.000 ký tự.", "An explanation of 40,000 characters."), Text("Giải trình ngắn, dẫn số văn bản.", "A short one that names the document.")),
    "TD101": Example(Text("Bảng không có dòng tiêu đề các cột điểm.", "A table without its row of headings."), Text("Dòng tiêu đề sáu cột như biểu chính thức.", "The row of six headings of the official form.")),
    "TD102": Example(Text("Hai trang của một tệp đều có bảng chấm điểm.", "Two worksheets of one file hold score tables."), Text("Mỗi tệp một bảng chấm điểm.", "One score table in each file.")),
    "TD103": Example(Text("Phiếu và tên tệp đều không nêu đơn vị.", "Neither the sheet nor its file's name says whose it is."), Text("“Đơn vị: Sở Nội vụ” phía trên bảng.", "A line “Đơn vị: …” above the table.")),
    "TD104": Example(Text("Chỉ tên tệp `so-noi-vu.xlsx` cho biết đơn vị.", "Only the name `so-noi-vu.xlsx` tells the unit."), Text("“Đơn vị: Sở Nội vụ” phía trên bảng.", "A line “Đơn vị: …” above the table.")),
    "TD105": Example(Text("Phiếu ghi “Sở Y tế”, cụm không có đơn vị này.", "The sheet names a unit that the cluster does not have."), Text("Phiếu ghi đúng tên một đơn vị trong cluster.yaml.", "The sheet names a unit of cluster.yaml.")),
    "TD106": Example(Text("Biểu tạo cho Sở Nội vụ, dòng đơn vị ghi Sở Tài chính.", "A form made for one unit names another."), Text("Mỗi đơn vị dùng biểu tạo cho mình.", "Each unit fills in its own form.")),
    "TD107": Example(Text("Phiếu năm 2018 gửi cho cụm chấm năm 2019.", "A sheet of 2018 in a cluster that scores 2019."), Text("Phiếu ghi năm 2019.", "The sheet says 2019.")),
    "TD108": Example(Text("Phiếu theo bảng của doanh nghiệp trong cụm các sở.", "A sheet by the enterprises' table in a cluster of departments."), Text("Mọi phiếu theo bảng của cụm.", "All sheets follow the cluster's table.")),
    "TD109": Example(Text("Biểu tạo trước khi cụm sửa bảng tiêu chí.", "A form made before the table was changed."), Text("Biểu tạo lại từ bảng hiện hành.", "A form made from the table as it is now.")),
    "TD110": Example(Text("Phiếu bỏ dòng nêu loại đơn vị, khớp với hai bảng.", "Without its title line a sheet fits two tables."), Text("`rubric: langson-2019/enterprises` trong cluster.yaml.", "`rubric: langson-2019/enterprises` in cluster.yaml.")),
    "TD111": Example(Text("Bảng không có dòng III.4.", "A table without the row III.4."), Text("Bảng đủ các dòng như biểu ban hành.", "A table with all rows as issued.")),
    "TD112": Example(Text("Dòng “Thành tích khác: 3 điểm” tự thêm.", "A row of one's own with 3 points."), Text("Điểm chỉ ghi ở các dòng của bảng.", "Points only in rows of the table.")),
    "TD113": Example(Text("Hai dòng III.4, một dòng 5 điểm, một dòng 3 điểm.", "Two rows III.4, with 5 and with 3."), Text("Một dòng III.4.", "One row III.4.")),
    "TD114": Example(Text("Dòng III.4 ghi “Hồ sơ khen thưởng tốt”.", "The text of III.4 was rewritten."), Text("Nội dung dòng III.4 chép nguyên từ biểu.", "The text of III.4 as in the form.")),
    "TD115": Example(Text("Dòng III.4 ghi điểm chuẩn 10.", "III.4 prints a maximum of 10."), Text("Dòng III.4 ghi điểm chuẩn 05.", "III.4 prints 05.")),
    "TD116": Example(Text("Bảng kết thúc ở dòng III.6.4.", "The table ends with III.6.4."), Text("Dòng cuối là “Tổng cộng”.", "The last row is “Tổng cộng”.")),
    "TD117": Example(Text("Cột Ban TĐKT thẩm định bị xóa.", "The board's column was deleted."), Text("Đủ sáu cột, cột chưa chấm để trống.", "Six columns, the unused ones left empty.")),
    "TD118": Example(Text("Hai cột cùng ghi “Điểm tự chấm”.", "Two columns headed as self scores."), Text("Mỗi loại điểm một cột.", "One column for each kind of score.")),
    "TD119": Example(Text("Bảng chấm công được gửi thay phiếu.", "A time sheet was sent instead."), Text("Biểu do `thidua template` tạo.", "The form made by `thidua template`.")),
    "TD120": Example(Text("Dòng III.4 ghi số thứ tự 3.", "III.4 is numbered 3."), Text("Dòng III.4 ghi số thứ tự 4.", "III.4 is numbered 4.")),
    "TD121": Example(Text("“Đơn vị: So Noi vu”.", "The unit's name without its accents."), Text("“Đơn vị: Sở Nội vụ”.", "The name as cluster.yaml has it.")),
    "TD122": Example(Text("Hai nghìn dòng ghi chú dưới tiêu đề bảng.", "Two thousand rows of notes below the headings."), Text("Ghi chú để ở trang khác.", "The notes on another worksheet.")),
    "TD123": Example(Text("Cột có điểm mang tiêu đề “Điểm đạt”; không có cột “Điểm tự chấm”.", "A column of points headed “Điểm đạt”; none headed as self scores."), Text("Tiêu đề “Điểm tự chấm”.", "The heading “Điểm tự chấm”.")),
    "TD130": Example(Text("Trang thứ hai là biểu trắng chưa điền.", "A second worksheet holds the blank form."), Text("Mỗi tệp một bảng chấm điểm.", "One score table in each file.")),
    "TD131": Example(Text("Cột D đến H là điểm của năm sở.", "Columns D to H are the points of five departments."), Text("Năm tệp, mỗi sở một phiếu.", "Five files, one sheet for each department.")),
    "TD132": Example(Text("Ô D9 ghi “1.234,5”; ô ở biểu mới để trống.", "D9 reads “1.234,5”; its cell in the new form is left blank."), Text("Mọi ô điểm là số rõ nghĩa.", "Every score is a plain number.")),
    "TD133": Example(Text("Dòng III.4 được nhận theo nội dung gần giống.", "The row III.4 was told by a similar text."), Text("Dòng có số thứ tự và nội dung như biểu ban hành.", "A row with the number and text of the official form.")),
    "TD134": Example(Text("Tệp tải về thiếu phần cuối; lấy lại được 18 dòng đầu.", "The end of the file is missing; its first 18 rows were recovered."), Text("Tệp gửi lại đầy đủ.", "The file sent again, whole.")),
    "TD135": Example(Text("`so-noi-vu.sua.xlsx` đã có và đã được sửa tay.", "`so-noi-vu.sua.xlsx` is there and somebody changed it."), Text("`thidua repair so-noi-vu.xls -o moi.xlsx`", "`thidua repair so-noi-vu.xls -o moi.xlsx`")),
    "TD136": Example(Text("`thidua repair cum-1/ra-soat.xlsx`", "`thidua repair cum-1/ra-soat.xlsx`"), Text("`thidua repair cum-1/so-noi-vu.xls`", "`thidua repair cum-1/so-noi-vu.xls`")),
    "TD141": Example(Text("Tiêu đề cột gõ bằng phông .VnTime: “Néi dung”.", "A heading typed under the font .VnTime: “Néi dung”."), Text("“Nội dung” gõ bằng Unicode.", "“Nội dung” typed in Unicode.")),
    "TD201": Example(Text("Ô D15 để trống khi các ô khác đã chấm.", "D15 is empty, the other cells are scored."), Text("Ô D15 ghi 0.", "D15 says 0.")),
    "TD202": Example(Text("Ô D15 ghi “tốt”.", "D15 says “good”."), Text("Ô D15 ghi 4,5.", "D15 says 4.5.")),
    "TD203": Example(Text("6 điểm cho III.4, tối đa 5.", "6 points for III.4, of at most 5."), Text("5 điểm cho III.4.", "5 points for III.4.")),
    "TD204": Example(Text("-1 điểm cho III.1.", "-1 for III.1."), Text("0 điểm cho III.1.", "0 for III.1.")),
    "TD205": Example(Text("Ô D15 hiện `#N/A`.", "D15 shows `#N/A`."), Text("Ô D15 ghi 4,5.", "D15 says 4.5.")),
    "TD206": Example(Text("Gõ 4/5, Excel đổi thành ngày 04/05/2019.", "4/5 was typed and became a date."), Text("Gõ 4,5 vào ô định dạng số.", "4.5 typed into a cell formatted as a number.")),
    "TD207": Example(Text("Ô D15 ghi 90%.", "D15 says 90%."), Text("Ô D15 ghi 4,5.", "D15 says 4.5.")),
    "TD208": Example(Text("Ô D15 là `TRUE`.", "D15 holds `TRUE`."), Text("Ô D15 ghi 5.", "D15 says 5.")),
    "TD209": Example(Text("Ô D15 là `=A1+1`, chưa có kết quả.", "D15 is `=A1+1` and has no result."), Text("Tệp đã mở và lưu bằng Excel, ô D15 có kết quả 5.", "Saved by Excel, D15 has the result 5.")),
    "TD210": Example(Text("Ô D15 ghi “1.234,5”.", "D15 says “1.234,5”."), Text("Ô D15 ghi 4,5.", "D15 says 4.5.")),
    "TD213": Example(Text("D14 và D15 gộp làm một, ghi 4.", "D14 and D15 are one cell that says 4."), Text("D14 ghi 2, D15 ghi 2.", "D14 says 2, D15 says 2.")),
    "TD221": Example(Text("Ô D15 ghi 45055, số của ngày 09/05/2023.", "D15 says 45055, the number of 9 May 2023."), Text("Ô D15 ghi 4,5.", "D15 says 4.5.")),
    "TD211": Example(Text("4,37 điểm cho III.4.", "4.37 for III.4."), Text("4,25 hoặc 4,5 điểm cho III.4.", "4.25 or 4.5 for III.4.")),
    "TD212": Example(Text("Ô D15 gộp vào D14 nhưng vẫn chứa 5.", "D15 is merged into D14 and still holds 5."), Text("Mỗi dòng có ô điểm riêng.", "Each row has a cell of its own.")),
    "TD301": Example(Text("Dòng III.6 ghi 3, các dòng con 1, 1, 0, 0.", "III.6 says 3 over rows of 1, 1, 0, 0."), Text("Dòng III.6 ghi 2.", "III.6 says 2.")),
    "TD302": Example(Text("Dòng Tổng cộng ghi 141, các dòng cộng lại 140,5.", "The total says 141, the rows add up to 140.5."), Text("Dòng Tổng cộng ghi 140,5.", "The total says 140.5.")),
    "TD303": Example(Text("Dòng Tổng cộng là công thức chưa có kết quả.", "The total is a formula without a result."), Text("Dòng Tổng cộng ghi 140,5.", "The total says 140.5.")),
    "TD304": Example(Text("Ô III.4 ghi “tốt” nên chưa cộng được mục III.", "III.4 says “good”, so III cannot be added up."), Text("Mọi dòng của mục III đều là số.", "Every row of III is a number.")),
    "TD401": Example(Text("150 trên 150 điểm.", "150 of 150 points."), Text("145 điểm, có dòng dưới mức tối đa.", "145 points, some rows below their maximum.")),
    "TD402": Example(Text("Mục I: Cụm chấm 98, cột của Ban ghi 97.", "Section I: 98 by the cluster, 97 in the board's column."), Text("Cột của Ban ghi 98 hoặc để trống.", "The board's column says 98 or nothing.")),
    "TD403": Example(Text("2 điểm cho III.4, các mức là 5, 3 và 1.", "2 for III.4, whose levels are 5, 3 and 1."), Text("3 điểm cho III.4.", "3 for III.4.")),
    "TD404": Example(Text("5 điểm cho III.1 khi có 2 văn bản chậm (tính ra 3).", "5 for III.1 with two late papers, which give 3."), Text("3 điểm cho III.1.", "3 for III.1.")),
    "TD405": Example(Text("4 điểm cho III.1 khi có 2 văn bản chậm, số liệu là bắt buộc.", "4 for III.1 with two late papers, figures being binding."), Text("3 điểm cho III.1.", "3 for III.1.")),
    "TD406": Example(Text("2 điểm cho III.1, số liệu cho 3, không giải trình.", "2 for III.1, the figures give 3, no reason."), Text("2 điểm kèm lý do ở cột Giải trình.", "2 with its reason in Giải trình.")),
    "TD407": Example(Text("5% hồ sơ không đủ điều kiện, không mức nào có.", "5% of the cases do not qualify; no level covers it."), Text("Cụm thống nhất 4 điểm và ghi lý do.", "The cluster agrees on 4 and says why.")),
    "TD408": Example(Text("5 điểm khi mới 9 trên 10 hồ sơ được duyệt.", "5 points with 9 of 10 cases approved."), Text("5 điểm khi cả 10 hồ sơ được duyệt.", "5 points with all 10 approved.")),
    "TD409": Example(Text("2 trên 13 hồ sơ (15,38%) được làm tròn thành 15%.", "2 of 13 cases (15.38%) rounded to 15%."), Text("Cụm chọn mức ở readings.", "The cluster chooses the level in readings.")),
    "TD410": Example(Text("20 hồ sơ, 2 hồ sơ chưa có kết quả: tỷ lệ tính trên 18.", "20 cases, 2 not decided: the rate is over 18."), Text("Mọi hồ sơ đã có kết quả.", "Every case is decided.")),
    "TD411": Example(Text("Điểm tối đa cho doanh thu, nhưng doanh thu dưới kế hoạch.", "Full points for revenue below its plan."), Text("Điểm dưới mức tối đa, hoặc số liệu được sửa.", "Fewer points, or the figure corrected.")),
    "TD412": Example(Text("Kết quả 920 trên thang 1000.", "A result of 920 on a scale of 1000."), Text("Kết quả 92 trên thang 100.", "A result of 92 on a scale of 100.")),
    "TD413": Example(Text("2 điểm thưởng, Minh chứng và Giải trình để trống.", "A bonus of 2 with nothing beside it."), Text("2 điểm thưởng, Giải trình ghi số quyết định.", "A bonus of 2, Giải trình names the decision.")),
    "TD414": Example(Text("Số văn bản chậm ghi “vài”.", "“a few” as the number of late papers."), Text("Số văn bản chậm ghi 2.", "2 late papers.")),
    "TD415": Example(Text("Trình 10 hồ sơ, được duyệt 11.", "10 cases submitted, 11 approved."), Text("Trình 11 hồ sơ, được duyệt 11.", "11 submitted, 11 approved.")),
    "TD416": Example(Text("Dòng số liệu tự thêm “Số sáng kiến”.", "A row of one's own among the figures."), Text("Chỉ các dòng số liệu của biểu.", "Only the rows of the form.")),
    "TD417": Example(Text("Có số hồ sơ đã trình, không có số được duyệt.", "Cases submitted are given, those approved are not."), Text("Điền đủ cả hai số.", "Both are given.")),
    "TD418": Example(Text("13 trên 14 dòng đạt tối đa.", "13 of 14 rows at their maximum."), Text("Từng dòng được đối chiếu với minh chứng.", "Each row compared with its evidence.")),
    "TD419": Example(Text("Tự chấm 4, Cụm chấm 5.", "4 by the unit, 5 by the cluster."), Text("Tự chấm 4, Cụm chấm 4.", "4 by the unit, 4 by the cluster.")),
    "TD420": Example(Text("Mục II ghi 20 ở một dòng khi Cụm chọn bốn phần.", "Section II says 20 in one row, the cluster chose four parts."), Text("Bốn dòng II.1 đến II.4, mỗi dòng 5.", "Four rows II.1 to II.4 with 5 each.")),
    "TD421": Example(Text("Kết quả đánh giá 105 trên thang 100.", "An official result of 105 on a scale of 100."), Text("Kết quả 95 trên thang 100.", "A result of 95 on a scale of 100.")),
    "TD501": Example(Text("Cụm có 8 đơn vị, mới nhận 7 phiếu.", "A cluster of 8, with 7 sheets."), Text("Đủ 8 phiếu.", "All 8 sheets.")),
    "TD502": Example(Text("`so-noi-vu.xlsx` và `so-noi-vu (2).xlsx` của một đơn vị.", "`so-noi-vu.xlsx` and `so-noi-vu (2).xlsx` of one unit."), Text("Một phiếu cho mỗi đơn vị.", "One sheet for each unit.")),
    "TD503": Example(Text("Thư mục chỉ có các phiếu.", "A folder of sheets alone."), Text("Có thêm `cluster.yaml` ghi danh sách đơn vị.", "With a `cluster.yaml` that lists the units.")),
    "TD504": Example(Text("Hai đơn vị cùng được 1 điểm ở III.6.2.", "Two units have 1 point for III.6.2."), Text("Một đơn vị được 1 điểm, các đơn vị khác 0.", "One unit has 1 point, the others 0.")),
    "TD505": Example(Text("Ba đơn vị tự nhận điểm thưởng III.6.2.", "Three units claim the bonus III.6.2."), Text("Cụm chọn một đơn vị khi chấm.", "The cluster chooses one.")),
    "TD506": Example(Text("Đơn vị không phải Cụm trưởng được điểm III.6.1.", "A unit that is not the head has points for III.6.1."), Text("Chỉ Cụm trưởng được điểm III.6.1.", "Only the head has points for III.6.1.")),
    "TD507": Example(Text("Có điểm III.6.2, cluster.yaml không ghi `leader`.", "Points for III.6.2, and no `leader` in cluster.yaml."), Text("`leader: so-noi-vu`", "`leader: so-noi-vu`")),
    "TD508": Example(Text("Cách hiểu là đúng một đơn vị, nhưng không đơn vị nào có điểm.", "The bonus must go to one unit, nobody has it."), Text("Một đơn vị được điểm thưởng.", "One unit has the bonus.")),
    "TD509": Example(Text("Thưởng đơn vị cao nhất không tăng, khi có đơn vị khác tăng.", "The highest, which did not rise, is rewarded while another rose."), Text("Thưởng đơn vị có tỷ lệ tăng.", "The one whose rate rose has the bonus.")),
    "TD510": Example(Text("Thưởng đơn vị tăng lên 20%, đơn vị khác tăng lên 30%.", "A unit that rose to 20% is rewarded, another rose to 30%."), Text("Thưởng đơn vị tăng lên 30%.", "The one that rose to 30% has the bonus.")),
    "TD511": Example(Text("Thưởng đơn vị có tỷ lệ giảm và không cao nhất.", "A unit is rewarded whose rate fell and is not the highest."), Text("Thưởng đơn vị có tỷ lệ tăng.", "The one whose rate rose has the bonus.")),
    "TD513": Example(Text("Đăng ký ngày 15/02/2019, hạn 31/01/2019.", "Registered on 15 February, the latest day being 31 January."), Text("Đăng ký ngày 20/01/2019.", "Registered on 20 January.")),
    "TD514": Example(Text("Sơ kết đúng ngày mà văn bản ghi “trước”.", "The review on the very day that it must precede."), Text("Sơ kết trước ngày đó.", "The review a day earlier.")),
    "TD515": Example(Text("Sơ kết 6 tháng ngày 30/8/2019.", "A half-year review on 30 August."), Text("Sơ kết 6 tháng ngày 05/7/2019.", "A half-year review on 5 July.")),
    "TD516": Example(Text("Hội nghị tổng kết ngày 15/03/2020.", "The final conference on 15 March."), Text("Hội nghị tổng kết ngày 15/01/2020.", "The final conference on 15 January.")),
    "TD517": Example(Text("Báo cáo Ban TĐKT trước hội nghị 2 ngày.", "The report to the board 2 days before the conference."), Text("Báo cáo trước hội nghị đủ số ngày quy định.", "The report as many days before as required.")),
    "TD518": Example(Text("Họp trù bị sau hội nghị tổng kết.", "The preparatory meeting after the conference."), Text("Họp trù bị trước hội nghị tổng kết.", "The preparatory meeting before it.")),
    "TD519": Example(Text("Đăng ký ngày 05/01 khi hội nghị năm trước họp ngày 15/01.", "Registered on 5 January, the last conference being on 15 January."), Text("Đăng ký ngày 20/01.", "Registered on 20 January.")),
    "TD520": Example(Text("Báo cáo ngày 05/01, thống nhất điểm ngày 07/01.", "Reported on 5 January, agreed on 7 January."), Text("Thống nhất ngày 05/01, báo cáo ngày 07/01.", "Agreed on 5 January, reported on 7 January.")),
    "TD521": Example(Text("Gửi điểm tự chấm ngày 12/12, hạn của cụm là 10/12.", "The self score sent on 12 December, due on the 10th."), Text("Gửi ngày 10/12.", "Sent on 10 December.")),
    "TD522": Example(Text("Đơn vị vào cụm từ tháng 7 của năm chấm điểm.", "A unit that joined in July of the scored year."), Text("Đơn vị là thành viên cả năm.", "A member for the whole year.")),
    "TD523": Example(Text("Sở Nội vụ làm Cụm trưởng năm 2018 và năm 2019.", "The same unit is head in 2018 and in 2019."), Text("Năm 2019 đơn vị khác làm Cụm trưởng.", "Another unit is head in 2019.")),
    "TD524": Example(Text("Mốc đăng ký tháng 01/2019 với hướng dẫn ban hành tháng 4/2019.", "Registration in January by a guidance of April."), Text("Mốc đăng ký của các năm sau.", "The registration dates of later years.")),
    "TD525": Example(Text("Mục I chấm theo một Quyết định trong khi có văn bản khác cùng nội dung.", "Section I by one decision while there is another on the matter."), Text("Cụm ghi văn bản áp dụng ở readings.", "The cluster states in readings which one applies.")),
    "TD526": Example(Text("Chấm năm 2025 theo văn bản năm 2019.", "2025 scored by a guidance of 2019."), Text("Chấm năm 2025 theo văn bản còn hiệu lực.", "2025 scored by the guidance in force.")),
    "TD527": Example(Text("Sở Nội vụ có trong danh sách hai cụm của năm 2019.", "One unit is listed in two clusters of 2019."), Text("Mỗi đơn vị thuộc một cụm.", "Each unit belongs to one cluster.")),
    "TD528": Example(Text("Chỉ đăng ký với Cụm trưởng.", "Registered with the cluster's head only."), Text("Đăng ký với Cụm trưởng và Thường trực Hội đồng tỉnh.", "Registered with both the head and the council.")),
    "TD601": Example(Text("Xếp hạng khi Ban TĐKT chưa thẩm định.", "A ranking before the board has scored."), Text("Cột của Ban đã đủ điểm.", "The board's column is complete.")),
    "TD602": Example(Text("Phiếu còn ô III.2 trống ở cột xếp hạng.", "III.2 is blank in the column ranked by."), Text("Cột xếp hạng đủ điểm.", "The column is complete.")),
    "TD603": Example(Text("Hai đơn vị cùng 142,5 điểm, chưa bỏ phiếu.", "Two units with 142.5 points and no ballot."), Text("Kết quả bỏ phiếu ghi ở `ballots`.", "The ballot is recorded under `ballots`.")),
    "TD604": Example(Text("Đơn vị dẫn đầu được 109,75 điểm.", "The leading unit has 109.75 points."), Text("Đơn vị dẫn đầu được 110 điểm.", "The leading unit has 110 points.")),
    "TD605": Example(Text("Không đơn vị nào đủ 110 điểm.", "Nobody reaches 110 points."), Text("Đơn vị dẫn đầu được đề nghị Cờ.", "The leading unit is proposed for the flag.")),
    "TD606": Example(Text("Hai đơn vị bằng điểm cho 01 Bằng khen.", "Two units tie for one certificate."), Text("Kết quả bỏ phiếu ghi ở `ballots`.", "The ballot is recorded under `ballots`.")),
    "TD607": Example(Text("Cụm có đúng 6 đơn vị.", "A cluster of exactly 6."), Text("Cụm ghi `certificates_when_6` ở readings.", "The cluster states `certificates_when_6` in readings.")),
    "TD608": Example(Text("Danh sách 7 đơn vị, 6 đơn vị được xét.", "7 units are listed, 6 are considered."), Text("Cụm ghi `members_counted` ở readings.", "The cluster states `members_counted` in readings.")),
    "TD609": Example(Text("4 người bỏ 5 phiếu.", "5 votes cast by 4 voters."), Text("8 người bỏ 8 phiếu.", "8 votes cast by 8 voters.")),
    "TD610": Example(Text("Ghi bỏ phiếu giữa hai đơn vị không bằng điểm.", "A ballot between units that do not tie."), Text("Chỉ ghi bỏ phiếu giữa các đơn vị bằng điểm.", "Only ballots between units that tie.")),
    "TD611": Example(Text("Bỏ phiếu 4 - 4.", "A ballot of 4 to 4."), Text("Bỏ phiếu lại 5 - 3.", "Voted again, 5 to 3.")),
    "TD612": Example(Text("Đơn vị chưa xét có điểm cao nhất cụm.", "A pending unit has the highest total."), Text("Đã có kết luận, `status` được cập nhật.", "The case is settled and `status` is up to date.")),
    "TD613": Example(Text("Hai đơn vị đầu cách nhau 0,05 điểm.", "The first two are 0.05 apart."), Text("Điểm của hai đơn vị đã kiểm tra lại.", "Both totals have been checked again.")),
    "TD614": Example(Text("`registered: false` nhưng không có `status`.", "`registered: false` and no `status`."), Text("`status: excluded` kèm `reason` và `basis`.", "`status: excluded` with `reason` and `basis`.")),
    "TD615": Example(Text("Đơn vị 108 điểm được đề nghị Bằng khen.", "A unit with 108 points is proposed for a certificate."), Text("Không cần sửa.", "Nothing to correct.")),
    "TD616": Example(Text("Mọi phiếu đều còn ô trống.", "Every sheet has blanks."), Text("Ít nhất một cột của các phiếu đủ điểm.", "At least one column of the sheets is complete.")),
    "TD617": Example(Text("Sau thẩm định đơn vị thứ hai vượt đơn vị thứ nhất.", "After the examination the second overtakes the first."), Text("Cụm bình xét lại theo kết quả thẩm định.", "The cluster settles its proposals anew.")),
    "TD620": Example(Text("Ba đơn vị bằng điểm cho hai Bằng khen còn lại.", "Three units tie for two certificates."), Text("Cụm bỏ phiếu và ghi ở `ballots`.", "The cluster votes and records it under `ballots`.")),
    "TD621": Example(Text("Còn một đơn vị chưa xét có thể đổi thứ hạng.", "A pending unit could change the order."), Text("Đã có kết luận, `status` được cập nhật.", "The case is settled and `status` is up to date.")),
    "TD701": Example(Text("III.4: ô E15 của phiếu ghi 4, ô E18 của `ra-soat.xlsx` ghi 3.", "III.4: cell E15 of the sheet says 4, cell E18 of `ra-soat.xlsx` says 3."), Text("Ô E15 của phiếu để trống; `ra-soat.xlsx` ghi 3.", "Cell E15 of the sheet is empty; `ra-soat.xlsx` says 3.")),
    "TD702": Example(Text("Cụm chấm 3 cho III.4, đơn vị tự chấm 5, không ghi lý do.", "The cluster settles 3 for III.4, the unit has 5, no reason is given."), Text("Trang Lý do ghi: 2 hồ sơ không đủ điều kiện.", "The sheet Lý do says: 2 dossiers were not qualified.")),
    "TD703": Example(Text("Đơn vị gửi phiếu mới, III.4 từ 4 thành 5, sau khi Cụm đã chấm 4.", "A new sheet turns III.4 from 4 into 5 after the cluster settled 4."), Text("Cụm xem lại, giữ 4 và đánh dấu ở trang Nhật ký.", "The head looks again, keeps 4 and confirms it on the sheet Nhật ký.")),
    "TD704": Example(Text("Phiếu của một sở đổi tên thành `ra-soat.xlsx`; sổ của năm trước.", "A unit's sheet renamed `ra-soat.xlsx`; last year's workbook."), Text("Sổ do `thidua review` lập cho cụm và năm này.", "The workbook that `thidua review` made for this cluster and year.")),
    "TD705": Example(Text("Bảng riêng của cụm được sửa sau khi lập sổ.", "The cluster's own table was changed after the workbook was made."), Text("Sổ đã cập nhật theo bảng mới.", "The workbook brought up to date with the new table.")),
    "TD706": Example(Text("Trang “Cụm chấm” bị xóa.", "The sheet “Cụm chấm” was deleted."), Text("Sổ có đủ trang “Cụm chấm” và “Ban thẩm định”.", "The workbook has both sheets of scores.")),
    "TD707": Example(Text("Dòng III.4 bị xóa ở trang “Cụm chấm”.", "The row III.4 was deleted."), Text("Mỗi tiêu chí có một dòng.", "A row for each criterion.")),
    "TD708": Example(Text("Đơn vị mới thêm vào cluster.yaml, sổ chưa cập nhật.", "A unit new in cluster.yaml, the workbook not yet brought up to date."), Text("Mỗi đơn vị có một cặp cột.", "A pair of columns for each unit.")),
    "TD709": Example(Text("Mã đơn vị `so-noi-vu` bị sửa thành `snv`.", "The id `so-noi-vu` changed to `snv`."), Text("Mã đơn vị như trong cluster.yaml.", "Ids as in cluster.yaml.")),
    "TD710": Example(Text("Dòng III.4 được chép thành hai dòng.", "The row III.4 copied into two."), Text("Một dòng III.4.", "One row III.4.")),
    "TD711": Example(Text("Hai dòng III.4: một ghi 4, một ghi 5.", "Two rows III.4: one says 4, one 5."), Text("Một dòng III.4 ghi 4.", "One row III.4 that says 4.")),
    "TD712": Example(Text("Ô đồng ý ghi “không”.", "The cell of agreement says “no”."), Text("Ô đồng ý ghi x, hoặc để trống.", "It says x, or is empty.")),
    "TD713": Example(Text("Gộp ô điểm III.4 với III.5.", "The cells of III.4 and III.5 merged."), Text("Mỗi dòng một ô điểm.", "A cell for each row.")),
    "TD714": Example(Text("Ô điểm ghi `=D9-0,5`.", "The score is `=D9-0.5`."), Text("Ô điểm ghi 4,5.", "The score is 4.5.")),
    "TD715": Example(Text("Ô điểm III.4 ghi “xem lại”; đơn vị chưa nộp phiếu.", "The score of III.4 says “look again”; the unit has no sheet."), Text("Ô điểm để trống.", "The cell is empty.")),
    "TD716": Example(Text("Dòng lý do ghi tiêu chí “III.9”.", "A line of reasons for “III.9”."), Text("Chọn III.4 trong danh sách.", "III.4, chosen from the list.")),
    "TD717": Example(Text("Ghi chú gõ bên phải bảng.", "A remark typed beside the matrix."), Text("Lý do gõ ở trang “Lý do”.", "Reasons typed on the sheet “Lý do”.")),
    "TD718": Example(Text("Sổ đang mở trong Excel khi chạy `thidua review`.", "`thidua review` while Excel has the workbook open."), Text("Lưu, đóng rồi chạy lại.", "Save, close and run again.")),
    "TD719": Example(Text("Sổ ghi “Sở Nội Vụ cũ”, cluster.yaml đã đổi tên.", "The name in cluster.yaml has changed since."), Text("Tên trong sổ như cluster.yaml.", "Both names agree.")),
    "TD720": Example(Text("Cụm chấm III.4 đã niêm 4, nay ô E15 ghi 5.", "The cluster's III.4 was sealed as 4; cell E15 says 5 now."), Text("Ô E15 ghi 4 như bản niêm, hoặc việc điều chỉnh được ghi kèm lý do.", "Cell E15 says 4 as sealed, or the correction is recorded with its reason.")),
    "TD721": Example(Text("Thêm Sở Tài chính vào danh sách sau khi niêm.", "A unit is put on the list after the seal."), Text("Niêm lại có Sở Tài chính, kèm lý do.", "It is sealed anew with that unit and the reason.")),
    "TD722": Example(Text("Xóa một đơn vị khỏi cluster.yaml sau khi niêm.", "A unit is deleted from cluster.yaml after the seal."), Text("Đơn vị vẫn ở trong danh sách, ghi status: excluded kèm căn cứ.", "The unit stays on the list with status: excluded and its basis.")),
    "TD723": Example(Text("Đơn vị đã niêm nay ghi `status: pending`.", "A sealed unit now has `status: pending`."), Text("Có văn bản ở basis; không phải sửa.", "The document stands in basis; nothing to correct.")),
    "TD724": Example(Text("Phiếu của một đơn vị đã niêm bị xóa khỏi thư mục.", "The sheet of a sealed unit was deleted from the folder."), Text("Phiếu đã niêm có trong thư mục.", "The sealed sheet is in the folder.")),
    "TD725": Example(Text("Sửa bảng riêng của cụm sau khi niêm.", "The cluster's own table is edited after the seal."), Text("Bảng như khi niêm.", "The table is as it was.")),
    "TD726": Example(Text("Ban TĐKT ghi điểm thẩm định vào phiếu đã niêm.", "The board types its scores into a sealed sheet."), Text("Điểm tự chấm và điểm Cụm chấm vẫn nguyên; không phải sửa.", "Self and cluster scores stand; nothing to correct.")),
    "TD727": Example(Text("Sửa tay một điểm trong niem.json.", "A score in niem.json is edited by hand."), Text("niem.json đúng như thidua đã ghi.", "niem.json is as thidua wrote it.")),
    "TD728": Example(Text("niem.json của năm 2018 nằm trong thư mục năm 2019.", "The niem.json of 2018 stands in the folder of 2019."), Text("Mỗi thư mục cụm có niem.json của chính mình.", "Each cluster's folder has its own niem.json.")),
    "TD729": Example(Text("Niêm khi một đơn vị chưa có điểm Cụm chấm.", "Sealing while a unit has no cluster scores."), Text("Mọi đơn vị được xét đều đủ điểm Cụm chấm.", "Every unit considered has all its cluster scores.")),
    "TD730": Example(Text("Chạy lại `thidua seal` sau khi điểm đã đổi.", "Running `thidua seal` again after a score changed."), Text('Ghi lý do: `thidua seal cum-1 --amend --reason "Cộng nhầm"`.', 'State the reason: `thidua seal cum-1 --amend --reason "Wrong sum"`.')),
    "TD731": Example(Text("Niêm hai lần, điểm không đổi.", "Sealing twice with no change of score."), Text("Niêm một lần sau khi thống nhất.", "Sealing once after the agreement.")),
    "TD732": Example(Text("Đối chiếu một cụm chưa niêm bằng `thidua seal --check`.", "`thidua seal --check` of a cluster that was never sealed."), Text("Niêm trước, đối chiếu sau.", "Seal first, compare later.")),
    "TD622": Example(Text("8 người bỏ phiếu, cộng lại 7 phiếu.", "8 voters, 7 votes in all."), Text("8 người bỏ phiếu, 8 phiếu.", "8 voters, 8 votes.")),
    "TD623": Example(Text("Ghi `votes` mà không ghi `voters`.", "`votes` without `voters`."), Text("`voters: 8`", "`voters: 8`")),
    "TD624": Example(Text("Thư mục `ket-qua` không ghi được.", "The folder `ket-qua` may not be written."), Text("Thư mục ghi được.", "The folder may be written.")),
    "TD625": Example(Text("Số phiếu điền trong `bo-phieu.yaml`.", "Votes filled in in `bo-phieu.yaml`."), Text("Số phiếu ghi ở `ballots` của cluster.yaml.", "The votes stand under `ballots` in cluster.yaml.")),
    "TD770": Example(Text("Sửa lời văn của Tờ trình rồi chạy lại `thidua report`.", "The proposal is reworded, then `thidua report` runs again."), Text("Bản đã sửa được chuyển sang thư mục khác.", "The reworded one was moved to another folder.")),
    "TD771": Example(Text("`--base mau.pdf`", "`--base base.pdf`"), Text("`--base mau.docx`", "`--base base.docx`")),
    "TD772": Example(Text("`--paper kiem-phieu` khi không có đơn vị bằng điểm.", "`--paper kiem-phieu` where no units tie."), Text("Bỏ `--paper kiem-phieu`.", "Without `--paper kiem-phieu`.")),
    "TD773": Example(Text("cluster.yaml không có `leader` và `papers`.", "cluster.yaml has neither `leader` nor `papers`."), Text("`leader: so-noi-vu`", "`leader: so-noi-vu`")),
    "TD750": Example(Text("`thidua diff phieu.xlsx cum-1`", "`thidua diff sheet.xlsx cum-1`"), Text("`thidua diff cum-1 cum-1-moi`", "`thidua diff cum-1 cum-1-new`")),
    "TD751": Example(Text("So phiếu của Sở Nội vụ với phiếu của Sở Tài chính.", "The sheets of two units."), Text("So hai bản phiếu của Sở Nội vụ.", "Two versions of one unit's sheet.")),
    "TD752": Example(Text("Hai tệp ra-soat.xlsx nằm ngoài thư mục cụm.", "Two ra-soat.xlsx outside any cluster's folder."), Text("Một tệp nằm trong thư mục cụm.", "One of them is in the cluster's folder.")),
    "TD780": Example(Text("Gửi lại `so-noi-vu.loi.xlsx`.", "`so-noi-vu.loi.xlsx` is sent back."), Text("Gửi lại `so-noi-vu.xlsx` đã sửa.", "`so-noi-vu.xlsx` is sent, corrected.")),
    "TD781": Example(Text("Gõ ghi chú vào danh sách lỗi rồi kiểm tra lại.", "A remark is typed into a fix list, then the check runs again."), Text("Ghi chú được gõ vào phiếu.", "The remark is typed into the sheet.")),
    "TD782": Example(Text("Phiếu đã sửa xong mà `so-noi-vu.loi.xlsx` vẫn còn.", "The sheet is corrected, `so-noi-vu.loi.xlsx` is still there."), Text("Danh sách lỗi cũ đã được xóa.", "The old fix list is deleted.")),
    "TD932": Example(Text("`code: TD41`", "`code: TD41`"), Text("`code: TD413`", "`code: TD413`")),
    "TD933": Example(Text("`code: TD203`: điểm vượt tối đa.", "`code: TD203`, a score above the maximum."), Text("`code: TD413`: điểm thưởng chưa có minh chứng.", "`code: TD413`, a bonus without evidence.")),
    "TD934": Example(Text("`criterion: III.7`", "`criterion: III.7`"), Text("`criterion: III.6`", "`criterion: III.6`")),
    "TD935": Example(Text("`until: 2020-01-10` khi hội nghị ngày 15/01/2020.", "`until: 2020-01-10` with the conference on 15 January 2020."), Text("`until: 2020-01-31`", "`until: 2020-01-31`")),
    "TD936": Example(Text("Chấp nhận TD413 của đơn vị đã bổ sung minh chứng.", "TD413 is waived for a unit that has given its evidence."), Text("Mục đã được bỏ khỏi waivers.", "The entry is taken out of waivers.")),
    "TD901": Example(Text("`name: Cụm 1: các sở`", "`name: Cluster 1: departments`"), Text("`name: 'Cụm 1: các sở'`", "`name: 'Cluster 1: departments'`")),
    "TD902": Example(Text("`leadr: so-noi-vu`", "`leadr: so-noi-vu`"), Text("`leader: so-noi-vu`", "`leader: so-noi-vu`")),
    "TD903": Example(Text("cluster.yaml không có `year`.", "cluster.yaml without `year`."), Text("`year: 2019`", "`year: 2019`")),
    "TD904": Example(Text("`conference: 2020-02-30`", "`conference: 2020-02-30`"), Text("`conference: 2020-01-15`", "`conference: 2020-01-15`")),
    "TD905": Example(Text("Hai dòng `leader`.", "Two lines `leader`."), Text("Một dòng `leader`.", "One line `leader`.")),
    "TD906": Example(Text("`rubric: langson-2019/enterprise`", "`rubric: langson-2019/enterprise`"), Text("`rubric: langson-2019/enterprises`", "`rubric: langson-2019/enterprises`")),
    "TD907": Example(Text("Bảng riêng cho mục II 25 điểm, quy định 20.", "A table of one's own with 25 points for II, of 20."), Text("Mục II đúng 20 điểm.", "Section II has 20 points.")),
    "TD908": Example(Text("`certificates_when_6: 3`", "`certificates_when_6: 3`"), Text("`certificates_when_6: 2`", "`certificates_when_6: 2`")),
    "TD909": Example(Text("`leader: so-y-te`, units không có mã này.", "`leader: so-y-te`, which is not among the units."), Text("`leader: so-noi-vu`", "`leader: so-noi-vu`")),
    "TD910": Example(Text("Hai đơn vị cùng `aliases: [SNV]`.", "Two units with `aliases: [SNV]`."), Text("Mỗi tên gọi của một đơn vị.", "Each name belongs to one unit.")),
    "TD911": Example(Text("`status: excluded` không có `reason`.", "`status: excluded` without `reason`."), Text("`status: excluded` kèm `reason` và `basis`.", "`status: excluded` with `reason` and `basis`.")),
    "TD912": Example(Text("`tong-hop.xlsx` đang mở trong Excel.", "`tong-hop.xlsx` is open in Excel."), Text("Đã đóng tệp rồi chạy lại.", "The file is closed and the command run again.")),
    "TD913": Example(Text("`--year 2018` khi chỉ có cụm năm 2019.", "`--year 2018` with clusters of 2019 only."), Text("`--year 2019`", "`--year 2019`")),
    "TD914": Example(Text("Hai cụm, một cụm chấm năm 2018.", "Two clusters, one of 2018."), Text("Chạy riêng với `--year 2018`.", "Run separately with `--year 2018`.")),
    "TD915": Example(Text("Thư mục không có cluster.yaml và không có phiếu.", "A folder without cluster.yaml and without sheets."), Text("Thư mục của cụm.", "The cluster's folder.")),
    "TD916": Example(Text("`thidua rnk`", "`thidua rnk`"), Text("`thidua rank cum-1 --year 2019`", "`thidua rank cum-1 --year 2019`")),
    "TD917": Example(Text("`year: 2018` với hướng dẫn áp dụng từ năm 2019.", "`year: 2018` with a guidance from 2019 on."), Text("`year: 2019`", "`year: 2019`")),
    "TD918": Example(Text("`-o so-noi-vu.xlsx` là phiếu đã điền.", "`-o so-noi-vu.xlsx`, which is filled in."), Text("`-o bieu-trang/`", "`-o blank/`")),
    "TD919": Example(Text("`kind: by-lottery`", "`kind: by-lottery`"), Text("`kind: judged`", "`kind: judged`")),
    "TD920": Example(Text("Mục I 100 điểm chưa kể 6 điểm thưởng.", "Section I has 100 points before a bonus of 6."), Text("Mục I 94 điểm và 6 điểm thưởng.", "Section I has 94 points and a bonus of 6.")),
    "TD921": Example(Text("Bảng riêng đổi III.4 thành 3 điểm.", "A table of one's own gives III.4 3 points."), Text("III.4 giữ 5 điểm.", "III.4 keeps its 5 points.")),
    "TD922": Example(Text("Bảng riêng không ghi `minutes`.", "A table of one's own without `minutes`."), Text("`minutes: Biên bản ngày 20/5/2019`", "`minutes: Minutes of 20 May 2019`")),
    "TD923": Example(Text("Bảng riêng của cụm các sở sửa mục I.", "Departments change section I in their own table."), Text("Mục I để nguyên như biểu ban hành.", "Section I as issued.")),
    "TD924": Example(Text("Mục II của bảng riêng chỉ có 18 điểm.", "Section II of one's own table has 18 points."), Text("Mục II đúng 20 điểm.", "Section II has 20 points.")),
    "TD925": Example(Text("Tổ chức tín dụng chia I.1, I.2, I.3 khác biểu ban hành.", "Credit institutions divide I.1, I.2 and I.3 otherwise than the form."), Text("Chia đúng như biểu ban hành.", "Divided as in the form.")),
    "TD926": Example(Text("`thidua rubric new` khi tệp đã có.", "`thidua rubric new` where the file exists."), Text("Chọn tên tệp khác.", "Another file name.")),
    "TD927": Example(Text("Điều khoản không tiêu chí nào viện dẫn.", "A clause that no criterion cites."), Text("Mỗi điều khoản có tiêu chí viện dẫn.", "Each clause is cited.")),
    "TD930": Example(Text("`thidua explain --cluster cum-1 so-noi-vu III.7`", "`thidua explain --cluster cum-1 so-noi-vu III.7`"), Text("`thidua explain --cluster cum-1 so-noi-vu III.6`", "`thidua explain --cluster cum-1 so-noi-vu III.6`")),
    "TD931": Example(Text("`thidua review phieu` khi `phieu` chỉ có các phiếu.", "`thidua review sheets` where `sheets` holds sheets only."), Text("`thidua review cum-1`, trong đó có cluster.yaml.", "`thidua review cum-1`, which has a cluster.yaml.")),
    "TD940": Example(Text("`--members anh.jpg`", "`--members photo.jpg`"), Text("`--members danh-sach.txt`, mỗi dòng một đơn vị.", "`--members list.txt`, a unit a line.")),
    "TD941": Example(Text("`thidua init cum-1` khi `cum-1` đã có cluster.yaml.", "`thidua init cum-1` where `cum-1` has a cluster.yaml."), Text("`thidua init cum-2`", "`thidua init cum-2`")),
    "TD942": Example(Text('`--unit "Sở Nội vụ" --unit "SỞ NỘI VỤ"`', '`--unit "Sở Nội vụ" --unit "SỞ NỘI VỤ"`'), Text('`--unit "Sở Nội vụ" --unit "Sở Y tế"`', '`--unit "Sở Nội vụ" --unit "Sở Y tế"`')),
    "TD943": Example(Text("“Sở Y tế” và “So Y te”.", "“Sở Y tế” and “So Y te”."), Text("“Sở Y tế” một lần.", "“Sở Y tế” once.")),
    "TD945": Example(Text("`thidua explain --cluster cum-1 so-noi-v`", "`thidua explain --cluster cum-1 so-noi-v`"), Text("`thidua explain --cluster cum-1 so-noi-vu`", "`thidua explain --cluster cum-1 so-noi-vu`")),
    "TD944": Example(Text("`thidua demo cum-1` khi `cum-1` có phiếu.", "`thidua demo cum-1` where `cum-1` holds sheets."), Text("`thidua demo vi-du`", "`thidua demo example`")),
    "TD970": Example(Text("Phần mềm dừng vì lỗi của chính nó.", "The program fails by a fault of its own."), Text("Gửi dòng báo lỗi cho người phụ trách.", "The line is sent to whoever maintains it.")),
}
# fmt: on
