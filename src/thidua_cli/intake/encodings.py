"""Texts typed for old Vietnamese fonts (TCVN3 under .VnTime, VNI under VNI-Times), put into Unicode for comparing.

This module knows no heading, no criterion and no unit; the fonts themselves are not known to it.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from enum import StrEnum
from functools import lru_cache
from itertools import islice
from types import MappingProxyType
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from thidua_cli.cells import Kind, address

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from thidua_cli.cells import Cell, Worksheet


class Encoding(StrEnum):
    """An encoding by fonts, under its usual name."""

    TCVN3 = "TCVN3"
    VNI = "VNI"


# TCVN 5712:1993, set VN3 (ABC), as published in the charts of the standard and in GNU libiconv's tcvn.h; capitals with
# a tone mark are the same codes under a capital font.
_TCVN3_LETTERS = "àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵĂÂÊÔƠƯĐ"
_TCVN3_CODES = "µ¶·¸¹¨»¼½¾Æ©ÇÈÉÊË®ÌÎÏÐÑªÒÓÔÕÖ×ØÜÝÞßáâãä«åæçèé¬êëìíîïñòóô\u00adõö÷øùúûüýþ¡¢£¤¥¦§"
_TCVN3 = dict(zip(_TCVN3_CODES, _TCVN3_LETTERS, strict=True))

# VNI for Windows, as published by VNI Software: a letter and the mark behind it, nine letters with a code of their own.
_VNI_ALONE = {"ñ": "đ", "ô": "ơ", "ö": "ư", "ò": "ị", "ó": "ĩ", "æ": "ỉ", "î": "ỵ"}
_VNI_MARKS = (
    ("aeouyôö", {"ø": "\u0300", "ù": "\u0301", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}),
    ("aeo", {"â": "\u0302", "à": "\u0302\u0300", "á": "\u0302\u0301", "å": "\u0302\u0309", "ã": "\u0302\u0303"}),
    ("aeo", {"ä": "\u0302\u0323"}),
    ("a", {"ê": "\u0306", "è": "\u0306\u0300", "é": "\u0306\u0301", "ú": "\u0306\u0309", "ü": "\u0306\u0303"}),
    ("a", {"ë": "\u0306\u0323"}),
)


def _small() -> Iterator[tuple[str, str]]:
    """Each sequence of VNI in small letters with its letter in Unicode."""
    yield from _VNI_ALONE.items()
    for letters, marks in _VNI_MARKS:
        for letter in letters:
            for code, mark in marks.items():
                yield letter + code, unicodedata.normalize("NFC", _VNI_ALONE.get(letter, letter) + mark)


@lru_cache(maxsize=1)
def _vni() -> tuple[Mapping[str, str], re.Pattern[str]]:
    """The letter of each sequence of VNI, and what finds the sequences; made when a text needs it, which few do."""
    letters = {
        spelling: letter
        for small, large in _small()
        for spelling, letter in ((small, large), (small.upper(), large.upper()))
    }
    letters |= {small.capitalize(): letter.upper() for small, letter in _small() if len(small) > 1}
    return MappingProxyType(letters), re.compile("|".join(sorted(map(re.escape, letters), key=len, reverse=True)))


# Characters of Latin-1 that no Vietnamese word in Unicode has and that one of the two encodings uses.
_SUSPECT = re.compile("[¡¢£¤¥¦§¨©ª«¬\u00ad®µ¶·¸¹»¼½¾ÄÅÆÇËÎÏÐÑÖ×ØÛÜÞßäåæçëîïðñö÷øûüþ]")
# Letters beyond Latin-1 are Unicode already; dashes, quotes and dots come from Word whatever the font.
_UNICODE_LETTER = re.compile("[\u0100-\u1fff]")
# Compiled when first used, and kept by `re`.
_LATIN_LETTER = "[\u00a1-\u00ff]"
_WORD = "[A-Za-z\u00a1-\u00ff]+"
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_TONE = f"[{_TONES}]"
_SYLLABLE = (
    "(?:ngh|ng|nh|gh|gi|kh|ph|qu|th|tr|ch|[bcdđghklmnpqrstvx])?"
    "(?:[aăâeêioôơuưy]|a[iouy]|â[uy]|eo|êu|ia|iê|iêu|iu|oa|oă|oe|oi|oo|oai|oao|oay|oeo|ôi|ơi|ua|uâ|uê|ui|uô|uơ|uy|uây|uôi"
    "|uya|uyê|uyu|ưa|ươ|ưi|ưu|ươi|ươu|yê|yêu)"
    "(?:ch|nh|ng|[cmnpt])?"
)
_MOST_CELLS, _LONGEST_TEXT = 5_000, 2_000
_LEAST_WORDS, _LEAST_SHARE = 2, 0.9


def to_unicode(text: str, encoding: Encoding) -> str:
    """The text in Unicode, if it was typed for fonts of the encoding."""
    if encoding is Encoding.TCVN3:
        return "".join(_TCVN3.get(letter, letter) for letter in text)
    letters, sequence = _vni()
    return sequence.sub(lambda match: letters[match[0]], text)


class OldFont(Struct, frozen=True):
    """What was found of an old encoding on a worksheet.

    Attributes:
        encoding: Which one.
        cell: The first cell typed in it.
        text: That cell's text as typed.
        meant: The same in Unicode.
    """

    encoding: Encoding
    cell: str
    text: str
    meant: str


def in_unicode(sheet: Worksheet) -> tuple[Worksheet, OldFont | None]:
    """The worksheet with its texts in Unicode, and which encoding they were typed in; None if they are as they were.

    An encoding is recognised by what its characters make: nearly every word must become a Vietnamese syllable, and
    more of them than under the other encoding.
    """
    suspects = {
        place: cell.text
        for place, cell in islice(sheet.cells.items(), _MOST_CELLS)
        if cell.kind is Kind.TEXT
        and _SUSPECT.search(cell.text[:_LONGEST_TEXT])
        and not _UNICODE_LETTER.search(cell.text)
    }
    encoding = _encoding_of([text[:_LONGEST_TEXT] for text in suspects.values()]) if suspects else None
    if encoding is None:
        return sheet, None
    mixed = any(cell.kind is Kind.TEXT and _UNICODE_LETTER.search(cell.text) for cell in sheet.cells.values())
    cells = {
        place: cell if mixed and place not in suspects and not _only_so(cell, encoding) else _converted(cell, encoding)
        for place, cell in sheet.cells.items()
    }
    first = min(suspects)
    found = OldFont(encoding, address(*first), suspects[first], to_unicode(suspects[first], encoding))
    return replace(sheet, cells=MappingProxyType(cells)), found


def _only_so(cell: Cell, encoding: Encoding) -> bool:
    """Whether the words of a cell without a telling character are Vietnamese under the encoding, and not as typed."""
    if cell.kind is not Kind.TEXT or len(cell.text) > _LONGEST_TEXT or not re.search(_LATIN_LETTER, cell.text):
        return False
    words = [word for word in re.findall(_WORD, cell.text) if re.search(_LATIN_LETTER, word)]
    converted = all(_is_syllable(to_unicode(word, encoding)) for word in words)
    return converted and not all(map(_is_syllable, words))


def _converted(cell: Cell, encoding: Encoding) -> Cell:
    if cell.kind is not Kind.TEXT or not re.search(_LATIN_LETTER, cell.text) or _UNICODE_LETTER.search(cell.text):
        return cell
    return replace(cell, text=to_unicode(cell.text, encoding))


def _encoding_of(texts: list[str]) -> Encoding | None:
    """The encoding under which nearly all marked words are Vietnamese; None if neither or both are."""
    words = Counter(
        word
        for text in texts
        for word in re.findall(_WORD, text)
        if len(word) > 1 and re.search(_LATIN_LETTER, word) and re.search("[A-Za-z]", word)
    )
    if len(words) < _LEAST_WORDS:
        return None
    shares = {encoding: sum(_is_syllable(to_unicode(word, encoding)) for word in words) for encoding in Encoding}
    best, second = sorted(shares.values(), reverse=True)
    if best < _LEAST_SHARE * len(words) or best == second:
        return None
    return max(shares, key=lambda encoding: shares[encoding])


def _is_syllable(word: str) -> bool:
    decomposed = unicodedata.normalize("NFD", word.casefold())
    if len(re.findall(_TONE, decomposed)) > 1:
        return False
    return re.fullmatch(_SYLLABLE, unicodedata.normalize("NFC", re.sub(_TONE, "", decomposed))) is not None
