"""Baselines: what the system is compared with, and the plan beside what others needed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from readiness_kit.framework.schema import RuleOfThumb
from readiness_kit.views.html import facts, join, lead, note, number, table
from readiness_kit.views.story import Story
from readiness_kit.views.view import View


def baselines(story: Story, *, labels_needed: int | None = None) -> View:
    """Tell what the system has to beat, and hold the plan against rules of thumb.

    `labels_needed` is how many labelled records would prove a model that makes half of the errors
    which the stop number tolerates.
    """
    bars = list(_bars(story, labels_needed))
    plan = list(_plan(story))
    html = join(
        [
            lead(_sentence(story)),
            facts(bars) if bars else "",
            table(["In the plan", "Here", "As a rule", "Reading"], plan, _CAPTION) if plan else "",
            note("Rules of thumb are questions to ask of a plan; no verdict rests on them.")
            if plan
            else "",
        ]
    )
    return View(html, id="baselines", title="What it has to beat")


_CAPTION = "The plan beside what projects of this kind took"


def _sentence(story: Story) -> str:
    profile = story.engagement.profile
    people, stop = profile.human_baseline.accuracy, profile.stop_number
    if stop is None and people is None:
        return "Neither how well people do it today nor the number to switch it off at is agreed."
    if stop is None:
        return f"People are right in {people:.0%} of cases today; no stop number is agreed yet."
    told = f"It is switched off where fewer than {stop:.0%} of its answers are right"
    return told + (f"; people reach {people:.0%} today." if people is not None else ".")


def _bars(story: Story, labels_needed: int | None) -> Iterator[tuple[str, object]]:
    profile = story.engagement.profile
    levels, money = profile.service_levels, profile.budget.currency
    if (minutes := profile.human_baseline.minutes_per_case) is not None:
        yield "A case takes people", f"{minutes:g} minutes"
    if levels.records_per_day is not None and profile.stop_number is not None:
        wrong = levels.records_per_day * (1 - profile.stop_number)
        yield "At the stop number", f"{number(wrong, 0)} wrong answers a day"
    if labels_needed is not None:
        yield "To prove it", f"about {number(labels_needed, 0)} labelled records like real intake"
    for label, cost in profile.error_costs.items():
        yield f"A wrong answer where “{label}” is right", f"{money} {number(cost, 0)}"


def _plan(story: Story) -> Iterator[tuple[str, str, str, str]]:
    budget = story.engagement.profile.budget
    ratio, share = (
        story.rule_of_thumb("production_cost_ratio"),
        story.rule_of_thumb("integration_share"),
    )
    if ratio and budget.poc_cost and budget.production_cost:
        here = [cost / budget.poc_cost for cost in budget.production_cost]
        said = _span([f"{value:.1f}" for value in here])
        yield "Production, in POC budgets", said, _usual(ratio, "{:g}"), _reading(here, ratio)
    if share and budget.integration_share is not None:
        here = [budget.integration_share]
        said = f"{here[0]:.0%}"
        yield (
            "Integration’s share of the work",
            said,
            _usual(share, "{:.0%}"),
            _reading(here, share),
        )


def _usual(rule: RuleOfThumb, spelled: str) -> str:
    return _span([spelled.format(value) for value in rule.range])


def _span(values: Sequence[str]) -> str:
    return values[0] if len(set(values)) == 1 else f"{values[0]} to {values[-1]}"


def _reading(here: Sequence[float], rule: RuleOfThumb) -> str:
    low, high = rule.range
    if max(here) < low:
        return "below what others needed: what is left out?"
    if min(here) > high:
        return "above what others needed"
    if min(here) < low and max(here) > high:
        return "wider than what others needed: how sure is the plan?"
    if min(here) < low:
        return "its low end is below what others needed"
    return "within what others needed"
