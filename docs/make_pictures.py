"""Makes the pictures of the pages from the real program: `python docs/make_pictures.py [NAME…]`.

It follows the user's guide (`huong-dan.md`) in an empty folder, and takes each picture where the guide shows it:
terminals as SVG, forms, workbooks and papers as LibreOffice prints them, pages in headless Chromium. What needs a
program that is absent is left as it is, with a word.
"""

# ruff: noqa: T201 - a script tells what it made
from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from contextlib import redirect_stderr, redirect_stdout
from importlib.util import find_spec
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Final
from unittest.mock import patch

ROOT: Final = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from rich.console import Console  # noqa: E402 - the tests are found from the top of the checkout
from rich.text import Text  # noqa: E402 - as above
from tests import pages  # noqa: E402 - as above

from thidua_cli.cli import run  # noqa: E402 - as above
from thidua_cli.pipeline.html_page import write_page  # noqa: E402 - as above

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

DOCS: Final = ROOT / "docs"
PICTURES: Final = DOCS / "pictures"
PROVINCE: Final = ROOT / "examples" / "langson-2019"
WIDTH: Final = 110

# Rich's own frame without its web font: a picture in a page fetches nothing.
FRAME: Final = """\
<svg class="rich-terminal" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">
<style>
.{unique_id}-matrix {{ font-family: Consolas, Menlo, "DejaVu Sans Mono", "Liberation Mono", monospace;
font-size: {char_height}px;
line-height: {line_height}px; font-kerning: none; }}
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


class Terminal(StringIO):
    """Standard output that says it is a terminal, so that colours and bars are drawn."""

    encoding = "utf-8"

    def isatty(self) -> bool:
        """Yes."""
        return True


def printed(command: str) -> str:
    """What a terminal shows of the command, run in the present folder."""
    shown = Terminal()
    with (
        patch.dict("os.environ", {"COLUMNS": str(WIDTH), "NO_COLOR": "", "TERM": "xterm-256color"}),
        redirect_stdout(shown),
        redirect_stderr(shown),
    ):
        run(command.split()[1:])
    return shown.getvalue()


def terminal(name: str, command: str) -> None:
    """The command and what it prints, as SVG."""
    console = Console(record=True, width=WIDTH, file=StringIO(), highlight=False, color_system="standard")
    console.print(Text.from_ansi(f"$ {command}\n{printed(command)}"))
    svg = console.export_svg(title=" ".join(command.split()[:2]), code_format=FRAME, unique_id="thidua")
    (PICTURES / f"{name}.svg").write_text(svg, encoding="utf-8")


def office(name: str, file: str, *, dots: int = 80, cut: tuple[int, int, int, int] | None = None) -> None:
    """The first page of a workbook or a paper as LibreOffice prints it, or a part: left, top, width, height."""
    with tempfile.TemporaryDirectory() as scratch:
        subprocess.run(  # noqa: S603 - our own file, converted by the office program at hand
            [  # noqa: S607
                "soffice",
                f"-env:UserInstallation={Path(scratch, 'profile').as_uri()}",
                *("--headless", "--convert-to", "pdf", "--outdir", scratch, file),
            ],
            check=True,
            capture_output=True,
        )
        pdf = str(Path(scratch, Path(file).stem + ".pdf"))
        draw = ["pdftoppm", "-r", str(dots), "-f", "1", "-l", "1", "-png", "-singlefile"]
        for option, value in zip(("-x", "-y", "-W", "-H"), cut or (), strict=False):
            draw += [option, str(value)]
        subprocess.run([*draw, pdf, str(PICTURES / name)], check=True, capture_output=True)  # noqa: S603


def browser(name: str, place: Path, device: str, scheme: str, cut: tuple[str, int, float]) -> None:
    """A part of the HTML page in Chromium: from where the selector stands, so high, at that scale."""
    from check_page import WIDTHS, Browser

    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        page = Path(scratch, "page.html")
        write_page(str(place), "2019", str(page), "vi")
        tab = Browser(str(shutil.which("chromium") or shutil.which("google-chrome")), str(Path(scratch, "profile")))
        try:
            tab.open(page, WIDTHS[device], scheme)
            selector, height, scale = cut
            where = f"document.querySelector('{selector}').getBoundingClientRect().top + scrollY - 20"
            tab.picture(PICTURES / f"{name}.png", top=max(0, tab.say(where)), height=height, scale=scale)
        finally:
            tab.close()


MADE: Final[Mapping[str, Callable[[], None]]] = {
    "form": lambda: office("form", "cum-1/ket-qua/bieu-trang/so-noi-vu.xlsx"),
    "status": lambda: terminal("status", "thidua status cum-1"),
    "fix-list": lambda: office("fix-list", "cum-1/ket-qua/loi/so-cong-thuong.loi.xlsx", cut=(80, 50, 825, 200)),
    "review": lambda: office("review", "cum-1/ra-soat.xlsx", cut=(405, 50, 560, 745)),
    "consolidated": lambda: office("consolidated", "cum-1/ket-qua/tong-hop.xlsx"),
    "paper": lambda: office("paper", "cum-1/ket-qua/bao-cao-ket-qua-cham-diem.docx", dots=60),
    "rank": lambda: terminal("rank", "thidua rank cum-1 --year 2019"),
    "page": lambda: browser("page", PROVINCE, "desktop", "light", ("body", 980, 0.65)),
    "page-telephone": lambda: browser(
        "page-telephone", PROVINCE / "cum-2-so-tong-hop", "telephone", "dark", ("#c1-bars", 780, 1)
    ),
}


def absent(name: str) -> str:
    """The program that the picture needs and that is not here; empty if it can be made."""
    needs = {"form", "fix-list", "review", "consolidated", "paper"}
    if name in needs:
        return next((program for program in ("soffice", "pdftoppm") if not shutil.which(program)), "")
    if name.startswith("page"):
        if not (shutil.which("chromium") or shutil.which("google-chrome")):
            return "chromium"
        return "" if find_spec("websocket") else "websocket-client"
    return ""


def main(names: list[str]) -> None:
    """Follow the guide and take the pictures asked for, or all of them."""
    wanted = set(names) or set(MADE)

    def take(picture: pages.Picture, ran: tuple[pages.Ran, ...]) -> None:
        del ran
        if picture.name in wanted:
            missing = absent(picture.name)
            if not missing:
                MADE[picture.name]()
            print(f"{picture.name}: {f'not made, there is no {missing}' if missing else 'made'}")

    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        guide = (DOCS / "huong-dan.md").read_text(encoding="utf-8")
        pages.follow(pages.steps(guide), Path(folder), take)


if __name__ == "__main__":
    main(sys.argv[1:])
