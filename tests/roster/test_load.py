"""Facts about cluster.yaml: what it may say, what is refused, and where."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thidua_cli.catalogue import say
from thidua_cli.findings import Finding
from thidua_cli.roster.load import _Ballot, _Cluster, _Dates, _Unit, check_readings, load
from thidua_cli.roster.model import Member, Roster
from thidua_cli.rubric.load import load as load_rubric
from thidua_cli.rubric.model import Guidance, Status
from thidua_cli.yaml_text import Strict

LEAST = """\
name: Cụm thi đua số 1
year: 2019
rubric: langson-2019/districts-departments
units:
  - {id: so-noi-vu, name: Sở Nội vụ}
  - {id: so-tai-chinh, name: Sở Tài chính}
"""

FULL = """\
id: cum-so-1
name: Cụm thi đua số 1
year: "2018-2019"
rubric: bang-rieng.yaml
decision: 123/QĐ-UBND ngày 01/02/2019
term: khoi
kind: college
previous_leader: so-xay-dung
leader: so-noi-vu
deputies: [so-tai-chinh]
conference: 2020-01-15
dates:
  agreed: 2020-01-05
  reported: 2020-01-07
  previous_conference: 2019-01-11
  half_year: 2019-07-05
  term_1_end: 2019-01-12
  preparatory: 2020-01-10
  self_scores: 2019-12-31
units:
  - id: so-noi-vu
    name: Sở Nội vụ
    aliases: [SNV]
    registered: 2019-01-20
    registered_with_council: 2019-01-22
    signed: true
    sent: 2019-12-30
    member_from: 2017-01-01
    member_to: 2019-06-30
  - id: so-tai-chinh
    name: Sở Tài chính
    registered: false
  - id: so-cong-thuong
    name: Sở Công Thương
    status: excluded
    reason: Đang bị xử lý kỷ luật
    basis: 12/QĐ-UBND
ballots:
  - award: flag
    between: [so-noi-vu, so-tai-chinh]
    votes: {so-noi-vu: 5, so-tai-chinh: 3}
    voters: 8
    minutes: 01/BB
readings: {appraisal_scope: [III], certificates_when_6: 2}
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "cum-1").mkdir()
    return tmp_path / "cum-1" / "cluster.yaml"


def good(file: Path, text: str) -> Roster:
    file.write_text(text, encoding="utf-8")
    roster, findings = load(file)
    assert [say(finding, "en").message for finding in findings] == []
    assert roster is not None
    return roster


def told(findings: tuple[Finding, ...]) -> list[str]:
    """Each finding as `TD904 2:7 message`."""
    lines = []
    for finding in findings:
        params = dict(finding.params)
        for lang in ("vi", "en"):
            said = f"{say(finding, lang)}"
            assert not any(word in said for word in ("None", "True", "Decimal", "pydantic"))
        message = say(finding, "en").message.partition(": ")[2]
        lines.append(f"{finding.code} {params['line']}:{params['column']} {message}")
    return lines


def faults(file: Path, text: str) -> list[str]:
    file.write_text(text, encoding="utf-8")
    roster, findings = load(file)
    assert roster is None
    assert all(finding.file == str(file) for finding in findings)
    return told(findings)


# --- what it may say ------------------------------------------------------------------------------


def test_only_name_year_rubric_and_units_are_required(file: Path) -> None:
    roster = good(file, LEAST)
    assert roster == Roster(
        id="cum-1",
        name="Cụm thi đua số 1",
        year="2019",
        rubric="langson-2019/districts-departments",
        members=(Member("so-noi-vu", "Sở Nội vụ"), Member("so-tai-chinh", "Sở Tài chính")),
    )
    assert roster.listed


