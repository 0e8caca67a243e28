"""A cluster's whole year, played through the commands' own use cases: from blank forms to the final result."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING, Any

from openpyxl import load_workbook

from tests.sheets import DISTRICTS
from thidua_cli import pipeline
from thidua_cli.pipeline import seal as sealing
from thidua_cli.pipeline.review import review
from thidua_cli.pipeline.seal import Words
from thidua_cli.review.layout import (
    AGREE_ROW,
    BOARD_TAB,
    CLUSTER_TAB,
    CODE_COLUMN,
    FIRST_PAIR,
    ID_ROW,
    LOG_HEADINGS,
    LOG_TAB,
    REASON_HEADINGS,
    REASONS_TAB,
    SEEN,
)
from thidua_cli.rubric.load import load
from thidua_cli.rubric.model import Stage
from thidua_cli.seal.result import Match, Outcome
from thidua_cli.template import input_cells

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from thidua_cli.report import ClusterReport

LIST = f"""\
name: Cụm thi đua số 1
year: 2019
rubric: {DISTRICTS}
leader: a
units:
  - {{id: a, name: Sở A, registered: 2019-01-20, signed: true}}
  - {{id: b, name: Sở B, registered: 2019-01-20, signed: true}}
  - {{id: c, name: Sở C, registered: 2019-01-20, signed: true}}
  - {{id: d, name: Sở D, registered: 2019-01-20, signed: true}}
