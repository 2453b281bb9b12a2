"""What a brief says, before anybody renders it."""

from __future__ import annotations

import pytest

from readiness_kit.framework import Framework, load_framework
from readiness_kit.framework.briefing import Required, Seat, Talk, briefing
from tests.judgement.build import criterion, framework, section

FLOORS = {"no_go": 35, "go": 55}
ROLES = [{"id": id, "title": id.title()} for id in ("lead", "owner", "legal", "nobody")]


@pytest.fixture
def rubric() -> Framework:
    """One blocker of its own gate, one of another for regulated systems, and one of none."""
    first = criterion("a", answered_by=["owner"], blocker={"gate": "poc", "required_level": 2})
    law = {"blocker": {"gate": "mvp", "required_level": 3}, "scope": {"regulated": True}}
    parts = [first, criterion("b", answered_by=["legal"], **law)]
    parts.append(criterion("c", answered_by=["lead", "owner"], depth="full"))
    hours = {"quick": [0.5, 0.75, 1], "full": [1, 1.25, 1.5]}
    brief = {"opening": "Hello.", "documents": ["The list."], "hours": hours}
    poc = section("poc", parts, floors=FLOORS, purpose="To learn.", brief=brief)
    poc["practices"][0] |= {"interview": ["Who?"], "warning_signs": ["Nobody."]}
    return framework(poc, section("mvp", [criterion("d")], floors=FLOORS), roles=ROLES)


def test_without_an_engagement_it_is_of_every_system(rubric: Framework) -> None:
    brief = briefing(rubric.section("poc"), rubric)
    assert (brief.title, brief.purpose, brief.opening) == ("Poc", "To learn.", "Hello.")
    assert brief.hours == "Hours of talking and rating: quick ¾ (½ to 1), full 1¼ (1 to 1½)."
    assert brief.bar == "No go below 35 points, go from 55 on, before criticality moves both."
    assert brief.blockers == [
        Required("a", "a", "level 2"),
        Required("b", "b", "level 3 at mvp, where it is regulated"),
    ]
    must_come = [Seat("Owner", 2), Seat("Legal", 1)]
    assert brief.invited == {"Must be in the room": must_come, "For a part": [Seat("Lead", 1)]}
    assert brief.documents == ["The list."]
    assert brief.talks == [Talk("poc.practice", "poc", ["Who?"], ["Nobody."])]
    assert brief.prepared


def test_of_an_engagement_it_counts_what_is_asked_there(rubric: Framework) -> None:
    brief = briefing(rubric.section("poc"), rubric, asked={"a"}, depth="standard")
    assert brief.hours == "It takes about ¾ hour of talking and rating, ½ to 1."
    assert [entry.id for entry in brief.blockers] == ["a"]
    assert brief.invited == {"Must be in the room": [Seat("Owner", 1)]}


def test_where_nothing_is_a_blocker_all_are_simply_invited(rubric: Framework) -> None:
    brief = briefing(rubric.section("poc"), rubric, asked={"c"})
    assert brief.invited == {"To invite": [Seat("Lead", 1), Seat("Owner", 1)]}


def test_what_a_framework_does_not_say_is_empty(rubric: Framework) -> None:
    brief = briefing(rubric.section("mvp"), rubric)
    assert not brief.prepared
    assert (brief.opening, brief.hours, brief.purpose) == ("", "", "")
    assert (brief.documents, brief.talks, brief.blockers, brief.invited) == ([], [], [], {})
    gateless = framework(section("one", [criterion("a")]))
    assert briefing(gateless.section("one"), gateless).bar == ""


def test_every_blocker_of_the_built_in_one_stands_in_the_brief_of_its_section() -> None:
    own = load_framework("poc-to-production")
    told = {entry.id for s in own.sections for entry in briefing(s, own).blockers}
    assert told == {c.id for c in own.criteria.values() if c.blocker}
