"""The accuracy section: right on the demonstration, right on records like the real intake."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from markupsafe import Markup

from readiness_kit.engagement.observation import Observation
from readiness_kit.views.accuracy_tables import SAMPLES, score_tables, slice_table
from readiness_kit.views.cover import long_day
from readiness_kit.views.evidence_opening import nothing_told, opening, standing
from readiness_kit.views.html import NOTHING, Column, fold, join, note, number, table, tag
from readiness_kit.views.parts import badge
from readiness_kit.views.story import Story
from readiness_kit.views.theme import PHONE_WIDTH
from readiness_kit.views.view import View


def accuracy(story: Story, seen: Observation, *, recorded: bool) -> View:
    """Tell how often the client's model was right, with intervals, and what follows from it."""
    parts = opening(story, seen, accuracy_sentence(seen), recorded=recorded)
    parts += [note(*words) for words in _standing(story, seen)]
    if any((seen.figures.get(key) or {}).get("accuracy") is not None for key, _ in SAMPLES):
        parts.append(_chart(seen))
    if seen.figures.get("production"):
        parts += [_samples(seen), *score_tables(seen)]
    if seen.checks:
        parts.append(_checks(seen))
    parts.append(slice_table(seen))
    parts.append(fold("How this was measured", _how(story, seen)))
    return View(join(parts), id="accuracy", title="Is it right often enough on real records?")


def accuracy_sentence(seen: Observation) -> str:
    """What the run saw, with its interval and what follows from it each day."""
    if seen.estimate is None or seen.interval is None:
        return _unmeasured(seen)
    low, high = seen.interval
    told = (
        f"On {seen.n or 0:,} labelled records like the real intake the model is {_right(seen)} in "
        f"{seen.estimate:.1%} of cases ({low:.1%} to {high:.1%})"
    )
    poc = (seen.figures.get("poc") or {}).get("accuracy")
    told += f"; the sample of the proof of concept showed {poc:.1%}." if poc else "."
    wrong = seen.figures.get("wrong_per_day")
    if wrong:
        told += f" At the expected volume that is about {wrong:,.0f} wrong answers a day."
    cost = seen.figures.get("cost_per_1000")
    if cost:
        money = f"{seen.figures.get('currency')} {cost:,.0f}"
        told += f" Wrong answers cost about {money} per 1,000 records."
        if unpriced := seen.figures.get("cost_unpriced"):
            told += f" {unpriced:,} of them have no price in error_costs and count as nothing."
    if seen.verdict == "inconclusive" and seen.decides_at_n:
        told += f" About {seen.decides_at_n:,} labelled records would decide."
    return told


def _right(seen: Observation) -> str:
    """What counts as right: the label itself, or a number that is near enough."""
    tolerance = (seen.figures.get("task") or {}).get("tolerance")
    return "right" if tolerance is None else f"within {tolerance:.3g} of the true figure"


def _unmeasured(seen: Observation) -> str:
    told = [nothing_told(seen)]
    poc = (seen.figures.get("poc") or {}).get("accuracy")
    if poc is not None:
        told.append(f"The sample of the proof of concept showed {poc:.1%}.")
    guess = (seen.figures.get("production") or {}).get("estimated")
    if guess:
        told.append(
            f"ESTIMATED from the model's own confidence in {guess['n']:,} answers it would be "
            f"right in {guess['accuracy']:.0%} of cases; that is no measurement."
        )
    return " ".join(told)


def _standing(story: Story, seen: Observation) -> Iterator[tuple[object, ...]]:
    """Why these figures may not be the last word; what failed is for us, not for the report."""
    later = [run for run in story.runs(seen.method) if run.moment > seen.moment]
    undecided = [r for r in later if r.state == "error" or r.verdict == "inconclusive"]
    late = max(undecided, key=lambda run: run.moment, default=None)
    if late:
        ended = "could not tell" if late.state == "done" else "did not come to its end"
        yield (
            f"A later run, of {long_day(late.as_of)}, {ended}; ",
            tag("code", f"evidence/{late.id}.json"),
            " says why. These figures are from before it.",
        )
    for told in standing(story, seen):
        yield (told,)


def _chart(seen: Observation) -> Markup:
    from readiness_kit.views.charts import accuracy_chart, accuracy_start
    from readiness_kit.views.figure import figure

    start = accuracy_start(seen)
    return figure(
        accuracy_chart(seen),
        phone=accuracy_chart(seen, width=PHONE_WIDTH),
        id="accuracy-chart",
        title="Accuracy on both samples",
        reading="Dot: share of right answers. Thick line: 95 % interval. Dashed lines: what it is "
        "compared with." + (f" The axis starts at {start:.0%}, not at 0." if start > 0 else ""),
    )


def _samples(seen: Observation) -> Markup:
    rows = []
    for key, name in SAMPLES:
        figures: dict[str, Any] = seen.figures.get(key) or {}
        if figures:
            known = figures["accuracy"] is not None
            reach = f"{figures['low']:.1%} to {figures['high']:.1%}" if known else NOTHING
            right = f"{figures['accuracy']:.1%}" if known else NOTHING
            counts = (number(figures["n"], 0), number(figures["labelled"], 0))
            rows.append((name, *counts, right, reach))
    columns = [
        Column("Sample"),
        Column("Records", numeric=True),
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
    python = seen.environment.get("target_python")
    under = f" under Python {python}" if python else ""
    if python and (whose := seen.environment.get("target_interpreter")):
        under = f" under {whose}, version {python},"
    told = (
        f"Model {target}, asked in a process of its own{under} on {long_day(seen.as_of)}. "
        f"Intervals are Wilson’s for shares and Newcombe’s for their difference.{taken_out}"
    )
    remarks = [tag("p", f"{remark}.") for remark in seen.figures.get("notes") or []]
    columns = [Column("File"), Column("Rows", numeric=True), Column("sha256 begins")]
    return join([tag("p", told), *remarks, table(columns, files, "What the run read")])
