"""Facts about `thidua diff`: what is told to differ between two sheets, clusters, trees and years."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.by_totals import cluster_of, even, sheet_of, table
from tests.cases import folder
from tests.test_comparison import HEAD, NAMES, cluster
from thidua_cli.cli import run
from thidua_cli.differences import Compared, Side, StateDifference, UnitDifference, of_clusters
from thidua_cli.pipeline.diff import diff
from thidua_cli.report import draw_up
from thidua_cli.rubric.model import Stage

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Golden


def sheet(home: Path, name: str, **described: Any) -> str:
    """A score sheet on disk, of the first unit unless it is said otherwise."""
    folder.write({name: {"unit": NAMES["a"], **described}}, home)
    return str(home / name)


def only(result: Compared) -> UnitDifference:
    (state,) = result.states
    (unit,) = state.changed
    return unit


def told(result: Compared) -> list[tuple[str, str, str | None, str | None]]:
    """Each score that differs: criterion, column, and both points."""
    return [
        (
            change.criterion,
            change.stage.value,
            None if change.before.value is None else str(change.before.value),
            None if change.after.value is None else str(change.after.value),
        )
        for change in only(result).scores
    ]


# --- two sheets -----------------------------------------------------------------------------------


def test_a_changed_score_is_told_with_both_cells_and_its_effect(tmp_path: Path) -> None:
    first = sheet(tmp_path, "1.xlsx", rest=1, points={"III.4": [5, 4.5]})
    second = sheet(tmp_path, "2.xlsx", rest=1, points={"III.4": [4, 4.5]})
    result = diff(first, second)
    assert told(result) == [("III.4", "self", "5", "4")]
    (change,) = only(result).scores
    assert (change.before.cell, change.after.cell, str(change.points)) == ("D11", "D11", "-1")
    before, after = only(result).before, only(result).after
    assert before is not None
    assert after is not None
    totals = before.total(Stage.SELF), after.total(Stage.SELF)
    assert totals[0] is not None
    assert totals[1] is not None
    assert totals[1] - totals[0] == -1


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (5, None, [("III.4", "self", "5", None)]),
        (None, 0, [("III.4", "self", None, "0")]),
        (5, "x", [("III.4", "self", "5", None)]),
        (5, "tốt", [("III.4", "self", "5", None)]),
        ("tốt", "khá", [("III.4", "self", None, None)]),
        (4.5, "4,5", []),
        ("-", None, []),
        (4, "04,0 điểm", []),
    ],
)
def test_a_cell_differs_by_what_it_says_and_not_by_how_it_is_typed(
    before: Any, after: Any, expected: list[Any], tmp_path: Path
) -> None:
    paths = [
        sheet(tmp_path, f"{number}.xlsx", rest=1, points={"III.4": value})
        for number, value in enumerate((before, after))
    ]
    result = diff(paths[0], paths[1])
    assert result.differs is bool(expected)
    if expected:
        assert told(result) == expected


def test_rows_that_stand_elsewhere_do_not_differ(tmp_path: Path) -> None:
    first = sheet(tmp_path, "1.xlsx", rest=1)
    second = sheet(tmp_path, "2.xlsx", rest=1, points={"III.2": 1, "III.2.a": None})
    assert not diff(first, second).differs


def test_a_sum_that_follows_its_rows_is_told_once_by_its_rows(tmp_path: Path) -> None:
    first = sheet(tmp_path, "1.xlsx", rest=1, points={"III.4": 5}, total=13)
    second = sheet(tmp_path, "2.xlsx", rest=1, points={"III.4": 4}, total=12)
    assert told(diff(first, second))[0] == ("III.4", "self", "5", "4")
    wrong = sheet(tmp_path, "3.xlsx", rest=1, points={"III.4": 4}, total=99)
    (change,) = only(diff(second, wrong)).scores
    assert (change.criterion, change.stated) == ("total", True)


def test_figures_evidence_and_explanations_are_told_as_such(tmp_path: Path) -> None:
    columns = ["STT", "Nội dung", "Điểm chuẩn tối đa", "Điểm tự chấm", "Điểm Cụm thi đua chấm",
               "Điểm Ban TĐKT thẩm định", "Minh chứng", "Giải trình"]  # fmt: skip
    described = {"columns": columns, "rest": 1}
    first = sheet(tmp_path, "1.xlsx", **described, facts={"papers-late": 1}, cells={"G6": "BC 12", "H6": "cũ"})
    second = sheet(tmp_path, "2.xlsx", **described, facts={"papers-late": 2}, cells={"H6": "mới"})
    words = [(word.about, word.column, word.before, word.after) for word in only(diff(first, second)).words]
    assert words == [
        ("II", "evidence", "BC 12", ""),
        ("II", "explanation", "cũ", "mới"),
        ("papers-late", "fact", "1", "2"),
    ]


def test_sheets_of_two_units_are_compared_and_told(tmp_path: Path) -> None:
    result = diff(sheet(tmp_path, "1.xlsx", rest=1), sheet(tmp_path, "2.xlsx", rest=1, unit=NAMES["b"]))
    assert [finding.code for finding in result.findings] == ["TD751"]
    assert only(result).renamed


def test_sheets_of_two_tables_are_matched_by_criterion(tmp_path: Path) -> None:
    first = sheet(tmp_path, "1.xlsx", rest=1)
    second = sheet(tmp_path, "2.xlsx", rest=1, rubric="langson-2019/enterprises")
    (state,) = diff(first, second).states
    changes = {(one.change, one.criterion) for one in state.criteria}
    assert ("text", "II") in changes or any(change == "added" for change, _ in changes)
    assert {"added", "text"} & {change for change, _ in changes}
    shared = {change.criterion for change in state.units[0].scores if change.before.cell and change.after.cell}
    assert all(change.criterion not in shared for change in state.units[0].scores if change.before.cell is None)


# --- what cannot be compared ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "exit_code", "code"),
    [
        (("phieu.xlsx", "."), 2, "TD750"),
        ((".", "phieu.xlsx"), 2, "TD750"),
        (("phieu.xlsx", "ra-soat.xlsx"), 2, "TD750"),
        (("phieu.xlsx", "khong-co.xlsx"), 2, "TD012"),
        (("phieu.xlsx", ""), 2, "TD012"),
        (("phieu.xlsx", "hong.xlsx"), 3, "TD004"),
        ((".", "trong"), 2, "TD915"),
    ],
)
def test_what_cannot_be_compared_is_one_finding_and_no_difference(
    words: tuple[str, str], exit_code: int, code: str, tmp_path: Path
) -> None:
    sheets = {"phieu.xlsx": {"unit": NAMES["a"], "rest": 1}, "ra-soat.xlsx": {"unit": NAMES["a"], "rest": 1}}
    folder.write({**sheets, "hong.xlsx": "%PDF-1.7"}, tmp_path)
    (tmp_path / "trong").mkdir()
    found = folder.tell(f"diff '{words[0]}' '{words[1]}'", tmp_path)
    assert found.exit == exit_code
    assert found.document["equal"] is None
    assert code in {finding["code"] for finding in found.findings}
    assert found.document["states"] == []


def test_errors_inside_the_sides_end_with_1_and_are_counted(tmp_path: Path) -> None:
    first = sheet(tmp_path, "1.xlsx", rest=1)
    second = sheet(tmp_path, "2.xlsx", rest=1, points={"III.4": 6})
    found = folder.tell(f"diff {first} {second}", tmp_path)
    assert found.exit == 1
    sides = found.document["states"][0]
    assert (int(sides["before"]["errors"]), int(sides["after"]["errors"])) == (0, 1)


# --- clusters -------------------------------------------------------------------------------------


def two(home: Path, more: str = "", members: Any = None, **after: Any) -> tuple[str, str]:
    """Two states of a cluster; what is not named stays as it was."""
    first = cluster(home / "truoc", a=125, b=124, c=123)
    second = cluster(home / "sau", more, members, **{"a": 125, "b": 124, "c": 123, **after})
    return str(first), str(second)


def test_effects_on_rank_and_award_are_told_for_all_whom_they_touch(tmp_path: Path) -> None:
    first, second = two(tmp_path, b=126)
    (state,) = diff(first, second).states
    assert [(u.unit.id, u.before.rank, u.after.rank, u.before.award, u.after.award)  # type: ignore[union-attr]
            for u in state.changed] == [
        ("a", 1, 2, "flag", "certificate"),
        ("b", 2, 1, "certificate", "flag"),
    ]  # fmt: skip


def test_who_awaits_a_ballot_is_not_said_to_be_left_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A tie for the flag: nobody loses a proposal, the tied units await their ballot and the third is held."""
    first, second = two(tmp_path, b=125)
    (state,) = diff(first, second).states
    assert [(u.unit.id, u.after.award, u.after.proposal) for u in state.changed] == [  # type: ignore[union-attr]
        ("a", None, (None, "flag", False)),
        ("b", None, (None, "flag", False)),
        ("c", None, (None, None, True)),
    ]
    assert run(["diff", first, second]) == 0
    told_ = capsys.readouterr().out
    assert "Đề nghị: Cờ thi đua → chờ bỏ phiếu Cờ thi đua." in told_
    assert "Đề nghị: Bằng khen → chờ bỏ phiếu Cờ thi đua." in told_
    assert "Đề nghị: không đề nghị → chờ kết quả bỏ phiếu Cờ." in told_


