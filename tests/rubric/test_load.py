"""Facts about loading a rubric: where it is found, how it extends another, what is refused and where."""

from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from thidua_cli import yaml_text
from thidua_cli.catalogue import say
from thidua_cli.rubric import consistency, kinds
from thidua_cli.rubric.files import CriterionFile
from thidua_cli.rubric.load import load, shipped
from thidua_cli.rubric.model import Rubric
from thidua_cli.rubric.resolve import json_schema

PARTY = "langson-2019/party-mass-organizations"

TABLE = """\
guidance: langson-2019
heading: BIỂU
title: CỤM
issued: (Biên bản)
total: {title: Tổng cộng, maximum: 150}
sections:
  - {id: I, stt: I, title: Một, maximum: 100, clause: B.I}
  - {id: II, stt: II, title: Hai, maximum: 20, clause: B.II}
  - {id: III, stt: III, title: Ba, maximum: 30, clause: B.III}
"""

OWN = """\
extends: langson-2019/party-mass-organizations
minutes: 12/BB-CTĐ ngày 20/01/2019
replace:
  - id: I
    stt: I
    title: NHIỆM VỤ CHÍNH TRỊ
    maximum: 100
    clause: B.I
    rows:
      - {id: I.1, stt: 1, title: Chuyên môn, maximum: 94, clause: B.I.3}
      - {id: I.2, stt: 2, title: Điểm thưởng, maximum: 6, clause: B.I, bonus: true}
"""


