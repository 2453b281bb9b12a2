"""Whether the client's own validation would have stopped what the model fails on.

It is asked as the model is, in a process of its own under the client's interpreter: a list of
records goes in, and true or false comes back for each. One that is false, or for which it raises,
is stopped. One that is broken would stop all that way: so what it does to unchanged records tells
whether it can be believed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from readiness_kit.engagement.profile import ModelTarget, Profile
from readiness_kit.errors import TargetError
from readiness_kit.evidence.edge_cases.asking import Asker, Reply
from readiness_kit.evidence.edge_cases.drawing import Drawn
from readiness_kit.evidence.edge_cases.trial import Plan, planted
from readiness_kit.evidence.labels import canonical
from readiness_kit.evidence.samples import file_sha256
from readiness_kit.evidence.target import PythonTarget, Result
from readiness_kit.evidence.target.client_side import source_of
from readiness_kit.evidence.target.protocol import BATCH, Refusal

MOST_ASKED = 2_000
"""So many failing records are shown to it, evenly taken from all of them."""
_KEY = "edge_cases.guard"
_TRUTH = ("0", "1")
"""False and true, as labels are spelled."""


@dataclass(frozen=True)
class Guard:
    """What the client's validation stopped."""

    caught: int = 0
    failing: int = 0
    """Records that the model fails on, as far as they were shown to it."""
    stopped: int = 0
    clean: int = 0
    """Unchanged records; whatever it stops of them, it stops wrongly."""
    problem: str | None = None
    """Why it cannot be told, in words."""


def asked_guard(
    profile: Profile, folder: Path, failing: Sequence[Plan], drawn: Drawn, rows: Sequence[int]
) -> Guard | None:
    """Show it what the model fails on, and the clean records; None where the client names none."""
    named = profile.edge_cases.guard
    if named is None:
        return None
    spec = ModelTarget(
        id="guard",
        version="1",
        python=named,
        interpreter=profile.target.interpreter if profile.target else None,
    )
    try:
        with PythonTarget(spec, folder) as target:
            return _shown(Asker(target, drawn.names), failing, drawn, rows)
    except TargetError as error:
        # its messages are about a model, and name the key that it is written under
        return Guard(problem=str(error).replace("target.python", _KEY))


def guard_sha256(profile: Profile, folder: Path) -> str | None:
    """Of the file that the guard is in; None where there is none beside the model."""
    module = (profile.edge_cases.guard or "").partition(":")[0]
    try:
        return file_sha256(folder / source_of(folder, module))
    except OSError:
        return None


def _shown(asker: Asker, failing: Sequence[Plan], drawn: Drawn, rows: Sequence[int]) -> Guard:
    clean = asker.replies([drawn.records[row] for row in rows])
    if problem := _broken(clean) or _useless(clean) or (_CONTRACT if asker.uneven else None):
        return Guard(problem=problem)
    step = -(-len(failing) // MOST_ASKED) or 1
    some, caught, shown = failing[::step], 0, 0
    for start in range(0, len(some), BATCH):
        replies = asker.replies(list(planted(some[start : start + BATCH], drawn)))
        if problem := _useless(replies):
            return Guard(problem=problem)
        caught += sum(map(_stops, replies))
        shown += len(replies)
    return Guard(caught, shown, sum(map(_stops, clean)), len(clean))


def _stops(reply: Reply) -> bool:
    """Whether a record is stopped: by an exception, or by an answer that is false."""
    if isinstance(reply, Refusal):
        return reply.kind in ("rejected", "raised")
    return isinstance(reply, Result) and canonical(reply.prediction) == "0"


def _broken(clean: Sequence[Reply]) -> str | None:
    """Why it tells nothing, by what it does to unchanged records; None where that may be meant."""
    for reply in clean:
        if isinstance(reply, Refusal) and (reply.kind == "raised" or reply.type == "TypeError"):
            return f"it raised {reply.type} for an unchanged record, which refuses none. {_FORM}"
    if clean and all(map(_stops, clean)):
        return f"it stops each of the {len(clean):,} unchanged records too. {_FORM}"
    return None


def _useless(replies: Sequence[Reply]) -> str | None:
    """Why replies cannot be counted; None where all are true, false or an exception."""
    for reply in replies:
        if isinstance(reply, Result):
            if canonical(reply.prediction) not in _TRUTH:
                return f"it answered by something that is neither true nor false. {_FORM}"
        elif reply is None or reply.kind in ("ended", "hung"):
            return "its process ended, or it gave no answer in time"
        elif reply.kind == "contract":
            return _CONTRACT
    return None


_FORM = (
    "It gets a list of records and returns, in the same order, true or false for each, or raises "
    "a ValueError"
)
_CONTRACT = f"it did not give one answer a record. {_FORM}"
