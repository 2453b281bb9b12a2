"""The way on from a gate: how little would turn the verdict, and the cheapest path to a go."""

from __future__ import annotations

from markupsafe import Markup

from readiness_kit.judgement.prospect import Path, Prospect, Step
from readiness_kit.judgement.prospect_words import (
    flip_sentence,
    lever_title,
    lever_words,
    missing_sentence,
    path_sentence,
)
from readiness_kit.judgement.words import method_title
from readiness_kit.views.html import NOTHING, Column, join, lead, note, number, table, tag
from readiness_kit.views.story import Story
from readiness_kit.views.theme import PHONE_WIDTH
from readiness_kit.views.view import View


def path(story: Story) -> View | None:
    """Show what would turn the verdict of this gate, and the steps to a go by what they cost.

    None where the framework has no gates.
    """
    if not story.card.gates:
        return None
    seen = story.prospect
    html = join([lead(_nothing_to_do(story))]) if seen is None else _way(story, seen)
    return View(html, id="path", title="The cheapest way to a go")


def _nothing_to_do(story: Story) -> str:
    if not story.has_gate:
        return "No gate stands here, so there is no verdict to turn."
    return "This gate has been decided; what is asked now is asked at the next one."


def _way(story: Story, seen: Prospect) -> Markup:
    framework = story.engagement.framework
    if seen.flip is None or seen.path is None:
        return join([lead("This gate is a go. Nothing has to be done for it.")])
    told = [missing_sentence(seen), flip_sentence(seen.flip, framework)]
    opening = path_sentence(seen.path)
    if story.ahead:
        # its steps would change with every answer of the phases before it
        return join([lead(opening), *(tag("p", line) for line in told if line)])
    steps = [_staircase(story, seen.path), _table(story, seen.path)] if seen.path.steps else []
    return join([lead(opening), *(tag("p", line) for line in told if line), *steps])


def _staircase(story: Story, way: Path) -> Markup:
    from readiness_kit.views.figure import figure
    from readiness_kit.views.path_charts import staircase

    rows = [_row(story, step) for step in way.steps or ()]
    return figure(
        staircase(rows),
        phone=staircase(rows, width=PHONE_WIDTH),
        id="path-chart",
        live=False,
        title="Step by step to a go",
        reading="One step a row, in the order in which each day helps most; they end where the "
        "next begins. Dark: work. Light: proof of what is there. Outlined: a run of ours. Beside "
        "it: the points that it brings, and whether it opens what keeps the gate shut or in doubt.",
    )


def _row(story: Story, step: Step) -> dict[str, object]:
    return {
        "step": lever_title(step.lever, story.engagement.framework),
        "work": step.lever.work,
        "days": step.lever.effort_days,
        "points": step.points + step.factor_points,
        "opens": bool(step.opened),
    }


def _table(story: Story, way: Path) -> Markup:
    steps = way.steps or ()
    rows = [
        (
            f"{place}. {lever_title(step.lever, story.engagement.framework)}",
            lever_words(step.lever),
            _days(step),
            number(step.points + step.factor_points) if step.points + step.factor_points else "",
            _opens(story, step),
            _who(story, step),
        )
        for place, step in enumerate(steps, start=1)
    ]
    columns = [
        Column("Step"),
        Column("Kind"),
        Column("Working days", numeric=True),
        Column("Points", numeric=True),
        Column("Settles"),
        Column("Who can"),
    ]
    caption = "The steps to a go, in the order in which each day helps most"
    guessed = [step for step in steps if not step.lever.estimated]
    remark = (
        note("Where nobody has estimated an effort, a quarter of a day is counted.")
        if guessed
        else ""
    )
    return join([table(columns, rows, caption), remark])


def _days(step: Step) -> str:
    low, high = step.lever.effort_range
    days = f"{step.lever.effort_days:g}"
    return days if low == high else f"{days} ({low:g} to {high:g})"


def _opens(story: Story, step: Step) -> str:
    framework = story.engagement.framework
    sections = {
        section.id: f"too little asked of {section.title}" for section in framework.sections
    }
    names = [
        framework.criteria[id].title
        if id in framework.criteria
        else sections.get(id, method_title(id).capitalize())
        for id in step.opened
    ]
    return "; ".join(names) or NOTHING


def _who(story: Story, step: Step) -> str:
    if step.lever.kind == "method":
        return "we, with your data"
    return story.roles(story.criterion(step.lever.id).answered_by) or "whoever knows"
