"""Runs one evidence method, and tells which recorded observations still hold.

Writes nothing, but for the cases of a target that is answered by file.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from readiness_kit.engagement.dates import Clock, stamp, utc_now
from readiness_kit.engagement.integrations import INTEGRATIONS
from readiness_kit.engagement.observation import Observation, next_id
from readiness_kit.engagement.profile import Budget, Profile
from readiness_kit.errors import InvalidFileError, ReadinessError, UsageError
from readiness_kit.evidence.context import Context, Progress, silent
from readiness_kit.evidence.edge_cases.family import FaultyPerturberError
from readiness_kit.evidence.registry import Method, provided
from readiness_kit.evidence.samples import data_path, file_sha256
from readiness_kit.evidence.target import PostponedError, target_file

if TYPE_CHECKING:
    from readiness_kit.engagement.folder import Engagement

_FILES = ("data.poc", "data.production", "data.training")
"""The keys that name a file of the engagement."""
_SHEETS = (INTEGRATIONS,)
"""The needs that are files of the engagement themselves."""
_LONGEST_REASON = 2_000
_FAULT = "a fault of readiness-kit ({}); READINESS_DEBUG=1 shows where"
"""Its text is not told: it may quote a record."""


def run_method(
    name: str,
    engagement: Engagement,
    *,
    seed: int = 0,
    contact: bool = False,
    trust_pickle: bool = False,
    progress: Progress | None = None,
    clock: Clock = utc_now,
) -> Observation:
    """Run one method and return what it saw; an expected failure is an observation too.

    What the method needs and the engagement lacks gives the state skipped, and so does a target
    that somebody has to allow (`contact` for one behind a network, `trust_pickle` for a pickle) or
    to answer offline. A file that does not read or a target that cannot be asked gives the state
    error, as does a fault of ours unless READINESS_DEBUG=1. All come with their reason. Raises
    UsageError for a method that is not provided, and FaultyPerturberError, which is a fault of ours
    too; one of a plug-in is an observation that names it.
    """
    method = _method(name)

    context = Context(
        engagement=engagement,
        method=method.id,
        method_version=method.version,
        id=_free_id(method.id, engagement),
        finished_at=lambda: stamp(engagement.profile, clock()),
        settings=settings_of(method, engagement),
        seed=seed,
        progress=progress or silent,
        contact=contact,
        trust_pickle=trust_pickle,
    )
    if lack := _lack(method, engagement):
        return context.observation(state="skipped", reason=lack)
    try:
        return method.run(context)
    except PostponedError as error:
        return context.observation(state="skipped", reason=_reason(error))
    except ReadinessError as error:
        return context.observation(state="error", reason=_reason(error))
    except FaultyPerturberError:
        raise  # not to be recorded as if the run had met something of the client's
    except Exception as error:
        if os.environ.get("READINESS_DEBUG") == "1":
            raise
        return context.observation(state="error", reason=_FAULT.format(type(error).__name__))


def is_fresh(observation: Observation, engagement: Engagement, method: Method) -> bool:
    """Whether running the method again would ask the same question of the same files and target.

    An observation that did not come to an end is never fresh, nor is one that compared nothing for
    the words of the answers: that is mended in the client's code, which nobody watches. One that
    does not say which settings it was made with is taken by its inputs, method version and target
    alone.
    """
    settings = settings_of(method, engagement)
    return (
        observation.state == "done"
        and observation.figures.get("compared", True)
        and observation.method == method.id
        and observation.method_version == method.version
        and _same_target(observation, engagement, method)
        and observation.environment.get("settings", settings) == settings
        and _inputs_unchanged(observation, engagement, method)
    )


def _same_target(observation: Observation, engagement: Engagement, method: Method) -> bool:
    asked, target = observation.target, engagement.profile.target
    if asked is None and "target" not in {*method.needs, *method.uses}:
        return True  # what asks no model holds whichever one is named
    now = (target.id, target.version) if target else None
    same = now == ((asked.id, asked.version) if asked else None)
    return same and _same_file(observation, engagement)


def _same_file(observation: Observation, engagement: Engagement) -> bool:
    """Whether the model's file, or that of its answers, is the one whose hash was recorded."""
    recorded, target = observation.environment.get("target_sha256"), engagement.profile.target
    named = target_file(target) if target else None
    if recorded is None or named is None:
        return True
    try:
        return bool(recorded == file_sha256(data_path(Path(engagement.path), named)))
    except (OSError, UsageError):
        return False


