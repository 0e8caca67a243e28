"""Facts about what is sealed, how changes are found, and the check code, without any file."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from itertools import combinations
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.render import by_hand
from thidua_cli.intake import Given
from thidua_cli.review.model import Review
from thidua_cli.roster.model import Member, Roster
from thidua_cli.rubric.model import Stage, Status
from thidua_cli.seal.agreed import present, with_files
from thidua_cli.seal.code import ALPHABET, Typed, code_of, typed
from thidua_cli.seal.compare import changes, differences
from thidua_cli.seal.document import digest_of, parse, text_of
from thidua_cli.seal.model import AGREED, Agreement, Change, Corrected, File, Present, Score, Seal, Unit
from thidua_cli.submission import Expected, Submission, take_in

if TYPE_CHECKING:
    from collections.abc import Mapping

DAY = date(2020, 1, 5)
MEMBERS = (Member("a", "Sở Nội vụ"), Member("b", "Sở Tài chính"), Member("c", "Sở Công Thương"))
ROSTER = by_hand.roster_of(MEMBERS)
RUBRIC = by_hand.rubric_of()
LEAVES = tuple(by_hand.leaves(RUBRIC))
KEYS = tuple((member.id, leaf.id, stage) for member in MEMBERS for leaf in LEAVES for stage in AGREED)
ISSUED = {leaf.id: leaf.maximum for leaf in LEAVES}


def sheet(unit: str, but: Mapping[tuple[str, Stage], Any] | None = None, *, file: str = "") -> Submission:
    """A sheet with every row at its maximum in both columns, but for what is given; None leaves a cell blank."""
    columns: dict[Stage, by_hand.Scores] = {stage: dict(ISSUED) for stage in AGREED}
    for (criterion, stage), value in (but or {}).items():
        if value is None:
            del columns[stage][criterion]
        else:
            columns[stage][criterion] = value
    member = ROSTER.member(unit)
    assert member is not None
    return by_hand.submission(ROSTER, member.name, file or f"{unit}.xlsx", columns)


def now(but: Mapping[tuple[str, str, Stage], Any] | None = None, roster: Roster = ROSTER) -> Present:
    """The cluster's scores with the given ones in place of the maxima."""
    by_unit: dict[str, dict[tuple[str, Stage], Any]] = {}
    for (unit, criterion, stage), value in (but or {}).items():
        by_unit.setdefault(unit, {})[criterion, stage] = value
    sheets = {member.id: sheet(member.id, by_unit.get(member.id)) for member in MEMBERS if roster.member(member.id)}
    return present(roster, RUBRIC, sheets)


SEALED = now().agreement
SEAL = Seal(with_files(SEALED, [File("cluster.yaml", "0" * 64)]), DAY, "Trần Thị A", "BB 01")


# --- what is sealed ------------------------------------------------------------------------------


def test_every_scored_row_of_every_unit_is_sealed_in_the_lists_and_the_forms_order() -> None:
    assert tuple(score.key for score in SEALED.scores) == KEYS


def test_a_score_says_file_sheet_and_cell() -> None:
    assert SEALED.scores[0] == Score(
        "a", "I", Stage.SELF, Decimal(100), "a.xlsx", by_hand.SHEET, f"D{by_hand.FIRST_ROW}"
    )


def test_totals_and_ranks_are_those_of_the_clusters_column() -> None:
    agreement = now({("b", "I", Stage.CLUSTER): Decimal(90), ("a", "I", Stage.SELF): Decimal(1)}).agreement
    assert [(unit.id, unit.total, unit.rank) for unit in agreement.units] == [
        ("a", Decimal(150), 1),
        ("b", Decimal(140), 3),
        ("c", Decimal(150), 1),
    ]


def test_an_excluded_unit_is_not_sealed_and_a_pending_one_only_once_its_column_is_full() -> None:
    aside = by_hand.roster_of(
        (replace(MEMBERS[0], status=Status.EXCLUDED), replace(MEMBERS[1], status=Status.PENDING), MEMBERS[2])
    )
    assert [(unit.id, unit.rank) for unit in now(roster=aside).agreement.units] == [("b", None), ("c", 1)]
    blank = now({("b", "I", Stage.CLUSTER): None}, aside)
    assert [unit.id for unit in blank.agreement.units] == ["c"]


def test_a_blank_self_score_is_sealed_as_blank_and_not_as_0() -> None:
    blank = now({("a", "I", Stage.SELF): None}).agreement
    assert blank.scores[0].value is None
    zero = now({("a", "I", Stage.SELF): Decimal(0)})
    (one,) = differences(blank, zero).scores
    assert one.sealed is not None
    assert one.sealed.value is None
    assert one.now is not None
    assert one.now.value == 0


