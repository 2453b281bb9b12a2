"""Which figures an intake asks for, and why: only those that something reads at a gate up to here.

What reads a figure is said in one table; whether that counts now follows from the framework and
from what was said so far.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Literal, NamedTuple

from readiness_kit.framework.asked_where import asked_where
from readiness_kit.framework.criterion import Criterion
from readiness_kit.framework.schema import Section
from readiness_kit.judgement.case import Case
from readiness_kit.judgement.facts import trigger, triggers

COSTS = "error_costs"


class Use(NamedTuple):
    """What reads a figure: a page of each intake, an evidence method, or who answers a question."""

    by: Literal["intake", "method", "criterion"]
    id: str


class Figure(NamedTuple):
    """One figure that a client may agree on."""

    title: str
    why: str
    """What it is for, in a few words."""
    uses: tuple[Use, ...]
    share: bool = False
    large: bool = False
    """Often in the thousands, which some write with a mark that others read as a decimal point."""
    needs: str | None = None
    """Another figure without which it says nothing."""


_BASELINES, _SCOPE = Use("intake", "baselines"), Use("intake", "scope")
_ACCURACY, _CLAIM = Use("method", "accuracy"), Use("method", "claim-check")
_EDGE_CASES = Use("method", "edge-cases")
_SIGNED = Use("criterion", "poc.production_metrics.stop_number")
_LOAD = Use("criterion", "hardening.scalability.load")
_VOLUME = "service_levels.records_per_day"

FIGURES = {
    "human_baseline.accuracy": Figure(
        "People today (share right)",
        "What it has to beat.",
        (_BASELINES, _ACCURACY, _CLAIM, _SIGNED),
        share=True,
    ),
    "human_baseline.minutes_per_case": Figure(
        "A case takes people (minutes)", "What time can be saved.", (_BASELINES, _SIGNED)
    ),
    "service_levels.accuracy_min": Figure(
        "Stop number (share right)",
        "Below it the client switches it off; real records are held against it.",
        (_BASELINES, _ACCURACY, _SIGNED),
        share=True,
    ),
    _VOLUME: Figure(
        "Records a day",
        "Turns shares into cases a day.",
        (_BASELINES, _SCOPE, _ACCURACY, _EDGE_CASES, _LOAD),
        large=True,
    ),
    "service_levels.active_hours": Figure(
        "Hours a day in which they come",
        "For the rate at the peak; 10 if left empty.",
        (_SCOPE, _LOAD),
        needs=_VOLUME,
    ),
    "service_levels.peak_factor": Figure(
        "Busiest hour, in mean hours",
        "For the rate at the peak; 4 if left empty.",
        (_SCOPE, _LOAD),
        needs=_VOLUME,
    ),
    "service_levels.wrong_answers_per_day": Figure(
        "Wrong answers a day, at most",
        "From any one fault of the data; 1 % of the records if left empty.",
        (_EDGE_CASES,),
        large=True,
        needs=_VOLUME,
    ),
    COSTS: Figure(
        "A wrong answer costs",
        "By true label, one a line, such as 0: 340. It prices each kind of error.",
        (_BASELINES, _ACCURACY, _EDGE_CASES, _SIGNED),
        large=True,
    ),
    "service_levels.latency_p95_ms": Figure(
        "95 % answered within (ms)",
        "How slow is too slow.",
        (_SIGNED, _LOAD),
        large=True,
    ),
    "service_levels.error_rate": Figure(
        "Requests that may fail (share)",
        "How many failures are too many.",
        (_SIGNED, _LOAD),
        share=True,
    ),
    "service_levels.concurrent_users": Figure(
        "Users at the same time", "How many a load test plays.", (_LOAD,), large=True
    ),
    "claim.accuracy": Figure(
        "The demo showed (share right)",
        "Held against what can be measured on the same sample.",
        (_CLAIM,),
        share=True,
    ),
    "claim.rows": Figure(
        "… on so many records",
        "Those of the POC sample if left empty.",
        (_CLAIM,),
        large=True,
        needs="claim.accuracy",
    ),
}
"""By key of engagement.yaml, in the order in which they are asked."""


def left_out(case: Case, methods: Mapping[str, str], given: Collection[str]) -> dict[str, str]:
    """The figures that do not matter now, each with the reason in words.

    `methods` are the titles of what this installation can run; `given` are the figures that were
    filled in.
    """
    read = _Read(case, methods)
    found = {}
    for key, figure in FIGURES.items():
        if figure.needs and figure.needs not in given:
            found[key] = f"it says nothing without “{FIGURES[figure.needs].title}”"
        elif not any(read.counts(use) for use in figure.uses):
            found[key] = "; ".join(read.reasons(figure.uses)) or (
                f"nothing in “{case.framework.title}” asks for it"
            )
    return found


class _Read:
    """What is read at the gates that are open up to here, and at the factors."""

    def __init__(self, case: Case, methods: Mapping[str, str]) -> None:
        self._case, self._titles = case, methods
        framework = case.framework
        gates = case.facts.undecided_to_here
        self._open = [*gates, *framework.factors] if framework.phases else framework.sections
        self._methods = {m for section in self._open for m in self._called_for(section)}

    def counts(self, use: Use) -> bool:
        """Whether this use of a figure counts now."""
        if use.by == "criterion":
            return any(c.id == use.id for section in self._open for c in self._asked(section))
        return use.by == "intake" or (use.id in self._titles and use.id in self._methods)

    def reasons(self, uses: tuple[Use, ...]) -> Iterator[str]:
        """Why each of these does not count; nothing of what there is not."""
        for use in uses:
            criterion = self._case.framework.criteria.get(use.id)
            if use.by == "criterion" and criterion:
                yield f"it belongs to “{criterion.title}”, {self._when(criterion)}"
            elif use.id in self._titles:
                yield f"“{self._titles[use.id]}” reads it, which no gate open up to here calls for"

    def _when(self, criterion: Criterion) -> str:
        """Why a question is not asked here and now."""
        framework, profile = self._case.framework, self._case.profile
        if unmet := set(triggers(criterion, profile)):
            where = asked_where(criterion.scope, criterion.depth, only=unmet)
            return f"which is asked only where {where}"
        section = framework.section_of[criterion.id]
        later = section not in framework.phases[: framework.phase_index(profile.phase or "") + 1]
        return f"a question for {section.title}, " + (
            "which comes later" if later else "whose gate is decided"
        )

    def _called_for(self, section: Section) -> Iterator[str]:
        yield from (*section.must_run, *section.must_pass)
        yield from (link.id for criterion in self._asked(section) for link in criterion.methods)

    def _asked(self, section: Section) -> list[Criterion]:
        return [c for c in section.criteria if trigger(c, self._case.profile) is None]