def test_everything_that_it_says_is_in_the_roster(file: Path) -> None:
    roster = good(file, FULL)
    assert (roster.id, roster.year, roster.rubric) == ("cum-so-1", "2018-2019", "bang-rieng.yaml")
    assert (roster.leader, roster.deputies) == ("so-noi-vu", ("so-tai-chinh",))
    assert (roster.conference, roster.agreed, roster.reported) == (
        date(2020, 1, 15),
        date(2020, 1, 5),
        date(2020, 1, 7),
    )
    assert (roster.decision, roster.term, roster.kind) == ("123/QĐ-UBND ngày 01/02/2019", "khoi", "college")
    assert roster.previous_leader == "so-xay-dung"
    assert (roster.previous_conference, roster.half_year) == (date(2019, 1, 11), date(2019, 7, 5))
    assert (roster.term_1_end, roster.preparatory) == (date(2019, 1, 12), date(2020, 1, 10))
    assert roster.self_scores == date(2019, 12, 31)
    assert (roster.is_school_year, roster.first_year) == (True, 2018)
    first, second, third = roster.members
    assert first == Member(
        "so-noi-vu",
        "Sở Nội vụ",
        ("SNV",),
        registered=date(2019, 1, 20),
        signed=True,
        registered_with_council=date(2019, 1, 22),
        sent=date(2019, 12, 30),
        member_from=date(2017, 1, 1),
        member_to=date(2019, 6, 30),
    )
    assert (second.registered, second.signed) == (False, None)
    assert (third.status, third.reason, third.basis) == (
        Status.EXCLUDED,
        "Đang bị xử lý kỷ luật",
        "12/QĐ-UBND",
    )
    (ballot,) = roster.ballots
    assert (ballot.award, ballot.between) == ("flag", ("so-noi-vu", "so-tai-chinh"))
    assert dict(ballot.votes) == {"so-noi-vu": 5, "so-tai-chinh": 3}
    assert (ballot.voters, ballot.minutes, ballot.line) == (8, "01/BB", 39)
    assert dict(roster.readings) == {"appraisal_scope": "III", "certificates_when_6": "2"}


@pytest.mark.parametrize(
    ("written", "year"),
    [("2019", "2019"), ("2018-2019", "2018-2019"), ("2018 - 2019", "2018-2019"), ("2018–2019", "2018-2019")],
)
def test_a_year_is_one_year_or_a_school_year(written: str, year: str, file: Path) -> None:
    assert good(file, LEAST.replace("2019\n", f"{written}\n", 1)).year == year


def test_keys_left_empty_count_as_absent(file: Path) -> None:
    roster = good(file, LEAST + "leader:\ndeputies:\ndates:\nballots:\nreadings:\nconference:\n")
    assert (roster.leader, roster.deputies, roster.ballots, dict(roster.readings)) == (None, (), (), {})


def test_a_file_saved_by_notepad_is_read(file: Path) -> None:
    file.write_bytes(b"\xef\xbb\xbf" + LEAST.replace("\n", "\r\n").encode())
    assert load(file).findings == ()


# --- what is refused ------------------------------------------------------------------------------

