"""Facts about the door to YAML: what is text stays text, and each fault is named with its place."""

from decimal import Decimal
from pathlib import Path
from typing import Annotated, Literal

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field

from thidua_cli import yaml_text
from thidua_cli.catalogue import say
from thidua_cli.findings import Finding
from thidua_cli.yaml_text import Flag, Line, Points, Strict, Whole, parse, validate


def tree(text: str) -> yaml_text.Tree:
    document, findings = parse(text.encode(), "a.yaml")
    assert findings == ()
    assert document is not None
    return document.root


def where(finding: Finding) -> tuple[str, int, int]:
    params = dict(finding.params)
    return finding.code, params["line"], params["column"]


@pytest.mark.parametrize("text", ["1.10", "no", "1:30", "010", "0.1", "1e3", "2019-01-20", "true", "0x1F", "1_000"])
def test_a_scalar_stays_text(text: str) -> None:
    assert tree(f"a: {text}") == {"a": text}


@pytest.mark.parametrize("text", ["", "~", "null"])
def test_what_is_left_empty_is_none(text: str) -> None:
    assert tree(f"a: {text}") == {"a": None}


def test_a_quoted_word_is_text_even_if_it_means_empty() -> None:
    assert tree("a: '~'\nb: ''") == {"a": "~", "b": ""}


def test_lists_and_mappings_keep_their_order_and_shape() -> None:
    assert tree("b: [1, {x: 2}]\na:\n  - c\n  -\n") == {"b": ["1", {"x": "2"}], "a": ["c", None]}


def test_every_value_and_key_has_its_place() -> None:
    document, _ = parse("đơn vị: Sở\nunits:\n  - id: x\n    name: [y, z]\n".encode(), "a.yaml")
    assert document is not None
    assert document.values["đơn vị",] == (1, 9)
    assert document.values["units", 0, "name", 1] == (4, 15)
    assert document.keys["units", 0, "name"] == (4, 5)


def test_what_is_absent_has_the_place_of_what_should_hold_it() -> None:
    document, _ = parse(b"a:\n  b:\n", "a.yaml")
    assert document is not None
    assert document.place(("a", "b")) == (2, 3)
    assert document.place(("a", "c")) == (2, 3)
    assert document.place(("z",)) == (1, 1)


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm() -> None:
    document, findings = parse(b"\xef\xbb\xbfa: 1\r\nb: 2\r\n", "a.yaml")
    assert findings == ()
    assert document is not None
    assert document.root == {"a": "1", "b": "2"}
    assert document.values["b",] == (2, 4)


def test_an_empty_file_is_an_empty_tree() -> None:
    assert tree("") is None
    assert tree("# chỉ có ghi chú\n") is None


def test_a_repeated_key_keeps_the_first_value_and_is_reported_with_both_lines() -> None:
    document, findings = parse(b"a: 1\nb: 2\na: {c: 3}\n", "a.yaml")
    assert document is not None
    assert document.root == {"a": "1", "b": "2"}
    assert [where(finding) for finding in findings] == [("TD905", 3, 1)]
    assert dict(findings[0].params)["first"] == 1


