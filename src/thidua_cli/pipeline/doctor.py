"""The state of a desk: whether this program, this console and this folder are fit for the work, and what to do if not.

This module changes nothing but a trial file that it takes away again, and asks no network and no other program.
"""

from __future__ import annotations

import locale
import os
import platform
import shutil
import sys
import tempfile
import unicodedata
from contextlib import suppress
from importlib import metadata
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from thidua_cli import __version__, folders, kept
from thidua_cli.catalogue import Text
from thidua_cli.desk import Checkup, Condition
from thidua_cli.folders import CLUSTER_FILE, shown
from thidua_cli.pipeline.reading import province_file
from thidua_cli.pipeline.selftest import samples
from thidua_cli.pipeline.writing import write_bytes
from thidua_cli.spreadsheets.reader import read_file

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LIBRARIES: Final = (
    "typer",
    "openpyxl",
    "python-calamine",
    "python-docx",
    "jinja2",
    "pydantic",
    "rich",
    "pyyaml",
    "msgspec",
)
_LEAST_FREE: Final = 200 * 1024 * 1024
_LONGEST_PATH: Final = 240  # Windows stops at 260; names made below a folder need the rest
_MOST_LOOKED_AT: Final = 20_000
_WORD: Final = "Điểm thẩm định – ở Đắk Lắk"


class Stream(Struct, frozen=True):
    """One of the streams that the program was started with.

    Attributes:
        name: `stdin`, `stdout` or `stderr`.
        encoding: Its encoding; empty if unknown.
        terminal: Whether a person sits at it.
        errors: How it writes what the encoding lacks, as Python names it.
    """

    name: str
    encoding: str
    terminal: bool
    errors: str = "strict"


def checkup(given: str, streams: Sequence[Stream]) -> Checkup:
    """Everything looked at for the folder, in a fixed order; never raises for what it finds."""
    folder = Path(given)
    conditions = (
        _version(),
        _libraries(),
        *(_stream(stream) for stream in streams if stream.name != "stdin"),
        _file_names(),
        _folder(folder),
        _cache(),
        _scratch(),
        _space(folder),
        _locks(folder),
        _long_paths(folder),
        _settings(folder),
        _own_process(),
        _OFFICE,
    )
    return Checkup(conditions, tuple(_facts(folder, streams)))


# --- the program -----------------------------------------------------------------------------------


def _is_frozen() -> bool:
    return bool(getattr(sys, "frozen", False))


def _version() -> Condition:
    python = platform.python_version()
    how = Text("bản đóng gói, không cần cài Python", "packaged, needs no Python") if _is_frozen() else Text("", "")
    found = Text(
        f"thidua {__version__}, Python {python}" + (f" ({how.vi})" if how.vi else ""),
        f"thidua {__version__}, Python {python}" + (f" ({how.en})" if how.en else ""),
    )
    return Condition("version", Text("Phiên bản", "Version"), found)


def _libraries() -> Condition:
    what = Text("Thư viện", "Libraries")
    versions = {name: _version_of(name) for name in LIBRARIES}
    missing = [name for name, version in versions.items() if not version]
    if missing:
        names = ", ".join(missing)
        cure = Text("Cài đặt lại thidua.", "Install thidua again.")
        return Condition("libraries", what, Text(f"thiếu {names}", f"missing: {names}"), well=False, cure=cure)
    found = ", ".join(f"{name} {version}" for name, version in versions.items())
    return Condition("libraries", what, Text(found, found))


