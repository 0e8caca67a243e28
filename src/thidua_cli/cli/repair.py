"""The command `repair`: answers of a damaged, older or hand-made sheet moved into a clean form.

It reads its arguments, calls one use case of `pipeline` and shows what `render` draws.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from thidua_cli.catalogue import Text
from thidua_cli.cli.common import complain, show

if TYPE_CHECKING:
    from collections.abc import Callable

    from typer.core import TyperCommand

    from thidua_cli.catalogue import Lang


def add_repair(app: typer.Typer, command: type[TyperCommand], lang: Lang, checked_year: Callable[[str], str]) -> None:
    """Add the command, in one language."""
    about = Text(
        "Chuyển phiếu hỏng, phiếu cũ hoặc phiếu tự kẻ sang biểu mới, kèm trang “Đã chuyển”; tệp gốc giữ nguyên.",
        "Move a damaged, older or hand-made sheet into a clean form with a list of what moved; the original stays.",
    )
    path_ = Text("Phiếu, hoặc thư mục phiếu.", "A sheet, or a folder of sheets.")
    output_ = Text(
        "Tệp hoặc thư mục ghi biểu mới (mặc định ket-qua/sua trong thư mục cụm, hoặc cạnh tệp gốc).",
        "The file or folder to write (by default ket-qua/sua of the cluster's folder, or beside the original).",
    )
    rubric_ = Text("Bảng tiêu chí của biểu mới: mã hoặc tệp.", "The score table of the new form: an id or a file.")
    year_ = Text("Năm của phiếu, nếu phiếu ghi sai hoặc không ghi.", "The year, if the sheets say none or a wrong one.")

    @app.command("repair", cls=command, help=about.to(lang))
    def repair(
        ctx: typer.Context,
        path: str = typer.Argument(..., metavar="FILE|DIR", help=path_.to(lang)),
        output: str = typer.Option(None, "-o", "--output", metavar="PATH", help=output_.to(lang)),
        rubric: str = typer.Option(None, "--rubric", metavar="ID|FILE", help=rubric_.to(lang)),
        year: str = typer.Option(None, "--year", metavar="Y", help=year_.to(lang)),
    ) -> None:
        from thidua_cli.pipeline.repair import Wish
        from thidua_cli.pipeline.repair import repair as moved
        from thidua_cli.render.repair import repaired_json, told

        result = moved(path, Wish(output, rubric, checked_year(year) if year else ""), lang)
        complain(ctx, result.findings)
        show(
            ctx,
            result.all_findings(),
            as_json=lambda: repaired_json(result, lang),
            as_text=lambda: told(result, ctx.obj.screen()),
        )
