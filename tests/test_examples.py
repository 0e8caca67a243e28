"""Facts about the example clusters: they can be made again, and each shows what it is meant to show."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from thidua_cli import pipeline
from thidua_cli.cli import run
from thidua_cli.render import json as drawn

if TYPE_CHECKING:
    from tests.conftest import Golden

ROOT = Path(__file__).parent.parent
EXAMPLES = ROOT / "examples" / "langson-2019"


@cache
def ranked() -> dict[str, dict[str, Any]]:
    """The clusters as `thidua rank --format json` tells them, by folder."""
    told = json.loads(drawn.ranked(pipeline.rank(str(EXAMPLES), "2019"), "vi"))
    return {Path(cluster["path"]).name: cluster for cluster in told["clusters"]}


def codes(cluster: dict[str, Any]) -> list[str]:
    return sorted({finding["code"] for finding in cluster["findings"]})


def order(cluster: dict[str, Any]) -> list[tuple[int | None, str]]:
    return [(row["rank"], row["unit"]["id"]) for row in cluster["ranking"]]


def totals(cluster: dict[str, Any]) -> list[float | None]:
    return [row["total"] for row in cluster["ranking"]]


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_script_makes_the_same_files_again(tmp_path: Path) -> None:
    subprocess.run([sys.executable, str(ROOT / "examples" / "make_examples.py"), str(tmp_path)], check=True)
    made, kept = files(tmp_path), files(EXAMPLES)
    kept = {name: data for name, data in kept.items() if "ket-qua" not in name}
    assert made.keys() == kept.keys()
    assert [name for name in made if made[name] != kept[name]] == []


def test_there_are_clusters_of_all_four_tables() -> None:
    assert {cluster["rubric"] for cluster in ranked().values()} == {
        "langson-2019/districts-departments",
        "langson-2019/enterprises",
        "langson-2019/credit-institutions",
        "langson-2019/party-mass-organizations",
    }


def test_six_districts_are_ready_with_a_warning() -> None:
    cluster = ranked()["cum-1-cac-huyen"]
    assert (cluster["stage"], cluster["ready"], cluster["members"]) == ("board", True, 6)
    assert codes(cluster) == ["TD505", "TD524", "TD607"]
    assert order(cluster) == [
        (1, "chi-lang"),
        (2, "huu-lung"),
        (3, "bac-son"),
        (4, "cao-loc"),
        (5, "van-quan"),
        (6, "binh-gia"),
    ]
    assert totals(cluster) == [141.75, 141.5, 139.5, 137.75, 134.5, 132]
    assert cluster["awards"]["flag"] == {"quota": 1, "proposed": ["chi-lang"], "ballot": []}
    assert cluster["awards"]["certificate"] == {"quota": 1, "proposed": ["huu-lung"], "ballot": []}


def test_a_recorded_ballot_decides_the_tie() -> None:
    cluster = ranked()["cum-2-so-tong-hop"]
    assert (cluster["stage"], cluster["ready"], cluster["members"]) == ("board", True, 8)
    assert codes(cluster) == ["TD505", "TD524"]
    assert order(cluster) == [
        (1, "so-tai-chinh"),
        (1, "so-khdt"),
        (3, "so-noi-vu"),
        (4, "van-phong-ubnd"),
        (5, "so-tu-phap"),
        (6, "thanh-tra"),
        (7, "ban-dan-toc"),
        (8, "so-ngoai-vu"),
    ]
    assert totals(cluster) == [142.5, 142.5, 141, 140.5, 139, 136.5, 135, 131]
    assert cluster["awards"]["flag"] == {"quota": 1, "proposed": ["so-khdt"], "ballot": []}
    assert cluster["awards"]["certificate"] == {"quota": 2, "proposed": ["so-tai-chinh", "so-noi-vu"], "ballot": []}


def test_an_open_tie_holds_everything() -> None:
    cluster = ranked()["cum-3-so-chuyen-nganh"]
    assert (cluster["stage"], cluster["ready"], cluster["blockers"]) == ("board", False, ["TD603"])
    assert codes(cluster) == ["TD505", "TD524", "TD603", "TD617"]
    assert order(cluster) == [
        (1, "so-xay-dung"),
        (1, "so-cong-thuong"),
        (3, "so-nnptnt"),
        (4, "so-gtvt"),
        (5, "so-khcn"),
        (6, "so-tttt"),
        (7, "so-tnmt"),
    ]
    assert totals(cluster) == [140.5, 140.5, 140.25, 138.5, 136.5, 135, 134]
    assert cluster["awards"]["flag"] == {"quota": 1, "proposed": [], "ballot": ["so-xay-dung", "so-cong-thuong"]}
    assert cluster["awards"]["certificate"] == {"quota": 2, "proposed": [], "ballot": []}


def test_a_leader_below_110_gets_no_flag() -> None:
    cluster = ranked()["cum-4-doanh-nghiep"]
    assert cluster["stage"] == "board"
    assert codes(cluster) == ["TD604", "TD605"]
    assert order(cluster) == [(1, "xi-mang"), (2, "cap-nuoc"), (3, "nhiet-dien"), (4, "thuy-loi"), (5, "xo-so")]
    assert totals(cluster) == [101.5, 98, 97.5, 93, 91]
    assert cluster["awards"]["flag"] == {"quota": 1, "proposed": [], "ballot": []}
    assert cluster["awards"]["certificate"] == {"quota": 1, "proposed": [], "ballot": []}


def test_units_set_aside_keep_their_points_and_lose_their_rank() -> None:
    cluster = ranked()["cum-5-ngan-hang"]
    assert (cluster["stage"], cluster["ready"], cluster["blockers"]) == ("cluster", False, ["TD601"])
    assert codes(cluster) == ["TD505", "TD601", "TD612"]
    assert order(cluster) == [
        (1, "ngan-hang-mot"),
        (2, "ngan-hang-hai"),
        (3, "ngan-hang-ba"),
        (None, "ngan-hang-bon"),
        (None, "quy-tin-dung"),
    ]
    assert totals(cluster) == [138, 137.5, 127, 125, 141]
    assert [row["status"] for row in cluster["ranking"][3:]] == ["excluded", "pending"]
    assert [row["reasons"][0]["clause"] for row in cluster["ranking"][3:]] == ["D.3", "D.3"]
    assert cluster["awards"]["flag"] == {"quota": 1, "proposed": ["ngan-hang-mot"], "ballot": []}
    assert cluster["awards"]["certificate"] == {"quota": 1, "proposed": ["ngan-hang-hai"], "ballot": []}


# By member: its fault. None is the cluster: a sheet from outside it, the stage, a lock file passed over.
FAULTS: dict[str | None, list[str]] = {
    "mttq": [],
    "ban-to-chuc": ["TD203"],
    "ban-tuyen-giao": ["TD205"],
    "ban-dan-van": ["TD206"],
    "ldld": ["TD302"],
    "hoi-nong-dan": ["TD202"],
    "hoi-phu-nu": ["TD209"],
    "tinh-doan": ["TD201", "TD602"],  # the empty cell, and that the unit is not ranked for it
    "hoi-ccb": ["TD210"],
    "chu-thap-do": ["TD502"],
    "lmhtx": ["TD004"],
    "dang-uy-khoi": ["TD501"],
    None: ["TD009", "TD105", "TD601"],
}


@pytest.mark.parametrize(("unit", "faults"), FAULTS.items())
def test_each_faulty_sheet_shows_its_own_fault(unit: str | None, faults: list[str]) -> None:
    cluster = ranked()["cum-6-dang-doan-the"]
    assert sorted(finding["code"] for finding in cluster["findings"] if finding["unit"] == unit) == faults


def test_the_faulty_cluster_ranks_who_can_be_ranked() -> None:
    cluster = ranked()["cum-6-dang-doan-the"]
    assert (cluster["stage"], cluster["ready"]) == ("self", False)
    assert order(cluster) == [(1, "mttq"), *((None, unit) for unit in FAULTS if unit not in {"mttq", None})]
    assert set(cluster["blockers"]) == set(codes(cluster)) - {"TD009", "TD201"}


def test_every_sheet_elsewhere_is_clean_to_validate() -> None:
    told = json.loads(drawn.validated(pipeline.validate([str(EXAMPLES)]), "vi"))
    wrong = {Path(file["path"]).parent.name for file in told["files"] if file["findings"]}
    assert wrong == {"cum-6-dang-doan-the"}


def test_a_bonus_has_one_holder_in_the_columns_of_cluster_and_board() -> None:
    told = json.loads(drawn.validated(pipeline.validate([str(EXAMPLES)]), "vi"))
    for folder in {Path(file["path"]).parent for file in told["files"]} - {EXAMPLES / "cum-6-dang-doan-the"}:
        sheets = [file["scores"] for file in told["files"] if Path(file["path"]).parent == folder]
        for criterion in ("III.6.1", "III.6.2", "III.6.3", "III.6.4"):
            for stage in ("cluster", "board"):
                assert sum(1 for scores in sheets if scores[criterion][stage]) <= 1


def test_claims_of_one_bonus_are_listed_and_hold_nothing_back() -> None:
    claims = [finding for finding in ranked()["cum-1-cac-huyen"]["findings"] if finding["code"] == "TD505"]
    assert [(claim["criterion"], claim["stage"], claim["found"]) for claim in claims] == [
        ("III.6.1", "self", "2"),
        ("III.6.4", "self", "3"),
    ]


def test_rates_of_two_offices_are_compared_by_the_formula_in_force() -> None:
    """The holder's rate rose and is the higher one, so that nothing is found; the reading is told."""
    readings = {reading["id"]: reading["option"] for reading in ranked()["cum-2-so-tong-hop"]["readings"]}
    assert readings["worker_rate"] == "of_awarded"


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_what_people_see_of_the_ranking(
    lang: str, golden: Golden, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(EXAMPLES.parent)  # lines break by the length of paths
    assert run(["rank", EXAMPLES.name, "--year", "2019", "--lang", lang]) == 1
    golden(f"rank.{lang}.txt", capsys.readouterr().out)


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_what_people_see_of_faulty_sheets(
    lang: str, golden: Golden, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(EXAMPLES)
    assert run(["validate", "cum-6-dang-doan-the", "--lang", lang]) == 1
    golden(f"validate.{lang}.txt", capsys.readouterr().out)


def test_what_people_see_of_a_consolidated_cluster(
    golden: Golden, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(EXAMPLES / "cum-5-ngan-hang", tmp_path / "cum-5-ngan-hang")
    monkeypatch.chdir(tmp_path)
    assert run(["consolidate", "cum-5-ngan-hang"]) == 0
    golden("consolidate.vi.txt", capsys.readouterr().out)


def test_what_programs_read_of_the_ranking(golden: Golden, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(EXAMPLES)
    golden("rank.json", drawn.ranked(pipeline.rank(".", "2019"), "vi"))
