"""A paper as a value: its letterhead, its words, its tables, and who signs it.

This module knows no award, no file format and no way of drawing.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

from msgspec import Struct

if TYPE_CHECKING:
    from datetime import date

    from thidua_cli.findings import Finding

# What stands where thidua knows nothing and a person writes.
OPEN = "……"
LONG_OPEN = "…" * 12
# A line to write on, to the end of the line; drawn as dots.
LINE_OPEN = "\t"


class PaperId(StrEnum):
    """The papers, as `--paper` names them."""

    PREPARATORY = "tru-bi"
    REPORT = "bao-cao"
    CONFERENCE = "hoi-nghi"
    COUNT = "kiem-phieu"
    BALLOT = "phieu-bau"
    PROPOSAL = "to-trinh"
    LIST = "danh-sach"


class Form(StrEnum):
    """By which rules a paper is laid out.

    `state` is that of Decree 30/2020/NĐ-CP, `earlier` that of Circular 01/2011/TT-BNV before it, `party` that of
    Party bodies (HD 36-HD/VPTW), `plain` has no letterhead because nobody knows whose it would be.
    """

    STATE = "state"
    EARLIER = "earlier"
    PARTY = "party"
    PLAIN = "plain"


class Heading(Struct, frozen=True):
    """What stands above the title.

    Attributes:
        form: By which rules.
        agency: The issuing body; the cluster's name in the plain form.
        above: The body above it; None if not known.
        type: The abbreviation of the type of paper, such as `BC`; None for a paper without a number.
        symbol: The issuing body's letters; None if not known.
        dated: Whether the paper has a line of place and date; minutes say both in their text.
        place: The place; None if not known.
        day: The date; None if not known.
    """

    form: Form
    agency: str
    above: str | None = None
    type: str | None = None
    symbol: str | None = None
    dated: bool = True
    place: str | None = None
    day: date | None = None


class Role(StrEnum):
    """What a paragraph is, by which it is laid out."""

    BODY = "body"
    HEADING = "heading"
    BASIS = "basis"
    ITEM = "item"
    CENTRED = "centred"
    NOTE = "note"


class Paragraph(Struct, frozen=True):
    """A paragraph of one look."""

    text: str
    role: Role = Role.BODY


class Align(StrEnum):
    """Where a column's texts stand."""

    LEFT = "left"
    CENTRE = "centre"


class Column(Struct, frozen=True):
    """A column of a table.

    Attributes:
        heading: Its heading.
        share: Its width as a share of the others' shares.
        align: Where its texts stand.
        group: The heading above it that it shares with its neighbours; empty if none.
    """

    heading: str
    share: float
    align: Align = Align.CENTRE
    group: str = ""


class Table(Struct, frozen=True):
    """A table whose headings repeat on each page.

    Attributes:
        columns: Its columns.
        rows: Its rows, one text a column.
        strong: The numbers of the rows that stand out.
        small: Whether it is set smaller, for a table of many columns.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    strong: frozenset[int] = frozenset()
    small: bool = False


class Slips(Struct, frozen=True):
    """Ballot papers to cut out.

    Attributes:
        lines: What stands above the names, the first line the title.
        names: The units voted on.
        remark: How to fill it in.
        count: How many slips.
    """

    lines: tuple[str, ...]
    names: tuple[str, ...]
    remark: str
    count: int


class Appendix(Struct, frozen=True):
    """A part on pages of its own.

    Attributes:
        title: Its title.
        about: The line below it.
        blocks: What stands in it.
        landscape: Whether its pages lie.
    """

    title: str
    about: str
    blocks: tuple[Paragraph | Table, ...]
    landscape: bool = False


Block: TypeAlias = Paragraph | Table | Slips


class Signature(Struct, frozen=True):
    """Who signs: the lines above the name, and the name if it is known."""

    lines: tuple[str, ...]
    name: str | None = None


class Paper(Struct, frozen=True):
    """One paper.

    Attributes:
        id: Its kind.
        file: The name of its file, without ending.
        heading: What stands above its title.
        title: The type of paper.
        about: What it is about.
        addressees: To whom it is addressed; empty for papers that are addressed to nobody.
        blocks: Its text.
        signatures: Who signs, from left to right.
        recipients: The entries of "Nơi nhận".
        appendices: Parts on pages of their own.
        missing: What keeps the result from being final, in words; empty if nothing does.
        check: The line with the check code of the scores it was made from.
    """

    id: PaperId
    file: str
    heading: Heading
    title: str
    about: str
    blocks: tuple[Block, ...]
    check: str
    addressees: tuple[str, ...] = ()
    signatures: tuple[Signature, ...] = ()
    recipients: tuple[str, ...] = ()
    appendices: tuple[Appendix, ...] = ()
    missing: tuple[str, ...] = ()


class Placed(Struct, frozen=True):
    """A paper and what became of its file.

    Attributes:
        paper: The paper's kind.
        file: Where it stands now.
        state: `written`, `unchanged`, or `beside` where a file that a person had changed was kept.
    """

    paper: PaperId
    file: str
    state: str


class ClusterPapers(Struct, frozen=True):
    """The papers made for one cluster.

    Attributes:
        id: The cluster's key.
        name: Its name.
        path: Its folder.
        missing: What keeps its result from being final, in words.
        check: The check code of its scores.
        papers: Its papers.
    """

    id: str
    name: str
    path: str
    missing: tuple[str, ...]
    check: str
    papers: tuple[Placed, ...]


class PapersMade(Struct, frozen=True):
    """The result of `report`.

    Attributes:
        year: The year asked for.
        clusters: The papers of each cluster, by path.
        province: The list of proposals over all clusters; None if none was made.
        findings: Everything found, the clusters' own findings among them.
        beside: What was found beside the clusters.
    """

    year: str
    clusters: tuple[ClusterPapers, ...]
    province: Placed | None
    findings: tuple[Finding, ...]
    beside: tuple[Finding, ...]
