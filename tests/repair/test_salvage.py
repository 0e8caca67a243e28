"""Facts about damaged archives: what still unpacks is read, nothing is made up, and it is said aloud."""

from __future__ import annotations

import io
import random
import re
import zipfile
from typing import TYPE_CHECKING, Final

import pytest

from tests.sheets import xlsx
from thidua_cli.cells import Kind
from thidua_cli.spreadsheets.reader import read_workbook
from thidua_cli.spreadsheets.salvage import recover_from

if TYPE_CHECKING:
    from collections.abc import Callable

    from thidua_cli.cells import Workbook

DICE: Final = random.Random  # the same damage in every run
GOOD = xlsx({"unit": "Sở Nội vụ", "year": 2019, "rest": 1, "points": {"I": 90, "III.4": {"percent": 85}}})


def whole() -> Workbook:
    workbook, _ = read_workbook(GOOD, "x")
    assert workbook is not None
    return workbook


def without(*names: str, change: Callable[[str, bytes], bytes] = lambda _, data: data) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(GOOD)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in names:
                new.writestr(name, change(name, old.read(name)))
    return out.getvalue()


def agrees(found: Workbook) -> None:
    """Every cell recovered is one of the file, or says that it cannot be told."""
    cells = whole().sheets[0].cells
    for place, cell in found.sheets[0].cells.items():
        known = cells[place]
        same = cell.text == known.text or (cell.kind is Kind.TEXT and cell.text.strip("\ufffd?") in {"", "0.85"})
        assert same, (place, cell, known)


@pytest.mark.parametrize("cut", [r"PK\x05\x06", r"PK\x01\x02"])
def test_a_file_without_its_directory_is_read_whole(cut: str) -> None:
    at = re.search(cut.encode(), GOOD)
    assert at is not None
    workbook, what = recover_from(GOOD[: at.start()], "x")
    assert workbook is not None
    assert workbook.sheets[0].cells == whole().sheets[0].cells
    assert "1 trang" in what.vi


def test_a_sheet_cut_short_gives_its_first_rows() -> None:
    def cut(name: str, data: bytes) -> bytes:
        return data[: len(data) // 2] if "worksheets/" in name else data

    workbook, what = recover_from(without(change=cut), "x")
    assert workbook is not None
    agrees(workbook)
    assert 0 < len(workbook.sheets[0].cells) < len(whole().sheets[0].cells)
    assert "bị cắt ngang" in what.vi


def test_without_styles_a_number_that_may_be_a_share_is_no_score() -> None:
    workbook, _ = recover_from(without("xl/styles.xml", "xl/workbook.xml"), "x")
    assert workbook is not None
    agrees(workbook)
    assert not [cell for cell in workbook.sheets[0].cells.values() if cell.kind is Kind.NUMBER and cell.text == "0.85"]


@pytest.mark.parametrize("part", ["xl/sharedStrings.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"])
def test_a_missing_part_costs_no_more_than_itself(part: str) -> None:
    workbook, _ = recover_from(without(part), "x")
    assert workbook is not None
    agrees(workbook)
    numbers = {place: cell for place, cell in whole().sheets[0].cells.items() if cell.kind is Kind.NUMBER}
    found = workbook.sheets[0].cells
    assert {place: found[place].number for place in numbers} == {place: cell.number for place, cell in numbers.items()}


def test_a_wrong_checksum_is_told() -> None:
    with zipfile.ZipFile(io.BytesIO(GOOD)) as file:
        entry = next(one for one in file.infolist() if "worksheets/" in one.filename)
    spoilt = bytearray(GOOD)
    spoilt[entry.header_offset + 14] ^= 0xFF
    _, what = recover_from(bytes(spoilt), "x")
    assert "sai mã kiểm tra" in what.vi


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"%PDF-1.7", b"PK\x03\x04" * 5000, bytes(1000)])
def test_nothing_comes_of_nothing(data: bytes) -> None:
    assert recover_from(data, "x")[0] is None


def test_random_damage_never_raises_and_never_adds_a_cell() -> None:
    places = whole().sheets[0].cells.keys()
    for seed in range(150):
        dice = DICE(seed)
        data = bytearray(GOOD)
        for _ in range(dice.randint(1, 6)):
            data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
        workbook, _ = recover_from(bytes(data[: dice.randint(len(data) // 3, len(data))]), "x")
        if workbook is not None and workbook.sheets[0].name.startswith(("Biểu", "sheet")):
            assert len(workbook.sheets[0].cells.keys() - places) <= 2, seed
