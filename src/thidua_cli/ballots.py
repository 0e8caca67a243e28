"""What a ballot that has yet to be held needs: its question, and the block that records its result in cluster.yaml.

This module decides nothing and opens no file; which ballots are open is told by `awards`.
"""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

from thidua_cli.catalogue import Text, filled, shown
from thidua_cli.rubric.model import Status

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from thidua_cli.awards import OpenBallot
    from thidua_cli.catalogue import Lang
    from thidua_cli.cluster import Cluster

PAPER = "bo-phieu.yaml"

_OF_FIRST = Text(
    "Chọn {places} trong {number} đơn vị cùng điểm cao nhất ({total} điểm) để đề nghị tặng {award}.",
    "Choose {places} of the {number} units that share the highest total ({total} points), to be proposed "
    "for the {award}.",
)
_OF_LAST = Text(
    "Chọn {places} trong {number} đơn vị bằng điểm ({total} điểm) để đề nghị tặng {award}.",
    "Choose {places} of the {number} units that tie ({total} points), to be proposed for the {award}.",
)
_AGAIN = Text(" Bỏ phiếu lần {round}: lần trước bằng phiếu.", " Vote {round}: the one before was level.")


def question(ballot: OpenBallot) -> Text:
    """What is to be voted on, in one or two sentences."""
    asked = filled(
        _OF_FIRST if ballot.award.id == "flag" else _OF_LAST,
        places=Text(f"{ballot.places:02d}", str(ballot.places)),
        number=Text(f"{len(ballot.units):02d}", str(len(ballot.units))),
        total=ballot.units[0].total,
        award=Text(ballot.award.name.vi, ballot.award.name.en),
    )
    again = filled(_AGAIN, round=ballot.number) if ballot.votes else Text("", "")
    return Text(asked.vi + again.vi, asked.en + again.en)


def considered(cluster: Cluster) -> int:
    """How many members are considered; the guidance does not say who votes (Q-40)."""
    return sum(1 for member in cluster.roster.members if member.status is Status.ELIGIBLE)


# --- the block for cluster.yaml -------------------------------------------------------------------

_VOTES = Text("số phiếu", "votes")
_VOTERS = Text("số người bỏ phiếu", "number of voters")
_MINUTES = Text("số, ngày biên bản kiểm phiếu", "the minutes of the count")
_THERE = Text(
    "cluster.yaml đã có mục ballots: chép phần dưới dòng ballots vào cuối mục đó",
    "cluster.yaml has ballots already: copy what stands below this line to their end",
)


def block(ballots: Sequence[OpenBallot], cluster: Cluster, lang: Lang) -> str:
    """The lines to paste into cluster.yaml, with places for votes, voters and minutes."""
    there = f"  # {_THERE.to(lang)}" if cluster.roster.ballots else ""
    return "\n".join((f"ballots:{there}", *(line for ballot in ballots for line in _entry(ballot, lang)))) + "\n"


def _entry(ballot: OpenBallot, lang: Lang) -> Iterator[str]:
    ids = [_scalar(row.member.id) for row in ballot.units]
    width = max(len(unit_id) for unit_id in ids) + 1
    yield f"  - award: {ballot.award.id}"
    yield f"    between: [{', '.join(ids)}]"
    yield f"    votes:  # {_VOTES.to(lang)}"
    for unit_id, row in zip(ids, ballot.units, strict=True):
        yield f"      {unit_id + ':':{width}}  # {shown(row.member.name, lang)}"
    yield f"    voters:  # {_VOTERS.to(lang)}"
    yield f"    minutes:  # {_MINUTES.to(lang)}"


_PLAIN = re.compile(r"[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*")
_WORDS = frozenset({"null", "true", "false", "yes", "no", "on", "off", "y", "n"})


def _scalar(text: str) -> str:
    """The text as a YAML key or value that is read back as it is."""
    if _PLAIN.fullmatch(text) and text not in _WORDS:
        return text
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


# --- the file -------------------------------------------------------------------------------------

_RULE = "# " + "-" * 76
_MARK = "# thidua: "


def paper(ballots: Sequence[OpenBallot], cluster: Cluster) -> str:
    """The file that prepares the ballots, in Vietnamese; its last line tells whether anybody wrote in it."""
    roster = cluster.roster
    lines = [
        "# CHUẨN BỊ BỎ PHIẾU",
        f"# {shown(roster.name, 'vi')}, năm {roster.year}",
        "# Điền kết quả theo biên bản kiểm phiếu vào cuối tệp này, chép phần ballots vào",
        "# cluster.yaml của cụm, rồi chạy lại thidua rank.",
        _RULE,
    ]
    for number, ballot in enumerate(ballots, 1):
        lines += [f"# {number}. {ballot.award.name.vi} (mục {ballot.award.clause})", f"#    {question(ballot).vi}"]
        lines += [f"#    - {line}" for line in _candidates(ballot, "vi")]
    lines += [f"#    Số đơn vị được xét trong cụm: {considered(cluster)}.", _RULE]
    text = "\n".join(lines) + "\n" + block(ballots, cluster, "vi")
    return f"{text}{_MARK}{_digest(text)}\n"


def _candidates(ballot: OpenBallot, lang: Lang) -> Iterator[str]:
    for row in ballot.units:
        votes = f"; lần trước {ballot.votes[row.member.id]} phiếu" if row.member.id in ballot.votes else ""
        yield f"{shown(row.member.name, lang)}: hạng {row.rank}, {shown(row.total, lang)} điểm{votes}"


def is_untouched(text: str) -> bool:
    """Whether the text is such a file as thidua wrote it, in which nobody has written anything."""
    before, mark, digest = text.rpartition(_MARK)
    return bool(mark) and digest == f"{_digest(before)}\n"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
