"""Rubrics from YAML: read strictly, resolved against what they extend, checked, digested.

This module knows no workbook, no sheet and no cluster; what it returns knows no YAML.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from itertools import islice
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from thidua_cli import catalogue, yaml_text
from thidua_cli.catalogue import Text, did_you_mean
from thidua_cli.findings import Checked, Finding
from thidua_cli.rubric import own_table
from thidua_cli.rubric.consistency import Source, consistency, ids, inconsistent, own_facts, paths, targets, total
from thidua_cli.rubric.files import KINDS, CriterionFile, ExtensionFile, FactFile, TableFile, json_schema
from thidua_cli.rubric.guidance import guidance_schema, read_guidance
from thidua_cli.rubric.kinds import Words
from thidua_cli.rubric.load import SHIPPED, folder
from thidua_cli.rubric.model import Criterion, Guidance, Rubric
from thidua_cli.vietnamese import format_points
from thidua_cli.yaml_text import Document, Keys, Tree

__all__ = ["guidance_schema", "json_schema", "resolve"]

_YAML = (".yaml", ".yml")
_LONGEST_CHAIN = 8
_OPTION = re.compile(r"by_reading\.[^.]+\.[^.]+")


# --- finding files --------------------------------------------------------------------------------


def resolve(reference: str, beside: Path | None = None) -> Checked[Rubric | None]:
    """The rubric of that id, or in the YAML file at that path relative to the folder `beside`.

    Readings stand at their defaults. None with at least one error if it is not found (TD906), not
    well-formed (TD901–TD905) or does not add up (TD907); warnings come with the rubric.
    """
    found = _open(reference.strip(), beside, ())
    findings = found.rubric.guidance.citing(found.findings) if found.rubric else found.findings
    return Checked(found.rubric if not found.wrong else None, findings)


class _Opened(NamedTuple):
    """A table while it is being resolved: what it says so far and what is wrong.

    `issued` is the id of the shipped table that it is, or that its chain of tables begins with.
    """

    rubric: Rubric | None
    findings: tuple[Finding, ...] = ()
    issued: str | None = None

    @property
    def wrong(self) -> bool:
        """Whether it cannot be used."""
        return any(finding.is_error for finding in self.findings)


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
    return _file(folder() / f"{reference}.yaml", reference, ())


# --- resolving ------------------------------------------------------------------------------------


def _file(path: Path, reference: str, chain: tuple[Path, ...]) -> _Opened:
    """The table in a file, resolved and checked."""
    document, findings = yaml_text.read(path)
    if document is None:
        return _Opened(None, findings)
    extends = isinstance(document.root, dict) and "extends" in document.root
    read = _extended if extends else _written
    document, unknown = _known_kinds(document, str(path))
    findings = (*findings, *unknown)
    found = read(path, reference, document, (*chain, path.resolve()))
    own = [finding for finding in found.findings if finding.file == str(path)]
    others = [finding for finding in found.findings if finding.file != str(path)]
    told = yaml_text.by_place(_once((*findings, *own)))
    return _Opened(found.rubric, (*told, *others), _issued(path) or found.issued)


def _once(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """The findings without those that an option of a reading only repeats of the row's own scoring.

    What an option leaves as it is, is read with what it changes, and its faults with it.
    """
    first: dict[tuple[object, ...], Finding] = {}
    for finding in findings:
        params = dict(finding.params)
        within = _OPTION.sub("scoring", str(params.get("within", "")))
        place = None if within else (params.get("line"), params.get("column"))
        key = (finding.code, within, place, finding.criterion, finding.found, params.get("problem"))
        first.setdefault(key, finding)
    return tuple(first.values())


def _issued(path: Path) -> str | None:
    """The id of the shipped table that the file is, or None for any other file."""
    try:
        name = path.resolve().relative_to(folder()).with_suffix("").as_posix()
    except (OSError, ValueError):
        return None
    return name if name in SHIPPED else None


def _written(path: Path, reference: str, document: Document, _chain: tuple[Path, ...]) -> _Opened:
    """A table written out in full."""
    file = str(path)
    table, findings = yaml_text.validate(document, TableFile, file)
    guidance, more = _guidance_for(document, path)
    if table is None or guidance is None:
        return _Opened(None, (*findings, *more))
    source = Source(file, document, tuple(paths(("sections",), table.sections)))
    rubric = _finished(
        Rubric(
            id=reference,
            heading=table.heading,
            title=table.title,
            issued=table.issued,
            sections=tuple(section.value() for section in table.sections),
            total_title=table.total.title,
            guidance=_with_facts(guidance, table.facts),
            digest="",
            minutes=table.minutes,
        )
    )
    problems = (
        *ids(source),
        *own_facts(table.facts.items(), guidance, source),
        *consistency(rubric, source, None),
        *total(rubric, table.total.maximum, source),
    )
    return _Opened(rubric, (*problems, *_unusual(path, rubric, source, _Opened(None, problems))))


def _extended(path: Path, reference: str, document: Document, chain: tuple[Path, ...]) -> _Opened:
    """A table that starts from another one."""
    file = str(path)
    extension, findings = yaml_text.validate(document, ExtensionFile, file)
    parent = _parent(path, document, chain)
    if extension is None or parent.rubric is None or parent.wrong:
        return _Opened(None, (*findings, *parent.findings))
    source = Source(file, document, tuple(paths(("replace",), extension.replace)))
    problems = (*ids(source), *targets(parent.rubric, extension, source))
    if problems:
        return _Opened(None, problems)
    replacements = {criterion.id: criterion for criterion in extension.replace}
    sections = _resolve(parent.rubric.sections, replacements, frozenset(extension.remove), bonus=False)
    base = parent.rubric
    rubric = _finished(
        replace(
            base,
            id=reference,
            guidance=_with_facts(base.guidance, extension.facts),
            heading=extension.heading or base.heading,
            title=extension.title or base.title,
            issued=extension.issued or base.issued,
            sections=sections,
            extends=extension.extends,
            minutes=extension.minutes,
        )
    )
    wrong = (*own_facts(extension.facts.items(), base.guidance, source), *consistency(rubric, source, base))
    so_far = parent._replace(findings=(*parent.findings, *wrong))
    return so_far._replace(rubric=rubric, findings=(*so_far.findings, *_unusual(path, rubric, source, so_far)))


def _unusual(path: Path, rubric: Rubric, source: Source, parent: _Opened) -> tuple[Finding, ...]:
    """The warnings about a cluster's own table, once nothing in it is wrong; a shipped one is no cluster's."""
    return (
        ()
        if parent.wrong or _issued(path)
        else tuple(islice(own_table.warnings(rubric, source, parent.rubric, parent.issued), yaml_text.MOST_FAULTS))
    )


def _parent(path: Path, document: Document, chain: tuple[Path, ...]) -> _Opened:
    """The table that the file extends; a circle or an unknown name is said at `extends`."""
    reference = document.at("extends")
    if not isinstance(reference, str):
        return _Opened(None)
    place = document.place(("extends",))
    other = _beside(reference, path.parent)
    if len(chain) > _LONGEST_CHAIN or (other is not None and other.resolve() in chain):
        problem = Text("bảng kế thừa chính nó", "the table extends itself")
        return _Opened(None, (inconsistent(str(path), "extends", place, problem),))
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
        parent.issued,
    )


def _resolve(
    criteria: tuple[Criterion, ...],
    replacements: Mapping[str, CriterionFile],
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


def _known_kinds(document: Document, file: str) -> tuple[Document, tuple[Finding, ...]]:
    """The document with every kind of scoring that this version does not know taken as judged.

    A table of a later guidance can so be used before its kinds are; each of them is told (TD919).
    """
    findings: list[Finding] = []

    def known(tree: Tree, path: Keys) -> Tree:
        if isinstance(tree, list):
            return [known(each, (*path, n)) for n, each in enumerate(tree)]
        if not isinstance(tree, dict):
            return tree
        scoring = tree.get("scoring")
        kind = scoring.get("kind") if isinstance(scoring, dict) else None
        if isinstance(kind, str) and kind not in KINDS:
            place = document.place((*path, "scoring", "kind"))
            finding = catalogue.KIND_UNKNOWN.finding(
                file=file,
                criterion=str(tree.get("id") or "") or None,
                found=kind,
                allowed=", ".join(KINDS),
                meant=did_you_mean(kind, KINDS),
                line=place.line,
                column=place.column,
            )
            findings.append(finding)
            below = any(tree.get(key) for key in ("rows", "details"))
            tree = {key: value for key, value in tree.items() if key != "by_reading"}
            tree["scoring"] = {"kind": "sum" if below else "judged"}
        return {key: known(each, (*path, key)) for key, each in tree.items()}

    root = known(document.root, ())
    return (replace(document, root=root) if findings else document), tuple(findings)


def _with_facts(guidance: Guidance, own: Mapping[str, FactFile]) -> Guidance:
    """The guidance with the facts that the table itself asks for."""
    if not own:
        return guidance
    facts = {**guidance.facts, **{key: fact.value(key) for key, fact in own.items()}}
    return replace(guidance, facts=MappingProxyType(facts))


def _finished(rubric: Rubric) -> Rubric:
    """The rubric with its digest, and with every reading at its default."""
    defaults = {key: reading.default for key, reading in rubric.guidance.readings.items()}
    sections = tuple(section.under(defaults) for section in rubric.sections)
    return _with_digest(replace(rubric, sections=sections))


def _with_digest(rubric: Rubric) -> Rubric:
    """The rubric with the digest of what its form and its scoring depend on.

    Notes and translations stay out: correcting a comment must not make every form look outdated.
    """

    def plain(criterion: Criterion) -> dict[str, Any]:
        return {
            **{name: getattr(criterion, name) for name in ("id", "stt", "title", "lines", "clause", "bonus")},
            "maximum": criterion.maximum,
            "kind": _plain(criterion.kind),
            "variants": _plain(criterion.variants),
            "reasoned": criterion.reasoned,
            "holder": _plain(criterion.holder),
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


def _plain(value: object) -> object:
    """A value of the model as JSON takes it; of what is said in two languages, the Vietnamese."""
    if isinstance(value, Words):
        return value.vi
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if isinstance(value, Struct):
        return {name: _plain(getattr(value, name)) for name in value.__struct_fields__}
    return value


def _exact(value: object) -> str:
    """A decimal in plain notation without trailing zeros, so that 5, 05 and 5.0 digest alike."""
    if isinstance(value, Decimal):
        return format_points(value, "en")
    raise TypeError(type(value).__name__)


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
        return read_guidance(other)
    return Checked(None, (yaml_text.bad_value(document, ("guidance",), names, str(path)),))


@lru_cache(maxsize=1)
def _shipped_guidance(name: str) -> Checked[Guidance | None]:
    return read_guidance(folder() / name / "guidance.yaml")
