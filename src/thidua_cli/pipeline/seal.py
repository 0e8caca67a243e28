"""Sealing a cluster's agreed scores, checking them against the seal, and recording a correction (C.I.2.2, D.3).

This module ranks nobody and shows nothing.
"""

from __future__ import annotations

import os
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from thidua_cli import catalogue, waivers
from thidua_cli.catalogue import Text
from thidua_cli.cluster import State
from thidua_cli.folders import CLUSTER_FILE, REVIEW_FILE, SEAL_FILE, shown
from thidua_cli.pipeline.clusters import cluster_in
from thidua_cli.pipeline.reading import exists, not_found, settings_needed
from thidua_cli.pipeline.writing import write_bytes
from thidua_cli.ranking import touches
from thidua_cli.rubric.model import Stage, Status
from thidua_cli.seal.agreed import with_files
from thidua_cli.seal.code import code_of
from thidua_cli.seal.compare import Differences, changes
from thidua_cli.seal.document import digest_of, text_of
from thidua_cli.seal.model import AGREED, Corrected, File, Seal
from thidua_cli.seal.result import Outcome, SealResult, matched
from thidua_cli.seal.told import counted
from thidua_cli.seal.told import findings as told_of_seal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from thidua_cli.cluster import Cluster, ClusterUnit
    from thidua_cli.findings import Finding
    from thidua_cli.seal.model import Agreement


class Words(Struct, frozen=True):
    """What the user says of a seal.

    Attributes:
        day: Its date; None if not given.
        by: Who seals.
        note: A remark.
        reason: Why an earlier seal is replaced.
        document: The document that says so.
    """

    day: date | None = None
    by: str = ""
    note: str = ""
    reason: str = ""
    document: str = ""


def seal(given: str, words: Words, today: date) -> SealResult:
    """The agreed scores frozen in `niem.json`, for the first time; nothing that stands there is replaced."""
    cluster, result = _opened(given)
    if cluster is None:
        return result
    if result.seal is not None:
        return _sealed_already(result, result.seal)
    if refused := _refused(cluster):
        return replace(result, findings=(*result.findings, refused))
    day = words.day or cluster.roster.agreed or today
    return _written(given, cluster, result, Seal(_agreement(given, cluster), day, words.by, words.note))


def amend(given: str, words: Words, today: date) -> SealResult:
    """The seal replaced by one of the present scores, which keeps the earlier one's code, changes and the reason."""
    cluster, result = _opened(given)
    if cluster is None:
        return result
    earlier = result.seal
    if earlier is None:
        return _without_seal(cluster, result)
    if not result.differences:
        return _sealed_already(result, earlier)
    if refused := _refused(cluster):
        return replace(result, findings=(*result.findings, refused))
    agreement = _agreement(given, cluster)
    replaced = Corrected(
        earlier.day,
        code_of(earlier.agreement),
        digest_of(earlier),
        earlier.by,
        earlier.note,
        words.reason,
        words.document,
        changes(earlier.agreement, agreement),
    )
    new = Seal(agreement, words.day or today, words.by, words.note, (*earlier.history, replaced))
    return replace(_written(given, cluster, result, new, Outcome.AMENDED), changes=replaced.changes)


def check(given: str) -> SealResult:
    """The present scores held against the seal."""
    cluster, result = _opened(given)
    if cluster is None:
        return result
    if result.seal is None:
        return _without_seal(cluster, result)
    told = told_of_seal(result.differences, result.seal, cluster.roster, result.file)
    told = cluster.rubric.guidance.citing(told)
    return replace(result, outcome=Outcome.CHECKED, findings=(*result.findings, *told))


def match_code(given: str, code: str) -> SealResult:
    """A code from a paper held against the seal, its history and the present scores."""
    cluster, result = _opened(given)
    if cluster is None:
        return result
    return replace(result, outcome=Outcome.CODE, matched=matched(code, cluster.code, result.seal))


# --- steps ---------------------------------------------------------------------------------------


_SEAL = Text("niêm điểm", "seal the scores")


def _opened(given: str) -> tuple[Cluster | None, SealResult]:
    """The cluster, and a result that says nothing yet; without the cluster, the result that says why."""
    folder = Path(given)
    name = shown(folder)
    file = shown(Path(name) / SEAL_FILE)

    def refuse(*findings: Finding) -> tuple[None, SealResult]:
        return None, SealResult(Outcome.REFUSED, name, file, findings)

    if not exists(given):
        return refuse(not_found(folder))
    if not folder.is_dir():
        return refuse(catalogue.NOT_A_FOLDER.finding(file=name))
    if not (folder / CLUSTER_FILE).is_file():
        return refuse(settings_needed(folder, _SEAL))
    cluster, failed = cluster_in(folder, name, None)
    if cluster is None:
        return refuse(*failed)
    unusable = tuple(
        finding
        for finding in cluster.findings
        if finding.code in {catalogue.SEAL_UNUSABLE.id, catalogue.SEAL_FOREIGN.id}
    )
    if unusable or (cluster.seal is None and os.path.lexists(folder / SEAL_FILE)):
        return None, replace(refuse(*unusable)[1], roster=cluster.roster, present=cluster.present)
    found = waivers.over(cluster.findings, cluster.roster)
    warnings = sum(finding.is_warning and not _is_of_seal(finding) for finding in found)
    result = SealResult(
        Outcome.REFUSED,
        name,
        file,
        (),
        cluster.roster,
        cluster.present,
        cluster.seal,
        cluster.changed,
        warnings=warnings,
    )
    return cluster, result


