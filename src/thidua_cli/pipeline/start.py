"""A new cluster: its settings and its members' blank forms, in a folder that has none yet.

This module never writes over anything, and asks nobody; the answers are given.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from thidua_cli import catalogue
from thidua_cli.catalogue import Text
from thidua_cli.desk import Started
from thidua_cli.findings import Checked
from thidua_cli.folders import CLUSTER_FILE, shown
from thidua_cli.pipeline.forms import forms_of_cluster
from thidua_cli.pipeline.reading import exists, not_found
from thidua_cli.pipeline.writing import write_bytes
from thidua_cli.roster import names
from thidua_cli.roster.compose import cluster_yaml
from thidua_cli.roster.model import Roster
from thidua_cli.sheet_report import Written

if TYPE_CHECKING:
    from collections.abc import Sequence

    from thidua_cli.findings import Finding
    from thidua_cli.roster.model import Member
    from thidua_cli.rubric.model import Rubric

_TEXTS = frozenset({".txt", ".csv", ".tsv", ".md", ""})
_MOST_BYTES = 1_000_000


class Units(Struct, frozen=True):
    """The units of a new cluster as far as they could be listed.

    Attributes:
        members: In the list's order.
        column: The letters of the column that they were taken from; empty if from none.
        findings: What is wrong with the list, and what to look at in it.
    """

    members: tuple[Member, ...]
    column: str = ""
    findings: tuple[Finding, ...] = ()


def units_of(given: Sequence[str], list_file: str | None) -> Units:
    """The units named one by one, then those in the list; no unit twice."""
    listed = Checked(names.Listed(())) if list_file is None else _listed(list_file)
    everything = (*given, *listed.value.names)
    file = shown(list_file) if list_file is not None else "--unit"
    faults = [Text(f"hơn {names.MOST_NAMES} tên", f"it holds more than {names.MOST_NAMES} names")]
    if len(everything) <= names.MOST_NAMES:
        faults = [fault for name in everything if (fault := _unusable(name)) is not None]
    if not listed.findings and faults:
        return Units((), findings=(catalogue.MEMBER_LIST_UNUSABLE.finding(file=file, reason=faults[0]),))
    members, told = names.members_of(everything, file)
    return Units(members, listed.value.place, (*listed.findings, *told))


def _unusable(name: str) -> Text | None:
    """Why the name can be no unit's; None if it can."""
    start = names.clean(name)[:40]
    if not any(c.isalpha() for c in name):
        return Text(f"“{start}” không phải tên đơn vị", f"“{start}” is no name of a unit")
    if len(name) > names.LONGEST_NAME:
        most = names.LONGEST_NAME
        return Text(f"tên “{start}…” dài hơn {most} ký tự", f"the name “{start}…” is longer than {most} characters")
    return None


def _listed(given: str) -> Checked[names.Listed]:
    """The names in a text, a table of separated values or a workbook."""
    path, name, none = Path(given), shown(given), names.Listed(())
    if not exists(given):
        return Checked(none, (not_found(path),))
    if path.suffix.lower() not in _TEXTS:
        from thidua_cli.spreadsheets.reader import read_file

        source, findings = read_file(path, name)
        if source is None:
            return Checked(none, tuple(_no_list(finding) for finding in findings))
        listed = names.in_workbook(source.workbook)
    else:
        text, reason = _text(path)
        if reason is not None:
            return Checked(none, (catalogue.MEMBER_LIST_UNUSABLE.finding(file=name, reason=reason),))
        listed = names.in_text(text) if path.suffix.lower() not in {".csv", ".tsv"} else names.in_csv(text)
    if not listed.names:
        empty = Text("không có tên nào trong đó", "there is no name in it")
        return Checked(none, (catalogue.MEMBER_LIST_UNUSABLE.finding(file=name, reason=empty),))
    return Checked(listed)


def _no_list(finding: Finding) -> Finding:
    """Why a file holds no list, told of a list instead of a score sheet."""
    if finding.code != catalogue.FILE_NOT_A_WORKBOOK.id:
        return finding
    reason = Text(
        "tệp không phải bảng tính, CSV hay văn bản thuần; chép danh sách sang một trong các dạng này",
        "it is no workbook, CSV or plain text; copy the list into one of these",
    )
    return catalogue.MEMBER_LIST_UNUSABLE.finding(file=finding.file, reason=reason)


def _text(path: Path) -> tuple[str, Text | None]:
    """The text of the file, or why there is none."""
    try:
        if not path.is_file():
            return "", Text("không phải tệp thường", "it is no ordinary file")
        with path.open("rb") as stream:
            data = stream.read(_MOST_BYTES + 1)
    except (OSError, ValueError):
        return "", Text("không có quyền đọc hoặc không mở được", "it may not be read or cannot be opened")
    if len(data) > _MOST_BYTES:
        return "", Text("tệp lớn hơn 1 MB", "it is larger than 1 MB")
    encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return "", Text("tệp không lưu dạng UTF-8 (Unicode)", "it is not saved as UTF-8")
    if "\0" in text:
        return "", Text("tệp không phải văn bản", "it is no text")
    return text, None


def rubric_of(reference: str, folder: Path) -> Checked[tuple[str, Rubric] | None]:
    """The table meant, as cluster.yaml in the folder is to call it: an id, its number in the list, or a file."""
    from thidua_cli.rubric.load import load, shipped

    known, asked = shipped(), reference.strip()
    if asked.isdecimal() and 1 <= int(asked) <= len(known):
        asked = known[int(asked) - 1]
    rubric, findings = load(asked, Path())
    if rubric is None:
        return Checked(None, findings)
    if asked not in known:
        try:
            asked = Path(os.path.relpath(asked, folder)).as_posix()
        except ValueError:  # another drive
            asked = Path(asked).absolute().as_posix()
    return Checked((asked, rubric), findings)


def in_the_way(folder: str) -> tuple[Finding, ...]:
    """Why no cluster can be started in the folder; empty if one can."""
    home = Path(folder)
    if os.path.lexists(home / CLUSTER_FILE):
        return (catalogue.CLUSTER_EXISTS.finding(file=shown(home / CLUSTER_FILE)),)
    if os.path.lexists(home) and not home.is_dir():
        return (catalogue.NOT_A_FOLDER.finding(file=shown(folder)),)
    return ()


def leader_among(text: str, members: Sequence[Member]) -> Member | None:
    """The member meant by an id, a name with or without its accents, or its number in the list."""
    if text.strip().isdecimal() and 1 <= int(text) <= len(members):
        return members[int(text) - 1]
    roster = Roster("", "", "", "", tuple(members))
    return roster.named(text) or roster.alike(text)


def start(folder: str, name: str, year: str, rubric: str, units: Units, leader: str | None) -> Started:
    """The cluster's folder with its settings and blank forms; nothing that stands there is written over.

    The leader is a member's id.
    """
    home, said = Path(folder), shown(folder)
    refused = in_the_way(folder)
    table, wrong = Checked(None) if refused else rubric_of(rubric, home.absolute())
    findings = [*(() if refused else units.findings), *refused, *wrong]
    called = table[0] if table else rubric
    target = home / CLUSTER_FILE
    settings, forms = "", Written((), ())
    if table is not None and not any(finding.is_error for finding in findings):
        findings += write_bytes(cluster_yaml(name, year, called, units.members, leader).encode(), target)
        if os.path.lexists(target):
            settings, forms = shown(target), forms_of_cluster(folder, None, None, None)
    every = (*findings, *forms.findings)
    return Started(said, settings, name, year, called, units.members, units.column, forms.files, every)
