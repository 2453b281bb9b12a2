"""Pre-work: what each person is asked before anybody meets, and what is still open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from readiness_kit.engagement.assessment import Assessment
from readiness_kit.engagement.profile import Profile
from readiness_kit.framework.criterion import Criterion
from readiness_kit.framework.schema import Framework
from readiness_kit.judgement.answers import FACILITATOR, counts
from readiness_kit.judgement.facts import trigger


@dataclass(frozen=True, slots=True)
class Invited:
    """Somebody whose answers count, and the criteria that wait for them; ids in framework order."""

    person: str
    role: str
    criteria: tuple[str, ...]
    open: tuple[str, ...]
    """Those without an answer of this person in any round; "don't know" is an answer."""


@dataclass(frozen=True, slots=True)
class PreWork:
    """Who is asked what, and who is not; people in the order of the profile."""

    sections: tuple[str, ...]
    invited: tuple[Invited, ...]
    facilitators: tuple[str, ...]
    """They rate for the room, and are asked only where there is nobody else."""
    idle: tuple[str, ...]
    """Their roles answer none of these criteria."""
    unheld: tuple[str, ...]
    """Criteria of roles that nobody holds."""


def sections_now(framework: Framework, profile: Profile) -> tuple[str, ...]:
    """The current phase and the success factors; every section where there are no phases."""
    phases = {phase.id for phase in framework.phases}
    own = (s.id for s in framework.sections if s.id == profile.phase or s.id not in phases)
    return tuple(own)


def pre_work(
    framework: Framework, profile: Profile, assessment: Assessment, sections: Sequence[str]
) -> PreWork:
    """Who is asked about these sections; raises KeyError for one that the framework lacks."""
    chosen = {framework.section(section).id for section in sections}
    asked = [
        criterion
        for criterion in framework.criteria.values()
        if framework.section_of[criterion.id].id in chosen and trigger(criterion, profile) is None
    ]
    rooms = {person for person, role in profile.roles.items() if role == FACILITATOR}
    people = [person for person in profile.roles if person not in rooms] or list(profile.roles)
    everybody = [_invited(person, asked, profile, assessment) for person in people]
    waited_for = {id for each in everybody for id in each.criteria}
    return PreWork(
        sections=tuple(s.id for s in framework.sections if s.id in chosen),
        invited=tuple(each for each in everybody if each.criteria),
        facilitators=tuple(person for person in profile.roles if person not in people),
        idle=tuple(each.person for each in everybody if not each.criteria),
        unheld=tuple(criterion.id for criterion in asked if criterion.id not in waited_for),
    )


def _invited(
    person: str, asked: Sequence[Criterion], profile: Profile, assessment: Assessment
) -> Invited:
    own = tuple(c.id for c in asked if counts(c, person, profile.roles))
    given = {
        rating.criterion
        for rating in assessment.ratings
        if rating.respondent == person and rating.state != "unrated"
    }
    open = tuple(id for id in own if id not in given)
    return Invited(person, profile.roles[person], own, open)