WRONG = {
    "unknown key": (
        "unit: []",
        "TD902 7:1 there is no “unit” in cluster.yaml. Did you mean “units”?",
    ),
    "leader not listed": (
        "leader: so-noi-vuu",
        "TD909 7:9 “so-noi-vuu” in leader is not among the units. Did you mean “so-noi-vu”?",
    ),
    "deputy not listed": (
        "deputies: [so-noi-vu, abc]",
        "TD909 7:23 “abc” in deputies is not among the units.",
    ),
    "deputies no list": (
        "deputies: so-noi-vu",
        "TD904 7:11 “so-noi-vu” is not valid for deputies; expected a list such as [a, b].",
    ),
    "ballot unit not listed": (
        "ballots: [{award: flag, between: [so-noi-vu, abc], votes: {}}]",
        "TD909 7:46 “abc” in ballots[1].between is not among the units.",
    ),
    "vote not listed": (
        "ballots: [{award: flag, between: [so-noi-vu, so-tai-chinh], votes: {abc: 1}}]",
        "TD909 7:69 “abc” in ballots[1].votes is not among the units.",
    ),
    "ballot of one": (
        "ballots: [{award: flag, between: [so-noi-vu], votes: {}}]",
        "TD904 7:34 “(a list)” is not valid for ballots[1].between; expected a longer list.",
    ),
    "award": (
        "ballots: [{award: flags, between: [so-noi-vu, so-tai-chinh], votes: {}}]",
        (
            "TD904 7:19 “flags” is not valid for ballots[1].award; expected one of: flag, certificate. "
            "Did you mean “flag”?"
        ),
    ),
    "negative vote": (
        "ballots: [{award: flag, between: [so-noi-vu, so-tai-chinh], votes: {so-noi-vu: -1}}]",
        "TD904 7:80 “-1” is not valid for ballots[1].votes.so-noi-vu; expected a whole number, not negative.",
    ),
    "half a voter": (
        "ballots: [{award: flag, between: [so-noi-vu, so-tai-chinh], votes: {}, voters: 0.5}]",
        "TD904 7:80 “0.5” is not valid for ballots[1].voters; expected a whole number, not negative.",
    ),
    "date of no calendar": (
        "conference: 2020-02-30",
        "TD904 7:13 “2020-02-30” is not valid for conference; expected a real date such as 2020-01-15.",
    ),
    "date as in papers": (
        "dates: {agreed: 05/01/2020}",
        "TD904 7:17 “05/01/2020” is not valid for dates.agreed; expected a real date such as 2020-01-15.",
    ),
    "misspelt date": (
        "dates: {halfyear: 2019-07-05}",
        "TD902 7:9 there is no “halfyear” in dates. Did you mean “half_year”?",
    ),
    "a date that is no date": (
        "dates: {term_1_end: tháng 1}",
        "TD904 7:21 “tháng 1” is not valid for dates.term_1_end; expected a real date such as 2020-01-15.",
    ),
    "term": (
        "term: khối",
        "TD904 7:7 “khối” is not valid for term; expected one of: cum, khoi. Did you mean “khoi”?",
    ),
    "kind": (
        "kind: enterprise",
        (
            "TD904 7:7 “enterprise” is not valid for kind; expected one of: districts, departments, enterprises, "
            "credit, party, mass, association, college, central. Did you mean “enterprises”?"
        ),
    ),
    "id": (
        "id: Cụm 1",
        (
            "TD904 7:5 “Cụm 1” is not valid for id; expected an id of lower-case letters, digits and hyphens, "
            "such as so-noi-vu."
        ),
    ),
    "reading of nothing": (
        "readings: {appraisal_scope: []}",
        "TD904 7:29 “(a list)” is not valid for readings.appraisal_scope; expected the name of an option.",
    ),
}

