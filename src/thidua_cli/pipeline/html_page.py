"""The HTML page of a cluster or of a tree of clusters, ranked and put in its place.

This module writes no markup and ranks nobody.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from thidua_cli import catalogue
from thidua_cli.folders import RESULTS, shown
from thidua_cli.pipeline.results import rank
from thidua_cli.pipeline.writing import write_bytes
from thidua_cli.sheet_report import Written

if TYPE_CHECKING:
    from thidua_cli.catalogue import Lang
    from thidua_cli.findings import Finding

PAGE = "xep-hang.html"
_SUFFIXES = frozenset({".html", ".htm"})
_NOT_A_PAGE = catalogue.Text(
    "tên tệp của trang phải có đuôi .html hoặc .htm", "the name of a page ends in .html or .htm"
)


class WrittenPage(Written, frozen=True):
    """A page in its place, and everything found, as `rank` tells it.

    Attributes:
        beside: The findings that stand beside the clusters, or that kept the page from being written.
    """

    beside: tuple[Finding, ...] = ()


def write_page(path: str, year: str, output: str | None, lang: Lang) -> WrittenPage:
    """The page of the cluster, or of every cluster of the year under the path.

    It is written to `ket-qua/xep-hang.html` in the path's folder, or to the file or into the folder given. No
    page is written where no cluster can be ranked. The findings are those of `rank`, so that the exit code is
    the same, and what went wrong with writing.
    """
    report = rank(path, year)
    findings = report.all_findings()
    if not report.clusters:
        return WrittenPage((), findings, report.findings)
    from thidua_cli.render.html import page

    target = _target(path, output)
    if target.suffix.lower() not in _SUFFIXES:
        # Any other name may be that of a sheet or of the settings, which are never written over.
        refused: tuple[Finding, ...] = (catalogue.OUTPUT_NOT_WRITABLE.finding(file=shown(target), reason=_NOT_A_PAGE),)
    else:
        refused = write_bytes(page(report, lang).encode(), target)
    files = () if refused else (shown(target),)
    return WrittenPage(files, (*findings, *refused), (*report.findings, *refused))


def _target(path: str, output: str | None) -> Path:
    """The file to write: the path given, or the page's own name inside it when it is a folder."""
    if output is None:
        return Path(path) / RESULTS / PAGE
    given = Path(output)
    return given / PAGE if given.is_dir() or output.endswith(("/", os.sep)) or not given.suffix else given
