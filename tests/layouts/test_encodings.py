"""Facts about sheets typed for the fonts of before Unicode: recognised by their characters, and said to be."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import sheets
from thidua_cli.cells import Cell, Kind, Workbook, Worksheet
from thidua_cli.intake import Encoding
from thidua_cli.intake.encodings import in_unicode, to_unicode
from thidua_cli.pipeline import SHELF
from thidua_cli.rubric.load import shipped
from thidua_cli.rubric.model import Stage
from thidua_cli.submission import Expected, Submission, take_in
from thidua_cli.vietnamese import fold

# The alphabet in both encodings, as their published charts have it; capitals of TCVN3 come from a capital font.
LETTERS = tuple("àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ")
TCVN3 = tuple("µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\u00adõøö÷ùúýûüþ")
VNI: list[str] = re.findall(
    r"\S+",
    "aø aù aû aõ aï aê aè aé aú aü aë aâ aà aá aå aã aä ñ eø eù eû eõ eï eâ eà eá eå eã eä"
    " ì í æ ó ò oø où oû oõ oï oâ oà oá oå oã oä ô ôø ôù ôû ôõ ôï"
    " uø uù uû uõ uï ö öø öù öû öõ öï yø yù yû yõ î",
)
CODES: dict[Encoding, dict[str, str]] = {
    Encoding.TCVN3: dict(zip(LETTERS, TCVN3, strict=True)),
    Encoding.VNI: dict(zip(LETTERS, VNI, strict=True)),
}


def typed_for(encoding: Encoding, text: str) -> str:
    """The text as an old keyboard driver stored it."""
    return "".join(_code(encoding, letter) for letter in text)


def _code(encoding: Encoding, letter: str) -> str:
    code = CODES[encoding].get(letter.casefold(), letter)
    if letter.casefold() == letter:
        return code
    return code.upper() if encoding is Encoding.VNI else code


def sheet_for(encoding: Encoding, described: dict[str, Any], only: set[int] | None = None) -> Workbook:
    """The sheet described with its texts typed for the encoding, or only those of some rows."""
    first = sheets.workbook(described).sheets[0]
    cells = {
        at: Cell(Kind.TEXT, typed_for(encoding, cell.text))
        if cell.kind is Kind.TEXT and (only is None or at[0] in only)
        else cell
        for at, cell in first.cells.items()
    }
    return Workbook((Worksheet(first.name, cells),))


def read(workbook: Workbook) -> Submission:
    return take_in(workbook, "x.xlsx", "", Expected(SHELF))


@pytest.mark.parametrize(
    ("encoding", "typed", "meant"),
    [
        (Encoding.TCVN3, "B¸o c¸o tµi chÝnh", "Báo cáo tài chính"),
        (Encoding.TCVN3, "hép møt tÕt", "hộp mứt tết"),
        (Encoding.TCVN3, "§iÓm tù chÊm", "Điểm tự chấm"),
        (Encoding.VNI, "Xin chaøo caùc baïn", "Xin chào các bạn"),
        (Encoding.VNI, "Ñieåm töï chaám", "Điểm tự chấm"),
        (Encoding.VNI, "TOÅNG COÄNG", "TỔNG CỘNG"),
    ],
)
def test_known_samples_read_as_published(encoding: Encoding, typed: str, meant: str) -> None:
    assert to_unicode(typed, encoding) == meant


@pytest.mark.parametrize("encoding", Encoding)
def test_every_letter_has_its_code_and_comes_back(encoding: Encoding) -> None:
    assert [to_unicode(code, encoding) for code in CODES[encoding].values()] == list(LETTERS)


@pytest.mark.parametrize("encoding", Encoding)
@pytest.mark.parametrize("reference", shipped())
def test_a_whole_sheet_in_an_old_encoding_is_read_and_said_to_be_one(encoding: Encoding, reference: str) -> None:
    described = {"rubric": reference, "unit": "Sở Nội vụ", "year": 2019, "rest": 1}
    submission = read(sheet_for(encoding, described))
    assert submission.rubric == reference
    assert submission.unit is not None
    assert submission.unit.id == "so-noi-vu"
    assert submission.scores is not None
    assert submission.scores.totals[Stage.SELF].value == len(
        [row for row in sheets.rubric(reference).rows() if not row.is_group]
    )
    (told,) = [finding for finding in submission.findings if finding.code == "TD141"]
    assert dict(told.params)["encoding"] == encoding.value
    assert not [finding for finding in submission.findings if finding.is_error]


@pytest.mark.parametrize("encoding", Encoding)
@pytest.mark.parametrize("only", [{4}, {3, 4}, {8, 9, 10, 11}, {5}])
def test_rows_pasted_from_an_old_file_are_recognised_among_the_others(encoding: Encoding, only: set[int]) -> None:
    submission = read(sheet_for(encoding, {"unit": "Sở Nội vụ", "rest": 1}, only))
    assert {finding.code for finding in submission.findings} == {"TD141"}


def test_scores_and_notes_stay_as_typed() -> None:
    """A score such as `4,5 ®iÓm` is refused, not converted; a note is shown as it stands."""
    described = {"unit": "Sở Nội vụ", "rest": 1, "points": {"III.4": "4,5 điểm"}}
    submission = read(sheet_for(Encoding.TCVN3, described))
    assert submission.sheet is not None
    said = submission.sheet.given("III.4", Stage.SELF)
    assert said is not None
    assert (said.value, said.text) == (None, "4,5 ®iÓm")
    assert {finding.code for finding in submission.findings if finding.is_error} == {"TD202"}


@pytest.mark.parametrize(
    "texts",
    [
        ["Đơn vị: Sở Nội vụ", "Nội dung", "100% hồ sơ ± 2 °C"],
        ["garçon naïf", "Noël", "façade ça"],
        ["für Straße", "Köln", "Müller schön"],
        ["Español", "mañana niño", "año"],
        ["© 2019 Công ty", "® Microsoft", "½ ngày"],
        ["So noi vu", "Noi dung"],
        [],
    ],
)
def test_unicode_and_other_languages_are_left_alone(texts: list[str]) -> None:
    sheet = Worksheet("x", {(row, 1): Cell(Kind.TEXT, text) for row, text in enumerate(texts, 1)})
    assert in_unicode(sheet) == (sheet, None)


@given(st.lists(st.text(st.characters(max_codepoint=0x2FF)), max_size=5))
def test_no_text_makes_it_fail_and_only_texts_change(texts: list[str]) -> None:
    sheet = Worksheet("x", {(row, 1): Cell(Kind.TEXT, text) for row, text in enumerate(texts, 1)})
    readable, found = in_unicode(sheet)
    assert list(readable.cells) == list(sheet.cells)
    assert found is not None or readable is sheet


def test_folded_texts_agree_under_both_encodings() -> None:
    table = sheets.rubric(sheets.DISTRICTS)
    for encoding in Encoding:
        for row in table.rows():
            assert fold(to_unicode(typed_for(encoding, row.title), encoding)) == fold(row.title)
