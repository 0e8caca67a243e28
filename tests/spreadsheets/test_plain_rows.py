"""Facts about rows taken apart without the parser: nothing is read otherwise; what is unusual is left to the parser."""

from __future__ import annotations

import random
from pathlib import Path
from typing import TYPE_CHECKING, Final
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.faults import cases
from tests.spreadsheets import made
from thidua_cli import template
from thidua_cli.rubric.load import load
from thidua_cli.spreadsheets import ooxml, plain_rows, reader
from thidua_cli.spreadsheets.values import Values
from thidua_cli.spreadsheets.writer import to_bytes

if TYPE_CHECKING:
    from thidua_cli.cells import Workbook
    from thidua_cli.findings import Checked

EXAMPLES: Final = Path(__file__).parents[2] / "examples"


def _of_nothing(*_: object) -> None:
    return None


def by_parser(data: bytes) -> Checked[Workbook | None]:
    """What the parser alone reads, with nothing remembered of other workbooks."""
    with (
        mock.patch.object(ooxml, "plain_rows", _of_nothing),
        mock.patch.object(ooxml, "plain_strings", _of_nothing),
        mock.patch.dict(ooxml._VALUES, clear=True),
    ):
        return reader.read_workbook(data, "x")


def agree(data: bytes) -> bool:
    """Whether both ways give the same workbook, cell by cell in the same order, and the same findings."""
    ours, theirs = reader.read_workbook(data, "x"), by_parser(data)
    if ours.value is None or theirs.value is None:
        return ours == theirs
    order = [[list(sheet.cells) for sheet in one.sheets] for one in (ours.value, theirs.value)]
    return ours == theirs and order[0] == order[1]


def taken(rows: str, before: str = "", after: str = "") -> plain_rows.PlainRows | None:
    """The rows taken apart, or None where that is left to the parser."""
    return plain_rows.plain_rows(made.sheet_xml(rows, before, after), Values({}, date1904=False), 100, 20)


@pytest.mark.parametrize("fault", cases.every(), ids=lambda fault: fault.name)
def test_a_fault_is_read_the_same_way(fault: cases.Fault) -> None:
    assert agree(fault.make())


@pytest.mark.parametrize("path", sorted(EXAMPLES.rglob("*.xlsx")), ids=lambda path: str(path.relative_to(EXAMPLES)))
def test_an_example_is_read_the_same_way(path: Path) -> None:
    assert agree(path.read_bytes())


def test_the_official_form_needs_no_parser_for_its_rows() -> None:
    rubric = load("langson-2019/districts-departments").value
    assert rubric is not None
    parts = cases.parts_of(to_bytes(template.blank_form(rubric, unit=None, year="2019", cluster=None)))
    for name in ("xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"):
        rows = plain_rows.plain_rows(parts[name], Values({}, date1904=False), 1000, 100)
        assert rows is not None
        assert len(rows.cells) > 50


USUAL: Final = {
    "number": made.row(1, made.number("A1", "4.5")),
    "blank cell": made.row(1, '<c r="A1" s="3"/>', '<c r="B1"/>', made.number("C1", 1)),
    "text": made.row(1, made.text("A1", "Đơn vị: A & B < C")),
    "text with escape": made.row(1, made.text("A1", "dòng_x000D_\nhai _x0041_")),
    "runs": made.row(
        1, '<c r="A1" t="inlineStr"><is><r><rPr><b/><sz val="12"/></rPr><t>a</t></r><r><t> b</t></r></is></c>'
    ),
    "formula": made.row(1, '<c r="A1"><f>SUM(B1:C1)</f><v>3</v></c>', '<c r="B1"><f t="shared" si="0"/><v>1</v></c>'),
    "formula without result": made.row(1, '<c r="A1"><f>B1</f></c>', '<c r="B1"><f>C1</f><v/></c>'),
    "error and boolean": made.row(1, '<c r="A1" t="e"><v>#REF!</v></c>', '<c r="B1" t="b"><v>1</v></c>'),
    "unknown type": made.row(1, '<c r="A1" t="new"><v>x</v></c>'),
    "hidden rows": made.row(1, made.number("A1", 1), attributes=' hidden="1"') + '<row r="2" ht="0"/>' + made.row(3),
    "attributes of others": made.row(1, made.number("A1", 1), attributes=' spans="1:9" x14ac:dyDescent="0.25"'),
}


@pytest.mark.parametrize("rows", USUAL.values(), ids=USUAL)
def test_what_programs_usually_write_is_taken_and_read_the_same_way(rows: str) -> None:
    assert taken(rows) is not None
    assert agree(made.book(rows))


