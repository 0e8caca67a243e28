"""Facts about the Word files: they say what the paper says, in the official form, the same bytes every time."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.papers import words
from tests.papers.folders import cluster
from thidua_cli import pipeline
from thidua_cli.papers import Paper, PaperId, list_of, papers_of
from thidua_cli.papers.model import Column, Form, Heading, Paragraph, Signature, Table
from thidua_cli.render.papers import altered, to_bytes, untouched
from thidua_cli.roster.letterhead import Letterhead

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.conftest import Golden

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples" / "langson-2019"
STATE = Heading(Form.STATE, "Sở Nội vụ", above="UBND tỉnh", type="BC", symbol="SNV", place="Lạng Sơn")
PLAIN = Paper(
    PaperId.REPORT,
    "thu",
    STATE,
    "BÁO CÁO",
    "Về một việc",
    (Paragraph("Một câu."),),
    "Mã đối chiếu: AAAA-BBBB",
    signatures=(Signature(("TM. CỤM THI ĐUA", "CỤM TRƯỞNG"), "Nguyễn Văn Minh Họa"),),
    recipients=("Như trên", "Lưu: VT"),
)


def made(folder: Path, year: str = "2019") -> dict[str, bytes]:
    (report,) = pipeline.rank(str(folder), year).clusters
    return {paper.file: to_bytes(paper) for paper in papers_of(report, Letterhead(), frozenset(PaperId))}


# --- as people read them ------------------------------------------------------------------------


@pytest.mark.parametrize("folder", ["cum-2-so-tong-hop", "cum-5-ngan-hang"])
def test_the_papers_of_an_example_read_like_this(folder: str, golden: Golden) -> None:
    """One cluster that is ready and held a ballot, and one that is not ready."""
    for name, data in made(EXAMPLES / folder).items():
        golden(f"papers-{folder[:5]}-{name}.txt", words.dump(data))


def test_the_list_of_all_examples_reads_like_this(golden: Golden) -> None:
    report = pipeline.rank(str(EXAMPLES), "2019")
    golden("papers-danh-sach.txt", words.dump(to_bytes(list_of(report, Letterhead()))))


# --- the official form --------------------------------------------------------------------------


def test_the_page_is_a4_with_the_margins_of_the_decree() -> None:
    section = docx.Document(io.BytesIO(to_bytes(PLAIN))).sections[0]
    measured = (section.page_width, section.page_height, section.left_margin, section.right_margin, section.top_margin)
    assert [value.mm for value in measured if value] == pytest.approx([210, 297, 30, 15, 20], abs=0.1)


def test_everything_is_set_in_times_new_roman() -> None:
    document = docx.Document(io.BytesIO(to_bytes(PLAIN)))
    assert document.styles["Normal"].font.name == "Times New Roman"
    assert {style.font.name for style in document.styles if style.name.startswith("Thidua")} == {None}


def test_the_letterhead_stands_above_the_title() -> None:
    told = words.lines(to_bytes(PLAIN))
    assert told[0] == (
        "| UBND TỈNH / SỞ NỘI VỤ /  / Số: ……/BC-SNV | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM / Độc lập - Tự do - Hạnh phúc "
        "/  / Lạng Sơn, ngày …… tháng …… năm …… |"
    )
    assert told[1:3] == ["BÁO CÁO", "Về một việc"]


def test_a_party_paper_has_the_party_s_letterhead() -> None:
    paper = replace(PLAIN, heading=replace(STATE, form=Form.PARTY, above="Tỉnh ủy", agency="Ban Tổ chức", symbol="BTC"))
    assert words.lines(to_bytes(paper))[0] == (
        "| TỈNH ỦY / BAN TỔ CHỨC / * / Số ……-BC/BTC | ĐẢNG CỘNG SẢN VIỆT NAM /  / Lạng Sơn, ngày …… tháng …… năm …… |"
    )


@pytest.mark.parametrize(("form", "part"), [(Form.STATE, "header"), (Form.PARTY, "header"), (Form.EARLIER, "footer")])
def test_pages_are_numbered_from_the_second_on(form: Form, part: str) -> None:
    """At the top; in the form before March 2020 at the foot."""
    data = to_bytes(replace(PLAIN, heading=replace(STATE, form=form)))
    numbered = {n for n in words.names(data) if "PAGE" in "".join(words.part(data, n).itertext()) and "word/" in n}
    assert len(numbered) == 1
    assert numbered.pop().startswith(f"word/{part}")
    assert words.part(data).find(f".//{words.W}titlePg") is not None


def test_the_check_code_stands_at_the_foot_of_every_page() -> None:
    data = to_bytes(PLAIN)
    feet = [words.text_of(words.part(data, name)) for name in words.names(data) if "footer" in name]
    assert feet == ["Mã đối chiếu: AAAA-BBBB"] * 2


def test_the_consolidated_table_lies_and_the_text_stands(tmp_path: Path) -> None:
    document = docx.Document(io.BytesIO(made(cluster(tmp_path, [130, 120]))["bao-cao-ket-qua-cham-diem"]))
    shapes = [(s.page_width or 0) > (s.page_height or 0) for s in document.sections]
    assert shapes == [False, True, True]
    for section in document.sections:  # the number of the page stands on the right, however wide the page is
        (stop,) = section.footer.paragraphs[0].paragraph_format.tab_stops
        text = (section.page_width or 0) - (section.left_margin or 0) - (section.right_margin or 0)
        assert stop.position.mm == pytest.approx(text / 36_000, abs=0.5)


def test_a_draft_says_so_before_anything_else() -> None:
    told = words.lines(to_bytes(replace(PLAIN, missing=("Chưa có phiếu của Sở Y tế. (TD501)",))))
    assert told[0] == (
        "| DỰ THẢO – CHƯA ĐỦ / Kết quả chưa phải là kết quả cuối cùng. Còn thiếu: "
        "/ - Chưa có phiếu của Sở Y tế. (TD501) |"
    )


# --- tables -------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, bytes]:
    """The papers of a cluster of sixty."""
    return made(cluster(tmp_path_factory.mktemp("sixty"), [140 - n * 0.5 for n in range(60)]))


class TestSixty:
    def test_every_unit_stands_in_every_table_of_all(self, data: Mapping[str, bytes]) -> None:
        names = {f"Sở Minh họa {n}" for n in range(1, 61)}
        report = data["bao-cao-ket-qua-cham-diem"]
        assert {row[1] for row in words.table_with(report, "Xếp hạng")} == names
        lying = next(rows for rows in words.tables(report) if "Điểm tự chấm" in rows[0])
        assert {row[1] for row in lying[2:]} == names
        criteria = [rows[0][3:] for rows in words.tables(report) if rows[0][0] == "Mục"]
        assert [len(units) for units in criteria] == [8] * 7 + [4]
        assert {unit for units in criteria for unit in units} == names

    def test_headings_repeat_on_each_page(self, data: Mapping[str, bytes]) -> None:
        for table in words.part(data["bao-cao-ket-qua-cham-diem"]).iter(f"{words.W}tbl"):
            rows = table.findall(f"{words.W}tr")
            if len(rows) > 10:
                assert rows[0].find(f".//{words.W}tblHeader") is not None

    def test_no_table_is_wider_than_its_page(self, data: Mapping[str, bytes]) -> None:
        for content in data.values():
            for table in words.part(content).iter(f"{words.W}tbl"):
                grid = [int(column.get(f"{words.W}w", "0")) for column in table.iter(f"{words.W}gridCol")]
                assert sum(grid) <= 14_300  # 252 mm in twentieths of a point


# --- texts from outside -------------------------------------------------------------------------

_TEXTS = st.text(max_size=60) | st.sampled_from(
    [
        "<b>Sở</b>",
        "=1+1",
        "&amp;",
        "]]>",
        "Sở\x0bY",
        "\x00\x1f",
        "\ud800",
        "\u202eSở",
        "\ufffe",
        "a" * 5000,
        "{0}%s",
        "\r\n\t",
    ]
)


@given(text=_TEXTS)
@settings(max_examples=60, deadline=None)
def test_any_text_makes_a_document_that_opens_and_shows_it_as_text(text: str) -> None:
    table = Table((Column("Tên", 1), Column("Điểm", 1)), ((text, "1"),))
    heading = replace(STATE, agency=text, above=text, symbol=text, place=text)
    paper = replace(PLAIN, about=text, blocks=(Paragraph(text), table), recipients=(text,), missing=(text,))
    paper = replace(paper, heading=heading)
    data = to_bytes(paper)
    document = docx.Document(io.BytesIO(data))
    shown = document.tables[2].rows[1].cells[0].text
    plain = [c for c in text if c.isalnum() and c.isprintable()]
    assert [c for c in shown if c.isalnum()] == plain
    assert data == to_bytes(paper)


def test_markup_in_a_name_is_only_text(tmp_path: Path) -> None:
    folder = cluster(tmp_path, [130, 120], names={1: "Sở <w:b/> & Cộng", 2: "=HYPERLINK(1)"})
    for data in made(folder).values():
        assert words.part(data) is not None
    rows = words.table_with(made(folder)["bao-cao-ket-qua-cham-diem"], "Xếp hạng")
    assert [row[1] for row in rows] == ["Sở <w:b/> & Cộng", "=HYPERLINK(1)"]


# --- bytes --------------------------------------------------------------------------------------


def test_the_same_folder_gives_the_same_bytes_wherever_it_stands(tmp_path: Path) -> None:
    assert made(cluster(tmp_path / "a" / "cum", [130, 120])) == made(cluster(tmp_path / "b" / "cum", [130, 120]))


def test_no_part_tells_the_time_or_the_machine() -> None:
    with zipfile.ZipFile(io.BytesIO(to_bytes(PLAIN))) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(2000, 1, 1, 0, 0, 0)}
        assert {entry.create_system for entry in archive.infolist()} == {0}
        core = archive.read("docProps/core.xml").decode()
    assert "2000-01-01T00:00:00Z" in core
    assert "python" not in core


class TestMark:
    def test_a_paper_as_written_is_untouched(self) -> None:
        assert untouched(to_bytes(PLAIN))

    def test_a_changed_word_is_noticed(self) -> None:
        assert not untouched(_with(to_bytes(PLAIN), "word/document.xml", lambda text: text.replace("câu", "chữ")))

    def test_a_document_saved_by_word_is_noticed(self) -> None:
        document = docx.Document(io.BytesIO(to_bytes(PLAIN)))
        document.paragraphs[0].add_run(" thêm")
        saved = io.BytesIO()
        document.save(saved)
        assert not untouched(saved.getvalue())

    @pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"chu", b"PK\x05\x06" + bytes(18)])
    def test_what_is_no_paper_is_no_paper(self, data: bytes) -> None:
        assert not untouched(data)


def _with(data: bytes, name: str, change: Any) -> bytes:
    """The package with one part changed."""
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(changed, "w") as new:
        for entry in old.namelist():
            content = old.read(entry)
            new.writestr(entry, change(content.decode()).encode() if entry == name else content)
    return changed.getvalue()


# --- start-up -----------------------------------------------------------------------------------


@pytest.mark.parametrize("command", ["--help", "report --help", "rank . --year 2019"])
def test_the_library_is_loaded_only_to_write_papers(command: str, tmp_path: Path) -> None:
    folder = cluster(tmp_path, [130])
    script = (
        "import sys; from thidua_cli.cli import run; "
        f"run({command.split()!r}); print('LOADED', [m for m in ('docx', 'lxml') if m in sys.modules], file=sys.stderr)"
    )
    ended = subprocess.run(
        [sys.executable, "-c", script], cwd=folder, capture_output=True, text=True, check=True, encoding="utf-8"
    )
    assert ended.stderr.splitlines()[-1] == "LOADED []"


@pytest.mark.office
def test_another_program_opens_every_paper(tmp_path: Path) -> None:
    """The Word module of LibreOffice may be absent where Calc is there; then there is nothing to ask."""
    folder = cluster(tmp_path / "cum", [130, None, [120], 130], more="leader: u-1")
    for name, data in made(folder).items():
        (tmp_path / f"{name}.docx").write_bytes(data)
    out = tmp_path / "pdf"
    subprocess.run(
        [
            *("soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless"),
            *("--convert-to", "pdf", "--outdir", str(out), *map(str, sorted(tmp_path.glob("*.docx")))),
        ],
        check=False,
        capture_output=True,
        timeout=300,
    )
    opened = {path.stem for path in out.glob("*.pdf")} if out.exists() else set()
    if not opened:
        pytest.skip("LibreOffice Writer is not installed")
    assert opened == {path.stem for path in tmp_path.glob("*.docx")}


def test_texts_that_no_document_can_hold_are_named_once_each_as_they_are_written() -> None:
    bell = "Một\x07 câu."
    paper = replace(PLAIN, about=bell, recipients=(bell, "Một\x00 nơi", "Hai\r\ndòng"))
    assert altered(paper) == ("Một� câu.", "Một� nơi")
    assert altered(PLAIN) == ()
