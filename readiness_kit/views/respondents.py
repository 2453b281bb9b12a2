"""Where people disagree: the widest first, which roles see it brighter, what talking changed."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from readiness_kit.judgement.agenda import FAR_APART
from readiness_kit.judgement.respondents import Respondents, compare
from readiness_kit.judgement.spread import Spread, Voice
from readiness_kit.views.html import bullets, join, lead, tag
from readiness_kit.views.respondent_answers import (
    answers,
    criteria,
    disputed,
    role_name,
    unheard,
    voice_name,
)
from readiness_kit.views.respondent_figures import by_role, disagreement, round_by_round
from readiness_kit.views.story import Story
from readiness_kit.views.view import View

_TALK = 3
"""With so many a talk begins."""
_NAMED = 3
"""So many of those who gave the same level are named."""


def respondents(story: Story) -> View | None:
    """Show who is apart from whom; None where nobody has answered."""
    found = compare(story.case, {section.id for section in story.looked_at})
    if not found.spreads:
        return None
    told = _compared(story, found) if found.people > 1 else [lead(_alone(found))]
    html = join([*told, unheard(story, found.eligibility), answers(story, found.spreads)])
    return View(html, id="respondents", title="Where people disagree")


def _alone(found: Respondents) -> str:
    if not found.people:
        return (
            "Only what the room agreed on is on record, and nobody's own answer: how far people "
            "were apart before cannot be told."
        )
    return (
        "One person has answered so far, so nothing can be compared. Ask a second before you "
        "trust a level: where two see the same system differently is where a talk pays."
    )


def _compared(story: Story, found: Respondents) -> list[Markup]:
    return [
        lead(_sentence(story, found)),
        disagreement(story, found.spreads),
        _talk(story, found.spreads),
        by_role(story, found),
        round_by_round(story, found.movements),
    ]


def _sentence(story: Story, found: Respondents) -> Markup:
    several = [spread for spread in found.spreads if len(spread.rated) > 1]
    far = [spread for spread in several if spread.levels_apart >= FAR_APART]
    if not several:
        told: list[object] = [
            f"{found.people} people have answered, but no two of them gave the same criterion "
            "a level."
        ]
    elif not far:
        told = [
            f"Several people rated {criteria(len(several))}, and on none are they two or more "
            "levels apart."
        ]
    else:
        widest = far[0]
        title = story.criterion(widest.criterion).title
        told = [
            f"On {len(far)} of {criteria(len(several))} that several people rated they are two or "
            f"more levels apart; most on “{title}”: ",
            *_ends(story, widest),
            ".",
        ]
    return join([*told, *(f" {line}" for line in _besides(found.spreads, far))])


def _ends(story: Story, spread: Spread) -> list[object]:
    """Who gave the highest level, and who the lowest."""
    low, high = spread.rated[0], _highest(spread)[0]
    by_role = low.role != high.role
    names = [
        role_name(story, voice.role) if by_role else voice_name(story, voice)
        for voice in (high, low)
    ]
    return [names[0], f" {high.level}, ", names[1], f" {low.level}"]


def _besides(spreads: Sequence[Spread], far: Sequence[Spread]) -> list[str]:
    agreed = sum(spread.consensus is not None for spread in far)
    mixed = sum(spread.mixed for spread in spreads)
    told = []
    if agreed:
        told.append(f"On {agreed} of these the room has agreed since.")
    if mixed:
        told.append(f"On {criteria(mixed)} people are not agreed that it applies at all.")
    return told


def _highest(spread: Spread) -> list[Voice]:
    top = spread.rated[-1].level
    return [voice for voice in spread.rated if voice.level == top]


def _lowest(spread: Spread) -> list[Voice]:
    return [voice for voice in spread.rated if voice.level == spread.rated[0].level]


def _talk(story: Story, spreads: Sequence[Spread]) -> Markup:
    """The sentence to open each talk with; what the room has agreed on needs none."""
    open_ = [s for s in spreads if (s.levels_apart or disputed(s)) and not s.consensus]
    if not open_:
        return Markup("")
    told = [
        join([tag("b", f"{story.criterion(spread.criterion).title}. "), _opening(story, spread)])
        for spread in open_[:_TALK]
    ]
    return join([tag("h3", "What to do: talk about these first"), bullets(told)])


def _opening(story: Story, spread: Spread) -> Markup:
    if not spread.levels_apart:
        absent = [voice for voice in spread.voices if voice.state == "not_applicable"]
        return join(
            ["Ask first ", _people(story, absent), ": what would make this apply to the system?"]
        )
    low, high = _lowest(spread), _highest(spread)
    return join(
        [
            f"Ask first who is lowest, at {low[0].level}, ",
            _people(story, low),
            f": what have you seen? Then who is highest, at {high[0].level}, ",
            _people(story, high),
            ": what can you show us?",
        ]
    )


def _people(story: Story, voices: Sequence[Voice]) -> Markup:
    named: list[object] = [voice_name(story, voice) for voice in voices[:_NAMED]]
    if len(voices) > _NAMED:
        named.append(f"{len(voices) - _NAMED} more")
    return join([join(named[:-1], ", "), " and ", named[-1]]) if len(named) > 1 else join(named)
