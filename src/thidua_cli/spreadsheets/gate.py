"""The gate before the reader: what a file really is, and its parts, unpacked within limits.

This module knows no cell and no XML, and trusts no name's ending and no size that a file states.
"""

from __future__ import annotations

import errno
import os
import re
import stat
import struct
import zlib
from enum import Enum, auto
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from thidua_cli import catalogue
from thidua_cli.catalogue import Text, shown

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from thidua_cli.catalogue import Code
    from thidua_cli.findings import Finding

_MIB: Final = 1 << 20
MOST_BYTES: Final = 20 * _MIB
MOST_UNPACKED: Final = 100 * _MIB
MOST_ENTRIES: Final = 10_000

# Input and output of one step of unpacking: a bomb is seen a step after it passes the limit.
_FEED: Final = 1 << 16
_STEP: Final = 1 << 18


class Refused(Exception):  # noqa: N818 - it says what became of the file; nobody erred
    """The file cannot be used; it carries the code and the values of the one finding that says why."""

    def __init__(self, code: Code, **values: Any) -> None:
        super().__init__(code.id)
        self.code = code
        self.values = values

    def finding(self, name: str) -> Finding:
        """The finding about the file of this name."""
        return self.code.finding(file=name, **self.values)


def damaged(vi: str, en: str) -> Refused:
    """A refusal because a part of the file is missing or malformed."""
    return Refused(catalogue.FILE_DAMAGED, what=Text(vi, en))


def forbidden(vi: str, en: str) -> Refused:
    """A refusal because the file holds what only hostile files hold."""
    return Refused(catalogue.FILE_FORBIDDEN, what=Text(vi, en))


def too_large(vi: str, en: str, allowed: str) -> Refused:
    """A refusal because something in the file exceeds what is read."""
    return Refused(catalogue.FILE_TOO_LARGE, what=Text(vi, en), allowed=allowed)


def not_a_workbook(vi: str, en: str) -> Refused:
    """A refusal because the content is something else."""
    return Refused(catalogue.FILE_NOT_A_WORKBOOK, what=Text(vi, en))


def other_format(what: str) -> Refused:
    """A refusal because the content is a workbook in a format that is not read."""
    return Refused(catalogue.FILE_OTHER_FORMAT, what=what)


def _unreadable(vi: str, en: str) -> Refused:
    return Refused(catalogue.FILE_UNREADABLE, reason=Text(vi, en))


# --- the file --------------------------------------------------------------------------------------

# Without O_NONBLOCK, a pipe that took the file's place after it was looked at would be waited for.
_FLAGS: Final = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


def load(path: Path) -> bytes:
    """The bytes of a regular file of at most `MOST_BYTES`, read once; `Refused` for anything else."""
    try:
        _require_regular(path.stat())
        handle = os.open(path, _FLAGS)
        try:
            state = os.fstat(handle)
            _require_regular(state)
            return _contents(handle, state.st_size)
        finally:
            os.close(handle)
    except (OSError, ValueError) as error:
        raise _why_unreadable(path, error) from error


def _require_regular(state: os.stat_result) -> None:
    if stat.S_ISDIR(state.st_mode):
        raise _unreadable("đây là thư mục", "it is a folder")
    if stat.S_ISFIFO(state.st_mode):
        raise _unreadable("đây là ống dẫn, không phải tệp", "it is a pipe, not a file")
    if not stat.S_ISREG(state.st_mode):
        raise _unreadable("đây là thiết bị, không phải tệp", "it is a device, not a file")
    if state.st_size > MOST_BYTES:
        raise too_large("dung lượng", "its size", "20 MB")


def _contents(handle: int, expected: int) -> bytes:
    """All bytes up to the limit, whatever size the system stated."""
    pieces: list[bytes] = []
    size = 0
    while piece := os.read(handle, max(expected + 1 - size, 4096)):
        pieces.append(piece)
        size += len(piece)
        if size > MOST_BYTES:
            raise too_large("dung lượng", "its size", "20 MB")
    return b"".join(pieces)