def missing_or_stale(engagement: Engagement, methods: Iterable[str]) -> list[str]:
    """Of these methods, the ones that could run here and whose newest run no longer holds."""
    due: list[str] = []
    for name in methods:
        method = _method(name)
        runs = [o for o in engagement.observations if o.method == name]
        newest = max(runs, key=lambda o: (o.finished_at, o.id), default=None)
        holds = newest and is_fresh(newest, engagement, method) and not _lapsed(newest, engagement)
        if _lack(method, engagement) is None and not holds:
            due.append(name)
    return due


def _lapsed(observation: Observation, engagement: Engagement) -> bool:
    """Whether a run is older than a test lives by the engagement's framework."""
    life = engagement.framework.lives_days.get("test")
    age = engagement.as_of() - observation.as_of
    return life is not None and age.days > life


def settings_of(method: Method, engagement: Engagement) -> str:
    """A fingerprint of everything that a method's figures depend on beside its files and target.

    That is what engagement.yaml says, and what it leads to: the client's own validation, and the
    families of edge cases that are plugged in.
    """
    keys = {*method.needs, *method.settings, *method.uses} - {*_SHEETS}
    said = {key: _said(engagement.profile, key) for key in sorted(keys)} | _led_to(
        method, engagement
    )
    said.pop("target", None)  # its id and version stand in the observation themselves
    text = json.dumps(said, sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(text.encode("ascii")).hexdigest()[:16]


def _led_to(method: Method, engagement: Engagement) -> dict[str, Any]:
    """Further settings; nothing where all is as usual, so that older observations still hold."""
    profile = engagement.profile
    found: dict[str, Any] = {}
    currency = profile.budget.currency
    if "error_costs" in method.settings and profile.error_costs and currency != Budget().currency:
        found["budget.currency"] = currency
    if "edge_cases" in method.settings:
        # with their faults and the process of a model, which no other method needs
        from readiness_kit.evidence.edge_cases.catalogue import plugged_in_ids
        from readiness_kit.evidence.edge_cases.guard import guard_sha256

        if profile.edge_cases.guard:
            found["guard_sha256"] = guard_sha256(profile, Path(engagement.path))
        if ids := plugged_in_ids():
            found["plugged_in"] = ids
    return found


def _method(name: str) -> Method:
    methods = provided()
    if name not in methods:
        raise UsageError(f"no evidence method {name!r}; provided are: {', '.join(methods)}")
    return methods[name]


def _free_id(method: str, engagement: Engagement) -> str:
    """The first id of this method and day that no recorded observation has."""
    taken = {observation.id for observation in engagement.observations}
    id = f"{method}-{engagement.as_of().isoformat()}-01"
    while id in taken:
        id = next_id(id)
    return id


def _lack(method: Method, engagement: Engagement) -> str | None:
    """What keeps the method from running, in words; None where nothing does."""
    for key in method.needs:
        if key in _SHEETS:
            if not (Path(engagement.path) / key).exists():
                take = f"`readiness import {Path(engagement.path).name} FILE` takes one in"
                return f"there is no {key} yet: save a spreadsheet under this name, or {take}"
            continue
        value = _said(engagement.profile, key)
        if value is None:
            return f"engagement.yaml names no {key}"
        if key in _FILES and not (Path(engagement.path) / value).exists():
            return f"{value}, which engagement.yaml names as {key}, is not there yet"
    return None


def _said(profile: Profile, key: str) -> Any:
    """What engagement.yaml says at a dotted key, as plain data."""
    value: Any = profile.model_dump(mode="json", by_alias=True)
    for step in key.split("."):
        value = value.get(step) if isinstance(value, dict) else None
    return value


def _inputs_unchanged(observation: Observation, engagement: Engagement, method: Method) -> bool:
    named = {_said(engagement.profile, key) for key in method.needs if key in _FILES}
    named |= {key for key in method.needs if key in _SHEETS}
    named |= set(_there(engagement, method))
    if not named <= {entry.path for entry in observation.inputs}:
        return False
    try:
        return all(
            file_sha256(data_path(Path(engagement.path), entry.path)) == entry.sha256
            for entry in observation.inputs
        )
    except (OSError, UsageError):
        return False


def _there(engagement: Engagement, method: Method) -> Iterator[str]:
    """The files that a method would use, as far as they are there."""
    for key in method.uses:
        name = _said(engagement.profile, key) if key in _FILES else None
        if name is not None and (Path(engagement.path) / name).exists():
            yield name


def _reason(error: ReadinessError) -> str:
    text = str(error)
    if isinstance(error, InvalidFileError):
        text = "; ".join(str(problem) for problem in error.problems)
    return "".join(c if c.isprintable() else "�" for c in text)[:_LONGEST_REASON]
