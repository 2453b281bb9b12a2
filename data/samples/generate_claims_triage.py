"""Make the data of the sample engagement `claims-triage`: three CSV files from one seed.

The same seed gives the same bytes on every platform: only uniform doubles are drawn, only single
additions, products and comparisons follow, and every cell is spelled from whole numbers. No power
or logarithm takes part, since its last digit may differ from machine to machine.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from claims_intake_mess import record_carelessly

SEED = 20260907
COLUMNS = (
    "claim_id",
    "received_at",
    "product",
    "channel",
    "region",
    "amount_claimed",
    "policy_age_years",
    "customer_age",
    "previous_claims",
    "documents_attached",
    "police_report",
    "damage_type",
    "photo_score",
    "approved",
)
REGIONS = ("north", "south", "east", "west", "centre", "coast")
DAMAGE = {
    "motor": {"collision": 0.52, "glass": 0.24, "theft": 0.12, "storm": 0.12},
    "household": {"water": 0.36, "theft": 0.22, "storm": 0.22, "fire": 0.20},
    "travel": {"baggage": 0.70, "theft": 0.30},
    "liability": {"third_party": 1.0},
}
LIMITS = {"motor": 320_000, "household": 280_000, "travel": 160_000, "liability": 200_000}
"""Cents up to which a claim may be paid without a person looking at it."""
NEW_RULE_FROM = dt.date(2026, 7, 1)
LABEL_NOISE = 0.04
"""Two clerks disagree in so many cases, whatever the rule book says."""

# Quantile knots: where the cumulated share stands, and the value there.
SHARE_KNOTS = (0.0, 0.1, 0.3, 0.5, 0.7, 0.9, 0.98, 1.0)
CENTS_KNOTS = (6_000, 16_000, 38_000, 75_000, 130_000, 290_000, 700_000, 1_400_000)
AGE_KNOTS = (18, 25, 35, 44, 54, 68, 79, 90)
POLICY_KNOTS = (0, 1, 3, 5, 8, 14, 21, 26)
PHOTO_KNOTS = (4, 34, 58, 68, 80, 91, 97, 100)


@dataclass(frozen=True)
class Intake:
    """Which claims arrive: when, by which way, and how large."""

    rows: int
    first_id: int
    first: dt.date
    last: dt.date
    products: Mapping[str, float]
    channels: Mapping[str, float]
    inflation: float = 1.0
    years_younger: int = 0


PRODUCTS = {"motor": 0.46, "household": 0.30, "travel": 0.14, "liability": 0.10}
CHANNELS = {"app": 0.22, "web": 0.30, "broker": 0.22, "phone": 0.18, "post": 0.08}
TRAINING = Intake(4_000, 100_000, dt.date(2024, 10, 1), dt.date(2025, 9, 30), PRODUCTS, CHANNELS)
POC = Intake(5_000, 300_000, dt.date(2025, 10, 1), dt.date(2026, 3, 31), PRODUCTS, CHANNELS)
PRODUCTION = Intake(
    rows=11_760,  # 240 more arrive twice
    first_id=500_000,
    first=dt.date(2026, 6, 1),
    last=dt.date(2026, 9, 25),
    products={"motor": 0.42, "household": 0.35, "travel": 0.15, "liability": 0.08},
    channels={
        "app": 0.31,
        "web": 0.27,
        "broker": 0.21,
        "phone": 0.13,
        "post": 0.06,
        "legacy": 0.02,
    },
    inflation=1.06,
    years_younger=2,
)

Truth = dict[str, Any]
"""One numpy array a column: what happened, before anybody wrote it down."""


def true_claims(rng: np.random.Generator, intake: Intake) -> Truth:
    """Draw what really happened, in the order of arrival."""
    n = intake.rows
    days = (intake.last - intake.first).days + 1
    product = drawn(rng, n, intake.products)
    damage = np.empty(n, dtype=object)
    for name, shares in DAMAGE.items():
        damage[product == name] = drawn(rng, int((product == name).sum()), shares)
    reported = {"theft": 0.72, "collision": 0.45}
    police_share = np.array([reported.get(kind, 0.08) for kind in damage])
    return {
        "day": np.sort(whole(rng.random(n) * days)) + intake.first.toordinal(),
        "product": product,
        "damage": damage,
        "channel": drawn(rng, n, intake.channels),
        "region": drawn(rng, n, dict.fromkeys(REGIONS, 1 / len(REGIONS))),
        "cents": whole(between(rng, n, CENTS_KNOTS) * intake.inflation),
        "policy_age": whole(between(rng, n, POLICY_KNOTS)),
        "age": np.maximum(18, whole(between(rng, n, AGE_KNOTS)) - intake.years_younger),
        "previous": drawn(rng, n, {0: 0.54, 1: 0.25, 2: 0.12, 3: 0.05, 4: 0.03, 5: 0.01}),
        "documents": drawn(rng, n, {0: 0.05, 1: 0.17, 2: 0.30, 3: 0.29, 4: 0.14, 5: 0.05}),
        "police": rng.random(n) < police_share,
        "photo": whole(between(rng, n, PHOTO_KNOTS)),
    }


def straight_through(truth: Truth) -> Any:
    """Which claims the rule book pays without a person, by the true values."""
    cents, loyal = truth["cents"], truth["policy_age"] >= 10
    limit = np.array([LIMITS[name] for name in truth["product"]]) + loyal * 60_000
    new_rule = (truth["day"] >= NEW_RULE_FROM.toordinal()) & (truth["damage"] == "water")
    stopped = (
        (cents > limit)
        | (truth["photo"] < 40)
        | ((truth["policy_age"] < 1) & (cents > 15_000))
        | (truth["documents"] < 1)
        | ((truth["documents"] < 2) & (cents > 120_000))
        | ((truth["damage"] == "theft") & ~truth["police"])
        | (truth["previous"] >= 4)
        | (new_rule & (cents > 45_000))
    )
    return ~stopped


def labelled(rng: np.random.Generator, truth: Truth) -> Any:
    """The recorded decision: the rule book, with the noise that people add."""
    return straight_through(truth) ^ (rng.random(len(truth["day"])) < LABEL_NOISE)


def spelled(truth: Truth, approved: Any, first_id: int) -> dict[str, list[str]]:
    """Every claim as a careful clerk would write it down, column by column."""
    return {
        "claim_id": [f"NW-{first_id + i}" for i in range(len(approved))],
        "received_at": [dt.date.fromordinal(int(day)).isoformat() for day in truth["day"]],
        "product": [str(name) for name in truth["product"]],
        "channel": [str(name) for name in truth["channel"]],
        "region": [str(name) for name in truth["region"]],
        "amount_claimed": [f"{cents // 100}.{cents % 100:02d}" for cents in truth["cents"]],
        "policy_age_years": [str(years) for years in truth["policy_age"]],
        "customer_age": [str(years) for years in truth["age"]],
        "previous_claims": [str(count) for count in truth["previous"]],
        "documents_attached": [str(count) for count in truth["documents"]],
        "police_report": ["yes" if filed else "no" for filed in truth["police"]],
        "damage_type": [str(kind) for kind in truth["damage"]],
        "photo_score": [f"{score // 100}.{score % 100:02d}" for score in truth["photo"]],
        "approved": [str(int(decision)) for decision in approved],
    }


def drawn(rng: np.random.Generator, n: int, shares: Mapping[Any, float]) -> Any:
    """Draw n of the keys, each with its share."""
    bounds = np.cumsum(list(shares.values()))[:-1]
    return np.array(list(shares), dtype=object)[np.searchsorted(bounds, rng.random(n), "right")]


def between(rng: np.random.Generator, n: int, knots: Sequence[int]) -> Any:
    """Draw n numbers whose quantiles are the knots, straight lines between them.

    Step by step, since a compiled interpolation may round a product and a sum only once.
    """
    shares, values = np.array(SHARE_KNOTS), np.array(knots, dtype=float)
    u = rng.random(n)
    left = np.searchsorted(shares, u, "right") - 1
    part = (u - shares[left]) / (shares[left + 1] - shares[left])
    rise = part * (values[left + 1] - values[left])
    return values[left] + rise


def whole(numbers: Any) -> Any:
    """Round down to whole numbers."""
    return np.floor(numbers).astype(np.int64)


def write(path: Path, columns: Mapping[str, list[str]]) -> None:
    """Write one CSV file: UTF-8, line feeds, quotes only where a cell needs them."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(zip(*(columns[name] for name in COLUMNS), strict=True))


def generate(out: Path, *, seed: int = SEED) -> list[Path]:
    """Write training.csv, poc.csv and production.csv to `out`/data."""
    folder = out / "data"
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for stream, (name, intake) in enumerate(
        {"training": TRAINING, "poc": POC, "production": PRODUCTION}.items()
    ):
        rng = np.random.default_rng([seed, stream])
        truth = true_claims(rng, intake)
        columns = spelled(truth, labelled(rng, truth), intake.first_id)
        if name == "production":
            columns = record_carelessly(rng, columns)
        write(folder / f"{name}.csv", columns)
        written.append(folder / f"{name}.csv")
    return written


def main() -> None:
    """Read the command line, write the files, say what was written."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    here = Path(__file__).resolve().parent / "claims-triage"
    parser.add_argument(
        "--out",
        type=Path,
        default=here,
        metavar="FOLDER",
        help="the engagement's folder [%(default)s]",
    )
    parser.add_argument("--seed", type=int, default=SEED, metavar="N", help="[%(default)s]")
    options = parser.parse_args()
    for path in generate(options.out, seed=options.seed):
        print(f"{path}: {path.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
