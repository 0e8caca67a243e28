"""What every command shares: options, language, exit codes, streams.

This module knows Typer but no command.
"""

from __future__ import annotations

import os
import re
import sys
from typing import TYPE_CHECKING, Any

import typer
from msgspec import Struct
from typer.core import TyperCommand, TyperGroup, TyperOption

from thidua_cli.catalogue import FILE_UNREADABLE, Lang, Text, did_you_mean, shown
from thidua_cli.cli import streams
from thidua_cli.cli.province import language_above
from thidua_cli.cli.waiting import shown_while_reading

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from thidua_cli.findings import Finding
    from thidua_cli.render.text import Screen

DONE, FOUND_ERRORS, WRONG_USAGE, COULD_NOT, OUR_FAULT, INTERRUPTED = 0, 1, 2, 3, 70, 130
# What could not be done although its code stands among those of files and sheets.
_REFUSALS = frozenset({"TD030", "TD135"})
_USAGE_CODES = frozenset({"TD012", "TD013", "TD014", "TD750", "TD913", "TD915", "TD916", "TD930", "TD931", "TD945"})


class UsageError(Exception):
    """A wrong argument or option, in both languages."""

    def __init__(self, problem: Text) -> None:
        super().__init__(problem.en)
        self.problem = problem


class Options(Struct, frozen=True):
    """The options that every command takes."""

    lang: Lang
    json: bool
    quiet: bool
    strict: bool
    colour: bool

    def screen(self) -> Screen:
        """How text is to be drawn."""
        from thidua_cli.render.text import Screen

        return Screen(self.lang, streams.width(), self.colour, self.quiet, streams.blocks(os.environ))


def exit_code(findings: Iterable[Finding], *, strict: bool = False) -> int:
    """The exit code of contract 2: 3 before 2 before 1; with `strict` a warning counts as an error."""
    codes = {DONE}
    for finding in findings:
        if not finding.is_error:
            codes.add(int(strict and finding.is_warning))
        elif finding.code in _USAGE_CODES:
            codes.add(WRONG_USAGE)
        else:
            refused = finding.code.startswith("TD9") or finding.code in _REFUSALS or _closed_settings(finding)
            codes.add(COULD_NOT if refused else FOUND_ERRORS)
    return max(codes)


def _closed_settings(finding: Finding) -> bool:
    """Whether settings or a table cannot be opened."""
    return finding.code == FILE_UNREADABLE.id and (finding.file or "").endswith((".yaml", ".yml"))


# --- language ------------------------------------------------------------------------------------

_LANGUAGES: dict[str, Lang] = {"vi": "vi", "en": "en"}


def language(argv: Sequence[str]) -> Lang:
    """The language asked for by --lang, else by THIDUA_LANG, else by thidua.yaml, else Vietnamese.

    An unknown one does not count.
    """
    return _known(_asked(argv)) or _known(os.environ.get("THIDUA_LANG")) or _known(language_above(argv)) or "vi"


def unknown_language(argv: Sequence[str]) -> Text | None:
    """What is said if the language asked for is none that thidua speaks."""
    for where, asked in (("--lang", _asked(argv)), ("THIDUA_LANG", os.environ.get("THIDUA_LANG"))):
        if asked is None or (not asked and where == "THIDUA_LANG"):
            continue
        if _known(asked) is None:
            return Text(
                f"{where} “{shown(asked, 'vi')}” không có; cho phép: vi, en.",
                f"{where} “{shown(asked, 'en')}” is unknown; allowed: vi, en.",
            )
        if where == "--lang":  # what it overrides does not matter
            return None
    return None


def _asked(argv: Sequence[str]) -> str | None:
    """The value of the last --lang; None without one."""
    asked = None
    for number, word in enumerate(argv):
        if word == "--":
            break
        if word == "--lang" and number + 1 < len(argv):
            asked = argv[number + 1]
        elif word.startswith("--lang="):
            asked = word.removeprefix("--lang=")
    return asked


def _known(asked: str | None) -> Lang | None:
    """The language meant by `en`, `EN`, `en_GB.UTF-8`."""
    return _LANGUAGES.get(re.split("[-_.@]", asked.strip().lower())[0]) if asked else None


