"""The section on edge cases: what the model does when a record is not as expected."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from markupsafe import Markup

from readiness_kit.engagement.observation import Check, Observation
from readiness_kit.views.cover import long_day
from readiness_kit.views.edge_tables import (
    daily,
    families,
    faults,
    matrix,
    not_tried,
    repro,
    steps,
)
from readiness_kit.views.evidence_opening import nothing_told, opening, standing
from readiness_kit.views.html import (
    Column,
    bidi,
    bullets,
    capital,
    fold,
    join,
    note,
    number,
    table,
    tag,
)
from readiness_kit.views.parts import badge
from readiness_kit.views.story import Story
from readiness_kit.views.theme import PHONE_WIDTH
from readiness_kit.views.view import View

_GUARD = "your own validation stops what the model fails on"


def edge_cases(story: Story, seen: Observation, *, recorded: bool) -> View:
    """Tell how often a faulty record got another answer in silence, and what that costs a day."""
    parts = opening(story, seen, edge_sentence(seen), recorded=recorded)
    parts += [note(words) for words in _standing(story, seen)]
    parts += daily(seen)
    if told := families(seen):
        parts += [_chart(told), *faults(seen, told), *steps(seen, told)]
    parts += [*_guard(seen), *repro(seen)]
    if seen.checks:
        parts.append(_in_words(seen))
    parts += [*not_tried(seen), fold("How this was measured", _how(seen))]
    return View(
        join(parts), id="edge-cases", title="What happens when a record is not as expected?"
    )


def edge_sentence(seen: Observation) -> Markup:
    """The share of silent wrong answers with its interval, and what it means for production."""
    if seen.estimate is None or seen.interval is None:
        return join([nothing_told(seen)])
    low, high = seen.interval
    told: list[object] = [
        f"Where a record was spoiled on purpose, the model gave another answer and no sign of it "
        f"in {seen.estimate:.1%} of cases ({low:.1%} to {high:.1%})."
    ]
    every = families(seen)
    if ended := sum(family["ended"] for family in every):
        told.append(f"{ended:,} of the cases ended its process or held it up for good.")
    if spoiled := [family["title"] for family in every if family.get("poisoned")]:
        told.append(f"Unchanged records got another answer beside one where {spoiled[0]}.")
    if seen.verdict == "inconclusive" and seen.reason:
        told.append(f"It is not settled: {seen.reason.rstrip('.')}.")
        if seen.decides_at_n:
            told.append(f"About {seen.decides_at_n:,} records would decide.")
    return join([*told, _in_production(seen)], " ")


def _in_production(seen: Observation) -> Markup:
    """What the costliest fault of production does, as far as that was looked at."""
    if not seen.figures.get("production"):
        return join(["How often such records come in production, this run does not say."])
    found = seen.figures.get("daily") or []
    if not found or not found[0]["share"]:
        return join(["Of the faults that production has, none costs right answers."])
    worst = found[0]
    field = join([" in ", bidi(worst["field"])]) if worst["field"] else ""
    share, (low, high) = worst["share"], worst["interval"]
    cost = f"{share:.1%} of all answers ({low:.1%} to {high:.1%})"
    if worst["per_day"] is not None:
        low, high = worst["per_day_interval"]
        cost = f"about {worst['per_day']:,.0f} a day ({low:,.0f} to {high:,.0f})"
    return join(
        [
            f"Of the faults that production has, most right answers are lost where "
            f"{worst['title']}",
            field,
            f": {cost}.",
        ]
    )


def _standing(story: Story, seen: Observation) -> Iterator[str]:
    """Why these figures may not be the last word."""
    yield from standing(story, seen)
    every = seen.figures.get("families") or []
    if stopped := [family["title"] for family in every if family["state"] == "stopped"]:
        yield f"Not asked to the end, for the model ended too often: {'; '.join(stopped)}."


def _chart(told: Sequence[dict[str, Any]]) -> Markup:
    from readiness_kit.views.edge_charts import MOST_ROWS, edge_chart
    from readiness_kit.views.figure import figure

    return figure(
        edge_chart(told),
        phone=edge_chart(told, width=PHONE_WIDTH),
        id="edge-cases-chart",
        title="What became of the spoiled records",
        reading=_reading(told, drawn=MOST_ROWS),
        alternative=fold("The figures of this chart", matrix(told)),
        live=False,
    )


def _reading(told: Sequence[dict[str, Any]], *, drawn: int) -> str:
    """The chart in words: what to look at, and the family where it is worst."""
    said = "A row for each fault, in each cell the share of its cases; red does harm. "
    silent = [family for family in told if family["outcomes"]["CHANGED"]]
    if not silent:
        said += "No answer changed without a sign."
    else:
        worst = max(
            silent, key=lambda family: float(family["outcomes"]["CHANGED"]) / family["cases"]
        )
        share = worst["outcomes"]["CHANGED"] / worst["cases"]
        said += f"Most answers changed and nobody was told when {worst['title']}: {share:.1%}."
    if left := len(told) - drawn if len(told) > drawn else 0:
        said += f" {left:,} more faults stand in the figures below."
    return said


def _guard(seen: Observation) -> Iterator[Markup]:
    """What the client's own validation would have stopped."""
    check = next((check for check in seen.checks if check.check == _GUARD), None)
    if check is not None:
        yield tag("h3", "Would your own validation have stopped it?")
        yield (
            tag("p", badge(check.verdict), " ", check.cause)
            if check.verdict
            else tag("p", check.cause)
        )


