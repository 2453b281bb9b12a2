"""Where each record of a framework stands, and every text that people read in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from readiness_kit.framework.criterion import Criterion, Practice
from readiness_kit.framework.lint.remark import Place
from readiness_kit.framework.schema import Framework, Section

Use = Literal[
    "title",
    "question",
    "level",
    "good",
    "evidence",
    "remediation",
    "cost_of_neglect",
    "purpose",
    "interview",
    "warning_sign",
    "opening",
    "document",
    "signal",
    "remedy",
    "explanation",
]
GRADED = ("document", "demonstrated", "test", "recurring")
"""The grades of which a criterion says what would count."""


class Wording(NamedTuple):
    """One text, what it is for, and its place."""

    use: Use
    place: Place
    text: str


def sections(framework: Framework) -> Iterator[tuple[Place, Section]]:
    """Every section with its place."""
    for i, section in enumerate(framework.sections):
        yield Place(section.id, ("sections", i)), section


def practices(framework: Framework) -> Iterator[tuple[Place, Section, Practice]]:
    """Every practice with its place and the section around it."""
    for place, section in sections(framework):
        for j, practice in enumerate(section.practices):
            yield Place(practice.id, (*place.path, "practices", j)), section, practice


def criteria(framework: Framework) -> Iterator[tuple[Place, Practice, Criterion]]:
    """Every criterion with its place and the practice around it."""
    for place, _, practice in practices(framework):
        for k, criterion in enumerate(practice.criteria):
            yield Place(criterion.id, (*place.path, "criteria", k)), practice, criterion


def wordings(framework: Framework) -> Iterator[Wording]:
    """Every text of a framework that is asked, answered or printed."""
    for place, section in sections(framework):
        yield Wording("title", place.at("title"), section.title)
        yield from _some("purpose", place.at("purpose"), section.purpose)
        if section.brief:
            yield Wording("opening", place.at("brief", "opening"), section.brief.opening)
            yield from _list("document", place, ("brief", "documents"), section.brief.documents)
    for place, _, practice in practices(framework):
        yield Wording("title", place.at("title"), practice.title)
        yield from _some("purpose", place.at("purpose"), practice.purpose)
        yield from _list("interview", place, ("interview",), practice.interview)
        yield from _list("warning_sign", place, ("warning_signs",), practice.warning_signs)
    for place, _, criterion in criteria(framework):
        yield from _criterion(place, criterion)
    yield from _pitfalls(framework)
    yield from _metrics(framework)
    yield from _operation(framework)


def levels(framework: Framework) -> Iterator[tuple[Place, int, str]]:
    """Every level of every criterion with its place and text."""
    for place, _, criterion in criteria(framework):
        for level in sorted(criterion.levels):
            yield place.at("levels", str(level)), level, criterion.levels[level]


def _criterion(place: Place, criterion: Criterion) -> Iterator[Wording]:
    yield Wording("title", place.at("title"), criterion.title)
    yield Wording("question", place.at("question"), criterion.question)
    for level in sorted(criterion.levels):
        yield Wording("level", place.at("levels", str(level)), criterion.levels[level])
    yield from _some("good", place.at("good"), criterion.good)
    if criterion.evidence:
        for grade in ("statement", *GRADED):
            text: str | None = getattr(criterion.evidence, grade)
            yield from _some("evidence", place.at("evidence", grade), text)
    if remediation := criterion.remediation:
        yield Wording("remediation", place.at("remediation", "text"), remediation.text)
        cost = place.at("remediation", "cost_of_neglect")
        yield Wording("cost_of_neglect", cost, remediation.cost_of_neglect)


def _pitfalls(framework: Framework) -> Iterator[Wording]:
    for i, pitfall in enumerate(framework.pitfalls):
        place = Place(pitfall.id, ("pitfalls", i))
        yield Wording("title", place.at("title"), pitfall.title)
        yield from _some("explanation", place.at("text"), pitfall.text)
        yield from _list("signal", place, ("signals",), pitfall.signals)
        yield Wording("remedy", place.at("remedy"), pitfall.remedy)


def _metrics(framework: Framework) -> Iterator[Wording]:
    for i, metric in enumerate(framework.metrics):
        place = Place(metric.id, ("metrics", i))
        yield Wording("title", place.at("title"), metric.title)
        for field in ("definition", "formula", "data", "trap"):
            yield from _some("explanation", place.at(field), getattr(metric, field))


def _operation(framework: Framework) -> Iterator[Wording]:
    for i, entry in enumerate(framework.operation):
        place = Place(entry.id, ("operation", i))
        yield Wording("title", place.at("title"), entry.title)
        yield from _some("explanation", place.at("prompt"), entry.prompt)
        yield from _some("explanation", place.at("text"), entry.text)
        yield from _list("signal", place, ("signals",), entry.signals)
        yield from _some("remedy", place.at("remedy"), entry.remedy)


def _some(use: Use, place: Place, text: str | None) -> Iterator[Wording]:
    if text is not None:
        yield Wording(use, place, text)


def _list(
    use: Use, place: Place, field: tuple[str, ...], texts: Iterable[str]
) -> Iterator[Wording]:
    for n, text in enumerate(texts):
        yield Wording(use, place.at(*field, n), text)
