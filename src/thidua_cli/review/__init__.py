"""The review workbook `ra-soat.xlsx`: where the head and the board type what they settle (C.I.2.2, C.I.2.4).

`layout` says where things stand, `draw` makes the workbook, `read` takes it in, `settle` joins what was settled
with a unit's own sheet. The package knows no file and no ranking.
"""
