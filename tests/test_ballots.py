"""Facts about ballots that have yet to be held: what is asked, the block for cluster.yaml, and the file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import yaml

from tests.cases import folder
from tests.test_comparison import cluster
from thidua_cli import ballots, pipeline
from thidua_cli.ballots import PAPER, block, considered, is_untouched, paper, question
from thidua_cli.rubric.model import Stage

if TYPE_CHECKING:
    from pathlib import Path

    from thidua_cli.report import ClusterReport


def ranked(home: Path, stage: Stage | None = None) -> ClusterReport:
    (found,) = pipeline.rank(str(home), "2019", stage, papers=True).clusters
    return found


def codes(home: Path) -> list[str]:
    report = pipeline.rank(str(home), "2019", papers=True)
    return [finding.code for finding in report.all_findings()]


def file_of(home: Path) -> Path:
    return home / "ket-qua" / PAPER


def filled_in(text: str, **votes: int) -> str:
    """The block as a clerk fills it in."""
    for unit, number in votes.items():
        text = text.replace(f"{unit}: ", f"{unit}: {number}", 1)
    return text.replace("voters:", f"voters: {sum(votes.values())}").replace("minutes:", "minutes: BB 01")


# --- what is asked --------------------------------------------------------------------------------


def test_the_question_names_places_units_and_award(tmp_path: Path) -> None:
    (flag,) = ranked(cluster(tmp_path / "1", a=120, b=120, c=110)).recommendation.ballots
    assert question(flag).vi == (
        "Chọn 01 trong 02 đơn vị cùng điểm cao nhất (120 điểm) để đề nghị tặng Cờ thi đua của UBND tỉnh."
    )
    (last,) = ranked(cluster(tmp_path / "2", a=120, b=115.5, c=115.5)).recommendation.ballots
    assert question(last).vi == (
        "Chọn 01 trong 02 đơn vị bằng điểm (115,5 điểm) để đề nghị tặng Bằng khen của Chủ tịch UBND tỉnh."
    )


def test_a_level_vote_is_asked_again_between_those_it_left_level(tmp_path: Path) -> None:
    level = "ballots:\n  - {award: flag, between: [a, b, c], votes: {a: 4, b: 1, c: 4}, voters: 9}\n"
    home = cluster(tmp_path, level, a=120, b=120, c=120)
    (asked,) = ranked(home).recommendation.ballots
    assert [row.member.id for row in asked.units] == ["a", "c"]
    assert question(asked).en.endswith(" Vote 2: the one before was level.")
    (told,) = folder.tell("rank . --year 2019", home).document["clusters"][0]["ballots"]
    assert [(unit["id"], int(unit["votes"])) for unit in told["units"]] == [("a", 4), ("c", 4)]
    assert int(told["round"]) == 2


def test_programs_read_everything_that_the_ballot_needs(tmp_path: Path) -> None:
    home = cluster(tmp_path, members={"c": ", status: excluded, reason: r, basis: b"}, a=120, b=120, c=120)
    (told,) = folder.tell("rank . --year 2019", home, "en").document["clusters"][0]["ballots"]
    assert {key: value for key, value in told.items() if key not in {"yaml", "question"}} == {
        "award": "flag",
        "name": "Flag of the provincial People's Committee",
        "clause": "C.II",
        "seats": 1,
        "round": 1,
        "units": [
            {"id": "a", "name": "Sở Nội vụ", "total": 120, "rank": 1, "votes": None},
            {"id": "b", "name": "Sở Tài chính", "total": 120, "rank": 1, "votes": None},
        ],
        "won": [],
        "considered": 2,
    }
    assert yaml.safe_load(told["yaml"])["ballots"][0]["between"] == ["a", "b"]


def test_without_a_tie_there_is_no_ballot_and_no_file(tmp_path: Path) -> None:
    home = cluster(tmp_path, a=120, b=119, c=110)
    assert folder.tell("rank . --year 2019", home).document["clusters"][0]["ballots"] == []
    assert not file_of(home).exists()


# --- the block ------------------------------------------------------------------------------------


def test_the_block_filled_in_decides_the_ballot(tmp_path: Path) -> None:
    home = cluster(tmp_path, a=120, b=120, c=110)
    first = ranked(home)
    assert first.blockers == ("TD603",)
    text = filled_in(block(first.recommendation.ballots, first.cluster, "vi"), a=3, b=5)
    with (home / "cluster.yaml").open("a", encoding="utf-8") as settings:
        settings.write(text)
    second = ranked(home)
    assert second.recommendation.flag.proposed == ("b",)
    assert second.recommendation.ballots == ()
    assert [finding.code for finding in second.findings] == []


def test_the_block_left_empty_is_no_result_and_each_gap_is_named(tmp_path: Path) -> None:
    home = cluster(tmp_path, a=120, b=120, c=110)
    first = ranked(home)
    with (home / "cluster.yaml").open("a", encoding="utf-8") as settings:
        settings.write(block(first.recommendation.ballots, first.cluster, "vi"))
    told = folder.tell("rank . --year 2019", home)
    assert told.exit == 3
    assert {finding["code"] for finding in told.findings} <= {"TD903", "TD904"}
    assert any("votes" in finding["message"] for finding in told.findings)


def test_a_cluster_with_ballots_is_told_where_the_lines_go(tmp_path: Path) -> None:
    level = "ballots:\n  - {award: flag, between: [a, b], votes: {a: 4, b: 4}, voters: 8}\n"
    first = ranked(cluster(tmp_path, level, a=120, b=120, c=110))
    head = block(first.recommendation.ballots, first.cluster, "en").splitlines()[0]
    assert head == "ballots:  # cluster.yaml has ballots already: copy what stands below this line to their end"


@pytest.mark.parametrize("key", ["no", "null", "y", "12", "1e5", "-a", 'a"b', "a: b", "Á", ""])
def test_a_key_that_yaml_would_read_otherwise_is_quoted(key: str) -> None:
    assert yaml.safe_load(f"{ballots._scalar(key)}: 1") == {key: 1}


def test_who_is_set_aside_is_not_considered(tmp_path: Path) -> None:
    home = cluster(tmp_path, members={"c": ", status: pending, reason: r, basis: b"}, a=120, b=120, c=110)
    assert considered(ranked(home).cluster) == 2


# --- the file -------------------------------------------------------------------------------------


def test_the_file_is_readable_yaml_that_names_cluster_year_award_and_units(tmp_path: Path) -> None:
    home = cluster(tmp_path, a=120, b=120, c=110)
    assert ranked(home).ballot_paper == f"{home}/ket-qua/bo-phieu.yaml"
    text = file_of(home).read_text(encoding="utf-8")
    assert yaml.safe_load(text)["ballots"][0]["award"] == "flag"
    for said in ("Cụm thi đua số 1, năm 2019", "Cờ thi đua", "(mục C.II)", "Sở Nội vụ: hạng 1, 120 điểm"):
        assert said in text
    assert is_untouched(text)


def test_the_same_ranking_writes_the_same_bytes_and_touches_nothing(tmp_path: Path) -> None:
    home = cluster(tmp_path, a=120, b=120, c=110)
    ranked(home)
    before = (file_of(home).read_bytes(), file_of(home).stat().st_mtime_ns)
    assert codes(home) == ["TD603"]
    assert (file_of(home).read_bytes(), file_of(home).stat().st_mtime_ns) == before


def test_a_file_nobody_wrote_in_follows_the_ranking(tmp_path: Path) -> None:
    home = cluster(tmp_path, a=120, b=120, c=110)
    ranked(home)
    cluster(home, a=120, b=120, c=120)
    assert codes(home) == ["TD603"]
    assert "Sở Công Thương" in file_of(home).read_text(encoding="utf-8")


@pytest.mark.parametrize("written", [b"votes: 5\n", b"\xff\xfe", b"", b"x" * 2_000_000])
def test_what_somebody_wrote_is_kept_and_said(written: bytes, tmp_path: Path) -> None:
    home = cluster(tmp_path, a=120, b=120, c=110)
    file_of(home).parent.mkdir()
    file_of(home).write_bytes(written)
    assert codes(home) == ["TD625", "TD603"]
    assert file_of(home).read_bytes() == written


def test_one_vote_filled_in_keeps_the_file(tmp_path: Path) -> None:
    home = cluster(tmp_path, a=120, b=120, c=110)
    ranked(home)
    text = file_of(home).read_text(encoding="utf-8")
    file_of(home).write_text(filled_in(text, a=3, b=5), encoding="utf-8")
    cluster(home, a=120, b=120, c=120)
    assert codes(home) == ["TD625", "TD603"]


def test_a_folder_that_cannot_be_written_takes_nothing_from_the_ranking(tmp_path: Path) -> None:
    home = cluster(tmp_path, a=120, b=120, c=110)
    (home / "ket-qua").write_text("no folder", encoding="utf-8")
    report = ranked(home)
    assert (report.ballot_paper, report.recommendation.flag.ballot) == (None, ("a", "b"))
    assert codes(home)[0] == "TD624"


@pytest.mark.parametrize("stage", list(Stage))
def test_a_stage_that_was_asked_for_leads_to_no_ballot(stage: Stage, tmp_path: Path) -> None:
    home = cluster(tmp_path, a=120, b=120, c=110)
    assert ranked(home, stage).ballot_paper is None
    assert not file_of(home).exists()


def test_self_scores_lead_to_no_ballot(tmp_path: Path) -> None:
    home = cluster(tmp_path, a=[120], b=[120], c=[110])
    assert ranked(home).recommendation.flag.ballot == ("a", "b")
    assert not file_of(home).exists()


def test_a_use_case_that_was_not_asked_to_write_writes_nothing(tmp_path: Path) -> None:
    home = cluster(tmp_path, a=120, b=120, c=110)
    pipeline.rank(str(home), "2019")
    assert not file_of(home).exists()


def test_names_stay_on_their_line(tmp_path: Path) -> None:
    """A name with a line break in it starts no line of its own."""
    home = cluster(tmp_path, a=120, b=120, c=110)
    report = ranked(home)
    (asked,) = report.recommendation.ballots
    assert len(paper((asked,), report.cluster).splitlines()) == len(file_of(home).read_text("utf-8").splitlines())


def test_the_screen_shows_the_block_at_the_left_ready_to_paste(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from thidua_cli.cli import run

    home = cluster(tmp_path, a=120, b=120, c=110)
    assert run(["rank", str(home), "--year", "2019"]) == 0
    out = capsys.readouterr().out
    expected: list[Any] = block(ranked(home).recommendation.ballots, ranked(home).cluster, "vi").splitlines()
    lines = out.splitlines()
    first = lines.index("ballots:")
    assert lines[first : first + len(expected)] == expected
