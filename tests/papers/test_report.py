"""Facts about `thidua report`: what is written where, what is never lost, and how the command ends."""

from __future__ import annotations

import contextlib
import io
import json
import shutil
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.shared import Mm

from tests.papers import words
from tests.papers.folders import cluster
from thidua_cli.cli import run
from thidua_cli.papers import PaperId
from thidua_cli.pipeline.papers import write_papers

FOUR = {
    "bao-cao-ket-qua-cham-diem.docx",
    "bien-ban-hoi-nghi-tong-ket.docx",
    "bien-ban-hop-tru-bi.docx",
    "to-trinh-de-nghi-khen-thuong.docx",
}
PROPOSAL = "to-trinh-de-nghi-khen-thuong.docx"


def tell(*argv: str) -> tuple[int, Any, str]:
    """The exit code, the JSON document (None if none) and the talk."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = run(["report", *argv, "--year", "2019", "--format", "json"])
    return code, json.loads(out.getvalue()) if out.getvalue() else None, err.getvalue()


def files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*.docx")}


def codes(document: Any) -> set[str]:
    return {finding["code"] for finding in document["findings"]}


# --- where --------------------------------------------------------------------------------------


def test_the_papers_of_a_cluster_go_to_its_results(tmp_path: Path) -> None:
    code, document, _ = tell(str(cluster(tmp_path, [130, 120])))
    assert code == 0
    assert files(tmp_path / "ket-qua") == FOUR
    assert document["schema"] == "thidua.report/1"
    assert {Path(paper["file"]).name for paper in document["clusters"][0]["papers"]} == FOUR
    assert document["summary"]["papers"] == 4
    assert document["list"] is None


def test_a_tree_has_a_list_of_all_besides(tmp_path: Path) -> None:
    cluster(tmp_path / "a", [130, 120], ids="a")
    cluster(tmp_path / "b" / "c", [130, 120], ids="c")
    code, document, _ = tell(str(tmp_path))
    assert code == 0
    assert files(tmp_path) == {
        *(f"a/ket-qua/{name}" for name in FOUR),
        *(f"b/c/ket-qua/{name}" for name in FOUR),
        "ket-qua/danh-sach-de-nghi-khen-thuong-2019.docx",
    }
    assert document["list"]["state"] == "written"


def test_a_folder_given_keeps_the_clusters_apart(tmp_path: Path) -> None:
    cluster(tmp_path / "tinh" / "a", [130], ids="a")
    cluster(tmp_path / "tinh" / "b", [130], ids="b")
    tell(str(tmp_path / "tinh"), "-o", str(tmp_path / "ra"))
    assert files(tmp_path / "tinh") == set()
    assert files(tmp_path / "ra") == {
        *(f"a/{name}" for name in FOUR),
        *(f"b/{name}" for name in FOUR),
        "danh-sach-de-nghi-khen-thuong-2019.docx",
    }


def test_papers_may_be_chosen(tmp_path: Path) -> None:
    folder = cluster(tmp_path, [130, 120])
    tell(str(folder), "--paper", "to-trinh", "--paper", "danh-sach", "--paper", "to-trinh")
    assert files(folder / "ket-qua") == {PROPOSAL, "danh-sach-de-nghi-khen-thuong-2019.docx"}


def test_papers_of_a_ballot_that_is_not_there_are_told(tmp_path: Path) -> None:
    code, document, _ = tell(str(cluster(tmp_path, [130, 120])), "--paper", "kiem-phieu")
    assert (code, files(tmp_path)) == (0, set())
    assert "TD772" in codes(document)


def test_the_papers_are_vietnamese_in_whatever_language_the_talk_is(tmp_path: Path) -> None:
    folder = cluster(tmp_path, [130, 120])
    tell(str(folder))
    first = (folder / "ket-qua" / PROPOSAL).read_bytes()
    _, document, _ = tell(str(folder), "--lang", "en")
    assert {paper["state"] for paper in document["clusters"][0]["papers"]} == {"unchanged"}
    assert (folder / "ket-qua" / PROPOSAL).read_bytes() == first


# --- nothing is lost ----------------------------------------------------------------------------


def edit(path: Path, text: str) -> bytes:
    """What a person does in Word: add a line and save."""
    document = docx.Document(str(path))
    document.add_paragraph(text)
    document.save(str(path))
    return path.read_bytes()


class TestKept:
    def test_a_paper_that_nobody_changed_is_made_anew(self, tmp_path: Path) -> None:
        folder = cluster(tmp_path, [130, 120])
        tell(str(folder))
        before = (folder / "ket-qua" / PROPOSAL).read_bytes()
        cluster(folder, [131, 120])
        code, document, _ = tell(str(folder), "--paper", "to-trinh")
        assert (code, document["clusters"][0]["papers"][0]["state"]) == (0, "written")
        assert (folder / "ket-qua" / PROPOSAL).read_bytes() != before
        assert files(folder / "ket-qua") == FOUR

    def test_a_changed_paper_is_kept_and_the_new_one_stands_beside_it(self, tmp_path: Path) -> None:
        folder = cluster(tmp_path, [130, 120])
        tell(str(folder), "--paper", "to-trinh")
        kept = folder / "ket-qua" / PROPOSAL
        typed = edit(kept, "Câu của văn phòng.")
        for _ in range(2):
            code, document, _ = tell(str(folder), "--paper", "to-trinh")
            assert code == 0
            assert "TD770" in codes(document)
            assert document["clusters"][0]["papers"][0]["state"] == "beside"
            assert kept.read_bytes() == typed
            assert files(folder / "ket-qua") == {PROPOSAL, "to-trinh-de-nghi-khen-thuong-moi.docx"}

    def test_a_changed_second_one_is_kept_too(self, tmp_path: Path) -> None:
        folder = cluster(tmp_path, [130, 120])
        tell(str(folder), "--paper", "to-trinh")
        results = folder / "ket-qua"
        typed = {PROPOSAL: edit(results / PROPOSAL, "Một.")}
        tell(str(folder), "--paper", "to-trinh")
        second = "to-trinh-de-nghi-khen-thuong-moi.docx"
        typed[second] = edit(results / second, "Hai.")
        tell(str(folder), "--paper", "to-trinh")
        assert {name: (results / name).read_bytes() for name in typed} == typed
        assert files(results) == {*typed, "to-trinh-de-nghi-khen-thuong-moi-2.docx"}

    def test_a_file_that_is_no_paper_is_never_written_over(self, tmp_path: Path) -> None:
        folder = cluster(tmp_path, [130])
        (folder / "ket-qua").mkdir()
        (folder / "ket-qua" / PROPOSAL).write_text("ghi chép riêng", encoding="utf-8")
        _, document, _ = tell(str(folder), "--paper", "to-trinh")
        assert "TD770" in codes(document)
        assert (folder / "ket-qua" / PROPOSAL).read_text(encoding="utf-8") == "ghi chép riêng"

    def test_a_folder_in_the_way_is_told(self, tmp_path: Path) -> None:
        folder = cluster(tmp_path, [130])
        (folder / "ket-qua" / PROPOSAL).mkdir(parents=True)
        code, document, _ = tell(str(folder), "--paper", "to-trinh")
        assert code == 3
        assert "TD912" in codes(document)


# --- bases --------------------------------------------------------------------------------------


class TestBase:
    @pytest.fixture
    def base(self, tmp_path: Path) -> Path:
        """An office's document: its own font and margins, and a text that is nobody's business here."""
        document = docx.Document()
        document.styles["Normal"].font.name = "Arial"
        document.sections[0].left_margin = Mm(40)
        document.add_paragraph("Bí mật của văn phòng")
        document.sections[0].header.paragraphs[0].text = "Tiêu đề riêng"
        path = tmp_path / "mau.docx"
        document.save(str(path))
        return path

    def test_styles_and_page_are_the_base_s_and_its_text_is_not(self, tmp_path: Path, base: Path) -> None:
        folder = cluster(tmp_path / "cum", [130, 120])
        before = base.read_bytes()
        code, _, _ = tell(str(folder), "--base", str(base))
        assert code == 0
        assert base.read_bytes() == before
        for name in FOUR:
            path = folder / "ket-qua" / name
            made = docx.Document(str(path))
            assert made.styles["Normal"].font.name == "Arial"
            assert made.sections[0].left_margin == docx.Document(str(base)).sections[0].left_margin
            text = words.dump(path.read_bytes())
            assert "Bí mật" not in text
            assert "Tiêu đề riêng" not in text
            assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in text

    def test_a_paper_may_be_the_base_of_papers(self, tmp_path: Path) -> None:
        """An office restyles one of thidua's own papers and goes on from it."""
        folder = cluster(tmp_path / "cum", [130, 120])
        tell(str(folder))
        own = folder / "ket-qua" / PROPOSAL
        document = docx.Document(str(own))
        document.styles["Thidua Tên loại"].font.italic = True
        restyled = tmp_path / "mau.docx"
        document.save(str(restyled))
        tell(str(folder), "--base", str(restyled), "-o", str(tmp_path / "ra"))
        made = docx.Document(str(tmp_path / "ra" / PROPOSAL))
        assert made.styles["Thidua Tên loại"].font.italic is True
        assert words.dump((tmp_path / "ra" / PROPOSAL).read_bytes()) == words.dump(own.read_bytes())

    @pytest.mark.parametrize(
        ("content", "found"),
        [
            (b"", "TD003"),
            (b"%PDF-1.7 ...", "TD004"),
            (b"PK\x03\x04" + bytes(30), "TD007"),
            ("xlsx", "TD771"),
            ("small", "TD771"),
            ("broken", "TD771"),
        ],
    )
    def test_a_base_that_cannot_be_one_is_refused(self, tmp_path: Path, content: Any, found: str) -> None:
        folder = cluster(tmp_path / "cum", [130])
        bad = tmp_path / "mau.docx"
        _bad_base(bad, content, folder)
        code, document, _ = tell(str(folder), "--base", str(bad))
        assert code == 3
        assert found in codes(document)
        assert files(folder) == set()

    @pytest.mark.parametrize("name", ["khong-co.docx", ""])
    def test_a_base_that_is_not_there_is_wrong_usage(self, tmp_path: Path, name: str) -> None:
        folder = cluster(tmp_path / "cum", [130])
        code, document, _ = tell(str(folder), "--base", name and str(tmp_path / name))
        assert code == 2
        assert "TD012" in codes(document)
        assert files(folder) == set()


