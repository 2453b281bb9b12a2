"""The builders: text is escaped once, what cannot be is refused."""

from __future__ import annotations

import pytest
from markupsafe import Markup, escape

from readiness_kit.views.html import Column, bidi, fold, join, number, plain, table, tag
from tests.views.stories import HOSTILE


def test_children_and_attributes_are_text_unless_they_are_markup() -> None:
    made = tag("p", "<b>", Markup("<i>x</i>"), None, title='"<', class_="a", hidden=True, id=None)
    assert made == '<p title="&#34;&lt;" class="a" hidden>&lt;b&gt;<i>x</i>–</p>'


@pytest.mark.parametrize(
    ("name", "attributes"),
    [("p", {"onclick": "x"}), ("p", {"style": "x"}), ("a", {"href": "javascript:x"}), ("p>", {})],
)
def test_what_would_run_or_lead_away_is_refused(name: str, attributes: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=r"attribute|href|no name"):
        tag(name, **attributes)


def test_a_long_name_is_cut_and_kept_whole_in_its_title() -> None:
    assert bidi("Ada") == "<bdi>Ada</bdi>"
    assert bidi("x" * 90, 10) == f'<bdi title="{"x" * 90}">{"x" * 9}…</bdi>'
    assert bidi("\x00\ud800") == "<bdi>\ufffd\ufffd</bdi>"


def test_figures_keep_their_places_and_none_is_a_dash() -> None:
    assert [number(v) for v in (None, 0, -1.25, 12345.678)] == ["–", "0.0", "−1.2", "12,345.7"]
    assert number(3.0, 0, signed=True) == "+3"


def test_a_table_has_heads_for_rows_and_columns_and_scrolls_alone() -> None:
    made = table(["Who", Column("Count", numeric=True)], [("<x>", 3)], "All <of> it")
    assert made == (
        '<div class="rk-scroll" role="region" tabindex="0" aria-label="All &lt;of&gt; it">'
        '<table class="rk-table" role="table"><caption>All &lt;of&gt; it</caption>'
        '<thead role="rowgroup"><tr role="row"><th scope="col" role="columnheader">Who</th>'
        '<th scope="col" role="columnheader" class="rk-num">Count</th></tr></thead>'
        '<tbody role="rowgroup"><tr role="row"><th scope="row" role="rowheader">&lt;x&gt;</th>'
        '<td role="cell" data-label="Count" class="rk-num">3</td></tr></tbody>'
        "</table></div>"
    )
    with pytest.raises(ValueError, match="a row of 1 cells under 2 columns"):
        table(["a", "b"], [("x",)], "short")


def test_a_cell_names_its_column_as_text() -> None:
    made = table(["Who", HOSTILE], [("Ada", "x")], "People")
    assert f'data-label="{escape(HOSTILE)}">x</td>' in made


def test_plain_reads_a_block_a_line() -> None:
    rows = table(["Who", "Count"], [("Ada", 3)], "People")
    html = join([tag("h2", "Head"), rows, fold("More", tag("p", "a & b"))])
    assert plain(html).splitlines() == ["Head", "People", "Who  Count", "Ada  3", "More", "a & b"]
