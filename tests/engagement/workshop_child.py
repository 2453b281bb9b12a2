"""A process that acts in a workshop: `workshop_child.py FOLDER CRITERION COUNT`, a line an act."""

from __future__ import annotations

import sys
from pathlib import Path

from readiness_kit.engagement.workshop_file import WorkshopFile
from tests.engagement.folders import NOW


def main(folder: str, criterion: str, count: str) -> None:
    file = WorkshopFile(Path(folder))
    for number in range(1, int(count) + 1):
        file.talk(criterion, NOW, number)
        file.park(f"{criterion} {number}", criterion)
        sys.stdout.write(f"{number}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
