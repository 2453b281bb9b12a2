"""Printed parts sum to the printed whole, whatever was lost in rounding."""

from __future__ import annotations

import math

from hypothesis import given
from hypothesis import strategies as st

from readiness_kit.judgement.numbers import printable

PARTS = st.lists(st.floats(0, 100), max_size=30)


@given(PARTS, st.integers(0, 3))
def test_printed_parts_sum_to_the_printed_sum(parts, digits):
    made = printable(parts, digits=digits)
    unit = 10**-digits
    assert math.isclose(math.fsum(made), math.fsum(parts), abs_tol=unit / 2 + 1e-6)
    for part, printed in zip(parts, made, strict=True):
        assert abs(part - printed) < unit + 1e-6


def test_what_is_left_goes_to_those_that_lost_most():
    assert printable([33.333333333] * 3) == [33.4, 33.3, 33.3]
    assert printable([0.04, 0.04, 0.02]) == [0.1, 0.0, 0.0]
    assert printable([]) == []
