"""How edge cases are judged: the share of silent wrong answers, against the floor, by family.

Silent means CHANGED: the answer is another one and nobody was told. A family is judged by this
share over all its fields, and raised to a warning by any single field that is clearly over the
limit. It warns at most, since healthy models change answers in many such cases and the size of the
harm depends on how often the fault comes in production; only a record that ends the process or
holds it up for good fails the run.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from readiness_kit.engagement.observation import CheckVerdict
from readiness_kit.evidence.edge_cases.trial import Case, Trial
from readiness_kit.evidence.intervals import (
    Interval,
    PairedDifference,
    newcombe_of_shares,
    paired_difference,
    wilson_of_share,
)
from readiness_kit.evidence.verdict import at_most_warn, decide, decides_at

SILENT_WARN, SILENT_FAIL = 0.05, 0.10
DROP_HIGH, DROP_MEDIUM = 0.05, 0.01
N_MIN = 30
"""Records below which nothing passes or warns by its share."""

Severity = Literal["critical", "high", "medium", "low"]
Floor = tuple[int, int]
"""Answers that change by themselves, of how many."""


@dataclass(frozen=True)
class Silent:
    """How often answers changed in silence, and what that amounts to."""

    changed: int
    cases: int
    records: int
    effective: int
    """Independent cases that these are worth: cases on one record tend to end alike."""
    floor: Floor

    @property
    def share(self) -> float:
        """Silent wrong answers per case."""
        return self.changed / self.cases

    @property
    def interval(self) -> Interval:
        """Wilson's, on the effective number of cases."""
        return wilson_of_share(self.share, self.effective)

    @property
    def verdict(self) -> CheckVerdict:
        """By the rule for every share, on what goes beyond the floor."""
        estimate, interval = self._beyond(self.effective)
        return decide(
            estimate, *interval, self.records, warn=SILENT_WARN, fail=SILENT_FAIL, n_min=N_MIN
        )

    @property
    def high(self) -> bool:
        """Whether the whole interval lies over the lower limit, on enough records to say so."""
        low = self._beyond(self.effective)[1].low
        return self.verdict == "fail" or (self.verdict == "warn" and low >= SILENT_WARN)

    @property
    def decides_at_n(self) -> int | None:
        """The records that would decide, where these do not."""
        if self.verdict != "inconclusive":
            return None
        worth = self.effective / self.records

        def interval(n: int) -> Interval:
            return self._beyond(max(1, round(n * worth)))[1]

        return decides_at(
            self._beyond(self.effective)[0],
            interval,
            warn=SILENT_WARN,
            fail=SILENT_FAIL,
            n_min=N_MIN,
        )

    def _beyond(self, effective: int) -> tuple[float, Interval]:
        differing, n = self.floor
        if not differing:
            return self.share, wilson_of_share(self.share, effective)
        other = differing / n
        return self.share - other, newcombe_of_shares(self.share, effective, other, n)


@dataclass(frozen=True)
class FieldResult:
    """What one family did in one field."""

    field: str
    cases: list[Case]
    silent: Silent
    drop: PairedDifference | None
    """How far accuracy fell on labelled records that were answered; None without any."""
    drop_n: int

    @property
    def high(self) -> bool:
        """Whether silent wrong answers or the fall in accuracy are clearly over their limits."""
        if self.silent.high:
            return True
        return bool(self.drop and self.drop_n >= N_MIN and self.drop.interval.low >= DROP_HIGH)

    @property
    def ended(self) -> int:
        """Cases that ended the process or held it up."""
        return sum(case.ended for case in self.cases)


