"""A client's data files, read as text, and the types that their columns seem to have."""

from readiness_kit.evidence.samples.delimiter import DELIMITERS, sniff_delimiter
from readiness_kit.evidence.samples.first_row import has_repeated_names
from readiness_kit.evidence.samples.header import looks_like_data, names_said
from readiness_kit.evidence.samples.limits import MAX_BYTES, MAX_CELLS
from readiness_kit.evidence.samples.read import read_sample
from readiness_kit.evidence.samples.sample import Format, Sample, data_path, file_sha256
from readiness_kit.evidence.samples.values import (
    ColumnType,
    Value,
    infer_types,
    is_number,
    typed_records,
)

__all__ = [
    "DELIMITERS",
    "MAX_BYTES",
    "MAX_CELLS",
    "ColumnType",
    "Format",
    "Sample",
    "Value",
    "data_path",
    "file_sha256",
    "has_repeated_names",
    "infer_types",
    "is_number",
    "looks_like_data",
    "names_said",
    "read_sample",
    "sniff_delimiter",
    "typed_records",
]
