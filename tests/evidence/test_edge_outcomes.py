"""One outcome a case: what a model made of it, beside its clean answer."""

from __future__ import annotations

import math

import pytest

from readiness_kit.evidence.edge_cases.outcomes import outcome_of
from readiness_kit.evidence.target import Result
from readiness_kit.evidence.target.protocol import Refusal

LABELS = {"0", "1"}
CASES = [
    (Result(1), Result(True), "SAME"),
    (Result("1.0"), Result(1), "SAME"),
    (Result(1), Result(0), "CHANGED"),
    (Result(1, flag=True), Result(0, flag=True), "CHANGED"),
    (Result(1), Result(0, flag=True), "FLAGGED"),
    (Result(1), Result(1, flag="unsure"), "FLAGGED"),
    (Result(1, flag="ok"), Result(0, flag="unsure"), "FLAGGED"),
    (Result(1), Result(None), "FLAGGED"),
    (Result(1), Result(math.nan), "INVALID"),
    (Result(1), Result(math.inf), "INVALID"),
    (Result(1), Result(1, math.nan), "INVALID"),
    (Result(1), Result(1, 1.01), "INVALID"),
    (Result(1), Result(1, -0.1), "INVALID"),
    (Result(1), Result("maybe"), "INVALID"),
    (Result("yes"), Result("maybe"), "CHANGED"),
    (Result(1), Refusal("rejected", "KeyError"), "REJECTED"),
    (Result(1), Refusal("contract"), "INVALID"),
    (Result(1), Refusal("raised", "ZeroDivisionError"), "CRASH"),
    (Result(1), Refusal("ended"), "CRASH"),
    (Result(1), Refusal("hung"), "CRASH"),
]


@pytest.mark.parametrize(("clean", "reply", "outcome"), CASES)
def test_every_reply_has_one_outcome(clean: Result, reply: Result | Refusal, outcome: str) -> None:
    assert outcome_of(clean, reply, LABELS) == outcome
