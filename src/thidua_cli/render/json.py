"""Reports as the JSON documents that contract 5 fixes.

This module draws values only; it computes none and opens no file.
"""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from thidua_cli.catalogue import CODES, say, shown
from thidua_cli.cells import plain
from thidua_cli.findings import Between, count
from thidua_cli.rubric.model import Stage

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from thidua_cli.awards import Proposal
    from thidua_cli.catalogue import Code, Lang
    from thidua_cli.findings import Finding
    from thidua_cli.ranking import Ranked
    from thidua_cli.report import ClusterReport, Report, Validated, Written
    from thidua_cli.rubric.model import Criterion, Rubric
    from thidua_cli.scores import Scores
    from thidua_cli.submission import Submission


def validated(report: Validated, lang: Lang) -> str:
    """The document `thidua.validate/1`."""
    files = [_submission(submission, lang) for submission in report.submissions]
    number = count(report.all_findings())
    return dumps(
        {
            "schema": "thidua.validate/1",
            "files": files,
            "findings": _findings(report.findings, lang),
            "summary": {
                "files": len(files),
                **number._asdict(),
            },
        }
    )


def consolidated(report: Report, lang: Lang) -> str:
    """The document `thidua.consolidate/1`."""
    number = count(report.all_findings())
    return dumps(
        {
            "schema": "thidua.consolidate/1",
            "clusters": [_consolidated_cluster(cluster, lang) for cluster in report.clusters],
            "findings": _findings(report.findings, lang),
            "summary": {
                "clusters": len(report.clusters),
                **number._asdict(),
            },
        }
    )


def ranked(report: Report, lang: Lang) -> str:
    """The document `thidua.rank/1`."""
    number = count(report.all_findings())
    return dumps(
        {
            "schema": "thidua.rank/1",
            "year": report.year,
            "clusters": [_ranked_cluster(cluster, lang) for cluster in report.clusters],
            "findings": _findings(report.findings, lang),
            "summary": {
                "clusters": len(report.clusters),
                "flags": sum(len(cluster.recommendation.flag.proposed) for cluster in report.clusters),
                "certificates": sum(len(cluster.recommendation.certificate.proposed) for cluster in report.clusters),
                **number._asdict(),
            },
        }
    )


def written(result: Written, lang: Lang) -> str:
    """The document `thidua.written/1`: the files a command wrote."""
    return dumps(
        {
            "schema": "thidua.written/1",
            "files": list(result.files),
            "findings": _findings(result.findings, lang),
        }
    )


def explained(code: Code, lang: Lang) -> str:
    """The document `thidua.explain/1`: one finding code."""
    return dumps(
        {
            "schema": "thidua.explain/1",
            "code": code.id,
            "name": code.name,
            "severity": code.severity.value,
            "message": code.message.with_gaps(lang),
            "cause": code.cause.to(lang),
            "fix": code.fix.with_gaps(lang),
            "clause": code.clause,
        }
    )


def rubrics_listed(rubrics: Sequence[Rubric], findings: Sequence[Finding], lang: Lang) -> str:
    """The document `thidua.rubrics/1`; the number of rows counts the total row, as the form prints it."""
    listed = [
        {"id": r.id, "title": r.title, "rows": len(r.rows()) + 1, "maximum": r.maximum, "digest": r.digest}
        for r in rubrics
    ]
    return dumps({"schema": "thidua.rubrics/1", "rubrics": listed, "findings": _findings(findings, lang)})


def rubric_shown(rubric: Rubric | None, findings: Sequence[Finding], lang: Lang) -> str:
    """The document `thidua.rubric/1`: one table, resolved; its values are null if it does not load."""
    return dumps(
        {
            "schema": "thidua.rubric/1",
            "id": rubric.id if rubric else None,
            "title": rubric.title if rubric else None,
            "digest": rubric.digest if rubric else None,
            "maximum": rubric.maximum if rubric else None,
            "criteria": [_criterion(section) for section in rubric.sections] if rubric else [],
            "findings": _findings(findings, lang),
        }
    )


def rubrics_checked(results: Sequence[tuple[str, Rubric | None]], findings: Sequence[Finding], lang: Lang) -> str:
    """The document `thidua.rubric-check/1`: which files load, and what is wrong with the others."""
    return dumps(
        {
            "schema": "thidua.rubric-check/1",
            "rubrics": [{"file": file, "loads": rubric is not None} for file, rubric in results],
            "findings": _findings(findings, lang),
        }
    )


# --- parts ---------------------------------------------------------------------------------------


def _submission(submission: Submission, lang: Lang) -> dict[str, Any]:
    scores = submission.scores
    return {
        "path": submission.file,
        "sha256": submission.sha256 or None,
        "unit": {"id": submission.unit.id, "name": submission.unit.name} if submission.unit else None,
        "year": submission.year,
        "rubric": submission.rubric,
        "scores": _scores(submission) if scores else {},
        "totals": _totals(scores),
        "findings": _findings(submission.findings, lang),
    }


def _scores(submission: Submission) -> dict[str, dict[str, Decimal | None]]:
    """Every row of the sheet that carries a score, groups recomputed, in the table's order."""
    sheet, scores = submission.sheet, submission.scores
    if sheet is None or scores is None:
        return {}
    rubric = sheet.rubric
    order = {criterion.id: n for n, criterion in enumerate((*rubric.rows(), *rubric.details()))}
    ids = sorted({id_ for id_, _ in scores.points}, key=lambda id_: order[id_])
    rows = {id_: {stage.value: scores.points.get((id_, stage)) for stage in Stage} for id_ in ids}
    return {id_: row for id_, row in rows.items() if any(value is not None for value in row.values())}


