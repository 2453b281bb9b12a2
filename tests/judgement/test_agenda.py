"""The agenda: blockers, then spread, then unknowns, then the rest; time only takes from its end."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readiness_kit.engagement.assessment import Assessment
from readiness_kit.framework import Framework
from readiness_kit.judgement import Case, displayed, judge_case
from readiness_kit.judgement.agenda import (
    CAUSES,
    MINUTES_EACH,
    Agenda,
    Proposed,
    agenda,
    sections_at,
)
from readiness_kit.judgement.standing import blocker_state
from tests.judgement.build import (
    AS_OF,
    criterion,
    evidence,
    framework,
    profile,
    rating,
    section,
)
from tests.judgement.test_respondents import PEOPLE, by, random_one

FLOORS = {"no_go": 35, "go": 55}


def blocker(id: str, level: int = 3, **more: Any) -> dict[str, Any]:
    return criterion(id, blocker={"gate": "poc", "required_level": level, **more})


def case_of(
    *criteria: dict[str, Any],
    ratings: list[dict[str, Any]],
    proofs: list[dict[str, Any]] | None = None,
    rubric: Framework | None = None,
    **said: Any,
) -> Case:
    """A case at the poc gate; whatever is proved is proved by a recurring test unless told."""
    given = rubric or framework(section("poc", list(criteria), floors=FLOORS))
    proved = [evidence(id, "recurring") for id in given.criteria] if proofs is None else proofs
    assessment = Assessment.model_validate({"ratings": ratings, "evidence": proved, **said})
    return Case(given, profile(people=PEOPLE), assessment, (), AS_OF, frozenset())


def picked(case: Case, minutes: int = 600, sections: tuple[str, ...] | None = None) -> Agenda:
    wanted = sections_at(case) if sections is None else sections
    return agenda(case, judge_case(case), minutes=minutes, sections=wanted)


def ids(topics: tuple[Proposed, ...]) -> list[str]:
    return [topic.criterion for topic in topics]


def test_blockers_then_spread_then_unknowns_then_the_rest_then_what_could_be_shown() -> None:
    case = case_of(
        criterion("shown"),
        criterion("asked"),
        criterion("not_asked"),
        criterion("apart"),
        blocker("held"),
        criterion("settled"),
        ratings=[
            rating("shown", 3),
            rating("asked"),
            by("boss", 4, "apart"),
            by("ml", 1, "apart"),
            rating("held", 1),
            rating("settled", 3),
        ],
        proofs=[evidence(id, "recurring") for id in ("apart", "held", "settled")],
    )
    found = picked(case)
    assert [(t.criterion, t.why) for t in found.topics] == [
        ("held", ("blocker",)),
        ("apart", ("spread",)),
        ("asked", ("unknown",)),
        ("not_asked", ("range",)),
        ("shown", ("proof",)),
    ]
    assert list(CAUSES) == [topic.why[0] for topic in found.topics]
    assert [topic.reason for topic in found.topics] == [
        "blocker of this gate, open: level 3 needed, 1 supported",
        "levels 1 to 4 given by 2 people",
        "nobody who was asked knows; 17 of 33 points of the range hang on it",
        "nobody was asked yet; 17 of 33 points of the range hang on it",
        "level 3 claimed, 1 supported: ask to be shown",
    ]
    assert found.left == ()
    assert [(t.criterion, t.minutes, t.why) for t in found.plan][:1] == [("held", 8, ["blocker"])]


def test_two_hours_hold_fifteen_and_the_rest_is_left_with_its_reason() -> None:
    case = case_of(*(criterion(f"c{n:02}") for n in range(20)), ratings=[])
    found = picked(case, 120)
    assert ids(found.topics) == [f"c{n:02}" for n in range(15)]
    assert ids(found.left) == [f"c{n:02}" for n in range(15, 20)]
    assert all(t.reason.startswith("nobody was asked yet") for t in found.left)
    assert picked(case, 5).topics == ()


def test_of_blockers_the_gravest_comes_first_and_what_shuts_the_gate_before_what_does_not() -> None:
    parts = [blocker("unproved", 2), blocker("short"), blocker("shorter"), blocker("unrated", 4)]
    rubric = framework(section("poc", parts, floors=FLOORS, admits_unproved=True))
    case = case_of(
        rubric=rubric,
        ratings=[rating("unproved", 3), rating("short", 2), rating("shorter", 0)],
        proofs=[evidence(id, "recurring") for id in ("short", "shorter")],
    )
    found = picked(case).topics
    assert ids(found) == ["unrated", "shorter", "short", "unproved"]
    assert found[0].reason.startswith("blocker of this gate, not rated: level 4 needed; nobody")
    assert found[3].reason == (
        "blocker of this gate, not proved: level 2 needed, 1 supported; "
        "level 3 claimed, 1 supported: ask to be shown"
    )


def test_a_blocker_of_the_gate_counts_wherever_it_lives() -> None:
    rubric = framework(
        section("poc", [blocker("early", stays_open=True)], floors=FLOORS),
        section("mvp", [criterion("late")], floors=FLOORS),
        section("factors", [blocker("sponsor")]),
    )
    decision = {"phase": "poc", "verdict": "GO", "on": "2026-10-01", "by": "board"}
    case = case_of(
        rubric=rubric,
        ratings=[rating("early", 1), rating("sponsor", 1), rating("late", 3)],
        decisions=[decision],
    )
    case = replace(case, profile=profile(people=PEOPLE, phase="mvp"))
    assert sections_at(case) == ("mvp", "factors")
    assert [(t.criterion, t.section) for t in picked(case).topics] == [("early", "poc")]
    assert ids(picked(case, sections=("mvp",)).topics) == ["early"]


def test_without_a_decision_the_earlier_gate_is_named() -> None:
    rubric = framework(
        section("poc", [blocker("early")], floors=FLOORS),
        section("mvp", [criterion("late")], floors=FLOORS),
    )
    case = case_of(rubric=rubric, ratings=[rating("early", 1), rating("late", 3)])
    case = replace(case, profile=profile(people=PEOPLE, phase="mvp"))
    assert [t.reason for t in picked(case).topics] == [
        "blocker of the gate of Poc, open: level 3 needed, 1 supported"
    ]


def test_a_waived_blocker_is_an_accepted_shortfall() -> None:
    waiver = {"criterion": "held", "owner": "o", "reason": "r", "control": "c"}
    waiver |= {"granted": "2026-10-01", "expires": "2026-12-31"}
    case = case_of(blocker("held"), ratings=[rating("held", 1)], waivers=[waiver])
    assert picked(case) == Agenda(600, (), ())


def test_the_widest_apart_comes_first_and_a_theme_stays_together_among_equals() -> None:
    parts = [
        criterion("a", theme="people"),
        criterion("b", theme="data"),
        criterion("c", theme="people"),
        criterion("d", theme="value"),
        criterion("near"),
    ]
    levels = {"a": (1, 3), "b": (2, 4), "c": (0, 2), "d": (0, 4), "near": (2, 3)}
    said = [by(who, n, id) for id, (x, y) in levels.items() for who, n in (("ml", x), ("dev", y))]
    assert ids(picked(case_of(*parts, ratings=said)).topics) == ["d", "b", "a", "c"]


def test_not_agreeing_that_it_applies_is_being_apart() -> None:
    absent = by("boss", None, state="not_applicable", reason="other")
    found = picked(case_of(criterion("a"), ratings=[absent, by("ml", 3)])).topics
    assert [(t.why, t.reason) for t in found] == [
        (("spread",), "1 of 2 say that it does not apply")
    ]


def test_what_the_room_agreed_on_is_settled_until_somebody_answers_anew() -> None:
    said = [by("boss", 4), by("ml", 1), by("consensus", 3, round=1)]
    assert picked(case_of(criterion("a"), ratings=said)).topics == ()
    again = picked(case_of(criterion("a"), ratings=[*said, by("ml", 1, round=2)]))
    assert [t.why for t in again.topics] == [("spread",)]


def test_a_blocker_that_the_room_agreed_it_does_not_know_stays_and_says_so() -> None:
    room = by("consensus", None, "held", round=1)
    for said in ([room], [by("ml", 3, "held"), room]):
        found = picked(case_of(blocker("held"), ratings=said)).topics
        assert [(t.why[0], t.reason) for t in found] == [
            (
                "blocker",
                "blocker of this gate, not known: level 3 needed; nobody in the room knew; "
                "100 of 100 points of the range hang on it",
            )
        ]


def test_a_level_that_rests_on_fewer_than_do_not_know_is_an_unknown() -> None:
    said = [by("boss", None), by("ml", None), by("dev", 3)]
    found = picked(case_of(criterion("a"), ratings=said)).topics
    assert [(t.why, t.reason) for t in found] == [(("unknown",), "2 of 3 do not know")]
    others = criterion("a", answered_by=["software_engineer"])
    assert picked(case_of(others, ratings=said)).topics == (), "the others were never to know"


def test_of_unknowns_the_most_points_come_first_and_the_said_before_the_unasked() -> None:
    parts = [
        criterion("said"),
        criterion("heavy", weight=3),
        criterion("said_heavy", weight=2),
        criterion("rated"),
    ]
    case = case_of(*parts, ratings=[rating("said"), rating("said_heavy"), rating("rated", 3)])
    found = picked(case).topics
    assert ids(found) == ["said_heavy", "said", "heavy"]
    assert found[2].reason == "nobody was asked yet; 43 of 86 points of the range hang on it"


def test_points_are_those_that_the_framework_prints() -> None:
    parts = [criterion("a"), criterion("b"), criterion("c"), criterion("d")]
    rubric = framework(section("one", parts), display={"of": 8, "unit": "points"})
    case = replace(
        case_of(rubric=rubric, ratings=[rating("d", 3)]), profile=profile(phase=None, people=PEOPLE)
    )
    for card in (judge_case(case), displayed(judge_case(case))):
        found = agenda(case, card, minutes=60, sections=sections_at(case))
        assert found.topics[0].reason == (
            "nobody was asked yet; 2 of 6 points of the range hang on it"
        )


def test_what_no_target_asks_for_need_not_be_shown() -> None:
    case = case_of(
        criterion("a", target_level=2),
        ratings=[rating("a", 4)],
        proofs=[evidence("a", "document")],
    )
    assert picked(case) == Agenda(600, (), ())


def test_what_is_not_asked_or_does_not_apply_is_not_talked_about() -> None:
    absent = rating("gone", state="not_applicable", reason="out_of_scope")
    case = case_of(criterion("gone"), criterion("acting", scope={"acts": True}), ratings=[absent])
    assert picked(case) == Agenda(600, (), ())


@settings(max_examples=150, deadline=None)
@given(seed=st.integers(0, 100_000), minutes=st.integers(0, 200), less=st.integers(0, 200))
def test_laws_over_random_cases(seed: int, minutes: int, less: int) -> None:
    """Never more minutes than given; a criterion once; less time takes from the end only."""
    case = random_one(seed)
    found, fewer = picked(case, minutes), picked(case, min(minutes, less))
    assert sum(topic.minutes for topic in found.topics) <= minutes
    listed = [*found.topics, *found.left]
    assert len({topic.criterion for topic in listed}) == len(listed)
    assert not found.left or len(found.topics) == minutes // MINUTES_EACH
    assert [*fewer.topics, *fewer.left] == listed
    assert fewer.topics == found.topics[: len(fewer.topics)]
    rank = {cause: place for place, cause in enumerate(CAUSES)}
    places = [rank[topic.why[0]] for topic in listed]
    assert places == sorted(places)
    for topic in listed:
        assert [rank[cause] for cause in topic.why] == sorted(rank[cause] for cause in topic.why)
        assert topic.reason


@pytest.mark.parametrize("seed", range(80))
def test_no_open_blocker_is_left_out_for_others(seed: int) -> None:
    case = random_one(seed)
    phase = case.profile.phase
    gates = [p for p in case.facts.undecided_to_here if p.id == phase]
    expected = {
        standing.criterion.id
        for gate in gates
        for part in case.asked
        for standing in part.standings
        if standing.criterion.id in case.framework.in_force[gate.id] and standing.applicable
        if blocker_state(standing, gate, case.facts) in ("open", "not_rated", "unproved")
    }
    minutes = MINUTES_EACH * max(1, len(expected) // 2)
    sections = (phase,) if phase else ()
    found = picked(case, minutes, sections)
    assert expected <= {t.criterion for t in (*found.topics, *found.left) if "blocker" in t.why}
    if len(found.topics) < len(expected):
        assert all(topic.why[0] == "blocker" for topic in found.topics)


@pytest.mark.parametrize("seed", range(40))
def test_the_order_of_what_was_said_changes_nothing(seed: int) -> None:
    case = random_one(seed)
    ratings = list(case.assessment.ratings)
    random.Random(seed).shuffle(ratings)
    said = case.assessment.model_copy(update={"ratings": ratings})
    assert picked(replace(case, assessment=said), 60) == picked(case, 60)
