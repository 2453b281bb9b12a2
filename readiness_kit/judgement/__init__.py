"""What it amounts to: scores, gates, findings. Pure functions of what was told and measured."""

from readiness_kit.judgement.case import Case
from readiness_kit.judgement.displayed import displayed
from readiness_kit.judgement.document import canonical_json, result_document
from readiness_kit.judgement.findings import findings
from readiness_kit.judgement.judge import judge, judge_case
from readiness_kit.judgement.prospect import prospect, prospects
from readiness_kit.judgement.scorecard import Finding, Scorecard

__all__ = [
    "Case",
    "Finding",
    "Scorecard",
    "canonical_json",
    "displayed",
    "findings",
    "judge",
    "judge_case",
    "prospect",
    "prospects",
    "result_document",
]