def test_members_are_matched_by_id_then_by_name(tmp_path: Path) -> None:
    first, second = two(tmp_path)
    path = tmp_path / "sau" / "cluster.yaml"
    text = path.read_text(encoding="utf-8")
    text = text.replace("{id: b, name: Sở Tài chính}", "{id: stc, name: Sở Tài chính}")
    text = text.replace("{id: c, name: Sở Công Thương}", "{id: d, name: Sở Xây dựng}")
    path.write_text(text, encoding="utf-8")
    (state,) = diff(first, second).states
    assert [(u.presence, u.matched, u.unit.id) for u in state.changed] == [
        ("both", "name", "stc"),
        ("before", "name", "c"),
        ("after", "id", "d"),
    ]


def test_settings_that_differ_are_told(tmp_path: Path) -> None:
    more = "leader: a\nballots:\n  - {award: flag, between: [a, b], votes: {a: 3, b: 2}, voters: 5}\n"
    out = {"c": ", status: excluded, reason: r, basis: b"}
    (state,) = diff(*two(tmp_path, more, out)).states
    assert [(one.key, one.before, one.after) for one in state.settings] == [
        ("leader", "", "a"),
        ("ballots.1", "", "flag: a 3, b 2; voters: 5"),
    ]
    (unit,) = state.changed
    assert (unit.before.status, unit.after.status) == ("eligible", "excluded")  # type: ignore[union-attr]


