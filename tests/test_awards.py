"""Facts about the proposals: the readings that played a part, what each option changes, all reasons and findings."""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any, Final, Literal

import pytest
import yaml
from msgspec.structs import replace

from tests.by_totals import CERTIFICATE_CLAUSE, FLAG_CLAUSE, PATH, proposed, table
from tests.cases import folder
from tests.sheets import DISTRICTS
from thidua_cli import awards, catalogue
from thidua_cli.catalogue import Reason, Text, say
from thidua_cli.pipeline import rank
from thidua_cli.roster.model import Ballot
from thidua_cli.rubric.model import Size, Status

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from thidua_cli.awards import Recommendation
    from thidua_cli.findings import Finding
    from thidua_cli.roster.model import AwardId

    Case = Callable[[], Recommendation]

PENDING = {"status": "pending", "reason": "đang thanh tra", "basis": "7/QĐ-TTr"}
EXCLUDED = {"status": "excluded", "reason": "vi phạm", "basis": "12/KL-TTr"}


def recommended(
    home: Path, *totals: Any, readings: dict[str, Any] | None = None, units: dict[str, Any] | None = None
) -> Recommendation:
    """What is proposed for a cluster of units `a`, `b`, …, of which each has its total; None sent no sheet."""
    ids = "abcdefghijk"[: len(totals)]
    members = [{"id": id_, "name": f"Sở {id_.upper()}", **(units or {}).get(id_, {})} for id_ in ids]
    cluster = {"name": "Cụm", "year": 2019, "rubric": DISTRICTS, "units": members, "readings": readings or {}}
    files: dict[str, Any] = {"cluster.yaml": yaml.safe_dump(cluster, allow_unicode=True)}
    for id_, total in zip(ids, totals, strict=True):
        if total is not None:
            files[f"{id_}.xlsx"] = {"unit": f"Sở {id_.upper()}", "spread": total}
    folder.write(files, home)
    (report,) = rank(str(home), "2019").clusters
    return report.recommendation


def reasons(recommendation: Recommendation, unit: str) -> list[str]:
    return [reason.say("en") for reason in recommendation.reasons[unit]]


@pytest.mark.parametrize(
    ("totals", "units", "played"),
    [
        ((120, 119, 118, 117, 116), {}, ()),
        ((120, 119, 118, 117, 116, 115), {}, ("certificates_when_6",)),
        ((109, 108), {}, ("certificates_without_flag",)),
        ((120, 119, 119), {}, ("certificate_tie",)),
        ((120, 119, 118), {"a": PENDING}, ("pending_unit",)),
        ((120, 119, 90), {"c": PENDING}, ()),
        ((120, 119, 118, 117, 116, 115, None), {"g": EXCLUDED}, ("members_counted",)),
        ((120, 119.95, 119), {}, ("narrow_gap",)),
        ((120, 119.9, 119), {}, ()),
    ],
)
def test_a_reading_plays_where_another_option_would_change_the_outcome(
    totals: tuple[Any, ...], units: dict[str, Any], played: tuple[str, ...], tmp_path: Path
) -> None:
    assert recommended(tmp_path, *totals, units=units).readings == played


def test_a_narrow_lead_plays_whether_it_is_told_or_not(tmp_path: Path) -> None:
    for number, option in enumerate(("0.05", "0")):
        found = recommended(tmp_path / str(number), 120, 119.95, readings={"narrow_gap": option})
        assert found.readings == ("narrow_gap",)
        assert ("TD613" in {finding.code for finding in found.findings}) == (option == "0.05")


def test_a_tie_that_is_left_open_says_why_to_those_in_it_and_to_those_behind(tmp_path: Path) -> None:
    found = recommended(tmp_path, 120, 118, 118, 117, readings={"certificate_tie": "none"})
    assert (found.certificate.proposed, found.certificate.ballot) == ((), ())
    assert reasons(found, "b") == [
        "Ties (118) with Sở C for the 1 remaining certificate(s); by the reading certificate_tie: none, not proposed."
    ]
    assert reasons(found, "d") == [
        "The remaining certificate(s) are not proposed because of the tie above; no unit below it is considered."
    ]


def test_what_is_held_for_a_pending_unit_says_so_in_place_of_the_proposal(tmp_path: Path) -> None:
    found = recommended(tmp_path, 125, 120, 119, units={"a": PENDING}, readings={"pending_unit": "hold"})
    assert (found.flag.proposed, found.certificate.proposed) == ((), ())
    (reason,) = reasons(found, "b")
    assert reason == (
        "Units are still pending (Sở A); by the reading pending_unit: hold, "
        "the proposal for the Flag of the provincial People's Committee is held."
    )


def test_what_no_pending_unit_can_change_is_not_held(tmp_path: Path) -> None:
    found = recommended(
        tmp_path, 130, 128, 120, 119, 118, 117, 116, units={"d": PENDING}, readings={"pending_unit": "hold"}
    )
    assert (found.flag.proposed, found.certificate.proposed) == (("a",), ("b", "c"))


@pytest.mark.parametrize(("option", "quota"), [("listed", 2), ("eligible", 1), ("sent", 1)])
def test_members_are_counted_as_the_reading_says(option: str, quota: int, tmp_path: Path) -> None:
    found = recommended(
        tmp_path, 120, 119, 118, 117, 116, None, None, units={"f": EXCLUDED, "g": EXCLUDED},
        readings={"members_counted": option},
    )  # fmt: skip
    assert found.certificate.quota == quota


# --- every reason, whole: on totals alone --------------------------------------------------------