def _why_unreadable(path: Path, error: OSError | ValueError) -> Refused:
    if isinstance(error, FileNotFoundError):
        if path.is_symlink():
            return _unreadable("liên kết trỏ tới tệp không tồn tại", "it is a link to a file that does not exist")
        return _unreadable("không có tệp này", "there is no such file")
    if isinstance(error, PermissionError):
        return _unreadable(
            "không có quyền đọc hoặc chương trình khác đang giữ tệp",
            "it may not be read, or another program holds it",
        )
    if isinstance(error, OSError):
        if error.errno == errno.ELOOP:
            return _unreadable("liên kết trỏ vòng về chính nó", "it is a link that leads back to itself")
        number = error.errno or 0
        return _unreadable(f"hệ thống báo lỗi đọc số {number}", f"the system reports read error {number}")
    return _unreadable("tên tệp không hợp lệ", "its name is not valid")


# --- what the bytes are ------------------------------------------------------------------------------

_ZIP: Final = b"PK\x03\x04"
_END_OF_DIRECTORY: Final = b"PK\x05\x06"
_COMPOUND: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_PICTURE: Final = Text("hình ảnh", "a picture")
_ARCHIVE: Final = Text("tệp nén", "an archive")
_SIGNATURES: Final = (
    (b"%PDF-", Text("tài liệu PDF", "a PDF document")),
    (b"{\\rtf", Text("văn bản RTF", "an RTF document")),
    (b"\x89PNG", _PICTURE),
    (b"\xff\xd8\xff", _PICTURE),
    (b"GIF8", _PICTURE),
    (b"BM", _PICTURE),
    (b"II*\0", _PICTURE),
    (b"MM\0*", _PICTURE),
    (b"RIFF", _PICTURE),
    (b"\0\0\0\x18ftyp", _PICTURE),
    (b"\0\0\0\x1cftyp", _PICTURE),
    (b"Rar!", _ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", _ARCHIVE),
    (b"\x1f\x8b", _ARCHIVE),
    (b"MZ", Text("chương trình Windows", "a Windows program")),
)
_TEXT_SIGNATURES: Final = {b"BM", b"MZ", b"RIFF", b"GIF8", b"Rar!"}
_OLD_EXCEL: Final = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00", b"\x09\x08")
_HTML: Final = ("<!doctype html", "<html", "<head", "<body", "<table", "<meta", "<div", "<style", "<script")
_CONTROL: Final = rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]"
_HEAD: Final = 4096


def what_else(data: bytes) -> Refused:
    """Why bytes that are no ZIP archive cannot be read, with a name for what they are."""
    if not data:
        return Refused(catalogue.FILE_EMPTY)
    if data.startswith(_COMPOUND):
        return _what_compound(data)
    if data.startswith(_OLD_EXCEL):
        return other_format(".xls (Excel 2–5)")
    if not data.strip(b"\0"):
        return damaged(
            "chỉ gồm byte 0, do sao chép hoặc đồng bộ dở dang",
            "it holds only zero bytes, as a broken copy or synchronisation leaves them",
        )
    text = _as_text(data[:_HEAD])
    for signature, what in _SIGNATURES:
        if data.startswith(signature) and (text is None or signature not in _TEXT_SIGNATURES):
            return Refused(catalogue.FILE_NOT_A_WORKBOOK, what=what)
    if _ZIP in data and _END_OF_DIRECTORY in data:
        return damaged("có dữ liệu lạ ở đầu tệp", "foreign data stands before its beginning")
    if text is None:
        return not_a_workbook("dữ liệu không rõ loại", "data of an unknown kind")
    return _what_text(text)


def is_old_workbook(data: bytes) -> bool:
    """Whether the bytes are a compound file that holds a workbook of Excel 5 to 2003, and no encrypted package."""
    if not data.startswith(_COMPOUND) or _directory_entry("EncryptedPackage") in data:
        return False
    return _directory_entry("Workbook") in data or _directory_entry("Book") in data


_SECTOR: Final = 512
_BOF: Final = b"\x09\x08"
_GLOBALS: Final = b"\x05\0"
_FILEPASS: Final = 0x2F
_FEW_RECORDS: Final = 4


def is_locked(data: bytes) -> bool:
    """Whether an old workbook's records are encrypted: FILEPASS then stands among the first of its stream."""
    for start in range(_SECTOR, len(data), _SECTOR):
        if data[start : start + 2] != _BOF or data[start + 6 : start + 8] != _GLOBALS:
            continue
        at = start
        for _ in range(_FEW_RECORDS):
            number, length = struct.unpack("<2H", data[at : at + 4].ljust(4, b"\0"))
            if number == _FILEPASS:
                return True
            at += 4 + length
    return False