def _bad_base(path: Path, content: Any, folder: Path) -> None:
    if isinstance(content, bytes):
        path.write_bytes(content)
    elif content == "xlsx":
        shutil.copy(folder / "u-1.xlsx", path)
    elif content == "small":
        document = docx.Document()
        document.sections[0].page_width = Mm(28)
        document.save(str(path))
    else:
        from tests.papers.test_docx import PLAIN, _with
        from thidua_cli.render.papers import to_bytes

        path.write_bytes(_with(to_bytes(PLAIN), "word/document.xml", lambda text: text[: len(text) // 2]))


# --- settings and usage -------------------------------------------------------------------------


class TestProvinceSettings:
    def test_the_nearest_file_upwards_is_used(self, tmp_path: Path) -> None:
        cluster(tmp_path / "khoi" / "a", [130], ids="a")
        (tmp_path / "thidua.yaml").write_text("papers: {above: Xa}", encoding="utf-8")
        (tmp_path / "khoi" / "thidua.yaml").write_text("papers: {above: UBND tỉnh, place: Gần}", encoding="utf-8")
        tell(str(tmp_path / "khoi" / "a"))
        text = words.dump((tmp_path / "khoi" / "a" / "ket-qua" / PROPOSAL).read_bytes())
        assert "UBND TỈNH" in text
        assert "Gần, ngày" in text
        assert "XA" not in text

    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ("papers: {place: [a]}", "TD904"),
            ("papers: {plac: a}", "TD902"),
            ("paper: {place: a}", "TD902"),
            ("papers: {signer: {nam: a}}", "TD902"),
            ("papers: {party: yes}", "TD904"),
            ("papers: {", "TD901"),
            ("papers: {place: a, place: b}", "TD905"),
        ],
    )
    def test_a_fault_in_it_is_told_and_nothing_is_written(self, tmp_path: Path, text: str, found: str) -> None:
        folder = cluster(tmp_path / "a", [130])
        (tmp_path / "thidua.yaml").write_text(text, encoding="utf-8")
        code, document, _ = tell(str(folder))
        assert code == 3
        assert found in codes(document)
        assert files(folder) == set()


@pytest.mark.parametrize(
    ("argv", "says"),
    [
        (["--paper", "to-trin"], "to-trinh"),
        (["--paper", ""], "cho phép"),
        (["--html", "--paper", "to-trinh"], "--html"),
        (["-o", "to-trinh.docx"], "thư mục"),
        (["-o", ""], "thư mục"),
    ],
)
def test_wrong_usage_is_told(tmp_path: Path, argv: list[str], says: str) -> None:
    code, document, talk = tell(str(cluster(tmp_path, [130])), *argv)
    assert (code, document) == (2, None)
    assert says in talk
    assert files(tmp_path) == set()


def test_a_path_that_is_not_there_is_wrong_usage(tmp_path: Path) -> None:
    assert tell(str(tmp_path / "khong-co"))[0] == 2


def test_errors_in_the_sheets_end_with_one_and_the_papers_are_drafts(tmp_path: Path) -> None:
    folder = cluster(tmp_path, [130, 120])
    (folder / "u-2.xlsx").write_bytes(b"PK\x03\x04hong")
    code, document, _ = tell(str(folder))
    assert code == 1
    assert document["clusters"][0]["ready"] is False
    for name in FOUR:
        assert "DỰ THẢO – CHƯA ĐỦ" in words.dump((folder / "ket-qua" / name).read_bytes())


def test_the_text_names_every_file_and_the_verdict(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    cluster(tmp_path / "a", [130, None], ids="a", name="Cụm A")
    cluster(tmp_path / "b", [130, 120], ids="b", name="Cụm B")
    monkeypatch.chdir(tmp_path)
    assert run(["report", ".", "--year", "2019", "--paper", "to-trinh"]) == 0
    told = capsys.readouterr().out
    assert "Cụm A: DỰ THẢO – CHƯA ĐỦ (1 nội dung còn thiếu, ghi ở đầu mỗi văn bản); mã đối chiếu" in told
    assert "Cụm B: đủ điều kiện trình; mã đối chiếu" in told
    assert "  a/ket-qua/to-trinh-de-nghi-khen-thuong.docx\n" in told
    assert told.endswith("Năm 2019: 2 văn bản của 2 cụm, 1 cụm đủ điều kiện trình.\n")


def test_the_use_case_makes_everything_unless_told(tmp_path: Path) -> None:
    made = write_papers(str(cluster(tmp_path, [130, 130, 120])), "2019")
    assert {paper.paper for paper in made.clusters[0].papers} == set(PaperId) - {PaperId.LIST}
