"""A rubric's YAML file as pydantic models: what keys there are, and the value each becomes.

This module knows no file on disk and checks nothing across keys; that is for `load` and `consistency`.
"""

from typing import Annotated, Any, Literal

from pydantic import Field, PlainValidator, TypeAdapter, WithJsonSchema, model_validator

from thidua_cli import yaml_text
from thidua_cli.catalogue import Text
from thidua_cli.rubric import kinds, model
from thidua_cli.rubric.model import Criterion
from thidua_cli.yaml_text import Flag, Line, Points, Strict, Whole


def _as_written(value: object) -> str:
    if isinstance(value, str):
        return value
    raise yaml_text.wrong(Text("một số thứ tự", "a row number"))


_Stt = Annotated[str, PlainValidator(_as_written), WithJsonSchema({"type": ["string", "number"]})]


class WordingFile(Strict):
    vi: Line
    en: Line

    def value(self) -> model.Wording:
        return model.Wording(self.vi, self.en)


class FactFile(Strict):
    prompt: WordingFile
    unit: WordingFile
    kind: Literal["count", "amount", "percent", "yes-no", "number"] = "count"
    clause: Line

    def value(self, key: str) -> model.Fact:
        return model.Fact(key, self.prompt.value(), self.unit.value(), self.kind, self.clause)


_SAID = Text("lời văn, hoặc hai mục vi và en", "a text, or the two keys vi and en")


def _said(value: object) -> kinds.Words:
    if isinstance(value, str) and value.strip():
        return kinds.Words(value.strip(), value.strip())
    if isinstance(value, dict) and value.keys() == {"vi", "en"}:
        vi, en = value["vi"], value["en"]
        if isinstance(vi, str) and isinstance(en, str) and vi.strip() and en.strip():
            return kinds.Words(vi.strip(), en.strip())
    raise yaml_text.wrong(_SAID)


Said = Annotated[
    kinds.Words,
    PlainValidator(_said),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string", "minLength": 1},
                {"type": "object", "required": ["vi", "en"], "additionalProperties": {"type": "string"}},
            ]
        }
    ),
]

_TO = Text("mã của một số liệu, hoặc một số", "the id of a fact, or a number")


def _to(value: object) -> object:
    if isinstance(value, str) and value.strip():
        text = value.strip()
        try:
            return yaml_text.number(text)
        except ValueError:
            return text
    raise yaml_text.wrong(_TO)


_To = Annotated[Any, PlainValidator(_to), WithJsonSchema({"type": ["string", "number"]})]


class Test(Strict):
    __test__ = False  # a name that pytest would collect

    fact: Line
    relation: Literal["above", "at-least", "at-most"]
    to: _To
    what: Said
    any_points: Flag = False

    def value(self) -> kinds.Test:
        return kinds.Test(self.fact, self.relation, self.to, self.what, self.any_points)


class Judged(Strict):
    kind: Literal["judged"]
    step: Points | None = None
    tests: tuple[Test, ...] = ()
    if_failed: Literal["say", "half", "nothing"] = "say"

    def value(self) -> kinds.Kind:
        return kinds.Judged(self.step, tuple(test.value() for test in self.tests), self.if_failed)


class AllOrNothing(Strict):
    kind: Literal["all-or-nothing"]

    def value(self) -> kinds.Kind:
        return kinds.AllOrNothing()


class Level(Strict):
    points: Points
    when: Said


class Levels(Strict):
    kind: Literal["levels"]
    levels: tuple[Level, ...] = Field(min_length=2)

    def value(self) -> kinds.Kind:
        return kinds.Levels(tuple(kinds.Level(one.points, one.when) for one in self.levels))


class MinusPerOccurrence(Strict):
    kind: Literal["minus-per-occurrence"]
    start: Points
    per: Points
    what: Said
    fact: Line | None = None
    floor: Points = kinds.ZERO

    def value(self) -> kinds.Kind:
        return kinds.MinusPerOccurrence(self.start, self.per, self.what, self.fact, self.floor)


