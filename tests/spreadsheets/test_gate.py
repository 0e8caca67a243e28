"""What may stand at a path or in a file's bytes, and the one finding that each of them gets."""

from __future__ import annotations

import hashlib
import io
import os
import random
import struct
import unicodedata
import zipfile
from typing import TYPE_CHECKING

import pytest

from thidua_cli import catalogue
from thidua_cli.spreadsheets import gate, reader
from thidua_cli.spreadsheets.reader import read_file, read_workbook

from . import made

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from thidua_cli.catalogue import Code, Lang
    from thidua_cli.cells import Workbook
    from thidua_cli.findings import Finding

LANGUAGES: tuple[Lang, ...] = ("vi", "en")
GOOD = made.book(made.score_rows())


def the_refusal(data: bytes, code: Code) -> Finding:
    """The one finding for bytes that give no workbook; it reads well in both languages."""
    workbook, findings = read_workbook(data, "tệp.xlsx")
    assert workbook is None
    (finding,) = findings
    assert (finding.code, finding.file, finding.is_error) == (code.id, "tệp.xlsx", True)
    for lang in LANGUAGES:
        said = catalogue.say(finding, lang)
        for sentence in said:
            assert sentence
            assert "{" not in sentence
            assert not any(unicodedata.category(letter) == "Cc" for letter in sentence)
            assert not any(word in sentence for word in ("None", "True", "Error", "Decimal", "Text("))
    return finding


def what(finding: Finding) -> str:
    """The Vietnamese words of what or why."""
    values = dict(finding.params)
    value = values.get("what") or values["reason"]
    return value.vi if isinstance(value, catalogue.Text) else str(value)


DICE = random.Random  # the same damage in every run


# --- the file --------------------------------------------------------------------------------------


def test_a_file_gives_its_workbook_and_the_digest_of_its_bytes(tmp_path: Path) -> None:
    path = tmp_path / "phiếu.xlsx"
    path.write_bytes(GOOD)
    source, findings = read_file(path, "phiếu.xlsx")
    assert source is not None
    assert findings == ()
    assert source.workbook == read_workbook(GOOD, "").value
    assert source.sha256 == hashlib.sha256(GOOD).hexdigest()


def _dangling(path: Path) -> None:
    path.symlink_to("nowhere.xlsx")


def _loop(path: Path) -> None:
    path.symlink_to(path.name)


def _endless(path: Path) -> None:
    path.symlink_to("/dev/zero")


def _sparse(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(1 << 40)


@pytest.mark.skipif(os.name != "posix", reason="pipes, links and devices as POSIX has them")
@pytest.mark.parametrize(
    ("make", "code", "words"),
    [
        (lambda path: path.mkdir(), catalogue.FILE_UNREADABLE, "đây là thư mục"),
        (os.mkfifo, catalogue.FILE_UNREADABLE, "đây là ống dẫn, không phải tệp"),
        (_endless, catalogue.FILE_UNREADABLE, "đây là thiết bị, không phải tệp"),
        (_dangling, catalogue.FILE_UNREADABLE, "liên kết trỏ tới tệp không tồn tại"),
        (_loop, catalogue.FILE_UNREADABLE, "liên kết trỏ vòng về chính nó"),
        (lambda _: None, catalogue.FILE_UNREADABLE, "không có tệp này"),
        (_sparse, catalogue.FILE_TOO_LARGE, "dung lượng"),
        (lambda path: path.touch(), catalogue.FILE_EMPTY, None),
    ],
)
def test_only_a_regular_file_is_opened(
    tmp_path: Path, make: Callable[[Path], object], code: Code, words: str | None
) -> None:
    path = tmp_path / "phiếu.xlsx"
    make(path)
    source, (finding,) = read_file(path, "phiếu.xlsx")
    assert source is None
    assert finding.code == code.id
    assert finding.file == "phiếu.xlsx"
    if words is not None:
        assert what(finding) == words


def test_a_path_that_no_system_takes_is_a_finding(tmp_path: Path) -> None:
    for name in ("a\0b.xlsx", "n" * 300 + ".xlsx", "\ud800.xlsx"):
        source, (finding,) = read_file(tmp_path / name, "x")
        assert source is None
        assert finding.code == catalogue.FILE_UNREADABLE.id


def test_a_link_to_a_workbook_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(GOOD)
    (tmp_path / "b.xlsx").symlink_to("a.xlsx")
    assert read_file(tmp_path / "b.xlsx", "b").value


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (PermissionError(13, "x"), "không có quyền đọc hoặc chương trình khác đang giữ tệp"),
        (OSError(5, "x"), "hệ thống báo lỗi đọc số 5"),
    ],
)
def test_a_system_that_refuses_to_read_is_a_finding(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: OSError, words: str
) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(GOOD)

    def fail(*_: object) -> bytes:
        raise error

    monkeypatch.setattr(os, "read", fail)
    source, (finding,) = read_file(path, "a.xlsx")
    assert source is None
    assert what(finding) == words