UNUSUAL: Final = {
    "a comment": made.row(1, made.number("A1", 1)) + "<!-- x -->",
    "CDATA": made.row(1, '<c r="A1"><v><![CDATA[1]]></v></c>'),
    "a reference by number": made.row(1, made.text("A1", "x").replace("x", "&#65;")),
    "an unknown entity": made.row(1, made.text("A1", "x").replace("x", "&x;")),
    "a lone ampersand": made.row(1, made.text("A1", "x").replace("x", "A & B")),
    "an end of CDATA": made.row(1, made.text("A1", "x").replace("x", "]]>")),
    "a control character": made.row(1, made.text("A1", "x").replace("x", "\x01")),
    "a carriage return": made.row(1, made.text("A1", "x").replace("x", "a\rb")),
    "rows out of order": made.row(2, made.number("A2", 1)) + made.row(1, made.number("A1", 1)),
    "a row twice": made.row(1, made.number("A1", 1)) + made.row(1, made.number("B1", 1)),
    "cells out of order": made.row(1, made.number("B1", 1), made.number("A1", 1)),
    "a cell twice": made.row(1, made.number("A1", 1), made.number("A1", 2)),
    "a cell of another row": made.row(1, made.number("A2", 1)),
    "no address": made.row(1, "<c><v>1</v></c>"),
    "no row number": "<row>" + made.number("A1", 1) + "</row>",
    "an address in small letters": made.row(1, made.number("a1", 1)),
    "an attribute twice": made.row(1, '<c r="A1" r="A1"><v>1</v></c>'),
    "single quotes": made.row(1, "<c r='A1'><v>1</v></c>"),
    "two values": made.row(1, '<c r="A1"><v>1</v><v>2</v></c>'),
    "value and text": made.row(1, '<c r="A1"><v>1</v><is><t>2</t></is></c>'),
    "an extension": made.row(1, '<c r="A1"><v>1</v><extLst/></c>'),
    "phonetics": made.row(1, '<c r="A1" t="inlineStr"><is><t>a</t><rPh sb="0" eb="1"><t>b</t></rPh></is></c>'),
    "another prefix": '<x:row xmlns:x="y" r="1"></x:row>',
    "an open row": '<row r="1"><c r="A1"><v>1</v></c>',
    "a beyond row": made.row(101, made.number("A101", 1)),
    "a beyond column": made.row(1, made.number("U1", 1)),
    "text between": made.row(1, "x", made.number("A1", 1)),
    "blanks between": made.row(1, made.number("A1", 1)) + "\n" + made.row(2, made.number("A2", 1)),
}


@pytest.mark.parametrize("rows", UNUSUAL.values(), ids=UNUSUAL)
def test_what_is_unusual_is_left_to_the_parser(rows: str) -> None:
    assert taken(rows) is None
    assert agree(made.book(rows))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<!-- <sheetData> -->", ""),
        ("<x><sheetData></sheetData></x>", ""),
        ("", "<sheetData></sheetData>"),
        ('<dimension ref="A1:B2"/><sheetViews><sheetView><selection activeCell="A1"/></sheetView></sheetViews>', ""),
        ("", "<headerFooter><oddFooter>Trang &amp;P</oddFooter></headerFooter>"),
        ("", "<headerFooter><oddFooter>Trang &P</oddFooter></headerFooter>"),
        ("", '<mergeCells><mergeCell ref="A1:B1"/></mergeCells>'),
        ('<cols><col min="2" max="3" hidden="1"/></cols>', ""),
        ('<dimension ref="A1:\x02D20"/>', ""),
        ('<dimension ref="A1" ref="A2"/>', ""),
        ("", "<headerFooter><oddFooter>]]></oddFooter></headerFooter>"),
        ("<open>", ""),
        ("", "</open>"),
    ],
)
def test_whatever_stands_around_the_rows_is_read_the_same_way(before: str, after: str) -> None:
    for _ in range(2):  # read, then remembered
        assert agree(made.book(made.score_rows(), before=before, after=after))


@pytest.mark.parametrize(
    "strings",
    [
        ("a", "b & c", "_x0041_"),
        ("<t>a</t>", "<t/>", ""),
        ("<r><rPr><b/></rPr><t>a</t></r><r><t>b</t></r>", "c", "d"),
        ("<t>a</t><phoneticPr fontId='1'/>", "<t>b</t><rPh sb='0' eb='1'><t>x</t></rPh>", "c"),
        ("<t>&#65;</t>", "b", "c"),
        ("a",),
    ],
)
def test_shared_strings_are_read_the_same_way(strings: tuple[str, ...]) -> None:
    rows = made.row(1, *(f'<c r="{letter}1" t="s"><v>{n}</v></c>' for n, letter in enumerate("ABC")))
    assert agree(made.book(rows, strings=made.strings_xml(*strings)))


@pytest.mark.parametrize("encoding", ["UTF-16", "ISO-8859-1", "windows-1258", "utf-8"])
def test_a_stated_encoding_is_respected(encoding: str) -> None:
    text = made.sheet_xml(made.row(1, made.text("A1", "é")))
    stated = text.decode().replace('encoding="UTF-8"', f'encoding="{encoding}"')
    assert agree(made.book(sheet=stated.encode("utf-16" if encoding == "UTF-16" else "utf-8")))


_PIECES: Final = (
    *("<", ">", "/", '"', " ", "&", "'", "=", "\n", "0", "x", "</c>", "</row>", "<row>", '<c r="A1">', "<v>", "</v>"),
    *("<f>", "</f>", "<is>", "<t>", "</t>", "</is>", "<sheetData>", "</sheetData>", ' s="0"', ' t="s"', ' t="str"'),
    *("]]>", "<!--", "-->", "&amp;", "_x0041_", "<r>", "</r>", ' r="B2"', ' hidden="1"', "\x02", "é"),
)


@given(st.integers(0, 2**32), st.integers(1, 4))
def test_whatever_is_done_to_a_sheet_both_ways_agree(seed: int, changes: int) -> None:
    dice = random.Random(seed)  # noqa: S311 - damage, no secret
    rows = made.score_rows(3) + made.row(20, '<c r="A20" s="3"/>', made.text("B20", "A & B"))
    text = made.sheet_xml(rows, '<dimension ref="A1:D20"/>').decode()
    for _ in range(changes):
        at = dice.randrange(60, len(text))
        if dice.random() < 0.3:
            text = text[:at] + text[at + dice.randint(1, 12) :]
        elif dice.random() < 0.5:
            other = dice.randrange(60, len(text))
            text = text[:at] + text[other : other + dice.randint(1, 40)] + text[at:]
        else:
            text = text[:at] + dice.choice(_PIECES) + text[at:]
    assert agree(made.book(sheet=text.encode()))
