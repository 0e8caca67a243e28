"""What is read from the cells and sheets of an .ods, fact by fact, on the smallest XML that shows it."""

from __future__ import annotations

import shutil
import subprocess
from decimal import Decimal
from typing import TYPE_CHECKING, Final

import pytest

from tests import foreign
from tests.sheets import workbook, xlsx
from thidua_cli import catalogue
from thidua_cli.cells import Cell, Kind, Range, Workbook, Worksheet
from thidua_cli.spreadsheets import bounds, opendocument
from thidua_cli.spreadsheets.reader import read_workbook

from .test_gate import the_refusal, what

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def read(data: bytes) -> Workbook:
    found, findings = read_workbook(data, "x")
    assert found is not None, [catalogue.say(finding, "en") for finding in findings]
    assert [finding for finding in findings if finding.code != "TD010"] == []
    return found


def sheet(rows: str, styles: str = "", attributes: str = "") -> Worksheet:
    (found,) = read(foreign.ods_of(f'<table:table table:name="S"{attributes}>{rows}</table:table>', styles)).sheets
    return found


def row(*cells: str, attributes: str = "") -> str:
    return f"<table:table-row{attributes}>{''.join(cells)}</table:table-row>"


def cell(attributes: str = "", inner: str = "") -> str:
    return f"<table:table-cell {attributes}>{inner}</table:table-cell>"


def p(text: str) -> str:
    return f"<text:p>{text}</text:p>"


def of(kind: Kind, shown: str, number: str | None = None, formula: str | None = None) -> Cell:
    return Cell(kind, shown, None if number is None else Decimal(number), formula)


FLOAT: Final = 'office:value-type="float"'
STRING: Final = 'office:value-type="string"'


