"""Facts about what the papers say: form, dates, blanks, proposals, what is missing."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import pytest

from tests.papers.folders import cluster
from thidua_cli import pipeline
from thidua_cli.papers import PaperId, list_of, papers_of
from thidua_cli.papers.letterheads import day_in_words, is_party, number_line
from thidua_cli.papers.missing import DRAFT, missing_of
from thidua_cli.papers.model import LINE_OPEN, OPEN, Form, Paper, Paragraph, Slips, Table
from thidua_cli.render import json as drawn
from thidua_cli.roster.letterhead import Letterhead

if TYPE_CHECKING:
    from pathlib import Path

    from thidua_cli.report import ClusterReport, Report

EVERY: Final = frozenset(PaperId)


def ranked(folder: Path, year: str = "2019") -> Report:
    return pipeline.rank(str(folder), year)


def made(folder: Path, year: str = "2019", letterhead: Letterhead | None = None) -> dict[str, Paper]:
    """Every paper of the one cluster, by file."""
    (report,) = ranked(folder, year).clusters
    return {paper.file: paper for paper in papers_of(report, letterhead or Letterhead(), EVERY)}


def said(paper: Paper) -> str:
    """All paragraphs of the paper and of its appendices."""
    blocks = [*paper.blocks, *(block for appendix in paper.appendices for block in appendix.blocks)]
    return "\n".join(block.text for block in blocks if isinstance(block, Paragraph))


def tables(paper: Paper) -> list[Table]:
    blocks = [*paper.blocks, *(block for appendix in paper.appendices for block in appendix.blocks)]
    return [block for block in blocks if isinstance(block, Table)]


REPORT, PROPOSAL = "bao-cao-ket-qua-cham-diem", "to-trinh-de-nghi-khen-thuong"
CONFERENCE, PREPARATORY = "bien-ban-hoi-nghi-tong-ket", "bien-ban-hop-tru-bi"


class TestDates:
    @pytest.mark.parametrize(
        ("day", "words"),
        [
            (date(2020, 1, 5), "ngày 05 tháng 01 năm 2020"),
            (date(2019, 6, 29), "ngày 29 tháng 6 năm 2019"),
            (date(2020, 2, 10), "ngày 10 tháng 02 năm 2020"),
            (date(2020, 3, 9), "ngày 09 tháng 3 năm 2020"),
            (date(2020, 12, 31), "ngày 31 tháng 12 năm 2020"),
            (None, f"ngày {OPEN} tháng {OPEN} năm {OPEN}"),
        ],
    )
    def test_days_below_ten_and_the_first_two_months_have_a_zero(self, day: date | None, words: str) -> None:
        assert day_in_words(day) == words


class TestLetterhead:
    def test_before_5_march_2020_the_earlier_circular_applies(self, tmp_path: Path) -> None:
        assert made(cluster(tmp_path, [130]))[REPORT].heading.form is Form.EARLIER

    @pytest.mark.parametrize(
        ("conference", "form"), [("2020-03-04", Form.EARLIER), ("2020-03-05", Form.STATE), ("2022-01-15", Form.STATE)]
    )
    def test_the_form_goes_by_the_day(self, tmp_path: Path, conference: str, form: Form) -> None:
        papers = made(cluster(tmp_path, [130], more=f"leader: u-1\nconference: {conference}"))
        assert papers[CONFERENCE].heading.form is form

    @pytest.mark.parametrize(("year", "form"), [("2019", Form.EARLIER), ("2020", Form.STATE)])
    def test_an_unknown_day_is_taken_to_be_in_time(self, tmp_path: Path, year: str, form: Form) -> None:
        """The conference is held before 30 January of the next year (A.III.2)."""
        assert made(cluster(tmp_path, [130], more="leader: u-1", year=year), year)[REPORT].heading.form is form

    @pytest.mark.parametrize(
        "name", ["Ban Tổ chức Tỉnh ủy", "Đảng ủy Khối các cơ quan tỉnh", "Văn phòng TỈNH UỶ", "Huyện ủy Chi Lăng"]
    )
    def test_a_party_body_is_known_by_its_name(self, tmp_path: Path, name: str) -> None:
        assert is_party(name)
        paper = made(cluster(tmp_path, [130], names={1: name}))[REPORT]
        assert paper.heading.form is Form.PARTY
        assert number_line(paper.heading) == f"Số {OPEN}-BC/{OPEN}"
        assert paper.signatures[0].lines == ("T/M CỤM THI ĐUA", "CỤM TRƯỞNG")
        assert paper.recipients[-1] == "Lưu Văn phòng"

    @pytest.mark.parametrize("name", ["Sở Nội vụ", "Ủy ban Mặt trận Tổ quốc tỉnh", "Công ty Thủy lợi", "Ban Dân tộc"])
    def test_other_bodies_are_not(self, name: str) -> None:
        assert not is_party(name)

    def test_the_cluster_may_say_so_itself(self, tmp_path: Path) -> None:
        more = "leader: u-1\npapers: {party: true}"
        assert made(cluster(tmp_path, [130], more=more))[REPORT].heading.form is Form.PARTY
        more = "leader: u-1\npapers: {party: false}"
        named = cluster(tmp_path / "b", [130], more=more, names={1: "Ban Dân vận Tỉnh ủy"})
        assert made(named)[REPORT].heading.form is Form.EARLIER

    def test_nobody_knows_whose_it_is(self, tmp_path: Path) -> None:
        heading = made(cluster(tmp_path, [130], more="conference: 2020-01-15"))[REPORT].heading
        assert (heading.form, heading.agency, heading.above, heading.type) == (
            Form.PLAIN,
            "Cụm thi đua số 9",
            None,
            None,
        )
        assert number_line(heading) == ""

    def test_what_the_cluster_leaves_open_comes_from_the_province(self, tmp_path: Path) -> None:
        more = "leader: u-1\npapers: {place: Chi Lăng, signer: {name: Lê Văn Minh Họa}}"
        folder = cluster(tmp_path, [130], more=more)
        province = Letterhead(above="UBND tỉnh", place="Lạng Sơn", post="Giám đốc", name="Người khác", party=False)
        paper = made(folder, letterhead=province)[REPORT]
        assert (paper.heading.above, paper.heading.place) == ("UBND tỉnh", "Chi Lăng")
        assert paper.heading.agency == "Sở Minh họa 1"
        assert paper.signatures[0].name == "Lê Văn Minh Họa"
        assert paper.signatures[0].lines == ("TM. CỤM THI ĐUA", "GIÁM ĐỐC")

    def test_a_khoi_is_called_one(self, tmp_path: Path) -> None:
        paper = made(cluster(tmp_path, [130], name="Khối thi đua số 4"))[REPORT]
        assert paper.signatures[0].lines == ("TM. KHỐI THI ĐUA", "KHỐI TRƯỞNG")


class TestContent:
    def test_the_conference_has_the_seven_heads_of_the_guidance(self, tmp_path: Path) -> None:
        """A.III.2.2."""
        paper = made(cluster(tmp_path, [130, 120]))[CONFERENCE]
        heads = [b.text for b in paper.blocks if isinstance(b, Paragraph) and b.text[:2] in {f"{n}." for n in range(9)}]
        assert [head[:2] for head in heads] == [f"{n}." for n in range(1, 8)]
        for words, head in zip(
            ("Đánh giá", "mô hình mới", "kết quả chấm điểm", "Bình xét", "Bầu Cụm trưởng", "Phát động", "giao ước"),
            heads,
            strict=True,
        ):
            assert words in head

    def test_what_nobody_recorded_stays_open(self, tmp_path: Path) -> None:
        papers = made(cluster(tmp_path, [130, 120], more="leader: u-1"))
        for file in (CONFERENCE, PREPARATORY):
            text = said(papers[file])
            assert f"Địa điểm: {LINE_OPEN}" in text
            assert f"{OPEN} giờ {OPEN}, ngày {OPEN} tháng {OPEN} năm {OPEN}" in text
            assert f"có mặt {OPEN}/{OPEN} đơn vị" in text

    def test_known_days_stand_in_their_papers(self, tmp_path: Path) -> None:
        more = "leader: u-1\nconference: 2020-01-15\ndates: {reported: 2020-01-07, preparatory: 2020-01-06}"
        papers = made(cluster(tmp_path, [130], more=more))
        assert papers[REPORT].heading.day == date(2020, 1, 7)
        assert "ngày 06 tháng 01 năm 2020" in said(papers[PREPARATORY])
        assert "ngày 15 tháng 01 năm 2020" in said(papers[CONFERENCE])
        assert papers[PROPOSAL].heading.day is None

    def test_the_number_and_day_of_the_guidance_are_not_invented(self, tmp_path: Path) -> None:
        """Q-01: the office's copy leaves them blank."""
        text = said(made(cluster(tmp_path, [130]))[REPORT])
        assert f"thuộc tỉnh Lạng Sơn (số {OPEN}) ban hành tháng 4/2019 của Sở Nội vụ tỉnh Lạng Sơn" in text

    def test_everything_is_proposed_and_nothing_awarded(self, tmp_path: Path) -> None:
        for paper in made(cluster(tmp_path, [130, 120, 110])).values():
            for word in ("được tặng", "tặng thưởng", "quyết định tặng"):
                assert word not in said(paper)
        assert "đề nghị" in said(made(tmp_path)[PROPOSAL])

    def test_the_bases_of_the_earlier_form_end_with_a_comma(self, tmp_path: Path) -> None:
        def bases(paper: Paper) -> list[str]:
            return [b.text[-1] for b in paper.blocks if isinstance(b, Paragraph) and b.text.startswith("Căn cứ")]

        more = "leader: u-1\nconference: {}-01-15\ndecision: 12/QĐ-UBND ngày 03/01/2019"
        assert bases(made(cluster(tmp_path, [130], more=more.format(2020)))[PROPOSAL]) == [";", ";", ","]
        later = cluster(tmp_path / "b", [130], more=more.format(2021))
        assert bases(made(later)[PROPOSAL]) == [";", ";", "."]

    def test_nobody_proposed_is_said_with_its_reason(self, tmp_path: Path) -> None:
        paper = made(cluster(tmp_path, [109, 100]))[PROPOSAL]
        assert paper.appendices == ()
        assert "dưới 110" in said(paper)
        assert "cho ý kiến./." in said(paper)

    def test_a_cluster_of_one_has_nobody_left_for_the_certificate(self, tmp_path: Path) -> None:
        assert "không còn đơn vị được xếp hạng" in said(made(cluster(tmp_path, [130]))[REPORT])

    def test_a_unit_set_aside_is_named_with_its_document(self, tmp_path: Path) -> None:
        folder = cluster(tmp_path, [130, 120, 115])
        text = (folder / "cluster.yaml").read_text(encoding="utf-8")
        aside = "    status: excluded\n    reason: không ký giao ước\n    basis: 05/BB ngày 10/01/2020\n"
        (folder / "cluster.yaml").write_text(text + aside, encoding="utf-8")
        words = said(made(folder)[REPORT])
        assert "Số đơn vị không xét (mục D.3): 1." in words
        assert "Sở Minh họa 3: Không xét thi đua: không ký giao ước (05/BB ngày 10/01/2020)." in words


