"""An example cluster, copied out of the program for people to play with.

This module never writes into a folder that holds anything.
"""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from thidua_cli import catalogue
from thidua_cli.catalogue import Text
from thidua_cli.desk import Copied
from thidua_cli.folders import RESULTS, shown
from thidua_cli.pipeline.writing import write_bytes

if TYPE_CHECKING:
    from thidua_cli.findings import Finding


class Example(NamedTuple):
    """An example cluster: its folder among the examples, and what it shows."""

    folder: str
    name: str
    about: Text


READY: Final = Example(
    "cum-2-so-tong-hop",
    "Cụm các sở tổng hợp",
    Text(
        "tám đơn vị, đủ ba cột điểm, hai đơn vị bằng điểm cao nhất và đã bỏ phiếu",
        "eight departments, all three score columns, a tie at the top with its ballot",
    ),
)
FAULTY: Final = Example(
    "cum-6-dang-doan-the",
    "Cụm Ban đảng, đoàn thể",
    Text("mỗi phiếu một lỗi khác nhau", "each sheet with another fault"),
)
EXAMPLES: Final = (READY, FAULTY)
YEAR: Final = "2019"


@lru_cache(maxsize=1)
def home() -> Path:
    """Where the examples are: inside the installed package, or at the top of a checkout."""
    here = Path(__file__).resolve()
    installed = here.parents[1] / "examples"
    return installed if installed.is_dir() else here.parents[3] / "examples" / "langson-2019"


def contents(example: Example) -> dict[str, bytes]:
    """The example's files by their paths below its folder; outputs and lock files are none of them."""
    folder = home() / example.folder
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    own = (path for path in files if RESULTS not in path.parts and not path.name.startswith((".", "~$")))
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in own}


def demo(folder: str, example: Example = READY) -> Copied:
    """The example in the folder, which must be new or empty."""
    target, said = Path(folder), shown(folder)
    refused = _in_use(target, said)
    written: list[str] = []
    findings: list[Finding] = list(refused)
    for name, data in () if refused else contents(example).items():
        wrong = write_bytes(data, target / name)
        if wrong:
            findings += wrong
            break
        written.append(shown(target / name))
    return Copied(said, example.name, example.about, tuple(written), tuple(findings))


def _in_use(target: Path, said: str) -> tuple[Finding, ...]:
    """Why nothing is copied there; empty if it may be."""
    if not os.path.lexists(target):
        return ()
    if not target.is_dir():
        return (catalogue.NOT_A_FOLDER.finding(file=said),)
    try:
        empty = not any(target.iterdir())
    except OSError:
        reason = Text("không có quyền đọc thư mục", "the folder may not be read")
        return (catalogue.FILE_UNREADABLE.finding(file=said, reason=reason),)
    return () if empty else (catalogue.DEMO_FOLDER_IN_USE.finding(file=said),)
