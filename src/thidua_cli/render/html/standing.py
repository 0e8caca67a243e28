"""The ranking and its bars, as values of the page.

This module draws what the report says; it ranks nobody and proposes nothing.
"""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal
from typing import TYPE_CHECKING

from thidua_cli.catalogue import STAGE_NAMES, Text, shown
from thidua_cli.cells import plain
from thidua_cli.cluster import State
from thidua_cli.ranking import STAGE_LABELS
from thidua_cli.render.html.model import Bar, Bars, Number, Place, Said, Segment
from thidua_cli.render.html.words import AWAITS, INCOMPLETE, STATES, STATUSES
from thidua_cli.rubric.model import Stage, Status
from thidua_cli.vietnamese import format_points

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from thidua_cli.awards import Proposal
    from thidua_cli.catalogue import Lang
    from thidua_cli.ranking import Ranked
    from thidua_cli.report import ClusterReport

_PERCENT = Decimal("0.001")
# A label needs so much of the bar's room to be legible on a telephone.
_ROOM_FOR_NUMBER, _ROOM_FOR_NAME = Decimal(15), Decimal(6)


def number(value: Decimal | int | None, lang: Lang, *, signed: bool = False) -> Number | None:
    """The number as the page writes it; None for none, which is not 0."""
    if value is None:
        return None
    exact = Decimal(value)
    sign = "+" if signed and exact > 0 else ""
    return Number(sign + format_points(exact, lang).replace("-", "−"), plain(exact))


def certain(value: Decimal | int, lang: Lang) -> Number:
    """The number as the page writes it."""
    return Number(format_points(Decimal(value), lang).replace("-", "−"), plain(Decimal(value)))


def basis(report: ClusterReport, lang: Lang) -> str:
    """By which scores the units are ranked and how far that counts."""
    stage = report.ranking.stage
    if stage is None:
        return Text(
            "Chưa xếp hạng: chưa có cột điểm nào đủ để xếp hạng.", "Not ranked: no score column is complete."
        ).to(lang)
    name, label = STAGE_NAMES[stage], STAGE_LABELS[stage]
    return Text(f"Xếp hạng theo {name.vi}: kết quả {label.vi}.", f"Ranked by the {name.en}: {label.en}.").to(lang)


def proposals(report: ClusterReport) -> tuple[Proposal, Proposal]:
    """The flag and the certificates."""
    return report.recommendation.flag, report.recommendation.certificate


def award_name(proposal: Proposal, lang: Lang) -> str:
    """The award as papers name it."""
    return Text(proposal.award.name.vi, proposal.award.name.en).to(lang)


def places(report: ClusterReport, lang: Lang) -> tuple[Place, ...]:
    """The ranking, the units that stand aside last."""
    return tuple(_place(row, report, lang) for row in report.ranking.rows)


def _place(row: Ranked, report: ClusterReport, lang: Lang) -> Place:
    award, words = _proposed(row, report, lang)
    least = report.recommendation.flag.award.least_total
    ranked = row.rank is not None and row.total is not None
    reasons = report.recommendation.reasons.get(row.member.id, row.aside)
    return Place(
        rank=number(row.rank, lang),
        unit=shown(row.member.name, lang),
        total=number(row.total, lang),
        sections=tuple(number(row.sections.get(section.id), lang) for section in report.cluster.rubric.sections),
        lead=number(_lead(row, report), lang),
        above=number(row.total - least, lang, signed=True)
        if ranked and row.total is not None and least is not None
        else None,
        proposed=words,
        award=award,
        reasons=tuple(Said(reason.say(lang), reason.clause) for reason in reasons),
    )


def _lead(row: Ranked, report: ClusterReport) -> Decimal | None:
    """How many points the unit leads the next lower rank by; None if it has no rank or nobody is below."""
    if row.rank is None or row.total is None:
        return None
    lower = [other.total for other in report.ranking.ranked if other.total is not None and other.total < row.total]
    return row.total - max(lower) if lower else None


