"""The accuracy section: right on the demonstration, right on records like the real intake."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from readiness_kit.engagement.observation import Observation
from readiness_kit.views.cover import long_day
from readiness_kit.views.html import NOTHING, Column, fold, join, lead, note, number, table, tag
from readiness_kit.views.parts import badge
from readiness_kit.views.story import Story
from readiness_kit.views.theme import PHONE_WIDTH
from readiness_kit.views.view import View


def accuracy(story: Story, seen: Observation, *, recorded: bool) -> View:
    """Tell how often the client's model was right, with intervals, and what follows from it."""
    parts: list[object] = (
        [tag("p", badge(seen.verdict), class_="rk-badge-line")] if seen.verdict else []
    )
    parts.append(lead(_sentence(seen)))
    if not recorded:
        parts.append(
            note(
                "Not recorded: measured for this page only. ",
                tag("code", "readiness evidence run accuracy"),
                " records it, and only then it counts.",
            )
        )
    if late := _unfinished_since(story, seen):
        parts.append(
            note(
                f"A later run, of {long_day(late.as_of)}, did not come to its end; ",
                tag("code", f"evidence/{late.id}.json"),
                " says why. These figures are from before it.",
            )
        )
    if seen.figures.get("production"):
        parts += [_chart(seen), _samples(seen)]
    if seen.checks:
        parts.append(_checks(seen))
    parts.append(fold("How this was measured", _how(story, seen)))
    return View(join(parts), id="accuracy", title="Is it right often enough on real records?")


def _sentence(seen: Observation) -> str:
    if seen.estimate is None or seen.interval is None:
        return seen.reason or "The run could not tell."
    low, high = seen.interval
    told = (
        f"On {seen.n or 0:,} labelled records like the real intake the model is right in "
        f"{seen.estimate:.1%} of cases ({low:.1%} to {high:.1%})"
    )
    poc = (seen.figures.get("poc") or {}).get("accuracy")
    told += f"; the sample of the proof of concept showed {poc:.1%}." if poc else "."
    wrong = seen.figures.get("wrong_per_day")
    if wrong:
        told += f" At the expected volume that is about {wrong:,.0f} wrong answers a day."
    if seen.verdict == "inconclusive" and seen.decides_at_n:
        told += f" About {seen.decides_at_n:,} labelled records would decide."
    return told


def _unfinished_since(story: Story, seen: Observation) -> Observation | None:
    """The newest run after this one that failed; its reason is for us, not for the report."""
    since = (seen.as_of, seen.finished_at, seen.id)
    runs = [
        run
        for run in story.engagement.observations
        if run.method == seen.method
        and run.state == "error"
        and run.as_of <= story.card.as_of
        and (run.as_of, run.finished_at, run.id) > since
    ]
    return max(runs, key=lambda run: (run.as_of, run.finished_at, run.id), default=None)


def _chart(seen: Observation) -> Markup:
    from readiness_kit.views.charts import accuracy_chart, accuracy_start
    from readiness_kit.views.figure import figure

    start = accuracy_start(seen)
    return figure(
        accuracy_chart(seen),
        phone=accuracy_chart(seen, width=PHONE_WIDTH),
        id="accuracy-chart",
        title="Accuracy on both samples",
        reading="Dot: share of right answers. Thick line: 95 % interval. Dashed lines: what it has "
        "to clear." + (f" The axis starts at {start:.0%}, not at 0." if start > 0 else ""),
    )


def _samples(seen: Observation) -> Markup:
    rows = []
    for key, name in (("poc", "POC sample"), ("production", "Production-like sample")):
        figures: dict[str, Any] = seen.figures.get(key) or {}
        if figures:
            reach = f"{figures['low']:.1%} to {figures['high']:.1%}"
            rows.append((name, number(figures["n"], 0), f"{figures['accuracy']:.1%}", reach))
    columns = [
        Column("Sample"),
        Column("Labelled records", numeric=True),
        Column("Right", numeric=True),
        Column("95 % interval", numeric=True),
    ]
    return table(columns, rows, "What the model answered, against the labels")


def _checks(seen: Observation) -> Markup:
    rows = [
        (
            check.check,
            badge(check.verdict) if check.verdict else NOTHING,
            NOTHING if check.share is None else f"{check.share:.1%}",
            f"{check.interval[0]:.1%} to {check.interval[1]:.1%}" if check.interval else NOTHING,
            join([check.cause or "", f" {check.fix}" if check.fix else ""]),
        )
        for check in seen.checks
    ]
    columns = [
        Column("Check"),
        Column("Verdict"),
        Column("Share", numeric=True),
        Column("95 % interval", numeric=True),
        Column("What it means"),
    ]
    return table(columns, rows, "The checks of this run")


def _how(story: Story, seen: Observation) -> Markup:
    target = f"{seen.target.id}, version {seen.target.version}" if seen.target else NOTHING
    files = [(f.path, number(f.rows, 0), f.sha256[:12]) for f in seen.inputs]
    excluded = seen.figures.get("excluded_segments") or []
    taken_out = f" Taken out first: {', '.join(map(str, excluded))}." if excluded else ""
    told = (
        f"Model {target}, asked in a process of its own on {long_day(seen.as_of)}. Intervals are "
        f"Wilson’s for shares and Newcombe’s for their difference.{taken_out}"
    )
    columns = [Column("File"), Column("Rows", numeric=True), Column("sha256 begins")]
    return join([tag("p", told), table(columns, files, "What the run read")])
