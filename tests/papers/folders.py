"""Clusters on disk to make papers of: ready, not ready, of one unit, of sixty, of the Party.

This module knows no paper and asserts nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.sheets import DISTRICTS, xlsx

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

HEAD = """\
name: {name}
year: {year}
rubric: langson-2019/districts-departments
readings: {{section_I_source: "2460"}}
{more}
units:
"""


def cluster(
    folder: Path,
    totals: Sequence[Any],
    *,
    more: str = "leader: u-1\nconference: 2020-01-15",
    name: str = "Cụm thi đua số 9",
    year: str = "2019",
    names: Mapping[int, str] | None = None,
    ids: str = "",
) -> Path:
    """A cluster of units `u-1`, `u-2`, … with these totals in every column; None sent no sheet.

    A total may also be a list: self, cluster and board. `ids` tells the units of one cluster from another's.
    """
    folder.mkdir(parents=True, exist_ok=True)
    called = [(names or {}).get(number, f"Sở Minh họa {ids}{number}") for number in range(1, len(totals) + 1)]
    units = "".join(f"  - id: u-{ids}{n}\n    name: {quoted(each)}\n" for n, each in enumerate(called, 1))
    if ids:
        more = more.replace("u-1", f"u-{ids}1")
    (folder / "cluster.yaml").write_text(HEAD.format(name=name, year=year, more=more) + units, encoding="utf-8")
    for number, (unit, total) in enumerate(zip(called, totals, strict=True), 1):
        if total is None:
            continue
        spread = total if isinstance(total, list) else [total] * 3
        described = {"unit": unit, "year": year, "rubric": DISTRICTS, "spread": spread}
        (folder / f"u-{number}.xlsx").write_bytes(xlsx(described))
    return folder


def quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
