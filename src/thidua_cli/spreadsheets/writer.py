"""Workbook bytes from a `page.Book`, the same bytes for the same book at any time and place.

This module must not know rubrics, findings or what a cell means; it keeps Excel's own limits.
"""

from __future__ import annotations

import os
import re
import zipfile
from datetime import datetime
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING, Literal, cast
from xml.sax.saxutils import escape

from thidua_cli.cells import address, column_letters, place, plain
from thidua_cli.page import MARGINS
from thidua_cli.typeset import text_height

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from openpyxl import Workbook as OpenpyxlWorkbook
    from openpyxl.cell.cell import Cell
    from openpyxl.cell.rich_text import CellRichText
    from openpyxl.styles import Font, NamedStyle
    from openpyxl.styles.cell_style import StyleArray
    from openpyxl.worksheet.worksheet import Worksheet

    from thidua_cli.cells import Range
    from thidua_cli.page import Book, Box, Highlight, Limit, Run, Sheet, Style, Value

FONT = "Times New Roman"
FONT_SIZE = 12

# Excel's limits; lengths are in UTF-16 units, as Excel counts them.
MOST_TEXT = 32_767
MOST_FORMULA = 8_192
MOST_DIGITS = 15
MOST_TITLE = 31
MOST_PROMPT_TITLE = 32
MOST_PROMPT = 255
MOST_FOOTER = 255

# Beyond this power of ten a number is no score and no count; it is written as text.
_MOST_POWER = 30

# The bytes must not tell when they were made, or equal books would differ.
_WHEN = datetime(2000, 1, 1)  # noqa: DTZ001 - a fixed mark without a zone, not a moment
_ZIP_WHEN = (2000, 1, 1, 0, 0, 0)

_MARGINS = dict(zip(("top", "right", "bottom", "left"), (round(mm / 25.4, 4) for mm in MARGINS), strict=True))
_A4, _A3 = 9, 8

_Pane = Literal["bottomRight", "topRight", "bottomLeft", "topLeft"]

# openpyxl would name Microsoft Excel and its own version, which has no place in the bytes.
_MAKER = (
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    b"<Application>thidua</Application></Properties>"
)

_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_ESCAPE_LIKE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_NOT_IN_TITLES = re.compile(r"[\[\]:*?/\\\n\t]")
_VALUE_CELL = re.compile(r'<c r="([A-Z]+[0-9]+)"([^>]*)>(<f>[^<]*</f>)?<v(?: ?/>|>[^<]*</v>)</c>')
_AFTER_QUIET = re.compile(r"<drawing |<legacyDrawing |<picture |<tableParts|</worksheet>")
_MODIFIED = re.compile(r"(<dcterms:modified[^>]*>)[^<]*")


def to_bytes(book: Book) -> bytes:
    """The book as an .xlsx file.

    Texts stay texts whatever they begin with, numbers are written digit for digit, and formulas
    carry their stored result. Raises ValueError for what only our own code can get wrong: a book
    without a visible sheet, a number that is not finite, a formula that is too long.
    """
    # With lxml installed openpyxl would write other bytes for the same book.
    os.environ.setdefault("OPENPYXL_LXML", "False")
    from openpyxl import Workbook

    visible = [number for number, sheet in enumerate(book.sheets) if not sheet.hidden]
    if not visible:
        raise ValueError("a workbook needs a visible sheet")
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    _set_properties(workbook, book)
    looks = _Looks(workbook)
    titles = _titles([sheet.name for sheet in book.sheets])
    renamed = dict(zip((sheet.name for sheet in book.sheets), titles, strict=True))
    stored: dict[str, dict[str, str]] = {}
    for number, (sheet, title) in enumerate(zip(book.sheets, titles, strict=True), 1):
        worksheet = workbook.create_sheet(title)
        stored[f"xl/worksheets/sheet{number}.xml"] = _write_cells(worksheet, sheet, looks, renamed)
        _write_shape(worksheet, sheet)
        _write_rules(worksheet, sheet)
        _write_print(worksheet, sheet)
        if sheet.charts:
            from thidua_cli.spreadsheets.charts import draw

            for chart in sheet.charts:
                draw(worksheet, chart, renamed)
    workbook.active = visible[0]
    raw = BytesIO()
    workbook.save(raw)
    return _sealed(raw, stored)


