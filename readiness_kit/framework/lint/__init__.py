"""The lint: what a framework's content must hold beyond being well formed.

The reader refuses what cannot be computed with; this says what would be asked in vain, answered
at random, or never found again. Each rule is a function of the framework, in a module of its idea.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from readiness_kit.errors import UsageError
from readiness_kit.framework.criterion import Crosswalk
from readiness_kit.framework.lint.bonds import crosswalk, methods, roles
from readiness_kit.framework.lint.complete import (
    blank,
    complete_criterion,
    complete_practice,
    complete_section,
    days,
)
from readiness_kit.framework.lint.ease import reading_ease
from readiness_kit.framework.lint.ids import id_form, id_stable
from readiness_kit.framework.lint.length import length
from readiness_kit.framework.lint.question import question_open
from readiness_kit.framework.lint.remark import Remark
from readiness_kit.framework.lint.rule import Material, Rule
from readiness_kit.framework.lint.sameness import same_question
from readiness_kit.framework.lint.selection import depth, weight
from readiness_kit.framework.lint.steps import alike, cadence, led_to, seen, trace
from readiness_kit.framework.lint.vague import vague
from readiness_kit.framework.schema import Framework

__all__ = ["RULES", "Remark", "Rule", "lint"]

RULES: tuple[Rule, ...] = (
    id_form,
    id_stable,
    blank,
    complete_section,
    complete_practice,
    complete_criterion,
    days,
    depth,
    weight,
    roles,
    methods,
    crosswalk,
    question_open,
    same_question,
    alike,
    seen,
    trace,
    cadence,
    led_to,
    vague,
    length,
    reading_ease,
)
"""In the order of a report: what is missing or wrong first, wording last."""


def lint(
    framework: Framework,
    *,
    methods: Collection[str],
    catalogues: Mapping[str, Collection[str]] = {},
    published: Collection[str] = (),
) -> list[Remark]:
    """Every remark on a framework's content, rule by rule, in framework order.

    `catalogues` holds the ids of other frameworks by key of the crosswalk; a reference into one
    that is not given is not looked up. `published` are ids that earlier versions carried.
    """
    if unknown := sorted(set(catalogues) - set(Crosswalk.model_fields)):
        allowed = ", ".join(Crosswalk.model_fields)
        raise UsageError(f"no catalogue {unknown[0]!r} in the crosswalk; there is {allowed}")
    material = Material(
        framework,
        frozenset(methods),
        {key: frozenset(ids) for key, ids in catalogues.items()},
        frozenset(published),
    )
    return [remark for rule in RULES for remark in rule.remarks(material)]