class TestNumbers:
    """Every number is one of the report's."""

    @pytest.fixture
    def folder(self, tmp_path: Path) -> Path:
        return cluster(tmp_path, [[140, 139, 138.5], [130.25, 130, 129], None, [120, 121, 121]])

    def told(self, folder: Path) -> dict[str, Any]:
        document = json.loads(drawn.ranked(ranked(folder), "vi"), parse_float=Decimal, parse_int=Decimal)
        found: dict[str, Any] = document["clusters"][0]
        return found

    def number(self, text: str) -> Decimal | None:
        return None if text == "–" else Decimal(text.replace(",", "."))

    def test_the_ranking_is_the_json_s(self, folder: Path) -> None:
        table = tables(made(folder)[CONFERENCE])[0]
        rows = self.told(folder)["ranking"]
        assert [row[1] for row in table.rows] == [row["unit"]["name"] for row in rows]
        assert [self.number(row[0]) for row in table.rows] == [row["rank"] for row in rows]
        assert [self.number(row[5]) for row in table.rows] == [row["total"] for row in rows]
        for cells, row in zip(table.rows, rows, strict=True):
            assert [self.number(cell) for cell in cells[2:5]] == [row["sections"].get(s) for s in ("I", "II", "III")]

    def test_the_consolidated_table_is_the_json_s(self, folder: Path) -> None:
        table = tables(made(folder)[REPORT])[1]
        document = json.loads(
            drawn.consolidated(pipeline.consolidate([str(folder)], "vi"), "vi"), parse_float=Decimal, parse_int=Decimal
        )
        units = {unit["unit"]["name"]: unit["totals"] for unit in document["clusters"][0]["units"]}
        for row in table.rows:
            totals = units[row[1]]
            for stage, cell in zip(("self", "cluster", "board"), (row[5], row[9], row[13]), strict=True):
                expected = totals[stage]["value"] if totals[stage]["complete"] else None
                assert self.number(cell) == expected

    def test_sections_add_up_to_their_total(self, folder: Path) -> None:
        for row in tables(made(folder)[REPORT])[1].rows:
            for start in (2, 6, 10):
                parts = [self.number(cell) for cell in row[start : start + 4]]
                if parts[3] is None:
                    assert parts == [None] * 4
                else:
                    assert sum(filter(None, parts[:3])) == parts[3]

    def test_the_difference_is_the_cluster_s_minus_the_unit_s(self, folder: Path) -> None:
        table = tables(made(folder)[PREPARATORY])[0]
        assert [row[2:5] for row in table.rows] == [
            ("140", "139", "-1"),
            ("130,25", "130", "-0,25"),
            ("–", "–", "–"),
            ("120", "121", "+1"),
        ]

    def test_the_list_holds_exactly_the_proposals(self, folder: Path) -> None:
        told = self.told(folder)
        rows = tables(made(folder)[PROPOSAL])[0].rows
        by_id = {row["unit"]["id"]: row for row in told["ranking"]}
        proposed = [*told["awards"]["flag"]["proposed"], *told["awards"]["certificate"]["proposed"]]
        assert [row[1] for row in rows] == [by_id[unit]["unit"]["name"] for unit in proposed]
        assert [self.number(row[2]) for row in rows] == [by_id[unit]["total"] for unit in proposed]

    def test_the_criteria_add_up(self, folder: Path) -> None:
        for table in tables(made(folder)[REPORT])[2:]:
            ids = [row[0] for row in table.rows]
            for column in range(3, len(table.columns)):
                value = {row[0]: self.number(row[column]) for row in table.rows}
                if value[""] is None:
                    continue
                assert value["I"] + value["II"] + value["III"] == value[""]  # type: ignore[operator]
                assert sum(filter(None, (value[f"III.{n}"] for n in range(1, 7)))) == value["III"]
            assert ids[-1] == ""


