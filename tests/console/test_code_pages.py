"""Facts about consoles whose code page lacks Vietnamese letters."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import unicodedata
from typing import TYPE_CHECKING, Final

import pytest

from tests.console import runs
from tests.console.runs import LANGS, LINES, fill, told, written

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Golden
    from thidua_cli.catalogue import Lang

CODE_PAGES: Final = ("cp1258", "cp1252", "cp437", "ascii")


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", LINES)
@pytest.mark.parametrize("encoding", CODE_PAGES)
def test_nothing_is_lost_but_marks(name: str, encoding: str, lang: Lang) -> None:
    """Whatever the code page, the plain letters of the text are those of the text itself, and no `?` is added."""
    for text in (told(name, lang).out, told(name, lang).err):
        shown = written(text, encoding).decode(encoding)
        assert written(shown, "ascii") == written(text, "ascii")
        assert shown.count("?") == text.count("?")


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", ["rank", "validate", "explain, a unit"])
def test_the_code_page_of_vietnamese_windows_has_every_letter(name: str, lang: Lang) -> None:
    text = "".join(c for c in told(name, lang).out if unicodedata.category(c)[0] in "LNZ")
    shown = unicodedata.normalize("NFC", written(text, "cp1258").decode("cp1258"))
    assert shown == unicodedata.normalize("NFC", text) + "\n"


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("encoding", CODE_PAGES)
def test_what_people_see(encoding: str, lang: Lang, golden: Golden) -> None:
    """The short commands in full, so that a change of what an old console shows is looked at."""
    page = []
    for name in ("explain", "rubric check", "rubric new", "seal"):
        both = told(name, lang)
        page.append(f"$ thidua {LINES[name]}\n{both.out}{both.err}")
    golden(f"console-{encoding}.{lang}.txt", written("\n".join(page), encoding).decode(encoding))


@pytest.mark.parametrize(
    ("text", "encoding", "shown"),
    [
        ("Điểm tự chấm", "ascii", "Diem tu cham"),
        ("Điểm – “ổn” … 3 → 2 × ½", "ascii", 'Diem - "on" ... 3 -> 2 x 1/2'),
        (unicodedata.normalize("NFD", "Điểm tự chấm"), "cp437", "Diem tu cham"),
        ("a\u200bb\ufeffc", "ascii", "abc"),
        ("中", "cp1252", "?"),
        ("\udcff", "utf-8", "?"),
        ("ổn", "cp1258", "ô\u0309n"),
        ("ộ", "cp1258", "ô\u0323"),
        ("ự", "cp1258", "ư\u0323"),
    ],
)
def test_each_letter_comes_as_near_as_it_can(text: str, encoding: str, shown: str) -> None:
    assert written(text, encoding).decode(encoding) == shown + "\n"


# --- whole processes -----------------------------------------------------------------------------


def _thidua(home: Path, *words: str, **environ: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "thidua_cli", *words],
        capture_output=True,
        check=False,
        cwd=home,
        env={**os.environ, **environ},
    )


@pytest.mark.parametrize(
    "environ",
    [
        *({"PYTHONIOENCODING": encoding} for encoding in CODE_PAGES),
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"PYTHONIOENCODING": "cp1258:strict"},
    ],
    ids=lambda environ: next(iter(environ.values())),
)
def test_a_process_tells_the_same(environ: dict[str, str], tmp_path: Path) -> None:
    if "LC_ALL" in environ and not f"{sys.prefix}{__file__}".isascii():
        pytest.skip("Python itself does not start from such a folder in an ASCII locale")
    fill(tmp_path)
    done = _thidua(tmp_path, "validate", ".", **environ)
    assert (done.returncode, done.stderr) == (1, b"")
    encoding = environ.get("PYTHONIOENCODING", "ascii").partition(":")[0]
    shown = written(done.stdout.decode(encoding), "ascii").decode()
    assert "KHONG DAT" in shown
    assert "So Noi vu" in shown


@pytest.mark.parametrize(("line", "encoding"), [("validate .", "cp1258"), ("rank sach --year 2019", "ascii")])
def test_json_is_utf8_whatever_the_console(line: str, encoding: str, tmp_path: Path) -> None:
    fill(tmp_path)
    done = _thidua(tmp_path, *line.split(), "--format", "json", PYTHONIOENCODING=encoding)
    assert "Sở Nội vụ" in json.dumps(json.loads(done.stdout.decode("utf-8")), ensure_ascii=False)


def test_the_command_is_the_same_when_called_here(tmp_path: Path) -> None:
    """What the other tests read in-process is what a process writes."""
    fill(tmp_path)
    done = _thidua(tmp_path, "validate", ".", COLUMNS="100", THIDUA_LANG="vi", PYTHONIOENCODING="utf-8")
    here = runs.called(["validate", "."], "vi", tmp_path)
    assert (done.returncode, done.stdout.decode().replace("\r\n", "\n")) == (here.exit, here.out)
