"""One whole run: draw, compare with production, control, plant every family, ask, look around."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, NamedTuple

from readiness_kit.engagement.observation import InputFile
from readiness_kit.errors import TargetError
from readiness_kit.evidence.context import Context
from readiness_kit.evidence.data_gap.findings import Gap
from readiness_kit.evidence.edge_cases.asking import Asker, announce
from readiness_kit.evidence.edge_cases.catalogue import families
from readiness_kit.evidence.edge_cases.control import Control, controlled
from readiness_kit.evidence.edge_cases.drawing import Drawn
from readiness_kit.evidence.edge_cases.expected import Expectations, expectations
from readiness_kit.evidence.edge_cases.family import Family
from readiness_kit.evidence.edge_cases.fields import RECORD, partners
from readiness_kit.evidence.edge_cases.guard import Guard, asked_guard
from readiness_kit.evidence.edge_cases.poison import Poison
from readiness_kit.evidence.edge_cases.prevalence import affected, in_production, known_of
from readiness_kit.evidence.edge_cases.trial import (
    Case,
    Plan,
    Trial,
    plans_of,
    planted,
    told_in_a_file,
    try_family,
)
from readiness_kit.evidence.edge_cases.weights import MOST_FIELDS, Weights, weighed
from readiness_kit.evidence.scope import read_scope
from readiness_kit.evidence.target import Target


class Production(NamedTuple):
    """How the POC sample differs from production, and the file that says so."""

    gap: Gap | None
    """None where the client left out every row of it."""
    source: InputFile


class Planted(NamedTuple):
    """What came of every family, and whether one of them spoiled the model."""

    trials: list[Trial]
    poison_sought: bool
    """Whether spoiled answers were looked for; not where answers change by themselves."""
    spoiled_by: str | None


@dataclass(frozen=True)
class Tried:
    """All that a run saw."""

    drawn: Drawn
    production: Production | None = field(repr=False)
    control: Control
    weights: Weights
    planted: Planted
    guard: Guard | None
    about: Mapping[str, Any]
    """How the model was reached."""

    @property
    def gap(self) -> Gap | None:
        """How production differs; None where no such sample is there."""
        return self.production.gap if self.production else None


def tried(context: Context, drawn: Drawn) -> Tried:
    """Ask the model for everything; raises TargetError where it answers no clean record."""
    profile, folder = context.engagement.profile, Path(context.engagement.path)
    cases = families()
    expected = expectations(profile.edge_cases, cases, drawn.names)
    production = _production(context, drawn)
    with context.open_target() as target:
        context.progress(0, len(cases), "unchanged records")
        control = controlled(target, drawn.records, drawn.names, context.seed)
        if not control.answers:
            raise TargetError(_unanswered(control))
        context.progress(0, len(cases), "which fields matter")
        asker = Asker(target, drawn.names, control.limit_s)
        weights = weighed(asker, drawn, control, context.seed)
        gap = production.gap if production else None
        plans = list(_plans(cases, drawn, control, weights, gap))
        if target.about.get("target_form") == "file":
            plans = [(family, told_in_a_file(some, drawn)) for family, some in plans]
        found = _planted(context, target, drawn, control, plans, expected)
        about = target.about
    failing = [case.plan for trial in found.trials for case in failing_in(trial)]
    guard = asked_guard(profile, folder, failing, drawn, list(control.answers))
    return Tried(drawn, production, control, weights, found, guard, about)


def failing_in(trial: Trial) -> list[Case]:
    """The cases of a family that failed; a record that comes twice has no fault of its own."""
    return [case for case in trial.cases if case.failed and case.copies == 1]


def _production(context: Context, drawn: Drawn) -> Production | None:
    """How production differs from the POC sample, where engagement.yaml names a file of it."""
    data = context.engagement.profile.data
    if data.production is None or not (Path(context.engagement.path) / data.production).exists():
        return None
    # with the libraries of the comparison, which a run without production never loads
    from readiness_kit.evidence.data_gap.measure import measure_gap

    context.progress(0, 1, "how production differs")
    scope = read_scope(context.engagement, data.production)
    if not scope.kept.rows:
        return Production(None, scope.source)
    gap = measure_gap(
        drawn.scope.kept,
        scope.kept,
        label=data.label,
        key=data.key,
        time=data.time,
        seed=context.seed,
    )
    return Production(gap, scope.source)


def _plans(
    cases: Sequence[Family], drawn: Drawn, control: Control, weights: Weights, gap: Gap | None
) -> Iterator[tuple[Family, list[Plan]]]:
    """Where the faults of each family go: the main fields, and those in which production has them.

    A family that none of these is made for goes into the weightiest field that it is made for.
    """
    pairs = partners([weight.field for weight in weights.main])

    every = [
        replace(known_of(gap, field), partner=pairs.get(field.name))
        for field in (weight.field for weight in weights.every)
    ]
    main, others = every[:MOST_FIELDS], every[MOST_FIELDS:]
    for family in cases:
        fields = [*main, *affected(gap, family, others, MOST_FIELDS), RECORD]
        if not any(map(family.applies, fields)):
            fields = [field for field in others if family.applies(field)][:1]
        fields = [in_production(gap, family, field) for field in fields]
        yield family, plans_of(family, fields, drawn, list(control.answers))


def _planted(
    context: Context,
    target: Target,
    drawn: Drawn,
    control: Control,
    plans: Sequence[tuple[Family, Sequence[Plan]]],
    expected: Expectations,
) -> Planted:
    names, sought = drawn.names, not control.floor[0]
    announce(target, (r for _, some in plans for r in planted(some, drawn)))
    poison = Poison(Asker(target, names, control.limit_s), drawn, control.answers)
    trials = []
    for place, (family, some) in enumerate(plans):
        context.progress(place, len(plans), family.title)
        # each family has its own bound: one that ends the process must not hide the others
        asker = Asker(target, names, control.limit_s)
        trial = try_family(family, some, drawn, control.answers, expected, asker)
        trials.append(poison.looked_for(trial) if sought else trial)
    context.progress(len(plans), len(plans), "done")
    return Planted(trials, sought, "; ".join(poison.spoiled_by) or None)


def _unanswered(control: Control) -> str:
    kinds = f" ({control.refusals})" if control.refusals else ""
    return (
        f"the model answered none of {control.n} unchanged records of the POC sample{kinds}, so "
        f"nothing can be told of changed ones. Run `readiness evidence run accuracy` to see where "
        f"it fails, and mend that first."
    )
