"""Reads .xls and .xlsb through a library that is never trusted: in a process of its own, under limits.

This module knows how the child's answer becomes cells, and nothing of criteria.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from thidua_cli import catalogue
from thidua_cli.catalogue import Text
from thidua_cli.cells import Cell, Kind, Range, Workbook, Worksheet, as_shown
from thidua_cli.spreadsheets.bounds import MOST_FILLED
from thidua_cli.spreadsheets.gate import Refused, damaged, forbidden, too_large
from thidua_cli.spreadsheets.values import number_text, serial_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from thidua_cli.spreadsheets.gate import Package

SECONDS: Final = 8
# What a frozen program, which has no interpreter to call, is started with to be the child.
AS_CHILD: Final = "--read-workbook-from-stdin"
_MODULE: Final = "thidua_cli.spreadsheets.child"
_DAY: Final = 86_400
_STATES: Final = {"Hidden": "hidden", "VeryHidden": "veryHidden"}
_DOCTYPES: Final = tuple("<!DOCTYPE".encode(encoding) for encoding in ("utf-8", "utf-16-le", "utf-16-be"))
_LONGEST_DOCTYPE: Final = 18


def read_legacy(data: bytes) -> Workbook:
    """The workbook in the bytes of an .xls or .xlsb; `Refused` if there is none to be read.

    Error cells and blanks are one there, no formula is seen, and a percentage is a plain number.
    """
    answer = _asked(data)
    if "fault" in answer:
        raise _refused(answer["fault"])
    if not answer["sheets"]:
        raise damaged("không có trang tính nào", "it has no worksheet")
    return Workbook(sheets=tuple(_sheet(sheet) for sheet in answer["sheets"]))


def require_sound(package: Package) -> None:
    """Refuse an archive whose parts fail their checksums, unpack to too much, or declare a document type."""
    for name, entry in package.parts.items():
        if name.endswith((".xml", ".rels", ".bin")):
            _require_no_doctype(package.read(entry), name)


def _require_no_doctype(pieces: Iterable[bytes], name: str) -> None:
    tail = b""
    for piece in pieces:
        if not name.endswith(".bin") and any(mark in tail + piece for mark in _DOCTYPES):
            raise forbidden("khai báo DOCTYPE", "a DOCTYPE declaration")
        tail = (tail + piece)[-_LONGEST_DOCTYPE:]


# --- the child -----------------------------------------------------------------------------------------


def _command() -> list[str]:
    if getattr(sys, "frozen", False):
        return [sys.executable, AS_CHILD]
    # Nothing may be imported from the folder that the command was called in.
    return [sys.executable, "-P", "-m", _MODULE]


def _asked(data: bytes) -> Any:
    """The child's answer; `Refused` if it dies, takes too long or cannot be started."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("RUST_")}
    try:
        done = subprocess.run(  # noqa: S603 - our own module, and nothing of the file on its command line
            _command(),
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=SECONDS,
            env=environment,
            check=False,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except subprocess.TimeoutExpired as error:
        raise too_large("thời gian đọc", "the time it takes to read", f"{SECONDS} s") from error
    except OSError as error:
        reason = Text("không mở được tiến trình đọc tệp", "the process that reads it could not be started")
        raise Refused(catalogue.FILE_UNREADABLE, reason=reason) from error
    if done.returncode != 0 or not done.stdout:
        raise _broken_off()
    return json.loads(done.stdout)


def _broken_off() -> Refused:
    return damaged(
        "việc đọc phải dừng giữa chừng vì nội dung hỏng hoặc quá lớn",
        "reading it broke off, because its content is damaged or too large",
    )


def _refused(fault: str) -> Refused:
    """Why there are no cells, by the child's one word for it."""
    match fault:
        case "encrypted":
            return Refused(catalogue.FILE_ENCRYPTED)
        case "memory":
            reason = Text("không đủ bộ nhớ để đọc", "there is not enough memory to read it")
            return Refused(catalogue.FILE_UNREADABLE, reason=reason)
        case "large":
            most = f"{MOST_FILLED:,}".replace(",", " ")
            return too_large("số ô có dữ liệu", "the number of its filled cells", most)
        case _:
            return damaged("cấu trúc bên trong không theo chuẩn", "its inner structure breaks the standard")


# --- the answer ----------------------------------------------------------------------------------------


def _sheet(told: Mapping[str, Any]) -> Worksheet:
    return Worksheet(
        name=told["name"],
        cells=MappingProxyType({(row, column): _cell(kind, text) for row, column, kind, text in told["cells"]}),
        state=_STATES.get(told["state"], "visible"),
        merged=tuple(Range(*corners) for corners in told["merged"]),
        truncated=told["truncated"],
    )


def _cell(kind: str, text: str) -> Cell:
    """The cell of a value as the child tells it."""
    match kind:
        case "n":
            return _number(text)
        case "b":
            return Cell(Kind.BOOLEAN, text)
        case "d" | "t" | "p":
            return _date(kind, text)
        case _:
            return Cell(Kind.TEXT, text)


def _number(text: str) -> Cell:
    number = as_shown(text)
    if number is None:
        return Cell(Kind.TEXT, text)
    return Cell(Kind.NUMBER, number_text(number, Kind.NUMBER, date1904=False), number)


def _date(kind: str, text: str) -> Cell:
    """A moment, a time of day or a length of time, as the serial number that Excel stores for it."""
    if kind == "d":
        serial = serial_of(text, date1904=False)
    elif kind == "t":
        hours, minutes, seconds = text.split(":")
        serial = as_shown(str((int(hours) * 3600 + int(minutes) * 60 + Decimal(seconds)) / _DAY))
    else:
        serial = as_shown(str(Decimal(text) / _DAY))
    if serial is None:
        return Cell(Kind.TEXT, text)
    return Cell(Kind.DATE, number_text(serial, Kind.DATE, date1904=False), serial)