class Folder:
    """A folder in which a table is written and loaded."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def write(self, text: str, name: str = "bang.yaml") -> None:
        (self.path / name).write_text(text, encoding="utf-8")

    def good(self, text: str, *warned: str) -> Rubric:
        """The table, which loads with exactly these warnings, each as `TD921 III.2`."""
        self.write(text)
        rubric, findings = load("bang.yaml", self.path)
        assert rubric is not None
        assert not any(finding.is_error for finding in findings)
        assert [f"{finding.code} {finding.criterion or ''}".strip() for finding in findings] == list(warned)
        return rubric

    def faults(self, text: str, name: str = "bang.yaml") -> list[str]:
        """Each fault as `TD907 6:14 message`."""
        self.write(text, name)
        rubric, findings = load(name, self.path)
        assert rubric is None
        told = []
        for finding in findings:
            params = dict(finding.params)
            assert Path(finding.file or "").name == name
            for lang in ("vi", "en"):
                said = f"{say(finding, lang)}"
                assert not any(word in said for word in ("None", "True", "Decimal", "pydantic"))
            message = say(finding, "en").message
            told.append(f"{finding.code} {params['line']}:{params['column']} {message.partition(': ')[2]}")
        return told


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


# --- finding --------------------------------------------------------------------------------------


def test_an_unknown_rubric_is_answered_with_the_nearest() -> None:
    rubric, (finding,) = load("langson-2019/enterprise")
    assert rubric is None
    assert finding.code == "TD906"
    assert say(finding, "vi").message.endswith("Có phải “langson-2019/enterprises”?")


@pytest.mark.parametrize("reference", ["", ".", "..", "a" * 5000 + ".yaml", "a\0.yaml", "khong-co.yaml", "/"])
def test_no_reference_raises(reference: str, tmp_path: Path) -> None:
    rubric, findings = load(reference, tmp_path)
    assert rubric is None
    assert [finding.code for finding in findings] == ["TD906"]


def test_a_folder_named_like_a_table_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").mkdir()
    assert [finding.code for finding in load("a.yaml", tmp_path).findings] == ["TD001"]


def test_a_table_is_found_beside_and_below(folder: Folder) -> None:
    (folder.path / "bảng riêng").mkdir()
    folder.write(OWN, "bảng riêng/bang.yaml")
    for reference in ("bảng riêng/bang.yaml", "bảng riêng\\bang.yaml", "./bảng riêng/bang.yaml"):
        rubric, findings = load(reference, folder.path)
        assert findings == ()
        assert rubric is not None
        assert rubric.id == reference


def test_a_shipped_table_is_loaded_once() -> None:
    assert load(PARTY).value is load(PARTY).value


# --- extending ------------------------------------------------------------------------------------


def test_a_cluster_writes_its_own_section_one(folder: Folder) -> None:
    rubric, base = folder.good(OWN), load(PARTY).value
    assert base is not None
    assert [row.id for row in rubric.rows()][:4] == ["I", "I.1", "I.2", "II"]
    assert rubric.sections[1:] == base.sections[1:]
    assert (rubric.title, rubric.heading, rubric.total_title) == (base.title, base.heading, base.total_title)
    assert (rubric.extends, rubric.minutes) == (PARTY, "12/BB-CTĐ ngày 20/01/2019")
    assert rubric.maximum == 150
    assert rubric.digest != base.digest


def test_a_replaced_row_keeps_its_place_and_brings_its_own_children(folder: Folder) -> None:
    rubric = folder.good(
        "extends: langson-2019/enterprises\n"
        "replace:\n"
        "  - {id: III.2, stt: 2, title: Phong trào, maximum: 5, clause: B.III.2}\n",
        *("TD922", "TD921 III.2"),
    )
    ids = [row.id for row in rubric.rows()]
    assert ids.index("III.2") == ids.index("III.1") + 1
    row = rubric.find("III.2")
    assert row is not None
    assert (row.title, row.details, row.kind) == ("Phong trào", (), kinds.Judged())
    assert rubric.find("III.2.a") is None


def test_a_replaced_row_below_a_bonus_is_a_bonus(folder: Folder) -> None:
    rubric = folder.good(
        f"extends: {PARTY}\nreplace:\n  - {{id: III.6.1, stt: '-', title: X, maximum: 2, clause: B.III.6.1}}\n",
        *("TD922", "TD921 III.6.1"),
    )
    row = rubric.find("III.6.1")
    assert row is not None
    assert row.bonus


def test_details_are_removed_by_id(folder: Folder) -> None:
    rubric = folder.good(
        f"extends: {PARTY}\nreplace:\n  - {{id: III.2.a, title: X, maximum: 5, clause: B.III.2}}\nremove: [III.2.b]\n",
        *("TD922", "TD921 III.2.a", "TD921 III.2.b"),
    )
    assert rubric.find("III.2.b") is None


def test_a_table_extends_a_table_beside_it(folder: Folder) -> None:
    folder.write(OWN, "goc.yaml")
    rubric = folder.good("extends: goc.yaml\ntitle: KHÁC\n")
    assert rubric.title == "KHÁC"
    assert rubric.find("I.1") is not None


def test_a_table_that_extends_itself_is_refused(folder: Folder) -> None:
    folder.write("extends: bang.yaml\n", "goc.yaml")
    folder.write("extends: goc.yaml\n")
    _, (finding,) = load("bang.yaml", folder.path)
    assert finding.code == "TD907"
    assert Path(finding.file or "").name == "goc.yaml"
    assert folder.faults("extends: ./bang.yaml\n") == ["TD907 1:10 the table extends itself."]


def test_a_chain_of_tables_has_an_end(folder: Folder) -> None:
    for n in range(20):
        folder.write(f"extends: t{n + 1}.yaml\n", f"t{n}.yaml")
    folder.write(f"extends: {PARTY}\n", "t20.yaml")
    assert [finding.code for finding in load("t0.yaml", folder.path).findings] == ["TD907"]
    assert load("t15.yaml", folder.path).value is not None


def test_an_unknown_parent_is_named_with_its_place(folder: Folder) -> None:
    folder.write("# bảng\nextends: langson-2019/enterprize\n")
    _, (finding,) = load("bang.yaml", folder.path)
    params = dict(finding.params)
    assert (finding.code, params["line"], params["column"]) == ("TD906", 2, 10)
    assert Path(finding.file or "").name == "bang.yaml"


def test_a_parent_in_error_is_the_only_thing_told(folder: Folder) -> None:
    folder.write(OWN.replace("94", "93"), "goc.yaml")
    folder.write("extends: goc.yaml\nremove: [I.1]\n")
    _, findings = load("bang.yaml", folder.path)
    assert [(f.code, Path(f.file or "").name) for f in findings] == [("TD907", "goc.yaml")]


# --- what is refused ------------------------------------------------------------------------------

EXTENDING = {
    "misspelt key": ("replase: []", "TD902 2:1 there is no “replase” in bang.yaml. Did you mean “replace”?"),
    "unknown id removed": (
        "remove: [III.6.44]",
        "TD907 2:10 the table it extends has no such criterion, the nearest is “III.6.4”.",
    ),
    "unknown id replaced": (
        "replace: [{id: IV, title: x, maximum: 1, clause: B}]",
        "TD907 2:16 the table it extends has no such criterion, the nearest is “I”.",
    ),
    "touched twice": ("remove: [III.6, III.6.4]", "TD907 2:17 it lies within III.6, replaced or removed too."),
    "removed from a sum": ("remove: [III.6.4]", "TD907 2:9 the maximum is 5 but the rows below add up to 4."),
    "section above its limit": (
        "replace: [{id: I, title: x, maximum: 101, clause: B.I}]",
        "TD907 2:38 101 points, above the 100 laid down.",
    ),
    "bonus above its limit": (
        (
            "replace: [{id: I, title: x, maximum: 100, clause: B.I, rows: ["
            "{id: I.1, title: x, maximum: 93, clause: B.I}, "
            "{id: I.2, title: x, maximum: 7, clause: B.I, bonus: true}]}]"
        ),
        "TD907 2:38 a bonus of 7, above the 6 laid down.",
    ),
    "no such clause": (
        "replace: [{id: III.1, title: x, maximum: 5, clause: B.III.9}]",
        "TD907 2:53 the clause “B.III.9” is not in guidance.yaml.",
    ),
}


@pytest.mark.parametrize("case", EXTENDING)
def test_what_an_extension_may_not_do(case: str, folder: Folder) -> None:
    """rules.md 7, case 34, and the strictness of `replace` and `remove`."""
    text, expected = EXTENDING[case]
    assert folder.faults(f"extends: {PARTY}\n{text}\n") == [expected]


ROW = "  - {id: III, stt: III, title: Ba, maximum: 30, clause: B.III}"
WRITTEN = {
    "id twice": ("id: II,", "id: I,", "TD907 8:10 this id stands in line 7 already."),
    "id not a path": ("id: II,", "id: 2,", "TD907 8:10 the id must be a path such as I, III.4 or III.2.a."),
    "section with a dot": (
        "id: II,",
        "id: II.1,",
        "TD907 8:10 the id must be a path such as I, III.4 or III.2.a.",
    ),
    "total": ("maximum: 150", "maximum: 151", "TD907 5:36 it says 151 but the sections add up to 150."),
    "guidance": (
        "guidance: langson-2019",
        "guidance: langson-2018",
        (
            "TD904 1:11 “langson-2018” is not valid for guidance; expected one of: langson-2019. "
            "Did you mean “langson-2019”?"
        ),
    ),
    "sum of nothing": (
        "clause: B.II}",
        "clause: B.II, scoring: {kind: sum}}",
        "TD907 8:71 kind: sum needs rows or details.",
    ),
    "rows that are not added": (
        "clause: B.II}",
        "clause: B.II, scoring: {kind: judged}, rows: [{id: II.1, title: x, maximum: 20, clause: B.II}]}",
        "TD907 8:71 with parts below it must be a sum.",
    ),
    "child of another": (
        "clause: B.II}",
        "clause: B.II, rows: [{id: III.1, title: x, maximum: 20, clause: B.II}]}",
        "TD907 8:74 the id must begin with “II.”.",
    ),
    "grandchild as child": (
        "clause: B.II}",
        "clause: B.II, rows: [{id: II.1.a, title: x, maximum: 20, clause: B.II}]}",
        "TD907 8:74 the id must begin with “II.”.",
    ),
    "details that fall short": (
        "clause: B.II}",
        "clause: B.II, details: [{id: II.1, title: x, maximum: 19.5, clause: B.II}]}",
        "TD907 8:44 the maximum is 20 but the parts add up to 19.5 only.",
    ),
    "rows above the group": (
        "clause: B.II}",
        "clause: B.II, rows: [{id: II.1, title: x, maximum: 20.5, clause: B.II}]}",
        "TD907 8:44 the maximum is 20 but the rows below add up to 20.5.",
    ),
    "start": (
        "clause: B.II}",
        "clause: B.II, scoring: {kind: minus-per-occurrence, start: 19, per: 1, what: x}}",
        "TD907 8:71 start must be the maximum, 20.",
    ),
    "nothing taken": (
        "clause: B.II}",
        "clause: B.II, scoring: {kind: minus-per-occurrence, start: 20, per: 0, what: x}}",
        "TD907 8:71 per must be above 0 and floor at most start.",
    ),
    "holder without bonus": (
        "clause: B.II}",
        "clause: B.II, holder: {units: 1}}",
        "TD907 8:70 holder is for bonuses only (bonus: true).",
    ),
    "number with a decimal comma": (
        "maximum: 20,",
        'maximum: "20,0",',
        "TD904 8:44 “20,0” is not valid for sections[II].maximum; expected a number such as 5 or 0.5.",
    ),
    "section the guidance does not have": (
        ROW,
        ROW + "\n  - {id: IV, title: Bốn, maximum: 10, clause: B}",
        "TD907 5:36 it says 150 but the sections add up to 160.",
    ),
}


@pytest.mark.parametrize("case", WRITTEN)
def test_what_a_table_may_not_do(case: str, folder: Folder) -> None:
    old, new, expected = WRITTEN[case]
    assert TABLE.count(old) == 1
    assert folder.faults(TABLE.replace(old, new))[0] == expected


def test_a_table_without_the_board_s_section_is_refused(folder: Folder) -> None:
    text = TABLE.replace(ROW, "").replace("150", "120")
    assert folder.faults(text) == ["TD907 1:1 the table lacks it, and the board re-examines it."]


def test_a_maximum_of_nothing_is_refused(folder: Folder) -> None:
    text = f"extends: {PARTY}\nreplace: [{{id: I, title: x, maximum: 0, clause: B.I}}]\n"
    assert folder.faults(text) == ["TD907 2:38 the maximum must be above 0."]


def test_a_repeated_key_is_refused_together_with_other_faults(folder: Folder) -> None:
    assert [fault[:9] for fault in folder.faults(OWN + "minutes: x\nremove: [a]\n")] == ["TD905 12:", "TD907 13:"]


BANDS = {
    "overlap": (
        "[{points: 5, start: 0, end: 15, when: a}, {points: 3, start: 15, when: b}]",
        "two bands overlap at 15.",
    ),
    "gap": (
        "[{points: 5, start: 0, end: 15, when: a}, {points: 3, start: 16, when: b}]",
        "no band covers more than 15 and less than 16; state gap (manual, lower, upper, interpolate or points).",
    ),
    "backwards": ("[{points: 5, start: 15, end: 10, when: a}]", "the band from 15 to 10 is backwards."),
    "points": (
        "[{points: 6, start: 0, end: 9, when: a}, {points: 5, when: b}]",
        "a band of 6 exceeds the maximum 5.",
    ),
}


@pytest.mark.parametrize("case", BANDS)
def test_a_band_table_has_no_overlap_and_no_silent_gap(case: str, folder: Folder) -> None:
    bands, expected = BANDS[case]
    row = f"{{id: III.4, title: x, maximum: 5, clause: B.III.4, scoring: {{kind: bands, metric: m, bands: {bands}}}}}"
    assert folder.faults(f"extends: {PARTY}\nreplace:\n  - {row}\n") == [f"TD907 3:65 {expected}"]


def test_a_gap_with_a_policy_is_no_fault(folder: Folder) -> None:
    bands, _ = BANDS["gap"]
    for policy in ("manual", "lower", "upper", "interpolate", "round", "4"):
        scoring = f"{{kind: bands, metric: m, gap: {policy}, bands: {bands}}}"
        row = f"{{id: III.4, title: x, maximum: 5, clause: B.III.4, scoring: {scoring}}}"
        assert folder.good(f"extends: {PARTY}\nreplace:\n  - {row}\n", "TD922", "TD921 III.4").maximum == 150


def test_a_policy_nobody_knows_is_refused(folder: Folder) -> None:
    bands, _ = BANDS["gap"]
    scoring = f"{{kind: bands, metric: m, gap: maybe, bands: {bands}}}"
    row = f"{{id: III.4, title: x, maximum: 5, clause: B.III.4, scoring: {scoring}}}"
    assert folder.faults(f"extends: {PARTY}\nreplace:\n  - {row}\n") == ["TD907 3:65 “maybe” is no policy for a gap."]


BANDED = """\
extends: langson-2019/party-mass-organizations
minutes: 12/BB-CTĐ ngày 20/01/2019
replace:
  - id: III.4
    title: x
    maximum: 5
    clause: B.III.4
    scoring:
      kind: bands
      metric: m
      whole: dossiers-submitted
      part: dossiers-unqualified
      gaps:
        - {after: 5, before: 10, reading: unqualified_below_10}
      bands:
        - {points: 5, start: 0, end: 5, when: a}
        - {points: 3, start: 10, when: b}
    by_reading:
      one_point:
        exactly:
          gap: manual
          bands:
            - {points: 5, start: 0, end: 5, when: a}
            - {points: 3, start: 10, when: b}