class PerOccurrence(Strict):
    kind: Literal["per-occurrence"]
    per: Points
    what: Said
    fact: Line | None = None
    start: Points = kinds.ZERO
    minus: Points = kinds.ZERO
    minus_what: Said | None = None
    minus_fact: Line | None = None

    def value(self) -> kinds.Kind:
        return kinds.PerOccurrence(
            self.per, self.what, self.fact, self.start, self.minus, self.minus_what, self.minus_fact
        )


class Proportional(Strict):
    kind: Literal["proportional"]
    actual: Line
    target: Line
    least_share: Points = kinds.ZERO
    decimals: Whole = 2
    rounding: Literal["half-up", "down"] = "half-up"

    def value(self) -> kinds.Kind:
        return kinds.Proportional(self.actual, self.target, self.least_share, self.decimals, self.rounding)


class Band(Strict):
    points: Points
    when: Said
    start: Points | None = None
    end: Points | None = None
    up_to: Flag = False
    complete: Flag = False

    def value(self) -> kinds.Band:
        return kinds.Band(self.points, self.when, self.start, self.end, self.up_to, self.complete)


class Gap(Strict):
    after: Points
    before: Points
    policy: Line = "manual"
    reading: Line | None = None
    propose: Points | None = None

    def value(self) -> kinds.Gap:
        return kinds.Gap(self.after, self.before, self.policy, self.reading, self.propose)


class Bands(Strict):
    kind: Literal["bands"]
    metric: Said
    bands: tuple[Band, ...] = Field(min_length=1)
    gap: Line | None = None
    gaps: tuple[Gap, ...] = ()
    edges: Literal["both", "lower", "upper"] = "both"
    count: Line | None = None
    part: Line | None = None
    whole: Line | None = None
    less: Line | None = None
    complete: Line | None = None
    round_by: Line | None = None
    rounds: Flag = False

    def value(self) -> kinds.Kind:
        return kinds.Bands(
            self.metric,
            tuple(band.value() for band in self.bands),
            self.gap,
            tuple(gap.value() for gap in self.gaps),
            self.edges,
            self.count,
            self.part,
            self.whole,
            self.less,
            self.complete,
            self.round_by,
            self.rounds,
        )


class RateInCluster(Strict):
    kind: Literal["rate-in-cluster"]
    metric: Said
    part: Line
    whole: Line
    part_before: Line
    whole_before: Line
    highest_only: Points
    prefer: Literal["increased", "highest"] = "increased"

    def value(self) -> kinds.Kind:
        return kinds.RateInCluster(
            self.metric, self.part, self.whole, self.part_before, self.whole_before, self.highest_only, self.prefer
        )


class CarriedOver(Strict):
    kind: Literal["carried-over"]
    fact: Line
    scale: Line | None = None

    def value(self) -> kinds.Kind:
        return kinds.CarriedOver(self.fact, self.scale)


class Sum(Strict):
    kind: Literal["sum"]
    take: Literal["all", "highest"] = "all"

    def value(self) -> kinds.Kind:
        return kinds.Sum(self.take)


Scoring = Annotated[
    Judged
    | AllOrNothing
    | Levels
    | MinusPerOccurrence
    | PerOccurrence
    | Proportional
    | Bands
    | RateInCluster
    | CarriedOver
    | Sum,
    Field(discriminator="kind"),
]
KINDS = (
    "judged",
    "all-or-nothing",
    "levels",
    "minus-per-occurrence",
    "per-occurrence",
    "proportional",
    "bands",
    "rate-in-cluster",
    "carried-over",
    "sum",
)

# Under an option of a reading a row's scoring differs in some keys; the rest is as without it.
_CHANGES = {
    "type": "object",
    "additionalProperties": {"type": "object", "additionalProperties": {"type": "object"}},
}


