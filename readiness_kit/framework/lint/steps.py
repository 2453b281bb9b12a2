"""The rules that every level adds something which can be seen or counted.

The five-step scale runs absent, ad hoc, written, practised and tested, sustained; what a level
must carry follows from these names, so a framework with another scale is held to likeness alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from readiness_kit.framework.lint.places import criteria, levels
from readiness_kit.framework.lint.remark import Found
from readiness_kit.framework.lint.rule import Material, rule
from readiness_kit.framework.lint.words import likeness, stems

MOST_ALIKE = 0.6
"""Of two neighbours, the share of stems in common; of our own 364 pairs the likest has 0.47."""
FEWEST_NEW = 2
"""Stems that a level must have which the one below lacks; our own have three or more."""

_WRITTEN, _TESTED, _SUSTAINED = 2, 3, 4

_SEEN = re.compile(
    # numbers
    r"\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|fifty"
    r"|median|percentile|kappa|interval|bounds?|shares?|counts?|numbers?|rates?|hours"
    # things of record
    r"|lists?|listed|pages?|sheets?|tables?|rows?|logs?|minutes|registers?|maps?|reports?|tickets?"
    r"|files?|filed|notes?|documents?|scripts?|quer(?:y|ies)|extracts?|contracts?|licences?"
    r"|calendars?|budget lines?|runbooks?|guides?|specifications?|repository|repositories|traces?"
    r"|threat models?|rotas?|limits?|targets?|caps?|alerts?|baselines?|dates?|dated"
    # acts that leave one
    r"|written|in writing|signed|named?|names|counted|measured|logged|recorded|marked|confirmed"
    r"|charted|labelled|planted|tests?|tested)\b",
    re.IGNORECASE,
)
_TRACE = re.compile(
    r"\b(?:dates?|dated|on file|signed|minutes|logs?|logged|recorded|measured|counted|counts?"
    r"|confirmed|intervals?|bounds?|before and after|(?:days?|months?) old)\b",
    re.IGNORECASE,
)
_PERIOD = r"(?:hour|day|week|month|quarter|year)s?"
_EVENT = r"(?:release|build|change|version|run|renewal|merge|notice|wave|update|incident)s?"
_RHYTHM = (
    r"hourly|daily|weekly|fortnightly|monthly|by schedule|by itself|without (?:handwork|a person)"
    rf"|(?:every|each|any) (?:[\w-]+ ){{0,2}}(?:{_PERIOD}|{_EVENT})"
    r"|(?:three|four|five|six|\d+) months"
)
_GUARD = (
    r"waits? (?:until|while|for)|(?:no|nobody|nothing)\b[^;.]*\b(?:before|until|unless|without)"
)
_CADENCE = re.compile(rf"\b(?:{_RHYTHM}|{_GUARD})\b", re.IGNORECASE)
_TRIGGERS = re.compile(rf"\b(?:{_RHYTHM})\b", re.IGNORECASE)
_LED = re.compile(
    r"\b(?:led to|caused|came from it|because of (?:it|them)|set off|set back|changes?|changed"
    r"|closed|closing|add(?:s|ed)|decided|decisions?|refused|removed|repaired|corrected|withdrawn"
    r"|replaced|exchanged|narrowed|answered|an action|delivered|published|traced to|cut off"
    r"|turned back|taken (?:back|out|off)|held [^;.]*back|holds? [^;.]*back|stops?|stopped"
    r"|fix(?:es|ed)?|got|gets?|reach(?:es|ed)|was (?:made|given|done))\b",
    re.IGNORECASE,
)


@rule("step-alike")
def alike(material: Material) -> Iterator[Found]:
    """Where two neighbouring levels say the same, the choice between them is a matter of mood."""
    for place, _, criterion in criteria(material.framework):
        texts = [(level, criterion.levels[level]) for level in sorted(criterion.levels)]
        for (lower, before), (level, after) in pairwise(texts):
            old, new = stems(before), stems(after)
            if likeness(old, new) > MOST_ALIKE or len(new - old) < FEWEST_NEW:
                wrong = f"say what can be seen here and not yet at level {lower}"
                yield Found(place.at("levels", str(level)), wrong, after)


@rule("step-seen")
def seen(material: Material) -> Iterator[Found]:
    """At level 2 something exists that can be shown, or a mere belief would score.

    What levels 3 and 4 must carry, by the rules below, can be shown by itself.
    """
    wrong = "name a thing that can be shown: a list, page, log, test, date, number or person"
    yield from _lacking(material, _WRITTEN, _SEEN, wrong)


@rule("step-trace")
def trace(material: Material) -> Iterator[Found]:
    """Level 3 was done and not only written, so it has left a dated trace."""
    wrong = 'say what was left of doing it: "with date", "on file", "measured", "signed"'
    yield from _lacking(material, _TESTED, _TRACE, wrong)


@rule("step-cadence")
def cadence(material: Material) -> Iterator[Found]:
    """Level 4 recurs; without a cadence or a trigger it is level 3 told twice."""
    wrong = 'say when it recurs: "at least monthly", "every release", "no ... before ..."'
    yield from _lacking(material, _SUSTAINED, _CADENCE, wrong)


@rule("step-led-to")
def led_to(material: Material) -> Iterator[Found]:
    """Level 4 improves from what was seen; a rhythm that never led to anything is a ritual."""
    wrong = "say what it led to: what was changed, closed, added, decided or refused"
    # the change in "at every change" is what sets it off, and not what came of it
    yield from _lacking(material, _SUSTAINED, _LED, wrong, apart_from=_TRIGGERS)


def _lacking(
    material: Material,
    step: int,
    pattern: re.Pattern[str],
    wrong: str,
    *,
    apart_from: re.Pattern[str] | None = None,
) -> Iterator[Found]:
    """Texts of one level of the five-step scale in which nothing matches."""
    if not material.five_steps:
        return
    for place, level, text in levels(material.framework):
        looked_at = apart_from.sub(" ", text) if apart_from else text
        if level == step and not pattern.search(looked_at):
            yield Found(place, wrong, text)
