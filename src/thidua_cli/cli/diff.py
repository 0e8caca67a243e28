"""The command `thidua diff`: two sheets, two review workbooks, two clusters or two trees of them compared.

This module computes nothing; it reads the arguments, calls `pipeline.diff` and shows what `render.diff` draws.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from thidua_cli.catalogue import Lang, Text
from thidua_cli.cli.common import complain, show

if TYPE_CHECKING:
    from collections.abc import Callable

    from typer.core import TyperCommand

    from thidua_cli.rubric.model import Stage


def add_diff(app: typer.Typer, command: type[TyperCommand], lang: Lang, checked_stage: Callable[[str], Stage]) -> None:
    """Add the command to the command line."""
    about = Text(
        "So hai bản của một phiếu, hai tệp ra-soat.xlsx, hai bản hoặc hai năm của một cụm: điểm nào đổi, "
        "hạng và đề nghị đổi ra sao.",
        "Compare two versions of a sheet, two review workbooks, two states or two years of a cluster.",
    )
    first_ = Text("Phiếu, tệp rà soát hoặc thư mục.", "A sheet, a review workbook or a folder.")
    second_ = Text("Cùng loại, đem so với A.", "One of the same kind, compared with A.")
    stage_ = Text(
        "Xếp hạng cả hai bên theo một cột điểm: self (tự chấm), cluster (Cụm chấm), board (Ban thẩm định).",
        "Rank both by one score column: self, cluster or board.",
    )

    @app.command("diff", cls=command, help=about.to(lang))
    def diff(
        ctx: typer.Context,
        first: str = typer.Argument(..., metavar="A", help=first_.to(lang)),
        second: str = typer.Argument(..., metavar="B", help=second_.to(lang)),
        stage: str = typer.Option(None, "--stage", metavar="self|cluster|board", help=stage_.to(lang)),
    ) -> None:
        from thidua_cli.pipeline import diff as use_case
        from thidua_cli.render import diff as drawn

        result = use_case.diff(first, second, checked_stage(stage) if stage else None)
        complain(ctx, result.findings)
        show(
            ctx,
            (*result.findings, *result.within),
            as_json=lambda: drawn.compared_json(result, lang),
            as_text=lambda: drawn.compared(result, ctx.obj.screen()),
            done=result.done,
            advice=_LOOK_INTO if result.differs else None,
        )


_LOOK_INTO = Text(
    "thidua explain --cluster THƯ_MỤC ĐƠN_VỊ cho biết điểm của đơn vị từ đâu mà có.",
    "thidua explain --cluster FOLDER UNIT tells where a unit's score comes from.",
)
