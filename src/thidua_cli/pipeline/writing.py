"""Files in their places, complete or not at all: the only door through which anything is written.

The bytes go to a temporary file beside the target, are forced to disk and take its place in one step. A link in the
target's place is replaced, never followed: what it leads to was not named by the user. Only ordinary files are
replaced; a folder, a pipe or a device stays. This module knows no score and no table.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import tempfile
import time
from typing import TYPE_CHECKING, BinaryIO

from thidua_cli import catalogue
from thidua_cli.catalogue import Text
from thidua_cli.cells import address
from thidua_cli.folders import shown

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from thidua_cli.findings import Finding
    from thidua_cli.page import Book

_PREFIX, _SUFFIX = ".thidua-", ".tmp"
_MOST_NAMES = 99
# A save takes seconds; a temporary file as old as this was left by a run that was killed.
_STALE_SECONDS = 3600.0
_MOST_PLACES = 5


def write(book: Book, target: Path) -> tuple[Finding, ...]:
    """The workbook in its place, complete or not at all; nothing is returned when it stands there."""
    from thidua_cli.spreadsheets.writer import to_bytes

    return write_bytes(to_bytes(book), target)


def write_bytes(data: bytes, target: Path) -> tuple[Finding, ...]:
    """The bytes in their place, complete or not at all; a failure leaves what stood there before.

    If another program holds the target open, the bytes are put beside it under another name, which the finding says.
    """
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        mode = _mode_of(target)
        _sweep(target.parent)
        temporary = _temporary(data, target.parent, mode)
        try:
            return _put(temporary, target)
        except BaseException:
            _remove(temporary)
            raise
    except (OSError, ValueError) as error:
        return (catalogue.OUTPUT_NOT_WRITABLE.finding(file=shown(target), reason=_why(error)),)


def notices(book: Book, file: str) -> tuple[Finding, ...]:
    """Which texts of the book the file cannot hold as they are, each cell once; they were written with replacements."""
    from thidua_cli.spreadsheets.writer import clean

    places = [
        f"{sheet.name}!{address(*where)}"
        for sheet in book.sheets
        for where, box in sorted(sheet.boxes.items())
        if isinstance(box.value, str) and clean(box.value) != _with_line_feeds(box.value)
    ]
    return altered_texts(places, file)


def altered_texts(places: Sequence[str], file: str) -> tuple[Finding, ...]:
    """The finding that texts at these places of the file were written with replacements; none without places."""
    if not places:
        return ()
    few = (*places[:_MOST_PLACES], *(["…"] if len(places) > _MOST_PLACES else []))
    return (catalogue.OUTPUT_TEXT_ALTERED.finding(file=file, number=len(places), places=few),)


def _with_line_feeds(text: str) -> str:
    """The text with every line ended as workbooks end them, which alters nothing that is read."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


# --- steps ---------------------------------------------------------------------------------------


def _mode_of(target: Path) -> int:
    """The rights that the new file gets: those of the file it replaces, else the usual ones.

    Raises OSError where nothing may be put: a folder, a pipe, a socket or a device.
    """
    try:
        state = target.lstat()
    except FileNotFoundError:
        return 0o666 & ~_umask()
    if stat.S_ISDIR(state.st_mode):
        raise IsADirectoryError(errno.EISDIR, "is a directory")
    if stat.S_ISLNK(state.st_mode):
        return 0o666 & ~_umask()
    if not stat.S_ISREG(state.st_mode):
        raise _NotRegularError(errno.EEXIST, "is no regular file")
    return stat.S_IMODE(state.st_mode) & 0o777


class _NotRegularError(OSError):
    """The target is a pipe, a socket or a device."""


def _temporary(data: bytes, folder: Path, mode: int) -> str:
    """The path of a new file in the folder that holds the bytes, on disk as far as the system can tell."""
    handle, path = tempfile.mkstemp(prefix=_PREFIX, suffix=_SUFFIX, dir=folder)
    try:
        with _opened(handle) as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        os.chmod(path, mode)  # noqa: PTH101 - mkstemp makes private files
    except BaseException:
        _remove(path)
        raise
    return path


def _opened(handle: int) -> BinaryIO:
    """The handle as a stream; closed where no stream can be made of it."""
    try:
        return os.fdopen(handle, "wb")
    except BaseException:
        os.close(handle)
        raise


