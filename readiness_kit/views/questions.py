"""Which questions matter here, gate by gate, and why the rest are skipped."""

from __future__ import annotations

from markupsafe import Markup

from readiness_kit.judgement.scorecard import CriterionResult, SectionResult
from readiness_kit.views.html import Column, bullets, fold, join, lead, note, number, table, tag
from readiness_kit.views.skipped import by_reason
from readiness_kit.views.story import Story
from readiness_kit.views.view import View


def questions(story: Story) -> View:
    """Count what is asked in each section, name every blocker on the way, say what is left out."""
    sections = story.card.sections
    asked = sum(len(section.criteria) for section in sections)
    skipped = sum(len(section.skipped) for section in sections)
    html = join(
        [
            lead(
                f"Of {asked + skipped} criteria {asked} are asked of this system, "
                f"{_answered(sections)} of them have an answer."
            ),
            table(_COLUMNS, [_row(story, section) for section in sections], "What is asked, where"),
            _blockers(story),
            _left_out(story),
        ]
    )
    return View(html, id="questions", title="Which questions matter, and which are skipped")


_COLUMNS = [
    Column("Section"),
    Column("Asked", numeric=True),
    Column("Answered", numeric=True),
    Column("Said to be unknown", numeric=True),
    Column("Does not apply", numeric=True),
    Column("Skipped", numeric=True),
]


def _row(story: Story, section: SectionResult) -> tuple[object, ...]:
    here = " (next gate)" if story.has_gate and section.id == story.section_id else ""
    return (
        section.title + here,
        len(section.criteria),
        _count(section, "rated"),
        _count(section, "unknown"),
        _count(section, "not_applicable"),
        len(section.skipped),
    )


def _count(section: SectionResult, state: str) -> int:
    return sum(result.state == state for result in section.criteria)


def _answered(sections: tuple[SectionResult, ...]) -> str:
    given = sum(result.state != "unrated" for s in sections for result in s.criteria)
    return number(given, 0)


def _blockers(story: Story) -> Markup:
    """Every blocker by its gate: what no other strength can make up for."""
    rows = [
        (story.criterion(result.id).title, _gate(story, result), _asked_of(story, result))
        for section in story.card.sections
        for result in section.criteria
        if result.blocker is not None and result.state != "not_applicable"
    ]
    columns = ["Blocker", "Needed from the gate of", "Who can answer"]
    if not rows:
        return Markup("")
    told = table(columns, rows, "What no other strength makes up for")
    heading = f"The {len(rows)} blockers on the way" if len(rows) > 1 else "The blocker on the way"
    return fold(heading, told, open=True)


def _gate(story: Story, result: CriterionResult) -> str:
    assert result.blocker is not None
    title = story.engagement.framework.section(result.blocker.gate).title
    return f"{title}, and stays" if result.blocker.stays_open else title


def _asked_of(story: Story, result: CriterionResult) -> str:
    return story.roles(story.criterion(result.id).answered_by) or "anybody"


def _left_out(story: Story) -> Markup:
    """Every criterion that is not asked, under its reason; the commonest reason first."""
    profile, framework = story.engagement.profile, story.engagement.framework
    skipped = [story.criterion(e.id) for section in story.card.sections for e in section.skipped]
    if not skipped:
        return note(f"At the depth “{profile.depth}” nothing is skipped.")
    groups = sorted(by_reason(skipped, profile).items(), key=lambda group: -len(group[1]))
    folds = (
        fold(
            f"{reason}: {len(criteria)} skipped",
            bullets(join([c.title, _place(framework.section_of[c.id].title)]) for c in criteria),
        )
        for reason, criteria in groups
    )
    return join([note(_WHY), *folds])


_WHY = (
    "Skipped is what the kind of system, its scope or the chosen depth does not call for. It "
    "lowers no score; where one of these changes, it is asked:"
)


def _place(section: str) -> Markup:
    return tag("span", f" ({section})", class_="rk-quiet")
