"""The metrics say where each stands between baseline and target, and draw what was given."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from typing import Any

import pytest

from readiness_kit.engagement.metrics import Metrics, MetricTarget, MetricValue
from readiness_kit.framework.schema import Metric
from readiness_kit.views.html import plain
from readiness_kit.views.metric_charts import domain_of, panels, starts_at_zero
from readiness_kit.views.metric_state import standings, unmeasured
from readiness_kit.views.metrics import metrics, metrics_brief
from readiness_kit.views.story import Story
from readiness_kit.views.view import View
from tests.hostile import PAYLOADS
from tests.judgement.build import AS_OF, criterion, framework, section
from tests.views.stories import FLOORS, built

DEFINED = [
    {"id": "right", "dimension": "technical", "unit": "share", "better": "up"},
    {"id": "slow", "dimension": "technical", "unit": "ms", "better": "down"},
    {"id": "money", "dimension": "business", "unit": "currency a month", "better": "up"},
]


def rubric() -> Any:
    defined = [{"title": m["id"].title(), "definition": "d", **m} for m in DEFINED]
    return framework(section("poc", [criterion("a")], floors=FLOORS), metrics=defined)


def value(metric: str, number: float, day: int = 5, **more: Any) -> MetricValue:
    return MetricValue(date=dt.date(2026, 10, day), metric=metric, value=number, **more)


def target(metric: str, **more: Any) -> dict[str, MetricTarget]:
    return {metric: MetricTarget(metric=metric, **more)}


def story(*values: MetricValue, targets: dict[str, MetricTarget] | None = None) -> Story:
    return built(rubric(), "poc", metrics=Metrics(values, targets or {}))


def text(view: View) -> str:
    return " ".join(plain(view.element).split())


@pytest.mark.parametrize(
    ("metric", "latest", "given", "state"),
    [
        ("right", 0.95, {"baseline": 0.5, "target": 0.9}, "reached"),
        ("right", 0.90, {"target": 0.9}, "reached"),
        ("right", 0.70, {"baseline": 0.5, "target": 0.9}, "on_the_way"),
        ("right", 0.51, {"baseline": 0.5, "target": 0.9}, "not_moved"),
        ("right", 0.40, {"baseline": 0.5, "target": 0.9}, "moved_away"),
        ("right", 0.70, {"baseline": 0.95, "target": 0.9}, "moved_away"),
        ("right", 0.70, {"target": 0.9}, "short"),
        ("right", 0.70, {"baseline": 0.5}, "no_target"),
        ("right", None, {"baseline": 0.5, "target": 0.9}, "no_value"),
        ("slow", 800.0, {"baseline": 2000, "target": 1000}, "reached"),
        ("slow", 1500.0, {"baseline": 2000, "target": 1000}, "on_the_way"),
        ("slow", 2500.0, {"baseline": 2000, "target": 1000}, "moved_away"),
    ],
)
def test_a_metric_stands_by_its_own_direction(
    metric: str, latest: float | None, given: dict[str, float], state: str
) -> None:
    values = () if latest is None else (value(metric, latest),)
    (found,) = standings(rubric(), Metrics(values, target(metric, **given)), as_of=AS_OF)
    assert found.state == state


def test_the_part_of_the_way_is_told() -> None:
    told = story(value("right", 0.7), targets=target("right", baseline=0.5, target=0.9))
    assert "on the way (50% of it)" in text(metrics(told))


def test_a_target_whose_day_has_passed_is_overdue_unless_reached() -> None:
    given = {"baseline": 0.5, "target": 0.9, "due": dt.date(2026, 10, 1)}
    late = text(metrics(story(value("right", 0.7), targets=target("right", **given))))
    assert "and overdue" in late
    assert "1 past the day it was due" in late
    done = text(metrics(story(value("right", 0.95), targets=target("right", **given))))
    assert "overdue" not in done


def test_of_cohorts_the_worst_stands_for_all_and_a_whole_goes_before_them() -> None:
    parts = (value("right", 0.6, cohort="A"), value("right", 0.8, cohort="B"))
    (found,) = standings(rubric(), Metrics(parts, {}), as_of=AS_OF)
    assert (found.latest, found.cohorts) == (parts[0], ("A", "B"))
    whole = value("right", 0.7)
    (found,) = standings(rubric(), Metrics((*parts, whole), {}), as_of=AS_OF)
    assert (found.latest, found.values) == (whole, (whole,))


def test_only_the_newest_day_counts() -> None:
    values = (value("right", 0.9, day=1), value("right", 0.6, day=5))
    (found,) = standings(rubric(), Metrics(values, {}), as_of=AS_OF)
    assert found.latest == values[1]


def test_the_counts_of_the_lead_add_up_and_what_nobody_measures_is_named() -> None:
    told = story(
        value("right", 0.95),
        value("slow", 2500.0),
        targets=target("right", target=0.9)
        | target("slow", baseline=2000, target=1000)
        | target("money", target=5),
    )
    said = text(metrics(told))
    lead = (
        "3 metrics are followed: 1 at the target, 1 not moving towards the target, "
        "1 without a value."
    )
    assert lead in said
    assert "Nobody measures the adoption, business and quality side yet." in said
    brief = text(metrics_brief(told))
    assert "Technical 2 1 – 1 –" in brief
    assert "Business 1 – – – 1" in brief
    assert "To look at first: Slow." in brief


@pytest.mark.parametrize(
    ("metric", "number", "words"),
    [
        ("right", 0.9433, "94.3%"),
        ("slow", 1234.5, "1,234"),
        ("slow", 12.25, "12.2"),
        ("money", -1500.0, "\u22121,500"),
    ],
)
def test_values_are_spelled_by_their_unit(metric: str, number: float, words: str) -> None:
    assert words in text(metrics(story(value(metric, number))))
    assert "EUR a month" in text(metrics(story(value("money", 1.0))))


def test_a_share_is_drawn_within_0_and_1_and_an_axis_that_is_cut_says_so() -> None:
    (found,) = standings(rubric(), Metrics((value("right", 0.97),), {}), as_of=AS_OF)
    low, high = domain_of(found)
    assert 0 < low < 0.97 < high == 1
    assert not starts_at_zero(found)
    assert "Not every axis starts at 0" in text(metrics(story(value("right", 0.97))))
    nil = target("right", baseline=0.0)
    assert "Not every axis" not in text(metrics(story(value("right", 0.5), targets=nil)))


def test_without_files_it_is_not_yet_and_draws_nothing() -> None:
    for view in (metrics, metrics_brief):
        made = view(built(rubric(), "poc"))
        assert "readiness import" in text(made)
        assert "<svg" not in made.element


def test_many_metrics_and_one_value_each_are_drawn() -> None:
    (found,) = standings(rubric(), Metrics((value("slow", 3e9),), {}), as_of=AS_OF)
    assert len(panels([found] * 16).to_dict()["concat"]) == 16
    assert isinstance(found.metric, Metric)


def test_a_dimension_without_values_is_unmeasured() -> None:
    found = standings(rubric(), Metrics((value("right", 1.0),), {}), as_of=AS_OF)
    assert unmeasured(found) == ["adoption", "business", "quality"]


def ends(*values: MetricValue, **given: Any) -> list[dict[str, Any]]:
    """The figures at the ends of the lines of one metric's panel."""
    targets = target("right", **given) if given else {}
    (found,) = standings(rubric(), Metrics(values, targets), as_of=AS_OF)
    layers = panels([found]).to_dict()["concat"][0]["layer"]
    rows = [layer["data"]["values"] for layer in layers if "values" in layer.get("data", {})]
    return next(each for each in rows if "label" in each[0])


