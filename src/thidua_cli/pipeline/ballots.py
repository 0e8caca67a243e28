"""The file that prepares open ballots, `ket-qua/bo-phieu.yaml`, beside the ranking that asks for them.

This module never writes over what somebody filled in; what it cannot write takes nothing from the ranking.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from thidua_cli import ballots, catalogue
from thidua_cli.findings import Checked
from thidua_cli.folders import RESULTS, shown
from thidua_cli.pipeline.writing import write_bytes
from thidua_cli.rubric.model import Stage

if TYPE_CHECKING:
    from pathlib import Path

    from thidua_cli.report import ClusterReport

_LARGEST = 1_000_000  # bytes; such a file takes one or two thousand


def write_paper(report: ClusterReport, folder: Path) -> Checked[str | None]:
    """Where the file for the cluster's open ballots stands; None if there is no ballot to hold.

    A ranking for information, or by a stage that was asked for, leads to no ballot.
    """
    opened, ranking = report.recommendation.ballots, report.ranking
    if not opened or ranking.forced or ranking.stage is Stage.SELF or not report.cluster.roster.listed:
        return Checked(None)
    target = folder / RESULTS / ballots.PAPER
    data = ballots.paper(opened, report.cluster).encode()
    if os.path.lexists(target):
        present = _present(target)
        if present == data:
            return Checked(shown(target))
        if present is None or not ballots.is_untouched(present.decode("utf-8", "replace")):
            return Checked(shown(target), (catalogue.BALLOT_PAPER_KEPT.finding(file=shown(target)),))
    refused = write_bytes(data, target)
    if refused:
        reason = dict(refused[0].params)["reason"]
        return Checked(None, (catalogue.BALLOT_PAPER_NOT_WRITTEN.finding(file=shown(target), reason=reason),))
    return Checked(shown(target))


def _present(target: Path) -> bytes | None:
    """What stands there; None if it is nothing that thidua can have written."""
    try:
        if not target.is_file() or target.stat().st_size > _LARGEST:
            return None
        return target.read_bytes()
    except OSError:
        return None
