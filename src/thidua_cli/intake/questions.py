"""What a score cell that states no usable points was most likely meant to say, for questions only.

This module knows no sheet; nothing that it answers is ever taken as a score.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from thidua_cli.cells import plain
from thidua_cli.intake.model import Fault
from thidua_cli.vietnamese import fold, parse_points, tidy

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from thidua_cli.intake.model import Given

_MOST_ANSWERS = 3
_LONGEST_ASKED = 60
_NOTHING = frozenset(map(fold, ("không", "ko", "không có", "không điểm", "0 có")))
# Letters that look like digits, and fractions that keyboards offer as one character.
_LOOKALIKES = {"o": "0", "l": "1", "i": "1", "½": ",5", "¼": ",25", "¾": ",75"}
_LOOKALIKE_NUMBER = re.compile(r"[0-9oli½¼¾.,]+")
_OF_MOST = re.compile(r"([0-9]+(?:[.,][0-9]+)?) ?/ ?([0-9]+(?:[.,][0-9]+)?)")
_PARTED = re.compile(r"([0-9]{1,3}) ?[.,;:'’/ -] ?([0-9]{1,2})[.,;]?")
_GROUPED = re.compile(r"[0-9]{1,3}(?:([.,])[0-9]{3})+(?!\1)[.,][0-9]+")
_NUMBER = re.compile(r"(?<![0-9.,])[0-9]+(?:[.,][0-9]+)?(?![0-9])")
_UNIT = re.compile(r"(?<=[0-9]) ?(?:điểm|đ)(?![^\W\d_])")

# Days that a slip of the keyboard makes: scores never reach their serials, and no office dates a sheet beyond.
_FIRST_DAY, _LAST_DAY = date(2000, 1, 1), date(2050, 12, 31)
_EPOCH, _EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)
_LEAP_BUG = date(1900, 2, 28)
_MOMENT = re.compile(r"(?:([0-9]{4})-([0-9]{2})-([0-9]{2}))?T?(?:([0-9]{2}):([0-9]{2})(?::([0-9]{2}))?)?")


def day_of_serial(number: Decimal, *, date1904: bool) -> date | None:
    """The day that a number is in the workbook's date system, if it can be one that Excel made of a score.

    45055 is 9 May 2023 in the system of 1900 and 10 May 2027 in that of 1904.
    """
    if number != number.to_integral_value() or not 0 < number < 100_000:  # noqa: PLR2004 - far beyond 2050
        return None
    day = (_EPOCH_1904 if date1904 else _EPOCH) + timedelta(int(number))
    return day if _FIRST_DAY <= day <= _LAST_DAY else None


def meanings(said: Given, maximum: Decimal, beside: Iterable[Decimal] = ()) -> tuple[Decimal, ...]:
    """The points from 0 to the maximum that the cell may have been meant to say, the likeliest first.

    Args:
        said: A cell with a fault or with a value above the maximum.
        maximum: The most points of its row.
        beside: What the row's other columns say; a meaning that stands there too comes first.
    """
    known = set(beside)
    possible = (value for value in _answers(said, maximum) if 0 <= value <= maximum and value == round(value, 2))
    fitting = list(dict.fromkeys(Decimal(plain(value)) for value in possible))
    return tuple(sorted(fitting, key=lambda value: value not in known)[:_MOST_ANSWERS])


def _answers(said: Given, maximum: Decimal) -> Iterator[Decimal]:
    if said.fault is Fault.DATE:
        yield from _of_moment(said.text, maximum)
    elif said.day is not None:
        yield from _of_day(said.day, maximum)
    elif said.fault is Fault.PERCENT:
        shown = parse_points(tidy(said.text).rstrip("% ")).value
        yield from () if shown is None else (shown, shown / 100)
    elif said.fault in {Fault.TEXT, Fault.AMBIGUOUS} and len(said.text) <= _LONGEST_ASKED:
        yield from _of_text(tidy(said.text).casefold(), maximum)


def _of_moment(text: str, maximum: Decimal) -> Iterator[Decimal]:
    """What a date cell may have been: a score whose cell is formatted as a date, or a date made of what was typed."""
    match = _MOMENT.fullmatch(text)
    if match is None:
        return
    year, month, day = (int(part) if part else 0 for part in match.groups()[:3])
    try:
        typed = date(year, month, day) if year else None
    except ValueError:  # 29 February 1900, which only Excel knows
        return
    hours, minutes, seconds = (int(part or 0) for part in match.groups()[3:])
    share = Decimal(hours * 3600 + minutes * 60 + seconds) / 86_400
    if typed is None or typed < _EPOCH_1904.replace(year=1905):
        yield round(_serial(typed) + share, 2)
    if typed is not None:
        yield from _of_day(typed, maximum)


def _serial(day: date | None) -> int:
    """The whole number in the cell of a day of the first years of either date system."""
    if day is None:
        return 0
    if day.year >= _EPOCH_1904.year:
        return (day - _EPOCH_1904).days
    return (day - _EPOCH).days - (day <= _LEAP_BUG)


def _of_day(day: date, maximum: Decimal) -> Iterator[Decimal]:
    """9,5 or 5,9 for 9 May, 4 for 4 May where the row gives 5 points, 4,25 for the first of April 2025."""
    if day.month == maximum:
        yield Decimal(day.day)
    yield Decimal(f"{day.day}.{day.month}")
    yield Decimal(f"{day.month}.{day.day}")
    if day.day == 1:
        yield Decimal(f"{day.month}.{day.year % 100:02}")


def _of_text(text: str, maximum: Decimal) -> Iterator[Decimal]:
    if fold(text) in _NOTHING:
        yield Decimal(0)
    if _LOOKALIKE_NUMBER.fullmatch(text):
        number = "".join(_LOOKALIKES.get(letter, letter) for letter in text).rstrip(".,")
        yield from _points(f"0{number}" if number.startswith((".", ",")) else number)
        return
    bare = _UNIT.sub("", text)
    if (of_most := _OF_MOST.fullmatch(bare)) is not None:
        points, most = (parse_points(part).value for part in of_most.groups())
        if points is not None and most is not None and points <= most:
            yield points
        if most == maximum:
            return
    if (parted := _PARTED.fullmatch(bare)) is not None:
        yield Decimal(f"{parted[1]}.{parted[2]}")
        return
    if (grouped := _GROUPED.fullmatch(bare)) is not None:
        yield from _points(bare.replace(grouped[1], ""))
    numbers = _NUMBER.findall(bare)
    if len(numbers) == 1:
        yield from _points(numbers[0])


def _points(text: str) -> Iterator[Decimal]:
    value = parse_points(text).value
    if value is not None:
        yield value
