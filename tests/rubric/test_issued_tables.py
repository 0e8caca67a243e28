"""Facts about the four tables of 2019: they say what the annex prints, and they add up to 150."""

import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from thidua_cli import catalogue
from thidua_cli.rubric import kinds
from thidua_cli.rubric.load import load, shipped
from thidua_cli.rubric.model import Criterion, Rubric

ANNEX: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("annex.yaml").read_text(encoding="utf-8"))
FORMS = dict(zip(shipped(), ANNEX, strict=True))
ROWS = {
    "langson-2019/districts-departments": 14,
    "langson-2019/enterprises": 23,
    "langson-2019/credit-institutions": 23,
    "langson-2019/party-mass-organizations": 14,
}


# The reading that rules.md 5.10 recommends for each question.
DEFAULTS = {
    "certificates_when_6": "1",
    "certificates_without_flag": "none",
    "members_counted": "listed",
    "appraisal_scope": "III",
    "comparison_note": "ceiling",
    "section_two_rows": "either",
    "five_points": "up_to",
    "no_party_cell": "manual",
    "both_conditions": "judged",
    "plan_points": "all_or_nothing",
    "publicity_parts": "sum",
    "training_parts": "sum",
    "unqualified_below_10": "manual",
    "unqualified_15_to_16": "round",
    "pending_dossiers": "left_out",
    "one_point": "up_to",
    "bonus_holder": "at_most_one",
    "holder_in_self": "no",
    "worker_rate": "of_awarded",
    "highest_without_increase": "increased",
    "finest_step": "0.25",
    "near_maximum": "90",
    "section_I_source": "2460",
    "first_year_deadlines": "skip",
    "on_the_day": "warn",
    "report_days": "calendar",
    "not_registered": "either",
    "pending_unit": "both_lists",
    "certificate_tie": "ballot",
    "narrow_gap": "0.05",
}


def rubric_of(name: str) -> Rubric:
    rubric, findings = load(name)
    assert findings == ()
    assert rubric is not None
    return rubric


@pytest.fixture(params=shipped())
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def rubric(name: str) -> Rubric:
    return rubric_of(name)


def test_the_tables_come_in_the_order_of_the_annex() -> None:
    assert list(ROWS) == list(shipped())


def test_every_row_is_as_the_annex_prints_it(name: str, rubric: Rubric) -> None:
    printed = [(r["stt"], r["title"], tuple(r["detail"]), Decimal(r["max"])) for r in FORMS[name]["rows"]]
    ours = [(row.stt, row.title, row.lines, row.maximum) for row in rubric.rows()]
    ours.append(("", rubric.total_title, (), rubric.maximum))
    misprint = "được duyệt: 035 điểm."
    corrected = [
        (stt, title, tuple(line.replace(misprint, "được duyệt: 05 điểm.") for line in lines), maximum)
        for stt, title, lines, maximum in printed
    ]
    assert ours == corrected
    assert (printed != corrected) == (name == "langson-2019/enterprises")


def test_the_title_and_the_columns_are_as_printed(name: str, rubric: Rubric) -> None:
    assert rubric.title == FORMS[name]["title"]
    assert list(rubric.guidance.columns.values()) == FORMS[name]["columns"]
    assert rubric.heading == "BIỂU CHẤM ĐIỂM THI ĐUA"
    assert rubric.issued.startswith("(Ban hành kèm theoHướng dẫn số     /HD-SNV")


def test_there_are_as_many_rows_as_printed(name: str, rubric: Rubric) -> None:
    assert len(rubric.rows()) + 1 == ROWS[name] == len(FORMS[name]["rows"])


def test_the_rows_without_rows_below_them_add_up_to_150(rubric: Rubric) -> None:
    """rules.md 7, case 1: the naive sum of the column would be 335 or 435."""
    assert sum(row.maximum for row in rubric.rows() if not row.rows) == 150
    assert rubric.maximum == 150
    assert [section.maximum for section in rubric.sections] == [100, 20, 30]


def test_an_enterprise_reaches_94_in_section_one_without_the_bonus() -> None:
    """rules.md 7, case 24."""
    for name in ("langson-2019/enterprises", "langson-2019/credit-institutions"):
        section = rubric_of(name).sections[0]
        assert [row.maximum for row in section.rows] == [15, 15, 15, 15, 10, 10, 10, 4, 6]
        assert sum(row.maximum for row in section.rows if not row.bonus) == 94


def test_the_misprint_that_was_corrected_is_told() -> None:
    row = rubric_of("langson-2019/enterprises").find("III.4")
    assert row is not None
    assert row.note is not None
    assert "035" in row.note.vi
    assert "035" in row.note.en
    other = rubric_of("langson-2019/credit-institutions").find("III.4")
    assert other is not None
    assert other.note is None


def test_the_details_are_those_that_the_text_gives(rubric: Rubric) -> None:
    assert " ".join(f"{detail.id}={detail.maximum}" for detail in rubric.details()) == (
        "II.1=5 II.2=5 II.3=5 II.4=5 III.2.a=3 III.2.b=2 "
        "III.3.a=2 III.3.b=3 III.3.b.1=1 III.3.b.2=3 "
        "III.5.a=1 III.5.b=1 III.5.b.1=1 III.5.b.2=0.5 III.5.c=3"
    )


