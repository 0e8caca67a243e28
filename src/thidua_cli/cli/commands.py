"""The commands, in one language at a time.

Each reads its arguments, calls one use case of `pipeline` and shows what `render` draws.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import typer

from thidua_cli.catalogue import CODES, Lang, Text, did_you_mean
from thidua_cli.cli import streams
from thidua_cli.cli.common import (
    UsageError,
    as_typed,
    command_class,
    complain,
    group_class,
    show,
)
from thidua_cli.folders import CLUSTER_FILE

if TYPE_CHECKING:
    from collections.abc import Callable

    from typer.core import TyperCommand

    from thidua_cli.report import Report
    from thidua_cli.rubric.model import Stage

_YEAR = re.compile(r"[0-9]{4}(?:-[0-9]{4})?")
_FIRST_YEAR, _LAST_YEAR = 1990, 2100
# Which column a ranking goes by, for the help of every command that ranks.
STAGE_HELP = Text(
    "Xếp theo một cột điểm: self (tự chấm), cluster (Cụm chấm), board (Ban thẩm định); "
    "mặc định là cột sau cùng đã đủ điểm.",
    "Rank by one score column: self, cluster or board; by default the latest that is complete.",
)


def build(lang: Lang, only: str | None = None) -> typer.Typer:
    """The command line in one language; with `only`, that command (and those defined with it) is enough."""
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

    for names, add in _PARTS:
        if only is None or only in names:
            add(app, command, lang)
    return app


# --- commands defined elsewhere, imported when they are asked for ----------------------------------------


def _start(app: typer.Typer, command: type[TyperCommand], lang: Lang) -> None:
    from thidua_cli.cli.start import add_start

    add_start(app, command, lang, _checked_year)


def _status(app: typer.Typer, command: type[TyperCommand], lang: Lang) -> None:
    from thidua_cli.cli.status import add_status

    add_status(app, command, lang, _checked_year)


def _report(app: typer.Typer, command: type[TyperCommand], lang: Lang) -> None:
    from thidua_cli.cli.papers import add_report

    add_report(app, command, lang, _checked_year)


def _review(app: typer.Typer, command: type[TyperCommand], lang: Lang) -> None:
    from thidua_cli.cli.review import add

    add(app, command, lang)


def _seal(app: typer.Typer, command: type[TyperCommand], lang: Lang) -> None:
    from thidua_cli.cli.seal import add_seal

    add_seal(app, command, lang)


def _diff(app: typer.Typer, command: type[TyperCommand], lang: Lang) -> None:
    from thidua_cli.cli.diff import add_diff

    add_diff(app, command, lang, _checked_stage)


def _repair(app: typer.Typer, command: type[TyperCommand], lang: Lang) -> None:
    from thidua_cli.cli.repair import add_repair

    add_repair(app, command, lang, _checked_year)


def _help_at_hand(app: typer.Typer, command: type[TyperCommand], lang: Lang) -> None:
    from thidua_cli.cli.start import add_help_at_hand

    add_help_at_hand(app, command, lang)


# --- values of options -----------------------------------------------------------------------------------


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
    if not _FIRST_YEAR <= int(first) <= _LAST_YEAR:
        raise UsageError(
            Text(
                f"--year “{year}” không hợp lệ; ghi một năm từ {_FIRST_YEAR} đến {_LAST_YEAR}.",
                f"--year “{year}” is not valid; write a year from {_FIRST_YEAR} to {_LAST_YEAR}.",
            )
        )
    return year


def _checked_stage(stage: str) -> Stage:
    from thidua_cli.rubric.model import Stage

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
            advice=_SEND_FORMS if result.files else None,
        )


_SEND_FORMS = Text(
    "gửi biểu cho các đơn vị; nhận lại thì chạy thidua validate THƯ_MỤC.",
    "send the forms to the units; when they come back, run thidua validate FOLDER.",
)


def _validate(app: typer.Typer, command: type[TyperCommand], lang: Lang) -> None:
    about = Text("Kiểm tra phiếu chấm điểm đến từng ô.", "Check score sheets to the cell.")
    paths_ = Text("Tệp hoặc thư mục phiếu.", "Sheets, or folders of sheets.")
    rubric_ = Text("Bảng tiêu chí, nếu phiếu không nêu.", "The score table, if the sheets name none.")
    list_ = Text(
        "Lập danh sách lỗi (Excel) để gửi từng đơn vị; ghi vào ket-qua/loi của thư mục cụm.",
        "Write a fix list (Excel) to send to each unit, into ket-qua/loi of the cluster's folder.",
    )
    output_ = Text("Thư mục ghi danh sách lỗi.", "The folder for the fix lists.")

    @app.command("validate", cls=command, help=about.to(lang))
    def validate(
        ctx: typer.Context,
        paths: list[str] = typer.Argument(..., metavar="PATH...", help=paths_.to(lang)),
        rubric: str = typer.Option(None, "--rubric", metavar="ID|FILE", help=rubric_.to(lang)),
        fix_list: bool = typer.Option(False, "--fix-list", help=list_.to(lang)),
        output: str = typer.Option(None, "-o", "--output", metavar="DIR", help=output_.to(lang)),
    ) -> None:
        from thidua_cli import pipeline

        def as_json() -> str:
            from thidua_cli.render import json

            return json.validated(report, lang)

        def as_text() -> str:
            from thidua_cli.render import text

            return text.validated(report, ctx.obj.screen(), _folder_of(paths))

        if output is not None and not fix_list:
            raise UsageError(Text("-o chỉ dùng cùng --fix-list.", "-o goes with --fix-list only."))
        report = pipeline.validate(paths, rubric)
        if fix_list:
            from thidua_cli.pipeline.fix_list import write_fix_lists

            report = write_fix_lists(report, paths, lang, output)
        show(ctx, report.all_findings(), as_json=as_json, as_text=as_text)


def _folder_of(paths: list[str]) -> str:
    """The one folder that was checked, or the cluster's folder that all the sheets lie in, as typed; else empty."""
    folders = {path if Path(path).is_dir() else str(Path(path).parent) for path in paths}
    if len(folders) != 1:
        return ""
    folder = folders.pop()
    by_itself = folder not in paths and not (Path(folder) / CLUSTER_FILE).is_file()
    return "" if by_itself else as_typed(folder)


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

    @app.command("rank", cls=command, help=about.to(lang))
    def rank(
        ctx: typer.Context,
        path: str = typer.Argument(".", metavar="[PATH]", help=path_.to(lang)),
        year: str = typer.Option(..., "--year", metavar="Y", help=year_.to(lang)),
        stage: str = typer.Option(None, "--stage", metavar="self|cluster|board", help=STAGE_HELP.to(lang)),
    ) -> None:
        from thidua_cli import pipeline
        from thidua_cli.render import json, text

        report = pipeline.rank(path, _checked_year(year), _checked_stage(stage) if stage else None, papers=True)
        complain(ctx, report.findings)
        show(
            ctx,
            report.all_findings(),
            as_json=lambda: json.ranked(report, lang),
            as_text=lambda: text.ranked(report, ctx.obj.screen()),
            advice=_after_rank(path, report),
        )


