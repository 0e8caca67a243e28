"""Facts about where the page is written, and when it is not."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from thidua_cli.pipeline.html_page import write_page

from .reading import parsed, text

if TYPE_CHECKING:
    from thidua_cli.catalogue import Lang

EXAMPLES = Path(__file__).parents[2] / "examples" / "langson-2019"


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for name in ("cum-1-cac-huyen", "cum-5-ngan-hang"):
        shutil.copytree(EXAMPLES / name, tmp_path / "tinh" / name)
    return tmp_path / "tinh"


@pytest.mark.parametrize(("lang", "words"), [("vi", "Xếp hạng"), ("en", "Ranking")])
def test_the_page_of_a_cluster_stands_with_its_results(tree: Path, lang: Lang, words: str) -> None:
    folder = tree / "cum-1-cac-huyen"
    before = {path: path.read_bytes() for path in tree.rglob("*") if path.is_file()}
    result = write_page(str(folder), "2019", None, lang)
    target = folder / "ket-qua" / "xep-hang.html"
    assert result.files == (target.as_posix(),)
    assert words in text(parsed(target.read_text("utf-8")))
    assert {path: path.read_bytes() for path in before} == before
    assert {path for path in tree.rglob("*") if path.is_file()} == {*before, target}


def test_the_page_of_a_tree_holds_every_cluster(tree: Path) -> None:
    (file,) = write_page(str(tree), "2019", None, "vi").files
    assert file == (tree / "ket-qua" / "xep-hang.html").as_posix()
    said = text(parsed(Path(file).read_text("utf-8")))
    assert "Cụm thi đua số 1 (các huyện)" in said
    assert "Khối thi đua ngân hàng số 5" in said


@pytest.mark.parametrize(("given", "written"), [("a", "a/xep-hang.html"), ("b/c.htm", "b/c.htm"), ("d.HTML", "d.HTML")])
def test_it_goes_to_the_file_or_into_the_folder_given(tree: Path, tmp_path: Path, given: str, written: str) -> None:
    result = write_page(str(tree), "2019", str(tmp_path / given), "vi")
    assert result.files == ((tmp_path / written).as_posix(),)
    assert (tmp_path / written).is_file()


@pytest.mark.parametrize("name", ["cluster.yaml", "binh-gia.xlsx"])
def test_it_is_never_written_over_a_sheet_or_the_settings(tree: Path, name: str) -> None:
    target = tree / "cum-1-cac-huyen" / name
    before = target.read_bytes()
    result = write_page(str(tree), "2019", str(target), "vi")
    assert result.files == ()
    assert result.beside[-1].code == "TD912"
    assert target.read_bytes() == before


def test_it_holds_only_the_clusters_of_the_year_and_says_so(tree: Path, tmp_path: Path) -> None:
    settings = tree / "cum-5-ngan-hang" / "cluster.yaml"
    settings.write_text(settings.read_text("utf-8").replace("year: 2019", "year: 2020"), "utf-8")
    result = write_page(str(tree), "2019", str(tmp_path / "x.html"), "vi")
    said = text(parsed((tmp_path / "x.html").read_text("utf-8")))
    assert "Phát hiện ngoài các cụm, khối" in said
    assert [finding.allowed for finding in result.beside] == ["2020"]
    assert all(finding in result.findings for finding in result.beside)


def test_nothing_is_written_where_nothing_can_be_ranked(tree: Path, tmp_path: Path) -> None:
    for path, year in ((str(tmp_path / "nowhere"), "2019"), (str(tree), "2035")):
        result = write_page(path, year, str(tmp_path / "x.html"), "vi")
        assert result.files == ()
        assert any(finding.is_error for finding in result.beside)
    assert not (tmp_path / "x.html").exists()


def test_a_page_that_cannot_be_written_leaves_the_old_one(tree: Path, tmp_path: Path) -> None:
    (tmp_path / "f").write_text("old")
    blocked = write_page(str(tree), "2019", str(tmp_path / "f" / "x.html"), "vi")
    assert blocked.files == ()
    assert blocked.beside[-1].code == "TD912"
    assert (tmp_path / "f").read_text() == "old"


def test_the_same_files_make_the_same_bytes(tree: Path, tmp_path: Path) -> None:
    for name in ("one.html", "two.html"):
        write_page(str(tree), "2019", str(tmp_path / name), "vi")
    assert (tmp_path / "one.html").read_bytes() == (tmp_path / "two.html").read_bytes()
