"""Rubrics from YAML: found, read strictly, resolved against what they extend, checked, digested.

This module knows no workbook, no sheet and no cluster; what it returns knows no YAML.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import Field, PlainValidator, TypeAdapter, WithJsonSchema

from thidua_cli import catalogue, yaml_text
from thidua_cli.catalogue import Text, did_you_mean, shown
from thidua_cli.findings import Checked, Finding
from thidua_cli.rubric import kinds, model
from thidua_cli.rubric.model import Criterion, Guidance, Rubric, Wording
from thidua_cli.vietnamese import format_points, nearest
from thidua_cli.yaml_text import Document, Flag, Keys, Line, Place, Points, Strict, Whole

SHIPPED = (
    "langson-2019/districts-departments",
    "langson-2019/enterprises",
    "langson-2019/credit-institutions",
    "langson-2019/party-mass-organizations",
)
_YAML = (".yaml", ".yml")
_LONGEST_CHAIN = 8


# --- the files as pydantic models -----------------------------------------------------------------


def _as_written(value: object) -> str:
    if isinstance(value, str):
        return value
    raise yaml_text.wrong(Text("một số thứ tự", "a row number"))


_Stt = Annotated[str, PlainValidator(_as_written), WithJsonSchema({"type": ["string", "number"]})]


class _Wording(Strict):
    vi: Line
    en: Line

    def value(self) -> Wording:
        return Wording(self.vi, self.en)


class _Judged(Strict):
    kind: Literal["judged"]

    def value(self) -> kinds.Kind:
        return kinds.Judged()


class _AllOrNothing(Strict):
    kind: Literal["all-or-nothing"]

    def value(self) -> kinds.Kind:
        return kinds.AllOrNothing()


class _MinusPerOccurrence(Strict):
    kind: Literal["minus-per-occurrence"]
    start: Points
    per: Points
    what: Line
    floor: Points = kinds.ZERO

    def value(self) -> kinds.Kind:
        return kinds.MinusPerOccurrence(self.start, self.per, self.what, self.floor)


class _Band(Strict):
    points: Points
    when: Line
    start: Points | None = None
    end: Points | None = None
    up_to: Flag = False

    def value(self) -> kinds.Band:
        return kinds.Band(self.points, self.when, self.start, self.end, self.up_to)


class _Bands(Strict):
    kind: Literal["bands"]
    metric: Line
    bands: tuple[_Band, ...] = Field(min_length=1)
    gap: Literal["manual"] | None = None

    def value(self) -> kinds.Kind:
        return kinds.Bands(self.metric, tuple(band.value() for band in self.bands), self.gap or "manual")


class _Sum(Strict):
    kind: Literal["sum"]

    def value(self) -> kinds.Kind:
        return kinds.Sum()


_Scoring = Annotated[
    _Judged | _AllOrNothing | _MinusPerOccurrence | _Bands | _Sum,
    Field(discriminator="kind"),
]


class _Holder(Strict):
    units: Whole = 1
    roles: tuple[Literal["leader", "deputy"], ...] = ()

    def value(self) -> kinds.Holder:
        return kinds.Holder(self.units, tuple(self.roles))


class _Criterion(Strict):
    id: Line
    stt: _Stt = ""
    title: Line
    lines: tuple[Line, ...] = ()
    maximum: Points
    clause: Line
    scoring: _Scoring | None = None
    rows: tuple["_Criterion", ...] = ()
    details: tuple["_Criterion", ...] = ()
    bonus: Flag = False
    holder: _Holder | None = None
    note: _Wording | None = None

    def value(self, *, bonus: bool = False) -> Criterion:
        """The criterion; without `scoring` it is judged, or the sum of what stands below it."""
        bonus = bonus or self.bonus
        below = bool(self.rows or self.details)
        return Criterion(
            id=self.id,
            stt=self.stt,
            title=self.title,
            maximum=self.maximum,
            clause=self.clause,
            lines=tuple(self.lines),
            kind=self.scoring.value() if self.scoring else kinds.Sum() if below else kinds.Judged(),
            rows=tuple(row.value(bonus=bonus) for row in self.rows),
            details=tuple(detail.value(bonus=bonus) for detail in self.details),
            bonus=bonus,
            holder=self.holder.value() if self.holder else None,
            note=self.note.value() if self.note else None,
        )


class _Total(Strict):
    title: Line
    maximum: Points


class _Table(Strict):
    """A table written out in full."""

    guidance: Line
    heading: Line
    title: Line
    issued: Line
    total: _Total
    sections: tuple[_Criterion, ...] = Field(min_length=1)
    minutes: Line | None = None


class _Extension(Strict):
    """A table that starts from another: whole criteria replaced or removed by id."""

    extends: Line
    heading: Line | None = None
    title: Line | None = None
    issued: Line | None = None
    minutes: Line | None = None
    replace: tuple[_Criterion, ...] = ()
    remove: tuple[Line, ...] = ()


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


class _Award(Strict):
    name: _Wording
    clause: Line
    sizes: tuple[_Size, ...] = Field(min_length=1)
    least_total: Points | None = None


class _Exclusion(_Wording):
    clause: Line


class _Reading(Strict):
    clause: Line
    question: _Wording
    options: dict[str, _Wording]
    default: Line


class _Guidance(Strict):
    id: Line
    document: _Document
    columns: _Columns
    stages: _Stages
    limits: dict[str, _Limit] = Field(default_factory=dict)
    awards: dict[str, _Award]
    exclusions: dict[str, _Exclusion] = Field(default_factory=dict)
    readings: dict[str, _Reading] = Field(default_factory=dict)
    clauses: dict[str, _Wording]


def json_schema() -> dict[str, object]:
    """The JSON Schema of a rubric file, in full or extending another, for editors."""
    schema = TypeAdapter(_Table | _Extension).json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "thidua rubric", **schema}


# --- finding files --------------------------------------------------------------------------------


def shipped() -> tuple[str, ...]:
    """The ids of the tables that come with the program, in the order of the annex."""
    return SHIPPED


@lru_cache(maxsize=1)
def _folder() -> Path:
    """Where the shipped tables are: inside the installed package, or at the top of a checkout."""
    here = Path(__file__).resolve()
    installed = here.parents[1] / "rubrics"
    return installed if installed.is_dir() else here.parents[3] / "rubrics"


def load(reference: str, beside: Path | None = None) -> Checked[Rubric | None]:
    """The rubric of that id, or in the YAML file at that path relative to the folder `beside`.

    None with at least one error if it is not found (TD906), not well-formed (TD901–TD905) or does
    not add up (TD907).
    """
    found = _open(reference.strip(), beside, ())
    return Checked(found.rubric if not found.findings else None, found.findings)


class _Opened(NamedTuple):
    """A table while it is being resolved: what it says so far and what is wrong."""

    rubric: Rubric | None
    findings: tuple[Finding, ...] = ()


def _open(reference: str, beside: Path | None, chain: tuple[Path, ...]) -> _Opened:
    """The table of a reference; `chain` are the files that extend it."""
    if reference in SHIPPED:
        return _shipped(reference)
    path = _beside(reference, beside or Path())
    if path is None:
        meant = did_you_mean(reference, SHIPPED)
        return _Opened(None, (catalogue.RUBRIC_NOT_FOUND.finding(found=reference, meant=meant),))
    return _file(path, reference, chain)


def _beside(reference: str, folder: Path) -> Path | None:
    """The YAML file that a reference names from a folder, or None if there is none."""
    path = folder / reference.replace("\\", "/")
    try:
        return path if path.suffix.lower() in _YAML and path.exists() else None
    except (OSError, ValueError):  # a name that no file can have
        return None


@lru_cache(maxsize=len(SHIPPED))
def _shipped(reference: str) -> _Opened:
    return _file(_folder() / f"{reference}.yaml", reference, ())


# --- resolving ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Source:
    """A rubric's file: where its criteria stand in it.

    Attributes:
        file: The file as the user may open it.
        document: Its tree.
        paths: Each criterion written in this file, in order, with its path in the tree.
    """

    file: str
    document: Document
    paths: tuple[tuple[str, Keys], ...]

    def path(self, criterion: str, key: str) -> Keys:
        """Where the criterion has the key; for an inherited one, what in this file changes it."""
        for name, path in self.paths:
            if name == criterion:
                return (*path, key)
        below = [path for name, path in self.paths if name.startswith(f"{criterion}.")]
        return below[0] if below else ("remove",)

    def fault(self, criterion: str, key: str, problem: Text) -> Finding:
        """The finding that the criterion's key does not agree with the rest (TD907)."""
        return self.fault_at(self.path(criterion, key), criterion, problem)

    def fault_at(self, path: Keys, criterion: str, problem: Text) -> Finding:
        """The same at a path of one's own."""
        finding = _inconsistent(self.file, criterion, self.document.place(path), problem)
        return finding.on(criterion=criterion)


