"""Numbers and truth values that are the same, or could be, and are written otherwise."""

from __future__ import annotations

import contextlib
import math
import re
from collections.abc import Mapping

from readiness_kit.evidence.edge_cases.family import Perturbed, edge_case
from readiness_kit.evidence.edge_cases.faults.cells import Other, first_other, number_in
from readiness_kit.evidence.edge_cases.fields import Field
from readiness_kit.evidence.target import Record

_TRUTHS = (("yes", "no"), ("Y", "N"), ("1", "0"), ("TRUE", "FALSE"), ("true", "false"))
_TRUTH_WORDS = {"yes": 0, "y": 0, "true": 0, "no": 1, "n": 1, "false": 1}
_WORDS = "a number in words came"
_BEHIND, _BEFORE = "a unit came behind the number", "words came before the number"
_POINTS = "the number came with a decimal comma and points"
_COMMA = "the number came with a decimal comma"
_COMMAS = "the number came with commas between thousands"
_MARKED: dict[str, tuple[re.Pattern[str], Mapping[int, int | None]]] = {
    _COMMA: (re.compile(r"[+-]?\d+,\d+"), str.maketrans(",", ".")),
    _POINTS: (re.compile(r"[+-]?\d{1,3}(\.\d{3})+(,\d+)?"), str.maketrans(",", ".", ".")),
    _COMMAS: (re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?"), str.maketrans("", "", ",")),
}
"""How each notation looks, and what makes a plain number of it."""


def _how_marked(cell: str, own: str, field: Field) -> str | None:
    """The notation by which a cell is the number that the POC would write as `own`."""
    for how, (pattern, plain) in _MARKED.items():
        if pattern.fullmatch(cell.strip()):
            with contextlib.suppress(ValueError):  # the POC itself may write numbers otherwise
                if float(cell.strip().translate(plain)) == float(own):
                    return how
    return None


def _how_worded(cell: str, own: str, field: Field) -> str | None:
    text = cell.strip()
    if re.fullmatch(r"[+-]?\d[\d.,' ]*[^\W\d_%€$£].*", text):
        return _BEHIND
    if re.fullmatch(r"[^\d+-]*[^\W\d_].*\d[\d.,]*", text):
        return _BEFORE
    return None if any(map(str.isdigit, text)) else _WORDS


def _as(two: tuple[str, str]) -> str:
    return f"yes and no came as {two[0]} and {two[1]}"


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
    gap=("unparsable", "number_format"),
    form=_how_worded,
    fix="Check the type of each field before the model sees the record; refuse what is no number "
    "and name the field.",
)
def string_in_number(record: Record, field: Field, turn: int) -> Perturbed | None:
    """Put words there, or a unit behind the number."""
    value = number_in(record, field)
    if value is None:
        return None
    others = [
        Other("twelve", _WORDS, "twelve"),
        Other(f"{value} kg", _BEHIND, "<number> kg"),
        Other(f"ca. {value}", _BEFORE, "ca. <number>"),
    ]
    return first_other(record, field, others, turn)


@edge_case(
    id="E08",
    name="decimal_comma",
    title="a number comes as 1.234,50",
    expected="R",
    kinds=("number",),
    gap=("number_format",),
    form=_how_marked,
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
        Other(comma, _POINTS, "<number, as 1.234,5>"),
        Other(plain, _COMMAS, "<number, as 1,234.5>"),
        Other(repr(value).replace(".", ","), _COMMA, "<number, as 1234,5>"),
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
    form=lambda cell, own, field: next((_as(two) for two in _TRUTHS if cell.strip() in two), None),
    fix="Read every form of yes and no that senders use into one, and refuse any other.",
)
def bool_variants(record: Record, field: Field, turn: int) -> Perturbed | None:
    """Write the same truth value in another way."""
    value = record.get(field.name)
    truth = None if value is None else _TRUTH_WORDS.get(str(value).lower())
    if truth is None:
        return None
    shown = "<yes or no in another form>"
    others = [Other(two[truth], _as(two), shown) for two in _TRUTHS]
    one = Other(1 - truth, "the truth value came as the number 1 or 0", "<1 or 0>")
    return first_other(record, field, [*others, one], turn)


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
