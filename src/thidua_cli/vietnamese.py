"""Vietnamese text, numbers and dates as offices write them.

This module knows no cell, no rubric and no finding.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

# Full-width digits, comma, full stop and minus, as East Asian keyboards type them. Only these are
# mapped: a full compatibility mapping would read 5² as 52.
_FULL_WIDTH = {0xFF10 + n: str(n) for n in range(10)} | {0xFF0C: ",", 0xFF0E: ".", 0xFF0D: "-"}
# Zero-width characters, and the marks of writing direction that come with text pasted from the web.
_INVISIBLE = dict.fromkeys(
    (0x00AD, 0x034F, 0x061C, 0x180E, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0xFEFF)
)
_DASHES = dict.fromkeys((0x2010, 0x2011, 0x2012, 0x2013, 0x2014, 0x2015, 0x2212), "-")

_NOT_ALNUM = re.compile(r"[^0-9a-z]+")
_POINTS = re.compile(r"([+-]?)([0-9]+)(?:[.,]([0-9]+))?")
# A mark before exactly three digits, of which the last is an idle zero, may stand for thousands: 1.000, 1.250.
_GROUPED = re.compile(r"[+-]?[1-9][0-9]{0,2}[.,][0-9]{2}0")
_SEPARATED = re.compile(r"[+-]?[0-9]{1,3}(?:[.,\s][0-9]+)+")
_UNIT_WORD = re.compile(r"(?<=[0-9])\s*(?:điểm|điếm|diem|đ|d)\.?$")
# The mark that makes Excel keep a text as it is; typed twice it becomes part of the text.
_AS_TEXT = re.compile(r"^['’‘](?=[0-9+-])")
# What stands for "not scored": one dash or several, the dots of a line to write on, and the words for it.
_BLANK_MARK = re.compile(r"-*|x|[.…_\s]*")
NOT_SCORED = ("không chấm", "không chấm điểm", "chưa chấm", "chưa chấm điểm", "chưa có điểm")

# Sums of values within this many digits are exact under decimal's default precision of 28.
_MOST_DIGITS = 20


def tidy(text: str) -> str:
    """The text in NFC with no invisible characters and single spaces, as a person sees it."""
    return " ".join(unicodedata.normalize("NFC", text).translate(_INVISIBLE).split())


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """A key under which spellings of one phrase agree; for comparing, never for showing.

    Case, tone and vowel marks, their placement (hoá/hóa), i/y (qui/quy), composed or decomposed
    form, đ/d, dashes, quotes, punctuation and spacing do not matter.
    """
    text = unicodedata.normalize("NFD", text.translate(_INVISIBLE).translate(_FULL_WIDTH).casefold())
    text = "".join(c for c in text if not unicodedata.combining(c))
    text = text.replace("đ", "d").replace("y", "i")
    return _NOT_ALNUM.sub(" ", text).strip()


_NOT_SCORED_KEYS = frozenset(map(fold, NOT_SCORED))
_WORD = re.compile(r"(?:[^\W_]|[\u0300-\u036f])+")
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")


@lru_cache(maxsize=8192)
def name_key(text: str) -> str:
    """A key under which spellings of one name agree and different names do not.

    As in `fold`, case, spacing, punctuation, the form and placement of accents (hoá/hóa) and i/y do
    not matter; the accents themselves do: `Tân Thành` is not `Tân Thanh`.
    """
    text = unicodedata.normalize("NFD", text.translate(_INVISIBLE).translate(_FULL_WIDTH).casefold())
    return " ".join(_name_word(word) for word in _WORD.findall(text))


def _name_word(word: str) -> str:
    """A decomposed word with its tone marks moved to its end, wherever they were placed."""
    letters = "".join(c for c in word if c not in _TONES).replace("y", "i")
    return unicodedata.normalize("NFC", letters) + "".join(sorted(c for c in word if c in _TONES))


def slug(text: str) -> str:
    """The text as an id: `Sở Nội vụ` is `so-noi-vu`. Unlike `fold`, y stays y."""
    text = unicodedata.normalize("NFD", text.translate(_INVISIBLE).casefold())
    text = "".join(c for c in text if not unicodedata.combining(c)).replace("đ", "d")
    return _NOT_ALNUM.sub("-", text).strip("-")


class NotPoints(StrEnum):
    """Why a text is no number of points."""

    BLANK = "blank"
    TEXT = "text"
    AMBIGUOUS = "ambiguous"
    PERCENT = "percent"


class Points(Struct, frozen=True):
    """What a text says in points: a value, or the reason why there is none."""

    value: Decimal | None
    reason: NotPoints | None = None


def parse_points(text: str) -> Points:
    """The points a text states, exactly.

    `4,5`, `4.5`, `04,5`, `'4,5`, `4,5 điểm`, `4,5đ` are 4.5 and `0 điểm` is 0. Empty, `-`, `x`, a line of
    dots and the words of `NOT_SCORED` are BLANK, never 0. `1.234,5` and `1.000` are AMBIGUOUS: which mark is the
    decimal one, or whether it parts thousands, is not guessed. Everything else is TEXT, such as `10/10`, `không` and
    `4,5 + 1`. (contract 4)
    """
    text = tidy(text.translate(_FULL_WIDTH).translate(_DASHES)).casefold()
    if _BLANK_MARK.fullmatch(text) or (text[0] in "kc" and fold(text) in _NOT_SCORED_KEYS):
        return Points(None, NotPoints.BLANK)
    text = _UNIT_WORD.sub("", _AS_TEXT.sub("", text))
    match = _POINTS.fullmatch(text)
    if match and _GROUPED.fullmatch(text):
        return Points(None, NotPoints.AMBIGUOUS)
    if match:
        sign, whole, part = match[1], match[2].lstrip("0") or "0", (match[3] or "").rstrip("0")
        if len(whole) + len(part) > _MOST_DIGITS:
            return Points(None, NotPoints.TEXT)
        digits = f"{whole}.{part}" if part else whole
        return Points(Decimal(digits if digits == "0" else sign + digits))
    if text.endswith("%") and _POINTS.fullmatch(text[:-1].strip()):
        return Points(None, NotPoints.PERCENT)
    if _SEPARATED.fullmatch(text):
        return Points(None, NotPoints.AMBIGUOUS)
    return Points(None, NotPoints.TEXT)


def format_points(value: Decimal, lang: str = "vi") -> str:
    """The exact value in plain notation, with a decimal comma in Vietnamese."""
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    text = "0" if text in {"-0", ""} else text
    return text.replace(".", ",") if lang == "vi" else text


def format_date(day: date) -> str:
    """The date as tables in official papers have it: dd/mm/yyyy."""
    return f"{day.day:02d}/{day.month:02d}/{day.year:04d}"


def nearest(word: str, among: Iterable[str], least: float = 0.6) -> str | None:
    """The one of `among` that the word most likely meant, or None if none is at least so alike (0 to 1)."""
    from difflib import get_close_matches

    by_key = {fold(candidate): candidate for candidate in among}
    found = get_close_matches(fold(word), by_key, n=1, cutoff=least)
    return by_key[found[0]] if found else None