def _inconsistent(file: str, name: str, place: Place, problem: Text) -> Finding:
    line, column = place
    name = shown(name, "vi")
    where = Text(f"{name} (dòng {line}, cột {column})", f"{name} (line {line}, column {column})")
    return catalogue.RUBRIC_INCONSISTENT.finding(file=file, where=where, problem=problem, line=line, column=column)


def _file(path: Path, reference: str, chain: tuple[Path, ...]) -> _Opened:
    """The table in a file, resolved and checked."""
    document, findings = yaml_text.read(path)
    if document is None:
        return _Opened(None, findings)
    extends = isinstance(document.root, dict) and "extends" in document.root
    read = _extended if extends else _written
    found = read(path, reference, document, (*chain, path.resolve()))
    own = [finding for finding in found.findings if finding.file == str(path)]
    others = [finding for finding in found.findings if finding.file != str(path)]
    return _Opened(found.rubric, (*yaml_text.by_place((*findings, *own)), *others))


def _written(path: Path, reference: str, document: Document, _chain: tuple[Path, ...]) -> _Opened:
    """A table written out in full."""
    file = str(path)
    table, findings = yaml_text.validate(document, _Table, file)
    guidance, more = _guidance_for(document, path)
    if table is None or guidance is None:
        return _Opened(None, (*findings, *more))
    source = _Source(file, document, tuple(_paths(("sections",), table.sections)))
    rubric = _with_digest(
        Rubric(
            id=reference,
            heading=table.heading,
            title=table.title,
            issued=table.issued,
            sections=tuple(section.value() for section in table.sections),
            total_title=table.total.title,
            guidance=guidance,
            digest="",
            minutes=table.minutes,
        )
    )
    problems = (
        *_ids(source),
        *_consistency(rubric, source, None),
        *_total(rubric, table.total.maximum, source),
    )
    return _Opened(rubric, problems)


