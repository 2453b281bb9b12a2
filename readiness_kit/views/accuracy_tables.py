"""Tables beside the share of right answers: further scores, recall by label, the worst parts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from markupsafe import Markup

from readiness_kit.engagement.observation import Observation
from readiness_kit.views.html import NOTHING, Column, bidi, fold, join, number, table

SAMPLES = (("poc", "POC sample"), ("production", "Production-like sample"))
"""The two samples of a run, by their keys."""


def score_tables(seen: Observation) -> Iterator[Markup]:
    """F1 and AUC, or MAE and RMSE, on both samples; with many labels each one's recall, folded."""
    told = [(name, found) for key, name in SAMPLES if (found := _scores(seen, key))]
    if not told:
        return
    heads, cells = _heads(told[0][1]), [(name, *_cells(found)) for name, found in told]
    columns = [Column("Sample"), *(Column(head, numeric=True) for head in heads)]
    yield table(columns, cells, "Further scores; no verdict rests on them")
    if told[0][1].get("classes"):
        yield fold("Label by label", _by_label(seen))


def slice_table(seen: Observation) -> Markup:
    """The parts of production where wrong answers are commonest; nothing where none stands out."""
    slices = seen.figures.get("slices") or {}
    rows = [
        (
            join([bidi(one["column"]), " ", one["value"]]),
            number(one["n"], 0),
            f"{one['error']:.1%}",
            f"{one['rest']:.1%}",
            f"{100 * one['interval'][0]:.1f} to {100 * one['interval'][1]:.1f}",
        )
        for one in slices.get("worst") or []
    ]
    if not rows:
        return Markup("")
    columns = [
        Column("Where"),
        Column("Records", numeric=True),
        Column("Wrong there", numeric=True),
        Column("Wrong in the rest", numeric=True),
        Column("More by, points", numeric=True),
    ]
    tried = number(slices.get("tried"), 0)
    return table(columns, rows, f"Where it is wrong most, of {tried} parts of production")


def _scores(seen: Observation, key: str) -> dict[str, Any]:
    found: dict[str, Any] = (seen.figures.get(key) or {}).get("scores") or {}
    return found


def _heads(scores: dict[str, Any]) -> Sequence[str]:
    if "mae" in scores:
        return ("Off by on average (MAE)", "Root of the mean square (RMSE)")
    if "macro_f1" in scores:
        return ("F1, mean over the labels",)
    named = f" of ‘{scores['positive']}’" if scores.get("positive") else ""
    return (f"F1{named}", "AUC")


def _cells(scores: dict[str, Any]) -> Sequence[str]:
    if "mae" in scores:
        return tuple(_figure(scores[key]) for key in ("mae", "rmse"))
    keys = ("macro_f1",) if "macro_f1" in scores else ("f1", "auc")
    return tuple(NOTHING if scores[key] is None else f"{scores[key]:.3f}" for key in keys)


def _figure(value: float | None) -> str:
    """An amount to four digits."""
    if value is None:
        return NOTHING
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.4g}"


def _by_label(seen: Observation) -> Markup:
    before, after = (
        {entry["label"]: entry for entry in _scores(seen, key).get("classes") or []}
        for key, _ in SAMPLES
    )
    rows = [
        (
            "All rarer labels" if label is None else bidi(label),
            *_recall(before.get(label)),
            *_recall(after.get(label)),
        )
        for label in {**after, **before}
    ]
    columns = [
        Column("Label"),
        Column("POC records", numeric=True),
        Column("Right", numeric=True),
        Column("Production records", numeric=True),
        Column("Right in production", numeric=True),
    ]
    return table(columns, rows, "How many records of each label got it as the answer")


def _recall(entry: dict[str, Any] | None) -> tuple[str, str]:
    if entry is None:
        return NOTHING, NOTHING
    return number(entry["n"], 0), f"{entry['recall']:.1%}"
