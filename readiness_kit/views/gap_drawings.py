"""The figures of the section on the data gap: each chart with its reading and its words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from markupsafe import Markup

from readiness_kit.engagement.observation import Observation
from readiness_kit.views.gap_figures import (
    MOST_BARS,
    MOST_MOVED,
    VERDICTS,
    Affected,
    Cells,
    Found,
    Moved,
    affected,
    cells,
    headings,
    moved,
)
from readiness_kit.views.html import bidi, bullets, capital, fold, join, tag
from readiness_kit.views.theme import PHONE_WIDTH

_VERDICT_WORDS = {"fail": "fails", "warn": "warns", "inconclusive": "not settled", "pass": "fine"}


def gap_drawings(seen: Observation, told: Sequence[Found]) -> Iterator[Markup]:
    """What each check says of each column, the rows that findings touch, and what moved."""
    if rows := cells(seen):
        yield _checks(seen, rows)
    if bars := affected(told):
        yield _rows(bars)
    if parted := moved(told):
        yield _moved(parted)


def _checks(seen: Observation, rows: Sequence[Cells]) -> Markup:
    # altair takes a second to import
    from readiness_kit.views.figure import figure
    from readiness_kit.views.gap_charts import GAP_WIDTH, checks_chart

    return figure(
        checks_chart(rows, headings(rows), width=GAP_WIDTH),
        phone=checks_chart(rows, headings(rows), width=PHONE_WIDTH),
        id="data-gap-checks",
        title="What each check says of each column",
        reading=_checks_read(seen, rows),
        alternative=fold("This chart in words", _in_words(rows)),
        live=False,
    )


def _rows(bars: Sequence[Affected]) -> Markup:
    from readiness_kit.views.figure import figure
    from readiness_kit.views.gap_charts import GAP_WIDTH, affected_chart

    drawn = bars[:MOST_BARS]
    return figure(
        affected_chart(drawn, width=GAP_WIDTH),
        phone=affected_chart(drawn, width=PHONE_WIDTH),
        id="data-gap-rows",
        title="How many rows each finding touches",
        reading="Bar: share of production’s rows beyond what the POC shows. Fine line: its 95 % "
        f"interval.{_left_out(len(bars) - len(drawn))} The table below has the figures.",
        live=False,
    )


def _moved(parted: Sequence[Moved]) -> Markup:
    from readiness_kit.views.figure import figure
    from readiness_kit.views.gap_charts import GAP_WIDTH, moved_chart

    drawn = parted[:MOST_MOVED]
    return figure(
        moved_chart(drawn, width=GAP_WIDTH),
        phone=moved_chart(drawn, width=PHONE_WIDTH),
        id="data-gap-moved",
        title="What moved",
        reading="Share of records by value: in the POC → in production. Grey, above: the POC. "
        f"Blue, below: production.{_left_out(len(parted) - len(drawn))}",
        alternative=fold("The figures of this chart", _parts(drawn)),
        live=False,
    )


def _left_out(count: int) -> str:
    return f" {count:,} more are not drawn." if count > 0 else ""


def _checks_read(seen: Observation, rows: Sequence[Cells]) -> str:
    figures = seen.figures
    trouble, in_all = figures["columns_in_trouble"], figures["columns_in_all"]
    drawn = sum(bool({"fail", "warn"} & set(row.verdicts.values())) for row in rows)
    told = (
        "✕ fails, ! warns, ? is not settled, an empty cell is fine; without a cell the check does "
        "not apply. Values are categories; a shift is in how often each value comes. "
        + (f"{trouble:,} of {in_all:,} columns differ." if trouble else "No column differs.")
    )
    if in_all > len(rows):
        also = f", {trouble - drawn:,} of which differ" if trouble > drawn else ""
        told += f" {in_all - len(rows):,} columns are not drawn{also}."
    return told


def _in_words(rows: Sequence[Cells]) -> Markup:
    """The verdicts in words, columns that are alike together."""
    alike: dict[str, list[str]] = {}
    for row in rows:
        said = "; ".join(words for verdict in VERDICTS if (words := _of(row, verdict)))
        alike.setdefault(said, []).append(row.column)
    return bullets(
        join([tag("b", join(map(bidi, names), ", ")), f". {capital(said)}."])
        for said, names in alike.items()
    )


def _of(row: Cells, verdict: str) -> str:
    headed = ", ".join(h for h, own in row.verdicts.items() if own == verdict)
    return f"{_VERDICT_WORDS[verdict]}: {headed}" if headed else ""


def _parts(found: Sequence[Moved]) -> Markup:
    return bullets(
        join([tag("b", bidi(each.column), ": "), join(map(_part, each.parts), "; ")])
        for each in found
    )


def _part(part: tuple[str, float, float]) -> Markup:
    name, before, after = part
    return join([bidi(name), f" {before:.1%} → {after:.1%}"])
