"""What a province's thidua.yaml sets for every cluster below it, as a value.

This module knows no file and no YAML.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from msgspec import Struct, field

from thidua_cli.roster.letterhead import Letterhead

if TYPE_CHECKING:
    from collections.abc import Mapping


class Province(Struct, frozen=True):
    """The defaults of a province; each holds where a cluster's own settings, or an option, say nothing else.

    Attributes:
        letterhead: What papers take where `papers:` of the cluster leaves it open.
        readings: Options chosen other than the rubric's defaults, by reading id.
        lang: The language of what people read; None if not said.
    """

    letterhead: Letterhead = field(default_factory=Letterhead)
    readings: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    lang: Literal["vi", "en"] | None = None
