"""Which engagement a notebook means, and whether somebody sits in front of it."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from readiness_kit.errors import UsageError
from readiness_kit.resources import resources, samples

SAMPLE = "claims-triage"
"""Shown where a notebook is opened without an engagement."""


def is_live(live: str = "auto") -> bool:
    """Whether somebody sits in front of the notebook.

    READINESS_LIVE decides where it is set; else `live` (on, off, auto); auto is live in a kernel
    that a Jupyter server started. Raises UsageError for any other word.
    """
    asked = os.environ.get("READINESS_LIVE") or live
    if asked not in ("on", "off", "auto"):
        raise UsageError(f"live is one of on, off, auto; got {asked!r}")
    return bool(os.environ.get("JPY_SESSION_NAME")) if asked == "auto" else asked == "on"


def find_engagement(engagement: object = "") -> Path:
    """The folder that a notebook's parameter means.

    In this order: the parameter, READINESS_ENGAGEMENT, the nearest parent folder that holds an
    engagement.yaml, a private copy of the sample. A relative path starts at the working directory,
    then at the repository's root.
    """
    named = (
        str(engagement)
        if engagement not in ("", None)
        else os.environ.get("READINESS_ENGAGEMENT", "")
    )
    if named:
        places = [Path(named), resources("notebooks").parent / named]
        return next((p for p in places if p.is_dir()), places[0]).resolve()
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / "engagement.yaml").is_file():
            return folder
    copy = Path(tempfile.mkdtemp(prefix="readiness-")) / SAMPLE
    shutil.copytree(samples()[SAMPLE], copy, ignore=shutil.ignore_patterns("reports", ".cache"))
    print(f"No engagement named: this is a private copy of the sample {SAMPLE}.")  # noqa: T201
    return copy
