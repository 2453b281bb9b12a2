"""Spells a command as a person would type it, so that what a message prints can be pasted."""

from __future__ import annotations

import shlex
import subprocess
import sys


def typed(*words: object) -> str:
    """A command of ours with its arguments quoted as this system's shell wants them."""
    return " ".join(["readiness", *(quoted(word) for word in words)])


def quoted(word: object) -> str:
    """One argument; a path with a space in it stays one argument."""
    text = str(word)
    if sys.platform == "win32":
        return subprocess.list2cmdline([text])
    return shlex.quote(text)
