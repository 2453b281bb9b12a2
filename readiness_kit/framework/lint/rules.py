"""All rules of the lint; a new one is written in the module of its idea and named here."""

from __future__ import annotations

from readiness_kit.framework.lint.bonds import crosswalk, methods, roles
from readiness_kit.framework.lint.complete import (
    blank,
    complete_criterion,
    complete_practice,
    complete_section,
    days,
)
from readiness_kit.framework.lint.ease import reading_ease
from readiness_kit.framework.lint.hours import hours
from readiness_kit.framework.lint.ids import id_form, id_stable
from readiness_kit.framework.lint.length import length
from readiness_kit.framework.lint.parts import many
from readiness_kit.framework.lint.question import question_open
from readiness_kit.framework.lint.rule import Rule
from readiness_kit.framework.lint.sameness import same_question
from readiness_kit.framework.lint.selection import depth, weight
from readiness_kit.framework.lint.steps import alike, cadence, led_to, seen, trace
from readiness_kit.framework.lint.vague import vague

RULES: tuple[Rule, ...] = (
    id_form,
    id_stable,
    blank,
    complete_section,
    complete_practice,
    complete_criterion,
    days,
    hours,
    depth,
    weight,
    roles,
    methods,
    crosswalk,
    question_open,
    same_question,
    alike,
    many,
    seen,
    trace,
    cadence,
    led_to,
    vague,
    length,
    reading_ease,
)
"""In the order of a report: what is missing or wrong first, wording last."""
