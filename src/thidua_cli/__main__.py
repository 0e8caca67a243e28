"""The command `thidua`: answers --version at once, leaves everything else to `cli`.

This module imports next to nothing at its top, because every run pays for it.
"""

import gc
import sys

# Classes and tables are made once and stay: looking for garbage among them takes a twentieth of a short run.
_GARBAGE = 100_000


def main() -> None:
    """Run the command line and leave with its exit code (contract 2)."""
    gc.set_threshold(_GARBAGE, 20, 20)
    try:
        _main()
    except (KeyboardInterrupt, RuntimeError) as error:  # while the program was still being loaded
        from thidua_cli.cli.app import by_stop, stopped
        from thidua_cli.cli.common import language

        if not by_stop(error):
            raise
        sys.exit(stopped(language(sys.argv[1:])))


def _main() -> None:
    if sys.argv[1:] == ["--version"] and _version_told():
        return
    if sys.argv[1:] == ["--read-workbook-from-stdin"]:  # a frozen program is its own child (spreadsheets.legacy)
        from thidua_cli.spreadsheets.child import main as read_workbook

        read_workbook()
        return
    if sys.argv[1:] and sys.argv[1].startswith("--complete="):  # the Tab key asks (cli.completion)
        from thidua_cli.cli.completion import main as complete

        complete(sys.argv[1:])
        return
    if sys.argv[1:2] == ["--dropped"]:  # a launcher of Windows hands its command line over (cli.dropped)
        from thidua_cli.cli.dropped import main as take_dropped

        sys.exit(take_dropped(sys.argv[1:]))
    from thidua_cli.cli import run

    _leave(run(sys.argv[1:]))


def _leave(code: int) -> None:
    """End the process at once: all is written and told, and taking the modules apart would take a sixth of the run."""
    import os
    from contextlib import suppress

    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError, AttributeError):  # closed, full, or none on a desk without a console
            stream.flush()
    os._exit(code)


def _version_told() -> bool:
    """Whether the version could be told before any output is set up; if not, the command line says why."""
    from thidua_cli import __version__

    try:
        sys.stdout.write(f"thidua {__version__}\n")
        sys.stdout.flush()
    except (OSError, AttributeError):  # full or closed
        return False
    return True


if __name__ == "__main__":
    main()
