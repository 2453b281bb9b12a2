"""What our processes are spared: imports nobody asks for, and threads that wait by spinning."""

from __future__ import annotations

import sys
from collections.abc import MutableMapping
from typing import Any


def without_grammars() -> None:
    """Let jsonschema, which papermill and altair import, leave out what nobody here asks for.

    Where the package rfc3987-syntax is installed, as it is beside JupyterLab, that import builds 38
    grammars to check addresses of the formats `uri` and `iri`: 1.4 of its 1.9 seconds, in every
    kernel and every process that runs a notebook. Charts and notebooks name no such format. For
    processes that are ours: nothing in them can import that package afterwards.
    """
    modules: dict[str, Any] = sys.modules
    modules.setdefault("rfc3987_syntax", None)  # how Python is told that there is no such module


def with_patience(environment: MutableMapping[str, str]) -> None:
    """Let threads of OpenMP sleep while they wait, unless somebody has chosen otherwise.

    By default they spin, one on each core. Where several engagements are run at a time they then
    keep each other from working: on two cores, two demos at once took 279 s, and take 145 s.
    Holds for what is loaded afterwards, and for children.
    """
    environment.setdefault("OMP_WAIT_POLICY", "PASSIVE")
