"""The commands, in one language at a time.

Each reads its arguments, calls one use case of `pipeline` and shows what `render` draws.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from thidua_cli.catalogue import CODES, Lang, Text, did_you_mean
from thidua_cli.cli import streams
from thidua_cli.cli.common import (
    UsageError,
    command_class,
    complain,
    group_class,
    show,
)
from thidua_cli.rubric.model import Stage

if TYPE_CHECKING:
    from typer.core import TyperCommand, TyperGroup

_YEAR = re.compile(r"[12][0-9]{3}(?:-[12][0-9]{3})?")


def build(lang: Lang) -> typer.Typer:
    """The command line in one language."""
    command, group = command_class(lang), group_class(lang)
    about = Text(
        "Chấm điểm, xếp hạng và đề nghị khen thưởng cho cụm, khối thi đua trên bảng tính.",
        "Scores, ranks and proposes awards for emulation clusters, over spreadsheets.",
    )
    app = typer.Typer(
        cls=group,
        rich_markup_mode=None,
        add_completion=False,
        pretty_exceptions_enable=False,
        help=about.to(lang),
    )

    @app.callback(invoke_without_command=True)
    def _main(
        ctx: typer.Context,
        version: bool = typer.Option(False, "--version", help=Text("In phiên bản.", "Print the version.").to(lang)),
        lang_: str = typer.Option(None, "--lang", metavar="vi|en", help=Text("Ngôn ngữ.", "Language.").to(lang)),
    ) -> None:
        del lang_  # read from the command line before the commands were built
        if version:
            from thidua_cli import __version__

            streams.emit(f"thidua {__version__}")
        elif ctx.invoked_subcommand is None:
            streams.emit(ctx.get_help())

    for add in (_template, _validate, _consolidate, _rank, _explain):
        add(app, command, lang)
    _rubric(app, command, group, lang)
    return app


def _checked_year(year: str) -> str:
    """The year as clusters write it; a school year names two consecutive years."""
    year = year.replace("–", "-").replace(" ", "")
    first, _, last = year.partition("-")
    if not _YEAR.fullmatch(year) or (last and int(last) != int(first) + 1):
        raise UsageError(
            Text(
                f"--year “{year}” không hợp lệ; ghi 2019, hoặc 2018-2019 cho năm học.",
                f"--year “{year}” is not valid; write 2019, or 2018-2019 for a school year.",
            )
        )
    return year


def _checked_stage(stage: str) -> Stage:
    if stage not in set(Stage):
        raise UsageError(
            Text(
                f"--stage “{stage}” không có; cho phép: self, cluster, board.",
                f"--stage “{stage}” is unknown; allowed: self, cluster, board.",
            )
        )
    return Stage(stage)


def _template(app: typer.Typer, command: type[TyperCommand], lang: Lang) -> None:
    about = Text("Tạo biểu chấm điểm trắng (Excel) cho đơn vị hoặc cho cả cụm.", "Make blank score forms (Excel).")
    rubric_ = Text("Bảng tiêu chí: mã hoặc tệp.", "The score table: an id or a file.")
    cluster_ = Text("Thư mục cụm: mỗi đơn vị một biểu.", "A cluster's folder: one form a member.")
    unit_ = Text("Tên đơn vị.", "The unit's name.")
    year_ = Text("Năm chấm điểm.", "The year scored.")
    output_ = Text(
        "Tệp hoặc thư mục ghi kết quả (với --cluster: mặc định ket-qua/bieu-trang trong thư mục cụm).",
        "The file or folder to write (with --cluster: ket-qua/bieu-trang in its folder by default).",
    )

    @app.command("template", cls=command, help=about.to(lang))
    def template(
        ctx: typer.Context,
        rubric: str = typer.Option(None, "--rubric", metavar="ID|FILE", help=rubric_.to(lang)),
        cluster: str = typer.Option(None, "--cluster", metavar="DIR", help=cluster_.to(lang)),
        unit: str = typer.Option(None, "--unit", metavar="NAME", help=unit_.to(lang)),
        year: str = typer.Option(None, "--year", metavar="Y", help=year_.to(lang)),
        output: str = typer.Option(None, "-o", "--output", metavar="PATH", help=output_.to(lang)),
    ) -> None:
        from thidua_cli import pipeline
        from thidua_cli.render import json

        if (rubric is None) == (cluster is None):
            raise UsageError(
                Text("Cần đúng một trong hai: --rubric hoặc --cluster.", "Give exactly one of --rubric and --cluster.")
            )
        wanted = _checked_year(year) if year else None
        if cluster is not None:
            result = pipeline.forms_of_cluster(cluster, unit, wanted, output)
        else:
            result = pipeline.blank_form(rubric, unit, wanted, output)
        complain(ctx, result.findings)
        show(
            ctx,
            result.findings,
            as_json=lambda: json.written(result, lang),
            as_text=lambda: "\n".join(result.files),
        )


def _validate(app: typer.Typer, command: type[TyperCommand], lang: Lang) -> None:
    about = Text("Kiểm tra phiếu chấm điểm đến từng ô.", "Check score sheets to the cell.")
    paths_ = Text("Tệp hoặc thư mục phiếu.", "Sheets, or folders of sheets.")
    rubric_ = Text("Bảng tiêu chí, nếu phiếu không nêu.", "The score table, if the sheets name none.")

    @app.command("validate", cls=command, help=about.to(lang))
    def validate(
        ctx: typer.Context,
        paths: list[str] = typer.Argument(..., metavar="PATH...", help=paths_.to(lang)),
        rubric: str = typer.Option(None, "--rubric", metavar="ID|FILE", help=rubric_.to(lang)),
    ) -> None:
        from thidua_cli import pipeline
        from thidua_cli.render import json, text

        report = pipeline.validate(paths, rubric)
        show(
            ctx,
            report.all_findings(),
            as_json=lambda: json.validated(report, lang),
            as_text=lambda: text.validated(report, ctx.obj.screen()),
        )


def _consolidate(app: typer.Typer, command: type[TyperCommand], lang: Lang) -> None:
    about = Text(
        "Tổng hợp phiếu của một cụm vào ket-qua/tong-hop.xlsx.",
        "Draw a cluster's sheets together into ket-qua/tong-hop.xlsx.",
    )
    folders_ = Text("Thư mục cụm.", "Cluster folders.")

    @app.command("consolidate", cls=command, help=about.to(lang))
    def consolidate(
        ctx: typer.Context,
        folders: list[str] = typer.Argument(..., metavar="DIR...", help=folders_.to(lang)),
    ) -> None:
        from thidua_cli import pipeline
        from thidua_cli.render import json, text

        report = pipeline.consolidate(folders, lang)
        complain(ctx, report.findings)
        show(
            ctx,
            report.all_findings(),
            as_json=lambda: json.consolidated(report, lang),
            as_text=lambda: text.consolidated(report, ctx.obj.screen()),
        )


def _rank(app: typer.Typer, command: type[TyperCommand], lang: Lang) -> None:
    about = Text(
        "Xếp hạng và đề nghị khen thưởng, có căn cứ từng bước.",
        "Rank, and propose awards, with the clause for each step.",
    )
    path_ = Text("Thư mục cụm, hoặc thư mục chứa nhiều cụm.", "A cluster's folder, or one that holds clusters.")
    year_ = Text("Năm xếp hạng: 2019, hoặc 2018-2019.", "The year: 2019, or 2018-2019.")
    stage_ = Text("Xếp theo một cột điểm nhất định.", "Rank by a given score column.")

    @app.command("rank", cls=command, help=about.to(lang))
    def rank(
        ctx: typer.Context,
        path: str = typer.Argument(".", metavar="[PATH]", help=path_.to(lang)),
        year: str = typer.Option(..., "--year", metavar="Y", help=year_.to(lang)),
        stage: str = typer.Option(None, "--stage", metavar="self|cluster|board", help=stage_.to(lang)),
    ) -> None:
        from thidua_cli import pipeline
        from thidua_cli.render import json, text

        report = pipeline.rank(path, _checked_year(year), _checked_stage(stage) if stage else None)
        complain(ctx, report.findings)
        show(
            ctx,
            report.all_findings(),
            as_json=lambda: json.ranked(report, lang),
            as_text=lambda: text.ranked(report, ctx.obj.screen()),
        )


def _explain(app: typer.Typer, command: type[TyperCommand], lang: Lang) -> None:
    about = Text("Giải thích một mã phát hiện, ví dụ TD203.", "Explain a finding code, such as TD203.")
    code_ = Text("Mã phát hiện.", "The finding code.")

    @app.command("explain", cls=command, help=about.to(lang))
    def explain(ctx: typer.Context, code: str = typer.Argument(..., metavar="CODE", help=code_.to(lang))) -> None:
        from thidua_cli.render import explain, json

        entry = CODES.get(code.upper())
        if entry is None:
            ask = did_you_mean(code.upper(), CODES)
            raise UsageError(
                Text(f"Không có mã phát hiện “{code}”.{ask.vi}", f"There is no finding code “{code}”.{ask.en}")
            )
        show(ctx, (), as_json=lambda: json.explained(entry, lang), as_text=lambda: explain.explained(entry, lang))


def _rubric(app: typer.Typer, command: type[TyperCommand], group: type[TyperGroup], lang: Lang) -> None:
    about = Text("Bảng tiêu chí: liệt kê, xem, kiểm tra.", "Score tables: list, show, check.")
    rubrics = typer.Typer(cls=group, rich_markup_mode=None, help=about.to(lang))
    app.add_typer(rubrics, name="rubric")

    @rubrics.callback(invoke_without_command=True)
    def _main(
        ctx: typer.Context,
        lang_: str = typer.Option(None, "--lang", metavar="vi|en", help=Text("Ngôn ngữ.", "Language.").to(lang)),
    ) -> None:
        del lang_  # read from the command line before the commands were built
        if ctx.invoked_subcommand is None:
            streams.emit(ctx.get_help())

    for add in (_rubric_list, _rubric_show, _rubric_check, _rubric_schema):
        add(rubrics, command, lang)


def _rubric_list(app: typer.Typer, command: type[TyperCommand], lang: Lang) -> None:
    about = Text("Liệt kê các bảng tiêu chí có sẵn.", "List the score tables shipped.")

    @app.command("list", cls=command, help=about.to(lang))
    def list_(ctx: typer.Context) -> None:
        from thidua_cli.render import json, rubrics
        from thidua_cli.rubric.load import load, shipped

        checked = [load(rubric_id) for rubric_id in shipped()]
        found = [rubric for rubric, _ in checked if rubric is not None]
        findings = [finding for _, wrong in checked for finding in wrong]
        complain(ctx, findings)
        show(
            ctx,
            findings,
            as_json=lambda: json.rubrics_listed(found, findings, lang),
            as_text=lambda: rubrics.listed(found, lang),
        )


def _rubric_show(app: typer.Typer, command: type[TyperCommand], lang: Lang) -> None:
    about = Text("In một bảng tiêu chí với điều khoản.", "Print a score table with its clauses.")
    rubric_ = Text("Bảng tiêu chí: mã hoặc tệp.", "The score table: an id or a file.")

    @app.command("show", cls=command, help=about.to(lang))
    def show_(ctx: typer.Context, rubric: str = typer.Argument(..., metavar="ID|FILE", help=rubric_.to(lang))) -> None:
        from thidua_cli.render import json, rubrics
        from thidua_cli.rubric.load import load

        loaded, findings = load(rubric, Path())
        complain(ctx, findings)
        show(
            ctx,
            findings,
            as_json=lambda: json.rubric_shown(loaded, findings, lang),
            as_text=lambda: rubrics.shown(loaded, lang) if loaded else "",
        )


def _rubric_check(app: typer.Typer, command: type[TyperCommand], lang: Lang) -> None:
    about = Text("Kiểm tra tệp bảng tiêu chí.", "Check rubric files.")
    files_ = Text("Các bảng tiêu chí: mã hoặc tệp.", "The score tables: ids or files.")

    @app.command("check", cls=command, help=about.to(lang))
    def check(
        ctx: typer.Context, files: list[str] = typer.Argument(..., metavar="ID|FILE...", help=files_.to(lang))
    ) -> None:
        from thidua_cli.render import json, rubrics
        from thidua_cli.rubric.load import load

        checked = [(file, *load(file, Path())) for file in files]
        results = [(file, rubric) for file, rubric, _ in checked]
        findings = [finding for _, _, found in checked for finding in found]
        complain(ctx, findings)
        show(
            ctx,
            findings,
            as_json=lambda: json.rubrics_checked(results, findings, lang),
            as_text=lambda: rubrics.checked(results, findings, lang),
        )


def _rubric_schema(app: typer.Typer, command: type[TyperCommand], lang: Lang) -> None:
    about = Text("In JSON Schema của tệp bảng tiêu chí.", "Print the JSON Schema of rubric files.")

    @app.command("schema", cls=command, help=about.to(lang))
    def schema(ctx: typer.Context) -> None:
        from json import dumps

        from thidua_cli.rubric.load import json_schema

        del ctx  # the schema is JSON whatever form was asked for
        streams.utf8(sys.stdout)
        streams.emit(dumps(json_schema(), ensure_ascii=False, indent=2))
