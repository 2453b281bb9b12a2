"""Coverage: what criteria refer to, what is asked here, what has a level, and why not."""

from __future__ import annotations

from typing import Any

import pytest

from readiness_kit.framework import Framework, load_framework
from readiness_kit.framework.crosswalks import KEYS, Catalogue, catalogue
from readiness_kit.judgement.coverage import Coverage, coverage
from readiness_kit.judgement.coverage_words import (
    NO_REASON,
    answered_sentence,
    covered_sentence,
    level_words,
    rated_words,
    reason_words,
    standing_words,
)
from tests.judgement import build
from tests.judgement.build import criterion, evidence, framework, rating, section

REASON = "Nobody can see it from outside."
ABSENT = {"state": "not_applicable", "reason": "other"}


def refers(*ids: str, key: str = "iso_42001") -> dict[str, Any]:
    return {"crosswalk": {key: list(ids)}}


def rubric() -> Framework:
    """Criteria of every standing, over the entries of `standard`."""
    return framework(
        section(
            "poc",
            [
                criterion("low", **refers("1", "3")),
                criterion("high", **refers("1", "3.1")),
                criterion("acts", **refers("1", "2"), scope={"acts": True}),
                criterion("deep", **refers("2"), depth="full"),
                criterion("open", **refers("4", "4")),
                criterion("absent", **refers("5")),
                criterion("unknown", **refers("6")),
            ],
            floors={"no_go": 35, "go": 55},
        ),
        section("factors", [criterion("free")]),
    )


def standard(**more: Any) -> Catalogue:
    entries: list[dict[str, Any]] = [
        {"id": id, "title": f"Entry {id}", "group": "A" if id < "4" else "B"}
        for id in ("1", "2", "3", "3.1", "3.2", "4", "5", "6", "7", "8")
    ]
    for part in entries[3:5]:
        part["part_of"] = "3"
    reasons = {"small": REASON, "another": "Another reason."}
    entries[8] |= {"not_covered": reasons}
    entries[0] |= {"not_covered": reasons}
    return Catalogue.model_validate(
        {
            "schema": "readiness-crosswalk/1",
            "id": "iso_42001",
            "title": "Standard",
            "publisher": "Somebody",
            "edition": "First",
            "source": "A standard",
            "entries_are": "demands",
            "entries": entries,
            **more,
        }
    )


def alone() -> Coverage:
    """By the framework alone."""
    return coverage(rubric(), standard())


def judged() -> Coverage:
    """By an engagement too: `low` has a word for it, `high` a test."""
    said = [rating("low", 1), rating("high", 3), rating("absent", **ABSENT), rating("unknown")]
    made = build.judged(rubric(), ratings=said, evidence=[evidence("high", "test")])
    return coverage(rubric(), standard(), made.sections)


def of(found: Coverage, id: str) -> Any:
    return next(each for each in found.entries if each.entry.id == id)


def ids(entries: Any) -> list[str]:
    return [each.entry.id for each in entries]


def test_a_heading_is_told_by_its_parts_alone() -> None:
    assert ids(alone().entries) == ["1", "2", "3.1", "3.2", "4", "5", "6", "7", "8"]


def test_the_framework_alone_covers_what_its_criteria_refer_to() -> None:
    found = alone()
    assert ids(found.covered) == ["1", "2", "3.1", "3.2", "4", "5", "6"]
    assert ids(found.not_covered) == ["7", "8"]
    assert (found.asked, found.answered, found.skipped) == ((), (), ())
    assert not found.judged


def test_criteria_stand_in_the_order_of_the_framework_and_once() -> None:
    assert of(alone(), "1").criteria == ("low", "high", "acts")
    assert of(alone(), "4").criteria == ("open",)


def test_a_reference_to_a_heading_reaches_its_parts_and_says_so() -> None:
    """`high` names the part itself, `low` only the whole."""
    part = of(alone(), "3.1")
    assert part.criteria == ("low", "high")
    assert part.through == {"low"}
    assert of(alone(), "3.2").criteria == ("low",)


def test_who_refers_to_part_and_heading_refers_to_the_part() -> None:
    twice = framework(section("poc", [criterion("both", **refers("3", "3.1"))]))
    assert of(coverage(twice, standard()), "3.1").through == frozenset()