"""
NAMED = {
    "fact": (
        "whole: dossiers-submitted",
        "whole: dossiers-submited",
        ["TD907 11:14 the guidance asks for no fact “dossiers-submited”, the nearest is “dossiers-submitted”."],
    ),
    "fact like none": ("whole: dossiers-submitted", "whole: xyz", ["TD907 11:14 the guidance asks for no fact “xyz”."]),
    "reading of a gap": (
        "reading: unqualified_below_10",
        "reading: unqualified_below_11",
        ["TD907 14:43 the guidance has no reading “unqualified_below_11”, the nearest is “unqualified_below_10”."],
    ),
    "reading": (
        "one_point:",
        "one_pont:",
        ["TD907 19:7 the guidance has no reading “one_pont”, the nearest is “one_point”."],
    ),
    "option": (
        "        exactly:",
        "        exact:",
        ["TD907 20:9 the reading “one_point” has no option “exact”."],
    ),
    "overlap under an option": (
        "            - {points: 3, start: 10, when: b}",
        "            - {points: 3, start: 4, when: b}",
        [
            "TD907 21:11 under one_point: exactly, two bands overlap at 4.",
            "TD907 21:11 under one_point: exactly, there is no gap between 5 and 10.",
        ],
    ),
    "overlap": (
        "        - {points: 3, start: 10, when: b}\n    by",
        "        - {points: 3, start: 5, when: b}\n    by",
        ["TD907 9:7 two bands overlap at 5.", "TD907 9:7 there is no gap between 5 and 10."],
    ),
    "reading of a gap under an option": (
        "          gap: manual",
        "          gaps: [{after: 5, before: 10, reading: five_pints}]",
        ["TD907 21:50 the guidance has no reading “five_pints”, the nearest is “five_points”."],
    ),
    "reading whose options are no policies": (
        "          gap: manual",
        "          gaps: [{after: 5, before: 10, reading: five_points}]",
        [
            "TD907 9:7 the option “up_to” of “five_points” is no policy for a gap.",
            "TD907 9:7 the option “all_or_nothing” of “five_points” is no policy for a gap.",
        ],
    ),
    "a sum of nothing under an option": (
        (
            "          gap: manual\n          bands:\n            - {points: 5, start: 0, end: 5, when: a}\n"
            "            - {points: 3, start: 10, when: b}"
        ),
        "          kind: sum",
        ["TD907 21:11 under one_point: exactly, kind: sum needs rows or details."],
    ),
    "key of another kind": (
        "      metric: m",
        "      metric: m\n      start: 5",
        [
            "TD902 11:7 there is no “start” in replace[III.4].scoring. Did you mean “part”?",
        ],
    ),
}


def test_a_table_of_bands_may_differ_by_reading(folder: Folder) -> None:
    rubric = folder.good(BANDED, "TD921 III.4")
    row = rubric.find("III.4")
    assert row is not None
    assert set(row.readings()) == {"one_point", "unqualified_below_10"}


@pytest.mark.parametrize("case", NAMED)
def test_what_scoring_names_is_known_or_told_with_its_place(case: str, folder: Folder) -> None:
    old, new, expected = NAMED[case]
    assert BANDED.count(old) == 1
    assert folder.faults(BANDED.replace(old, new)) == expected


def test_a_row_with_parts_is_their_sum_under_every_option(folder: Folder) -> None:
    parts = "details: [{id: II.1, title: x, maximum: 20, clause: B.II.1}]"
    changed = f"clause: B.II, {parts}, by_reading: {{five_points: {{all_or_nothing: {{kind: judged}}}}}}}}"
    assert folder.faults(TABLE.replace("clause: B.II}", changed)) == [
        "TD907 8:167 under five_points: all_or_nothing, with parts below it must be a sum."
    ]
    folder.good(TABLE.replace("clause: B.II}", changed.replace("kind: judged", "take: highest")), "TD922")


def test_a_fact_of_the_table_s_own_rests_on_a_clause(folder: Folder) -> None:
    words = "{vi: a, en: b}"
    facts = f"facts: {{x: {{prompt: {words}, unit: {words}, clause: B.III.1}}}}\n"
    scoring = "scoring: {kind: minus-per-occurrence, start: 94, per: 1, what: x, fact: x}"
    text = OWN.replace("maximum: 94, clause: B.I.3", f"maximum: 94, clause: B.I.3, {scoring}") + facts
    rubric = folder.good(text)
    assert "x" in [fact.id for fact, _ in rubric.facts()]
    assert folder.faults(text.replace("clause: B.III.1}", "clause: B.III.9}")) == [
        "TD907 12:67 the clause “B.III.9” is not in guidance.yaml."
    ]
    assert folder.faults(text.replace(facts, "")) == ["TD907 10:146 the guidance asks for no fact “x”."]


def test_an_unknown_kind_is_told_with_the_nearest_and_judged_meanwhile(folder: Folder) -> None:
    """A table of a later guidance can be used before its kinds are."""
    rubric = folder.good(TABLE.replace("clause: B.II}", "clause: B.II, scoring: {kind: judge}}"), "TD922", "TD919 II")
    row = rubric.find("II")
    assert row is not None
    assert row.kind == kinds.Judged()
    _, (_, finding) = load("bang.yaml", folder.path)
    assert (dict(finding.params)["line"], dict(finding.params)["column"]) == (8, 78)
    assert say(finding, "en").message.endswith("judged from 0 to the maximum instead. Did you mean “judged”?")


# --- what a cluster's own table had better not do -------------------------------------------------

MINUTES = "minutes: 12/BB-CTĐ ngày 20/01/2019\n"
SECTION_TWO = (
    "title: 'THỰC HIỆN CÁC CHỦ TRƯƠNG CỦA ĐẢNG, CHÍNH SÁCH, PHÁP LUẬT CỦA NHÀ NƯỚC, XÂY DỰNG HỆ THỐNG CHÍNH TRỊ'"
)
LATE = "title: 'Xây dựng, ban hành các quy chế, quy định văn bản để chỉ đạo, thực hiện công tác thi đua, khen thưởng'"
LATE_LINE = "lines: ['Mỗi văn bản, quy chế không ban hành hoặc ban hành không đúng thời gian quy định, trừ 01 điểm.']"
WORKERS = (
    "{id: III.6.4, stt: '-', title: 'Tổ chức nhiều phong trào thi đua hoặc có phong trào thi đua sáng tạo, "
    "đột phá trong năm', maximum: 1, clause: B.III.6.4"
)
PARTS = (
    "rows: [{id: III.1.1, title: a, maximum: 2, clause: B.III.1}, {id: III.1.2, title: b, maximum: 3, clause: B.III.1}]"
)
UNUSUAL = {
    "split": (f"replace: [{{id: III.1, stt: 1, {LATE}, {LATE_LINE}, maximum: 5, clause: B.III.1, {PARTS}}}]", []),
    "split, the lines becoming rows": (
        f"replace: [{{id: III.1, stt: 1, {LATE}, maximum: 5, clause: B.III.1, {PARTS}}}]",
        [],
    ),
    "replaced": (
        f"replace: [{{id: III.1, stt: 1, title: Khác, maximum: 5, clause: B.III.1, {PARTS}}}]",
        ["TD921 2:38 III.1 has another text, it is not only split."],
    ),
    "lines dropped": (
        f"replace: [{{id: III.1, stt: 1, {LATE}, maximum: 5, clause: B.III.1}}]",
        ["TD921 2:38 III.1 has another text, it is not only split."],
    ),
    "scored otherwise": (
        f"replace: [{{id: III.1, stt: 1, {LATE}, {LATE_LINE}, maximum: 5, clause: B.III.1}}]",
        ["TD921 2:11 III.1 is scored in another way, it is not only split."],
    ),
    "open to any number of units": (
        f"replace: [{WORKERS}}}]",
        ["TD921 2:11 III.6.4 is scored in another way, it is not only split."],
    ),
    "points moved": (
        (
            "replace: [{id: III.2.a, title: x, maximum: 1, clause: B.III.2}, "
            "{id: III.2.b, title: x, maximum: 4, clause: B.III.2}]"
        ),
        [
            "TD921 2:44 III.2.a has a maximum of 1, 3 in the table it extends.",
            "TD921 2:98 III.2.b has a maximum of 4, 2 in the table it extends.",
        ],
    ),
    "a section of fewer points": (
        (
            f"replace: [{{id: II, stt: II, {SECTION_TWO}, maximum: 15, clause: B.II, details: ["
            "{id: II.1, title: x, maximum: 15, clause: B.II.1}]}]"
        ),
        [
            "TD924 2:147 section II has 15 points only; the guidance lays down 20.",
            "TD921 2:205 II.1 has a maximum of 15, 5 in the table it extends.",
            "TD921 2:16 II.2 is gone from the table.",
            "TD921 2:16 II.3 is gone from the table.",
            "TD921 2:16 II.4 is gone from the table.",
        ],
    ),
    "a section gone": (
        "remove: [II]",
        [
            "TD924 2:10 section II has 0 points only; the guidance lays down 20.",
            "TD921 2:10 II is gone from the table.",
        ],
    ),
}


@pytest.mark.parametrize("case", UNUSUAL)
def test_what_is_unusual_in_an_own_table_is_told_and_loads(case: str, folder: Folder) -> None:
    """Sections are held, items of II and III only split (D.2, reading Q-54); none of it stops a table."""
    text, expected = UNUSUAL[case]
    folder.write(f"extends: {PARTY}\n{text}\n{MINUTES}")
    rubric, findings = load("bang.yaml", folder.path)
    assert rubric is not None
    told = []
    for finding in findings:
        params = dict(finding.params)
        message = say(finding, "en").message.partition(": ")[2]
        told.append(f"{finding.code} {params['line']}:{params['column']} {message}")
        assert finding.clause == "D.2"
    assert sorted(told) == sorted(expected)


def test_the_members_consent_is_asked_for_where_criteria_change(folder: Folder) -> None:
    """N-03: a table of one's own carries the minutes; a new title alone needs none."""
    folder.good(OWN)
    folder.good(OWN.replace("minutes", "# minutes"), "TD922")
    folder.good(f"extends: {PARTY}\ntitle: CỤM THI ĐUA SỐ 6\n")
    folder.good(TABLE, "TD922")
    folder.good(TABLE + MINUTES)


