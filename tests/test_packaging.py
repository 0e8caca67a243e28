"""Facts about the packages: what travels in them, what the launchers hand over, and the built program itself.

The builds run only where THIDUA_PYINSTALLER names an interpreter that has PyInstaller and thidua's libraries.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from thidua_cli.cli import dropped
from thidua_cli.pipeline import demo, selftest

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT = Path(__file__).parents[1]
PACKAGING = ROOT / "packaging"
LAUNCHERS = sorted((PACKAGING / "launchers").iterdir())
BUILDER = os.environ.get("THIDUA_PYINSTALLER", "")
DEMO = ROOT / "examples" / "langson-2019" / demo.READY.folder


def included() -> dict[str, str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return dict(project["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"])


def test_what_the_wheel_takes_in_is_there_and_is_what_the_program_looks_for() -> None:
    assert [source for source in included() if not (ROOT / source).is_dir()] == []
    assert {f"thidua_cli/examples/{example.folder}" for example in demo.EXAMPLES} < set(included().values())
    assert {path.name for path in selftest.samples().iterdir()} == set(selftest._SAMPLES)


def test_the_packaged_program_takes_in_the_same() -> None:
    recipe = (PACKAGING / "thidua.spec").read_text(encoding="utf-8")
    for source, place in included().items():
        assert f'"{place}"' in recipe
        assert source.rpartition("/")[2] in recipe


class TestLaunchers:
    def test_there_are_three(self) -> None:
        assert [path.name for path in LAUNCHERS] == ["Kiem tra phieu.bat", "Tong hop cum.bat", "Xep hang.bat"]

    @pytest.mark.parametrize("path", LAUNCHERS, ids=lambda path: path.name)
    def test_one_is_what_any_windows_can_read(self, path: Path) -> None:
        data = path.read_bytes()
        assert data.isascii()
        assert data.count(b"\r\n") == data.count(b"\n")
        lines = data.decode().splitlines()
        assert lines[0] == "@echo off"
        assert lines[-1] == "exit"
        assert "chcp 65001 >nul" in lines
        assert "pause" in lines
        # Nothing that stands for a name may be unpacked where its signs would be read.
        assert not re.search(r"%[*1-9]", data.decode().replace("%~dp0", ""))
        (command,) = re.findall(r"--dropped (\w+)", data.decode())
        assert command in dropped._COMMANDS

    @pytest.mark.parametrize(
        ("line", "paths"),
        [
            (r'cmd.exe /c ""C:\a b\Xep hang.bat" "C:\x y\cum 1" "', [r"C:\x y\cum 1"]),
            (r'C:\W\cmd.exe /c ""C:\t\Xep hang.bat" C:\a&b.xlsx C:\c.xlsx"', [r"C:\a&b.xlsx", r"C:\c.xlsx"]),
            (r'cmd /c ""C:\t\X.BAT" "C:\100% ! ^ (1),=;.xlsx" C:\c.xlsx "', [r"C:\100% ! ^ (1),=;.xlsx", r"C:\c.xlsx"]),
            (r'cmd /c ""C:\t\X.bat" C:\c.xlsx C:\c.xlsx"', [r"C:\c.xlsx"]),
            (r'cmd /c ""C:\tệp & đường\X.bat" "\\máy\chung\Sở Nội vụ.xlsx""', [r"\\máy\chung\Sở Nội vụ.xlsx"]),
            (r"cmd /c C:\t\X.bat C:\c.xlsx", [r"C:\c.xlsx"]),
            (r'cmd /c ""C:\t\X.bat" "', []),
            (r"C:\Windows\system32\cmd.exe", []),
            ("", []),
        ],
    )
    def test_the_paths_dropped_are_those_on_the_command_line(self, line: str, paths: Sequence[str]) -> None:
        assert dropped.paths_in(line) == paths

    def test_each_command_is_run_on_what_it_takes(self, tmp_path: Path) -> None:
        for name, year in (("a", '"2018 - 2019"'), ("b", "2019  # năm"), ("c", "x")):
            (tmp_path / name).mkdir()
            (tmp_path / name / "cluster.yaml").write_text(f"name: x\nyear: {year}\n", encoding="utf-8")
        a, b, c, sheet = (str(tmp_path / name) for name in ("a", "b", "c", "a/p.xlsx"))
        Path(sheet).touch()
        assert list(dropped.lines("validate", [sheet, b])) == [["validate", "--", sheet, b]]
        assert list(dropped.lines("consolidate", [sheet, a, b])) == [["consolidate", "--", a, b]]
        assert list(dropped.lines("rank", [sheet])) == [["rank", "--year", "2018-2019", "--", a]]
        tree = str(tmp_path)
        assert list(dropped.lines("rank", [tree])) == [["rank", "--year", y, "--", tree] for y in ("2018-2019", "2019")]
        assert list(dropped.lines("rank", [c])) == [["status", "--", c]]

    def test_the_worst_exit_code_is_left_with(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setenv(dropped.SETTING, f'cmd /c ""C:\\x\\a.bat" "{DEMO}" "{DEMO.parent / demo.FAULTY.folder}" "')
        assert dropped.main(["--dropped", "validate"]) == 1
        assert "so-noi-vu.xlsx" in capsys.readouterr().out
        assert dropped.main(["--dropped", "delete"]) == 2
        monkeypatch.setenv(dropped.SETTING, "")
        assert dropped.main(["--dropped", "rank"]) == 2
        assert "thả" in capsys.readouterr().err


# --- builds ----------------------------------------------------------------------------------------

asked = pytest.mark.skipif(not BUILDER, reason="THIDUA_PYINSTALLER names no interpreter to build with")


@pytest.mark.slow
@pytest.mark.frozen
@asked
def test_the_packaged_program_works_where_there_is_no_python(tmp_path: Path) -> None:
    target, desk = tmp_path / "dist", tmp_path / "bàn & giấy"
    desk.mkdir()
    (tmp_path / "bin").mkdir()
    subprocess.run([BUILDER, str(PACKAGING / "build.py"), str(target)], check=True, capture_output=True)
    program = target / "thidua" / ("thidua.exe" if sys.platform == "win32" else "thidua")
    environment = {"PATH": str(tmp_path / "bin"), "HOME": str(tmp_path), "LANG": "C.UTF-8"}

    def tell(*words: str) -> tuple[int, str]:
        done = subprocess.run([str(program), *words], cwd=desk, env=environment, capture_output=True, check=False)
        return done.returncode, done.stdout.decode()

    code, told = tell("selftest")
    assert code == 0, told
    code, told = tell("doctor")
    assert code == 0
    assert "[LƯU Ý]" not in told
    assert tell("demo", "vi du")[0] == 0
    assert tell("rank", "vi du", "--year", "2019")[0] == 0
    assert {path.name for path in LAUNCHERS} < {path.name for path in program.parent.iterdir()}


@pytest.mark.slow
@pytest.mark.frozen
@asked
def test_a_wheelhouse_installs_without_a_network(tmp_path: Path) -> None:
    house, room = tmp_path / "kho", tmp_path / "venv"
    subprocess.run([BUILDER, str(PACKAGING / "wheelhouse.py"), str(house)], check=True, capture_output=True)
    sums = (house / "SHA256SUMS").read_text(encoding="utf-8")
    assert "thidua_cli-" in sums
    assert "--no-index --find-links ." in (house / "CAI-DAT.txt").read_text(encoding="utf-8-sig")
    subprocess.run([sys.executable, "-m", "venv", str(room)], check=True)
    python = room / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    command = [str(python), "-m", "pip", "install", "-q", "--no-index", "--find-links", str(house), "thidua-cli"]
    subprocess.run(command, check=True, env={"PATH": os.environ["PATH"], "PIP_CONFIG_FILE": os.devnull})
    done = subprocess.run([str(python), "-m", "thidua_cli", "selftest"], cwd=tmp_path, capture_output=True, check=False)
    assert done.returncode == 0, done.stdout.decode()
