"""Facts about the HTML page: its numbers, what it fetches, what it escapes, how it is built up."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from base64 import b64encode
from decimal import Decimal
from hashlib import sha256
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from msgspec.structs import replace

from tests.render import by_hand
from tests.render.by_hand import filled, in_scope, rubric_of
from thidua_cli.pipeline import rank
from thidua_cli.render import json as as_json
from thidua_cli.render.html import page, words
from thidua_cli.render.html.draw import _environment
from thidua_cli.report import Report
from thidua_cli.roster.model import Member
from thidua_cli.rubric.model import Stage
from thidua_cli.vietnamese import format_points

from .reading import caption_of, headings, number, parsed, rows, text, with_class, with_id

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from thidua_cli.catalogue import Lang
    from thidua_cli.report import ClusterReport

EXAMPLES = Path(__file__).parents[2] / "examples" / "langson-2019"
CLUSTERS = sorted(path.name for path in EXAMPLES.iterdir() if path.is_dir())
LANGS: tuple[Lang, ...] = ("vi", "en")
HOSTILE = (
    "<script>alert(1)</script> & 'Sở' \"A\"",
    '=HYPERLINK("http://example.com";"x")',
    "مكتب \u202eABC\u202c",
    "Ư" * 300,
    "</style></title><b>Sở</b>",
    "{{ page.title }} {% raw %}",
)


def report_of(*names: str, stages: tuple[Stage, ...] = tuple(Stage)) -> Report:
    """A cluster of units that differ by one point each, scored in the stages."""
    roster = by_hand.roster_of([Member(f"u{n}", name) for n, name in enumerate(names)])
    sent = []
    for n, name in enumerate(names):
        scores = filled(rubric_of(), str(n))
        by_stage = {stage: in_scope(rubric_of(), scores) if stage is Stage.BOARD else scores for stage in stages}
        sent.append(by_hand.submission(roster, name, f"u{n}.xlsx", by_stage))
    return Report((by_hand.report_of(roster, sent),), (), "2019")


def empty_report(*names: str) -> Report:
    """A cluster that nobody has sent a sheet to."""
    roster = by_hand.roster_of([Member(f"u{n}", name) for n, name in enumerate(names)])
    return Report((by_hand.report_of(roster, []),), (), "2019")


@pytest.fixture(scope="module")
def province() -> Report:
    return rank(str(EXAMPLES), "2019")


def single(report: Report, name: str) -> Report:
    """The report of one of its clusters."""
    return replace(report, clusters=tuple(one for one in report.clusters if one.cluster.path.endswith(name)))


def drawn(report: Report, lang: Lang = "vi") -> Element:
    return parsed(page(report, lang))


# --- numbers -------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", CLUSTERS)
def test_the_ranking_is_that_of_the_json(province: Report, name: str, lang: Lang) -> None:
    report = single(province, name)
    (cluster,) = json.loads(as_json.ranked(report, lang), parse_float=Decimal, parse_int=Decimal)["clusters"]
    (table,) = with_class(drawn(report, lang), "ranking")
    told = rows(table)
    assert len(told) == len(cluster["ranking"])
    for cells, row in zip(told, cluster["ranking"], strict=True):
        _same_row(cells, row, cluster)


def _same_row(cells: list[Element], row: dict[str, Any], cluster: dict[str, Any]) -> None:
    sections = [section.id for section in rubric_of(cluster["rubric"]).sections]
    assert number(cells[0]) == row["rank"]
    assert text(cells[1]) == row["unit"]["name"]
    assert number(cells[2]) == row["total"]
    assert [number(cell) for cell in cells[3:6]] == [row["sections"].get(section) for section in sections]
    proposed = with_class(cells[8], "award")
    marks = {mark for one in proposed for mark in (one.get("class") or "").split()} & {"flag", "certificate"}
    assert marks == ({row["award"]} if row["award"] else set())
    said = [text(one) for one in cells[9].iter("p")]
    assert len(said) == len(row["reasons"])
    for sentence, reason in zip(said, row["reasons"], strict=True):
        assert sentence.startswith(reason["text"])
        assert (reason["clause"] or "") in sentence


@pytest.mark.parametrize("name", CLUSTERS)
def test_margins_are_differences_of_the_totals(province: Report, name: str) -> None:
    (table,) = with_class(drawn(single(province, name)), "ranking")
    ranked = [cells for cells in rows(table) if number(cells[0]) is not None]
    totals = [number(cells[2]) or Decimal(0) for cells in ranked]
    for cells, total in zip(ranked, totals, strict=True):
        lower = [other for other in totals if other < total]
        assert number(cells[6]) == (total - max(lower) if lower else None)
        assert number(cells[7]) == total - 110


@pytest.mark.parametrize("name", CLUSTERS)
def test_every_cell_of_the_matrix_is_the_recomputed_score(province: Report, name: str) -> None:
    (cluster,) = single(province, name).clusters
    document = drawn(single(province, name))
    (table,) = with_class(document, "heat")
    stage = cluster.ranking.stage or Stage.SELF
    seen = 0
    for cells in rows(table)[:-1]:
        (id_,) = (text(one) for one in with_class(cells[0], "id"))
        criterion = cluster.cluster.rubric.find(id_)
        assert criterion is not None
        assert number(cells[1]) == criterion.maximum
        for cell, row in zip(cells[2:], cluster.ranking.rows, strict=True):
            expected = _score(cluster, row.unit.member.id, id_, stage)
            assert number(cell) == expected, (id_, row.unit.member.id)
            if expected is not None:
                share = max(0, min(10, int(expected * 10 / criterion.maximum)))
                assert f"h{share}" in (cell.get("class") or "").split()
                seen += 1
    assert seen


def _score(cluster: ClusterReport, unit: str, criterion: str, stage: Stage) -> Decimal | None:
    """The points that the unit's total at the stage is made of, read from the scores themselves."""
    (found,) = (one for one in cluster.cluster.units if one.member.id == unit)
    if found.submission is None or found.submission.scores is None:
        return None
    board = stage is Stage.BOARD and criterion.partition(".")[0] not in cluster.cluster.rubric.board_scope
    return found.submission.scores.points.get((criterion, Stage.CLUSTER if board else stage))