def untouched(data: bytes) -> bool:
    """Whether the bytes are a workbook that this module wrote and no office program has saved since."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as file:
            return file.read("docProps/app.xml") == _MAKER
    except (zipfile.BadZipFile, KeyError, OSError, ValueError, NotImplementedError, RuntimeError):
        return False


def _set_properties(workbook: OpenpyxlWorkbook, book: Book) -> None:
    from openpyxl.packaging.custom import StringProperty
    from openpyxl.utils.indexed_list import IndexedList

    properties = workbook.properties
    properties.creator = "thidua"
    properties.title = clean(book.title) or None
    properties.created = _WHEN
    for name, value in sorted(book.properties.items()):
        named = StringProperty(name=clean(name), value=clean(value))
        workbook.custom_doc_props.append(named)  # type: ignore[attr-defined]  # not in the stubs
    # The style "Normal" decides column widths and the look of untouched cells, and the first font
    # is its font; openpyxl offers no public way to change them.
    workbook._fonts = IndexedList([_font()])  # type: ignore[attr-defined]  # noqa: SLF001 - see above
    normal: NamedStyle = workbook._named_styles["Normal"]  # type: ignore[attr-defined]  # noqa: SLF001 - see above
    normal.font = _font()


def _cell(worksheet: Worksheet, row: int, column: int) -> Cell:
    # Ranges are merged without openpyxl's merged cells, see `_dress`.
    return cast("Cell", worksheet.cell(row, column))


def _font(style: Style | None = None) -> Font:
    from openpyxl.styles import Font

    if style is None:
        return Font(name=FONT, family=1, size=FONT_SIZE)
    return Font(name=FONT, family=1, size=style.size, bold=style.bold, italic=style.italic, color="FF" + style.colour)


class _Looks:
    """Styles made once per workbook: building one for each cell costs most of the time."""

    def __init__(self, workbook: OpenpyxlWorkbook) -> None:
        self._workbook = workbook
        self._made: dict[tuple[Style, bool], StyleArray] = {}

    def put(self, cell: Cell, style: Style, *, quoted: bool = False) -> None:
        """Give the cell its look; `quoted` keeps Excel from reading the text as a formula when edited."""
        key = (style, quoted)
        if key not in self._made:
            self._make(cell, style)
            if quoted:
                cell.quotePrefix = True
            self._made[key] = cell._style  # type: ignore[attr-defined]  # noqa: SLF001 - as openpyxl's own copies do
        cell._style = self._made[key]  # type: ignore[attr-defined]  # noqa: SLF001 - see above

    @staticmethod
    def _make(cell: Cell, style: Style) -> None:
        from openpyxl.styles import Alignment, Border, PatternFill, Protection, Side
        from openpyxl.styles.cell_style import StyleArray

        cell._style = StyleArray()  # type: ignore[attr-defined]  # noqa: SLF001 - never change a shared one
        cell.font = _font(style)
        cell.alignment = Alignment(
            horizontal=style.horizontal, vertical=style.vertical, wrap_text=style.wrap, indent=style.indent
        )
        cell.number_format = style.number_format
        cell.protection = Protection(locked=not style.unlocked)
        if style.fill is not None:
            cell.fill = PatternFill("solid", fgColor="FF" + style.fill)
        if style.border:
            side = Side(style="thin", color="FF000000")
            cell.border = Border(left=side, right=side, top=side, bottom=side)


def _write_cells(worksheet: Worksheet, sheet: Sheet, looks: _Looks, titles: Mapping[str, str]) -> dict[str, str]:
    """Write the boxes; the result is what must still be put into the file, by address."""
    from openpyxl.worksheet.hyperlink import Hyperlink

    stored: dict[str, str] = {}
    for (row, column), box in sorted(sheet.boxes.items()):
        cell = _cell(worksheet, row, column)
        if _covered(sheet.merged, row, column):
            looks.put(cell, box.style)
            continue
        value = _fill(cell, box)
        if value is not None:
            stored[address(row, column)] = value
        quoted = cell.data_type == "s" and not box.style.unlocked and _looks_like_formula(box.value)
        looks.put(cell, box.style, quoted=quoted)
        if box.note:
            _annotate(cell, box.note)
        if box.link is not None:
            cell.hyperlink = Hyperlink(ref=address(row, column), location=_location(box.link, titles))
    for merged in sheet.merged:
        _dress(worksheet, merged, sheet.boxes, looks)
    return stored


_NOTE_SIZE, _NOTE_WIDTH, _NOTE_ROOM = 9.0, 260.0, 0.8
_LEAST_NOTE, _MOST_NOTE = 40.0, 500.0
_POINTS_PER_PIXEL = 0.75


_DRAWING_NAMES = {
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "x": "urn:schemas-microsoft-com:office:excel",
}


def _annotate(cell: Cell, text: str) -> None:
    """Give the cell a comment in a box that shows all of its text, as far as a screen has room."""
    from xml.etree.ElementTree import register_namespace

    from openpyxl.comments import Comment

    # Office programs write these prefixes, and what reads their drawings may know no others.
    for prefix, name in _DRAWING_NAMES.items():
        register_namespace(prefix, name)
    # Comments are set in the program's own font, which is wider than the workbook's.
    height = text_height(text, _NOTE_WIDTH * _NOTE_ROOM, _NOTE_SIZE, spare=12)
    cell.comment = Comment(
        _escaped(text),
        "thidua",
        height=round(min(max(height, _LEAST_NOTE), _MOST_NOTE) / _POINTS_PER_PIXEL),
        width=round(_NOTE_WIDTH / _POINTS_PER_PIXEL),
    )


def _fill(cell: Cell, box: Box) -> str | None:
    """Put the value in; the result is the number or formula's result that openpyxl cannot write exactly."""
    if box.formula is not None:
        formula = clean(box.formula)
        if _units(formula) > MOST_FORMULA:
            raise ValueError(f"formula too long at {cell.coordinate}")
        cell.value = "=" + formula
        cell.data_type = "f"
        return _stored(box.value)
    exact = None if isinstance(box.value, str) or box.value is None else _exact(box.value)
    if exact is not None:
        cell.value = 0
        return f"<v>{exact}</v>"
    if box.runs:
        cell.value = _rich(box.runs, box.style)
    elif box.value is not None and box.value != "":
        cell.value = _escaped(str(box.value))
    if cell.value is not None:
        cell.data_type = "s"
    return None


