"""Facts about `thidua seal` and what the other commands tell of a sealed cluster, over real files."""

from __future__ import annotations

import json
import os
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from tests.cases import folder
from thidua_cli import pipeline
from thidua_cli.cli import run
from thidua_cli.pipeline import seal as use_case
from thidua_cli.pipeline.seal import Words
from thidua_cli.seal.document import parse
from thidua_cli.seal.result import Outcome

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

TODAY = date(2020, 1, 6)
ROSTER = """\
name: Cụm thi đua số 1
year: 2019
rubric: langson-2019/districts-departments
units:
  - {id: a, name: Sở Nội vụ}
  - {id: b, name: Sở Tài chính}
  - {id: c, name: Sở Công Thương}
readings: {section_I_source: 2460}
"""


def sent(unit: str, spread: Any = (120, 120), **more: Any) -> dict[str, Any]:
    return {"unit": unit, "spread": list(spread), **more}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A cluster whose members all have self and cluster scores."""
    made = tmp_path / "cum-1"
    folder.write(
        {
            "cluster.yaml": ROSTER,
            "a.xlsx": sent("Sở Nội vụ"),
            "b.xlsx": sent("Sở Tài chính", (118, 117)),
            "c.xlsx": sent("Sở Công Thương", (111, 112)),
        },
        made,
    )
    return made


def seal_of(home: Path) -> Any:
    found = parse((home / "niem.json").read_bytes())
    assert found.seal is not None
    return found.seal


def sealed(home: Path) -> bytes:
    assert use_case.seal(str(home), Words(), TODAY).outcome is Outcome.SEALED
    return (home / "niem.json").read_bytes()


def altered(home: Path) -> None:
    """The cluster's score of b is raised by one point."""
    folder.write({"b.xlsx": sent("Sở Tài chính", (118, 118))}, home)


def codes(findings: Any) -> list[str]:
    return [finding.code for finding in findings]


# --- sealing -------------------------------------------------------------------------------------


def test_the_same_inputs_give_the_same_bytes_wherever_the_folder_stands(home: Path, tmp_path: Path) -> None:
    first = sealed(home)
    (home / "niem.json").unlink()
    home.rename(tmp_path / "noi-khac")
    again = sealed(tmp_path / "noi-khac")
    assert again == first.replace(b'"id": "cum-1"', b'"id": "noi-khac"').replace(
        first.rpartition(b'"digest": ')[2], again.rpartition(b'"digest": ')[2]
    )


@pytest.mark.parametrize(
    ("agreed", "asked", "expected"),
    [
        ("", None, TODAY),
        ("dates: {agreed: 2020-01-05}\n", None, date(2020, 1, 5)),
        ("dates: {agreed: 2020-01-05}\n", date(2020, 1, 4), date(2020, 1, 4)),
    ],
)
def test_the_day_is_the_one_given_else_the_agreements_else_today(
    home: Path, agreed: str, asked: date | None, expected: date
) -> None:
    (home / "cluster.yaml").write_text(ROSTER + agreed, encoding="utf-8")
    use_case.seal(str(home), Words(asked), TODAY)
    assert seal_of(home).day == expected


def test_no_input_is_changed_and_nothing_else_is_written(home: Path) -> None:
    before = {path.name: path.read_bytes() for path in home.iterdir()}
    sealed(home)
    after = {path.name: path.read_bytes() for path in home.iterdir()}
    assert after == before | {"niem.json": after["niem.json"]}


_BONUS = {f"III.6.{number}": [0, 0] for number in (2, 3, 4)}


def _with_bonus(unit: str) -> dict[str, Any]:
    return {"unit": unit, "rest": [1, 1], "points": {"III.6.1": [1, 1], **_BONUS}}


