"""What is read of .xls and .xlsb, what their reader cannot see, and what a child process may do to us."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import pytest

from tests import foreign
from tests.sheets import workbook, xlsx
from thidua_cli import catalogue
from thidua_cli.cells import Cell, Kind, Workbook, Worksheet
from thidua_cli.spreadsheets import bounds, child, legacy
from thidua_cli.spreadsheets.gate import Refused
from thidua_cli.spreadsheets.reader import read_file, read_workbook

from . import made
from .test_gate import the_refusal, what

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

FORM: Final = {
    "unit": "Sở Nội vụ",
    "year": 2019,
    "rest": [4.35, "4,5", None],
    "points": {"I": [98.75, True, {"error": "#N/A"}], "III.4": ["x", -1, 0]},
    "merged": ["A1:F1"],
}
DESCRIBED: Final = workbook(FORM, {"unit": "Sở Tư pháp", "rest": 1, "hidden": ["sheet"]})
WRITERS: Final = {".xls": foreign.xls, ".xlsb": foreign.xlsb}


def read(data: bytes) -> Workbook:
    found, findings = read_workbook(data, "x")
    assert found is not None, [catalogue.say(finding, "en") for finding in findings]
    return found


# --- cells -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("ending", WRITERS)
def test_every_cell_is_read_but_the_errors(ending: str) -> None:
    found, findings = read_workbook(WRITERS[ending](DESCRIBED), "phiếu")
    assert found is not None
    assert [(finding.code, finding.file, finding.found) for finding in findings] == [("TD015", "phiếu", ending)]
    assert [sheet.name for sheet in found.sheets] == [sheet.name for sheet in DESCRIBED.sheets]
    for sheet, described in zip(found.sheets, DESCRIBED.sheets, strict=True):
        seen = {place: cell for place, cell in described.cells.items() if cell.kind is not Kind.ERROR}
        assert sheet.cells == seen
        assert len(seen) > 50
        assert sheet.merged == (described.merged if ending == ".xls" else ())
        assert sheet.state == described.state


@pytest.mark.parametrize("ending", WRITERS)
def test_numbers_are_the_decimals_that_excel_shows(ending: str) -> None:
    """A double is no decimal: 4.35 is stored as 4.3499999999999996."""
    shown = ("4.35", "0.1", "0.3", "98.75", "110", "-0.5", "123456789012345", "0.0000001")
    cells = {(row, 1): Cell(Kind.NUMBER, text, Decimal(text)) for row, text in enumerate(shown, 1)}
    assert read(WRITERS[ending](Workbook((Worksheet("S", cells),)))).sheets[0].cells == cells


@pytest.mark.parametrize(
    ("told", "cell"),
    [
        (("n", "4.3499999999999996"), Cell(Kind.NUMBER, "4.35", Decimal("4.35"))),
        (("n", "1e+16"), Cell(Kind.NUMBER, "10000000000000000", Decimal(10000000000000000))),
        (("n", "inf"), Cell(Kind.TEXT, "inf")),
        (("n", "nan"), Cell(Kind.TEXT, "nan")),
        (("d", "2025-02-01T18:30:15"), Cell(Kind.DATE, "2025-02-01T18:30:15", Decimal("45689.7710069444"))),
        (("t", "04:30:00"), Cell(Kind.DATE, "04:30", Decimal("0.1875"))),
        (("p", "129600.0"), Cell(Kind.DATE, "1900-01-01T12:00", Decimal("1.5"))),
        (("b", "TRUE"), Cell(Kind.BOOLEAN, "TRUE")),
        (("s", "4,5"), Cell(Kind.TEXT, "4,5")),
    ],
)
def test_a_value_is_a_cell(told: tuple[str, str], cell: Cell) -> None:
    assert legacy._cell(*told) == cell


def test_what_lies_beyond_the_area_is_said_aloud() -> None:
    named = {(1, 1): Cell(Kind.TEXT, "Đơn vị")}
    below = {**named, (bounds.LAST_ROW + 1, 1): Cell(Kind.TEXT, "x")}
    beside = {**named, (2, bounds.LAST_COLUMN + 1): Cell(Kind.TEXT, "x")}
    found, findings = read_workbook(foreign.xlsb(Workbook((Worksheet("S", below), Worksheet("T", beside)))), "x")
    assert found is not None
    assert [sheet.cells for sheet in found.sheets] == [named, named]
    assert [finding.code for finding in findings] == ["TD015", "TD010", "TD010"]


@pytest.mark.parametrize("ending", WRITERS)
def test_an_empty_sheet_is_read(ending: str) -> None:
    assert read(WRITERS[ending](Workbook((Worksheet("S", {}),)))).sheets == (Worksheet("S", {}),)


@pytest.mark.parametrize("ending", WRITERS)
def test_a_workbook_without_a_sheet_is_damage(ending: str) -> None:
    """As the library gives one whose list of sheets is broken."""
    assert what(the_refusal(WRITERS[ending](Workbook(())), catalogue.FILE_DAMAGED)) == "không có trang tính nào"


def test_a_name_tells_nothing_about_the_format(tmp_path: Path) -> None:
    for name, data in (("a.xlsx", foreign.xls(DESCRIBED)), ("a.xls", made.book(made.score_rows()))):
        path = tmp_path / name
        path.write_bytes(data)
        source, findings = read_file(path, name)
        assert source is not None
        assert [finding.found for finding in findings] == ([".xls"] if name == "a.xlsx" else [])


@pytest.mark.office
def test_what_libreoffice_saves_as_xls_reads_as_the_xlsx_it_was_made_from(tmp_path: Path) -> None:
    """But for what that format's reader cannot tell: an error is a blank there, 85 % is 0.85."""
    described = {**FORM, "rest": [4.35, "4,5", {"percent": 85}], "merged": ["A1:F1"]}
    (tmp_path / "a.xlsx").write_bytes(xlsx(described))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "xls", "--outdir", f"{tmp_path}", f"{tmp_path}/a.xlsx"]
    subprocess.run(command, check=True, timeout=180, capture_output=True)
    (found,), (ours,) = read((tmp_path / "a.xls").read_bytes()).sheets, workbook(described).sheets
    seen = {place: cell for place, cell in ours.cells.items() if cell.kind is not Kind.ERROR}
    assert set(found.cells) == set(seen)
    for place, cell in seen.items():
        if cell.kind is Kind.PERCENT:
            cell = Cell(Kind.NUMBER, "0.85", Decimal("0.85"))  # noqa: PLW2901 - as that format's reader tells it
        assert found.cells[place] == cell
    assert found.merged == ours.merged


