"""Facts about bonuses: one holder in the cluster, roles, and rates compared between units (B.III.6)."""

from __future__ import annotations

from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

import pytest
from msgspec.structs import replace

from tests.sheets import DISTRICTS, rubric
from thidua_cli import catalogue, roles
from thidua_cli.cluster import State, assemble
from thidua_cli.findings import Severity
from thidua_cli.intake import Entry, Given, Identity, ScoreSheet
from thidua_cli.ranking import rank
from thidua_cli.report import draw_up
from thidua_cli.roster.model import Member, Roster
from thidua_cli.rubric.kinds import Holder
from thidua_cli.rubric.model import Stage, Status
from thidua_cli.scores import compute
from thidua_cli.submission import Submission, UnitName

if TYPE_CHECKING:
    from collections.abc import Mapping

    from thidua_cli.cluster import Cluster
    from thidua_cli.findings import Finding
    from thidua_cli.rubric.model import Rubric

PATH: Final = "cum-1"
CELLS: Final = "DEF"


def table(readings: Mapping[str, str] | None = None) -> Rubric:
    return rubric(DISTRICTS).under(readings or {})


def sheet(unit: str, points: Mapping[str, Any], facts: Mapping[str, int], under: Rubric) -> ScoreSheet:
    """A sheet with 1 point in every row and these in some: one number for all columns, or a list of three."""
    entries = {}
    for number, row in enumerate((row for row in under.rows() if not row.is_group), 10):
        typed = points.get(row.id, 0 if row.id.startswith("III.6.") else 1)
        values = typed if isinstance(typed, list) else [typed] * 3
        given = {
            stage: Given(f"{letter}{number}", None if value is None else Decimal(str(value)))
            for stage, letter, value in zip(Stage, CELLS, values, strict=True)
        }
        entries[row.id] = Entry(number, given)
    figures = {fact: Given(f"E{number}", Decimal(value)) for number, (fact, value) in enumerate(facts.items(), 4)}
    return ScoreSheet(
        f"{unit}.xlsx",
        "Biểu",
        under,
        Identity(),
        MappingProxyType(entries),
        facts=MappingProxyType(figures),
        facts_sheet="Số liệu" if facts else None,
    )


def roster(units: Mapping[str, Any], **settings: Any) -> Roster:
    members = tuple(
        Member(unit, f"Sở {unit.upper()}", status=Status(settings.pop(f"status_{unit}", "eligible"))) for unit in units
    )
    heads = {"leader": next(iter(units)), "deputies": ()} | settings
    return Roster("cum-1", "Cụm thi đua số 1", "2019", DISTRICTS, members, **heads)


def cluster(
    units: Mapping[str, Mapping[str, Any]],
    facts: Mapping[str, Mapping[str, int]] | None = None,
    readings: Mapping[str, str] | None = None,
    **settings: Any,
) -> Cluster:
    """A cluster of units with these points; `status_b="excluded"` and the like set units aside."""
    under, listed = table(readings), roster(units, readings=readings or {}, **settings)
    submissions = []
    for unit, points in units.items():
        one = sheet(unit, points, (facts or {}).get(unit, {}), under)
        scores = compute(one)
        found = tuple(finding.on(unit=unit) for finding in roles.check(one, scores, unit, listed))
        name = UnitName(unit, f"Sở {unit.upper()}")
        submissions.append(Submission(one.file, unit=name, rubric=DISTRICTS, sheet=one, scores=scores, findings=found))
    return assemble(PATH, listed, under, submissions)


def told(found: Cluster, *codes: str) -> list[tuple[str, str | None, str | None]]:
    """The findings about bonuses: code, criterion, stage."""
    wanted = codes or tuple(f"TD{number}" for number in range(504, 513))
    return [(one.code, one.criterion, one.stage) for one in found.findings if one.code in wanted]


def only(found: Cluster, code: str) -> Finding:
    (finding,) = (one for one in found.findings if one.code == code)
    return finding


# --- one holder ----------------------------------------------------------------------------------


def test_one_holder_in_each_column_is_as_it_should_be() -> None:
    found = cluster({"a": {"III.6.1": 2, "III.6.2": 1}, "b": {"III.6.3": 1}, "c": {"III.6.4": 1}})
    assert told(found) == []
    assert found.readings == ()


