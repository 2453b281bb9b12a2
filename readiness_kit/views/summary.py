"""The executive summary: page one in sentences, the three gravest risks, the three next asks.

A sentence whose figures are missing is left out: what is not known is said where it belongs.
"""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from readiness_kit.judgement.case import Case
from readiness_kit.judgement.delta import delta
from readiness_kit.judgement.delta_words import delta_sentence
from readiness_kit.judgement.displayed import displayed_delta
from readiness_kit.judgement.prospect_words import missing_sentence, path_sentence
from readiness_kit.judgement.scorecard import Finding
from readiness_kit.judgement.words import VERDICT_NAMES, gate_sentence, headline_sentence
from readiness_kit.views.accuracy import accuracy_sentence
from readiness_kit.views.asks import asks
from readiness_kit.views.cover import long_day
from readiness_kit.views.delta import last_snapshot
from readiness_kit.views.firmness import stayed_sentence
from readiness_kit.views.html import bidi, join, lead, number, tag
from readiness_kit.views.parts import card
from readiness_kit.views.story import Story
from readiness_kit.views.view import View

_RISKS = 3


def summary(story: Story) -> View:
    """Tell the verdict, why, what it rests on and what is missing, in a few sentences."""
    told = list(_sentences(story))
    html = join([lead(told[0]), *(tag("p", sentence) for sentence in told[1:])])
    return View(html, id="summary", title="In short")


def risks(story: Story) -> View:
    """The three gravest risks with what they cost, and the three things to ask for."""
    gravest = story.findings[:_RISKS]
    parts = [
        lead(_risk_lead(len(gravest))),
        *(_risk(story, finding) for finding in gravest),
        tag("h3", "What we ask of you"),
        tag("ol", *(tag("li", ask) for ask in asks(story)), class_="rk-list"),
    ]
    return View(join(parts), id="risks", title="Three risks, three asks")


def _sentences(story: Story) -> Iterator[object]:
    yield _advice(story)
    if (seen := story.latest("accuracy")) is not None and seen.estimate is not None:
        yield accuracy_sentence(seen)
    if weakest := _weakest(story):
        yield weakest
    if shortfalls := _shortfalls(story):
        yield shortfalls
    if way := _way(story):
        yield way
    if systems := _systems(story):
        yield systems
    if unseen := _unseen(story):
        yield unseen
    if story.robustness:
        yield stayed_sentence(story.robustness)
    if (frozen := last_snapshot(story)) is not None:
        moved = delta_sentence(displayed_delta(delta(Case.frozen(frozen), story.case)))
        yield f"Since {long_day(frozen.as_of)}: {moved[:1].lower()}{moved[1:]}"


def _advice(story: Story) -> Markup:
    profile = story.engagement.profile
    if not story.has_gate:
        return join([headline_sentence(story.card)])
    verdict = VERDICT_NAMES[story.gate.verdict].lower()
    body = profile.decision_body
    whose = join([" The decision lies with ", bidi(body), "."]) if body else ""
    return join(
        [
            f"Our advice at the gate of {story.section.title} is “{verdict}”. ",
            gate_sentence(story.gate, story.engagement.framework),
            whose,
        ]
    )


def _weakest(story: Story) -> str | None:
    """The weakest section by its own account and as shown; None where no claim is capped."""
    head = story.card.headline
    told = headline_sentence(story.card)
    if head.section is None:
        return told
    claimed = story.card.section(head.section).claimed.score
    if not story.has_gate:  # the first sentence has named it
        told = f"{story.card.section(head.section).title} is the weakest section."
    if not story.engagement.framework.weighs_evidence or claimed is None or head.supported is None:
        return told if story.has_gate else None
    return (
        f"{told} By its own account it stands at {number(claimed)}; {number(head.supported)} "
        "could be shown."
    )


def _shortfalls(story: Story) -> str | None:
    """How much of what is missing is proof and how much is work, in working days."""
    found = story.findings
    if not found:
        return None
    proof = [f for f in found if f.only_proof]
    work = [f for f in found if not f.only_proof]
    count = f"{len(found)} criteria fall" if len(found) > 1 else "1 criterion falls"
    parts = []
    if proof:
        parts.append(f"{len(proof)} only {_need(proof)} proof{_days(story, proof)}")
    if work:
        parts.append(f"{len(work)} {_need(work)} work{_days(story, work)}")
    return f"{count} short of the target: {', '.join(parts)}."


def _need(found: list[Finding]) -> str:
    return "needs" if len(found) == 1 else "need"


def _days(story: Story, found: list[Finding]) -> str:
    """The middle estimates together; None where a remediation has none."""
    total = 0.0
    for finding in found:
        remedy = story.criterion(finding.criterion).remediation
        if remedy is None:
            return ""
        total += remedy.prove_days[1] + (0 if finding.only_proof else remedy.effort_days[1])
    return f" (about {total:g} working {'day' if total == 1 else 'days'})"


def _way(story: Story) -> str | None:
    """What turns this gate into a go, and of what kind it is."""
    seen = story.prospect
    if seen is None or seen.path is None:
        return None
    return " ".join(filter(None, [missing_sentence(seen), path_sentence(seen.path)]))


def _systems(story: Story) -> str | None:
    mapped = story.engagement.integrations
    if mapped is None or not mapped.rows:
        return None
    return (
        f"Of {len(mapped.rows)} systems that it touches {len(mapped.unowned)} have no owner, "
        f"{len(mapped.untested)} are untested and {len(mapped.without_fallback)} have no known "
        "fallback."
    )


def _unseen(story: Story) -> str | None:
    results = [result for section in story.looked_at for result in section.criteria]
    unknown = sum(result.state == "unknown" for result in results)
    unrated = sum(result.state == "unrated" for result in results)
    if not unknown and not unrated:
        return None
    parts = []
    if unknown:
        parts.append(f"{unknown} {'is' if unknown == 1 else 'are'} known to nobody")
    if unrated:
        parts.append(f"{unrated} {'was' if unrated == 1 else 'were'} not asked yet")
    return f"We could not see everything: of {len(results)} criteria {' and '.join(parts)}."


def _risk_lead(count: int) -> str:
    if not count:
        return "Nothing that was rated falls short of its target."
    return "What costs most if nothing is done about it:" if count > 1 else "One risk stands out:"


def _risk(story: Story, finding: Finding) -> Markup:
    criterion = story.criterion(finding.criterion)
    remedy = criterion.remediation
    said = remedy.cost_of_neglect if remedy else criterion.question
    return card(finding.severity, f"Not so yet: {criterion.title}", said, code=criterion.id)
