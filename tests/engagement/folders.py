"""Engagement folders for tests, and what is said in them."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

from readiness_kit.engagement.changes import Change, rating_place
from readiness_kit.engagement.observation import Observation
from readiness_kit.engagement.parts import Ground, read_ground

SMALL = Path(__file__).parents[1] / "fixtures" / "small.yaml"
NOW = dt.datetime(2026, 9, 14, 9, 12, 3, tzinfo=dt.UTC)
CRITERIA = ("poc.data.real", "poc.data.owned", "mvp.api.contract", "factors.sponsor.named")

PROFILE = """\
schema: readiness-engagement/1
client: Northwind
system: Claims triage
framework: small.yaml
phase: poc
as_of: 2026-09-14
people: [{id: lead, role: facilitator}, {id: ml, role: ml_engineer}]
"""


def make(folder: Path, profile: str = PROFILE) -> Path:
    """A folder with a profile and its own copy of the small framework."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "small.yaml").write_bytes(SMALL.read_bytes())
    (folder / "engagement.yaml").write_text(profile, encoding="utf-8")
    return folder


def ground(folder: Path) -> Ground:
    return read_ground(make(folder))


def now() -> dt.datetime:
    return NOW


def rated(
    level: Any, criterion: str = CRITERIA[0], respondent: str | None = "lead", **more: Any
) -> Change:
    """One rating, dated by the writer unless `at` says otherwise."""
    seen = {"seen": more.pop("seen")} if "seen" in more else {}
    state = "rated" if level is not None else more.pop("state")
    new = {"criterion": criterion, "respondent": respondent, "state": state, **more}
    if level is not None:
        new["level"] = level
    return Change("rate", rating_place(criterion, respondent, more.get("round", 0)), new, **seen)


def cleared(criterion: str = CRITERIA[0], respondent: str | None = "lead") -> Change:
    return Change("clear", rating_place(criterion, respondent), None)


def evidence(**said: Any) -> Change:
    new = {"criterion": CRITERIA[0], "grade": "document", "reference": "minutes 7", **said}
    return Change("support", ("evidence", ""), new)


def decision(verdict: str, **said: Any) -> Change:
    new = {"phase": "poc", "verdict": verdict, "by": "committee", **said}
    return Change("decide", ("decisions", "poc"), new)


def observation(id: str = "o-1", **more: Any) -> Observation:
    said = {
        "schema": "readiness-observation/1",
        "id": id,
        "method": "data-gap",
        "method_version": "1",
        "finished_at": "2026-09-14T09:00:00Z",
        "state": "done",
        "verdict": "pass",
        "as_of": "2026-09-14",
        **more,
    }
    return Observation.model_validate(said)


def assessment(folder: Path) -> dict[str, Any]:
    data: dict[str, Any] = json.loads((folder / "assessment.json").read_text(encoding="utf-8"))
    return data


def lines(folder: Path) -> list[dict[str, Any]]:
    text = (folder / "journal.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def written(folder: Path) -> dict[str, bytes]:
    """Every file of a folder but its lock."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != ".readiness.lock"
    }