@pytest.mark.parametrize(
    ("attributes", "inner", "expected"),
    [
        (f'{FLOAT} office:value="4.5"', p("4,5"), of(Kind.NUMBER, "4.5", "4.5")),
        (f'{FLOAT} office:value="4.3499999999999996"', "", of(Kind.NUMBER, "4.35", "4.35")),
        (f'{FLOAT} office:value="-1E2"', p("-100"), of(Kind.NUMBER, "-100", "-100")),
        (f'{FLOAT} office:value="1e999"', p("∞"), of(Kind.TEXT, "1e999")),
        (f'{FLOAT} office:value="nan"', p("nan"), of(Kind.TEXT, "nan")),
        (f'{FLOAT} office:value="1_0"', p("10"), of(Kind.TEXT, "1_0")),
        (FLOAT, p("4,5"), of(Kind.TEXT, "4,5")),
        ('office:value-type="currency" office:value="5"', p("5 ₫"), of(Kind.NUMBER, "5", "5")),
        ('office:value-type="percentage" office:value="0.85"', p("85%"), of(Kind.PERCENT, "85%", "0.85")),
        ('office:value-type="date" office:date-value="2025-02-01"', p("1/2"), of(Kind.DATE, "2025-02-01", "45689")),
        (
            'office:value-type="date" office:date-value="2025-02-01T18:00:00"',
            p("x"),
            of(Kind.DATE, "2025-02-01T18:00", "45689.75"),
        ),
        ('office:value-type="date" office:date-value="2025-13-01"', p("x"), of(Kind.TEXT, "2025-13-01")),
        ('office:value-type="time" office:time-value="PT04H30M00S"', p("x"), of(Kind.DATE, "04:30", "0.1875")),
        ('office:value-type="time" office:time-value="PT36H"', p("x"), of(Kind.DATE, "1900-01-01T12:00", "1.5")),
        ('office:value-type="time" office:time-value="soon"', p("x"), of(Kind.TEXT, "soon")),
        ('office:value-type="boolean" office:boolean-value="true"', p("ĐÚNG"), of(Kind.BOOLEAN, "TRUE")),
        ('office:value-type="boolean"', p("ĐÚNG"), of(Kind.TEXT, "ĐÚNG")),
        # texts
        (STRING, p("4,5"), of(Kind.TEXT, "4,5")),
        (STRING, p("a") + p("") + p("b"), of(Kind.TEXT, "a\n\nb")),
        (STRING, p("a<text:span>b<text:a>c</text:a>d</text:span>e"), of(Kind.TEXT, "abcde")),
        (STRING, p('<text:s text:c="2"/>4<text:s/>,5<text:tab/>x<text:line-break/>y'), of(Kind.TEXT, "  4 ,5\tx\ny")),
        (STRING, p("a\n   b"), of(Kind.TEXT, "a b")),
        (STRING, p("4") + "<office:annotation><text:p>9</text:p></office:annotation>", of(Kind.TEXT, "4")),
        (STRING, p("4<text:note><text:p>9</text:p></text:note>,5"), of(Kind.TEXT, "4,5")),
        (f'{STRING} office:string-value="4,5"', "", of(Kind.TEXT, "4,5")),
        (STRING, p("&lt;&amp;"), of(Kind.TEXT, "<&")),
        ("", p("x"), of(Kind.TEXT, "x")),
        # nothing
        ("", "", None),
        ("", p(""), None),
        (STRING, p(""), None),
        # errors are no blanks
        (f'{STRING} office:string-value="" calcext:value-type="error"', p("#N/A"), of(Kind.ERROR, "#N/A")),
        (f'{STRING} calcext:value-type="error"', "", of(Kind.ERROR, "#UNKNOWN!")),
        (f'{FLOAT} office:value="0" table:formula="of:=1/0"', p("#DIV/0!"), of(Kind.ERROR, "#DIV/0!", None, "1/0")),
        (f'{STRING} table:formula="of:=X()"', p("Err:508"), of(Kind.ERROR, "Err:508", None, "X()")),
        (STRING, p("#N/A"), of(Kind.TEXT, "#N/A")),
        # formulas
        (
            f'{FLOAT} office:value="4" table:formula="of:=[.A1]+SUM([.B1:.B2])"',
            p("4"),
            of(Kind.NUMBER, "4", "4", "A1+SUM(B1:B2)"),
        ),
        ('table:formula="of:=1+1"', "", of(Kind.UNCALCULATED, "=1+1", None, "1+1")),
        (f'{FLOAT} table:formula="of:=1+1"', "", of(Kind.UNCALCULATED, "=1+1", None, "1+1")),
        (f'{STRING} table:formula="=A1"', p(""), of(Kind.TEXT, "", None, "A1")),
    ],
)
def test_a_cell_is_read_as_stored(attributes: str, inner: str, expected: Cell | None) -> None:
    found = sheet(row(cell(), cell(attributes, inner)))
    assert dict(found.cells) == ({(1, 2): expected} if expected else {})


def test_repeats_are_counted() -> None:
    rows = row(cell(), attributes=' table:number-rows-repeated="3"')
    rows += row(
        cell('table:number-columns-repeated="2"'),
        cell(f'{FLOAT} office:value="1" table:number-columns-repeated="2"'),
        attributes=' table:number-rows-repeated="2"',
    )
    assert sorted(sheet(rows).cells) == [(4, 3), (4, 4), (5, 3), (5, 4)]


def test_the_blank_rest_of_the_grid_costs_nothing() -> None:
    rest = cell('table:number-columns-repeated="16384"')
    found = sheet(row(rest, attributes=' table:number-rows-repeated="1048576"'))
    assert (dict(found.cells), found.truncated) == ({}, False)


def test_rows_in_groups_and_headers_are_rows() -> None:
    filled = row(cell(STRING, p("x")))
    grouped = (
        f"<table:table-row-group><table:table-header-rows>{filled}</table:table-header-rows></table:table-row-group>"
    )
    assert sorted(sheet(f"{filled}{grouped}<table:table-rows>{filled}</table:table-rows>").cells) == [
        (1, 1),
        (2, 1),
        (3, 1),
    ]


