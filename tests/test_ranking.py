"""Facts about the ranking: the stage that counts, equal ranks, who stands aside, and what is told, whole."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from msgspec.structs import replace

from tests.by_totals import EMPTY, PATH, cluster_of, even, points, sheet_of, table
from thidua_cli import catalogue, ranking
from thidua_cli.catalogue import Reason, Text
from thidua_cli.cluster import State
from thidua_cli.ranking import rank, touches
from thidua_cli.rubric.model import Stage, Status

if TYPE_CHECKING:
    from thidua_cli.findings import Finding
    from thidua_cli.ranking import Ranked
    from thidua_cli.scores import Scores
    from thidua_cli.submission import Submission

SELF, CLUSTER, BOARD = Stage.SELF, Stage.CLUSTER, Stage.BOARD
SELF_SCORE = Text("Điểm tự chấm", "self score")
CLUSTER_SCORE = Text("Điểm Cụm thi đua chấm", "cluster score")
NOTHING_MISSING = Text(
    "không; bỏ --stage để xếp hạng chính thức", "nothing; leave out --stage for the official ranking"
)


def ranks(rows: tuple[Ranked, ...]) -> list[tuple[str, int | None]]:
    return [(row.member.id, row.rank) for row in rows]


def stage_of(*scores: Scores) -> Stage | None:
    """The stage that counts for units with these points."""
    return rank(cluster_of({unit: sheet_of(unit, given) for unit, given in zip("abcd", scores, strict=False)})).stage


def error(stage: Stage | None = None, criterion: str | None = None, **where: Any) -> Finding:
    return catalogue.SCORE_ABOVE_MAXIMUM.finding(stage=stage.value if stage else None, criterion=criterion, **where)


# --- ranks ---------------------------------------------------------------------------------------


def test_equal_totals_share_a_rank_and_the_next_one_is_skipped() -> None:
    found = rank(cluster_of({"a": "118", "b": "120", "c": "120", "d": "117"}))
    assert ranks(found.rows) == [("b", 1), ("c", 1), ("a", 3), ("d", 4)]
    assert [row.total for row in found.rows] == list(map(Decimal, ("120", "120", "118", "117")))
    assert [row.sections for row in found.rows][:1] == [{"I": Decimal(120)}]
    assert (found.stage, found.forced, found.findings) == (BOARD, False, ())


def test_the_least_difference_is_a_difference() -> None:
    found = rank(cluster_of({"a": "119.9999", "b": "120"}))
    assert ranks(found.ranked) == [("b", 1), ("a", 2)]


def test_who_stands_aside_follows_in_the_lists_order_and_has_no_rank() -> None:
    waits = {"status": Status.PENDING}
    found = rank(cluster_of({"a": None, "b": "120", "c": "130"}, members={"c": waits}))
    assert ranks(found.rows) == [("b", 1), ("a", None), ("c", None)]
    assert ranks(found.ranked) == [("b", 1)]
    assert [row.total for row in found.rows] == [Decimal(120), None, Decimal(130)]
    assert found.rows[1].sections == {}
    assert found.rows[2].sections == {"I": Decimal(130)}


@pytest.mark.parametrize("scores", [points(board=None), None], ids=["the stage is blank", "the sheet cannot be read"])
def test_points_that_do_not_stand_are_not_shown(scores: Scores | None) -> None:
    units: dict[str, Submission | str | None] = {"a": "120", "b": sheet_of("b", scores)}
    row = rank(cluster_of(units, members={"b": {"status": Status.PENDING}}), BOARD).rows[1]
    assert (row.total, row.sections) == (None, {})


def test_points_with_an_error_are_not_shown() -> None:
    wrong = sheet_of("b", even("110"), (error(BOARD, "III.2"),))
    row = rank(cluster_of({"a": "120", "b": wrong}, members={"b": {"status": Status.PENDING}})).rows[1]
    assert (row.total, row.sections) == (None, {})


# --- which stage ---------------------------------------------------------------------------------


def test_the_latest_stage_that_everybody_has_counts() -> None:
    assert stage_of(points(), points()) is BOARD
    assert stage_of(points(), points(board=None)) is CLUSTER
    assert stage_of(points(), points(board=None), points(cluster=None, board=None)) is SELF


def test_a_unit_without_any_column_holds_nobody_back() -> None:
    assert stage_of(points(), points(self_=None, cluster=None, board=None)) is BOARD


def test_a_unit_with_an_error_in_the_column_does_not_hold_it_back() -> None:
    wrong = sheet_of("b", points(), (error(BOARD, "III.2"),))
    found = rank(cluster_of({"a": "120", "b": wrong}))
    assert (found.stage, ranks(found.rows)) == (BOARD, [("a", 1), ("b", None)])


def test_a_blank_unit_holds_nobody_back_where_another_has_an_error() -> None:
    units = {
        "a": sheet_of("a", points()),
        "b": sheet_of("b", points(self_=None, cluster=None, board=None)),
        "c": sheet_of("c", points(), (error(BOARD, "III.2"),)),
    }
    assert rank(cluster_of(units)).stage is BOARD


def test_without_a_stage_in_common_the_one_that_ranks_most_counts_and_the_later_of_equals() -> None:
    only_self, only_board = points(cluster=None, board=None), points(self_=None, cluster=None)
    assert stage_of(only_self, only_self, only_board) is SELF
    assert stage_of(only_self, only_board) is BOARD
    assert stage_of(only_self, points(self_=None, board=None)) is CLUSTER


def test_units_that_are_not_considered_do_not_choose_the_stage() -> None:
    units = {"a": sheet_of("a", points()), "b": sheet_of("b", points(cluster=None, board=None))}
    assert rank(cluster_of(units, members={"b": {"status": Status.EXCLUDED}})).stage is BOARD
    assert rank(cluster_of(units)).stage is SELF


def test_a_stage_asked_for_is_taken() -> None:
    found = rank(cluster_of({"a": "120"}), SELF)
    assert (found.stage, found.forced) == (SELF, True)
    assert list(found.findings) == [
        catalogue.NOT_FINAL.finding(
            file=PATH, stage="self", used=SELF_SCORE,
            label=Text("chỉ để tham khảo", "for information only"), missing=(NOTHING_MISSING,),
        )
    ]  # fmt: skip


# --- findings ------------------------------------------------------------------------------------


def test_no_stage_is_told_with_every_blank_self_column() -> None:
    blank = points(self_=None, cluster=None, board=None)
    found = rank(cluster_of({"a": sheet_of("a", blank), "b": None}))
    assert (found.stage, found.forced, ranks(found.rows)) == (None, False, [("a", None), ("b", None)])
    assert list(found.findings) == [
        catalogue.NO_STAGE.finding(file=PATH),
        catalogue.UNIT_NOT_RANKED.finding(file="a.xlsx", unit="a", stage="self", name="Sở A", missing=EMPTY),
    ]
    assert [row.total for row in found.rows] == [None, None]
    assert list(found.rows[0].aside) == [
        Reason.of(ranking._INCOMPLETE, "C.I.2", stage=SELF_SCORE, number=2, missing=EMPTY)
    ]


def test_an_empty_cluster_has_no_stage() -> None:
    found = rank(cluster_of({}))
    assert (found.stage, found.rows, list(found.findings)) == (None, (), [catalogue.NO_STAGE.finding(file=PATH)])


def test_a_ranking_before_the_board_names_each_column_and_who_lacks_it() -> None:
    units = {
        "a": sheet_of("a", points(cluster=None, board=None)),
        "b": sheet_of("b", points(board=None)),
        "c": sheet_of("c", points()),
    }
    assert list(rank(cluster_of(units)).findings) == [
        catalogue.NOT_FINAL.finding(
            file=PATH, stage="self", used=SELF_SCORE, label=Text("chỉ để tham khảo", "for information only"),
            missing=(
                Text("cột Điểm Cụm thi đua chấm của Sở A", "the cluster score of Sở A"),
                Text("cột Điểm Ban TĐKT thẩm định của Sở A, Sở B", "the board score of Sở A, Sở B"),
            ),
        )
    ]  # fmt: skip


def test_a_provisional_ranking_names_the_board_only() -> None:
    units = {"a": sheet_of("a", points(board=None)), "b": sheet_of("b", points())}
    assert list(rank(cluster_of(units)).findings) == [
        catalogue.NOT_FINAL.finding(
            file=PATH, stage="cluster", used=CLUSTER_SCORE, label=Text("mới là dự kiến", "provisional"),
            missing=(Text("cột Điểm Ban TĐKT thẩm định của Sở A", "the board score of Sở A"),),
        )
    ]  # fmt: skip


def test_what_lacks_the_stage_itself_is_not_missing_for_the_final_result() -> None:
    units = {"a": sheet_of("a", points()), "b": sheet_of("b", points(cluster=None))}
    first, second = rank(cluster_of(units), CLUSTER).findings
    assert dict(first.params)["missing"] == (NOTHING_MISSING,)
    assert second == catalogue.UNIT_NOT_RANKED.finding(
        file="b.xlsx", unit="b", stage="cluster", name="Sở B", missing=EMPTY
    )


def test_a_unit_with_an_empty_cell_is_told_by_name_and_cells() -> None:
    units = {
        "a": sheet_of("a", points()),
        "b": sheet_of("b", points(board=None)),
        "c": sheet_of("c", None),
        "d": sheet_of("d", points(board=None)),
        "e": sheet_of("e", points(), (error(BOARD, "III.2"),)),
    }
    found = rank(cluster_of(units, members={"d": {"status": Status.EXCLUDED}}), BOARD)
    assert list(found.findings) == [
        catalogue.UNIT_NOT_RANKED.finding(file="b.xlsx", unit="b", stage="board", name="Sở B", missing=EMPTY)
    ]


# --- who stands aside ----------------------------------------------------------------------------


def aside(scores: Scores | None, *findings: Finding, stage: Stage | None = BOARD, **member: Any) -> tuple[Reason, ...]:
    """Why a unit with these points and findings stands aside."""
    cluster = cluster_of({"a": sheet_of("a", scores, findings)}, members={"a": member})
    return rank(cluster, stage).rows[0].aside


def test_a_unit_that_is_not_considered_or_not_yet_says_why() -> None:
    why: dict[str, Any] = {"reason": "vi phạm", "basis": "12/KL-TTr"}
    assert aside(points(), status=Status.EXCLUDED, **why) == (Reason.of(ranking._EXCLUDED, "D.3", **why),)
    assert aside(points(), status=Status.PENDING, **why) == (Reason.of(ranking._PENDING, "D.3", **why),)
    assert aside(points(), status=Status.PENDING) == (Reason.of(ranking._PENDING, "D.3", reason="…", basis="…"),)


def test_a_missing_sheet_says_so() -> None:
    assert rank(cluster_of({"a": None})).rows[0].aside == (Reason.of(ranking._MISSING, "A.II.3"),)


def test_several_sheets_are_named() -> None:
    cluster = cluster_of({"a": "1"})
    twice = replace(cluster.units[0], state=State.DUPLICATE, submission=None, files=("a.xlsx", "b.xlsx"))
    (row,) = rank(replace(cluster, units=(twice,))).rows
    assert row.aside == (Reason.of(ranking._DUPLICATE, None, files="a.xlsx, b.xlsx"),)


def test_a_sheet_that_cannot_be_read_names_its_errors_once_each() -> None:
    warning = catalogue.UNIT_FROM_FILE_NAME.finding(file="a.xlsx", name="Sở A")
    found = aside(None, error(), catalogue.YEAR_MISMATCH.finding(), warning, error())
    assert found == (Reason.of(ranking._UNREADABLE, None, file="a.xlsx", codes=("TD107", "TD203")),)


def test_a_unit_whose_sheet_nobody_has_is_unreadable_without_codes() -> None:
    cluster = cluster_of({"a": "1"})
    lost = replace(cluster.units[0], state=State.UNREADABLE, submission=None, files=("a.xlsx", "b.xlsx"))
    (row,) = rank(replace(cluster, units=(lost,))).rows
    assert row.aside == (Reason.of(ranking._UNREADABLE, None, file="a.xlsx, b.xlsx", codes=()),)


def test_errors_in_used_numbers_are_named_by_cell_else_by_criterion_once_each() -> None:
    found = aside(
        points(),
        error(BOARD, "III.2", cell="F20"),
        error(BOARD, "III.2", cell="F20"),
        error(CLUSTER, "I.1"),
        error(SELF, "I.1", cell="D7"),
        catalogue.YEAR_MISMATCH.finding(file="a.xlsx"),
    )
    assert found == (Reason.of(ranking._FAULTY, None, codes=("TD107", "TD203"), cells=("F20", "I.1", "a.xlsx")),)


def test_a_sheet_with_an_error_of_the_whole_cannot_be_used() -> None:
    assert aside(points(), error(file="a.xlsx")) == (
        Reason.of(ranking._UNUSABLE, None, codes=("TD203",), cells=("a.xlsx",)),
    )
    assert aside(points(), error()) == (Reason.of(ranking._UNUSABLE, None, codes=("TD203",), cells=("",)),)


def test_an_error_in_the_total_row_is_one_in_a_number() -> None:
    assert aside(points(), error(BOARD, cell="F40")) == (
        Reason.of(ranking._FAULTY, None, codes=("TD203",), cells=("F40",)),
    )


def test_an_error_and_empty_cells_are_both_said() -> None:
    assert list(aside(points(board=None), error(CLUSTER, "I.1", cell="E7"))) == [
        Reason.of(ranking._FAULTY, None, codes=("TD203",), cells=("E7",)),
        Reason.of(
            ranking._INCOMPLETE, "C.I.2", stage=Text("Điểm Ban TĐKT thẩm định", "board score"), number=2, missing=EMPTY
        ),
    ]


def test_a_guidance_that_cites_nothing_leaves_the_clauses_out() -> None:
    rubric = table()
    rubric = replace(rubric, guidance=replace(rubric.guidance, cites={}))
    units = {"a": sheet_of("a", points(board=None)), "b": None, "c": "1"}
    rows = rank(cluster_of(units, members={"c": {"status": Status.EXCLUDED}}, rubric=rubric), BOARD).rows
    assert [reason.clause for row in rows for reason in row.aside] == [None, None, None]


@pytest.mark.parametrize(
    ("reason", "vi", "en"),
    [
        (Reason.of(ranking._EXCLUDED, reason="vi phạm", basis="1"), "Không xét thi đua: vi phạm (1).",
         "Not considered: vi phạm (1)."),
        (Reason.of(ranking._PENDING, reason="thanh tra", basis="2"), "Chưa xét thi đua: thanh tra (2).",
         "Not yet considered: thanh tra (2)."),
        (Reason.of(ranking._MISSING), "Chưa có phiếu.", "No sheet was sent."),
        (Reason.of(ranking._DUPLICATE, files="a, b"), "Có nhiều phiếu: a, b.", "Several sheets: a, b."),
        (Reason.of(ranking._UNREADABLE, file="a", codes=("TD101", "TD102")),
         "Không đọc được phiếu a: TD101, TD102.", "The sheet a cannot be read: TD101, TD102."),
        (Reason.of(ranking._FAULTY, codes=("TD202",), cells=("F2", "F3")),
         "Có lỗi ở số liệu dùng để xếp hạng (TD202): F2, F3.",
         "Errors in numbers that the ranking uses (TD202): F2, F3."),
        (Reason.of(ranking._UNUSABLE, codes=("TD107",), cells=("a",)), "Phiếu không dùng được (TD107).",
         "The sheet cannot be used (TD107)."),
        (Reason.of(ranking._INCOMPLETE, stage=CLUSTER_SCORE, number=2, missing=EMPTY),
         "Cột Điểm Cụm thi đua chấm còn 2 ô chưa có điểm: II.1, III.2.",
         "The cluster score column has 2 cells without a score: II.1, III.2."),
    ],
)  # fmt: skip
def test_a_reason_reads_so_in_both_languages(reason: Reason, vi: str, en: str) -> None:
    assert (reason.say("vi"), reason.say("en")) == (vi, en)


# --- which errors touch a ranking ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("finding", "stage", "expected"),
    [
        pytest.param(error(BOARD, "III.2"), BOARD, True, id="a cell that is used"),
        pytest.param(error(BOARD, "III.2"), CLUSTER, False, id="a cell of a later column"),
        pytest.param(error(SELF, "I.1"), BOARD, False, id="a cell of an earlier column"),
        pytest.param(error(CLUSTER, "I.1"), BOARD, True, id="the cluster's score outside the board's scope"),
        pytest.param(error(BOARD, "I.1"), BOARD, False, id="a board's score outside its scope"),
        pytest.param(error(CLUSTER, "III.2"), BOARD, False, id="the cluster's score within the board's scope"),
        pytest.param(error(BOARD, "III"), BOARD, True, id="a sum above used cells"),
        pytest.param(error(BOARD, "III.2.1"), BOARD, True, id="a detail below a used cell"),
        pytest.param(error(BOARD, "III.20"), BOARD, False, id="an id that only begins alike"),
        pytest.param(error(BOARD, "II"), BOARD, False, id="a shorter id that only begins alike"),
        pytest.param(error(BOARD, "III.3"), BOARD, False, id="another cell of the column"),
        pytest.param(error(BOARD), BOARD, True, id="the total row of the stage"),
        pytest.param(error(CLUSTER), BOARD, False, id="the total row of another stage"),
        pytest.param(catalogue.ROW_UNKNOWN.finding(stage="cluster"), BOARD, True,
                     id="an unknown row with points in a column that is used"),
        pytest.param(catalogue.ROW_UNKNOWN.finding(stage="self"), BOARD, False,
                     id="an unknown row with points in a column that is not"),
        pytest.param(catalogue.ROW_UNKNOWN.finding(stage="board"), BOARD, True,
                     id="an unknown row with points in the column itself"),
        pytest.param(error(None, "III.2"), BOARD, True, id="an error of no column"),
        pytest.param(error(), SELF, True, id="an error of the whole sheet"),
        pytest.param(catalogue.SCORE_MISSING.finding(stage="board", criterion="III.2"), BOARD, False,
                     id="a warning"),
        pytest.param(catalogue.UNIT_FROM_FILE_NAME.finding(), BOARD, False, id="a warning of the whole sheet"),
        pytest.param(catalogue.FACT_NOT_A_NUMBER.finding(), BOARD, False, id="a figure that is no number"),
        pytest.param(catalogue.FACTS_CONTRADICT.finding(), BOARD, False, id="figures that contradict"),
    ],
)  # fmt: skip
def test_an_error_touches_a_ranking_where_it_uses_the_number(finding: Finding, stage: Stage, expected: bool) -> None:
    assert touches(finding, sheet_of("a", points()), stage) is expected


def test_every_error_touches_a_sheet_without_points() -> None:
    for gone in (sheet_of("a", None), replace(sheet_of("a", points()), sheet=None)):
        assert touches(error(SELF, "I.1"), gone, BOARD)
        assert not touches(catalogue.UNIT_FROM_FILE_NAME.finding(stage="board", criterion="III.2"), gone, BOARD)
        assert not touches(catalogue.FACTS_CONTRADICT.finding(), gone, BOARD)