def test_section_one_of_districts_and_departments_stays(folder: Folder) -> None:
    """I-21, rules.md 7, case 35: directly or through another table."""
    districts = OWN.replace(PARTY, "langson-2019/districts-departments")
    folder.good(districts, "TD923 I")
    folder.write(f"extends: langson-2019/districts-departments\ntitle: CỤM\n{MINUTES}", "goc.yaml")
    folder.good(OWN.replace(PARTY, "goc.yaml"), "TD923 I")
    folder.good(OWN)


def test_what_a_parent_was_told_is_told_once(folder: Folder) -> None:
    folder.write(OWN.replace(PARTY, "langson-2019/districts-departments"), "goc.yaml")
    folder.write("extends: goc.yaml\ntitle: KHÁC\n")
    rubric, findings = load("bang.yaml", folder.path)
    assert rubric is not None
    assert [(finding.code, Path(finding.file or "").name) for finding in findings] == [("TD923", "goc.yaml")]


def test_credit_institutions_may_divide_their_45_points_otherwise(folder: Folder) -> None:
    """Q-15: three caps of 15 as the form has them; another division is told."""
    credit = "extends: langson-2019/credit-institutions\n" + MINUTES
    rows = [f"{{id: I.{n}, stt: {n}, title: x, maximum: {most}, clause: B.I.2}}" for n, most in ((1, 20), (2, 10))]
    folder.good(f"{credit}replace: [{', '.join(rows)}]\n", "TD925 I.1")
    folder.good(f"{credit}replace: [{rows[0].replace('20', '15')}]\n")