def _after_rank(path: str, report: Report) -> Text | None:
    """What a ranking is followed by: its papers if it is ready, else what still holds it back."""
    if not report.clusters:
        return None
    where = as_typed(path)
    if all(cluster.ready for cluster in report.clusters):
        command = f"thidua report {where} --year {report.year}"
        return Text(f"{command} để lập văn bản đề nghị.", f"{command} makes the papers of the proposal.")
    command = f"thidua status {where}"
    return Text(f"{command} cho biết còn phải làm gì trước khi trình.", f"{command} tells what is left to be done.")


def _explain(app: typer.Typer, command: type[TyperCommand], lang: Lang) -> None:
    about = Text(
        "Giải thích một mã phát hiện, ví dụ TD203; với --cluster: điểm của đơn vị từ đâu mà có, "
        "vì sao được hoặc không được đề nghị khen thưởng.",
        "Explain a finding code, such as TD203; with --cluster: where a unit's score comes from, "
        "why it is proposed for an award or not.",
    )
    what_ = Text(
        "Mã phát hiện; với --cluster: mã (id), tên hoặc tên gọi khác của đơn vị.",
        "A finding code; with --cluster: a unit's id, name or alias.",
    )
    criterion_ = Text(
        "Tiêu chí, ví dụ III.4 hoặc III.2.a; bỏ trống để xem cả đơn vị.",
        "A criterion, such as III.4 or III.2.a; without it the unit as a whole.",
    )
    cluster_ = Text("Thư mục của cụm.", "The folder of the cluster.")

    @app.command("explain", cls=command, help=about.to(lang))
    def explain(
        ctx: typer.Context,
        what: str = typer.Argument(..., metavar="CODE|UNIT", help=what_.to(lang)),
        criterion: str = typer.Argument(None, metavar="[CRITERION]", help=criterion_.to(lang)),
        cluster: str = typer.Option(None, "--cluster", metavar="DIR", help=cluster_.to(lang)),
        stage: str = typer.Option(None, "--stage", metavar="self|cluster|board", help=STAGE_HELP.to(lang)),
    ) -> None:
        if cluster is not None:
            _explain_score(ctx, cluster, what, criterion, _checked_stage(stage) if stage else None)
        elif criterion is not None or stage is not None:
            raise UsageError(
                Text("Giải thích điểm cần --cluster THƯ_MỤC.", "Explaining a score needs --cluster FOLDER.")
            )
        else:
            _explain_code(ctx, what)


