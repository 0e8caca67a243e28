"""Facts about thidua.yaml: what it sets for the clusters below it, who overrides it, and its faults."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from thidua_cli.cli import run
from thidua_cli.pipeline.reading import province_of, settings_of
from thidua_cli.roster.load import load_province

if TYPE_CHECKING:
    from pathlib import Path

CLUSTER = """\
name: Cụm thử
year: 2019
rubric: langson-2019/districts-departments
units:
  - {id: a, name: Sở A}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    below = tmp_path / "tinh" / "khoi" / "cum"
    below.mkdir(parents=True)
    (below / "cluster.yaml").write_text(CLUSTER, encoding="utf-8")
    return below


def sets(folder: Path, text: str) -> None:
    (folder / "thidua.yaml").write_text(text, encoding="utf-8")


def document(words: list[str], capsys: pytest.CaptureFixture[str]) -> tuple[int, Any]:
    code = run([*words, "--format", "json"])
    return code, json.loads(capsys.readouterr().out)


def test_everything_it_can_say(tmp_path: Path) -> None:
    sets(tmp_path, "lang: en\npapers: {place: Lạng Sơn}\nreadings: {certificates_when_6: 2}\n")
    province, findings = load_province(tmp_path / "thidua.yaml")
    assert findings == ()
    assert province is not None
    assert (province.lang, province.letterhead.place) == ("en", "Lạng Sơn")
    assert dict(province.readings) == {"certificates_when_6": "2"}


def test_its_readings_hold_where_the_cluster_says_nothing_else(folder: Path) -> None:
    sets(folder.parent.parent, "readings: {certificates_when_6: 2, finest_step: any}\n")
    (folder / "cluster.yaml").write_text(CLUSTER + "readings: {finest_step: 0.5}\n", encoding="utf-8")
    settings = settings_of(folder, "cluster.yaml")
    assert settings.roster is not None
    assert settings.rubric is not None
    assert dict(settings.roster.readings) == {"certificates_when_6": "2", "finest_step": "0.5"}
    assert settings.rubric.option("certificates_when_6") == "2"
    assert settings.rubric.option("finest_step") == "0.5"


def test_the_nearest_one_counts_alone(folder: Path) -> None:
    sets(folder.parent.parent, "readings: {certificates_when_6: 2}\n")
    sets(folder.parent, "lang: vi\n")
    settings = settings_of(folder, "cluster.yaml")
    assert settings.roster is not None
    assert dict(settings.roster.readings) == {}
    assert settings.roster.defaults.endswith("khoi/thidua.yaml")


def test_without_one_nothing_is_said(folder: Path) -> None:
    (_, name), findings = province_of(folder)
    assert (name, findings) == ("", ())
    settings = settings_of(folder, "cluster.yaml")
    assert settings.roster is not None
    assert settings.roster.defaults == ""


def test_status_says_which_one_is_used(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(folder)
    assert run(["status"]) == 0
    assert "thidua.yaml" not in capsys.readouterr().out
    sets(folder.parent, "readings: {}\n")
    assert run(["status"]) == 0
    assert "Thiết lập chung: ../thidua.yaml" in capsys.readouterr().out
    _, told = document(["status"], capsys)
    assert told["clusters"][0]["defaults"] == "../thidua.yaml"


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        ("readings: {certificate_when_6: 2}", "TD902", "cột 12"),
        ("readings: {certificates_when_6: 3}", "TD908", "cột 33"),
        ("lang: fr", "TD904", "cột 7"),
        ("langs: vi", "TD902", "cột 1"),
        ("", "TD901", "cột 1"),
        ("a: [", "TD901", "Dòng 2"),
    ],
)
@pytest.mark.parametrize("command", ["status", "validate", "rank", "template", "report"])
def test_a_fault_in_it_is_told_once_and_nothing_is_done(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    text: str,
    code: str,
    place: str,
    command: str,
) -> None:
    monkeypatch.chdir(folder)
    sets(folder.parent, text)
    (folder / "a.xlsx").write_bytes(b"")
    words = {
        "template": ["template", "--cluster", "."],
        "rank": ["rank", "--year", "2019"],
        "report": ["report", "--year", "2019"],
        "status": ["status"],
        "validate": ["validate", "."],
    }[command]
    exit_code, told = document(words, capsys)
    own = [finding for finding in told["findings"] if finding["file"] == "../thidua.yaml"]
    assert [finding["code"] for finding in own] == [code]
    assert place in own[0]["message"]
    assert exit_code == 3
    assert not (folder / "ket-qua").exists()


class TestLanguage:
    @pytest.mark.parametrize("line", ["lang: en", "lang: 'en'  # ngôn ngữ", '\ufefflang: "en"', "papers: {}\nlang: en"])
    def test_it_sets_the_language_of_what_is_read(
        self, folder: Path, capsys: pytest.CaptureFixture[str], line: str
    ) -> None:
        sets(folder.parent.parent, line + "\n")
        assert run(["status", str(folder)]) == 0
        assert "Done:" in capsys.readouterr().out

    def test_options_and_the_environment_come_first(
        self, folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        sets(folder, "lang: en\n")
        run(["status", str(folder), "--lang", "vi"])
        assert "Tiến độ:" in capsys.readouterr().out
        monkeypatch.setenv("THIDUA_LANG", "vi")
        run(["status", str(folder)])
        assert "Tiến độ:" in capsys.readouterr().out

    def test_the_folder_worked_in_counts_where_no_path_is_named(
        self, folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        sets(folder, "lang: en\n")
        monkeypatch.chdir(folder)
        assert run(["rubric", "list"]) == 0
        assert "points" in capsys.readouterr().out