def test_a_bonus_above_the_base_is_cut_and_told(folder: Folder) -> None:
    """Q-16: a base of 100 and a bonus of 6 is taken, with a warning; the sum is cut at 100."""
    rubric = folder.good(OWN.replace("94", "100"), "TD920 I")
    section = rubric.sections[0]
    assert section.is_capped
    assert section.maximum == 100
    assert folder.faults(OWN.replace("94", "101")) == [
        "TD907 7:14 the maximum is 100 but the rows below add up to 107."
    ]
    assert folder.faults(OWN.replace("94", "93")) == ["TD907 7:14 the maximum is 100 but the rows below add up to 99."]


def test_a_shipped_table_named_by_its_path_is_no_cluster_s_own() -> None:
    for name in shipped():
        path = Path(__file__).parents[2] / "rubrics" / f"{name}.yaml"
        rubric, findings = load(str(path))
        assert rubric is not None
        assert findings == ()


# --- the guidance of one's own --------------------------------------------------------------------

GUIDANCE = """\
id: huong-dan-rieng
document: {title: HD, issuer: Sở, issued: 2020, from_year: 2020}
columns: {stt: STT, content: ND, maximum: Max, self: A, cluster: B, board: C}
stages: {self: {clause: B}, cluster: {clause: B}, board: {clause: B, scope: [I]}}
awards: {flag: {name: {vi: Cờ, en: Flag}, clause: B, sizes: [{at_least: 1, quota: 1}]}}
readings: {six: {clause: B, question: {vi: a, en: b}, options: {one: {vi: c, en: d}}, default: one}}
clauses: {B: {vi: phần B, en: part B}}
"""
OTHER = """\
guidance: hd.yaml
heading: x
title: x
issued: x
total: {title: x, maximum: 10}
sections: [{id: I, title: x, maximum: 10, clause: B}]
"""
WRONG_GUIDANCE = {
    "default": ("default: one", "default: on", "TD904 6:96 “on” is not valid for readings.six.default"),
    "size gap": ("at_least: 1", "at_least: 2", "TD907 5:62 the sizes must follow each other from 1 upwards."),
    "no quota": (", quota: 1", "", "TD907 5:62 state exactly one of quota, reading and share."),
    "unknown reading": ("quota: 1", "reading: sixx", "TD904 5:85 “sixx” is not valid for awards.flag.sizes[1].reading"),
    "column missing": (", board: C}", "}", "TD903 3:10 “board” is missing in columns."),
}