def _stored(value: Value) -> str:
    """The result of a formula as the file holds it, `t="str"` before a text."""
    if value is None:
        return "<v></v>"
    exact = None if isinstance(value, str) else _exact(value)
    if exact is not None:
        return f"<v>{exact}</v>"
    return f't="str"<v>{escape(_escaped(str(value)))}</v>'


def _exact(value: Decimal | int) -> str | None:
    """The number's digits, or None if a binary double would not keep them (Excel keeps 15)."""
    if not isinstance(value, int | Decimal):
        raise ValueError(f"a cell holds text or an exact number, not {type(value).__name__}")  # noqa: TRY004 - with the other bad values
    number = Decimal(value)
    if not number.is_finite():
        raise ValueError("a number to be written must be finite")
    digits = "".join(map(str, number.as_tuple().digits)).strip("0")
    if len(digits) > MOST_DIGITS or abs(number.adjusted()) > _MOST_POWER:
        return None
    return plain(number)


def _rich(runs: Sequence[Run], style: Style) -> CellRichText:
    from openpyxl.cell.rich_text import CellRichText, TextBlock
    from openpyxl.cell.text import InlineFont
    from openpyxl.styles.colors import Color

    pieces: list[tuple[Run, str]] = []
    for run in runs:
        text = _escaped(run.text)
        if pieces and not text.strip():
            # Alone it would be lost: only a run with a letter keeps the blanks around it.
            pieces[-1] = (pieces[-1][0], pieces[-1][1] + text)
        else:
            pieces.append((run, text))
    colour = Color(rgb="FF" + style.colour)
    fonts = {
        run: InlineFont(
            rFont=FONT,
            family=1,
            sz=style.size,
            b=run.bold or style.bold,
            i=run.italic or style.italic,
            color=colour,
        )
        for run, _ in pieces
    }
    return CellRichText(*(TextBlock(fonts[run], text) for run, text in pieces))


