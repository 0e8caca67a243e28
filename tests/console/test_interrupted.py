"""Facts about Ctrl-C: one sentence, exit code 130, and nothing half-written, whatever the moment."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import zipfile
from typing import TYPE_CHECKING, Final

import pytest

from tests.console.runs import fill
from thidua_cli.cli import app, run
from thidua_cli.pipeline import many

if TYPE_CHECKING:
    from pathlib import Path

SENTENCE: Final = "Đã dừng theo yêu cầu; không có tệp nào bị ghi dở. Chạy lại lệnh khi cần.\n"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no signal of one process")
@pytest.mark.parametrize(
    "line", ["consolidate sach", "report sach --year 2019", "review sach", "template --cluster sach"]
)
def test_a_process_stopped_at_any_moment_leaves_whole_files(line: str, tmp_path: Path) -> None:
    """Every file that is there afterwards opens; no temporary one is left."""
    fill(tmp_path)
    before = set(tmp_path.rglob("*"))
    for wait in (0.15, 0.3, 0.45, 0.6):
        process = subprocess.Popen(
            [sys.executable, "-m", "thidua_cli", *line.split()],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            cwd=tmp_path,
            env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        )
        time.sleep(wait)
        process.send_signal(signal.SIGINT)
        told = process.communicate(timeout=60)[1].decode()
        assert "Traceback" not in told
        # A shell shows 130 for both: Python ends by the signal itself where it was met within `exec`, and before
        # Python listens the system ends the process.
        stopped = process.returncode in {130, -signal.SIGINT} and (told == "" or told.endswith(SENTENCE))
        assert stopped or (process.returncode == 0 and SENTENCE not in told), (process.returncode, told)
    for path in set(tmp_path.rglob("*")) - before:
        assert not path.name.startswith(".thidua-")
        if path.suffix in {".xlsx", ".docx"}:
            assert zipfile.ZipFile(path).testzip() is None
        elif path.suffix == ".json":
            json.loads(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_stop_while_reading_is_one_sentence(
    lang: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    fill(tmp_path)
    monkeypatch.setattr(many, "submission_of", stop)
    assert run(["rank", str(tmp_path / "sach"), "--year", "2019", "--lang", lang]) == 130
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err == (
        SENTENCE if lang == "vi" else "Stopped as asked; no file is half written. Run the command again when needed.\n"
    )


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_stop_while_writing_leaves_the_old_file(
    step: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    fill(tmp_path)
    words = ["consolidate", str(tmp_path / "sach")]
    assert run(words) == 0
    results = tmp_path / "sach" / "ket-qua"
    before = {path.name: path.read_bytes() for path in results.iterdir()}
    monkeypatch.setattr(os, step, stop)
    assert run(words) == 130
    assert {path.name: path.read_bytes() for path in results.iterdir()} == before
    assert capsys.readouterr().err.endswith(SENTENCE)


def test_a_stop_while_a_legacy_file_is_read_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The child that reads it is ended with its parent."""

    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    (tmp_path / "phieu.xls").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2048))
    monkeypatch.setattr(subprocess, "run", stop)
    code = run(["validate", str(tmp_path / "phieu.xls")])
    told = capsys.readouterr().err
    assert code in {1, 130}
    assert "Traceback" not in told


def test_a_stop_while_the_program_is_loaded_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from thidua_cli import __main__ as program

    def stop() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(program, "_main", stop)
    with pytest.raises(SystemExit) as left:
        program.main()
    assert left.value.code == app.stopped("vi") == 130
    assert capsys.readouterr().err == SENTENCE * 2


def test_a_stop_while_a_class_is_made_is_a_stop() -> None:
    """Python 3.11 wraps what is raised within `__set_name__`."""

    class Stopping:
        def __set_name__(self, owner: type, name: str) -> None:
            raise KeyboardInterrupt

    try:
        type("Made", (), {"held": Stopping()})
    except (KeyboardInterrupt, RuntimeError) as error:
        told = error
    assert app.by_stop(told)
    assert not app.by_stop(RuntimeError("other"))
