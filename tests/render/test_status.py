"""Facts about the screen of `thidua status`: what it shows, how it fits, what it folds."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.test_status import EXCLUDED, PENDING, TODAY, columns, made
from thidua_cli.pipeline.status import status
from thidua_cli.render.status import told

if TYPE_CHECKING:
    from tests.conftest import Golden
    from thidua_cli.catalogue import Lang

EXAMPLES = Path(__file__).parents[2] / "examples" / "langson-2019"
EIGHT = ("Sở Giáo dục và Đào tạo", "Sở Văn hóa, Thể thao và Du lịch", "Sở Lao động - Thương binh và Xã hội")


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_what_people_see_of_the_examples(lang: Lang, golden: Golden, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(EXAMPLES)
    pages = [told(status(".", "2019", TODAY), lang)]
    for folder in sorted(path.name for path in EXAMPLES.iterdir() if path.is_dir()):
        survey = status(folder, None, TODAY)
        pages += [told(survey, lang), told(survey, lang, everything=True)]
    golden(f"status.{lang}.txt", "\n\n".join(pages) + "\n")


def test_what_programs_read_of_the_examples(golden: Golden, monkeypatch: pytest.MonkeyPatch) -> None:
    from thidua_cli.render import json

    monkeypatch.chdir(EXAMPLES)
    golden("status.json", json.surveyed(status("cum-5-ngan-hang", None, TODAY), "vi"))


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize(
    "sheets",
    [
        (None,) * 8,
        (columns(130, None, None),) * 3 + (None,) * 5,
        tuple(columns(130 - n, 129 - n, None) for n in range(8)),
        tuple(130 - n for n in range(8)),
        (130, 130, 120, None, columns(110, 110, None), {"rest": "abc"}, 100, 99),
    ],
)
def test_a_cluster_of_eight_is_one_screen(sheets: tuple[object, ...], lang: Lang, tmp_path: Path) -> None:
    names = [*EIGHT, *(f"Ban Quản lý Khu kinh tế cửa khẩu Đồng Đăng {n}" for n in range(5))]
    units = {id_: {"name": name} for id_, name in zip("abcdefgh", names, strict=True)}
    named = [
        {**sheet, "unit": name} if isinstance(sheet, dict) else sheet and {"spread": sheet, "unit": name}
        for sheet, name in zip(sheets, names, strict=True)
    ]
    made(tmp_path, *named, units=units)
    lines = told(status(str(tmp_path), None, TODAY), lang).splitlines()
    assert len(lines) <= 23
    assert max(len(line) for line in lines if str(tmp_path) not in line) <= 80


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("width", [60, 80, 120])
def test_no_line_is_wider_than_the_screen(lang: Lang, width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(EXAMPLES)
    for everything in (False, True):
        lines = told(status(".", None, TODAY), lang, width, everything=everything).splitlines()
        assert [line for line in lines if len(line) > width and not line.startswith("  thidua ")] == []


def test_everything_shows_what_the_screen_folds(tmp_path: Path) -> None:
    made(tmp_path, *(columns(130 - n, 130 - n, None) for n in range(8)), None, units={"h": PENDING, "g": EXCLUDED})
    survey = status(str(tmp_path), None, TODAY)
    short, whole = told(survey, "vi"), told(survey, "vi", everything=True)
    (one,) = survey.clusters
    assert "thêm --all" in short
    assert "thêm --all" not in whole
    assert "Từng đơn vị" in whole
    assert all(f" {number}. " in whole for number in range(1, one.undecided + 1))
    assert all(day.name.vi in whole for day in one.days)
    assert "không xét" in whole


def test_a_quiet_screen_holds_the_state_and_what_is_next(tmp_path: Path) -> None:
    made(tmp_path, 130, 120)
    lines = told(status(str(tmp_path), None, TODAY), "vi", quiet=True).splitlines()
    assert lines[1] == "ĐÃ THẨM ĐỊNH · xếp hạng chính thức · 0 lỗi, 1 cảnh báo · sẵn sàng trình"
    assert lines[2].startswith("Bước tiếp theo: ")
    assert len(lines) == 4


def test_colours_are_only_where_asked_for(tmp_path: Path) -> None:
    made(tmp_path, 130, None)
    survey = status(str(tmp_path), None, TODAY)
    assert "\x1b" not in told(survey, "vi")
    assert "\x1b[1m" in told(survey, "vi", colour=True)


def test_a_late_day_is_named_with_its_clause(tmp_path: Path) -> None:
    units = {"a": {"registered": date(2020, 2, 3)}, "b": {"registered": date(2020, 1, 20)}}
    made(tmp_path, 130, 120, units=units, year=2020)
    page = told(status(str(tmp_path), None, date(2020, 6, 1)), "vi")
    assert "Đăng ký thi đua" in page
    assert "TRỄ: Sở A" in page
    assert "A.II.3" in page


def test_names_with_controls_or_markup_stay_one_clean_line(tmp_path: Path) -> None:
    made(tmp_path, {"rest": 1, "unit": "Sở [red]A"}, None, units={"a": {"name": "Sở [red]A"}, "b": {"name": "Sở\tB"}})
    page = told(status(str(tmp_path), None, TODAY), "vi", everything=True)
    assert "Sở [red]A" in page
    assert "\t" not in page
