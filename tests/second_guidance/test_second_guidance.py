"""The whole path of a user by a guidance that the program has never heard of: check, form, scores, ranking.

The guidance, its tables and the cluster are YAML files beside this module; nothing in the program names them.
"""

from __future__ import annotations

import re
import shutil
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from tests.cases.folder import Told, tell
from thidua_cli.catalogue import CODES
from thidua_cli.rubric.load import load
from thidua_cli.rubric.model import PLACES, Rubric, Size

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

HERE = Path(__file__).parent
TITLES = {
    "A.1": "Hoàn thành nhiệm vụ được giao trong năm",
    "A.2": "Có sáng kiến ngoài nhiệm vụ",
    "B.1": "Dự họp đầy đủ",
    "B.2": "Giải quyết đơn thư đúng hạn",
    "B.3": "Báo cáo đúng hạn",
    "B.4": "Xếp loại chính quyền",
    "C.1": "Mô hình mới",
    "C.2": "Khối trưởng làm tốt",
}
SECTIONS = {"A": "NHIỆM VỤ ĐƯỢC GIAO", "B": "KỶ CƯƠNG", "C": "ĐIỂM THƯỞNG"}
SELF, CLUSTER, BOARD, REASON = "Đơn vị tự cho điểm", "Khối trưởng cho điểm", "Hội đồng tỉnh kết luận", "Giải trình"
# A.1, A.2, B.1, B.2, B.3, B.4, C.1, C.2 of each unit; Xã Êm sends nothing.
POINTS: Mapping[str, Sequence[float]] = {
    "an": (500, 20, 50, 100, 50, 100, 60, 40),  # 920
    "binh": (450, 0, 40, 75, 25, 70, 60, 0),  # 720
    "chau": (450, 0, 20, 50, 50, 100, 0, 0),  # 670
    "dong": (480, 0, 40, 100, 37.5, 91.5, 0, 0),  # 749, with a score of 91,5 that B.4 does not know
    "giang": (561, 0, 50, 100, 50, 100, 0, 0),  # A.1 gives 560 at most
    "hoa": (300, 0, 50, 100, 50, 100, 0, 0),  # 49 of 100 tasks are below the floor of 50%: A.1 gives 0
    "ha": (560, 0, 50, 100, 50, 100, 0, 0),  # set aside
}
FIGURES: Mapping[str, Mapping[str, int]] = {
    "an": {"Số nhiệm vụ được giao": 112, "Số nhiệm vụ đã hoàn thành": 100, "Số lần vắng họp": 0},
    "binh": {
        "Số nhiệm vụ được giao": 112,
        "Số nhiệm vụ đã hoàn thành": 90,  # 450 of 560
        "Số lần vắng họp": 1,
        "Số đơn thư phải giải quyết": 40,
        "Số đơn thư giải quyết chậm": 3,  # 7,5%: 75 points, interpolated
        "Số báo cáo gửi chậm": 2,
    },
    "hoa": {"Số nhiệm vụ được giao": 100, "Số nhiệm vụ đã hoàn thành": 49},
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The guidance with a cluster whose blank forms are filled in; returned is the cluster's folder."""
    root = tmp_path_factory.mktemp("quy-che") / "vi-du"
    shutil.copytree(HERE, root, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    cluster = root / "khoi-mot"
    made = tell("template --cluster khoi-mot", root)
    assert (made.exit, made.findings) == (0, ())
    for unit, points in POINTS.items():
        fill(cluster / "ket-qua" / "bieu-trang" / f"{unit}.xlsx", cluster / f"{unit}.xlsx", unit, points)
    return cluster


def fill(blank: Path, target: Path, unit: str, points: Sequence[float]) -> None:
    """The blank form filled in as a person would: by the words of its rows and columns."""
    book = openpyxl.load_workbook(blank)
    form = book.worksheets[0]
    columns = {str(cell.value): number for number, cell in enumerate(form[8], 1)}
    rows = {str(cell.value).splitlines()[0]: number for number, cell in enumerate(form["B"], 1) if cell.value}
    for (criterion, title), value in zip(TITLES.items(), points, strict=True):
        for column in (SELF, CLUSTER) if criterion.startswith("A") else (SELF, CLUSTER, BOARD):
            form.cell(rows[title], columns[column], value)
    if unit == "an":
        form.cell(rows[TITLES["A.2"]], columns[REASON], "Đã có quyết định công nhận sáng kiến")
    for column in (SELF, CLUSTER, BOARD):  # what Excel would have computed
        sums = {
            title: sum(value for key, value in zip(TITLES, points, strict=True) if key.startswith(section))
            for section, title in SECTIONS.items()
        }
        for title, value in sums.items():
            form.cell(rows[title], columns[column], 0 if column == BOARD and title == SECTIONS["A"] else value)
        form.cell(rows["Tổng cộng"], columns[column], sum(points))
    for row in book["Số liệu"].iter_rows(min_row=6):
        prompt = str(row[2].value)
        if prompt in FIGURES.get(unit, {}):
            row[4].value = FIGURES[unit][prompt]
    book.save(target)


def table(name: str) -> Rubric:
    found = load(name, HERE).value
    assert found is not None
    return found


def said(told: Told, *fields: str) -> list[tuple[Any, ...]]:
    return [tuple(finding[field] for field in fields) for finding in told.findings]


# --- the files -----------------------------------------------------------------------------------


def test_the_tables_are_consistent() -> None:
    told = tell("rubric check xa.yaml truong-hoc.yaml", HERE)
    assert told.exit == 0
    assert {finding["severity"] for finding in told.findings} <= {"info"}


def test_a_table_of_a_thousand_points_with_sections_of_its_own() -> None:
    rubric = table("xa.yaml")
    assert rubric.maximum == 1000
    assert {section.id: int(section.maximum) for section in rubric.sections} == {"A": 600, "B": 300, "C": 100}
    assert rubric.board_scope == ("B", "C")


def test_some_lines_are_replaced_for_another_kind_of_unit() -> None:
    rubric = table("truong-hoc.yaml")
    row = rubric.find("B.2")
    assert row is not None
    assert [detail.id for detail in row.details] == ["B.2.a", "B.2.b"]
    assert row.is_capped  # 30 + 90 of at most 100
    assert rubric.maximum == 1000


def test_a_cluster_of_it_may_not_exceed_a_section(tmp_path: Path) -> None:
    shutil.copytree(HERE, tmp_path / "q", ignore=shutil.ignore_patterns("*.py"))
    own = 'extends: xa.yaml\nreplace:\n  - {id: A, stt: A, title: X, maximum: 601, clause: "Điều 5, khoản 1"}\n'
    (tmp_path / "q" / "rieng.yaml").write_text(own, encoding="utf-8")
    told = tell("rubric check rieng.yaml", tmp_path / "q")
    assert told.exit == 3
    assert said(told, "code", "criterion") == [("TD907", "A")]


def test_a_cluster_s_own_table_rests_on_the_clause_of_this_guidance(tmp_path: Path) -> None:
    shutil.copytree(HERE, tmp_path / "q", ignore=shutil.ignore_patterns("*.py"))
    own = 'extends: xa.yaml\nreplace:\n  - {id: A, stt: A, title: X, maximum: 600, clause: "Điều 5, khoản 1"}\n'
    (tmp_path / "q" / "rieng.yaml").write_text(own, encoding="utf-8")
    told = tell("rubric check rieng.yaml", tmp_path / "q")
    assert told.exit == 0
    assert ("TD922", "Điều 6") in said(told, "code", "clause")


# --- the path ------------------------------------------------------------------------------------


def test_the_form_prints_the_guidance_s_own_columns(folder: Path) -> None:
    form = openpyxl.load_workbook(folder / "ket-qua" / "bieu-trang" / "em.xlsx").worksheets[0]
    columns = list(table("xa.yaml").guidance.columns.values())
    assert [cell.value for cell in form[8]][:6] == columns
    total = next(row for row in form.iter_rows() if row[1].value == "Tổng cộng")
    assert total[2].value == 1000
    assert total[5].value == "=SUM(F12,F17)+SUM(E9)"  # B and C by the board, A by the cluster


def test_sheets_are_checked_by_its_rules_and_clauses(folder: Path) -> None:
    told = tell("validate khoi-mot", folder.parent)
    found = {
        (finding["unit"], finding["code"], finding["criterion"], finding["stage"], finding["clause"])
        for finding in told.findings
    }
    first, second = "Điều 5, khoản 1", "Điều 5, khoản 2"
    assert found == {
        ("hoa", "TD405", "A.1", "self", first),
        ("hoa", "TD405", "A.1", "cluster", first),
        ("dong", "TD403", "B.4", "self", second),
        ("dong", "TD403", "B.4", "cluster", second),
        ("dong", "TD403", "B.4", "board", second),
        ("giang", "TD203", "A.1", "self", first),
        ("giang", "TD203", "A.1", "cluster", first),
    }
    assert told.exit == 1


def test_the_cluster_is_ranked_and_awards_are_proposed(folder: Path) -> None:
    told = tell("rank khoi-mot --year 2031", folder.parent)
    (cluster,) = told.document["clusters"]
    rows = {row["unit"]["id"]: row for row in cluster["ranking"]}
    assert cluster["stage"] == "board"
    totals = {unit: (row["rank"], row["total"]) for unit, row in rows.items() if row["rank"] is not None}
    assert totals == {"an": (1, 920), "dong": (2, 749), "binh": (3, 720), "chau": (4, 670)}
    # Seven units are considered: 20% are 1,4, which is 1.
    assert {unit: row["award"] for unit, row in rows.items() if row["award"]} == {"an": "flag", "dong": "certificate"}


def test_reasons_cite_its_clauses(folder: Path) -> None:
    told = tell("rank khoi-mot --year 2031", folder.parent)
    (cluster,) = told.document["clusters"]
    reasons = {
        row["unit"]["id"]: [(reason["text"], reason["clause"]) for reason in row["reasons"]]
        for row in cluster["ranking"]
    }
    assert reasons["an"] == [
        ("Điểm cao nhất cụm (920), đạt mức tối thiểu 800 điểm; đề nghị Cờ dẫn đầu khối.", "Điều 7, khoản 1")
    ]
    assert reasons["chau"] == [
        ("Dưới 700 điểm (thiếu 30); không đề nghị Giấy khen của Hội đồng tỉnh.", "Điều 7, khoản 2")
    ]
    assert reasons["binh"] == [
        ("Cụm được đề nghị 1 Bằng khen; thiếu 29 điểm so với đơn vị cuối cùng được xét.", "Điều 7, khoản 2")
    ]
    assert reasons["ha"] == [
        ("Không xét thi đua: bị xử phạt trong năm (Quyết định số 9/QĐ-XP).", "Điều 8"),
    ]
    assert reasons["em"] == [("Chưa có phiếu.", "Điều 4, khoản 1")]


@pytest.mark.parametrize(
    "command", ["validate khoi-mot", "consolidate khoi-mot", "rank . --year 2031", "rank . --year 2030"]
)
def test_nothing_is_cited_that_the_guidance_does_not_have(command: str, folder: Path) -> None:
    known = {None, *table("xa.yaml").guidance.clauses}
    told = tell(command, folder.parent)
    assert _clauses(told.document) <= known
    # Nor in words: parts of the shipped guidance look like C.II or B.III.4.
    messages = [f"{finding['message']} {finding['fix']}" for finding in told.findings]
    assert not [text for text in messages if re.search(r"\b[A-D]\.[IVX]+\b|\bD\.[0-9]|110 điểm|Lạng Sơn", text)]


def _clauses(value: Any) -> set[str | None]:
    if isinstance(value, dict):
        own = {value["clause"]} if "clause" in value else set()
        return own.union(*(_clauses(each) for each in value.values()))
    if isinstance(value, list):
        return set().union(*(_clauses(each) for each in value))
    return set()


def test_the_consolidated_workbook_is_written(folder: Path) -> None:
    told = tell("consolidate khoi-mot", folder.parent)
    assert told.exit == 1  # two sheets are wrong
    book = openpyxl.load_workbook(folder / "ket-qua" / "tong-hop.xlsx")
    text = " ".join(str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value)
    assert "920" in text
    for foreign in ("C.II", "D.3", "C.I.2", "A.II.3"):
        assert foreign not in text


# --- shares --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("size", "listed", "eligible", "number"),
    [
        (Size(1, None, None, share=Decimal(10), rounding="half-up"), 15, 15, 2),
        (Size(1, None, None, share=Decimal(10), rounding="half-up"), 14, 14, 1),
        (Size(1, None, None, share=Decimal(10), rounding="down"), 19, 19, 1),
        (Size(1, None, None, share=Decimal(10), rounding="up"), 11, 11, 2),
        (Size(1, None, None, share=Decimal(10), rounding="up"), 10, 10, 1),
        (Size(1, None, None, share=Decimal(10), rounding="down"), 9, 9, 0),
        (Size(1, None, None, share=Decimal(10), rounding="down", least=1), 9, 9, 1),
        (Size(1, None, None, share=Decimal(50), base="eligible", rounding="down"), 8, 5, 2),
        (Size(1, None, None, share=Decimal(50), base="listed", rounding="down"), 8, 5, 4),
        (Size(1, None, None, share=Decimal("33.3"), rounding="half-up"), 3, 3, 1),
    ],
)
def test_a_share_of_the_members(size: Size, listed: int, eligible: int, number: int) -> None:
    assert size.number(listed, eligible) == number


@pytest.mark.parametrize(
    "wrong",
    [
        "{at_least: 1, share: 20}",
        "{at_least: 1, share: 20, base: eligible}",
        "{at_least: 1, share: 120, base: eligible, rounding: up}",
        "{at_least: 1, quota: 1, rounding: up}",
        "{at_least: 1, quota: 1, share: 20, base: eligible, rounding: up}",
        "{at_least: 1, reading: late_complaints}",
    ],
)
def test_a_share_states_its_base_and_rounding(wrong: str, tmp_path: Path) -> None:
    text = (HERE / "guidance.yaml").read_text(encoding="utf-8")
    sizes = text[text.index("      - {at_least: 1, at_most: 3") : text.index("exclusions:")]
    (tmp_path / "guidance.yaml").write_text(text.replace(sizes, f"      - {wrong}\n\n"), encoding="utf-8")
    shutil.copy(HERE / "xa.yaml", tmp_path)
    rubric, findings = load("xa.yaml", tmp_path)
    assert rubric is None
    assert {finding.code for finding in findings} == {"TD907"}


def test_the_part_of_a_guidance_shown_in_the_page_loads(tmp_path: Path) -> None:
    page = (HERE.parents[1] / "docs" / "rubrics.md").read_text(encoding="utf-8")
    (shown,) = re.findall(r"^```yml\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    awards, cites = shown.split("cites:\n")
    text = (HERE / "guidance.yaml").read_text(encoding="utf-8")
    old_awards = text[text.index("  certificate:") : text.index("exclusions:")]
    old_cites = text[text.index("cites:") : text.index("clauses:")]
    text = text.replace(old_awards, awards.removeprefix("awards:\n")).replace(old_cites, f"cites:\n{cites}")
    (tmp_path / "guidance.yaml").write_text(text, encoding="utf-8")
    shutil.copy(HERE / "xa.yaml", tmp_path)
    rubric, findings = load("xa.yaml", tmp_path)
    assert not [finding for finding in findings if finding.is_error]
    assert rubric is not None
    assert rubric.guidance.awards["certificate"].sizes[1].share == 20
    assert rubric.guidance.cites == {"TD601": "Điều 4, khoản 3", "excluded": "Điều 8"}


# --- clauses -------------------------------------------------------------------------------------


@pytest.mark.parametrize(("key", "clause"), [("TD000", "Điều 8"), ("somewhere", "Điều 8"), ("TD601", "Điều 99")])
def test_what_cites_may_not_do(key: str, clause: str, tmp_path: Path) -> None:
    text = (HERE / "guidance.yaml").read_text(encoding="utf-8")
    (tmp_path / "guidance.yaml").write_text(
        text.replace('  excluded: "Điều 8"', f'  {key}: "{clause}"').replace('  TD601: "Điều 4, khoản 3"\n', ""),
        encoding="utf-8",
    )
    shutil.copy(HERE / "xa.yaml", tmp_path)
    rubric, findings = load("xa.yaml", tmp_path)
    assert rubric is None
    assert [finding.code for finding in findings] == ["TD907"]


def test_the_shipped_guidance_cites_what_the_catalogue_says() -> None:
    """The clauses in the catalogue are those of the shipped guidance, which states them itself."""
    rubric = load("langson-2019/enterprises").value
    assert rubric is not None
    by_default = {code.id: code.clause for code in CODES.values() if code.clause}
    assert {key: clause for key, clause in rubric.guidance.cites.items() if key not in PLACES} == by_default
    assert set(PLACES) <= rubric.guidance.cites.keys()


# --- clusters of every sort ----------------------------------------------------------------------

FULL = (560, 0, 50, 100, 50, 100)
STRONG = (*FULL, 0, 0)  # 860


def ranked(folder: Path, points: Mapping[str, Sequence[float]], more: str = "", year: str = "2031") -> Told:
    """What `rank` tells of a cluster of the units that have points, with more lines in its cluster.yaml."""
    shutil.copytree(HERE, folder / "q", ignore=shutil.ignore_patterns("*.py", "khoi-mot", "__pycache__"))
    cluster = folder / "q" / "khoi"
    cluster.mkdir()
    units = "".join(f"  - {{id: {unit}, name: Xã {unit.upper()}}}\n" for unit in points if f"id: {unit}," not in more)
    text = f"name: Khối thử\nyear: {year}\nrubric: ../xa.yaml\nunits:\n{units}{more}"
    (cluster / "cluster.yaml").write_text(text, encoding="utf-8")
    made = tell("template --cluster khoi", folder / "q")
    assert made.exit == 0
    for unit, own in points.items():
        fill(cluster / "ket-qua" / "bieu-trang" / f"{unit}.xlsx", cluster / f"{unit}.xlsx", "", own)
    return tell(f"rank khoi --year {year}", folder / "q")


def awards(told: Told) -> dict[str, list[str]]:
    (cluster,) = told.document["clusters"]
    return {name: award["proposed"] for name, award in cluster["awards"].items()}


def codes(told: Told) -> dict[str, str | None]:
    return {finding["code"]: finding["clause"] for finding in told.findings}


TIED = {"u1": STRONG, "u2": STRONG, "u3": (500, *FULL[1:], 0, 0)}


def test_a_tie_for_the_first_place_waits_for_a_ballot(tmp_path: Path) -> None:
    told = ranked(tmp_path, TIED)
    assert awards(told) == {"flag": [], "certificate": []}
    assert codes(told)["TD603"] is None  # this guidance says nothing of ballots


def test_a_ballot_decides_it_and_its_loser_is_next_in_line(tmp_path: Path) -> None:
    told = ranked(tmp_path, TIED, "ballots: [{award: flag, between: [u1, u2], votes: {u1: 1, u2: 2}, voters: 3}]\n")
    assert awards(told) == {"flag": ["u2"], "certificate": ["u1"]}


@pytest.mark.parametrize(("option", "certificates"), [("1", ["u2"]), ("0", [])])
def test_a_number_that_a_reading_decides(option: str, certificates: list[str], tmp_path: Path) -> None:
    points = {f"u{n}": (560 - n, *STRONG[1:]) for n in range(1, 5)}
    told = ranked(tmp_path, points, f'readings: {{four_members: "{option}"}}\n')
    assert awards(told) == {"flag": ["u1"], "certificate": certificates}
    assert codes(told)["TD607"] == "Điều 7, khoản 2"
    (message,) = [finding["message"] for finding in told.findings if finding["code"] == "TD607"]
    assert "đúng 04 đơn vị" in message
    assert "readings.four_members" in message


def test_a_leader_below_the_least_total_gets_no_flag(tmp_path: Path) -> None:
    told = ranked(tmp_path, {"u1": (499, *FULL[1:], 0, 0), "u2": (300, *FULL[1:], 0, 0)})  # 799
    assert awards(told)["flag"] == []
    (finding,) = [finding for finding in told.findings if finding["code"] == "TD604"]
    assert (finding["clause"], finding["found"], finding["allowed"]) == ("Điều 7, khoản 1", "799", "800")


def test_a_pending_unit_is_set_aside_and_told(tmp_path: Path) -> None:
    pending = "  - {id: u9, name: Xã U9, status: pending, reason: đang xác minh, basis: Thông báo số 1}\n"
    told = ranked(tmp_path, {"u1": (500, *FULL[1:], 0, 0), "u9": STRONG}, pending)
    assert awards(told) == {"flag": ["u1"], "certificate": []}
    assert codes(told)["TD612"] is None
    (cluster,) = told.document["clusters"]
    (reason,) = next(row["reasons"] for row in cluster["ranking"] if row["unit"]["id"] == "u9")
    assert reason == {"text": "Chưa xét thi đua: đang xác minh (Thông báo số 1).", "clause": "Điều 8"}


def test_a_cluster_by_the_school_year(tmp_path: Path) -> None:
    told = ranked(tmp_path, {"u1": STRONG, "u2": (500, *FULL[1:], 0, 0)}, year="2031-2032")
    assert awards(told) == {"flag": ["u1"], "certificate": ["u2"]}


@pytest.mark.parametrize(
    ("holders", "wrong"), [({"u1", "u2"}, False), ({"u1", "u2", "u3"}, True)], ids=["two may", "three may not"]
)
def test_a_bonus_goes_to_so_many_units(holders: set[str], wrong: bool, tmp_path: Path) -> None:
    points = {unit: (*FULL, 60 if unit in holders else 0, 0) for unit in ("u1", "u2", "u3")}
    told = ranked(tmp_path, points)
    found = {(f["criterion"], f["clause"]) for f in told.findings if f["severity"] == "error" and not f["unit"]}
    assert found == ({("C.1", "Điều 5, khoản 3")} if wrong else set())


@pytest.mark.parametrize(("leader", "wrong"), [("u1", False), ("u2", True)])
def test_a_bonus_of_the_leader_s(leader: str, wrong: bool, tmp_path: Path) -> None:
    told = ranked(tmp_path, {"u1": (*FULL, 0, 40), "u2": (*FULL, 0, 0)}, f"leader: {leader}\n")
    found = {(f["criterion"], f["clause"]) for f in told.findings if f["unit"] == "u1" and f["severity"] == "error"}
    assert found == ({("C.2", "Điều 5, khoản 3")} if wrong else set())