def _extended(path: Path, reference: str, document: Document, chain: tuple[Path, ...]) -> _Opened:
    """A table that starts from another one."""
    file = str(path)
    extension, findings = yaml_text.validate(document, _Extension, file)
    parent = _parent(path, document, chain)
    if extension is None or parent.rubric is None or parent.findings:
        return _Opened(None, (*findings, *parent.findings))
    source = _Source(file, document, tuple(_paths(("replace",), extension.replace)))
    problems = (*_ids(source), *_targets(parent.rubric, extension, source))
    if problems:
        return _Opened(None, problems)
    replacements = {criterion.id: criterion for criterion in extension.replace}
    sections = _resolve(parent.rubric.sections, replacements, frozenset(extension.remove), bonus=False)
    base = parent.rubric
    rubric = _with_digest(
        replace(
            base,
            id=reference,
            heading=extension.heading or base.heading,
            title=extension.title or base.title,
            issued=extension.issued or base.issued,
            sections=sections,
            extends=extension.extends,
            minutes=extension.minutes,
        )
    )
    return _Opened(rubric, tuple(_consistency(rubric, source, base)))


def _parent(path: Path, document: Document, chain: tuple[Path, ...]) -> _Opened:
    """The table that the file extends; a circle or an unknown name is said at `extends`."""
    reference = document.at("extends")
    if not isinstance(reference, str):
        return _Opened(None)
    place = document.place(("extends",))
    other = _beside(reference, path.parent)
    if len(chain) > _LONGEST_CHAIN or (other is not None and other.resolve() in chain):
        problem = Text("bảng kế thừa chính nó", "the table extends itself")
        return _Opened(None, (_inconsistent(str(path), "extends", place, problem),))
    parent = _open(reference.strip(), path.parent, chain)
    here = {"line": place.line, "column": place.column}
    return _Opened(
        parent.rubric,
        tuple(
            finding.on(file=str(path), params=(*finding.params, *here.items()))
            if finding.code == catalogue.RUBRIC_NOT_FOUND.id and finding.file is None
            else finding
            for finding in parent.findings
        ),
    )


