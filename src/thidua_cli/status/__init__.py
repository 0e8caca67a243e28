"""Where a cluster stands: who has done what, what is next, which days matter, what could still change an award.

This package opens no file and draws nothing; today's date is given to it.
"""

from thidua_cli.status.progress import Progress, Survey, progress

__all__ = ["Progress", "Survey", "progress"]
