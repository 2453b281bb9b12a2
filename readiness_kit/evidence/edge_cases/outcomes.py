"""What a model made of a record that is not as expected, beside its answer to the clean one."""

from __future__ import annotations

import math
from collections.abc import Collection
from typing import Literal, get_args

from readiness_kit.evidence.answers import is_right
from readiness_kit.evidence.labels import canonical
from readiness_kit.evidence.samples import is_number
from readiness_kit.evidence.target import Result
from readiness_kit.evidence.target.protocol import Refusal

Outcome = Literal["REJECTED", "FLAGGED", "SAME", "CHANGED", "INVALID", "CRASH"]
"""REJECTED: the model refused the record, by a ValueError, TypeError or KeyError.
FLAGGED: it marked its answer for a person, as it had not done before, or gave none.
SAME: it answered as if nothing had happened.
CHANGED: it answered otherwise and told nobody, which is the outcome that does harm.
INVALID: what came is no answer: no number, no probability, no label that there is.
CRASH: it raised something else, ended, or did not answer in time."""

OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)
GRAVEST: tuple[Outcome, ...] = ("CRASH", "INVALID", "CHANGED", "REJECTED", "FLAGGED", "SAME")
"""Where a record comes twice, the first of these that came is its outcome."""


def outcome_of(
    clean: Result,
    reply: Result | Refusal,
    labels: Collection[str],
    tolerance: float | None = None,
) -> Outcome:
    """The one outcome of a case; `clean` is a valid answer, `labels` are those of the sample.

    With a tolerance the labels are amounts, and an answer is the same within it.
    """
    if isinstance(reply, Refusal):
        if reply.kind == "rejected":
            return "REJECTED"
        return "INVALID" if reply.kind == "contract" else "CRASH"
    before, after = canonical(clean.prediction), canonical(reply.prediction)
    if not is_valid(reply) or _strange(before, after, labels, tolerance):
        return "INVALID"
    if after is None or _newly_flagged(clean, reply):
        return "FLAGGED"
    return "SAME" if same_answer(before, after, tolerance) else "CHANGED"


def same_answer(one: str | None, other: str | None, tolerance: float | None = None) -> bool:
    """Whether two answers, in one spelling, are the same; amounts are within the tolerance."""
    if one is None or tolerance is None or not is_number(one):
        return one == other
    return is_right(one, other, tolerance)


def is_valid(reply: Result) -> bool:
    """Whether an answer's figures are numbers, and its probability is one."""
    nan = isinstance(reply.prediction, float) and not math.isfinite(reply.prediction)
    return not nan and (reply.proba is None or 0 <= reply.proba <= 1)


def ended(reply: object) -> bool:
    """Whether this record ended the process, or held it up for good."""
    return isinstance(reply, Refusal) and reply.kind in ("ended", "hung")


def _strange(
    before: str | None, after: str | None, labels: Collection[str], tolerance: float | None
) -> bool:
    """Whether an answer is none that there is, where the clean one was."""
    if before is None or after is None:
        return False
    if tolerance is not None:
        return is_number(before) and not is_number(after)
    return before in labels and after not in labels


def _newly_flagged(clean: Result, reply: Result) -> bool:
    """Whether a mark is set that was not; a mark that is always set warns nobody."""
    if not reply.flag:
        return False
    return not clean.flag or (isinstance(reply.flag, str) and reply.flag != clean.flag)
