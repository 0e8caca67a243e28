"""How cells of the consolidated workbook look.

This module knows no text and no place.
"""

from __future__ import annotations

from thidua_cli.findings import Severity
from thidua_cli.page import Style

RED, GREY = "9C0006", "595959"
HEADER_FILL, SECTION_FILL, GROUP_FILL, ABSENT_FILL = "DCE6F1", "EEF3F9", "F5F5F5", "E4E4E4"
WRONG_FILL, UNSCORED_FILL, BORROWED_FILL = "FFC7CE", "FFF2CC", "E8E1F2"
CHANGED_FILL, RISEN_FILL, FALLEN_FILL = "FCE4D6", "E2EFDA", "FCE4D6"
SEVERITY_FILLS = {Severity.ERROR: WRONG_FILL, Severity.WARNING: UNSCORED_FILL, Severity.INFO: "E2EFDA"}

TITLE = Style(size=14, bold=True, horizontal="center")
SUBTITLE = Style(bold=True, horizontal="center")
REMARK = Style(size=11, italic=True, horizontal="center", colour=GREY)
LEGEND = Style(size=10, italic=True)
DRAFT = Style(bold=True, horizontal="center", colour=RED)
PLAIN = Style(size=11, vertical="top")
STRONG = Style(size=11, bold=True)
HEADER = Style(size=11, bold=True, border=True, horizontal="center", fill=HEADER_FILL)
CELL = Style(size=11, border=True, horizontal="center")
TEXT = Style(size=11, border=True)
SMALL = Style(size=10, border=True)

# Marks a wrong number without changing it; colour alone says nothing on a black and white print.
STARRED = 'General"*"'
# Says by its sign whether a score was raised.
SIGNED = "+General;-General;0"
ROUNDED = "0.00"
