"""What differs from the seal, as findings that name unit, criterion, file and cell.

This module compares nothing and decides nothing: a difference is a sign that people have to look into (D.3).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from thidua_cli import catalogue
from thidua_cli.catalogue import Text
from thidua_cli.rubric.model import Status

if TYPE_CHECKING:
    from collections.abc import Iterator

    from thidua_cli.findings import Finding
    from thidua_cli.roster.model import Roster
    from thidua_cli.seal.compare import Difference, Differences
    from thidua_cli.seal.model import Score, Seal

_BLANK = Text("để trống", "blank")
_NO_ROW = Text("không còn dòng này", "has no such row")
_NOT_SEALED = Text("không có điểm này", "has no such score")
_STANDING = {
    Status.ELIGIBLE: Text("được xét thi đua", "considered"),
    Status.EXCLUDED: Text("không xét thi đua", "not considered"),
    Status.PENDING: Text("chưa xét thi đua", "not yet considered"),
}


def findings(found: Differences, seal: Seal, roster: Roster, file: str) -> tuple[Finding, ...]:
    """The differences as findings, the seal's own file given as reports name it."""
    return tuple(_findings(found, seal, roster, file))


def _findings(found: Differences, seal: Seal, roster: Roster, file: str) -> Iterator[Finding]:
    names = {unit.id: unit.name for unit in seal.agreement.units}
    names |= {member.id: member.name for member in roster.members}
    for score in found.scores:
        yield _score(score, seal, names, file)
    for code, unit, values in _of_units(found):
        on_list = unit if roster.member(unit) else None
        yield code.finding(file=file, unit=on_list, day=seal.day, name=names.get(unit, unit), **values)
    if found.table:
        yield catalogue.SEALED_TABLE_CHANGED.finding(file=file, day=seal.day, table=seal.agreement.rubric)
    if found.files:
        few = [one.file for one in found.files[:_MOST_NAMED]] + ["…"] * (len(found.files) > _MOST_NAMED)
        yield catalogue.SEALED_FILE_CHANGED.finding(file=file, day=seal.day, number=len(found.files), files=tuple(few))


_MOST_NAMED = 5


def _score(found: Difference, seal: Seal, names: dict[str, str], file: str) -> Finding:
    place, sealed, now = found.place, found.sealed, found.now
    return catalogue.SEALED_SCORE_CHANGED.finding(
        file=place.file,
        sheet=place.sheet or None,
        cell=place.cell or (sealed.cell if sealed else "") or None,
        criterion=place.criterion,
        stage=place.stage.value,
        unit=place.unit,
        found=now.value if now else None,
        allowed=sealed.value if sealed else None,
        day=seal.day,
        name=names.get(place.unit, place.unit),
        now=_NO_ROW if now is None else _points(now),
        then=_NOT_SEALED if sealed is None else _points(sealed),
        seal=file,
    )


def _points(score: Score) -> Any:
    return _BLANK if score.value is None else score.value


def _of_units(found: Differences) -> Iterator[tuple[catalogue.Code, str, dict[str, Any]]]:
    for unit, status in found.added:
        yield catalogue.UNIT_NOT_SEALED, unit, {"standing": _STANDING[status]}
    for removed in found.removed:
        yield catalogue.SEALED_UNIT_REMOVED, removed.id, {}
    for changed, status in found.aside:
        values = {"before": _STANDING[changed.status], "after": _STANDING[status]}
        yield catalogue.SEALED_STANDING_CHANGED, changed.id, values
    for gone in found.gone:
        yield catalogue.SEALED_SHEET_GONE, gone.id, {}


def counted(found: Differences) -> Text:
    """What differs, counted, in a few words."""
    parts = [
        (len(found.scores), Text("ô điểm", "score(s)")),
        (len(found.added), Text("đơn vị thêm", "unit(s) added")),
        (len(found.removed), Text("đơn vị bớt", "unit(s) removed")),
        (len(found.aside), Text("đơn vị đổi diện xét", "unit(s) of another standing")),
        (len(found.gone), Text("đơn vị thiếu phiếu", "unit(s) without a sheet")),
        (int(found.table), Text("bảng tiêu chí", "score table")),
    ]
    told = [(number, words) for number, words in parts if number]
    return Text(
        ", ".join(f"{number} {words.vi}" for number, words in told),
        ", ".join(f"{number} {words.en}" for number, words in told),
    )