# --- what is refused ------------------------------------------------------------------------------------


def test_two_cells_at_the_ends_of_the_grid_are_too_much() -> None:
    """The library lays out every cell between them in memory: 17 thousand million."""
    corners = {(1, 1): Cell(Kind.TEXT, "a"), (1_048_576, 16_384): Cell(Kind.TEXT, "b")}
    workbook_, (finding,) = read_workbook(foreign.xlsb(Workbook((Worksheet("S", corners),))), "x")
    assert workbook_ is None
    assert finding.code in {catalogue.FILE_DAMAGED.id, catalogue.FILE_TOO_LARGE.id, catalogue.FILE_UNREADABLE.id}


XLSB: Final[dict[str, str | bytes]] = {
    "xl/workbook.bin": b"",
    "xl/_rels/workbook.bin.rels": '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><Relationships/>',
}


def test_a_doctype_is_forbidden_in_an_xlsb_too() -> None:
    assert what(the_refusal(foreign.zipped(XLSB), catalogue.FILE_FORBIDDEN)) == "khai báo DOCTYPE"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("size", [1, 5, 100])
def test_a_doctype_between_two_pieces_is_seen(size: int, encoding: str) -> None:
    text = "<?xml version='1.0'?><!DOCTYPE x>".encode(encoding)
    with pytest.raises(Refused):
        legacy._require_no_doctype([text[at : at + size] for at in range(0, len(text), size)], "a.xml")


def test_an_xlsb_bomb_is_counted_while_it_unpacks() -> None:
    the_refusal(foreign.zipped({"xl/workbook.bin": b" " * (101 << 20)}), catalogue.FILE_TOO_LARGE)


def test_a_workbook_of_excel_97_with_a_password_is_called_encrypted() -> None:
    """The record FILEPASS stands after the first one of the stream."""
    stream = foreign.biff(DESCRIBED)
    locked = stream[:20] + b"\x2f\0\x06\0\1\0\x12\x34\x56\x78" + stream[20:]
    the_refusal(foreign.compound("Workbook", locked), catalogue.FILE_ENCRYPTED)


# --- the child -------------------------------------------------------------------------------------------


