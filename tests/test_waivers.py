"""Facts about waivers: what they accept and what not, how that is shown, and that no number changes by one."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.cases import folder
from tests.sheets import DISTRICTS, rubric, workbook
from thidua_cli import report, waivers
from thidua_cli.catalogue import CODES, say, why_not_waived
from thidua_cli.cli.common import exit_code
from thidua_cli.cluster import State, assemble
from thidua_cli.findings import Finding, Severity, Waived, count
from thidua_cli.ranking import OF_FIGURES
from thidua_cli.render import text
from thidua_cli.roster.model import Member, Roster, Waiver
from thidua_cli.submission import Expected, take_in

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Golden
    from thidua_cli.catalogue import Lang
    from thidua_cli.report import ClusterReport

WHOM: Final[dict[str, Any]] = {"reason": "Hồ sơ nộp sau", "who": "Cụm trưởng", "document": "12/BB-CTĐ"}
BONUS: Final = CODES["TD413"].finding(file="a.xlsx", unit="a", criterion="III.6.1", stage="self", cell="D9")


def roster_with(*accepted: Waiver, **more: Any) -> Roster:
    members = tuple(Member(unit, name) for unit, name in NAMES.items())
    return Roster("cum-1", "Cụm 1", "2019", DISTRICTS, members, waivers=accepted, **more)


NAMES: Final = {"a": "Sở Nội vụ", "b": "Sở Tài chính", "c": "Sở Công Thương"}


class TestWhatAWaiverAccepts:
    @pytest.mark.parametrize(
        "limits",
        [
            {},
            {"unit": "a"},
            {"criterion": "III.6.1"},
            {"stage": "self"},
            {"unit": "a", "criterion": "III.6.1", "stage": "self"},
        ],
    )
    def test_findings_of_its_code_and_of_what_it_names(self, limits: dict[str, Any]) -> None:
        (found,) = waivers.over([BONUS], roster_with(Waiver("TD413", **WHOM, **limits)))
        assert found.waived == Waived("Hồ sơ nộp sau", "Cụm trưởng", "12/BB-CTĐ")
        assert found.on(waived=None) == BONUS

    @pytest.mark.parametrize(
        "limits", [{"unit": "b"}, {"criterion": "III.6"}, {"criterion": "III.6.1.a"}, {"stage": "cluster"}]
    )
    def test_nothing_of_another_unit_criterion_or_stage(self, limits: dict[str, Any]) -> None:
        assert waivers.over([BONUS], roster_with(Waiver("TD413", **WHOM, **limits))) == (BONUS,)

    def test_nothing_of_another_code(self) -> None:
        assert waivers.over([BONUS], roster_with(Waiver("TD404", **WHOM))) == (BONUS,)

    def test_a_finding_without_a_unit_is_not_that_of_a_unit(self) -> None:
        found = BONUS.on(unit=None)
        assert waivers.over([found], roster_with(Waiver("TD413", **WHOM, unit="a"))) == (found,)

    def test_the_first_of_several_is_shown(self) -> None:
        second = Waiver("TD413", "khác", "khác", "khác")
        (found,) = waivers.over([BONUS], roster_with(Waiver("TD413", **WHOM), second))
        assert found.waived is not None
        assert found.waived.reason == "Hồ sơ nộp sau"

    @pytest.mark.parametrize(("until", "holds"), [("2020-01-14", False), ("2020-01-15", True), ("2020-01-16", True)])
    def test_it_has_to_last_until_the_conference(self, until: str, *, holds: bool) -> None:
        waiver = Waiver("TD413", **WHOM, until=date.fromisoformat(until))
        (found,) = waivers.over([BONUS], roster_with(waiver, conference=date(2020, 1, 15)))
        assert (found.waived is not None) is holds

    def test_without_a_list_nothing_is_waived(self) -> None:
        assert waivers.over([BONUS], None) == (BONUS,)


class TestWhatMayBeWaived:
    def test_of_the_errors_only_those_that_touch_no_number(self) -> None:
        errors = {code.id for code in CODES.values() if code.severity is Severity.ERROR and not why_not_waived(code)}
        assert errors == {*OF_FIGURES, "TD527"}

    def test_nothing_that_holds_a_result_back_for_what_it_lacks(self) -> None:
        """By contract 5 a result is ready only with every member, the board's stage and no ballot open."""
        assert [code for code in report._HOLDING if why_not_waived(CODES[code]) is None] == []

    def test_most_warnings_and_notes_may_be(self) -> None:
        others = [code for code in CODES.values() if code.severity is not Severity.ERROR]
        refused = {code.id for code in others if why_not_waived(code)}
        assert refused == {*report._HOLDING, "TD935", "TD936"}

    def test_a_waiver_of_what_cannot_be_waived_is_not_applied_wherever_it_comes_from(self) -> None:
        above = CODES["TD203"].finding(unit="a", criterion="III.4", stage="self")
        assert waivers.over([above], roster_with(Waiver("TD203", **WHOM), Waiver("TD000", **WHOM))) == (above,)


