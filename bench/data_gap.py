"""The data gap: what it finds of planted defects, how often it cries wolf, what it costs.

The peer is Evidently's drift preset, with all its defaults, in an environment of its own, since it
does not import on the pandas that we need. Both read the same two files in the same run.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import venv
from pathlib import Path
from typing import Any

import pandas as pd

from bench import planted
from bench.table import Line
from readiness_kit.evidence.data_gap.measure import measure_gap
from readiness_kit.evidence.samples import Sample

HERE = Path(__file__).parent
ROWS, LARGE = 100_000, 1_000_000
NULLS, NULL_ROWS = 200, 1_000
PEER = ("evidently==0.7.23", "pandas==3.0.6")


def lines() -> list[Line]:
    """100,000 and a million rows of 20 columns; the second file has the planted defects."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        files = _files(home, ROWS)
        ours = _run([sys.executable, HERE / "gap_ours.py", *files])
        peer = _peer(home)
        theirs = _run([peer, HERE / "gap_peer.py", *files]) if peer else None
        _show_table(ours, theirs)
        large = _run([sys.executable, HERE / "gap_ours.py", *_files(home, LARGE)])
    _show_nulls()
    floor = theirs or {"seconds": float("nan"), "peak_mb": float("nan")}
    name = " ".join(PEER) if theirs else "peer not to be had"
    return [
        Line("100,000 x 20, all told", ours["seconds"], "s", name, floor["seconds"], "at most 1"),
        Line(
            "its peak of memory", ours["peak_mb"], "MB", name, floor["peak_mb"], "at most 1,500 MB"
        ),
        Line("1,000,000 x 20", large["seconds"], "s", "100,000 x 20", ours["seconds"], "about 10"),
        Line("its peak of memory", large["peak_mb"], "MB", "limit", 1_500, "at most 1"),
    ]


def _files(home: Path, rows: int) -> list[Path]:
    clean = planted.clean(rows, 2, first=rows)
    return [
        planted.write(home / f"poc-{rows}.csv", planted.clean(rows, 1)),
        planted.write(home / f"production-{rows}.csv", planted.with_defects(clean, 3)),
    ]


def _peer(home: Path) -> Path | None:
    """The peer's own interpreter; None where its packages cannot be had."""
    place = home / "peer"
    venv.create(place, with_pip=True)
    python = place / "bin" / "python"
    done = subprocess.run([python, "-m", "pip", "install", "--quiet", *PEER], capture_output=True)
    return python if done.returncode == 0 else None


def _run(command: list[Any]) -> dict[str, Any]:
    environment = {"PYTHONPATH": str(HERE.parent), "PATH": "/usr/bin:/bin", "HOME": "/nonexistent"}
    words = [str(word) for word in command]
    done = subprocess.run(words, capture_output=True, text=True, check=True, env=environment)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def _show_table(ours: dict[str, Any], theirs: dict[str, Any] | None) -> None:
    print(f"\n  {'planted':44} {'share':>6}  {'ours':14} peer, drift by its defaults")
    told = {tuple(pair) for pair in ours["found"]}
    flagged = {column for _, column in theirs["found"]} if theirs else set()
    for kind, column, words, share in planted.PLANTED:
        mine = "named" if (kind, column) in told else "missed"
        yours = "flagged" if column in flagged else "not flagged"
        print(f"  {words:44} {share:6.0%}  {mine:14} {yours if theirs else 'not run'}")
    planted_columns = {column for _, column, _, _ in planted.PLANTED}
    extra = sorted(c for k, c in told if c not in planted_columns and k != "joint")
    others = sorted(flagged - planted_columns)
    print(f"  {'columns without a defect that alarm':44} {'':6}  {len(extra):<14} {len(others)}")


def _show_nulls() -> None:
    """Two samples of one population, over and over: how often anything alarms at all."""
    alarmed = 0
    for seed in range(NULLS):
        a, b = (_sample(planted.clean(NULL_ROWS, 2 * seed + side)) for side in (0, 1))
        gap = measure_gap(a, b, label="target", time="day", seed=seed)
        alarmed += any(found.verdict in ("warn", "fail") for found in gap.findings)
    print(
        f"  {NULLS} null simulations of {NULL_ROWS:,} x 20: {alarmed} with any alarm "
        f"({alarmed / NULLS:.1%}; aim at most 5 %)"
    )


def _sample(columns: planted.Columns) -> Sample:
    frame = pd.DataFrame(columns, dtype="str")
    return Sample("null.csv", "0" * 64, "utf-8", ",", frame)
