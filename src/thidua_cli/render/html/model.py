"""What stands on the page, as values in one language; the templates only lay them out.

This module knows no report, no sentence and no markup.
"""

from __future__ import annotations

from msgspec import Struct


class Number(Struct, frozen=True):
    """A number of points.

    Attributes:
        text: As the language writes it.
        value: In plain notation with a decimal point, for machines and for sorting.
    """

    text: str
    value: str


class Said(Struct, frozen=True):
    """A sentence with the clause it rests on; None if it rests on none."""

    text: str
    clause: str | None


class Place(Struct, frozen=True):
    """A unit's row in the ranking.

    Attributes:
        rank: Its rank; None if it stands aside.
        unit: Its name.
        total: Its total; None if there is none to show.
        sections: Its points by section, in the table's order; None where there are none.
        lead: How many points it leads the next lower rank by.
        above: How many points it is above the least total of the flag; negative below it.
        proposed: The award proposed, the ballot it awaits or why it stands aside; may be empty.
        award: `flag`, `certificate`, `ballot`, `aside` or empty.
        reasons: Why it stands where it stands.
    """

    rank: Number | None
    unit: str
    total: Number | None
    sections: tuple[Number | None, ...]
    lead: Number | None
    above: Number | None
    proposed: str
    award: str
    reasons: tuple[Said, ...]


class Segment(Struct, frozen=True):
    """A section's part of a bar; its place and length in percent of the bar's room.

    Attributes:
        start: Where it begins.
        length: How long it is.
        middle: Where its label stands.
        label: What is written in it; empty where there is no room.
        number: Which section it is, from 1.
    """

    start: str
    length: str
    middle: str
    label: str
    number: int


class Bar(Struct, frozen=True):
    """A unit's total as a bar of its sections."""

    unit: str
    total: Number
    spelled: str
    segments: tuple[Segment, ...]


class Bars(Struct, frozen=True):
    """The bars of a cluster on one scale.

    Attributes:
        sections: The legend: number and name of each section.
        bars: By rank.
        least: Where the marks of the flag's least total stand, in percent; None if the guidance sets none.
        scale: What the scale and the line mean.
    """

    sections: tuple[tuple[int, str], ...]
    bars: tuple[Bar, ...]
    least: str | None
    scale: str


class Heat(Struct, frozen=True):
    """One cell of the matrix.

    Attributes:
        number: The points; None where nothing is scored.
        text: What a faulty cell says; empty for one that states points or nothing.
        shade: The tenth of the maximum that is reached, 0 to 10; None where there are no points.
        wrong: Whether an error was found here.
    """

    number: Number | None
    text: str
    shade: int | None
    wrong: bool


class HeatRow(Struct, frozen=True):
    """A criterion's row of the matrix; `level` is `section`, `group`, `row`, `detail` or `total`."""

    id: str
    title: str
    maximum: Number
    level: str
    cells: tuple[Heat, ...]


class HeatTable(Struct, frozen=True):
    """A part of the matrix: so many units as stand side by side."""

    caption: str
    units: tuple[str, ...]
    rows: tuple[HeatRow, ...]


class Found(Struct, frozen=True):
    """A finding, or several that say the same of several places.

    Attributes:
        severity: `error`, `warning` or `info`.
        label: The severity in words.
        message: What is wrong.
        places: Where; empty if the place says nothing more than the heading.
        fix: What to do.
        clause: The clause; None if there is none.
        code: The code, in English with its name.
    """

    severity: str
    label: str
    message: str
    places: tuple[str, ...]
    fix: str
    clause: str | None
    code: str


class FoundGroup(Struct, frozen=True):
    """The findings of one unit, or those of the cluster as a whole."""

    title: str
    counted: str
    found: tuple[Found, ...]


class Open(Struct, frozen=True):
    """Something that keeps the result from being ready, with how many places beyond those told."""

    code: str
    said: tuple[Said, ...]
    more: str


