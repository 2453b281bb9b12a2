"""Numbers and truth values that are the same, or could be, and are written otherwise."""

from __future__ import annotations

import math

from readiness_kit.evidence.edge_cases.family import Perturbed, edge_case
from readiness_kit.evidence.edge_cases.faults.cells import Other, first_other, number_in
from readiness_kit.evidence.edge_cases.fields import Field
from readiness_kit.evidence.samples import Value
from readiness_kit.evidence.target import Record

_TRUTHS: tuple[tuple[Value, ...], ...] = (
    ("yes", "Y", "1", "TRUE", "true"),
    ("no", "N", "0", "FALSE", "false"),
)
_TRUTH_WORDS = {"yes": 0, "y": 0, "true": 0, "no": 1, "n": 1, "false": 1}


@edge_case(
    id="E06",
    name="number_as_string",
    title="a number comes as text",
    expected="I",
    kinds=("number",),
    fix="Turn a text that is a plain number into one where the data come in, or refuse it by the "
    "field's name.",
)
def number_as_string(record: Record, field: Field, turn: int) -> Perturbed | None:
    """Write the number as text."""
    value = number_in(record, field)
    if value is None:
        return None
    return first_other(
        record, field, [Other(repr(value), "the number came as text", '"<number>"')], turn
    )


@edge_case(
    id="E07",
    name="string_in_number",
    title="words stand where a number belongs",
    expected="R",
    kinds=("number",),
    gap=("unparsable",),
    fix="Check the type of each field before the model sees the record; refuse what is no number "
    "and name the field.",
)
def string_in_number(record: Record, field: Field, turn: int) -> Perturbed | None:
    """Put words there, or a unit behind the number."""
    value = number_in(record, field)
    if value is None:
        return None
    others = [
        Other("twelve", "a number in words came", "twelve"),
        Other(f"{value} kg", "a unit came behind the number", "<number> kg"),
        Other(f"ca. {value}", "words came before the number", "ca. <number>"),
    ]
    return first_other(record, field, others, turn)


@edge_case(
    id="E08",
    name="decimal_comma",
    title="a number comes as 1.234,50",
    expected="R",
    kinds=("number",),
    gap=("number_format",),
    fix="Agree on one notation of numbers with the sender; read others by name, or refuse them.",
)
def decimal_comma(record: Record, field: Field, turn: int) -> Perturbed | None:
    """Write the number as another country does."""
    value = number_in(record, field)
    if value is None or not math.isfinite(value) or abs(value) >= 1e15:
        return None
    plain = f"{value:,}"
    comma = plain.translate(str.maketrans(",.", ".,"))
    others = [
        Other(comma, "the number came with a decimal comma and points", "<number, as 1.234,5>"),
        Other(plain, "the number came with commas between thousands", "<number, as 1,234.5>"),
    ]
    # one that is written like this anyway shows nothing but that it is text
    return first_other(record, field, [o for o in others if o.value != repr(value)], turn)


@edge_case(
    id="E09",
    name="bool_variants",
    title="yes and no come in another form",
    expected="I",
    kinds=("boolean", "category"),
    gap=("unparsable",),
    fix="Read every form of yes and no that senders use into one, and refuse any other.",
)
def bool_variants(record: Record, field: Field, turn: int) -> Perturbed | None:
    """Write the same truth value in another way."""
    value = record.get(field.name)
    truth = None if value is None else _TRUTH_WORDS.get(str(value).lower())
    if truth is None:
        return None
    how = "the same truth value came in another form"
    others = [Other(word, how, "<yes or no in another form>") for word in _TRUTHS[truth]]
    return first_other(record, field, [*others, Other(1 - truth, how, "<1 or 0>")], turn)


@edge_case(
    id="E10",
    name="int_as_float",
    title="a whole number comes with a decimal point",
    expected="I",
    kinds=("number",),
    fix="Let 5 and 5.0 be the same number where the data come in.",
)
def int_as_float(record: Record, field: Field, turn: int) -> Perturbed | None:
    """Write 5 as 5.0, and 5.0 as 5."""
    value = number_in(record, field)
    if value is None or not math.isfinite(value) or abs(value) > 2**53 or value != int(value):
        return None
    if isinstance(value, int):
        other = Other(float(value), "the whole number came with a decimal point", "<number>.0")
    else:
        other = Other(int(value), "the number came without its decimal point", "<number>")
    return first_other(record, field, [other], turn)


@edge_case(
    id="E11",
    name="nan_inf",
    title="a number is NaN or Infinity",
    expected="R",
    kinds=("number",),
    fix="Refuse NaN and Infinity by the field's name: they are no JSON, and no measurement.",
)
def nan_inf(record: Record, field: Field, turn: int) -> Perturbed | None:
    """Put NaN or an infinity there."""
    if number_in(record, field) is None:
        return None
    others = [
        Other(math.nan, "the number became NaN", "NaN"),
        Other(math.inf, "the number became Infinity", "Infinity"),
        Other(-math.inf, "the number became minus Infinity", "-Infinity"),
    ]
    return first_other(record, field, others, turn)
