"""What a newer rubric asks or counts otherwise, by criterion, section and convention."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, TypeVar

from readiness_kit.framework.criterion import Criterion
from readiness_kit.framework.schema import Framework, Section

T = TypeVar("T")
What = Literal["criterion", "section", "framework"]
Aspect = Literal[
    "added",
    "removed",
    "section",
    "text",
    "weight",
    "kind",
    "scope",
    "answered_by",
    "methods",
    "blocker",
    "floors",
    "gate",
    "caps",
    "lives",
    "scale",
    "conventions",
]


@dataclass(frozen=True, slots=True)
class RubricChange:
    """One thing that the newer rubric has otherwise."""

    what: What
    id: str
    """Of the criterion or section; of the kind where caps changed, else of the framework."""
    aspect: Aspect
    before: str | None = None
    """None where it is no short value, such as a text."""
    after: str | None = None


def rubric_changes(a: Framework, b: Framework) -> tuple[RubricChange, ...]:
    """All that bears on answers or scores: conventions first, then sections, then criteria."""
    if a.sha256 == b.sha256:
        return ()
    return (*_conventions(a, b), *_sections(a, b), *_criteria(a, b))


def _conventions(a: Framework, b: Framework) -> Iterator[RubricChange]:
    caps_a, caps_b = a.caps or {}, b.caps or {}
    for kind in dict.fromkeys([*caps_b, *caps_a]):
        if caps_a.get(kind) != caps_b.get(kind):
            yield RubricChange("framework", kind, "caps")
    yield from _compared("framework", b.id, a, b, _CONVENTIONS)


def _sections(a: Framework, b: Framework) -> Iterator[RubricChange]:
    old, new = ({s.id: s for s in side.sections} for side in (a, b))
    yield from _come_and_gone("section", old, new)
    for id in (id for id in new if id in old):
        yield from _compared("section", id, old[id], new[id], _SECTION)


def _criteria(a: Framework, b: Framework) -> Iterator[RubricChange]:
    old, new = a.criteria, b.criteria
    yield from _come_and_gone("criterion", old, new)
    for id in new:
        if id not in old:
            continue
        home, moved = a.section_of[id].id, b.section_of[id].id
        if home != moved:
            yield RubricChange("criterion", id, "section", home, moved)
        yield from _compared("criterion", id, old[id], new[id], _CRITERION)


def _come_and_gone(
    what: What, old: Mapping[str, object], new: Mapping[str, object]
) -> Iterator[RubricChange]:
    yield from (RubricChange(what, id, "added") for id in new if id not in old)
    yield from (RubricChange(what, id, "removed") for id in old if id not in new)


def _compared(
    what: What, id: str, old: T, new: T, aspects: Mapping[Aspect, Callable[[T], object]]
) -> Iterator[RubricChange]:
    """What differs; a look that is a string is short enough to be told."""
    for aspect, look in aspects.items():
        then, now = look(old), look(new)
        if then != now:
            yield RubricChange(what, id, aspect, _told(then), _told(now))


def _told(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _floors(section: Section) -> str:
    floors = section.floors
    return f"{floors.no_go:.10g}/{floors.go:.10g}" if floors else "none"


def _blocker(criterion: Criterion) -> str:
    blocker = criterion.blocker
    if blocker is None:
        return "none"
    stays = ", stays open" if blocker.stays_open else ""
    return f"{blocker.gate} at level {blocker.required_level}{stays}"


_CONVENTIONS: Mapping[Aspect, Callable[[Framework], object]] = {
    "scale": lambda f: f.values,
    "lives": lambda f: f.lives_days,
    "conventions": lambda f: (
        f.thresholds.model_copy(update={"source": ""}),
        f.observation_caps,
        f.filled_levels,
        f.recurrence,
        f.unanswered,
    ),
}
_SECTION: Mapping[Aspect, Callable[[Section], object]] = {
    "floors": _floors,
    "gate": lambda s: (s.admits_unproved, sorted(s.must_run), sorted(s.must_pass)),
}
_CRITERION: Mapping[Aspect, Callable[[Criterion], object]] = {
    "text": lambda c: (c.title, c.question, c.levels),
    "weight": lambda c: f"{c.weight:.10g}",
    "kind": lambda c: c.kind,
    "scope": lambda c: (c.scope, c.depth),
    "answered_by": lambda c: sorted(c.answered_by),
    "methods": lambda c: sorted((m.id, m.proves) for m in c.methods),
    "blocker": _blocker,
}