def instead(monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    """Let another program stand in for the child."""
    monkeypatch.setattr(legacy, "_command", lambda: [sys.executable, "-c", code])


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("import os; os.abort()", catalogue.FILE_DAMAGED),
        ("import sys; print('panicked at', file=sys.stderr); sys.exit(3)", catalogue.FILE_DAMAGED),
        ("pass", catalogue.FILE_DAMAGED),
        ("print('no JSON')", catalogue.FILE_DAMAGED),
        ("print('{}')", catalogue.FILE_DAMAGED),
        ("""print('{"fault": "encrypted"}')""", catalogue.FILE_ENCRYPTED),
        ("""print('{"fault": "memory"}')""", catalogue.FILE_UNREADABLE),
        ("""print('{"fault": "large"}')""", catalogue.FILE_TOO_LARGE),
        ("""print('{"fault": "damaged"}')""", catalogue.FILE_DAMAGED),
    ],
)
def test_whatever_becomes_of_the_child_is_one_finding(
    code: str, expected: catalogue.Code, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    instead(monkeypatch, code)
    the_refusal(foreign.xls(DESCRIBED), expected)
    assert capfd.readouterr() == ("", "")


def test_a_child_that_never_ends_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    instead(monkeypatch, "import time; time.sleep(60)")
    monkeypatch.setattr(legacy, "SECONDS", 0.5)
    begun = time.monotonic()
    finding = the_refusal(foreign.xls(DESCRIBED), catalogue.FILE_TOO_LARGE)
    assert what(finding) == "thời gian đọc"
    assert time.monotonic() - begun < 10


def test_a_child_that_cannot_be_started_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(legacy, "_command", lambda: ["/no/such/program"])
    assert what(the_refusal(foreign.xls(DESCRIBED), catalogue.FILE_UNREADABLE)) == "không mở được tiến trình đọc tệp"


def test_nothing_is_imported_from_the_folder_of_the_call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A mailed folder may hold a file that is called like a library."""
    for name in ("python_calamine.py", "json.py", "thidua_cli.py"):
        (tmp_path / name).write_text("raise SystemExit(9)", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert read(foreign.xlsb(DESCRIBED)).sheets


def test_a_frozen_program_is_its_own_child(monkeypatch: pytest.MonkeyPatch) -> None:
    """Such a program has no interpreter to call: the command line itself answers."""
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert legacy._command() == [sys.executable, legacy.AS_CHILD]
    command = [sys.executable, "-m", "thidua_cli", legacy.AS_CHILD]
    done = subprocess.run(command, input=foreign.xlsb(DESCRIBED), capture_output=True, check=True)
    assert [sheet["name"] for sheet in json.loads(done.stdout)["sheets"]] == [s.name for s in DESCRIBED.sheets]


@pytest.mark.skipif(os.name != "posix", reason="limits of memory as POSIX has them")
def test_the_child_is_limited() -> None:
    code = (
        "from thidua_cli.spreadsheets import child; child._limit(); import resource as r; "
        "print(r.getrlimit(r.RLIMIT_AS)[0], r.getrlimit(r.RLIMIT_CPU)[0], r.getrlimit(r.RLIMIT_CORE)[0])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert done.stdout.split() == [str(child.MEMORY), str(child.SECONDS), "0"]


def test_the_child_starts_lightly() -> None:
    """Neither the command line nor YAML, pydantic or our own reader is loaded for it."""
    code = "import sys, thidua_cli.spreadsheets.child; print(*sorted(sys.modules))"
    loaded = set(
        subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True).stdout.split()
    )
    assert "thidua_cli.spreadsheets.child" in loaded
    assert not loaded & {"typer", "yaml", "pydantic", "rich", "openpyxl", "thidua_cli.catalogue", "xml.parsers.expat"}


class _Panic(BaseException):
    """As the library's own, which no `except Exception` catches."""


@pytest.mark.parametrize(
    ("error", "fault"),
    [
        (MemoryError(), "memory"),
        (child.TooLarge(), "large"),
        (type("PasswordError", (Exception,), {})(), "encrypted"),
        (_Panic(), "damaged"),
        (OSError(), "damaged"),
        (ValueError(), "damaged"),
    ],
)
def test_the_child_answers_with_one_word(
    error: BaseException, fault: str, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    def fail(_: bytes) -> dict[str, Any]:
        raise error

    class Stdin:
        class buffer:  # noqa: N801 - as the standard library calls it
            read: Callable[[], bytes] = staticmethod(lambda: b"")

    monkeypatch.setattr(child, "_limit", lambda: None)
    monkeypatch.setattr(child, "_answer", fail)
    monkeypatch.setattr(sys, "stdin", Stdin)
    child.main()
    sys.stdout.flush()
    assert json.loads(capfdbinary.readouterr().out) == {"fault": fault}


def test_what_the_child_keeps_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    cells = sum(len(sheet.cells) for sheet in DESCRIBED.sheets) - 1  # the error cell is not seen
    monkeypatch.setattr(child, "MOST_FILLED", cells)
    assert child._answer(foreign.xls(DESCRIBED))
    monkeypatch.setattr(child, "MOST_FILLED", cells - 1)
    with pytest.raises(child.TooLarge):
        child._answer(foreign.xls(DESCRIBED))
    monkeypatch.setattr(child, "MOST_FILLED", cells)
    monkeypatch.setattr(child, "MOST_LAID_OUT", 20)
    with pytest.raises(child.TooLarge):
        child._answer(foreign.xls(DESCRIBED))
