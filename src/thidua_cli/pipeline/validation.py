"""Sheets read and checked, whatever folders they stand in: `validate`.

It returns one value; how it is shown is the renderers' matter.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from thidua_cli import catalogue, folders, waivers
from thidua_cli.folders import CLUSTER_FILE, SEAL_FILE, shown
from thidua_cli.pipeline.many import Wanted, submissions_of
from thidua_cli.pipeline.reading import Settings, files_under, settings_of, unread_scores
from thidua_cli.sheet_report import ReviewRead, Validated
from thidua_cli.vietnamese import name_key

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from thidua_cli.findings import Finding
    from thidua_cli.rubric.model import Rubric
    from thidua_cli.submission import Submission


def validate(paths: Sequence[str], rubric: str | None = None) -> Validated:
    """Every sheet named or found under the paths, read and checked, one bad one hiding no other."""
    findings: list[Finding] = []
    files: list[tuple[Path, str]] = []
    for given in paths:
        found, wrong = files_under(given)
        files.extend(found)
        findings.extend(wrong)
    wanted: Rubric | None = None
    if rubric is not None:
        from thidua_cli.rubric.load import load

        wanted, wrong_rubric = load(rubric, Path())
        findings.extend(wrong_rubric)
        if wanted is None:
            return Validated((), tuple(findings))
    settings: dict[Path | None, Settings] = {None: Settings(None, None, ())}
    wanted_sheets: list[Wanted] = []
    homes: dict[str, Path] = {}
    reviewed: set[Path] = set()
    for path, name in dict(files).items():
        folder = folders.cluster_of(path)
        homes[name] = folder or path.parent
        if folder not in settings and folder is not None:
            settings[folder] = settings_of(folder, shown(_beside(path, name, folder / CLUSTER_FILE)))
            findings.extend(each for each in settings[folder].findings if each not in findings)
        if folder is not None and folders.is_review(path):
            reviewed.add(folder)
            continue  # read with the cluster's settings
        expected = settings[folder].expected()
        wanted_sheets.append(Wanted(path, name, replace(expected, rubric=wanted or expected.rubric)))
    submissions: list[Submission] = []
    for submission, (path, name, _) in zip(submissions_of(wanted_sheets), wanted_sheets, strict=True):
        folder = folders.cluster_of(path)
        seal_file = _beside(path, name, (folder or path.parent) / SEAL_FILE)
        checked = _against_seal(submission, settings[folder], seal_file)
        submissions.append(waivers.over_submission(checked, settings[folder].roster))
    findings.extend(_repeated(submissions, homes))
    reviewed |= {folder for folder in settings if folder is not None and _lies_under(folder, paths)}
    reviews = []
    for folder in sorted(reviewed):
        own = [one for one in submissions if homes[one.file] == folder]
        findings.extend(waivers.over(unread_scores(settings[folder], own), settings[folder].roster))
        reviews += _review_of(settings[folder])
    return Validated(tuple(submissions), tuple(findings), tuple(reviews))


def _lies_under(folder: Path, paths: Sequence[str]) -> bool:
    """Whether one of the paths is the folder or a folder above it."""
    given = {Path(path).absolute() for path in paths if Path(path).is_dir()}
    return bool(given.intersection((folder, *folder.parents)))


def _review_of(settings: Settings) -> list[ReviewRead]:
    """The cluster's review workbook and how far it is, if there is one."""
    if settings.review is None or settings.roster is None or settings.rubric is None:
        return []
    from thidua_cli.review.outcome import standing_of

    return [ReviewRead(settings.review.file, settings.roster.name, standing_of(settings.review, settings.rubric))]


def _against_seal(submission: Submission, settings: Settings, file: str) -> Submission:
    """The submission with what its cluster's seal says otherwise; nothing is said of other units."""
    if settings.seal is None or settings.roster is None or settings.rubric is None or submission.unit is None:
        return submission
    from thidua_cli.seal.agreed import present_of
    from thidua_cli.seal.compare import differences_of_sheet
    from thidua_cli.seal.told import findings as told_of_seal

    member = settings.roster.member(submission.unit.id)
    if member is None:
        return submission
    now = present_of(settings.roster, settings.rubric, member, submission)
    found = differences_of_sheet(settings.seal.agreement, now)
    told = settings.rubric.guidance.citing(told_of_seal(found, settings.seal, settings.roster, file))
    return replace(submission, findings=(*submission.findings, *told))


def _beside(path: Path, name: str, target: Path) -> str:
    """The target's path spelled like the sheet's, which the user gave."""
    relative = os.path.relpath(target, path.absolute().parent)
    return os.path.normpath(str(Path(name).parent / relative))


def _repeated(submissions: Sequence[Submission], homes: Mapping[str, Path]) -> list[Finding]:
    """Two sheets of one unit in one cluster's folder, the folder of each file being given."""
    by_unit: dict[tuple[Path, str], list[Submission]] = {}
    for submission in submissions:
        # A file that cannot be read is a unit's by its name alone, and no second sheet of it.
        if submission.unit and submission.scores is not None:
            by_unit.setdefault((homes[submission.file], name_key(submission.unit.name)), []).append(submission)
    return [
        catalogue.SHEETS_REPEATED.finding(
            file=same[1].file,
            unit=same[0].unit.id if same[0].unit else None,
            name=same[0].unit.name if same[0].unit else "",
            number=len(same),
            files=tuple(submission.file for submission in same),
        )
        for same in by_unit.values()
        if len(same) > 1
    ]
