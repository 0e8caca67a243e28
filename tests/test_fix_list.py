"""Facts about where fix lists go, when there is none, and that they never replace what a person made."""

from __future__ import annotations

import sys
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final

import pytest

from tests.by_hand import do
from tests.cases import folder
from tests.sheets import xlsx
from thidua_cli.folders import is_fix_list, is_sheet, look
from thidua_cli.spreadsheets.reader import read_file

if TYPE_CHECKING:
    from pathlib import Path

SETTINGS: Final = """\
name: Cụm thi đua số 1
year: 2019
rubric: langson-2019/districts-departments
units:
  - {id: snv, name: Sở Nội vụ}
  - {id: stc, name: Sở Tài chính}
readings: {section_I_source: 2460}
"""
BAD: Final[dict[str, Any]] = {"unit": "Sở Nội vụ", "rest": 1, "points": {"III.4": 7}}
GOOD: Final[dict[str, Any]] = {"unit": "Sở Tài chính", "rest": 1}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A cluster with a sheet that calls for corrections and one that does not."""
    folder.write({"cum-1/cluster.yaml": SETTINGS, "cum-1/snv.xlsx": BAD, "cum-1/stc.xlsx": GOOD}, tmp_path)
    return tmp_path


def asked(command: str, home: Path) -> folder.Told:
    return folder.tell(f"validate {command} --fix-list", home)


def files(home: Path) -> dict[str, str]:
    """Every file below the folder, with the digest of its bytes."""
    return {
        path.relative_to(home).as_posix(): sha256(path.read_bytes()).hexdigest()
        for path in sorted(home.rglob("*"))
        if path.is_file()
    }


def texts(path: Path) -> list[str]:
    source, findings = read_file(path, path.name)
    assert source is not None, findings
    return [cell.text for sheet in source.workbook.sheets for cell in sheet.cells.values()]


class TestWhere:
    def test_a_clusters_lists_stand_in_its_results(self, home: Path) -> None:
        told = asked("cum-1", home)
        assert told.exit == 1
        assert told.document["fix_lists"] == {
            "lists": [{"sheet": "cum-1/snv.xlsx", "path": "cum-1/ket-qua/loi/snv.loi.xlsx"}],
            "summaries": ["cum-1/ket-qua/loi/loi-tong-hop.xlsx"],
            "clean": ["cum-1/stc.xlsx"],
        }
        assert "Điểm 7 vượt điểm chuẩn tối đa; cho phép 0–5." in texts(home / "cum-1/ket-qua/loi/snv.loi.xlsx")

    @pytest.mark.parametrize(
        ("given", "place"),
        [(".", "ket-qua/loi/snv.loi.xlsx"), ("snv.xlsx", "ket-qua/loi/snv.loi.xlsx"), ("../cum-1", "../cum-1/ket-qua")],
    )
    def test_paths_are_spelled_as_the_user_did(self, home: Path, given: str, place: str) -> None:
        (made,) = asked(given, home / "cum-1").document["fix_lists"]["lists"]
        assert made["path"].startswith(place)
        assert (home / "cum-1" / made["path"]).is_file()

    def test_one_sheet_of_a_cluster_gets_its_list_and_no_list_over_all(self, home: Path) -> None:
        made = asked("cum-1/snv.xlsx", home).document["fix_lists"]
        assert (len(made["lists"]), made["summaries"]) == (1, [])

    def test_a_folder_without_a_list_of_members_holds_its_own(self, tmp_path: Path) -> None:
        folder.write({"phieu/snv.xlsx": BAD}, tmp_path)
        asked("phieu", tmp_path)
        assert set(files(tmp_path)) == {
            "phieu/snv.xlsx",
            "phieu/ket-qua/loi/snv.loi.xlsx",
            "phieu/ket-qua/loi/loi-tong-hop.xlsx",
        }

    def test_a_single_file_has_it_beside_itself(self, tmp_path: Path) -> None:
        folder.write({"thu/snv.xlsx": BAD}, tmp_path)
        asked("thu/snv.xlsx", tmp_path)
        assert set(files(tmp_path)) == {"thu/snv.xlsx", "thu/snv.loi.xlsx"}

    def test_a_folder_of_ones_own_choice(self, home: Path) -> None:
        told = asked("cum-1 -o 'gui don vi'", home)
        assert told.document["fix_lists"]["summaries"] == ["gui don vi/loi-tong-hop.xlsx"]
        assert (home / "gui don vi" / "snv.loi.xlsx").is_file()
        assert not (home / "cum-1" / "ket-qua").exists()

    def test_a_file_cannot_be_that_folder(self, home: Path) -> None:
        told = asked("cum-1 -o cum-1/stc.xlsx", home)
        assert told.exit == 2
        assert "TD014" in {finding["code"] for finding in told.findings}
        assert (home / "cum-1" / "stc.xlsx").read_bytes() == xlsx(GOOD)

    def test_a_folder_without_fix_lists_is_no_use(self, home: Path) -> None:
        told = folder.tell("validate cum-1 -o x", home)
        assert (told.exit, told.document) == (2, None)
        assert "--fix-list" in told.talk

    def test_files_of_one_name_get_lists_of_two(self, tmp_path: Path) -> None:
        other = {**BAD, "unit": "Sở Tài chính"}
        folder.write({"p/a/phieu.xlsx": BAD, "p/b/Phieu.xlsx": other, "p/loi-tong-hop.xls": "x"}, tmp_path)
        made = asked("p", tmp_path).document["fix_lists"]["lists"]
        assert {each["sheet"]: each["path"] for each in made} == {
            "p/a/phieu.xlsx": "p/ket-qua/loi/phieu.loi.xlsx",
            "p/b/Phieu.xlsx": "p/ket-qua/loi/b-Phieu.loi.xlsx",
            "p/loi-tong-hop.xls": "p/ket-qua/loi/loi-tong-hop.loi.xlsx",
        }


class TestWhen:
    def test_a_sheet_with_nothing_to_correct_has_none(self, tmp_path: Path) -> None:
        folder.write({"stc.xlsx": GOOD}, tmp_path)
        told = asked("stc.xlsx", tmp_path)
        assert told.document["fix_lists"] == {"lists": [], "summaries": [], "clean": ["stc.xlsx"]}
        assert set(files(tmp_path)) == {"stc.xlsx"}

    def test_a_folder_in_order_has_none_either(self, tmp_path: Path) -> None:
        folder.write({"p/stc.xlsx": GOOD}, tmp_path)
        asked("p", tmp_path)
        assert set(files(tmp_path)) == {"p/stc.xlsx"}

    def test_what_is_wrong_between_sheets_alone_stands_in_the_list_over_all(self, tmp_path: Path) -> None:
        folder.write({"p/1.xlsx": GOOD, "p/2.xlsx": GOOD}, tmp_path)
        assert asked("p", tmp_path).document["fix_lists"]["summaries"] == ["p/ket-qua/loi/loi-tong-hop.xlsx"]
        assert "TD502" in texts(tmp_path / "p/ket-qua/loi/loi-tong-hop.xlsx")

    def test_a_file_that_cannot_be_read_has_one_too(self, tmp_path: Path) -> None:
        folder.write({"p/snv.xlsx": "%PDF-1.7"}, tmp_path)
        asked("p", tmp_path)
        assert "TD004" in texts(tmp_path / "p/ket-qua/loi/snv.loi.xlsx")

    def test_what_is_waived_calls_for_none(self, tmp_path: Path) -> None:
        facts = {"dossiers-submitted": 10, "dossiers-approved": 11, "dossiers-unqualified": 0}
        waiver = "waivers: [{code: TD415, reason: x, who: y, document: z}]\n"
        sheet = {**GOOD, "facts": facts}
        folder.write({"cluster.yaml": SETTINGS + waiver, "stc.xlsx": sheet}, tmp_path)
        assert asked("stc.xlsx", tmp_path).document["fix_lists"]["clean"] == ["stc.xlsx"]

    def test_without_asking_there_is_none(self, home: Path) -> None:
        before = files(home)
        assert folder.tell("validate cum-1", home).document["fix_lists"] is None
        assert files(home) == before


class TestNothingIsLost:
    def test_no_sheet_changes(self, home: Path) -> None:
        before = files(home)
        asked("cum-1", home)
        assert {name: digest for name, digest in files(home).items() if name in before} == before

    def test_the_same_sheets_have_the_same_lists_in_whatever_order_they_are_named(self, home: Path) -> None:
        folder.write({"cum-1/3.xlsx": {**BAD, "unit": "Sở Tư pháp"}}, home)
        asked("cum-1/3.xlsx cum-1/snv.xlsx cum-1/stc.xlsx -o mot", home)
        asked("cum-1/stc.xlsx cum-1/snv.xlsx cum-1/3.xlsx -o hai", home)
        made = files(home)
        one = {name[4:]: digest for name, digest in made.items() if name.startswith("mot/")}
        assert len(one) == 3
        assert one == {name[4:]: digest for name, digest in made.items() if name.startswith("hai/")}

    def test_a_list_of_ours_is_replaced(self, home: Path) -> None:
        asked("cum-1", home)
        folder.write({"cum-1/snv.xlsx": {**BAD, "points": {"III.4": 8}}}, home)
        told = asked("cum-1", home)
        assert told.document["fix_lists"]["lists"][0]["path"] == "cum-1/ket-qua/loi/snv.loi.xlsx"
        assert "Điểm 8 vượt điểm chuẩn tối đa; cho phép 0–5." in texts(home / "cum-1/ket-qua/loi/snv.loi.xlsx")

    @pytest.mark.parametrize("there", ["a note", "a sheet", "a folder", "a link", "a resaved list"])
    def test_anything_else_of_its_name_stays(self, tmp_path: Path, there: str) -> None:
        folder.write({"snv.xlsx": BAD}, tmp_path)
        target = tmp_path / "snv.loi.xlsx"
        if there == "a note":
            target.write_text("ghi chép riêng", encoding="utf-8")
        elif there == "a sheet":
            target.write_bytes(xlsx(GOOD))
        elif there == "a folder":
            target.mkdir()
        elif there == "a link":
            (tmp_path / "elsewhere.xlsx").write_bytes(xlsx(GOOD))
            target.symlink_to("elsewhere.xlsx")
        else:
            asked("snv.xlsx", tmp_path)
            from openpyxl import load_workbook

            book = load_workbook(target)
            book.worksheets[0]["A30"] = "đã gọi điện"
            book.save(target)
        before = files(tmp_path)
        told = asked("snv.xlsx", tmp_path)
        assert told.document["fix_lists"]["lists"][0]["path"] == "snv-moi.loi.xlsx"
        assert "TD781" in {finding["code"] for finding in told.findings}
        assert {name: digest for name, digest in files(tmp_path).items() if name in before} == before
        again = asked("snv.xlsx", tmp_path).document["fix_lists"]["lists"][0]["path"]
        assert again == "snv-moi.loi.xlsx"

    def test_a_list_whose_sheet_is_in_order_now_is_named_and_kept(self, home: Path) -> None:
        asked("cum-1", home)
        folder.write({"cum-1/snv.xlsx": {**BAD, "points": {}}}, home)
        told = asked("cum-1", home)
        outdated = {finding["file"] for finding in told.findings if finding["code"] == "TD782"}
        assert outdated == {"cum-1/ket-qua/loi/snv.loi.xlsx", "cum-1/ket-qua/loi/loi-tong-hop.xlsx"}
        assert (home / "cum-1/ket-qua/loi/snv.loi.xlsx").is_file()
        assert told.exit == 0

    @pytest.mark.skipif(sys.platform == "win32", reason="folders have no such rights there")
    def test_a_folder_that_cannot_be_written_is_said_once_for_each_list(
        self, home: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        import tempfile

        def refused(**_: object) -> None:
            raise PermissionError(13, "denied")

        monkeypatch.setattr(tempfile, "mkstemp", refused)
        told = asked("cum-1", home)
        assert told.exit == 3
        assert told.document["fix_lists"]["lists"] == []
        assert [finding["code"] for finding in told.findings].count("TD912") == 2


class TestItIsNoSheet:
    def test_folders_pass_over_it_with_a_word(self, tmp_path: Path) -> None:
        folder.write({"p/snv.xlsx": BAD}, tmp_path)
        asked("p -o p", tmp_path)
        told = folder.tell("validate p", tmp_path)
        assert [file["path"] for file in told.document["files"]] == ["p/snv.xlsx"]
        (skipped,) = (finding for finding in told.findings if finding["code"] == "TD009")
        assert "snv.loi.xlsx" in skipped["message"]
        assert "loi-tong-hop.xlsx" in skipped["message"]

    @pytest.mark.parametrize("name", ["snv.loi.xlsx", "SNV.LOI.XLSX", "loi-tong-hop.xlsx", "Loi-Tong-Hop.xlsx"])
    def test_its_name_is_no_sheets(self, tmp_path: Path, name: str) -> None:
        (tmp_path / name).write_bytes(xlsx(GOOD))
        assert is_fix_list(name)
        assert not is_sheet(name)
        assert look(tmp_path).sheets == ()
        assert [path.name for path in look(tmp_path).skipped] == [name]

    def test_sent_back_under_the_sheets_name_it_is_refused(self, home: Path) -> None:
        asked("cum-1", home)
        made = (home / "cum-1/ket-qua/loi/snv.loi.xlsx").read_bytes()
        (home / "cum-1/snv.xlsx").write_bytes(made)
        told = folder.tell("validate cum-1/snv.xlsx", home)
        (found,) = told.findings
        assert (found["code"], told.exit) == ("TD780", 1)
        assert "“snv.xlsx”" in found["fix"]
        assert told.document["files"][0]["scores"] == {}
        (cluster,) = folder.tell("consolidate cum-1", home).document["clusters"]
        assert [unit["state"] for unit in cluster["units"]] == ["unreadable", "ok"]

    def test_a_hostile_name_stays_text(self, tmp_path: Path) -> None:
        name = "=cmd [red]& <b>.xlsx"
        folder.write({f"p/{name}": {**BAD, "unit": '=HYPERLINK("http://x")'}}, tmp_path)
        asked("p", tmp_path)
        source, _ = read_file(tmp_path / "p/ket-qua/loi/=cmd [red]& <b>.loi.xlsx", "x")
        assert source is not None
        every = [cell for sheet in source.workbook.sheets for cell in sheet.cells.values()]
        assert all(cell.formula is None for cell in every)
        assert '=HYPERLINK("http://x")' in {cell.text for cell in every}


def test_what_the_review_workbook_lacks_is_told_the_head_and_not_the_unit(home: Path) -> None:
    """A unit cannot give the reason for a score that the cluster settled."""
    (home / "cum-1" / "snv.xlsx").write_bytes(xlsx({"unit": "Sở Nội vụ", "rest": 1}))
    folder.tell("review cum-1", home)
    cluster = str(home / "cum-1")
    do(["agree", cluster, "cluster", "snv", "stc"])
    do(["settle", cluster, "cluster", "snv", "III.4", "0.5"])
    told = asked("cum-1", home)
    assert [finding["code"] for finding in told.findings] == ["TD702"]
    lists = sorted(path.name for path in (home / "cum-1" / "ket-qua" / "loi").iterdir())
    assert lists == ["loi-tong-hop.xlsx"]
    assert "TD702" in texts(home / "cum-1" / "ket-qua" / "loi" / "loi-tong-hop.xlsx")
