"""Facts about the two languages: every command, every help text and every message is whole in both and mixes none."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import pytest

from tests.console.runs import FILES, LANGS, LINES, called, commands, fill, told
from tests.sheets import DISTRICTS, rubric
from tests.test_catalogue import ENGLISH_IN_VIETNAMESE, english_words
from thidua_cli.catalogue import CODES
from thidua_cli.cli.common import value_name
from thidua_cli.render.explain import explained
from thidua_cli.rubric.load import load, shipped

if TYPE_CHECKING:
    from pathlib import Path

    from thidua_cli.catalogue import Lang

COMMANDS: Final = commands()
VISIBLE: Final = tuple(words for words, command in COMMANDS.items() if not command.hidden)

_MARKED: Final = "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ"
_MARKED_WORD: Final = re.compile(rf"\b\w*[{_MARKED}]\w*\b", re.IGNORECASE)
_WORD: Final = re.compile(r"[^\W\d_]+")
_PYTHON: Final = re.compile(
    r"\b(?:None|True|False|Decimal|Traceback|NoneType|[A-Z]\w+Error|Exception|dict|tuple|frozenset|PosixPath)\b"
    r"|<(?:class|function|module|object|Text|Stage|Severity|PosixPath)|\bText\(|\bobject at 0x"
    r"|\\x[0-9a-f]{2}|\\u[0-9a-f]{4}"
)
# What is typed as it stands in either language: values of options, and kinds of files and programs.
_TYPED: Final = frozenset(
    {
        *("text", "json", "vi", "en", "self", "cluster", "board", "party", "mass", "college", "central", "q"),
        *("bash", "zsh", "fish", "powershell", "PowerShell", "SHELL", "LANG", "Tab", "Enter"),
        *("HTML", "CSV", "JSON", "Schema", "Python"),
        *(word for words in COMMANDS for word in words.split()),
    }
)
# Words of the official form, which an English text names as they are printed there.
_FORM: Final = frozenset(
    {
        *("Biểu", "chấm", "điểm", "Số", "liệu", "Lý", "do", "Nhật", "ký", "Giữ", "lại", "Cụm", "Ban", "thẩm", "định"),
        *("Đã", "chuyển", "Tổng", "cộng", "Giải", "trình", "Đơn", "vị"),
    }
)


def _without_data(text: str) -> str:
    """The text without what is a name: paths, codes, options, digests, kinds of criteria, keys with dots."""
    text = re.sub(
        r"`[^`]*`|“[^”]*”|\"[^\"]*\"|--[\w-]+|\bTD\d{3}\b(?: [a-z]+(?:-[a-z]+)+)?|\b[0-9a-f]{12}\b", " ", text
    )
    text = re.sub(
        r"[\w.-]*(?:/[\w.~$-]*)+|\S+\.(?:xlsx|yaml|json|docx|html|sua)\b|\b[\w-]+\.[\w.]+|\b\w+(?:[-_]\w+)+", " ", text
    )
    return re.sub(r"\b[\w-]+:(?= |$)", lambda key: " " if key[0].isascii() and key[0].islower() else key[0], text)


def _data() -> set[str]:
    """Every word of the shipped tables and of the files of the runs."""
    tables = [table for name in shipped() if (table := load(name).value) is not None]
    texts = [text for table in tables for row in (*table.rows(), *table.details()) for text in (row.title, *row.lines)]
    texts += [text for table in tables for text in (table.title, table.total_title, table.guidance.document.title)]
    texts += [key for table in tables for key in (*table.guidance.facts, *table.guidance.readings)]
    texts += [key for table in tables for reading in table.guidance.readings.values() for key in reading.options]
    return {word for text in (*texts, str(FILES), *LINES.values()) for word in _WORD.findall(text)}


# --- commands and their help ---------------------------------------------------------------------


def test_every_command_is_run_in_these_tests() -> None:
    assert {name.partition(",")[0] for name in LINES} == set(VISIBLE)


@pytest.mark.parametrize("words", VISIBLE, ids=lambda words: words or "thidua")
class TestHelp:
    def _help(self, words: str, lang: Lang, home: Path) -> str:
        helped = called([*words.split(), "--help"], lang, home)
        assert (helped.exit, helped.err) == (0, "")
        return helped.out

    def test_in_vietnamese(self, words: str, tmp_path: Path) -> None:
        text = self._help(words, "vi", tmp_path)
        assert text.startswith("Cách dùng: thidua")
        assert english_words(_without_data(text)) <= ENGLISH_IN_VIETNAMESE | _TYPED
        assert not _PYTHON.search(text)

    def test_in_english(self, words: str, tmp_path: Path) -> None:
        text = self._help(words, "en", tmp_path)
        assert text.startswith("Usage: thidua")
        assert set(_MARKED_WORD.findall(text)) <= _FORM
        assert not _PYTHON.search(text)

    def test_has_a_sentence_for_everything_in_it(self, words: str) -> None:
        command = COMMANDS[words]
        assert command.help.endswith(".")
        for param in command.params:
            assert param.help, f"{words}: {param.name}"
            assert param.help.endswith("."), f"{words}: {param.name}"
            assert "!" not in param.help

    def test_names_each_value_in_the_readers_language(self, words: str) -> None:
        """A word in capitals that stands for a value is one that the command line can put into Vietnamese."""
        for param in COMMANDS[words].params:
            for word in re.findall(r"(?<![\w-])[A-Z]{2,}(?![\w-])", param.metavar or ""):
                assert value_name(word, "vi") == word == "SHELL" or word not in value_name(param.metavar, "vi"), word


# --- what commands tell --------------------------------------------------------------------------


@pytest.mark.parametrize("name", LINES)
class TestTold:
    # The list of words is a script; the report of `doctor` holds a block that is read by whoever helps.
    _OWN_WORDS: Final = frozenset({"completion", "rubric schema", "doctor"})

    @pytest.mark.parametrize("lang", LANGS)
    def test_no_word_of_python(self, name: str, lang: Lang) -> None:
        text = told(name, lang)
        assert not _PYTHON.search(text.out + text.err)

    def test_vietnamese_holds_no_english(self, name: str) -> None:
        if name in self._OWN_WORDS:
            return
        text = told(name, "vi")
        known = ENGLISH_IN_VIETNAMESE | _TYPED | _data()
        assert english_words(_without_data(text.out + text.err)) - known == set()

    def test_english_holds_no_vietnamese(self, name: str) -> None:
        if name in self._OWN_WORDS:
            return
        text = told(name, "en")
        assert set(_MARKED_WORD.findall(_without_data(text.out + text.err))) - _FORM - _data() == set()

    def test_the_language_changes_words_only(self, name: str) -> None:
        assert told(name, "vi").exit == told(name, "en").exit


def test_numbers_and_days_are_written_as_each_language_writes_them(tmp_path: Path) -> None:
    fill(tmp_path)
    lines = (["validate", "sach"], ["seal", "sach", "--date", "2020-01-05"])
    vietnamese, english = ("".join(called(words, lang, tmp_path).out for words in lines) for lang in LANGS)
    assert "139,5" in vietnamese
    assert "05/01/2020" in vietnamese
    assert "139.5" in english
    assert "2020-01-05" in english
    assert not re.search(r"\d\.5\b", vietnamese.replace("langson-2019", ""))


# --- choosing the language -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        ["--lang", "en", "explain", "TD203"],
        ["explain", "--lang", "en", "TD203"],
        ["explain", "TD203", "--lang=en"],
        ["--lang=vi", "explain", "TD203", "--lang", "EN"],
        ["-q", "--lang", "en", "--no-color", "explain", "TD203"],
    ],
    ids=" ".join,
)
def test_the_switch_stands_anywhere_on_the_line(words: list[str], tmp_path: Path) -> None:
    answer = called(words, "vi", tmp_path)
    assert answer.exit == 0
    assert answer.out.startswith("TD203 score-above-maximum · error\n")


def test_the_switch_stands_before_and_behind_a_group(tmp_path: Path) -> None:
    for words in (
        ["--lang", "en", "rubric", "list"],
        ["rubric", "--lang", "en", "list"],
        ["rubric", "list", "--lang", "en"],
    ):
        assert "rows, 150 points" in called(words, "vi", tmp_path).out


@pytest.mark.parametrize("setting", ["en", "EN", "en_GB.UTF-8", " en "])
def test_the_environment_may_choose_it(setting: str, tmp_path: Path) -> None:
    assert "error" in called(["explain", "TD203"], setting, tmp_path).out  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("words", "setting", "message"),
    [
        (["rubric", "list", "--lang", "fr"], "", "[LỖI] --lang “fr” không có; cho phép: vi, en."),
        (["--lang", "fr"], "", "[LỖI] --lang “fr” không có; cho phép: vi, en."),
        (["--lang", "fr", "--help"], "en", "[ERROR] --lang “fr” is unknown; allowed: vi, en."),
        (["--lang="], "", "[LỖI] --lang “” không có; cho phép: vi, en."),
        (["rubric", "list"], "de", "[LỖI] THIDUA_LANG “de” không có; cho phép: vi, en."),
        (["rubric", "list", "--lang"], "", "[LỖI] Tùy chọn --lang cần một giá trị."),
        (["--lang"], "en", "[ERROR] Option --lang needs a value."),
    ],
)
def test_a_language_that_is_none_is_refused(words: list[str], setting: str, message: str, tmp_path: Path) -> None:
    answer = called(words, setting, tmp_path)  # type: ignore[arg-type]
    assert (answer.exit, answer.out) == (2, "")
    assert answer.err.splitlines()[0] == message


def test_a_switch_that_is_known_outweighs_a_setting_that_is_not(tmp_path: Path) -> None:
    assert called(["explain", "TD203", "--lang", "en"], "de", tmp_path).exit == 0  # type: ignore[arg-type]


# --- explaining ----------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGS)
def test_every_code_can_be_explained(lang: Lang) -> None:
    """What a code means, why it is looked at, what to do and an example, from the one catalogue."""
    for code in CODES.values():
        page = explained(code, lang)
        for text in (code.message, code.cause, code.fix):
            assert " ".join(text.with_gaps(lang).split()) in " ".join(page.split())
        assert code.example is None or code.example.bad.to(lang) in page


def test_the_criteria_keep_their_own_words() -> None:
    """An English report names the rows of the official form as they are printed."""
    title = next(row.title for row in rubric(DISTRICTS).rows() if row.id == "III.4")
    assert title in told("explain, a score", "en").out