def _paths(at: Keys, criteria: Iterable[_Criterion]) -> Iterator[tuple[str, Keys]]:
    """Each criterion with its path in the tree, in the order written."""
    for n, criterion in enumerate(criteria):
        path = (*at, n)
        yield criterion.id, path
        yield from _paths((*path, "rows"), criterion.rows)
        yield from _paths((*path, "details"), criterion.details)


def _resolve(
    criteria: tuple[Criterion, ...],
    replacements: Mapping[str, _Criterion],
    removed: frozenset[str],
    *,
    bonus: bool,
) -> tuple[Criterion, ...]:
    """The criteria with replaced ones exchanged whole and removed ones gone."""
    kept = []
    for criterion in criteria:
        if criterion.id in removed:
            continue
        new = replacements.get(criterion.id)
        if new is not None:
            kept.append(new.value(bonus=bonus))
            continue
        rows = _resolve(criterion.rows, replacements, removed, bonus=criterion.bonus)
        details = _resolve(criterion.details, replacements, removed, bonus=criterion.bonus)
        kept.append(replace(criterion, rows=rows, details=details))
    return tuple(kept)


def _with_digest(rubric: Rubric) -> Rubric:
    """The rubric with the digest of what its form and its scoring depend on.

    Notes and translations stay out: correcting a comment must not make every form look outdated.
    """

    def plain(criterion: Criterion) -> dict[str, Any]:
        return {
            **{name: getattr(criterion, name) for name in ("id", "stt", "title", "lines", "clause", "bonus")},
            "maximum": criterion.maximum,
            "kind": asdict(criterion.kind),
            "holder": asdict(criterion.holder) if criterion.holder else None,
            "rows": [plain(row) for row in criterion.rows],
            "details": [plain(detail) for detail in criterion.details],
        }

    content = {
        "heading": rubric.heading,
        "title": rubric.title,
        "issued": rubric.issued,
        "columns": list(rubric.guidance.columns.items()),
        "board": rubric.guidance.board_scope,
        "sections": [plain(section) for section in rubric.sections],
        "total": rubric.total_title,
    }
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=_exact)
    return replace(rubric, digest=hashlib.sha256(text.encode()).hexdigest()[:12])


def _exact(value: object) -> str:
    """A decimal in plain notation without trailing zeros, so that 5, 05 and 5.0 digest alike."""
    if isinstance(value, Decimal):
        return format_points(value, "en")
    raise TypeError(type(value).__name__)


# --- checks ---------------------------------------------------------------------------------------

_SECTION = re.compile(r"[IVXLC]+")
_SEGMENT = re.compile(r"[0-9]+|[a-zđ]")


def _points_of(value: Decimal) -> Text:
    return Text(format_points(value, "vi"), format_points(value, "en"))


