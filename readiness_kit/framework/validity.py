"""What a framework must hold beyond the types of its values: ids that meet, ladders that rise."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from readiness_kit.errors import InvalidFileError, Problem
from readiness_kit.framework.criterion import GRADES, Criterion
from readiness_kit.framework.schema import Framework, Section
from readiness_kit.reading import Document
from readiness_kit.reading.document import Path_


def check_framework(framework: Framework, document: Document) -> None:
    """Raise InvalidFileError with every inconsistency of a framework that is well typed."""
    problems = [
        *_ids(framework, document),
        *_scale(framework, document),
        *_bands(framework, document),
        *_runs(framework, document),
        *_caps(framework, document),
        *_gates(framework, document),
        *_sections(framework, document),
        *_pitfalls(framework, document),
        *_ranges(framework, document),
    ]
    if problems:
        raise InvalidFileError(problems)


def _twice(ids: Iterable[tuple[Path_, str]], document: Document) -> Iterator[Problem]:
    seen: set[str] = set()
    for path, id in ids:
        if id in seen:
            yield document.problem(path, "an id that is used once", id)
        seen.add(id)


def _ids(framework: Framework, document: Document) -> Iterator[Problem]:
    groups = ("sections", "roles", "sources", "pitfalls", "metrics", "rules_of_thumb", "operation")
    for group in groups:
        entries = getattr(framework, group)
        yield from _twice((((group, i, "id"), e.id) for i, e in enumerate(entries)), document)
    yield from _twice((((*path, "id"), c.id) for path, _, c in _criteria(framework)), document)
    practices = (
        (("sections", i, "practices", j, "id"), practice.id)
        for i, section in enumerate(framework.sections)
        for j, practice in enumerate(section.practices)
    )
    yield from _twice(practices, document)


def _criteria(framework: Framework) -> Iterator[tuple[Path_, Section, Criterion]]:
    for i, section in enumerate(framework.sections):
        for j, practice in enumerate(section.practices):
            for k, criterion in enumerate(practice.criteria):
                yield ("sections", i, "practices", j, "criteria", k), section, criterion


def _scale(framework: Framework, document: Document) -> Iterator[Problem]:
    for i, (lower, upper) in enumerate(pairwise(framework.scale)):
        if upper.level <= lower.level or upper.value <= lower.value:
            came = f"level {upper.level} of value {upper.value:g} after {lower.value:g}"
            yield document.problem(("scale", i + 1), "levels and values that rise", came)


def _bands(framework: Framework, document: Document) -> Iterator[Problem]:
    bands, most = framework.display.bands, framework.display.of
    if framework.phases and most != 100:
        allowed = "100 where sections have floors, since these are points of 100"
        yield document.problem(("display", "of"), allowed, f"{most:g}")
    for i, (lower, upper) in enumerate(pairwise(bands), start=1):
        if upper.up_to <= lower.up_to:
            came = f"{upper.up_to:g} after {lower.up_to:g}"
            yield document.problem(("display", "bands", i, "up_to"), "points that rise", came)
    if bands and bands[0].up_to < 0:
        came = f"{bands[0].up_to:g}"
        yield document.problem(("display", "bands", 0, "up_to"), "0 points or more", came)
    if bands and bands[-1].up_to != most:
        place = ("display", "bands", len(bands) - 1, "up_to")
        allowed = f"{most:g}, the most points that there are"
        yield document.problem(place, allowed, f"{bands[-1].up_to:g}")


def _runs(framework: Framework, document: Document) -> Iterator[Problem]:
    """What runs of methods count for: a better verdict must never count for less."""
    filled, recurrence = framework.filled_levels, framework.recurrence
    if any(c.methods for c in framework.criteria.values()):
        for name, level in filled:
            if level not in framework.values:
                yield document.problem(("filled_levels", name), "a level of the scale", level)
    for better, worse in pairwise(("property_pass", "property_warn", "property_fail")):
        most, came = getattr(filled, better), getattr(filled, worse)
        if came > most:
            yield document.problem(("filled_levels", worse), f"at most {better}, {most}", came)
    caps = framework.observation_caps
    if "warn" in caps and caps.get("fail", 0.0) > caps["warn"]:
        allowed = f"at most the cap of warn, {caps['warn']:g}"
        yield document.problem(("observation_caps", "fail"), allowed, f"{caps['fail']:g}")
    if recurrence.dates < 2:
        yield document.problem(("recurrence", "dates"), "at least 2 dates", recurrence.dates)
    if recurrence.within_days < 1:
        came = recurrence.within_days
        yield document.problem(("recurrence", "within_days"), "at least 1 day", came)


def _caps(framework: Framework, document: Document) -> Iterator[Problem]:
    if framework.caps is None:
        return
    if lowest := framework.scale[0].value:
        # a cap under every level would leave a rated criterion without any
        yield document.problem(("scale", 0, "value"), "0 for the lowest level", f"{lowest:g}")
    for kind in sorted({c.kind for c in framework.criteria.values()} - set(framework.caps)):
        yield document.problem(("caps",), f"caps for criteria of kind {kind}", "none")
    for kind, caps in framework.caps.items():
        missing = [grade for grade in GRADES if grade not in caps]
        if missing:
            yield document.problem(("caps", kind), "a cap for every grade", f"no {missing[0]}")
        for lower, upper in pairwise(grade for grade in GRADES if grade in caps):
            if caps[upper] < caps[lower]:
                allowed = f"at least the cap of {lower}, {caps[lower]:g}"
                yield document.problem(("caps", kind, upper), allowed, f"{caps[upper]:g}")
    for grade in GRADES[1:]:
        if framework.lives_days.get(grade, 0) < 1:
            yield document.problem(("lives_days",), f"days that grade {grade} lives", "none")
    for verdict in ("warn", "fail"):
        if verdict not in framework.observation_caps:
            yield document.problem(("observation_caps",), f"a cap for verdict {verdict}", "none")


def _gates(framework: Framework, document: Document) -> Iterator[Problem]:
    for i, section in enumerate(framework.sections):
        floors = section.floors
        if floors and floors.no_go > floors.go:
            came = f"{floors.no_go:g} above {floors.go:g}"
            yield document.problem(("sections", i, "floors"), "no_go at most go", came)
        elif floors and not (floors.no_go >= 0 and floors.go <= 100):
            came = f"{floors.no_go:g} and {floors.go:g}"
            yield document.problem(("sections", i, "floors"), "0 to 100 points", came)
        for rule in ("must_run", "must_pass", "admits_unproved"):
            # where no section has a gate, none is expected to ask for anything
            if getattr(section, rule) and framework.phases and not floors:
                allowed = "nothing here: a section without floors has no gate"
                yield document.problem(("sections", i, rule), allowed, getattr(section, rule))


def _sections(framework: Framework, document: Document) -> Iterator[Problem]:
    phases = {phase.id for phase in framework.phases}
    roles = {role.id for role in framework.roles}
    levels = set(framework.values)
    for path, _, criterion in _criteria(framework):
        if set(criterion.levels) != levels:
            came = f"levels {', '.join(map(str, sorted(criterion.levels)))}"
            yield document.problem((*path, "levels"), f"a text for {sorted(levels)}", came)
        for role in criterion.answered_by:
            if roles and role not in roles:
                yield document.problem((*path, "answered_by"), "roles that are listed", role)
        if criterion.target_level not in levels:
            came = str(criterion.target_level)
            yield document.problem((*path, "target_level"), "a level of the scale", came)
        if criterion.blocker is None:
            continue
        if criterion.blocker.gate not in phases:
            allowed = f"a phase: {', '.join(sorted(phases)) or 'this framework has none'}"
            yield document.problem((*path, "blocker", "gate"), allowed, criterion.blocker.gate)
        if criterion.blocker.required_level not in levels:
            came = str(criterion.blocker.required_level)
            yield document.problem((*path, "blocker", "required_level"), "a level", came)


def _pitfalls(framework: Framework, document: Document) -> Iterator[Problem]:
    phases = {phase.id for phase in framework.phases}
    for i, pitfall in enumerate(framework.pitfalls):
        if pitfall.close_by not in phases:
            yield document.problem(("pitfalls", i, "close_by"), "a phase", pitfall.close_by)
        for n, id in enumerate(pitfall.criteria):
            if id not in framework.criteria:
                yield document.problem(("pitfalls", i, "criteria", n), "a criterion", id)


def _ranges(framework: Framework, document: Document) -> Iterator[Problem]:
    weeks = ((("sections", i, "weeks"), s.weeks) for i, s in enumerate(framework.sections))
    rules = (
        (("rules_of_thumb", i, "range"), r.range) for i, r in enumerate(framework.rules_of_thumb)
    )
    found: Iterable[tuple[Path_, Sequence[float] | None]] = (*weeks, *rules)
    for path, ends in found:
        if ends and ends[0] > ends[1]:
            came = f"{ends[0]:g} and {ends[1]:g}"
            yield document.problem(path, "the lower end first, then the upper", came)
