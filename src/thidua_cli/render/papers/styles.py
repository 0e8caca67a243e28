"""The looks of a paper as Word styles, so that an office can restyle all its papers in one place.

Sizes and indents are those of Decree 30/2020/NĐ-CP, Circular 01/2011/TT-BNV and the Party's HD 36-HD/VPTW.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from msgspec import Struct
from msgspec.structs import replace

from thidua_cli.papers.model import Form
from thidua_cli.vietnamese import slug

if TYPE_CHECKING:
    from docx.document import Document
    from docx.styles.style import ParagraphStyle

FONT = "Times New Roman"
_RED = RGBColor(0x9C, 0x00, 0x06)
_LEFT, _CENTRE, _BOTH = WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.JUSTIFY

MOTTO_TOP, MOTTO, AGENCY, ABOVE = "Thidua Quốc hiệu", "Thidua Tiêu ngữ", "Thidua Cơ quan", "Thidua Cấp trên"
NUMBER, PLACE, TITLE, ABOUT = "Thidua Số hiệu", "Thidua Địa danh", "Thidua Tên loại", "Thidua Trích yếu"
ADDRESSEE, BODY, HEADING, BASIS = "Thidua Kính gửi", "Thidua Thân bài", "Thidua Đề mục", "Thidua Căn cứ"
ITEM, CENTRED, NOTE, SIGNER = "Thidua Gạch đầu dòng", "Thidua Giữa dòng", "Thidua Ghi chú", "Thidua Chữ ký"
RECIPIENTS_HEAD, RECIPIENTS = "Thidua Nơi nhận", "Thidua Nơi nhận (mục)"
CELL, CELL_SMALL, DRAFT, DRAFT_ITEM = "Thidua Bảng", "Thidua Bảng nhỏ", "Thidua Dự thảo", "Thidua Dự thảo (mục)"
CHECK, PAGE, RULE = "Thidua Mã đối chiếu", "Thidua Số trang", "Thidua Kẻ ngang"


class Look(Struct, frozen=True):
    """How a style looks; sizes and spaces in points, indents in millimetres."""

    size: float = 14
    align: WD_ALIGN_PARAGRAPH = _LEFT
    bold: bool = False
    italic: bool = False
    underline: bool = False
    before: float = 0
    after: float = 0
    first_line: float = 0
    left: float = 0
    keep: bool = False
    line: float = 1.0
    red: bool = False


_LOOKS = {
    MOTTO_TOP: Look(12, _CENTRE, bold=True),
    MOTTO: Look(13, _CENTRE, bold=True),
    ABOVE: Look(12, _CENTRE),
    AGENCY: Look(12, _CENTRE, bold=True),
    RULE: Look(2, _CENTRE),
    NUMBER: Look(13, _CENTRE, before=4),
    PLACE: Look(13, _CENTRE, italic=True, before=4),
    TITLE: Look(14, _CENTRE, bold=True, before=16, keep=True),
    ABOUT: Look(14, _CENTRE, bold=True, after=4, keep=True),
    ADDRESSEE: Look(14, _CENTRE, before=8, after=8),
    BODY: Look(14, _BOTH, before=6, first_line=10, line=1.1),
    HEADING: Look(14, _BOTH, bold=True, before=8, first_line=10, keep=True, line=1.1),
    BASIS: Look(14, _BOTH, italic=True, before=6, first_line=10, line=1.1),
    ITEM: Look(14, _BOTH, before=4, first_line=10, line=1.1),
    CENTRED: Look(14, _CENTRE, before=6),
    NOTE: Look(12, _LEFT, italic=True, before=6),
    SIGNER: Look(14, _CENTRE, bold=True, keep=True),
    RECIPIENTS_HEAD: Look(12, _LEFT, bold=True, italic=True),
    RECIPIENTS: Look(11, _LEFT),
    CELL: Look(12, _LEFT, before=1, after=1),
    CELL_SMALL: Look(10, _LEFT, before=1, after=1),
    DRAFT: Look(13, _CENTRE, bold=True, red=True, before=2, after=2, keep=True),
    DRAFT_ITEM: Look(11, _LEFT, before=1, after=1),
    CHECK: Look(9, _LEFT),
    PAGE: Look(13, _CENTRE),
}
# What an office's own base need not decide: they are small on purpose.
_SIZED_IN_BASE = frozenset({RECIPIENTS, CELL, CELL_SMALL, DRAFT_ITEM, CHECK, RULE, NOTE})
_OF_FORM: dict[Form, dict[str, Look]] = {
    Form.EARLIER: {BASIS: replace(_LOOKS[BASIS], italic=False)},
    Form.PARTY: {
        MOTTO_TOP: Look(15, _CENTRE, bold=True),
        ABOVE: Look(14, _CENTRE),
        AGENCY: Look(14, _CENTRE, bold=True),
        NUMBER: Look(14, _CENTRE),
        TITLE: Look(16, _CENTRE, bold=True, before=16, keep=True),
        RECIPIENTS_HEAD: Look(14, _LEFT, underline=True),
        RECIPIENTS: Look(12, _LEFT),
    },
}


def prepare(document: Document, form: Form, *, based: bool) -> None:
    """Put the styles into the document; with an office's own base those that it has stay as they are."""
    if not based:
        _prune(document)
        _normal(document)
    looks = {**_LOOKS, **_OF_FORM.get(form, {})}
    known = {style.name: style for style in document.styles}
    normal = known.get("Normal")
    for name, look in looks.items():
        if name not in known:
            style = _add(document, name, look, sized=not based or name in _SIZED_IN_BASE)
            style.base_style = normal


_KEPT = frozenset({"Normal", "Default Paragraph Font", "Normal Table", "Table Normal", "No List"})


def _prune(document: Document) -> None:
    """Take out the styles of python-docx's own template that no paper uses; they only cost time."""
    for style in list(document.styles):
        if style.name not in _KEPT:
            style.delete()


def _normal(document: Document) -> None:
    normal: ParagraphStyle = document.styles["Normal"]
    normal.font.name = FONT
    normal.font.size = Pt(14)
    fonts = normal.element.get_or_add_rPr().get_or_add_rFonts()
    for key in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(key), FONT)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "vi-VN")
    normal.element.get_or_add_rPr().append(language)
    normal.paragraph_format.space_before = normal.paragraph_format.space_after = Pt(0)


def _add(document: Document, name: str, look: Look, *, sized: bool) -> ParagraphStyle:
    style: ParagraphStyle = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.element.styleId = slug(name)
    style.quick_style = True
    if sized:
        style.font.size = Pt(look.size)
    style.font.bold = look.bold or None
    style.font.italic = look.italic or None
    style.font.underline = look.underline or None
    if look.red:
        style.font.color.rgb = _RED
    shape = style.paragraph_format
    shape.alignment = look.align
    shape.space_before, shape.space_after = Pt(look.before), Pt(look.after)
    shape.line_spacing = look.line
    shape.first_line_indent = Mm(look.first_line)
    shape.left_indent = Mm(look.left)
    shape.keep_with_next = look.keep
    return style
