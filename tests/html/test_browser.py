"""The page in a real browser: it sorts, fits a telephone, fetches nothing (skipped where there is none)."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from thidua_cli.pipeline.html_page import write_page

ROOT = Path(__file__).parents[2]
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


@pytest.mark.slow
@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")
@pytest.mark.skipif(find_spec("websocket") is None, reason="the package websocket-client is not installed")
def test_pages_hold_in_a_browser_at_both_widths_and_in_both_schemes(tmp_path: Path) -> None:
    pages = []
    for lang, path in (("vi", "cum-6-dang-doan-the"), ("en", "cum-2-so-tong-hop")):
        target = tmp_path / f"{lang}.html"
        write_page(str(ROOT / "examples" / "langson-2019" / path), "2019", str(target), "vi" if lang == "vi" else "en")
        pages.append(str(target))
    axe = os.environ.get("THIDUA_AXE")  # the path of axe.min.js, where it is at hand
    command = [sys.executable, str(ROOT / "docs" / "check_page.py"), *pages, "-o", str(tmp_path / "shots")]
    done = subprocess.run(
        [*command, *(["--axe", axe] if axe else [])], capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert (tmp_path / "shots" / "vi.pdf").read_bytes().startswith(b"%PDF")
