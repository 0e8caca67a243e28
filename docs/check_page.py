"""Opens pages in headless Chromium and looks at them: `python docs/check_page.py PAGE.html... -o FOLDER [--axe FILE]`.

At desktop and telephone width, light and dark, it tells whether the page scrolls sideways, what the browser
complains of (a refused fetch above all), and with axe-core (`npm install axe-core`) which rules of
accessibility it breaks; it sorts every table, prints to PDF and leaves pictures in the folder. Needs Chromium
and the package `websocket-client`; it is no part of the test run. It ends with 1 if anything is wrong.
"""

# ruff: noqa: T201 - a script tells what it found
from __future__ import annotations

import argparse
import base64
import itertools
import json
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any
from urllib.request import urlopen

WIDTHS = {"desktop": 1280, "telephone": 360}
SCHEMES = ("light", "dark")
# Each head is clicked three times: numbers rise, fall, and come back as they were.
SORTED = """
[...document.querySelectorAll('table.sortable')].map(table => {
  const rows = () => [...table.tBodies[0].rows];
  const order = () => rows().map(row => row.textContent);
  const numbers = column => rows().map(row => row.cells[column].querySelector('data')).filter(Boolean)
    .map(one => Number(one.value));
  const rises = list => list.every((one, place) => !place || list[place - 1] <= one);
  const before = order().join('|'), buttons = [...table.tHead.querySelectorAll('button')];
  return buttons.every((button, column) => {
    button.click();
    const up = button.parentElement.getAttribute('aria-sort') === 'ascending' && rises(numbers(column));
    button.click();
    const down = button.parentElement.getAttribute('aria-sort') === 'descending' && rises(numbers(column).reverse());
    button.click();
    return up && down && !button.parentElement.hasAttribute('aria-sort') && order().join('|') === before;
  });
}).every(Boolean)
"""
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


class Browser:
    """A tab of headless Chromium, spoken to over its debugging port."""

    def __init__(self, chromium: str, folder: str) -> None:
        import websocket

        flags = ("--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--no-first-run")
        self.process = subprocess.Popen(  # noqa: S603 - the browser at hand
            [chromium, *flags, "--remote-debugging-port=0", f"--user-data-dir={folder}", "about:blank"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        port = self._port(Path(folder, "DevToolsActivePort"))
        with urlopen(f"http://127.0.0.1:{port}/json") as answer:
            tabs = json.load(answer)
        tab = next(tab for tab in tabs if tab["type"] == "page")
        self.socket = websocket.create_connection(tab["webSocketDebuggerUrl"], suppress_origin=True, timeout=120)
        self.numbers = itertools.count(1)
        self.complaints: list[str] = []
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.do(f"{domain}.enable")

    @staticmethod
    def _port(file: Path) -> str:
        for _ in range(200):
            if file.exists() and file.read_text().strip():
                return file.read_text().splitlines()[0]
            time.sleep(0.1)
        raise TimeoutError("Chromium did not start")

    def do(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Send a command and wait for its answer, keeping what the browser complains of meanwhile."""
        number = next(self.numbers)
        self.socket.send(json.dumps({"id": number, "method": method, "params": parameters}))
        while True:
            message = json.loads(self.socket.recv())
            if message.get("id") == number:
                if "error" in message:
                    raise RuntimeError(f"{method}: {message['error']}")
                return dict(message["result"])
            self._note(message)

    def _note(self, message: dict[str, Any]) -> None:
        given = message.get("params", {})
        if message.get("method") == "Log.entryAdded":
            self.complaints.append(given["entry"]["text"])
        elif message.get("method") == "Runtime.exceptionThrown":
            self.complaints.append(given["exceptionDetails"]["text"])
        elif message.get("method") == "Network.requestWillBeSent":
            address = given["request"]["url"]
            if not address.startswith(("file:", "about:")):
                self.complaints.append(f"fetches {address}")

    def say(self, script: str) -> Any:
        """The value of a script's expression on the page."""
        answer = self.do("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        return answer["result"].get("value")

    def open(self, page: Path, width: int, scheme: str) -> None:
        """Load the page at a width and in a colour scheme."""
        self.do(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=900,
            deviceScaleFactor=1,
            mobile=width < WIDTHS["desktop"],
        )
        features = [
            {"name": "prefers-color-scheme", "value": scheme},
            {"name": "prefers-reduced-motion", "value": "reduce"},
        ]
        self.do("Emulation.setEmulatedMedia", features=features)
        self.do("Page.navigate", url=page.absolute().as_uri())
        while self.say("document.readyState") != "complete":
            time.sleep(0.05)

    def picture(self, file: Path, top: float = 0, height: float | None = None, scale: float = 1) -> None:
        """A picture of the whole page, or of a part of that height."""
        size = self.do("Page.getLayoutMetrics")["cssContentSize"]
        clip = {"x": 0, "y": top, "width": size["width"], "height": height or size["height"], "scale": scale}
        shot = self.do("Page.captureScreenshot", format="png", clip=clip, captureBeyondViewport=True)
        file.write_bytes(base64.b64decode(shot["data"]))

    def close(self) -> None:
        """End the browser."""
        self.socket.close()
        self.process.terminate()
        self.process.wait(timeout=30)


def looked_at(page: Path, folder: Path, axe: str | None, browser: Browser) -> list[str]:
    """What is wrong with the page; its pictures and its PDF are left in the folder."""
    wrong: list[str] = []
    for (device, width), scheme in itertools.product(WIDTHS.items(), SCHEMES):
        where = f"{page.name}, {device}, {scheme}"
        browser.open(page, width, scheme)
        browser.picture(folder / f"{page.stem}-{device}-{scheme}.png")
        if (over := browser.say(OVERFLOW)) > 0:
            wrong.append(f"{where}: scrolls sideways by {over} px")
        if not browser.say(SORTED):
            wrong.append(f"{where}: a table does not sort")
        if axe:
            browser.say(axe + "; true")
            found = browser.say("axe.run().then(r => JSON.stringify([r.passes.length, r.violations, r.incomplete]))")
            passes, violations, incomplete = json.loads(found)
            print(f"{where}: axe passes {passes}, violations {len(violations)}, undecided {len(incomplete)}")
            wrong += [f"{where}: {v['id']} ({len(v['nodes'])}): {v['nodes'][0]['html'][:160]}" for v in violations]
            for one in incomplete:
                print(f"  undecided: {one['id']} ({len(one['nodes'])}): {one['nodes'][0]['html'][:120]}")
    browser.do("Emulation.setEmulatedMedia", media="", features=[])
    printed = browser.do("Page.printToPDF", preferCSSPageSize=True, printBackground=True)
    (folder / f"{page.stem}.pdf").write_bytes(base64.b64decode(printed["data"]))
    wrong += [f"{page.name}: the browser says: {text}" for text in dict.fromkeys(browser.complaints)]
    browser.complaints.clear()
    return wrong


def main() -> int:
    """Look at every page named."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pages", nargs="+", type=Path)
    parser.add_argument("-o", dest="folder", type=Path, default=Path())
    parser.add_argument("--axe", type=Path, help="axe.min.js of axe-core")
    asked = parser.parse_args()
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        print("no Chromium here: nothing was looked at", file=sys.stderr)
        return 2
    asked.folder.mkdir(parents=True, exist_ok=True)
    axe = asked.axe.read_text(encoding="utf-8") if asked.axe else None
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        browser = Browser(chromium, profile)
        try:
            wrong = [line for page in asked.pages for line in looked_at(page, asked.folder, axe, browser)]
        finally:
            browser.close()
    print("\n".join(wrong) or "nothing wrong")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
