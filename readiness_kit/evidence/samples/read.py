"""Reads a client's data file as text: CSV, Parquet or Excel.

Nothing is guessed away: `NA` stays the text NA, 007 stays 007, and a file whose rows do not fit
its header is refused with the lines, since a reader that pads or drops them would change what is
measured.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from readiness_kit.evidence.samples.contents import Contents
from readiness_kit.evidence.samples.csv_file import read_csv
from readiness_kit.evidence.samples.excel_file import read_excel
from readiness_kit.evidence.samples.first_row import refuse_first_row
from readiness_kit.evidence.samples.parquet_file import read_parquet
from readiness_kit.evidence.samples.refusal import refuse
from readiness_kit.evidence.samples.sample import Format, Sample, file_sha256
from readiness_kit.evidence.samples.source import Kind, Source, source_of

_READERS: dict[Kind, tuple[Format, Callable[[Source, int], Contents]]] = {
    "text": ("csv", read_csv),
    "gzip": ("csv", read_csv),
    "zip": ("excel", read_excel),
    "parquet": ("parquet", read_parquet),
}


def read_sample(path: Path, *, name: str | None = None, seed: int = 0) -> Sample:
    """Read one data file as text; raise InvalidFileError naming file, line and fault.

    What kind of file it is its first bytes say, not its name. Of a file too large for memory rows
    are drawn by the seed, which `notes` then says, as it says whatever had to be assumed. `name`
    is how messages call the file.
    """
    source = source_of(path, name or path.name)
    format_, read = _READERS[source.kind]
    digest = file_sha256(path)
    contents = read(source, seed)
    if source.changed:
        refuse(source.name, None, "a file that stays as it is while it is read", "another one")
    sample = Sample(
        path=source.name,
        sha256=digest,
        encoding=contents.encoding,
        delimiter=contents.delimiter,
        frame=contents.table.to_pandas(),
        notes=contents.notes,
        format=format_,
        decimal=contents.decimal,
        in_file=contents.total,
    )
    refuse_first_row(sample)
    return sample