def _covered(merged: Iterable[Range], row: int, column: int) -> bool:
    return any((row, column) in area and (row, column) != (area.top, area.left) for area in merged)


def _dress(worksheet: Worksheet, merged: Range, boxes: Mapping[tuple[int, int], Box], looks: _Looks) -> None:
    """Merge the range, each of its cells dressed as its first, so that borders run around it."""
    first = boxes.get((merged.top, merged.left))
    for row in range(merged.top, merged.bottom + 1):
        for column in range(merged.left, merged.right + 1):
            if first is not None and (row, column) not in boxes:
                looks.put(_cell(worksheet, row, column), first.style)
    # Not merge_cells: it would replace the cells just dressed.
    worksheet.merged_cells.add(_area(merged))


def _write_shape(worksheet: Worksheet, sheet: Sheet) -> None:
    worksheet.sheet_format.defaultRowHeight = 15.75
    for column in sorted(sheet.widths.keys() | sheet.hidden_columns):
        dimension = worksheet.column_dimensions[column_letters(column)]
        if column in sheet.widths:
            dimension.width = sheet.widths[column]
        dimension.hidden = column in sheet.hidden_columns
    for row, height in sorted(sheet.heights.items()):
        worksheet.row_dimensions[row].height = height
    worksheet.sheet_view.showGridLines = False
    if sheet.hidden:
        worksheet.sheet_state = "hidden"
    if sheet.frozen is not None:
        worksheet.freeze_panes = address(*sheet.frozen)
    _select(worksheet, sheet)
    if sheet.protected:
        protection = worksheet.protection
        protection.sheet = True
        # In the file these mean "locked"; False lets people select, and widen what is too narrow.
        protection.selectLockedCells = protection.selectUnlockedCells = False
        protection.formatColumns = protection.formatRows = False


def _select(worksheet: Worksheet, sheet: Sheet) -> None:
    """Make the chosen cell active, in the pane that it lies in."""
    from openpyxl.worksheet.views import Selection

    view = worksheet.sheet_view
    spot = place(sheet.selected)
    if spot is None or sheet.frozen is None or view.pane is None:
        view.selection = [Selection(activeCell=sheet.selected, sqref=sheet.selected)]
        return
    below, beside = spot[0] >= sheet.frozen[0] > 1, spot[1] >= sheet.frozen[1] > 1
    panes: dict[tuple[bool, bool], _Pane] = {
        (True, True): "bottomRight",
        (True, False): "bottomLeft",
        (False, True): "topRight",
        (False, False): "topLeft",
    }
    view.pane.activePane = panes[below, beside]
    others = [selection for selection in view.selection if selection.pane != view.pane.activePane]
    here = Selection(pane=view.pane.activePane, activeCell=sheet.selected, sqref=sheet.selected)
    view.selection = [*others, here]


def _write_rules(worksheet: Worksheet, sheet: Sheet) -> None:
    for limit in sheet.limits:
        _limit(worksheet, limit)
    for highlight in sheet.highlights:
        _highlight(worksheet, highlight)


def _limit(worksheet: Worksheet, limit: Limit) -> None:
    from openpyxl.worksheet.datavalidation import DataValidation

    low, high = limit.minimum, limit.maximum
    bounds = [_bound(number) for number in (low, high) if number is not None]
    operator = "between" if len(bounds) > 1 else "greaterThanOrEqual" if low is not None else "lessThanOrEqual"
    offered = limit.source or (_list(limit.choices) if limit.choices else "")
    if offered:
        bounds, operator = [offered], "between"
    validation = DataValidation(
        type="list" if offered else "whole" if limit.whole else "decimal" if bounds else None,
        operator=operator if bounds else None,  # type: ignore[arg-type]  # the stubs miss None
        formula1=bounds[0] if bounds else None,
        formula2=bounds[1] if len(bounds) > 1 else None,
        allow_blank=True,
        showErrorMessage=bool(bounds) and not limit.source,
        showInputMessage=bool(limit.prompt or limit.prompt_title),
        errorStyle="stop",
        promptTitle=_cut(clean(limit.prompt_title), MOST_PROMPT_TITLE) or None,
        prompt=_cut(clean(limit.prompt), MOST_PROMPT) or None,
        errorTitle=_cut(clean(limit.error_title), MOST_PROMPT_TITLE) or None,
        error=_cut(clean(limit.error), MOST_PROMPT) or None,
    )
    for cells in limit.cells:
        validation.add(cells)
    worksheet.add_data_validation(validation)


