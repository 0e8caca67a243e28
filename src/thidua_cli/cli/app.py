"""The commands and their options, in both languages.

This module knows Typer; no other does.
"""

from __future__ import annotations

import os
import re
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import typer
from typer.core import TyperCommand, TyperGroup, TyperOption

from thidua_cli.catalogue import (
    CODES,
    OUR_FAULT,
    WRONG_USAGE,
    Lang,
    Text,
    say,
)
from thidua_cli.cli import streams
from thidua_cli.findings import Severity
from thidua_cli.rubric.model import Stage
from thidua_cli.vietnamese import nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from thidua_cli.findings import Finding
    from thidua_cli.render.text import Screen

_USAGE_EXIT, _SETTINGS_EXIT, _FAULT_EXIT, _INTERRUPTED = 2, 3, 70, 130
_USAGE_CODES = frozenset({"TD012", "TD013", "TD913", "TD915", "TD916"})
_YEAR = re.compile(r"[12][0-9]{3}(?:-[12][0-9]{3})?")


class UsageFault(Exception):
    """A wrong argument or option, in both languages."""

    def __init__(self, problem: Text) -> None:
        super().__init__(problem.en)
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Options:
    """The options that every command takes."""

    lang: Lang
    json: bool
    quiet: bool
    strict: bool
    debug: bool
    colour: bool

    def screen(self) -> Screen:
        """How text is to be drawn."""
        from thidua_cli.render.text import Screen

        return Screen(self.lang, streams.width(), self.colour, self.quiet)


def exit_code(findings: Iterable[Finding], *, strict: bool = False) -> int:
    """The exit code of contract 2: 3 before 2 before 1; with `strict` a warning counts as an error."""
    codes = {0}
    for finding in findings:
        if not finding.is_error:
            codes.add(int(strict and finding.severity is Severity.WARNING))
        elif finding.code in _USAGE_CODES:
            codes.add(_USAGE_EXIT)
        else:
            codes.add(_SETTINGS_EXIT if finding.code.startswith("TD9") else 1)
    return max(codes)


# --- language ------------------------------------------------------------------------------------


def language(argv: Sequence[str]) -> Lang:
    """The language asked for by --lang, else by THIDUA_LANG, else Vietnamese."""
    asked = os.environ.get("THIDUA_LANG", "vi")
    for number, word in enumerate(argv):
        if word == "--":
            break
        if word == "--lang" and number + 1 < len(argv):
            asked = argv[number + 1]
        elif word.startswith("--lang="):
            asked = word.removeprefix("--lang=")
    return "en" if asked.lower().startswith("en") else "vi"


_HELP_WORDS = (
    (r"^Usage:", "Cách dùng:"),
    (r"^Arguments:", "Đối số:"),
    (r"^Options:", "Tùy chọn:"),
    (r"^Commands:", "Lệnh:"),
    (r"\[OPTIONS\]", "[TÙY CHỌN]"),
    (r"COMMAND \[ARGS\]\.\.\.", "LỆNH [ĐỐI SỐ]..."),
    (r"\[required\]", "[bắt buộc]"),
    (r"\[default: ([^\]]*)\]", r"[mặc định: \1]"),
    (r"Show this message and exit\.", "Hiện hướng dẫn này rồi thoát."),
)


def _localised(help_text: str, lang: Lang) -> str:
    """Typer's own words in the help, in the user's language."""
    if lang == "vi":
        for english, vietnamese in _HELP_WORDS:
            help_text = re.sub(english, vietnamese, help_text, flags=re.MULTILINE)
    return help_text


# --- what every command shares -------------------------------------------------------------------

_COMMON = ("lang", "format_", "quiet", "strict", "no_color", "debug")


