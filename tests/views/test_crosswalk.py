"""A published framework beside an engagement: the sentence, the picture, the table, the dates."""

from __future__ import annotations

import re
from functools import cache
from html.parser import HTMLParser
from typing import Any

import pytest

from readiness_kit.errors import UsageError
from readiness_kit.framework.crosswalks import KEYS, Catalogue, catalogue
from readiness_kit.judgement.coverage import coverage
from readiness_kit.judgement.coverage_words import reason_words
from readiness_kit.views import crosswalk as module
from readiness_kit.views.crosswalk import crosswalk
from readiness_kit.views.html import plain
from readiness_kit.views.story import Story
from readiness_kit.views.view import View
from tests.judgement.build import criterion, framework, rating, section
from tests.views.stories import HOSTILE, built, gateless, sample

BUDGET = 120_000
"""Bytes of the widest crosswalk: a section that is shown on demand, never by default."""


class Parts(HTMLParser):
    """The elements of a fragment, each closed as it was opened."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: D102
        self.tags.append((tag, dict(attrs)))
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:  # noqa: D102
        assert self.open.pop() == tag

    def count(self, name: str) -> int:
        """How many elements have this name."""
        return sum(tag == name for tag, _ in self.tags)


@cache
def shown(key: str) -> View:
    """The crosswalk of the sample, drawn once."""
    return crosswalk(sample(), key)


def words(view: View) -> str:
    return " ".join(plain(view.element).split())


def mapped(text: str = "a title", **more: Any) -> Story:
    """Five criteria for one test, of which one is rated."""
    refers = {"crosswalk": {"ml_test_score": ["data-1"]}, "title": text}
    parts = [criterion(id, **refers) for id in ("a", "b", "c", "d", "e")]
    rubric = framework(section("one", parts))
    return built(rubric, "one", said={"ratings": [rating("a", 2)]}, phase=None, **more)


@pytest.mark.parametrize("key", KEYS)
def test_a_crosswalk_is_well_formed_and_within_its_budget(key: str) -> None:
    made = shown(key)
    read = Parts(str(made.element))
    ids = [attrs["id"] for _, attrs in read.tags if "id" in attrs]
    assert len(ids) == len(set(ids))
    assert made.id == f"crosswalk-{key.replace('_', '-')}"
    assert made.title == f"{catalogue(key).title}: what is covered"
    assert len(str(made.html).encode()) < BUDGET


@pytest.mark.parametrize("key", KEYS)
def test_every_entry_has_its_row_with_every_criterion_that_covers_it(key: str) -> None:
    story = sample()
    found = coverage(story.engagement.framework, catalogue(key), story.card.sections)
    made = shown(key)
    told = words(made)
    # a row for each entry, and one for the head of each group's table
    rows = len(found.entries) + len(found.groups)
    dates = len(catalogue(key).dates)
    assert Parts(str(made.html)).count("tr") == rows + (dates and dates + 1)
    for each in found.entries:
        assert f"{each.entry.id} {each.entry.title}" in told
        assert all(story.criterion(id).title in told for id in each.criteria)


def test_the_sentence_comes_first_with_the_few_that_are_not_covered() -> None:
    told = plain(shown("ml_test_score").html).splitlines()
    story = sample()
    found = coverage(story.engagement.framework, catalogue("ml_test_score"))
    assert re.fullmatch(r"ML Test Score: \d+ of 28 tests are covered; .+ not, because:", told[0])
    missing = [
        f"{each.entry.id} {each.entry.title}: {reason_words(each)}" for each in found.not_covered
    ]
    assert told[1 : 1 + len(missing)] == missing
    assert told[1 + len(missing)].startswith(f"Of the {len(found.covered)} covered, ")


def test_many_that_are_not_covered_are_folded_away_with_their_reasons() -> None:
    story = sample()
    missing = coverage(story.engagement.framework, catalogue("nist_ai_rmf")).not_covered
    told = words(shown("nist_ai_rmf"))
    assert f"{len(missing)} not covered, and why" in told
    assert all(reason_words(each) in told for each in missing)


def test_the_picture_has_a_cell_for_each_entry_and_a_twin_for_phones() -> None:
    html = str(shown("nist_ai_rmf").html)
    drawings = re.findall(r"<svg.*?</svg>", html, re.DOTALL)
    labels = [re.findall(r">(\d\.\d+)</text>", drawing) for drawing in drawings]
    assert [len(each) for each in labels] == [72, 72]
    assert ["rk-chart-phone" in drawing for drawing in drawings] == [False, True]
    assert all(float(re.findall(r'width="(\d+)"', d)[0]) <= 650 for d in drawings)
    assert float(re.findall(r'width="(\d+)"', drawings[1])[0]) < 330


def test_the_picture_says_its_levels_in_words() -> None:
    """Colours alone tell nothing to who does not see them."""
    told = words(shown("ml_test_score"))
    assert re.search(r"cover the entry \(\d+ at level \d(, \d+ at level \d)*\)\.", told)


def test_a_short_catalogue_is_its_table() -> None:
    assert "<svg" not in shown("aws_ml_lens").html


def test_dates_come_with_source_and_as_known_and_hearsay_is_marked() -> None:
    told = words(shown("eu_ai_act"))
    assert "Its dates, as known" in told
    for date in catalogue("eu_ai_act").dates:
        place = told.index(date.what)
        assert date.source in told[place:]
        assert date.as_known in told[place:]
    assert "2 Dec 2027" in told
    assert told.count("Not verified: ") == 1
    assert "Its dates" not in words(shown("nist_ai_rmf"))


def test_covered_never_means_that_a_law_is_met() -> None:
    for key in KEYS:
        assert "never that a law or a standard is met" in words(shown(key))


def test_a_reference_into_the_air_is_told_with_its_criterion() -> None:
    part = criterion("a", crosswalk={"ml_test_score": ["data-1", "data-99", HOSTILE[:200]]})
    story = built(framework(section("one", [part])), "one", phase=None)
    made = crosswalk(story, "ml_test_score")
    told = words(made)
    assert "a refers to 'data-99' of ml_test_score, which has no such entry; it covers" in told
    assert "<img" not in made.html
    assert "no such entry" not in words(shown("ml_test_score"))


def test_a_row_tells_what_is_asked_rated_and_supported() -> None:
    """One of five is rated; the fifth criterion is folded away within the row."""
    told = words(crosswalk(mapped(), "ml_test_score"))
    _, _, rows = told.partition("Lowest level supported ")
    row, _, _ = rows.partition("data-2 All")
    unrated = "a title (not rated)"
    assert (
        row.split()
        == (
            "data-1 Feature expectations are captured in a schema a title (level 1); "
            f"{unrated}; {unrated}; {unrated} and 1 more {unrated} 1 of 5 1 1"
        ).split()
    )
    assert "no reason given" in told


def test_a_framework_that_refers_to_nothing_says_so_and_shows_no_table() -> None:
    made = crosswalk(gateless(), "nist_ai_rmf")
    assert plain(made.html).splitlines()[0] == (
        "NIST AI RMF 1.0: no criterion of small refers to any of its subcategories."
    )
    assert not {"table", "svg", "figure"} & {tag for tag, _ in Parts(str(made.html)).tags}


def test_what_is_reached_through_a_heading_says_so() -> None:
    assert re.search(r"\((level \d|not \w+[^)]*), through 7\.5\)", words(shown("iso_42001")))


def test_hostile_titles_stay_text() -> None:
    made = crosswalk(mapped(HOSTILE), "ml_test_score")
    assert HOSTILE in words(made)
    assert "<img" not in made.html


def test_a_hostile_catalogue_stays_text(monkeypatch: pytest.MonkeyPatch) -> None:
    """The catalogues are there to be edited, so their words are a stranger's."""
    text = HOSTILE[:200]
    entries = [{"id": f"data-{n}", "title": text, "group": text} for n in range(1, 10)]
    date = {"what": text, "on": "2026-01-01", "source": text, "as_known": text}
    facts = dict.fromkeys(("title", "publisher", "edition", "source", "entries_are", "note"), text)
    schema = {"schema": "readiness-crosswalk/1", "id": "ml_test_score"}
    edited = Catalogue.model_validate({**schema, **facts, "entries": entries, "dates": [date]})
    monkeypatch.setattr(module, "catalogue", lambda name: edited)
    made = crosswalk(mapped(), "ml_test_score")
    Parts(str(made.element))
    assert text in words(made)
    assert "<img" not in made.html


def test_an_unknown_catalogue_is_refused_with_the_nearest() -> None:
    with pytest.raises(UsageError, match=r"Did you mean nist_ai_rmf\?"):
        crosswalk(sample(), "nist")


def test_the_same_story_gives_the_same_bytes() -> None:
    assert crosswalk(sample(), "mltrl").element == shown("mltrl").element