@dataclass(frozen=True)
class FamilyResult:
    """One family, judged."""

    trial: Trial
    silent: Silent | None
    """Over all fields; None where nothing was asked."""
    fields: list[FieldResult]

    @property
    def worst(self) -> FieldResult | None:
        """The field that a client should look at first; of equals, the most important."""
        return max(self.fields, key=_badness, default=None)

    @property
    def ended(self) -> int:
        """Cases that ended the process or held it up."""
        return sum(case.ended for case in self.trial.cases)

    @property
    def counts(self) -> Counter[str]:
        """Cases by outcome."""
        return Counter(case.outcome for case in self.trial.cases)

    @property
    def verdict(self) -> CheckVerdict | None:
        """None where the family did not apply to any field."""
        if self.ended:
            return "fail"
        if self.silent is None:
            return None
        broken = self.counts["CRASH"] + self.counts["INVALID"]
        if broken or any(f.high or f.silent.verdict == "warn" for f in self.fields):
            return "warn"
        return at_most_warn(self.silent.verdict)

    @property
    def severity(self) -> Severity | None:
        """How grave it is; nothing where all is well."""
        if self.ended:
            return "critical"
        if any(field.high for field in self.fields):
            return "high"
        drops = [field.drop.interval.low for field in self.fields if field.drop]
        if self.verdict == "warn" or max(drops, default=0) >= DROP_MEDIUM:
            return "medium"
        refused = [case for case in self.trial.cases if case.outcome == "REJECTED"]
        return "low" if any(not case.named for case in refused) else None


def judged(trial: Trial, floor: Floor, seed: int) -> FamilyResult:
    """What a family amounts to, field by field and as a whole."""
    if not trial.cases:
        return FamilyResult(trial, None, [])
    fields = [_field(name, trial.of(name), floor, seed) for name in trial.fields if trial.of(name)]
    return FamilyResult(trial, silent(trial.cases, floor), fields)


def silent(cases: Sequence[Case], floor: Floor) -> Silent:
    """How often these cases changed an answer in silence; there is at least one."""
    records = Counter(case.row for case in cases)
    changed = Counter(case.row for case in cases if case.outcome == "CHANGED")
    effective = _effective([(changed[row], n) for row, n in records.items()])
    return Silent(sum(changed.values()), len(cases), len(records), effective, floor)


def paired_drop(cases: Sequence[Case], seed: int) -> PairedDifference | None:
    """How far accuracy fell among labelled records whose case the model still answered.

    A refused or marked record is none of its wrong answers: that is what it should do.
    """
    before, after = right(cases)
    return paired_difference(before, after, seed=seed) if before else None


def right(cases: Sequence[Case]) -> tuple[list[bool], list[bool]]:
    """Whether the answer was right before and after, for the cases of `paired_drop`."""
    pairs = [
        (case.right_before, case.right_after)
        for case in cases
        if case.right_before is not None and case.right_after is not None
    ]
    return [before for before, _ in pairs], [after for _, after in pairs]


def _field(name: str, cases: list[Case], floor: Floor, seed: int) -> FieldResult:
    drop = paired_drop(cases, seed)
    return FieldResult(name, cases, silent(cases, floor), drop, len(right(cases)[0]))


def _badness(result: FieldResult) -> tuple[float, ...]:
    broken = sum(case.outcome in ("CRASH", "INVALID") for case in result.cases)
    return result.ended, result.silent.share, broken / len(result.cases)


def _effective(clusters: Sequence[tuple[int, int]]) -> int:
    """Cases divided by the design effect of asking the same records in several fields.

    The effect is the variance of the share as records vary, over that of independent cases (Kish
    1965, Survey Sampling); never below 1, and never so large that a record counts less than once.
    """
    n, changed = sum(size for _, size in clusters), sum(count for count, _ in clusters)
    share = changed / n
    if len(clusters) < 2 or not 0 < share < 1:
        return n
    scatter = math.fsum((count - share * size) ** 2 for count, size in clusters)
    clustered = scatter * len(clusters) / (len(clusters) - 1) / n**2
    effect = clustered / (share * (1 - share) / n)
    return max(len(clusters), round(n / max(1.0, effect)))
