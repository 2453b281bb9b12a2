"""A view shows in Jupyter as HTML and as words, and says where it belongs in a report."""

from __future__ import annotations

import pytest
from markupsafe import Markup

from readiness_kit.views.html import tag
from readiness_kit.views.parts import badge, bar, card, level_tag
from readiness_kit.views.view import END_MIME, VIEW_MIME, EndMark, View


def test_a_section_is_headed_and_labelled() -> None:
    view = View(tag("p", "<x>"), "gate-1", "The gate & more")
    assert view.element == (
        '<section id="gate-1" class="rk rk-section" aria-labelledby="gate-1-title">'
        '<h2 id="gate-1-title">The gate &amp; more</h2><p>&lt;x&gt;</p></section>'
    )


def test_the_bundle_holds_html_words_and_place() -> None:
    bundle = View(tag("p", "words"), "a", "Title")._repr_mimebundle_()
    assert set(bundle) == {"text/html", "text/plain", VIEW_MIME}
    assert bundle["text/plain"] == "Title\nwords"
    assert bundle[VIEW_MIME] == {"id": "a", "title": "Title", "kind": "section"}
    html = str(bundle["text/html"])
    assert html.startswith("<style>")
    assert html.count("<style>") == 1
    assert EndMark()._repr_mimebundle_()[END_MIME] == {"end": True}


def test_a_view_is_refused_that_cannot_be_safe_or_found() -> None:
    with pytest.raises(TypeError, match="must be Markup"):
        View("<p>", "a", "A")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="view id 'A b'"):
        View(Markup(), "A b", "A")
    with pytest.raises(ValueError, match="a section needs a title"):
        View(Markup(), "a")
    assert View(Markup("x"), "a", kind="plain").element == '<div id="a" class="rk rk-plain">x</div>'


@pytest.mark.parametrize(
    ("verdict", "word"),
    [("GO", "Go"), ("NO_GO", "No go"), ("NOT_ASSESSABLE", "Not assessable"), ("warn", "Warning")],
)
def test_a_verdict_has_a_sign_and_a_word(verdict: str, word: str) -> None:
    assert word in badge(verdict)
    assert 'aria-hidden="true"' in badge(verdict)


def test_levels_have_numbers_and_none_is_not_zero() -> None:
    assert level_tag(2, "Documented") == (
        '<span class="rk-level rk-level-2"><b>2</b> Documented</span>'
    )
    assert level_tag(None) == '<span class="rk-level rk-level-none">Not rated</span>'
    assert "rk-level-4" in level_tag(2, top=2)


def test_a_bar_says_its_figures_in_words() -> None:
    made = bar(46.9, low=38, high=55.2, floor=70, claimed=68.1)
    assert 'aria-label="46.9 of 100, between 38.0 and 55.2, claimed 68.1, floor 70.0"' in made
    assert "rk-bar-short" in made
    assert "rk-bar-value" in bar(80, floor=70)
    assert bar(None) == '<span class="rk-quiet">not scored</span>'


def test_a_card_says_its_severity() -> None:
    made = card("high", "<t>", "why", code="POC-1", meta=[("Owner", "Ada")])
    assert 'class="rk-card rk-card-high"' in made
    assert "High" in made
    assert "<h3>&lt;t&gt;</h3><p>why</p>" in made
    assert made.endswith('<p class="rk-card-code"><code>POC-1</code></p></article>')
