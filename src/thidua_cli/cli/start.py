"""The commands for the first five minutes: `init`, `demo`, `doctor`, `selftest`, `completion`.

Each reads its arguments, asks for what is missing where somebody can answer, and shows what `render` draws.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, TextIO

import typer
from msgspec import Struct
from msgspec.structs import replace

from thidua_cli.catalogue import Lang, Text, did_you_mean, say
from thidua_cli.cli import streams
from thidua_cli.cli.common import UsageError, complain, show

if TYPE_CHECKING:
    from collections.abc import Callable

    from typer.core import TyperCommand

    from thidua_cli.pipeline.doctor import Stream
    from thidua_cli.pipeline.start import Units

    Checked = Callable[[str], str]


def add_start(app: typer.Typer, command: type[TyperCommand], lang: Lang, checked_year: Checked) -> None:
    """Put the commands into the command line."""
    _init(app, command, lang, checked_year)
    _demo(app, command, lang)


def add_help_at_hand(app: typer.Typer, command: type[TyperCommand], lang: Lang) -> None:
    """Put the commands that look after the program itself into the command line."""
    for add in (_doctor, _selftest, _completion):
        add(app, command, lang)


# --- init ------------------------------------------------------------------------------------------


class _Answers(Struct, frozen=True):
    """What is known of the new cluster so far; None or empty where nobody has said."""

    name: str | None
    year: str | None
    rubric: str | None
    units: tuple[str, ...]
    members: str | None
    leader: str | None

    def missing(self) -> list[str]:
        """The options that would say the rest."""
        open_ = [
            option
            for option, value in (("--name", self.name), ("--year", self.year), ("--rubric", self.rubric))
            if not value
        ]
        return open_ if self.units or self.members is not None else [*open_, "--unit"]


def _init(app: typer.Typer, command: type[TyperCommand], lang: Lang, checked_year: Checked) -> None:
    about = Text(
        "Tạo cụm mới: cluster.yaml và biểu trắng cho từng đơn vị; hỏi những gì chưa ghi.",
        "Start a cluster: cluster.yaml and each unit's blank form; asks for what is not given.",
    )
    folder_ = Text("Thư mục của cụm mới; không ghi đè tệp nào.", "The new cluster's folder; nothing is overwritten.")
    year_ = Text("Năm chấm điểm: 2019, hoặc 2018-2019.", "The year scored: 2019, or 2018-2019.")
    name_ = Text("Tên cụm, khối.", "The cluster's name.")
    rubric_ = Text(
        "Bảng tiêu chí: số thứ tự 1-4, mã (thidua rubric list) hoặc tệp.",
        "The score table: its number 1-4, its id (thidua rubric list) or a file.",
    )
    unit_ = Text("Tên một đơn vị; mỗi đơn vị ghi một lần --unit.", "A unit's name; give --unit once for each.")
    members_ = Text(
        "Danh sách đơn vị: tệp văn bản mỗi dòng một tên, CSV, hoặc bảng tính có cột tên đơn vị.",
        "A list of units: a text file with a name a line, a CSV, or a workbook with a column of names.",
    )
    leader_ = Text("Cụm trưởng: tên hoặc mã của đơn vị.", "The leader: a unit's name or id.")

    @app.command("init", cls=command, help=about.to(lang))
    def init(
        ctx: typer.Context,
        folder: str = typer.Argument(..., metavar="DIR", help=folder_.to(lang)),
        year: str = typer.Option(None, "--year", metavar="Y", help=year_.to(lang)),
        name: str = typer.Option(None, "--name", metavar="NAME", help=name_.to(lang)),
        rubric: str = typer.Option(None, "--rubric", metavar="ID|FILE", help=rubric_.to(lang)),
        unit: list[str] = typer.Option([], "--unit", metavar="NAME", help=unit_.to(lang)),
        members: str = typer.Option(None, "--members", metavar="FILE", help=members_.to(lang)),
        leader: str = typer.Option(None, "--leader", metavar="NAME", help=leader_.to(lang)),
    ) -> None:
        from thidua_cli.pipeline.start import in_the_way, start, units_of
        from thidua_cli.render import desk
        from thidua_cli.roster.names import clean

        if not folder.strip():
            raise UsageError(Text("Thiếu tên thư mục của cụm mới.", "The name of the new folder is missing."))
        answers = _Answers(clean(name or ""), year, rubric, tuple(filter(None, map(clean, unit))), members, leader)
        if year:
            answers = replace(answers, year=checked_year(year))
        if answers.missing() and not in_the_way(folder):
            if not _can_ask():
                raise UsageError(_left_out(answers))
            answers = _asked(answers, lang, checked_year)
        units = units_of(answers.units, answers.members)
        head = _leader(answers.leader, units)
        made = start(folder, answers.name or "", answers.year or "", answers.rubric or "", units, head)
        complain(ctx, made.findings)
        show(
            ctx,
            made.findings,
            as_json=lambda: desk.started_json(made, lang),
            as_text=lambda: desk.started(made, lang, ctx.obj.screen().width, quiet=ctx.obj.quiet),
            done=bool(made.settings),
        )


def _left_out(answers: _Answers) -> Text:
    names = answers.missing()
    vietnamese, english = ", ".join(names), ", ".join(names)
    if names[-1] == "--unit":
        vietnamese, english = f"{vietnamese} (hoặc --members)", f"{english} (or --members)"
    return Text(f"Thiếu {vietnamese}.", f"{english} missing.")


def _leader(text: str | None, units: Units) -> str | None:
    """The id of the leader; a wrong usage if no unit is called so. An unusable list is told first."""
    if not text or not text.strip() or any(finding.is_error for finding in units.findings):
        return None
    from thidua_cli.pipeline.start import leader_among

    member = leader_among(text, units.members)
    if member is not None:
        return member.id
    ask = did_you_mean(text, [unit.name for unit in units.members])
    raise UsageError(
        Text(
            f"--leader “{text}” không có trong danh sách đơn vị.{ask.vi}",
            f"--leader “{text}” is not among the units.{ask.en}",
        )
    )


# --- asking ----------------------------------------------------------------------------------------


def _can_ask() -> bool:
    """Whether somebody sits at a terminal."""
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stderr))


def _answer(question: Text, lang: Lang) -> str:
    """One line from the terminal; the end of input is a wrong usage, because options are missing then."""
    from thidua_cli.roster.names import clean

    sys.stderr.write(question.to(lang) + " ")
    sys.stderr.flush()
    line = sys.stdin.readline()
    if not line:
        sys.stderr.write("\n")
        raise UsageError(Text("Chưa trả lời đủ; không ghi gì.", "Not all was answered; nothing was written."))
    return clean(line)


_NAME = Text("Tên cụm, khối:", "Name of the cluster:")
_YEAR = Text("Năm chấm điểm (2019, hoặc 2018-2019):", "Year scored (2019, or 2018-2019):")
_RUBRIC = Text("Bảng tiêu chí, số thứ tự hoặc mã:", "Score table, its number or id:")
_UNITS = Text(
    "Các đơn vị thành viên, mỗi dòng một tên; dòng trống là hết. Có thể ghi tên một tệp danh sách.",
    "The member units, a name a line; an empty line ends. The name of a list file will do, too.",
)
_LEADER = Text(
    "Cụm trưởng, số thứ tự hoặc tên (Enter nếu chưa có):", "The leader, number or name (Enter for none yet):"
)


def _asked(answers: _Answers, lang: Lang, checked: Checked) -> _Answers:
    """The answers with what was missing asked for."""
    reconfigure = getattr(sys.stdin, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="replace")
    missing = answers.missing()
    if "--name" in missing:
        answers = replace(answers, name=_until(_NAME, lang, lambda text: text))
    if "--year" in missing:
        answers = replace(answers, year=_until(_YEAR, lang, checked))
    if "--rubric" in missing:
        answers = replace(answers, rubric=_asked_rubric(lang))
    if "--unit" in missing:
        answers = _asked_units(answers, lang)
    return answers if answers.leader is not None else _asked_leader(answers, lang)


def _until(question: Text, lang: Lang, use: Callable[[str], str]) -> str:
    """The first answer that is not empty and that can be used."""
    while True:
        try:
            given = _answer(question, lang)
            if given:
                return use(given)
        except UsageError as fault:
            if not _is_wrong(fault):
                raise
            streams.talk(fault.problem.to(lang))


def _is_wrong(fault: UsageError) -> bool:
    """Whether the answer was wrong, and not missing altogether."""
    return fault.problem.vi.startswith("--")


def _asked_rubric(lang: Lang) -> str:
    from thidua_cli.pipeline.reading import SHELF
    from thidua_cli.pipeline.start import rubric_of
    from thidua_cli.render.text import general  # noqa: F401 - loaded before the question, not after it

    for number, rubric in enumerate(SHELF.all(), 1):
        streams.talk(f"  {number}  {rubric.id}\n     {rubric.title}")

    def usable(text: str) -> str:
        from pathlib import Path

        found, findings = rubric_of(text, Path().absolute())
        if found is None:
            raise UsageError(Text(*(f"--rubric: {say(findings[0], each).message}" for each in ("vi", "en"))))
        return text

    return _until(_RUBRIC, lang, usable)


def _asked_units(answers: _Answers, lang: Lang) -> _Answers:
    import os

    streams.talk(_UNITS.to(lang))
    units: list[str] = []
    while True:
        line = _answer(Text(f"  {len(units) + 1}.", f"  {len(units) + 1}."), lang)
        if not line and units:
            return replace(answers, units=tuple(units))
        if not units and line and os.path.isfile(line):  # noqa: PTH113 - an answer, not yet a path
            return replace(answers, members=line)
        if line:
            units.append(line)


def _asked_leader(answers: _Answers, lang: Lang) -> _Answers:
    from thidua_cli.pipeline.start import units_of

    units = units_of(answers.units, answers.members)
    for number, member in enumerate(units.members, 1):
        streams.talk(f"  {number:>2}  {member.name}")
    while units.members:
        text = _answer(_LEADER, lang)
        try:
            return replace(answers, leader=_leader(text, units))
        except UsageError as fault:
            streams.talk(fault.problem.to(lang))
    return answers


# --- demo, doctor, selftest, completion ------------------------------------------------------------


def _demo(app: typer.Typer, command: type[TyperCommand], lang: Lang) -> None:
    about = Text("Chép một cụm ví dụ để làm thử.", "Copy an example cluster to try things on.")
    folder_ = Text("Thư mục mới hoặc còn trống.", "A new or empty folder.")
    faulty_ = Text("Ví dụ có lỗi trong từng phiếu.", "The example with a fault in each sheet.")

    @app.command("demo", cls=command, help=about.to(lang))
    def demo(
        ctx: typer.Context,
        folder: str = typer.Argument(..., metavar="DIR", help=folder_.to(lang)),
        faulty: bool = typer.Option(False, "--faulty", help=faulty_.to(lang)),
    ) -> None:
        from thidua_cli.pipeline import demo as use_case
        from thidua_cli.render import desk

        if not folder.strip():
            raise UsageError(Text("Thiếu tên thư mục mới.", "The name of the new folder is missing."))
        made = use_case.demo(folder, use_case.FAULTY if faulty else use_case.READY)
        complain(ctx, made.findings)
        show(
            ctx,
            made.findings,
            as_json=lambda: desk.copied_json(made, lang),
            as_text=lambda: desk.copied(made, lang, use_case.YEAR, ctx.obj.screen().width, quiet=ctx.obj.quiet),
            done=bool(made.files) and not made.findings,
        )


def _doctor(app: typer.Typer, command: type[TyperCommand], lang: Lang) -> None:
    about = Text(
        "Xem máy này dùng thidua có vướng gì không; kết quả gửi được kèm yêu cầu hỗ trợ.",
        "Look whether anything on this desk stands in the way; the result can go with a request for help.",
    )
    folder_ = Text("Thư mục sẽ làm việc.", "The folder to work in.")

    @app.command("doctor", cls=command, help=about.to(lang))
    def doctor(
        ctx: typer.Context,
        folder: str = typer.Argument(".", metavar="[DIR]", help=folder_.to(lang)),
    ) -> None:
        from pathlib import Path

        from thidua_cli.folders import shown
        from thidua_cli.pipeline.doctor import checkup
        from thidua_cli.pipeline.reading import exists, not_found
        from thidua_cli.render import desk

        if not exists(folder):
            raise UsageError(Text(*(say(not_found(Path(folder)), each).message for each in ("vi", "en"))))
        if not Path(folder).is_dir():
            raise UsageError(Text(f"“{shown(folder)}” không phải thư mục.", f"“{shown(folder)}” is no folder."))
        named = (("stdin", sys.stdin), ("stdout", sys.stdout), ("stderr", sys.stderr))
        found = checkup(
            folder,
            [_stream(name, stream) for name, stream in named],
        )
        show(
            ctx,
            (),
            as_json=lambda: desk.checked_up_json(found, lang),
            as_text=lambda: desk.checked_up(found, lang, ctx.obj.screen().width, quiet=ctx.obj.quiet),
        )


def _stream(name: str, stream: TextIO | None) -> Stream:
    """What is known of a stream; a program without a window has none."""
    from thidua_cli.pipeline.doctor import Stream

    if stream is None:
        return Stream(name, "", terminal=False)
    return Stream(name, stream.encoding or "", stream.isatty(), stream.errors or "strict")


def _selftest(app: typer.Typer, command: type[TyperCommand], lang: Lang) -> None:
    about = Text(
        "Tự kiểm tra: làm mọi việc một lần trên dữ liệu mẫu, so với kết quả đã biết; không cần mạng.",
        "Do every kind of work once on samples and compare with known results; needs no network.",
    )

    @app.command("selftest", cls=command, help=about.to(lang))
    def selftest(ctx: typer.Context) -> None:
        from thidua_cli.pipeline.selftest import self_test
        from thidua_cli.render import desk

        test = self_test()
        show(
            ctx,
            (),
            as_json=lambda: desk.self_tested_json(test, lang),
            as_text=lambda: desk.self_tested(test, lang, ctx.obj.screen().width, quiet=ctx.obj.quiet),
            agrees=test.passed,
        )


def _completion(app: typer.Typer, command: type[TyperCommand], lang: Lang) -> None:
    about = Text(
        "In đoạn mã để phím Tab gợi ý lệnh, tùy chọn, bảng tiêu chí, đơn vị, mã phát hiện.",
        "Print the script by which Tab offers commands, options, tables, units and finding codes.",
    )
    shell_ = Text("Trình dòng lệnh đang dùng.", "The shell in use.")

    @app.command("completion", cls=command, help=about.to(lang))
    def completion(
        ctx: typer.Context,
        shell: str = typer.Argument(..., metavar="bash|zsh|fish|powershell", help=shell_.to(lang)),
    ) -> None:
        from thidua_cli.cli.completion import SCRIPTS

        del ctx  # a script is a script in whatever form results were asked for
        if shell not in SCRIPTS:
            ask, allowed = did_you_mean(shell, SCRIPTS), ", ".join(SCRIPTS)
            raise UsageError(
                Text(
                    f"Không có đoạn mã cho “{shell}”; cho phép: {allowed}.{ask.vi}",
                    f"There is no script for “{shell}”; allowed: {allowed}.{ask.en}",
                )
            )
        streams.emit(SCRIPTS[shell])