def test_bars_have_the_length_of_their_points(province: Report) -> None:
    report = single(province, CLUSTERS[0])
    bars = with_class(drawn(report), "bars")[0]
    ranked = report.clusters[0].ranking.ranked
    assert len(list(bars)) == len(ranked)
    for item, row in zip(bars, ranked, strict=True):
        lengths = [
            Decimal((one.get("width") or "").rstrip("%")) for one in item.iter() if str(one.tag).endswith("rect")
        ]
        assert row.total is not None
        assert abs(sum(lengths) - row.total * 100 / 150) < Decimal("0.01")
        (drawing,) = (one for one in item.iter() if str(one.tag).endswith("svg"))
        for section, points in row.sections.items():
            assert f"{section}: {format_points(points)}" in (drawing.get("aria-label") or "")


def test_the_summary_of_a_province_is_that_of_the_json(province: Report) -> None:
    told = json.loads(as_json.ranked(province, "vi"), parse_int=Decimal)
    document = drawn(province)
    tables = {text(caption_of(table)): table for table in document.iter("table")}
    summary = rows(tables["Tổng hợp các cụm, khối"])
    for cells, cluster in zip(summary, told["clusters"], strict=True):
        names = {row["unit"]["id"]: row["unit"]["name"] for row in cluster["ranking"]}
        assert text(cells[0]) == cluster["name"]
        assert number(cells[2]) == cluster["members"]
        for cell, award in zip(cells[3:5], ("flag", "certificate"), strict=True):
            assert [text(one) for one in cell.iter("bdi")] == [names[u] for u in cluster["awards"][award]["proposed"]]
            waiting = [names[unit] for unit in cluster["awards"][award]["ballot"]]
            assert all(name in text(cell) for name in waiting)
            assert ("chờ" in text(cell)) is bool(cluster["awards"]["flag"]["ballot"])
        assert number(cells[5]) == len(cluster["blockers"])
        assert bool(with_class(cells[6], "ready")) is cluster["ready"]
    total = tables["Tổng số theo loại"].find("tfoot/tr")
    assert total is not None
    sums = [number(cell) for cell in list(total)[1:]]
    ready = sum(cluster["ready"] for cluster in told["clusters"])
    assert sums[:2] == [told["summary"]["clusters"], ready]
    assert sums[4:] == [told["summary"]["flags"], told["summary"]["certificates"]]


