"""cluster.yaml into a `Roster`, with every fault at its line and column.

This module knows no sheet and no score; which readings there are it learns from the guidance.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Literal

from pydantic import Field, PlainValidator

from thidua_cli import catalogue, yaml_text
from thidua_cli.catalogue import Text, did_you_mean
from thidua_cli.findings import Checked, Finding
from thidua_cli.roster.letterhead import Letterhead
from thidua_cli.roster.model import Ballot, Member, Roster, Term, Waiver
from thidua_cli.roster.province import Province
from thidua_cli.rubric.model import ClusterKind, Guidance, Rubric, Status
from thidua_cli.vietnamese import name_key
from thidua_cli.yaml_text import Day, DayOrFlag, Document, Flag, Keys, Line, Place, Slug, Strict, Tree, Whole

# --- the file as pydantic models ------------------------------------------------------------------

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_YEARS = re.compile(r"([12][0-9]{3})(?:\s*[-–]\s*([0-9]{4}))?")


_A_YEAR = Text(
    "một năm như 2019, hoặc năm học gồm hai năm liền nhau như 2018-2019",
    "a year such as 2019, or a school year of two consecutive years such as 2018-2019",
)
_AN_OPTION = Text("tên một lựa chọn", "the name of an option")


def _year(value: object) -> str:
    """`2019`, or two consecutive years of a school year as `2018-2019` (A.I.2)."""
    match = _YEARS.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None or (match[2] and int(match[2]) != int(match[1]) + 1):
        raise yaml_text.wrong(_A_YEAR)
    return f"{match[1]}-{match[2]}" if match[2] else match[1]


def _option(value: object) -> str:
    """An option of a reading; a list such as `[III]` is its texts in order."""
    parts = value if isinstance(value, list) else [value]
    texts = [part.strip() for part in parts if isinstance(part, str) and part.strip()]
    if not texts or len(texts) != len(parts):
        raise yaml_text.wrong(_AN_OPTION)
    return ", ".join(texts)


_Year = Annotated[str, PlainValidator(_year)]
_Option = Annotated[str, PlainValidator(_option)]


class _Unit(Strict):
    id: Slug
    name: Line
    aliases: tuple[Line, ...] = ()
    registered: DayOrFlag | None = None
    signed: Flag | None = None
    status: Literal["eligible", "excluded", "pending"] = "eligible"
    reason: Line | None = None
    basis: Line | None = None
    registered_with_council: DayOrFlag | None = None
    sent: Day | None = None
    member_from: Day | None = None
    member_to: Day | None = None

    def value(self) -> Member:
        return Member(
            id=self.id,
            name=self.name,
            aliases=self.aliases,
            registered=self.registered,
            signed=self.signed,
            status=Status(self.status),
            reason=self.reason,
            basis=self.basis,
            registered_with_council=self.registered_with_council,
            sent=self.sent,
            member_from=self.member_from,
            member_to=self.member_to,
        )


class _Dates(Strict):
    agreed: Day | None = None
    reported: Day | None = None
    previous_conference: Day | None = None
    half_year: Day | None = None
    term_1_end: Day | None = None
    preparatory: Day | None = None
    self_scores: Day | None = None


class _Ballot(Strict):
    award: Literal["flag", "certificate"]
    between: tuple[Line, ...] = Field(min_length=2)
    votes: dict[str, Whole]
    voters: Whole | None = None
    minutes: Line | None = None

    def value(self, line: int) -> Ballot:
        votes = MappingProxyType(dict(self.votes))
        return Ballot(self.award, self.between, votes, self.voters, self.minutes, line)


class _Waiver(Strict):
    code: Line
    unit: Line | None = None
    criterion: Line | None = None
    stage: Literal["self", "cluster", "board"] | None = None
    reason: Line
    who: Line
    document: Line
    until: Day | None = None

    def value(self, entry: Place, criterion: Place) -> Waiver:
        return Waiver(
            code=self.code,
            reason=self.reason,
            who=self.who,
            document=self.document,
            unit=self.unit,
            criterion=self.criterion,
            stage=self.stage,
            until=self.until,
            line=entry.line,
            criterion_at=(criterion.line, criterion.column),
        )


class _Signer(Strict):
    authority: Line | None = None
    post: Line | None = None
    name: Line | None = None


class _Papers(Strict):
    above: Line | None = None
    agency: Line | None = None
    place: Line | None = None
    symbol: Line | None = None
    addressee: Line | None = None
    signer: _Signer = _Signer()
    recipients: tuple[Line, ...] = ()
    party: Flag | None = None

    def value(self) -> Letterhead:
        return Letterhead(
            above=self.above,
            agency=self.agency,
            place=self.place,
            symbol=self.symbol,
            addressee=self.addressee,
            authority=self.signer.authority,
            post=self.signer.post,
            name=self.signer.name,
            recipients=self.recipients,
            party=self.party,
        )


class _Province(Strict):
    lang: Literal["vi", "en"] | None = None
    papers: _Papers = _Papers()
    readings: dict[str, _Option] = Field(default_factory=dict)


class _Cluster(Strict):
    id: Slug | None = None
    name: Line
    year: _Year
    rubric: Line
    decision: Line | None = None
    term: Term | None = None
    kind: ClusterKind | None = None
    leader: Line | None = None
    previous_leader: Line | None = None
    deputies: tuple[Line, ...] = ()
    conference: Day | None = None
    dates: _Dates = _Dates()
    units: tuple[_Unit, ...] = Field(min_length=1)
    ballots: tuple[_Ballot, ...] = ()
    readings: dict[str, _Option] = Field(default_factory=dict)
    papers: _Papers = _Papers()
    waivers: tuple[_Waiver, ...] = ()


# --- loading --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, eq=False)
class PlacedReadings(Mapping[str, str]):
    """The readings that a cluster.yaml chooses, with the place of each key and value in it."""

    chosen: Mapping[str, str]
    keys_at: Mapping[str, Place]
    values_at: Mapping[str, Place]

    def __getitem__(self, reading: str) -> str:
        return self.chosen[reading]

    def __iter__(self) -> Iterator[str]:
        return iter(self.chosen)

    def __len__(self) -> int:
        return len(self.chosen)


def load(path: Path) -> Checked[Roster | None]:
    """The roster in a cluster.yaml, or None and everything that is wrong with the file.

    Whatever the file holds, nothing is raised. The cluster's id is its folder's name unless given.
    """
    file = str(path)
    document, findings = yaml_text.read(path)
    if document is None:
        return Checked(None, findings)
    cluster, more = yaml_text.validate(document, _Cluster, file)
    for check in (_collisions, _unlisted, _without_basis, _membership_reversed, _not_to_waive, _without_conference):
        more = (*more, *islice(check(document, file), yaml_text.MOST_FAULTS))
    findings = (*findings, *more)
    if cluster is None or findings:
        return Checked(None, yaml_text.by_place(findings))
    return Checked(_roster(cluster, document, path))


def _placed(chosen: Mapping[str, str], document: Document) -> PlacedReadings:
    return PlacedReadings(
        MappingProxyType(dict(chosen)),
        MappingProxyType({key: document.key_place(("readings", key)) for key in chosen}),
        MappingProxyType({key: document.place(("readings", key)) for key in chosen}),
    )


def _roster(cluster: _Cluster, document: Document, path: Path) -> Roster:
    readings = _placed(cluster.readings, document)
    return Roster(
        id=cluster.id or path.resolve().parent.name,
        name=cluster.name,
        year=cluster.year,
        rubric=cluster.rubric,
        members=tuple(unit.value() for unit in cluster.units),
        leader=cluster.leader,
        deputies=cluster.deputies,
        conference=cluster.conference,
        agreed=cluster.dates.agreed,
        reported=cluster.dates.reported,
        ballots=tuple(ballot.value(document.place(("ballots", n)).line) for n, ballot in enumerate(cluster.ballots)),
        readings=readings,
        decision=cluster.decision,
        term=cluster.term,
        kind=cluster.kind,
        previous_leader=cluster.previous_leader,
        previous_conference=cluster.dates.previous_conference,
        half_year=cluster.dates.half_year,
        term_1_end=cluster.dates.term_1_end,
        preparatory=cluster.dates.preparatory,
        self_scores=cluster.dates.self_scores,
        letterhead=cluster.papers.value(),
        waivers=tuple(
            waiver.value(document.place(("waivers", n)), document.place(("waivers", n, "criterion")))
            for n, waiver in enumerate(cluster.waivers)
        ),
    )


def load_province(path: Path) -> Checked[Province | None]:
    """What a thidua.yaml sets for the clusters below it, or None and everything that is wrong with the file.

    Which readings there are the guidance knows (`check_readings`).
    """
    document, findings = yaml_text.read(path)
    if document is None:
        return Checked(None, findings)
    province, more = yaml_text.validate(document, _Province, str(path))
    if province is None or findings or more:
        return Checked(None, yaml_text.by_place((*findings, *more)))
    readings = _placed(province.readings, document)
    return Checked(Province(province.papers.value(), readings, province.lang))


# --- checks over the tree, so that they run whatever else is wrong --------------------------------


def _listed(tree: Tree) -> Iterator[tuple[int, Tree]]:
    return enumerate(tree if isinstance(tree, list) else [])


def _entries(tree: Tree) -> list[tuple[int, dict[str, Tree]]]:
    """The mappings in a list, each with its position; what is no mapping is reported elsewhere."""
    return [(n, each) for n, each in _listed(tree) if isinstance(each, dict)]


def _texts(tree: Tree) -> list[tuple[int, str]]:
    """The texts in a list, each with its position."""
    return [(n, each) for n, each in _listed(tree) if isinstance(each, str)]


def _names(unit: Mapping[str, Tree]) -> Iterator[tuple[Keys, str]]:
    """Everything that a sheet may call the unit, with its path below the unit."""
    for key in ("id", "name"):
        name = unit.get(key)
        if isinstance(name, str):
            yield (key,), name
    for n, alias in _texts(unit.get("aliases")):
        yield ("aliases", n), alias


def _collisions(document: Document, file: str) -> Iterator[Finding]:
    """No id, name or alias means two units, as `name_key` compares them (TD910).

    A sheet would otherwise be given to whichever unit comes first.

    Bad: two units with the alias `SNV`. Good: `SNV` and `SNN`.
    """
    owner: dict[str, tuple[int, str]] = {}
    for n, unit in _entries(document.at("units")):
        own = unit.get("id") if isinstance(unit.get("id"), str) else unit.get("name")
        for below, name in _names(unit):
            key = name_key(name)
            other, called = owner.setdefault(key, (n, str(own)))
            if key and other != n:
                place = document.place(("units", n, *below))
                yield catalogue.UNIT_REPEATED.finding(
                    file=file, found=name, other=called, line=place.line, column=place.column
                )


def _unlisted(document: Document, file: str) -> Iterator[Finding]:
    """Leader, deputies and the units of a ballot or a waiver are members of the cluster (TD909)."""
    units = [unit.get("id") for _, unit in _entries(document.at("units"))]
    ids = dict.fromkeys(each for each in units if isinstance(each, str))
    for within, found, place in _mentions(document):
        if ids and found not in ids:
            yield catalogue.UNIT_NOT_LISTED.finding(
                file=file,
                found=found,
                within=document.name(within),
                meant=did_you_mean(found, tuple(ids)),
                line=place.line,
                column=place.column,
            )


def _mentions(document: Document) -> Iterator[tuple[Keys, str, Place]]:
    """Every place that names a unit by id: the path around it, the id, where it stands."""
    leader = document.at("leader")
    if isinstance(leader, str):
        yield ("leader",), leader, document.place(("leader",))
    for n, deputy in _texts(document.at("deputies")):
        yield ("deputies",), deputy, document.place(("deputies", n))
    for n, ballot in _entries(document.at("ballots")):
        between: Keys = ("ballots", n, "between")
        for m, unit in _texts(ballot.get("between")):
            yield between, unit, document.place((*between, m))
        votes = ballot.get("votes")
        for unit in votes if isinstance(votes, dict) else ():
            path: Keys = ("ballots", n, "votes")
            yield path, unit, document.key_place((*path, unit))
    for n, waiver in _entries(document.at("waivers")):
        accepted = waiver.get("unit")
        if isinstance(accepted, str):
            yield ("waivers", n, "unit"), accepted, document.place(("waivers", n, "unit"))


def _without_basis(document: Document, file: str) -> Iterator[Finding]:
    """A unit is set aside only with a reason and a document that says so (TD911, D.3).

    Bad: `status: excluded` alone. Good: with `reason:` and `basis: 12/KL-TTr ngày 05/01/2020`.
    """
    for n, unit in _entries(document.at("units")):
        status = unit.get("status")
        lacking = [key for key in ("reason", "basis") if unit.get(key) in (None, "")]
        if status in (Status.EXCLUDED, Status.PENDING) and lacking:
            place = document.place(("units", n, "status"))
            yield catalogue.STATUS_WITHOUT_BASIS.finding(
                file=file,
                found=", ".join(lacking),
                name=str(unit.get("name") or unit.get("id") or n + 1),
                status=str(status),
                line=place.line,
                column=place.column,
            )


_AFTER_MEMBER_FROM = Text("một ngày không trước member_from", "a day that is not before member_from")


def _membership_reversed(document: Document, file: str) -> Iterator[Finding]:
    """A unit does not leave before it came (TD904).

    Days in the form `2019-07-01` compare as text; what is no day is reported elsewhere.
    """
    for n, unit in _entries(document.at("units")):
        came, left = unit.get("member_from"), unit.get("member_to")
        days = [day for day in (came, left) if isinstance(day, str) and _DAY.fullmatch(day)]
        if len(days) == 2 and days[1] < days[0]:  # noqa: PLR2004 - both days are stated
            yield yaml_text.bad_value(document, ("units", n, "member_to"), _AFTER_MEMBER_FROM, file)


# --- waivers --------------------------------------------------------------------------------------

_WITH_CONFERENCE = Text(
    "để trống, vì chưa có conference để so", "nothing, for want of a conference that it is compared with"
)


def _not_to_waive(document: Document, file: str) -> Iterator[Finding]:
    """A waiver names a known code (TD932), one that leaves no number wrong or missing (TD933).

    Bad: `code: TD203`, a score above the maximum. Good: `code: TD413`, a bonus without evidence.
    """
    for n, waiver in _entries(document.at("waivers")):
        found, place = waiver.get("code"), document.place(("waivers", n, "code"))
        if not isinstance(found, str) or not found.strip():
            continue
        code = catalogue.CODES.get(found)
        if code is None:
            meant = did_you_mean(found.upper(), catalogue.CODES)
            yield catalogue.WAIVER_CODE_UNKNOWN.finding(
                file=file, found=found, line=place.line, column=place.column, meant=meant
            )
        elif why := catalogue.why_not_waived(code):
            what = Text(_in_brief(code.message.with_gaps("vi")), code.name)
            yield catalogue.WAIVER_NOT_ALLOWED.finding(
                file=file, found=found, line=place.line, column=place.column, what=what, why=why
            )


_LONGEST_BRIEF = 60


def _in_brief(text: str) -> str:
    text = text.rstrip(".")
    return text if len(text) <= _LONGEST_BRIEF else text[: _LONGEST_BRIEF - 1].rstrip() + "…"


def _without_conference(document: Document, file: str) -> Iterator[Finding]:
    """The last day of a waiver is held against the conference, so there has to be one (TD904)."""
    if document.at("conference") is not None:
        return
    for n, waiver in _entries(document.at("waivers")):
        if isinstance(waiver.get("until"), str):
            yield yaml_text.bad_value(document, ("waivers", n, "until"), _WITH_CONFERENCE, file)


def check_waivers(roster: Roster, rubric: Rubric, file: str) -> tuple[Finding, ...]:
    """What is wrong with the roster's waivers: criteria the table has not (TD934), too short a time (TD935)."""
    known = tuple(dict.fromkeys(one.id for section in rubric.sections for one in section.everything()))
    findings = []
    for waiver in roster.waivers:
        if waiver.criterion is not None and waiver.criterion not in known:
            line, column = waiver.criterion_at
            unknown = catalogue.WAIVER_CRITERION_UNKNOWN.finding(
                file=file,
                found=waiver.criterion,
                table=rubric.id,
                meant=did_you_mean(waiver.criterion, known),
                line=line,
                column=column,
            )
            findings.append(unknown)
        if not waiver.holds_until(roster.conference):
            expired = catalogue.WAIVER_EXPIRED.finding(
                file=file, found=waiver.code, until=waiver.until, conference=roster.conference, line=waiver.line
            )
            findings.append(expired)
    return tuple(findings)


# --- readings -------------------------------------------------------------------------------------


def check_readings(roster: Roster, guidance: Guidance, file: str) -> tuple[Finding, ...]:
    """What is wrong with the roster's readings: unknown ones (TD902), options that are none (TD908)."""
    chosen = roster.readings
    nowhere: Mapping[str, Place] = {}
    keys_at = chosen.keys_at if isinstance(chosen, PlacedReadings) else nowhere
    values_at = chosen.values_at if isinstance(chosen, PlacedReadings) else nowhere
    findings = []
    for name, option in chosen.items():
        reading = guidance.readings.get(name)
        if reading is None:
            place = keys_at.get(name, Place(1, 1))
            known = tuple(guidance.readings)
            findings.append(yaml_text.unknown_name(name, known, "readings", place, file))
        elif option not in reading.options:
            place, options = values_at.get(name, Place(1, 1)), tuple(reading.options)
            finding = catalogue.READING_UNKNOWN.finding(
                file=file,
                found=option,
                allowed=", ".join(options),
                clause=reading.clause,
                reading=name,
                meant=did_you_mean(option, options),
                line=place.line,
                column=place.column,
            )
            findings.append(yaml_text.saying(finding, allowed=options))
    return tuple(findings)
