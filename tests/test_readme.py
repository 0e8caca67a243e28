"""Facts about the README: its set-up commands and what it points to."""

from __future__ import annotations

import re
from pathlib import Path
from textwrap import indent
from typing import get_args, get_type_hints

import pytest

from thidua_cli.cli import run
from thidua_cli.roster.load import load as load_roster
from thidua_cli.rubric.files import KINDS
from thidua_cli.rubric.kinds import Kind
from thidua_cli.rubric.load import STARTERS, load

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


RUBRICS = (ROOT / "docs" / "rubrics.md").read_text(encoding="utf-8")
TABLE, FACTS, *ROWS = re.findall(r"^```yaml\n(.*?)^```", RUBRICS, re.MULTILINE | re.DOTALL)


def test_the_table_shown_in_the_rubric_page_loads(tmp_path: Path) -> None:
    (tmp_path / "bang-cua-cum.yaml").write_text(TABLE, encoding="utf-8")
    rubric, findings = load("bang-cua-cum.yaml", tmp_path)
    assert findings == ()
    assert rubric is not None
    assert rubric.maximum == 150


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.partition("\n")[0])
def test_every_row_shown_in_the_rubric_page_loads(row: str, tmp_path: Path) -> None:
    """A row of section I in a table that fills it up to 100, any other in place of the issued one; with no error."""
    maximum = re.findall(r"^  maximum: (.*)$", row, re.MULTILINE)[0]
    rows = row
    if row.startswith("- id: I."):
        filler = f"- {{id: I.9, stt: 9, title: x, maximum: {100 - int(maximum)}, clause: B.I.4}}\n"
        rows = "- id: I\n  stt: I\n  title: x\n  maximum: 100\n  clause: B.I\n  rows:\n" + indent(row + filler, "    ")
    table = f"extends: langson-2019/party-mass-organizations\nminutes: x\n{FACTS}replace:\n{indent(rows, '  ')}"
    (tmp_path / "bang.yaml").write_text(table, encoding="utf-8")
    rubric, findings = load("bang.yaml", tmp_path)
    assert [finding.code for finding in findings if finding.code != "TD921"] == []
    assert rubric is not None
    found = rubric.find(row.partition("\n")[0].removeprefix("- id: "))
    assert found is not None
    assert list(found.kind.faults(found.maximum)) == []


def test_the_rubric_page_shows_every_kind_under_its_heading() -> None:
    shown = re.findall(r"^### `(.*?)`$", RUBRICS, re.MULTILINE)
    assert shown == list(KINDS)
    for kind, row in zip(KINDS, ROWS, strict=False):
        assert f"kind: {kind}" in row


def test_the_rubric_page_names_every_command_starter_and_warning() -> None:
    for name in ("list", "show", "check", "diff", "new", "schema"):
        assert f"`thidua rubric {name}" in RUBRICS
        assert run(["rubric", name, "--help"]) == 0
    assert [name for name in STARTERS if f"| `{name}` |" not in RUBRICS] == []
    assert [f"TD{number}" for number in range(919, 927) if f"TD{number}" not in RUBRICS] == []


def test_the_cluster_shown_in_the_readme_loads(tmp_path: Path) -> None:
    (cluster,) = [block for block in BLOCKS if block.startswith("# cum-1/cluster.yaml")]
    (tmp_path / "cluster.yaml").write_text(cluster, encoding="utf-8")
    assert load_roster(tmp_path / "cluster.yaml").findings == ()


def test_every_reading_and_kind_is_in_its_page() -> None:
    rubric = load("langson-2019/districts-departments").value
    assert rubric is not None
    clusters = (ROOT / "docs" / "cluster-yaml.md").read_text(encoding="utf-8")
    for reading in rubric.guidance.readings.values():
        assert (
            f"| `{reading.id}` | {', '.join(f'`{option}`' for option in reading.options)} | `{reading.default}` |"
            in clusters
        )
    kinds = (ROOT / "docs" / "rubrics.md").read_text(encoding="utf-8")
    names = [get_args(get_type_hints(kind)["kind"])[0] for kind in get_args(Kind)]
    assert [name for name in names if f"| `{name}` |" not in kinds] == []
