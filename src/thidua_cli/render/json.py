"""Reports as the JSON documents that contract 5 fixes.

This module draws values only; it computes none and opens no file.
"""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from thidua_cli.ballots import block, considered, question
from thidua_cli.catalogue import CODES, say, shown
from thidua_cli.cells import plain
from thidua_cli.findings import Between, count
from thidua_cli.rubric.model import Stage
from thidua_cli.sheet_report import tally
from thidua_cli.trace import CriterionTrace, UnitTrace

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from thidua_cli.awards import OpenBallot, Proposal
    from thidua_cli.catalogue import Code, Lang, Reason
    from thidua_cli.comparison import Comparison, Standing
    from thidua_cli.findings import Finding, Waived
    from thidua_cli.papers import PapersMade, Placed
    from thidua_cli.ranking import Ranked
    from thidua_cli.report import ClusterReport, Report
    from thidua_cli.review.content import LogLine
    from thidua_cli.review.outcome import Reviewed
    from thidua_cli.review.outcome import Standing as ReviewStanding
    from thidua_cli.rubric.differences import Difference
    from thidua_cli.rubric.model import Criterion, Fact, Reading, Rubric
    from thidua_cli.scores import Scores
    from thidua_cli.sheet_report import FixLists, Played, Validated, Written
    from thidua_cli.status.calendar import Due
    from thidua_cli.status.openings import Opening
    from thidua_cli.status.progress import Progress, Survey, Tally, UnitProgress
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
            "reviews": [
                {"path": review.file, "cluster": review.cluster, **_review_standing(review.standing)}
                for review in report.reviews
            ],
            "fix_lists": _fix_lists(report.fix_lists),
            "summary": {
                "files": len(files),
                **tally(report.submissions, report.findings)._asdict(),
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
                **report.tally._asdict(),
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


def papers_made(made: PapersMade, lang: Lang) -> str:
    """The document `thidua.report/1`: the papers written for each cluster, and how it stands."""
    number = count(made.findings)
    papers = [paper for cluster in made.clusters for paper in cluster.papers]
    return dumps(
        {
            "schema": "thidua.report/1",
            "year": made.year,
            "clusters": [
                {
                    "id": cluster.id,
                    "name": cluster.name,
                    "path": cluster.path,
                    "ready": not cluster.missing,
                    "missing": list(cluster.missing),
                    "check": cluster.check,
                    "papers": [_placed(paper) for paper in cluster.papers],
                }
                for cluster in made.clusters
            ],
            "list": _placed(made.province) if made.province else None,
            "findings": _findings(made.findings, lang),
            "summary": {
                "clusters": len(made.clusters),
                "ready": sum(1 for cluster in made.clusters if not cluster.missing),
                "papers": len(papers) + (made.province is not None),
                **number._asdict(),
            },
        }
    )


def _placed(paper: Placed) -> dict[str, str]:
    return {"paper": paper.paper.value, "file": paper.file, "state": paper.state}


def reviewed(result: Reviewed, lang: Lang) -> str:
    """The document `thidua.review/1`: what a refresh of the review workbook did, and how far it is."""
    roster, standing = result.roster, result.standing
    return dumps(
        {
            "schema": "thidua.review/1",
            "cluster": {"id": roster.id, "name": roster.name, "year": roster.year, "rubric": result.rubric.id}
            if roster and result.rubric
            else None,
            "path": result.path,
            "output": result.output,
            "written": result.is_written,
            "copy": result.copy,
            "events": [_review_event(line) for line in result.events],
            "summary": _review_standing(standing) | {"sheets": result.sheets} if standing else None,
            "findings": _findings(result.findings, lang),
        }
    )


def _review_event(line: LogLine) -> dict[str, Any]:
    return {
        "day": line.day,
        "unit": {"id": line.unit, "name": line.name},
        "did": line.did.name.lower().replace("_", "-"),
        "criterion": line.criterion or None,
        "stage": line.stage.value if line.stage else None,
        "before": line.before or None,
        "after": line.after or None,
        "source": line.source or None,
    }


def _review_standing(standing: ReviewStanding) -> dict[str, Any]:
    return {
        "units": standing.units,
        "cells": {stage.value: number for stage, number in standing.cells.items()},
        "settled": {stage.value: number for stage, number in standing.settled.items()},
        "differences": {stage.value: number for stage, number in standing.differences.items()},
        "reasons_missing": standing.reasons_missing,
        "unconfirmed": standing.unconfirmed,
        "kept": standing.kept,
    }


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


def _fix_lists(made: FixLists | None) -> dict[str, Any] | None:
    if made is None:
        return None
    return {
        "lists": [{"sheet": sheet, "path": path} for sheet, path in made.lists],
        "summaries": list(made.summaries),
        "clean": list(made.clean),
    }


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
        "check": _check(report),
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
        "provisional": _comparison(report.provisional) if report.provisional else None,
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
        "check": _check(report),
        "ranking": [_row(row, report, lang) for row in report.ranking.rows],
        "awards": {
            "flag": _proposal(recommendation.flag),
            "certificate": _proposal(recommendation.certificate),
        },
        "provisional": _comparison(report.provisional) if report.provisional else None,
        "ballots": [_open_ballot(ballot, report, lang) for ballot in recommendation.ballots],
        "ballot_paper": report.ballot_paper,
        "findings": _findings(report.findings, lang),
        "readings": _readings(report.readings, lang),
    }


