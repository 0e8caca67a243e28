"""Facts about `thidua review`: what is written where, what is kept, what is refused, what is told."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

import pytest
from openpyxl import load_workbook

from tests.cases.folder import tell
from tests.errors.review_books import review_of_2018, review_with_lower_score
from tests.sheets import xlsx
from thidua_cli.cli import run
from thidua_cli.pipeline import rank, validate
from thidua_cli.pipeline.review import review
from thidua_cli.review.layout import AGREE_ROW, BOARD_TAB, CLUSTER_TAB, FIRST_PAIR, LIST_FIRST_ROW, REASONS_TAB
from thidua_cli.rubric.model import Stage

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

LIST: Final = """\
name: Cụm thi đua số 1
year: 2019
rubric: langson-2019/districts-departments
units:
  - {id: a, name: Sở Nội vụ}
  - {id: b, name: Sở Tài chính}
readings: {section_I_source: 2460}
"""
DAY: Final = date(2020, 1, 5)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A cluster of two units that have sent their sheets."""
    home = tmp_path / "cum-1"
    home.mkdir()
    (home / "cluster.yaml").write_text(LIST, encoding="utf-8")
    _send(home, "a", "Sở Nội vụ", rest=1)
    _send(home, "b", "Sở Tài chính", rest=1)
    return home


def _send(home: Path, name: str, unit: str, **described: Any) -> None:
    (home / f"{name}.xlsx").write_bytes(xlsx({"unit": unit, **described}))


def _edit(home: Path, change: Callable[[Any], None]) -> None:
    """What a person does in a spreadsheet program: open, type, save."""
    path = home / "ra-soat.xlsx"
    book = load_workbook(BytesIO(path.read_bytes()))
    change(book)
    book.save(path)


def _agree(book: Any) -> None:
    for tab in (CLUSTER_TAB, BOARD_TAB):
        for unit in range(2):
            book[tab].cell(AGREE_ROW, FIRST_PAIR + 1 + 2 * unit, "x")


def _tree(home: Path) -> dict[str, str]:
    return {
        str(path.relative_to(home)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(home.rglob("*"))
        if path.is_file()
    }


def test_the_first_run_writes_the_workbook_and_changes_no_sheet(folder: Path) -> None:
    before = _tree(folder)
    result = review(str(folder), DAY)
    assert (result.is_written, result.copy, result.sheets) == (True, None, 2)
    after = _tree(folder)
    assert after.pop("ra-soat.xlsx")
    assert after == before


def test_nothing_is_written_where_nothing_changed(folder: Path) -> None:
    review(str(folder), DAY)
    before = _tree(folder)
    result = review(str(folder), date(2020, 1, 6))
    assert (result.is_written, result.output, result.events) == (False, f"{folder}/ra-soat.xlsx", ())
    assert _tree(folder) == before


def test_the_one_before_is_kept_under_its_day(folder: Path) -> None:
    review(str(folder), DAY)
    for number in (1, 2):
        _edit(folder, _agree)
        old = (folder / "ra-soat.xlsx").read_bytes()
        _send(folder, "a", "Sở Nội vụ", rest=1, points={"III.4": number + 1})
        result = review(str(folder), DAY)
        name = "ra-soat-2020-01-05.xlsx" if number == 1 else "ra-soat-2020-01-05-2.xlsx"
        assert result.copy == f"{folder}/ket-qua/ra-soat-cu/{name}"
        assert (folder / "ket-qua" / "ra-soat-cu" / name).read_bytes() == old


@pytest.mark.parametrize("lock", ["~$ra-soat.xlsx", ".~lock.ra-soat.xlsx#"])
def test_an_open_workbook_is_not_replaced(folder: Path, lock: str) -> None:
    review(str(folder), DAY)
    (folder / lock).write_text("", encoding="utf-8")
    _send(folder, "a", "Sở Nội vụ", rest=0)
    old = (folder / "ra-soat.xlsx").read_bytes()
    result = review(str(folder), DAY)
    assert result.output == f"{folder}/ket-qua/ra-soat-moi.xlsx"
    assert "TD718" in [finding.code for finding in result.findings]
    assert (folder / "ra-soat.xlsx").read_bytes() == old
    assert run(["review", str(folder)]) == 3
    (folder / lock).unlink()
    assert review(str(folder), DAY).output == f"{folder}/ra-soat.xlsx"


def test_a_foreign_or_damaged_workbook_is_refused_and_left_alone(folder: Path) -> None:
    for data, code in ((review_of_2018(), "TD704"), (xlsx({"unit": "Sở Nội vụ"}), "TD704"), (b"PK\x03\x04", "TD007")):
        (folder / "ra-soat.xlsx").write_bytes(data)
        before = _tree(folder)
        result = review(str(folder), DAY)
        assert [finding.code for finding in result.findings] == [code]
        assert (result.output, _tree(folder)) == (None, before)
        assert run(["review", str(folder)]) == 3


def test_a_path_that_is_no_cluster_is_refused_in_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["review", str(tmp_path)]) == 2
    assert capsys.readouterr().err.count("[LỖI]") == 1
    assert run(["review", str(tmp_path / "khong-co")]) == 2


