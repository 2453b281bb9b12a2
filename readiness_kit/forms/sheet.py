"""What a rating form shows, as plain data: criteria that are asked, people, and their answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from readiness_kit.engagement.acts import CONSENSUS
from readiness_kit.engagement.assessment import Action, Assessment, Evidence, Rating
from readiness_kit.engagement.parts import Ground
from readiness_kit.errors import UsageError
from readiness_kit.framework.criterion import Criterion
from readiness_kit.framework.schema import Framework, Section
from readiness_kit.judgement.answers import counts
from readiness_kit.judgement.facts import trigger

Data = dict[str, Any]


@dataclass(frozen=True)
class Sheet:
    """The questions of some sections; what is out of scope or too deep is left out."""

    title: str
    criteria: list[Data]
    people: list[Data]

    @cached_property
    def ids(self) -> frozenset[str]:
        """The criteria that may be answered here."""
        return frozenset(criterion["id"] for criterion in self.criteria)


def sheet(ground: Ground, sections: Sequence[str]) -> Sheet:
    """The questions of these sections; raises UsageError where the framework lacks one."""
    framework, profile = ground.framework, ground.profile
    known = {part.id: part for part in framework.sections}
    for section in sections:
        if section not in known:
            raise UsageError(f"no section {section!r} in {framework.id}; it has {', '.join(known)}")
    shown = [known[section] for section in dict.fromkeys(sections)]
    questions = [
        _question(framework, part, criterion, profile.roles)
        for part in shown
        for criterion in _asked(ground, part)
    ]
    titles = {role.id: role.title for role in framework.roles}
    people = [
        {"id": id, "name": profile.name_of(id), "role": titles.get(role, role)}
        for id, role in profile.roles.items()
    ]
    return Sheet(", ".join(part.title for part in shown), questions, people)


def newest(assessment: Assessment, *, before: int | None = None) -> dict[tuple[str, str], Rating]:
    """By criterion and respondent: the answer of the latest round, or of the last one `before`."""
    rounds = [r for r in assessment.ratings if before is None or r.round < before]
    by_round = sorted(rounds, key=lambda rating: rating.round)
    return {(r.criterion, r.respondent): r for r in by_round if r.respondent is not None}


def answers(
    assessment: Assessment, shown: Sheet, *, before: int | None = None
) -> dict[str, dict[str, Data]]:
    """By respondent, the consensus among them, and criterion: the newest answer in the file.

    With `before`, a round, what had been said when it began.
    """
    found: dict[str, dict[str, Data]] = {CONSENSUS: {}, **{p["id"]: {} for p in shown.people}}
    for (criterion, respondent), rating in newest(assessment, before=before).items():
        if criterion in shown.ids and respondent in found:
            found[respondent][criterion] = rating.model_dump(mode="json")
    return found


def linked(entries: Iterable[Evidence] | Iterable[Action], shown: Sheet) -> dict[str, list[Data]]:
    """By criterion: its evidence or its actions, as the file has them."""
    found: dict[str, list[Data]] = {}
    for entry in entries:
        if entry.criterion in shown.ids:
            found.setdefault(entry.criterion, []).append(entry.model_dump(mode="json"))
    return found


def _asked(ground: Ground, section: Section) -> list[Criterion]:
    # Whether a criterion is asked depends on the profile alone; judgement owns that rule.
    return [c for c in section.criteria if trigger(c, ground.profile) is None]


def _question(
    framework: Framework, section: Section, criterion: Criterion, people: Mapping[str, str]
) -> Data:
    names = {step.level: step.name for step in framework.scale}
    roles = {role.id: role.title for role in framework.roles}
    blocker = criterion.blocker
    return {
        "id": criterion.id,
        "section": section.title,
        "title": criterion.title,
        "question": criterion.question,
        "practice": framework.practice_of[criterion.id].title,
        "answered_by": [roles.get(role, role) for role in criterion.answered_by],
        "counted": [id for id in people if counts(criterion, id, people)],
        "levels": [
            {"level": level, "name": names[level], "text": text}
            for level, text in sorted(criterion.levels.items())
        ],
        "blocker": blocker
        and {
            "gate": framework.section(blocker.gate).title,
            "required_level": blocker.required_level,
        },
    }