def _comparison(comparison: Comparison) -> dict[str, Any]:
    """The provisional ranking, and in what the official one differs from it."""
    return {
        "stage": comparison.ranking.stage.value if comparison.ranking.stage else None,
        "ranking": [
            {
                "rank": row.rank,
                "unit": {"id": row.member.id, "name": row.member.name},
                "total": row.total,
                "award": comparison.recommendation.award_of(row.member.id),
            }
            for row in comparison.ranking.rows
        ],
        "changes": [_standing(one) for one in comparison.standings if one.matters or one.total_changed],
        "unranked": [member.id for member in comparison.one_sided],
    }


def _standing(standing: Standing) -> dict[str, Any]:
    before, after = standing.before, standing.after
    return {
        "unit": {"id": standing.member.id, "name": standing.member.name},
        "rank": {"before": before.rank, "after": after.rank},
        "total": {"before": before.total, "after": after.total},
        "award": {"before": before.award, "after": after.award},
        "ballot": {"before": before.ballot, "after": after.ballot},
        "threshold": {"before": before.reaches, "after": after.reaches},
        "changed": [
            name
            for name, changed in (
                ("rank", standing.rank_changed),
                ("total", standing.total_changed),
                ("threshold", standing.threshold_changed),
                ("award", standing.award_changed),
            )
            if changed
        ],
    }


def _open_ballot(ballot: OpenBallot, report: ClusterReport, lang: Lang) -> dict[str, Any]:
    award = ballot.award
    return {
        "award": award.id,
        "name": award.name.vi if lang == "vi" else award.name.en,
        "clause": award.clause,
        "seats": ballot.places,
        "round": ballot.number,
        "units": [
            {
                "id": row.member.id,
                "name": row.member.name,
                "total": row.total,
                "rank": row.rank,
                "votes": ballot.votes.get(row.member.id),
            }
            for row in ballot.units
        ],
        "won": list(ballot.won),
        "question": question(ballot).to(lang),
        "considered": considered(report.cluster),
        "yaml": block((ballot,), report.cluster, lang),
    }


def _check(report: ClusterReport) -> dict[str, Any]:
    """The check code of the scores, and the seal that it is held against."""
    line = report.check
    sealed = {"date": line.day.isoformat(), "code": line.sealed} if line.day else None
    return {"code": line.code, "state": line.state.value, "seal": sealed}


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


def findings_as_json(findings: Iterable[Finding], lang: Lang) -> list[dict[str, Any]]:
    """The findings as every document has them, for the documents that other modules draw."""
    return _findings(findings, lang)


def _findings(findings: Iterable[Finding], lang: Lang) -> list[dict[str, Any]]:
    """The findings as JSON values, with their sentences in the language."""
    return [_finding(finding, lang) for finding in findings]


def _finding(finding: Finding, lang: Lang) -> dict[str, Any]:
    message, fix = say(finding.on(waived=None), lang)
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
        "waived": _waived(finding.waived),
    }


