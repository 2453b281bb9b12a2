"""readiness framework: built in or in a file, and the place of what is wrong with a file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from readiness_kit.framework import load_framework
from readiness_kit.framework.briefing import Seat, briefing
from tests.cli.conftest import Type
from tests.engagement.folders import SMALL

PRINTED = Path(__file__).parents[2] / "docs" / "reference" / "poc-to-production" / "briefs"


def test_the_built_in_ones_are_listed(say: Type) -> None:
    said = say("framework", "list")
    assert said.code == 0
    assert [line.split()[:3] for line in said.out.splitlines()] == [
        ["ml-test-score", "1.0", "28"],
        ["poc-to-production", "1.1", "91"],
    ]


def test_a_file_is_listed_and_shown_by_its_path(say: Type, acme: Path) -> None:
    file = acme / "small.yaml"
    listed = say("framework", "list", file)
    assert " ".join(listed.out.split()) == f"{file} 1.0 4 criteria Small framework for tests"
    shown = say("framework", "show", file, "--section", "poc")
    assert shown.out.startswith("Small framework for tests (small 1.0)\n")
    assert "Which share of last month's intake was scored untouched?" in shown.out
    assert "mvp.api.contract" not in shown.out


def test_a_brief_holds_what_to_ask_and_what_to_bring(say: Type) -> None:
    own = load_framework("poc-to-production")
    section = own.section("mvp")
    said = say("framework", "show", "poc-to-production", "--section", "mvp", "--brief")
    words = " ".join(said.out.split())
    assert section.brief is not None
    for practice in section.practices:
        assert all(question in words for question in practice.interview)
        assert all(sign in words for sign in practice.warning_signs)
    assert all(document in words for document in section.brief.documents)
    assert " ".join((section.purpose or "").split()) in words
    assert f"Open with: “{section.brief.opening}”" in words
    assert "Gate: No go below 45 points, go from 60 on, before criticality moves both." in words
    assert "- mvp.deployment.rollback (level 3): The previous version" in words
    assert re.search(r"Must be in the room, with criteria to answer: .*ML engineer \(\d+\)", words)
    assert re.search(r"For a part, with criteria to answer: .*\(\d+\) Ask for", words)
    assert "Pilot users" not in words


def test_a_brief_tells_the_hours_of_every_depth_in_one_line(say: Type) -> None:
    said = say("framework", "show", "poc-to-production", "--section", "mvp", "--brief")
    (line,) = [line for line in said.out.splitlines() if "Hours of" in line]
    assert re.fullmatch(
        r"  Hours of talking and rating: quick \S+ \(.+\), standard \S+ \(.+\), full \S+ \(.+\)\.",
        line,
    )


def said_of(heading: str, seats: Sequence[Seat]) -> Iterator[str]:
    """A heading of those invited, and each of its roles."""
    yield f"{heading}, with criteria to answer: {seats[0].words}"
    yield from (seat.words for seat in seats)


def test_the_terminal_and_the_page_say_the_same_brief(say: Type) -> None:
    """Both render one briefing: each of its words stands in either."""
    own = load_framework("poc-to-production")
    for section in own.sections:
        printed = (PRINTED / f"{section.id}.md").read_text(encoding="utf-8").replace("\\", "")
        out = say("framework", "show", own.id, "--section", section.id, "--brief").out
        typed, page = (" ".join(text.replace("*", "").split()) for text in (out, printed))
        brief = briefing(section, own)
        seats = [words for invited in brief.invited.items() for words in said_of(*invited)]
        talks = [words for talk in brief.talks for words in (*talk.interview, *talk.warning_signs)]
        blockers = [words for b in brief.blockers for words in (b.title, b.terms)]
        whole = [brief.purpose, brief.opening, brief.hours, brief.bar, *brief.documents]
        for words in (*whole, *seats, *talks, *blockers):
            assert " ".join(words.split()) in typed
            assert " ".join(words.split()) in page


def test_a_framework_without_briefs_lists_its_criteria(say: Type, acme: Path) -> None:
    said = say("framework", "show", acme / "small.yaml", "--section", "poc", "--brief")
    assert said.code == 0
    assert "Brief: " in said.out
    assert "This framework has no opening, documents or questions for it." in said.out
    assert "Ask" not in said.out


@pytest.mark.parametrize(
    "more", [("--brief",), ("--section", "poc"), ("--brief", "--section", "x")]
)
def test_what_the_schema_would_drop_is_refused(more: tuple[str, ...], say: Type) -> None:
    said = say("framework", "show", "poc-to-production", *more, "--schema")
    assert (said.code, said.out) == (2, "")
    assert f"--schema is that of every framework file; take it or {more[0]} out" in said.err


def test_the_schema_is_json(say: Type) -> None:
    said = say("framework", "show", "poc-to-production", "--schema")
    assert said.out.startswith("{")


@pytest.mark.parametrize("command", ["list", "show"])
def test_a_broken_file_is_told_by_line_and_field(command: str, say: Type, acme: Path) -> None:
    text = SMALL.read_text(encoding="utf-8").replace("no_go: 35", "no_go: many")
    Path("broken.yaml").write_text(text.replace("kind: operating", "kind: odd"), encoding="utf-8")
    said = say("framework", command, "broken.yaml")
    assert (said.code, said.out) == (2, "")
    assert "broken.yaml:19: sections[0].floors.no_go: " in said.err
    assert "criteria[0].kind: one of 'measurable', 'operating'" in said.err
    assert "2 problems" in said.err


@pytest.mark.parametrize("command", ["list", "show"])
def test_a_file_that_is_no_yaml(command: str, say: Type, acme: Path) -> None:
    Path("broken.yaml").write_text("schema: [\nid: x\n", encoding="utf-8")
    said = say("framework", command, "broken.yaml")
    assert said.code == 2
    assert re.match(r"broken\.yaml:[0-9]+: valid YAML", said.err)


@pytest.mark.parametrize("name", ["poc-to-productoin", "nowhere.yaml", "acme/", ""])
def test_a_framework_that_is_none(name: str, say: Type, acme: Path) -> None:
    said = say("framework", "show", name)
    assert said.code == 2
    assert "no framework" in said.err


def test_a_criterion_of_some_systems_is_marked(say: Type, acme: Path) -> None:
    shown = say("framework", "show", "poc-to-production").out.splitlines()
    marked = [line.split()[0] for line in shown if "asked where it is regulated" in line]
    assert marked == [
        "poc.production_like_data.lawful_basis",
        "hardening.documentation.technical_file",
    ]
    text = SMALL.read_text(encoding="utf-8")
    scope = "scope: {acts: false, criticality: [A, B]}\n            depth: full"
    text = text.replace("weight: 2", f"weight: 2\n            {scope}")
    Path("scoped.yaml").write_text(text, encoding="utf-8")
    told = "asked where it does not act by itself and criticality is A or B and depth is full"
    assert told in say("framework", "show", "scoped.yaml").out
