"""The index of a folder of reports: what stands in it, from this call and from earlier ones.

`index.json` beside the page keeps the rows, so that a later call over other engagements adds to
them. Everything in it is plain text that was handed in; nothing here knows a score.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from readiness_kit.errors import NotSavedError
from readiness_kit.report.place import placed

SCHEMA = "readiness-index/1"
NAME = "index.json"
_LARGEST = 20_000_000


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an engagement stands, in words."""

    client: str
    system: str
    phase: str
    verdict: str
    tone: str
    """Of the look: go, conditional, no-go, unknown."""
    sign: str
    reason: str
    as_of: str


@dataclass(frozen=True, slots=True)
class Link:
    """A report in the engagement's folder."""

    title: str
    file: str
    earlier: bool = False
    """Made by an earlier call, and not again by the last."""


@dataclass(frozen=True, slots=True)
class Row:
    """One engagement."""

    folder: str
    """Its name within the folder of reports."""
    name: str
    """The name of the engagement's own folder, as it is."""
    standing: Standing | None
    """Absent where the engagement cannot be read."""
    links: tuple[Link, ...] = ()
    failures: tuple[str, ...] = ()
    earlier: bool = False


def merged(new: Iterable[Row], old: Iterable[Row], out: Path) -> list[Row]:
    """The rows of this call, and of earlier calls those whose reports are still there; by name."""
    rows = {row.folder: row for row in new}
    for before in old:
        still = tuple(
            replace(link, earlier=True)
            for link in before.links
            if (out / before.folder / link.file).is_file()
        )
        now = rows.get(before.folder)
        if now is None and (out / before.folder).is_dir():
            links = tuple(replace(link, earlier=False) for link in still)
            rows[before.folder] = replace(before, links=links, earlier=True)
        elif now is not None:
            rows[now.folder] = replace(now, links=_all(now.links, still))
    return sorted(rows.values(), key=lambda row: (row.name.casefold(), row.name, row.folder))


def read_rows(out: Path) -> tuple[list[Row], str | None]:
    """The rows that an earlier call left, and a warning where its file cannot be used."""
    path = out / NAME
    try:
        if not path.exists():
            return [], None
        if path.stat().st_size > _LARGEST:
            raise ValueError("it is too large")
        told = json.loads(path.read_text(encoding="utf-8"))
        if told.get("schema") != SCHEMA:
            raise ValueError(f"its schema is not {SCHEMA}")
        return [_row(each) for each in told["engagements"]], None
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        reason = str(error) or type(error).__name__
        return [], f"{path} cannot be read ({reason}): engagements of earlier runs are not listed"


def write_rows(rows: Iterable[Row], out: Path) -> Path:
    """Keep the rows for the next call; the same rows give the same bytes."""
    told = {"schema": SCHEMA, "engagements": [asdict(row) for row in rows]}
    text = json.dumps(told, indent=1, sort_keys=True) + "\n"
    return placed(text.encode("ascii"), out / NAME)


def made(out: Path) -> Path:
    """The folder of reports, there at last even where every engagement failed."""
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise NotSavedError(out, error) from error
    return out


def _all(links: tuple[Link, ...], before: tuple[Link, ...]) -> tuple[Link, ...]:
    ours = {link.file for link in links}
    kept = [link for link in before if link.file not in ours]
    return tuple(sorted([*links, *kept], key=lambda link: link.file))


def _row(told: Mapping[str, Any]) -> Row:
    """One row of the file; raises ValueError or KeyError where it is not as we write it."""
    standing = told["standing"]
    return Row(
        folder=_name(told["folder"]),
        name=_text(told["name"]),
        standing=None
        if standing is None
        else Standing(**{k: _text(standing[k]) for k in _STANDING}),
        links=tuple(
            Link(_text(link["title"]), _name(link["file"]), link["earlier"] is True)
            for link in told["links"]
        ),
        failures=tuple(_text(each) for each in told["failures"]),
    )


_STANDING = tuple(Standing.__dataclass_fields__)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError("a text was expected")
    return value


def _name(value: object) -> str:
    """A name within a folder, which leads nowhere else."""
    name = _text(value)
    if not name or name.startswith(".") or set(name) & set("/\\\0:"):
        raise ValueError("a plain name was expected")
    return name