_HELP_WORDS = (
    (r"^Usage:", "Cách dùng:"),
    (r"^Arguments:", "Đối số:"),
    (r"^Options:", "Tùy chọn:"),
    (r"^Commands:", "Lệnh:"),
    (r"\[OPTIONS\]", "[TÙY CHỌN]"),
    (r"COMMAND\s+\[ARGS\]\.\.\.", "LỆNH [ĐỐI SỐ]..."),
    (r"\[required\]", "[bắt buộc]"),
    (r"\[default:( +|\s*(\n +))([^\]]*)\]", r"\2[mặc định: \3]"),
)

# What stands for a value in the usage; what is typed as it stands (text|json) is in no language.
_VALUES = {
    "CODE": "MÃ", "CRITERION": "TIÊU_CHÍ", "D": "NGÀY", "DATE": "NGÀY", "DIR": "THƯ_MỤC", "FILE": "TỆP", "ID": "MÃ",
    "N": "SỐ", "NAME": "TÊN", "OUT": "NƠI_GHI", "PATH": "ĐƯỜNG_DẪN", "SHELL": "SHELL", "TEXT": "NỘI_DUNG",
    "UNIT": "ĐƠN_VỊ", "WORD": "TỪ", "Y": "NĂM", "YEAR": "NĂM",
}  # fmt: skip


def value_name(metavar: str, lang: Lang) -> str:
    """What stands for a value in the usage, such as DIR, in the user's language."""
    if lang == "en":
        return metavar
    return re.sub(r"(?<![\w-])[A-Z]+(?![\w-])", lambda word: _VALUES.get(word[0], word[0]), metavar)


_NARROW = 60


def help_text(command: TyperCommand | TyperGroup, ctx: Any, lang: Lang) -> str:
    """The help of a command in the user's language; in a narrow window its columns are narrower too."""
    formatter = ctx.make_formatter()
    if formatter.width < _NARROW:
        write = formatter.write_dl
        formatter.write_dl = lambda rows, col_max=30, col_spacing=2: write(rows, min(col_max, 12), col_spacing)
    command.format_help(ctx, formatter)
    text: str = formatter.getvalue().rstrip("\n")
    usage, _, rest = text.partition("\n\n")
    text = "\n\n".join(part for part in (re.sub(r"[{}]", "", usage), rest) if part)
    if lang == "vi":
        for english, vietnamese in _HELP_WORDS:
            text = re.sub(english, vietnamese, text, flags=re.MULTILINE)
    return re.sub(" +$", "", text, flags=re.MULTILINE)


def _speak(option: Any, command: TyperCommand | TyperGroup, lang: Lang) -> Any:
    """The --help option, in the user's language and through our own door."""
    if option is None:
        return None

    def show_help(ctx: Any, _param: Any, asked: Any) -> None:
        if asked and not ctx.resilient_parsing:
            streams.emit(command.get_help(ctx))
            ctx.exit()

    option.help = Text("Hiện hướng dẫn này rồi thoát.", "Show this message and exit.").to(lang)
    option.callback = show_help
    return option


# --- options -------------------------------------------------------------------------------------

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
    form, forms = values["format_"], ("text", "json")
    if form not in forms:
        ask = did_you_mean(form, forms)
        raise UsageError(
            Text(
                f"--format “{shown(form, 'vi')}” không có; cho phép: text, json.{ask.vi}",
                f"--format “{shown(form, 'en')}” is unknown; allowed: text, json.{ask.en}",
            )
        )
    return Options(
        lang=lang,
        json=form == "json",
        quiet=values["quiet"],
        strict=values["strict"],
        colour=streams.may_colour(os.environ, no_colour=values["no_color"]),
    )


_MADE_AGAIN = Text(
    "Tệp lưu tạm {name} bị hỏng, không dùng; bảng tiêu chí đã đọc lại từ bản gốc, kết quả không bị ảnh hưởng.",
    "The kept file {name} is damaged and was not used; the score table was read from its source again.",
)


def _tell_of_kept(options: Options) -> None:
    """Name the kept files that were damaged; no result depends on them."""
    kept = sys.modules.get("thidua_cli.kept")  # not there where nothing was kept
    for name in kept.damaged() if kept is not None and not options.quiet else ():
        streams.talk(_MADE_AGAIN.to(options.lang).format(name=shown(name, options.lang)))


