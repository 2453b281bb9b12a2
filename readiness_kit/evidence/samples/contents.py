"""What the readers of CSV, Parquet and Excel give: the cells as text, and how they were read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True)
class Contents:
    """The cells of a file, and how they were read."""

    table: pa.Table = field(repr=False)
    total: int
    """Rows of the file, kept or not."""
    notes: tuple[str, ...] = ()
    encoding: str = "utf-8"
    delimiter: str = ""
    decimal: Literal[".", ","] = "."
