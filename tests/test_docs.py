"""The documents tell what is there: every command, option and id; every link leads somewhere."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import click
import pytest

from readiness_kit.evidence.registry import provided
from readiness_kit.framework import Blocker, Framework, load_framework
from tests.cli.commands import commands, named, options, parsed

ROOT = Path(__file__).parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *ROOT.glob("data/**/*.md")])
COMMANDS = ROOT / "docs" / "commands.md"
IDS = ROOT / "docs" / "framework-ids.md"

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


@pytest.fixture(scope="module")
def framework() -> Framework:
    return load_framework("poc-to-production")


def first_ids(*headings: str) -> list[str]:
    found = sections(IDS)
    return [codes(row[0])[0] for heading in headings for row in rows(found[heading])]


def ids(entries: Iterable[object]) -> list[str]:
    return [str(getattr(entry, "id", entry)) for entry in entries]


def test_the_ids_are_those_of_the_framework(framework: Framework) -> None:
    assert first_ids("Sections") == ids(framework.sections)
    practices = [practice for section in framework.sections for practice in section.practices]
    assert first_ids("Practices and success factors") == ids(practices)
    assert first_ids("Criteria") == list(framework.criteria)
    assert first_ids("Roles") == ids(framework.roles)
    assert first_ids("Pitfalls") == ids(framework.pitfalls)
    assert first_ids("Metrics") == ids(framework.metrics)
    assert first_ids("Rules of thumb") == ids(framework.rules_of_thumb)
    assert first_ids("Operation") == ids(framework.operation)
    assert first_ids("Themes, kinds and sources") == ids(framework.sources)


def test_the_methods_are_those_that_the_framework_names(framework: Framework) -> None:
    asked = {m for section in framework.sections for m in (*section.must_run, *section.must_pass)}
    linked = {link.id for c in framework.criteria.values() for link in c.methods}
    assert set(first_ids("Evidence methods")) == asked | linked


def test_the_methods_marked_as_in_this_version_are() -> None:
    told = {codes(row[0])[0] for row in rows(sections(IDS)["Evidence methods"]) if row[1] == "yes"}
    assert told == provided().keys()


def test_what_is_said_of_a_criterion_is_so(framework: Framework) -> None:
    told = {codes(row[0])[0]: row[1:6] for row in rows(sections(IDS)["Criteria"])}
    assert told == {
        c.id: [c.title, c.kind, c.theme, f"{c.weight:g}", blocker_of(c.blocker)]
        for c in framework.criteria.values()
    }


def test_what_is_said_of_a_section_is_so(framework: Framework) -> None:
    told = {codes(row[0])[0]: row[1:] for row in rows(sections(IDS)["Sections"])}
    for section in framework.sections:
        title, weeks, floors, must_run, must_pass = told[section.id]
        assert title == section.title
        assert weeks == (f"{section.weeks[0]} to {section.weeks[1]}" if section.weeks else "-")
        bars = section.floors
        assert floors == (f"{bars.no_go:g} / {bars.go:g}" if bars else "-")
        assert (codes(must_run), codes(must_pass)) == (section.must_run, section.must_pass)


def blocker_of(blocker: Blocker | None) -> str:
    """A blocker as the table spells it."""
    if blocker is None:
        return "-"
    stays = ", stays open" if blocker.stays_open else ""
    return f"{blocker.gate} {blocker.required_level}{stays}"