def test_each_row_is_scored_as_its_text_says(rubric: Rubric) -> None:
    def kind(name: str) -> kinds.Kind:
        criterion = rubric.find(name)
        assert criterion is not None
        return criterion.kind

    first, reports, bands = kind("III.1"), kind("III.5.c"), kind("III.4")
    assert isinstance(first, kinds.MinusPerOccurrence)
    assert [first.start, first.per, first.floor] == [Decimal(5), Decimal(1), Decimal(0)]
    assert isinstance(reports, kinds.MinusPerOccurrence)
    assert [reports.start, reports.per, reports.floor] == [Decimal(3), Decimal(1), Decimal(0)]
    assert isinstance(kind("III.3.a"), kinds.AllOrNothing)
    assert all(isinstance(kind(key), kinds.Sum) for key in ("II", "III", "III.2", "III.3.b", "III.5.b", "III.6"))
    assert isinstance(kind("III.6.1"), kinds.Judged)
    rate = kind("III.6.3")
    assert isinstance(rate, kinds.RateInCluster)
    assert (rate.highest_only, rate.prefer) == (Decimal("0.5"), "increased")
    assert isinstance(bands, kinds.Bands)
    assert (bands.gap, bands.edges, bands.round_by) == (None, "both", "unqualified_15_to_16")
    assert [f"{gap.after}-{gap.before}: {gap.policy} {gap.propose} {gap.reading}" for gap in bands.gaps] == [
        "0-10: manual 4 unqualified_below_10",
        "15-16: round None unqualified_15_to_16",
    ]
    assert [f"{band.start}-{band.end}: {band.points} {band.up_to}" for band in bands.bands] == [
        "0-0: 5 False",
        "10-15: 3 False",
        "16-None: 1 True",
        "None-None: 1 True",
    ]


KINDS = {
    "judged": "II.1 II.2 II.3 II.4 III.2.a III.2.b III.3.b.1 III.3.b.2 III.5.a III.5.b.1 III.5.b.2 "
    "III.6.1 III.6.2 III.6.4",
    "all-or-nothing": "III.3.a",
    "minus-per-occurrence": "III.1 III.5.c",
    "bands": "III.4",
    "rate-in-cluster": "III.6.3",
    "sum": "II III III.2 III.3 III.3.b III.5 III.5.b III.6",
}
SECTION_ONE = {
    "langson-2019/districts-departments": {"I": "carried-over"},
    "langson-2019/enterprises": {"I": "sum"} | {f"I.{n}": "judged" for n in range(1, 10)},
    "langson-2019/credit-institutions": {"I": "sum"} | {f"I.{n}": "judged" for n in range(1, 10)},
    "langson-2019/party-mass-organizations": {"I": "judged"},
}


def test_every_row_and_part_has_its_kind(name: str, rubric: Rubric) -> None:
    expected = {key: kind for kind, ids in KINDS.items() for key in ids.split()} | SECTION_ONE[name]
    assert {each.id: each.kind.kind for each in everything(rubric)} == expected


def test_what_takes_a_point_for_each_occurrence_is_what_the_text_says_takes_one(rubric: Rubric) -> None:
    """“… trừ 01 điểm” stands in the text of exactly the rows and parts that are scored so."""
    taking = [each for each in everything(rubric) if "trừ 01 điểm" in own_text(each) and not each.details]
    assert [each.id for each in taking] == ["III.1", "III.5.c"]
    for each in taking:
        assert isinstance(each.kind, kinds.MinusPerOccurrence)
        assert [each.kind.start, each.kind.per] == [each.maximum, 1]


def test_the_bands_are_those_that_the_text_gives(rubric: Rubric) -> None:
    row = rubric.find("III.4")
    assert row is not None
    assert isinstance(row.kind, kinds.Bands)
    printed = [
        (
            Decimal(match[2]),
            bool(match[1]),
            [Decimal(number) for number in re.findall(r"[0-9]+", line.partition("%")[0] if "%" in line else "")],
        )
        for line in row.lines
        if (match := re.search(r"(tối đa )?([0-9]+) điểm", line))
    ]
    assert printed == [
        (
            band.points,
            band.up_to,
            [100] if band.complete else [edge for edge in (band.start, band.end) if edge is not None],
        )
        for band in row.kind.bands
    ]


def test_the_maximum_of_a_part_is_the_number_in_its_text(rubric: Rubric) -> None:
    for part in rubric.details():
        number = re.search(r"(?:0?([0-9](?:,[0-9])?)) điểm", part.title)
        assert number is not None
        assert Decimal(number[1].replace(",", ".")) == part.maximum


def test_only_what_the_text_gives_in_full_or_not_at_all_is_scored_so(rubric: Rubric) -> None:
    """A part whose text says “tối đa” is never all or nothing."""
    for each in everything(rubric):
        if isinstance(each.kind, kinds.AllOrNothing):
            assert "tối đa" not in own_text(each).lower()


