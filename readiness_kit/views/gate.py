"""The gate: the verdict, every rule that holds, the blockers, the methods, the decision."""

from __future__ import annotations

from markupsafe import Markup

from readiness_kit.judgement.words import (
    VERDICT_NAMES,
    gate_sentence,
    method_title,
    reason_sentence,
)
from readiness_kit.views.cover import ahead_sentence, long_day
from readiness_kit.views.decisions import decided, earlier_decisions, waivers
from readiness_kit.views.html import (
    NOTHING,
    Column,
    bullets,
    join,
    lead,
    note,
    table,
    tag,
)
from readiness_kit.views.parts import badge
from readiness_kit.views.ratings import supported_tag
from readiness_kit.views.story import BlockerLook, Story
from readiness_kit.views.view import View

_STATES: dict[BlockerLook, str] = {
    "met": "met",
    "open": "open",
    "unproved": "claimed, not proved",
    "waived": "waived for a time",
    "not_known": "not known",
    "not_rated": "not rated",
}


def _undecided(story: Story) -> str:
    if story.card.gates:
        return "No gate stands here: this section is scored, and nothing is decided by it."
    title = story.engagement.framework.title
    return f"{title} has no gates. It says where you stand, and not whether you may go on."


def gate(story: Story) -> View:
    """Say whether this phase's gate may be passed, and by which rules."""
    if not story.has_gate:
        return View(lead(_undecided(story)), id="gate", title="May it go on?")
    verdict, framework = story.gate, story.engagement.framework
    also = [reason_sentence(reason, framework) for reason in verdict.reasons[1:]]
    rules = join([tag("p", "These rules hold as well:"), bullets(also)]) if also else ""
    html = join(
        [
            tag("p", badge("ahead" if story.ahead else verdict.verdict), class_="rk-badge-line"),
            lead(ahead_sentence(story) if story.ahead else gate_sentence(verdict, framework)),
            _were_it_today(story) if story.ahead else rules,
            _blockers(story),
            _methods(story),
            waivers(story),
            decided(story),
            earlier_decisions(story),
        ]
    )
    return View(html, id="gate", title="May it go on?")


def _were_it_today(story: Story) -> Markup:
    """What the gate would say today, so that nobody is surprised when it comes."""
    verdict = story.gate
    return note(
        f"Were it judged today it would be “{VERDICT_NAMES[verdict.verdict]}”: "
        f"{gate_sentence(verdict, story.engagement.framework)}"
    )


def _blockers(story: Story) -> Markup:
    rows = [
        (
            story.criterion(result.id).title,
            f"level {result.blocker.required_level}",
            supported_tag(story, result),
            _STATES[story.blocker_state(result)],
        )
        for result in story.blockers
        if result.blocker is not None
    ]
    columns = ["Blocker", "Required", "Supported", "State"]
    return table(columns, rows, "What this gate will not do without") if rows else Markup("")


def _methods(story: Story) -> Markup:
    section, provided = story.section, story.card.methods_provided
    named = [m for m in dict.fromkeys((*section.must_run, *section.must_pass)) if m in provided]
    rows: list[tuple[object, ...]] = []
    for method in named:
        seen = story.latest(method)
        said = "must pass" if method in section.must_pass else "must run"
        verdict = badge(seen.verdict) if seen and seen.verdict else "not run"
        when = long_day(seen.as_of) if seen else NOTHING
        count = f"{seen.n:,}" if seen and seen.n else NOTHING
        rows.append((method_title(method).capitalize(), said, verdict, when, count))
    columns: list[Column | str] = [
        "Method",
        "Rule",
        "Verdict",
        "Run",
        Column("Records", numeric=True),
    ]
    return table(columns, rows, "What we measured for this gate") if rows else Markup("")
