"""What choices of an intake come to, before they are saved: what is asked, what is not, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from readiness_kit.engagement.profile import Profile
from readiness_kit.forms.intake_fields import spoken
from readiness_kit.forms.intake_figures import FIGURES
from readiness_kit.framework.criterion import DEPTHS, Criterion, Criticality, Depth
from readiness_kit.framework.schema import Framework
from readiness_kit.judgement.case import Case
from readiness_kit.judgement.facts import trigger
from readiness_kit.views.html import bullets, join, number, tag
from readiness_kit.views.intake import criticality_words
from readiness_kit.views.skipped import by_reason

_NAMED = 5
"""Questions that a line names; of more it says how many."""
GRADES: tuple[Criticality, ...] = ("A", "B", "C")


@dataclass(frozen=True)
class Extent:
    """What a framework asks of a system."""

    asked: tuple[Criterion, ...]
    skipped: tuple[Criterion, ...]
    here: int
    """Of those asked, what the next gate looks at: its phase and the success factors."""


def extent(framework: Framework, profile: Profile) -> Extent:
    """Which criteria are asked; without phases all of them are looked at."""
    asked = [c for c in framework.criteria.values() if trigger(c, profile) is None]
    ids = {criterion.id for criterion in asked}
    near = [s for s in framework.sections if not s.is_phase or s.id == profile.phase]
    here = sum(c.id in ids for section in near for c in section.criteria)
    skipped = [c for c in framework.criteria.values() if c.id not in ids]
    return Extent(tuple(asked), tuple(skipped), here)


def depths(case: Case) -> list[tuple[str, Depth]]:
    """Each depth with how many questions it asks of this system."""
    made = []
    for depth in DEPTHS:
        deep = extent(case.framework, case.profile.model_copy(update={"depth": depth}))
        words = _questions(len(deep.asked))
        here = f", {deep.here} at the next gate" if case.framework.phases else ""
        made.append((f"{depth}: {words}{here}", depth))
    return made


def criticalities(case: Case) -> list[tuple[str, Criticality]]:
    """Each criticality with what it does to the floors."""
    return [(criticality_words(case.framework, grade), grade) for grade in GRADES]


def effect(saved: Case, chosen: Case) -> Markup:
    """How much is asked and what a go takes, and how that differs from what is saved."""
    framework, profile = chosen.framework, chosen.profile
    now = extent(framework, profile)
    told: list[object] = [tag("b", f"{_are(len(now.asked))} asked of this system")]
    if profile.phase:
        title = framework.section(profile.phase).title
        factors = ", with the success factors" if framework.factors else ""
        told.append(f", {now.here} of them at the next gate ({title}{factors})")
    told.append(f"; {len(now.skipped)} {'is' if len(now.skipped) == 1 else 'are'} skipped.")
    if profile.phase:
        told.append(_floor(saved, chosen))
    return join([tag("p", *told, role="status"), *_differences(saved, chosen)])


def skips(chosen: Case) -> Markup:
    """Every question that is skipped, under its reason; the commonest reason first."""
    framework = chosen.framework
    groups = by_reason(extent(framework, chosen.profile).skipped, chosen.profile).items()
    return join(
        tag("p", tag("b", f"{reason} ({len(criteria)})"))
        + bullets(f"{c.title} ({framework.section_of[c.id].title})" for c in criteria)
        for reason, criteria in sorted(groups, key=lambda group: -len(group[1]))
    )


def not_asked(reasons: Mapping[str, str], said: Mapping[str, str]) -> Markup:
    """The figures that are not asked for, each with its reason; what the file says stays."""
    lines = []
    for key, reason in reasons.items():
        stays = f" The file says {spoken(said[key])}, which stays." if said[key] else ""
        lines.append(join([tag("b", FIGURES[key].title), f": not asked, because {reason}.{stays}"]))
    return bullets(lines)


def _floor(saved: Case, chosen: Case) -> str:
    now, before = (_go(case) for case in (chosen, saved))
    was = f" (as saved: {number(before, 0)})" if before not in (None, now) else ""
    return f" A go takes {number(now, 0)} of 100 there{was}."


def _go(case: Case) -> float | None:
    phase = case.profile.phase
    return case.facts.floors(case.framework.section(phase)).go if phase else None


def _differences(saved: Case, chosen: Case) -> list[Markup]:
    before, now = (extent(case.framework, case.profile).asked for case in (saved, chosen))
    ids = {criterion.id for criterion in before} & {criterion.id for criterion in now}
    more, fewer = ([c for c in side if c.id not in ids] for side in (now, before))
    made = []
    if more:
        made.append(_line(f"+{len(more)} asked", more))
    if fewer:
        lost = sum(criterion.id in _answered(chosen) for criterion in fewer)
        stays = f" {lost} of them answered: that stays on file and does not count." if lost else ""
        made.append(_line(f"\u2212{len(fewer)} no longer asked", fewer, stays))
    if not made and saved.profile != chosen.profile:
        made.append(tag("p", "The questions are the same as saved."))
    return made


def _line(head: str, criteria: Sequence[Criterion], more: str = "") -> Markup:
    titles = [criterion.title for criterion in criteria[:_NAMED]]
    rest = len(criteria) - len(titles)
    named = "; ".join(titles) + (f"; and {rest} more" if rest else "")
    return tag("p", tag("b", head), f" against what is saved: {named}.{more}")


def _answered(case: Case) -> set[str]:
    return {r.criterion for r in case.assessment.ratings if r.state != "unrated"}


def _are(count: int) -> str:
    return f"{_questions(count)} {'is' if count == 1 else 'are'}"


def _questions(count: int) -> str:
    return "1 question" if count == 1 else f"{count} questions"
