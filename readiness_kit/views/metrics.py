"""The metrics in four dimensions: what was measured, beside where it was and has to be."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence

from markupsafe import Markup

from readiness_kit.engagement.metrics import METRICS, SHARE, MetricValue
from readiness_kit.framework.schema import Metric
from readiness_kit.views.cover import long_day
from readiness_kit.views.html import (
    NOTHING,
    Column,
    bidi,
    facts,
    fold,
    join,
    lead,
    note,
    table,
    tag,
)
from readiness_kit.views.metric_state import (
    DIMENSIONS,
    Standing,
    State,
    spelled,
    standings,
    unmeasured,
)
from readiness_kit.views.not_yet import not_yet
from readiness_kit.views.story import Story
from readiness_kit.views.view import View

_ID = "metrics"
_TITLE = "Do the numbers move towards their targets?"
_FIRST = 3
"""So many metrics are named that move the wrong way."""
_WORDS: dict[State, str] = {
    "reached": "reached",
    "on_the_way": "on the way",
    "not_moved": "not moved",
    "moved_away": "moved away",
    "short": "not reached",
    "no_target": "no target",
    "no_value": "no value yet",
}
_NOT_THERE: tuple[State, ...] = ("not_moved", "moved_away")
_OPEN: tuple[State, ...] = ("short", "no_target", "no_value")
"""Nobody can tell whether these move towards their target: an end of the way is missing."""
_COLUMNS = (
    ("metrics.csv", "date, metric, value, n (how many it rests on), cohort"),
    ("metric_targets.csv", "metric, baseline, baseline_date, target, due"),
)


def metrics(story: Story) -> View:
    """Show every metric in time beside its baseline and target, and say where each stands."""
    found = _found(story)
    if not found:
        return _absent(story)
    parts: list[object] = [lead(metrics_sentence(found))]
    for dimension in DIMENSIONS:
        own = [standing for standing in found if standing.metric.dimension == dimension]
        if own:
            parts.append(_dimension(story, dimension, own))
    if missing := unmeasured(found):
        parts.append(note(f"Nobody measures the {_listed(missing)} side yet."))
    parts.append(note("These are the values as they were handed over; no trend is tested."))
    return View(join(parts), id=_ID, title=_TITLE)


def metrics_brief(story: Story) -> View:
    """The four dimensions in a table: how many metrics stand where."""
    found = _found(story)
    if not found:
        return _absent(story)
    rows = []
    for dimension in DIMENSIONS:
        own = [standing for standing in found if standing.metric.dimension == dimension]
        count = Counter(standing.state for standing in own)
        rows.append(
            (
                dimension.capitalize(),
                len(own) or NOTHING,
                count["reached"] or NOTHING,
                count["on_the_way"] or NOTHING,
                sum(count[state] for state in _NOT_THERE) or NOTHING,
                sum(count[state] for state in _OPEN) or NOTHING,
            )
        )
    heads = ("Followed", "Target reached", "On the way", "Not moving there", "Cannot tell")
    columns = [Column("Dimension"), *(Column(head, numeric=True) for head in heads)]
    told = table(columns, rows, "Metrics in four dimensions")
    worst = [s for s in found if s.state in ("moved_away", "not_moved") or s.overdue]
    first = [standing.metric.title for standing in worst[:_FIRST]]
    named = note(f"To look at first: {_listed(first)}.") if first else ""
    html = join([lead(metrics_sentence(found)), told, named])
    return View(html, id=_ID, title=_TITLE)


def metrics_sentence(found: Sequence[Standing]) -> str:
    """How many metrics are followed, and where they stand."""
    count = Counter(standing.state for standing in found)
    away = sum(count[state] for state in _NOT_THERE)
    parts = [
        f"{number} {words}"
        for number, words in (
            (count["reached"], "at the target"),
            (count["on_the_way"], "on the way"),
            (away, "not moving towards the target"),
            (count["short"], "short of the target with no value from before"),
            (count["no_target"], "without a target"),
            (count["no_value"], "without a value"),
        )
        if number
    ]
    late = sum(standing.overdue for standing in found)
    overdue = f"; {late} past the day it was due" if late else ""
    many = "metrics are" if len(found) > 1 else "metric is"
    return f"{len(found)} {many} followed: {', '.join(parts)}{overdue}."


def _found(story: Story) -> list[Standing]:
    given = story.engagement.metrics
    if given is None:
        return []
    return standings(story.engagement.framework, given, as_of=story.card.as_of)


def _absent(story: Story) -> View:
    there = story.engagement.metrics is not None
    empty = " The files are there and hold no row of a metric that this framework knows."
    return not_yet(
        _ID,
        _TITLE,
        "Metrics show whether the system is used, right and worth it once people work with it."
        + (empty if there else " Nothing has been handed over yet."),
        command=f"readiness import {story.folder} {METRICS}",
        columns=facts(_COLUMNS),
    )


def _dimension(story: Story, dimension: str, own: Sequence[Standing]) -> Markup:
    from readiness_kit.views.figure import figure
    from readiness_kit.views.metric_charts import PHONE_PANEL, panels, starts_at_zero

    drawn = [standing for standing in own if standing.values]
    parts: list[object] = [tag("h3", dimension.capitalize())]
    if drawn:
        cut = any(not starts_at_zero(standing) for standing in drawn)
        parts.append(
            figure(
                panels(drawn, columns=min(2, len(drawn))),
                phone=panels(drawn, columns=1, width=PHONE_PANEL),
                id=f"metrics-{dimension}",
                title=f"{dimension.capitalize()} metrics in time",
                reading=_reading(drawn) + (" Not every axis starts at 0." if cut else ""),
            )
        )
    parts.append(table(_HEADS, [_row(story, s) for s in own], f"{dimension.capitalize()} metrics"))
    parts.append(fold("What is counted", facts((s.metric.title, _meaning(s.metric)) for s in own)))
    return join(parts)


def _meaning(metric: Metric) -> Markup:
    """What a metric tells, how it is computed, and how it misleads."""
    told = [metric.definition, metric.formula, f"Trap: {metric.trap}" if metric.trap else None]
    return join(tag("div", words) for words in told if words)


def _reading(drawn: Sequence[Standing]) -> str:
    told = "Line: the value at each date, the last one in figures. Dashed: before the system."
    told += " Plain: the target."
    if any(len(standing.cohorts) and standing.values[0].cohort for standing in drawn):
        told += " Several lines: one a cohort; it stands where the worst one does."
    return told


_HEADS = [
    Column("Metric"),
    Column("Before", numeric=True),
    Column("Latest", numeric=True),
    Column("Target", numeric=True),
    Column("Where it stands"),
]


def _row(story: Story, standing: Standing) -> tuple[object, ...]:
    target, latest = standing.target, standing.latest
    unit = _unit(story, standing)
    better = f"better {standing.metric.better}"
    under = join([bidi(unit, 60), f", {better}"]) if unit else better
    due = f"by {long_day(target.due)}" if target and target.due else ""
    return (
        join([standing.metric.title, tag("div", under, class_="rk-quiet")]),
        _value(standing, target.baseline if target else None),
        _with(_value(standing, latest.value if latest else None), _measured(latest)),
        _with(_value(standing, target.target if target else None), due),
        " ".join(_said(standing)),
    )


def _measured(latest: MetricValue | None) -> Markup | str:
    """When, on how many, and whose value it is where it is not that of all."""
    if latest is None:
        return ""
    count = f", n = {latest.n:,}" if latest.n is not None else ""
    whose = join([", ", bidi(latest.cohort)]) if latest.cohort else ""
    return join([long_day(latest.date), count, whose])


def _with(value: str, remark: Markup | str) -> Markup:
    return join([value, tag("div", remark, class_="rk-quiet")]) if remark else join([value])


def _said(standing: Standing) -> Iterator[str]:
    yield _WORDS[standing.state]
    if standing.state == "on_the_way" and standing.way is not None:
        # rounded down: what is on the way is not there yet
        yield f"({math.floor(100 * standing.way + 1e-9)}% of it)"
    if standing.overdue:
        yield "and overdue"


def _value(standing: Standing, value: float | None) -> str:
    return NOTHING if value is None else spelled(standing, value)


def _unit(story: Story, standing: Standing) -> str:
    unit = standing.metric.unit
    if unit == SHARE:
        return ""
    return unit.replace("currency", story.engagement.profile.budget.currency)


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
