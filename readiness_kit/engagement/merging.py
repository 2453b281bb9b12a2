"""Takes rows from a spreadsheet into integrations.csv, metrics.csv or metric_targets.csv.

All or nothing, under the engagement's lock. Rows that only the engagement has stay; where a row is
changed, the earlier file is kept beside it, since these files have no journal.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from readiness_kit.engagement import integrations, metrics
from readiness_kit.engagement.atomic import DiskFs, Fs, free_name, remove_stale, replace_file
from readiness_kit.engagement.lock import locked
from readiness_kit.engagement.parts import read_ground
from readiness_kit.engagement.ratings_csv import COLUMNS as RATINGS
from readiness_kit.engagement.sheet import MAX_BYTES, read_header
from readiness_kit.errors import InvalidFileError, NotSavedError, Problem, UsageError
from readiness_kit.framework.schema import Framework
from readiness_kit.reading import StrictModel
from readiness_kit.reading.document import file_name, shown

_Key = Any
_Entries = Iterable[StrictModel]


@dataclass(frozen=True)
class SheetKind:
    """One of the files that people keep in a spreadsheet."""

    file: str
    columns: tuple[str, ...]
    required: tuple[str, ...]
    read: Callable[[Path, Framework, Collection[str]], _Entries]
    """The entries of a file; the last argument names systems that are known beside it."""
    written: Callable[[Any], list[str]]
    sorted: bool = False
    """Whether rows are kept in the order of their keys; else in the order in which they came."""


@dataclass(frozen=True)
class Merged:
    """What an import did to a file."""

    file: Path
    added: int
    changed: int
    unchanged: int
    emptied: int
    """Cells that were filled and are not any more."""
    earlier: Path | None
    """Where the file as it was is kept; None where nothing of it was changed."""


KINDS = (
    SheetKind(
        integrations.INTEGRATIONS,
        integrations.COLUMNS,
        ("system",),
        lambda path, _, known: integrations.read_integrations(path, known=known).rows,
        integrations.written_row,
    ),
    SheetKind(
        metrics.METRICS,
        metrics.VALUE_COLUMNS,
        metrics.VALUE_NEEDS,
        lambda path, framework, _: metrics.read_metric_values(path, framework),
        metrics.written_value,
        sorted=True,
    ),
    SheetKind(
        metrics.METRIC_TARGETS,
        metrics.TARGET_COLUMNS,
        metrics.TARGET_NEEDS,
        lambda path, framework, _: metrics.read_metric_targets(path, framework).values(),
        metrics.written_target,
    ),
)

RATINGS_NEEDS = ("criterion",)


def kind_of(path: Path) -> SheetKind | None:
    """Which file a spreadsheet is meant for, by its first line; None for ratings.

    Raises UsageError where the columns are those of none, and InvalidFileError for no text.
    """
    header = set(read_header(path))
    if set(RATINGS_NEEDS) <= header:
        return None
    if (name := _meant(header)) is not None:
        return next(kind for kind in KINDS if kind.file == name)
    if not header or header & set(RATINGS):
        return None
    raise UsageError(
        f"{file_name(path)}: its first line names the columns of no file that can be imported. "
        f"Ratings need {_listed(RATINGS_NEEDS)}; "
        + "; ".join(f"{kind.file} needs {_listed(kind.required)}" for kind in KINDS)
        + f". It has {_listed(sorted(header - {''})) or 'none'}{_nearest(header)}"
    )


def _meant(header: Collection[str]) -> str | None:
    """The file that a header is meant for, were it misspelled or short: its reader tells that."""
    if "system" in header:
        return integrations.INTEGRATIONS
    dated = {"date", "value"} & {*header}
    if "metric" in header:
        return metrics.METRICS if dated else metrics.METRIC_TARGETS
    return metrics.METRICS if len(dated) == 2 else None


def merge_sheet(folder: Path, kind: SheetKind, source: Path, *, fs: Fs | None = None) -> Merged:
    """Take every row of `source` into the engagement's file of this kind, or none.

    A row of a known key changes the columns that `source` has and leaves the others. Raises
    InvalidFileError with every problem of either file, NotSavedError where the disk refuses.
    """
    fs = fs or DiskFs()
    framework = read_ground(folder).framework
    target = folder / kind.file
    columns = [column for column in read_header(source) if column in kind.columns]
    with locked(folder):
        before = _by_key(kind.read(target, framework, ())) if target.exists() else {}
        known = [entry.system for entry in before.values() if hasattr(entry, "system")]
        given = _by_key(kind.read(source, framework, known))
        after = {
            **before,
            **{key: _over(before.get(key), new, columns) for key, new in given.items()},
        }
        changed = sum(key in before and before[key] != after[key] for key in given)
        added = len(given.keys() - before.keys())
        earlier = _put(fs, target, kind, after, keep=changed > 0) if changed or added else None
    emptied = sum(_emptied(before[key], after[key]) for key in given.keys() & before.keys())
    return Merged(target, added, changed, len(given) - added - changed, emptied, earlier)


def _by_key(entries: _Entries) -> dict[_Key, StrictModel]:
    return {entry.key: entry for entry in entries}  # type: ignore[attr-defined]


def _over(before: StrictModel | None, new: StrictModel, columns: Collection[str]) -> StrictModel:
    """The new row over the earlier one: columns that the source lacks stay as they were."""
    if before is None:
        return new
    return before.model_copy(update={column: getattr(new, column) for column in columns})


def _emptied(before: StrictModel, after: StrictModel) -> int:
    was, now = before.model_dump(), after.model_dump()
    return sum(was[column] not in (None, []) and now[column] in (None, []) for column in was)


def _put(
    fs: Fs, target: Path, kind: SheetKind, entries: Mapping[_Key, StrictModel], *, keep: bool
) -> Path | None:
    keys = sorted(entries) if kind.sorted else list(entries)
    raw = sheet_bytes(kind, (entries[key] for key in keys))
    if len(raw) > MAX_BYTES:
        allowed = f"at most {MAX_BYTES:,} bytes with what is there already"
        raise InvalidFileError([Problem(kind.file, None, "", allowed, f"{len(raw):,} bytes")])
    earlier = None
    try:
        remove_stale(fs, target.parent, kind.file)
        if keep:
            earlier = free_name(target, "earlier")
            replace_file(fs, earlier, target.read_bytes())
        replace_file(fs, target, raw)
    except OSError as error:
        if _holds(target, raw):
            # only the folder's sync failed, the last step of all: what was asked for is there
            return earlier
        if earlier is not None:
            with suppress(OSError):
                fs.unlink(earlier)
        raise NotSavedError(target, error) from None
    return earlier


def sheet_bytes(kind: SheetKind, entries: _Entries) -> bytes:
    """A file of this kind: header and rows in UTF-8, each line ended by LF alone."""
    rows = [kind.columns, *(kind.written(entry) for entry in entries)]
    return "".join(",".join(map(quoted_cell, row)) + "\n" for row in rows).encode("utf-8")


def quoted_cell(cell: str) -> str:
    """A cell as CSV has it, in quotes where it needs them."""
    # csv.writer leaves a lone CR bare beside LF line ends, and a reader would end the row there
    return '"' + cell.replace('"', '""') + '"' if re.search('[,;"\r\n]', cell) else cell


def _holds(path: Path, raw: bytes) -> bool:
    try:
        return path.read_bytes() == raw
    except OSError:
        return False


def _nearest(header: Collection[str]) -> str:
    """The telling column that a misspelled one, or one in capitals, seems to be meant for."""
    known = ["criterion", "system", "metric"]
    for column in sorted(header):
        if close := difflib.get_close_matches(column.casefold(), known, n=1):
            return f"; did you mean {close[0]} by {shown(column)}?"
    return "."


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names)
