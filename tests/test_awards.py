"""Facts about the proposals: the readings that played a part, and what each option changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import yaml

from tests.cases import folder
from tests.sheets import DISTRICTS
from thidua_cli.pipeline import rank

if TYPE_CHECKING:
    from pathlib import Path

    from thidua_cli.awards import Recommendation

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
