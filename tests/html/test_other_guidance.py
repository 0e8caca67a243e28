"""The page of a guidance that the program has never heard of: its sections, its awards, its least total."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from tests.second_guidance.test_second_guidance import SECTIONS, folder
from thidua_cli.pipeline import rank
from thidua_cli.render.html import page

from .reading import number, parsed, rows, text, with_class

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["folder"]  # the fixture


def test_its_own_sections_awards_and_least_total_stand_on_the_page(folder: Path) -> None:
    report = rank(str(folder), "2031")
    (cluster,) = report.clusters
    document = parsed(page(report, "vi"))
    (table,) = with_class(document, "ranking")
    heads = [text(head) for head in table.iter("th") if head.get("scope") == "col"]
    assert heads[3:6] == list(SECTIONS)
    for cells, row in zip(rows(table), cluster.ranking.rows, strict=True):
        assert number(cells[0]) == (None if row.rank is None else Decimal(row.rank))
        assert number(cells[2]) == row.total
    proposed = {award for cells in rows(table) for one in with_class(cells[-2], "award") for award in [text(one)]}
    flag = cluster.recommendation.flag
    assert flag.award.name.vi in proposed
    assert flag.award.least_total is None or any(str(flag.award.least_total) in head for head in heads)
    assert f"{cluster.cluster.rubric.maximum} điểm" in text(document)
