"""What the allow-list names stays as it was, and everything else goes."""

from __future__ import annotations

import pytest

from readiness_kit.report.fragment import safe_fragment
from tests.hostile import PAYLOADS
from tests.report.demonstration import views
from tests.report.test_html import Inventory

SVG = (
    '<svg viewBox="0 0 9 9" role="img" aria-label="a &amp; b" class="rk-chart" data-figure="x">'
    '<defs><clipPath id="a"><path d="M0"></path></clipPath>'
    '<linearGradient gradientUnits="userSpaceOnUse" id="b"><stop offset="0"></stop>'
    '</linearGradient></defs><g clip-path="url(#a)" fill="url(#b)" stroke="currentColor">'
    "<text>x<tspan>y</tspan></text></g></svg>"
)
KEPT = [
    SVG,
    '<details open=""><summary>a</summary><bdi title="whole">b</bdi></details>',
    '<div class="rk-scroll" role="region" tabindex="0" aria-label="x"></div>',
    '<table role="table"><caption>c</caption><tbody role="rowgroup"><tr role="row">'
    '<td role="cell" data-label="&lt;A&gt;">1</td></tr></tbody></table>',
    '<a href="#gate-1">x</a><img src="data:image/png;base64,AAAA" alt="x">',
]
GONE = [
    ('<a href="https://e">x</a><a href="javascript:1">y</a>', "<a>x</a><a>y</a>"),
    ('<img src="data:image/svg+xml;base64,AAAA"><img src="//e">', "<img><img>"),
    ('<p style="x" onclick="y" hidden>t</p>', "<p>t</p>"),
    ('<svg><g fill="url(//e)"></g></svg><g>x</g>', "<svg><g></g></svg>"),
    ('<svg fill="URL(http://e)"><g clip-path="url(//e#a)"></g></svg>', "<svg><g></g></svg>"),
    ("<svg><foreignObject><p>x</p></foreignObject><style>y</style></svg>", "<svg></svg>"),
    ("a<script>x</script><iframe>y</iframe><!-- z -->b", "ab"),
    ("</section></main><p>open", "<p>open</p>"),
]


@pytest.mark.parametrize("html", KEPT, ids=range(len(KEPT)))
def test_what_views_are_built_of_stays_to_the_letter(html: str) -> None:
    assert safe_fragment(html) == html


@pytest.mark.parametrize(("html", "expected"), GONE, ids=range(len(GONE)))
def test_what_could_run_load_or_lead_away_goes(html: str, expected: str) -> None:
    assert safe_fragment(html) == expected


@pytest.mark.parametrize("payload", PAYLOADS, ids=range(len(PAYLOADS)))
def test_raw_hostile_html_is_harmless_and_sanitising_again_changes_nothing(payload: str) -> None:
    made = safe_fragment(payload)
    seen = Inventory(made)
    assert not {"script", "style", "iframe", "object", "form", "meta", "base"} & set(seen.tags)
    assert [name for _, name, _ in seen.attributes if name.startswith("on")] == []
    assert safe_fragment(made) == made


def test_a_view_comes_through_as_the_same_elements_and_words() -> None:
    for view in views():
        before, after = (
            Inventory(str(html)) for html in (view.element, safe_fragment(view.element))
        )
        without = [tag for tag in before.tags if tag != "script"]
        assert after.tags == without
