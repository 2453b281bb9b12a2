"""Known ways to fail: which of them the figures show, what set them off, what cannot be told."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from readiness_kit.framework.schema import Pitfall
from readiness_kit.judgement.pitfall_ground import Signal
from readiness_kit.judgement.pitfalls import PitfallResult
from readiness_kit.judgement.words import listed
from readiness_kit.views.html import bullets, fold, join, lead, table, tag
from readiness_kit.views.parts import card
from readiness_kit.views.story import Story
from readiness_kit.views.view import View

_STATES = {"set_off": "set off", "clear": "nothing set it off", "cannot_tell": "cannot tell yet"}


def pitfalls(story: Story) -> View | None:
    """Show each known way to fail; None where the framework names none."""
    found = story.pitfalls
    if not found:
        return None
    html = join(
        [
            lead(_sentence(story, found)),
            *(_card(story, result) for result in found if result.state == "set_off"),
            _others(story, [result for result in found if result.state != "set_off"]),
        ]
    )
    return View(html, id="pitfalls", title="Known ways to fail")


def _sentence(story: Story, found: Sequence[PitfallResult]) -> str:
    texts = _texts(story)
    shown = [result for result in found if result.state == "set_off"]
    open_ = sum(result.state == "cannot_tell" for result in found)
    rest = f" Of {open_} we cannot tell yet." if open_ else ""
    if not shown:
        return f"None of {len(found)} known ways to fail shows in the figures on record.{rest}"
    names = listed([f"“{texts[result.id].title}”" for result in shown])
    due = sum(result.due for result in shown)
    when = f", {'all' if due == len(shown) else due} due now" if due else ""
    many = "ways to fail shows" if len(shown) == 1 else "ways to fail show"
    return f"{len(shown)} of {len(found)} known {many} in the figures{when}: {names}.{rest}"


def _card(story: Story, result: PitfallResult) -> Markup:
    pitfall = _texts(story)[result.id]
    others = [*result.of_state("clear"), *result.of_state("cannot_tell")]
    return card(
        "high" if result.due else "medium",
        pitfall.title,
        bullets(_told(signal) for signal in result.of_state("set_off")),
        pitfall.remedy,
        *(
            [fold("What else was looked at", bullets(_seen(one) for one in others))]
            if others
            else []
        ),
        state=_until(story, result),
        code=result.id,
    )


def _seen(signal: Signal) -> Markup:
    """What speaks against it, or what would tell."""
    return join(["In order: " if signal.state == "clear" else "Not known: ", _told(signal)])


def _until(story: Story, result: PitfallResult) -> str:
    title = story.engagement.framework.section(result.close_by).title
    return f"due now: gone by the gate of {title}" if result.due else f"gone by the gate of {title}"


def _told(signal: Signal) -> Markup:
    return join([signal.said, " ", tag("span", signal.source, class_="rk-quiet")])


def _others(story: Story, found: Sequence[PitfallResult]) -> Markup:
    if not found:
        return Markup("")
    texts = _texts(story)
    rows = [
        (
            texts[result.id].title,
            _STATES[result.state],
            story.engagement.framework.section(result.close_by).title,
            bullets(_seen(signal) for signal in result.signals),
        )
        for result in found
    ]
    columns = ["Pitfall", "State", "Gone by the gate of", "What was looked at, or would tell"]
    return fold(
        f"{len(found)} more, of which nothing shows",
        table(columns, rows, "Pitfalls that no figure on record has set off"),
    )


def _texts(story: Story) -> dict[str, Pitfall]:
    return {pitfall.id: pitfall for pitfall in story.engagement.framework.pitfalls}