FLAG = Text("Cờ thi đua của UBND tỉnh", "Flag of the provincial People's Committee")
CERTIFICATE = Text("Bằng khen của Chủ tịch UBND tỉnh", "Certificate of the provincial Chairman")
FLAG_WORD, CERTIFICATE_WORD = Text("Cờ thi đua", "flag"), Text("Bằng khen", "certificate")
WAITS = {"status": Status.PENDING, "reason": "đang thanh tra", "basis": "7/QĐ-TTr"}
OUT = {"status": Status.EXCLUDED, "reason": "vi phạm", "basis": "12/KL-TTr"}
D = Decimal


def case(*totals: str | None, **how: Any) -> Case:
    """The same as `proposed`, worked out only when the test runs."""
    return partial(proposed, *totals, **how)


def vote(award: AwardId, /, minutes: str | None = None, voters: int | None = None, **votes: int) -> Ballot:
    """A ballot in which everybody voted, unless the voters are counted otherwise."""
    return Ballot(award, tuple(votes), votes, sum(votes.values()) if voters is None else voters, minutes)


UNPLACED = Text("", "")  # a ballot that was read from no file stands on no line


def quota(number: int) -> dict[str, Any]:
    return {"sizes": (Size(1, None, number),)}


def flag_of(text: Text, **params: Any) -> Reason:
    return Reason.of(text, FLAG_CLAUSE, **params)


def certificate_of(text: Text, **params: Any) -> Reason:
    return Reason.of(text, CERTIFICATE_CLAUSE, **params)


NEXT_1_OF_1 = certificate_of(awards._NEXT, place=1, quota=1, award=CERTIFICATE)
NO_FLAG = certificate_of(awards._NO_FLAG)

REASONS: dict[str, tuple[Case, str, list[Reason]]] = {
    "the first above the least total is proposed": (
        case("120", "100"), "a", [flag_of(awards._FIRST, total=D(120), least=D(110), award=FLAG)],
    ),
    "the first exactly at the least total is proposed": (
        case("110", "100"), "a", [flag_of(awards._FIRST, total=D(110), least=D(110), award=FLAG)],
    ),
    "without a least total any first is proposed": (
        case("0.5", "0.2", rubric=table(flag={"least_total": None})), "a",
        [flag_of(awards._FIRST, total=D("0.5"), least=D(0), award=FLAG)],
    ),
    "the first just below is short by the difference": (
        case("109.99", "100"), "a",
        [flag_of(awards._BELOW, least=D(110), short=D("0.01"), award=FLAG), NO_FLAG],
    ),
    "the winner of a ballot with minutes": (
        case("120", "120", ballots=(vote("flag", "BB 5", a=5, b=3),)), "a",
        [flag_of(awards._FIRST_BY_BALLOT, total=D(120), votes=5, minutes=Text(" (BB 5)", " (BB 5)"), award=FLAG)],
    ),
    "the winner of a ballot without minutes": (
        case("120", "120", ballots=(vote("flag", a=3, b=5),)), "b",
        [flag_of(awards._FIRST_BY_BALLOT, total=D(120), votes=5, minutes=Text("", ""), award=FLAG)],
    ),
    "the loser of a ballot is first in line": (
        case("120", "120", "119", ballots=(vote("flag", a=5, b=3),)), "b",
        [flag_of(awards._LOST_BALLOT, total=D(120), votes=3), NEXT_1_OF_1],
    ),
    "a tie at the top names the others": (
        case("120", "120", "120", "1"), "b",
        [flag_of(awards._TIED_FIRST, total=D(120), others=("Sở A", "Sở C"))],
    ),
    "the next in line": (case("120", "119", "118"), "b", [NEXT_1_OF_1]),
    "the second of two certificates": (
        case("120", "119", "118", rubric=table(certificate=quota(2))), "c",
        [certificate_of(awards._NEXT, place=2, quota=2, award=CERTIFICATE)],
    ),
    "a tie that just fits the places is no tie for the last": (
        case("120", "119", "119", rubric=table(certificate=quota(2))), "c",
        [certificate_of(awards._NEXT, place=2, quota=2, award=CERTIFICATE)],
    ),
    "outside, by the distance to the last in line": (
        case("120", "119", "117.25"), "c", [certificate_of(awards._OUTSIDE, quota=1, short=D("1.75"))],
    ),
    "outside behind an open ballot, by the distance to those that tie": (
        case("120", "119", "119", "117"), "d", [certificate_of(awards._OUTSIDE, quota=1, short=D(2))],
    ),
    "a tie across the last place": (
        case("120", "119", "119"), "c",
        [certificate_of(awards._TIED_LAST, total=D(119), others=("Sở B",), places=1)],
    ),
    "a tie for what is left of two places": (
        case("120", "119", "118", "118", rubric=table(certificate=quota(2))), "d",
        [certificate_of(awards._TIED_LAST, total=D(118), others=("Sở C",), places=1)],
    ),
    "the winner of the last place": (
        case("120", "119", "119", ballots=(vote("certificate", "BB 6", b=4, c=2),)), "b",
        [certificate_of(
            awards._NEXT_BY_BALLOT, total=D(119), votes=4, minutes=Text(" (BB 6)", " (BB 6)"), award=CERTIFICATE
        )],
    ),
    "the loser of the last place": (
        case("120", "119", "119", ballots=(vote("certificate", b=4, c=2),)), "c",
        [certificate_of(awards._LOST_LAST, total=D(119), votes=2)],
    ),
    "a tie that the reading leaves": (
        case("120", "119", "119", rubric=table(certificate_tie="none")), "b",
        [certificate_of(awards._TIE_LEFT, total=D(119), others=("Sở C",), places=1)],
    ),
    "behind a tie that the reading leaves": (
        case("120", "119", "119", "118", rubric=table(certificate_tie="none")), "d",
        [certificate_of(awards._BEHIND_TIE)],
    ),
    "no flag, so nobody is next": (case("109", "108"), "b", [NO_FLAG]),
    "no flag, the leader by the reading": (
        case("109", "108", rubric=table(certificates_without_flag="leader", certificate=quota(2))), "a",
        [certificate_of(awards._WITHOUT_FLAG, option="leader", award=CERTIFICATE)],
    ),
    "no flag, behind the leader by the reading": (
        case("109", "108", rubric=table(certificates_without_flag="leader", certificate=quota(2))), "b",
        [certificate_of(awards._OUTSIDE, quota=1, short=D(1))],
    ),
    "no flag, the second of the top by the reading": (
        case("109", "108", rubric=table(certificates_without_flag="top", certificate=quota(2))), "b",
        [certificate_of(awards._WITHOUT_FLAG, option="top", award=CERTIFICATE)],
    ),
    "sure whatever the ballot for the flag gives": (
        case("120", "120", "119", rubric=table(certificate=quota(2))), "c",
        [certificate_of(awards._SURE, quota=2)],
    ),
    "held until the ballot for the flag, for one place too few": (
        case("120", "120", "119"), "c", [certificate_of(awards._HELD, quota=1)],
    ),
    "held behind one that is sure": (
        case("120", "120", "119", "118", rubric=table(certificate=quota(2))), "d",
        [certificate_of(awards._HELD, quota=2)],
    ),
    "sure together, as a tie that fits": (
        case("120", "120", "119", "119", rubric=table(certificate=quota(3))), "d",
        [certificate_of(awards._SURE, quota=3)],
    ),
    "held together, as a tie that does not fit": (
        case("120", "120", "119", "119", rubric=table(certificate=quota(2))), "d",
        [certificate_of(awards._HELD, quota=2)],
    ),
    "below the certificate's own least total": (
        case("120", "99.5", rubric=table(certificate={"least_total": D(100)})), "b",
        [certificate_of(awards._TOO_LOW, least=D(100), short=D("0.5"), award=CERTIFICATE)],
    ),
    "exactly at the certificate's own least total": (
        case("120", "100", rubric=table(certificate={"least_total": D(100)})), "b", [NEXT_1_OF_1],
    ),
    "no certificate at all": (
        case("120", "119", rubric=table(certificate=quota(0))), "b", [certificate_of(awards._NONE)],
    ),
    "no certificate, but the flag's holder has it": (
        case("120", "119", rubric=table(certificate=quota(0))), "a",
        [flag_of(awards._FIRST, total=D(120), least=D(110), award=FLAG)],
    ),
    "no certificate, while the flag awaits its ballot": (
        case("120", "120", rubric=table(certificate=quota(0))), "a",
        [flag_of(awards._TIED_FIRST, total=D(120), others=("Sở B",))],
    ),
    "a flag that is held": (
        case("125", "120", members={"a": WAITS}, rubric=table(pending_unit="hold")), "b",
        [Reason.of(awards._PLACE_HELD, "D.3", names=("Sở A",), award=FLAG)],
    ),
    "a certificate that is held": (
        case("125", "124", "120", members={"b": WAITS}, rubric=table(pending_unit="hold")), "c",
        [Reason.of(awards._PLACE_HELD, "D.3", names=("Sở B",), award=CERTIFICATE)],
    ),
}  # fmt: skip