def _common_options(lang: Lang) -> list[TyperOption]:
    def help_(vi: str, en: str) -> str:
        return Text(vi, en).to(lang)

    return [
        TyperOption(
            param_decls=["--format", "format_"],
            default="text",
            show_default=True,
            metavar="text|json",
            help=help_("Dạng kết quả.", "Form of the result."),
        ),
        TyperOption(
            param_decls=["--lang", "lang"],
            default=None,
            metavar="vi|en",
            help=help_("Ngôn ngữ (mặc định vi, hoặc THIDUA_LANG).", "Language (default vi, or THIDUA_LANG)."),
        ),
        TyperOption(
            param_decls=["-q", "--quiet", "quiet"],
            is_flag=True,
            default=False,
            help=help_("Chỉ in lỗi và kết luận.", "Only errors and the verdict."),
        ),
        TyperOption(
            param_decls=["--strict", "strict"],
            is_flag=True,
            default=False,
            help=help_("Coi cảnh báo như lỗi (mã thoát 1).", "Treat warnings as errors (exit code 1)."),
        ),
        TyperOption(
            param_decls=["--no-color", "no_color"],
            is_flag=True,
            default=False,
            help=help_("Không dùng màu.", "No colours."),
        ),
        TyperOption(
            param_decls=["--debug", "debug"],
            is_flag=True,
            default=False,
            help=help_("In chi tiết khi thidua gặp lỗi ngoài dự kiến.", "Show details of an unexpected fault."),
        ),
    ]


def _options(values: dict[str, Any], lang: Lang) -> Options:
    asked = values["lang"]
    if asked is not None and asked not in {"vi", "en"}:
        raise UsageFault(Text(f"--lang “{asked}” không có; cho phép: vi, en.", f"--lang “{asked}” is unknown; allowed: vi, en."))
    form = values["format_"]
    if form not in {"text", "json"}:
        raise UsageFault(
            Text(f"--format “{form}” không có; cho phép: text, json.", f"--format “{form}” is unknown; allowed: text, json.")
        )
    return Options(
        lang=lang,
        json=form == "json",
        quiet=values["quiet"],
        strict=values["strict"],
        debug=values["debug"],
        colour=streams.may_colour(os.environ, no_colour=values["no_color"]),
    )


def _command_class(lang: Lang) -> type[TyperCommand]:
    """Commands that take the common options and speak the user's language."""

    class Command(TyperCommand):
        def __init__(self, *args: Any, params: list[Any] | None = None, **kwargs: Any) -> None:
            super().__init__(*args, params=[*(params or []), *_common_options(lang)], **kwargs)

        def invoke(self, ctx: Any) -> Any:
            ctx.obj = _options({name: ctx.params.pop(name) for name in _COMMON}, lang)
            return super().invoke(ctx)

        def get_help(self, ctx: Any) -> str:
            return _localised(super().get_help(ctx), lang)

    return Command


def _group_class(lang: Lang) -> type[TyperGroup]:
    """Groups that speak the user's language and know what an unknown command may have meant."""

    class Group(TyperGroup):
        def get_help(self, ctx: Any) -> str:
            return _localised(super().get_help(ctx), lang)

        def list_commands(self, ctx: Any) -> list[str]:
            del ctx
            return list(self.commands)

        def resolve_command(self, ctx: Any, args: list[str]) -> Any:
            if args and not args[0].startswith("-") and args[0] not in self.commands:
                raise UsageFault(_no_such(args[0], list(self.commands)))
            return super().resolve_command(ctx, args)

    return Group


def _no_such(word: str, commands: list[str]) -> Text:
    meant = nearest(word, commands)
    ask = Text(f" Có phải “{meant}”?", f" Did you mean “{meant}”?") if meant else Text("", "")
    return Text(f"Không có lệnh “{word}”.{ask.vi}", f"There is no command “{word}”.{ask.en}")


def _put(ctx: typer.Context, text: str, findings: Iterable[Finding]) -> None:
    """Print the result and leave with its exit code."""
    if ctx.obj.json:
        streams.utf8(sys.stdout)
    streams.emit(text)
    raise typer.Exit(exit_code(findings, strict=ctx.obj.strict))


