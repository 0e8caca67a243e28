"""From the cells of a workbook to one unit's score sheet: the table, the rows, who it speaks of.

This package knows neither files nor rules: whether a value is allowed is asked in `checks`.
"""

from thidua_cli.intake.choice import ManyUnits, many_units, the_one
from thidua_cli.intake.encodings import Encoding, OldFont
from thidua_cli.intake.figures import read_facts
from thidua_cli.intake.identity import identify
from thidua_cli.intake.model import TOTAL, Entry, Fault, Given, Identity, ScoreSheet, Table
from thidua_cli.intake.questions import meanings
from thidua_cli.intake.recognition import Fit, Wording, choose_rubric, fit, wording
from thidua_cli.intake.sheet import read_table
from thidua_cli.intake.tables import find_tables, repeated_columns
from thidua_cli.intake.values import given

__all__ = [
    "TOTAL",
    "Encoding",
    "Entry",
    "Fault",
    "Fit",
    "Given",
    "Identity",
    "ManyUnits",
    "OldFont",
    "ScoreSheet",
    "Table",
    "Wording",
    "choose_rubric",
    "find_tables",
    "fit",
    "given",
    "identify",
    "many_units",
    "meanings",
    "read_facts",
    "read_table",
    "repeated_columns",
    "the_one",
    "wording",
]
