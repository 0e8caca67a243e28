"""Writes described clusters as folders of workbooks that look typed by hand.

How a sheet looks (where the table starts, how headers and numbers are spelt, which file it is) comes
from the seed; what it says comes from the description.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any, Final

import yaml
from openpyxl import Workbook

from tests.oracle.description import STAGES

if TYPE_CHECKING:
    from pathlib import Path
    from random import Random

    from tests.oracle.description import Cluster, Row, Sheet, Unit

_HEADERS: Final = (
    "STT",
    "Nội dung",
    "Điểm chuẩn tối đa",
    "Điểm tự chấm",
    "Điểm Cụm thi đua chấm",
    "Điểm Ban TĐKT thẩm định",
)
_NOTHING: Final = (None, None, None, "", "-", "x")


def write(cluster: Cluster, folder: Path, dice: Random) -> None:
    """Writes the cluster folder; the dice decide only how it looks."""
    folder.mkdir(parents=True, exist_ok=True)
    jobs: list[tuple[str, Unit | None, Sheet | None]] = [
        ("", unit, sheet) for unit in cluster.units for sheet in unit.sheets
    ]
    jobs += [("", None, None)] * cluster.unreadable_files
    names = [_file_name(dice, number) for number in range(len(jobs))]
    dice.shuffle(names)
    for name, (_, unit, sheet) in zip(names, jobs, strict=True):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if unit is None or sheet is None:
            path.write_bytes(b"PK\x03\x04 not a workbook")
        else:
            workbook(cluster, unit, sheet, dice).save(path)
    if dice.random() < 0.1:
        (folder / "ket-qua").mkdir()
        (folder / "ket-qua" / "tong-hop.xlsx").write_bytes(b"an output, never read")
    if dice.random() < 0.1:
        (folder / "~$phieu.xlsx").write_bytes(b"a lock file, never read")
    (folder / "cluster.yaml").write_text(settings(cluster, dice), encoding="utf-8")


def _file_name(dice: Random, number: int) -> str:
    name = f"{dice.choice(['f', 'Book', 'scan ', 'tep_', 'z'])}{dice.randrange(10**6):06}{number}.xlsx"
    return dice.choice(["", "", "", "nhan/", "nhan/dot 2/", "b/"]) + name


def settings(cluster: Cluster, dice: Random) -> str:
    """The text of `cluster.yaml`."""
    units: list[dict[str, Any]] = []
    for unit in cluster.units:
        entry: dict[str, Any] = {"id": unit.id, "name": unit.name, "aliases": [unit.alias]}
        if dice.random() < 0.3:
            entry |= {"registered": True, "signed": True}
        if unit.status != "eligible":
            entry |= {"status": unit.status, "reason": "Theo D.3", "basis": "Số 12/TB-SNV"}
        units.append(entry)
    dice.shuffle(units)
    values: dict[str, Any] = {
        "name": "Cụm thi đua thử",
        "year": 2019,
        "rubric": cluster.rubric,
        "leader": cluster.leader,
        "deputies": list(cluster.deputies),
        "units": units,
    }
    if cluster.ballots:
        values["ballots"] = [
            {
                "award": ballot.award,
                "between": dice.sample(ballot.between, len(ballot.between)),
                "votes": dict(ballot.votes),
                "voters": ballot.voters,
                "minutes": "Biên bản số 3/BB-CTĐ",
            }
            for ballot in cluster.ballots
        ]
    if cluster.readings:
        values["readings"] = {
            name: int(value) if value.isdigit() and dice.random() < 0.5 else value
            for name, value in cluster.readings.items()
        }
    return yaml.safe_dump(values, allow_unicode=True, sort_keys=False)


def workbook(cluster: Cluster, unit: Unit, sheet: Sheet, dice: Random) -> Workbook:
    """One sheet of a unit with the six official columns, titles above and signatures below."""
    book = Workbook()
    page = book.active
    assert page is not None
    page.title = dice.choice(["Sheet1", "Biểu chấm điểm", "Biểu 1", "2019"])
    column = dice.randint(1, 4)
    row = 1
    if dice.random() < 0.7:
        page.cell(row, column, "BIỂU CHẤM ĐIỂM THI ĐUA NĂM 2019")
        row += 1
    if dice.random() < 0.4:
        page.cell(row, column, cluster.table.title)
        row += dice.randint(1, 2)
    page.cell(row, column + dice.randint(0, 1), _named(unit, dice))
    row += dice.randint(1, 4)
    for offset, header in enumerate(_HEADERS):
        page.cell(row, column + offset, _header(header, dice))
    detailed = dice.random() < 0.5
    for line in cluster.table.rows:
        row += 1
        values: list[Any] = [_stt(line, dice), _title(line, dice, detailed=detailed), _maximum(line, dice)]
        for stage in STAGES:
            value = (sheet.stated if line.is_sum else sheet.cells).get((line.id, stage))
            values.append(_typed(value, dice))
        for offset, value in enumerate(values):
            if value is not None:
                page.cell(row, column + offset, value)
    if dice.random() < 0.3:
        page.cell(row + 2, column + 3, "THỦ TRƯỞNG ĐƠN VỊ")
    return book


def _named(unit: Unit, dice: Random) -> str:
    name = dice.choice([unit.name, unit.name, unit.name.upper(), unit.name.replace(" ", "  "), unit.alias])
    line = f"{dice.choice(['Đơn vị', 'Tên đơn vị', 'ĐƠN VỊ'])}{dice.choice([': ', ':', ' : '])}{name}"
    return unicodedata.normalize(dice.choice(["NFC", "NFC", "NFC", "NFD"]), line)


def _header(text: str, dice: Random) -> str:
    change = dice.randrange(6)
    if change == 0:
        return text.upper()
    if change == 1:
        return text.replace(" ", "\n", 1)
    if change == 2:
        return f" {text.replace(' ', '  ')} "
    if change == 3:
        return text.lower()
    return text


def _stt(row: Row, dice: Random) -> Any:
    if row.stt.isdigit() and dice.random() < 0.5:
        return int(row.stt)
    return row.stt or None


def _title(row: Row, dice: Random, *, detailed: bool) -> str:
    title = row.title if dice.random() < 0.9 else row.title.lower()
    return "\n".join((title, *row.detail)) if detailed else title


def _maximum(row: Row, dice: Random) -> Any:
    points = row.maximum // 100
    return points if dice.random() < 0.6 else f"{points:02}"


def _typed(value: int | str | None, dice: Random) -> Any:
    """A cell's content: numbers as numbers or as people type them, nothing as nothing or a mark."""
    if value is None:
        return dice.choice(_NOTHING)
    if isinstance(value, str):
        return value
    whole, part = divmod(abs(value), 100)
    sign = "-" if value < 0 else ""
    digits = f"{part:02}".rstrip("0")
    plain = f"{sign}{whole}" + (f".{digits}" if digits else "")
    form = dice.randrange(8)
    if form < 4:
        return float(plain) if digits else int(plain)
    text = plain if form == 4 else plain.replace(".", ",")
    if form == 5 and whole < 10 and not sign:
        text = f"0{text}"
    if form == 6:
        text += dice.choice([" điểm", " ĐIỂM"])
    if form == 7:
        text = f" {text} "
    return text
