"""Running the command line: language, streams, and every failure turned into one sentence.

This module knows no command's options.
"""

from __future__ import annotations

import os
import re
import sys
from typing import TYPE_CHECKING, Any

import typer

from thidua_cli import catalogue
from thidua_cli.catalogue import Lang, Text, did_you_mean, say, shown
from thidua_cli.cli import streams
from thidua_cli.cli.commands import COMMANDS, build
from thidua_cli.cli.common import (
    COULD_NOT,
    DONE,
    INTERRUPTED,
    OUR_FAULT,
    WRONG_USAGE,
    UsageError,
    language,
    unknown_language,
)

if TYPE_CHECKING:
    from collections.abc import Sequence


def run(argv: Sequence[str]) -> int:
    """Run the command line and return the exit code; no traceback is shown unless `--debug`."""
    streams.prepare()
    lang = language(argv)
    command: Any = None
    try:
        problem = unknown_language(argv)
        if problem is not None:
            return _refuse(problem, argv, lang, command)
        command = typer.main.get_command(build(lang, _named(argv)))
        words = _in_place(_with_help(argv), command)
        columns = min(streams.width(), _WIDEST_HELP)
        code = command.main(words, prog_name="thidua", standalone_mode=False, terminal_width=columns)
    except UsageError as fault:
        return _refuse(fault.problem, argv, lang, command)
    except KeyboardInterrupt:
        return stopped(lang)
    except streams.OutputLostError as lost:
        return _output_lost(lost, lang)
    except Exception as error:
        if hasattr(error, "format_message"):  # Typer's own exceptions of usage
            return _refuse(_usage_problem(error), argv, lang, command)
        if isinstance(error, typer.Abort) or by_stop(error):
            return stopped(lang)
        if "--debug" in argv:
            raise
        return _without_room(error, lang) or _our_fault(error, lang)
    if code == INTERRUPTED:  # Typer makes an exit code of Ctrl-C
        return stopped(lang)
    return code if isinstance(code, int) else DONE


_WIDEST_HELP = 80


def by_stop(error: BaseException) -> bool:
    """Whether Ctrl-C is behind the error: Python wraps what comes up while a class is made."""
    cause: BaseException | None = error
    while cause is not None and not isinstance(cause, KeyboardInterrupt):
        cause = cause.__cause__
    return cause is not None


def _without_room(error: Exception, lang: Lang) -> int | None:
    """What is said of a disk without room, on which the system's temporary files may be too; None of other errors."""
    from thidua_cli.pipeline.writing import without_room

    finding = without_room(error) if isinstance(error, OSError) else None
    if finding is None:
        return None
    message, fix = say(finding, lang)
    streams.talk(f"{Text('[LỖI]', '[ERROR]').to(lang)} {message} {fix} {finding.code}")
    return COULD_NOT


def stopped(lang: Lang) -> int:
    """What is said after Ctrl-C; every output is written whole or not at all, so nothing is half done."""
    if streams.is_terminal(sys.stderr):  # which shows ^C at the end of the last line
        streams.draw("\n")
    streams.talk(
        Text(
            "Đã dừng theo yêu cầu; không có tệp nào bị ghi dở. Chạy lại lệnh khi cần.",
            "Stopped as asked; no file is half written. Run the command again when needed.",
        ).to(lang)
    )
    return INTERRUPTED


_HELP = ("-h", "-?", "/?")


def _with_help(argv: Sequence[str]) -> list[str]:
    """The words with every usual way to ask for help as --help: `help rank`, `rank -h`, `rank /?`."""
    end = list(argv).index("--") if "--" in argv else len(argv)
    words = ["--help" if word in _HELP and n < end else word for n, word in enumerate(argv)]
    return [*words[1:], "--help"] if words[:1] == ["help"] else words


def _named(argv: Sequence[str]) -> str | None:
    """The command that the words begin with, but for the options of every command; None unless there is such a one."""
    at = 0
    while at < len(argv) and (argv[at] in _FLAGS or argv[at].partition("=")[0] in _WITH_VALUE):
        at += 2 if argv[at] in _WITH_VALUE else 1
    return argv[at] if at < len(argv) and argv[at] in COMMANDS else None


_WITH_VALUE, _FLAGS = ("--lang", "--format"), ("-q", "--quiet", "--strict", "--no-color", "--debug")


