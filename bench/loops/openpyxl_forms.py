"""A blank form written by openpyxl so many times: the program's own form, each laid out anew."""

import sys
from pathlib import Path

from thidua_cli import template
from thidua_cli.rubric.load import load
from thidua_cli.spreadsheets.writer import to_bytes

table = load("langson-2019/districts-departments").value
if table is None:
    raise SystemExit(1)
folder = Path(sys.argv[1])
folder.mkdir(parents=True, exist_ok=True)
for number in range(int(sys.argv[2])):
    unit = template.UnitOnForm(f"don-vi-{number}", f"Đơn vị số {number}")
    book = template.blank_form(table, unit=unit, year="2019", cluster="Cụm thi đua số 1")
    (folder / f"{number}.xlsx").write_bytes(to_bytes(book))
