"""Copies to work in, and whether anything was written into them that somebody will want back."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path

_LEFT_OUT = ("reports", ".cache", "__pycache__", ".readiness.lock", ".ipynb_checkpoints")


def copy_files(sources: Iterable[Path], folder: Path) -> None:
    """Copy files into a new folder; what is read-only in an installation can be written here."""
    folder.mkdir(parents=True)
    for source in sources:
        shutil.copyfile(source, folder / source.name)


def copy_engagement(source: Path, target: Path) -> None:
    """Copy an engagement without what was made from it."""
    shutil.copytree(
        source, target, ignore=shutil.ignore_patterns(*_LEFT_OUT), copy_function=shutil.copyfile
    )


def fingerprints(folder: Path) -> Mapping[str, str]:
    """What is in each file of a folder, by its path there; of a notebook only what was typed."""
    found = {}
    for path in sorted(folder.rglob("*")):
        place = path.relative_to(folder)
        if path.is_file() and not set(place.parts) & set(_LEFT_OUT) and path.suffix != ".tmp":
            found[place.as_posix()] = hashlib.sha256(_typed(path)).hexdigest()
    return found


def _typed(path: Path) -> bytes:
    """The cells of a notebook without what running them shows; of any other file its bytes."""
    content = path.read_bytes()
    if path.suffix != ".ipynb":
        return content
    try:
        cells = [(cell["cell_type"], cell["source"]) for cell in json.loads(content)["cells"]]
    except (ValueError, KeyError, TypeError):
        return content
    # the file format allows a list of lines
    joined = [(kind, "".join(source)) for kind, source in cells]
    return json.dumps(joined).encode("ascii")
