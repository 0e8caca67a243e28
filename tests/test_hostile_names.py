"""Facts about names that could be commands: terminal escapes, markup, line breaks, formulas, in every command."""

from __future__ import annotations

import json
import re
import sys
import unicodedata
import zipfile
from typing import TYPE_CHECKING, Final

import pytest

from tests.cases import folder
from thidua_cli.cli import run

if TYPE_CHECKING:
    from pathlib import Path

UNIT: Final = "[bold red]Sở Nội vụ[/bold red] [link=x]y[/link] :smile: \\[a]"
TYPED: Final = "_x001B_[31mSở _x0007_Lạ_x000D_"
FILE: Final = "[red]x[/red]\x1b[31m\nb\u202e.xlsx"
ROSTER: Final = f"""\
name: '[green]Cụm[/green] số 1'
year: 2019
rubric: langson-2019/districts-departments
conference: 2020-01-15
units:
  - {{id: a, name: '{UNIT}'}}
  - {{id: b, name: Sở Tài chính}}
readings: {{section_I_source: 2460}}
"""
COMMANDS: Final = (
    "validate .",
    "validate . --fix-list",
    "consolidate .",
    "rank . --year 2019",
    "explain --cluster . a",
    "explain --cluster . a III.4",
    "review .",
    "status .",
    "report . --year 2019",
    "seal .",
    "seal . --check",
    "template --cluster .",
    "repair .",
    "diff a.xlsx la.xlsx",
    "doctor .",
)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cluster with names that a terminal, a markup or a workbook could take for something else."""
    made = tmp_path / "[blue]cum[/blue]"
    evidence = {"G4": "Minh chứng", "G5": "=HYPERLINK(x)", "H4": "Giải trình", "H5": "_x001B_]0;x_x0007_"}
    folder.write(
        {
            "cluster.yaml": ROSTER,
            "a.xlsx": {"unit": UNIT, "spread": [120, 120], "cells": evidence},
            "b.xlsx": {"unit": "Sở Tài chính", "spread": [118, 117]},
            "la.xlsx": {"unit": TYPED, "rest": "_x001B_[2J"},
            FILE: {"unit": TYPED, "rest": 1},
        },
        made,
    )
    monkeypatch.chdir(made)
    return made


def _is_control(letter: str) -> bool:
    return unicodedata.category(letter) in {"Cc", "Cs"} and letter not in "\n\t"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows allows no such file names")
@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("form", ["text", "json"])
@pytest.mark.parametrize("command", COMMANDS)
def test_no_name_or_cell_commands_the_terminal(
    command: str, form: str, lang: str, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = run([*command.split(), "--format", form, "--lang", lang])
    told = capsys.readouterr()
    assert code in {0, 1, 3}, told.err
    for output in (told.out, told.err):
        assert [letter for letter in output if _is_control(letter)] == []
        assert "\x1b" not in output
    if form == "json":
        json.loads(told.out)
    assert home.is_dir()


@pytest.mark.parametrize(
    "command", ["validate a.xlsx", "consolidate .", "rank . --year 2019", "status .", "repair a.xlsx"]
)
def test_markup_in_a_name_is_shown_as_typed(command: str, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(command.split())
    told = " ".join(capsys.readouterr().out.split())
    assert "[bold red]" in told
    assert "[/bold red]" in told
    assert home.is_dir()


# --- what is written ----------------------------------------------------------------------------------

_OWN_FORMULA: Final = re.compile(
    r"SUM|MIN|MAX|COUNT|IF|LARGE|SMALL|RANK|INDEX|ROUND|AVERAGE|'[^']*'!|\$?[A-Z]+\$?[0-9]+"
)


def test_no_text_becomes_a_formula_a_link_or_a_macro_in_any_workbook(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for command in ("consolidate .", "review .", "repair .", "validate . --fix-list", "template --cluster ."):
        run(command.split())
    capsys.readouterr()
    made = [path for path in home.rglob("*.xlsx") if path.parent != home or path.name == "ra-soat.xlsx"]
    assert len(made) >= 5
    for path in made:
        with zipfile.ZipFile(path) as file:
            names = [name.casefold() for name in file.namelist()]
            assert not [name for name in names if "vba" in name or "externallink" in name or "connection" in name]
            for name in file.namelist():
                content = file.read(name).decode("utf-8", "replace")
                assert 'TargetMode="External"' not in content, (path, name)
                formulas = re.findall(r"<f>([^<]*)</f>", content)
                assert not [formula for formula in formulas if "HYPERLINK" in formula], (path, name)
                assert all(_OWN_FORMULA.search(formula) for formula in formulas), (path, name)
