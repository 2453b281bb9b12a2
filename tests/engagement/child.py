"""A process that edits an engagement: `child.py FOLDER CRITERION FIRST COUNT`, one line an edit."""

from __future__ import annotations

import sys
from pathlib import Path

from readiness_kit.engagement.writer import Writer
from tests.engagement.folders import rated


def main(folder: str, criterion: str, first: str, count: str) -> None:
    writer = Writer(Path(folder), via="child")
    for number in range(int(first), int(first) + int(count)):
        # Ten places in turn, so that what stands in each can be told from its note.
        change = rated(number % 5, criterion, round=number % 10, note=str(number))
        writer.apply([change], by="lead", op="rate")
        sys.stdout.write(f"{number}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