@pytest.mark.parametrize("fact", REASONS)
def test_a_unit_is_told_exactly(fact: str) -> None:
    found, unit, expected = REASONS[fact]
    assert list(found().reasons[unit]) == expected


WORDS = {
    "the first above the least total is proposed": (
        "Điểm cao nhất cụm (120), đạt mức tối thiểu 110 điểm; đề nghị Cờ thi đua của UBND tỉnh.",
        "Highest total of the cluster (120), at least 110; proposed for the Flag of the provincial People's Committee.",
    ),
    "the first just below is short by the difference": (
        "Dẫn đầu nhưng dưới 110 điểm (thiếu 0,01); không đề nghị Cờ thi đua của UBND tỉnh.",
        (
            "Leads, but is below 110 points (short by 0.01); not proposed for the Flag of the provincial "
            "People's Committee."
        ),
    ),
    "the winner of a ballot with minutes": (
        "Cùng điểm cao nhất (120), được chọn qua bỏ phiếu với 5 phiếu (BB 5); đề nghị Cờ thi đua của UBND tỉnh.",
        (
            "Shares the highest total (120) and won the ballot with 5 votes (BB 5); proposed for the Flag of "
            "the provincial People's Committee."
        ),
    ),
    "the loser of a ballot is first in line": (
        "Cùng điểm cao nhất nhưng không được chọn qua bỏ phiếu (3 phiếu); đứng đầu hàng xét Bằng khen.",
        "Shares the highest total but lost the ballot (3 votes); first in line for a certificate.",
    ),
    "a tie at the top names the others": (
        "Cùng điểm cao nhất (120) với Sở A, Sở C; chờ bỏ phiếu chọn đơn vị dẫn đầu.",
        "Shares the highest total (120) with Sở A, Sở C; a ballot decides who leads.",
    ),
    "the next in line": (
        (
            "Số điểm liền kề sau đơn vị được đề nghị Cờ (Bằng khen thứ 1 trong 1); đề nghị Bằng khen của Chủ "
            "tịch UBND tỉnh."
        ),
        (
            "Next after the unit proposed for the flag (certificate 1 of 1); proposed for the Certificate of "
            "the provincial Chairman."
        ),
    ),
    "outside, by the distance to the last in line": (
        "Cụm được đề nghị 1 Bằng khen; thiếu 1,75 điểm so với đơn vị cuối cùng được xét.",
        "The cluster may propose 1 certificate(s); 1.75 points short of the last unit in line.",
    ),
    "a tie across the last place": (
        "Bằng điểm (119) với Sở B cho 1 Bằng khen còn lại; chờ bỏ phiếu.",
        "Ties (119) with Sở B for the 1 remaining certificate(s); a ballot decides.",
    ),
    "the winner of the last place": (
        (
            "Bằng điểm (119) ở vị trí cuối được xét, được chọn qua bỏ phiếu với 4 phiếu (BB 6); đề nghị Bằng "
            "khen của Chủ tịch UBND tỉnh."
        ),
        (
            "Ties (119) for the last place and won the ballot with 4 votes (BB 6); proposed for the "
            "Certificate of the provincial Chairman."
        ),
    ),
    "the loser of the last place": (
        "Bằng điểm (119) ở vị trí cuối được xét nhưng không được chọn qua bỏ phiếu (2 phiếu).",
        "Ties (119) for the last place but lost the ballot (2 votes).",
    ),
    "a tie that the reading leaves": (
        "Bằng điểm (119) với Sở C cho 1 Bằng khen còn lại; theo cách hiểu certificate_tie: none, không đề nghị.",
        "Ties (119) with Sở C for the 1 remaining certificate(s); by the reading certificate_tie: none, not proposed.",
    ),
    "behind a tie that the reading leaves": (
        "Bằng khen còn lại không đề nghị vì các đơn vị bằng điểm ở trên; không xét đơn vị xếp sau.",
        "The remaining certificate(s) are not proposed because of the tie above; no unit below it is considered.",
    ),
    "no flag, so nobody is next": (
        "Không có đơn vị được đề nghị Cờ nên chưa xác định đơn vị “liền kề sau”.",
        "No flag is proposed, so no unit is “next after” its holder.",
    ),
    "no flag, the leader by the reading": (
        (
            "Không có đơn vị được đề nghị Cờ; theo cách hiểu certificates_without_flag: leader, đề nghị Bằng "
            "khen của Chủ tịch UBND tỉnh."
        ),
        (
            "No flag is proposed; by the reading certificates_without_flag: leader, proposed for the "
            "Certificate of the provincial Chairman."
        ),
    ),
    "sure whatever the ballot for the flag gives": (
        "Chờ bỏ phiếu Cờ thi đua; dù kết quả thế nào, đơn vị này vẫn trong số 2 Bằng khen.",
        "Awaits the ballot for the flag; whatever its result, this unit is among the 2 certificate(s).",
    ),
    "held until the ballot for the flag, for one place too few": (
        "Chờ bỏ phiếu Cờ thi đua; Bằng khen được xét sau khi có kết quả.",
        "Awaits the ballot for the flag; certificates are settled after it.",
    ),
    "below the certificate's own least total": (
        "Dưới 100 điểm (thiếu 0,5); không đề nghị Bằng khen của Chủ tịch UBND tỉnh.",
        "Below 100 points (short by 0.5); not proposed for the Certificate of the provincial Chairman.",
    ),
    "no certificate at all": (
        "Cụm không có Bằng khen nào để đề nghị.",
        "The cluster has no certificate to propose.",
    ),
    "a flag that is held": (
        "Còn đơn vị chưa xét (Sở A); theo cách hiểu pending_unit: hold, giữ lại đề nghị Cờ thi đua của UBND tỉnh.",
        (
            "Units are still pending (Sở A); by the reading pending_unit: hold, the proposal for the Flag of "
            "the provincial People's Committee is held."
        ),
    ),
}


