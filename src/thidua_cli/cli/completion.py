"""What the Tab key offers: a script for each shell, and the words that it asks for.

The words come from the commands themselves; nothing is computed and no settings are loaded for them.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# The argument by which a script asks, followed by the word being typed; the words before it are the others.
ASKED: Final = "--complete="
# The line that says that names of files go here.
FILES: Final = ":files"

_ID: Final = re.compile(r"(?:^|[\s{,])id:\s*[\"']?([a-z0-9_-]+)")
_NAME: Final = re.compile(r"(?:^|[\s{,])name:\s*(\"[^\"]*\"|'[^']*'|[^,}#]+)")
_CHOICES: Final = re.compile(r"[a-z]+(?:\|[a-z]+)+")
_MOST_SETTINGS: Final = 1_000_000
# Options and arguments by what they take; all others take names of files.
_TABLES: Final = frozenset({"rubric", "files", "first", "second"})
_UNITS: Final = frozenset({"unit", "leader"})
_FREE: Final = frozenset({"year", "name", "note", "by", "reason", "document", "day", "code", "criterion"})

SCRIPTS: Final = {
    "bash": """\
# thidua completion bash >> ~/.bash_completion
_thidua() {
    local cur="${COMP_WORDS[COMP_CWORD]}" value about
    local -a before=("${COMP_WORDS[@]:1:COMP_CWORD-1}")
    COMPREPLY=()
    while IFS=$'\\t' read -r value about; do
        if [[ $value == ":files" ]]; then
            compopt -o filenames 2>/dev/null
            while IFS= read -r value; do COMPREPLY+=("$value"); done < <(compgen -f -- "$cur")
        else
            COMPREPLY+=("$value")
        fi
    done < <("${COMP_WORDS[0]/#\\~/$HOME}" "--complete=$cur" "${before[@]}" 2>/dev/null)
}
complete -F _thidua thidua
""",
    "zsh": """\
