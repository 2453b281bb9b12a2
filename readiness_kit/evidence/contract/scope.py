"""The samples of an engagement without the rows that the client left out of scope."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from readiness_kit.errors import InvalidFileError, Problem
from readiness_kit.evidence.contract.build import build_contract
from readiness_kit.evidence.contract.terms import Contract
from readiness_kit.evidence.scope import Scope, read_scope
from readiness_kit.evidence.segments import parse_segments

if TYPE_CHECKING:
    from readiness_kit.engagement.folder import Engagement


def in_scope(engagement: Engagement, name: str) -> Scope:
    """Read one data file of an engagement; raises InvalidFileError where no row is in scope."""
    scope = read_scope(engagement, name)
    if not scope.kept.rows:
        allowed = "a row outside of excluded_segments"
        raise InvalidFileError([Problem(scope.whole.path, None, "", allowed, "none")])
    return scope


def contract_of(engagement: Engagement, poc: Scope) -> Contract:
    """The contract that the POC sample of an engagement gives."""
    profile, data = engagement.profile, engagement.profile.data
    made = build_contract(
        poc.kept,
        source=poc.source,
        system=profile.system,
        day=engagement.as_of(),
        label=data.label,
        key=data.key,
    )
    named = (("data.label", data.label), ("data.key", data.key))
    absent = [
        f"{poc.kept.path} has no column {column} ({said}), so no rule is taken from it"
        for said, column in named
        if column is not None and column not in poc.kept.columns
    ]
    excluded = parse_segments(profile.excluded_segments, columns=poc.whole.columns)
    return replace(made, notes=(*made.notes, *absent), excluded=excluded)
