"""Facts about traces: where a score comes from, and why a unit gets an award or misses it."""

from __future__ import annotations

from copy import deepcopy
from decimal import Decimal
from random import Random
from typing import TYPE_CHECKING, Any, get_args

import pytest

from tests.cases import folder
from tests.oracle import generate, hand_typed
from tests.render.explained import FILES, OWN, ROSTER
from thidua_cli import pipeline
from thidua_cli.catalogue import Lang
from thidua_cli.render import explain
from thidua_cli.rubric.model import Stage
from thidua_cli.trace import CriterionTrace, UnitTrace, Verdict, rubric_of, trace

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from thidua_cli.ranking import Ranked
    from thidua_cli.report import ClusterReport
    from thidua_cli.trace import AwardTrace, Column


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("explained") / "cum-1"
    folder.write(FILES, path)
    return path


def about(home: Path, unit: str, criterion: str, stage: Stage | None = None) -> CriterionTrace:
    found, findings = pipeline.explain(str(home), unit, criterion, stage)
    assert findings == ()
    assert isinstance(found, CriterionTrace)
    return found


def of(home: Path, unit: str) -> UnitTrace:
    found, findings = pipeline.explain(str(home), unit)
    assert findings == ()
    assert isinstance(found, UnitTrace)
    return found


def column(trace: CriterionTrace, stage: Stage) -> Column:
    return next(one for one in trace.columns if one.stage is stage)


def award(trace: UnitTrace, award_id: str) -> AwardTrace:
    return next(one for one in trace.awards if one.award.id == award_id)


def clauses(trace: CriterionTrace) -> list[str | None]:
    return [reason.clause for reason in trace.why]


def with_ballots(*lines: str) -> dict[str, Any]:
    return {**FILES, "cluster.yaml": ROSTER + "\n".join(("ballots:", *lines)) + "\n"}


# --- a score --------------------------------------------------------------------------------------


def test_a_score_is_traced_to_its_cell(home: Path) -> None:
    found = about(home, "so-noi-vu", "III.4")
    assert found.origin.sheet is not None
    assert found.origin.sheet.file == "so-noi-vu.xlsx"
    told = [[one.stage, one.cell, one.text, one.value, one.points] for one in found.columns]
    assert told == [
        [Stage.SELF, "D14", "5", 5, 5],
        [Stage.CLUSTER, "E14", "4", 4, 4],
        [Stage.BOARD, "F14", "4", 4, 4],
    ]


def test_the_board_counts_in_its_scope_and_the_cluster_outside_it(home: Path) -> None:
    inside, outside = about(home, "so-noi-vu", "III.4"), about(home, "so-noi-vu", "I")
    assert [inside.counted, inside.points] == [Stage.BOARD, 4]
    assert [outside.counted, outside.points] == [Stage.CLUSTER, 90]
    assert clauses(inside) == clauses(outside) == ["C.I.2.4", "C.I.2.4"]
    assert "appraisal_scope" in {one.reading.id for one in outside.readings}


def test_a_column_asked_for_is_the_one_that_counts(home: Path) -> None:
    found = about(home, "so-noi-vu", "I", Stage.SELF)
    assert [found.counted, found.points, found.origin.forced] == [Stage.SELF, 95, True]
    assert found.total == 135


def test_parts_above_the_maximum_are_cut(home: Path) -> None:
    found = about(home, "so-noi-vu", "III.3.b")
    board = column(found, Stage.BOARD)
    assert [[part.criterion.id, part.points, part.cell] for part in board.parts] == [
        ["III.3.b.1", 1, "F12"],
        ["III.3.b.2", 3, "F13"],
    ]
    assert [board.added, board.points, board.is_capped] == [4, 3, True]


def test_a_detail_knows_what_it_is_part_of(home: Path) -> None:
    found = about(home, "so-noi-vu", "III.3.b.2")
    assert [[one.criterion.id, one.points, one.added] for one in found.within] == [
        ["III.3.b", 3, 4],
        ["III.3", 5, 5],
        ["III", 20, 20],
    ]
    assert found.total == 128


def test_a_stated_sum_that_differs_is_told_with_its_finding(tmp_path: Path) -> None:
    own = deepcopy(OWN)
    own["points"]["III.6"] = [0, 0, 1]
    folder.write({**FILES, "so-noi-vu.xlsx": own}, tmp_path / "cum-1")
    found = about(tmp_path / "cum-1", "so-noi-vu", "III.6")
    board = column(found, Stage.BOARD)
    assert [board.value, board.added, board.points, board.is_differently_stated] == [1, 0, 0, True]
    assert "TD301" in {finding.code for finding in found.findings}
    assert found.why[2:][0].text.vi.startswith("Đơn vị không được xếp hạng")


