"""What every way to reach a model offers: records in, results out, in the same order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple, Protocol

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
    """A ValueError, TypeError or KeyError; any other exception; an answer that is not as agreed;
    the end of the process; no answer in time."""
    type: str = ""
    """The exception's class."""
    named: tuple[str, ...] = ()
    """Which fields the exception's message names."""


class Target(Protocol):
    """A model that can be asked."""

    def predict(self, records: list[Record]) -> list[Result]:
        """One result a record, in order; raises TargetError where the model cannot be asked."""
        ...

    def attempt(
        self, records: list[Record], *, fields: Sequence[str] = (), limit_s: float | None = None
    ) -> list[Result] | Refusal:
        """One call with records that may be too much for the model: its results, or why none came.

        Raises TargetError only where the model cannot be opened. After it ended or hung, the next
        call opens it anew. `fields` are the names to look for in an exception's message.
        """
        ...
