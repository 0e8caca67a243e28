"""Facts about which files are sheets, which folders clusters, and what is passed over."""

from __future__ import annotations

import json
import os
import socket
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cases import folder as in_files
from thidua_cli import folders
from thidua_cli.cli import run


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


# --- every file met is accounted for ----------------------------------------------------------------

NAMES = (
    *("a.xlsx", "b.XLS", "c.ods", "d.docx", "~$a.xlsx", ".~lock.a.xlsx#", "Copy of a.xlsx", "a (1).xlsx", "a.xlsx.bak"),
    *("~WRL0001.tmp", "A1B2C3D4", ".DS_Store", "Thumbs.db", "desktop.ini", "cluster.yaml", "niem.json", "ghi chu.pdf"),
    *("ra-soat.xlsx", "e.zip", "x.tmp", "x.xlsx~", "Sở Nội vụ.xlsx", "[red]x[/red].xlsx"),
)
FOLDERS = ("", "con", "con/chau", "con/.git", "ket-qua", "__MACOSX", "khac")


@given(st.sets(st.tuples(st.sampled_from(FOLDERS), st.sampled_from(NAMES)), max_size=30), st.booleans())
def test_each_file_stands_in_exactly_one_list(placed: set[tuple[str, str]], linked: bool) -> None:
    with TemporaryDirectory() as scratch:
        root = Path(scratch)
        _touch(root, *(f"{folder}/{name}".lstrip("/") for folder, name in placed))
        if linked:
            (root / "vong").symlink_to(root)
        found = folders.look(root)
        met = [*found.sheets, *found.documents, *found.skipped, *found.own]
        assert len(met) == len(set(met))
        closed = {"ket-qua", "__MACOSX", "con/.git"}
        open_files = {
            Path(above, name)
            for above, _, names in os.walk(root)
            for name in names
            if not any(Path(above).relative_to(root).as_posix().startswith(one) for one in closed)
        }
        named = {root / name for name in closed - {"ket-qua"} if (root / name).is_dir()}
        assert set(met) == open_files | named | ({root / "vong"} if linked else set())


def test_copies_are_read_because_one_of_them_may_be_the_only_sheet(tmp_path: Path) -> None:
    """Which of several versions counts is not chosen for anybody (contract 3)."""
    _touch(tmp_path, "Copy of a.xlsx", "a (1).xlsx", "a - Copy.xlsx", "Bản sao a.xlsx")
    assert len(folders.look(tmp_path).sheets) == 4


@pytest.mark.skipif(sys.platform == "win32", reason="files of POSIX")
def test_a_folder_of_odd_files_is_read_to_its_end_and_counted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pipes, sockets, devices, links to themselves and to folders above: nothing hangs, all are counted."""
    home = tmp_path / "cum"
    in_files.write(
        {"a.xlsx": {"unit": "Sở Nội vụ", "rest": 1}, "~$a.xlsx": "", "Thumbs.db": "", "ghi chu.pdf": ""}, home
    )
    monkeypatch.chdir(home)  # names of sockets must be short
    os.mkfifo("ong.xlsx")
    os.mkfifo("ong.docx")
    os.mkfifo("ong.txt")
    with socket.socket(socket.AF_UNIX) as bound:
        bound.bind("o.xlsx")
    for name, target in (
        ("vong.xlsx", "vong.xlsx"),
        ("mat.xlsx", "khong-co"),
        ("tren", ".."),
        ("zero.xlsx", "/dev/zero"),
    ):
        (home / name).symlink_to(target)
    (home / "con" / ".git").mkdir(parents=True)
    assert run(["validate", ".", "--format", "json"]) == 1
    summary = json.loads(capsys.readouterr().out)["summary"]
    assert {key: summary[key] for key in ("found", "used", "rejected", "skipped")} == {
        "found": 13,
        "used": 1,
        "rejected": 6,
        "skipped": 6,
    }
    assert run(["validate", "."]) == 1
    told = capsys.readouterr().out
    assert "Tìm thấy 13 tệp: 1 phiếu đọc được, 6 không đọc được, 6 bỏ qua." in told
    for name in ("ong.xlsx", "ong.docx", "o.xlsx", "vong.xlsx", "mat.xlsx", "zero.xlsx"):
        assert name in told
    assert run(["consolidate", ".", "--format", "json"]) == 1
    summary = json.loads(capsys.readouterr().out)["summary"]
    assert (summary["found"], summary["used"], summary["rejected"], summary["skipped"]) == (13, 1, 6, 6)


def test_ten_thousand_files_are_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for number in range(10_000):
        (tmp_path / f"{number}.{'txt' if number % 100 else 'xlsx'}").touch()
    assert run(["validate", str(tmp_path), "--format", "json"]) == 1
    summary = json.loads(capsys.readouterr().out)["summary"]
    assert (summary["found"], summary["used"], summary["rejected"], summary["skipped"]) == (10_000, 0, 100, 9_900)


def test_a_folder_that_may_not_be_read_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As root every folder may be read, so the system's refusal is played."""
    in_files.write(
        {"a.xlsx": {"unit": "Sở Nội vụ", "rest": 1}, "kin/b.xlsx": {"unit": "Sở Tài chính", "rest": 1}}, tmp_path
    )
    true = os.scandir

    def scandir(path: str = ".") -> object:
        if os.fspath(path).endswith("kin"):
            raise PermissionError(13, "denied", path)
        return true(path)

    monkeypatch.setattr(os, "scandir", scandir)
    for command in ("validate", "consolidate"):
        assert run([command, str(tmp_path)]) == 1
        told = capsys.readouterr()
        assert "kin" in told.out
        assert "TD001" in told.out