def test_covered_asked_and_answered_are_three_things() -> None:
    found = judged()
    assert ids(found.covered) == ids(alone().covered)
    assert ids(found.skipped) == ["2"]
    assert ids(found.asked) == ["1", "3.1", "3.2", "4", "5", "6"]
    assert ids(found.answered) == ["1", "3.1", "3.2"]


def test_the_level_is_the_lowest_that_evidence_supports() -> None:
    found = judged()
    assert [r.supported_level for r in of(found, "1").rated] == [1, 3]
    assert of(found, "1").supported_level == 1
    assert of(found, "4").supported_level is None
    assert [left.trigger for left in of(found, "1").skipped] == ["acts"]


def test_an_entry_of_which_nothing_is_asked_tells_why() -> None:
    entry = of(judged(), "2")
    assert (entry.state, entry.asked) == ("skipped", ())
    assert [(left.id, left.trigger) for left in entry.skipped] == [
        ("acts", "acts"),
        ("deep", "depth"),
    ]


def test_a_reason_is_given_only_where_nothing_covers() -> None:
    """The one of this framework, and none where the file says nothing."""
    found = alone()
    assert (of(found, "7").state, of(found, "7").reason) == ("not_covered", REASON)
    assert (of(found, "8").state, of(found, "8").reason) == ("not_covered", None)
    assert of(found, "1").reason is None
    assert [reason_words(each) for each in found.not_covered] == [REASON, NO_REASON]


def test_groups_keep_the_order_of_the_catalogue() -> None:
    assert {name: ids(group) for name, group in alone().groups.items()} == {
        "A": ["1", "2", "3.1", "3.2"],
        "B": ["4", "5", "6", "7", "8"],
    }


def test_a_numbered_level_is_met_by_its_name() -> None:
    rated = framework(section("poc", [criterion("a", crosswalk={"mltrl": [4]})]))
    assert ids(coverage(rated, catalogue("mltrl")).covered) == ["4"]


def test_the_sentence_counts_what_is_covered() -> None:
    assert covered_sentence(alone()) == "Standard: 7 of 9 demands are covered, 2 are not."
    assert covered_sentence(alone(), reasons_follow=True) == (
        "Standard: 7 of 9 demands are covered; these two are not, because:"
    )


def test_the_sentence_of_all_and_of_none() -> None:
    two = standard(entries=[{"id": id, "title": "One", "group": "A"} for id in ("1", "2")])
    assert covered_sentence(coverage(rubric(), two)) == "Standard: all 2 demands are covered."
    free = framework(section("poc", [criterion("free")]))
    assert covered_sentence(coverage(free, two)) == (
        "Standard: no criterion of small refers to any of its demands."
    )
    assert answered_sentence(coverage(free, two, ())) is None


def test_the_second_sentence_tells_what_is_asked_and_answered() -> None:
    assert answered_sentence(alone()) is None
    assert answered_sentence(judged()) == (
        "Of the 7 covered, 6 are asked of this system and 3 have a level so far; "
        "1 is not asked, by scope or depth."
    )


@pytest.mark.parametrize(
    ("entry", "words", "rated"),
    [
        ("1", "", "2 of 2"),
        ("2", "not asked here", ""),
        ("4", "not rated", "0 of 1"),
        ("5", "does not apply", ""),
        ("6", "not known", "0 of 1"),
        ("7", "not covered", ""),
    ],
)
def test_an_entry_without_a_level_says_why(entry: str, words: str, rated: str) -> None:
    each = of(judged(), entry)
    assert (level_words(each), rated_words(each)) == (words, rated)


def test_each_criterion_tells_where_it_stands() -> None:
    first, second = of(judged(), "1"), of(judged(), "2")
    assert [standing_words(first, id) for id in first.criteria] == [
        "level 1",
        "level 3",
        "not asked here",
    ]
    assert standing_words(second, "deep") == "not asked at this depth"
    assert standing_words(of(alone(), "1"), "low") == ""


@pytest.mark.parametrize("key", KEYS)
def test_what_the_built_in_framework_leaves_out_has_its_reason(key: str) -> None:
    """And no reason is left over for what is covered by now."""
    built_in = load_framework("poc-to-production")
    found = coverage(built_in, catalogue(key))
    assert [each.entry.id for each in found.not_covered if each.reason is None] == []
    stale = [e.entry.id for e in found.covered if built_in.id in e.entry.not_covered]
    assert stale == []
