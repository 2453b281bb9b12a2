"""How firm a verdict is: under other weights, and if single answers were one level off."""

from __future__ import annotations

from markupsafe import Markup

from readiness_kit.judgement.robustness import SPREAD, Robustness, Tipping
from readiness_kit.judgement.words import VERDICT_NAMES
from readiness_kit.views.html import Column, fold, join, lead, note, table
from readiness_kit.views.parts import badge
from readiness_kit.views.story import Story
from readiness_kit.views.theme import PHONE_WIDTH
from readiness_kit.views.view import View


def firmness(story: Story) -> View | None:
    """Show how often the verdict stays; None where no gate is to be judged."""
    seen = story.robustness
    if seen is None:
        return None
    html = join(
        [
            lead(stayed_sentence(seen)),
            _chart(seen) if seen.stayed < seen.rounds else "",
            _tipping(story, seen),
            note(
                f"Each weight is ours, and was multiplied {seen.rounds:,} times by a number drawn "
                f"between {1 - SPREAD:.1f} and {1 + SPREAD:.1f} (seed {seen.seed}). Rules that "
                "look at no weight, such as an open blocker, hold whatever the weights are."
            ),
        ]
    )
    return View(html, id="firmness", title="How firm is this verdict?")


def stayed_sentence(seen: Robustness) -> str:
    """In how many rounds the verdict stayed, and what it else became."""
    name = VERDICT_NAMES[seen.verdict].lower()
    if seen.stayed == seen.rounds:
        return f"With other weights the verdict stays “{name}” in all of {seen.rounds:,} trials."
    others = [
        f"“{VERDICT_NAMES[verdict].lower()}” in {count:,}"
        for verdict, count in seen.shares.items()
        if count and verdict != seen.verdict
    ]
    return (
        f"With other weights the verdict stays “{name}” in {seen.stayed:,} of {seen.rounds:,} "
        f"trials; it becomes {' and '.join(others)}."
    )


def _chart(seen: Robustness) -> Markup:
    from readiness_kit.views.figure import figure
    from readiness_kit.views.firmness_charts import shares_chart

    return figure(
        shares_chart(seen),
        phone=shares_chart(seen, width=PHONE_WIDTH),
        id="firmness-chart",
        live=False,
        title="The verdict under other weights",
        reading=f"How many of {seen.rounds:,} trials ended in each verdict.",
    )


def _tipping(story: Story, seen: Robustness) -> Markup:
    if not seen.tipping:
        return note("No single answer, moved by one level, changes the verdict.")
    worse = [one for one in seen.tipping if one.moved_to < one.level]
    better = [one for one in seen.tipping if one.moved_to > one.level]
    told = []
    if better:
        caption = "One level more, with the evidence there is, would change the verdict"
        told.append(_answers(story, better, caption))
    if worse:
        many = "answers hold" if len(worse) > 1 else "answer holds"
        told.append(
            fold(
                f"{len(worse)} {many} the verdict up",
                _answers(story, worse, "One level less would change the verdict"),
            )
        )
    return join(told)


def _answers(story: Story, found: list[Tipping], caption: str) -> Markup:
    rows = [
        (story.criterion(one.criterion).title, one.level, one.moved_to, badge(one.verdict))
        for one in found
    ]
    columns = [
        Column("Criterion"),
        Column("Level", numeric=True),
        Column("If it were", numeric=True),
        Column("The verdict"),
    ]
    return table(columns, rows, caption)