@pytest.mark.parametrize("fact", WORDS)
def test_a_reason_reads_so_in_both_languages(fact: str) -> None:
    found, unit, _ = REASONS[fact]
    (reason, *_) = found().reasons[unit]
    assert (reason.say("vi"), reason.say("en")) == WORDS[fact]


# --- every finding, whole ------------------------------------------------------------------------

INVALID: dict[str, Any] = {"file": PATH, "award": CERTIFICATE_WORD}
SIX = ("120", "119", "118", "117", "116", "115")

FINDINGS: dict[str, tuple[Case, list[Finding]]] = {
    "a plain cluster has none": (case("120", "119", "118"), []),
    "an empty cluster has none": (case(), []),
    "six members": (
        case(*SIX, rubric=table(certificates_when_6="2")),
        [catalogue.SIX_MEMBERS.finding(
            file=PATH, clause=CERTIFICATE_CLAUSE, used="02", number=Text("06", "6"), above=Text("07", "7"),
            reading="certificates_when_6", options=Text("1 hoặc 2", "1 or 2"),
        )],
    ),
    "the count matters": (
        case(*SIX[:5], None, None, members={"f": OUT, "g": OUT}),
        [catalogue.COUNT_MATTERS.finding(file=PATH, listed=7, quota=2, other=5, other_quota=1)],
    ),
    "the leader is below": (
        case("109.5", "109"),
        [
            catalogue.LEADER_BELOW_THRESHOLD.finding(
                file=PATH, found=D("109.5"), allowed=D(110), short=D("0.5"), unit="a"
            ),
            catalogue.CERTIFICATES_WITHOUT_FLAG.finding(file=PATH, names=("Sở A",)),
        ],
    ),
    "candidates without a flag are those whose rank is at most the quota": (
        case("109", "108", "108", "107", rubric=table(certificate=quota(2))),
        [
            catalogue.LEADER_BELOW_THRESHOLD.finding(file=PATH, found=D(109), allowed=D(110), short=D(1), unit="a"),
            catalogue.CERTIFICATES_WITHOUT_FLAG.finding(file=PATH, names=("Sở A", "Sở B", "Sở C")),
        ],
    ),
    "candidates without a flag reach the certificate's least total": (
        case("109", "108", "107", rubric=table(certificate={**quota(3), "least_total": D(108)})),
        [
            catalogue.LEADER_BELOW_THRESHOLD.finding(file=PATH, found=D(109), allowed=D(110), short=D(1), unit="a"),
            catalogue.CERTIFICATES_WITHOUT_FLAG.finding(file=PATH, names=("Sở A", "Sở B")),
        ],
    ),
    "the flag awaits its ballot": (
        case("120", "120", "119"),
        [catalogue.FLAG_BALLOT_OPEN.finding(file=PATH, number=2, total=D(120), names=("Sở A", "Sở B"))],
    ),
    "the last certificate awaits its ballot": (
        case("120", "119", "119"),
        [catalogue.CERTIFICATE_BALLOT_OPEN.finding(
            file=PATH, number=2, total=D(119), places=1, names=("Sở B", "Sở C")
        )],
    ),
    "the tie is left": (
        case("120", "119", "119", rubric=table(certificate_tie="none")),
        [catalogue.CERTIFICATE_TIE_LEFT.finding(
            file=PATH, number=2, total=D(119), places=1, names=("Sở B", "Sở C")
        )],
    ),
    "a level vote": (
        case("120", "120", "120", ballots=(vote("flag", a=4, b=4, c=1),)),
        [
            catalogue.BALLOT_TIED.finding(file=PATH, award=FLAG_WORD, names=("Sở A", "Sở B"), votes=4, line=UNPLACED),
            catalogue.FLAG_BALLOT_OPEN.finding(file=PATH, number=3, total=D(120), names=("Sở A", "Sở B", "Sở C")),
        ],
    ),
    "a level vote below a winner": (
        case(
            "120", "119", "119", "119", rubric=table(certificate=quota(2)),
            ballots=(vote("certificate", b=5, c=2, d=2),),
        ),
        [
            catalogue.BALLOT_TIED.finding(
                file=PATH, award=CERTIFICATE_WORD, names=("Sở C", "Sở D"), votes=2, line=UNPLACED
            ),
            catalogue.CERTIFICATE_BALLOT_OPEN.finding(
                file=PATH, number=3, total=D(119), places=2, names=("Sở B", "Sở C", "Sở D")
            ),
        ],
    ),
    "a ballot that contradicts": (
        case("120", "119", "119", ballots=(vote("certificate", b=4, c=2), vote("certificate", b=2, c=4))),
        [
            catalogue.BALLOT_INVALID.finding(
                **INVALID, reason=Text("trái với kết quả bỏ phiếu ghi trước đó", "it contradicts an earlier ballot"),
                line=UNPLACED, found="c", allowed="b",
            ),
            catalogue.CERTIFICATE_BALLOT_OPEN.finding(
                file=PATH, number=2, total=D(119), places=1, names=("Sở B", "Sở C")
            ),
        ],
    ),
    "a ballot that repeats the result": (
        case("120", "119", "119", ballots=(vote("certificate", b=4, c=2), vote("certificate", b=3, c=2))), [],
    ),
    "a ballot with other units than the tied": (
        case("120", "119", "119", "118", ballots=(vote("certificate", b=4, d=2),)),
        [
            catalogue.CERTIFICATE_BALLOT_OPEN.finding(
                file=PATH, number=2, total=D(119), places=1, names=("Sở B", "Sở C")
            ),
            catalogue.BALLOT_INVALID.finding(
                **INVALID,
                reason=Text(
                    "bỏ phiếu giữa Sở B, Sở D, trong khi các đơn vị bằng điểm là Sở B, Sở C",
                    "it was held between Sở B, Sở D, but the units that tie are Sở B, Sở C",
                ),
                line=UNPLACED, found="b, d", allowed="b, c",
            ),
        ],
    ),
    "a ballot without a tie": (
        case("120", "119", ballots=(vote("flag", a=4, x=2),)),
        [catalogue.BALLOT_UNUSED.finding(
            file=PATH, award=FLAG_WORD, names=("Sở A", "x"),
            reason=Text(
                "không có vị trí khen thưởng nào chờ các đơn vị này bỏ phiếu",
                "no award awaits a ballot between these units",
            ),
            line=UNPLACED, found="a, x",
        )],
    ),
    "a ballot for the certificate before the flag's": (
        case("120", "120", "119", "119", ballots=(vote("certificate", c=4, d=2),)),
        [
            catalogue.FLAG_BALLOT_OPEN.finding(file=PATH, number=2, total=D(120), names=("Sở A", "Sở B")),
            catalogue.BALLOT_UNUSED.finding(
                file=PATH, award=CERTIFICATE_WORD, names=("Sở C", "Sở D"),
                reason=Text(
                    "Bằng khen được xét sau khi có kết quả bỏ phiếu Cờ thi đua",
                    "certificates are settled after the ballot for the flag",
                ),
                line=UNPLACED, found="c, d",
            ),
        ],
    ),
    "a lead of exactly the narrow gap": (
        case("120", "119.95", "110"),
        [catalogue.NARROW_GAP.finding(file=PATH, first="Sở A", second="Sở B", gap=D("0.05"))],
    ),
    "a lead just wider": (case("120", "119.949", "110"), []),
    "a narrow lead at the last certificate": (
        case("120", "115", "114.99"),
        [catalogue.NARROW_GAP.finding(file=PATH, first="Sở B", second="Sở C", gap=D("0.01"))],
    ),
    "a narrow lead between two certificates decides nothing": (
        case("120", "115", "114.99", "111", rubric=table(certificate=quota(2))), [],
    ),
    "a narrow lead between two that get nothing decides nothing": (case("120", "115", "112", "111.99"), []),
    "a guidance without readings has the same narrow gap": (
        case("120", "119.95", rubric=table(silent=True)),
        [catalogue.NARROW_GAP.finding(file=PATH, first="Sở A", second="Sở B", gap=D("0.05"))],
    ),
    "a certificate below the flag's threshold": (
        case("120", "109.99"),
        [catalogue.CERTIFICATE_BELOW_THRESHOLD.finding(
            file=PATH, unit="b", name="Sở B", total=D("109.99"), allowed=D(110)
        )],
    ),
    "a certificate exactly at the flag's threshold": (case("120", "110"), []),
    "a certificate with its own least total is not below": (
        case("120", "109", rubric=table(certificate={"least_total": D(100)})), [],
    ),
    "a flag without a threshold has no certificate below it": (
        case("120", "0.5", rubric=table(flag={"least_total": None})), [],
    ),
    "a pending unit would change the proposals": (
        case("120", "119", "118", members={"b": WAITS}),
        [catalogue.PENDING_MATTERS.finding(file=PATH, unit="b", name="Sở B", total=D(119), rank=2)],
    ),
    "a pending unit would change nothing": (case("120", "119", "118", members={"c": WAITS}), []),
    "a pending unit without a sheet is not told": (case("120", "119", None, members={"c": WAITS}), []),
    "everything is held for a pending unit without a sheet": (
        case("120", "119", "118", None, members={"d": WAITS}, rubric=table(pending_unit="hold")),
        [catalogue.PROPOSALS_HELD.finding(file=PATH, names=("Sở A", "Sở B"), pending=("Sở D",))],
    ),
    "what a pending unit would change is held": (
        case("120", "119", "118", members={"b": WAITS}, rubric=table(pending_unit="hold")),
        [
            catalogue.PENDING_MATTERS.finding(file=PATH, unit="b", name="Sở B", total=D(119), rank=2),
            catalogue.PROPOSALS_HELD.finding(file=PATH, names=("Sở C",), pending=("Sở B",)),
        ],
    ),
}  # fmt: skip


