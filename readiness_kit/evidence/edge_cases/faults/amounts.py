"""Numbers that became others: in another unit or sign, out of range, a little off."""

from __future__ import annotations

import math

from readiness_kit.evidence.data_gap.units import Unit
from readiness_kit.evidence.edge_cases.family import Perturbed, edge_case
from readiness_kit.evidence.edge_cases.faults.cells import Other, first_other, number_in
from readiness_kit.evidence.edge_cases.fields import Field, Span
from readiness_kit.evidence.target import Record

UNITS_TRIED = (
    Unit(100, "100 times as large, as cents for euros are"),
    Unit(1000, "1,000 times as large, as grams for kilograms are"),
    Unit(2.54, "2.54 times as large, as centimetres for inches are"),
)
_NOISE = 0.01
_MINUS = "the number came with a minus sign"
_LARGER, _ABSURD = "the number became larger than nearly all", "the number became absurdly large"
_FAR = 100
"""So many widths of the sample above it, a number is absurd."""


def _width(span: Span) -> float:
    return span.spread or abs(span.high) or 1


def _how_large(cell: str, own: str, field: Field) -> str | None:
    try:
        number = float(cell.replace(",", "."))
    except ValueError:
        return None
    if field.span is None or not number > field.span.high:
        return None
    return _ABSURD if number > field.span.high + _FAR * _width(field.span) else _LARGER


@edge_case(
    id="E12",
    name="unit_change",
    title="a number comes in another unit",
    expected="R",
    kinds=("number",),
    gap=("unit",),
    fix="Fix the unit in the contract with the sender, and refuse numbers outside the range that "
    "was seen in training.",
)
def unit_change(record: Record, field: Field, turn: int) -> Perturbed | None:
    """Write the number in another unit: the one that production has, else one of three in turn."""
    value = number_in(record, field)
    if value is None:
        return None
    others = [
        Other(made, f"the number came {unit.words}", _shown(unit))
        for unit in ((field.unit,) if field.unit is not None else UNITS_TRIED)
        if (made := _in_unit(value, unit)) is not None
    ]
    return first_other(record, field, others, turn)


@edge_case(
    id="E13",
    name="scale_percent",
    title="a share comes as a percentage",
    expected="R",
    kinds=("number",),
    fix="Name the scale of each share in the contract with the sender, and refuse numbers outside "
    "of it.",
)
def scale_percent(record: Record, field: Field, turn: int) -> Perturbed | None:
    """Write 0.35 as 35 where all lie between 0 and 1; 35.5 as 0.355 where all go up to 100."""
    value, span = number_in(record, field), field.span
    if not value or span is None or span.whole or span.low < 0 or span.high > 100:
        return None
    percent = span.high <= 1
    other = _times(value, 100 if percent else 0.01)
    if other is None or field.unit is not None:
        return None  # where production has another unit, that one is tried
    how = "the share came as a percentage" if percent else "the percentage came as a share"
    shown = "<number x 100>" if percent else "<number / 100>"
    return first_other(record, field, [Other(other, how, shown)], turn)


@edge_case(
    id="E14",
    name="sign_flip",
    title="a number comes with a minus sign",
    expected="R",
    kinds=("number",),
    gap=("range",),
    form=lambda cell, own, field: _MINUS if cell.lstrip().startswith("-") else None,
    fix="Refuse numbers below zero where there can be none, and name the field.",
)
def sign_flip(record: Record, field: Field, turn: int) -> Perturbed | None:
    """Turn the sign of a number in a field that has no negative ones."""
    value = number_in(record, field)
    if not value or field.span is None or field.span.low < 0:
        return None
    other = Other(-value, _MINUS, "-<number>")
    return first_other(record, field, [other], turn)


@edge_case(
    id="E15",
    name="out_of_range",
    title="a number lies far outside what was seen",
    expected="R",
    kinds=("number",),
    gap=("range",),
    form=_how_large,
    fix="Keep the range that was seen in training beside the model; mark answers to records "
    "outside of it for a person, and refuse what cannot be.",
)
def out_of_range(record: Record, field: Field, turn: int) -> Perturbed | None:
    """Put a number there that lies mildly or absurdly above nearly all of the sample."""
    span = field.span
    if number_in(record, field) is None or span is None:
        return None
    mild = span.high + 3 * _width(span)
    extreme = max(abs(span.high), 1) * 1e6
    made = [math.ceil(number) if span.whole else number for number in (mild, extreme)]
    hows = (_LARGER, _ABSURD)
    shown = ("<larger than nearly all>", "<a million times the largest>")
    others = [Other(*three) for three in zip(made, hows, shown, strict=True)]
    return first_other(record, field, others, turn)


@edge_case(
    id="E17",
    name="small_noise",
    title="a number is off by 1 %",
    expected="I",
    kinds=("number",),
    fix="Round numbers as far as they are exact, and look at how near to the model's limits "
    "records lie: answers that turn on 1 % belong to a person.",
)
def small_noise(record: Record, field: Field, turn: int) -> Perturbed | None:
    """Make the number larger or smaller by a hundredth; whole numbers stay whole."""
    value = number_in(record, field)
    if not value or not math.isfinite(value):
        return None
    others = []
    for sign, how in ((1, "larger"), (-1, "smaller")):
        other = value * (1 + sign * _NOISE)
        made = round(other) if isinstance(value, int) else other
        if made != value and math.isfinite(other):
            word = f"the number became 1 % {how}"
            others.append(Other(made, word, f"<number, 1 % {how}>"))
    return first_other(record, field, others, turn) if others else None


def _in_unit(value: int | float, unit: Unit) -> int | float | None:
    """The number in a unit; None where that is too large, or the same whatever the unit."""
    if unit.offset:
        made = value * unit.factor + unit.offset
        return made if math.isfinite(made) else None
    return _times(value, unit.factor) if value else None


def _shown(unit: Unit) -> str:
    offset = f" {'+' if unit.offset > 0 else '-'} {abs(unit.offset):.4g}" if unit.offset else ""
    return f"<number x {unit.factor:.4g}{offset}>"


def _times(value: int | float, factor: float) -> int | float | None:
    """The product, whole where it can be; None where it is too large to be a number."""
    try:
        product = value * factor
    except OverflowError:
        return None
    return product if math.isfinite(product) else None
