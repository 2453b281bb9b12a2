"""Who answers: the people of an engagement, and the roles that nobody holds yet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from readiness_kit.views.html import Column, join, lead, note, table
from readiness_kit.views.respondent_answers import person_name
from readiness_kit.views.story import Story
from readiness_kit.views.view import View


def people(story: Story) -> View:
    """Show each role that the next gate's questions need, who holds it, and how far they are."""
    needed = _needed(story)
    held: dict[str, list[str]] = {}
    for person in story.engagement.profile.people:
        held.setdefault(person.role, []).append(person.id)
    roles = [*needed, *(role for role in held if role not in needed)]
    missing = [role for role in needed if role not in held]
    rows = [
        (
            story.roles([role]),
            join((person_name(story, id) for id in held.get(role, [])), ", ") or "nobody yet",
            needed[role] or "",
            _answered(story, role, held.get(role, [])) or "",
        )
        for role in roles
    ]
    columns = [
        Column("Role"),
        Column("Who"),
        Column("Questions for this role", numeric=True),
        Column("Answered", numeric=True),
    ]
    html = join(
        [
            lead(_sentence(story, missing)),
            table(columns, rows, f"Who can answer {_whose(story)}"),
            note(
                "An answer counts fully where it comes from a role that the question names; the "
                "facilitator’s, for the room, always does."
            ),
        ]
    )
    return View(html, id="people", title="Who has to be asked")


def _needed(story: Story) -> Counter[str]:
    """The roles that can answer what is asked, with how many questions each can."""
    return Counter(role for id in _asked(story) for role in story.criterion(id).answered_by)


def _asked(story: Story) -> list[str]:
    return [result.id for section in story.looked_at for result in section.criteria]


def _answered(story: Story, role: str, people: Iterable[str]) -> int:
    """How many of the questions for a role have an answer from who holds it."""
    who = set(people)
    mine = {id for id in _asked(story) if role in story.criterion(id).answered_by}
    given = story.engagement.assessment.ratings
    said = {r.criterion for r in given if r.respondent in who and r.state != "unrated"}
    return len(mine & said)


def _whose(story: Story) -> str:
    return "the questions of the next gate" if story.card.gates else "the questions"


def _sentence(story: Story, missing: list[str]) -> str:
    if not story.engagement.profile.people:
        return "Nobody is named yet: list the people and their roles in engagement.yaml."
    if not missing:
        return f"Every role that {_whose(story)} need is held by somebody."
    return (
        f"{len(missing)} of the roles that {_whose(story)} need "
        f"{'is' if len(missing) == 1 else 'are'} held by nobody: {story.roles(missing)}."
    )