def test_without_a_value_from_before_nobody_says_that_it_does_not_move() -> None:
    told = story(
        value("right", 0.6, day=1),
        value("right", 0.8, day=5),
        targets=target("right", target=0.9),
    )
    said = text(metrics(told))
    assert "1 metric is followed: 1 short of the target with no value from before." in said
    assert "not moving" not in said
    assert "Technical 1 – – – 1" in text(metrics_brief(told))


def test_the_worst_cohort_is_drawn_and_named_even_where_there_are_many() -> None:
    parts = [value("right", 0.9 - n / 10, cohort=f"Group {n}") for n in range(6)]
    labels = [row["label"] for row in ends(*parts)]
    assert labels == ["Group 0 90.0%", "Group 1 80.0%", "Group 5 40.0%"]
    assert "5 October 2026, Group 5" in text(metrics(story(*parts)))


def test_figures_of_lines_that_end_together_stand_apart() -> None:
    parts = [value("right", 0.8, cohort=name) for name in ("A", "B", "C")]
    lifts = sorted(row["lift"] for row in ends(*parts))
    assert [later - former for former, later in pairwise(lifts)] == [13, 13]


def test_the_figure_of_a_falling_line_stands_below_it() -> None:
    (risen,) = ends(value("right", 0.6, day=1), value("right", 0.8))
    (fallen,) = ends(value("right", 0.8, day=1), value("right", 0.6))
    assert risen["lift"] < 0 < fallen["lift"]


@pytest.mark.parametrize("number", [-1e15, -0.5, 0.0, 1e15])
def test_any_amount_on_one_day_alone_is_told_and_drawn(number: float) -> None:
    made = metrics(story(value("money", number), targets=target("money", baseline=0, target=1)))
    assert "5 October 2026" in text(made)
    assert made.element.count("<svg") == 2


def test_the_same_metrics_are_the_same_bytes() -> None:
    def made() -> str:
        told = story(value("right", 0.7, day=1), value("right", 0.8), value("slow", 10.0))
        return str(metrics(told).element)

    assert made() == made()


@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_words_stay_text(payload: str) -> None:
    words = payload[:200].strip()
    defined = {"id": "right", "dimension": "technical", "better": "up"}
    texts = {"title": words, "definition": payload, "unit": "currency " + words[:100]}
    parts = section("poc", [criterion("a")], floors=FLOORS)
    told = built(
        framework(parts, metrics=[defined | texts]),
        "poc",
        budget={"currency": words},
        metrics=Metrics((value("right", 1.0, cohort=words),), target("right", target=2.0)),
    )
    made = metrics(told)
    for shown in (str(made.element), str(metrics_brief(told).element)):
        inert = shown.replace('<script type="application/json"', "")
        for raw in ("<img", "<script", "<iframe", "<meta", "<b onclick", "<svg onload"):
            assert raw not in inert
    assert " ".join(words[:60].split()) in text(made)
