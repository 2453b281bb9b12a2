"""What a brief says, as plain data: the terminal, the notebook and the printed page render it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from readiness_kit.framework.asked_where import asked_where
from readiness_kit.framework.criterion import Blocker, Criterion, Depth
from readiness_kit.framework.schema import Framework, Section

MUST_COME, FOR_A_PART, INVITED = "Must be in the room", "For a part", "To invite"
"""What roles are asked to come for; the last one where no criterion is a blocker."""


@dataclass(frozen=True, slots=True)
class Seat:
    """A role that answers, and how many criteria of the section wait for it."""

    title: str
    criteria: int

    @property
    def words(self) -> str:
        """As it stands in a list."""
        return f"{self.title} ({self.criteria})"


@dataclass(frozen=True, slots=True)
class Required:
    """A blocker of the section, and what it requires."""

    id: str
    title: str
    terms: str
    """The level, with the gate where it is another's, and where it is asked if not always."""


@dataclass(frozen=True, slots=True)
class Talk:
    """What is talked about before a practice is rated."""

    practice: str
    title: str
    interview: Sequence[str]
    warning_signs: Sequence[str]


@dataclass(frozen=True, slots=True)
class Briefing:
    """All that a facilitator prepares a section from; what the framework does not say is empty."""

    title: str
    purpose: str
    opening: str
    hours: str
    bar: str
    blockers: Sequence[Required]
    invited: Mapping[str, Sequence[Seat]]
    """Under what they are asked to come for: first the roles that answer for a blocker."""
    documents: Sequence[str]
    talks: Sequence[Talk]

    @property
    def prepared(self) -> bool:
        """Whether the framework says anything that one could prepare from."""
        return bool(self.opening or self.talks)


def briefing(
    section: Section,
    framework: Framework,
    *,
    asked: Collection[str] | None = None,
    depth: Depth | None = None,
) -> Briefing:
    """The brief of one section, as for any system or for one engagement.

    `asked` are the criteria that an engagement is asked, and `depth` is how deep; without them
    the brief is of all systems, and tells the hours of every depth.
    """
    brief = section.brief
    met = [c for c in section.criteria if asked is None or c.id in asked]
    return Briefing(
        title=section.title,
        purpose=section.purpose or "",
        opening=brief.opening if brief else "",
        hours=_hours(section, depth),
        bar=bar(section, framework),
        blockers=[_required(c, c.blocker, section, asked is None) for c in met if c.blocker],
        invited=_invited(met, framework),
        documents=brief.documents if brief else [],
        talks=[
            Talk(p.id, p.title, p.interview, p.warning_signs)
            for p in section.practices
            if p.interview or p.warning_signs
        ],
    )


def bar(section: Section, framework: Framework) -> str:
    """The points that a gate asks for, as a sentence; empty where no gate stands."""
    if section.floors is None:
        return ""
    no_go, go = section.floors.no_go, section.floors.go
    unit = framework.display.unit
    return f"No go below {no_go:g} {unit}, go from {go:g} on, before criticality moves both."


def _hours(section: Section, depth: Depth | None) -> str:
    if section.brief is None:
        return ""
    hours = section.brief.hours
    return hours.line if depth is None else hours.sentence(depth) or ""


def _invited(criteria: Sequence[Criterion], framework: Framework) -> dict[str, list[Seat]]:
    """Who has anything to answer, in the framework's order of roles; no heading without a seat."""
    counts = Counter(role for criterion in criteria for role in criterion.answered_by)
    needed = {role for c in criteria if c.blocker for role in c.answered_by}
    found: dict[str, list[Seat]] = {MUST_COME: [], FOR_A_PART: [], INVITED: []}
    for role in framework.roles:
        if counts[role.id]:
            heading = MUST_COME if role.id in needed else FOR_A_PART if needed else INVITED
            found[heading].append(Seat(role.title, counts[role.id]))
    return {heading: seats for heading, seats in found.items() if seats}


def _required(criterion: Criterion, rule: Blocker, section: Section, of_any: bool) -> Required:
    """A blocker in words; where it is asked is told only of a system that is not known."""
    gate = "" if rule.gate == section.id else f" at {rule.gate}"
    where = asked_where(criterion.scope) if of_any else ""
    terms = f"level {rule.required_level}{gate}{f', where {where}' if where else ''}"
    return Required(criterion.id, criterion.title, terms)
