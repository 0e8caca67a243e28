"""Plain descriptions of clusters: what the sheets say, before any file is written.

The four tables come from the issued annex, not from the shipped rubrics. Points are hundredths of a
point, as whole numbers, so that nothing here can round.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal

import yaml

Stage = Literal["self", "cluster", "board"]
Award = Literal["flag", "certificate"]

STAGES: Final[tuple[Stage, ...]] = ("self", "cluster", "board")
SECTIONS: Final = ("I", "II", "III")
TOTAL: Final = "total"
RUBRICS: Final = (
    "langson-2019/districts-departments",
    "langson-2019/enterprises",
    "langson-2019/credit-institutions",
    "langson-2019/party-mass-organizations",
)
_ANNEX: Final = Path(__file__).parents[1] / "rubric" / "annex.yaml"


@dataclass(frozen=True, slots=True)
class Row:
    """A row of an official table, as printed."""

    id: str
    stt: str
    title: str
    detail: tuple[str, ...]
    maximum: int
    is_sum: bool


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """One of the four official tables.

    Attributes:
        title: For whom it is issued.
        rows: Its rows, as printed.
        leaves_of: For each row the rows scored directly that add up to it; the row itself for one of
            those, all of them for the total.
        maximum: The most a row can have, in hundredths.
    """

    title: str
    rows: tuple[Row, ...]
    leaves_of: dict[str, tuple[str, ...]]
    maximum: dict[str, int]

    @property
    def leaves(self) -> tuple[str, ...]:
        """The rows scored directly."""
        return self.leaves_of[TOTAL]

    @property
    def sums(self) -> tuple[str, ...]:
        """The rows that are sums: the groups with rows below them, and the total."""
        return tuple(row.id for row in self.rows if row.is_sum)


@cache
def table(rubric: str) -> Table:
    """The official table of a rubric, with the ids of contract 1."""
    printed: list[dict[str, Any]] = yaml.safe_load(_ANNEX.read_text(encoding="utf-8"))
    form = printed[RUBRICS.index(rubric)]
    ids: list[str] = []
    section, number, dash = "", "", 0
    for row in form["rows"]:
        stt = str(row["stt"])
        if stt in SECTIONS:
            section, id_ = stt, stt
        elif stt == "-":
            dash += 1
            id_ = f"{section}.{number}.{dash}"
        elif stt:
            number, id_ = stt, f"{section}.{stt}"
        else:
            id_ = TOTAL
        ids.append(id_)
    rows = tuple(
        Row(
            id_,
            str(row["stt"]),
            row["title"],
            tuple(row["detail"]),
            int(row["max"]) * 100,
            id_ == TOTAL or any(each.startswith(f"{id_}.") for each in ids),
        )
        for id_, row in zip(ids, form["rows"], strict=True)
    )
    leaves = tuple(row.id for row in rows if not row.is_sum)
    return Table(
        form["title"],
        rows,
        {
            row.id: tuple(leaf for leaf in leaves if row.id in {TOTAL, leaf} or leaf.startswith(f"{row.id}."))
            for row in rows
        },
        {row.id: row.maximum for row in rows},
    )


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a unit: hundredths in the rows scored directly, words where no number stands.

    A cell that is absent is not scored. `stated` holds the sums that the sheet writes out.
    """

    cells: dict[tuple[str, Stage], int | str]
    stated: dict[tuple[str, Stage], int] = field(default_factory=dict)

    def with_cell(self, row: str, stage: Stage, value: int | str) -> Sheet:
        """The sheet with another value in one cell."""
        return replace(self, cells={**self.cells, (row, stage): value})


@dataclass(frozen=True, slots=True)
class Unit:
    """A member of the cluster and the sheets that name it."""

    id: str
    name: str
    alias: str
    status: Literal["eligible", "excluded", "pending"]
    sheets: tuple[Sheet, ...]


@dataclass(frozen=True, slots=True)
class Ballot:
    """A recorded vote."""

    award: Award
    between: tuple[str, ...]
    votes: dict[str, int]
    voters: int


@dataclass(frozen=True, slots=True)
class Cluster:
    """All that is known of a cluster."""

    rubric: str
    units: tuple[Unit, ...]
    leader: str
    deputies: tuple[str, ...]
    ballots: tuple[Ballot, ...] = ()
    readings: dict[str, str] = field(default_factory=dict)
    unreadable_files: int = 0
    forced_stage: Stage | None = None

    def is_head(self, unit: str) -> bool:
        """Whether the unit is the cluster's leader or a deputy."""
        return unit == self.leader or unit in self.deputies

    @property
    def table(self) -> Table:
        """The official table of its rubric."""
        return table(self.rubric)