@pytest.mark.parametrize("name", CLUSTERS)
def test_provisional_and_official_stand_side_by_side_where_both_exist(province: Report, name: str) -> None:
    report = single(province, name)
    told = json.loads(as_json.ranked(report, "vi"), parse_float=Decimal, parse_int=Decimal)["clusters"][0][
        "provisional"
    ]
    tables = [table for table in drawn(report).iter("table") if caption_of(table).get("id") == "c1-change-caption"]
    assert len(tables) == (told is not None)
    for cells in rows(tables[0]) if tables else []:
        before = {row["unit"]["name"]: row for row in told["ranking"]}
        row = before[text(cells[0])]
        assert (number(cells[1]), number(cells[3])) == (row["rank"], row["total"])


def test_every_finding_stands_on_the_page_with_its_cure_clause_and_place(province: Report) -> None:
    report = single(province, "cum-6-dang-doan-the")
    told = json.loads(as_json.ranked(report, "vi"))["clusters"][0]
    items = [text(one) for listed in with_class(drawn(report), "found") for one in listed]
    assert told["findings"]
    for finding in told["findings"]:
        wanted = [" ".join(part.split()) for part in (finding["message"], finding["fix"])] + [finding["code"]]
        wanted += [f"ô {finding['cell']}"] if finding["cell"] else []
        wanted += [f"mục {finding['clause']}"] if finding["clause"] else []
        assert any(all(part in item for part in wanted) for item in items), finding


def test_each_open_point_says_who_and_where(province: Report) -> None:
    report = single(province, "cum-6-dang-doan-the")
    told = json.loads(as_json.ranked(report, "vi"))["clusters"][0]
    names = {row["unit"]["id"]: row["unit"]["name"] for row in told["ranking"]}
    (listed,) = with_class(drawn(report), "open")
    items = {code: text(item) for item in listed for code in told["blockers"] if code in text(item)}
    assert set(items) == set(told["blockers"])
    for finding in told["findings"]:
        if finding["code"] in items:
            parts = [names.get(finding["unit"]), finding["cell"] and f"ô {finding['cell']}", finding["clause"]]
            assert all(part in items[finding["code"]] for part in parts if part)


# --- what is lacking -----------------------------------------------------------------------------


def test_a_cluster_that_is_not_ready_is_marked_a_draft_with_what_is_missing() -> None:
    document = drawn(empty_report("Sở Nội vụ", "Sở Tài chính"))
    (banner,) = with_class(document, "banner")
    assert "DỰ THẢO – CHƯA ĐỦ" in text(banner)
    assert "chưa có phiếu của Sở Nội vụ, Sở Tài chính" in text(banner)
    assert "Chưa có đơn vị nào có tổng điểm." in text(document)
    assert not with_class(document, "heat")


def test_a_cluster_that_is_ready_is_no_draft(province: Report) -> None:
    ready = [one.cluster.path for one in province.clusters if one.ready]
    assert ready
    for path in ready:
        document = drawn(single(province, Path(path).name))
        assert "DỰ THẢO" not in text(document)
        assert with_class(document, "ready")