class TestDraft:
    def test_a_ready_cluster_is_not_marked(self, tmp_path: Path) -> None:
        assert {paper.missing for paper in made(cluster(tmp_path, [130, 120])).values()} == {()}

    def test_a_cluster_not_ready_is_marked_on_every_paper(self, tmp_path: Path) -> None:
        papers = made(cluster(tmp_path, [130, None, [120, 120], 130]))
        assert len(papers) == 6
        for paper in papers.values():
            assert any("Sở Minh họa 2" in held and "TD501" in held for held in paper.missing)
            assert any("TD603" in held for held in paper.missing) or any("TD601" in held for held in paper.missing)

    def test_every_blocker_is_told(self, tmp_path: Path) -> None:
        (report,) = ranked(cluster(tmp_path, [130, None, [120], None, "149"])).clusters
        told = " ".join(missing_of(report))
        assert report.blockers
        assert [code for code in report.blockers if f"({code})" not in told] == []

    def test_of_many_places_the_rest_is_counted_and_whose(self, tmp_path: Path) -> None:
        (report,) = ranked(cluster(tmp_path, [*[None] * 20, 130])).clusters
        told = [held for held in missing_of(report) if "TD501" in held]
        assert len(told) == 6
        assert "Và 15 chỗ khác cùng loại" in told[-1]
        assert all(f"Sở Minh họa {n}," in " ".join(told) or f"Sở Minh họa {n};" in " ".join(told) for n in (6, 19, 20))

    def test_the_mark_has_its_words(self) -> None:
        assert DRAFT == "DỰ THẢO – CHƯA ĐỦ"


