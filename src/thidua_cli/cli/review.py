"""The command `review`: the workbook in which the head and the board type what they settle.

It reads its arguments, calls one use case of `pipeline` and shows what `render` draws.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from thidua_cli.catalogue import Text
from thidua_cli.cli.common import complain, show

if TYPE_CHECKING:
    from typer.core import TyperCommand

    from thidua_cli.catalogue import Lang


# What the workbook itself shows line by line and the summary counts: blank cells, reasons, confirmations.
_COUNTED = frozenset({"TD201", "TD702", "TD703"})


def add(app: typer.Typer, command: type[TyperCommand], lang: Lang) -> None:
    """Add the command, in one language."""
    about = Text(
        "Lập hoặc cập nhật sổ rà soát ra-soat.xlsx: nơi Cụm trưởng và Ban TĐKT nhập điểm, lý do.",
        "Make or refresh the review workbook ra-soat.xlsx, in which the head and the board type scores and reasons.",
    )
    folder_ = Text("Thư mục cụm.", "A cluster's folder.")

    @app.command("review", cls=command, help=about.to(lang))
    def review(
        ctx: typer.Context,
        folder: str = typer.Argument(..., metavar="DIR", help=folder_.to(lang)),
    ) -> None:
        from thidua_cli.pipeline.review import review as brought_up
        from thidua_cli.render import json
        from thidua_cli.render.review import reviewed

        result = brought_up(folder)
        complain(ctx, [finding for finding in result.findings if finding.code not in _COUNTED])
        done = result.output is not None and not any(finding.code == "TD718" for finding in result.findings)
        show(
            ctx,
            result.findings,
            as_json=lambda: json.reviewed(result, lang),
            as_text=lambda: reviewed(result, lang, quiet=ctx.obj.quiet),
            done=done,
        )
