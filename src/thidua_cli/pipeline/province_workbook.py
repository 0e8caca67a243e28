"""The workbook over all clusters of a year, drawn and put in its place.

This module draws nothing and ranks nobody.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from thidua_cli.folders import RESULTS, shown
from thidua_cli.pipeline.results import rank
from thidua_cli.pipeline.writing import notices, write
from thidua_cli.sheet_report import Written

if TYPE_CHECKING:
    from thidua_cli.catalogue import Lang
    from thidua_cli.findings import Finding

PROVINCE_WORKBOOK = "tong-hop-tinh.xlsx"


class WrittenWorkbook(Written, frozen=True):
    """A workbook in its place, and everything found, as `rank` tells it.

    Attributes:
        beside: The findings that stand beside the clusters, or that kept the workbook from being written.
    """

    beside: tuple[Finding, ...] = ()


def write_workbook(path: str, year: str, output: str | None, lang: Lang) -> WrittenWorkbook:
    """The workbook of every cluster of the year under the path, or of the one cluster there.

    It is written to `ket-qua/tong-hop-tinh.xlsx` in the path's folder, or into the folder given; none where no
    cluster can be ranked. The findings are those of `rank`, so that the exit code is the same, and what went wrong
    with writing.
    """
    report = rank(path, year)
    if not report.clusters:
        return WrittenWorkbook((), report.all_findings(), report.findings)
    from thidua_cli.render.xlsx.province import province

    target = (Path(path) / RESULTS if output is None else Path(output)) / PROVINCE_WORKBOOK
    book = province(report, lang)
    refused = write(book, target)
    files = () if refused else (shown(target),)
    told = refused or notices(book, shown(target))
    return WrittenWorkbook(files, (*report.all_findings(), *told), (*report.findings, *told))
