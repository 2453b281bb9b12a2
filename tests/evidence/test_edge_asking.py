"""One record that is too much for a model spoils no other, and ends are bounded."""

from __future__ import annotations

from pathlib import Path

import pytest

from readiness_kit.engagement.profile import ModelTarget
from readiness_kit.evidence.edge_cases.asking import Asker
from readiness_kit.evidence.target import PythonTarget, Result
from readiness_kit.evidence.target.protocol import Refusal

EXITS = """
import os
def predict(records):
    for record in records:
        if record["x"] is None:
            os._exit(3)
        if record["x"] == "hang":
            while True:
                pass
    return [record["x"] for record in records]
"""
REFUSES = """
def predict(records):
    if any(record["x"] is None for record in records):
        raise ValueError("x is empty")
    return [record["x"] for record in records]
"""


def model(folder: Path, code: str) -> PythonTarget:
    (folder / "model.py").write_text(code, encoding="utf-8")
    return PythonTarget(ModelTarget(id="m", version="1", python="model:predict"), folder)


def rows(n: int, **other: object) -> list[dict]:
    """Numbered records, some of them with another value, such as `_3=None`."""
    return [{"x": other.get(f"_{row}", row)} for row in range(n)]


def test_a_batch_that_raises_is_traced_to_its_records(tmp_path: Path) -> None:
    with model(tmp_path, REFUSES) as target:
        replies = Asker(target, ["x"]).replies(rows(150, _3=None, _4=None, _149=None))
    refused = Refusal("rejected", "ValueError", ("x",))
    expected = [refused if row in (3, 4, 149) else Result(row) for row in range(150)]
    assert replies == expected


def test_a_record_that_ends_the_process_is_found_and_the_others_are_answered(
    tmp_path: Path,
) -> None:
    with model(tmp_path, EXITS) as target:
        asker = Asker(target, ["x"])
        replies = asker.replies(rows(120, _7=None))
    assert replies == [Refusal("ended") if row == 7 else Result(row) for row in range(120)]
    assert asker.deaths_left == 1  # the batch, then the record itself


def test_after_three_ends_the_rest_stays_unasked(tmp_path: Path) -> None:
    with model(tmp_path, EXITS) as target:
        replies = Asker(target, ["x"]).replies(rows(120, _1=None, _5=None, _9=None))
        assert replies[:6] == [
            Result(0), Refusal("ended"), Result(2), Result(3), Result(4), Refusal("ended"),
        ]  # fmt: skip
        assert replies[6:] == [None] * 114
        assert Asker(target, ["x"]).replies(rows(2)) == [Result(0), Result(1)]


def test_a_hang_counts_as_an_end(tmp_path: Path) -> None:
    with model(tmp_path, EXITS) as target:
        replies = Asker(target, ["x"], limit_s=1).replies(rows(3, _1="hang"))
    assert replies == [Result(0), Refusal("hung"), Result(2)]


def test_an_end_that_no_record_causes_alone_is_held_against_the_batch(tmp_path: Path) -> None:
    code = (
        "import os\ndef predict(records):\n    if len(records) > 1:\n        os._exit(3)\n"
        "    return [1]"
    )
    with model(tmp_path, code) as target:
        assert Asker(target).replies(rows(3)) == [Refusal("ended")] * 3


@pytest.mark.parametrize(
    ("answer", "uneven"),
    [("records[:1]", True), ("records", False), ("[object() for _ in records]", False)],
)
def test_one_answer_to_several_records_is_noticed(
    tmp_path: Path, answer: str, uneven: bool
) -> None:
    code = f"def predict(records):\n    records = [r['x'] for r in records]\n    return {answer}"
    with model(tmp_path, code) as target:
        asker = Asker(target)
        replies = asker.replies(rows(20))
    assert asker.uneven == uneven
    assert (replies == [Result(row) for row in range(20)]) == ("records" in answer[:8])


@pytest.mark.parametrize("records", [[], rows(1)])
def test_small_batches(tmp_path: Path, records: list[dict]) -> None:
    with model(tmp_path, REFUSES) as target:
        assert Asker(target).replies(records) == [Result(row["x"]) for row in records]
