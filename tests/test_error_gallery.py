"""Facts about the error gallery: every code has its smallest case, and each case yields exactly what it says."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Final

import pytest

from tests.cases.folder import left_over
from tests.errors import gallery
from tests.sheets import workbook, xlsx
from thidua_cli.catalogue import CODES
from thidua_cli.findings import Severity
from thidua_cli.spreadsheets.reader import read_workbook

CASES: Final = gallery.cases()
PAGE: Final = Path(__file__).parents[1] / "docs" / "findings.md"

# Codes that no input provokes: Windows alone refuses to replace a file that is open (tests/test_writing.py).
UNPROVOKED: Final = frozenset({"TD030"})

# The codes that end a command with an exit code of their own, the weightiest first (contract 2).
_EXITS: Final = {
    70: {"TD970"},
    3: {
        f"TD{number}"
        for number in (
            718,
            "030",
            135,
            729,
            730,
            732,
            771,
            *range(901, 913),
            918,
            926,
            *range(932, 935),
            940,
            941,
            944,
            752,
        )
    },
    2: {"TD012", "TD013", "TD014", "TD750", "TD913", "TD915", "TD916", "TD930", "TD931", "TD945"},
}


def test_every_code_has_its_case() -> None:
    assert {case.code for case in CASES} == CODES.keys() - UNPROVOKED


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_case_is_named_after_its_code(case: gallery.Case) -> None:
    assert case.name == f"{case.code}-{CODES[case.code].name}"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_case_yields_exactly_what_it_states(case: gallery.Case) -> None:
    found = gallery.found(case, "vi")
    assert case.code in {finding["code"] for finding in found}
    assert left_over(case.expect, found) == {}
    assert gallery.tell(case, "vi").exit == case.exit


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_an_exit_code_is_that_of_the_weightiest_finding(case: gallery.Case) -> None:
    """0 for warnings at most, 1 for errors found, 2 for wrong usage, 3 for what could not be done (contract 2)."""
    codes = [CODES[entry if isinstance(entry, str) else entry["code"]] for entry in case.expect]
    errors = {code.id for code in codes if code.severity is Severity.ERROR}
    weightiest = next((exit_code for exit_code, owned in _EXITS.items() if errors & owned), 1 if errors else 0)
    assert case.exit == weightiest


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_language_changes_the_sentences_and_nothing_else(case: gallery.Case) -> None:
    in_english, in_vietnamese = gallery.found(case, "en"), gallery.found(case, "vi")
    places = ("code", "severity", "file", "sheet", "cell", "criterion", "stage", "unit", "clause")
    english, vietnamese = (
        [[finding.get(key) for key in places] for finding in findings] for findings in (in_english, in_vietnamese)
    )
    assert english == vietnamese
    for one, other in zip(in_english, in_vietnamese, strict=True):
        assert one["message"] != other["message"]


def test_the_page_of_findings_is_up_to_date() -> None:
    """If not: python docs/make_findings.py --write."""
    made = runpy.run_path(str(PAGE.with_name("make_findings.py")))["page"]()
    assert PAGE.read_text(encoding="utf-8") == made


def test_a_described_sheet_is_read_from_its_file_as_it_was_described() -> None:
    described = {
        "unit": "Sở Nội vụ",
        "year": 2019,
        "rest": ["4,5", 0.1, None],
        "points": {
            "I": [{"percent": 85}, {"error": "#N/A"}, {"formula": "1+1"}],
            "II.1": [True, "=1+1", 98.75],
            "III.4": ["x", -1, "-"],
        },
        "total": 140.5,
        "hidden": ["D", 9],
        "merged": ["D10:D11"],
        "unicode": "NFD",
        "marker": {"rubric": "x", "digest": "y"},
    }
    found, wrong = read_workbook(xlsx(described), "phieu.xlsx")
    assert wrong == ()
    assert found == workbook(described)
