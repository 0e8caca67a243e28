"""The page as HTML: the one door to the template library.

This module knows no report; every value is escaped, only our own style and script are not.
"""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING

from jinja2 import Environment, FunctionLoader, StrictUndefined

from thidua_cli.render.html.words import words

if TYPE_CHECKING:
    from thidua_cli.render.html.model import Page


def drawn(page: Page) -> str:
    """The page as one HTML document that fetches nothing."""
    style, script = _text("page.css"), _text("page.js")
    return (
        _environment()
        .get_template("page.html")
        .render(
            page=page,
            w=words("en" if page.lang == "en" else "vi"),
            style=style,
            script=script,
            policy=_policy(style, script),
        )
    )


def _policy(style: str, script: str) -> str:
    """What a browser may load: nothing but the style and the script that the page holds, by their digests."""
    return (
        f"default-src 'none'; style-src '{_source(style)}'; script-src '{_source(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )


def _source(text: str) -> str:
    return "sha256-" + b64encode(sha256(text.encode()).digest()).decode()


@cache
def _text(name: str) -> str:
    """A file of the folder of templates, whatever line ends it came with."""
    return files(__package__).joinpath("templates", name).read_text("utf-8").replace("\r\n", "\n")


@cache
def _environment() -> Environment:
    return Environment(
        loader=FunctionLoader(_text),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