def test_a_score_settled_in_the_review_workbook_is_sealed_with_its_place_there() -> None:
    given = {
        ("a", leaf.id, Stage.CLUSTER): Given(f"F{row}", leaf.maximum, file="cum-1/ra-soat.xlsx", sheet="Cụm chấm")
        for row, leaf in enumerate(LEAVES, 7)
    }
    book = by_hand.workbook(RUBRIC, "Sở Nội vụ", {Stage.SELF: dict(ISSUED)})
    review = Review("cum-1/ra-soat.xlsx", "1" * 64, given)
    expected = Expected(by_hand.Shelf(), ROSTER, RUBRIC, review)
    submission = take_in(book, "a.xlsx", "2" * 64, expected)
    agreement = with_files(
        present(ROSTER, RUBRIC, {"a": submission}).agreement,
        [File("ra-soat.xlsx", "1" * 64), File("cluster.yaml", "0" * 64)],
    )
    settled = [score for score in agreement.scores if score.stage is Stage.CLUSTER]
    assert {(score.file, score.sheet) for score in settled} == {("ra-soat.xlsx", "Cụm chấm")}
    assert settled[0].cell == "F7"
    assert [file.file for file in agreement.files] == ["a.xlsx", "ra-soat.xlsx", "cluster.yaml"]


def test_a_review_workbook_that_no_score_stands_in_is_no_source() -> None:
    further = [File("ra-soat.xlsx", "1" * 64), File("cluster.yaml", "0" * 64)]
    assert [file.file for file in with_files(SEALED, further).files[3:]] == ["cluster.yaml"]


# --- what differs --------------------------------------------------------------------------------

POINTS = st.one_of(st.none(), st.integers(0, 20).map(lambda quarters: Decimal(quarters) / 4))
SOME = st.dictionaries(st.sampled_from(KEYS), POINTS, max_size=6)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(before=SOME, after=SOME)
def test_exactly_the_scores_that_differ_are_told(before: dict[Any, Any], after: dict[Any, Any]) -> None:
    def value(key: Any, typed: dict[Any, Any]) -> Any:
        return typed[key] if key in typed else ISSUED[key[1]]

    found = differences(now(before).agreement, now(after))
    assert {one.place.key for one in found.scores} == {key for key in KEYS if value(key, before) != value(key, after)}
    for one in found.scores:
        assert one.sealed is not None
        assert one.now is not None
        assert one.sealed.value == value(one.place.key, before)
        assert one.now.value == value(one.place.key, after)
    assert [one.place.key for one in found.scores] == [
        key for key in KEYS if key in {o.place.key for o in found.scores}
    ]


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.permutations(("a", "b", "c")), st.dictionaries(st.sampled_from(KEYS), POINTS, max_size=4))
def test_the_order_of_files_changes_no_byte_and_no_code(order: list[str], typed: dict[Any, Any]) -> None:
    by_unit = {unit: {key[1:]: value for key, value in typed.items() if key[0] == unit} for unit in order}
    turned = present(ROSTER, RUBRIC, {unit: sheet(unit, by_unit[unit]) for unit in order})
    straight = now(typed).agreement
    assert text_of(Seal(turned.agreement, DAY)) == text_of(Seal(straight, DAY))
    assert code_of(turned.agreement) == code_of(straight)


def test_the_boards_scores_are_no_difference() -> None:
    columns: dict[Stage, by_hand.Scores] = {stage: dict(ISSUED) for stage in Stage}
    with_board = by_hand.submission(ROSTER, "Sở Nội vụ", "a.xlsx", columns)
    moved = present(ROSTER, RUBRIC, {"a": with_board, "b": sheet("b"), "c": sheet("c")})
    assert not differences(SEALED, moved)


def test_other_bytes_with_the_same_scores_are_told_but_are_no_difference() -> None:
    moved = present(ROSTER, RUBRIC, {"a": sheet("a", file="moi.xlsx"), "b": sheet("b"), "c": sheet("c")})
    found = differences(SEALED, moved)
    assert not found
    assert [file.file for file in found.files] == ["moi.xlsx"]


