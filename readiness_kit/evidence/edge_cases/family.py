"""What a family of faults is, and the proof that it changed what it said and nothing else.

A perturber is a pure function of a record, a field and a turn, which picks one of its variants. It
returns None where it would change nothing, and whoever calls it through `perturbed` is safe from
one that does nothing, or too much: a tool that corrupts nothing would call every model robust.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from readiness_kit.engagement.profile import Expected
from readiness_kit.errors import ReadinessError
from readiness_kit.evidence.data_gap.findings import Kind
from readiness_kit.evidence.edge_cases.fields import WHOLE, Field, FieldKind
from readiness_kit.evidence.samples import Value
from readiness_kit.evidence.target import Record


class FaultyPerturberError(RuntimeError):
    """A perturber changed another cell than it said, or none; then no figure of the run holds."""


class FaultyPlugInError(ReadinessError):
    """The same of a family that somebody plugged in: the run ends, and names whose fault it is."""


class PlugInRaisedError(FaultyPlugInError):
    """A family that somebody plugged in raised an exception; `type` is its class."""

    def __init__(self, message: str, type: str) -> None:
        self.type = type
        super().__init__(message)


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
Form = Callable[[str, str, Field], str | None]
"""Of a cell of production, what it would be in the POC (if known) and its field: the variant's
`how`, or None where the cell has another fault."""
MOST_VARIANTS = 12


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
    form: Form | None = None
    """By which of its variants a cell of production came about; see `prevalence`."""
    plugged_in: bool = False
    raised: set[str] = field(default_factory=set, compare=False)
    """What a plugged-in family raised in this run, by class; those records are left out."""

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
    form: Form | None = None,
) -> Callable[[Perturber], Family]:
    """Make a Family of a perturber."""

    def made(perturb: Perturber) -> Family:
        return Family(id, name, title, expected, kinds, fix, perturb, gap, form)

    return made


def perturbed(family: Family, record: Record, field: Field, turn: int = 0) -> Perturbed | None:
    """The record as the family makes it; None where nothing would change.

    Raises FaultyPerturberError unless exactly the cells that it names differ, by value or type,
    the field's own among them, and the record that was given is as it was. Of a plugged-in family
    that is a FaultyPlugInError, and so is whatever it raises itself.
    """
    before = dict(record)
    made = _made(family, record, field, turn)
    if made is None and not changed_cells(before, record):
        return None
    found = changed_cells(before, made.record) if made else []
    if made is None or changed_cells(before, record) or not _as_said(made, found, field):
        named = sorted(made.changed) if made else []
        raise _faulty(
            family,
            f"was to change {field.name!r}, and said that it changed {named}; it changed {found}",
        )
    if strange := _strange([*map(made.record.get, found), *made.changed.values()]):
        raise _faulty(family, f"gave {strange} for {field.name!r}, which no JSON record can hold")
    return made


def as_in_production(family: Family, record: Record, field: Field, turn: int) -> Perturbed | None:
    """As `perturbed`, but by the one variant that production has in this field, where it has one.

    What one variant does says nothing of another: a model may read 1.234,5 and not -999.
    """
    if field.how is None:
        return perturbed(family, record, field, turn)
    tries = (perturbed(family, record, field, turn + step) for step in range(MOST_VARIANTS))
    return next((made for made in tries if made is None or made.how == field.how), None)


def changed_cells(before: Record, after: Record) -> list[str]:
    """The fields that differ by presence, type or value; all of them where their order differs."""
    kept = [name for name in before if name in after]
    if kept != [name for name in after if name in before]:
        return sorted({*before, *after})
    names = dict.fromkeys([*before, *after])
    return [name for name in names if _differ(before, after, name)]


def _made(family: Family, record: Record, field: Field, turn: int) -> Perturbed | None:
    """What the perturber made; that of a plug-in is looked at first, since nobody here wrote it."""
    if not family.plugged_in:
        return family.perturb(record, field, turn)
    try:
        made = family.perturb(record, field, turn)
        again = family.perturb(record, field, turn)
    except Exception as error:
        raised = type(error).__name__
        told = f"the edge-case plug-in {family.id} {family.name} raised {raised}"
        raise PlugInRaisedError(told, raised) from error
    for one in (made, again):
        if one is not None and not _is_formed(one):
            raise _faulty(family, "returned neither None nor Perturbed(record, how, changed)")
    if not _same(made, again):
        raise _faulty(family, "is no pure function: the same call made two different things")
    return made


def _faulty(family: Family, what: str) -> Exception:
    told = f"{family.id} {family.name} {what}"
    if not family.plugged_in:
        return FaultyPerturberError(told)
    return FaultyPlugInError(
        f"the edge-case plug-in {told}. So no figure of a run holds: mend the plug-in, or take the "
        f"package that brings it out of this environment."
    )


def _is_formed(made: Any) -> bool:
    return (
        isinstance(made, Perturbed)
        and isinstance(made.record, dict)
        and isinstance(made.how, str)
        and isinstance(made.changed, Mapping)
        and isinstance(made.copies, int)
        and made.copies > 0
        and all(isinstance(name, str) for name in (*made.record, *made.changed))
    )


def _same(one: Perturbed | None, other: Perturbed | None) -> bool:
    if one is None or other is None:
        return one is other
    return (
        not changed_cells(one.record, other.record)
        and one._replace(record={}, changed={}) == other._replace(record={}, changed={})
        and sorted(one.changed) == sorted(other.changed)
    )


def _strange(values: Iterable[object]) -> str | None:
    """The class of the first value that a record cannot hold."""
    plain = (str, int, float, type(None))  # a truth value is a whole number too
    return next((type(value).__name__ for value in values if not isinstance(value, plain)), None)


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
