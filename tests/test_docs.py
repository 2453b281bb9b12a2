"""The documents tell what is there: every command and option; every link leads somewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from tests.cli.commands import commands, named, options, parsed

ROOT = Path(__file__).parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *ROOT.glob("data/**/*.md")])
COMMANDS = ROOT / "docs" / "commands.md"

_FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
_INLINE = re.compile(r"`(readiness [^`\n]+)`")
_LINK = re.compile(r"(?:\]\(|(?:src|href)=[\"'])([^)\s\"']+)")
_OF_ALL = {"--help", "--version"}


def relative(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def sections(page: Path) -> dict[str, str]:
    """The text under each heading of the second level."""
    parts = re.split(r"^## (.+)$", page.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def rows(text: str) -> Iterator[list[str]]:
    """The rows of the tables in a text whose first cell begins with code."""
    for line in text.splitlines():
        if line.startswith("| `"):
            yield [cell.strip() for cell in line.strip("|").split(" | ")]


def codes(text: str) -> list[str]:
    return re.findall(r"`([^`]+)`", text)


def fenced(text: str) -> Iterator[str]:
    """The commands of ours that stand in code blocks."""
    for block in _FENCE.findall(text):
        lines = block.replace("\\\n", " ").splitlines()
        yield from (line.strip() for line in lines if line.strip().startswith("readiness "))


def documented() -> dict[str, tuple[str, set[str]]]:
    """By command: the arguments and the options that docs/commands.md tells of."""
    found: dict[str, tuple[str, set[str]]] = {}
    for heading, text in sections(COMMANDS).items():
        words = heading.strip("`").split()
        name = " ".join(word for word in words[1:] if word.islower())
        told = {code.split()[0] for row in rows(text) for code in codes(row[0])}
        found[name] = (" ".join(word for word in words[1:] if not word.islower()), told)
    return found


def test_every_command_and_option_is_documented_and_no_other() -> None:
    assert {name: told for name, (_, told) in documented().items()} == {
        name: options(command) for name, command in commands().items()
    }


def test_every_argument_is_documented_in_its_place() -> None:
    assert {name: arguments for name, (arguments, _) in documented().items()} == {
        name: " ".join(p.metavar or "" for p in command.params if isinstance(p, click.Argument))
        for name, command in commands().items()
    }


@pytest.mark.parametrize("name", commands())
def test_every_command_has_an_example_of_itself(name: str) -> None:
    text = next(text for head, text in sections(COMMANDS).items() if f"`readiness {name}" in head)
    assert [parsed(line) for line in fenced(text)] == [name]


@pytest.mark.parametrize("page", PAGES, ids=relative)
def test_every_line_of_ours_names_a_command_and_options_that_are_there(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    known = commands()
    groups = {name.split()[0] for name in known if " " in name}
    for line in [*fenced(text), *_INLINE.findall(_FENCE.sub("", text))]:
        name, given = named(line)
        if name in groups or name == "COMMAND" or name.startswith("-"):
            assert given <= _OF_ALL, line
            continue
        assert name in known, line
        assert given <= options(known[name]) | _OF_ALL, line


@pytest.mark.parametrize("page", PAGES, ids=relative)
def test_every_link_and_picture_leads_somewhere(page: Path) -> None:
    text = _FENCE.sub("", page.read_text(encoding="utf-8"))
    targets = [link.partition("#")[0] for link in _LINK.findall(text)]
    own = [target for target in targets if target and ":" not in target]
    assert [target for target in own if not (page.parent / target).exists()] == []
