"""The intervals, held against published tables and against what any interval must do."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness_kit.evidence.intervals import (
    mcnemar_exact,
    newcombe,
    newcombe_of_shares,
    paired_difference,
    wilson,
    wilson_of_share,
    zero_failure_bound,
)

# Newcombe 1998, Statistics in Medicine 17, 857-872, table I, method 3
WILSON = [
    (81, 263, 0.2553, 0.3662),
    (15, 148, 0.0624, 0.1605),
    (0, 20, 0.0000, 0.1611),
    (1, 29, 0.0061, 0.1718),
]
# Newcombe 1998, Statistics in Medicine 17, 873-890, table II, method 10
NEWCOMBE = [
    (56, 70, 48, 80, 0.0524, 0.3339),
    (9, 10, 3, 10, 0.1705, 0.8090),
    (6, 7, 2, 7, 0.0582, 0.8062),
    (5, 56, 0, 29, -0.0381, 0.1926),
    (0, 10, 0, 20, -0.1611, 0.2775),
    (0, 10, 0, 10, -0.2775, 0.2775),
    (10, 10, 0, 20, 0.6791, 1.0000),
    (10, 10, 0, 10, 0.6075, 1.0000),
]


@pytest.mark.parametrize(("k", "n", "low", "high"), WILSON)
def test_wilson_gives_the_published_interval(k: int, n: int, low: float, high: float) -> None:
    assert wilson(k, n) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize(("k1", "n1", "k2", "n2", "low", "high"), NEWCOMBE)
def test_newcombe_gives_the_published_interval(
    k1: int, n1: int, k2: int, n2: int, low: float, high: float
) -> None:
    assert newcombe(k1, n1, k2, n2) == pytest.approx((low, high), abs=5e-5)


@given(st.integers(1, 5_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_holds_its_estimate_and_stays_a_share(sample: tuple[int, int]) -> None:
    k, n = sample
    low, high = wilson(k, n)
    assert 0 <= low <= k / n <= high <= 1


@given(st.integers(1, 500), st.floats(0, 1), st.floats(0, 1))
def test_more_rows_narrow_the_interval_from_both_sides(n: int, p: float, q: float) -> None:
    for few, many in (
        (wilson_of_share(p, n), wilson_of_share(p, 2 * n)),
        (newcombe_of_shares(p, n, q, n), newcombe_of_shares(p, 2 * n, q, 2 * n)),
    ):
        assert few.low <= many.low + 1e-12
        assert many.high <= few.high + 1e-12


def test_a_difference_turned_round_is_the_interval_turned_round() -> None:
    low, high = newcombe(48, 80, 56, 70)
    assert newcombe(56, 70, 48, 80) == pytest.approx((-high, -low))


def test_zero_failures_bound_what_the_rule_of_three_says() -> None:
    found = [round(zero_failure_bound(n), 3) for n in (50, 200, 500)]
    assert found == [0.058, 0.015, 0.006]


def test_mcnemar_is_the_two_sided_binomial_test() -> None:
    assert mcnemar_exact(5, 0) == pytest.approx(2 * 0.5**5)
    assert mcnemar_exact(1, 1) == 1
    assert mcnemar_exact(0, 0) == 1


def test_a_paired_difference_is_first_minus_second_and_repeats_by_its_seed() -> None:
    first, second = [True] * 90 + [False] * 10, [True] * 75 + [False] * 25
    seen = paired_difference(first, second, seed=3)
    assert (seen.estimate, seen.lost, seen.gained) == (0.15, 15, 0)
    assert 0.05 < seen.interval.low < 0.15 < seen.interval.high < 0.25
    assert seen == paired_difference(first, second, seed=3)


def test_pairs_that_never_differ_do_not_claim_certainty() -> None:
    seen = paired_difference([True] * 40, [True] * 40, seed=0)
    bound = zero_failure_bound(40)
    assert seen.interval == (-bound, bound)


@pytest.mark.parametrize(
    "impossible",
    [
        lambda: wilson(1, 0),
        lambda: wilson(-1, 5),
        lambda: wilson(6, 5),
        lambda: wilson(1, 5, confidence=1),
        lambda: wilson_of_share(1.1, 5),
        lambda: newcombe(1, 2, 3, 2),
        lambda: zero_failure_bound(0),
        lambda: mcnemar_exact(-1, 0),
        lambda: paired_difference([], [], seed=0),
        lambda: paired_difference([True], [True, False], seed=0),
    ],
)
def test_impossible_input_is_refused(impossible) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ValueError, match="got"):
        impossible()
