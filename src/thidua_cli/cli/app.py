"""Running the command line: language, streams, and every failure turned into one sentence.

This module knows no command's options.
"""

from __future__ import annotations

import os
import re
import sys
from typing import TYPE_CHECKING

import typer

from thidua_cli import catalogue
from thidua_cli.catalogue import Lang, Text, did_you_mean, say
from thidua_cli.cli import streams
from thidua_cli.cli.commands import build
from thidua_cli.cli.common import INTERRUPTED, OUR_FAULT, WRONG_USAGE, UsageError, language

if TYPE_CHECKING:
    from collections.abc import Sequence


def run(argv: Sequence[str]) -> int:
    """Run the command line and return the exit code; no traceback is shown unless `--debug`."""
    streams.prepare()
    lang = language(argv)
    try:
        code = typer.main.get_command(build(lang)).main(list(argv), prog_name="thidua", standalone_mode=False)
        sys.stdout.flush()
    except UsageError as fault:
        return _refuse(fault.problem, argv, lang)
    except KeyboardInterrupt:
        streams.talk(Text("Đã dừng.", "Stopped.").to(lang))
        return INTERRUPTED
    except BrokenPipeError:
        # The reader of our output has gone; nothing more can be said to it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return 0
    except Exception as error:
        if hasattr(error, "format_message"):  # Typer's own exceptions of usage
            return _refuse(_usage_problem(error), argv, lang)
        if isinstance(error, typer.Abort):
            return INTERRUPTED
        if "--debug" in argv:
            raise
        return _our_fault(error, lang)
    return code if isinstance(code, int) else 0


def _refuse(problem: Text, argv: Sequence[str], lang: Lang) -> int:
    words = [word for word in argv[:2] if not word.startswith("-")]
    command = words[0] if words and words[0] in _COMMANDS else ""
    message, fix = say(catalogue.WRONG_USAGE.finding(problem=problem, command=command), lang)
    label = Text("[LỖI]", "[ERROR]").to(lang)
    streams.talk(f"{label} {message} {catalogue.WRONG_USAGE.id}\n{' '.join(fix.split())}")
    return WRONG_USAGE


_COMMANDS = ("template", "validate", "consolidate", "rank", "explain", "review", "diff", "status", "rubric", "report", "seal")


def _usage_problem(error: Exception) -> Text:
    """Typer's complaint in both languages."""
    kind = type(error).__name__
    name = getattr(error, "option_name", None)
    if kind == "NoSuchOption":
        ask = did_you_mean(str(name), getattr(error, "possibilities", None) or [])
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
        return Text(
            f"Tùy chọn {name} thiếu giá trị hoặc thừa giá trị.",
            f"Option {name} lacks its value or takes none.",
        )
    extra = re.search(r"\((.*)\)", str(error))
    words = extra[1] if extra else ""
    return Text(
        f"Thừa đối số: {words}." if words else "Sai cách dùng.",
        f"Unexpected argument: {words}." if words else "Wrong usage.",
    )


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
