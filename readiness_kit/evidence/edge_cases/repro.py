"""A few records that failed, without a value of the client's, to show what to try by hand."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Mapping, Sequence
from typing import Any

from readiness_kit.engagement.profile import ModelTarget
from readiness_kit.evidence.edge_cases.drawing import Drawn
from readiness_kit.evidence.edge_cases.family import Perturbed
from readiness_kit.evidence.edge_cases.rule import FamilyResult
from readiness_kit.evidence.edge_cases.running import failing_in
from readiness_kit.evidence.edge_cases.trial import gravest_first
from readiness_kit.evidence.samples import Value
from readiness_kit.evidence.target.http_form import Form

MOST_RECORDS = 3
_CONSTANT = re.compile(r'"(NaN|-?Infinity)"')
_ESCAPED = re.compile(r"(?<=<text>)\\(\\u[0-9a-f]{4})")
MOST_FIELDS = 8
"""Fields of a record that are shown; those with the fault always are."""


def repros(
    results: Sequence[FamilyResult], drawn: Drawn, target: ModelTarget | None
) -> list[dict[str, Any]]:
    """Up to three records a family, of its worst field; no two that look the same."""
    kinds = {field.name: field.kind for field in drawn.fields}
    found = []
    for result in results:
        worst = result.worst.field if result.worst else ""
        seen: dict[str, dict[str, Any]] = {}
        for case in gravest_first(c for c in failing_in(result.trial) if c.field == worst):
            entry = {
                "id": case.plan.family.id,
                "field": case.field,
                "how": case.how,
                "outcome": case.outcome,
                **masked(case.plan.planted(drawn), kinds),
            }
            seen.setdefault(json.dumps(entry["record"]), entry)
            if len(seen) == MOST_RECORDS:
                break
        found += [{**entry, **ways_to_send(entry, target)} for entry in seen.values()]
    return found


def ways_to_send(entry: dict[str, Any], target: ModelTarget | None) -> dict[str, Any]:
    """The masked record of an entry as JSON, and as a call where the model is a service."""
    more = {"…": f"{entry['left_out']} more"} if entry["left_out"] else {}
    shown = json.dumps({**entry["record"], **more}, ensure_ascii=False)
    call = curl(entry["record"], target)
    return {
        "json": as_sent(shown, entry["id"]),
        "curl": None if call is None else as_sent(call, entry["id"]),
    }


def as_sent(text: str, case: str) -> str:
    """JSON with what a masked record can only name: constants that are none, and characters.

    A record is kept as JSON that every reader takes, so NaN is told as a text in it, and a zero
    character by its escape.
    """
    if case == "E11":
        return _CONSTANT.sub(r"\1", text)
    return _ESCAPED.sub(r"\1", text) if case == "E45" else text


def masked(made: Perturbed, kinds: Mapping[str, str]) -> dict[str, Any]:
    """A planted record with every value told by its kind, but for the fault itself."""
    others = [name for name in made.record if name not in made.changed]
    shown = {*made.changed, *others[: max(0, MOST_FIELDS - len(made.changed))]}
    record: dict[str, Value] = {
        name: made.changed[name] if name in made.changed else f"<{kinds.get(name, 'text')}>"
        for name in made.record
        if name in shown
    }
    return {"record": record, "left_out": len(made.record) - len(record)}


def curl(record: Mapping[str, Value], target: ModelTarget | None) -> str | None:
    """The call that sends a record, with its address and key left to the environment.

    None where the model is not asked over the network.
    """
    if target is None or target.url is None:
        return None
    body = Form.of(target).body([dict(record)]).decode("ascii")
    parts = ['curl -sS "$TARGET_URL"', "-H 'Content-Type: application/json'"]
    if target.auth_env is not None:
        parts.append(f'-H {shlex.quote(f"{target.auth_header}: ")}"${target.auth_env}"')
    return " ".join([*parts, f"--data {shlex.quote(body)}"])
