"""Write the JSON Schema of every file kind, for editors: `make schemas`."""

from __future__ import annotations

import json
from pathlib import Path

from pydantic import BaseModel

from readiness_kit.engagement.assessment import Assessment
from readiness_kit.engagement.observation import Observation
from readiness_kit.engagement.profile import Profile
from readiness_kit.engagement.workshop import Workshops
from readiness_kit.framework import Framework

MODELS: dict[str, type[BaseModel]] = {
    "framework": Framework,
    "engagement": Profile,
    "assessment": Assessment,
    "observation": Observation,
    "workshop": Workshops,
}


def text(model: type[BaseModel]) -> str:
    """The schema of one file kind as it stands on disk."""
    schema = model.model_json_schema(by_alias=True)
    return json.dumps(schema, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    for name, model in MODELS.items():
        path = Path(__file__).with_name(f"{name}.schema.json")
        path.write_text(text(model), encoding="utf-8", newline="\n")