@pytest.mark.parametrize("criterion", ["III.6.1", "III.6.3", "III.6.4"])
@pytest.mark.parametrize(("column", "stage"), [(1, "cluster"), (2, "board")])
def test_two_units_with_points_for_one_bonus_are_an_error(criterion: str, column: int, stage: str) -> None:
    points = [0, 0, 0]
    points[column] = 1
    found = cluster({"a": {criterion: points}, "b": {criterion: points}, "c": {}})
    assert told(found, "TD504") == [("TD504", criterion, stage)]


def test_the_error_names_every_holder_with_its_points_file_and_cell() -> None:
    found = cluster({"a": {"III.6.1": [0, 2, 0]}, "b": {"III.6.1": [0, 0.5, 0]}, "c": {}})
    finding = only(found, "TD504")
    said = catalogue.say(finding, "vi").message
    assert said.startswith(
        "Điểm thưởng III.6.1: có 2 đơn vị được chấm điểm; mục B.III.6 chỉ cho chọn 01 đơn vị trong cụm."
    )
    assert "Sở A 2 điểm (a.xlsx, ô E17), Sở B 0,5 điểm (b.xlsx, ô E17)" in said
    assert "Sở C" not in said
    assert (finding.unit, finding.file, finding.clause) == (None, PATH, "B.III.6")


def test_the_error_takes_nobody_out_of_the_ranking_and_holds_the_result_back() -> None:
    found = cluster({"a": {"III.6.1": 2}, "b": {"III.6.1": 1}})
    assert [unit.state for unit in found.units] == [State.OK, State.OK]
    assert [row.rank for row in rank(found).rows] == [1, 2]
    report = draw_up(found)
    assert (report.ready, report.blockers) == (False, ("TD504",))


def test_the_column_of_the_cluster_stays_wrong_though_the_board_chose_one() -> None:
    found = cluster({"a": {"III.6.4": [0, 1, 1]}, "b": {"III.6.4": [0, 1, 0]}})
    assert told(found, "TD504") == [("TD504", "III.6.4", "cluster")]


def test_outside_its_scope_the_board_only_repeats_the_cluster() -> None:
    points = {"III.6.1": 1}
    found = cluster({"a": points, "b": points}, readings={"appraisal_scope": "II"})
    assert found.rubric.board_scope == ("II",)
    assert told(found, "TD504") == [("TD504", "III.6.1", "cluster")]


def test_an_excluded_unit_is_no_holder() -> None:
    points = {"III.6.1": [0, 1, 1]}
    assert told(cluster({"a": points, "b": points}, status_b="excluded")) == []


def test_a_pending_unit_is_one() -> None:
    points = {"III.6.1": [0, 1, 1]}
    stages = [stage for _, _, stage in told(cluster({"a": points, "b": points}, status_b="pending"), "TD504")]
    assert stages == ["board", "cluster"]


def test_a_sheet_that_nobody_can_be_said_to_have_sent_is_no_holder() -> None:
    found = cluster({"a": {"III.6.1": 1}, "b": {"III.6.1": 1}})
    twice = replace(found.submissions[1], file="b (2).xlsx")
    again = assemble(PATH, found.roster, found.rubric, [*found.submissions, twice])
    assert told(again, "TD504", "TD505") == []


def test_a_sheet_of_another_table_is_no_holder() -> None:
    found = cluster({"a": {"III.6.1": 1}, "b": {"III.6.1": 1}})
    other = found.submissions[1].sheet
    assert other is not None
    foreign = replace(
        found.submissions[1], sheet=replace(other, rubric=rubric("langson-2019/party-mass-organizations"))
    )
    again = assemble(PATH, found.roster, found.rubric, [found.submissions[0], foreign])
    assert told(again, "TD504", "TD505") == []


def test_a_score_that_is_no_number_is_no_points() -> None:
    found = cluster({"a": {"III.6.1": [0, 1, 1]}, "b": {"III.6.1": [0, None, None]}})
    assert told(found) == []


def test_a_cluster_may_let_more_units_hold_a_bonus_in_its_own_table() -> None:
    """The number of holders is the table's; two may hold what three may not."""
    points = {"III.6.1": [0, 1, 1]}
    found = cluster(dict.fromkeys("abc", points))
    wide = _with_holders(found.rubric, "III.6.1", Holder(units=2))
    assert told(assemble(PATH, found.roster, wide, found.submissions[:2]), "TD504") == []
    assert len(told(assemble(PATH, found.roster, wide, found.submissions), "TD504")) == 2


def _with_holders(table_: Rubric, criterion: str, holder: Holder) -> Rubric:
    def rewritten(one: Any) -> Any:
        rows = tuple(rewritten(row) for row in one.rows)
        return replace(one, rows=rows, holder=holder if one.id == criterion else one.holder)

    return replace(table_, sections=tuple(rewritten(section) for section in table_.sections))