def _same_kind(changed: dict[str, Any], scoring: dict[str, Any]) -> bool:
    """Whether the changes keep the kind, so that its other keys still stand."""
    return changed.get("kind", scoring.get("kind")) == scoring.get("kind")


class Holder(Strict):
    units: Whole = 1
    roles: tuple[Literal["leader", "deputy"], ...] = ()

    def value(self) -> kinds.Holder:
        return kinds.Holder(self.units, tuple(self.roles))


class CriterionFile(Strict):
    id: Line
    stt: _Stt = ""
    title: Line
    lines: tuple[Line, ...] = ()
    maximum: Points
    clause: Line
    scoring: Scoring | None = None
    by_reading: Annotated[dict[str, dict[str, Scoring]], WithJsonSchema(_CHANGES)] = Field(default_factory=dict)
    rows: tuple["CriterionFile", ...] = ()
    details: tuple["CriterionFile", ...] = ()
    bonus: Flag = False
    holder: Holder | None = None
    reasoned: Flag = False
    note: WordingFile | None = None

    @model_validator(mode="before")
    @classmethod
    def _changes_complete(cls, data: Any) -> Any:
        """The scoring under each option, its changes laid over the scoring that the row states."""
        changes = data.get("by_reading") if isinstance(data, dict) else None
        if not isinstance(changes, dict):
            return data
        below = any(data.get(key) for key in ("rows", "details"))
        scoring = data.get("scoring") or {"kind": "sum" if below else "judged"}
        if not isinstance(scoring, dict):
            return data
        complete = {
            reading: {
                option: {**(scoring if _same_kind(changed, scoring) else {}), **changed}
                if isinstance(changed, dict)
                else changed
                for option, changed in options.items()
            }
            if isinstance(options, dict)
            else options
            for reading, options in changes.items()
        }
        return {**data, "by_reading": complete}

    def value(self, *, bonus: bool = False) -> Criterion:
        """The criterion; without `scoring` it is judged, or the sum of what stands below it."""
        bonus = bonus or self.bonus
        below = bool(self.rows or self.details)
        kind = self.scoring.value() if self.scoring else kinds.Sum() if below else kinds.Judged()
        return Criterion(
            id=self.id,
            stt=self.stt,
            title=self.title,
            maximum=self.maximum,
            clause=self.clause,
            lines=tuple(self.lines),
            kind=kind,
            variants=tuple(
                kinds.Variant.of(reading, option, scoring.value(), kind)
                for reading, options in self.by_reading.items()
                for option, scoring in options.items()
            ),
            rows=tuple(row.value(bonus=bonus) for row in self.rows),
            details=tuple(detail.value(bonus=bonus) for detail in self.details),
            bonus=bonus,
            holder=self.holder.value() if self.holder else None,
            reasoned=self.reasoned,
            note=self.note.value() if self.note else None,
        )


class Total(Strict):
    title: Line
    maximum: Points


class TableFile(Strict):
    """A table written out in full."""

    guidance: Line
    heading: Line
    title: Line
    issued: Line
    total: Total
    sections: tuple[CriterionFile, ...] = Field(min_length=1)
    minutes: Line | None = None
    facts: dict[str, FactFile] = Field(default_factory=dict)


class ExtensionFile(Strict):
    """A table that starts from another: whole criteria replaced or removed by id."""

    extends: Line
    heading: Line | None = None
    title: Line | None = None
    issued: Line | None = None
    minutes: Line | None = None
    facts: dict[str, FactFile] = Field(default_factory=dict)
    replace: tuple[CriterionFile, ...] = ()
    remove: tuple[Line, ...] = ()


def json_schema() -> dict[str, object]:
    """The JSON Schema of a rubric file, in full or extending another, for editors."""
    schema = TypeAdapter(TableFile | ExtensionFile).json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "thidua rubric", **schema}
