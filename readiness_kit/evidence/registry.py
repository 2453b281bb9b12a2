"""Which evidence methods there are: our own, and those of installed plug-ins.

A method is a function of a Context that returns an Observation, under the decorator
`evidence_method`. A plug-in names such a function in the entry-point group
`readiness_kit.evidence`; one that does not load is a warning by name, and the others go on.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.metadata import entry_points

from readiness_kit.engagement.observation import Observation
from readiness_kit.evidence.context import Context
from readiness_kit.evidence.plug_ins import loaded

GROUP = "readiness_kit.evidence"
_BUILT_IN = (
    "readiness_kit.evidence.claim_check.method:claim_check",
    "readiness_kit.evidence.data_gap.method:data_gap",
    "readiness_kit.evidence.accuracy:accuracy",
    "readiness_kit.evidence.attribution.method:attribution",
    "readiness_kit.evidence.contract.method:contract",
    "readiness_kit.evidence.edge_cases.method:edge_cases",
    "readiness_kit.evidence.integration_map:integration_map",
)
"""Imported when somebody first asks what is provided."""


@dataclass(frozen=True)
class Method:
    """Something that runs against a client's data, model or service."""

    id: str
    version: str
    """Rises when the same input would give other figures; older observations are then stale."""
    title: str
    purpose: str
    run: Callable[[Context], Observation]
    needs: tuple[str, ...] = ()
    """Keys of engagement.yaml without which it is skipped, such as `data.production`, or the
    names of files of ours, such as `integrations.csv`."""
    settings: tuple[str, ...] = ()
    """Further keys that its figures depend on; a change makes older observations stale."""
    uses: tuple[str, ...] = ()
    """Files and the target, by their keys, that it does without where engagement.yaml names none;
    that one comes, goes or changes makes older observations stale."""


def evidence_method(
    *,
    id: str,
    version: str,
    title: str,
    needs: tuple[str, ...] = (),
    settings: tuple[str, ...] = (),
    uses: tuple[str, ...] = (),
) -> Callable[[Callable[[Context], Observation]], Method]:
    """Make a Method of a function; its purpose is the first line of the function's docstring."""

    def made(run: Callable[[Context], Observation]) -> Method:
        purpose = (inspect.getdoc(run) or title).splitlines()[0]
        return Method(id, version, title, purpose, run, needs, settings, uses)

    return made


def provided() -> dict[str, Method]:
    """Every method that can be run here, by id; our own win over a plug-in of the same id."""
    own = {method.id: method for method in _built_in()}
    plugged = {method.id: method for method in _plugged_in() if method.id not in own}
    return own | dict(sorted(plugged.items()))


def _built_in() -> Iterator[Method]:
    for address in _BUILT_IN:
        module, _, name = address.partition(":")
        method = getattr(import_module(module), name)
        if isinstance(method, Method):
            yield method


@cache  # loaded once, so that a broken one is named once
def _plugged_in() -> tuple[Method, ...]:
    return tuple(loaded(entry_points(group=GROUP), Method, "@evidence_method"))