def _proposed(row: Ranked, report: ClusterReport, lang: Lang) -> tuple[str, str]:
    """What the row is marked as, and the words for it."""
    for kind, proposal in zip(("flag", "certificate"), proposals(report), strict=True):
        if row.member.id in proposal.proposed:
            return kind, award_name(proposal, lang)
        if row.member.id in proposal.ballot:
            return "ballot", f"{AWAITS.to(lang)}: {award_name(proposal, lang)}"
    if row.rank is not None:
        return "", ""
    if row.member.status is not Status.ELIGIBLE:
        return "aside", STATUSES[row.member.status].to(lang)
    return "aside", (INCOMPLETE if row.unit.state is State.OK else STATES[row.unit.state]).to(lang)


def award_words(report: ClusterReport, kind: str, lang: Lang) -> str:
    """An award by its key, in words; empty for none."""
    named = dict(zip(("flag", "certificate"), proposals(report), strict=True))
    return award_name(named[kind], lang) if kind in named else ""


# --- the bars ------------------------------------------------------------------------------------


def bars(report: ClusterReport, lang: Lang) -> Bars | None:
    """Each ranked unit's total as a bar of its sections, on the scale of the whole table."""
    rows = [(row, row.total) for row in report.ranking.ranked if row.total is not None]
    if not rows:
        return None
    rubric = report.cluster.rubric
    least = report.recommendation.flag.award.least_total
    full = max(rubric.maximum, least or Decimal(0), *(total for _, total in rows))
    scale = Text(
        f"Độ dài cả hàng là {format_points(full, 'vi')} điểm.",
        f"The whole length is {format_points(full, 'en')} points.",
    )
    if least is not None:
        line = Text(
            f" Vạch ở mép trên và mép dưới là mức tối thiểu {format_points(least, 'vi')} điểm để được đề nghị Cờ.",
            f" The marks above and below are the least total for the flag, {format_points(least, 'en')} points.",
        )
        scale = Text(scale.vi + line.vi, scale.en + line.en)
    return Bars(
        sections=tuple((place, f"{s.id} {s.title}") for place, s in enumerate(rubric.sections, 1)),
        bars=tuple(_bar(row, total, full, report, lang) for row, total in rows),
        least=_percent(least / full) if least is not None and full else None,
        scale=scale.to(lang),
    )


def _bar(row: Ranked, total: Decimal, full: Decimal, report: ClusterReport, lang: Lang) -> Bar:
    points = [(s.id, row.sections[s.id]) for s in report.cluster.rubric.sections if s.id in row.sections]
    return Bar(
        unit=shown(row.member.name, lang),
        total=certain(total, lang),
        spelled=" · ".join(f"{id_}: {certain(value, lang).text}" for id_, value in points),
        segments=tuple(_segments((value for _, value in points), [id_ for id_, _ in points], full, lang)),
    )


def _segments(values: Iterable[Decimal], names: list[str], full: Decimal, lang: Lang) -> Iterator[Segment]:
    begun = Decimal(0)
    for place, (name, value) in enumerate(zip(names, values, strict=True), 1):
        # A score below 0 is an error of its own and has no length.
        share = max(value, Decimal(0)) / full if full else Decimal(0)
        label = f"{name}: {certain(value, lang).text}" if share * 100 >= _ROOM_FOR_NUMBER else name
        yield Segment(
            start=_percent(begun),
            length=_percent(share),
            middle=_percent(begun + share / 2),
            label=label if share * 100 >= _ROOM_FOR_NAME else "",
            number=place,
        )
        begun += share


def _percent(share: Decimal) -> str:
    return f"{plain((share * 100).quantize(_PERCENT, ROUND_HALF_EVEN).normalize())}%"


def shown_stage(report: ClusterReport) -> Stage:
    """The stage whose scores the matrix shows: the one ranked by, else the units' own."""
    return report.ranking.stage or Stage.SELF
