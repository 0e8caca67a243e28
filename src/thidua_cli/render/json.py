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
from thidua_cli.trace import CriterionTrace, UnitTrace

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from thidua_cli.awards import Proposal
    from thidua_cli.catalogue import Code, Lang, Reason
    from thidua_cli.findings import Finding
    from thidua_cli.ranking import Ranked
    from thidua_cli.report import ClusterReport, Played, Report, Validated, Written
    from thidua_cli.rubric.differences import Difference
    from thidua_cli.rubric.model import Criterion, Fact, Reading, Rubric
    from thidua_cli.scores import Scores
    from thidua_cli.submission import Submission
    from thidua_cli.trace import Chosen, Column, Distance, Figure, Origin, Part


def validated(report: Validated, lang: Lang) -> str:
    """The document `thidua.validate/1`."""
    files = [_submission(submission, lang) for submission in report.submissions]
    number = count(report.all_findings())
    return dumps(
        {
            "schema": "thidua.validate/1",
            "files": files,
            "findings": _findings(report.findings, lang),
            "readings": _readings(report.readings, lang),
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
    example = code.example
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
            "example": {"bad": example.bad.to(lang), "good": example.good.to(lang)} if example else None,
        }
    )


def traced(trace: CriterionTrace | UnitTrace | None, findings: Sequence[Finding], lang: Lang) -> str:
    """The document `thidua.explain/1`: where a score comes from, or why a unit stands where it stands."""
    about_criterion = trace if isinstance(trace, CriterionTrace) else None
    about_unit = trace if isinstance(trace, UnitTrace) else None
    return dumps(
        {
            "schema": "thidua.explain/1",
            "cluster": _traced_cluster(trace.origin) if trace else None,
            "unit": _traced_unit(trace.origin, lang) if trace else None,
            "criterion": _traced_criterion(about_criterion, lang) if about_criterion else None,
            "standing": _traced_standing(about_unit, lang) if about_unit else None,
            "readings": [_traced_reading(one, lang) for one in trace.readings] if trace else [],
            "findings": _findings((*findings, *(trace.findings if trace else ())), lang),
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
            "extends": rubric.extends if rubric else None,
            "minutes": rubric.minutes if rubric else None,
            "facts": [_fact(fact) for fact, _ in rubric.facts()] if rubric else [],
            "readings": [_reading(reading) for reading in rubric.guidance.readings.values()] if rubric else [],
            "findings": _findings(findings, lang),
        }
    )


def _fact(fact: Fact) -> dict[str, Any]:
    return {
        "id": fact.id,
        "prompt": {"vi": fact.prompt.vi, "en": fact.prompt.en},
        "unit": {"vi": fact.unit.vi, "en": fact.unit.en},
        "kind": fact.kind,
        "clause": fact.clause,
    }


def _reading(reading: Reading) -> dict[str, Any]:
    return {
        "id": reading.id,
        "clause": reading.clause,
        "question": {"vi": reading.question.vi, "en": reading.question.en},
        "options": {key: {"vi": words.vi, "en": words.en} for key, words in reading.options.items()},
        "default": reading.default,
    }


