"""What tests share: a small cluster, another office program, golden files.

It asserts nothing but that a golden file agrees.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

# As `spreadsheets.writer` sets it, before any test loads the library: with lxml it writes other bytes.
os.environ.setdefault("OPENPYXL_LXML", "False")
# What a person's shell (or pytest's workers) may say of language, width and colour is not part of any fact.
for _name in ("COLUMNS", "NO_COLOR", "THIDUA_LANG"):
    os.environ.pop(_name, None)

Convert = Callable[[Mapping[str, bytes], str], dict[str, Path]]
Golden = Callable[[str, str], None]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write the golden files anew")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that need LibreOffice are skipped with a reason where it is absent."""
    if shutil.which("soffice") is not None:
        return
    for item in items:
        if item.get_closest_marker("office"):
            item.add_marker(pytest.mark.skip(reason="LibreOffice is not installed"))


@pytest.fixture(scope="session", autouse=True)
def kept_values(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The tests keep values in a folder of their own, never in the user's."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("THIDUA_CACHE", str(tmp_path_factory.mktemp("kept")))
        yield


@pytest.fixture(scope="session")
def convert(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Mapping[str, bytes], str], dict[str, Path]]:
    """A function that has LibreOffice open files and save them in another format, by name."""
    profile = tmp_path_factory.mktemp("profile")

    def run(files: Mapping[str, bytes], to: str) -> dict[str, Path]:
        folder = tmp_path_factory.mktemp("office")
        out = folder / "out"
        for name, content in files.items():
            (folder / f"{name}.xlsx").write_bytes(content)
        subprocess.run(
            [
                *("soffice", f"-env:UserInstallation={profile.as_uri()}", "--headless"),
                *("--convert-to", to, "--outdir", str(out)),
                *(str(folder / f"{name}.xlsx") for name in files),
            ],
            check=True,
            capture_output=True,
            timeout=300,
        )
        return {name: out / f"{name}.{to.partition(':')[0]}" for name in files}

    return run


@pytest.fixture
def cluster(tmp_path: Path) -> Path:
    """A cluster of three whose members have all sent their self-scores."""
    from tests.test_pipeline import ROSTER, self_scores, sheet_bytes

    folder = tmp_path / "cum-1"
    folder.mkdir()
    (folder / "cluster.yaml").write_text(ROSTER, encoding="utf-8")
    for name, unit, short in (("1", "Sở Nội vụ", "2"), ("2", "Sở Tài chính", "3"), ("3", "Sở Công Thương", "4")):
        (folder / f"{name}.xlsx").write_bytes(sheet_bytes(unit, self_scores(short)))
    return folder


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    """A function that compares a text with its golden file under tests/golden."""

    def compare(name: str, text: str) -> None:
        path = Path(__file__).parent / "golden" / name
        if request.config.getoption("--update-golden"):
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        assert text == path.read_text(encoding="utf-8")

    return compare
