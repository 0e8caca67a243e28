"""The use cases, each in one call. The only package that reads folders and writes files.

`reading` is the one way from paths to values, `writing` the one way to disk; the other modules hold use cases,
each of which returns one report value. How it is shown is the renderers' matter.
"""

from thidua_cli.pipeline.forms import blank_form, forms_of_cluster, new_table
from thidua_cli.pipeline.reading import SHELF
from thidua_cli.pipeline.results import CONSOLIDATED, consolidate, explain, rank, validate
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