class TestWhatItComesTo:
    def test_a_waived_finding_is_no_error_and_no_warning_and_is_not_counted(self) -> None:
        error = CODES["TD415"].finding(unit="a").on(waived=Waived("x", "y", "z"))
        warning = BONUS.on(waived=Waived("x", "y", "z"))
        assert count([error, warning, BONUS]) == (0, 1, 0)
        assert not error.is_error
        assert not warning.is_warning
        assert exit_code([error, warning], strict=True) == 0
        assert exit_code([error, BONUS], strict=True) == 1

    def test_the_waiver_stands_where_else_the_cure_would(self) -> None:
        waived = BONUS.on(params=(("found", "6"),), waived=Waived("Đã có văn bản.", "A", "B", date(2020, 1, 31)))
        assert say(waived, "vi").fix == "Được chấp nhận: Đã có văn bản (A; B; đến 31/01/2020)."
        assert say(waived, "en").fix == "Waived: Đã có văn bản (A; B; until 2020-01-31)."
        assert say(waived, "vi").message == say(waived.on(waived=None), "vi").message


# --- over whole commands -------------------------------------------------------------------------

SETTINGS: Final = """\
name: Cụm thi đua số 1
year: 2019
rubric: langson-2019/enterprises
leader: a
deputies: [b]
conference: 2020-01-15
units:
  - {id: a, name: Sở Nội vụ}
  - {id: b, name: Sở Tài chính}
"""
ACCEPTED: Final = """\
waivers:
  - code: TD415
    unit: a
    criterion: III.4
    reason: Số liệu gộp cả quý IV năm trước
    who: Hội nghị cụm
    document: Biên bản số 3 ngày 05/01/2020
  - code: TD413
    unit: b
    reason: Sáng kiến đang chờ công nhận
    who: Cụm trưởng
    document: 12/BB-CTĐ
    until: 2020-01-31
"""
FIGURES: Final = {"dossiers-submitted": 10, "dossiers-approved": 11, "dossiers-unqualified": 0}
BONUSES: Final = {key: [0, 0, 0] for key in ("III.6.1", "III.6.2", "III.6.3", "III.6.4")}
TABLE: Final = {"rubric": "langson-2019/enterprises", "rest": [1, 1, 1]}
SHEETS: Final[dict[str, Any]] = {
    "a.xlsx": {**TABLE, "unit": "Sở Nội vụ", "points": {**BONUSES, "I.9": [0, 0, 0]}, "facts": FIGURES},
    "b.xlsx": {**TABLE, "unit": "Sở Tài chính", "points": {**BONUSES, "I.9": [6, 6, 6]}},
}


def written(home: Path, accepted: str = "", **sheets: Any) -> Path:
    given_sheets = sheets or {"a.xlsx": SHEETS["a.xlsx"], "b.xlsx": SHEETS["b.xlsx"]}
    folder.write({"cluster.yaml": SETTINGS + accepted, **given_sheets}, home)
    return home


def numbers(document: dict[str, Any]) -> Any:
    """What a ranking comes to: the stage, every rank, total and award, and what is proposed."""
    (cluster,) = document["clusters"]
    rows = [(row["rank"], row["unit"]["id"], row["total"], row["sections"], row["award"]) for row in cluster["ranking"]]
    return cluster["stage"], rows, cluster["awards"]


