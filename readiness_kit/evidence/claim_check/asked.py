"""The model's answers on the POC sample, where there is a model and it can be asked."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from readiness_kit.errors import TargetError
from readiness_kit.evidence.accuracy_words import foreign_answers
from readiness_kit.evidence.answers import Scored, ask
from readiness_kit.evidence.claim_check.material import Material
from readiness_kit.evidence.context import Context
from readiness_kit.evidence.labels import canonical
from readiness_kit.evidence.samples import is_number

_LONGEST = 1_000


@dataclass(frozen=True)
class Asked:
    """What the model answered on the labelled rows, or why nothing can be told of it."""

    scored: Scored | None
    why_not: str | None = None
    failed: bool = False
    """Whether a model is named but could not be compared: that is mended outside these files."""
    about: dict[str, Any] = field(default_factory=dict)
    """How the model was reached."""


def asked(context: Context, material: Material, *, amounts: bool) -> Asked:
    """Ask for every labelled row; a model that cannot be asked leaves the other checks standing."""
    profile, rows = context.engagement.profile, material.labelled
    if profile.target is None:
        return Asked(None, "engagement.yaml names no target")
    records = [material.records[row] for row in rows]
    try:
        with context.open_target() as target:
            target.prepare(records)
            results = ask(target, records, context.progress, "POC sample")
            about = target.about
    except TargetError as error:
        return Asked(
            None, f"the model was not asked, or did not answer: {_said(error)}", failed=True
        )
    given = [canonical(result.prediction) for result in results]
    scored = Scored(material.labels, given, None)
    if why := _incomparable(scored, amounts=amounts):
        return Asked(None, why, failed=True, about=about)
    return Asked(scored, about=about)


def _said(error: TargetError) -> str:
    """An error in one line that any file can hold."""
    text = "".join(c if c.isprintable() else "\ufffd" for c in str(error))
    return text[:_LONGEST].rstrip(".")


def _incomparable(scored: Scored, *, amounts: bool) -> str | None:
    """Why the answers cannot be held against the labels; None where they can."""
    if amounts:
        said = any(answer is not None and is_number(answer) for answer in scored.given)
        return None if said else "the model answers no numbers, and the labels are numbers"
    if scored.foreign(set(scored.truth)):
        return foreign_answers(scored.given, scored.truth)
    return None