def _directory_entry(name: str) -> bytes:
    """How a compound file's directory writes a stream's name: UTF-16, padded to 64 bytes, its length."""
    encoded = name.encode("utf-16-le")
    return encoded.ljust(64, b"\0") + struct.pack("<H", len(encoded) + 2)


def _what_compound(data: bytes) -> Refused:
    if _directory_entry("EncryptedPackage") in data:
        return Refused(catalogue.FILE_ENCRYPTED)
    if _directory_entry("WordDocument") in data:
        return not_a_workbook("văn bản Word (.doc)", "a Word document (.doc)")
    if _directory_entry("PowerPoint Document") in data:
        return not_a_workbook("trình chiếu PowerPoint (.ppt)", "a PowerPoint presentation (.ppt)")
    return not_a_workbook("tệp Office kiểu cũ không chứa bảng tính", "an old kind of Office file without a workbook")


def _as_text(head: bytes) -> str | None:
    """The beginning of a text file, or None if the bytes are no text; good enough to recognise markup."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head.decode("utf-16", "replace")
    if re.search(_CONTROL, head):
        return None
    return head.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace")


def _what_text(text: str) -> Refused:
    lowered = text.strip().lower()
    if lowered.startswith("<"):
        if "urn:schemas-microsoft-com:office:spreadsheet" in lowered:
            return other_format("XML Spreadsheet 2003")
        if "opendocument.spreadsheet" in lowered:
            return other_format(".fods (OpenDocument)")
        if lowered.startswith(_HTML) or any(tag in lowered for tag in ("<html", "<table", "<!doctype html")):
            return not_a_workbook("trang web (HTML)", "a web page (HTML)")
        return not_a_workbook("văn bản XML", "an XML document")
    if lowered.startswith("mime-version:"):
        return not_a_workbook("trang web đóng gói (MHTML)", "a web archive (MHTML)")
    if any(separator in lowered.partition("\n")[0] for separator in ";,\t"):
        return not_a_workbook("văn bản phân cách cột (CSV)", "delimited text (CSV)")
    return not_a_workbook("văn bản thuần", "plain text")


# --- the archive -------------------------------------------------------------------------------------


class Entry(NamedTuple):
    """One part of the archive: its own header is at `offset`, its packed bytes from `start` to `stop`."""

    name: str
    offset: int
    method: int
    checksum: int
    size: int
    start: int
    stop: int


_END: Final = struct.Struct("<4s4H2LH")
_END_64: Final = struct.Struct("<4sQ2H2L4Q")
_LOCATOR_64: Final = struct.Struct("<4sLQL")
_RECORD: Final = struct.Struct("<4s6H3L5H2L")
_LOCAL: Final = struct.Struct("<4s5H3L2H")
_LONGEST_COMMENT: Final = 0xFFFF
_NONE_16: Final = 0xFFFF
_NONE_32: Final = 0xFFFFFFFF
_ENCRYPTED: Final = 0x2041  # bits 0 and 6, and 13 for a masked directory
_WRONG_DIRECTORY: Final = Text("mục lục của tệp nén sai", "the archive's directory is wrong")
_STORED: Final = 0
_DEFLATED: Final = 8


def key(name: str) -> str:
    """The form under which a part's name is looked up: neither case, nor slash, nor a leading one matter."""
    return name.replace("\\", "/").lstrip("/").lower()


class Package:
    """The parts of a ZIP archive, by `key`.

    What is unpacked is counted over all parts, and each part's size and checksum are verified.
    """

    def __init__(self, data: bytes) -> None:
        """Account for the whole directory; `Refused` if the archive is damaged, encrypted or hostile."""
        self._data = data
        self._unpacked = 0
        self.parts: dict[str, Entry] = {}
        start, stop, count = _directory(data)
        for entry in _records(data, start, stop, count):
            if self.parts.setdefault(key(entry.name), entry) is not entry:
                name = shown(entry.name, "vi")
                raise forbidden(f"hai phần cùng tên {name}", f"two parts with one name, {name}")
        _require_apart(data, sorted(self.parts.values(), key=lambda entry: entry.offset), start, stop)

    def find(self, name: str) -> Entry | None:
        """The part of this name, if there is one."""
        return self.parts.get(key(name))

    def read(self, entry: Entry) -> Iterator[bytes]:
        """The unpacked bytes of a part, in pieces; `Refused` as soon as they cannot be right."""
        size = checksum = 0
        for piece in self._pieces(entry):
            size += len(piece)
            self._unpacked += len(piece)
            if self._unpacked > MOST_UNPACKED:
                raise too_large("dữ liệu sau khi giải nén", "its unpacked content", "100 MB")
            if size > entry.size:
                break
            checksum = zlib.crc32(piece, checksum)
            yield piece
        if size != entry.size or checksum != entry.checksum:
            name = shown(entry.name, "vi")
            raise damaged(f"phần {name} sai mã kiểm tra", f"the part {name} fails its checksum")

    def _pieces(self, entry: Entry) -> Iterator[bytes]:
        packed = memoryview(self._data)[entry.start : entry.stop]
        if entry.method == _DEFLATED:
            yield from _inflated(packed)
        elif entry.method == _STORED:
            for at in range(0, len(packed), _STEP):
                yield bytes(packed[at : at + _STEP])
        else:
            name = shown(entry.name, "vi")
            raise damaged(
                f"phần {name} được nén theo cách không phần mềm bảng tính nào dùng (số {entry.method})",
                f"the part {name} is packed by a method that no spreadsheet program uses ({entry.method})",
            )


