"""Builds the packaged program: `PYTHON packaging/build.py [TARGET]`, TARGET being `dist/` of the checkout by default.

The interpreter that runs it needs PyInstaller and thidua's own libraries (docs/packaging.md). The result is the
folder `TARGET/thidua`, which needs no Python; on Windows the launchers stand beside the program.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
LAUNCHERS = HERE / "launchers"


def build(target: Path) -> Path:
    """The folder of the packaged program below the target; what stood there before is replaced."""
    with tempfile.TemporaryDirectory() as scratch:
        # Steady hash seeds and dates make builds of one state alike.
        environment = {**os.environ, "PYTHONHASHSEED": "0", "SOURCE_DATE_EPOCH": "1577836800"}
        command = [sys.executable, "-m", "PyInstaller", str(HERE / "thidua.spec"), "--noconfirm", "--clean"]
        command += ["--log-level", "WARN", "--distpath", str(target), "--workpath", scratch]
        subprocess.run(command, check=True, env=environment)
    built = target / "thidua"
    for file in sorted(LAUNCHERS.iterdir()):
        shutil.copyfile(file, built / file.name)
    shutil.copyfile(HERE.parent / "LICENSE", built / "LICENSE.txt")
    return built


if __name__ == "__main__":
    made = build(Path(sys.argv[1] if len(sys.argv) > 1 else HERE.parent / "dist").resolve())
    print(made)
