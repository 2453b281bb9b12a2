"""What it amounts to: scores, gates, findings. Pure functions of what was told and measured."""

from readiness_kit.judgement.document import canonical_json, result_document
from readiness_kit.judgement.findings import findings
from readiness_kit.judgement.judge import judge
from readiness_kit.judgement.scorecard import Finding, Scorecard

__all__ = ["Finding", "Scorecard", "canonical_json", "findings", "judge", "result_document"]
