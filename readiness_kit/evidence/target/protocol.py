"""What every way to reach a model offers: records in, results out, in the same order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal, NamedTuple, Protocol

BATCH = 100
"""Records a call; always so many, since some models answer by what else is in the batch."""

Record = dict[str, int | float | bool | str | None]
"""One row of the client's data, without label and key."""
Label = int | float | bool | str | None


class Result(NamedTuple):
    """What the model said of one record."""

    prediction: Label
    proba: float | None = None
    """How sure it is of the prediction, where it says so."""
    flag: str | bool | int | float | None = None
    """Its own mark that a person should look."""


class Refusal(NamedTuple):
    """Why a call was answered by nothing that could be used; it never quotes a record."""

    kind: Literal["rejected", "raised", "contract", "ended", "hung"]
    """A ValueError, TypeError, KeyError or a status from 400 on; any other exception or a status
    from 500 on; an answer that is not as agreed; the end of the process or of the connection; no
    answer in time."""
    type: str = ""
    """The exception's class, the status, or what the answer was instead."""
    named: tuple[str, ...] = ()
    """Which fields the message of the refusal names."""


class Target(Protocol):
    """A model that can be asked."""

    @property
    def about(self) -> dict[str, Any]:
        """How it was reached, for an observation's environment: no path, no address, no secret."""
        ...

    def prepare(self, records: list[Record]) -> None:
        """Announce all that a method is about to ask, each record as often as it will be asked.

        Only a model that answers by file needs to know; it raises AwaitingAnswersError where
        answers are missing.
        """
        ...

    def predict(self, records: list[Record]) -> list[Result]:
        """One result a record, in order; raises TargetError where the model cannot be asked."""
        ...

    def attempt(
        self, records: list[Record], *, fields: Sequence[str] = (), limit_s: float | None = None
    ) -> list[Result] | Refusal:
        """One call with records that may be too much for the model: its results, or why none came.

        Raises TargetError only where the model cannot be opened or reached. After it ended or hung,
        the next call opens it anew. `fields` are the names to look for in a refusal's message.
        """
        ...