def _complain(ctx: typer.Context, findings: Sequence[Finding]) -> None:
    """Findings that stand in no table of the result, on standard error."""
    if findings and not ctx.obj.json:
        from thidua_cli.render.text import general

        streams.talk(general(findings, ctx.obj.screen()))


def _checked_year(year: str) -> str:
    year = year.replace("–", "-").replace(" ", "")
    first, _, last = year.partition("-")
    if not _YEAR.fullmatch(year) or (last and int(last) != int(first) + 1):
        raise UsageFault(
            Text(
                f"--year “{year}” không hợp lệ; ghi 2019, hoặc 2018-2019 cho năm học.",
                f"--year “{year}” is not valid; write 2019, or 2018-2019 for a school year.",
            )
        )
    return year


# --- the commands --------------------------------------------------------------------------------


def build(lang: Lang) -> typer.Typer:
    """The command line in one language."""
    command, group = _command_class(lang), _group_class(lang)

    def t(vi: str, en: str) -> str:
        return Text(vi, en).to(lang)

    app = typer.Typer(
        cls=group,
        rich_markup_mode=None,
        add_completion=False,
        pretty_exceptions_enable=False,
        no_args_is_help=False,
        help=t(
            "Chấm điểm, xếp hạng và đề nghị khen thưởng cho cụm, khối thi đua trên bảng tính.",
            "Scores, ranks and proposes awards for emulation clusters, over spreadsheets.",
        ),
    )

    @app.callback(invoke_without_command=True)
    def _main(
        ctx: typer.Context,
        version: bool = typer.Option(False, "--version", help=t("In phiên bản.", "Print the version.")),
        lang_: str = typer.Option(None, "--lang", metavar="vi|en", help=t("Ngôn ngữ.", "Language.")),
    ) -> None:
        del lang_  # read from the command line before the commands were built
        if version:
            from thidua_cli import __version__

            streams.emit(f"thidua {__version__}")
        elif ctx.invoked_subcommand is None:
            streams.emit(ctx.get_help())

    _template(app, command, lang)
    _validate(app, command, lang)
    _consolidate(app, command, lang)
    _rank(app, command, lang)
    _explain(app, command, lang)
    _rubric(app, command, group, lang)
    return app


def _template(app: typer.Typer, command: type[TyperCommand], lang: Lang) -> None:
    def t(vi: str, en: str) -> str:
        return Text(vi, en).to(lang)

    @app.command(
        "template",
        cls=command,
        help=t("Tạo biểu chấm điểm trắng (Excel) cho đơn vị hoặc cho cả cụm.", "Make blank score forms (Excel)."),
    )
    def template(
        ctx: typer.Context,
        rubric: str = typer.Option(None, "--rubric", metavar="ID|FILE", help=t("Bảng tiêu chí.", "The score table.")),
        cluster: str = typer.Option(
            None, "--cluster", metavar="DIR", help=t("Thư mục cụm: mỗi đơn vị một biểu.", "A cluster's folder: one form a member.")
        ),
        unit: str = typer.Option(None, "--unit", metavar="NAME", help=t("Tên đơn vị.", "The unit's name.")),
        year: str = typer.Option(None, "--year", metavar="Y", help=t("Năm chấm điểm.", "The year scored.")),
        output: str = typer.Option(
            None, "-o", "--output", metavar="PATH", help=t("Tệp hoặc thư mục ghi kết quả.", "The file or folder to write.")
        ),
    ) -> None:
        from thidua_cli.pipeline import make_forms

        if (rubric is None) == (cluster is None):
            raise UsageFault(Text("Cần đúng một trong hai: --rubric hoặc --cluster.", "Give either --rubric or --cluster."))
        result = make_forms(rubric, cluster, unit, _checked_year(year) if year else None, output)
        if ctx.obj.json:
            from thidua_cli.render import json as drawn

            _put(ctx, drawn.written(result, ctx.obj.lang), result.findings)
        _complain(ctx, result.findings)
        if result.files:
            streams.emit("\n".join(result.files))
        raise typer.Exit(exit_code(result.findings, strict=ctx.obj.strict))


