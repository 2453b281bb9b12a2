"""How a section on evidence begins: verdict, one sentence, and why it may not be the last word."""

from __future__ import annotations

from collections.abc import Iterator

from readiness_kit.engagement.observation import Observation
from readiness_kit.views.html import capital, lead, note, tag
from readiness_kit.views.parts import badge
from readiness_kit.views.story import Story


def opening(
    story: Story,
    seen: Observation,
    sentence: object,
    *,
    recorded: bool,
    done: str = "measured",
    recording: str = " records it, and only then it counts.",
) -> list[object]:
    """The verdict where there is one, the sentence, and whether the run is on record."""
    parts: list[object] = (
        [tag("p", badge(seen.verdict), class_="rk-badge-line")] if seen.verdict else []
    )
    parts.append(lead(sentence))
    if not recorded:
        command = tag("code", f"readiness evidence run {seen.method} {story.folder}")
        parts.append(note(f"Not recorded: {done} for this page only. ", command, recording))
    return parts


def standing(story: Story, seen: Observation) -> Iterator[str]:
    """Why these figures may not be the last word: another version is in use, or they are old."""
    if told := asked_of(story, seen):
        yield f"{told} What failed goes on to count, what passed does not."
    yield from age(story, seen)


def asked_of(story: Story, seen: Observation) -> str:
    """Which model was asked, where another one or another version of it is in use now."""
    target, asked = story.engagement.profile.target, seen.target
    if not target or not asked or (target.id, target.version) == (asked.id, asked.version):
        return ""
    return (
        f"Asked was {asked.id}, version {asked.version}; in use is {target.id}, "
        f"version {target.version}."
    )


def age(story: Story, seen: Observation) -> Iterator[str]:
    """That a run is older than a test lives."""
    life = story.engagement.framework.lives_days.get("test")
    if life is not None and (story.card.as_of - seen.as_of).days > life:
        yield f"This run is more than {life} days old: what it passed no longer counts."


def nothing_told(seen: Observation) -> str:
    """The reason of a run that has no figures, as a sentence."""
    return f"{capital((seen.reason or 'the run could not tell').rstrip('.'))}."
