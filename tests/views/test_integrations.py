"""The integration map is told in counts that add up, drawn, and led to what to settle first."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from readiness_kit.engagement.integrations import Integration, IntegrationMap
from readiness_kit.views.html import plain
from readiness_kit.views.integrations import integrations
from readiness_kit.views.story import Story
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


@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_names_stay_text(payload: str) -> None:
    name = payload[:200].strip()
    rows = [Integration(system=name, owner=payload, fallback=payload), Integration(system="b")]
    made = str(integrations(story(*rows)).element)
    for raw in ("<img", "<script>", "<iframe", "onerror=window.__ran=1>"):
        assert raw not in made.partition('<script type="application/json"')[0]
    assert " ".join(name[:60].split()) in " ".join(plain(made).split())
