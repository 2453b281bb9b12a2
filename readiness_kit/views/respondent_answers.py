"""Who answered what, in words: names with their roles, and tables of which answers count."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from readiness_kit.judgement.agenda import FAR_APART
from readiness_kit.judgement.respondents import Eligibility, Movement
from readiness_kit.judgement.spread import Spread, Voice, Weight
from readiness_kit.judgement.words import listed
from readiness_kit.views.html import NOTHING, Column, bidi, fold, join, note, table
from readiness_kit.views.story import Story

ANONYMOUS = "Anonymous"
_STATES = {"unknown": "not known", "not_applicable": "does not apply"}


def disputed(spread: Spread) -> bool:
    """Whether people are far apart, or not even agreed that it applies."""
    return spread.levels_apart >= FAR_APART or spread.mixed


def criteria(count: int) -> str:
    """So many criteria, in words."""
    return f"{count} criteri{'on' if count == 1 else 'a'}"


def role_name(story: Story, role: str | None) -> str:
    """A role as people call it."""
    return ANONYMOUS if role is None else story.roles([role])


def voice_name(story: Story, voice: Voice) -> Markup:
    """A person by name and role."""
    if voice.respondent is None:
        return Markup(ANONYMOUS.lower())
    name = person_name(story, voice.respondent)
    return name if voice.role is None else join([name, " (", role_name(story, voice.role), ")"])


def person_name(story: Story, id: str) -> Markup:
    """What a person is called: the name, else the id."""
    return bidi(story.engagement.profile.name_of(id))


def what_counts(story: Story, criterion: str, weight: Weight) -> str:
    """Whether an answer counts, and why not."""
    asked = story.roles(story.criterion(criterion).answered_by)
    return {
        "counts": "yes",
        "stands_in": f"until one of these answers: {asked}",
        "outweighed": "no: others gave a level",
        "other_role": f"no: asked of {asked}",
        "room_agreed": "no: the room has agreed",
    }[weight]


def answers(story: Story, spreads: Sequence[Spread]) -> Markup:
    """Every answer: those of the disputed criteria in sight, the rest folded."""
    open_, rest = (
        [spread for spread in spreads if disputed(spread) == wanted] for wanted in (True, False)
    )
    shown = [_table(story, open_, "Every answer where people disagree")] if open_ else []
    title = "Every other answer" if open_ else "Every answer"
    folded = [fold(title, _table(story, rest, title))] if rest else []
    return join([*shown, *folded])


def _table(story: Story, spreads: Sequence[Spread], caption: str) -> Markup:
    columns = [
        Column("Criterion"),
        Column("Level", numeric=True),
        Column("What counts"),
        Column("What does not, and why"),
    ]
    rows = [
        (
            story.criterion(spread.criterion).title,
            spread.level,
            _counting(story, spread),
            _left_out(story, spread) or NOTHING,
        )
        for spread in spreads
    ]
    return table(columns, rows, caption)


def _counting(story: Story, spread: Spread) -> Markup:
    if spread.consensus:
        return join(["the room agreed: ", _said(spread.consensus)])
    counting = [voice for voice in spread.voices if voice.counts]
    if not counting:
        return Markup("a test of ours, until somebody gives a level")
    until = what_counts(story, spread.criterion, "stands_in") if spread.outside_role else ""
    return join([_voices(story, counting), f"; {until}" if until else ""])


def _left_out(story: Story, spread: Spread) -> Markup:
    """The answers that do not count, by reason."""
    reasons: dict[Weight, list[Voice]] = {}
    for voice in spread.voices:
        if not voice.counts:
            reasons.setdefault(voice.weight, []).append(voice)
    told = [
        join([_voices(story, voices), f" – {_why(story, spread, weight)}"])
        for weight, voices in reasons.items()
    ]
    return join(told, "; ")


def _why(story: Story, spread: Spread, weight: Weight) -> str:
    return what_counts(story, spread.criterion, weight).removeprefix("no: ")


def _voices(story: Story, voices: Sequence[Voice]) -> Markup:
    return join((join([voice_name(story, voice), ": ", _said(voice)]) for voice in voices), ", ")


def _said(voice: Voice) -> str:
    level = _STATES.get(voice.state, "") if voice.level is None else str(voice.level)
    return f"{level} in round {voice.round}" if voice.round else level


def round_name(round: int) -> str:
    """The first round is the blind one: nobody has heard the others."""
    return "blind" if round == 0 else str(round)


def round_table(story: Story, movements: Sequence[Movement]) -> Markup:
    """The levels that people stood at after each round, and their lower median."""
    columns = [
        Column("Criterion"),
        Column("Round"),
        Column("Levels of everybody"),
        Column("Median", numeric=True),
    ]
    rows = [
        (
            story.criterion(movement.criterion).title,
            round_name(state.round),
            ", ".join(map(str, state.levels)) or "no level",
            state.median,
        )
        for movement in movements
        for state in movement.rounds
    ]
    caption = "Where people stood after each round; who was silent in it keeps the earlier answer"
    return fold("Every level after each round", table(columns, rows, caption))


def unheard(story: Story, found: Eligibility) -> Markup:
    """The criteria whose answers come from nobody who should know."""
    told = []
    if found.outside_role:
        told.append(
            f"Answered only by people of other roles than were asked: "
            f"{_titles(story, found.outside_role)}. Their answers count until one who was "
            "asked answers."
        )
    if found.unheld:
        told.append(
            f"Nobody in the list of people holds a role that could answer "
            f"{_titles(story, found.unheld)}. Name somebody in engagement.yaml."
        )
    return join(note(line) for line in told)


def _titles(story: Story, ids: Sequence[str]) -> str:
    return listed([f"“{story.criterion(id).title}”" for id in ids])
