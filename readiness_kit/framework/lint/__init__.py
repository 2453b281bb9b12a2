"""The lint: what a framework's content must hold beyond being well formed.

The reader refuses what cannot be computed with; this says what would be asked in vain, answered
at random, or never found again. Each rule is a function of the framework, in a module of its idea.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from readiness_kit.errors import UsageError
from readiness_kit.framework.criterion import Crosswalk
from readiness_kit.framework.lint.remark import Remark
from readiness_kit.framework.lint.rule import Material, Rule
from readiness_kit.framework.lint.rules import RULES
from readiness_kit.framework.schema import Framework

__all__ = ["RULES", "Remark", "Rule", "lint"]


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
