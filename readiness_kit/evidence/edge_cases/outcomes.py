"""What a model made of a record that is not as expected, beside its answer to the clean one."""

from __future__ import annotations

import math
from collections.abc import Collection
from typing import Literal, get_args

from readiness_kit.evidence.labels import canonical
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


def outcome_of(clean: Result, reply: Result | Refusal, labels: Collection[str]) -> Outcome:
    """The one outcome of a case; `clean` is a valid answer, `labels` are those of the sample."""
    if isinstance(reply, Refusal):
        if reply.kind == "rejected":
            return "REJECTED"
        return "INVALID" if reply.kind == "contract" else "CRASH"
    before, after = canonical(clean.prediction), canonical(reply.prediction)
    if not is_valid(reply) or (before in labels and after is not None and after not in labels):
        return "INVALID"
    if after is None or _newly_flagged(clean, reply):
        return "FLAGGED"
    return "SAME" if before == after else "CHANGED"


def is_valid(reply: Result) -> bool:
    """Whether an answer's figures are numbers, and its probability is one."""
    nan = isinstance(reply.prediction, float) and not math.isfinite(reply.prediction)
    return not nan and (reply.proba is None or 0 <= reply.proba <= 1)


def ended(reply: object) -> bool:
    """Whether this record ended the process, or held it up for good."""
    return isinstance(reply, Refusal) and reply.kind in ("ended", "hung")


def _newly_flagged(clean: Result, reply: Result) -> bool:
    """Whether a mark is set that was not; a mark that is always set warns nobody."""
    if not reply.flag:
        return False
    return not clean.flag or (isinstance(reply.flag, str) and reply.flag != clean.flag)
