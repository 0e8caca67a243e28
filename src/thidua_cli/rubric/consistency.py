"""What a table must hold: ids, sums, kinds, clauses, limits. Every fault is told with its line and column.

This module knows the file's tree and the resolved table, never the disk.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from msgspec import Struct

from thidua_cli import catalogue
from thidua_cli.catalogue import Text, filled, shown
from thidua_cli.findings import Finding
from thidua_cli.rubric import kinds
from thidua_cli.rubric.files import CriterionFile, ExtensionFile, FactFile
from thidua_cli.rubric.model import Criterion, Guidance, Rubric
from thidua_cli.vietnamese import nearest
from thidua_cli.yaml_text import Document, Keys, Place, Tree


class Source(Struct, frozen=True):
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

    def fault(self, criterion: str, key: str, problem: Text, *below: str) -> Finding:
        """The finding that the criterion's key, or what stands below it, does not agree with the rest (TD907)."""
        return self.fault_at((*self.path(criterion, key), *below), criterion, problem)

    def fault_of(self, criterion: str, word: str, problem: Text) -> Finding:
        """The same about a word in the criterion's scoring, wherever it stands there."""
        for key in ("scoring", "by_reading"):
            top = self.path(criterion, key)
            for path, value in _inside(top, self.document.at(*top)):
                if value == word and path[-1] not in _WORDS:
                    return self.fault_at(path, criterion, problem)
                if path[-1] == word:
                    return self._fault(self.document.key_place(path), criterion, problem)
        return self.fault(criterion, "scoring", problem)

    def bonus_over_base(self, criterion: Criterion, base: Decimal, bonus: Decimal) -> Finding:
        """The warning that a bonus may fill points lost elsewhere, the sum being cut (TD920, Q-16)."""
        place = self.document.place(self.path(criterion.id, "maximum"))
        return catalogue.BONUS_OVER_BASE.finding(
            file=self.file,
            criterion=criterion.id,
            clause=criterion.clause,
            allowed=criterion.maximum,
            base=base,
            bonus=bonus,
            line=place.line,
            column=place.column,
        )

    def fault_at(self, path: Keys, criterion: str, problem: Text) -> Finding:
        """The same at a path of one's own."""
        return self._fault(self.document.place(path), criterion, problem)

    def _fault(self, place: Place, criterion: str, problem: Text) -> Finding:
        return inconsistent(self.file, criterion, place, problem).on(criterion=criterion)


# Keys under which a row's scoring says something to people.
_WORDS = ("what", "minus_what", "when", "metric", "vi", "en")


def _inside(path: Keys, tree: Tree) -> Iterator[tuple[Keys, Tree]]:
    """A value of the tree and everything below it, with their paths."""
    yield path, tree
    below: Iterable[tuple[str | int, Tree]] = ()
    if isinstance(tree, dict):
        below = tree.items()
    elif isinstance(tree, list):
        below = enumerate(tree)
    for key, value in below:
        yield from _inside((*path, key), value)


def inconsistent(file: str, name: str, place: Place, problem: Text) -> Finding:
    """The finding that something at a place of the file does not agree with the rest (TD907)."""
    line, column = place
    name = shown(name, "vi")
    where = Text(f"{name} (dòng {line}, cột {column})", f"{name} (line {line}, column {column})")
    return catalogue.RUBRIC_INCONSISTENT.finding(file=file, where=where, problem=problem, line=line, column=column)


def paths(at: Keys, criteria: Iterable[CriterionFile]) -> Iterator[tuple[str, Keys]]:
    """Each criterion with its path in the tree, in the order written."""
    for n, criterion in enumerate(criteria):
        path = (*at, n)
        yield criterion.id, path
        yield from paths((*path, "rows"), criterion.rows)
        yield from paths((*path, "details"), criterion.details)


_SECTION = re.compile(r"[IVXLC]+|[A-Z]")
_SEGMENT = re.compile(r"[0-9]+|[a-zđ]")


_ID_SHAPE = Text("mã phải là đường dẫn như I, III.4, III.2.a", "the id must be a path such as I, III.4 or III.2.a")
_ID_TWICE = Text("mã này đã có ở dòng {first}", "this id stands in line {first} already")
_ID_PARENT = Text("mã phải bắt đầu bằng “{parent}.”", "the id must begin with “{parent}.”")


def ids(source: Source) -> Iterator[Finding]:
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
            problem = filled(_ID_TWICE, first=str(first[key]))
        elif parent is not None and key.rpartition(".")[0] != parent:
            problem = filled(_ID_PARENT, parent=parent)
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


def targets(parent: Rubric, extension: ExtensionFile, source: Source) -> Iterator[Finding]:
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
            problem = filled(_NO_SUCH_NEAR, near=near) if near else _NO_SUCH
            yield source.fault_at(path, key, problem)
        elif outer is not None:
            yield source.fault_at(path, key, filled(_INSIDE, other=outer))


