"""Makes the sheets in old and foreign formats that `thidua selftest` reads: `python packaging/make_samples.py`.

LibreOffice saves one example sheet as .xls and .ods; its table as a Word document is made with python-docx.
"""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

from docx import Document

from thidua_cli.spreadsheets.reader import read_file

ROOT = Path(__file__).parents[1]
SHEET = ROOT / "examples" / "langson-2019" / "cum-2-so-tong-hop" / "so-noi-vu.xlsx"
SAMPLES = ROOT / "src" / "thidua_cli" / "samples"
FORMATS = ("xls", "ods")


def office() -> None:
    """The sheet as LibreOffice saves it in its old and foreign formats."""
    with tempfile.TemporaryDirectory() as scratch:
        for ending in FORMATS:
            subprocess.run(
                [
                    *("soffice", f"-env:UserInstallation={Path(scratch).as_uri()}/profile", "--headless"),
                    *("--convert-to", ending, "--outdir", scratch, str(SHEET)),
                ],
                check=True,
                capture_output=True,
            )
            (SAMPLES / f"phieu.{ending}").write_bytes((Path(scratch) / f"{SHEET.stem}.{ending}").read_bytes())


def word() -> None:
    """The sheet as a document with the line that names the unit, and one table."""
    source, _ = read_file(SHEET, SHEET.name)
    if source is None:
        raise SystemExit(f"{SHEET} cannot be read")
    cells = source.workbook.sheets[0].cells
    head = next(row for (row, _), cell in cells.items() if cell.text == "STT")
    last = max(row for (row, column), cell in cells.items() if column == 1 and row > head and cell.text)
    last = max(last, *(row for (row, _), cell in cells.items() if cell.text.casefold().startswith("tổng")))
    document = Document()
    for line in ("Đơn vị: Sở Nội vụ", "Năm 2019"):
        document.add_paragraph(line)
    table = document.add_table(rows=0, cols=6)
    for row in range(head, last + 1):
        filled = table.add_row().cells
        for column in range(1, 7):
            cell = cells.get((row, column))
            text = cell.text if cell else ""
            filled[column - 1].text = text.replace(".", ",") if cell and cell.number is not None else text
    document.save(str(SAMPLES / "phieu.docx"))


if __name__ == "__main__":
    SAMPLES.mkdir(exist_ok=True)
    office()
    word()