def _text(template: Text, **values: Text | str) -> Text:
    """The template in both languages, with values in theirs."""
    vi = {name: shown(value, "vi") for name, value in values.items()}
    en = {name: shown(value, "en") for name, value in values.items()}
    return Text(template.vi.format_map(vi), template.en.format_map(en))


_ID_SHAPE = Text("mã phải là đường dẫn như I, III.4, III.2.a", "the id must be a path such as I, III.4 or III.2.a")
_ID_TWICE = Text("mã này đã có ở dòng {first}", "this id stands in line {first} already")
_ID_PARENT = Text("mã phải bắt đầu bằng “{parent}.”", "the id must begin with “{parent}.”")


def _ids(source: _Source) -> Iterator[Finding]:
    """Ids are paths, each below its parent's, and none stands twice.

    Sheets, findings and traces name a criterion by its id alone.

    Bad: a row `III.1` below section `II`. Good: `II.1`.
    """
    first: dict[str, int] = {}
    parents = {path: key for key, path in source.paths}
    for key, path in source.paths:
        place = source.document.place((*path, "id"))
        head, *rest = key.split(".")
        parent = parents.get(path[:-2])
        problem = None
        if not _SECTION.fullmatch(head) or not all(_SEGMENT.fullmatch(segment) for segment in rest):
            problem = _ID_SHAPE
        elif key in first:
            problem = _text(_ID_TWICE, first=str(first[key]))
        elif parent is not None and key.rpartition(".")[0] != parent:
            problem = _text(_ID_PARENT, parent=parent)
        elif parent is None and path[0] == "sections" and rest:
            problem = _ID_SHAPE
        first.setdefault(key, place.line)
        if problem:
            yield source.fault_at((*path, "id"), key, problem)


_NO_SUCH = Text("bảng gốc không có tiêu chí này", "the table it extends has no such criterion")
_NO_SUCH_NEAR = Text(
    "bảng gốc không có tiêu chí này, gần nhất là “{near}”",
    "the table it extends has no such criterion, the nearest is “{near}”",
)
_INSIDE = Text("đã nằm trong {other} cũng được thay hoặc bỏ", "it lies within {other}, replaced or removed too")


def _targets(parent: Rubric, extension: _Extension, source: _Source) -> Iterator[Finding]:
    """What is replaced or removed is in the parent, and nothing is touched twice.

    A misspelt id would otherwise leave the old criterion standing in silence.

    Bad: `remove: [III.7]`. Good: `remove: [III.6.4]`.
    """
    known = tuple(criterion.id for criterion in (*parent.rows(), *parent.details()))
    targets: list[tuple[str, Keys]] = [
        *((item.id, ("replace", n, "id")) for n, item in enumerate(extension.replace)),
        *((key, ("remove", n)) for n, key in enumerate(extension.remove)),
    ]
    for n, (key, path) in enumerate(targets):
        others = [other for m, (other, _) in enumerate(targets) if m != n]
        outer = next((other for other in others if key == other or key.startswith(f"{other}.")), None)
        if key not in known:
            near = nearest(key, known)
            problem = _text(_NO_SUCH_NEAR, near=near) if near else _NO_SUCH
            yield source.fault_at(path, key, problem)
        elif outer is not None:
            yield source.fault_at(path, key, _text(_INSIDE, other=outer))


def _consistency(rubric: Rubric, source: _Source, parent: Rubric | None) -> Iterator[Finding]:
    """Everything that a resolved table must hold."""
    for section in rubric.sections:
        for criterion in _everything(section):
            yield from _clause(criterion, rubric.guidance, source)
            yield from _parts(criterion, source)
            yield from _kind(criterion, source)
    yield from _limits(rubric, source, parent)
    yield from _scope(rubric, source)


def _everything(criterion: Criterion) -> Iterator[Criterion]:
    yield criterion
    for below in (*criterion.rows, *criterion.details):
        yield from _everything(below)


_NO_CLAUSE = Text("điều khoản “{clause}” không có trong guidance.yaml", "the clause “{clause}” is not in guidance.yaml")


