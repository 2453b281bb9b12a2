"""The findings: what falls short, gravest first, with the step that closes it."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from readiness_kit.judgement.scorecard import Finding
from readiness_kit.views.html import join, lead
from readiness_kit.views.parts import card
from readiness_kit.views.story import Story
from readiness_kit.views.view import View


def findings(story: Story) -> View:
    """List what falls short in this phase and the factors."""
    found = story.findings
    proof = sum(finding.only_proof for finding in found)
    opening = (
        f"{_count(len(found), 'criterion falls', 'criteria fall')} short of the target; for "
        f"{proof} of them only proof is missing."
        if found
        else "Nothing that was rated falls short of its target."
    )
    html = join([lead(opening), *(_card(story, finding) for finding in found)])
    return View(html, id="findings", title="What stands in the way, and what closes it")


def _card(story: Story, finding: Finding) -> Markup:
    criterion = story.criterion(finding.criterion)
    remedy = criterion.remediation
    gap = (
        f"Claimed at level {finding.level}, supported at {finding.supported_level}; the target is "
        f"{finding.target_level}, tested."
    )
    body = [gap]
    meta: list[tuple[object, object]] = []
    if remedy is not None:
        body.append(remedy.text)
        if not finding.only_proof:
            meta.append(("Work", _days(remedy.effort_days)))
        meta.append(("Proof", _days(remedy.prove_days)))
        meta.append(("If nothing is done", remedy.cost_of_neglect))
    if finding.observations:
        meta.append(("Seen by", ", ".join(finding.observations[:2])))
    kind = "only proof is missing" if finding.only_proof else "needs work"
    code = f"{finding.criterion} · {kind}"
    return card(finding.severity, criterion.title, *body, code=code, meta=meta)


def _days(days: Sequence[float]) -> str:
    low, middle, high = days
    unit = "working day" if middle == 1 else "working days"
    return f"{middle:g} {unit} ({low:g} to {high:g})"


def _count(n: int, one: str, many: str) -> str:
    return f"{n} {one if n == 1 else many}"
