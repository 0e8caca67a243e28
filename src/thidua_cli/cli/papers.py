"""The command `thidua report`: the Word papers of a cluster or of a tree of clusters.

It knows no paper's words; it calls one use case and shows what became of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from thidua_cli.catalogue import Lang, Text, did_you_mean
from thidua_cli.cli.common import UsageError, complain, show

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from typer.core import TyperCommand

    from thidua_cli.papers import PaperId


def add_report(app: typer.Typer, command: type[TyperCommand], lang: Lang, checked_year: Callable[[str], str]) -> None:
    """Put the command into the command line."""
    about = Text(
        "Lập văn bản Word: biên bản, báo cáo kết quả chấm điểm, tờ trình, danh sách đề nghị khen thưởng.",
        "Make the Word papers: minutes, the report of scores, the proposal, the list of proposals.",
    )
    path_ = Text("Thư mục cụm, hoặc thư mục chứa nhiều cụm.", "A cluster's folder, or one that holds clusters.")
    year_ = Text("Năm chấm điểm: 2019, hoặc 2018-2019.", "The year scored: 2019, or 2018-2019.")
    paper_ = Text(
        "Chỉ lập văn bản này; nhiều văn bản thì ghi --paper nhiều lần: tru-bi, bao-cao, hoi-nghi, kiem-phieu, "
        "phieu-bau, to-trinh, danh-sach.",
        "Only this paper; give --paper once for each: tru-bi, bao-cao, hoi-nghi, kiem-phieu, phieu-bau, to-trinh, "
        "danh-sach.",
    )
    output_ = Text(
        "Thư mục ghi kết quả (mặc định ket-qua trong thư mục cụm).",
        "The folder to write to (ket-qua in the cluster's folder by default).",
    )
    base_ = Text(
        "Văn bản Word lấy làm mẫu trình bày: chỉ lấy kiểu chữ, khổ giấy và lề.",
        "A Word document whose styles and page set-up the papers take.",
    )
    html_ = Text("Ghi trang HTML thay cho các văn bản Word.", "Write the HTML page instead of the Word papers.")
    xlsx_ = Text(
        "Ghi bảng tính tổng hợp các cụm (tong-hop-tinh.xlsx) thay cho các văn bản Word.",
        "Write the workbook over all clusters (tong-hop-tinh.xlsx) instead of the Word papers.",
    )

    @app.command("report", cls=command, help=about.to(lang))
    def report(
        ctx: typer.Context,
        path: str = typer.Argument(".", metavar="[PATH]", help=path_.to(lang)),
        year: str = typer.Option(..., "--year", metavar="Y", help=year_.to(lang)),
        paper: list[str] = typer.Option([], "--paper", metavar="ID", help=paper_.to(lang)),
        output: str = typer.Option(None, "-o", "--output", metavar="DIR", help=output_.to(lang)),
        base: str = typer.Option(None, "--base", metavar="FILE.docx", help=base_.to(lang)),
        html: bool = typer.Option(False, "--html", help=html_.to(lang)),
        xlsx: bool = typer.Option(False, "--xlsx", help=xlsx_.to(lang)),
    ) -> None:
        wanted = checked_year(year)
        if html or xlsx:
            if paper or base is not None or (html and xlsx):
                raise UsageError(_alone("--html" if html else "--xlsx", "--xlsx" if html else "--html"))
            if html:
                _page(ctx, path, wanted, output)
            else:
                _workbook(ctx, path, wanted, _checked_folder(output))
        else:
            _papers(ctx, path, wanted, _checked_papers(paper), _checked_folder(output), base)


def _alone(given: str, other: str) -> Text:
    """That a page and a workbook are made by a run of their own."""
    return Text(
        f"{given} không đi cùng {other}, --paper và --base; chạy hai lần.",
        f"{given} goes without {other}, --paper and --base; run the command twice.",
    )


def _checked_papers(names: Sequence[str]) -> tuple[PaperId, ...]:
    """The papers named; an unknown one is wrong usage."""
    from thidua_cli.papers import PaperId

    known = [one.value for one in PaperId]
    for name in names:
        if name not in known:
            allowed, ask = ", ".join(known), did_you_mean(name, known)
            raise UsageError(
                Text(
                    f"--paper “{name}” không có; cho phép: {allowed}.{ask.vi}",
                    f"--paper “{name}” is unknown; allowed: {allowed}.{ask.en}",
                )
            )
    return tuple(PaperId(name) for name in dict.fromkeys(names))


def _checked_folder(output: str | None) -> str | None:
    """The folder to write to; several papers do not fit into one file."""
    if output is not None and (not output or output.lower().endswith((".docx", ".doc", ".xlsx"))):
        raise UsageError(
            Text(
                f"-o “{output}” phải là một thư mục; tên các tệp là cố định.",
                f"-o “{output}” must be a folder; the names of the files are fixed.",
            )
        )
    return output


def _papers(
    ctx: typer.Context, path: str, year: str, wanted: Sequence[PaperId], output: str | None, base: str | None
) -> None:
    from thidua_cli.pipeline.papers import write_papers
    from thidua_cli.render import json
    from thidua_cli.render.made import told

    made = write_papers(path, year, wanted, output, base)
    screen = ctx.obj.screen()
    complain(ctx, made.beside)
    show(
        ctx,
        made.findings,
        as_json=lambda: json.papers_made(made, ctx.obj.lang),
        as_text=lambda: told(made, ctx.obj.lang, screen.width, quiet=screen.quiet),
        done=bool(made.clusters),
        advice=_READ_AND_SIGN if made.clusters else None,
    )


def _page(ctx: typer.Context, path: str, year: str, output: str | None) -> None:
    from thidua_cli.pipeline.html_page import write_page
    from thidua_cli.render import json

    result = write_page(path, year, output, ctx.obj.lang)
    complain(ctx, result.beside)
    show(
        ctx,
        result.findings,
        as_json=lambda: json.written(result, ctx.obj.lang),
        as_text=lambda: "\n".join(result.files),
        advice=_OPEN_PAGE if result.files else None,
    )


def _workbook(ctx: typer.Context, path: str, year: str, output: str | None) -> None:
    from thidua_cli.pipeline.province_workbook import write_workbook
    from thidua_cli.render import json

    result = write_workbook(path, year, output, ctx.obj.lang)
    complain(ctx, result.beside)
    show(
        ctx,
        result.findings,
        as_json=lambda: json.written(result, ctx.obj.lang),
        as_text=lambda: "\n".join(result.files),
        advice=_OPEN_WORKBOOK if result.files else None,
    )


_READ_AND_SIGN = Text(
    "mở từng văn bản, soát lại, điền các dòng để trống rồi trình ký; văn bản còn ghi DỰ THẢO thì bổ sung rồi chạy lại.",
    "open each paper, read it, fill in the lines left blank, have it signed; one that says DRAFT is made again later.",
)
_OPEN_PAGE = Text(
    "mở tệp HTML bằng trình duyệt; xem được khi không có mạng.", "open the page in a browser; it needs no network."
)
_OPEN_WORKBOOK = Text(
    "mở bảng tổng hợp; cụm ghi “chưa đủ” thì bổ sung rồi chạy lại.",
    "open the workbook; where a cluster is incomplete, complete it and run the command again.",
)