def _clause(criterion: Criterion, guidance: Guidance, source: _Source) -> Iterator[Finding]:
    """Each criterion rests on a clause that the guidance has.

    Bad: `clause: B.III.9`. Good: `clause: B.III.4`.
    """
    if criterion.clause not in guidance.clauses:
        yield source.fault(criterion.id, "clause", _text(_NO_CLAUSE, clause=criterion.clause))


_NOT_SUM = Text("có phần bên dưới thì phải chấm bằng tổng (kind: sum)", "with parts below it must be a sum")
_NO_PARTS = Text("kind: sum cần rows hoặc details", "kind: sum needs rows or details")
_ROWS = Text(
    "điểm chuẩn là {maximum} nhưng các dòng bên dưới cộng lại là {parts}",
    "the maximum is {maximum} but the rows below add up to {parts}",
)
_TOO_LITTLE = Text(
    "điểm chuẩn là {maximum} nhưng các phần cộng lại chỉ {parts}",
    "the maximum is {maximum} but the parts add up to {parts} only",
)


def _parts(criterion: Criterion, source: _Source) -> Iterator[Finding]:
    """Rows add up to their group's maximum; details reach it, and above it are capped.

    Bad: rows of 2, 1, 1 below a maximum of 5. Good: 2, 1, 1, 1; details of 1 and 3 below 3 (B.III.3).
    """
    is_sum = isinstance(criterion.kind, kinds.Sum)
    below = criterion.rows or criterion.details
    if below and not is_sum:
        yield source.fault(criterion.id, "scoring", _NOT_SUM)
    elif is_sum and not below:
        yield source.fault(criterion.id, "scoring", _NO_PARTS)
    for parts, template in ((criterion.rows, _ROWS), (criterion.details, _TOO_LITTLE)):
        total = sum((part.maximum for part in parts), kinds.ZERO)
        wrong = total != criterion.maximum if template is _ROWS else total < criterion.maximum
        if parts and wrong:
            values = {"maximum": _points_of(criterion.maximum), "parts": _points_of(total)}
            yield source.fault(criterion.id, "maximum", _text(template, **values))


_START = Text("start phải bằng điểm chuẩn {maximum}", "start must be the maximum, {maximum}")
_PER = Text("per phải lớn hơn 0 và floor không quá start", "per must be above 0 and floor at most start")
_HOLDER = Text("holder chỉ dùng cho điểm thưởng (bonus: true)", "holder is for bonuses only (bonus: true)")
_ZERO = Text("điểm chuẩn phải lớn hơn 0", "the maximum must be above 0")


def _kind(criterion: Criterion, source: _Source) -> Iterator[Finding]:
    """A kind's own numbers agree with the maximum.

    Bad: `maximum: 5` with `start: 4`. Good: both 5.
    """
    kind, maximum = criterion.kind, criterion.maximum
    if maximum <= 0:
        yield source.fault(criterion.id, "maximum", _ZERO)
    if criterion.holder and not criterion.bonus:
        yield source.fault(criterion.id, "holder", _HOLDER)
    if isinstance(kind, kinds.MinusPerOccurrence):
        if kind.start != maximum:
            yield source.fault(criterion.id, "scoring", _text(_START, maximum=_points_of(maximum)))
        if kind.per <= 0 or kind.floor > kind.start:
            yield source.fault(criterion.id, "scoring", _PER)
    if isinstance(kind, kinds.Bands):
        for problem in _bands(kind, maximum, stated=_gap_stated(criterion.id, source)):
            yield source.fault(criterion.id, "scoring", problem)


def _gap_stated(criterion: str, source: _Source) -> bool:
    """Whether the file states a policy for gaps; an inherited table was checked where it stands."""
    path = dict(source.paths).get(criterion)
    return path is None or source.document.at(*path, "scoring", "gap") is not None


