"""The pages beside the sections: pitfalls, metrics, and what is settled for operation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from readiness_kit.framework import Framework
from readiness_kit.framework.schema import Metric, OperationItem, Pitfall
from rendering.markdown import anchor, bullets, code, labelled, link, page, prose


def entry_pages(framework: Framework) -> dict[str, str]:
    """By file name: a page for each kind of entry that the framework has."""
    made = {
        "pitfalls.md": ("Pitfalls", [_pitfall(p, framework) for p in framework.pitfalls]),
        "metrics.md": ("Metrics", [_metric(metric) for metric in framework.metrics]),
        "operation.md": ("Operation", [_operation(entry) for entry in framework.operation]),
    }
    return {
        name: page(_blocks(title, entries, framework))
        for name, (title, entries) in made.items()
        if entries
    }


def _blocks(title: str, entries: Iterable[Iterator[str]], framework: Framework) -> Iterator[str]:
    yield f"# {title}"
    yield f"Of {link(framework.title, 'README.md')}, version {prose(framework.version)}."
    for entry in entries:
        yield from entry


def _head(id: str, title: str) -> Iterator[str]:
    yield anchor(id)
    yield f"## {prose(title)}"
    yield code(id)


def _pitfall(pitfall: Pitfall, framework: Framework) -> Iterator[str]:
    yield from _head(pitfall.id, pitfall.title)
    yield prose(pitfall.text or "")
    closing = framework.section(pitfall.close_by)
    yield f"To be out of by the end of {link(closing.title, f'sections/{closing.id}.md')}."
    yield "**Signals.**"
    yield bullets(map(prose, pitfall.signals))
    yield labelled("Remedy", pitfall.remedy)
    if pitfall.criteria:
        links = (
            link(framework.criteria[id].title, f"sections/{framework.section_of[id].id}.md#{id}")
            for id in pitfall.criteria
        )
        yield f"**Told by.** {', '.join(links)}."
    if pitfall.limits:
        limits = (f"{code(name)} {value:g}" for name, value in pitfall.limits.items())
        yield f"**Limits of the detector.** {', '.join(limits)}."


def _metric(metric: Metric) -> Iterator[str]:
    yield from _head(metric.id, metric.title)
    yield prose(metric.definition)
    better = {"up": "higher is better", "down": "lower is better"}[metric.better]
    yield bullets([f"dimension: {metric.dimension}", f"unit: {prose(metric.unit)}", better])
    yield labelled("Formula", metric.formula)
    yield labelled("Data needed", metric.data)
    yield labelled("Trap", metric.trap)


def _operation(entry: OperationItem) -> Iterator[str]:
    yield from _head(entry.id, entry.title)
    yield prose(entry.text or "")
    yield labelled("Question", entry.prompt)
    if entry.signals:
        yield "**Signals.**"
        yield bullets(map(prose, entry.signals))
    yield labelled("Remedy", entry.remedy)