def _validate(app: typer.Typer, command: type[TyperCommand], lang: Lang) -> None:
    def t(vi: str, en: str) -> str:
        return Text(vi, en).to(lang)

    @app.command(
        "validate",
        cls=command,
        help=t("Kiểm tra phiếu chấm điểm đến từng ô.", "Check score sheets to the cell."),
    )
    def validate(
        ctx: typer.Context,
        paths: list[str] = typer.Argument(..., metavar="PATH...", help=t("Tệp hoặc thư mục phiếu.", "Sheets or folders.")),
        rubric: str = typer.Option(
            None, "--rubric", metavar="ID|FILE", help=t("Bảng tiêu chí, nếu phiếu không nêu.", "The score table, if the sheets name none.")
        ),
    ) -> None:
        from thidua_cli import pipeline

        report = pipeline.validate(paths, rubric)
        if ctx.obj.json:
            from thidua_cli.render import json as drawn

            _put(ctx, drawn.validated(report, ctx.obj.lang), report.all_findings())
        from thidua_cli.render import text

        _put(ctx, text.validated(report, ctx.obj.screen()), report.all_findings())


def _consolidate(app: typer.Typer, command: type[TyperCommand], lang: Lang) -> None:
    def t(vi: str, en: str) -> str:
        return Text(vi, en).to(lang)

    @app.command(
        "consolidate",
        cls=command,
        help=t(
            "Tổng hợp phiếu của một cụm vào ket-qua/tong-hop.xlsx.",
            "Draw a cluster's sheets together into ket-qua/tong-hop.xlsx.",
        ),
    )
    def consolidate(
        ctx: typer.Context,
        folders: list[str] = typer.Argument(..., metavar="DIR...", help=t("Thư mục cụm.", "Cluster folders.")),
    ) -> None:
        from thidua_cli import pipeline

        report = pipeline.consolidate(folders, ctx.obj.lang)
        if ctx.obj.json:
            from thidua_cli.render import json as drawn

            _put(ctx, drawn.consolidated(report, ctx.obj.lang), report.all_findings())
        _complain(ctx, report.findings)
        from thidua_cli.render import text

        _put(ctx, text.consolidated(report, ctx.obj.screen()), report.all_findings())


def _rank(app: typer.Typer, command: type[TyperCommand], lang: Lang) -> None:
    def t(vi: str, en: str) -> str:
        return Text(vi, en).to(lang)

    @app.command(
        "rank",
        cls=command,
        help=t("Xếp hạng và đề nghị khen thưởng, có căn cứ từng bước.", "Rank, and propose awards, with the clause for each step."),
    )
    def rank(
        ctx: typer.Context,
        path: str = typer.Argument(".", metavar="[PATH]", help=t("Thư mục cụm, hoặc thư mục chứa nhiều cụm.", "A cluster's folder, or one that holds clusters.")),
        year: str = typer.Option(..., "--year", metavar="Y", help=t("Năm xếp hạng: 2019, hoặc 2018-2019.", "The year: 2019, or 2018-2019.")),
        stage: str = typer.Option(
            None, "--stage", metavar="self|cluster|board", help=t("Xếp theo một cột điểm nhất định.", "Rank by a given score column.")
        ),
    ) -> None:
        from thidua_cli import pipeline

        if stage is not None and stage not in set(Stage):
            raise UsageFault(
                Text(
                    f"--stage “{stage}” không có; cho phép: self, cluster, board.",
                    f"--stage “{stage}” is unknown; allowed: self, cluster, board.",
                )
            )
        report = pipeline.rank(path, _checked_year(year), Stage(stage) if stage else None)
        if ctx.obj.json:
            from thidua_cli.render import json as drawn

            _put(ctx, drawn.ranked(report, ctx.obj.lang), report.all_findings())
        _complain(ctx, report.findings)
        from thidua_cli.render import text

        _put(ctx, text.ranked(report, ctx.obj.screen()), report.all_findings())