def test_parts_in_place_of_a_row_are_compared_by_their_sum() -> None:
    row = next(row for row in LEAVES if row.details)
    parts: dict[tuple[str, Stage], Any] = {(row.id, stage): None for stage in AGREED}
    parts |= {(part.id, stage): part.maximum for part in row.details for stage in AGREED}
    split = present(ROSTER, RUBRIC, {"a": sheet("a", parts), "b": sheet("b"), "c": sheet("c")})
    assert not differences(SEALED, split)
    less = {**parts, (row.details[0].id, Stage.CLUSTER): Decimal(0)}
    changed = differences(SEALED, present(ROSTER, RUBRIC, {"a": sheet("a", less), "b": sheet("b"), "c": sheet("c")}))
    assert [one.place.key for one in changed.scores] == [("a", row.id, Stage.CLUSTER)]


def test_units_added_removed_set_aside_and_without_a_sheet_are_told() -> None:
    listed = by_hand.roster_of((replace(MEMBERS[1], status=Status.EXCLUDED), MEMBERS[2], Member("d", "Sở Y tế")))
    found = differences(SEALED, present(listed, RUBRIC, {"b": sheet("b", {("I", Stage.CLUSTER): Decimal(1)})}))
    assert found.scores == ()  # what an excluded unit has does not count any more
    assert found.added == (("d", Status.ELIGIBLE),)
    assert [unit.id for unit in found.removed] == ["a"]
    assert [(unit.id, status) for unit, status in found.aside] == [("b", Status.EXCLUDED)]
    assert [unit.id for unit in found.gone] == ["c"]


def test_another_content_of_the_table_is_told() -> None:
    assert differences(
        SEALED, present(ROSTER, replace(RUBRIC, digest="0" * 12), {m.id: sheet(m.id) for m in MEMBERS})
    ).table


# --- the text ------------------------------------------------------------------------------------


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    typed=st.dictionaries(st.sampled_from(KEYS), POINTS, max_size=4),
    words=st.tuples(*[st.text(st.characters(exclude_categories=["Cs"]), max_size=20)] * 4),
)
def test_a_seal_is_read_back_as_it_was_written(typed: dict[Any, Any], words: tuple[str, ...]) -> None:
    """The history gives back every score of the seal that was replaced."""
    later = now(typed).agreement
    by, note, reason, document = words
    made = changes(SEALED, later)
    earlier = Corrected(DAY, code_of(SEALED), digest_of(SEAL), by, note, reason, document, made)
    seal = Seal(later, date(2020, 1, 9), by, note, (earlier,))
    text = text_of(seal)
    assert parse(text.encode()).seal == seal
    json.loads(text)
    values = {score.key: "" if score.value is None else format(score.value, "f") for score in later.scores}
    undone = {**values, **{(one.unit, one.criterion, one.stage): one.before for one in made}}
    assert {key: value and Decimal(value) for key, value in undone.items()} == {
        score.key: score.value for score in SEALED.scores
    }


def test_one_score_stands_on_one_line() -> None:
    lines = [line for line in text_of(SEAL).splitlines() if '"criterion"' in line]
    assert len(lines) == len(KEYS)
    assert lines[0] == (
        '    {"unit": "a", "criterion": "I", "stage": "self", "value": "100", "file": "a.xlsx", '
        f'"sheet": "{by_hand.SHEET}", "cell": "D5"}},'
    )


def test_spacing_and_order_of_keys_are_no_alteration() -> None:
    content = json.loads(text_of(SEAL))
    turned = json.dumps(dict(reversed(content.items())), indent=None)
    assert parse(b"\xef\xbb\xbf" + turned.encode()).seal == SEAL


@pytest.mark.parametrize(
    "path", [("date",), ("note",), ("scores", 3, "value"), ("units", 0, "rank"), ("cluster", "year")]
)
def test_a_value_altered_by_hand_is_noticed(path: tuple[Any, ...]) -> None:
    content = json.loads(text_of(SEAL))
    holder = content
    for key in path[:-1]:
        holder = holder[key]
    holder[path[-1]] = "9"
    assert "digest" in (parse(json.dumps(content).encode()).wrong or ("",))[0]


def _digested(content: dict[str, Any]) -> bytes:
    """The document with the digest it should have, as somebody who knows how could write it."""
    from thidua_cli.seal.document import _digest

    content.pop("digest", None)
    return json.dumps({**content, "digest": _digest(content)}).encode()


@pytest.mark.parametrize(
    "altered",
    [
        {"extra": 1},
        {"date": "5/1/2020"},
        {"date": "20200105"},
        {"scores": None},
        {"scores": [[]]},
        {"units": []},
        {"history": [{}]},
        {"code": "2222-2222"},
        {"by": ""},
        {"cluster": []},
        {"files": [{"file": "a", "sha256": "x", "unit": None}]},
    ],
    ids=str,
)
def test_a_document_of_another_shape_is_refused_in_a_sentence(altered: dict[str, Any]) -> None:
    found = parse(_digested({**json.loads(text_of(SEAL)), **altered}))
    assert found.seal is None
    assert found.wrong is not None
    assert found.wrong.vi != found.wrong.en