FAULTS = {
    "utf-16": ("a: b".encode("utf-16"), 1, 1, "UTF-8"),
    "not utf-8": ("a: 1\nb: xÆ".encode("latin-1"), 2, 5, "UTF-8"),
    "control character": (b"a: 1\nb: \x07\n", 2, 4, "U+0007"),
    "escaped control character": (b'a: "\\x07"\n', 1, 4, "U+0007"),
    "alias": (b"a: 1\nb: *a\n", 2, 4, "&"),
    "anchor": (b"a: &x 1\n", 1, 4, "&"),
    "tag": (b"a: !!python/object:os.system 1\n", 1, 4, "dấu chấm than"),
    "second document": (b"a: 1\n---\nb: 2\n", 2, 1, "---"),
    "list as a key": (b"? [a]\n: b\n", 1, 3, "tên mục"),
    "too deep": (b"[" * 100_000, 1, 33, "32 cấp"),
    "tab": (b"a:\n\tb: 1\n", 2, 1, "Tab"),
    "colon in a value": (b"a: b: c\n", 1, 5, "hai chấm"),
    "no colon": (b"a: b\nc\nd: e\n", 3, 1, "hai chấm"),
    "open quotation": (b'a: 1\nb: "x\n', 2, 4, "ngoặc kép"),
    "wrong escape": (b'a: "\\q"\n', 1, None, "ngoặc kép"),
    "open list": (b"a: [b, c\nd: e\n", 2, 2, "]"),
    "open mapping": (b"a: {b: c\nd: e\n", 2, 2, "}"),
    "indent": (b"a:\n  b: c\n d: e\n", 3, 2, "thụt lề"),
    "dash": (b"a: - b\n", 1, 4, "gạch đầu dòng"),
    "reserved sign": (b"a: @b\n", 1, 4, "ký tự này"),
    "directive": (b"%YAML 3.0\n---\na: b\n", 1, 1, "%"),
}


@pytest.mark.parametrize("loader", [yaml_text._LOADER, yaml.SafeLoader], ids=["c", "python"])
@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_of_syntax_has_its_line_its_column_and_our_words(
    fault: str, loader: type, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(yaml_text, "_LOADER", loader)
    data, line, column, word = FAULTS[fault]
    _, findings = parse(data, "a.yaml")
    code, *place = where(findings[0])
    assert code == "TD901"
    assert place[0] == line
    assert column is None or place[1] == column
    assert word in say(findings[0], "vi").message
    for lang in ("vi", "en"):
        for english in ("while", "token", "expected", "found", "scanner"):
            assert english not in say(findings[0], lang).message


def test_a_file_above_the_size_is_refused() -> None:
    document, findings = parse(b"#" * 1_000_001, "a.yaml")
    assert document is None
    assert [finding.code for finding in findings] == ["TD002"]


def test_a_file_of_too_many_values_is_refused() -> None:
    document, findings = parse(b"a: [" + b"x," * 60_000 + b"]", "a.yaml")
    assert document is None
    assert [finding.code for finding in findings] == ["TD901"]


@given(st.binary(max_size=200))
def test_no_bytes_raise(data: bytes) -> None:
    document, findings = parse(data, "a.yaml")
    assert document is not None or findings


_plain = st.text(st.characters(min_codepoint=32, exclude_categories=("Cc", "Cs", "Cn", "Co")), max_size=12)


@given(st.recursive(_plain, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_plain, inner, max_size=3)))
def test_what_is_written_as_quoted_yaml_reads_back(value: yaml_text.Tree) -> None:
    text = yaml.safe_dump({"a": value}, allow_unicode=True, default_style='"')
    document, findings = parse(text.replace("!!null", "").encode(), "a.yaml")
    assert findings == ()
    assert document is not None
    assert document.root == {"a": value}


# --- models ---------------------------------------------------------------------------------------


class _Circle(Strict):
    kind: Literal["circle"]
    radius: Points


class _Box(Strict):
    kind: Literal["box"]
    box: tuple[Whole, ...] = ()


class _Model(Strict):
    name: Line
    size: Points | None = None
    open: Flag = False
    colour: Literal["red", "green"] = "red"
    shapes: tuple[Annotated[_Circle | _Box, Field(discriminator="kind")], ...] = ()


def faults(text: str) -> list[tuple[str, int, int, str]]:
    document, findings = parse(text.encode(), "a.yaml")
    assert document is not None
    assert findings == ()
    value, findings = validate(document, _Model, "a.yaml")
    assert (value is None) == bool(findings)
    for finding in findings:
        for lang in ("vi", "en"):
            said = f"{say(finding, lang)}"
            assert not any(word in said for word in ("None", "True", "Decimal", "pydantic", "Input", "tuple"))
    return [(*where(finding), say(finding, "en").message.partition(": ")[2]) for finding in findings]


