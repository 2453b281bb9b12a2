"""The brief: what the phase is for, what will be asked, and what its gate demands."""

from __future__ import annotations

from markupsafe import Markup

from readiness_kit.judgement.words import method_title
from readiness_kit.views.html import facts, fold, join, lead, table, tag
from readiness_kit.views.interview import interview_guide
from readiness_kit.views.skipped import skipped_list
from readiness_kit.views.story import Story
from readiness_kit.views.view import View


def brief(story: Story, *, guide: bool = False) -> View:
    """Tell in a minute what this phase asks and why; `guide` adds what only a facilitator reads."""
    section = story.section
    html = join(
        [
            lead(section.purpose or section.title),
            facts(_demands(story)) if story.has_gate else "",
            fold("What will be asked, and who can answer", _questions(story)),
            _skipped(story),
            interview_guide(story) if guide else "",
        ]
    )
    return View(html, id="brief", title="What this phase asks")


def _demands(story: Story) -> list[tuple[str, object]]:
    floors, section = story.gate.floors, story.section
    shown = set(story.card.methods_provided)
    named = list(dict.fromkeys((*section.must_run, *section.must_pass)))
    missing = [method_title(m) for m in named if m not in shown]
    demands: list[tuple[str, object]] = [
        ("Bar for a go", f"{floors.go:g} of 100, in the bad case"),
        ("Floor", f"{floors.no_go:g} of 100; below it the gate stays shut"),
    ]
    required = [m for m in named if m in shown]
    if required:
        passing = [
            f"{method_title(m)}{' (must pass)' if m in section.must_pass else ''}" for m in required
        ]
        demands.append(("Measured by us", ", ".join(passing)))
    if missing:
        demands.append(("Not yet measured by this version", ", ".join(missing)))
    return demands


def _questions(story: Story) -> Markup:
    asked = {result.id for result in story.result.criteria}
    rows = [
        (
            join([criterion.title, tag("div", criterion.question, class_="rk-quiet")]),
            practice.title,
            story.roles(criterion.answered_by) or "anybody",
            f"level {criterion.blocker.required_level}" if criterion.blocker else "",
        )
        for practice in story.section.practices
        for criterion in practice.criteria
        if criterion.id in asked
    ]
    columns = ["Criterion and question", "Practice", "Who answers", "Blocker"]
    return table(columns, rows, f"The {len(rows)} criteria of this phase")


def _skipped(story: Story) -> Markup:
    if not story.result.skipped:
        return Markup("")
    number = len(story.result.skipped)
    summary = f"{number} criteria are not asked of this system, and what would ask them"
    if number == 1:
        summary = "One criterion is not asked of this system, and what would ask it"
    return fold(summary, skipped_list(story, story.result))
