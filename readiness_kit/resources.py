"""Where the notebooks and samples are: inside the installed package, or beside it in a checkout."""

from __future__ import annotations

from pathlib import Path

from readiness_kit.errors import UsageError

_PACKAGE = Path(__file__).parent
_PLACES = {
    "notebooks": (_PACKAGE / "_notebooks", _PACKAGE.parent / "notebooks"),
    "samples": (_PACKAGE / "_samples", _PACKAGE.parent / "data" / "samples"),
}


def resources(kind: str) -> Path:
    """The folder of `notebooks` or `samples`."""
    for place in _PLACES[kind]:
        if place.is_dir():
            return place
    raise UsageError(f"this installation has no {kind}; install readiness-kit again")


def notebooks() -> dict[str, Path]:
    """The packaged notebooks by name, in the order of their numbers."""
    return {path.stem: path for path in sorted(resources("notebooks").glob("[0-9]*.ipynb"))}


def samples() -> dict[str, Path]:
    """The sample engagements by name."""
    found = sorted(resources("samples").glob("*/engagement.yaml"))
    return {path.parent.name: path.parent for path in found}
