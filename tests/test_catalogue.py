"""Facts about the finding codes and their sentences, in both languages and with real values."""

from __future__ import annotations

import re
from functools import cache
from string import Formatter
from typing import TYPE_CHECKING, Any, Final, NamedTuple, get_args

import pytest

from tests.errors import gallery
from tests.sheets import DISTRICTS, HEADINGS, NAME, rubric
from thidua_cli.catalogue import CODES, Lang, Text
from thidua_cli.rubric.files import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from thidua_cli.catalogue import Code

LANGS: Final[tuple[Lang, ...]] = get_args(Lang)
ALL: Final = tuple(CODES.values())

# What a sentence may say in either language: programs and formats, files and commands, keys of
# cluster.yaml and of rubrics with their values, words that the clerk finds on the form or on the screen.
PROGRAMS: Final = frozenset(
    {
        *("thidua", "Excel", "LibreOffice", "Word", "Workbook", "YAML", "DOCTYPE", "KB", "MB", "byte", "PDF", "XML"),
        *("Unicode", "TCVN3", "VnTime", "VNI-Times", "Times", "New", "Roman"),
        *("xlsx", "xlsm", "xltx", "xltm", "xls", "xlsb", "ods", "docx"),
    }
)
COMMANDS: Final = frozenset(
    {"template", "rank", "list", "rubric", "cluster", "yaml", "year", "debug", "help", "ket", "qua", "repair"}
)
KEYS: Final = frozenset(
    {
        *("aliases", "award", "ballots", "basis", "between", "conference", "dates", "deputies", "id", "leader", "name"),
        *("readings", "reason", "registered", "rubric", "signed", "status", "units", "voters", "votes", "year"),
        *("certificate", "eligible", "excluded", "flag", "listed"),
        *("decision", "kind", "term"),
        *("agency", "papers"),
        *("until", "waivers"),
        *("half_year", "term_1_end", "previous_leader", "member_from", "member_to", "registered_with_council"),
        *("ballot", "both_lists", "check", "in_time", "late"),
        *("certificate_tie", "first_year_deadlines", "on_the_day", "pending_unit", "section_I_source"),
        *("appraisal_scope", "certificates_when_6", "certificates_without_flag", "members_counted"),
        *(word for kind in KINDS for word in kind.split("-")),
    }
)
# The format's name in an English Excel, given beside its Vietnamese one; the mark that means "not scored".
ON_THE_SCREEN: Final = frozenset({"Number", "x"})
ENGLISH_IN_VIETNAMESE: Final = PROGRAMS | COMMANDS | KEYS | ON_THE_SCREEN
VIETNAMESE_IN_ENGLISH: Final = frozenset(
    word
    for label in (
        "Bảng",
        "Đơn vị",
        "Giải trình",
        "Tổng cộng",
        "Lý do",
        "Nhật ký",
        "Giữ lại",
        "Cụm chấm",
        "Ban thẩm định",
        "Đã chuyển",
    )
    for word in label.split()
)

# A syllable without marks: those that end in c, ch, p or t always carry one.
_SYLLABLE: Final = re.compile(
    r"(?:b|ch?|d|gh?|gi|h|kh?|l|m|ngh?|nh?|ph?|qu|r|s|th?|tr|v|x)?"
    r"(?:a[iouy]?|e[ou]?|i[aeu]?|o[aei]?|oa[iy]|u[aeioy]?|uy[ae]?|y[eu]?)(?:m|ng?|nh)?"
)
# English words that look like such syllables.
_DISGUISED: Final = frozenset({"be", "he", "me", "no", "on", "or", "the", "them", "then", "we"})
_MARKED: Final = "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ"
_WORD: Final = re.compile(rf"[A-Za-z{_MARKED}{_MARKED.upper()}_][\w{_MARKED}{_MARKED.upper()}]*")
_VIETNAMESE: Final = re.compile(f"[{_MARKED}]", re.IGNORECASE)
_PYTHON: Final = re.compile(
    r"\b(?:None|True|False|Decimal|Traceback|NoneType|Exception|[A-Z]\w+Error|dict|tuple|frozenset|PosixPath|Stage)\b"
    r"|__|<\w+[ .]|\{\w*\}|Text\(|\\x"
)


class Sentence(NamedTuple):
    """A finding of the gallery as it was told."""

    case: gallery.Case
    lang: Lang
    finding: dict[str, Any]

    @property
    def words(self) -> str:
        """Its message and its cure."""
        return f"{self.finding['message']} {self.finding['fix']}"


@cache
def told() -> tuple[Sentence, ...]:
    """Every finding of every case in both languages."""
    return tuple(_tell())


def _tell() -> Iterator[Sentence]:
    for case in gallery.cases():
        for lang in LANGS:
            for finding in gallery.found(case, lang):
                yield Sentence(case, lang, finding)


def english_words(sentence: str) -> set[str]:
    """The words of a Vietnamese sentence that are no Vietnamese syllables."""
    words = {word for word in _WORD.findall(_without_code(sentence)) if not _VIETNAMESE.search(word)}
    plain = {word for word in words if not _SYLLABLE.fullmatch(word.lower()) or word.lower() in _DISGUISED}
    return {word for word in plain if not (word.isupper() and len(word) <= 4)}


