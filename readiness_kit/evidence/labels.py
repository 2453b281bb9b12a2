"""Labels as a model and a file spell them, compared and counted."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from readiness_kit.evidence.samples import is_number

SMALLEST_COUNT = 5
"""Fewer records than this are never shown on their own: they could be recognised."""
_TRUTH = {"true": "1", "false": "0"}


def canonical(label: object) -> str | None:
    """The one spelling of a label: 1, 1.0, "1", "1.0", True and "true" are all `1`.

    Codes keep their leading zeros, so "01" stays another label than "1". None where there is no
    label: an empty cell, or a model that answered nothing or NaN.
    """
    if label is None or (isinstance(label, float) and math.isnan(label)):
        return None
    text = str(label).strip()
    if not text:
        return None
    if text.lower() in _TRUTH:
        return _TRUTH[text.lower()]
    if is_number(text):
        number = float(text)
        if number.is_integer() and abs(number) >= 2**53:
            return text
        return str(int(number)) if number.is_integer() else repr(number)
    return text


@dataclass(frozen=True, slots=True)
class Majority:
    """The commonest label, which a model without any skill would always answer."""

    label: str
    count: int
    share: float
    kinds: int
    """How many different labels there are."""


def majority(labels: Sequence[str]) -> Majority:
    """The commonest of the labels; of equals, the first in alphabetical order."""
    counts = Counter(labels)
    label, count = min(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return Majority(label, count, count / len(labels), len(counts))


def confusion(truth: Sequence[str], given: Sequence[str | None]) -> list[dict[str, Any]]:
    """How often each label got each answer, commonest first; rare pairs together as `other`.

    An answer that is no label of the data is never spelled out: it could be anything.
    """
    known = set(truth)
    pairs = Counter(
        (label, "no answer" if answer is None else answer if answer in known else "unknown label")
        for label, answer in zip(truth, given, strict=True)
    )
    shown = [(pair, count) for pair, count in pairs.items() if count >= SMALLEST_COUNT]
    rows = [
        {"label": label, "prediction": answer, "count": count}
        for (label, answer), count in sorted(shown, key=lambda entry: (-entry[1], entry[0]))
    ]
    rare = sum(pairs.values()) - sum(count for _, count in shown)
    return rows + ([{"label": "other", "prediction": "other", "count": rare}] if rare else [])


class ErrorCost(NamedTuple):
    """What wrong answers cost."""

    per_1000: float
    """Per thousand records answered."""
    unpriced: int
    """Wrong answers on labels for which no cost is given; they count as nothing."""


def error_cost(wrong: Iterable[str], n: int, costs: Mapping[str, float]) -> ErrorCost:
    """What wrong answers cost among `n` records; `wrong` are their true labels."""
    prices = {canonical(label): cost for label, cost in costs.items()}
    total, unpriced = 0.0, 0
    for label in wrong:
        if label in prices:
            total += prices[label]
        else:
            unpriced += 1
    return ErrorCost(1000 * total / n, unpriced)
