"""What of a data gap's observation is told and drawn: its findings, gravest first, by column."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from readiness_kit.engagement.observation import Check, Observation

MOST_COLUMNS, MOST_BARS, MOST_MOVED = 15, 10, 4
"""What is drawn; the rest is counted in words."""
HEADINGS = {
    "G1": "Empty",
    "G2": "Type",
    "G3": "Values",
    "G4": "Form",
    "G5": "Range",
    "G6": "Unit",
    "G7": "Shift",
    "G8": "Shift",
    "G10": "Key",
    "G11": "Name",
    "G12": "Labels",
    "G13": "Time",
}
"""The checks of one column, in the words that head a chart."""
VERDICTS = ("fail", "warn", "inconclusive", "pass")
"""Gravest first."""
NO_SHARE_OF_ROWS = {
    "joint": "of pairs told apart",
    "base_rate": "apart",
    "shift": "moved",
    "mix": "moved",
    "late": "moved",
    "stale": "newer",
}
"""The kinds whose figure is something else than a share of rows, and what it is of."""


class Found(NamedTuple):
    """One finding that warns or fails: its figures, and the check that says it in words."""

    kind: str
    check: Check
    bins: Sequence[tuple[str, float, float]]

    @property
    def name(self) -> str:
        """The column and what is the matter with it."""
        return f"{self.check.column}: {self.check.check}" if self.check.column else self.check.check


class Cells(NamedTuple):
    """One column of the data, and what each check said of it."""

    column: str
    verdicts: Mapping[str, str]
    """By the heading of the check; what was not looked at is not there."""


class Affected(NamedTuple):
    """One finding as a bar."""

    name: str
    verdict: str
    share: float
    low: float
    high: float


class Moved(NamedTuple):
    """One distribution in parts: name, share of the POC, share of production."""

    column: str
    parts: Sequence[tuple[str, float, float]]


def found(seen: Observation) -> list[Found]:
    """The findings that the run tells one by one, in its order."""
    checks = [check for check in seen.checks if check.verdict in ("fail", "warn")]
    figures: list[dict[str, Any]] = seen.figures.get("findings") or []
    # both are in one order, and the run tells no more checks than so many
    return [
        Found(told["kind"], check, [tuple(part) for part in told["bins"]])
        for told, check in zip(figures, checks, strict=False)
    ]


def gravest(findings: Iterable[Found]) -> list[Found]:
    """One finding of each kind, failures and the most rows first, what is of no row after them."""
    ordered = sorted(
        findings,
        key=lambda f: (
            f.check.verdict != "fail",
            f.kind in NO_SHARE_OF_ROWS,
            -1.0 if f.check.share is None else -f.check.share,
        ),
    )
    by_kind: dict[str, Found] = {}
    for each in ordered:
        by_kind.setdefault(each.kind, each)
    return list(by_kind.values())


def cells(seen: Observation) -> list[Cells]:
    """The columns that are drawn, in trouble first."""
    columns: list[dict[str, Any]] = seen.figures.get("columns") or []
    return [_cells(told) for told in columns if told["verdicts"]][:MOST_COLUMNS]


def _cells(told: dict[str, Any]) -> Cells:
    verdicts: dict[str, str] = {}
    for check, heading in HEADINGS.items():
        came = [told["verdicts"].get(check), verdicts.get(heading)]
        if known := [verdict for verdict in came if verdict]:
            verdicts[heading] = min(known, key=VERDICTS.index)
        elif check == "G6" and "Range" in verdicts:
            # another unit is looked for in what lies out of range, and told where it is found
            verdicts[heading] = "pass"
    return Cells(told["column"], verdicts)


def headings(rows: Iterable[Cells]) -> list[str]:
    """The checks that looked at any of these columns."""
    came = {heading for row in rows for heading in row.verdicts}
    return [heading for heading in dict.fromkeys(HEADINGS.values()) if heading in came]


def affected(findings: Iterable[Found]) -> list[Affected]:
    """The findings that are of single rows, most rows first."""
    bars = [
        Affected(
            f.name,
            f.check.verdict or "",
            f.check.share,
            max(0.0, f.check.interval[0]),
            f.check.interval[1],
        )
        for f in findings
        if f.kind not in NO_SHARE_OF_ROWS and f.check.share is not None and f.check.interval
    ]
    return sorted(bars, key=lambda bar: -bar.share)


def moved(findings: Iterable[Found]) -> list[Moved]:
    """The distributions that moved and have parts, furthest first."""
    parted = [f for f in findings if f.bins]
    parted.sort(key=lambda f: -(f.check.share or 0.0))
    return [Moved(f.check.column or f.check.check, f.bins) for f in parted]
