"""A paper drawn as a Word document: letterhead, title, text, tables, signatures, page numbers.

This module draws what the paper says; it knows no rule of the guidance and opens no file.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

import docx
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt
from msgspec import to_builtins

from thidua_cli.papers.letterheads import day_in_words, number_line
from thidua_cli.papers.missing import DRAFT
from thidua_cli.papers.model import LINE_OPEN, OPEN, Align, Appendix, Form, Paragraph, Role, Slips, Table
from thidua_cli.render.papers import styles
from thidua_cli.render.papers.marks import PART, marked
from thidua_cli.spreadsheets.archive import parts_of
from thidua_cli.typeset import text_width

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from docx.document import Document
    from docx.section import Section
    from docx.table import _Cell
    from docx.text.paragraph import Paragraph as Line

    from thidua_cli.papers.model import Column, Heading, Paper, Signature
    from thidua_cli.render.papers.base import Base

_WHEN = datetime(2000, 1, 1, tzinfo=UTC)
_MAKER = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    b"<Application>thidua</Application></Properties>"
)
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
# Parts of python-docx's own template that no paper needs.
_UNUSED = ("/thumbnail", "/stylesWithEffects", "/customXml", "/webSettings", "/numbering")
_POINTS_PER_MM = 72 / 25.4
_TWIPS_PER_MM = 1440 / 25.4
_SIGNING_SPACE = 64
# A row longer than this may break across pages, because it would not fit on one.
_LONGEST_WHOLE = 700
_MOST_TITLE = 250

_STYLE_OF = {
    Role.BODY: styles.BODY,
    Role.HEADING: styles.HEADING,
    Role.BASIS: styles.BASIS,
    Role.ITEM: styles.ITEM,
    Role.CENTRED: styles.CENTRED,
    Role.NOTE: styles.NOTE,
}
_NATION, _MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"
_PARTY = "ĐẢNG CỘNG SẢN VIỆT NAM"


def to_bytes(paper: Paper, base: Base | None = None) -> bytes:
    """The paper as the bytes of a .docx: the same for the same paper and base."""
    document = docx.Document()
    if base is not None:
        base.dress(document)
    styles.prepare(document, paper.heading.form, based=base is not None)
    _page(document.sections[0], paper, based=base is not None)
    pen = _Pen(document)
    pen.paper(paper)
    _properties(document, paper)
    raw = BytesIO()
    document.save(raw)
    parts = parts_of(raw.getvalue()) or {}
    return marked({**parts, "docProps/app.xml": _MAKER})


def clean(text: str) -> str:
    """The text with what no document can hold replaced by U+FFFD."""
    return _UNWRITABLE.sub("\N{REPLACEMENT CHARACTER}", text.replace("\r\n", "\n").replace("\r", "\n"))


def altered(paper: Paper) -> tuple[str, ...]:
    """The texts of the paper that no document can hold as they are, each once, as they are written."""
    texts = dict.fromkeys(_texts(to_builtins(paper)))
    return tuple(clean(text) for text in texts if _UNWRITABLE.search(text.replace("\r", "\n")))


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from _texts(list(value.values()))
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _texts(each)


# --- pages ---------------------------------------------------------------------------------------


def _page(section: Section, paper: Paper, *, based: bool) -> None:
    """Size, margins, page numbers from the second page on, and the check code at the foot of each."""
    if not based:
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.top_margin = section.bottom_margin = Mm(20)
        section.left_margin = Mm(30)
        section.right_margin = Mm(20 if paper.heading.form is Form.PARTY else 15)
        section.header_distance = section.footer_distance = Mm(10)
    section.different_first_page_header_footer = True
    first = section.first_page_footer.paragraphs[0]
    first.style = styles.CHECK
    first.add_run(clean(paper.check))
    _foot(section, paper)
    head = section.header.paragraphs[0]
    head.style = styles.PAGE
    if paper.heading.form is not Form.EARLIER:
        _page_number(head)
    section.first_page_header.paragraphs[0].style = styles.PAGE


def _foot(section: Section, paper: Paper) -> None:
    """The foot of all pages but the first: the check code, and in the earlier form the number on the right."""
    line = section.footer.paragraphs[0]
    line.style = styles.CHECK
    line.add_run(clean(paper.check))
    if paper.heading.form is Form.EARLIER:
        line.paragraph_format.tab_stops.add_tab_stop(Mm(_text_width(section)), WD_TAB_ALIGNMENT.RIGHT)
        line.add_run("\t")
        _page_number(line, size=13)


def _page_number(line: Line, size: float | None = None) -> None:
    """The field that counts pages; `1` stands in it until a program reckons it."""
    run = line.add_run()
    if size is not None:
        run.font.size = Pt(size)
    for kind in ("begin", None, "separate", "text", "end"):
        if kind is None:
            element = OxmlElement("w:instrText")
            element.text = " PAGE "
        elif kind == "text":
            element = OxmlElement("w:t")
            element.text = "1"
        else:
            element = OxmlElement("w:fldChar")
            element.set(qn("w:fldCharType"), kind)
        run._r.append(element)  # noqa: SLF001 - python-docx has no fields of its own


def _text_width(section: Section) -> float:
    """The width of the text in millimetres."""
    page, left, right = section.page_width, section.left_margin, section.right_margin
    return (page.mm if page else 210) - (left.mm if left else 30) - (right.mm if right else 15)


def _properties(document: Document, paper: Paper) -> None:
    """Title and maker, with no trace of the day or of the machine."""
    core = document.core_properties
    core.title = clean(f"{paper.title} {paper.about}".strip() or paper.file)[:_MOST_TITLE]
    core.author = core.last_modified_by = "thidua"
    core.created = core.modified = _WHEN
    core.revision = 1
    core.comments = core.keywords = core.subject = core.category = ""
    core.language = "vi-VN"
    package = document.part.package
    for owner in (package, document.part):
        for name, relation in list(owner.rels.items()):
            if relation.reltype.endswith(_UNUSED):
                del owner.rels[name]
    custom = Part(PackURI(f"/{PART}"), CONTENT_TYPE.OFC_CUSTOM_PROPERTIES, b"", package)
    package.relate_to(custom, RELATIONSHIP_TYPE.CUSTOM_PROPERTIES)


# --- the paper -----------------------------------------------------------------------------------


class _Pen:
    """Writes one paper into a document, from top to bottom."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._blank = True  # the document begins with nothing in it
        self._ids = {style.name: style.style_id for style in document.styles}

    def paper(self, paper: Paper) -> None:
        """Everything that the paper says."""
        self._draft(paper)
        if not any(isinstance(block, Slips) for block in paper.blocks):
            self._heading(paper.heading)
            self._title(paper)
        self._blocks(paper.blocks)
        if paper.signatures:
            self._signatures(paper)
        for appendix in paper.appendices:
            self._appendix(appendix, paper)

    def _line(self, text: str, style: str) -> Line:
        return self._document.add_paragraph(clean(text), style)

    def _blocks(self, blocks: Sequence[Paragraph | Table | Slips]) -> None:
        for number, block in enumerate(blocks):
            if isinstance(block, Table):
                self._table(block)
            elif isinstance(block, Slips):
                self._slips(block)
            else:
                line = self._paragraph(block)
                if number + 1 < len(blocks) and _leads_to(block, blocks[number + 1]):
                    line.paragraph_format.keep_with_next = True

    def _paragraph(self, block: Paragraph) -> Line:
        """A paragraph; what is left open for a person to write is a line of dots."""
        line = self._line(f"- {block.text}" if block.role is Role.ITEM else block.text, _STYLE_OF[block.role])
        if OPEN in block.text or LINE_OPEN in block.text:
            line.alignment = WD_ALIGN_PARAGRAPH.LEFT
        if LINE_OPEN in block.text:
            width = Mm(_text_width(self._document.sections[-1]))
            line.paragraph_format.tab_stops.add_tab_stop(width, WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
        return line

    # --- above the text

    def _draft(self, paper: Paper) -> None:
        """The mark of a paper that is not final, with what it lacks."""
        if not paper.missing:
            return
        box = self._document.add_table(1, 1)
        _borders(box._tbl, "single", "9C0006")  # noqa: SLF001 - python-docx has no borders of its own
        cell = box.rows[0].cells[0]
        _fill(cell, DRAFT, styles.DRAFT)
        for held in ("Kết quả chưa phải là kết quả cuối cùng. Còn thiếu:", *(f"- {held}" for held in paper.missing)):
            cell.add_paragraph(clean(held), styles.DRAFT_ITEM)
        self._line("", styles.CELL)

    def _heading(self, heading: Heading) -> None:
        """The letterhead in two columns; without one, only whose paper it is."""
        if heading.form is Form.PLAIN:
            if heading.agency:
                self._line(heading.agency.upper(), styles.AGENCY)
            if heading.dated:
                self._line(_place_and_day(heading), styles.PLACE)
            return
        width = _text_width(self._document.sections[0])
        widths = (width * 0.4, width * 0.6)
        table = self._grid(1, widths)
        left, right = table.rows[0].cells
        self._agency(left, heading, widths[0])
        if heading.form is Form.PARTY:
            _fill(right, _PARTY, styles.MOTTO_TOP)
            _rule(right, widths[1], text_width(_PARTY, 15, bold=True))
        else:
            _fill(right, _NATION, styles.MOTTO_TOP)
            right.add_paragraph(_MOTTO, styles.MOTTO)
            _rule(right, widths[1], text_width(_MOTTO, 13, bold=True))
        if heading.dated:
            right.add_paragraph(clean(_place_and_day(heading)), styles.PLACE)

    def _agency(self, cell: _Cell, heading: Heading, width: float) -> None:
        if heading.above:
            _fill(cell, heading.above.upper(), styles.ABOVE)
            cell.add_paragraph(clean(heading.agency.upper()), styles.AGENCY)
        else:
            _fill(cell, heading.agency.upper(), styles.AGENCY)
        if heading.form is Form.PARTY:
            cell.add_paragraph("*", styles.AGENCY)
        else:
            _rule(cell, width, width * _POINTS_PER_MM * 0.4)
        number = number_line(heading)
        if number:
            cell.add_paragraph(clean(number), styles.NUMBER)

    def _title(self, paper: Paper) -> None:
        self._line(paper.title, styles.TITLE)
        self._line(paper.about, styles.ABOUT)
        if paper.heading.form is Form.PARTY:
            self._line("-----", styles.ABOUT)
        if len(paper.addressees) == 1:
            self._line(f"Kính gửi: {paper.addressees[0]}", styles.ADDRESSEE)
        elif paper.addressees:
            self._line("Kính gửi:", styles.ADDRESSEE)
            for one in paper.addressees:
                self._line(f"- {one}", styles.ADDRESSEE)

    # --- below the text

    def _signatures(self, paper: Paper) -> None:
        """Who signs, below the last lines of the text; the recipients stand beside a single signer, and below two."""
        if isinstance(paper.blocks[-1], Paragraph):
            self._document.paragraphs[-1].paragraph_format.keep_with_next = True
        self._line("", styles.CELL).paragraph_format.keep_with_next = True
        width = _text_width(self._document.sections[-1])
        both = len(paper.signatures) > 1
        table = self._grid(2 if both else 1, (width * 0.5, width * 0.5))
        left, right = table.rows[0].cells
        if not both:
            self._recipients(left, paper)
            _sign(right, paper.signatures[0])
            return
        for cell, signature in zip((left, right), paper.signatures, strict=True):
            _sign(cell, signature)
            cell.paragraphs[-1].paragraph_format.keep_with_next = True
        self._recipients(table.rows[1].cells[0], paper)

    def _recipients(self, cell: _Cell, paper: Paper) -> None:
        if not paper.recipients:
            return
        _fill(cell, "Nơi nhận:", styles.RECIPIENTS_HEAD)
        last = len(paper.recipients) - 1
        mark = "," if paper.heading.form is Form.PARTY else ";"
        for number, entry in enumerate(paper.recipients):
            cell.add_paragraph(clean(f"- {entry}{'.' if number == last else mark}"), styles.RECIPIENTS)

    def _appendix(self, appendix: Appendix, paper: Paper) -> None:
        section = self._document.add_section(WD_SECTION.NEW_PAGE)
        self._document.paragraphs[-1].style = styles.RULE  # it only carries the break
        section.different_first_page_header_footer = False
        lying = section.orientation == WD_ORIENT.LANDSCAPE
        if lying is not appendix.landscape:
            section.page_width, section.page_height = section.page_height, section.page_width
            section.orientation = WD_ORIENT.LANDSCAPE if appendix.landscape else WD_ORIENT.PORTRAIT
            section.footer.is_linked_to_previous = False
            _foot(section, paper)
        self._line(appendix.title, styles.TITLE)
        for line in appendix.about.split("\n"):
            self._line(line, styles.ABOUT)
        for number, block in enumerate(appendix.blocks):
            if number and isinstance(block, Table):
                self._line("", styles.RULE).paragraph_format.page_break_before = True
            self._blocks([block])

    # --- tables

    def _grid(self, rows: int, widths: Sequence[float]):  # type: ignore[no-untyped-def]  # noqa: ANN202
        """A table without lines that only puts things beside each other."""
        table = self._document.add_table(rows, len(widths))
        table.autofit = False
        _borders(table._tbl, "none")  # noqa: SLF001 - python-docx has no borders of its own
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Mm(width)
        for row in table.rows:
            _whole(row._tr)  # noqa: SLF001
            for cell, width in zip(row.cells, widths, strict=True):
                cell.width = Mm(width)
        return table

    def _table(self, table: Table) -> None:
        """A table with lines; its headings repeat on each page."""
        style = self._ids[styles.CELL_SMALL if table.small else styles.CELL]
        width = _text_width(self._document.sections[-1]) * _TWIPS_PER_MM
        shares = sum(column.share for column in table.columns)
        widths = [int(width * column.share / shares) for column in table.columns]
        head = (
            f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/>{_LINES}'
            '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="60" w:type="dxa"/>'
            '<w:right w:w="60" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid>'
        )
        grid = "".join(f'<w:gridCol w:w="{one}"/>' for one in widths)
        rows = (
            *_head_rows(table.columns, widths, style),
            *(
                _row(row, table.columns, widths, style, bold=number in table.strong)
                for number, row in enumerate(table.rows)
            ),
        )
        body = self._document.element.body
        body.insert(len(body) - 1, parse_xml(f"{head}{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"))

    # --- ballot papers

    def _slips(self, slips: Slips) -> None:
        """The slips, two beside each other, with lines to cut along."""
        width = _text_width(self._document.sections[-1]) / 2
        rows = (slips.count + 1) // 2
        table = self._grid(rows, (width, width))
        _borders(table._tbl, "dashed")  # noqa: SLF001 - python-docx has no borders of its own
        for row in table.rows:
            for cell in row.cells:
                _slip(cell, slips)


_LINES = (
    "<w:tblBorders>"
    + "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    + "</w:tblBorders>"
)


def _leads_to(block: Paragraph, following: Paragraph | Table | Slips) -> bool:
    """Whether the paragraph announces what follows, and is not left behind on another page."""
    return isinstance(following, Table) or (
        isinstance(following, Paragraph) and following.role is Role.ITEM and block.role is not Role.ITEM
    )


def _place_and_day(heading: Heading) -> str:
    return f"{heading.place or OPEN}, {day_in_words(heading.day)}"


def _fill(cell: _Cell, text: str, style: str) -> None:
    """The text in the paragraph that every cell begins with."""
    line = cell.paragraphs[0]
    line.style = style
    line.add_run(clean(text))


def _rule(cell: _Cell, width: float, length: float) -> None:
    """A line of so many points in the middle of a cell so many millimetres wide."""
    line = cell.add_paragraph("", styles.RULE)
    indent = max(0.0, (width - 3.8 - length / _POINTS_PER_MM) / 2)  # a cell keeps 1.9 mm free on each side
    line.paragraph_format.left_indent = line.paragraph_format.right_indent = Mm(indent)
    borders = OxmlElement("w:pBdr")
    top = OxmlElement("w:top")
    for key, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        top.set(qn(f"w:{key}"), value)
    borders.append(top)
    # The schema has borders before spacing and indents.
    properties = line._p.get_or_add_pPr()  # noqa: SLF001
    properties.insert(1, borders)


def _sign(cell: _Cell, signature: Signature) -> None:
    first, *others = signature.lines
    _fill(cell, first, styles.SIGNER)
    for line in others:
        cell.add_paragraph(clean(line), styles.SIGNER)
    name = cell.add_paragraph(clean(signature.name or OPEN * 5), styles.SIGNER)
    name.paragraph_format.space_before = Pt(_SIGNING_SPACE)
    name.paragraph_format.keep_with_next = False


def _slip(cell: _Cell, slips: Slips) -> None:
    title, *others = slips.lines
    _fill(cell, title, styles.TITLE)
    for line in others:
        cell.add_paragraph(clean(line), styles.CELL).alignment = WD_ALIGN_PARAGRAPH.CENTER
    cell.add_paragraph("", styles.CELL)
    for name in slips.names:
        cell.add_paragraph(clean(f"☐  {name}"), styles.CELL)
    cell.add_paragraph("", styles.CELL)
    cell.add_paragraph(clean(slips.remark), styles.CELL_SMALL)
    cell.add_paragraph("", styles.CELL_SMALL)


def _borders(table: object, kind: str, colour: str = "000000") -> None:
    """The lines of a table that python-docx made."""
    properties = table.tblPr  # type: ignore[attr-defined]
    for old in properties.findall(qn("w:tblBorders")):
        properties.remove(old)
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    lines = "".join(f'<w:{side} w:val="{kind}" w:sz="8" w:space="0" w:color="{colour}"/>' for side in sides)
    borders = parse_xml(f"<w:tblBorders {nsdecls('w')}>{lines}</w:tblBorders>")
    layout = properties.find(qn("w:tblLayout"))
    if layout is not None:
        layout.addprevious(borders)
    else:
        look = properties.find(qn("w:tblLook"))
        properties.append(borders) if look is None else look.addprevious(borders)


def _whole(row: object) -> None:
    """Keep the row on one page."""
    row.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # type: ignore[attr-defined]


def _head_rows(columns: Sequence[Column], widths: Sequence[int], style: str) -> Iterable[str]:
    """One row of headings, or two where columns share one."""
    start = "<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>"
    if not any(column.group for column in columns):
        cells = (_cell(c.heading, w, style, "center", bold=True) for c, w in zip(columns, widths, strict=True))
        yield f"{start}{''.join(cells)}</w:tr>"
        return
    upper: list[str] = []
    at = 0
    while at < len(columns):
        group = columns[at].group
        count = 1
        while group and at + count < len(columns) and columns[at + count].group == group:
            count += 1
        width = sum(widths[at : at + count])
        extra = f'<w:gridSpan w:val="{count}"/>' if group else '<w:vMerge w:val="restart"/>'
        upper.append(_cell(group or columns[at].heading, width, style, "center", bold=True, extra=extra))
        at += count
    yield f"{start}{''.join(upper)}</w:tr>"
    lower = (
        _cell(c.heading if c.group else "", w, style, "center", bold=True, extra="" if c.group else "<w:vMerge/>")
        for c, w in zip(columns, widths, strict=True)
    )
    yield f"{start}{''.join(lower)}</w:tr>"


def _row(row: Sequence[str], columns: Sequence[Column], widths: Sequence[int], style: str, *, bold: bool) -> str:
    cells = (
        _cell(text, width, style, "left" if column.align is Align.LEFT else "center", bold=bold)
        for text, column, width in zip(row, columns, widths, strict=True)
    )
    whole = "<w:cantSplit/>" if max(map(len, row), default=0) <= _LONGEST_WHOLE else ""
    return f"<w:tr><w:trPr>{whole}</w:trPr>{''.join(cells)}</w:tr>"


def _cell(text: str, width: int, style: str, align: str, *, bold: bool, extra: str = "") -> str:
    run = f'<w:r>{"<w:rPr><w:b/></w:rPr>" if bold else ""}<w:t xml:space="preserve">{_escaped(text)}</w:t></w:r>'
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{extra}<w:vAlign w:val="center"/></w:tcPr>'
        f'<w:p><w:pPr><w:pStyle w:val="{escape(style)}"/><w:jc w:val="{align}"/></w:pPr>{run}</w:p></w:tc>'
    )


def _escaped(text: str) -> str:
    return escape(" ".join(clean(text).split("\n")))
