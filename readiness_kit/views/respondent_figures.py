"""The figures of who said what, each with its reading in words; left out where they are empty."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from readiness_kit.judgement.respondents import Movement, Respondents, RoleGap
from readiness_kit.judgement.spread import Spread, Voice
from readiness_kit.judgement.words import listed
from readiness_kit.views.html import join, number, tag
from readiness_kit.views.respondent_answers import criteria, role_name, round_table, what_counts
from readiness_kit.views.respondent_marks import Mark, Row, codes
from readiness_kit.views.story import Story
from readiness_kit.views.theme import PHONE_WIDTH

_DRAWN = 6
"""So many criteria are drawn, the widest apart first."""
_ALIKE = 0.05
"""Of a level: less than this prints as 0.0 and is no difference."""


def disagreement(story: Story, spreads: Sequence[Spread]) -> Markup:
    """Each person at the level given, over the criteria that are widest apart."""
    shown = [spread for spread in spreads if spread.levels_apart][:_DRAWN]
    if not shown:
        return Markup("")
    from readiness_kit.views.figure import figure
    from readiness_kit.views.respondent_charts import spread_chart

    roles = [role_name(story, voice.role) for spread in shown for voice in spread.rated]
    letters = codes(roles)
    rows = [_row(story, spread, letters) for spread in shown]
    levels = list(story.engagement.framework.values)
    key = ", ".join(
        f"{letters[role]} = {role}" for role in sorted(letters, key=letters.__getitem__)
    )
    room = any(spread.consensus for spread in shown)
    return figure(
        spread_chart(rows, levels),
        phone=spread_chart(rows, levels, width=PHONE_WIDTH),
        id="respondents-spread",
        live=False,
        title="The same question, different answers",
        reading=f"A row is a criterion, the widest apart first; a mark is a person at the level "
        f"given, with the letters of the role: {key}. Filled marks count, open ones do not."
        + (" A diamond is what the room agreed on." if room else ""),
    )


def _row(story: Story, spread: Spread, letters: dict[str, str]) -> Row:
    title = story.criterion(spread.criterion).title
    marks = [_mark(story, spread, voice, letters) for voice in spread.rated]
    if spread.consensus and spread.consensus.level is not None:
        # first, so that it is drawn however many people stand at its level
        marks.insert(0, Mark("", "The room", spread.consensus.level, "yes", "room"))
    return Row(title, tuple(marks))


def _mark(story: Story, spread: Spread, voice: Voice, letters: dict[str, str]) -> Mark:
    role = role_name(story, voice.role)
    return Mark(
        code=letters[role],
        who=role if voice.respondent is None else f"{voice.respondent}, {role}",
        level=voice.level or 0,
        told=what_counts(story, spread.criterion, voice.weight),
        look="filled" if voice.counts else "open",
    )


def by_role(story: Story, found: Respondents) -> Markup:
    """Which roles see it brighter than the others, and the sponsor against the engineers."""
    if not found.roles:
        return Markup("")
    from readiness_kit.views.figure import figure
    from readiness_kit.views.respondent_charts import role_chart

    rows = [
        {
            "role": role_name(story, gap.role),
            "levels": gap.levels,
            "label": f"{role_name(story, gap.role)}: {_signed(gap.levels)} on "
            f"{criteria(gap.criteria)}",
        }
        for gap in found.roles
    ]
    chart = figure(
        role_chart(rows),
        phone=role_chart(rows, width=PHONE_WIDTH),
        id="respondents-roles",
        live=False,
        title="Who sees it brighter",
        reading="How many levels a role’s answers stand above or below those of everybody else, "
        "on average over the criteria that both rated. On few criteria it says little.",
    )
    gap = found.sponsor_against_engineers
    return join([tag("h3", "By role"), tag("p", _against(story, gap)) if gap else "", chart])


def _signed(levels: float) -> str:
    """A difference with its sign; what prints as nought has none."""
    return number(levels, signed=True) if abs(levels) >= _ALIKE else "0.0"


def _against(story: Story, gap: RoleGap) -> Markup:
    many = criteria(gap.criteria)
    most = [
        f"“{story.criterion(each.criterion).title}” ({_signed(each.levels)})" for each in gap.most
    ]
    where = f", most on {listed(most)}" if most else ""
    if abs(gap.levels) < _ALIKE:
        told = f"On average the sponsor and the engineers stand level on {many} that both rated"
        return join([told, where, "."])
    side = "above" if gap.levels > 0 else "below"
    return join(
        [
            f"The sponsor stands {abs(gap.levels):.1f} levels {side} the engineers on average "
            f"over {many} that both rated",
            where,
            ".",
        ]
    )


def round_by_round(story: Story, movements: Sequence[Movement]) -> Markup:
    """How far people were apart at first and are now, where they were asked again."""
    if not movements:
        return Markup("")
    drawn = sorted((m for m in movements if _several(m)), key=lambda move: -_change(move)[0])
    told = tag("p", _moved(drawn, len(movements)))
    below = round_table(story, movements)
    chart = _round_figure(story, drawn[:_DRAWN], below) if drawn else below
    return join([tag("h3", "Round by round"), told, chart])


def _round_figure(story: Story, movements: Sequence[Movement], below: Markup) -> Markup:
    from readiness_kit.views.figure import figure
    from readiness_kit.views.respondent_charts import rounds_chart

    rows = [_round_row(story, movement) for movement in movements]
    levels = story.engagement.framework.values
    top = max(levels) - min(levels)
    return figure(
        rounds_chart(rows, top=top),
        phone=rounds_chart(rows, top=top, width=PHONE_WIDTH),
        id="respondents-rounds",
        live=False,
        title="What talking changed",
        reading="Ring: levels between the lowest and the highest person after the first round. "
        "Dot: now.",
        alternative=below,
    )


def _round_row(story: Story, movement: Movement) -> dict[str, object]:
    title = story.criterion(movement.criterion).title
    first, latest = _change(movement)
    label = f"{title}: {first}\u00a0→\u00a0{latest}"
    return {"criterion": title, "label": label, "first": first, "latest": latest}


def _several(movement: Movement) -> bool:
    """Whether at least two gave a level at first and now: else nothing is apart."""
    return all(len(state.levels) > 1 for state in (movement.rounds[0], movement.rounds[-1]))


def _change(movement: Movement) -> tuple[int, int]:
    """The levels that people were apart at first, and are now."""
    first, latest = movement.rounds[0].levels, movement.rounds[-1].levels
    return first[-1] - first[0], latest[-1] - latest[0]


def _moved(movements: Sequence[Movement], asked: int) -> str:
    closer = sum(latest < first for first, latest in map(_change, movements))
    wider = sum(latest > first for first, latest in map(_change, movements))
    told = (
        f"{criteria(asked).capitalize()} were asked again after the first round"
        if asked > 1
        else "One criterion was asked again after the first round"
    )
    if not movements:
        return f"{told}; none had two levels to compare at first."
    return f"{told}: people came closer on {closer}, and are further apart on {wider}."
