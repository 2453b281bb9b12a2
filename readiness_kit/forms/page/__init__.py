"""The pages of the forms: their scripts and styles, joined into the one module that a widget has.

A widget's page cannot load a second file. So its parts share one scope, in the order in which they
stand here, and none imports another.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_HERE = Path(__file__).parent
_SHARED = ("dom.js", "tab.js", "line.js", "mount.js")


@dataclass(frozen=True, slots=True)
class Page:
    """The parts of one page: those of its own folder, after those that all pages share."""

    folder: str
    scripts: tuple[str, ...]
    styles: tuple[str, ...]

    def script(self) -> str:
        """The module that draws it."""
        return "\n".join(path.read_text(encoding="utf-8") for path in self._scripts())

    def style(self) -> str:
        """Its style sheet."""
        return "\n".join(path.read_text(encoding="utf-8") for path in self._styles())

    def files(self) -> tuple[Path, ...]:
        """Every file that it is made of."""
        return (*self._scripts(), *self._styles())

    def _scripts(self) -> Iterator[Path]:
        yield from (_HERE / name for name in _SHARED)
        yield from (_HERE / self.folder / f"{name}.js" for name in self.scripts)

    def _styles(self) -> Iterator[Path]:
        yield from (_HERE / self.folder / f"{name}.css" for name in self.styles)


RATING: Final = Page(
    "rating",
    (
        *("words", "answer", "slips", "kept", "form", "which", "top"),
        *("card", "proof", "agenda", "notes", "strip", "timer", "fingers", "room", "render"),
    ),
    ("form", "card", "room"),
)
PLAIN: Final = Page("plain", ("guard",), ("guard",))
"""What a form of plain widgets has beside them."""
TABLE: Final = Page(
    "table",
    (
        *("text", "drafts", "editor", "clipboard", "alarm"),
        *("place", "drawing", "saving", "keys", "grid"),
    ),
    ("table",),
)
