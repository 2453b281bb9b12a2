"""Takes out of a message what must not be mailed: paths of this machine, secrets, client values."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

_PATH = re.compile(
    r"(?:[A-Za-z]:[\\/]|\\\\|(?<![\w.<:/\\-])[/~]/?)[^\s'\"`,;:<>()]*[^\s'\"`,;:<>().]"
)
_RAISED = re.compile(
    r"(raised \w+|failed \(\w+\)|unexpected \w+): .*?(?=\. Nothing was published|;|$)"
)
_SECRET = re.compile(r"key|token|secret|passw|credential|auth", re.IGNORECASE)
_SHORTEST_SECRET = 6
_LONGEST = 400


def mailable(
    told: object, *, known: Iterable[Path] = (), environment: Mapping[str, str] = os.environ
) -> str:
    """A message in one line: files by their last name, exceptions by their kind alone.

    What an exception says may quote a row of the client's data, so only its kind is kept. `known`
    are paths that the message may hold as they are, with spaces in them or relative.
    """
    text = str(told)
    for path in sorted(known, key=lambda each: -len(str(each))):
        if len(path.parts) > 1:
            text = text.replace(f"{path}{os.sep}", "").replace(str(path), path.name)
    text = _RAISED.sub(r"\1", " ".join(text.split()))
    for name, value in environment.items():
        if _SECRET.search(name) and len(value) >= _SHORTEST_SECRET:
            text = text.replace(value, "•••")
    text = _PATH.sub(_last_name, text)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def shown(name: str) -> str:
    """A name for a line on a terminal: nothing in it moves the cursor or turns the text around."""
    return "".join(c if c.isprintable() else "�" for c in name)


def _last_name(found: re.Match[str]) -> str:
    return re.split(r"[\\/]", found[0].rstrip("\\/"))[-1] or "…"
