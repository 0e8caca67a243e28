"""Facts about `thidua demo`, `doctor` and `selftest`: what is copied, what is looked at, what a wrong result does."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from thidua_cli import kept
from thidua_cli.cli import run, streams
from thidua_cli.pipeline import demo, doctor, selftest
from thidua_cli.rubric.model import Stage

if TYPE_CHECKING:
    from collections.abc import Sequence

EXAMPLES = Path(__file__).parents[1] / "examples" / "langson-2019"
SCREEN = (
    doctor.Stream("stdin", "utf-8", True),
    doctor.Stream("stdout", "utf-8", True),
    doctor.Stream("stderr", "utf-8", True),
)


def document(words: Sequence[str], capsys: pytest.CaptureFixture[str]) -> tuple[int, Any]:
    code = run([*words, "--format", "json"])
    return code, json.loads(capsys.readouterr().out)


def condition(folder: Path, name: str, streams: Sequence[doctor.Stream] = SCREEN) -> tuple[str, bool]:
    (found,) = [one for one in doctor.checkup(str(folder), streams).conditions if one.id == name]
    assert found.well == (found.cure is None)
    return found.found.vi, found.well


class TestDemo:
    @pytest.mark.parametrize("example", demo.EXAMPLES, ids=lambda example: example.folder)
    def test_an_example_is_copied_byte_for_byte(self, tmp_path: Path, example: demo.Example) -> None:
        words = ["demo", str(tmp_path / "ví dụ"), *(["--faulty"] if example is demo.FAULTY else [])]
        assert run(words) == 0
        copied = {path.name: path.read_bytes() for path in (tmp_path / "ví dụ").iterdir()}
        original = {
            path.name: path.read_bytes()
            for path in (EXAMPLES / example.folder).iterdir()
            if path.is_file() and not path.name.startswith("~$")
        }
        assert copied == original

    def test_every_command_that_it_names_works_on_it(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert run(["demo", str(tmp_path / "a b")]) == 0
        commands = [
            line.partition("#")[0] for line in capsys.readouterr().out.splitlines() if line.startswith("  thidua ")
        ]
        assert len(commands) == 6
        folder = str(tmp_path / "a b")
        for command in commands:
            assert f'"{folder}"' in command
            words = [folder if word == "@" else word for word in command.replace(f'"{folder}"', "@").split()[1:]]
            assert run(words) == 0, command

    @pytest.mark.parametrize(("name", "exit_code"), [("held", 3), ("file", 2), ("", 2)])
    def test_it_goes_nowhere_else(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, exit_code: int
    ) -> None:
        monkeypatch.chdir(tmp_path)
        (tmp_path / "held").mkdir()
        (tmp_path / "held" / "x").write_text("x", encoding="utf-8")
        (tmp_path / "file").write_text("x", encoding="utf-8")
        assert run(["demo", name]) == exit_code
        assert sorted(path.name for path in tmp_path.rglob("*")) == ["file", "held", "x"]

    def test_an_empty_folder_will_do(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        code, told = document(["demo", str(tmp_path)], capsys)
        assert (code, told["schema"], told["summary"]["files"], told["findings"]) == (0, "thidua.demo/1", 9, [])

    def test_a_fault_on_the_way_is_told(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        def refuse(*_: object) -> None:
            raise OSError(28, "no space")

        monkeypatch.setattr(os, "replace", refuse)
        code, told = document(["demo", str(tmp_path / "x")], capsys)
        assert (code, [finding["code"] for finding in told["findings"]], told["files"]) == (3, ["TD912"], [])


class TestDoctor:
    def test_a_fit_desk(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        code, told = document(["doctor", str(tmp_path)], capsys)
        assert code == 0
        assert told["schema"] == "thidua.doctor/1"
        assert [check["id"] for check in told["checks"]] == [
            *("version", "libraries", "stdout", "stderr", "file-names", "folder", "cache", "temporary", "space"),
            *("locks", "long-paths", "settings", "own-process", "office"),
        ]
        states = {check["id"]: check["state"] for check in told["checks"]}
        assert {state for name, state in states.items() if name not in {"stdout", "stderr"}} == {"ok"}
        assert {"thidua", "python", "system", "openpyxl", "folder", "cache"} <= told["facts"].keys()
        assert list(tmp_path.iterdir()) == []

    def test_the_text_ends_with_a_block_to_send(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        for lang, said in (("vi", "không có dữ liệu cá nhân"), ("en", "nothing personal")):
            assert run(["doctor", str(tmp_path), "--lang", lang]) == 0
            told = capsys.readouterr().out
            _, block, rest = told.split("```")
            assert said in " ".join(told.split())
            assert f"folder: {tmp_path}" in block
            assert not rest.strip()
            assert "None" not in told
        assert run(["doctor", str(tmp_path), "-q"]) == 0
        assert "```" not in capsys.readouterr().out

    def test_a_console_that_lacks_letters(self, tmp_path: Path) -> None:
        poor = (doctor.Stream("stdout", "cp437", True), doctor.Stream("stderr", "", False))
        assert condition(tmp_path, "stdout", poor) == ("cp437, màn hình", False)
        assert condition(tmp_path, "stderr", poor) == ("?, tệp hoặc lệnh khác", False)
        assert condition(tmp_path, "stdout") == ("utf-8, màn hình", True)

    @pytest.mark.parametrize(("encoding", "well"), [("cp1258", True), ("cp437", False), ("ascii", False)])
    def test_accents_may_be_written_beside_their_letters(self, tmp_path: Path, encoding: str, *, well: bool) -> None:
        stream = doctor.Stream("stdout", encoding, terminal=True, errors=streams.plain_for(encoding))
        assert condition(tmp_path, "stdout", [stream])[1] == well

    def test_locks_are_named(self, tmp_path: Path) -> None:
        (tmp_path / "a").mkdir()
        for number in range(6):
            (tmp_path / "a" / f"~$phieu {number}.xlsx").touch()
        (tmp_path / ".~lock.ra-soat.ods#").touch()
        said, well = condition(tmp_path, "locks")
        assert not well
        assert said.startswith(".~lock.ra-soat.ods#, a/~$phieu 0.xlsx")
        assert said.endswith("và 2 tệp khác")

    def test_a_folder_that_cannot_be_written(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def refuse(*_: object) -> None:
            raise PermissionError(13, "denied")

        monkeypatch.setattr(os, "replace", refuse)
        assert condition(tmp_path, "folder") == (f"không được: {tmp_path}", False)
        assert list(tmp_path.iterdir()) == []

    def test_long_paths_matter_where_the_system_opens_none(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        deep = tmp_path / ("x" * 120) / ("y" * 120)
        deep.mkdir(parents=True)
        assert condition(tmp_path, "long-paths")[1]
        monkeypatch.setattr(doctor, "takes_long_paths", lambda: False)
        assert condition(tmp_path, "long-paths") == (f"{len(str(deep))} ký tự", False)

    def test_a_cache_that_cannot_be_written(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        (tmp_path / "file").write_text("", encoding="utf-8")
        monkeypatch.setenv(kept.SETTING, str(tmp_path / "file" / "cache"))
        assert not condition(tmp_path, "cache")[1]
        monkeypatch.setenv(kept.SETTING, "off")
        assert condition(tmp_path, "cache")[1]

    def test_a_full_disk_a_missing_library_a_blocked_process(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(doctor, "_LEAST_FREE", 1 << 80)
        monkeypatch.setattr(doctor, "LIBRARIES", ("typer", "no-such-library"))
        monkeypatch.setattr("thidua_cli.spreadsheets.legacy._command", lambda: [str(tmp_path / "blocked")])
        assert not condition(tmp_path, "space")[1]
        assert condition(tmp_path, "libraries") == ("thiếu no-such-library", False)
        assert condition(tmp_path, "own-process") == ("không được (TD001)", False)

    def test_the_settings_in_force_are_named(self, tmp_path: Path) -> None:
        folder = tmp_path / "tỉnh" / "cum"
        folder.mkdir(parents=True)
        assert "thidua init" in condition(folder, "settings")[0]
        (folder / "cluster.yaml").touch()
        (tmp_path / "tỉnh" / "thidua.yaml").touch()
        assert condition(folder, "settings")[0] == f"{folder}/cluster.yaml, {tmp_path}/tỉnh/thidua.yaml"

    def test_what_is_no_folder_is_wrong_usage(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.chdir(tmp_path)
        (tmp_path / "cum-thi-dua").mkdir()
        (tmp_path / "tep").write_text("", encoding="utf-8")
        for given, said in (("cum-thi-du", "Có phải “cum-thi-dua”?"), ("tep", "không phải thư mục"), ("", "")):
            assert run(["doctor", given]) == 2
            assert said in " ".join(capsys.readouterr().err.split())


class TestSelfTest:
    def test_every_step_gives_the_known_result(self, capsys: pytest.CaptureFixture[str]) -> None:
        code, told = document(["selftest"], capsys)
        assert [step["found"] for step in told["steps"]] == [None] * 10
        assert (code, told["passed"], told["summary"]) == (0, True, {"steps": 10, "failed": 0})

    def test_a_wrong_result_is_named_and_the_others_are_tried(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        def break_down(*_: object) -> None:
            raise ValueError

        monkeypatch.setattr(selftest, "_TOTALS", {**selftest._TOTALS, Stage.BOARD: Decimal("141.25")})
        monkeypatch.setattr(selftest, "consolidate", break_down)
        code, told = document(["selftest"], capsys)
        wrong = {step["id"]: step["found"] for step in told["steps"] if not step["passed"]}
        assert code == 1
        assert wrong.keys() == {"validate", "legacy", "consolidate"}
        assert wrong["consolidate"].startswith("dừng vì lỗi ValueError (test_desk.py:")
        assert "141.25" in wrong["validate"]
        assert told["summary"] == {"steps": 10, "failed": 3}
        assert run(["selftest", "-q"]) == 1
        assert capsys.readouterr().out.count("[SAI]") == 3

    def test_nothing_is_left_behind_and_nothing_else_is_needed(self, tmp_path: Path) -> None:
        environment = {"PATH": "", "TMPDIR": str(tmp_path), "THIDUA_CACHE": "off", "LANG": "C"}
        done = subprocess.run(
            [sys.executable, "-m", "thidua_cli", "selftest", "--lang", "en"],
            env=environment,
            cwd=tmp_path,
            capture_output=True,
            check=False,
        )
        assert (done.returncode, done.stdout.count(b"[PASS]"), list(tmp_path.iterdir())) == (0, 10, [])