def _explain(app: typer.Typer, command: type[TyperCommand], lang: Lang) -> None:
    def t(vi: str, en: str) -> str:
        return Text(vi, en).to(lang)

    @app.command(
        "explain", cls=command, help=t("Giải thích một mã phát hiện, ví dụ TD203.", "Explain a finding code, such as TD203.")
    )
    def explain(
        ctx: typer.Context,
        code: str = typer.Argument(..., metavar="CODE", help=t("Mã phát hiện.", "The finding code.")),
    ) -> None:
        from thidua_cli.render.explain import explained

        entry = CODES.get(code.upper())
        if entry is None:
            meant = nearest(code.upper(), CODES)
            ask = Text(f" Có phải “{meant}”?", f" Did you mean “{meant}”?") if meant else Text("", "")
            raise UsageFault(
                Text(f"Không có mã phát hiện “{code}”.{ask.vi}", f"There is no finding code “{code}”.{ask.en}")
            )
        _put(ctx, explained(entry, ctx.obj.lang, as_json=ctx.obj.json), ())


def _rubric(app: typer.Typer, command: type[TyperCommand], group: type[TyperGroup], lang: Lang) -> None:
    def t(vi: str, en: str) -> str:
        return Text(vi, en).to(lang)

    rubrics = typer.Typer(
        cls=group, rich_markup_mode=None, help=t("Bảng tiêu chí: liệt kê, xem, kiểm tra.", "Score tables: list, show, check.")
    )
    app.add_typer(rubrics, name="rubric")

    @rubrics.callback(invoke_without_command=True)
    def _main(ctx: typer.Context) -> None:
        if ctx.invoked_subcommand is None:
            streams.emit(ctx.get_help())

    @rubrics.command("list", cls=command, help=t("Liệt kê các bảng tiêu chí có sẵn.", "List the score tables shipped."))
    def list_(ctx: typer.Context) -> None:
        from thidua_cli.render import rubrics as drawn
        from thidua_cli.rubric.load import load, shipped

        loaded = [load(rubric_id) for rubric_id in shipped()]
        found = [checked.value for checked in loaded if checked.value is not None]
        findings = [finding for checked in loaded for finding in checked.findings]
        _complain(ctx, findings)
        _put(ctx, drawn.listed(found, ctx.obj.lang, as_json=ctx.obj.json), findings)

    @rubrics.command("show", cls=command, help=t("In một bảng tiêu chí với điều khoản.", "Print a score table with its clauses."))
    def show(
        ctx: typer.Context,
        rubric: str = typer.Argument(..., metavar="ID|FILE", help=t("Bảng tiêu chí.", "The score table.")),
    ) -> None:
        from pathlib import Path

        from thidua_cli.render import rubrics as drawn
        from thidua_cli.rubric.load import load

        loaded, findings = load(rubric, Path())
        _complain(ctx, findings)
        if loaded is None:
            raise typer.Exit(exit_code(findings))
        _put(ctx, drawn.shown(loaded, ctx.obj.screen(), as_json=ctx.obj.json), findings)

    @rubrics.command("check", cls=command, help=t("Kiểm tra tệp bảng tiêu chí.", "Check rubric files."))
    def check(
        ctx: typer.Context,
        files: list[str] = typer.Argument(..., metavar="ID|FILE...", help=t("Các bảng tiêu chí.", "The score tables.")),
    ) -> None:
        from pathlib import Path

        from thidua_cli.render import rubrics as drawn
        from thidua_cli.rubric.load import load

        checked = [(file, *load(file, Path())) for file in files]
        findings = [finding for _, _, found in checked for finding in found]
        _complain(ctx, findings)
        _put(ctx, drawn.checked([(file, rubric) for file, rubric, _ in checked], findings, ctx.obj.lang, as_json=ctx.obj.json), findings)

    @rubrics.command("schema", cls=command, help=t("In JSON Schema của tệp bảng tiêu chí.", "Print the JSON Schema of rubric files."))
    def schema(ctx: typer.Context) -> None:
        import json

        from thidua_cli.rubric.load import json_schema

        ctx.obj = ctx.obj
        streams.utf8(sys.stdout)
        _put(ctx, json.dumps(json_schema(), ensure_ascii=False, indent=2), ())