def rubrics_compared(
    tables: Sequence[tuple[str, Rubric | None]],
    found: Sequence[Difference] | None,
    findings: Sequence[Finding],
    lang: Lang,
) -> str:
    """The document `thidua.rubric-diff/1`; the differences are null where a table does not load."""
    told = None
    if found is not None:
        told = [
            {
                "change": each.change,
                "criterion": each.criterion,
                "before": each.before.to(lang) if each.before else None,
                "after": each.after.to(lang) if each.after else None,
                "message": each.sentence.to(lang),
            }
            for each in found
        ]
    return dumps(
        {
            "schema": "thidua.rubric-diff/1",
            "rubrics": [{"file": file, "digest": rubric.digest if rubric else None} for file, rubric in tables],
            "equal": None if told is None else not told,
            "differences": told,
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
        "readings": _readings(report.readings, lang),
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
        "readings": _readings(report.readings, lang),
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
        "scoring": dict(zip(("vi", "en"), criterion.kind.describe(criterion.maximum), strict=True)),
        "facts": list(criterion.kind.facts()),
        "readings": list(criterion.readings()),
        "bonus": criterion.bonus,
        "holder": (
            {"units": criterion.holder.units, "roles": list(criterion.holder.roles)} if criterion.holder else None
        ),
        "reasoned": criterion.reasoned,
        "note": {"vi": criterion.note.vi, "en": criterion.note.en} if criterion.note else None,
        "rows": [_criterion(row) for row in criterion.rows],
        "details": [_criterion(detail) for detail in criterion.details],
    }


def _proposal(proposal: Proposal) -> dict[str, Any]:
    return {"quota": proposal.quota, "proposed": list(proposal.proposed), "ballot": list(proposal.ballot)}


def _readings(readings: Iterable[Played], lang: Lang) -> list[dict[str, Any]]:
    return [{"id": one.id, "option": one.option, "clause": one.clause, "text": one.text.to(lang)} for one in readings]


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


# --- traces --------------------------------------------------------------------------------------


def _traced_cluster(origin: Origin) -> dict[str, Any]:
    cluster = origin.cluster
    return {
        "id": cluster.roster.id,
        "name": cluster.roster.name,
        "year": cluster.roster.year or None,
        "path": cluster.path,
        "rubric": cluster.rubric.id,
        "stage": origin.stage.value if origin.stage else None,
        "forced": origin.forced,
    }


def _traced_unit(origin: Origin, lang: Lang) -> dict[str, Any]:
    return {
        "id": origin.member.id,
        "name": origin.member.name,
        "files": list(origin.unit.files),
        "sheet": origin.sheet.sheet if origin.sheet else None,
        "rubric": origin.rubric.id,
        "state": origin.unit.state.value,
        "status": origin.member.status.value,
        "without": _reason(origin.without, lang) if origin.without else None,
    }


def _traced_criterion(trace: CriterionTrace, lang: Lang) -> dict[str, Any]:
    criterion, outcome = trace.criterion, trace.outcome
    return {
        "id": criterion.id,
        "title": criterion.title,
        "maximum": criterion.maximum,
        "clause": criterion.clause,
        "kind": criterion.kind.kind,
        "rule": trace.rule.to(lang),
        "columns": [_traced_column(column, trace) for column in trace.columns],
        "evidence": trace.evidence or None,
        "explanation": trace.explanation or None,
        "facts": {
            "sheet": trace.facts_sheet,
            "figures": [_traced_figure(figure, lang) for figure in trace.figures],
            "steps": [step.to(lang) for step in outcome.steps] if outcome else [],
            "least": outcome.least if outcome else None,
            "most": outcome.most if outcome else None,
            "proposed": outcome.proposed if outcome else None,
        },
        "counted": trace.counted.value if trace.counted and trace.points is not None else None,
        "points": trace.points,
        "why": [_reason(reason, lang) for reason in trace.why],
        "within": [_traced_part(part) for part in trace.within],
        "total": trace.total,
    }


def _traced_column(column: Column, trace: CriterionTrace) -> dict[str, Any]:
    return {
        "stage": column.stage.value,
        "cell": column.cell,
        "file": column.file or None,
        "sheet": column.sheet or None,
        "text": column.text or None,
        "value": column.value,
        "fault": column.fault.value if column.fault else None,
        "parts": [_traced_part(part) for part in column.parts],
        "take": column.take if column.parts else None,
        "added": column.added,
        "capped": column.is_capped,
        "points": column.points,
        "counts": column.stage is trace.counted,
    }


def _traced_part(part: Part) -> dict[str, Any]:
    return {
        "criterion": part.criterion.id,
        "maximum": part.criterion.maximum,
        "points": part.points,
        "cell": part.cell,
        "added": part.added,
    }


def _traced_figure(figure: Figure, lang: Lang) -> dict[str, Any]:
    fact = figure.fact
    return {
        "id": fact.id,
        "prompt": fact.prompt.vi if lang == "vi" else fact.prompt.en,
        "unit": fact.unit.vi if lang == "vi" else fact.unit.en,
        "cell": figure.cell,
        "text": figure.text or None,
        "value": figure.value,
        "clause": fact.clause,
    }


def _traced_standing(trace: UnitTrace, lang: Lang) -> dict[str, Any]:
    return {
        "rank": trace.rank,
        "ranked": trace.ranked,
        "total": trace.total,
        "totals": {
            total.stage.value: {
                "value": total.value,
                "begun": total.begun,
                "filled": total.filled,
                "blank": list(total.blank),
                "sections": {
                    one.criterion.id: {"points": one.points, "stage": one.taken.value} for one in total.sections
                },
            }
            for total in trace.totals
        },
        "reasons": [_reason(reason, lang) for reason in trace.reasons],
        "equal": [member.id for member in trace.equal],
        "distances": [_traced_distance(distance) for distance in trace.distances],
        "awards": [
            {
                "name": award.award.name.vi if lang == "vi" else award.award.name.en,
                "id": award.award.id,
                "clause": award.award.clause,
                "quota": award.quota,
                "verdict": award.verdict.value,
                "reasons": [_reason(reason, lang) for reason in award.reasons],
                "distances": [_traced_distance(distance) for distance in award.distances],
                "ballots": [
                    {
                        "between": list(ballot.between),
                        "votes": dict(ballot.votes),
                        "voters": ballot.voters,
                        "minutes": ballot.minutes,
                    }
                    for ballot in award.ballots
                ],
            }
            for award in trace.awards
        ],
    }


def _traced_distance(distance: Distance) -> dict[str, Any]:
    return {
        "to": distance.to,
        "unit": distance.unit.id if distance.unit else None,
        "mark": distance.mark,
        "points": distance.points,
    }


def _traced_reading(chosen: Chosen, lang: Lang) -> dict[str, Any]:
    return {
        "id": chosen.reading.id,
        "option": chosen.option,
        "text": chosen.meaning.to(lang),
        "clause": chosen.reading.clause,
        "default": chosen.is_default,
    }


def _reason(reason: Reason, lang: Lang) -> dict[str, Any]:
    return {"text": reason.say(lang), "clause": reason.clause}


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
