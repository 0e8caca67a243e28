"""The command `thidua`: answers --version at once, leaves everything else to `cli`.

This module imports nothing at its top, because every run pays for it.
"""

import sys


def main() -> None:
    """Run the command line and leave with its exit code (contract 2)."""
    if sys.argv[1:] == ["--version"]:
        from thidua_cli import __version__

        print(f"thidua {__version__}")  # noqa: T201 - the one answer given before any output is set up
        return
    if sys.argv[1:] == ["--read-workbook-from-stdin"]:  # a frozen program is its own child (spreadsheets.legacy)
        from thidua_cli.spreadsheets.child import main as read_workbook

        read_workbook()
        return
    from thidua_cli.cli import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
