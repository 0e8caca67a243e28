"""Facts about the pages: what they have people run works, what they name exists, what they show is made."""

from __future__ import annotations

import html
import re
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
import typer
from typer.core import TyperGroup

from tests import by_hand, pages
from thidua_cli.cli.commands import build
from thidua_cli.roster import load as roster_file

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT: Final = Path(__file__).parent.parent
PAGES: Final = {
    path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
    for path in sorted((*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), *(ROOT / "examples").glob("*.md")))
}
STEPS: Final = {name: pages.steps(text) for name, text in PAGES.items()}
RUN: Final = [
    name
    for name, steps in STEPS.items()
    if any(isinstance(step, pages.Block) and step.language == "sh" and not step.not_run for step in steps)
]
COMMANDS: Final = typer.main.get_command(build("vi"))
FENCED: Final = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
SMALL: Final = 160_000


def blocks(name: str) -> Iterator[pages.Block]:
    return (step for step in STEPS[name] if isinstance(step, pages.Block))


# --- commands ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", RUN)
def test_what_a_page_has_people_run_ends_as_it_says(name: str, tmp_path: Path) -> None:
    """Every command of the page, in the order of the page, in a folder that holds nothing but the examples."""
    old: list[str] = []

    def look(picture: pages.Picture, ran: tuple[pages.Ran, ...]) -> None:
        path = ROOT / "docs" / "pictures" / f"{picture.name}.svg"
        if path.exists() and name == "docs/huong-dan.md":
            shown = _words(" ".join(_in_svg(path.read_text(encoding="utf-8"))))
            last = f"$ {ran[-1].command} {' '.join(ran[-1].command.split()[:2])} {ran[-1].printed}"
            if shown != _words(last):
                old.append(picture.name)

    by_hand.copy("examples/langson-2019", str(tmp_path / "examples" / "langson-2019"))
    ran, missed = pages.follow(STEPS[name], tmp_path, look)
    assert ran
    assert [one for one in ran if one.exit != one.expected] == []
    assert missed == ()
    assert old == [], "python docs/make_pictures.py makes them anew"


def _in_svg(picture: str) -> list[str]:
    return [html.unescape(text).replace("\xa0", " ") for text in re.findall(r"<text[^>]*>([^<]*)</text>", picture)]


def _words(text: str) -> list[str]:
    """The words in any order, without bars and rules: a picture's lines end elsewhere."""
    return sorted(word for word in text.split() if not re.fullmatch(r"[\u2500-\u259f]+", word))


def test_the_guide_starts_from_nothing_but_its_own_commands() -> None:
    """Its forms, workbooks and settings are those that its commands made, and people fill."""
    (first,) = [n for n, step in enumerate(STEPS["docs/huong-dan.md"]) if _runs(step, "thidua init cum-1")]
    before = STEPS["docs/huong-dan.md"][:first]
    assert [step for step in before if isinstance(step, pages.ByHand)] == []
    for command in ("validate", "status", "review", "consolidate", "rank", "seal", "report", "explain", "diff"):
        assert any(_runs(step, f"thidua {command}") for step in STEPS["docs/huong-dan.md"][first:])


def _runs(step: pages.Step, command: str) -> bool:
    return isinstance(step, pages.Block) and not step.not_run and any(line.startswith(command) for line in step.lines)


@pytest.mark.parametrize("name", PAGES)
def test_a_block_of_commands_is_marked_so(name: str) -> None:
    """No command hides from the tests in a block of another kind or in an indented one."""
    unmarked = [
        f"{name}:{block.line}"
        for block in blocks(name)
        if block.language not in {"sh", "text", "yaml", "yml", "json", ""}
        or (block.language not in {"sh", "text"} and any(line.startswith("thidua ") for line in block.lines))
    ]
    assert unmarked == []
    assert [line for line in PAGES[name].splitlines() if re.match(r"(?: {4}|\t)thidua ", line)] == []


@pytest.mark.parametrize("name", PAGES)
def test_an_output_stands_below_the_command_that_prints_it(name: str) -> None:
    shown = list(blocks(name))
    for before, block in zip([None, *shown], shown, strict=False):
        if block.language == "text" and not block.not_run:
            assert before is not None
            assert (before.language, block.follows) == ("sh", True), f"{name}:{block.line}"
            assert not before.not_run, f"{name}:{block.line}"


@pytest.mark.parametrize("name", PAGES)
def test_a_reason_is_given_for_what_is_not_run(name: str) -> None:
    reasons = [block.not_run for block in blocks(name) if block.not_run]
    assert [reason for reason in reasons if len(reason.split()) < 3] == []


