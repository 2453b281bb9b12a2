"""A section that has nothing to show yet: what it is for, and the step that fills it."""

from __future__ import annotations

from markupsafe import Markup

from readiness_kit.views.html import fold, join, lead, tag
from readiness_kit.views.view import View


def not_yet(
    id: str, title: str, *words: object, command: str, columns: Markup | None = None
) -> View:
    """Tell in one sentence what the section is for, then the command that fills it.

    It draws nothing and shows no figure: an empty chart would look like a measurement. Further
    words stand below the sentence; `columns`, the description of a file, is folded away.
    """
    first, *more = words
    html = join(
        [
            lead(first),
            *(tag("p", each) for each in more),
            tag("p", "To fill this section: ", tag("code", command)),
            fold("The columns of the file", columns) if columns is not None else "",
        ]
    )
    return View(html, id=id, title=title)