def test_a_table_may_name_a_guidance_beside_it(folder: Folder) -> None:
    folder.write(GUIDANCE, "hd.yaml")
    rubric = folder.good(OTHER)
    assert rubric.guidance.id == "huong-dan-rieng"
    assert rubric.maximum == 10
    assert rubric.guidance.limits == {}


@pytest.mark.parametrize("case", WRONG_GUIDANCE)
def test_what_a_guidance_may_not_do(case: str, folder: Folder) -> None:
    old, new, expected = WRONG_GUIDANCE[case]
    assert GUIDANCE.count(old) == 1
    folder.write(GUIDANCE.replace(old, new), "hd.yaml")
    folder.write(OTHER)
    rubric, (finding,) = load("bang.yaml", folder.path)
    assert rubric is None
    assert Path(finding.file or "").name == "hd.yaml"
    params = dict(finding.params)
    said = say(finding, "en").message.partition(": ")[2]
    assert f"{finding.code} {params['line']}:{params['column']} {said}".startswith(expected)


def test_a_clause_that_a_guidance_cites_but_lacks_is_refused(folder: Folder) -> None:
    folder.write(GUIDANCE.replace("self: {clause: B}", "self: {clause: C}"), "hd.yaml")
    folder.write(OTHER)
    _, (finding,) = load("bang.yaml", folder.path)
    assert (finding.code, dict(finding.params)["column"]) == ("TD907", 25)


