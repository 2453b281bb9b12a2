"""The intake: what is assessed and by which bar, and what we were given to assess it with."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from markupsafe import Markup

from readiness_kit.framework.criterion import Criticality, SystemKind
from readiness_kit.framework.schema import Framework
from readiness_kit.views.cover import long_day
from readiness_kit.views.html import NOTHING, bidi, facts, join, lead, note, number, table, tag
from readiness_kit.views.story import Story
from readiness_kit.views.view import View

KINDS: dict[SystemKind, str] = {
    "tabular": "records in rows and columns",
    "text": "free text, sorted or scored",
    "generative": "text that the system writes",
}

State = Literal["there", "not there yet", "not named yet"]


def scope(story: Story) -> View:
    """Tell what is assessed, how strictly, and what of it the client has handed over."""
    given = list(_given(story))
    absent = [name for name, state, _ in given if state != "there"]
    html = join(
        [
            lead(_sentence(len(given), absent)),
            facts(_agreed(story)),
            table(
                ["What a measurement needs", "Where it stands", "Named in engagement.yaml as"],
                [
                    (f"{name[:1].upper()}{name[1:]}", _mark(state), tag("code", key))
                    for name, state, key in given
                ],
                "What we were given",
            ),
            _volumes(story),
        ]
    )
    return View(html, id="scope", title="What is assessed, and by which bar")


def _sentence(total: int, absent: list[str]) -> str:
    if not absent:
        return f"All {total} things that a measurement needs are there."
    names = absent[0] if len(absent) == 1 else f"{', '.join(absent[:-1])} and {absent[-1]}"
    # a proper noun such as POC keeps its capital
    return f"Of {total} things that a measurement needs {len(absent)} are missing: {names}."


def _agreed(story: Story) -> Iterator[tuple[str, object]]:
    profile, framework = story.engagement.profile, story.engagement.framework
    yield "Client", bidi(profile.client)
    yield "System", bidi(profile.system)
    yield "It works on", KINDS[profile.scope.kind]
    yield "It acts by itself", "yes" if profile.scope.acts else "no; people act on its answers"
    yield "Regulated", "yes" if profile.scope.regulated else "no"
    yield "Criticality", criticality_words(framework, profile.scope.criticality)
    if story.has_gate:
        floors = story.card.gate(story.section_id).floors
        yield "Next gate", f"{story.section.title}: a go takes {number(floors.go, 0)} of 100"
    if profile.start:
        yield "Begun", long_day(profile.start)
    yield "Decided by", bidi(profile.decision_body) if profile.decision_body else NOTHING
    yield "Asked", f"{framework.title}, version {framework.version}, depth {profile.depth}"


def criticality_words(framework: Framework, grade: Criticality) -> str:
    """What a criticality does to the floors of a framework that has any."""
    if not framework.phases:
        return grade
    moved: float = getattr(framework.thresholds.criticality, grade)
    if not moved:
        return f"{grade}: the floors are as the framework has them"
    return f"{grade}: every floor is {number(abs(moved), 0)} points {'up' if moved > 0 else 'down'}"


def _given(story: Story) -> Iterator[tuple[str, State, str]]:
    engagement = story.engagement
    profile, folder = engagement.profile, Path(engagement.path)

    def file(name: str | None) -> State:
        if name is None:
            return "not named yet"
        return "there" if (folder / name).is_file() else "not there yet"

    def said(value: object) -> State:
        return "not named yet" if value is None or value == {} else "there"

    yield "the POC sample", file(profile.data.poc), "data.poc"
    yield "a sample like the real intake", file(profile.data.production), "data.production"
    yield "the column with the true answers", said(profile.data.label), "data.label"
    yield "the model", said(profile.target), "target"
    yield "the stop number", said(profile.stop_number), "service_levels.accuracy_min"
    yield (
        "the daily volume",
        said(profile.service_levels.records_per_day),
        ("service_levels.records_per_day"),
    )
    yield "the cost of wrong answers", said(profile.error_costs), "error_costs"
    yield "how well people do it today", said(profile.human_baseline.accuracy), "human_baseline"
    yield "the integration map", file("integrations.csv"), "integrations.csv, beside it"
    yield "targets for its metrics", file("metric_targets.csv"), "metric_targets.csv, beside it"


def _mark(state: State) -> Markup:
    look = "rk-quiet" if state == "there" else None
    return tag("span", state, class_=look) if look else tag("b", state)


def _volumes(story: Story) -> Markup:
    """The rate that the day's volume makes at its peak, and what has to be tested by it."""
    levels = story.engagement.profile.service_levels
    if levels.records_per_day is None:
        return Markup("")
    hours, peak = levels.active_hours or 10, levels.peak_factor or 4
    rate = levels.records_per_day / (hours * 3600) * peak
    told = (
        f"{number(levels.records_per_day, 0)} records a day in {hours:g} hours, the busiest at "
        f"{peak:g} times the mean, are {_rate(rate)} records a second."
    )
    if headroom := story.rule_of_thumb("load_headroom"):
        told += f" Tested is {headroom.range[0]:g} times that: {_rate(headroom.range[0] * rate)}."
    return note(told)


def _rate(value: float) -> str:
    return number(value, 1 if value >= 1 else 3)
