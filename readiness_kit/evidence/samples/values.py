"""What the cells of a client's file parse as."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    import pyarrow as pa

    from readiness_kit.evidence.samples.sample import Sample

ColumnType = Literal["integer", "number", "boolean", "text"]
Value = int | float | bool | str | None
"""What a record holds: typed where it parses, text where it does not, None where it is empty."""

_WHOLE = "(0|[1-9][0-9]{0,17})"
_INTEGER = f"-?{_WHOLE}"
_NUMBER = rf"-?({_WHOLE}(\.[0-9]{{0,30}})?|\.[0-9]{{1,30}})([eE][-+]?[0-9]{{1,2}})?"
_IS_NUMBER = re.compile(_NUMBER)
_BOOLEAN = {"true": True, "false": False}
_SPELLINGS = 2**4 + 2**5
"""In so many mixtures of letters, large and small, the two can be written."""


def is_number(cell: str) -> bool:
    """Whether a cell is a plain decimal number: no thousands mark, no unit, no leading zero."""
    return _IS_NUMBER.fullmatch(cell) is not None


def infer_types(sample: Sample) -> dict[str, ColumnType]:
    """The type of each column: what all of its non-empty cells parse as, else text."""
    return {name: _type_of(_distinct(sample, name).dictionary) for name in sample.columns}


def typed_records(
    sample: Sample, types: Mapping[str, ColumnType], *, without: Collection[str] = ()
) -> list[dict[str, Value]]:
    """Every row as a record of typed values, without the named columns.

    The fields come in the order of `types`, whatever the order of the file, since a model may go by
    their place; columns that `types` does not know come last.
    A column that `types` does not know is text, and so is a cell that does not parse as its
    column's type; a fraction in a column of integers stays a number. An empty cell is None.
    """
    known = [name for name in types if name in sample.columns]
    names = [n for n in dict.fromkeys([*known, *sample.columns]) if n not in without]
    columns = [_column(sample, name, types.get(name, "text")) for name in names]
    if not columns:
        return [{} for _ in range(sample.rows)]
    return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]


def _distinct(sample: Sample, name: str) -> pa.DictionaryArray:
    """The cells of a column, each different one once, and which of them each row has."""
    import pyarrow as pa  # with the pandas of the frame, not before

    cells = pa.array(sample.frame[name], type=pa.large_string())
    if isinstance(cells, pa.ChunkedArray):
        cells = cells.combine_chunks()
    return cells.dictionary_encode()


def _type_of(cells: pa.Array) -> ColumnType:
    import pyarrow.compute as pc

    filled = cells.filter(pc.not_equal(cells, ""))
    if not len(filled):
        return "text"
    if _all(filled, _INTEGER):
        return "integer"
    if _all(filled, _NUMBER):
        return "number"
    few = len(filled) <= _SPELLINGS
    return "boolean" if few and all(c.lower() in _BOOLEAN for c in filled.to_pylist()) else "text"


def _all(cells: pa.Array, pattern: str) -> bool:
    import pyarrow.compute as pc

    return bool(pc.all(_matching(cells, pattern)).as_py())


def _matching(cells: pa.Array, pattern: str) -> Any:
    import pyarrow.compute as pc

    return pc.match_substring_regex(cells, f"^({pattern})$")


def _column(sample: Sample, name: str, type_: ColumnType) -> list[Value]:
    encoded = _distinct(sample, name)
    values = _values(encoded.dictionary, type_)
    return [values[code] for code in encoded.indices.to_numpy().tolist()]


def _values(cells: pa.Array, type_: ColumnType) -> list[Value]:
    """What each of the cells parses as in a column of this type."""
    import pyarrow as pa
    import pyarrow.compute as pc

    values: list[Value] = [cell or None for cell in cells.to_pylist()]
    if type_ == "boolean":
        return [_BOOLEAN.get(str(value).lower(), value) for value in values]
    if type_ in ("integer", "number"):
        plain = _matching(cells, _NUMBER)
        # a number that ends in its point, such as 5., is the one that arrow does not read
        text = pc.replace_substring_regex(cells.filter(plain), r"\.([eE]|$)", r"\1")
        _put(values, plain, pc.cast(text, pa.float64()))
    if type_ == "integer":
        whole = _matching(cells, _INTEGER)
        _put(values, whole, pc.cast(cells.filter(whole), pa.int64()))
    return values


def _put(values: list[Value], flags: Any, parsed: Any) -> None:
    import numpy as np

    places = np.flatnonzero(np.asarray(flags)).tolist()
    for place, value in zip(places, parsed.to_pylist(), strict=True):
        values[place] = value
