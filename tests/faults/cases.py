"""The faults: damaged archives and packages, attacks, odd values and texts, disguises, random damage.

Each is made from raw bytes in a good form, so that no fault is lost in a library that the program uses as well.
This module knows the file formats and what a sound reader owes; it reads nothing.
"""

from __future__ import annotations

import random
import re
import struct
import zipfile
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING, Final, Literal
from xml.sax.saxutils import escape

from tests import foreign
from tests.faults.values import HOSTILE, STORED, TYPED
from tests.sheets import workbook, xlsx
from tests.spreadsheets import made

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Owed = Literal["read", "reject", "either"]
Parts = dict[str, bytes]

SCORE, TEXT = "D5", "A1"
FORM: Final = {"unit": "Sở Nội vụ", "year": 2019, "rest": 0.5, "points": {"I": 90}}
DICE: Final = random.Random  # the same damage in every run
CANARY: Final = "CANARY-must-never-be-printed"


@dataclass(frozen=True, slots=True)
class Fault:
    """One faulty file.

    Attributes:
        name: Its group and file name.
        owed: `read`: it opens in Excel, its values are read or reported by cell. `reject`: it cannot be used, and one
            clear error says why. `either`: readers may differ; only a clean ending is owed.
        make: Makes its bytes.
    """

    name: str
    owed: Owed
    make: Callable[[], bytes]

    @property
    def file(self) -> str:
        """A file name that no other fault has."""
        return self.name.replace("/", "-")


@cache
def good() -> bytes:
    """The control case: a form with nothing wrong."""
    return xlsx(FORM)


def parts_of(data: bytes) -> Parts:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def every() -> list[Fault]:
    """Every fault, the small ones first."""
    groups = (archives, packages, attacks, sizes, values, texts, structures, disguises, mutations)
    return [fault for group in groups for fault in group()]


# --- planting ------------------------------------------------------------------------------------------


def planted(ref: str, attributes: str, inner: str, number_format: int | None = None) -> bytes:
    """The good form with one cell replaced; its style stays unless a format is given."""
    parts = parts_of(good())
    style = b""
    if number_format is not None:
        styles, last = parts[made.STYLES], b"</cellXfs>"
        count = len(re.findall(rb"<xf\b", styles[styles.index(b"<cellXfs") : styles.index(last)]))
        new = b'<xf numFmtId="%d" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>' % number_format
        parts[made.STYLES] = re.sub(rb'(<cellXfs) count="\d+"', rb"\1", styles).replace(last, new + last)
        style = b' s="%d"' % count

    def replace(match: re.Match[bytes]) -> bytes:
        kept = style or b"".join(re.findall(rb'\ss="\d+"', match["rest"]))
        body = f" {attributes}>{inner}</c>".encode("utf-8", "surrogatepass")
        return b'<c r="%s"%s' % (ref.encode(), kept) + body

    pattern = rb'<c r="%s"(?P<rest>[^>]*?)(?:/>|>.*?</c>)' % ref.encode()
    parts[made.SHEET], times = re.subn(pattern, replace, parts[made.SHEET], count=1, flags=re.DOTALL)
    assert times == 1, ref
    return made.packed(parts)


def with_text(ref: str, text: str) -> bytes:
    held = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", lambda match: f"_x{ord(match[0]):04X}_", text)
    return planted(ref, 't="inlineStr"', f'<is><t xml:space="preserve">{escape(held)}</t></is>')


# --- archives --------------------------------------------------------------------------------------------


