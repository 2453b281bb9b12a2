"""The canonical result document: one JSON text for one scorecard, the same bytes every time."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from readiness_kit import __version__
from readiness_kit.judgement.scorecard import (
    CriterionResult,
    GateVerdict,
    Scorecard,
    SectionResult,
)

SCHEMA = "readiness-result/1"


def result_document(scorecard: Scorecard) -> dict[str, Any]:
    """The scorecard as plain data, in the words of the result schema."""
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
        "gates": [_gate(gate) for gate in scorecard.gates],
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


def _gate(gate: GateVerdict) -> dict[str, Any]:
    return {
        "phase": gate.phase,
        "ahead": gate.ahead,
        "verdict": gate.verdict,
        "rule": gate.rule,
        "reasons": [asdict(reason) for reason in gate.reasons],
        "floors": asdict(gate.floors),
        "decision": gate.decision.model_dump(mode="json") if gate.decision else None,
        # Named by the schema, null until there is a plan that could fill them.
        "shortfall": None,
        "flip": None,
    }
