"""The check code: eight characters by which a paper and the scores in the files can be held together.

It is a check and no signature: whoever has the same scores has the same code. This module knows no file.
"""

from __future__ import annotations

from enum import StrEnum
from hashlib import sha256
from typing import TYPE_CHECKING

from thidua_cli.cells import plain

if TYPE_CHECKING:
    from thidua_cli.seal.model import Agreement

# No two of these look alike in print or in handwriting; their number is prime, see `_check`.
ALPHABET = "23456789ACEFHJKMNPRTWXY"
_LENGTH = 7
_DASHES = "-‐‑‒–—−_. "  # what is typed between the two groups


def code_of(agreement: Agreement) -> str:
    """The code of the agreed scores, such as `7KM3-9XPA`.

    It depends on the year and on every unit's id, criterion, column and points; on no name of a file, order or
    note, and not on the cluster's id, which changes when a folder is renamed.
    """
    lines = sorted(
        "\t".join((score.unit, score.criterion, score.stage.value, "" if score.value is None else plain(score.value)))
        for score in agreement.scores
    )
    text = "\n".join(("thidua.code/1", agreement.year, *lines))
    number = int.from_bytes(sha256(text.encode("utf-8", "surrogatepass")).digest()[:16])
    values = []
    for _ in range(_LENGTH):
        number, value = divmod(number, len(ALPHABET))
        values.append(value)
    characters = "".join(ALPHABET[value] for value in (*values, _check(values)))
    return f"{characters[:4]}-{characters[4:]}"


def _check(values: list[int]) -> int:
    """The last character's value: any one wrong character, and any two that changed places, give another one."""
    return sum(weight * value for weight, value in enumerate(values, 1)) % len(ALPHABET)


class Typed(StrEnum):
    """How a code that somebody typed can be wrong."""

    LENGTH = "length"
    CHARACTER = "character"
    CHECK = "check"


def typed(text: str) -> tuple[str, Typed | None]:
    """The code as it is written on paper, and what is wrong with it if it can be no code at all."""
    characters = "".join(character for character in text.upper() if character not in _DASHES)
    if len(characters) != _LENGTH + 1:
        return text, Typed.LENGTH
    if any(character not in ALPHABET for character in characters):
        return text, Typed.CHARACTER
    values = [ALPHABET.index(character) for character in characters]
    if _check(values[:-1]) != values[-1]:
        return text, Typed.CHECK
    return f"{characters[:4]}-{characters[4:]}", None