def _without_code(sentence: str) -> str:
    """The sentence without commands in backticks, options, rubric ids and the names of files."""
    return re.sub(
        r"`[^`]*`|--\w+|\bTD\d{3}\b|\blangson-2019/[a-z-]+|[\w$~./-]+\.(?:xlsx|yaml|json|py:\d+)|\b\d+\.\d+\.\d+\b",
        " ",
        sentence,
    )


def vietnamese_words(sentence: str) -> set[str]:
    """The words of an English sentence that carry Vietnamese marks."""
    return {word for word in _WORD.findall(sentence) if _VIETNAMESE.search(word)}


def gaps(text: str) -> set[str]:
    """The placeholders of a sentence."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


# --- the catalogue itself ------------------------------------------------------------------------


def test_an_id_says_its_group() -> None:
    """TD0xx file, 1xx structure, 2xx cell, 3xx sums, 4xx one sheet, 5xx cluster, 6xx awards, 7xx seal, 9xx settings."""
    assert list(CODES) == [code.id for code in ALL]
    assert [code.id for code in ALL if not re.fullmatch(r"TD[012345679][0-9]{2}", code.id)] == []


def test_a_name_is_unique_and_in_kebab_case() -> None:
    names = [code.name for code in ALL]
    assert len(set(names)) == len(names)
    assert [name for name in names if not re.fullmatch(r"[a-z]+(?:-[a-z]+)*", name)] == []


@pytest.mark.parametrize("part", ["message", "fix", "cause"])
@pytest.mark.parametrize("code", ALL, ids=lambda code: code.id)
class TestSentence:
    def test_is_whole_in_both_languages(self, code: Code, part: str) -> None:
        """The sentence of a wrong command line is the problem itself, and its cure ends in a command."""
        for lang in LANGS:
            sentence = getattr(code, part).to(lang)
            assert sentence == " ".join(sentence.split())
            assert sentence[0].isupper() or sentence[0] in "“{" or sentence.startswith(("thidua", "ket-qua/"))
            assert sentence[-1] in ".?}" or sentence.endswith("--help")
            assert "!" not in sentence

    def test_has_the_same_values_in_both_languages(self, code: Code, part: str) -> None:
        text: Text = getattr(code, part)
        assert gaps(text.vi) == gaps(text.en)
        assert part != "cause" or not gaps(text.vi)

    def test_has_no_english_word_in_vietnamese(self, code: Code, part: str) -> None:
        assert english_words(_open(getattr(code, part).vi)) <= ENGLISH_IN_VIETNAMESE

    def test_has_no_vietnamese_word_in_english(self, code: Code, part: str) -> None:
        assert vietnamese_words(_open(getattr(code, part).en)) <= VIETNAMESE_IN_ENGLISH


def _open(sentence: str) -> str:
    return re.sub(r"\{\w+\}", "…", sentence)


def test_a_clause_is_one_that_the_guidance_has() -> None:
    clauses = rubric(DISTRICTS).guidance.clauses
    assert {code.clause for code in ALL if code.clause} - clauses.keys() == set()
    assert {s.finding["clause"] for s in told() if s.finding.get("clause")} - clauses.keys() == set()


# --- the sentences as they are told --------------------------------------------------------------


def test_a_told_sentence_shows_no_word_of_python() -> None:
    """But a fault of ours names itself, for whoever mends it."""
    shown = {s.case.name: s.words for s in told() if _PYTHON.search(s.words) and s.case.code != "TD970"}
    assert shown == {}


def test_a_told_sentence_has_no_english_word_in_vietnamese() -> None:
    """Words of the user's own files are shown as they are."""
    shown = {
        (s.finding["code"], word)
        for s in told()
        if s.lang == "vi" and s.case.code != "TD970"
        for word in english_words(s.words) - ENGLISH_IN_VIETNAMESE - set(_WORD.findall(s.case.text))
    }
    assert shown == set()


def test_a_told_sentence_has_no_vietnamese_word_in_english() -> None:
    """Words of the user's own files and of the form are shown as they are."""
    table = rubric(DISTRICTS)
    form = {word for text in (*HEADINGS, NAME, table.guidance.document.title) for word in _WORD.findall(text)}
    form |= {word for row in table.rows() for text in (row.title, *row.lines) for word in _WORD.findall(text)}
    shown = {
        (s.finding["code"], word)
        for s in told()
        if s.lang == "en"
        for word in vietnamese_words(s.words) - VIETNAMESE_IN_ENGLISH - form - set(_WORD.findall(s.case.text))
    }
    assert shown == set()


@pytest.mark.parametrize("field", ["found", "allowed"])
def test_a_told_sentence_names_what_was_found_and_what_is_allowed(field: str) -> None:
    unsaid = {
        (s.lang, s.finding["code"], s.finding[field])
        for s in told()
        if s.finding.get(field) is not None
        and not any(form.rstrip("…") in s.words for form in _as_said(s.finding[field], s.lang))
    }
    assert unsaid == set()


def _as_said(value: str, lang: Lang) -> set[str]:
    """The ways a sentence may write it: in Vietnamese with a decimal comma, and dates with the day first."""
    forms = {value}
    if lang == "vi" and re.fullmatch(r"-?\d+\.\d+", value):
        forms = {value.replace(".", ",")}
    if lang == "vi" and (day := re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", value)):
        forms |= {"/".join(reversed(day.groups()))}
    return forms


def test_a_told_sentence_fits_a_few_lines() -> None:
    """What takes more than 300 characters is read by nobody."""
    assert {(s.finding["code"], len(s.finding["message"])) for s in told() if len(s.finding["message"]) > 300} == set()