def _inflated(packed: memoryview) -> Iterator[bytes]:
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    for at in range(0, len(packed), _FEED):
        rest: bytes | memoryview = packed[at : at + _FEED]
        full = True
        while full or rest:
            piece = inflater.decompress(rest, _STEP)
            rest = inflater.unconsumed_tail
            full = len(piece) == _STEP
            if piece:
                yield piece
            if inflater.eof:
                return
    raise damaged("dữ liệu nén bị cắt cụt", "packed data is cut short")


def _directory(data: bytes) -> tuple[int, int, int]:
    """Where the central directory begins and ends, and how many records it holds."""
    end = data.rfind(_END_OF_DIRECTORY, max(0, len(data) - _END.size - _LONGEST_COMMENT))
    if end < 0 or end + _END.size > len(data):
        raise damaged("tệp bị cắt cụt, thiếu phần cuối", "it is cut short: its end is missing")
    _, disk, first_disk, here, count, size, start, _ = _END.unpack_from(data, end)
    if _NONE_16 in (here, count) or _NONE_32 in (size, start):
        disk, first_disk, here, count, size, start = _long_end(data, end)
    if disk or first_disk or here != count or start + size > end:
        raise damaged(*_WRONG_DIRECTORY)
    if count > MOST_ENTRIES:
        raise too_large("số phần trong tệp", "the number of its parts", "10 000")
    return start, start + size, count


def _long_end(data: bytes, end: int) -> tuple[int, int, int, int, int, int]:
    """The same figures from the 64-bit end record, which some programs write even for small files."""
    if end >= _LOCATOR_64.size:
        signature, _, at, _ = _LOCATOR_64.unpack_from(data, end - _LOCATOR_64.size)
        if signature == b"PK\x06\x07" and at + _END_64.size <= end:
            values = _END_64.unpack_from(data, at)
            if values[0] == b"PK\x06\x06":
                _, _, _, _, disk, first_disk, here, count, size, start = values
                return disk, first_disk, here, count, size, start
    raise damaged(*_WRONG_DIRECTORY)


def _records(data: bytes, start: int, stop: int, count: int) -> Iterator[Entry]:
    """The entries of the directory between `start` and `stop`, which they fill exactly."""
    at = start
    offsets: set[int] = set()
    for _ in range(count):
        if at + _RECORD.size > stop:
            raise damaged(*_WRONG_DIRECTORY)
        signature, _, _, flags, method, _, _, checksum, packed, size, lengths, extras, comments, _, _, _, offset = (
            _RECORD.unpack_from(data, at)
        )
        at += _RECORD.size
        name, extra = data[at : at + lengths], data[at + lengths : at + lengths + extras]
        at += lengths + extras + comments
        if signature != b"PK\x01\x02" or at > stop:
            raise damaged(*_WRONG_DIRECTORY)
        if flags & _ENCRYPTED:
            raise Refused(catalogue.FILE_ENCRYPTED)
        packed, size, offset = _long_values(extra, packed, size, offset)
        if offset in offsets:
            raise forbidden("các phần chồng lấn nhau", "its parts overlap")
        offsets.add(offset)
        begin = _data_start(data, offset, name, method, start)
        if begin + packed > start:
            raise damaged("một phần bị cắt cụt", "a part is cut short")
        yield Entry(_decoded(name), offset, method, checksum, size, begin, begin + packed)
    if at != stop:
        raise damaged(*_WRONG_DIRECTORY)


