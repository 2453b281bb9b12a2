"""What to ask for next: the shortest list of acts that the gate's own rules lead to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice

from markupsafe import Markup

from readiness_kit.framework.criterion import Criterion
from readiness_kit.judgement.scorecard import GateReason
from readiness_kit.judgement.unknowns import ask_next
from readiness_kit.judgement.words import method_title
from readiness_kit.views.cover import long_day
from readiness_kit.views.html import bidi, join, tag
from readiness_kit.views.story import Story

ASKED = 3
"""More than three asks at once are a plan, and none is heard."""


def asks(story: Story) -> list[Markup]:
    """At most three asks, in the order in which the gate's rules hold; each criterion once."""
    # a failed method and a finding may lead to the same ask
    distinct = dict.fromkeys(_asks(story))
    return list(islice(distinct, ASKED)) or [_nothing_left(story)]


def _asks(story: Story) -> Iterator[Markup]:
    asked: set[str] = set()
    reasons = story.gate.reasons if story.has_gate else ()
    for reason in reasons:
        for id in reason.ids:
            if id not in asked and (ask := _BY_RULE.get(reason.rule)):
                asked.add(id)
                yield from ask(story, reason, id)
    for finding in story.findings:
        if finding.criterion not in asked:
            asked.add(finding.criterion)
            prove = _prove if finding.only_proof else _close
            yield from prove(story, None, finding.criterion)
    if not story.has_gate:
        for unknown in ask_next(story.looked_at):
            yield from _answer(story, None, unknown.criterion)


def _close(story: Story, reason: GateReason | None, id: str) -> Iterator[Markup]:
    """Do the work that closes a shortfall."""
    criterion = story.criterion(id)
    if remedy := criterion.remediation:
        days = f"{remedy.effort_days[0]:g} to {remedy.effort_days[2]:g} working days"
        who = f"{_who(story, criterion)}; {days}."
        yield _ask(f"Make it true: {criterion.title}", remedy.text, who)


def _prove(story: Story, reason: GateReason | None, id: str) -> Iterator[Markup]:
    """Show what is claimed already."""
    criterion = story.criterion(id)
    if criterion.evidence and criterion.remediation:
        days = criterion.remediation.prove_days
        reach = f"{_who(story, criterion)}; {days[0]:g} to {days[2]:g} working days."
        yield _ask(f"Prove: {criterion.title}", criterion.evidence.demonstrated, reach)


def _answer(story: Story, reason: GateReason | None, id: str) -> Iterator[Markup]:
    """Answer what nobody has answered."""
    criterion = story.criterion(id)
    yield _ask(f"Answer: {criterion.title}", criterion.question, f"{_who(story, criterion)}.")


def _cover(story: Story, reason: GateReason | None, id: str) -> Iterator[Markup]:
    """Ask the rest of a section that is judged on too little."""
    title = story.engagement.framework.section(id).title
    yield _ask(f"Answer the open questions of {title}", "Too little of it was asked to tell.", "")


def _run(story: Story, reason: GateReason | None, method: str) -> Iterator[Markup]:
    """Run what has no run that counts."""
    what = "There is no run that counts today; the gate asks for one."
    yield _ask(f"Run: {method_title(method)}", what, "")


def _mend(story: Story, reason: GateReason | None, method: str) -> Iterator[Markup]:
    """Close what a failed method says of the criteria that it bears on."""
    for criterion in story.engagement.framework.criteria.values():
        if any(link.id == method and link.proves == "property" for link in criterion.methods):
            yield from _close(story, reason, criterion.id)


def _hold(story: Story, reason: GateReason | None, id: str) -> Iterator[Markup]:
    """Keep up the control of a waiver."""
    if waiver := story.waiver(id):
        what = join([bidi(waiver.control, 300), f", until {long_day(waiver.expires)}."])
        yield _ask(f"Hold the control: {story.criterion(id).title}", what, bidi(waiver.owner))


_BY_RULE: dict[str, Callable[[Story, GateReason | None, str], Iterator[Markup]]] = {
    "blocker_open": _close,
    "method_failed": _mend,
    "blocker_unrated": _answer,
    "coverage": _cover,
    "waiver": _hold,
    "blocker_unproved": _prove,
    "expired": _prove,
    "method_open": _run,
}


def _ask(what: str, how: object, who: object) -> Markup:
    return join([tag("b", f"{what}."), " ", how, " ", tag("span", who, class_="rk-quiet")])


def _who(story: Story, criterion: Criterion) -> str:
    return story.roles(criterion.answered_by) or "whoever knows"


def _nothing_left(story: Story) -> Markup:
    if not story.has_gate and story.findings:
        return join(["Nothing: the framework names no step for what falls short."])
    if not story.has_gate:
        return join(["Nothing: every question is answered, at its target."])
    return join(["Decide: nothing that the gate asks for is missing."])
