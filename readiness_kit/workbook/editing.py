"""Tables of an engagement, shown above the section that is told from them while somebody edits."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from readiness_kit.workbook.measuring import in_kernel

if TYPE_CHECKING:
    from readiness_kit.forms.grids import Name


def offer_grids(path: Path, *names: Name) -> None:
    """Show each of these tables where a page listens; without one there is nobody to type."""
    if not in_kernel():
        return
    from IPython.display import display

    # each loads a page, which a report never shows
    from readiness_kit.forms.grids import grid

    for name in names:
        display(grid(path, name))
