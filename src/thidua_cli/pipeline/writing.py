"""Files in their places, complete or not at all: the only door through which anything is written.

This module knows no score and no table.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
from typing import TYPE_CHECKING

from thidua_cli import catalogue
from thidua_cli.folders import shown

if TYPE_CHECKING:
    from pathlib import Path

    from thidua_cli.findings import Finding
    from thidua_cli.page import Book


def write(book: Book, target: Path) -> tuple[Finding, ...]:
    """The workbook in its place, complete or not at all: a temporary file beside it, then renamed."""
    from thidua_cli.spreadsheets.writer import to_bytes

    return write_bytes(to_bytes(book), target)


def write_bytes(data: bytes, target: Path) -> tuple[Finding, ...]:
    """The bytes in their place, complete or not at all; a failure leaves what stood there before."""
    temporary: str | None = None
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.is_dir():
            raise IsADirectoryError(21, "is a directory")
        handle, temporary = tempfile.mkstemp(prefix=".thidua-", suffix=".tmp", dir=target.parent)
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        os.chmod(temporary, 0o666 & ~_umask())  # noqa: PTH101 - mkstemp makes private files
        os.replace(temporary, target)  # noqa: PTH105 - the one atomic step
    except OSError as error:
        if temporary is not None:
            with contextlib.suppress(OSError):
                os.unlink(temporary)  # noqa: PTH108 - pairs with mkstemp
        return (catalogue.OUTPUT_NOT_WRITABLE.finding(file=shown(target), reason=_why(error)),)
    return ()


def _umask() -> int:
    """The process's umask, which can only be read by setting it."""
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _why(error: OSError) -> catalogue.Text:
    """An operating system's refusal in words."""
    if isinstance(error, PermissionError):
        return catalogue.Text(
            "không có quyền ghi hoặc tệp đang mở ở chương trình khác",
            "no write access, or the file is open elsewhere",
        )
    if isinstance(error, IsADirectoryError):
        return catalogue.Text("nơi ghi là một thư mục", "the target is a folder")
    if isinstance(error, NotADirectoryError | FileExistsError):
        return catalogue.Text(
            "một phần của đường dẫn là tệp, không phải thư mục", "a part of the path is a file, not a folder"
        )
    if error.errno == 28:  # noqa: PLR2004 - ENOSPC
        return catalogue.Text("đĩa đầy", "the disk is full")
    return catalogue.Text(f"hệ điều hành báo lỗi số {error.errno}", f"the operating system reports error {error.errno}")
