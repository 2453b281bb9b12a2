"""The stability index beside theory, and distances beside scipy's and scikit-learn's."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import false_discovery_control, ks_2samp
from sklearn.metrics import roc_auc_score

from readiness_kit.evidence.data_gap import drift
from readiness_kit.evidence.data_gap.findings import Finding
from readiness_kit.evidence.data_gap.joint import area_interval, area_under
from readiness_kit.evidence.data_gap.units import distance

NULL = 200


@pytest.mark.parametrize(("n", "m"), [(400, 400), (1_000, 3_000)])
def test_the_index_of_equal_distributions_is_nothing_on_average(n: int, m: int) -> None:
    """Its plain mean is (bins - 1)(1/n + 1/m); so much is taken off."""
    rng = np.random.default_rng(1)
    found = [
        drift.numbers_moved(np.sort(rng.normal(size=n)), np.sort(rng.normal(size=m)))
        for _ in range(NULL)
    ]
    unit = 1 / n + 1 / m
    assert np.mean([one.index for one in found]) == pytest.approx(0, abs=2 * unit)
    assert np.mean([one.p_value < 0.05 for one in found]) <= 0.11


@pytest.mark.parametrize("levels", [2, 12, 50, 200])
def test_many_categories_alarm_no_more_than_few(levels: int) -> None:
    rng = np.random.default_rng(2)
    weights = 1 / np.arange(1, levels + 1)
    weights /= weights.sum()
    verdicts = [
        drift.categories_moved(
            list(rng.multinomial(1_000, weights)), list(rng.multinomial(1_000, weights))
        ).verdict(chance=False)
        for _ in range(NULL)
    ]
    assert verdicts.count("pass") == NULL


@pytest.mark.parametrize(
    ("levels", "n", "m"), [(150, 2_000, 400), (150, 5_000, 420), (50, 2_000, 400)]
)
@pytest.mark.parametrize("even", [True, False])
def test_many_categories_in_a_small_production_alarm_by_no_chance(
    levels: int, n: int, m: int, even: bool
) -> None:
    rng = np.random.default_rng(6)
    weights = np.ones(levels) if even else 1 / np.arange(1, levels + 1)
    weights = weights / weights.sum()
    found = [
        drift.categories_moved(list(rng.multinomial(n, weights)), list(rng.multinomial(m, weights)))
        for _ in range(NULL)
    ]
    assert sum(one.verdict(chance=one.p_value >= 0.05) != "pass" for one in found) <= 0.05 * NULL


@pytest.mark.parametrize(("n", "m"), [(50, 70), (900, 1_100), (30_000, 25_000)])
def test_the_distance_is_scipys(n: int, m: int) -> None:
    rng = np.random.default_rng(3)
    a, b = np.sort(rng.normal(size=n)), np.sort(rng.normal(0.2, 1.1, m))
    assert distance(a, b) == pytest.approx(ks_2samp(a, b).statistic, abs=2e-4)


def test_one_value_far_away_hides_no_shift() -> None:
    rng = np.random.default_rng(4)
    a, b = np.sort(rng.normal(size=5_000)), np.sort(rng.normal(1, 1, 5_000))
    plain, other = drift.numbers_moved(a, b), drift.numbers_moved(a, np.append(b, 1e9))
    assert plain.index > 0.9
    assert other.index == pytest.approx(plain.index, rel=0.01)
    assert other.verdict(chance=False) == "fail"


def test_false_discoveries_are_held_over_all_columns() -> None:
    p_values = [0.001, 0.011, 0.04, 0.2, 0.9]
    large = drift.Moved(0.4, 0.0, 0.3, 0.01, 5_000)
    some = [
        (Finding("G7", "shift", str(p), "pass", "moved"), drift.Moved(0.4, p, 0.3, 0.01, 5_000))
        for p in p_values
    ]
    judged = drift.judged_together(some)
    kept = [q < drift.FALSE_DISCOVERIES for q in false_discovery_control(p_values)]
    assert [finding.verdict == "fail" for finding in judged] == kept
    assert large.verdict(chance=False) == "fail"
    assert drift.judged_together([]) == []


def test_the_area_is_scikit_learns_and_its_interval_holds_it() -> None:
    rng = np.random.default_rng(5)
    truth = np.repeat([0, 1], 300)
    areas = []
    for _ in range(100):
        scores = rng.normal(truth * 0.5, 1)
        areas.append(area_under(truth, scores))
        assert areas[-1] == roc_auc_score(truth, scores)
    low, high = area_interval(0.638, 300, 300)  # Phi(0.5 / sqrt 2)
    assert 0.90 <= np.mean([low <= area <= high for area in areas]) <= 1
