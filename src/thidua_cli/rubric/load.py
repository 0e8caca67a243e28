"""Rubrics by id or file: the shipped ones kept ready between runs, all others read from their YAML.

This module loads no YAML and no pydantic itself; `resolve` does, and is imported only when it is needed.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from thidua_cli import kept
from thidua_cli.findings import Checked
from thidua_cli.rubric.model import Rubric

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["SHIPPED", "STARTERS", "folder", "load", "shipped", "starter"]

SHIPPED = (
    "langson-2019/districts-departments",
    "langson-2019/enterprises",
    "langson-2019/credit-institutions",
    "langson-2019/party-mass-organizations",
)
STARTERS = ("party", "mass", "college", "central")


def shipped() -> tuple[str, ...]:
    """The ids of the tables that come with the program, in the order of the annex."""
    return SHIPPED


def starter(kind: str) -> bytes:
    """The starter of a cluster's own table, one of `STARTERS`, as it is copied for the cluster to fill in."""
    return (folder() / "langson-2019" / "starters" / f"{kind}.yaml").read_bytes()


@lru_cache(maxsize=1)
def folder() -> Path:
    """Where the shipped tables are: inside the installed package, or at the top of a checkout."""
    here = Path(__file__).resolve()
    installed = here.parents[1] / "rubrics"
    return installed if installed.is_dir() else here.parents[3] / "rubrics"


def load(reference: str, beside: Path | None = None) -> Checked[Rubric | None]:
    """The rubric of that id, or in the YAML file at that path relative to the folder `beside`.

    Readings stand at their defaults. None with at least one error if it is not found (TD906), not
    well-formed (TD901–TD905) or does not add up (TD907); warnings come with the rubric.
    """
    name = reference.strip()
    return _shipped(name) if name in SHIPPED else _resolved(name, beside)


def _resolved(reference: str, beside: Path | None) -> Checked[Rubric | None]:
    from thidua_cli.rubric.resolve import resolve

    return resolve(reference, beside)


@lru_cache(maxsize=len(SHIPPED))
def _shipped(reference: str) -> Checked[Rubric | None]:
    """A shipped table: as it was kept when its YAML and this program were the same, else from the YAML."""
    key = _digest(reference)
    ready = kept.load("rubric", key)
    if isinstance(ready, Rubric) and ready.id == reference:
        return Checked(ready)
    resolved = _resolved(reference, None)
    if resolved.value is not None and not resolved.findings:
        kept.save("rubric", key, resolved.value)
    return resolved


def _digest(reference: str) -> str:
    """What the table is made of: its file, its guidance and everything those may extend."""
    digest = hashlib.sha256(reference.encode())
    for path in _sources(reference):
        digest.update(path.name.encode() + b"\0")
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _sources(reference: str) -> Iterator[Path]:
    home = (folder() / reference).parent
    yield from sorted(home.glob("*.yaml"))
