"""What holds until when: the edges of lives, other versions, newer runs."""

from __future__ import annotations

import datetime as dt
from typing import Any

from readiness_kit.engagement.assessment import Assessment
from readiness_kit.judgement import Case
from readiness_kit.judgement.evidence_life import Support, supports
from tests.judgement.build import (
    AS_OF,
    criterion,
    evidence,
    framework,
    profile,
    rating,
    run,
    section,
)

FLOORS = {"no_go": 35, "go": 55}
LINK = {"id": "accuracy", "proves": "property"}


def found(
    *, said: dict[str, Any], runs: tuple = (), as_of: dt.date = AS_OF, **more: Any
) -> list[Support]:
    asked = criterion("a", methods=[LINK])
    rubric = framework(section("poc", [asked], floors=FLOORS))
    assessment = Assessment.model_validate(said)
    case = Case(rubric, profile(**more), assessment, runs, as_of, frozenset({"accuracy"}))
    return list(supports(rubric.criteria["a"], case.facts))


def states(seen: list[Support]) -> list[tuple[str, str, str]]:
    return [(support.source, support.grade, support.state) for support in seen]


def test_a_link_holds_on_its_last_day_and_not_on_the_next():
    said = {"evidence": [evidence("a", "document")]}
    last = AS_OF + dt.timedelta(days=180)
    assert states(found(said=said, as_of=last)) == [("link", "document", "live")]
    assert found(said=said, as_of=last)[0].until == last
    after = found(said=said, as_of=last + dt.timedelta(days=1))
    assert states(after) == [("link", "document", "lapsed")]


def test_a_stated_end_replaces_the_life():
    said = {"evidence": [evidence("a", "document", expires="2026-10-20")]}
    assert found(said=said)[0].until == dt.date(2026, 10, 20)


def test_what_recurs_too_seldom_is_a_test():
    link = evidence("a", "recurring", instances=["2026-10-12"])
    assert states(found(said={"evidence": [link]})) == [("link", "test", "live")]
    assert states(found(said={"evidence": [evidence("a", "recurring")]})) == [
        ("link", "recurring", "live")
    ]


def test_runs_of_another_version_are_stale_and_older_ones_superseded():
    target = {"id": "m", "version": "2"}
    now = {"target": {"id": "m", "version": "2", "python": "m:p"}}
    old = run("accuracy", "pass", "2026-10-01", target={"id": "m", "version": "1"})
    mid = run("accuracy", "pass", "2026-10-05", target=target)
    new = run("accuracy", "warn", target=target)
    seen = found(said={}, runs=(old, mid, new), **now)
    assert [(support.id, support.state) for support in seen] == [
        (new.id, "live"),
        (mid.id, "superseded"),
        (old.id, "stale"),
    ]


def test_a_word_is_nobodys_without_a_name_and_comes_after_the_stronger():
    said = {"ratings": [rating("a", 3)], "evidence": [evidence("a", "test")]}
    assert states(found(said=said)) == [("link", "test", "live"), ("word", "statement", "live")]
    anonymous = {"ratings": [rating("a", 3, respondent=None)]}
    assert found(said=anonymous) == []
