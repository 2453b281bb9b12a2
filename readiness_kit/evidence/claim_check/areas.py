"""The area under the ROC curve of one score, and its interval."""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import TYPE_CHECKING

from readiness_kit.evidence.intervals import CONFIDENCE, Interval

if TYPE_CHECKING:
    import numpy as np

_STEPS = 60
"""Halvings that find a bound to the last bit."""


def auc(scores: np.ndarray, positive: np.ndarray) -> float:
    """How often a positive row scores higher than a negative one, ties as one half.

    The statistic of Mann and Whitney 1947 over the number of pairs; both kinds must occur.
    """
    from scipy.stats import rankdata  # scipy takes most of a second to import

    n1 = int(positive.sum())
    n0 = len(positive) - n1
    if not n1 or not n0:
        raise ValueError(f"rows of both kinds; got {n1} and {n0}")
    ranks = rankdata(scores)[positive].sum()
    return float((ranks - n1 * (n1 + 1) / 2) / (n1 * n0))


def auc_interval(area: float, n1: int, n0: int, confidence: float = CONFIDENCE) -> Interval:
    """Interval of an area seen on `n1` positive and `n0` negative rows.

    Method 5 of Newcombe 2006 (Statistics in Medicine 25, 559-573): the score interval with the
    variance of Hanley and McNeil 1982, which stays wide where the area is 0 or 1.
    """
    if not 0 <= area <= 1 or n1 < 1 or n0 < 1:
        raise ValueError(f"an area of 0 to 1 on rows of both kinds; got {area}, {n1} and {n0}")
    z = float(NormalDist().inv_cdf(0.5 + confidence / 2))
    return Interval(_lower(area, n1, n0, z), 1 - _lower(1 - area, n1, n0, z))


def _lower(area: float, n1: int, n0: int, z: float) -> float:
    """The smallest area from which the one seen is less than z standard errors away."""
    low, high = 0.0, area
    for _ in range(_STEPS):
        middle = (low + high) / 2
        if area - middle > z * _standard_error(middle, n1, n0):
            low = middle
        else:
            high = middle
    return low


def _standard_error(area: float, n1: int, n0: int) -> float:
    spread = (n1 + n0) / 2 - 1
    more = 1 + spread * (1 - area) / (2 - area) + spread * area / (1 + area)
    return math.sqrt(area * (1 - area) * more / (n1 * n0))
