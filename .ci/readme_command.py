"""Prints one of the README's set-up commands, so that what is documented is what is run.

It reads the README's fenced code blocks and knows nothing else.
"""

import re
import sys
from pathlib import Path

README = Path(__file__).resolve().parent.parent / "README.md"


def command(number: int) -> str:
    """The one line of the README's fenced code block of that number, counted from 1."""
    blocks = re.findall(r"^```[a-z]*\n(.*?)^```", README.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    lines: list[str] = [line for line in blocks[number - 1].splitlines() if line.strip()]
    if len(lines) != 1:
        raise SystemExit(f"the README's code block {number} holds {len(lines)} lines, not one")
    return lines[0]


if __name__ == "__main__":
    print(command(int(sys.argv[1])))  # noqa: T201 - a script's output
