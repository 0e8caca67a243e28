"""Facts about findings on the screen: what is folded stays true, a place says its file, and the step that is next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from tests.by_hand import do
from tests.cases import folder
from tests.console.runs import called
from thidua_cli.pipeline.clusters import cluster_in
from thidua_cli.ranking import rank

if TYPE_CHECKING:
    from pathlib import Path

    from thidua_cli.catalogue import Lang

SETTINGS: Final = """\
name: Cụm thi đua số 1
year: 2019
rubric: langson-2019/districts-departments
units:
  - {id: a, name: Sở Nội vụ}
"""


def _told(words: str, home: Path, lang: Lang = "vi") -> str:
    answer = called(words.split(), lang, home)
    return " ".join((answer.out + answer.err).split())


class TestFolded:
    def test_blank_cells_of_many_rows_are_not_given_the_range_of_the_first(self, tmp_path: Path) -> None:
        folder.write({"a.xlsx": {"unit": "Sở Nội vụ", "points": {"I": 90}}}, tmp_path)
        told = _told("validate a.xlsx --rubric langson-2019/districts-departments", tmp_path)
        assert "Nhập điểm trong khoảng 0 đến điểm chuẩn của từng dòng" in told
        assert "0–20" not in told
        assert "(mục B.II)" not in told
        told = _told("validate a.xlsx --rubric langson-2019/districts-departments", tmp_path, "en")
        assert "Enter a score within 0 to the maximum of each row" in told

    def test_scores_above_different_maxima_are_not_given_the_range_of_the_first(self, tmp_path: Path) -> None:
        points = dict.fromkeys(("II", "III.1", "III.2", "III.3", "III.4"), 99)
        folder.write({"a.xlsx": {"unit": "Sở Nội vụ", "points": points, "rest": 1}}, tmp_path)
        told = _told("validate a.xlsx --rubric langson-2019/districts-departments", tmp_path)
        assert "Điểm 99 vượt điểm chuẩn tối đa; cho phép 0 đến điểm chuẩn của từng dòng." in told

    def test_blank_cells_of_one_range_keep_it(self, tmp_path: Path) -> None:
        points = {"I": 90, "II": 19, "III.6.1": 0, "III.6.2": 0, "III.6.3": 0, "III.6.4": 0}
        folder.write({"a.xlsx": {"unit": "Sở Nội vụ", "points": points}}, tmp_path)
        told = _told("validate a.xlsx --rubric langson-2019/districts-departments", tmp_path)
        assert "Nhập điểm trong khoảng 0–5" in told

    def test_maxima_that_were_altered_are_told_one_by_one(self, tmp_path: Path) -> None:
        """What the table says differs from row to row, so one sentence would be wrong of the others."""
        folder.write({"a.xlsx": {"unit": "Sở Nội vụ", "rest": 1}}, tmp_path)
        cells = ("C9", "C10", "C12", "C18")
        for cell in cells:
            do(["type", str(tmp_path / "a.xlsx"), cell, "7"])
        told = _told("validate a.xlsx --rubric langson-2019/districts-departments", tmp_path)
        assert told.count("Điểm chuẩn tối đa ghi 7, theo bảng là") == len(cells)


class TestPlace:
    def test_a_cell_of_the_review_workbook_says_that_it_is_one(self, tmp_path: Path) -> None:
        folder.write({"cum/cluster.yaml": SETTINGS, "cum/a.xlsx": {"unit": "Sở Nội vụ", "rest": 1}}, tmp_path)
        called(["review", "cum"], "vi", tmp_path)
        home = str(tmp_path / "cum")
        do(["agree", home, "cluster", "a"])
        do(["settle", home, "cluster", "a", "III.4", "0.5"])
        assert "trang “Cụm chấm” của cum/ra-soat.xlsx (Điểm Cụm thi đua chấm)" in _told("validate cum", tmp_path)
        assert "on the sheet “Cụm chấm” of cum/ra-soat.xlsx (cluster score)" in _told("validate cum", tmp_path, "en")


GOOD: Final = {"unit": "Sở Nội vụ", "rest": 1}
BAD: Final = {"unit": "Sở Nội vụ", "rest": 1, "points": {"III.4": 9}}


class TestNext:
    @pytest.mark.parametrize(
        ("words", "sheet", "vietnamese", "english"),
        [
            ("validate cum", GOOD, "thidua consolidate cum ", "thidua consolidate cum "),
            ("validate cum/a.xlsx", GOOD, "thidua consolidate cum ", "thidua consolidate cum "),
            ("validate cum", BAD, "thidua validate cum --fix-list", "thidua validate cum --fix-list"),
            ("validate le/a.xlsx", GOOD, "gửi phiếu cho Cụm trưởng", "to the cluster's head"),
            ("validate le/a.xlsx", BAD, "sửa các lỗi trên trong Excel", "correct the errors in Excel"),
        ],
    )
    def test_it_is_that_of_the_one_who_asked(
        self, words: str, sheet: dict[str, object], vietnamese: str, english: str, tmp_path: Path
    ) -> None:
        """The head has a folder to draw together, a unit a sheet to send."""
        marked = f"{SETTINGS}readings: {{section_I_source: 2460}}\n"
        files = {"cum/cluster.yaml": marked, "cum/a.xlsx": sheet, "le/a.xlsx": sheet}
        folder.write(files, tmp_path)
        extra = " --rubric langson-2019/districts-departments" if "le/" in words else ""
        steps: tuple[tuple[Lang, str], ...] = (("vi", vietnamese), ("en", english))
        for lang, step in steps:
            last = called((words + extra).split(), lang, tmp_path).out.rstrip().splitlines()[-1]
            assert last.startswith({"vi": "Bước tiếp theo: ", "en": "Next: "}[lang])
            assert step in last

    def test_nothing_is_next_where_nothing_differs(self, tmp_path: Path) -> None:
        folder.write({"a.xlsx": GOOD, "b.xlsx": GOOD, "c.xlsx": BAD}, tmp_path)
        assert "Bước tiếp theo" not in _told("diff a.xlsx b.xlsx", tmp_path)
        assert "Bước tiếp theo" in _told("diff a.xlsx c.xlsx", tmp_path)


@pytest.mark.parametrize(("number", "told"), [(5, "Đơn vị D, Đơn vị E"), (6, "Đơn vị D và 2 đơn vị khác")])
def test_of_many_units_that_lack_a_score_the_first_are_named(number: int, told: str, tmp_path: Path) -> None:
    names = [f"Đơn vị {letter}" for letter in "ABCDEF"[:number]]
    units = "".join(f"  - {{id: u{n}, name: {name}}}\n" for n, name in enumerate(names))
    files: dict[str, object] = {"cluster.yaml": SETTINGS.partition("  - ")[0] + units}
    files |= {f"{n}.xlsx": {"unit": name, "rest": 1} for n, name in enumerate(names)}
    folder.write(files, tmp_path)
    cluster, _ = cluster_in(tmp_path, ".", None)
    assert cluster is not None
    (found,) = (one for one in rank(cluster).findings if one.code == "TD601")
    (by_cluster, by_board) = dict(found.params)["missing"]
    assert by_cluster.vi == f"cột Điểm Cụm thi đua chấm của Đơn vị A, Đơn vị B, Đơn vị C, {told}"
    assert by_board.en.startswith("the board score of Đơn vị A, Đơn vị B, Đơn vị C, ")
