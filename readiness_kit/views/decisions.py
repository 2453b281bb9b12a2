"""Our advice beside the client's decision, its conditions, and the register of waivers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from markupsafe import Markup

from readiness_kit.engagement.assessment import Decision, Waiver
from readiness_kit.judgement.scorecard import VERDICTS, GateVerdict
from readiness_kit.judgement.words import VERDICT_NAMES, gate_sentence, method_title
from readiness_kit.views.cover import short_day
from readiness_kit.views.html import NOTHING, bidi, bullets, join, note, table, tag
from readiness_kit.views.parts import badge
from readiness_kit.views.story import Story

_SOON = dt.timedelta(days=14)
"""A waiver that ends within so many days is told to end soon."""


def decided(story: Story) -> Markup:
    """What the client's body decided at this gate, beside what we advise, and where both part."""
    decision = story.gate.decision
    if decision is None:
        return Markup("") if story.ahead else _undecided()
    rows = [
        ("Our advice", badge(story.gate.verdict), short_day(story.card.as_of), "", ""),
        (
            "Their decision",
            badge(decision.verdict),
            short_day(decision.on),
            bidi(decision.by),
            bidi(decision.reference or NOTHING),
        ),
    ]
    columns = ["", "Verdict", "On", "By", "Reference"]
    conditions = join(
        [tag("p", "On these conditions:"), bullets(bidi(c, 300) for c in decision.conditions)]
        if decision.conditions
        else []
    )
    return join(
        [
            tag("h3", "Advice and decision"),
            table(columns, rows, "The verdict of this gate is ours, the decision is theirs"),
            conditions,
            note(_apart(story, decision)),
        ]
    )


def _undecided() -> Markup:
    return note("The client’s body has not decided yet; this is our advice.")


def _apart(story: Story, decision: Decision) -> str:
    """Where advice and decision differ, and what the decision does to the gate."""
    ours, theirs = story.gate.verdict, decision.verdict
    after = (
        "With it this gate is closed: its section is judged as it was on that day, and only "
        "blockers that stay open go on ageing."
        if decision.closes
        else "A no-go leaves the gate open."
    )
    if ours == theirs:
        return f"Advice and decision agree. {after}"
    bolder = VERDICTS.index(theirs) > VERDICTS.index(ours)
    said = (
        f"They went further than we advise today ({VERDICT_NAMES[ours].lower()}): "
        f"{gate_sentence(story.gate, story.engagement.framework)}"
        if bolder
        else "They asked for more than we do today."
    )
    return f"{said} {after}"


def earlier_decisions(story: Story) -> Markup:
    """Every gate that was decided before this one, with our verdict of it as it stands today."""
    framework = story.engagement.framework
    here = framework.phase_index(story.section_id) if story.has_gate else 0
    rows = [
        (
            framework.section(gate.phase).title,
            badge(gate.decision.verdict),
            join([short_day(gate.decision.on), ", ", bidi(gate.decision.by)]),
            bullets(bidi(c, 300) for c in gate.decision.conditions)
            if gate.decision.conditions
            else NOTHING,
            badge(gate.verdict),
        )
        for gate in _before(story.card.gates, here)
        if gate.decision is not None
    ]
    columns = ["Gate", "Their decision", "When and by whom", "Conditions", "Our advice"]
    return table(columns, rows, "Gates that were decided before") if rows else Markup("")


def _before(gates: Sequence[GateVerdict], here: int) -> Sequence[GateVerdict]:
    return gates[:here]


def waivers(story: Story) -> Markup:
    """Every shortfall that was ever accepted for a time: those that hold, then those that ended."""
    register = sorted(
        story.engagement.assessment.waivers,
        key=lambda w: (not w.live(story.card.as_of), w.expires, w.key),
    )
    rows = [
        (
            story.criterion(w.criterion).title if w.criterion else method_title(w.method or ""),
            _state(w, story.card.as_of),
            bidi(w.owner),
            bidi(w.reason, 300),
            bidi(w.control, 300),
        )
        for w in register
    ]
    columns = ["Waived", "State", "Owner", "Reason", "Control meanwhile"]
    caption = "Shortfalls that were accepted for a time; a waiver changes no figure"
    return table(columns, rows, caption) if rows else Markup("")


def _state(waiver: Waiver, as_of: dt.date) -> str:
    if waiver.granted > as_of:
        return f"not before {short_day(waiver.granted)}"
    if waiver.expires < as_of:
        return f"ended {short_day(waiver.expires)}"
    soon = ", soon" if waiver.expires - as_of <= _SOON else ""
    return f"holds until {short_day(waiver.expires)}{soon}"
