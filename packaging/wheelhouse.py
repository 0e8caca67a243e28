"""Gathers thidua and all it needs in one folder, to be installed without a network.

`python packaging/wheelhouse.py TARGET [--python 3.12] [--platform win_amd64]`: for this computer, or for another
system and version of Python. It is run where packages can be had; the folder is then carried to the offline desk,
where `CAI-DAT.txt` in it says what to do. docs/packaging.md tells the whole way.
"""

from __future__ import annotations

import argparse
import hashlib
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

GUIDE = """\
Cài đặt thidua không cần mạng
=============================

1. Cài Python {python} (trên Windows: đánh dấu "Add python.exe to PATH").
2. Mở cửa sổ lệnh trong thư mục này rồi chạy:

       python -m venv C:\\thidua
       C:\\thidua\\Scripts\\python -m pip install --no-index --find-links . thidua-cli

   (Linux: python3 -m venv ~/thidua rồi ~/thidua/bin/python -m pip install --no-index --find-links . thidua-cli)

3. Kiểm tra: C:\\thidua\\Scripts\\thidua selftest

SHA256SUMS ghi mã của từng tệp để đối chiếu sau khi chép.
"""


def gather(target: Path, python: str | None = None, platform: str | None = None) -> list[Path]:
    """The wheels in the target folder, thidua's own among them, with a guide and the digest of each."""
    target.mkdir(parents=True, exist_ok=True)
    pip = [sys.executable, "-m", "pip"]
    subprocess.run([*pip, "wheel", "--quiet", "--no-deps", "--wheel-dir", str(target), str(ROOT)], check=True)
    chosen = ["--python-version", python] if python else []
    chosen += ["--platform", platform] if platform else []
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    command = [*pip, "download", "--quiet", "--only-binary", ":all:", "--dest", str(target), *chosen, *wanted]
    subprocess.run(command, check=True)
    wheels = sorted(target.glob("*.whl"))
    sums = (f"{hashlib.sha256(wheel.read_bytes()).hexdigest()}  {wheel.name}\n" for wheel in wheels)
    (target / "SHA256SUMS").write_text("".join(sums), encoding="utf-8", newline="\n")
    version = python or f"{sys.version_info[0]}.{sys.version_info[1]}"
    (target / "CAI-DAT.txt").write_text(GUIDE.format(python=version), encoding="utf-8-sig", newline="\r\n")
    return wheels


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("target", type=Path, help="the folder to gather in")
    parser.add_argument("--python", help="the version of Python on the offline desk, such as 3.12")
    parser.add_argument("--platform", help="its system, such as win_amd64")
    given = parser.parse_args()
    print(*(wheel.name for wheel in gather(given.target, given.python, given.platform)), sep="\n")
