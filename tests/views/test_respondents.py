"""Disagreement as it is told: the widest first, by role, before and after the talk."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import pytest

from readiness_kit.framework import Framework
from readiness_kit.judgement.respondents import compare
from readiness_kit.views.figure import figure
from readiness_kit.views.html import plain
from readiness_kit.views.respondent_charts import role_chart, rounds_chart, spread_chart
from readiness_kit.views.respondent_marks import SLOT, Mark, Row, codes, lay_out
from readiness_kit.views.respondents import respondents
from readiness_kit.views.story import Story
from readiness_kit.views.theme import PHONE_WIDTH
from readiness_kit.views.view import View
from tests.judgement.build import criterion, framework, rating, section
from tests.views.stories import FLOORS, HOSTILE, built, sample
from tests.views.test_charts import drawn, words

PEOPLE = [
    {"id": "lead", "role": "facilitator"},
    {"id": "boss", "role": "sponsor"},
    {"id": "ml", "role": "ml_engineer"},
    {"id": "dev", "role": "software_engineer"},
]
ROLES = [
    {"id": "sponsor", "title": "Executive sponsor"},
    {"id": "ml_engineer", "title": "ML engineer"},
    {"id": "software_engineer", "title": "Software engineer"},
]
IDS = ("a", "b", "c", "d")


def rubric(**more: Any) -> Framework:
    """Four criteria called after their letters; only the first may have more to it."""
    criteria = [criterion(id, title=f"Title {id}", **(more if id == "a" else {})) for id in IDS]
    return framework(section("poc", criteria, floors=FLOORS), roles=ROLES)


def story(*said: dict[str, Any], **more: Any) -> Story:
    return built(rubric(**more), "poc", said={"ratings": list(said)}, people=PEOPLE)


def by(who: str | None, level: int | None, id: str = "a", **more: Any) -> dict[str, Any]:
    return rating(id, level, respondent=who, **more)


def absent(who: str, id: str = "a") -> dict[str, Any]:
    return by(who, None, id, state="not_applicable", reason="other")


def text(view: View | None) -> str:
    assert view is not None
    return " ".join(plain(view.element).split())


def told(*said: dict[str, Any], **more: Any) -> str:
    return text(respondents(story(*said, **more)))


APART = (by("boss", 4), by("ml", 2), by("boss", 3, "b"), by("dev", 2, "b"))


def test_the_widest_disagreement_opens_the_section() -> None:
    view = respondents(story(*APART))
    assert view is not None
    assert (view.id, view.title) == ("respondents", "Where people disagree")
    assert (
        "On 1 of 2 criteria that several people rated they are two or more levels apart; most "
        "on “Title a”: Executive sponsor 4, ML engineer 2." in text(view)
    )


def test_of_the_sample_every_answer_is_told_and_the_widest_first() -> None:
    made = sample()
    said = text(respondents(made))
    found = compare(made.case, [section.id for section in made.looked_at])
    names = {person.id: str(person.name) for person in made.engagement.profile.people}
    assert f"most on “{made.criterion(found.spreads[0].criterion).title}”" in said
    for spread in found.spreads:
        assert made.criterion(spread.criterion).title in said
        for voice in spread.voices:
            assert names[str(voice.respondent)] in said


def test_two_of_one_role_are_told_apart_by_their_ids() -> None:
    people = [{"id": "one", "role": "sponsor"}, {"id": "two", "role": "sponsor"}]
    ratings = {"ratings": [by("one", 4), by("two", 1)]}
    said = text(respondents(built(rubric(), "poc", said=ratings, people=people)))
    assert "two (Executive sponsor) 1" in said
    assert "one (Executive sponsor) 4, " in said
    assert "By role" not in said


def test_people_close_together_are_said_to_be_so() -> None:
    said = told(by("boss", 3), by("ml", 2))
    assert (
        "Several people rated 1 criterion, and on none are they two or more levels apart." in said
    )


def test_one_voice_is_no_disagreement_and_none_no_section() -> None:
    said = told(by("boss", 4))
    assert "One person has answered so far, so nothing can be compared." in said
    assert "What to do" not in said
    assert respondents(story()) is None


def test_a_room_without_people_is_told_as_such() -> None:
    said = told(by("consensus", 3))
    assert "Only what the room agreed on is on record" in said
    assert "the room agreed: 3" in said


def test_people_without_a_criterion_in_common_are_not_compared() -> None:
    said = told(by("boss", 4), by("ml", 1, "b"))
    assert "2 people have answered, but no two of them gave the same criterion a level." in said
    assert "By role" not in said


def test_a_talk_begins_with_who_is_lowest_and_never_where_the_room_agreed() -> None:
    said = told(*APART, by("boss", 4, "c"), by("ml", 0, "c"), by("consensus", 2, "c"))
    assert (
        "Title a. Ask first who is lowest, at 2, ml (ML engineer): what have you seen? Then who "
        "is highest, at 4, boss (Executive sponsor): what can you show us?" in said
    )
    assert "Title b. Ask first" in said
    assert "Title c. Ask first" not in said
    assert "On 1 of these the room has agreed since." in said


def test_no_more_than_three_talks_are_proposed() -> None:
    said = told(*(by(who, level, id) for id in IDS for who, level in (("boss", 4), ("ml", 1))))
    assert said.count("Ask first who is lowest") == 3
    assert "Title d. Ask first" not in said


def test_whether_it_applies_at_all_is_a_talk_of_its_own() -> None:
    said = told(absent("boss"), by("ml", 2))
    assert "On 1 criterion people are not agreed that it applies at all." in said
    assert "Ask first boss (Executive sponsor): what would make this apply to the system?" in said


def test_who_counts_is_told_and_why_not() -> None:
    said = told(by("boss", 4), by("ml", 1), by("dev", None), answered_by=["ml_engineer"])
    assert (
        "ml (ML engineer): 1 boss (Executive sponsor): 4, dev (Software engineer): not known – "
        "asked of ML engineer" in said
    )
    said = told(by("boss", 4), by("ml", 1), by("consensus", 2, round=1))
    assert "the room agreed: 2 in round 1" in said
    assert "boss (Executive sponsor): 4 – the room has agreed" in said
    said = told(by("boss", 4), by("ml", 1), by("dev", None))
    assert "dev (Software engineer): not known – others gave a level" in said


def test_who_stands_in_and_who_is_missing_is_told() -> None:
    said = told(by("boss", 4), answered_by=["legal"])
    assert "boss (Executive sponsor): 4; until one of these answers: legal" in said
    assert "Answered only by people of other roles than were asked: “Title a”." in said
    assert "holds a role that could answer “Title a”." in said
    assert "holds a role" not in told(by("ml", 4), answered_by=["ml_engineer"])


def test_answers_without_dispute_are_folded() -> None:
    view = respondents(story(*APART))
    assert view is not None
    open_, folded = view.html.split("<details")
    assert "Every answer where people disagree" in open_
    assert "Every other answer" in folded
    assert "boss" in folded


@pytest.mark.parametrize(
    ("boss", "sentence"),
    [
        (4, "The sponsor stands 2.0 levels above the engineers on average over 1 criterion"),
        (0, "The sponsor stands 2.0 levels below the engineers on average over 1 criterion"),
        (2, "On average the sponsor and the engineers stand level on 1 criterion that both rated."),
    ],
)
def test_the_sponsor_is_held_against_the_engineers(boss: int, sentence: str) -> None:
    assert sentence in told(by("boss", boss), by("ml", 1), by("dev", 3))


def test_rounds_are_told_only_where_there_are_several() -> None:
    assert "Round by round" not in told(*APART)
    said = told(*APART, by("boss", 2, round=1))
    assert "people came closer on 1, and are further apart on 0." in said
    assert "Title a blind 2, 4 2 Title a 1 2, 2 2" in said


def test_a_single_answer_at_first_is_nothing_to_compare() -> None:
    said = told(by("boss", 4), by("boss", 3, round=1), by("ml", 1, round=1))
    assert "none had two levels to compare at first." in said
    assert "What talking changed" not in said


# ---- charts


def mark(code: str, level: int, look: str = "filled") -> Mark:
    return Mark(code, f"who {code}", level, "yes", look)


def rows_with(chart: Any, field: str) -> list[dict[str, Any]]:
    """The rows that hold this field, of all layers."""
    spec = chart.to_dict()
    data = [place["data"]["values"] for place in (spec, *spec["layer"]) if "data" in place]
    return [row for rows in data for row in rows if field in row]


def test_each_role_has_letters_of_its_own() -> None:
    titles = ["ML engineer", "Data owner", "Data office", "Legal and data protection", "Users"]
    assert codes([*titles, "Data owner", "—"]) == {
        "ML engineer": "ML",
        "Data owner": "DO",
        "Data office": "D2",
        "Legal and data protection": "LD",
        "Users": "Us",
        "—": "?",
    }


def test_people_of_one_level_stand_beside_then_below_each_other() -> None:
    marks = (*(mark(code, 2) for code in "abc"), mark("d", 4))
    placed = lay_out([Row("Title", marks)], column=2 * SLOT, width=280)
    at = {each["code"]: (each["x"], each["y"]) for each in placed.marks}
    first = at["a"][1]
    assert at == {
        "a": (1.75, first),
        "b": (2.25, first),
        "c": (2, first + SLOT),
        "d": (4, first),
    }
    assert (placed.lines[0]["low"], placed.lines[0]["high"], placed.more) == (2, 4, [])


def test_where_there_are_too_many_the_rest_is_counted_and_the_room_stays() -> None:
    marks = (mark("", 2, "room"), *(mark(str(n), 2) for n in range(9)))
    placed = lay_out([Row("Title", marks)], column=2 * SLOT, width=280)
    assert len(placed.marks) == 5
    assert placed.marks[0]["look"] == "room"
    assert [row["more"] for row in placed.more] == ["+5"]


def test_the_room_is_drawn_apart_and_is_no_end_of_the_range() -> None:
    marks = (mark("", 4, "room"), mark("a", 1), mark("b", 3, "open"))
    chart = spread_chart([Row("Title", marks)], [0, 1, 2, 3, 4])
    (line,) = rows_with(chart, "low")
    assert (line["low"], line["high"]) == (1, 3)
    looks = {tuple({row["look"] for row in layer["data"]["values"]}) for layer in marked(chart)}
    assert looks == {("filled",), ("open",), ("room",)}


def marked(chart: Any) -> Iterable[dict[str, Any]]:
    spec = chart.to_dict()
    return (layer for layer in spec["layer"] if layer["mark"]["type"] == "point")


def test_what_does_not_count_is_open() -> None:
    chart = spread_chart([Row("T", (mark("a", 1), mark("b", 3, "open")))], [0, 1, 2, 3, 4])
    fills = {
        layer["data"]["values"][0]["code"]: layer["mark"]["fill"] == layer["mark"]["stroke"]
        for layer in marked(chart)
    }
    assert fills == {"a": True, "b": False}


SPREAD = [
    Row("Targets and a stop number are signed by whoever pays for it", (mark("ES", 4),)),
    Row("The same name", (mark("ML", 1), mark("", 2, "room"), mark("ES", 3, "open"))),
    Row("The same name", (mark("ML", 0), mark("ES", 0))),
]
GAPS = [
    {"role": "Executive sponsor", "levels": 1.5, "label": "Executive sponsor: +1.5 on 4 criteria"},
    {"role": "IT operations", "levels": -2.0, "label": "IT operations: −2.0 on 1 criterion"},
]
MOVES = [
    {"criterion": "The POC ran", "label": "The POC ran: 3 → 1", "first": 3, "latest": 1},
    {"criterion": "It holds", "label": "It holds: 0 → 2", "first": 0, "latest": 2},
]
CHARTS = {
    "spread": lambda **more: spread_chart(SPREAD, [0, 1, 2, 3, 4], **more),
    "roles": lambda **more: role_chart(GAPS, **more),
    "rounds": lambda **more: rounds_chart(MOVES, top=4, **more),
}


@pytest.mark.parametrize("name", CHARTS)
def test_on_a_phone_the_same_is_told_in_less_room(name: str) -> None:
    wide, phone = drawn(CHARTS[name]()), drawn(CHARTS[name](width=PHONE_WIDTH))
    assert float(wide.get("width", "999")) <= 640
    assert float(phone.get("width", "999")) <= 330
    ticks = re.compile(r"[−-]?[\d.]+")
    both = [" ".join(w for w in words(svg) if not ticks.fullmatch(w)) for svg in (wide, phone)]
    assert sorted(re.sub(r"\s", "", both[0])) == sorted(re.sub(r"\s", "", both[1]))
    sizes = [float(n.get("font-size", "12px").removesuffix("px")) for n in phone.iter()]
    assert min(sizes) >= 11


@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_comes_out_the_same_and_is_told_in_words(name: str) -> None:
    first, again = (
        str(figure(CHARTS[name](), id="c", title="Title", reading="Reading.")) for _ in range(2)
    )
    assert first == again
    assert 'aria-label="Title. Reading."' in first
    told = [layer["encoding"].get("tooltip") for layer in CHARTS[name]().to_dict()["layer"]]
    pointed = [line for lines in told if lines for line in lines]
    assert pointed
    for line in pointed:
        assert line["title"][0].isupper()
        assert line["type"] == "nominal" or "format" in line


def test_bars_of_roles_start_at_nought_and_dots_of_rounds_at_their_levels() -> None:
    gaps = rows_with(role_chart(GAPS), "levels")
    assert {row["zero"] for row in gaps} == {0.0}
    assert {row["levels"] for row in gaps} == {1.5, -2.0}
    moves = rows_with(rounds_chart(MOVES, top=4), "first")
    assert {(row["first"], row["latest"]) for row in moves} == {(3, 1), (0, 2)}


def test_hostile_titles_stay_words() -> None:
    asked = criterion("a", title=HOSTILE, answered_by=["lead"])
    parts = section("poc", [asked], floors=FLOORS)
    made = framework(parts, roles=[{"id": "lead", "title": HOSTILE}])
    said = [rating("a", 0), rating("a", 4, respondent=None), rating("a", 1, round=1)]
    people = [{"id": "lead", "role": "lead", "name": HOSTILE}]
    view = respondents(built(made, "poc", said={"ratings": said}, people=people))
    assert view is not None
    assert " ".join(HOSTILE.split()) in text(view)
    assert "<img" not in view.element
