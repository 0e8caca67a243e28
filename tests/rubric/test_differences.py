"""Facts about what is told of two tables that differ, and that nothing is told of two that do not."""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING

import pytest

from thidua_cli.rubric.differences import differences
from thidua_cli.rubric.load import load, shipped

if TYPE_CHECKING:
    from pathlib import Path

    from thidua_cli.rubric.model import Rubric

BASE = """\
guidance: langson-2019
minutes: x
heading: BIỂU
title: CỤM
issued: (Biên bản)
total: {title: Tổng cộng, maximum: 150}
sections:
  - {id: I, stt: I, title: Một, maximum: 100, clause: B.I}
  - id: II
    stt: II
    title: Hai
    maximum: 20
    clause: B.II
    rows: [{id: II.1, stt: 1, title: a, maximum: 20, clause: B.II.1}]
  - id: III
    stt: III
    title: Ba
    maximum: 30
    clause: B.III
    rows:
      - id: III.1
        stt: 1
        title: b
        maximum: 25
        clause: B.III
        scoring: {kind: minus-per-occurrence, start: 25, per: 1, what: lần, fact: papers-late}
      - {id: III.2, stt: 2, title: c, maximum: 5, clause: B.III.6, bonus: true, holder: {units: 1}}
"""

CHANGES = {
    "table": ("title: CỤM", "title: KHỐI", None, "Đối tượng: “CỤM” thành “KHỐI”."),
    "number": ("{id: II.1, stt: 1", "{id: II.1, stt: a", "II.1", "II.1: số thứ tự “1” thành “a”."),
    "text": ("title: Một,", "title: Mốt,", "I", "I: lời văn “Một” thành “Mốt”."),
    "text in a further line": ("title: Một,", "title: Một, lines: [x],", "I", "I: lời văn “Một” thành “Một x”."),
    "maximum": ("maximum: 100, clause: B.I}", "maximum: 99.5, clause: B.I}", "I", "I: điểm chuẩn “100” thành “99,5”."),
    "clause": ("clause: B.I}", "clause: B.I.3}", "I", "I: điều khoản “B.I” thành “B.I.3”."),
    "scoring": (
        "clause: B.I}",
        "clause: B.I, scoring: {kind: all-or-nothing}}",
        "I",
        "I: cách chấm “Chấm từ 0 đến 100 điểm.” thành “Có thì được 100 điểm, không thì 0.”.",
    ),
    "scoring by another fact": (
        "fact: papers-late",
        "fact: reports-late",
        "III.1",
        "III.1: cách chấm “Từ 25 điểm, mỗi lần: trừ 1 điểm, thấp nhất 0.” dùng số liệu hoặc điều kiện khác trước.",
    ),
    "readings": (
        "clause: B.I}",
        "clause: B.I, by_reading: {five_points: {all_or_nothing: {kind: all-or-nothing}}}}",
        "I",
        "I: cách chấm theo các cách hiểu đã đổi (five_points).",
    ),
    "holder": (
        "holder: {units: 1}",
        "holder: {units: 2, roles: [leader, deputy]}",
        "III.2",
        (
            "III.2: đơn vị được thưởng “nhiều nhất 01 đơn vị trong cụm” thành "
            "“nhiều nhất 02 đơn vị trong cụm, chỉ Cụm trưởng hoặc Cụm phó”."
        ),
    ),
    "holder gone": (
        ", holder: {units: 1}",
        "",
        "III.2",
        "III.2: đơn vị được thưởng “nhiều nhất 01 đơn vị trong cụm” thành “không giới hạn”.",
    ),
    "bonus": ("clause: B.II.1}", "clause: B.II.1, bonus: true}", "II.1", "II.1: nay là điểm thưởng."),
    "reasoned": ("clause: B.I}", "clause: B.I, reasoned: true}", "I", "I: nay phải ghi lý do khi cho điểm."),
    "printed": ("rows: [{id: II.1", "details: [{id: II.1", "II.1", "II.1: nay không in thành dòng."),
    "removed": (
        "    rows: [{id: II.1, stt: 1, title: a, maximum: 20, clause: B.II.1}]\n",
        "",
        "II.1",
        "II.1: bỏ “a” (20 điểm, B.II.1).",
    ),
}
ADDED = ("clause: B.I}", "clause: B.I, rows: [{id: I.1, stt: 1, title: x, maximum: 100, clause: B.I.3}]}")


def table(text: str, folder: Path) -> Rubric:
    (folder / "bang.yaml").write_text(text, encoding="utf-8")
    rubric, findings = load("bang.yaml", folder)
    assert rubric is not None, findings
    return rubric


@pytest.mark.parametrize("case", CHANGES)
def test_each_change_is_one_sentence(case: str, tmp_path: Path) -> None:
    old, new, criterion, sentence = CHANGES[case]
    assert BASE.count(old) == 1
    text = BASE.replace(old, new).replace("maximum: 150", "maximum: 149.5" if case == "maximum" else "maximum: 150")
    found = differences(table(BASE, tmp_path), table(text, tmp_path))
    told = [(each.criterion, " ".join(each.sentence.vi.split())) for each in found]
    assert (criterion, sentence) in told
    # A section that loses its only row is scored on its own, which is a change of its own.
    extra = {"removed": 1}.get(case, 0)
    assert len(found) == 1 + extra
    assert case.partition(" ")[0] in {each.change for each in found}
    assert all(each.sentence.en and each.sentence.en != each.sentence.vi for each in found)


def test_what_is_added_is_told_with_its_points_and_clause(tmp_path: Path) -> None:
    found = differences(table(BASE, tmp_path), table(BASE.replace(*ADDED), tmp_path))
    assert [(each.change, each.criterion) for each in found] == [("scoring", "I"), ("added", "I.1")]
    assert found[1].sentence.vi == "I.1: thêm “x” (100 điểm, B.I.3)."
    assert (found[1].before, found[1].after) == (None, ("x", "x"))


def test_another_order_is_told(tmp_path: Path) -> None:
    one = "{id: II.1, stt: 1, title: a, maximum: 12, clause: B.II}"
    other = "{id: II.2, stt: 2, title: b, maximum: 8, clause: B.II}"
    rows, turned = f"rows: [{one}, {other}]", f"rows: [{other}, {one}]"
    first = BASE.replace("rows: [{id: II.1, stt: 1, title: a, maximum: 20, clause: B.II.1}]", rows)
    found = differences(table(first, tmp_path), table(first.replace(rows, turned), tmp_path))
    assert [each.change for each in found] == ["order"]


def test_notes_and_layout_are_no_difference(tmp_path: Path) -> None:
    noted = BASE.replace("clause: B.I}", "clause: B.I, note: {vi: a, en: b}}").replace(
        "maximum: 100,", "maximum: 0100.0,"
    )
    assert differences(table(BASE, tmp_path), table(noted, tmp_path)) == ()


@pytest.mark.parametrize(("first", "second"), list(permutations(shipped(), 2)))
def test_shipped_tables_differ_exactly_where_their_digests_do(first: str, second: str) -> None:
    one, other = load(first).value, load(second).value
    assert one is not None
    assert other is not None
    assert one.digest != other.digest
    found = differences(one, other)
    assert found
    assert differences(one, one) == ()
    # What one direction calls added, the other calls removed.
    back = differences(other, one)
    added = {each.criterion for each in found if each.change == "added"}
    assert added == {each.criterion for each in back if each.change == "removed"}
    # Sections II and III are the same in all four forms, but for the misprint of one line and the notes.
    assert {str(each.criterion).partition(".")[0] for each in found if each.criterion} == {"I"}