UNITS = {
    "id twice": ("{id: so-noi-vu, name: Sở Khác}", "TD910 7:10 “so-noi-vu” repeats the unit “so-noi-vu”."),
    "name twice": ("{id: khac, name: SỞ NỘI  VỤ}", "TD910 7:22 “SỞ NỘI VỤ” repeats the unit “so-noi-vu”."),
    "alias of another": (
        "{id: khac, name: Khác, aliases: [K, Sở nội-vụ]}",
        "TD910 7:41 “Sở nội-vụ” repeats the unit “so-noi-vu”.",
    ),
    "no name": ("{id: khac}", "TD903 7:5 “name” is missing in units[khac]."),
    "no id": ("{name: Khác}", "TD903 7:5 “id” is missing in units[3]."),
    "status": (
        "{id: khac, name: Khác, status: exclude, reason: x, basis: y}",
        (
            "TD904 7:36 “exclude” is not valid for units[khac].status; expected one of: eligible, excluded, pending. "
            "Did you mean “excluded”?"
        ),
    ),
    "no reason and no basis": (
        "{id: khac, name: Khác, status: pending}",
        "TD911 7:36 Khác has status: pending but no reason, basis.",
    ),
    "no basis": (
        "{id: khac, name: Khác, status: excluded, reason: x, basis: }",
        "TD911 7:36 Khác has status: excluded but no basis.",
    ),
    "registered": (
        "{id: khac, name: Khác, registered: rồi}",
        (
            "TD904 7:40 “rồi” is not valid for units[khac].registered; expected a real date such as 2019-01-20, "
            "true or false."
        ),
    ),
    "signed": (
        "{id: khac, name: Khác, signed: yes}",
        "TD904 7:36 “yes” is not valid for units[khac].signed; expected true or false.",
    ),
    "left before it came": (
        "{id: khac, name: Khác, member_from: 2019-07-01, member_to: 2019-06-30}",
        (
            "TD904 7:64 “2019-06-30” is not valid for units[khac].member_to; "
            "expected a day that is not before member_from."
        ),
    ),
    "sent": (
        "{id: khac, name: Khác, sent: true}",
        "TD904 7:34 “true” is not valid for units[khac].sent; expected a real date such as 2020-01-15.",
    ),
    "unknown key": (
        "{id: khac, name: Khác, alias: [K]}",
        "TD902 7:28 there is no “alias” in units[khac]. Did you mean “aliases”?",
    ),
    "no unit": ("khac", "TD904 7:5 “khac” is not valid for units[3]; expected keys with values below it."),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_a_cluster_may_not_say(case: str, file: Path) -> None:
    line, expected = WRONG[case]
    assert faults(file, LEAST + line + "\n") == [expected]


@pytest.mark.parametrize("case", UNITS)
def test_what_a_unit_may_not_say(case: str, file: Path) -> None:
    unit, expected = UNITS[case]
    assert faults(file, LEAST + f"  - {unit}\n") == [expected]


@pytest.mark.parametrize("year", ["19", "2018-2020", "2019-2018", "2018/2019", "0001", "9999", "năm 2019", "[2019]"])
def test_a_year_that_is_none_is_refused(year: str, file: Path) -> None:
    (fault,) = faults(file, LEAST.replace("2019\n", f"{year}\n", 1))
    assert fault.startswith("TD904 2:7 ")
    assert "a school year of two consecutive years such as 2018-2019" in fault


@pytest.mark.parametrize(("key", "place"), [("name", "1:1"), ("year", "1:1"), ("rubric", "1:1"), ("units", "1:1")])
def test_a_required_key_that_is_absent_is_named(key: str, place: str, file: Path) -> None:
    kept = [line for line in LEAST.splitlines() if not line.startswith((key, *(["  -"] if key == "units" else [])))]
    assert faults(file, "\n".join(kept)) == [f"TD903 {place} “{key}” is missing in cluster.yaml."]


def test_a_cluster_without_units_is_refused(file: Path) -> None:
    text = LEAST.partition("units:")[0] + "units: []\n"
    assert faults(file, text) == ["TD904 4:8 “(a list)” is not valid for units; expected a longer list."]


def test_an_alias_may_repeat_the_unit_s_own_name(file: Path) -> None:
    assert good(file, LEAST + "  - {id: so-y-te, name: Sở Y tế, aliases: [SO Y TE, sở y tế]}\n")


def test_all_faults_are_told_at_once_in_the_order_of_the_file(file: Path) -> None:
    text = """\
year: 2018-2020
leader: abc
units:
  - {id: so-noi-vu, name: Sở Nội vụ, status: pending}
  - {id: so-tai-chinh, name: Sở nội vụ, signed: x, signed: true}
"""
    assert [fault.split()[0] + " " + fault.split()[1] for fault in faults(file, text)] == [
        "TD903 1:1",
        "TD903 1:1",
        "TD904 1:7",
        "TD909 2:9",
        "TD911 4:46",
        "TD910 5:30",
        "TD904 5:49",
        "TD905 5:52",
    ]


def test_a_file_that_cannot_be_read_is_a_finding(tmp_path: Path) -> None:
    assert [finding.code for finding in load(tmp_path / "cluster.yaml").findings] == ["TD001"]
    assert [finding.code for finding in load(tmp_path).findings] == ["TD001"]


def test_many_faults_are_told_quickly_and_not_without_end(file: Path) -> None:
    file.write_text(LEAST + "deputies: [" + "x, " * 40_000 + "]\n", encoding="utf-8")
    assert len(load(file).findings) == 100


@given(st.text(max_size=300))
def test_no_text_raises(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    file = tmp_path_factory.getbasetemp() / "c.yaml"
    for start in ("", LEAST, LEAST + "  - ", "ballots: ", "units: "):
        file.write_bytes((start + text).encode("utf-8", "surrogatepass"))
        roster, findings = load(file)
        assert (roster is None) == bool(findings)


_ids = st.lists(st.from_regex(r"[a-z]{1,4}(-[a-z]{1,3})?", fullmatch=True), min_size=1, max_size=6)


@given(_ids)
def test_units_are_accepted_exactly_when_no_two_share_a_name(
    tmp_path_factory: pytest.TempPathFactory, ids: list[str]
) -> None:
    from thidua_cli.vietnamese import fold

    file = tmp_path_factory.getbasetemp() / "d.yaml"
    units = "".join(f'  - {{id: "{unit}", name: "{unit}"}}\n' for unit in ids)
    file.write_text(f"name: x\nyear: 2019\nrubric: x\nunits:\n{units}", encoding="utf-8")
    assert (load(file).value is not None) == (len({fold(unit) for unit in ids}) == len(ids))


# --- readings -------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def guidance() -> Guidance:
    rubric = load_rubric("langson-2019/enterprises").value
    assert rubric is not None
    return rubric.guidance


def readings(file: Path, guidance: Guidance, text: str) -> list[str]:
    roster = good(file, LEAST + f"readings:\n{text}")
    return told(check_readings(roster, guidance, "cluster.yaml"))


def test_every_option_of_every_reading_is_accepted(file: Path, guidance: Guidance) -> None:
    for name, reading in guidance.readings.items():
        for option in reading.options:
            assert readings(file, guidance, f"  {name}: {option}\n") == []
    assert readings(file, guidance, "  appraisal_scope: [III]\n") == []


def test_an_unknown_reading_is_named_with_what_was_meant(file: Path, guidance: Guidance) -> None:
    assert readings(file, guidance, "  members_counted: listed\n  certificate_when_6: 1\n") == [
        "TD902 9:3 there is no “certificate_when_6” in readings. Did you mean “certificates_when_6”?"
    ]


def test_an_option_that_is_none_is_named_with_those_that_are(file: Path, guidance: Guidance) -> None:
    roster = good(file, LEAST + "readings:\n  certificates_without_flag: topp\n")
    (finding,) = check_readings(roster, guidance, "cluster.yaml")
    assert told((finding,)) == [
        "TD908 8:30 “topp” is no option of the reading “certificates_without_flag”. Did you mean “top”?"
    ]
    assert say(finding, "en").fix == "Allowed: none, top, leader."
    assert finding.clause == "C.II"


def test_readings_that_come_from_no_file_are_checked_too(guidance: Guidance) -> None:
    roster = Roster("a", "A", "2019", "x", (), readings={"abc": "1"})
    assert told(check_readings(roster, guidance, "cluster.yaml"))[0].startswith("TD902 1:1 ")


# --- the page that describes the file -------------------------------------------------------------

PAGE = (Path(__file__).parents[2] / "docs" / "cluster-yaml.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("model", [_Cluster, _Dates, _Unit, _Ballot], ids=lambda model: model.__name__)
def test_the_page_names_every_key(model: type[Strict]) -> None:
    assert [key for key in model.model_fields if f"`{key}`" not in PAGE] == []