class Reading(Struct, frozen=True):
    """A reading that played a part."""

    key: str
    text: str
    clause: str


class Origin(Struct, frozen=True):
    """A file that numbers come from."""

    unit: str
    file: str
    sheet: str
    digest: str
    state: str


class ChangeRow(Struct, frozen=True):
    """A unit in the provisional and in the official ranking; what changed, in words, empty if nothing."""

    unit: str
    rank_before: Number | None
    rank_after: Number | None
    total_before: Number | None
    total_after: Number | None
    award_before: str
    award_after: str
    changed: str


class ClusterPart(Struct, frozen=True):
    """All that is told of one cluster.

    Attributes:
        anchor: The part's id on the page.
        name: The cluster's name.
        about: Year, table and number of members.
        basis: By which scores it is ranked and how far that counts.
        ready: Whether the proposals are final.
        lacking: What keeps them from being final, each in a few words.
        quotas: How many awards may be proposed.
        section_names: The headings of the sections.
        proposed_name: The heading over the proposals.
        above_name: The heading over the distance to the flag's least total; None if the guidance sets none.
        places: The ranking.
        bars: The bars; None if no unit has a total.
        heat: The matrix, in parts.
        heat_basis: Which scores the matrix shows.
        changes: Provisional against official; empty unless both exist.
        changes_note: What is said of the two.
        findings: By unit.
        counted: How many findings there are.
        open: What keeps the result from being ready, with the sentences.
        readings: The readings that played a part.
        origins: Files and digests.
        digest: The line that names the whole of the sources.
        sealed: The check code of the scores and how they stand to the seal.
    """

    anchor: str
    name: str
    about: str
    basis: str
    ready: bool
    lacking: tuple[str, ...]
    quotas: str
    section_names: tuple[str, ...]
    proposed_name: str
    above_name: str | None
    places: tuple[Place, ...]
    bars: Bars | None
    heat: tuple[HeatTable, ...]
    heat_basis: str
    changes: tuple[ChangeRow, ...]
    changes_note: str
    findings: tuple[FoundGroup, ...]
    counted: str
    open: tuple[Open, ...]
    readings: tuple[Reading, ...]
    origins: tuple[Origin, ...]
    digest: str
    sealed: str


class SummaryRow(Struct, frozen=True):
    """A cluster in the summary of a province.

    Attributes:
        anchor: The id of its part on the page.
        name: The cluster's name.
        members: How many units are on its list.
        basis: By which scores it is ranked.
        flags: The units proposed for the flag.
        flag_awaits: The ballot that a flag not yet proposed awaits; empty if none is open.
        certificates: The units proposed for certificates.
        certificate_awaits: The same for certificates.
        open_points: How many points keep the result from being ready.
        ready: Whether the proposals are final.
    """

    anchor: str
    name: str
    members: Number
    basis: str
    flags: tuple[str, ...]
    flag_awaits: str
    certificates: tuple[str, ...]
    certificate_awaits: str
    open_points: Number
    ready: bool


class KindRow(Struct, frozen=True):
    """The totals of the clusters of one kind."""

    name: str
    clusters: Number
    ready: Number
    members: Number
    ranked: Number
    flags: Number
    certificates: Number


class Province(Struct, frozen=True):
    """What is told of several clusters together: the summary, the totals by kind, the last row their sum."""

    rows: tuple[SummaryRow, ...]
    kinds: tuple[KindRow, ...]
    total: KindRow
    counted: str


class Page(Struct, frozen=True):
    """The whole page.

    Attributes:
        lang: Its language.
        title: Its title and first heading.
        about: The line under it.
        province: What is told of several clusters together; None for a single one.
        clusters: The clusters, by path.
        findings: What was found beside the clusters.
        version: The version of thidua.
    """

    lang: str
    title: str
    about: str
    province: Province | None
    clusters: tuple[ClusterPart, ...]
    findings: tuple[FoundGroup, ...]
    version: str