def test_a_blank_cell_is_a_dash_and_never_0() -> None:
    report = report_of("Sở Nội vụ", "Sở Tài chính", stages=(Stage.SELF,))
    roster = report.clusters[0].cluster.roster
    partly = filled(rubric_of(), "1")
    del partly["III.1"]
    sent = [by_hand.submission(roster, "Sở Nội vụ", "u0.xlsx", {Stage.SELF: partly})]
    document = drawn(Report((by_hand.report_of(roster, sent),), (), "2019"))
    (row,) = (cells for cells in rows(with_class(document, "heat")[0]) if text(cells[0]).startswith("III.1 "))
    assert number(row[2]) is None
    assert text(row[2]) == "–chưa có điểm"


# --- sizes and names -----------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("size", [1, 2, 12, 13, 60])
def test_clusters_of_any_size_are_drawn_whole(size: int, lang: Lang) -> None:
    names = [f"Đơn vị thứ {n}" for n in range(1, size + 1)]
    document = drawn(report_of(*names), lang)
    assert [text(cells[1]) for cells in rows(with_class(document, "ranking")[0])] == names
    tables = with_class(document, "heat")
    heads = [[text(one) for one in with_class(table, "unit")] for table in tables]
    assert [name for part in heads for name in part] == names
    assert all(len(part) <= 12 for part in heads)
    assert max(map(len, heads)) - min(map(len, heads)) <= 1
    assert len({text(caption_of(table)) for table in tables}) == len(tables)


@pytest.mark.parametrize("lang", LANGS)
def test_names_with_markup_formulas_and_other_scripts_are_text(lang: Lang) -> None:
    report = report_of(*HOSTILE)
    plain = drawn(report_of(*(f"Sở {n}" for n in range(len(HOSTILE)))), lang)
    document = drawn(report, lang)
    shown = [cells[1].find("bdi") for cells in rows(with_class(document, "ranking")[0])]
    assert ["".join(one.itertext()) for one in shown if one is not None] == [" ".join(name.split()) for name in HOSTILE]
    # No name adds an element: the two pages are built up alike.
    kinds = {"script", "style", "b", "title", "a", "iframe", "img"}
    assert [one.tag for one in document.iter() if one.tag in kinds] == [
        one.tag for one in plain.iter() if one.tag in kinds
    ]


def test_a_clusters_own_name_is_escaped_wherever_it_stands() -> None:
    report = report_of("Sở Nội vụ")
    (cluster,) = report.clusters
    hostile = replace(cluster.cluster, roster=replace(cluster.cluster.roster, name=HOSTILE[4]))
    document = drawn(replace(report, clusters=(replace(cluster, cluster=hostile),)))
    assert HOSTILE[4] in next(said for level, said in headings(document) if level == 1)
    assert document.findtext("head/title") == f"{HOSTILE[4]} – năm 2019"


# --- what is fetched and run ---------------------------------------------------------------------


