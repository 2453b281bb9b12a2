"""Holds a file of records against a data contract and counts, rule by rule, what breaks it.

Its text goes into the contract that a client gets, below the schema; so it knows nothing of
readiness-kit, and runs on the pandas and pandera of the client.
"""

from __future__ import annotations

import argparse
import csv
import io
import operator
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pandera.pandas as pa

AS_WRITTEN = " (as written)"
"""Ends the name of the column that holds a number as the text it was."""
RULES = {
    "not_nullable": "empty",
    "field_uniqueness": "unique",
    "str_matches": "form",
    "isin": "values",
    "in_range": "range",
    "str_length": "length",
}
"""By the name of pandera's check: the rule as the report calls it."""
_ORDER: Mapping[str, Any] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_PLAIN = re.compile(
    r"-?(?:(?:0|[1-9][0-9]{0,17})(?:\.[0-9]{0,30})?|\.[0-9]{1,30})(?:[eE][-+]?[0-9]{1,2})?"
)
"""A cell that compares as a number."""


class Failure(NamedTuple):
    """A rule, and the records that break it."""

    column: str
    rule: str
    rows: Any
    """Their places, from 0; of a column that is missing, none."""
    rejects: bool
    """Whether such a record is to be held back; only the share of empty cells may be too large."""


def prepared(records: pd.DataFrame, schema: pa.DataFrameSchema) -> pd.DataFrame:
    """The records as the schema wants them: nothing where a cell is empty, numbers as numbers.

    `records` holds every cell as the text that it was. Of a column that is not there, none is made.
    """
    made = {}
    for name, column in schema.columns.items():
        base = name.removesuffix(AS_WRITTEN)
        if base in records:
            text = records[base].where(records[base] != "")
            made[name] = text if column.dtype is None else _numbers(text, name, schema)
    return pd.DataFrame(made)


def failures(records: pd.DataFrame, schema: pa.DataFrameSchema) -> Iterator[Failure]:
    """Every rule that some record breaks; column by column, so that memory holds only one."""
    records = records.reset_index(drop=True)
    for names in _together(schema):
        part = pa.DataFrameSchema({name: schema.columns[name] for name in names})
        base = names[0]
        if base not in records:
            if schema.columns[base].required:
                yield Failure(base, "column", (), False)
            continue
        frame = prepared(records[[base]], part)
        if schema.columns[names[-1]].nullable:
            yield Failure(base, "empty", np.flatnonzero(frame[names[-1]].isna()), False)
        yield from _broken(frame, part)


def left_out(records: pd.DataFrame, excluded: Sequence[tuple[str, str, Sequence[Any]]]) -> Any:
    """By record: whether it is out of scope; raises ValueError where a column for that is missing.

    Each condition is a column, a sign and what the cell is compared with; one that holds is enough.
    """
    out = np.zeros(len(records), dtype=bool)
    for column, sign, values in excluded:
        if column not in records:
            raise ValueError(f"it has no column {column}, which tells what is out of scope")
        out |= np.array([_holds(cell, sign, values) for cell in records[column]], dtype=bool)
    return out


def in_scope(
    records: pd.DataFrame, excluded: Sequence[tuple[str, str, Sequence[Any]]]
) -> pd.DataFrame:
    """The records that the contract speaks of, under the index that they had."""
    kept: pd.DataFrame = records[~left_out(records, excluded)]
    return kept


def read_records(path: Path, schema: pa.DataFrameSchema, decimal: str = ".") -> pd.DataFrame:
    """Every cell of a CSV file as text, numbers with a point; raises ValueError for no table."""
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252")
    first = text.split("\n", 1)[0]
    known = {name: set(next(csv.reader([first], delimiter=name), [])) for name in ",;\t|"}
    delimiter = max(known, key=lambda name: len(known[name] & set(schema.columns)))
    rows = [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter) if row]
    if len(rows) < 2:
        raise ValueError("it holds no record")
    if len(set(rows[0])) < len(rows[0]):
        raise ValueError("two columns have one name")
    wrong = [number for number, row in enumerate(rows) if len(row) != len(rows[0])]
    if wrong:
        raise ValueError(f"record {wrong[0]} has other fields than the header, {len(wrong)} in all")
    records = pd.DataFrame(rows[1:], columns=rows[0], dtype="str")
    for name, column in schema.columns.items():
        if decimal == "," and name in records and column.dtype is not None:
            records[name] = _pointed(records[name])
    return records