REFUSALS: dict[str, tuple[dict[str, Any], str]] = {
    "a sheet is missing": ({"b.xlsx": None}, "Sở Tài chính: chưa có phiếu"),
    "two sheets": ({"b2.xlsx": sent("Sở Tài chính")}, "Sở Tài chính: có nhiều phiếu (b.xlsx, b2.xlsx)"),
    "an unreadable sheet": (
        {"b.xlsx": None, "so tai chinh.xlsx": {"bytes": "cut-short"}},
        "Sở Tài chính: phiếu không đọc được",
    ),
    "no cluster score": ({"b.xlsx": sent("Sở Tài chính", (118,))}, "Sở Tài chính: cột Cụm chấm còn 11 ô trống"),
    "a blank cluster score": (
        {"b.xlsx": {"unit": "Sở Tài chính", "rest": [1, 1], "points": {"III.4": [1, None]}}},
        "Sở Tài chính: cột Cụm chấm còn 1 ô trống (III.4)",
    ),
    "a faulty score": (
        {"b.xlsx": {"unit": "Sở Tài chính", "rest": [1, 1], "points": {"III.4": [9, 1]}}},
        "Sở Tài chính: lỗi TD203 ở D11",
    ),
    "a bonus held twice": (
        {"b.xlsx": _with_bonus("Sở Tài chính"), "c.xlsx": _with_bonus("Sở Công Thương")},
        "TD504",
    ),
}


@pytest.mark.parametrize("name", REFUSALS)
def test_what_is_missing_is_told_in_one_sentence_and_nothing_is_written(home: Path, name: str) -> None:
    files, told = REFUSALS[name]
    before = sealed(home)
    folder.write(files, home)
    for kept in (before, None):
        if kept is None:
            (home / "niem.json").unlink()
        result = folder.tell("seal ." if kept is None else "seal . --amend --reason x", home)
        (finding,) = result.findings
        assert (result.exit, finding["code"]) == (3, "TD729")
        assert told in finding["message"]
        assert (home / "niem.json").read_bytes() == kept if kept else not (home / "niem.json").exists()


def test_everything_missing_is_named_at_once(home: Path) -> None:
    folder.write({"a.xlsx": None, "b.xlsx": sent("Sở Tài chính", (118,))}, home)
    (finding,) = folder.tell("seal .", home).findings
    assert "Sở Nội vụ: chưa có phiếu; Sở Tài chính: cột Cụm chấm" in finding["message"]


def test_a_unit_set_aside_holds_nothing_up(home: Path) -> None:
    text = ROSTER.replace("name: Sở Tài chính", "name: Sở Tài chính, status: pending, reason: x, basis: 1/KL")
    folder.write({"cluster.yaml": text, "b.xlsx": None}, home)
    sealed(home)
    assert [unit.id for unit in seal_of(home).agreement.units] == ["a", "c"]


def test_a_second_seal_is_refused_once_a_score_changed_and_told_as_idle_before(home: Path) -> None:
    before = sealed(home)
    idle = folder.tell("seal . --note khác", home)
    assert (idle.exit, idle.document["outcome"], [f["code"] for f in idle.findings]) == (0, "unchanged", ["TD731"])
    altered(home)
    refused = folder.tell("seal .", home)
    assert (refused.exit, [f["code"] for f in refused.findings]) == (3, ["TD730"])
    assert "1 ô điểm" in refused.findings[0]["message"]
    assert (home / "niem.json").read_bytes() == before


# --- what the other commands tell ----------------------------------------------------------------

CHANGED = {"unit": "b", "criterion": "II", "stage": "cluster", "cell": "E6", "found": "18", "allowed": "17"}


@pytest.mark.parametrize(
    "command", ["rank . --year 2019", "consolidate .", "validate .", "validate b.xlsx", "seal . --check"]
)
def test_a_changed_score_is_told_with_unit_criterion_file_cell_and_both_values(home: Path, command: str) -> None:
    sealed(home)
    altered(home)
    found = [f for f in folder.tell(command, home).findings if f["code"] == "TD720"]
    assert [{key: f[key] for key in CHANGED} for f in found] == [CHANGED]
    assert found[0]["file"].rpartition("/")[2] == "b.xlsx"
    assert (found[0]["severity"], found[0]["clause"]) == ("warning", "D.3")
    assert "Số liệu khác bản đã thống nhất ngày 06/01/2020" in found[0]["message"]


def test_a_sheet_looked_at_alone_tells_its_own_changes_only(home: Path) -> None:
    sealed(home)
    altered(home)
    (home / "c.xlsx").unlink()
    assert "TD72" not in str([f["code"] for f in folder.tell("validate a.xlsx", home).findings])


