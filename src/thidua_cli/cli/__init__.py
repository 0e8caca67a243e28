"""The command line: one door in, exit codes and streams out.

Nothing here computes a score; commands call `pipeline` and print what `render` draws.
"""

from thidua_cli.cli.app import run

__all__ = ["run"]
