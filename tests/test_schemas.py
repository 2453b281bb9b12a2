"""The exported JSON Schemas are those of the package's types, and admit what the package writes."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent.parent / "docs" / "schemas"


def export():
    spec = importlib.util.spec_from_file_location("export", FOLDER / "export.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    "name", ["framework", "engagement", "assessment", "observation", "workshop"]
)
def test_exported_schema_is_the_types(name):
    """`make schemas` was run after the last change of a type."""
    written = (FOLDER / f"{name}.schema.json").read_text(encoding="utf-8")
    assert written == export().text(export().MODELS[name])


def test_the_samples_assessment_names_only_known_keys():
    """What the writer puts on disk is in the schema that editors get."""
    schema = json.loads((FOLDER / "assessment.schema.json").read_text(encoding="utf-8"))
    sample = FOLDER.parent.parent / "data" / "samples" / "claims-triage" / "assessment.json"
    assert set(json.loads(sample.read_text(encoding="utf-8"))) <= set(schema["properties"])
