"""Facts about explanations: of finding codes, of scores, of awards; in both languages and as JSON."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

import pytest

from tests.cases import folder
from tests.render.explained import FILES, ROSTER
from tests.test_catalogue import ENGLISH_IN_VIETNAMESE, VIETNAMESE_IN_ENGLISH, english_words, vietnamese_words
from thidua_cli import pipeline
from thidua_cli.catalogue import CODES, EXAMPLES
from thidua_cli.cli import run
from thidua_cli.render import explain
from thidua_cli.render import json as drawn

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Golden

ASKED: Final = (
    *(("so-noi-vu", criterion) for criterion in ("I", "II", "III", "III.1", "III.2.a", "III.3", "III.3.b.2", "III.4")),
    *((unit, None) for unit in ("so-noi-vu", "so-tai-chinh", "so-tu-phap", "so-ngoai-vu", "thanh-tra")),
    *((unit, None) for unit in ("so-xay-dung", "ban-dan-toc", "van-phong")),
    *((unit, "III.4") for unit in ("so-xay-dung", "ban-dan-toc", "thanh-tra")),
)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("explained") / "cum-1"
    folder.write(FILES, path)
    return path


# --- finding codes --------------------------------------------------------------------------------


def test_every_code_has_a_bad_and_a_good_example() -> None:
    assert [code for code in CODES if code not in EXAMPLES] == []
    assert [code for code in EXAMPLES if code not in CODES] == []


def test_an_example_is_one_short_line_in_each_language() -> None:
    for code, example in EXAMPLES.items():
        for text in example:
            for line in text:
                assert line == " ".join(line.split()), code
                assert 0 < len(line) <= 100, code


def test_a_bad_example_is_not_the_good_one() -> None:
    assert [code for code, example in EXAMPLES.items() if example.bad.vi == example.good.vi] == []


def test_an_example_keeps_to_its_language() -> None:
    for code, example in EXAMPLES.items():
        for text in example:
            assert english_words(text.vi) <= ENGLISH_IN_VIETNAMESE, code
            assert vietnamese_words(re.sub(r"`[^`]*`|“[^”]*”", "", text.en)) <= VIETNAMESE_IN_ENGLISH, code


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_what_people_see_of_a_code(lang: str, golden: Golden, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", "td203", "--lang", lang]) == 0
    golden(f"explain-code.{lang}.txt", capsys.readouterr().out)


def test_what_programs_read_of_a_code() -> None:
    read = json.loads(drawn.explained(CODES["TD203"], "en"))
    assert read["example"] == {"bad": "6 points for III.4, of at most 5.", "good": "5 points for III.4."}
    assert read["schema"] == "thidua.explain/1"


# --- scores and awards ----------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_what_people_see_of_scores_and_awards(
    lang: str, home: Path, golden: Golden, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(home.parent)
    pages = []
    for unit, criterion in ASKED:
        words = ["explain", "--cluster", "cum-1", unit, *([criterion] if criterion else [])]
        code = run([*words, "--lang", lang])
        pages.append(f"$ thidua {' '.join(words)}\n{capsys.readouterr().out}[{code}]\n")
    golden(f"explain.{lang}.txt", "\n".join(pages))


def test_what_programs_read_of_scores_and_awards(home: Path, golden: Golden, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(home.parent)
    documents = []
    for unit, criterion in (("so-noi-vu", "III.4"), ("so-noi-vu", None), ("ban-dan-toc", "III.4")):
        trace, findings = pipeline.explain("cum-1", unit, criterion)
        documents.append(drawn.traced(trace, findings, "vi"))
    golden("explain.json", "".join(documents))


@pytest.mark.parametrize(("unit", "criterion"), ASKED)
def test_a_page_keeps_to_its_language_and_its_width(home: Path, unit: str, criterion: str | None) -> None:
    trace, _ = pipeline.explain(str(home), unit, criterion)
    assert trace is not None
    for width in (60, 100):
        lines = explain.traced(trace, "vi", width).splitlines()
        assert max(len(line) for line in lines if " " in line.strip()) <= width
        assert not any("{" in line or "None" in line for line in lines)
    page = explain.traced(trace, "vi")
    keys = {*trace.origin.rubric.guidance.readings, *(one.option for one in trace.readings)}
    # Keys of readings, words of the user's own files, and the letters of details such as III.3.b.
    own = {word for text in (*FILES, ROSTER, *keys) for word in re.findall(r"[^\W_]+", text)} | keys | set("abc")
    assert english_words(page) - ENGLISH_IN_VIETNAMESE - own == set()


def documents(value: Any, key: str) -> list[Any]:
    """Every value under the key, anywhere in a document."""
    if isinstance(value, dict):
        return [found for name, item in value.items() for found in ([item] if name == key else documents(item, key))]
    return [found for item in value for found in documents(item, key)] if isinstance(value, list) else []


@pytest.mark.parametrize(("unit", "criterion"), ASKED)
def test_every_clause_shown_is_one_that_the_guidance_has(home: Path, unit: str, criterion: str | None) -> None:
    trace, findings = pipeline.explain(str(home), unit, criterion)
    assert trace is not None
    clauses = trace.origin.rubric.guidance.clauses
    shown = {one for one in documents(json.loads(drawn.traced(trace, findings, "en")), "clause") if one}
    assert shown - clauses.keys() == set()


def test_the_exit_code_is_that_of_what_is_told(home: Path) -> None:
    asked = {
        "explain --cluster cum-1 so-noi-vu III.1": 0,
        "explain --cluster cum-1 so-xay-dung": 1,
        "explain --cluster cum-1 so-noi-vuu": 2,
        "explain --cluster cum-1 so-noi-vu IV": 2,
        "explain --cluster khong-co so-noi-vu": 2,
    }
    assert {words: folder.tell(words, home.parent).exit for words in asked} == asked


def test_a_document_without_a_trace_has_every_field() -> None:
    read = json.loads(drawn.traced(None, (), "vi"))
    assert read == {
        "schema": "thidua.explain/1",
        "cluster": None,
        "unit": None,
        "criterion": None,
        "standing": None,
        "readings": [],
        "findings": [],
    }


@pytest.mark.parametrize("words", [["so-noi-vu", "III.4"], ["TD203", "--stage", "self"]])
def test_a_score_is_explained_only_in_a_cluster(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", *words]) == 2
    assert "--cluster" in capsys.readouterr().err


def test_the_same_number_stands_in_text_and_json(home: Path) -> None:
    for unit, criterion in ASKED:
        trace, findings = pipeline.explain(str(home), unit, criterion)
        assert trace is not None
        read = json.loads(drawn.traced(trace, findings, "en"))
        page = explain.traced(trace, "en")
        points = (read["criterion"] or read["standing"]).get("points" if criterion else "total")
        if points is not None and (criterion or read["standing"]["rank"]):
            assert re.search(rf"\b{points:g}\b", page)
