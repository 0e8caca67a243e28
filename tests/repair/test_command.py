"""Facts about the command `repair`: where new forms go, that nothing else changes, what is told."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests import foreign, sheets
from tests.cases import folder
from thidua_cli.cli import run

if TYPE_CHECKING:
    from pathlib import Path

UNIT = {"unit": "Sở Nội vụ", "year": 2019, "rest": 1}
OTHER = {"unit": "Sở Tài chính", "year": 2019, "rest": 1}
ROSTER = """\
name: Cụm thi đua số 1
year: 2019
rubric: langson-2019/districts-departments
units:
  - {id: so-noi-vu, name: Sở Nội vụ}
  - {id: so-tai-chinh, name: Sở Tài chính}
"""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def state(home: Path) -> dict[str, bytes]:
    return {str(path.relative_to(home)): path.read_bytes() for path in sorted(home.rglob("*")) if path.is_file()}


def told(capsys: pytest.CaptureFixture[str], *argv: str) -> tuple[int, Any]:
    code = run([*argv, "--format", "json"])
    return code, json.loads(capsys.readouterr().out)


def test_a_sheet_alone_gets_its_form_beside_it_and_stays_as_it_was(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder.write({"phieu cũ.xlsx": UNIT}, home)
    before = state(home)
    code, document = told(capsys, "repair", "phieu cũ.xlsx")
    assert code == 0
    assert document["schema"] == "thidua.repair/1"
    assert document["files"][0]["output"] == "phieu cũ.sua.xlsx"
    after = state(home)
    assert {name: after[name] for name in before} == before
    assert after.keys() - before.keys() == {"phieu cũ.sua.xlsx"}


def test_sheets_of_a_cluster_go_where_they_are_not_read_as_sheets(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = {"cluster.yaml": ROSTER, "a.xlsx": UNIT, "con/a.xlsx": OTHER, "ghi chu.txt": "x"}
    folder.write(files, home / "cum")
    (home / "cum" / "b.xls").write_bytes(foreign.xls(sheets.workbook(OTHER)))
    (home / "cum" / "b.ods").write_bytes(foreign.ods(sheets.workbook(OTHER)))
    before = state(home)
    code, document = told(capsys, "repair", "cum")
    assert code == 0
    assert {one["path"]: one["output"] for one in document["files"]} == {
        "cum/a.xlsx": "cum/ket-qua/sua/a.sua.xlsx",
        "cum/b.ods": "cum/ket-qua/sua/b.ods.sua.xlsx",
        "cum/b.xls": "cum/ket-qua/sua/b.xls.sua.xlsx",
        "cum/con/a.xlsx": "cum/ket-qua/sua/con/a.sua.xlsx",
    }
    assert (document["summary"]["found"], document["summary"]["skipped"]) == (5, 1)
    assert {name: data for name, data in state(home).items() if name in before} == before
    first = state(home)
    code, document = told(capsys, "repair", "cum")
    assert {one["state"] for one in document["files"]} == {"unchanged"}
    assert state(home) == first
    assert run(["validate", "cum/ket-qua/sua/a.sua.xlsx", "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)["files"][0]["findings"]
    assert [one["code"] for one in found if one["code"][2] == "1"] == []


def test_the_bytes_do_not_depend_on_where_and_under_which_path_the_sheet_stands(home: Path) -> None:
    folder.write({"x/phieu.xlsx": UNIT, "y/z/phieu.xlsx": UNIT}, home)
    for one in ("x", "y/z"):
        assert run(["repair", str(home / one / "phieu.xlsx"), "-q"]) == 0
    assert run(["repair", "x/phieu.xlsx", "-o", "khac.xlsx", "-q"]) == 0
    made = {(home / name).read_bytes() for name in ("x/phieu.sua.xlsx", "y/z/phieu.sua.xlsx", "khac.xlsx")}
    assert len(made) == 1


@pytest.mark.parametrize("target", ["phieu.xlsx", "khac.xlsx", "lien-ket.xlsx"])
def test_nothing_that_holds_answers_is_written_over(
    target: str, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder.write({"phieu.xlsx": UNIT, "khac.xlsx": OTHER}, home)
    (home / "lien-ket.xlsx").symlink_to(home / "khac.xlsx")
    before = state(home)
    assert run(["repair", "phieu.xlsx", "-o", target]) == 3
    assert "TD135" in capsys.readouterr().out
    assert state(home) == before


def test_a_blank_form_in_its_place_is_replaced_unless_it_is_the_original(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder.write({"phieu.xlsx": UNIT}, home)
    assert run(["template", "--rubric", sheets.DISTRICTS, "-o", "trang.xlsx"]) == 0
    blank = (home / "trang.xlsx").read_bytes()
    assert run(["repair", "trang.xlsx", "-o", "trang.xlsx"]) == 3
    assert (home / "trang.xlsx").read_bytes() == blank
    assert run(["repair", "phieu.xlsx", "-o", "trang.xlsx"]) == 0
    assert (home / "trang.xlsx").read_bytes() != blank
    capsys.readouterr()


def test_one_bad_file_hides_no_other_and_the_exit_says_so(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder.write({"a.xlsx": UNIT, "hong.xlsx": "đây không phải bảng tính", "c.xlsx": OTHER}, home / "cum")
    code, document = told(capsys, "repair", "cum")
    assert code == 1
    assert {one["path"]: one["state"] for one in document["files"]} == {
        "cum/a.xlsx": "written",
        "cum/c.xlsx": "written",
        "cum/hong.xlsx": "refused",
    }
    assert document["summary"]["written"] == 2
    assert document["summary"]["refused"] == 1
    assert run(["repair", "cum"]) == 1
    text = capsys.readouterr().out
    assert "3 tệp: 2 biểu mới, 1 không lập được; bỏ qua 0." in text
    assert "Bước tiếp theo" in text


@pytest.mark.parametrize(
    ("argv", "code"),
    [
        (["repair", "khong-co.xlsx"], 2),
        (["repair", "cum", "-o", "x.xlsx"], 2),
        (["repair", "cum", "--rubric", "khong-co"], 3),
        (["repair", "cum", "--year", "19"], 2),
        (["repair"], 2),
    ],
)
def test_wrong_usage_is_told_and_writes_nothing(
    argv: list[str], code: int, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder.write({"a.xlsx": UNIT}, home / "cum")
    before = state(home)
    assert run(argv) == code
    assert capsys.readouterr().err
    assert state(home) == before


def test_every_entry_of_the_lists_stands_on_the_page(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import openpyxl

    folder.write({"a.xlsx": {**UNIT, "points": {"III.4": "1.234,5", "I": "x"}, "cells": {"J3": "=1+1"}}}, home)
    _, document = told(capsys, "repair", "a.xlsx")
    (one,) = document["files"]
    page = openpyxl.load_workbook(home / "a.sua.xlsx")["Đã chuyển"]
    rows = [[cell.value for cell in row] for row in page.iter_rows()]
    assert sum(isinstance(row[0], int) for row in rows) == sum(len(one[key]) for key in ("moved", "guessed", "lost"))
    typed = {row[2] for row in rows}
    assert {"1.234,5", "x", "=1+1"} <= typed
    assert all(cell.data_type != "f" for row in page.iter_rows() for cell in row)
    linked = {cell.hyperlink.location or "" for row in page.iter_rows() for cell in row if cell.hyperlink}
    assert linked
    assert all(link.startswith(("'Biểu chấm điểm'!", "'Số liệu'!")) for link in linked)


def test_both_languages_tell_the_same(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder.write({"a.xlsx": {**UNIT, "points": {"III.4": "1.234,5"}}}, home)
    run(["repair", "a.xlsx", "-o", "vi.xlsx"])
    vietnamese = capsys.readouterr().out
    run(["repair", "a.xlsx", "-o", "en.xlsx", "--lang", "en"])
    english = capsys.readouterr().out
    assert "Không chuyển được" in vietnamese
    assert "Not moved" in english
    assert "Bước tiếp theo" not in english