def _waived(waived: Waived | None) -> dict[str, Any] | None:
    if waived is None:
        return None
    return {
        "reason": waived.reason,
        "who": waived.who,
        "document": waived.document,
        "until": _day_or_fact(waived.until),
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


_NO_TOTAL: Final[dict[str, Any]] = {"value": None, "begun": False, "filled": False, "blank": [], "sections": {}}


def _traced_standing(trace: UnitTrace, lang: Lang) -> dict[str, Any]:
    return {
        "rank": trace.rank,
        "ranked": trace.ranked,
        "total": trace.total,
        "totals": {
            **{stage.value: _NO_TOTAL for stage in Stage},  # what a unit without a usable sheet has
            **{
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
        },
        "provisional": _standing(trace.provisional) if trace.provisional else None,
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


# --- where clusters stand ------------------------------------------------------------------------


def surveyed(survey: Survey, lang: Lang) -> str:
    """The document `thidua.status/1`."""
    number = count(survey.all_findings())
    return dumps(
        {
            "schema": "thidua.status/1",
            "today": survey.today.isoformat(),
            "year": survey.year,
            "clusters": [_progress(one, lang) for one in survey.clusters],
            "unread": list(survey.unread),
            "findings": _findings(survey.findings, lang),
            "summary": {
                "clusters": len(survey.clusters),
                "ready": sum(one.report.ready for one in survey.clusters),
                "late": sum(one.behind for one in survey.clusters),
                "open": sum(one.undecided for one in survey.clusters),
                **number._asdict(),
            },
        }
    )


def _progress(one: Progress, lang: Lang) -> dict[str, Any]:
    cluster, stage = one.report.cluster, one.report.ranking.stage
    return {
        "id": cluster.roster.id,
        "name": cluster.roster.name,
        "path": cluster.path,
        "year": cluster.roster.year or None,
        "rubric": cluster.rubric.id,
        "defaults": cluster.roster.defaults or None,
        "members": len(one.units),
        "expected": len(one.expected),
        "step": one.step.value,
        "sealed": one.sealed,
        "stage": stage.value if stage else None,
        "ahead": one.ahead.value,
        "ready": one.report.ready,
        "blockers": list(one.report.blockers),
        "next": {"text": one.next.text.to(lang), "command": one.next.command},
        "tallies": {each.id: _tally(each, lang) for each in one.tallies},
        "units": [_unit_progress(unit, one.report) for unit in one.units],
        "days": [_due(due, lang) for due in one.days],
        "open": [_opening(each, lang) for each in one.open],
        "findings": _findings(one.report.findings, lang),
        "readings": _readings(one.report.readings, lang),
    }


def _tally(tally: Tally, lang: Lang) -> dict[str, Any]:
    return {
        "done": tally.done,
        "lacking": list(tally.lacking),
        "unknown": list(tally.unknown),
        "notes": [{"text": what.to(lang), "names": list(names)} for what, names in tally.notes],
    }


def _unit_progress(one: UnitProgress, report: ClusterReport) -> dict[str, Any]:
    member = one.member
    return {
        "unit": {"id": member.id, "name": member.name},
        "status": member.status.value,
        "state": one.unit.state.value,
        "step": one.step.value,
        "registered": _day_or_fact(member.registered),
        "signed": member.signed,
        "errors": one.errors,
        "filled": {stage.value: one.has_filled(stage) for stage in Stage},
        "blank": {stage.value: list(one.blank[stage]) for stage in Stage},
        "rank": one.rank,
        "total": one.total,
        "award": report.recommendation.award_of(member.id),
        "possible": {"least": one.bounds.least, "greatest": one.bounds.greatest, "open": list(one.bounds.open)},
        "outlook": {
            "flag": one.outlook.flag.value,
            "certificate": one.outlook.certificate.value,
            "any": one.outlook.any_award.value,
        }
        if one.outlook
        else None,
    }


def _day_or_fact(value: date | bool | None) -> str | bool | None:
    return value.isoformat() if isinstance(value, date) else value


def _due(due: Due, lang: Lang) -> dict[str, Any]:
    return {
        "id": due.id,
        "name": due.name.to(lang),
        "clause": due.clause,
        "last": _day_or_fact(due.last),
        "recorded": _day_or_fact(due.recorded),
        "standing": due.standing.value,
        "lacking": list(due.lacking),
        "late": list(due.late),
        "derived": due.derived,
    }


def _opening(one: Opening, lang: Lang) -> dict[str, Any]:
    return {
        "kind": one.kind.value,
        "weight": one.weight.value,
        "text": one.text.to(lang),
        "clause": one.clause,
        "units": list(one.units),
        "points": one.points,
        "down": one.down,
        "up": one.up,
        "gap": one.gap,
        "cells": one.cells,
        "reading": one.reading or None,
    }


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