def test_a_good_file_has_no_fault() -> None:
    document, _ = parse(b"name: x\nsize: 0.10\nopen: true\nshapes: [{kind: box, box: [1]}]\n", "a.yaml")
    assert document is not None
    value, findings = validate(document, _Model, "a.yaml")
    assert findings == ()
    assert value is not None
    assert value.size == Decimal("0.10")
    assert value.open is True


def test_an_unknown_key_is_named_with_what_was_meant() -> None:
    assert faults("name: x\ncolor: red\n") == [("TD902", 2, 1, "there is no “color” in a.yaml. Did you mean “colour”?")]


def test_an_unknown_key_is_found_inside_a_member_of_a_union() -> None:
    text = "name: x\nshapes:\n  - kind: box\n    box: [1]\n    boxx: 2\n"
    assert faults(text) == [("TD902", 5, 5, "there is no “boxx” in shapes[1]. Did you mean “box”?")]


def test_the_allowed_keys_are_told_in_full() -> None:
    document, _ = parse(b"name: x\nzzz: 1\n", "a.yaml")
    assert document is not None
    (finding,) = validate(document, _Model, "a.yaml").findings
    assert say(finding, "en").fix == "Allowed: name, size, open, colour, shapes."


def test_a_missing_key_is_named_where_it_should_stand() -> None:
    assert faults("name: x\nshapes:\n  - kind: circle\n") == [("TD903", 3, 5, "“radius” is missing in shapes[1].")]
    assert faults("size: 1\nname:\n") == [("TD903", 2, 1, "“name” is missing in a.yaml.")]


BAD = {
    "size: abc": ("“abc” is not valid for size; expected a number such as 5 or 0.5.", 7),
    "size: -1": ("“-1” is not valid for size; expected a number such as 5 or 0.5.", 7),
    "size: 0,5": ("“0,5” is not valid for size; expected a number such as 5 or 0.5.", 7),
    "size: 1e5": ("“1e5” is not valid for size; expected a number such as 5 or 0.5.", 7),
    "size: nan": ("“nan” is not valid for size; expected a number such as 5 or 0.5.", 7),
    "size: [1]": ("“(a list)” is not valid for size; expected a number such as 5 or 0.5.", 7),
    "open: yes": ("“yes” is not valid for open; expected true or false.", 7),
    "colour: gren": ("“gren” is not valid for colour; expected one of: red, green. Did you mean “green”?", 9),
    "shapes: x": ("“x” is not valid for shapes; expected a list such as [a, b].", 9),
    "shapes: [x]": ("“x” is not valid for shapes[1]; expected keys with values below it.", 10),
    "shapes: [{}]": ("“kind” is missing in shapes[1].", 10),
    "shapes: [{kind: bax}]": (
        "“bax” is not valid for shapes[1].kind; expected one of: circle, box. Did you mean “box”?",
        17,
    ),
}


@pytest.mark.parametrize("line", BAD)
def test_a_bad_value_is_told_with_what_is_expected(line: str) -> None:
    message, column = BAD[line]
    ((_, row, found_column, said),) = faults(f"name: x\n{line}\n")
    assert (row, found_column, said) == (2, column, message)


def test_all_faults_are_told_at_once() -> None:
    found = faults("nam: x\nsize: a\nopen: b\nshapes:\n  - {kind: box, box: [a]}\n")
    assert [code for code, *_ in found] == ["TD903", "TD904", "TD904", "TD904", "TD902"]


@pytest.mark.parametrize("text", ["", "- a", "abc"])
def test_a_file_that_is_no_mapping_is_one_fault(text: str) -> None:
    assert [code for code, *_ in faults(text)] == ["TD901"]


def test_a_file_that_cannot_be_read_is_a_finding(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none.yaml", tmp_path / ("x" * 300), tmp_path / "a\0b"):
        document, findings = yaml_text.read(path)
        assert document is None
        assert [finding.code for finding in findings] == ["TD001"]
