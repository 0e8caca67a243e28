"""What is walked of a workbook, in whatever format it comes, and how much of it is kept.

This module knows no format; it only guards time and memory.
"""

from __future__ import annotations

from typing import Final

from thidua_cli.cells import address

# The Vietnamese forms take some tens of rows.
LAST_ROW: Final = 20_000
LAST_COLUMN: Final = 256
AREA: Final = f"A1:{address(LAST_ROW, LAST_COLUMN)}"
MOST_CELLS: Final = 2_000_000
MOST_FILLED: Final = 300_000
MOST_ROWS_BEYOND: Final = 100_000
MOST_TAGS: Final = 5_000_000
MOST_TEXT: Final = 16_000_000
MOST_STYLES: Final = 200_000
MOST_RELATIONS: Final = 20_000
MOST_PROPERTIES: Final = 10_000

GRID_ROWS: Final = 1_048_576
GRID_COLUMNS: Final = 16_384
