"""What every command shares: options, language, exit codes, streams.

This module knows Typer but no command.
"""

from __future__ import annotations

import os
import re
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import typer
from typer.core import TyperCommand, TyperGroup, TyperOption

from thidua_cli.catalogue import Lang, Text, did_you_mean
from thidua_cli.cli import streams

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from thidua_cli.findings import Finding
    from thidua_cli.render.text import Screen

DONE, FOUND_ERRORS, WRONG_USAGE, COULD_NOT, OUR_FAULT, INTERRUPTED = 0, 1, 2, 3, 70, 130
# What could not be done although its code stands among those of files and sheets.
_REFUSALS = frozenset({"TD030", "TD135"})
_USAGE_CODES = frozenset({"TD012", "TD013", "TD014", "TD750", "TD913", "TD915", "TD916"})


class UsageError(Exception):
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
            refused = finding.code.startswith("TD9") or finding.code in _REFUSALS
            codes.add(COULD_NOT if refused else FOUND_ERRORS)
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


def localised(help_text: str, lang: Lang) -> str:
    """Typer's own words in the help, in the user's language."""
    if lang == "vi":
        for english, vietnamese in _HELP_WORDS:
            help_text = re.sub(english, vietnamese, help_text, flags=re.MULTILINE)
    return help_text


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
    asked = values["lang"]
    if asked is not None and asked not in {"vi", "en"}:
        raise UsageError(
            Text(
                f"--lang “{asked}” không có; cho phép: vi, en.",
                f"--lang “{asked}” is unknown; allowed: vi, en.",
            )
        )
    form = values["format_"]
    if form not in {"text", "json"}:
        raise UsageError(
            Text(
                f"--format “{form}” không có; cho phép: text, json.",
                f"--format “{form}” is unknown; allowed: text, json.",
            )
        )
    return Options(
        lang=lang,
        json=form == "json",
        quiet=values["quiet"],
        strict=values["strict"],
        colour=streams.may_colour(os.environ, no_colour=values["no_color"]),
    )


def command_class(lang: Lang) -> type[TyperCommand]:
    """Commands that take the common options and speak the user's language."""

    class Command(TyperCommand):
        def __init__(self, *args: Any, params: list[Any] | None = None, **kwargs: Any) -> None:
            super().__init__(*args, params=[*(params or []), *_common_options(lang)], **kwargs)

        def invoke(self, ctx: Any) -> Any:
            ctx.obj = _options({name: ctx.params.pop(name) for name in _COMMON}, lang)
            return super().invoke(ctx)

        def get_help(self, ctx: Any) -> str:
            return localised(super().get_help(ctx), lang)

    return Command


def group_class(lang: Lang) -> type[TyperGroup]:
    """Groups that speak the user's language and know what an unknown command may have meant."""

    class Group(TyperGroup):
        def get_help(self, ctx: Any) -> str:
            return localised(super().get_help(ctx), lang)

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
    return Text(f"Không có lệnh “{word}”.{ask.vi}", f"There is no command “{word}”.{ask.en}")


# --- results -------------------------------------------------------------------------------------


def show(
    ctx: typer.Context,
    findings: Iterable[Finding],
    *,
    as_json: Callable[[], str],
    as_text: Callable[[], str],
    done: bool = True,
    agrees: bool = True,
) -> None:
    """Print the result in the form asked for and leave with its exit code.

    Without `done` nothing could be told: a finding that would else be one of the result is then a refusal.
    Without `agrees` the answer to what was asked is no, which is exit code 1 at least.
    """
    if ctx.obj.json:
        streams.utf8(sys.stdout)
    streams.emit(as_json() if ctx.obj.json else as_text())
    code = exit_code(findings, strict=ctx.obj.strict)
    if not agrees:
        code = max(code, FOUND_ERRORS)
    raise typer.Exit(COULD_NOT if code == FOUND_ERRORS and not done else code)


def complain(ctx: typer.Context, findings: Sequence[Finding]) -> None:
    """Findings that stand in no table of the result, on standard error."""
    if findings and not ctx.obj.json:
        from thidua_cli.render.text import general

        streams.talk(general(findings, ctx.obj.screen()))
