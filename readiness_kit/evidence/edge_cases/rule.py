"""How edge cases are judged: by family, and what each does to production.

A family is judged by the share of silent failures over all its fields, and raised to a warning by
any single field that is clearly over the limit. By this share it warns at most, since healthy
models change answers in many such cases. It fails where a record ends the process, holds it up for
good or spoils the answer to another one, and where production has the fault and it costs more wrong
answers a day than the client can take.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from readiness_kit.engagement.observation import CheckVerdict
from readiness_kit.evidence.edge_cases.daily import Daily
from readiness_kit.evidence.edge_cases.silent import N_MIN, Floor, Silent, silent
from readiness_kit.evidence.edge_cases.trial import Case, Trial
from readiness_kit.evidence.intervals import PairedDifference, paired_difference
from readiness_kit.evidence.verdict import at_most_warn

DROP_HIGH, DROP_MEDIUM = 0.05, 0.01

Severity = Literal["critical", "high", "medium", "low"]
CostOf = Callable[[str, Sequence[Case]], Daily | None]
"""What a family's cases in the field of this name cost a day, where production has the fault."""


@dataclass(frozen=True)
class FieldResult:
    """What one family did in one field."""

    field: str
    cases: list[Case]
    silent: Silent
    drop: PairedDifference | None
    """How far accuracy fell on labelled records that were answered; None without any."""
    drop_n: int
    daily: Daily | None
    """What it costs a day; None where production does not have it, or none was looked at."""

    @property
    def high(self) -> bool:
        """Whether silent failures, the fall in accuracy or a crash that will come are grave."""
        if self.silent.high or (self.broken and self.daily):
            return True
        return bool(self.drop and self.drop_n >= N_MIN and self.drop.interval.low >= DROP_HIGH)

    @property
    def ended(self) -> int:
        """Cases that ended the process or held it up."""
        return sum(case.ended for case in self.cases)

    @property
    def broken(self) -> int:
        """Cases that came to a crash or to no valid answer."""
        return sum(case.outcome in ("CRASH", "INVALID") for case in self.cases)

    @property
    def over(self) -> bool:
        """Whether it costs more wrong answers a day than may be."""
        return self.daily is not None and self.daily.over


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
    def critical(self) -> bool:
        """Whether a record does harm beyond its own answer."""
        return self.ended > 0 or self.trial.poisoned > 0

    @property
    def counts(self) -> Counter[str]:
        """Cases by outcome."""
        return Counter(case.outcome for case in self.trial.cases)

    @property
    def verdict(self) -> CheckVerdict | None:
        """None where the family did not apply to any field."""
        if self.critical or any(field.over for field in self.fields):
            return "fail"
        if self.silent is None:
            return None
        if any(f.broken or f.high or f.silent.verdict == "warn" for f in self.fields):
            return "warn"
        return at_most_warn(self.silent.verdict)

    @property
    def severity(self) -> Severity | None:
        """How grave it is; nothing where all is well."""
        if self.critical:
            return "critical"
        if any(field.high or field.over for field in self.fields):
            return "high"
        drops = [field.drop.interval.low for field in self.fields if field.drop]
        if self.verdict == "warn" or max(drops, default=0) >= DROP_MEDIUM:
            return "medium"
        refused = [case for case in self.trial.cases if case.outcome == "REJECTED" and case.field]
        return "low" if any(not case.named for case in refused) else None


def judged(trial: Trial, floor: Floor, seed: int, cost_of: CostOf) -> FamilyResult:
    """What a family amounts to, field by field and as a whole."""
    if not trial.cases:
        return FamilyResult(trial, None, [])
    fields = [
        _field(name, cases, floor, seed, cost_of)
        for name in trial.fields
        if (cases := trial.of(name))
    ]
    return FamilyResult(trial, silent(trial.cases, floor), fields)


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


def _field(name: str, cases: list[Case], floor: Floor, seed: int, cost_of: CostOf) -> FieldResult:
    drop = paired_drop(cases, seed)
    silently = silent(cases, floor)
    return FieldResult(name, cases, silently, drop, len(right(cases)[0]), cost_of(name, cases))


def _badness(result: FieldResult) -> tuple[float, ...]:
    broken = result.broken / len(result.cases)
    return result.ended, result.over, result.silent.share, broken