@pytest.mark.parametrize("key", ["value", "stage", "unit", "cell"])
@pytest.mark.parametrize("value", [None, 4, "04", "1e3", "-0", [], "board", "99999x"], ids=str)
def test_a_score_of_another_shape_is_refused_or_is_one(key: str, value: Any) -> None:
    content = json.loads(text_of(SEAL))
    content["scores"][0][key] = value
    found = parse(_digested(content))
    assert (found.seal is None) is (found.wrong is not None)
    assert found.seal is None or key == "cell"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"schema": "thidua.seal/2"}',
        b'{"schema": "thidua.seal/1"}',
        b'{"schema": "thidua.seal/1", "schema": "thidua.seal/1"}',
        b'{"schema": "thidua.seal/1", "note": NaN}',
        b'{"schema": "thidua.seal/1", "note": "\\ud800"}',
        b'{"schema": "thidua.seal/1", "note": ' + b"9" * 5000 + b"}",
    ],
    ids=lambda data: repr(data[:40]),
)
def test_bytes_that_are_no_seal_raise_nothing(data: bytes) -> None:
    found = parse(data)
    assert found.seal is None
    assert found.wrong is not None


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_a_damaged_byte_never_yields_another_seal(data: st.DataObject) -> None:
    text = bytearray(text_of(SEAL).encode())
    text[data.draw(st.integers(0, len(text) - 1))] = data.draw(st.integers(0, 255))
    assert parse(bytes(text)).seal in {None, SEAL}


# --- the code ------------------------------------------------------------------------------------


def test_a_code_is_two_groups_of_four_without_letters_that_look_alike() -> None:
    code = code_of(SEALED)
    assert len(code) == 9
    assert code[4] == "-"
    assert set(code.replace("-", "")) <= set(ALPHABET)
    assert not set(ALPHABET) & set("01OILBSZGQUVD")


def test_any_one_wrong_character_and_any_two_that_changed_places_are_a_typing_error() -> None:
    code = code_of(SEALED).replace("-", "")
    for place, right in enumerate(code):
        wrong = {code[:place] + other + code[place + 1 :] for other in ALPHABET if other != right}
        assert {typed(one)[1] for one in wrong} == {Typed.CHECK}
    for first, second in combinations(range(8), 2):
        turned = list(code)
        turned[first], turned[second] = turned[second], turned[first]
        assert (typed("".join(turned))[1] is Typed.CHECK) is (code[first] != code[second])


def test_a_code_is_taken_however_it_is_typed() -> None:
    code = code_of(SEALED)
    for written in (code.lower(), code.replace("-", " "), code.replace("-", "–"), f" {code[:4]} {code[4:]} "):
        assert typed(written) == (code, None)
    assert typed(code[:-1])[1] is Typed.LENGTH
    assert typed(f"O{code[1:]}")[1] is Typed.CHARACTER


@pytest.mark.parametrize("key", KEYS[::17])
def test_every_score_bears_on_the_code(key: tuple[str, str, Stage]) -> None:
    assert code_of(now({key: Decimal("0.25")}).agreement) != code_of(SEALED)


def test_names_of_files_and_of_the_folder_bear_not_on_the_code() -> None:
    moved = replace(
        SEALED,
        cluster="ban-sao",
        name="Cụm 1",
        scores=tuple(replace(score, file="x.xlsx", cell="Z9") for score in SEALED.scores[::-1]),
    )
    assert code_of(moved) == code_of(SEALED)
    assert code_of(replace(SEALED, year="2020")) != code_of(SEALED)


def test_changes_between_seals_name_what_was_not_sealed() -> None:
    unit = Unit("a", "A", Status.ELIGIBLE, Decimal(0))
    empty = Agreement("c", "C", "2019", "r", "d", (unit,))
    one = replace(empty, scores=(Score("a", "I", Stage.SELF, None), Score("a", "I", Stage.CLUSTER, Decimal("4.50"))))
    assert changes(empty, one) == (
        Change("a", "I", Stage.SELF, None, ""),
        Change("a", "I", Stage.CLUSTER, None, "4.5"),
    )
    assert changes(one, empty) == (
        Change("a", "I", Stage.SELF, "", None),
        Change("a", "I", Stage.CLUSTER, "4.5", None),
    )
