"""Edge cases: what the run costs beyond the time that the client's own model needs to answer.

The peer is the same model asked for the same records, in batches of 100, by nobody but itself. Both
open it once; it has been trained before.
"""

from __future__ import annotations

import datetime as dt
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from bench.table import Line, timed
from readiness_kit.engagement.folder import Engagement
from readiness_kit.evidence.context import Context
from readiness_kit.evidence.edge_cases.method import edge_cases
from readiness_kit.evidence.target import PythonTarget, Record, Result, Target
from readiness_kit.evidence.target.protocol import BATCH, Refusal
from readiness_kit.resources import samples


class Noting(PythonTarget):
    """A model that keeps every record that it is asked for."""

    def attempt(
        self, records: list[Record], *, fields: Sequence[str] = (), limit_s: float | None = None
    ) -> list[Result] | Refusal:
        """Ask as ever, and note what for."""
        ASKED.extend(records)
        return super().attempt(records, fields=fields, limit_s=limit_s)


ASKED: list[Record] = []


class Noted(Context):
    """A run whose model notes what it is asked."""

    @contextmanager
    def open_target(self) -> Iterator[Target]:
        """The sample's model."""
        with _model(self.engagement) as target:
            yield target


def lines() -> list[Line]:
    """The sample on claims at quick depth, with production to compare with and without."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "claims"
        shutil.copytree(samples()["claims-triage"], copy)
        whole = Engagement.open(copy)
        data = whole.profile.data.model_copy(update={"production": None})
        alone = replace(whole, profile=whole.profile.model_copy(update={"data": data}))
        with _model(whole):
            pass  # trains itself, once
        return [
            _line("without production", alone, "at most 3"),
            _line("with production", whole, "at most 5"),  # reads and compares 17,000 rows too
        ]


def _line(name: str, engagement: Engagement, aim: str) -> Line:
    ASKED.clear()
    ours = timed(_run(engagement))
    asked = list(ASKED)
    theirs = timed(lambda: _asked_alone(engagement, asked))
    return Line(
        f"edge cases, {name}",
        ours,
        "s",
        f"the model alone, {len(asked):,} records",
        theirs,
        aim,
    )


def _run(engagement: Engagement) -> Callable[[], object]:
    context = Noted(
        engagement=engagement,
        method=edge_cases.id,
        method_version=edge_cases.version,
        id="bench",
        finished_at=lambda: dt.datetime.now(dt.UTC),
        settings="",
    )
    return lambda: edge_cases.run(context)


def _asked_alone(engagement: Engagement, records: Sequence[Record]) -> None:
    """Ask for every record and look at no answer; some are refused."""
    with _model(engagement) as target:
        for start in range(0, len(records), BATCH):
            target.attempt(list(records[start : start + BATCH]))


def _model(engagement: Engagement) -> Noting:
    spec = engagement.profile.target
    assert spec is not None
    return Noting(spec, Path(engagement.path))
