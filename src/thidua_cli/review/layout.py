"""Where things stand in the review workbook: its sheets, headings and marker.

`draw` and `read` both rely on this module and never on each other, so they cannot disagree.
"""