@pytest.mark.parametrize("fact", FINDINGS)
def test_the_findings_are_exactly(fact: str) -> None:
    found, expected = FINDINGS[fact]
    assert list(found().findings) == expected


# --- ballots ------------------------------------------------------------------------------------


def reading_of(ballot: Ballot, places: int = 1) -> Text | None:
    fault = awards._why_invalid(ballot, places)
    return fault.reason if fault else None


@pytest.mark.parametrize(
    ("ballot", "places", "found", "allowed"),
    [
        (Ballot("flag", ("a", "b"), {"a": 4, "b": 2}, 5), 1, "6", "0–5"),
        (Ballot("certificate", ("a", "b", "c"), {"a": 5, "b": 5, "c": 1}, 5), 2, "11", "0–10"),
        (Ballot("certificate", ("a", "b", "c"), {"a": 6, "b": 0, "c": 0}, 5), 2, "6", "0–5"),
        (Ballot("flag", ("a", "b"), {"a": 4, "x": 1}, 5), 1, "x", "a, b"),
        (Ballot("flag", ("a", "b"), {"b": 4}, 5), 1, "b", "a, b"),
    ],
)
def test_an_invalid_ballot_names_what_it_says_and_what_may_be(
    ballot: Ballot, places: int, found: str, allowed: str
) -> None:
    fault = awards._why_invalid(ballot, places)
    assert fault is not None
    assert (fault.found, fault.allowed) == (found, allowed)