def test_a_rule_is_traced_with_the_figures_it_used(home: Path) -> None:
    found = about(home, "so-noi-vu", "III.1")
    assert [[one.fact.id, one.value, one.cell] for one in found.figures] == [["papers-late", 2, "E10"]]
    assert found.facts_sheet == "Số liệu"
    assert found.outcome is not None
    assert [found.outcome.least, found.outcome.most, found.outcome.proposed] == [3, 3, 3]
    assert found.outcome.steps[0].en.endswith("5 - 2 × 1 = 3.")


def test_a_rule_that_leaves_a_choice_says_between_what(home: Path) -> None:
    found = about(home, "so-noi-vu", "III.4")
    assert found.outcome is not None
    assert [found.outcome.least, found.outcome.most, found.outcome.proposed] == [3, 5, 4]
    assert {"unqualified_below_10", "pending_dossiers", "comparison_note"} <= {one.reading.id for one in found.readings}
    assert "TD407" in {finding.code for finding in found.findings}


def test_a_figure_that_cannot_be_used_is_shown_as_typed(tmp_path: Path) -> None:
    own = deepcopy(OWN)
    own["facts"]["papers-late"] = "vài"
    folder.write({**FILES, "so-noi-vu.xlsx": own}, tmp_path / "cum-1")
    found = about(tmp_path / "cum-1", "so-noi-vu", "III.1")
    assert [(one.text, one.value) for one in found.figures] == [("vài", None)]
    assert found.outcome is None


def test_without_figures_no_rule_is_applied(home: Path) -> None:
    found = about(home, "so-tai-chinh", "III.1")
    assert (found.outcome, found.facts_sheet) == (None, None)
    assert [(one.fact.id, one.value, one.cell) for one in found.figures] == [("papers-late", None, None)]


def test_a_detail_that_is_not_on_the_sheet_is_within_its_row(home: Path) -> None:
    found = about(home, "so-noi-vu", "III.2.a")
    assert {one.cell for one in found.columns} == {None}
    assert found.points is None
    assert dict(found.why[-1].params) == {"whole": "III.2", "points": Decimal(4)}


def test_a_cell_without_points_says_so(tmp_path: Path) -> None:
    own = deepcopy(OWN)
    own["points"]["III.5"] = ["4", "4", "tốt"]
    folder.write({**FILES, "so-noi-vu.xlsx": own}, tmp_path / "cum-1")
    found = about(tmp_path / "cum-1", "so-noi-vu", "III.5")
    assert column(found, Stage.BOARD).fault == "text"
    assert found.points is None
    assert "TD202" in {finding.code for finding in found.findings}


@pytest.mark.parametrize(
    ("unit", "sentence"),
    [
        ("ban-dan-toc", "Đơn vị chưa gửi phiếu."),
        ("so-xay-dung", "Không đọc được phiếu so-xay-dung.xlsx"),
        ("van-phong", "Đơn vị có nhiều phiếu (van-phong-2.xlsx, van-phong.xlsx)"),
    ],
)
def test_a_unit_without_a_usable_sheet_has_no_scores(home: Path, unit: str, sentence: str) -> None:
    found = about(home, unit, "III.4")
    assert (found.columns, found.points, found.counted, found.within) == ((), None, None, ())
    assert found.why[0].say("vi").startswith(sentence)


def test_every_row_and_detail_of_every_unit_can_be_asked_about(home: Path) -> None:
    for unit in ("so-noi-vu", "so-tai-chinh", "thanh-tra", "so-xay-dung", "ban-dan-toc"):
        rubric = of(home, unit).origin.rubric
        for criterion in (*rubric.rows(), *rubric.details()):
            assert about(home, unit, criterion.id).criterion.id == criterion.id


def test_the_points_that_count_add_up_to_the_total(home: Path) -> None:
    found = [about(home, "so-noi-vu", section) for section in ("I", "II", "III")]
    assert sum((one.points or Decimal(0) for one in found), Decimal(0)) == of(home, "so-noi-vu").total


# --- a unit ---------------------------------------------------------------------------------------


def test_totals_name_the_column_each_section_comes_from(home: Path) -> None:
    board = of(home, "so-noi-vu").totals[-1]
    assert [[one.criterion.id, one.points, one.taken] for one in board.sections] == [
        ["I", 90, Stage.CLUSTER],
        ["II", 18, Stage.CLUSTER],
        ["III", 20, Stage.BOARD],
    ]
    assert board.value == 128


