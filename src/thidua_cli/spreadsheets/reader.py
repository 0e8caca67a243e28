"""The door for every file an office sends: bytes become cells, or one finding says why they cannot.

This module knows which reader is for which format, and nothing of criteria, tables or points.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from thidua_cli import catalogue
from thidua_cli.catalogue import Text
from thidua_cli.findings import Checked, Finding
from thidua_cli.spreadsheets.bounds import AREA
from thidua_cli.spreadsheets.gate import Form, Refused, damaged, form_of, is_locked, is_old_workbook, load, open_package

if TYPE_CHECKING:
    from pathlib import Path

    from thidua_cli.cells import Workbook
    from thidua_cli.spreadsheets.gate import Package


class Source(Struct, frozen=True):
    """A workbook, and the SHA-256 of the bytes it was read from, in hexadecimal."""

    workbook: Workbook
    sha256: str


def read_file(path: Path, name: str) -> Checked[Source | None]:
    """The workbook in a file; None exactly when a finding of error weight says why there is none.

    Anything may stand at the path: only a regular file of at most 20 MB is opened, and read once.
    The findings call the file by `name`. Nothing that a file can be raises.
    """
    try:
        data = load(path)
        workbook, findings = _read(data, name)
        from hashlib import sha256

        return Checked(Source(workbook, sha256(data).hexdigest()), findings)
    except Exception as error:  # noqa: BLE001 - whatever a file provokes must become one finding
        return Checked(None, (_why(error, name),))


def read_workbook(data: bytes, name: str) -> Checked[Workbook | None]:
    """The workbook in the bytes; None exactly when a finding of error weight says why there is none.

    Cells outside `AREA` are not read; a sheet that fills one is `truncated` and warned of.
    The findings call the file by `name`. No bytes raise.
    """
    try:
        workbook, findings = _read(data, name)
        return Checked(workbook, findings)
    except Exception as error:  # noqa: BLE001 - whatever the bytes provoke must become one finding
        return Checked(None, (_why(error, name),))


def _read(data: bytes, name: str) -> tuple[Workbook, tuple[Finding, ...]]:
    """The workbook and what is to be known of it; `Refused` or any other exception if there is none."""
    workbook, found = _opened(data, name)
    beyond = (
        catalogue.CELLS_BEYOND.finding(file=name, sheet=sheet.name, allowed=AREA)
        for sheet in workbook.sheets
        if sheet.truncated
    )
    return workbook, (*found, *beyond)


def _opened(data: bytes, name: str) -> tuple[Workbook, tuple[Finding, ...]]:
    """The workbook by the reader for its format, with what that reader cannot see."""
    if is_old_workbook(data):
        if is_locked(data):
            raise Refused(catalogue.FILE_ENCRYPTED)
        return _legacy(data, name, ".xls")
    package = open_package(data)
    form = form_of(package)
    if form is Form.OOXML:
        from thidua_cli.spreadsheets.ooxml import read_ooxml

        return read_ooxml(package), ()
    if form is Form.ODS:
        from thidua_cli.spreadsheets.opendocument import read_ods

        return read_ods(package), ()
    if form is Form.WORD:
        return _word(package, name)
    from thidua_cli.spreadsheets.legacy import require_sound

    require_sound(package)
    return _legacy(data, name, ".xlsb")


def _legacy(data: bytes, name: str, ending: str) -> tuple[Workbook, tuple[Finding, ...]]:
    from thidua_cli.spreadsheets.legacy import read_legacy

    return read_legacy(data), (catalogue.ERRORS_NOT_SEEN.finding(file=name, found=ending),)


def _word(package: Package, name: str) -> tuple[Workbook, tuple[Finding, ...]]:
    from thidua_cli.spreadsheets.word import read_word

    document = read_word(package)
    places = tuple(
        Text(f"“{sheet.name}” từ dòng {first}", f"“{sheet.name}” from row {first}")
        for sheet, first in zip(document.workbook.sheets, document.first_rows, strict=True)
    )
    findings = [catalogue.READ_FROM_WORD.finding(file=name, places=places)]
    if document.revised:
        findings.append(catalogue.CHANGES_NOT_ACCEPTED.finding(file=name))
    return document.workbook, tuple(findings)


def _why(error: Exception, name: str) -> Finding:
    """The one finding for any failure."""
    if isinstance(error, Refused):
        return error.finding(name)
    if isinstance(error, MemoryError):
        reason = Text("không đủ bộ nhớ để đọc", "there is not enough memory to read it")
        return catalogue.FILE_UNREADABLE.finding(file=name, reason=reason)
    return damaged("cấu trúc bên trong không theo chuẩn", "its inner structure breaks the standard").finding(name)