def test_clusters_of_two_trees_are_matched_and_the_others_named(tmp_path: Path) -> None:
    for side, names in (("x", ("1", "2")), ("y", ("2", "3"))):
        for name in names:
            cluster(tmp_path / side / f"cum-{name}", f"id: cum-{name}\n", a=125, b=124, c=123)
            path = tmp_path / side / f"cum-{name}" / "cluster.yaml"
            path.write_text(path.read_text("utf-8").replace("số 1", f"số {name}"), encoding="utf-8")
    states = diff(str(tmp_path / "x"), str(tmp_path / "y")).states
    sides = [(s.before.id if s.before else None, s.after.id if s.after else None) for s in states]
    assert sides == [("cum-1", None), ("cum-2", "cum-2"), (None, "cum-3")]
    assert [state.differs for state in states] == [True, False, True]


def test_two_years_of_a_cluster_are_one_cluster(tmp_path: Path) -> None:
    first, second = two(tmp_path)
    path = tmp_path / "sau" / "cluster.yaml"
    path.write_text(path.read_text("utf-8").replace("year: 2019", "year: 2020"), encoding="utf-8")
    (state,) = diff(first, second).states
    assert ("year", "2019", "2020") in {(one.key, one.before, one.after) for one in state.settings}


def test_a_cluster_that_cannot_be_read_is_told_and_nothing_compared(tmp_path: Path) -> None:
    first, second = two(tmp_path)
    (tmp_path / "sau" / "cluster.yaml").write_text("name: [", encoding="utf-8")
    result = diff(first, second)
    assert not result.done
    assert any(finding.code.startswith("TD9") for finding in result.findings)
    assert run(["diff", first, second]) == 3


def test_no_file_is_written_or_changed(tmp_path: Path) -> None:
    first, second = two(tmp_path, b=125, a=125)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    diff(first, second)
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


# --- properties -----------------------------------------------------------------------------------

TOTALS = st.lists(st.sampled_from([None, "109.5", "110", "115", "119.75", "120"]), min_size=1, max_size=5)


def drawn(totals: list[str | None], prefix: str = "") -> Any:
    units = {
        f"{prefix}{key}": None if total is None else sheet_of(f"{prefix}{key}", even(total))
        for key, total in zip("abcde", totals, strict=False)
    }
    return draw_up(cluster_of(units, rubric=table()))


SIDE = Side("x")


@given(TOTALS)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_cluster_does_not_differ_from_itself(totals: list[str | None]) -> None:
    assert not of_clusters(drawn(totals), drawn(totals), (SIDE, SIDE)).differs


def turned(state: StateDifference) -> set[Any]:
    """Every difference with its sides exchanged."""
    return {
        (
            unit.after,
            unit.before,
            frozenset((c.criterion, c.stage, c.after, c.before) for c in unit.scores),
        )
        for unit in state.units
    }


