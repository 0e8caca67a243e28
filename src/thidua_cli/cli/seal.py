"""The command `thidua seal`: freeze the agreed scores, compare with them, record a correction, check a code.

This module computes nothing; it reads the arguments, calls `pipeline.seal` and shows what `render.seal` draws.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import typer

from thidua_cli.catalogue import Lang, Text
from thidua_cli.cli.common import UsageError, complain, show
from thidua_cli.vietnamese import tidy

if TYPE_CHECKING:
    from collections.abc import Mapping

    from typer.core import TyperCommand

    from thidua_cli.pipeline.seal import Words

_DAY = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})-(?P<day>[0-9]{1,2})")
_TURNED = re.compile(r"(?P<day>[0-9]{1,2})[/.-](?P<month>[0-9]{1,2})[/.-](?P<year>[0-9]{4})")
_LONGEST = 300


def add_seal(app: typer.Typer, command: type[TyperCommand], lang: Lang) -> None:
    """Add the command to the command line."""
    about = Text(
        "Niêm điểm đã thống nhất vào niem.json; sau đó mọi thay đổi được chỉ ra đến từng ô.",
        "Seal the agreed scores in niem.json; later changes are shown to the cell.",
    )
    folder_ = Text("Thư mục cụm.", "The cluster's folder.")
    day_ = Text(
        "Ngày thống nhất: 2020-01-05 hoặc 5/1/2020 (mặc định dates.agreed trong cluster.yaml, không có thì hôm nay).",
        "The day of the agreement: 2020-01-05 (default dates.agreed of cluster.yaml, else today).",
    )
    note_ = Text("Ghi chú, ví dụ số biên bản.", "A note, such as the number of the minutes.")
    by_ = Text("Người niêm.", "Who seals.")
    check_ = Text(
        "Chỉ đối chiếu với bản niêm; mã thoát 1 nếu khác.", "Only compare with the seal; exit code 1 if it differs."
    )
    code_ = Text("Đối chiếu mã in trên giấy.", "Compare the code printed on a paper.")
    amend_ = Text(
        "Niêm lại sau khi thống nhất điều chỉnh; giữ lịch sử.", "Seal anew after an agreed correction; keeps a history."
    )
    reason_ = Text(
        "Lý do điều chỉnh (bắt buộc khi có --amend).", "The reason of the correction (required with --amend)."
    )
    document_ = Text("Văn bản làm căn cứ điều chỉnh.", "The document that the correction rests on.")

    @app.command("seal", cls=command, help=about.to(lang))
    def seal(
        ctx: typer.Context,
        folder: str = typer.Argument(..., metavar="DIR", help=folder_.to(lang)),
        day: str = typer.Option(None, "--date", metavar="D", help=day_.to(lang)),
        note: str = typer.Option(None, "--note", metavar="TEXT", help=note_.to(lang)),
        by: str = typer.Option(None, "--by", metavar="NAME", help=by_.to(lang)),
        check: bool = typer.Option(False, "--check", help=check_.to(lang)),
        code: str = typer.Option(None, "--code", metavar="XXXX-XXXX", help=code_.to(lang)),
        amend: bool = typer.Option(False, "--amend", help=amend_.to(lang)),
        reason: str = typer.Option(None, "--reason", metavar="TEXT", help=reason_.to(lang)),
        document: str = typer.Option(None, "--document", metavar="TEXT", help=document_.to(lang)),
    ) -> None:
        given = {"--date": day, "--note": note, "--by": by, "--reason": reason, "--document": document}
        _fit_together(given, check=check, code=code is not None, amend=amend)
        from thidua_cli.pipeline.seal import Words

        words = Words(None if day is None else _day(day), _text(by), _text(note), _text(reason), _text(document))
        if amend and not words.reason:
            raise UsageError(
                Text("--amend cần --reason: lý do điều chỉnh.", "--amend needs --reason: why it is corrected.")
            )
        _run(ctx, folder, words, code, check=check, amend=amend)


def _run(ctx: typer.Context, folder: str, words: Words, code: str | None, *, check: bool, amend: bool) -> None:
    from thidua_cli.pipeline import seal as use_case
    from thidua_cli.render import seal as drawn
    from thidua_cli.seal.result import Match, Outcome

    today = date.today()  # noqa: DTZ011 - the day on the clerk's desk
    if check:
        result = use_case.check(folder)
    elif code is not None:
        result = use_case.match_code(folder, code)
    else:
        result = use_case.amend(folder, words, today) if amend else use_case.seal(folder, words, today)
    if result.matched is not None and result.matched.match is Match.MISTYPED:
        raise UsageError(drawn.mistyped(result.matched))
    lang, refused = ctx.obj.lang, result.outcome is Outcome.REFUSED
    if refused:
        complain(ctx, result.findings)
    show(
        ctx,
        result.findings,
        as_json=lambda: drawn.sealed_json(result, lang),
        as_text=lambda: drawn.sealed(result, ctx.obj.screen()),
        done=not refused,
        agrees=not result.disagrees,
    )


def _fit_together(given: Mapping[str, str | None], *, check: bool, code: bool, amend: bool) -> None:
    """Each option with those that it makes sense with."""
    modes = [name for name, chosen in (("--check", check), ("--code", code), ("--amend", amend)) if chosen]
    if len(modes) > 1:
        raise UsageError(Text(f"Chỉ dùng một trong: {', '.join(modes)}.", f"Give only one of {', '.join(modes)}."))
    typed = [name for name, value in given.items() if value is not None]
    if typed and (check or code):
        raise UsageError(Text(f"{modes[0]} không đi cùng {typed[0]}.", f"{modes[0]} does not go with {typed[0]}."))
    extra = [name for name in typed if name in {"--reason", "--document"}]
    if extra and not amend:
        raise UsageError(Text(f"{extra[0]} chỉ đi cùng --amend.", f"{extra[0]} goes with --amend only."))


def _day(text: str) -> date:
    """A day as people write it, the year with four digits."""
    match = _DAY.fullmatch(text.strip()) or _TURNED.fullmatch(text.strip())
    try:
        if match:
            return date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError:
        pass
    raise UsageError(
        Text(
            f"--date “{text}” không hợp lệ; ghi 2020-01-05 hoặc 5/1/2020.",
            f"--date “{text}” is not valid; write 2020-01-05.",
        )
    )


def _text(typed: str | None) -> str:
    """What was typed as one clean line; bytes that are no text become `?`."""
    line = (typed or "").encode("utf-8", "replace").decode()
    return tidy("".join(c if c.isprintable() else " " for c in line))[:_LONGEST]
