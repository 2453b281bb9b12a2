"""The integration map is told in counts that add up, drawn, and led to what to settle first."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from readiness_kit.engagement.integrations import Integration, IntegrationMap
from readiness_kit.views.html import plain
from readiness_kit.views.integration_graph import SETTLED, WIDE, integration_graph
from readiness_kit.views.integrations import integrations
from readiness_kit.views.story import Story
from readiness_kit.views.theme import PHONE_WIDTH
from readiness_kit.views.view import View
from tests.hostile import PAYLOADS
from tests.judgement.build import criterion, framework, section
from tests.views.stories import FLOORS, built, sample

WHOLE: dict[str, Any] = {
    "owner": "Ann",
    "direction": "in",
    "protocol": "REST",
    "authentication": "mTLS",
    "data_class": "personal",
    "volume_per_day": 900.0,
    "failure_mode": "cases wait",
    "fallback": "paper",
    "status": "tested",
}
SHARE = {"title": "t", "unit": "share", "source": "s", "id": "integration_share"}


def story(*rows: Integration, **about: Any) -> Story:
    rubric = framework(
        section("poc", [criterion("a")], floors=FLOORS),
        rules_of_thumb=[{**SHARE, "range": [0.3, 0.4]}],
    )
    return built(rubric, "poc", integrations=IntegrationMap(rows), **about)


def text(view: View) -> str:
    return " ".join(plain(view.element).split())


def test_the_lead_counts_what_is_open() -> None:
    rows = [Integration(system="A", **WHOLE), Integration(system="B"), Integration(system="C")]
    said = text(integrations(story(*rows)))
    assert (
        "Of 3 systems on the path 2 have no owner, 2 are untested, 2 have no known fallback" in said
    )


def test_every_system_has_its_row_with_what_is_missing() -> None:
    told = sample()
    said, mapped = text(integrations(told)), told.engagement.integrations
    assert mapped is not None
    assert all(row.system in said for row in mapped.rows)
    made = str(integrations(told).element)
    heads = made.partition("The systems, as mapped")[2].count('role="rowheader"')
    assert heads == len(mapped.rows)


def test_what_is_critical_and_needed_is_settled_first() -> None:
    rows = [
        Integration(system="Small", volume_per_day=1),
        Integration(system="Needed", volume_per_day=5),
        Integration(system="Critical", criticality="A"),
        Integration(system="Big", volume_per_day=9_000, depends_on=["Needed"]),
    ]
    said = text(integrations(story(*rows))).partition("What to settle first")[2]
    places = [said.index(name) for name in ("Critical", "Needed", "Big")]
    assert places == sorted(places)


@pytest.mark.parametrize(("share", "words"), [(0.22, "22%"), (0.35, "35%"), (None, "does not say")])
def test_the_plan_is_read_beside_the_rule_of_thumb(share: float | None, words: str) -> None:
    about = {} if share is None else {"budget": {"integration_share": share}}
    said = text(integrations(story(Integration(system="A"), Integration(system="B"), **about)))
    assert words in said
    assert "30% to 40%" in said or share is None


def test_without_a_map_it_is_not_yet_and_draws_nothing(tmp_path: Path) -> None:
    rubric = framework(section("poc", [criterion("a")], floors=FLOORS))
    for mapped in (None, IntegrationMap(())):
        made = integrations(built(rubric, "poc", integrations=mapped))
        assert "readiness import" in text(made)
        assert "<svg" not in made.element


@pytest.mark.parametrize("count", [1, 3, 25])
def test_any_number_of_systems_is_drawn_the_same_each_time(count: int) -> None:
    ways = ("in", "out", "both", None)
    rows = [Integration(system=f"System {n}", direction=ways[n % 4]) for n in range(count)]
    first = integrations(story(*rows)).element
    assert first == integrations(story(*rows)).element
    assert first.count("<svg") >= 2


def test_what_is_complete_says_so_and_one_system_is_told_in_its_own_words() -> None:
    said = text(integrations(story(Integration(system="A", **WHOLE))))
    assert "One system is on the path: it has an owner, is tested and has a fallback." in said
    assert "Nothing is open: every row is complete, owned, tested and has a fallback." in said


def test_what_nobody_said_is_not_known_and_never_none() -> None:
    said = text(integrations(story(Integration(system="A"), Integration(system="B"))))
    row = said.partition("The systems, as mapped")[2]
    assert row.count("not known") >= 2 * len(("owner", "way", "protocol", "data", "test"))
    assert "Nobody has estimated the working days of any system yet." in said


def test_the_days_are_summed_over_those_that_are_estimated() -> None:
    rows = [Integration(system=name, effort_days=days) for name, days in (("A", 4.5), ("B", None))]
    assert "Estimated so far: 4.5 working days, for 1 of 2 systems." in text(
        integrations(story(*rows))
    )


def test_systems_that_need_each_other_are_named() -> None:
    rows = [
        Integration(system="Egg", depends_on=["Hen"]),
        Integration(system="Hen", depends_on=["Egg"]),
    ]
    assert "These need each other in a circle: Egg, Hen." in text(integrations(story(*rows)))


@pytest.mark.parametrize(
    ("count", "words"), [(31, "1 more system stands"), (32, "2 more systems stand")]
)
def test_systems_that_are_not_drawn_are_counted(count: int, words: str) -> None:
    rows = [Integration(system=f"System {n}") for n in range(count)]
    said = text(integrations(story(*rows)))
    assert f"{words} in the table alone." in said
    assert f"System {count - 1}" in said.partition("The systems, as mapped")[2]


@pytest.mark.parametrize("width", [WIDE, PHONE_WIDTH])
def test_a_graph_names_every_system_and_marks_what_is_open_by_shape_and_word(width: int) -> None:
    rows = (Integration(system="Open", direction="in"), Integration(system="Done", **WHOLE))
    spec = integration_graph(IntegrationMap(rows), "Claims", width=width).to_dict()
    values = [row for layer in spec["layer"] for row in layer["data"]["values"]]
    words = [row["text"] for row in values if "text" in row]
    assert {"Open", "Done", "no owner", "untested", "no fallback", SETTLED} <= set(words)
    shapes = {row["shape"] for row in values if "shape" in row}
    assert {"square", "triangle-up", "diamond"} <= shapes
    assert spec["width"] == width


def test_what_a_system_needs_is_a_dashed_line_or_on_a_phone_a_word() -> None:
    rows = (Integration(system="A", depends_on=["B"]), Integration(system="B", direction="out"))
    wide = integration_graph(IntegrationMap(rows), "Claims").to_dict()
    dashed = [layer for layer in wide["layer"] if "strokeDash" in layer["mark"]]
    assert {row["edge"] for layer in dashed for row in layer["data"]["values"]} == {"a b"}
    phone = integration_graph(IntegrationMap(rows), "Claims", width=PHONE_WIDTH).to_dict()
    assert "needs B" in str(phone)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_words_in_every_column_stay_text(payload: str) -> None:
    columns = ("kind", "protocol", "authentication", "service_level", "test_environment")
    words = dict.fromkeys((*columns, "owner", "failure_mode", "fallback"), payload)
    name = payload[:200].strip()
    rows = [Integration(system=name, **words), Integration(system="b", depends_on=[name])]
    made = str(integrations(story(*rows, system=payload)).element)
    shown = made.replace('<script type="application/json"', "")
    for raw in ("<img", "<script", "<iframe", "<meta", "<b onclick", "<svg onload"):
        assert raw not in shown
    assert " ".join(name[:60].split()) in " ".join(plain(made).split())