_BAND_POINTS = Text("mức {points} điểm vượt điểm chuẩn {maximum}", "a band of {points} exceeds the maximum {maximum}")
_BAND_ORDER = Text("mức từ {start}% đến {end}% bị ngược", "the band from {start}% to {end}% is backwards")
_OVERLAP = Text("các mức chồng nhau ở {start}%", "two bands overlap at {start}%")
_GAP = Text(
    "không mức nào cho tỷ lệ trên {end}% đến dưới {start}%; ghi gap: manual",
    "no band covers more than {end}% and less than {start}%; state gap: manual",
)


def _bands(kind: kinds.Bands, maximum: Decimal, *, stated: bool) -> Iterator[Text]:
    """Bands do not overlap, and where they leave a gap the table says what happens there.

    Bad: 10 to 15 and 15 to 20. Good: 10 to 15, from 16, and `gap: manual` (B.III.4).
    """
    for band in kind.bands:
        if band.points > maximum:
            yield _text(_BAND_POINTS, points=_points_of(band.points), maximum=_points_of(maximum))
        if band.start is not None and band.end is not None and band.end < band.start:
            yield _text(_BAND_ORDER, start=_points_of(band.start), end=_points_of(band.end))
    placed = sorted(
        (band.start or kinds.ZERO, Decimal(100) if band.end is None else band.end)
        for band in kind.bands
        if band.start is not None or band.end is not None
    )
    for (_, end), (start, _) in pairwise(placed):
        if start <= end:
            yield _text(_OVERLAP, start=_points_of(start))
        elif not stated:
            yield _text(_GAP, start=_points_of(start), end=_points_of(end))


_UNKNOWN_SECTION = Text("hướng dẫn không có nội dung này", "the guidance has no such section")
_ABOVE = Text("{maximum} điểm, vượt mức {limit} đã quy định", "{maximum} points, above the {limit} laid down")
_BONUS = Text("điểm thưởng {bonus}, vượt mức {limit} đã quy định", "a bonus of {bonus}, above the {limit} laid down")


def _limits(rubric: Rubric, source: _Source, parent: Rubric | None) -> Iterator[Finding]:
    """No section gives more than the guidance and the parent table lay down for it (D.2, B.I).

    Bad: a cluster's own section I of 101, or with a bonus of 7. Good: 100 with a bonus of 6.
    """
    limits = rubric.guidance.limits
    for section in rubric.sections:
        limit = limits.get(section.id)
        if limits and limit is None:
            yield source.fault(section.id, "id", _UNKNOWN_SECTION)
        above = parent.find(section.id) if parent else None
        most = [each.maximum for each in (limit, above) if each]
        if most and section.maximum > min(most):
            values = {"maximum": _points_of(section.maximum), "limit": _points_of(min(most))}
            yield source.fault(section.id, "maximum", _text(_ABOVE, **values))
        bonus = sum((each.maximum for each in section.walk() if each.bonus and not each.rows), kinds.ZERO)
        if limit and limit.bonus is not None and bonus > limit.bonus:
            values = {"bonus": _points_of(bonus), "limit": _points_of(limit.bonus)}
            yield source.fault(section.id, "maximum", _text(_BONUS, **values))


_SCOPE = Text("bảng thiếu nội dung này, là phần Ban TĐKT thẩm định", "the table lacks it, and the board re-examines it")


def _scope(rubric: Rubric, source: _Source) -> Iterator[Finding]:
    """The table has the sections that the board re-examines (C.I.2.4)."""
    present = {section.id for section in rubric.sections}
    for section in rubric.guidance.board_scope:
        if section not in present:
            yield source.fault(section, "id", _SCOPE)


_TOTAL = Text(
    "ghi {stated} nhưng các nội dung cộng lại là {total}",
    "it says {stated} but the sections add up to {total}",
)


def _total(rubric: Rubric, stated: Decimal, source: _Source) -> Iterator[Finding]:
    """The total that a table states is the sum of its sections."""
    if rubric.maximum != stated:
        values = {"stated": _points_of(stated), "total": _points_of(rubric.maximum)}
        yield _inconsistent(source.file, "total", source.document.place(("total", "maximum")), _text(_TOTAL, **values))


