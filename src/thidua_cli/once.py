"""Works something out once for each of the values met last: many sheets are read against one table.

This module knows no table. A value is told by its identity and kept beside its result, so that no other one can
take its place.
"""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

Value = TypeVar("Value")
Result = TypeVar("Result")

_MOST = 64


def once(work: Callable[[Value], Result]) -> Callable[[Value], Result]:
    """The function, worked out once for each value; the value must not change, and the result is shared."""
    met: dict[int, tuple[Value, Result]] = {}

    @wraps(work)
    def found(value: Value) -> Result:
        known = met.get(id(value))
        if known is not None:
            return known[1]
        if len(met) >= _MOST:
            met.clear()
        result = work(value)
        met[id(value)] = (value, result)
        return result

    return found
