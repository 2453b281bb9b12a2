"""Write metrics.csv of `claims-triage` and `support-assistant`: a value a week, and some noise.

Each series is a line from a first to a last value. Their targets are written by hand.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Series:
    """One metric, over all or for one cohort."""

    metric: str
    first: float
    last: float
    noise: float
    n: int
    """About so many cases a week; 0 where none are counted."""
    digits: int = 3
    cohort: str = ""
    from_week: int = 0
    every: int = 1


@dataclass(frozen=True)
class Followed:
    """All that one client measures, from one Monday on."""

    seed: int
    start: dt.date
    weeks: int
    series: tuple[Series, ...]


CLIENTS = {
    "claims-triage": Followed(
        20260907,
        dt.date(2026, 5, 25),
        20,
        (
            Series("model_accuracy", 0.72, 0.70, 0.012, 600),
            Series("error_rate", 0.021, 0.012, 0.003, 48_000),
            Series("latency_p95", 910, 640, 45, 48_000, 0),
            Series("uptime", 0.989, 0.995, 0.003, 0, 4),
            Series("active_users", 0.25, 0.62, 0.05, 24, 2, "Hamburg"),
            Series("active_users", 0.15, 0.35, 0.05, 31, 2, "Graz"),
            Series("usage_frequency", 0.18, 0.46, 0.04, 9_800, 2),
            Series("user_satisfaction", 58, 66, 3, 38, 0, from_week=3, every=4),
            Series("process_improvement", 0.31, 0.38, 0.02, 9_800, 2),
            Series("time_saved", 0.6, 2.6, 0.5, 300, 1),
            Series("output_accuracy", 0.93, 0.915, 0.01, 400),
            Series("override_rate", 0.34, 0.29, 0.025, 4_200),
        ),
    ),
    "support-assistant": Followed(
        20261026,
        dt.date(2026, 6, 15),
        19,
        (
            Series("model_accuracy", 0.83, 0.79, 0.012, 400),
            Series("output_accuracy", 0.90, 0.91, 0.01, 250),
            Series("override_rate", 0.22, 0.19, 0.02, 2_100),
            Series("active_users", 0.40, 0.86, 0.05, 42, 2),
            Series("time_saved", 0.2, 1.1, 0.15, 500, 2),
            Series("latency_p95", 420, 380, 25, 12_000, 0),
        ),
    ),
}


def main() -> None:
    """Write both files below a folder, this one unless told."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path(__file__).parent)
    out: Path = parser.parse_args().out
    for client, followed in CLIENTS.items():
        lines = sorted(values(followed))
        text = "\n".join(["date,metric,value,n,cohort", *(",".join(line) for line in lines), ""])
        (out / client).mkdir(parents=True, exist_ok=True)
        (out / client / "metrics.csv").write_text(text, encoding="utf-8", newline="\n")
        print(f"{client}: {len(lines)} values")


def values(followed: Followed) -> Iterator[tuple[str, ...]]:
    """Every row, in the order in which it is drawn."""
    chance = random.Random(followed.seed)
    for one in followed.series:
        for week in range(one.from_week, followed.weeks, one.every):
            way = week / (followed.weeks - 1)
            value = one.first + (one.last - one.first) * way
            value += (2 * chance.random() - 1) * one.noise
            counted = int(one.n * (0.9 + 0.2 * chance.random())) if one.n else ""
            day = followed.start + dt.timedelta(weeks=week)
            spelled = f"{value:.{one.digits}f}"
            yield day.isoformat(), one.metric, spelled, str(counted), one.cohort


if __name__ == "__main__":
    main()
