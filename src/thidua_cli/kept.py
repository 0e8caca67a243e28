"""Values kept between runs in the user's cache folder, so that what has not changed is not worked out again.

Whatever is kept may be deleted at any time and is never trusted over what it was made from: the key says of which
content it is, and the version of the program that made it. This module knows no rubric and no sheet.
"""

from __future__ import annotations

import hashlib
import io
import os
import pickle
import sys
from contextlib import suppress
from enum import Enum
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

# `off` keeps nothing; a path keeps it there.
SETTING = "THIDUA_CACHE"
_MAGIC = b"thidua-kept/1\n"
_DIGEST_LENGTH = 32
# What is no longer used is dropped when there is more than this.
_MOST_FILES = 400
_OURS = ("thidua_cli.",)
_PLAIN = frozenset({("decimal", "Decimal"), ("builtins", "frozenset"), ("datetime", "date"), (__name__, "read_only")})


def folder() -> Path | None:
    """The folder that values are kept in; None where nothing is to be kept or there is no such place."""
    setting = os.environ.get(SETTING, "")
    if setting:
        return None if setting == "off" else Path(setting)
    if sys.platform == "win32":
        home = os.environ.get("LOCALAPPDATA")
        return Path(home) / "thidua" / "cache" if home else None
    home = os.environ.get("XDG_CACHE_HOME") or (os.environ.get("HOME") and os.environ["HOME"] + "/.cache")
    return Path(home) / "thidua" if home else None


def load(kind: str, key: str) -> object | None:
    """The value kept under the key; None if there is none, or none that this version of the program made."""
    path = _path(kind, key)
    if path is None:
        return None
    try:
        data = path.read_bytes()
    except OSError:
        return None
    start = len(_MAGIC) + _DIGEST_LENGTH
    if not data.startswith(_MAGIC) or hashlib.sha256(data[start:]).digest() != data[len(_MAGIC) : start]:
        _damaged.append(str(path))
        return None
    try:
        return unpacked(data[start:])
    except Exception:  # noqa: BLE001 - whatever is wrong with it, it is made again
        _damaged.append(str(path))
        return None


_damaged: list[str] = []


def damaged() -> tuple[str, ...]:
    """The kept files that were found damaged and are made again, each told of once."""
    found = tuple(dict.fromkeys(_damaged))
    _damaged.clear()
    return found


def save(kind: str, key: str, value: object) -> None:
    """Keep the value; if that cannot be done, nothing is kept."""
    path = _path(kind, key)
    if path is None:
        return
    import tempfile

    try:
        payload = packed(value)
    except (pickle.PicklingError, AttributeError, TypeError, RecursionError):
        return
    data = _MAGIC + hashlib.sha256(payload).digest() + payload
    temporary = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(prefix=".", suffix=".tmp", dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        os.replace(temporary, path)  # noqa: PTH105 - the one atomic step
        _drop_old(path.parent)
    except BaseException as error:  # Ctrl-C leaves nothing behind either
        if temporary is not None:
            with suppress(OSError):
                os.unlink(temporary)  # noqa: PTH108 - pairs with mkstemp
        if not isinstance(error, OSError):
            raise


def _path(kind: str, key: str) -> Path | None:
    home = folder()
    if home is None:
        return None
    name = hashlib.sha256(f"{kind}\0{key}\0{_program()}".encode()).hexdigest()[:40]
    return home / f"{kind}-{name}"


@lru_cache(maxsize=1)
def _program() -> str:
    """What tells one state of the program from another: where its files are, how long and of when."""
    from thidua_cli import __version__

    here = Path(__file__).resolve().parent
    stamps = [__version__, sys.version, str(here)]
    with suppress(OSError):
        if getattr(sys, "frozen", False):  # its modules lie inside the program
            known = Path(sys.executable).stat()
            stamps.append(f"{known.st_size} {known.st_mtime_ns}")
        for directory, below, names in os.walk(here):
            below[:] = sorted(name for name in below if name != "__pycache__")
            for name in sorted(names):
                if name.endswith(".py"):
                    known = os.stat(os.path.join(directory, name))  # noqa: PTH116, PTH118 - a hot path
                    stamps.append(f"{directory}/{name} {known.st_size} {known.st_mtime_ns}")
    return "\n".join(stamps)


def _drop_old(home: Path) -> None:
    """Drop the files unused for longest when there are too many."""
    found = []
    with os.scandir(home) as entries:
        for entry in entries:
            with suppress(OSError):  # another process may have dropped it
                if entry.is_file():
                    found.append((entry.stat().st_mtime_ns, entry.path))
    for _, path in sorted(found)[:-_MOST_FILES]:
        with suppress(OSError):
            os.unlink(path)  # noqa: PTH108 - a name from scandir


def read_only(values: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    """The values as a mapping that nobody changes."""
    return MappingProxyType(values)


def packed(value: object, names: Mapping[int, str] = MappingProxyType({})) -> bytes:
    """The value as bytes, for this program only; what has a name, by its `id`, stands in it by that name.

    Raises `pickle.PicklingError`, `AttributeError`, `TypeError` or `RecursionError` for what cannot be packed.
    """
    stream = io.BytesIO()
    _Writer(stream, names).dump(value)
    return stream.getvalue()


def unpacked(data: bytes, named: Mapping[str, object] = MappingProxyType({})) -> object:
    """The value that was packed; raises if there is none in the bytes, and makes nothing but this program's values."""
    return _Reader(io.BytesIO(data), named).load()


class _Writer(pickle.Pickler):
    """Writes read-only mappings, which pickle itself does not, and what has a name by its name."""

    def __init__(self, stream: io.BytesIO, names: Mapping[int, str]) -> None:
        super().__init__(stream, protocol=5)
        self._names = names

    def reducer_override(self, value: Any) -> Any:
        """How a value that is none of Python's plain ones is written."""
        if isinstance(value, MappingProxyType):
            return read_only, (dict(value),)
        if isinstance(value, Enum):  # Python 3.11.2 writes a call of `getattr`, which no reader here makes
            return type(value), (value.value,)
        name = self._names.get(id(value))
        return NotImplemented if name is None else (held, (name,))


def held(name: str) -> object:
    """Stands in the bytes for what has that name; only a reader that was given it can tell."""
    raise LookupError(name)


class _Reader(pickle.Unpickler):
    """Makes values of this program's own classes and of a few plain ones, and calls nothing else."""

    def __init__(self, stream: io.BytesIO, named: Mapping[str, object]) -> None:
        super().__init__(stream)
        self._named = named

    def find_class(self, module: str, name: str) -> Any:
        """The class of that name, if it is one that is ever kept."""
        if (module, name) == (__name__, "held"):
            return self._named.__getitem__
        if (module, name) in _PLAIN:
            return super().find_class(module, name)
        if module.startswith(_OURS) and "." not in name:
            found = super().find_class(module, name)
            if isinstance(found, type):
                return found
        raise pickle.UnpicklingError(f"{module}.{name}")
