"""Compares two files as the data gap does, and prints what it found, its seconds and its memory."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from readiness_kit.evidence.data_gap.measure import measure_gap
from readiness_kit.evidence.samples import read_sample

start = time.perf_counter()
a, b = (read_sample(Path(name)) for name in sys.argv[1:3])
gap = measure_gap(a, b, label="target", key="id", time="day")
found = [[f.kind, f.column or ""] for f in gap.findings if f.verdict in ("warn", "fail")]
seconds = time.perf_counter() - start
# the process's own peak; getrusage would tell that of whoever started it, where that is higher
told = Path("/proc/self/status").read_text(encoding="utf-8")
peak = int(told.partition("VmHWM:")[2].split()[0]) / 1024
print(json.dumps({"found": found, "seconds": seconds, "peak_mb": peak, "rows": b.rows}))