def _decoded(name: bytes) -> str:
    try:
        return name.decode()
    except UnicodeDecodeError:
        return name.decode("cp437")


def _long_values(extra: bytes, packed: int, size: int, offset: int) -> tuple[int, int, int]:
    """The three values, those that did not fit taken from the 64-bit extra field, which begins with the size."""
    values = (size, packed, offset)
    missing = values.count(_NONE_32)
    if not missing:
        return packed, size, offset
    at = 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<HH", extra, at)
        if kind == 1 and length >= 8 * missing and at + 4 + length <= len(extra):
            found = iter(struct.unpack_from(f"<{missing}Q", extra, at + 4))
            size, packed, offset = (next(found) if value == _NONE_32 else value for value in values)
            return packed, size, offset
        at += 4 + length
    raise damaged(*_WRONG_DIRECTORY)


def _data_start(data: bytes, offset: int, name: bytes, method: int, limit: int) -> int:
    """Where a part's packed bytes begin, after its own header, which must agree with the directory."""
    if offset + _LOCAL.size <= limit:
        header = _LOCAL.unpack_from(data, offset)
        start = offset + _LOCAL.size
        own_name = data[start : start + header[9]]
        if header[0] == _ZIP and header[3] == method and own_name == name:
            return int(start + header[9] + header[10])
    raise damaged("mục lục không khớp với các phần của tệp", "its directory does not match its parts")


def _require_apart(data: bytes, entries: list[Entry], start: int, stop: int) -> None:
    """Refuse parts that share bytes, and a second directory by which other programs would see other parts."""
    free = 0
    for entry in entries:
        if entry.offset < free:
            raise forbidden("các phần chồng lấn nhau", "its parts overlap")
        if data.find(_END_OF_DIRECTORY, free, entry.offset) >= 0:
            raise forbidden("có hai mục lục", "it has two directories")
        free = entry.stop
    end = data.rfind(_END_OF_DIRECTORY)
    if data.find(_END_OF_DIRECTORY, free, start) >= 0 or data.find(_END_OF_DIRECTORY, stop) != end:
        raise forbidden("có hai mục lục", "it has two directories")


def open_package(data: bytes) -> Package:
    """The archive, if the bytes are one; else `Refused` with a name for what they are."""
    if not data.startswith(_ZIP):
        if data.startswith(_END_OF_DIRECTORY):
            raise not_a_workbook("tệp nén ZIP rỗng", "an empty ZIP archive")
        raise what_else(data)
    return Package(data)


# --- what the archive is ------------------------------------------------------------------------------

_ODF: Final = b"application/vnd.oasis.opendocument."


class Form(Enum):
    """A form of document that is read."""

    OOXML = auto()
    XLSB = auto()
    ODS = auto()
    XLS = auto()
    WORD = auto()


def form_of(package: Package) -> Form:
    """What an archive is, by its parts; `Refused` with a name for it if it is nothing that is read."""
    mimetype = package.find("mimetype")
    if mimetype is not None:
        head = next(package.read(mimetype), b"")
        if head.startswith(_ODF + b"spreadsheet"):
            return Form.ODS
        if head.startswith(_ODF):
            raise not_a_workbook("tài liệu OpenDocument", "an OpenDocument document")
    names = package.parts
    if "xl/workbook.bin" in names:
        return Form.XLSB
    if any(name.startswith("xl/") for name in names):
        return Form.OOXML
    if any(name.endswith(".iwa") for name in names):
        raise other_format("Apple Numbers")
    if "word/document.xml" in names:
        return Form.WORD
    if "ppt/presentation.xml" in names:
        raise not_a_workbook("trình chiếu PowerPoint (.pptx)", "a PowerPoint presentation (.pptx)")
    return Form.OOXML


def what_archive(package: Package) -> Refused:
    """What an archive is in which no workbook was found."""
    if any(name.startswith("xl/") for name in package.parts):
        return damaged("thiếu phần xl/workbook.xml", "the part xl/workbook.xml is missing")
    if any(name.endswith((".xlsx", ".xlsm", ".xls")) for name in package.parts):
        return not_a_workbook(
            "tệp nén ZIP có bảng tính bên trong; hãy giải nén trước",
            "a ZIP archive with a workbook inside; unpack it first",
        )
    return not_a_workbook("tệp nén ZIP", "a ZIP archive")