def distances(trace: AwardTrace) -> Mapping[str, tuple[str | None, Decimal]]:
    return {one.to: (one.unit.id if one.unit else None, one.points) for one in trace.distances}


def test_the_holder_of_the_flag_knows_how_far_it_is_ahead(home: Path) -> None:
    found = of(home, "so-tai-chinh")
    flag, certificate = award(found, "flag"), award(found, "certificate")
    assert flag.verdict is Verdict.PROPOSED
    assert distances(flag) == {"threshold": (None, Decimal("20.5")), "next": ("so-noi-vu", Decimal("2.5"))}
    assert (certificate.verdict, certificate.distances) == (Verdict.NOT_PROPOSED, ())
    assert {reason.clause for one in found.awards for reason in one.reasons} == {"C.II"}


def test_the_next_in_line_knows_how_far_it_is_behind(home: Path) -> None:
    found = of(home, "so-noi-vu")
    assert (found.rank, found.ranked) == (2, 5)
    assert award(found, "flag").verdict is Verdict.NOT_PROPOSED
    assert distances(award(found, "flag"))["leader"] == ("so-tai-chinh", Decimal("-2.5"))
    assert award(found, "certificate").verdict is Verdict.PROPOSED
    assert distances(award(found, "certificate")) == {"next": ("so-tu-phap", Decimal(3))}


def test_a_tie_for_the_last_place_awaits_its_ballot(home: Path) -> None:
    found = of(home, "so-tu-phap")
    assert award(found, "certificate").verdict is Verdict.BALLOT
    assert [member.id for member in found.equal] == ["so-y-te"]


def test_who_misses_a_certificate_knows_by_how_much(home: Path) -> None:
    found = of(home, "so-ngoai-vu")
    assert award(found, "certificate").verdict is Verdict.NOT_PROPOSED
    assert distances(award(found, "certificate")) == {"last-place": ("so-y-te", Decimal("-3.75"))}


def test_a_ballot_for_a_certificate_is_told_to_both(tmp_path: Path) -> None:
    files = with_ballots(
        "  - award: certificate",
        "    between: [so-tu-phap, so-y-te]",
        "    votes: {so-tu-phap: 5, so-y-te: 4}",
        "    voters: 9",
        "    minutes: Biên bản 01/BB-KP",
    )
    folder.write(files, tmp_path / "cum-1")
    won, lost = (award(of(tmp_path / "cum-1", unit), "certificate") for unit in ("so-tu-phap", "so-y-te"))
    assert (won.verdict, lost.verdict) == (Verdict.PROPOSED, Verdict.NOT_PROPOSED)
    assert won.ballots == lost.ballots
    assert won.ballots[0].votes["so-tu-phap"] == 5
    assert "bỏ phiếu" in won.reasons[0].say("vi")
    assert "bỏ phiếu" in lost.reasons[0].say("vi")


def test_a_tie_at_the_top_holds_the_flag_and_the_certificates(tmp_path: Path) -> None:
    equal = {"unit": "Sở Tư pháp", "spread": ["130.5", "130.5", "130.5"]}
    folder.write({**FILES, "so-tu-phap.xlsx": equal}, tmp_path / "cum-1")
    first, other = of(tmp_path / "cum-1", "so-tai-chinh"), of(tmp_path / "cum-1", "so-noi-vu")
    assert [one.verdict for one in first.awards] == [Verdict.BALLOT, Verdict.HELD]
    assert distances(award(first, "flag"))["next"] == ("so-tu-phap", Decimal(0))
    assert [one.verdict for one in other.awards] == [Verdict.NOT_PROPOSED, Verdict.HELD]


def test_a_leader_below_the_least_total_knows_what_is_missing(tmp_path: Path) -> None:
    roster = ROSTER.replace("units:", "units:", 1)
    low = {"unit": "Sở Tài chính", "spread": ["109.75", "109.75", "109.75"]}
    files = {"cluster.yaml": roster, "1.xlsx": low}
    folder.write(files, tmp_path / "cum-1")
    found = of(tmp_path / "cum-1", "so-tai-chinh")
    assert [one.verdict for one in found.awards] == [Verdict.NOT_PROPOSED, Verdict.NOT_PROPOSED]
    assert distances(award(found, "flag")) == {"threshold": (None, Decimal("-0.25"))}
    assert "certificates_without_flag" in award(found, "certificate").reasons[0].say("vi")