# --- the guidance ---------------------------------------------------------------------------------


def _guidance_for(document: Document, path: Path) -> Checked[Guidance | None]:
    """The guidance that a table names: a shipped one, or a guidance.yaml relative to the table."""
    reference = document.at("guidance")
    if not isinstance(reference, str):
        return Checked(None)
    names = tuple(dict.fromkeys(each.partition("/")[0] for each in SHIPPED))
    if reference in names:
        return _shipped_guidance(reference)
    other = _beside(reference, path.parent)
    if other is not None:
        return _guidance(other)
    return Checked(None, (yaml_text.bad_value(document, ("guidance",), names, str(path)),))


@lru_cache(maxsize=1)
def _shipped_guidance(name: str) -> Checked[Guidance | None]:
    return _guidance(_folder() / name / "guidance.yaml")


def _guidance(path: Path) -> Checked[Guidance | None]:
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
    )


def _award_value(key: str, award: _Award) -> model.Award:
    sizes = tuple(model.Size(size.at_least, size.at_most, size.quota, size.reading) for size in award.sizes)
    return model.Award(key, award.name.value(), award.clause, sizes, award.least_total)


def _reading_value(key: str, reading: _Reading) -> model.Reading:
    options = MappingProxyType({option: words.value() for option, words in reading.options.items()})
    return model.Reading(key, reading.clause, reading.question.value(), options, reading.default)


_SIZE_BOTH = Text("ghi quota hoặc reading, không ghi cả hai", "state a quota or a reading, not both")
_SIZE_GAP = Text("các khoảng số đơn vị phải liền nhau, từ 1 trở lên", "the sizes must follow each other from 1 upwards")


def _guidance_faults(read: _Guidance, document: Document, file: str) -> Iterator[Finding]:
    """Clauses, defaults, readings and sizes that a guidance refers to are there and fit together."""

    def fault(path: Keys, problem: Text) -> Finding:
        return _inconsistent(file, document.name(path), document.place(path), problem)

    for cited, clause in _clauses_cited(read):
        if clause not in read.clauses:
            yield fault(cited, _text(_NO_CLAUSE, clause=clause))
    for key, reading in read.readings.items():
        if reading.default not in reading.options:
            options = tuple(reading.options)
            yield yaml_text.bad_value(document, ("readings", key, "default"), options, file)
    for key, award in read.awards.items():
        for path, problem in _sizes(("awards", key, "sizes"), award.sizes):
            yield fault(path, problem)
        for n, size in enumerate(award.sizes):
            if size.reading is not None and size.reading not in read.readings:
                where: Keys = ("awards", key, "sizes", n, "reading")
                yield yaml_text.bad_value(document, where, tuple(read.readings), file)


def _sizes(at: Keys, sizes: tuple[_Size, ...]) -> Iterator[tuple[Keys, Text]]:
    """Every number of members from 1 upwards falls into exactly one size.

    Bad: up to 5, then from 7. Good: up to 5, exactly 6, from 7 (C.II).
    """
    expected = 1
    for n, size in enumerate(sizes):
        if (size.quota is None) == (size.reading is None):
            yield (*at, n), _SIZE_BOTH
        if size.at_least != expected or (size.at_most is None) != (n == len(sizes) - 1):
            yield (*at, n), _SIZE_GAP
        expected = (size.at_most or 0) + 1


def _clauses_cited(read: _Guidance) -> Iterator[tuple[Keys, str]]:
    """Every clause that the guidance's own parts rest on."""
    for name in ("self", "cluster", "board"):
        yield ("stages", name, "clause"), getattr(read.stages, name).clause
    groups: tuple[tuple[str, Mapping[str, Any]], ...] = (
        ("limits", read.limits),
        ("awards", read.awards),
        ("exclusions", read.exclusions),
        ("readings", read.readings),
    )
    for group, entries in groups:
        for key, entry in entries.items():
            yield (group, key, "clause"), entry.clause
