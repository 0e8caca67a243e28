"""`python -m bench`: makes its sheets, runs whole processes in turn, prints medians, spread and ratios.

python -m bench                      everything but the ten thousand sheets
python -m bench --big                those too
python -m bench --rounds 7 --json results.json
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

LOOPS = Path(__file__).parent / "loops"
THIDUA = (sys.executable, "-m", "thidua_cli")


@dataclass(frozen=True, slots=True)
class Run:
    """One process: what it took, in seconds and MiB, and how it ended."""

    seconds: float
    mib: float
    exit: int


@dataclass(slots=True)
class Task:
    """A command to be measured, in rounds with the others."""

    name: str
    command: tuple[str, ...]
    rounds: int
    before: tuple[str, ...] = ()
    kept: str = ""
    runs: list[Run] = field(default_factory=list)

    @property
    def median(self) -> float:
        """The median of its runs, in seconds."""
        return statistics.median(run.seconds for run in self.runs)

    @property
    def spread(self) -> float:
        """The greatest deviation from the median, as a share of it."""
        return max(abs(run.seconds - self.median) for run in self.runs) / self.median

    @property
    def mib(self) -> float:
        """The highest peak of its runs, in MiB."""
        return max(run.mib for run in self.runs)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--rounds", type=int, default=5, help="rounds of the short commands")
    parser.add_argument("--big", action="store_true", help="ten thousand sheets as well")
    parser.add_argument("--json", type=Path, help="write the figures there too")
    parser.add_argument("--folder", type=Path, help="where to put the sheets (default: a temporary folder)")
    given = parser.parse_args()
    home = given.folder or Path(tempfile.mkdtemp(prefix="thidua-bench-"))
    try:
        # In a process of its own: what this one holds would count as the memory of those it starts.
        make = f"from pathlib import Path; from bench.__main__ import made; made(Path({str(home)!r}), big={given.big})"
        subprocess.run([sys.executable, "-c", make], check=True)  # noqa: S603 - our own line
        tasks = _tasks(_folders(home, big=given.big), home, given.rounds, big=given.big)
        for task in tasks:
            if task.kept == str(home / "kept"):
                _run(task, home)  # modules compiled and tables kept, as they are from the second day on
        _measure(tasks, home)
        table = _table({task.name: task for task in tasks})
        print("\n".join(_lines(tasks, table)))
        if given.json:
            given.json.write_text(json.dumps(_document(tasks, table), indent=2, ensure_ascii=False) + "\n")
    finally:
        if given.folder is None:
            shutil.rmtree(home, ignore_errors=True)


def _folders(home: Path, *, big: bool) -> dict[int, Path]:
    return {number: home / f"sheets-{number}" for number in (1, 200, 1000, *((10_000,) if big else ()))}


def made(home: Path, *, big: bool) -> None:
    """Make the sheets, a cluster of a thousand units and a file that unpacks to 256 MiB, as far as they are missing."""
    from bench import sheets

    for number, folder in _folders(home, big=big).items():
        if not folder.is_dir():
            sheets.make(folder, number, faults=number > 1)
    cluster = home / "cluster"
    cluster.mkdir(exist_ok=True)
    units = "".join(f"  - {{id: don-vi-{n}, name: Đơn vị số {n}}}\n" for n in range(1000))
    text = f"name: Cụm thi đua số 1\nyear: 2019\nrubric: {sheets.TABLE}\nunits:\n{units}"
    (cluster / "cluster.yaml").write_text(text, encoding="utf-8")
    with zipfile.ZipFile(home / "bomb.xlsx", "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("[Content_Types].xml", "<Types/>")
        with bomb.open("xl/workbook.xml", "w") as part:
            for _ in range(256):
                part.write(b" " * (1 << 20))


def _tasks(folders: dict[int, Path], home: Path, rounds: int, *, big: bool) -> list[Task]:
    (one,) = folders[1].glob("*.xlsx")
    thousand, few = str(folders[1000]), max(3, rounds // 2)
    warm, cold = str(home / "kept"), str(home / "kept-fresh")
    python = sys.executable
    tasks = [
        Task("bare interpreter", (python, "-c", "pass"), rounds * 2),
        Task("calamine, one sheet", (python, str(LOOPS / "calamine_values.py"), str(one)), rounds * 2),
        Task("--version", (*THIDUA, "--version"), rounds * 2, kept=warm),
        Task("--help", (*THIDUA, "--help"), rounds * 2, kept=warm),
        Task("explain TD203", (*THIDUA, "explain", "TD203"), rounds, kept=warm),
        Task("validate, one sheet", (*THIDUA, "validate", str(one)), rounds * 2, kept=warm),
        Task("validate, bomb", (*THIDUA, "validate", str(home / "bomb.xlsx")), few, kept=warm),
        Task("validate, 200", (*THIDUA, "validate", str(folders[200])), few, kept=warm),
        Task("validate, 1,000, nothing kept", (*THIDUA, "validate", thousand), few, kept=cold),
        Task("validate, 1,000, again", (*THIDUA, "validate", thousand), few, kept=warm),
        Task("pandas loop, 1,000", (python, str(LOOPS / "pandas_frames.py"), thousand, "openpyxl"), 3),
        Task("pandas loop, calamine, 1,000", (python, str(LOOPS / "pandas_frames.py"), thousand, "calamine"), few),
        Task("openpyxl loop, 1,000", (python, str(LOOPS / "openpyxl_values.py"), thousand), 3),
        Task(
            "1,000 forms",
            (*THIDUA, "template", "--cluster", str(home / "cluster"), "-o", str(home / "forms")),
            few,
            before=(str(home / "forms"),),
            kept=warm,
        ),
        Task(
            "openpyxl, 1,000 forms",
            (python, str(LOOPS / "openpyxl_forms.py"), str(home / "laid-out"), "1000"),
            3,
            before=(str(home / "laid-out"),),
            kept=warm,
        ),
    ]
    if big:
        tasks.append(Task("validate, 10,000, nothing kept", (*THIDUA, "validate", str(folders[10_000])), 2, kept=cold))
    return tasks


def _measure(tasks: list[Task], home: Path) -> None:
    """All tasks in turn, round after round, so that a slow minute of the machine falls on all of them."""
    for number in range(max(task.rounds for task in tasks)):
        for task in tasks:
            if number < task.rounds:
                print(f"\r{number + 1}. {task.name:<40}", end="", file=sys.stderr)
                task.runs.append(_run(task, home))
    print("\r" + " " * 50 + "\r", end="", file=sys.stderr)


# An installed program has its compiled modules beside it; what keeps them from being written is a developer's setting.
_NOT_OF_A_DESK = frozenset({"PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED", "THIDUA_PROCESSES"})


def _run(task: Task, home: Path) -> Run:
    for folder in task.before:
        shutil.rmtree(folder, ignore_errors=True)
    if task.kept.endswith("fresh"):
        shutil.rmtree(task.kept, ignore_errors=True)
    environment = {name: value for name, value in os.environ.items() if name not in _NOT_OF_A_DESK}
    environment["THIDUA_CACHE"] = task.kept or "off"
    with (home / "out").open("wb") as out:
        start = time.perf_counter()
        process = subprocess.Popen(task.command, stdout=out, stderr=subprocess.DEVNULL, env=environment)  # noqa: S603
        _, status, used = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    return Run(seconds, used.ru_maxrss / 1024, process.returncode)


def _table(tasks: dict[str, Task]) -> list[tuple[str, float, str]]:
    """The ratios of docs/performance.md with their targets."""

    def ratio(one: str, other: str) -> float:
        return tasks[one].median / tasks[other].median

    rows = [
        ("--version / bare interpreter", ratio("--version", "bare interpreter"), "≤ 1.5"),
        ("--help / bare interpreter", ratio("--help", "bare interpreter"), "≤ 7"),
        ("validate one sheet / bare interpreter", ratio("validate, one sheet", "bare interpreter"), "≤ 9"),
        ("pandas loop / 1,000 sheets", ratio("pandas loop, 1,000", "validate, 1,000, nothing kept"), "≥ 8"),
        (
            "pandas loop with calamine / 1,000 sheets",
            ratio("pandas loop, calamine, 1,000", "validate, 1,000, nothing kept"),
            "≥ 1.5",
        ),
        ("1,000 sheets again / first", ratio("validate, 1,000, again", "validate, 1,000, nothing kept"), "≤ 0.3"),
        ("openpyxl forms / 1,000 forms", ratio("openpyxl, 1,000 forms", "1,000 forms"), "≥ 20"),
        ("hostile file, seconds", tasks["validate, bomb"].median, "< 1"),
        ("hostile file, MiB", tasks["validate, bomb"].mib, "< 150"),
    ]
    if "validate, 10,000, nothing kept" in tasks:
        big = tasks["validate, 10,000, nothing kept"]
        rows.append(("10,000 / 1,000 sheets", ratio(big.name, "validate, 1,000, nothing kept"), "≤ 11"))
        rows.append(("10,000 sheets, MiB", big.mib, "< 400"))
    return rows


def _lines(tasks: list[Task], table: list[tuple[str, float, str]]) -> list[str]:
    lines = [f"{platform.python_implementation()} {platform.python_version()}, {os.cpu_count()} cores", ""]
    lines += ["| process | median, s | spread | peak, MiB | runs |", "|---|---|---|---|---|"]
    lines += [f"| {t.name} | {t.median:.3f} | ± {t.spread:.0%} | {t.mib:.0f} | {len(t.runs)} |" for t in tasks]
    lines += ["", "| ratio | measured | target |", "|---|---|---|"]
    lines += [f"| {name} | {value:.2f} | {target} |" for name, value, target in table]
    return lines


def _document(tasks: list[Task], table: list[tuple[str, float, str]]) -> dict[str, object]:
    return {
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        "processes": [
            {
                "name": task.name,
                "median": task.median,
                "spread": task.spread,
                "mib": task.mib,
                "seconds": [run.seconds for run in task.runs],
                "exits": sorted({run.exit for run in task.runs}),
            }
            for task in tasks
        ],
        "ratios": [{"name": name, "value": value, "target": target} for name, value, target in table],
    }


if __name__ == "__main__":
    main()
