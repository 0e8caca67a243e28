"""The one door to YAML: text into a plain tree with positions, and a model's faults into findings.

This module knows no rubric and no cluster; scalars stay text until a model's field asks otherwise.
"""

import re
import stat
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, NamedTuple, TypeAlias, TypeVar, get_args

import yaml
from msgspec import Struct, field
from pydantic import BaseModel, ConfigDict, PlainValidator, ValidationError, WithJsonSchema, model_validator
from pydantic_core import ErrorDetails, PydanticCustomError

from thidua_cli import catalogue
from thidua_cli.catalogue import Text, did_you_mean
from thidua_cli.findings import Checked, Finding

Tree: TypeAlias = "dict[str, Tree] | list[Tree] | str | None"
Keys: TypeAlias = tuple[str | int, ...]

MOST_BYTES = 1_000_000
DEEPEST = 32
MOST_VALUES = 50_000
# A file with more faults than this is no settings file; the first ones say enough.
MOST_FAULTS = 100


class Place(NamedTuple):
    """A position in a text, both counted from 1."""

    line: int
    column: int


class Document(Struct, frozen=True):
    """A YAML text as plain values, with the place of each.

    Attributes:
        root: Mappings, lists, texts and None for what is left empty.
        values: Where each value begins, by its path from the root.
        keys: Where each key of a mapping stands.
    """

    root: Tree
    values: Mapping[Keys, Place] = field(default_factory=dict)
    keys: Mapping[Keys, Place] = field(default_factory=dict)

    def at(self, *path: str | int) -> Tree:
        """The value at the path, or None where there is nothing."""
        here = self.root
        for part in path:
            if isinstance(here, dict) and isinstance(part, str):
                here = here.get(part)
            elif isinstance(here, list) and isinstance(part, int) and 0 <= part < len(here):
                here = here[part]
            else:
                return None
        return here

    def place(self, path: Keys) -> Place:
        """Where the value begins; for what is absent or left empty, the nearest thing around it."""
        while path and (path not in self.values or self.at(*path) is None):
            if path in self.keys:
                return self.keys[path]
            path = path[:-1]
        return self.values.get(path, Place(1, 1))

    def key_place(self, path: Keys) -> Place:
        """Where the key stands."""
        return self.keys.get(path) or self.place(path)

    def name(self, path: Keys) -> str:
        """The path as a person reads it: `units[so-noi-vu].status`, positions counted from 1."""
        parts: list[str] = []
        for n, part in enumerate(path):
            if isinstance(part, str):
                parts.append(f".{part}" if parts else part)
            else:
                own = self.at(*path[: n + 1], "id")
                parts.append(f"[{own if isinstance(own, str) and own else part + 1}]")
        return "".join(parts)


# --- bytes to text --------------------------------------------------------------------------------

