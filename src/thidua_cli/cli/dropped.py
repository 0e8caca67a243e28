"""Files and folders dropped on a launcher: taken from the command line of Windows, and given to a command.

The launcher hands its whole command line over, because its own language would break names with `&`, `!` or `%`
apart. This module computes nothing.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from thidua_cli.catalogue import Text
from thidua_cli.cli import streams
from thidua_cli.cli.app import run
from thidua_cli.cli.common import WRONG_USAGE, language
from thidua_cli.folders import CLUSTER_FILE, RESULTS, cluster_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

SETTING: Final = "THIDUA_DROPPED"
_LAUNCHER: Final = re.compile(r"\.(?:bat|cmd)(?:\"|\s|$)", re.IGNORECASE)
_WORD: Final = re.compile(r'"([^"]*)"|([^\s"]+)')
_YEAR: Final = re.compile(r"^year:[ \t]*[\"']?([0-9]{4}(?:[ \t]*[-–][ \t]*[0-9]{4})?)", re.MULTILINE)
_COMMANDS: Final = ("validate", "consolidate", "rank")


def main(argv: Sequence[str]) -> int:
    """Run the command over what was dropped and return the worst exit code."""
    streams.prepare()
    command, dropped = argv[1] if len(argv) > 1 else "", paths_in(os.environ.get(SETTING, ""))
    if command not in _COMMANDS or not dropped:
        said = Text(
            "Kéo phiếu hoặc thư mục của cụm rồi thả lên biểu tượng này.",
            "Drag sheets, or a cluster's folder, and drop them on this icon.",
        )
        streams.talk(said.to(language(argv)))
        return WRONG_USAGE
    return max(run(words) for words in lines(command, dropped))


def paths_in(command_line: str) -> list[str]:
    """The paths after the launcher on a command line of Windows' shell, each once; none if there is no launcher."""
    launcher = _LAUNCHER.search(command_line)
    if launcher is None:
        return []
    rest = command_line[launcher.end() :].rstrip()
    if rest.count('"') % 2:  # the one that closes what `cmd /c` was given
        rest = rest[: rest.rindex('"')]
    found = [quoted or plain for quoted, plain in _WORD.findall(rest)]
    return list(dict.fromkeys(path for path in found if path.strip()))


def lines(command: str, dropped: Sequence[str]) -> Iterator[list[str]]:
    """The command lines that do the work; sheets stand for their cluster where a cluster is needed."""
    if command == "validate":
        yield ["validate", "--", *dropped]
        return
    folders = list(dict.fromkeys(map(_cluster, dropped)))
    if command == "consolidate":
        yield ["consolidate", "--", *folders]
        return
    for folder in folders:
        years = sorted(set(_years(Path(folder))))
        for year in years:
            yield ["rank", "--year", year, "--", folder]
        if not years:  # tells what is missing in its own words
            yield ["status", "--", folder]


def _cluster(path: str) -> str:
    if os.path.isdir(path):  # noqa: PTH112 - as typed
        return path
    return str(cluster_of(Path(path)) or Path(path).parent)


def _years(folder: Path) -> Iterable[str]:
    """The years that the clusters in the folder and below it say they score."""
    for here, below, names in os.walk(folder):
        below[:] = [name for name in below if name != RESULTS and not name.startswith(".")]
        if CLUSTER_FILE in names:
            try:
                text = Path(here, CLUSTER_FILE).read_text(encoding="utf-8-sig", errors="replace")
            except OSError:
                continue
            yield from (re.sub(r"[ \t]*[-–][ \t]*", "-", year) for year in _YEAR.findall(text)[:1])
