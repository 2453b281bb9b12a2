"""Clean records get the same answer in every way of asking that must not matter."""

from __future__ import annotations

from pathlib import Path

import pytest

from readiness_kit.engagement.profile import ModelTarget
from readiness_kit.evidence.edge_cases.control import Again, Control, controlled
from readiness_kit.evidence.target import PythonTarget, Result

RECORDS = [{"b": row % 7, "a": float(row)} for row in range(60)]


def control(folder: Path, body: str) -> Control:
    code = f"seen = []\ndef predict(records):\n    seen.append(1)\n    return {body}\n"
    (folder / "model.py").write_text(code, encoding="utf-8")
    spec = ModelTarget(id="m", version="1", python="model:predict")
    with PythonTarget(spec, folder) as target:
        return controlled(target, RECORDS, ["a", "b"], seed=0)


def test_a_steady_model_differs_nowhere(tmp_path: Path) -> None:
    found = control(tmp_path, "[r['b'] for r in records]")
    assert found.answers == {row: Result(row % 7) for row in range(60)}
    assert found.again == (Again(0, 60), Again(0, 60), Again(0, 60), Again(0, 50))
    assert found.floor[0] == 0


@pytest.mark.parametrize(
    ("body", "differing"),
    [
        ("[len(seen) == 1 for r in records]", {"twice", "shuffled", "rewritten", "alone"}),
        ("[records[0]['a'] for r in records]", {"shuffled", "alone"}),
        ("[list(r.values())[0] > 6 for r in records]", {"rewritten"}),
        ("[len(records) for r in records]", {"alone"}),
    ],
)
def test_what_an_answer_depends_on_is_told_apart(
    tmp_path: Path, body: str, differing: set[str]
) -> None:
    found = control(tmp_path, body)
    names = ("twice", "shuffled", "rewritten", "alone")
    assert {name for name in names if getattr(found, name).differing} == differing
    assert found.floor[0] > 0


def test_records_without_an_answer_are_left_out(tmp_path: Path) -> None:
    said = {3: "None", 4: "float('nan')"}
    body = f"[{{3: {said[3]}, 4: {said[4]}}}.get(r['b'], 1) for r in records]"
    found = control(tmp_path, body)
    assert found.n == 60
    assert {RECORDS[row]["b"] for row in found.answers} == {0, 1, 2, 5, 6}
    assert found.floor == (0, found.twice.n)
