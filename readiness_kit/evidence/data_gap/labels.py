"""G12: how often each label comes, and records that are alike with different labels."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from readiness_kit.evidence.data_gap.findings import Finding
from readiness_kit.evidence.data_gap.record import Records
from readiness_kit.evidence.data_gap.redrawn import judged_beyond, usual_conflicts
from readiness_kit.evidence.data_gap.shares import BASE_RATE, judged_excess, severity_of
from readiness_kit.evidence.intervals import Interval, newcombe_of_shares
from readiness_kit.evidence.labels import SMALLEST_COUNT, canonical
from readiness_kit.evidence.verdict import at_most_warn

if TYPE_CHECKING:
    import numpy as np

    from readiness_kit.evidence.data_gap.column import Column

MOST_LABELS = 20
"""With more different ones the labels are a quantity, or names, and shares say nothing."""
_LONGEST_SHOWN = 40
_CHANCE = 0.01
"""Both sides are moved by chance here, and by more than a point or two in a small sample."""


def label_findings(
    label: str, one: Column, other: Column, a: Records, b: Records
) -> Iterator[Finding]:
    """The label that moved most, and twins of another label; nothing where a side has none."""
    before, after = _labels(one), _labels(other)
    if not before or not after or len(before) > MOST_LABELS:
        return
    yield _base_rate(label, before, after)
    yield _noise(_twins(a.features, one), _twins(b.features, other))


def _labels(column: Column) -> Counter[str]:
    counts: Counter[str] = Counter()
    for text, rows in zip(column.texts, column.counts, strict=True):
        name = canonical(text)
        if name is not None:
            counts[name] += int(rows)
    return counts


def _base_rate(label: str, before: Counter[str], after: Counter[str]) -> Finding:
    """The label whose share moved most; the confidence is shared out among all labels."""
    n, m = sum(before.values()), sum(after.values())
    names = sorted({*before, *after})
    worst = max(names, key=lambda name: abs(after[name] / m - before[name] / n))
    confidence = 1 - _CHANCE / max(1, len(names) - 1)
    one, other = before[worst] / n, after[worst] / m

    def interval(rows: int) -> Interval:
        least = max(1, round(n * rows / m))
        found = newcombe_of_shares(other, rows, one, least, confidence)
        return found if other >= one else Interval(-found.high, -found.low)

    result = judged_excess(other, abs(other - one), interval, m, min(n, m), BASE_RATE)
    shown = before[worst] + after[worst] >= SMALLEST_COUNT and len(worst) <= _LONGEST_SHOWN
    told = f"'{worst}'" if shown else "one label"
    return result.finding(
        check="G12",
        kind="base_rate",
        column=label,
        cause=f"{other:.1%} of the records are labelled {told}, {one:.1%} in the POC.",
        n=m,
        fix="Ask whether the business changed or who labels; set the model's threshold anew.",
    )


def _noise(before: Twins, after: Twins) -> Finding:
    """Records that are the same but for their label: at best one of the labels is right."""
    n, rows = len(after.others), after.others > 0
    usual = usual_conflicts(before.others, n)
    crowd = (before.crowd, after.crowd)
    result = judged_beyond(int(rows.sum()), n, BASE_RATE, usual, len(before.others), crowd)
    verdict = at_most_warn(result.verdict)
    return Finding(
        check="G12",
        kind="label_noise",
        column=None,
        verdict=verdict,
        cause=f"{result.share:.1%} of the records have a twin with another label.",
        share=result.excess,
        interval=result.interval,
        n=n,
        severity=severity_of(verdict),
        fix="Have two people label some of them independently; no model can be right more often "
        "than they agree."
        if verdict == "warn"
        else None,
        rows=rows,
    )


class Twins(NamedTuple):
    """Of each row of a sample, the rows that share all its features."""

    others: np.ndarray
    """How many of them have another label."""
    alike: np.ndarray
    """How many they are, itself among them, that have a label at all."""

    @property
    def crowd(self) -> float:
        """How many records come to have a twin of another label together, on average."""
        return float(self.alike[self.others > 0].mean()) if self.others.any() else 1.0


def _twins(features: np.ndarray, label: Column) -> Twins:
    import pandas as pd

    labels = pd.Series([canonical(text) for text in label.texts], dtype=object)
    frame = pd.DataFrame({"row": features, "label": labels.to_numpy()[label.codes]})
    frame = frame[frame["label"].notna()]
    alike = frame.groupby("row")["label"].transform("size")
    same = frame.groupby(["row", "label"])["label"].transform("size")
    rows = range(len(features))
    others = (alike - same).reindex(rows, fill_value=0).to_numpy()
    return Twins(others, alike.reindex(rows, fill_value=0).to_numpy())
