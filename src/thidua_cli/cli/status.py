"""The command `thidua status`.

It knows no score and no file; the day that is today is read from the clock here and nowhere else.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import typer

from thidua_cli.catalogue import Lang, Text
from thidua_cli.cli.common import complain, show

if TYPE_CHECKING:
    from collections.abc import Callable

    from typer.core import TyperCommand


def add_status(app: typer.Typer, command: type[TyperCommand], lang: Lang, checked_year: Callable[[str], str]) -> None:
    """Put the command into the command line."""
    about = Text(
        "Tình hình của cụm: ai chưa nộp, việc tiếp theo, thời hạn, điều gì còn có thể làm thay đổi đề nghị.",
        "Where a cluster stands: who is missing, what is next, which days matter, what could still change an award.",
    )
    path_ = Text("Thư mục cụm, hoặc thư mục chứa nhiều cụm.", "A cluster's folder, or one that holds clusters.")
    year_ = Text("Chỉ các cụm của năm này: 2019, hoặc 2018-2019.", "Only clusters of this year: 2019, or 2018-2019.")
    all_ = Text(
        "In tất cả: từng đơn vị, mọi mốc, mọi điều còn mở.", "Everything: each unit, every day, all that is open."
    )

    @app.command("status", cls=command, help=about.to(lang))
    def status(
        ctx: typer.Context,
        path: str = typer.Argument(".", metavar="[PATH]", help=path_.to(lang)),
        year: str = typer.Option(None, "--year", metavar="Y", help=year_.to(lang)),
        everything: bool = typer.Option(False, "--all", help=all_.to(lang)),
    ) -> None:
        from thidua_cli.pipeline.status import status as look
        from thidua_cli.render import json
        from thidua_cli.render.status import told

        survey = look(path, checked_year(year) if year else None, date.today())  # noqa: DTZ011 - the office's own day
        screen = ctx.obj.screen()
        complain(ctx, survey.findings)
        show(
            ctx,
            survey.all_findings(),
            as_json=lambda: json.surveyed(survey, lang),
            as_text=lambda: told(
                survey, lang, screen.width, colour=screen.colour, everything=everything, quiet=screen.quiet
            ),
        )