readings: {{section_I_source: "2460"}}
"""
SCORES = {"II": "18", "III.1": "2", "III.2": "5", "III.3": "4", "III.4": "5", "III.5": "3"}


def fill(form: Path, into: Path, of_one: str, **others: str) -> None:
    """A clerk fills the self column of a blank form and sends it."""
    rubric = load(DISTRICTS).value
    assert rubric is not None
    book = load_workbook(form)
    scores = {"I": of_one, **SCORES, **{row.replace("_", "."): value for row, value in others.items()}}
    for (criterion, stage), cell in input_cells(rubric).items():
        if stage is Stage.SELF:
            book.worksheets[0][cell] = Decimal(scores.get(criterion, "0"))
    book.save(into)


def edit(home: Path, change: Callable[[Any], None]) -> None:
    """Somebody opens the review workbook, types and saves."""
    path = home / "ra-soat.xlsx"
    book = load_workbook(BytesIO(path.read_bytes()))
    change(book)
    book.save(path)


def column(tab: Any, unit: str) -> int:
    """The input column of a unit on a matrix."""
    at = next(n for n in range(FIRST_PAIR, tab.max_column + 1) if tab.cell(ID_ROW, n).value == unit)
    return at + 1


def row(tab: Any, criterion: str) -> int:
    return next(n for n in range(1, tab.max_row + 1) if tab.cell(n, CODE_COLUMN).value == criterion)


def type_scores(tab_name: str, scores: Mapping[tuple[str, str], str]) -> Callable[[Any], None]:
    def change(book: Any) -> None:
        for (unit, criterion), value in scores.items():
            book[tab_name].cell(row(book[tab_name], criterion), column(book[tab_name], unit), Decimal(value))

    return change


def agree(tab_name: str, *units: str) -> Callable[[Any], None]:
    def change(book: Any) -> None:
        for unit in units:
            book[tab_name].cell(AGREE_ROW, column(book[tab_name], unit), "x")

    return change


def give_reasons(book: Any) -> None:
    """A reason for every difference that the sheet lists."""
    tab = book[REASONS_TAB]
    head = next(n for n in range(1, 20) if tab.cell(n, 1).value == REASON_HEADINGS[0])
    for n in range(head + 1, tab.max_row + 1):
        if tab.cell(n, 1).value:
            tab.cell(n, REASON_HEADINGS.index("Lý do") + 1, "Cụm thống nhất")
            tab.cell(n, REASON_HEADINGS.index("Văn bản") + 1, "Biên bản ngày 05/01/2020")


def confirm_changes(book: Any) -> None:
    tab = book[LOG_TAB]
    head = next(n for n in range(1, 20) if tab.cell(n, 1).value == LOG_HEADINGS[0])
    for n in range(head + 1, tab.max_row + 1):
        if tab.cell(n, 1).value:
            tab.cell(n, LOG_HEADINGS.index(SEEN) + 1, "x")


def ranked(home: Path) -> ClusterReport:
    (report,) = pipeline.rank(str(home), "2019").clusters
    return report


def codes(report: ClusterReport) -> set[str]:
    return {finding.code for finding in report.findings}


def places(report: ClusterReport) -> list[tuple[int | None, str, Decimal | None]]:
    return [(one.rank, one.member.id, one.total) for one in report.ranking.rows]


def said_of(home: Path, code: str) -> Match | None:
    """What a code on a paper agrees with."""
    matched = sealing.match_code(str(home), code).matched
    return matched.match if matched else None


def test_a_whole_year(tmp_path: Path) -> None:  # noqa: PLR0915 - a year is long
    home = tmp_path / "cum-1"
    home.mkdir()
    (home / "cluster.yaml").write_text(LIST, encoding="utf-8")

    # Blank forms are made, filled and sent; one unit is late.
    made = pipeline.forms_of_cluster(str(home), None, None, None)
    assert len(made.files) == 4
    forms = home / "ket-qua" / "bieu-trang"
    for unit, of_one in {"a": "90", "b": "95", "c": "92"}.items():
        fill(forms / f"{unit}.xlsx", home / f"{unit}.xlsx", of_one)
    assert {f.code for f in pipeline.validate([str(home)]).all_findings() if f.is_error} == set()
    waiting = ranked(home)
    assert (waiting.ranking.stage, waiting.ready) == (Stage.SELF, False)
    assert "TD501" in codes(waiting)

    # The head begins to review before everybody has sent.
    begun = review(str(home), today=date(2020, 1, 3))
    assert not any(finding.is_error for finding in begun.findings)
    edit(home, agree(CLUSTER_TAB, "a", "b", "c"))
    edit(home, type_scores(CLUSTER_TAB, {("b", "III.3"): "3", ("a", "II"): "17"}))

    # The last unit sends, and another sends again: what was settled stays, what changed is marked.
    fill(forms / "d.xlsx", home / "d.xlsx", "88")
    fill(forms / "c.xlsx", home / "c.xlsx", "93")
    changed = ranked(home)
    assert [f.criterion for f in changed.findings if f.code == "TD703"] == ["I"]
    review(str(home), today=date(2020, 1, 4))
    still = ranked(home)
    assert [(f.criterion, f.found, f.allowed) for f in still.findings if f.code == "TD703"] == [("I", "93", "92")]

    # The head looks again, takes the new score, agrees with the last unit and gives the reasons.
    edit(home, type_scores(CLUSTER_TAB, {("c", "I"): "93"}))
    edit(home, agree(CLUSTER_TAB, "d"))
    edit(home, confirm_changes)
    review(str(home), today=date(2020, 1, 5))
    edit(home, give_reasons)
    provisional = ranked(home)
    assert provisional.ranking.stage is Stage.CLUSTER
    assert places(provisional) == [
        (1, "b", Decimal(131)),
        (2, "c", Decimal(130)),
        (3, "a", Decimal(126)),
        (4, "d", Decimal(125)),
    ]
    assert not {"TD702", "TD703"} & codes(provisional)
    assert len(list((home / "ket-qua" / "ra-soat-cu").iterdir())) == 2

    # The scores are agreed and sealed; sealing again changes nothing.
    sealed = sealing.seal(str(home), Words(by="Sở A", note="Họp thống nhất"), date(2020, 1, 6))
    assert not any(finding.is_error for finding in sealed.findings)
    code = sealed.check.code if sealed.check else ""
    assert not sealing.check(str(home)).disagrees
    assert said_of(home, code) is Match.SEAL
    again = sealing.seal(str(home), Words(), date(2020, 1, 7))
    assert again.outcome is Outcome.UNCHANGED

    # Somebody changes a score afterwards: it is shown to the cell, and the result is held.
    clean = (home / "b.xlsx").read_bytes()
    fill(forms / "b.xlsx", home / "b.xlsx", "99")
    tampered = ranked(home)
    (found,) = [f for f in tampered.findings if f.code == "TD720"]
    assert (found.unit, found.criterion, found.stage, found.file) == ("b", "I", "self", "b.xlsx")
    assert "TD720" in tampered.blockers
    assert sealing.check(str(home)).disagrees
    (home / "b.xlsx").write_bytes(clean)
    assert not sealing.check(str(home)).disagrees

    # The board examines section III: the first place changes hands and there are two at the top.
    review(str(home), today=date(2020, 1, 10))
    edit(home, agree(BOARD_TAB, "a", "b", "c", "d"))
    edit(home, type_scores(BOARD_TAB, {("b", "III.4"): "4"}))
    review(str(home), today=date(2020, 1, 11))
    edit(home, give_reasons)
    official = ranked(home)
    assert official.ranking.stage is Stage.BOARD
    assert places(official)[:2] == [(1, "b", Decimal(130)), (1, "c", Decimal(130))]
    assert official.recommendation.flag.ballot == ("b", "c")
    assert "TD720" not in codes(official), "the board's stage is not a change of what was agreed"
    assert not official.ready
    assert official.provisional is not None

    # The ballot is held and recorded; the result is final.
    ballot = "ballots:\n  - {award: flag, between: [b, c], votes: {b: 1, c: 3}, voters: 4, minutes: Biên bản 15/01}\n"
    (home / "cluster.yaml").write_text(LIST + ballot, encoding="utf-8")
    final = ranked(home)
    assert (final.recommendation.flag.proposed, final.recommendation.certificate.proposed) == (("c",), ("b",))
    assert final.blockers == ()
    assert "TD617" in codes(final), "the board's examination changed what the cluster had adopted"
    assert said_of(home, code) is Match.SEAL