# --- claims --------------------------------------------------------------------------------------


def test_claims_of_several_units_are_listed_for_the_head() -> None:
    found = cluster({"a": {"III.6.1": [2, 2, 2]}, "b": {"III.6.1": [1, 0, 0]}, "c": {"III.6.1": [0, 0, 0]}})
    finding = only(found, "TD505")
    assert (finding.severity, finding.stage, finding.criterion) == (Severity.INFO, "self", "III.6.1")
    assert "Sở A 2 điểm (a.xlsx, ô D17), Sở B 1 điểm (b.xlsx, ô D17)" in catalogue.say(finding, "vi").message
    assert "holder_in_self" in found.readings
    assert draw_up(found).ready


def test_a_single_claim_is_no_finding() -> None:
    found = cluster({"a": {"III.6.1": [2, 0, 0]}, "b": {}})
    assert told(found) == []
    assert "holder_in_self" not in found.readings


def test_the_rule_binds_the_claims_where_the_cluster_reads_it_so() -> None:
    found = cluster({"a": {"III.6.1": [2, 2, 2]}, "b": {"III.6.1": [1, 0, 0]}}, readings={"holder_in_self": "yes"})
    assert told(found) == [("TD504", "III.6.1", "self")]
    assert "holder_in_self" in found.readings


# --- nobody --------------------------------------------------------------------------------------

EXACTLY: Final = {"bonus_holder": "exactly_one"}


def test_a_bonus_may_stay_with_nobody() -> None:
    found = cluster({"a": {"III.6.1": 1}, "b": {}})
    assert told(found) == []
    assert found.readings == ("bonus_holder",)


def test_where_each_bonus_must_go_to_somebody_those_left_are_named() -> None:
    found = cluster({"a": {"III.6.1": 1}, "b": {"III.6.3": [1, 1, 0]}}, readings=EXACTLY)
    assert told(found) == [("TD508", criterion, "board") for criterion in ("III.6.2", "III.6.3", "III.6.4")]
    assert {one.severity for one in found.findings if one.code == "TD508"} == {Severity.WARNING}
    assert draw_up(found).ready


def test_before_the_board_the_column_of_the_cluster_counts() -> None:
    nothing = {"III.1": [1, 1, None]}
    found = cluster({"a": {**nothing, "III.6.1": [1, 1, None]}, "b": nothing}, readings=EXACTLY)
    assert told(found) == [("TD508", criterion, "cluster") for criterion in ("III.6.2", "III.6.3", "III.6.4")]


def test_nothing_is_missed_while_some_are_not_scored_yet() -> None:
    found = cluster({"a": {}, "b": {"III.1": [1, None, None]}}, readings=EXACTLY)
    assert told(found) == []
    assert found.readings == ()


def test_nothing_is_missed_while_a_member_has_sent_nothing() -> None:
    found = cluster({"a": {}, "b": {}}, readings=EXACTLY)
    assert told(assemble(PATH, found.roster, found.rubric, found.submissions[:1])) == []


# --- roles ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(("unit", "wrong"), [("a", False), ("b", False), ("c", True)])
def test_a_bonus_of_the_heads_is_for_leader_and_deputies(unit: str, wrong: bool) -> None:
    points: dict[str, dict[str, Any]] = {"a": {}, "b": {}, "c": {}} | {unit: {"III.6.2": 1}}
    found = cluster(points, leader="a", deputies=("b",))
    stages = [("TD506", "III.6.2", stage) for stage in ("self", "cluster", "board")]
    assert told(found) == (stages if wrong else [])


def test_points_without_the_role_keep_the_unit_out_where_they_count() -> None:
    found = cluster({"a": {}, "b": {"III.6.2": [1, 0, 0]}})
    finding = only(found, "TD506")
    assert (finding.unit, finding.cell, finding.found, finding.clause) == ("b", "D18", Decimal(1), "B.III.6.2")
    assert "Trưởng cụm hoặc Phó cụm" in catalogue.say(finding, "vi").message
    assert "Trưởng cụm: Sở A" in catalogue.say(finding, "vi").message
    by_board, by_self = rank(found), rank(found, Stage.SELF)
    assert [row.rank for row in by_board.rows] == [1, 1]
    assert [(row.member.id, row.rank) for row in by_self.rows] == [("a", 1), ("b", None)]


