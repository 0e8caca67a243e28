"""Facts about the use cases: files in, files out, and what survives a failure."""

from __future__ import annotations

import errno
import hashlib
import json
import os
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from tests.render import by_hand
from thidua_cli import pipeline
from thidua_cli.cells import Kind
from thidua_cli.page import Book, Box, Sheet
from thidua_cli.rubric.model import Stage
from thidua_cli.spreadsheets.writer import to_bytes

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import pytest

    from thidua_cli.findings import Finding

ROSTER = """\
name: Cụm thi đua số 1
year: 2019
rubric: langson-2019/districts-departments
units:
  - {id: a, name: Sở Nội vụ}
  - {id: b, name: Sở Tài chính}
  - {id: c, name: Sở Công Thương}
"""


def sheet_bytes(unit: str, by_stage: Mapping[Stage, by_hand.Scores]) -> bytes:
    """A hand-typed sheet as a real file."""
    made = by_hand.workbook(by_hand.rubric_of(), unit, by_stage).sheets[0]
    boxes = {place: Box(cell.number if cell.kind is Kind.NUMBER else cell.text) for place, cell in made.cells.items()}
    return to_bytes(Book((Sheet(made.name, boxes),)))


def self_scores(short: str = "0") -> Mapping[Stage, by_hand.Scores]:
    return {Stage.SELF: by_hand.filled(by_hand.rubric_of(), short)}


def codes(findings: tuple[Finding, ...]) -> list[str]:
    return [finding.code for finding in findings]


