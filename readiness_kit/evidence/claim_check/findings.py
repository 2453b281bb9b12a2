"""All that one run of the claim check found, before it is put into words and figures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from readiness_kit.engagement.profile import Claim, Profile
from readiness_kit.evidence.accuracy_task import are_amounts
from readiness_kit.evidence.answers import Scored
from readiness_kit.evidence.claim_check.asked import Asked, asked
from readiness_kit.evidence.claim_check.known_parts import Known, days_known, groups_known
from readiness_kit.evidence.claim_check.material import Material, material
from readiness_kit.evidence.claim_check.same_rows import Overlap, Repeats, overlap, repeats
from readiness_kit.evidence.claim_check.single_columns import (
    MOST_ROWS,
    Single,
    single_columns,
    single_numbers,
)
from readiness_kit.evidence.context import Context
from readiness_kit.evidence.intervals import Interval, wilson_of_share
from readiness_kit.evidence.labels import SMALLEST_COUNT
from readiness_kit.evidence.scope import absence

FEWEST_LABELS = 30

LabelFault = Literal["absent", "few", "constant"]


@dataclass(frozen=True)
class Part:
    """What the training data knows of groups or days, or why that cannot be told."""

    known: Known | None
    why_not: str | None = None


@dataclass(frozen=True)
class Figure:
    """An accuracy with its interval at the rows that it was counted on."""

    accuracy: float
    interval: Interval
    n: int


@dataclass(frozen=True)
class Found:
    """What was looked at, and what came of it."""

    material: Material
    claim: Claim
    fault: LabelFault | None
    """What keeps the labels from being used."""
    amounts: bool
    """Whether the label is a number that measures something."""
    overlap: Overlap | None
    keys: Known | None
    """Rows whose key the training data holds; None where the files share no key."""
    repeats: Repeats
    group: Part | None
    """None where engagement.yaml names no such column."""
    days: Part | None
    singles: list[Single]
    asked: Asked

    @property
    def whole(self) -> bool:
        """Whether the claim was counted on this sample and no more."""
        most = self.material.poc.rows
        return not self.material.drawn and (self.claim.rows is None or self.claim.rows <= most)

    @property
    def claimed(self) -> Figure | None:
        """The claim at its rows, those of the sample where it names none."""
        rows = self.claim.rows or len(self.material.labels)
        if self.claim.accuracy is None or not rows or self.amounts:
            return None
        return _figure(self.claim.accuracy, rows)

    @property
    def scored(self) -> Scored | None:
        """The model's answers beside the labels, where both can be used."""
        return self.asked.scored

    @property
    def measured(self) -> Figure | None:
        """The accuracy of the model on the labelled rows of the sample."""
        if self.scored is None or self.amounts:
            return None
        return _figure(self.scored.correct / self.scored.n, self.scored.n)

    @property
    def unseen(self) -> Figure | None:
        """The same on the rows that are not in the training data, where there are others.

        None where so few are left, or so few fell out, that it would tell of single records.
        """
        if self.overlap is None or self.scored is None or self.amounts:
            return None
        seen = [bool(self.overlap.seen[row]) for row in self.material.labelled]
        right = [ok for ok, known in zip(self.scored.right, seen, strict=True) if not known]
        if sum(seen) < SMALLEST_COUNT or len(right) < FEWEST_LABELS:
            return None
        return _figure(sum(right) / len(right), len(right))


def found_in(context: Context) -> Found:
    """Look at everything that the engagement has for it."""
    profile, stuff = context.engagement.profile, material(context)
    labels = stuff.labels
    fault, amounts = _fault(stuff), are_amounts(labels)
    context.progress(0, 3, "rows that were trained on")
    same = _overlap(stuff, profile.data.time)
    context.progress(1, 3, "columns that know the answer")
    singles = [] if fault else _singles(stuff, context.seed, amounts=amounts)
    context.progress(2, 3, "the model on the POC sample")
    # without the label's column the truth might be asked with, under another name
    answers = (
        asked(context, stuff, amounts=amounts) if labels else Asked(None, "no row is labelled")
    )
    context.progress(3, 3, "done")
    return Found(
        material=stuff,
        claim=profile.claim,
        fault=fault,
        amounts=amounts,
        overlap=same,
        keys=_keys(stuff),
        repeats=repeats(stuff.poc, key=stuff.key),
        group=_group(stuff, profile),
        days=_days(stuff, profile),
        singles=singles,
        asked=answers,
    )


def _fault(stuff: Material) -> LabelFault | None:
    labels = stuff.labels
    if stuff.label not in stuff.poc.columns:
        return "absent"
    if len(labels) < FEWEST_LABELS:
        return "few"
    return "constant" if len(set(labels)) == 1 else None


def _overlap(stuff: Material, time: str | None) -> Overlap | None:
    if not stuff.training or not stuff.poc.rows:
        return None
    if not set(stuff.inputs) & set(stuff.training.columns):
        return None
    return overlap(stuff.poc, stuff.training, inputs=stuff.inputs, key=stuff.key, time=time)


def _keys(stuff: Material) -> Known | None:
    if stuff.key is None or stuff.training is None or _lack(stuff, "data.key", stuff.key):
        return None
    known = groups_known(stuff.poc, stuff.training, stuff.key)
    return known if known.n else None


def _singles(stuff: Material, seed: int, *, amounts: bool) -> list[Single]:
    from random import Random

    rows = stuff.labelled
    if len(rows) > MOST_ROWS:
        rows = sorted(Random(seed).sample(rows, MOST_ROWS))
    records = [stuff.records[row] for row in rows]
    labels = [stuff.truth[row] or "" for row in rows]
    if amounts:
        return single_numbers(records, [float(label) for label in labels], names=stuff.inputs)
    return single_columns(records, labels, seed=seed, names=stuff.inputs)


def _group(stuff: Material, profile: Profile) -> Part | None:
    column = profile.data.group
    if column is None:
        return None
    if stuff.training is None or (lack := _lack(stuff, "data.group", column)):
        return Part(None, stuff.no_training or lack)
    return Part(groups_known(stuff.poc, stuff.training, column))


def _days(stuff: Material, profile: Profile) -> Part | None:
    column = profile.data.time
    if column is None:
        return None
    if stuff.training is None or (lack := _lack(stuff, "data.time", column)):
        return Part(None, stuff.no_training or lack)
    known = days_known(stuff.poc, stuff.training, column)
    return Part(None, known) if isinstance(known, str) else Part(known)


def _lack(stuff: Material, said: str, column: str) -> str | None:
    """That one of the two files lacks a column, in words."""
    samples = [stuff.poc, *([stuff.training] if stuff.training else [])]
    return next((lack for sample in samples if (lack := absence(sample, said, column))), None)


def _figure(accuracy: float, n: int) -> Figure:
    return Figure(accuracy, wilson_of_share(accuracy, n), n)
