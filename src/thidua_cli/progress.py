"""Which file is being read, told to whoever listens while it is read.

This module knows no screen and no clock; nothing that a use case computes depends on it.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_listener: ContextVar[Callable[[str], None] | None] = ContextVar("listener", default=None)


@contextmanager
def told_to(listener: Callable[[str], None]) -> Iterator[None]:
    """Tell the listener of each file, by the name that reports show, until the block ends."""
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)


def listen_no_more() -> None:
    """Tell nobody from here on, in a process that only reads for another."""
    _listener.set(None)


def reading(name: str) -> None:
    """The file of that name is about to be read."""
    listener = _listener.get()
    if listener is not None:
        listener(name)
