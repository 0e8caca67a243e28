"""Facts about the Tab key: what is offered where, and that nothing is disturbed or slowed by it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from thidua_cli.catalogue import CODES
from thidua_cli.cli import run
from thidua_cli.cli.completion import FILES, SCRIPTS, answers
from thidua_cli.rubric.load import SHIPPED

EXAMPLES = Path(__file__).parents[1] / "examples" / "langson-2019"
THIDUA = [sys.executable, "-m", "thidua_cli"]


def offered(current: str, *before: str) -> list[str]:
    return [word for word, _ in answers(current, before)]


def test_commands_come_first_with_what_they_do() -> None:
    found = dict(answers("", ()))
    assert {"init", "validate", "rank", "rubric", "doctor"} <= found.keys()
    assert found["demo"] == "Chép một cụm ví dụ để làm thử."
    assert dict(answers("de", ("--lang", "en"))) == {"demo": "Copy an example cluster to try things on."}
    assert offered("va") == ["validate"]
    assert offered("s", "rubric") == ["show", "schema"]


def test_options_are_those_of_the_command() -> None:
    assert offered("--y", "rank") == ["--year"]
    assert {"--rubric", "--unit", "--format", "--help"} <= set(offered("--", "template"))
    assert "--year" not in offered("-", "validate")


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        (("rank", "--stage"), ["self", "cluster", "board"]),
        (("rank", "--lang"), ["vi", "en"]),
        (("validate", "--format", "="), ["text", "json"]),
        (("completion",), list(SCRIPTS)),
        (("rubric", "new", "--for"), ["party", "mass", "college", "central"]),
        (("template", "--rubric"), [*SHIPPED, FILES]),
        (("rubric", "show"), [*SHIPPED, FILES]),
        (("rubric", "diff", SHIPPED[0]), [*SHIPPED, FILES]),
        (("diff", "a"), [FILES]),
        (("validate",), [FILES]),
        (("validate", "a.xlsx"), [FILES]),
        (("rank", "--year"), []),
        (("seal", ".", "--note"), []),
        (("selftest",), []),
        (("rank", "--strict"), [FILES]),
    ],
    ids=" ".join,
)
def test_values_are_those_of_the_option_or_argument(before: tuple[str, ...], expected: list[str]) -> None:
    assert offered("", *before) == expected


def test_every_finding_code_is_offered_to_explain() -> None:
    assert offered("", "explain") == list(CODES)
    assert dict(answers("TD944", ("explain",)))["TD944"].startswith("Thư mục đã có nội dung")


@pytest.mark.parametrize("folder", ["cum-2-so-tong-hop", "cum-6-dang-doan-the"])
def test_the_units_of_the_cluster_at_hand_are_offered(folder: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from thidua_cli.roster.load import load

    roster = load(EXAMPLES / folder / "cluster.yaml").value
    assert roster is not None
    units = [(member.id, member.name) for member in roster.members]
    monkeypatch.chdir(EXAMPLES)
    assert answers("", ("explain", "--cluster", folder)) == units
    assert answers("", ("template", "--cluster", folder, "--unit")) == units
    assert answers("", ("template", "--unit")) == []
    monkeypatch.chdir(EXAMPLES / folder)
    assert answers("", ("template", "--unit")) == units


def test_units_of_settings_written_line_by_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert (
        run(["init", ".", "--year", "2019", "--name", "Cụm: 1", "--rubric", "1", "--unit", "Sở A: b", "--unit", "Sở C"])
        == 0
    )
    assert answers("", ("template", "--unit")) == [("so-a-b", "Sở A: b"), ("so-c", "Sở C")]
    (tmp_path / "cluster.yaml").write_bytes(b"units: \xff\xfe [")
    assert answers("", ("template", "--unit")) == []


def test_whatever_goes_wrong_nothing_is_printed(tmp_path: Path) -> None:
    (tmp_path / "cluster.yaml").mkdir()
    done = subprocess.run(
        [*THIDUA, "--complete=", "template", "--unit"], cwd=tmp_path, capture_output=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


@pytest.mark.parametrize("shell", SCRIPTS)
def test_a_script_is_printed_for_each_shell(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["completion", shell]) == 0
    assert capsys.readouterr().out == SCRIPTS[shell]
    assert "--complete=" in SCRIPTS[shell]


def test_an_unknown_shell_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["completion", "bsh"]) == 2
    assert "Có phải “bash”?" in " ".join(capsys.readouterr().err.split())


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed")
@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("thidua va", ["validate"]),
        ("thidua rubric show langson-2019/e", ["langson-2019/enterprises"]),
        ("thidua explain --cluster 'cum 1' so-", ["so-a", "so-b"]),
        ("thidua validate phi", ["phieu 1.xlsx"]),
    ],
)
def test_bash_completes_with_the_script(tmp_path: Path, typed: str, expected: list[str]) -> None:
    (tmp_path / "phieu 1.xlsx").touch()
    (tmp_path / "cum 1").mkdir()
    (tmp_path / "cum 1" / "cluster.yaml").write_text(
        "units:\n- {id: so-a, name: A}\n- {id: so-b, name: B}\n- {id: c, name: C}\n", encoding="utf-8"
    )
    program = tmp_path / "bin" / "thidua"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m thidua_cli "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    script = (
        f'{SCRIPTS["bash"]}\neval "COMP_WORDS=({typed})"; COMP_CWORD=$(( ${{#COMP_WORDS[@]}} - 1 ))\n'
        '_thidua; printf "%s\\n" "${COMPREPLY[@]}"\n'
    )
    environment = {**os.environ, "PATH": f"{program.parent}:{os.environ['PATH']}"}
    done = subprocess.run(
        ["bash", "--norc", "-c", script], cwd=tmp_path, env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines() == expected


@pytest.mark.parametrize("words", [["--version"], ["--help"], ["--complete=", "explain"]], ids=" ".join)
def test_it_costs_other_starts_nothing(words: list[str]) -> None:
    script = f"import sys; sys.argv = ['thidua', *{words!r}]\nfrom thidua_cli.__main__ import main\n"
    script += "try: main()\nexcept SystemExit: pass\nprint('\\n'.join(sys.modules), file=sys.stderr)"
    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stderr.split()
    heavy = {
        "pydantic",
        "yaml",
        "openpyxl",
        "jinja2",
        "docx",
        "rich",
        "thidua_cli.pipeline",
        "thidua_cli.pipeline.start",
    }
    assert heavy.isdisjoint(loaded)
    if words == ["--version"]:
        assert "typer" not in loaded
    if not words[0].startswith("--complete"):
        assert "thidua_cli.cli.completion" not in loaded