def test_no_points_need_no_role() -> None:
    assert told(cluster({"a": {}, "b": {"III.6.2": [0, 0, None]}})) == []


def test_where_no_head_is_named_the_key_is_asked_for_once() -> None:
    found = cluster({"a": {}, "b": {"III.6.2": [1, 1, 1]}, "c": {"III.6.2": [1, 0, 0]}}, leader=None, deputies=())
    finding = only(found, "TD507")
    assert told(found, "TD506", "TD507") == [("TD507", "III.6.2", None)]
    assert "Sở B" in catalogue.say(finding, "vi").message
    assert "leader và deputies" in catalogue.say(finding, "vi").fix


def test_where_only_deputies_are_named_another_unit_may_be_the_head() -> None:
    """Who is not a deputy may be the unnamed leader: what is not known is asked for, and nobody is to blame."""
    points = {"a": {}, "b": {"III.6.2": [1, 0, 0]}, "c": {"III.6.2": [1, 1, 1]}}
    found = cluster(points, leader=None, deputies=("b",))
    finding = only(found, "TD507")
    assert told(found, "TD506", "TD507") == [("TD507", "III.6.2", None)]
    assert catalogue.say(finding, "vi").message.endswith(
        "(Sở C), nhưng cluster.yaml chưa ghi đơn vị nào là Trưởng cụm; chưa kiểm tra được."
    )


def test_where_only_deputies_are_named_their_own_points_are_no_question() -> None:
    found = cluster({"a": {}, "b": {"III.6.2": [1, 1, 1]}}, leader=None, deputies=("b",))
    assert told(found, "TD506", "TD507") == []


def test_nobody_scoring_it_nobody_asks_who_the_head_is() -> None:
    assert told(cluster({"a": {}, "b": {}}, leader=None)) == []


def test_without_cluster_yaml_roles_are_not_asked_for() -> None:
    """TD503 says that much cannot be checked then."""
    assert told(cluster({"a": {"III.6.2": 1}, "b": {}}, leader=None, listed=False)) == []


# --- rates ---------------------------------------------------------------------------------------


def figures(now: int, before: int, of: int = 100) -> dict[str, int]:
    """So many of a hundred (or another number) awards went to direct workers, this year and last year."""
    return {
        "workers-awarded": now,
        "persons-awarded": of,
        "workers-awarded-before": before,
        "persons-awarded-before": of,
    }


def rates(holder: str, given: Mapping[str, Mapping[str, int]], readings: Mapping[str, str] | None = None) -> Cluster:
    units: dict[str, dict[str, Any]] = {unit: {} for unit in given} | {holder: {"III.6.3": [0, 1, 1]}}
    return cluster(units, given, readings)


RATES: Final = ("TD509", "TD510", "TD511")


@pytest.mark.parametrize(
    ("own", "others", "expected"),
    [
        ((60, 50), [(50, 40)], None),  # rose, and higher than the other that rose
        ((60, 50), [(70, 70)], None),  # rose; another is the highest without a rise
        ((60, 50), [], None),  # nobody to compare with
        ((60, 60), [(50, 50)], None),  # the highest without a rise, and nobody rose
        ((60, 50), [(60, 55)], None),  # as high as the other that rose
        ((70, 70), [(60, 50)], "TD509"),  # the highest without a rise, while another rose
        ((60, 50), [(70, 60)], "TD510"),  # another rose too and is higher
        ((60, 50), [(65, 65), (70, 60)], "TD510"),
        ((50, 50), [(60, 60)], "TD511"),  # neither rose nor is the highest
        ((50, 60), [(60, 50)], "TD511"),
    ],
)
def test_rates_are_compared(own: tuple[int, int], others: list[tuple[int, int]], expected: str | None) -> None:
    given = {"a": figures(*own)} | {unit: figures(*rate) for unit, rate in zip("bc", others, strict=False)}
    found = rates("a", given)
    assert told(found, *RATES) == ([(expected, "III.6.3", stage) for stage in ("cluster", "board")] if expected else [])


def test_the_highest_comes_first_where_the_cluster_reads_it_so() -> None:
    readings = {"highest_without_increase": "highest"}
    given = {"a": figures(70, 70), "b": figures(60, 50)}
    assert told(rates("a", given, readings), *RATES) == []
    assert {code for code, _, _ in told(rates("b", given, readings), *RATES)} == {"TD509"}
    assert {code for code, _, _ in told(rates("a", given), *RATES)} == {"TD509"}
    assert told(rates("b", given), *RATES) == []


