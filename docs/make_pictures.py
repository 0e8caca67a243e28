"""Makes the README's pictures from the real program: `python docs/make_pictures.py`.

`images/rank.svg` is the terminal as `thidua rank` draws it; `images/form.png` is the first page of a blank
form as LibreOffice prints it (skipped where LibreOffice or pdftoppm is absent); `images/page.png` and
`images/page-telephone.png` are the HTML page in Chromium (skipped where it or `websocket-client` is absent).
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from importlib.util import find_spec
from io import StringIO
from pathlib import Path

from rich.console import Console
from rich.text import Text

from thidua_cli import pipeline
from thidua_cli.pipeline.html_page import write_page
from thidua_cli.render.text import Screen, ranked

DOCS = Path(__file__).parent
IMAGES = DOCS / "images"
CLUSTER = DOCS.parent / "examples" / "langson-2019" / "cum-2-so-tong-hop"
WIDTH = 112

# Rich's own frame without its web font: a picture in a README fetches nothing.
FRAME = """\
<svg class="rich-terminal" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">
<style>
.{unique_id}-matrix {{ font-family: Consolas, Menlo, "Liberation Mono", "Courier New", monospace;
font-size: {char_height}px;
line-height: {line_height}px; font-variant-east-asian: full-width; }}
.{unique_id}-title {{ font-size: 18px; font-weight: bold; font-family: sans-serif; }}
{styles}
</style>
<defs><clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}" /></clipPath>{lines}</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}<g class="{unique_id}-matrix">{matrix}</g></g>
</svg>
"""


def terminal() -> None:
    """The ranking of the example cluster with a decided tie, as a terminal shows it."""
    report = pipeline.rank(str(CLUSTER), "2019")
    shown = ranked(report, Screen("vi", WIDTH - 2, colour=True, blocks="▏▎▍▌▋▊▉█"))
    console = Console(record=True, width=WIDTH, file=StringIO(), highlight=False, color_system="standard")
    console.print(Text.from_ansi(f"$ thidua rank cum-2-so-tong-hop --year 2019\n{shown}"))
    svg = console.export_svg(title="thidua rank", code_format=FRAME, unique_id="thidua")
    (IMAGES / "rank.svg").write_text(svg, encoding="utf-8")


def form() -> None:
    """The first page of a blank form, as printed."""
    if not shutil.which("soffice") or not shutil.which("pdftoppm"):
        return
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        pipeline.forms_of_cluster(str(CLUSTER), "Sở Nội vụ", None, scratch)
        subprocess.run(  # noqa: S603 - our own form, converted by the office program at hand
            [  # noqa: S607
                "soffice",
                f"-env:UserInstallation={(folder / 'profile').as_uri()}",
                *("--headless", "--convert-to", "pdf", "--outdir", scratch, str(folder / "so-noi-vu.xlsx")),
            ],
            check=True,
            capture_output=True,
        )
        page = ["pdftoppm", "-r", "80", "-f", "1", "-l", "1", "-png", "-singlefile"]
        subprocess.run(  # noqa: S603
            [*page, str(folder / "so-noi-vu.pdf"), str(IMAGES / "form")], check=True, capture_output=True
        )


def page() -> None:
    """The HTML page of the province on a desk's screen, and of the cluster on a telephone in the dark."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None or find_spec("websocket") is None:
        return
    from check_page import WIDTHS, Browser

    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        whole, one = Path(scratch, "whole.html"), Path(scratch, "one.html")
        write_page(str(CLUSTER.parent), "2019", str(whole), "vi")
        write_page(str(CLUSTER), "2019", str(one), "vi")
        browser = Browser(chromium, str(Path(scratch, "profile")))
        try:
            browser.open(whole, WIDTHS["desktop"], "light")
            browser.picture(IMAGES / "page.png", top=0, height=980, scale=0.65)
            browser.open(one, WIDTHS["telephone"], "dark")
            top = browser.say("document.querySelector('#c1-bars').getBoundingClientRect().top + scrollY - 20")
            browser.picture(IMAGES / "page-telephone.png", top=top, height=780, scale=1)
        finally:
            browser.close()


if __name__ == "__main__":
    IMAGES.mkdir(exist_ok=True)
    terminal()
    form()
    page()
