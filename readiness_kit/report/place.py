"""Puts a finished file in its place as one step."""

from __future__ import annotations

from pathlib import Path

from readiness_kit.engagement.atomic import DiskFs, replace_file
from readiness_kit.errors import NotSavedError


def placed(data: bytes, output: Path) -> Path:
    """Write a file whole or not at all; raises NotSavedError with an older one untouched."""
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        replace_file(DiskFs(), output, data)
    except OSError as error:
        raise NotSavedError(output, error) from error
    return output
