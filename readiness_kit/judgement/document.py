"""The canonical result document: one JSON text for one scorecard, the same bytes every time."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from readiness_kit import __version__
from readiness_kit.judgement.prospect import Flip, Prospect
from readiness_kit.judgement.scorecard import (
    CriterionResult,
    GateVerdict,
    Scorecard,
    SectionResult,
)

SCHEMA = "readiness-result/1"


def result_document(
    scorecard: Scorecard, prospects: Mapping[str, Prospect] | None = None
) -> dict[str, Any]:
    """The scorecard as plain data, in the words of the result schema.

    Shortfall and flip set of each gate come from its prospect; without one they are null.
    """
    return {
        "schema": SCHEMA,
        "engagement": {
            "client": scorecard.client,
            "system": scorecard.system,
            "phase": scorecard.phase,
        },
        "framework": asdict(scorecard.framework),
        "as_of": scorecard.as_of.isoformat(),
        "produced_by": {"version": __version__},
        "headline": asdict(scorecard.headline),
        "sections": [_section(section) for section in scorecard.sections],
        "gates": [_gate(gate, (prospects or {}).get(gate.phase)) for gate in scorecard.gates],
        "methods_provided": list(scorecard.methods_provided),
    }


def canonical_json(document: dict[str, Any]) -> str:
    """Sorted keys, two spaces, no NaN, one newline at the end."""
    text = json.dumps(document, sort_keys=True, indent=2, ensure_ascii=False, allow_nan=False)
    return text + "\n"


def _section(section: SectionResult) -> dict[str, Any]:
    data = asdict(section)
    data["criteria"] = [_criterion(criterion) for criterion in section.criteria]
    return data


def _criterion(criterion: CriterionResult) -> dict[str, Any]:
    # `risk` is the word of lens frameworks, which have no supported value of their own
    return {**asdict(criterion), "risk": None}


def _gate(gate: GateVerdict, prospect: Prospect | None) -> dict[str, Any]:
    return {
        "phase": gate.phase,
        "ahead": gate.ahead,
        "verdict": gate.verdict,
        "rule": gate.rule,
        "reasons": [asdict(reason) for reason in gate.reasons],
        "floors": asdict(gate.floors),
        "decision": gate.decision.model_dump(mode="json") if gate.decision else None,
        "shortfall": asdict(prospect.shortfall) if prospect else None,
        "flip": _flip(prospect.flip) if prospect and prospect.flip else None,
    }


def _flip(flip: Flip) -> dict[str, Any]:
    items = flip.levers
    return {
        "to": flip.to,
        "items": None if items is None else [{"kind": i.kind, "id": i.id} for i in items],
        "approximate": flip.approximate,
        "reason": flip.reason,
    }
