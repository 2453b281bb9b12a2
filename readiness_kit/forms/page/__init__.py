"""The page of the rating form: its scripts and styles, joined into the one module a widget has.

They are parts of one module, in this order, so that none imports another; a widget's page cannot
load a second file.
"""

from __future__ import annotations

from pathlib import Path

_HERE = Path(__file__).parent
SCRIPTS = (
    *("dom", "answer", "slips", "form", "which", "top"),
    *("card", "proof", "agenda", "strip", "room", "render"),
)
STYLES = ("form", "card", "room")


def script() -> str:
    """The module that draws the form."""
    return "\n".join(_read(f"{name}.js") for name in SCRIPTS)


def style() -> str:
    """Its style sheet."""
    return "\n".join(_read(f"{name}.css") for name in STYLES)


def _read(name: str) -> str:
    return (_HERE / name).read_text(encoding="utf-8")