def _put(temporary: str, target: Path) -> tuple[Finding, ...]:
    """Give the temporary file its name, or another one beside it where the target is held open."""
    try:
        os.replace(temporary, target)  # noqa: PTH105 - the one atomic step
    except PermissionError:
        if not target.is_file():
            raise
        other = _other_name(target)
        os.replace(temporary, other)  # noqa: PTH105 - the name is free
        _settle(target.parent)
        return (catalogue.OUTPUT_OPEN_ELSEWHERE.finding(file=shown(target), target=shown(other)),)
    _settle(target.parent)
    return ()


def _other_name(target: Path) -> Path:
    """A free name beside the target: `x (moi).xlsx`, `x (moi 2).xlsx`; what stands there may be somebody's work."""
    for number in range(1, _MOST_NAMES + 1):
        more = f" {number}" if number > 1 else ""
        other = target.with_name(f"{target.stem} (moi{more}){target.suffix}")
        if not os.path.lexists(other):
            return other
    raise PermissionError(errno.EACCES, "no free name")


def _settle(folder: Path) -> None:
    """Force the folder's list of names to disk, where the system lets a folder be opened."""
    with contextlib.suppress(OSError, AttributeError):
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _sweep(folder: Path) -> None:
    """Remove temporary files that a killed run left in the folder; looked for once in a while, not before each file."""
    now = time.monotonic()
    if now - _swept.get(folder, -_STALE_SECONDS) < _STALE_SECONDS:
        return
    _swept[folder] = now
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if not entry.name.startswith(_PREFIX) or not entry.name.endswith(_SUFFIX):
                continue
            with contextlib.suppress(OSError):
                state = entry.stat(follow_symlinks=False)
                if stat.S_ISREG(state.st_mode) and time.time() - state.st_mtime > _STALE_SECONDS:
                    _remove(entry.path)


_swept: dict[Path, float] = {}


def _remove(path: str) -> None:
    with contextlib.suppress(OSError):
        os.unlink(path)  # noqa: PTH108 - pairs with mkstemp


def _umask() -> int:
    """The process's umask, which can only be read by setting it."""
    mask = os.umask(0)
    os.umask(mask)
    return mask


# --- in words ------------------------------------------------------------------------------------

_BY_NUMBER = {
    errno.ENOSPC: Text("đĩa đầy", "the disk is full"),
    errno.EDQUOT: Text("hết dung lượng được cấp", "the disk quota is used up"),
    errno.EFBIG: Text("tệp lớn hơn mức hệ thống cho phép", "the file is larger than the system allows"),
    errno.EROFS: Text("ổ đĩa chỉ cho đọc", "the disk is read-only"),
    errno.ENAMETOOLONG: Text("tên hoặc đường dẫn quá dài", "the name or path is too long"),
    errno.ELOOP: Text("liên kết trong đường dẫn trỏ vòng về chính nó", "a link in the path leads back to itself"),
    errno.ENOENT: Text("một thư mục của đường dẫn không có", "a folder of the path does not exist"),
    errno.EIO: Text("ổ đĩa báo lỗi", "the disk reports an error"),
}


_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS})


def without_room(error: OSError) -> Finding | None:
    """The finding for a disk that takes nothing more, met anywhere while a result is made; None for other errors."""
    return catalogue.OUTPUT_NOT_WRITABLE.finding(reason=_why(error)) if error.errno in _NO_ROOM else None


def _why(error: OSError | ValueError) -> Text:
    """An operating system's refusal in words."""
    if not isinstance(error, OSError):
        return Text("tên tệp không hợp lệ", "its name is not valid")
    if isinstance(error, PermissionError):
        return Text(
            "không có quyền ghi hoặc tệp đang mở ở chương trình khác",
            "no write access, or the file is open elsewhere",
        )
    if isinstance(error, IsADirectoryError):
        return Text("nơi ghi là một thư mục", "the target is a folder")
    if isinstance(error, _NotRegularError):
        return Text("nơi ghi là ống dẫn hoặc thiết bị, không phải tệp", "the target is a pipe or a device, not a file")
    if isinstance(error, NotADirectoryError | FileExistsError):
        return Text("một phần của đường dẫn là tệp, không phải thư mục", "a part of the path is a file, not a folder")
    number = error.errno or 0
    unknown = Text(f"hệ điều hành báo lỗi số {number}", f"the operating system reports error {number}")
    return _BY_NUMBER.get(number, unknown)
