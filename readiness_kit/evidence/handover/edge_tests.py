"""Writes the cases that a model fails as tests, which the client's team runs with pytest.

They hold real records, fault and all: that is what makes them worth running. So they lie in the
engagement's folder and never in a report, and a failing test names the fault, not the record.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from readiness_kit.engagement.profile import ModelTarget
from readiness_kit.evidence.accuracy_figures import rounded
from readiness_kit.evidence.accuracy_task import task_of
from readiness_kit.evidence.contract.scope import in_scope
from readiness_kit.evidence.edge_cases.failing import FailingCase
from readiness_kit.evidence.handover.words import on_one_line
from readiness_kit.evidence.labels import canonical
from readiness_kit.evidence.target.json_path import parse_path

if TYPE_CHECKING:
    from readiness_kit.engagement.folder import Engagement

TESTS, CASES = "test_edge_cases.py", "edge_cases.jsonl"
_PLAIN_BODY = {True: "$records", False: "$record"}


def edge_test_files(
    cases: Sequence[FailingCase], engagement: Engagement, folder: Path
) -> dict[str, bytes]:
    """Both files by name, as they are to lie in `folder`."""
    return {
        TESTS: _python(cases, engagement, folder).encode("utf-8"),
        CASES: "".join(map(_line, cases)).encode("ascii"),
    }


def _line(case: FailingCase) -> str:
    told = {
        "id": f"{case.id}-{case.name}-{case.field}-{case.row}",
        "field": case.field,
        "fault": case.how,
        "must_be_marked": case.strict,
        "alone": case.ended,
        "clean": case.clean,
        "record": case.record,
    }
    return json.dumps(told, ensure_ascii=True) + "\n"


def _python(cases: Sequence[FailingCase], engagement: Engagement, folder: Path) -> str:
    text = (files(__package__) / "edge_cases.py.txt").read_text(encoding="utf-8")
    target = engagement.profile.target
    steps = _service(target)
    values: dict[str, str] = {
        "ABOUT": _about(cases, engagement),
        "FOLDER": on_one_line(folder.name or "."),
        "MODEL": repr((target.python if target else None) or ""),
        "ENGAGEMENT": repr(_way(folder, Path(engagement.path))),
        "TOLERANCE": repr(_tolerance(engagement)),
        "BODY": repr(_body(target)),
        "PREDICTION": repr(steps["prediction"]),
        "FLAG": repr(steps["flag"]),
        "HEADER": repr(target.auth_header if target else "Authorization"),
        "KEY": repr((target.auth_env if target else None) or ""),
    }
    for name, value in values.items():
        text = text.replace(f"@{name}@", value)
    return text


def _tolerance(engagement: Engagement) -> float:
    """How far two answers may lie apart and be one; 0 where labels are names and not amounts."""
    data = engagement.profile.data
    sample = in_scope(engagement, data.poc or "").kept
    if data.label not in sample.columns:
        return 0.0
    labels = [canonical(cell) for cell in sample.column(data.label)]
    return rounded(task_of(labels, ()).tolerance or 0.0)


def _about(cases: Sequence[FailingCase], engagement: Engagement) -> str:
    day, profile = engagement.as_of(), engagement.profile
    version = f", version {on_one_line(profile.target.version)}" if profile.target else ""
    written = f"Written on {day.day} {day:%B %Y}"
    return f"{written} for {on_one_line(profile.system)}{version}: {len(cases)} cases.\n"


def _way(folder: Path, engagement: Path) -> str:
    """From the tests to the engagement, so that both can be moved together."""
    try:
        return Path(os.path.relpath(engagement.resolve(), folder.resolve())).as_posix()
    except ValueError:
        # on another drive of Windows there is no relative way
        return str(engagement.resolve())


def _body(target: ModelTarget | None) -> str:
    if target is not None and target.request is not None:
        return target.request
    return json.dumps(_PLAIN_BODY[target is None or target.batch])


def _service(target: ModelTarget | None) -> dict[str, list[str | int]]:
    """Where a service's reply to one record holds prediction and flag, as steps."""
    batch = target is None or target.batch
    found: dict[str, list[str | int]] = {"prediction": [0] if batch else [], "flag": []}
    for key in found:
        if target is not None and (text := getattr(target, key)) is not None:
            path = parse_path(text, key=key, each=batch)
            each = [0] if batch else []
            found[key] = (
                [*each, *path.before] if path.after is None else [*path.before, *each, *path.after]
            )
    return found