def _list(choices: Sequence[str]) -> str:
    text = ",".join(choices)
    if _units(text) > MOST_PROMPT or any(mark in text for mark in '"\n'):
        raise ValueError(f"no spreadsheet can offer the list {text}")
    return f'"{text}"'


def _bound(number: Decimal) -> str:
    exact = _exact(number)
    if exact is None:
        raise ValueError(f"no spreadsheet can hold the bound {number}")
    return exact


def _highlight(worksheet: Worksheet, highlight: Highlight) -> None:
    from openpyxl.formatting.rule import Rule
    from openpyxl.styles import Font, PatternFill
    from openpyxl.styles.differential import DifferentialStyle

    look = DifferentialStyle(
        font=Font(color="FF" + highlight.colour, bold=highlight.bold or None),
        fill=PatternFill(bgColor="FF" + highlight.fill),
    )
    rule = Rule(type="expression", dxf=look, formula=[clean(highlight.formula)])
    worksheet.conditional_formatting.add(highlight.cells, rule)


def _write_print(worksheet: Worksheet, sheet: Sheet) -> None:
    from openpyxl.worksheet.header_footer import HeaderFooterItem
    from openpyxl.worksheet.page import PageMargins
    from openpyxl.worksheet.pagebreak import Break
    from openpyxl.worksheet.properties import PageSetupProperties

    worksheet.page_setup.paperSize = _A3 if sheet.a3 else _A4
    worksheet.page_setup.orientation = "landscape" if sheet.landscape else "portrait"
    if sheet.scale is None:
        worksheet.page_setup.fitToWidth = 1
        worksheet.page_setup.fitToHeight = 0
        worksheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    else:
        worksheet.page_setup.scale = sheet.scale
    worksheet.page_margins = PageMargins(**_MARGINS, header=0.4, footer=0.4)
    worksheet.print_options.horizontalCentered = True
    if sheet.repeated_rows is not None:
        worksheet.print_title_rows = "{}:{}".format(*sheet.repeated_rows)
    if sheet.repeated_columns is not None:
        worksheet.print_title_cols = "{}:{}".format(*map(column_letters, sheet.repeated_columns))
    if sheet.print_area is not None:
        worksheet.print_area = _area(sheet.print_area)
    for row in sheet.breaks:
        worksheet.row_breaks.append(Break(id=row))
    for column in sheet.column_breaks:
        worksheet.col_breaks.append(Break(id=column))
    footer = HeaderFooterItem()
    for part, text in zip((footer.left, footer.center, footer.right), _footers(sheet.footer), strict=True):
        if text:
            part.text, part.font, part.size = text, f"{FONT},Regular", 9
    worksheet.oddFooter = footer


def _footers(texts: tuple[str, str, str]) -> list[str]:
    """The footers, the longest shortened until Excel takes them all."""
    parts = [clean(text) for text in texts]
    codes = len(f'&L&"{FONT},Regular"&9 ') * len(parts)
    while (over := sum(map(_units, parts)) + codes - MOST_FOOTER) > 0:
        longest = max(range(len(parts)), key=lambda n: len(parts[n]))
        # Half of an && left at the end would begin a code.
        cut = _cut(parts[longest], max(1, _units(parts[longest]) - over))
        parts[longest] = cut.removesuffix("…").rstrip("& ") + "…"
    return parts


def _titles(names: Sequence[str]) -> list[str]:
    """Tab names that Excel takes: no forbidden character, not empty, unique without regard to case."""
    titles: list[str] = []
    taken = {"history"}  # reserved by Excel
    for name in names:
        base = _NOT_IN_TITLES.sub("-", clean(name)).strip(" '") or "Trang"
        title, number = _short(base, MOST_TITLE), 2
        while title.casefold() in taken:
            suffix = f" ({number})"
            title, number = _short(base, MOST_TITLE - len(suffix)) + suffix, number + 1
        taken.add(title.casefold())
        titles.append(title)
    return titles