def _in_place(argv: Sequence[str], command: Any) -> list[str]:
    """The words with the options of every command behind the command's name, wherever they were typed."""
    words, held, at = list(argv), [], 0
    while at < len(words):
        name, is_, _ = words[at].partition("=")
        if name in _WITH_VALUE or name in _FLAGS:
            several = 2 if name in _WITH_VALUE and not is_ else 1
            if at + several > len(words):
                raise UsageError(_needs_value(name))
            held += words[at : at + several]
            del words[at : at + several]
        elif words[at] in getattr(command, "commands", {}):
            command, at = command.commands[words[at]], at + 1
        else:
            break
    # A group by itself only shows its help, which is the same whatever they say.
    return words if hasattr(command, "commands") else [*words[:at], *held, *words[at:]]


def _refuse(problem: Text, argv: Sequence[str], lang: Lang, command: Any) -> int:
    """Wrong usage: what is wrong, and where the usage is explained."""
    names = []
    for word in argv:
        if word in getattr(command, "commands", {}):
            command = command.commands[word]
            names.append(word)
    finding = catalogue.WRONG_USAGE.finding(problem=problem, command=" ".join(names))
    message, fix = say(finding, lang)
    label = Text("[LỖI]", "[ERROR]").to(lang)
    streams.talk(f"{label} {message}\n{' '.join(fix.split())} ({finding.code})")
    return WRONG_USAGE


def _output_lost(lost: streams.OutputLostError, lang: Lang) -> int:
    """Standard output could not be written, which is told on standard error."""
    reason = (
        Text("nơi nhận kết quả in ra đã hết chỗ", "there is no space left where the text goes")
        if lost.full
        else Text("nơi nhận kết quả in ra đã đóng", "what takes the text is closed")
    )
    finding = catalogue.OUTPUT_NOT_WRITABLE.finding(reason=reason)
    message, fix = say(finding, lang)
    streams.talk(f"{Text('[LỖI]', '[ERROR]').to(lang)} {message} {fix} {finding.code}")
    return COULD_NOT


def _needs_value(name: str) -> Text:
    return Text(f"Tùy chọn {name} cần một giá trị.", f"Option {name} needs a value.")


def _usage_problem(error: Exception) -> Text:
    """Typer's complaint in both languages."""
    kind = type(error).__name__
    name = shown(getattr(error, "option_name", None), "vi")
    if kind == "NoSuchOption":
        ask = did_you_mean(name, _options_near(error))
        return Text(f"Không có tùy chọn {name}.{ask.vi}", f"There is no option {name}.{ask.en}")
    if kind == "BadOptionUsage":
        if "does not take" in str(error):
            return Text(f"Tùy chọn {name} không nhận giá trị.", f"Option {name} takes no value.")
        return _needs_value(name)
    param = getattr(error, "param", None)
    title = _title(param)
    if kind == "MissingParameter":
        about = str(getattr(param, "help", "") or "").rstrip(".")
        more = f" ({about})" if about else ""
        return Text(f"Thiếu {title}{more}.", f"{title} is missing{more}.")
    if kind == "BadParameter":
        typed = re.search(r"'(.*)'", str(error))
        value = f" “{shown(typed[1], 'vi')}”" if typed else ""
        return Text(f"Giá trị{value} của {title} không hợp lệ.", f"The value{value} of {title} is not valid.")
    extra = re.search(r"\((?!s\))(.*)\)$", str(error))
    words = shown(extra[1], "vi") if extra else ""
    if not words:
        return Text("Sai cách dùng.", "Wrong usage.")
    return Text(
        f"Thừa đối số: {words}. Đường dẫn có khoảng trắng phải đặt trong dấu ngoặc kép.",
        f"Unexpected argument: {words}. A path that holds spaces has to stand in quotation marks.",
    )


def _title(param: Any) -> str:
    """A parameter as the usage names it: an argument by what stands for it, an option by its names."""
    if param is None:
        return ""
    if getattr(param, "param_type_name", "") == "argument" and param.metavar:
        return str(param.metavar).strip("[]")
    return " / ".join(param.opts)


def _options_near(error: Any) -> list[str]:
    """Every option of the command that was run; Typer itself only looks for near ones."""
    ctx = getattr(error, "ctx", None)
    if ctx is None:
        return list(getattr(error, "possibilities", None) or [])
    return [name for param in ctx.command.get_params(ctx) for name in param.opts if name.startswith("--")]


def _our_fault(error: Exception, lang: Lang) -> int:
    from thidua_cli import __version__

    where = ""
    trace = error.__traceback__
    while trace is not None:
        where = f"{os.path.basename(trace.tb_frame.f_code.co_filename)}:{trace.tb_lineno}"  # noqa: PTH119 - a name, no path
        trace = trace.tb_next
    finding = catalogue.OUR_FAULT.finding(reason=f"{type(error).__name__} ({where})", version=__version__)
    message, fix = say(finding, lang)
    streams.talk(f"{Text('[LỖI]', '[ERROR]').to(lang)} {message} {fix} {finding.code}")
    return OUR_FAULT
