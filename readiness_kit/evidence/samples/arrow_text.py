"""The values of a Parquet column as the text that a CSV file would hold: shortest, and in ISO."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as pa

_MIDNIGHT = "T00:00:00"


def is_text(type_: pa.DataType) -> bool:
    """Whether a column of this type holds text."""
    from pyarrow import types  # with the pandas of the frame, not before

    return bool(
        types.is_string(type_) or types.is_large_string(type_) or types.is_string_view(type_)
    )


def has_text_form(type_: pa.DataType) -> bool:
    """Whether a value of this type is one text: no list, no structure, no bytes, no span."""
    from pyarrow import types

    if types.is_dictionary(type_):
        return has_text_form(type_.value_type)
    tests = (
        *(is_text, types.is_boolean, types.is_integer, types.is_floating, types.is_decimal),
        *(types.is_date, types.is_timestamp, types.is_time, types.is_null),
    )
    return any(test(type_) for test in tests)


def as_text(cells: pa.Array) -> pa.Array:
    """Null, NaN and infinity as no text, truth as true and false, moments with a zone in UTC.

    Raises ArrowInvalid for a day or a moment that no calendar has.
    """
    import pyarrow as pa
    import pyarrow.compute as pc
    from pyarrow import types

    if types.is_dictionary(cells.type):
        cells = cells.dictionary_decode()
    if types.is_floating(cells.type):
        cells = pc.if_else(pc.is_finite(cells), cells, None)
    if types.is_timestamp(cells.type):
        text = _moments(cells)
    elif types.is_time(cells.type):
        text = _without_zeros(pc.cast(cells, pa.large_string()))
    elif types.is_date64(cells.type):
        text = pc.cast(pc.cast(cells, pa.date32()), pa.large_string())
    else:
        text = pc.cast(cells, pa.large_string())
    text = pc.fill_null(text, "")
    if types.is_temporal(cells.type) and pc.any(pc.starts_with(text, "<")).as_py():
        raise pa.ArrowInvalid("out of range")  # arrow writes so instead of raising it
    return text


def _moments(cells: Any) -> Any:
    import pyarrow as pa
    import pyarrow.compute as pc

    zone = cells.type.tz is not None
    # without its zone a moment is in UTC; with it, arrow needs the system's table of zones
    plain = pc.cast(cells, pa.timestamp(cells.type.unit))
    text = _without_zeros(pc.cast(plain, pa.large_string()))
    text = pc.replace_substring(text, " ", "T")
    return pc.replace_substring_regex(text, "$", "Z") if zone else text


def _without_zeros(text: Any) -> Any:
    import pyarrow.compute as pc

    return pc.replace_substring_regex(text, r"\.0+$|(\.[0-9]*[1-9])0+$", r"\1")


def days(cells: pa.ChunkedArray) -> pa.ChunkedArray:
    """Moments as days, where each of them is a midnight."""
    import pyarrow.compute as pc

    midnight = pc.or_(pc.ends_with(cells, _MIDNIGHT), pc.equal(cells, ""))
    if not pc.all(midnight).as_py():
        return cells
    return pc.replace_substring(cells, _MIDNIGHT, "")