def _version_of(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""


# --- the console -----------------------------------------------------------------------------------


def _stream(stream: Stream) -> Condition:
    names = {"stdout": Text("Kết quả in ra", "Standard output"), "stderr": Text("Thông báo", "Standard error")}
    what = names.get(stream.name, Text(stream.name, stream.name))
    where = Text("màn hình", "terminal") if stream.terminal else Text("tệp hoặc lệnh khác", "file or pipe")
    encoding = stream.encoding or "?"
    found = Text(f"{encoding}, {where.vi}", f"{encoding}, {where.en}")
    if _can_write(_WORD, stream.encoding, stream.errors):
        return Condition(stream.name, what, found)
    cure = Text(
        "Chữ thiếu sẽ hiện không dấu. Trên Windows chạy chcp 65001 trước, nơi khác đặt PYTHONIOENCODING=utf-8.",
        "Letters that it lacks are shown without accents. On Windows run chcp 65001 first, elsewhere set "
        "PYTHONIOENCODING=utf-8.",
    )
    return Condition(stream.name, what, found, well=False, cure=cure)


def _can_write(text: str, encoding: str, errors: str = "strict") -> bool:
    """Whether the text can be read again from what is written of it; accents may be written beside their letters."""
    try:
        written = text.encode(encoding or "ascii", errors).decode(encoding or "ascii")
    except (UnicodeError, LookupError):
        return False
    return unicodedata.normalize("NFC", written) == text


def _file_names() -> Condition:
    encoding = sys.getfilesystemencoding()
    what, found = Text("Tên tệp", "File names"), Text(encoding, encoding)
    if _can_write(_WORD, encoding):
        return Condition("file-names", what, found)
    cure = Text(
        "Tên tệp có dấu có thể không mở được; đặt LANG=C.UTF-8 hoặc PYTHONUTF8=1.",
        "Files with accents in their names may not open; set LANG=C.UTF-8 or PYTHONUTF8=1.",
    )
    return Condition("file-names", what, found, well=False, cure=cure)


# --- folders ---------------------------------------------------------------------------------------


def _folder(folder: Path) -> Condition:
    what, name = Text("Ghi vào thư mục này", "Writing into this folder"), shown(folder.absolute())
    if _can_be_written(folder):
        return Condition("folder", what, Text(f"được: {name}", f"possible: {name}"))
    cure = Text(
        "Chọn thư mục khác, ví dụ trong Documents, hoặc xin quyền ghi.",
        "Choose another folder, such as one in Documents, or ask for the right to write.",
    )
    return Condition("folder", what, Text(f"không được: {name}", f"not possible: {name}"), well=False, cure=cure)


def _can_be_written(folder: Path) -> bool:
    """Whether a trial file can be put there and taken away."""
    trial = folder / f".thidua-{os.getpid()}.thu"
    if not folder.is_dir() or os.path.lexists(trial) or write_bytes(b"", trial):
        return False
    with suppress(OSError):
        trial.unlink()
    return True


def _cache() -> Condition:
    what, home = Text("Thư mục nhớ tạm", "Cache folder"), kept.folder()
    if home is None:
        found = Text("không dùng, mỗi lần chạy chậm hơn một chút", "none; each run is a little slower")
        return Condition("cache", what, found)
    name, nearest = shown(home), home.absolute()
    while not nearest.exists() and nearest != nearest.parent:
        nearest = nearest.parent
    if nearest.is_dir() and os.access(nearest, os.W_OK):
        return Condition("cache", what, Text(f"được: {name}", f"possible: {name}"))
    cure = Text(
        "Vẫn dùng được, chỉ chậm hơn; đặt THIDUA_CACHE tới một thư mục ghi được.",
        "It works without, a little slower; set THIDUA_CACHE to a folder that can be written.",
    )
    return Condition("cache", what, Text(f"không được: {name}", f"not possible: {name}"), well=False, cure=cure)


def _scratch() -> Condition:
    what = Text("Thư mục tạm của hệ điều hành", "The system's temporary folder")
    try:
        home = tempfile.gettempdir()
    except OSError:
        cure = Text(
            "Đặt biến TEMP hoặc TMPDIR tới một thư mục ghi được.", "Set TEMP or TMPDIR to a folder to write in."
        )
        return Condition("temporary", what, Text("không có", "none"), well=False, cure=cure)
    return Condition("temporary", what, Text(shown(home), shown(home)))


def _space(folder: Path) -> Condition:
    what = Text("Đĩa còn trống", "Free space")
    try:
        free = shutil.disk_usage(folder if folder.is_dir() else folder.absolute().parent).free
    except OSError:
        return Condition("space", what, Text("không xem được", "not known"))
    megabytes = free // (1024 * 1024)
    found = Text(f"{megabytes} MB", f"{megabytes} MB")
    if free >= _LEAST_FREE:
        return Condition("space", what, found)
    return Condition(
        "space", what, found, well=False, cure=Text("Dọn bớt tệp trên đĩa này.", "Free some of this disk.")
    )


def _paths(folder: Path) -> Iterator[Path]:
    """What stands in the folder and below it, as many as help; links are not followed."""
    for here, below, names in os.walk(folder):
        below.sort()
        for name in sorted((*below, *names)):
            yield Path(here, name)


def _locks(folder: Path) -> Condition:
    what = Text("Tệp đang mở ở chương trình khác", "Files open elsewhere")
    locks = [path for path in islice(_paths(folder), _MOST_LOOKED_AT) if _is_lock(path.name)]
    if not locks:
        return Condition("locks", what, Text("không có", "none"))
    names = ", ".join(shown(os.path.relpath(path, folder)) for path in locks[:5])
    more = len(locks) - 5  # as many as one line holds
    found = Text(
        names + (f" và {more} tệp khác" if more > 0 else ""), names + (f" and {more} more" if more > 0 else "")
    )
    cure = Text(
        "Lưu và đóng các tệp này trong Excel hoặc LibreOffice trước khi chạy; nếu không mở thì xóa tệp khóa.",
        "Save and close these files in Excel or LibreOffice first; if none is open, delete the lock files.",
    )
    return Condition("locks", what, found, well=False, cure=cure)


def _is_lock(name: str) -> bool:
    return name.startswith("~$") or (name.startswith(".~lock.") and name.endswith("#"))


def _long_paths(folder: Path) -> Condition:
    what = Text("Đường dẫn dài nhất", "Longest path")
    longest = max((len(str(path.absolute())) for path in islice(_paths(folder), _MOST_LOOKED_AT)), default=0)
    found = Text(f"{longest} ký tự", f"{longest} characters") if longest else Text("chưa có tệp nào", "no file yet")
    if longest <= _LONGEST_PATH or takes_long_paths():
        return Condition("long-paths", what, found)
    cure = Text(
        "Windows có thể không mở được; chuyển thư mục cụm lên gần gốc ổ đĩa hoặc đặt tên ngắn hơn.",
        "Windows may not open it; move the cluster's folder nearer to the drive's root or shorten its names.",
    )
    return Condition("long-paths", what, found, well=False, cure=cure)


def takes_long_paths() -> bool:
    """Whether the system opens paths of more than 260 characters."""
    if sys.platform != "win32":
        return True
    import winreg

    key = r"SYSTEM\CurrentControlSet\Control\FileSystem"
    try:
        with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, key) as opened:
            return bool(winreg.QueryValueEx(opened, "LongPathsEnabled")[0])
    except OSError:
        return False


