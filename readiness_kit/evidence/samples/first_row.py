"""Whether the names of a file's columns are a row of texts, for they come again as values.

A column may be called as one of its values by chance, and an export of a form names the columns of
a question by its answers. So one such name alone says nothing, an answer that is ticked or not does
not count, and a single column that speaks for a header outweighs all others.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from readiness_kit.evidence.samples.header import looks_like_data
from readiness_kit.evidence.samples.refusal import refuse

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

    from readiness_kit.evidence.samples.sample import Sample

_ROWS = 20
"""In fewer rows it may be chance."""
_NAMES = 2
"""So many columns have to be called as a value of theirs."""
_OFTEN = 0.01
_LEAST = 3
"""In such a share of the rows, and in so many, the name has to come."""
_MEAN = 4
"""Where each value comes so often on average, the first row's would hardly come only once."""


def refuse_first_row(sample: Sample) -> None:
    """Raise InvalidFileError where each column's name may be a value of it, and two surely are.

    The column of the label never may: its name would have to be a label.
    """
    again = repeated_names(sample)
    if len(again) < _NAMES:
        return
    if not any(_is_name(sample, name) for name in sample.columns if name not in again):
        came = "a row that has the values of the rows below"
        refuse(sample.path, None, "a first line with the names of the columns", came)


def has_repeated_names(sample: Sample) -> bool:
    """Whether several columns are called as a value that they have in some rows."""
    return len(repeated_names(sample)) >= _NAMES


def repeated_names(sample: Sample) -> set[str]:
    """The columns whose name is one of their values in some rows, as of a file without a header."""
    import numpy as np

    if sample.rows < _ROWS:
        return set()
    found = _places(sample)
    if len(found) == len(sample.columns):
        # files that were put together have the line of names between them
        line = np.logical_and.reduce(list(found.values()))
        found = {name: places & ~line for name, places in found.items()}
    least = max(_LEAST, _OFTEN * sample.rows)
    often = [name for name, places in found.items() if places.sum() >= least]
    return {name for name in often if not _is_tick(sample, name)}


def _places(sample: Sample) -> Mapping[str, np.ndarray]:
    """In which rows a column has its own name; only of the columns that have it at all."""
    import numpy as np
    import pyarrow.compute as pc

    places = {}
    for name in sample.columns:
        flags = np.asarray(pc.equal(_cells(sample, name), name))
        if flags.any():
            places[name] = flags
    return places


def _is_tick(sample: Sample, name: str) -> bool:
    """Whether a column has its name or nothing, as the answers that somebody ticked."""
    return set(_distinct(sample, name).to_pylist()) == {name, ""}


def _is_name(sample: Sample, name: str) -> bool:
    """Whether a column's name is none of its values, though it would be in a file without names."""
    values = _distinct(sample, name)
    filled = [value for value in values.to_pylist() if value]
    if not filled:
        return False
    if name in filled:
        return _is_tick(sample, name)
    if all(map(looks_like_data, filled)):
        return not looks_like_data(name)
    return len(filled) * _MEAN <= sample.rows


def _distinct(sample: Sample, name: str) -> pa.Array:
    return _cells(sample, name).unique()


def _cells(sample: Sample, name: str) -> pa.Array:
    import pyarrow as pa  # with the pandas of the frame, not before

    return pa.array(sample.frame[name], type=pa.large_string())
