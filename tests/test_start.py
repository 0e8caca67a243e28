"""Facts about `thidua init`: names become units, nothing is written over, what is written loads at once."""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cases.folder import tell
from thidua_cli.cells import Cell, Kind, Workbook, Worksheet
from thidua_cli.cli import run
from thidua_cli.page import Book, Box, Sheet
from thidua_cli.pipeline.forms import is_blank_form
from thidua_cli.pipeline.start import rubric_of
from thidua_cli.roster import names
from thidua_cli.roster.compose import cluster_yaml, scalar
from thidua_cli.roster.load import load
from thidua_cli.spreadsheets.writer import to_bytes

if TYPE_CHECKING:
    from collections.abc import Sequence

TABLE = "langson-2019/districts-departments"
THREE = ("Sở Nội vụ", "Sở Tài chính", "Sở Kế hoạch và Đầu tư")
OPTIONS = ("--year", "2019", "--name", "Cụm thi đua số 1", "--rubric", TABLE)


def units(*named: str) -> list[str]:
    return [word for name in named for word in ("--unit", name)]


def init(folder: Path, *words: str, lang: str = "vi") -> int:
    return run(["init", str(folder), *words, "--lang", lang])


class TestNames:
    def test_a_text_holds_a_name_a_line(self) -> None:
        text = "# cụm 1\n1. Sở Nội vụ\n\n2) Sở  Tài chính\n - Sở Y tế\r\nĐài PT&TH tỉnh\n(4) Thanh tra tỉnh\n"
        found = names.in_text(text)
        assert found.names == ("Sở Nội vụ", "Sở Tài chính", "Sở Y tế", "Đài PT&TH tỉnh", "Thanh tra tỉnh")
        assert found.place == ""

    def test_a_decomposed_name_is_composed(self) -> None:
        assert names.in_text("So\u031b\u0309 Y te\u0302\u0301").names == ("Sở Y tế",)

    @pytest.mark.parametrize("mark", [",", ";", "\t"])
    def test_a_csv_is_read_below_its_heading(self, mark: str) -> None:
        lines = ("DANH SÁCH", "STT|Tên đơn vị|Ghi chú", "1|Sở Nội vụ|mới", '2|"Sở Văn hóa, Thể thao"|', "3|Sở Y tế|x")
        found = names.in_csv("\n".join(line.replace("|", mark) for line in lines))
        expected = ("Sở Nội vụ", "Sở Văn hóa, Thể thao", "Sở Y tế")
        assert (found.names, found.place) == (expected, "B")

    def test_a_csv_without_a_heading_is_its_longest_column(self) -> None:
        assert names.in_csv("1;Sở Nội vụ\n2;Sở Y tế\n") == (("Sở Nội vụ", "Sở Y tế"), "B")

    def test_a_workbook_is_read_from_its_first_visible_sheet_with_names(self) -> None:
        def sheet(rows: Sequence[Sequence[str]], state: str = "visible") -> Worksheet:
            cells = {
                (r, c): Cell(Kind.TEXT, text) for r, row in enumerate(rows, 1) for c, text in enumerate(row, 1) if text
            }
            return Worksheet("Trang", cells, state)

        hidden = sheet([["Tên đơn vị"], ["Sở Ẩn"]], "hidden")
        listed = sheet(
            [["UBND TỈNH", "CỘNG HÒA"], ["", "TT", "CƠ QUAN, ĐƠN VỊ"], ["", "1", "Sở Nội vụ"], ["", "2", "Sở Y tế"]]
        )
        assert names.in_workbook(Workbook((hidden, sheet([]), listed))) == (("Sở Nội vụ", "Sở Y tế"), "C")

    def test_units_get_ids_of_their_own(self) -> None:
        members, found = names.members_of(["Sở Nội vụ", "SỞ NỘI  VỤ", "Tân Thành", "Tân Thanh", "Tan-Thanh"], "ds.txt")
        assert [(member.id, member.name) for member in members] == [
            ("so-noi-vu", "Sở Nội vụ"),
            ("tan-thanh-2", "Tân Thành"),
            ("tan-thanh-3", "Tân Thanh"),
            ("tan-thanh", "Tan-Thanh"),
        ]
        assert [(finding.code, finding.found) for finding in found] == [
            ("TD942", "SỞ NỘI VỤ"),
            ("TD943", "Tân Thanh"),
            ("TD943", "Tan-Thanh"),
        ]

    @given(
        st.lists(st.text("aăâđêôơưÁỄ yi-.:#'\"&{}[]!%@`,0123\u0301", min_size=1, max_size=12), min_size=1, max_size=9),
        st.text(min_size=1, max_size=20),
    )
    @settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
    def test_whatever_the_names_the_settings_load(self, tmp_path: Path, listed: list[str], cluster: str) -> None:
        members, _ = names.members_of([f"Sở {name}" for name in listed], "")
        name = names.clean(cluster) or "Cụm"
        file = tmp_path / "cluster.yaml"
        file.write_text(cluster_yaml(name, "2018-2019", TABLE, members, members[-1].id), encoding="utf-8", newline="\n")
        roster, findings = load(file)
        assert findings == ()
        assert roster is not None
        assert (roster.name, roster.year, roster.rubric) == (name, "2018-2019", TABLE)
        assert [(member.id, member.name) for member in roster.members] == [(m.id, m.name) for m in members]
        assert roster.leader == members[-1].id

    @pytest.mark.parametrize(
        "text", ["null", "No", "12", "- a", "a: b", "a #b", "'a", "~", "*a", "@a", "{a}", "1e5", " a"]
    )
    def test_what_yaml_would_take_for_something_else_stands_in_quotation_marks(self, text: str) -> None:
        assert scalar(text) == json.dumps(text, ensure_ascii=False)