class TestTheCommands:
    def test_what_is_waived_ends_no_command_with_1(self, tmp_path: Path) -> None:
        one, other = written(tmp_path / "one"), written(tmp_path / "other", ACCEPTED)
        assert folder.tell("validate .", one).exit == 1
        assert folder.tell("validate .", other).exit == 0
        assert folder.tell("rank . --year 2019", one).exit == 1
        assert folder.tell("rank . --year 2019", other).exit == 0

    def test_strict_counts_what_is_left_only(self, tmp_path: Path) -> None:
        home = written(tmp_path, ACCEPTED)
        left = {f["code"] for f in folder.tell("validate . --strict", home).findings if f["waived"] is None}
        assert folder.tell("validate . --strict", home).exit == (1 if left else 0)
        every = "\n".join(
            f"  - {{code: {code}, reason: x, who: y, document: z}}"
            for code in sorted(left)
            if why_not_waived(CODES[code]) is None
        )
        home = written(tmp_path / "all", ACCEPTED + every + "\n")
        assert folder.tell("validate . --strict", home).exit == 0

    def test_programs_are_told_who_waived_what_and_why(self, tmp_path: Path) -> None:
        told = folder.tell("validate .", written(tmp_path, ACCEPTED))
        waived = {finding["code"]: finding for finding in told.findings if finding["waived"]}
        assert waived["TD413"]["waived"] == {
            "reason": "Sáng kiến đang chờ công nhận",
            "who": "Cụm trưởng",
            "document": "12/BB-CTĐ",
            "until": "2020-01-31",
        }
        assert waived["TD415"]["waived"]["until"] is None
        assert waived["TD415"]["severity"] == "error"
        assert waived["TD413"]["fix"] == CODES["TD413"].fix.vi
        assert told.document["summary"]["errors"] == 0

    def test_a_sheet_whose_only_errors_are_waived_is_in_order_and_holds_nothing_back(self, tmp_path: Path) -> None:
        def cluster(home: Path) -> dict[str, Any]:
            (found,) = folder.tell("rank . --year 2019", home).document["clusters"]
            return dict(found)

        before, after = cluster(written(tmp_path / "one")), cluster(written(tmp_path / "other", ACCEPTED))
        assert before["blockers"] == ["TD415"]
        assert after["blockers"] == []
        assert after["ready"] is True
        assert {row["state"] for row in before["ranking"]} == {"ok", "errors"}
        assert {row["state"] for row in after["ranking"]} == {"ok"}

    def test_no_rank_total_or_award_changes(self, tmp_path: Path) -> None:
        one, other = written(tmp_path / "one"), written(tmp_path / "other", ACCEPTED)
        for stage in ("", " --stage self", " --stage cluster"):
            command = f"rank . --year 2019{stage}"
            assert numbers(folder.tell(command, one).document) == numbers(folder.tell(command, other).document)

    def test_a_unit_that_two_clusters_share_may_be_waived_in_each_for_itself(self, tmp_path: Path) -> None:
        waiver = "waivers: [{code: TD527, unit: a, reason: Chuyển cụm giữa năm, who: Ban TĐKT, document: 5/TB}]\n"
        written(tmp_path / "cum-1", waiver)
        written(tmp_path / "cum-2", **{"b.xlsx": SHEETS["b.xlsx"]})
        one, other = folder.tell("rank . --year 2019", tmp_path).document["clusters"]
        own = {finding["unit"]: finding["waived"] for finding in one["findings"] if finding["code"] == "TD527"}
        assert own["a"] is not None
        assert own["b"] is None
        assert {f["waived"] for f in other["findings"] if f["code"] == "TD527"} == {None}

    def test_a_paper_names_only_what_is_not_waived(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        from thidua_cli import pipeline
        from thidua_cli.papers.missing import missing_of

        other = {**SHEETS["b.xlsx"], "facts": FIGURES}
        written(tmp_path, ACCEPTED, **{"a.xlsx": SHEETS["a.xlsx"], "b.xlsx": other})
        monkeypatch.chdir(tmp_path)
        (drawn,) = pipeline.rank(".", "2019").clusters
        told = [sentence for sentence in missing_of(drawn) if "TD415" in sentence]
        assert [sentence.partition(",")[0] for sentence in told] == ["Sở Tài chính"]

    def test_the_review_command_takes_a_settled_score_as_accepted(self, tmp_path: Path) -> None:
        waiver = "waivers: [{code: TD702, unit: a, criterion: III.4, reason: x, who: y, document: z}]\n"
        reviewed = SETTINGS.replace("enterprises", "districts-departments")
        sheets = {"a.xlsx": {"unit": "Sở Nội vụ", "rest": 1}, "b.xlsx": {"unit": "Sở Tài chính", "rest": 1}}
        book = {"ra-soat.xlsx": {"bytes": "review-with-lower-score"}}
        folder.write({"cluster.yaml": reviewed + waiver, **sheets, **book}, tmp_path)
        for command in ("review .", "validate ."):
            told = [f["waived"] for f in folder.tell(command, tmp_path).findings if f["code"] == "TD702"]
            assert [waived["who"] for waived in told] == ["y"]

    def test_sealing_counts_only_the_warnings_that_are_left(self, tmp_path: Path) -> None:
        from thidua_cli.pipeline import seal

        one, other = written(tmp_path / "one"), written(tmp_path / "other", ACCEPTED)
        results = [seal.seal(str(home), seal.Words(), date(2020, 1, 5)) for home in (one, other)]
        assert results[0].warnings - results[1].warnings == 1

    @pytest.mark.parametrize("lang", ["vi", "en"])
    def test_what_people_see(self, tmp_path: Path, golden: Golden, lang: Lang, monkeypatch: pytest.MonkeyPatch) -> None:
        from thidua_cli import pipeline

        written(tmp_path, ACCEPTED + "  - {code: TD404, unit: b, reason: x, who: y, document: z}\n")
        monkeypatch.chdir(tmp_path)
        screen = text.Screen(lang)
        told = [text.validated(pipeline.validate(["."]), screen, "."), text.ranked(pipeline.rank(".", "2019"), screen)]
        golden(f"waivers.{lang}.txt", "\n\n".join(told) + "\n")

    def test_the_workbook_and_the_page_say_so_too(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        from thidua_cli import pipeline
        from thidua_cli.pipeline.html_page import write_page
        from thidua_cli.spreadsheets.reader import read_file

        written(tmp_path, ACCEPTED)
        monkeypatch.chdir(tmp_path)
        assert pipeline.consolidate(["."], "vi").clusters[0].output == "ket-qua/tong-hop.xlsx"
        source, _ = read_file(tmp_path / "ket-qua" / "tong-hop.xlsx", "tong-hop.xlsx")
        assert source is not None
        said = [cell.text for sheet in source.workbook.sheets for cell in sheet.cells.values()]
        assert "Đã chấp nhận" in said
        assert any("Biên bản số 3 ngày 05/01/2020" in each for each in said)
        page = write_page(".", "2019", None, "vi")
        html = "".join((tmp_path / file).read_text(encoding="utf-8") for file in page.files)
        assert ("Đã chấp nhận" in html, "Biên bản số 3 ngày 05/01/2020" in html) == (True, True)

    def test_an_unused_waiver_is_told_where_everything_was_looked_at(self, tmp_path: Path) -> None:
        unused = "  - {code: TD404, unit: b, stage: board, reason: x, who: y, document: z}\n"
        home = written(tmp_path, ACCEPTED + unused)

        def told(command: str) -> list[str]:
            return [f["message"] for f in folder.tell(command, home).findings if f["code"] == "TD936"]

        sentence = (
            "Dòng 23: không có phát hiện nào khớp với việc chấp nhận TD404 (đơn vị b, cột Điểm Ban TĐKT thẩm định)."
        )
        assert told("rank . --year 2019") == [sentence]
        assert told("consolidate .") == [sentence]
        assert told("validate .") == []
        assert told("rank . --year 2019 --stage self") == []


class TestSettings:
    @pytest.mark.parametrize(
        ("entry", "code", "says"),
        [
            ("{code: TD413, who: y, document: z}", "TD903", "“reason”"),
            ("{code: TD413, reason: x, document: z}", "TD903", "“who”"),
            ("{code: TD413, reason: x, who: y}", "TD903", "“document”"),
            ("{code: TD413, reason: ' ', who: y, document: z}", "TD904", "reason"),
            ("{reason: x, who: y, document: z}", "TD903", "“code”"),
            ("{code: td413, reason: x, who: y, document: z}", "TD932", "Có phải “TD413”?"),
            ("{code: TD501, reason: x, who: y, document: z}", "TD933", "status"),
            ("{code: TD720, reason: x, who: y, document: z}", "TD933", "niêm lại"),
            ("{code: TD936, reason: x, who: y, document: z}", "TD933", "waivers"),
            ("{code: TD413, unit: aa, reason: x, who: y, document: z}", "TD909", "waivers[1].unit"),
            ("{code: TD413, criterion: III.66, reason: x, who: y, document: z}", "TD934", "Có phải “III.6"),
            ("{code: TD413, stage: sefl, reason: x, who: y, document: z}", "TD904", "Có phải “self”?"),
            ("{code: TD413, until: 31/01/2020, reason: x, who: y, document: z}", "TD904", "2020-01-15"),
            ("{code: TD413, untill: 2020-01-31, reason: x, who: y, document: z}", "TD902", "Có phải “until”?"),
        ],
    )
    def test_a_fault_is_told_with_its_line(self, tmp_path: Path, entry: str, code: str, says: str) -> None:
        told = folder.tell("rank . --year 2019", written(tmp_path, f"waivers:\n  - {entry}\n"))
        (found,) = told.findings
        assert (found["code"], told.exit) == (code, 3)
        assert found["message"].startswith("Dòng 11, cột ")
        assert says in found["message"]

    def test_a_last_day_needs_the_conference_that_it_is_held_against(self, tmp_path: Path) -> None:
        folder.write({"cluster.yaml": (SETTINGS + ACCEPTED).replace("conference: 2020-01-15\n", "")}, tmp_path)
        (found,) = folder.tell("rank . --year 2019", tmp_path).findings
        assert (found["code"], found["found"]) == ("TD904", "2020-01-31")
        assert "conference" in found["message"]

    def test_an_expired_one_is_told_and_not_applied(self, tmp_path: Path) -> None:
        home = written(tmp_path, ACCEPTED.replace("2020-01-31", "2020-01-14"))
        told = {finding["code"]: finding for finding in folder.tell("validate .", home).findings}
        assert told["TD935"]["message"].startswith("Dòng 17: ")
        assert told["TD413"]["waived"] is None
        assert told["TD415"]["waived"] is not None


# --- nothing but words ---------------------------------------------------------------------------

_POINTS: Final = st.sampled_from([0, 1, 2, 3, 5, 6, 90, "4,25", "x", "4/5", None, 0.1])
_ROWS: Final = ("I", "II", "III.1", "III.2", "III.3", "III.4", "III.5", "III.6.1", "III.6.2", "III.6.3", "III.6.4")
_SHEET: Final = st.fixed_dictionaries(
    {
        "rest": st.lists(st.sampled_from([0, 1, 2, None]), min_size=3, max_size=3),
        "points": st.dictionaries(st.sampled_from(_ROWS), st.lists(_POINTS, min_size=3, max_size=3), max_size=4),
        "facts": st.sampled_from([{}, FIGURES, {"dossiers-submitted": "nhiều"}]),
    }
)
_WAIVERS: Final = st.lists(
    st.builds(
        lambda **given: Waiver(reason="x", who="y", document="z", **given),
        code=st.sampled_from(sorted(CODES)),
        unit=st.none() | st.sampled_from(sorted(NAMES)),
        criterion=st.none() | st.sampled_from(_ROWS),
        stage=st.none() | st.sampled_from(["self", "cluster", "board"]),
    ),
    max_size=60,
)


def drawn_up(sheets: list[dict[str, Any]], accepted: tuple[Waiver, ...]) -> ClusterReport:
    roster, table = roster_with(*accepted), rubric(DISTRICTS)
    expected = Expected(_NoShelf(), roster, table)
    read = [
        take_in(workbook({"unit": name, **sheet}), f"{unit}.xlsx", unit, expected)
        for (unit, name), sheet in zip(NAMES.items(), sheets, strict=False)
    ]
    return report.draw_up(assemble("cum-1", roster, table, read))


class _NoShelf:
    def find(self, rubric_id: str) -> None:
        del rubric_id

    def all(self) -> tuple[()]:
        return ()


def without_waivers(findings: tuple[Finding, ...]) -> list[Finding]:
    return [finding.on(waived=None) for finding in findings if finding.code != "TD936"]


@settings(max_examples=60, deadline=None)
@given(st.lists(_SHEET, min_size=1, max_size=3), _WAIVERS)
def test_a_waiver_never_changes_a_score_a_rank_or_an_award(
    sheets: list[dict[str, Any]], accepted: list[Waiver]
) -> None:
    plain, waived = drawn_up(sheets, ()), drawn_up(sheets, tuple(accepted))
    assert waived.ranking.stage is plain.ranking.stage
    for one, other in zip(plain.ranking.rows, waived.ranking.rows, strict=True):
        assert (one.member, one.rank, one.total, one.sections, one.aside) == (
            other.member,
            other.rank,
            other.total,
            other.sections,
            other.aside,
        )
        before, after = one.unit.submission, other.unit.submission
        assert (before and (before.scores, before.rules)) == (after and (after.scores, after.rules))
        assert one.unit.state is other.unit.state or (one.unit.state, other.unit.state) == (State.ERRORS, State.OK)
    assert replace(waived.recommendation, findings=()) == replace(plain.recommendation, findings=())
    assert waived.check == plain.check
    assert without_waivers(waived.findings) == without_waivers(plain.findings)
    assert set(waived.blockers) <= set(plain.blockers)
    assert set(plain.blockers) - set(waived.blockers) <= {*OF_FIGURES, "TD527"}
