"""Small engagements with a client's model beside them."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from readiness_kit.engagement.assessment import Assessment
from readiness_kit.engagement.folder import Engagement
from readiness_kit.engagement.profile import Profile
from readiness_kit.framework.schema import Framework

AS_OF = dt.date(2026, 10, 12)

GOOD_MODEL = """
def predict(records):
    return [int(record["amount"] > 100) for record in records]
"""


def framework() -> Framework:
    """One criterion that the accuracy method bears on, and one that it does not."""

    def criterion(id: str, **more: Any) -> dict[str, Any]:
        return {
            "id": id,
            "title": id,
            "question": f"What about {id}?",
            "kind": "measurable",
            "theme": "model",
            "weight": 1,
            "levels": {level: f"level {level}" for level in range(5)},
            **more,
        }

    criteria = [
        criterion("poc.accuracy", methods=[{"id": "accuracy", "proves": "property"}]),
        criterion("poc.other"),
    ]
    return Framework.model_validate(
        {
            "schema": "readiness-framework/1",
            "id": "small",
            "version": "1",
            "title": "Small",
            "scale": [{"level": n, "value": n / 4, "name": str(n)} for n in range(5)],
            "sections": [
                {
                    "id": "poc",
                    "title": "POC",
                    "floors": {"no_go": 35, "go": 55},
                    "practices": [{"id": "poc.practice", "title": "P", "criteria": criteria}],
                }
            ],
        }
    )


@dataclass(frozen=True)
class Client:
    """A client's folder in the making."""

    folder: Path
    profile: dict[str, Any] = field(default_factory=dict)

    def samples(self, **rows: list[str]) -> Client:
        """Write `poc` and `production` as CSV: header line and rows."""
        (self.folder / "data").mkdir(exist_ok=True)
        for name, lines in rows.items():
            path = self.folder / "data" / f"{name}.csv"
            path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return self

    def model(self, code: str) -> Client:
        """Write model.py."""
        (self.folder / "model.py").write_text(code, encoding="utf-8")
        return self

    def says(self, **more: Any) -> Client:
        """Change what engagement.yaml says."""
        return replace(self, profile={**self.profile, **more})

    def engagement(self, **more: Any) -> Engagement:
        """The engagement, as it would be read."""
        profile = Profile.model_validate(
            {
                "schema": "readiness-engagement/1",
                "client": "Northwind",
                "system": "Triage",
                "framework": "small",
                "phase": "poc",
                "as_of": AS_OF,
                **self.profile,
                **more,
            }
        )
        return Engagement(self.folder, profile, framework(), Assessment(), ())


def claims(n: int, wrong: int, *, start: int = 0, positive: int | None = None) -> list[str]:
    """Rows on which the good model is right but for `wrong` of them, about half of each label."""
    lines = ["claim_id,amount,channel,approved"]
    positive = n // 2 if positive is None else positive
    labels = [1] * positive + [0] * (n - positive)
    random.Random(7).shuffle(labels)
    for row, label in enumerate(labels):
        answer = 1 - label if row < wrong else label
        lines.append(f"c{start + row},{150 if answer else 50},web,{label}")
    return lines


@pytest.fixture
def client(tmp_path: Path) -> Client:
    """A folder with a good model, two samples, and a stop number of 0.8."""
    told = {
        "data": {
            "poc": "data/poc.csv",
            "production": "data/production.csv",
            "label": "approved",
            "key": "claim_id",
        },
        "target": {"id": "claims-model", "version": "3", "python": "model:predict"},
        "service_levels": {"accuracy_min": 0.8, "records_per_day": 1000},
        "error_costs": {"1": 340, "0": 85},
        "human_baseline": {"accuracy": 0.91},
    }
    return (
        Client(tmp_path, told)
        .model(GOOD_MODEL)
        .samples(poc=claims(400, 20), production=claims(400, 24, start=1000))
    )


@pytest.fixture
def clock() -> Callable[[], dt.datetime]:
    """A clock that stands still."""
    return lambda: dt.datetime(2030, 1, 2, 3, 4, 5, 678, tzinfo=dt.UTC)