def _totals(scores: Scores | None) -> dict[str, dict[str, Any]]:
    if scores is None:
        return {stage.value: {"value": None, "complete": False} for stage in Stage}
    return {
        stage.value: {"value": scores.totals[stage].value, "complete": scores.totals[stage].complete} for stage in Stage
    }


def _consolidated_cluster(report: ClusterReport, lang: Lang) -> dict[str, Any]:
    cluster = report.cluster
    return {
        "id": cluster.roster.id,
        "name": cluster.roster.name,
        "year": cluster.roster.year or None,
        "rubric": cluster.rubric.id,
        "path": cluster.path,
        "output": report.output,
        "units": [
            {
                "unit": {"id": unit.member.id, "name": unit.member.name},
                "file": unit.files[0] if len(unit.files) == 1 else None,
                "files": list(unit.files),
                "state": unit.state.value,
                "status": unit.member.status.value,
                "totals": _totals(unit.submission.scores if unit.submission else None),
            }
            for unit in cluster.units
        ],
        "findings": _findings(report.findings, lang),
    }


def _ranked_cluster(report: ClusterReport, lang: Lang) -> dict[str, Any]:
    cluster, recommendation = report.cluster, report.recommendation
    return {
        "id": cluster.roster.id,
        "name": cluster.roster.name,
        "path": cluster.path,
        "rubric": cluster.rubric.id,
        "members": len(cluster.roster.members),
        "stage": report.ranking.stage.value if report.ranking.stage else None,
        "ready": report.ready,
        "blockers": list(report.blockers),
        "ranking": [_row(row, report, lang) for row in report.ranking.rows],
        "awards": {
            "flag": _proposal(recommendation.flag),
            "certificate": _proposal(recommendation.certificate),
        },
        "findings": _findings(report.findings, lang),
    }


def _row(row: Ranked, report: ClusterReport, lang: Lang) -> dict[str, Any]:
    reasons = report.recommendation.reasons.get(row.member.id, ())
    return {
        "rank": row.rank,
        "unit": {"id": row.member.id, "name": row.member.name},
        "total": row.total,
        "sections": dict(row.sections),
        "state": row.unit.state.value,
        "status": row.member.status.value,
        "award": report.recommendation.award_of(row.member.id),
        "reasons": [{"text": reason.say(lang), "clause": reason.clause} for reason in reasons],
    }


def _criterion(criterion: Criterion) -> dict[str, Any]:
    return {
        "id": criterion.id,
        "stt": criterion.stt,
        "title": criterion.title,
        "lines": list(criterion.lines),
        "maximum": criterion.maximum,
        "clause": criterion.clause,
        "kind": criterion.kind.kind,
        "bonus": criterion.bonus,
        "note": {"vi": criterion.note.vi, "en": criterion.note.en} if criterion.note else None,
        "rows": [_criterion(row) for row in criterion.rows],
        "details": [_criterion(detail) for detail in criterion.details],
    }


def _proposal(proposal: Proposal) -> dict[str, Any]:
    return {"quota": proposal.quota, "proposed": list(proposal.proposed), "ballot": list(proposal.ballot)}


def _findings(findings: Iterable[Finding], lang: Lang) -> list[dict[str, Any]]:
    """The findings as JSON values, with their sentences in the language."""
    return [_finding(finding, lang) for finding in findings]


def _finding(finding: Finding, lang: Lang) -> dict[str, Any]:
    message, fix = say(finding, lang)
    return {
        "code": finding.code,
        "name": CODES[finding.code].name,
        "severity": finding.severity.value,
        "file": finding.file,
        "sheet": finding.sheet,
        "cell": finding.cell,
        "criterion": finding.criterion,
        "stage": finding.stage,
        "unit": finding.unit,
        "message": message,
        "fix": fix,
        "clause": finding.clause,
        "found": _text(finding.found, lang),
        "allowed": _text(finding.allowed, lang),
    }


def _text(value: Any, lang: Lang) -> str | None:
    """A found or allowed value as text; numbers in plain notation, whatever the language."""
    if value is None:
        return None
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Between):
        return f"{plain(value.low)}–{plain(value.high)}"
    return plain(value) if isinstance(value, Decimal) else shown(value, lang)


# --- exact numbers -------------------------------------------------------------------------------


def dumps(value: Any) -> str:
    """The value as JSON text, indented; a Decimal becomes a number with exactly its digits."""
    return "".join(_pieces(value, "\n")) + "\n"


def _pieces(value: Any, line: str) -> Iterable[str]:
    if isinstance(value, Decimal):
        yield plain(value)
    elif isinstance(value, dict) and value:
        yield from _container(
            ((f"{json.dumps(str(key), ensure_ascii=False)}: ", item) for key, item in value.items()),
            "{}",
            line,
        )
    elif isinstance(value, list) and value:
        yield from _container((("", item) for item in value), "[]", line)
    else:
        yield json.dumps(value, ensure_ascii=False)


def _container(items: Iterable[tuple[str, Any]], brackets: str, line: str) -> Iterable[str]:
    inner = line + "  "
    yield brackets[0]
    for number, (key, item) in enumerate(items):
        yield f"{',' if number else ''}{inner}{key}"
        yield from _pieces(item, inner)
    yield line + brackets[1]
