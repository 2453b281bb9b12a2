"""The index that pandas saves with a table, which is no column of the client's."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa

_UNNAMED = re.compile("__index_level_[0-9]+__")


def unnamed_index(schema: pa.Schema) -> frozenset[str]:
    """The columns of an index without a name, such as `df.sample` leaves; one with a name stays."""
    try:
        said = schema.pandas_metadata
    except ValueError:  # what the file says of pandas is no JSON; its columns may read all the same
        return frozenset()
    index = said.get("index_columns") if isinstance(said, dict) else None
    if not isinstance(index, list):
        return frozenset()
    return frozenset(name for name in index if isinstance(name, str) and _UNNAMED.fullmatch(name))