# --- digest and schema ----------------------------------------------------------------------------


def test_layout_comments_and_notes_do_not_change_the_digest(folder: Folder) -> None:
    plain = folder.good(OWN).digest
    assert folder.good("# ghi chú\n" + OWN.replace("maximum: 94", "maximum: 094.0")).digest == plain
    assert folder.good(OWN.replace("clause: B.I.3}", "clause: B.I.3, note: {vi: a, en: b}}")).digest == plain
    assert folder.good(OWN.replace("12/BB", "13/BB")).digest == plain


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Chuyên môn", "Chuyên Môn"),
        ("B.I.3", "B.I.4"),
        ("stt: 1,", "stt: 01,"),
        ("maximum: 94, ", "maximum: 94, bonus: false, lines: [a], "),
    ],
)
def test_whatever_the_form_or_the_scoring_shows_changes_the_digest(old: str, new: str, folder: Folder) -> None:
    plain = folder.good(OWN).digest
    assert folder.good(OWN.replace(old, new)).digest != plain


def test_the_schema_names_the_keys_of_a_table() -> None:
    text = yaml.safe_dump(json_schema())
    for key in ("extends", "replace", "sections", "scoring", "minus-per-occurrence", "holder"):
        assert key in text


def test_only_finding_and_loading_needs_pydantic() -> None:
    """Layout, ranking and awards know rubrics without paying for their loading."""
    import subprocess
    import sys

    code = (
        "import sys, thidua_cli.rubric.model, thidua_cli.roster.model; print({'yaml', 'pydantic'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


# --- properties -----------------------------------------------------------------------------------


@given(st.lists(st.integers(1, 30), min_size=1, max_size=6), st.integers(1, 200))
def test_a_group_is_accepted_exactly_when_its_rows_add_up(parts: list[int], maximum: int) -> None:
    rows = ", ".join(f"{{id: I.{n}, title: x, maximum: {p}, clause: B}}" for n, p in enumerate(parts, start=1))
    text = f"{{id: I, title: x, maximum: {maximum}, clause: B, rows: [{rows}]}}"
    document, _ = yaml_text.parse(text.encode(), "a.yaml")
    assert document is not None
    row, _ = yaml_text.validate(document, CriterionFile, "a.yaml")
    assert row is not None
    source = consistency.Source("a.yaml", document, (("I", ()),))
    assert bool(list(consistency._parts(row.value(), source))) == (sum(parts) != maximum)
    assert row.value().maximum == Decimal(maximum)


@given(st.text(max_size=300))
def test_no_text_raises(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    folder = tmp_path_factory.getbasetemp()
    for start in ("", "extends: ", f"extends: {PARTY}\nreplace: "):
        (folder / "b.yaml").write_bytes((start + text).encode("utf-8", "surrogatepass"))
        rubric, findings = load("b.yaml", folder)
        assert (rubric is None) == any(finding.is_error for finding in findings)
    assert shipped()
