"""What a run does to the ratings: the criteria that it bears on, and those that a test has set."""

from __future__ import annotations

from markupsafe import Markup

from readiness_kit.engagement.observation import Observation
from readiness_kit.judgement.scorecard import CriterionResult
from readiness_kit.views.html import join, note, tag
from readiness_kit.views.story import Story


def filled(story: Story, seen: Observation, *, recorded: bool) -> Markup:
    """Tell in a sentence or two which criteria a run bears on, and where they stand by tests.

    Nothing where the framework names the method nowhere, or asks none of its criteria here.
    """
    borne = _borne(story, seen.method)
    if not borne:
        return Markup("")
    if not recorded or not seen.decisive:
        why = "Once it is recorded" if not recorded else "Once it can tell"
        titles = "; ".join(story.criterion(result.id).title for result in borne)
        return note(f"{why}, this run bears on: {titles}.")
    each = (
        join([tag("b", story.criterion(result.id).title), f" ({_stands(story, result)})"])
        for result in borne
    )
    told = ["This run bears on: ", join(each, "; "), "."]
    if count := sum(result.filled_by_test for result in borne):
        told.append(f" {_counted(count)} that nobody gave {'is' if count == 1 else 'are'} filled.")
    return note(*told)


def _borne(story: Story, method: str) -> list[CriterionResult]:
    criteria = story.engagement.framework.criteria
    return [
        result
        for section in story.card.sections
        for result in section.criteria
        if any(link.id == method for link in criteria[result.id].methods)
    ]


def _stands(story: Story, result: CriterionResult) -> str:
    if result.state == "not_applicable":
        return "does not apply here"
    if result.level is None:
        return "not rated"
    if result.filled_by_test:
        return f"nobody rated it; a test sets it to {_level(story, result.level)}"
    if result.observed_level is not None and result.observed_level < result.level:
        return (
            f"claimed {_level(story, result.level)}, which a test contradicts: "
            f"{_level(story, result.observed_level)} holds"
        )
    return f"claimed {_level(story, result.level)}, which no test contradicts"


def _level(story: Story, level: int) -> str:
    return f"level {level}, {story.level_name(level).lower()}"


def _counted(count: int) -> str:
    return "One rating" if count == 1 else f"{count} ratings"