def _settings(folder: Path) -> Condition:
    what = Text("Thông tin cụm", "Settings")
    cluster = folders.cluster_of(folder / CLUSTER_FILE)
    files = [shown(path) for path in (cluster and cluster / CLUSTER_FILE, province_file(folder)) if path]
    if files:
        return Condition("settings", what, Text(", ".join(files), ", ".join(files)))
    found = Text(
        f"không có {CLUSTER_FILE} ở đây; tạo cụm mới bằng thidua init",
        f"no {CLUSTER_FILE} here; thidua init starts a cluster",
    )
    return Condition("settings", what, found)


# --- other programs --------------------------------------------------------------------------------


def _own_process() -> Condition:
    """Old workbooks are read in a process of its own, which a virus guard may keep from starting."""
    what = Text("Đọc phiếu .xls", "Reading .xls")
    sample = samples() / "phieu.xls"
    source, findings = read_file(sample, sample.name)
    if source is not None:
        return Condition("own-process", what, Text("được", "possible"))
    codes = ", ".join(dict.fromkeys(finding.code for finding in findings))
    cure = Text(
        "Phần mềm diệt vi-rút có thể chặn thidua tự mở tiến trình con; cho phép thidua, hoặc lưu phiếu thành .xlsx.",
        "A virus guard may keep thidua from starting a process of its own; allow thidua, or save the sheets as .xlsx.",
    )
    return Condition(
        "own-process", what, Text(f"không được ({codes})", f"not possible ({codes})"), well=False, cure=cure
    )


_OFFICE: Final = Condition(
    "office",
    Text("Excel, Word, LibreOffice", "Excel, Word, LibreOffice"),
    Text("không cần để chạy thidua", "not needed by thidua"),
)


# --- what to send ----------------------------------------------------------------------------------


def _facts(folder: Path, streams: Sequence[Stream]) -> Iterator[tuple[str, str]]:
    yield "thidua", __version__ + (" (frozen)" if _is_frozen() else "")
    yield "python", f"{platform.python_version()} {platform.python_implementation()}"
    yield "system", platform.platform()
    yield "machine", platform.machine()
    for name in LIBRARIES:
        yield name, _version_of(name) or "-"
    for stream in streams:
        yield stream.name, f"{stream.encoding or '-'}{' terminal' if stream.terminal else ''}"
    yield "file names", sys.getfilesystemencoding()
    yield "locale", ".".join(part or "-" for part in locale.getlocale())
    yield "program", shown(sys.executable)
    yield "folder", shown(folder.absolute())
    yield "cache", shown(kept.folder() or "-")
    for variable in ("THIDUA_LANG", "THIDUA_CACHE", "NO_COLOR", "PYTHONIOENCODING", "PYTHONUTF8", "LANG", "TERM"):
        if os.environ.get(variable):
            yield variable, shown(os.environ[variable])