def test_merged_ranges_and_what_they_cover() -> None:
    spanned = cell(f'{STRING} table:number-columns-spanned="2" table:number-rows-spanned="2"', p("a"))
    covered = f"<table:covered-table-cell {STRING}>{p('b')}</table:covered-table-cell>"
    found = sheet(row(cell(), spanned, covered))
    assert found.merged == (Range(1, 2, 2, 3),)
    assert [found.cells[place].text for place in ((1, 2), (1, 3))] == ["a", "b"]


def test_what_is_hidden_is_known() -> None:
    columns = '<table:table-column table:number-columns-repeated="2"/><table:table-column table:visibility="collapse"/>'
    rows = row(attributes=' table:visibility="filter" table:number-rows-repeated="2"') + row(cell(STRING, p("x")))
    style = '<style:style style:name="ta1"><style:table-properties table:display="false"/></style:style>'
    styles = f"<office:automatic-styles>{style}</office:automatic-styles>"
    found = sheet(columns + rows, styles, ' table:style-name="ta1"')
    assert found.hidden_rows == {1, 2}
    assert found.hidden_columns == {3}
    assert found.state == "hidden"
    assert sheet(columns + rows, styles, ' table:style-name="ta2"').state == "visible"


def test_all_rows_hidden_to_the_end_stay_within_the_area() -> None:
    rows = row(attributes=' table:visibility="collapse" table:number-rows-repeated="1048576"')
    assert sheet(rows).hidden_rows == set(range(1, bounds.LAST_ROW + 1))


def test_what_lies_beyond_the_area_is_said_aloud() -> None:
    far = row(attributes=f' table:number-rows-repeated="{bounds.LAST_ROW}"') + row(cell(STRING, p("x")))
    wide = row(cell(f'table:number-columns-repeated="{bounds.LAST_COLUMN}"'), cell(STRING, p("x")))
    for rows in (far, wide):
        data = foreign.ods_of(f'<table:table table:name="S">{rows}</table:table>')
        found, findings = read_workbook(data, "x")
        assert found is not None
        assert not found.sheets[0].cells
        assert [finding.code for finding in findings] == ["TD010"]


@pytest.mark.parametrize(
    "rows",
    [
        row(
            cell(f'{STRING} table:number-columns-repeated="20"', p("x")),
            attributes=' table:number-rows-repeated="20000"',
        ),
        row(
            cell(f'{STRING} table:number-columns-repeated="200"', p("x")),
            attributes=' table:number-rows-repeated="9000"',
        )
        * 2,
    ],
)
def test_a_few_bytes_that_state_many_cells_are_refused(rows: str) -> None:
    the_refusal(foreign.ods_of(f'<table:table table:name="S">{rows}</table:table>'), catalogue.FILE_TOO_LARGE)


@pytest.mark.parametrize(
    "rows",
    [
        row(attributes=' table:number-rows-repeated="1048577"'),
        row(cell('table:number-columns-repeated="16385"')),
    ],
)
def test_more_than_the_grid_is_damage(rows: str) -> None:
    the_refusal(foreign.ods_of(f'<table:table table:name="S">{rows}</table:table>'), catalogue.FILE_DAMAGED)


def test_endless_merged_ranges_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opendocument, "MOST_FILLED", 20)
    rows = row(*[cell('table:number-rows-spanned="2"')] * 21)
    the_refusal(foreign.ods_of(f'<table:table table:name="S">{rows}</table:table>'), catalogue.FILE_TOO_LARGE)


ODS: Final = "application/vnd.oasis.opendocument.spreadsheet"
CONTENT: Final = '<?xml version="1.0"?><d:document-content xmlns:d="urn:d"/>'
ENCRYPTED: Final = "<manifest><file-entry><encryption-data/></file-entry></manifest>"
DOCTYPE: Final = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]>'