@pytest.mark.parametrize(("holder", "readings"), [("a", {}), ("b", {"highest_without_increase": "highest"})])
def test_who_is_highest_and_who_rose_is_told_the_right_way_round(holder: str, readings: dict[str, str]) -> None:
    found = rates(holder, {"a": figures(70, 70), "b": figures(60, 50), "c": {}}, readings)
    finding = next(one for one in found.findings if one.code == "TD509")
    message = catalogue.say(finding, "vi").message
    assert message.startswith(
        "Đơn vị Sở A có tỷ lệ cao nhất nhưng không tăng (tối đa 0,5 - theo Biểu), "
        "đơn vị Sở B có tỷ lệ tăng (tối đa 01). Chỉ 01 đơn vị được thưởng (B.III.6)"
    )
    assert "Tỷ lệ: Sở A 70% (năm trước 70%), Sở B 60% (năm trước 50%)." in message
    assert message.endswith("Chưa có đủ số liệu của Sở C.")
    assert (finding.unit, finding.cell, finding.clause) == (holder, "E19", "B.III.6.3")


def test_the_formula_is_named_by_the_figures_of_the_form() -> None:
    found = rates("a", {"a": figures(50, 50), "b": figures(60, 60)})
    finding = next(one for one in found.findings if one.code == "TD511")
    facts = found.rubric.guidance.facts
    formula = f"“{facts['workers-awarded'].prompt.vi}” : “{facts['persons-awarded'].prompt.vi}”"
    assert formula in catalogue.say(finding, "vi").fix


def test_without_figures_nothing_is_demanded() -> None:
    assert told(rates("a", {"a": {}, "b": figures(60, 50)})) == []
    assert told(rates("a", {"a": figures(50, 60), "b": {}})) == []
    assert told(rates("a", {"a": figures(50, 60), "b": {"workers-awarded": 5}})) == []


def test_figures_that_contradict_each_other_are_not_compared() -> None:
    wrong = figures(70, 50) | {"persons-awarded": 60}
    assert told(rates("a", {"a": figures(50, 60), "b": wrong}), *RATES) == []


def test_of_two_holders_it_is_said_that_they_are_two() -> None:
    units: dict[str, dict[str, Any]] = {"a": {"III.6.3": [0, 1, 0]}, "b": {"III.6.3": [0, 1, 0]}}
    found = cluster(units, {"a": figures(50, 60), "b": figures(70, 60)})
    assert {code for code, _, _ in told(found)} == {"TD504"}


def test_rates_of_an_excluded_unit_stand_in_nobodys_way() -> None:
    units: dict[str, dict[str, Any]] = {"a": {"III.6.3": [0, 1, 1]}, "b": {}}
    found = cluster(units, {"a": figures(50, 40), "b": figures(90, 10)}, status_b="excluded")
    assert told(found, *RATES) == []


def test_a_reading_played_a_part_where_another_option_says_something_else() -> None:
    played = rates("a", {"a": figures(70, 70), "b": figures(60, 50)}).readings
    assert "highest_without_increase" in played
    agreed = rates("a", {"a": figures(70, 60), "b": figures(60, 50)}).readings
    assert "highest_without_increase" not in agreed


def test_the_rate_may_be_taken_over_all_direct_workers() -> None:
    """By awards the holder is higher, by workers the other; nobody asked for the workers at first."""
    workers = {"workers": 1000, "workers-before": 1000}
    few = {"workers": 100, "workers-before": 100}
    given = {"a": figures(70, 60) | workers, "b": figures(60, 50) | few}
    assert told(rates("a", given), *RATES) == []
    assert "worker_rate" in rates("a", given).readings
    found = rates("a", given, {"worker_rate": "of_workers"})
    assert {code for code, _, _ in told(found, *RATES)} == {"TD510"}
    finding = next(one for one in found.findings if one.code == "TD510")
    assert found.rubric.guidance.facts["workers"].prompt.vi in catalogue.say(finding, "vi").fix


def test_nothing_compared_no_reading_of_rates_played_a_part() -> None:
    found = rates("a", {"a": figures(70, 70), "b": {}})
    assert found.readings == ("bonus_holder",)


def test_a_chosen_reading_played_a_part_as_the_default_would() -> None:
    given = {"a": figures(70, 70), "b": figures(60, 50)}
    assert "highest_without_increase" in rates("a", given, {"highest_without_increase": "highest"}).readings
    agreed = {"a": figures(70, 60), "b": figures(60, 50)}
    assert "highest_without_increase" not in rates("a", agreed, {"highest_without_increase": "highest"}).readings
