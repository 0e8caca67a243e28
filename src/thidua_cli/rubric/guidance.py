"""guidance.yaml into a `Guidance`: what all tables of one guidance share.

This module knows no table; clauses, readings and sizes that refer to each other are checked here.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any, Literal

from pydantic import Field, PlainValidator, TypeAdapter, WithJsonSchema

from thidua_cli import yaml_text
from thidua_cli.catalogue import CODES, Text, filled
from thidua_cli.findings import Checked, Finding
from thidua_cli.rubric import kinds, model
from thidua_cli.rubric.consistency import NO_CLAUSE, inconsistent
from thidua_cli.rubric.files import FactFile, WordingFile
from thidua_cli.rubric.model import Guidance
from thidua_cli.yaml_text import Document, Keys, Line, Points, Strict, Whole


class _Document(Strict):
    title: Line
    issuer: Line
    number: Line | None = None
    issued: Line
    replaces: Line | None = None
    from_year: Whole


class _Columns(Strict):
    stt: Line
    content: Line
    maximum: Line
    self: Line
    cluster: Line
    board: Line


class _Stage(Strict):
    clause: Line


class _Board(_Stage):
    scope: tuple[Line, ...] = Field(min_length=1)


class _Stages(Strict):
    self: _Stage
    cluster: _Stage
    board: _Board


class _Limit(Strict):
    maximum: Points
    clause: Line
    bonus: Points | None = None


class _Size(Strict):
    at_least: Whole | None = None
    at_most: Whole | None = None
    quota: Whole | None = None
    reading: Line | None = None
    share: Points | None = None
    base: Literal["listed", "eligible"] | None = None
    rounding: Literal["half-up", "down", "up"] | None = None
    least: Whole = 0


class _Award(Strict):
    name: WordingFile
    clause: Line
    sizes: tuple[_Size, ...] = Field(min_length=1)
    least_total: Points | None = None


class _Exclusion(WordingFile):
    clause: Line


class _Reading(Strict):
    clause: Line
    question: WordingFile
    options: dict[str, WordingFile]
    default: Line
    warning: WordingFile | None = None


class _FactSum(Strict):
    parts: tuple[Line, ...] = Field(min_length=1)
    whole: Line
    clause: Line


_DAY_AND_MONTH = re.compile(r"([0-9]{1,2})/([0-9]{1,2})")
_A_DAY_AND_MONTH = Text("ngày và tháng như 30/01", "a day and a month such as 30/01")


def _day_and_month(value: object) -> tuple[int, int]:
    """`30/01`, the day first as papers write it; 29 February comes only every fourth year and is none."""
    match = _DAY_AND_MONTH.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is not None:
        day, month = int(match[1]), int(match[2])
        try:
            date(2019, month, day)
        except ValueError:
            pass
        else:
            return day, month
    raise yaml_text.wrong(_A_DAY_AND_MONTH)


_DayAndMonth = Annotated[
    tuple[int, int],
    PlainValidator(_day_and_month),
    WithJsonSchema({"type": "string", "pattern": "^[0-9]{1,2}/[0-9]{1,2}$"}),
]


class _YearlyDay(Strict):
    before: _DayAndMonth
    year: Literal["0", "1"]

    def value(self) -> model.YearlyDay:
        day, month = self.before
        return model.YearlyDay(day, month, int(self.year))


class _Deadline(Strict):
    clause: Line
    calendar: _YearlyDay | None = None
    school: _YearlyDay | None = None
    not_for: tuple[model.ClusterKind, ...] = ()

    def value(self) -> model.Deadline:
        calendar = self.calendar.value() if self.calendar else None
        school = self.school.value() if self.school else None
        return model.Deadline(self.clause, calendar, school, not_for=self.not_for)


class _DaysBefore(Strict):
    clause: Line
    days_before_conference: Whole

    def value(self) -> model.Deadline:
        return model.Deadline(self.clause, days_before_conference=self.days_before_conference)


class _Deadlines(Strict):
    registration: _Deadline | None = None
    half_year: _Deadline | None = None
    conference: _Deadline | None = None
    report: _DaysBefore | None = None

    def values(self) -> dict[model.DeadlineId, model.Deadline]:
        read: dict[model.DeadlineId, _Deadline | _DaysBefore | None] = {
            "registration": self.registration,
            "half_year": self.half_year,
            "conference": self.conference,
            "report": self.report,
        }
        return {key: deadline.value() for key, deadline in read.items() if deadline is not None}


class _Guidance(Strict):
    id: Line
    document: _Document
    columns: _Columns
    stages: _Stages
    limits: dict[str, _Limit] = Field(default_factory=dict)
    awards: dict[str, _Award]
    exclusions: dict[str, _Exclusion] = Field(default_factory=dict)
    readings: dict[str, _Reading] = Field(default_factory=dict)
    facts: dict[str, FactFile] = Field(default_factory=dict)
    fact_sums: tuple[_FactSum, ...] = ()
    deadlines: _Deadlines = _Deadlines()
    clauses: dict[str, WordingFile]
    cites: dict[str, Line] = Field(default_factory=dict)


def read_guidance(path: Path) -> Checked[Guidance | None]:
    """The guidance in a file, or None and what is wrong with it."""
    file = str(path)
    document, findings = yaml_text.read(path)
    if document is None:
        return Checked(None, findings)
    read, more = yaml_text.validate(document, _Guidance, file)
    findings = (*findings, *more)
    if read is not None:
        findings = (*findings, *_guidance_faults(read, document, file))
    if read is None or findings:
        return Checked(None, findings)
    return Checked(_guidance_value(read))


def guidance_schema() -> dict[str, object]:
    """The JSON Schema of a guidance.yaml, for editors."""
    schema = TypeAdapter(_Guidance).json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema, "title": "thidua guidance"}


def _guidance_value(read: _Guidance) -> Guidance:
    paper = read.document
    return Guidance(
        id=read.id,
        document=model.Document(
            title=paper.title,
            issuer=paper.issuer,
            number=paper.number or "",
            issued=paper.issued,
            replaces=paper.replaces or "",
            from_year=paper.from_year,
        ),
        columns=MappingProxyType(read.columns.model_dump()),
        board_scope=tuple(read.stages.board.scope),
        clauses=MappingProxyType({key: words.value() for key, words in read.clauses.items()}),
        awards=MappingProxyType({key: _award_value(key, award) for key, award in read.awards.items()}),
        exclusions=MappingProxyType({key: words.value() for key, words in read.exclusions.items()}),
        readings=MappingProxyType({key: _reading_value(key, each) for key, each in read.readings.items()}),
        limits=MappingProxyType(
            {key: model.Limit(each.maximum, each.clause, each.bonus) for key, each in read.limits.items()}
        ),
        facts=MappingProxyType({key: each.value(key) for key, each in read.facts.items()}),
        fact_sums=tuple(model.FactSum(each.parts, each.whole, each.clause) for each in read.fact_sums),
        deadlines=MappingProxyType(read.deadlines.values()),
        stages=MappingProxyType({name: getattr(read.stages, name).clause for name in ("self", "cluster", "board")}),
        cites=MappingProxyType(dict(read.cites)),
    )


def _award_value(key: str, award: _Award) -> model.Award:
    sizes = tuple(
        model.Size(
            size.at_least,
            size.at_most,
            size.quota,
            size.reading,
            size.share,
            size.base or "listed",
            size.rounding or "down",
            size.least,
        )
        for size in award.sizes
    )
    return model.Award(key, award.name.value(), award.clause, sizes, award.least_total)


def _reading_value(key: str, reading: _Reading) -> model.Reading:
    options = MappingProxyType({option: words.value() for option, words in reading.options.items()})
    warning = reading.warning.value() if reading.warning else None
    return model.Reading(key, reading.clause, reading.question.value(), options, reading.default, warning)


_AWARDS = ("flag", "certificate")
_SIZE_BOTH = Text("ghi đúng một trong quota, reading, share", "state exactly one of quota, reading and share")
_SIZE_SHARE = Text(
    "share phải từ 0 đến 100 và đi cùng base, rounding", "a share is from 0 to 100 and comes with base and rounding"
)
_SIZE_OPTIONS = Text("các lựa chọn của cách hiểu này phải là số lượng", "the options of that reading must be numbers")
_NO_CITE = Text("“{name}” không phải mã phát hiện hay {places}", "“{name}” is no finding code, nor {places}")
_SIZE_GAP = Text("các khoảng số đơn vị phải liền nhau, từ 1 trở lên", "the sizes must follow each other from 1 upwards")


def _guidance_faults(read: _Guidance, document: Document, file: str) -> Iterator[Finding]:
    """Clauses, defaults, readings and sizes that a guidance refers to are there and fit together."""

    def fault(path: Keys, problem: Text) -> Finding:
        return inconsistent(file, document.name(path), document.place(path), problem)

    for cited, clause in _clauses_cited(read):
        if clause not in read.clauses:
            yield fault(cited, filled(NO_CLAUSE, clause=clause))
    for key, reading in read.readings.items():
        if reading.default not in reading.options:
            options = tuple(reading.options)
            yield yaml_text.bad_value(document, ("readings", key, "default"), options, file)
    unknown = [n for n, each in enumerate(read.fact_sums) if {*each.parts, each.whole} - read.facts.keys()]
    for n in unknown:
        yield yaml_text.bad_value(document, ("fact_sums", n), tuple(read.facts), file)
    for name in read.cites:
        if name not in CODES and name not in model.PLACES:
            yield fault(("cites", name), filled(_NO_CITE, name=name, places=", ".join(model.PLACES)))
    yield from _award_faults(read, document, file)


def _award_faults(read: _Guidance, document: Document, file: str) -> Iterator[Finding]:
    """The awards there are, their sizes and readings; certificates may be left out, the flag may not."""
    if "flag" not in read.awards:
        yield yaml_text.missing_key(document, ("awards", "flag"), file)
    for name in read.awards.keys() - set(_AWARDS):
        yield yaml_text.unknown_key(document, ("awards", name), _AWARDS, file)
    for key, award in read.awards.items():
        for path, problem in _sizes(("awards", key, "sizes"), award.sizes):
            yield inconsistent(file, document.name(path), document.place(path), problem)
        for n, size in enumerate(award.sizes):
            where: Keys = ("awards", key, "sizes", n, "reading")
            if size.reading is not None and size.reading not in read.readings:
                yield yaml_text.bad_value(document, where, tuple(read.readings), file)
            elif size.reading is not None and not all(map(str.isdecimal, read.readings[size.reading].options)):
                yield inconsistent(file, document.name(where), document.place(where), _SIZE_OPTIONS)


def _sizes(at: Keys, sizes: tuple[_Size, ...]) -> Iterator[tuple[Keys, Text]]:
    """Every number of members from 1 upwards falls into exactly one size.

    Bad: up to 5, then from 7. Good: up to 5, exactly 6, from 7 (C.II).
    """
    expected = 1
    for n, size in enumerate(sizes):
        if sum(each is not None for each in (size.quota, size.reading, size.share)) != 1:
            yield (*at, n), _SIZE_BOTH
        stated = (size.base is not None, size.rounding is not None)
        if any(each is not (size.share is not None) for each in stated) or (size.share or 0) > kinds.HUNDRED:
            yield (*at, n), _SIZE_SHARE
        if size.at_least != expected or (size.at_most is None) != (n == len(sizes) - 1):
            yield (*at, n), _SIZE_GAP
        expected = (size.at_most or 0) + 1


def _clauses_cited(read: _Guidance) -> Iterator[tuple[Keys, str]]:
    """Every clause that the guidance's own parts rest on."""
    for name in ("self", "cluster", "board"):
        yield ("stages", name, "clause"), getattr(read.stages, name).clause
    groups: tuple[tuple[str, Mapping[Any, Any]], ...] = (
        ("limits", read.limits),
        ("awards", read.awards),
        ("exclusions", read.exclusions),
        ("readings", read.readings),
        ("facts", read.facts),
        ("deadlines", read.deadlines.values()),
    )
    for group, entries in groups:
        for key, entry in entries.items():
            yield (group, key, "clause"), entry.clause
    for n, each in enumerate(read.fact_sums):
        yield ("fact_sums", n, "clause"), each.clause
    for name, clause in read.cites.items():
        yield ("cites", name), clause