def _in_words(seen: Observation) -> Markup:
    """What was found and what is open, with its cause; what passed stands in the tables."""
    told = (
        join([tag("b", capital(check.check)), _verdict(check), ". ", _meaning(check)])
        for check in seen.checks
        if check.verdict != "pass" and check.share is not None
        if check.n or check.verdict
    )
    return fold("Checks in words", bullets(told))


def _verdict(check: Check) -> str:
    return f", {check.verdict}" if check.verdict else ""


def _meaning(check: Check) -> Markup:
    example = f" For example: {check.example}." if check.example else ""
    needed = f" {check.fix}" if check.verdict == "inconclusive" and check.fix else ""
    return join([capital(check.cause or ""), needed, example])


def _how(seen: Observation) -> Markup:
    target = f"{seen.target.id}, version {seen.target.version}" if seen.target else "of the client"
    fields, control = seen.figures.get("fields") or [], seen.figures.get("control") or {}
    alone = number(control.get("alone_n", 0), 0)
    told = [
        f"Model {target}, asked on {long_day(seen.as_of)}. {number(seen.n or 0, 0)} records of the "
        f"POC sample, drawn with seed {seen.seed}, were asked unchanged, and again in the same "
        f"batches, in another order, with their fields in another order, and {alone} of them "
        "alone. Then one fault at a time was put into each, and code held that nothing else "
        "changed. Each reply was compared with the answer to the unchanged record.",
        "Intervals are Wilson’s; where one record was asked in several fields, they are widened "
        "as far as its cases end alike. Accuracy is compared on labelled records that the model "
        "still answered: to refuse a record, or to mark it, is no wrong answer.",
    ]
    if seen.figures.get("production"):
        told.append(
            "Wrong answers a day are the share of production’s rows that have the fault, times the "
            "right answers that it costs, times the records of a day. Their interval multiplies "
            "the ends of both, so it is rather too wide than too narrow. A fault that production "
            "has fails the run where even the low end is over the limit."
        )
    parts = [tag("p", words) for words in told]
    parts += [tag("p", f"{capital(remark)}.") for remark in seen.figures.get("notes") or []]
    if fields:
        rows = [(bidi(f["field"]), f["kind"], f"{f['moved']:.0%}") for f in fields]
        columns = [Column("Field"), Column("Holds"), Column("Answers it moves", numeric=True)]
        parts.append(table(columns, rows, "The fields that were spoiled, the weightiest first"))
    files = [(f.path, number(f.rows, 0), f.sha256[:12]) for f in seen.inputs]
    columns = [Column("File"), Column("Rows", numeric=True), Column("sha256 begins")]
    return join([*parts, table(columns, files, "What the run read")])