_BREAK = re.compile("\r\n|[\r\n\x85\u2028\u2029]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_UTF_8 = Text("tệp không lưu dạng UTF-8 (Unicode)", "the file is not saved as UTF-8")
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


def read(path: Path) -> Checked[Document | None]:
    """The document in a file; a file that cannot be read is a finding (TD001, TD002)."""
    file = str(path)
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            return _unreadable(file, Text("không phải tệp thường", "it is no ordinary file"))
        with path.open("rb") as stream:
            data = stream.read(MOST_BYTES + 1)
    except FileNotFoundError:
        return _unreadable(file, Text("không có tệp này", "there is no such file"))
    except PermissionError:
        return _unreadable(file, Text("không có quyền đọc", "it may not be read"))
    except (OSError, ValueError):
        return _unreadable(file, Text("không đọc được nội dung", "its content cannot be read"))
    return parse(data, file)


def _unreadable(file: str, reason: Text) -> Checked[Document | None]:
    return Checked(None, (catalogue.FILE_UNREADABLE.finding(file=file, reason=reason),))


def parse(data: bytes, file: str) -> Checked[Document | None]:
    """The document in these bytes: None if they are no YAML, else the tree and what is wrong in it."""
    if len(data) > MOST_BYTES:
        what = Text("nội dung", "the content")
        return Checked(None, (catalogue.FILE_TOO_LARGE.finding(file=file, allowed="1 MB", what=what),))
    text, fault = _decoded(data)
    if fault is None:
        control = _CONTROL.search(text)
        if control:
            fault = _Fault(_place_in(text, control.start()), _control_character(control[0]))
    if fault is not None:
        return Checked(None, (fault.finding(file),))
    return _Builder(file).build(text)


class _Fault(NamedTuple):
    place: Place
    problem: Text

    def finding(self, file: str) -> Finding:
        return catalogue.SETTINGS_SYNTAX.finding(
            file=file, line=self.place.line, column=self.place.column, problem=self.problem
        )


def _decoded(data: bytes) -> tuple[str, _Fault | None]:
    """The text behind a byte order mark, if any; UTF-8 is the only encoding read."""
    if data.startswith(_UTF_16):
        return "", _Fault(Place(1, 1), _UTF_8)
    try:
        return data.decode("utf-8-sig"), None
    except UnicodeDecodeError as error:
        start = data[: error.start].decode("utf-8-sig", "replace")
        return "", _Fault(_place_in(start, len(start)), _UTF_8)


def _control_character(character: str) -> Text:
    code = f"U+{ord(character):04X}"
    return Text(f"có ký tự điều khiển {code}", f"there is the control character {code}")


def _place_in(text: str, offset: int) -> Place:
    """The line and column of an offset, counting lines as YAML does."""
    line, start = 1, 0
    for match in _BREAK.finditer(text, 0, offset):
        if match.end() <= offset:
            line, start = line + 1, match.end()
    return Place(line, offset - start + 1)


# --- text to tree ---------------------------------------------------------------------------------

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_EMPTY = frozenset({"", "~", "null", "Null", "NULL"})

_ALIAS = Text("không dùng dấu & và * để nhắc lại nội dung", "anchors (&) and aliases (*) are not used here")
_TAG = Text("không dùng thẻ kiểu bắt đầu bằng dấu chấm than", "tags (!) are not used here")
_SECOND = Text("tệp có hơn một tài liệu (dòng ---)", "the file holds more than one document (---)")
_KEY = Text("tên mục phải là một từ hoặc cụm từ", "a key must be a plain word or phrase")
_MANY = Text(f"tệp có hơn {MOST_VALUES} giá trị", f"the file holds more than {MOST_VALUES} values")
_DEEP = Text(f"lồng quá {DEEPEST} cấp", f"nested more than {DEEPEST} levels deep")

# What PyYAML's two scanners say, by fragments of their messages, in our words.
_DIRECTIVE = Text("dòng bắt đầu bằng % không được dùng", "lines that begin with % are not used here")
_QUOTE = Text("thiếu dấu ngoặc kép đóng", "a closing quotation mark is missing")
_ESCAPE = Text("dấu \\ trong ngoặc kép không hợp lệ", "a backslash in quotation marks is not valid")
_INDENT = Text("thụt lề không thẳng với các dòng cùng cấp", "the indent differs from its neighbours'")
_PROBLEMS: tuple[tuple[str, Text], ...] = (
    ("tab character", Text("dùng phím Tab để thụt lề", "a tab is used to indent")),
    (
        "mapping values are not allowed",
        Text(
            "có dấu hai chấm ở chỗ không hợp lệ; giá trị chứa dấu hai chấm phải đặt trong ngoặc kép",
            "a colon stands where none may; put a value that holds a colon in quotation marks",
        ),
    ),
    ("expected ':'", Text("thiếu dấu hai chấm sau tên mục", "a colon is missing after a key")),
    (
        "entries are not allowed",
        Text("gạch đầu dòng đặt sai chỗ", "a list dash stands where none may"),
    ),
    ("mapping keys are not allowed", Text("tên mục đặt sai chỗ", "a key stands where none may")),
    ("unexpected end of stream", _QUOTE),
    ("unexpected document", _QUOTE),
    ("escape", _ESCAPE),
    ("hexdecimal", _ESCAPE),
    ("',' or ']'", Text("thiếu dấu phẩy hoặc dấu ] đóng", "a comma or a closing ] is missing")),
    ("',' or '}'", Text("thiếu dấu phẩy hoặc dấu } đóng", "a comma or a closing } is missing")),
    ("'-' indicator", _INDENT),
    ("expected key", _INDENT),
    ("<block end>", _INDENT),
    ("cannot start any token", Text("ký tự này không được đứng đầu một giá trị", "no value may begin so")),
    ("document start", _SECOND),
    ("YAML document", _DIRECTIVE),
    ("directive", _DIRECTIVE),
    ("tag", _TAG),
    ("alphabetic or numeric", _ALIAS),
)
_UNCLEAR = Text("không đọc được từ chỗ này", "it cannot be read from here")


class _Frame(Struct):
    """A list or mapping that is being filled."""

    path: Keys
    into: Any
    key: str | None = None
    repeated: bool = False


class _Refused(Exception):  # noqa: N818  a stop inside this module, never seen outside it
    """The text holds something that no tree can be made of."""


class _Builder:
    """Makes the tree event by event, without recursion, so that no nesting can overflow."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.root: Tree = None
        self.values: dict[Keys, Place] = {}
        self.keys: dict[Keys, Place] = {}
        self.frames: list[_Frame] = []
        self.findings: list[Finding] = []
        self.documents = 0
        self.nodes = 0

    def build(self, text: str) -> Checked[Document | None]:
        """The document, or None when the text is no YAML or uses what is not allowed here."""
        try:
            for event in yaml.parse(text, Loader=_LOADER):
                self.take(event)
        except _Refused:
            return Checked(None, tuple(self.findings))
        except (yaml.YAMLError, RecursionError) as error:
            self.fault(*_problem(error, text))
            return Checked(None, tuple(self.findings))
        return Checked(Document(self.root, self.values, self.keys), tuple(self.findings))

    def fault(self, place: Place, problem: Text) -> None:
        """Notes a fault of syntax."""
        self.findings.append(_Fault(place, problem).finding(self.file))

    def refuse(self, place: Place, problem: Text) -> None:
        """Notes a fault and stops."""
        self.fault(place, problem)
        raise _Refused

    def take(self, event: Any) -> None:
        """Adds what one event says."""
        place = Place(event.start_mark.line + 1, event.start_mark.column + 1)
        if isinstance(event, yaml.DocumentStartEvent):
            self.documents += 1
            if self.documents > 1:
                self.refuse(place, _SECOND)
        elif isinstance(event, yaml.AliasEvent):
            self.refuse(place, _ALIAS)
        elif isinstance(event, yaml.NodeEvent):
            self.node(event, place)
        elif isinstance(event, yaml.CollectionEndEvent):
            self.frames.pop()

    def node(self, event: Any, place: Place) -> None:
        """Adds a text, a list or a mapping, or takes a text as the next key."""
        self.nodes += 1
        if self.nodes > MOST_VALUES:
            self.refuse(place, _MANY)
        if event.anchor is not None:
            self.fault(place, _ALIAS)
        if event.tag is not None:
            self.fault(place, _TAG)
        control = _CONTROL.search(event.value) if isinstance(event, yaml.ScalarEvent) else None
        if control:  # written as an escape such as "\x07"
            self.fault(place, _control_character(control[0]))
        frame = self.frames[-1] if self.frames else None
        if frame is not None and isinstance(frame.into, dict) and frame.key is None:
            if not isinstance(event, yaml.ScalarEvent):
                self.refuse(place, _KEY)
            self.key(frame, event.value, place)
            return
        value: Tree
        if isinstance(event, yaml.ScalarEvent):
            value = None if event.implicit[0] and event.value in _EMPTY else event.value
            self.attach(frame, value, place)
            return
        value = [] if isinstance(event, yaml.SequenceStartEvent) else {}
        path = self.attach(frame, value, place)
        if len(self.frames) >= DEEPEST:
            self.refuse(place, _DEEP)
        self.frames.append(_Frame(path, value))

    def key(self, frame: _Frame, key: str, place: Place) -> None:
        """Takes the next key of a mapping; one that is there already keeps its first value (TD905)."""
        path = (*frame.path, key)
        frame.key, frame.repeated = key, key in frame.into
        if frame.repeated and len(self.findings) < MOST_FAULTS:
            self.findings.append(
                catalogue.SETTINGS_REPEATED_KEY.finding(
                    file=self.file,
                    found=key,
                    line=place.line,
                    column=place.column,
                    first=self.keys[path].line,
                )
            )
        self.keys.setdefault(path, place)

    def attach(self, frame: _Frame | None, value: Tree, place: Place) -> Keys:
        """Puts a value in its place and answers its path."""
        if frame is None:
            self.root = value
            path: Keys = ()
        elif isinstance(frame.into, list):
            path = (*frame.path, len(frame.into))
            frame.into.append(value)
        else:
            path = (*frame.path, frame.key or "")
            if not frame.repeated:
                frame.into[frame.key or ""] = value
            frame.key = None
        self.values.setdefault(path, place)
        return path


def _problem(error: Exception, text: str) -> tuple[Place, Text]:
    """Where the text stops being YAML, and why, in our words."""
    said = str(getattr(error, "problem", None) or "")
    words = next((words for fragment, words in _PROBLEMS if fragment in said), _UNCLEAR)
    # A quotation that never ends is best shown where it begins.
    names = ("context_mark", "problem_mark") if words is _QUOTE else ("problem_mark", "context_mark")
    mark: Any = getattr(error, names[0], None) or getattr(error, names[1], None)
    place = Place(mark.line + 1, mark.column + 1) if mark else Place(1, 1)
    lines = _BREAK.split(text)
    line = lines[place.line - 1] if place.line <= len(lines) else ""
    if line[place.column - 1 : place.column] == "\t" or line[: place.column].startswith("\t"):
        return place, _PROBLEMS[0][1]
    return place, words


# --- fields of models -----------------------------------------------------------------------------

_NUMBER = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,9})?")
_WHOLE = re.compile(r"[0-9]{1,9}")
_SLUG = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")
_FLAGS = {"true": True, "false": False}


def wrong(expected: Text) -> PydanticCustomError:
    """The error of a field that expected something else, in our words."""
    return PydanticCustomError("expected", "expected", {"expected": expected})


_A_TEXT = Text("một dòng chữ", "one line of text")
_A_LIST_OF = Text("một danh sách, ví dụ [a, b]", "a list such as [a, b]")
_KEYS_BELOW = Text("các mục con dạng tên: giá trị", "keys with values below it")
_A_NUMBER = Text("một số không âm, phần lẻ sau dấu chấm (ví dụ 0.5)", "a number such as 5 or 0.5")
_A_WHOLE = Text("một số nguyên không âm", "a whole number, not negative")
_A_FLAG = Text("true hoặc false", "true or false")
_A_DAY = Text("một ngày có thật dạng 2020-01-15", "a real date such as 2020-01-15")
_DAY_OR_FLAG = Text(
    "một ngày có thật dạng 2019-01-20, true hoặc false", "a real date such as 2019-01-20, true or false"
)
_A_SLUG = Text(
    "mã gồm chữ thường không dấu, chữ số và gạch nối (ví dụ so-noi-vu)",
    "an id of lower-case letters, digits and hyphens, such as so-noi-vu",
)


def _line(value: object) -> str:
    text = value.strip() if isinstance(value, str) else ""
    if text and not _BREAK.search(text):
        return text
    raise wrong(_A_TEXT)


def _points(value: object) -> Decimal:
    if isinstance(value, str) and _NUMBER.fullmatch(value):
        return Decimal(value)
    raise wrong(_A_NUMBER)


def _whole(value: object) -> int:
    if isinstance(value, str) and _WHOLE.fullmatch(value):
        return int(value)
    raise wrong(_A_WHOLE)


def _flag(value: object) -> bool:
    if isinstance(value, str) and value in _FLAGS:
        return _FLAGS[value]
    raise wrong(_A_FLAG)


def _day(value: object) -> date:
    if isinstance(value, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    raise wrong(_A_DAY)


def _day_or_flag(value: object) -> date | bool:
    try:
        return _flag(value)
    except PydanticCustomError:
        pass
    try:
        return _day(value)
    except PydanticCustomError:
        raise wrong(_DAY_OR_FLAG) from None


def _slug(value: object) -> str:
    if isinstance(value, str) and _SLUG.fullmatch(value):
        return value
    raise wrong(_A_SLUG)


def number(text: str) -> Decimal:
    """The number that a scalar states; ValueError if it states none."""
    if not _NUMBER.fullmatch(text):
        raise ValueError(text)
    return Decimal(text)


Line = Annotated[str, PlainValidator(_line), WithJsonSchema({"type": "string", "minLength": 1})]
Points = Annotated[Decimal, PlainValidator(_points), WithJsonSchema({"type": "number", "minimum": 0})]
Whole = Annotated[int, PlainValidator(_whole), WithJsonSchema({"type": "integer", "minimum": 0})]
Flag = Annotated[bool, PlainValidator(_flag), WithJsonSchema({"type": "boolean"})]
Day = Annotated[date, PlainValidator(_day), WithJsonSchema({"type": "string", "format": "date"})]
DayOrFlag = Annotated[
    date | bool,
    PlainValidator(_day_or_flag),
    WithJsonSchema({"anyOf": [{"type": "boolean"}, {"type": "string", "format": "date"}]}),
]
Slug = Annotated[str, PlainValidator(_slug), WithJsonSchema({"type": "string"})]


class Strict(BaseModel):
    """A mapping whose keys are all known; a key left empty counts as absent."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _without_blanks(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        return {key: value for key, value in data.items() if value is not None or key not in cls.model_fields}


# --- faults of models into findings ---------------------------------------------------------------

# What is expected, by pydantic's kinds of error; our own fields say it themselves.
_EXPECTED: dict[str, Text] = {
    "string_type": _A_TEXT,
    "list_type": _A_LIST_OF,
    "tuple_type": _A_LIST_OF,
    "dict_type": _KEYS_BELOW,
    "mapping_type": _KEYS_BELOW,
    "model_type": _KEYS_BELOW,
    "model_attributes_type": _KEYS_BELOW,
    "too_short": Text("một danh sách dài hơn", "a longer list"),
}
_OTHER = Text("một giá trị đúng kiểu", "a value of the right kind")
_NO_CONTENT = Text("tệp không có nội dung", "the file is empty")
_NO_KEYS = Text("cần các mục dạng tên: giá trị", "it must hold keys with values")
_BLANK = Text("(để trống)", "(empty)")
_A_LIST = Text("(một danh sách)", "(a list)")
_A_MAPPING = Text("(các mục con)", "(keys and values)")

M = TypeVar("M", bound=BaseModel)


def validate(document: Document, model: type[M], file: str) -> Checked[M | None]:
    """The document as the model has it, or None and every fault with its place (TD901–TD904)."""
    if not isinstance(document.root, dict):
        problem = _NO_CONTENT if document.root is None else _NO_KEYS
        return Checked(None, (_Fault(document.place(()), problem).finding(file),))
    try:
        return Checked(model.model_validate(document.root))
    except ValidationError as error:
        details = error.errors(include_url=False)
        counted = [each for each in details[:MOST_FAULTS] if not _miscounted(each, document, model)]
        return Checked(None, tuple(_finding(each, document, model, file) for each in counted))


def _miscounted(detail: ErrorDetails, document: Document, model: type[BaseModel]) -> bool:
    """Whether a list only counts as too short because some of its entries are wrong themselves."""
    if detail["type"] != "too_short":
        return False
    path, _ = _walk(model, detail["loc"])
    value = document.at(*path)
    return isinstance(value, list) and len(value) >= detail["ctx"]["min_length"]


def by_place(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings about one file in the order of its lines, as many as help."""

    def place(finding: Finding) -> tuple[int, int]:
        params = dict(finding.params)
        return params.get("line", 0), params.get("column", 0)

    return tuple(sorted(findings, key=place)[:MOST_FAULTS])


def _finding(detail: ErrorDetails, document: Document, model: type[BaseModel], file: str) -> Finding:
    """One fault in our words."""
    kind, where = detail["type"], detail["loc"]
    if kind in {"extra_forbidden", "missing"}:
        path, models = _walk(model, where[:-1])
        path = (*path, where[-1])
        return (
            missing_key(document, path, file)
            if kind == "missing"
            else unknown_key(document, path, _keys_of(models), file)
        )
    path, _ = _walk(model, where)
    context = detail.get("ctx", {})
    if kind == "union_tag_not_found":
        return missing_key(document, (*path, *_quoted(context["discriminator"])), file)
    if kind == "union_tag_invalid":
        options = tuple(_quoted(context["expected_tags"]))
        return bad_value(document, (*path, *_quoted(context["discriminator"])), options, file)
    if kind == "literal_error":
        return bad_value(document, path, tuple(_quoted(context["expected"])), file)
    expected = context.get("expected") or _EXPECTED.get(kind, _OTHER)
    return bad_value(document, path, expected, file)


def _quoted(text: str) -> list[str]:
    return re.findall(r"'([^']*)'", text)


def _walk(model: type[BaseModel], where: Keys) -> tuple[Keys, tuple[type[BaseModel], ...]]:
    """The path behind a model's location, which also names members of unions, and the models there."""
    here: tuple[type[BaseModel], ...] = (model,)
    path: Keys = ()
    for part in where:
        member = tuple(each for each in here if part in _tags(each))
        if len(here) > 1 and member:
            here = member
            continue
        path = (*path, part)
        named = [each.model_fields[part].annotation for each in here if part in each.model_fields]
        if named:
            here = tuple(found for annotation in named for found in _models(annotation))
    return path, here


def _within(document: Document, path: Keys, file: str) -> str:
    return document.name(path) or Path(file).name


def unknown_key(document: Document, path: Keys, allowed: tuple[str, ...], file: str) -> Finding:
    """The finding for a key that is not among the allowed ones (TD902)."""
    place, found = document.key_place(path), str(path[-1])
    within = _within(document, path[:-1], file)
    return unknown_name(found, allowed, within, place, file)


def unknown_name(found: str, allowed: tuple[str, ...], within: str, place: Place, file: str) -> Finding:
    """The same, for a key whose place is known without its document (TD902)."""
    finding = catalogue.SETTINGS_UNKNOWN_KEY.finding(
        file=file,
        found=found,
        allowed=", ".join(allowed),
        line=place.line,
        column=place.column,
        within=within,
        meant=did_you_mean(found, allowed),
    )
    return saying(finding, allowed=allowed)


def saying(finding: Finding, **words: object) -> Finding:
    """The finding with words for its sentence that its own fields, free of language, do not hold."""
    return finding.on(params=tuple(sorted({**dict(finding.params), **words}.items())))


def missing_key(document: Document, path: Keys, file: str) -> Finding:
    """The finding for a required key that is absent or left empty (TD903)."""
    place = document.place(path)
    return catalogue.SETTINGS_MISSING_KEY.finding(
        file=file,
        found=str(path[-1]),
        line=place.line,
        column=place.column,
        within=_within(document, path[:-1], file),
    )


def bad_value(document: Document, path: Keys, allowed: Text | tuple[str, ...], file: str) -> Finding:
    """The finding for a value that its key does not take (TD904); `allowed` are words or the options."""
    place, value = document.place(path), document.at(*path)
    text = value if isinstance(value, str) else None
    meant = Text("", "")
    if not isinstance(allowed, Text):
        meant = did_you_mean(text, allowed) if text else meant
        options = ", ".join(allowed)
        allowed = Text(f"một trong: {options}", f"one of: {options}")
    finding = catalogue.SETTINGS_BAD_VALUE.finding(
        file=file,
        found=text,
        line=place.line,
        column=place.column,
        within=_within(document, path, file),
        meant=meant,
    )
    return saying(finding, allowed=allowed, found=_shown(value))


def _shown(value: Tree) -> Text | str:
    """A value as a sentence names it."""
    if isinstance(value, str) and value.strip():
        return value
    return _A_LIST if isinstance(value, list) else _A_MAPPING if isinstance(value, dict) else _BLANK


def _keys_of(models: tuple[type[BaseModel], ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(key for each in models for key in each.model_fields))


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    """The models that an annotation mentions."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from _models(argument)


def _tags(model: type[BaseModel]) -> tuple[Any, ...]:
    tag = model.model_fields.get("kind")
    return get_args(tag.annotation) if tag else ()
