"""The report as one self-contained HTML page, to look at, to sort and to print.

This package draws the report value; it computes nothing, opens no file and knows no other renderer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from thidua_cli.catalogue import Lang
    from thidua_cli.report import Report


def page(report: Report, lang: Lang) -> str:
    """The page of one cluster, or of several with their summary; the report holds at least one cluster."""
    from thidua_cli.render.html.draw import drawn
    from thidua_cli.render.html.whole import whole

    return drawn(whole(report, lang))
