"""The section on edge cases: what the model does when a record is not as expected."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from markupsafe import Markup

from readiness_kit.engagement.observation import Check, Observation
from readiness_kit.views.cover import long_day
from readiness_kit.views.html import (
    NOTHING,
    Column,
    bidi,
    bullets,
    fold,
    join,
    lead,
    note,
    number,
    table,
    tag,
)
from readiness_kit.views.parts import badge
from readiness_kit.views.story import Story
from readiness_kit.views.theme import PHONE_WIDTH
from readiness_kit.views.view import View

_OUTCOMES = {
    "CHANGED": "Another answer, no sign",
    "CRASH": "Crash",
    "INVALID": "No valid answer",
    "SAME": "Same answer",
    "FLAGGED": "Marked for a person",
    "REJECTED": "Refused",
}
"""The outcomes as a reader knows them, the one that does harm first."""


def edge_cases(story: Story, seen: Observation, *, recorded: bool) -> View:
    """Tell how often a faulty record got another answer in silence, family by family."""
    parts: list[object] = (
        [tag("p", badge(seen.verdict), class_="rk-badge-line")] if seen.verdict else []
    )
    parts.append(lead(edge_sentence(seen)))
    if not recorded:
        parts.append(
            note(
                "Not recorded: measured for this page only. ",
                tag("code", "readiness evidence run edge-cases"),
                " records it, and only then it counts.",
            )
        )
    parts += [note(words) for words in _standing(story, seen)]
    if any(family["cases"] for family in _families(seen)):
        parts += [_chart(seen), _faults(seen)]
    if seen.checks:
        parts.append(_in_words(seen))
    parts.append(fold("How this was measured", _how(seen)))
    return View(
        join(parts), id="edge-cases", title="What happens when a record is not as expected?"
    )


def edge_sentence(seen: Observation) -> str:
    """The share of silent wrong answers with its interval, and what it does not say."""
    if seen.estimate is None or seen.interval is None:
        why = (seen.reason or "the run could not tell").rstrip(".")
        return f"{why[:1].upper()}{why[1:]}."
    low, high = seen.interval
    told = (
        f"Where one field of a record was spoiled on purpose, the model gave another answer and no "
        f"sign of it in {seen.estimate:.1%} of cases ({low:.1%} to {high:.1%})."
    )
    ended = sum(family["ended"] for family in _families(seen))
    if ended:
        told += f" {ended:,} of the cases ended its process or held it up for good."
    if seen.verdict == "inconclusive" and seen.reason:
        told += f" It is not settled: {seen.reason.rstrip('.')}."
        if seen.decides_at_n:
            told += f" About {seen.decides_at_n:,} records would decide."
    return f"{told} How often such records come in production, this run does not say."


def _families(seen: Observation) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = seen.figures.get("families") or []
    return found


def _standing(story: Story, seen: Observation) -> Iterator[str]:
    """Why these figures may not be the last word."""
    target, asked = story.engagement.profile.target, seen.target
    if target and asked and (target.id, target.version) != (asked.id, asked.version):
        yield (
            f"Asked was {asked.id}, version {asked.version}; in use is {target.id}, "
            f"version {target.version}. What failed goes on to count, what passed does not."
        )
    life = story.engagement.framework.lives_days.get("test")
    if life is not None and (story.card.as_of - seen.as_of).days > life:
        yield f"This run is more than {life} days old: what it passed no longer counts."
    if stopped := [family["title"] for family in _families(seen) if family["state"] == "stopped"]:
        yield f"Not asked to the end, for the model ended too often: {'; '.join(stopped)}."


def _chart(seen: Observation) -> Markup:
    from readiness_kit.views.edge_charts import edge_chart
    from readiness_kit.views.figure import figure

    return figure(
        edge_chart(seen),
        phone=edge_chart(seen, width=PHONE_WIDTH),
        id="edge-cases-chart",
        title="What became of the spoiled records",
        reading=_reading(seen),
        alternative=fold("The figures of this chart", _matrix(seen)),
    )


def _reading(seen: Observation) -> str:
    """The chart in words: what to look at, and the family where it is worst."""
    tried = [family for family in _families(seen) if family["silent"]]
    worst = max(tried, key=lambda family: float(family["silent"]["share"]))
    told = "One bar for each kind of fault; all bars are of the same length."
    if not worst["outcomes"]["CHANGED"]:
        return f"{told} No answer changed without a sign."
    return (
        f"{told} On the left the cases where the answer changed and nobody was told: most when "
        f"{worst['title']}, {worst['silent']['share']:.1%}."
    )


def _matrix(seen: Observation) -> Markup:
    came = [key for key in _OUTCOMES if any(f["outcomes"][key] for f in _families(seen))]
    rows = [
        (
            _capital(family["title"]),
            number(family["cases"], 0),
            *(number(family["outcomes"][key], 0) for key in came),
        )
        for family in _families(seen)
        if family["cases"]
    ]
    columns = [Column("Fault"), Column("Cases", numeric=True)]
    columns += [Column(_OUTCOMES[key], numeric=True) for key in came]
    return table(columns, rows, "Cases by what came of them")


def _faults(seen: Observation) -> Markup:
    """Fault by fault: how often in silence, in which field most, and what to do about it."""
    checks = {check.check: check for check in seen.checks}
    rows = [
        _fault(family, checks.get(family["title"])) for family in _families(seen) if family["cases"]
    ]
    columns = [
        Column("Fault"),
        Column("Verdict"),
        Column("Another answer, no sign", numeric=True),
        Column("Most in"),
        Column("Accuracy there", numeric=True),
    ]
    told = table(columns, rows, "What each fault does, and where it does most")
    return join([told, _steps(seen)])


def _steps(seen: Observation) -> Markup:
    """What closes what was found, a step once for all the faults that it closes."""
    faults: dict[str, list[str]] = {}
    for check in seen.checks:
        if check.fix:
            faults.setdefault(check.fix, []).append(_capital(check.check))
    if not faults:
        return Markup("")
    steps = (join([tag("b", f"{'; '.join(names)}."), " ", fix]) for fix, names in faults.items())
    return join([tag("h3", "What to do about it"), bullets(steps)])


def _fault(family: dict[str, Any], check: Check | None) -> tuple[object, ...]:
    silent, worst = family["silent"], family["worst"]
    field = next((f for f in family["fields"] if f["field"] == worst), None)
    share = join([f"{silent['share']:.1%} ", _reach(silent["interval"])]) if silent else NOTHING
    accuracy = field["accuracy"] if field else None
    return (
        _capital(family["title"]),
        badge(check.verdict) if check and check.verdict else NOTHING,
        share,
        join([bidi(field["field"]), f" {field['share']:.0%}"]) if field else NOTHING,
        f"{accuracy['before']:.0%} → {accuracy['under']:.0%}" if accuracy else NOTHING,
    )


def _reach(interval: list[float]) -> Markup:
    return tag("span", f"({interval[0]:.1%} to {interval[1]:.1%})", class_="rk-quiet")


def _in_words(seen: Observation) -> Markup:
    """Every check with its verdict and its cause, and an example without a value."""
    told = (
        join([tag("b", _capital(check.check)), _verdict(check), ". ", _meaning(check)])
        for check in seen.checks
    )
    return fold("Every check in words", bullets(told))


def _verdict(check: Check) -> str:
    return f", {check.verdict}" if check.verdict else ""


def _meaning(check: Check) -> Markup:
    example = f" For example: {check.example}." if check.example else ""
    return join([_capital(check.cause or ""), example])


def _how(seen: Observation) -> Markup:
    target = f"{seen.target.id}, version {seen.target.version}" if seen.target else "of the client"
    fields, control = seen.figures.get("fields") or [], seen.figures.get("control") or {}
    alone = number(control.get("alone_n", 0), 0)
    told = [
        f"Model {target}, asked in a process of its own on {long_day(seen.as_of)}. "
        f"{number(seen.n or 0, 0)} records of the POC sample, drawn with seed {seen.seed}, were "
        f"asked unchanged and again, {alone} of them alone too. Then one cell of each was changed "
        "at a time, and code held that no other cell was. Each reply was compared with the answer "
        "to the unchanged record.",
        "Intervals are Wilson’s; where one record was asked in several fields, they are widened "
        "as far as its cases end alike. Accuracy is compared on labelled records that the model "
        "still answered: to refuse a record, or to mark it, is no wrong answer.",
    ]
    parts = [tag("p", words) for words in told]
    parts += [tag("p", f"{remark}.") for remark in seen.figures.get("notes") or []]
    if fields:
        rows = [(bidi(f["field"]), f["kind"], f"{f['moved']:.0%}") for f in fields]
        columns = [Column("Field"), Column("Holds"), Column("Answers it moves", numeric=True)]
        parts.append(table(columns, rows, "The fields that were spoiled, the weightiest first"))
    files = [(f.path, number(f.rows, 0), f.sha256[:12]) for f in seen.inputs]
    columns = [Column("File"), Column("Rows", numeric=True), Column("sha256 begins")]
    return join([*parts, table(columns, files, "What the run read")])


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
