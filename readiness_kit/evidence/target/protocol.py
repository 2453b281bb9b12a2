"""What every way to reach a model offers: records in, results out, in the same order."""

from __future__ import annotations

from typing import NamedTuple, Protocol

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


class Target(Protocol):
    """A model that can be asked."""

    def predict(self, records: list[Record]) -> list[Result]:
        """One result a record, in order; raises TargetError where the model cannot be asked."""
        ...
