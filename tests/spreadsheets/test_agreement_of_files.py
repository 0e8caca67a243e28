"""On every example and on every fault that opens, the reader agrees cell by cell with openpyxl and python-calamine.

Where it does not, `EXPLAINED` says how the other one reads the file and why ours stands.
"""

from __future__ import annotations

import io
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from tests.faults import cases
from thidua_cli.cells import Kind, Workbook, address
from thidua_cli.spreadsheets.bounds import LAST_COLUMN, LAST_ROW
from thidua_cli.spreadsheets.reader import read_workbook

from .test_agreement import NOTHING_THERE, same

if TYPE_CHECKING:
    from collections.abc import Iterator

EXAMPLES: Final = Path(__file__).parents[2] / "examples"
OPENPYXL, CALAMINE = "openpyxl", "python-calamine"
# Formats of which the references read other things, and files that take them minutes.
_GROUPS: Final = ("archive/", "package/", "value/", "text/", "structure/")

_ESCAPES: Final = "it leaves `_xHHHH_` in a text as it stands, where Excel shows the character"
_INFINITE: Final = "it gives a number that no cell can hold; ours gives the text that is stored"
_RAISES: Final = "it raises for the whole file because of one value; ours reports that cell"
_NO_TYPE: Final = "it raises for a type or an error code that it does not know; ours reports that cell"
_NAMES: Final = "it finds no part under another spelling of its name, though names ignore case and slash"
_DATES: Final = "Excel counts a 29 February 1900 that never was, and shows no date below 0 or past the year 9999"
EXPLAINED: Final[dict[tuple[str, str], str]] = {
    ("archive/backslash-names.xlsx", OPENPYXL): _NAMES,
    ("archive/other-case-names.xlsx", OPENPYXL): _NAMES,
    ("package/no-content-types.xlsx", OPENPYXL): "it needs the list of content types; the relationships say it all",
    ("package/no-shared-strings.xlsx", OPENPYXL): "it wants the part although no cell uses a shared string",
    ("package/strict-namespace.xlsx", OPENPYXL): "it reads Strict Open XML as a workbook without a cell",
    ("package/utf-16.xlsx", CALAMINE): "it reads UTF-8 only; XML may be in UTF-16",
    ("value/stored-overflow.xlsx", OPENPYXL): _INFINITE,
    ("value/stored-overflow.xlsx", CALAMINE): _INFINITE,
    ("value/stored-nan.xlsx", OPENPYXL): _RAISES,
    ("value/stored-nan.xlsx", CALAMINE): _INFINITE,
    ("value/stored-inf.xlsx", OPENPYXL): _RAISES,
    ("value/stored-inf.xlsx", CALAMINE): _INFINITE,
    ("value/stored-many-digits.xlsx", OPENPYXL): _RAISES,
    ("value/stored-many-digits.xlsx", CALAMINE): _INFINITE,
    ("value/stored-text-in-number.xlsx", OPENPYXL): _RAISES,
    ("value/stored-iso-date-invalid.xlsx", OPENPYXL): _RAISES,
    ("value/stored-date-serial-60.xlsx", OPENPYXL): _DATES,
    ("value/stored-date-serial-60.xlsx", CALAMINE): _DATES,
    ("value/stored-date-negative.xlsx", CALAMINE): _DATES,
    ("value/stored-date-past-9999.xlsx", OPENPYXL): _DATES,
    ("value/stored-date-past-9999.xlsx", CALAMINE): _DATES,
    ("value/stored-boolean-invalid.xlsx", OPENPYXL): "it takes any number for true; ours gives what is stored",
    ("value/stored-boolean-invalid.xlsx", CALAMINE): _NO_TYPE,
    ("value/stored-unknown-type.xlsx", CALAMINE): _NO_TYPE,
    ("value/stored-unknown-error.xlsx", CALAMINE): _NO_TYPE,
    ("value/stored-error-getting_data.xlsx", CALAMINE): _NO_TYPE,
    ("text/ansi-clear.xlsx", OPENPYXL): _ESCAPES,
    ("text/ansi-title.xlsx", OPENPYXL): _ESCAPES,
    ("text/escaped-control.xlsx", OPENPYXL): _ESCAPES,
    ("text/escaped-surrogate.xlsx", OPENPYXL): _ESCAPES,
    ("text/escaped-surrogate.xlsx", CALAMINE): "half a character is none; ours shows that something was there",
    ("structure/merged-score.xlsx", OPENPYXL): "it empties cells that a merged range covers; ours reports them",
}


def _openpyxl(data: bytes) -> dict[str, dict[tuple[int, int], Any]]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = load_workbook(io.BytesIO(data), data_only=True)
    return {
        sheet.title: {
            (c.row, c.column): c.value for line in sheet.iter_rows() for c in line if c.value not in {None, ""}
        }
        for sheet in book.worksheets
    }


def _calamine(data: bytes) -> dict[str, dict[tuple[int, int], Any]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    lines = {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}
    return {
        name: {(r, c): v for r, line in enumerate(rows, 1) for c, v in enumerate(line, 1) if v != ""}
        for name, rows in lines.items()
    }


_READ: Final = {OPENPYXL: _openpyxl, CALAMINE: _calamine}


def differences(data: bytes, workbook: Workbook, reader: str) -> Iterator[str]:
    """Where the other reader says something else than ours, by sheet and cell."""
    try:
        theirs = _READ[reader](data)
    except Exception as error:  # noqa: BLE001 - whatever the other one raises is a difference
        yield repr(error)
        return
    if list(theirs) != [sheet.name for sheet in workbook.sheets]:
        yield f"sheets {list(theirs)}"
        return
    for sheet in workbook.sheets:
        filled = theirs[sheet.name]
        for place in sorted({*sheet.cells, *(at for at in filled if at[0] <= LAST_ROW and at[1] <= LAST_COLUMN)}):
            cell, value = sheet.cells.get(place), filled.get(place)
            hidden = NOTHING_THERE if reader == CALAMINE else {Kind.UNCALCULATED}
            if cell is not None and cell.kind in hidden and value is None:
                continue
            if cell is None or not same(cell, value, date1904=workbook.date1904):
                yield f"{sheet.name}!{address(*place)}: {cell} {value!r}"


@pytest.mark.parametrize("reader", _READ)
@pytest.mark.parametrize("path", sorted(EXAMPLES.rglob("*.xlsx")), ids=lambda path: str(path.relative_to(EXAMPLES)))
def test_an_example_is_read_as_others_read_it(path: Path, reader: str) -> None:
    """Without a difference; the two that are no workbooks are refused by all three."""
    data = path.read_bytes()
    workbook, findings = read_workbook(data, path.name)
    if workbook is None:
        assert findings[0].is_error
        with pytest.raises(Exception):  # noqa: B017, PT011 - each reader has errors of its own
            _READ[reader](data)
        return
    assert not list(differences(data, workbook, reader))
    assert sum(len(sheet.cells) for sheet in workbook.sheets) > 20


OPENED: Final = [fault for fault in cases.every() if fault.name.startswith(_GROUPS)]


@pytest.mark.parametrize("reader", _READ)
@pytest.mark.parametrize("fault", OPENED, ids=lambda fault: fault.name)
def test_a_fault_that_opens_is_read_as_others_read_it_or_the_difference_is_explained(
    fault: cases.Fault, reader: str
) -> None:
    data = fault.make()
    workbook, _ = read_workbook(data, "x")
    found = [] if workbook is None else list(differences(data, workbook, reader))
    assert bool(found) == ((fault.name, reader) in EXPLAINED), found[:5]
