"""The section on the claim: whether the accuracy that was shown is real."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from readiness_kit.engagement.observation import Check, Observation
from readiness_kit.views.cover import long_day
from readiness_kit.views.evidence_opening import nothing_told, opening, standing
from readiness_kit.views.html import (
    NOTHING,
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


def claim_check(story: Story, seen: Observation, *, recorded: bool) -> View:
    """Tell whether the claimed accuracy holds, and what speaks against it, check by check."""
    parts = opening(story, seen, claim_sentence(seen), recorded=recorded)
    parts += [note(words) for words in standing(story, seen)]
    if _given(seen, "claim") or _given(seen, "measured"):
        parts.append(_chart(seen))
    if seen.checks:
        parts += [_checks(seen), _steps(seen)]
    if seen.figures.get("columns"):
        parts.append(fold("How much each column tells alone", _columns(seen)))
    parts.append(fold("How this was looked at", _how(seen)))
    return View(join(parts), id="claim-check", title="Is the claimed accuracy real?")


def claim_sentence(seen: Observation) -> str:
    """What was claimed, what of it holds, and what speaks against it."""
    if seen.state == "error" or not seen.figures:
        return nothing_told(seen)
    told = [_claimed(seen)]
    if against := _names(seen, "fail") + _names(seen, "warn"):
        told.append(f"What speaks against it: {'; '.join(against)}.")
    elif seen.verdict == "pass":
        told.append("Nothing was found that would make it look better than it is.")
    if seen.verdict == "inconclusive" and seen.reason:
        told.append(f"It is not settled: {seen.reason.rstrip('.')}.")
        if seen.decides_at_n:
            told.append(f"About {seen.decides_at_n:,} labelled rows would decide.")
    return " ".join(told)


def _claimed(seen: Observation) -> str:
    claim, measured = _given(seen, "claim"), _given(seen, "measured")
    if claim and measured:
        return (
            f"The claim is {claim['accuracy']:.1%}; asked for the {measured['n']:,} labelled rows "
            f"of the sample again, the model is right in {_reach(measured)}."
        )
    if claim:
        return f"The claim is {claim['accuracy']:.1%}; {_unmeasured(seen)}"
    if measured:
        return (
            f"No figure was claimed; on the {measured['n']:,} labelled rows of the sample the "
            f"model is right in {_reach(measured)}."
        )
    if seen.figures.get("task") == "number":
        return "The label is a number, so there is no share of right answers to claim."
    return "No figure was claimed and none was measured."


def _reach(figure: dict[str, Any]) -> str:
    return f"{figure['accuracy']:.1%} ({figure['low']:.1%} to {figure['high']:.1%})"


def _unmeasured(seen: Observation) -> str:
    why = seen.figures.get("not_measured")
    return f"it was not measured again: {why}." if why else "it was not measured again."


def _names(seen: Observation, verdict: str) -> list[str]:
    return list(dict.fromkeys(check.check for check in seen.checks if check.verdict == verdict))


def _given(seen: Observation, key: str) -> dict[str, Any]:
    figure: dict[str, Any] = seen.figures.get(key) or {}
    return figure


def _chart(seen: Observation) -> Markup:
    from readiness_kit.views.claim_charts import claim_chart, claim_start
    from readiness_kit.views.figure import figure

    start = claim_start(seen)
    return figure(
        claim_chart(seen),
        phone=claim_chart(seen, width=PHONE_WIDTH),
        id="claim-check-chart",
        title="The claim beside what it has to beat",
        reading="Dot: share of right answers. Thick line: 95 % interval. Blue is the model, grey "
        "what takes no model." + (f" The axis starts at {start:.0%}, not at 0." if start else ""),
    )


def _checks(seen: Observation) -> Markup:
    rows = [
        (
            _name(check),
            badge(check.verdict) if check.verdict else NOTHING,
            check.cause or "",
        )
        for check in seen.checks
    ]
    columns = [Column("What was looked for"), Column("Verdict"), Column("What it means")]
    return table(columns, rows, "What would make the figure look better than it is")


def _name(check: Check) -> str:
    return capital(check.check)


def _steps(seen: Observation) -> Markup:
    """What closes what was found, a step once for all the checks that it closes."""
    named: dict[str, list[str]] = {}
    for check in seen.checks:
        if check.fix:
            named.setdefault(check.fix, []).append(_name(check))
    if not named:
        return Markup("")
    steps = (
        join([tag("b", f"{'; '.join(dict.fromkeys(names))}."), " ", fix])
        for fix, names in named.items()
    )
    return join([tag("h3", "What to do about it"), bullets(steps)])


def _columns(seen: Observation) -> Markup:
    rows = [
        (
            bidi(column["column"]),
            f"{column['estimate']:.3f}",
            f"{column['interval'][0]:.3f} to {column['interval'][1]:.3f}",
        )
        for column in seen.figures["columns"]
    ]
    is_number = seen.figures.get("task") == "number"
    what = "Rank correlation" if is_number else "AUC"
    columns = [Column("Column"), Column(what, numeric=True), Column("95 % interval", numeric=True)]
    worth = "0 tells nothing" if is_number else "0.5 tells nothing"
    looked_at = number(seen.figures.get("columns_looked_at"), 0)
    caption = f"The most telling of {looked_at} columns; {worth}, 1 tells all"
    return table(columns, rows, caption)


def _how(seen: Observation) -> Markup:
    asked = (
        f", with the model {seen.target.id}, version {seen.target.version}" if seen.target else ""
    )
    told = [
        f"The POC sample was compared with the training data on {long_day(seen.as_of)}{asked}. Two "
        "rows are the same where all inputs agree, whatever their letters, outer spaces and the "
        "spelling of a number. How many would agree by chance shows within the training data.",
        "Each column was scored alone, its values on rows that they were not learnt from. "
        "Intervals are Wilson’s for shares, Newcombe’s for differences and for the area under a "
        "ROC curve.",
    ]
    parts = [tag("p", words) for words in told]
    if taken := seen.figures.get("excluded"):
        parts.append(tag("p", f"{number(taken, 0)} rows out of scope were taken out first."))
    parts += [tag("p", f"{remark}.") for remark in seen.figures.get("notes") or []]
    files = [(f.path, number(f.rows, 0), f.sha256[:12]) for f in seen.inputs]
    columns = [Column("File"), Column("Rows", numeric=True), Column("sha256 begins")]
    return join([*parts, table(columns, files, "What the run read")])
