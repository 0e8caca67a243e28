"""Facts about what users mistype: one clear sentence in their language, what to do, and the right exit code."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pytest

from tests.console.runs import LANGS, called, commands, fill

if TYPE_CHECKING:
    from pathlib import Path

    from thidua_cli.catalogue import Lang

COMMANDS: Final = {words: command for words, command in commands().items() if words and not command.hidden}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    fill(tmp_path)
    return tmp_path


def _refused(words: list[str], lang: Lang, home: Path) -> str:
    """The sentence of a refusal: on standard error, two lines, the code last."""
    answer = called(words, lang, home)
    assert (answer.exit, answer.out) == (2, "")
    problem, usage = answer.err.splitlines()
    assert problem.startswith({"vi": "[LỖI] ", "en": "[ERROR] "}[lang])
    assert problem.endswith((".", "?"))
    assert usage.startswith({"vi": "Xem cách dùng: thidua ", "en": "See the usage: thidua "}[lang])
    assert usage.endswith("--help (TD916)")
    return problem.partition("] ")[2]


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("words", COMMANDS)
class TestOfEveryCommand:
    def test_an_option_that_is_none(self, words: str, lang: Lang, home: Path) -> None:
        told = _refused([*words.split(), "--fromat", "json"], lang, home)
        near = "" if hasattr(COMMANDS[words], "commands") else "--format"
        assert told.startswith({"vi": "Không có tùy chọn --fromat.", "en": "There is no option --fromat."}[lang])
        assert near in told

    def test_a_name_beside_it_is_not_proposed_for_anything(self, words: str, lang: Lang, home: Path) -> None:
        assert "?" not in _refused([*words.split(), "--zzzzzz"], lang, home)

    def test_an_argument_that_is_missing(self, words: str, lang: Lang, home: Path) -> None:
        needed = [param for param in COMMANDS[words].params if param.required]
        if needed:
            told = _refused(words.split(), lang, home)
            assert {"vi": "Thiếu ", "en": " is missing"}[lang] in told

    def test_a_form_that_is_none(self, words: str, lang: Lang, home: Path) -> None:
        if hasattr(COMMANDS[words], "commands"):
            return
        given = [word for param in COMMANDS[words].params if param.required for word in _given(param)]
        told = _refused([*words.split(), *given, "--format", "jsn"], lang, home)
        assert told.startswith("--format “jsn”")
        assert "“json”?" in told


def _given(param: Any) -> list[str]:
    value = "2019" if param.name == "year" else "mass" if param.name == "kind" else "x"
    return [value] if param.param_type_name == "argument" else [param.opts[0], value]


@pytest.mark.parametrize(
    ("words", "vietnamese", "english"),
    [
        ("rnk .", "Không có lệnh “rnk”. Có phải “rank”?", "There is no command “rnk”. Did you mean “rank”?"),
        ("rubric shwo", "Không có lệnh “shwo”. Có phải “show”?", "There is no command “shwo”. Did you mean “show”?"),
        ("rank --year 2019 a b", "Thừa đối số: b. ", "Unexpected argument: b. "),
        ("rank --year 2019 a b c(1)", "Thừa đối số: b c(1). ", "Unexpected argument: b c(1). "),
        ("rank --year", "Tùy chọn --year cần một giá trị.", "Option --year needs a value."),
        ("status --all=có", "Tùy chọn --all không nhận giá trị.", "Option --all takes no value."),
        ("rank --year 19", "--year “19” không hợp lệ", "--year “19” is not valid"),
        ("rank --year 9999", "--year “9999” không hợp lệ", "--year “9999” is not valid"),
        ("rank --year 2019-2018", "--year “2019-2018” không hợp lệ", "--year “2019-2018” is not valid"),
        ("rank --year hai-không", "--year “hai-không” không hợp lệ", "--year “hai-không” is not valid"),
        ("rank --year 2019 --stage bord", "cho phép: self, cluster, board", "allowed: self, cluster, board"),
        ("seal sach --date 2020-02-30", "--date “2020-02-30” không hợp lệ", "--date “2020-02-30” is not valid"),
        ("explain TD2O3", "Không có mã phát hiện “TD2O3”. Có phải", "There is no finding code “TD2O3”. Did you mean"),
        ("explain III.4 III.5", "--cluster THƯ_MỤC", "--cluster FOLDER"),
        ("explain so-noi-vu", "thì thêm --cluster THƯ_MỤC.", "add --cluster FOLDER."),
        ("template --rubric langson-2019/enterprises --year 1234", "từ 1990 đến 2100", "from 1990 to 2100"),
        ("report --year 2019 --paper bao-cap", "Có phải “bao-cao”?", "Did you mean “bao-cao”?"),
        ("rubric new --for mas -o a.yaml", "Có phải “mass”?", "Did you mean “mass”?"),
        ("\x1b[31mrank", "“[31mrank”", "“[31mrank”"),
    ],
)
def test_one_sentence_says_it(words: str, vietnamese: str, english: str, home: Path) -> None:
    assert vietnamese in _refused(words.split(" "), "vi", home)
    assert english in _refused(words.split(" "), "en", home)


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("validate so-noi-v.xlsx", "so-noi-vu.xlsx"),
        ("validate sach/so-tai-chin.xlsx", "sach/so-tai-chinh.xlsx"),
        ("validate SO-NOI-VU", "so-noi-vu.xlsx"),
        ("rank sac --year 2019", "sach"),
        ("consolidate sacch", "sach"),
        ("status sahc/ket-qua", "sach"),
        ("seal sacch", "sach"),
        ("review sacch", "sach"),
        ("template --cluster sacch", "sach"),
        ("explain --cluster sacch so-noi-vu", "sach"),
        ("diff sach sacch", "sach"),
        ("validate zzz", None),
    ],
)
def test_a_path_that_leads_nowhere_asks_for_its_neighbour(words: str, meant: str | None, home: Path) -> None:
    asks: tuple[tuple[Lang, str], ...] = (("vi", f"Có phải “{meant}”?"), ("en", f"Did you mean “{meant}”?"))
    for lang, ask in asks:
        answer = called(words.split(), lang, home)
        told = " ".join((answer.out + answer.err).split())
        assert answer.exit == 2
        assert "TD012" in told
        assert (ask in told) == (meant is not None)


@pytest.mark.parametrize("words", ["seal .", "review .", "template --cluster ."])
@pytest.mark.parametrize("present", ["cluster.yml", "cluster.yaml.txt", None])
def test_a_folder_without_settings_asks_for_the_file_that_is_misnamed(
    words: str, present: str | None, tmp_path: Path
) -> None:
    """Notepad adds .txt to what it saves, and hides it."""
    if present is not None:
        (tmp_path / present).write_text("name: Cụm\n", encoding="utf-8")
    asks: tuple[tuple[Lang, str], ...] = (("vi", "đổi tên thành cluster.yaml"), ("en", "name it cluster.yaml"))
    for lang, rename in asks:
        answer = called(words.split(), lang, tmp_path)
        told = " ".join((answer.out + answer.err).split())
        assert answer.exit == 2
        assert "TD931" in told
        assert (rename in told) == (present is not None)
        assert present is None or f"“{present}”" in told


@pytest.mark.parametrize(
    "words", ["explain --cluster sach so-y-te", "template --cluster sach --unit so-y-te", "explain --cluster sach a IX"]
)
def test_a_unit_or_criterion_that_is_not_there_is_wrong_usage(words: str, home: Path) -> None:
    answer = called(words.split(), "vi", home)
    told = " ".join((answer.out + answer.err).split())
    assert answer.exit == 2
    assert "Ghi mã (id), tên hoặc tên gọi khác của một thành viên: so-noi-vu, so-tai-chinh, so-cong-thuong." in told
    assert "trên phiếu" not in told  # no sheet is wrong


@pytest.mark.parametrize("words", ["-h", "/?", "-?", "help"])
def test_help_is_had_in_every_usual_way(words: str, home: Path) -> None:
    assert called([words], "vi", home).out == called(["--help"], "vi", home).out
    wanted = called(["rank", "--help"], "en", home)
    asked = ["help", "rank"] if words == "help" else ["rank", words]
    assert called(asked, "en", home) == wanted


def test_what_stands_behind_two_dashes_is_no_call_for_help(home: Path) -> None:
    assert "-h" in called(["validate", "--", "-h"], "vi", home).out


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("name: [", "TD901"),
        ("", "TD901"),
        ("- a\n- b\n", "TD901"),
        ("name: Cụm\nyear: 20x9\nrubric: langson-2019/enterprises\nunits: []\n", "TD904"),
        ("name: Cụm\nyear: 2019\nrubric: langson-2019/enterprise\nunits: [{id: a, name: A}]\n", "TD906"),
        ("\x00\x01\x02", "TD901"),
        ("name: !!python/object:os.system ls\n", "TD901"),
    ],
)
@pytest.mark.parametrize(
    "line", ["rank sach --year 2019", "consolidate sach", "status sach", "seal sach", "review sach"]
)
def test_settings_that_cannot_be_read_are_told(line: str, content: str, code: str, home: Path) -> None:
    (home / "sach" / "cluster.yaml").write_text(content, encoding="utf-8")
    for lang in LANGS:
        answer = called(line.split(), lang, home)
        told = answer.out + answer.err
        assert answer.exit == 3, told
        assert code in told
        assert "cluster.yaml" in told
        assert "Traceback" not in told


def test_settings_that_are_a_folder_or_no_text_are_told(home: Path) -> None:
    settings = home / "sach" / "cluster.yaml"
    settings.write_bytes(b"name: \xff\xfe\n")
    assert called(["rank", "sach", "--year", "2019"], "vi", home).exit == 3
    settings.unlink()
    settings.mkdir()
    answer = called(["rank", "sach", "--year", "2019"], "vi", home)
    assert answer.exit == 3
    assert "cluster.yaml" in answer.err


def test_a_year_that_no_cluster_scores_names_those_there_are(home: Path) -> None:
    answer = called(["rank", "sach", "--year", "2018"], "vi", home)
    assert answer.exit == 2
    assert "2019" in answer.err
