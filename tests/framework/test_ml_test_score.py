"""The ML Test Score: 28 tests by their published names, points, and what these are called."""

from __future__ import annotations

import pytest

from readiness_kit.framework import load_framework
from readiness_kit.judgement import displayed
from readiness_kit.judgement.scorecard import LowestClaim, Range, Scorecard
from readiness_kit.judgement.words import headline_sentence
from tests.judgement.build import judged, rating

FRAMEWORK = load_framework("ml-test-score")
TESTS = {
    "data": [
        "Feature expectations are captured in a schema",
        "All features are beneficial",
        "No feature's cost is too much",
        "Features adhere to meta-level requirements",
        "The data pipeline has appropriate privacy controls",
        "New features can be added quickly",
        "All input feature code is tested",
    ],
    "model": [
        "Model specs are reviewed and submitted",
        "Offline and online metrics correlate",
        "All hyperparameters have been tuned",
        "The impact of model staleness is known",
        "A simpler model is not better",
        "Model quality is sufficient on important data slices",
        "The model is tested for considerations of inclusion",
    ],
    "infra": [
        "Training is reproducible",
        "Model specs are unit tested",
        "The ML pipeline is integration tested",
        "Model quality is validated before serving",
        "The model is debuggable",
        "Models are canaried before serving",
        "Serving models can be rolled back",
    ],
    "monitor": [
        "Dependency changes result in notification",
        "Data invariants hold for inputs",
        "Training and serving are not skewed",
        "Models are not too stale",
        "Models are numerically stable",
        "Computing performance has not regressed",
        "Prediction quality has not regressed",
    ],
}
PUBLISHED = {"data": [2, 2, 0, 2, 1, 1, 0], "model": [1] * 6 + [0], "infra": [2] * 4 + [1, 1, 0]}
"""Levels that make 4.0, 3.0 and 5.0 points of 7."""


def scored(**levels: list[int | None]) -> Scorecard:
    """The card of these levels by section; None is a level that nobody knows."""
    ratings = [
        rating(criterion.id, level)
        for section, given in levels.items()
        for criterion, level in zip(FRAMEWORK.section(section).criteria, given, strict=True)
    ]
    return judged(FRAMEWORK, ratings=ratings, phase=None)


def test_the_28_tests_stand_in_their_published_order_under_their_published_names() -> None:
    assert {s.id: [c.title for c in s.criteria] for s in FRAMEWORK.sections} == TESTS
    references = [c.crosswalk.ml_test_score for c in FRAMEWORK.criteria.values()]
    assert references == [[f"{s}-{n}"] for s in TESTS for n in range(1, 8)]


def test_half_a_point_by_hand_and_one_automated_all_weighing_the_same() -> None:
    assert FRAMEWORK.values == {0: 0, 1: 0.5, 2: 1}
    assert {c.weight for c in FRAMEWORK.criteria.values()} == {1}
    assert FRAMEWORK.caps is None
    assert FRAMEWORK.phases == []


def test_the_lowest_of_the_four_sums_is_the_score() -> None:
    """The vector of the scoring rules: 4.0, 3.0, 5.0 and 1.5 of 7."""
    card = scored(**PUBLISHED, monitor=[1, 1, 1, 0, 0, 0, 0])
    assert card.headline.section == "monitor"
    assert card.headline.supported == 21.428571429
    shown = displayed(card)
    assert [section.supported.score for section in shown.sections] == [4.0, 3.0, 5.0, 1.5]
    assert headline_sentence(shown) == (
        "Weakest is Monitoring: at 1.5 of 7, “first pass at basic productionization”."
    )


