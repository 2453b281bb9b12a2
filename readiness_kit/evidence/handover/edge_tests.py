"""Writes the cases that a model fails as tests, which the client's team runs with pytest.

They hold real records, fault and all: that is what makes them worth running. So they lie in the
engagement's folder and never in a report, and a failing test names the fault, not the record.
"""

from __future__ import annotations

import json
import os
import textwrap
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from readiness_kit.engagement.profile import ModelTarget
from readiness_kit.evidence.edge_cases.failing import Failing, FailingCase
from readiness_kit.evidence.handover.words import on_one_line
from readiness_kit.evidence.target.json_path import parse_path

if TYPE_CHECKING:
    from readiness_kit.engagement.folder import Engagement

TESTS, CASES = "test_edge_cases.py", "edge_cases.jsonl"
Steps = list[str | int | None]
"""The way to a value in a reply; None goes to the only one of a list."""
_TEMPLATE = ("edge_cases.py.txt", "edge_asking.py.txt")
"""What is tested, and how the model is asked for it; the client gets both as one file."""
_WIDTH = 100
_PLAIN_BODY = {True: "$records", False: "$record"}


def edge_test_files(found: Failing, engagement: Engagement, folder: Path) -> dict[str, bytes]:
    """Both files by name, as they are to lie in `folder`."""
    labels = json.dumps({"labels": sorted(found.labels)}, ensure_ascii=True) + "\n"
    return {
        TESTS: _python(found, engagement, folder).encode("utf-8"),
        CASES: "".join([labels, *map(_line, found.cases)]).encode("ascii"),
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


def _python(found: Failing, engagement: Engagement, folder: Path) -> str:
    parts = ((files(__package__) / name).read_text(encoding="utf-8") for name in _TEMPLATE)
    text = "".join(parts)
    target = engagement.profile.target
    values: dict[str, str] = {
        "ABOUT": _about(found, engagement),
        "FOLDER": on_one_line(folder.name or "."),
        "MODEL": repr((target.python if target else None) or ""),
        "ENGAGEMENT": repr(_way(folder, Path(engagement.path))),
        "TOLERANCE": repr(found.tolerance),
        "BODY": repr(_body(target)),
        "ANSWER": repr([None] if target is None or target.batch else []),
        "PATHS": repr(_paths(target)),
        "HEADER": repr(target.auth_header if target else "Authorization"),
        "KEY": repr((target.auth_env if target else None) or ""),
    }
    for name, value in values.items():
        text = text.replace(f"@{name}@", value)
    return text


def _about(found: Failing, engagement: Engagement) -> str:
    day, profile = engagement.as_of(), engagement.profile
    version = f", version {on_one_line(profile.target.version)}" if profile.target else ""
    written = f"Written on {day.day} {day:%B %Y} for {on_one_line(profile.system)}{version}"
    cautions = (f"Caution: {on_one_line(caution)}" for caution in found.cautions)
    wrapped = ("\n" + textwrap.fill(caution, _WIDTH) + "\n" for caution in cautions)
    return "".join([f"{written}: {len(found.cases)} cases.\n", *wrapped])


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


def _paths(target: ModelTarget | None) -> dict[str, Steps]:
    """Where the target says that a service's reply to one record holds what."""
    found: dict[str, Steps] = {}
    for key in ("prediction", "proba", "flag"):
        if target is not None and (text := getattr(target, key)) is not None:
            path = parse_path(text, key=key, each=target.batch)
            each: Steps = [None] if target.batch else []
            found[key] = (
                [*each, *path.before] if path.after is None else [*path.before, *each, *path.after]
            )
    return found