@given(TOTALS, TOTALS)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_the_other_way_round_is_the_same_with_its_sides_exchanged(
    first: list[str | None], second: list[str | None]
) -> None:
    one, other = drawn(first), drawn(second)
    there, back = of_clusters(one, other, (SIDE, SIDE)), of_clusters(other, one, (SIDE, SIDE))
    assert turned(there) == {
        (unit.before, unit.after, frozenset((c.criterion, c.stage, c.before, c.after) for c in unit.scores))
        for unit in back.units
    }
    assert there.differs is back.differs


# --- as it is shown -------------------------------------------------------------------------------


@pytest.fixture
def shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two states that differ in everything that can differ."""
    cluster(tmp_path / "truoc", a=[125, 125, 124], b=124, c=123)
    listed = "".join(f"  - {{id: {key}, name: {name}}}\n" for key, name in NAMES.items() if key != "c")
    listed += "  - {id: d, name: Sở Xây dựng}\n"
    sheets = {
        "a.xlsx": {"unit": NAMES["a"], "spread": [125, 125, 122], "points": {"III.1": [4.5, 4.5, "tốt"]}},
        "b-moi.xlsx": {"unit": NAMES["b"], "spread": [124, 124.5, 124.5], "facts": {"papers-late": 2}},
        "d.xlsx": {"unit": "Sở Xây dựng", "spread": [120, 120, 120]},
    }
    folder.write({"cluster.yaml": HEAD + listed + "leader: a\n", **sheets}, tmp_path / "sau")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    return tmp_path


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.usefixtures("shown")
def test_what_people_see_of_two_clusters(lang: str, golden: Golden, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["diff", "truoc", "sau", "--lang", lang]) == 1
    out = capsys.readouterr().out
    assert max(len(line) for line in out.splitlines()) <= 80
    golden(f"diff.{lang}.txt", out)


@pytest.mark.usefixtures("shown")
def test_what_programs_read_of_two_clusters(golden: Golden, capsys: pytest.CaptureFixture[str]) -> None:
    run(["diff", "truoc", "sau", "--format", "json"])
    out = capsys.readouterr().out
    assert json.loads(out)["schema"] == "thidua.diff/1"
    golden("diff.json", out)


@pytest.mark.parametrize(
    ("lang", "sentence"), [("vi", "Hai bên không khác nhau.\n"), ("en", "The two do not differ.\n")]
)
def test_what_does_not_differ_is_one_sentence(
    lang: str, sentence: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = cluster(tmp_path / "x", a=125, b=124, c=123)
    shutil.copytree(first, tmp_path / "y")
    assert run(["diff", str(first), str(tmp_path / "y"), "--lang", lang]) == 0
    assert capsys.readouterr().out == sentence


# --- review workbooks -----------------------------------------------------------------------------


def test_two_review_workbooks_differ_in_their_settled_scores(tmp_path: Path) -> None:
    from openpyxl import load_workbook

    home = cluster(tmp_path / "cum", a=[125], b=[124], c=[123])
    assert run(["review", str(home)]) == 0
    old, new = tmp_path / "ra-soat-cu.xlsx", home / "ra-soat.xlsx"
    shutil.copy(new, old)
    book = load_workbook(new)
    tab = book["Cụm chấm"]
    (row,) = (number for number in range(1, 40) if tab.cell(number, 1).value == "III.1")
    (column,) = (number for number in range(1, 12) if tab.cell(4, number).value == "b" and number % 2)
    tab.cell(row, column).value = 3
    book.save(new)
    (state,) = diff(str(old), str(new)).states
    assert state.kind == "review"
    (unit,) = state.changed
    (change,) = unit.scores
    assert (unit.unit.id, change.criterion, change.stage) == ("b", "III.1", Stage.CLUSTER)
    assert (change.before.value, str(change.after.value), change.after.cell) == (
        None,
        "3",
        tab.cell(row, column).coordinate,
    )
    assert not diff(str(new), str(new)).differs


def test_a_workbook_that_is_no_review_is_not_compared_as_one(tmp_path: Path) -> None:
    home = cluster(tmp_path / "cum", a=[125], b=[124], c=[123])
    assert run(["review", str(home)]) == 0
    folder.write({"ra-soat.xlsx": {"unit": NAMES["a"], "rest": 1}}, tmp_path)
    result = diff(str(tmp_path / "ra-soat.xlsx"), str(home / "ra-soat.xlsx"))
    assert (result.done, bool(result.findings)) == (False, True)
    assert run(["diff", str(tmp_path / "ra-soat.xlsx"), str(home / "ra-soat.xlsx")]) == 3