@pytest.mark.parametrize(
    ("parts", "code", "words"),
    [
        ({}, catalogue.FILE_DAMAGED, "thiếu phần content.xml"),
        ({"content.xml": CONTENT}, catalogue.FILE_DAMAGED, "không có trang tính nào"),
        ({"content.xml": "<x/>"}, catalogue.FILE_DAMAGED, "phần content.xml sai cấu trúc ở dòng 1"),
        ({"content.xml": CONTENT[:-9]}, catalogue.FILE_DAMAGED, "phần content.xml sai cấu trúc ở dòng 1"),
        ({"content.xml": DOCTYPE + CONTENT[21:]}, catalogue.FILE_FORBIDDEN, "khai báo DOCTYPE"),
        ({"content.xml": b" " * (101 << 20)}, catalogue.FILE_TOO_LARGE, "dữ liệu sau khi giải nén"),
        ({"content.xml": b"\1\2", "META-INF/manifest.xml": ENCRYPTED}, catalogue.FILE_ENCRYPTED, None),
    ],
)
def test_what_is_no_sound_ods_is_refused(parts: Mapping[str, str | bytes], code: catalogue.Code, words: str) -> None:
    finding = the_refusal(foreign.zipped({"mimetype": ODS, **parts}), code)
    assert words is None or what(finding) == words


def meta(inner: str) -> Workbook:
    content = '<?xml version="1.0"?><o:document-content xmlns:o="urn:o"><o:body><o:spreadsheet><o:table/></o:spreadsheet></o:body></o:document-content>'  # noqa: E501
    return read(foreign.zipped({"mimetype": ODS, "content.xml": content, "meta.xml": inner}))


def test_custom_properties_are_read_as_text() -> None:
    one = '<m:user-defined m:name="thidua.rubric">a&amp;b</m:user-defined><m:user-defined m:name="n"/>'
    found = meta(f'<o:document-meta xmlns:o="urn:o" xmlns:m="urn:m"><o:meta>{one}</o:meta></o:document-meta>')
    assert found.properties == {"thidua.rubric": "a&b", "n": ""}
    assert meta("<broken").properties == {}


def test_a_described_workbook_is_read_as_described() -> None:
    described = workbook(
        {
            "unit": "Sở Nội vụ",
            "rest": [4.35, "4,5", {"percent": 85}],
            "points": {"I": [98.75, True, {"error": "#N/A"}]},
            "merged": ["A1:F1"],
        },
        {"unit": "Sở Tư pháp", "rest": 1},
    )
    assert read(foreign.ods(described)) == described


@pytest.mark.office
def test_what_libreoffice_saves_as_ods_reads_as_the_xlsx_it_was_made_from(tmp_path: Path) -> None:
    described = {
        "unit": "Sở Nội vụ",
        "year": 2019,
        "rest": [4.35, "4,5", {"percent": 85}],
        "points": {"I": [98.75, " x\ny ", {"error": "#N/A"}]},
        "hidden": ["D", 9],
        "merged": ["A1:F1"],
        "marker": {"rubric": "x", "digest": "y"},
    }
    (tmp_path / "a.xlsx").write_bytes(xlsx(described))
    assert shutil.which("soffice")
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "ods", "--outdir", f"{tmp_path}", f"{tmp_path}/a.xlsx"]
    subprocess.run(command, check=True, timeout=180, capture_output=True)
    found, made = read((tmp_path / "a.ods").read_bytes()), workbook(described)
    # LibreOffice turns a typed error into the formula that gives it.
    seen = {place: Cell(c.kind, c.text, c.number) for place, c in found.sheets[0].cells.items()}
    assert seen == dict(made.sheets[0].cells)
    assert found.sheets[0].hidden_rows == made.sheets[0].hidden_rows
    assert found.sheets[0].hidden_columns == made.sheets[0].hidden_columns
    assert found.sheets[0].merged == made.sheets[0].merged
    assert found.properties.items() >= made.properties.items()
