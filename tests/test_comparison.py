"""Facts about the provisional ranking beside the official one: what is told to have changed, and when nothing is."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.by_totals import cluster_of, even, sheet_of, table
from tests.cases import folder
from thidua_cli.catalogue import say
from thidua_cli.comparison import Comparison, compare, findings, proposal_in_words
from thidua_cli.pipeline import rank as use_case
from thidua_cli.ranking import rank
from thidua_cli.report import ClusterReport, draw_up
from thidua_cli.rubric.model import Stage

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

NAMES = {"a": "Sở Nội vụ", "b": "Sở Tài chính", "c": "Sở Công Thương"}
HEAD = """\
name: Cụm thi đua số 1
year: 2019
rubric: langson-2019/districts-departments
readings: {section_I_source: 2460}
units:
"""


def cluster(home: Path, more: str = "", members: Mapping[str, str] | None = None, **spread: Any) -> Path:
    """A cluster whose units have these totals: one for all columns, or one a column."""
    listed = "".join(f"  - {{id: {key}, name: {NAMES[key]}{(members or {}).get(key, '')}}}\n" for key in NAMES)
    sheets = {
        f"{key}.xlsx": {"unit": NAMES[key]}
        | (points if isinstance(points, dict) else {"spread": points if isinstance(points, list) else [points] * 3})
        for key, points in spread.items()
    }
    folder.write({"cluster.yaml": HEAD + listed + more, **sheets}, home)
    return home


# 110 points as the cluster has it, 107 after the examination of section III.
LOWERED = {"rest": [0, 0, 0], "points": {"I": [95, 95, 95], "II": [10, 10, 10], "III.1": [5, 5, 2]}}


def report(home: Path, stage: Stage | None = None) -> ClusterReport:
    (found,) = use_case(str(home), "2019", stage).clusters
    return found


def beside(home: Path) -> Comparison:
    found = report(home).provisional
    assert found is not None
    return found


def told(home: Path) -> list[str]:
    """The sentences of Q-39."""
    return [say(finding, "vi").message for finding in report(home).findings if finding.code == "TD617"]


def test_ranks_totals_and_awards_of_both_stand_beside_each_other(tmp_path: Path) -> None:
    found = beside(cluster(tmp_path, a=[125, 125, 122], b=[124, 124, 124], c=[123, 123, 123]))
    places = {
        one.member.id: (one.before.rank, one.after.rank, one.before.award, one.after.award) for one in found.standings
    }
    assert places == {
        "a": (1, 3, "flag", None),
        "b": (2, 1, "certificate", "flag"),
        "c": (3, 2, None, "certificate"),
    }
    totals = {one.member.id: (str(one.before.total), str(one.after.total)) for one in found.standings}
    assert totals["a"] == ("125", "122")
    assert [one.member.id for one in found.changes] == ["b", "c", "a"]
    assert told(tmp_path) == [
        (
            "Đề nghị khen thưởng sau thẩm định khác kết quả Cụm đã thông qua: Sở Nội vụ (Cờ thi đua → không đề nghị), "
            "Sở Tài chính (Bằng khen → Cờ thi đua), Sở Công Thương (không đề nghị → Bằng khen). Cần bình xét lại."
        )
    ]


def test_lower_totals_in_the_same_order_change_no_proposal(tmp_path: Path) -> None:
    found = beside(cluster(tmp_path, a=[125, 125, 124.5], b=124, c=123))
    assert (found.differs, found.changes, told(tmp_path)) == (True, (), [])


def test_equal_scores_differ_in_nothing(tmp_path: Path) -> None:
    found = beside(cluster(tmp_path, a=125, b=124, c=123))
    assert (found.differs, found.changes, found.one_sided) == (False, (), ())


def test_falling_below_the_least_total_is_told(tmp_path: Path) -> None:
    """The leader keeps its first place and loses the flag."""
    found = beside(cluster(tmp_path, a=LOWERED, b=106, c=105))
    standing = found.of("a")
    assert standing is not None
    assert (standing.rank_changed, standing.threshold_changed, standing.award_changed) == (False, True, True)
    assert "Sở Nội vụ (Cờ thi đua → không đề nghị)" in told(tmp_path)[0]


def test_a_tie_that_the_examination_makes_is_a_change_of_the_first_place(tmp_path: Path) -> None:
    found = beside(cluster(tmp_path, a=[125, 125, 124], b=124, c=123))
    assert [proposal_in_words(one.after).en for one in found.standings] == [
        "awaits the ballot for the flag",
        "awaits the ballot for the flag",
        "held until the flag's ballot",
    ]
    assert "Sở Nội vụ (Cờ thi đua → chờ bỏ phiếu Cờ thi đua)" in told(tmp_path)[0]


def test_while_the_clusters_own_ballot_was_open_nothing_was_adopted(tmp_path: Path) -> None:
    assert told(cluster(tmp_path, a=125, b=[125, 125, 124], c=123)) == []


def test_a_unit_that_the_cluster_could_not_rank_is_named_and_no_change_is_claimed(tmp_path: Path) -> None:
    """Section III of the cluster's column is blank: the official total needs it not, the provisional one does."""
    home = cluster(tmp_path, a=[125, 125, 122], b=124)
    sheet = {"unit": NAMES["c"], "spread": [123] * 3, "points": {"III.4": [0, None, 0]}}
    folder.write({"c.xlsx": sheet}, home)
    found = beside(home)
    assert [member.id for member in found.one_sided] == ["c"]
    assert told(home) == []