def _explain_code(ctx: typer.Context, code: str) -> None:
    from thidua_cli.render import explain, json

    lang, entry = ctx.obj.lang, CODES.get(code.upper())
    if entry is None:
        ask = did_you_mean(code.upper(), CODES)
        if not ask.vi and not code.upper().startswith("TD"):
            ask = _NO_CODE
        raise UsageError(
            Text(f"Không có mã phát hiện “{code}”.{ask.vi}", f"There is no finding code “{code}”.{ask.en}")
        )
    show(ctx, (), as_json=lambda: json.explained(entry, lang), as_text=lambda: explain.explained(entry, lang))


_NO_CODE = Text(
    " Muốn hỏi về điểm của một đơn vị thì thêm --cluster THƯ_MỤC.",
    " To ask about a unit's scores add --cluster FOLDER.",
)


def _explain_score(ctx: typer.Context, cluster: str, unit: str, criterion: str | None, stage: Stage | None) -> None:
    from thidua_cli import pipeline
    from thidua_cli.render import explain, json

    lang, screen = ctx.obj.lang, ctx.obj.screen()
    trace, findings = pipeline.explain(cluster, unit, criterion, stage)
    complain(ctx, findings)
    show(
        ctx,
        (*findings, *(trace.findings if trace else ())),
        as_json=lambda: json.traced(trace, findings, lang),
        as_text=lambda: explain.traced(trace, lang, screen.width, quiet=screen.quiet) if trace else "",
        done=trace is not None,
        advice=None if criterion else _ASK_CRITERION,
    )


_ASK_CRITERION = Text(
    "thêm một tiêu chí, ví dụ III.4, vào cuối lệnh để xem điểm của tiêu chí đó từ đâu mà có.",
    "a criterion at the end of the command, such as III.4, shows where its score comes from.",
)


def _rubric(app: typer.Typer, command: type[TyperCommand], lang: Lang) -> None:
    group = group_class(lang)
    about = Text(
        "Bảng tiêu chí: liệt kê, xem, kiểm tra, so sánh, tạo bảng riêng của cụm.",
        "Score tables: list, show, check, compare, start a cluster's own.",
    )
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

    for add in (_rubric_list, _rubric_show, _rubric_check, _rubric_diff, _rubric_new, _rubric_schema):
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
            advice=_LOOK_AT_TABLE,
        )


_LOOK_AT_TABLE = Text(
    "thidua rubric show MÃ để xem một bảng; ghi mã đó vào mục rubric của cluster.yaml.",
    "thidua rubric show ID shows a table; its id stands as rubric in cluster.yaml.",
)


