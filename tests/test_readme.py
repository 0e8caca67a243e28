"""Facts about the README: its set-up commands and what it points to."""

from __future__ import annotations

import re
from pathlib import Path

from thidua_cli.cli import run

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```[a-z]*\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


def test_the_first_two_code_blocks_are_one_set_up_command_each() -> None:
    first, second = BLOCKS[:2]
    assert len(first.splitlines()) == len(second.splitlines()) == 1
    assert first.startswith("python3 -m venv")
    assert "thidua rank examples/langson-2019 --year 2019" in first
    assert second.startswith("python3 -m venv")
    assert "-e '.[test]'" in second
    assert second.rstrip().endswith("-m pytest")


def test_everything_the_readme_points_to_is_there() -> None:
    targets = re.findall(r"\]\(([^)#:]+)\)", README)
    assert targets
    assert [target for target in targets if not (ROOT / target).exists()] == []


def test_every_command_the_readme_names_answers_for_itself() -> None:
    named = {match.split()[0] for match in re.findall(r"`thidua ([a-z][^`]*)`", README)}
    assert named >= {"template", "validate", "consolidate", "rank", "explain", "rubric"}
    assert [name for name in named if run([name, "--help"]) != 0] == []