def consistency(rubric: Rubric, source: Source, parent: Rubric | None) -> Iterator[Finding]:
    """Everything that a resolved table must hold."""
    for section in rubric.sections:
        for criterion in section.everything():
            yield from _clause(criterion, rubric.guidance, source)
            yield from _parts(criterion, source)
            yield from _kind(criterion, source)
            yield from _references(criterion, rubric.guidance, source)
    yield from _limits(rubric, source, parent)
    yield from _scope(rubric, source)


NO_CLAUSE = Text("điều khoản “{clause}” không có trong guidance.yaml", "the clause “{clause}” is not in guidance.yaml")


def _clause(criterion: Criterion, guidance: Guidance, source: Source) -> Iterator[Finding]:
    """Each criterion rests on a clause that the guidance has.

    Bad: `clause: B.III.9`. Good: `clause: B.III.4`.
    """
    if criterion.clause not in guidance.clauses:
        yield source.fault(criterion.id, "clause", filled(NO_CLAUSE, clause=criterion.clause))


def own_facts(facts: Iterable[tuple[str, FactFile]], guidance: Guidance, source: Source) -> Iterator[Finding]:
    """Each figure that the table itself asks for rests on a clause that the guidance has."""
    for key, fact in facts:
        if fact.clause not in guidance.clauses:
            path: Keys = ("facts", key, "clause")
            name, place = source.document.name(path), source.document.place(path)
            yield inconsistent(source.file, name, place, filled(NO_CLAUSE, clause=fact.clause))


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


def _parts(criterion: Criterion, source: Source) -> Iterator[Finding]:
    """Rows add up to their group's maximum; details reach it, and above it are capped.

    Bad: rows of 2, 1, 1 below a maximum of 5. Good: 2, 1, 1, 1; details of 1 and 3 below 3 (B.III.3).
    """
    is_sum = isinstance(criterion.kind, kinds.Sum)
    below = criterion.rows or criterion.details
    if below and not is_sum:
        yield source.fault(criterion.id, "scoring", _NOT_SUM)
    elif is_sum and not below:
        yield source.fault(criterion.id, "scoring", _NO_PARTS)
    for variant in criterion.variants:
        if bool(below) is is_sum and is_sum is not isinstance(variant.kind, kinds.Sum):
            problem = _NOT_SUM if below else _NO_PARTS
            said = filled(_UNDER, reading=variant.reading, option=variant.option, problem=problem)
            yield source.fault(criterion.id, "by_reading", said, variant.reading, variant.option)
    for parts, template in ((criterion.rows, _ROWS), (criterion.details, _TOO_LITTLE)):
        total = sum((part.maximum for part in parts), kinds.ZERO)
        wrong = total != criterion.maximum if template is _ROWS else total < criterion.maximum
        bonus = sum((part.maximum for part in parts if part.bonus), kinds.ZERO)
        if template is _ROWS and bonus and total - bonus <= criterion.maximum < total:
            yield source.bonus_over_base(criterion, total - bonus, bonus)
        elif parts and wrong:
            values = {"maximum": criterion.maximum, "parts": total}
            yield source.fault(criterion.id, "maximum", filled(template, **values))


_HOLDER = Text("holder chỉ dùng cho điểm thưởng (bonus: true)", "holder is for bonuses only (bonus: true)")
_ZERO = Text("điểm chuẩn phải lớn hơn 0", "the maximum must be above 0")
_UNDER = Text("với {reading}: {option}, {problem}", "under {reading}: {option}, {problem}")


def _kind(criterion: Criterion, source: Source) -> Iterator[Finding]:
    """A kind's own numbers agree with the maximum, whatever option of a reading is taken.

    Bad: `maximum: 5` with `start: 4`. Good: both 5.
    """
    if criterion.maximum <= 0:
        yield source.fault(criterion.id, "maximum", _ZERO)
    if criterion.holder and not criterion.bonus:
        yield source.fault(criterion.id, "holder", _HOLDER)
    own = tuple(criterion.kind.faults(criterion.maximum))
    for problem in own:
        yield source.fault(criterion.id, "scoring", problem)
    for variant in criterion.variants:
        for problem in variant.kind.faults(criterion.maximum):
            if problem not in own:
                said = filled(_UNDER, reading=variant.reading, option=variant.option, problem=problem)
                yield source.fault(criterion.id, "by_reading", said, variant.reading, variant.option)


_NO_FACT = Text("hướng dẫn không có số liệu “{fact}”{near}", "the guidance asks for no fact “{fact}”{near}")
_NO_READING = Text("hướng dẫn không có cách hiểu “{reading}”{near}", "the guidance has no reading “{reading}”{near}")
_NO_OPTION = Text(
    "cách hiểu “{reading}” không có lựa chọn “{option}”", "the reading “{reading}” has no option “{option}”"
)
_OPTION_POLICY = Text(
    "lựa chọn “{option}” của “{reading}” không phải cách xử lý khoảng trống",
    "the option “{option}” of “{reading}” is no policy for a gap",
)