def command_class(lang: Lang) -> type[TyperCommand]:
    """Commands that take the common options and speak the user's language."""

    class Command(TyperCommand):
        def __init__(self, *args: Any, params: list[Any] | None = None, **kwargs: Any) -> None:
            params = [*(params or []), *_common_options(lang)]
            for param in params:
                param.metavar = value_name(param.metavar, lang) if param.metavar else None
            super().__init__(*args, params=params, **kwargs)

        def invoke(self, ctx: Any) -> Any:
            ctx.obj = _options({name: ctx.params.pop(name) for name in _COMMON}, lang)
            try:
                with shown_while_reading(lang, os.environ, quiet=ctx.obj.quiet):
                    return super().invoke(ctx)
            finally:
                _tell_of_kept(ctx.obj)

        def get_help(self, ctx: Any) -> str:
            return help_text(self, ctx, lang)

        def get_help_option(self, ctx: Any) -> Any:
            return _speak(super().get_help_option(ctx), self, lang)

    return Command


def group_class(lang: Lang) -> type[TyperGroup]:
    """Groups that speak the user's language and know what an unknown command may have meant."""

    class Group(TyperGroup):
        def get_help(self, ctx: Any) -> str:
            return help_text(self, ctx, lang)

        def get_help_option(self, ctx: Any) -> Any:
            return _speak(super().get_help_option(ctx), self, lang)

        def format_commands(self, ctx: Any, formatter: Any) -> None:
            del ctx
            rows = [(name, command.help or "") for name, command in self.commands.items() if not command.hidden]
            with formatter.section("Commands"):
                formatter.write_dl(rows)

        def list_commands(self, ctx: Any) -> list[str]:
            del ctx
            return list(self.commands)

        def resolve_command(self, ctx: Any, args: list[str]) -> Any:
            if args and not args[0].startswith("-") and args[0] not in self.commands:
                raise UsageError(unknown_command(args[0], list(self.commands)))
            return super().resolve_command(ctx, args)

    return Group


def unknown_command(word: str, commands: list[str]) -> Text:
    """What is said of an unknown command."""
    ask = did_you_mean(word, commands)
    said = shown(word, "vi")
    return Text(f"Không có lệnh “{said}”.{ask.vi}", f"There is no command “{said}”.{ask.en}")


def as_typed(path: str) -> str:
    """A path as it is typed in a command: in quotation marks if it holds spaces."""
    said = shown(path, "vi")
    return f'"{said}"' if " " in said else said


# --- results -------------------------------------------------------------------------------------


def show(
    ctx: typer.Context,
    findings: Iterable[Finding],
    *,
    as_json: Callable[[], str],
    as_text: Callable[[], str],
    done: bool = True,
    agrees: bool = True,
    advice: Text | None = None,
) -> None:
    """Print the result in the form asked for and leave with its exit code.

    Without `done` nothing could be told: a finding that would else be one of the result is then a refusal.
    Without `agrees` the answer to what was asked is no, which is exit code 1 at least.
    `advice` is the next step of a result that is data; it is talk, so it goes to standard error, last.
    """
    if ctx.obj.json:
        streams.utf8(sys.stdout)
    streams.emit(as_json() if ctx.obj.json else as_text())
    found = tuple(findings)
    code = exit_code(found, strict=ctx.obj.strict)
    if advice is not None and done and code in {DONE, FOUND_ERRORS} and not ctx.obj.json and not ctx.obj.quiet:
        streams.talk(Text("Bước tiếp theo: ", "Next: ").to(ctx.obj.lang) + advice.to(ctx.obj.lang))
    if not agrees:
        code = max(code, FOUND_ERRORS)
    raise typer.Exit(COULD_NOT if code == FOUND_ERRORS and not done else code)


def complain(ctx: typer.Context, findings: Sequence[Finding]) -> None:
    """Findings that stand in no table of the result, on standard error."""
    if findings and not ctx.obj.json:
        from thidua_cli.render.text import general

        streams.talk(general(findings, ctx.obj.screen()))
