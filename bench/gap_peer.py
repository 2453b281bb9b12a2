"""The same two files through Evidently's drift preset; run under its own interpreter."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

start = time.perf_counter()
import pandas as pd  # noqa: E402  # its import is part of what a user waits for
from evidently import Report  # noqa: E402
from evidently.presets import DataDriftPreset  # noqa: E402

a, b = (pd.read_csv(name) for name in sys.argv[1:3])
told = Report([DataDriftPreset()]).run(current_data=b, reference_data=a).dict()
found = []
for metric in told["metrics"]:
    config = metric.get("config", {})
    column, threshold = config.get("column"), config.get("threshold")
    if column is None or threshold is None:
        continue
    value = float(metric["value"])
    drifted = (
        value < threshold
        if "p_value" in str(config.get("method")).replace("-", "_")
        else value >= threshold
    )
    if drifted:
        found.append(["drift", column])
seconds = time.perf_counter() - start
# the process's own peak; getrusage would tell that of whoever started it, where that is higher
told = Path("/proc/self/status").read_text(encoding="utf-8")
peak = int(told.partition("VmHWM:")[2].split()[0]) / 1024
print(json.dumps({"found": found, "seconds": seconds, "peak_mb": peak}))
