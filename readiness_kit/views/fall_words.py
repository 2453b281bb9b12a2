"""The fall since the POC in sentences: how far, what repairing brings back, what is left."""

from __future__ import annotations

from typing import Any

from readiness_kit.engagement.observation import Observation
from readiness_kit.views.evidence_opening import nothing_told


def fall_sentence(seen: Observation) -> str:
    """How far accuracy fell, how much of it repairing the data brings back, and by what most."""
    fall, repaired = seen.figures.get("fall"), seen.figures.get("repaired")
    if not (fall and repaired):
        return _without_fall(seen)
    before, after = (seen.figures[key]["accuracy"] for key in ("poc", "production"))
    if fall["estimate"] <= 0:
        return (
            f"Accuracy did not fall: {before:.1%} on the POC sample, {after:.1%} in production. "
            "There is nothing to explain."
        )
    told = [
        f"Accuracy fell by {points(fall['estimate'])} points, from {before:.1%} on the POC sample "
        f"to {after:.1%} in production."
    ]
    told.append(_brought_back(repaired))
    told.append(f"{with_reach(repaired['left'])} are left over.")
    if planted := seen.figures.get("planted"):
        cost = with_reach(planted["together"])
        told.append(f"Planted in the POC’s records, the same defects cost {cost}.")
    return " ".join(told)


def _brought_back(repaired: dict[str, Any]) -> str:
    most = max(repaired["bars"], key=lambda bar: float(bar["estimate"]), default=None)
    if most is None:
        return "The comparison is sure of no defect that could be repaired."
    whole = with_reach(repaired["together"])
    if repaired["together"]["interval"][0] <= 0:
        return f"Repairing the data would bring back {whole}, which may be nothing."
    return (
        f"Repairing the data would bring back about {whole}, most of it by what is done about "
        f"{most['title']} ({points(most['estimate'])})."
    )


def _without_fall(seen: Observation) -> str:
    told = [nothing_told(seen)]
    if planted := seen.figures.get("planted"):
        accuracy = seen.figures["poc"]["accuracy"]
        told.append(
            f"Planted in the POC’s records in the shares measured in production, the defects cost "
            f"{with_reach(planted['together'])}: ESTIMATED, the model is right in "
            f"{accuracy - planted['together']['estimate']:.0%} of cases in production, where the "
            f"POC sample shows {accuracy:.1%}."
        )
    if repaired := seen.figures.get("repaired"):
        told.append(f"Repairing the data would bring back {with_reach(repaired['together'])}.")
    if guess := seen.figures.get("estimated"):
        told.append(
            f"ESTIMATED from the model’s own confidence in {guess['n']:,} answers it would be "
            f"right in {guess['accuracy']:.0%}; that is no measurement."
        )
    return " ".join(told)


def with_reach(share: dict[str, Any]) -> str:
    """Points with their interval."""
    return f"{points(share['estimate'])} points ({reach(share)})"


def reach(share: dict[str, Any]) -> str:
    """An interval in points."""
    low, high = share["interval"]
    return f"{points(low)} to {points(high)}"


def points(share: float) -> str:
    """A share as percentage points."""
    return f"{tenths(share) / 10 + 0.0:.1f}"


def tenths(share: float) -> int:
    """A share in tenths of a percentage point."""
    return round(1000 * share)
