"""The verdict rule on each of its branches, and what it promises of larger samples."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness_kit.engagement.observation import Check
from readiness_kit.evidence.intervals import wilson, wilson_of_share
from readiness_kit.evidence.verdict import at_most_warn, decide, decides_at, method_verdict

RANK = {"pass": 0, "warn": 1, "fail": 2}
LIMITS = {"warn": 0.08, "fail": 0.10, "n_min": 30}


@pytest.mark.parametrize(
    ("estimate", "low", "high", "n", "verdict"),
    [
        (0.15, 0.10, 0.20, 400, "fail"),
        (0.15, 0.11, 0.20, 5, "fail"),  # failing needs no smallest sample
        (0.05, 0.03, 0.07, 400, "pass"),
        (0.05, 0.03, 0.07, 29, "inconclusive"),
        (0.05, 0.03, 0.08, 400, "inconclusive"),  # the bound must lie below the limit
        (0.09, 0.08, 0.12, 400, "warn"),  # all of it at or above warn, fail not excluded
        (0.09, 0.08, 0.12, 29, "inconclusive"),
        (0.085, 0.075, 0.095, 400, "warn"),  # between the limits, narrow enough
        (0.085, 0.070, 0.095, 400, "inconclusive"),  # wider than the band
        (0.079, 0.075, 0.095, 400, "inconclusive"),  # the estimate itself is below warn
        (0.085, 0.079, 0.100, 400, "inconclusive"),  # touches fail
    ],
)
def test_each_branch_of_the_rule(
    estimate: float, low: float, high: float, n: int, verdict: str
) -> None:
    assert decide(estimate, low, high, n, **LIMITS) == verdict


@given(st.integers(1, 2_000), st.data())
def test_a_worse_estimate_never_gets_a_better_verdict(n: int, data: st.DataObject) -> None:
    few, many = sorted((data.draw(st.integers(0, n)), data.draw(st.integers(0, n))))
    better, worse = (decide(k / n, *wilson(k, n), n, **LIMITS) for k in (few, many))
    if "inconclusive" not in (better, worse):
        assert RANK[better] <= RANK[worse]


@given(st.floats(0, 1))
def test_decides_at_is_the_smallest_sample_that_decides(share: float) -> None:
    needed = decides_at(share, lambda n: wilson_of_share(share, n), **LIMITS)

    def verdict(n: int) -> str:
        return decide(share, *wilson_of_share(share, n), n, **LIMITS)

    if needed is None:
        near = min(abs(share - 0.08), abs(share - 0.10))
        assert near < 1e-4
    else:
        assert verdict(needed) != "inconclusive"
        assert needed == 1 or verdict(needed - 1) == "inconclusive"


@pytest.mark.parametrize("limit", [0.08, 0.10])
def test_an_estimate_on_a_limit_is_decided_by_no_sample(limit: float) -> None:
    assert decides_at(limit, lambda n: wilson_of_share(limit, n), **LIMITS) is None


def test_numbers_that_are_none_are_refused() -> None:
    with pytest.raises(ValueError, match="finite"):
        decide(math.nan, 0, 1, 5, **LIMITS)
    with pytest.raises(ValueError, match="warn limit below"):
        decide(0.1, 0, 1, 5, warn=0.2, fail=0.2, n_min=1)


def check(verdict: str | None, column: str | None = None) -> Check:
    return Check(check="c", column=column, verdict=verdict)


@pytest.mark.parametrize(
    ("checks", "verdict"),
    [
        ([check("pass"), check("fail"), check("inconclusive", "age")], "fail"),
        ([check("warn"), check("inconclusive", "age")], "inconclusive"),
        ([check("pass"), check("inconclusive")], "pass"),  # about no column of the target
        ([check("pass"), check("inconclusive", "unused")], "pass"),
        ([check("pass"), check("warn")], "warn"),
        ([check("pass"), check(None)], "pass"),
        ([check("inconclusive")], "inconclusive"),
        ([], "inconclusive"),
    ],
)
def test_the_verdict_of_a_run(checks: list[Check], verdict: str) -> None:
    assert method_verdict(checks, columns=["age", "label"]) == verdict


def test_without_named_columns_any_column_holds_a_run_open() -> None:
    assert method_verdict([check("pass"), check("inconclusive", "any")]) == "inconclusive"


def test_what_warns_at_most_never_fails() -> None:
    assert [at_most_warn(v) for v in ("pass", "warn", "fail", "inconclusive")] == [
        "pass",
        "warn",
        "warn",
        "inconclusive",
    ]
