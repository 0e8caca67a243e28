"""The consolidated workbook of one cluster, `ket-qua/tong-hop.xlsx`, as a `page.Book`.

This package draws what the report says: it adds up no score, ranks nobody and knows no file format.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from thidua_cli.page import Book
from thidua_cli.render.xlsx.changes import changes
from thidua_cli.render.xlsx.charts import charts
from thidua_cli.render.xlsx.criteria import criteria
from thidua_cli.render.xlsx.findings import findings
from thidua_cli.render.xlsx.matrices import matrix
from thidua_cli.render.xlsx.scene import scene
from thidua_cli.render.xlsx.sources import files, sources
from thidua_cli.render.xlsx.summary import heading, summary
from thidua_cli.rubric.model import Stage

if TYPE_CHECKING:
    from thidua_cli.catalogue import Lang
    from thidua_cli.report import ClusterReport


def consolidated(report: ClusterReport, lang: Lang = "vi") -> Book:
    """The workbook of a cluster: ranking, one matrix a stage, comparisons, charts, findings, sources, files."""
    drawn = scene(report, lang)
    sheets = (
        summary(drawn),
        *(matrix(drawn, drawn.plans[stage]) for stage in Stage),
        criteria(drawn),
        changes(drawn),
        charts(drawn),
        findings(drawn),
        sources(drawn),
        files(drawn),
    )
    return Book(sheets, title=f"{heading(drawn)} – {report.cluster.roster.name}")