def test_members_without_a_sheet_and_set_aside_are_on_neither_side(tmp_path: Path) -> None:
    out = {"c": ", status: excluded, reason: vi phạm, basis: 12/KL"}
    found = beside(cluster(tmp_path, members=out, a=[125, 125, 122], b=124, c=140))
    assert [(one.member.id, one.before.rank, one.after.rank) for one in found.standings] == [
        ("b", 2, 1),
        ("a", 1, 2),
        ("c", None, None),
    ]
    assert found.one_sided == ()
    assert len(told(tmp_path)) == 1


@pytest.mark.parametrize("stage", list(Stage))
def test_a_stage_that_was_asked_for_stands_alone(stage: Stage, tmp_path: Path) -> None:
    assert report(cluster(tmp_path, a=[125, 125, 122], b=124, c=123), stage).provisional is None


def test_before_the_board_has_scored_there_is_nothing_to_compare(tmp_path: Path) -> None:
    assert report(cluster(tmp_path, a=[125, 125], b=[124, 124], c=[123, 123])).provisional is None


def test_the_official_side_is_the_report_and_the_other_the_forced_ranking() -> None:
    """Whatever the totals: nothing is ranked anew but by the cluster's column."""
    units = {"a": sheet_of("a", even("120")), "b": sheet_of("b", even("119")), "c": None}
    of = cluster_of(units, rubric=table())
    drawn = draw_up(of)
    assert drawn.provisional is not None
    assert drawn.provisional == compare(of, drawn.ranking, drawn.recommendation)
    assert drawn.provisional.ranking == rank(of, Stage.CLUSTER)
    assert findings(drawn.provisional, of) == ()


# --- as it is shown -------------------------------------------------------------------------------


def test_programs_read_both_rankings_and_every_change(tmp_path: Path) -> None:
    home = cluster(tmp_path, a=[125, 125, 122], b=124, c=123)
    (found,) = folder.tell("rank . --year 2019", home).document["clusters"]
    beside_ = found["provisional"]
    assert beside_["stage"] == "cluster"
    assert [(row["rank"], row["unit"]["id"], int(row["total"]), row["award"]) for row in beside_["ranking"]] == [
        (1, "a", 125, "flag"),
        (2, "b", 124, "certificate"),
        (3, "c", 123, None),
    ]
    assert {one["unit"]["id"]: one["changed"] for one in beside_["changes"]} == {
        "a": ["rank", "total", "award"],
        "b": ["rank", "award"],
        "c": ["rank", "award"],
    }
    assert json.dumps(folder.tell("rank . --year 2019 --stage board", home).document["clusters"][0]["provisional"]) == (
        "null"
    )


def test_a_screen_of_80_columns_holds_the_names_ranks_totals_and_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from thidua_cli.cli import run

    home = cluster(tmp_path, a=LOWERED, b=109, c=108)
    monkeypatch.setenv("COLUMNS", "80")
    assert run(["rank", str(home), "--year", "2019"]) == 0
    lines = capsys.readouterr().out.splitlines()
    first = lines.index("  Dự kiến theo Điểm Cụm thi đua chấm → chính thức")
    assert [" ".join(line.split()) for line in lines[first + 3 : first + 7]] == [
        "2 → 1 Sở Tài chính 109 Bằng khen → không đề nghị",
        "3 → 2 Sở Công Thương 108",
        "1 → 3 Sở Nội vụ 110 → 107 Cờ thi đua → không đề nghị; nay dưới 110",
        "điểm",
    ]
    table_lines = lines[: first + 7]
    assert max(len(line) for line in table_lines if str(home) not in line) <= 80


def test_a_unit_is_told_how_it_stood_before(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from thidua_cli.cli import run

    home = cluster(tmp_path, a=[125, 125, 122], b=124, c=123)
    assert run(["explain", "a", "--cluster", str(home), "--lang", "en"]) == 0
    out = " ".join(capsys.readouterr().out.split())
    assert "Provisionally, by the cluster score: rank 1, 125 points, flag; the official result differs." in out


def test_the_workbook_shows_both_ranks_and_totals_and_marks_what_changed(tmp_path: Path) -> None:
    from thidua_cli.render.xlsx import consolidated

    drawn = report(cluster(tmp_path, a=[125, 125, 122], b=124, c=123))
    summary = consolidated(drawn).sheets[0]
    headings = {box.value: place for place, box in summary.boxes.items() if isinstance(box.value, str)}
    rank_column, total_column = headings["Hạng dự kiến"][1], headings["Cụm chấm"][1]
    row = headings["Sở Nội vụ"][0]
    rank_box, total_box = summary.boxes[row, rank_column], summary.boxes[row, total_column]
    assert (rank_box.value, str(total_box.value), summary.boxes[row, 1].value) == (1, "125", 3)
    assert rank_box.style.number_format == total_box.style.number_format == 'General"*"'
    assert summary.boxes[row, rank_column + 1].value == "(dự kiến: Cờ thi đua)"
    assert any(text.startswith("Dấu * trên nền cam") for text in headings)


def test_a_workbook_of_a_provisional_ranking_has_no_second_rank(tmp_path: Path) -> None:
    from thidua_cli.render.xlsx import consolidated

    drawn = report(cluster(tmp_path, a=[125, 125], b=[124, 124], c=[123, 123]))
    assert "Hạng dự kiến" not in {box.value for box in consolidated(drawn).sheets[0].boxes.values()}