def test_the_rate_of_awards_to_workers_gives_what_the_form_prints(rubric: Rubric) -> None:
    row = rubric.find("III.6.3")
    assert row is not None
    assert isinstance(row.kind, kinds.RateInCluster)
    assert row.lines == ("Nếu tỷ lệ cao nhất cụm nhưng không tăng so với năm trước, thưởng tối đa 0,5 điểm.",)
    assert row.note is not None


def test_every_fact_that_a_rule_needs_is_asked_for_with_a_clause_of_its_own_part(rubric: Rubric) -> None:
    for fact, criterion in rubric.facts():
        assert fact.prompt.vi != fact.prompt.en
        assert fact.clause == criterion.clause or fact.clause.startswith(f"{criterion.clause}.")


def test_a_table_under_any_single_option_is_still_consistent(rubric: Rubric) -> None:
    for reading in rubric.guidance.readings.values():
        for option in reading.options:
            other = rubric.under({reading.id: option})
            for each in everything(other):
                assert list(each.kind.faults(each.maximum)) == []
                assert each.kind.describe(each.maximum).vi
            assert other.maximum == 150


def test_a_reading_of_scoring_changes_some_row(rubric: Rubric) -> None:
    """Each option but the default of a reading that a row names scores that row in another way."""
    for each in everything(rubric):
        for name in each.readings():
            reading = rubric.guidance.readings[name]
            others = [option for option in reading.options if option != reading.default]
            assert any(each.under({name: option}).kind != each.kind for option in others)


def everything(rubric: Rubric) -> list[Criterion]:
    return [each for section in rubric.sections for each in section.everything()]


def own_text(criterion: Criterion) -> str:
    return "\n".join((criterion.title, *criterion.lines))


def test_each_bonus_of_the_cluster_goes_to_one_unit(rubric: Rubric) -> None:
    group = rubric.find("III.6")
    assert group is not None
    assert group.bonus
    assert [row.id for row in group.rows] == ["III.6.1", "III.6.2", "III.6.3", "III.6.4"]
    assert [row.maximum for row in group.rows] == [2, 1, 1, 1]
    assert all(row.bonus for row in group.rows)
    assert [row.holder and row.holder.units for row in group.rows] == [1, 1, 1, 1]
    assert [row.holder and row.holder.roles for row in group.rows] == [(), ("leader", "deputy"), (), ()]


def test_the_digests_are_what_forms_already_carry() -> None:
    """A digest that changes makes every form in the offices look outdated: change it only with the table."""
    assert {name.partition("/")[2]: rubric_of(name).digest for name in shipped()} == {
        "districts-departments": "b6d535b79f40",
        "enterprises": "4b40e70f6768",
        "credit-institutions": "87630cc67c3b",
        "party-mass-organizations": "59eb6d55fb26",
    }


def test_every_criterion_rests_on_a_clause_of_the_guidance(rubric: Rubric) -> None:
    criteria: tuple[Criterion, ...] = (*rubric.rows(), *rubric.details())
    assert {criterion.clause for criterion in criteria} <= set(rubric.guidance.clauses)


def test_every_clause_that_a_finding_cites_is_in_the_guidance(rubric: Rubric) -> None:
    cited = {code.clause for code in catalogue.CODES.values() if code.clause}
    assert cited <= set(rubric.guidance.clauses)


def test_the_guidance_says_what_the_paper_says(rubric: Rubric) -> None:
    guidance = rubric.guidance
    assert guidance.id == "langson-2019"
    assert (guidance.document.number, guidance.document.issued) == ("", "tháng 4/2019")
    assert guidance.document.from_year == 2019
    assert guidance.board_scope == ("III",)
    flag, certificate = guidance.awards["flag"], guidance.awards["certificate"]
    assert flag.name.vi == "Cờ thi đua của UBND tỉnh"
    assert (flag.least_total, flag.clause) == (Decimal(110), "C.II")
    assert certificate.least_total is None
    assert [(s.at_least, s.at_most, s.quota, s.reading) for s in certificate.sizes] == [
        (1, 5, 1, None),
        (6, 6, None, "certificates_when_6"),
        (7, None, 2, None),
    ]
    assert {key: reading.default for key, reading in guidance.readings.items()} == DEFAULTS
    assert all(reading.warning and reading.clause in guidance.clauses for reading in guidance.readings.values())
    limits = [f"{key}: {limit.maximum}, {limit.bonus}" for key, limit in guidance.limits.items()]
    assert limits == ["I: 100, 6", "II: 20, None", "III: 30, 5"]


def test_the_guidance_speaks_both_languages(rubric: Rubric) -> None:
    guidance = rubric.guidance
    wordings = [
        *guidance.clauses.values(),
        *guidance.exclusions.values(),
        *(award.name for award in guidance.awards.values()),
        *(reading.question for reading in guidance.readings.values()),
        *(option for reading in guidance.readings.values() for option in reading.options.values()),
    ]
    assert all(words.vi and words.en and words.vi != words.en for words in wordings)