# --- running -------------------------------------------------------------------------------------


def run(argv: Sequence[str]) -> int:
    """Run the command line and return the exit code; no traceback is shown unless `--debug`."""
    streams.prepare()
    lang = language(argv)
    try:
        code = typer.main.get_command(build(lang)).main(list(argv), prog_name="thidua", standalone_mode=False)
        sys.stdout.flush()
    except UsageFault as fault:
        return _refuse(fault.problem, argv, lang)
    except KeyboardInterrupt:
        streams.talk(Text("Đã dừng.", "Stopped.").to(lang))
        return _INTERRUPTED
    except BrokenPipeError:
        # The reader of our output has gone; nothing more can be said to it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return 0
    except Exception as error:
        if hasattr(error, "format_message"):  # Typer's own exceptions of usage
            return _refuse(_usage_problem(error), argv, lang)
        if isinstance(error, typer.Abort):
            return _INTERRUPTED
        if "--debug" in argv:
            raise
        return _our_fault(error, lang)
    return code if isinstance(code, int) else 0


def _refuse(problem: Text, argv: Sequence[str], lang: Lang) -> int:
    words = [word for word in argv[:2] if not word.startswith("-")]
    command = words[0] if words and words[0] in _COMMANDS else ""
    message, fix = say(WRONG_USAGE.finding(problem=problem, command=command), lang)
    label = Text("[LỖI]", "[ERROR]").to(lang)
    streams.talk(f"{label} {message}\n{' '.join(fix.split())}")
    return _USAGE_EXIT


_COMMANDS = ("template", "validate", "consolidate", "rank", "explain", "rubric")


def _usage_problem(error: Exception) -> Text:
    """Typer's complaint in both languages."""
    kind = type(error).__name__
    name = getattr(error, "option_name", None)
    if kind == "NoSuchOption":
        near = nearest(str(name), getattr(error, "possibilities", None) or [])
        ask = Text(f" Có phải {near}?", f" Did you mean {near}?") if near else Text("", "")
        return Text(f"Không có tùy chọn {name}.{ask.vi}", f"There is no option {name}.{ask.en}")
    param = getattr(error, "param", None)
    shown = " / ".join(getattr(param, "opts", []) or []) if param is not None else ""
    if param is not None and getattr(param, "param_type_name", "") == "argument":
        shown = getattr(param, "metavar", None) or shown
    if kind == "MissingParameter":
        return Text(f"Thiếu {shown}.", f"{shown} is missing.")
    if kind == "BadParameter":
        return Text(f"Giá trị của {shown} không hợp lệ.", f"The value of {shown} is not valid.")
    if kind == "BadOptionUsage":
        return Text(f"Tùy chọn {name} thiếu giá trị hoặc thừa giá trị.", f"Option {name} lacks its value or takes none.")
    extra = re.search(r"\((.*)\)", str(error))
    words = extra[1] if extra else ""
    return Text(f"Thừa đối số: {words}." if words else "Sai cách dùng.", f"Unexpected argument: {words}." if words else "Wrong usage.")


def _our_fault(error: Exception, lang: Lang) -> int:
    from thidua_cli import __version__

    where = ""
    trace = error.__traceback__
    while trace is not None:
        where = f"{os.path.basename(trace.tb_frame.f_code.co_filename)}:{trace.tb_lineno}"  # noqa: PTH119 - a name, no path
        trace = trace.tb_next
    finding = OUR_FAULT.finding(reason=f"{type(error).__name__} ({where})", version=__version__)
    message, fix = say(finding, lang)
    streams.talk(f"{Text('[LỖI]', '[ERROR]').to(lang)} {message} {fix} {finding.code}")
    return _FAULT_EXIT
