"""Facts about values kept between runs: always equal to what they were made from, never trusted over it."""

from __future__ import annotations

import contextlib
import hashlib
import os
import pickle
import shutil
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING

import pytest

from thidua_cli import kept
from thidua_cli.catalogue import Text
from thidua_cli.cli import run
from thidua_cli.rubric import load as rubrics
from thidua_cli.rubric import resolve as resolving
from thidua_cli.rubric.model import Rubric

if TYPE_CHECKING:
    from pathlib import Path

VALUE = (Text("một", "one"), MappingProxyType({"a": Decimal("1.50")}), frozenset({"x"}))


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to keep values in."""
    folder = tmp_path / "kept"
    monkeypatch.setenv(kept.SETTING, str(folder))
    rubrics._shipped.cache_clear()
    resolving._shipped.cache_clear()
    return folder


def only_file(home: Path) -> Path:
    (file,) = home.iterdir()
    return file


def test_what_was_kept_comes_back_equal() -> None:
    kept.save("test", "key", VALUE)
    assert kept.load("test", "key") == VALUE
    assert kept.load("test", "other") is None
    assert kept.load("other", "key") is None


@pytest.mark.parametrize("reference", rubrics.SHIPPED)
def test_a_kept_table_is_the_one_in_its_yaml(reference: str) -> None:
    fresh = rubrics.load(reference)
    rubrics._shipped.cache_clear()
    resolving._shipped.cache_clear()
    again = rubrics.load(reference)
    assert again == fresh == resolving.resolve(reference)
    assert again.value is not fresh.value


def test_a_changed_table_is_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = tmp_path / "rubrics"
    shutil.copytree(rubrics.folder(), copy)
    for module in ("thidua_cli.rubric.load.folder", "thidua_cli.rubric.resolve.folder"):
        monkeypatch.setattr(module, lambda: copy)
    reference = "langson-2019/credit-institutions"
    before = rubrics.load(reference).value
    file = copy / f"{reference}.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("TỔ CHỨC TÍN DỤNG", "TỔ CHỨC KHÁC"), encoding="utf-8")
    rubrics._shipped.cache_clear()
    resolving._shipped.cache_clear()
    after = rubrics.load(reference).value
    assert isinstance(before, Rubric)
    assert isinstance(after, Rubric)
    assert ("KHÁC" in before.title, "KHÁC" in after.title) == (False, True)


@pytest.mark.parametrize("damage", ["cut", "flipped", "empty", "foreign"])
def test_what_is_damaged_is_made_again(damage: str, home: Path) -> None:
    kept.save("test", "key", VALUE)
    file = only_file(home)
    data = file.read_bytes()
    middle = len(data) // 2
    file.write_bytes(
        {
            "cut": data[:middle],
            "flipped": data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :],
            "empty": b"",
            "foreign": b"PK\x03\x04",
        }[damage]
    )
    kept.damaged()
    assert kept.load("test", "key") is None
    assert kept.damaged() == (str(file),)
    kept.save("test", "key", VALUE)
    assert kept.load("test", "key") == VALUE
    assert kept.damaged() == ()


@pytest.mark.parametrize(("lang", "told"), [("vi", "bị hỏng, không dùng"), ("en", "is damaged and was not used")])
def test_a_damaged_table_is_told_of_once_and_changes_no_result(
    lang: str, told: str, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["rubric", "show", "langson-2019/enterprises", "--lang", lang]
    shown = []
    for damage in (False, True, False):
        for file in home.iterdir() if damage else ():
            file.write_bytes(b"no table")
        rubrics._shipped.cache_clear()
        assert run(words) == 0
        shown.append(capsys.readouterr())
    assert shown[0].out == shown[1].out == shown[2].out
    assert [told in one.err for one in shown] == [False, True, False]


class Harmful:
    """What a foreign file may try to have called."""

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return (eval, ("1/0",))


def test_nothing_foreign_is_ever_called(home: Path) -> None:
    kept.save("test", "key", VALUE)
    file = only_file(home)
    payload = pickle.dumps(Harmful())
    file.write_bytes(kept._MAGIC + hashlib.sha256(payload).digest() + payload)
    assert kept.load("test", "key") is None


def test_another_version_of_the_program_keeps_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    kept.save("test", "key", VALUE)
    monkeypatch.setattr(kept, "_program", lambda: "another")
    assert kept.load("test", "key") is None


def test_nothing_is_kept_where_that_is_switched_off(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(kept.SETTING, "off")
    kept.save("test", "key", VALUE)
    assert kept.load("test", "key") is None
    assert not home.exists()


def test_a_file_that_another_process_drops_meanwhile_is_no_matter(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept.save("test", "one", VALUE)
    dropped: list[str] = []

    class Entry:
        """An entry whose file is gone when it is looked at."""

        path = str(home / "gone")

        def is_file(self) -> bool:
            return True

        def stat(self) -> None:
            dropped.append(self.path)
            raise FileNotFoundError(self.path)

    with monkeypatch.context() as patch:
        patch.setattr(os, "scandir", lambda _: contextlib.nullcontext([Entry()]))
        kept.save("test", "two", VALUE)
    assert dropped
    assert kept.load("test", "two") == VALUE


def test_a_place_that_takes_nothing_is_no_matter(home: Path) -> None:
    home.write_text("a file where the folder should be")
    kept.save("test", "key", VALUE)
    assert kept.load("test", "key") is None
    assert rubrics.load("langson-2019/enterprises") == resolving.resolve("langson-2019/enterprises")


def test_a_value_that_cannot_be_kept_is_not(home: Path) -> None:
    kept.save("test", "key", lambda: None)
    assert not home.exists()


def test_the_folder_does_not_grow_without_end(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "_MOST_FILES", 3)
    for number in range(6):
        kept.save("test", str(number), VALUE)
    assert len(list(home.iterdir())) == 3
    assert kept.load("test", "5") == VALUE
