"""A workshop as it is told afterwards: what was talked about, what was not, and what was noted."""

from __future__ import annotations

from typing import Any

import pytest

from readiness_kit.engagement.workshop import Workshops
from readiness_kit.errors import Problem
from readiness_kit.views.html import plain
from readiness_kit.views.ratings import ratings
from readiness_kit.views.story import Story
from readiness_kit.views.view import View
from readiness_kit.views.workshop import unreadable, workshop
from tests.judgement.build import criterion, framework, rating, run, section
from tests.views.stories import FLOORS, HOSTILE, built
from tests.views.test_sections import ALLOWED, Reader

PEOPLE = [{"id": "lead", "role": "facilitator"}, {"id": "ml", "role": "ml_engineer"}]
AT = "2026-10-12T09:00:00Z"


def story(*said: dict[str, Any], title: str = "Title", phase: str = "poc") -> Story:
    criteria = [criterion(id, title=f"{title} {id}") for id in ("a", "b", "c")]
    rubric = framework(
        section("poc", criteria, floors=FLOORS),
        section("mvp", [criterion("m")], floors=FLOORS),
        section("factors", [criterion("f")]),
    )
    return built(rubric, phase, said={"ratings": list(said)}, people=PEOPLE)


def topic(criterion: str, *why: str) -> dict[str, Any]:
    return {"criterion": criterion, "minutes": 8, "why": list(why)}


def talk(criterion: str, seconds: int, fingers: str | None = None) -> dict[str, Any]:
    shown = fingers.split() if fingers else None
    return {"criterion": criterion, "at": AT, "seconds": seconds, "fingers": shown}


def note(id: str, text: str, **more: Any) -> dict[str, Any]:
    return {"id": id, "at": AT, "text": text, **more}


def held(*meetings: dict[str, Any]) -> Workshops:
    standard = {
        "on": "2026-10-12",
        "minutes": 120,
        "people": ["lead", "ml"],
        "agenda": [topic("a", "blocker", "spread"), topic("b", "range")],
        "talks": [talk("a", 400, "3 u")],
        "ended": "2026-10-12T11:00:00Z",
    }
    made = [{"number": n, **standard, **one} for n, one in enumerate(meetings, 1)]
    return Workshops.model_validate({"meetings": made})


def text(view: View | None) -> str:
    assert view is not None
    return " ".join(plain(view.element).split())


SAID = (rating("a", 1), rating("b", 2), rating("a", 3, respondent="consensus", round=1))


def test_without_a_workshop_there_is_no_section() -> None:
    assert workshop(story(), Workshops()) is None


def test_a_topic_has_its_minutes_fingers_agreement_and_change() -> None:
    said = text(workshop(story(*SAID), held({})))
    assert "Workshop 1, 12 October 2026" in said
    assert "lead (facilitator), ml (ml_engineer)" in said
    assert "1 of 2 topics of the agenda were discussed, in 7 of 120 minutes." in said
    assert "Title a open blocker, people apart 7 of 8 3 u level 3 level 1 → level 3" in said
    assert "Fingers stand in the order of lead, ml" in said


def test_what_was_not_reached_keeps_its_value_and_says_so() -> None:
    view = workshop(story(*SAID), held({}))
    assert view is not None
    said = text(view)
    assert "The one that was not reached keeps the value that it had." in said
    assert "Title b not asked before 0 of 8 – – not discussed, stays: level 2" in said
    assert "<b>not discussed</b>" in view.html


@pytest.mark.parametrize(
    ("before", "told"),
    [
        ([], "level 3 – → level 3"),
        ([rating("a")], "don't know → level 3"),
        ([rating("a", state="not_applicable", reason="other")], "does not apply → level 3"),
        ([rating("a", 3)], "stays: level 3"),
    ],
)
def test_before_and_after_are_told_in_words(before: list[dict[str, Any]], told: str) -> None:
    agreed = rating("a", 3, respondent="consensus", round=1)
    assert told in text(workshop(story(*before, agreed), held({})))


def test_that_nobody_knows_is_an_agreement_and_told_as_such() -> None:
    agreed = rating("a", state="unknown", respondent="consensus", round=1)
    said = text(workshop(story(rating("a", 1), agreed), held({})))
    assert "3 u don't know level 1 → don't know" in said
    assert "does not apply" not in said.partition("Fingers stand")[0]