class TestInit:
    def test_a_cluster_is_started_and_loads_at_once(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        folder = tmp_path / "cụm 1"
        assert init(folder, *OPTIONS, *units(*THREE), "--leader", "so tai chinh") == 0
        told = capsys.readouterr()
        assert "3 đơn vị, 3 biểu trắng" in told.out
        assert told.err == "" or "Bước tiếp theo" in told.err
        roster, findings = load(folder / "cluster.yaml")
        assert findings == ()
        assert roster is not None
        assert roster.leader == "so-tai-chinh"
        assert [member.name for member in roster.members] == list(THREE)
        forms = sorted((folder / "ket-qua" / "bieu-trang").iterdir())
        assert [form.name for form in forms] == ["so-ke-hoach-va-dau-tu.xlsx", "so-noi-vu.xlsx", "so-tai-chinh.xlsx"]
        assert all(is_blank_form(form) for form in forms)
        assert run(["status", str(folder)]) == 0
        assert "Cụm thi đua số 1" in capsys.readouterr().out

    def test_the_document(self, tmp_path: Path) -> None:
        told = tell('init moi --year 2018-2019 --name "Khối 1" --rubric 2 --unit A --unit B', tmp_path)
        assert told.exit == 0
        assert told.document == {
            "schema": "thidua.init/1",
            "path": "moi",
            "output": "moi/cluster.yaml",
            "name": "Khối 1",
            "year": "2018-2019",
            "rubric": "langson-2019/enterprises",
            "units": [{"id": "a", "name": "A"}, {"id": "b", "name": "B"}],
            "files": ["moi/ket-qua/bieu-trang/a.xlsx", "moi/ket-qua/bieu-trang/b.xlsx"],
            "findings": [],
            "summary": {"units": 2, "files": 2, "errors": 0, "warnings": 0, "infos": 0},
        }

    def test_nothing_is_written_over(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (tmp_path / "cluster.yaml").write_text("của tôi", encoding="utf-8")
        assert init(tmp_path, *OPTIONS, *units(*THREE)) == 3
        assert "TD941" in capsys.readouterr().err
        assert [path.name for path in tmp_path.iterdir()] == ["cluster.yaml"]
        assert (tmp_path / "cluster.yaml").read_text(encoding="utf-8") == "của tôi"

    def test_a_filled_form_in_its_place_is_kept(self, tmp_path: Path) -> None:
        form = tmp_path / "ket-qua" / "bieu-trang" / "so-noi-vu.xlsx"
        form.parent.mkdir(parents=True)
        form.write_bytes(b"filled in by somebody")
        told = tell(" ".join(["init .", *(f'"{word}"' for word in (*OPTIONS, *units(*THREE)))]), tmp_path)
        assert [finding["code"] for finding in told.findings] == ["TD918"]
        assert form.read_bytes() == b"filled in by somebody"
        assert told.document["summary"]["files"] == 2

    def test_a_table_of_one_s_own_is_named_from_the_cluster_s_folder(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        (tmp_path / "bang.yaml").write_text(f"extends: {TABLE}\nminutes: 1/BB\n", encoding="utf-8")
        value, _ = rubric_of("bang.yaml", tmp_path / "a" / "b")
        assert value is not None
        assert value[0] == "../../bang.yaml"
        assert init(tmp_path / "a" / "b", "--year", "2019", "--name", "C", "--rubric", "bang.yaml", *units("X")) == 0

    @pytest.mark.parametrize("ending", ["txt", "csv", "xlsx"])
    def test_members_come_from_a_list(self, tmp_path: Path, ending: str, capsys: pytest.CaptureFixture[str]) -> None:
        file = tmp_path / f"danh sách.{ending}"
        if ending == "xlsx":
            rows = (("STT", "Tên đơn vị"), *((str(n), name) for n, name in enumerate(THREE, 1)))
            boxes = {(r, c): Box(text) for r, row in enumerate(rows, 3) for c, text in enumerate(row, 2)}
            file.write_bytes(to_bytes(Book((Sheet("DS", boxes),))))
        elif ending == "csv":
            file.write_text("Tên đơn vị\n" + "\n".join(THREE), encoding="utf-16")
        else:
            file.write_text("\n".join(THREE), encoding="utf-8-sig")
        assert init(tmp_path / "c", *OPTIONS, "--members", str(file), *units("Sở Y tế")) == 0
        assert ("cột C" in capsys.readouterr().out) == (ending == "xlsx")
        roster, _ = load(tmp_path / "c" / "cluster.yaml")
        assert roster is not None
        assert [member.name for member in roster.members] == ["Sở Y tế", *THREE]

    @pytest.mark.parametrize(
        ("words", "code", "vietnamese", "english"),
        [
            (["--year", "2019"], 2, "Thiếu --name, --rubric, --unit (hoặc --members)", "--name, --rubric, --unit"),
            ([*OPTIONS], 2, "Thiếu --unit (hoặc --members)", "--unit (or --members) missing"),
            ([*OPTIONS, *units("A"), "--year", "19"], 2, "--year “19” không hợp lệ", "--year “19” is not valid"),
            ([*OPTIONS, *units("A"), "--year", "1019"], 2, "từ 1990 đến 2100", "from 1990 to 2100"),
            ([*OPTIONS, *units("A"), "--rubric", "9"], 3, "Không có bảng tiêu chí “9”", "“9”"),
            ([*OPTIONS, *units("A"), "--rubric", TABLE + "s"], 3, f"Có phải “{TABLE}”", f"Did you mean “{TABLE}”"),
            ([*OPTIONS, *units("Sở Y tế"), "--leader", "Sở Y tê"], 0, "", ""),
            ([*OPTIONS, *units("Sở Y tế"), "--leader", "Sở I"], 2, "--leader “Sở I”", "is not among the units"),
            ([*OPTIONS, *units("???")], 3, "“???” không phải tên đơn vị", "“???” is no name"),
            ([*OPTIONS, *units("a" * 300)], 3, "dài hơn 200 ký tự", "longer than 200 characters"),
            ([*OPTIONS, *units(*(f"Đơn vị {n}" for n in range(301)))], 3, "hơn 300 tên", "more than 300 names"),
            ([*OPTIONS, "--members", "dss.txt"], 2, "Có phải “ds.txt”?", "Did you mean “ds.txt”?"),
            ([*OPTIONS, "--members", ""], 2, "TD012", "TD012"),
            ([*OPTIONS, "--members", "."], 3, "không phải tệp thường", "no ordinary file"),
            ([*OPTIONS, "--members", "ds.txt"], 3, "không lưu dạng UTF-8", "not saved as UTF-8"),
            ([*OPTIONS, "--members", "so.xlsx"], 3, "không phải bảng tính, CSV", "no workbook, CSV"),
            ([*OPTIONS, "--membres", "x"], 2, "Có phải “--members”?", "Did you mean “--members”?"),
        ],
    )
    def test_what_cannot_be_is_told_in_one_sentence_and_nothing_is_written(
        self,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
        words: list[str],
        code: int,
        vietnamese: str,
        english: str,
    ) -> None:
        monkeypatch.chdir(tmp_path)
        (tmp_path / "ds.txt").write_bytes("Sở Nội vụ".encode("cp1258", "replace") + b"\xff")
        (tmp_path / "so.xlsx").write_bytes(b"no workbook")
        for lang, says in (("en", english), ("vi", vietnamese)):
            if not says:
                assert init(Path("moi"), *words, lang=lang) == code
                return
            assert init(Path("moi"), *words, lang=lang) == code
            said = " ".join(capsys.readouterr().err.split())
            assert says in said
            assert "Traceback" not in said
        assert not (tmp_path / "moi").exists()

    def test_a_file_in_the_folder_s_place(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (tmp_path / "moi").write_text("x", encoding="utf-8")
        assert init(tmp_path / "moi", *OPTIONS, *units("A")) == 2
        assert "moi" in capsys.readouterr().err
        assert run(["init", "", *OPTIONS, *units("A")]) == 2


def _conversation(folder: Path, answers: Sequence[str], *words: str) -> tuple[int, str]:
    """What a terminal shows when somebody types the answers, each after a question."""
    pty = pytest.importorskip("pty")
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "thidua_cli", "init", str(folder), *words],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env={**os.environ, "TERM": "dumb", "PYTHONIOENCODING": "utf-8"},
    )
    os.close(theirs)
    shown, left, ends = b"", list(answers), time.monotonic() + 30
    while time.monotonic() < ends:
        ready, _, _ = select.select([ours], [], [], 0.2)
        if ready:
            try:
                piece = os.read(ours, 4096)
            except OSError:
                break
            if not piece:
                break
            shown += piece
        elif process.poll() is not None:
            break
        elif left and shown.rstrip(b"\r\n").endswith((b": ", b". ")):
            os.write(ours, left.pop(0).encode() + b"\n")
    os.close(ours)
    if process.poll() is None:
        process.kill()
    return process.wait(timeout=10), " ".join(shown.decode("utf-8", "replace").split())


class TestAsking:
    def test_what_is_missing_is_asked_for_until_it_can_be_used(self, tmp_path: Path) -> None:
        answers = ["Cụm hỏi", "19", "2019", "9", "1", "Sở Nội vụ", "Sở Y tế", "", "Sở X", "2"]
        code, shown = _conversation(tmp_path / "c", answers)
        assert code == 0, shown
        assert "không hợp lệ" in shown
        assert "Không có bảng tiêu chí “9”" in shown
        roster, findings = load(tmp_path / "c" / "cluster.yaml")
        assert findings == ()
        assert roster is not None
        assert (roster.name, roster.year, roster.rubric, roster.leader) == ("Cụm hỏi", "2019", TABLE, "so-y-te")

    def test_the_name_of_a_list_will_do(self, tmp_path: Path) -> None:
        file = tmp_path / "ds.txt"
        file.write_text("\n".join(THREE), encoding="utf-8")
        code, shown = _conversation(tmp_path / "c", [str(file), ""], *OPTIONS)
        assert code == 0, shown
        roster, _ = load(tmp_path / "c" / "cluster.yaml")
        assert roster is not None
        assert [member.name for member in roster.members] == list(THREE)
        assert roster.leader is None

    def test_an_end_of_input_writes_nothing(self, tmp_path: Path) -> None:
        code, shown = _conversation(tmp_path / "c", ["Cụm hỏi", "\x04"])
        assert code == 2, shown
        assert "Chưa trả lời đủ" in shown
        assert not (tmp_path / "c").exists()
