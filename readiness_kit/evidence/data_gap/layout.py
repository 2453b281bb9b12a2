"""G11: columns that are missing, new, renamed, or in another order."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence

from readiness_kit.evidence.data_gap.findings import Finding, Kind, Severity

_ALIKE = 0.8
"""How alike two names are, by difflib's ratio, that one is taken for the other renamed."""
_SHOWN = 8


def layout_findings(
    a: Sequence[str], b: Sequence[str], *, optional: Sequence[str | None]
) -> Iterator[Finding]:
    """Compare both headers; `optional` are columns that the model does not need, as the key."""
    gone, new = [n for n in a if n not in b], [n for n in b if n not in a]
    renamed = _renamed_columns([name for name in gone if name not in optional], new)
    for name in gone:
        if name in renamed:
            yield _renaming(name, renamed[name])
        else:
            yield _missing(name, required=name not in optional)
    added = [name for name in new if name not in renamed.values()]
    yield _listed("column_added", added, "new in production, and the model does not know them")
    moved = [n for n in a if n in b] != [n for n in b if n in a]
    yield _finding(
        "column_order",
        None,
        "The columns come in another order; a reader that goes by place would mix them up."
        if moved
        else "The columns come in the POC's order.",
    )


def _renamed_columns(gone: Sequence[str], new: Sequence[str]) -> dict[str, str]:
    """Missing columns by a new one of nearly the same name, each new one once, the likest first."""
    pairs = [
        (difflib.SequenceMatcher(None, _plain(name), _plain(other)).ratio(), name, other)
        for name in gone
        for other in new
        if _plain(name) and _plain(other)
    ]
    found: dict[str, str] = {}
    for alike, name, other in sorted(pairs, key=lambda pair: -pair[0]):
        if alike >= _ALIKE and name not in found and other not in found.values():
            found[name] = other
    return found


def _plain(name: str) -> str:
    return re.sub(r"[\W_]+", "", name.casefold())


def _missing(name: str, *, required: bool) -> Finding:
    if required:
        return _finding(
            "column_missing",
            name,
            "The column is not in production, and the model was shown it.",
            severity="high",
            fix="Get the field from the source, or train without it.",
        )
    return _finding("column_missing", None, f"{name} is not in production.")


def _renaming(name: str, other: str) -> Finding:
    return _finding(
        "column_renamed",
        name,
        f"The column is called {other} in production.",
        severity="high",
        fix=f"Call it {name} where the data come in: a model that does not find a field often "
        f"takes it for empty.",
    )


def _listed(kind: Kind, names: Sequence[str], what: str) -> Finding:
    more = f" and {len(names) - _SHOWN:,} more" if len(names) > _SHOWN else ""
    told = f"{', '.join(names[:_SHOWN])}{more}: {what}." if names else "No column is new."
    return _finding(kind, None, told)


def _finding(
    kind: Kind,
    column: str | None,
    cause: str,
    *,
    severity: Severity | None = None,
    fix: str | None = None,
) -> Finding:
    verdict = "fail" if severity else "pass"
    return Finding("G11", kind, column, verdict, cause, severity=severity, fix=fix)  # type: ignore[arg-type]
