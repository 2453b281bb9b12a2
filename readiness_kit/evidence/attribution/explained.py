"""Asks the model what the plan needs, and shares the fall out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from readiness_kit.evidence.answers import Scored, ask, is_right
from readiness_kit.evidence.attribution.changes import changed
from readiness_kit.evidence.attribution.groups import Group, findings_of
from readiness_kit.evidence.attribution.material import Material, Plan, Side, blanked
from readiness_kit.evidence.attribution.questions import Asked
from readiness_kit.evidence.attribution.shapley import resampled
from readiness_kit.evidence.attribution.waterfall import (
    Fall,
    Players,
    Waterfall,
    fall_of,
    players_of,
    waterfall,
)
from readiness_kit.evidence.attribution.weights import mix_weights, repeated
from readiness_kit.evidence.context import Context
from readiness_kit.evidence.labels import canonical
from readiness_kit.evidence.target import Result

if TYPE_CHECKING:
    import numpy as np

N_MIN = 30
"""Labelled records a side, below which nothing is shared out."""


@dataclass(frozen=True)
class Explained:
    """What the answers say of the fall; each part None where there are too few labels for it."""

    repaired: Waterfall | None
    planted: Waterfall | None
    fall: Fall | None
    poc: Scored
    production: Scored
    guesses: list[Result] = field(repr=False)
    """On production records without labels."""
    unweighed: bool
    """Whether the mix moved too far for any weights to undo it."""
    about: dict[str, Any]


def explained(context: Context, stuff: Material, planned: Plan) -> Explained:
    """Ask for every record of the plan once, and share out what the answers say."""
    with context.open_target() as target:
        target.prepare(planned.questions.records)
        results = ask(target, planned.questions.records, context.progress, "changed records")
        about = target.about
    answers = [canonical(result.prediction) for result in results]
    poc = _scored(stuff, stuff.poc, planned.poc_rows, planned.poc_asked, answers)
    production = _scored(stuff, stuff.production, planned.rows, planned.production_asked, answers)
    repair, injection = _both(stuff, planned, answers)
    draws = {
        name: resampled(players.game, context.seed + place)
        for place, (name, players) in enumerate((("after", repair), ("before", injection)))
        if players is not None
    }
    fall = None
    if repair is not None and injection is not None:
        start = float(injection.game.values()[0])
        fall = fall_of(start, draws["before"][:, 0], repair, draws["after"])
    unlabelled = [] if stuff.production.labelled else planned.production_asked.places[:, 0].tolist()
    return Explained(
        repaired=waterfall(repair, draws["after"]) if repair else None,
        planted=waterfall(injection, draws["before"]) if injection else None,
        fall=fall,
        poc=poc,
        production=production,
        guesses=[results[place] for place in unlabelled],
        unweighed=_unweighed(stuff, repair, injection),
        about=about,
    )


def _both(
    stuff: Material, planned: Plan, answers: Sequence[str | None]
) -> tuple[Players | None, Players | None]:
    """The game of repairing production's records, and that of planting in the POC's."""
    repair = injection = None
    if _enough(stuff.production, planned.rows):
        asked = planned.production_asked
        right = _right(stuff, stuff.production, planned.rows, asked, answers)
        repair = players_of(right, asked.touched, _repair_weights(stuff, planned))
    if _enough(stuff.poc, planned.poc_rows):
        asked = planned.poc_asked
        right = _right(stuff, stuff.poc, planned.poc_rows, asked, answers)
        injection = players_of(right, asked.touched, _planting_weights(stuff, planned))
    return repair, injection


def _repair_weights(stuff: Material, planned: Plan) -> dict[Group, np.ndarray]:
    """What production's records count without duplicates, and with the POC's mix."""
    weights: dict[Group, np.ndarray] = {}
    twice = repeated(stuff.gap, planned.rows)
    if twice.any() and not twice.all():
        weights["duplicates"] = (~twice).astype(float)
    mended = changed(planned.production, blanked(planned.repaired))
    mix = mix_weights(stuff.gap, mended, planned.poc, stuff.columns, stuff.label)
    return weights if mix is None else weights | {"shift": mix}


def _planting_weights(stuff: Material, planned: Plan) -> dict[Group, np.ndarray]:
    """What the POC's records count with production's mix; duplicates cost no accuracy there."""
    mended = changed(planned.production, blanked(planned.repaired))
    mix = mix_weights(stuff.gap, planned.poc, mended, stuff.columns, stuff.label)
    return {} if mix is None else {"shift": mix}


def _unweighed(stuff: Material, *games: Players | None) -> bool:
    """Whether the mix moved, and a game was played without it."""
    moved = any(True for _ in findings_of(stuff.gap, "shift", stuff.without))
    return moved and any("shift" not in game.groups for game in games if game is not None)


def _enough(side: Side, rows: Sequence[int]) -> bool:
    return side.labelled and len(rows) >= N_MIN


def _right(
    stuff: Material, side: Side, rows: Sequence[int], asked: Asked, answers: Sequence[str | None]
) -> np.ndarray:
    """By record and set of groups: whether the answer is right."""
    import numpy as np

    return np.array(
        [
            [
                is_right(side.labels[row] or "", answers[place], stuff.task.tolerance)
                for place in places
            ]
            for row, places in zip(rows, asked.places.tolist(), strict=True)
        ],
        dtype=bool,
    )


def _scored(
    stuff: Material, side: Side, rows: Sequence[int], asked: Asked, answers: Sequence[str | None]
) -> Scored:
    """The unchanged records beside their answers; without rows where none has a label."""
    if not side.labelled:
        return Scored([], [], None, stuff.task.tolerance)
    truth = [side.labels[row] or "" for row in rows]
    given = [answers[place] for place in asked.places[:, 0].tolist()]
    return Scored(truth, given, None, stuff.task.tolerance)