#compdef thidua
# thidua completion zsh > ~/.zfunc/_thidua   (~/.zfunc in fpath, then compinit)
_thidua() {
    local -a values
    local line files=0
    for line in "${(@f)$(${(Q)words[1]} "--complete=${(Q)words[CURRENT]}" "${(@Q)words[2,CURRENT-1]}" 2>/dev/null)}"; do
        if [[ $line == ":files" ]]; then files=1
        elif [[ -n $line ]]; then values+=("${${line%%$'\\t'*}//:/\\\\:}:${line#*$'\\t'}"); fi
    done
    (( $#values )) && _describe -V thidua values
    (( files )) && _files
}
compdef _thidua thidua
""",
    "fish": """\
# thidua completion fish > ~/.config/fish/completions/thidua.fish
function __thidua_words
    set -l before (commandline -opc)
    thidua "--complete="(commandline -ct) $before[2..-1] 2>/dev/null | string match -v ':files'
end
complete -c thidua -a '(__thidua_words)'
""",
    "powershell": """\
# thidua completion powershell >> $PROFILE
Register-ArgumentCompleter -Native -CommandName thidua -ScriptBlock {
    param($word, $ast, $position)
    $before = @($ast.CommandElements | Select-Object -Skip 1 | ForEach-Object { "$_".Trim('"', "'") })
    if ($word -ne '' -and $before.Count -gt 0) { $before = @($before | Select-Object -SkipLast 1) }
    & thidua "--complete=$word" @before 2>$null | Where-Object { $_ -ne ':files' } | ForEach-Object {
        $value, $about = $_ -split "`t", 2
        if (-not $about) { $about = $value }
        [System.Management.Automation.CompletionResult]::new($value, $value, 'ParameterValue', $about)
    }
}
""",
}


def main(argv: Sequence[str]) -> None:
    """Print what goes next, a word a line with what it is after a tab; whatever goes wrong, nothing is printed."""
    from thidua_cli.cli import streams

    streams.prepare()
    streams.utf8(sys.stdout)
    try:
        found = answers(argv[0].removeprefix(ASKED), argv[1:])
    except Exception:  # noqa: BLE001 - a Tab must never disturb what is being typed
        return
    streams.emit("\n".join(f"{word}\t{about}" if about else word for word, about in found))


def answers(current: str, before: Sequence[str]) -> list[tuple[str, str]]:
    """The words that can stand where `current` is being typed, each with what it is; `FILES` for names of files."""
    from typer.main import get_command

    from thidua_cli.cli.commands import build
    from thidua_cli.cli.common import language

    words = [word for word in before if word != "="]
    current = "" if current == "=" else current
    command: Any = get_command(build(language(words)))
    within = ""
    while words and words[0] in getattr(command, "commands", ()):
        within, command = command.name or "", command.commands[words.pop(0)]
    found = _words(command, within, current, words)
    return [(word, " ".join(about.split())) for word, about in found if word == FILES or word.startswith(current)]


def _words(command: Any, within: str, current: str, before: Sequence[str]) -> Iterator[tuple[str, str]]:
    options = {name: param for param in command.params for name in getattr(param, "opts", ()) if name.startswith("-")}
    asking = options.get(before[-1]) if before else None
    if asking is not None and not getattr(asking, "is_flag", False):
        yield from _values(asking, within, before)
    elif current.startswith("-"):
        yield from ((name, param.help or "") for name, param in options.items() if name.startswith("--"))
        yield "--help", ""
    elif hasattr(command, "commands"):
        yield from ((name, below.help or "") for name, below in command.commands.items() if not below.hidden)
    else:
        arguments = [param for param in command.params if param.param_type_name == "argument"]
        number = min(_typed(before, options), len(arguments) - 1)
        if arguments:
            yield from _values(arguments[number], within, before)


def _typed(before: Sequence[str], options: dict[str, Any]) -> int:
    """How many arguments stand before; values of options are none."""
    number, skip = 0, False
    for word in before:
        if skip or word.startswith("-"):
            skip = not skip and word in options and not getattr(options[word], "is_flag", False)
        else:
            number += 1
    return number


def _values(param: Any, within: str, before: Sequence[str]) -> Iterator[tuple[str, str]]:
    """What the option or argument takes."""
    name, choices = param.name, _CHOICES.fullmatch(str(param.metavar or ""))
    if choices:
        yield from ((choice, "") for choice in choices[0].split("|"))
    elif name in _UNITS or (name == "what" and "--cluster" in before):
        yield from _units(before)
    elif name == "what":
        yield from _codes()
    elif name == "paper":
        yield from _papers()
    elif name not in _FREE:
        if name == "rubric" or (within == "rubric" and name in _TABLES):
            yield from _tables()
        yield FILES, ""


def _papers() -> Iterator[tuple[str, str]]:
    from thidua_cli.papers.model import PaperId

    yield from ((paper.value, "") for paper in PaperId)


def _tables() -> Iterator[tuple[str, str]]:
    from thidua_cli.rubric.load import SHIPPED

    yield from ((rubric, "") for rubric in SHIPPED)


def _codes() -> Iterator[tuple[str, str]]:
    from thidua_cli.catalogue import CODES
    from thidua_cli.cli.common import language

    yield from ((code.id, code.message.with_gaps(language(()))) for code in CODES.values())


def _units(before: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The units of the cluster at hand: of the folder named, else of the one worked in."""
    from thidua_cli.folders import CLUSTER_FILE, cluster_of

    named = next((Path(word) for word in reversed(before) if (Path(word) / CLUSTER_FILE).is_file()), Path())
    home = cluster_of(named / CLUSTER_FILE)
    if home is None:
        return
    with (home / CLUSTER_FILE).open(encoding="utf-8-sig", errors="replace") as stream:
        text = stream.read(_MOST_SETTINGS)
    listed = re.split(r"^units:", text, maxsplit=1, flags=re.MULTILINE)[-1]
    own = re.split(r"^\w", listed, maxsplit=1, flags=re.MULTILINE)[0]
    unit_id = ""
    for line in own.splitlines():
        known, name = _ID.search(line), _NAME.search(line)
        unit_id = known[1] if known else unit_id
        if unit_id and name:
            yield unit_id, name[1].strip(" \"'")
            unit_id = ""
