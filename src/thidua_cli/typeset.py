"""How much room a text takes in a cell: widths and heights in points, set in Times New Roman.

This module knows no workbook and no score.
"""

from __future__ import annotations

import unicodedata
from math import ceil

# What a cell keeps free of text on its left and right together, in points.
CELL_PADDING = 6.0


def line_height(size: float) -> float:
    """The height in points of one line set at that size."""
    # Excel sets Times New Roman 12 at 15.6 points a line; LibreOffice needs less.
    return size * 1.3


def text_height(text: str, width: float, size: float, *, bold: bool = False, spare: float = 4) -> float:
    """The height in points of a row that shows the text wrapped to the width, a little generous.

    Programs do not agree on fitting rows to their text when a file is opened, least of all merged
    or protected ones, so the height is computed.
    """
    lines = sum(_lines(paragraph, width - CELL_PADDING, size, bold=bold) for paragraph in text.split("\n"))
    return lines * line_height(size) + spare


def _lines(paragraph: str, width: float, size: float, *, bold: bool) -> int:
    """On how many lines the paragraph is set, breaking between words."""
    lines, used = 1, 0.0
    space = text_width(" ", size, bold=bold)
    for word in paragraph.split(" "):
        length = text_width(word, size, bold=bold)
        if used and used + space + length > width:
            lines, used = lines + 1, length
        else:
            used += space * bool(used) + length
        if used > width:
            lines, used = lines + ceil(used / width) - 1, used % width
    return lines


# Advance widths of Times New Roman in thousandths of its size; a letter with marks is as wide as
# the bare one. Other characters count as a digit.
_ADVANCE: dict[str, int] = {
    letter: width
    for letters, width in (
        (" .,|", 250),
        (":;ijlt/", 278),
        ("fIr()[]-'", 333),
        ("Jacesvz", 444),
        ("EL", 611),
        ("FPS", 556),
        ("BCRTZ", 667),
        ("ADGHKNOQUVXYĐw", 722),
        ("m", 778),
        ("%", 833),
        ("M", 889),
        ("W…", 1000),
    )
    for letter in letters
}
_BOLD_FACTOR = 1.09
# Screens round each letter to whole pixels; measured lines come out up to this much longer.
_ROUNDING = 1.04


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """The width in points of the text on one line, in Times New Roman at that size."""
    bare = (letter for letter in unicodedata.normalize("NFD", text) if not unicodedata.combining(letter))
    thousandths = sum(_ADVANCE.get(letter, 500) for letter in bare)
    return thousandths / 1000 * size * _ROUNDING * (_BOLD_FACTOR if bold else 1.0)
