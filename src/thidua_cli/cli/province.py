"""The language that a province's thidua.yaml sets, looked up before the commands are built.

This module loads no settings: whatever is wrong with the file is told when the command reads it.
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from thidua_cli.folders import PROVINCE_FILE

if TYPE_CHECKING:
    from collections.abc import Sequence

_LANG = re.compile(r"^lang:[ \t]*[\"']?(vi|en)[\"']?[ \t]*(?:#.*)?$", re.MULTILINE)
_MOST = 65_536


def language_above(argv: Sequence[str]) -> str | None:
    """The `lang` of the nearest thidua.yaml at or above the first path named, else above the folder worked in."""
    named = next((word for word in argv[1:] if not word.startswith("-") and os.path.exists(word)), "")  # noqa: PTH110
    here = os.path.abspath(named or os.curdir)  # noqa: PTH100 - every run pays for this, pathlib costs ten times as much
    while True:
        file = os.path.join(here, PROVINCE_FILE)  # noqa: PTH118
        if os.path.isfile(file):  # noqa: PTH113
            return _language_in(file)
        here, last = os.path.dirname(here), here  # noqa: PTH120
        if here == last:
            return None


def _language_in(file: str) -> str | None:
    try:
        with open(file, encoding="utf-8-sig", errors="replace") as stream:  # noqa: PTH123
            found = _LANG.search(stream.read(_MOST))
    except OSError:
        return None
    return found[1] if found else None