def test_a_fault_is_told_with_the_line_it_stands_on() -> None:
    recorded = replace(vote("flag", voters=3, a=4, b=2), line=12)
    (told,) = (one for one in proposed("120", "120", ballots=(recorded,)).findings if one.code == "TD609")
    assert say(told, "vi").message == (
        "Kết quả bỏ phiếu xét Cờ thi đua (dòng 12 của cluster.yaml) không hợp lệ: tổng số phiếu 6 vượt số người "
        "bỏ phiếu 3; ghi 6, cho phép 0–3."
    )


def test_votes_that_are_not_accounted_for_are_told_and_the_ballot_counts() -> None:
    found = proposed("120", "120", ballots=(vote("flag", voters=8, a=4, b=3),))
    assert found.flag.proposed == ("a",)
    assert list(found.findings) == [
        catalogue.BALLOT_VOTES_MISSING.finding(
            file=PATH, award=FLAG_WORD, line=UNPLACED, found="7", allowed="8", missing=1
        )
    ]


def test_two_places_leave_votes_that_nobody_need_account_for() -> None:
    """Each voter may name two units and need not."""
    ballots = (vote("certificate", voters=9, b=5, c=4, d=2),)
    found = proposed("120", "119", "119", "119", rubric=table(certificate=quota(2)), ballots=ballots)
    assert (found.certificate.proposed, list(found.findings)) == (("b", "c"), [])


def test_a_ballot_without_the_number_of_voters_counts_and_is_told() -> None:
    found = proposed("120", "120", ballots=(Ballot("flag", ("a", "b"), {"a": 4, "b": 3}),))
    assert found.flag.proposed == ("a",)
    assert list(found.findings) == [
        catalogue.BALLOT_WITHOUT_VOTERS.finding(file=PATH, award=FLAG_WORD, line=UNPLACED, cast=7)
    ]