def test_what_is_agreed_ranks_the_cluster(folder: Path) -> None:
    review(str(folder), DAY)
    _edit(folder, _agree)
    (cluster,) = rank(str(folder), "2019").clusters
    assert cluster.ranking.stage is Stage.BOARD
    (unit, _) = cluster.cluster.units
    assert unit.submission is not None
    assert unit.submission.sheet is not None
    said = unit.submission.sheet.given("III.4", Stage.CLUSTER)
    assert said is not None
    assert (said.value, said.file, said.sheet) == (Decimal(1), f"{folder}/ra-soat.xlsx", CLUSTER_TAB)


def test_a_reason_typed_in_the_workbook_answers_for_its_score(folder: Path) -> None:
    (folder / "ra-soat.xlsx").write_bytes(review_with_lower_score())
    assert "TD702" in [finding.code for finding in review(str(folder), DAY).findings]

    def explain(book: Any) -> None:
        book[REASONS_TAB].cell(LIST_FIRST_ROW, 6, "Chậm nộp hồ sơ")

    _edit(folder, explain)
    result = review(str(folder), DAY)
    assert "TD702" not in [finding.code for finding in result.findings]
    assert result.standing is not None
    assert (result.standing.differences[Stage.CLUSTER], result.standing.reasons_missing) == (1, 0)


def test_validate_tells_that_the_workbook_was_read(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "ra-soat.xlsx").write_bytes(review_with_lower_score())
    for path in (folder / "ra-soat.xlsx", folder):
        (told,) = validate([str(path)]).reviews
        assert (told.file, told.cluster) == (f"{folder}/ra-soat.xlsx", "Cụm thi đua số 1")
        assert told.standing.settled[Stage.CLUSTER] == 11
    assert validate([str(folder / "a.xlsx")]).reviews == ()
    assert run(["validate", str(folder / "ra-soat.xlsx")]) == 0
    assert "Điểm Cụm thi đua chấm: 11/22 ô có điểm, 1 ô khác bước trước" in capsys.readouterr().out


def test_the_document_says_what_was_done_and_how_far_it_is(folder: Path) -> None:
    _send(folder, "a", "Sở Nội vụ", rest=1, points={"III.4": [1, 0]})
    told = tell("review .", folder).document
    assert told["schema"] == "thidua.review/1"
    assert told["cluster"]["id"] == "cum-1"
    assert (told["output"], told["written"], told["copy"]) == ("ra-soat.xlsx", True, None)
    (event,) = told["events"]
    assert (event["unit"]["id"], event["did"], event["criterion"], event["stage"]) == ("a", "taken", "III.4", "cluster")
    assert (event["after"], event["source"]) == ("0", "a.xlsx, ô E11")
    assert told["summary"] == {
        "units": 2,
        "cells": {"cluster": 22, "board": 18},
        "settled": {"cluster": 1, "board": 0},
        "differences": {"cluster": 1, "board": 0},
        "reasons_missing": 1,
        "unconfirmed": 0,
        "kept": 0,
        "sheets": 2,
    }
    assert json.dumps(str(told))


@pytest.mark.parametrize(("lang", "word"), [("vi", "Bước tiếp theo"), ("en", "Next:")])
def test_the_text_ends_with_the_next_step(
    folder: Path, lang: str, word: str, capsys: pytest.CaptureFixture[str]
) -> None:
    run(["review", str(folder), "--lang", lang])
    assert capsys.readouterr().out.splitlines()[-1].startswith(word)


def test_text_that_no_workbook_can_hold_is_told_when_it_is_written(folder: Path) -> None:
    review(str(folder), DAY)

    def reason(book: Any) -> None:
        book[REASONS_TAB].cell(LIST_FIRST_ROW, 6, "Chậm_x0007_ nộp hồ sơ")

    _edit(folder, reason)
    _send(folder, "b", "Sở Tài chính", rest=2)
    done = review(str(folder), DAY)
    assert done.is_written
    assert [(one.code, one.file) for one in done.findings if one.code == "TD031"] == [("TD031", done.output)]