def _short(text: str, most: int) -> str:
    while _units(text) > most:
        text = text[:-1]
    return text.strip(" '")


def _location(link: str, titles: Mapping[str, str]) -> str:
    """The place inside this workbook, its sheet under the name that it was given."""
    name, mark, cell = link.removeprefix("#").rpartition("!")
    if not mark:
        return cell
    name = name.strip("'").replace("''", "'")
    quoted = titles.get(name, name).replace("'", "''")
    return f"'{quoted}'!{cell}"


def clean(text: str) -> str:
    """The text with what no workbook can hold replaced by U+FFFD, cut to what a cell holds."""
    text = _UNWRITABLE.sub("\N{REPLACEMENT CHARACTER}", text.replace("\r\n", "\n").replace("\r", "\n"))
    return _cut(text, MOST_TEXT)


def _escaped(text: str) -> str:
    """The cleaned text; `_x0041_` would be read as A, so its underscore is written as one."""
    return _ESCAPE_LIKE.sub("_x005F_", clean(text))


def _looks_like_formula(value: Value) -> bool:
    return isinstance(value, str) and len(value) > 1 and value[0] in "=+-@"


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _cut(text: str, most: int) -> str:
    """The text if it fits, else as many whole words as fit and an ellipsis."""
    if len(text) <= most // 2 or _units(text) <= most:
        return text
    head = text[: most - 1]
    while _units(head) >= most:
        head = head[:-1]
    space = max(head.rfind(" "), head.rfind("\n"))
    if space > most // 2:
        head = head[:space]
    return head.rstrip(" \n,;:-–") + "…"


def _area(area: Range) -> str:
    return f"{address(area.top, area.left)}:{address(area.bottom, area.right)}"


def _sealed(raw: BytesIO, stored: Mapping[str, Mapping[str, str]]) -> bytes:
    """The file with exact numbers and stored results put in, and without any trace of time."""
    sealed = BytesIO()
    with zipfile.ZipFile(raw) as old, zipfile.ZipFile(sealed, "w") as new:
        # Readers that stream want the list of contents first.
        for name in sorted(old.namelist(), key=lambda part: part != "[Content_Types].xml"):
            content = old.read(name)
            if name in stored:
                content = _with_values(content.decode(), stored[name]).encode()
            elif name == "docProps/core.xml":
                content = _MODIFIED.sub(rf"\g<1>{_WHEN:%Y-%m-%dT%H:%M:%SZ}", content.decode()).encode()
            elif name == "docProps/app.xml":
                content = _MAKER
            entry = zipfile.ZipInfo(name, _ZIP_WHEN)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0  # else the bytes would tell Windows from Linux
            new.writestr(entry, content)
    return sealed.getvalue()


def _with_values(xml: str, stored: Mapping[str, str]) -> str:
    """The sheet with each stored value in its cell; openpyxl writes formulas without a result."""
    done: set[str] = set()
    formulas: list[str] = []

    def put(match: re.Match[str]) -> str:
        cell, attributes, formula = match[1], match[2], match[3] or ""
        if cell not in stored:
            return match[0]
        done.add(cell)
        if formula:
            formulas.append(cell)
        kind, mark, value = stored[cell].partition("<v>")
        return f'<c r="{cell}"{attributes}{" " * bool(kind)}{kind}>{formula}{mark}{value}</c>'

    xml = _VALUE_CELL.sub(put, xml)
    if formulas:
        xml = _AFTER_QUIET.sub(lambda end: _quiet(formulas) + end[0], xml, count=1)
    if done != set(stored):
        raise ValueError(f"cells not found in the written sheet: {sorted(set(stored) - done)}")
    return xml


def _quiet(formulas: Sequence[str]) -> str:
    """Excel's green corners off where sums are meant to leave out cells beside them or to differ.

    openpyxl does not write this element; the standard has it before drawings and tables.
    """
    spots = [spot for cell in formulas if (spot := place(cell)) is not None]
    rows, columns = zip(*spots, strict=True)
    first, last = address(min(rows), min(columns)), address(max(rows), max(columns))
    return f'<ignoredErrors><ignoredError sqref="{first}:{last}" formula="1" formulaRange="1" /></ignoredErrors>'