def test_nothing_is_fetched_and_only_our_own_style_and_script_may_run(province: Report) -> None:
    source = page(province, "vi")
    document = parsed(source)
    (policy,) = (one.get("content") or "" for one in document.iter("meta") if one.get("http-equiv"))
    for tag in ("style", "script"):
        (content,) = (one.text or "" for one in document.iter(tag))
        digest = b64encode(sha256(content.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert not [one for one in document.iter() if one.get("src") or one.tag == "link" or one.get("style")]
    assert not [name for one in document.iter() for name in one.keys() if name.startswith("on")]  # noqa: SIM118
    assert all((one.get("href") or "").startswith("#") for one in document.iter("a"))
    assert "url(" not in source
    assert "@import" not in source


def test_templates_escape_everything_but_style_and_script() -> None:
    folder = files("thidua_cli.render.html").joinpath("templates")
    sources = "".join(folder.joinpath(name).read_text("utf-8") for name in ("page.html", "cluster.html"))
    assert re.findall(r"\{\{ (\w+)\|safe \}\}", sources) == ["style", "script"]
    assert sources.count("safe") == 2
    assert "autoescape" not in sources
    assert _environment().autoescape is True


def test_the_same_input_makes_the_same_bytes() -> None:
    assert page(rank(str(EXAMPLES), "2019"), "vi") == page(rank(str(EXAMPLES), "2019"), "vi")


def test_the_page_does_not_tell_where_the_folder_lies(province: Report) -> None:
    for one in province.clusters:
        assert str(EXAMPLES) not in page(replace(province, clusters=(one,), findings=()), "vi")


# --- how it is built up --------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGS)
def test_headings_landmarks_and_tables_can_be_found_without_seeing_them(province: Report, lang: Lang) -> None:
    for report in (province, *(single(province, name) for name in CLUSTERS)):
        document = drawn(report, lang)
        assert document.get("lang") == lang
        levels = [level for level, _ in headings(document)]
        assert levels.count(1) == 1
        assert levels[0] == 1
        assert all(after <= before + 1 for before, after in pairwise(levels))
        assert all(said for _, said in headings(document))
        ids = [one.get("id") for one in document.iter() if one.get("id")]
        assert len(ids) == len(set(ids))
        targets = [(one.get("href") or "")[1:] for one in document.iter("a")]
        targets += [one.get("aria-labelledby") or "" for one in document.iter() if one.get("aria-labelledby")]
        assert set(targets) <= set(ids)
        skip = next(document.iter("a"))
        assert skip.get("class") == "skip"
        assert with_id(document, (skip.get("href") or "")[1:]).tag == "main"
        _tables_are_labelled(document)


def _tables_are_labelled(document: Element) -> None:
    for table in document.iter("table"):
        assert text(caption_of(table))
        assert all(head.get("scope") in {"col", "row"} for head in table.iter("th"))
    regions = with_class(document, "scroll")
    assert regions
    assert all(one.get("tabindex") == "0" and one.get("role") == "region" for one in regions)
    inside = {table for region in regions for table in region.iter("table")}
    assert all(table in inside or table.get("class") == "scale" for table in document.iter("table"))


def test_every_fixed_word_stands_in_both_languages() -> None:
    assert all(one.vi.strip() and one.en.strip() and one.vi != one.en for one in words._WORDS.values())


# --- contrast ------------------------------------------------------------------------------------

AA_TEXT, AA_SHAPES = 4.5, 3.0


def _palettes() -> dict[str, dict[str, str]]:
    style = files("thidua_cli.render.html").joinpath("templates", "page.css").read_text("utf-8")
    blocks = [dict(re.findall(r"--([\w-]+): (#\w{6});", block)) for block in re.findall(r":root \{([^}]*)\}", style)]
    return {"light": blocks[0], "dark": blocks[0] | blocks[1]}


def _light(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    lights = sorted((_light(one), _light(other)))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_contrast_is_at_least_aa(scheme: str) -> None:
    colours = _palettes()[scheme]
    on_paper = ("ink", "soft", "link", "error", "warning", "info", "ready")
    pairs = [(name, "paper") for name in on_paper] + [("ink", "head"), ("soft", "head"), ("link", "head")]
    pairs += [(name, f"{name}-fill") for name in ("error", "warning", "info", "ready")]
    pairs += [(ink, f"h{n}") for n in range(11) for ink in ("ink",)]
    pairs += [("on-deep", f"s{n}") for n in (1, 3, 4, 6)] + [("on-pale", f"s{n}") for n in (2, 5)]
    poor = {pair: ratio for pair in pairs if (ratio := _contrast(colours[pair[0]], colours[pair[1]])) < AA_TEXT}
    assert not poor
    assert _contrast(colours["ink"], colours["paper"]) > AA_SHAPES


# --- what it costs others ------------------------------------------------------------------------


def test_templates_are_loaded_only_for_a_page() -> None:
    asked = (
        "import sys, thidua_cli.__main__, thidua_cli.pipeline.html_page, thidua_cli.render.html; print(*sys.modules)"
    )
    loaded = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True).stdout.split()
    assert "thidua_cli.render.html" in loaded
    assert not {"jinja2", "markupsafe"} & set(loaded)