def named(name: str) -> Iterator[list[str]]:
    """Every command that the page names, as words."""
    for block in blocks(name):
        if block.language == "sh":
            yield from (_plain(" ".join(words[1:])) for words in pages.commands(block) if words[0] == "thidua")
    for inline in re.findall(
        r"`thidua ([a-z][^`]*)`", re.sub(r"^```.*?^```", "", PAGES[name], flags=re.MULTILINE | re.DOTALL)
    ):
        yield _plain(inline)


def _plain(words: str) -> list[str]:
    """The words of a command without the signs of grammar."""
    return re.sub(r"[\[\]…()|\\]|\.\.\.", " ", words).split()


@pytest.mark.parametrize("name", PAGES)
def test_every_command_and_option_that_a_page_names_exists(name: str) -> None:
    unknown = [" ".join(words) for words in named(name) if not _known(words)]
    assert unknown == []


def _known(words: list[str]) -> bool:
    command: Any = COMMANDS
    rest = list(words)
    while rest and isinstance(command, TyperGroup) and not rest[0].startswith("-"):
        found = command.commands.get(rest.pop(0))
        if found is None:
            return False
        command = found
    options = {option for parameter in command.params for option in parameter.opts} | {"--help"}
    return {word.partition("=")[0] for word in rest if word.startswith("-") and len(word) > 1} <= options


def test_every_command_has_its_place_in_a_readme_and_the_guide_or_a_page() -> None:
    commands = set(_names(COMMANDS))
    for page in ("README.md", "README.vi.md"):
        told = {" ".join(words[:1]) for words in named(page)}
        assert {name.split()[0] for name in commands} - told == set()
    told = {" ".join(words[: 1 + (words[0] == "rubric")]) for name in PAGES for words in named(name) if words}
    assert commands - told - {"rubric"} == set()


def _names(command: Any, above: str = "") -> Iterator[str]:
    if isinstance(command, TyperGroup):
        for name, below in command.commands.items():
            if not below.hidden:
                yield f"{above}{name}"
                yield from _names(below, f"{above}{name} ")


# --- links and pictures --------------------------------------------------------------------------


@pytest.mark.parametrize("name", PAGES)
def test_every_link_leads_somewhere(name: str) -> None:
    lost = []
    for target in re.findall(r"\]\(([^)\s]+)\)", PAGES[name]):
        if target.startswith(("http:", "https:", "mailto:")):
            continue
        file, _, anchor = target.partition("#")
        path = (ROOT / name).parent / file if file else ROOT / name
        if not path.exists() or (anchor and anchor not in _anchors(path.read_text(encoding="utf-8"))):
            lost.append(target)
    assert lost == []


def _anchors(text: str) -> set[str]:
    """The anchors that GitHub gives the headings of a page."""
    prose = FENCED.sub("", text)
    return {
        "".join(
            c for c in heading.strip().lower().replace(" ", "-") if c in "-_" or unicodedata.category(c)[0] in "LMN"
        )
        for heading in re.findall(r"^#+ (.*)$", prose, re.MULTILINE)
    }


@pytest.mark.parametrize(
    ("page", "models"),
    [
        ("docs/cluster-yaml.md", ("_Cluster", "_Unit", "_Dates", "_Ballot", "_Waiver", "_Papers", "_Signer")),
        ("docs/thidua-yaml.md", ("_Province",)),
    ],
)
def test_every_key_of_a_settings_file_is_on_its_page(page: str, models: tuple[str, ...]) -> None:
    keys = [key for name in models for key in getattr(roster_file, name).model_fields]
    assert keys
    assert [key for key in keys if f"`{key}`" not in PAGES[page]] == []


def test_every_place_that_the_contributing_page_names_is_there() -> None:
    named = {word for word in re.findall(r"`([a-z_0-9./-]+)`", PAGES["CONTRIBUTING.md"]) if "/" in word or "." in word}
    roots = (ROOT, ROOT / "src" / "thidua_cli")
    there = {word for word in named if any((root / word).exists() for root in roots)}
    assert named - there == {"cluster.yaml", "guidance.yaml", "rubric.option"}


def test_every_page_is_in_the_index() -> None:
    index = PAGES["docs/README.md"]
    pages_there = [path.name for path in (ROOT / "docs").glob("*.md") if path.name != "README.md"]
    assert [name for name in pages_there if f"]({name})" not in index] == []


def test_pictures_are_shown_small_and_made_by_the_script() -> None:
    there = {path.name: path for path in (ROOT / "docs" / "pictures").iterdir()}
    shown = {target for text in PAGES.values() for target in re.findall(r"\((?:docs/)?pictures/([^)]+)\)", text)}
    assert set(there) == shown
    assert [name for name, path in there.items() if path.stat().st_size > SMALL] == []
    script = (ROOT / "docs" / "make_pictures.py").read_text(encoding="utf-8")
    assert [name for name in there if f'"{name.partition(".")[0]}"' not in script] == []
