"""Known ways to fail as they are told: what set them off with its figures, the rest compact."""

from __future__ import annotations

from readiness_kit.views.html import plain
from readiness_kit.views.pitfalls import pitfalls
from readiness_kit.views.view import View
from tests.judgement.build import criterion, framework, rating, section
from tests.views.stories import FLOORS, HOSTILE, built, gateless, sample


def text(view: View | None) -> str:
    assert view is not None
    return " ".join(plain(view.element).split())


def test_what_set_it_off_stands_with_its_figures_source_and_end() -> None:
    told = sample()
    said = text(pitfalls(told))
    assert "1 of 5 known ways to fail shows in the figures" in said
    for result in told.pitfalls:
        for signal in result.signals:
            assert f"{signal.said} {signal.source}" in said
    assert "22% of the budget is for integration; at least 30% is needed" in said
    assert "gone by the gate of Pilot deployment" in said


def test_what_cannot_be_told_yet_is_counted_and_says_what_would_tell() -> None:
    own = {"title": "Vendor gone", "signals": ["Is it?"], "remedy": "r", "close_by": "poc"}
    rubric = framework(
        section("poc", [criterion("a")], floors=FLOORS), pitfalls=[{**own, "id": "own"}]
    )
    said = text(pitfalls(built(rubric, "poc")))
    assert "None of 1 known ways to fail shows in the figures on record." in said
    assert "Of 1 we cannot tell yet." in said
    assert "Not known: Is it? to be asked" in said


def test_a_framework_without_pitfalls_has_no_such_section() -> None:
    assert pitfalls(gateless()) is None


def test_hostile_words_of_a_framework_stay_words() -> None:
    own = {"id": "own", "title": HOSTILE, "signals": [HOSTILE], "remedy": HOSTILE}
    rubric = framework(
        section("poc", [criterion("a")], floors=FLOORS), pitfalls=[{**own, "close_by": "poc"}]
    )
    view = pitfalls(built(rubric, "poc", said={"ratings": [rating("a", 1)]}))
    assert view is not None
    assert HOSTILE in text(view)
    assert "<img" not in view.element