class TestBallots:
    BALLOT = (
        "leader: u-1\nconference: 2020-01-15\nballots:\n  - award: flag\n    between: [u-1, u-2]\n"
        "    votes: {u-1: 3, u-2: 5}\n    voters: 8\n    minutes: Biên bản ngày 15/01/2020"
    )

    def test_there_are_papers_only_where_there_is_a_ballot(self, tmp_path: Path) -> None:
        assert {p.id for p in made(cluster(tmp_path, [130, 120])).values()}.isdisjoint({PaperId.COUNT, PaperId.BALLOT})

    def test_an_open_ballot_is_prepared_with_blanks(self, tmp_path: Path) -> None:
        papers = made(cluster(tmp_path, [130, 130, 120]))
        minutes = papers["bien-ban-kiem-phieu-co-thi-dua"]
        (table,) = tables(minutes)
        assert table.rows == (("1", "Sở Minh họa 1", "130", OPEN), ("2", "Sở Minh họa 2", "130", OPEN))
        (slips,) = papers["phieu-bau-co-thi-dua"].blocks
        assert isinstance(slips, Slips)
        assert slips.names == ("Sở Minh họa 1", "Sở Minh họa 2")
        assert "01 đơn vị" in slips.remark

    def test_a_recorded_ballot_stands_with_its_votes_and_its_winner(self, tmp_path: Path) -> None:
        minutes = made(cluster(tmp_path, [130, 130, 120], more=self.BALLOT))["bien-ban-kiem-phieu-co-thi-dua"]
        (table,) = tables(minutes)
        assert [row[3] for row in table.rows] == ["3", "5"]
        text = said(minutes)
        assert "Số người bỏ phiếu: 8;" in text
        assert "đề nghị tặng Cờ thi đua của UBND tỉnh: Sở Minh họa 2." in text
        assert "Theo: Biên bản ngày 15/01/2020." in text

    def test_a_level_vote_is_held_again(self, tmp_path: Path) -> None:
        more = self.BALLOT.replace("u-1: 3, u-2: 5", "u-1: 4, u-2: 4")
        text = said(made(cluster(tmp_path, [130, 130, 120], more=more))["bien-ban-kiem-phieu-co-thi-dua"])
        assert "Lần 1" in text
        assert "Lần 2" in text
        assert "cần bỏ phiếu lại" in text

    def test_a_ballot_for_the_last_certificate_names_the_places(self, tmp_path: Path) -> None:
        papers = made(cluster(tmp_path, [140, 120, 120, 120, 110, 109, 108]))
        (slips,) = papers["phieu-bau-bang-khen"].blocks
        assert isinstance(slips, Slips)
        assert len(slips.names) == 3
        assert "02 đơn vị" in slips.remark