def _near(word: str, among: Iterable[str]) -> Text:
    """What follows an unknown word: the known one that is most alike."""
    near = nearest(word, among)
    return Text(f", gần nhất là “{near}”", f", the nearest is “{near}”") if near else Text("", "")


def _references(criterion: Criterion, guidance: Guidance, source: Source) -> Iterator[Finding]:
    """Facts and readings that a row's scoring names are in the guidance.

    Bad: `fact: papers-lat`. Good: `fact: papers-late`.
    """
    every = (criterion.kind, *(variant.kind for variant in criterion.variants))
    for fact in dict.fromkeys(fact for kind in every for fact in kind.facts()):
        if fact not in guidance.facts:
            said = filled(_NO_FACT, fact=fact, near=_near(fact, guidance.facts))
            yield source.fault_of(criterion.id, fact, said)
    policies = (name for kind in every if isinstance(kind, kinds.Bands) for name in kind.readings())
    for name in dict.fromkeys((*criterion.readings(), *policies)):
        if name not in guidance.readings:
            said = filled(_NO_READING, reading=name, near=_near(name, guidance.readings))
            yield source.fault_of(criterion.id, name, said)
    yield from _options(criterion, guidance, source)


def _options(criterion: Criterion, guidance: Guidance, source: Source) -> Iterator[Finding]:
    """The options that a row's scoring names are options of the reading, and policies where they must be."""
    for variant in criterion.variants:
        reading = guidance.readings.get(variant.reading)
        if reading is not None and variant.option not in reading.options:
            said = filled(_NO_OPTION, reading=variant.reading, option=variant.option)
            yield source.fault_of(criterion.id, variant.option, said)
    every = (criterion.kind, *(variant.kind for variant in criterion.variants))
    for gap in dict.fromkeys(gap for kind in every if isinstance(kind, kinds.Bands) for gap in kind.gaps):
        reading = guidance.readings.get(gap.reading or "")
        for option in reading.options if reading else ():
            if not kinds.is_policy(option):
                yield source.fault(
                    criterion.id, "scoring", filled(_OPTION_POLICY, reading=gap.reading or "", option=option)
                )


_UNKNOWN_SECTION = Text("hướng dẫn không có nội dung này", "the guidance has no such section")
_ABOVE = Text("{maximum} điểm, vượt mức {limit} đã quy định", "{maximum} points, above the {limit} laid down")
_BONUS = Text("điểm thưởng {bonus}, vượt mức {limit} đã quy định", "a bonus of {bonus}, above the {limit} laid down")


def _limits(rubric: Rubric, source: Source, parent: Rubric | None) -> Iterator[Finding]:
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
            values = {"maximum": section.maximum, "limit": min(most)}
            yield source.fault(section.id, "maximum", filled(_ABOVE, **values))
        bonus = sum((each.maximum for each in section.walk() if each.bonus and not each.rows), kinds.ZERO)
        if limit and limit.bonus is not None and bonus > limit.bonus:
            values = {"bonus": bonus, "limit": limit.bonus}
            yield source.fault(section.id, "maximum", filled(_BONUS, **values))


_SCOPE = Text("bảng thiếu nội dung này, là phần Ban TĐKT thẩm định", "the table lacks it, and the board re-examines it")


def _scope(rubric: Rubric, source: Source) -> Iterator[Finding]:
    """The table has the sections that the board re-examines (C.I.2.4)."""
    present = {section.id for section in rubric.sections}
    for section in rubric.guidance.board_scope:
        if section not in present:
            yield source.fault(section, "id", _SCOPE)


def coverage(rubric: Rubric, file: str) -> Finding:
    """Which clauses of the guidance nothing in it cites, for comparing a table with the text (TD927).

    A maximum without a clause cannot be: such a table does not load.
    """
    guidance = rubric.guidance
    criteria = [each for section in rubric.sections for each in section.everything()]
    cited = {each.clause for each in criteria}
    for name in guidance.__struct_fields__:
        value = getattr(guidance, name)
        entries = value.values() if isinstance(value, Mapping) else value if isinstance(value, tuple) else ()
        cited |= {clause for entry in entries if isinstance(clause := getattr(entry, "clause", None), str)}
    # Whoever cites a part, such as B.I.2.1 or "Điều 4, khoản 2", cites the whole.
    names = tuple(
        clause
        for clause in guidance.clauses
        if not any(each == clause or each.startswith((f"{clause}.", f"{clause},")) for each in cited)
    )
    said = Text(", ".join(names) or "không có", ", ".join(names) or "none")
    return catalogue.CLAUSES_UNCITED.finding(file=file, names=said, number=len(criteria))


_TOTAL = Text(
    "ghi {stated} nhưng các nội dung cộng lại là {total}",
    "it says {stated} but the sections add up to {total}",
)


def total(rubric: Rubric, stated: Decimal, source: Source) -> Iterator[Finding]:
    """The total that a table states is the sum of its sections."""
    if rubric.maximum != stated:
        values = {"stated": stated, "total": rubric.maximum}
        yield inconsistent(source.file, "total", source.document.place(("total", "maximum")), filled(_TOTAL, **values))