def test_proposals_held_for_a_pending_unit_are_told_as_held(tmp_path: Path) -> None:
    roster = ROSTER.replace("status: excluded", "status: pending") + "readings: {pending_unit: hold}\n"
    folder.write({**FILES, "cluster.yaml": roster}, tmp_path / "cum-1")
    found = of(tmp_path / "cum-1", "so-tai-chinh")
    assert award(found, "flag").verdict is Verdict.HELD
    assert award(found, "flag").reasons == found.reasons


def test_a_unit_set_aside_says_on_what_basis(home: Path) -> None:
    found = of(home, "thanh-tra")
    assert (found.rank, found.total) == (None, Decimal(140))
    assert {one.verdict for one in found.awards} == {Verdict.ASIDE}
    assert [(reason.say("vi"), reason.clause) for reason in found.awards[0].reasons] == [
        ("Không xét thi đua: vi phạm (12/KL-TTr).", "D.3")
    ]


# --- what is asked about --------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["so-noi-vu", "Sở Nội vụ", "SỞ NỘI VỤ", "SNV", "So Noi vu"])
def test_a_unit_is_named_by_id_name_or_alias(home: Path, name: str) -> None:
    assert of(home, name).origin.member.id == "so-noi-vu"


@pytest.mark.parametrize(
    ("unit", "criterion", "code", "meant"),
    [("Sở Nội vụu", None, "TD945", "Sở Nội vụ"), ("so-noi-vu", "III.66", "TD930", "III.6")],
)
def test_what_is_unknown_is_asked_back(home: Path, unit: str, criterion: str | None, code: str, meant: str) -> None:
    found, (finding,) = pipeline.explain(str(home), unit, criterion)
    assert (found, finding.code) == (None, code)
    assert f"“{meant}”" in dict(finding.params)["meant"].vi


def test_a_criterion_is_found_in_any_case(home: Path) -> None:
    assert about(home, "so-noi-vu", "iii.3.B.2").criterion.id == "III.3.b.2"


def test_a_folder_without_cluster_yaml_explains_the_units_found(home: Path, tmp_path: Path) -> None:
    (tmp_path / "1.xlsx").write_bytes((home / "so-noi-vu.xlsx").read_bytes())
    assert about(tmp_path, "Sở Nội vụ", "III.4").points == 4


@pytest.mark.parametrize(("path", "code"), [("khong-co", "TD012"), ("1.xlsx", "TD014"), ("trong", "TD915")])
def test_a_path_that_is_no_cluster_is_told(tmp_path: Path, path: str, code: str) -> None:
    (tmp_path / "1.xlsx").write_bytes(b"")
    (tmp_path / "trong").mkdir()
    found, findings = pipeline.explain(str(tmp_path / path), "a")
    assert found is None
    assert [finding.code for finding in findings] == [code]


# --- random clusters ------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(20_000, 20_015))
def test_a_trace_says_what_the_report_says(seed: int, tmp_path: Path) -> None:
    made = generate.cluster(seed)
    hand_typed.write(made, tmp_path / "cum", Random(seed))  # noqa: S311 - test data, not secrets
    forced = Stage(made.forced_stage) if made.forced_stage else None
    (report,) = pipeline.rank(str(tmp_path / "cum"), "2019", forced).clusters
    for row in report.ranking.rows:
        found = trace(report, row.member.id)
        assert isinstance(found, UnitTrace)
        assert (found.rank, found.total) == (row.rank, row.total)
        proposals = (report.recommendation.flag, report.recommendation.certificate)
        for one, proposal in zip(found.awards, proposals, strict=True):
            assert (one.verdict is Verdict.PROPOSED) == (row.member.id in proposal.proposed)
            assert (one.verdict is Verdict.BALLOT) == (row.member.id in proposal.ballot)
            assert (one.verdict is Verdict.ASIDE) == (row.rank is None)
            assert one.reasons
        _adds_up(report, row)
        for lang in get_args(Lang):
            assert explain.traced(found, lang)


def _adds_up(report: ClusterReport, row: Ranked) -> None:
    """The parts of every criterion come to its points, and the sections to the total."""
    sections = Decimal(0)
    rubric = rubric_of(report, row.member.id)
    for criterion in (*rubric.rows(), *rubric.details()):
        found = trace(report, row.member.id, criterion.id)
        assert isinstance(found, CriterionTrace)
        assert explain.traced(found, "vi")
        for one in found.columns:
            if one.parts and one.points is not None:
                parts = sum((part.points or Decimal(0) for part in one.parts), Decimal(0))
                assert one.points == (min(parts, criterion.maximum) if one.is_capped else parts)
        if criterion in rubric.sections:
            sections += found.points or Decimal(0)
    assert row.total is None or sections == row.total
