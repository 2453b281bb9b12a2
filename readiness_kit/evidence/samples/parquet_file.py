"""Reads a Parquet file as the text that a CSV file of the same rows would hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from readiness_kit.evidence.samples.arrow_text import as_text, days, has_text_form, is_text
from readiness_kit.evidence.samples.contents import Contents
from readiness_kit.evidence.samples.kept import Kept
from readiness_kit.evidence.samples.limits import (
    BLOCK_BYTES,
    BLOCK_CELLS,
    BLOCK_ROWS,
    MAX_BYTES,
    MAX_CELL,
    MAX_FILE_CELLS,
    MAX_ROWS,
    is_bomb,
)
from readiness_kit.evidence.samples.pandas_index import unnamed_index
from readiness_kit.evidence.samples.refusal import (
    Faults,
    counted,
    damaged_parquet,
    listed,
    refuse,
    too_large,
    too_many_cells,
)
from readiness_kit.evidence.samples.source import Source

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.parquet as pq


def read_parquet(source: Source, seed: int) -> Contents:
    """Read a Parquet file, a part of a row group at a time; raises InvalidFileError.

    Lists, structures and bytes have no form as text, so a file with a column of them is refused.
    """
    import pyarrow as pa  # with the pandas of the frame, not before
    import pyarrow.parquet as pq

    try:
        whole = pq.read_schema(source.path)
        index = unnamed_index(whole)
        schema = pa.schema([field for field in whole if field.name not in index])
        _check_columns(schema, source.name)
        # texts as dictionaries, since a long one in a million rows would fill the memory
        texts = [field.name for field in schema if is_text(field.type)]
        buffer = max(4096, BLOCK_BYTES // (10 * len(whole)))
        with pq.ParquetFile(source.path, read_dictionary=texts, buffer_size=buffer) as file:
            _check_size(file.metadata, source)
            contents = _contents(file, schema, source.name, seed)
    except (pa.ArrowException, OSError, UnicodeDecodeError):
        damaged_parquet(source.name)
    if index:
        left = f"{source.name}: the index of pandas, which has no name, left out"
        contents = replace(contents, notes=(left, *contents.notes))
    return contents


def _contents(file: pq.ParquetFile, schema: pa.Schema, name: str, seed: int) -> Contents:
    kept, not_numbers, infinite = Kept(name, schema.names, seed), 0, 0
    for batch in file.iter_batches(batch_size=_batch_rows(file.metadata), use_threads=False):
        batch = batch.select(schema.names)
        _check_texts(batch, name)
        not_numbers += _floats(batch, "is_nan")
        infinite += _floats(batch, "is_inf")
        for piece in _pieces(batch, name):
            kept.add(list(_texts(piece, name)))
    if not kept.total:
        refuse(name, None, "at least one row below the header", "a header only")
    if kept.total != file.metadata.num_rows:
        refuse(name, None, f"{file.metadata.num_rows:,} rows, as it says", f"{kept.total:,}")
    table = _with_days(kept.table(), schema)
    notes = [*kept.notes(), *_zones(schema, name)]
    if not_numbers:
        notes.append(f"{name}: {counted(not_numbers, 'NaN cell')} read as empty")
    if infinite:
        notes.append(f"{name}: {counted(infinite, 'infinite cell')} read as empty")
    return Contents(table, kept.total, tuple(notes))


def _texts(piece: pa.RecordBatch, name: str) -> Iterator[pa.Array]:
    import pyarrow as pa

    for column, cells in zip(piece.schema.names, piece.columns, strict=True):
        try:
            yield as_text(cells)
        except pa.ArrowException:
            refuse(name, None, f"{column}: values that have a form as text", "a day out of range")


def _check_columns(schema: pa.Schema, name: str) -> None:
    faults = Faults(name)
    faults.header(schema.names, None)
    for field in schema:
        if not has_text_form(field.type):
            faults.add(None, "text, numbers, days or truth values", f"{field.type}", field.name)
    if not len(schema):
        faults.add(None, "at least one column", "none")
    faults.settle()


def _check_size(metadata: pq.FileMetaData, source: Source) -> None:
    """Hold what the file says of itself to the limits; what it does not say, `Kept` holds."""
    size = _size(metadata)
    if metadata.num_rows > MAX_ROWS:
        refuse(source.name, None, f"at most {MAX_ROWS:,} rows", f"{metadata.num_rows:,}")
    cells = metadata.num_rows * metadata.num_columns
    if cells > MAX_FILE_CELLS:
        too_many_cells(source.name, cells)
    if size > MAX_BYTES:
        too_large(source.name, size)
    if is_bomb(source.size, size):
        refuse(source.name, None, "a file that unpacks to a table", "a bomb")


def _batch_rows(metadata: pq.FileMetaData) -> int:
    """Rows that make a block, by the number of columns and by their mean size."""
    mean = max(1, _size(metadata) // max(1, int(metadata.num_rows)))
    narrow = BLOCK_CELLS // int(metadata.num_columns)
    return max(1, min(max(BLOCK_ROWS, narrow), BLOCK_BYTES // mean))


def _size(metadata: pq.FileMetaData) -> int:
    groups = range(metadata.num_row_groups)
    return sum(int(metadata.row_group(group).total_byte_size) for group in groups)


def _check_texts(batch: pa.RecordBatch, name: str) -> None:
    import pyarrow.compute as pc

    for column, cells in zip(batch.schema.names, batch.columns, strict=True):
        if hasattr(cells, "dictionary") and is_text(cells.type.value_type):
            cells.dictionary.validate(full=True)  # that it is UTF-8
            longest = pc.max(pc.utf8_length(cells.dictionary)).as_py() or 0
            if longest > MAX_CELL:
                most = f"{column}: cells of at most {MAX_CELL:,} characters"
                refuse(name, None, most, f"{longest:,}")


def _floats(batch: pa.RecordBatch, test: str) -> int:
    """How many floating cells pass a test of arrow's."""
    import pyarrow.compute as pc
    from pyarrow import types

    floats = [cells for cells in batch.columns if types.is_floating(cells.type)]
    count = 0
    for cells in floats:
        count += int(pc.sum(pc.call_function(test, [cells])).as_py() or 0)
    return count