def test_a_file_that_grows_while_it_is_read_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(GOOD)
    monkeypatch.setattr(os, "read", lambda _handle, size: bytes(min(size, 1 << 22)) or b"0" * 4096)
    source, (finding,) = read_file(path, "a.xlsx")
    assert source is None
    assert finding.code == catalogue.FILE_TOO_LARGE.id


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (MemoryError(), catalogue.FILE_UNREADABLE),
        (RecursionError(), catalogue.FILE_DAMAGED),
        (KeyError("x"), catalogue.FILE_DAMAGED),
        (struct.error(), catalogue.FILE_DAMAGED),
        (SystemError(), catalogue.FILE_DAMAGED),
    ],
)
def test_any_failure_while_reading_is_one_finding(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception, code: Code
) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(GOOD)

    def fail(*_: object) -> Workbook:
        raise error

    monkeypatch.setattr(reader, "_opened", fail)
    the_refusal(GOOD, code)
    assert read_file(path, "a.xlsx").value is None


def test_only_the_users_own_interruption_gets_out(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> Workbook:
        raise KeyboardInterrupt

    monkeypatch.setattr(reader, "_opened", interrupt)
    with pytest.raises(KeyboardInterrupt):
        read_workbook(GOOD, "")


# --- disguises ---------------------------------------------------------------------------------------

HTML = "<html><head><meta charset='utf-8'></head><body><table><tr><td>4,5</td></tr></table></body></html>"
CSV = "STT;Nội dung;Điểm\r\n1;Tiêu chí;4,5\r\n"
SPREADSHEET_2003 = (
    '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
    '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>'
)
ODS = "application/vnd.oasis.opendocument.spreadsheet"


@pytest.mark.parametrize(
    ("data", "code", "words"),
    [
        (b"", catalogue.FILE_EMPTY, None),
        (b"P", catalogue.FILE_NOT_A_WORKBOOK, "văn bản thuần"),
        (b"PK\3\4", catalogue.FILE_DAMAGED, "tệp bị cắt cụt, thiếu phần cuối"),
        (bytes(9000), catalogue.FILE_DAMAGED, "chỉ gồm byte 0, do sao chép hoặc đồng bộ dở dang"),
        (DICE(7).randbytes(20_000), catalogue.FILE_NOT_A_WORKBOOK, "dữ liệu không rõ loại"),
        (CSV.encode("utf-8-sig"), catalogue.FILE_NOT_A_WORKBOOK, "văn bản phân cách cột (CSV)"),
        ("STT\tĐiểm\r\n1\t4,5\r\n".encode("utf-16"), catalogue.FILE_NOT_A_WORKBOOK, "văn bản phân cách cột (CSV)"),
        (b"BM;4,5\n", catalogue.FILE_NOT_A_WORKBOOK, "văn bản phân cách cột (CSV)"),
        (HTML.encode(), catalogue.FILE_NOT_A_WORKBOOK, "trang web (HTML)"),
        (HTML.encode("utf-16"), catalogue.FILE_NOT_A_WORKBOOK, "trang web (HTML)"),
        (b"<!DOCTYPE html><title>401</title>", catalogue.FILE_NOT_A_WORKBOOK, "trang web (HTML)"),
        (b"MIME-Version: 1.0\r\n\r\n", catalogue.FILE_NOT_A_WORKBOOK, "trang web đóng gói (MHTML)"),
        (b"<?xml version='1.0'?><a/>", catalogue.FILE_NOT_A_WORKBOOK, "văn bản XML"),
        (SPREADSHEET_2003.encode(), catalogue.FILE_OTHER_FORMAT, "XML Spreadsheet 2003"),
        (f"<o mimetype='{ODS}'/>".encode(), catalogue.FILE_OTHER_FORMAT, ".fods (OpenDocument)"),
        (b"{\\rtf1 x}", catalogue.FILE_NOT_A_WORKBOOK, "văn bản RTF"),
        (b"%PDF-1.7\n%%EOF\n", catalogue.FILE_NOT_A_WORKBOOK, "tài liệu PDF"),
        (b"\x89PNG\r\n\x1a\n" + bytes(64), catalogue.FILE_NOT_A_WORKBOOK, "hình ảnh"),
        (b"\xff\xd8\xff\xe0" + bytes(64), catalogue.FILE_NOT_A_WORKBOOK, "hình ảnh"),
        (b"Rar!\x1a\x07\x01\x00" + bytes(64), catalogue.FILE_NOT_A_WORKBOOK, "tệp nén"),
        (b"\x1f\x8b\x08" + bytes(64), catalogue.FILE_NOT_A_WORKBOOK, "tệp nén"),
        (b"\r\n\r\n" + GOOD, catalogue.FILE_DAMAGED, "có dữ liệu lạ ở đầu tệp"),
        (made.compound("Workbook"), catalogue.FILE_DAMAGED, "cấu trúc bên trong không theo chuẩn"),
        (made.compound("Book"), catalogue.FILE_DAMAGED, "cấu trúc bên trong không theo chuẩn"),
        (b"\x09\x08\x10\0\0\6\5\0" + bytes(64), catalogue.FILE_OTHER_FORMAT, ".xls (Excel 2–5)"),
        (made.compound("EncryptionInfo", "EncryptedPackage"), catalogue.FILE_ENCRYPTED, None),
        (made.compound("WordDocument"), catalogue.FILE_NOT_A_WORKBOOK, "văn bản Word (.doc)"),
        (
            made.compound("PowerPoint Document"),
            catalogue.FILE_NOT_A_WORKBOOK,
            "trình chiếu PowerPoint (.ppt)",
        ),
        (made.compound()[:8], catalogue.FILE_NOT_A_WORKBOOK, "tệp Office kiểu cũ không chứa bảng tính"),
        (made.zipped([]), catalogue.FILE_NOT_A_WORKBOOK, "tệp nén ZIP rỗng"),
        (made.zipped([("a.txt", b"x")]), catalogue.FILE_NOT_A_WORKBOOK, "tệp nén ZIP"),
        (
            made.zipped([("bảng điểm.xlsx", GOOD)]),
            catalogue.FILE_NOT_A_WORKBOOK,
            "tệp nén ZIP có bảng tính bên trong; hãy giải nén trước",
        ),
        (made.zipped([("mimetype", ODS.encode())]), catalogue.FILE_DAMAGED, "thiếu phần content.xml"),
        (
            made.zipped([("mimetype", b"application/vnd.oasis.opendocument.text")]),
            catalogue.FILE_NOT_A_WORKBOOK,
            "tài liệu OpenDocument",
        ),
        (made.zipped([("xl/workbook.bin", b"x")]), catalogue.FILE_DAMAGED, "cấu trúc bên trong không theo chuẩn"),
        (made.zipped([("Index/Document.iwa", b"x")]), catalogue.FILE_OTHER_FORMAT, "Apple Numbers"),
        (
            made.zipped([("word/document.xml", b"x")]),
            catalogue.FILE_DAMAGED,
            "phần word/document.xml sai cấu trúc ở dòng 1",
        ),
        (
            made.zipped([("ppt/presentation.xml", b"x")]),
            catalogue.FILE_NOT_A_WORKBOOK,
            "trình chiếu PowerPoint (.pptx)",
        ),
        (made.book(workbook=None), catalogue.FILE_DAMAGED, "thiếu phần xl/workbook.xml"),
    ],
)
def test_bytes_are_called_what_they_are(data: bytes, code: Code, words: str | None) -> None:
    finding = the_refusal(data, code)
    if words is not None:
        assert what(finding) == words


def test_an_old_workbook_that_speaks_of_encryption_is_not_called_encrypted() -> None:
    data = made.compound("Workbook") + "EncryptedPackage".encode("utf-16-le")
    the_refusal(data, catalogue.FILE_DAMAGED)


# --- the archive -------------------------------------------------------------------------------------


@pytest.mark.parametrize("percent", [10, 50, 90, 99])
def test_a_file_cut_short_is_damaged(percent: int) -> None:
    the_refusal(GOOD[: len(GOOD) * percent // 100], catalogue.FILE_DAMAGED)


def test_a_file_without_its_last_byte_is_damaged() -> None:
    the_refusal(GOOD[:-1], catalogue.FILE_DAMAGED)


def test_bytes_after_the_archive_do_no_harm() -> None:
    """Mail gateways leave a footer."""
    assert read_workbook(GOOD + b"\r\n--scanned--\r\n", "").value == read_workbook(GOOD, "").value


def test_a_second_directory_is_forbidden() -> None:
    """Other programs might read the other one, and so other scores."""
    other = made.book(made.row(5, made.number("D5", 9.5)))
    finding = the_refusal(GOOD + b"x" * 30 + other[other.rfind(b"PK\5\6") :], catalogue.FILE_DAMAGED)
    assert finding
    end = GOOD.rfind(b"PK\5\6")
    comment = struct.pack("<H", 22)
    twice = GOOD[: end + 20] + comment + GOOD[end : end + 20] + b"\0\0"
    the_refusal(twice, catalogue.FILE_FORBIDDEN)


def test_a_workbook_stored_inside_the_workbook_is_no_second_directory() -> None:
    parts = [*made.book_parts().items(), ("xl/embeddings/a.xlsx", GOOD)]
    assert read_workbook(made.zipped(parts, zipfile.ZIP_STORED), "").value


def test_a_wrong_checksum_is_damage() -> None:
    finding = the_refusal(made.patched(GOOD, b"PK\1\2", 16, b"\xde\xad\xbe\xef"), catalogue.FILE_DAMAGED)
    assert what(finding).endswith("sai mã kiểm tra")


def test_one_changed_byte_in_a_stored_part_is_damage() -> None:
    """The XML stays sound, only a score differs: nothing but the checksum tells."""
    data = made.zipped(made.book_parts().items(), zipfile.ZIP_STORED)
    assert b"<v>8.5</v>" in data
    the_refusal(data.replace(b"<v>8.5</v>", b"<v>9.5</v>", 1), catalogue.FILE_DAMAGED)


def test_parts_may_be_stored_unpacked() -> None:
    data = made.zipped(made.book_parts().items(), zipfile.ZIP_STORED)
    assert read_workbook(data, "").value == read_workbook(GOOD, "").value


@pytest.mark.parametrize("method", [zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
def test_other_compression_is_refused_in_clear_words(method: int) -> None:
    finding = the_refusal(made.zipped(made.book_parts().items(), method), catalogue.FILE_DAMAGED)
    assert f"nén theo cách không phần mềm bảng tính nào dùng (số {method})" in what(finding)


def test_unknown_compression_is_refused() -> None:
    data = made.patched(made.patched(GOOD, b"PK\1\2", 10, b"\x63\0"), b"PK\3\4", 8, b"\x63\0")
    the_refusal(data, catalogue.FILE_DAMAGED)


@pytest.mark.parametrize("flag", [b"\x01\0", b"\x40\0", b"\0\x20"])
def test_parts_encrypted_by_the_archive_are_called_encrypted(flag: bytes) -> None:
    data = made.patched(made.patched(GOOD, b"PK\1\2", 8, flag), b"PK\3\4", 6, flag)
    the_refusal(data, catalogue.FILE_ENCRYPTED)


def test_the_64_bit_directory_is_read() -> None:
    data = made.in_64_bits(GOOD)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
    assert read_workbook(data, "").value == read_workbook(GOOD, "").value


def test_sizes_that_follow_their_part_are_read() -> None:
    """Programs that write as they go put a part's sizes after it, and a zero before it."""

    class Unseekable(io.BytesIO):
        def seekable(self) -> bool:
            return False

        def seek(self, *_: int) -> int:
            raise OSError

    out = Unseekable()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in made.book_parts().items():
            archive.writestr(name, data)
    assert read_workbook(out.getvalue(), "").value == read_workbook(GOOD, "").value


@pytest.mark.parametrize("name", [made.SHEET, made.SHEET.upper(), made.SHEET.replace("/", "\\"), "/" + made.SHEET])
def test_two_parts_of_one_name_are_forbidden(name: str) -> None:
    """Readers disagree on which one counts."""
    parts = [*made.book_parts().items(), (name, made.sheet_xml(made.score_rows(1)))]
    the_refusal(made.zipped(parts), catalogue.FILE_FORBIDDEN)


def test_parts_that_overlap_are_forbidden() -> None:
    the_refusal(made.overlapping(50), catalogue.FILE_FORBIDDEN)


def test_a_part_inside_another_is_forbidden() -> None:
    """The inner archive's sheet is listed by the outer directory as its own."""
    inner = made.zipped([(made.SHEET, made.sheet_xml(made.row(5, made.number("D5", 9))))], zipfile.ZIP_STORED)
    listed = {name: data for name, data in made.book_parts().items() if name != made.SHEET}
    data = made.zipped([*listed.items(), ("xl/media/a.bin", inner)], zipfile.ZIP_STORED)
    end = data.rfind(b"PK\5\6")
    count, size, start = struct.unpack_from("<H2I", data, end + 10)
    record = inner[inner.find(b"PK\1\2") : inner.find(b"PK\5\6")]
    record = record[:42] + struct.pack("<I", data.find(inner)) + record[46:]
    close = struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, count + 1, count + 1, size + len(record), start, 0)
    the_refusal(data[:end] + record + close, catalogue.FILE_FORBIDDEN)


def test_more_than_ten_thousand_parts_are_too_many() -> None:
    extra = [(f"junk/{n}", b"") for n in range(10_000)]
    the_refusal(made.zipped([*made.book_parts().items(), *extra]), catalogue.FILE_TOO_LARGE)


def test_a_part_name_that_climbs_out_is_never_followed() -> None:
    assert read_workbook(made.zipped([*made.book_parts().items(), ("../../evil.txt", b"x")]), "").value


def test_a_size_that_lies_is_seen_before_the_part_unpacks() -> None:
    parts = made.book_parts(made.sheet_xml(" " * 1_000_000))
    data = bytearray(made.packed(parts))
    at = data.rfind(b"PK\1\2")
    data[at + 24 : at + 28] = struct.pack("<I", 4096)
    package = gate.open_package(bytes(data))
    entry = package.find(made.SHEET)
    assert entry is not None
    with pytest.raises(gate.Refused):
        list(package.read(entry))
    the_refusal(bytes(data), catalogue.FILE_DAMAGED)


@pytest.mark.parametrize("part", [made.SHEET, made.STRINGS, made.STYLES])
def test_a_bomb_is_counted_while_it_unpacks(part: str) -> None:
    """101 MB of white space in 100 KB of file, in any part that is read."""
    parts = made.book_parts()
    head, tail = parts[part].rsplit(b"<", 1)
    parts[part] = head + b" " * (101 << 20) + b"<" + tail
    finding = the_refusal(made.packed(parts), catalogue.FILE_TOO_LARGE)
    assert what(finding) == "dữ liệu sau khi giải nén"


def test_what_all_parts_unpack_to_counts_together(monkeypatch: pytest.MonkeyPatch) -> None:
    unpacked = sum(len(data) for name, data in made.book_parts().items() if not name.startswith("[Content"))
    monkeypatch.setattr(gate, "MOST_UNPACKED", unpacked)
    assert read_workbook(made.packed(made.book_parts()), "").value
    monkeypatch.setattr(gate, "MOST_UNPACKED", unpacked - 1)
    the_refusal(made.packed(made.book_parts()), catalogue.FILE_TOO_LARGE)


def test_a_part_that_nobody_needs_is_not_unpacked() -> None:
    parts = {**made.book_parts(), "xl/media/image1.png": bytes(150 << 20)}
    assert read_workbook(made.packed(parts), "").value


# --- damage at random ----------------------------------------------------------------------------------


def flips(data: bytes, count: int, seed: int) -> Iterator[bytes]:
    rng = DICE(seed)
    for _ in range(count):
        out = bytearray(data)
        for _ in range(rng.choice((1, 2, 8, 64))):
            out[rng.randrange(len(out))] ^= 1 << rng.randrange(8)
        yield bytes(out)


def test_changed_bits_never_change_a_cell_in_silence() -> None:
    """Every flip either leaves all cells as they were or is found; nothing raises.

    The one part whose absence is allowed without a word, the custom properties, is not in this file.
    """
    cells = read_workbook(GOOD, "").value
    assert cells is not None
    for data in flips(GOOD, 400, seed=1):
        workbook, findings = read_workbook(data, "x")
        assert (workbook is None) == any(finding.is_error for finding in findings)
        if workbook is not None:
            assert workbook.sheets == cells.sheets


def test_xml_damaged_under_right_checksums_never_raises() -> None:
    rng = DICE(2)
    parts = made.book_parts(made.sheet_xml(made.score_rows(3)))
    spice = (b"<", b">", b'"', b"&", b"-1", b"1e999", b"99999999999", b"\xff", b"nan", b"", b"A0", b"<x/>")
    for _ in range(400):
        name = rng.choice(sorted(parts))
        data = parts[name]
        at, end = sorted(rng.sample(range(len(data)), 2))
        cut = data[at : min(end, at + 40)]
        new = rng.choice((b"", cut * 3, rng.choice(spice)))
        workbook, findings = read_workbook(made.packed({**parts, name: data.replace(cut, new, 1)}), "x")
        assert (workbook is None) == any(finding.is_error for finding in findings)


def test_the_archive_reads_as_the_standard_library_reads_it() -> None:
    for data in (GOOD, made.in_64_bits(GOOD), made.zipped(made.book_parts().items(), zipfile.ZIP_STORED)):
        package = gate.open_package(data)
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            assert [entry.name for entry in package.parts.values()] == archive.namelist()
            for entry in package.parts.values():
                assert b"".join(package.read(entry)) == archive.read(entry.name)
