"""Facts about which files are sheets, which folders clusters, and what is passed over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from thidua_cli import folders

if TYPE_CHECKING:
    from pathlib import Path


def _touch(root: Path, *names: str) -> None:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()


def test_lock_hidden_and_system_files_are_passed_over_and_listed(tmp_path: Path) -> None:
    _touch(tmp_path, "a.xlsx", "~$a.xlsx", ".an.xlsx", "Thumbs.db", "ghi chu.pdf", "cluster.yaml", "rubric.yaml")
    found = folders.look(tmp_path)
    assert [path.name for path in found.sheets] == ["a.xlsx"]
    assert [path.name for path in found.skipped] == [".an.xlsx", "Thumbs.db", "ghi chu.pdf", "~$a.xlsx"]
    assert found.clusters == (tmp_path,)


def test_word_documents_are_told_apart_because_few_are_sheets(tmp_path: Path) -> None:
    _touch(tmp_path, "b.docx", "a.DOCX", "~$b.docx", "ket-qua/de-nghi.docx", "c.doc")
    found = folders.look(tmp_path)
    assert [path.name for path in found.documents] == ["a.DOCX", "b.docx"]
    assert found.sheets == ()
    assert [path.name for path in found.skipped] == ["c.doc", "~$b.docx"]


def test_results_are_never_read_as_sheets(tmp_path: Path) -> None:
    _touch(tmp_path, "ket-qua/tong-hop.xlsx", "Ket-Qua/x.xlsx", ".git/x.xlsx", "con/b.XLSX")
    assert [path.name for path in folders.look(tmp_path).sheets] == ["b.XLSX"]


def test_links_to_folders_are_not_followed(tmp_path: Path) -> None:
    _touch(tmp_path, "a/b.xlsx")
    (tmp_path / "a" / "loop").symlink_to(tmp_path)
    assert len(folders.look(tmp_path).sheets) == 1


def test_a_sheet_belongs_to_the_nearest_cluster_above_it(tmp_path: Path) -> None:
    _touch(tmp_path, "cluster.yaml", "con/cluster.yaml", "con/sau/x.xlsx", "y.xlsx")
    assert folders.cluster_of(tmp_path / "con" / "sau" / "x.xlsx") == tmp_path / "con"
    assert folders.cluster_of(tmp_path / "y.xlsx") == tmp_path


def test_a_name_that_is_no_text_is_shown_as_printable_text() -> None:
    shown = folders.shown("x\udcff\x1b[31m.xlsx")
    assert shown.isprintable()
    assert shown.endswith(".xlsx")
