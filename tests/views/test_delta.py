"""What changed, as it is told: rows that sum as printed, regressions seen first."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from pathlib import Path

from readiness_kit.engagement import Engagement
from readiness_kit.engagement.snapshots import take_snapshot
from readiness_kit.framework import Framework
from readiness_kit.resources import samples
from readiness_kit.views.delta import since
from readiness_kit.views.delta_charts import sections_chart, waterfall
from readiness_kit.views.html import plain
from readiness_kit.views.story import Story
from readiness_kit.views.theme import MUTED
from tests.views.stories import sample, told


def moved(folder: Path) -> Story:
    """The sample eight days after a snapshot, with one answer lower and one link more."""
    acme = folder / "acme"
    shutil.copytree(samples()["claims-triage"], acme)
    (acme / "snapshots").mkdir(exist_ok=True)
    for old in (acme / "snapshots").iterdir():
        old.unlink()
    take_snapshot(acme, "kick-off", methods={"accuracy"}, version="0")
    opened = Engagement.open(acme)
    later = opened.profile.model_copy(update={"as_of": opened.as_of().replace(day=20)})
    link = opened.assessment.evidence[0].model_copy(
        update={"id": "e-9000", "criterion": "poc.production_metrics.stop_number", "grade": "test"}
    )
    ratings = [
        r.model_copy(update={"level": 0}) if r.criterion == "poc.edge_cases.tested" else r
        for r in opened.assessment.ratings
    ]
    said = opened.assessment.model_copy(
        update={"ratings": ratings, "evidence": [*opened.assessment.evidence, link]}
    )
    return told(replace(opened, profile=later, assessment=said))


def test_what_changed_is_told_regressions_first_and_rows_sum_as_printed(tmp_path: Path) -> None:
    story = moved(tmp_path)
    view = since(story)
    assert view is not None
    said = " ".join(plain(view.element).split())
    assert said.index("What got worse") < said.index("What else changed")
    assert story.criterion("poc.edge_cases.tested").title in said
    rows = re.findall(r"(?:POC|factors|section) ((?:[+−]?[0-9.]+ |– )+)", said)
    table_rows = [row.split() for row in rows if len(row.split()) == 6]
    assert len(table_rows) >= 3
    for row in table_rows:
        figures = [float(f.replace("−", "-").replace("–", "0")) for f in row]
        assert round(sum(figures[:-1]), 1) == figures[-1]


def test_without_an_earlier_snapshot_there_is_nothing_to_tell() -> None:
    assert since(replace_path(sample())) is None


def replace_path(story: Story) -> Story:
    nowhere = replace(story.engagement, path=Path("nowhere"))
    return Story(nowhere, story.card, story.section_id)


def rows_of(chart) -> list[dict]:
    data = chart.to_dict()
    return next(iter(data["datasets"].values())) if "datasets" in data else data["data"]["values"]


def test_the_waterfall_leads_from_then_to_now() -> None:
    steps = [("a", 10.0), ("b", -4.0), ("c", 0.0), ("d", 1.0)]
    made = rows_of(waterfall(40.0, steps, 47.0))
    assert [(row["low"], row["high"]) for row in made] == [
        (0, 40),
        (40, 50),
        (46, 50),
        (46, 46),
        (46, 47),
        (0, 47),
    ]
    assert [row["label"] for row in made] == ["40.0", "+10.0", "−4.0", "0", "+1.0", "47.0"]


def test_a_printed_difference_is_that_of_the_printed_ends() -> None:
    rows = [{"section": "s", "before": 47.36, "after": 52.64, "total": 5.28, "bar": 55}]
    assert rows_of(sections_chart(rows))[0]["label"] == "+5.2"


def test_a_new_rubric_bears_no_colour_of_progress() -> None:
    steps = [("what people say", 10.0), ("the rubric", 5.0)]
    colours = [row["colour"] for row in rows_of(waterfall(40.0, steps, 55.0, grey=["the rubric"]))]
    assert colours[2] == MUTED != colours[1]


def test_a_figure_stands_beside_the_bar_and_not_on_it() -> None:
    """On a phone sooner than on a page; one far from the bar stays at its dot."""
    near = {"section": "s", "before": 40.0, "after": 50.0, "total": 10.0, "bar": 62.0}
    (wide,) = rows_of(sections_chart([near]))
    (phone,) = rows_of(sections_chart([near], width=280))
    assert (wide["label_at"], phone["label_at"]) == (50.0, 62.0)


def test_a_changed_rubric_is_listed_where_the_view_says_so(tmp_path: Path) -> None:
    """In the newer framework's titles, with what can be told in a word before and after."""
    story = moved(tmp_path)
    text = story.engagement.framework.model_dump(by_alias=True)
    first = text["sections"][0]["practices"][0]["criteria"][0]
    weight = first["weight"]
    first["weight"] = weight + 1
    newer = Framework.model_validate(text)
    view = since(told(replace(story.engagement, framework=newer)))
    assert view is not None
    said = " ".join(plain(view.element).split())
    assert "How the rubric changed (1)" in said
    assert f"{first['title']} weighs otherwise {weight:g} {weight + 1:g}" in said
    assert "nobody’s progress" in said
