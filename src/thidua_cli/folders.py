"""Which files of a folder are score sheets, which folders are clusters, and what is passed over.

This module looks at names only; it opens no file.
"""

from __future__ import annotations

import os
from pathlib import Path

from msgspec import Struct

from thidua_cli.vietnamese import tidy

CLUSTER_FILE = "cluster.yaml"
PROVINCE_FILE = "thidua.yaml"
REVIEW_FILE = "ra-soat.xlsx"
SEAL_FILE = "niem.json"
RESULTS = "ket-qua"
FIX_LIST_ENDING = ".loi.xlsx"
FIX_LISTS = "loi-tong-hop.xlsx"
_SHEETS = frozenset({".xlsx", ".xlsm", ".xltx", ".xltm", ".xls", ".xlsb", ".ods"})
_DOCUMENTS = frozenset({".docx", ".docm"})
_SETTINGS = frozenset({".yaml", ".yml", ".json"})
_SYSTEM = frozenset({"thumbs.db", "desktop.ini", "__macosx", "icon\r"})


class Folder(Struct, frozen=True):
    """What stands in a folder and below it.

    Attributes:
        sheets: Files that may be score sheets, sorted by name.
        documents: Word documents, sorted; only those that hold a score table are sheets.
        skipped: Files passed over, and folders that are not entered (hidden ones, links), sorted.
        clusters: Folders with a cluster.yaml, sorted.
        unreadable: Folders that could not be listed.
        own: Files of the cluster itself, which are no sheets: its settings, its seal, its review workbook.
    """

    sheets: tuple[Path, ...]
    documents: tuple[Path, ...]
    skipped: tuple[Path, ...]
    clusters: tuple[Path, ...]
    unreadable: tuple[Path, ...]
    own: tuple[Path, ...] = ()


def shown(path: Path | str) -> str:
    """The path as text that can always be printed and stored, with forward slashes.

    What a terminal could take for a command, or no text can hold, is shown as `?`.
    """
    text = os.fspath(path).encode("utf-8", "replace").decode()
    text = text.replace("\\", "/") if os.sep == "\\" else text
    return "".join(c if c.isprintable() else "?" for c in text)


def is_sheet(name: str) -> bool:
    """Whether the file's name is that of a workbook which is no lock file, hidden or system file and no fix list."""
    return not is_passed_over(name) and not is_fix_list(name) and Path(name).suffix.lower() in _SHEETS


def is_fix_list(name: str) -> bool:
    """Whether the name is that of a fix list, which is no unit's sheet even where it lies beside one."""
    plain = tidy(name).casefold()
    return plain.endswith(FIX_LIST_ENDING) or plain == FIX_LISTS


def is_passed_over(name: str) -> bool:
    """Whether the name is that of a lock file, a hidden file or a system's own."""
    return name.startswith(("~$", ".")) or tidy(name).casefold() in _SYSTEM


def is_review(path: Path) -> bool:
    """Whether the file is the review workbook of a cluster, which is no unit's sheet."""
    return tidy(path.name).casefold() == REVIEW_FILE and (path.parent / CLUSTER_FILE).is_file()


def look(root: Path) -> Folder:
    """What stands in the folder; `ket-qua/` and hidden folders are not entered, links to folders not followed.

    Each file met stands in exactly one list, whatever it is; none of them is opened.
    """
    sheets: list[Path] = []
    documents: list[Path] = []
    skipped: list[Path] = []
    clusters: list[Path] = []
    unreadable: list[Path] = []
    own: list[Path] = []
    for folder, below, names in os.walk(root, onerror=lambda error: unreadable.append(Path(str(error.filename)))):
        skipped += [Path(folder, name) for name in below if _is_not_entered(Path(folder, name))]
        below[:] = sorted(name for name in below if not _is_closed(name) and not Path(folder, name).is_symlink())
        for name in sorted(names):
            path = Path(folder, name)
            if name == CLUSTER_FILE:
                clusters.append(Path(folder))
                own.append(path)
            elif is_review(path):
                own.append(path)
            elif is_sheet(name):
                sheets.append(path)
            elif not is_passed_over(name) and path.suffix.lower() in _DOCUMENTS:
                documents.append(path)
            elif is_passed_over(name) or path.suffix.lower() not in _SETTINGS:
                skipped.append(path)
            else:
                own.append(path)
    return Folder(
        sheets=tuple(sorted(sheets)),
        documents=tuple(sorted(documents)),
        skipped=tuple(sorted(skipped)),
        clusters=tuple(sorted(clusters)),
        unreadable=tuple(sorted(unreadable)),
        own=tuple(sorted(own)),
    )


def _is_not_entered(folder: Path) -> bool:
    """Whether a folder is passed over with a word; the folder of results is passed over without one."""
    return is_passed_over(folder.name) or folder.is_symlink()


def _is_closed(name: str) -> bool:
    return is_passed_over(name) or tidy(name).casefold() == RESULTS


def cluster_of(path: Path) -> Path | None:
    """The nearest folder at or above the path's own that has a cluster.yaml."""
    start = path if path.is_dir() else path.parent
    for folder in (start.absolute(), *start.absolute().parents):
        if (folder / CLUSTER_FILE).is_file():
            return folder
    return None