def archives() -> Iterator[Fault]:
    def fault(name: str, owed: Owed, make: Callable[[], bytes]) -> Fault:
        return Fault(f"archive/{name}.xlsx", owed, make)

    yield fault("good", "read", good)
    yield fault("zero-byte", "reject", lambda: b"")
    yield fault("one-byte", "reject", lambda: b"P")
    yield fault("all-zeros", "reject", lambda: bytes(len(good())))
    yield fault("magic-only", "reject", lambda: b"PK\3\4")
    yield fault("empty-zip", "reject", lambda: made.zipped([]))
    for percent in (10, 50, 90, 99):
        yield fault(f"truncated-{percent}", "reject", lambda p=percent: good()[: len(good()) * p // 100])  # type: ignore[misc]
    yield fault("minus-last-byte", "reject", lambda: good()[:-1])
    yield fault("trailing-garbage", "either", lambda: good() + b"\r\n--scanned--\r\n")
    yield fault("leading-garbage", "either", lambda: b"\r\n\r\n" + good())
    yield fault("random", "reject", lambda: DICE(7).randbytes(20_000))
    yield fault("bad-crc", "reject", lambda: made.patched(good(), b"PK\1\2", 16, b"\xde\xad\xbe\xef"))
    yield fault("encrypted-flag", "reject", lambda: _flagged(good(), 8, 6, b"\1\0"))
    yield fault("unknown-method", "reject", lambda: _flagged(good(), 10, 8, b"\x63\0"))
    yield fault("method-stored", "read", lambda: _packed_by(zipfile.ZIP_STORED))
    yield fault("method-lzma", "either", lambda: _packed_by(zipfile.ZIP_LZMA))
    yield fault("method-bzip2", "either", lambda: _packed_by(zipfile.ZIP_BZIP2))
    yield fault("backslash-names", "either", lambda: _named(lambda name: name.replace("/", "\\")))
    yield fault("other-case-names", "either", lambda: _named(lambda name: name if "Content" in name else name.upper()))
    yield fault("traversal-name", "either", lambda: _with([("../../evil.txt", b"x")]))
    yield fault("many-entries", "either", lambda: _with([(f"junk/{n}", b"") for n in range(12_000)]))
    yield fault("duplicate-part", "reject", lambda: _with([(made.SHEET, made.sheet_xml(made.score_rows(1)))]))
    yield fault("overlapping", "reject", lambda: made.overlapping(1_000))
    yield fault("size-lie", "reject", _lying_size)
    for part in (made.SHEET, made.STYLES, made.STRINGS):
        stem = part.rpartition("/")[2].partition(".")[0].lower()
        yield fault(f"bomb-{stem}", "reject", lambda p=part: _bomb(p))  # type: ignore[misc]


def _flagged(data: bytes, in_directory: int, in_part: int, value: bytes) -> bytes:
    return made.patched(made.patched(data, b"PK\1\2", in_directory, value), b"PK\3\4", in_part, value)


def _packed_by(method: int) -> bytes:
    return made.zipped(parts_of(good()).items(), method)


def _named(change: Callable[[str], str]) -> bytes:
    return made.zipped((change(name), data) for name, data in parts_of(good()).items())


def _with(more: list[tuple[str, bytes]]) -> bytes:
    return made.zipped([*parts_of(good()).items(), *more])


def _lying_size() -> bytes:
    data = bytearray(made.packed(made.book_parts(made.sheet_xml(" " * 1_000_000))))
    at = data.rfind(b"PK\1\2")
    data[at + 24 : at + 28] = struct.pack("<I", 4096)
    return bytes(data)


def _bomb(part: str) -> bytes:
    """105 MiB of white space in a part that is read."""
    parts = made.book_parts()
    head, tail = parts[part].rsplit(b"<", 1)
    return made.packed({**parts, part: head + b" " * (105 << 20) + b"<" + tail})


# --- packages --------------------------------------------------------------------------------------------

_WHOLE: Final = made.sheet_xml(made.score_rows())
_PARTS: Final = {
    "types": "[Content_Types].xml",
    "root": "_rels/.rels",
    "book": made.BOOK,
    "rels": made.BOOK_RELS,
    "sheet": made.SHEET,
    "strings": made.STRINGS,
    "styles": made.STYLES,
}
_CELL: Final = b'<c r="D5" s="0"><v>8.5</v></c>'
_NAMES: Final = '<definedNames><definedName name="x" localSheetId="7">#REF!</definedName></definedNames>'
_SHEET_LINK: Final = ("rId1", "worksheet")


def packages() -> Iterator[Fault]:
    changed: dict[str, tuple[Owed, str, bytes | None]] = {
        "no-content-types": ("either", "types", None),
        "no-workbook": ("reject", "book", None),
        "no-workbook-rels": ("reject", "rels", None),
        "no-sheet": ("reject", "sheet", None),
        "no-styles": ("read", "styles", None),
        "no-shared-strings": ("read", "strings", None),
        "empty-sheet-part": ("reject", "sheet", b""),
        "empty-workbook-part": ("reject", "book", b""),
        "not-xml": ("reject", "sheet", b"hello"),
        "unclosed-xml": ("reject", "sheet", _WHOLE[:-60]),
        "wrong-root": ("either", "sheet", made.xml("<html><body/></html>")),
        "no-sheet-data": ("either", "sheet", made.xml(f'<worksheet xmlns="{made.MAIN}"/>')),
        "no-sheets": ("reject", "book", made.workbook_xml([])),
        "strict-namespace": ("read", "sheet", _WHOLE.replace(made.MAIN.encode(), made.STRICT.encode())),
        "rel-traversal": ("reject", "rels", made.relationships((*_SHEET_LINK, "../../../../etc/passwd"))),
        "rel-to-itself": ("either", "rels", made.relationships((*_SHEET_LINK, "workbook.xml"))),
        "rel-unknown-id": ("reject", "rels", made.relationships(("rId9", "worksheet", "worksheets/sheet1.xml"))),
        "styles-garbage": ("either", "styles", b"\0\1garbage"),
        "broken-names": (
            "read",
            "book",
            made.workbook_xml(["S"]).replace(b"</workbook>", _NAMES.encode() + b"</workbook>"),
        ),
        "encoding-unknown": ("either", "sheet", _WHOLE.replace(b"UTF-8", b"TCVN-5712")),
        "invalid-utf8": ("reject", "sheet", _WHOLE.replace("Tiêu".encode(), b"\xff\xfe")),
        "nul-byte": ("either", "sheet", _WHOLE.replace("Tiêu".encode(), b"T\0")),
        "style-out-of-range": ("either", "sheet", _WHOLE.replace(_CELL, _CELL.replace(b'"0"', b'"99999"'))),
        "string-out-of-range": ("reject", "sheet", _WHOLE.replace(_CELL, b'<c r="D5" t="s"><v>999</v></c>')),
        "string-negative": ("reject", "sheet", _WHOLE.replace(_CELL, b'<c r="D5" t="s"><v>-1</v></c>')),
    }
    for name, (owed, part, data) in changed.items():
        yield Fault(f"package/{name}.xlsx", owed, lambda p=part, d=data: _changed(p, d))  # type: ignore[misc]
    external = made.relationships((*_SHEET_LINK, "http://127.0.0.1:9/s.xml"), mode=' TargetMode="External"')
    yield Fault("package/rel-external.xlsx", "reject", lambda: _changed("rels", external))
    for encoding in ("utf-16", "utf-8-sig"):
        text = _WHOLE.decode().replace("UTF-8", encoding.removesuffix("-sig"))
        yield Fault(f"package/{encoding}.xlsx", "read", lambda t=text, e=encoding: _changed("sheet", t.encode(e)))  # type: ignore[misc]


def _changed(part: str, data: bytes | None) -> bytes:
    parts = made.book_parts(_WHOLE)
    del parts[_PARTS[part]]
    if data is not None:
        parts[_PARTS[part]] = data
    return made.packed(parts)


# --- attacks with XML ------------------------------------------------------------------------------------


def attacks() -> Iterator[Fault]:
    laughs = '<!ENTITY l0 "ha">' + "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 11))
    doctypes = {
        "billion-laughs": (f"<!DOCTYPE x [{laughs}]>", "&l10;"),
        "quadratic": (f'<!DOCTYPE x [<!ENTITY a "{"A" * 100_000}">]>', "&a;" * 20_000),
        "external-http": ('<!DOCTYPE x [<!ENTITY e SYSTEM "http://127.0.0.1:9/">]>', "&e;"),
        "undefined-entity": ("", "&nope;"),
    }
    for part in ("sheet", "strings"):
        for name, (doctype, entity) in doctypes.items():
            yield Fault(f"xml/{name}-{part}.xlsx", "reject", lambda p=part, d=doctype, e=entity: _document(p, d, e))  # type: ignore[misc]
    yield Fault("xml/external-file.xlsx", "reject", lambda: _document("sheet", _CANARY_DOCTYPE, "&e;"))
    nested = "<a>" * 200_000 + "</a>" * 200_000
    wide = "".join(f' a{n}="1"' for n in range(200_000))
    bodies = {
        "deep": made.sheet_xml(made.score_rows(), after=nested),
        "many-attributes": made.sheet_xml(made.score_rows() + made.row(99, attributes=wide)),
        "comment": made.sheet_xml(made.score_rows(), after=f"<!--{'x' * (3 << 20)}-->"),
    }
    for name, body in bodies.items():
        yield Fault(f"xml/{name}.xlsx", "either", lambda b=body: _changed("sheet", b))  # type: ignore[misc]


_CANARY_DOCTYPE: Final = '<!DOCTYPE x [<!ENTITY e SYSTEM "canary.txt">]>'


def _document(part: str, doctype: str, entity: str) -> bytes:
    if part == "strings":
        body = f'<sst xmlns="{made.MAIN}"><si><t>{entity}</t></si></sst>'
    else:
        body = made.sheet_xml(made.row(5, f'<c r="D5" t="inlineStr"><is><t>{entity}</t></is></c>')).decode()
        body = body.partition("?>")[2]
    return _changed(part, made.xml(doctype + body))


# --- sizes and places ------------------------------------------------------------------------------------

_MERGES: Final = "<mergeCells>{}</mergeCells>"


def sizes() -> Iterator[Fault]:
    rows = made.score_rows()
    one = made.number("D5", 8.5)
    sheets: dict[str, tuple[Owed, bytes]] = {
        "dimension-huge": ("read", made.sheet_xml(rows, before='<dimension ref="A1:XFD1048576"/>')),
        "dimension-small": ("read", made.sheet_xml(rows, before='<dimension ref="A1"/>')),
        "dimension-broken": ("either", made.sheet_xml(rows, before='<dimension ref="x"/>')),
        "far-corner": ("read", made.sheet_xml(rows + made.row(1_048_576, made.text("XFD1048576", " ")))),
        "far-row": ("read", made.sheet_xml(rows + made.row(1_048_576, made.text("A1048576", " ")))),
        "far-column": ("read", made.sheet_xml(rows + made.row(20, made.text("XFD20", " ")))),
        "merge-grid": ("either", made.sheet_xml(rows, after=_MERGES.format('<mergeCell ref="A1:XFD1048576"/>'))),
        "merge-many": ("read", made.sheet_xml(rows, after=_MERGES.format('<mergeCell ref="G1:H1"/>' * 100_000))),
        "formatted-rows": (
            "read",
            made.sheet_xml(rows + "".join(made.row(n, f'<c r="A{n}" s="0"/>') for n in range(20, 100_020))),
        ),
        "no-references": ("read", made.sheet_xml(made.without_references(rows))),
        "rows-out-of-order": ("either", made.sheet_xml(made.row(9, made.number("D9", 1)) + made.row(5, one))),
        "duplicate-cell": ("either", made.sheet_xml(made.row(5, one, one))),
        "duplicate-row": ("either", made.sheet_xml(made.row(5, one) + made.row(5, one))),
    }
    for ref in ("ZZZZZZZZZ5", "D0", "D99999999999", "XFE1048577", "5D", "", "D 5", "D٥"):
        sheets[f"ref-{len(sheets)}"] = ("either", made.sheet_xml(made.row(5, one.replace("D5", ref))))
    for number in ("-1", "abc", "0", "4294967297"):
        sheets[f"row-{number}"] = ("either", made.sheet_xml(f'<row r="{number}">{one}</row>'))
    for name, (owed, data) in sheets.items():
        yield Fault(f"size/{name}.xlsx", owed, lambda d=data: _changed("sheet", d))  # type: ignore[misc]
    strings = "".join(f"<si><t>Tiêu chí {n}</t></si>" for n in range(200_000))
    many = made.xml(f'<sst xmlns="{made.MAIN}">{strings}</sst>')
    yield Fault("size/many-strings.xlsx", "read", lambda: _changed("strings", many))
    yield Fault("size/many-sheets.xlsx", "read", lambda: made.packed(made.book_parts(*[_WHOLE] * 500)))


# --- values and texts ------------------------------------------------------------------------------------


def values() -> Iterator[Fault]:
    for name, (text, _) in TYPED.items():
        yield Fault(f"value/typed-{name}.xlsx", "read", lambda t=text: with_text(SCORE, t))  # type: ignore[misc]
    for name, (attributes, inner, number_format, _) in STORED.items():
        yield Fault(
            f"value/stored-{name}.xlsx",
            "read",
            lambda a=attributes, i=inner, n=number_format: planted(SCORE, a, i, n),  # type: ignore[misc]
        )


def texts() -> Iterator[Fault]:
    for name, text in HOSTILE.items():
        yield Fault(f"text/{name}.xlsx", "read", lambda t=text: with_text(TEXT, t))  # type: ignore[misc]
    for name, raw in (("raw-control", "a&#1;b"), ("raw-surrogate", "a\ud800b"), ("raw-nul", "a&#0;b")):
        inner = f"<is><t>{raw}</t></is>"
        yield Fault(f"text/{name}.xlsx", "either", lambda i=inner: planted(TEXT, 't="inlineStr"', i))  # type: ignore[misc]


# --- structures and disguises ----------------------------------------------------------------------------


def structures() -> Iterator[Fault]:
    other = {**FORM, "unit": "Sở Tư pháp"}
    described: dict[str, tuple[Owed, tuple[dict[str, object], ...]]] = {
        "hidden-sheet": ("read", ({**FORM, "hidden": ["sheet"]},)),
        "hidden-rows": ("read", ({**FORM, "hidden": [6, 7]},)),
        "hidden-columns": ("read", ({**FORM, "hidden": ["D"]},)),
        "merged-score": ("read", ({**FORM, "merged": ["D5:D6"]},)),
        "two-sheets": ("reject", (FORM, {**FORM, "rest": 1})),
        "two-units": ("reject", (FORM, other)),
        "sheet-name-formula": ("read", ({**FORM, "name": "=1+1"},)),
        "unit-nfd": ("read", ({**FORM, "unicode": "NFD"},)),
    }
    for name, (owed, sheets) in described.items():
        yield Fault(f"structure/{name}.xlsx", owed, lambda s=sheets: xlsx(*s))  # type: ignore[misc]
    yield Fault("structure/empty-sheet.xlsx", "reject", lambda: _changed("sheet", made.sheet_xml()))
    macros = [("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504))]
    yield Fault("structure/macros.xlsm", "read", lambda: _with(macros))
    yield Fault("structure/macros-renamed.xlsx", "read", lambda: _with(macros))


def form_in_word() -> bytes:
    """The good form as a Word document."""
    sheet = workbook(FORM).sheets[0]
    return foreign.docx(sheet, min(row for (row, _), cell in sheet.cells.items() if cell.text == "STT"))


def disguises() -> Iterator[Fault]:
    html = b"<html><body><table><tr><td>STT</td><td>4,5</td></tr></table></body></html>"
    csv = "STT;Nội dung;Điểm\r\n1;Tiêu chí;4,5\r\n".encode("utf-8-sig")
    excel_2003 = made.xml('<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>')
    compound = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    rejected: dict[str, Callable[[], bytes]] = {
        "csv.xlsx": lambda: csv,
        "csv.xls": lambda: csv,
        "tabs.xls": lambda: "STT\tĐiểm\r\n1\t4,5\r\n".encode("utf-16"),
        "html.xls": lambda: html,
        "html.xlsx": lambda: html,
        "login.xlsx": lambda: b"<!DOCTYPE html><title>401</title>",
        "excel-2003.xls": lambda: excel_2003,
        "letter.xlsx": lambda: foreign.document(foreign.paragraph("Kính gửi")),
        "blank.ods": lambda: foreign.ods_of('<table:table table:name="S"/>'),
        "zip.xlsx": lambda: made.zipped([("a.txt", b"x")]),
        "packed.xlsx": lambda: made.zipped([("bảng điểm.xlsx", good())]),
        "pdf.xlsx": lambda: b"%PDF-1.7\n%%EOF\n",
        "png.xlsx": lambda: b"\x89PNG\r\n\x1a\n" + bytes(64),
        "rar.xlsx": lambda: b"Rar!\x1a\x07\x01\x00" + bytes(64),
        "compound.xls": lambda: compound,
        "compound-zeros.xls": lambda: compound + bytes(4096),
        "compound-loop.xls": _looping,
        "compound-loop.xlsx": _looping,
        "locked.xlsx": lambda: made.compound("EncryptionInfo", "EncryptedPackage"),
    }
    for name, make in rejected.items():
        yield Fault(f"disguise/{name}", "reject", make)
    yield Fault("disguise/named.xls", "read", good)
    yield Fault("disguise/CAPITALS.XLSX", "read", good)
    yield Fault("disguise/form.xls", "read", lambda: foreign.xls(workbook(FORM)))
    yield Fault("disguise/form.xlsb", "read", lambda: foreign.xlsb(workbook(FORM)))
    yield Fault("disguise/form.ods", "read", lambda: foreign.ods(workbook(FORM)))
    yield Fault("disguise/form.docx", "read", form_in_word)
    yield Fault("disguise/form-as.xlsx", "read", lambda: foreign.xls(workbook(FORM)))


def _looping() -> bytes:
    """A compound file whose directory is a chain that leads back to itself."""
    stream = bytearray(foreign.compound("Workbook", bytes(4096)))
    at = len(stream) - 512
    struct.pack_into("<I", stream, at, 0)
    struct.pack_into("<I", stream, at + 4 * 8, 8)
    return bytes(stream)


# --- random damage ---------------------------------------------------------------------------------------

FEW: Final = 20


def mutations(count: int = FEW) -> Iterator[Fault]:
    """Seeded damage: bits of the file, and XML under right checksums."""
    for n, data in enumerate(flips(good(), count, seed=1)):
        yield Fault(f"fuzz/flip-{n:04}.xlsx", "either", lambda d=data: d)  # type: ignore[misc]
    for n, data in enumerate(damaged_parts(parts_of(good()), sorted(parts_of(good())), count, seed=2)):
        yield Fault(f"fuzz/xml-{n:04}.xlsx", "either", lambda d=data: d)  # type: ignore[misc]


def flips(data: bytes, count: int, seed: int) -> Iterator[bytes]:
    """The bytes with a few bits changed, or cut short."""
    rng = DICE(seed)
    for _ in range(count):
        out = bytearray(data)
        for _ in range(rng.choice((1, 2, 8, 64))):
            out[rng.randrange(len(out))] ^= 1 << rng.randrange(8)
        if rng.randrange(5) == 0:
            del out[rng.randrange(len(out)) :]
        yield bytes(out)


_SPICE: Final = (b"<", b">", b"/", b'"', b"&", b"-1", b"1e999", b"99999999999", b"\xff", b"nan", b"", b"A0", b"<x/>")


def damaged_parts(parts: Parts, names: list[str], count: int, seed: int) -> Iterator[bytes]:
    """Packages with some of these parts cut, doubled, spiced or shuffled inside, packed again with right checksums."""
    rng = DICE(seed)
    for _ in range(count):
        changed = dict(parts)
        for _ in range(rng.choice((1, 1, 2, 4))):
            name = rng.choice(names)
            changed[name] = _damaged(changed[name], rng)
        yield made.packed(changed)


def _damaged(data: bytes, rng: random.Random) -> bytes:
    tokens = [match.span() for match in re.finditer(rb'"[^"]*"|<[^>]*>|[^<>"]+', data)] or [(0, len(data))]
    start, end = rng.choice(tokens)
    other, stop = rng.choice(tokens)
    moves = (
        b"",
        data[start:end] * rng.choice((2, 4, 1000)),
        rng.choice(_SPICE),
        data[other:stop],
    )
    return data[:start] + rng.choice(moves) + data[end:]