def _rubric_show(app: typer.Typer, command: type[TyperCommand], lang: Lang) -> None:
    about = Text("In một bảng tiêu chí với điều khoản.", "Print a score table with its clauses.")
    rubric_ = Text("Bảng tiêu chí: mã hoặc tệp.", "The score table: an id or a file.")
    readings_ = Text(
        "In các cách hiểu và cách đổi, thay cho bảng.", "Print the readings instead, and how to change them."
    )

    @app.command("show", cls=command, help=about.to(lang))
    def show_(
        ctx: typer.Context,
        rubric: str = typer.Argument(..., metavar="ID|FILE", help=rubric_.to(lang)),
        readings: bool = typer.Option(False, "--readings", help=readings_.to(lang)),
    ) -> None:
        from thidua_cli.render import json, rubrics
        from thidua_cli.rubric.load import load

        draw = rubrics.readings if readings else rubrics.shown
        loaded, findings = load(rubric, Path())
        complain(ctx, findings)
        show(
            ctx,
            findings,
            as_json=lambda: json.rubric_shown(loaded, findings, lang),
            as_text=lambda: draw(loaded, lang) if loaded else "",
        )


def _rubric_check(app: typer.Typer, command: type[TyperCommand], lang: Lang) -> None:
    about = Text("Kiểm tra tệp bảng tiêu chí.", "Check rubric files.")
    files_ = Text("Các bảng tiêu chí: mã hoặc tệp.", "The score tables: ids or files.")

    @app.command("check", cls=command, help=about.to(lang))
    def check(
        ctx: typer.Context, files: list[str] = typer.Argument(..., metavar="ID|FILE...", help=files_.to(lang))
    ) -> None:
        from thidua_cli.render import json, rubrics
        from thidua_cli.rubric.consistency import coverage
        from thidua_cli.rubric.load import load

        checked = [(file, *load(file, Path())) for file in files]
        results = [(file, rubric) for file, rubric, _ in checked]
        findings = list(dict.fromkeys(finding for _, _, found in checked for finding in found))
        findings += [coverage(rubric, file) for file, rubric in results if rubric is not None]
        complain(ctx, findings)
        show(
            ctx,
            findings,
            as_json=lambda: json.rubrics_checked(results, findings, lang),
            as_text=lambda: rubrics.checked(results, findings, lang),
            advice=_CORRECT_TABLE if any(one.is_error for one in findings) else _USE_TABLE,
        )


_CORRECT_TABLE = Text(
    "sửa các chỗ đã nêu rồi chạy lại thidua rubric check.", "correct what is named, then run thidua rubric check again."
)
_USE_TABLE = Text(
    "ghi bảng vào mục rubric của cluster.yaml rồi chạy thidua template --cluster THƯ_MỤC.",
    "name the table as rubric in cluster.yaml, then run thidua template --cluster FOLDER.",
)


def _rubric_diff(app: typer.Typer, command: type[TyperCommand], lang: Lang) -> None:
    about = Text(
        "So sánh hai bảng tiêu chí; mỗi chỗ khác nhau nêu bằng một câu.",
        "Compare two score tables, a sentence a difference.",
    )
    first_ = Text("Bảng tiêu chí: mã hoặc tệp.", "The score table: an id or a file.")
    second_ = Text("Bảng đem so.", "The table to compare it with.")

    @app.command("diff", cls=command, help=about.to(lang))
    def diff(
        ctx: typer.Context,
        first: str = typer.Argument(..., metavar="A", help=first_.to(lang)),
        second: str = typer.Argument(..., metavar="B", help=second_.to(lang)),
    ) -> None:
        from thidua_cli.render import json, rubrics
        from thidua_cli.rubric.differences import differences
        from thidua_cli.rubric.load import load

        (one, wrong_one), (other, wrong_other) = load(first, Path()), load(second, Path())
        findings = tuple(dict.fromkeys((*wrong_one, *wrong_other)))
        found = differences(one, other) if one is not None and other is not None else None
        complain(ctx, findings)
        show(
            ctx,
            findings,
            as_json=lambda: json.rubrics_compared(((first, one), (second, other)), found, findings, lang),
            as_text=lambda: "" if found is None else rubrics.compared((first, second), found, lang),
            advice=_LOOK_INTO_TABLES if found else None,
        )


