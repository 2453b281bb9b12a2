"""Holds production against the contract, and judges each rule by the share that breaks it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from readiness_kit.engagement.observation import CheckVerdict
from readiness_kit.evidence.contract.allowance import BAND
from readiness_kit.evidence.contract.terms import RULES, Contract, Field
from readiness_kit.evidence.intervals import Interval, wilson, wilson_of_share
from readiness_kit.evidence.samples import Sample
from readiness_kit.evidence.verdict import decide, decides_at

N_MIN = 100
"""Records below which no rule passes or warns."""
_ORDER: tuple[CheckVerdict, ...] = ("fail", "warn", "inconclusive", "pass")
_ABSOLUTE = ("column", "unique")
"""Rules that a single fault breaks."""


@dataclass(frozen=True)
class RuleResult:
    """One rule on one field of production."""

    field: Field
    rule: str
    count: int
    """The records that break it."""
    share: float
    interval: Interval | None
    """None where a single fault decides."""
    allowed: float
    verdict: CheckVerdict
    decides_at_n: int | None = None

    @property
    def noted(self) -> bool:
        """Whether it is told on its own: it is broken, or rather broken than kept."""
        return self.verdict in ("warn", "fail") or (
            self.verdict == "inconclusive" and self.share >= self.allowed
        )


@dataclass(frozen=True)
class Held:
    """What came of holding a file against a contract."""

    n: int
    rejected: int
    """Records that break a rule of single records."""
    results: tuple[RuleResult, ...] = field(repr=False)
    """Gravest first."""

    @property
    def noted(self) -> list[RuleResult]:
        """Those that are told on their own."""
        return [result for result in self.results if result.noted]

    @property
    def quiet(self) -> list[RuleResult]:
        """The others: kept, or too few records to say so."""
        return [result for result in self.results if not result.noted]


def hold(contract: Contract, sample: Sample) -> Held:
    """Run every rule on a sample, all of whose rows are in scope."""
    import numpy as np

    from readiness_kit.evidence.contract.runner import failures
    from readiness_kit.evidence.contract.schema import schema_of

    rejected = np.zeros(sample.rows, dtype=bool)
    counts: dict[tuple[str, str], int] = {}
    for failure in failures(sample.frame, schema_of(contract.fields)):
        counts[failure.column, failure.rule] = len(failure.rows)
        if failure.rejects:
            rejected[failure.rows] = True
    results = [result for entry in contract.fields for result in _of_field(entry, counts, sample)]
    results.sort(key=lambda r: (_ORDER.index(r.verdict), RULES.index(r.rule), -r.share))
    return Held(sample.rows, int(rejected.sum()), tuple(results))


def _of_field(
    entry: Field, counts: dict[tuple[str, str], int], sample: Sample
) -> Iterator[RuleResult]:
    if entry.name not in sample.columns:
        if entry.required:
            yield RuleResult(entry, "column", sample.rows, 1.0, None, 0.0, "fail")
        return
    if entry.required:
        yield RuleResult(entry, "column", 0, 0.0, None, 0.0, "pass")
    for rule, allowed in entry.allowed.items():
        yield _judged(entry, rule, counts.get((entry.name, rule), 0), sample.rows, allowed)


def _judged(entry: Field, rule: str, count: int, n: int, allowed: float) -> RuleResult:
    share = count / n
    if rule in _ABSOLUTE:
        return RuleResult(entry, rule, count, share, None, 0.0, "fail" if count else "pass")
    limits = {"warn": allowed, "fail": allowed + BAND, "n_min": N_MIN}
    interval, needed = wilson(count, n), None
    verdict = decide(share, *interval, n, **limits)  # type: ignore[arg-type]
    if verdict == "inconclusive":
        needed = decides_at(share, lambda size: wilson_of_share(share, size), **limits)  # type: ignore[arg-type]
    return RuleResult(entry, rule, count, share, interval, allowed, verdict, needed)


def needed_rows(results: Sequence[RuleResult]) -> int | None:
    """The records that would decide the last undecided rule; None where all are decided."""
    needed = [r.decides_at_n for r in results if r.verdict == "inconclusive"]
    return max((n for n in needed if n is not None), default=None)
