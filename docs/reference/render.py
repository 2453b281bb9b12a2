"""Write the reference of every built-in framework from its YAML: `make reference`."""

from __future__ import annotations

import sys
from pathlib import Path

from rendering import pages

import readiness_kit.framework
from readiness_kit.errors import ReadinessError
from readiness_kit.framework import Framework, available, load_framework

FOLDER = Path(__file__).parent


def built_in() -> list[Framework]:
    """The frameworks of this package, by id; those of plug-ins are described by their makers."""
    home = Path(readiness_kit.framework.__file__).parent
    return [load_framework(name) for name, path in available().items() if path.parent == home]


def write(made: dict[str, str], folder: Path = FOLDER) -> None:
    """Write the pages, and remove those that no framework asks for any more."""
    for path in set(folder.rglob("*.md")) - {folder / name for name in made}:
        path.unlink()
    for name, text in made.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    try:
        write(pages(built_in()))
    except ReadinessError as error:
        sys.exit(str(error))