def test_a_sign_of_alteration_holds_the_result_back_and_excludes_nobody(home: Path) -> None:
    for name, unit, spread in (("a", "Sở Nội vụ", 120), ("b", "Sở Tài chính", 117), ("c", "Sở Công Thương", 112)):
        folder.write({f"{name}.xlsx": sent(unit, (spread, spread, spread))}, home)
    sealed(home)
    ready = folder.tell("rank . --year 2019", home)
    assert ready.document["clusters"][0]["ready"]
    folder.write({"b.xlsx": {**sent("Sở Tài chính", (117, 117, 117)), "points": {"II": [17, 16, 17]}}}, home)
    (cluster,) = folder.tell("rank . --year 2019", home).document["clusters"]
    assert cluster["blockers"] == ["TD720"]
    assert [row["rank"] for row in cluster["ranking"]] == [1, 2, 3]


def test_many_changes_of_a_unit_are_one_paragraph_on_screen(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sealed(home)
    folder.write({"a.xlsx": {"unit": "Sở Nội vụ", "rest": ["0,5", "0,5"]}}, home)
    run(["rank", str(home), "--year", "2019"])
    shown = capsys.readouterr().out
    found = [f for f in folder.tell("rank . --year 2019", home).findings if f["code"] == "TD720"]
    assert len(found) > 20
    assert shown.count("TD720") == 2 + 1  # a paragraph a column, and the line of what holds the result back
    assert "I 100 → 0,5" in " ".join(shown.split())


def test_the_check_asks_and_answers_by_its_exit_code(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sealed(home)
    assert run(["seal", str(home), "--check"]) == 0
    assert "KHỚP: điểm đúng như bản đã niêm ngày 06/01/2020." in capsys.readouterr().out
    altered(home)
    assert run(["seal", str(home), "--check", "--lang", "en"]) == 1
    assert "DIFFERS from what was sealed on 2020-01-06: 1 score(s)." in capsys.readouterr().out


@pytest.mark.parametrize("command", ["rank . --year 2019", "consolidate ."])
def test_the_check_code_stands_in_every_report_sealed_or_not(home: Path, command: str) -> None:
    def told() -> Any:
        return folder.tell(command, home).document["clusters"][0]["check"]

    before = told()
    assert (before["state"], before["seal"]) == ("unsealed", None)
    sealed(home)
    assert told() == {"code": before["code"], "state": "agrees", "seal": {"date": "2020-01-06", "code": before["code"]}}
    altered(home)
    after = told()
    assert (after["state"], after["seal"]["code"]) == ("differs", before["code"])
    assert after["code"] != before["code"]


def test_the_check_code_stands_beside_the_signatures(home: Path) -> None:
    sealed(home)
    report = pipeline.consolidate([str(home)], "vi")
    book = openpyxl.load_workbook(BytesIO((home / "ket-qua" / "tong-hop.xlsx").read_bytes()))
    rows = [[str(cell.value) for cell in row if cell.value] for row in book.worksheets[0].iter_rows()]
    (signed,) = [row for row in rows if any("Ký, ghi rõ họ tên" in text for text in row)]
    (line,) = [text for text in signed if "Mã đối chiếu" in text]
    assert report.clusters[0].cluster.code in line
    assert "như điểm đã niêm ngày 06/01/2020" in line


# --- correcting ----------------------------------------------------------------------------------


def test_a_correction_with_a_reason_is_no_sign_any_more(home: Path) -> None:
    first = seal_of(home) if sealed(home) else None
    assert first is not None
    altered(home)
    words = Words(by="Trần A", reason="Cộng nhầm", document="BB 02")
    result = use_case.amend(str(home), words, date(2020, 1, 9))
    assert result.outcome is Outcome.AMENDED
    new = seal_of(home)
    (earlier,) = new.history
    assert (new.day, new.by, earlier.day, earlier.reason, earlier.document) == (
        *(date(2020, 1, 9), "Trần A", TODAY, "Cộng nhầm", "BB 02"),
    )
    (change,) = earlier.changes
    assert (change.unit, change.criterion, change.stage, change.before, change.after) == (
        "b",
        "II",
        "cluster",
        "17",
        "18",
    )
    assert "TD720" not in codes(pipeline.rank(str(home), "2019").all_findings())
    assert folder.tell("seal . --check", home).exit == 0


def test_each_correction_keeps_those_before_it(home: Path) -> None:
    sealed(home)
    for number, spread in enumerate((118, 119, 120)):
        folder.write({"b.xlsx": sent("Sở Tài chính", (118, spread))}, home)
        use_case.amend(str(home), Words(reason=f"lần {number}"), TODAY)
    assert [one.reason for one in seal_of(home).history] == ["lần 0", "lần 1", "lần 2"]
    value = next(s.value for s in seal_of(home).agreement.scores if s.key == ("b", "II", "cluster"))
    for one in reversed(seal_of(home).history):
        (change,) = one.changes
        assert change.after == format(value, "f")
        value = Decimal(change.before)
    assert value == 17


def test_a_correction_without_a_change_writes_nothing(home: Path) -> None:
    before = sealed(home)
    result = use_case.amend(str(home), Words(reason="x"), TODAY)
    assert (result.outcome, codes(result.findings)) == (Outcome.UNCHANGED, ["TD731"])
    assert (home / "niem.json").read_bytes() == before


def test_a_correction_of_nothing_is_refused(home: Path) -> None:
    assert folder.tell("seal . --amend --reason x", home).exit == 3
    assert not (home / "niem.json").exists()


# --- the code on paper ---------------------------------------------------------------------------


def test_a_code_on_paper_is_held_against_seal_history_and_present_scores(home: Path) -> None:
    def match(code: str) -> tuple[str, int]:
        told = folder.tell(f"seal . --code {code}", home)
        return told.document["matched"]["match"], told.exit

    unsealed = use_case.match_code(str(home), "x").check
    assert unsealed is not None
    first = unsealed.code
    assert match(first) == ("present", 0)
    sealed(home)
    assert match(first) == ("seal", 0)
    altered(home)
    assert match(first) == ("seal", 1)  # the paper is that of the seal, the sheets are not
    now = use_case.match_code(str(home), first).check
    assert now is not None
    assert match(now.code) == ("present", 1)
    use_case.amend(str(home), Words(reason="x"), TODAY)
    assert match(now.code) == ("seal", 0)
    assert match(first) == ("earlier", 1)
    assert match("2222-2222") == ("none", 1)


def test_a_mistyped_code_is_wrong_usage_and_no_difference(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sealed(home)
    for code, told in (
        ("2222-2223", "có ký tự chép nhầm"),
        ("222", "mã có 8 ký tự"),
        ("OOOO-OOOO", "chỉ gồm các ký tự"),
    ):
        assert run(["seal", str(home), "--code", code]) == 2
        assert told in capsys.readouterr().err


def test_the_answer_says_that_it_is_no_signature(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["seal", str(home)])
    assert "không thay chữ ký" in capsys.readouterr().out


# --- bad seals -----------------------------------------------------------------------------------


def _foreign(text: str, before: str, after: str) -> bytes:
    from thidua_cli.seal.document import _digest

    content = json.loads(text.replace(before, after))
    content.pop("digest")
    return json.dumps({**content, "digest": _digest(content)}).encode()


_CLUSTER = '"id": "cum-1", "name": "Cụm thi đua số 1"'


def _other_table(text: str) -> bytes:
    digest = json.loads(text)["cluster"]["rubric_digest"]
    return _foreign(text.replace(digest, "0" * 12), "districts-departments", "enterprises")


DAMAGED: dict[str, Callable[[str], bytes]] = {
    "empty": lambda _: b"",
    "cut short": lambda text: text.encode()[:900],
    "no JSON": lambda _: b"%PDF-1.7",
    "altered by hand": lambda text: text.replace('"value": "17"', '"value": "18"').encode(),
    "huge": lambda _: b" " * (8 * 1024 * 1024 + 1),
    "another cluster": lambda text: _foreign(text, _CLUSTER, '"id": "cum-9", "name": "Cụm 9"'),
    "another year": lambda text: _foreign(text, '"year": "2019"', '"year": "2018"'),
    "another table": _other_table,
}


@pytest.mark.parametrize("name", DAMAGED)
def test_a_seal_that_cannot_be_used_is_an_error_and_never_replaced(home: Path, name: str) -> None:
    text = sealed(home).decode()
    damaged = DAMAGED[name](text)
    (home / "niem.json").write_bytes(damaged)
    ranked = folder.tell("rank . --year 2019", home)
    (told,) = [f for f in ranked.findings if f["severity"] == "error"]
    assert told["code"] in {"TD727", "TD728"}
    assert told["file"].endswith("niem.json")
    assert (ranked.exit, ranked.document["clusters"][0]["ready"]) == (1, False)
    assert folder.tell("validate a.xlsx", home).exit == 1
    for command in ("seal .", "seal . --amend --reason x", "seal . --check", "seal . --code 2222-2222"):
        refused = folder.tell(command, home)
        assert refused.exit == 3
        assert [f["code"] for f in refused.findings] == [told["code"]]
    assert (home / "niem.json").read_bytes() == damaged


def test_a_seal_that_is_no_file_is_an_error(home: Path) -> None:
    (home / "niem.json").mkdir()
    assert folder.tell("rank . --year 2019", home).exit == 1
    assert folder.tell("seal .", home).exit == 3
    (home / "niem.json").rmdir()
    if hasattr(os, "mkfifo"):
        os.mkfifo(home / "niem.json")
        assert folder.tell("rank . --year 2019", home).exit == 1
        (home / "niem.json").unlink()
    (home / "niem.json").symlink_to("khong-co.json")
    assert folder.tell("seal .", home).exit == 3


def test_a_renamed_folder_is_the_same_cluster(home: Path, tmp_path: Path) -> None:
    sealed(home)
    home.rename(tmp_path / "cum-1 (bản sao)")
    assert folder.tell("seal . --check", tmp_path / "cum-1 (bản sao)").exit == 0


# --- usage ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--amend"], "--amend cần --reason"),
        (["--amend", "--reason", " \t"], "--amend cần --reason"),
        (["--reason", "x"], "--reason chỉ đi cùng --amend"),
        (["--check", "--note", "x"], "--check không đi cùng --note"),
        (["--check", "--code", "2222-2222"], "Chỉ dùng một trong"),
        (["--date", "31/2/2020"], "--date “31/2/2020” không hợp lệ"),
        (["--date", "hôm qua"], "không hợp lệ"),
    ],
)
def test_wrong_usage_is_one_sentence(
    home: Path, words: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["seal", str(home), *words]) == 2
    assert told in " ".join(capsys.readouterr().err.split())
    assert not (home / "niem.json").exists()


@pytest.mark.parametrize("path", ["khong-co", "cum-1/a.xlsx", "."])
def test_what_is_no_cluster_folder_is_told(home: Path, path: str) -> None:
    assert folder.tell(f"seal {path}", home.parent).exit == 2


def test_both_forms_of_a_day_and_odd_words_are_taken(home: Path) -> None:
    assert run(["seal", str(home), "--date", "5/1/2020", "--by", " Trần\x00 A \udcff", "--note", "x" * 999]) == 0
    new = seal_of(home)
    assert (new.day, new.by, len(new.note)) == (date(2020, 1, 5), "Trần A ?", 300)


def test_the_document_is_the_seal_with_what_was_done(home: Path) -> None:
    told = folder.tell("seal .", home)
    written = json.loads((home / "niem.json").read_text(encoding="utf-8"))
    assert {key: told.document[key] for key in written} == written
    assert (told.document["schema"], told.document["outcome"], told.document["output"]) == (
        *("thidua.seal/1", "sealed", "niem.json"),
    )
    assert told.document["summary"]["differs"] is False


def test_a_folder_that_may_not_be_written_leaves_the_seal_as_it_was(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = sealed(home)
    altered(home)

    def full(*_: Any) -> None:
        raise OSError(28, "no space left")

    monkeypatch.setattr(os, "replace", full)
    result = folder.tell("seal . --amend --reason x", home)
    assert (result.exit, [f["code"] for f in result.findings]) == (3, ["TD912"])
    assert (home / "niem.json").read_bytes() == before
    assert sorted(path.name for path in home.iterdir()) == ["a.xlsx", "b.xlsx", "c.xlsx", "cluster.yaml", "niem.json"]
