"""The use cases, each in one call. The only package that reads folders and writes files.

`reading` and `clusters` are the one way from paths to values, `writing` the one way to disk; the other modules hold use
cases, each of which returns one report value. How it is shown is the renderers' matter. A use case is imported when it
is first asked for, because checking one sheet needs no ranking.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from thidua_cli.pipeline.forms import blank_form, forms_of_cluster, new_table
    from thidua_cli.pipeline.reading import SHELF
    from thidua_cli.pipeline.results import CONSOLIDATED, consolidate, explain, rank
    from thidua_cli.pipeline.validation import validate
    from thidua_cli.pipeline.writing import write, write_bytes

__all__ = [
    "CONSOLIDATED",
    "SHELF",
    "blank_form",
    "consolidate",
    "explain",
    "forms_of_cluster",
    "new_table",
    "rank",
    "validate",
    "write",
    "write_bytes",
]

_WHERE = {
    "CONSOLIDATED": "results",
    "SHELF": "reading",
    "blank_form": "forms",
    "consolidate": "results",
    "explain": "results",
    "forms_of_cluster": "forms",
    "new_table": "forms",
    "rank": "results",
    "validate": "validation",
    "write": "writing",
    "write_bytes": "writing",
}


def __getattr__(name: str) -> Any:
    """The use case of that name."""
    if name not in _WHERE:
        raise AttributeError(name)
    return getattr(import_module(f"{__name__}.{_WHERE[name]}"), name)
