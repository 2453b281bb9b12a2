"""What a family of faults is, and the proof that it changed what it said and nothing else.

A perturber is a pure function of a record, a field and a turn, which picks one of its variants. It
returns None where it would change nothing, and whoever calls it through `perturbed` is safe from
one that does nothing, or too much: a tool that corrupts nothing would call every model robust.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from readiness_kit.engagement.profile import Expected
from readiness_kit.evidence.data_gap.findings import Kind
from readiness_kit.evidence.edge_cases.fields import WHOLE, Field, FieldKind
from readiness_kit.evidence.samples import Value
from readiness_kit.evidence.target import Record


class FaultyPerturberError(RuntimeError):
    """A perturber changed another cell than it said, or none; then no figure of the run holds."""


class Perturbed(NamedTuple):
    """A record with a fault."""

    record: Record
    how: str
    """What happened to it, without a value."""
    changed: Mapping[str, Value]
    """Every field that differs, and what may be shown in its place: never the client's value."""
    copies: int = 1
    """How often the record comes; one that comes twice has no other fault."""


Perturber = Callable[[Record, Field, int], Perturbed | None]


@dataclass(frozen=True)
class Family:
    """One kind of fault that records come with."""

    id: str
    name: str
    title: str
    """What happens, as a client would say it."""
    expected: Expected
    kinds: tuple[FieldKind, ...]
    fix: str
    perturb: Perturber
    gap: tuple[Kind, ...] = ()
    """What a comparison with production calls it."""
    like: Callable[[str, str], bool] | None = None
    """Whether a cell of production has this fault, beside what it would be in the POC, if known."""
    plugged_in: bool = False

    def applies(self, field: Field) -> bool:
        """Whether this can happen to such a field."""
        return field.kind in self.kinds


def edge_case(
    *,
    id: str,
    name: str,
    title: str,
    expected: Expected,
    kinds: tuple[FieldKind, ...],
    fix: str,
    gap: tuple[Kind, ...] = (),
    like: Callable[[str, str], bool] | None = None,
) -> Callable[[Perturber], Family]:
    """Make a Family of a perturber."""

    def made(perturb: Perturber) -> Family:
        return Family(id, name, title, expected, kinds, fix, perturb, gap, like)

    return made


def perturbed(family: Family, record: Record, field: Field, turn: int = 0) -> Perturbed | None:
    """The record as the family makes it; None where nothing would change.

    Raises FaultyPerturberError unless exactly the cells that it names differ, by value or type,
    the field's own among them, and the record that was given is as it was.
    """
    before = dict(record)
    made = family.perturb(record, field, turn)
    if made is None and not changed_cells(before, record):
        return None
    found = changed_cells(before, made.record) if made else []
    if made is None or changed_cells(before, record) or not _as_said(made, found, field):
        named = sorted(made.changed) if made else []
        raise FaultyPerturberError(
            f"{family.id} {family.name} was to change {field.name!r}, and said that it changed "
            f"{named}; it changed {found}"
        )
    return made


def changed_cells(before: Record, after: Record) -> list[str]:
    """The fields that differ by presence, type or value; all of them where their order differs."""
    kept = [name for name in before if name in after]
    if kept != [name for name in after if name in before]:
        return sorted({*before, *after})
    names = dict.fromkeys([*before, *after])
    return [name for name in names if _differ(before, after, name)]


def _as_said(made: Perturbed, found: list[str], field: Field) -> bool:
    if made.copies > 1:
        return not found and not made.changed
    own = field.kind == WHOLE or field.name in found
    return bool(found) and own and sorted(found) == sorted(made.changed)


def _differ(before: Record, after: Record, name: str) -> bool:
    # a copy of a record holds the same things, and most cells need no spelling out
    if name in before and name in after and before[name] is after[name]:
        return False
    return _bits(before, name) != _bits(after, name)


def _bits(record: Record, name: str) -> tuple[object, ...]:
    """A cell such that equal means identical: 1 is not 1.0, -0.0 not 0.0, and NaN is NaN."""
    if name not in record:
        return ()
    return type(record[name]), repr(record[name])
