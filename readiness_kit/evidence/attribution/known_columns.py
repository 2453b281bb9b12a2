"""What columns of the POC sample hold, where a repair or an injection needs to know."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from readiness_kit.evidence.data_gap.column import column_of
from readiness_kit.evidence.data_gap.kinds import Known, known
from readiness_kit.evidence.data_gap.numbers import plain_number, sorted_rows

if TYPE_CHECKING:
    import numpy as np

    from readiness_kit.evidence.data_gap.findings import ColumnKind
    from readiness_kit.evidence.samples import Sample


@dataclass(frozen=True)
class KnownColumn:
    """One column of the POC sample."""

    told: Known

    @property
    def numeric(self) -> bool:
        """Whether it holds numbers."""
        return self.told.kind in ("integer", "number")

    @cached_property
    def numbers(self) -> np.ndarray:
        """Its numbers, sorted, one a row; cells that stand for nothing are left out."""
        import numpy as np

        column = self.told.column
        return sorted_rows(np.where(self.told.nothing, np.nan, column.numbers), column)

    @cached_property
    def usual(self) -> str | None:
        """What fills an empty cell: the middle number, else the commonest cell; None if all are.

        The middle is one of the values themselves, so that a whole number stays one.
        """
        if self.numeric:
            values = self.numbers
            return self.spell(float(values[(len(values) - 1) // 2])) if len(values) else None
        column = self.told.column
        filled = [place for place, empty in enumerate(self.told.nothing) if not empty]
        if not filled:
            return None
        return column.text(min(filled, key=lambda place: (-column.counts[place], place)))

    def spell(self, value: float) -> str:
        """One of its own values as the column writes it: whole where all of them are."""
        return spelled(round(value) if self.told.kind == "integer" else value)


@dataclass(frozen=True)
class KnownColumns:
    """The POC sample's columns, each looked at when it is first asked for."""

    sample: Sample
    key: str | None = None
    _looked_at: dict[str, KnownColumn] = field(default_factory=dict, repr=False)

    def __getitem__(self, name: str) -> KnownColumn:
        if name not in self._looked_at:
            told = known(column_of(self.sample, name), key=name == self.key)
            self._looked_at[name] = KnownColumn(told)
        return self._looked_at[name]

    def kind(self, name: str) -> ColumnKind:
        """What a column holds."""
        return self[name].told.kind


def spelled(value: float) -> str:
    """A number as a file has it; ten digits, so that no rounding error shows."""
    return plain_number(float(f"{value:.10g}"))
