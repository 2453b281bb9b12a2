"""The findings: what falls short, gravest first, with the step that closes it."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from readiness_kit.engagement.assessment import Reply
from readiness_kit.engagement.observation import Observation
from readiness_kit.framework.criterion import Criterion
from readiness_kit.judgement.scorecard import CriterionResult, Finding
from readiness_kit.judgement.words import method_title
from readiness_kit.views.cover import long_day
from readiness_kit.views.html import bidi, join, lead, note, table, tag
from readiness_kit.views.parts import card
from readiness_kit.views.story import Story
from readiness_kit.views.view import View

_LISTED = 12
"""So many open questions are listed beside the blockers before the rest is counted."""


def findings(story: Story) -> View:
    """List what falls short in this phase and the factors, and what nobody has answered."""
    found = story.findings
    html = join(
        [
            lead(_opening(story, found)),
            *(_card(story, finding) for finding in found),
            _unanswered(story),
        ]
    )
    return View(html, id="findings", title="What stands in the way, and what closes it")


def _opening(story: Story, found: Sequence[Finding]) -> str:
    if not found:
        return "Nothing that was rated falls short of its target."
    short = f"{_count(len(found), 'criterion falls', 'criteria fall')} short of the target"
    if not story.engagement.framework.weighs_evidence:
        return f"{short}."
    proof = sum(finding.only_proof for finding in found)
    return f"{short}; for {proof} of them only proof is missing."


def _card(story: Story, finding: Finding) -> Markup:
    criterion = story.criterion(finding.criterion)
    remedy = criterion.remediation
    body = [_shortfall(story, finding)]
    meta: list[tuple[object, object]] = _proof(criterion, finding)
    if remedy is not None:
        body.append(remedy.text)
        if not finding.only_proof:
            meta.append(("Work", _days(remedy.effort_days)))
        if story.engagement.framework.weighs_evidence:
            meta.append(("Proof", _days(remedy.prove_days)))
        meta.append(("If nothing is done", remedy.cost_of_neglect))
    if seen := _seen_by(story, finding):
        meta.append(("Seen by", seen))
    meta += [_replied(reply) for reply in story.replies(finding.criterion)]
    return card(
        finding.severity,
        criterion.title,
        *body,
        state=_state(story, finding),
        code=finding.criterion,
        meta=meta,
    )


def _proof(criterion: Criterion, finding: Finding) -> list[tuple[object, object]]:
    """What to bring where only proof is missing."""
    wanted = getattr(criterion.evidence, criterion.target_grade, None)
    return [("What would prove it", wanted)] if finding.only_proof and wanted else []


_RESPONSES = {"accept": "Accepted", "dispute": "Disputed", "comment": "Comment"}


def _replied(reply: Reply) -> tuple[object, object]:
    """What the client answered: it stands beside our finding and changes none of its figures."""
    said = [bidi(reply.text, 600), f" ({long_day(reply.on)}, ", bidi(reply.by), ")"]
    return _RESPONSES[reply.response], join(said)


def _shortfall(story: Story, finding: Finding) -> str:
    target = f"the target is {finding.target_level}"
    if not story.engagement.framework.weighs_evidence:
        return f"At level {finding.level}; {target}."
    target += ", tested."
    if story.card.criterion(finding.criterion).filled_by_test:
        return f"Nobody claimed a level; a test supports {finding.supported_level}; {target}"
    return f"Claimed at level {finding.level}, supported at {finding.supported_level}; {target}"


def _state(story: Story, finding: Finding) -> Markup:
    """What it takes, and for how long the shortfall is accepted."""
    parts: list[object] = ["only proof is missing" if finding.only_proof else "needs work"]
    if waiver := story.waiver(finding.criterion):
        parts.append(join([f"waived until {long_day(waiver.expires)} by ", bidi(waiver.owner)]))
    return join(parts, " · ")


def _seen_by(story: Story, finding: Finding) -> Markup:
    """The newest run of each method that bears on it, with its day and, quietly, its id."""
    runs = {run.id: run for run in story.engagement.observations}
    newest: dict[str, Observation] = {}
    for id in finding.observations:
        newest.setdefault(runs[id].method, runs[id])
    told = (
        join(
            [
                f"{method_title(run.method)}, {long_day(run.as_of)} ",
                tag("span", tag("code", run.id), class_="rk-quiet"),
            ]
        )
        for run in newest.values()
    )
    return join(told, "; ")


def _unanswered(story: Story) -> Markup:
    """What keeps the gate from being judged: criteria without a level, blockers first."""
    blockers = [result for result in story.blockers if _is_open(result)]
    known = {result.id for result in blockers}
    others = [
        result
        for section in story.looked_at
        for result in section.criteria
        if _is_open(result) and result.id not in known
    ]
    shown = [*blockers, *others[:_LISTED]]
    if not shown:
        return Markup("")
    rows = [_question(story, result, blocks=result.id in known) for result in shown]
    columns = ["Criterion", "State", "Who can answer", "The question"]
    told = table(columns, rows, "Until they are answered they count once as bad and once as good")
    rest = len(others) - _LISTED
    more = note(f"And {rest} more, among the ratings above.") if rest > 0 else ""
    return join([tag("h3", "Not answered yet"), told, more])


def _is_open(result: CriterionResult) -> bool:
    return result.state in ("unknown", "unrated")


def _question(story: Story, result: CriterionResult, *, blocks: bool) -> tuple[object, ...]:
    criterion = story.criterion(result.id)
    state = "not known" if result.state == "unknown" else "not rated"
    return (
        criterion.title,
        f"blocker, {state}" if blocks else state,
        story.roles(criterion.answered_by) or "anybody",
        criterion.question,
    )


def _days(days: Sequence[float]) -> str:
    low, middle, high = days
    unit = "working day" if middle == 1 else "working days"
    return f"{middle:g} {unit} ({low:g} to {high:g})"


def _count(n: int, one: str, many: str) -> str:
    return f"{n} {one if n == 1 else many}"