@pytest.mark.parametrize(
    ("before", "told"),
    [([], "level 1 – → level 1"), ([rating("a", 3, round=0)], "level 1 level 3 → level 1")],
)
def test_before_is_what_people_had_said_and_not_what_a_test_found_since(
    before: list[dict[str, Any]], told: str
) -> None:
    filled = [criterion(id, methods=[{"id": "accuracy", "proves": "activity"}]) for id in "ab"]
    rubric = framework(section("poc", filled, floors=FLOORS))
    said = {"ratings": [*before, rating("a", 1, respondent="consensus", round=1)]}
    ran = (run("accuracy", "pass"),)
    made = built(rubric, "poc", said=said, people=PEOPLE, runs=ran)
    assert made.card.criterion("b").filled_by_test
    found = text(workshop(made, held({})))
    assert told in found
    assert "not discussed Fingers" in found, "a test is no value that anybody kept"


def test_people_go_by_their_names_where_they_have_one() -> None:
    people = [{**PEOPLE[0], "name": "Nora Calder"}, PEOPLE[1]]
    rubric = framework(section("poc", [criterion(id) for id in "ab"], floors=FLOORS))
    said = text(workshop(built(rubric, "poc", people=people), held({})))
    assert "Nora Calder (facilitator), ml (ml_engineer)" in said
    assert "Fingers stand in the order of Nora Calder, ml:" in said


def test_a_later_round_changes_nothing_of_an_earlier_workshop() -> None:
    """Each workshop is told by the rounds up to its own; the newest comes first."""
    later = rating("a", 4, respondent="consensus", round=2)
    view = workshop(story(*SAID, later), held({}, {"on": "2026-10-20"}))
    said = text(view)
    assert said.index("Workshop 2, 20 October 2026") < said.index("Workshop 1, 12 October 2026")
    assert said.index("level 3 → level 4") < said.index("level 1 → level 3")
    assert view is not None and "<details" in view.html


def test_what_came_up_outside_the_agenda_is_told_and_nothing_agreed_too() -> None:
    said = text(workshop(story(rating("c", 2)), held({"talks": [talk("c", 20), talk("a", 61)]})))
    assert "Title c came up under 1 – nothing stays: level 2" in said
    assert "1 of 2 topics of the agenda were discussed, in 1 of 120 minutes." in said


def test_a_workshop_under_way_says_so() -> None:
    assert "It has not ended yet." in text(workshop(story(), held({"ended": None})))


def test_parking_lot_and_decisions_are_listed() -> None:
    notes = {
        "parked": [note("p-001", "who owns it?", criterion="b")],
        "decided": [note("d-001", "an owner by Friday", by="the board")],
    }
    said = text(workshop(story(), held(notes)))
    assert "Parking lot who owns it? On “Title b”." in said
    assert "Decisions an owner by Friday By the board." in said
    assert "Parking lot" not in text(workshop(story(), held({})))


def test_a_workshop_about_another_phase_is_told_there_only() -> None:
    about_poc = held({})
    assert workshop(story(phase="mvp"), about_poc) is None
    about_factors = held({"agenda": [topic("f")], "talks": []})
    assert workshop(story(phase="mvp"), about_factors) is not None
    assert workshop(story(), about_factors) is not None


def test_what_the_engagement_has_no_more_is_told_by_its_id() -> None:
    gone = {"people": ["lead", "left"], "agenda": [topic("a"), topic("gone")], "talks": []}
    said = text(workshop(story(), held(gone)))
    assert "lead (facilitator), left" in said
    assert "gone, not in the framework" in said


def test_hostile_words_stay_words() -> None:
    words = {
        "parked": [note("p-001", HOSTILE, criterion="b", by=HOSTILE)],
        "decided": [note("d-001", HOSTILE, by=HOSTILE)],
    }
    told = workshop(story(title=HOSTILE), held(words))
    problem = Problem(HOSTILE, 1, HOSTILE, HOSTILE, HOSTILE)
    for view in (told, unreadable([problem])):
        assert view is not None
        read = Reader(view.element)
        assert {name for name, _ in read.tags} <= ALLOWED
        assert HOSTILE in plain(view.element).replace("\n", "")


def test_in_the_ratings_what_was_not_reached_has_a_quiet_mark() -> None:
    quiet = '<span class="rk-quiet">not discussed in the last workshop</span>'
    marked = ratings(story(*SAID), unreached=["b"]).html
    assert marked.count(quiet) == 1
    assert marked.index("Title b") < marked.index(quiet) < marked.index("Title c")
    assert "not discussed" not in ratings(story(*SAID)).html
