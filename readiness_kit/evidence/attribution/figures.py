"""The figures of the explanation, as an observation records them and charts want them."""

from __future__ import annotations

import math
from typing import Any

from readiness_kit.evidence.accuracy_figures import (
    bounds,
    estimated_accuracy,
    rounded,
    task_figures,
)
from readiness_kit.evidence.answers import Scored
from readiness_kit.evidence.attribution.explained import N_MIN, Explained
from readiness_kit.evidence.attribution.groups import TITLES, left_over
from readiness_kit.evidence.attribution.material import (
    MOST_ASKED,
    MOST_CELLS,
    MOST_RECORDS,
    Material,
    Plan,
    Side,
)
from readiness_kit.evidence.attribution.shapley import RESAMPLES
from readiness_kit.evidence.attribution.waterfall import Bar, Share, Waterfall
from readiness_kit.evidence.attribution.words import turned
from readiness_kit.evidence.data_gap.method import TITLES as KINDS
from readiness_kit.evidence.intervals import CONFIDENCE, wilson

_NAMED = 6


def run_figures(stuff: Material, planned: Plan, found: Explained) -> dict[str, Any]:
    """All figures of a run; aggregates only."""
    return {
        "task": task_figures(stuff.task),
        "poc": _side(stuff.poc, found.poc, len(planned.poc_rows)),
        "production": _side(stuff.production, found.production, len(planned.rows)),
        "asked": len(planned.questions.records),
        "fall": _share(found.fall.fall) if found.fall else None,
        "repaired": _repaired(found) if found.repaired else None,
        "planted": _planted(planned, found.planted) if found.planted else None,
        "unrepaired": _unrepaired(stuff),
        "estimated": estimated_accuracy(found.guesses, stuff.task),
        "mix_too_far": found.unweighed,
        "notes": list(stuff.notes),
    }


def limits_said() -> dict[str, Any]:
    """What bounds the run."""
    return {
        "records": MOST_RECORDS,
        "asked": MOST_ASKED,
        "cells": MOST_CELLS,
        "labelled": N_MIN,
        "resamples": RESAMPLES,
        "confidence": CONFIDENCE,
    }


def _side(side: Side, scored: Scored, drawn: int) -> dict[str, Any]:
    figures: dict[str, Any] = {
        "rows": side.scope.kept.rows,
        "labelled": len(side.order) if side.labelled else 0,
        "drawn": drawn,
        "excluded": side.scope.excluded,
        "accuracy": None,
    }
    if scored.n:
        low, high = bounds(wilson(scored.correct, scored.n))
        figures |= {"accuracy": rounded(scored.correct / scored.n), "low": low, "high": high}
    return figures


def _repaired(found: Explained) -> dict[str, Any]:
    """The bars and what is left; as recorded, they sum to the recorded fall."""
    assert found.repaired is not None
    bars = [_bar(bar) for bar in found.repaired.bars]
    figures: dict[str, Any] = {"bars": bars, "together": _share(found.repaired.together)}
    if found.fall:
        whole = rounded(found.fall.fall.estimate)
        rest = rounded(whole - math.fsum(bar["estimate"] for bar in bars))
        figures["left"] = {**_share(found.fall.left), "estimate": rest}
    return figures


def _planted(planned: Plan, planted: Waterfall) -> dict[str, Any]:
    """What each planted group costs; as recorded, the bars sum to the predicted fall."""
    bars = [_bar(bar, lost=True) for bar in planted.bars]
    whole = rounded(math.fsum(bar["estimate"] for bar in bars))
    return {
        "bars": bars,
        "together": {**_share(turned(planted.together)), "estimate": whole},
        "nowhere": [
            {"title": TITLES[group], "column": column}
            for group, column in planned.planted.nowhere[:_NAMED]
        ],
    }


def _bar(bar: Bar, *, lost: bool = False) -> dict[str, Any]:
    share = turned(bar.share) if lost else bar.share
    return {
        "group": bar.group,
        "title": TITLES[bar.group],
        **_share(share),
        "alone": rounded(-bar.alone if lost else bar.alone),
        "records": bar.records,
    }


def _share(share: Share) -> dict[str, Any]:
    return {"estimate": rounded(share.estimate), "interval": bounds(share.interval)}


def _unrepaired(stuff: Material) -> list[dict[str, Any]]:
    """What differs for sure and no repair touches, by kind, with its columns."""
    kinds: dict[str, list[str]] = {}
    for found in left_over(stuff.gap, stuff.without):
        columns = kinds.setdefault(KINDS[found.kind], [])
        if found.column is not None:
            columns.append(found.column)
    return [
        {"title": title, "columns": names[:_NAMED], "more": max(0, len(names) - _NAMED)}
        for title, names in kinds.items()
    ]
