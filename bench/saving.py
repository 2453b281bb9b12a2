"""What one acknowledged answer costs, against the two flushes to disk that it cannot do without."""

from __future__ import annotations

import os
import statistics
import tempfile
from pathlib import Path

from bench.table import Line, timed
from readiness_kit.engagement import acts
from readiness_kit.engagement.folder import Engagement
from readiness_kit.engagement.template import new_engagement
from readiness_kit.engagement.writer import Writer

ANSWERS = 200


def lines() -> list[Line]:
    """200 answers one after the other, each on disk before the next; 95th percentiles."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "acme"
        new_engagement(path, framework="poc-to-production")
        opened = Engagement.open(path)
        ids = list(opened.framework.criteria)
        writer = Writer(path, via="bench")

        def save(n: int) -> None:
            change = acts.rate(
                opened.framework, ids[n % len(ids)], "lead", state="rated", level=n // len(ids) % 5
            )
            writer.apply([change], by="lead", op="rate")

        ours = [timed(lambda n=n: save(n)) for n in range(ANSWERS)]  # type: ignore[misc]
        size = (path / "assessment.json").stat().st_size
        theirs = [timed(lambda: _flushes(Path(folder) / "floor", size)) for _ in range(ANSWERS)]
    return [
        Line(
            "save one answer, 95th percentile",
            _p95(ours) * 1000,
            "ms",
            "two fsyncs and a rename",
            _p95(theirs) * 1000,
            "p95 at most 50 ms",
        )
    ]


def _flushes(path: Path, size: int) -> None:
    for name, data in ((f"{path}.log", b"x" * 400), (f"{path}.tmp", b"x" * size)):
        with Path(name).open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    Path(f"{path}.tmp").replace(path)


def _p95(values: list[float]) -> float:
    return statistics.quantiles(values, n=20)[-1]