def digests(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


# --- reading -------------------------------------------------------------------------------------


def test_a_bad_file_hides_none_of_the_good_ones(cluster: Path) -> None:
    (cluster / "2.xlsx").write_bytes(b"%PDF-1.7")
    report = pipeline.validate([str(cluster)])
    read = [submission.unit.name for submission in report.submissions if submission.unit and submission.scores]
    assert read == ["Sở Nội vụ", "Sở Công Thương"]
    assert "TD004" in codes(report.all_findings())


def test_validate_changes_no_file_and_leaves_none_behind(cluster: Path) -> None:
    before = digests(cluster)
    pipeline.validate([str(cluster)])
    pipeline.rank(str(cluster), "2019")
    assert digests(cluster) == before


def test_a_missing_path_is_told_and_the_rest_goes_on(cluster: Path) -> None:
    report = pipeline.validate([str(cluster / "khong-co.xlsx"), str(cluster / "1.xlsx")])
    assert codes(report.findings) == ["TD012"]
    assert len(report.submissions) == 1


def test_an_empty_path_is_not_the_current_folder(cluster: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(cluster)
    assert codes(pipeline.validate([""]).all_findings()) == ["TD012"]
    assert codes(pipeline.rank("", "2019").findings) == ["TD012"]


def test_a_folder_without_sheets_is_told(tmp_path: Path) -> None:
    assert codes(pipeline.validate([str(tmp_path)]).findings) == ["TD013"]


def test_two_sheets_of_one_unit_are_both_named(cluster: Path) -> None:
    (cluster / "2-ban-moi.xlsx").write_bytes((cluster / "2.xlsx").read_bytes())
    found = [f for f in pipeline.validate([str(cluster)]).all_findings() if f.code == "TD502"]
    assert len(found) == 1
    named = dict(found[0].params)["files"]
    assert [name.rpartition("/")[2] for name in named] == ["2-ban-moi.xlsx", "2.xlsx"]


def test_a_broken_file_named_like_a_unit_is_no_second_sheet_of_it(cluster: Path) -> None:
    (cluster / "So Noi vu.xlsx").write_bytes(b"%PDF-1.7")
    assert "TD502" not in codes(pipeline.validate([str(cluster)]).all_findings())
    assert "TD502" not in codes(pipeline.rank(str(cluster), "2019").all_findings())


def test_a_sheet_named_twice_is_read_once(cluster: Path) -> None:
    report = pipeline.validate([str(cluster / "1.xlsx"), str(cluster / "1.xlsx")])
    assert len(report.submissions) == 1


def test_every_number_knows_its_file_by_digest(cluster: Path) -> None:
    for submission in pipeline.validate([str(cluster)]).submissions:
        assert submission.sha256 == digests(cluster)[submission.file.rpartition("/")[2]]


# --- clusters ------------------------------------------------------------------------------------


def test_a_folder_without_cluster_file_is_a_cluster_of_the_units_found(cluster: Path) -> None:
    (cluster / "cluster.yaml").unlink()
    report = pipeline.rank(str(cluster), "2019")
    assert [row.member.name for row in report.clusters[0].ranking.rows] == [
        "Sở Nội vụ",
        "Sở Tài chính",
        "Sở Công Thương",
    ]
    assert "TD503" in codes(report.all_findings())


def test_a_bad_cluster_file_stops_its_cluster_only(cluster: Path, tmp_path: Path) -> None:
    other = tmp_path / "cum-2"
    other.mkdir()
    (other / "cluster.yaml").write_text(ROSTER.replace("units:", "unitz:"), encoding="utf-8")
    report = pipeline.rank(str(tmp_path), "2019")
    assert [found.cluster.path.rpartition("/")[2] for found in report.clusters] == ["cum-1"]
    assert {"TD902", "TD903"} <= set(codes(report.findings))
    assert cluster.is_dir()


def test_a_cluster_of_another_year_is_left_out_aloud(cluster: Path) -> None:
    report = pipeline.rank(str(cluster), "2018")
    assert not report.clusters
    assert codes(report.findings) == ["TD913", "TD914"]


def test_the_result_does_not_depend_on_file_names(cluster: Path) -> None:
    """Findings name the files and stand in their order; all the rest is the same."""
    from thidua_cli.render import json as drawn

    def told(names: Mapping[str, str]) -> tuple[Any, list[str]]:
        text = drawn.ranked(pipeline.rank(str(cluster), "2019"), "vi")
        for new, old in names.items():
            text = text.replace(new, old)
        document = json.loads(text)
        findings = [json.dumps(finding) for finding in document["clusters"][0].pop("findings")]
        return document, sorted(findings)

    first = told({})
    renamed = {"z.xlsx": "1.xlsx", "a.xlsx": "3.xlsx"}
    for new, old in renamed.items():
        (cluster / old).rename(cluster / new)
    assert told(renamed) == first


def test_consolidate_writes_the_same_bytes_again_and_never_reads_them_back(cluster: Path) -> None:
    first = pipeline.consolidate([str(cluster)], "vi")
    target = cluster / "ket-qua" / "tong-hop.xlsx"
    written = target.read_bytes()
    second = pipeline.consolidate([str(cluster)], "vi")
    assert target.read_bytes() == written
    assert len(second.clusters[0].cluster.submissions) == 3
    assert first.clusters[0].output == str(target)


# --- blank forms ---------------------------------------------------------------------------------


def test_a_form_for_each_member_is_written_where_it_is_not_read_as_a_sheet(cluster: Path) -> None:
    result = pipeline.forms_of_cluster(str(cluster), None, None, None)
    assert [name.rpartition("/")[2] for name in result.files] == ["a.xlsx", "b.xlsx", "c.xlsx"]
    assert len(pipeline.validate([str(cluster)]).submissions) == 3


def test_a_blank_form_read_back_is_an_empty_sheet_of_its_unit(cluster: Path) -> None:
    pipeline.forms_of_cluster(str(cluster), "Sở Tài chính", None, str(cluster.parent / "trang"))
    report = pipeline.validate([str(cluster.parent / "trang")])
    submission = report.submissions[0]
    assert submission.unit is not None
    assert (submission.unit.id, submission.year) == ("b", "2019")
    assert set(codes(submission.findings)) == {"TD201"}
    assert submission.scores is not None
    assert all(value is None for value in submission.scores.points.values())


def test_a_unit_outside_the_list_gets_no_form(cluster: Path) -> None:
    result = pipeline.forms_of_cluster(str(cluster), "Sở Nội vu", None, None)
    assert result.files
    assert codes(pipeline.forms_of_cluster(str(cluster), "Sở Lạ", None, None).findings) == ["TD945"]


def test_a_form_for_another_year_than_the_clusters_is_refused(cluster: Path) -> None:
    assert codes(pipeline.forms_of_cluster(str(cluster), None, "2020", None).findings) == ["TD913"]


# --- writing -------------------------------------------------------------------------------------


def test_the_old_output_survives_a_failure_at_any_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "ket-qua.xlsx"
    target.write_bytes(b"old")
    for step in ("replace", "fsync", "fdopen"):
        with monkeypatch.context() as patched:

            def fail(*_: object, **__: object) -> None:
                raise OSError(errno.ENOSPC, "no space")

            patched.setattr(os, step, fail)
            findings = pipeline.write_bytes(b"new", target)
        assert codes(findings) == ["TD912"]
        assert target.read_bytes() == b"old"
        assert [path.name for path in tmp_path.iterdir()] == ["ket-qua.xlsx"]
    assert pipeline.write_bytes(b"new", target) == ()
    assert target.read_bytes() == b"new"


def test_a_folder_in_the_outputs_place_is_told_and_kept(tmp_path: Path) -> None:
    (tmp_path / "x").mkdir()
    assert codes(pipeline.write_bytes(b"new", tmp_path / "x")) == ["TD912"]
    assert (tmp_path / "x").is_dir()


def test_a_file_in_the_folders_place_is_told_and_kept(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"old")
    assert codes(pipeline.write_bytes(b"new", tmp_path / "x" / "y.xlsx")) == ["TD912"]
    assert (tmp_path / "x").read_bytes() == b"old"


def test_exact_decimals_decide(cluster: Path) -> None:
    """109,99 is below 110 and 0,1 three times is 0,3."""
    for name, unit, short in (("1", "Sở Nội vụ", "40.01"), ("2", "Sở Tài chính", "41"), ("3", "Sở Công Thương", "42")):
        (cluster / f"{name}.xlsx").write_bytes(sheet_bytes(unit, self_scores(short)))
    report = pipeline.rank(str(cluster), "2019").clusters[0]
    assert report.ranking.rows[0].total == Decimal("109.99")
    assert report.recommendation.flag.proposed == ()


def test_a_filled_form_is_never_overwritten_by_a_blank_one(tmp_path: Path) -> None:
    target = tmp_path / "so-noi-vu.xlsx"
    assert not pipeline.blank_form(by_hand.DISTRICTS, "Sở Nội vụ", "2019", str(target)).findings
    blank = target.read_bytes()
    again = pipeline.blank_form(by_hand.DISTRICTS, "Sở Tài chính", "2019", str(target))
    assert again.files
    target.write_bytes(sheet_bytes("Sở Nội vụ", self_scores()))
    filled = target.read_bytes()
    assert codes(pipeline.blank_form(by_hand.DISTRICTS, "Sở Nội vụ", "2019", str(target)).findings) == ["TD918"]
    assert target.read_bytes() == filled != blank


def test_units_whose_names_differ_in_an_accent_stay_apart_without_a_list(tmp_path: Path) -> None:
    for name, unit in (("1", "UBND xã Tân Thành"), ("2", "UBND xã Tân Thanh"), ("3", "UBND XÃ TÂN  THÀNH")):
        (tmp_path / f"{name}.xlsx").write_bytes(sheet_bytes(unit, self_scores()))
    cluster = pipeline.rank(str(tmp_path), "2019").clusters[0]
    states = {row.member.name: row.unit.state.value for row in cluster.ranking.rows}
    assert sorted(states.values()) == ["duplicate", "ok"]
    assert states["UBND xã Tân Thanh"] == "ok"


def test_a_tree_of_folders_without_lists_is_a_cluster_for_each_topmost_folder(tmp_path: Path) -> None:
    for place, unit in (("a/1", "Sở Nội vụ"), ("a/con/2", "Sở Tài chính"), ("b/3", "Sở Công Thương")):
        path = tmp_path / f"{place}.xlsx"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(sheet_bytes(unit, self_scores()))
    clusters = pipeline.rank(str(tmp_path), "2019").clusters
    found = {one.cluster.path.rpartition("/")[2]: len(one.ranking.rows) for one in clusters}
    assert found == {"a": 2, "b": 1}