@pytest.mark.parametrize("rest", ["unknown", "unrated"])
def test_one_of_seven_at_full_mark_is_one_point_of_seven(rest: str) -> None:
    """Points are earned and added up: what has no answer yet brings none, and may bring one."""
    ids = [criterion.id for criterion in FRAMEWORK.section("data").criteria]
    unknown = [rating(id) for id in ids[1:]] if rest == "unknown" else []
    card = judged(FRAMEWORK, ratings=[rating(ids[0], 2), *unknown], phase=None)
    shown = displayed(card)
    assert shown.section("data").claimed == shown.section("data").supported == Range(1, 1, 7)
    assert FRAMEWORK.display.band(1) == "possibly serious holes in reliability"
    assert [c.contribution.claimed for c in shown.section("data").criteria] == [1, *[None] * 6]
    assert shown.headline.claimed == LowestClaim("data", 1)
    assert shown.headline.mean.claimed == 1
    assert card.section("data").claimed.score == 14.285714286
    assert {s.state for s in card.sections if s.id != "data"} == {"not_scored"}


def test_a_first_answer_to_each_section_is_told_by_its_points() -> None:
    first = {s.id: [2, *[None] * 6] for s in FRAMEWORK.sections}
    shown = displayed(scored(**first))
    assert shown.headline.supported == 1
    assert headline_sentence(shown) == (
        "Weakest is Data: between 1 and 7 of 7, “possibly serious holes in reliability” to "
        "“exceptional”."
    )


def test_what_does_not_apply_could_earn_nothing() -> None:
    """One of the seven is out of scope: full marks in the other six are all seven points."""
    ids = [criterion.id for criterion in FRAMEWORK.section("data").criteria]
    absent = rating(ids[0], state="not_applicable", reason="out_of_scope")
    card = judged(FRAMEWORK, ratings=[absent, *(rating(id, 2) for id in ids[1:])], phase=None)
    section = displayed(card).section("data")
    assert section.claimed == Range(7, 7, 7)
    assert section.score_if_na_zero == 6


def test_a_claim_counts_without_evidence() -> None:
    card = scored(monitor=[2] * 7)
    assert card.section("monitor").supported.score == 100
    assert displayed(card).section("monitor").supported.score == 7


def test_what_nobody_knows_makes_a_range_of_points_and_of_words() -> None:
    card = displayed(scored(**PUBLISHED, monitor=[1, 1, 1, None, 0, 0, 0]))
    assert (card.headline.low, card.headline.high) == (1.5, 2.5)
    assert headline_sentence(card) == (
        "Weakest is Monitoring: between 1.5 and 2.5 of 7, “first pass at basic "
        "productionization” to “reasonably tested”."
    )


@pytest.mark.parametrize(
    ("points", "name"),
    [
        (0, "more of a research project"),
        (0.5, "possibly serious holes in reliability"),
        (1, "possibly serious holes in reliability"),
        (1 + 1e-12, "possibly serious holes in reliability"),
        (1.5, "first pass at basic productionization"),
        (2, "first pass at basic productionization"),
        (2.5, "reasonably tested"),
        (3, "reasonably tested"),
        (3.5, "strong"),
        (5, "strong"),
        (5.5, "exceptional"),
        (7, "exceptional"),
    ],
)
def test_points_are_called_what_was_published(points: float, name: str) -> None:
    assert FRAMEWORK.display.band(points) == name


def test_displaying_changes_no_share_and_no_order() -> None:
    card = scored(**PUBLISHED, monitor=[1, 1, 1, None, 0, 0, 0])
    shown = displayed(card)
    for section, printed in zip(card.sections, shown.sections, strict=True):
        assert (section.coverage, section.known) == (printed.coverage, printed.known)
        parts = [c.contribution.claimed for c in printed.criteria if c.state == "rated"]
        assert sum(part or 0 for part in parts) == pytest.approx(printed.claimed.score, abs=1e-6)
    assert shown.headline.section == card.headline.section
    before, after = card.headline, shown.headline
    for raw, printed in (
        (before.mean.supported, after.mean.supported),
        (before.mean.claimed, after.mean.claimed),
        (before.claimed.score, after.claimed.score),
        (before.margin, after.margin),
        (card.sections[0].score_if_na_zero, shown.sections[0].score_if_na_zero),
    ):
        assert printed == pytest.approx((raw or 0) * 0.07, abs=1e-8)
        assert printed


def test_a_framework_of_a_hundred_points_is_displayed_as_it_is() -> None:
    card = judged(load_framework("poc-to-production"))
    assert displayed(card) is card
