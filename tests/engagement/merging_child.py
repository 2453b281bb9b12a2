"""A process that imports one system at a time: `merging_child.py FOLDER PREFIX COUNT`."""

from __future__ import annotations

import sys
from pathlib import Path

from readiness_kit.engagement.merging import KINDS, merge_sheet


def main(folder: str, prefix: str, count: str) -> None:
    source = Path(folder) / f"{prefix}.csv"
    for number in range(int(count)):
        rows = f"system,owner\n{prefix}{number},Ann\nshared,{prefix}{number}\n"
        source.write_text(rows, encoding="utf-8")
        merge_sheet(Path(folder), KINDS[0], source)


if __name__ == "__main__":
    main(*sys.argv[1:])