def _is_of_seal(finding: Finding) -> bool:
    return catalogue.SEALED_SCORE_CHANGED.id <= finding.code <= catalogue.SEAL_MISSING.id


def _sealed_already(result: SealResult, earlier: Seal) -> SealResult:
    """Nothing is written: the scores are as sealed, or they are not and nobody said why."""
    found = result.differences
    if not found:
        unchanged = catalogue.SEAL_UNCHANGED.finding(file=result.file, day=earlier.day)
        return replace(result, outcome=Outcome.UNCHANGED, findings=(unchanged,))
    told = catalogue.SEAL_EXISTS.finding(file=result.file, day=earlier.day, parts=counted(found))
    return replace(result, findings=(told,))


def _without_seal(cluster: Cluster, result: SealResult) -> SealResult:
    missing = catalogue.SEAL_MISSING.finding(file=result.file)
    return replace(result, findings=cluster.rubric.guidance.citing([missing]))


def _agreement(given: str, cluster: Cluster) -> Agreement:
    """The present scores with every file that they rest on."""
    further = [File(CLUSTER_FILE, sha256((Path(given) / CLUSTER_FILE).read_bytes()).hexdigest())]
    if cluster.review is not None:
        further.insert(0, File(REVIEW_FILE, cluster.review.sha256))
    if cluster.present is None:
        raise ValueError("a cluster without its scores")
    return with_files(cluster.present.agreement, further)


def _written(
    given: str, cluster: Cluster, result: SealResult, new: Seal, outcome: Outcome = Outcome.SEALED
) -> SealResult:
    refused = write_bytes(text_of(new).encode("utf-8"), Path(given) / SEAL_FILE)
    if refused:
        return replace(result, findings=(*result.findings, *cluster.rubric.guidance.citing(refused)))
    return replace(result, outcome=outcome, seal=new, differences=Differences())


# --- may it be sealed? ---------------------------------------------------------------------------


def _refused(cluster: Cluster) -> Finding | None:
    """Why the scores cannot be sealed, all of it in one finding; None if they can."""
    missing = [reason for unit in cluster.units if (reason := _missing(unit)) is not None]
    missing += _of_cluster(cluster)
    if not any(unit.member.status is Status.ELIGIBLE for unit in cluster.units):
        missing.append(Text("không có đơn vị được xét", "no unit is considered"))
    if not missing:
        return None
    joined = Text("; ".join(one.vi for one in missing), "; ".join(one.en for one in missing))
    refusal = catalogue.SEAL_REFUSED.finding(file=cluster.path, missing=joined)
    return cluster.rubric.guidance.citing([refusal])[0]


_STATES = {
    State.MISSING: Text("chưa có phiếu", "no sheet"),
    State.DUPLICATE: Text("có nhiều phiếu", "several sheets"),
    State.UNREADABLE: Text("phiếu không đọc được", "a sheet that cannot be read"),
}


def _missing(unit: ClusterUnit) -> Text | None:
    """What a unit that is considered lacks, in a few words after its name."""
    if unit.member.status is not Status.ELIGIBLE:
        return None
    parts = list(_parts(unit))
    if not parts:
        return None
    name = catalogue.shown(unit.member.name, "vi")
    return Text(f"{name}: {', '.join(p.vi for p in parts)}", f"{name}: {', '.join(p.en for p in parts)}")


def _parts(unit: ClusterUnit) -> Iterator[Text]:
    submission = unit.submission
    if unit.state in _STATES:
        files = f" ({', '.join(unit.files)})" if unit.files else ""
        yield Text(_STATES[unit.state].vi + files, _STATES[unit.state].en + files)
        return
    if submission is None or submission.scores is None:
        return
    blank = submission.scores.totals[Stage.CLUSTER].blank
    if blank:
        every = len(blank) == len(submission.scores.leaves[Stage.CLUSTER])
        rows = "" if every else f" ({', '.join(blank)})"
        yield Text(f"cột Cụm chấm còn {len(blank)} ô trống{rows}", f"{len(blank)} empty cluster scores{rows}")
    wrong = [f for f in submission.findings if any(touches(f, submission, stage) for stage in AGREED)]
    if wrong:
        codes = ", ".join(sorted({finding.code for finding in wrong}))
        cells = ", ".join(dict.fromkeys(f.cell or f.criterion or f.file or "" for f in wrong))
        yield Text(f"lỗi {codes} ở {cells}", f"{codes} at {cells}")


def _of_cluster(cluster: Cluster) -> Iterator[Text]:
    """Errors between units in a column that is sealed, and a review workbook that could not be read."""
    of_sheets = {finding for submission in cluster.submissions for finding in submission.findings}
    for finding in cluster.findings:
        if not finding.is_error or finding in of_sheets:
            continue
        of_column = finding.stage in {stage.value for stage in AGREED}
        of_review = (finding.file or "").rpartition("/")[2] == REVIEW_FILE
        if of_column or of_review:
            vi, en = catalogue.say(finding, "vi").message, catalogue.say(finding, "en").message
            yield Text(f"{finding.code} {vi.rstrip('.')}", f"{finding.code} {en.rstrip('.')}")
