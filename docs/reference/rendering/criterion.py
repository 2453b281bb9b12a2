"""One criterion in full: what is asked, which answers there are, what proves and what mends it."""

from __future__ import annotations

from collections.abc import Iterator

from readiness_kit.framework import GRADES, Criterion, Framework
from readiness_kit.framework.asked_where import asked_where
from readiness_kit.framework.crosswalks import catalogues
from rendering import words
from rendering.markdown import anchor, bullets, code, labelled, prose, table

_PROVES = {
    "activity": "its run shows that this is done, whatever it finds",
    "property": "its run shows whether this holds, and caps the level where it does not",
}


def criterion(entry: Criterion, framework: Framework) -> Iterator[str]:
    """The blocks of one criterion; what the framework does not say is left out."""
    yield anchor(entry.id)
    yield f"### {prose(entry.title)}"
    yield code(entry.id)
    yield bullets(_facts(entry, framework))
    yield labelled("Question", entry.question)
    yield _levels(entry, framework)
    yield labelled("What good looks like", entry.good)
    yield _evidence(entry)
    yield _methods(entry)
    yield from _remediation(entry)
    yield _crosswalk(entry)


def _facts(entry: Criterion, framework: Framework) -> Iterator[str]:
    yield (
        f"{entry.kind}, theme {code(entry.theme)}, weight {words.number(entry.weight)}, "
        f"asked from depth {entry.depth} on"
    )
    where = asked_where(entry.scope)
    yield f"asked only where {where}" if where else "asked of every system"
    titles = words.role_titles(framework)
    roles = ", ".join(prose(titles.get(role, role)) for role in entry.answered_by)
    yield f"answered by: {roles or 'everybody'}"
    if entry.blocker:
        later = ", and at every later gate" if entry.blocker.stays_open else ""
        yield (
            f"**blocker**: supported level {entry.blocker.required_level} at the gate "
            f"{code(entry.blocker.gate)}{later}"
        )
    proof = f", evidence of grade {entry.target_grade}" if framework.caps else ""
    yield f"target: level {entry.target_level}{proof}"
    if entry.replaces:
        yield f"replaces: {code(entry.replaces)}"


def _levels(entry: Criterion, framework: Framework) -> str:
    names = {step.level: step.name for step in framework.scale}
    return table(
        ["level", "name", "holds when"],
        ([str(n), prose(names.get(n, "-")), prose(text)] for n, text in entry.levels.items()),
    )


def _evidence(entry: Criterion) -> str:
    if entry.evidence is None:
        return ""
    said = [(grade, getattr(entry.evidence, grade, None)) for grade in GRADES]
    return table(
        ["grade", "evidence that counts as such"],
        ([grade, prose(text)] for grade, text in said if text),
    )


def _methods(entry: Criterion) -> str:
    if not entry.methods:
        return ""
    own = words.runnable()
    lines = bullets(
        f"{code(method.id)}{'' if method.id in own else ' (not in this version)'}: "
        f"{_PROVES[method.proves]}"
        for method in entry.methods
    )
    return f"**Methods.**\n\n{lines}"


def _remediation(entry: Criterion) -> Iterator[str]:
    if entry.remediation is None:
        return
    step = entry.remediation
    yield labelled("What closes it", step.text)
    yield (
        f"Working days, low / middle / high: {words.days(step.effort_days)} to do it, "
        f"{words.days(step.prove_days)} to prove it."
    )
    yield labelled("Cost of neglect", step.cost_of_neglect)


def _crosswalk(entry: Criterion) -> str:
    found = {key: getattr(entry.crosswalk, key) for key in type(entry.crosswalk).model_fields}
    said = [
        f"{catalogues()[key].title} {', '.join(prose(str(reference)) for reference in listed)}"
        for key, listed in found.items()
        if listed
    ]
    return f"**Elsewhere.** {'; '.join(said)}." if said else ""