class TestProvince:
    def test_every_proposal_stands_once_and_the_sums_are_right(self, tmp_path: Path) -> None:
        cluster(tmp_path / "a", [140, 130, 120], name="Cụm A", ids="a")
        cluster(tmp_path / "b", [139, 129], name="Cụm B", ids="b")
        cluster(tmp_path / "c", [109, None], name="Cụm C", ids="c")
        report = ranked(tmp_path)
        paper = list_of(report, Letterhead())
        flags, certificates, summary = tables(paper)
        assert [row[1:4] for row in flags.rows] == [
            ("Cụm A", "Sở Minh họa a1", "140"),
            ("Cụm B", "Sở Minh họa b1", "139"),
        ]
        assert [row[1:4] for row in certificates.rows] == [
            ("Cụm A", "Sở Minh họa a2", "130"),
            ("Cụm B", "Sở Minh họa b2", "129"),
        ]
        assert [row[2:5] for row in summary.rows] == [
            ("3", "1", "1"),
            ("2", "1", "1"),
            ("2", "0", "0"),
            ("7", "2", "2"),
        ]
        assert [row[5] for row in summary.rows] == ["Chính thức", "Chính thức", "Chưa đủ", "2/3 chính thức"]
        assert any("Cụm C" in held for held in paper.missing)
        assert summary.rows[0][6] == report.clusters[0].check.code

    def test_it_is_marked_when_a_cluster_could_not_be_read(self, tmp_path: Path) -> None:
        cluster(tmp_path / "a", [140, 130], ids="a")
        broken = cluster(tmp_path / "b", [139, 129], ids="b")
        (broken / "cluster.yaml").write_text("name: [", encoding="utf-8")
        assert any("TD901" in held for held in list_of(ranked(tmp_path), Letterhead()).missing)


def test_a_folder_without_cluster_yaml_has_papers_too(tmp_path: Path) -> None:
    folder = cluster(tmp_path, [130, 120])
    (folder / "cluster.yaml").unlink()
    papers = made(folder)
    assert papers[REPORT].heading.form is Form.PLAIN
    assert {paper.missing != () for paper in papers.values()} == {not report_of(folder).ready}


def report_of(folder: Path) -> ClusterReport:
    (report,) = ranked(folder).clusters
    return report
