"""How words of a client's are put into files that a machine reads too."""

from __future__ import annotations


def on_one_line(text: str) -> str:
    """A text that can stand in a comment, or between triple quotes, without ending it."""
    kept = "".join(letter if letter.isprintable() else " " for letter in text)
    return kept.replace("\\", "/").replace('"', "'")