# --- ballots that have yet to be held -----------------------------------------------------------


def asked(found: Recommendation) -> list[tuple[str, int, str, int, dict[str, int], str]]:
    """Each open ballot: award, places, units, which vote it is, the last votes, who has a place already."""
    return [
        (
            ballot.award.id,
            ballot.places,
            "".join(row.member.id for row in ballot.units),
            ballot.number,
            dict(ballot.votes),
            "".join(ballot.won),
        )
        for ballot in found.ballots
    ]


OPEN: Final[dict[str, tuple[Case, list[tuple[str, int, str, int, dict[str, int], str]]]]] = {
    "nothing is open": (case("120", "119", "118"), []),
    "a tie for the first place": (case("120", "120", "118"), [("flag", 1, "ab", 1, {}, "")]),
    "a tie for the last certificate": (case("120", "119", "119"), [("certificate", 1, "bc", 1, {}, "")]),
    "a tie for two certificates": (
        case("120", "119", "119", "119", rubric=table(certificate=quota(2))), [("certificate", 2, "bcd", 1, {}, "")],
    ),
    "a decided tie": (case("120", "120", ballots=(vote("flag", a=5, b=3),)), []),
    "a level vote of all": (
        case("120", "120", ballots=(vote("flag", a=4, b=4),)), [("flag", 1, "ab", 2, {"a": 4, "b": 4}, "")],
    ),
    "a level vote of the first two of three": (
        case("120", "120", "120", ballots=(vote("flag", a=4, b=4, c=1),)),
        [("flag", 1, "ab", 2, {"a": 4, "b": 4, "c": 1}, "")],
    ),
    "level for the second place of two": (
        case(
            "120", "119", "119", "119", rubric=table(certificate=quota(2)),
            ballots=(vote("certificate", b=5, c=2, d=2),),
        ),
        [("certificate", 1, "cd", 2, {"b": 5, "c": 2, "d": 2}, "b")],
    ),
    "level a second time": (
        case("120", "120", "120", ballots=(vote("flag", a=4, b=4, c=1), vote("flag", a=2, b=2))),
        [("flag", 1, "ab", 3, {"a": 2, "b": 2, "c": 1}, "")],
    ),
    "an invalid vote is none": (
        case("120", "120", ballots=(vote("flag", voters=3, a=4, b=2),)), [("flag", 1, "ab", 1, {}, "")],
    ),
    "two votes that contradict each other": (
        case("120", "120", ballots=(vote("flag", a=5, b=3), vote("flag", a=3, b=5))), [("flag", 1, "ab", 3, {}, "")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("fact", OPEN)
def test_the_ballots_that_have_yet_to_be_held_are(fact: str) -> None:
    found, expected = OPEN[fact]
    assert asked(found()) == expected


@pytest.mark.parametrize(("votes", "voters", "places"), [(9, None, 1), (5, 5, 1), (5, 5, 2)])
def test_votes_up_to_the_number_of_voters_are_valid(votes: int, voters: int | None, places: int) -> None:
    assert reading_of(Ballot("flag", ("a", "b"), {"a": votes, "b": 0}, voters), places) is None


def test_two_places_give_each_voter_two_votes() -> None:
    assert reading_of(Ballot("certificate", ("a", "b", "c"), {"a": 5, "b": 5, "c": 0}, 5), 2) is None
    assert reading_of(Ballot("certificate", ("a", "b", "c"), {"a": 5, "b": 5, "c": 1}, 5), 2) == Text(
        "tổng số phiếu 11 vượt số người bỏ phiếu 5", "11 votes were cast by 5 voters"
    )


def test_one_vote_more_than_voters_is_not_valid() -> None:
    assert reading_of(Ballot("flag", ("a", "b"), {"a": 4, "b": 2}, 5)) == Text(
        "tổng số phiếu 6 vượt số người bỏ phiếu 5", "6 votes were cast by 5 voters"
    )
    # In all no more than the places allow, but one unit has more than everybody's vote.
    assert reading_of(Ballot("certificate", ("a", "b"), {"a": 6, "b": 0}, 5), 2) == Text(
        "tổng số phiếu 6 vượt số người bỏ phiếu 5", "6 votes were cast by 5 voters"
    )


def test_votes_for_strangers_and_units_without_votes_are_named() -> None:
    assert reading_of(Ballot("flag", ("a", "b"), {"a": 4, "b": 2, "y": 1, "x": 1})) == Text(
        "có phiếu cho đơn vị ngoài danh sách bỏ phiếu: x, y", "votes for units not voted on: x, y"
    )
    assert reading_of(Ballot("flag", ("b", "a", "c"), {"c": 1})) == Text(
        "không ghi số phiếu của a, b", "no votes are recorded for a, b"
    )


def test_an_invalid_ballot_is_told_and_decides_nothing() -> None:
    found = proposed("120", "120", ballots=(vote("flag", voters=5, a=5, b=1), vote("flag", voters=5, a=1, b=4)))
    assert found.flag.proposed == ("b",)
    assert list(found.findings) == [
        catalogue.BALLOT_INVALID.finding(
            file=PATH, award=FLAG_WORD,
            reason=Text("tổng số phiếu 6 vượt số người bỏ phiếu 5", "6 votes were cast by 5 voters"),
            line=UNPLACED, found="6", allowed="0–5",
        )
    ]  # fmt: skip


def test_a_second_vote_between_the_level_settles_it_and_keeps_who_won_outright() -> None:
    found = proposed(
        "120", "119", "119", "119", rubric=table(certificate=quota(2)),
        ballots=(vote("certificate", b=5, c=2, d=2), vote("certificate", "BB 7", c=1, d=4)),
    )  # fmt: skip
    assert (found.certificate.proposed, found.certificate.ballot) == (("b", "d"), ())
    votes = {unit: dict(found.reasons[unit][0].params)["votes"] for unit in "bcd"}
    assert votes == {"b": 5, "c": 1, "d": 4}


def test_a_vote_held_again_between_all_forgets_the_first() -> None:
    found = proposed(
        "120", "119", "119", "119", rubric=table(certificate=quota(2)),
        ballots=(vote("certificate", b=5, c=2, d=2), vote("certificate", b=1, c=4, d=3)),
    )  # fmt: skip
    assert found.certificate.proposed == ("c", "d")


def test_a_ballot_for_the_other_award_decides_nothing() -> None:
    found = proposed("120", "120", ballots=(vote("certificate", a=5, b=3),))
    assert (found.flag.proposed, found.flag.ballot) == ((), ("a", "b"))


# --- the proposals themselves ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("found", "flag", "certificate", "flag_ballot", "certificate_ballot"),
    [
        (case("120", "119", "118"), ("a",), ("b",), (), ()),
        (case("120", "120", "118"), (), (), ("a", "b"), ()),
        (case("120", "119", "119", "1"), ("a",), (), (), ("b", "c")),
        (case("109", "109", "108"), (), (), (), ()),
        (case("109", "109", rubric=table(certificates_without_flag="leader")), (), (), (), ("a", "b")),
        (case("109", "108", rubric=table(certificates_without_flag="top", certificate=quota(2))),
         (), ("a", "b"), (), ()),
        (case("120", "119", rubric=table(certificate=quota(0))), ("a",), (), (), ()),
        (case("120", "119", "118", rubric=table(certificate=quota(2))), ("a",), ("b", "c"), (), ()),
        (case(), (), (), (), ()),
    ],
)  # fmt: skip
def test_the_proposals_and_the_ballots_they_await(
    found: Case,
    flag: tuple[str, ...],
    certificate: tuple[str, ...],
    flag_ballot: tuple[str, ...],
    certificate_ballot: tuple[str, ...],
) -> None:
    one = found()
    assert (one.flag.proposed, one.flag.ballot) == (flag, flag_ballot)
    assert (one.certificate.proposed, one.certificate.ballot) == (certificate, certificate_ballot)


def test_the_award_of_a_unit_is_the_one_it_is_proposed_for() -> None:
    found = proposed("120", "119", "118")
    assert [found.award_of(unit) for unit in "abc"] == ["flag", "certificate", None]


def test_the_proposals_carry_their_awards_and_quotas() -> None:
    found = proposed("120", *["100"] * 6)
    assert [(each.award.id, each.quota) for each in (found.flag, found.certificate)] == [
        ("flag", 1),
        ("certificate", 2),
    ]


def test_a_guidance_without_readings_has_the_defaults() -> None:
    tied = proposed("120", "119", "119", rubric=table(silent=True))
    assert tied.certificate.ballot == ("b", "c")
    low = proposed("109", "108", rubric=table(silent=True))
    assert low.reasons["b"] == (NO_FLAG,)
    waiting = proposed("120", "119", "118", members={"a": WAITS}, rubric=table(silent=True))
    assert waiting.flag.proposed == ("b",)
    assert [one.readings for one in (tied, low, waiting)] == [(), (), ()]
    six = proposed(*SIX, rubric=table(silent=True, certificate=quota(1)))
    assert (six.certificate.quota, list(six.findings)) == (1, [])


def test_a_size_that_the_award_does_not_have_is_no_award() -> None:
    assert proposed("120", "119", rubric=table(certificate={"sizes": ()})).certificate.quota == 0


def test_a_share_is_of_those_listed_or_of_those_considered() -> None:
    def quota_of(base: Literal["listed", "eligible"]) -> int:
        sizes = (Size(1, None, None, share=D(50), base=base),)
        out = {"d": OUT, "e": OUT}
        found = proposed(
            "120", "119", "118", "117", "116", "115", members=out, rubric=table(certificate={"sizes": sizes})
        )
        return found.certificate.quota

    assert (quota_of("listed"), quota_of("eligible")) == (3, 2)


def test_a_unit_set_aside_keeps_its_reason() -> None:
    found = proposed("120", "119", members={"b": OUT})
    assert [reason.say("en") for reason in found.reasons["b"]] == ["Not considered: vi phạm (12/KL-TTr)."]


def test_without_a_least_total_of_its_own_any_total_may_have_a_certificate() -> None:
    assert proposed("120", "0.5").certificate.proposed == ("b",)
    assert list(proposed("0.5").findings) == [
        catalogue.LEADER_BELOW_THRESHOLD.finding(file=PATH, found=D("0.5"), allowed=D(110), short=D("109.5"), unit="a"),
        catalogue.CERTIFICATES_WITHOUT_FLAG.finding(file=PATH, names=("Sở A",)),
    ]


def test_a_ballot_for_a_certificate_without_a_tie_waits_for_nothing() -> None:
    found = proposed("120", "119", "118", ballots=(vote("certificate", b=4, c=2),))
    assert list(found.findings) == [
        catalogue.BALLOT_UNUSED.finding(
            file=PATH,
            award=CERTIFICATE_WORD,
            names=("Sở B", "Sở C"),
            reason=awards._NO_SUCH_TIE,
            line=UNPLACED,
            found="b, c",
        )
    ]


def test_a_held_proposal_plays_the_reading() -> None:
    found = proposed("120", None, members={"b": WAITS}, rubric=table(pending_unit="hold"))
    assert found.readings == ("pending_unit",)
