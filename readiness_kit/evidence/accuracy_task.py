"""What the labels are, told from the labels themselves, and when an answer is right.

Labels that are numbers of many different values measure something: an answer is then right where
it is off by no more than a tolerance, a tenth of the span of the middle nine tenths of the POC's
labels. One outlier moves that span by nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from readiness_kit.evidence.answers import Part
from readiness_kit.evidence.labels import SMALLEST_COUNT
from readiness_kit.evidence.samples import is_number

MOST_LABELS = 20
"""Labels that are all numbers, and of more kinds than these, are an amount and no classes."""
TOLERATED = 0.1
"""The part of the labels' span that an answer may be off."""
TAIL = 0.05
"""The part of the labels on either side that the span leaves out."""
Kind = Literal["two", "many", "number"]


@dataclass(frozen=True)
class Task:
    """What the model is asked for: one of two labels, one of many, or a number."""

    kind: Kind
    positive: str | None = None
    """Of two labels, the one that is looked for; F1 and AUC are about it."""
    span: float | None = None
    """Of a number: from the low to the high end of the middle nine tenths of its labels."""

    @property
    def tolerance(self) -> float | None:
        """How far an answer may be off; None where it has to be the label itself."""
        return None if self.span is None else TOLERATED * self.span

    @property
    def untold(self) -> bool:
        """Whether nine in ten labels are the same number, so that no tolerance can be told."""
        return self.span == 0


def task_of(poc: Sequence[str | None], production: Sequence[str | None]) -> Task:
    """Tell the task from the labels of the POC sample, of production where it has none."""
    own = [label for label in poc if label is not None]
    told = own or [label for label in production if label is not None]
    if told and are_amounts(told):
        return Task("number", span=_span([float(label) for label in told]))
    counts = Counter(told)
    if len(counts) != 2:
        return Task("many")
    return Task("two", positive=_positive(counts))


def are_amounts(labels: Sequence[str]) -> bool:
    """Whether the labels measure something rather than name classes."""
    kinds = set(labels)
    return len(kinds) > MOST_LABELS and all(map(is_number, kinds))


def comparable(part: Part, task: Task) -> Part:
    """The part without labels that are no numbers where the task is one; its notes say so."""
    labels = readable(part.labels, task)
    told = lost(part.source.path, part.labels, labels)
    return replace(part, labels=labels, notes=(*part.notes, *told)) if told else part


def readable(labels: list[str | None], task: Task) -> list[str | None]:
    """The labels, without those that are no numbers where the task is one."""
    if task.kind != "number":
        return labels
    return [label if label is not None and is_number(label) else None for label in labels]


def lost(path: str, before: Sequence[str | None], after: Sequence[str | None]) -> list[str]:
    """How many labels of a file were left out, in words."""
    count = list(after).count(None) - list(before).count(None)
    return [f"{path}: {count:,} labels are no numbers and were left out"] if count else []


def said(task: Task) -> str:
    """How the task was told, for the page."""
    if task.kind != "number":
        return ""
    return (
        f"the labels are numbers of more than {MOST_LABELS} different values, so they are taken "
        f"for an amount; an answer counts as right within {TOLERATED:.0%} of the span of the "
        f"middle {1 - 2 * TAIL:.0%} of the labels"
    )


def _positive(counts: Counter[str]) -> str | None:
    """The label 1, else the rarer one; none where so few records have it that it stays unnamed."""
    label = "1" if "1" in counts else min(counts, key=lambda name: (counts[name], name))
    return label if counts[label] >= SMALLEST_COUNT else None


def _span(labels: list[float]) -> float:
    import numpy as np  # only where labels are numbers

    low, high = np.quantile(labels, [TAIL, 1 - TAIL])
    return float(high - low)
