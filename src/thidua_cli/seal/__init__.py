"""The seal: the agreed scores frozen (C.I.2.2), so that a later change shows to the cell (D.3).

`model` says what is sealed, `agreed` draws it from the sheets, `code` gives it a short code for paper, `compare`
tells what changed since, `document` writes and reads the text of `niem.json`. The package knows no ranking by
stage, no award and no file.
"""