def run(
    schema: pa.DataFrameSchema,
    allowed: Mapping[tuple[str, str], float],
    decimal: str = ".",
    excluded: Sequence[tuple[str, str, Sequence[Any]]] = (),
) -> int:
    """Check the file that the command line names.

    0 where it keeps to the contract, 1 where not, 2 for what could not be read, judged or written.
    """
    parser = argparse.ArgumentParser(description="Holds a CSV file against the data contract.")
    parser.add_argument("file", type=Path)
    parser.add_argument("--rejects", type=Path, help="write which records break which rule, here")
    options = parser.parse_args()
    try:
        records = read_records(options.file, schema, decimal)
        kept = np.flatnonzero(~left_out(records, excluded))
    except (OSError, ValueError, csv.Error) as error:
        sys.stderr.write(f"{options.file.name} cannot be read: {error}\n")
        return 2
    whole, records = len(records), records.iloc[kept]
    if not len(kept):
        sys.stderr.write(f"{options.file.name}: all of its {whole:,} records are out of scope\n")
        return 2
    found = list(failures(records, schema))
    rejected = len({int(row) for failure in found if failure.rejects for row in failure.rows})
    sys.stdout.write(
        f"{len(kept):,} records in, {len(kept) - rejected:,} out, {rejected:,} rejected\n"
    )
    if excluded:
        out = f"{whole - len(kept):,} of {whole:,} records left out before"
        sys.stdout.write(f"{out}, since they are out of scope\n")
    code = _report(found, len(kept), allowed)
    if options.rejects and not _write_rejects(options.rejects, found, kept + 1):
        return 2
    return code


def _report(found: list[Failure], n: int, allowed: Mapping[tuple[str, str], float]) -> int:
    broken = 0
    for column, rule, rows, _ in found:
        limit = 0.0 if rule in ("column", "unique") else allowed.get((column, rule), 1.0)
        over = rule == "column" or len(rows) / n > limit
        broken += over
        if rule == "column":
            sys.stdout.write(f"BROKEN  {column}: the column is missing\n")
        elif len(rows):
            told = f"{len(rows):,} records ({len(rows) / n:.2%}), at most {limit:.2%} allowed"
            sys.stdout.write(f"{'BROKEN' if over else 'kept  '}  {column}: {rule}: {told}\n")
    sys.stdout.write(f"{broken} rules broken\n" if broken else "all rules kept\n")
    return 1 if broken else 0


def _write_rejects(path: Path, found: list[Failure], numbers: Any) -> bool:
    """Records by their number, from 1 below the header, and the rules they break; no values.

    Whether that could be written; it is told where not.
    """
    lines = [(int(numbers[row]), f.column, f.rule) for f in found if f.rejects for row in f.rows]
    try:
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["record", "column", "rule"])
            writer.writerows(sorted(lines))
    except OSError as error:
        sys.stderr.write(f"the rejects cannot be written: {error}\n")
        return False
    return True


def _holds(cell: str, sign: str, values: Sequence[Any]) -> bool:
    """Whether a cell lies in a condition: beside a number it has to be one, a text is a text."""
    if sign in _ORDER:
        mine = _as_type_of(values[0], cell)
        return mine is not None and bool(_ORDER[sign](mine, values[0]))
    equal = any(_as_type_of(value, cell) == value for value in values)
    return not equal if sign == "!=" else equal


def _as_type_of(value: Any, cell: str) -> Any:
    """The cell as what it is compared with; None where it is nothing of the kind."""
    if isinstance(value, bool):
        return {"true": True, "false": False}.get(cell.lower())
    if isinstance(value, str):
        return cell
    return float(cell) if _PLAIN.fullmatch(cell) else None


def _together(schema: pa.DataFrameSchema) -> Iterator[list[str]]:
    """The names of the columns that belong to one field: a number, and how it was written."""
    for name in schema.columns:
        if name.removesuffix(AS_WRITTEN) not in schema.columns or not name.endswith(AS_WRITTEN):
            written = name + AS_WRITTEN
            yield [name, written] if written in schema.columns else [name]


def _pointed(cells: pd.Series) -> pd.Series:
    """Numbers with a decimal comma, and points between thousands, as numbers with a point."""
    comma = cells.str.match(r"^-?(?:[1-9][0-9]{0,2}(?:\.[0-9]{3})+|[0-9]*),[0-9]+$")
    plain = cells.str.replace(".", "", regex=False).str.replace(",", ".", regex=False)
    return cells.where(~comma, plain)


def _numbers(text: pd.Series, name: str, schema: pa.DataFrameSchema) -> pd.Series:
    """The cells that are written as numbers; nothing for the others, which break another rule."""
    pattern = schema.columns[name + AS_WRITTEN].checks[0].statistics["pattern"]
    written = text.where(text.str.match(pattern, na=False))
    return pd.to_numeric(written, errors="coerce").astype("float64")


def _broken(frame: pd.DataFrame, part: pa.DataFrameSchema) -> Iterator[Failure]:
    try:
        part.validate(frame, lazy=True)
    except pa.errors.SchemaErrors as error:
        for (column, check), cases in error.failure_cases.groupby(["column", "check"], sort=False):
            rule = RULES[check.partition("(")[0]]
            rows = np.unique(cases["index"].to_numpy(dtype=int))
            yield Failure(column.removesuffix(AS_WRITTEN), rule, rows, True)
