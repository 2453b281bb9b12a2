"""The pitfall detector: known ways to fail, told by figures before they are felt.

Each rule looks at what is on record (ratings, runs, the integration map, metrics, actions, the
budget) and says what set it off, what is clear, and what it cannot tell and for want of what.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from readiness_kit.engagement.integrations import IntegrationMap
from readiness_kit.engagement.metrics import Metrics
from readiness_kit.judgement.case import Case
from readiness_kit.judgement.pitfall_ground import Ground, Signal, SignalState
from readiness_kit.judgement.pitfall_rules import RULES
from readiness_kit.judgement.scorecard import Scorecard


@dataclass(frozen=True, slots=True)
class PitfallResult:
    """Whether an engagement is in one known way to fail."""

    id: str
    state: SignalState
    close_by: str
    """The phase by whose gate it must be gone."""
    due: bool
    """Whether that gate is the next, or is behind us."""
    signals: tuple[Signal, ...]

    def of_state(self, state: SignalState) -> tuple[Signal, ...]:
        """The signals of this state."""
        return tuple(signal for signal in self.signals if signal.state == state)


def detect(
    case: Case,
    card: Scorecard,
    *,
    integrations: IntegrationMap | None,
    metrics: Metrics | None,
) -> tuple[PitfallResult, ...]:
    """Look for every pitfall that the framework names, in its order.

    A pitfall that we have no rule for is told with its signals, as something to be asked.
    """
    found = []
    for pitfall in case.framework.pitfalls:
        ground = Ground(pitfall, case, card, integrations, metrics)
        signals = _signals(ground)
        found.append(
            PitfallResult(
                id=pitfall.id,
                state=_worst(signals),
                close_by=pitfall.close_by,
                due=ground.reached(pitfall.close_by),
                signals=signals,
            )
        )
    return tuple(found)


def _signals(ground: Ground) -> tuple[Signal, ...]:
    """What the rule tells; where it has nothing to look at, why, or what to ask."""
    rule = RULES.get(ground.pitfall.id, _asked)
    if signals := tuple(rule(ground)):
        return signals
    if ground.pitfall.criteria and not ground.results:
        said = "none of the criteria that would tell applies to this system"
        return (Signal("not_applicable", "cannot_tell", said, "ratings"),)
    return tuple(_asked(ground))


def _worst(signals: tuple[Signal, ...]) -> SignalState:
    states = {signal.state for signal in signals}
    if "set_off" in states:
        return "set_off"
    return "clear" if "clear" in states else "cannot_tell"


def _asked(ground: Ground) -> Iterator[Signal]:
    for n, text in enumerate(ground.pitfall.signals, start=1):
        yield Signal(f"asked.{n}", "cannot_tell", text, "to be asked")
