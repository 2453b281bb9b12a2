"""The planted set: every defect by its cause, nothing else, and no verdict by one outlier."""

from __future__ import annotations

import pandas as pd
import pytest

from bench import planted
from readiness_kit.evidence.data_gap.findings import Gap
from readiness_kit.evidence.data_gap.measure import measure_gap
from readiness_kit.evidence.samples import Sample
from tests.evidence.data_gap.conftest import found, sample, troubles

ROWS = 20_000


def measured(a: Sample, b: Sample, seed: int = 0) -> Gap:
    return measure_gap(a, b, label="target", key="id", time="day", seed=seed)


@pytest.fixture(scope="module")
def before() -> Sample:
    return sample(planted.clean(ROWS, 1))


@pytest.fixture(scope="module")
def after() -> Sample:
    clean = planted.clean(ROWS, 2, first=ROWS)
    return sample(planted.with_defects(clean, 3), "data/b.csv")


@pytest.fixture(scope="module")
def gap(before: Sample, after: Sample) -> Gap:
    return measured(before, after)


def test_every_planted_defect_is_found_by_its_cause_and_no_other_column_alarms(gap: Gap) -> None:
    wanted = {(kind, column or None) for kind, column, _, _ in planted.PLANTED}
    # that the samples can be told apart by all columns together follows from the rest
    assert set(troubles(gap)) == wanted | {("joint", None)}


@pytest.mark.parametrize(("kind", "column", "share"), [(k, c, s) for k, c, _, s in planted.PLANTED])
def test_its_share_is_within_what_is_told(gap: Gap, kind: str, column: str, share: float) -> None:
    told = found(gap, kind, column or None)  # type: ignore[arg-type]
    assert told.interval is not None
    if kind == "shift":  # its figure is how many records would have to move: 2 Phi(0.15) - 1
        share = 0.119
    assert told.interval.low <= share + 0.004
    assert told.interval.high >= share - 0.004


def test_the_unit_is_named(gap: Gap) -> None:
    unit = found(gap, "unit", "num0")
    assert "centimetres instead of inches" in unit.cause
    assert unit.factor == pytest.approx(2.54)
    assert unit.rows is not None and unit.rows.mean() == pytest.approx(0.10, abs=0.01)


def test_nothing_alarms_where_nothing_is_planted(before: Sample) -> None:
    assert troubles(measured(before, sample(planted.clean(ROWS, 4, first=ROWS)))) == []


def test_one_outlier_changes_no_verdict(before: Sample, after: Sample, gap: Gap) -> None:
    frame = after.frame.copy()
    for column in ("num0", "num3", "num5", "income", "visits", "age"):
        frame.loc[11, column] = "1000000000"
    other = measured(before, Sample("data/b.csv", "0" * 64, "utf-8", ",", frame))
    verdicts = {(f.kind, f.column): f.verdict for f in gap.findings}
    assert {(f.kind, f.column): f.verdict for f in other.findings} == verdicts


def test_few_false_alarms_in_small_samples() -> None:
    """Twelve of the two hundred that the bench runs: at most one with any alarm."""
    alarmed = 0
    for seed in range(12):
        a = sample(planted.clean(800, 100 + seed))
        b = sample(planted.clean(800, 300 + seed, first=800))
        alarmed += bool(troubles(measured(a, b, seed)))
    assert alarmed <= 1


def test_the_same_seed_gives_the_same_findings_in_any_order_of_rows(before: Sample) -> None:
    clean = pd.DataFrame(planted.clean(2_000, 9), dtype="str")
    mixed = clean.sample(frac=1, random_state=1).reset_index(drop=True)
    one, other = (
        measured(before, Sample("data/b.csv", "0" * 64, "utf-8", ",", frame))
        for frame in (clean, mixed)
    )
    told = [
        {(f.kind, f.column): (f.verdict, f.share) for f in gap.findings if f.kind != "joint"}
        for gap in (one, other)
    ]
    assert told[0] == told[1]
