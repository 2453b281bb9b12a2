"""What is expected of a case: what the catalogue says, unless the client says otherwise."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from readiness_kit.engagement.profile import EdgeCaseSettings, Expected
from readiness_kit.errors import UsageError
from readiness_kit.evidence.edge_cases.catalogue import PLANNED
from readiness_kit.evidence.edge_cases.family import Family
from readiness_kit.evidence.edge_cases.outcomes import Outcome

_LISTED = 12


class Expectation(NamedTuple):
    """What is expected in one field, and who says so."""

    expected: Expected
    by_client: bool = False

    @property
    def strict(self) -> bool:
        """Whether the same answer without a mark is not enough.

        The catalogue is content where a fault moves nothing; a client who asks for a refusal or
        a mark wants to see it.
        """
        return self.expected == "F" or (self.expected == "R" and self.by_client)

    def broken_by(self, outcome: Outcome, *, before: bool | None, after: bool | None) -> bool:
        """Whether an outcome is a silent failure; `before` and `after` say what was right.

        Crashes and invalid answers are loud, and are counted apart. Of D, only a right answer that
        is lost counts; without a label, any other answer.
        """
        if outcome == "SAME":
            return self.strict
        if outcome != "CHANGED":
            return False
        return self.expected != "D" or before is None or (before and not after)


@dataclass(frozen=True)
class Expectations:
    """The client's own, by field and family id."""

    own: Mapping[tuple[str, str], Expected] = field(default_factory=dict)

    def of(self, family: Family, name: str) -> Expectation:
        """What is expected of a family in the field of this name."""
        said = self.own.get((name, family.id))
        return Expectation(family.expected) if said is None else Expectation(said, by_client=True)


def expectations(
    settings: EdgeCaseSettings, families: Sequence[Family], names: Sequence[str]
) -> Expectations:
    """Read `edge_cases.expected`; raise UsageError for a field or a case that there is not."""
    own: dict[tuple[str, str], Expected] = {}
    for name, cases in settings.expected.items():
        if name not in names:
            raise UsageError(
                f"edge_cases.expected in engagement.yaml names a field {name!r} that no record "
                f"has{_near(name, names)}; there is {_listed(names)}."
            )
        for said, expected in cases.items():
            own[name, _family(said, families).id] = expected
    return Expectations(own)


def _family(said: str, families: Sequence[Family]) -> Family:
    for family in families:
        if said in (family.id, family.name):
            return family
    if any(said == planned.id for planned in PLANNED):
        raise UsageError(
            f"edge_cases.expected in engagement.yaml names {said}, which this version does not "
            f"try; take it out."
        )
    names = [name for family in families for name in (family.id, family.name)]
    raise UsageError(
        f"edge_cases.expected in engagement.yaml names an edge case {said!r} that there is "
        f"not{_near(said, names)}; it is written by id or name, such as E12 or unit_change."
    )


def _near(said: str, names: Iterable[str]) -> str:
    near = difflib.get_close_matches(said, list(names), n=1)
    return f" (nearest: {near[0]})" if near else ""


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names[:_LISTED]) + (", ..." if len(names) > _LISTED else "")
