"""The static twin of the workshop page: agenda, what came of each topic, parking lot, decisions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from markupsafe import Markup

from readiness_kit.engagement.assessment import Rating
from readiness_kit.engagement.workshop import Note, Topic, Workshop, Workshops
from readiness_kit.errors import Problem
from readiness_kit.judgement.answers import Answer
from readiness_kit.judgement.talks import Moved, moved
from readiness_kit.views.cover import long_day
from readiness_kit.views.html import (
    NOTHING,
    Column,
    bidi,
    bullets,
    facts,
    fold,
    join,
    lead,
    note,
    table,
    tag,
)
from readiness_kit.views.respondent_answers import person_name
from readiness_kit.views.story import Story
from readiness_kit.views.view import View

NOT_DISCUSSED = "not discussed"
"""What stands beside a criterion that was on the agenda and not reached."""

_WHY = {
    "blocker": "open blocker",
    "spread": "people apart",
    "unknown": "not known",
    "range": "not asked before",
    "proof": "to be shown",
}
_COLUMNS = [
    Column("Criterion"),
    Column("Why"),
    Column("Minutes", numeric=True),
    Column("Fingers"),
    Column("Agreed"),
    Column("Before → after"),
]


def workshop(story: Story, workshops: Workshops) -> View | None:
    """Tell each workshop about this section, the newest first; None where there was none."""
    held = [one for one in reversed(workshops.meetings) if _concerns(story, one)]
    if not held:
        return None
    newest, *earlier = held
    told = [
        _told(story, newest),
        *(fold(_name(one), _told(story, one, named=False)) for one in earlier),
    ]
    return View(join(told), id="workshop", title="What the workshop settled")


def unreadable(problems: Sequence[Problem]) -> View:
    """Say that workshop.json does not read, and that no figure hangs on it."""
    html = join(
        [
            lead("What was talked about and decided cannot be told: workshop.json does not read."),
            bullets(bidi(problem, 600) for problem in problems),
        ]
    )
    return View(html, id="workshop", title="What the workshop settled")


def _concerns(story: Story, held: Workshop) -> bool:
    """Whether it is about this phase; one that is about no phase at all is about each."""
    named = {topic.criterion for topic in held.agenda} | {talk.criterion for talk in held.talks}
    phases = story.engagement.framework.phases
    about = {phase.id for phase in phases if any(c.id in named for c in phase.criteria)}
    return story.section_id in about or not about


def _told(story: Story, held: Workshop, *, named: bool = True) -> Markup:
    talked = list(dict.fromkeys(talk.criterion for talk in held.talks))
    planned = {topic.criterion: topic for topic in held.agenda}
    changes = moved(story.case, held, [*planned, *talked])
    rows = [
        *(_row(story, held, id, topic, changes.get(id)) for id, topic in planned.items()),
        *(_row(story, held, id, None, changes.get(id)) for id in talked if id not in planned),
    ]
    return join(
        [
            tag("h3", _name(held)) if named else "",
            lead(_sentence(held)),
            facts(_facts(story, held)),
            table(_COLUMNS, rows, "What was on the agenda, and what came of it") if rows else "",
            _order(story, held),
            _notes(story, "Parking lot", held.parked),
            _notes(story, "Decisions", held.decided),
        ]
    )


def _name(held: Workshop) -> str:
    return f"Workshop {held.number}, {long_day(held.on)}"


def _sentence(held: Workshop) -> str:
    reached, left = len(held.agenda) - len(held.unreached), len(held.unreached)
    spent = f"{_minutes(_spent(held))} of {held.minutes} minutes"
    if not held.agenda:
        told = f"Without an agenda; talked for {spent}."
    else:
        told = f"{reached} of {len(held.agenda)} topics of the agenda were discussed, in {spent}."
    if left == 1:
        told += " The one that was not reached keeps the value that it had."
    elif left:
        told += f" The {left} that were not reached keep the values that they had."
    return told if held.ended else f"{told} It has not ended yet."


def _facts(story: Story, held: Workshop) -> Iterable[tuple[object, object]]:
    people = join((_person(story, id) for id in held.people), ", ")
    yield "Who", people or NOTHING
    yield "Planned", f"{held.minutes} min"
    yield "Spent on topics", f"{_minutes(_spent(held))} min"


def _person(story: Story, id: str) -> Markup:
    role = {p.id: p.role for p in story.engagement.profile.people}.get(id)
    return join([person_name(story, id), f" ({story.roles([role])})" if role else ""])


def _row(
    story: Story, held: Workshop, id: str, topic: Topic | None, change: Moved | None
) -> tuple[object, ...]:
    criterion = story.engagement.framework.criteria.get(id)
    title = criterion.title if criterion else join([tag("code", id), ", not in the framework"])
    why = ", ".join(_WHY.get(code, code) for code in topic.why) if topic else "came up"
    plan = f" of {topic.minutes:g}" if topic else ""
    if not held.discussed(id):
        kept = _change(change)
        told = join([tag("b", NOT_DISCUSSED), f", {kept}" if kept != NOTHING else ""])
        return title, why, f"0{plan}", NOTHING, NOTHING, told
    fingers = " ".join(held.fingers(id).values()) or NOTHING
    spent = f"{_minutes(held.seconds(id))}{plan}"
    agreed = NOTHING
    if change:
        agreed = _value(change.agreed) if change.agreed else "nothing"
    return title, why, spent, fingers, agreed, _change(change)


def _change(change: Moved | None) -> str:
    if change is None:
        return NOTHING
    before, after = _value(change.before), _value(change.after)
    if before != after:
        return f"{before} → {after}"
    return NOTHING if after == NOTHING else f"stays: {after}"


def _value(said: Answer | Rating) -> str:
    if said.level is not None:
        return f"level {said.level}"
    words = {"unknown": "don't know", "not_applicable": "does not apply"}
    return words.get(said.state, NOTHING)


def _order(story: Story, held: Workshop) -> Markup:
    """In which order the fingers stand."""
    if not any(talk.fingers for talk in held.talks):
        return Markup("")
    people = join((person_name(story, id) for id in held.people), ", ")
    signs = "a level, u not known, n does not apply, - none shown"
    return note(join(["Fingers stand in the order of ", people, f": {signs}."]))


def _notes(story: Story, title: str, notes: Sequence[Note]) -> Markup:
    if not notes:
        return Markup("")
    return join([tag("h4", title), bullets(_note(story, entry) for entry in notes)])


def _note(story: Story, entry: Note) -> Markup:
    by = join([" By ", bidi(entry.by), "."]) if entry.by else ""
    criterion = story.engagement.framework.criteria.get(entry.criterion or "")
    about = f" On “{criterion.title}”." if criterion else ""
    return join([bidi(entry.text, 600), by, tag("span", about, class_="rk-quiet") if about else ""])


def _spent(held: Workshop) -> int:
    return sum(talk.seconds for talk in held.talks)


def _minutes(seconds: int) -> str:
    """Whole minutes; what was begun is never told as 0."""
    return "under 1" if 0 < seconds < 30 else f"{seconds / 60:.0f}"