def _pieces(batch: pa.RecordBatch, name: str) -> Iterator[pa.RecordBatch]:
    """The batch in parts whose text is no longer than a block; raises InvalidFileError."""
    import numpy as np
    import pyarrow.compute as pc

    sizes = np.zeros(batch.num_rows, dtype=np.int64)
    for cells in batch.columns:
        if hasattr(cells, "dictionary") and is_text(cells.type.value_type):
            lengths = pc.take(pc.binary_length(cells.dictionary), cells.indices)
            sizes += np.asarray(pc.fill_null(lengths, 0))
    if sizes.sum() > MAX_BYTES:
        too_large(name, int(sizes.sum()))
    block = np.cumsum(sizes) // BLOCK_BYTES
    cuts = [0, *(np.flatnonzero(np.diff(block)) + 1).tolist(), batch.num_rows]
    for start, end in pairwise(cuts):
        yield batch.slice(start, end - start)


def _with_days(table: pa.Table, schema: pa.Schema) -> pa.Table:
    from pyarrow import types

    for place, field in enumerate(schema):
        if types.is_timestamp(field.type) and field.type.tz is None:
            table = table.set_column(place, table.schema.field(place), days(table.column(place)))
    return table


def _zones(schema: pa.Schema, name: str) -> Iterator[str]:
    from pyarrow import types

    zoned = [field.name for field in schema if types.is_timestamp(field.type) and field.type.tz]
    if zoned:
        yield f"{name}: the moments in {listed(zoned)} were written in UTC"
