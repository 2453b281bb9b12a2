"""Every way in which a service can fail to answer, each with its name and the next step.

A message names no address and repeats nothing that came over the network: an answer may quote a
record, and an address may hold a key.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from readiness_kit.errors import TargetError
from readiness_kit.evidence.target.faults import UnansweredError
from readiness_kit.evidence.target.protocol import Refusal

SERVICE = "the service at target.url"
_ADVICE = {
    400: "Write the body that it takes as target.request, with batch: true if it takes many",
    401: "Let the environment variable that target.auth_env names hold a key that is valid",
    403: "Ask its owner for the permission, or let target.auth_env name another key",
    404: "Correct the path in target.url",
    405: "It is asked by POST; correct the path in target.url",
    407: "A proxy stands between; ask for a way without one",
    413: "Set batch: false, so that each call holds one record",
    422: "Write the body that it takes as target.request, with batch: true if it takes many",
    429: "Ask its owner for a higher limit, or set batch: true so that fewer calls are made",
}
_NEVER_OF_A_RECORD = (401, 405, 407, 429)
"""Statuses that say nothing of the records: by them no record may be judged."""


class DownError(TargetError):
    """Nobody accepts a connection."""

    def __init__(self) -> None:
        super().__init__(
            f"{SERVICE} is down: it accepts no connection. Start it, or correct target.url."
        )


def certificate() -> TargetError:
    """The other side is not proven to be who it says."""
    return TargetError(
        f"{SERVICE} shows a certificate that is not valid here, so nothing was sent. Let it be "
        f"renewed, or add its authority to those that this machine trusts."
    )


def slow(what: str, limit_s: float) -> UnansweredError:
    """No whole answer in time."""
    return UnansweredError(
        Refusal("hung", "slow"),
        f"{SERVICE} is slow: no whole answer to {what} came within {limit_s:g} s. Let it answer "
        f"faster, or ask about fewer records at a time (batch: false).",
    )


def broken_off(what: str) -> UnansweredError:
    """The connection ended before a whole answer."""
    return UnansweredError(
        Refusal("ended", "connection ended"),
        f"{SERVICE} ended the connection before it had answered {what}. Look in its log for a "
        f"crash, memory, and a limit on the size of a call.",
    )


def no_http(what: str) -> UnansweredError:
    """What came is not HTTP."""
    return contract("not HTTP", f"answered {what} with something that is not HTTP. {_CORRECT}.")


def contract(kind: str, said: str) -> UnansweredError:
    """An answer came that is not as agreed."""
    return UnansweredError(Refusal("contract", kind), f"{SERVICE} {said}")


def too_large(limit: int) -> UnansweredError:
    """The answer has no reasonable end."""
    return contract(
        "too large",
        f"gave an answer of more than {limit // 10**6} MB, and it was not read on. {_CORRECT}.",
    )


def of_status(status: int, text: str, fields: Sequence[str], what: str) -> TargetError:
    """What a status other than success means; `text` is looked through for the fields' names."""
    if 300 <= status < 400:
        return contract(
            "redirect",
            f"sends on to another address (redirect, status {status}), and it was not followed. "
            f"Write the final address in target.url and its host in probes.allow.",
        )
    advice = _ADVICE.get(status, "Look in its log for the reason")
    said = f"{SERVICE} answered {what} with status {status}. {advice}."
    if status in _NEVER_OF_A_RECORD:
        return TargetError(said)
    if status == 408:
        return UnansweredError(Refusal("hung", "HTTP 408"), said)
    kind: Literal["raised", "rejected"] = "raised" if status >= 500 else "rejected"
    named = tuple(f for f in fields if re.search(rf"(?<!\w){re.escape(f)}(?!\w)", text))
    return UnansweredError(Refusal(kind, f"HTTP {status}", named), said)


_CORRECT = "Correct target.url: the address of the scoring call is needed"
