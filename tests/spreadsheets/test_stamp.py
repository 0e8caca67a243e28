"""Facts about stamping: what comes out is what laying out each form would have written."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from thidua_cli import template
from thidua_cli.rubric.load import load, shipped
from thidua_cli.spreadsheets.stamp import Stamp
from thidua_cli.spreadsheets.writer import to_bytes

if TYPE_CHECKING:
    from thidua_cli.rubric.model import Rubric

MARKS = template.STAMPED


def rubric(reference: str) -> Rubric:
    loaded = load(reference).value
    assert loaded is not None
    return loaded


def laid_out(table: Rubric, unit: template.UnitOnForm) -> bytes:
    return to_bytes(template.blank_form(table, unit=unit, year="2019", cluster="Cụm thi đua số 1"))


@pytest.fixture(scope="module")
def stamps() -> dict[str, Stamp]:
    """The stamp of each shipped table."""
    return {name: Stamp.of(laid_out(rubric(name), MARKS), (MARKS.id, MARKS.name)) for name in shipped()}


def stamped(stamp: Stamp, unit: template.UnitOnForm) -> bytes:
    return stamp.stamped({MARKS.id: unit.id, MARKS.name: unit.name})


@pytest.mark.parametrize("reference", shipped())
def test_a_stamped_form_is_the_form_laid_out(reference: str, stamps: dict[str, Stamp]) -> None:
    unit = template.UnitOnForm("so-noi-vu", "Sở Nội vụ")
    assert template.can_be_stamped(rubric(reference), unit, "2019")
    assert stamped(stamps[reference], unit) == laid_out(rubric(reference), unit)


NAMES = st.text(st.sampled_from("ABĐaăâbdđêổưỵ 0123456789,.()-–/&<>\"'_x=\n\t“”"), min_size=1, max_size=110)
IDS = st.from_regex(r"[a-z0-9]+(-[a-z0-9]+){0,12}", fullmatch=True)


@settings(max_examples=60, deadline=None)
@given(NAMES, IDS)
def test_whatever_may_be_stamped_comes_out_as_laid_out(stamps: dict[str, Stamp], name: str, unit_id: str) -> None:
    table, unit = rubric(shipped()[0]), template.UnitOnForm(unit_id, name)
    if template.can_be_stamped(table, unit, "2019"):
        assert stamped(stamps[shipped()[0]], unit) == laid_out(table, unit)


@pytest.mark.parametrize(
    "name", ["", " Sở", "Sở ", "A & B", "<b>", "=1+1", "Sở  Nội vụ", "_x0041_", "Sở\nNội vụ", "Sở " * 40, "\ue000"]
)
def test_what_is_written_in_another_way_is_not_stamped(name: str) -> None:
    assert not template.can_be_stamped(rubric(shipped()[0]), template.UnitOnForm("a", name), "2019")


def test_a_stamped_file_is_whole(stamps: dict[str, Stamp]) -> None:
    data = stamped(stamps[shipped()[0]], template.UnitOnForm("a" * 40, "Một đơn vị có tên dài hơn tên của biểu mẫu"))
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        assert file.testzip() is None
        assert all(MARKS.name not in file.read(name).decode() for name in file.namelist())