_LOOK_INTO_TABLES = Text(
    "thidua rubric show BẢNG để xem cách chấm và điều khoản của từng dòng.",
    "thidua rubric show TABLE shows how each row is scored, with its clause.",
)


def _rubric_new(app: typer.Typer, command: type[TyperCommand], lang: Lang) -> None:
    about = Text(
        "Tạo tệp mẫu cho bảng riêng của cụm, để trống các số điểm.",
        "Write a starter for a cluster's own table, its points left blank.",
    )
    kind_ = Text(
        "Loại cụm: party (Ban đảng, Đảng ủy Khối), mass (Mặt trận, đoàn thể, hội), college (trường), "
        "central (cơ quan trung ương).",
        "For whom: party (party committees), mass (mass organisations), college (vocational schools), "
        "central (central agencies).",
    )
    output_ = Text("Tệp .yaml sẽ ghi; không ghi đè tệp đã có.", "The .yaml file to write; no file is overwritten.")

    @app.command("new", cls=command, help=about.to(lang))
    def new(
        ctx: typer.Context,
        kind: str = typer.Option(..., "--for", metavar="party|mass|college|central", help=kind_.to(lang)),
        output: str = typer.Option(..., "-o", "--output", metavar="FILE", help=output_.to(lang)),
    ) -> None:
        from thidua_cli import pipeline
        from thidua_cli.render import json
        from thidua_cli.rubric.load import STARTERS

        if kind not in STARTERS:
            allowed, ask = ", ".join(STARTERS), did_you_mean(kind, STARTERS)
            raise UsageError(
                Text(
                    f"--for “{kind}” không có; cho phép: {allowed}.{ask.vi}",
                    f"--for “{kind}” is unknown; allowed: {allowed}.{ask.en}",
                )
            )
        if Path(output).suffix.lower() not in {".yaml", ".yml"}:
            raise UsageError(Text(f"-o “{output}” cần đuôi tệp .yaml.", f"-o “{output}” must end in .yaml."))
        result = pipeline.new_table(kind, output)
        complain(ctx, result.findings)
        show(
            ctx,
            result.findings,
            as_json=lambda: json.written(result, lang),
            as_text=lambda: "\n".join(result.files),
            advice=_FILL_IN_TABLE if result.files else None,
        )


_FILL_IN_TABLE = Text(
    "điền các số điểm, số biên bản vào tệp rồi chạy thidua rubric check TỆP.",
    "fill in the points and the minutes, then run thidua rubric check FILE.",
)


def _rubric_schema(app: typer.Typer, command: type[TyperCommand], lang: Lang) -> None:
    about = Text("In JSON Schema của tệp bảng tiêu chí.", "Print the JSON Schema of rubric files.")
    guidance_ = Text("In JSON Schema của guidance.yaml thay cho bảng tiêu chí.", "That of a guidance.yaml instead.")

    @app.command("schema", cls=command, help=about.to(lang))
    def schema(
        ctx: typer.Context,
        guidance: bool = typer.Option(False, "--guidance", help=guidance_.to(lang)),
    ) -> None:
        from json import dumps

        from thidua_cli.rubric.resolve import guidance_schema, json_schema

        del ctx  # the schema is JSON whatever form was asked for
        streams.utf8(sys.stdout)
        streams.emit(dumps(guidance_schema() if guidance else json_schema(), ensure_ascii=False, indent=2))


# Which function defines which commands, in the order in which the help lists them.
_PARTS: Final[tuple[tuple[tuple[str, ...], Callable[[typer.Typer, type[TyperCommand], Lang], None]], ...]] = (
    (("init", "demo"), _start),
    (("template",), _template),
    (("validate",), _validate),
    (("consolidate",), _consolidate),
    (("rank",), _rank),
    (("explain",), _explain),
    (("status",), _status),
    (("report",), _report),
    (("review",), _review),
    (("seal",), _seal),
    (("diff",), _diff),
    (("repair",), _repair),
    (("rubric",), _rubric),
    (("doctor", "selftest", "completion"), _help_at_hand),
)
COMMANDS: Final = frozenset(name for names, _ in _PARTS for name in names)
